//! Turns files into documents, one file at a time; a document depends on its own bytes and the options alone.

pub mod config;
pub mod data;
pub mod discover;
pub mod document;
pub mod fences;
mod footnotes;
pub mod forms;
mod frames;
pub mod front_matter;
pub mod holes;
pub mod home;
pub mod inspect;
mod kind_files;
pub mod kinds;
mod lines;
pub mod links;
pub mod markdown;
pub mod origin;
pub mod page;
pub mod security;
mod spans;
pub mod text;
pub mod theme;
mod toml_text;
mod yaml;
mod yaml_scan;
mod yaml_values;
