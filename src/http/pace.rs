//! Holds requests to a rate: each gets the moment at which it may be sent.

use std::time::{Duration, Instant};

use parking_lot::Mutex;

pub struct Pace {
    /// Between two requests; none where there is no limit.
    apart: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// `rate`: requests in a second.
    pub fn new(rate: Option<u32>) -> Pace {
        let apart = rate.filter(|rate| *rate > 0).map_or(Duration::ZERO, |rate| Duration::from_secs(1) / rate);
        Pace { apart, next: Mutex::new(None) }
    }

    /// Waits until it is the caller's turn.
    pub async fn turn(&self) {
        if self.apart.is_zero() {
            return;
        }
        let at = {
            let mut next = self.next.lock();
            let now = Instant::now();
            let at = next.map_or(now, |next| next.max(now));
            *next = Some(at + self.apart);
            at
        };
        tokio::time::sleep_until(at.into()).await;
    }
}
