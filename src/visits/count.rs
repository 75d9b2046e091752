//! Adds up lines of logs: what each says is one more visit of a page on a day, or nothing.
//!
//! A visit is a GET of a page that was answered with 200 or 304 and that no robot made. Files, feeds and whatever else has an ending of
//! its own are none. Memory is bounded by the pages of a month and not by the length of a log.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::log_line::{self, LogLine};
use super::robots::is_robot;
use super::table::Table;
use crate::load::visits::{Row, is_day};

/// Where the portal lives, and how its addresses tell a language.
pub struct Place {
    /// The path of `base_url`, without a slash at the end: empty, or `/a/b`.
    pub base: String,
    /// The first has no part of the address.
    pub languages: Vec<String>,
    pub zone: TimeZone,
}

/// What was not counted, and why.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Left {
    pub robots: u64,
    /// Pictures, scripts, feeds, tables.
    pub files: u64,
    /// Other methods than GET, and answers that are no page.
    pub refused: u64,
    /// Lines in no form that is known.
    pub unread: u64,
}

/// Longer lines are in no form that is known.
const LONGEST_LINE: usize = 64 << 10;
/// More pages than any portal has; what comes after that is counted with its section alone.
const MOST_PAGES: usize = 1_000_000;
/// More sections than any portal has, each on each day.
const MOST_SECTIONS: usize = 200_000;
const LONGEST_ADDRESS: usize = 300;
const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

pub struct Counter {
    place: Place,
    /// By day and section below its language.
    sections: BTreeMap<(Date, String, String), u64>,
    /// By month and address.
    pages: BTreeMap<(i16, i8, String), u64>,
    pub counted: u64,
    pub left: Left,
    /// The last hour of a log, and the day that it belongs to.
    hour: (Vec<u8>, Option<Date>),
}

impl Counter {
    pub fn new(place: Place) -> Counter {
        let (sections, pages) = (BTreeMap::new(), BTreeMap::new());
        Counter { place, sections, pages, counted: 0, left: Left::default(), hour: (Vec::new(), None) }
    }

    /// Reads a log, or a table where its first line is that of one.
    pub fn read(&mut self, mut from: impl BufRead) -> io::Result<()> {
        let (mut line, mut table, mut is_first) = (Vec::new(), None, true);
        while next_line(&mut from, &mut line)? {
            let text = line.trim_ascii();
            if is_first {
                is_first = false;
                table = Table::of(text);
                if table.is_some() {
                    continue;
                }
            }
            match (&table, text.is_empty() || text.len() > LONGEST_LINE) {
                (_, true) => self.left.unread = self.left.unread.saturating_add(u64::from(!text.is_empty())),
                (Some(table), false) => match table.row(text) {
                    Some((day, target, views)) => self.add(day, target, views),
                    None => one_more(&mut self.left.unread),
                },
                (None, false) => self.log(text),
            }
        }
        Ok(())
    }

    fn log(&mut self, text: &[u8]) {
        let Some(LogLine { time, method, target, status, agent }) = log_line::parse(text) else {
            one_more(&mut self.left.unread);
            return;
        };
        if method != b"GET" || !matches!(status, b"200" | b"304") {
            one_more(&mut self.left.refused);
        } else if is_robot(agent) {
            one_more(&mut self.left.robots);
        } else if let Some(day) = self.day(time) {
            self.add(day, target, 1);
        } else {
            one_more(&mut self.left.unread);
        }
    }

    /// The day of the portal; whole hours of an offset begin and end on one day.
    fn day(&mut self, time: &[u8]) -> Option<Date> {
        // `05/Nov/2023:13` and `+0700`; minutes matter where an offset has some.
        let key = [time.get(..17)?, time.get(20..)?].concat();
        if self.hour.0 != key {
            self.hour = (key, moment(time).map(|at| self.place.zone.to_datetime(at).date()).filter(|day| is_day(*day)));
        }
        self.hour.1
    }

    fn add(&mut self, day: Date, target: &[u8], views: u64) {
        let Some(address) = self.page(target) else {
            self.left.files = self.left.files.saturating_add(views);
            return;
        };
        let (language, section) = self.place.parts(&address);
        let key = (day, language, section);
        let has_room = self.sections.len() < MOST_SECTIONS || self.sections.contains_key(&key);
        let key = if has_room { key } else { (day, String::new(), String::new()) };
        let sum = self.sections.entry(key).or_default();
        *sum = sum.saturating_add(views);
        let key = (day.year(), day.month(), address);
        if self.pages.len() < MOST_PAGES || self.pages.contains_key(&key) {
            let sum = self.pages.entry(key).or_default();
            *sum = sum.saturating_add(views);
        }
        self.counted = self.counted.saturating_add(views);
    }

    /// The address of a page as the portal writes it; `None` for what is no page.
    fn page(&self, target: &[u8]) -> Option<String> {
        let end = target.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(target.len());
        let path = std::str::from_utf8(&target[..end]).ok()?;
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b',' | b'"' | b'<' | b'>' | b'\\');
        let local = path.strip_prefix(&*self.place.base)?;
        let last = local.rsplit('/').next().unwrap_or_default();
        let is_page =
            local.starts_with('/') && !local.contains("//") && !last.contains('.') && path.len() <= LONGEST_ADDRESS;
        if !is_page || !path.bytes().all(is_plain) {
            return None;
        }
        Some(if last.is_empty() { path.to_owned() } else { format!("{path}/") })
    }

    /// The rows of each month: days by section, then pages from the most read. `least`: pages with fewer views are left out.
    pub fn months(&self, least: u64) -> BTreeMap<String, Vec<Row>> {
        let mut months: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for ((day, language, section), views) in &self.sections {
            let row = Row {
                period: day.to_string(),
                language: language.clone(),
                section: section.clone(),
                address: String::new(),
                views: *views,
            };
            months.entry(day.strftime("%Y-%m").to_string()).or_default().push(row);
        }
        let mut pages: Vec<(&(i16, i8, String), u64)> = self.pages.iter().map(|(key, views)| (key, *views)).collect();
        pages.sort_by_key(|(key, views)| (key.0, key.1, std::cmp::Reverse(*views)));
        for ((year, month, address), views) in pages.into_iter().filter(|(_, views)| *views >= least) {
            let (language, section) = self.place.parts(address);
            let period = format!("{year:04}-{month:02}");
            let row = Row { period: period.clone(), language, section, address: address.clone(), views };
            months.entry(period).or_default().push(row);
        }
        months
    }
}

impl Place {
    /// `/en/news/a/` → `en`, `news`
    fn parts(&self, address: &str) -> (String, String) {
        let local = address.strip_prefix(&*self.base).unwrap_or(address);
        let mut parts = local.split('/').filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default();
        match self.languages.iter().skip(1).find(|language| *language == first) {
            Some(language) => (language.clone(), parts.next().unwrap_or_default().to_owned()),
            None => (self.languages.first().cloned().unwrap_or_default(), first.to_owned()),
        }
    }
}

fn one_more(sum: &mut u64) {
    *sum = sum.saturating_add(1);
}

/// The next line without its end; of a very long one its beginning, which is longer than any line that is read.
fn next_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    loop {
        let held = from.fill_buf()?;
        if held.is_empty() {
            return Ok(!line.is_empty());
        }
        let end = memchr::memchr(b'\n', held);
        let part = &held[..end.unwrap_or(held.len())];
        if line.len() <= LONGEST_LINE {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            if line.is_empty() {
                line.push(b' ');
            }
            return Ok(true);
        }
    }
}

/// `05/Nov/2023:13:55:36 +0700`
fn moment(time: &[u8]) -> Option<jiff::Timestamp> {
    let number = |from: usize, to: usize| {
        // A sign would make a number of it that no clock has.
        let digits = time.get(from..to).filter(|part| part.iter().all(u8::is_ascii_digit))?;
        std::str::from_utf8(digits).ok()?.parse::<i16>().ok()
    };
    let month = MONTHS.iter().position(|name| time.get(3..6) == Some(*name))? as i8 + 1;
    let day = Date::new(number(7, 11)?, month, i8::try_from(number(0, 2)?).ok()?).ok()?;
    let (hour, minute, second) = (number(12, 14)?, number(15, 17)?, number(18, 20)?);
    let at = day.at(
        i8::try_from(hour).ok()?.min(23),
        i8::try_from(minute).ok()?.min(59),
        i8::try_from(second).ok()?.min(59),
        0,
    );
    let sign = if time.get(21) == Some(&b'-') { -1 } else { 1 };
    let seconds = (i32::from(number(22, 24)?) * 60 + i32::from(number(24, 26)?)) * 60 * sign;
    let offset = jiff::tz::Offset::from_seconds(seconds).ok()?;
    offset.to_timestamp(at).ok()
}
