//! What a portal tells the public of its own work: turns the pages that readers can see into counts by month, kind, section, agency and
//! language, of the newest year in which something came and of the year before.
//!
//! Only what is public counts: what was taken down is in the reports of the board and nowhere here. The year is that of the newest item and
//! not that of the clock, so nothing of it changes unless a page does.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::question::{Question, is_question};
use super::shelf::Shelf;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::workdays::Holidays;
use crate::model::{PageView, Site};
use crate::time::Moment;

/// Items of the year before, of the year, and of all time.
pub type Counts = [i64; 3];

/// All figures. Lists are in the order of the portal's own settings, without those of which there is nothing.
#[derive(Default, Debug)]
pub struct Tally {
    pub year: i16,
    /// The day of the newest item.
    pub newest: Option<Date>,
    pub items: Counts,
    /// Of both years, from January on.
    pub months: [[i64; 2]; 12],
    /// By the name of the kind.
    pub kinds: Vec<(String, Counts)>,
    /// Of the year, by the name of the kind.
    pub kinds_by_month: BTreeMap<String, [i64; 12]>,
    /// By the folder of a section right below the home page.
    pub sections: Vec<(String, Counts)>,
    /// By id.
    pub agencies: Vec<(String, Counts)>,
    pub languages: Vec<(Language, Counts)>,
    /// Of both years.
    pub questions: [Questions; 2],
    /// By the id of their state.
    pub consultations: Vec<(String, i64)>,
    pub documents: Vec<(String, i64)>,
}

/// Questions of a year.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Questions {
    pub received: i64,
    pub answered: i64,
    /// Of those answered, in all.
    pub days: i64,
    pub in_time: i64,
}

impl Questions {
    /// Working days of an answer in tenths, halves upwards.
    pub fn average(&self) -> Option<i64> {
        (self.answered > 0).then(|| (self.days * 20 + self.answered) / (self.answered * 2))
    }
}

impl Tally {
    pub fn of(site: &Site, holidays: &Holidays) -> Tally {
        // What is still to come is not in the site.
        let shelf = Shelf::new(site, Timestamp::MAX);
        let items: Vec<(PageView, Moment)> = shelf.all().collect();
        let Some(newest) = items.iter().map(|(_, came)| came.date()).max() else { return Tally::default() };
        let year = newest.year();
        let mut tally = Tally { year, newest: Some(newest), ..Tally::default() };
        let sum = |fits: &dyn Fn(&PageView) -> bool| {
            items.iter().filter(|(page, _)| fits(page)).fold([0; 3], |sum, (_, came)| plus(sum, year, came))
        };
        tally.items = sum(&|_| true);
        for (page, came) in items.iter().filter(|(_, came)| year - came.year() < 2) {
            let month = usize::try_from(came.month() - 1).unwrap_or_default().min(11);
            tally.months[month][usize::from(came.year() == year)] += 1;
            if came.year() == year {
                tally.kinds_by_month.entry(page.kind().name.clone()).or_default()[month] += 1;
            }
        }
        let all = site.kinds.all().iter().map(|kind| kind.name.as_str());
        tally.kinds = listed(all, &by(&items, year, |page| vec![page.kind().name.as_str()]));
        let tops = site.sections().filter_map(|id| site.page(id).folder());
        let mut tops: Vec<&str> = tops.filter(|folder| !folder.is_empty() && !folder.contains('/')).collect();
        tops.sort_unstable();
        tops.dedup();
        tally.sections = listed(tops.into_iter(), &by(&items, year, |page| top(site, page).into_iter().collect()));
        let agencies = site.config.terms(Taxonomy::Agency).iter().map(|agency| agency.id.as_str());
        tally.agencies = listed(agencies, &by(&items, year, |page| page.texts(Taxonomy::Agency.key())));
        let spoken = site.languages().map(|language| (language, sum(&|page| page.document().language == language)));
        tally.languages = spoken.filter(|(_, counts)| counts[2] > 0).collect();
        tally.questions = questions(&items, year, holidays);
        tally.consultations = states(site, "consultation");
        tally.documents = states(site, "document");
        tally
    }
}

fn plus(mut counts: Counts, year: i16, came: &Moment) -> Counts {
    counts[2] += 1;
    match year - came.year() {
        0 => counts[1] += 1,
        1 => counts[0] += 1,
        _ => {}
    }
    counts
}

/// By whatever a page belongs to; it may belong to several.
fn by<'a, 's>(
    items: &'s [(PageView<'a>, Moment)],
    year: i16,
    of: impl Fn(&'s PageView<'a>) -> Vec<&'a str>,
) -> BTreeMap<&'a str, Counts> {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for (page, came) in items {
        let mut own = of(page);
        own.sort_unstable();
        own.dedup();
        for name in own {
            let sum = counts.entry(name).or_default();
            *sum = plus(*sum, year, came);
        }
    }
    counts
}

fn listed<'a>(names: impl Iterator<Item = &'a str>, counts: &BTreeMap<&str, Counts>) -> Vec<(String, Counts)> {
    names.filter_map(|name| Some((name.to_owned(), *counts.get(name)?))).collect()
}

/// The folder of the section right below the home page in which a page stands.
fn top<'a>(site: &'a Site, page: &PageView<'a>) -> Option<&'a str> {
    let folder = site.page(page.section()?).folder()?;
    folder.split('/').next().filter(|top| !top.is_empty())
}

fn questions(items: &[(PageView, Moment)], year: i16, holidays: &Holidays) -> [Questions; 2] {
    let mut both = [Questions::default(); 2];
    for (page, _) in items.iter().filter(|(page, _)| is_question(page)) {
        let day = |field: &str| page.moment(field).map(|moment| moment.date());
        if let Some(own) = day("received").and_then(|day| place(&mut both, year, day.year())) {
            own.received += 1;
        }
        let Some(answered) = day("answered") else { continue };
        let question = Question::of(*page, answered, holidays);
        if let Some((question, own)) = question.zip(place(&mut both, year, answered.year())) {
            own.answered += 1;
            own.days += question.days;
            own.in_time += i64::from(!question.is_late());
        }
    }
    both
}

fn place(both: &mut [Questions; 2], year: i16, of: i16) -> Option<&mut Questions> {
    match year - of {
        0 => Some(&mut both[1]),
        1 => Some(&mut both[0]),
        _ => None,
    }
}

/// How many of a kind there are in each state, in the order of its states; translations do not count.
fn states(site: &Site, kind: &str) -> Vec<(String, i64)> {
    let mut counts: BTreeMap<u16, i64> = BTreeMap::new();
    let own = site.all_pages().filter(|page| !page.is_section() && page.kind().name == kind);
    for state in own.filter(|page| page.document().language == 0).filter_map(|page| page.state_index()) {
        *counts.entry(state).or_default() += 1;
    }
    let Some(kind) = site.kinds.schema(kind) else { return Vec::new() };
    // Several states may read alike.
    let id = |state: u16| kind.states.get(usize::from(state)).map(|state| state.id.clone());
    counts.into_iter().filter_map(|(state, count)| Some((id(state)?, count))).collect()
}
