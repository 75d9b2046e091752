//! A plan as a file that people and CI look at before it is applied: turns a plan into JSON, and holds it against the plan of later.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::content;
use super::plan::{Kind, Plan};
use super::state::State;
use super::trouble::Trouble;

const VERSION: u32 = 1;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Saved {
    version: u32,
    /// Where it is to go.
    target: String,
    /// The release that was online, and who put it there.
    against: u64,
    token: String,
    added: u64,
    changed: u64,
    headers: u64,
    deleted: u64,
    bytes: u64,
    /// By path.
    changes: BTreeMap<String, Planned>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Planned {
    what: String,
    /// Of the bytes and headers; empty where it is deleted.
    key: String,
}

impl Saved {
    pub fn new(target: &str, state: &State, plan: &Plan) -> Saved {
        let counts = plan.counts();
        let changes = plan.changes.iter().map(|change| {
            let what = match change.kind() {
                Kind::Added => "add",
                Kind::Changed => "change",
                Kind::Headers => "headers",
                Kind::Deleted => "delete",
            };
            let key = change.after.as_ref().map(|item| content::key(&item.digest, &item.headers)).unwrap_or_default();
            (change.path.clone(), Planned { what: what.to_owned(), key })
        });
        Saved {
            version: VERSION,
            target: target.to_owned(),
            against: state.release.number,
            token: state.token.clone(),
            added: counts.added,
            changed: counts.changed,
            headers: counts.headers,
            deleted: counts.deleted,
            bytes: counts.bytes,
            changes: changes.collect(),
        }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    pub fn parse(bytes: &[u8]) -> Result<Saved, Trouble> {
        let parsed: Option<Saved> = serde_json::from_slice(bytes).ok();
        parsed.filter(|saved| saved.version == VERSION).ok_or_else(|| Trouble::Ledger { name: "plan".to_owned() })
    }

    /// Whether what would be done now is what was planned then.
    pub fn hold(&self, now: &Saved) -> Result<(), Trouble> {
        if self.target != now.target || self.against != now.against || self.token != now.token {
            return Err(Trouble::Stale { planned: self.against, online: now.against });
        }
        let paths = self.changes.keys().chain(now.changes.keys());
        match paths.into_iter().find(|path| self.changes.get(*path) != now.changes.get(*path)) {
            Some(path) => Err(Trouble::Output { path: path.clone(), detail: "not as planned".to_owned() }),
            None => Ok(()),
        }
    }
}
