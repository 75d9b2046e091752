//! Asks others over HTTP, politely: a client that tries again where that may help, how long it is patient, and at which rate.

mod client;
mod pace;
mod retry;

pub use client::{Ask, Client, Failure, Reply};
pub use pace::Pace;
pub use retry::Patience;

/// One provider of cryptography for all of the program. Whoever asks for TLS calls this first; a second call changes nothing.
pub fn prepare() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Of an address, with its port, and without a user's name and password.
pub fn host(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit('@').next().unwrap_or(host)
}
