//! Files that are copied to the root of the portal: which, from where, what may not stand there, and what is said of them.

use cong::cache::Cache;
use cong::diag::Severity;
use cong::serve::Preview;

use crate::command::Workspace;
use crate::site_builder::{Site, moment};

const SECURITY: &str = "Contact: mailto:an-toan@tinh.example\nExpires: 2024-12-31T00:00:00Z\n";

fn codes(site: &Site) -> Vec<(String, String)> {
    let found = site.build().findings;
    found.iter().map(|finding| (finding.message.code.to_owned(), finding.file.to_string())).collect()
}

#[test]
fn files_of_one_folder_are_copied_to_the_root_byte_for_byte() {
    let files: [(&str, &[u8]); 9] = [
        (".well-known/security.txt", SECURITY.as_bytes()),
        (".well-known/apple-app-site-association", b"{}"),
        (".nojekyll", b""),
        ("CNAME", b"tinh.example\r\n"),
        ("google123.html", b"google-site-verification: google123.html"),
        ("BingSiteAuth.xml", b"<?xml version=\"1.0\"?><users/>"),
        ("favicon.ico", &[0, 0, 1, 0, 255]),
        ("Tệp/Một Hai.TXT", "chữ \u{1}".as_bytes()),
        // A drawing or photograph is not cleaned: nobody but its owner decided to put it here.
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><metadata>x</metadata></svg>"),
    ];
    let site =
        files.iter().fold(Site::new(), |site, (path, bytes)| site.bytes(&format!("content/_root/{path}"), bytes));
    let built = site.build();
    assert_eq!(built.problems(), [""; 0]);
    for (path, bytes) in files {
        assert_eq!(built.outputs.get(path).map(Vec::as_slice), Some(bytes), "{path}");
    }
    assert!(!built.outputs.keys().any(|path| path.contains("_root") || path.starts_with("root")));
    assert!(!built.text("sitemap-1.xml").contains("google123"));
}

#[test]
fn what_programs_leave_behind_is_not_copied_and_not_spoken_of() {
    let names = [".DS_Store", ".gitkeep", ".git/config", "Thumbs.db", "a.html~", ".a.html.swp", "._a.html"];
    let site = names.iter().fold(Site::new(), |site, name| site.file(&format!("content/_root/{name}"), "x"));
    assert!(codes(&site).is_empty());
    assert_eq!(site.build().outputs.keys().collect::<Vec<_>>(), Site::new().build().outputs.keys().collect::<Vec<_>>());
}

#[test]
fn what_the_portal_makes_itself_keeps_its_address() {
    let site = Site::new()
        .article("content/tin-tuc/a.md", "Bài", "2024-01-10", "aliases: [/cu/]\n", "[tệp](b.pdf)")
        .bytes("content/tin-tuc/b.pdf", b"%PDF-1.4");
    let clean = site.build();
    let taken = [
        "robots.txt",
        "Robots.TXT",
        "index.html",
        "tin-tuc/a/index.html",
        "tin-tuc/b.pdf",
        "tin-tuc",
        "_headers",
        "_redirects",
        "_redirects.nginx.conf",
        "_headers.nginx.conf",
        "_redirects.nginx.conf",
        "assets/portal.css",
        ".cong-manifest.json",
        "a.cong-tmp",
    ];
    for name in taken {
        let built = site.clone().file(&format!("content/_root/{name}"), "mine").build();
        let finding = built.finding("P12");
        assert_eq!((&*finding.file, finding.severity()), (&*format!("content/_root/{name}"), Severity::Error));
        assert_eq!(built.outputs, clean.outputs, "{name}");
    }
    let built = site.file("content/_root/cu/index.html", "mine").build();
    assert_eq!(built.codes(), ["P03"], "an earlier address gives way to a file, as to a page");
    assert_eq!(built.text("cu/index.html"), "mine");
}

#[test]
fn a_page_or_a_key_is_not_published_by_being_put_there() {
    let pages = ["nhap.md", "bai.markdown", "bai.mdown", "bai.mdx", "bai.md.bak", "BAI.MD", "_index.md"];
    let secrets = [".env", ".env.local", "khoa.pem", "sub/id_rsa", ".ssh/id_ecdsa", ".npmrc", ".htpasswd", "dump.sql"];
    let orders = ["_worker.js", "_routes.json", "functions/a.js", ".htaccess", "web.config"];
    for name in pages.iter().chain(&secrets).chain(&orders) {
        let site = Site::new().file(&format!("content/_root/{name}"), "---\ntitle: Bí mật\ndraft: true\n---\n");
        assert_eq!(codes(&site), [("P12".to_owned(), format!("content/_root/{name}"))]);
        assert!(
            !site.show_all().build().outputs.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Bí mật"))
        );
    }
}

#[test]
fn a_file_at_a_place_of_other_programs_is_told_the_right_one() {
    for (path, target) in [
        ("content/.well-known/security.txt", ".well-known/security.txt"),
        ("content/.nojekyll", ".nojekyll"),
        ("content/google123.html", "google123.html"),
        ("content/tin-tuc/zalo_verifier1.html", "zalo_verifier1.html"),
        ("content/CNAME", "CNAME"),
        ("content/robots.txt", "robots.txt"),
        ("content/security.txt", ".well-known/security.txt"),
        ("static/ads.txt", "ads.txt"),
        ("static/.well-known/x", ".well-known/x"),
        ("_root/x.html", "x.html"),
    ] {
        let built = Site::new().file(path, "x").build();
        if path == "static/.well-known/x" {
            assert!(built.findings.is_empty(), "hidden files of other folders are not looked at");
            continue;
        }
        let finding = built.finding("P13");
        assert_eq!((&*finding.file, built.findings.len()), (path, 1));
        assert!(finding.hint("en").contains(&format!("content/_root/{target}:")), "{}", finding.hint("en"));
    }
    let attached = Site::new()
        .article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", "[tệp](security.txt)")
        .file("content/tin-tuc/security.txt", "x");
    assert!(codes(&attached).is_empty(), "what a page links to is an attachment");
}

#[test]
fn a_security_txt_that_nobody_may_trust_is_told() {
    let said = |text: &str| {
        let built = Site::new().file("content/_root/.well-known/security.txt", text).build();
        assert!(built.has(".well-known/security.txt"), "it is copied all the same");
        built.findings.iter().map(|finding| (finding.span.unwrap().line, finding.text("en"))).collect::<Vec<_>>()
    };
    assert_eq!(said(SECURITY), []);
    assert_eq!(said("# Note\r\nexpires: 2024-12-31T07:00:00+07:00\r\nContact: https://tinh.example/x\r\n"), []);
    for (text, line, words) in [
        ("Expires: 2024-12-31T00:00:00Z\n", 1, "Contact is missing"),
        ("Contact: a@tinh.example\nExpires: 2024-12-31T00:00:00Z\n", 1, "mailto:"),
        ("Contact: tel:+84271\n", 1, "Expires is missing"),
        ("Contact: tel:+84271\nExpires: 31/12/2024\n", 2, "cannot be read"),
        ("Contact: tel:+84271\n\nExpires: 2024-01-15T00:00:00Z\n", 3, "is over"),
        ("Contact: tel:+1\nExpires: 2024-12-31T00:00:00Z\nExpires: 2025-12-31T00:00:00Z\n", 3, "two lines"),
        ("", 1, "Contact is missing"),
    ] {
        let found = said(text);
        assert!(found.len() == 1 && found[0].0 == line && found[0].1.contains(words), "{text:?}: {found:?}");
    }
}

#[test]
fn on_a_disk_hidden_files_are_found_links_are_not_followed_and_verify_agrees() {
    let workspace = Workspace::with(
        &Site::new().file("content/_root/.well-known/security.txt", SECURITY).file("content/_root/CNAME", "a"),
    );
    std::fs::write(workspace.join("secret"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(workspace.join("secret"), workspace.join("content/_root/link.html")).unwrap();
    let run = workspace.cong(&["--lang", "en", "build", "--at", "2024-01-15"]);
    assert!(run.err.contains("content/_root/link.html") || run.out.contains("content/_root/link.html"), "{}", run.out);
    assert_eq!(workspace.read("public/.well-known/security.txt"), SECURITY);
    assert!(!workspace.exists("public/link.html"));
    std::fs::remove_file(workspace.join("content/_root/link.html")).unwrap();
    assert_eq!(workspace.cong(&["verify", "--at", "2024-01-15"]).code, 0);
    std::fs::write(workspace.join("content/_root/CNAME"), "b").unwrap();
    std::fs::remove_file(workspace.join("content/_root/.well-known/security.txt")).unwrap();
    assert_eq!(workspace.cong(&["build", "--at", "2024-01-15"]).code, 0);
    assert_eq!(workspace.read("public/CNAME"), "b");
    assert!(!workspace.exists("public/.well-known"), "what is no longer there goes, and so does its folder");
    assert_eq!(workspace.cong(&["verify", "--at", "2024-01-15"]).code, 0);
}

#[test]
fn the_preview_shows_them_and_pages_may_link_to_them_by_address() {
    let site = Site::new()
        .article(
            "content/tin-tuc/a.md",
            "Bài",
            "2024-01-10",
            "",
            "[x](/google1.html) [y](https://tinh.example/.well-known/a)",
        )
        .file("content/_root/google1.html", "proof")
        .file("content/_root/.well-known/a", "x");
    assert_eq!(site.build().problems(), [""; 0]);
    let preview =
        Preview::new(std::sync::Arc::new(site.files()), "vi".to_owned(), false, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    let reply = preview.reply("/google1.html");
    assert!(reply.headers.iter().any(|(name, _)| *name == "Content-Security-Policy"), "the policy holds for it");
    assert_eq!((reply.status, &*reply.body.read().unwrap()), (200, &b"proof"[..]), "without the script of the preview");
    assert_eq!(preview.reply("/.well-known/a").status, 200);
}
