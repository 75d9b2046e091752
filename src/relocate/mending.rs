//! Turns a page into the same page with its links mended, byte for byte as it was elsewhere.
//!
//! Links of the text are found as Markdown reads them; values of front matter and bare addresses where the document says that they
//! stand. Whether all of it leads where it should is seen when the page is read again, not here.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::targets::Targets;
use crate::diag::Span;
use crate::load::document::{Document, Target};
use crate::load::fences;
use crate::load::kinds::{FieldType, Kind};
use crate::load::markdown;
use crate::load::source_text;
use crate::load::stored::Stored;
use crate::path::SourcePath;

/// A place of the text as it is read, and what is to stand there.
pub type Edit = (Range<usize>, String);

/// A page as it is read, and where its text begins.
pub struct Read<'a> {
    pub text: &'a str,
    pub body: usize,
}

/// The file as it should be; `None` where nothing changes. `stored`: as it is.
pub fn mended(document: &Document, kind: &Kind, stored: &str, targets: &Targets) -> Option<String> {
    mended_with(document, kind, (stored, targets), &|_| Vec::new())
}

/// The same with further edits of values in its front matter.
pub fn mended_with(
    document: &Document,
    kind: &Kind,
    (stored, targets): (&str, &Targets),
    more: &dyn Fn(&Read) -> Vec<Edit>,
) -> Option<String> {
    let file = &document.source;
    let read = source_text::clean(file.as_str(), stored.as_bytes(), &mut Vec::new())?;
    let places = Stored::new(stored, &read)?;
    let parts = fences::split(file, &read, "", &mut Vec::new())?;
    let body = read.len() - parts.body.len();
    let (mut edits, links) = of_body(file, &read, body, targets);
    let is_link = |at: usize| links.iter().any(|range| range.contains(&at));
    for reference in document
        .refs
        .iter()
        .filter(|reference| targets.target(&reference.target) != reference.target || targets.files.contains_key(file))
    {
        let at = offset(&read, reference.span);
        if !is_link(at) {
            let fits = |written: &str| leads(targets, file, written, &reference.target);
            edits.extend(at_place((&read, at..body.max(line_end(&read, at))), reference.span, &fits, |written| {
                targets.value(file, written)
            }));
        }
    }
    let leaves = document.leaves(kind);
    for leaf in leaves.iter().filter(|leaf| leaf.field.kind == FieldType::Url && leaf.field.name != "aliases") {
        let at = offset(&read, leaf.span);
        let fits = |written: &str| leaf.value.as_text() == Some(written);
        edits.extend(at_place((&read, at..body), leaf.span, &fits, |written| targets.address(written)));
    }
    edits.extend(more(&Read { text: &read, body }));
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup_by(|later, first| later.0.start < first.0.end || later == first);
    let edits = edits.into_iter().filter_map(|(range, new)| Some((places.range(&range)?, new)));
    let text = applied(stored, edits);
    (text != stored).then_some(text)
}

/// Links and pictures of the text that lead elsewhere from now on, and where all links stand.
fn of_body(file: &SourcePath, read: &str, from: usize, targets: &Targets) -> (Vec<Edit>, Vec<Range<usize>>) {
    let body = &read[from..];
    let moved = |range: Range<usize>| range.start + from..range.end + from;
    let parser = Parser::new_ext(body, markdown::options());
    let (mut edits, mut links) = (Vec::new(), Vec::new());
    let definitions: Vec<_> =
        parser.reference_definitions().iter().map(|(_, found)| (found.dest.to_string(), found.span.clone())).collect();
    for (written, range) in definitions {
        let new = targets.link(file, &written);
        edits.extend(new.and_then(|new| destination(body, &range, "]:", &written).map(|at| (moved(at), new))));
    }
    for (event, range) in parser.into_offset_iter() {
        let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) = event else {
            continue;
        };
        links.push(moved(range.clone()));
        let mark = match link_type {
            LinkType::Inline => "](",
            LinkType::Autolink => "<",
            _ => continue,
        };
        let new = targets.link(file, &dest_url);
        edits.extend(new.and_then(|new| destination(body, &range, mark, &dest_url).map(|at| (moved(at), new))));
    }
    (edits, links)
}

/// Where a destination is written behind the last `mark` of a link.
fn destination(body: &str, range: &Range<usize>, mark: &str, written: &str) -> Option<Range<usize>> {
    let link = body.get(range.clone())?;
    let behind = link.rfind(mark)? + mark.len();
    let rest = &link[behind..];
    let start = behind + rest.len() - rest.trim_start_matches([' ', '\n', '\t', '<', '>']).len();
    let at = range.start + start;
    body[at..].starts_with(written).then(|| at..at + written.len())
}

/// Whether what is written leads to a target.
fn leads(targets: &Targets, file: &SourcePath, written: &str, target: &Target) -> bool {
    match target {
        Target::Page { source, .. }
        | Target::File(source)
        | Target::Rows(source)
        | Target::Chart { table: source, .. } => {
            let path = written.split('#').next().unwrap_or(written);
            [Some(path.into()), Some(crate::path::decode(path))]
                .into_iter()
                .flatten()
                .any(|path| file.join(&path).as_ref() == Some(source))
        }
        Target::Address(local) => {
            targets.base.local(written).is_some_and(|own| crate::path::encode_address(&own) == **local)
        }
        Target::Contact(name) => written.strip_prefix("lien-he:").is_some_and(|own| own == &**name),
        Target::Document(number) => {
            written == &**number || written.strip_prefix("van-ban:").is_some_and(|own| own == &**number)
        }
        _ => false,
    }
}

impl Read<'_> {
    /// An edit of a value that stands at a place of the front matter: `new` says what is to stand there.
    pub fn value(&self, span: Span, fits: &dyn Fn(&str) -> bool, new: &str) -> Option<Edit> {
        let at = offset(self.text, span);
        at_place((self.text, at..self.body.max(at)), span, fits, |_| Some(new.to_owned()))
    }
}

/// An edit of the first thing in a region that fits: the value that stands at its beginning, else what stands between white space,
/// quotation marks and brackets.
fn at_place(
    (read, region): (&str, Range<usize>),
    span: Span,
    fits: &dyn Fn(&str) -> bool,
    new: impl Fn(&str) -> Option<String>,
) -> Option<Edit> {
    let text = read.get(region.clone())?;
    let whole: usize = text.chars().take(span.length as usize).map(char::len_utf8).sum();
    let value = text.get(..whole)?;
    let quotes = |letter: char| matches!(letter, '"' | '\'') || letter.is_whitespace();
    let inner = value.trim_matches(quotes);
    let start = region.start + (value.len() - value.trim_start_matches(quotes).len());
    if fits(inner) {
        return new(inner).map(|new| (start..start + inner.len(), new));
    }
    let is_end = |letter: char| letter.is_whitespace() || "\"'()[]{}<>,".contains(letter);
    let mut at = 0;
    for token in text.split(is_end) {
        if !token.is_empty() && fits(token) {
            let start = region.start + at;
            return new(token).map(|new| (start..start + token.len(), new));
        }
        at += token.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

/// The byte at which a place begins.
fn offset(text: &str, span: Span) -> usize {
    let line = span.line.saturating_sub(1) as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let column = span.column.saturating_sub(1) as usize;
    start + text[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// A text with places replaced; they are in order and do not overlap.
pub fn applied(text: &str, edits: impl Iterator<Item = Edit>) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}
