//! Rows of a look-up that its schema lets be listed: anybody can open the page of a range without scripts and search it with the browser, no page
//! has all of them, and what may not be listed is not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::law::{Portal, build_from, nothing};
use crate::site_builder::{Built, Site, attributes, texts};

const TABLE: &str = "content/tra-cuu/ma-truong/ma.csv";
const SCHEMA: &str = "content/tra-cuu/ma-truong/ma.schema.yaml";
const SOURCE: &str = "content/tra-cuu/ma-truong/index.md";
const ENGLISH: &str = "content/tra-cuu/ma-truong/index.en.md";
const PAGE: &str = "tra-cuu/ma-truong/index.html";
const INDEX: &str = "tra-cuu/ma-truong/danh-sach/index.html";
const FRONT: &str = "---\ntitle: Mã trường\nsummary: Nhập mã.\ntable: ma.csv\n---\nTra mã.\n";
const RULES: &str = "primaryKey: ma
lookup:
  list: true
fields:
  - name: ma
    title: { vi: Mã, en: Code }
  - name: truong
    title: { vi: Tên trường, en: School }
  - name: lop
    title: { vi: Số lớp, en: Classes }
    type: number
  - name: lap
    title: { vi: Ngày lập, en: Founded }
    type: date
";

/// So many schools, numbered from 43000001.
fn schools(count: usize) -> String {
    let mut text = "ma,truong,lop,lap\n".to_owned();
    (1..=count).for_each(|number| writeln!(text, "43{number:06},Trường số {number},{number}.5,2001-09-05").unwrap());
    text
}

fn portal(table: &str) -> Site {
    Site::new()
        .file("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n")
        .file(SOURCE, FRONT)
        .file(SCHEMA, RULES)
        .file(TABLE, table)
}

/// The pages of ranges.
fn ranges(outputs: &BTreeMap<String, Vec<u8>>) -> Vec<&String> {
    let below = |path: &&String| path.starts_with("tra-cuu/ma-truong/danh-sach/") && *path != INDEX;
    outputs.keys().filter(below).filter(|path| !path.contains("/nhom/")).collect()
}

/// The keys on a page, in its order.
fn keys(built: &Built, path: &str) -> Vec<String> {
    texts(&built.html(path), ".lookup-rows tbody th[scope=row]")
}

#[test]
fn every_row_stands_on_the_page_of_its_range_and_no_page_has_all() {
    let built = portal(&schools(1000)).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let pages = ranges(&built.outputs);
    let all: Vec<String> = pages.iter().flat_map(|path| keys(&built, path)).collect();
    assert_eq!(all, (1..=1000).map(|number| format!("43{number:06}")).collect::<Vec<_>>());
    assert!(pages.len() > 5, "{}", pages.len());
    assert!(pages.iter().all(|path| keys(&built, path).len() <= 300));
    assert!(!built.text(PAGE).contains("43000001") && !built.text(INDEX).contains("Trường số"));
    let sizes = pages.iter().map(|path| built.outputs[*path].len()).max();
    assert!(sizes < Some(60_000), "{sizes:?}");
}

#[test]
fn a_reader_without_scripts_comes_from_the_look_up_to_the_row() {
    let built = portal(&schools(1000)).build();
    assert_eq!(attributes(&built.html(PAGE), ".lookup-plain a", "href"), ["/tra-cuu/ma-truong/danh-sach/"]);
    let links = attributes(&built.html(INDEX), ".lookup-ranges a", "href");
    assert_eq!(links.len(), ranges(&built.outputs).len());
    let first = built.html("tra-cuu/ma-truong/danh-sach/43000001/index.html");
    let last = keys(&built, "tra-cuu/ma-truong/danh-sach/43000001/index.html").pop().unwrap();
    assert_eq!(texts(&first, "h1"), [format!("Mã trường: 43000001 – {last}")]);
    assert_eq!(attributes(&first, "link[rel=canonical]", "href")[0].rsplit('/').nth(1), Some("43000001"));
    // From range to range there is a way, to and fro.
    let next = attributes(&first, "a[rel=next]", "href").remove(0);
    assert_eq!(next, links[1]);
    let second = built.html(&format!("{}index.html", &next[1..]));
    assert_eq!(attributes(&second, "a[rel=prev]", "href"), [links[0].clone()]);
    assert!(attributes(&first, "script[src]", "src").iter().all(|script| !script.contains("lookup")));
}

#[test]
fn cells_are_written_in_the_language_of_the_page() {
    let site = portal("ma,truong,lop,lap\n43000001,Trường Hòa Hội,12.5,2001-09-05\n")
        .file("content/_index.en.md", "---\ntitle: Home\n---\n")
        .file("content/tra-cuu/_index.en.md", "---\ntitle: Look-ups\nkind: lookup\nslug: look-up\n---\n")
        .file(
            ENGLISH,
            &FRONT.replace("Mã trường", "Schools").replace("Nhập mã", "Type a code").replace("Tra mã", "Codes"),
        );
    let built = site.build();
    let (path, english) =
        ("tra-cuu/ma-truong/danh-sach/43000001/index.html", "en/look-up/ma-truong/rows/43000001/index.html");
    assert_eq!(texts(&built.html(path), "thead th"), ["Mã", "Tên trường", "Số lớp", "Ngày lập"]);
    assert_eq!(texts(&built.html(path), "tbody td"), ["Trường Hòa Hội", "12,5", "05/09/2001"]);
    assert_eq!(texts(&built.html(english), "thead th"), ["Code", "School", "Classes", "Founded"]);
    assert_eq!(texts(&built.html(english), "tbody td")[1], "12.5");
    let other = attributes(&built.html(path), "link[rel=alternate][hreflang=en]", "href");
    assert!(other[0].ends_with("/en/look-up/ma-truong/rows/43000001/"), "{other:?}");
}

#[test]
fn search_engines_are_let_in_only_where_the_schema_says_so() {
    let path = "tra-cuu/ma-truong/danh-sach/43000001/index.html";
    let closed = portal(&schools(20)).build();
    assert_eq!(attributes(&closed.html(path), "meta[name=robots]", "content"), ["noindex"]);
    assert!(!closed.text("sitemap-1.xml").contains("danh-sach"));
    let open = portal(&schools(20)).file(SCHEMA, &RULES.replace("list: true", "list: true\n  index: true")).build();
    assert_eq!(attributes(&open.html(path), "meta[name=robots]", "content"), Vec::<String>::new());
    assert!(open.text("sitemap-1.xml").contains("/tra-cuu/ma-truong/danh-sach/43000001/"));
}

#[test]
fn where_nothing_is_said_nothing_is_listed() {
    for rules in [RULES.replace("  list: true\n", "  example: '1'\n"), RULES.replace("list: true", "list: false")] {
        let built = portal(&schools(100)).file(SCHEMA, &rules).build();
        assert_eq!(ranges(&built.outputs), Vec::<&String>::new());
        assert!(!built.has(INDEX));
        assert!(
            !built.text(PAGE).contains("danh-sach") && built.text(PAGE).contains("Danh sách không được đăng nguyên")
        );
    }
}

#[test]
fn rows_that_are_for_their_owners_alone_are_never_listed() {
    let said = |rules: String, table: &str| {
        let built = portal(table).file(SCHEMA, &rules).build();
        assert!(ranges(&built.outputs).is_empty() && !built.has(PAGE));
        built.finding("D48").text("en")
    };
    let two = RULES.replace("primaryKey: ma", "primaryKey: [ma, lap]");
    assert!(said(two, &schools(3)).contains("key has two columns"));
    let masked = RULES.replace("  - name: truong\n", "  - name: truong\n    mask: name\n");
    assert!(said(masked, &schools(3)).contains("“truong” is masked"));
    let personal = |table: &str| table.replace("truong", "Họ và tên");
    assert!(said(personal(RULES), &personal(&schools(3))).contains("“Họ và tên” is the name of a person"));
    assert!(said(RULES.to_owned(), &schools(50_001)).contains("more than 50,000 rows"));
}

#[test]
fn many_ranges_stand_in_groups_so_no_page_is_long() {
    let built = portal(&schools(20_000)).build();
    let index = attributes(&built.html(INDEX), ".lookup-ranges a", "href");
    assert!(index.len() > 2 && index.iter().all(|link| link.contains("/danh-sach/nhom/")), "{index:?}");
    let inside: BTreeSet<String> = index
        .iter()
        .flat_map(|link| attributes(&built.html(&format!("{}index.html", &link[1..])), ".lookup-ranges a", "href"))
        .collect();
    let pages: BTreeSet<String> =
        ranges(&built.outputs).iter().map(|path| format!("/{}", path.trim_end_matches("index.html"))).collect();
    assert_eq!(inside, pages);
    let listed = built.outputs.iter().filter(|(path, _)| path.starts_with("tra-cuu/ma-truong/danh-sach/"));
    assert_eq!(listed.filter(|(_, bytes)| bytes.len() > 60_000).count(), 0);
}

#[test]
fn no_row_is_listed_before_its_moment() {
    let without = Site::new().file("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n");
    let without = without.at("2024-01-15 12:00").build();
    for gate in ["publish_at: 2024-07-17 08:00", "draft: true", "expires: 2024-01-15 11:59"] {
        let built = portal(&schools(50)).file(SOURCE, &FRONT.replace("table:", &format!("{gate}\ntable:"))).build();
        assert_eq!(built.outputs, without.outputs, "{gate}");
    }
}

#[test]
fn an_edited_row_rewrites_its_file_its_range_and_the_page_alone() {
    let mut portal = Portal::new();
    portal.files.put("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n");
    portal.files.put(SOURCE, FRONT);
    portal.files.put(SCHEMA, RULES);
    portal.files.put(TABLE, schools(2_000));
    let build =
        |portal: &Portal, store, before| build_from(std::sync::Arc::new(portal.files.clone()), portal, store, before);
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.replace(TABLE, "Trường số 777,", "Trường Phước Thạnh,");
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    assert_eq!(second.rendered.len(), 2, "{:?}", second.rendered);
    let [range, page] = &second.rendered[..] else { unreachable!() };
    assert_eq!(page, "/tra-cuu/ma-truong/");
    assert!(
        String::from_utf8_lossy(&second.outputs[&format!("{}index.html", &range[1..])]).contains("Trường Phước Thạnh")
    );
    assert_eq!(second.written.len(), 3, "{:?}", second.written);
    assert_eq!(second.outputs, build(&portal, nothing(), BTreeMap::new()).outputs);
    // A row more moves no other range.
    portal.replace(TABLE, "43000900,", "430008999,Trường mới,1,2024-09-05\n43000900,");
    let third = build(&portal, second.known(&portal), second.outputs.clone());
    assert_eq!(third.outputs, build(&portal, nothing(), BTreeMap::new()).outputs);
    let moved = |path: &&String| second.outputs.get(*path) != third.outputs.get(*path);
    assert!(ranges(&third.outputs).into_iter().filter(moved).count() <= 2);
}
