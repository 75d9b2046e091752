//! Finds what a portal says in another language in Vietnamese: labels of `site.toml`, and values of front matter that are
//! copies of the page they translate.

use crate::diag::{Diagnostic, catalog};
use crate::load::config::{Config, Localized, MenuItem};
use crate::load::document::Value;
use crate::load::kinds::FieldType;
use crate::model::{PageId, Site};
use crate::text::vietnamese;

/// Values that are the same as in the Vietnamese page; what is Vietnamese by itself was found when the page was loaded.
pub fn copies(site: &Site, id: PageId) -> Vec<Diagnostic> {
    let page = site.page(id);
    let document = &page.document;
    if page.language() == "vi" || site.language(0) != "vi" {
        return Vec::new();
    }
    let Some(source) = site.in_language(id, 0).map(|source| &site.page(source).inner().document) else {
        return Vec::new();
    };
    if source.kind != document.kind {
        return Vec::new();
    }
    let kind = page.kind();
    let copied = document.values.iter().filter_map(|(index, value)| {
        let field = kind.field(*index);
        let Value::Text(text) = value else { return None };
        let same = field.kind == FieldType::Text && source.value(*index) == Some(value);
        let is_label = same && vietnamese::has_small(text) && vietnamese::label(text).is_none();
        is_label.then(|| {
            let finding = Diagnostic::new(&catalog::VIETNAMESE_FIELD, document.source.as_str());
            finding.about_key(&field.name).with("key", &field.name).with("text", &**text)
        })
    });
    copied.collect()
}

/// Texts of the configuration that pages in other languages show.
pub fn configuration(config: &Config, findings: &mut Vec<Diagnostic>) {
    for language in config.languages.iter().filter(|language| *language != "vi") {
        for (key, text) in texts(config) {
            let shown = text.get(language);
            let copied = shown == text.get("vi") && vietnamese::has_small(shown);
            if copied || vietnamese::label(shown).is_some() {
                let place = place_of(&key);
                let finding = config.finding_at_text(&catalog::VIETNAMESE_CONFIG, shown, place, language);
                findings.push(finding.with("key", key).with("language", language).with("text", shown));
            }
        }
    }
}

/// The id of the term that a key is of, if any, and the last part of the key.
fn place_of(key: &str) -> (&str, &str) {
    let mut parts = key.rsplit('.');
    let last = parts.next().unwrap_or(key);
    let id = parts.next().filter(|_| parts.next().is_some());
    (id.unwrap_or_default(), last)
}

/// Every text with the key under which an operator finds it.
fn texts(config: &Config) -> Vec<(String, &Localized)> {
    let owner = &config.owner;
    let mut all: Vec<(String, &Localized)> = [
        ("title", &config.title),
        ("description", &config.description),
        ("owner.name", &owner.name),
        ("owner.unit", &owner.unit),
        ("owner.responsible", &owner.responsible),
        ("owner.address", &owner.address),
    ]
    .map(|(key, text)| (key.to_owned(), text))
    .into();
    for (table, terms) in [("agencies", &config.agencies), ("topics", &config.topics), ("fields", &config.fields)] {
        for term in terms {
            all.push((format!("{table}.{}.name", term.id), &term.name));
            // One for all languages is an abbreviation, by which the agency is known in each of them.
            if !term.short.is_one() {
                all.push((format!("{table}.{}.short", term.id), &term.short));
            }
            all.push((format!("{table}.{}.summary", term.id), &term.summary));
        }
    }
    for (menu, items) in &config.menus {
        menu_texts(&format!("menus.{menu}"), items, &mut all);
    }
    all.extend(config.home.iter().filter_map(|entry| Some(("home.title".to_owned(), entry.title.as_ref()?))));
    all
}

fn menu_texts<'a>(key: &str, items: &'a [MenuItem], all: &mut Vec<(String, &'a Localized)>) {
    for item in items {
        all.extend(item.title.iter().map(|title| (key.to_owned(), title)));
        menu_texts(key, &item.children, all);
    }
}
