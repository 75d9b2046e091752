//! Turns files into documents, one file at a time; a document depends on its own bytes and the options alone.

pub mod config;
pub mod data;
pub mod discover;
pub mod document;
pub mod fences;
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
mod privacy;
pub mod said;
pub mod security;
mod spans;
pub mod text;
pub mod theme;
pub mod window;
mod yaml;
