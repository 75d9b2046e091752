//! Turns earlier addresses at which no page can stand into what tells of them: lines for Netlify, and a table that the page for
//! what is not found looks them up in, where a host has no rules.

use std::fmt::Write;

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::load::base::Base;
use crate::load::old_address::Parameter;
use crate::path::{UNRESERVED, all_but};
use crate::plan::{OldQueries, OldQuery};

/// `/index.php id=5 nv=news /tin-tuc/a/ 301!`; the first that fits holds, so those with most parameters come first. A rule with
/// parameters has to win over what stands at its path: the home page, or a page that leads elsewhere.
pub fn rules(base: &Base, queries: &OldQueries, out: &mut String) {
    for (_, of_path) in queries.by_path() {
        for old in of_path {
            let _ = write!(out, "{}", base.url(&old.from.path));
            for (name, value) in &old.from.parameters {
                let _ = write!(
                    out,
                    " {}={}",
                    encoded(name, &STRICT),
                    encoded(value.as_deref().unwrap_or_default(), &STRICT)
                );
            }
            let force = if old.from.parameters.is_empty() { "" } else { "!" };
            let _ = writeln!(out, " {} 301{force}", old.to);
        }
    }
}

/// By path in small letters: parameters and where they lead, the best first.
pub fn table(base: &Base, queries: &OldQueries) -> Vec<u8> {
    let query = |old: &OldQuery| {
        let parameter = |(name, value): &Parameter| {
            format!("{}={}", encoded(name, &STRICT), encoded(value.as_deref().unwrap_or_default(), &STRICT))
        };
        old.folded().iter().map(parameter).collect::<Vec<_>>().join("&")
    };
    let row = |old: &OldQuery| json!([query(old), old.to.as_str()]);
    let rows = queries
        .by_path()
        .map(|(path, all)| (format!("{}{path}", base.path()), all.iter().map(row).collect::<Vec<_>>().into()));
    let mut bytes = serde_json::to_vec(&rows.collect::<Map<String, Value>>()).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// How some program writes a text into an address.
pub(super) struct Way {
    /// What does not stand as it is.
    encoded: &'static AsciiSet,
    space: &'static str,
    /// Whether other letters than those of ASCII stand as they are too.
    raw: bool,
}

/// What is encoded when a browser sends what somebody wrote into a link.
const OF_BROWSERS: &AsciiSet = &all_but(b"-._~!$'()*,/:;?@[]^`{|}\\");

/// All that has a meaning in addresses is encoded.
pub(super) const STRICT: Way = Way { encoded: UNRESERVED, space: "%20", raw: false };

pub(super) const WAYS: [Way; 6] = [
    STRICT,
    // As a form is sent.
    Way { encoded: UNRESERVED, space: "+", raw: false },
    Way { encoded: OF_BROWSERS, space: "%20", raw: false },
    Way { encoded: OF_BROWSERS, space: "+", raw: false },
    Way { encoded: OF_BROWSERS, space: "%20", raw: true },
    Way { encoded: OF_BROWSERS, space: "+", raw: true },
];

pub(super) fn encoded(text: &str, way: &Way) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' ' => out.push_str(way.space),
            letter if way.raw && !letter.is_ascii() => out.push(letter),
            letter => out.extend(utf8_percent_encode(letter.encode_utf8(&mut [0; 4]), way.encoded)),
        }
    }
    out
}
