//! Turns a link to a file that is not there into what to type: the path of the file that was meant, as it is written in
//! this one, and the redirect that readers of the old address need where a page has moved.

use super::Names;
use crate::load::document::{Document, Target};
use crate::model::Site;
use crate::path::SourcePath;
use crate::text::slug::slug;

type Words = (String, String);

/// `None` where no file is near, and where only capitals differ.
pub fn words(site: &Site, names: &Names, document: &Document, target: &Target) -> Option<Words> {
    let (Target::Page { source: missing, .. } | Target::File(missing) | Target::Chart { table: missing, .. }) = target
    else {
        return None;
    };
    let near = SourcePath::new(names.nearest(missing.as_str())?);
    if near.as_str().to_lowercase() == missing.as_str().to_lowercase() {
        return None;
    }
    let path = near.relative_to(&document.source);
    // In the same folder it is a slip of the pen; under its own name elsewhere it has moved.
    let moved = near.folder() != missing.folder() && super::tail(near.as_str()) == super::tail(missing.as_str());
    if !moved {
        return Some((format!("Có phải ý bạn là {path}?"), format!("Did you mean {path}?")));
    }
    let (vi, en) =
        (format!("Tệp cùng tên có ở {near}. Viết: {path}"), format!("There is one in {near}. Write: {path}"));
    Some(match old_address(site, missing).filter(|_| matches!(target, Target::Page { .. })) {
        Some(old) => (
            format!("{vi}. Nếu trang đã chuyển chỗ, thêm vào {near} dòng: aliases: [{old}]"),
            format!("{en}. If the page has moved, add this line to {near}: aliases: [{old}]"),
        ),
        None => (vi, en),
    })
}

/// The address that a page in the default language had at this place: that of the nearest section above, then the folders.
fn old_address(site: &Site, missing: &SourcePath) -> Option<String> {
    let stem = missing.file_name().strip_suffix(".md").filter(|stem| !stem.contains('.'))?;
    let mut rest = if matches!(stem, "_index" | "index") { Vec::new() } else { vec![slug(stem)] };
    let mut folder = missing.folder();
    loop {
        let section = site.by_source(&SourcePath::new(format!("{folder}/_index.md")));
        if let Some(id) = section {
            rest.reverse();
            let below: String = rest.iter().map(|part| format!("{part}/")).collect();
            return Some(format!("{}{below}", site.page(id).url.as_str()));
        }
        let (above, name) = folder.rsplit_once('/')?;
        rest.push(slug(name));
        folder = above;
    }
}
