//! Says where the files of a portal that is taken in go: by the rows of the table about sections, else below the folder that was
//! asked for, else where they are. What stays is never overwritten: what wants a place that is taken is the same, is held, or gets
//! another name.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Both;
use super::decisions::{Decision, Sort};
use super::record::{Brought, Record};
use super::table::{What, words};
use crate::files::{ANSWER_FILES, AUDIT_FILES, Files, REPORT_FILES, ROOT_FILES, VISIT_FILES, hash};
use crate::load::discover::CONTENT;
use crate::load::document::Role;
use crate::load::ledger::LEDGER;
use crate::load::names::page_stem;
use crate::path::SourcePath;

/// Folders of the content that are no content.
const OWN: [&str; 5] = [ROOT_FILES, AUDIT_FILES, REPORT_FILES, VISIT_FILES, ANSWER_FILES];

/// Files that are one thing and go together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// The page of a section in one language.
    Section(SourcePath),
    /// An item in all its languages, by the path of the first.
    Item(String),
    /// A page that is a folder.
    Folder(String),
    /// A file with what stands beside it: a table with its schema, by the path without endings.
    Files(String),
}

impl Unit {
    /// Whether a page is of it.
    pub fn holds(&self, source: &SourcePath, group: &str) -> bool {
        match self {
            Unit::Section(file) => file == source,
            Unit::Item(own) => own == group,
            Unit::Folder(folder) => source.is_below(folder),
            Unit::Files(_) => false,
        }
    }
}

/// What is known beforehand of units that cannot go where they would.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Forced {
    /// They get another name.
    pub renamed: BTreeSet<Unit>,
    /// They are here already, as another file.
    pub held: BTreeMap<Unit, SourcePath>,
}

#[derive(Default)]
pub struct Placing {
    /// Where each file is found from now on.
    pub files: BTreeMap<SourcePath, SourcePath>,
    /// Those that have to be copied.
    pub brought: BTreeSet<SourcePath>,
    /// What is known of all of them, for the next run.
    pub record: Record,
    pub decisions: Vec<Decision>,
}

impl Placing {
    /// By their paths here.
    pub fn by_new(&self) -> BTreeMap<SourcePath, SourcePath> {
        self.brought.iter().filter_map(|file| Some((self.files.get(file)?.clone(), file.clone()))).collect()
    }
}

/// Whether a file is an item, a section or a file of one.
pub fn is_content(path: &SourcePath) -> bool {
    path.as_str() != LEDGER && !OWN.iter().any(|own| path.is_below(own))
}

/// All that decides where files go.
pub struct Ground<'a> {
    both: &'a Both<'a>,
    own: BTreeMap<String, SourcePath>,
    folders: BTreeSet<String>,
    /// Folders there and here, below `content/`.
    rows: Vec<(String, String)>,
    bundles: BTreeSet<String>,
    groups: BTreeMap<SourcePath, (Role, String)>,
}

impl<'a> Ground<'a> {
    pub fn new(both: &'a Both<'a>) -> Ground<'a> {
        let low = |path: &SourcePath| (path.as_str().to_lowercase(), path.clone());
        let own: BTreeMap<String, SourcePath> = both.own_files.iter().map(low).collect();
        let folders =
            both.own_files.iter().flat_map(|path| path.ancestors().map(str::to_lowercase).collect::<Vec<_>>());
        let sections = both.table.of(What::Section);
        let clean = |text: &str| text.trim_matches('/').trim_start_matches("content/").to_owned();
        let rows = sections.filter_map(|row| Some((clean(&row.old), clean(row.new.first()?)))).collect();
        let bundles = both.theirs.documents.iter().filter(|document| document.role == Role::Bundle);
        let groups = both.theirs.documents.iter();
        let groups = groups.map(|document| (document.source.clone(), (document.role, document.group.to_string())));
        let mut ground = Ground {
            both,
            folders: folders.collect(),
            own,
            rows,
            bundles: bundles.map(|document| document.source.folder().to_owned()).collect(),
            groups: groups.collect(),
        };
        ground.part_sections();
        ground
    }

    /// A section goes beside the one that is here, where that has items of another kind.
    fn part_sections(&mut self) {
        let kinds = |addresses: &crate::pipeline::Addresses| -> BTreeMap<String, String> {
            let sections = addresses.site.sections().map(|id| addresses.site.page(id));
            sections.filter_map(|page| Some((page.folder()?.to_owned(), page.item_kind().name.clone()))).collect()
        };
        let (own, theirs) = (kinds(self.both.before), kinds(self.both.theirs));
        for (folder, kind) in theirs.iter().filter(|(folder, _)| !folder.is_empty()) {
            let here = self.folder_now(folder);
            if own.get(&here).is_some_and(|own| own != kind) {
                let apart = format!("{here}-{}", self.both.suffix);
                self.rows.push((folder.clone(), apart));
            }
        }
    }

    /// Where a folder below `content/` goes: by the row that says most of it.
    pub fn folder_now(&self, folder: &str) -> String {
        let fits = |old: &str| folder.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let rows = self.rows.iter().enumerate().filter_map(|(at, (old, new))| Some((old.len(), at, new, fits(old)?)));
        match rows.max_by_key(|(length, at, ..)| (*length, *at)) {
            Some((.., new, rest)) => format!("{new}{rest}"),
            None => match self.both.into {
                Some(into) if folder.is_empty() => into.to_owned(),
                Some(into) => format!("{into}/{folder}"),
                None => folder.to_owned(),
            },
        }
    }

    fn now(&self, path: &SourcePath) -> SourcePath {
        let folder = path.folder().strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
        let folder = self.folder_now(folder);
        let slash = if folder.is_empty() { "" } else { "/" };
        SourcePath::new(format!("{CONTENT}/{folder}{slash}{}", path.file_name()))
    }

    pub fn unit(&self, path: &SourcePath) -> Unit {
        if let Some(bundle) = path.ancestors().find(|folder| self.bundles.contains(*folder)) {
            return Unit::Folder(bundle.to_owned());
        }
        match self.groups.get(path) {
            Some((Role::Section, _)) => Unit::Section(path.clone()),
            Some((_, group)) => Unit::Item(group.clone()),
            None => {
                let name = path.file_name();
                let stem = name.trim_start_matches('.').split('.').next().unwrap_or(name);
                Unit::Files(format!("{}/{stem}", path.folder()))
            }
        }
    }

    /// The same path with another name of its unit.
    fn renamed(&self, unit: &Unit, path: &SourcePath, end: &str) -> SourcePath {
        let here = self.now(path);
        let name = path.file_name();
        match unit {
            Unit::Folder(folder) => {
                let top = self.now(&SourcePath::new(format!("{folder}/x")));
                let rest = &here.as_str()[top.folder().len()..];
                SourcePath::new(format!("{}-{end}{rest}", top.folder()))
            }
            Unit::Item(group) => {
                let stem = page_stem(group.rsplit('/').next().unwrap_or(group)).unwrap_or(group);
                let rest = name.strip_prefix(stem).unwrap_or(name);
                SourcePath::new(format!("{}/{stem}-{end}{rest}", here.folder()))
            }
            Unit::Section(_) => here,
            Unit::Files(_) => {
                let (stem, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
                SourcePath::new(format!("{}/{stem}-{end}{rest}", here.folder()))
            }
        }
    }

    /// What stands here already where something would go, however large its letters.
    fn taken(&self, unit: &Unit, here: &SourcePath) -> Option<&SourcePath> {
        let low = here.as_str().to_lowercase();
        match unit {
            Unit::Folder(_) if self.folders.contains(here.folder()) => self.own.get(&low).or_else(|| {
                let folder = here.folder();
                self.own.values().find(|own| own.is_below(folder))
            }),
            _ => self.own.get(&low),
        }
    }

    /// `before`: what earlier runs brought. `forced`: what has been found out since.
    pub fn place(&self, before: &Record, forced: &Forced) -> io::Result<Placing> {
        let mut placing = Placing::default();
        let mut units: BTreeMap<Unit, Vec<&SourcePath>> = BTreeMap::new();
        for file in self.both.their_files.iter().filter(|file| is_content(file)) {
            let now = mark(self.both.theirs_at, file)?;
            let Some(known) = before.0.get(file) else {
                units.entry(self.unit(file)).or_default().push(file);
                continue;
            };
            if known.hash != now {
                placing.decisions.push(Decision::theirs(
                    Sort::Changed,
                    file.as_str(),
                    0,
                    words(
                        "đã đưa sang thành {a}, sau đó sửa ở cổng kia: chép chỗ sửa sang tay",
                        "was brought as {a} and changed there since: take the change over by hand",
                        &[known.here.as_str()],
                    ),
                ));
            }
            if self.both.own_files.contains(&known.here) {
                placing.files.insert(file.clone(), known.here.clone());
            }
            placing.record.0.insert(file.clone(), known.clone());
        }
        for (unit, files) in units {
            self.place_unit(&unit, &files, forced, &mut placing)?;
        }
        Ok(placing)
    }

    fn place_unit(&self, unit: &Unit, files: &[&SourcePath], forced: &Forced, placing: &mut Placing) -> io::Result<()> {
        let record = |placing: &mut Placing, file: &SourcePath, here: &SourcePath| -> io::Result<()> {
            let hash = mark(self.both.theirs_at, file)?;
            placing.record.0.insert(file.clone(), Brought { hash, here: here.clone() });
            placing.files.insert(file.clone(), here.clone());
            Ok(())
        };
        if let Some(here) = forced.held.get(unit) {
            placing.decisions.push(Decision::theirs(
                Sort::Numbers,
                leading(files),
                1,
                words(
                    "cùng số, cùng cơ quan ban hành với {a}: giữ bản ở đây, địa chỉ cũ dẫn tới đó",
                    "has the number and the issuing agency of {a}: that stays, and the old address leads there",
                    &[here.as_str()],
                ),
            ));
            return files.iter().try_for_each(|file| record(placing, file, here));
        }
        let targets: Vec<(&SourcePath, SourcePath)> = files.iter().map(|file| (*file, self.now(file))).collect();
        let taken: Vec<Option<&SourcePath>> = targets.iter().map(|(_, here)| self.taken(unit, here)).collect();
        let mut are_same = true;
        for ((file, _), own) in targets.iter().zip(&taken).filter_map(|(target, own)| Some((target, (*own)?))) {
            are_same &= mark(self.both.theirs_at, file)? == mark(self.both.files, own)?;
        }
        let is_forced = forced.renamed.contains(unit);
        let is_taken = taken.iter().any(Option::is_some);
        match (unit, is_taken, is_forced) {
            // Of a section whose address is taken it is the slug that changes.
            (_, false, false) | (Unit::Section(_), false, true) => {
                placing.brought.extend(files.iter().map(|file| (*file).clone()));
                return targets.iter().try_for_each(|(file, here)| record(placing, file, here));
            }
            // A section here is that of both.
            (Unit::Section(file), true, _) => {
                let Some(own) = taken.into_iter().flatten().next() else { return Ok(()) };
                if !are_same {
                    placing.decisions.push(Decision::theirs(
                        Sort::Held,
                        file.as_str(),
                        1,
                        words(
                            "chuyên mục đã có ở {a}: giữ bản ở đây, xem có gì cần chép sang",
                            "the section is here as {a}, which stays: see whether something of it should be taken over",
                            &[own.as_str()],
                        ),
                    ));
                }
                return record(placing, file, own);
            }
            (_, true, false) if are_same && taken.iter().all(Option::is_some) => {
                return targets
                    .iter()
                    .zip(taken)
                    .try_for_each(|((file, _), own)| own.map_or(Ok(()), |own| record(placing, file, own)));
            }
            _ => {}
        }
        let end = self.free_end(unit, files);
        for file in files {
            record(placing, file, &self.renamed(unit, file, &end))?;
            placing.brought.insert((*file).clone());
        }
        let first = leading(files);
        let new = self.renamed(unit, &SourcePath::new(first), &end);
        placing.decisions.push(Decision::theirs(
            Sort::Places,
            first,
            1,
            words(
                "chỗ này đã có ở đây nên đưa sang thành {a}",
                "its place is taken here, so it is brought as {a}",
                &[new.as_str()],
            ),
        ));
        Ok(())
    }

    /// The first end of a name under which nothing stands here.
    fn free_end(&self, unit: &Unit, files: &[&SourcePath]) -> String {
        let suffix = self.both.suffix;
        let is_free =
            |end: &String| files.iter().all(|file| self.taken(unit, &self.renamed(unit, file, end)).is_none());
        let ends = std::iter::once(suffix.to_owned()).chain((2..).map(|count| format!("{suffix}-{count}")));
        ends.take(100).find(is_free).unwrap_or_else(|| suffix.to_owned())
    }
}

/// The file of a unit by which people know it: the page in the first language.
fn leading<'f>(files: &[&'f SourcePath]) -> &'f str {
    let all = files.iter().map(|file| file.as_str());
    all.min_by_key(|file| (page_stem(file).is_none(), file.len(), *file)).unwrap_or_default()
}

/// The hash of a file, which may be longer than what fits into memory.
pub fn mark(files: &dyn Files, path: &SourcePath) -> io::Result<String> {
    const SHORT: usize = 1 << 20;
    match files.read_within(path.as_str(), SHORT)? {
        Ok(bytes) => Ok(hash(&bytes).to_hex().to_string()),
        Err(_) => {
            let mut hasher = blake3::Hasher::new();
            io::copy(&mut files.open(path.as_str())?, &mut hasher)?;
            Ok(hasher.finalize().to_hex().to_string())
        }
    }
}
