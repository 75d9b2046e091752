//! Turns a page into JSON-LD (schema.org): NewsArticle, Legislation, GovernmentOrganization, FAQPage and others
//! as its kind says, and the BreadcrumbList above it.

use serde_json::{Map, Value, json};

use super::portal::Portal;
use super::{correction, data_set};
use crate::load::document::{Target, Value as Field};
use crate::load::kinds::Kind;
use crate::model::resolve::Destination;
use crate::model::{PageId, PageView, PublishedFile, Relation, Site};
use crate::plan::Job;
use crate::tables;
use crate::text::address::video_embed;
use crate::text::telephone;
use crate::time::Moment;

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
    let mut website = json!({ "@context": "https://schema.org", "@type": "WebSite", "name": site.config.title.get(code), "url": url, "inLanguage": code });
    if let (Value::Object(map), Some(search)) = (&mut website, portal.search(language)) {
        let target = json!({ "@type": "EntryPoint", "urlTemplate": format!("{}?q={{search_term_string}}", portal.absolute(search)) });
        let action =
            json!({ "@type": "SearchAction", "target": target, "query-input": "required name=search_term_string" });
        map.insert("potentialAction".to_owned(), action);
    }
    vec![website, with_context(owner(portal, code))]
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
        let logo = ["icon-512.png", "emblem.svg"].into_iter();
        let logo = logo.filter_map(|name| portal.plan.overview(Job::Asset(name.to_owned()))).next();
        put(map, "logo", logo.map(|url| portal.absolute(url)));
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
    // A question without an answer answers nobody's.
    let is_open = kind.schema_org == "FAQPage" && !has_answer(site, id);
    map.insert("@type".to_owned(), json!(if is_open { "WebPage" } else { kind.schema_org.as_str() }));
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
        "Person" => extra.person(&mut map, id),
        "ContactPoint" => extra.contact(&mut map),
        "FAQPage" if !is_open => extra.question(&mut map),
        "Event" => extra.event(&mut map),
        "VideoObject" => extra.video(&mut map),
        "Dataset" => extra.dataset(&mut map, code),
        _ => put(&mut map, "datePublished", page.date.map(|date| date.iso())),
    }
    put(&mut map, "correction", correction::json_ld(portal, id));
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

    /// When the page was changed last, its corrections included.
    fn changed(&self) -> Option<Moment> {
        correction::updated(self.site, self.page.id)
    }

    fn news(&self, map: &mut Map<String, Value>, code: &str) {
        put(map, "datePublished", self.page.date.map(|date| date.rfc3339()));
        put(
            map,
            "dateModified",
            self.changed().map(|moment| moment.iso()).or_else(|| self.page.date.map(|date| date.rfc3339())),
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
        put(map, "parentOrganization", self.organisation_at(id, "parent"));
    }

    /// The office that a field names, where it has a page.
    fn organisation_at(&self, id: PageId, field: &str) -> Option<Value> {
        let named = |relation: &&Relation| !relation.inverse && self.kind.field(relation.field).name == field;
        let page = *self.site.relations(id).iter().find(named)?.pages.first()?;
        let page = self.portal.page(page).map(|_| self.site.page(page)).filter(|page| !page.is_unindexed())?;
        let (name, url) = (&*page.document.title, self.portal.absolute(&page.url));
        Some(json!({ "@type": "GovernmentOrganization", "name": name, "url": url }))
    }

    fn person(&self, map: &mut Map<String, Value>, id: PageId) {
        self.texts(map, &[("jobTitle", "position"), ("email", "email")]);
        put(map, "telephone", self.telephone("phone"));
        put(map, "worksFor", self.organisation_at(id, "unit"));
    }

    fn video(&self, map: &mut Map<String, Value>) {
        put(map, "uploadDate", self.page.date.map(|date| date.rfc3339()));
        put(map, "thumbnailUrl", image(self.portal, self.page, self.kind));
        put(map, "duration", self.page.integer("duration").map(|seconds| format!("PT{seconds}S")));
        let Some(Field::Ref(index)) = self.page.get("video") else { return };
        match (self.file(*index), &self.page.document.target(*index).target) {
            (Some(file), _) => put(map, "contentUrl", Some(self.portal.absolute(&file.url))),
            (None, Target::External(address)) => put(map, "embedUrl", video_embed(address)),
            _ => {}
        }
    }

    fn dataset(&self, map: &mut Map<String, Value>, code: &str) {
        put(map, "datePublished", self.page.date.map(|date| date.iso()));
        put(map, "temporalCoverage", self.text("period"));
        map.insert("creator".to_owned(), owner(self.portal, code));
        map.insert("isAccessibleForFree".to_owned(), json!(true));
        let Some(Field::Ref(index)) = self.page.get("table") else { return };
        let Some(file) = self.file(*index) else { return };
        let url = self.portal.absolute(&file.url);
        let kind = tables::media_type(file.url.as_str());
        map.insert(
            "distribution".to_owned(),
            json!([{ "@type": "DataDownload", "contentUrl": url, "encodingFormat": kind }]),
        );
    }

    fn file(&self, index: u32) -> Option<&PublishedFile> {
        let document = &self.page.document;
        match self.site.resolve(&document.target(index).target, document.language) {
            Destination::File(file) => Some(file),
            _ => None,
        }
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
        let status =
            if cancelled.is_some() { "https://schema.org/EventCancelled" } else { "https://schema.org/EventScheduled" };
        map.insert("eventStatus".to_owned(), json!(status));
        put(map, "location", self.text("place").map(|place| json!({ "@type": "Place", "name": place })));
        put(map, "organizer", self.text("organiser").map(|name| json!({ "@type": "Organization", "name": name })));
    }
}
