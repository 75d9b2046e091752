//! Finds what tells who a citizen is and what a build says nothing of: the birth date of who asks, and lists of poor households with
//! birth dates or numbers of cards. Telephones, addresses and numbers of cards of who asks are findings of every build.

use crate::diag::catalog;
use crate::lint::{Hits, Text};
use crate::text::fold::fold;

/// What comes before a day or year of birth, folded.
const BORN: &[&str] = &["sinh ngay", "ngay sinh", "sinh nam", "nam sinh", "ngay thang nam sinh"];

/// What a list is about, folded.
const POOR: &[&str] = &["ho ngheo", "ho can ngheo", "bao tro xa hoi", "tro cap xa hoi", "tro giup xa hoi"];

/// Columns that say who somebody is, folded.
const TELLING: &[&str] = &[
    "ngay sinh",
    "ngay, thang, nam sinh",
    "ngay thang nam sinh",
    "nam sinh",
    "cccd",
    "cmnd",
    "can cuoc",
    "chung minh",
    "so dinh danh",
    "dien thoai",
    "sdt",
];

pub fn look(text: &Text, hits: &mut Hits) {
    asked(text, hits);
    tables(text, hits);
}

/// Only in fields that hold a citizen's own words.
fn asked(text: &Text, hits: &mut Hits) {
    let Some(personal) = &text.kind.personal else { return };
    let is_personal = |name: &str| personal.iter().any(|index| text.kind.field(*index).name == name);
    for field in text.fields.iter().filter(|field| is_personal(&field.name)) {
        let folded = fold(&field.value);
        let told = BORN.iter().filter_map(|word| folded.find(word).map(|at| (at + word.len(), word)));
        let is_number = |(at, _): &(usize, &&str)| {
            let next = folded[*at..].trim_start_matches([' ', ':', '-']);
            next.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.')).count() >= 4
        };
        if told.clone().any(|found| is_number(&found)) {
            let range = field.spelled.source();
            hits.tell(&catalog::ASKER_BORN, range).with("key", &field.name);
        }
    }
}

fn tables(text: &Text, hits: &mut Hits) {
    if text.tables.is_empty() {
        return;
    }
    let title = text.field("title").map(|field| fold(&field.value)).unwrap_or_default();
    for table in &text.tables {
        let head = fold(text.written(&table.head));
        let Some(column) = TELLING.iter().find(|column| head.contains(**column)) else { continue };
        // What the table is called: the title of the page, or what stands shortly before it.
        const NEAR: usize = 400;
        let from = (text.body..table.range.start).rev().nth(NEAR).unwrap_or(text.body);
        let from = (from..table.range.start).find(|at| text.source.is_char_boundary(*at)).unwrap_or(table.range.start);
        let before = fold(text.written(&(from..table.range.start)));
        if POOR.iter().any(|word| title.contains(word) || before.contains(word) || head.contains(word)) {
            hits.tell(&catalog::POOR_LIST, table.head.clone()).with("column", *column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;
    use crate::lint::tests::found;
    use crate::load::kinds::Kinds;
    use crate::path::SourcePath;

    #[test]
    fn a_list_of_poor_households_tells_nobodys_birth() {
        let table =
            |column: &str| format!("Danh sách hộ nghèo năm 2024:\n\n| Họ tên | {column} |\n|---|---|\n| A | 1 |\n");
        assert_eq!(found("vi", &table("Ngày sinh"))[0].0, "R02");
        assert_eq!(found("vi", &table("Số CCCD"))[0].0, "R02");
        assert_eq!(found("vi", &table("Thôn, ấp")), []);
        assert_eq!(
            found("vi", "| Thí sinh | Ngày sinh |\n|---|---|\n| A | 1 |\n"),
            [],
            "of other lists nothing is said"
        );
    }

    #[test]
    fn who_asks_is_not_told_by_a_birth_date() {
        let kinds = Kinds::load(&Memory::new(), &mut Vec::new());
        let file = SourcePath::new("content/hoi-dap/a.md");
        let codes = |question: &str| {
            let source = format!("---\ntitle: Hỏi\nquestion: {question}\n---\nÔng bà sinh năm 1960 được hưởng.\n");
            let text = Text::read(&file, kinds.schema("question").unwrap(), "vi", &source).unwrap();
            let mut hits = Hits::default();
            look(&text, &mut hits);
            hits.into_sorted().iter().map(|hit| hit.message.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("Tôi sinh ngày 12/3/1975, hỏi về lương hưu"), ["R01"]);
        assert_eq!(codes("Tôi sinh năm 1975"), ["R01"]);
        assert_eq!(codes("Con tôi mới sinh, năm nay làm khai sinh ở đâu"), [] as [&str; 0]);
    }
}
