//! Turns files into documents, one file at a time; a document depends on its own bytes and the options alone.

pub mod config;
pub mod data;
pub mod discover;
pub mod document;
pub mod holes;
pub mod links;
pub mod front_matter;
pub mod inspect;
pub mod kinds;
pub mod markdown;
pub mod page;
pub mod text;
pub mod theme;
mod yaml;
