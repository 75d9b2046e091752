//! Turns planned pages into sitemap entries, and cuts them into parts that crawlers accept (sitemaps.org protocol).

use serde::Serialize;

use super::{Builder, DataJob, Job, PageJob};
use crate::model::{ListKey, PageId, Site};
use crate::path::UrlPath;

/// At most this many addresses in one file; the protocol allows 50,000.
pub const SITEMAP_URLS: usize = 45_000;
/// At most this many bytes in one file; the protocol allows 50 MB.
pub const SITEMAP_BYTES: usize = 45_000_000;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Entry {
    pub url: UrlPath,
    /// For `lastmod` and alternates; lists that are no section have none.
    pub page: Option<PageId>,
}

pub fn collect(site: &Site, builder: &mut Builder) {
    let mut entries: Vec<Entry> = Vec::new();
    for planned in builder.plan.outputs.values() {
        let page = match &planned.job {
            Job::Page(PageJob::Item(page)) => Some(*page),
            Job::Page(PageJob::List { list, page: 0 }) => match site.list(*list).key {
                ListKey::Section(page) => Some(page),
                _ => None,
            },
            Job::Page(
                PageJob::Taxonomy { .. }
                | PageJob::ArchiveIndex(_)
                | PageJob::Tree(_)
                | PageJob::OpenData(_)
                | PageJob::Figures(_),
            ) => None,
            Job::Page(PageJob::Rows { page, .. })
                if site.lookup_of(*page).is_some_and(|(_, it)| it.schema.lookup.index) =>
            {
                None
            }
            _ => continue,
        };
        // Pages of a register's facets go with the register.
        let of = match &planned.job {
            Job::Page(PageJob::List { list, .. }) => match site.list(*list).key {
                ListKey::Section(section) | ListKey::Facet(section, ..) => Some(section),
                _ => None,
            },
            _ => page,
        };
        if of.is_some_and(|page| site.page(page).is_passed_over()) {
            continue;
        }
        entries.push(Entry { url: planned.url.clone(), page });
    }
    entries.sort();
    let parts = parts(&entries, |entry| entry_length(site, entry));
    for (index, (from, to)) in parts.iter().enumerate() {
        let url = site.config.base.url(&format!("/sitemap-{}.xml", index + 1));
        builder.add(url, DataJob::Sitemap { from: *from, to: *to }, None);
    }
    builder.add(site.config.base.url("/sitemap.xml"), DataJob::SitemapIndex { parts: parts.len() }, None);
    builder.plan.sitemap = entries;
}

/// An upper bound of the bytes that one entry takes.
fn entry_length(site: &Site, entry: &Entry) -> usize {
    /// Tags, date and attributes around the address.
    const AROUND: usize = 120;
    let base = site.config.base_url.len();
    let alternates = entry.page.map_or(0, |page| {
        let all = site.translations(page);
        if all.len() < 2 {
            0
        } else {
            all.iter().map(|other| base + site.page(*other).url.as_str().len() + AROUND).sum::<usize>() * 2
        }
    });
    base + entry.url.as_str().len() + AROUND + alternates
}

fn parts(entries: &[Entry], length: impl Fn(&Entry) -> usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (index, entry) in entries.iter().enumerate() {
        let own = length(entry);
        if index - from == SITEMAP_URLS || bytes + own > SITEMAP_BYTES - 1000 {
            parts.push((from, index));
            (from, bytes) = (index, 0);
        }
        bytes += own;
    }
    parts.push((from, entries.len()));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(count: usize) -> Vec<Entry> {
        (0..count).map(|index| Entry { url: UrlPath::new(format!("/{index}/")), page: None }).collect()
    }

    #[test]
    fn a_sitemap_is_split_by_count_and_by_size() {
        assert_eq!(parts(&entries(90_001), |_| 100), [(0, 45_000), (45_000, 90_000), (90_000, 90_001)]);
        assert_eq!(parts(&entries(3), |_| 30_000_000), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(parts(&[], |_| 0), [(0, 0)]);
    }
}
