//! `cong audit` as it is typed: exit codes, the table of a terminal, JSON, the page to print.

use cong::write::manifest::Manifest;
use scraper::Html;

use crate::command::Workspace;
use crate::site_builder::{Site, attributes, selector, texts};

const OWN: &str = "name = { vi = \"Hồ sơ thử\", en = \"A profile\" }\n\n[[obligation]]\nid = \"tin\"\ntitle = { vi = \"Tin tức của tỉnh\", en = \"News of the province\" }\narticle = \"Điều 1\"\nsource = \"đã đọc\"\nevidence = \"verified\"\nwhere = { section = \"tin-tuc\" }\nproofs = [{ items = 1 }]\n";

fn workspace(article: bool) -> Workspace {
    let site = Site::new().file("content/_audit/thu.toml", OWN);
    let site = if article {
        site.article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "agency: [so-y-te]\n", "Lời.")
    } else {
        site
    };
    Workspace::with(&site)
}

const ASKED: [&str; 5] = ["audit", "--at", "2024-01-15", "--profile", "thu"];

#[test]
fn what_is_missing_makes_exit_code_one() {
    assert_eq!(workspace(true).cong(&ASKED).code, 0);
    assert_eq!(workspace(false).cong(&ASKED).code, 1);
    assert_eq!(workspace(true).cong(&["audit", "--profile", "thus"]).code, 2);
    assert_eq!(workspace(true).cong(&["audit", "--index", "papy"]).code, 2);
    assert_eq!(Workspace::empty().cong(&["audit"]).code, 2);
}

#[test]
fn the_table_has_state_title_date_article_owner_and_the_next_step_in_eighty_columns() {
    let met = workspace(true).cong(&ASKED).out;
    insta::assert_snapshot!(met, @r"
    Đối soát ngày 15/01/2024: Hồ sơ thử

    đạt     Tin tức của tỉnh                                              10/01/2024
            Điều 1 · Sở Y tế

    Nghĩa vụ: 1 đạt.
    ");
    let missing = workspace(false).cong(&ASKED).out;
    assert!(
        missing.contains("thiếu   Tin tức của tỉnh") && missing.contains("→ Thêm trang vào content/tin-tuc/."),
        "{missing}"
    );
    let english = workspace(false).cong(&[&ASKED[..], &["--lang", "en"]].concat()).out;
    assert!(english.contains("missing News of the province"), "{english}");
    let sample = Workspace::empty();
    std::process::Command::new("cp")
        .args(["-r", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample/."), sample.path().to_str().unwrap()])
        .status()
        .unwrap();
    let run = sample.cong(&["audit", "--at", "2024-01-15", "--profile", "nd42-2022", "--profile", "papi", "--all"]);
    let long: Vec<&str> =
        run.out.lines().filter(|line| line.chars().count() > 80 && line.trim().contains(' ')).collect();
    assert!(run.out.lines().count() > 100 && long.is_empty(), "{long:#?}");
}

#[test]
fn with_json_nothing_else_is_printed() {
    let run = workspace(false).cong(&[&ASKED[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let row = &json["rows"][0];
    assert_eq!(
        (row["id"].as_str(), row["state"].as_str(), row["evidence"].as_str()),
        (Some("tin"), Some("missing"), Some("verified"))
    );
    assert_eq!((json["counts"]["duties"]["missing"].as_u64(), json["release"].is_null()), (Some(1), true));
    let unknown = workspace(false).cong(&["audit", "--json", "--profile", "thus"]);
    assert!(serde_json::from_str::<serde_json::Value>(&unknown.out).unwrap()["error"].is_string());
}

#[test]
fn the_index_prints_the_addresses_of_what_serves_it() {
    let own = OWN.replace("proofs", "indexes = [\"papi\"]\nproofs");
    let workspace = Workspace::with(&Site::new().file("content/_audit/papi.toml", &own).article(
        "content/tin-tuc/bai.md",
        "Bài",
        "2024-01-10",
        "",
        "Lời.",
    ));
    let run = workspace.cong(&["audit", "--at", "2024-01-15", "--index", "papi"]);
    assert!(run.out.contains("\n          /tin-tuc/bai/\n"), "{}", run.out);
}

#[test]
fn the_page_stands_by_itself_and_has_the_root_hash_of_the_release() {
    let workspace = workspace(false);
    assert_eq!(workspace.cong(&["build"]).code, 0);
    let before = workspace.read("public/.cong-manifest.json");
    let run = workspace.cong(&[&ASKED[..], &["--page", "bao-cao/doi-soat.html"]].concat());
    assert_eq!(run.code, 1, "{}", run.err);
    let text = workspace.read("bao-cao/doi-soat.html");
    let page = Html::parse_document(&text);
    let root = Manifest::parse(before.as_bytes()).unwrap().root().to_hex().to_string();
    assert_eq!(texts(&page, ".audit-release code"), [root]);
    assert_eq!(workspace.read("public/.cong-manifest.json"), before, "it is no part of the output");
    assert!(!workspace.exists("public/audit"));

    assert_eq!(texts(&page, "h1"), ["Đối soát cổng ngày 15/01/2024"]);
    assert_eq!(texts(&page, ".audit-rows tbody .audit-state"), ["thiếu"]);
    assert_eq!(attributes(&page, "svg.audit-bar rect", "class"), ["audit-missing"]);
    assert_eq!(page.select(&selector("script, [style], link[rel=stylesheet], iframe")).count(), 0);
    let policy = attributes(&page, "meta[http-equiv=Content-Security-Policy]", "content");
    assert!(policy[0].starts_with("default-src 'none'; style-src 'sha256-"), "{policy:?}");
    let links = attributes(&page, "a[href]", "href");
    assert!(
        links.iter().all(|link| link.starts_with("https://") || link.starts_with('#') || link.contains(':')),
        "{links:?}"
    );
    let pictures = attributes(&page, "img[src]", "src");
    assert!(pictures.iter().all(|picture| picture.starts_with("data:image/")), "{pictures:?}");
}

#[test]
fn the_page_is_in_english_where_that_is_asked_for() {
    let workspace = workspace(false);
    workspace.cong(&[&ASKED[..], &["--page", "a.html", "--lang", "en"]].concat());
    let page = Html::parse_document(&workspace.read("a.html"));
    assert_eq!(texts(&page, "h1"), ["Audit of the portal, 15 January 2024"]);
    assert_eq!(texts(&page, ".audit-rows tbody .audit-state"), ["missing"]);
}

#[test]
fn a_theme_of_its_own_without_the_template_is_told_so() {
    let workspace = Workspace::with(
        &Site::new()
            .file("content/_audit/thu.toml", OWN)
            .config("theme = \"portal\"", "theme = \"rieng\"")
            .file("themes/rieng/templates/home.html", "<p>")
            .file("themes/rieng/i18n/vi.toml", "")
            .file("themes/rieng/i18n/en.toml", ""),
    );
    let run = workspace.cong(&[&ASKED[..], &["--page", "a.html"]].concat());
    assert!(run.code == 1 && run.err.contains("T03") && run.err.contains("audit.html"), "{}", run.err);
}
