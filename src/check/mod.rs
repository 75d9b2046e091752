//! Turns the finished site and plan into findings about what an editor got wrong between pages:
//! links that lead nowhere, menus, pictures without a size, tables that cannot be read.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Severity, catalog, did_you_mean};
use crate::files::Files;
use crate::load::config::MenuItem;
use crate::load::data;
use crate::load::discover::CONTENT;
use crate::load::document::{Ref, Target, Value};
use crate::load::kinds::FieldType;
use crate::model::resolve::Destination;
use crate::model::{PageId, Site};
use crate::path::SourcePath;
use crate::plan::Plan;
use crate::tables;

/// `sources`: every Markdown file that exists, for the nearest name.
pub fn check(site: &Site, plan: &Plan, files: &dyn Files, sources: &[SourcePath], findings: &mut Vec<Diagnostic>) {
    let ids: Vec<PageId> = site.ids().collect();
    let names = Names::new(site, sources, findings);
    findings.par_extend(ids.into_par_iter().flat_map_iter(|id| links(site, plan, &names, id)));
    menus(site, findings);
    form_pages(site, &names, findings);
    home_sections(site, &names, findings);
    tables_of_data(site, files, findings);
}

/// What a misspelt link could have meant.
struct Names<'a> {
    sources: Vec<&'a str>,
    contacts: Vec<&'a str>,
    numbers: Vec<&'a str>,
    /// Files of which an error is told already.
    wrong: BTreeSet<Arc<str>>,
}

impl<'a> Names<'a> {
    fn new(site: &'a Site, sources: &'a [SourcePath], findings: &[Diagnostic]) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let wrong = errors.map(|finding| finding.file.clone()).collect();
        let mut sources: Vec<&str> =
            sources.iter().map(SourcePath::as_str).chain(site.files.keys().map(SourcePath::as_str)).collect();
        sources.sort_unstable();
        let of_kind =
            |name: &str| site.pages.iter().filter(move |page| site.kind(page).name == *name).collect::<Vec<_>>();
        let mut contacts: Vec<&str> = of_kind("contact").into_iter().map(|page| &*page.document.stem).collect();
        let mut numbers: Vec<&str> =
            of_kind("document").into_iter().filter_map(|page| page.document.text(site.kind(page), "number")).collect();
        contacts.sort_unstable();
        contacts.dedup();
        numbers.sort_unstable();
        numbers.dedup();
        Self { sources, contacts, numbers, wrong }
    }

    /// Words that offer the nearest file; none where there is none.
    fn near(&self, target: &str) -> (String, String) {
        let near = self.nearest(target);
        near.map_or_else(Default::default, |near| {
            (format!("Có phải ý bạn là {near}?"), format!("Did you mean {near}?"))
        })
    }

    /// A file with the same name elsewhere, else the nearest path.
    fn nearest(&self, target: &str) -> Option<&'a str> {
        let name = target.rsplit('/').next().unwrap_or(target);
        let parent = target.rsplit('/').nth(1).unwrap_or("");
        // Every bundle has an index: there the folder is the name.
        let tail = if name.contains("index.") { format!("/{parent}/{name}") } else { format!("/{name}") };
        let near = self.sources.iter().find(|source| source.ends_with(&tail)).copied();
        // Looking through every name of a large portal for each broken link would cost more than the build.
        near.or_else(|| {
            crate::diag::nearest(
                target,
                self.sources
                    .iter()
                    .copied()
                    .filter(|source| {
                        source.len().abs_diff(target.len()) <= 2 && strsim::damerau_levenshtein(source, target) <= 2
                    })
                    .take(2000),
            )
        })
    }

    /// The nearest file, else where to look.
    fn file(&self, target: &str) -> (String, String) {
        match self.near(target) {
            (vi, _) if vi.is_empty() => (
                "Kiểm tra tên tệp và thư mục, đường dẫn tính từ thư mục của trang này.".to_owned(),
                "Check the names of file and folder; the path starts from this page's folder.".to_owned(),
            ),
            near => near,
        }
    }
}

fn links(site: &Site, plan: &Plan, names: &Names, id: PageId) -> Vec<Diagnostic> {
    let page = site.page(id);
    let document = &page.document;
    let mut found: Vec<Diagnostic> =
        document.refs.iter().filter_map(|reference| link(site, plan, names, id, reference)).collect();
    let own_image = document.get(site.kind(page), "image").map_or_else(Vec::new, Value::refs);
    let pictures = document.body.pictures.iter().map(|picture| picture.target).chain(own_image);
    for index in pictures {
        let reference = document.target(index);
        if let Target::File(source) = &reference.target
            && tables::is_image(source.as_str())
            && site.files.get(source).is_some_and(|file| file.facts.dimensions.is_none())
        {
            found.push(
                Diagnostic::new(&catalog::IMAGE_UNREADABLE, document.source.as_str())
                    .at(reference.span)
                    .with("target", source.as_str()),
            );
        }
    }
    found
}

fn link(site: &Site, plan: &Plan, names: &Names, id: PageId, reference: &Ref) -> Option<Diagnostic> {
    let document = &site.page(id).document;
    let finding = |message, target: &str| {
        Diagnostic::new(message, document.source.as_str()).at(reference.span).with("target", target)
    };
    match (site.resolve(&reference.target, document.language), &reference.target) {
        (Destination::Page { page, anchor: Some(anchor) }, _) if !site.has_anchor(page, Some(anchor)) => {
            let headings: Vec<&str> =
                site.page(page).document.body.headings.iter().map(|heading| &*heading.id).collect();
            let target = site.page(page).document.source.as_str();
            Some(
                finding(&catalog::LINK_ANCHOR, target)
                    .with("anchor", anchor)
                    .with_words("near", did_you_mean(anchor, &headings)),
            )
        }
        (Destination::Anchor(anchor), _)
            if !site.has_anchor(id, Some(anchor)) && !anchor.is_empty() && !is_footnote(anchor) =>
        {
            let headings: Vec<&str> = document.body.headings.iter().map(|heading| &*heading.id).collect();
            Some(
                finding(&catalog::LINK_ANCHOR, document.source.as_str())
                    .with("anchor", anchor)
                    .with_words("near", did_you_mean(anchor, &headings)),
            )
        }
        (Destination::Address(address), Target::Address(_)) if !plan.serves(address) => {
            Some(finding(&catalog::LINK_URL, address))
        }
        // It is not withheld until a day: it cannot be published, as its own finding says.
        (Destination::Withheld, Target::File(file)) if names.wrong.contains(file.as_str()) => None,
        (Destination::Withheld, target) => Some(finding(&catalog::LINK_WITHHELD, &describe(target))),
        (Destination::Missing, Target::Contact(name)) => {
            Some(finding(&catalog::LINK_CONTACT, name).with_words("near", did_you_mean(name, &names.contacts)))
        }
        // A number in a field may name a document that is kept elsewhere; a link in a text promises a page.
        (Destination::Missing, Target::Document(number)) if is_body_link(site, id, reference) => {
            Some(finding(&catalog::LINK_DOCUMENT, number).with_words("near", did_you_mean(number, &names.numbers)))
        }
        (Destination::Missing, Target::Page { source, .. } | Target::File(source)) => {
            Some(finding(&catalog::LINK_FILE, source.as_str()).with_words("near", names.file(source.as_str())))
        }
        _ => None,
    }
}

fn is_footnote(anchor: &str) -> bool {
    anchor.starts_with("fn-") || anchor.starts_with("fnref-")
}

fn is_body_link(site: &Site, id: PageId, reference: &Ref) -> bool {
    let page = site.page(id);
    let kind = site.kind(page);
    let in_field = page.document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::DocumentRef);
    let mut field_refs = in_field.flat_map(|(_, value)| value.refs()).map(|index| page.document.target(index));
    !field_refs.any(|other| std::ptr::eq(other, reference))
}

fn describe(target: &Target) -> String {
    match target {
        Target::Page { source, .. } | Target::File(source) => source.to_string(),
        Target::Contact(name) => format!("lien-he:{name}"),
        Target::Document(number) => format!("van-ban:{number}"),
        Target::Anchor(text) | Target::Address(text) | Target::External(text) => text.to_string(),
    }
}

/// Every page of a menu exists in the default language, unless it is withheld for now.
fn menus(site: &Site, findings: &mut Vec<Diagnostic>) {
    fn walk<'a>(items: &'a [MenuItem], found: &mut Vec<&'a str>) {
        for item in items {
            found.extend(item.page.as_deref());
            walk(&item.children, found);
        }
    }
    for (menu, items) in &site.config.menus {
        let mut pages = Vec::new();
        walk(items, &mut pages);
        for path in pages {
            let source = SourcePath::new(format!("{CONTENT}/{path}"));
            if site.by_source(&source).is_none() && !site.hidden.contains(&source) {
                findings.push(
                    Diagnostic::new(&catalog::MENU_TARGET, "site.toml")
                        .with("menu", menu)
                        .with("target", source.as_str()),
                );
            }
        }
    }
}

/// Every page that `[forms]` names exists in the default language, unless it is withheld for now.
fn form_pages(site: &Site, names: &Names, findings: &mut Vec<Diagnostic>) {
    for (key, path) in site.config.forms.pages() {
        let source = SourcePath::new(format!("{CONTENT}/{}", path.get_ref()));
        if site.by_source(&source).is_none() && !site.hidden.contains(&source) {
            let finding = site.config.finding(&catalog::CONFIG_PAGE, &path.span()).with("key", format!("forms.{key}"));
            findings.push(finding.with("target", source.as_str()).with_words("near", names.near(source.as_str())));
        }
    }
}

/// Every section that `[[home]]` names exists in the default language, unless it is withheld for now.
fn home_sections(site: &Site, names: &Names, findings: &mut Vec<Diagnostic>) {
    for folder in site.config.home.iter().filter_map(|entry| entry.section.as_ref()) {
        let source = SourcePath::new(format!("{CONTENT}/{}/_index.md", folder.get_ref()));
        if site.by_source(&source).is_none() && !site.hidden.contains(&source) {
            let finding = site.config.finding(&catalog::CONFIG_PAGE, &folder.span()).with("key", "home.section");
            findings.push(finding.with("target", source.as_str()).with_words("near", names.near(source.as_str())));
        }
    }
}

fn tables_of_data(site: &Site, files: &dyn Files, findings: &mut Vec<Diagnostic>) {
    for page in &site.pages {
        let kind = site.kind(page);
        for (index, value) in &page.document.values {
            if kind.field(*index).kind != FieldType::Data {
                continue;
            }
            for target in value.refs() {
                let Target::File(source) = &page.document.target(target).target else { continue };
                if !site.files.contains_key(source) {
                    continue;
                }
                let table = files
                    .read(source.as_str())
                    .map_err(|error| error.to_string())
                    .and_then(|bytes| data::table(&bytes));
                if let Err(detail) = table {
                    findings.push(
                        Diagnostic::new(&catalog::DATA_INVALID, source.as_str())
                            .with("detail", detail)
                            .related(page.document.source.as_str()),
                    );
                }
            }
        }
    }
}
