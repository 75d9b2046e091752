//! What the real nginx answers with the block of docs/nginx.md and what a build wrote for it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::old_addresses::{ASKED, item, portal};
use crate::previewed::PATIENCE;
use crate::site_builder::{Built, Site};

struct Nginx {
    folder: tempfile::TempDir,
    port: u16,
    server: Option<Child>,
    /// How long it took to read its files.
    took: Duration,
}

/// The first block of a page of `docs/` that is meant for nginx.
fn documented(page: &str) -> String {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page)).unwrap();
    text.split("```nginx\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

impl Nginx {
    /// The whole block that operators of a host of its own are told.
    fn at_root(built: &Built) -> Nginx {
        Nginx::start(
            built,
            &documented("nginx.md").replace("listen 80;", "listen PORT;").replace("/srv/portal/current", "PUBLIC"),
        )
    }

    /// The lines for a portal that shares its host.
    fn below(built: &Built) -> Nginx {
        let page = documented("hosting.md");
        let locations = page.split("instead:\n").nth(1).unwrap().replace("/path/to/public", "PUBLIC");
        Nginx::start(
            built,
            &format!(
                "include PUBLIC/_redirects.nginx.conf;\nserver {{ listen PORT; absolute_redirect off;\n{locations} }}"
            ),
        )
    }

    fn start(built: &Built, block: &str) -> Nginx {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().display().to_string();
        for (name, bytes) in &built.outputs {
            let path = folder.path().join("public").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let block = block.replace("PORT", &format!("127.0.0.1:{port}")).replace("PUBLIC", &format!("{root}/public"));
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {root}/{name};\n"))
            .concat();
        // Workers of root's nginx are nobody, who may not look into a temporary folder of root.
        let user = match Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() {
            b"0" => "user root;",
            _ => "",
        };
        let config = format!(
            "{user} daemon off; pid {root}/pid; error_log {root}/error.log; events {{}}\nhttp {{ access_log off;\n{temporary}{block}\n}}"
        );
        std::fs::write(folder.path().join("nginx.conf"), config).unwrap();
        let mut nginx = Nginx { folder, port, server: None, took: Duration::ZERO };
        let begun = Instant::now();
        let tested = nginx.command().arg("-t").output().expect("nginx; tests/run installs it");
        nginx.took = begun.elapsed();
        let said = std::fs::read_to_string(nginx.folder.path().join("error.log")).unwrap_or_default();
        assert!(tested.status.success(), "{}{said}", String::from_utf8_lossy(&tested.stderr));
        assert!(!said.contains("warn"), "{said}");
        nginx.server = Some(nginx.command().spawn().unwrap());
        nginx
    }

    fn command(&self) -> Command {
        let root = self.folder.path().display();
        let mut command = Command::new("nginx");
        command.args(["-e", &format!("{root}/error.log"), "-c", &format!("{root}/nginx.conf")]);
        command
    }

    /// The whole answer.
    fn get(&self, address: &str) -> String {
        let end = Instant::now() + PATIENCE;
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => break stream,
                Err(_) if Instant::now() < end => std::thread::sleep(Duration::from_millis(20)),
                Err(error) => panic!("{error}"),
            }
        };
        write!(stream, "GET {address} HTTP/1.1\r\nHost: tinh.example\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Status, and where it leads.
    fn led(&self, address: &str) -> (u16, String) {
        let answer = self.get(address);
        let location = answer.lines().find_map(|line| line.strip_prefix("Location: ")).unwrap_or_default();
        (answer[9..12].parse().unwrap(), location.to_owned())
    }

    #[track_caller]
    fn leads_all(&self, asked: &[(&str, &str)]) {
        for (address, to) in asked {
            let wanted = if to.is_empty() { 404 } else { 301 };
            assert_eq!(self.led(address), (wanted, (*to).to_owned()), "{address}");
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // Its master ends its workers.
            let _ = Command::new("kill").arg(server.id().to_string()).status();
            let _ = server.wait();
        }
    }
}

#[test]
#[ignore = "needs nginx; cargo test --test portal nginx -- --include-ignored"]
fn nginx_leads_on_whatever_names_of_parameters_there_are() {
    let aliases: Vec<String> = (0..120).map(|n| format!("'/i.php?n{n}=1'")).collect();
    let site = aliases.chunks(40).enumerate().fold(Site::new(), |site, (at, some)| {
        let name = format!("content/tin-tuc/bai-{at}.md");
        site.article(&name, &format!("Bài {at}"), "2024-01-10", &format!("aliases: [{}]\n", some.join(", ")), "Chữ.")
    });
    Nginx::at_root(&site.build()).leads_all(&[
        ("/i.php?n0=1", "/tin-tuc/bai-0/"),
        ("/i.php?n119=1", "/tin-tuc/bai-2/"),
        ("/i.php?n120=1", ""),
        ("/i.php?n119=1&fbclid=x", "/tin-tuc/bai-2/"),
    ]);
}

#[test]
#[ignore = "needs nginx; cargo test --test portal nginx -- --include-ignored"]
fn nginx_reads_its_map_and_leads_on_as_the_preview_does() {
    let nginx = Nginx::at_root(&portal().build());
    for (asked, leads) in ASKED {
        let wanted = if leads.is_empty() { String::new() } else { format!("/tin-tuc/{leads}/") };
        assert_eq!(nginx.led(asked).1, wanted, "{asked}");
    }
}

#[test]
#[ignore = "needs nginx; cargo test --test portal nginx -- --include-ignored"]
fn nginx_answers_301_before_it_gives_the_page_that_leads_on() {
    let aliases = "/cu/a/, /cu/b, /cu/c.html, /cu/d/index.html, /tin-tức/cũ/, /Cu-Hoa/, '/cu/a/?p=5', '/cu/e/?p=6'";
    let built = item(aliases)
        .article("content/tin-tuc/b.md", "Bài b", "2024-01-11", "aliases: ['/cu/b/?p=7', /cu/e/]\n", "Chữ.")
        .build();
    assert_eq!(built.problems(), [""; 0]);
    assert!(built.has("cu/a/index.html"), "another host has no rules");
    let nginx = Nginx::at_root(&built);
    let (a, b) = ("/tin-tuc/a/", "/tin-tuc/b/");
    nginx.leads_all(&[
        ("/cu/a/", a),
        ("/cu/a/?fbclid=1", a),
        ("/cu/a/?p=5", a),
        ("/cu/a/index.html", a),
        ("/CU/A/", a),
        ("//cu//a/", a),
        ("/cu/c.html", a),
        ("/cu/c.html?x=1", a),
        ("/cu/d/", a),
        ("/cu/d", a),
        ("/cu/d/index.html", a),
        ("/tin-t%E1%BB%A9c/c%C5%A9/", a),
        ("/tin-t%e1%bb%a9c/c%c5%a9", a),
        ("/tin-tức/cũ/", a),
        ("/cu-hoa/", a),
        // The narrowest holds, also where nginx adds the slash first.
        ("/cu/b/", a),
        ("/cu/b/?x=1&p=7", b),
        ("/cu/b?p=7", "/cu/b/?p=7"),
        ("/cu/e/?p=6", a),
        ("/cu/e/", b),
        ("/cu/", ""),
        ("/cu/a/x/", ""),
        ("/cu/a.html", ""),
    ]);
    for page in ["/", "/tin-tuc/", a, b, "/tin-tuc/a/?p=5", "/?p=5"] {
        assert_eq!(nginx.led(page), (200, String::new()), "{page}");
    }
    let answer = nginx.get("/cu/a/").to_ascii_lowercase();
    assert!(
        answer.contains("cache-control: public, max-age=0, must-revalidate"),
        "an address may become that of a page again: {answer}"
    );
}

#[test]
#[ignore = "needs nginx; cargo test --test portal nginx -- --include-ignored"]
fn nginx_leads_on_below_a_path() {
    let site =
        item("/cu/, /tin-tức/cũ/, '/bai.php?id=5'").config("https://tinh.example", "https://tinh.example/so-y-te");
    let nginx = Nginx::below(&site.build());
    let a = "/so-y-te/tin-tuc/a/";
    nginx.leads_all(&[
        ("/so-y-te/cu/", a),
        ("/so-y-te/cu", a),
        ("/so-y-te/cu/index.html", a),
        ("/so-y-te/tin-t%E1%BB%A9c/c%C5%A9/", a),
        ("/so-y-te/bai.php?id=5", a),
        ("/cu/", ""),
        ("/so-y-te", "/so-y-te/"),
    ]);
    assert_eq!(nginx.led(a).0, 200);
    assert!(
        nginx.get("/so-y-te/cu/").to_ascii_lowercase().contains("cache-control: public, max-age=0, must-revalidate")
    );
}

#[test]
#[ignore = "needs nginx; cargo test --test portal nginx -- --include-ignored"]
fn nginx_loads_twenty_thousand_earlier_addresses_at_once() {
    let site = (0..200).fold(Site::new(), |site, page| {
        let alias = |n: usize| {
            format!("/vi/news/thong-tin-chi-dao-dieu-hanh/bai-so-{}-ve-cai-cach-hanh-chinh.html", page * 100 + n)
        };
        let folder = |n: usize| format!("/chuyen-muc/tin-{}/", page * 100 + n);
        let aliases: Vec<String> = (0..100).map(|n| if n % 2 == 0 { alias(n) } else { folder(n) }).collect();
        let more = format!("aliases: [{}]\n", aliases.join(", "));
        site.article(&format!("content/tin-tuc/bai-{page}.md"), &format!("Bài {page}"), "2024-01-10", &more, "Chữ.")
    });
    let mut built = site.build();
    let is_page = |path: &str| path.starts_with("vi/") || path.starts_with("chuyen-muc/");
    assert_eq!(built.outputs.keys().filter(|path| is_page(path)).count(), 20_000);
    // nginx needs none of these pages, and disks are slow with as many folders.
    built.outputs.retain(|path, _| !is_page(path));
    let nginx = Nginx::at_root(&built);
    assert!(nginx.took < Duration::from_secs(5), "{:?}", nginx.took);
    for page in [0, 99, 199] {
        let to = format!("/tin-tuc/bai-{page}/");
        assert_eq!(nginx.led(&format!("/chuyen-muc/tin-{}/", page * 100 + 1)), (301, to.clone()));
        let file =
            format!("/vi/news/thong-tin-chi-dao-dieu-hanh/bai-so-{}-ve-cai-cach-hanh-chinh.html", page * 100 + 98);
        assert_eq!(nginx.led(&file), (301, to));
    }
    assert_eq!(nginx.led("/chuyen-muc/tin-20001/").0, 404);
}
