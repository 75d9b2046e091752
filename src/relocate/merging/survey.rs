//! Goes through a portal that is taken in for what a machine must not decide: places that are not in the table or became several,
//! texts that name those that are no more, telephone numbers of another area, what is open, pages of people, and files that stay.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;

use super::decisions::{Decision, Sort};
use super::mapped::{PLACES, day};
use super::placing::Placing;
use super::table::{What, words};
use super::{Both, regular};
use crate::files::{ANSWER_FILES, AUDIT_FILES, EntryKind, REPORT_FILES, ROOT_FILES, VISIT_FILES};
use crate::load::discover::CONTENT;
use crate::load::kinds::{DateRole, FieldType};
use crate::model::PageView;
use crate::path::SourcePath;
use crate::text::fold::fold;

/// The units of an audit, by their table.
const UNITS: &str = "content/_audit/units.toml";

/// Kinds of which each page is about somebody, or takes letters until a day.
const PEOPLE: &str = "person";
const OPEN: [&str; 2] = ["consultation", "poll"];

pub fn survey(both: &Both, placing: &Placing) -> io::Result<Vec<Decision>> {
    let mut found = units(both, placing);
    found.extend(pages(both, placing));
    found.extend(texts(both, placing));
    found.extend(held(both)?);
    Ok(found)
}

/// Pages that are brought, one language of each.
fn brought<'a>(both: &'a Both, placing: &'a Placing) -> impl Iterator<Item = PageView<'a>> {
    let all = both.theirs.site.all_pages();
    all.filter(|page| page.document().language == 0 && placing.brought.contains(&page.document().source))
}

fn pages(both: &Both, placing: &Placing) -> Vec<Decision> {
    let mut found = Vec::new();
    let usual = usual_area(both);
    for page in brought(both, placing).filter(|page| !page.is_section()) {
        let (document, kind) = (page.document(), page.kind());
        let file = document.source.as_str();
        if kind.name == PEOPLE {
            found.push(Decision::theirs(
                Sort::People,
                file,
                1,
                words("{a}: còn giữ chức vụ này không", "{a}: do they still hold this office", &[&document.title]),
            ));
        }
        let closes = document.role(kind, DateRole::Closes).filter(|_| OPEN.contains(&kind.name.as_str()));
        if let Some(closes) = closes.filter(|_| page.state().is_some_and(|state| state.id == "open")) {
            let what = words(
                "{a}: còn mở đến {b}, cơ quan nào nhận ý kiến",
                "{a}: open until {b}; who receives it now",
                &[&document.title, &closes.date().to_string()],
            );
            found.push(Decision::theirs(Sort::Open, file, document.place_of(kind, "closes").line, what));
        }
        for leaf in document.leaves(kind).iter().filter(|leaf| leaf.field.kind == FieldType::Phone) {
            let area = leaf.value.as_text().and_then(area);
            if let (Some(area), Some(usual), Some(number)) = (area, &usual, leaf.value.as_text())
                && area != *usual
            {
                let what = words(
                    "{a}: mã vùng {b}, ở đây dùng {c}; gọi thử",
                    "{a}: area {b}, here it is {c}; call it",
                    &[number, &area, usual],
                );
                found.push(Decision::theirs(Sort::Telephones, file, leaf.span.line, what));
            }
        }
    }
    found
}

/// `0271` of a landline.
fn area(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (digits.starts_with("02") && digits.len() >= 10).then(|| digits[..4].to_owned())
}

/// The area that most telephone numbers of the portal that stays have.
fn usual_area(both: &Both) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in both.before.site.all_pages() {
        let leaves = page.document().leaves(page.kind());
        let phones = leaves.iter().filter(|leaf| leaf.field.kind == FieldType::Phone);
        for area in phones.filter_map(|leaf| area(leaf.value.as_text()?)) {
            *counts.entry(area).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(area, _)| area)
}

/// Places that the audit or a page kept up to date names.
fn units(both: &Both, placing: &Placing) -> Vec<Decision> {
    let mut named: BTreeMap<String, (String, u32)> = BTreeMap::new();
    let text = both.theirs_at.read(UNITS).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    for (at, line) in text.lines().enumerate() {
        let name = line
            .trim()
            .strip_prefix("name")
            .map(|rest| rest.trim_start_matches([' ', '=']).trim_matches(['"', '\'', ' ']));
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            named.entry(name.to_owned()).or_insert_with(|| (UNITS.to_owned(), u32::try_from(at + 1).unwrap_or(0)));
        }
    }
    let mut found = Vec::new();
    for page in brought(both, placing) {
        let (document, kind) = (page.document(), page.kind());
        for leaf in document.leaves(kind).iter().filter(|leaf| PLACES.contains(&leaf.field.name.as_str())) {
            let Some(value) = leaf.value.as_text() else { continue };
            let row = both.table.unit(value).filter(|_| day(document, kind).is_none());
            if let Some(row) = row.filter(|row| row.new.len() != 1) {
                let what = match row.new.as_slice() {
                    [] => words(
                        "{a} không còn: ghi nơi nào thay vào",
                        "{a} is no more: write what takes its place",
                        &[value],
                    ),
                    new => {
                        words("{a} nay là {b}: ghi nơi nào", "{a} became {b}: write which", &[value, &new.join(", ")])
                    }
                };
                found.push(Decision::theirs(Sort::Divided, document.source.as_str(), leaf.span.line, what));
            }
            if leaf.field.name == "places" {
                named.entry(value.to_owned()).or_insert_with(|| (document.source.to_string(), leaf.span.line));
            }
        }
    }
    let is_new = |name: &str| both.table.of(What::Unit).any(|row| row.new.iter().any(|new| fold(new) == fold(name)));
    let missing = named.into_iter().filter(|(name, _)| both.table.unit(name).is_none() && !is_new(name));
    found.extend(missing.map(|(name, (file, line))| {
        Decision::theirs(
            Sort::Units,
            file,
            line,
            words("{a} chưa có dòng nào trong bảng", "{a} has no row in the table", &[&name]),
        )
    }));
    found
}

/// How often each text names a place that is no more, and where first.
fn texts(both: &Both, placing: &Placing) -> Vec<Decision> {
    let names: BTreeSet<String> = both.table.of(What::Unit).map(|row| row.old.to_lowercase()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let documents: Vec<_> =
        both.theirs.documents.iter().filter(|document| placing.brought.contains(&document.source)).collect();
    let count = |source: &SourcePath| -> Option<Decision> {
        let bytes = both.theirs_at.read(source.as_str()).ok()?;
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let (mut count, mut line, mut which) = (0, u32::MAX, BTreeSet::new());
        for name in &names {
            let mut places = text.match_indices(name.as_str()).map(|(at, _)| at).peekable();
            let Some(first) = places.peek().copied() else { continue };
            which.insert(name.as_str());
            line = line.min(u32::try_from(1 + text[..first].matches('\n').count()).unwrap_or(u32::MAX));
            count += places.count();
        }
        let which = which.into_iter().collect::<Vec<_>>().join(", ");
        (count > 0).then(|| {
            Decision::theirs(
                Sort::Texts,
                source.as_str(),
                line,
                words("{a} lần: {b}", "{a} times: {b}", &[&count.to_string(), &which]),
            )
        })
    };
    documents.par_iter().filter_map(|document| count(&document.source)).collect()
}

/// Files that are not brought: those of the portal alone, links, other languages, a theme.
fn held(both: &Both) -> io::Result<Vec<Decision>> {
    let mut found = Vec::new();
    let mut tell =
        |file: &str, vi: &str, en: &str| found.push(Decision::theirs(Sort::Held, file, 0, words(vi, en, &[])));
    for entry in both.theirs_at.list(CONTENT)?.into_iter().filter(|entry| entry.kind != EntryKind::File) {
        tell(
            entry.path.as_str(),
            "không phải một tệp thường, không đưa sang",
            "this is no ordinary file and is not brought",
        );
    }
    for file in &both.foreign {
        tell(file.as_str(), "cổng này không có ngôn ngữ của tệp", "this portal does not have its language");
    }
    for folder in [ROOT_FILES, REPORT_FILES, VISIT_FILES, ANSWER_FILES] {
        let count = regular(both.theirs_at, folder)?.len();
        if count > 0 {
            found.push(Decision::theirs(
                Sort::Held,
                folder,
                0,
                words(
                    "{a} tệp của riêng cổng kia: xem có cần chép sang",
                    "{a} files of the other portal alone: see whether they are needed here",
                    &[&count.to_string()],
                ),
            ));
        }
    }
    for folder in [AUDIT_FILES, "kinds"] {
        for file in regular(both.theirs_at, folder)? {
            let own = both.files.read(file.as_str()).ok();
            if own.is_some_and(|own| both.theirs_at.read(file.as_str()).is_ok_and(|theirs| theirs != own)) {
                found.push(Decision::theirs(
                    Sort::Settings,
                    file.as_str(),
                    0,
                    words(
                        "tệp này ở đây khác: giữ bản ở đây, xem cần thêm gì",
                        "this file is otherwise here, which stays: see what has to be added",
                        &[],
                    ),
                ));
            }
        }
    }
    if !regular(both.theirs_at, "themes")?.is_empty() {
        found.push(Decision::theirs(
            Sort::Held,
            "themes",
            0,
            words(
                "giao diện và nhãn riêng của cổng kia không đưa sang",
                "templates and labels of the other portal are not brought",
                &[],
            ),
        ));
    }
    let portals = both.theirs.site.config.workspace.folders();
    for folder in portals {
        found.push(Decision::theirs(
            Sort::Held,
            folder,
            0,
            words(
                "cổng thành phần: nhập từng cổng một, cong merge CỔNG_KIA/THƯ_MỤC",
                "component portals: take them in one by one, cong merge OTHER/FOLDER",
                &[],
            ),
        ));
    }
    Ok(found)
}

/// Files beside the content that come as they are, since there are none of their names here.
pub fn beside(both: &Both) -> io::Result<Vec<SourcePath>> {
    let mut found = Vec::new();
    for folder in [AUDIT_FILES, "kinds"] {
        let new = regular(both.theirs_at, folder)?.into_iter().filter(|file| both.files.open(file.as_str()).is_err());
        // Units are those of the province that was: a person says what became of them.
        found.extend(new.filter(|file| file.as_str() != UNITS));
    }
    Ok(found)
}
