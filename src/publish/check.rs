//! What somebody did to a target by hand: turns what is there and what should be into what is missing, changed and foreign.

use std::collections::BTreeMap;

use super::remote::{Remote, Survey};
use super::state::{Online, State};
use super::trouble::Trouble;

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Checked {
    pub missing: Vec<String>,
    pub changed: Vec<String>,
    /// No publisher of ours put them there.
    pub foreign: Vec<String>,
    survey: BTreeMap<String, Survey>,
}

impl Checked {
    pub fn is_fine(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.foreign.is_empty()
    }

    /// What is online, so that a plan puts it right.
    pub fn settle(&self, online: &mut BTreeMap<String, Online>) {
        for path in &self.missing {
            online.remove(path);
        }
        for path in self.changed.iter().chain(&self.foreign) {
            let Survey { size, etag } =
                self.survey.get(path).cloned().unwrap_or(Survey { size: 0, etag: String::new() });
            online.insert(path.clone(), Online::unknown(size, etag));
        }
    }
}

pub fn check(remote: &dyn Remote, state: &State) -> Result<Checked, Trouble> {
    let survey = remote.survey()?;
    let mut checked = Checked::default();
    let mut unsure = Vec::new();
    for (path, file) in &state.files {
        match survey.get(path) {
            None => checked.missing.push(path.clone()),
            Some(found) if found.size != file.size => checked.changed.push(path.clone()),
            // What was copied there may have another ETag for the same bytes.
            Some(found) if found.etag != file.etag => unsure.push((path.as_str(), file)),
            Some(_) => {}
        }
    }
    let paths: Vec<&str> = unsure.iter().map(|(path, _)| *path).collect();
    let seen = if paths.is_empty() { BTreeMap::new() } else { remote.look(&paths)? };
    let is_ours = |path: &str, file: &Online| match seen.get(path) {
        Some(found) => found.as_ref().is_some_and(|found| found.key == file.key()),
        None => file.etag.is_empty(),
    };
    let changed = unsure.iter().filter(|(path, file)| !is_ours(path, file)).map(|(path, _)| (*path).to_owned());
    checked.changed.extend(changed);
    checked.changed.sort();
    checked.foreign = survey.keys().filter(|path| !state.files.contains_key(*path)).cloned().collect();
    checked.survey = survey;
    Ok(checked)
}
