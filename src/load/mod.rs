//! Turns files into documents, one file at a time; a document depends on its own bytes and the options alone.

pub mod config;
pub mod data;
pub mod decoded;
pub mod discover;
pub mod document;
mod exact;
pub mod fences;
pub mod figures;
mod footnotes;
pub mod forms;
pub mod front_matter;
pub mod holes;
pub mod home;
pub mod inspect;
mod kind_files;
pub mod kinds;
pub mod links;
pub mod markdown;
pub mod origin;
pub mod page;
pub mod security;
pub mod separated;
mod spans;
pub mod text;
pub mod theme;
mod yaml;
