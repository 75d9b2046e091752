//! Pages load nothing from elsewhere and hold no code: the headers say so, hosts and the preview send the same ones, a page
//! that would break them is not built, and an exception stands in `site.toml`.

use std::sync::Arc;

use cong::cache::Cache;
use cong::files::{Files, Memory};
use cong::serve::Preview;

use crate::reference::{assert_true_to, reference, rows};
use crate::site_builder::{Built, Site, moment};

fn text(built: &Built, file: &str) -> String {
    String::from_utf8(built.outputs.get(file).unwrap_or_else(|| panic!("no {file}")).clone()).unwrap()
}

fn csp(built: &Built) -> String {
    built.renderer.as_ref().unwrap().policy.pages.to_string()
}

/// The portal with one article whose template ends in `html`.
fn with_html(html: &str) -> Site {
    Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", "Thân bài.\n").file(
        "themes/portal/templates/item-article.html",
        &format!("{{% extends \"base.html\" %}}{{% block content %}}<h1>A</h1>{html}{{% endblock content %}}"),
    )
}

/// Code, text and next step of the findings about the article's page.
fn faults(site: &Site) -> Vec<(String, String, String)> {
    let built = site.build();
    let page = built.outputs.contains_key("tin-tuc/a/index.html");
    let found: Vec<_> = built
        .findings
        .iter()
        .filter(|finding| finding.message.code.starts_with('H'))
        .map(|finding| (finding.message.code.to_owned(), finding.text("vi"), finding.hint("vi")))
        .collect();
    assert_eq!(page, found.is_empty(), "a page that breaks the policy is not built: {found:?}");
    found
}

#[test]
fn the_policy_allows_the_portal_itself_and_nobody_else() {
    let built = Site::new().build();
    let csp = csp(&built);
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "upgrade-insecure-requests",
    ] {
        assert!(csp.split("; ").any(|own| own == part), "{part}: {csp}");
    }
    assert!(!csp.contains("unsafe") && !csp.contains("http") && !csp.contains('*') && !csp.contains("data:"), "{csp}");
    let hosts = text(&built, "_headers");
    assert!(hosts.contains(&format!("  Content-Security-Policy: {csp}\n")) && hosts.contains("  Permissions-Policy: "));
    assert!(text(&built, "_headers.nginx.conf").contains(&format!("\"{csp}\"")));
    // Limits of Cloudflare Pages.
    assert!(hosts.lines().all(|line| line.chars().count() < 2000));
    assert!(hosts.lines().filter(|line| line.starts_with('/')).count() < 100);
}

#[test]
fn a_portal_without_https_does_not_ask_for_it() {
    let built = Site::new().config("https://tinh.example", "http://localhost:8080").build();
    assert!(!csp(&built).contains("upgrade") && !text(&built, "_headers").contains("Strict-Transport-Security"));
}

#[test]
fn only_the_files_that_are_asked_for_are_written() {
    let built = Site::new().config("[outputs]\n", "[outputs]\nheaders = [\"nginx\"]\n").build();
    let has = |file: &str| built.outputs.contains_key(file);
    assert!(has("_headers.nginx.conf") && !has("_headers"));
}

#[test]
fn what_is_named_after_its_contents_is_kept_and_pages_are_asked_about() {
    let built = Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", "Thân.\n").build();
    let renderer = built.renderer.as_ref().unwrap();
    let cache =
        |path: &str| renderer.policy.headers(path).into_iter().find(|(name, _)| *name == "Cache-Control").unwrap().1;
    for path in built.outputs.keys().map(|path| format!("/{}", path)) {
        let name = path.rsplit('/').next().unwrap();
        let hashed =
            path.starts_with("/assets/search/") || path.starts_with("/assets/") && name.matches('.').count() == 2;
        assert_eq!(cache(&path).contains("immutable"), hashed, "{path}");
    }
}

#[test]
fn an_exception_is_an_origin_in_the_configuration() {
    let site = Site::new().config(
        "[outputs]",
        "[security]\nimg_src = [\"https://anh.gov.vn\"]\nform_action = [\"https://gui.gov.vn\"]\n\n[outputs]",
    );
    let csp = csp(&site.build());
    assert!(
        csp.contains("img-src 'self' https://anh.gov.vn;") && csp.contains("form-action 'self' https://gui.gov.vn;"),
        "{csp}"
    );
}

#[test]
fn a_source_that_is_too_wide_is_named_with_its_line() {
    let site = Site::new().config(
        "[outputs]",
        "[security]\nscript_src = [\n  \"https://a.gov.vn\",\n  \"'unsafe-inline'\",\n]\n\n[outputs]",
    );
    let built = site.build();
    let finding = built.findings.iter().find(|finding| finding.message.code == "H01").unwrap();
    let line = crate::site_builder::SITE_TOML.lines().position(|line| line == "[outputs]").unwrap() + 4;
    assert_eq!(finding.span.map(|span| span.line), Some(line as u32));
    assert!(
        finding.text("vi").contains("script_src") && finding.hint("vi").contains("https://"),
        "{}",
        finding.text("vi")
    );
    assert!(built.renderer.is_none(), "a portal with a wrong policy is not built");
}

#[test]
fn visits_are_counted_only_if_the_configuration_says_so() {
    let off = Site::new().build();
    let home = text(&off, "index.html");
    assert!(!home.contains("emc") && !csp(&off).contains("emc") && !text(&off, "_headers").contains("ngsp"));
    let on = Site::new().config("[outputs]", "[security.emc]\nsite_id = 77\n\n[outputs]").build();
    let home = text(&on, "index.html");
    assert!(home.contains("src=\"https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js\" defer"), "{home}");
    assert!(home.contains("data-site=\"77\"") && home.contains("data-tracker=\"https://f-emc.ngsp.gov.vn/tracking\""));
    let csp = csp(&on);
    assert!(csp.contains("script-src 'self' https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js;"), "{csp}");
    assert!(csp.contains("connect-src 'self' https://f-emc.ngsp.gov.vn;") && !csp.contains("trusted-types"), "{csp}");
}

#[test]
fn a_page_with_code_or_style_of_its_own_is_not_built() {
    let inline = [
        "<p style=\"color:red\">a</p>",
        "<p\nSTYLE=a>",
        "<style>p{}</style>",
        "<script>f()</script>",
        "<script type=module>f()</script>",
        "<button onclick=\"f()\">a</button>",
        "<img src=/a.png onerror=f()>",
        "<svg/onload=f()>",
        "<iframe srcdoc=\"a\"></iframe>",
        "<p class='a'style='b'>",
    ];
    for html in inline {
        assert_eq!(faults(&with_html(html)).iter().map(|fault| &fault.0).collect::<Vec<_>>(), ["H03"], "{html}");
    }
    for html in [
        "<base href=\"/\">",
        "<object data=\"/a.pdf\"></object>",
        "<embed src=\"/a.pdf\">",
        "<a href=\"javascript:f()\">a</a>",
        "<a href=\" java\nscript:f()\">a</a>",
    ] {
        assert_eq!(faults(&with_html(html)).iter().map(|fault| &fault.0).collect::<Vec<_>>(), ["H05"], "{html}");
    }
    let allowed = [
        "<script type=\"application/ld+json\">{\"a\": \"<p style=x>\"}</script>",
        "<p data-style=\"x\" title=\"onclick=1 > style=2\">a</p>",
        "<!-- <p style=\"x\"> -->",
        "<a href=\"https://khac.vn/\">a</a>",
        "<img src=\"https://tinh.example/a.png\" alt=\"\">",
        "a < b style=",
    ];
    for html in allowed {
        assert_eq!(faults(&with_html(html)), [], "{html}");
    }
}

#[test]
fn a_page_that_loads_from_elsewhere_is_not_built_and_says_what_to_do() {
    let elsewhere = [
        "<img src=\"https://khac.vn/a.png\" alt=\"\">",
        "<img src=\"//khac.vn/a.png\" alt=\"\">",
        "<img srcset=\"/a.png 1x, https://khac.vn/b.png 2x\" alt=\"\">",
        "<script src=\"https://khac.vn/a.js\"></script>",
        "<link rel=\"preload stylesheet\" href=\"https://khac.vn/a.css\">",
        "<iframe src=\"https://khac.vn/\"></iframe>",
        "<video poster=\"http://khac.vn/a.png\"></video>",
        "<source src=\"https://khac.vn/a.mp4\">",
        "<form action=\"https://khac.vn/gui\"></form>",
        "<link rel=preconnect href=https://khac.vn>",
        "<img src=\"/\\khac.vn/a.png\" alt=\"\">",
        "<img src=\"https://tinh.example.khac.vn/a.png\" alt=\"\">",
        "<img src=\"data:image/png;base64,AA\" alt=\"\">",
    ];
    for html in elsewhere {
        assert_eq!(faults(&with_html(html)).iter().map(|fault| &fault.0).collect::<Vec<_>>(), ["H04"], "{html}");
    }
    let (_, text, hint) = faults(&with_html(elsewhere[0])).remove(0);
    assert!(
        text.contains("/tin-tuc/a/") && text.contains("<img src>") && text.contains("https://khac.vn/a.png"),
        "{text}"
    );
    assert!(hint.contains("Chép tệp") && hint.contains("img_src = [\"https://khac.vn\"]"), "{hint}");
    let allowed =
        with_html(elsewhere[0]).config("[outputs]", "[security]\nimg_src = [\"https://khac.vn\"]\n\n[outputs]");
    assert_eq!(faults(&allowed), []);
}

#[test]
fn a_fault_in_a_block_that_is_minified_once_is_found_on_every_page() {
    let filler = "<p>Dòng đủ dài để khối này được nén một lần cho mọi trang của cổng.</p>".repeat(5);
    let site = with_html(&format!("<section>{filler}<p style=\"x\">a</p></section>"))
        .article("content/tin-tuc/b.md", "Bài hai", "2024-01-11", "", "Thân.\n")
        .config("minify = false", "minify = true");
    assert_eq!(faults(&site).len(), 2);
}

#[test]
fn scripts_and_styles_carry_the_checksum_of_their_file() {
    let built = Site::new().build();
    let search = text(&built, "tim-kiem/index.html");
    for name in ["portal.css", "portal.js", "search.css", "search.js", "search-page.js"] {
        let asset = &built.renderer.as_ref().unwrap().theme.assets[name];
        assert!(asset.integrity.starts_with("sha384-") && asset.integrity.len() == "sha384-".len() + 64);
        let at = search.find(&format!("\"/{}\" integrity=", asset.output)).unwrap_or_else(|| panic!("{name} has none"));
        assert!(search[at..].contains(&asset.integrity), "{name}");
    }
    // The value is that of `openssl dgst -sha384 -binary | base64`.
    let own = Site::new().file("themes/portal/assets/portal.js", "alert(1);\n").build();
    assert_eq!(own.renderer.unwrap().theme.assets["portal.js"].integrity, INTEGRITY_OF_ALERT);
}

const INTEGRITY_OF_ALERT: &str = "sha384-bGe/RBNQDjw1oSdQQ9Orj3inXga8nL70PiYuibiYD7weMiTyu/Y+coqsWPmeVsqL";

#[test]
fn the_preview_sends_what_hosts_are_told_to_send() {
    let mut files = Memory::new();
    files.put("site.toml", crate::site_builder::SITE_TOML);
    files.put("content/_index.md", "---\ntitle: Trang chủ\n---\n");
    let built = crate::site_builder::build(Arc::new(files.clone()), "2024-01-15 12:00", false);
    let files: Arc<dyn Files> = Arc::new(files);
    let preview = Preview::new(files, "vi".to_owned(), false, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    for (path, as_path) in
        [("/", "/"), ("/assets/emblem.svg", "/assets/emblem.svg"), ("/rss.xml", "/"), ("/khong-co.svg", "/")]
    {
        let sent = preview.reply(path).headers;
        let told = headers_of(&text(&built, "_headers"), as_path);
        let names = [
            "Content-Security-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Cross-Origin-Opener-Policy",
        ];
        for name in names {
            let value =
                |all: &[(String, String)]| all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            let sent: Vec<_> = sent.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            // Its own script listens in a worker; a drawing has no script.
            let sent = value(&sent).map(|value| value.replace("; worker-src 'self'", ""));
            // A preview is not always reached by https.
            assert_eq!(
                sent,
                value(&told).map(|value| value.replace("; upgrade-insecure-requests", "")),
                "{path} {name}"
            );
        }
        // The server says with every reply that it is for no other site.
        let others = ["Strict-Transport-Security", "Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy"];
        assert!(!sent.iter().any(|(name, _)| others.contains(name)), "{path}");
        assert!(!told.iter().any(|(_, value)| value.contains("worker-src")), "the published policy has no worker");
    }
}

/// Reads `_headers` as Cloudflare Pages does.
fn headers_of(file: &str, path: &str) -> Vec<(String, String)> {
    let (mut all, mut here) = (Vec::<(String, String)>::new(), false);
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with('/') {
            here = match line.split_once('*') {
                Some((before, after)) => path.starts_with(before) && path.ends_with(after),
                None => path == line,
            };
        } else if here {
            match (line.strip_prefix("! "), line.split_once(": ")) {
                (Some(name), _) => all.retain(|(known, _)| known != name),
                (_, Some((name, value))) => all.push((name.to_owned(), value.to_owned())),
                _ => panic!("{line}"),
            }
        }
    }
    let mut names: Vec<&String> = all.iter().map(|(name, _)| name).collect();
    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "set twice for {path}: {all:?}");
    all
}

#[test]
fn no_page_of_the_sample_portal_breaks_the_policy_body_and_head_included() {
    let files: Arc<dyn Files> = Arc::new(cong::files::Disk::new(env!("CARGO_MANIFEST_DIR")));
    let built = crate::site_builder::build(files, "2024-01-15 12:00", false);
    let policy = &built.renderer.as_ref().unwrap().policy;
    let pages = built.outputs.iter().filter(|(path, _)| path.ends_with(".html"));
    let faults: Vec<_> = pages.clone().filter_map(|(path, html)| Some((path, policy.examine(html)?))).collect();
    assert!(pages.count() > 400 && faults.is_empty(), "{faults:?}");
    assert!(
        policy.pages.to_string().contains("require-trusted-types-for"),
        "a script of the theme makes HTML of a text"
    );
}

#[test]
fn every_header_is_in_the_reference() {
    let preview =
        Site::new().file("content/tin-tuc/nhap.md", "---\ntitle: Nháp\ndraft: true\n---\n").show_all().build();
    let texts = [text(&preview, "_headers"), text(&Site::new().build(), "_headers")];
    let lines = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix("  "));
    let names = lines.filter_map(|line| Some(line.split_once(": ")?.0.to_owned()));
    assert_true_to(&reference("docs/hosting.md", "Headers").mends(&rows(names)));
}
