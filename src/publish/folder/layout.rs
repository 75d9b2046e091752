//! Reads how a folder that is published to stands: which releases there are, what readers get, what is in the way.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk::trouble;
use super::names::{CURRENT, RELEASES, Standing};
use crate::publish::PRIVATE;
use crate::publish::trouble::Trouble;

/// The folder itself may be a link, since whoever set up the machine chose it; nothing in it may be one but `current`.
pub fn standing(root: &Path) -> Result<Standing, Trouble> {
    for name in [PRIVATE, RELEASES] {
        let path = root.join(name);
        if fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink()) {
            return Err(Trouble::Link { path: path.display().to_string() });
        }
    }
    let link = match fs::read_link(root.join(CURRENT)) {
        Ok(target) => Some(target.to_string_lossy().into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        // A folder that somebody made: taking its place would take away what is in it.
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            return Err(Trouble::Foreign { count: 1, example: root.join(CURRENT).display().to_string() });
        }
        Err(error) => return Err(trouble("read", &root.join(CURRENT), &error)),
    };
    let mut names = Vec::new();
    for entry in entries(&root.join(RELEASES))? {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
            return Err(Trouble::Link { path: entry.path().display().to_string() });
        }
        names.push(name);
    }
    Ok(Standing::new(link.as_deref(), names.iter().map(String::as_str)))
}

/// What stands in it and is no part of a folder that is published to.
pub fn strangers(root: &Path) -> Result<Vec<String>, Trouble> {
    let names: Vec<String> =
        entries(root)?.into_iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let is_ours = names.iter().any(|name| name == PRIVATE);
    let own = |name: &String| is_ours && [PRIVATE, RELEASES, CURRENT].contains(&name.as_str());
    Ok(names.into_iter().filter(|name| !own(name)).collect())
}

/// Sorted; of a folder that is not there, none.
pub fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>, Trouble> {
    let read = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.and_then(Iterator::collect::<Result<Vec<_>, _>>),
    };
    let mut entries = read.map_err(|error| trouble("list", folder, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

/// Every file below a folder with its size, by path with slashes. Refused where one is a link: whoever followed it would publish what
/// is somewhere else.
pub fn files(folder: &Path) -> Result<Vec<(String, u64)>, Trouble> {
    let mut found = Vec::new();
    let mut ahead: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((folder, inside)) = ahead.pop() {
        for entry in entries(&folder)? {
            let path = entry.path();
            let name = format!("{inside}{}", entry.file_name().to_string_lossy());
            let meta = fs::symlink_metadata(&path).map_err(|error| trouble("read", &path, &error))?;
            if meta.is_dir() {
                ahead.push((path, format!("{name}/")));
            } else if meta.is_file() {
                found.push((name, meta.len()));
            } else {
                return Err(Trouble::Link { path: path.display().to_string() });
            }
        }
    }
    Ok(found)
}

/// Whether names that differ only in case are one there; nothing is written to find out.
pub fn folds_case(root: &Path) -> bool {
    let swapped = |c: char| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    root.ancestors().any(|folder| {
        let Some(name) = folder.file_name().map(|name| name.to_string_lossy().into_owned()) else { return false };
        let other: String = name.chars().map(swapped).collect();
        other != name && is_same(folder, &folder.with_file_name(other))
    })
}

#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |path: &Path| fs::metadata(path).map(|meta| (meta.dev(), meta.ino()));
    matches!((number(one), number(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(not(unix))]
fn is_same(_: &Path, other: &Path) -> bool {
    other.exists()
}
