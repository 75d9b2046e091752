//! Finds the tags of Tera in a template: turns its text into where each begins and ends and what sort it is.

use std::ops::Range;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// `{% … %}` and `{# … #}`
    Control,
    /// `{{ … }}`, and whole blocks whose content is not HTML of this place: `raw`, `filter`, a captured `set`.
    Output,
}

/// All tags in order; `None` where one does not end (Tera says why).
pub fn find(text: &str) -> Option<Vec<(Range<usize>, Sort)>> {
    let mut found: Vec<(Range<usize>, Sort)> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|start| at + start) {
        let rest = &text[start..];
        let (end, sort) = match rest.as_bytes().get(1) {
            Some(b'{') => (start + length(rest, "}}")?, Sort::Output),
            Some(b'#') => (start + rest.find("#}")? + 2, Sort::Control),
            Some(b'%') => {
                let end = start + length(rest, "%}")?;
                match closing(&text[start..end]) {
                    Some(closing) => (end_of(text, end, closing)?, Sort::Output),
                    None => (end, Sort::Control),
                }
            }
            _ => {
                at = start + 1;
                continue;
            }
        };
        found.push((start..end, sort));
        at = end;
    }
    Some(found)
}

/// How many bytes a tag has; strings in it may hold its end.
fn length(tag: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate().skip(2) {
        match (quote, byte) {
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, _) if tag.as_bytes()[at..].starts_with(end.as_bytes()) => return Some(at + end.len()),
            _ => {}
        }
    }
    None
}

/// The name of the tag that ends a block whose content is text.
fn closing(tag: &str) -> Option<&'static str> {
    let inside = tag.trim_start_matches(['{', '%', '-']).trim_end_matches(['}', '%', '-']).trim();
    match inside.split_whitespace().next()? {
        "raw" => Some("endraw"),
        "filter" => Some("endfilter"),
        "set" | "set_global" if !inside.contains('=') => Some("endset"),
        _ => None,
    }
}

/// The byte behind the tag of this name.
fn end_of(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{%")?;
        let end = start + 2 + text[start + 2..].find("%}")? + 2;
        let inside = text[start + 2..end - 2].trim_matches(['-', ' ', '\n', '\t']);
        if inside.split_whitespace().next() == Some(name) {
            return Some(end);
        }
        at = start + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_may_hold_the_end_of_a_tag() {
        let text = "{{ \"}}\" }}a{% if b == '%}' %}{# c #}{";
        let cut: Vec<&str> = find(text).unwrap().into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(cut, ["{{ \"}}\" }}", "{% if b == '%}' %}", "{# c #}"]);
        assert!(find("{{ a").is_none());
    }
}
