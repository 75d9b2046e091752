//! Works out what a move changes: which files stand where, what their links say, which earlier addresses pages and the ledger name.
//! What comes of it is looked at before anything is written: every address answers, and there is no new error.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::aliases::with_aliases;
use super::asked::{Asked, Refusal, asked};
use super::cells;
use super::mending;
use super::renamed::Renamed;
use super::same::{self, Left};
use super::settings;
use super::targets::Targets;
use crate::diag::{Finding, Severity};
use crate::files::{AUDIT_FILES, EntryKind, Files, Overlay};
use crate::load::discover::CONTENT;
use crate::load::document::{Document, Role};
use crate::load::kinds::Link;
use crate::load::ledger::{Fate, LEDGER};
use crate::path::{SourcePath, UrlPath, decode};
use crate::pipeline::{Addresses, SITE};
use crate::plan::{DataJob, Job, Planned};

/// Looks at a portal: what it publishes, and all that it says.
pub type Look<'a> = &'a dyn Fn(&Arc<dyn Files>) -> io::Result<Option<Addresses>>;

/// A file that is not as it was.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it was; the same as `new` where it stays.
    pub old: SourcePath,
    pub new: SourcePath,
    /// `None` of one that was not there.
    pub before: Option<Vec<u8>>,
    /// `None` where it keeps its bytes.
    pub after: Option<Vec<u8>>,
}

/// What a move comes to.
#[derive(Debug)]
pub struct Moved {
    /// In the order of their paths.
    pub changes: Vec<Change>,
    /// Earlier addresses that lead on from now on.
    pub redirects: usize,
    /// What an editor should look at.
    pub notes: Vec<Finding>,
    /// Files whose links could not all be mended.
    pub unmended: Vec<SourcePath>,
}

/// Why nothing comes of it.
pub enum Trouble {
    Refused(Refusal),
    /// The portal cannot be read now; or would have these errors then.
    Errors(Vec<Finding>),
    /// Lines of the ledger that cannot be read: written anew it would be without them.
    Ledger(Vec<Finding>),
    /// These addresses would be lost.
    Lost(Vec<String>),
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Io(error)
    }
}

/// What is known before.
struct Known<'a> {
    files: &'a Arc<dyn Files>,
    before: &'a Addresses,
    asked: &'a Asked,
}

pub fn moved(files: &Arc<dyn Files>, (from, to): (&str, &str), look: Look) -> Result<Moved, Trouble> {
    let Some(mut before) = look(files)? else { return Err(Trouble::Errors(Vec::new())) };
    if !before.unread.is_empty() {
        return Err(Trouble::Ledger(std::mem::take(&mut before.unread)));
    }
    let entries = files.list(CONTENT)?.into_iter().filter(|entry| entry.kind == EntryKind::File);
    let known: BTreeSet<SourcePath> = entries.map(|entry| entry.path).collect();
    let documents: Vec<&Document> = before.documents.iter().map(|document| &**document).collect();
    let asked = asked((from, to), &known, &documents).map_err(Trouble::Refused)?;
    let mut targets = Targets {
        base: before.base().clone(),
        files: asked.files.clone(),
        known,
        addresses: BTreeMap::new(),
        contacts: contacts(&before, &asked.files),
        ..Targets::default()
    };
    let context = Known { files, before: &before, asked: &asked };
    // Where pages are then is known once they are there.
    let texts = context.texts(&targets);
    let Some(there) = look(&context.over(&texts))? else { return Err(Trouble::Errors(Vec::new())) };
    let left = same::left(&before, &there, &named(&before, &asked));
    targets.addresses = same::changed(&left);
    let mut texts = context.texts(&targets);
    let redirects = context.redirect(&left, &there, &mut texts)?;
    let new_files = context.over(&texts);
    let Some(after) = look(&new_files)? else { return Err(Trouble::Errors(Vec::new())) };
    let notes = new_findings(&before, &after, &targets);
    // A page that cannot be read where it goes would be lost; why it cannot is what helps.
    if notes.iter().any(|finding| finding.severity() == Severity::Error) {
        return Err(Trouble::Errors(notes));
    }
    context.hold(&after)?;
    let unmended = unmended(&before, &after, &targets);
    Ok(Moved { changes: context.changes(texts)?, redirects, notes, unmended })
}

/// Which files are which, those included that are made from the rows of tables in a folder that moves.
fn named(before: &Addresses, asked: &Asked) -> Targets {
    let mut files = asked.files.clone();
    if let Some((old, new)) = &asked.folder {
        let (old, new) = (format!("{CONTENT}/{old}/"), format!("{CONTENT}/{new}/"));
        for page in before.site.all_pages() {
            let source = page.document().source.clone();
            let moved = source.as_str().strip_prefix(&old).map(|rest| SourcePath::new(format!("{new}{rest}")));
            if let Some(moved) = moved {
                files.entry(source).or_insert(moved);
            }
        }
    }
    Targets { files, ..Targets::default() }
}

/// Names by which links name contacts, of those that get another one.
pub(super) fn contacts(before: &Addresses, files: &BTreeMap<SourcePath, SourcePath>) -> BTreeMap<String, String> {
    let is_named = |document: &&Arc<Document>| before.site.kinds.get(document.kind).linked_by == Some(Link::Contact);
    let moved = before.documents.iter().filter(is_named).filter_map(|document| {
        let new = files.get(&document.source)?;
        let stem = match document.role {
            Role::Item => new.file_name().split('.').next().unwrap_or_default().to_owned(),
            _ => new.folder().rsplit('/').next().unwrap_or_default().to_owned(),
        };
        (stem != *document.stem).then(|| (document.stem.to_string(), stem))
    });
    moved.collect()
}

/// Files that are not as they were, by their new paths.
type Texts = BTreeMap<SourcePath, Vec<u8>>;

impl Known<'_> {
    fn targets_now(&self, file: &SourcePath) -> SourcePath {
        self.asked.files.get(file).unwrap_or(file).clone()
    }

    /// Pages and settings whose links are mended.
    fn texts(&self, targets: &Targets) -> Texts {
        let kinds = &self.before.site.kinds;
        let page = |document: &Arc<Document>| {
            let bytes = self.files.read(document.source.as_str()).ok()?;
            let text = mending::mended(document, kinds.get(document.kind), std::str::from_utf8(&bytes).ok()?, targets)?;
            Some((self.targets_now(&document.source), text.into_bytes()))
        };
        let mut texts: Texts = self.before.documents.par_iter().filter_map(page).collect();
        let cells = |file: &SourcePath| {
            let bytes = self.files.read_within(file.as_str(), cells::LARGEST).ok()?.ok()?;
            let text = cells::mended(file, std::str::from_utf8(&bytes).ok()?, targets)?;
            Some((self.targets_now(file), text.into_bytes()))
        };
        let asked: Vec<&SourcePath> = targets.known.iter().filter(|file| cells::is_asked(file)).collect();
        texts.par_extend(asked.into_par_iter().filter_map(cells));
        let own = |folder: &str| self.files.list(folder).unwrap_or_default().into_iter().map(|entry| entry.path);
        let toml = own(AUDIT_FILES).chain(own("kinds")).filter(|path| path.as_str().ends_with(".toml"));
        for path in toml.chain([SourcePath::new(SITE)]) {
            let Ok(text) = self.files.read(path.as_str()).map(String::from_utf8) else { continue };
            let text = text.ok().and_then(|text| settings::mended(&text, self.asked.folder.as_ref(), targets));
            texts.extend(text.map(|text| (path, text.into_bytes())));
        }
        texts
    }

    /// The portal with these.
    fn over(&self, texts: &Texts) -> Arc<dyn Files> {
        let renamed = Arc::new(Renamed::new(self.files.clone(), self.asked.files.clone()));
        let over = texts.iter().map(|(path, bytes)| (path.to_string(), bytes.clone())).collect();
        Arc::new(Overlay::new(renamed, over))
    }

    /// Lets pages name their addresses of before, and the ledger those of files and feeds. How many there are.
    fn redirect(&self, left: &[Left], there: &Addresses, texts: &mut Texts) -> Result<usize, Trouble> {
        // What is made from the rows of a table has no front matter of its own.
        let written: BTreeSet<&SourcePath> = self.before.documents.iter().map(|document| &document.source).collect();
        let mut of_pages: BTreeMap<&SourcePath, Vec<String>> = BTreeMap::new();
        let (mut moved, mut kept, mut count) = (BTreeMap::new(), Vec::new(), 0);
        for Left { planned, now, page } in left {
            let Some(now) = now else { continue };
            let local = planned.url.local();
            count += 1;
            match page.as_ref().filter(|page| written.contains(page)) {
                Some(page) => {
                    of_pages.entry(page).or_default().push(decode(local).into_owned());
                    kept.push(local.to_owned());
                }
                None => drop(moved.insert(local.to_owned(), now.url.local().to_owned())),
            }
        }
        for (page, addresses) in of_pages {
            let new = self.targets_now(page);
            let bytes = texts.get(&new).cloned().map_or_else(|| self.files.read(page.as_str()), Ok)?;
            if let Some(text) = with_aliases(&String::from_utf8_lossy(&bytes), &addresses) {
                texts.insert(new, text.into_bytes());
            }
        }
        self.note(moved, kept, there, texts);
        Ok(count)
    }

    /// Writes into the ledger where addresses lead from now on: those of `moved`, and of pages whose time is over. `kept` are those
    /// that pages name.
    fn note(&self, mut moved: BTreeMap<String, String>, kept: Vec<String>, there: &Addresses, texts: &mut Texts) {
        let mut ledger = self.before.ledger.clone();
        if self.before.before.is_some() {
            ledger.add(kept);
        }
        let now: BTreeMap<&SourcePath, &UrlPath> = there.site.past().iter().map(|(url, page)| (page, url)).collect();
        let over = self.before.site.past().iter().filter(|(_, page)| self.asked.files.contains_key(page));
        for (url, new) in over.filter_map(|(url, page)| Some((url, now.get(&self.targets_now(page))?))) {
            let own = ledger.entries().iter().filter(|entry| entry.fate == Fate::Kept);
            let own = own.filter_map(|entry| Some((entry, entry.address.strip_prefix(url.local())?)));
            moved.extend(own.map(|(entry, rest)| (entry.address.to_string(), format!("{}{rest}", new.local()))));
        }
        // What moved here before leads on in one step.
        let again = ledger.entries().iter().filter_map(|entry| match &entry.fate {
            Fate::Moved(to) => Some((entry.address.to_string(), moved.get(&**to)?.clone())),
            _ => None,
        });
        let again: Vec<(String, String)> = again.collect();
        ledger.set(moved.into_iter().chain(again).map(|(from, to)| (from, Fate::Moved(to.into()))));
        let text = ledger.text().into_bytes();
        if !ledger.is_empty() && self.before.before.as_ref() != Some(&text) {
            texts.insert(SourcePath::new(LEDGER), text);
        }
    }

    /// Every address that answered answers.
    fn hold(&self, after: &Addresses) -> Result<(), Trouble> {
        // Networks are told anew by the page where its picture is.
        let is_kept = |planned: &&Planned| !matches!(planned.job, Job::Prebuilt | Job::Data(DataJob::SharePicture(_)));
        let all = self.before.plan.outputs.values().filter(is_kept);
        let lost = all
            .filter(|planned| !planned.url.local().starts_with("/assets/") && !after.plan.serves(planned.url.local()));
        let lost: Vec<String> = lost.map(|planned| planned.url.local().to_owned()).collect();
        if lost.is_empty() { Ok(()) } else { Err(Trouble::Lost(lost)) }
    }

    fn changes(&self, mut texts: Texts) -> io::Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (old, new) in &self.asked.files {
            let after = texts.remove(new);
            let before = after.as_ref().map(|_| self.files.read(old.as_str())).transpose()?;
            changes.push(Change { old: old.clone(), new: new.clone(), before, after });
        }
        for (path, after) in texts {
            let before = match self.files.read(path.as_str()) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                bytes => Some(bytes?),
            };
            changes.push(Change { old: path.clone(), new: path, before, after: Some(after) });
        }
        changes.sort_by(|a, b| a.new.cmp(&b.new));
        Ok(changes)
    }
}

/// What is told then and was not told before, of whatever place.
pub(super) fn new_findings(before: &Addresses, after: &Addresses, targets: &Targets) -> Vec<Finding> {
    let key = |finding: &Finding, now: bool| {
        let file = SourcePath::new(&*finding.file);
        let file = if now { file } else { targets.now(&file).clone() };
        (finding.message.code, file)
    };
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for finding in &before.findings {
        *known.entry(key(finding, false)).or_default() += 1;
    }
    let mut new = Vec::new();
    for finding in &after.findings {
        match known.get_mut(&key(finding, true)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => new.push(finding.clone()),
        }
    }
    new
}

/// Pages of which a link does not lead where it led.
pub(super) fn unmended(before: &Addresses, after: &Addresses, targets: &Targets) -> Vec<SourcePath> {
    let new: BTreeMap<&SourcePath, &Arc<Document>> =
        after.documents.iter().map(|document| (&document.source, document)).collect();
    let is_as_it_should_be = |document: &&Arc<Document>| {
        new.get(targets.now(&document.source)).is_some_and(|new| {
            let led = document.refs.iter().map(|reference| targets.target(&reference.target));
            led.eq(new.refs.iter().map(|reference| reference.target.clone()))
        })
    };
    let all = before.documents.iter().filter(|document| !is_as_it_should_be(document));
    all.map(|document| targets.now(&document.source).clone()).collect()
}
