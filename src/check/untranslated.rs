//! Finds what a portal says in another language in Vietnamese: labels of `site.toml`, and values of front matter that are
//! copies of the page they translate.

use crate::diag::{Finding, catalog};
use crate::load::config::{Config, MenuItem};
use crate::load::document::Value;
use crate::load::kinds::FieldType;
use crate::load::localized::Localized;
use crate::model::{PageId, Site};
use crate::text::vietnamese;

/// Values that are the same as in the Vietnamese page; what is Vietnamese by itself was found when the page was loaded.
pub fn copies(site: &Site, id: PageId) -> Vec<Finding> {
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
            let finding = Finding::new(&catalog::VIETNAMESE_FIELD, document.source.as_str());
            finding.at(document.place(*index)).with("key", &field.name).with("text", &**text)
        })
    });
    copied.collect()
}

/// Texts of the configuration that pages in other languages show.
pub fn configuration(config: &Config, findings: &mut Vec<Finding>) {
    for language in config.languages.iter().filter(|language| *language != "vi") {
        for Shown { key, way, text } in texts(config) {
            let shown = text.get(language);
            let copied = shown == text.get("vi") && vietnamese::has_small(shown);
            if copied || vietnamese::label(shown).is_some() {
                let finding = config.at(&catalog::VIETNAMESE_CONFIG, &format!("{way}.{}", text.key(language)));
                findings.push(finding.with("key", key).with("language", language).with("text", shown));
            }
        }
    }
}

/// A text of the configuration: the key under which an operator finds it, and the way to it.
struct Shown<'a> {
    key: String,
    way: String,
    text: &'a Localized,
}

fn texts(config: &Config) -> Vec<Shown<'_>> {
    let owner = &config.owner;
    let mut all: Vec<Shown> = [
        ("title", &config.title),
        ("description", &config.description),
        ("owner.name", &owner.name),
        ("owner.unit", &owner.unit),
        ("owner.responsible", &owner.responsible),
        ("owner.address", &owner.address),
    ]
    .map(|(key, text)| Shown { key: key.to_owned(), way: key.to_owned(), text })
    .into();
    for (table, terms) in [("agencies", &config.agencies), ("topics", &config.topics), ("fields", &config.fields)] {
        for (index, term) in terms.iter().enumerate() {
            let of = |name: &str, text| Shown {
                key: format!("{table}.{}.{name}", term.id),
                way: format!("{table}.{index}.{name}"),
                text,
            };
            all.push(of("name", &term.name));
            // One for all languages is an abbreviation, by which the agency is known in each of them.
            if !term.short.is_one() {
                all.push(of("short", &term.short));
            }
            all.push(of("summary", &term.summary));
        }
    }
    for (menu, items) in &config.menus {
        let key = format!("menus.{menu}");
        menu_texts(&key, &key, items, &mut all);
    }
    all.extend(config.home.iter().enumerate().filter_map(|(index, entry)| {
        Some(Shown { key: "home.title".to_owned(), way: format!("home.{index}.title"), text: entry.title.as_ref()? })
    }));
    all
}

fn menu_texts<'a>(key: &str, way: &str, items: &'a [MenuItem], all: &mut Vec<Shown<'a>>) {
    for (index, item) in items.iter().enumerate() {
        let way = format!("{way}.{index}");
        all.extend(item.title.iter().map(|text| Shown { key: key.to_owned(), way: format!("{way}.title"), text }));
        menu_texts(key, &format!("{way}.children"), &item.children, all);
    }
}
