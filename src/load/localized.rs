//! A text of the portal in each of its languages: what `site.toml` and kinds say where readers see it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Text in several languages. A plain string stands for all of them.
#[derive(Clone, Default, Debug, Deserialize, PartialEq, Eq)]
#[serde(from = "LocalizedInput")]
pub struct Localized(BTreeMap<String, String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum LocalizedInput {
    Same(String),
    Each(BTreeMap<String, String>),
}

impl From<LocalizedInput> for Localized {
    fn from(input: LocalizedInput) -> Self {
        match input {
            LocalizedInput::Same(text) => Self(BTreeMap::from([(String::new(), text)])),
            LocalizedInput::Each(texts) => Self(texts),
        }
    }
}

impl From<&str> for Localized {
    fn from(text: &str) -> Self {
        Self::from(LocalizedInput::Same(text.to_owned()))
    }
}

/// How the cache keeps it, whose form does not say whether one text follows or several.
pub mod as_pairs {
    use super::*;

    pub fn serialize<S: serde::Serializer>(texts: &Localized, serializer: S) -> Result<S::Ok, S::Error> {
        texts.0.serialize(serializer)
    }

    pub fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Localized, D::Error> {
        BTreeMap::deserialize(deserializer).map(Localized)
    }
}

impl Localized {
    /// `texts`: by code.
    pub fn of(texts: BTreeMap<String, String>) -> Localized {
        Localized(texts)
    }

    /// By code, which is empty for one text for all.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(code, text)| (code.as_str(), text.as_str()))
    }

    /// The text in the language; else the one text for all; else any, Vietnamese first.
    pub fn get(&self, language: &str) -> &str {
        self.find(language).map_or("", |(_, text)| text)
    }

    /// The key of the text that `get` gives; empty for one text for all.
    pub fn key(&self, language: &str) -> &str {
        self.find(language).map_or("", |(code, _)| code)
    }

    fn find(&self, language: &str) -> Option<(&str, &str)> {
        let candidates = [language, "", "vi"];
        let found = candidates.iter().find_map(|code| self.0.get_key_value(*code));
        found.or_else(|| self.0.iter().next()).map(|(code, text)| (code.as_str(), text.as_str()))
    }

    /// One text for all languages, such as an abbreviation.
    pub fn is_one(&self) -> bool {
        self.0.contains_key("")
    }

    pub fn has(&self, language: &str) -> bool {
        self.0.contains_key(language) || self.0.contains_key("")
    }
}
