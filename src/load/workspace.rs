//! The `[workspace]` table of `site.toml`: which folders hold portals of their own beside the main one. What stands in them is no
//! content of the main portal.

use std::fmt;

use serde::Deserialize;

use super::toml_text::Placed;
use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Workspace {
    /// Folders below that of the main portal; a last part `*` stands for each folder in one.
    pub portals: Vec<String>,
}

/// No page shows any of it, so in the fingerprint of a site, which is what this writes, it is the same for all.
impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Workspace")
    }
}

/// One entry of the list, understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern<'a> {
    /// Below the main portal's.
    pub folder: &'a str,
    /// Each folder in it is a portal; else it is one itself.
    pub each: bool,
}

/// Folders of a portal that it cannot hand over, since they are read for itself.
const TAKEN: [&str; 6] = ["content", "themes", "kinds", "content/_root", "content/_audit", "public"];

type Wrong = (&'static str, &'static str);

const INSIDE: Wrong = (
    "Viết một thư mục nằm trong thư mục của cổng chính, ví dụ \"content/_portals/*\"",
    "Write a folder inside that of the main portal, such as \"content/_portals/*\"",
);
const STAR: Wrong = (
    "Dấu * chỉ đứng một mình ở cuối: \"content/_portals/*\" là mọi thư mục trong content/_portals",
    "A * stands alone at the end: \"content/_portals/*\" is each folder in content/_portals",
);
const OWN: Wrong = (
    "Thư mục này là của chính cổng chính. Để các cổng thành phần trong một thư mục riêng, ví dụ \"content/_portals/*\"",
    "That folder is the main portal's own. Keep component portals in a folder of their own, such as \"content/_portals/*\"",
);

impl Workspace {
    /// What a text of settings says of it, as far as it can be read.
    pub fn of_text(text: &str) -> Workspace {
        let table: Option<toml::Table> = text.parse().ok();
        let found = table.and_then(|mut table| table.remove("workspace"));
        found.and_then(|found| found.try_into().ok()).unwrap_or_default()
    }

    pub fn is_one(&self) -> bool {
        !self.portals.is_empty()
    }

    pub fn patterns(&self) -> impl Iterator<Item = Pattern<'_>> {
        self.portals.iter().filter_map(|text| pattern(text).ok())
    }

    /// Folders in which no content of the main portal stands.
    pub fn folders(&self) -> Vec<String> {
        self.patterns().map(|pattern| pattern.folder.to_owned()).collect()
    }

    /// Whether a file of the main portal's folder is of another portal.
    pub fn holds(&self, path: &str) -> bool {
        let is_below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.patterns().any(|pattern| is_below(pattern.folder))
    }

    /// Whether a folder, by its path below the main portal's, is that of a portal of the list.
    pub fn names(&self, folder: &str) -> bool {
        self.patterns().any(|pattern| match folder.strip_prefix(pattern.folder) {
            Some("") => !pattern.each,
            Some(rest) => pattern.each && rest.starts_with('/') && !rest[1..].contains('/'),
            None => false,
        })
    }

    pub fn check(&self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        for (index, text) in self.portals.iter().enumerate() {
            if let Err((vi, en)) = pattern(text) {
                let range = placed.value(&format!("workspace.portals.{index}"));
                let finding = placed.finding(&catalog::WORKSPACE_FOLDER, file, range).with("folder", text);
                let words: Words = (vi.to_owned(), en.to_owned());
                findings.push(finding.with_words("expected", words));
            }
        }
    }
}

fn pattern(text: &str) -> Result<Pattern<'_>, Wrong> {
    let text = text.trim_end_matches('/');
    let (folder, each) = match text.strip_suffix("/*") {
        Some(folder) => (folder, true),
        None => (text, false),
    };
    if folder.contains('*') {
        return Err(STAR);
    }
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.');
    if folder.contains(['\\', ':']) || !folder.split('/').all(is_part) {
        return Err(INSIDE);
    }
    let is_read = ["themes/", "kinds/", "content/_root/", "content/_audit/"].iter().any(|own| folder.starts_with(own));
    if TAKEN.contains(&folder) || is_read { Err(OWN) } else { Ok(Pattern { folder, each }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(portals: &[&str]) -> Workspace {
        Workspace { portals: portals.iter().map(|&text| text.to_owned()).collect() }
    }

    #[test]
    fn a_star_stands_for_each_folder_of_one_level() {
        let both = workspace(&["content/_portals/*", "dau-tu"]);
        for (folder, is_one) in [
            ("content/_portals/so-y-te", true),
            ("content/_portals", false),
            ("content/_portals/so-y-te/content", false),
            ("dau-tu", true),
            ("dau-tu/a", false),
            ("dau-tu-cong", false),
        ] {
            assert_eq!(both.names(folder), is_one, "{folder}");
        }
        assert!(both.holds("content/_portals/readme.md") && both.holds("dau-tu/content/a.md"));
        assert!(!both.holds("content/dau-tu/a.md") && !both.holds("dau-tu-cong/a.md"));
    }

    #[test]
    fn folders_outside_and_those_of_the_main_portal_are_refused() {
        for (bad, words) in [
            ("../so-y-te", INSIDE),
            ("/srv/so-y-te", INSIDE),
            ("", INSIDE),
            (".", INSIDE),
            ("a/.git", INSIDE),
            ("*", STAR),
            ("content/*/a", STAR),
            ("content/so-*", STAR),
            ("content/*", OWN),
            ("content/", OWN),
            ("themes/portal", OWN),
        ] {
            assert_eq!(pattern(bad), Err(words), "{bad}");
            assert!(!workspace(&[bad]).holds("content/a.md"), "{bad}");
        }
    }
}
