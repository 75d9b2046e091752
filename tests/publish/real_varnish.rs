//! Varnish with the lines of docs/publishing-caches.md, in front of a portal that is edited at random: no reader gets old bytes, and
//! what did not change stays in the cache.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use cong::http::{Client, Patience};
use cong::load::publish::Purge;
use cong::publish::Purger;
use cong::publish::addresses::address;
use cong::publish::http::CachePurger;
use futures_util::{StreamExt, stream};

use crate::server::{Server, reply};
use crate::site_builder::{Site, article};

const PORTAL: &str = "http://tinh.example";
const EDITS: usize = 50;

type Outputs = BTreeMap<String, Vec<u8>>;

struct Varnish {
    process: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Drop for Varnish {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The block of a page of `docs/` in this language.
fn block(language: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/publishing-caches.md");
    let page = std::fs::read_to_string(page).unwrap();
    page.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap().to_owned()
}

impl Varnish {
    fn start(origin: &Server) -> Varnish {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let origin_port = origin.url.rsplit(':').next().unwrap();
        let vcl = block("vcl").replace(".port = \"8080\"", &format!(".port = \"{origin_port}\""));
        let file = folder.path().join("default.vcl");
        std::fs::write(&file, vcl).unwrap();
        let url = format!("127.0.0.1:{port}");
        let log = folder.path().join("log");
        let process = Command::new("varnishd")
            .args(["-F", "-j", "none", "-s", "malloc,100m", "-p", "vsl_space=8m", "-a", &url, "-f"])
            .arg(&file)
            .arg("-n")
            .arg(folder.path().join("work"))
            .env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").unwrap()))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .expect("varnishd: tests/run installs it");
        let varnish = Varnish { process, url: format!("http://{url}"), _folder: folder };
        let until = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(&url).is_err() {
            assert!(Instant::now() < until, "{}", std::fs::read_to_string(&log).unwrap());
            std::thread::sleep(Duration::from_millis(50));
        }
        varnish
    }

    fn purge(&self, most: usize) -> Purge {
        let table: toml::Table = toml::from_str(&block("toml")).unwrap();
        let table = table["publish"]["production"]["purge"].to_string();
        let table = table.replace("http://127.0.0.1:6081", &self.url);
        let purge: toml::Table = toml::from_str(&format!("purge = {table}")).unwrap();
        Purge { most: Some(most), again: None, ..purge["purge"].clone().try_into().unwrap() }
    }
}

/// Readers of the portal, all through the cache.
struct Readers {
    client: Client,
    http: reqwest::Client,
    varnish: String,
}

struct Got {
    path: String,
    status: u16,
    is_hit: bool,
    bytes: Vec<u8>,
}

impl Readers {
    fn new(varnish: &Varnish) -> Readers {
        let client = Client::new(Patience::default()).unwrap();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Readers { client, http, varnish: varnish.url.clone() }
    }

    fn read<'a>(&self, paths: impl Iterator<Item = &'a String>) -> Vec<Got> {
        let one = async |path: &String| {
            let local = address("", path);
            let request = self.http.get(format!("{}{local}", self.varnish)).header("Host", "tinh.example");
            let response = request.send().await.unwrap();
            let is_hit = response.headers().get("x-cache").is_some_and(|value| value == "hit");
            let status = response.status().as_u16();
            Got { path: path.clone(), status, is_hit, bytes: response.bytes().await.unwrap().to_vec() }
        };
        let paths: Vec<&String> = paths.collect();
        self.client.run(stream::iter(paths).map(one).buffer_unordered(4).collect())
    }
}

/// Numbers that are random enough, and the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn name(number: usize) -> String {
    format!("content/tin-tuc/2024/{:02}/bai-{number}.md", number % 4 + 1)
}

fn edited(site: Site, dice: &mut Dice, turn: usize) -> Site {
    let number = dice.below(60);
    let file = |title: &str, body: &str| article(title, "2024-01-05", "", body);
    match dice.below(4) {
        0 => site.file(&name(number), &file(&format!("Bài {number}, bản {turn}"), "Lời.")),
        1 => site.file(&name(number), &file(&format!("Bài {number}"), &format!("Lời thứ {turn}."))),
        2 => site.file(&name(60 + turn), &file(&format!("Bài thêm {turn}"), "Lời.")),
        _ => site.without(&name(number)).file(&name(120 + turn), &file(&format!("Bài thay {turn}"), "Lời.")),
    }
}

fn first() -> Site {
    let site = Site::new().config("https://tinh.example", PORTAL.replace("http:", "https:").as_str());
    (0..60).fold(site, |site, number| site.article(&name(number), &format!("Bài {number}"), "2024-01-05", "", "Lời."))
}

/// A host that has what is online at the moment.
fn origin(online: &Arc<RwLock<Outputs>>) -> Server {
    let online = online.clone();
    Server::new(move |asked, _| {
        let path = asked.path.trim_start_matches('/');
        let online = online.read().unwrap();
        let found = online.get(path).or_else(|| online.get(&format!("{path}index.html")));
        let headers = [("Cache-Control", "public, max-age=0, must-revalidate")];
        found.map_or_else(|| reply(404, &headers, b"khong co"), |bytes| reply(200, &headers, bytes))
    })
}

/// Old replies, and hits among what did not change.
#[derive(Default)]
struct Count {
    stale: Vec<String>,
    unchanged: usize,
    hits: usize,
    purged: usize,
}

fn run(most: usize) -> Count {
    let (mut site, mut dice) = (first(), Dice(14));
    let online = Arc::new(RwLock::new(site.build().outputs));
    let origin = origin(&online);
    let varnish = Varnish::start(&origin);
    let readers = Readers::new(&varnish);
    let purge = varnish.purge(most);
    let purger = CachePurger::new(&readers.client, PORTAL, &purge, &|_| None).unwrap();
    let all: Vec<String> = online.read().unwrap().keys().cloned().collect();
    readers.read(all.iter());
    let mut count = Count::default();
    for turn in 0..EDITS {
        site = edited(site, &mut dice, turn);
        let (before, now) = (online.read().unwrap().clone(), site.build().outputs);
        let paths = before.keys().chain(now.keys().filter(|path| !before.contains_key(*path)));
        let changed: Vec<String> = paths.filter(|path| before.get(*path) != now.get(*path)).cloned().collect();
        *online.write().unwrap() = now.clone();
        assert_eq!(purger.purge(&changed), Vec::<String>::new(), "{:?}", purger.last());
        count.purged += changed.len();
        for got in readers.read(before.keys().chain(now.keys().filter(|path| !before.contains_key(*path)))) {
            let right = match now.get(&got.path) {
                Some(bytes) => got.status == 200 && got.bytes == *bytes,
                None => got.status == 404,
            };
            if !right {
                count.stale.push(format!("{turn}: {} {}", got.path, got.status));
            }
            if !changed.contains(&got.path) {
                count.unchanged += 1;
                count.hits += usize::from(got.is_hit);
            }
        }
    }
    count
}

#[test]
#[ignore = "needs varnish: tests/run"]
fn after_fifty_random_edits_no_reply_is_old_and_what_did_not_change_is_still_a_hit() {
    let Count { stale, unchanged, hits, purged } = run(2000);
    let share = 100.0 * hits as f64 / unchanged as f64;
    let told =
        format!("varnish: {EDITS} edits, {purged} files purged, {unchanged} unchanged replies, {share:.2} % hits\n");
    std::io::stderr().write_all(told.as_bytes()).unwrap();
    assert_eq!(stale, Vec::<String>::new());
    assert!(share >= 99.0, "{told}");
}

#[test]
#[ignore = "needs varnish: tests/run"]
fn folders_that_are_purged_leave_no_old_reply_either() {
    let Count { stale, hits, .. } = run(20);
    assert_eq!(stale, Vec::<String>::new());
    assert!(hits > 0);
}

#[test]
#[ignore = "needs varnish: tests/run"]
fn what_a_cache_was_fetching_while_it_was_purged_is_purged_once_more() {
    let online = Arc::new(RwLock::new("cũ"));
    let now = online.clone();
    // Slow, and with the bytes of when it was asked.
    let origin = Server::new(move |_, _| {
        let text = *now.read().unwrap();
        std::thread::sleep(Duration::from_millis(400));
        reply(200, &[], text.as_bytes())
    });
    let varnish = Varnish::start(&origin);
    let readers = Readers::new(&varnish);
    let path = "a.txt".to_owned();
    let read = || String::from_utf8(readers.read([&path].into_iter()).remove(0).bytes).unwrap();
    for (again, seen) in [(None, "cũ"), (Some(1), "mới")] {
        *online.write().unwrap() = "cũ";
        let purge = Purge { again, ..varnish.purge(100) };
        let client = Client::new(Patience::default()).unwrap();
        let purger = CachePurger::new(&client, PORTAL, &purge, &|_| None).unwrap();
        purger.forget(&[format!("{PORTAL}/a.txt")]);
        std::thread::scope(|scope| {
            let other = Readers::new(&varnish);
            let path = &path;
            scope.spawn(move || other.read([path].into_iter()));
            std::thread::sleep(Duration::from_millis(150));
            *online.write().unwrap() = "mới";
            assert_eq!(purger.purge(std::slice::from_ref(path)), Vec::<String>::new());
        });
        assert_eq!(read(), seen, "{again:?}");
    }
}

#[test]
#[ignore = "needs varnish: tests/run"]
fn strangers_purge_nothing_and_get_nothing_that_is_private() {
    let online: Arc<RwLock<Outputs>> = Arc::default();
    online
        .write()
        .unwrap()
        .extend([("a.txt", "x"), (".cong/state", "x")].map(|(path, text)| (path.to_owned(), text.into())));
    let origin = origin(&online);
    let varnish = Varnish::start(&origin);
    let readers = Readers::new(&varnish);
    let status = |from: &str, method: &str, path: &str| {
        let http = reqwest::Client::builder().no_proxy().local_address(from.parse::<std::net::IpAddr>().unwrap());
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = http.build().unwrap().request(method, format!("{}{path}", varnish.url));
        readers.client.run(request.send()).unwrap().status().as_u16()
    };
    assert_eq!(status("127.0.0.2", "GET", "/a.txt"), 200);
    assert_eq!(status("127.0.0.2", "PURGE", "/a.txt"), 405);
    assert_eq!(status("127.0.0.2", "PURGE", "/*"), 405);
    assert_eq!(status("127.0.0.1", "PURGE", "/a.txt"), 200);
    assert_eq!(status("127.0.0.2", "GET", "/.cong/state"), 404);
    assert_eq!(status("127.0.0.2", "GET", "/a.txt?utm_source=x"), 200);
    assert!(readers.read([&"a.txt".to_owned()].into_iter()).iter().all(|got| got.status == 200));
}
