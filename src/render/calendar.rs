//! Turns an item that takes place at a time into an iCalendar file, and a section of such items into a calendar to
//! subscribe to (RFC 5545).
//!
//! Nothing here reads the clock: `DTSTAMP` is when the item was last changed, as its editor says. A calendar holds what is
//! not over at the build's moment.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::identity;
use super::portal::Portal;
use crate::load::kinds::Calendar;
use crate::model::{PageId, PageView, Site, appointments};
use crate::path::UrlPath;
use crate::time::Moment;

/// A calendar without events has a time zone nevertheless, since it must have something (RFC 5545 §3.6). Any moment will do
/// for that, and one that stays keeps the file as it is: the beginning of 2000.
const NO_EVENT: Timestamp = Timestamp::constant(946_684_800, 0);

/// One item as a calendar.
pub fn item(portal: Portal, id: PageId) -> Vec<u8> {
    let page = portal.site.page(id);
    calendar(portal, (&page.document.title, None), &page.url, &[id])
}

/// One entry of an item as a calendar.
pub fn appointment(portal: Portal, id: PageId, index: usize) -> Vec<u8> {
    let page = portal.site.page(id);
    let all = appointments::of(&page.document, page.kind());
    let name = all.into_iter().nth(index).flatten().map_or("", |own| own.what);
    calendar(portal, (name, Some(index)), &page.url, &[id])
}

/// What a section's items have before them.
pub fn section(portal: Portal, section: PageId) -> Vec<u8> {
    let site = portal.site;
    let page = site.page(section);
    let title = site.config.title.get(site.language(page.document.language));
    let mut coming: Vec<(Timestamp, PageId)> = site
        .page(section)
        .items()
        .iter()
        .filter(|id| !site.page(**id).is_unindexed() && !site.page(**id).is_over)
        .filter_map(|id| times(site, *id).map(|times| (times.starts.starts, *id)))
        .collect();
    coming.sort();
    let ids: Vec<PageId> = coming.into_iter().map(|(_, id)| id).collect();
    calendar(portal, (&format!("{} – {title}", page.document.title), None), &page.url, &ids)
}

/// When an item takes place.
struct Times {
    starts: Moment,
    ends: Option<Moment>,
    /// The first moment at which it is over.
    over: Timestamp,
}

fn times(site: &Site, id: PageId) -> Option<Times> {
    let page = site.page(id);
    let calendar = page.kind().calendar?;
    let starts = page.document.value(calendar.starts)?.as_moment()?;
    let ends = calendar.ends.and_then(|field| page.document.value(field)?.as_moment());
    Some(Times { starts, ends, over: page.document.over(&calendar)? })
}

/// `only`: the one entry that is asked for.
fn calendar(portal: Portal, (name, only): (&str, Option<usize>), url: &UrlPath, ids: &[PageId]) -> Vec<u8> {
    let site = portal.site;
    let mut lines = Lines(String::with_capacity(1 << 10));
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//cong//cong//VI");
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.raw("URL", &portal.absolute(url));
    // RFC 7986: how often a subscriber should look again.
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT12H");
    let all: Vec<(PageId, Times)> = ids.iter().filter_map(|id| Some((*id, times(site, *id)?))).collect();
    let first = all.iter().map(|(_, times)| times.starts.starts).min().unwrap_or(NO_EVENT);
    let last = all.iter().map(|(_, times)| times.over).max().unwrap_or(first);
    zone(&site.config.zone(), &site.config.timezone, (first, last), &mut lines);
    for (id, times) in &all {
        let uid = identity::absolute_of(portal, *id);
        match site.page(*id).kind().calendar {
            Some(Calendar { entries: Some(_), .. }) => entries(portal, (*id, &uid), only, &mut lines),
            Some(calendar) => event(portal, (*id, &uid), (calendar, times), &mut lines),
            None => {}
        }
    }
    lines.raw("END", "VCALENDAR");
    lines.0.into_bytes()
}

fn event(portal: Portal, (id, uid): (PageId, &str), (calendar, times): (Calendar, &Times), lines: &mut Lines) {
    let site = portal.site;
    let page = site.page(id);
    let document = &page.document;
    let language = site.language(document.language);
    let url = portal.absolute(&page.url);
    begin(page, uid, lines);
    // Both ends are days or both are times (RFC 5545 §3.8.2.2); a day as an end is not part of the event any more.
    if times.starts.whole_day && times.ends.is_none_or(|ends| ends.whole_day) {
        lines.raw("DTSTART;VALUE=DATE", &day(times.starts.date()));
        let last = times.ends.map_or(times.starts.date(), |ends| ends.date());
        lines.raw("DTEND;VALUE=DATE", &day(last.tomorrow().unwrap_or(last)));
    } else {
        let name = &site.config.timezone;
        let local =
            |at: Timestamp| at.to_zoned_datetime(site.config.zone()).datetime().strftime("%Y%m%dT%H%M%S").to_string();
        lines.raw(&format!("DTSTART;TZID={name}"), &local(times.starts.starts));
        if times.over > times.starts.starts {
            lines.raw(&format!("DTEND;TZID={name}"), &local(times.over));
        }
    }
    let in_language = |property: &str| format!("{property};LANGUAGE={language}");
    lines.text(&in_language("SUMMARY"), &document.title);
    let text = |field| document.value(field).and_then(|value| value.as_text());
    let cancelled = calendar.cancelled.and_then(text);
    let about = [cancelled, page.text("summary"), Some(url.as_str())];
    lines.text(&in_language("DESCRIPTION"), &about.into_iter().flatten().collect::<Vec<_>>().join("\n\n"));
    if let Some(place) = calendar.place.and_then(text) {
        lines.text(&in_language("LOCATION"), place);
    }
    lines.raw("URL", &url);
    lines.raw("STATUS", if cancelled.is_some() { "CANCELLED" } else { "CONFIRMED" });
    lines.raw("END", "VEVENT");
}

/// Entries of an item, each as an event.
fn entries(portal: Portal, (id, uid): (PageId, &str), only: Option<usize>, lines: &mut Lines) {
    let site = portal.site;
    let page = site.page(id);
    let url = portal.absolute(&page.url);
    let in_language = |property: &str| format!("{property};LANGUAGE={}", page.language());
    let all = appointments::of(&page.document, page.kind()).into_iter().enumerate();
    for (_, own) in all.filter(|(index, _)| only.is_none_or(|only| only == *index)) {
        let Some(own) = own else { continue };
        begin(page, &format!("{uid}#{}", own.name), lines);
        let name = &site.config.timezone;
        let at = |time: Time| own.day.to_datetime(time).strftime("%Y%m%dT%H%M%S").to_string();
        // A part of a day is said before what it is, since a calendar knows days and hours alone.
        let part = own.time.filter(|_| own.hours.is_none()).map(|part| format!("{part}: "));
        match own.hours {
            Some((from, to)) => {
                lines.raw(&format!("DTSTART;TZID={name}"), &at(from));
                to.into_iter().for_each(|to| lines.raw(&format!("DTEND;TZID={name}"), &at(to)));
            }
            None => {
                lines.raw("DTSTART;VALUE=DATE", &day(own.day));
                lines.raw("DTEND;VALUE=DATE", &day(own.day.tomorrow().unwrap_or(own.day)));
            }
        }
        lines.text(&in_language("SUMMARY"), &format!("{}{}", part.unwrap_or_default(), own.what));
        lines.text(&in_language("DESCRIPTION"), &format!("{}\n\n{url}", page.document.title));
        own.place.into_iter().for_each(|place| lines.text(&in_language("LOCATION"), place));
        lines.raw("URL", &url);
        lines.raw("STATUS", "CONFIRMED");
        lines.raw("END", "VEVENT");
    }
}

fn begin(page: PageView, uid: &str, lines: &mut Lines) {
    // Required; where nobody says when the item was written, at least no moment that is still to come.
    let changed = page.updated.or(page.date).map_or(Timestamp::UNIX_EPOCH, |moment| moment.starts);
    lines.raw("BEGIN", "VEVENT");
    lines.raw("UID", uid);
    lines.raw("DTSTAMP", &utc(changed));
}

/// The time zone from the change before the first moment to the last moment; RFC 5545 §3.6.5.
fn zone(zone: &TimeZone, name: &str, (first, last): (Timestamp, Timestamp), lines: &mut Lines) {
    let offset = |at: Timestamp| zone.to_offset(at);
    let mut changes: Vec<(Timestamp, bool)> =
        zone.preceding(first).take(1).map(|change| (change.timestamp(), change.dst().is_dst())).collect();
    if changes.is_empty() {
        changes.push((Timestamp::UNIX_EPOCH, false));
    }
    let later = zone.following(first).take_while(|change| change.timestamp() <= last);
    changes.extend(later.map(|change| (change.timestamp(), change.dst().is_dst())));
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", name);
    for (at, summer) in changes {
        let before = offset(at.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(at));
        let part = if summer { "DAYLIGHT" } else { "STANDARD" };
        lines.raw("BEGIN", part);
        lines.raw("DTSTART", &before.to_datetime(at).strftime("%Y%m%dT%H%M%S").to_string());
        lines.raw("TZOFFSETFROM", &utc_offset(before.seconds()));
        lines.raw("TZOFFSETTO", &utc_offset(offset(at).seconds()));
        lines.raw("END", part);
    }
    lines.raw("END", "VTIMEZONE");
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// `+0700`; seconds only where the zone has them.
fn utc_offset(seconds: i32) -> String {
    let (sign, all) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let rest = if all % 60 == 0 { String::new() } else { format!("{:02}", all % 60) };
    format!("{sign}{:02}{:02}{rest}", all / 3600, all / 60 % 60)
}

/// Content lines, folded at 75 octets between characters (RFC 5545 §3.1).
struct Lines(String);

impl Lines {
    const OCTETS: usize = 75;

    /// A value that is written as it is; control characters, which could end the line, are left out.
    fn raw(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for letter in name.chars().chain([':']).chain(value.chars()).filter(|letter| !letter.is_control()) {
            if length + letter.len_utf8() > Self::OCTETS {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A value of type TEXT (RFC 5545 §3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                other => escaped.push(other),
            }
        }
        self.raw(name, &escaped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, value: &str) -> String {
        let mut lines = Lines(String::new());
        lines.text(name, value);
        lines.0
    }

    #[test]
    fn text_is_escaped_and_cannot_start_a_line_of_its_own() {
        assert_eq!(line("SUMMARY", "a, b; c\\d\nEND:VEVENT\r"), "SUMMARY:a\\, b\\; c\\\\d\\nEND:VEVENT\r\n");
    }

    #[test]
    fn long_lines_are_folded_at_75_octets_and_never_inside_a_letter() {
        let value = "Tuần văn hóa, du lịch ".repeat(12);
        let folded = line("SUMMARY", &value);
        assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", value.replace(',', "\\,")));
    }

    #[test]
    fn a_zone_tells_every_change_of_its_offset_between_two_moments() {
        let parts = |name: &str| {
            let mut lines = Lines(String::new());
            let at = |text: &str| text.parse::<Timestamp>().unwrap();
            zone(&TimeZone::get(name).unwrap(), name, (at("2024-01-15T00:00Z"), at("2024-12-01T00:00Z")), &mut lines);
            lines
                .0
                .lines()
                .filter(|line| line.starts_with("BEGIN:") || line.starts_with("TZOFFSETTO"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(parts("Asia/Ho_Chi_Minh"), "BEGIN:VTIMEZONE BEGIN:STANDARD TZOFFSETTO:+0700");
        assert_eq!(
            parts("Europe/Berlin"),
            "BEGIN:VTIMEZONE BEGIN:STANDARD TZOFFSETTO:+0100 BEGIN:DAYLIGHT TZOFFSETTO:+0200 BEGIN:STANDARD TZOFFSETTO:+0100"
        );
        assert_eq!(parts("UTC"), "BEGIN:VTIMEZONE BEGIN:STANDARD TZOFFSETTO:+0000");
    }
}
