//! Turns what is known of a page into the metadata of its `<head>`: description, canonical, hreflang, robots,
//! Open Graph, Dublin Core (TT 24/2011/TT-BTTTT) and JSON-LD.

use crate::load::document::{Language, Value};
use crate::load::kinds::Taxonomy;
use crate::model::resolve::Destination;
use crate::model::{ListKey, PageId, Site};
use crate::path::UrlPath;
use crate::tables;
use crate::text::html::escape;

pub struct Head {
    pub title: String,
    pub description: String,
    pub url: UrlPath,
    pub language: Language,
    /// Open Graph type.
    pub og_type: &'static str,
    /// The page in each language in which it exists, itself included.
    pub alternates: Vec<(Language, UrlPath)>,
    pub image: Option<(String, String)>,
    /// Dublin Core element and value, in order; empty values are left out.
    pub dublin_core: Vec<(&'static str, String)>,
    pub json_ld: Vec<serde_json::Value>,
    /// Title, address and media type.
    pub feeds: Vec<(String, String, &'static str)>,
    pub noindex: bool,
    /// The body is the accepted answer of the question in `json_ld`.
    pub has_answer: bool,
}

impl Head {
    /// The head of a page that has a document.
    pub fn of_page(site: &Site, id: PageId, og_type: &'static str) -> Head {
        let page = site.page(id);
        let kind = page.kind();
        let document = &page.document;
        let code = page.language();
        let title = document.title.to_string();
        let description = page.text("summary").map_or_else(|| title.clone(), str::to_owned);
        let image = match page.get("image") {
            Some(Value::Ref(index)) => match site.resolve(&document.target(*index).target, document.language) {
                Destination::File(file) => {
                    Some((file.url.to_string(), page.text("image_alt").unwrap_or_default().to_owned()))
                }
                _ => None,
            },
            _ => None,
        };
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
        let date = page.date.map_or_else(String::new, |date| date.iso());
        let source = page.get("source").map(|_| group_text(site, id, "source", "name")).unwrap_or_default();
        let dublin_core = vec![
            ("title", title.clone()),
            ("creator", creator.to_owned()),
            ("date", date),
            ("description", description.clone()),
            ("publisher", publisher),
            ("identifier", page.text("number").map_or_else(|| absolute(site, &page.url), str::to_owned)),
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
            alternates: site
                .translations(id)
                .iter()
                .map(|other| (site.page(*other).document.language, site.page(*other).url.clone()))
                .collect(),
            image,
            dublin_core,
            json_ld: Vec::new(),
            feeds: site_feeds(site, document.language),
            noindex: page.is_unindexed(),
            has_answer: false,
        }
    }

    /// The head of a page that the generator makes itself.
    pub fn of_overview(site: &Site, title: &str, url: UrlPath, language: Language) -> Head {
        let code = site.language(language);
        let owner = site.config.owner.name.get(code).to_owned();
        let description = format!("{title} - {}", site.config.title.get(code));
        let dublin_core = vec![
            ("title", title.to_owned()),
            ("creator", owner.clone()),
            ("description", description.clone()),
            ("publisher", owner),
            ("identifier", absolute(site, &url)),
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
            feeds: site_feeds(site, language),
            noindex: false,
            has_answer: false,
        }
    }
}

impl Head {
    /// Everything that `html` shows, apart from the page's own body.
    pub fn write_shown(&self, site: &Site, out: &mut Vec<u8>) {
        let mut add = |text: &str| {
            out.extend_from_slice(text.as_bytes());
            out.push(0);
        };
        for text in [&self.title, &self.description, self.url.as_str(), self.og_type, &site.config.base_url] {
            add(text);
        }
        for (language, url) in &self.alternates {
            add(site.language(*language));
            add(url.as_str());
        }
        if let Some((url, alt)) = &self.image {
            add(url);
            add(alt);
        }
        for (element, value) in &self.dublin_core {
            add(element);
            add(value);
        }
        for data in &self.json_ld {
            add(&data.to_string());
        }
        for (title, url, _) in &self.feeds {
            add(title);
            add(url);
        }
        add(if self.noindex { "noindex" } else { "index" });
        add(if self.has_answer { "answer" } else { "" });
    }
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

pub fn absolute(site: &Site, url: &UrlPath) -> String {
    site.config.base.absolute(url)
}

/// The feeds of the whole site in one language.
pub fn site_feeds(site: &Site, language: Language) -> Vec<(String, String, &'static str)> {
    site.find_list(&ListKey::Site(language)).map_or_else(Vec::new, |list| list_feeds(site, list))
}

/// The feeds of one list, as the plan makes them.
pub fn list_feeds(site: &Site, list: crate::model::ListId) -> Vec<(String, String, &'static str)> {
    use crate::load::config::FeedFormat;
    let list = site.list(list);
    if list.items.is_empty() || !site.is_told(list) {
        return Vec::new();
    }
    let row = |format: &FeedFormat| {
        let (label, file, media_type) = match format {
            FeedFormat::Rss => ("RSS", "rss.xml", "application/rss+xml"),
            FeedFormat::Atom => ("Atom", "atom.xml", "application/atom+xml"),
            FeedFormat::Json => ("JSON", "feed.json", "application/feed+json"),
        };
        (format!("{} ({label})", list.title), list.url.file(file).to_string(), media_type)
    };
    site.config.outputs.feeds.iter().map(row).collect()
}

/// The elements, without `<title>`, which belongs to the template.
pub fn html(site: &Site, head: &Head, body: &str) -> String {
    let mut out = String::with_capacity(3000);
    let canonical = absolute(site, &head.url);
    let mut push = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
    push(&["<meta name=\"description\" content=\"", &escape(&head.description), "\">"]);
    if head.noindex || site.mark.is_some() {
        push(&["<meta name=\"robots\" content=\"noindex\">"]);
    }
    push(&["<link rel=\"canonical\" href=\"", &escape(&canonical), "\">"]);
    if head.alternates.len() > 1 {
        for (language, url) in &head.alternates {
            push(&[
                "<link rel=\"alternate\" hreflang=\"",
                site.language(*language),
                "\" href=\"",
                &escape(&absolute(site, url)),
                "\">",
            ]);
        }
        // The default language answers readers of all others.
        let (_, default) = head.alternates.iter().find(|(language, _)| *language == 0).unwrap_or(&head.alternates[0]);
        push(&["<link rel=\"alternate\" hreflang=\"x-default\" href=\"", &escape(&absolute(site, default)), "\">"]);
    }
    for (title, url, media_type) in &head.feeds {
        push(&[
            "<link rel=\"alternate\" type=\"",
            media_type,
            "\" title=\"",
            &escape(title),
            "\" href=\"",
            &escape(url),
            "\">",
        ]);
    }
    let code = site.language(head.language);
    let graph = [
        ("og:title", head.title.as_str()),
        ("og:description", &head.description),
        ("og:type", head.og_type),
        ("og:url", &canonical),
        ("og:site_name", site.config.title.get(code)),
        ("og:locale", tables::language_locale(code)),
    ];
    for (property, content) in graph {
        push(&["<meta property=\"", property, "\" content=\"", &escape(content), "\">"]);
    }
    if let Some((url, alt)) = &head.image {
        push(&[
            "<meta property=\"og:image\" content=\"",
            &escape(&format!("{}{url}", site.config.base.origin())),
            "\">",
        ]);
        push(&["<meta property=\"og:image:alt\" content=\"", &escape(alt), "\">"]);
    }
    push(&["<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">"]);
    for (element, value) in head.dublin_core.iter().filter(|(_, value)| !value.is_empty()) {
        push(&["<meta name=\"DC.", element, "\" content=\"", &escape(value), "\">"]);
    }
    let answered = head.has_answer.then(|| super::json_ld::with_answer(&head.json_ld, body));
    for data in answered.as_ref().unwrap_or(&head.json_ld) {
        // `<` could end the element early; JSON has another way to write it.
        push(&["<script type=\"application/ld+json\">", &data.to_string().replace('<', "\\u003c"), "</script>"]);
    }
    out
}
