//! Turns earlier addresses with parameters, and those that look like a file of another type (`/bai.aspx`), into a table of
//! where they lead. No page can stand at such an address, so they are no outputs: servers that have rules are told of them,
//! and elsewhere the page for what is not found looks them up.

use std::collections::BTreeMap;

use crate::diag::{Finding, Span, catalog};
use crate::load::old_address::{OldAddress, Parameter, folded, has_all, parameters};
use crate::path::{SourcePath, UrlPath};

#[derive(Clone, Default, Debug)]
pub struct OldQueries {
    /// By path in small letters; of one path those with most parameters come first, so that the first that fits is the best.
    by_path: BTreeMap<String, Vec<OldQuery>>,
}

#[derive(Clone, Debug)]
pub struct OldQuery {
    pub from: OldAddress,
    pub to: UrlPath,
    /// In small letters and sorted.
    folded: Vec<Parameter>,
    source: SourcePath,
}

/// An earlier address, where it leads, and which page says so where.
pub type Claimed = (OldAddress, UrlPath, (SourcePath, Span));

impl OldQueries {
    /// Two pages that claim one address get no redirect from it, whoever comes first.
    pub fn of(all: Vec<Claimed>, findings: &mut Vec<Finding>) -> OldQueries {
        let mut by_key: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (from, to, source) in all {
            by_key.entry(from.key()).or_default().push((from, to, source));
        }
        let mut queries = OldQueries::default();
        for ((path, folded), claims) in by_key {
            let sources: BTreeMap<&SourcePath, Span> =
                claims.iter().rev().map(|(_, _, (source, span))| (source, *span)).collect();
            let mut others = sources.iter();
            if let (Some((first, _)), true) = (others.next(), sources.len() > 1) {
                findings.extend(others.map(|(other, span)| shared(&claims[0].0, other, first).at(*span)));
                continue;
            }
            if let Some((from, to, (source, _))) = claims.into_iter().next() {
                queries.by_path.entry(path).or_default().push(OldQuery { from, to, folded, source });
            }
        }
        for of_path in queries.by_path.values_mut() {
            of_path.sort_by(|a, b| b.folded.len().cmp(&a.folded.len()).then_with(|| a.folded.cmp(&b.folded)));
        }
        queries
    }

    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// Of each path, in small letters, those with most parameters first.
    pub fn by_path(&self) -> impl Iterator<Item = (&str, &[OldQuery])> {
        self.by_path.iter().map(|(path, all)| (path.as_str(), all.as_slice()))
    }

    /// Where an address leads, if it is one of these. `path`: on the portal, decoded.
    pub fn find(&self, path: &str, query: &str) -> Option<&UrlPath> {
        let of_path = self.by_path.get(&path.to_lowercase())?;
        let asked = folded(&parameters(query));
        of_path.iter().find(|old| has_all(&asked, &old.folded)).map(|old| &old.to)
    }
}

impl OldQuery {
    pub fn folded(&self) -> &[Parameter] {
        &self.folded
    }

    pub fn source(&self) -> &SourcePath {
        &self.source
    }
}

fn shared(from: &OldAddress, source: &SourcePath, other: &SourcePath) -> Finding {
    let finding = Finding::new(&catalog::ALIAS_SHARED, source.as_str()).with("url", shown(from));
    finding.with("other", other.as_str()).related(other.as_str())
}

/// As an editor would write it.
pub(super) fn shown(from: &OldAddress) -> String {
    let parameter = |(name, value): &Parameter| match value {
        Some(value) => format!("{name}={value}"),
        None => name.clone(),
    };
    if from.parameters.is_empty() {
        return from.path.clone();
    }
    format!("{}?{}", from.path, from.parameters.iter().map(parameter).collect::<Vec<_>>().join("&"))
}
