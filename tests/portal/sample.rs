//! Holds a whole portal with the theme to what a provincial portal owes its readers: sound links, an owner on every page, metadata.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

use crate::site_builder::{Built, attributes, repository_built, selector, texts};

/// Every page of the portal with its parsed tree; redirects are left out.
fn pages() -> impl Iterator<Item = (&'static str, Html)> {
    let html = repository_built().outputs.keys().filter(|path| path.ends_with(".html"));
    let parsed = html.map(|path| (path.as_str(), repository_built().html(path)));
    parsed.filter(|(_, html)| attributes(html, "meta[http-equiv=refresh]", "content").is_empty())
}

fn count(wanted: impl Fn(&cong::model::Page, &str) -> bool) -> usize {
    let site = &repository_built().renderer.as_ref().unwrap().site;
    site.all_pages().filter(|page| wanted(page, &page.kind().name)).count()
}

#[test]
fn it_builds_without_errors_and_warnings() {
    assert_eq!(repository_built().problems(), Vec::<String>::new());
}

#[test]
fn it_has_something_of_everything() {
    let site = &repository_built().renderer.as_ref().unwrap().site;
    assert!(count(|_, kind| kind != "_section") >= 100);
    assert!(count(|page, kind| kind == "_section" && page.document.language == 0) >= 25);
    assert!(count(|page, kind| kind == "article" && page.document.language == 1) >= 15);
    let missing: Vec<&str> = site.kinds.names().filter(|name| count(|_, kind| kind == *name) == 0).collect();
    assert!(missing.is_empty(), "no item of the kinds {missing:?}");
}

/// The output that a static host would send for an address of this site.
fn served<'a>(built: &'a Built, address: &str) -> Option<&'a str> {
    let path = address.split(['?', '#']).next().unwrap();
    let path = cong::text::address::decode(path);
    let name = path.trim_start_matches('/');
    let file = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
    built.outputs.get_key_value(&file).map(|(path, _)| path.as_str())
}

#[test]
fn the_styles_of_the_search_and_of_registers_are_on_the_pages_with_their_forms_and_on_no_other() {
    let (mut with, mut without) = (0, 0);
    for (page, html) in pages() {
        let styles = attributes(&html, "link[rel=stylesheet]", "href");
        let mut has_any = false;
        for (form, style) in [("form.search-form", "/assets/search."), ("form.narrow-form", "/assets/register.")] {
            let has_form = !attributes(&html, form, "action").is_empty();
            assert_eq!(styles.iter().any(|own| own.starts_with(style)), has_form, "{page}: {style}");
            has_any |= has_form;
        }
        *if has_any { &mut with } else { &mut without } += 1;
    }
    assert!(with > 20 && without > 200, "{with} with a form, {without} without");
}

#[test]
fn no_address_on_any_page_leads_nowhere() {
    let built = repository_built();
    let (mut broken, mut seen) = (BTreeSet::new(), 0);
    for (page, html) in pages() {
        for (css, name) in [("[href]", "href"), ("[src]", "src"), ("[poster]", "poster"), ("form[action]", "action")] {
            for address in attributes(&html, css, name).into_iter().filter(|address| address.starts_with('/')) {
                seen += 1;
                if served(built, &address).is_none() {
                    broken.insert(format!("{page} → {address}"));
                }
            }
        }
    }
    assert!(seen > 5000, "only {seen} addresses were looked at");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_address_of_a_place_on_a_page_misses_its_place() {
    let built = repository_built();
    let (any_id, links) = (selector("[id]"), selector("a[href*='#']"));
    let ids = |html: &Html, css: &Selector| {
        html.select(css).filter_map(|element| element.attr("id")).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let mut broken = BTreeSet::new();
    for (page, html) in pages() {
        for address in html.select(&links).filter_map(|link| link.attr("href")) {
            let Some((target, anchor)) = address.split_once('#').filter(|(_, anchor)| !anchor.is_empty()) else {
                continue;
            };
            let found = match target {
                "" => ids(&html, &any_id),
                path if path.starts_with('/') => {
                    served(built, path).map_or_else(BTreeSet::new, |output| ids(&built.html(output), &any_id))
                }
                _ => continue,
            };
            if !found.contains(&*cong::text::address::decode(anchor)) {
                broken.insert(format!("{page} → {address}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_says_who_answers_for_the_portal() {
    let site = &repository_built().renderer.as_ref().unwrap().site;
    let owner = &site.config.owner;
    for (page, html) in pages() {
        let language = attributes(&html, "html", "lang").concat();
        let text = texts(&html, "body").concat();
        let required = [
            owner.name.get(&language),
            owner.address.get(&language),
            site.owner_telephone(),
            &owner.email,
            owner.responsible.get(&language),
        ];
        for value in required {
            assert!(!value.is_empty() && text.contains(value), "{page} lacks {value:?}");
        }
    }
}

#[test]
fn every_article_has_its_dublin_core() {
    let site = &repository_built().renderer.as_ref().unwrap().site;
    let articles: Vec<_> = site.all_pages().filter(|page| page.kind().name == "article").collect();
    assert!(articles.len() > 30);
    for article in articles {
        let html = repository_built().html(article.url.output().as_str());
        for element in ["title", "creator", "date", "description", "publisher", "identifier"] {
            let values = attributes(&html, &format!("meta[name='DC.{element}']"), "content");
            assert!(values.len() == 1 && !values[0].trim().is_empty(), "{}: DC.{element} is {values:?}", article.url);
        }
    }
}

#[test]
fn no_page_asks_anything_of_another_host() {
    for (page, html) in pages() {
        let loaded = attributes(&html, "[src]", "src").into_iter().chain(attributes(
            &html,
            "link[rel=stylesheet], link[rel=icon], link[rel=preload], link[rel=preconnect]",
            "href",
        ));
        let foreign: Vec<String> = loaded.filter(|address| !address.starts_with('/')).collect();
        assert!(foreign.is_empty(), "{page}: {foreign:?}");
    }
}

#[test]
fn every_page_can_be_read_aloud() {
    for (page, html) in pages() {
        assert_eq!(texts(&html, "h1").len(), 1, "{page} wants one first heading: {:?}", texts(&html, "h1"));
        assert!(matches!(attributes(&html, "html", "lang").concat().as_str(), "vi" | "en"), "{page}");
        assert_eq!(html.select(&selector("img:not([alt])")).count(), 0, "{page} has a picture without a description");
        let silent: Vec<String> = html
            .select(&selector("a[href]:not([aria-label])"))
            .filter(|link| {
                link.text().all(|text| text.trim().is_empty())
                    && link.select(&selector("img[alt], svg title")).next().is_none()
            })
            .map(|link| link.html())
            .collect();
        assert!(silent.is_empty(), "{page} has links without a name: {silent:?}");
    }
}

#[test]
fn no_id_stands_twice_on_a_page() {
    for (page, html) in pages() {
        let ids = attributes(&html, "[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{page}: {ids:?}");
    }
}

#[test]
fn every_json_and_xml_output_can_be_parsed() {
    let (mut json, mut xml) = (0, 0);
    for path in repository_built().outputs.keys() {
        if path.ends_with(".json") {
            assert!(repository_built().json(path).is_object(), "{path}");
            json += 1;
        } else if path.ends_with(".xml") {
            let mut reader = quick_xml::Reader::from_str(repository_built().text(path));
            while reader.read_event().unwrap_or_else(|error| panic!("{path}: {error}")) != quick_xml::events::Event::Eof
            {
            }
            xml += 1;
        }
    }
    assert!(json > 100 && xml > 20, "{json} JSON and {xml} XML files");
}

/// Text that is heard in English, with where it stands.
fn heard_in_english(html: &Html) -> Vec<String> {
    let mut found = Vec::new();
    for node in html.tree.nodes() {
        let around = node.ancestors().find_map(|above| above.value().as_element()?.attr("lang")).unwrap_or_default();
        match node.value() {
            scraper::Node::Text(text) => {
                let code = node.parent().and_then(|parent| Some(parent.value().as_element()?.name().to_owned()));
                let is_code = code.is_some_and(|name| name == "script" || name == "style");
                if !is_code && around == "en" {
                    found.push(text.to_string());
                }
            }
            scraper::Node::Element(element) => {
                let own = element.attr("lang").unwrap_or(around);
                let read = ["alt", "title", "aria-label", "placeholder", "content", "data-label"];
                if own == "en" {
                    found.extend(read.into_iter().filter_map(|name| element.attr(name)).map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn no_vietnamese_sentence_stands_in_english_without_its_own_language() {
    let (mut looked, mut unmarked) = (0, BTreeSet::new());
    for (page, html) in pages().filter(|(page, _)| page.starts_with("en/")) {
        for text in heard_in_english(&html) {
            looked += 1;
            unmarked.extend(cong::text::vietnamese::run(&text).map(|found| format!("{page}: {found}")));
        }
    }
    assert!(looked > 10_000, "only {looked} texts were looked at");
    assert!(unmarked.is_empty(), "{unmarked:#?}");
}

#[test]
fn an_english_reader_meets_no_vietnamese_label_date_or_number() {
    let vietnamese_date = |text: &str| {
        let parts: Vec<&str> = text.split('/').collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    for (page, html) in pages().filter(|(page, _)| page.starts_with("en/")) {
        let dates = texts(&html, "time");
        assert!(!dates.iter().any(|date| vietnamese_date(date)), "{page}: {dates:?}");
        let titles = texts(&html, "main h2, main h3, main dt, main th");
        assert!(titles.iter().all(|title| cong::text::vietnamese::run(title).is_none()), "{page}: {titles:?}");
    }
}
