//! What a store may answer: busy, no, another time, nothing at all. It is waited for or told, and nothing is lost.

use std::time::{Duration, Instant};

use cong::publish::store::{Place, Store, open};
use cong::publish::{Change, Digest, Kept, Progress, Turn};
use cong::publish::{Headers, Item, Ledger, Plan, Remote, State, Trouble};

use crate::server::{Server, reply};
use crate::world::{Portal, portal};

struct Quiet;

impl Progress for Quiet {}

fn store(server: &Server) -> Store {
    let variables = |name: &str| match name {
        "AWS_ACCESS_KEY_ID" => Some("khoa-thu".to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some("mat-khau-thu".to_owned()),
        _ => None,
    };
    open(&Place { target: "s3://tinh/cong", endpoint: Some(&server.url), region: None, variables: &variables }).unwrap()
}

fn error(status: u16, code: &str) -> Vec<u8> {
    reply(status, &[], format!("<Error><Code>{code}</Code><Message>khoa-thu</Message></Error>").as_bytes())
}

/// Puts one page.
fn put(store: &Store) -> Result<(), Trouble> {
    let item =
        Item { digest: Digest::of(b"trang"), size: 5, headers: Headers::default(), turn: Turn::Page, hashed: false };
    let change = Change { path: "index.html".to_owned(), before: None, after: Some(item), from: Kept::Built };
    let plan = Plan { changes: vec![change], ..Plan::default() };
    let source = Portal(portal(&[("index.html", "trang")]));
    store.apply(&plan, &State::default(), 1, &source, &Quiet).map(|_| ())
}

#[test]
fn a_store_that_asks_for_patience_is_given_it() {
    for status in [429, 503] {
        let server = Server::new(move |_, before| match before {
            0 => reply(status, &[("Retry-After", "2")], b""),
            _ => reply(200, &[("ETag", "\"1\"")], b""),
        });
        let begun = Instant::now();
        put(&store(&server)).unwrap();
        assert!(begun.elapsed() >= Duration::from_secs(2), "{status}");
        assert_eq!(server.asked().len(), 2);
    }
}

#[test]
fn a_connection_that_dies_is_tried_again() {
    let server = Server::new(|asked, before| {
        match (asked.method.as_str(), before) {
        // Before the reply, in its head, and in its body.
        (_, 0) => Vec::new(),
        (_, 1) => b"HTTP/1.1 200 x\r\nConte".to_vec(),
        ("GET", 3) => b"HTTP/1.1 200 x\r\nETag: \"1\"\r\nLast-Modified: Mon, 04 Mar 2024 08:00:00 GMT\r\nContent-Length: 9\r\n\r\nna".to_vec(),
        ("GET", _) => {
            let headers = [("ETag", "\"1\""), ("Last-Modified", "Mon, 04 Mar 2024 08:00:00 GMT")];
            let whole = b"nam trang";
            match asked.headers.get("range").and_then(|range| range.strip_prefix("bytes=")?.split('-').next()?.parse().ok()) {
                Some(from) => {
                    let range = format!("bytes {from}-8/9");
                    reply(206, &[headers[0], headers[1], ("Content-Range", &range)], &whole[from..])
                }
                None => reply(200, &headers, whole),
            }
        }
        _ => reply(200, &[("ETag", "\"1\"")], b""),
    }
    });
    let store = store(&server);
    put(&store).unwrap();
    assert_eq!(store.get("state").unwrap().unwrap().0, b"nam trang");
}

#[test]
fn what_a_store_refuses_is_told_with_its_reason_and_without_the_key() {
    for (status, code, wanted) in [
        (403, "AccessDenied", "Denied"),
        (403, "RequestTimeTooSkewed", "Clock"),
        (403, "SignatureDoesNotMatch", "Denied"),
        (404, "NoSuchBucket", "NoTarget"),
        (507, "XMinioStorageFull", "Full"),
        (400, "EntityTooLarge", "Other"),
    ] {
        let server = Server::new(move |_, _| error(status, code));
        let trouble = put(&store(&server)).unwrap_err();
        let told = format!("{trouble:?}");
        assert!(told.starts_with(wanted) && told.contains(code), "{code}: {told}");
        assert!(!told.contains("mat-khau-thu"), "{told}");
    }
}

#[test]
fn a_bucket_that_is_not_there_is_not_taken_for_an_empty_one() {
    let server = Server::new(|_, _| error(404, "NoSuchBucket"));
    assert!(matches!(store(&server).get("state"), Err(Trouble::NoTarget { .. })));
    let server = Server::new(|_, _| error(404, "NoSuchKey"));
    assert_eq!(store(&server).get("state"), Ok(None));
}

#[test]
fn deleting_that_is_not_allowed_is_told_as_that() {
    let server = Server::new(|_, _| error(403, "AccessDenied"));
    let refused = store(&server).remove("lock").unwrap_err();
    assert!(matches!(refused, Trouble::Denied { what: "delete", .. }), "{refused:?}");
}

#[test]
fn a_file_that_could_never_be_gone_back_to_is_refused_before_anything_is_sent() {
    let server = Server::content();
    let item = Item { size: 6 << 30, ..Item::default() };
    let change = Change { path: "phim.mp4".to_owned(), before: None, after: Some(item), from: Kept::Built };
    let plan = Plan { changes: vec![change], ..Plan::default() };
    let source = Portal(portal(&[]));
    let refused = store(&server).apply(&plan, &State::default(), 1, &source, &Quiet).unwrap_err();
    assert_eq!(refused, Trouble::TooLarge { path: "phim.mp4".to_owned(), size: 6 << 30 });
    assert!(server.asked().is_empty());
}

#[test]
fn a_file_that_changed_since_it_was_planned_is_not_sent() {
    let server = Server::content();
    let item = Item { digest: Digest::of(b"khac"), size: 4, ..Item::default() };
    let change = Change { path: "index.html".to_owned(), before: None, after: Some(item), from: Kept::Built };
    let plan = Plan { changes: vec![change], ..Plan::default() };
    let source = Portal(portal(&[("index.html", "trang")]));
    let refused = store(&server).apply(&plan, &State::default(), 1, &source, &Quiet).unwrap_err();
    assert!(matches!(refused, Trouble::Output { .. }), "{refused:?}");
    assert!(server.asked().is_empty());
}

#[test]
fn no_cache_on_the_way_keeps_a_private_file() {
    let server = Server::new(|_, _| reply(200, &[("ETag", "\"1\"")], b""));
    store(&server).create("lock", b"{}").unwrap();
    assert_eq!(server.asked()[0].headers.get("cache-control").map(String::as_str), Some("no-store"));
}
