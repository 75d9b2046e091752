//! Tables in which one row is looked up by its key: turns a CSV file of any length into small files, of which a page fetches the one
//! that a citizen's row is in.
//!
//! A row is found by its key and by nothing else: what is published names no key, and a row can be read only by whoever has typed
//! its key. `docs/lookups.md` says what this does and does not protect; `tests/lookup/vectors.json` holds what this room and the
//! script of the theme must both do.

mod cells;
mod chunks;
mod entry;
mod listed;
mod pile;
mod read;
mod rows;
mod seal;
mod shards;

use serde::{Deserialize, Serialize};

use crate::diag::Finding;
use crate::files::{Hash, Stamp};
use crate::load::schema::Schema;

pub use entry::{Form, entry, normal};
pub use listed::{Listed, Range};
pub use read::{Made, Source, make};
pub use seal::{Salt, Sealer};
pub use shards::{Contents, LARGEST_SHARD, MAGIC, Shard};

/// Where the files stand on the site.
pub const FOLDER: &str = "/assets/lookup/";

/// What is known of a table without its rows: what pages show of it, and what the next build need not find out again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lookup {
    /// What it was made of.
    pub of: Origin,
    pub schema: Schema,
    pub salt: Salt,
    /// What the keys of all rows look like, in the order of the schema's key.
    pub forms: Vec<Form>,
    pub rows: u64,
    /// One for each value of the first bits of a row's mark; their number is a power of two.
    pub shards: Vec<Shard>,
    /// Rows that anybody may read, where the schema says so; no others are kept.
    pub listed: Listed,
    pub findings: Vec<Finding>,
}

/// The bytes of a table and of its schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Origin {
    pub table: Hash,
    pub schema: Hash,
    /// Of the table, from before it was read.
    pub stamp: Option<Stamp>,
}

impl Lookup {
    /// The address of a file, below that of the portal.
    pub fn file(&self, number: usize) -> String {
        format!("{}{}", self.folder(), self.shards.get(number).map_or_else(String::new, |shard| shard.file(number)))
    }

    /// Whether all that is made of it can be made. A cache may say anything.
    pub fn is_whole(&self) -> bool {
        let Lookup { schema, forms, shards, listed, .. } = self;
        let mut fields = schema.primary_key.iter().chain(&schema.lookup.show);
        forms.len() == schema.primary_key.len()
            && shards.len().is_power_of_two()
            && fields.all(|field| *field < schema.fields.len())
            && listed.groups.iter().all(|start| (*start as usize) < listed.ranges.len())
    }

    /// The address of the folder of its files, below that of the portal.
    pub fn folder(&self) -> String {
        format!("{FOLDER}{}/", self.salt.name())
    }
}
