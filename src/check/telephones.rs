//! Turns telephone numbers that no contact owns, and the portal's own where it is none, into findings.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Message, catalog, did_you_mean};
use crate::load::document::{Target, Value};
use crate::load::kinds::FieldType;
use crate::load::telephones::{CONTACT, explained};
use crate::model::resolve::Destination;
use crate::model::{PageId, Site};
use crate::text::telephone;

pub fn check(site: &Site, contacts: &[&str], findings: &mut Vec<Diagnostic>) {
    owner(site, contacts, findings);
    findings.extend(site.ids().filter_map(|id| circles(site, id)));
    let owned = owned(site);
    // A portal without contacts has nobody who could own a number.
    if !contacts.is_empty() {
        findings.extend(site.ids().filter_map(|id| nobodys(site, id, &owned)));
    }
}

fn owner(site: &Site, contacts: &[&str], findings: &mut Vec<Diagnostic>) {
    let phone = site.config.owner.phone.as_str();
    let finding = |message: &'static Message| {
        let finding = site.config.finding_at_text(message, phone, ("", "phone"), "");
        finding.with("key", "owner.phone")
    };
    if let Some(name) = phone.strip_prefix(CONTACT) {
        if site.owner_telephone().is_empty() {
            let finding = finding(&catalog::CONFIG_CONTACT).with("target", phone);
            findings.push(finding.with_words("near", did_you_mean(name.trim(), contacts)));
        }
        return;
    }
    match telephone::read(phone) {
        Err(fault) => findings.push(explained(finding(&catalog::CONFIG_PHONE).with("value", phone), fault)),
        Ok(read) => findings
            .extend(read.now.map(|now| finding(&catalog::CONFIG_PHONE_OLD).with("value", phone).with("now", now))),
    }
}

/// Fields that name a contact of which no number comes: contacts that name each other.
fn circles(site: &Site, id: PageId) -> Option<Diagnostic> {
    let page = site.page(id);
    let document = &page.document;
    let kind = site.kind(page);
    let (index, value) = document.values.iter().find(|(index, value)| {
        let named = |index: &u32| {
            matches!(site.resolve(&document.target(*index).target, document.language), Destination::Page { .. })
        };
        let is_reference = matches!(value, Value::Ref(index) if named(index));
        kind.field(*index).kind == FieldType::Phone && is_reference && site.telephone(document, value).is_none()
    })?;
    let (Value::Ref(target), key) = (value, kind.field(*index).name.as_str()) else { return None };
    let reference = document.target(*target);
    let Target::Contact(name) = &reference.target else { return None };
    let finding = Diagnostic::new(&catalog::PHONE, document.source.as_str()).at(reference.span).with("key", key);
    let words = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
    let finding = finding.with("value", format!("{CONTACT}{name}"));
    let finding = finding.with_words(
        "what",
        words(
            "các đầu mối trỏ vòng quanh nhau, không nơi nào ghi số",
            "the contacts name each other and none has a number",
        ),
    );
    Some(
        finding.with_words(
            "next",
            words("Ghi số thật ở đầu mối giữ số này.", "Write the number in the contact that has it."),
        ),
    )
}

/// What can be dialled and is somebody's.
fn owned(site: &Site) -> BTreeSet<String> {
    let owners = site.ids().filter(|id| site.kind(site.page(*id)).owns_numbers);
    let numbers = owners.flat_map(|id| numbers(site, id)).map(|(_, number)| telephone::dial(number));
    numbers.chain([telephone::dial(site.owner_telephone())]).collect()
}

/// Fields for telephones of a page that hold a number, with their names.
fn numbers(site: &Site, id: PageId) -> Vec<(&str, &str)> {
    fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Text(text) => found.push(text),
            Value::List(values) => values.iter().for_each(|value| texts(value, found)),
            _ => {}
        }
    }
    let page = site.page(id);
    let kind = site.kind(page);
    let phones = page.document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Phone);
    phones
        .flat_map(|(index, value)| {
            let mut found = Vec::new();
            texts(value, &mut found);
            found.into_iter().map(|number| (kind.field(*index).name.as_str(), number))
        })
        .collect()
}

/// The numbers of a page that are nobody's, in one finding.
fn nobodys(site: &Site, id: PageId, owned: &BTreeSet<String>) -> Option<Diagnostic> {
    let page = site.page(id);
    if site.kind(page).owns_numbers {
        return None;
    }
    // Emergency calls and services (`113`, `1022`, `1900 1234`) are the same for everybody.
    let is_known = |dialled: &str| dialled.starts_with('1') || owned.contains(dialled);
    let own = numbers(site, id);
    let fields = own.iter().filter(|(_, number)| !is_known(&telephone::dial(number)));
    let links = page.document.refs.iter().filter_map(|reference| match &reference.target {
        Target::External(address) => address.strip_prefix("tel:").map(|number| (number, reference.span)),
        _ => None,
    });
    let mut links = links.filter(|(number, _)| !is_known(number)).peekable();
    let mut fields = fields.peekable();
    let finding = Diagnostic::new(&catalog::PHONE_NOBODYS, page.document.source.as_str());
    let finding = match (fields.peek(), links.peek()) {
        (Some((key, _)), _) => finding.about_key(key),
        (None, Some((_, span))) => finding.at(*span),
        (None, None) => return None,
    };
    let mut shown: Vec<&str> = fields.map(|(_, number)| *number).chain(links.map(|(number, _)| number)).collect();
    shown.dedup();
    shown.truncate(5);
    Some(finding.with("numbers", shown.join(", ")))
}
