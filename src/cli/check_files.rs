//! Turns the paths that a check was asked about into files of the portal.

use std::path::{Component, Path, PathBuf};

use super::Common;
use crate::diag;
use crate::files::Files;
use crate::load::discover::CONTENT;
use crate::path::SourcePath;
use crate::pipeline::SITE;

/// The path that was meant by one that is none: without `content/`, without `.md`, with a slip.
pub fn meant(path: &Path, files: &dyn Files) -> Option<String> {
    let typed = plain(path);
    let typed = typed.strip_prefix("content/").unwrap_or(&typed);
    let entries: Vec<SourcePath> =
        files.list(CONTENT).unwrap_or_default().into_iter().map(|entry| entry.path).collect();
    let is_there = |name: &String| {
        let below = format!("{name}/");
        entries.iter().any(|entry| entry.as_str() == name || entry.as_str().starts_with(&below))
    };
    let own = [format!("{CONTENT}/{typed}"), format!("{CONTENT}/{typed}.md")].into_iter().find(is_there);
    let near = || {
        let name = format!("{CONTENT}/{typed}");
        let slips = entries.iter().map(SourcePath::as_str).filter(|entry| entry.len().abs_diff(name.len()) <= 5);
        diag::nearest(&name, slips).map(str::to_owned)
    };
    own.or_else(near)
}

/// The files asked for, sorted; of a folder all in it. Paths are those of the portal, else of where the command is run.
pub fn asked(paths: &[PathBuf], files: &dyn Files, common: &Common) -> Result<Vec<SourcePath>, PathBuf> {
    let below = files.list(CONTENT).unwrap_or_default().into_iter().map(|entry| entry.path);
    let entries: Vec<SourcePath> = below.chain([SourcePath::new(SITE)]).collect();
    let mut asked = Vec::new();
    for path in paths {
        let named = [Some(plain(path)), below_portal(path, &common.folder)].into_iter().flatten();
        let found = named.into_iter().find_map(|name| {
            let is_it = |entry: &&SourcePath| {
                entry.as_str().strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let found: Vec<SourcePath> = entries.iter().filter(is_it).cloned().collect();
            (!found.is_empty()).then_some(found)
        });
        asked.extend(found.ok_or_else(|| path.clone())?);
    }
    asked.sort();
    asked.dedup();
    Ok(asked)
}

/// `./content/a/../b.md` → `content/b.md`
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

/// A path as seen from here, as the portal sees it.
fn below_portal(path: &Path, portal: &Path) -> Option<String> {
    let absolute = |path: &Path| std::path::absolute(path).ok().map(|path| plain(&path));
    let (path, portal) = (absolute(path)?, absolute(portal)?);
    path.strip_prefix(&portal).map(|below| below.trim_start_matches('/').to_owned())
}
