//! Prints what each changed page changes, in words: title, text, files; grouped by kind. What all pages change alike, such as a footer,
//! is told once.

use std::collections::BTreeMap;

use super::publish_pages::{Pages, Sort};
use super::{say, words};
use crate::publish::difference::{self, Difference};
use crate::publish::plan::Kind as What;
use crate::publish::reading;
use crate::publish::{Change, Plan, Remote};
use crate::text::number;

/// Pages that are fetched and compared.
const PAGES: usize = 200;

/// Places of a page that are shown.
const PLACES: usize = 4;

pub struct Show<'a> {
    pub pages: &'a Pages<'a>,
    pub remote: &'a dyn Remote,
    pub plan: &'a Plan,
    pub url: &'a str,
}

/// A page with what is told of it.
struct Told {
    what: What,
    kind: String,
    head: String,
    lines: Vec<String>,
}

impl Show<'_> {
    pub fn run(&self) {
        let language = self.pages.language;
        let is_page = |change: &&Change| self.pages.sort(change, true) == Sort::Page;
        let pages: Vec<&Change> = self.plan.changes.iter().filter(is_page).collect();
        let (mut told, mut framed) = (Vec::new(), 0);
        for change in pages.iter().take(PAGES) {
            match self.page(change) {
                Some(page) => told.push(page),
                None => framed += 1,
            }
        }
        let mut groups: BTreeMap<(What, &str), Vec<&Told>> = BTreeMap::new();
        told.iter().for_each(|page| groups.entry((page.what, &page.kind)).or_default().push(page));
        for ((what, kind), pages) in groups {
            let kind = if kind.is_empty() { words(language, "Trang", "Pages") } else { kind };
            say(&format!("{kind} – {} ({})", name(what, language), pages.len()));
            for page in pages {
                say(&format!("  {}", page.head));
                page.lines.iter().for_each(|line| say(&format!("      {line}")));
            }
        }
        if framed > 0 {
            let text = words(
                language,
                "Chỉ đổi phần chung (đầu trang, menu, chân trang, giao diện): {count} trang",
                "Only what pages share has changed (header, menus, footer, theme): {count} pages",
            );
            say(&text.replace("{count}", &number::count(framed, language)));
        }
        if pages.len() > PAGES {
            let text = words(
                language,
                "và {count} trang nữa, chưa so từng chữ",
                "and {count} more pages, not compared word by word",
            );
            say(&text.replace("{count}", &number::count((pages.len() - PAGES) as u64, language)));
        }
        self.files();
    }

    /// `None` where nothing of its own has changed.
    fn page(&self, change: &Change) -> Option<Told> {
        let language = self.pages.language;
        let address = crate::publish::addresses::address(self.url, &change.path);
        let before = change.before.as_ref().and_then(|online| self.remote.fetch(&change.path, online).ok().flatten());
        let before = before.map(|bytes| reading::read(&bytes));
        let after = change.after.as_ref().and_then(|_| self.pages.read(&change.path));
        let what = change.kind();
        let kind = before.as_ref().or(after.as_ref()).map(|page| self.pages.label(&page.kind)).unwrap_or_default();
        let kind =
            after.as_ref().map(|page| self.pages.label(&page.kind)).filter(|kind| !kind.is_empty()).unwrap_or(kind);
        let title = after.as_ref().or(before.as_ref()).map(|page| page.title.clone()).unwrap_or_default();
        let mut head = format!("“{title}” {address}");
        let mut lines = Vec::new();
        if what == What::Headers {
            lines.push(words(language, "chỉ đổi header trả về", "only its headers").to_owned());
        } else if let (Some(before), Some(after)) = (&before, &after) {
            let found = difference::between(before, after);
            if found.is_of_frame_alone() {
                return None;
            }
            if let Some((old, new)) = &found.title {
                head = format!("“{old}” → “{new}” {address}");
            }
            lines = in_words(&found, language);
        }
        Some(Told { what, kind, head, lines })
    }

    /// Files that readers take along, by name and size.
    fn files(&self) {
        let language = self.pages.language;
        let is_file = |change: &&Change| self.pages.sort(change, false) == Sort::File;
        let files: Vec<&Change> = self.plan.changes.iter().filter(is_file).collect();
        if files.is_empty() {
            return;
        }
        say(&format!("{} ({})", words(language, "Tệp", "Files"), files.len()));
        for change in files.iter().take(PAGES) {
            let size =
                |size: Option<u64>| size.map_or_else(|| "–".to_owned(), |size| number::file_size(size, language));
            let (before, after) =
                (change.before.as_ref().map(|file| file.size), change.after.as_ref().map(|item| item.size));
            say(&format!("  {}: {} ({} → {})", name(change.kind(), language), change.path, size(before), size(after)));
        }
    }
}

fn in_words(found: &Difference, language: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (old, new) in found.words.iter().take(PLACES) {
        lines.extend((!old.is_empty()).then(|| format!("− {old}")));
        lines.extend((!new.is_empty()).then(|| format!("+ {new}")));
    }
    if found.words.len() > PLACES {
        let text = words(language, "và {count} chỗ khác", "and {count} other places");
        lines.push(text.replace("{count}", &(found.words.len() - PLACES).to_string()));
    }
    if found.is_moved {
        lines.push(words(language, "các đoạn đổi thứ tự", "its parts stand in another order").to_owned());
    }
    for (files, vi, en) in
        [(&found.files_added, "thêm tệp", "file added"), (&found.files_removed, "bỏ tệp", "file removed")]
    {
        lines.extend(files.iter().map(|file| format!("{}: {file}", words(language, vi, en))));
    }
    lines
}

pub fn name(what: What, language: &str) -> &str {
    match what {
        What::Added => words(language, "mới", "new"),
        What::Changed => words(language, "đổi", "changed"),
        What::Headers => words(language, "chỉ đổi header", "headers only"),
        What::Deleted => words(language, "gỡ xuống", "taken down"),
    }
}
