//! Turns the finished site and plan into findings about what an editor got wrong between pages:
//! links that lead nowhere, menus, pictures without a size, figures that can be read in two ways, untranslated copies.

mod addresses;
mod charts;
mod figures;
mod ledger;
mod maps;
mod moved;
mod open_data;
mod sheets;
mod telephones;
mod untranslated;
mod urgent;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diag::{self, Finding, Message, Severity, catalog, did_you_mean, is_enough};
use crate::load::config::MenuItem;
use crate::load::discover::CONTENT;
use crate::load::document::{Document, Ref, Target, Value};
use crate::load::kinds::FieldType;
use crate::load::kinds::Link;
use crate::load::ledger::Ledger;
use crate::load::link_words;
use crate::model::incomplete::other_file;
use crate::model::resolve::Destination;
use crate::model::{PageId, PageView, Site};
use crate::path::SourcePath;
use crate::plan::Plan;
use crate::tables;

pub use ledger::{answers, broken};

/// What is known beside the site.
pub struct Known<'a> {
    /// Every file that exists below `content`, for the nearest name.
    pub sources: &'a [SourcePath],
    /// Every address that was published before.
    pub ledger: &'a Ledger,
}

pub fn check(site: &Site, plan: &Plan, Known { sources, ledger }: &Known, findings: &mut Vec<Finding>) {
    let ids: Vec<PageId> = site.ids().collect();
    let names = Names::new(site, sources, findings);
    findings.par_extend(ids.into_par_iter().flat_map_iter(|id| links(site, plan, &names, id)));
    untranslated::configuration(&site.config, findings);
    menus(site, &names, findings);
    addresses::configuration(site, plan, findings);
    form_pages(site, &names, findings);
    advertising_rules(site, &names, findings);
    home_sections(site, &names, findings);
    figures::check(site, findings);
    charts::check(site, findings);
    maps::check(site, findings);
    sheets::check(site, findings);
    open_data::check(site, plan, findings);
    urgent::check(site, findings);
    telephones::check(site, findings);
    ledger::check(site, plan, ledger, findings);
}

/// What a misspelt link could have meant.
struct Names<'a> {
    sources: diag::Names<'a>,
    contacts: diag::Names<'a>,
    numbers: diag::Names<'a>,
    /// By their last part in small letters: the first source that ends so. Made when a link is broken.
    by_tail: OnceLock<HashMap<String, &'a str>>,
    /// Files of which an error is told already.
    wrong: BTreeSet<Arc<str>>,
}

/// A page of more headings offers these for an anchor that is missing.
const HEADINGS: usize = 200;

impl<'a> Names<'a> {
    fn new(site: &'a Site, sources: &'a [SourcePath], findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let linked_by = |link: Link| site.all_pages().filter(move |page| page.kind().linked_by == Some(link));
        let contacts = linked_by(Link::Contact).map(|page| &*page.inner().document.stem);
        let number = |page: PageView<'a>| page.text("number");
        Self {
            sources: diag::Names::new(sources.iter().map(SourcePath::as_str)),
            contacts: diag::Names::new(contacts),
            numbers: diag::Names::new(linked_by(Link::Document).filter_map(number)),
            by_tail: OnceLock::new(),
            wrong: errors.map(|finding| finding.file.clone()).collect(),
        }
    }

    /// Words that offer the nearest path of `site.toml`, which begins below `content/`; none where there is none.
    fn below_content(&self, target: &str) -> (String, String) {
        let near = self.nearest(target).map(|near| near.strip_prefix("content/").unwrap_or(near));
        near.map_or_else(Default::default, |near| {
            (format!("Có phải ý bạn là {near}?"), format!("Did you mean {near}?"))
        })
    }

    /// A file with the same name elsewhere, else the nearest path.
    fn nearest(&self, target: &str) -> Option<&'a str> {
        let by_tail = self.by_tail.get_or_init(|| {
            let mut tails = HashMap::new();
            for source in self.sources.all() {
                tails.entry(tail(source).to_lowercase()).or_insert(*source);
            }
            tails
        });
        let near = || self.sources.near(target).into_iter().filter(|source| is_a_slip(source, target));
        by_tail.get(&tail(target).to_lowercase()).copied().or_else(|| diag::nearest(target, near()))
    }

    /// The nearest file as a link in the page is written, else where to look.
    fn file(&self, page: &SourcePath, target: &str) -> (String, String) {
        match self.nearest(target) {
            Some(near) => other_file(page, near, target),
            None => (
                "Kiểm tra tên tệp và thư mục, đường dẫn tính từ thư mục của trang này.".to_owned(),
                "Check the names of file and folder; the path starts from this page's folder.".to_owned(),
            ),
        }
    }

    fn contact(&self, target: &str) -> (String, String) {
        if self.contacts.all().is_empty() {
            return (
                "Chưa có đầu mối nào trên cổng. Tạo một đầu mối: cong new contact \"Tên\"".to_owned(),
                "There is no contact on the portal yet. Make one: cong new contact \"Name\"".to_owned(),
            );
        }
        let name = crate::load::telephones::meant_contact(target);
        let near = self.contacts.near(name);
        if near.contains(&name) {
            return (
                format!("Có hơn một đầu mối tên “{name}”: đổi tên tệp của một trong số đó, rồi sửa liên kết."),
                format!("More than one contact is called “{name}”: rename the file of one of them and mend the link."),
            );
        }
        did_you_mean(name, &near)
    }

    /// A number that is nowhere near another one is best checked on paper.
    fn number(&self, target: &str) -> (String, String) {
        const WITHOUT: (&str, &str) =
            ("kiểm tra số, hoặc viết số không có liên kết.", "check the number, or write it without a link.");
        let near = self.numbers.near(target);
        if diag::nearest(target, near.iter().copied()).is_some() {
            return did_you_mean(target, &near);
        }
        let (vi, en) = match self.numbers.all().is_empty() {
            true => ("Chưa có văn bản nào trên cổng:", "There is no document on the portal yet:"),
            false => ("Không có số nào gần giống:", "No number is like it:"),
        };
        (format!("{vi} {}", WITHOUT.0), format!("{en} {}", WITHOUT.1))
    }
}

/// The name of a file; of a bundle's index, the folder's too.
fn tail(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    let is_index = path[name..].contains("index.");
    let from = if is_index { path[..name.saturating_sub(1)].rfind('/').map_or(0, |at| at + 1) } else { name };
    &path[from..]
}

fn is_a_slip(source: &str, target: &str) -> bool {
    const LONGEST: usize = 1000;
    source.len().abs_diff(target.len()) <= 2 && target.len() <= LONGEST && strsim::osa_distance(source, target) <= 2
}

fn links(site: &Site, plan: &Plan, names: &Names, id: PageId) -> Vec<Finding> {
    let page = site.page(id);
    let document = &page.document;
    let kind = page.kind();
    // A number in a field may name a document that is kept elsewhere; a link in a text promises a page.
    let refs_of = |sort: FieldType| -> BTreeSet<u32> {
        let fields = document.values.iter().filter(|(index, _)| kind.field(*index).kind == sort);
        fields.flat_map(|(_, value)| value.refs()).collect()
    };
    let (in_field, phones) = (refs_of(FieldType::DocumentRef), refs_of(FieldType::Phone));
    let mut found: Vec<Finding> = Vec::new();
    for (index, reference) in document.refs.iter().enumerate() {
        let Some(missing) = link(site, plan, id, reference) else { continue };
        // A number that does not come is told of as one.
        if missing.message == &catalog::LINK_WITHHELD && phones.contains(&(index as u32)) {
            continue;
        }
        // A file that is not withheld until a day but cannot be published at all has a finding of its own.
        if reference.target.file().is_some_and(|file| names.wrong.contains(file.as_str())) {
            continue;
        }
        let elsewhere = missing.message == &catalog::LINK_DOCUMENT && in_field.contains(&(index as u32));
        // The nearest name is looked for only where it will be shown.
        if !elsewhere && !is_enough(&found, missing.message) {
            found.push(missing.finding(site, names, document, reference));
        }
    }
    found.extend(addresses::fields(site, plan, id));
    found.extend(untranslated::copies(site, id));
    let own_image = page.get("image").map_or_else(Vec::new, Value::refs);
    let pictures = document.body.pictures.iter().map(|picture| picture.target).chain(own_image);
    for index in pictures {
        let reference = document.target(index);
        if let Target::File(source) = &reference.target
            && tables::is_image(source.as_str())
            && site.file(source.as_str()).is_some_and(|file| file.facts.dimensions.is_none())
        {
            found.push(
                Finding::new(&catalog::IMAGE_UNREADABLE, document.source.as_str())
                    .at(reference.span)
                    .with("target", source.as_str()),
            );
        }
    }
    found
}

/// What is wrong with a link.
struct Missing<'a> {
    message: &'static Message,
    target: Cow<'a, str>,
    /// The page that has no such heading, and the heading.
    anchor: Option<(PageId, &'a str)>,
}

impl Missing<'_> {
    fn finding(&self, site: &Site, names: &Names, document: &Document, reference: &Ref) -> Finding {
        let target = &*self.target;
        let finding = Finding::new(self.message, document.source.as_str()).at(reference.span).with("target", target);
        if let Some((page, anchor)) = self.anchor {
            let headings = site.page(page).inner().document.body.headings.iter().take(HEADINGS);
            let headings: Vec<&str> = headings.map(|heading| &*heading.id).collect();
            let near = match headings.is_empty() {
                true => ("Trang này chưa có mục nào.".to_owned(), "The page has no headings.".to_owned()),
                false => did_you_mean(anchor, &headings),
            };
            return finding.with("anchor", anchor).with_words("near", near);
        }
        match &reference.target {
            Target::Contact(_) => finding.with_words("near", names.contact(target)),
            Target::Document(_) => finding.with_words("near", names.number(target)),
            Target::Page { .. } | Target::File(_) | Target::Chart { .. } if self.message == &catalog::LINK_FILE => {
                let written = SourcePath::new(target).relative_to(&document.source);
                let near = moved::words(site, names, document, &reference.target);
                let near = link_words::no_path(&written).or(near);
                finding.with_words("near", near.unwrap_or_else(|| names.file(&document.source, target)))
            }
            _ => finding,
        }
    }
}

fn link<'a>(site: &'a Site, plan: &Plan, id: PageId, reference: &'a Ref) -> Option<Missing<'a>> {
    let missing = |message, target: &'a str| Some(Missing { message, target: Cow::Borrowed(target), anchor: None });
    let no_anchor = |page: PageId, anchor: &'a str| {
        let target = Cow::Borrowed(site.page(page).inner().document.source.as_str());
        Some(Missing { message: &catalog::LINK_ANCHOR, target, anchor: Some((page, anchor)) })
    };
    match (site.resolve(&reference.target, site.page(id).document.language), &reference.target) {
        (Destination::Page { page, anchor: Some(anchor) }, _) if !site.has_anchor(page, Some(anchor)) => {
            no_anchor(page, anchor)
        }
        (Destination::Anchor(anchor), _)
            if !site.has_anchor(id, Some(anchor)) && !anchor.is_empty() && !is_footnote(anchor) =>
        {
            no_anchor(id, anchor)
        }
        (Destination::Address(_), Target::Address(local)) if !plan.serves(local) => missing(&catalog::LINK_URL, local),
        // A table in which rows are looked up is told of where it is read.
        (_, Target::Rows(_)) => None,
        (Destination::Withheld, target) => {
            Some(Missing { message: &catalog::LINK_WITHHELD, target: Cow::Owned(describe(target)), anchor: None })
        }
        (Destination::Missing, Target::Contact(name)) => missing(&catalog::LINK_CONTACT, name),
        (Destination::Missing, Target::Document(number)) => missing(&catalog::LINK_DOCUMENT, number),
        (
            Destination::Missing,
            Target::Page { source, .. } | Target::File(source) | Target::Chart { table: source, .. },
        ) => missing(&catalog::LINK_FILE, source.as_str()),
        _ => None,
    }
}

fn is_footnote(anchor: &str) -> bool {
    anchor.starts_with("fn-") || anchor.starts_with("fnref-")
}

fn describe(target: &Target) -> String {
    match target {
        Target::Page { source, .. }
        | Target::File(source)
        | Target::Rows(source)
        | Target::Chart { table: source, .. } => source.to_string(),
        Target::Contact(name) => format!("lien-he:{name}"),
        Target::Document(number) => format!("van-ban:{number}"),
        Target::Anchor(text) | Target::Address(text) | Target::External(text) => text.to_string(),
    }
}

/// Every page of a menu exists in the default language, unless it is withheld for now.
fn menus(site: &Site, names: &Names, findings: &mut Vec<Finding>) {
    /// The pages of a menu, each with the way to its key.
    fn walk<'a>(way: &str, items: &'a [MenuItem], found: &mut Vec<(String, &'a str)>) {
        for (index, item) in items.iter().enumerate() {
            let way = format!("{way}.{index}");
            found.extend(item.page.as_deref().map(|page| (format!("{way}.page"), page)));
            walk(&format!("{way}.children"), &item.children, found);
        }
    }
    for (menu, items) in &site.config.menus {
        let mut pages = Vec::new();
        walk(&format!("menus.{menu}"), items, &mut pages);
        for (way, path) in pages {
            let source = SourcePath::new(format!("{CONTENT}/{path}"));
            if site.by_source(&source).is_none() && !site.is_hidden(&source) {
                let finding = site.config.at(&catalog::MENU_TARGET, &way).with("menu", menu);
                let finding = finding.with("target", source.as_str());
                findings.push(finding.with_words("near", names.below_content(source.as_str())));
            }
        }
    }
}

/// Every page that `[forms]` names exists in the default language, unless it is withheld for now.
fn form_pages(site: &Site, names: &Names, findings: &mut Vec<Finding>) {
    for (key, path) in site.config.forms.pages() {
        let source = SourcePath::new(format!("{CONTENT}/{}", path.get_ref()));
        if site.by_source(&source).is_none() && !site.is_hidden(&source) {
            let finding = site.config.finding(&catalog::CONFIG_PAGE, &path.span()).with("key", format!("forms.{key}"));
            findings
                .push(finding.with("target", source.as_str()).with_words("near", names.below_content(source.as_str())));
        }
    }
}

/// The page that says under which rules advertisements are taken exists, unless it is withheld for now.
fn advertising_rules(site: &Site, names: &Names, findings: &mut Vec<Finding>) {
    let Some(path) = &site.config.advertising.rules else { return };
    let source = SourcePath::new(format!("{CONTENT}/{}", path.get_ref()));
    if site.by_source(&source).is_none() && !site.is_hidden(&source) {
        let finding = site.config.finding(&catalog::CONFIG_PAGE, &path.span()).with("key", "advertising.rules");
        findings.push(finding.with("target", source.as_str()).with_words("near", names.below_content(source.as_str())));
    }
}

/// Every section that `[[home]]` names exists in the default language, unless it is withheld for now.
fn home_sections(site: &Site, names: &Names, findings: &mut Vec<Finding>) {
    for folder in site.config.home.iter().filter_map(|entry| entry.section.as_ref()) {
        let source = SourcePath::new(format!("{CONTENT}/{}/_index.md", folder.get_ref()));
        if site.by_source(&source).is_none() && !site.is_hidden(&source) {
            let finding = site.config.finding(&catalog::CONFIG_PAGE, &folder.span()).with("key", "home.section");
            findings
                .push(finding.with("target", source.as_str()).with_words("near", names.below_content(source.as_str())));
        }
    }
}
