//! What each finding is for: turns the embedded `rules/*.toml` into one [`Rule`] for every message of the catalogue, with why it is
//! told, where that comes from, and an example that is run as a test.
//!
//! What is said to an editor who made the mistake stays in the catalogue. CONTRIBUTING.md has the format of a file.

mod read;
pub mod sarif;
mod show;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::catalog::{self, Message};
use super::nearest;

/// Rules whose codes begin with one letter. A new group is a line here and a file.
pub struct Group {
    pub letter: char,
    pub name: Both,
    /// The files of its rules.
    texts: &'static [&'static str],
}

pub static GROUPS: &[Group] = &[
    group('C', "cấu hình của cổng", "configuration of the portal", &[include_str!("rules/c.toml")]),
    group('S', "tệp và tên tệp", "files and their names", &[include_str!("rules/s.toml")]),
    group(
        'F',
        "phần khai báo đầu trang",
        "front matter",
        &[include_str!("rules/f.toml"), include_str!("rules/f_editorial.toml")],
    ),
    group('M', "bài viết và liên kết", "text and links", &[include_str!("rules/m.toml")]),
    group('P', "địa chỉ", "addresses", &[include_str!("rules/p.toml")]),
    group('H', "bảo mật của trang và ảnh", "security of pages and pictures", &[include_str!("rules/h.toml")]),
    group('T', "giao diện", "theme", &[include_str!("rules/t.toml")]),
    group(
        'D',
        "bảng số liệu",
        "data tables",
        &[
            include_str!("rules/d.toml"),
            include_str!("rules/d_lookup.toml"),
            include_str!("rules/d_chart.toml"),
            include_str!("rules/d_map.toml"),
            include_str!("rules/d_rows.toml"),
            include_str!("rules/d_bad.toml"),
            include_str!("rules/d_open.toml"),
        ],
    ),
    group('V', "cách viết", "writing", &[include_str!("rules/v.toml"), include_str!("rules/v_language.toml")]),
    group('A', "tiếp cận nội dung", "access to content", &[include_str!("rules/a.toml")]),
    group('R', "riêng tư và an toàn", "privacy and safety", &[include_str!("rules/r.toml")]),
    group(
        'K',
        "chính việc soát và đối soát",
        "the check and the audit themselves",
        &[include_str!("rules/k.toml"), include_str!("rules/k_audit.toml"), include_str!("rules/k_report.toml")],
    ),
    group('N', "nhiều cổng trong một nơi làm việc", "portals of one workspace", &[include_str!("rules/n.toml")]),
    group('L', "liên kết về lâu dài", "links in the long run", &[include_str!("rules/l.toml")]),
];

const fn group(letter: char, vi: &'static str, en: &'static str, texts: &'static [&'static str]) -> Group {
    Group { letter, name: Both { vi: Cow::Borrowed(vi), en: Cow::Borrowed(en) }, texts }
}

/// A text in both languages.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Both {
    pub vi: Cow<'static, str>,
    pub en: Cow<'static, str>,
}

#[derive(Debug)]
pub struct Rule {
    pub message: &'static Message,
    /// In lower case with hyphens, of this rule alone.
    pub name: String,
    /// What is looked for, where the message is made of values and says little without them.
    finds: Option<Both>,
    /// The harm that it keeps away.
    pub why: Both,
    /// Article of a law, number of a criterion, standard.
    pub source: Option<String>,
    /// `cong check --fix` mends it.
    pub fixes: bool,
    pub example: Example,
}

/// What is laid over the example portal of `tests/check/example_portal.rs`.
#[derive(Debug)]
pub enum Example {
    /// With the first the finding is told; with the second, where the same is done right, it is not.
    Shown { bad: BTreeMap<String, Content>, good: BTreeMap<String, Content> },
    /// Why no portal of a few files can show it.
    None(Both),
}

/// What becomes of a file of the example portal.
#[derive(Deserialize, Debug)]
#[serde(untagged, deny_unknown_fields)]
pub enum Content {
    Text(String),
    /// What is no text.
    Bytes {
        base64: String,
    },
    /// Behind what the file has.
    Added {
        add: String,
    },
    /// Instead of a part that the file has.
    Replaced {
        replace: String,
        with: String,
    },
    /// A text that is long because something stands in it many times.
    Repeated {
        before: String,
        repeat: String,
        times: usize,
        after: String,
    },
    /// There is no such file.
    Gone {
        gone: bool,
    },
}

impl Both {
    pub fn in_language(&self, language: &str) -> &str {
        if language == "vi" { &self.vi } else { &self.en }
    }
}

impl Rule {
    /// What is looked for, in a line.
    pub fn finds(&self, language: &str) -> Cow<'_, str> {
        match &self.finds {
            Some(finds) => Cow::Borrowed(finds.in_language(language)),
            None => Cow::Owned(without_values(if language == "vi" { self.message.vi } else { self.message.en })),
        }
    }

    /// The rules that it stands among.
    pub fn group(&self) -> Option<&'static Group> {
        GROUPS.iter().find(|group| self.message.code.starts_with(group.letter))
    }
}

/// A message with `…` for its values.
fn without_values(message: &str) -> String {
    let (mut text, mut rest) = (String::new(), message);
    while let Some((before, (_, after))) = rest.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?))) {
        text.push_str(before);
        text.push('…');
        rest = after;
    }
    text + rest
}

/// Every file of rules, with the letter of its group.
fn texts() -> impl Iterator<Item = (char, &'static str)> {
    GROUPS.iter().flat_map(|group| group.texts.iter().map(|text| (group.letter, *text)))
}

/// All rules, in the order of their codes.
pub fn all() -> &'static [Rule] {
    static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let mut all: Vec<Rule> = texts().flat_map(|(_, text)| read::rules(text).unwrap_or_default()).collect();
        all.sort_by_key(|rule| rule.message.code);
        all
    });
    &ALL
}

/// The rule of a code.
pub fn of(code: &str) -> Option<&'static Rule> {
    all().iter().find(|rule| rule.message.code == code)
}

/// The rule that somebody means who types its code or its name.
pub fn named(typed: &str) -> Option<&'static Rule> {
    let typed = typed.trim().to_lowercase().replace('_', "-");
    all().iter().find(|rule| rule.name == typed || rule.message.code.to_lowercase() == typed)
}

/// The message that a code or a name stands for. Codes are found without reading any rule.
pub fn message(typed: &str) -> Option<&'static Message> {
    catalog::rule(typed).or_else(|| named(typed).map(|rule| rule.message))
}

/// The code or name nearest to what was typed; of codes one of the same group, if there is one.
pub fn near(typed: &str) -> Option<&'static str> {
    if typed.chars().count() > 4 {
        return nearest(typed, all().iter().map(|rule| rule.name.as_str()));
    }
    let codes = || all().iter().map(|rule| rule.message.code);
    let letter = typed.chars().next().map(|letter| letter.to_ascii_uppercase())?;
    nearest(typed, codes().filter(|code| code.starts_with(letter))).or_else(|| nearest(typed, codes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_rules_can_be_read() {
        let faults = texts().filter_map(|(letter, text)| Some((letter, read::rules(text).err()?)));
        let faults: Vec<String> = faults.map(|(letter, fault)| format!("{letter}: {fault}")).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn what_a_message_says_without_its_values_is_what_the_rule_finds() {
        assert_eq!(without_values("khóa “{key}” sai: {value}"), "khóa “…” sai: …");
        assert_eq!(without_values("{what}"), "…");
        assert_eq!(without_values("không có gì"), "không có gì");
    }
}
