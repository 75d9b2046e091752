//! Turns a page into JSON-LD (schema.org): NewsArticle, Legislation, GovernmentOrganization, FAQPage and others
//! as its kind says, and the BreadcrumbList above it.

use serde_json::{Map, Value, json};

use super::data_set;
use super::portal::Portal;
use crate::load::document::Value as Field;
use crate::load::kinds::Kind;
use crate::model::resolve::Destination;
use crate::model::{PageId, PageView, Site};
use crate::text::telephone;

/// The item itself and its breadcrumbs.
pub fn item(portal: Portal, id: PageId) -> Vec<Value> {
    vec![thing(portal, id), breadcrumbs(portal, id)]
}

/// Whether the page's body is the answer to its question.
pub fn has_answer(site: &Site, id: PageId) -> bool {
    let page = site.page(id);
    page.kind().schema_org == "FAQPage" && page.get("answered").is_some() && page.document.body.has_text
}

/// From the home page to the page itself.
pub fn breadcrumbs(portal: Portal, id: PageId) -> Value {
    let site = portal.site;
    let above = portal.ancestors(id).filter(|above| !site.page(*above).is_unindexed());
    let trail: Vec<PageId> = above.chain([id]).collect();
    let items = trail.iter().enumerate().map(|(index, id)| {
        let page = site.page(*id);
        json!({ "@type": "ListItem", "position": index + 1, "name": &*page.document.title, "item": portal.absolute(&page.url) })
    });
    json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() })
}

/// The portal and its owner, for the home page.
pub fn website(portal: Portal, language: crate::load::document::Language) -> Vec<Value> {
    let site = portal.site;
    let code = site.language(language);
    let url = portal.absolute(&site.home_url(language));
    vec![
        json!({ "@context": "https://schema.org", "@type": "WebSite", "name": site.config.title.get(code), "url": url, "inLanguage": code }),
        with_context(owner(portal, code)),
    ]
}

fn owner(portal: Portal, code: &str) -> Value {
    let site = portal.site;
    let owner = &site.config.owner;
    let mut value = json!({
        "@type": "GovernmentOrganization",
        "name": owner.name.get(code),
        "url": format!("{}/", site.config.base_url),
        "address": owner.address.get(code),
    });
    let phone = Some(site.owner_telephone()).filter(|phone| !phone.is_empty());
    if let Value::Object(map) = &mut value {
        if !site.speaks(0) {
            map.remove("url");
        }
        put(map, "telephone", phone.map(telephone::dial));
        put(map, "email", Some(owner.email.as_str()));
    }
    value
}

fn with_context(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.insert("@context".to_owned(), json!("https://schema.org"));
    }
    value
}

fn thing(portal: Portal, id: PageId) -> Value {
    let site = portal.site;
    let page = site.page(id);
    let kind = page.kind();
    let document = &page.document;
    let code = page.language();
    let mut map = Map::new();
    map.insert("@context".to_owned(), json!("https://schema.org"));
    map.insert("@type".to_owned(), json!(kind.schema_org));
    let title_key = if kind.schema_org == "NewsArticle" { "headline" } else { "name" };
    map.insert(title_key.to_owned(), json!(&*document.title));
    map.insert("url".to_owned(), json!(portal.absolute(&page.url)));
    map.insert("inLanguage".to_owned(), json!(code));
    put(&mut map, "description", document.text(kind, "summary"));
    put(&mut map, "image", image(portal, page, kind));
    let extra = Extra { portal, site, page, kind };
    match kind.schema_org.as_str() {
        "NewsArticle" => extra.news(&mut map, code),
        "Legislation" => extra.legislation(&mut map),
        "GovernmentOrganization" => extra.organisation(&mut map, id),
        "Person" => extra.texts(&mut map, &[("jobTitle", "position"), ("email", "email")]),
        "ContactPoint" => extra.contact(&mut map),
        "FAQPage" => extra.question(&mut map),
        "Event" => extra.event(&mut map),
        _ => put(&mut map, "datePublished", page.date.map(|date| date.iso())),
    }
    if let Some(facts) = data_set::Facts::of(portal, id) {
        map.insert("@type".to_owned(), json!("Dataset"));
        map.extend(facts.schema_org());
    }
    Value::Object(map)
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value.into());
    }
}

fn image(Portal { site, .. }: Portal, page: PageView, kind: &Kind) -> Option<String> {
    let Field::Ref(index) = page.document.get(kind, "image")? else { return None };
    match site.resolve(&page.document.target(*index).target, page.document.language) {
        Destination::File(file) => Some(site.config.base.absolute(&file.url)),
        _ => None,
    }
}

/// The properties of one schema.org type.
struct Extra<'a> {
    portal: Portal<'a>,
    site: &'a Site,
    page: PageView<'a>,
    kind: &'a Kind,
}

impl Extra<'_> {
    fn text(&self, field: &str) -> Option<&str> {
        self.page.text(field)
    }

    fn telephone(&self, field: &str) -> Option<String> {
        let document = &self.page.document;
        self.site.telephone(document, self.page.get(field)?).map(telephone::dial)
    }

    fn moment(&self, field: &str) -> Option<String> {
        self.page.moment(field).map(|moment| moment.iso())
    }

    fn choice(&self, field: &str) -> Option<&str> {
        let index = self.kind.index_of(field)?;
        match self.page.document.value(index)? {
            Field::Choice(option) => {
                Some(self.kind.field(index).options[usize::from(*option)].label(self.page.language()))
            }
            _ => None,
        }
    }

    fn texts(&self, map: &mut Map<String, Value>, pairs: &[(&str, &str)]) {
        for (property, field) in pairs {
            put(map, property, self.text(field));
        }
    }

    fn news(&self, map: &mut Map<String, Value>, code: &str) {
        put(map, "datePublished", self.page.date.map(|date| date.rfc3339()));
        put(
            map,
            "dateModified",
            self.page.updated.map(|moment| moment.iso()).or_else(|| self.page.date.map(|date| date.rfc3339())),
        );
        put(map, "author", self.text("author").map(|author| json!({ "@type": "Organization", "name": author })));
        map.insert("publisher".to_owned(), owner(self.portal, code));
        map.insert("mainEntityOfPage".to_owned(), json!(self.portal.absolute(&self.page.url)));
    }

    fn legislation(&self, map: &mut Map<String, Value>) {
        put(map, "legislationIdentifier", self.text("number"));
        put(map, "legislationType", self.choice("type"));
        put(map, "legislationDate", self.moment("issued"));
        put(
            map,
            "temporalCoverage",
            self.moment("effective")
                .map(|from| format!("{from}/{}", self.moment("expires_on").unwrap_or_else(|| "..".to_owned()))),
        );
        put(
            map,
            "legislationPassedBy",
            self.text("issuer").map(|issuer| json!({ "@type": "Organization", "name": issuer })),
        );
        let force = self.page.state().map(|state| match state.id.as_str() {
            "in_force" => "https://schema.org/InForce",
            "partly" => "https://schema.org/PartiallyInForce",
            _ => "https://schema.org/NotInForce",
        });
        put(map, "legislationLegalForce", force);
    }

    fn organisation(&self, map: &mut Map<String, Value>, id: PageId) {
        self.texts(map, &[("address", "address"), ("email", "email"), ("sameAs", "website")]);
        put(map, "telephone", self.telephone("phone"));
        let parent = self
            .site
            .relations(id)
            .iter()
            .find(|relation| !relation.inverse && self.kind.field(relation.field).name == "parent");
        let parent =
            parent.and_then(|relation| relation.pages.first()).filter(|page| self.portal.page(**page).is_some());
        let parent = parent.map(|page| self.site.page(*page));
        let parent = parent.filter(|parent| !parent.is_unindexed());
        put(map, "parentOrganization", parent.map(|parent| json!({ "@type": "GovernmentOrganization", "name": &*parent.document.title, "url": self.portal.absolute(&parent.url) })));
    }

    fn contact(&self, map: &mut Map<String, Value>) {
        put(map, "telephone", self.telephone("number"));
        self.texts(map, &[("contactType", "purpose"), ("email", "email"), ("hoursAvailable", "hours")]);
    }

    fn question(&self, map: &mut Map<String, Value>) {
        map.insert("mainEntity".to_owned(), json!([{ "@type": "Question", "name": &*self.page.document.title }]));
    }

    fn event(&self, map: &mut Map<String, Value>) {
        put(map, "startDate", self.moment("starts"));
        put(map, "endDate", self.moment("ends"));
        let cancelled = self.kind.calendar.and_then(|calendar| self.page.document.value(calendar.cancelled?));
        put(map, "eventStatus", cancelled.map(|_| "https://schema.org/EventCancelled"));
        put(map, "location", self.text("place").map(|place| json!({ "@type": "Place", "name": place })));
        put(map, "organizer", self.text("organiser").map(|name| json!({ "@type": "Organization", "name": name })));
    }
}
