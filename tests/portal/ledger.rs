//! The ledger of addresses: what was published once answers, leads on in one step or was declared gone. "Nothing published is lost."

use std::io::Write as _;

use cong::load::ledger::LEDGER;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::command::Workspace;
use crate::site_builder::Site;

fn portal() -> Site {
    Site::new()
        .article("content/tin-tuc/a.md", "Bài a", "2024-01-10", "aliases: [/cu/a/]\n", "[Tệp](bang.pdf)")
        .bytes("content/tin-tuc/bang.pdf", b"%PDF-1.4\n%%EOF\n")
}

fn with(lines: &str) -> Site {
    portal().file(LEDGER, lines)
}

fn ledger_codes(site: &Site) -> Vec<&'static str> {
    site.build()
        .findings
        .iter()
        .filter(|finding| &*finding.file == LEDGER)
        .map(|finding| finding.message.code)
        .collect()
}

#[test]
fn without_a_ledger_nothing_is_asked_and_with_one_no_byte_of_the_output_is_other() {
    let before = portal().build();
    let after = with("/tin-tuc/a/\n/cu/a/\n/tin-tuc/bang.pdf\n/\n").build();
    assert_eq!(before.codes(), after.codes());
    assert_eq!(before.outputs, after.outputs);
}

#[test]
fn what_was_published_is_there_or_leads_on_or_is_declared_gone() {
    for (line, code) in [
        ("/tin-tuc/a/", None),
        ("/tin-tuc/a", None),
        ("/cu/a/", None),
        ("/tin-tuc/bang.pdf", None),
        ("/tin-tuc/b/", Some("P21")),
        ("/tin-tuc/khac.pdf", Some("P21")),
        ("/tin-tuc/b/ gone 2024-01-01 Đăng nhầm", None),
        ("/tin-tuc/a/ gone 2024-01-01 Đăng nhầm", Some("P22")),
        ("/cu/b/ -> /tin-tuc/a/", None),
        ("/cu/b/ -> /tin-tuc/b/", Some("P23")),
        ("/tin-tuc/a/ -> /", Some("P22")),
        ("/cu/b/ -> ", Some("P20")),
    ] {
        assert_eq!(ledger_codes(&with(&format!("{line}\n"))), code.into_iter().collect::<Vec<_>>(), "{line}");
    }
}

#[test]
fn an_address_that_is_lost_is_told_with_the_line_to_type_and_the_page_of_its_name() {
    let built = with("/van-ban/a/\n").build();
    let lost = built.findings.iter().find(|finding| finding.message.code == "P21").unwrap();
    let hint = lost.hint("vi");
    assert!(hint.contains("content/tin-tuc/a.md") && hint.contains("aliases: [/van-ban/a/]"), "{hint}");
    assert!(hint.contains("/van-ban/a/ gone 2024-01-15 "), "{hint}");
    assert_eq!(lost.span.unwrap().line, 1);
}

#[test]
fn what_has_moved_leads_on_in_one_step_however_often_it_moved() {
    let built = with("/x.pdf -> /y.pdf\n/y.pdf -> /tin-tuc/bang.pdf\n/p/ -> /q/\n/q/ -> /cu/a/\n").build();
    assert_eq!(built.codes(), Vec::<&str>::new());
    let rules = built.text("_redirects");
    for line in
        ["/x.pdf /tin-tuc/bang.pdf 301", "/y.pdf /tin-tuc/bang.pdf 301", "/p/ /tin-tuc/a/ 301!", "/q/ /tin-tuc/a/ 301!"]
    {
        assert!(rules.lines().any(|rule| rule == line), "{line} is not in {rules}");
    }
    assert!(built.text("p/index.html").contains("url=/tin-tuc/a/"));
}

#[test]
fn a_page_whose_time_is_over_was_announced_to_go_and_one_that_is_withdrawn_was_not() {
    let site = |more: &str| {
        Site::new().article("content/tin-tuc/b.md", "Bài", "2024-01-02", more, "").file(LEDGER, "/tin-tuc/b/\n")
    };
    assert_eq!(ledger_codes(&site("expires: 2024-01-10\n")), Vec::<&str>::new());
    assert_eq!(ledger_codes(&site("draft: true\n")), ["P21"]);
}

#[test]
fn nothing_of_what_is_withheld_is_told_by_a_redirect() {
    let site = Site::new()
        .article("content/tin-tuc/kin.md", "Bài", "2024-01-02", "draft: true\n", "")
        .file(LEDGER, "/cu/ -> /tin-tuc/kin/\n");
    let built = site.build();
    assert!(built.outputs.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("tin-tuc/kin")));
}

#[test]
fn record_adds_what_readers_may_see_and_nothing_that_is_withheld() {
    let site = portal().article("content/tin-tuc/kin.md", "Bài kín", "2024-01-02", "draft: true\n", "").article(
        "content/tin-tuc/mai.md",
        "Bài mai",
        "2099-01-02",
        "publish_at: 2099-01-02\n",
        "",
    );
    let folder = Workspace::with(&site);
    assert!(folder.cong(&["ledger"]).out.contains("cong ledger record"));
    let run = folder.cong(&["ledger", "record"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let text = folder.read(LEDGER);
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.is_sorted() && !text.contains("kin") && !text.contains("mai"), "{text}");
    for kept in ["/", "/en/", "/tin-tuc/", "/en/news/", "/tin-tuc/a/", "/tin-tuc/bang.pdf"] {
        assert!(lines.contains(&kept), "{kept} is not in {text}");
    }
    assert!(!text.contains("/assets/") && !text.contains("404") && !text.contains("/cu/a/"), "{text}");
    folder.cong(&["ledger", "record"]);
    assert_eq!(folder.read(LEDGER), text, "what is known is not written again");
    assert_eq!(folder.cong(&["ledger"]).code, 0);
}

#[test]
fn a_sitemap_a_log_and_a_list_are_read_for_what_was_published() {
    let folder = Workspace::with(&portal());
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    write("index.xml", b"<sitemapindex><sitemap><loc>https://tinh.example/s1.xml</loc></sitemap></sitemapindex>");
    write("s1.xml", b"<urlset><url><loc>https://tinh.example/tin-tuc/a/</loc></url><url><loc>https://khac.example/z/</loc></url></urlset>");
    let line = |path: &str, status: &str, agent: &str| {
        format!("1.2.3.4 - - [15/Jan/2024:08:00:00 +0700] \"GET {path} HTTP/1.1\" {status} 5 \"-\" \"{agent}\"\n")
    };
    let reader = "Mozilla/5.0 (X11; Linux)";
    let log = [
        line("/tin-tuc/a/?fbclid=1", "200", reader),
        line("/cu/a/", "301", reader),
        line("/tin-tuc/mat/", "200", reader),
        line("/wp-login.php", "404", reader),
        line("/tin-tuc/may/", "200", "Googlebot/2.1"),
    ];
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(log.concat().as_bytes()).unwrap();
    write("access.log.gz", &packed.finish().unwrap());
    write("list.txt", b"# remark\nhttps://tinh.example/tin-tuc/bang.pdf\n/tin-tuc/a\n");
    let lines = || {
        let text = folder.read(LEDGER);
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(folder.cong(&["ledger", "import", "index.xml"]).code, 0);
    assert_eq!(lines(), ["/tin-tuc/a/"]);
    let run = folder.cong(&["ledger", "import", "access.log.gz", "--lang", "en"]);
    assert_eq!(run.code, 1, "an address that does not answer is a finding");
    assert!(
        run.out.contains("3 addresses of the portal, of which 2 are new and 1 were known; 1 do not answer"),
        "{}",
        run.out
    );
    assert!(run.out.contains("1 not answered with 200 or 301, 1 of robots"), "{}", run.out);
    assert!(run.err.contains("/tin-tuc/mat/"), "{}", run.err);
    assert_eq!(lines(), ["/cu/a/", "/tin-tuc/a/", "/tin-tuc/mat/"]);
    folder.cong(&["ledger", "import", "list.txt"]);
    assert_eq!(lines(), ["/cu/a/", "/tin-tuc/a/", "/tin-tuc/bang.pdf", "/tin-tuc/mat/"]);
    let run = folder.cong(&["ledger"]);
    assert!(run.code == 1 && run.err.contains("/tin-tuc/mat/"), "{}", run.err);
    let built = folder.cong(&["build", "--strict"]);
    assert!(built.code == 1 && built.err.contains("P21"), "{}{}", built.out, built.err);
}

#[test]
fn a_ledger_of_which_something_cannot_be_read_is_never_written() {
    let broken: [(&[u8], &str); 3] = [
        (b"/cu-1/\n/cu-\xe1/\n", "content/_addresses.txt:2"),
        (b"/cu-1/\n<<<<<<< HEAD\n/cu-2/\n=======\n/cu-3/\n>>>>>>> x\n", "content/_addresses.txt:2"),
        (b"/cu-1/\n/cu-2/\n/cu-3/ gone 2025-13-01 H\xe1\xba\xbft\n", "content/_addresses.txt:3"),
    ];
    for (bytes, place) in broken {
        let folder = Workspace::with(&portal().bytes(LEDGER, bytes));
        std::fs::write(folder.join("list.txt"), "/tin-tuc/a/\n").unwrap();
        let commands: [&[&str]; 3] =
            [&["ledger", "record"], &["ledger", "import", "list.txt"], &["move", "tin-tuc/a.md", "tin-tuc/moi.md"]];
        for command in commands {
            let run = folder.cong(command);
            assert_eq!(run.code, 1, "{command:?} {}{}", run.out, run.err);
            assert!(run.err.contains(place), "{command:?} {}", run.err);
            assert_eq!(std::fs::read(folder.join(LEDGER)).unwrap(), bytes, "{command:?}");
            assert!(folder.join("content/tin-tuc/a.md").exists(), "{command:?}");
        }
        assert_eq!(folder.cong(&["ledger"]).code, 1);
        assert_eq!(folder.cong(&["build"]).code, 1, "a build has the error as well");
    }
}
