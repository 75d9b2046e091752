//! Lists of a portal's communes, districts or other units, of which each owes the same: turns `content/_audit/units.toml` into them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Finding, catalog};
use crate::files::Files;
use crate::load::toml_text;
use crate::text::fold::fold;

/// The file in the portal.
pub const FILE: &str = "content/_audit/units.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Of an agency, where it is one; else any.
    pub id: String,
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub also: Vec<String>,
    /// The first and last year in which it owes something.
    pub from: Option<i16>,
    pub to: Option<i16>,
}

/// By the name of the list.
#[derive(Default)]
pub struct Units(BTreeMap<String, Vec<Unit>>);

impl Units {
    pub fn read(files: &dyn Files, findings: &mut Vec<Finding>) -> Units {
        let Ok(bytes) = files.read(FILE) else { return Units::default() };
        let text = String::from_utf8_lossy(&bytes);
        match toml_text::read(&text) {
            Ok((lists, _)) => Units(lists),
            Err(error) => {
                findings.push(error.finding(&catalog::AUDIT_FILE, FILE, &text));
                Units::default()
            }
        }
    }

    pub fn list(&self, name: &str) -> Option<&[Unit]> {
        self.0.get(name).map(Vec::as_slice).filter(|units| !units.is_empty())
    }
}

impl Unit {
    /// Its id, and its names as they are compared.
    pub fn keys(&self) -> Vec<String> {
        [&self.id, &self.name].into_iter().chain(&self.also).map(|name| fold(name.trim())).collect()
    }

    pub fn owes(&self, year: i16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

/// The years that a text names: `2023`, `2021 - 2025` for all of them, `01/2022 - 12/2023`.
pub fn years(text: &str) -> Vec<i16> {
    const LONGEST: i16 = 60;
    let mut named = Vec::new();
    let mut digits = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        named.extend(Some(&digits).filter(|digits| digits.len() == 4).and_then(|digits| digits.parse::<i16>().ok()));
        digits.clear();
    }
    match named[..] {
        [from, to] if from < to && to - from <= LONGEST && text.contains(['-', '–']) => (from..=to).collect(),
        _ => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_all_its_years() {
        assert_eq!(years("2023"), [2023]);
        assert_eq!(years("2021 - 2023"), [2021, 2022, 2023]);
        assert_eq!(years("09/2022 – 09/2024"), [2022, 2023, 2024]);
        assert_eq!(years("năm 2020 và 2022"), [2020, 2022]);
        assert_eq!(years("quý IV"), [0; 0]);
    }
}
