//! How far a run goes, and how fast.

/// How far a run goes.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// Hosts that are asked at once.
    pub hosts: usize,
    /// Requests to one host in a second.
    pub rate: u32,
    /// Redirects that are followed from one address.
    pub steps: usize,
    /// Also hosts of our own network.
    pub with_private: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { hosts: 8, rate: 1, steps: 5, with_private: false }
    }
}
