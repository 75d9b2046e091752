//! Turns each part of the site into planned outputs.

use std::collections::BTreeSet;

use super::aliases::{alias_url, aliases_of};
use super::{Builder, Job};
use crate::load::config::FeedFormat;
use crate::load::kinds::Taxonomy;
use crate::load::old_address::OldAddress;
use crate::load::root_files;
use crate::load::security::HeaderFormat;
use crate::load::theme::Theme;
use crate::model::{ListKey, Site};
use crate::path::{SourcePath, UrlPath};
use crate::tables;

/// Items and their JSON twins.
pub fn pages(site: &Site, builder: &mut Builder) {
    for id in site.ids().filter(|id| !site.is_section(*id)) {
        let page = site.page(id);
        if !page.listed {
            continue;
        }
        let source = Some(page.document.source.clone());
        // A page without an address has no twin either; its collision is reported once.
        let free = builder.add(page.url.clone(), Job::Item(id), source.clone());
        if free && site.has_twin(id) {
            builder.add(page.url.file("index.json"), Job::Twin(id), source.clone());
        }
        if let Some(url) = site.calendar_file(id).filter(|_| free) {
            builder.add(url, Job::Calendar(id), source);
        }
    }
}

/// Sections, terms, archives: their pages, feeds and JSON.
pub fn lists(site: &Site, builder: &mut Builder) {
    let outputs = &site.config.outputs;
    for (id, list) in site.lists.iter().enumerate().map(|(index, list)| (crate::model::ListId(index as u32), list)) {
        let (source, has_pages, has_feeds) = match list.key {
            ListKey::Site(_) => (None, false, site.sections.values().any(|section| section.folder.is_empty())),
            ListKey::Section(page) => {
                let section = site.page(page);
                let home = site.sections[&page].folder.is_empty();
                if !section.listed {
                    continue;
                }
                (Some(section.document.source.clone()), true, !home && site.kinds.get(site.sections[&page].kind).dated)
            }
            ListKey::Facet(section, ..) => (Some(site.page(section).document.source.clone()), true, false),
            ListKey::Term(..) => (None, true, true),
            ListKey::Year(..) | ListKey::Month(..) => (None, true, false),
        };
        let has_feeds = has_feeds && site.is_told(list);
        let segment = tables::segments(site.language(list.language)).page;
        if has_pages {
            for (index, page) in list.pages().iter().enumerate() {
                builder.add(list.page_url(page, segment), Job::List { list: id, page: index }, source.clone());
            }
        }
        if let ListKey::Section(section) = list.key
            && let Some(url) = site.section_calendar(section)
        {
            builder.add(url, Job::SectionCalendar(section), source.clone());
        }
        let listed_home = matches!(list.key, ListKey::Section(page) if site.sections[&page].folder.is_empty());
        if has_feeds && !list.items.is_empty() {
            feeds(id, &list.url, &outputs.feeds, source.as_ref(), builder);
        }
        let json = has_feeds && outputs.feeds.contains(&FeedFormat::Json)
            || outputs.list_json && list.has_json() && site.is_told(list);
        if json && !list.items.is_empty() && !listed_home && (has_pages || has_feeds) {
            for (index, page) in list.pages().iter().enumerate() {
                if index == 0 || (has_pages && outputs.list_json) {
                    builder.add(
                        list.page_url(page, segment).file("feed.json"),
                        Job::ListJson { list: id, page: index },
                        source.clone(),
                    );
                }
            }
        }
    }
}

fn feeds(
    list: crate::model::ListId,
    url: &UrlPath,
    formats: &[FeedFormat],
    source: Option<&SourcePath>,
    builder: &mut Builder,
) {
    for format in formats {
        let name = match format {
            FeedFormat::Rss => "rss.xml",
            FeedFormat::Atom => "atom.xml",
            FeedFormat::Json => continue,
        };
        builder.add(url.file(name), Job::Feed { list, format: *format }, source.cloned());
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
                .lists
                .iter()
                .any(|list| matches!(list.key, ListKey::Term(other, _, l) if other == taxonomy && l == language));
            if used {
                builder.add(site.taxonomy_url(taxonomy, language), Job::Taxonomy { taxonomy, language }, None);
            }
        }
        if outputs.archive {
            builder.add(site.archive_url(language), Job::ArchiveIndex(language), None);
        }
        if outputs.site_tree {
            builder.add(site.tree_url(language), Job::Tree(language), None);
        }
        if outputs.search {
            builder.add(site.search_url(language), Job::Search(language), None);
        }
        if site.config.forms.any() {
            builder.add(site.thanks_url(language), Job::Thanks(language), None);
        }
        builder.add(site.home_url(language).file("404.html"), Job::NotFound(language), None);
    }
}

/// Files of content, and those that are copied to the root.
pub fn files(site: &Site, builder: &mut Builder) {
    // What editors put beside their pages has the better right to an address there.
    let (roots, others): (Vec<_>, Vec<_>) =
        site.files.iter().partition(|(source, _)| root_files::at_root(source).is_some());
    for (source, file) in others.into_iter().chain(roots) {
        builder.add(file.url.clone(), Job::File(source.clone()), Some(source.clone()));
    }
}

/// Assets of the theme, and robots.txt.
pub fn assets(site: &Site, theme: &Theme, builder: &mut Builder) {
    for (name, asset) in &theme.assets {
        let source = SourcePath::new(format!("{}/assets/{name}", theme.folder));
        builder.add(site.config.base.url(&format!("/{}", asset.output)), Job::Asset(name.clone()), Some(source));
    }
    builder.add(site.config.base.url("/robots.txt"), Job::Robots, None);
}

/// Files that tell a host which headers to send and where earlier addresses lead. nginx does not start without a file that it
/// includes, so its map is there even when it is empty.
pub fn headers(site: &Site, builder: &mut Builder) {
    let formats: BTreeSet<_> = site.config.outputs.headers.iter().copied().collect();
    for format in formats {
        builder.add(site.config.base.url(&format!("/{}", format.file_name())), Job::Headers(format), None);
        if format == HeaderFormat::Nginx {
            builder.add(site.config.base.url("/_redirects.nginx.conf"), Job::OldQueryMap, None);
        }
    }
}

/// The table of earlier addresses at which no page can stand, for the page for what is not found.
pub const OLD_QUERY_TABLE: &str = "/assets/old-addresses.json";

/// Redirects from earlier addresses, after everything that has a better right to an address.
pub fn aliases(site: &Site, builder: &mut Builder) {
    let mut queries = Vec::new();
    for id in site.ids() {
        let page = site.page(id);
        let source = &page.document.source;
        for (alias, span) in aliases_of(site, id) {
            let Some(from) = alias_url(site, alias) else {
                let old = OldAddress::parse(&site.config.base, alias);
                queries.extend(old.map(|old| (old, page.url.clone(), (source.clone(), span))));
                continue;
            };
            let output = from.output();
            let free = !builder.has(&output);
            builder.add(from.clone(), Job::Redirect(page.url.clone()), Some(source.clone()));
            if free && builder.has(&output) {
                builder.plan.redirects.push((from, page.url.clone()));
            }
        }
    }
    builder.plan.redirects.sort();
    builder.add_old_queries(queries);
    let has_queries = !builder.plan.old_queries.is_empty();
    if !builder.plan.redirects.is_empty() || has_queries {
        builder.add(site.config.base.url("/_redirects"), Job::RedirectRules, None);
    }
    if has_queries {
        builder.add(site.config.base.url(OLD_QUERY_TABLE), Job::OldQueryTable, None);
    }
}
