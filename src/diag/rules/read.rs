//! Reads a file of rules: turns its TOML into rules of messages that the catalogue has.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Both, Content, Example, Rule};
use crate::diag::catalog;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    finds: Option<Both>,
    why: Both,
    source: Option<String>,
    #[serde(default)]
    fixes: bool,
    bad: Option<BTreeMap<String, Content>>,
    good: Option<BTreeMap<String, Content>>,
    no_example: Option<Both>,
}

/// The rules of a file; a mistake in it is told in words of whoever wrote it.
pub fn rules(text: &str) -> Result<Vec<Rule>, String> {
    let entries: BTreeMap<String, Entry> = toml::from_str(text).map_err(|error| error.to_string())?;
    entries.into_iter().map(|(code, entry)| rule(&code, entry)).collect()
}

fn rule(code: &str, entry: Entry) -> Result<Rule, String> {
    let message = catalog::ALL.iter().find(|message| message.code == code).copied();
    let message = message.ok_or_else(|| format!("{code}: the catalogue has no such message"))?;
    let Entry { name, finds, why, source, fixes, bad, good, no_example } = entry;
    let example = match (bad, good, no_example) {
        (Some(bad), Some(good), None) => Example::Shown { bad, good },
        (None, None, Some(why)) => Example::None(why),
        _ => return Err(format!("{code}: either bad and good, or no_example")),
    };
    Ok(Rule { message, name, finds, why, source, fixes, example })
}
