//! Counts files by the folder that an editor knows them by: of few months each month, of many the sections.

use std::collections::BTreeMap;
use std::path::Path;

use crate::load::discover::is_date_folder;
use crate::text::number;

/// So many are named.
const MOST: usize = 8;

/// How many of something lie where.
#[derive(Debug, PartialEq, Eq)]
pub struct Folders {
    /// The fullest first. Where all of them lie in one file, that file.
    named: Vec<(String, usize)>,
    /// Those that are not named: how many, and how many lie in them.
    others: (usize, usize),
}

impl Folders {
    /// `files`: one path for each thing counted, so a file may stand there more than once.
    pub fn of<'a>(files: impl Iterator<Item = &'a str>) -> Folders {
        let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
        files.for_each(|file| *by_file.entry(file).or_default() += 1);
        let by = |name: fn(&str) -> &str| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            by_file.iter().for_each(|(file, count)| *counts.entry(name(file)).or_default() += count);
            counts
        };
        let counts = match by(own_folder) {
            _ if by_file.len() == 1 => by_file,
            months if months.len() <= MOST => months,
            _ => by(section),
        };
        let mut named: Vec<(String, usize)> =
            counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        named.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let others = named.split_off(named.len().min(MOST));
        Folders { named, others: (others.len(), others.iter().map(|(_, count)| count).sum()) }
    }

    /// `content/tin-tuc 3.373, content/van-ban 12, và 4 thư mục khác 51`
    pub fn text(&self, language: &str) -> String {
        let count = |value: usize| number::count(value as u64, language);
        let mut parts: Vec<String> =
            self.named.iter().map(|(name, value)| format!("{name} {}", count(*value))).collect();
        let (folders, rest) = self.others;
        if folders > 0 {
            let (folders, rest) = (count(folders), count(rest));
            parts.push(match language {
                "vi" => format!("và {folders} thư mục khác {rest}"),
                _ => format!("and {folders} other folders {rest}"),
            });
        }
        parts.join(", ")
    }
}

/// The folder of a file; of a page that is a folder of its own (`ten-bai/index.md`) the one around it.
fn own_folder(file: &str) -> &str {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    if name.starts_with("index.") && name.ends_with(".md") { above(folder) } else { folder }
}

/// The same without folders of months and years.
fn section(file: &str) -> &str {
    let mut folder = own_folder(file);
    while Path::new(folder).file_name().and_then(|name| name.to_str()).is_some_and(is_date_folder) {
        folder = above(folder);
    }
    folder
}

fn above(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(above, _)| above)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(files: &[String]) -> String {
        Folders::of(files.iter().map(String::as_str)).text("vi")
    }

    #[test]
    fn few_months_are_counted_each_and_of_many_the_sections() {
        let months = |most: usize| -> Vec<String> {
            let of = |month: usize| {
                [format!("content/tin/2024/{month:02}/a.md"), format!("content/tin/2024/{month:02}/b/index.md")]
            };
            (1..=most).flat_map(of).collect()
        };
        assert_eq!(text(&months(2)), "content/tin/2024/01 2, content/tin/2024/02 2");
        assert_eq!(text(&months(9)), "content/tin 18");
    }

    #[test]
    fn the_fullest_folders_are_named_and_the_others_counted() {
        let files: Vec<String> =
            (1..=10).flat_map(|folder| (0..folder).map(move |_| format!("content/muc-{folder:02}/a.md"))).collect();
        let told = text(&files);
        assert!(told.starts_with("content/muc-10 10, content/muc-09 9, "), "{told}");
        assert!(told.ends_with(", content/muc-03 3, và 2 thư mục khác 3"), "{told}");
    }

    #[test]
    fn what_lies_in_one_file_is_told_of_that_file() {
        assert_eq!(text(&vec!["content/tin/2024/01/a.md".to_owned(); 1200]), "content/tin/2024/01/a.md 1.200");
    }
}
