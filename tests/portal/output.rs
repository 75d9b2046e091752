//! Holds where an output may stand, what it says of how it was made, and what `verify` says of it.

use std::path::Path;

use cong::files::hash;
use cong::load::base::Base;
use cong::pipeline::Own;
use cong::write::manifest::Made;
use cong::write::release::{self, Refusal};
use cong::write::{Manifest, Recognise};
use jiff::Timestamp;
use scraper::Html;
use serde_json::Value;

use crate::command::Workspace;
use crate::site_builder::{Site, attributes, repository, repository_built, texts};

fn portal() -> Site {
    Site::new()
        .article("content/tin-tuc/tin.md", "Tin", "2024-01-10", "", "Chữ.")
        .article(
            "content/tin-tuc/nhap/index.md",
            "Xyzzy",
            "2024-01-10",
            "draft: true\nattachments:\n  - file: mat.txt\n",
            "Chữ xyzzy.",
        )
        .file("content/tin-tuc/nhap/mat.txt", "tệp xyzzy")
        .article("content/tin-tuc/hen.md", "Hẹn xyzzy", "2024-01-10", "publish_at: 2099-01-01\n", "")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn manifest(workspace: &Workspace) -> Manifest {
    Manifest::parse(workspace.read("public/.cong-manifest.json").as_bytes()).unwrap()
}

fn now() -> Timestamp {
    Timestamp::now()
}

#[test]
fn an_output_stands_among_no_sources_however_it_is_spelt() {
    let home = Workspace::empty();
    portal().save_to(&home.join("nha/cong"));
    portal().save_to(&home.join("nha/cong-khac"));
    let own = home.join("nha/cong");
    std::fs::create_dir(own.join(".git")).unwrap();
    let absolute = |path: &str| own.join(path).to_str().unwrap().to_owned();
    let mut places: Vec<String> = [
        "content",
        "content/x",
        "./content/x",
        "x/../content/moi",
        "content/../content/x/..",
        "themes",
        "kinds/x",
        ".",
        "./",
        "x/..",
        "..",
        "../",
        "../..",
        "../cong",
        "../cong/content/x",
        "../cong-khac/content/x",
        ".git/x",
        ".git",
        ".cong",
        ".cong/x",
        "x/.git/y",
    ]
    .map(str::to_owned)
    .into();
    places.extend(["content/x", ".", ".git/x", "../cong/content/tin-tuc", ".."].map(absolute));
    #[cfg(unix)]
    for (target, name) in [("content", "noi-dung"), ("content/chua-co", "treo"), (".", "vong"), ("noi-dung/x", "hai")] {
        std::os::unix::fs::symlink(target, own.join(name)).unwrap();
        places.push(name.to_owned());
        places.push(format!("{name}/./moi/.."));
    }
    for command in ["build", "verify"] {
        for place in &places {
            let run = home.cong(&["-C", "nha/cong", command, "--output", place]);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{command} {place}: {}", run.err);
            assert!(run.err.contains("thư mục kết quả không được") && run.err.contains("--output"), "{}", run.err);
        }
    }
    assert!(!own.join("content/chua-co").exists() && !own.join(".cong").exists());
    assert!(!home.exists("nha/cong-khac/content/x"));
}

#[cfg(unix)]
#[test]
fn sources_that_are_links_are_sources_too_and_links_elsewhere_are_fine() {
    let home = Workspace::empty();
    portal().save_to(&home.join("cong"));
    std::fs::rename(home.join("cong/content"), home.join("kho")).unwrap();
    std::os::unix::fs::symlink(home.join("kho"), home.join("cong/content")).unwrap();
    for place in ["../kho", "../kho/x", "content/x"] {
        assert_eq!(home.cong(&["-C", "cong", "build", "-o", place]).code, 2, "{place}");
    }
    std::fs::create_dir(home.join("web")).unwrap();
    std::os::unix::fs::symlink(home.join("web"), home.join("cong/ra")).unwrap();
    for place in ["ra", "../web", "../khac/content", "content-ra"] {
        let run = home.cong(&["-C", "cong", "build", "-q", "-o", place]);
        assert_eq!(run.code, 0, "{place}: {}", run.err);
    }
    assert!(home.exists("web/index.html"));
}

#[test]
fn an_output_with_drafts_is_marked_until_the_next_plain_build() {
    let workspace = Workspace::with(&portal());
    let public = workspace.join("public");
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    let plain = workspace.read("public/.cong-manifest.json");
    assert_eq!(release::refusals(&public, now()), []);
    let run = workspace.cong(&["build", "--drafts"]);
    assert!(run.err.contains("Không được xuất bản thư mục này: được dựng với --drafts"), "{}", run.err);
    assert_eq!(manifest(&workspace).made, Made { drafts: true, ..Made::default() });
    assert_eq!(release::refusals(&public, now()), [Refusal::Drafts]);
    assert_eq!(
        json(&workspace.cong(&["build", "--drafts", "--json"]).out)["not_publishable"],
        serde_json::json!(["drafts"])
    );
    let run = workspace.cong(&["verify", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("This folder must not be published: it was built with --drafts"), "{}", run.err);
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    assert_eq!(workspace.read("public/.cong-manifest.json"), plain);
}

#[test]
fn drafts_are_marked_even_where_there_are_none() {
    let workspace = Workspace::with(&Site::new());
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    assert_eq!(workspace.cong(&["build", "-q", "--drafts"]).code, 0);
    assert_eq!(release::refusals(&workspace.join("public"), now()), [Refusal::Drafts]);
    assert_eq!(workspace.cong(&["verify", "-q"]).code, 1);
}

#[test]
fn a_moment_asked_for_is_kept_as_it_is_and_judged_by_the_clock_later() {
    let workspace = Workspace::with(&portal());
    let public = workspace.join("public");
    let build = |at: &str| workspace.cong(&["build", "--at", at]);
    let run = build("2099-02-01 08:00");
    assert!(run.err.contains("thời điểm chưa tới (2099-02-01T01:00:00Z)"), "{}", run.err);
    assert_eq!(release::refusals(&public, now()), [Refusal::Early("2099-02-01T01:00:00Z".to_owned())]);
    let marked = workspace.read("public/.cong-manifest.json");
    assert_eq!(
        release::refusals(&public, "2099-02-01T02:00:00Z".parse().unwrap()),
        [Refusal::Marked],
        "its moment has come"
    );
    build("2024-01-15");
    assert_eq!(release::refusals(&public, now()), [Refusal::Late("2024-01-14T17:00:00Z".to_owned())]);
    build("2099-02-01 08:00");
    assert_eq!(workspace.read("public/.cong-manifest.json"), marked, "the same arguments, the same bytes");
    // What CI does: one moment, taken just before, for the build and its verification.
    let moment = now().to_string();
    let run = build(&moment);
    assert!(!run.err.contains("Không được xuất bản"), "{}", run.err);
    assert_eq!(release::refusals(&public, now()), []);
    assert_eq!(workspace.cong(&["verify", "-q", "--at", &moment]).code, 0);
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    assert!(manifest(&workspace).made.is_plain());
}

#[test]
fn what_is_unknown_or_unfinished_must_not_be_published() {
    let workspace = Workspace::with(&Site::new());
    let public = workspace.join("public");
    assert_eq!(release::refusals(&public, now()), [Refusal::Unknown]);
    workspace.cong(&["build", "-q"]);
    let text = workspace.read("public/.cong-manifest.json");
    std::fs::write(public.join(".cong-manifest.json"), text.replace("\"version\":2", "\"version\":1")).unwrap();
    assert_eq!(release::refusals(&public, now()), [Refusal::Unknown], "version 1 marked nothing");
    workspace.cong(&["build", "-q"]);
    std::fs::write(public.join(".cong-intent-7.json"), "").unwrap();
    assert_eq!(release::refusals(&public, now()), [Refusal::Unfinished]);
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    assert_eq!(release::refusals(&public, now()), []);
}

#[test]
fn verify_names_what_no_build_would_leave() {
    let workspace = Workspace::with(&portal());
    workspace.cong(&["build", "-q"]);
    let write = |path: &str| std::fs::write(workspace.join("public").join(path), "x").unwrap();
    for path in [".cong-intent-7.json.cong-tmp", "tin-tuc/index.html.cong-tmp", "CNAME", ".well-known", "index.html"] {
        write(path);
    }
    std::fs::remove_file(workspace.join("public/404.html")).unwrap();
    std::fs::remove_file(workspace.join("content/tin-tuc/tin.md")).unwrap();
    let run = workspace.cong(&["verify", "--json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let report = json(&run.out);
    let rows: Vec<String> = report["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", row["how"].as_str().unwrap(), row["path"].as_str().unwrap()))
        .collect();
    for row in [
        "unfinished .cong-intent-7.json.cong-tmp",
        "unfinished tin-tuc/index.html.cong-tmp",
        "foreign CNAME",
        "foreign .well-known",
        "changed index.html",
        "missing 404.html",
        "stale tin-tuc/tin/index.html",
    ] {
        assert!(rows.iter().any(|found| found == row), "{row} is not in {rows:#?}");
    }
    let run = workspace.cong(&["verify", "--quiet"]);
    assert!(run.out.is_empty() && run.err.contains("tệp lạ: CNAME"), "{}{}", run.out, run.err);
}

#[test]
fn verify_prints_as_it_was_asked_to() {
    let workspace = Workspace::with(&Site::new());
    workspace.cong(&["build", "-q"]);
    let run = workspace.cong(&["verify", "--quiet"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let run = workspace.cong(&["verify", "--json"]);
    let report = json(&run.out);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!((&report["differences"], &report["not_publishable"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert!(report["checked"] == report["planned"] && report["root"].as_str().unwrap().len() == 64);
    assert!(workspace.cong(&["verify"]).out.contains("Mã băm gốc"));
}

#[test]
fn unfinished_files_of_killed_builds_go_with_the_next_build() {
    let workspace = Workspace::with(&Site::new());
    workspace.cong(&["build", "-q"]);
    for path in ["public/.cong-intent.json.cong-tmp", "public/.cong-manifest.json.cong-tmp", ".cong/cache.cong-tmp"] {
        std::fs::write(workspace.join(path), "x").unwrap();
    }
    assert_eq!(workspace.cong(&["verify", "-q"]).code, 1);
    workspace.cong(&["build", "-q"]);
    assert!(
        !workspace.exists("public/.cong-intent.json.cong-tmp")
            && !workspace.exists("public/.cong-manifest.json.cong-tmp")
    );
    assert!(!workspace.exists(".cong/cache.cong-tmp"));
    assert_eq!(workspace.cong(&["verify", "-q"]).code, 0);
}

/// Two builds of a version without a lock: the one with drafts wrote last, the plain one's manifest stands.
fn left_by_two_builds_at_once(workspace: &Workspace) {
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    let plain = workspace.read("public/.cong-manifest.json").replace("\"version\":2", "\"version\":1");
    assert_eq!(workspace.cong(&["build", "-q", "--drafts"]).code, 0);
    std::fs::write(workspace.join("public/.cong-manifest.json"), plain).unwrap();
}

fn secrets(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let tells = |path: &Path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).to_lowercase().contains("xyzzy");
    files.map(|e| e.into_path()).filter(|path| tells(path)).map(|path| path.display().to_string()).collect()
}

#[test]
fn drafts_that_no_manifest_names_are_found_by_what_they_are() {
    let workspace = Workspace::with(&portal().config("per_page = 20", "per_page = 20\nsearch = true").article(
        "content/tin-tuc/doi.md",
        "Xyzzy dời",
        "2024-01-10",
        "draft: true\naliases: [/cu/doi/]\n",
        "",
    ));
    left_by_two_builds_at_once(&workspace);
    // The attachment of a draft that has been deleted since is known by its page alone.
    std::fs::remove_dir_all(workspace.join("content/tin-tuc/nhap")).unwrap();
    let foreign = [
        ("CNAME", "tinh.example"),
        ("google123.html", "google-site-verification: google123.html"),
        ("tin-tuc/nhap/cua-toi.txt", "giữ"),
        ("khac/index.html", "<link rel=\"canonical\" href=\"https://noi-khac.example/khac/\">"),
        ("assets/them.css", "p{}"),
        ("khac/feed.json", "{}"),
        ("tin-tuc/nhap.cong", "giữ"),
    ];
    std::fs::create_dir(workspace.join("public/khac")).unwrap();
    for (path, text) in foreign {
        std::fs::write(workspace.join("public").join(path), text).unwrap();
    }
    std::fs::write(workspace.join("public/tin-tuc/tin.cong-tmp"), "xyzzy").unwrap();
    assert!(secrets(&workspace.join("public")).len() > 5);
    assert_eq!(workspace.cong(&["build", "-q"]).code, 0);
    assert_eq!(secrets(&workspace.join("public")), [""; 0]);
    assert!(!workspace.exists("public/cu/doi/index.html"), "the redirect went with its page");
    for (path, text) in foreign {
        assert_eq!(workspace.read(&format!("public/{path}")), text);
    }
    let report = json(&workspace.cong(&["verify", "--json"]).out);
    let rows = report["differences"].as_array().unwrap();
    assert!(rows.len() == foreign.len() && rows.iter().all(|row| row["how"] == "foreign"), "{rows:#?}");
}

#[test]
fn whatever_a_build_writes_is_recognised_except_what_every_build_writes_again() {
    let (built, files) = (repository_built(), repository());
    let own = Own::new(&built.renderer.as_ref().unwrap().site.config.base, &files);
    let in_every_build = |path: &str| {
        let name = path.rsplit('/').next().unwrap();
        matches!(name, "robots.txt" | "favicon.ico" | "_headers" | "_redirects" | "sitemap.xml")
            || path.ends_with(".nginx.conf")
            || (path.starts_with("assets/") && !name.ends_with(".css") && !name.ends_with(".js"))
    };
    let is_known = |path: &str, bytes: &[u8]| own.is_made(path, bytes) || own.is_copy(path, &|| Some(hash(bytes)));
    let unknown = built.outputs.iter().filter(|(path, bytes)| !in_every_build(path) && !is_known(path, bytes));
    assert_eq!(unknown.map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [""; 0]);
    let base = Base::parse("https://noi-khac.example").unwrap();
    let elsewhere = Own::new(&base, &files);
    let taken = |path: &&str| elsewhere.is_made(path, &built.outputs[*path]);
    assert!(!["index.html", "rss.xml", "feed.json"].iter().any(taken), "another portal's files are not ours");
}

#[test]
fn what_is_not_for_readers_says_so_on_every_page_and_forbids_robots() {
    let workspace = Workspace::with(&portal());
    let of = |arguments: &[&str]| {
        assert_eq!(workspace.cong(&[&["build", "-q", "--fresh"], arguments].concat()).code, 0);
        let pages = ["index.html", "en/index.html", "404.html", "tin-tuc/index.html", "tim-kiem/index.html"];
        let pages = pages.map(|page| Html::parse_document(&workspace.read(&format!("public/{page}"))));
        let bars = pages.iter().map(|page| texts(page, "body > #cong-bar:first-child").join(" ")).collect::<Vec<_>>();
        let closed =
            pages.iter().filter(|page| attributes(page, "meta[name=robots]", "content") == ["noindex"]).count();
        (bars, closed, workspace.read("public/robots.txt"), workspace.read("public/_headers"))
    };
    let is_open = |(bars, closed, robots, headers): (Vec<String>, usize, String, String)| {
        assert!(bars.iter().all(String::is_empty) && closed == 1, "only the page for what is missing: {bars:?}");
        assert!(robots.contains("Allow: /") && !headers.contains("X-Robots-Tag"));
    };
    is_open(of(&[]));
    is_open(of(&["--at", &now().to_string()]));
    for (arguments, vietnamese, english) in [
        (
            &["--drafts"][..],
            "có cả bản nháp, bài hẹn giờ và bài đã gỡ.",
            "it has drafts, scheduled items and those taken down.",
        ),
        (&["--at", "2099-02-01 08:00"], "như vào lúc 08:00, 01/02/2099.", "as of 08:00, 1 February 2099."),
        (&["--at", "2024-01-15"], "như vào lúc 00:00, 15/01/2024.", "as of 00:00, 15 January 2024."),
    ] {
        let (bars, closed, robots, headers) = of(arguments);
        assert_eq!(bars[0], format!("Bản xem trước, không phải cổng chính thức: {vietnamese}"));
        assert_eq!(bars[1], format!("A preview, not the official portal: {english}"));
        assert!(bars[2..].iter().all(|bar| *bar == bars[0]) && closed == 5, "{bars:?}");
        assert_eq!(robots, "User-agent: *\nDisallow: /\n");
        assert_eq!(headers.matches("X-Robots-Tag: noindex").count(), 1);
        assert!(workspace.read("public/_headers.nginx.conf").contains("X-Robots-Tag"));
    }
    // With the cache, marks come and go.
    assert_eq!(workspace.cong(&["verify", "-q", "--at", "2024-01-15"]).code, 0);
    for arguments in [&["build", "-q"][..], &["verify", "-q"]] {
        assert_eq!(workspace.cong(arguments).code, 0, "{arguments:?}");
    }
    assert!(!workspace.read("public/index.html").contains("cong-bar"));
}
