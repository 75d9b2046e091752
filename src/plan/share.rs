//! Plans the pictures that social networks show: one for every page that may be shown and has no photograph of its own.

use super::{Builder, DataJob};
use crate::load::theme::Theme;
use crate::model::{PageId, Site};

/// Beside the page. Networks keep a picture by its address, so it is one that stays.
const NAME: &str = "og.png";

pub fn collect(site: &Site, theme: &Theme, builder: &mut Builder) {
    let Some(share) = &theme.share else { return };
    for id in site.ids() {
        let page = site.page(id);
        let is_shown =
            builder.plan.page(id).is_some() && !page.is_guest() && !page.is_passed_over() && !has_photograph(site, id);
        if is_shown && share.design.can_write(&page.document.title) {
            builder.add(page.url.file(NAME), DataJob::SharePicture(id), Some(page.document.source.clone()));
        }
    }
}

/// Networks show no drawings.
fn has_photograph(site: &Site, id: PageId) -> bool {
    site.image_of(id).is_some_and(|file| file.facts.raster.is_some())
}
