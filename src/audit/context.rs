//! What every part of an audit looks at: the site, its settings, the day, and who owns what.

use std::cell::OnceCell;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::place::Shelf;
use super::report::{Entry, both};
use super::units::Units;
use crate::diag::Finding;
use crate::diag::phrases::Words;
use crate::files::Files;
use crate::load::audit::Audit;
use crate::load::config::{SITE, Term};
use crate::load::document::Language;
use crate::load::localized::Localized;
use crate::load::theme::Theme;
use crate::load::workdays::Holidays;
use crate::model::{PageView, Site};
use crate::time::Moment;

/// What is audited.
#[derive(Clone, Copy)]
pub struct Audited<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub files: &'a dyn Files,
    /// Of a build.
    pub findings: &'a [Finding],
    /// The moment that the site is made for.
    pub at: Timestamp,
}

pub struct Context<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub files: &'a dyn Files,
    pub findings: &'a [Finding],
    pub settings: &'a Audit,
    pub shelf: Shelf<'a>,
    pub holidays: Holidays,
    pub units: Units,
    pub today: Date,
    /// Numbers of nobody: all texts are read for them, so it is done once.
    pub numbers: OnceCell<Vec<Entry>>,
}

/// The language in which the portal is written first.
pub const FIRST: Language = 0;

impl<'a> Context<'a> {
    pub fn new(audited: Audited<'a>, findings: &mut Vec<Finding>) -> Context<'a> {
        let Audited { site, theme, files, findings: built, at } = audited;
        Context {
            site,
            theme,
            files,
            findings: built,
            settings: &site.config.audit,
            shelf: Shelf::new(site),
            holidays: Holidays::read(files, findings),
            units: Units::read(files, findings),
            today: Moment::from_timestamp(at, &site.config.zone()).date(),
            numbers: OnceCell::new(),
        }
    }

    /// Days since then.
    pub fn age(&self, day: Date) -> i64 {
        i64::from((self.today - day).get_days())
    }

    /// So many days before today.
    pub fn days_ago(&self, days: u32) -> Date {
        self.today.checked_sub(i64::from(days).days()).unwrap_or(self.today)
    }

    /// The last so many years that are over, the earliest first.
    pub fn whole_years(&self, count: u32) -> std::ops::Range<i16> {
        let count = i16::try_from(count.min(50)).unwrap_or(1);
        self.today.year() - count..self.today.year()
    }

    /// When something of a page was last published, changed or checked.
    pub fn last(&self, page: &PageView) -> Option<Date> {
        let told = page.date.into_iter().chain(page.updated).map(|moment| moment.date());
        let checked = page.moment("verified_on").map(|moment| moment.date()).filter(|day| *day <= self.today);
        told.chain(checked).max()
    }

    pub fn agency(&self, id: &str) -> Words {
        let term = self.site.config.agencies.iter().find(|term| term.id == id);
        term.map_or_else(|| both(id, id), |Term { name, .. }| words(name))
    }

    /// The agency of a page, else of the sections around it, else the unit that keeps the portal.
    pub fn owner(&self, page: &PageView) -> Words {
        let around = self.site.ancestors(page.id).into_iter().rev();
        let own = |page: PageView<'a>| page.texts("agency").first().map(|id| self.agency(id));
        let own = own(self.site.page(page.id)).or_else(|| around.into_iter().find_map(|id| own(self.site.page(id))));
        own.unwrap_or_else(|| self.keeper())
    }

    /// Who keeps the portal.
    pub fn keeper(&self) -> Words {
        let owner = &self.site.config.owner;
        let unit = words(&owner.unit);
        if unit.0.is_empty() { words(&owner.name) } else { unit }
    }

    /// An entry about a page.
    pub fn entry(&self, page: &PageView) -> Entry {
        Entry {
            file: page.document().source.to_string(),
            title: page.document().title.to_string(),
            url: Some(page.url.as_str().to_owned()).filter(|_| page.listed),
            owner: self.owner(page),
            date: None,
            days: None,
            late: false,
            what: Words::default(),
        }
    }

    /// An entry about the portal itself.
    pub fn entry_of_site(&self, title: impl Into<String>) -> Entry {
        Entry {
            file: SITE.to_owned(),
            title: title.into(),
            url: None,
            owner: self.keeper(),
            date: None,
            days: None,
            late: false,
            what: Words::default(),
        }
    }
}

pub fn words(text: &Localized) -> Words {
    both(text.get("vi"), text.get("en"))
}
