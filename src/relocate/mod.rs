//! What changes its address, and what was ever published at one: reads sitemaps, server logs and lists of addresses for the ledger,
//! and works out what a move changes in the files of a portal.
//!
//! Nothing is written here: whoever asks gets the files as they should be.

mod aliases;
mod asked;
mod cells;
pub mod gather;
mod lines;
mod mending;
pub mod merging;
pub mod moving;
mod renamed;
mod same;
mod settings;
mod sitemap;
pub mod steps;
mod targets;
