//! What was brought from a portal, and where it went: turns `merged/NAME/files.txt` into a table and back. By it a second run knows
//! what is there already, and what has changed in the other portal since.

use std::collections::BTreeMap;

use crate::path::SourcePath;

/// The folder of records, in the portal that stays. Nothing in it is published.
pub const FOLDER: &str = "merged";

const HEAD: &str = "\
# Tệp của cổng được nhập vào, đã về đâu; do cong merge ghi. Xóa một dòng thì lần chạy sau đưa lại tệp ấy.
# Files of the portal that was taken in, and where they are now; written by cong merge. A file whose line is deleted is brought again.
";

/// A file there as it was when it was looked at: the hash of its bytes, and where it is here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brought {
    pub hash: String,
    pub here: SourcePath,
}

/// By path there.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Record(pub BTreeMap<SourcePath, Brought>);

impl Record {
    /// Lines that say nothing are passed over: then a file is brought again, and meets itself.
    pub fn parse(text: &str) -> Record {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let all = lines.filter_map(|line| {
            let (hash, rest) = line.split_once(' ')?;
            let (there, here) = rest.split_once(" -> ").unwrap_or((rest, rest));
            Some((SourcePath::new(there), Brought { hash: hash.to_owned(), here: SourcePath::new(here) }))
        });
        Record(all.collect())
    }

    pub fn text(&self) -> String {
        let line = |(there, Brought { hash, here }): (&SourcePath, &Brought)| match there == here {
            true => format!("{hash} {there}\n"),
            false => format!("{hash} {there} -> {here}\n"),
        };
        HEAD.to_owned() + &self.0.iter().map(line).collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was_written() {
        let brought = |here: &str| Brought { hash: "ab12".to_owned(), here: SourcePath::new(here) };
        let one = (SourcePath::new("content/a b.md"), brought("content/a b.md"));
        let other = (SourcePath::new("content/c.md"), brought("content/x/c.md"));
        let record = Record([one, other].into());
        assert_eq!(Record::parse(&record.text()), record);
    }
}
