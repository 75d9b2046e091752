//! What sort of script is never parsed.

#[derive(Default)]
pub struct SourceType;

impl SourceType {
    pub fn mjs() -> Self {
        Self
    }
}
