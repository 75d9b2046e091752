//! Turns the theme's folder into templates, labels and assets.
//!
//! The theme `portal` is embedded: a file in `themes/portal/` of the portal wins over the embedded file of the same
//! name, so a portal changes one component and keeps the rest. A theme of another name stands alone. Scripts that are
//! written in parts are joined (`parts`).

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use crate::diag::{Finding, catalog};
use crate::files::{self, Files, Hash};
use crate::load::decoded;
use crate::load::embedded;
use crate::load::home;
use crate::load::ids::ThemeIds;
use crate::load::parts;
use crate::load::share::{self, ShareDesign};
use crate::load::slips::conflict;
use crate::load::table_calls::TableCalls;
use crate::load::toml_text::{self, Placed};
use crate::load::unreadable::unreadable;
use crate::path::SourcePath;
use crate::tables;

pub struct Theme {
    /// Folder shown in messages: `themes/portal`.
    pub folder: String,
    /// By name below `templates/`.
    pub templates: BTreeMap<String, String>,
    /// Labels by language code.
    pub labels: BTreeMap<String, toml::Table>,
    /// By path below `assets/`.
    pub assets: BTreeMap<String, Asset>,
    /// What its pages call their parts.
    pub ids: Arc<ThemeIds>,
    /// The tables that its templates ask for.
    pub table_calls: TableCalls,
    /// How pictures are drawn that social networks show of pages without one, once `read_share` was asked for it.
    pub share: Option<ShareDesign>,
    /// The files of `share/`, by name in it.
    share_parts: BTreeMap<String, Vec<u8>>,
    /// Languages whose labels cannot be read, until others stand in for them.
    mistaken: Vec<String>,
}

pub struct Asset {
    pub bytes: Vec<u8>,
    pub hash: Hash,
    /// What a browser holds a script or style against before it uses it (Subresource Integrity, W3C).
    pub integrity: String,
    /// The path below the output folder; scripts and styles carry their hash, so that they can be cached for ever.
    pub output: String,
}

pub fn load(files: &dyn Files, name: &str, languages: &[String], findings: &mut Vec<Finding>) -> Theme {
    let folder = format!("themes/{name}");
    let mut layers: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (path, bytes) in embedded::theme().into_iter().filter(|_| name == embedded::THEME_NAME) {
        layers.insert(path.to_owned(), bytes.to_vec());
    }
    let listed = files.list(&folder).unwrap_or_else(|error| {
        findings.push(unreadable(&SourcePath::new(folder.as_str()), &error));
        Vec::new()
    });
    for entry in listed {
        let path = entry.path.as_str()[folder.len() + 1..].to_owned();
        // A portal does not go out in half of its theme: whoever calls this stops at such a finding.
        let read = match entry.kind {
            files::EntryKind::File => files.read(entry.path.as_str()),
            files::EntryKind::Closed => Err(std::io::ErrorKind::PermissionDenied.into()),
            _ => continue,
        };
        match read {
            Ok(bytes) => drop(layers.insert(path, bytes)),
            Err(error) => findings.push(unreadable(&entry.path, &error)),
        }
    }
    parts::join(&mut layers, &folder, findings);
    let (templates, labels, assets) = Default::default();
    let (ids, table_calls, mistaken) = Default::default();
    let (share, share_parts) = Default::default();
    let mut theme = Theme { folder, templates, labels, assets, ids, table_calls, share, share_parts, mistaken };
    let mut placed = BTreeMap::new();
    for (path, bytes) in layers {
        theme.add(&path, bytes, &mut placed, findings);
    }
    theme.stand_in(languages, findings);
    theme.check_labels(languages, &placed, findings);
    theme.ids = Arc::new(theme.written_ids());
    theme.table_calls = TableCalls::of(theme.templates.values());
    theme
}

/// The themes that a portal may name: the embedded one and the folders of `themes/`.
pub fn names(files: &dyn Files) -> Vec<String> {
    let listed = files.list("themes").unwrap_or_default();
    let own = listed.iter().filter_map(|entry| entry.path.as_str().split('/').nth(1).map(str::to_owned));
    let all: std::collections::BTreeSet<String> = own.chain([embedded::THEME_NAME.to_owned()]).collect();
    all.into_iter().collect()
}

/// Of the ids that the files of themes bring with them: they decide what headings are called. What the program carries is
/// told by the program.
pub fn ids_of_files(files: &dyn Files) -> Hash {
    let mut said = String::new();
    for entry in files.list("themes").unwrap_or_default() {
        let path = entry.path.as_str();
        let is_list = path.ends_with(parts::LIST);
        if entry.kind == files::EntryKind::File && (path.contains("/templates/") || path.ends_with(".js") || is_list) {
            let mut ids = ThemeIds::default();
            let text = files.read(path).unwrap_or_default();
            ids.read(&String::from_utf8_lossy(&text));
            said.push_str(path);
            ids.all().for_each(|id| said.extend([" ", id]));
            // A list decides which scripts count.
            said.push_str(if is_list { std::str::from_utf8(&text).unwrap_or_default() } else { "" });
            said.push('\n');
        }
    }
    files::hash(said.as_bytes())
}

/// The folders of a theme that are read.
pub const PARTS: [&str; 4] = ["templates", "assets", "i18n", "share"];

impl Theme {
    /// Reads the design of pictures for social networks, which only portals need that have them drawn.
    pub fn read_share(&mut self, findings: &mut Vec<Finding>) {
        self.share = share::read(&self.folder, &std::mem::take(&mut self.share_parts), findings);
    }

    fn written_ids(&self) -> ThemeIds {
        let mut ids = ThemeIds::default();
        home::names().for_each(|name| ids.add(name));
        // The bar of previews, which is put into every page of any theme.
        ids.add("cong-bar");
        self.templates.values().for_each(|text| ids.read(text));
        for (_, asset) in self.assets.iter().filter(|(name, _)| name.ends_with(".js")) {
            ids.read(&String::from_utf8_lossy(&asset.bytes));
        }
        ids
    }

    /// `placed`: where the labels of each language stand.
    fn add(&mut self, path: &str, bytes: Vec<u8>, placed: &mut BTreeMap<String, Placed>, findings: &mut Vec<Finding>) {
        let is_text = matches!(&*tables::extension(path), "html" | "css" | "js" | "svg" | "xml" | "txt" | "json");
        if is_text
            && conflict::is_unmerged(&format!("{}/{path}", self.folder), &String::from_utf8_lossy(&bytes), findings)
        {
            return;
        }
        if let Some(name) = path.strip_prefix("templates/") {
            self.templates.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        } else if let Some(name) = path.strip_prefix(share::FOLDER) {
            self.share_parts.insert(name.to_owned(), bytes);
        } else if let Some(name) = path.strip_prefix("assets/") {
            let hash = files::hash(&bytes);
            let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes)));
            self.assets.insert(name.to_owned(), Asset { output: asset_output(name, &hash), bytes, hash, integrity });
        } else if let Some(language) = path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let file = format!("{}/{path}", self.folder);
            if !decoded::toml_is_clean(&file, &text, findings) {
                self.mistaken.push(language.to_owned());
                return;
            }
            match toml_text::read::<toml::Table>(&text) {
                Ok((labels, places)) => {
                    let wrong = label_keys(&labels, "").into_iter().filter(|(_, is_text)| !is_text);
                    let finding = |(key, _): (String, bool)| {
                        places.finding(&catalog::LABEL_TYPE, &file, places.value(&key)).with("key", key)
                    };
                    findings.extend(wrong.map(finding));
                    self.labels.insert(language.to_owned(), labels);
                    placed.insert(language.to_owned(), places);
                }
                Err(error) => {
                    findings.push(error.finding(&catalog::CONFIG_SYNTAX, &file, &text));
                    self.mistaken.push(language.to_owned());
                }
            }
        }
    }

    /// Labels for the languages whose own cannot be read: those that the program carries, else those of another language.
    fn stand_in(&mut self, languages: &[String], findings: &mut Vec<Finding>) {
        for language in std::mem::take(&mut self.mistaken) {
            let path = format!("i18n/{language}.toml");
            let built_in = || embedded::theme().into_iter().find(|(known, _)| *known == path);
            let is_embedded = self.folder.strip_prefix("themes/") == Some(embedded::THEME_NAME);
            let built_in = is_embedded.then(built_in).flatten();
            let built_in = built_in.and_then(|(_, bytes)| toml_text::read(&String::from_utf8_lossy(bytes)).ok());
            let other = || languages.iter().find_map(|other| self.labels.get_key_value(other));
            let both = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
            let (labels, instead) = match (built_in, other()) {
                (Some((labels, _)), _) => {
                    (labels, both("nhãn có sẵn của chương trình", "the labels that the program carries"))
                }
                (None, Some((other, labels))) => {
                    (labels.clone(), (format!("nhãn của ngôn ngữ “{other}”"), format!("the labels of “{other}”")))
                }
                (None, None) => continue,
            };
            let finding = Finding::new(&catalog::LABELS_STAND_IN, format!("{}/{path}", self.folder));
            findings.push(finding.with("language", &language).with_words("instead", instead));
            self.labels.insert(language, labels);
        }
    }

    /// Every label of one language exists in all others: an untranslated label is an error, not a gap on the page.
    fn check_labels(&mut self, languages: &[String], placed: &BTreeMap<String, Placed>, findings: &mut Vec<Finding>) {
        let keys: BTreeMap<&String, Vec<String>> =
            self.labels.iter().map(|(language, table)| (language, keys_of(table))).collect();
        for language in languages {
            let own = keys.get(language).map_or(&[][..], Vec::as_slice);
            let missing = keys.iter().flat_map(|(other, theirs)| theirs.iter().map(move |key| (other, key)));
            let mut seen = std::collections::BTreeSet::new();
            for (other, key) in missing.filter(|(other, key)| *other != &language && !own.contains(key)) {
                if seen.insert(key) {
                    let file = format!("{}/i18n/{language}.toml", self.folder);
                    // At the name of the table that it belongs in, where there is one.
                    let table = placed.get(language).map(|own| (own, own.key(key))).filter(|(_, at)| !at.is_empty());
                    let finding = match table {
                        Some((own, at)) => own.finding(&catalog::LABEL_MISSING, &file, at),
                        None => Finding::new(&catalog::LABEL_MISSING, file),
                    };
                    findings.push(finding.with("key", key).with("other", format!("{other}.toml")));
                }
            }
        }
    }
}

fn keys_of(table: &toml::Table) -> Vec<String> {
    label_keys(table, "").into_iter().map(|(key, _)| key).collect()
}

/// The ways to all labels, and whether each is a text.
fn label_keys(table: &toml::Table, prefix: &str) -> Vec<(String, bool)> {
    let keys = table.iter().flat_map(|(key, value)| match value {
        toml::Value::Table(inner) => label_keys(inner, &format!("{prefix}{key}.")),
        _ => vec![(format!("{prefix}{key}"), value.is_str())],
    });
    keys.collect()
}

fn asset_output(name: &str, hash: &Hash) -> String {
    match (tables::extension(name).as_str(), name.rsplit_once('.')) {
        ("css" | "js", Some((stem, extension))) => format!("assets/{stem}.{}.{extension}", &hash.to_hex()[..10]),
        // Programs ask for it here without being told.
        _ if name == "favicon.ico" => name.to_owned(),
        _ => format!("assets/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    fn portal(files: &[(&str, &str)]) -> Memory {
        let mut portal = Memory::new();
        files.iter().for_each(|(path, text)| portal.put(path, text.as_bytes()));
        portal
    }

    #[test]
    fn a_theme_of_its_own_may_have_a_script_in_parts() {
        let files = portal(&[
            ("themes/rieng/assets/a.js.parts", "parts/one.js\nparts/two.js\n"),
            ("themes/rieng/assets/parts/one.js", "export const one = 1;\n"),
            ("themes/rieng/assets/parts/two.js", "import { one } from \"./one.js\";\nalert(one);\n"),
        ]);
        let theme = load(&files, "rieng", &[], &mut Vec::new());
        assert_eq!(theme.assets.keys().collect::<Vec<_>>(), ["a.js"]);
        assert_eq!(theme.assets["a.js"].bytes, b"export const one = 1;\nalert(one);\n");
        assert!(theme.assets["a.js"].output.starts_with("assets/a."));
    }

    #[test]
    fn a_portal_replaces_one_part_of_the_search_or_the_whole_script() {
        let search = |path: &str| {
            let theme = load(&portal(&[(path, "own();\n")]), "portal", &[], &mut Vec::new());
            String::from_utf8(theme.assets["search.js"].bytes.clone()).unwrap()
        };
        let one = search("themes/portal/assets/search/text.js");
        assert!(one.starts_with("own();\n") && one.contains("export function createSearch"));
        assert_eq!(search("themes/portal/assets/search.js"), "own();\n");
    }

    #[test]
    fn a_list_of_parts_is_among_what_decides_the_ids_of_a_theme() {
        let ids = |list: &str| {
            let script = ("themes/portal/assets/b.js", "element.id = \"muc-luc\";");
            ids_of_files(&portal(&[("themes/portal/assets/a.js.parts", list), script]))
        };
        assert_ne!(ids("b.js\n"), ids(""), "a script that is no part of anything has no say");
    }
}
