//! After publishing, the portal is looked at as readers get it, and what differs is told with what was seen.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cong::publish::http::{Limits, Probe, ProbeReport, Seen};
use cong::publish::{Change, Digest, Headers, Inventory, Item, Kept, Online, Plan, Source};

use crate::server::{Asked, Server, client, nobody, reply};

type Pages = BTreeMap<String, Vec<u8>>;

const TYPE: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");

/// What was published, and what the server has of it.
struct Portal {
    built: Pages,
    changed: Vec<String>,
    deleted: Vec<String>,
    gone: Vec<String>,
    limits: Limits,
}

impl Source for Portal {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Cursor::new(self.built[path].clone())))
    }
}

fn item(bytes: &[u8]) -> Item {
    let headers = Headers([(TYPE.0.to_owned(), TYPE.1.to_owned())].into());
    Item { digest: Digest::of(bytes), size: bytes.len() as u64, headers, ..Item::default() }
}

impl Portal {
    fn new() -> Portal {
        let page = |path: &str| (path.to_owned(), format!("<p>{path}").into_bytes());
        let names: Vec<String> = (0..20).map(|number| format!("bai-{number}/index.html")).collect();
        let limits = Limits { again: Vec::new(), time: Duration::from_secs(20), ..Limits::default() };
        Portal {
            built: names.iter().map(|name| page(name)).collect(),
            changed: vec!["bai-1/index.html".to_owned()],
            deleted: vec!["cu/index.html".to_owned()],
            gone: vec!["truoc/index.html".to_owned()],
            limits,
        }
    }

    fn probe(&self, url: &str) -> ProbeReport {
        let client = client();
        let inventory = Inventory {
            items: self.built.iter().map(|(path, bytes)| (path.clone(), item(bytes))).collect(),
            ..Inventory::default()
        };
        let change = |path: &String| Change {
            path: path.clone(),
            before: Some(Online::new(&Item::default(), String::new(), 1)),
            after: inventory.items.get(path).cloned(),
            from: Kept::Built,
        };
        let changes = self.changed.iter().chain(&self.deleted).map(change).collect();
        let plan = Plan { changes, ..Plan::default() };
        let (gone, limits) = (&self.gone, self.limits.clone());
        Probe { client: &client, url, inventory: &inventory, plan: &plan, gone, source: self, seed: 7, limits }.run()
    }

    /// A server that has it as it was built, but for what a test says of a path.
    fn server(&self, other: impl Fn(&str, &Asked) -> Option<Vec<u8>> + Send + Sync + 'static) -> Server {
        let built = self.built.clone();
        Server::new(move |asked, _| {
            let local = asked.path.trim_start_matches("/cong/");
            let path = if local.ends_with('/') { format!("{local}index.html") } else { local.to_owned() };
            let usual = || built.get(&path).map_or_else(|| reply(404, &[], b""), |bytes| reply(200, &[TYPE], bytes));
            other(&path, asked).unwrap_or_else(usual)
        })
    }

    /// What is told where a path is answered so.
    fn seen(&self, path: &'static str, answer: Vec<u8>) -> Vec<Seen> {
        let server = self.server(move |asked, _| (asked == path).then(|| answer.clone()));
        let report = self.probe(&format!("{}/cong", server.url));
        assert!(report.faults.iter().all(|fault| fault.path == path), "{report:?}");
        report.faults.into_iter().map(|fault| fault.seen).collect()
    }
}

#[test]
fn a_portal_that_is_as_published_has_no_faults() {
    let portal = Portal::new();
    let server = portal.server(|_, _| None);
    let report = portal.probe(&format!("{}/cong/", server.url));
    // 20 pages, two that are gone, five private names.
    assert_eq!((report.faults, report.looked_at, report.unseen), (vec![], 27, 0));
    assert!(server.lines().contains(&"GET /cong/bai-1/".to_owned()));
}

#[test]
fn bytes_are_compared_as_they_were_before_they_were_compressed() {
    let portal = Portal::new();
    let server = portal.server(|path, asked| {
        let page = format!("<p>{path}");
        assert_eq!(asked.headers["accept-encoding"], "gzip, br");
        let mut out = Vec::new();
        let encoding = if path.starts_with("bai-1") { "gzip" } else { "br" };
        if encoding == "gzip" {
            flate2::write::GzEncoder::new(&mut out, flate2::Compression::fast()).write_all(page.as_bytes()).unwrap();
        } else {
            brotli::CompressorWriter::new(&mut out, 4096, 5, 20).write_all(page.as_bytes()).unwrap();
        }
        path.starts_with("bai").then(|| reply(200, &[TYPE, ("Content-Encoding", encoding)], &out))
    });
    assert_eq!(portal.probe(&format!("{}/cong", server.url)).faults, []);
}

#[test]
fn each_difference_is_told_with_what_was_seen() {
    let portal = Portal::new();
    let page = "bai-1/index.html";
    let right = format!("<p>{page}");
    let header = |value: Option<&str>| {
        let (name, wanted) = (TYPE.0.to_owned(), TYPE.1.to_owned());
        vec![Seen::Header { name, value: value.map(str::to_owned), wanted }]
    };
    let old = portal.seen(page, reply(200, &[TYPE], b"<p>bai-0/index.html"));
    assert_eq!(old, [Seen::Bytes { size: 19, wanted: 19 }]);
    let cut = portal.seen(page, reply(200, &[TYPE], b"<p>"));
    assert_eq!(cut, [Seen::Bytes { size: 3, wanted: 19 }]);
    assert!(matches!(&portal.seen(page, reply(200, &[TYPE], &[b'x'; 99]))[..], [Seen::Body { .. }]), "longer");
    let odd = portal.seen(page, reply(200, &[TYPE, ("Content-Encoding", "zstd")], right.as_bytes()));
    assert_eq!(odd, [Seen::Body { detail: "Content-Encoding: zstd".to_owned() }]);
    assert_eq!(portal.seen(page, reply(200, &[], right.as_bytes())), header(None));
    let plain = portal.seen(page, reply(200, &[("Content-Type", "text/html")], right.as_bytes()));
    assert_eq!(plain, header(Some("text/html")));
    let spelt = portal.seen(page, reply(200, &[("content-type", "text/html;charset=UTF-8")], right.as_bytes()));
    assert_eq!(spelt, [], "the same type, written otherwise");
    assert_eq!(portal.seen(page, reply(410, &[], b"")), [Seen::Status { status: 410, location: None }]);
    let moved = portal.seen(page, reply(301, &[("Location", "/x/")], b""));
    assert_eq!(moved, [Seen::Status { status: 301, location: Some("/x/".to_owned()) }]);
}

#[test]
fn what_was_withdrawn_must_not_be_there() {
    let portal = Portal::new();
    for path in ["cu/index.html", "truoc/index.html"] {
        assert_eq!(portal.seen(path, reply(200, &[TYPE], b"<p>")), [Seen::Withdrawn { status: 200 }]);
        assert_eq!(portal.seen(path, reply(302, &[("Location", "/")], b"")), [Seen::Withdrawn { status: 302 }]);
        assert_eq!(portal.seen(path, reply(410, &[], b"")), []);
    }
}

#[test]
fn what_publishers_keep_must_be_refused() {
    let portal = Portal::new();
    for path in [".cong/state", ".cong/releases/1", ".cong-manifest.json"] {
        assert_eq!(portal.seen(path, reply(200, &[], b"CONG")), [Seen::Private { status: 200 }]);
        assert_eq!(portal.seen(path, reply(403, &[], b"")), []);
    }
}

#[test]
fn a_page_that_leads_on_may_be_a_redirect_of_the_host_to_the_same_address() {
    let mut portal = Portal::new();
    let page = "<!DOCTYPE html><meta http-equiv=\"refresh\" content=\"0; url=/cong/bai-1/\">";
    portal.built.insert("loi-cu/index.html".to_owned(), page.as_bytes().to_vec());
    let seen = |to: &str| portal.seen("loi-cu/index.html", reply(301, &[("Location", to)], b""));
    assert_eq!((seen("/cong/bai-1/"), seen("../bai-1/")), (vec![], vec![]));
    let (location, wanted) = ("/cong/bai-2/".to_owned(), "/cong/bai-1/".to_owned());
    assert_eq!(seen("/cong/bai-2/"), [Seen::Leads { location, wanted }]);
}

#[test]
fn a_cache_that_has_not_heard_yet_is_looked_at_again() {
    let mut portal = Portal::new();
    portal.limits.again = vec![Duration::from_millis(50), Duration::from_millis(50)];
    let asked = Arc::new(AtomicUsize::new(0));
    let server = portal.server(move |path, _| {
        let is_stale = path == "bai-1/index.html" && asked.fetch_add(1, Ordering::Relaxed) < 2;
        is_stale.then(|| reply(200, &[TYPE], b"<p>cu"))
    });
    assert_eq!(portal.probe(&format!("{}/cong", server.url)).faults, []);
}

#[test]
fn a_sample_is_another_one_for_each_release_and_what_changed_is_always_in_it() {
    let mut portal = Portal::new();
    portal.limits.sample = 3;
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = asked.clone();
    let server = portal.server(move |path, _| {
        noted.lock().unwrap().push(path.to_owned());
        None
    });
    let report = portal.probe(&format!("{}/cong", server.url));
    assert_eq!((report.looked_at, report.unseen), (5 + 2 + 1 + 3, 0));
    assert!(asked.lock().unwrap().contains(&"bai-1/index.html".to_owned()));
}

#[test]
fn it_ends_in_time_and_says_how_much_was_not_seen() {
    let mut portal = Portal::new();
    portal.limits.time = Duration::from_millis(600);
    let server = portal.server(|_, _| {
        std::thread::sleep(Duration::from_millis(200));
        None
    });
    let begun = Instant::now();
    let report = portal.probe(&format!("{}/cong", server.url));
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(report.unseen > 0 && report.looked_at + report.unseen == 27, "{report:?}");
    let mut many = Portal::new();
    many.changed = many.built.keys().cloned().collect();
    many.limits.changed = 5;
    let server = many.server(|_, _| None);
    // With what was deleted there are 21.
    assert_eq!(many.probe(&format!("{}/cong", server.url)).unseen, 16);
}

#[test]
fn a_portal_that_cannot_be_reached_is_told() {
    let mut portal = Portal::new();
    portal.limits.sample = 1;
    let report = portal.probe(&nobody());
    assert!(report.faults.iter().all(|fault| matches!(fault.seen, Seen::Nothing { .. })));
    assert_eq!(report.faults.len(), report.looked_at);
}
