//! Turns telephone numbers that no contact owns, and the portal's own where it is none, into findings.

use std::collections::BTreeSet;

use crate::diag::{Finding, Message, Span, catalog, did_you_mean};
use crate::load::document::{Target, Value};
use crate::load::kinds::FieldType;
use crate::load::kinds::Link;
use crate::load::telephones::{CONTACT, explained, meant_contact};
use crate::model::telephones::Silence;
use crate::model::{PageId, Site};
use crate::text::telephone;

pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    let contacts: Vec<PageId> =
        site.ids().filter(|id| site.page(*id).kind().linked_by == Some(Link::Contact)).collect();
    owner(site, &contacts, findings);
    findings.extend(site.ids().flat_map(|id| silent(site, id)));
    let owned = owned(site);
    // A portal without contacts has nobody who could own a number.
    if !contacts.is_empty() {
        findings.extend(site.ids().filter_map(|id| nobodys(site, id, &owned)));
    }
}

fn owner(site: &Site, contacts: &[PageId], findings: &mut Vec<Finding>) {
    let phone = site.config.owner.phone.as_str();
    let finding = |message: &'static Message| site.config.at(message, "owner.phone").with("key", "owner.phone");
    if let Some(name) = phone.strip_prefix(CONTACT) {
        if site.owner_telephone().is_empty() {
            let finding = finding(&catalog::CONFIG_CONTACT).with("target", phone);
            // Only those from which a number comes.
            let usable = contacts.iter().filter(|contact| site.number_of(**contact).is_some());
            let usable: BTreeSet<&str> = usable.map(|contact| &*site.page(*contact).inner().document.stem).collect();
            let usable: Vec<&str> = usable.into_iter().collect();
            findings.push(finding.with_words("near", did_you_mean(meant_contact(name.trim()), &usable)));
        }
        return;
    }
    match telephone::read(phone) {
        Err(error) => findings.push(explained(finding(&catalog::CONFIG_PHONE).with("value", phone), error)),
        Ok(read) => findings
            .extend(read.now.map(|now| finding(&catalog::CONFIG_PHONE_OLD).with("value", phone).with("now", now))),
    }
}

/// Values that name a contact of which no number comes: one that is not public, or contacts that name each other. One that
/// there is not is a broken link.
fn silent(site: &Site, id: PageId) -> Vec<Finding> {
    let page = site.page(id);
    let document = &page.document;
    let kind = page.kind();
    let phones = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Phone);
    let values = phones.flat_map(|(index, value)| {
        let values = if let Value::List(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
        values.iter().map(move |value| (kind.field(*index), value))
    });
    let silent = values.filter_map(|(field, value)| {
        let Value::Ref(target) = value else { return None };
        let (message, (what, next)) = match site.dialled(document, value).err()? {
            Silence::Missing => return None,
            Silence::Circle => (&catalog::PHONE, circle()),
            Silence::Withheld(name) if field.required => (&catalog::PHONE, withheld(name)),
            Silence::Withheld(name) => (&catalog::PHONE_WITHHELD, withheld(name)),
        };
        let reference = document.target(*target);
        let Target::Contact(name) = &reference.target else { return None };
        let finding = Finding::new(message, document.source.as_str()).at(reference.span);
        let finding = finding.with("key", &field.name).with("value", format!("{CONTACT}{name}"));
        Some(finding.with_words("what", what).with_words("next", next))
    });
    silent.collect()
}

type Words = (String, String);

/// What is wrong, and what to do.
fn circle() -> (Words, Words) {
    let words = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
    let what = words(
        "các đầu mối trỏ vòng quanh nhau, không nơi nào ghi số",
        "the contacts name each other and none has a number",
    );
    (what, words("Ghi số thật ở đầu mối giữ số này.", "Write the number in the contact that has it."))
}

fn withheld(name: &str) -> (Words, Words) {
    let what = (format!("đầu mối {name} chưa công khai"), format!("the contact {name} is not public"));
    let next = (
        format!("Công khai đầu mối {name} (xem draft, publish_at, expires), hoặc ghi một số khác."),
        format!("Make the contact {name} public (see draft, publish_at, expires), or write another number."),
    );
    (what, next)
}

/// What can be dialled and is somebody's.
fn owned(site: &Site) -> BTreeSet<String> {
    let owners = site.ids().filter(|id| site.page(*id).kind().owns_numbers);
    let numbers = owners.flat_map(|id| numbers(site, id)).map(|(number, _)| telephone::dial(number));
    numbers.chain([telephone::dial(site.owner_telephone())]).collect()
}

/// Fields for telephones of a page that hold a number, with their places.
fn numbers(site: &Site, id: PageId) -> Vec<(&str, Span)> {
    let page = site.page(id);
    let leaves = page.inner().document.leaves(page.kind()).into_iter();
    // Those of a group are its own.
    let phones = leaves.filter(|leaf| leaf.field.kind == FieldType::Phone && !leaf.is_in_group);
    phones.filter_map(|leaf| Some((leaf.value.as_text()?, leaf.span))).collect()
}

/// The numbers of a page that are nobody's, in one finding.
fn nobodys(site: &Site, id: PageId, owned: &BTreeSet<String>) -> Option<Finding> {
    let page = site.page(id);
    if page.kind().owns_numbers {
        return None;
    }
    // Emergency calls and services (`113`, `1022`, `1900 1234`) are the same for everybody.
    let is_known = |dialled: &str| dialled.starts_with('1') || owned.contains(dialled);
    let own = numbers(site, id);
    let fields = own.iter().filter(|(number, _)| !is_known(&telephone::dial(number)));
    let links = page.document.refs.iter().filter_map(|reference| match &reference.target {
        Target::External(address) => address.strip_prefix("tel:").map(|number| (number, reference.span)),
        _ => None,
    });
    let mut links = links.filter(|(number, _)| !is_known(number)).peekable();
    let mut fields = fields.peekable();
    let finding = Finding::new(&catalog::PHONE_NOBODYS, page.document.source.as_str());
    let finding = match (fields.peek(), links.peek()) {
        (Some((_, span)), _) => finding.at(*span),
        (None, Some((_, span))) => finding.at(*span),
        (None, None) => return None,
    };
    let mut shown: Vec<&str> = fields.map(|(number, _)| *number).chain(links.map(|(number, _)| number)).collect();
    shown.dedup();
    shown.truncate(5);
    Some(finding.with("numbers", shown.join(", ")))
}
