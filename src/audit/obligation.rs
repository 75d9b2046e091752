//! What a profile is: obligations with their article, how sure we are of it, since when they hold, and what proves that they are met.
//!
//! All of it is data (`profiles/*.toml`, and the portal's own `audit/*.toml`). What can prove something is a closed list: `Proof`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::load::localized::Localized;

/// How well the text of an obligation is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// The text, or a quotation of it, was read.
    Verified,
    /// Somebody else's summary was.
    Secondary,
    /// Nothing was; it is never told as law.
    Memory,
}

impl Evidence {
    pub fn id(self) -> &'static str {
        match self {
            Evidence::Verified => "verified",
            Evidence::Secondary => "secondary",
            Evidence::Memory => "memory",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: Localized,
    /// It is law while it holds, so it is asked where nobody names a profile.
    #[serde(default)]
    pub law: bool,
    /// Days from and to which it holds, both included.
    #[serde(default, deserialize_with = "day")]
    pub effective_from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    pub effective_to: Option<Date>,
    /// Profiles whose obligations are its own too, unless it has one of the same id.
    #[serde(default)]
    pub includes: Vec<String>,
    #[serde(default, rename = "obligation")]
    pub obligations: Vec<Obligation>,
}

impl Profile {
    pub fn holds(&self, day: Date) -> bool {
        is_within(day, self.effective_from, self.effective_to)
    }
}

fn is_within(day: Date, from: Option<Date>, to: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wrong = || serde::de::Error::custom("not a day");
    // Nothing but year, month and day: another writing could be read in two ways.
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    text.parse().map(Some).ok().filter(|_| is_plain).ok_or_else(wrong)
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    pub id: String,
    pub title: Localized,
    /// `Điều 4 khoản 1 điểm a`.
    pub article: String,
    /// Where that was read.
    pub source: String,
    pub evidence: Evidence,
    /// Good practice, whatever the evidence: it is never told as a duty.
    #[serde(default)]
    pub advice: bool,
    /// Beside the period of the profile.
    #[serde(default, deserialize_with = "day")]
    pub effective_from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    pub effective_to: Option<Date>,
    /// Indexes that look at it: `papi`, `pci`, `sipas`, `par`.
    #[serde(default)]
    pub indexes: Vec<String>,
    #[serde(default, rename = "where")]
    pub place: Place,
    pub proofs: Vec<Proof>,
}

impl Obligation {
    /// Whether it is told as something that ought to be, and not as something that must.
    pub fn is_advice(&self) -> bool {
        self.advice || self.evidence == Evidence::Memory
    }

    pub fn holds(&self, day: Date) -> bool {
        is_within(day, self.effective_from, self.effective_to)
    }
}

/// Which pages an obligation is about; all that is said must hold of a page.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    pub kind: Option<String>,
    /// Choices of the kind: `type = ["quy-hoach"]`, any of them.
    pub with: BTreeMap<String, Vec<String>>,
    /// Fields that are set.
    pub has: Vec<String>,
    /// A folder below `content/`, at any depth.
    pub section: Option<String>,
    /// A page by its path below `content/`.
    pub page: Option<String>,
    /// Words of which one stands in the title or a heading, in any case and without marks.
    pub words: Vec<String>,
    /// The code of a language; the portal's first where it is not said.
    pub language: Option<String>,
}

/// What proves that an obligation is met.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// There are at least so many public pages.
    Items(usize),
    /// Each page sets these fields; `phone|email`: one of them. `text` is the text itself, `date` the day of publication.
    Fields(Vec<String>),
    /// Each page has a file or a table to download.
    Files,
    /// The newest page is not older than so many days.
    Newest(u32),
    /// There is a page for each of the last so many whole years.
    Yearly(u32),
    /// There is a page for each unit of a list and each of the last so many whole years.
    Units(UnitsProof),
    /// A page stands in the menu `footer`, which is on every page.
    Footer,
    /// The headings of the pages have, for each of these rows, one of its words.
    Headings(Vec<Vec<String>>),
    /// Pages or menus lead to one of these hosts, or to one below it.
    Links(Vec<String>),
    /// No page may be found by machines: all are `noindex`.
    Unindexed,
    /// No table of the pages has numbers or birthdays of people.
    Impersonal,
    /// The pages were checked (`verified_on`) not longer ago than so many days.
    Verified(u32),
    /// No post is vacant or held twice.
    Posts,
    /// Questions are answered within so many working days.
    Answered(u32),
    /// Consultations have a result so many days after they closed.
    Results(u32),
    /// Planned downtime is told so many working days before.
    Notice(u32),
    /// A correction leads to what it corrects.
    Corrections,
    /// Telephone numbers in texts, fields and links are those of a contact.
    Numbers,
    /// Texts that were translated have not changed since.
    Translated,
    /// `base_url` is `https`.
    Https,
    /// Nothing is loaded over `http`.
    NoHttp,
    /// No script comes from a host that is not known; these are.
    Scripts(Vec<String>),
    /// The portal makes this of itself.
    Makes(Function),
    /// A build finds none of these mistakes.
    Findings(Vec<String>),
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitsProof {
    /// Of `content/_audit/units.toml`.
    pub list: String,
    pub years: u32,
    /// The field that names the unit.
    pub unit: String,
    /// The field that names the year, or years.
    pub year: String,
}

/// What the program makes by itself where the portal wants it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// A search over the whole portal.
    Search,
    /// Lists by year and month.
    Archive,
    /// What machines read: lists or items as JSON.
    Data,
    SiteTree,
    /// A list of the portal's channels elsewhere.
    Channels,
    /// A form that somebody receives, or an address for mail.
    Feedback,
    /// Consent beside each form: the page that says what becomes of what is sent.
    Consent,
    /// The home page in English.
    English,
    /// The file that tells a server which headers of security to send.
    Headers,
}
