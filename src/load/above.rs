//! What a portal of a workspace takes from the settings of the workspace, where its own say nothing: one table, key by key, with the
//! reason for each.
//!
//! A key is taken whole or not at all. Of a few tables some keys are of the portal and others of all; these are told one by one.

use toml::de::{DeTable, DeValue};

/// The settings of the workspace.
pub struct Above<'a> {
    /// What they are called in findings.
    pub file: &'a str,
    pub text: &'a str,
}

/// Whose a key is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Each portal has its own.
    Own,
    /// That of the workspace holds where a portal has none.
    Shared,
    /// Some of what is in the table is shared; rows `table.key` say what.
    Parts,
}

use Whose::{Own, Parts, Shared};

/// Every key of `site.toml`, whose it is, and why.
pub const KEYS: [(&str, Whose, &str); 41] = [
    ("base_url", Own, "no two portals have one address"),
    ("title", Own, "it names the portal"),
    ("description", Own, "it says what the portal is for"),
    ("theme", Shared, "portals of one province look alike"),
    ("languages", Shared, "readers expect the languages of the main portal"),
    ("timezone", Shared, "one province lies in one zone"),
    ("owner", Own, "it says who answers for the portal"),
    ("outputs", Shared, "programs that read one portal read all"),
    ("channels", Own, "an account belongs to whoever runs it"),
    ("menus", Own, "a menu names pages of its portal"),
    ("agencies", Shared, "one list of agencies, so that an id means the same everywhere"),
    ("topics", Shared, "one list of topics, so that reports can count over all portals"),
    ("fields", Shared, "one list of fields, for the same reason"),
    ("glossary", Shared, "an abbreviation stands for the same everywhere"),
    ("search", Parts, ""),
    ("search.popular", Own, "readers of another portal look for other things"),
    ("search.best", Own, "it names pages of its portal"),
    ("forms", Own, "a form names its page and who receives it"),
    ("security", Parts, ""),
    ("security.emc", Own, "the ministry gives each portal a number of its own"),
    ("security.report", Shared, "one office answers reports of faults"),
    ("home", Own, "its blocks name sections of the portal"),
    ("pictures", Shared, "one rule of sizes for all photographs"),
    ("open_data", Shared, "one licence for the data of the province"),
    ("figures", Own, "each portal decides what it tells of its own work"),
    ("history", Own, "each portal decides what it tells of its changes"),
    ("publish", Own, "a target holds one portal"),
    ("advertising", Own, "it names the page of the portal's rules"),
    ("workflow", Own, "it names the people and sections of the portal"),
    ("audit", Parts, ""),
    ("audit.profiles", Shared, "the law is the same for all"),
    ("audit.days", Shared, "the board sets one measure"),
    ("audit.contact_days", Shared, "the board sets one measure"),
    ("audit.script_hosts", Shared, "a host is known or it is not"),
    ("check", Parts, ""),
    ("check.rules", Shared, "one measure for all editors"),
    ("check.tone", Shared, "one spelling for all editors"),
    ("check.hosts", Shared, "a host is known or it is not"),
    ("extra", Own, "it names pages of the portal, and its trust badge"),
    ("guests", Own, "each portal says itself what it shows of others"),
    ("workspace", Own, "a workspace has no workspaces in it"),
];

/// What is said of no key of a table of parts: of `[security]`, the sources that pages may load from.
fn whose(way: &str) -> Whose {
    let named = KEYS.iter().find(|(key, ..)| *key == way).map(|(_, whose, _)| *whose);
    named.unwrap_or(if way.starts_with("security.") { Shared } else { Own })
}

/// Puts into the settings of a portal what they lack and what is shared.
pub fn take<'a>(own: &mut DeTable<'a>, above: DeTable<'a>) {
    for (key, mut value) in above {
        match (whose(key.get_ref()), own.get_mut(&key)) {
            (Shared, None) => drop(own.insert(key, value)),
            (Parts, found) => {
                let DeValue::Table(parts) = value.get_mut() else { continue };
                let name = key.get_ref().clone();
                let is_shared = |part: &str| whose(&format!("{name}.{part}")) == Shared;
                *parts = std::mem::take(parts).into_iter().filter(|(part, _)| is_shared(part.get_ref())).collect();
                match found.map(|found| found.get_mut()) {
                    Some(DeValue::Table(found)) => {
                        for (part, value) in std::mem::take(parts) {
                            found.entry(part).or_insert(value);
                        }
                    }
                    Some(_) => {}
                    None if parts.is_empty() => {}
                    None => drop(own.insert(key, value)),
                }
            }
            _ => {}
        }
    }
}

/// Of the settings of the workspace what its portals may take, so that a change of anything else changes none of them.
pub fn shared_part(text: &str) -> String {
    let Ok(mut table) = text.parse::<toml::Table>() else { return text.to_owned() };
    table.retain(|key, value| match whose(key) {
        Own => false,
        Shared => true,
        Parts => {
            let Some(parts) = value.as_table_mut() else { return true };
            parts.retain(|part, _| whose(&format!("{key}.{part}")) == Shared);
            !parts.is_empty()
        }
    });
    table.to_string()
}
