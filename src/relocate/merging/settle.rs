//! Turns `site.toml` of the portal that stays into the same file with the entries that it gets, byte for byte as it was elsewhere,
//! and names the settings in which the two portals differ, which a person has to look at.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::decisions::{Decision, Sort};
use super::table::words;
use super::terms::{Added, quoted};
use crate::load::config::Config;
use crate::pipeline::SITE;

/// Of each portal alone, or joined by entry.
const NOT_ASKED: [&str; 11] = [
    "base_url",
    "title",
    "description",
    "owner",
    "publish",
    "workspace",
    "agencies",
    "topics",
    "fields",
    "glossary",
    "theme",
];

/// Tables of which each key is asked for itself.
const BY_KEY: [&str; 7] = ["menus", "outputs", "security", "extra", "audit", "search", "forms"];

/// `None` where nothing changes.
pub fn settled(text: &str, added: &[Added], glossary: &BTreeMap<String, String>) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut out = text.to_owned();
    let mut tail = String::new();
    // From the end, so that places in front of it stay what they are.
    let mut inline: Vec<(usize, String)> = Vec::new();
    for entry in added {
        let name = entry.taxonomy.table();
        let value = table.get_ref().iter().find(|(key, _)| &**key.get_ref() == name).map(|(_, value)| value);
        let list =
            value.filter(|value| matches!(value.get_ref(), DeValue::Array(_)) && text[value.span()].starts_with('['));
        let list =
            list.filter(|value| text[value.span()].trim_end().ends_with(']') && !text[value.span()].starts_with("[["));
        match list {
            Some(value) => {
                let end = value.span().start + text[value.span()].rfind(']')?;
                let inside = text[value.span().start + 1..end].trim_end();
                let comma = if inside.is_empty() || inside.ends_with(',') { "" } else { "," };
                inline.push((end, format!("{comma} {{ {} }}", entry.lines.join(", "))));
            }
            None => tail.push_str(&format!("\n[[{name}]]\n{}\n", entry.lines.join("\n"))),
        }
    }
    let words: String =
        glossary.iter().map(|(short, long)| format!("{} = {}\n", quoted(short), quoted(long))).collect();
    if !words.is_empty() {
        let head = text.match_indices("[glossary]").find(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
        match head.and_then(|(at, _)| Some(at + text[at..].find('\n')? + 1)) {
            Some(at) => inline.push((at, words)),
            None if table.get_ref().iter().all(|(key, _)| &**key.get_ref() != "glossary") => {
                tail.push_str(&format!("\n[glossary]\n{words}"));
            }
            None => {}
        }
    }
    // Of two at one place the later one is put in first.
    inline.sort_by_key(|(at, _)| *at);
    let mut seen: BTreeMap<usize, bool> = BTreeMap::new();
    for (at, new) in inline.iter_mut() {
        // Only the first of a list knows whether a comma is missing.
        if seen.insert(*at, true).is_some() && new.starts_with(' ') {
            new.insert(0, ',');
        }
    }
    for (at, new) in inline.iter().rev() {
        out.insert_str(*at, new);
    }
    if !tail.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(&tail);
    (out != text).then_some(out)
}

/// Abbreviations that are not known here, and those that stand for something else.
pub fn glossary(own: &Config, theirs: &Config, decisions: &mut Vec<Decision>) -> BTreeMap<String, String> {
    let mut new = BTreeMap::new();
    for (short, long) in &theirs.glossary {
        match own.glossary.get(short) {
            None => drop(new.insert(short.clone(), long.clone())),
            Some(known) if known != long => {
                let what = words(
                    "“{a}” ở đây là “{b}”, ở cổng kia là “{c}”: giữ bản ở đây",
                    "“{a}” is “{b}” here and “{c}” there: that of here stays",
                    &[short, known, long],
                );
                decisions.push(Decision::theirs(
                    Sort::Settings,
                    SITE,
                    line_of(theirs, &format!("glossary.{short}")),
                    what,
                ));
            }
            Some(_) => {}
        }
    }
    new
}

fn line_of(config: &Config, way: &str) -> u32 {
    config.at(&crate::diag::catalog::MERGE_ROW, way).span.map_or(0, |span| span.line)
}

/// Settings of theirs that are otherwise here, or are not here.
pub fn differences(own: &str, theirs: &str, config: &Config) -> Vec<Decision> {
    let read = |text: &str| text.parse::<toml::Table>().unwrap_or_default();
    let (own, theirs) = (read(own), read(theirs));
    let mut found = Vec::new();
    for (key, value) in theirs.iter().filter(|(key, _)| !NOT_ASKED.contains(&key.as_str())) {
        let mut tell = |way: &str, own: Option<&toml::Value>, value: &toml::Value| {
            let what = match own {
                Some(own) if own == value => return,
                Some(_) => words(
                    "{a}: hai cổng ghi khác nhau, giữ bản ở đây",
                    "{a}: the two portals differ, that of here stays",
                    &[way],
                ),
                None => words(
                    "{a}: chỉ cổng kia có, chưa đưa sang",
                    "{a}: only the other portal has it, it is not brought",
                    &[way],
                ),
            };
            found.push(Decision::theirs(Sort::Settings, SITE, line_of(config, way), what));
        };
        match (value, own.get(key)) {
            (toml::Value::Table(table), here) if BY_KEY.contains(&key.as_str()) => {
                let here = here.and_then(toml::Value::as_table);
                for (inner, value) in table {
                    tell(&format!("{key}.{inner}"), here.and_then(|here| here.get(inner)), value);
                }
            }
            (value, here) => tell(key, here, value),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::taxonomy::Taxonomy;

    fn added(id: &str) -> Added {
        Added {
            taxonomy: Taxonomy::Agency,
            id: id.to_owned(),
            lines: vec![format!("id = \"{id}\""), "name = \"A\"".to_owned()],
        }
    }

    #[test]
    fn entries_are_added_in_the_way_in_which_the_list_is_written() {
        let nothing = BTreeMap::new();
        for (before, after) in [
            (
                "[[agencies]]\nid = \"x\"\n[glossary]\n",
                "[[agencies]]\nid = \"x\"\n[glossary]\n\n[[agencies]]\nid = \"a\"\nname = \"A\"\n\n[[agencies]]\nid = \"b\"\nname = \"A\"\n",
            ),
            ("agencies = []\n", "agencies = [ { id = \"a\", name = \"A\" }, { id = \"b\", name = \"A\" }]\n"),
            (
                "agencies = [{ id = \"x\" }]\nx = 1",
                "agencies = [{ id = \"x\" }, { id = \"a\", name = \"A\" }, { id = \"b\", name = \"A\" }]\nx = 1",
            ),
            ("x = 1", "x = 1\n\n[[agencies]]\nid = \"a\"\nname = \"A\"\n\n[[agencies]]\nid = \"b\"\nname = \"A\"\n"),
        ] {
            let new = settled(before, &[added("a"), added("b")], &nothing).unwrap();
            assert_eq!(new, after);
            assert!(new.parse::<toml::Table>().is_ok(), "{new}");
        }
        assert_eq!(settled("x = 1\n", &[], &nothing), None);
    }

    #[test]
    fn abbreviations_are_added_to_their_table() {
        let new: BTreeMap<String, String> = [("BQL".to_owned(), "Ban quản lý".to_owned())].into();
        for (before, after) in [
            ("[glossary]\nA = \"a\"\n", "[glossary]\n\"BQL\" = \"Ban quản lý\"\nA = \"a\"\n"),
            ("x = 1\n", "x = 1\n\n[glossary]\n\"BQL\" = \"Ban quản lý\"\n"),
        ] {
            assert_eq!(settled(before, &[], &new).unwrap(), after);
        }
    }
}
