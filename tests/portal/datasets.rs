//! Holds that a table is read once, before anything is rendered, known again by its bytes, and kept only where it is shown.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use cong::files::{Entry, Files, Memory};

use crate::law::{ARTICLES, Build, MemoryStore, Portal, build_from, nothing};

const TABLE: &str = "content/so-lieu/truy-cap/bang.csv";
const LINKED: &str = "content/tin-tuc/2024/01/gia.csv";
const SHOWS: &str = "tin-tuc/2024/01/b/index.html";

/// Files that note whose contents were held.
struct Noted {
    files: Memory,
    held: Mutex<Vec<String>>,
}

impl Files for Noted {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.held.lock().unwrap().push(path.to_owned());
        self.files.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.held.lock().unwrap().push(path.to_owned());
        self.files.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.files.open(path)
    }
}

/// Builds, and says which tables were parsed.
fn parsed(portal: &Portal, store: Arc<MemoryStore>, before: &BTreeMap<String, Vec<u8>>) -> (Build, Vec<String>) {
    let noted = Arc::new(Noted { files: portal.files.clone(), held: Mutex::default() });
    let build = build_from(noted.clone(), portal, store, before.clone());
    let mut held = noted.held.lock().unwrap().clone();
    held.retain(|path| path.ends_with(".csv"));
    (build, held)
}

fn cold(portal: &Portal) -> (Build, Vec<String>) {
    parsed(portal, nothing(), &BTreeMap::new())
}

fn warm(portal: &Portal, before: &Build) -> (Build, Vec<String>) {
    parsed(portal, before.known(portal), &before.outputs)
}

/// The law's portal with an article that offers a table, and a template of articles with this call.
fn portal_that_asks(call: &str) -> Portal {
    let mut portal = Portal::new();
    portal.files.put(LINKED, "Loại,Giá\nGạo,17500\n");
    portal.replace(ARTICLES[1], "\n---\n", "\n---\nXem [bảng giá](gia.csv).\n\n");
    let template = format!(
        "{{% extends \"base.html\" %}}{{% block content %}}{{% set table = {call} %}}{{% if table %}}<b>{{{{ table.rows[0][1] }}}}</b>{{% endif %}}{{% endblock content %}}"
    );
    portal.files.put("themes/portal/templates/item-article.html", template);
    portal
}

fn shows(build: &Build, words: &str) -> bool {
    String::from_utf8_lossy(&build.outputs[SHOWS]).contains(words)
}

#[test]
fn a_table_is_parsed_once_and_then_known_by_its_bytes() {
    let mut portal = Portal::new();
    let (first, held) = cold(&portal);
    assert_eq!(held, [TABLE]);
    let (second, held) = warm(&portal, &first);
    assert_eq!((held, &second.rendered), (Vec::new(), &Vec::new()));
    // Its page is rendered again, from the table that is known.
    portal.replace("content/so-lieu/truy-cap/index.md", "title: ", "title: Mới ");
    let (third, held) = warm(&portal, &second);
    assert_eq!(held, Vec::<String>::new());
    assert!(third.rendered.contains(&"/so-lieu/truy-cap/".to_owned()), "{:?}", third.rendered);
    assert_eq!(third.outputs, cold(&portal).0.outputs);
    portal.files.put(TABLE, "Năm,Lượt\n2023,166586884\n");
    assert_eq!(warm(&portal, &third).1, [TABLE]);
}

#[test]
fn what_is_said_of_a_table_is_said_again_when_it_is_not_parsed() {
    let mut portal = Portal::new();
    portal.files.put(TABLE, format!("Năm,Lượt\n{}", "2023,1\n".repeat(12_000)));
    let (first, _) = cold(&portal);
    let (second, held) = warm(&portal, &first);
    assert_eq!(held, Vec::<String>::new());
    assert!(first.findings.iter().any(|finding| finding.starts_with(TABLE)), "{:?}", first.findings);
    assert_eq!(first.findings, second.findings);
}

#[test]
fn a_table_that_only_a_template_asks_for_is_read_before_rendering() {
    let by_name = format!("data(file=\"{LINKED}\")");
    for call in [&*by_name, "data(file=\"content/tin-tuc/2024/01/\" ~ \"gia.csv\")"] {
        let mut portal = portal_that_asks(call);
        let (first, mut held) = cold(&portal);
        held.sort();
        assert_eq!(held, [TABLE, LINKED], "{call}");
        assert!(shows(&first, "<b>17500</b>"), "{call}");
        // Another cell is an edit of the pages that show it, and of no other page.
        portal.files.put(LINKED, "Loại,Giá\nGạo,18000\n");
        let (second, held) = warm(&portal, &first);
        assert_eq!(held, [LINKED], "{call}");
        assert!(shows(&second, "<b>18000</b>"), "{call}");
        let articles =
            ["/tin-tuc/2024/01/a/", "/tin-tuc/2024/01/b/", "/tin-tuc/chuyen-doi-so/c/", "/tin-tuc/chuyen-doi-so/d/"];
        // The page that offers the file says how large it is.
        assert_eq!(second.rendered, articles, "{call}");
        // A column that nobody shows is no edit of a page, but for the one that offers the file.
        portal.files.put(LINKED, "Loại,Giá,Ghi chú\nGạo,18000,mới\n");
        let (third, _) = warm(&portal, &second);
        assert_eq!(third.outputs, cold(&portal).0.outputs, "{call}");
    }
}

#[test]
fn a_table_that_nobody_shows_is_not_read() {
    let portal = portal_that_asks("none");
    let (first, held) = cold(&portal);
    assert_eq!(held, [TABLE]);
    assert!(first.outputs.contains_key("tin-tuc/2024/01/gia.csv"), "it is still offered");
}

#[test]
fn a_mistake_in_a_table_that_only_a_template_asks_for_is_one_of_the_page_that_shows_it() {
    let call = format!("data(file=\"{LINKED}\")");
    let mut portal = portal_that_asks("none");
    portal.files.put(LINKED, "Loại,Giá\nGạo\n");
    assert_eq!(cold(&portal).0.findings, Vec::<String>::new(), "a file for download is not examined");
    let asking = portal_that_asks(&call);
    asking
        .files
        .read("themes/portal/templates/item-article.html")
        .map(|bytes| {
            portal.files.put("themes/portal/templates/item-article.html", bytes);
        })
        .unwrap();
    let (build, _) = cold(&portal);
    assert!(build.findings.iter().any(|finding| finding.contains("gia.csv")), "{:?}", build.findings);
}
