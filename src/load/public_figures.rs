//! The `[figures]` table of `site.toml`: whether the portal tells the public of its own work in figures, and at which address; with what that
//! page rests on beside pages: days off, and summaries of visits.

use serde::Deserialize;

use super::localized::Localized;
use super::toml_text::Placed;
use super::visits::{self, Row};
use super::workdays::Holidays;
use crate::diag::{Finding, catalog};
use crate::files::Files;
use crate::text::slug::slug;

/// Months of visits that are told: this year's and last year's.
const MONTHS: usize = 24;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublicFigures {
    pub public: bool,
    /// The last part of its address in each language; none for that of the language.
    address: Localized,
}

/// What no page says.
#[derive(Debug, Default)]
pub struct Beside {
    pub holidays: Holidays,
    pub views_by_year: Vec<(i16, u64)>,
    /// By `2023-11`, the newest last.
    pub views_by_month: Vec<(String, u64)>,
}

impl PublicFigures {
    pub fn address(&self, language: &str) -> Option<&str> {
        self.address.has(language).then(|| self.address.get(language))
    }

    /// `rows`: those of the summaries of visits. What is wrong with the file of days off is told by the audit.
    pub fn beside(&self, files: &dyn Files, rows: &[Row]) -> Beside {
        if !self.public {
            return Beside::default();
        }
        let mut views_by_month: Vec<(String, u64)> = visits::by_month(rows).into_iter().collect();
        views_by_month.drain(..views_by_month.len().saturating_sub(MONTHS));
        Beside {
            holidays: Holidays::read(files, &mut Vec::new()),
            views_by_year: visits::totals(rows).into_iter().collect(),
            views_by_month,
        }
    }

    pub fn check(&self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        for (code, text) in self.address.all().filter(|(_, text)| text.is_empty() || slug(text) != **text) {
            let way = if code.is_empty() { "figures.address".to_owned() } else { format!("figures.address.{code}") };
            let finding = placed.finding(&catalog::CONFIG_VALUE, file, placed.value(&way)).with("key", &way);
            let words = (
                "Viết chữ thường không dấu, số và gạch nối: address = { vi = \"so-lieu\", en = \"figures\" }",
                "Use lower-case letters, digits and hyphens: address = { vi = \"so-lieu\", en = \"figures\" }",
            );
            findings.push(finding.with("value", text).with_words("expected", (words.0.to_owned(), words.1.to_owned())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_part_of_small_letters() {
        let told = |text: &str| {
            let mut findings = Vec::new();
            toml::from_str::<PublicFigures>(text).unwrap().check("site.toml", &Placed::default(), &mut findings);
            findings.len()
        };
        assert_eq!(told("address = { vi = \"con-so\", en = \"numbers\" }"), 0);
        assert_eq!(told("address = \"con-so\""), 0);
        for wrong in ["address = \"\"", "address = \"a/b\"", "address = \"Số liệu\"", "address = { vi = \"../x\" }"]
        {
            assert_eq!(told(wrong), 1, "{wrong}");
        }
    }
}
