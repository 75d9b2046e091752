//! Turns a front matter into those of its values that are prose: texts and Markdown that readers see, also inside groups and lists.

use serde_yaml::{Mapping, Value as Yaml};

use super::piece::Role;
use super::spelled::Spelled;
use crate::load::kinds::{self, FieldType, Kind};
use crate::load::placed::Place;
use crate::load::yaml::Front;

/// Texts that are names for programs.
const NO_PROSE: &[&str] = &["kind", "slug", "aliases", "report_topics"];

/// A value of the front matter that is read as prose.
pub struct Field {
    /// The way to it from the outermost keys: of each group or list the number of the entry.
    pub way: Vec<usize>,
    /// Its key, without those around it.
    pub name: String,
    pub value: String,
    pub spelled: Spelled,
    pub is_markdown: bool,
}

/// `from`: where the front matter begins in its file.
pub fn of(front: &Front, kind: &Kind, from: usize) -> Vec<Field> {
    let mut walk = Walk { front, from, found: Vec::new() };
    walk.group(&front.mapping, &kind.fields, &front.root, &[]);
    walk.found
}

pub fn role(field: &Field) -> Role {
    match &*field.name {
        "title" if field.way.len() == 1 => Role::Title,
        "image_alt" => Role::Alt,
        "image_caption" => Role::Caption,
        _ => Role::Field,
    }
}

struct Walk<'w, 'f> {
    front: &'w Front<'f>,
    from: usize,
    found: Vec<Field>,
}

impl Walk<'_, '_> {
    fn group(&mut self, mapping: &Mapping, fields: &[kinds::Field], place: &Place, way: &[usize]) {
        for (number, (key, value)) in mapping.iter().enumerate() {
            let key = key.as_str().unwrap_or_default();
            let Some(field) = fields.iter().find(|field| field.name == key && !field.private) else { continue };
            // A place that is not known is that of what is around it, and nothing is looked for there.
            let Some(at) = place.inside.get(number).filter(|at| &*at.name == key) else { continue };
            self.value(value, field, at, &[way, &[number]].concat());
        }
    }

    fn value(&mut self, value: &Yaml, field: &kinds::Field, place: &Place, way: &[usize]) {
        match value {
            Yaml::Sequence(items) => {
                for (number, (item, at)) in items.iter().zip(&place.inside).enumerate() {
                    self.value(item, field, at, &[way, &[number]].concat());
                }
            }
            Yaml::Mapping(mapping) => self.group(mapping, &field.fields, place, way),
            Yaml::String(text) if is_prose(field) && !text.is_empty() => {
                let written = self.front.written(place);
                if let Some(spelled) = Spelled::value(written, text, self.from + place.value.start) {
                    let (way, name, value) = (way.to_vec(), field.name.clone(), text.clone());
                    self.found.push(Field {
                        way,
                        name,
                        value,
                        spelled,
                        is_markdown: field.kind == FieldType::Markdown,
                    });
                }
            }
            _ => {}
        }
    }
}

fn is_prose(field: &kinds::Field) -> bool {
    match field.kind {
        FieldType::Markdown => true,
        FieldType::Text => !NO_PROSE.contains(&&*field.name),
        _ => false,
    }
}
