//! Turns a version of a page into hashes of its parts, so that two of them can be held against each other without keeping a text.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{Hash, hash};
use crate::load::approval;
use crate::load::history::Parts;
use crate::load::kinds::{Field, FieldType, Kinds};

/// Keys that say how the portal treats a page, and nothing that stands on it.
const UNSEEN: [&str; 17] = [
    "draft",
    "publish_at",
    "expires",
    "date",
    "updated",
    "slug",
    "aliases",
    "keywords",
    "weight",
    "featured",
    "noindex",
    "kind",
    "related",
    "report_topics",
    "translates",
    "workflow",
    "accept",
];

/// Which key is told as which part.
pub struct Told {
    files: BTreeSet<String>,
    texts: BTreeSet<String>,
    unseen: BTreeSet<String>,
}

impl Told {
    pub fn of(kinds: &Kinds) -> Told {
        let fields = || kinds.all().iter().flat_map(|kind| &kind.fields);
        let named = |fits: &dyn Fn(&&Field) -> bool| fields().filter(fits).map(|field| field.name.clone()).collect();
        let is_file = |kind: FieldType| {
            use FieldType::{Data, File, Image, Lookup, Media};
            matches!(kind, File | Image | Data | Lookup | Media)
        };
        let mut unseen: BTreeSet<String> = named(&|field| field.private);
        unseen.extend(UNSEEN.map(str::to_owned));
        Told {
            files: named(&|field| is_file(field.kind) || field.fields.iter().any(|inner| is_file(inner.kind))),
            texts: named(&|field| field.kind == FieldType::Markdown),
            unseen,
        }
    }

    /// Another where a portal's own kinds say otherwise.
    pub fn mark(&self) -> String {
        let Told { files, texts, unseen } = self;
        hash(format!("{files:?}{texts:?}{unseen:?}").as_bytes()).to_hex()[..16].to_owned()
    }

    fn part(&self, key: &str) -> Option<Parts> {
        match key {
            "title" | "short_title" => Some(Parts::TITLE),
            "summary" => Some(Parts::SUMMARY),
            _ if self.unseen.contains(key) => None,
            _ if self.files.contains(key) => Some(Parts::FILES),
            _ if self.texts.contains(key) => Some(Parts::TEXT),
            _ => Some(Parts::DETAILS),
        }
    }
}

/// A version without its text.
#[derive(PartialEq, Eq, Debug)]
pub struct Outline {
    /// It is a draft, or nobody has approved it.
    pub is_withheld: bool,
    parts: BTreeMap<u8, Hash>,
}

impl Outline {
    pub fn of(bytes: &[u8], told: &Told) -> Outline {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let (front, body) = fenced(text).unwrap_or(("", text));
        let mut texts: BTreeMap<u8, String> = BTreeMap::from([(Parts::TEXT.0, lines(body))]);
        let mut keys: BTreeMap<&str, String> = BTreeMap::new();
        let mut key = "";
        for line in front.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
            let is_key = !line.starts_with([' ', '\t', '-']);
            key = line.split_once(':').filter(|_| is_key).map_or(key, |(own, _)| own.trim().trim_matches(['"', '\'']));
            let own = keys.entry(key).or_default();
            own.push_str(line.trim_end());
            own.push('\n');
        }
        for (key, value) in &keys {
            if let Some(part) = told.part(key) {
                texts.entry(part.0).or_default().push_str(value);
            }
        }
        let value = |key: &str| keys.get(key).map_or("", |text| text.split_once(':').map_or("", |(_, value)| value));
        let draft = value("draft").split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        let is_draft = matches!(draft, "true" | "True" | "TRUE" | "yes" | "có" | "co");
        let workflow = keys.get(approval::WORKFLOW).map_or("", String::as_str);
        let is_approved =
            || matches!(&*approval::signature(workflow)[0], "duyet" | "Duyệt" | "duyệt" | "đã duyệt" | "Approved");
        Outline {
            is_withheld: is_draft || (!workflow.is_empty() && !is_approved()),
            parts: texts.into_iter().map(|(part, text)| (part, hash(text.as_bytes()))).collect(),
        }
    }

    /// What another version has otherwise.
    pub fn changed(&self, other: &Outline) -> Parts {
        let parts = Parts::ALL.iter().filter(|(_, part)| self.parts.get(&part.0) != other.parts.get(&part.0));
        parts.fold(Parts::default(), |all, (_, part)| all.with(*part))
    }
}

/// Front matter and body.
fn fenced(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?;
    let rest = &rest[rest.find('\n')? + 1..];
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Without what no reader sees: spaces at the ends of lines, the two forms of ends, blank lines around it all.
fn lines(text: &str) -> String {
    text.trim().lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Outline {
        let kinds = Kinds::load(&crate::files::Memory::new(), &mut Vec::new());
        Outline::of(text.as_bytes(), &Told::of(&kinds))
    }

    const PAGE: &str = "---\ntitle: Đường\nsummary: Tóm tắt\ndate: 2024-01-05\nattachments:\n  - file: a.pdf\nauthor: Lan\n---\n\nMột.\n\nHai.\n";

    #[test]
    fn a_change_is_told_by_the_part_that_it_touched() {
        let changed = |from: &str, to: &str| outline(PAGE).changed(&outline(&PAGE.replace(from, to)));
        assert_eq!(changed("Đường", "Cầu"), Parts::TITLE);
        assert_eq!(changed("Tóm tắt", "Ngắn"), Parts::SUMMARY);
        assert_eq!(changed("a.pdf", "b.pdf"), Parts::FILES);
        assert_eq!(changed("Lan", "Hoa"), Parts::DETAILS);
        assert_eq!(changed("Hai.", "Ba."), Parts::TEXT);
        assert_eq!(changed("Đường\nsummary: Tóm tắt", "Cầu\nsummary: Ngắn"), Parts::TITLE.with(Parts::SUMMARY));
        assert_eq!(changed("author: Lan\n", ""), Parts::DETAILS);
    }

    #[test]
    fn what_no_reader_sees_is_no_change() {
        for (from, to) in [
            ("\n\nHai.\n", "  \r\n\r\nHai.\r\n\r\n"),
            ("date: 2024-01-05", "date: 2024-01-05\nkeywords: [bhxh]\nworkflow:\n  state: duyet\n  approved_by: Lan"),
            ("date: 2024-01-05", "# ghi chú\ndate: 2024-01-05\nupdated: 2024-02-01"),
        ] {
            assert!(outline(PAGE).changed(&outline(&PAGE.replace(from, to))).is_none(), "{to}");
        }
    }

    #[test]
    fn a_draft_and_what_nobody_has_approved_are_withheld() {
        let is_withheld = |line: &str| outline(&PAGE.replace("date:", &format!("{line}\ndate:"))).is_withheld;
        assert!(
            is_withheld("draft: true") && is_withheld("draft: true  # chờ") && is_withheld("workflow: { state: nhap }")
        );
        assert!(is_withheld("workflow:\n  state: bien-tap"));
        assert!(
            !is_withheld("draft: false") && !is_withheld("workflow:\n  state: duyet") && !outline(PAGE).is_withheld
        );
    }
}
