//! Turns headings into ids that nothing else on their page has: no other heading, no footnote, nothing of the theme.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::text::slug::{UniqueSlugs, slug};

/// The ids of a theme, as its templates and scripts write them.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct ThemeIds {
    ids: BTreeSet<String>,
    /// What stands before the first sign that a template fills in: `state-` of `state-{{ id }}`.
    stems: BTreeSet<String>,
}

/// What an id stands behind in a template, a script and a component call.
const BEFORE: [&str; 5] = [" id=\"", " id='", ".id = \"", ".id=\"", " id={\""];

impl ThemeIds {
    /// Takes in a template or a script.
    pub fn read(&mut self, text: &str) {
        for before in BEFORE {
            for (at, _) in text.match_indices(before) {
                let rest = &text[at + before.len()..];
                let end = rest.find(['"', '\'', '\n']).unwrap_or(rest.len());
                let id = &rest[..end];
                match id.find(['{', '$']) {
                    Some(0) => {}
                    Some(end) => drop(self.stems.insert(id[..end].to_owned())),
                    None => drop(self.ids.insert(id.to_owned())),
                }
            }
        }
    }

    pub fn add(&mut self, id: &str) {
        self.ids.insert(id.to_owned());
    }

    /// All of them, for whoever keeps what was made beside them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().chain(&self.stems).map(String::as_str)
    }

    fn has(&self, id: &str) -> bool {
        // Footnotes are the generator's own.
        let is_note = id.strip_prefix("fnref").or_else(|| id.strip_prefix("fn")).is_some_and(is_number);
        is_note || self.ids.contains(id) || self.stems.iter().any(|stem| id.starts_with(&**stem))
    }
}

/// `-1`, `2-1`
fn is_number(rest: &str) -> bool {
    rest.contains('-') && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The ids of one page, so far: its body first, then the texts of its fields.
#[derive(Clone)]
pub struct Ids {
    slugs: UniqueSlugs,
    theme: Arc<ThemeIds>,
    texts: usize,
}

impl Ids {
    pub fn new(theme: &Arc<ThemeIds>) -> Ids {
        Ids { slugs: UniqueSlugs::default(), theme: theme.clone(), texts: 0 }
    }

    /// Begins a text of the page; how many came before it.
    pub fn text(&mut self) -> usize {
        self.texts += 1;
        self.texts - 1
    }

    pub fn heading(&mut self, text: &str) -> String {
        if self.theme.has(&slug(text)) { self.slugs.take(&format!("muc {text}")) } else { self.slugs.take(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_a_theme_are_read_off_its_templates() {
        let mut theme = ThemeIds::default();
        theme.read("<main id=\"main\"><b id=\"state-{{ x }}\"> {{ <ui.block id=\"units\" /> }} {{ <ui.x id={\"own\"} /> }} <i id=\"{{ id }}\">");
        theme.read("panel.id = \"results\"");
        assert_eq!(theme.all().collect::<Vec<_>>(), ["main", "own", "results", "units", "state-"]);
    }

    #[test]
    fn a_heading_gives_way_to_the_theme_and_to_footnotes() {
        let mut theme = ThemeIds::default();
        theme.read("<main id=\"main\"><b id=\"state-{{ x }}\">");
        let mut ids = Ids::new(&Arc::new(theme));
        let taken: Vec<String> =
            ["Main", "State 1", "Fn 1", "Muc main", "Fn"].iter().map(|text| ids.heading(text)).collect();
        assert_eq!(taken, ["muc-main", "muc-state-1", "muc-fn-1", "muc-main-2", "fn"]);
    }
}
