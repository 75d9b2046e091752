//! `cong` compiles Markdown with YAML front matter into a whole provincial government portal.
//!
//! ```text
//! Files ─discover→ [Source] ─load→ [Document] ─assemble→ Site ─plan→ Plan ─render→ Artifacts ─write→ folder
//!                            one file at a time   immutable    every URL   parallel   bytes + trace
//! ```
//!
//! Nothing on the left of an arrow is changed by what is on the right of it. `pipeline` is the whole build on one
//! screen; ARCHITECTURE.md says which room may import which.

pub mod path;
pub mod tables;
pub mod text;
pub mod time;

pub mod diag;

pub mod files;
pub mod http;
pub mod media;

pub mod chart;

pub mod load;

pub mod lookup;
pub mod map;

pub mod policy;

pub mod model;

pub mod tally;

pub mod audit;

pub mod plan;

pub mod workspace;

pub mod trace;

pub mod cache;
pub mod check;
pub mod lint;
pub mod render;
pub mod search;

pub mod write;

pub mod visits;

pub mod external;
pub mod publish;

pub mod pipeline;

pub mod report;

pub mod relocate;

pub mod serve;

pub mod cli;
