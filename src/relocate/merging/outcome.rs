//! The merger from the first look to the last: places files, lets texts say what they should, looks at the portal as it would be, and
//! holds every address of both portals against it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::decisions::{Decision, Sort};
use super::homes::{self, Homes};
use super::ledger::{self, Joint};
use super::mapped::Mapping;
use super::old_host::{self, Rules};
use super::placing::{Forced, Ground, Placing, mark};
use super::record::{FOLDER, Record};
use super::table::{What, words};
use super::terms::{self, Added, Registers, Terms};
use super::{Asked, Both, Texts, Trouble, errors, settle, survey, texts};
use crate::diag::Finding;
use crate::files::{Borrowed, Files, Overlay};
use crate::load::ledger::LEDGER;
use crate::path::{SourcePath, decode};
use crate::pipeline::{Addresses, SITE};
use crate::plan;
use crate::relocate::moving::{Change, Look, contacts, new_findings, unmended};
use crate::relocate::targets::Targets;

/// A file that is copied as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brought {
    /// There and here.
    pub from: SourcePath,
    pub to: SourcePath,
    pub hash: String,
}

/// What a merger comes to.
pub struct Merged {
    pub copies: Vec<Brought>,
    /// In the order of their paths; those that come from there have that path as the old one.
    pub changes: Vec<Change>,
    pub decisions: Vec<Decision>,
    /// Entries of `site.toml`.
    pub added: Vec<Added>,
    /// Pages and files that were brought, earlier addresses that lead on here, and those that the old host knows.
    pub pages: usize,
    pub files: usize,
    pub redirects: usize,
    pub rules: usize,
}

/// `look`: at the portal that stays, and at both as one. `theirs`: what there is to be seen of the other one.
pub fn merged(
    (files, other): (&Arc<dyn Files>, &Arc<dyn Files>),
    (look, look_there): (Look, Look),
    asked: &Asked,
) -> Result<Merged, Trouble> {
    let Some(mut before) = look(files)? else { return Err(Trouble::Errors(Vec::new())) };
    let Some(mut theirs) = look_there(other)? else { return Err(Trouble::Theirs(Vec::new())) };
    for (portal, is_theirs) in [(&mut before, false), (&mut theirs, true)] {
        if !portal.unread.is_empty() {
            return Err(Trouble::Ledger(std::mem::take(&mut portal.unread), is_theirs));
        }
    }
    let wrong = errors(&theirs.findings);
    if !wrong.is_empty() {
        return Err(Trouble::Theirs(wrong));
    }
    let languages = [&before, &theirs].map(|portal| portal.site.config.default_language().to_owned());
    if languages[0] != languages[1] {
        return Err(Trouble::Refused(words(
            "ngôn ngữ đầu của hai cổng khác nhau: {a} và {b}",
            "the first languages of the two portals differ: {a} and {b}",
            &[&languages[0], &languages[1]],
        )));
    }
    let both = Both::new((files, other), (&before, &theirs), asked)?;
    let used = both.used();
    let (own, their) = (&*before.site.config, &*theirs.site.config);
    let registers = Registers { own, theirs: their, table: asked.table, suffix: asked.name, used: &used };
    let mut faults = terms::faults(&registers);
    faults.extend(section_faults(&both));
    if !faults.is_empty() {
        return Err(Trouble::Table(faults));
    }
    let mut work = Work {
        files,
        other,
        both: &both,
        terms: terms::terms(&registers),
        settings: BTreeMap::new(),
        decisions: Vec::new(),
    };
    work.settings()?;
    work.carry_out(look)
}

/// Sections that the table names and that are not there.
fn section_faults(both: &Both) -> Vec<Finding> {
    let clean = |text: &str| text.trim_matches('/').trim_start_matches("content/").to_owned();
    let mut found = Vec::new();
    for row in both.table.of(What::Section) {
        let told = |what, next| super::table::fault(&both.table.file, row.line, what, next);
        let (old, new) = (clean(&row.old), row.new.first().map(|new| clean(new)).unwrap_or_default());
        if !both.their_files.iter().any(|file| file.is_below(&format!("content/{old}"))) {
            found.push(told(
                words(
                    "cổng được nhập vào không có thư mục content/{a}",
                    "the portal that is taken in has no folder content/{a}",
                    &[&old],
                ),
                words(
                    "Viết thư mục của chuyên mục, ví dụ tin-tuc/kinh-te.",
                    "Write the folder of a section, such as tin-tuc/kinh-te.",
                    &[],
                ),
            ));
        }
        let is_plain = |part: &str| !part.is_empty() && !part.starts_with(['.', '_']) && !part.contains(['\\', ':']);
        if !new.split('/').all(is_plain) {
            found.push(told(
                words("“{a}” không phải một thư mục trong content/", "“{a}” is no folder below content/", &[&new]),
                words(
                    "Viết thư mục của chuyên mục, ví dụ tin-tuc/kinh-te.",
                    "Write the folder of a section, such as tin-tuc/kinh-te.",
                    &[],
                ),
            ));
        }
    }
    found
}

struct Work<'a> {
    files: &'a Arc<dyn Files>,
    other: &'a Arc<dyn Files>,
    both: &'a Both<'a>,
    terms: Terms,
    /// `site.toml` as it should be, and what comes as it is.
    settings: Texts,
    decisions: Vec<Decision>,
}

impl Work<'_> {
    fn settings(&mut self) -> Result<(), Trouble> {
        let (own, theirs) = (&self.both.before.site.config, &self.both.theirs.site.config);
        let glossary = settle::glossary(own, theirs, &mut self.decisions);
        let text = |files: &dyn Files| Ok::<_, io::Error>(String::from_utf8_lossy(&files.read(SITE)?).into_owned());
        let (own_text, their_text) = (text(&**self.files)?, text(&**self.other)?);
        self.decisions.extend(settle::differences(&own_text, &their_text, theirs));
        let holds = |key: &str| own_text.parse::<toml::Table>().is_ok_and(|table| table.contains_key(key));
        let shared: Vec<&str> = self
            .terms
            .added
            .iter()
            .filter(|entry| !holds(entry.taxonomy.table()))
            .map(|entry| entry.id.as_str())
            .collect();
        if self.files.settings_above().is_some() && !shared.is_empty() {
            return Err(Trouble::Refused(words(
                "danh mục cơ quan, chuyên đề là của cổng chính: thêm vào site.toml của cổng chính các mã {a}, rồi chạy lại",
                "agencies and topics are those of the main portal: add these ids to its site.toml and run again: {a}",
                &[&shared.join(", ")],
            )));
        }
        if let Some(new) = settle::settled(&own_text, &self.terms.added, &glossary) {
            self.settings.insert(SourcePath::new(SITE), new.into_bytes());
        }
        Ok(())
    }

    fn record_path(&self) -> String {
        format!("{FOLDER}/{}/files.txt", self.both.suffix)
    }

    fn carry_out(mut self, look: Look) -> Result<Merged, Trouble> {
        let ground = Ground::new(self.both);
        let earlier = self.files.read(&self.record_path()).unwrap_or_default();
        let earlier = Record::parse(&String::from_utf8_lossy(&earlier));
        // What cannot be where it would is known once the portal is looked at with it.
        const ROUNDS: usize = 6;
        let (mut forced, mut round) = (Forced::default(), 0);
        let (placing, there, mut targets) = loop {
            let placing = ground.place(&earlier, &forced)?;
            let targets = self.targets(&ground, &placing);
            let texts = self.texts(&placing, &targets, &forced, (&BTreeMap::new(), &Joint::default()));
            let Some(there) = look(&self.over(&placing, &texts)?)? else { return Err(Trouble::Errors(Vec::new())) };
            let next = self.conflicts(&ground, &placing, &there, &forced);
            round += 1;
            if next == forced || round == ROUNDS {
                break (placing, there, targets);
            }
            forced = next;
        };
        let homes = homes::homes(self.both.theirs, &there, &targets);
        if !homes.lost.is_empty() {
            return Err(Trouble::Lost(homes.lost, true));
        }
        targets.addresses =
            homes.all.iter().map(|(from, to)| (decode(from).into_owned(), decode(to).into_owned())).collect();
        let kinds = texts::kinds(self.both, &placing, &there.documents, &|document| {
            there.site.kinds.get(document.kind).name.clone()
        });
        let joint = ledger::joint(self.both, &there, &placing, &homes);
        let mut texts = self.texts(&placing, &targets, &forced, (&kinds, &joint));
        let ledger = ledger::text(self.both, &there, &homes, &joint).map(String::into_bytes);
        if let Some(ledger) = ledger.filter(|text| self.both.before.before.as_ref() != Some(text)) {
            texts.insert(SourcePath::new(LEDGER), ledger);
        }
        let Some(after) = look(&self.over(&placing, &texts)?)? else { return Err(Trouble::Errors(Vec::new())) };
        let wrong = errors(&new_findings(self.both.before, &after, &Targets::default()));
        if !wrong.is_empty() {
            return Err(Trouble::Errors(wrong));
        }
        self.hold(&after, &homes)?;
        self.decide(&placing, &after, &targets, &joint)?;
        self.outcome(placing, texts, &homes, &joint)
    }

    /// Where files, links and terms of theirs lead from now on.
    fn targets(&self, ground: &Ground, placing: &Placing) -> Targets {
        let (both, theirs) = (self.both, self.both.theirs);
        let mut files = placing.files.clone();
        // Pages that are made from the rows of tables go where their table goes.
        for page in theirs.site.all_pages() {
            let source = &page.document().source;
            if !both.their_files.contains(source) {
                let folder = source.folder().strip_prefix("content").unwrap_or_default().trim_start_matches('/');
                let folder = ground.folder_now(folder);
                let slash = if folder.is_empty() { "" } else { "/" };
                files.insert(source.clone(), SourcePath::new(format!("content/{folder}{slash}{}", source.file_name())));
            }
        }
        let hosts = both.table.of(What::Host).filter_map(|row| {
            let host = |text: &str| text.trim_start_matches("https://").trim_end_matches('/').to_lowercase();
            Some((host(&row.old), host(row.new.first()?)))
        });
        Targets {
            base: theirs.base().clone(),
            contacts: contacts(theirs, &files),
            known: both.their_files.clone(),
            home: Some(both.before.base().clone()),
            hosts: hosts.collect(),
            terms: self.terms.kept.clone(),
            documents: texts::shared_numbers(both, placing).theirs,
            files,
            ..Targets::default()
        }
    }

    fn texts(
        &self,
        placing: &Placing,
        targets: &Targets,
        forced: &Forced,
        (kinds, joint): (&BTreeMap<SourcePath, String>, &Joint),
    ) -> Texts {
        let both = self.both;
        let documents = both.theirs.documents.iter();
        let renamed = documents
            .filter(|document| forced.renamed.iter().any(|unit| unit.holds(&document.source, &document.group)));
        let mapping = Mapping {
            targets,
            terms: &self.terms,
            table: both.table,
            config: &both.theirs.site.config,
            renamed: &renamed.map(|document| document.source.clone()).collect(),
            suffix: both.suffix,
            kinds,
            aliases: &joint.aliases,
            taken: &joint.refused,
        };
        let mut texts = texts::theirs(both, placing, &mapping);
        texts.extend(texts::own(both, &texts::shared_numbers(both, placing)));
        texts.extend(self.settings.clone());
        texts
    }

    /// Both portals as one.
    fn over(&self, placing: &Placing, texts: &Texts) -> io::Result<Arc<dyn Files>> {
        let mut brought = placing.by_new();
        brought.extend(survey::beside(self.both)?.into_iter().map(|file| (file.clone(), file)));
        let lent =
            |(path, there): (SourcePath, SourcePath)| (path.to_string(), (self.other.clone(), there.to_string()));
        let joined = Arc::new(Borrowed::new(self.files.clone(), brought.into_iter().map(lent).collect()));
        let over = texts.iter().map(|(path, bytes)| (path.to_string(), bytes.clone())).collect();
        Ok(Arc::new(Overlay::new(joined, over)))
    }

    /// Units that want an address, a name or a number which something here has.
    fn conflicts(&self, ground: &Ground, placing: &Placing, there: &Addresses, forced: &Forced) -> Forced {
        let mut next = forced.clone();
        let by_new = placing.by_new();
        for finding in errors(&new_findings(self.both.before, there, &Targets::default())) {
            let named = std::iter::once(&finding.file).chain(&finding.related).map(|file| SourcePath::new(&**file));
            let (theirs, own): (Vec<SourcePath>, Vec<SourcePath>) = named.partition(|file| by_new.contains_key(file));
            let Some(unit) = theirs.first().and_then(|file| by_new.get(file)).map(|file| ground.unit(file)) else {
                continue;
            };
            match (finding.message.code, own.first()) {
                ("F22", Some(own)) => drop(next.held.insert(unit, own.clone())),
                ("P01" | "P02" | "P04" | "P05" | "P06" | "F28", _) => drop(next.renamed.insert(unit)),
                _ => {}
            }
        }
        next
    }

    /// Every address of both portals answers.
    fn hold(&self, after: &Addresses, homes: &Homes) -> Result<(), Trouble> {
        let own = plan::published(&self.both.before.plan).into_iter().filter(|local| !after.plan.serves(local));
        let own: Vec<String> = own.collect();
        if !own.is_empty() {
            return Err(Trouble::Lost(own, false));
        }
        let is_there =
            |local: &String| homes.of(local).is_some_and(|home| homes::standing(after, home).as_deref() == Some(home));
        let theirs = plan::published(&self.both.theirs.plan).into_iter().filter(|local| !is_there(local));
        let theirs: Vec<String> = theirs.collect();
        if theirs.is_empty() { Ok(()) } else { Err(Trouble::Lost(theirs, true)) }
    }

    fn decide(&mut self, placing: &Placing, after: &Addresses, targets: &Targets, joint: &Joint) -> io::Result<()> {
        self.decisions.append(&mut self.terms.decisions);
        self.decisions.extend(placing.decisions.iter().cloned());
        self.decisions.extend(survey::survey(self.both, placing)?);
        for (address, (home, file)) in &joint.taken {
            let what = words(
                "ở đây {a} là trang khác; trang của cổng kia nay ở {b}, chỉ tên miền cũ dẫn tới",
                "{a} is another page here; what was there is {b} now, and only the old host leads to it",
                &[address, home],
            );
            self.decisions.push(Decision::theirs(Sort::Addresses, file.as_str(), 1, what));
        }
        for (alias, file) in &joint.refused {
            let what = words(
                "địa chỉ cũ {a} ở đây là của trang khác, nên bài bỏ nó; tên miền cũ vẫn dẫn đúng",
                "the earlier address {a} is of another page here, so the page is without it; the old host still leads there",
                &[alias],
            );
            self.decisions.push(Decision::theirs(Sort::Addresses, file.as_str(), 1, what));
        }
        let by_new = placing.by_new();
        for file in texts::brought_only(unmended(self.both.theirs, after, targets), &by_new) {
            self.decisions.push(Decision::own(
                Sort::Links,
                file.as_str(),
                0,
                words("có liên kết chưa sửa giúp được, hãy xem lại", "a link could not be mended, look at it", &[]),
            ));
        }
        let shared = texts::shared_numbers(self.both, placing);
        for (number, file) in &shared.theirs {
            let own = shared.own.get(number).map_or("", SourcePath::as_str);
            self.decisions.push(Decision::theirs(
                Sort::Numbers,
                file.as_str(),
                1,
                words(
                    "số {a} cũng là của {b}, cơ quan khác ban hành: liên kết đã ghi rõ tệp",
                    "the number {a} is that of {b} too, which another agency issued: links name the file",
                    &[number, own],
                ),
            ));
        }
        self.decisions.sort();
        self.decisions.dedup();
        Ok(())
    }

    fn outcome(self, placing: Placing, mut texts: Texts, homes: &Homes, joint: &Joint) -> Result<Merged, Trouble> {
        let both = self.both;
        let is_new = !placing.brought.is_empty() || !self.settings.is_empty();
        let Rules { nginx, redirects, count } = old_host::rules(both.theirs, both.before.base(), homes);
        let record = placing.record.text().into_bytes();
        let is_known = self.files.read(&self.record_path()).is_ok_and(|known| known == record);
        if is_new || !is_known {
            let folder = format!("{FOLDER}/{}", both.suffix);
            for (name, bytes) in [("files.txt", record), ("nginx.conf", nginx), ("_redirects", redirects)] {
                texts.insert(SourcePath::new(format!("{folder}/{name}")), bytes);
            }
        } else {
            texts.clear();
        }
        let by_new = placing.by_new();
        let mut copies = Vec::new();
        for (to, from) in by_new.iter().filter(|(to, _)| !texts.contains_key(*to)) {
            let hash = placing.record.0.get(from).map(|brought| brought.hash.clone()).unwrap_or_default();
            copies.push(Brought { from: from.clone(), to: to.clone(), hash });
        }
        for file in survey::beside(both)? {
            copies.push(Brought { hash: mark(both.theirs_at, &file)?, from: file.clone(), to: file });
        }
        let mut changes = Vec::new();
        for (path, after) in texts {
            let before = match self.files.read(path.as_str()) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                bytes => Some(bytes?),
            };
            if before.as_ref() != Some(&after) {
                let old = by_new.get(&path).cloned().unwrap_or_else(|| path.clone());
                changes.push(Change { old, new: path, before, after: Some(after) });
            }
        }
        let pages: BTreeSet<&SourcePath> = both.theirs.documents.iter().map(|document| &document.source).collect();
        let brought = placing.brought.iter().filter(|file| pages.contains(file)).count();
        Ok(Merged {
            pages: brought,
            files: placing.brought.len() - brought,
            copies,
            changes,
            decisions: self.decisions,
            added: self.terms.added,
            redirects: joint.kept.len() + joint.moved.len(),
            rules: count,
        })
    }
}
