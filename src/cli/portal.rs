//! What `build`, `serve` and `verify` begin with: turns the folder and the moment asked for into files, a language
//! and an instant, or says what is wrong with them.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{COULD_NOT_RUN, Common, complain, words};
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

/// `at` as it was typed; `None` after saying what is wrong with it.
pub fn open_portal(common: &Common, at: Option<&str>) -> Option<Portal> {
    let files: Arc<dyn Files> = Arc::new(Disk::new(&common.folder));
    let config = pipeline::config(&*files, &mut Vec::new()).ok().flatten();
    let language = common.language(config.as_ref().map(Config::default_language));
    let zone = config.as_ref().map_or(TimeZone::UTC, Config::zone);
    let at = moment_or_complain(at, &zone, &language)?;
    Some(Portal { files, language, at, zone })
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

pub fn no_portal(error: &std::io::Error, folder: &Path, language: &str) -> u8 {
    let path = folder.join(SITE);
    let message = if error.kind() == ErrorKind::NotFound {
        words(
            language,
            "không tìm thấy {path}. Chạy trong thư mục của cổng, dùng -C THƯ_MỤC, hoặc tạo cổng mới: cong init THƯ_MỤC",
            "{path} not found. Run in the portal's folder, use -C DIR, or make a new portal: cong init DIR",
        )
    } else {
        words(language, "không đọc được {path}: {error}", "{path} cannot be read: {error}")
    };
    complain(&message.replace("{path}", &path.display().to_string()).replace("{error}", &error.to_string()));
    COULD_NOT_RUN
}
