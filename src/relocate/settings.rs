//! Turns a TOML file that names pages, folders and addresses (`site.toml`, what the audit rests on, the portal's own kinds) into the
//! same file after a move, byte for byte as it was elsewhere.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mending::applied;
use super::targets::Targets;
use crate::load::discover::CONTENT;
use crate::path::SourcePath;

/// Keys whose value is a folder below `content/`; any value may be the path of a page or an address.
const FOLDERS: [&str; 2] = ["section", "folder"];

/// Tables that have a folder for each key.
const BY_FOLDER: [&str; 1] = ["sections"];

/// A folder that moves, and where it is from now on; both below `content/`.
pub type Folder = (String, String);

/// `None` where nothing changes, and for what is no TOML.
pub fn mended(text: &str, folder: Option<&Folder>, targets: &Targets) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut found = Found { text, folder, targets, edits: Vec::new() };
    found.table(table.get_ref(), "");
    let mut edits = found.edits;
    edits.sort_by_key(|(range, _)| range.start);
    let new = applied(text, edits.into_iter());
    (new != text).then_some(new)
}

struct Found<'a> {
    text: &'a str,
    folder: Option<&'a Folder>,
    targets: &'a Targets,
    edits: Vec<(Range<usize>, String)>,
}

impl Found<'_> {
    fn table(&mut self, table: &DeTable, own: &str) {
        for (key, value) in table {
            let name = &**key.get_ref();
            if BY_FOLDER.contains(&own) {
                let new = self.folder_now(name);
                self.replace(key.span(), name, new);
            }
            self.value(value, name);
        }
    }

    fn value(&mut self, value: &Spanned<DeValue>, key: &str) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, key),
            DeValue::Array(items) => items.iter().for_each(|item| self.value(item, key)),
            DeValue::String(written) => {
                let new = match FOLDERS.contains(&key) {
                    true => self.folder_now(written),
                    false => self.page_now(written).or_else(|| self.targets.address(written)),
                };
                self.replace(value.span(), written, new);
            }
            _ => {}
        }
    }

    fn folder_now(&self, written: &str) -> Option<String> {
        let (old, new) = self.folder?;
        let rest = written.strip_prefix(old.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
    }

    fn page_now(&self, written: &str) -> Option<String> {
        let new = self.targets.files.get(&SourcePath::new(format!("{CONTENT}/{written}")))?;
        new.as_str().strip_prefix(CONTENT).map(|rest| rest.trim_start_matches('/').to_owned())
    }

    /// Puts a value in place of what is written, which keeps its quotation marks. A key that now needs some gets them.
    fn replace(&mut self, range: Range<usize>, written: &str, new: Option<String>) {
        let (Some(new), Some(source)) = (new, self.text.get(range.clone())) else { return };
        match source.find(written) {
            Some(at) if source.len() > written.len() => {
                self.edits.push((range.start + at..range.start + at + written.len(), new));
            }
            Some(_) => {
                let is_bare = new.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
                self.edits.push((range, if is_bare { new } else { format!("\"{new}\"") }));
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_folders_and_addresses_are_named_anew_and_all_else_stays() {
        let path = SourcePath::new;
        let targets = Targets {
            files: [(path("content/tin/_index.md"), path("content/bao/moi/_index.md"))].into(),
            addresses: [("/tin/".to_owned(), "/bao/moi/".to_owned())].into(),
            ..Targets::default()
        };
        let folder = ("tin".to_owned(), "bao/moi".to_owned());
        let before = "title = \"tin\" # tin/_index.md\n[menus]\nmain = [ { page = \"tin/_index.md\" }, { url = '/tin/' } ]\n[[home]]\nblock = \"section\"\nsection = \"tin/con\"\n[[topics]]\nid = \"tin\"\n[audit.sections]\ntin = { days = 3 }\n\"tin-khac\" = { days = 1 }\n";
        let after = before
            .replace("page = \"tin/_index.md\"", "page = \"bao/moi/_index.md\"")
            .replace("'/tin/'", "'/bao/moi/'")
            .replace("\"tin/con\"", "\"bao/moi/con\"")
            .replace("\ntin = {", "\n\"bao/moi\" = {");
        assert_eq!(mended(before, Some(&folder), &targets), Some(after));
        assert_eq!(mended("title = \"x\"\n", Some(&folder), &targets), None);
    }
}
