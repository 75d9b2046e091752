//! Turns `site.toml` into a `Config`, and what is wrong with it into findings.
//!
//! A mistake is a finding with line and column; a portal whose configuration cannot be read is not built.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::above::Above;
use super::base::Base;
use super::config::{Config, SITE};
use super::config_values::{self, ValueError};
use super::decoded;
use super::exact;
use super::home;
use super::slips::conflict;
use super::toml_text;
use super::{publish_checks, publish_secrets};
use crate::diag::{Finding, catalog, did_you_mean};

/// Reads the text of `site.toml`; `None` when there is an error among the findings.
pub fn read(file: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Config> {
    read_over(file, text, None, findings)
}

/// The same of a portal of a workspace, which takes from the settings `above` what its own lack.
pub fn read_over(file: &str, text: &str, above: Option<&Above>, findings: &mut Vec<Finding>) -> Option<Config> {
    if conflict::is_unmerged(file, text, findings) || publish_secrets::are_there(file, text, findings) {
        return None;
    }
    if above.is_some_and(|above| !is_clean(above, findings)) {
        return None;
    }
    let read = above.map_or_else(|| toml_text::read(text), |above| toml_text::read_over(text, above));
    let mut config: Config = match read {
        Ok((config, placed)) => Config { placed, ..config },
        Err(error) => {
            findings.push(error.finding(&catalog::CONFIG_SYNTAX, file, text));
            return None;
        }
    };
    if !decoded::toml_is_clean(file, text, findings) {
        return None;
    }
    config.base_url.truncate(config.base_url.trim_end_matches('/').len());
    exact::keep_digits(text, "extra", &mut config.extra);
    let before = findings.len();
    check_base(&mut config, findings);
    check(&mut config, findings);
    check_forms(&config, findings);
    config.security.check(file, &config.placed, findings);
    check_home(&config, findings);
    config.pictures.check(file, &config.placed, findings);
    config.workspace.check(file, &config.placed, findings);
    if above.is_some() && config.workspace.is_one() {
        findings.push(config.at_key(&catalog::WORKSPACE_INSIDE, "workspace"));
    }
    config.open_data.check(file, &config.placed, findings);
    config.figures.check(file, &config.placed, findings);
    config.workflow.check(file, &config.placed, findings);
    publish_checks::check(file, &config.publish, &config.placed, findings);
    let is_right = findings.len() == before;
    config.check.check(file, &config.placed, findings);
    is_right.then_some(config)
}

/// Whether settings may be read at all.
fn is_clean(above: &Above, findings: &mut Vec<Finding>) -> bool {
    !conflict::is_unmerged(above.file, above.text, findings) && decoded::toml_is_clean(above.file, above.text, findings)
}

fn check_base(config: &mut Config, findings: &mut Vec<Finding>) {
    match Base::parse(&config.base_url) {
        Ok(base) => config.base = base,
        Err((vi, en)) => {
            let finding = config.at(&catalog::CONFIG_VALUE, "base_url").with("key", "base_url");
            let finding = finding.with("value", &config.base_url);
            findings.push(finding.with_words("expected", (vi.to_owned(), en.to_owned())));
        }
    }
}

fn check(config: &mut Config, findings: &mut Vec<Finding>) {
    let mut wrong = |path: &str, value: &str, expected: &str| {
        let finding = config.at(&catalog::CONFIG_VALUE, path).with("key", path);
        findings.push(finding.with("value", value).with("expected", expected));
    };
    let zone = TimeZone::get(&config.timezone);
    if zone.is_err() {
        wrong("timezone", &config.timezone, "timezone = \"Asia/Ho_Chi_Minh\"");
    }
    let once = |(index, language): (usize, &String)| !config.languages[..index].contains(language);
    if config.languages.is_empty() || !config.languages.iter().enumerate().all(once) {
        wrong("languages", &config.languages.join(", "), "languages = [\"vi\", \"en\"]");
    }
    if config.outputs.per_page == 0 {
        wrong("outputs.per_page", "0", "≥ 1");
    }
    if !config.title.has(config.default_language()) {
        wrong("title", "", &format!("title = {{ {} = \"…\" }}", config.default_language()));
    }
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if config.theme.is_empty() || !config.theme.bytes().all(in_name) {
        wrong("theme", &config.theme, "theme = \"portal\"");
    }
    config.zone = zone.ok();
    findings.extend(config_values::errors(config).into_iter().map(|error| value_finding(config, error)));
}

/// Folders that rules are set for must hold pages. `folders`: those that do.
pub fn check_folders<'f>(config: &Config, folders: impl Iterator<Item = &'f str>) -> Vec<Finding> {
    if !config.check.names_folders() {
        return Vec::new();
    }
    let folders: BTreeSet<&str> = folders.collect();
    config.check.unknown_folders(SITE, &config.placed, &Vec::from_iter(folders))
}

/// Folders and kinds that `[workflow]` names must exist. `folders`: those that hold pages.
pub fn check_workflow<'f>(config: &Config, kinds: &[&str], folders: impl Iterator<Item = &'f str>) -> Vec<Finding> {
    let mut findings = config.history.unknown(SITE, &config.placed, kinds);
    if config.workflow.is_on() {
        let folders: BTreeSet<&str> = folders.collect();
        findings.extend(config.workflow.unknown(SITE, &config.placed, kinds, &Vec::from_iter(folders)));
    }
    findings
}

/// Pages that `[search.best]` names must exist. `sources`: all there are.
pub fn check_best<'s>(config: &Config, sources: impl Iterator<Item = &'s str> + Clone) -> Vec<Finding> {
    let unknown = config.search.best.iter().filter(|(_, page)| {
        let path = format!("content/{page}");
        !sources.clone().any(|source| source == path)
    });
    let finding = |(query, page): (&String, &String)| {
        let names: Vec<&str> = sources.clone().filter_map(|source| source.strip_prefix("content/")).collect();
        let finding = config.at(&catalog::BEST_PAGE, &format!("search.best.{query}"));
        finding.with("query", query).with("page", page).with_words("near", did_you_mean(page, &names))
    };
    unknown.map(finding).collect()
}

/// Kinds that `site.toml` names must exist.
pub fn check_kinds(config: &Config, kinds: &[&str], findings: &mut Vec<Finding>) {
    let unknown = config_values::unknown_kinds(config, kinds);
    findings.extend(unknown.into_iter().map(|error| value_finding(config, error)));
}

fn value_finding(config: &Config, error: ValueError) -> Finding {
    match error {
        ValueError::Value { path, value, wanted } => {
            let finding = config.at(&catalog::CONFIG_VALUE, &path).with_words("key", config_values::named(&path));
            finding.with("value", value).with_words("expected", wanted)
        }
        ValueError::Text { path, code, value, wanted } => {
            let finding = config.at(&catalog::CONFIG_VALUE, &format!("{path}.{code}"));
            let finding = finding.with_words("key", config_values::named(&path));
            finding.with("value", value).with_words("expected", wanted)
        }
        ValueError::Missing { path, key } => config.at_key(&catalog::CONFIG_MISSING, &path).with("key", key),
        ValueError::Twice { path, first, id, table } => {
            let first = config.placed.span(config.placed.value(&first));
            let finding = config.at(&catalog::DUPLICATE_ID, &path).with("id", id).with("table", table);
            finding.with("line", first.line.to_string())
        }
    }
}

fn check_forms(config: &Config, findings: &mut Vec<Finding>) {
    for error in config.forms.errors() {
        let (vi, en) = error.wanted;
        let finding = config.finding(&catalog::CONFIG_VALUE, &error.at).with("key", error.key);
        findings.push(finding.with("value", error.value).with_words("expected", (vi.to_owned(), en.to_owned())));
    }
    if config.forms.any() && config.forms.policy.is_none() {
        findings.push(config.at_key(&catalog::CONFIG_MISSING, "forms").with("key", "forms.policy"));
    }
}

fn check_home(config: &Config, findings: &mut Vec<Finding>) {
    let errors = config.home.iter().flat_map(|entry| entry.errors(|menu| config.menus.contains_key(menu)));
    findings.extend(errors.map(|error| match error {
        home::BlockError::Value { key, value, at, wanted } => {
            let finding = config.finding(&catalog::CONFIG_VALUE, &at).with("key", key);
            finding.with("value", value).with_words("expected", wanted)
        }
        home::BlockError::Missing { key, at } => config.finding(&catalog::CONFIG_MISSING, &at).with("key", key),
        home::BlockError::Unused { key, block, at } => {
            config.finding(&catalog::HOME_UNUSED, &at).with("key", key).with("block", block)
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    const OWNER: &str = "[owner]\nname = \"UBND\"\nresponsible = \"Trưởng ban\"\naddress = \"a\"\nphone = \"1022\"\nemail = \"a@b.vn\"\n";

    fn parse(text: &str) -> (Option<Config>, Vec<Finding>) {
        let mut findings = Vec::new();
        (read("site.toml", text, &mut findings), findings)
    }

    #[test]
    fn a_missing_owner_names_the_key() {
        let (config, findings) = parse("base_url = \"https://a.vn\"\ntitle = \"Cổng\"\n");
        assert!(config.is_none());
        assert!(findings[0].text("vi").contains("owner"), "{}", findings[0].text("vi"));
    }

    #[test]
    fn a_wrong_value_points_at_its_line() {
        let (config, findings) = parse(&format!("title = \"Cổng\"\nbase_url = \"cong.vn\"\n{OWNER}"));
        assert!(config.is_none());
        assert_eq!(findings[0].span, Some(Span::new(2, 12, 9)));
    }

    #[test]
    fn an_unknown_key_is_an_error() {
        let (config, findings) =
            parse(&format!("title = \"Cổng\"\nbase_url = \"https://a.vn/\"\ntitel = \"x\"\n{OWNER}"));
        assert!(config.is_none());
        assert_eq!((findings[0].message.code, findings[0].span.unwrap().line), ("C01", 3));
    }

    #[test]
    fn text_falls_back_to_vietnamese() {
        let (config, findings) =
            parse(&format!("title = {{ vi = \"Cổng\", en = \"Portal\" }}\nbase_url = \"https://a.vn/\"\n{OWNER}"));
        let config = config.unwrap_or_else(|| panic!("{findings:?}"));
        assert_eq!((config.title.get("en"), config.title.get("ja")), ("Portal", "Cổng"));
        assert_eq!(config.base_url, "https://a.vn");
    }
}
