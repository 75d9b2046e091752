//! What a careless or hostile contributor commits never breaks the portal: it is refused with a message, and
//! everything else is built.

use crate::site_builder::{Built, Site, article};

fn codes(built: &Built, file: &str) -> Vec<&'static str> {
    built.findings.iter().filter(|finding| &*finding.file == file).map(|finding| finding.message.code).collect()
}

const PAGE: &str = "content/tin-tuc/a.md";

fn with_alias(alias: &str) -> Built {
    Site::new().file(PAGE, &article("Bài một", "2024-01-05", &format!("aliases: [\"{alias}\"]\n"), "Chữ.\n")).build()
}

#[test]
fn an_alias_that_a_server_could_read_otherwise_is_refused() {
    let long = format!("/{}/", "x".repeat(300));
    let bad = [
        "/*/",
        "/:splat/",
        "/a b/",
        "/*\\t/x/\\t301\\n/b/",
        "/x\\0y/",
        "//evil.example/",
        "/_redirects",
        "/_headers",
        "/.well-known/x",
        "/.cong-manifest.json",
        "/a/../b/",
        "/a//b/",
        "",
        "khong-gach",
        &long,
    ];
    for alias in bad {
        let built = with_alias(alias);
        assert!(!codes(&built, PAGE).is_empty(), "{alias:?} was accepted");
        assert!(!built.outputs.contains_key("_redirects"), "{alias:?} made a redirect rule");
    }
    for good in ["/vi/news/bai-407.html", "/tin-cu/", "/tin-cu", "/vi/sngoaivu/kinh-te/"] {
        assert!(codes(&with_alias(good), PAGE).is_empty(), "{good:?} is an old address as portals had them");
    }
}

#[test]
fn nothing_that_is_added_takes_the_place_of_what_the_portal_makes() {
    let built = with_alias("/sitemap.xml");
    assert_eq!(codes(&built, PAGE), ["P03"]);
    assert!(String::from_utf8_lossy(&built.outputs["sitemap.xml"]).contains("<sitemapindex"));
    let robots = Site::new()
        .file("content/robots.txt", "Disallow: /")
        .file(PAGE, &article("Bài", "2024-01-05", "", "[tệp](../robots.txt)\n"))
        .build();
    assert!(String::from_utf8_lossy(&robots.outputs["robots.txt"]).contains("Sitemap:"));
    assert_eq!(codes(&robots, "content/robots.txt"), ["P06"]);
    assert!(!robots.outputs.contains_key("tin-tuc/a/index.html"), "its link would lead to another file");
}

#[test]
fn an_address_cannot_be_a_file_and_a_folder_at_once() {
    for alias in ["/robots.txt/x/", "/tin-tuc/rss.xml/", "/index.html/"] {
        let built = with_alias(alias);
        assert_eq!(codes(&built, PAGE), ["P04"], "{alias}");
        assert!(built.outputs.contains_key("tin-tuc/a/index.html"), "the page itself is built");
    }
}

#[test]
fn a_file_that_would_run_in_the_readers_browser_is_not_published() {
    for (name, text) in [("xau.html", "<script>alert(1)</script>"), ("xau.js", "alert(1)")] {
        let built = Site::new()
            .file(&format!("content/tin-tuc/{name}"), text)
            .file(PAGE, &article("Bài", "2024-01-05", "", &format!("[tệp]({name})\n")))
            .build();
        assert_eq!(codes(&built, &format!("content/tin-tuc/{name}")), ["M13"], "{text}");
        assert!(!built.outputs.keys().any(|path| path.ends_with(name)), "{text} was published");
    }
}

#[test]
fn a_page_whose_declared_file_is_missing_is_not_built() {
    let built = Site::new()
        .file(PAGE, &article("Bài", "2024-01-05", "attachments:\n  - file: khong-co.pdf\n", "Chữ.\n"))
        .build();
    assert_eq!(codes(&built, PAGE), ["M03"]);
    assert_eq!(built.findings[0].span.map(|span| span.line), Some(7));
    assert!(!built.outputs.contains_key("tin-tuc/a/index.html"));
}

#[test]
fn a_link_by_name_to_a_page_that_is_not_public_is_plain_text() {
    let contact = "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi\ndraft: true\n---\n";
    let site = Site::new().file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n");
    let built = site
        .file("content/lien-he/tong-dai.md", contact)
        .file(PAGE, &article("Bài", "2024-01-05", "", "Gọi [tổng đài](lien-he:tong-dai).\n"))
        .build();
    assert_eq!(codes(&built, PAGE), ["M09"]);
    assert!(String::from_utf8_lossy(&built.outputs["tin-tuc/a/index.html"]).contains("Gọi tổng đài."));
}

#[test]
fn one_mistake_made_a_thousand_times_is_told_a_few_times() {
    let built =
        Site::new().file(PAGE, &article("Bài", "2024-01-05", "", &("# Mục\n\n".repeat(3000) + "Chữ.\n"))).build();
    assert_eq!(codes(&built, PAGE).len(), 20);
    let html = String::from_utf8_lossy(&built.outputs["tin-tuc/a/index.html"]).into_owned();
    assert!(html.contains("id=\"muc-3000\""), "every heading still has its own anchor");
}
