//! Takes documents whose front matter names a file that does not exist out of those that can be published.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::broken::Broken;
use crate::diag::{Finding, catalog, is_enough};
use crate::load::discover::Discovered;
use crate::load::document::{Document, Target};
use crate::load::kinds::Kinds;
use crate::path::SourcePath;

/// Takes out the documents whose front matter names a file that does not exist: a legal document without its text is
/// not published. Gives them back.
pub fn take_incomplete(
    documents: &mut Vec<Arc<Document>>,
    discovered: &Discovered,
    kinds: &Kinds,
    findings: &mut Vec<Finding>,
) -> Vec<Broken> {
    let mut incomplete = Vec::new();
    let by_name = OnceCell::new();
    documents.retain(|document| {
        let mut found = Vec::new();
        for index in document.values.iter().flat_map(|(_, value)| value.refs()) {
            let reference = document.target(index);
            if let Target::File(path) = &reference.target
                && !discovered.files.contains(path)
                && !is_enough(&found, &catalog::LINK_FILE)
            {
                let finding = Finding::new(&catalog::LINK_FILE, document.source.as_str())
                    .at(reference.span)
                    .with("target", path.as_str());
                let by_name = by_name.get_or_init(|| {
                    let names = discovered.files.iter().rev().map(|known| (known.file_name().to_lowercase(), known));
                    names.collect::<HashMap<_, _>>()
                });
                let near = by_name.get(&path.file_name().to_lowercase()).copied();
                found.push(finding.with_words("near", same_name(&document.source, near, path)).fatal());
            }
        }
        let complete = found.is_empty();
        findings.extend(found);
        if !complete {
            incomplete.push(Broken::of(document, kinds));
        }
        complete
    });
    incomplete
}

/// Words that offer a file of the same name, in any case.
fn same_name(page: &SourcePath, known: Option<&SourcePath>, wanted: &SourcePath) -> (String, String) {
    match known {
        Some(known) => other_file(page, known.as_str(), wanted.as_str()),
        None => (
            "Chép tệp vào thư mục của trang, hoặc sửa tên tệp.".to_owned(),
            "Put the file into the page's folder, or mend its name.".to_owned(),
        ),
    }
}

/// Words that offer a file instead of one that does not exist, as a link in the page is written.
pub fn other_file(page: &SourcePath, known: &str, wanted: &str) -> (String, String) {
    let link = SourcePath::new(known).relative_to(page);
    if known != wanted && known.to_lowercase() == wanted.to_lowercase() {
        return (
            format!("Có {link}, khác chữ hoa, chữ thường: viết đúng như tên tệp."),
            format!("There is {link}, with other capitals: write it as the file is named."),
        );
    }
    (format!("Có phải ý bạn là {link}?"), format!("Did you mean {link}?"))
}
