//! Turns a portal into its addresses: those that it publishes, those that it published before, and whether one answers. Nothing is
//! rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::Input;
use super::portal::{Index, Portal};
use crate::check;
use crate::diag::{Finding, Severity};
use crate::files::Files;
use crate::load::base::Base;
use crate::load::document::Document;
use crate::load::ledger::{Entry, LEDGER, Ledger};
use crate::model::Site;
use crate::plan::{self, Plan};

pub struct Addresses {
    pub site: Arc<Site>,
    pub plan: Arc<Plan>,
    /// What was published before.
    pub ledger: Ledger,
    /// Every page that was read, drafts and all, but those made from rows of tables.
    pub documents: Vec<Arc<Document>>,
    pub findings: Vec<Finding>,
    /// Why the ledger is not known whole: lines that cannot be read. Whoever writes it then would lose them.
    pub unread: Vec<Finding>,
    /// The ledger as it was read; `None` where the portal keeps none.
    pub before: Option<Vec<u8>>,
}

/// `None` where nothing can be built.
pub fn addresses(input: &Input) -> io::Result<Option<Addresses>> {
    let before = match input.files.read(LEDGER) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        bytes => Some(bytes?),
    };
    let mut portal = Portal::load(input)?;
    let Some(round) = portal.plan(Index::OnDemand) else { return Ok(None) };
    let (site, plan) = (round.renderer.site.clone(), round.renderer.plan.clone());
    let files: &dyn Files = &**input.files;
    let mut unread = Vec::new();
    let ledger = super::ledger(files, &site.config, &mut unread)?;
    unread.retain(|finding| finding.severity() == Severity::Error);
    let read = portal.texts_read().into_iter().map(|text| text.document.clone());
    let is_made = |path: &str| portal.files.is_over(path) && !input.files.is_over(path);
    let documents = read.filter(|document| !is_made(document.source.as_str())).collect();
    let findings = std::mem::take(&mut portal.findings);
    let findings = portal.told_of(findings.into_iter().chain(round.findings));
    Ok(Some(Addresses { site, plan, ledger, documents, findings, unread, before }))
}

impl Addresses {
    pub fn base(&self) -> &Base {
        &self.site.config.base
    }

    /// What the portal publishes now and readers keep, sorted.
    pub fn published(&self) -> Vec<String> {
        plan::published(&self.plan)
    }

    /// Whether an address is there or leads on, or may again without an edit.
    pub fn answers(&self, address: &str) -> bool {
        check::answers(&self.site, &self.plan, address)
    }

    /// Lines of the ledger of which something is to be told.
    pub fn broken(&self) -> Vec<&Entry> {
        check::broken(&self.site, &self.plan, &self.ledger)
    }

    /// Paths of earlier addresses with parameters, in small letters, with the names of those.
    pub fn parameters(&self) -> BTreeMap<String, BTreeSet<String>> {
        let names = |old: &plan::OldQuery| old.folded().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let all = self.plan.old_queries.by_path();
        let all = all.map(|(path, all)| (path.to_owned(), all.iter().flat_map(names).collect::<BTreeSet<_>>()));
        all.filter(|(_, names)| !names.is_empty()).collect()
    }
}
