//! Finds places whose capitals are not those of NĐ 30/2020: `Tỉnh Bình Phước` in a sentence, `Đồng xoài`. Names of places come from what the
//! portal says of itself, never from here.

use super::agency_names::recased;
use crate::diag::catalog;
use crate::lint::words::{Class, Gap, Words};
use crate::lint::{Hits, Text};

/// What a place is. `Phường` and `Quận` are left out: before a number or the name of a person they have a capital.
const SORTS: &[&[&str]] = &[&["thị", "xã"], &["thị", "trấn"], &["thành", "phố"], &["tỉnh"], &["huyện"], &["xã"]];
/// Words behind which a place stands: what leads to one, and what ends in a part of one. Behind any other a cell or a sentence may
/// begin that lost what parted it from the one before, or the name is that of a project.
const BEHIND: &str = "tại ở của thuộc và từ đến về với qua trong cho giữa vào lên xuống ra tới là khiến gần quanh hướng phía ngoài đi khắp các \
    toàn ngụ trú quê bàn an dân đạo hội thư tịch trưởng sở tâm động nông pháp sư thuế dục ủy uỷ vực phận đoàn khoa quyền tế tra sát phòng \
    năng trường đốc quan nghiệp lịch thao hóa hoá chuyên thành thôn biểu đội viện";
/// Behind a capital these make another name: `Tỉnh Đoàn`, `Xã Đoàn`.
const OTHERS: &[&str] = &["đoàn", "đội", "ủy", "uỷ", "hội"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    for (index, word) in words.all() {
        if word.class == Class::Capital && is_in_sentence(words, index) {
            sort_of_place(text, words, index, hits);
        }
        if let Some((last, name)) = text.settings.place_names.at(words, index)
            && word.class == Class::Capital
            && let Some(wanted) = recased(text, words, index, last, name)
        {
            let range = words.span(index, last);
            hits.reword(&catalog::PLACE_CASE, range.clone(), text.written(&range), wanted);
        }
    }
}

/// Behind a small word, with nothing between.
pub fn is_in_sentence(words: &Words, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| words.get(before));
    words.get(index).is_some_and(|word| word.gap == Gap::Space)
        && before.is_some_and(|before| before.class == Class::Lower)
}

fn sort_of_place(text: &Text, words: &Words, index: usize, hits: &mut Hits) {
    let Some(sort) = SORTS.iter().find(|sort| words.are(index, sort)) else { return };
    let last = index + sort.len() - 1;
    let name = words.get(last + 1).filter(|name| name.class == Class::Capital && name.gap == Gap::Space);
    let is_other = OTHERS.contains(&words.lower(last + 1));
    // The one city of which it is part of the name, however the rest is typed: `Thành phố Hổ Chí Minh`.
    let has_capital = sort[0] == "thành" && words.are(last + 2, &["chí", "minh"]);
    // A name in two words at least, so that `Xã Tắc` and the like are none.
    let is_name = name.is_some()
        && words.get(last + 2).is_some_and(|word| word.class == Class::Capital && word.gap == Gap::Space);
    let is_street = matches!(words.before(index), "đường" | "phố");
    let is_behind = BEHIND.split_whitespace().any(|word| word == words.before(index));
    if !is_name || is_other || has_capital || is_street || !is_behind {
        return;
    }
    let range = words.span(index, last);
    let wanted = sort.join(" ");
    if text.written(&range).len() == wanted.len() {
        hits.reword(&catalog::PLACE_SORT, range.clone(), text.written(&range), wanted);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::Settings;
    use crate::lint::tests::{found, found_in};

    #[test]
    fn what_a_place_is_has_no_capital_in_a_sentence() {
        assert_eq!(found("vi", "của Tỉnh Bình Phước"), [("V49", "Tỉnh".to_owned(), Some("tỉnh".to_owned()))]);
        assert_eq!(found("vi", "tại Thị xã Chơn Thành"), [("V49", "Thị xã".to_owned(), Some("thị xã".to_owned()))]);
        for body in [
            "Tỉnh Bình Phước",
            "tại Thành phố Hồ Chí Minh",
            "tại Phường 5, Quận 1",
            "của Tỉnh Đoàn Bình Phước",
            "của Xã hội",
            "trên đường Xã Đàn Mới",
            "ga của Thành phố Hổ Chí Minh",
            "mua nhà ở dự án Thành phố Bình Minh",
            "Lễ hội mùa xuân Tỉnh Hòa Bình có nhiều khách",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }

    #[test]
    fn places_of_the_portal_have_their_capitals() {
        let settings = Settings::named(&[], &["Đồng Xoài"], &[]);
        let found = found_in(&settings, "tại Đồng xoài, Đồng Xoài, đồng xoài, ĐỒNG XOÀI");
        assert_eq!(found, [("V50", "Đồng xoài".to_owned(), Some("Đồng Xoài".to_owned()))]);
    }
}
