//! The preview on the network: drafts are for who works on this machine and for no page of another site, and whoever is
//! slow, long or numerous takes it from nobody.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use crate::command::Workspace;
use crate::previewed::{Answer, Previewed};
use crate::site_builder::{Site, article};

const SECRET: &str = "Quyết định chưa công bố";

fn portal() -> Workspace {
    let draft = article(SECRET, "2024-01-10", "draft: true\n", "Chưa xong.\n");
    Workspace::with(
        &Site::new()
            .file("content/tin-tuc/a.md", &article("Bài một", "2024-01-10", "", "Chữ.\n"))
            .file("content/tin-tuc/nhap.md", &draft),
    )
}

const ADDRESSES: [&str; 11] = [
    "/tin-tuc/nhap/",
    "/tin-tuc/",
    "/rss.xml",
    "/atom.xml",
    "/feed.json",
    "/tin-tuc/feed.json",
    "/sitemap.xml",
    "/khong-co/",
    "/_cong/withheld",
    "/_cong/events?page=/",
    "/_cong/preview.js",
];

/// The head of an answer that may never end, and what came with it.
fn head(preview: &Previewed, request: &str) -> Answer {
    let mut stream = preview.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = [0; 4096];
    let length = stream.read(&mut bytes).unwrap_or_default();
    Answer(String::from_utf8_lossy(&bytes[..length]).into_owned())
}

#[test]
fn no_reply_lets_a_page_of_another_site_read_it() {
    let preview = Previewed::of(portal(), &[]);
    let host = preview.address;
    for address in ADDRESSES {
        let reply = head(&preview, &format!("GET {address} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert!(matches!(reply.status(), "200" | "404"), "{address}: {}", reply.0);
        assert_eq!(reply.header("access-control-allow-origin"), None, "{address}");
        for (name, value) in [
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{address} {name}");
        }
    }
    assert!(preview.get("/feed.json", "").0.contains(SECRET), "there is something to hide");
}

#[test]
fn every_address_is_closed_to_other_names_and_to_other_sites() {
    let preview = Previewed::of(portal(), &[]);
    let port = preview.address.port();
    let own = format!("Host: localhost:{port}");
    let strangers = [
        "Host: evil.example".to_owned(),
        format!("Host: evil.example:{port}"),
        format!("Host: localhost.evil.example:{port}"),
        format!("{own}\r\nHost: evil.example"),
        format!("{own}\r\nOrigin: http://evil.example"),
        format!("{own}\r\nOrigin: null"),
        format!("{own}\r\nOrigin: http://localhost:{}", port ^ 1),
        format!("{own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image"),
        format!("{own}\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty"),
        format!("{own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe"),
        format!("{own}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://evil.example"),
    ];
    for address in ADDRESSES {
        for stranger in &strangers {
            let reply = head(&preview, &format!("GET {address} HTTP/1.1\r\n{stranger}\r\n\r\n"));
            assert_eq!(reply.status(), "403", "{address} {stranger}");
            assert!(!reply.0.contains(SECRET) && !reply.0.contains("generation"), "{address} {stranger}");
        }
    }
    for request in [
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    ] {
        assert!(matches!(preview.answer(request).status(), "403" | "400"), "{request}");
    }
}

#[test]
fn the_machine_s_own_names_are_answered_however_they_are_written() {
    let preview = Previewed::of(portal(), &[]);
    let port = preview.address.port();
    for host in ["localhost", "LocalHost.", "127.0.0.1", "[::1]"] {
        let reply = preview.answer(&format!("GET / HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"));
        assert_eq!(reply.status(), "200", "{host}");
    }
    let whole = format!(
        "GET http://localhost:{port}/tin-tuc/a/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert!(preview.answer(&whole).0.contains("Bài một"));
    assert_eq!(preview.answer("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").status(), "200");
}

#[test]
fn only_reading_is_answered() {
    let preview = Previewed::of(portal(), &[]);
    let host = preview.address;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"] {
        for address in ["/tin-tuc/a/", "/_cong/events", "/khong-co/"] {
            let request = format!(
                "{method} {address} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b"
            );
            let reply = preview.answer(&request);
            assert_eq!((reply.status(), reply.header("allow")), ("405", Some("GET, HEAD")), "{method} {address}");
        }
    }
    let star = preview.answer(&format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    assert_eq!(star.status(), "405");
    let head = preview.answer(&format!("HEAD /tin-tuc/a/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    assert_eq!(head.status(), "200");
    assert!(head.0.ends_with("\r\n\r\n"), "a HEAD has no body");
}

#[test]
fn a_preview_open_to_the_network_says_what_it_shows_and_to_whom() {
    let all = Previewed::of(portal(), &["--host", "0.0.0.0"]);
    let warning = all.warns("drafts");
    assert!(warning.contains("every machine") && warning.contains("--public"), "{warning}");
    assert!(all.address.ip().is_loopback(), "the address that is printed can be opened");
    let ask = |preview: &Previewed, host: &str| {
        preview.answer(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).status().to_owned()
    };
    assert_eq!((ask(&all, "192.168.1.5:80"), ask(&all, "evil.example")), ("200".to_owned(), "403".to_owned()));
    let named = Previewed::of(portal(), &["--host", "0.0.0.0", "--public", "--allow-host", "Cong.local"]);
    assert!(named.warns("every machine").contains("only what readers see"));
    assert_eq!((ask(&named, "cong.local:8080"), ask(&named, "evil.local")), ("200".to_owned(), "403".to_owned()));
}

#[cfg(target_os = "linux")]
#[test]
fn an_address_of_this_machine_other_than_the_usual_one_is_its_own() {
    let other = Previewed::of(portal(), &["--host", "127.0.0.2"]);
    assert_eq!(other.address.ip().to_string(), "127.0.0.2");
    assert_eq!(other.get("/", "").status(), "200");
    assert!(other.said.recv_timeout(Duration::from_millis(300)).is_err(), "it is open to nobody else");
}

#[test]
fn many_connections_that_never_finish_their_request_take_the_preview_from_nobody() {
    let preview = Previewed::of(portal(), &[]);
    let host = preview.address;
    let mut listener = preview.connect();
    listener.write_all(format!("GET /_cong/events?page=/ HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
    let mut bytes = [0; 4096];
    assert_ne!(listener.read(&mut bytes).unwrap(), 0);
    let begun = Instant::now();
    let slow: Vec<_> = (0..600)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nX-A: ").unwrap();
            stream
        })
        .collect();
    assert_eq!(preview.get("/tin-tuc/a/", "").status(), "200");
    let oldest = slow.into_iter().next().unwrap().read(&mut bytes);
    assert!(matches!(oldest, Ok(0) | Err(_)), "it made room");
    assert!(begun.elapsed() < Duration::from_secs(8), "without waiting for the limit of time");
    let draft = article(SECRET, "2024-01-10", "draft: true\n", "Xong.\n");
    std::fs::write(preview.workspace.join("content/tin-tuc/nhap.md"), draft.replace("Quyết", "Nghị quyết")).unwrap();
    assert_ne!(listener.read(&mut bytes).unwrap(), 0, "who listens is not sent away");
}

#[test]
fn a_request_that_does_not_come_to_its_end_is_given_up() {
    let preview = Previewed::of(portal(), &[]);
    let host = preview.address;
    let begun = Instant::now();
    let kinds = ["", "GET / HTTP/1.1\r\nHost: ", &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")];
    let waiting = kinds.map(|start| {
        let mut stream = preview.connect();
        stream.write_all(start.as_bytes()).unwrap();
        stream
    });
    // A body that is announced and does not come is not waited for.
    let mut promised = preview.connect();
    promised
        .write_all(format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9999999\r\n\r\n").as_bytes())
        .unwrap();
    let mut said = String::new();
    promised.read_to_string(&mut said).unwrap();
    assert!(said.contains(" 405 ") && begun.elapsed() < Duration::from_secs(5), "{said}");
    for (mut stream, kind) in waiting.into_iter().zip(["nothing", "half a head", "one request"]) {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        assert!(begun.elapsed() < Duration::from_secs(18), "{kind}");
    }
}

#[test]
fn what_is_too_long_is_refused_and_nothing_of_it_is_kept() {
    let preview = Previewed::of(portal(), &[]);
    let host = preview.address;
    let long = "a".repeat(50_000);
    assert!(matches!(preview.get(&format!("/{long}"), "").status(), "414" | "431"));
    assert!(matches!(preview.get("/", &format!("X-A: {long}\r\n")).status(), "431"));
    let many: String = (0..500).map(|number| format!("X-{number}: a\r\n")).collect();
    assert!(matches!(preview.get("/", &many).status(), "431"));
    let pages: String = (0..900).map(|number| format!("&page=/{number}/")).collect();
    assert_eq!(head(&preview, &format!("GET /_cong/events?{pages} HTTP/1.1\r\nHost: {host}\r\n\r\n")).status(), "200");
}

#[cfg(target_os = "linux")]
#[test]
fn a_film_costs_no_memory_however_many_read_it_slowly() {
    const SIZE: u64 = 20 << 20;
    let workspace = portal();
    let page = article("Phim", "2024-01-10", "attachments:\n  - file: phim.mp4\n", "Chữ.\n");
    std::fs::write(workspace.join("content/tin-tuc/phim.md"), page).unwrap();
    let film = std::fs::File::create(workspace.join("content/tin-tuc/phim.mp4")).unwrap();
    film.set_len(SIZE).unwrap();
    let preview = Previewed::of(workspace, &[]);
    let (before, host) = (preview.memory(), preview.address);
    let readers: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(format!("GET /tin-tuc/phim.mp4 HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
            let mut first = [0; 1000];
            assert_ne!(stream.read(&mut first).unwrap(), 0);
            stream
        })
        .collect();
    let more = preview.memory() - before;
    assert!(more < 2 * SIZE, "{} MB for {} readers", more >> 20, readers.len());
    let mut stream = preview.connect();
    stream
        .write_all(format!("GET /tin-tuc/phim.mp4 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
        .unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let body = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    assert_eq!((all.len() - body) as u64, SIZE, "whoever takes it gets it whole");
}

#[test]
fn the_head_of_a_file_says_how_long_it_is_and_which_copy() {
    let workspace = portal();
    let page = article("Phim", "2024-01-10", "attachments:\n  - file: phim.mp4\n", "Chữ.\n");
    std::fs::write(workspace.join("content/tin-tuc/phim.md"), page).unwrap();
    std::fs::write(workspace.join("content/tin-tuc/phim.mp4"), "0123456789").unwrap();
    let preview = Previewed::of(workspace, &[]);
    let host = preview.address;
    let request = |method: &str, more: &str| {
        preview
            .answer(&format!("{method} /tin-tuc/phim.mp4 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"))
    };
    let head = request("HEAD", "");
    assert_eq!(head.header("Content-Length"), Some("10"));
    assert!(head.0.ends_with("\r\n\r\n"), "nothing follows");
    let tag = head.header("ETag").unwrap().to_owned();
    assert_eq!(request("GET", &format!("If-None-Match: {tag}\r\n")).status(), "304");
    let part = request("GET", "Range: bytes=7-8\r\n");
    assert_eq!((part.status(), part.header("Content-Length")), ("206", Some("2")));
    assert!(part.0.ends_with("\r\n\r\n78"));
    std::fs::write(preview.workspace.join("content/tin-tuc/phim.mp4"), "9876543210").unwrap();
    assert_ne!(request("HEAD", "").header("ETag"), Some(&*tag), "it has become another");
}
