//! Turns what passed the gate into the site: each stage is made of earlier ones, and none is changed afterwards.

use std::sync::Arc;

use super::gate::Gate;
use super::history::Histories;
use super::indexes::Indexes;
use super::make_lists::{Lists, Placed};
use super::pages::{Guests, PageMaker, SectionKinds};
use super::published::{KnownFiles, PublishedFiles};
use super::relations::Relations;
use super::resolve::Resolver;
use super::sections::{MissingSections, Sections};
use super::select_public::PublicSelection;
use super::settings::{Mark, Settings};
use super::state::States;
use super::urls::Urls;
use super::withheld::Absent;
use super::{Site, unique};
use crate::diag::Finding;
use crate::load::config::Config;
use crate::load::document::{Document, Role};
use crate::load::history::History;
use crate::load::kinds::Kinds;
use crate::load::public_figures::Beside;
use crate::load::visits::MostRead;
use crate::path::{SourcePath, UrlPath};

/// What a site is assembled from.
pub struct Parts {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    pub selection: PublicSelection,
    pub mark: Option<Mark>,
    pub most_read: Arc<MostRead>,
    pub beside: Arc<Beside>,
    pub history: Arc<History>,
    pub files: KnownFiles,
    /// Pages that cannot be published beside the others.
    pub taken: Vec<Arc<Document>>,
    /// Folders that could not be read.
    pub closed: Vec<SourcePath>,
    /// Folders of tables of whose rows no page could be made.
    pub lost: Vec<SourcePath>,
    /// Items of other portals among the documents.
    pub guests: Arc<Guests>,
    /// The kind of items for each section folder.
    pub section_kinds: SectionKinds,
}

pub fn assemble(parts: Parts, findings: &mut Vec<Finding>) -> Site {
    let Parts {
        config,
        kinds,
        selection,
        mark,
        most_read,
        beside,
        history,
        files: known,
        taken,
        closed,
        lost,
        guests,
        section_kinds: of_sections,
    } = parts;
    let PublicSelection { gate, documents, files, withheld, named, past, .. } = selection;
    let settings = Settings { config, kinds, at: gate.at, mark, most_read, beside };
    // A section that was taken out still names the addresses of what stands in it.
    let urls = section_urls(&settings.config, &settings.kinds, documents.iter().chain(&taken));
    let maker = PageMaker { kinds: &settings.kinds, section_kinds: &of_sections, urls: &urls, guests: &guests, gate };
    let absent = Absent { named: &named, taken: &taken, closed: &closed, lost: &lost };
    let quarantined = absent.quarantined(settings.languages(), &maker);
    let past = past.iter().filter(|document| !guests.contains_key(&document.source));
    let past = past.map(|document| (maker.url(document), document.source.clone()));
    let mut past: Vec<(UrlPath, SourcePath)> = past.collect();
    past.sort_unstable();
    let pages = maker.pages(&documents);
    let files = PublishedFiles::new(known, files.sidecars, &urls);
    let indexes = Indexes::new(&settings, &pages);
    let sections = Sections::new(&settings, &pages, &indexes, &of_sections);
    let resolver =
        Resolver { settings: &settings, pages: &pages, indexes: &indexes, files: &files, withheld: &withheld };
    let relations = Relations::new(resolver);
    let states = States::new(&settings, &pages, &relations);
    let history = Histories::new(&settings, &pages, &history);
    let lists = Lists::new(Placed { settings: &settings, pages: &pages, sections: &sections, states: &states });
    findings.extend(MissingSections { resolver, kinds: &of_sections }.findings());
    findings.extend(unique::findings(&settings, &pages));
    findings.extend(indexes.check_contacts(&pages));
    Site { settings, pages, indexes, sections, relations, states, lists, files, withheld, quarantined, past, history }
}

/// The addresses of documents of a portal that is not assembled.
pub fn addresses(config: &Config, kinds: &Kinds, documents: &[Arc<Document>], gate: Gate) -> Vec<UrlPath> {
    let urls = section_urls(config, kinds, documents.iter());
    let (section_kinds, guests) = (SectionKinds::new(), Guests::new());
    let maker = PageMaker { kinds, section_kinds: &section_kinds, urls: &urls, guests: &guests, gate };
    documents.iter().map(|document| maker.url(document)).collect()
}

fn section_urls<'a, 'd>(
    config: &'a Config,
    kinds: &Kinds,
    documents: impl Iterator<Item = &'d Arc<Document>>,
) -> Urls<'a> {
    let sections = documents.filter(|document| document.role == Role::Section);
    let slugs = sections.filter_map(|document| {
        let slug = document.text(kinds.get(document.kind), "slug")?;
        Some(((document.home.clone(), document.language), slug.to_owned()))
    });
    Urls::new(config, slugs.collect())
}
