//! Turns `show_in` in the front matter of a page into the portals of the workspace whose lists it should stand in.
//!
//! It decides nothing of the page's own portal: whether another one shows it is said by the settings of that one (`guests`).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_yaml::Value as Yaml;

use super::yaml::Front;
use crate::diag::Span;

/// The key.
pub const SHOW_IN: &str = "show_in";

/// Every portal of the workspace, in place of names.
pub const ALL: &str = "all";

/// A portal that a page names, or `ALL`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ShowIn {
    pub portal: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

impl ShowIn {
    pub fn names(&self, portal: &str) -> bool {
        *self.portal == *ALL || *self.portal == *portal
    }
}

/// What is no text is told as any value is that does not fit its field.
pub fn read(front: &Front) -> Vec<ShowIn> {
    let Some(value) = front.mapping.get(SHOW_IN) else { return Vec::new() };
    let place = front.named(SHOW_IN);
    let one = |value: &Yaml, span: Span| {
        let portal = value.as_str().map(str::trim).filter(|name| !name.is_empty())?;
        Some(ShowIn { portal: portal.into(), span })
    };
    match value {
        Yaml::Sequence(items) => {
            let items = items.iter().enumerate();
            items.filter_map(|(index, item)| one(item, front.value(place.inside(index)))).collect()
        }
        value => one(value, front.value(place)).into_iter().collect(),
    }
}
