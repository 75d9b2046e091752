//! Turns progress into a bar on a terminal, once a build lasts longer than a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::words;
use crate::pipeline::{Progress, Stage};

pub struct Bar {
    bar: ProgressBar,
    started: Instant,
    language: String,
}

impl Bar {
    pub fn new(language: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:12} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, started: Instant::now(), language: language.to_owned() }
    }

    /// Counts to `total` from now on.
    pub fn begin(&self, what: &'static str, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(0);
        self.bar.set_message(what);
        self.appear();
    }

    /// One more is done.
    pub fn step(&self) {
        self.bar.inc(1);
        self.appear();
    }

    fn appear(&self) {
        if self.bar.is_hidden() && self.started.elapsed() > Duration::from_secs(1) && std::io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
    }
}

impl Progress for Bar {
    fn stage(&self, stage: Stage, total: usize) {
        self.begin(stage_name(stage, &self.language), total);
    }

    fn tick(&self) {
        self.bar.inc(1);
        if self.bar.position().is_multiple_of(256) {
            self.appear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

pub fn stage_name(stage: Stage, language: &str) -> &'static str {
    match stage {
        Stage::Discover => words(language, "tìm tệp", "discover"),
        Stage::Load => words(language, "đọc", "load"),
        Stage::Assemble => words(language, "ghép", "assemble"),
        Stage::Pictures => words(language, "thu nhỏ ảnh", "smaller pictures"),
        Stage::Index => words(language, "lập chỉ mục tìm kiếm", "search index"),
        Stage::Plan => words(language, "lập danh mục", "plan"),
        Stage::Check => words(language, "kiểm tra", "check"),
        Stage::Lint => words(language, "soát", "lint"),
        Stage::Render => words(language, "dựng và ghi", "render and write"),
        Stage::Commit => words(language, "hoàn tất", "commit"),
    }
}
