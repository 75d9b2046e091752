//! What is said of a schema, in both languages.

/// Vietnamese and English.
pub type Words = (String, String);

pub fn both(vi: impl Into<String>, en: impl Into<String>) -> Words {
    (vi.into(), en.into())
}
