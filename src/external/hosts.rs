//! The hosts that are asked, each with what its `robots.txt` says and how often it is asked.

use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use reqwest::Method;
use rustc_hash::FxHashMap;
use tokio::sync::OnceCell;

use super::answer::Why;
use super::bounds::Bounds;
use super::robots::{LARGEST, Robots};
use crate::http::{Ask, Client, Pace};

pub struct Host {
    pace: Pace,
    rules: OnceCell<Result<Robots, Why>>,
}

pub struct Hosts {
    bounds: Bounds,
    by_origin: Mutex<FxHashMap<String, Arc<Host>>>,
}

impl Hosts {
    pub fn new(bounds: Bounds) -> Hosts {
        Hosts { bounds, by_origin: Mutex::default() }
    }

    /// Waits for our turn to ask for an address, or says why we may not.
    pub async fn turn(&self, client: &Client, url: &reqwest::Url) -> Result<(), Why> {
        let origin = url.origin().ascii_serialization();
        let new = || Arc::new(Host { pace: Pace::new(Some(self.bounds.rate)), rules: OnceCell::new() });
        let host = self.by_origin.lock().entry(origin.clone()).or_insert_with(new).clone();
        let rules = host.rules.get_or_init(async || {
            if !self.bounds.with_private && is_private(url).await {
                return Err(Why::Private);
            }
            host.pace.turn().await;
            Ok(read(client, &origin).await)
        });
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        match rules.await {
            Err(why) => return Err(*why),
            Ok(robots) if !robots.allows(&path) => return Err(Why::Robots),
            Ok(_) => {}
        }
        host.pace.turn().await;
        Ok(())
    }
}

/// The rules of a host. Where there is no file, everything is allowed; where it cannot be had, nothing (RFC 9309 §2.3.1).
async fn read(client: &Client, origin: &str) -> Robots {
    let ask = Ask { method: Method::GET, url: format!("{origin}/robots.txt"), headers: Vec::new(), body: None };
    let read = async |mut response: reqwest::Response| {
        let status = response.status().as_u16();
        let mut text = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            text.extend_from_slice(&chunk);
            if text.len() > LARGEST {
                break;
            }
        }
        Ok((status, String::from_utf8_lossy(&text).into_owned()))
    };
    match client.exchange(&ask, read, || ()).await {
        Ok((200..=299, text)) => Robots::parse(&text),
        Ok((500..=599 | 429, _)) => Robots::closed(),
        // Whether the host is there at all is for the address itself to say.
        Ok(_) | Err(_) => Robots::open(),
    }
}

/// Whether a host is in our own network: then a link in a page, which anybody may have proposed, must not make us ask it.
async fn is_private(url: &reqwest::Url) -> bool {
    let Some(host) = url.host_str() else { return true };
    let port = url.port_or_known_default().unwrap_or(443);
    let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    match tokio::net::lookup_host((name, port)).await {
        Ok(mut found) => found.any(|address| is_own(address.ip())),
        // There is none; asking will say so.
        Err(_) => false,
    }
}

fn is_own(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && (64..128).contains(&v4.octets()[1]);
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || shared
        }
        IpAddr::V6(v6) => {
            let mapped = v6.to_ipv4_mapped().is_some_and(|v4| is_own(IpAddr::V4(v4)));
            let first = v6.segments()[0];
            // fc00::/7 and fe80::/10
            v6.is_loopback() || v6.is_unspecified() || mapped || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_our_own_network_are_known() {
        for own in [
            "10.1.2.3",
            "127.0.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
            "0.0.0.0",
        ] {
            assert!(is_own(own.parse().unwrap()), "{own}");
        }
        for other in ["8.8.8.8", "113.160.0.1", "2001:ee0::1", "100.128.0.1"] {
            assert!(!is_own(other.parse().unwrap()), "{other}");
        }
    }
}
