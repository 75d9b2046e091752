//! What a proof is asked of: the pages of an obligation, and the portal around them.

use super::context::Context;
use super::obligation::{Obligation, Place};
use crate::model::PageView;

pub struct Asked<'c, 'a> {
    pub context: &'c Context<'a>,
    pub obligation: &'c Obligation,
    pub place: &'c Place,
    pub pages: &'c [PageView<'a>],
    /// How old the newest may be, where the portal says so itself.
    pub newest: Option<u32>,
}

/// Names of so many are told.
const TOLD: usize = 3;

/// The first few of a list, and how many more there are.
pub fn first(names: &[&str], language: &str) -> String {
    let mut text = names.iter().take(TOLD).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(TOLD);
    if more > 0 {
        let words = word(language, [("vi", ", và {more} mục khác"), ("en", ", and {more} more")]);
        text.push_str(&words.replace("{more}", &more.to_string()));
    }
    text
}

/// The word of a language.
pub fn word<'w>(language: &str, words: [(&str, &'w str); 2]) -> &'w str {
    let own = words.iter().find(|(code, _)| *code == language);
    own.unwrap_or(&words[1]).1
}
