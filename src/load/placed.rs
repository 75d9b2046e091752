//! Where the keys and values of a text stand, in bytes: a tree of the same shape as what was read from it, made while it was
//! read. `yaml` makes it of front matter, `toml_text` of configuration.

use std::ops::Range;

/// The place of a value, of its key if it has one, and of what is inside it.
#[derive(Clone, Default, Debug)]
pub struct Place {
    /// The key as it reads; empty for an item of a list.
    pub name: Box<str>,
    /// Without quotation marks; empty for an item of a list.
    pub key: Range<usize>,
    /// With quotation marks or brackets. That of the key, where nothing stands behind it on its line but a list or keys below it.
    pub value: Range<usize>,
    /// In the order of the value's own items or entries.
    pub inside: Vec<Place>,
}

impl Place {
    /// What stands inside at this number; what is around it, where that is not known.
    pub fn inside(&self, number: usize) -> &Place {
        self.inside.get(number).unwrap_or(self)
    }

    /// What stands inside under this key.
    pub fn named(&self, name: &str) -> Option<&Place> {
        self.inside.iter().find(|place| &*place.name == name)
    }

    /// What a way leads to, by keys and numbers: `agencies.3.id`. What is not there has the place of what is around it. A key
    /// that has dots of its own is taken for one.
    pub fn find(&self, way: &str) -> &Place {
        let mut rest = way;
        let mut found = self;
        while !rest.is_empty() {
            let leads = |place: &&Place| {
                rest.strip_prefix(&*place.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let is_key = |place: &&Place| !place.key.is_empty();
            let next = found.inside.iter().filter(is_key).filter(leads).max_by_key(|place| place.name.len());
            let (part, place) = match next {
                Some(place) => (place.name.len(), Some(place)),
                None => {
                    let part = rest.split('.').next().unwrap_or_default();
                    let item = part.parse().ok().and_then(|number: usize| found.inside.get(number));
                    (part.len(), item.filter(|place| place.key.is_empty()))
                }
            };
            let Some(place) = place else { break };
            found = place;
            rest = rest[part..].trim_start_matches('.');
        }
        found
    }

    /// Where something is wrong with the key itself, or missing below it.
    pub fn of_key(&self) -> &Range<usize> {
        if self.key.is_empty() { &self.value } else { &self.key }
    }

    /// Where something is wrong with the value.
    pub fn of_value(&self) -> &Range<usize> {
        if self.value.is_empty() { &self.key } else { &self.value }
    }
}
