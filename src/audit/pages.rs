//! Proofs about the pages of an obligation: that there are some, what they say, how old they are.

use std::collections::BTreeSet;

use super::asked::{Asked, first, word};
use super::report::{Shortfall, State, both};
use super::units;
use crate::diag::phrases::Words;
use crate::load::data;
use crate::load::discover::CONTENT;
use crate::load::document::Value;
use crate::load::schema;
use crate::load::table::Table;
use crate::load::workbook;
use crate::model::PageView;
use crate::path::SourcePath;
use crate::tables;
use crate::text::fold::fold;
use crate::text::personal;
use crate::time::short_date;

fn missing(what: Words, next: Words) -> Option<Shortfall> {
    Some(Shortfall { state: State::Missing, what, next })
}

fn stale(what: Words, next: Words) -> Option<Shortfall> {
    Some(Shortfall { state: State::Stale, what, next })
}

fn sources<'a>(pages: &[&PageView<'a>]) -> Vec<&'a str> {
    pages.iter().map(|page| page.document().source.as_str()).collect()
}

fn told(pages: &[&PageView], vi: &str, en: &str) -> Words {
    let names = sources(pages);
    both(format!("{vi}: {}", first(&names, "vi")), format!("{en}: {}", first(&names, "en")))
}

pub fn items(asked: &Asked, least: usize) -> Option<Shortfall> {
    let count = asked.pages.len();
    if count >= least {
        return None;
    }
    let what = match count {
        0 => both("chưa có mục nào", "there is nothing"),
        _ => both(format!("mới có {count} mục, cần {least}"), format!("there are {count} items, {least} are needed")),
    };
    missing(what, how_to_make(asked))
}

/// What to type so that there is something at the place.
fn how_to_make(asked: &Asked) -> Words {
    let Asked { place, obligation, context, .. } = asked;
    let suffix = place.language.as_deref().filter(|code| *code != context.site.config.default_language());
    if let Some(page) = &place.page {
        let page = suffix.map_or(page.clone(), |code| page.replace(".md", &format!(".{code}.md")));
        return both(format!("Tạo {CONTENT}/{page}."), format!("Make {CONTENT}/{page}."));
    }
    let elsewhere = format!("[audit.obligations.{}]", obligation.id);
    let (vi, en) = match (&place.kind, &place.section) {
        (Some(kind), _) => {
            let flag = suffix.map(|code| format!(" --lang {code}")).unwrap_or_default();
            let lines = place.with.iter().filter_map(|(field, options)| Some(format!("{field}: {}", options.first()?)));
            let lines: Vec<String> = lines.collect();
            let command = format!("cong new {kind} \"…\"{flag}");
            match lines.is_empty() {
                true => both(command.clone(), command),
                false => {
                    let lines = lines.join(", ");
                    both(format!("{command}, ghi {lines}"), format!("{command}, with {lines}"))
                }
            }
        }
        (None, Some(folder)) => {
            both(format!("Thêm trang vào {CONTENT}/{folder}/"), format!("Add a page to {CONTENT}/{folder}/"))
        }
        (None, None) => both("cong new page \"…\"", "cong new page \"…\""),
    };
    let words =
        place.words.first().map(|word| both(format!(", tiêu đề có “{word}”"), format!(", with “{word}” in its title")));
    let (words_vi, words_en) = words.unwrap_or_default();
    both(
        format!("{vi}{words_vi}. Đã có ở nơi khác thì ghi nơi đó vào {elsewhere} của site.toml."),
        format!("{en}{words_en}. If it is elsewhere, say where in {elsewhere} of site.toml."),
    )
}

/// Whether a page says something at a field; `phone|email`: at one of them.
fn says(page: &PageView, field: &str) -> bool {
    field.split('|').any(|name| match name {
        "text" => page.document().body.has_text,
        "date" => page.date.is_some() || page.moment("date").is_some(),
        _ => page.get(name).is_some_and(|value| *value != Value::Bool(false)),
    })
}

pub fn fields(asked: &Asked, fields: &[String]) -> Option<Shortfall> {
    let lacking: Vec<(&String, Vec<&PageView>)> = fields
        .iter()
        .map(|field| (field, asked.pages.iter().filter(|page| !says(page, field)).collect::<Vec<_>>()))
        .filter(|(_, pages)| !pages.is_empty())
        .collect();
    let (_, pages) = lacking.first()?;
    let label = |field: &str, language: &str| {
        let of_kind = |name: &str| match name {
            "text" => word(language, [("vi", "nội dung"), ("en", "text")]).to_owned(),
            _ => {
                let kind = pages.first().map(|page| page.kind());
                let field = kind.and_then(|kind| kind.index_of(name).map(|index| kind.field(index)));
                field.map_or(name, |field| field.label.get(language)).to_owned()
            }
        };
        field.split('|').map(of_kind).collect::<Vec<_>>().join(word(language, [("vi", " hoặc "), ("en", " or ")]))
    };
    let names = |language| lacking.iter().map(|(field, _)| label(field, language)).collect::<Vec<_>>().join(", ");
    let keys = lacking.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>().join(", ");
    let what = told(pages, &format!("thiếu {}", names("vi")), &format!("without {}", names("en")));
    missing(what, both(format!("Điền {keys} ở các tệp đó."), format!("Fill in {keys} in these files.")))
}

/// Files and tables that a page offers; pictures are none.
fn offered<'a>(page: &PageView<'a>) -> impl Iterator<Item = &'a SourcePath> {
    let files = page.document().refs.iter().filter_map(|reference| reference.target.file());
    files.filter(|source| !tables::is_image(source.file_name()))
}

pub fn files(asked: &Asked) -> Option<Shortfall> {
    let without: Vec<&PageView> = asked.pages.iter().filter(|page| offered(page).next().is_none()).collect();
    if without.is_empty() {
        return None;
    }
    let next = both("Thêm attachments: với tệp để tải về.", "Add attachments: with a file to download.");
    missing(told(&without, "không có tệp tải về", "without a file to download"), next)
}

pub fn newest(asked: &Asked, days: u32) -> Option<Shortfall> {
    let last = asked.pages.iter().filter_map(|page| asked.context.last(page)).max();
    let next = both(
        "Đăng mục mới hoặc kiểm tra, cập nhật mục đang có.",
        "Publish something new, or check and update what is there.",
    );
    match last {
        Some(last) if last >= asked.context.days_ago(days) => None,
        Some(last) => {
            let age = asked.context.age(last);
            let (vi, en) = (short_date(last, "vi"), short_date(last, "en"));
            let what = both(
                format!("mới nhất ngày {vi}, đã {age} ngày (hạn {days} ngày)"),
                format!("the newest is of {en}, {age} days ago (at most {days})"),
            );
            stale(what, next)
        }
        None => stale(both("không mục nào có ngày", "nothing has a date"), next),
    }
}

/// The years that a page is about: of `year`, of `period`, else that of its date.
fn years(page: &PageView) -> Vec<i16> {
    let year = page.integer("year").and_then(|year| i16::try_from(year).ok());
    let period = || page.text("period").map(units::years).unwrap_or_default();
    let date = || page.subject_date().map(|moment| moment.year());
    match year {
        Some(year) => vec![year],
        None => Some(period()).filter(|years| !years.is_empty()).unwrap_or_else(|| date().into_iter().collect()),
    }
}

pub fn yearly(asked: &Asked, count: u32) -> Option<Shortfall> {
    let known: BTreeSet<i16> = asked.pages.iter().flat_map(years).collect();
    let wanting: Vec<String> =
        asked.context.whole_years(count).filter(|year| !known.contains(year)).map(|year| year.to_string()).collect();
    if wanting.is_empty() || asked.pages.is_empty() {
        return None;
    }
    let wanting = wanting.join(", ");
    missing(both(format!("chưa có của năm {wanting}"), format!("nothing for {wanting}")), how_to_make(asked))
}

pub fn headings(asked: &Asked, rows: &[Vec<String>]) -> Option<Shortfall> {
    let written: Vec<String> =
        asked.pages.iter().flat_map(|page| &page.document().body.headings).map(|heading| fold(&heading.text)).collect();
    let is_there =
        |words: &&Vec<String>| words.iter().any(|word| written.iter().any(|text| text.contains(&fold(word))));
    let wanting: Vec<String> =
        rows.iter().filter(|words| !is_there(words)).map(|words| format!("“{}”", words.join("/"))).collect();
    if wanting.is_empty() {
        return None;
    }
    let wanting = wanting.join(", ");
    let file = asked.pages.first().map_or_else(String::new, |page| page.document().source.to_string());
    missing(
        both(format!("{file} thiếu mục có chữ {wanting}"), format!("{file} has no heading with {wanting}")),
        both("Thêm mục đó (## …) và nội dung vào trang.", "Add that heading (## …) and its text to the page."),
    )
}

pub fn unindexed(asked: &Asked) -> Option<Shortfall> {
    let open: Vec<&PageView> = asked.pages.iter().filter(|page| !page.is_unindexed()).collect();
    if open.is_empty() {
        return None;
    }
    let next = both(
        "Thêm dòng noindex: true để máy tìm kiếm không lập chỉ mục tên người.",
        "Add the line noindex: true, so that search engines do not index the names of people.",
    );
    missing(told(&open, "máy tìm kiếm còn thấy", "search engines can see"), next)
}

/// Columns that tell when somebody was born.
const BIRTH: [&str; 3] = ["ngay sinh", "nam sinh", "birth"];

/// Whether the rows of a sheet, or the names of its columns near the top, say who somebody is.
fn tells_who(text: &str) -> bool {
    const NAMES: usize = 10;
    let has_birth = |line: &str| BIRTH.iter().any(|word| fold(line).contains(word));
    text.lines().take(NAMES).any(has_birth) || text.lines().any(|line| !personal::find(line).is_empty())
}

/// Tables beside the pages are read here: of what nobody shows a build reads nothing.
pub fn impersonal(asked: &Asked) -> Option<Shortfall> {
    let mut told: Vec<String> = Vec::new();
    for source in asked.pages.iter().flat_map(offered).filter(|source| schema::is_table(source.as_str())) {
        let Ok(Ok(bytes)) = asked.context.files.read_within(source.as_str(), data::LARGEST_TABLE) else { continue };
        if workbook::is_workbook(source.as_str()) {
            if workbook::csv(source, &bytes, &workbook::Layout::default()).is_some_and(|text| tells_who(&text)) {
                told.push(source.to_string());
            }
            continue;
        }
        let mut found = Vec::new();
        let table = data::read(source.as_str(), &bytes, None, &mut found);
        let is_personal = |table: &Table| {
            table.names().any(|name| BIRTH.iter().any(|word| fold(name).contains(word)))
                || table.rows().flatten().any(|cell| !personal::find(cell).is_empty())
        };
        // With an identity card in it a table is not even read.
        if found.iter().any(|finding| finding.fatal) || table.as_ref().is_some_and(is_personal) {
            told.push(source.to_string());
        }
    }
    if told.is_empty() {
        return None;
    }
    told.dedup();
    let names: Vec<&str> = told.iter().map(String::as_str).collect();
    missing(
        both(
            format!("bảng có số căn cước, điện thoại, thư điện tử hoặc ngày sinh: {}", first(&names, "vi")),
            format!("the table has identity cards, telephones, e-mail or birthdays: {}", first(&names, "en")),
        ),
        both("Xóa các cột đó khỏi tệp rồi đăng lại.", "Delete these columns from the file and publish it again."),
    )
}

pub fn verified(asked: &Asked, days: u32) -> Option<Shortfall> {
    let since = asked.context.days_ago(days);
    let is_old = |page: &&PageView| page.moment("verified_on").is_none_or(|moment| moment.date() < since);
    let old: Vec<&PageView> = asked.pages.iter().filter(is_old).collect();
    if old.is_empty() {
        return None;
    }
    let next = both(
        "Gọi thử, đối chiếu rồi sửa verified_on thành ngày kiểm tra.",
        "Try it, compare, and set verified_on to that day.",
    );
    stale(told(&old, &format!("chưa kiểm tra lại trong {days} ngày"), &format!("not checked for {days} days")), next)
}
