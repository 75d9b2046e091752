//! Turns comments into nothing, and what may have been meant as one into an error: a note between editors is never public.
//!
//! A comment that is not closed where it can be closed would hide, or show, what nobody can say. Such a page is not built.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::words::short;
use super::{Found, Out, Part, Placed, Run};
use crate::diag::catalog;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

pub fn left_out(comment: &str, range: Range<usize>) -> Found {
    let inner = comment.strip_prefix(OPEN).unwrap_or(comment);
    Found::new(&catalog::COMMENT, range).with("text", short(inner.strip_suffix(CLOSE).unwrap_or(inner)))
}

pub fn unclear(text: &str, range: Range<usize>) -> Found {
    Found::new(&catalog::COMMENT_OPEN, range).with("text", short(text)).fatal()
}

/// What begins like a comment in running text, or ends like one.
pub fn open(run: &Run, out: &mut Out) {
    for (at, _) in run.mask.match_indices('<') {
        if is_begun(&run.mask[at + 1..]) {
            out.tell(unclear(run.written(at..run.mask.len()), run.place(at..run.mask.len())));
            return;
        }
    }
    // An arrow, unless it may be the end of a comment that seems to have ended before: `<!-- a --> b -->`.
    let Some(last) = run.around.comment else { return };
    let may_end =
        |at: &usize| last > run.start || run.mask[at + CLOSE.len()..].trim_start_matches(' ').starts_with('\n');
    let ends = run.mask.match_indices(CLOSE).map(|(at, _)| at);
    if let Some(at) = ends.into_iter().find(|at| may_end(at) || at + CLOSE.len() == run.mask.trim_end().len()) {
        out.tell(unclear(run.written(0..at + CLOSE.len()), run.place(at..at + CLOSE.len())));
    }
}

/// Whether a text has what begins a comment.
pub fn begins_comment(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| is_begun(&text[at + 1..]))
}

/// Behind `<`: `!--`, also with one hyphen, with spaces, and with the dashes that word processors make of two hyphens.
fn is_begun(rest: &str) -> bool {
    let Some(rest) = rest.trim_start_matches(' ').strip_prefix('!') else { return false };
    rest.trim_start_matches(' ').starts_with(['-', '–', '—', '−', '‐'])
}

/// The lines of a block of HTML without the comments in them.
pub fn strip<'a>(lines: Vec<Placed<'a>>, ready: &mut VecDeque<Part<'a>>) -> Vec<Placed<'a>> {
    let mut left = Vec::new();
    // The comment that is open: where it began, and what it says.
    let mut open: Option<(usize, String)> = None;
    for (event, range) in lines {
        let Event::Html(html) = event else { continue };
        let mut at = 0;
        while at < html.len() {
            let rest = &html[at..];
            let (sign, next) = if open.is_some() { (CLOSE, rest.find(CLOSE)) } else { (OPEN, rest.find(OPEN)) };
            let end = next.unwrap_or(rest.len());
            match &mut open {
                Some((_, said)) => said.push_str(&rest[..end]),
                None if end > 0 => {
                    let place = range.start + at..range.start + at + end;
                    left.push((Event::Html(CowStr::from(rest[..end].to_owned())), place));
                }
                None => {}
            }
            let Some(_) = next else { break };
            at += end + sign.len();
            open = match open {
                None => Some((range.start + at - sign.len(), String::new())),
                Some((begin, said)) => {
                    let found = Found::new(&catalog::COMMENT, begin..range.start + at);
                    ready.push_back(Part::Found(found.with("text", short(&said))));
                    None
                }
            };
        }
    }
    if let Some((begin, said)) = open {
        ready.push_back(Part::Found(unclear(&said, begin..begin + OPEN.len())));
    }
    let text = |(event, _): &Placed| if let Event::Html(html) = event { html.trim().to_owned() } else { String::new() };
    if let Some((event, range)) = left.iter().find(|line| text(line).contains(CLOSE)) {
        ready.push_back(Part::Found(unclear(&text(&(event.clone(), range.clone())), range.clone())));
    }
    left.retain(|line| !text(line).is_empty());
    left
}
