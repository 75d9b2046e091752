//! Turns the `[audit]` table of `site.toml` into what a portal says of its own obligations: which profiles hold for it, where each
//! thing stands, who owes it, after how many days it is old. Whether the names in it exist is looked at by the audit.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// No output of a build shows any of it, so what `Debug` writes, which is in the fingerprint of a site, is the same for all.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Audit {
    /// Names of profiles; none for those that are law at the moment of the audit.
    pub profiles: Vec<String>,
    /// A section or an agency without anything new for so long is old, where nothing else is said of it.
    pub days: Option<u32>,
    /// A contact that nobody has tried for so long is listed.
    pub contact_days: Option<u32>,
    /// Origins of scripts that the portal knows of beside that of EMC.
    pub script_hosts: Vec<String>,
    /// By folder below `content/`; what is said of one holds for those below it.
    pub sections: BTreeMap<String, SectionAudit>,
    /// By id: after how many days without an item it is old; 0 for one that is not looked at.
    pub agencies: BTreeMap<String, u32>,
    /// By the id of an obligation.
    pub obligations: BTreeMap<String, ObligationAudit>,
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Audit")
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SectionAudit {
    pub days: Option<u32>,
    /// Id of the agency that keeps it up to date.
    pub owner: Option<String>,
}

/// Where an obligation is met on this portal, in place of what its file says.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ObligationAudit {
    pub kind: Option<String>,
    /// A folder below `content/`.
    pub section: Option<String>,
    /// One page, by its path below `content/`.
    pub page: Option<String>,
    /// Id of an agency.
    pub owner: Option<String>,
    /// After how many days without anything new it is old.
    pub newest: Option<u32>,
    /// Why it does not concern this portal.
    pub not_applicable: Option<String>,
}
