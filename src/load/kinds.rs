//! Turns the TOML file of each kind into a schema: its fields, labels, dates of state and states.
//!
//! From a `Kind` come the validation of front matter, the scaffold of `cong new`, the fields that queries
//! sort and filter by, and the facts a page shows. A portal overrides a kind, or adds one, in its `kinds/` folder.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use super::calendars::{Calendar, Entries};
use super::localized::Localized;
pub use super::taxonomy::Taxonomy;
pub use super::value::FieldIndex;
use super::value::Value;
use crate::text::fold::fold;

/// Index of a kind in `Kinds`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct KindId(pub u16);

#[derive(Debug)]
pub struct Kind {
    /// `article`: the file's name, used in front matter and template names.
    pub name: String,
    pub schema_org: String,
    /// Where `cong new` puts an item, below `content/`.
    pub folder: String,
    /// How a section of this kind is ordered: `date`, `title`, `weight` or a field.
    pub sort: String,
    /// Items have a date and appear in feeds and archives.
    pub dated: bool,
    /// Items have pages of their own in lists, feeds and the sitemap.
    pub listed: bool,
    /// The field that is the item's date, when it is not `date`.
    pub date_field: Option<String>,
    pub label: Localized,
    pub plural: Localized,
    pub fields: Vec<Field>,
    pub states: Vec<State>,
    /// By what a register of this kind can be narrowed, in the order in which it is shown.
    pub facets: Vec<Facet>,
    /// How a register of this kind stands as a table; none where its items are shown otherwise.
    pub columns: Vec<Column>,
    /// Fields that hold a citizen's own words, where there are any: nothing in them may tell who that is.
    pub personal: Option<Vec<FieldIndex>>,
    /// What the text of an item is, where the kind says more than that there may be one.
    pub text: Option<TextRule>,
    /// Which dates cannot or do not usually come before which.
    pub order: Vec<Order>,
    /// Items take place at a time and go into calendars.
    pub calendar: Option<Calendar>,
    /// Its telephone numbers are its own; those of other kinds should be of a contact.
    pub owns_numbers: bool,
    /// `cong new` puts items into folders of years and months.
    pub month_folders: bool,
    /// A scheme of links that leads to items.
    pub linked_by: Option<Link>,
    /// Some items are warnings that stand on every page.
    pub urgent: Option<Urgent>,
    /// Search engines of others are asked to pass its items over.
    pub noindex: bool,
    /// The group that puts an item into the catalogue of open data.
    pub data_set: Option<FieldIndex>,
    /// The portal's own kind of this name cannot be read.
    pub stands_in: bool,
    /// How many fields at the front are common to all kinds.
    pub common: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    #[serde(default)]
    pub required: bool,
    /// The value is a list.
    #[serde(default)]
    pub many: bool,
    /// Only for those who keep the portal: it is checked, and nothing of it is in any output.
    #[serde(default)]
    pub private: bool,
    /// No two pages of one language may have the same value.
    #[serde(default)]
    pub unique: bool,
    /// Fields by which pages of one value are told apart all the same: two provinces number their decisions alike.
    #[serde(default)]
    pub unique_by: Vec<String>,
    /// It stands among the facts of its page.
    #[serde(default = "yes")]
    pub fact: bool,
    /// Of a picture: people read what is drawn on it, so there are versions wide enough for that.
    #[serde(default)]
    pub wide: bool,
    #[serde(default)]
    pub role: Option<DateRole>,
    pub label: Localized,
    pub help: Localized,
    /// Label of the relation seen from the other side.
    #[serde(default)]
    pub inverse: Option<Localized>,
    #[serde(default)]
    pub options: Vec<Choice>,
    /// The fields of a group.
    #[serde(default)]
    pub fields: Vec<Field>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    Text,
    Markdown,
    Bool,
    Integer,
    Number,
    Date,
    Datetime,
    Year,
    Url,
    Email,
    Phone,
    Choice,
    File,
    Image,
    /// A CSV table.
    Data,
    /// A CSV table of which a reader sees the one row whose key he types.
    Lookup,
    /// A video file or the address of a video.
    Media,
    Agency,
    Topic,
    Field,
    /// Another page, by its source file.
    Page,
    /// The number of this document (số, ký hiệu).
    DocumentNumber,
    /// The number of another document.
    DocumentRef,
    Group,
}

impl FieldType {
    /// Whether its value is shown in a place of its own, and not in a word or two.
    pub fn stands_alone(self) -> bool {
        use FieldType::{Data, File, Group, Image, Lookup, Markdown, Media};
        matches!(self, Markdown | Group | Data | Lookup | Media | Image | File)
    }
}

/// What a date of state means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    Publish,
    Withdraw,
    Opens,
    Closes,
    Effective,
    Expires,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: String,
    pub vi: String,
    pub en: String,
    /// What editors may write as well, in any case and without marks.
    #[serde(default)]
    also: Vec<String>,
}

impl Choice {
    pub fn is_written(&self, text: &str) -> bool {
        self.id == text || (!self.also.is_empty() && self.also.iter().any(|word| fold(word) == fold(text)))
    }

    pub fn label(&self, language: &str) -> &str {
        if language == "vi" { &self.vi } else { &self.en }
    }
}

/// A state of an item; the first whose conditions all hold is the item's state.
#[derive(Debug)]
pub struct State {
    pub id: String,
    pub label: Localized,
    pub when: Vec<Condition>,
}

/// What the items of a register have in common with some others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facet {
    /// The year of the item's date.
    Year,
    State,
    /// A choice, or terms of a taxonomy.
    Field(FieldIndex),
}

/// How links name an item otherwise than by its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Link {
    /// By the name of its file.
    #[serde(rename = "lien-he")]
    Contact,
    /// By its number.
    #[serde(rename = "van-ban")]
    Document,
}

/// What readers expect of the text of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextRule {
    /// There is one, or a file in its place.
    Expected,
    /// It and the field belong together, as an answer and its day.
    With(FieldIndex),
}

/// Two dates of which one does not come before the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    pub first: FieldIndex,
    pub last: FieldIndex,
    /// It does come before it, but seldom enough to be spoken of.
    pub usual: bool,
}

/// Which items are urgent, and which fields say until when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Urgent {
    /// A choice, and the option of it that makes an item urgent.
    pub field: FieldIndex,
    pub option: u16,
    /// The best to write first.
    pub until: Vec<FieldIndex>,
}

impl Kind {
    pub fn is_urgent(&self, values: &[(FieldIndex, Value)]) -> bool {
        let is = |urgent: &Urgent| values.contains(&(urgent.field, Value::Choice(urgent.option)));
        self.urgent.as_ref().is_some_and(is)
    }

    /// The first moment at which an urgent item is over; none where nothing says so.
    pub fn urgent_until(&self, values: &[(FieldIndex, Value)]) -> Option<Timestamp> {
        self.urgent_end(values).map(|(_, ends)| ends)
    }

    /// That moment, and the field that says so.
    pub fn urgent_end(&self, values: &[(FieldIndex, Value)]) -> Option<(FieldIndex, Timestamp)> {
        let end = |field: &FieldIndex| {
            let moment = values.iter().find(|(index, _)| index == field)?.1.as_moment()?;
            // A page is taken down when the moment begins; all else lasts until its day is over.
            let withdrawn = self.field(*field).role == Some(DateRole::Withdraw);
            Some((*field, if withdrawn { moment.starts } else { moment.ends() }))
        };
        self.urgent.as_ref()?.until.iter().filter_map(end).min_by_key(|(_, ends)| *ends)
    }
}

/// A column of a register.
#[derive(Debug)]
pub struct Column {
    pub shows: Shown,
    /// In place of the field's own label.
    pub label: Option<Localized>,
    /// Names the row and leads to its page.
    pub head: bool,
    /// A choice as a badge.
    pub badge: bool,
    /// What stands below it in smaller letters.
    pub minor: Option<Shown>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    Title,
    /// The day of publication.
    Date,
    State,
    Field(FieldIndex),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// The field's moment is still to come.
    Before(FieldIndex),
    /// The field's moment is over.
    After(FieldIndex),
    /// The field has a value.
    Has(FieldIndex),
    /// Another document in force points here with this field.
    Target(FieldIndex),
}

/// All kinds of a portal, sorted by name.
#[derive(Debug)]
pub struct Kinds {
    /// Sorted by name.
    pub(super) kinds: Vec<Kind>,
}

impl Kinds {
    pub fn get(&self, id: KindId) -> &Kind {
        &self.kinds[usize::from(id.0)]
    }

    pub fn find(&self, name: &str) -> Option<KindId> {
        self.kinds.binary_search_by(|kind| kind.name.as_str().cmp(name)).ok().map(|index| KindId(index as u16))
    }

    /// All kinds in the order of their ids, the schema of sections among them.
    pub fn all(&self) -> &[Kind] {
        &self.kinds
    }

    /// The kinds an editor may use, by name; the schema of sections is not one of them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(|kind| kind.name.as_str()).filter(|name| !name.starts_with('_'))
    }

    /// The schema of `_index.md`, or the kind named.
    pub fn schema(&self, name: &str) -> Option<&Kind> {
        self.find(name).map(|id| self.get(id))
    }
}

impl Kind {
    pub fn index_of(&self, name: &str) -> Option<FieldIndex> {
        self.fields.iter().position(|field| field.name == name).map(|index| index as FieldIndex)
    }

    /// The field that holds a date of state.
    pub fn by_role(&self, role: DateRole) -> Option<FieldIndex> {
        self.fields.iter().position(|field| field.role == Some(role)).map(|index| index as FieldIndex)
    }

    pub fn field(&self, index: FieldIndex) -> &Field {
        &self.fields[usize::from(index)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    fn builtin() -> Kinds {
        let mut findings = Vec::new();
        let kinds = Kinds::load(&Memory::new(), &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        kinds
    }

    #[test]
    fn the_kinds_of_a_vietnamese_portal_are_built_in() {
        let kinds = builtin();
        let names: Vec<_> = kinds.names().collect();
        let expected = [
            "article",
            "banner",
            "budget",
            "consultation",
            "contact",
            "document",
            "event",
            "gallery",
            "infographic",
            "lookup",
            "notice",
            "organisation",
            "page",
            "person",
            "plan",
            "poll",
            "question",
            "schedule",
            "science",
            "statistics",
            "video",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn every_field_is_labelled_and_explained_in_both_languages() {
        let kinds = builtin();
        for kind in &kinds.kinds {
            for field in kind.fields.iter().chain(kind.fields.iter().flat_map(|field| &field.fields)) {
                for language in ["vi", "en"] {
                    assert!(field.label.has(language) && field.help.has(language), "{}.{}", kind.name, field.name);
                }
            }
        }
    }

    #[test]
    fn a_document_has_the_fields_that_the_decree_lists() {
        let kinds = builtin();
        let document = kinds.schema("document").unwrap();
        // NĐ 42/2022 Đ4.1.a: hình thức, thẩm quyền ban hành, số ký hiệu, ngày ban hành, ngày hiệu lực, trích yếu, tệp.
        for name in ["type", "issuer", "number", "issued", "effective", "summary", "attachments"] {
            let field = document.field(document.index_of(name).unwrap());
            assert!(field.required, "{name} must be required");
        }
    }

    #[test]
    fn a_portal_overrides_a_kind_and_adds_one() {
        let mut files = Memory::new();
        let text = "schema_org = \"WebPage\"\nfolder = \"x\"\nsort = \"date\"\nlabel = \"Món ăn\"\nplural = \"Món ăn\"\nfields = []\n";
        files.put("kinds/dish.toml", text);
        files.put("kinds/page.toml", text.replace("Món ăn", "Trang riêng"));
        let mut findings = Vec::new();
        let kinds = Kinds::load(&files, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(kinds.schema("dish").unwrap().label.get("en"), "Món ăn");
        assert_eq!(kinds.schema("page").unwrap().label.get("vi"), "Trang riêng");
    }

    #[test]
    fn a_broken_kind_is_a_finding_that_names_the_file() {
        let mut files = Memory::new();
        files.put("kinds/dish.toml", "schema_org = 1\n");
        let mut findings = Vec::new();
        Kinds::load(&files, &mut findings);
        assert_eq!((&*findings[0].file, findings[0].message.code), ("kinds/dish.toml", "C04"));
    }
}
