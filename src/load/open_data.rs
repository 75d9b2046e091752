//! What an open data set is published under and how often it is renewed: turns the words of a page and of `[open_data]` in
//! `site.toml` into a licence with an address, and a rhythm into what it means.

use std::borrow::Cow;

use serde::Deserialize;

use super::toml_text::Placed;
use crate::diag::{Finding, catalog, did_you_mean};

/// The group of front matter that makes a page's tables a data set.
pub const DATA_SET: &str = "dataset";

/// What holds of every data set that says nothing else.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpenData {
    pub license: Option<String>,
}

/// Licences that go by a short name.
struct Known {
    id: &'static str,
    name: &'static str,
    url: &'static str,
}

/// Those of <https://opendefinition.org/licenses/> that are for data and recommended, and the one with share-alike.
const LICENSES: [Known; 6] = [
    Known { id: "cc-by-4.0", name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
    Known { id: "cc-by-sa-4.0", name: "CC BY-SA 4.0", url: "https://creativecommons.org/licenses/by-sa/4.0/" },
    Known { id: "cc0-1.0", name: "CC0 1.0", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
    Known { id: "odc-by-1.0", name: "ODC-By 1.0", url: "https://opendatacommons.org/licenses/by/1-0/" },
    Known { id: "odbl-1.0", name: "ODbL 1.0", url: "https://opendatacommons.org/licenses/odbl/1-0/" },
    Known { id: "pddl-1.0", name: "PDDL 1.0", url: "https://opendatacommons.org/licenses/pddl/1-0/" },
];

/// A licence as readers see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct License<'t> {
    /// `None` for the portal's own conditions.
    pub name: Option<Cow<'t, str>>,
    /// Whole, or an address of the portal that begins with `/`.
    pub url: &'t str,
}

/// A licence by its short name, its address, or the address of a page of the portal (`/chinh-sach/…/`); else `None`.
pub fn license(text: &str) -> Option<License<'_>> {
    let known = LICENSES.iter().find(|known| known.id.eq_ignore_ascii_case(text) || known.url == text);
    if let Some(known) = known {
        return Some(License { name: Some(Cow::Borrowed(known.name)), url: known.url });
    }
    let is_plain = !text.contains(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '<' | '>' | '\\'));
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).filter(|rest| !rest.is_empty());
    match rest {
        Some(rest) if is_plain => Some(License { name: Some(Cow::Borrowed(rest.trim_end_matches('/'))), url: text }),
        None if is_plain && text.starts_with('/') && !text.starts_with("//") => Some(License { name: None, url: text }),
        _ => None,
    }
}

/// What to type in place of what is no licence.
pub fn wanted(text: &str) -> (String, String) {
    let ids: Vec<&str> = LICENSES.iter().map(|known| known.id).collect();
    let (vi, en) = did_you_mean(text, &ids);
    (
        format!("{vi} Hoặc ghi địa chỉ https:// của giấy phép."),
        format!("{en} Or write the https:// address of a licence."),
    )
}

/// How often data are renewed.
pub struct Rhythm {
    /// As in the field `frequency`.
    pub id: &'static str,
    /// In the vocabulary of the EU, which DCAT-AP 3 asks for: the last part of
    /// `http://publications.europa.eu/resource/authority/frequency/…`.
    pub code: &'static str,
    /// The longest that may pass between two changes, in months and days; `None` where nothing is promised.
    pub every: Option<(i32, i32)>,
}

const fn rhythm(id: &'static str, code: &'static str, every: Option<(i32, i32)>) -> Rhythm {
    Rhythm { id, code, every }
}

pub const RHYTHMS: [Rhythm; 10] = [
    rhythm("daily", "DAILY", Some((0, 1))),
    rhythm("weekly", "WEEKLY", Some((0, 7))),
    rhythm("monthly", "MONTHLY", Some((1, 0))),
    rhythm("quarterly", "QUARTERLY", Some((3, 0))),
    rhythm("half-yearly", "ANNUAL_2", Some((6, 0))),
    rhythm("annual", "ANNUAL", Some((12, 0))),
    rhythm("biennial", "BIENNIAL", Some((24, 0))),
    rhythm("five-yearly", "QUINQUENNIAL", Some((60, 0))),
    rhythm("irregular", "IRREG", None),
    rhythm("never", "NEVER", None),
];

impl OpenData {
    pub fn check(&self, file: &str, placed: &Placed, findings: &mut Vec<Finding>) {
        let OpenData { license: own } = self;
        if let Some(text) = own.as_deref().filter(|text| license(text).is_none()) {
            let way = "open_data.license";
            let finding = placed.finding(&catalog::CONFIG_VALUE, file, placed.value(way)).with("key", way);
            findings.push(finding.with("value", text).with_words("expected", wanted(text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;
    use crate::load::kinds::Kinds;

    #[test]
    fn a_licence_is_a_short_name_or_an_address() {
        let url = |text| license(text).map(|license| license.url.to_owned());
        assert_eq!(url("CC-BY-4.0").as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
        assert_eq!(license("https://creativecommons.org/licenses/by/4.0/").unwrap().name.unwrap(), "CC BY 4.0");
        assert_eq!(license("/chinh-sach/dieu-khoan/").unwrap().name, None);
        assert_eq!(license("https://tinh.example/giay-phep/").unwrap().name.unwrap(), "tinh.example/giay-phep");
        for text in ["", "cc", "javascript:alert(1)", "//x.example/", "https://", "https://a.example/\" x", "CC BY 4.0"]
        {
            assert_eq!(license(text), None, "{text}");
        }
    }

    #[test]
    fn every_rhythm_that_a_page_may_name_is_known() {
        let kinds = Kinds::load(&Memory::new(), &mut Vec::new());
        let kind = kinds.schema("statistics").unwrap();
        let group = kind.field(kind.data_set.unwrap());
        let frequency = group.fields.iter().find(|field| field.name == "frequency").unwrap();
        let named: Vec<&str> = frequency.options.iter().map(|option| option.id.as_str()).collect();
        assert_eq!(named, RHYTHMS.map(|rhythm| rhythm.id));
    }
}
