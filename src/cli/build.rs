//! `cong build`: reads the portal, renders what it plans and commits it to the output folder.

use std::path::PathBuf;
use std::time::Instant;

use super::findings::{Extent, Telling};
use super::locks::{PATIENCE, Visitor};
use super::making::{Done, Making, Way};
use super::output::open_output;
use super::portal::{Portal, now, open_portal};
use super::store::lock_cache;
use super::summary::Summary;
use super::workspace::{Tally, Which, note};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, findings, why};
use crate::pipeline::{self, Built};
use crate::write::release;

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
    #[command(flatten)]
    pub which: Which,
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
    let Some(portal) = open_portal(common, arguments.at.as_deref()) else { return COULD_NOT_RUN };
    let Arguments { drafts, strict, fresh, .. } = *arguments;
    let way = Way { at_moment: arguments.at.is_some(), drafts, strict, fresh, preview: false };
    let making = Making { common, portal: &portal, visitor: &visitor, output: &output, lock: lock.as_ref(), way };
    let Done { built, cache, made } = match making.build() {
        Ok(done) => done,
        Err(code) => return code,
    };
    let Portal { files, language, .. } = &portal;
    let telling = Telling { files: &**files, language, common, extent: arguments.extent };
    findings::show(&built.findings, telling);
    let why = arguments.why.as_ref().zip(built.renderer.as_ref());
    let json = why.filter(|_| common.json).map(|(url, renderer)| why::to_json(&built.reasons, url, renderer, language));
    if let Some((url, renderer)) = why.filter(|_| !common.json) {
        why::show(&built.reasons, url, renderer, language);
    }
    let refusals = if is_written(&built) { release::made(&made, now()) } else { Vec::new() };
    let (elapsed, folder) = (started.elapsed(), &*output);
    Summary { telling, built: &built, elapsed, output: folder, why: json, refusals }.show();
    let code = if pipeline::has_errors(&built.findings) { FINDINGS } else { CLEAN };
    note(Tally::of_build(&built));
    if common.one_of.is_some() {
        drop(built.persist(cache));
        return code;
    }
    // The process ends here; taking a million small values apart first would be a tenth of its time.
    std::mem::forget(built.persist(cache));
    code
}

fn is_written(built: &Built) -> bool {
    built.renderer.is_some() && !built.wrote_nothing
}
