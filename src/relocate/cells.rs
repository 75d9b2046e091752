//! Turns a table or a map whose cells or properties name pages (`../co-quan/a.md`) into the same file after a move, byte for byte as it was
//! elsewhere. A cell that says more than a path is left alone.

use super::mending::applied;
use super::targets::Targets;
use crate::path::SourcePath;
use crate::tables;

/// Larger ones are tables in which rows are looked up, and name no pages.
pub const LARGEST: usize = 16 << 20;

/// Whether a file may name pages so.
pub fn is_asked(file: &SourcePath) -> bool {
    matches!(tables::extension(file.as_str()).as_str(), "csv" | "geojson" | "json")
}

/// `None` where nothing changes.
pub fn mended(file: &SourcePath, text: &str, targets: &Targets) -> Option<String> {
    let mut edits = Vec::new();
    let mut at = 0;
    for cell in text.split(['"', ',', ';', '\t', '\n', '\r']) {
        let written = cell.trim();
        let is_page = written.split('#').next().is_some_and(|path| path.ends_with(".md"));
        if let Some(new) = is_page.then(|| targets.value(file, written)).flatten() {
            let start = at + cell.len() - cell.trim_start().len();
            edits.push((start..start + written.len(), new));
        }
        // Each of what stands between is one byte.
        at += cell.len() + 1;
    }
    (!edits.is_empty()).then(|| applied(text, edits.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_path_and_nothing_else_is_mended() {
        let path = SourcePath::new;
        let targets = Targets {
            files: [(path("content/a/x.md"), path("content/b/x.md"))].into(),
            known: [path("content/a/x.md"), path("content/t.csv")].into(),
            ..Targets::default()
        };
        let text = "Tên;Trang\nA;a/x.md\r\n\"B, xem a/x.md nhé\"; a/x.md#muc\n{\"trang\": \"a/x.md\"}";
        let new = "Tên;Trang\nA;b/x.md\r\n\"B, xem a/x.md nhé\"; b/x.md#muc\n{\"trang\": \"b/x.md\"}";
        assert_eq!(mended(&path("content/t.csv"), text, &targets).as_deref(), Some(new));
        assert_eq!(mended(&path("content/t.csv"), "a/y.md", &targets), None);
    }
}
