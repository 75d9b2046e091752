//! The `[advertising]` table of `site.toml`: whether the portal takes advertisements, and under which rules.
//!
//! Without the table it takes none. What a banner says of being one is looked at by `advertised`.

use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Advertising {
    /// The page below `content/` that says under which rules the portal takes advertisements; every one leads there.
    pub rules: Option<Spanned<String>>,
}

impl Advertising {
    pub fn is_on(&self) -> bool {
        self.rules.is_some()
    }
}
