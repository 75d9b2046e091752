//! What the schema of a table says of charts that are drawn from it: which columns, as what, in which words.
//!
//! `chart` is the one that a page shows when it names the table alone, those of `charts` have names.

use serde::{Deserialize, Serialize};
use serde_yaml::Value as Yaml;

use super::parts::{Entry, Reader};
use super::words::{Words, both};
use super::{Named, SchemaField};
use crate::chart::{Kind, MOST_SERIES};
use crate::diag::{Span, catalog, did_you_mean};
use crate::load::localized::{Localized, as_pairs};

const KEYS: [&str; 10] =
    ["type", "category", "values", "series", "title", "description", "order", "highlight", "source", "period"];

/// A chart of a table.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChartRules {
    /// Empty for that which has none.
    pub name: String,
    pub span: Span,
    pub kind: Kind,
    /// Number of the field that names what is compared.
    pub category: usize,
    /// Numbers of the fields with the figures: several, or one where `series` names a column.
    pub values: Vec<usize>,
    /// Number of the field that says of which series a row is.
    pub series: Option<usize>,
    #[serde(with = "as_pairs")]
    pub title: Localized,
    #[serde(with = "as_pairs")]
    pub description: Localized,
    pub order: Order,
    /// What stands out: categories of bars and shares, series of lines.
    pub highlight: Vec<Named>,
    #[serde(with = "as_pairs")]
    pub source: Localized,
    #[serde(with = "as_pairs")]
    pub period: Localized,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Order {
    /// That of the table.
    #[default]
    File,
    Ascending,
    Descending,
}

const ORDERS: [(&str, Order); 3] =
    [("file", Order::File), ("descending", Order::Descending), ("ascending", Order::Ascending)];

impl<'a> Reader<'a> {
    /// `chart` and `charts`.
    pub(super) fn charts(
        &mut self,
        (one, named): (Option<Entry<'a>>, Option<Entry<'a>>),
        title: &Localized,
        fields: &[SchemaField],
    ) -> Vec<ChartRules> {
        let mut charts = Vec::new();
        if let Some(entry) = one {
            charts.extend(self.chart(entry, String::new(), (title, fields)));
        }
        for entry in named.map_or_else(Vec::new, |named| self.each(named)) {
            let is_name = !entry.key.is_empty()
                && entry.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            if !is_name {
                let what = both(
                    format!("tên biểu đồ “{}” không dùng được", entry.key),
                    format!("a chart cannot be called “{}”", entry.key),
                );
                let next = both(
                    "Đặt tên bằng chữ thường không dấu, chữ số và gạch nối, ví dụ theo-huyen:",
                    "Use small letters without marks, digits and hyphens, such as by-district:",
                );
                self.wrong_as(entry, &catalog::CHART_RULES, what, next);
                continue;
            }
            charts.extend(self.chart(entry, entry.key.to_owned(), (title, fields)));
        }
        charts
    }

    fn chart(&mut self, entry: Entry<'a>, name: String, of: (&Localized, &[SchemaField])) -> Option<ChartRules> {
        let (table_title, fields) = of;
        if !matches!(entry.value, Yaml::Mapping(_)) {
            let next = both(
                "Viết chart: { type: bar, category: Tên cột, values: Tên cột số }",
                "Write chart: { type: bar, category: Column, values: Column with figures }",
            );
            self.wrong_value(entry, next);
            return None;
        }
        let entries = self.entries(entry, &KEYS);
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
        let mut rules = ChartRules { name, span: self.key_span(entry), ..ChartRules::default() };
        let missing = |key: &str, example: &str| {
            let what = both(format!("biểu đồ thiếu khóa “{key}”"), format!("the chart lacks the key “{key}”"));
            (what, both(format!("Thêm dòng “{key}: {example}”."), format!("Add the line “{key}: {example}”.")))
        };
        match find("type") {
            Some(kind) => rules.kind = self.one_of(kind, &Kind::ALL)?,
            None => self.wrong_chart(entry, missing("type", "bar|grouped|stacked|line|share")),
        }
        let names: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
        match find("category") {
            Some(column) => rules.category = self.columns(column, fields).first().copied()?,
            None => self.wrong_chart(entry, missing("category", names.first().unwrap_or(&"…"))),
        }
        match find("values") {
            Some(columns) => rules.values = self.columns(columns, fields),
            None => {
                let example = fields.iter().find(|field| field.cells.is_amount()).map_or("…", |field| &*field.name);
                self.wrong_chart(entry, missing("values", example));
            }
        }
        rules.series = find("series").and_then(|series| self.columns(series, fields).first().copied());
        let mut localized = |name| find(name).map_or_else(Localized::default, |entry| self.localized(entry));
        (rules.title, rules.description) = (localized("title"), localized("description"));
        (rules.source, rules.period) = (localized("source"), localized("period"));
        if rules.title == Localized::default() {
            rules.title = table_title.clone();
        }
        if rules.title == Localized::default() {
            let what = both("biểu đồ chưa có tên", "the chart has no title");
            let next = both(
                "Thêm title: { vi: Tên biểu đồ, en: Its title } cho biểu đồ, hoặc cho cả bảng.",
                "Add title: { vi: Tên biểu đồ, en: Its title } to the chart, or to the table.",
            );
            self.wrong_chart(entry, (what, next));
        }
        if let Some(order) = find("order") {
            rules.order = self.one_of(order, &ORDERS)?;
        }
        rules.highlight = find("highlight").map_or_else(Vec::new, |highlight| self.names(highlight));
        for (key, fault) in faults(&rules, fields) {
            self.wrong_chart(find(key).unwrap_or(entry), fault);
        }
        Some(rules)
    }

    fn one_of<T: Copy>(&mut self, entry: Entry, all: &[(&str, T)]) -> Option<T> {
        let typed = self.text(entry)?;
        let known = all.iter().find(|(name, _)| *name == typed).map(|(_, value)| *value);
        if known.is_none() {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            self.wrong_value(entry, did_you_mean(&typed, &names));
        }
        known
    }

    fn wrong_chart(&mut self, entry: Entry, (what, next): (Words, Words)) {
        self.wrong_as(entry, &catalog::CHART_RULES, what, next);
    }
}

/// What of a chart does not go together, and the key that is to be changed.
fn faults(rules: &ChartRules, fields: &[SchemaField]) -> Vec<(&'static str, (Words, Words))> {
    let mut faults = Vec::new();
    let values: Vec<&SchemaField> = rules.values.iter().filter_map(|value| fields.get(*value)).collect();
    if let Some(text) = values.iter().find(|field| !field.cells.is_amount()) {
        let name = &text.name;
        let what = both(format!("cột “{name}” không phải số"), format!("the column “{name}” holds no numbers"));
        let next = both(
            format!("Chọn cột số cho values, hoặc ghi type: number cho cột “{name}” ở fields."),
            format!("Name a column with figures under values, or write type: number for “{name}” under fields."),
        );
        faults.push(("values", (what, next)));
    }
    if let Some((first, other)) =
        values.first().and_then(|first| Some((first, values.iter().find(|other| other.unit != first.unit)?)))
    {
        let units = |language: &str| {
            let unit = |field: &SchemaField| match field.unit.get(language) {
                "" => "–".to_owned(),
                unit => unit.to_owned(),
            };
            (unit(first), unit(other))
        };
        let ((a, b), (c, d)) = (units("vi"), units("en"));
        let what = both(
            format!("“{}” ({a}) và “{}” ({b}) khác đơn vị, không vẽ chung một trục được", first.name, other.name),
            format!("“{}” ({c}) and “{}” ({d}) have different units, which no axis can have", first.name, other.name),
        );
        let next = both(
            "Vẽ hai biểu đồ (charts), hoặc ghi cùng một unit cho hai cột nếu chúng cùng đơn vị.",
            "Draw two charts (charts), or give both columns the same unit if they have one.",
        );
        faults.push(("values", (what, next)));
    }
    let many = rules.values.len();
    let counted = match rules.kind {
        Kind::Bar if rules.series.is_some() || many > 1 => Some((
            "type",
            both("biểu đồ bar vẽ một cột số", "a bar chart shows one column of figures"),
            both(
                "Ghi type: grouped hoặc type: stacked để vẽ nhiều cột số, hoặc để lại một cột ở values.",
                "Write type: grouped or type: stacked for several columns, or leave one under values.",
            ),
        )),
        Kind::Grouped | Kind::Stacked if rules.series.is_none() && many == 1 => Some((
            "values",
            both("biểu đồ này cần từ hai cột số trở lên", "this chart needs two columns of figures or more"),
            both(
                "Kê các cột ở values: [cột một, cột hai], thêm series: cột phân nhóm, hoặc ghi type: bar.",
                "List columns, values: [one, two], add series: the column that tells series apart, or write type: bar.",
            ),
        )),
        _ if rules.series.is_some() && many > 1 => Some((
            "values",
            both("có series thì chỉ một cột số", "with series there is one column of figures"),
            both("Để lại một cột ở values, hoặc bỏ series.", "Leave one column under values, or delete series."),
        )),
        _ if many > MOST_SERIES => Some((
            "values",
            both(format!("biểu đồ có {many} cột số"), format!("the chart has {many} columns of figures")),
            both(
                format!("Không ai phân biệt được quá {MOST_SERIES}: chọn bớt cột, hoặc tách thành nhiều biểu đồ."),
                format!("Nobody can tell more than {MOST_SERIES} apart: choose fewer, or draw several charts."),
            ),
        )),
        _ => None,
    };
    faults.extend(counted.map(|(key, what, next)| (key, (what, next))));
    if rules.kind == Kind::Line && rules.order != Order::File {
        let what = both("đường đi theo thứ tự của bảng", "a line goes in the order of the table");
        faults.push(("order", (what, both("Xóa dòng order.", "Delete the line order."))));
    }
    let is_many = rules.series.is_some() || many > 1;
    let has_no_marks = match rules.kind {
        Kind::Grouped | Kind::Stacked => true,
        Kind::Share => is_many,
        Kind::Line => !is_many,
        Kind::Bar => false,
    };
    if has_no_marks && !rules.highlight.is_empty() {
        let what = both("biểu đồ này không tô nổi được", "nothing can stand out in this chart");
        let next = both(
            "highlight dùng cho bar, share một cột số, và line nhiều đường. Xóa dòng này.",
            "highlight is for bar, share of one column, and line with several lines. Delete the line.",
        );
        faults.push(("highlight", (what, next)));
    }
    faults
}
