//! `cong build`: reads the portal, renders what it plans and commits it to the output folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::findings::{Extent, Telling};
use super::locks::{PATIENCE, Visitor};
use super::output::open_output;
use super::portal::{Portal, no_portal, now, open_portal};
use super::progress::Bar;
use super::store::{Store, lock_cache};
use super::summary::Summary;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, findings, reason, why, words};
use crate::pipeline::{self, Built, Input, Options, Order, Problem, Progress, Silent};
use crate::write::lock::{NotTaken, Use};
use crate::write::manifest::Made;
use crate::write::{Lock, Output, WriteError, is_foreign, release};

#[derive(clap::Args)]
pub struct Arguments {
    /// Thư mục kết quả, tính từ thư mục của cổng · Output folder, relative to the portal
    #[arg(short, long, value_name = "THƯ MỤC", default_value = "public")]
    output: PathBuf,
    /// Dựng như thể đang ở thời điểm này, ví dụ "2024-01-15 08:00" · Build as of this moment
    #[arg(long, value_name = "THỜI ĐIỂM")]
    at: Option<String>,
    /// Hiện cả bản nháp, bài hẹn giờ và bài đã gỡ (chỉ để xem trước) · Show drafts and withheld items
    #[arg(long)]
    drafts: bool,
    /// Có lỗi thì không ghi gì · Write nothing if there is an error
    #[arg(long)]
    strict: bool,
    /// Nói vì sao từng trang phải dựng lại, hoặc chỉ trang có địa chỉ này · Say why pages were rendered again
    #[arg(long, value_name = "ĐỊA CHỈ", num_args = 0..=1, default_missing_value = "")]
    why: Option<String>,
    /// Dựng lại tất cả, bỏ qua bộ nhớ đệm .cong · Build everything again, without the cache
    #[arg(long)]
    fresh: bool,
    /// Chờ tối đa từng này giây nếu một lần dựng khác đang chạy · Wait this long for another build, in seconds
    #[arg(long, value_name = "GIÂY", default_value_t = PATIENCE)]
    wait: u64,
    #[command(flatten)]
    extent: Extent,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let started = Instant::now();
    let Some(portal) = open_portal(common, arguments.at.as_deref()) else { return COULD_NOT_RUN };
    let Some(output) = open_output(&arguments.output, common, &portal.language) else { return COULD_NOT_RUN };
    let visitor = Visitor::new(common, &portal, arguments.wait);
    let lock = match lock_cache(&visitor, &common.folder, &portal) {
        Ok(lock) => lock,
        Err(code) => return code,
    };
    // Files and clock may have moved on while another build was waited for.
    let Some(Portal { files, language, at, .. }) = open_portal(common, arguments.at.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let progress: Box<dyn Progress> =
        if common.quiet || common.json { Box::new(Silent) } else { Box::new(Bar::new(&language)) };
    let store = Store::to_read(&common.folder, &files).with_lock(lock.as_ref());
    let cache = if arguments.fresh { store.nothing(&language) } else { store.load(&language, common) };
    let moment = Made { at: arguments.at.as_ref().map(|_| at.to_string()), ..Made::default() };
    let foreign = !release::made(&moment, now()).is_empty();
    let options = Options { at, show_all: arguments.drafts, foreign, preview: false };
    let input = Input { files: &files, options, cache: &cache, progress: &*progress };
    let made = Made { drafts: arguments.drafts, foreign, ..moment };
    let order = Order { strict: arguments.strict, made };
    let done = pipeline::build(&input, &order, &mut Output::new(|| take(&output, &visitor)));
    drop(progress);
    let built = match done {
        Ok(built) => built,
        Err(problem) => return stopped(problem, &common.folder, &language),
    };
    let telling = Telling { files: &*files, language: &language, common, extent: arguments.extent };
    findings::show(&built.findings, telling);
    let why = arguments.why.as_ref().zip(built.renderer.as_ref());
    let json =
        why.filter(|_| common.json).map(|(url, renderer)| why::to_json(&built.reasons, url, renderer, &language));
    if let Some((url, renderer)) = why.filter(|_| !common.json) {
        why::show(&built.reasons, url, renderer, &language);
    }
    let refusals = if is_written(&built) { release::made(&order.made, now()) } else { Vec::new() };
    let (elapsed, folder) = (started.elapsed(), &*output);
    Summary { telling, built: &built, elapsed, output: folder, why: json, refusals }.show();
    let code = if pipeline::has_errors(&built.findings) { FINDINGS } else { CLEAN };
    // The process ends here; taking a million small values apart first would be a tenth of its time.
    std::mem::forget(built.persist(cache));
    code
}

/// Takes the output folder, once nobody else has it. Nothing is put into a stranger's folder, not even a lock.
fn take(output: &Path, visitor: &Visitor) -> Result<Lock, Stopped> {
    if is_foreign(output)? {
        return Err(WriteError::NotOurs(output.to_owned()).into());
    }
    visitor.take(output, Use::Change).map_err(|why| match why {
        NotTaken::Busy(_) => Stopped::Busy,
        NotTaken::Impossible(error) => WriteError::NoLock { path: output.to_owned(), error }.into(),
    })
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

fn is_written(built: &Built) -> bool {
    built.renderer.is_some() && !built.wrote_nothing
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
