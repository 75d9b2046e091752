//! Turns `content/_addresses.txt` into every address that was ever published, and what became of those that are not there
//! any more; and back into the file. It says nothing of whether they are there: `check` does.
//!
//! One address a line, sorted, so two branches that add addresses are merged line by line. Nothing of it is published.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::diag::{Finding, Span, catalog};
use crate::load::base::Base;
use crate::load::old_address::OldAddress;

/// Beside the content, and no part of it.
pub const LEDGER: &str = "content/_addresses.txt";

/// What an editor reads first. Lines that begin with `#` are remarks.
const HEAD: &str = "\
# Mọi địa chỉ cổng đã đăng, mỗi dòng một địa chỉ; cong ledger record thêm địa chỉ mới. Không xóa dòng nào.
# Every address that the portal has published, one a line; cong ledger record adds new ones. Delete none.
#   /tin-tuc/a/                                   còn, hoặc chuyển tiếp · is there, or leads on
#   /tep-cu.pdf -> /tep-moi.pdf                   đã chuyển tới · has moved to
#   /tin-tuc/b/ gone 2025-07-01 Lý do gỡ          đã gỡ hẳn · was taken down for good
";

/// What became of an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is there, or a page names it among its earlier ones.
    Kept,
    /// It has moved to another address of the portal.
    Moved(Box<str>),
    /// It was taken down for good, on a day and for a reason.
    Gone(Date, Box<str>),
}

/// A line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// From the root of the portal, percent-encoded.
    pub address: Box<str>,
    pub fate: Fate,
    /// In the file, counted from 1; 0 of what was added since.
    pub line: u32,
}

/// All of them, sorted by address, each once.
#[derive(Clone, Default, Debug)]
pub struct Ledger {
    entries: Vec<Entry>,
    /// Remarks at the top, as the editors left them.
    head: String,
}

impl Ledger {
    /// `text`: the whole file. Lines that cannot be read are told and left out.
    pub fn parse(base: &Base, text: &str, findings: &mut Vec<Finding>) -> Ledger {
        let mut ledger = Ledger::default();
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
            if line.starts_with('#') {
                // Remarks further down are moved to the others when the file is written again.
                ledger.head.extend([line, "\n"]);
                continue;
            }
            match read(base, line) {
                Ok(Some((address, fate))) => {
                    let line = u32::try_from(number).unwrap_or(u32::MAX);
                    ledger.entries.push(Entry { address: address.into(), fate, line });
                }
                Ok(None) => {}
                Err(what) => {
                    let words = |(vi, en): (&str, &str)| (vi.to_owned(), en.to_owned());
                    let at = Span::new(number, 1, line.chars().count());
                    findings.push(Finding::new(&catalog::LEDGER_LINE, LEDGER).at(at).with_words("what", words(what)));
                }
            }
        }
        ledger.settle();
        ledger
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn find(&self, address: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| (*entry.address).cmp(address)).ok()?;
        self.entries.get(at)
    }

    /// Where an address is by now, as the lines say one after another; `None` where they lead in a circle or it has not moved.
    pub fn now<'a>(&'a self, address: &str) -> Option<&'a str> {
        const MOST: usize = 100;
        let mut now = None;
        let mut at = address;
        for _ in 0..MOST {
            match self.find(at.split('#').next().unwrap_or(at)).map(|entry| &entry.fate) {
                Some(Fate::Moved(to)) => (now, at) = (Some(&**to), to),
                _ => return now,
            }
        }
        None
    }

    /// Adds addresses that were published; those that are known stay as they are. How many were new.
    pub fn add(&mut self, addresses: impl IntoIterator<Item = String>) -> usize {
        let before = self.entries.len();
        let new = |address: String| Entry { address: address.into(), fate: Fate::Kept, line: 0 };
        self.entries.extend(addresses.into_iter().map(new));
        self.settle();
        self.entries.len() - before
    }

    /// Notes what became of addresses, whatever stood there before.
    pub fn set(&mut self, fates: impl IntoIterator<Item = (String, Fate)>) {
        let mut new: Vec<Entry> =
            fates.into_iter().map(|(address, fate)| Entry { address: address.into(), fate, line: 0 }).collect();
        new.sort_by(|a, b| a.address.cmp(&b.address));
        let is_new = |entry: &Entry| new.binary_search_by(|new| new.address.cmp(&entry.address)).is_ok();
        self.entries.retain(|entry| !is_new(entry));
        self.entries.append(&mut new);
        self.settle();
    }

    /// The file.
    pub fn text(&self) -> String {
        let mut text = if self.head.is_empty() { HEAD.to_owned() } else { self.head.clone() };
        for Entry { address, fate, .. } in &self.entries {
            text.push_str(address);
            match fate {
                Fate::Kept => {}
                Fate::Moved(to) => text.extend([" -> ", to]),
                Fate::Gone(day, reason) => text.push_str(&format!(" gone {day} {reason}")),
            }
            text.push('\n');
        }
        text
    }

    /// Of lines about one address, that one holds which says most: two branches may have added both.
    fn settle(&mut self) {
        let rank = |fate: &Fate| match fate {
            Fate::Gone(..) => 0,
            Fate::Moved(_) => 1,
            Fate::Kept => 2,
        };
        let order = |a: &Entry, b: &Entry| {
            a.address.cmp(&b.address).then_with(|| rank(&a.fate).cmp(&rank(&b.fate))).then(a.line.cmp(&b.line))
        };
        if !self.entries.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            self.entries.sort_by(order);
        }
        self.entries.dedup_by(|later, first| later.address == first.address);
    }
}

type Words = (&'static str, &'static str);

const FORM: Words = (
    "địa chỉ bắt đầu bằng / và không có dấu cách, ví dụ /tin-tuc/a/",
    "an address begins with / and has no spaces, such as /news/a/",
);
const TARGET: Words = (
    "sau -> phải là một địa chỉ của cổng, ví dụ /tep-cu.pdf -> /tep-moi.pdf",
    "behind -> stands an address of the portal, such as /old.pdf -> /new.pdf",
);
const GONE: Words = (
    "sau gone phải là ngày và lý do, ví dụ /tin-tuc/b/ gone 2025-07-01 Hết hiệu lực",
    "behind gone stand the day and the reason, such as /news/b/ gone 2025-07-01 No longer in force",
);
const OTHER: Words = (
    "sau địa chỉ chỉ có thể là -> địa chỉ mới, hoặc gone ngày lý do; nếu là dấu của git (<<<<<<<) thì xóa dòng này",
    "behind an address only -> and the new one may stand, or gone, a day and a reason; delete marks of git (<<<<<<<)",
);

fn read<'a>(base: &Base, line: &'a str) -> Result<Option<(&'a str, Fate)>, Words> {
    if line.is_empty() {
        return Ok(None);
    }
    let (address, rest) = line.split_once(' ').unwrap_or((line, ""));
    if !is_address(address) {
        return Err(if address.starts_with(['<', '=', '>']) { OTHER } else { FORM });
    }
    let (word, rest) = rest.trim_start().split_once(' ').unwrap_or((rest.trim_start(), ""));
    let rest = rest.trim();
    let fate = match word {
        "" => Fate::Kept,
        "->" if is_address(rest) && rest != address && OldAddress::parse(base, address).is_some() => {
            Fate::Moved(rest.into())
        }
        "->" => return Err(TARGET),
        "gone" => {
            let (day, reason) = rest.split_once(' ').ok_or(GONE)?;
            Fate::Gone(day.parse().map_err(|_| GONE)?, reason.trim().into())
        }
        _ => return Err(OTHER),
    };
    Ok(Some((address, fate)))
}

fn is_address(text: &str) -> bool {
    const LONGEST: usize = 1000;
    text.starts_with('/') && !text.starts_with("//") && text.len() <= LONGEST && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Ledger, Vec<Option<Span>>) {
        let mut findings = Vec::new();
        let ledger = Ledger::parse(&Base::parse("https://tinh.example").unwrap(), text, &mut findings);
        (ledger, findings.iter().map(|finding| finding.span).collect())
    }

    #[test]
    fn a_line_is_an_address_and_what_became_of_it() {
        let (ledger, wrong) = parse("# x\n/b/ gone 2025-07-01 Hết hạn\n/a.pdf -> /c.pdf\n\n/a/\n");
        assert!(wrong.is_empty());
        assert_eq!(ledger.text(), "# x\n/a.pdf -> /c.pdf\n/a/\n/b/ gone 2025-07-01 Hết hạn\n");
    }

    #[test]
    fn what_branches_have_both_added_is_settled_by_what_says_most() {
        let (ledger, _) = parse("/a/\n/a/ -> /c/\n/a/\n/b/\n/b/ gone 2025-07-01 x\n/b/ -> /d/\n");
        assert!(ledger.text().ends_with("/a/ -> /c/\n/b/ gone 2025-07-01 x\n"), "{}", ledger.text());
    }

    #[test]
    fn a_line_that_says_nothing_is_told_where_it_stands() {
        for bad in [
            "a/",
            "//a/",
            "/a/ b",
            "/a/ gone",
            "/a/ gone 2025-07-01",
            "/a/ gone x y",
            "/a/ ->",
            "/a/ -> /a/",
            "<<<<<<< HEAD",
        ] {
            assert_eq!(parse(&format!("/x/\n{bad}\n")).1, [Some(Span::new(2, 1, bad.chars().count()))], "{bad}");
        }
    }

    #[test]
    fn moves_lead_on_one_after_another_and_never_in_a_circle() {
        let (ledger, _) = parse("/a/ -> /b/\n/b/ -> /c/\n/x/ -> /y/\n/y/ -> /x/\n");
        assert_eq!([ledger.now("/a/"), ledger.now("/c/"), ledger.now("/x/")], [Some("/c/"), None, None]);
    }

    #[test]
    fn what_is_added_leaves_what_is_known() {
        let (mut ledger, _) = parse("/a/ gone 2025-07-01 x\n");
        assert_eq!(ledger.add(["/b/".to_owned(), "/a/".to_owned(), "/b/".to_owned()]), 1);
        ledger.set([("/b/".to_owned(), Fate::Moved("/c/".into()))]);
        assert!(ledger.text().ends_with("/a/ gone 2025-07-01 x\n/b/ -> /c/\n"));
    }
}
