//! Turns what stands beside a GeoJSON file into how its map is drawn: which property names a feature, what its classes or figures are,
//! where a feature leads, and what is said beside it.

use serde::{Deserialize, Serialize};
use serde_yaml::Value as Yaml;

use super::Named;
use super::parts::{self, Entry, Reader};
use super::words::both;
use crate::load::localized::{Localized, as_pairs};
use crate::path::SourcePath;
use crate::text::decimal::Decimal;

const OUTERMOST: [&str; 2] = ["title", "map"];
const OF_MAP: [&str; 17] = [
    "description",
    "code",
    "label",
    "classes",
    "link",
    "area",
    "table",
    "join",
    "value",
    "steps",
    "breaks",
    "unit",
    "source",
    "year",
    "note",
    "anywhere",
    "size",
];
const OF_CLASSES: [&str; 2] = ["property", "values"];
const OF_CLASS: [&str; 3] = ["value", "title", "colour"];

/// Colours of classes, in the order in which they are given where nobody chooses.
pub const COLOURS: [&str; MOST_CLASSES] =
    ["yellow", "green", "blue", "red", "violet", "orange", "teal", "brown", "pink", "olive", "indigo", "grey"];

/// More colours and patterns are not told apart.
pub const MOST_CLASSES: usize = 12;
pub const MOST_STEPS: usize = 7;
const STEPS: usize = 5;
/// In kB: what the outlines of a map weigh in a page.
const SIZE: i64 = 60;
const SIZES: std::ops::RangeInclusive<i64> = 5..=500;

/// `map`
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MapRules {
    #[serde(with = "as_pairs")]
    pub title: Localized,
    /// What the map tells, for those who do not see it.
    #[serde(with = "as_pairs")]
    pub description: Localized,
    #[serde(with = "as_pairs")]
    pub source: Localized,
    #[serde(with = "as_pairs")]
    pub note: Localized,
    #[serde(with = "as_pairs")]
    pub unit: Localized,
    /// What the map is as of: a year or a day, as written.
    pub year: String,
    /// Names of properties.
    pub code: Option<Named>,
    /// By language.
    #[serde(with = "as_pairs")]
    pub label: Localized,
    pub area: Option<Named>,
    /// A property of the file, or a column of the table.
    pub link: Option<Named>,
    pub classes: Option<Classes>,
    pub table: Option<Join>,
    /// In other countries too.
    pub anywhere: bool,
    /// In bytes.
    pub budget: usize,
}

/// Which classes a property has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Classes {
    pub property: Named,
    pub values: Vec<ClassRule>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClassRule {
    pub value: String,
    #[serde(with = "as_pairs")]
    pub title: Localized,
    /// Into `COLOURS`.
    pub colour: u8,
}

/// A table whose figures colour the map.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Join {
    /// As written: relative to the GeoJSON file.
    pub file: Named,
    /// The column with the codes of features.
    pub join: Named,
    /// The column with the figures.
    pub value: Named,
    pub steps: usize,
    /// Where one step ends and the next begins, the smallest first; none for as many features in each.
    pub breaks: Vec<Decimal>,
}

/// Reads what a schema says of a map; `None` where it has a mistake, which is then among the findings.
pub fn read_map(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[String],
    findings: &mut Vec<crate::diag::Finding>,
) -> Option<MapRules> {
    let text = parts::text(file, bytes, findings)?;
    let front = parts::front(file, &text, findings)?;
    let whole = Yaml::Mapping(front.mapping.clone());
    let mut reader = Reader::new(file, &text, &front, &whole, languages);
    let rules = reader.map_rules();
    let is_right = reader.findings.is_empty();
    findings.append(&mut reader.findings);
    Some(rules).filter(|_| is_right)
}

impl<'a> Reader<'a> {
    fn map_rules(&mut self) -> MapRules {
        let mut rules = MapRules { budget: SIZE as usize * 1000, ..MapRules::default() };
        let root = self.root();
        let outer = self.entries(root, &OUTERMOST);
        let find = |name: &str| outer.iter().find(|entry| entry.key == name).copied();
        if let Some(title) = find("title") {
            rules.title = self.localized(title);
        }
        let Some(map) = find("map") else {
            let next = both(
                "Thêm map: và dưới đó label: tên thuộc tính mang tên của mỗi vùng.",
                "Add map: and below it label: the property that names each feature.",
            );
            self.wrong(root, both("thiếu khóa “map”", "the key “map” is missing"), next);
            return rules;
        };
        let entries = self.entries(map, &OF_MAP);
        self.said(&entries, &mut rules);
        self.properties(map, &entries, &mut rules);
        rules.table = self.table_rules(&entries);
        if let (Some(classes), Some(table)) = (&rules.classes, &rules.table) {
            let (property, file) = (&classes.property.name, &table.file.name);
            let next = both(
                format!("Một bản đồ tô theo một thứ: giữ classes ({property}) hoặc table ({file})."),
                format!("A map is coloured by one thing: keep classes ({property}) or table ({file})."),
            );
            self.wrong(map, both("có cả “classes” và “table”", "there are both “classes” and “table”"), next);
        }
        rules
    }

    /// What stands beside the map.
    fn said(&mut self, entries: &[Entry<'a>], rules: &mut MapRules) {
        for entry in entries {
            match entry.key {
                "description" => rules.description = self.localized(*entry),
                "source" => rules.source = self.localized(*entry),
                "note" => rules.note = self.localized(*entry),
                "unit" => rules.unit = self.localized(*entry),
                "year" => rules.year = self.text(*entry).unwrap_or_default(),
                "anywhere" => match entry.value.as_bool() {
                    Some(flag) => rules.anywhere = flag,
                    None => self.wrong_value(*entry, both("Viết anywhere: true.", "Write anywhere: true.")),
                },
                "size" => match entry.value.as_i64().filter(|size| SIZES.contains(size)) {
                    Some(size) => rules.budget = size as usize * 1000,
                    None => {
                        let next = both(
                            "Viết số kB mà đường nét của bản đồ được nặng, từ 5 đến 500: size: 60.",
                            "Write how many kB the outlines may weigh, 5 to 500: size: 60.",
                        );
                        self.wrong_value(*entry, next);
                    }
                },
                _ => {}
            }
        }
    }

    fn properties(&mut self, map: Entry<'a>, entries: &[Entry<'a>], rules: &mut MapRules) {
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
        rules.code = find("code").and_then(|entry| self.named(entry));
        rules.area = find("area").and_then(|entry| self.named(entry));
        rules.link = find("link").and_then(|entry| self.named(entry));
        match find("label") {
            Some(label) => rules.label = self.localized(label),
            None => {
                let next = both(
                    "Thêm label: tên thuộc tính mang tên của mỗi vùng, ví dụ label: ten.",
                    "Add label: the property that names each feature, such as label: name.",
                );
                self.wrong(map, both("map thiếu khóa “label”", "map lacks the key “label”"), next);
            }
        }
        rules.classes = find("classes").and_then(|entry| self.classes(entry));
    }

    fn classes(&mut self, entry: Entry<'a>) -> Option<Classes> {
        let entries = self.entries(entry, &OF_CLASSES);
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
        let (Some(property), Some(values)) = (find("property"), find("values")) else {
            let next = both(
                "Dưới classes: viết property: tên thuộc tính, và values: mỗi loại một dòng “  - { value: LUC, title: … }”.",
                "Below classes: write property: and values:, a line “  - { value: LUC, title: … }” for each class.",
            );
            self.wrong(
                entry,
                both("classes thiếu “property” hoặc “values”", "classes lacks “property” or “values”"),
                next,
            );
            return None;
        };
        let property = self.named(property)?;
        let items = self.items(values);
        if items.len() > MOST_CLASSES {
            let what = both(format!("có {} loại", items.len()), format!("there are {} classes", items.len()));
            let next = both(
                format!("Quá {MOST_CLASSES} màu thì không ai phân biệt được: gộp các loại gần nhau."),
                format!("More than {MOST_CLASSES} colours are not told apart: put classes together."),
            );
            self.wrong(values, what, next);
        }
        let class = |item: Entry<'a>, reader: &mut Self| {
            let entries = reader.entries(item, &OF_CLASS);
            let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
            let value = find("value").and_then(|value| reader.named(value));
            let title = find("title").map(|title| reader.localized(title));
            if find("value").is_none() {
                let next = both("Thêm value: mã loại như trong tệp.", "Add value: the class as the file has it.");
                reader.wrong(item, both("một loại thiếu “value”", "a class lacks “value”"), next);
            }
            let colour = find("colour").and_then(|colour| reader.colour(colour));
            let value = value?.name;
            let title = title.unwrap_or_else(|| Localized::from(&*value));
            Some((ClassRule { title, value, colour: colour.unwrap_or(0) }, colour.is_some()))
        };
        let all: Vec<(ClassRule, bool)> = items.into_iter().filter_map(|item| class(item, self)).collect();
        let mut taken: Vec<u8> =
            all.iter().filter(|(_, is_chosen)| *is_chosen).map(|(class, _)| class.colour).collect();
        let mut values = Vec::with_capacity(all.len());
        for (mut class, is_chosen) in all {
            if !is_chosen {
                class.colour = (0..MOST_CLASSES as u8).find(|colour| !taken.contains(colour)).unwrap_or(0);
                taken.push(class.colour);
            }
            values.push(class);
        }
        Some(Classes { property, values })
    }

    fn colour(&mut self, entry: Entry) -> Option<u8> {
        let name = self.text(entry)?;
        let colour = COLOURS.iter().position(|known| *known == name);
        if colour.is_none() {
            self.not_among(entry, &name, &COLOURS);
        }
        colour.map(|colour| colour as u8)
    }

    fn table_rules(&mut self, entries: &[Entry<'a>]) -> Option<Join> {
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).copied();
        let Some(table) = find("table") else {
            let idle = ["join", "value", "steps", "breaks"].iter().find_map(|name| find(name))?;
            let next = both("Thêm table: tên tệp bảng số liệu.", "Add table: the file with the figures.");
            self.wrong(idle, both("thiếu khóa “table”", "the key “table” is missing"), next);
            return None;
        };
        let file = self.named(table)?;
        let (Some(join), Some(value), Some(_)) = (find("join"), find("value"), find("code")) else {
            let next = both(
                "Thêm code: thuộc tính mang mã vùng, join: cột mã của bảng, value: cột số liệu.",
                "Add code: the property with the code, join: the column of codes, value: the column of figures.",
            );
            self.wrong(table, both("thiếu “code”, “join” hoặc “value”", "“code”, “join” or “value” is missing"), next);
            return None;
        };
        let (join, value) = (self.named(join)?, self.named(value)?);
        let steps = find("steps").map_or(STEPS, |entry| {
            let steps = entry.value.as_u64().and_then(|steps| usize::try_from(steps).ok());
            steps.filter(|steps| (2..=MOST_STEPS).contains(steps)).unwrap_or_else(|| {
                let next = both("Viết số bậc màu, từ 2 đến 7.", "Write how many steps of colour, 2 to 7.");
                self.wrong_value(entry, next);
                STEPS
            })
        });
        let breaks = find("breaks").map_or_else(Vec::new, |entry| self.breaks(entry));
        Some(Join { file, join, value, steps, breaks })
    }

    fn breaks(&mut self, entry: Entry<'a>) -> Vec<Decimal> {
        let texts = self.texts(entry);
        let breaks: Vec<Decimal> = texts.iter().filter_map(|text| Decimal::parse(text)).collect();
        let grows = breaks.windows(2).all(|pair| pair[0].compare(&pair[1]).is_lt());
        if breaks.len() != texts.len() || !grows || breaks.len() >= MOST_STEPS {
            let next = both(
                "Viết 1 đến 6 số, nhỏ trước lớn sau, dấu chấm thập phân: breaks: [100, 250.5, 500].",
                "Write 1 to 6 numbers, the smallest first: breaks: [100, 250.5, 500].",
            );
            self.wrong_value(entry, next);
        }
        breaks
    }
}
