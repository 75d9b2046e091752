//! Who publishes, for the lock at a target and for people who wait; and the machine's clock and progress, as publishing asks for them.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use super::portal::now;
use super::{Common, words};
use crate::publish::{Clock, Progress, Publisher};
use crate::write::lock;

/// Names of variables in which CI says where its log is read.
const LOGS: [&str; 2] = ["CI_JOB_URL", "BUILD_URL"];

pub fn publisher() -> Publisher {
    let host = lock::host();
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let who = variable("USER").or_else(|| variable("USERNAME")).unwrap_or_default();
    let github = || {
        let (server, repository) = (variable("GITHUB_SERVER_URL")?, variable("GITHUB_REPOSITORY")?);
        Some(format!("{server}/{repository}/actions/runs/{}", variable("GITHUB_RUN_ID")?))
    };
    let log = github().or_else(|| LOGS.iter().find_map(|name| variable(name)));
    let process = std::process::id();
    let owner = match log {
        Some(log) => log,
        None => format!("{who}@{host}, {process}"),
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{host} {process} {} {:?}", now().as_nanosecond(), Instant::now()).as_bytes());
    Publisher { owner: lock::plain(&owner), token: hasher.finalize().to_hex()[..32].to_owned() }
}

/// A bar on a terminal once sending lasts longer than a second, and the clock.
pub struct Machine {
    bar: ProgressBar,
    started: Instant,
    is_quiet: bool,
}

impl Machine {
    pub fn new(common: &Common, language: &str) -> Machine {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bytes}") {
            bar.set_style(style);
        }
        bar.set_message(words(language, "đang gửi", "sending"));
        Machine { bar, started: Instant::now(), is_quiet: common.quiet || common.json }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Machine {
    fn sent(&self, _: &str, bytes: u64) {
        self.bar.inc(bytes);
        let is_long = self.bar.is_hidden() && self.started.elapsed() > Duration::from_secs(1);
        if is_long && !self.is_quiet && std::io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
    }
}

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        now()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}
