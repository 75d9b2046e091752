//! Turns a page without a photograph into the picture that social networks show of it, by the design of the theme.

use super::portal::Portal;
use crate::load::share::Words;
use crate::load::theme::Theme;
use crate::model::PageId;
use crate::trace::Fingerprint;

/// What all of these pictures rest on beside their pages.
pub fn design(theme: &Theme) -> Fingerprint {
    theme.share.as_ref().map_or_else(Fingerprint::default, |share| Fingerprint::of(share.hash.as_bytes()))
}

pub fn of_page(portal: Portal, theme: &Theme, id: PageId) -> Vec<u8> {
    let site = portal.site;
    let page = site.page(id);
    let (code, base) = (page.language(), &site.config.base);
    let above = page.section().map(|section| site.page(section)).filter(|section| !section.is_home());
    let host = format!("{}{}", base.host(), base.path());
    let words = Words {
        site: site.config.title.get(code),
        section: above.map_or("", |section| &section.inner().document.title),
        title: &page.inner().document.title,
        host: &host,
    };
    // Without a design there is no such job.
    theme.share.as_ref().and_then(|share| share.design.draw(&words)).unwrap_or_default()
}
