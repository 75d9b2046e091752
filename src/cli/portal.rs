//! What `build`, `serve` and `verify` begin with: turns the folder and the moment asked for into files, a language
//! and an instant, or says what is wrong with them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::history;
use super::workspace;
use super::{COULD_NOT_RUN, Common, complain, reason, words};
use crate::files::{Disk, Files};
use crate::load::config::Config;
use crate::pipeline::{self, SITE};
use crate::time::{DateError, Moment};

pub struct Portal {
    pub files: Arc<dyn Files>,
    /// Of messages.
    pub language: String,
    /// The moment asked for, else now.
    pub at: Timestamp,
    pub zone: TimeZone,
}

/// `at` as it was typed; `None` after saying what is wrong with it, or that there is no portal.
pub fn open_portal(common: &Common, at: Option<&str>) -> Option<Portal> {
    let files = workspace::files_of(&common.folder, now());
    let config = pipeline::config(&*files, &mut Vec::new());
    if let Err(error) = &config
        && error.kind() == ErrorKind::NotFound
    {
        no_portal(error, &common.folder, &common.language(None));
        return None;
    }
    let config = config.ok().flatten();
    let language = common.language(config.as_ref().map(Config::default_language));
    let zone = config.as_ref().map_or(TimeZone::UTC, Config::zone);
    let at = moment_or_complain(at, &zone, &language)?;
    let files = match &config {
        Some(config) => history::over(files, config, common, false),
        None => files,
    };
    Some(Portal { files, language, at, zone })
}

impl Portal {
    /// The files without anything that a build has kept of git: for whoever looks for what a cache gets wrong.
    pub fn files_anew(&self, common: &Common) -> Arc<dyn Files> {
        match pipeline::config(&*self.files, &mut Vec::new()).ok().flatten() {
            Some(config) => history::over(self.files.clone(), &config, common, true),
            None => self.files.clone(),
        }
    }
}

/// The moment asked for, in the portal's time zone, else now; `None` after saying what is wrong with it.
fn moment_or_complain(text: Option<&str>, zone: &TimeZone, language: &str) -> Option<Timestamp> {
    let found = moment(text, zone);
    if let Err((text, error)) = &found {
        let (vi, en) = error.next();
        let message = words(language, "thời điểm không hợp lệ:", "not a moment:");
        complain(&format!("{message} {text}\n{}", words(language, &vi, &en)));
    }
    found.ok()
}

#[expect(clippy::disallowed_methods, reason = "`cli` is where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The moment asked for, else now.
fn moment(text: Option<&str>, zone: &TimeZone) -> Result<Timestamp, (String, DateError)> {
    let Some(text) = text else { return Ok(now()) };
    Moment::parse(text, zone).map(|moment| moment.starts).map_err(|error| (text.to_owned(), error))
}

/// Folders above the one given that are looked at for a portal.
const ABOVE: usize = 8;

pub fn no_portal(error: &std::io::Error, folder: &Path, language: &str) -> u8 {
    let path = folder.join(SITE);
    let above = || {
        let folders = (1..=ABOVE).map(|count| folder.join(vec![".."; count].join("/")));
        folders.into_iter().find(|folder| Disk::new(folder).read(SITE).is_ok())
    };
    let (message, near) = match error.kind() {
        ErrorKind::NotFound => match above() {
            Some(near) => (
                words(
                    language,
                    "không có {path}. Cổng nằm ở thư mục phía trên: thêm -C {near} vào lệnh.",
                    "{path} not found. The portal is in a folder above: add -C {near} to the command.",
                ),
                near,
            ),
            None => (
                words(
                    language,
                    "không tìm thấy {path}. Chạy trong thư mục của cổng, dùng -C THƯ_MỤC, hoặc tạo cổng mới: cong init THƯ_MỤC",
                    "{path} not found. Run in the portal's folder, use -C DIR, or make a new portal: cong init DIR",
                ),
                PathBuf::new(),
            ),
        },
        _ => (words(language, "không đọc được {path}: {error}", "{path} cannot be read: {error}"), PathBuf::new()),
    };
    let near = near.display().to_string();
    let near = near.strip_prefix("./").unwrap_or(&near);
    let message = message.replace("{path}", &path.display().to_string()).replace("{near}", near);
    complain(&message.replace("{error}", &reason(error, language)));
    COULD_NOT_RUN
}
