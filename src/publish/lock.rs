//! One publisher at a time: turns a private file at the target into the right to change what is online, for a while.
//!
//! Whoever holds it renews it while it works. One whose machine slept finds it expired and sends nothing more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use parking_lot::{Condvar, Mutex};
use serde::{Deserialize, Serialize};

use super::remote::{Progress, Remote, Tag};
use super::trouble::Trouble;

const NAME: &str = "lock";

/// How long a claim holds that nobody renews. Longer than the clocks of two machines differ.
pub const HELD: SignedDuration = SignedDuration::from_mins(10);

/// Between two looks at a lock that somebody else has.
const LOOK: Duration = Duration::from_secs(3);

/// The clock is read by who runs the program.
pub trait Clock: Sync {
    fn now(&self) -> Timestamp;

    fn sleep(&self, time: Duration);

    /// After how long a claim is renewed: often enough that one or two answers may be lost.
    fn renewal(&self) -> Duration {
        Duration::from_secs(120)
    }
}

#[derive(Clone, Debug)]
pub struct Publisher {
    /// For people: who and where.
    pub owner: String,
    /// No other publication has it.
    pub token: String,
}

/// As it stands in the file; free without a token.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
struct Claim {
    #[serde(skip_serializing_if = "String::is_empty")]
    owner: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    until: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    token: String,
}

impl Claim {
    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn is_free(&self, now: Timestamp) -> bool {
        // A moment that cannot be read is none that could ever come.
        self.token.is_empty() || self.until.parse::<Timestamp>().is_ok_and(|until| until < now)
    }
}

pub struct Lock<'a> {
    remote: &'a dyn Remote,
    clock: &'a dyn Clock,
    publisher: &'a Publisher,
    held: Mutex<(Tag, Timestamp)>,
    lost: AtomicBool,
}

/// Waits for another publisher as long as `patience`. A claim that has expired is taken over.
pub fn take<'a>(
    remote: &'a dyn Remote,
    publisher: &'a Publisher,
    clock: &'a dyn Clock,
    patience: Duration,
) -> Result<Lock<'a>, Trouble> {
    let mut waited = Duration::ZERO;
    loop {
        let (until, ours) = claim(publisher, clock);
        let taken = match remote.get(NAME)? {
            None => remote.create(NAME, &ours),
            Some((bytes, tag)) => {
                let theirs: Claim =
                    serde_json::from_slice(&bytes).map_err(|_| Trouble::Ledger { name: NAME.to_owned() })?;
                if !theirs.is_free(clock.now()) {
                    if waited >= patience {
                        return Err(Trouble::Locked { owner: theirs.owner, until: theirs.until });
                    }
                    clock.sleep(LOOK);
                    waited += LOOK;
                    continue;
                }
                remote.replace(NAME, &ours, &tag)
            }
        };
        match taken {
            Ok(tag) => {
                let held = Mutex::new((tag, until));
                return Ok(Lock { remote, clock, publisher, held, lost: AtomicBool::new(false) });
            }
            // Somebody was faster.
            Err(Trouble::Taken { .. }) => {}
            Err(trouble) => return Err(trouble),
        }
    }
}

fn claim(publisher: &Publisher, clock: &dyn Clock) -> (Timestamp, Vec<u8>) {
    let until = clock.now().saturating_add(HELD).unwrap_or(Timestamp::MAX);
    let Publisher { owner, token } = publisher.clone();
    (until, Claim { owner, until: until.to_string(), token }.bytes())
}

impl Lock<'_> {
    /// Whether it may be somebody else's by now.
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed) || self.clock.now() >= self.held.lock().1
    }

    fn renew(&self) {
        let (until, ours) = claim(self.publisher, self.clock);
        let tag = self.held.lock().0.clone();
        match self.remote.replace(NAME, &ours, &tag) {
            Ok(tag) => *self.held.lock() = (tag, until),
            Err(Trouble::Taken { .. }) => self.lost.store(true, Ordering::Relaxed),
            // It holds for a while yet, and is tried again.
            Err(_) => {}
        }
    }

    /// Renews it while something is done.
    pub fn during<T>(&self, progress: &dyn Progress, work: impl FnOnce(&dyn Progress) -> T) -> T {
        let (done, ended) = (Mutex::new(false), Condvar::new());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut done = done.lock();
                while !*done {
                    if ended.wait_for(&mut done, self.clock.renewal()).timed_out() {
                        self.renew();
                    }
                }
            });
            // Also where the work panics: the scope waits for the thread that renews.
            let _ending = Ending { done: &done, ended: &ended };
            work(&Watched { lock: self, progress })
        })
    }

    /// Frees it. Where that fails it expires by itself.
    pub fn release(self) {
        if !self.lost.load(Ordering::Relaxed) {
            let _ = self.remote.replace(NAME, &Claim::default().bytes(), &self.held.lock().0);
        }
    }
}

/// Ends the renewing once it goes.
struct Ending<'a> {
    done: &'a Mutex<bool>,
    ended: &'a Condvar,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        *self.done.lock() = true;
        self.ended.notify_all();
    }
}

/// The progress of somebody who may lose the lock.
struct Watched<'a> {
    lock: &'a Lock<'a>,
    progress: &'a dyn Progress,
}

impl Progress for Watched<'_> {
    fn sent(&self, path: &str, bytes: u64) {
        self.progress.sent(path, bytes);
    }

    fn is_over(&self) -> bool {
        self.lock.is_lost() || self.progress.is_over()
    }
}
