//! Turns a title, file name or heading into a slug: `Quyết định số 2461/QĐ-UBND` → `quyet-dinh-so-2461-qd-ubnd`.

use super::fold::fold;

/// Lower-case ASCII letters and digits of every script's folded form, joined by single hyphens.
/// Letters that do not fold to ASCII (Khmer, Chinese) stay as they are, so that a title in them keeps an address.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for letter in fold(text).chars() {
        if letter.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(letter);
        } else {
            gap = true;
        }
    }
    slug
}

/// A file name whose stem is a slug and whose extension is lower case: `Phụ lục I.PDF` → `phu-luc-i.pdf`.
pub fn file_slug(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.is_empty() => {
            let stem: Vec<String> = stem.split('.').map(slug).filter(|part| !part.is_empty()).collect();
            let stem = if stem.is_empty() { "tep".to_owned() } else { stem.join(".") };
            format!("{stem}.{}", slug(extension))
        }
        _ => slug(name),
    }
}

/// Gives each heading of a page its own slug: a repeated one gets `-2`, `-3`.
#[derive(Clone, Default)]
pub struct UniqueSlugs {
    taken: std::collections::BTreeSet<String>,
    /// The number to try next for a base, so that a thousand equal headings do not count from 2 each time.
    next: std::collections::BTreeMap<String, usize>,
}

impl UniqueSlugs {
    pub fn take(&mut self, text: &str) -> String {
        let base = Some(slug(text)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "muc".to_owned());
        let mut candidate = base.clone();
        while !self.taken.insert(candidate.clone()) {
            let number = self.next.entry(base.clone()).or_insert(2);
            candidate = format!("{base}-{number}");
            *number += 1;
        }
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vietnamese_titles_become_plain_addresses() {
        assert_eq!(slug("Quyết định số 2461/QĐ-UBND"), "quyet-dinh-so-2461-qd-ubnd");
        assert_eq!(slug("  Hỏi - Đáp:  công dân!  "), "hoi-dap-cong-dan");
        assert_eq!(slug("“Tín nhiệm mạng”"), "tin-nhiem-mang");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn a_file_keeps_its_extension() {
        assert_eq!(file_slug("Phụ lục I.PDF"), "phu-luc-i.pdf");
        assert_eq!(file_slug("bảng.giá.đất.csv"), "bang.gia.dat.csv");
    }

    #[test]
    fn a_repeated_heading_gets_a_number() {
        let mut slugs = UniqueSlugs::default();
        assert_eq!(slugs.take("Mục 1"), "muc-1");
        assert_eq!(slugs.take("Mục 1"), "muc-1-2");
        assert_eq!(slugs.take("!!!"), "muc");
    }

    proptest! {
        #[test]
        fn a_slug_is_stable_and_safe_in_a_path(text in "\\PC{0,40}") {
            let once = slug(&text);
            prop_assert_eq!(&slug(&once), &once);
            prop_assert!(!once.starts_with('-') && !once.ends_with('-') && !once.contains("--"));
            prop_assert!(!once.contains(['/', '\\', '.', ' ', '%', '?', '#']));
        }
    }
}
