//! Search engines, hubs and a webhook are told what changed; who cannot be told is a warning, without a key in it.

use cong::load::publish::PublishTarget;
use cong::publish::http::{News, Notifier, SetupFault, Warning, Whom};
use cong::publish::reading::Reading;
use cong::publish::{Change, Digest, Item, Kept, Online, Plan, ReleaseRecord, Turn};

use crate::server::{Server, client, nobody, reply};

const PORTAL: &str = "https://tinh.example/so-y-te";
const KEY: &str = "0123456789abcdef";
const HOOK: &str = "T0/B1/bi-mat";

fn target(more: &str, server: &str) -> PublishTarget {
    let text = format!("target = \"file:/srv/cong\"\n{more}").replace("SERVER", server);
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

fn environment(name: &str) -> Option<String> {
    (name == "CONG_HOOK").then(|| HOOK.to_owned())
}

fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let name = path.rsplit('/').next().unwrap();
    let is_list = ["rss.xml", "atom.xml", "feed.json"].contains(&name) || path == "index.html";
    let turn = if is_list { Turn::List } else { Turn::Page };
    let item = |text: &str| Item { digest: Digest::of(text.as_bytes()), turn, ..Item::default() };
    let before = before.map(|text| Online::new(&item(text), String::new(), 1));
    Change { path: path.to_owned(), before, after: after.map(item), from: Kept::Built }
}

/// An added, a changed and a deleted page, one with other headers alone, lists and feeds.
fn changes() -> Vec<Change> {
    let changed = |path: &str| change(path, Some("cũ"), Some("mới"));
    vec![
        change("tin/a/index.html", None, Some("mới")),
        change("tin/a/index.json", None, Some("mới")),
        changed("tin/b/index.html"),
        change("tin/c/index.html", Some("cũ"), None),
        change("tin/d/index.html", Some("như cũ"), Some("như cũ")),
        changed("404.html"),
        changed("index.html"),
        changed("rss.xml"),
        changed("tin/feed.json"),
        changed("tin/trang/2/feed.json"),
        change("tin/atom.xml", Some("như cũ"), Some("như cũ")),
        change("cu/rss.xml", Some("cũ"), None),
    ]
}

fn told(target: &PublishTarget, changes: Vec<Change>) -> Vec<Warning> {
    let plan = Plan { changes, against: 11, ..Plan::default() };
    let release =
        ReleaseRecord { number: 12, commit: "abc".to_owned(), added: 2, changed: 5, ..ReleaseRecord::default() };
    let page = |path: &str| {
        let title = format!("Bài {path}");
        Some(Reading { title, is_hidden: path.starts_with("ho-ngheo/"), ..Reading::default() })
    };
    let client = client();
    let notifier = Notifier::new(&client, target, &environment).unwrap();
    notifier.tell(&News { url: PORTAL, release: &release, plan: &plan, page: &page })
}

#[test]
fn nobody_is_told_unless_the_target_names_them() {
    assert_eq!(told(&target("", ""), changes()), []);
}

#[test]
fn search_engines_get_the_pages_whose_bytes_changed_and_where_the_key_is() {
    let server = Server::new(|_, _| reply(202, &[], b""));
    let target = target(&format!("indexnow = {{ host = \"SERVER\", key = \"{KEY}\" }}"), &server.url);
    assert_eq!(told(&target, changes()), []);
    assert_eq!(server.lines(), ["POST /indexnow"]);
    let pages = ["/tin/a/", "/tin/b/", "/tin/c/", "/"].map(|path| format!("{PORTAL}{path}"));
    let wanted = serde_json::json!({
        "host": "tinh.example",
        "key": KEY,
        "keyLocation": format!("{PORTAL}/{KEY}.txt"),
        "urlList": pages,
    });
    assert_eq!(server.asked()[0].json(), wanted);
    assert_eq!(server.asked()[0].headers["content-type"], "application/json; charset=utf-8");
}

#[test]
fn nobody_is_told_of_a_page_that_asks_not_to_be_shown() {
    let server = Server::content();
    let more = format!("indexnow = {{ host = \"SERVER\", key = \"{KEY}\" }}\nwebhook = \"SERVER/$CONG_HOOK\"");
    let changes = ["ho-ngheo/xa-a/index.html", "tin/a/index.html"].map(|path| change(path, None, Some("x")));
    assert_eq!(told(&target(&more, &server.url), changes.into()), []);
    assert_eq!(server.lines().len(), 2);
    assert!(server.asked().iter().all(|asked| asked.body.contains("tin/a/") && !asked.body.contains("ho-ngheo")));
}

#[test]
fn search_engines_get_ten_thousand_addresses_at_once_at_most() {
    let server = Server::content();
    let target = target(&format!("indexnow = {{ host = \"SERVER\", key = \"{KEY}\" }}"), &server.url);
    let many = (0..10_001).map(|number| change(&format!("{number}/index.html"), None, Some("x"))).collect();
    assert_eq!(told(&target, many), []);
    let mut sizes: Vec<usize> =
        server.asked().iter().map(|asked| asked.json()["urlList"].as_array().unwrap().len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 10_000]);
}

#[test]
fn nothing_is_said_where_no_page_changed() {
    let server = Server::content();
    let more = format!("indexnow = {{ host = \"SERVER\", key = \"{KEY}\" }}\nwebsub = [\"SERVER/hub\"]");
    assert_eq!(told(&target(&more, &server.url), vec![change("a.pdf", None, Some("x"))]), []);
    assert!(server.asked().is_empty());
}

#[test]
fn hubs_hear_of_each_feed_whose_bytes_changed() {
    let server = Server::content();
    assert_eq!(told(&target("websub = [\"SERVER/hub\"]", &server.url), changes()), []);
    let mut bodies: Vec<String> = server.asked().iter().map(|asked| asked.body.clone()).collect();
    bodies.sort();
    let feeds = ["rss.xml", "tin%2Ffeed.json"];
    let ping = |feed| format!("hub.mode=publish&hub.url=https%3A%2F%2Ftinh.example%2Fso-y-te%2F{feed}");
    assert_eq!(bodies, feeds.map(ping));
    assert!(server.asked().iter().all(|asked| asked.headers["content-type"] == "application/x-www-form-urlencoded"));
}

#[test]
fn a_webhook_gets_a_summary_with_at_most_two_hundred_pages() {
    let server = Server::content();
    let target = target("webhook = \"SERVER/$CONG_HOOK\"", &server.url);
    assert_eq!(told(&target, changes()), []);
    let asked = &server.asked()[0];
    assert_eq!((&*asked.method, &*asked.path), ("POST", "/T0/B1/bi-mat"));
    let json = asked.json();
    assert_eq!((&json["release"], &json["commit"], &json["files"]["added"]), (&12.into(), &"abc".into(), &2.into()));
    let page = |path: &str, what: &str| {
        let title = format!("Bài {path}");
        serde_json::json!({ "title": title, "url": format!("{PORTAL}/{}", path.trim_end_matches("index.html")), "change": what })
    };
    let pages =
        [page("tin/a/index.html", "added"), page("tin/b/index.html", "changed"), page("tin/c/index.html", "deleted")];
    assert_eq!((&json["pages"], &json["more_pages"]), (&serde_json::json!(pages), &0.into()));
    let many = (0..203).map(|number| change(&format!("{number}/index.html"), None, Some("x"))).collect();
    told(&target, many);
    let json = server.asked()[1].json();
    assert_eq!((json["pages"].as_array().unwrap().len(), &json["more_pages"]), (200, &3.into()));
}

#[test]
fn who_cannot_be_told_is_a_warning_without_a_key() {
    let server = Server::new(|asked, _| reply(422, &[], format!("no {}", asked.path).as_bytes()));
    let away = nobody();
    let more = format!(
        "indexnow = {{ host = \"{away}\", key = \"{KEY}\" }}\nwebsub = [\"SERVER/hub\"]\nwebhook = \"SERVER/$CONG_HOOK\""
    );
    let warnings = told(&target(&more, &server.url), changes());
    let host = server.url.trim_start_matches("http://").to_owned();
    let whom: Vec<(Whom, &str)> = warnings.iter().map(|warning| (warning.whom, warning.host.as_str())).collect();
    let away = away.trim_start_matches("http://");
    assert_eq!(whom, [(Whom::IndexNow, away), (Whom::WebSub, &host), (Whom::Webhook, &host)]);
    assert_eq!(warnings[2].detail, "422 no …");
    assert!(!format!("{warnings:?}").contains("bi-mat"), "{warnings:?}");
}

#[test]
fn a_variable_that_is_missing_is_told_before_anything_is_published() {
    let client = client();
    let target = target("webhook = \"https://a.example/$CONG_KHAC\"", "");
    let fault = Notifier::new(&client, &target, &environment).map(|_| ()).unwrap_err();
    assert_eq!(fault, SetupFault::NoVariable { name: "CONG_KHAC".to_owned() });
}

#[test]
fn a_key_for_search_engines_has_eight_letters_or_more() {
    for (key, sound) in
        [("0123456789abcdef", true), ("a-B-c-1-", true), ("1234567", false), ("a/../../b", false), ("khóa-khóa", false)]
    {
        let target = target(&format!("indexnow = {{ host = \"a.example\", key = \"{key}\" }}"), "");
        assert_eq!(target.indexnow.unwrap().has_sound_key(), sound, "{key}");
    }
}
