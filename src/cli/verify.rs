//! `cong verify`: renders the portal again, without the cache, and compares every byte with the output folder.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::locks::{PATIENCE, Visitor};
use super::output::{self, open_output};
use super::portal::{Portal, no_portal, now, open_portal};
use super::workspace::Which;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, words};
use crate::cache::Cache;
use crate::files::hash;
use crate::path::OutPath;
use crate::pipeline::{self, Input, Options, Order, Problem, Silent};
use crate::write::lock::{Lock, NotTaken, Use};
use crate::write::release::{self, Refusal};
use crate::write::{Compared, Comparison, Difference, How, is_foreign};

/// Differences named one by one.
const SHOWN: usize = 20;

#[derive(clap::Args)]
pub struct Arguments {
    /// Thư mục kết quả cần kiểm tra · Output folder to check
    #[arg(short, long, value_name = "THƯ MỤC", default_value = "public")]
    output: PathBuf,
    /// Thời điểm mà kết quả được dựng · The moment the output was built for
    #[arg(long, value_name = "THỜI ĐIỂM")]
    at: Option<String>,
    /// Chỉ kiểm tra từng này phần trăm số tệp · Check this share of the files only
    #[arg(long, value_name = "%", default_value_t = 100, value_parser = clap::value_parser!(u8).range(1..=100))]
    sample: u8,
    /// Chờ tối đa từng này giây nếu đang có lần dựng chạy · Wait this long for a build at work, in seconds
    #[arg(long, value_name = "GIÂY", default_value_t = PATIENCE)]
    wait: u64,
    #[command(flatten)]
    pub which: Which,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, arguments.at.as_deref()) else { return COULD_NOT_RUN };
    let Some(output) = open_output(&arguments.output, common, &portal.language) else { return COULD_NOT_RUN };
    let visitor = Visitor::new(common, &portal, arguments.wait);
    let Ok(_lock) = lock(&output, &visitor, common, &portal.language) else { return COULD_NOT_RUN };
    // Files and clock may have moved on while a build was waited for.
    let Some(portal) = open_portal(common, arguments.at.as_deref()) else { return COULD_NOT_RUN };
    let files = portal.files_anew(common);
    let Portal { language, at, .. } = portal;
    let share = arguments.sample;
    let mut comparison = Comparison::new(&output, move |path| sampled(path, share));
    // What stood in the pages when they were built is right, whatever the clock says by now.
    let foreign = release::made_before(&output).is_some_and(|made| made.foreign);
    let options = Options { at, show_all: false, foreign, preview: false };
    let input = Input { files: &files, options, cache: &Cache::default(), progress: &Silent };
    let built = match pipeline::build(&input, &Order::default(), &mut comparison) {
        Ok(built) => built,
        Err(Problem::NoPortal(error)) => return no_portal(&error, &common.folder, &language),
        Err(Problem::Target(error)) => {
            complain(&error.to_string());
            return COULD_NOT_RUN;
        }
    };
    if built.renderer.is_none() {
        let text = words(
            &language,
            "Cổng có lỗi, chưa dựng được. Chạy cong build để xem.",
            "The portal has errors and cannot be built. Run cong build to see them.",
        );
        complain(text);
        if common.json {
            say(&json!({ "checked": 0, "error": text }).to_string());
        }
        return FINDINGS;
    }
    let found = Found { compared: comparison.result(), refusals: release::refusals(&output, now()) };
    found.show(common, &language);
    // A moment asked for is one that whoever asks knows about; drafts and halves are in no release.
    let is_release =
        found.refusals.iter().all(|refusal| matches!(refusal, Refusal::Early(_) | Refusal::Late(_) | Refusal::Marked));
    if found.compared.differences.is_empty() && is_release { CLEAN } else { FINDINGS }
}

/// Keeps builds out while the folder is read. Where that cannot be done it is read all the same, since nothing is changed: a build at
/// the same time would at worst show as differences. `None` where no build was ever finished.
fn lock(output: &Path, visitor: &Visitor, common: &Common, language: &str) -> Result<Option<Lock>, ()> {
    if !output.is_dir() || is_foreign(output).unwrap_or(true) {
        return Ok(None);
    }
    match visitor.take(output, Use::Read) {
        Ok(lock) => Ok(Some(lock)),
        Err(NotTaken::Busy(_)) => Err(()),
        Err(NotTaken::Impossible(error)) => {
            if !common.quiet && !common.json {
                let text = words(
                    language,
                    "Không khóa được thư mục kết quả, nên đừng dựng trong lúc kiểm tra:",
                    "The output folder cannot be locked, so do not build while it is checked:",
                );
                complain(&format!("{text} {}: {}", output.display(), reason(&error, language)));
            }
            Ok(None)
        }
    }
}

/// What came of it.
struct Found {
    compared: Compared,
    refusals: Vec<Refusal>,
}

impl Found {
    fn show(&self, common: &Common, language: &str) {
        if common.json {
            say(&serde_json::to_string_pretty(&self.json()).unwrap_or_default());
            return;
        }
        let Compared { differences, root, checked, planned } = &self.compared;
        for Difference { path, how } in differences.iter().take(SHOWN) {
            complain(&format!("{}: {path}", name(*how, language)));
        }
        if differences.len() > SHOWN {
            complain(&format!("… +{}", differences.len() - SHOWN));
        }
        if differences.iter().any(|difference| difference.how == How::Foreign) {
            complain(words(
                language,
                "Tệp lạ không do cong tạo nên cong không xóa: chuyển đi những tệp không thuộc cổng trước khi xuất bản. Tệp cần đăng ở gốc của cổng thì đặt trong content/_root/.",
                "Foreign files were not made by cong, so it does not delete them: move away what is not of the portal before publishing. Files for its root belong in content/_root/.",
            ));
        }
        for refusal in &self.refusals {
            complain(&output::sentence(refusal, language));
        }
        if !common.quiet {
            say(&format!(
                "{} {checked}/{planned}: {} {}. {} {}",
                words(language, "Đã kiểm tra", "Checked"),
                differences.len(),
                words(language, "khác biệt", "differences"),
                words(language, "Mã băm gốc", "Root hash"),
                root.to_hex()
            ));
        }
    }

    fn json(&self) -> serde_json::Value {
        let Compared { differences, root, checked, planned } = &self.compared;
        let rows = differences.iter().map(|Difference { path, how }| json!({ "path": path, "how": code(*how) }));
        json!({
            "checked": checked,
            "planned": planned,
            "differences": rows.collect::<Vec<_>>(),
            "root": root.to_hex().as_str(),
            "not_publishable": self.refusals.iter().map(output::code).collect::<Vec<_>>(),
        })
    }
}

fn name(how: How, language: &str) -> &str {
    match how {
        How::Missing => words(language, "thiếu", "missing"),
        How::Changed => words(language, "khác", "differs"),
        How::Stale => words(language, "thừa, do lần dựng trước", "left over from an earlier build"),
        How::Unfinished => words(language, "dở dang, do lần dựng bị dừng", "unfinished, from a build that was stopped"),
        How::Foreign => words(language, "tệp lạ", "foreign"),
    }
}

/// For programs, in JSON.
fn code(how: How) -> &'static str {
    match how {
        How::Missing => "missing",
        How::Changed => "changed",
        How::Stale => "stale",
        How::Unfinished => "unfinished",
        How::Foreign => "foreign",
    }
}

/// The same files for the same share, whatever the machine.
fn sampled(path: &OutPath, share: u8) -> bool {
    share >= 100 || u64::from(hash(path.as_str().as_bytes()).as_bytes()[0]) * 100 < u64::from(share) * 256
}
