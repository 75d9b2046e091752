//! The law for files that change while a build is at work: what was loaded is what is written, or nothing is, and the
//! next build is as good as a clean one, whether the change stays or is taken back.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::sync::{Arc, Mutex};

use cong::cache::{self, BlobStore};
use cong::files::{Entry, Files, Memory};
use proptest::prelude::*;

use crate::law::{ARTICLES, Build, Edit, MemoryStore, Portal, build, build_from, edits, nothing};
use crate::site_builder::cases;

const TABLE: &str = "content/so-lieu/truy-cap/bang.csv";
const SCAN: &str = "content/tin-tuc/2024/01/quyet-dinh.pdf";
const SCAN_TEXT: &str = "content/tin-tuc/2024/01/quyet-dinh.pdf.txt";

/// Files of which each is read so often as it was, and is another from then on.
struct Shifting {
    first: Memory,
    then: Memory,
    after: usize,
    reads: Mutex<BTreeMap<String, usize>>,
}

impl Shifting {
    fn now(&self, path: &str) -> &Memory {
        let mut reads = self.reads.lock().unwrap();
        let count = reads.entry(path.to_owned()).or_default();
        *count += 1;
        if *count > self.after { &self.then } else { &self.first }
    }
}

impl Files for Shifting {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.first.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.now(path).read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.now(path).read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        let bytes = self.now(path).read(path)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}

/// What happens to a file while a build is at work.
#[derive(Clone, Debug)]
enum During {
    MoreLinks(usize),
    OtherText(usize),
    Draft(usize),
    Truncated(usize),
    Gone(usize),
    Grown(usize),
    Table,
    Scan,
    ScanGone,
    ScanText,
}

impl During {
    fn make(&self, files: &mut Memory) {
        let mut change = |which: usize, change: &dyn Fn(String) -> String| {
            if let Ok(bytes) = files.read(ARTICLES[which]) {
                files.put(ARTICLES[which], change(String::from_utf8(bytes).unwrap()));
            }
        };
        match self {
            During::MoreLinks(which) => change(*which, &|text| {
                format!("{text}\n[một](https://a.example/) [hai](https://b.example/) ![ba](ba.png) [bốn](b.md)\n")
            }),
            During::OtherText(which) => change(*which, &|text| text.replacen("\n---\n", "\n---\nChữ khác hẳn.\n\n", 1)),
            During::Draft(which) => change(*which, &|text| text.replacen("\nauthor", "\ndraft: true\nauthor", 1)),
            During::Truncated(which) => change(*which, &|_| String::new()),
            During::Gone(which) => drop(files.remove(ARTICLES[*which])),
            During::Grown(which) => change(*which, &|text| text + &"Dài. ".repeat(500_000)),
            During::Table => files.put(TABLE, "Năm,Lượt\n1999,7\n"),
            During::Scan => files.put(SCAN, "%PDF khác"),
            During::ScanGone => drop(files.remove(SCAN)),
            During::ScanText => files.put(SCAN_TEXT, "Những lời khác."),
        }
    }
}

fn during() -> impl Strategy<Value = Vec<During>> {
    let which = || 0..ARTICLES.len();
    let one = prop_oneof![
        2 => which().prop_map(During::MoreLinks),
        2 => which().prop_map(During::OtherText),
        1 => which().prop_map(During::Draft),
        2 => which().prop_map(During::Truncated),
        2 => which().prop_map(During::Gone),
        1 => which().prop_map(During::Grown),
        1 => Just(During::Table),
        1 => Just(During::Scan),
        1 => Just(During::ScanGone),
        1 => Just(During::ScanText),
    ];
    prop::collection::vec(one, 1..4)
}

/// The law's portal, with a document that has a scan and the scan's text.
fn portal() -> Portal {
    let mut portal = Portal::new();
    portal.files.put(SCAN, "%PDF");
    portal.files.put(SCAN_TEXT, "Lời của bản quét.");
    portal.replace(ARTICLES[1], "\nauthor", "\nattachments: [{file: quyet-dinh.pdf}]\nauthor");
    portal
}

/// A build during which files change after they were read so often.
fn build_while(
    portal: &Portal,
    during: &[During],
    after: usize,
    known: Arc<MemoryStore>,
    last: &Build,
) -> (Build, Portal) {
    let mut later = portal.clone();
    during.iter().for_each(|edit| edit.make(&mut later.files));
    let files = Shifting { first: portal.files.clone(), then: later.files.clone(), after, reads: Mutex::default() };
    (build_from(Arc::new(files), portal, known, last.outputs.clone()), later)
}

/// Nothing but the search, which may lack words, is other than a clean build of what was loaded makes it.
fn wrong(during: &Build, clean: &Build) -> Vec<String> {
    let is_search = |path: &str| path.contains("tim-kiem") || path.contains("search");
    let differs = |(path, bytes): &(&String, &Vec<u8>)| !is_search(path) && clean.outputs.get(*path) != Some(*bytes);
    during.outputs.iter().filter(differs).map(|(path, _)| path.clone()).collect()
}

fn differences(left: &Build, right: &Build) -> Vec<String> {
    let paths = left.outputs.keys().chain(right.outputs.keys());
    paths.filter(|path| left.outputs.get(*path) != right.outputs.get(*path)).cloned().collect()
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn a_build_during_which_files_change_writes_nothing_wrong_and_the_next_repairs(
        edits in edits(),
        during in during(),
        after in 1..3_usize,
        stays: bool,
    ) {
        let mut portal = portal();
        let first = build(&portal, nothing(), BTreeMap::new());
        // All pages are rendered again, from sources that are read a second time.
        Edit::Template(1).make(&mut portal);
        edits[0].make(&mut portal);
        let known = first.known(&portal);
        let (second, later) = build_while(&portal, &during, after, known, &first);
        let clean = build(&portal, nothing(), BTreeMap::new());
        // What cannot be shown as it was loaded is taken out, with what needs it.
        let mut without = portal.clone();
        let lost = second.quarantined.iter().filter(|page| !clean.quarantined.contains(page));
        lost.for_each(|page| drop(without.files.remove(&page.source)));
        let clean = build(&without, nothing(), BTreeMap::new());
        prop_assert_eq!(wrong(&second, &clean), Vec::<String>::new(), "while {:?}", &during);
        let portal = if stays { later } else { portal };
        let known = second.known(&portal);
        let third = build(&portal, known, second.outputs);
        let clean = build(&portal, nothing(), BTreeMap::new());
        prop_assert_eq!(differences(&third, &clean), Vec::<String>::new(), "after {:?}", &during);
        prop_assert_eq!(&third.findings, &clean.findings, "after {:?}", &during);
    }
}

/// What a warm build in which a new template makes all pages says of the file, while this happens.
fn told(during: &During, file: &str) -> Vec<String> {
    let mut portal = portal();
    let first = build(&portal, nothing(), BTreeMap::new());
    Edit::Template(1).make(&mut portal);
    let known = first.known(&portal);
    let (second, _) = build_while(&portal, std::slice::from_ref(during), 1, known, &first);
    second.findings.into_iter().filter(|finding| finding.contains(file) && finding.contains("changed")).collect()
}

#[test]
fn a_file_that_changes_before_it_is_copied_is_not_published() {
    for during in [During::Scan, During::ScanGone] {
        let portal = portal();
        let without = build(&Portal::new(), nothing(), BTreeMap::new());
        let (built, _) = build_while(&portal, std::slice::from_ref(&during), 1, nothing(), &without);
        assert!(!built.outputs.contains_key("tin-tuc/2024/01/quyet-dinh.pdf"), "{during:?}");
        assert!(
            built.findings.iter().any(|finding| finding.contains(SCAN) && finding.contains("changed")),
            "{during:?}"
        );
    }
}

#[test]
fn a_file_that_changes_during_a_build_is_named() {
    for during in [During::MoreLinks(0), During::Truncated(0), During::Gone(0), During::Grown(0), During::OtherText(0)]
    {
        assert_eq!(told(&during, ARTICLES[0]).len(), 1, "{during:?}");
    }
}

proptest! {
    #![proptest_config(cases(24))]

    /// The checksum is right, so this is what somebody made, not what a disk broke.
    #[test]
    fn a_cache_that_says_what_cannot_be_never_stops_a_build(
        flips in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut portal = portal();
        let first = build(&portal, nothing(), BTreeMap::new());
        Edit::Template(1).make(&mut portal);
        // Of the parts in which documents lie the longest has most to be broken.
        let length = |file: &String| first.store.read(file).unwrap().len();
        let documents = first.store.names(cache::DOCUMENTS).into_iter().max_by_key(length).unwrap();
        let files = [cache::FILE, &documents, cache::INDEX];
        let mut parts = files.map(|file| first.store.read(file).unwrap());
        for (part, at, bits) in flips {
            // Small bytes are numbers, lengths and kinds of value; most others are letters.
            let small: Vec<usize> = (0..parts[part].len()).filter(|at| parts[part][*at] < 24).collect();
            let at = small[at.index(small.len())];
            parts[part][at] ^= bits;
        }
        for (file, bytes) in files.iter().zip(&parts) {
            first.store.write(file, &|to| to.write_all(bytes));
        }
        let known = first.known(&portal);
        build(&portal, known, first.outputs);
    }
}

#[test]
fn what_is_kept_of_the_search_may_be_missing_in_any_part() {
    let mut portal = portal();
    let first = build(&portal, nothing(), BTreeMap::new());
    let kept = first.store.names(cache::INDEX_FOLDER);
    assert!(kept.len() > 3, "{kept:?}");
    Edit::Body(0, 1).make(&mut portal);
    Edit::Title(2, 1).make(&mut portal);
    let clean = build(&portal, nothing(), BTreeMap::new());
    for missing in &kept {
        let store = MemoryStore(Mutex::new(first.store.0.lock().unwrap().clone()));
        store.remove(missing);
        let again = build(&portal, Arc::new(store), first.outputs.clone());
        assert!(again.outputs == clean.outputs, "without {missing}");
    }
}
