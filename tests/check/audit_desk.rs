//! Audits a tiny portal in memory: turns a site into the rows and lists of its report.

use std::sync::Arc;

use cong::audit::profiles::Profiles;
use cong::audit::report::{Entry, Report, Row, State};
use cong::audit::{self, Audited, Unknown, Wanted};
use cong::cache::Cache;
use cong::diag::Finding;
use cong::files::{Disk, Files, Memory};
use cong::pipeline::{self, Input, Options, Silent};

use crate::site_builder::{Site, moment};

pub struct Told {
    pub report: Report,
    /// About the data of the audit.
    pub findings: Vec<Finding>,
}

/// The audit of a portal as of noon of a day; `profiles`: none for those that are law.
pub fn audit(site: Site, day: &str, profiles: &[&str]) -> Told {
    let names = profiles.iter().map(|name| (*name).to_owned()).collect();
    told(site.files(), day, &Wanted::Profiles(names)).unwrap()
}

pub fn told(files: Memory, day: &str, wanted: &Wanted) -> Result<Told, Unknown> {
    let at = moment(&format!("{day} 12:00"));
    let files: Arc<dyn Files> = Arc::new(files);
    let options = Options { at, show_all: false, preview: true, foreign: false };
    let input = Input { files: &files, options, cache: &Cache::default(), progress: &Silent };
    let prepared = pipeline::prepare(&input).unwrap();
    let renderer = prepared.renderer.unwrap_or_else(|| panic!("{:?}", prepared.findings));
    let mut findings = Vec::new();
    let profiles = Profiles::read(&*files, &renderer.site.kinds, &mut findings);
    let audited =
        Audited { site: &renderer.site, theme: &renderer.theme, files: &*files, findings: &prepared.findings, at };
    audit::audit(audited, &profiles, wanted, &mut findings).map(|report| Told { report, findings })
}

/// A portal with one obligation of its own, in a profile `thu`: what stands in the table of the obligation.
pub fn with_obligation(site: Site, obligation: &str) -> Site {
    let head = "name = \"Thử\"\n\n[[obligation]]\nid = \"mot\"\ntitle = \"Một nghĩa vụ\"\narticle = \"Điều 1\"\nsource = \"đã đọc\"\n";
    let evidence = if obligation.contains("evidence =") { "" } else { "evidence = \"verified\"\n" };
    site.file("content/_audit/thu.toml", &format!("{head}{evidence}{obligation}\n"))
}

/// What becomes of that obligation: its state, and what is wanting in Vietnamese.
pub fn one(site: Site, day: &str, obligation: &str) -> (State, String) {
    let told = audit(with_obligation(site, obligation), day, &["thu"]);
    assert_eq!(codes(&told), Vec::<&str>::new());
    let row = told.row("mot");
    let wants: Vec<&str> = row.shortfalls.iter().map(|shortfall| shortfall.what.0.as_str()).collect();
    (row.state, wants.join("; "))
}

pub fn codes(told: &Told) -> Vec<&'static str> {
    told.findings.iter().map(|finding| finding.message.code).filter(|code| *code != "K25").collect()
}

impl Told {
    pub fn row(&self, id: &str) -> &Row {
        self.report.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("there is no row {id}"))
    }

    /// Ids of the rows in a state.
    pub fn ids(&self, state: State) -> Vec<&str> {
        self.report.rows.iter().filter(|row| row.state == state).map(|row| row.id.as_str()).collect()
    }

    /// The entries of a list; none where it is not shown.
    pub fn entries(&self, id: &str) -> &[Entry] {
        self.report.listings.iter().find(|listing| listing.id == id).map_or(&[], |listing| &listing.entries)
    }

    /// Of those that are late: file and what is said of it.
    pub fn late(&self, id: &str) -> Vec<(&str, &str)> {
        let late = self.entries(id).iter().filter(|entry| entry.late);
        late.map(|entry| (entry.file.as_str(), entry.what.0.as_str())).collect()
    }
}

/// The sample portal.
pub fn sample() -> Memory {
    let disk = Disk::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample"));
    let mut files = Memory::new();
    for entry in disk.list("").unwrap() {
        files.put(entry.path.as_str(), disk.read(entry.path.as_str()).unwrap());
    }
    files
}
