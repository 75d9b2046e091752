//! Telephone numbers that stand in texts and are no contact's: turns the running texts of all public pages into those that nobody keeps.
//!
//! Fields and links for telephones are looked at by every build (F53). Here the texts themselves are read once more, since a number that is
//! typed into a text is what nobody mends when it changes.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::context::Context;
use super::report::{Entry, both};
use crate::diag::catalog;
use crate::diag::phrases::Words;
use crate::files::Files;
use crate::load::document::{Document, Value};
use crate::load::kinds::FieldType;
use crate::load::{fences, source_text};
use crate::model::{PageId, Site};
use crate::path::SourcePath;
use crate::text::personal::{self, Personal};
use crate::text::telephone;

pub fn next() -> Words {
    both(
        "Tạo đầu mối (cong new contact \"…\") rồi liên kết [chữ](lien-he:TÊN-TỆP), hoặc sửa số cho đúng.",
        "Make a contact (cong new contact \"…\") and link to it, [text](lien-he:NAME), or mend the number.",
    )
}

/// Every page with numbers of nobody: what a build tells, and what stands in texts.
pub fn nobodys(context: &Context) -> Vec<Entry> {
    let mut entries = told(context);
    let owned = owned(context.site);
    // A portal without contacts has nobody who could own a number.
    if owned.is_empty() {
        return entries;
    }
    let known: BTreeSet<String> = entries.iter().map(|entry| entry.file.clone()).collect();
    let pages = context.site.all_pages().filter(|page| !page.kind().owns_numbers);
    let pages: Vec<(PageId, &Document)> = pages.map(|page| (page.id, &**page.document())).collect();
    let files = context.files;
    let found: Vec<(PageId, usize, Vec<String>)> = pages
        .par_iter()
        .filter_map(|(id, document)| in_text(files, document, &owned).map(|(line, numbers)| (*id, line, numbers)))
        .collect();
    for (id, line, numbers) in found {
        let page = context.site.page(id);
        let file = format!("{}:{line}", page.document().source);
        if !known.contains(&file) {
            let numbers = numbers.join(", ");
            let what = both(format!("không của đầu mối nào: {numbers}"), format!("of no contact: {numbers}"));
            entries.push(Entry { file, late: true, what, ..context.entry(&page) });
        }
    }
    entries.sort_by(|a, b| a.file.cmp(&b.file));
    entries
}

fn told(context: &Context) -> Vec<Entry> {
    let own = context.findings.iter().filter(|finding| finding.message.code == catalog::PHONE_NOBODYS.code);
    let entries = own.filter_map(|finding| {
        let page = context.site.by_source(&SourcePath::new(&*finding.file)).map(|id| context.site.page(id))?;
        let line = finding.span.map(|span| format!(":{}", span.line)).unwrap_or_default();
        let what = both(finding.text("vi"), finding.text("en"));
        Some(Entry { file: format!("{}{line}", finding.file), late: true, what, ..context.entry(&page) })
    });
    entries.collect()
}

/// What a telephone dials for each number of a contact, unit or person, and of the portal itself.
fn owned(site: &Site) -> BTreeSet<String> {
    let mut owned = BTreeSet::new();
    for page in site.all_pages().filter(|page| page.kind().owns_numbers) {
        let document = page.document();
        for (index, value) in &document.values {
            if page.kind().field(*index).kind != FieldType::Phone {
                continue;
            }
            let values = if let Value::List(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
            owned.extend(values.iter().filter_map(|value| site.telephone(document, value)).map(telephone::dial));
        }
    }
    if !owned.is_empty() {
        owned.insert(telephone::dial(site.owner_telephone()));
    }
    owned
}

/// The line of the first number that is nobody's, and all of them.
fn in_text(files: &dyn Files, document: &Document, owned: &BTreeSet<String>) -> Option<(usize, Vec<String>)> {
    let bytes = files.read(document.source.as_str()).ok()?;
    if !may_hold_number(&bytes) {
        return None;
    }
    let text = source_text::clean(document.source.as_str(), &bytes, &mut Vec::new())?;
    let parts = fences::split(&document.source, &text, "", &mut Vec::new())?;
    let mut found: Option<(usize, Vec<String>)> = None;
    for (index, line) in parts.body.lines().enumerate().filter(|(_, line)| may_hold_number(line.as_bytes())) {
        for (_, number) in personal::find(line).into_iter().filter(|(what, _)| *what == Personal::Phone) {
            if !owned.contains(&telephone::dial(number)) {
                let (_, numbers) = found.get_or_insert_with(|| (parts.body_line + index, Vec::new()));
                let number = number.trim().to_owned();
                if !numbers.contains(&number) && numbers.len() < 5 {
                    numbers.push(number);
                }
            }
        }
    }
    found
}

/// Nine digits with little between them: most texts have no such place, and need not be read closely.
fn may_hold_number(bytes: &[u8]) -> bool {
    const DIGITS: usize = 9;
    const GAP: usize = 4;
    let (mut digits, mut gap) = (0, 0);
    for byte in bytes {
        if byte.is_ascii_digit() {
            digits += 1;
            gap = 0;
            if digits == DIGITS {
                return true;
            }
        } else {
            gap += 1;
            if gap > GAP || byte.is_ascii_alphabetic() {
                digits = 0;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_with_many_digits_close_together_are_read() {
        for text in ["02713.879.193", "(0271) 3 879 193", "+84 271 3879193", "0912-345-678"] {
            assert!(may_hold_number(text.as_bytes()), "{text}");
        }
        for text in ["ngày 15/01/2024", "16.533 tin, 649 lượt", "năm 2022 và 2023"] {
            assert!(!may_hold_number(text.as_bytes()), "{text}");
        }
    }
}
