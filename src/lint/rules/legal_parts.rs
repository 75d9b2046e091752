//! Finds parts of a law whose capitals are not those of NĐ 30/2020: `Điểm a Khoản 2 điều 5` → `điểm a khoản 2 Điều 5`.

use super::place_names::is_in_sentence;
use crate::diag::catalog;
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};

/// What makes of `điều 5` an article of a law.
const BEFORE: &[&str] = &["tại", "theo", "của", "và", "định", "vào", "cứ"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all() {
        let lower = words.lower(index);
        let wanted = match (lower, word.class) {
            ("khoản", Class::Capital) if is_inside(words, index) && is_number(words, index + 1) => "khoản",
            ("điểm", Class::Capital) if is_inside(words, index) && is_letter(words, index + 1) => "điểm",
            ("điều", Class::Lower) if is_number(words, index + 1) && is_of_law(words, index) => "Điều",
            _ => continue,
        };
        // Words of a law that are quoted stay as the law has them.
        if text.is_in_quotation(word) {
            continue;
        }
        hits.reword(&catalog::LEGAL_PART_CASE, word.range(), text.written(&word.range()), wanted);
    }
}

/// Behind a small word, or behind a part of the law: `điểm a, Khoản 2`.
fn is_inside(words: &Words, index: usize) -> bool {
    let is_behind_part = words.get(index).is_some_and(|word| word.gap == Gap::Mark)
        && matches!(words.between(index), ", " | "; ")
        && index > 1
        && matches!(words.lower(index - 2), "điểm" | "khoản" | "điều");
    is_in_sentence(words, index) || is_behind_part || is_behind_letter(words, index)
}

/// `điểm a Khoản 2`
fn is_behind_letter(words: &Words, index: usize) -> bool {
    index > 1 && words.get(index).is_some_and(|word| word.gap == Gap::Space) && words.lower(index - 2) == "điểm"
}

fn is_number(words: &Words, index: usize) -> bool {
    words.get(index).is_some_and(|word| word.class == Class::Digits && word.gap == Gap::Space)
}

/// `a`, `đ`, before what may follow a point.
fn is_letter(words: &Words, index: usize) -> bool {
    let is_one = words.lower(index).chars().count() == 1 && words.get(index).is_some_and(|word| word.gap == Gap::Space);
    let next = words.lower(index + 1);
    is_one
        && (matches!(words.after(index), "khoản" | "điều")
            || words.between(index + 1) == ", " && (next == "khoản" || next == "điểm" && is_letter(words, index + 2)))
}

/// `khoản 2 điều 5`, `tại điều 5 Luật Đất đai`
fn is_of_law(words: &Words, index: usize) -> bool {
    let is_behind_part = index > 1 && words.lower(index - 2) == "khoản" && matches!(words.between(index), " " | ", ");
    let names_law = matches!(words.after(index + 1), "luật" | "nghị" | "bộ" | "thông" | "quyết" | "pháp" | "hiến");
    is_behind_part || names_law && BEFORE.contains(&words.before(index))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn points_and_paragraphs_are_small_and_articles_are_not() {
        let fixes: Vec<String> = found("vi", "quy định tại Điểm a Khoản 2 điều 5 Luật Đất đai")
            .into_iter()
            .filter_map(|hit| hit.2)
            .collect();
        assert_eq!(fixes, ["điểm", "khoản", "Điều"]);
        let fixes = |body: &str| found("vi", body).into_iter().filter_map(|hit| hit.2).collect::<Vec<_>>();
        assert_eq!(fixes("theo Điểm a, Điểm c, Điểm đ Khoản 3"), ["điểm", "điểm", "điểm", "khoản"], "a whole list");
        assert_eq!(fixes("theo điểm a khoản 2; Điểm b Khoản 3"), ["điểm", "khoản"]);
        let long =
            "Người điều khiển xe vi phạm quy định tại Khoản 2 Điều này thì bị phạt tiền từ một đến hai triệu đồng.";
        assert_eq!(fixes(&format!("Điều 5 ghi: “{long}”")), [] as [&str; 0], "words of the law itself");
        assert_eq!(fixes(&format!("Điều 5 ghi \"như sau\". {long}")), ["khoản"]);
        for body in [
            "Khoản 2 Điều 5 quy định",
            "tại điểm a khoản 2 Điều 5",
            "có 3 điều 5 người nói",
            "Tài khoản 2",
            "thêm Điểm a",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
