//! Says after a failed request whether to try again, and when.

use std::time::Duration;

use jiff::SignedDuration;
use jiff::fmt::rfc2822;

/// How long to go on with somebody who does not answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// Requests in all, the first one included.
    pub tries: u32,
    /// After the first failure; each further one waits twice as long.
    pub pause: Duration,
    /// The longest that we wait before a try, also where we are asked for more.
    pub longest: Duration,
    /// Until a connection stands.
    pub connect: Duration,
    /// Until the other side says something.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            tries: 5,
            pause: Duration::from_millis(500),
            longest: Duration::from_secs(60),
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
        }
    }
}

impl Patience {
    /// `None` to give up: it has been tried often enough, or we are asked to wait for too long. `asked`: by `Retry-After`.
    pub fn pause_after(&self, tried: u32, asked: Option<Duration>) -> Option<Duration> {
        if tried >= self.tries || asked.is_some_and(|asked| asked > self.longest) {
            return None;
        }
        let own = self.pause.saturating_mul(1 << tried.saturating_sub(1).min(16)).min(self.longest);
        Some(asked.map_or(own, |asked| asked.max(own)))
    }
}

/// Whether the same request may succeed later.
pub fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// `Retry-After`: seconds, or a moment (RFC 9110 §10.2.3), which is held against the clock of who says it.
pub fn asked(retry_after: Option<&str>, date: Option<&str>) -> Option<Duration> {
    let text = retry_after?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| rfc2822::parse(text).ok().map(|moment| moment.timestamp());
    let wait = moment(text)?.duration_since(moment(date?)?);
    Duration::try_from(wait.max(SignedDuration::ZERO)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_time_gets_it_and_what_asks_for_too_much_is_given_up() {
        let patience = Patience { tries: 3, ..Patience::default() };
        let seconds = Duration::from_secs;
        assert_eq!(patience.pause_after(1, None), Some(Duration::from_millis(500)));
        assert_eq!(patience.pause_after(2, None), Some(seconds(1)));
        assert_eq!(patience.pause_after(1, Some(seconds(20))), Some(seconds(20)));
        assert_eq!(patience.pause_after(1, Some(seconds(0))), Some(Duration::from_millis(500)), "never at once");
        assert_eq!(patience.pause_after(1, Some(seconds(61))), None);
        assert_eq!(patience.pause_after(3, None), None);
    }

    #[test]
    fn a_moment_is_held_against_the_clock_of_who_says_it() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(asked(Some(" 7 "), None), Some(Duration::from_secs(7)));
        assert_eq!(asked(Some("Sun, 06 Nov 1994 08:50:07 GMT"), date), Some(Duration::from_secs(30)));
        assert_eq!(asked(Some("Sun, 06 Nov 1994 08:49:00 GMT"), date), Some(Duration::ZERO));
        assert_eq!(asked(Some("Sun, 06 Nov 1994 08:50:07 GMT"), None), None);
        assert_eq!(asked(Some("mai"), date), None);
        assert_eq!(asked(None, date), None);
    }
}
