//! Reports of the editorial board: turns a portal, and the files of figures that it keeps in `content/_report`, into the yearly report and the
//! smaller ones that feed it, as data and in every form in which they are handed in. Nothing here is part of a build.

pub mod contributors;
mod counting;
pub mod csv;
pub mod docx;
mod docx_parts;
pub mod figure;
pub mod html;
pub mod known;
pub mod markdown;
pub mod month;
pub mod paper;
pub mod questions;
pub mod shares;
pub mod targets;
pub mod terminal;
pub mod topics;
pub mod translations;
pub mod view;
pub mod year;
mod year_assessment;
mod year_figures;
pub mod year_file;
mod year_tables;
mod year_writer;
mod zip;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::audit;
use crate::files::Files;
use crate::model::Site;
use crate::tally::period::Period;
use crate::tally::shelf::Shelf;
use crate::time::short_date;

/// What is reported on.
pub struct Reported<'a> {
    /// With what is withheld: what has expired since counts.
    pub all: &'a Site,
    /// As readers see it at the end of the period.
    pub site: &'a Site,
    /// Of that moment.
    pub audit: &'a audit::report::Report,
    pub files: &'a dyn Files,
    /// The moment that both are made for.
    pub at: Timestamp,
    pub period: Period,
    pub zone: TimeZone,
    /// `vi`, else English.
    pub language: &'a str,
}

/// `Từ 01/01/2023 đến 28/12/2023`.
fn period_words(period: &Period, language: &str) -> String {
    let (from, to) = (short_date(period.from, language), short_date(period.to, language));
    word(language, "Từ {from} đến {to}", "From {from} to {to}").replace("{from}", &from).replace("{to}", &to)
}

fn word<'a>(language: &str, vi: &'a str, en: &'a str) -> &'a str {
    if is_vietnamese(language) { vi } else { en }
}

/// Reports are in Vietnamese or in English.
fn is_vietnamese(language: &str) -> bool {
    language == "vi"
}
