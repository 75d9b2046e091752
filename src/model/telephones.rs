//! Turns a field for a telephone into the number it shows: its own, or that of the contact it names.

use super::resolve::Destination;
use super::{PageId, Site};
use crate::load::document::{Document, Target, Value};
use crate::load::telephones::CONTACT;

/// How many contacts may pass a number on to each other; more are a circle.
const FARTHEST: usize = 4;

/// Why no number comes from a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence<'a> {
    /// The contact at the end exists and is not public now.
    Withheld(&'a str),
    /// There is no such contact, or it has no number that can be read.
    Missing,
    /// Contacts that name each other.
    Circle,
}

impl Site {
    /// As it is written, here or in the contact; none where that is not public.
    pub fn telephone<'a>(&'a self, document: &'a Document, value: &'a Value) -> Option<&'a str> {
        self.dialled(document, value).ok()
    }

    /// The number, or why there is none.
    pub fn dialled<'a>(&'a self, document: &'a Document, value: &'a Value) -> Result<&'a str, Silence<'a>> {
        let (mut document, mut value) = (document, value);
        for _ in 0..FARTHEST {
            let index = match value {
                Value::Text(number) => return Ok(number),
                Value::Ref(index) => *index,
                _ => return Err(Silence::Missing),
            };
            let target = &document.target(index).target;
            let page = match (self.resolve(target, document.language), target) {
                (Destination::Page { page, .. }, _) => page,
                (Destination::Withheld, Target::Contact(name)) => return Err(Silence::Withheld(name)),
                _ => return Err(Silence::Missing),
            };
            // A translation that names itself means the page that it translates.
            let itself = self.pages[page].document.source == document.source;
            let page = if itself { self.translations(page).first().copied().unwrap_or(page) } else { page };
            document = &self.pages[page].document;
            value = document.get(self.kinds.get(document.kind), "number").ok_or(Silence::Missing)?;
        }
        Err(Silence::Circle)
    }

    /// The number of a contact; none where it names one that is not public.
    pub fn number_of(&self, contact: PageId) -> Option<&str> {
        let document = &*self.pages[contact].document;
        let number = document.get(self.kinds.get(document.kind), "number");
        number.and_then(|number| self.telephone(document, number))
    }

    /// The number of the portal itself; empty where its contact is not public.
    pub fn owner_telephone(&self) -> &str {
        let phone = self.config.owner.phone.as_str();
        let Some(name) = phone.strip_prefix(CONTACT) else { return phone };
        match self.resolve(&Target::Contact(name.trim().into()), 0) {
            Destination::Page { page, .. } => self.number_of(page).unwrap_or_default(),
            _ => "",
        }
    }
}
