//! The findings that a portal had when it began to be checked: turns them into a text that is kept beside the content, and the text
//! into an answer to which findings are new.
//!
//! A line for each thing that is found in a file, sorted, so that git merges what two people have mended. What is known goes by
//! the text of its line, not by its number. A file that is gone may have become another: its lines hold for a file that
//! the list does not name.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::mark;
use crate::diag::{Finding, Span, catalog, is_enough};

/// What a file of this size holds is no list of ours.
pub const LARGEST: usize = 64 << 20;

const HEAD: &str = "# Các chỗ đã có khi bắt đầu soát, cong check không nêu nữa. Lập lại bằng: cong check --baseline write\n\
    # What was there when checks began; cong check does not tell it again. Made by: cong check --baseline write\n\
    # tệp · file <TAB> quy tắc · rule <TAB> số chỗ · count <TAB> dấu · mark <TAB> dòng · line\n";

/// The longest text of a line that is kept to be read by people, in characters.
const SHOWN: usize = 80;

/// File, rule and mark.
type Key = (String, String, String);

#[derive(Default, Debug)]
pub struct Baseline(BTreeMap<Key, usize>);

/// What a list says of findings.
#[derive(Default, Debug)]
pub struct Known {
    pub new: Vec<Finding>,
    /// How many are in the list.
    pub known: usize,
    /// Lines of the list that nothing needs any more.
    pub outdated: usize,
}

impl Baseline {
    /// The text of a list of these findings, to which lines were added.
    pub fn text(findings: &[Finding]) -> String {
        let mut lines: BTreeMap<Key, (usize, String)> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| !is_about_list(finding)) {
            let line: String = shown(finding.excerpt.as_deref().unwrap_or_default());
            lines.entry(key(finding)).or_insert((0, line)).0 += 1;
        }
        let mut text = HEAD.to_owned();
        for ((file, rule, mark), (count, line)) in lines {
            text.push_str(format!("{file}\t{rule}\t{count}\t{mark}\t{line}").trim_end());
            text.push('\n');
        }
        text
    }

    /// `name`: of the file. Lines that are none are told and left out.
    pub fn read(name: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Baseline {
        let broken = |vi: &str, en: &str| {
            Finding::new(&catalog::BASELINE_BROKEN, name).with_words("detail", (vi.to_owned(), en.to_owned()))
        };
        if bytes.len() > LARGEST {
            findings.push(broken("tệp quá lớn", "the file is too large"));
            return Baseline::default();
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            findings.push(broken("không phải chữ UTF-8", "it is no UTF-8 text"));
            return Baseline::default();
        };
        let mut known = BTreeMap::new();
        let mut wrong = Vec::new();
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            match entry(line) {
                // Two people may have made the list at once.
                Some((key, count)) => {
                    let known: &mut usize = known.entry(key).or_default();
                    *known = (*known).max(count);
                }
                None if is_enough(&wrong, &catalog::BASELINE_LINE) => {}
                None => {
                    let at = Span::new(number + 1, 1, line.chars().count());
                    wrong.push(Finding::new(&catalog::BASELINE_LINE, name).at(at));
                }
            }
        }
        findings.append(&mut wrong);
        Baseline(known)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Files of which something is known.
    pub fn files(&self) -> BTreeSet<&str> {
        self.0.keys().map(|(file, ..)| file.as_str()).collect()
    }

    /// Takes what is known out of findings, to which lines were added. `is_there`: whether the portal has a file;
    /// `is_asked`: whether all that there is to say of a file is among the findings.
    pub fn compare(
        &self,
        findings: Vec<Finding>,
        is_there: &dyn Fn(&str) -> bool,
        is_asked: &dyn Fn(&str) -> bool,
    ) -> Known {
        let mut left = self.0.clone();
        let mut result = Known::default();
        let mut new = Vec::new();
        for finding in findings {
            match left.get_mut(&key(&finding)).filter(|count| **count > 0) {
                Some(count) => *count -= 1,
                None => new.push(finding),
            }
        }
        // What was known of files that are gone, by rule and mark.
        let mut moved: BTreeMap<(&str, &str), Vec<&Key>> = BTreeMap::new();
        for key @ (_, rule, mark) in self.0.keys().filter(|(file, ..)| !is_there(file)) {
            moved.entry((rule, mark)).or_default().push(key);
        }
        let named = self.files();
        for finding in new {
            let (file, rule, mark) = key(&finding);
            let from = moved.get(&(&*rule, &*mark)).filter(|_| !named.contains(&*file));
            let from = from.and_then(|keys| keys.iter().find(|key| left.get(**key).is_some_and(|count| *count > 0)));
            match from.and_then(|key| left.get_mut(*key)) {
                Some(count) => *count -= 1,
                None => result.new.push(finding),
            }
        }
        result.outdated = left.iter().filter(|((file, ..), count)| **count > 0 && is_asked(file)).count();
        let (all, rest): (usize, usize) = (self.0.values().sum(), left.values().sum());
        result.known = all - rest;
        result
    }
}

fn key(finding: &Finding) -> Key {
    (finding.file.to_string(), finding.message.code.to_owned(), mark(finding))
}

/// What is wrong with the list is never part of it.
fn is_about_list(finding: &Finding) -> bool {
    [&catalog::BASELINE_BROKEN, &catalog::BASELINE_LINE].contains(&finding.message)
}

fn entry(line: &str) -> Option<(Key, usize)> {
    let mut parts = line.split('\t');
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let (file, rule, count, mark) = (next()?, next()?, next()?, next()?);
    let count = count.parse().ok().filter(|count| (1..=1_000_000).contains(count))?;
    let is_mark = mark.len() == 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_ours = is_mark && catalog::rule(rule).is_some();
    is_ours.then(|| ((file.to_owned(), rule.to_owned(), mark.to_owned()), count))
}

fn shown(line: &str) -> String {
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(SHOWN).collect()
}
