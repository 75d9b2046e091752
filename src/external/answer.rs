//! What came of asking for an address.

use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Answer {
    Good,
    /// There is nothing any more: 404, 410.
    Gone {
        status: u16,
    },
    /// It leads on for good, in the end to `to`.
    Moved {
        to: String,
    },
    /// There is no such host.
    NoHost,
    /// Browsers will warn of its certificate.
    Certificate,
    /// Nobody can say: it did not answer, or not us.
    Unknown {
        why: Why,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// `robots.txt` asks programs to stay away, or cannot be read.
    Robots,
    /// In our own network, where a check has no business.
    Private,
    /// It asks for a password, or for patience, or has a fault of its own.
    Refused,
    /// No answer in time, a broken connection, redirects without end.
    Silent,
}

impl Answer {
    /// How long it may be believed, in hours. What nobody knows is asked again in the next run.
    pub fn lasts(&self) -> i64 {
        match self {
            Answer::Good => 7 * 24,
            Answer::Gone { .. } | Answer::Moved { .. } => 24,
            Answer::NoHost | Answer::Certificate => 6,
            Answer::Unknown { why: Why::Robots } => 24,
            Answer::Unknown { .. } => 0,
        }
    }
}
