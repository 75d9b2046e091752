//! Finds words that one text writes with i and with y: `kỹ thuật` and `kĩ thuật`. Either is right, and names are left alone. Authorities write y, so
//! what is offered is never i, but of `sĩ`, which they write too.

use crate::diag::catalog;
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text};

/// With y as authorities write, with i as textbooks do.
const PAIRS: [[&str; 2]; 9] = [
    ["kỹ", "kĩ"],
    ["lý", "lí"],
    ["mỹ", "mĩ"],
    ["tỷ", "tỉ"],
    ["sỹ", "sĩ"],
    ["kỳ", "kì"],
    ["ký", "kí"],
    ["hy", "hi"],
    ["quý", "quí"],
];
/// What has its own spelling.
const FIXED: &[&[&str]] = &[&["tỉ", "mỉ"], &["tỉ", "tê"], &["lí", "nhí"], &["kì", "cọ"], &["hi", "hi"], &["ki", "lô"]];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let mut found: [[Vec<usize>; 2]; PAIRS.len()] = Default::default();
    for (index, word) in words.all() {
        if word.class != Class::Lower {
            continue;
        }
        let Some((pair, way)) = place(words.lower(index)) else { continue };
        let is_fixed = FIXED.iter().any(|phrase| words.are(index, phrase) || index > 0 && words.are(index - 1, phrase));
        if !is_fixed {
            found[pair][way].push(index);
        }
    }
    for (pair, [with_y, with_i]) in found.iter().enumerate() {
        let wants_i = PAIRS[pair][0] == "sỹ" && with_i.len() >= with_y.len();
        let (few, others, wanted) =
            if wants_i { (with_y, with_i, PAIRS[pair][1]) } else { (with_i, with_y, PAIRS[pair][0]) };
        for index in few.iter().filter(|index| others.iter().any(|other| is_same_word(words, **index, *other))) {
            let range = words.span(*index, *index);
            hits.reword(&catalog::I_AND_Y, range.clone(), text.written(&range), wanted);
        }
    }
}

/// `tỷ lệ` and `tỉ lệ`, `bác sỹ` and `bác sĩ`; `tỷ đồng` and `tỉ lệ` are two words.
fn is_same_word(words: &Words, one: usize, other: usize) -> bool {
    let is_same = |one: &str, other: &str| !one.is_empty() && one == other;
    is_same(words.after(one), words.after(other)) || is_same(words.before(one), words.before(other))
}

fn place(word: &str) -> Option<(usize, usize)> {
    // Most words are none of them.
    if word.len() > 5 || !word.starts_with(['k', 'l', 'm', 't', 's', 'h', 'q']) {
        return None;
    }
    PAIRS.iter().enumerate().find_map(|(pair, ways)| ways.iter().position(|way| *way == word).map(|way| (pair, way)))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn one_text_has_one_of_i_and_y_in_a_word() {
        assert_eq!(found("vi", "kỹ thuật, kỹ năng, kĩ thuật"), [("V58", "kĩ".to_owned(), Some("kỹ".to_owned()))]);
        let fixes = |body: &str| found("vi", body).into_iter().filter_map(|hit| hit.2).collect::<Vec<_>>();
        assert_eq!(fixes("quản lí, quản lí, Ban quản lý"), ["lý", "lý"], "authorities write y");
        assert_eq!(fixes("nghệ sỹ, ca sỹ, nhạc sỹ, nghệ sĩ"), ["sỹ"], "as the others of the text");
        assert_eq!(fixes("nghệ sỹ, nghệ sĩ"), ["sĩ"]);
        for body in ["kỹ thuật, lí do", "kỹ sư, kĩ năng", "tỷ đồng, tỉ lệ", "tỷ đồng, tỉ mỉ", "lý do của cô Lí"]
        {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
