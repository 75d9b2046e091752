//! What publishing says to others over HTTP: caches that must forget, readers' own way to a page, those who are told of news.

mod client;
mod command;
mod cover;
mod decode;
mod fault;
mod look;
mod notify;
mod pace;
mod probe;
mod purge;
mod retry;
mod template;

pub use client::{Ask, Client, Failure, Reply};
pub use cover::{Cover, cover};
pub use fault::SetupFault;
pub use look::Seen;
pub use notify::{News, Notifier, Warning, Whom};
pub use probe::{Limits, Probe, ProbeFault, ProbeReport};
pub use purge::{CachePurger, PurgeOutcome};
pub use retry::Patience;
pub use template::Variables;

/// One provider of cryptography for all of the program. Whoever asks for TLS calls this first; a second call changes nothing.
pub fn prepare() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
