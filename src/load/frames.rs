//! Turns a table or an alert of Markdown into the beginning of the element around it.

use pulldown_cmark::{Alignment, BlockQuoteKind};

use crate::tables::languages::words;
use crate::text::html::escape;

/// Characters that name a table: as much as anyone would listen to, since each table below a heading says it again.
const LONGEST_LABEL: usize = 200;

/// A region that scrolls by itself and has a name. `name`: the table's caption, else the heading above it.
pub fn table(columns: &[Alignment], name: Option<&str>, language: &str) -> String {
    let label = name.unwrap_or(words(language).table);
    let label: String = label.chars().take(LONGEST_LABEL).collect();
    format!(
        "<div class=\"table{}\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">",
        aligned(columns),
        escape(&label)
    )
}

/// The columns that are not aligned as usual, as classes: ` end-2 center-3`. A `style` on each cell would be forbidden by a
/// strict content security policy.
fn aligned(columns: &[Alignment]) -> String {
    let class = |(index, alignment): (usize, &Alignment)| match alignment {
        Alignment::Right => format!(" end-{}", index + 1),
        Alignment::Center => format!(" center-{}", index + 1),
        Alignment::Left | Alignment::None => String::new(),
    };
    columns.iter().enumerate().map(class).collect()
}

/// A box with its title.
pub fn alert(kind: BlockQuoteKind, language: &str) -> String {
    let (class, index) = match kind {
        BlockQuoteKind::Note => ("note", 0),
        BlockQuoteKind::Tip => ("tip", 1),
        BlockQuoteKind::Important => ("important", 2),
        BlockQuoteKind::Warning => ("warning", 3),
        BlockQuoteKind::Caution => ("caution", 4),
    };
    let title = words(language).alerts[index];
    format!("<aside class=\"alert alert-{class}\"><p class=\"alert-title\">{title}</p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_aligned_column_has_a_rule_in_the_theme() {
        const MOST: usize = 20;
        let sheet = crate::load::embedded::theme().into_iter().find(|(name, _)| *name == "assets/portal.css").unwrap();
        let sheet = String::from_utf8_lossy(sheet.1);
        for (alignment, rule) in [(Alignment::Right, "end"), (Alignment::Center, "center")] {
            for class in aligned(&[alignment; MOST]).split_whitespace() {
                let column = class.trim_start_matches(rule).trim_start_matches('-');
                assert!(sheet.contains(&format!(".{class} :is(th, td):nth-child({column})")), "{class}");
            }
        }
    }
}
