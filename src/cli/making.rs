//! Builds a portal into its output folder, for `build` and `publish`: takes locks, chooses what the last build knew, and turns what
//! stands in the way into words.

use std::path::Path;

use super::locks::Visitor;
use super::portal::{Portal, no_portal, now};
use super::progress::Bar;
use super::store::Store;
use super::{COULD_NOT_RUN, Common, complain, reason, words};
use crate::cache::Cache;
use crate::pipeline::{self, Built, Input, Options, Order, Problem, Progress, Silent};
use crate::write::lock::{NotTaken, Use};
use crate::write::manifest::Made;
use crate::write::{Lock, Output, WriteError, is_foreign, release};

/// What is built, and how.
pub struct Making<'a> {
    pub common: &'a Common,
    pub portal: &'a Portal,
    pub visitor: &'a Visitor<'a>,
    pub output: &'a Path,
    /// Of the cache, where it could be taken.
    pub lock: Option<&'a Lock>,
    pub way: Way,
}

/// How a build was asked for.
#[derive(Clone, Copy, Default)]
pub struct Way {
    /// As of a moment that was asked for, not of the clock.
    pub at_moment: bool,
    pub drafts: bool,
    pub strict: bool,
    pub fresh: bool,
    /// For a few to look at, so every page says so and search engines are refused.
    pub preview: bool,
}

/// What a build came to, with what it stood on.
pub struct Done {
    pub built: Built,
    pub cache: Cache,
    pub made: Made,
}

impl Making<'_> {
    /// `Err`: the exit code, after saying why nothing came of it.
    pub fn build(&self) -> Result<Done, u8> {
        let Making { common, portal: Portal { files, language, at, .. }, way, .. } = self;
        let progress: Box<dyn Progress> =
            if common.is_unwatched() { Box::new(Silent) } else { Box::new(Bar::new(language)) };
        let files = &if way.fresh { self.portal.files_anew(common) } else { files.clone() };
        let store = Store::to_read(&common.folder, files).with_lock(self.lock);
        let cache = if way.fresh { store.nothing(language) } else { store.load(language, common) };
        let moment = Made { at: way.at_moment.then(|| at.to_string()), ..Made::default() };
        let foreign = way.preview || !release::made(&moment, now()).is_empty();
        let options = Options { at: *at, show_all: way.drafts, foreign, preview: false };
        let input = Input { files, options, cache: &cache, progress: &*progress };
        let made = Made { drafts: way.drafts, foreign, ..moment };
        let order = Order { strict: way.strict, made: made.clone() };
        let done = pipeline::build(&input, &order, &mut Output::new(|| self.take(), cache.output()));
        drop(progress);
        match done {
            Ok(built) => Ok(Done { built, cache, made }),
            Err(problem) => Err(stopped(problem, &common.folder, language)),
        }
    }

    /// Takes the output folder, once nobody else has it. Nothing is put into a stranger's folder, not even a lock.
    fn take(&self) -> Result<Lock, Stopped> {
        if is_foreign(self.output)? {
            return Err(WriteError::NotOurs(self.output.to_owned()).into());
        }
        self.visitor.take(self.output, Use::Change).map_err(|why| match why {
            NotTaken::Busy(_) => Stopped::Busy,
            NotTaken::Impossible(error) => WriteError::NoLock { path: self.output.to_owned(), error }.into(),
        })
    }
}

/// Why nothing could be written.
enum Stopped {
    Write(WriteError),
    /// Another process has the folder; that has been said.
    Busy,
}

impl From<WriteError> for Stopped {
    fn from(error: WriteError) -> Self {
        Stopped::Write(error)
    }
}

fn stopped(problem: Problem<Stopped>, folder: &Path, language: &str) -> u8 {
    match problem {
        Problem::NoPortal(error) => return no_portal(&error, folder, language),
        Problem::Target(Stopped::Write(error)) => complain(&machine_problem(&error, language)),
        Problem::Target(Stopped::Busy) => {}
    }
    COULD_NOT_RUN
}

fn machine_problem(error: &WriteError, language: &str) -> String {
    let message = match error {
        WriteError::NotOurs(_) => words(
            language,
            "thư mục kết quả đã có tệp không do cong tạo: {error}. Chọn thư mục khác bằng --output, hoặc dọn thư mục này.",
            "the output folder has files that cong did not make: {error}. Choose another with --output, or empty it.",
        ),
        WriteError::LockLost(_) => words(
            language,
            "khóa .cong-lock hoặc cả thư mục {error} đã bị xóa trong lúc dựng, nên một lần dựng khác có thể đã ghi vào đó. Chạy lại cong build.",
            "the lock .cong-lock or the whole folder {error} was deleted during the build, so another one may have written there. Run cong build again.",
        ),
        WriteError::Link(_) => words(
            language,
            "trong thư mục kết quả, {error} là liên kết (symbolic link) sang nơi khác. cong không ghi và không xóa gì qua liên kết: xóa liên kết đó rồi chạy lại. Chưa ghi gì.",
            "in the output folder, {error} is a symbolic link to somewhere else. cong neither writes nor deletes through links: remove it, then run again. Nothing was written.",
        ),
        WriteError::NoLock { .. } => words(
            language,
            "không khóa được thư mục kết quả {error}. Kiểm tra quyền ghi; nếu ổ mạng không hỗ trợ khóa tệp thì chọn thư mục trên ổ của máy này bằng --output. Chưa ghi gì.",
            "the output folder cannot be locked: {error}. Check permissions; if it is on a network drive without file locks, choose a folder on this machine's disk with --output. Nothing was written.",
        ),
        WriteError::Io { .. } | WriteError::Changed(_) => words(
            language,
            "không ghi được {error}. Kiểm tra quyền ghi và chỗ trống trên ổ đĩa rồi chạy lại; không tệp nào bị ghi dở.",
            "cannot write {error}. Check permissions and free space, then run again; no file is half written.",
        ),
    };
    let what = match error {
        WriteError::Io { path, error } | WriteError::NoLock { path, error } => {
            format!("{}: {}", path.display(), reason(error, language))
        }
        other => other.to_string(),
    };
    message.replace("{error}", &what)
}
