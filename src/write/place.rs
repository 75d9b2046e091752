//! Turns the path of an output folder into whether it stands where an output may stand, under whatever spelling.
//!
//! An output inside the sources would be read as a source, and its stale files deleted there.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Folders of a portal that are read, not written.
const SOURCES: &[&str] = &["content", "themes", "kinds"];
/// Folders of programs, wherever they are.
const PRIVATE: &[&str] = &[".cong", ".git"];
/// What makes a folder a portal.
const SITE: &str = "site.toml";

/// Why a folder is no place for an output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misplaced {
    /// It is the portal's folder, or one that the portal stands in.
    AroundPortal,
    /// It is a folder of sources, inside one, or around one.
    Sources(PathBuf),
    /// It is inside a folder of this name, which belongs to a program.
    Private(&'static str),
}

/// `None` for a good place. `output` as given; it need not exist.
pub fn misplaced(portal: &Path, output: &Path) -> Option<Misplaced> {
    let (portal, output) = (real(portal), real(&portal.join(output)));
    if portal.starts_with(&output) {
        return Some(Misplaced::AroundPortal);
    }
    // A portal may itself live below such a folder; what counts is where the output is seen from there.
    let below = output.strip_prefix(&portal).unwrap_or(&output);
    let private = |name: &&&str| below.components().any(|part| part.as_os_str().eq_ignore_ascii_case(**name));
    if let Some(name) = PRIVATE.iter().find(private) {
        return Some(Misplaced::Private(name));
    }
    // Sources may be links to somewhere else.
    let sources = SOURCES.iter().flat_map(|name| [portal.join(name), real(&portal.join(name))]);
    let touched = |source: &PathBuf| output.starts_with(source) || source.starts_with(&output);
    sources.into_iter().find(touched).or_else(|| in_another_portal(&portal, &output)).map(Misplaced::Sources)
}

/// Why a single file must not be written: it would stand among sources, or in the place of one. `own`: the folder below the portal
/// whose tables are written by a command and not by editors.
pub fn misplaced_file(portal: &Path, file: &Path, own: Option<&str>) -> Option<Misplaced> {
    let (portal, file) = (real(portal), real(file));
    let is_table = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    if is_table && own.is_some_and(|own| file.parent() == Some(&*real(&portal.join(own)))) {
        return None;
    }
    if file.file_name().is_some_and(|name| name.eq_ignore_ascii_case(SITE)) {
        return Some(Misplaced::Sources(file));
    }
    misplaced(&portal, &file)
}

/// Whether a path, under whatever spelling, is a folder or in it.
pub fn is_inside(folder: &Path, path: &Path) -> bool {
    real(path).starts_with(real(folder))
}

/// The folder of sources, of whatever portal, that a folder stands in. A portal that stands in another one's folder keeps its output
/// beside its sources, where the other reads nothing.
fn in_another_portal(own: &Path, output: &Path) -> Option<PathBuf> {
    output.ancestors().zip(output.ancestors().skip(1)).find_map(|(folder, portal)| {
        let is_source = SOURCES.iter().any(|name| folder.file_name() == Some(OsStr::new(name)));
        let is_around = output.starts_with(own) && own.starts_with(folder);
        (is_source && !is_around && portal.join(SITE).is_file()).then(|| folder.to_owned())
    })
}

/// A path without links, `.` and `..`, also of what does not exist yet.
pub fn real(path: &Path) -> PathBuf {
    /// As many as systems follow before they take it for a circle.
    const LINKS: usize = 40;
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    // What is still to be walked, the next last.
    let mut ahead: Vec<PathBuf> = parts(&absolute);
    let mut links = 0;
    while let Some(part) = ahead.pop() {
        match part.components().next() {
            Some(Component::ParentDir) => {
                real.pop();
            }
            Some(Component::CurDir) | None => {}
            Some(Component::Prefix(_) | Component::RootDir) => real = real.join(&part),
            Some(Component::Normal(name)) => {
                let next = real.join(name);
                match fs::read_link(&next) {
                    Ok(target) if links < LINKS => {
                        links += 1;
                        ahead.extend(parts(&target));
                    }
                    _ => real = next,
                }
            }
        }
    }
    // Where case makes no difference, the system knows the one spelling.
    known(&real)
}

fn parts(path: &Path) -> Vec<PathBuf> {
    path.components().rev().map(|part| PathBuf::from(part.as_os_str())).collect()
}

/// As the system spells it, as far as it exists.
fn known(path: &Path) -> PathBuf {
    let existing = path.ancestors().find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
    existing.map_or_else(
        || path.to_owned(),
        |(folder, known)| {
            let rest = path.strip_prefix(folder).unwrap_or(Path::new(""));
            if rest.as_os_str().is_empty() { known } else { known.join(rest) }
        },
    )
}
