//! Turns pairs of `**`, `*` and `~~` that the parser left as text into what they mean, and reports those without a partner.
//!
//! CommonMark ends no emphasis between a punctuation mark and a letter, so that `**Điều 1.**Phạm vi` shows its asterisks. Every
//! legal text is written that way, and nobody writes two pairs of asterisks to show them. So what CommonMark left over is
//! paired in order: two equal signs in one element, with words between them, of which at least one stands close to its words.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::run::{Edit, Element, TAKEN, element};
use super::unmeant::times;
use super::words::short;
use super::{Found, Out, Run};
use crate::diag::catalog;
use crate::load::steps;

/// Signs of one sort, and the elements they make.
struct Mark {
    sign: char,
    count: usize,
    tags: &'static [Kind],
}

#[derive(Clone, Copy)]
enum Kind {
    Emphasis,
    Strong,
    Strikethrough,
}

impl Kind {
    fn start<'a>(self) -> Event<'a> {
        Event::Start(match self {
            Kind::Emphasis => Tag::Emphasis,
            Kind::Strong => Tag::Strong,
            Kind::Strikethrough => Tag::Strikethrough,
        })
    }

    fn end<'a>(self) -> Event<'a> {
        Event::End(match self {
            Kind::Emphasis => TagEnd::Emphasis,
            Kind::Strong => TagEnd::Strong,
            Kind::Strikethrough => TagEnd::Strikethrough,
        })
    }
}

/// `_` makes nothing between letters, also in CommonMark; it is only reported.
const MARKS: &[Mark] = &[
    Mark { sign: '*', count: 3, tags: &[Kind::Strong, Kind::Emphasis] },
    Mark { sign: '*', count: 2, tags: &[Kind::Strong] },
    Mark { sign: '*', count: 1, tags: &[Kind::Emphasis] },
    Mark { sign: '~', count: 2, tags: &[Kind::Strikethrough] },
    Mark { sign: '_', count: 2, tags: &[] },
    Mark { sign: '_', count: 1, tags: &[] },
];

pub fn pair<'a>(run: &Run<'_, 'a>, out: &mut Out<'a>) {
    let elements = run.elements();
    for mark in MARKS {
        let signs = signs(run, &elements, mark);
        match signs.len() {
            0 => {}
            1 => report(run, mark, &signs[0], out),
            _ => match_up(run, mark, &signs, out),
        }
    }
}

/// A sign of its length exactly, with what stands beside it.
struct Sign {
    at: Range<usize>,
    element: usize,
    before: char,
    after: char,
}

impl Sign {
    /// Close to the word that follows, which it could begin to emphasise.
    fn opens(&self) -> bool {
        let begins = self.after.is_alphanumeric() || is_opening(self.after);
        let is_free = self.before.is_whitespace() || !self.before.is_alphanumeric();
        !self.after.is_whitespace() && (begins || (is_free && !is_closing(self.after)))
    }

    fn closes(&self) -> bool {
        !self.before.is_whitespace() && !is_opening(self.before)
    }

    /// Loose on both sides, at the beginning of a line or behind a space: `** Điều 1**`.
    fn opens_loosely(&self) -> bool {
        self.before.is_whitespace() && self.after == ' '
    }

    /// Where CommonMark begins or ends nothing: between a punctuation mark and a letter.
    fn is_forbidden(&self, is_end: bool) -> bool {
        let (inner, outer) = if is_end { (self.before, self.after) } else { (self.after, self.before) };
        !inner.is_alphanumeric() && outer.is_alphanumeric()
    }
}

fn is_opening(letter: char) -> bool {
    matches!(letter, '(' | '[' | '{' | '“' | '‘' | '«' | '"' | '\'' | '<')
}

fn is_closing(letter: char) -> bool {
    matches!(letter, ')' | ']' | '}' | '”' | '’' | '»' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '>')
}

fn signs(run: &Run, elements: &[Element], mark: &Mark) -> Vec<Sign> {
    let mut found = Vec::new();
    let bytes = run.mask.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| char::from(*byte) == mark.sign) {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|byte| char::from(**byte) == mark.sign).count();
        at = start + length;
        if length == mark.count
            && let Some(element) = element(elements, start)
        {
            let (before, after) = (run.before(start), run.after(at));
            found.push(Sign { at: start..at, element: element.around, before, after });
        }
    }
    found
}

fn match_up<'a>(run: &Run<'_, 'a>, mark: &Mark, signs: &[Sign], out: &mut Out<'a>) {
    // A sign with a space before it can end bold text only if none would be left alone.
    let is_even = signs.len().is_multiple_of(2);
    let mut open: Option<&Sign> = None;
    for sign in signs {
        let Some(first) = open.take() else {
            if sign.opens() || (mark.count > 1 && sign.opens_loosely()) {
                open = Some(sign);
            } else {
                report(run, mark, sign, out);
            }
            continue;
        };
        if first.element == sign.element && is_pair(run, mark, first, sign, is_even) {
            if mark.tags.is_empty() {
                tell(run, mark, first, true, out);
            }
            let (start, end) = (run.place(first.at.clone()), run.place(sign.at.clone()));
            for kind in mark.tags {
                out.edits.push(Edit { range: start.clone(), event: kind.start() });
            }
            for kind in mark.tags.iter().rev() {
                out.edits.push(Edit { range: end.clone(), event: kind.end() });
            }
        } else {
            if mark.sign == '*' && is_loose_pair(run, mark, first, sign) {
                tell(run, mark, first, true, out);
                continue;
            }
            report(run, mark, first, out);
            if sign.opens() {
                open = Some(sign);
            }
        }
    }
    if let Some(first) = open {
        report(run, mark, first, out);
    }
}

fn is_pair(run: &Run, mark: &Mark, first: &Sign, last: &Sign, is_even: bool) -> bool {
    let has_words = run.written(first.at.end..last.at.start).contains(char::is_alphanumeric);
    let is_one_line = !run.mask[first.at.end..last.at.start].contains('\n');
    has_words
        && match mark.count {
            _ if mark.tags.is_empty() => {
                first.opens() && !first.before.is_alphanumeric() && last.closes() && last.is_forbidden(true)
            }
            // A single asterisk is also a footnote mark and a sign of multiplication.
            1 => {
                let is_product = times(first.before, first.after) && times(last.before, last.after);
                let is_forbidden = first.is_forbidden(false) || last.is_forbidden(true);
                is_one_line && first.opens() && last.closes() && is_forbidden && !is_product
            }
            // About five: `~~5 đến ~~10`.
            _ if mark.sign == '~' && last.after.is_ascii_digit() && !last.closes() => false,
            _ => (last.closes() && (first.opens() || first.opens_loosely())) || (first.opens() && is_even),
        }
}

/// Only what cannot be a footnote mark (`(**)`, `1.234**`, `** Số liệu sơ bộ`) or a line to write on is a slip.
fn report(run: &Run, mark: &Mark, sign: &Sign, out: &mut Out) {
    if mark.sign == '*' && mark.count == 1 && is_torn(run, sign) {
        return tell(run, mark, sign, sign.before != '*', out);
    }
    if mark.count == 1 || mark.sign == '_' || (mark.sign == '~' && sign.after.is_ascii_digit()) {
        return;
    }
    let is_word = sign.after.is_alphanumeric() || matches!(sign.after, '“' | '‘' | '«');
    let begins = sign.opens() && is_word && !sign.before.is_alphanumeric() && sign.before != '(';
    let ends = sign.closes() && is_closing(sign.before) && sign.before != ')' && sign.after.is_whitespace();
    if begins || ends {
        tell(run, mark, sign, begins, out);
    }
}

/// The third asterisk of `*Điều 1**`: the parser took the one beside it.
fn is_torn(run: &Run, sign: &Sign) -> bool {
    let taken = |at: Option<usize>| at.is_some_and(|at| run.mask.as_bytes().get(at) == Some(&(TAKEN as u8)));
    (sign.before == '*' && taken(sign.at.start.checked_sub(1))) || (sign.after == '*' && taken(Some(sign.at.end)))
}

/// `** Lưu ý **` on a line of its own, `** Điều 1. ** Phạm vi`: no footnote mark stands so.
fn is_loose_pair(run: &Run, mark: &Mark, first: &Sign, last: &Sign) -> bool {
    let inner = run.written(first.at.end..last.at.start);
    let begins_line = run.mask[..first.at.start].chars().next_back().is_none_or(|before| before == '\n');
    mark.count > 1
        && begins_line
        && !inner.contains('\n')
        && inner.contains(char::is_alphanumeric)
        && first.opens_loosely()
        && last.before == ' '
        && (matches!(run.mask.as_bytes().get(last.at.end), None | Some(b'\n')) || steps::is_part(inner.trim()))
}

fn tell(run: &Run, mark: &Mark, sign: &Sign, begins: bool, out: &mut Out) {
    let written: String = std::iter::repeat_n(mark.sign, mark.count).collect();
    let around = if begins { sign.at.start..run.mask.len() } else { 0..sign.at.end };
    let found = Found::new(&catalog::EMPHASIS_LEFTOVER, run.place(sign.at.clone()));
    out.tell(found.with("mark", written).with("text", excerpt(run.written(around), begins)));
}

/// The words beside a sign.
fn excerpt(text: &str, begins: bool) -> String {
    const LONGEST: usize = 30;
    if begins {
        return short(&text.chars().take(LONGEST).collect::<String>());
    }
    let from = text.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    short(&text[from..])
}
