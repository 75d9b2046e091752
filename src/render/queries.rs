//! Answers queries: turns a query into a value that is computed once per build and shared without copying.
//!
//! Each answer has a fingerprint of what it shows; asking notes the query in the trace of the job that asks.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::calls::{self, FUNCTIONS};
use super::context::fingerprint;
use super::portal::Portal;
use super::recorder::note;
use super::value::{MapBuilder, picture};
use super::{card, lists, overviews, table, urgent};
use crate::load::config::MenuItem;
use crate::load::discover::CONTENT;
use crate::load::document::{Language, Target};
use crate::load::home::MOST_READ;
use crate::load::kinds::Taxonomy;
use crate::load::theme::Theme;
use crate::model::{ListKey, PageId, PageView, Site, reads};
use crate::path::SourcePath;
use crate::plan::{DataJob, Plan};
use crate::text::collate::Collator;
use crate::time::Moment;
use crate::trace::{Answered, DataQuery, PagesQuery, Query};

/// Which page asks.
#[derive(Clone, Copy)]
pub struct Scope {
    pub language: Language,
    pub page: Option<PageId>,
    /// Dates and numbers are written the Vietnamese way.
    pub vietnamese: bool,
}

thread_local! {
    static SCOPE: Cell<Scope> = const { Cell::new(Scope { language: 0, page: None, vietnamese: true }) };
}

/// Runs a render in which queries belong to this page.
pub fn with_scope<T>(scope: Scope, render: impl FnOnce() -> T) -> T {
    SCOPE.with(|current| {
        let outer = current.replace(scope);
        let result = render();
        current.set(outer);
        result
    })
}

/// Which of the two number and date styles the page that renders on this thread has.
pub fn scope_language() -> &'static str {
    if SCOPE.get().vietnamese { "vi" } else { "en" }
}

type Answer = Result<(Value, Arc<Answered>), String>;

pub struct Queries {
    site: Arc<Site>,
    plan: Arc<Plan>,
    theme: Arc<Theme>,
    answers: Mutex<HashMap<Arc<Query>, Arc<OnceLock<Answer>>>>,
}

/// Registers every query as a template function of its name.
pub fn register(tera: &mut Tera, queries: &Arc<Queries>) {
    for name in FUNCTIONS {
        let queries = queries.clone();
        tera.register_function(name, move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            queries.call(name, &kwargs)
        });
    }
}

impl Queries {
    pub fn new(site: Arc<Site>, plan: Arc<Plan>, theme: Arc<Theme>) -> Self {
        Self { site, plan, theme, answers: Mutex::default() }
    }

    fn portal(&self) -> Portal<'_> {
        Portal { site: &self.site, plan: &self.plan }
    }

    fn call(&self, function: &str, kwargs: &Kwargs) -> TeraResult<Value> {
        let scope = SCOPE.get();
        let page = scope.page.map(|page| self.site.page(page).document.source.clone());
        let query = calls::read(function, kwargs, scope.language, &self.site.config.languages, page)?;
        let (answer, answered) = self.ask(&query).map_err(Error::message)?;
        note(&answered);
        Ok(answer)
    }

    /// What the answer shows now; `None` when there is none.
    pub fn answered(&self, query: &Query) -> Option<Arc<Answered>> {
        // A trace comes from a cache, which may say anything.
        let known = query.language().is_none_or(|language| usize::from(language) < self.site.config.languages.len());
        if known { self.ask(query).ok().map(|(_, answered)| answered) } else { None }
    }

    /// The answer, computed by the first who asks; others wait for it. What only one page asks is not kept.
    fn ask(&self, query: &Query) -> Answer {
        if matches!(query, Query::Neighbours(_)) {
            return self.compute(Arc::new(query.clone()));
        }
        let mut answers = self.answers.lock();
        let (query, slot) = match answers.get_key_value(query) {
            Some((query, slot)) => (query.clone(), slot.clone()),
            None => {
                let query = Arc::new(query.clone());
                let slot = answers.entry(query.clone()).or_default().clone();
                (query, slot)
            }
        };
        drop(answers);
        slot.get_or_init(|| self.compute(query)).clone()
    }

    fn compute(&self, query: Arc<Query>) -> Answer {
        let (value, reads) = reads::record(|| self.answer(&query));
        let value = value?;
        let shown = fingerprint(&value);
        Ok((value, Arc::new(Answered { query, shown, reads })))
    }

    fn answer(&self, query: &Query) -> Result<Value, String> {
        let portal = self.portal();
        let site = portal.site;
        match query {
            Query::Pages(query, language) => {
                let cards = self.select(query, *language)?.into_iter().map(|id| card::card(portal, id));
                Ok(Value::from(cards.collect::<Vec<_>>()))
            }
            Query::Count(query, language) => self.count(query, *language),
            Query::Page(path, language) => {
                Ok(self.in_language(path, *language).map_or_else(Value::none, |id| card::card(portal, id)))
            }
            Query::Menu(name, language) => {
                let items = site.config.menus.get(name).map_or(&[][..], Vec::as_slice);
                Ok(self.menu_items(items, *language))
            }
            Query::Sections(parent, language) => {
                let section = site.section_at(parent, *language);
                Ok(section.map_or_else(
                    || Value::from(Vec::<Value>::new()),
                    |id| lists::subsections(portal, site.page(id).children()),
                ))
            }
            Query::Terms(taxonomy, language) => Ok(overviews::terms(portal, *taxonomy, *language)),
            Query::Urgent(language) => Ok(urgent::value(portal, *language)),
            Query::Neighbours(page) => {
                let page = page.as_ref().and_then(|source| site.by_source(source));
                let (newer, older) = page.map_or((None, None), |page| site.neighbours(page));
                let link = |id: Option<PageId>| id.map(|id| card::link(portal, id));
                Ok(MapBuilder::new().maybe("newer", link(newer)).maybe("older", link(older)).build())
            }
            Query::Data(query, language) => self.table(query, *language),
            Query::Image(path) => Ok(picture(site, &Target::File(SourcePath::new(format!("{CONTENT}/{path}"))))),
            Query::Asset(path) => {
                let asset = self.theme.assets.get(path).ok_or_else(|| format!("asset(path=\"{path}\")?"))?;
                Ok(Value::from(self.site.config.base.url(&format!("/{}", asset.output)).to_string()))
            }
            Query::Integrity(path) => {
                let asset = self.theme.assets.get(path).ok_or_else(|| format!("integrity(path=\"{path}\")?"))?;
                Ok(Value::from(asset.integrity.as_str()))
            }
        }
    }

    /// Columns and rows of a published CSV file, or none. What templates ask for was read before (`load/table_calls.rs`).
    fn table(&self, query: &DataQuery, language: Language) -> Result<Value, String> {
        let (site, file) = (&*self.site, query.file.as_str());
        if site.file(file).is_none() {
            return Ok(Value::none());
        }
        let dataset = site.dataset(file).ok_or_else(|| format!("data(file=\"{file}\")?"))?;
        let style = if site.language(language) == "vi" { "vi" } else { "en" };
        let mistake = || dataset.findings().first().map_or_else(String::new, |finding| finding.text("vi"));
        let csv = self.plan.overview(DataJob::TableCsv(SourcePath::new(file))).zip(dataset.csv());
        let value = |table| table::value(table, query, style, csv.map(|(url, (_, size))| (url, size)));
        dataset.table().map(value).ok_or_else(|| format!("{file}: {}", mistake()))
    }

    /// `count`; `year` of the newest of them, and how many are of it (`in_year`); as `days` how many lie on average between the dates
    /// `from` and `to` of those that have both.
    fn count(&self, query: &PagesQuery, language: Language) -> Result<Value, String> {
        let mut found = self.select(query, language)?;
        // What another portal publishes is counted there.
        found.retain(|id| !self.site.page(*id).is_guest());
        let days = |id: &PageId| {
            let page = self.site.page(*id);
            let (from, to) = (page.moment(query.from.as_deref()?)?, page.moment(query.to.as_deref()?)?);
            from.date().until(to.date()).ok().map(|span| f64::from(span.get_days()))
        };
        let days: Vec<f64> = found.iter().filter_map(days).collect();
        let average = (!days.is_empty()).then(|| (days.iter().sum::<f64>() / days.len() as f64).round() as i64);
        let years: Vec<i16> = found.iter().filter_map(|id| Some(self.site.page(*id).date?.year())).collect();
        let year = years.iter().max().copied();
        let in_year = years.iter().filter(|other| Some(**other) == year).count();
        let counted = MapBuilder::new().set("count", found.len()).set("in_year", in_year);
        Ok(counted.maybe("year", year.map(i64::from)).maybe("days", average).build())
    }

    fn select(&self, query: &PagesQuery, language: Language) -> Result<Vec<PageId>, String> {
        let site = &*self.site;
        let kind = query.kind.as_deref().filter(|name| !name.is_empty());
        let kind =
            kind.map(|name| site.kinds.find(name).ok_or_else(|| format!("pages(kind=\"{name}\")?"))).transpose()?;
        let unlisted = kind.is_some_and(|kind| !site.kinds.get(kind).listed);
        // A register of one kind goes by the date of its subject.
        let has_subject = kind.is_some_and(|kind| site.kinds.get(kind).date_field.is_some());
        let date = |page: PageView| if has_subject { page.subject_date() } else { page.date };
        let base = self.base(query, language, kind.is_some() && unlisted)?;
        let matches = |id: &PageId| {
            let page = site.page(*id);
            let has = |taxonomy: Taxonomy, wanted: &Option<String>| {
                wanted.as_ref().is_none_or(|wanted| page.texts(taxonomy.key()).contains(&wanted.as_str()))
            };
            kind.is_none_or(|kind| page.document.kind == kind)
                && query.state.as_ref().is_none_or(|wanted| page.state().is_some_and(|state| state.id == *wanted))
                && query.featured.is_none_or(|wanted| page.flag("featured") == wanted)
                && query.year.is_none_or(|wanted| date(page).is_some_and(|date| date.year() == wanted))
                && has(Taxonomy::Topic, &query.topic)
                && has(Taxonomy::Agency, &query.agency)
                && has(Taxonomy::Field, &query.field)
        };
        let limit = query.limit.unwrap_or(usize::MAX);
        let by_subject = has_subject && query.sort.is_none() && query.section.is_none();
        let mut found: Vec<PageId> = match &query.sort {
            None if !by_subject => base.into_iter().filter(matches).take(limit).collect(),
            _ => base.into_iter().filter(matches).collect(),
        };
        if query.sort.as_deref() == Some(MOST_READ) {
            return Ok(self.most_read(&found, limit));
        }
        if let Some(sort) = query.sort.as_deref().or(by_subject.then_some("date")) {
            self.sort(&mut found, sort, language, date);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The smallest list that holds everything the query can match, in its own order.
    fn base(&self, query: &PagesQuery, language: Language, unlisted: bool) -> Result<Vec<PageId>, String> {
        let site = &*self.site;
        if unlisted {
            return Ok(site.ids().filter(|id| site.page(*id).document.language == language).collect());
        }
        if let Some(folder) = query.section.as_deref() {
            let section = site.section_at(folder, language);
            return Ok(section.map(|id| site.page(id).items().to_vec()).unwrap_or_default());
        }
        let term = |taxonomy: Taxonomy, id: &str| {
            let terms = site.config.terms(taxonomy);
            let index = terms
                .iter()
                .position(|term| term.id == id)
                .ok_or_else(|| format!("pages({}=\"{id}\")?", taxonomy.id()))?;
            Ok::<_, String>(site.find_list(&ListKey::Term(taxonomy, index as u16, language)))
        };
        for (taxonomy, wanted) in
            [(Taxonomy::Topic, &query.topic), (Taxonomy::Agency, &query.agency), (Taxonomy::Field, &query.field)]
        {
            if let Some(id) = wanted.as_deref() {
                return Ok(term(taxonomy, id)?.map(|list| site.list(list).items.clone()).unwrap_or_default());
            }
        }
        let undated = query.kind.as_deref().and_then(|name| site.kinds.schema(name)).is_some_and(|kind| !kind.dated);
        if undated {
            let listed = |id: &PageId| site.page(*id).document.language == language && site.page(*id).listed;
            return Ok(site.ids().filter(listed).collect());
        }
        Ok(site.find_list(&ListKey::Site(language)).map(|list| site.list(list).items.clone()).unwrap_or_default())
    }

    /// Those that the newest summary of visits counts, the most read first.
    fn most_read(&self, pages: &[PageId], limit: usize) -> Vec<PageId> {
        let site = &*self.site;
        let by_address: BTreeMap<&str, PageId> =
            pages.iter().map(|id| (site.page(*id).inner().url.as_str(), *id)).collect();
        let addresses = site.most_read.addresses.iter();
        addresses.filter_map(|address| by_address.get(address.as_str()).copied()).take(limit).collect()
    }

    fn sort(&self, pages: &mut [PageId], sort: &str, language: Language, date: impl Fn(PageView) -> Option<Moment>) {
        let site = &*self.site;
        let collator = Collator::new(site.language(language));
        let by_title =
            |a: &PageId, b: &PageId| collator.compare(&site.page(*a).document.title, &site.page(*b).document.title);
        let weight = |id: &PageId| site.page(*id).integer("weight").unwrap_or(i64::MAX);
        let moment = |id: &PageId| {
            let page = site.page(*id);
            if sort == "date" { date(page) } else { page.moment(sort).or(page.date) }
        };
        match sort {
            "title" => pages.sort_by(by_title),
            "weight" => pages.sort_by(|a, b| weight(a).cmp(&weight(b)).then_with(|| by_title(a, b))),
            _ => pages.sort_by(|a, b| moment(b).cmp(&moment(a)).then_with(|| a.cmp(b))),
        }
    }

    fn in_language(&self, path: &str, language: Language) -> Option<PageId> {
        let source = SourcePath::new(format!("{CONTENT}/{path}"));
        let page = self.site.by_source(&source)?;
        self.site.in_language(page, language)
    }

    fn menu_items(&self, items: &[MenuItem], language: Language) -> Value {
        let code = self.site.language(language);
        let rows = items.iter().filter_map(|item| {
            let page = item.page.as_deref().map(|path| self.in_language(path, language));
            let (url, own_title) = match page {
                Some(page) => {
                    let url = self.plan.page(page?)?;
                    (url.to_string(), self.site.page(page?).document.title.to_string())
                }
                None => (self.site.config.base.href(item.url.as_deref()?), String::new()),
            };
            let title = item.title.as_ref().map_or(own_title, |title| title.get(code).to_owned());
            let external = url.contains("://");
            Some(
                MapBuilder::new()
                    .set("title", title)
                    .set("url", url)
                    .set("external", external)
                    .set("children", self.menu_items(&item.children, language))
                    .build(),
            )
        });
        Value::from(rows.collect::<Vec<_>>())
    }
}
