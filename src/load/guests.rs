//! The `[[guests]]` tables of `site.toml`: from which portals of the workspace this one takes items into which of its sections; and what is
//! known of an item that it shows and does not publish.
//!
//! Whoever writes an item says where it should be shown (`show_in`); nothing of it is seen there unless that portal says so here.

use serde::{Deserialize, Serialize};

use super::show_in::ALL;
use crate::path::UrlPath;

/// The key.
pub const GUESTS: &str = "guests";

/// A table as an editor writes it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestRule {
    /// Names of portals, or `all`.
    pub from: Vec<String>,
    /// A folder below `content/`: the section whose list shows them. They are of its kind.
    pub section: String,
    /// Only items that stand in this folder of the other portal.
    pub of: Option<String>,
    /// Those that are featured there stand among the lead stories here.
    #[serde(default)]
    pub featured: bool,
    /// Those that are urgent there stand above every page here.
    #[serde(default)]
    pub urgent: bool,
}

impl GuestRule {
    /// Whether it takes items of a portal that stand in this folder below its content.
    pub fn takes(&self, portal: &str, folder: &str) -> bool {
        let is_in = |of: &str| {
            of.is_empty() || folder == of || folder.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'))
        };
        self.names(portal) && self.of.as_deref().is_none_or(|of| is_in(of.trim_matches('/')))
    }

    pub fn names(&self, portal: &str) -> bool {
        self.from.iter().any(|name| name == portal || name == ALL)
    }

    /// The folder of its section.
    pub fn folder(&self) -> &str {
        self.section.trim_matches('/')
    }
}

/// The tables in a text of settings, as far as they can be read.
pub fn of_text(text: &str) -> Vec<GuestRule> {
    let table: Option<toml::Table> = text.parse().ok();
    let found = table.and_then(|mut table| table.remove(GUESTS));
    found.and_then(|found| found.try_into().ok()).unwrap_or_default()
}

/// An item of another portal that this one shows. It has one address, which is there.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Guest {
    /// The name of the portal.
    pub portal: String,
    /// Its title, in the language of the item, and where it begins.
    pub title: String,
    pub home: String,
    /// Its own file, by its path in the workspace.
    pub file: String,
    /// The address of the item, whole.
    pub url: UrlPath,
    /// It stands in lists.
    pub listed: bool,
    /// It stands above every page while it warns.
    pub urgent: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_takes_what_stands_in_the_folder_that_it_names_of_the_portals_that_it_names() {
        let rule = |from: &[&str], of: Option<&str>| GuestRule {
            from: from.iter().map(|name| (*name).to_owned()).collect(),
            section: "/thong-bao/".to_owned(),
            of: of.map(str::to_owned),
            featured: false,
            urgent: false,
        };
        assert!(rule(&["so-y-te"], None).takes("so-y-te", "tin-tuc"));
        assert!(!rule(&["so-y-te"], None).takes("dong-phu", "tin-tuc"));
        assert!(rule(&["all"], Some("tin-tuc/")).takes("dong-phu", "tin-tuc/su-kien"));
        assert!(!rule(&["all"], Some("tin-tuc")).takes("dong-phu", "tin-tuc-khac"));
        assert_eq!(rule(&[], None).folder(), "thong-bao");
    }

    #[test]
    fn tables_of_a_text_that_cannot_be_read_are_none() {
        let text = "[[guests]]\nfrom = [\"all\"]\nsection = \"tin-tuc\"\n";
        assert_eq!(of_text(text).len(), 1);
        assert_eq!(of_text(&text.replace("from", "form")), []);
        assert_eq!(of_text("[[guests]"), []);
    }
}
