//! Turns `content/_report/topics.toml` into the topics under which a report counts items, and says to which of them an item belongs. A
//! topic of the report is no section of a menu: an item may belong to several, or to none.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::diag::{Finding, catalog, did_you_mean};
use crate::files::{Files, REPORT_FILES};
use crate::load::discover::CONTENT;
use crate::load::localized::Localized;
use crate::load::toml_text::{self, Placed};
use crate::model::{PageView, Site};
use crate::path::SourcePath;

/// The key of front matter that names topics.
pub const KEY: &str = "report_topics";

/// What belongs to a topic by itself: whatever fits one of the lists. Beside it stands what names the topic in its front matter.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub id: String,
    pub name: Localized,
    /// Folders below `content/`, with what is below them.
    #[serde(default)]
    pub sections: Vec<String>,
    /// Terms of `[[topics]]` and `[[fields]]` of `site.toml`.
    #[serde(default)]
    pub topics: Vec<String>,
    #[serde(default)]
    pub fields: Vec<String>,
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Codes.
    #[serde(default)]
    pub languages: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct TopicsFile {
    #[serde(rename = "topic")]
    topics: Vec<Topic>,
}

#[derive(Default)]
pub struct Topics(pub Vec<Topic>);

pub fn path() -> String {
    format!("{REPORT_FILES}/topics.toml")
}

impl Topics {
    pub fn read(files: &dyn Files, site: &Site, findings: &mut Vec<Finding>) -> Topics {
        let file = path();
        let Ok(bytes) = files.read(&file) else { return Topics::default() };
        let text = String::from_utf8_lossy(&bytes);
        match toml_text::read::<TopicsFile>(&text) {
            Ok((read, placed)) => {
                check(&read.topics, &placed, site, findings);
                let mut seen = BTreeSet::new();
                Topics(read.topics.into_iter().filter(|topic| seen.insert(topic.id.clone())).collect())
            }
            Err(error) => {
                findings.push(error.finding(&catalog::REPORT_FILE, &file, &text));
                Topics::default()
            }
        }
    }

    pub fn ids(&self) -> Vec<&str> {
        self.0.iter().map(|topic| topic.id.as_str()).collect()
    }

    /// Names of topics in front matter that there are none of.
    pub fn unknown(&self, page: &PageView) -> Option<Finding> {
        let ids = self.ids();
        let named = page.texts(KEY);
        let unknown = named.iter().find(|name| !ids.contains(name))?;
        let document = page.document();
        let finding = Finding::new(&catalog::REPORT_TOPIC, document.source.as_str());
        let finding = finding.at(document.place_of(page.kind(), KEY)).with("topic", *unknown);
        Some(finding.with_words("near", did_you_mean(unknown, &ids)))
    }
}

impl Topic {
    pub fn has(&self, page: &PageView) -> bool {
        let home = page.document().home.strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
        let is_below = |folder: &String| {
            let folder = folder.trim_matches('/');
            home.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_of = |field: &str, terms: &[String]| {
            let own = page.texts(field);
            terms.iter().any(|term| own.contains(&term.as_str()))
        };
        is_of(KEY, std::slice::from_ref(&self.id))
            || self.sections.iter().any(is_below)
            || is_of("topics", &self.topics)
            || is_of("fields", &self.fields)
            || self.kinds.iter().any(|kind| *kind == page.kind().name)
            || self.languages.iter().any(|code| code == page.language())
    }
}

/// Tells what a topic names and the portal does not have.
fn check(topics: &[Topic], placed: &Placed, site: &Site, findings: &mut Vec<Finding>) {
    let config = &site.config;
    let kinds: Vec<&str> = site.kinds.names().collect();
    let languages: Vec<&str> = config.languages.iter().map(String::as_str).collect();
    let of_site = |terms: &'_ [crate::load::config::Term]| terms.iter().map(|term| term.id.clone()).collect::<Vec<_>>();
    let (terms, fields) = (of_site(&config.topics), of_site(&config.fields));
    let folders: Vec<&str> = site.sections().filter_map(|id| site.page(id).folder()).collect();
    let (terms, fields): (Vec<&str>, Vec<&str>) =
        (terms.iter().map(String::as_str).collect(), fields.iter().map(String::as_str).collect());
    let mut wrong = |way: &str, value: &str, next: (String, String)| {
        let finding = placed.finding(&catalog::REPORT_VALUE, &path(), placed.value(way));
        findings.push(finding.with("key", way).with("value", value).with_words("next", next));
    };
    for (at, topic) in topics.iter().enumerate() {
        if topics[..at].iter().any(|other| other.id == topic.id) {
            let next = (
                "Mỗi nhóm một id; chỉ nhóm đứng trước được dùng.",
                "Give each topic its own id; the first one is used.",
            );
            wrong(&format!("topic.{at}.id"), &topic.id, (next.0.to_owned(), next.1.to_owned()));
        }
        for (key, own, known) in [
            ("kinds", &topic.kinds, &kinds),
            ("languages", &topic.languages, &languages),
            ("topics", &topic.topics, &terms),
            ("fields", &topic.fields, &fields),
        ] {
            for (index, value) in own.iter().enumerate().filter(|(_, value)| !known.contains(&value.as_str())) {
                wrong(&format!("topic.{at}.{key}.{index}"), value, did_you_mean(value, known));
            }
        }
        for (index, folder) in topic.sections.iter().enumerate() {
            let plain = folder.trim_matches('/');
            let is_hidden = || site.is_hidden(&SourcePath::new(format!("{CONTENT}/{plain}/_index.md")));
            if !folders.contains(&plain) && !is_hidden() {
                wrong(&format!("topic.{at}.sections.{index}"), folder, did_you_mean(plain, &folders));
            }
        }
    }
}
