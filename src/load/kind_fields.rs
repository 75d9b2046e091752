//! Finds the fields that other keys of a kind name, and says where a kind's file does not fit together.

use super::kinds::{Field, FieldIndex, FieldType};
use super::toml_text::Placed;
use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog, did_you_mean, nearest};

/// What a kind file says that does not fit together: where (see `Placed::value`), what, and what to do.
pub(super) struct Wrong {
    way: String,
    what: Words,
    next: Words,
}

pub(super) type Checked<T> = Result<T, Box<Wrong>>;

pub(super) fn wrong<T>(way: String, what: (String, String), next: (&str, &str)) -> Checked<T> {
    Err(Box::new(Wrong { way, what, next: (next.0.to_owned(), next.1.to_owned()) }))
}

impl Wrong {
    pub(super) fn finding(self, file: &str, placed: &Placed) -> Finding {
        let finding = placed.finding(&catalog::KIND_INVALID, file, placed.value(&self.way));
        finding.with_words("detail", self.what).with_words("next", self.next)
    }
}

/// The fields by which others are told what to do.
pub(super) struct ByName<'a>(pub(super) &'a [Field]);

impl ByName<'_> {
    pub(super) fn field(&self, index: FieldIndex) -> &Field {
        &self.0[usize::from(index)]
    }

    /// Whatever decides about a page or its place among others can be told from it, so no private field does.
    pub(super) fn find(&self, wanted: &str, way: &str) -> Checked<FieldIndex> {
        let open = || self.0.iter().filter(|field| !field.private).map(|field| field.name.as_str());
        match self.0.iter().position(|field| field.name == wanted && !field.private) {
            Some(index) => Ok(index as FieldIndex),
            None if self.0.iter().any(|field| field.name == wanted) => wrong(
                way.to_owned(),
                (format!("khóa “{wanted}” là private"), format!("the field “{wanted}” is private")),
                ("Dùng một khóa được đăng.", "Use a field that is published."),
            ),
            None => {
                let names: Vec<&str> = nearest(wanted, open()).map_or_else(|| open().collect(), |near| vec![near]);
                let (vi, en) = did_you_mean(wanted, &names);
                let what = (format!("không có khóa “{wanted}”"), format!("there is no field “{wanted}”"));
                wrong(way.to_owned(), what, (&vi, &en))
            }
        }
    }

    /// A field of one of these types.
    pub(super) fn of_type(
        &self,
        wanted: &str,
        way: &str,
        types: &[FieldType],
        next: (&str, &str),
    ) -> Checked<FieldIndex> {
        let index = self.find(wanted, way)?;
        if types.contains(&self.0[usize::from(index)].kind) {
            return Ok(index);
        }
        let what = (format!("khóa “{wanted}” có type không hợp"), format!("the field “{wanted}” has another type"));
        wrong(way.to_owned(), what, next)
    }
}
