//! Adds up lines of logs: what each says is one more visit of a page on a day, or nothing.
//!
//! A visit is a GET of a page that was answered with 200 or 304 and that no robot made. Files, feeds and whatever else has an ending of
//! its own are none. Memory is bounded by the pages of a month and not by the length of a log. What browsers call themselves and which
//! addresses are asked for comes again and again, so what follows from it is kept.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

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
/// More sections than any portal has had.
const MOST_NAMES: usize = 100_000;
const LONGEST_ADDRESS: usize = 300;
/// Of agents and of targets of which it is kept what follows from them.
const MOST_KEPT: usize = 100_000;
const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

pub struct Counter {
    place: Place,
    /// Language and section below it, by number; the first stands for those that there is no room for.
    names: Vec<(String, String)>,
    name_numbers: FxHashMap<(String, String), u32>,
    addresses: Vec<String>,
    address_numbers: FxHashMap<String, u32>,
    /// By day and number of the section.
    sections: FxHashMap<(Date, u32), u64>,
    /// By year, month and number of the address.
    pages: FxHashMap<(i16, i8, u32), u64>,
    pub counted: u64,
    pub left: Left,
    /// The last hour of a log with its offset, and the day that it belongs to.
    hour: (Vec<u8>, Vec<u8>, Option<Date>),
    agents: FxHashMap<Box<[u8]>, bool>,
    targets: FxHashMap<Box<[u8]>, Option<Asked>>,
}

/// What a target is: a section, and an address if there was room for it.
#[derive(Clone, Copy)]
struct Asked {
    section: u32,
    page: Option<u32>,
}

impl Counter {
    pub fn new(place: Place) -> Counter {
        Counter {
            place,
            names: vec![(String::new(), String::new())],
            name_numbers: FxHashMap::default(),
            addresses: Vec::new(),
            address_numbers: FxHashMap::default(),
            sections: FxHashMap::default(),
            pages: FxHashMap::default(),
            counted: 0,
            left: Left::default(),
            hour: (Vec::new(), Vec::new(), None),
            agents: FxHashMap::default(),
            targets: FxHashMap::default(),
        }
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
        } else if self.is_robot(agent) {
            one_more(&mut self.left.robots);
        } else if let Some(day) = self.day(time) {
            self.add(day, target, 1);
        } else {
            one_more(&mut self.left.unread);
        }
    }

    fn is_robot(&mut self, agent: &[u8]) -> bool {
        if let Some(known) = self.agents.get(agent) {
            return *known;
        }
        let found = is_robot(agent);
        if self.agents.len() < MOST_KEPT {
            self.agents.insert(agent.into(), found);
        }
        found
    }

    /// The day of the portal; whole hours of an offset begin and end on one day.
    fn day(&mut self, time: &[u8]) -> Option<Date> {
        // `05/Nov/2023:13` and `+0700`; minutes matter where an offset has some.
        let (hour, offset) = (time.get(..17)?, time.get(20..)?);
        if self.hour.0 != hour || self.hour.1 != offset {
            let day = moment(time).map(|at| self.place.zone.to_datetime(at).date()).filter(|day| is_day(*day));
            self.hour = (hour.to_vec(), offset.to_vec(), day);
        }
        self.hour.2
    }

    fn add(&mut self, day: Date, target: &[u8], views: u64) {
        let Some(Asked { section, page }) = self.asked(target) else {
            self.left.files = self.left.files.saturating_add(views);
            return;
        };
        let key = (day, section);
        let has_room = self.sections.len() < MOST_SECTIONS || self.sections.contains_key(&key);
        let sum = self.sections.entry(if has_room { key } else { (day, 0) }).or_default();
        *sum = sum.saturating_add(views);
        if let Some(key) = page.map(|page| (day.year(), day.month(), page))
            && (self.pages.len() < MOST_PAGES || self.pages.contains_key(&key))
        {
            let sum = self.pages.entry(key).or_default();
            *sum = sum.saturating_add(views);
        }
        self.counted = self.counted.saturating_add(views);
    }

    /// What is asked for; `None` for what is no page.
    fn asked(&mut self, target: &[u8]) -> Option<Asked> {
        let path = &target[..memchr::memchr2(b'?', b'#', target).unwrap_or(target.len())];
        if let Some(known) = self.targets.get(path) {
            return *known;
        }
        let found = self.page(path).map(|address| {
            let section = self.section(&address);
            Asked { section, page: self.number(address) }
        });
        if self.targets.len() < MOST_KEPT {
            self.targets.insert(path.into(), found);
        }
        found
    }

    fn section(&mut self, address: &str) -> u32 {
        let name = self.place.parts(address);
        if let Some(number) = self.name_numbers.get(&name) {
            return *number;
        }
        if self.names.len() >= MOST_NAMES {
            return 0;
        }
        let number = self.names.len() as u32;
        self.names.push(name.clone());
        self.name_numbers.insert(name, number);
        number
    }

    fn number(&mut self, address: String) -> Option<u32> {
        if let Some(number) = self.address_numbers.get(&address) {
            return Some(*number);
        }
        if self.addresses.len() >= MOST_PAGES {
            return None;
        }
        let number = self.addresses.len() as u32;
        self.addresses.push(address.clone());
        self.address_numbers.insert(address, number);
        Some(number)
    }

    /// The address of a page as the portal writes it; `None` for what is no page.
    fn page(&self, path: &[u8]) -> Option<String> {
        let path = std::str::from_utf8(path).ok()?;
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
        let of = |section: u32| self.names.get(section as usize).cloned().unwrap_or_default();
        let sections = self.sections.iter().map(|((day, section), views)| ((*day, of(*section)), *views));
        // Several may have the name of those without room.
        let mut sums: BTreeMap<(Date, (String, String)), u64> = BTreeMap::new();
        for (key, views) in sections {
            let sum = sums.entry(key).or_default();
            *sum = sum.saturating_add(views);
        }
        for ((day, (language, section)), views) in sums {
            let row = Row { period: day.to_string(), language, section, address: String::new(), views };
            months.entry(day.strftime("%Y-%m").to_string()).or_default().push(row);
        }
        let address = |page: u32| self.addresses.get(page as usize).map_or("", String::as_str);
        let pages = self.pages.iter().map(|((year, month, page), views)| ((*year, *month), *views, address(*page)));
        let mut pages: Vec<((i16, i8), u64, &str)> = pages.filter(|(_, views, _)| *views >= least).collect();
        pages.sort_by_key(|(month, views, address)| (*month, std::cmp::Reverse(*views), *address));
        for ((year, month), views, address) in pages {
            let (language, section) = self.place.parts(address);
            let period = format!("{year:04}-{month:02}");
            let row = Row { period: period.clone(), language, section, address: address.to_owned(), views };
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
