//! Turns texts that a reader has decoded (YAML, TOML, Markdown) into clean ones: an escape such as `"\x01"` or an entity such
//! as `&#1;` can spell what `load::source_text` takes out of files.
//!
//! After this no text has a control character, so marks made of them (see `holes`) cannot be written by anybody.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};
use serde_yaml::Value;
use toml::de::{DeTable, DeValue};

use super::placed::Place;
use super::slips::{conflict, garbled};
use super::source_text::place;
use super::yaml::Front;
use crate::diag::{Finding, catalog};
use crate::path::SourcePath;
use crate::text::control::{first_control, is_control};
use crate::text::fold::nfc;

fn clean(text: &str) -> String {
    nfc(&text.replace(is_control, "")).into_owned()
}

/// Parts of addresses are refused with a character that no address has, by their own rules, instead of becoming another address.
const ADDRESSES: [&str; 2] = ["aliases", "slug"];

/// Cleans all texts of the front matter, keys included, with a finding for each outermost key, at the first text that needs it.
pub fn front_matter(front: &mut Front, file: &SourcePath, findings: &mut Vec<Finding>) {
    // The text itself is clean, and only an escape can spell what is not in it.
    if !front.text().contains('\\') {
        return;
    }
    let mapping = std::mem::take(&mut front.mapping);
    let before = mapping.len();
    let row = |(index, (key, value)): (usize, (Value, Value))| {
        if key.as_str().is_some_and(|key| ADDRESSES.contains(&key)) {
            return (key, value);
        }
        let (mut found, place) = (None, front.root.inside(index));
        let (key, value) = (value_of(key, place, &mut found), value_of(value, place, &mut found));
        if let Some((letter, place)) = found {
            let finding = Finding::new(&catalog::CONTROL_CHARACTER, file.as_str());
            findings.push(finding.at(front.value(place)).with("code", code(letter)));
        }
        (key, value)
    };
    let cleaned: serde_yaml::Mapping = mapping.into_iter().enumerate().map(row).collect();
    // Two keys have become one, so no place is sure.
    if cleaned.len() != before {
        front.root.inside.clear();
    }
    front.mapping = cleaned;
}

/// How the message names a character: `000B`.
fn code(letter: char) -> String {
    format!("{:04X}", u32::from(letter))
}

fn value_of<'p>(value: Value, place: &'p Place, found: &mut Option<(char, &'p Place)>) -> Value {
    match value {
        Value::String(text) => {
            *found = found.or_else(|| Some((first_control(&text)?, place)));
            Value::String(clean(&text))
        }
        Value::Sequence(items) => {
            let items = items.into_iter().enumerate();
            Value::Sequence(items.map(|(index, item)| value_of(item, place.inside(index), found)).collect())
        }
        Value::Mapping(rows) => {
            let rows = rows.into_iter().enumerate().map(|(index, (key, value))| {
                let place = place.inside(index);
                (value_of(key, place, found), value_of(value, place, found))
            });
            Value::Mapping(rows.collect())
        }
        other => other,
    }
}

/// Whether the texts of a TOML file are clean; each that is not is an error at its line. What cannot be read is left to
/// whoever reads it.
pub fn toml_is_clean(file: &str, text: &str, findings: &mut Vec<Finding>) -> bool {
    if conflict::is_unmerged(file, text, findings) {
        return false;
    }
    garbled::of_text(file, text, findings);
    let before = findings.len();
    if let (true, Ok(table)) = (text.contains('\\'), DeTable::parse(text)) {
        let mut report = |letter: char, at: usize| {
            let finding = Finding::new(&catalog::CONFIG_CONTROL, file).with("code", code(letter));
            findings.push(finding.at(place(text, at)).excerpt_from(text));
        };
        toml_table(table.get_ref(), &mut report);
    }
    findings.len() == before
}

fn toml_table(table: &DeTable, report: &mut dyn FnMut(char, usize)) {
    for (key, value) in table {
        if let Some(letter) = first_control(key.get_ref()) {
            report(letter, key.span().start);
        }
        toml_value(value.get_ref(), value.span().start, report);
    }
}

fn toml_value(value: &DeValue, at: usize, report: &mut dyn FnMut(char, usize)) {
    match value {
        DeValue::String(text) => {
            if let Some(letter) = first_control(text) {
                report(letter, at);
            }
        }
        DeValue::Array(items) => {
            items.iter().for_each(|item| toml_value(item.get_ref(), item.span().start, report));
        }
        DeValue::Table(table) => toml_table(table, report),
        _ => {}
    }
}

/// A part of Markdown without what entities can spell, and the first character that was taken out.
pub fn event(event: Event<'_>) -> (Event<'_>, Option<char>) {
    let mut found = None;
    let mut cleaned = |text: CowStr<'_>| match first_control(&text) {
        Some(letter) => {
            found.get_or_insert(letter);
            CowStr::from(clean(&text))
        }
        None => CowStr::from(text.into_string()),
    };
    let event = match event {
        Event::Text(text) => Event::Text(cleaned(text)),
        Event::Code(text) => Event::Code(cleaned(text)),
        Event::Html(text) => Event::Html(cleaned(text)),
        Event::InlineHtml(text) => Event::InlineHtml(cleaned(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(cleaned(label)),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(cleaned(info))))
        }
        Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(cleaned(label))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: cleaned(dest_url), title: cleaned(title), id: cleaned(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: cleaned(dest_url), title: cleaned(title), id: cleaned(id) })
        }
        other => other,
    };
    (event, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml_scan::scan;

    fn read(yaml: &str) -> (serde_yaml::Mapping, Vec<(u32, String)>) {
        let mut findings = Vec::new();
        let mut front = Front::new(yaml, scan(yaml), serde_yaml::from_str(yaml).unwrap());
        front_matter(&mut front, &SourcePath::new("a.md"), &mut findings);
        let mapping = front.mapping;
        let found = findings.iter().map(|finding| (finding.span.unwrap().line, finding.text("en"))).collect();
        (mapping, found)
    }

    #[test]
    fn an_escape_cannot_spell_what_a_file_may_not_hold() {
        for (escape, code) in [
            ("\\0", "0000"),
            ("\\x01", "0001"),
            ("\\a", "0007"),
            ("\\v", "000B"),
            ("\\e", "001B"),
            ("\\x7f", "007F"),
            ("\\N", "0085"),
            ("\\u202e", "202E"),
            ("\\ufdd0", "FDD0"),
            ("\\ufffe", "FFFE"),
            ("\\U0001ffff", "1FFFF"),
        ] {
            let (mapping, found) = read(&format!("title: x\nlist:\n  - {{ a: \"b{escape}c\" }}\n"));
            assert_eq!(mapping["list"][0]["a"].as_str(), Some("bc"), "{escape}");
            assert_eq!(found.len(), 1);
            assert!(found[0].0 == 4 && found[0].1.contains(code), "{found:?}");
        }
        let (mapping, found) = read("title: \"dòng\\nhai\\tba \\u1ec7 e\\u0301\"\n");
        assert_eq!((mapping["title"].as_str(), found.len()), (Some("dòng\nhai\tba ệ é"), 0));
    }

    #[test]
    fn an_escape_in_a_toml_file_is_an_error_at_its_line() {
        let mut findings = Vec::new();
        let text = "a = \"x\"\n[b]\nc = { vi = \"A\\u0001\" }\n\"d\\u0002\" = [\"\\u202e\"]\n";
        assert!(!toml_is_clean("site.toml", text, &mut findings));
        assert_eq!(findings.iter().map(|finding| finding.span.unwrap().line).collect::<Vec<_>>(), [3, 4, 4]);
        assert!(toml_is_clean("site.toml", "a = \"\\u1ec7\\n\"\n", &mut findings));
    }
}
