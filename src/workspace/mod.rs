//! The portals of a workspace: turns the `[workspace]` table of the main portal into the folders that hold portals, with their addresses,
//! and what is wrong between them into findings.
//!
//! How a portal takes from the workspace what it lacks is no affair of this room: `files::Member` and `load::above` do that.

mod collisions;
mod neighbours;

use crate::diag::{Finding, catalog};
use crate::files::Files;
use crate::load::base::Base;
use crate::load::config::{Config, SITE};
use crate::load::toml_text;
use crate::load::workspace::Workspace;

pub use collisions::made_by_the_main_portal;
pub use neighbours::{Neighbour, Neighbours, neighbours};

/// The name by which the main portal is asked for; each of the others is called like its folder.
pub const MAIN: &str = "chinh";

/// A portal beside the main one.
#[derive(Clone, Debug)]
pub struct Portal {
    pub name: String,
    /// Below that of the main portal.
    pub folder: String,
    /// `None` where its settings do not say one that can be used.
    pub base: Option<Base>,
    /// Of its settings.
    text: String,
}

impl Portal {
    /// By its path in the main portal's folder.
    pub fn settings(&self) -> String {
        format!("{}/{SITE}", self.folder)
    }

    fn finding(&self, message: &'static crate::diag::Message, key: &str) -> Finding {
        let file = self.settings();
        match toml_text::read::<toml::Table>(&self.text) {
            Ok((_, placed)) => placed.finding(message, &file, placed.value(key)),
            Err(_) => Finding::new(message, &*file),
        }
    }
}

/// The portals beside the main one, sorted by name, and what is wrong with the list. `files`: of the main portal.
pub fn portals(files: &dyn Files, workspace: &Workspace) -> Found {
    let mut found = Found::default();
    for pattern in workspace.patterns() {
        if !pattern.each {
            found.look(files, pattern.folder.to_owned());
            continue;
        }
        let names = files.folders(pattern.folder).unwrap_or_default();
        if names.is_empty() {
            found.empty.push(pattern.folder.to_owned());
        }
        names.into_iter().for_each(|name| found.look(files, format!("{}/{name}", pattern.folder)));
    }
    found.portals.sort_by(|a, b| (&a.name, &a.folder).cmp(&(&b.name, &b.folder)));
    found.portals.dedup_by(|a, b| a.folder == b.folder);
    found
}

#[derive(Default)]
pub struct Found {
    pub portals: Vec<Portal>,
    /// Folders of the list that hold no portal.
    without: Vec<String>,
    /// Folders of the list in which there is none.
    empty: Vec<String>,
}

impl Found {
    fn look(&mut self, files: &dyn Files, folder: String) {
        let Ok(bytes) = files.read(&format!("{folder}/{SITE}")) else {
            self.without.push(folder);
            return;
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let table: toml::Table = text.parse().unwrap_or_default();
        let base = table.get("base_url").and_then(toml::Value::as_str);
        let base = base.and_then(|text| Base::parse(text.trim_end_matches('/')).ok());
        let name = folder.rsplit('/').next().unwrap_or(&folder).to_owned();
        self.portals.push(Portal { name, folder, base, text });
    }

    /// What is wrong with the list, as the main portal tells it.
    pub fn findings(&self, config: &Config) -> Vec<Finding> {
        let at_list = |message, folder: &String| config.at(message, "workspace.portals").with("folder", folder);
        let without = self.without.iter().map(|folder| at_list(&catalog::WORKSPACE_NO_PORTAL, folder));
        let empty = self.empty.iter().map(|folder| at_list(&catalog::WORKSPACE_EMPTY, folder));
        let mut findings: Vec<Finding> = without.chain(empty).collect();
        findings.extend(self.twice());
        findings.extend(collisions::of_addresses(&self.portals, &config.base));
        findings
    }

    /// Two portals of one name could not be asked for, and would be written to one folder.
    fn twice(&self) -> impl Iterator<Item = Finding> {
        self.portals.iter().enumerate().filter_map(|(index, portal)| {
            let other = self.portals[..index].iter().find(|other| other.name == portal.name);
            let other = match other {
                Some(other) => other.folder.as_str(),
                None if portal.name == MAIN => ".",
                None => return None,
            };
            let finding = portal.finding(&catalog::WORKSPACE_NAME, "title");
            Some(finding.with("name", &portal.name).with("other", other))
        })
    }
}
