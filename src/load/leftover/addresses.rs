//! Turns bare addresses in a text into links, by the rules of GFM for extended autolinks (section 6.9), and where those say
//! nothing so that Vietnamese text beside an address stays text: `(xem www.tinh.vn)`, `bbt@tinh.vn.`, `https://tinh.vn”`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::run::{ESCAPED, Edit, FILLER, TAKEN, element};
use super::{Out, Run};

/// Bytes of the longest address that is looked for.
const LONGEST: usize = 2000;

pub fn link<'a>(run: &Run<'_, 'a>, out: &mut Out<'a>) {
    let elements = run.elements();
    let bytes = run.mask.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b':' | b'w' | b'W' | b'@')) {
        let sign = at + next;
        let found = match bytes[sign] {
            b':' => with_scheme(run, sign, at),
            b'@' => mail(run, sign, at),
            _ => without_scheme(run, sign),
        };
        at = sign + 1;
        let Some((place, before)) = found else { continue };
        at = place.end.max(at);
        if element(&elements, place.start).is_none_or(|element| element.is_linked) {
            continue;
        }
        let target = format!("{before}{}", address(run, place.clone()));
        let place = run.place(place);
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(target),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        out.edits.push(Edit { range: place.start..place.start, event: Event::Start(tag) });
        out.edits.push(Edit { range: place.end..place.end, event: Event::End(TagEnd::Link) });
    }
}

/// The place of an address, and what its link has before it.
type Address = Option<(Range<usize>, &'static str)>;

/// `https://…`; `colon` is where its colon stands, `from` where the last address ended.
fn with_scheme(run: &Run, colon: usize, from: usize) -> Address {
    let rest = run.mask[colon..].strip_prefix("://")?;
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = colon.checked_sub(scheme.len()).filter(|start| *start >= from);
        start.and_then(|start| run.mask.get(start..colon)).is_some_and(|text| text.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    if run.before(start).is_alphanumeric() {
        return None;
    }
    let host = host_of(rest, 2)?;
    Some((start..end(run, start, colon + 3 + host), ""))
}

fn without_scheme(run: &Run, start: usize) -> Address {
    let rest = run.mask.get(start..)?;
    let rest = rest.get(..4).filter(|begin| begin.eq_ignore_ascii_case("www.")).map(|_| &rest[4..])?;
    let before = run.before(start);
    if before.is_alphanumeric() || matches!(before, '/' | '.' | '-' | '_' | '@' | '%') {
        return None;
    }
    let host = host_of(rest, 1)?;
    Some((start..end(run, start, start + 4 + host), "http://"))
}

/// `bbt@tinh.vn`, also with `mailto:` before it.
fn mail(run: &Run, sign: usize, from: usize) -> Address {
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let before = &run.mask.as_bytes()[from..sign];
    let length = before.iter().rev().take(LONGEST).take_while(|byte| is_local(byte)).count();
    let own = run.mask.get(sign - length..sign)?;
    let start = sign - own.trim_start_matches(['.', '-', '_', '+']).len();
    if start == sign || run.before(sign - length).is_alphanumeric() || run.before(start) == '/' {
        return None;
    }
    let host = &run.mask[sign + 1..];
    let length = ascii_host(host);
    let host = host[..length].trim_end_matches(['.', '-', '_']);
    let is_host = host.split('.').count() >= 2 && host.split('.').all(|part| !part.is_empty());
    let is_written = run.mask.get(..start).is_some_and(|before| before.ends_with("mailto:"));
    let start = if is_written { start - "mailto:".len() } else { start };
    is_host.then_some((start..sign + 1 + host.len(), if is_written { "" } else { "mailto:" }))
}

fn ascii_host(text: &str) -> usize {
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    text.bytes().take(LONGEST).take_while(|byte| is_host(byte)).count()
}

/// How long the host is: at least so many parts, no underscore in the last two. Letters with marks belong to it only if it is
/// none without them: in `tinh.vnđể` a space was forgotten.
fn host_of(text: &str, parts: usize) -> Option<usize> {
    let is_host = |name: &str| {
        let name = name.strip_suffix('.').unwrap_or(name);
        let all: Vec<&str> = name.split('.').collect();
        all.len() >= parts
            && all.iter().all(|part| !part.is_empty())
            && all.iter().rev().take(2).all(|part| !part.contains('_'))
            && all.last().is_some_and(|last| last.chars().nth(1).is_some())
    };
    let ascii = ascii_host(text);
    if is_host(&text[..ascii]) {
        return Some(ascii);
    }
    let all = text.char_indices().take(LONGEST);
    let end = all.take_while(|(_, letter)| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_')).last();
    let end = end.map_or(0, |(at, letter)| at + letter.len_utf8());
    is_host(&text[..end]).then_some(end)
}

/// Where an address ends whose host ends at `host`.
fn end(run: &Run, start: usize, host: usize) -> usize {
    let rest = &run.mask[host..];
    let goes_on = rest.starts_with(['/', '?', '#', ':']);
    let length = if goes_on { rest.find(ends_address).unwrap_or(rest.len()) } else { 0 };
    let mut text = &run.mask[start..host + length];
    let count = |sign: char| text.matches(sign).count();
    // How many brackets of each sort are closed without having been opened.
    let mut closed = BRACKETS.map(|(open, close)| count(close).saturating_sub(count(open)));
    while let Some(last) = text.chars().next_back() {
        let bracket = BRACKETS.iter().position(|(_, close)| *close == last);
        let cut = match (last, bracket) {
            ('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' | '‘' | '–' | '—', _) => {
                last.len_utf8()
            }
            (';', _) => entity(text),
            (_, Some(sort)) if closed[sort] > 0 => {
                closed[sort] -= 1;
                1
            }
            _ => break,
        };
        text = &text[..text.len() - cut];
    }
    start + text.len()
}

const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

fn ends_address(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, TAKEN | '<' | '>' | '"' | '“' | '”' | '«' | '»' | '…' | '`')
}

/// How much goes with a semicolon at the end: what looks like an entity before it goes as well.
fn entity(text: &str) -> usize {
    let name = text[..text.len() - 1].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let before = text.len() - 1 - name;
    if name > 0 && text[..before].ends_with('&') { name + 2 } else { 1 }
}

/// The address as the author meant it: with the signs that stand behind a backslash, without what spells an entity.
fn address(run: &Run, place: Range<usize>) -> String {
    let written = run.written(place.clone());
    let signs = run.mask[place].char_indices().filter(|(_, letter)| *letter != FILLER && *letter != TAKEN);
    signs
        .map(|(at, letter)| if letter == ESCAPED { written[at..].chars().next().unwrap_or(' ') } else { letter })
        .collect()
}
