//! Asks `git` when the files of a portal were changed, for what readers are told of it: one run of `git log` over the first parents,
//! then the versions of pages, of which only hashes of their parts are kept in memory.
//!
//! Along first parents a branch that was merged is one change at the moment at which it came in, and names can be followed through renames
//! without doubt. What the same commit says is the same on any machine.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::git::Git;
use super::history_parts::{Outline, Told};
use super::history_walk::{Version, Walk};
use super::{Common, words};
use crate::files::{Files, Overlay};
use crate::load::config::Config;
use crate::load::history::{Extent, FILE, FileHistory, History, Parts};
use crate::load::kinds::Kinds;
use crate::write::save_file;

/// Counts up where the same commits come to something else.
const FORM: &str = "1";
/// Versions of pages that are read in one run of git.
const AT_ONCE: usize = 4000;

/// The files of a portal with what git knows of them laid over, where readers are told of it. `fresh`: what was kept is not believed.
pub fn over(files: Arc<dyn Files>, config: &Config, common: &Common, fresh: bool) -> Arc<dyn Files> {
    if !config.history.public {
        return files;
    }
    let history = of(&*files, common, fresh);
    Arc::new(Overlay::new(files, BTreeMap::from([(FILE.to_owned(), history.to_bytes())])))
}

fn of(files: &dyn Files, common: &Common, fresh: bool) -> History {
    let Some(git) = Git::open(&common.folder) else { return History::default() };
    if git.ask(&["rev-parse", "--is-shallow-repository"]).is_none_or(|said| said.trim() != "false") {
        return History { extent: Extent::Shallow, ..History::default() };
    }
    let told = Told::of(&Kinds::load(files, &mut Vec::new()));
    let head = git.commit("HEAD").unwrap_or_default();
    let of = format!("{FORM} {head} {}{}", git.prefix(), told.mark());
    let kept = || files.read(FILE).ok().and_then(|bytes| History::parse(&bytes)).filter(|kept| kept.of == of);
    if let Some(kept) = kept().filter(|_| !fresh) {
        return kept;
    }
    let Some(found) = found(&git, &told) else {
        return History { extent: Extent::Shallow, ..History::default() };
    };
    let history = History { of, extent: Extent::Whole, files: found };
    // Without it the next build asks git once more.
    let bytes = history.to_bytes();
    let saved = save_file(&common.folder, FILE, |to| to.write_all(&bytes));
    if saved.is_err() && !common.quiet && !common.json {
        let text = words(
            &common.language(None),
            "Không ghi được .cong/history: lần sau cong hỏi git lại từ đầu.",
            ".cong/history cannot be written: cong will ask git again next time.",
        );
        super::complain(text);
    }
    history
}

/// `None` where git does not have all versions.
fn found(git: &Git, told: &Told) -> Option<BTreeMap<String, FileHistory>> {
    let log = git.ask_bytes(&[
        "-c",
        "log.showRoot=true",
        "-c",
        "diff.renameLimit=4000",
        "log",
        "HEAD",
        "--first-parent",
        "-m",
        "--raw",
        "--no-abbrev",
        "-M",
        "-z",
        "--relative",
        "--format=%x01%ct",
        "--",
        "content",
    ])?;
    let walked = Walk::of(&log);
    let (pages, others): (Vec<_>, Vec<_>) = walked.into_iter().partition(|(path, _)| path.ends_with(".md"));
    // A page that was committed once has nothing to be held against.
    let (pages, once): (Vec<_>, Vec<_>) = pages.into_iter().partition(|(_, versions)| versions.len() > 1);
    let mut files: BTreeMap<String, FileHistory> = others.into_iter().chain(once).filter_map(of_file).collect();
    for batch in pages.chunks(AT_ONCE) {
        let outlines = outlines(git, batch, told)?;
        let page = |(path, versions): &(String, Vec<Version>)| Some((path.clone(), of_page(versions, &outlines)?));
        files.extend(batch.iter().filter_map(page));
    }
    Some(files)
}

/// A file of which every version is seen as a whole.
fn of_file((path, versions): (String, Vec<Version>)) -> Option<(String, FileHistory)> {
    let (first, later) = versions.split_first()?;
    let changes = later.iter().map(|version| (version.moment, Parts::FILES)).collect();
    Some((path, FileHistory { born: first.moment, changes }))
}

/// What the versions of some pages hold, by the id of their blob.
fn outlines(git: &Git, pages: &[(String, Vec<Version>)], told: &Told) -> Option<HashMap<String, Outline>> {
    let ids: BTreeSet<&String> = pages.iter().flat_map(|(_, versions)| versions.iter().map(|own| &own.blob)).collect();
    let wanted: Vec<(String, String)> = ids.iter().map(|id| ((*id).clone(), (*id).clone())).collect();
    let blobs = git.blobs(&wanted)?;
    if blobs.len() < wanted.len() {
        return None;
    }
    Some(blobs.into_iter().map(|(id, bytes)| (id, Outline::of(&bytes, told))).collect())
}

/// Versions that no reader saw are passed over, and what came next is held against the last one that was seen.
fn of_page(versions: &[Version], outlines: &HashMap<String, Outline>) -> Option<FileHistory> {
    let mut seen: Option<&Outline> = None;
    let mut history = FileHistory::default();
    for version in versions {
        let Some(outline) = outlines.get(&version.blob).filter(|outline| !outline.is_withheld) else { continue };
        match seen.replace(outline) {
            None => history.born = version.moment,
            Some(before) => {
                let parts = before.changed(outline);
                if !parts.is_none() {
                    history.changes.push((version.moment, parts));
                }
            }
        }
    }
    seen.map(|_| history)
}
