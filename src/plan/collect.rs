//! Turns each part of the site into planned outputs.

use std::collections::BTreeSet;

use super::{Builder, DataJob, Job, PageJob};
use crate::load::config::FeedFormat;
use crate::load::document::{Language, Target};
use crate::load::kinds::{Facet, FieldType, Taxonomy};
use crate::load::root_files;
use crate::load::security::{HeaderFormat, Report};
use crate::load::theme::Theme;
use crate::model::appointments;
use crate::model::{List, ListKey, PageId, PageView, Site};
use crate::path::{SourcePath, UrlPath, decode};
use crate::tables;

/// The files beside the page of figures.
pub const FIGURES_CSV: &str = "figures.csv";
pub const FIGURES_JSON: &str = "figures.json";

/// Items, their JSON twins and calendar files.
pub fn pages(site: &Site, builder: &mut Builder) {
    for id in site.ids().filter(|id| !site.page(*id).is_section()) {
        let page = site.page(id);
        if page.is_guest() {
            builder.plan.addresses.lead_to(id, page.url.clone());
            continue;
        }
        if !page.listed {
            continue;
        }
        let source = Some(page.document.source.clone());
        // A page without an address has no twin either; its collision is reported once.
        let free = builder.add(page.url.clone(), PageJob::Item(id), source.clone());
        if free && site.config.outputs.twins.contains(&page.kind().name) && !page.is_unindexed() {
            builder.add(page.url.file("index.json"), DataJob::Twin(id), source.clone());
        }
        if free && has_typed_table(site, page) && !page.is_unindexed() {
            builder.add(page.url.file("datapackage.json"), DataJob::DataPackage(id), source.clone());
        }
        if let Some(url) = calendar_file(page).filter(|_| free) {
            builder.add(url, DataJob::Calendar(id), source.clone());
            let appointments = appointments::of(page.document(), page.kind()).into_iter().enumerate();
            for (index, open) in appointments.filter_map(|(index, own)| Some((index, own.filter(|own| own.is_open)?))) {
                builder.add(
                    page.url.file(&format!("{}.ics", open.name)),
                    DataJob::Appointment(id, index),
                    source.clone(),
                );
            }
        }
    }
}

/// Whether an item shows a table of which a schema says what it holds.
fn has_typed_table(site: &Site, page: PageView) -> bool {
    if site.datasets().len() == 0 {
        return false;
    }
    let (document, kind) = (page.document(), page.kind());
    let fields = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Data);
    fields.flat_map(|(_, value)| value.refs()).any(|index| match &document.target(index).target {
        Target::File(source) => site.dataset(source.as_str()).is_some_and(|dataset| dataset.schema().is_some()),
        _ => false,
    })
}

/// `/su-kien/hoi-sach/` → `/su-kien/hoi-sach/hoi-sach.ics`, where the item has a time: the name under which it is saved.
fn calendar_file(page: PageView) -> Option<UrlPath> {
    page.document.value(page.kind().calendar?.starts)?;
    let url = decode(page.url.local());
    let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    Some(page.url.file(&format!("{name}.ics")))
}

/// The calendar of all that a section's items have before them. The home page has no section around it.
fn section_calendar(site: &Site, id: PageId) -> Option<UrlPath> {
    let page = site.page(id);
    let has_calendar = page.item_kind().calendar.is_some();
    (has_calendar && page.section().is_some() && !page.is_unindexed()).then(|| page.url.file("calendar.ics"))
}

/// In which forms a list is published.
struct Forms {
    pages: bool,
    feeds: bool,
    /// JSON of every page.
    json: bool,
    /// All of it as a CSV.
    csv: bool,
    source: Option<SourcePath>,
}

/// `None` for the list of a section that has no page.
fn forms(site: &Site, list: &List) -> Option<Forms> {
    // Machines are given no list of a section that asks to be passed over, and those of a register go with the register.
    let (section, pages, feeds, json) = match list.key {
        ListKey::Site(language) => (None, false, site.speaks(language), true),
        ListKey::Section(section) => {
            let is_home = site.page(section).is_home();
            let is_dated = site.page(section).item_kind().dated;
            (Some(section), true, !is_home && is_dated, !is_home)
        }
        ListKey::Facet(section, facet, _) => {
            let kind = site.page(section).item_kind();
            // Who waits for auctions wants no vacancies: kinds of items are followed one by one.
            let by_type = matches!(kind.facets.get(usize::from(facet)), Some(Facet::Field(field)) if kind.field(*field).name == "type");
            (Some(section), true, kind.dated && by_type, false)
        }
        ListKey::Term(..) => (None, true, true, true),
        ListKey::Year(..) | ListKey::Month(..) => (None, true, false, true),
    };
    let page = section.map(|section| site.page(section));
    if page.is_some_and(|page| !page.listed) {
        return None;
    }
    let is_told = !list.items.is_empty() && page.is_none_or(|page| !page.is_unindexed());
    let feeds = feeds && is_told;
    let csv = json && is_told && site.config.outputs.list_csv && !matches!(list.key, ListKey::Site(_));
    let json = json && is_told && site.config.outputs.list_json && (pages || feeds);
    Some(Forms { pages, feeds, json, csv, source: page.map(|page| page.document.source.clone()) })
}

/// Sections, terms, archives: their pages, calendars, feeds and JSON.
pub fn lists(site: &Site, builder: &mut Builder) {
    for (id, list) in site.lists() {
        let Some(Forms { pages, feeds, json, csv, source }) = forms(site, list) else { continue };
        let segments = tables::languages::segments(site.language(list.language));
        let urls: Vec<UrlPath> = list.pages().iter().map(|page| list.page_url(page, segments.page)).collect();
        if pages {
            for (page, url) in urls.iter().enumerate() {
                builder.add(url.clone(), PageJob::List { list: id, page }, source.clone());
            }
        }
        if let ListKey::Section(section) = list.key
            && let Some(url) = section_calendar(site, section)
        {
            builder.add(url, DataJob::SectionCalendar(section), source.clone());
        }
        if csv {
            builder.add(list.url.file(segments.list_csv), DataJob::ListCsv(id), source.clone());
        }
        let formats = if feeds { site.config.outputs.feeds.as_slice() } else { &[] };
        for format in formats {
            let name = match format {
                FeedFormat::Rss => "rss.xml",
                FeedFormat::Atom => "atom.xml",
                FeedFormat::Json => continue,
            };
            let url = list.url.file(name);
            if builder.add(url.clone(), DataJob::Feed { list: id, format: *format }, source.clone()) {
                builder.plan.addresses.subscribe(site, id, *format, url);
            }
        }
        // The first page as JSON is the feed too; a list without pages has no other.
        let is_feed = formats.contains(&FeedFormat::Json);
        let count = match () {
            () if json && pages => urls.len(),
            () => usize::from(json || is_feed),
        };
        for (page, url) in urls.iter().enumerate().take(count) {
            let url = url.file("feed.json");
            if !builder.add(url.clone(), DataJob::ListJson { list: id, page }, source.clone()) {
                continue;
            }
            if is_feed && page == 0 {
                builder.plan.addresses.subscribe(site, id, FeedFormat::Json, url.clone());
            }
            if json {
                builder.plan.addresses.note_json(id, page, url);
            }
        }
    }
}

/// Pages that the generator makes itself: taxonomies, archive, site tree, 404.
pub fn overviews(site: &Site, builder: &mut Builder) {
    let outputs = &site.config.outputs;
    for language in site.languages() {
        if !site.speaks(language) {
            continue;
        }
        for taxonomy in Taxonomy::ALL {
            let used = site
                .lists()
                .any(|(_, list)| matches!(list.key, ListKey::Term(other, _, l) if other == taxonomy && l == language));
            if used {
                builder.add(site.taxonomy_url(taxonomy, language), PageJob::Taxonomy { taxonomy, language }, None);
            }
        }
        if outputs.archive {
            builder.add(site.archive_url(language), PageJob::ArchiveIndex(language), None);
        }
        if outputs.site_tree {
            builder.add(site.tree_url(language), PageJob::Tree(language), None);
        }
        if outputs.search {
            builder.add(site.search_url(language), PageJob::Search(language), None);
        }
        if site.config.figures.public {
            let url = site.figures_url(language);
            if builder.add(url.clone(), PageJob::Figures(language), None) {
                builder.add(url.file(FIGURES_CSV), DataJob::FiguresCsv(language), None);
                builder.add(url.file(FIGURES_JSON), DataJob::FiguresJson(language), None);
            }
        }
        if site.config.forms.any() {
            builder.add(site.thanks_url(language), PageJob::Thanks(language), None);
        }
        builder.add(site.home_url(language).file("404.html"), PageJob::NotFound(language), None);
    }
}

/// Files of content, and those that are copied to the root.
pub fn files(site: &Site, builder: &mut Builder) {
    // What editors put beside their pages has the better right to an address there.
    let (roots, others): (Vec<_>, Vec<_>) = site.files().partition(|(source, _)| root_files::at_root(source).is_some());
    for (source, file) in others.into_iter().chain(roots) {
        builder.add(file.url.clone(), Job::File(source.clone()), Some(source.clone()));
    }
}

/// Tables of workbooks as CSV: `bang.csv` for `bang.xlsx`.
pub fn table_files(site: &Site, builder: &mut Builder) {
    for (source, _) in site.datasets().filter(|(_, dataset)| dataset.csv().is_some()) {
        add_beside(site, builder, source, ".csv", DataJob::TableCsv(source.clone()));
    }
}

/// Charts that pages show as pictures: `bang.svg` for `bang.csv`, with the name of a chart that has one: `bang.theo-huyen.en.svg`.
pub fn charts(site: &Site, builder: &mut Builder) {
    if site.datasets().len() == 0 {
        return;
    }
    let mut shown = BTreeSet::new();
    // A page that is not there has no chart to be kept.
    for page in site.all_pages().filter(|page| builder.plan.page(page.id).is_some()) {
        let document = page.document();
        shown.extend(document.pictured().filter_map(|target| match target {
            Target::Chart { table, name } => Some((table, name, document.language)),
            _ => None,
        }));
    }
    let is_drawn =
        |table: &SourcePath, name: &str| site.dataset(table.as_str()).is_some_and(|of| of.chart(name).is_some());
    for (table, name, language) in shown.into_iter().filter(|(table, name, _)| is_drawn(table, name)) {
        let named = if name.is_empty() { String::new() } else { format!(".{name}") };
        let job = DataJob::ChartPicture { table: table.clone(), chart: name.to_string(), language };
        add_beside(site, builder, table, &format!("{named}{}.svg", of_language(site, language)), job);
    }
}

/// Maps that pages show as pictures: `ban-do.svg` for `ban-do.geojson`.
pub fn map_drawings(site: &Site, builder: &mut Builder) {
    if site.maps().len() == 0 {
        return;
    }
    let mut shown: BTreeSet<(&SourcePath, Language)> = BTreeSet::new();
    for page in site.all_pages() {
        let document = page.document();
        shown.extend(site.maps_of(document).map(|(source, _)| (source, document.language)));
    }
    for (source, language) in shown {
        let ending = format!("{}.svg", of_language(site, language));
        add_beside(site, builder, source, &ending, DataJob::MapDrawing(source.clone(), language));
    }
}

/// What the name of a file in a language has more: `.en`, and nothing in the first.
fn of_language(site: &Site, language: Language) -> String {
    if language == 0 { String::new() } else { format!(".{}", site.language(language)) }
}

/// What is made of a file stands beside it, under its name with another ending; behind its whole name where that is taken.
fn add_beside(site: &Site, builder: &mut Builder, source: &SourcePath, ending: &str, job: DataJob) {
    let Some(file) = site.file(source.as_str()) else { return };
    let path = file.url.local();
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let urls = [stem, path].map(|path| site.config.base.url(&format!("{path}{ending}")));
    if let Some(free) = urls.into_iter().find(|url| !builder.has(&url.output())) {
        builder.add(free, job, Some(source.clone()));
    }
}

/// Assets of the theme, robots.txt, and keys for search engines.
pub fn assets(site: &Site, theme: &Theme, builder: &mut Builder) {
    for (name, asset) in &theme.assets {
        // A portal may have one of its own.
        if name == "favicon.ico" && site.files().any(|(source, _)| root_files::at_root(source) == Some(name)) {
            continue;
        }
        let source = SourcePath::new(format!("{}/assets/{name}", theme.folder));
        builder.add(site.config.base.url(&format!("/{}", asset.output)), Job::Asset(name.clone()), Some(source));
    }
    builder.add(site.config.base.url("/robots.txt"), DataJob::Robots, None);
    builder.add(site.config.base.url("/manifest.json"), DataJob::Manifest, None);
    // A file of the portal's own goes before what its configuration says.
    let is_own = site.files().any(|(source, _)| root_files::at_root(source) == Some(Report::PATH));
    if site.config.security.report().is_some() && !is_own {
        builder.add(site.config.base.url(&format!("/{}", Report::PATH)), DataJob::SecurityTxt, None);
    }
    for key in site.config.publish.keys() {
        builder.add(site.config.base.url(&format!("/{key}.txt")), DataJob::IndexKey(key.to_owned()), None);
    }
}

/// Files that tell a host which headers to send and where earlier addresses lead. nginx does not start without a file that it
/// includes, so its map is there even when it is empty.
pub fn headers(site: &Site, builder: &mut Builder) {
    let formats: BTreeSet<_> = site.config.outputs.headers.iter().copied().collect();
    for format in formats {
        builder.add(site.config.base.url(&format!("/{}", format.file_name())), DataJob::Headers(format), None);
        if format == HeaderFormat::Nginx {
            builder.add(site.config.base.url("/_redirects.nginx.conf"), DataJob::OldQueryMap, None);
        }
    }
}
