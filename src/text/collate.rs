//! Turns two titles into their order in a Vietnamese (or English) list: a, ă, â, b … d, đ.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};

/// The order of one language. Falls back to the root order where the data has no tailoring.
pub struct Collator(Option<CollatorBorrowed<'static>>);

impl Collator {
    /// `language`: a code such as `vi`.
    pub fn new(language: &str) -> Self {
        let preferences = match language {
            "en" => CollatorPreferences::from(icu_collator_locale("en")),
            _ => CollatorPreferences::from(icu_collator_locale("vi")),
        };
        Self(CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok())
    }

    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        let order = match &self.0 {
            Some(collator) => collator.compare(left, right),
            None => left.cmp(right),
        };
        // Equal for the collator is not equal for us: the order of a list must be total.
        order.then_with(|| left.cmp(right))
    }
}

fn icu_collator_locale(code: &str) -> icu_locale_core::Locale {
    icu_locale_core::Locale::try_from_str(code).unwrap_or(icu_locale_core::Locale::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_sort_as_in_a_vietnamese_dictionary() {
        let collator = Collator::new("vi");
        let mut names = vec!["Đồng Phú", "Bù Đăng", "Chơn Thành", "Dầu Tiếng", "Ân Thi", "An Lộc", "Ba Đồn"];
        names.sort_by(|a, b| collator.compare(a, b));
        assert_eq!(names, ["An Lộc", "Ân Thi", "Ba Đồn", "Bù Đăng", "Chơn Thành", "Dầu Tiếng", "Đồng Phú"]);
    }
}
