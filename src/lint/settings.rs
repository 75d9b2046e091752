//! Turns what a portal says of itself into what rules ask: which spelling it has chosen, its abbreviations, agencies and places.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::phrases::{Between, Phrases};
use crate::load::config::Config;
use crate::text::syllable::is_syllable;

/// Where the tone stands in `hòa`, `khỏe`, `thủy`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Tone {
    /// `hòa`
    Old,
    /// `hoà`
    New,
    /// Either, but one in a file.
    #[default]
    Any,
}

pub struct Settings {
    pub tone: Tone,
    /// Abbreviations and brands as they are written.
    pub glossary_terms: Phrases<String>,
    /// The same in lower case, each by itself.
    short: FxHashSet<String>,
    /// Names of agencies as they are written.
    pub agency_names: Phrases<String>,
    /// Names of places as they are written, without what they are: `Đồng Xoài`.
    pub place_names: Phrases<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings::named(&[], &[], &[])
    }
}

impl Tone {
    /// As `tone` of `[check]` names it.
    pub fn named(name: &str) -> Option<Tone> {
        [("old", Tone::Old), ("new", Tone::New), ("any", Tone::Any)]
            .into_iter()
            .find(|(own, _)| *own == name)
            .map(|(_, tone)| tone)
    }
}

/// Those of a portal that says nothing.
pub static USUAL: LazyLock<Settings> = LazyLock::new(Settings::default);

/// What a place is, before its name.
const SORTS: [&str; 8] = ["tỉnh ", "thành phố ", "huyện ", "thị xã ", "thị trấn ", "xã ", "phường ", "quận "];

impl Settings {
    pub fn of(config: &Config) -> Settings {
        let agencies: Vec<&str> = config.agencies.iter().map(|agency| agency.name.get("vi")).collect();
        let owner = &config.owner;
        let named = agencies.iter().copied().chain([owner.name.get("vi")]);
        let mut places: Vec<&str> = named.filter_map(place).chain(places_of(owner.address.get("vi"))).collect();
        places.sort_unstable();
        places.dedup();
        let glossary: Vec<&str> = config.glossary.keys().map(String::as_str).collect();
        let tone = Tone::named(config.check.tone()).unwrap_or_default();
        Settings { tone, ..Settings::named(&agencies, &places, &glossary) }
    }

    pub fn named(agencies: &[&str], places: &[&str], glossary: &[&str]) -> Settings {
        let table =
            |between, names: &[&str]| Phrases::new(between, names.iter().map(|name| (*name, (*name).to_owned())));
        // A term that is a word of the language in small letters would be found in every other text.
        let terms: Vec<&str> = glossary.iter().copied().filter(|term| !is_syllable(term)).collect();
        Settings {
            tone: Tone::Any,
            glossary_terms: table(Between::Space, &terms),
            short: glossary.iter().map(|term| term.to_lowercase()).collect(),
            agency_names: table(Between::Marks, agencies),
            place_names: table(Between::Space, places),
        }
    }

    pub fn with_tone(self, tone: Tone) -> Settings {
        Settings { tone, ..self }
    }

    /// Whether the portal explains an abbreviation, in lower case.
    pub fn is_in_glossary(&self, short: &str) -> bool {
        self.short.contains(short)
    }
}

/// `UBND huyện Đồng Phú` → `Đồng Phú`
fn place(name: &str) -> Option<&str> {
    let (_, place) = SORTS.iter().filter_map(|sort| name.rsplit_once(sort)).min_by_key(|(_, place)| place.len())?;
    // One syllable may be any word, and a number is no name.
    let is_name =
        place.contains(' ') && place.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase));
    is_name.then_some(place)
}

fn places_of(address: &str) -> impl Iterator<Item = &str> {
    address.split(", ").filter_map(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_off_names_and_addresses() {
        assert_eq!(place("UBND huyện Đồng Phú"), Some("Đồng Phú"));
        assert_eq!(place("Ủy ban nhân dân tỉnh"), None);
        assert_eq!(place("Sở Y tế"), None);
        let address = "Đường 6 tháng 1, phường Tân Phú, thành phố Đồng Xoài, tỉnh Bình Phước";
        assert_eq!(places_of(address).collect::<Vec<_>>(), ["Tân Phú", "Đồng Xoài", "Bình Phước"]);
    }
}
