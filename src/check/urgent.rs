//! Turns urgent items of which no language says when they are over into findings. They stand on no page.

use crate::diag::Finding;
use crate::load::urgent::finding;
use crate::model::Site;

pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    let endless = site.ids().filter(|id| site.is_urgent(*id) && site.urgent_until(*id).is_none());
    findings.extend(endless.map(|id| {
        let page = site.page(id);
        finding(&page.document.source, page.kind()).at(page.document.place_of(page.kind(), "title"))
    }));
}
