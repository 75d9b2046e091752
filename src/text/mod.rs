//! Vietnamese text: turns what people write into slugs, folded forms, sort orders and numbers as people read them.

pub mod address;
pub mod collate;
pub mod control;
pub mod decimal;
pub mod emails;
pub mod fold;
pub mod garbled;
pub mod html;
pub mod number;
pub mod origin;
pub mod personal;
pub mod slug;
pub mod syllable;
pub mod telephone;
pub mod vietnamese;
