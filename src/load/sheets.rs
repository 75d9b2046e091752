//! The sheets of a page: what its front matter says of scanned plans that are read on it, whatever its kind calls the group.

use super::document::{Document, Target, Value};
use super::kinds::{Field, FieldIndex, FieldType, Kind};
use crate::path::SourcePath;
use crate::tables;

/// One entry of a group with a field that is `wide`.
pub struct Sheet<'d> {
    /// The group.
    pub index: FieldIndex,
    pub title: &'d str,
    pub has_image: bool,
    /// What is downloaded: the number of a reference.
    pub file: Option<u32>,
    /// Which page of it is shown, from 1, where that is a PDF.
    pub page: i64,
}

impl<'d> Sheet<'d> {
    pub fn all(document: &'d Document, kind: &Kind) -> Vec<Sheet<'d>> {
        let mut all = Vec::new();
        for (index, value) in &document.values {
            let field = kind.field(*index);
            let Value::List(entries) = value else { continue };
            if field.fields.iter().any(|inner| inner.wide) {
                all.extend(entries.iter().filter_map(|entry| Sheet::of(*index, field, entry)));
            }
        }
        all
    }

    fn of(index: FieldIndex, field: &Field, entry: &'d Value) -> Option<Sheet<'d>> {
        let Value::Group(values) = entry else { return None };
        let mut sheet = Sheet { index, title: "", has_image: false, file: None, page: 1 };
        for (inner, value) in values {
            let inner = &field.fields[usize::from(*inner)];
            match (value, inner.kind) {
                (Value::Text(title), _) if inner.name == "title" => sheet.title = title,
                (Value::Integer(page), _) if inner.name == "page" => sheet.page = *page,
                (_, FieldType::Image) if inner.wide => sheet.has_image = true,
                (Value::Ref(file), FieldType::File) => sheet.file = Some(*file),
                _ => {}
            }
        }
        Some(sheet)
    }

    /// The PDF of which a page is drawn, since there is no picture.
    pub fn drawn<'a>(&self, document: &'a Document) -> Option<&'a SourcePath> {
        let reference = document.target(self.file.filter(|_| !self.has_image)?);
        match &reference.target {
            Target::File(file) if tables::extension(file.as_str()) == "pdf" => Some(file),
            _ => None,
        }
    }
}
