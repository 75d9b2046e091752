//! Finds a `\\` in quotation marks that YAML turned into a tab or a line break: `"C:\\thumuc\\new"` is not what was typed.

use super::yaml_faults::write;
use super::yaml_mends::{At, backslash};
use crate::diag::{Finding, Span, catalog};
use crate::path::SourcePath;

/// Of a value that is one line of text. `text`: as YAML reads it; `line`: from where it stands in its line.
pub fn finding(file: &SourcePath, key: &str, (text, line): (&str, &str), span: Span) -> Option<Finding> {
    let turned = ["\\t", "\\n", "\\r", "\\b", "\\a", "\\f", "\\v", "\\e", "\\0"];
    let is_turned = text.contains(char::is_control) && line.starts_with('"');
    if !is_turned || !turned.iter().any(|escape| line.contains(escape)) {
        return None;
    }
    let typed = format!("{key}: {}", line.trim_end());
    let (mended, _) = backslash(At { lines: &[&typed], index: 0 })?;
    let finding = Finding::new(&catalog::YAML_SYNTAX, file.as_str()).at(span).fatal();
    let what = (
        "dấu \\ trong ngoặc kép thành dấu tab hoặc dấu xuống dòng".to_owned(),
        "a \\ inside quotation marks becomes a tab or a line break".to_owned(),
    );
    Some(finding.with_words("what", what).with_words("next", write(&mended)))
}
