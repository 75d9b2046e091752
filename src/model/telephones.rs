//! Turns a field for a telephone into the number it shows: its own, or that of the contact it names.

use super::Site;
use super::resolve::Destination;
use crate::load::document::{Document, Target, Value};
use crate::load::telephones::CONTACT;

/// How many contacts may pass a number on to each other; more are a circle.
const FARTHEST: usize = 4;

impl Site {
    /// As it is written, here or in the contact; none where that is not public.
    pub fn telephone<'a>(&'a self, document: &'a Document, value: &'a Value) -> Option<&'a str> {
        let (mut document, mut value) = (document, value);
        for _ in 0..FARTHEST {
            let index = match value {
                Value::Text(number) => return Some(number),
                Value::Ref(index) => *index,
                _ => return None,
            };
            let Destination::Page { page, .. } = self.resolve(&document.target(index).target, document.language) else {
                return None;
            };
            // A translation that names itself means the page that it translates.
            let itself = self.page(page).document.source == document.source;
            let page = if itself { self.translations(page).first().copied().unwrap_or(page) } else { page };
            document = &self.page(page).document;
            value = document.get(self.kinds.get(document.kind), "number")?;
        }
        None
    }

    /// The number of the portal itself; empty where its contact is not public.
    pub fn owner_telephone(&self) -> &str {
        let phone = self.config.owner.phone.as_str();
        let Some(name) = phone.strip_prefix(CONTACT) else { return phone };
        let page = match self.resolve(&Target::Contact(name.trim().into()), 0) {
            Destination::Page { page, .. } => page,
            _ => return "",
        };
        let document = &*self.page(page).document;
        let number = document.get(self.kinds.get(document.kind), "number");
        number.and_then(|number| self.telephone(document, number)).unwrap_or_default()
    }
}
