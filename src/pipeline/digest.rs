//! Turns thousands of findings into what a person can take in: of each kind the first few, and how many lie in which folder.
//!
//! A kind is a message about the same thing, such as the same key that is missing. Each kind is cut for itself, so that a mistake
//! made once is never hidden by one made a thousand times.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::folders::Folders;
use crate::diag::{Argument, Finding};
use crate::text::number;

/// Of each kind so many are shown.
pub const FIRST: usize = 3;

/// A message is about so many different things at most. What differs more often, as the target of a link does, makes no kind.
const MOST_KINDS: usize = 10;

/// What is shown of many findings.
pub struct Digest<'a> {
    /// As they were given; where something is cut, errors come first.
    pub shown: Vec<&'a Finding>,
    /// The kinds of which not all are shown: errors first, then the most frequent.
    pub cut: Vec<Cut>,
}

/// A kind of which not all findings are shown.
pub struct Cut {
    /// One of them; what differs between them is left open in its text.
    pub title: Finding,
    pub count: usize,
    pub folders: Folders,
}

impl<'a> Digest<'a> {
    pub fn of_all(findings: impl Iterator<Item = &'a Finding>) -> Digest<'a> {
        Digest { shown: findings.collect(), cut: Vec::new() }
    }

    pub fn of(findings: impl Iterator<Item = &'a Finding>) -> Digest<'a> {
        let findings: Vec<&Finding> = findings.collect();
        let mut by_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            by_code.entry(finding.message.code).or_default().push(index);
        }
        let (mut hidden, mut cut) = (BTreeSet::new(), Vec::new());
        for indices in by_code.into_values().filter(|indices| indices.len() > FIRST) {
            let same_code: Vec<&Finding> = indices.iter().map(|index| findings[*index]).collect();
            let telling = telling(&same_code);
            for kind in by_values(&same_code, &telling).into_values().filter(|kind| kind.len() > FIRST) {
                hidden.extend(kind[FIRST..].iter().map(|place| indices[*place]));
                cut.push(Cut::of(&kind.iter().map(|place| same_code[*place]).collect::<Vec<_>>(), &telling));
            }
        }
        cut.sort_by_key(|cut| (Reverse(cut.title.severity()), Reverse(cut.count)));
        let left = findings.iter().enumerate().filter(|(index, _)| !hidden.contains(index));
        let mut shown: Vec<&Finding> = left.map(|(_, finding)| *finding).collect();
        if !cut.is_empty() {
            shown.sort_by_key(|finding| Reverse(finding.severity()));
        }
        Digest { shown, cut }
    }
}

impl Cut {
    fn of(findings: &[&Finding], telling: &[&str]) -> Cut {
        let mut title = findings[0].clone();
        for argument in &mut title.arguments {
            if !telling.contains(&&*argument.name) {
                *argument = Argument { name: std::mem::take(&mut argument.name), vi: "…".to_owned(), en: None };
            }
        }
        let folders = Folders::of(findings.iter().map(|finding| &*finding.file));
        Cut { title, count: findings.len(), folders }
    }

    /// `thiếu khóa bắt buộc “author” (Tác giả): 16.864 chỗ`
    pub fn text(&self, language: &str) -> String {
        let (count, places) =
            (number::count(self.count as u64, language), if language == "vi" { "chỗ" } else { "places" });
        format!("{}: {count} {places}", self.title.text(language))
    }
}

/// The arguments by which findings of one message are kinds of their own: those that its text shows and that have few values.
fn telling(findings: &[&Finding]) -> Vec<&'static str> {
    let mut telling: Vec<&str> = names(findings[0].message.vi).filter(|name| has_few_values(findings, name)).collect();
    while by_values(findings, &telling).len() > MOST_KINDS {
        // A text begins with what it is about.
        telling.pop();
    }
    telling
}

/// The names in a text with `{names}`.
fn names(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0))
}

fn has_few_values(findings: &[&Finding], name: &str) -> bool {
    let mut found = BTreeSet::new();
    findings.iter().all(|finding| {
        found.insert(value(finding, name));
        found.len() <= MOST_KINDS
    })
}

fn value<'a>(finding: &'a Finding, name: &str) -> &'a str {
    let argument = finding.arguments.iter().find(|argument| argument.name == name);
    argument.map_or("", |argument| &argument.vi)
}

/// Places of findings that have the same values of these arguments.
fn by_values<'a>(findings: &[&'a Finding], names: &[&str]) -> BTreeMap<Vec<&'a str>, Vec<usize>> {
    let mut kinds: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (place, finding) in findings.iter().enumerate() {
        kinds.entry(names.iter().map(|name| value(finding, name)).collect()).or_default().push(place);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Severity, catalog};

    fn missing(key: &str, file: usize) -> Finding {
        let finding = Finding::new(&catalog::MISSING_FIELD, format!("content/tin/{file}.md"));
        finding.with("key", key).with("label", key.to_uppercase())
    }

    fn link(target: &str, file: usize) -> Finding {
        Finding::new(&catalog::LINK_FILE, format!("content/tin/{file}.md")).with("target", target)
    }

    fn codes(digest: &Digest) -> Vec<&'static str> {
        digest.shown.iter().map(|finding| finding.message.code).collect()
    }

    #[test]
    fn of_each_key_the_first_three_are_shown() {
        let findings: Vec<Finding> =
            (0..1000).flat_map(|file| [missing("author", file), missing("summary", file)]).collect();
        let digest = Digest::of(findings.iter());
        assert_eq!(digest.shown.len(), 6);
        assert!(digest.shown.iter().all(|finding| finding.file.len() == "content/tin/0.md".len()), "the first");
        let told: Vec<String> = digest.cut.iter().map(|cut| cut.text("vi")).collect();
        assert_eq!(
            told,
            ["thiếu khóa bắt buộc “author” (AUTHOR): 1.000 chỗ", "thiếu khóa bắt buộc “summary” (SUMMARY): 1.000 chỗ"]
        );
    }

    #[test]
    fn what_differs_from_finding_to_finding_makes_no_kind() {
        let findings: Vec<Finding> = (0..50).map(|file| link(&format!("{file}.pdf"), file)).collect();
        let digest = Digest::of(findings.iter());
        assert_eq!((digest.shown.len(), digest.cut.len()), (FIRST, 1));
        assert_eq!(digest.cut[0].text("en"), "the link points to …, which does not exist: 50 places");
        let same: Vec<Finding> =
            (0..50).map(|file| link(if file % 2 == 0 { "a.pdf" } else { "b.pdf" }, file)).collect();
        assert_eq!(Digest::of(same.iter()).shown.len(), 2 * FIRST, "two mistakes, made often");
    }

    #[test]
    fn what_a_text_names_first_makes_the_kinds_where_all_would_make_too_many() {
        let unknown = |file: usize| {
            let finding = Finding::new(&catalog::UNKNOWN_KEY, format!("content/{file}.md"));
            finding.with("key", format!("khoa-{}", file % 9)).with("kind", format!("loai-{}", file % 5))
        };
        let findings: Vec<Finding> = (0..1000).map(unknown).collect();
        let digest = Digest::of(findings.iter());
        assert_eq!(digest.cut.len(), 9);
        assert!(digest.cut[0].title.text("vi").ends_with("ở loại …"), "{}", digest.cut[0].title.text("vi"));
    }

    #[test]
    fn a_mistake_made_once_is_shown_beside_one_made_often() {
        let mut findings: Vec<Finding> = (0..1000).map(|file| missing("author", file)).collect();
        findings.insert(500, link("a.pdf", 500));
        findings.insert(501, Finding::new(&catalog::RAW_HTML, "content/tin/500.md"));
        findings.insert(0, Finding::new(&catalog::RAW_HTML, "content/tin/0.md"));
        let shown = codes(&Digest::of(findings.iter()));
        assert_eq!(shown, ["F11", "F11", "F11", "M03", "M01", "M01"], "errors first");
        assert_eq!(findings[0].severity(), Severity::Warning);
    }

    #[test]
    fn few_findings_are_shown_as_they_stand() {
        let findings = [
            Finding::new(&catalog::RAW_HTML, "content/a.md"),
            missing("author", 1),
            missing("author", 2),
            missing("author", 3),
        ];
        let digest = Digest::of(findings.iter());
        assert_eq!((codes(&digest), digest.cut.len()), (vec!["M01", "F11", "F11", "F11"], 0));
    }
}
