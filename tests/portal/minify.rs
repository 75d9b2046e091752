//! Holds that minifying takes bytes out of a page and nothing else: a browser reads the same tree.

use std::sync::{Arc, LazyLock};

use cong::files::Files;
use scraper::{ElementRef, Html, Node};

use crate::site_builder::{Built, build, repository, repository_built, selector, texts};

/// The repository's portal with `minify` off.
fn plain() -> &'static Built {
    static PLAIN: LazyLock<Built> = LazyLock::new(|| {
        let mut files = repository();
        let config = String::from_utf8(files.read("site.toml").unwrap()).unwrap();
        assert_eq!(config.matches("minify = true").count(), 1, "the portal itself is minified");
        files.put("site.toml", config.replace("minify = true", "minify = false"));
        build(Arc::new(files), "2024-01-20", false)
    });
    &PLAIN
}

/// The pages, with their text in both forms: minified, plain.
fn pages() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let html = repository_built().outputs.keys().filter(|path| path.ends_with(".html"));
    html.map(|path| (path.as_str(), repository_built().text(path), plain().text(path)))
}

/// A tree as a text with one node a line; white space is left out, except where it is shown or run.
fn tree(html: &str) -> String {
    let document = Html::parse_document(html);
    assert!(
        html.to_lowercase().starts_with("<!doctype html>"),
        "without a doctype a browser lays the page out as in 1998"
    );
    let mut out = String::new();
    write(document.root_element(), 0, &mut out);
    out
}

fn write(element: ElementRef, depth: usize, out: &mut String) {
    let name = element.value().name();
    // `a, b` and `a,b` say the same where a list is read, such as in `viewport`.
    let words = |value: &str| value.replace(", ", ",").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut attributes: Vec<String> =
        element.value().attrs().map(|(name, value)| format!("{name}={:?}", words(value))).collect();
    attributes.sort();
    out.push_str(&format!("{:depth$}<{name} {}>\n", "", attributes.join(" ")));
    let verbatim = matches!(name, "pre" | "textarea" | "script" | "style")
        || element.ancestors().filter_map(ElementRef::wrap).any(|outer| outer.value().name() == "pre");
    let mut text = String::new();
    for child in element.children() {
        match child.value() {
            Node::Text(own) if verbatim => text.push_str(own),
            Node::Text(own) => text.extend(own.split_whitespace()),
            Node::Element(_) => {
                flush(&mut text, depth, out);
                write(ElementRef::wrap(child).unwrap(), depth + 1, out);
            }
            _ => {}
        }
    }
    flush(&mut text, depth, out);
}

fn flush(text: &mut String, depth: usize, out: &mut String) {
    if !text.is_empty() {
        out.push_str(&format!("{:depth$} {text:?}\n", ""));
        text.clear();
    }
}

#[test]
fn a_browser_reads_the_same_tree_from_every_page() {
    assert!(pages().count() > 150);
    for (path, small, plain) in pages() {
        let (small, plain) = (tree(small), tree(plain));
        if small != plain {
            let (left, right) =
                small.lines().zip(plain.lines()).find(|(left, right)| left != right).unwrap_or(("(end)", "(end)"));
            panic!("{path} changes by minifying:\nminified {left}\nplain    {right}");
        }
    }
}

#[test]
fn no_two_words_are_glued_together() {
    let blocks = "p, h1, h2, h3, dt, dd, td, th, figcaption, label, summary, title, nav a, li > a";
    for (path, small, plain) in pages() {
        let (small, plain) = (Html::parse_document(small), Html::parse_document(plain));
        let count = small.select(&selector(blocks)).count();
        assert!(count > 3, "{path} has only {count} texts");
        assert_eq!(texts(&small, blocks), texts(&plain, blocks), "{path}");
    }
}

#[test]
fn the_portal_becomes_smaller_and_no_page_larger() {
    let total = |pick: fn((&str, &str, &str)) -> usize| pages().map(pick).sum::<usize>();
    let (small, plain) = (total(|(_, small, _)| small.len()), total(|(_, _, plain)| plain.len()));
    assert!(small < plain, "{small} of {plain} bytes");
    let larger: Vec<&str> =
        pages().filter(|(_, small, plain)| small.len() > plain.len()).map(|(path, ..)| path).collect();
    assert!(larger.is_empty(), "{larger:?}");
}

#[test]
fn only_pages_are_touched() {
    for (path, bytes) in repository_built().outputs.iter().filter(|(path, _)| !path.ends_with(".html")) {
        assert!(plain().outputs.get(path) == Some(bytes), "{path} differs");
    }
}
