//! Turns the file of an item of another portal into the text of the one that stands for it here: of its front matter the keys that lists show,
//! letter by letter, and no text.
//!
//! Which moments it is shown at is worked out where it comes from, so they are given; and so are its pictures, which are called
//! otherwise here. Nothing that leads into the other portal is taken along.

use std::fmt::Write;

use super::fences;
use super::kinds::{DateRole, Field, FieldType, Kind};
use super::source_text;
use super::yaml::Front;
use crate::path::SourcePath;
use crate::time::Moment;

/// What is written otherwise than in the file.
pub struct Given<'a> {
    pub kind: &'a Kind,
    /// From when and until when it is shown, where its own keys do not say it.
    pub opens: Option<Moment>,
    pub closes: Option<Moment>,
    /// Keys of pictures, with what they are called here.
    pub pictures: &'a [(String, String)],
    pub featured: bool,
    /// Lines that it has of the language that it was first written in.
    pub more: String,
}

/// Keys that say something of the item's own page, of those who keep it, or what is asked of one file alone.
const OWN: [&str; 10] =
    ["kind", "slug", "aliases", "keywords", "draft", "translates", "report_topics", "workflow", "accept", "show_in"];

pub fn text(file: &SourcePath, bytes: &[u8], given: &Given) -> Option<String> {
    let mut findings = Vec::new();
    let clean = source_text::clean(file.as_str(), bytes, &mut findings)?;
    let parts = fences::split(file, &clean, "", &mut findings)?;
    let front = fences::front(file, parts.yaml, &mut findings)?;
    let mut text = format!("---\nkind: {}\n", given.kind.name);
    for (key, own) in blocks(parts.yaml) {
        if given.takes(key, &front) {
            text.push_str(own);
        }
    }
    text.push_str(&given.more);
    for (key, name) in given.pictures {
        let _ = writeln!(text, "{key}: '{}'", name.replace('\'', "''"));
    }
    for (role, usual, moment) in
        [(DateRole::Publish, "publish_at", given.opens), (DateRole::Withdraw, "expires", given.closes)]
    {
        if let Some(moment) = moment {
            let _ = writeln!(text, "{}: {}", key_of(given.kind, role).unwrap_or(usual), moment.rfc3339());
        }
    }
    text.push_str("---\n");
    Some(text)
}

/// The lines of a key, as they are written.
pub fn lines_of(file: &SourcePath, bytes: &[u8], key: &str) -> Option<String> {
    let mut findings = Vec::new();
    let clean = source_text::clean(file.as_str(), bytes, &mut findings)?;
    let parts = fences::split(file, &clean, "", &mut findings)?;
    blocks(parts.yaml).into_iter().find(|(known, _)| *known == key).map(|(_, lines)| lines.to_owned())
}

fn key_of(kind: &Kind, role: DateRole) -> Option<&str> {
    kind.by_role(role).map(|index| kind.field(index).name.as_str())
}

impl Given<'_> {
    fn takes(&self, key: &str, front: &Front) -> bool {
        let is = |role| key_of(self.kind, role) == Some(key);
        let is_written =
            self.opens.is_some() && is(DateRole::Publish) || self.closes.is_some() && is(DateRole::Withdraw);
        let field = self.kind.fields.iter().find(|field| field.name == key);
        let is_shown = |field: &Field| !field.private && !leads_away(field) && (self.featured || key != "featured");
        !is_written && !OWN.contains(&key) && front.mapping.contains_key(key) && field.is_some_and(is_shown)
    }
}

/// Whether a value means a file, a page or a text of its own portal.
fn leads_away(field: &Field) -> bool {
    use FieldType::{Data, DocumentRef, File, Group, Image, Lookup, Markdown, Media, Page};
    matches!(field.kind, Markdown | Group | Data | Lookup | Media | Image | File | Page | DocumentRef)
}

/// The outermost keys of a front matter, each with its lines.
fn blocks(yaml: &str) -> Vec<(&str, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let is_key = !line.starts_with([' ', '\t', '#', '-', '\n', '\r']);
        if let Some((key, _)) = line.split_once(':').filter(|_| is_key) {
            starts.push((at, key.trim().trim_matches(['"', '\''])));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([yaml.len()]);
    starts.iter().zip(ends).map(|((start, key), end)| (*key, &yaml[*start..end])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outermost_key_has_its_lines_as_they_are_written() {
        let yaml = "title: A\n# ghi chú\nsummary: >-\n  Một: hai\n\n  ba\n\"agency\":\n- so-y-te\nnumber: 0271.1022\n";
        let found = blocks(yaml);
        let keys: Vec<&str> = found.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["title", "summary", "agency", "number"]);
        assert_eq!(found[1].1, "summary: >-\n  Một: hai\n\n  ba\n");
        assert_eq!(found[2].1, "\"agency\":\n- so-y-te\n");
    }
}
