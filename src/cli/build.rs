//! `cong build`: reads the portal, renders what it plans and commits it to the output folder.

use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use super::portal::{Portal, no_portal, open_portal};
use super::progress::Bar;
use super::store::Store;
use super::summary::Summary;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, findings, why, words};
use crate::cache::{Cache, Left, Record};
use crate::files::Hash;
use crate::path::{OutPath, UrlPath};
use crate::pipeline::{self, Options, Progress, Rendered, Silent, Stage};
use crate::render::Renderer;
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
    let Some(Portal { files, language, at }) = open_portal(common, arguments.at.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let progress: Box<dyn Progress> =
        if common.quiet || common.json { Box::new(Silent) } else { Box::new(Bar::new(&language)) };
    if is_source_folder(&arguments.output) {
        let message = words(
            &language,
            "thư mục kết quả không được nằm trong content, themes, kinds hay chính thư mục của cổng:",
            "the output folder must not be inside content, themes, kinds, or the portal's own folder:",
        );
        complain(&format!("{message} {}", arguments.output.display()));
        return COULD_NOT_RUN;
    }
    let store = Store::new(&common.folder, &*files);
    let cache = if arguments.fresh { store.nothing(&language) } else { store.load(&files, &language, common) };
    let options = Options { at, show_all: arguments.drafts, preview: false };
    let prepared = match pipeline::prepare(&files, options, &cache, &*progress) {
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
    if let Some(url) = arguments.why.as_ref().filter(|_| common.json) {
        summary.why = Some(why::to_json(&reasons, url, &renderer, &language));
    } else if let Some(url) = &arguments.why {
        why::show(&reasons, url, &renderer, &language);
    }
    summary.elapsed = started.elapsed();
    summary.output = Some(output);
    findings::show(&summary.findings, &language, common);
    summary.show(Some(&renderer.site), common);
    let index = prepared.index.zip(renderer.hashed.names().cloned());
    let world = world.filter(|_| !summary.wrote_nothing);
    let is_new = |world: &Fingerprint| !reasons.is_empty() || !cache.is_same(*world, &records, index.as_ref());
    match world.filter(is_new) {
        Some(world) => {
            // What the next build needs is a fraction of the pages. They are let go first where memory is at its peak.
            let left = Left { world, records, index };
            if cache.is_empty() {
                drop(renderer);
                store.save(left, &language);
            } else {
                rayon::join(|| drop((renderer, cache)), || store.save(left, &language));
            }
        }
        // The process ends here; taking a million small values apart first would be a tenth of its time.
        None => std::mem::forget((renderer, cache, records)),
    }
    if pipeline::has_errors(&summary.findings) { FINDINGS } else { CLEAN }
}

/// Whether an output folder would stand among the sources: it is one of their folders, inside one, or the portal itself.
fn is_source_folder(output: &Path) -> bool {
    let mut parts = output.components().filter(|part| !matches!(part, Component::CurDir));
    parts.next().is_none_or(|first| ["content", "themes", "kinds"].iter().any(|name| first.as_os_str() == *name))
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

fn machine_problem(error: &WriteError, language: &str) -> String {
    let message = match error {
        WriteError::NotOurs(_) => words(
            language,
            "thư mục kết quả đã có tệp không do cong tạo: {error}. Chọn thư mục khác bằng --output, hoặc dọn thư mục này.",
            "the output folder has files that cong did not make: {error}. Choose another with --output, or empty it.",
        ),
        WriteError::Io { .. } | WriteError::Changed(_) => words(
            language,
            "không ghi được {error}. Kiểm tra quyền ghi và chỗ trống trên ổ đĩa rồi chạy lại; không tệp nào bị ghi dở.",
            "cannot write {error}. Check permissions and free space, then run again; no file is half written.",
        ),
    };
    message.replace("{error}", &error.to_string())
}
