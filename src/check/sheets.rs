//! Turns scanned plans that nobody sees before he has loaded them into findings.

use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::load::document::{Target, Value};
use crate::load::kinds::{Field, FieldIndex, FieldType};
use crate::model::{PageView, Site};
use crate::tables;
use crate::text::number::file_size;

pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    for page in site.all_pages() {
        let kind = page.kind();
        for (index, value) in &page.document.values {
            let field = kind.field(*index);
            let Value::List(sheets) = value else { continue };
            if !field.fields.iter().any(|inner| inner.wide) {
                continue;
            }
            for sheet in sheets {
                findings.extend(lacking(site, page, (*index, field), sheet));
            }
        }
    }
}

/// What a sheet does not show.
fn lacking(site: &Site, page: PageView, (index, field): (FieldIndex, &Field), sheet: &Value) -> Option<Finding> {
    let Value::Group(values) = sheet else { return None };
    let find = |is: &dyn Fn(&Field) -> bool| {
        let found = values.iter().find(|(index, _)| is(&field.fields[usize::from(*index)]));
        found.map(|(_, value)| value)
    };
    let title = match find(&|inner| inner.name == "title") {
        Some(Value::Text(title)) => title.to_string(),
        _ => String::new(),
    };
    if find(&|inner| inner.wide).is_some() {
        return None;
    }
    let source = page.document.source.as_str();
    let Some(value) = find(&|inner| inner.kind == FieldType::File) else {
        return Some(Finding::new(&catalog::SHEET_EMPTY, source).at(page.document.place(index)).with("title", title));
    };
    let reference = page.document.target(*value.refs().first()?);
    let Target::File(file) = &reference.target else { return None };
    let size = site.file(file.as_str())?.facts.size;
    let finding = Finding::new(&catalog::SHEET_UNSEEN, source).at(reference.span).with("title", title);
    let finding = finding.with_words("size", (file_size(size, "vi"), file_size(size, "en")));
    Some(finding.with_words("next", next(file.file_name())))
}

/// A picture needs no second one; of all else a page is exported.
fn next(file: &str) -> Words {
    if tables::is_image(file) {
        return (
            format!("Ghi image: {file} thay cho file: {file}."),
            format!("Write image: {file} in place of file: {file}."),
        );
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    (
        format!(
            "Mở tệp, xuất trang ấy ra JPEG ở 150 đến 200 dpi (cạnh dài 4000 đến 9000 điểm ảnh), lưu cạnh tệp là {stem}.jpg rồi thêm image: {stem}.jpg vào bản vẽ này."
        ),
        format!(
            "Open it, export the page as JPEG at 150 to 200 dpi (4000 to 9000 pixels on the longer side), save it beside the file as {stem}.jpg, and add image: {stem}.jpg to the sheet."
        ),
    )
}
