//! A portal on its way through the stages that come before rendering: turns files into documents, a site and a plan.
//!
//! Each stage is a method, so whoever needs no more stops there. What was read is kept, so that the later stages can be
//! gone through again without pages that turned out to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::assembly::Assembly;
use super::assembly_context::AssemblyContext;
use super::guests::{self, Guests};
use super::indexed_documents::Extent;
use super::linted::Source;
use super::load_all::{self, AllLoaded};
use super::pictures::{self, Making};
use super::render_all::{Failure, Rendered};
use super::told::Told;
use super::{IndexedDocuments, Input, Progress, Stage, indexed_documents};
use crate::cache::CachedDocument;
use crate::check;
use crate::diag::{self, Finding, catalog};
use crate::files::Files;
use crate::load::config::Config;
use crate::load::discover::{self, Discovered};
use crate::load::history::History;
use crate::load::home;
use crate::load::kinds::{Kind, Kinds};
use crate::load::page;
use crate::load::rows::{self, Rows};
use crate::load::site_file;
use crate::load::theme;
use crate::load::unreadable::unreadable;
use crate::load::visits::{self, MostRead};
use crate::model::Site;
use crate::model::gate::Gate;
use crate::path::SourcePath;
use crate::plan::{Maker, MakerFiles, Plan, Prebuilt};
use crate::render::Renderer;
use crate::trace::Fingerprint;
use crate::workspace;

pub struct Portal<'a> {
    pub(super) input: &'a Input<'a>,
    /// Those of the input with what was made from rows of tables.
    pub(super) files: Arc<dyn Files>,
    /// What was made from them.
    pub(super) rows: Arc<Rows>,
    /// What it shows of other portals.
    guests: Guests,
    pub(super) timer: StageTimer<'a>,
    /// Every loaded source, for the next build, unless it was persisted already.
    pub(super) documents: Vec<(SourcePath, CachedDocument)>,
    /// What is told of what is found.
    pub(super) told: Told,
    /// Those that hold whatever is taken out.
    pub(super) findings: Vec<Finding>,
    /// What was taken out because it could not be rendered.
    pub(super) failures: Vec<Failure>,
    /// How often something was. Whether it was seen in a rehearsal or when it counted makes no difference to the result.
    pub(super) taken_out: usize,
    /// `None` when nothing can be built; the findings say why.
    read: Option<Read<'a>>,
    /// The site and plan of what is not taken out.
    assembled: Option<Assembled>,
}

/// What was read.
struct Read<'a> {
    assembly: Assembly<'a>,
    texts: Option<Arc<IndexedDocuments>>,
    sources: Vec<SourcePath>,
    /// The portals beside this one.
    others: Vec<workspace::Portal>,
}

#[derive(Clone)]
struct Assembled {
    site: Arc<Site>,
    /// Without the files of the search index.
    plan: Arc<Plan>,
    findings: Vec<Finding>,
}

/// A site and its plan, and what came of rendering it.
pub struct Round {
    pub renderer: Renderer,
    pub findings: Vec<Finding>,
    /// What prebuilt files are made of.
    pub made_of: BTreeMap<Maker, Fingerprint>,
    /// `None` where it was not tried.
    pub rendered: Option<Rendered>,
}

/// When the search index is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Index {
    /// Now, unless the last build made it of the same.
    Now,
    /// When a reader asks for it.
    OnDemand,
    /// After a rehearsal; until then something stands in its place.
    Later,
    /// Not at all, but what a build would say of what it is made of is told.
    Never,
}

impl<'a> Portal<'a> {
    /// Reads configuration, theme and all sources.
    pub fn load(input: &'a Input<'a>) -> io::Result<Portal<'a>> {
        let timer = StageTimer { progress: input.progress, times: Vec::new() };
        let (documents, findings, failures) = (Vec::new(), Vec::new(), Vec::new());
        let (told, taken_out, read, assembled) = (Told::default(), 0, None, None);
        let (files, rows, guests) = (input.files.clone(), Arc::default(), Guests::default());
        let mut portal = Portal {
            input,
            files,
            rows,
            guests,
            timer,
            documents,
            told,
            findings,
            failures,
            taken_out,
            read,
            assembled,
        };
        portal.read = portal.read()?;
        Ok(portal)
    }

    fn read(&mut self) -> io::Result<Option<Read<'a>>> {
        let Input { files, options, cache, progress } = *self.input;
        let findings = &mut self.findings;
        let Some(config) = super::config(&**files, findings)? else { return Ok(None) };
        let config = Arc::new(config);
        self.told.set(&config);
        let others = workspace::portals(&**files, &config.workspace);
        findings.extend(others.findings(&config));
        let kinds = Arc::new(Kinds::load(&**files, findings));
        let mut theme = theme::load(&**files, &config.theme, &config.languages, findings);
        if config.pictures.share {
            theme.read_share(findings);
        }
        let theme = Arc::new(theme);
        let stops = [catalog::UNREADABLE.code, catalog::UNMERGED.code, catalog::KIND_LOST.code];
        if findings.iter().any(|finding| stops.contains(&finding.message.code)) {
            return Ok(None);
        }
        site_file::check_kinds(&config, &kinds.names().collect::<Vec<_>>(), findings);
        if theme.templates.is_empty() {
            findings.push(no_theme(&config, &**files));
            return Ok(None);
        }
        let setting = rows::Setting { languages: &config.languages, kinds: &kinds };
        let gate = Gate { at: options.at, show_all: options.show_all };
        let discover = || -> io::Result<(Guests, Arc<dyn Files>, Rows, Discovered)> {
            let entries = files.list(discover::CONTENT)?;
            let taking = guests::Setting {
                files,
                config: &config,
                kinds: &kinds,
                entries: &entries,
                gate,
                store: cache.blob_store(),
            };
            let mut guests = Guests::find(taking, findings);
            let files = guests.over(files);
            let entries = if guests.known.is_empty() { entries } else { files.list(discover::CONTENT)? };
            let rows = Rows::make(&*files, &entries, setting, findings);
            let discovered = discover::discover(rows.entries(entries), &config, findings);
            Ok((guests, files, rows, discovered))
        };
        let discovered = match self.timer.run(Stage::Discover, 0, discover) {
            Ok((guests, files, mut rows, discovered)) => {
                (self.guests, self.files, self.rows) = (guests, rows.over(&files), Arc::new(rows));
                discovered
            }
            Err(error) => {
                findings.push(unreadable(&SourcePath::new(discover::CONTENT), &error));
                return Ok(None);
            }
        };
        let files = &self.files.clone();
        let folders = discovered.items.iter().chain(&discovered.sections).map(|source| source.path.folder());
        let names: Vec<&str> = kinds.names().collect();
        findings.extend(site_file::check_workflow(&config, &names, folders.clone()));
        findings.extend(site_file::check_folders(&config, folders));
        let paths = discovered.items.iter().chain(&discovered.sections).map(|source| source.path.as_str());
        findings.extend(site_file::check_best(&config, paths));
        let texts = config.outputs.search.then(|| Arc::new(self.texts(&config)));
        let from = load_all::LoadContext {
            config: &config,
            kinds: &kinds,
            theme: &theme.ids,
            cache,
            guests: &self.guests.known,
            texts: texts.as_deref(),
        };
        let findings = &mut self.findings;
        let load = || load_all::load(&**files, &discovered, &from, progress, findings);
        let mut loaded: AllLoaded = self.timer.run(Stage::Load, discovered.items.len(), load);
        self.guests.settle(&loaded.documents, findings);
        loaded.unreadable.retain(|broken| !self.guests.known.contains_key(&broken.source.path));
        let taking = guests::Setting { files, config: &config, kinds: &kinds, entries: &[], gate, store: None };
        self.guests.tell(&loaded.documents, taking, findings);
        self.told.accept(&loaded.documents);
        let cached = std::mem::take(&mut loaded.cached);
        self.documents = if options.preview { cached } else { cache.persist(cached) };
        let sources = sources(&discovered);
        let mark = options.mark();
        let asks = config.figures.public || config.home.iter().any(|entry| entry.is(home::MOST_READ));
        let visits = if asks { visits::read(&**files, findings) } else { Vec::new() };
        let most_read = Arc::new(MostRead::of(&visits));
        let beside = Arc::new(config.figures.beside(&**files, &visits));
        let place = |message| config.at(message, "history.public");
        let history = Arc::new(History::read(&**files, &config.history, place, findings));
        let (files, rows, guests) = (files.clone(), self.rows.clone(), self.guests.known.clone());
        let ledger = Arc::new(super::ledger(&*files, &config, &mut self.findings)?);
        let context = AssemblyContext {
            files,
            rows,
            guests,
            cache,
            config,
            kinds,
            theme,
            discovered,
            ledger,
            gate,
            mark,
            most_read,
            beside,
            history,
        };
        let (assembly, others) = (Assembly::new(context, loaded, &mut self.findings), others.portals);
        self.guests.drop_findings(&mut self.findings);
        Ok(Some(Read { assembly, texts, sources, others }))
    }

    fn texts(&self, config: &Arc<Config>) -> IndexedDocuments {
        IndexedDocuments::new(config.clone(), self.input.cache.blob_store().cloned(), self.input.options.preview)
    }

    /// The site and its plan, checked and ready to be rendered. `None` when nothing can be built; the findings say why.
    pub fn plan(&mut self, index: Index) -> Option<Round> {
        let Assembled { site, mut plan, mut findings } = self.assemble(index)?;
        if index == Index::Later {
            self.assembled = Some(Assembled { site: site.clone(), plan: plan.clone(), findings: findings.clone() });
        }
        let (search, made_of) = self.search(&site, index, &mut findings);
        // Nobody asks for rows in a rehearsal or a check.
        let asked = matches!(index, Index::Now | Index::OnDemand);
        let assembly = asked.then_some(&mut self.read.as_mut()?.assembly);
        let lookups = assembly.map_or_else(Vec::new, |assembly| assembly.lookup_files(&site, index == Index::Now));
        let pictures = self.pictures(&site).map(|files| (Maker::Pictures, files));
        let prebuilt = search.map(|files| (Maker::Search, files)).into_iter().chain(lookups).chain(pictures);
        let prebuilt = Arc::new(Prebuilt::of(prebuilt));
        let made_of = made_of.map(|made_of| (Maker::Search, made_of)).into_iter().collect();
        self.timer.run(Stage::Plan, 0, || Arc::make_mut(&mut plan).add_prebuilt(&prebuilt));
        let read = self.read.as_ref()?;
        let known = check::Known { sources: &read.sources, ledger: &read.assembly.context.ledger };
        self.timer.run(Stage::Check, 0, || check::check(&site, &plan, &known, &mut findings));
        self.guests.drop_findings(&mut findings);
        findings.extend(workspace::made_by_the_main_portal(&read.others, &site.config.base, &plan));
        let theme = read.assembly.context.theme.clone();
        match Renderer::new(site, plan, theme, self.files.clone(), prebuilt, &mut findings) {
            Some(renderer) => Some(Round { renderer, findings, made_of, rendered: None }),
            None => {
                self.findings.append(&mut findings);
                None
            }
        }
    }

    /// The smaller versions of photographs, as files.
    fn pictures(&self, site: &Site) -> Option<MakerFiles> {
        let (files, cache) = (&self.files, self.input.cache);
        let (_, held) = self.read.as_ref()?.assembly.pictures();
        pictures::files(site, files, cache.blob_store(), held)
    }

    fn assemble(&mut self, index: Index) -> Option<Assembled> {
        if let Some(assembled) = self.assembled.take() {
            return Some(assembled);
        }
        let (assembly, lasting) = (&mut self.read.as_mut()?.assembly, &mut self.findings);
        let mut findings = Vec::new();
        let making = match index {
            // A preview shows the originals at once.
            Index::OnDemand => Making::Nothing,
            Index::Never => Making::Known,
            Index::Now | Index::Later => Making::All,
        };
        let making_of = (making, self.timer.progress);
        let assembled = self.timer.run(Stage::Assemble, 0, || assembly.assemble(making_of, lasting, &mut findings));
        self.guests.drop_findings(&mut self.findings);
        self.guests.drop_findings(&mut findings);
        if making == Making::All && assembled.is_some() {
            self.input.cache.persist_pictures(assembly.pictures().0);
        }
        match assembled {
            Some((site, plan)) => Some(Assembled { site: Arc::new(site), plan: Arc::new(plan), findings }),
            None => {
                self.findings.append(&mut findings);
                None
            }
        }
    }

    /// Findings as they are told: in order, at their level, of the rows that pages were made from.
    pub fn told_of(&self, findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
        let mut findings = self.told.sorted(findings);
        self.tell_rows(&mut findings);
        findings
    }

    /// Says of rows what is said of pages that were made from them.
    pub fn tell_rows(&self, findings: &mut Vec<Finding>) {
        if self.rows.tell(findings, &*self.files) {
            diag::sort(findings);
            // A cell is wrong once, in however many languages it stands.
            findings.dedup_by(|a, b| a.is_same(b) && a.cell.is_some());
        }
    }

    /// From now on pages that readers do not see are pages like any other, and nothing has failed yet. The findings so far are
    /// given away.
    pub fn show_all(&mut self) -> Vec<Finding> {
        (self.assembled, self.taken_out) = (None, 0);
        self.failures.clear();
        if let Some(read) = &mut self.read {
            read.assembly.show_all();
        }
        std::mem::take(&mut self.findings)
    }

    /// Every page that was read, with its kind and its language.
    pub fn texts_read(&self) -> Vec<Source<'_>> {
        self.read.as_ref().map_or_else(Vec::new, |read| read.assembly.texts())
    }

    /// Every page that cannot be used, with the kind that its folder says and its language.
    pub fn texts_unusable(&self) -> Vec<(&SourcePath, &Kind, &str)> {
        self.read.as_ref().map_or_else(Vec::new, |read| read.assembly.unusable_texts())
    }

    /// `None` where it cannot be read.
    pub fn config(&self) -> Option<&Config> {
        self.read.as_ref().map(|read| &*read.assembly.context.config)
    }

    /// Takes out what failed, so that the next plan is one without it.
    pub fn take_out(&mut self, sources: &BTreeSet<SourcePath>, site: &Site) {
        self.assembled = None;
        self.taken_out += 1;
        if let Some(read) = &mut self.read {
            read.assembly.take_out(sources, site);
        }
    }

    /// The search index: as the last build made it of the same, else made now, or later; and what it is made of.
    fn search(
        &mut self,
        site: &Arc<Site>,
        index: Index,
        findings: &mut Vec<Finding>,
    ) -> (Option<MakerFiles>, Option<Fingerprint>) {
        let Some(texts) = self.read.as_ref().and_then(|read| read.texts.clone()) else { return Default::default() };
        if index == Index::Later {
            return (Some(MakerFiles::stand_in(site.languages())), None);
        }
        // What an earlier round has used up is read again, as far as it was left.
        let texts = if texts.is_used_up() { Arc::new(self.texts(&site.config)) } else { texts };
        let (files, cache) = (&self.files.clone(), self.input.cache);
        let unread = self.texts(&site.config);
        self.timer.run(Stage::Index, 0, || {
            let sidecars = indexed_documents::sidecars(site, &**files, findings);
            if index == Index::Never {
                return (Some(MakerFiles::stand_in(site.languages())), None);
            }
            let made_of = indexed_documents::made_of(site, &sidecars);
            let make = |texts: Arc<IndexedDocuments>| {
                let (site, files, sidecars) = (site.clone(), files.clone(), sidecars.clone());
                move || texts.index(&site, &*files, &sidecars, Extent::All)
            };
            let files = match cache.prebuilt(&Maker::Search, made_of) {
                _ if index == Index::OnDemand => MakerFiles::lazy(make(texts)),
                Some(names) => MakerFiles::known(names.clone(), make(texts)),
                None => {
                    let made = texts.index(site, &**files, &sidecars, Extent::Changed);
                    let again = make(Arc::new(unread));
                    if !made.changed.is_empty() {
                        // It is not made of what the next build would think.
                        findings.extend(made.changed.iter().map(page::changed));
                        return (Some(MakerFiles::made(made, again)), None);
                    }
                    MakerFiles::made(made, again)
                }
            };
            (Some(files), Some(made_of))
        })
    }
}

fn sources(discovered: &Discovered) -> Vec<SourcePath> {
    let pages = discovered.sections.iter().chain(&discovered.items).map(|source| &source.path);
    pages.chain(&discovered.files).cloned().collect()
}

/// Reports each stage to `progress` and measures it.
pub struct StageTimer<'a> {
    pub progress: &'a dyn Progress,
    pub times: Vec<(Stage, Duration)>,
}

impl StageTimer<'_> {
    pub fn run<T>(&mut self, stage: Stage, total: usize, work: impl FnOnce() -> T) -> T {
        self.progress.stage(stage, total);
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        match self.times.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, time)) => *time += took,
            None => self.times.push((stage, took)),
        }
        result
    }
}

/// Without a template no page can be made, and there is one mistake, not one for each page.
fn no_theme(config: &Config, files: &dyn Files) -> Finding {
    let names = theme::names(files);
    let others: Vec<&str> = names.iter().map(String::as_str).filter(|name| *name != config.theme).collect();
    let finding = config.at(&catalog::THEME_UNKNOWN, "theme").with("name", &*config.theme);
    finding.with_words("near", diag::did_you_mean(&config.theme, &others))
}
