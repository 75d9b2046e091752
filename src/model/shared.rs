//! Finds documents that a public page hands out although the page they belong to is not public yet: the text of a decision that a
//! news item links to before the decision appears.
//!
//! Such a file is published, since somebody who writes a public page points at it knowingly. Pictures and films are often
//! shared, and so are files between the pages of one folder; nothing is said of these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Finding, catalog, is_enough};
use crate::load::document::{Document, Target};
use crate::path::SourcePath;
use crate::tables;

/// `candidates`: published files that a withheld document names too. `coming`: documents that are to appear later.
pub fn findings(
    candidates: &BTreeSet<&SourcePath>,
    public: &[Arc<Document>],
    coming: &[&Arc<Document>],
) -> Vec<Finding> {
    let owned = owned(candidates, coming);
    if owned.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    // What a page of the same folder or a translation hands out is that page's own too.
    let mut own: BTreeSet<&SourcePath> = BTreeSet::new();
    let mut handed_out = Vec::new();
    for document in public {
        for reference in &document.refs {
            let Some(path) = reference.target.file() else { continue };
            let Some(owner) = owned.get(path) else { continue };
            if document.source.folder() == path.folder() || document.group == owner.group {
                own.insert(path);
            } else {
                handed_out.push((document, reference, path, owner));
            }
        }
    }
    for (document, reference, path, owner) in handed_out {
        if !own.contains(path) && !is_enough(&found, &catalog::FILE_EARLY) {
            let finding = Finding::new(&catalog::FILE_EARLY, document.source.as_str()).at(reference.span);
            let finding = finding.with("target", path.as_str()).with("page", owner.source.as_str());
            found.push(finding.related(owner.source.as_str()));
        }
    }
    found
}

/// Each file that stands beside a page to come which names it in its front matter.
fn owned<'d>(
    candidates: &BTreeSet<&SourcePath>,
    coming: &[&'d Arc<Document>],
) -> BTreeMap<&'d SourcePath, &'d Arc<Document>> {
    let mut owned = BTreeMap::new();
    for document in coming {
        for index in document.values.iter().flat_map(|(_, value)| value.refs()) {
            if let Target::File(path) = &document.target(index).target
                && candidates.contains(path)
                && path.folder() == document.source.folder()
                && !tables::is_image(path.as_str())
                && !tables::is_video(path.as_str())
            {
                owned.entry(path).or_insert(*document);
            }
        }
    }
    owned
}
