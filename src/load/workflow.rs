//! The `[workflow]` table of `site.toml`: which pages somebody has to approve before readers see them, and who may.
//!
//! A portal without the table asks for nothing. What one page says of its own approval is read by `approval`.

use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use super::toml_text::Placed;
use crate::diag::{Finding, catalog, did_you_mean};
use crate::text::emails::is_email;
use crate::text::fold::fold;
use crate::text::slug::slug;

/// No output shows any of it but by what the gate lets through, so what `Debug` writes, which is in the fingerprint of a site, is
/// the same for all.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Workflow {
    /// Folders below `content/` whose items are asked for; with `kinds` empty too, those of the whole portal.
    pub sections: Vec<String>,
    /// Kinds whose items are asked for, wherever they stand.
    pub kinds: Vec<String>,
    /// Folders below `content/` whose items are not.
    pub except: Vec<String>,
    /// `2024-07-01`: items of before that day are taken for approved.
    pub since: Option<String>,
    pub approvers: Vec<Approver>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approver {
    pub name: String,
    /// Of the author of commits.
    pub email: String,
    /// Folders below `content/`; none for all.
    #[serde(default)]
    pub sections: Vec<String>,
}

impl fmt::Debug for Workflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Workflow")
    }
}

/// Whether a name in a front matter is somebody who may approve a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    May,
    /// But not in this section.
    Elsewhere,
    Unknown,
}

impl Workflow {
    /// Whether there is the table.
    pub fn is_on(&self) -> bool {
        !self.approvers.is_empty()
    }

    /// Whether an item needs an approval. `file`: `content/tin-tuc/a.md`; `day`: its date, if it has one.
    pub fn asks(&self, file: &str, kind: &str, day: Option<Date>) -> bool {
        if !self.is_on() || is_below(file, &self.except) {
            return false;
        }
        let is_all = self.sections.is_empty() && self.kinds.is_empty();
        let is_asked = is_all || is_below(file, &self.sections) || self.kinds.iter().any(|known| known == kind);
        is_asked && !self.is_of_before(day)
    }

    /// Whether a day lies before the workflow began.
    fn is_of_before(&self, day: Option<Date>) -> bool {
        let since = self.since.as_deref().and_then(|since| since.parse::<Date>().ok());
        since.zip(day).is_some_and(|(since, day)| day < since)
    }

    /// `name`: as it stands in the front matter, or the e-mail address.
    pub fn standing(&self, name: &str, file: &str) -> Standing {
        let same = |one: &str, two: &str| fold(one.trim()) == fold(two.trim());
        let is_named = |who: &&Approver| same(&who.name, name) || same(&who.email, name);
        let known: Vec<&Approver> = self.approvers.iter().filter(is_named).collect();
        match known.iter().any(|who| who.has(file)) {
            true => Standing::May,
            false if known.is_empty() => Standing::Unknown,
            false => Standing::Elsewhere,
        }
    }

    /// Whether the author of a commit may approve a page.
    pub fn is_approver(&self, email: &str, file: &str) -> bool {
        self.approvers.iter().any(|who| who.email.trim().eq_ignore_ascii_case(email.trim()) && who.has(file))
    }

    /// Whether the author of a commit may approve whatever there is.
    pub fn approves_all(&self, email: &str) -> bool {
        let is_it = |who: &Approver| who.email.trim().eq_ignore_ascii_case(email.trim());
        self.approvers.iter().any(|who| is_it(who) && who.sections.is_empty())
    }

    /// Those who may.
    pub fn all_names(&self) -> Vec<&str> {
        self.approvers.iter().filter(|who| who.sections.is_empty()).map(|who| who.name.as_str()).collect()
    }

    /// Those who may approve a page, for messages.
    pub fn names(&self, file: &str) -> Vec<&str> {
        self.approvers.iter().filter(|who| who.has(file)).map(|who| who.name.as_str()).collect()
    }

    pub fn check(&self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        let mut wrong = |way: &str, value: &str, (vi, en): (&str, &str)| {
            let finding = placed.finding(&catalog::CONFIG_VALUE, file, placed.value(way)).with("key", way);
            findings.push(finding.with("value", value).with_words("expected", (vi.to_owned(), en.to_owned())));
        };
        let asks =
            !self.sections.is_empty() || !self.kinds.is_empty() || self.since.is_some() || !self.except.is_empty();
        if asks && self.approvers.is_empty() {
            let words = (
                "Thêm người duyệt: [[workflow.approvers]] với name và email.",
                "Add who approves: [[workflow.approvers]] with name and email.",
            );
            wrong("workflow", "approvers = []", words);
        }
        if let Some(since) = self.since.as_deref().filter(|since| since.parse::<Date>().is_err()) {
            wrong(
                "workflow.since",
                since,
                ("Viết ngày: since = \"2024-07-01\"", "Write a day: since = \"2024-07-01\""),
            );
        }
        for (index, who) in self.approvers.iter().enumerate() {
            if !is_email(&who.email) {
                let words =
                    ("Viết địa chỉ thư mà người này dùng trong git.", "Write the e-mail address that they use in git.");
                wrong(&format!("workflow.approvers.{index}.email"), &who.email, words);
            }
            if who.name.trim().is_empty() {
                let words = ("Viết họ tên như ở approved_by.", "Write the name as in approved_by.");
                wrong(&format!("workflow.approvers.{index}.name"), &who.name, words);
            }
        }
    }

    /// Kinds and folders that are named and do not exist. `folders`: those that hold pages.
    pub fn unknown(&self, file: &str, placed: &Placed, kinds: &[&str], folders: &[&str]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (index, kind) in self.kinds.iter().enumerate().filter(|(_, kind)| !kinds.contains(&kind.as_str())) {
            let way = format!("workflow.kinds.{index}");
            let finding =
                placed.finding(&catalog::CONFIG_VALUE, file, placed.value(&way)).with("key", "workflow.kinds");
            findings.push(finding.with("value", kind).with_words("expected", did_you_mean(kind, kinds)));
        }
        let own = [("sections", &self.sections), ("except", &self.except)];
        let own = own.into_iter().map(|(key, all)| (format!("workflow.{key}"), all));
        let approvers = self.approvers.iter().enumerate();
        let approvers = approvers.map(|(index, who)| (format!("workflow.approvers.{index}.sections"), &who.sections));
        let names: Vec<&str> = folders.iter().filter_map(|folder| folder.strip_prefix("content/")).collect();
        let known: Vec<String> = folders.iter().map(|folder| plain(folder)).collect();
        for (way, all) in own.chain(approvers) {
            let is_there = |folder: &String| {
                let folder = plain(folder);
                known.iter().any(|known| lies_in(known, &folder))
            };
            for (index, folder) in all.iter().enumerate().filter(|(_, folder)| !is_there(folder)) {
                let finding = placed.finding(&catalog::CHECK_FOLDER, file, placed.value(&format!("{way}.{index}")));
                findings.push(finding.with("folder", folder).with_words("near", did_you_mean(folder, &names)));
            }
        }
        findings
    }
}

impl Approver {
    fn has(&self, file: &str) -> bool {
        self.sections.is_empty() || is_below(file, &self.sections)
    }
}

/// Whether a path is one of these folders or lies below one.
fn is_below(path: &str, folders: &[String]) -> bool {
    if folders.is_empty() {
        return false;
    }
    let path = plain(path);
    folders.iter().any(|folder| lies_in(&path, &plain(folder)))
}

/// A folder as it is in addresses, since `Tin Tức` is published where `tin-tuc` is; it may be written with `content/` and slashes.
fn plain(path: &str) -> String {
    let path = path.trim_matches('/');
    let path = path.strip_prefix("content/").unwrap_or(path);
    path.split('/').map(slug).collect::<Vec<_>>().join("/")
}

fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workflow(text: &str) -> Workflow {
        toml::from_str(text).unwrap()
    }

    const LAN: &str = "[[approvers]]\nname = \"Trần Thị Lan\"\nemail = \"lan@tinh.example\"\n";

    #[test]
    fn sections_and_kinds_say_which_items_are_asked_for() {
        let asks = |text: &str, file: &str, kind: &str| workflow(&format!("{text}{LAN}")).asks(file, kind, None);
        assert!(asks("", "content/a/b.md", "article"));
        assert!(asks("sections = [\"tin-tuc/\"]\n", "content/tin-tuc/2024/a.md", "article"));
        assert!(!asks("sections = [\"tin-tuc\"]\n", "content/tin-tuc-khac/a.md", "article"));
        // They have one address.
        assert!(asks("sections = [\"tin-tuc\"]\n", "content/Tin Tức/a.md", "article"));
        assert!(asks("sections = [\"a\"]\nkinds = [\"notice\"]\n", "content/b/c.md", "notice"));
        assert!(!asks("kinds = [\"notice\"]\n", "content/b/c.md", "article"));
        assert!(!asks("except = [\"content/b\"]\n", "content/b/c.md", "article"));
        assert!(!Workflow::default().asks("content/a.md", "article", None));
    }

    #[test]
    fn items_of_before_are_taken_for_approved() {
        let workflow = workflow(&format!("since = \"2024-07-01\"\n{LAN}"));
        let asks = |day: Option<&str>| workflow.asks("content/a.md", "article", day.map(|day| day.parse().unwrap()));
        assert!(!asks(Some("2024-06-30")));
        assert!(asks(Some("2024-07-01")) && asks(None));
    }

    #[test]
    fn an_approver_goes_by_name_or_address_and_may_have_sections() {
        let workflow = workflow(&format!("{LAN}sections = [\"tin-tuc\"]\n"));
        let standing = |name, file| workflow.standing(name, file);
        assert_eq!(standing("tran thi lan", "content/tin-tuc/a.md"), Standing::May);
        assert_eq!(standing("lan@tinh.example", "content/tin-tuc/a.md"), Standing::May);
        assert_eq!(standing("Trần Thị Lan", "content/thong-bao/a.md"), Standing::Elsewhere);
        assert_eq!(standing("Lan", "content/tin-tuc/a.md"), Standing::Unknown);
        assert!(workflow.is_approver("Lan@Tinh.example", "content/tin-tuc/a.md"));
        assert!(!workflow.is_approver("lan@tinh.example", "content/thong-bao/a.md"));
    }
}
