//! `cong verify`: renders the portal again, without the cache, and compares every byte with the output folder.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::portal::{Portal, no_portal, open_portal};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, say, words};
use crate::cache::Cache;
use crate::files::hash;
use crate::path::OutPath;
use crate::pipeline::{self, Options, Silent};
use crate::write::{Comparison, Difference};

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
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(Portal { files, language, at }) = open_portal(common, arguments.at.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let prepared =
        match pipeline::prepare(&files, Options { at, show_all: false, preview: false }, &Cache::default(), &Silent) {
            Ok(prepared) => prepared,
            Err(error) => return no_portal(&error, &common.folder, &language),
        };
    let Some(mut renderer) = prepared.renderer else {
        complain(words(
            &language,
            "Cổng có lỗi, chưa dựng được. Chạy cong build để xem.",
            "The portal has errors and cannot be built. Run cong build to see them.",
        ));
        return FINDINGS;
    };
    let whole = renderer.plan.clone();
    let planned: BTreeSet<&str> = whole.outputs.keys().map(OutPath::as_str).collect();
    renderer.restrict(|path| sampled(path, arguments.sample));
    let comparison = Comparison::new(common.folder.join(&arguments.output));
    if let Err(error) = pipeline::render(&renderer, &comparison, &Cache::default(), &Silent) {
        complain(&error.to_string());
        return COULD_NOT_RUN;
    }
    let (differences, root) = comparison.finish(&planned);
    for difference in differences.iter().take(SHOWN) {
        let (text, path) = match difference {
            Difference::Missing(path) => (words(&language, "thiếu", "missing"), path),
            Difference::Changed(path) => (words(&language, "khác", "differs"), path),
            Difference::Extra(path) => (words(&language, "thừa", "not ours"), path),
        };
        complain(&format!("{text}: {path}"));
    }
    if differences.len() > SHOWN {
        complain(&format!("… +{}", differences.len() - SHOWN));
    }
    let checked = renderer.plan.outputs.len();
    say(&format!(
        "{} {checked}/{}: {} {}. {} {}",
        words(&language, "Đã kiểm tra", "Checked"),
        planned.len(),
        differences.len(),
        words(&language, "khác biệt", "differences"),
        words(&language, "Mã băm gốc", "Root hash"),
        root.to_hex()
    ));
    if differences.is_empty() { CLEAN } else { FINDINGS }
}

/// The same files for the same share, whatever the machine.
fn sampled(path: &OutPath, share: u8) -> bool {
    share >= 100 || u64::from(hash(path.as_str().as_bytes()).as_bytes()[0]) * 100 < u64::from(share) * 256
}
