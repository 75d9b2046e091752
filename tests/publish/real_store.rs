//! Stores that speak S3, as they are: SeaweedFS, which keeps conditions, and `rclone serve s3`, which passes over them.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cong::http::{Ask, Client, Patience};
use cong::publish::store::{Place, Store, open};
use cong::publish::{Back, Insist, Job, Kin, Ledger, Publisher, ReleaseRecord, Remote, Report, Terms, Trouble, Wanted};
use jiff::SignedDuration;
use object_store::ObjectStoreExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::signer::{SignedUrlOptions, Signer};
use parking_lot::{Mutex, MutexGuard};

use crate::world::{Files, Portal, World, inventory, portal};

const KEY: &str = "cong";
const SECRET: &str = "cong-thu";
const BUCKET: &str = "tinh";

/// SeaweedFS takes eight ports, and two that start at once take each other's.
static ALONE: Mutex<()> = Mutex::new(());

/// Ended with the test.
struct Server {
    process: Child,
    url: String,
    folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where tests/run puts it, or on the path.
fn program(name: &str) -> PathBuf {
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-tools/stores/bin").join(name);
    if own.exists() { own } else { name.into() }
}

/// Below the ports that SeaweedFS adds 10,000 to.
fn free_port() -> u16 {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (low, high) = (port % 20_000 + 20_000, port % 20_000 + 30_000);
        if [low, high].iter().all(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()) {
            return low;
        }
    }
}

impl Server {
    fn start(name: &str, arguments: impl Fn(&std::path::Path, u16) -> Vec<String>) -> Server {
        let alone = ALONE.lock();
        // On a machine with much to do it takes a while; whoever lost a port to somebody else ends at once and is started again.
        let until = Instant::now() + Duration::from_secs(120);
        let (folder, mut port) = (tempfile::tempdir().unwrap(), free_port());
        let process = Server::process(name, &arguments(folder.path(), port));
        let mut server = Server { process, url: format!("http://127.0.0.1:{port}"), folder, _alone: alone };
        while !server.answers(port) {
            assert!(Instant::now() < until, "{name} did not start");
            std::thread::sleep(Duration::from_millis(200));
            if server.process.try_wait().unwrap().is_some() {
                port = free_port();
                server.process = Server::process(name, &arguments(server.folder.path(), port));
                server.url = format!("http://127.0.0.1:{port}");
            }
        }
        server
    }

    fn process(name: &str, arguments: &[String]) -> Child {
        let mut command = Command::new(program(name));
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap_or_else(|error| panic!("{name} is missing (tests/run installs it): {error}"))
    }

    /// Whether it speaks HTTP by now, and is not only there.
    fn answers(&self, port: u16) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
        let _ = stream.write_all(b"GET / HTTP/1.0\r\n\r\n");
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        said.starts_with(b"HTTP/1.") && !said.windows(4).any(|word| word == b" 503")
    }

    fn weed() -> Server {
        let config = format!(
            r#"{{"identities":[{{"name":"t","credentials":[{{"accessKey":"{KEY}","secretKey":"{SECRET}"}}],
            "actions":["Admin","Read","Write","List","Tagging"]}}]}}"#
        );
        let server = Server::start("weed", |folder, s3| {
            std::fs::write(folder.join("s3.json"), &config).unwrap();
            let mut arguments = vec!["server".to_owned(), "-ip=127.0.0.1".to_owned(), "-ip.bind=127.0.0.1".to_owned()];
            arguments.push(format!("-dir={}", folder.display()));
            arguments.extend(["-filer".to_owned(), "-s3".to_owned()]);
            arguments.push(format!("-s3.port={s3}"));
            arguments.push(format!("-s3.config={}", folder.join("s3.json").display()));
            for name in ["master", "volume", "filer"] {
                arguments.push(format!("-{name}.port={}", free_port()));
            }
            arguments
        });
        let until = Instant::now() + Duration::from_secs(60);
        while !server.ask("PUT", &[], None).is_ok_and(|status| status == 200) {
            assert!(Instant::now() < until, "no bucket could be made");
            std::thread::sleep(Duration::from_millis(200));
        }
        server
    }

    fn rclone() -> Server {
        let server = Server::start("rclone", |folder, port| {
            std::fs::create_dir(folder.join(BUCKET)).unwrap();
            let serve =
                ["serve", "s3", "--auth-key", &format!("{KEY},{SECRET}"), "--addr", &format!("127.0.0.1:{port}")];
            serve.into_iter().map(str::to_owned).chain([folder.display().to_string()]).collect()
        });
        assert!(server.folder.path().join(BUCKET).is_dir());
        server
    }

    fn raw(&self) -> AmazonS3 {
        cong::http::prepare();
        let builder = AmazonS3Builder::new().with_bucket_name(BUCKET).with_endpoint(&self.url).with_allow_http(true);
        builder.with_access_key_id(KEY).with_secret_access_key(SECRET).build().unwrap()
    }

    /// A signed request about the bucket itself.
    fn ask(&self, method: &str, query: &[(&str, &str)], body: Option<&str>) -> Result<u16, String> {
        let client = Client::new(Patience::default()).unwrap();
        let options = SignedUrlOptions::new().with_query(query.iter().copied());
        let method: reqwest::Method = method.parse().unwrap();
        let url = self.raw();
        let url = client.run(url.signed_url_opts(method.clone(), &Path::ROOT, Duration::from_secs(60), &options));
        let url = url.map_err(|error| error.to_string())?.to_string();
        let ask = Ask { method, url, headers: Vec::new(), body: body.map(str::to_owned) };
        client.run(client.send(&ask, || ())).map(|reply| reply.status).map_err(|failure| failure.0)
    }

    /// As any reader: status, and headers by name.
    fn get(&self, path: &str) -> (u16, BTreeMap<String, String>, Vec<u8>) {
        let mut stream = TcpStream::connect(self.url.strip_prefix("http://").unwrap()).unwrap();
        write!(stream, "GET /{BUCKET}/{path} HTTP/1.0\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut said = Vec::new();
        stream.read_to_end(&mut said).unwrap();
        let end = said.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&said[..end]).into_owned();
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), headers, said[end + 4..].to_vec())
    }

    fn store(&self, bucket: &str, secret: &str) -> Result<Store, Trouble> {
        let variables = |name: &str| match name {
            "AWS_ACCESS_KEY_ID" => Some(KEY.to_owned()),
            "AWS_SECRET_ACCESS_KEY" => Some(secret.to_owned()),
            _ => None,
        };
        let target = format!("s3://{bucket}/cong");
        open(&Place { target: &target, endpoint: Some(&self.url), region: None, variables: &variables })
    }
}

fn with<T>(remote: &dyn Remote, token: &str, work: impl FnOnce(&Job) -> T) -> T {
    let world = World::new();
    let publisher = Publisher { owner: "test".to_owned(), token: token.to_owned() };
    let terms = Terms { keep: 5, grace: SignedDuration::from_hours(24), patience: Duration::ZERO };
    work(&Job { remote, publisher: &publisher, clock: &world, purger: &world, progress: &world, terms: &terms })
}

fn publish(remote: &dyn Remote, token: &str, files: &Files) -> Result<Report, Trouble> {
    let (inventory, source, record) = (inventory(files), Portal(files.clone()), ReleaseRecord::default());
    let wanted = Wanted {
        inventory: &inventory,
        source: &source,
        record: &record,
        next_change: None,
        kin: &|_| Kin::Apart,
        saved: None,
        insist: Insist::default(),
    };
    with(remote, token, |job| cong::publish::publish(job, &wanted))
}

fn one() -> Files {
    portal(&[
        ("assets/a.1.css", "css"),
        ("index.html", "một"),
        ("tin/mot bai/index.html", "bài"),
        ("tin/bỏ.html", "bỏ"),
    ])
}

fn two() -> Files {
    portal(&[
        ("assets/a.2.css", "css 2"),
        ("index.html", "hai"),
        ("tin/mot bai/index.html", "bài"),
        ("tin/lon.bin", &"x".repeat(9 << 20)),
    ])
}

/// The policy of docs/publishing.md, for this bucket and prefix.
fn policy() -> String {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/publishing-stores.md");
    let page = std::fs::read_to_string(page).unwrap();
    let block = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(block.contains("ten-bucket/cong"), "{block}");
    block.replace("ten-bucket", BUCKET)
}

#[test]
#[ignore = "needs SeaweedFS, which tests/run installs"]
fn on_seaweedfs_a_portal_goes_online_changes_and_is_rolled_back() {
    let server = Server::weed();
    let store = server.store(BUCKET, SECRET).unwrap();
    publish(&store, "1", &one()).unwrap();
    let second = publish(&store, "2", &two()).unwrap();
    assert_eq!((second.release.number, second.plan.counts().added, second.plan.counts().deleted), (2, 2, 1));
    assert!(publish(&store, "3", &two()).unwrap().plan.changes.is_empty());
    let state = with(&store, "look", |job| cong::publish::target::Target::read(job.remote).unwrap().state);
    let checked = cong::publish::check::check(&store, &state).unwrap();
    assert!(checked.is_fine(), "{checked:?}");

    let back = Back { number: Some(1), include_withdrawn: true, url: "https://tinh.gov.vn" };
    let report = with(&store, "4", |job| cong::publish::rollback(job, &back)).unwrap();
    assert_eq!((report.release.number, report.release.back_to), (3, Some(1)));
    assert_eq!(server.ask("PUT", &[("policy", "")], Some(&policy())), Ok(204));
    for (path, item) in &inventory(&one()).items {
        let address = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string();
        let (status, headers, bytes) = server.get(&format!("cong/{}", address.replace("%2F", "/")));
        assert_eq!((status, bytes.as_slice()), (200, one()[path].as_bytes()), "{path}");
        for (name, value) in item.headers.0.iter() {
            assert_eq!(headers.get(&name.to_ascii_lowercase()), Some(value), "{path}");
        }
    }
    let state = with(&store, "look", |job| cong::publish::target::Target::read(job.remote).unwrap().state);
    assert!(cong::publish::check::check(&store, &state).unwrap().is_fine(), "copies are told from changes by hand");
}

#[test]
#[ignore = "needs SeaweedFS, which tests/run installs"]
fn on_seaweedfs_readers_get_pages_and_nothing_that_publishers_keep() {
    let server = Server::weed();
    let store = server.store(BUCKET, SECRET).unwrap();
    publish(&store, "1", &one()).unwrap();
    publish(&store, "2", &two()).unwrap();
    assert_eq!(server.get("cong/index.html").0, 403, "before the policy nobody reads anything");
    assert_eq!(server.ask("PUT", &[("policy", "")], Some(&policy())), Ok(204));
    let client = Client::new(Patience::default()).unwrap();
    let mut private = Vec::new();
    client.run(async {
        use futures_util::TryStreamExt;
        use object_store::ObjectStore;
        let all: Vec<_> = server.raw().list(None).try_collect().await.unwrap();
        for meta in all {
            let path = meta.location.as_ref().to_owned();
            if path.starts_with("cong/.cong/") {
                private.push(path);
            }
        }
    });
    assert!(private.iter().any(|path| path.ends_with("/state")) && private.iter().any(|path| path.contains("/kept/")));
    for path in &private {
        assert_eq!(server.get(path).0, 403, "{path}");
    }
    assert_eq!(server.get("cong/index.html").0, 200);
    assert_eq!(server.get("?list-type=2").0, 403, "nor the list of what there is");
    publish(&store, "3", &one()).unwrap();
}

#[test]
#[ignore = "needs SeaweedFS, which tests/run installs"]
fn on_seaweedfs_a_wrong_key_and_a_wrong_bucket_are_told() {
    let server = Server::weed();
    let wrong = server.store(BUCKET, "sai").unwrap().get("state").unwrap_err();
    assert!(matches!(wrong, Trouble::Denied { .. }), "{wrong:?}");
    let wrong = publish(&server.store("khong-co", SECRET).unwrap(), "1", &one()).unwrap_err();
    assert!(matches!(wrong, Trouble::NoTarget { .. }), "{wrong:?}");
}

#[test]
#[ignore = "needs rclone, which tests/run installs"]
fn rclone_serve_s3_passes_over_conditions_and_is_refused() {
    let server = Server::rclone();
    let store = server.store(BUCKET, SECRET).unwrap();
    assert_eq!(publish(&store, "1", &one()).unwrap_err(), Trouble::NoConditions);
    let client = Client::new(Patience::default()).unwrap();
    let page = client.run(server.raw().get(&Path::from("cong/index.html"))).map(|_| ());
    assert!(page.is_err(), "nothing was published");
}
