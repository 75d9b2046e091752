//! Finds tables whose first row is empty, so that nobody hears what a cell is about (WCAG 1.3.1).

use crate::diag::catalog;
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    for table in text.tables.iter().filter(|table| !table.is_headed) {
        hits.tell(&catalog::TABLE_HEADLESS, table.head.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn a_table_says_what_its_columns_are() {
        assert_eq!(found("vi", "| | |\n|---|---|\n| Xã | 5 |\n")[0].0, "A09");
        assert_eq!(found("vi", "| | Số |\n|---|---|\n| Xã | 5 |\n"), []);
    }
}
