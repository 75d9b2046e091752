//! Finds names of agencies whose capitals are not those of the name: `Ủy ban Nhân dân`, `Sở thông tin và truyền thông`. The names are those
//! that every province has, and those of the portal's own agencies. A name in small letters throughout is none, nor one in capitals.

use std::sync::LazyLock;

use crate::diag::catalog;
use crate::lint::phrases::{Between, Phrases};
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text};

const NAMES: &[&str] = &["Ủy ban nhân dân", "Hội đồng nhân dân", "Văn phòng Chính phủ", "Ngân hàng Nhà nước"];
/// What a ministry and a department of a province are named after, under the names of before and after 2025.
const FIELDS: &[&str] = &[
    "Tài nguyên và Môi trường",
    "Nông nghiệp và Môi trường",
    "Thông tin và Truyền thông",
    "Nông nghiệp và Phát triển nông thôn",
    "Kế hoạch và Đầu tư",
    "Lao động - Thương binh và Xã hội",
    "Giáo dục và Đào tạo",
    "Khoa học và Công nghệ",
    "Văn hóa, Thể thao và Du lịch",
    "Giao thông vận tải",
    "Dân tộc và Tôn giáo",
    "Y tế",
    "Nội vụ",
    "Tài chính",
    "Tư pháp",
    "Xây dựng",
    "Công Thương",
    "Ngoại vụ",
    "Quốc phòng",
    "Ngoại giao",
];

static KNOWN: LazyLock<Phrases<String>> = LazyLock::new(|| {
    let of_field = FIELDS.iter().flat_map(|field| [format!("Bộ {field}"), format!("Sở {field}")]);
    table(NAMES.iter().map(|name| (*name).to_owned()).chain(of_field))
});

/// Names by their words; those with `Ủy` and `hóa` in either style.
fn table(names: impl Iterator<Item = String>) -> Phrases<String> {
    let both = names.flat_map(|name| {
        let new = name.replace("Ủy", "Uỷ").replace("hóa", "hoá").replace("Hòa", "Hoà");
        [Some(name.clone()), (new != name).then_some(new)]
    });
    Phrases::new(Between::Marks, both.flatten().map(|name| (name.clone(), name)))
}

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let own = &text.settings.agency_names;
    let mut from = 0;
    for (index, word) in words.all() {
        if index < from || word.class != Class::Capital {
            continue;
        }
        let known = own.at(words, index).or_else(|| KNOWN.at(words, index));
        let Some((last, name)) = known else { continue };
        from = last + 1;
        if let Some(wanted) = recased(text, words, index, last, name) {
            let range = words.span(index, last);
            // With other signs it would be a name that nobody has, whatever its capitals.
            let wanted = if signs(&wanted) == signs(name) { wanted } else { name.clone() };
            hits.reword(&catalog::AGENCY_CASE, range.clone(), text.written(&range), wanted);
        }
    }
}

/// What stands between the words of a name: a comma, a dash, or a space alone.
fn signs(name: &str) -> Vec<char> {
    let between = name.split(char::is_alphanumeric).filter(|part| !part.is_empty());
    let sign = |part: &str| part.chars().find(|letter| !letter.is_whitespace()).unwrap_or(' ');
    between.map(|part| if sign(part) == '–' { '-' } else { sign(part) }).collect()
}

/// The words with the capitals of the name, where they have others.
pub fn recased(text: &Text, words: &Words, first: usize, last: usize, name: &str) -> Option<String> {
    let range = words.span(first, last);
    let mut wanted = text.written(&range).to_owned();
    let mut changed = false;
    let parts = name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    for (index, part) in (first..=last).zip(parts) {
        let word = words.get(index)?;
        if !matches!(word.class, Class::Lower | Class::Capital) {
            // Of a name in capitals nobody can say which word it would begin with, `PAPI` and `Y` aside.
            if word.class == Class::Upper && part.chars().count() == 1 || text.written(&word.range()) == part {
                continue;
            }
            return None;
        }
        let at = word.range().start - range.start;
        let own = wanted[at..].chars().next()?;
        let is_capital = part.chars().next()?.is_uppercase();
        if own.is_uppercase() != is_capital {
            let cased: String = if is_capital { own.to_uppercase().collect() } else { own.to_lowercase().collect() };
            // Letters of Vietnamese are as long in either case.
            if cased.len() != own.len_utf8() {
                return None;
            }
            wanted.replace_range(at..at + cased.len(), &cased);
            changed = true;
        }
    }
    changed.then_some(wanted)
}

#[cfg(test)]
mod tests {
    use crate::lint::Settings;
    use crate::lint::tests::{found, found_in};

    fn fixes(body: &str) -> Vec<String> {
        found("vi", body).into_iter().filter(|hit| hit.0 == "V48").filter_map(|hit| hit.2).collect()
    }

    #[test]
    fn names_of_agencies_have_their_capitals() {
        assert_eq!(fixes("Kính gửi: Ủy ban Nhân dân tỉnh"), ["Ủy ban nhân dân"]);
        assert_eq!(
            fixes("Bộ Tài Chính và Sở thông tin và truyền thông"),
            ["Bộ Tài chính", "Sở Thông tin và Truyền thông"]
        );
        assert_eq!(fixes("Sở Lao Động - Thương Binh và Xã Hội"), ["Sở Lao động - Thương binh và Xã hội"]);
        for body in
            ["Uỷ ban nhân dân tỉnh", "ỦY BAN NHÂN DÂN TỈNH", "ủy ban nhân dân các cấp", "Sở Y tế, Bộ Công Thương"]
        {
            assert_eq!(fixes(body), [] as [&str; 0], "{body}");
        }
    }

    #[test]
    fn a_name_with_other_signs_is_offered_whole() {
        assert_eq!(fixes("Sở Giao thông – Vận tải"), ["Sở Giao thông vận tải"]);
        assert_eq!(fixes("Bộ văn hóa thể thao và du lịch"), ["Bộ Văn hóa, Thể thao và Du lịch"]);
        assert_eq!(fixes("Sở Lao động – thương binh và Xã hội"), ["Sở Lao động – Thương binh và Xã hội"]);
    }

    #[test]
    fn agencies_of_the_portal_have_theirs() {
        let settings = Settings::named(&["Trung tâm Phục vụ hành chính công"], &[], &[]);
        let found = found_in(&settings, "Trung tâm phục vụ Hành chính công tỉnh\n");
        assert_eq!(
            found,
            [(
                "V48",
                "Trung tâm phục vụ Hành chính công".to_owned(),
                Some("Trung tâm Phục vụ hành chính công".to_owned())
            )]
        );
    }
}
