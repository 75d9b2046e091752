//! `cong build`: reads the portal, renders what it plans and commits it to the output folder.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::progress::Bar;
use super::store::Store;
use super::summary::Summary;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, findings, why, words};
use crate::cache::{Cache, Record};
use crate::files::{Disk, Files, Hash};
use crate::load::config::Config;
use crate::path::{OutPath, UrlPath};
use crate::pipeline::{self, Options, Progress, Rendered, SITE, Silent, Stage};
use crate::render::Renderer;
use crate::time::Moment;
use crate::trace::{Fingerprint, Reason};
use crate::write::{Folder, Outcome, Put, Sink, WriteError};

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
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let started = Instant::now();
    let files: Arc<dyn Files> = Arc::new(Disk::new(&common.folder));
    let config = pipeline::config(&*files, &mut Vec::new()).ok().flatten();
    let language = common.language(config.as_ref().map(Config::default_language));
    let Some(at) = moment_or_complain(arguments.at.as_deref(), config.as_ref(), &language) else {
        return COULD_NOT_RUN;
    };
    let progress: Box<dyn Progress> =
        if common.quiet || common.json { Box::new(Silent) } else { Box::new(Bar::new(&language)) };
    let first = arguments
        .output
        .components()
        .next()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .unwrap_or_default();
    if matches!(first.as_str(), "content" | "themes" | "kinds" | "." | "")
        && arguments.output.components().count() >= usize::from(first != ".")
    {
        let message = words(
            &language,
            "thư mục kết quả không được nằm trong content, themes, kinds hay chính thư mục của cổng:",
            "the output folder must not be inside content, themes, kinds, or the portal's own folder:",
        );
        complain(&format!("{message} {}", arguments.output.display()));
        return COULD_NOT_RUN;
    }
    let store = Store::new(&common.folder, &*files);
    let cache = if arguments.fresh { Cache::default() } else { store.load(&*files, &language, common) };
    let prepared = match pipeline::prepare(&files, Options { at, show_all: arguments.drafts }, &cache, &*progress) {
        Ok(prepared) => prepared,
        Err(error) => return no_portal(&error, &common.folder, &language),
    };
    let mut summary = Summary::new(&language, prepared.findings, prepared.times);
    let Some(renderer) = prepared.renderer else {
        drop(progress);
        findings::show(&summary.findings, &language, common);
        summary.show(None, common);
        return FINDINGS;
    };
    let output = common.folder.join(&arguments.output);
    let outcome = commit(&renderer, &output, arguments.strict, &cache, &mut summary, &*progress);
    drop(progress);
    let Traces { world, records, reasons } = match outcome {
        Ok(done) => done,
        Err(error) => {
            findings::show(&summary.findings, &language, common);
            complain(&machine_problem(&error, &language));
            return COULD_NOT_RUN;
        }
    };
    if let Some(url) = &arguments.why {
        why::show(&reasons, url, &renderer, &language);
    }
    summary.elapsed = started.elapsed();
    summary.output = Some(output);
    findings::show(&summary.findings, &language, common);
    summary.show(Some(&renderer.site), common);
    // The pages are let go first: what the next build needs is a fraction of them.
    drop(renderer);
    if let Some(world) = world.filter(|_| !summary.wrote_nothing) {
        store.save(&cache, Cache::with(world, prepared.documents, records), &reasons, &language);
    }
    if pipeline::has_errors(&summary.findings) { FINDINGS } else { CLEAN }
}

/// Renders and writes; with `strict`, everything is rendered once without writing, and errors stop it there.
fn commit(
    renderer: &Renderer,
    output: &Path,
    strict: bool,
    cache: &Cache,
    summary: &mut Summary,
    progress: &dyn Progress,
) -> Result<Traces, WriteError> {
    if strict {
        let rehearsal = pipeline::render(renderer, &Nowhere, cache, progress)?;
        if pipeline::has_errors(&summary.findings) || pipeline::has_errors(&rehearsal.findings) {
            summary.findings.extend(rehearsal.findings);
            summary.wrote_nothing = true;
            return Ok(Traces::default());
        }
    }
    let folder = Folder::open(output, renderer.plan.outputs.keys())?;
    let start = Instant::now();
    let rendered = pipeline::render(renderer, &folder, cache, progress)?;
    summary.times.push((Stage::Render, start.elapsed()));
    let start = Instant::now();
    let quarantined = pipeline::quarantined(&renderer.site, &rendered);
    let deleted = folder.finish(quarantined.clone())?;
    summary.times.push((Stage::Commit, start.elapsed()));
    let Rendered { findings, written, kept, bytes, world, records, reasons, .. } = rendered;
    summary.findings.extend(findings);
    summary.set_counts(written, kept, deleted, bytes, quarantined);
    Ok(Traces { world, records, reasons })
}

/// What the next build needs to know of the pages, and why each of them was rendered.
#[derive(Default)]
struct Traces {
    world: Option<Fingerprint>,
    records: Vec<(OutPath, Record)>,
    reasons: Vec<(UrlPath, Vec<Reason>)>,
}

/// Takes artifacts and drops them.
struct Nowhere;

impl Sink for Nowhere {
    fn keep(&self, _: &OutPath, _: &Hash) -> bool {
        true
    }

    fn put(&self, _: &OutPath, _: &Put) -> Result<Outcome, WriteError> {
        Ok(Outcome::Kept)
    }
}

/// The moment asked for, in the portal's time zone, else now; `None` after saying what is wrong with it.
pub fn moment_or_complain(text: Option<&str>, config: Option<&Config>, language: &str) -> Option<Timestamp> {
    let zone = config.map_or(TimeZone::UTC, Config::zone);
    let found = moment(text, &zone);
    if let Err(text) = &found {
        let message = words(
            language,
            "thời điểm không hợp lệ, viết như 2024-01-15 hoặc \"2024-01-15 08:00\":",
            "not a moment; write 2024-01-15 or \"2024-01-15 08:00\":",
        );
        complain(&format!("{message} {text}"));
    }
    found.ok()
}

/// The moment asked for, else now.
#[expect(clippy::disallowed_methods, reason = "`cli` is where the clock is read")]
fn moment(text: Option<&str>, zone: &TimeZone) -> Result<Timestamp, String> {
    let Some(text) = text else { return Ok(Timestamp::now()) };
    Moment::parse(text, zone).map(|moment| moment.starts).map_err(|_| text.to_owned())
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

fn machine_problem(error: &WriteError, language: &str) -> String {
    let message = match error {
        WriteError::NotOurs(_) => words(
            language,
            "thư mục kết quả đã có tệp không do cong tạo: {error}. Chọn thư mục khác bằng --output, hoặc dọn thư mục này.",
            "the output folder has files that cong did not make: {error}. Choose another with --output, or empty it.",
        ),
        WriteError::Io { .. } => words(
            language,
            "không ghi được {error}. Kiểm tra quyền ghi và chỗ trống trên ổ đĩa rồi chạy lại; không tệp nào bị ghi dở.",
            "cannot write {error}. Check permissions and free space, then run again; no file is half written.",
        ),
    };
    message.replace("{error}", &error.to_string())
}
