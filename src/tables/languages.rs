//! What the program says by itself in each language: turns a code into its name, the words of pages that no author writes, and
//! the segments of their addresses.
//!
//! A language without words of its own takes the English ones. What is said to editors does not stand here: `diag/catalog.rs`
//! has it, and where it is said.

use super::chart_words::{self, ChartWords};
use super::figure_words::{self, FigureWords};
use super::maps::{self, MapWords};

/// A language that a portal may use.
pub struct Row {
    pub code: &'static str,
    /// As those who speak it write it.
    pub name: &'static str,
    /// For Open Graph.
    pub locale: &'static str,
    words: Option<&'static Words>,
    segments: Option<&'static Segments>,
}

const fn named(code: &'static str, name: &'static str, locale: &'static str) -> Row {
    Row { code, name, locale, words: None, segments: None }
}

pub const LANGUAGES: &[Row] = &[
    Row { words: Some(&VI), segments: Some(&VI_SEGMENTS), ..named("vi", "Tiếng Việt", "vi_VN") },
    Row { words: Some(&EN), segments: Some(&EN_SEGMENTS), ..named("en", "English", "en_GB") },
    named("km", "ភាសាខ្មែរ", "km_KH"),
    named("zh", "中文", "zh_CN"),
    named("ja", "日本語", "ja_JP"),
    named("ko", "한국어", "ko_KR"),
    named("fr", "Français", "fr_FR"),
];

/// Titles and labels.
pub struct Words {
    /// Taxonomies, and a term of each.
    pub agencies: &'static str,
    pub topics: &'static str,
    pub fields: &'static str,
    pub agency: &'static str,
    pub topic: &'static str,
    pub field: &'static str,
    /// Of a term that is no more: until when, and what took its place.
    pub until: &'static str,
    pub successor: &'static str,
    /// Pages that the generator makes itself.
    pub archive: &'static str,
    /// Before what was corrected of an item.
    pub correction: &'static str,
    pub tree: &'static str,
    pub search: &'static str,
    pub open_data: &'static str,
    pub not_found: &'static str,
    pub thanks: &'static str,
    /// The rows of a look-up that may be listed.
    pub rows: &'static str,
    /// What registers and results are narrowed by.
    pub year: &'static str,
    pub state: &'static str,
    pub section: &'static str,
    /// Values of a field that is on or off.
    pub yes: &'static str,
    pub no: &'static str,
    /// The first columns of a list as a CSV.
    pub columns: [&'static str; 3],
    /// A table without a heading above it.
    pub table: &'static str,
    /// From a note to where it is called.
    pub back: &'static str,
    /// GFM alerts: note, tip, important, warning, caution.
    pub alerts: [&'static str; 5],
    /// The bar on every page of a build that is not for readers.
    pub preview: &'static str,
    pub with_drafts: &'static str,
    pub as_of: &'static str,
    pub chart: &'static ChartWords,
    /// The public page of figures.
    pub figures: &'static FigureWords,
    /// What a map says by itself.
    pub map: MapWords,
}

const VI: Words = Words {
    agencies: "Cơ quan",
    topics: "Chuyên đề",
    fields: "Lĩnh vực",
    agency: "Cơ quan",
    topic: "Chuyên đề",
    field: "Lĩnh vực",
    until: "Hoạt động đến hết ngày {date}.",
    successor: "Nay là {name}.",
    archive: "Lưu trữ",
    correction: "Đính chính",
    tree: "Sơ đồ cổng",
    search: "Tìm kiếm",
    open_data: "Dữ liệu mở",
    not_found: "Không tìm thấy trang",
    thanks: "Đã nhận được, cảm ơn bạn",
    rows: "danh sách theo đoạn",
    year: "Năm",
    state: "Tình trạng",
    section: "Chuyên mục",
    yes: "Có",
    no: "Không",
    columns: ["Tiêu đề", "Địa chỉ", "Loại"],
    table: "Bảng",
    back: "Trở lại chú thích",
    alerts: ["Ghi chú", "Mẹo", "Quan trọng", "Lưu ý", "Cảnh báo"],
    preview: "Bản xem trước, không phải cổng chính thức",
    with_drafts: "có cả bản nháp, bài hẹn giờ và bài đã gỡ",
    as_of: "như vào lúc",
    chart: &chart_words::VI,
    figures: &figure_words::VI,
    map: maps::VI,
};

const EN: Words = Words {
    agencies: "Agencies",
    topics: "Topics",
    fields: "Fields",
    agency: "Agency",
    topic: "Topic",
    field: "Field",
    until: "Until {date}.",
    successor: "Now {name}.",
    archive: "Archive",
    correction: "Correction",
    tree: "Site map",
    search: "Search",
    open_data: "Open data",
    not_found: "Page not found",
    thanks: "Received, thank you",
    rows: "list by range",
    year: "Year",
    state: "Status",
    section: "Section",
    yes: "Yes",
    no: "No",
    columns: ["Title", "Address", "Kind"],
    table: "Table",
    back: "Back to note",
    alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
    preview: "A preview, not the official portal",
    with_drafts: "it has drafts, scheduled items and those taken down",
    as_of: "as of",
    chart: &chart_words::EN,
    figures: &figure_words::EN,
    map: maps::EN,
};

/// The URL segments that the generator makes itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Segments {
    pub agency: &'static str,
    pub topic: &'static str,
    pub field: &'static str,
    pub archive: &'static str,
    pub tree: &'static str,
    pub search: &'static str,
    /// The catalogue of open data.
    pub open_data: &'static str,
    /// What the portal tells of its own work.
    pub figures: &'static str,
    /// Before the years and the states of a register.
    pub year: &'static str,
    pub state: &'static str,
    pub thanks: &'static str,
    /// Before the number of a list's further pages.
    pub page: &'static str,
    /// The rows of a look-up that may be listed, and groups of them.
    pub rows: &'static str,
    pub group: &'static str,
    /// The name of a list as a CSV.
    pub list_csv: &'static str,
}

const VI_SEGMENTS: Segments = Segments {
    agency: "co-quan",
    topic: "chuyen-de",
    field: "linh-vuc",
    archive: "luu-tru",
    tree: "so-do-cong",
    search: "tim-kiem",
    open_data: "du-lieu-mo",
    figures: "so-lieu",
    year: "nam",
    state: "tinh-trang",
    thanks: "da-gui",
    page: "trang",
    rows: "danh-sach",
    group: "nhom",
    list_csv: "danh-sach.csv",
};

const EN_SEGMENTS: Segments = Segments {
    agency: "agencies",
    topic: "topics",
    field: "fields",
    archive: "archive",
    tree: "site-map",
    search: "search",
    open_data: "open-data",
    figures: "figures",
    year: "year",
    state: "status",
    thanks: "sent",
    page: "page",
    rows: "rows",
    group: "group",
    list_csv: "list.csv",
};

fn row(code: &str) -> Option<&'static Row> {
    LANGUAGES.iter().find(|row| row.code == code)
}

/// What those who speak it call a language; its code where that is not known.
pub fn name(code: &str) -> &str {
    row(code).map_or(code, |row| row.name)
}

pub fn locale(code: &str) -> &str {
    row(code).map_or(code, |row| row.locale)
}

pub fn words(code: &str) -> &'static Words {
    row(code).and_then(|row| row.words).unwrap_or(&EN)
}

pub fn segments(code: &str) -> &'static Segments {
    row(code).and_then(|row| row.segments).unwrap_or(&EN_SEGMENTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_words_of_its_own_takes_the_english_ones() {
        assert_eq!((words("vi").archive, words("km").archive, words("xx").archive), ("Lưu trữ", "Archive", "Archive"));
        assert_eq!((segments("fr").archive, segments("vi").archive), ("archive", "luu-tru"));
        assert_eq!((name("fr"), name("xx"), locale("ja"), locale("xx")), ("Français", "xx", "ja_JP", "xx"));
    }
}
