//! What publishing says to others over HTTP: caches that must forget, readers' own way to a page, those who are told of news.

mod command;
mod cover;
mod decode;
mod fault;
mod look;
mod notify;
mod probe;
mod purge;
mod template;

pub use cover::{Cover, cover};
pub use fault::SetupFault;
pub use look::Seen;
pub use notify::{News, Notifier, Warning, Whom};
pub use probe::{Limits, Probe, ProbeFault, ProbeReport};
pub use purge::{CachePurger, PurgeOutcome};
pub use template::Variables;
