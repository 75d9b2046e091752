//! Posts of the organisation: which are vacant, which are held twice, who stands in two units (NĐ 42/2022 Đ4, điểm e khoản 1).

use std::collections::BTreeMap;

use super::context::{Context, FIRST};
use super::report::{Entry, both};
use crate::diag::phrases::Words;
use crate::load::document::{Target, Value};
use crate::model::PageView;
use crate::text::fold::fold;

/// How the position of somebody who leads a unit begins; of deputies there may be several.
const HEADS: [&str; 15] = [
    "chu tich",
    "giam doc",
    "tong giam doc",
    "cuc truong",
    "chi cuc truong",
    "truong",
    "chanh",
    "bi thu",
    "thu truong",
    "vien truong",
    "hieu truong",
    "nguoi dung dau",
    "phu trach",
    "quyen",
    "tong bien tap",
];

/// What stands in the place of a name where nobody holds the post.
const NOBODY: [&str; 6] = ["khuyet", "dang khuyet", "con trong", "chua bo nhiem", "vi tri trong", "vacant"];

const UNIT: &str = "organisation";
const PERSON: &str = "person";

pub fn next() -> Words {
    both(
        "Sửa trang nhân sự theo quyết định mới nhất; đơn vị chưa có người đứng đầu thì tạo trang: cong new person \"…\".",
        "Mend the pages of people by the latest decision; make one for a unit without a head: cong new person \"…\".",
    )
}

struct Person<'a> {
    page: PageView<'a>,
    /// Of the page of the unit.
    unit: Option<String>,
    position: String,
}

impl Person<'_> {
    fn leads(&self) -> bool {
        HEADS.iter().any(|head| self.position.starts_with(head))
    }

    /// The page tells of nobody.
    fn is_nobody(&self) -> bool {
        let title = fold(&self.page.document().title);
        NOBODY.iter().any(|word| {
            title == *word || title.starts_with(&format!("{word} ")) || title.ends_with(&format!("({word})"))
        })
    }
}

fn people<'a>(context: &Context<'a>) -> Vec<Person<'a>> {
    let person = |page: PageView<'a>| {
        let unit = match page.get("unit") {
            Some(Value::Ref(index)) => match &page.document().target(*index).target {
                Target::Page { source, .. } => Some(source.to_string()),
                _ => None,
            },
            _ => None,
        };
        Person { page, unit, position: plain(page.text("position").unwrap_or_default()) }
    };
    context.shelf.of_kind(PERSON, FIRST).map(person).collect()
}

/// As names and positions are compared.
fn plain(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every post that is not as it should be; `late` where somebody has to mend it.
pub fn posts(context: &Context) -> Vec<Entry> {
    let people = people(context);
    let mut by_unit: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
    let mut entries = Vec::new();
    for person in &people {
        if person.is_nobody() {
            let what = both("vị trí đang khuyết", "nobody holds this post");
            entries.push(Entry { late: true, what, ..context.entry(&person.page) });
            continue;
        }
        if let Some(unit) = &person.unit {
            by_unit.entry(unit).or_default().push(person);
        }
        by_name.entry(plain(&person.page.document().title)).or_default().push(person);
    }
    for of_unit in by_unit.values() {
        let mut held: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        of_unit
            .iter()
            .filter(|person| person.leads())
            .for_each(|person| held.entry(&person.position).or_default().push(person));
        for twice in held.values().filter(|people| people.len() > 1) {
            entries.push(about(context, twice, "hai người cùng một vị trí đứng đầu", "two people in one post"));
        }
    }
    for twice in by_name.values().filter(|people| people.iter().any(|person| person.unit != people[0].unit)) {
        entries.push(about(context, twice, "một người ở hai đơn vị", "one person in two units"));
    }
    for unit in context.shelf.of_kind(UNIT, FIRST) {
        let own = by_unit.get(unit.document().source.as_str());
        if own.is_none_or(|people| !people.iter().any(|person| person.leads())) {
            let what = both("chưa có người đứng đầu", "has no head");
            // A unit of which somebody is told tells half of it.
            entries.push(Entry { late: own.is_some(), what, ..context.entry(&unit) });
        }
    }
    entries.sort_by(|a, b| (!a.late, &a.file).cmp(&(!b.late, &b.file)));
    entries
}

fn about(context: &Context, people: &[&Person], vi: &str, en: &str) -> Entry {
    let files: Vec<&str> = people.iter().map(|person| person.page.document().source.as_str()).collect();
    let others = files[1..].join(", ");
    let what = both(format!("{vi}: xem thêm {others}"), format!("{en}: see also {others}"));
    Entry { late: true, what, ..context.entry(&people[0].page) }
}
