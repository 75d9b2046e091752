//! What readers are told of the changes of each page: turns what git knows of files into days with the parts that were changed.
//!
//! A change counts from the moment at which the page was published, so what was done to a draft is told nobody, and a change of a file counts
//! for the pages that show it. Changes of one day are one entry: at what hour somebody works is nobody's affair.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::pages::{Page, Pages};
use super::settings::Settings;
use crate::load::document::Role;
use crate::load::history::{History, Parts};
use crate::time::Moment;

/// A day on which a page was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    pub day: Date,
    pub parts: Parts,
}

/// By page; empty where nothing is told.
#[derive(Default)]
pub(super) struct Histories(Vec<Box<[Change]>>);

impl Histories {
    pub fn new(settings: &Settings, pages: &Pages, history: &History) -> Histories {
        if !settings.config.history.public || history.files.is_empty() {
            return Histories::default();
        }
        Histories(pages.all().map(|(_, page)| changes(settings, page, history)).collect())
    }

    /// The newest first.
    pub fn of(&self, page: u32) -> &[Change] {
        self.0.get(page as usize).map_or(&[], |changes| changes)
    }
}

fn changes(settings: &Settings, page: &Page, history: &History) -> Box<[Change]> {
    let Settings { config, kinds, at, .. } = settings;
    let document = &page.document;
    let is_told = page.listed && document.role != Role::Section && config.history.tells(&kinds.get(document.kind).name);
    let Some(own) = history.files.get(document.source.as_str()).filter(|_| is_told) else { return Box::default() };
    let published = page.date.map_or(own.born, |date| date.starts.as_second()).max(own.born);
    let files = document.refs.iter().filter_map(|reference| reference.target.file());
    let of_files = files.filter_map(|file| history.files.get(file.as_str())).flat_map(|file| {
        // One that was added later is a change of the page.
        let added = (file.born > published).then_some((file.born, Parts::FILES));
        added.into_iter().chain(file.changes.iter().map(|(moment, _)| (*moment, Parts::FILES)))
    });
    let zone = config.zone();
    let mut days: BTreeMap<Date, Parts> = BTreeMap::new();
    let of_files = of_files.filter(|(moment, _)| *moment > published);
    for (moment, parts) in own.changes.iter().copied().filter(|(moment, _)| *moment >= published).chain(of_files) {
        let Some(time) = Timestamp::from_second(moment).ok().filter(|time| time <= at) else { continue };
        let day = days.entry(Moment::from_timestamp(time, &zone).date()).or_default();
        *day = day.with(parts);
    }
    days.into_iter().rev().map(|(day, parts)| Change { day, parts }).collect()
}
