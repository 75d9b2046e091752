//! `cong build`: reads the portal, renders what it plans and commits it to the output folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::locks::{PATIENCE, Visitor};
use super::output::open_output;
use super::portal::{Portal, no_portal, now, open_portal};
use super::progress::Bar;
use super::store::{Store, lock_cache};
use super::summary::Summary;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, findings, reason, why, words};
use crate::cache::{Cache, Left, Record};
use crate::files::Hash;
use crate::path::{OutPath, UrlPath};
use crate::pipeline::{self, Options, Progress, Rendered, Silent, Stage};
use crate::render::Renderer;
use crate::trace::{Fingerprint, Reason};
use crate::write::lock::{NotTaken, Use};
use crate::write::manifest::Made;
use crate::write::{Folder, Outcome, Put, Release, Sink, WriteError, is_foreign, release};

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
    let made = Made { drafts: arguments.drafts, at: arguments.at.as_ref().map(|_| at.to_string()) };
    let release = Commit { renderer: &renderer, output: &output, strict: arguments.strict, made, visitor: &visitor };
    let outcome = release.run(&cache, &mut summary, &*progress);
    drop(progress);
    let Traces { world, records, reasons } = match outcome {
        Ok(done) => done,
        Err(problem) => {
            findings::show(&summary.findings, &language, common);
            if let Problem::Write(error) = problem {
                complain(&machine_problem(&error, &language));
            }
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

/// A planned portal on its way into its folder.
struct Commit<'a> {
    renderer: &'a Renderer,
    output: &'a Path,
    strict: bool,
    made: Made,
    visitor: &'a Visitor<'a>,
}

/// Why nothing came of it.
enum Problem {
    Write(WriteError),
    /// Another process has the folder; that has been said.
    Busy,
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        Problem::Write(error)
    }
}

impl Commit<'_> {
    /// Renders and writes; with `strict`, everything is rendered once without writing, and errors stop it there.
    fn run(self, cache: &Cache, summary: &mut Summary, progress: &dyn Progress) -> Result<Traces, Problem> {
        if self.strict {
            let rehearsal = pipeline::render(self.renderer, &Nowhere, cache, progress)?;
            if pipeline::has_errors(&summary.findings) || pipeline::has_errors(&rehearsal.findings) {
                summary.findings.extend(rehearsal.findings);
                summary.wrote_nothing = true;
                return Ok(Traces::default());
            }
        }
        let folder = self.open()?;
        let start = Instant::now();
        let rendered = pipeline::render(self.renderer, &folder, cache, progress)?;
        summary.times.push((Stage::Render, start.elapsed()));
        let start = Instant::now();
        let site = &self.renderer.site;
        let quarantined = pipeline::quarantined(site, &rendered);
        summary.refusals = release::made(&self.made, now());
        let own = pipeline::Own::new(&site.config.base_url, &*self.renderer.files);
        let release = Release { made: self.made, quarantined: quarantined.clone(), recognise: Some(&own) };
        let deleted = folder.finish(release)?;
        summary.times.push((Stage::Commit, start.elapsed()));
        let Rendered { findings, written, kept, bytes, world, records, reasons, .. } = rendered;
        summary.findings.extend(findings);
        summary.set_counts(written, kept, deleted, bytes, quarantined);
        Ok(Traces { world, records, reasons })
    }

    /// Takes the output folder, once nobody else has it. Nothing is put into a stranger's folder, not even a lock.
    fn open(&self) -> Result<Folder, Problem> {
        if is_foreign(self.output)? {
            return Err(WriteError::NotOurs(self.output.to_owned()).into());
        }
        match self.visitor.take(self.output, Use::Change) {
            Ok(lock) => Ok(Folder::open(lock, self.renderer.plan.outputs.keys())?),
            Err(NotTaken::Busy(_)) => Err(Problem::Busy),
            Err(NotTaken::Impossible(error)) => Err(WriteError::NoLock { path: self.output.to_owned(), error }.into()),
        }
    }
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
        WriteError::LockLost(_) => words(
            language,
            "khóa .cong-lock hoặc cả thư mục {error} đã bị xóa trong lúc dựng, nên một lần dựng khác có thể đã ghi vào đó. Chạy lại cong build.",
            "the lock .cong-lock or the whole folder {error} was deleted during the build, so another one may have written there. Run cong build again.",
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
