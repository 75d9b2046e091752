//! Turns scanned plans that nobody sees before he has loaded them into findings.

use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::load::document::Target;
use crate::load::sheets::Sheet;
use crate::load::smaller::Lack;
use crate::model::{PageView, PublishedFile, Site};
use crate::tables;
use crate::text::number::file_size;

pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    for page in site.all_pages() {
        let sheets = Sheet::all(&page.document, page.kind());
        findings.extend(sheets.iter().filter_map(|sheet| lacking(site, page, sheet)));
    }
}

/// What a sheet does not show.
fn lacking(site: &Site, page: PageView, sheet: &Sheet) -> Option<Finding> {
    if sheet.has_image {
        return None;
    }
    let source = page.document.source.as_str();
    let Some(file) = sheet.file else {
        let finding = Finding::new(&catalog::SHEET_EMPTY, source).at(page.document.place(sheet.index));
        return Some(finding.with("title", sheet.title));
    };
    let reference = page.document.target(file);
    let Target::File(path) = &reference.target else { return None };
    let file = site.file(path.as_str())?;
    let (detail, next) = if sheet.drawn(&page.document).is_some() {
        of_pdf(site, file, path.file_name(), sheet.page)?
    } else {
        (words("", ""), next(path.file_name(), sheet.page))
    };
    let size = file.facts.size;
    let finding = Finding::new(&catalog::SHEET_UNSEEN, source).at(reference.span).with("title", sheet.title);
    let finding = finding.with_words("size", (file_size(size, "vi"), file_size(size, "en")));
    Some(finding.with_words("why", detail).with_words("next", next))
}

/// Why no page of a PDF is seen, and what to do; nothing while it is seen, or nobody has tried to draw it yet.
fn of_pdf(site: &Site, file: &PublishedFile, name: &str, page: i64) -> Option<(Words, Words)> {
    if !site.config.pictures.enabled {
        return Some((words("", ""), next(name, page)));
    }
    let drawn = file.variants.drawn.iter().find(|drawn| drawn.page == page)?;
    let lack = drawn.shown.as_ref().err()?;
    Some(match lack {
        Lack::NoPage => (
            (format!("; PDF không có trang {page}"), format!("; the PDF has no page {page}")),
            words(
                "Sửa số ở page; bỏ dòng page thì trang 1 được vẽ.",
                "Mend the number at page; without that line the first page is drawn.",
            ),
        ),
        Lack::Locked => (
            words("; PDF có mật khẩu hoặc bị khóa quyền", "; the PDF has a password or is locked"),
            unlocked(name, page),
        ),
        Lack::Print => (
            words("; ảnh quét trong PDF dùng màu in (CMYK)", "; the scan has the colours of print (CMYK)"),
            next(name, page),
        ),
        Lack::Pixels => (
            words("; ảnh quét trong PDF có hơn 100 triệu điểm ảnh", "; the scan has more than 100 million pixels"),
            next(name, page),
        ),
        Lack::Heavy => (words("; PDF nặng hơn 256 MB", "; the PDF has more than 256 MB"), next(name, page)),
        Lack::Coded => (
            words(
                "; ảnh quét trong PDF được nén theo cách cổng không đọc",
                "; the scan is coded in a way that is not read here",
            ),
            next(name, page),
        ),
        Lack::Drawing => (
            words(
                "; trang PDF này không phải là một ảnh quét mà gồm nét vẽ, chữ hoặc nhiều ảnh",
                "; this page of the PDF is no scan but made of lines, text or several pictures",
            ),
            next(name, page),
        ),
        Lack::Cut | Lack::Damaged => (
            words("; PDF hỏng hoặc chép chưa trọn", "; the PDF is damaged or was not copied to its end"),
            again(name, page),
        ),
    })
}

fn words(vi: &str, en: &str) -> Words {
    (vi.to_owned(), en.to_owned())
}

/// A picture needs no second one; of all else a page is exported.
fn next(file: &str, page: i64) -> Words {
    if tables::is_image(file) {
        return (
            format!("Ghi image: {file} thay cho file: {file}."),
            format!("Write image: {file} in place of file: {file}."),
        );
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let (which_vi, which_en) = if page > 1 {
        (format!("trang {page}"), format!("page {page}"))
    } else {
        ("trang ấy".to_owned(), "the page".to_owned())
    };
    (
        format!(
            "Mở tệp, xuất {which_vi} ra JPEG ở 150 đến 200 dpi (cạnh dài 4000 đến 9000 điểm ảnh), lưu cạnh tệp là {stem}.jpg rồi thêm image: {stem}.jpg vào bản vẽ này."
        ),
        format!(
            "Open it, export {which_en} as JPEG at 150 to 200 dpi (4000 to 9000 pixels on the longer side), save it beside the file as {stem}.jpg, and add image: {stem}.jpg to the sheet."
        ),
    )
}

fn unlocked(file: &str, page: i64) -> Words {
    let (vi, en) = next(file, page);
    (
        format!("Lưu lại PDF không đặt mật khẩu (in ra PDF mới cũng được). Hoặc: {vi}"),
        format!("Save the PDF again without a password (printing it to a new PDF does). Or: {en}"),
    )
}

fn again(file: &str, page: i64) -> Words {
    let (vi, en) = next(file, page);
    (
        format!("Chép lại tệp gốc vào chỗ này; lần chép trước có thể đã bị ngắt. Vẫn hỏng thì: {vi}"),
        format!("Copy the original here again; the last copy may have been broken off. If it stays so: {en}"),
    )
}
