//! Rows that citizens look up by their keys: each is found by its key and by nothing else, nothing of a table is there before its moment,
//! and no file is larger than a telephone loads in a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use cong::files::{Entry, Files, Memory};
use proptest::prelude::*;

use crate::law::{Build, MemoryStore, Portal, build_from, nothing};
use crate::lookup_reader::Form;
use crate::site_builder::{Built, Site, attributes, cases, place, texts};

const PAGE: &str = "tra-cuu/diem-thi/index.html";
const TABLE: &str = "content/tra-cuu/diem-thi/diem.csv";
const SCHEMA: &str = "content/tra-cuu/diem-thi/diem.schema.yaml";
const SOURCE: &str = "content/tra-cuu/diem-thi/index.md";
const FRONT: &str =
    "---\ntitle: Tra cứu điểm thi\nsummary: Nhập số báo danh.\ntable: diem.csv\n---\nXem điểm của từng môn.\n";
const RULES: &str = "decimalChar: '.'
primaryKey: sbd
lookup:
  example: '43012345'
fields:
  - name: sbd
    title: { vi: Số báo danh, en: Candidate number }
    constraints: { required: true, pattern: '[0-9]{8}' }
  - name: toan
    title: { vi: Toán, en: Mathematics }
    type: number
    unit: { vi: điểm, en: points }
    constraints: { minimum: 0, maximum: 10 }
  - name: ma_ngoai_ngu
    title: { vi: Ngoại ngữ, en: Language }
";

/// Rows as a spreadsheet saves them.
fn csv(rows: &[(&str, &str, &str)]) -> String {
    let mut text = "sbd,toan,ma_ngoai_ngu\n".to_owned();
    rows.iter().for_each(|(key, mark, code)| writeln!(text, "{key},{mark},{code}").unwrap());
    text
}

/// So many candidates, numbered from 43000001.
fn candidates(count: usize) -> String {
    let mut text = csv(&[]);
    (1..=count).for_each(|number| writeln!(text, "43{number:06},{}.{},N1", number % 10, number % 4 * 25).unwrap());
    text
}

fn portal(table: &str) -> Site {
    Site::new()
        .file("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n")
        .file(SOURCE, FRONT)
        .file(SCHEMA, RULES)
        .file(TABLE, table)
}

fn shards(built: &Built) -> Vec<&String> {
    built.outputs.keys().filter(|path| path.starts_with("assets/lookup/")).collect()
}

/// Paths that differ between two builds.
fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

#[test]
fn a_row_is_found_by_its_key_however_that_is_typed() {
    let built = portal(&csv(&[("43000001", "8.4", "N1"), ("43000002", "", ""), ("43000003", "10.0", "N6")])).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let form = Form::of(&built, PAGE);
    let find = |key: &str| form.find(&built.outputs, &[key]);
    assert_eq!(find("43000001").unwrap(), ["8.4", "N1"]);
    assert_eq!(find("43.000.003").unwrap(), ["10.0", "N6"]);
    assert_eq!(find(" ４３００ ０００２ ").unwrap(), ["", ""], "an empty cell is no mark of zero");
    assert_eq!(find("43000004"), None);
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn every_row_is_found_by_its_key_and_by_no_other(
        rows in prop::collection::btree_map("[0-9]{8}", ("([0-9]\\.[0-9]{1,2})?", "[A-Za-zĐđ ]{0,12}"), 1..400),
        strangers in prop::collection::vec("[0-9]{8}", 1..20),
    ) {
        let rows: Vec<(&str, &str, &str)> =
            rows.iter().map(|(key, (mark, code))| (key.as_str(), mark.as_str(), code.trim())).collect();
        let built = portal(&csv(&rows)).build();
        let form = Form::of(&built, PAGE);
        let keys: BTreeSet<&str> = rows.iter().map(|row| row.0).collect();
        for (key, mark, code) in &rows {
            prop_assert_eq!(form.find(&built.outputs, &[*key]), Some(vec![(*mark).to_owned(), (*code).to_owned()]));
        }
        for key in strangers.iter().filter(|key| !keys.contains(key.as_str())) {
            prop_assert_eq!(form.find(&built.outputs, &[key.as_str()]), None);
        }
    }
}

#[test]
fn two_keys_are_asked_for_where_the_schema_names_two() {
    let rules = RULES.replace("primaryKey: sbd", "primaryKey: [sbd, nam_sinh]")
        + "  - name: nam_sinh\n    title: Năm sinh\n    type: year\n";
    let rules = rules.replace("example: '43012345'", "example: ['43012345', '2006']");
    let table = "sbd;toan;ma_ngoai_ngu;nam_sinh\n43000001;8.4;N1;2006\n43000001;5.0;N1;2005\n";
    let built = portal(table).file(SCHEMA, &rules).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let form = Form::of(&built, PAGE);
    assert_eq!(form.find(&built.outputs, &["43000001", "2006"]).unwrap(), ["8.4", "N1"]);
    assert_eq!(form.find(&built.outputs, &["43000001", "2005"]).unwrap(), ["5.0", "N1"]);
    assert_eq!(form.find(&built.outputs, &["43000001"]), None);
    assert_eq!(form.find(&built.outputs, &["43000001", "2007"]), None);
    assert_eq!(texts(&built.html(PAGE), ".lookup-form label"), ["Số báo danh", "Năm sinh"]);
}

#[test]
fn no_key_stands_in_anything_that_is_published() {
    let built = portal(&candidates(300)).build();
    for (path, bytes) in &built.outputs {
        let text = String::from_utf8_lossy(bytes);
        let found = (1..=300).find(|number| text.contains(&format!("43{number:06}")));
        assert_eq!(found, None, "{path}");
        assert!(!path.ends_with(".csv") && !path.ends_with(".yaml"), "{path}");
    }
}

#[test]
fn no_file_is_larger_than_a_telephone_loads_in_a_moment() {
    let built = portal(&candidates(20_000)).build();
    let sizes: Vec<usize> = shards(&built).iter().map(|path| built.outputs[*path].len()).collect();
    assert!(sizes.len() > 8 && sizes.iter().all(|size| (10_000..=60_000).contains(size)), "{sizes:?}");
    let form = Form::of(&built, PAGE);
    assert_eq!((form.count(), form.find(&built.outputs, &["43020000"]).unwrap().len()), (sizes.len(), 2));
}

#[test]
fn nothing_of_a_table_is_there_before_its_moment() {
    let without = Site::new().file("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n");
    let without = without.at("2024-01-15 12:00").build();
    for gate in ["publish_at: 2024-07-17 08:00", "draft: true", "expires: 2024-01-15 11:59"] {
        let site = portal(&candidates(50)).file(SOURCE, &FRONT.replace("table:", &format!("{gate}\ntable:")));
        assert_eq!(differing(&site.build().outputs, &without.outputs), BTreeSet::new(), "{gate}");
        // Not even when another page, which is public, names the table or hands it out.
        let thief = FRONT.replace("diem.csv", "diem-thi/diem.csv");
        for front in [
            thief.clone(),
            "---\ntitle: Khác\nkind: page\nattachments:\n  - file: diem-thi/diem.csv\n---\nChữ.\n".to_owned(),
        ] {
            let built = site.clone().file("content/tra-cuu/khac.md", &front).build();
            assert_eq!(shards(&built), Vec::<&String>::new(), "{gate}");
            assert!(!built.outputs.keys().any(|path| path.ends_with(".csv")), "{gate}");
        }
    }
    let opened = portal(&candidates(50)).file(SOURCE, &FRONT.replace("table:", "publish_at: 2024-07-17 08:00\ntable:"));
    let built = opened.at("2024-07-17 08:00").build();
    assert_eq!(Form::of(&built, PAGE).find(&built.outputs, &["43000050"]).unwrap().len(), 2);
}

#[test]
fn an_edit_of_a_row_changes_its_file_and_the_page_alone() {
    let table = candidates(5_000);
    let (before, after) = (portal(&table).build(), portal(&table.replace("43000777,7.25,", "43000777,9.75,")).build());
    let (old, new) = (Form::of(&before, PAGE), Form::of(&after, PAGE));
    let expected = [PAGE.to_owned(), old.file(&["43000777"]), new.file(&["43000777"])];
    assert_eq!(differing(&before.outputs, &after.outputs), expected.into());
    assert_eq!(new.find(&after.outputs, &["43000777"]).unwrap(), ["9.75", "N1"]);
    // A row more, or one less, is no more than that either.
    let less = portal(&table.replace("43000777,7.25,N1\n", "")).build();
    assert_eq!(differing(&before.outputs, &less.outputs).len(), 3);
}

#[test]
fn mistakes_are_told_with_the_first_lines_and_how_many_there_are() {
    let rows = [
        ("43000001", "8.4", ""),
        ("43000002", "8,4", ""),
        ("43000003", "11", ""),
        ("4300004", "1", ""),
        ("", "1", ""),
        ("43000005", "abc", ""),
        ("43000006", "x", ""),
        ("43000007", "y", ""),
        ("43000009", "z", ""),
        ("43000008", "5", ""),
        ("43.000.008", "6", ""),
    ];
    let rules = RULES.replace("pattern: '[0-9]{8}'", "pattern: '[0-9.]{8,10}'").replace("required: true, ", "");
    let built = portal(&csv(&rows)).file(SCHEMA, &rules).build();
    let told: Vec<String> = built
        .findings
        .iter()
        .filter(|finding| finding.file.ends_with("diem.csv"))
        .map(|finding| format!("{} {} {}", finding.message.code, place(finding), finding.text("en")))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    D45 content/tra-cuu/diem-thi/diem.csv:3:1 rows without the 3 cells of the line of names (1): line 3
    D42 content/tra-cuu/diem-thi/diem.csv:4:1 the column “toan” has cells above the declared maximum (1): line 4
    D42 content/tra-cuu/diem-thi/diem.csv:5:1 the column “sbd” has cells not of the declared pattern (1): line 5
    D43 content/tra-cuu/diem-thi/diem.csv:6:1 rows without “sbd” (1): line 6
    D42 content/tra-cuu/diem-thi/diem.csv:7:1 the column “toan” has cells that are no value of this type: a number with a decimal point, such as 1234.5 (4): line 7, 8, 9, …
    D44 content/tra-cuu/diem-thi/diem.csv:12:1 rows with the “sbd” of an earlier row (1): line 12 = 11
    ");
    assert!(!built.has(PAGE) && shards(&built).is_empty());
    assert_eq!(built.quarantined.len(), 1);
}

#[test]
fn a_table_that_cannot_be_looked_up_in_says_why() {
    let good = csv(&[("43000001", "8.4", "N1")]);
    let told = |site: Site, code: &str| {
        let built = site.build();
        assert!(!built.has(PAGE), "{code}");
        let found: Vec<&str> = built.codes().into_iter().filter(|known| *known == code).collect();
        assert!(!found.is_empty(), "{code}: {:?}", built.problems());
        built.findings.iter().find(|finding| finding.message.code == code).unwrap().text("en")
    };
    assert!(told(portal(&good).without(TABLE), "D40").contains("diem.csv"));
    assert!(told(portal(&good).without(SCHEMA), "D41").contains("no schema"));
    assert!(told(portal(&good).file(SCHEMA, &RULES.replace("primaryKey: sbd\n", "")), "D41").contains("names no key"));
    let example = RULES.replace("example: '43012345'", "example: '430123'");
    assert!(told(portal(&good).file(SCHEMA, &example), "D21").contains("“430123”"), "what no key can be is no example");
    assert!(told(portal(&good.replace("8.4", "\"8,4\"")), "D42").contains("a decimal point, such as 1234.5"));
    assert!(told(portal(&good.replace("toan", "toán")), "D41").contains("“toan”"));
    assert!(told(portal(""), "D41").contains("empty"));
    assert!(told(portal("sbd,toan,ma_ngoai_ngu\n"), "D41").contains("no rows"));
    assert!(told(portal(&(good.clone() + "43000002,1\n")), "D45").contains("line 3"));
    assert!(told(portal(&(good.clone() + "43000002,\"1,N1\n43000003,1,N1\n")), "D01").contains("line 3"));
    assert!(told(portal(&good).bytes(TABLE, b"sbd,toan,ma_ngoai_ngu\n43000001,1,\xc0\n"), "D02").contains("line 2"));
    assert!(told(portal(&format!("{good}43000002,1,{}\n", "x".repeat(5_000))), "D46").contains("4,000"));
    assert!(told(portal(&(good + "<<<<<<< HEAD\n")), "M36").contains("two versions"));
}

#[test]
fn a_page_that_hands_the_whole_table_out_is_told_and_does_not() {
    let page = "---\ntitle: Khác\n---\nTải [cả bảng](../tra-cuu/diem-thi/diem.csv).\n";
    let site = portal(&candidates(20)).page("mot", "").file("content/gioi-thieu/khac.md", page);
    let built = site.build();
    assert_eq!(place(built.finding("D47")), "content/gioi-thieu/khac.md:4:5");
    assert!(!built.outputs.keys().any(|path| path.ends_with(".csv")));
    // Also while the page of the look-up has a mistake, and so nobody knows what it uses.
    let site =
        site.file("content/tra-cuu/chung.md", &FRONT.replace("summary", "sumary").replace("diem.csv", "chung.csv"));
    let site = site.file("content/tra-cuu/chung.csv", &candidates(20)).file("content/tra-cuu/chung.schema.yaml", RULES);
    let built = site.file("content/gioi-thieu/khac.md", &page.replace("diem-thi/diem.csv", "chung.csv")).build();
    assert_eq!(place(built.finding("D47")), "content/gioi-thieu/khac.md:4:5");
    assert!(!built.outputs.keys().any(|path| path.ends_with(".csv")));
}

#[test]
fn readers_find_the_page_by_the_search_of_the_portal_and_machines_of_others_do_not() {
    let built = portal(&candidates(20)).build();
    assert_eq!(attributes(&built.html(PAGE), "meta[name=robots]", "content"), ["noindex"]);
    assert!(!built.text("sitemap-1.xml").contains("/tra-cuu/diem-thi/"));
    assert!(built.text("tra-cuu/index.html").contains("href=\"/tra-cuu/diem-thi/\""));
    let found = built.outputs.iter().filter(|(path, _)| path.starts_with("assets/search/"));
    assert!(found.into_iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("Tra cứu điểm thi")));
}

#[test]
fn the_form_says_what_a_number_looks_like_and_sends_nothing() {
    let built = portal(&candidates(20)).build();
    let html = built.html(PAGE);
    assert_eq!(texts(&html, ".lookup-hint"), ["8 chữ số, ví dụ 43012345."]);
    assert_eq!(attributes(&html, ".lookup-form input", "inputmode"), ["numeric"]);
    assert_eq!(attributes(&html, ".lookup-form input", "name"), Vec::<String>::new(), "what is typed is in no address");
    assert_eq!(attributes(&html, ".lookup-form", "action"), Vec::<String>::new());
    assert!(attributes(&html, ".lookup-form", "data-columns")[0].contains("\"unit\":\"điểm\""));
    assert_eq!(attributes(&html, ".lookup-contact a", "href"), ["tel:02711022", "mailto:bbt@tinh.example"]);
}

#[test]
fn files_of_rows_are_kept_for_a_year_like_all_that_are_named_after_their_contents() {
    let built = portal(&candidates(20)).config("[outputs]", "[outputs]\nheaders = [\"netlify\"]").build();
    let headers = built.text("_headers");
    let rule = headers.split("/assets/lookup/*").nth(1).unwrap();
    assert!(rule.contains("immutable"), "{headers}");
}

// ---- Builds one after another ---------------------------------------------------------

/// Files that note what was opened.
struct Noted {
    files: Memory,
    opened: Mutex<Vec<String>>,
}

impl Files for Noted {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.files.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.opened.lock().unwrap().push(path.to_owned());
        self.files.open(path)
    }
}

/// Builds, and says how often the table was read: once for its hash, once more for its rows.
fn reads(portal: &Portal, store: Arc<MemoryStore>, before: &BTreeMap<String, Vec<u8>>) -> (Build, usize) {
    let noted = Arc::new(Noted { files: portal.files.clone(), opened: Mutex::default() });
    let build = build_from(noted.clone(), portal, store, before.clone());
    let opened = noted.opened.lock().unwrap().iter().filter(|path| *path == TABLE).count();
    (build, opened)
}

fn law_portal() -> Portal {
    let mut portal = Portal::new();
    portal.files.put("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n");
    portal.files.put(SOURCE, FRONT);
    portal.files.put(SCHEMA, RULES);
    portal.files.put(TABLE, candidates(2_000));
    portal
}

#[test]
fn a_table_is_read_again_only_when_it_or_its_schema_has_changed() {
    let mut portal = law_portal();
    let (first, opened) = reads(&portal, nothing(), &BTreeMap::new());
    assert_eq!(opened, 1);
    let (second, opened) = reads(&portal, first.known(&portal), &first.outputs);
    assert_eq!(
        (opened, &second.rendered, &second.written),
        (1, &vec![], &vec![]),
        "for its hash, since files in memory have no stamps"
    );
    assert_eq!(second.findings, first.findings);
    portal.replace(TABLE, "43000777,7.25,", "43000777,9.75,");
    let (third, opened) = reads(&portal, second.known(&portal), &second.outputs);
    assert_eq!((opened, &third.rendered), (2, &vec!["/tra-cuu/diem-thi/".to_owned()]));
    assert_eq!(third.written.len(), 2, "{:?}", third.written);
    assert_eq!(third.outputs, reads(&portal, nothing(), &BTreeMap::new()).0.outputs);
    // What a column is called stands on the page and in no row.
    portal.replace(SCHEMA, "vi: Toán", "vi: Môn Toán");
    let (fourth, _) = reads(&portal, third.known(&portal), &third.outputs);
    assert_eq!(fourth.written, [PAGE]);
    // In CI there is no output, and the rows come from the table.
    let (fifth, opened) = reads(&portal, fourth.known(&portal), &BTreeMap::new());
    assert_eq!(opened, 2);
    assert_eq!(fifth.outputs, fourth.outputs);
}

#[test]
fn what_a_cache_says_of_a_table_that_cannot_be_is_not_believed() {
    let portal = law_portal();
    let first = reads(&portal, nothing(), &BTreeMap::new()).0;
    let store = first.known(&portal);
    let length = store.0.lock().unwrap()[".cong/lookups"].len();
    for at in (0..length).step_by(97) {
        store.0.lock().unwrap().get_mut(".cong/lookups").unwrap()[at] ^= 0x55;
        let again = reads(&portal, store.clone(), &first.outputs).0;
        assert!(again.outputs.contains_key(PAGE), "{at}");
    }
}
