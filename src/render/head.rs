//! Turns what is known of a page into the metadata of its `<head>`: description, canonical, hreflang, robots,
//! Open Graph, Dublin Core (TT 24/2011/TT-BTTTT) and JSON-LD.

use serde::Serialize;

use super::portal::Portal;
use crate::load::config::FeedFormat;
use crate::load::document::{Language, Value};
use crate::load::kinds::Taxonomy;
use crate::load::share;
use crate::model::{ListId, ListKey, PageId, PublishedFile, Site};
use crate::path::UrlPath;

/// All that is shown of it, and with that all that its fingerprint is made of.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    pub title: String,
    pub description: String,
    pub url: UrlPath,
    pub language: Language,
    /// Open Graph type.
    pub og_type: &'static str,
    /// The page in each language in which it exists, itself included.
    pub alternates: Vec<(Language, UrlPath)>,
    /// What social networks show of it; `None` for the portal's own.
    pub image: Option<HeadPicture>,
    /// Dublin Core element and value, in order; empty values are left out.
    pub dublin_core: Vec<(&'static str, String)>,
    pub json_ld: Vec<serde_json::Value>,
    pub feeds: Vec<Feed>,
    pub noindex: bool,
    /// The body is the accepted answer of the question in `json_ld`.
    pub has_answer: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeadPicture {
    pub url: UrlPath,
    pub alt: String,
    /// Width and height in pixels.
    pub size: Option<(u32, u32)>,
}

/// Something to subscribe to, or a calendar to take along.
#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    pub title: String,
    pub url: UrlPath,
    pub media_type: &'static str,
}

impl Feed {
    pub fn calendar(title: String, url: &UrlPath) -> Feed {
        Feed { title, url: url.clone(), media_type: "text/calendar" }
    }
}

impl Head {
    /// The head of a page that has a document.
    pub fn of_page(portal: Portal, id: PageId, og_type: &'static str) -> Head {
        let site = portal.site;
        let page = site.page(id);
        let kind = page.kind();
        let document = &page.document;
        let code = page.language();
        let title = document.title.to_string();
        let description = page.text("summary").map_or_else(|| title.clone(), str::to_owned);
        let alt = || document.text(kind, "image_alt").unwrap_or_default().to_owned();
        let image = site.image_of(id).and_then(|file| of_networks(file, alt()));
        let drawn = portal.plan.share_picture_of(id);
        let drawn = drawn.map(|url| HeadPicture { url: url.clone(), alt: title.clone(), size: Some(share::SIZE) });
        let image = image.or(drawn);
        let names = |taxonomy: Taxonomy| -> Vec<&str> {
            let terms = site.config.terms(taxonomy);
            page.texts(taxonomy.key())
                .into_iter()
                .filter_map(|id| terms.iter().find(|term| term.id == id))
                .map(|term| term.name.get(code))
                .collect()
        };
        let agencies = names(Taxonomy::Agency);
        let owner = site.config.owner.name.get(code);
        let publisher = page
            .text("issuer")
            .or(page.text("drafter"))
            .map_or_else(|| if agencies.is_empty() { owner.to_owned() } else { agencies.join("; ") }, str::to_owned);
        let unit = site.config.owner.unit.get(code);
        let creator = page.text("author").unwrap_or(if unit.is_empty() { owner } else { unit });
        let subjects = [names(Taxonomy::Topic), names(Taxonomy::Field)].concat().join("; ");
        // A contact or an office has no date of publication, but a day on which it was last looked at.
        let date = page.date.or(page.updated).or_else(|| page.moment("verified_on"));
        let date = date.map_or_else(String::new, |date| date.iso());
        let source = page.get("source").map(|_| group_text(site, id, "source", "name")).unwrap_or_default();
        let dublin_core = vec![
            ("title", title.clone()),
            ("creator", creator.to_owned()),
            ("date", date),
            ("description", description.clone()),
            ("publisher", publisher),
            ("identifier", document.text(kind, "number").map_or_else(|| portal.absolute(&page.url), str::to_owned)),
            ("language", code.to_owned()),
            ("subject", subjects),
            ("source", source),
            ("type", kind.label.get(code).to_owned()),
        ];
        Head {
            title,
            description,
            url: page.url.clone(),
            language: document.language,
            og_type,
            alternates: portal.translations(id).map(|(_, language, url)| (language, url.clone())).collect(),
            image,
            dublin_core,
            json_ld: Vec::new(),
            feeds: site_feeds(portal, document.language),
            noindex: page.is_passed_over(),
            has_answer: false,
        }
    }

    /// When the newest of what the page lists is of, where it has no date of its own.
    pub fn dated(&mut self, newest: Option<String>) {
        let Some(newest) = newest else { return };
        match self.dublin_core.iter_mut().find(|(element, _)| *element == "date") {
            Some((_, date)) if date.is_empty() => *date = newest,
            Some(_) => {}
            None => self.dublin_core.push(("date", newest)),
        }
    }

    /// The head of a page that the generator makes itself.
    pub fn of_overview(portal: Portal, title: &str, url: UrlPath, language: Language) -> Head {
        let site = portal.site;
        let code = site.language(language);
        let owner = site.config.owner.name.get(code).to_owned();
        let description = format!("{title} - {}", site.config.title.get(code));
        let dublin_core = vec![
            ("title", title.to_owned()),
            ("creator", owner.clone()),
            ("description", description.clone()),
            ("publisher", owner),
            ("identifier", portal.absolute(&url)),
            ("language", code.to_owned()),
        ];
        Head {
            title: title.to_owned(),
            description,
            alternates: vec![(language, url.clone())],
            url,
            language,
            og_type: "website",
            image: None,
            dublin_core,
            json_ld: Vec::new(),
            feeds: site_feeds(portal, language),
            noindex: false,
            has_answer: false,
        }
    }
}

/// A picture as social networks show it: a part of it where there is one, else itself. They show no drawings.
fn of_networks(file: &PublishedFile, alt: String) -> Option<HeadPicture> {
    let own = || (file.facts.raster.is_some()).then(|| (file.url.clone(), None));
    let social = file.variants.social.as_ref();
    let (url, size) = social.map(|social| (social.url.clone(), Some((social.width, social.height)))).or_else(own)?;
    Some(HeadPicture { url, alt, size })
}

/// One text inside a group field.
pub fn group_text(site: &Site, id: PageId, field: &str, inner: &str) -> String {
    let page = site.page(id);
    let kind = page.kind();
    let found = kind.index_of(field).and_then(|index| match page.document.value(index)? {
        Value::Group(values) => {
            let fields = &kind.field(index).fields;
            values.iter().find(|(at, _)| fields[usize::from(*at)].name == inner).and_then(|(_, value)| value.as_text())
        }
        _ => None,
    });
    found.unwrap_or_default().to_owned()
}

/// The feeds of the whole site in one language.
pub fn site_feeds(portal: Portal, language: Language) -> Vec<Feed> {
    portal.site.find_list(&ListKey::Site(language)).map_or_else(Vec::new, |list| list_feeds(portal, list))
}

/// The feeds of one list.
pub fn list_feeds(portal: Portal, list: ListId) -> Vec<Feed> {
    let title = &portal.site.list(list).title;
    let row = |(format, url): &(FeedFormat, UrlPath)| {
        let (label, media_type) = match format {
            FeedFormat::Rss => ("RSS", "application/rss+xml"),
            FeedFormat::Atom => ("Atom", "application/atom+xml"),
            FeedFormat::Json => ("JSON", "application/feed+json"),
        };
        Feed { title: format!("{title} ({label})"), url: url.clone(), media_type }
    };
    portal.plan.feeds_of(list).iter().map(row).collect()
}
