//! Turns folders that a command needs into locks, and says who is in the way while it waits.

use std::path::Path;
use std::time::{Duration, Instant};

use super::portal::{Portal, now};
use super::{Common, complain, words};
use crate::write::lock::{self, Holder, Lock, NotTaken, Use};

/// How long a command waits for another, in seconds: longer than a whole portal takes, so that a timer and a push that
/// meet both get done.
pub const PATIENCE: u64 = 600;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Who waits for locks, and how long.
pub struct Visitor<'a> {
    common: &'a Common,
    language: &'a str,
    timeout: Duration,
    own: Holder,
}

impl<'a> Visitor<'a> {
    /// `timeout` in seconds.
    pub fn new(common: &'a Common, portal: &'a Portal, timeout: u64) -> Self {
        // With its distance from UTC: the machines may stand in different zones.
        let since = now().to_zoned_datetime(portal.zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string();
        let own = Holder { command: command(), pid: std::process::id(), host: lock::host(), since };
        Self { common, language: &portal.language, timeout: Duration::from_secs(timeout), own }
    }

    /// Waits while another process has the folder. `Busy` after saying who.
    pub fn take(&self, folder: &Path, what: Use) -> Result<Lock, NotTaken> {
        let started = Instant::now();
        let mut told = None;
        loop {
            let who = match Lock::take(folder, what, &self.own) {
                Err(NotTaken::Busy(who)) => who,
                done => return done,
            };
            if started.elapsed() >= self.timeout {
                complain(&self.given_up(folder, who.as_ref()));
                return Err(NotTaken::Busy(who));
            }
            // The holder needs a moment to say who it is, and most are gone after that.
            if !self.common.quiet && started.elapsed() > 4 * PAUSE && told.as_ref() != Some(&who) {
                complain(&self.waiting(folder, who.as_ref()));
                told = Some(who);
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Takes the folder if nobody else has it, and says nothing where that is not so.
    pub fn try_take(&self, folder: &Path) -> Option<Lock> {
        Lock::take(folder, Use::Change, &self.own).ok()
    }

    fn waiting(&self, folder: &Path, who: Option<&Holder>) -> String {
        words(
            self.language,
            "Đang chờ: {who} đang dùng thư mục {folder}. Chờ tối đa {seconds} giây (đổi bằng --wait).",
            "Waiting: {who} is using the folder {folder}. Waiting at most {seconds} seconds (change it with --wait).",
        )
        .replace("{who}", &self.name(who))
        .replace("{folder}", &shown(folder))
        .replace("{seconds}", &self.timeout.as_secs().to_string())
    }

    fn given_up(&self, folder: &Path, who: Option<&Holder>) -> String {
        let text = words(
            self.language,
            "thư mục {folder} đang được dùng bởi {who}. Lệnh này chưa ghi gì. Chờ lệnh kia xong rồi chạy lại, hoặc chờ lâu hơn bằng --wait; nếu lệnh kia bị treo thì dừng tiến trình đó.",
            "the folder {folder} is in use by {who}. This command has written nothing. Run it again when the other is done, or wait longer with --wait; if the other hangs, end its process.",
        );
        text.replace("{who}", &self.name(who)).replace("{folder}", &shown(folder))
    }

    /// Command, process, machine and when it began.
    fn name(&self, who: Option<&Holder>) -> String {
        let Some(Holder { command, pid, host, since }) = who else {
            return words(self.language, "một lệnh cong khác", "another run of cong").to_owned();
        };
        words(
            self.language,
            "“{command}” (tiến trình {pid}, máy {host}, từ {since})",
            "“{command}” (process {pid}, machine {host}, since {since})",
        )
        .replace("{command}", command)
        .replace("{pid}", &pid.to_string())
        .replace("{host}", host)
        .replace("{since}", since)
    }
}

fn shown(folder: &Path) -> String {
    lock::plain(&folder.display().to_string())
}

/// As it was typed, without the folder of the program.
fn command() -> String {
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    lock::plain(&std::iter::once("cong".to_owned()).chain(words).collect::<Vec<_>>().join(" "))
}
