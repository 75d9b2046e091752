//! A real server: sshd with a key of its own, rsync, and nginx with the block of docs/nginx.md over the result.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cong::files::Disk;
use cong::load::security::HeaderFormat;
use cong::load::theme;
use cong::policy::Policy;
use cong::publish::compress::{Compressor, Encoding};
use cong::publish::ssh::{Address, Programs, Ssh};
use cong::publish::{Ledger, Remote, Trouble};

use crate::desk::{Built, Over, Place, go_back, names, publish};

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Server {
    place: Place,
    ssh: u16,
    http: u16,
    _running: Vec<Running>,
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn run(program: &str, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}; tests/run installs what is missing"));
    assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Where root's programs are, in case the path of the account has no such folder.
fn system(name: &str) -> String {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/sbin"];
    let found = folders.iter().map(|folder| format!("{folder}/{name}")).find(|path| Path::new(path).exists());
    found.unwrap_or_else(|| panic!("{name} is missing; tests/run installs it"))
}

fn write(path: PathBuf, text: &str, mode: u32) -> String {
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}

impl Server {
    fn start() -> Server {
        let place = Place::new();
        let (ssh, http) = (port(), port());
        let at = |name: &str| place.path().join(name);
        let keys = |name: &str| {
            let path = at(name);
            run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", path.to_str().unwrap()]);
            std::fs::read_to_string(path.with_extension("pub")).unwrap()
        };
        let (host, user) = (keys("host"), keys("user"));
        write(at("authorized"), &user, 0o600);
        write(at("known"), &format!("[127.0.0.1]:{ssh} {host}"), 0o600);
        let inside = place.path().display().to_string();
        let sshd = format!(
            "Port {ssh}\nListenAddress 127.0.0.1\nHostKey {inside}/host\nPidFile {inside}/pid\nAuthorizedKeysFile {inside}/authorized\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n"
        );
        let sshd = write(at("sshd.conf"), &sshd, 0o600);
        // sshd asks for it where it runs as root.
        let _ = std::fs::create_dir_all("/run/sshd");
        let quiet = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(system(program));
            command
                .args(arguments)
                .stdout(Stdio::null())
                .stderr(std::fs::File::create(at(&format!("{program}.log"))).unwrap());
            Running(command.spawn().unwrap())
        };
        let running = vec![quiet("sshd", &["-D", "-e", "-f", &sshd])];
        let server = Server { place, ssh, http, _running: running };
        await_port(ssh, &server.place.path().join("sshd.log"));
        server
    }

    /// What a person's `~/.ssh/config` says, in a file that an operator names in CONG_SSH.
    fn target_knowing(&self, known: &str) -> Ssh {
        let inside = self.place.path().display();
        let config = format!(
            "Host *\n  IdentityFile {inside}/user\n  IdentitiesOnly yes\n  UserKnownHostsFile {inside}/{known}\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n"
        );
        let config = write(self.place.path().join(format!("{known}.conf")), &config, 0o600);
        let user = run("id", &["-un"]);
        let target = format!("ssh://{}@127.0.0.1:{}{}", user.trim(), self.ssh, self.place.root().display());
        let programs = Programs::through(&format!("ssh -F '{config}'"));
        let portal = self.place.path().join("portal-here");
        let compressor = Compressor::new(vec![Encoding::Gzip], Some(portal.clone()));
        Ssh::new(Address::parse(&target).unwrap(), programs, compressor, portal)
    }

    fn target(&self) -> Ssh {
        self.target_knowing("known")
    }

    /// The block that operators are told, on a port of this machine.
    fn serve(&mut self) {
        let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/nginx.md")).unwrap();
        let block = page.split("```nginx\n").nth(1).unwrap().split("```").next().unwrap();
        let listen = format!("listen 127.0.0.1:{};", self.http);
        let block = block.replace("listen 80;", &listen).replace("/srv/portal", self.place.root().to_str().unwrap());
        assert!(block.contains(&listen));
        let inside = self.place.path().display().to_string();
        let user = if run("id", &["-u"]).trim() == "0" { "user root;" } else { "" };
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {inside}/nginx-{name};\n"))
            .concat();
        let conf = format!(
            "{user}\nworker_processes 2;\npid {inside}/nginx.pid;\nerror_log {inside}/nginx.err;\ndaemon off;\nevents {{}}\n\
             http {{\naccess_log off;\n{paths}{block}}}\n"
        );
        let conf = write(self.place.path().join("nginx.conf"), &conf, 0o600);
        let mut command = Command::new(system("nginx"));
        command
            .args(["-c", &conf])
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(self.place.path().join("nginx.log")).unwrap());
        // The master ends its workers when it is asked to, not when it is killed.
        self._running.push(Running(command.spawn().unwrap()));
        await_port(self.http, &self.place.path().join("nginx.log"));
    }

    fn get(&self, path: &str) -> Reply {
        self.get_as(path, "")
    }

    fn get_as(&self, path: &str, headers: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.http)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: tinh.gov.vn\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        Reply { status: head[9..12].parse().unwrap(), body: bytes[end + 4..].to_vec(), head: head.to_ascii_lowercase() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(pid) = std::fs::read_to_string(self.place.path().join("nginx.pid")) {
            let _ = Command::new("kill").arg(pid.trim()).status();
            std::thread::sleep(Duration::from_millis(300));
        }
    }
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn etag(&self) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap()
    }
}

/// `log`: what the server that should listen has to say.
fn await_port(port: u16, log: &Path) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let said = || std::fs::read_to_string(log).unwrap_or_default();
        assert!(begun.elapsed() < Duration::from_secs(10), "nobody listens on {port}: {}", said());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The file that a build of the sample portal makes for nginx.
fn headers() -> String {
    let files = Disk::new(env!("CARGO_MANIFEST_DIR"));
    let config = cong::pipeline::config(&files, &mut Vec::new()).unwrap().unwrap();
    let theme = theme::load(&files, &config.theme, &config.languages, &mut Vec::new());
    String::from_utf8(Policy::new(&config, &theme, true).file(HeaderFormat::Nginx)).unwrap()
}

/// A portal of 40 pages, with the files that a build makes for nginx. Every page says the number and asks for an asset.
fn portal(number: usize) -> Built {
    let page = |name: &str| {
        format!("<p>release {number} of {name}</p><link href=/assets/x.{number}.css>{}", "<p>đoạn</p>".repeat(99))
    };
    let headers = headers();
    let redirects = "map_hash_bucket_size 64;\nmap $request_uri $cong_old { default \"\"; \"/cu.aspx\" /p1/; }\n";
    let mut built = Built::new(&[("_headers.nginx.conf", &headers), ("_redirects.nginx.conf", redirects)])
        .with("index.html", &page("home"))
        .with("404.html", "không có")
        .with("en/404.html", "not here")
        .with(&format!("assets/x.{number}.css"), "p{}");
    for name in 0..40 {
        built = built.with(&format!("p{name}/index.html"), &page(&format!("p{name}")));
    }
    built
}

fn number(text: &str) -> usize {
    text.split("release ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().parse().unwrap()
}

#[test]
#[ignore = "needs sshd, rsync and nginx: tests/run"]
fn a_portal_goes_online_over_ssh_changes_loses_a_page_and_goes_back() {
    let mut server = Server::start();
    let target = server.target();
    assert_eq!(target.get("state").unwrap(), None);
    publish(&target, &portal(1)).unwrap();
    server.serve();
    assert_eq!(number(&server.get("/").text()), 1);
    assert!(server.get("/p1/").head.contains("x-frame-options: deny"));
    assert_eq!(server.get("/p1").status, 301);
    let moved = server.get("/cu.aspx");
    assert!(moved.status == 301 && moved.head.contains("location: /p1/"), "{}", moved.head);

    // Compressed, and the same bytes.
    let packed = server.get_as("/p1/", "Accept-Encoding: gzip\r\n");
    assert!(
        packed.head.contains("content-encoding: gzip") && packed.head.contains("vary: accept-encoding"),
        "{}",
        packed.head
    );
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*packed.body).read_to_string(&mut text).unwrap();
    assert_eq!(text, server.get("/p1/").text());
    assert_eq!(packed.body, std::fs::read(server.place.current().join("p1/index.html.gz")).unwrap(), "made before");

    // What is private has no address.
    for path in [
        "/.cong/state.2",
        "/.cong/",
        "/.cong-gone/p2/index.html",
        "/_headers.nginx.conf",
        "/../.cong/state.2",
        "/releases/",
    ] {
        assert!([400, 404].contains(&server.get(path).status), "{path}: {}", server.get(path).status);
    }

    // A change, and a withdrawn page with whatever it had, without a reload.
    let etag = server.get("/").etag().to_owned();
    publish(&target, &portal(2).without("p2/index.html")).unwrap();
    let home = server.get_as("/", &format!("If-None-Match: {etag}\r\n"));
    assert_eq!((home.status, number(&home.text())), (200, 2));
    for path in ["/p2/", "/p2", "/p2/index.html"] {
        let gone = server.get(path);
        assert_eq!((gone.status, gone.text().as_str()), (410, "không có"), "{path}");
    }
    assert_eq!(server.get("/p2x/").status, 404);
    assert_eq!(server.get("/en/x/").text(), "not here");
    assert_eq!(server.get("/assets/").status, 404, "a folder is no page");
    assert_eq!(server.get("/assets/x.1.css").status, 200, "pages that are open still ask for it");

    // Back, which sends nothing; the withdrawn page stays withdrawn.
    let state = go_back(&target, 1).unwrap();
    assert_eq!((number(&server.get("/").text()), state.release.number), (1, 3));
    assert_eq!(server.get("/p2/").status, 410);
    publish(&target, &portal(3)).unwrap();
    assert_eq!((server.get("/p2/").status, number(&server.get("/p2/").text())), (200, 3));
    assert_eq!(names(&server.place.root()), [".cong", "current", "releases"]);
    let survey = target.survey().unwrap();
    let known = crate::desk::state(&target).unwrap().files;
    assert!(survey.iter().all(|(path, found)| known[path].etag == found.etag) && survey.len() == known.len());
}

#[test]
#[ignore = "needs sshd, rsync and nginx: tests/run"]
fn a_reader_who_polls_at_200_requests_a_second_meets_no_mixed_release() {
    let mut server = Server::start();
    publish(&server.target(), &portal(0)).unwrap();
    server.serve();
    let (over, server) = (AtomicBool::new(false), &server);
    let asked = std::thread::scope(|scope| {
        let poller = scope.spawn(|| {
            let (mut asked, mut latest, begun) = (0_u32, 0, Instant::now());
            while !over.load(Ordering::Relaxed) {
                let page = server
                    .get_as(&format!("/p{}/", asked % 40), if asked % 3 == 0 { "Accept-Encoding: x\r\n" } else { "" });
                assert_eq!(page.status, 200, "request {asked}");
                let seen = number(&page.text());
                assert!(seen >= latest, "release {seen} after {latest}");
                latest = seen;
                let asset = server.get(&format!("/assets/x.{seen}.css"));
                assert_eq!(asset.status, 200, "the asset of a page that was just served");
                asked += 2;
                let due = begun + Duration::from_millis(5) * asked;
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
            }
            asked
        });
        let end = Over(&over);
        for number in 1..=10 {
            publish(&server.target(), &portal(number)).unwrap();
        }
        drop(end);
        poller.join().unwrap()
    });
    assert!(asked > 200, "{asked}");
}

#[test]
#[ignore = "needs sshd, rsync and nginx: tests/run"]
fn what_a_server_refuses_is_told_and_a_begun_transmission_is_taken_up() {
    let server = Server::start();
    write(server.place.path().join("nobody"), "", 0o600);
    let unknown = server.target_knowing("nobody").get("state");
    assert!(matches!(unknown, Err(Trouble::Denied { what: "connect", .. })), "{unknown:?}");

    publish(&server.target(), &portal(1)).unwrap();
    // As a publisher leaves it that is killed while it sends.
    let begun = server.place.root().join("releases/000002.abcdefghij.part");
    std::fs::create_dir_all(begun.join("p9")).unwrap();
    std::fs::write(begun.join("p9/index.html"), &portal(2).0["p9/index.html"]).unwrap();
    publish(&server.target(), &portal(2)).unwrap();
    assert_eq!(names(&server.place.root().join("releases")), ["000001", "000002"]);
    let online = crate::desk::readable(&server.place.current());
    assert_eq!(portal(2).0.iter().find(|(path, bytes)| online.get(*path) != Some(bytes)), None);

    let authorized = server.place.path().join("authorized");
    std::fs::write(authorized, "").unwrap();
    let refused = publish(&server.target(), &portal(3));
    assert!(matches!(refused, Err(Trouble::Denied { what: "connect", .. })), "{refused:?}");
}
