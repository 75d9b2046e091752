//! Where a script that is never parsed would be kept.

#[derive(Default)]
pub struct Allocator;
