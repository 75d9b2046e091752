//! Caches forget exactly what changed, as `[publish.NAME.purge]` says; what they may not have forgotten is given back, and no key is
//! ever told.

use std::time::{Duration, Instant};

use cong::http::Client;
use cong::load::publish::Purge;
use cong::publish::Purger;
use cong::publish::http::{CachePurger, SetupFault};

use crate::server::{Server, client, nobody, reply};

const PORTAL: &str = "https://tinh.example/so-y-te";
const KEY: &str = "khoa-bi-mat-123";

fn environment(name: &str) -> Option<String> {
    (name == "CONG_KEY").then(|| KEY.to_owned())
}

/// A table of `site.toml`; `SERVER` stands for a server's address.
fn table(text: &str, server: &str) -> Purge {
    toml::from_str(&text.replace("SERVER", server)).unwrap()
}

fn purger<'a>(client: &'a Client, text: &str, server: &str) -> CachePurger<'a> {
    CachePurger::new(client, PORTAL, &table(text, server), &environment).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

/// Files that are all one address.
fn files(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("tin-tuc/2024/{number:03}.json")).collect()
}

const VARNISH: &str = r#"
url = "SERVER{path}"
headers = { Host = "{host}" }
"#;

const CLOUDFLARE: &str = r#"
method = "POST"
url = "SERVER/zones/1/purge_cache"
headers = { Authorization = "Bearer $CONG_KEY" }
body = '{"files":{urls}}'
prefix = '{"prefixes":{bare}}'
all = '{"purge_everything":true}'
batch = 30
most = 100
"#;

#[test]
fn what_changed_is_purged_by_its_address_as_readers_have_it() {
    let (server, client) = (Server::content(), client());
    let purger = purger(&client, VARNISH, &server.url);
    let left = purger.purge(&paths(&["index.html", "tin-tuc/bai/index.html", "tin-tuc/bai/index.json", "rss.xml"]));
    assert_eq!(left, paths(&[]));
    let local = ["/", "/rss.xml", "/tin-tuc/bai", "/tin-tuc/bai/", "/tin-tuc/bai/index.json"];
    assert_eq!(server.lines(), local.map(|path| format!("PURGE /so-y-te{path}")));
    assert!(server.asked().iter().all(|asked| asked.headers["host"] == "tinh.example"));
    assert_eq!(purger.last().requests, 5);
}

#[test]
fn many_addresses_go_into_one_request() {
    let (server, client) = (Server::content(), client());
    assert_eq!(purger(&client, CLOUDFLARE, &server.url).purge(&files(65)), paths(&[]));
    let mut sizes: Vec<usize> =
        server.asked().iter().map(|asked| asked.json()["files"].as_array().unwrap().len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [5, 30, 30]);
    let asked = &server.asked()[0];
    assert_eq!(
        (&*asked.headers["authorization"], &*asked.headers["content-type"]),
        ("Bearer khoa-bi-mat-123", "application/json")
    );
    let all = server.asked().iter().map(|asked| asked.body.clone()).collect::<String>();
    assert!(all.contains("\"https://tinh.example/so-y-te/tin-tuc/2024/064.json\""));
}

#[test]
fn no_more_requests_are_sent_in_a_second_than_allowed() {
    let (server, client) = (Server::content(), client());
    purger(&client, &format!("{VARNISH}rate = 20"), &server.url).purge(&files(7));
    let mut times: Vec<Instant> = server.asked().iter().map(|asked| asked.at).collect();
    times.sort();
    let took = times[6] - times[0];
    assert!(took >= Duration::from_millis(270), "six pauses of 50 ms took {took:?}");
}

#[test]
fn a_cache_that_may_fetch_the_old_page_meanwhile_is_told_twice() {
    let (server, client) = (Server::content(), client());
    let begun = Instant::now();
    let purger = purger(&client, &format!("{VARNISH}again = 1"), &server.url);
    assert_eq!(purger.purge(&paths(&["rss.xml"])), paths(&[]));
    assert_eq!((server.asked().len(), purger.last().requests), (2, 2));
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_cache_that_is_busy_or_lets_go_of_the_connection_is_asked_again() {
    let client = client();
    let dies = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
    for (first, least) in [
        (reply(503, &[("Retry-After", "1")], b""), Duration::from_secs(1)),
        (reply(429, &[], b""), Duration::ZERO),
        (Vec::new(), Duration::ZERO),
        (dies.to_vec(), Duration::ZERO),
    ] {
        let shown = String::from_utf8_lossy(&first).into_owned();
        let server = Server::new(move |_, before| if before == 0 { first.clone() } else { reply(200, &[], b"") });
        let begun = Instant::now();
        let purger = purger(&client, VARNISH, &server.url);
        assert_eq!(purger.purge(&paths(&["rss.xml"])), paths(&[]), "{shown}");
        assert_eq!((server.asked().len(), purger.last().requests), (2, 2), "{shown}");
        assert!(begun.elapsed() >= least, "{shown}");
    }
}

#[test]
fn who_asks_for_an_hour_is_left_for_the_next_publisher() {
    let server = Server::new(|_, _| reply(429, &[("Retry-After", "3600")], b"slow down"));
    let client = client();
    let purger = purger(&client, VARNISH, &server.url);
    assert_eq!(purger.purge(&paths(&["rss.xml"])), paths(&["rss.xml"]));
    assert_eq!(server.asked().len(), 1);
    assert!(purger.last().detail.unwrap().contains("429 slow down"));
}

#[test]
fn what_failed_is_given_back_and_nothing_else() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/so-y-te/a" => reply(500, &[], b""),
        "/so-y-te/b/" => reply(405, &[], b"not allowed"),
        _ => reply(200, &[], b""),
    });
    let client = client();
    let purger = purger(&client, VARNISH, &server.url);
    let left = purger.purge(&paths(&["a/index.html", "b/index.html", "c/index.html", "rss.xml"]));
    assert_eq!(left, paths(&["a/index.html", "b/index.html"]));
    assert_eq!(purger.last().left, [format!("{PORTAL}/a"), format!("{PORTAL}/b/")]);
}

#[test]
fn a_redirect_is_no_purge() {
    let other = Server::content();
    let to = other.url.clone();
    let server = Server::new(move |_, _| reply(301, &[("Location", &to)], b""));
    let client = client();
    assert_eq!(purger(&client, VARNISH, &server.url).purge(&paths(&["rss.xml"])), paths(&["rss.xml"]));
    assert!(other.asked().is_empty());
}

#[test]
fn a_reply_counts_as_done_only_where_that_is_said() {
    let server = Server::new(|_, _| reply(404, &[], b""));
    let client = client();
    assert_eq!(purger(&client, VARNISH, &server.url).purge(&files(1)), files(1));
    let nginx = format!("{VARNISH}accept = [404, 412]");
    assert_eq!(purger(&client, &nginx, &server.url).purge(&files(1)), paths(&[]));
}

#[test]
fn a_cache_that_is_away_is_not_asked_for_every_address() {
    let (server, client) = (nobody(), client());
    let purger = purger(&client, VARNISH, &server);
    assert_eq!(purger.purge(&files(400)), files(400));
    let outcome = purger.last();
    assert!(outcome.requests <= 24, "{}", outcome.requests);
    assert!(outcome.detail.unwrap().starts_with("127.0.0.1"));
}

#[test]
fn above_the_limit_folders_are_purged_and_what_lies_above_them_by_itself() {
    let (server, client) = (Server::content(), client());
    let mut changed = files(150);
    changed.extend(paths(&["index.html", "tin-tuc/index.html"]));
    assert_eq!(purger(&client, CLOUDFLARE, &server.url).purge(&changed), paths(&[]));
    let bodies: Vec<serde_json::Value> = server.asked().iter().map(|asked| asked.json()).collect();
    let of = |key: &str| bodies.iter().find_map(|body| body.get(key)).unwrap().clone();
    let single = ["/", "/tin-tuc", "/tin-tuc/"].map(|path| format!("{PORTAL}{path}"));
    assert_eq!(of("files"), serde_json::json!(single));
    assert_eq!(of("prefixes"), serde_json::json!(["tinh.example/so-y-te/tin-tuc/2024/"]));
    assert_eq!(bodies.len(), 2);
}

#[test]
fn a_folder_that_was_not_purged_gives_back_what_lies_in_it() {
    let server = Server::new(|asked, _| reply(if asked.body.contains("prefixes") { 400 } else { 200 }, &[], b""));
    let client = client();
    let mut changed = files(150);
    changed.push("rss.xml".to_owned());
    assert_eq!(purger(&client, CLOUDFLARE, &server.url).purge(&changed), files(150));
}

#[test]
fn where_no_folders_are_enough_everything_is_purged() {
    let (server, client) = (Server::content(), client());
    let wide: Vec<String> = (0..101).map(|number| format!("{number}.txt")).collect();
    let table = table(CLOUDFLARE, &server.url);
    let purger_of =
        |url| CachePurger::new(&client, url, &table, &environment).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(purger_of("https://tinh.example").purge(&wide), paths(&[]));
    // What else lies on its host is none of a portal below a path.
    assert_eq!(purger_of(PORTAL).purge(&wide), paths(&[]));
    let bodies: Vec<String> = server.asked().iter().map(|asked| asked.body.clone()).collect();
    assert_eq!(bodies, [r#"{"purge_everything":true}"#, r#"{"prefixes":["tinh.example/so-y-te/"]}"#]);
    let varnish = format!("{VARNISH}most = 100\nprefix = \"SERVER{{path}}*\"");
    let server = Server::content();
    assert_eq!(purger(&client, &varnish, &server.url).purge(&wide), paths(&[]));
    assert_eq!(server.lines(), ["PURGE /so-y-te/*"]);
}

#[test]
fn a_program_gets_the_addresses_one_a_line() {
    let client = client();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("given");
    let text = |script: &str| format!("command = [\"sh\", \"-c\", \"{script}\", \"{}\"]", file.display());
    let good = text("cat > $0");
    assert_eq!(purger(&client, &good, "").purge(&paths(&["rss.xml", "a/index.html"])), paths(&[]));
    let given = std::fs::read_to_string(&file).unwrap();
    assert_eq!(given, format!("{PORTAL}/a\n{PORTAL}/a/\n{PORTAL}/rss.xml\n"));
    let folders = format!("{good}\nmost = 10\nprefix = \"{{url}}*\"");
    purger(&client, &folders, "").purge(&files(11));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{PORTAL}/tin-tuc/2024/*\n"));
    for bad in [text("exit 3"), "command = [\"khong-co-lenh-nay\"]".to_owned()] {
        let purger = purger(&client, &bad, "");
        assert_eq!(purger.purge(&files(2)), files(2), "{bad}");
        assert!(purger.last().detail.is_some());
    }
}

#[test]
fn what_is_missing_is_told_before_anything_is_sent() {
    let client = client();
    let fault =
        |text: &str| CachePurger::new(&client, PORTAL, &table(text, "http://a"), &environment).map(|_| ()).unwrap_err();
    let no_variable = |name: &str| SetupFault::NoVariable { name: name.to_owned() };
    assert_eq!(fault("headers = { A = \"$CONG_KHAC\" }"), no_variable("CONG_KHAC"));
    assert_eq!(fault("url = \"https://a/$CONG_MA{path}\""), no_variable("CONG_MA"));
    assert_eq!(fault("body = '{urls} $CONG_THAN'"), no_variable("CONG_THAN"));
    assert_eq!(fault("all = \"https://a/$CONG_HET\""), no_variable("CONG_HET"));
    assert_eq!(fault("url = \"https://a/purge\""), SetupFault::NoAddress);
    assert_eq!(fault("url = \"ftp://a{path}\""), SetupFault::Url);
    assert_eq!(fault("method = \"XÓA\""), SetupFault::Method { written: "XÓA".to_owned() });
    assert_eq!(fault("headers = { \"a b\" = \"x\" }"), SetupFault::Header { name: "a b".to_owned() });
    assert_eq!(fault("command = []"), SetupFault::NoProgram);
}

#[test]
fn no_key_stands_in_a_message_even_if_the_other_side_repeats_it() {
    let server = Server::new(|asked, _| reply(403, &[], format!("{asked:?}").as_bytes()));
    let client = client();
    let everywhere = r#"
        url = "SERVER/$CONG_KEY/?k=$CONG_KEY&u={url}"
        headers = { Authorization = "Bearer $CONG_KEY" }
        body = "$CONG_KEY"
    "#;
    for (text, server) in [(everywhere, server.url.as_str()), (everywhere, &nobody()), (everywhere, "http://a b")] {
        let purger = purger(&client, text, server);
        assert_eq!(purger.purge(&files(1)), files(1));
        let shown = format!("{:?}", purger.last());
        assert!(!shown.contains(KEY) && purger.last().detail.is_some(), "{shown}");
    }
    let bad = table("headers = { A = \"$CONG_LINES\" }", "");
    let lines = |_: &str| Some(format!("{KEY}\nB: c"));
    let fault = CachePurger::new(&client, PORTAL, &bad, &lines).map(|_| ()).unwrap_err();
    assert_eq!(fault, SetupFault::Header { name: "A".to_owned() });
}
