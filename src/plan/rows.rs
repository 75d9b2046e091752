//! Turns tables whose rows may be listed into the pages that list them: one that names ranges of keys, one for each range, and between them
//! one for each group of ranges where there are many.

use super::{Builder, PageJob, RowsPart};
use crate::model::Site;
use crate::tables::languages::segments;

pub fn collect(site: &Site, builder: &mut Builder) {
    if site.lookups().len() == 0 {
        return;
    }
    for id in site.ids() {
        let page = site.page(id);
        let lookup = site.lookup_of(id).filter(|(_, lookup)| !lookup.listed.ranges.is_empty());
        let Some((_, lookup)) = lookup.filter(|_| builder.plan.page(id).is_some()) else { continue };
        let segments = segments(page.language());
        let (listed, source) = (&lookup.listed, Some(page.document.source.clone()));
        let index = page.url.child(segments.rows);
        let mut add = |url, part| builder.add(url, PageJob::Rows { page: id, part }, source.clone());
        for group in 0..listed.groups.len() {
            let first = listed.ranges.get(listed.group(group).start).map_or("", |range| &range.slug);
            add(index.child(segments.group).child(first), RowsPart::Group(group));
        }
        for (number, range) in listed.ranges.iter().enumerate() {
            add(index.child(&range.slug), RowsPart::Range(number));
        }
        add(index, RowsPart::Index);
    }
}
