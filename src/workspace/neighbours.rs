//! The portals beside one of a workspace, each with its files: turns what a portal knows of the workspace into what it may read of the others.

use std::sync::Arc;

use super::{MAIN, portals};
use crate::files::{Files, Member, Within};
use crate::load::config::SITE;
use crate::load::workspace::Workspace;

/// Another portal of the workspace.
pub struct Neighbour {
    pub name: String,
    /// Below that of the main portal, whose own is empty.
    folder: String,
    pub files: Arc<dyn Files>,
}

impl Neighbour {
    pub fn is_main(&self) -> bool {
        self.folder.is_empty()
    }

    /// A file of it by its path in the workspace.
    pub fn path(&self, file: &str) -> String {
        if self.is_main() { file.to_owned() } else { format!("{}/{file}", self.folder) }
    }
}

/// A portal of a workspace, and the others.
pub struct Neighbours {
    /// The name of the portal itself.
    pub own: String,
    /// The main portal first, the others by their names.
    pub others: Vec<Neighbour>,
}

impl Neighbours {
    pub fn is_main(&self) -> bool {
        self.own == MAIN
    }

    pub fn names(&self) -> Vec<&str> {
        self.others.iter().map(|other| other.name.as_str()).collect()
    }
}

/// `None` for a portal that is part of no workspace. `workspace`: what its own settings say.
pub fn neighbours(files: &Arc<dyn Files>, workspace: &Workspace) -> Option<Neighbours> {
    let Some((all, folder)) = files.workspace() else {
        let others = || of_list(files, workspace, None);
        return workspace.is_one().then(|| Neighbours { own: MAIN.to_owned(), others: others() });
    };
    let settings = all.read(SITE).unwrap_or_default();
    let workspace = Workspace::of_text(&String::from_utf8_lossy(&settings));
    let own = folder.rsplit('/').next().unwrap_or(folder).to_owned();
    let main = Neighbour { name: MAIN.to_owned(), folder: String::new(), files: all.clone() };
    let others = [main].into_iter().chain(of_list(&all, &workspace, Some(folder))).collect();
    Some(Neighbours { own, others })
}

/// The portals of the list but for the one in this folder.
fn of_list(all: &Arc<dyn Files>, workspace: &Workspace, but: Option<&str>) -> Vec<Neighbour> {
    let listed = portals(&**all, workspace).portals.into_iter().filter(|portal| Some(portal.folder.as_str()) != but);
    let neighbour = |portal: super::Portal| {
        let own = Arc::new(Within::new(all.clone(), &portal.folder));
        let files = Arc::new(Member::new(own, all.clone(), &portal.folder));
        Neighbour { name: portal.name, folder: portal.folder, files }
    };
    listed.map(neighbour).collect()
}
