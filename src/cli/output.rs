//! The output folder of `build` and `verify`: turns the path asked for into one that may be used, and what speaks against
//! publishing it into words.

use std::path::{Path, PathBuf};

use super::workspace;
use super::{Common, complain, words};
use crate::write::place::{self, Misplaced};
use crate::write::release::{self, Refusal};

/// `None` after saying why the folder is no place for an output.
pub fn open_output(asked: &Path, common: &Common, language: &str) -> Option<PathBuf> {
    let asked = &*workspace::output_of(asked, common);
    let (vi, en) = match place::misplaced(&common.folder, asked) {
        None => return Some(common.folder.join(asked)),
        Some(Misplaced::AroundPortal) => (
            "thư mục kết quả không được là thư mục của cổng (nơi có site.toml, content) hay thư mục chứa nó:"
                .to_owned(),
            "the output folder must not be the portal's own folder (with site.toml and content), or one around it:"
                .to_owned(),
        ),
        Some(Misplaced::Sources(folder)) => (
            format!(
                "thư mục kết quả không được nằm trong content, themes, kinds của một cổng, hay chứa chúng ({}):",
                folder.display()
            ),
            format!(
                "the output folder must not be inside content, themes or kinds of a portal, or around them ({}):",
                folder.display()
            ),
        ),
        Some(Misplaced::Private(name)) => (
            format!("thư mục kết quả không được nằm trong {name}:"),
            format!("the output folder must not be inside {name}:"),
        ),
    };
    let next = words(language, "Chọn thư mục khác bằng --output.", "Choose another with --output.");
    complain(&format!("{} {}. {next}", words(language, &vi, &en), asked.display()));
    None
}

/// Whether `--out` may name this file; says why where it may not. `own` as in `place::misplaced_file`.
pub fn may_write(file: &Path, own: Option<&str>, common: &Common, language: &str) -> bool {
    let is_placed = place::misplaced_file(&common.folder, file, own).is_none();
    if !is_placed {
        let text = words(
            language,
            "không được ghi kết quả vào {file}: chỗ này là của site.toml, content, themes, kinds, .git hay .cong, ghi vào là mất tệp nguồn. Chọn tệp khác bằng --out.",
            "the result must not be written to {file}: this place belongs to site.toml, content, themes, kinds, .git or .cong, and a source would be lost. Choose another with --out.",
        );
        complain(&text.replace("{file}", &file.display().to_string()));
    }
    is_placed
}

/// Each reason why an output must not be published as a sentence, with what to do.
pub fn sentence(refusal: &Refusal, language: &str) -> String {
    let hours = release::OLDEST.as_hours().to_string();
    let (vi, en) = match refusal {
        Refusal::Unknown => (
            "không có danh mục .cong-manifest.json đọc được của phiên bản này. Chạy cong build.",
            "there is no .cong-manifest.json of this version that can be read. Run cong build.",
        ),
        Refusal::Unfinished => (
            "một lần dựng đã bị dừng giữa chừng. Chạy lại cong build.",
            "a build was stopped halfway. Run cong build again.",
        ),
        Refusal::Drafts => (
            "được dựng với --drafts, có cả bản nháp, bài hẹn giờ và bài đã gỡ. Dựng lại không có --drafts.",
            "it was built with --drafts and shows drafts, scheduled and expired items. Build again without --drafts.",
        ),
        Refusal::Early(_) => (
            "được dựng cho thời điểm chưa tới ({at}), có thể có bài chưa đến giờ đăng. Dựng lại không có --at.",
            "it was built for a moment that has not come ({at}) and may show what is not public yet. Build again without --at.",
        ),
        Refusal::Marked => (
            "được dựng để xem trước: mọi trang ghi như vậy và cấm máy tìm kiếm. Dựng lại không có --at.",
            "it was built as a preview: every page says so and forbids search engines. Build again without --at.",
        ),
        Refusal::Late(_) => (
            "được dựng cho thời điểm đã qua hơn {hours} giờ ({at}), có thể có bài đã gỡ. Dựng lại không có --at.",
            "it was built for a moment more than {hours} hours ago ({at}) and may show what has been taken down. Build again without --at.",
        ),
    };
    let at = match refusal {
        Refusal::Early(at) | Refusal::Late(at) => at,
        _ => "",
    };
    let lead = words(language, "Không được xuất bản thư mục này:", "This folder must not be published:");
    format!("{lead} {}", words(language, vi, en).replace("{at}", at).replace("{hours}", &hours))
}

/// For programs, in JSON.
pub fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Unknown => "no_manifest",
        Refusal::Unfinished => "unfinished",
        Refusal::Drafts => "drafts",
        Refusal::Early(_) => "future_moment",
        Refusal::Late(_) => "past_moment",
        Refusal::Marked => "preview",
    }
}
