//! Where translations stand: turns the public portal into how much of each section is translated into each further language, which items
//! of a period are not, and which translations are older than their original.

use std::collections::BTreeMap;

use super::figure::share;
use super::paper::{Cell, Column, Paper, Table};
use super::{Reported, Shelf, period_words, word};
use crate::audit::translations::{KEY, hash_of_original};
use crate::model::PageView;

/// How many originals a section has, and how many of them each further language.
type Counts = BTreeMap<String, (i64, Vec<i64>)>;

pub fn paper(reported: &Reported) -> Paper {
    let (language, site) = (reported.language, reported.site);
    let mut paper = Paper::new("translations", word(language, "Bản dịch", "Translations"));
    paper.say(period_words(&reported.period, language));
    let further: Vec<_> = site.languages().skip(1).collect();
    let mut counts = Counts::new();
    let mut missing = Vec::new();
    let shelf = Shelf::new(site, reported.at);
    for (page, came) in shelf.within(&reported.period).filter(|(page, _)| page.document().language == 0) {
        let section = page.section().map(|id| site.page(id).document().title.to_string()).unwrap_or_default();
        let row = counts.entry(section).or_insert_with(|| (0, vec![0; further.len()]));
        row.0 += 1;
        let mut wanting = Vec::new();
        for (at, code) in further.iter().enumerate() {
            let is_there = site.translations(page.id).iter().any(|id| site.page(*id).document().language == *code);
            row.1[at] += i64::from(is_there);
            if !is_there {
                wanting.push(site.language(*code));
            }
        }
        if !wanting.is_empty() && page.listed {
            let title = Cell::text(&*page.document().title);
            let file = Cell::text(page.document().source.as_str());
            missing.push(vec![Cell::Date(came.date()), title, Cell::text(wanting.join(", ")), file]);
        }
    }
    let codes: Vec<&str> = further.iter().map(|code| site.language(*code)).collect();
    paper.table(by_section(&counts, &codes, language));
    paper.table(outdated(reported));
    let columns = vec![
        Column::new("date", word(language, "Ngày đăng", "Published")),
        Column::new("title", word(language, "Tiêu đề", "Title")),
        Column::new("languages", word(language, "Thiếu", "Missing")),
        Column::new("file", word(language, "Tệp", "File")),
    ];
    paper.table(Table::new("missing", word(language, "Chưa dịch", "Not translated"), columns, missing));
    paper
}

fn by_section(counts: &Counts, codes: &[&str], language: &str) -> Table {
    let columns = vec![
        Column::new("section", word(language, "Chuyên mục", "Section")),
        Column::new("language", word(language, "Ngôn ngữ", "Language")),
        Column::number("originals", word(language, "Bản gốc", "Originals")),
        Column::number("translated", word(language, "Đã dịch", "Translated")),
        Column::number("share", word(language, "Tỷ lệ", "Share")),
    ];
    let rows = counts.iter().flat_map(|(section, (originals, translated))| {
        codes.iter().zip(translated).map(move |(code, count)| {
            let share = Cell::share(share(*count, *originals));
            vec![Cell::text(section), Cell::text(*code), Cell::Count(*originals), Cell::Count(*count), share]
        })
    });
    Table::new("sections", word(language, "Theo chuyên mục", "By section"), columns, rows.collect())
}

/// Those that say of which text they were made.
fn outdated(reported: &Reported) -> Table {
    let (language, site) = (reported.language, reported.site);
    let row = |page: PageView| {
        let now = hash_of_original(reported.files, site, &page)?;
        let is_old = page.text(KEY).is_some_and(|kept| kept != now);
        is_old.then(|| vec![Cell::text(&*page.document().title), Cell::text(page.document().source.as_str())])
    };
    let columns = vec![
        Column::new("title", word(language, "Tiêu đề", "Title")),
        Column::new("file", word(language, "Tệp", "File")),
    ];
    let caption = word(language, "Bản gốc đã đổi sau khi dịch", "The original has changed since");
    Table::new("outdated", caption, columns, site.all_pages().filter_map(row).collect())
}
