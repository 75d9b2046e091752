//! Turns the profiles that the program carries, and those of the portal, into obligations of a day.
//!
//! A file `content/_audit/NAME.toml` of the portal takes the place of the program's own of that name, or is a new profile.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use super::obligation::{Obligation, Profile};
use super::units;
use crate::diag::{Finding, catalog, did_you_mean};
use crate::files::bundle;
use crate::files::{AUDIT_FILES, EntryKind, Files};
use crate::load::kinds::Kinds;
use crate::load::toml_text::{self, Placed};
use crate::load::workdays;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/audit/profiles");

/// All profiles by name.
pub struct Profiles(BTreeMap<String, Profile>);

/// An obligation and the name of its profile.
pub type Owed<'p> = (&'p str, &'p Obligation);

impl Profiles {
    pub fn read(files: &dyn Files, kinds: &Kinds, findings: &mut Vec<Finding>) -> Profiles {
        let mut texts: BTreeMap<String, (String, Vec<u8>)> = BTreeMap::new();
        for (name, bytes) in bundle::files(&BUILT_IN) {
            texts.insert(stem(name).to_owned(), (format!("src/audit/profiles/{name}"), bytes.to_vec()));
        }
        for entry in files.list(AUDIT_FILES).unwrap_or_default() {
            let path = entry.path.as_str();
            let is_own = entry.kind == EntryKind::File && path.ends_with(".toml") && entry.path.folder() == AUDIT_FILES;
            if let Some(bytes) =
                files.read(path).ok().filter(|_| is_own && ![workdays::FILE, units::FILE].contains(&path))
            {
                texts.insert(stem(entry.path.file_name()).to_owned(), (path.to_owned(), bytes));
            }
        }
        let profiles = texts.into_iter().filter_map(|(name, (file, bytes))| {
            let text = String::from_utf8_lossy(&bytes);
            match toml_text::read::<Profile>(&text) {
                Ok((profile, placed)) => Some((name, checked(profile, &placed, &file, kinds, findings))),
                Err(error) => {
                    findings.push(error.finding(&catalog::AUDIT_FILE, &file, &text));
                    None
                }
            }
        });
        let profiles = Profiles(profiles.collect());
        profiles.check_includes(findings);
        profiles
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.0.get(name)
    }

    /// Those that are law on a day.
    pub fn in_force(&self, day: Date) -> Vec<String> {
        let law = self.0.iter().filter(|(_, profile)| profile.law && profile.holds(day));
        law.map(|(name, _)| name.clone()).collect()
    }

    /// What a profile asks for on a day: its own obligations, then those of the profiles that it includes. An id counts once.
    pub fn owed(&self, name: &str, day: Date) -> Vec<Owed<'_>> {
        let mut found: Vec<Owed> = Vec::new();
        let mut open = vec![name];
        let mut seen = Vec::new();
        while let Some(name) = open.pop() {
            let Some((name, profile)) = self.0.get_key_value(name).filter(|(name, _)| !seen.contains(name)) else {
                continue;
            };
            seen.push(name);
            for obligation in profile.obligations.iter().filter(|obligation| obligation.holds(day)) {
                if found.iter().all(|(_, known)| known.id != obligation.id) {
                    found.push((name, obligation));
                }
            }
            open.extend(profile.includes.iter().rev().map(String::as_str));
        }
        found
    }

    /// Obligations that an index looks at, of all profiles that hold on a day.
    pub fn of_index(&self, index: &str, day: Date) -> Vec<Owed<'_>> {
        let holding = self.0.iter().filter(|(_, profile)| profile.holds(day));
        let all = holding.flat_map(|(name, profile)| profile.obligations.iter().map(move |it| (name.as_str(), it)));
        let mut found: Vec<Owed> = Vec::new();
        for (name, obligation) in all.filter(|(_, it)| it.holds(day) && it.indexes.iter().any(|own| own == index)) {
            if found.iter().all(|(_, known)| known.id != obligation.id) {
                found.push((name, obligation));
            }
        }
        found
    }

    /// Every id that some profile has.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> =
            self.0.values().flat_map(|profile| profile.obligations.iter().map(|it| it.id.as_str())).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Every index that some obligation serves.
    pub fn indexes(&self) -> Vec<&str> {
        let all = self.0.values().flat_map(|profile| &profile.obligations).flat_map(|it| &it.indexes);
        let mut indexes: Vec<&str> = all.map(String::as_str).collect();
        indexes.sort_unstable();
        indexes.dedup();
        indexes
    }

    fn check_includes(&self, findings: &mut Vec<Finding>) {
        let names: Vec<&str> = self.names().collect();
        for (name, profile) in &self.0 {
            for included in profile.includes.iter().filter(|included| !self.0.contains_key(*included)) {
                let finding = Finding::new(&catalog::AUDIT_NO_SUCH_FILE, format!("{AUDIT_FILES}/{name}.toml"));
                let finding = finding.with("name", name).with("included", included);
                findings.push(finding.with_words("near", did_you_mean(included, &names)));
            }
        }
    }
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".toml").unwrap_or(name)
}

/// The profile without obligations of an id that stands before, and with what is said of kinds and fields that there are none of.
fn checked(profile: Profile, placed: &Placed, file: &str, kinds: &Kinds, findings: &mut Vec<Finding>) -> Profile {
    let mut kept: Vec<Obligation> = Vec::new();
    let Profile { obligations, .. } = profile;
    for (index, obligation) in obligations.into_iter().enumerate() {
        let way = format!("obligation.{index}");
        if kept.iter().any(|known| known.id == obligation.id) {
            let at = placed.value(&format!("{way}.id"));
            findings.push(placed.finding(&catalog::AUDIT_TWICE, file, at).with("id", &obligation.id));
            continue;
        }
        findings.extend(unknown(&obligation, &way, kinds).map(|(way, value, next)| {
            let finding = placed.finding(&catalog::AUDIT_VALUE, file, placed.value(&way));
            let key = way.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or_default().to_owned();
            finding.with("key", key).with("value", value).with_words("next", next)
        }));
        kept.push(obligation);
    }
    Profile { obligations: kept, ..profile }
}

type Wrong = (String, String, (String, String));

/// Kinds, fields and choices that the portal does not have.
fn unknown<'o>(obligation: &'o Obligation, way: &'o str, kinds: &'o Kinds) -> impl Iterator<Item = Wrong> + 'o {
    let place = &obligation.place;
    let names: Vec<&str> = kinds.names().collect();
    let kind = place.kind.as_deref().and_then(|name| kinds.schema(name));
    let no_kind = place.kind.as_deref().filter(|_| kind.is_none());
    let no_kind = no_kind.map(|name| (format!("{way}.where.kind"), name.to_owned(), did_you_mean(name, &names)));
    let fields = kind.into_iter().flat_map(move |kind| {
        let known: Vec<&str> = kind.fields.iter().map(|field| field.name.as_str()).collect();
        let of_has = place.has.iter().enumerate().map(|(at, name)| (format!("{way}.where.has.{at}"), name));
        let of_with = place.with.keys().map(|name| (format!("{way}.where.with.{name}"), name));
        let named: Vec<_> = of_has.chain(of_with).filter(|(_, name)| !known.contains(&name.as_str())).collect();
        named.into_iter().map(move |(way, name)| (way, name.clone(), did_you_mean(name, &known)))
    });
    no_kind.into_iter().chain(fields)
}
