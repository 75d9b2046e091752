//! Holds what an operator relies on: exit codes, where output goes, and that the first steps of the guide work as printed.

use serde_json::Value;

use crate::command::Workspace;
use crate::site_builder::{Site, article};

const AT: [&str; 3] = ["build", "--at", "2024-01-15"];

fn broken() -> Site {
    Site::new().file("content/tin-tuc/tin.md", &article("Tin", "2024-01-10", "sumry: thừa\n", ""))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_new_portal_builds_at_once() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.cong(&["init", "cong-moi"]).code, 0);
    let run = workspace.cong(&["-C", "cong-moi", "build", "--json"]);
    let report = json(&run.out);
    assert_eq!(
        (run.code, &report["errors"], &report["warnings"]),
        (0, &0.into(), &0.into()),
        "{:#}",
        report["findings"]
    );
    assert!(workspace.exists("cong-moi/public/index.html") && workspace.exists("cong-moi/public/sitemap.xml"));
}

#[test]
fn a_portal_is_never_made_over_other_files() {
    let workspace = Workspace::with(&Site::new());
    assert_eq!(workspace.cong(&["init", "."]).code, 2);
    assert!(workspace.read("site.toml").contains("Cổng thử"));
}

#[test]
fn a_new_article_says_line_by_line_what_it_still_needs() {
    let workspace = Workspace::with(&Site::new());
    let run = workspace.cong(&["new", "article", "Tiêu đề: \"lần đầu\""]);
    assert_eq!(run.code, 0, "{}", run.err);
    let file = run.out.lines().next().unwrap().strip_prefix("Đã tạo ").unwrap().to_owned();
    assert!(file.starts_with("content/tin-tuc/20") && file.ends_with("/tieu-de-lan-dau.md"), "{file}");
    let text = workspace.read(&file);
    let report = json(&workspace.cong(&["build", "--json"]).out);
    let findings = report["findings"].as_array().unwrap();
    let lines: Vec<&str> = findings
        .iter()
        .map(|finding| text.lines().nth(finding["line"].as_u64().unwrap() as usize - 1).unwrap())
        .collect();
    assert_eq!(lines, ["summary: \"\"", "author: \"\""]);
    assert!(
        findings.iter().all(|finding| finding["file"] == file.as_str() && finding["code"] == "F17"),
        "{findings:#?}"
    );
    std::fs::write(
        workspace.join(&file),
        text.replace("summary: \"\"", "summary: Sapô.").replace("author: \"\"", "author: BBT"),
    )
    .unwrap();
    assert_eq!(workspace.cong(&["build"]).code, 0, "filled in, it builds");
}

#[test]
fn every_kind_has_a_sample_that_only_lacks_what_the_editor_must_write() {
    let workspace = Workspace::with(&Site::new());
    let kinds: Vec<String> =
        workspace.cong(&["kinds"]).out.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    assert!(kinds.len() > 10 && kinds.contains(&"document".to_owned()));
    for kind in &kinds {
        assert_eq!(workspace.cong(&["new", kind, "Mẫu"]).code, 0, "{kind}");
    }
    let report = json(&workspace.cong(&["build", "--json"]).out);
    let errors: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
    assert!(!errors.is_empty() && errors.iter().all(|error| error["code"] == "F17"), "{errors:#?}");
}

#[test]
fn a_new_item_never_overwrites_one() {
    let workspace = Workspace::with(&Site::new());
    let first = workspace.cong(&["new", "page", "Giới thiệu"]);
    assert_eq!((first.code, workspace.cong(&["new", "page", "Giới thiệu"]).code), (0, 2));
}

#[test]
fn an_unknown_kind_and_a_title_without_letters_are_refused() {
    let workspace = Workspace::with(&Site::new());
    let run = workspace.cong(&["new", "artcle", "Tin", "--lang", "en"]);
    assert_eq!((run.code, run.err.trim()), (2, "there is no kind “artcle”. Did you mean “article”?"));
    assert_eq!(workspace.cong(&["new", "article", "!!!"]).code, 2);
}

#[test]
fn exit_codes_tell_clean_from_mistakes_and_from_not_run() {
    assert_eq!(Workspace::with(&Site::new()).cong(&AT).code, 0);
    let with_errors = Workspace::with(&broken());
    assert_eq!(with_errors.cong(&AT).code, 1);
    assert!(with_errors.exists("public/index.html"), "sound pages are built all the same");
    for arguments in [&AT[..], &["build", "--at", "hôm qua"], &["bild"], &["build", "--lang", "fr"]] {
        let run = Workspace::empty().cong(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(!run.err.is_empty() && run.out.is_empty(), "{arguments:?}");
    }
    assert_eq!(Workspace::empty().cong(&["--help"]).code, 0);
}

#[test]
fn a_configuration_that_cannot_be_read_builds_nothing() {
    let workspace = Workspace::with(&Site::new().config("theme = \"portal\"", "theme = "));
    let run = workspace.cong(&AT);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("site.toml:2:") && !workspace.exists("public"), "{}", run.err);
}

#[test]
fn a_folder_of_someone_else_is_not_built_into() {
    let workspace = Workspace::with(&Site::new().file("khac/cua-nguoi-khac.txt", "giữ nguyên"));
    let run = workspace.cong(&["build", "--at", "2024-01-15", "--output", "khac"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--output") && !workspace.exists("khac/index.html"), "{}", run.err);
}

#[test]
fn the_sources_are_no_output_folder() {
    let workspace = Workspace::with(&Site::new());
    for folder in ["content", "content/x", "themes", "."] {
        let run = workspace.cong(&["build", "--at", "2024-01-15", "--output", folder]);
        assert_eq!(run.code, 2, "{folder}");
        assert!(run.err.contains("content") && !workspace.exists("content/index.html"), "{}", run.err);
    }
    for folder in ["./ra", "content-ra"] {
        assert_eq!(workspace.cong(&["build", "--at", "2024-01-15", "--output", folder]).code, 0, "{folder}");
        assert!(workspace.exists(&format!("{folder}/index.html")), "{folder}");
    }
}

#[test]
fn strict_writes_nothing_when_there_is_an_error() {
    let workspace = Workspace::with(&broken());
    let run = workspace.cong(&["build", "--at", "2024-01-15", "--strict", "--json"]);
    assert_eq!((run.code, &json(&run.out)["wrote_nothing"]), (1, &true.into()));
    assert!(!workspace.exists("public"));
    let sound = Workspace::with(&Site::new());
    assert_eq!(sound.cong(&["build", "--at", "2024-01-15", "--strict"]).code, 0);
    assert!(sound.exists("public/index.html"));
}

#[test]
fn strict_leaves_what_was_published_as_it_was() {
    let workspace = Workspace::with(&Site::new());
    workspace.cong(&AT);
    let before = workspace.read("public/.cong-manifest.json");
    broken().save_to(workspace.path());
    assert_eq!(workspace.cong(&["build", "--at", "2024-01-15", "--strict"]).code, 1);
    assert_eq!(workspace.read("public/.cong-manifest.json"), before);
}

#[test]
fn json_holds_everything_a_program_needs_and_nothing_else_is_printed() {
    let site = broken().article("content/tin-tuc/mai.md", "Mai", "2024-01-10", "publish_at: 2024-02-01 08:00\n", "");
    let run = Workspace::with(&site).cong(&["build", "--at", "2024-01-15", "--json", "--lang", "en"]);
    let report = json(&run.out);
    assert!(run.err.is_empty(), "{}", run.err);
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["severity"], &finding["file"]),
        (&"F09".into(), &"error".into(), &"content/tin-tuc/tin.md".into())
    );
    assert_eq!(
        (&finding["line"], &finding["column"], &finding["hint"]),
        (&6.into(), &1.into(), &"Did you mean “summary” (Lead)? Write: summary: thừa".into())
    );
    assert_eq!(report["quarantined"][0]["url"], "/tin-tuc/tin/");
    assert_eq!(
        (&report["withheld"][0]["reason"], &report["withheld"][0]["at"]),
        (&"not_yet".into(), &"2024-02-01T01:00:00Z".into())
    );
    assert_eq!(report["next_change"]["source"], "content/tin-tuc/mai.md");
    assert!(report["files"]["written"].as_u64().unwrap() > 10);
}

#[test]
fn json_says_why_pages_were_rendered_and_stays_json() {
    const TIN: &str = "content/tin-tuc/tin.md";
    let workspace = Workspace::with(&Site::new().article(TIN, "Tin", "2024-01-10", "", "Chữ."));
    let why = |arguments: &[&str]| {
        let run = workspace.cong(&[&["build", "--at", "2024-01-15", "--json", "--lang", "en"], arguments].concat());
        json(&run.out)["why"].clone()
    };
    assert_eq!(why(&[]), Value::Null, "nobody asked");
    assert_eq!(why(&["--why"]), serde_json::json!([]), "nothing was rendered");
    assert_eq!(why(&["--why", "/tin-tuc/tin/"]), serde_json::json!([{ "url": "/tin-tuc/tin/", "reasons": [] }]));
    assert_eq!(why(&["--why", "/khong-co/"]), serde_json::json!([]), "there is no such page");
    let edit = || std::fs::write(workspace.join(TIN), format!("{}\nThêm.\n", workspace.read(TIN))).unwrap();
    let edited = serde_json::json!({ "url": "/tin-tuc/tin/", "reasons": ["its source was changed"] });
    edit();
    assert!(why(&["--why"]).as_array().unwrap().contains(&edited));
    edit();
    assert_eq!(why(&["--why", "/tin-tuc/tin"]), serde_json::json!([edited]));
}

#[test]
fn messages_come_in_the_language_asked_for() {
    let workspace = Workspace::with(&broken());
    let speak = |language: &str| workspace.cong(&["build", "--at", "2024-01-15", "--lang", language]);
    assert!(speak("en").err.starts_with("error[F09]: there is no key") && speak("en").out.contains("Files: "));
    assert!(speak("vi").err.starts_with("lỗi[F09]: không có khóa") && speak("vi").out.contains("Tệp: "));
    assert!(
        workspace.cong(&AT).err.contains("Sửa lỗi rồi dựng lại"),
        "the portal's own language, unless another is asked for"
    );
}

#[test]
fn quiet_says_nothing_when_nothing_is_wrong() {
    let run = Workspace::with(&Site::new()).cong(&["build", "--at", "2024-01-15", "--quiet"]);
    assert_eq!((run.code, run.out, run.err), (0, String::new(), String::new()));
}

#[test]
fn a_second_build_writes_nothing_and_a_removed_item_goes() {
    let workspace = Workspace::with(&Site::new().article("content/tin-tuc/tin.md", "Tin", "2024-01-10", "", ""));
    let build = || json(&workspace.cong(&["build", "--at", "2024-01-15", "--json"]).out)["files"].clone();
    build();
    let second = build();
    assert_eq!((&second["written"], &second["deleted"]), (&0.into(), &0.into()));
    std::fs::remove_file(workspace.join("content/tin-tuc/tin.md")).unwrap();
    assert!(build()["deleted"].as_u64().unwrap() >= 2, "the page and its twin");
    assert!(!workspace.exists("public/tin-tuc/tin"));
}

/// A command whose standard output or error cannot be written to: its exit code, and what it said on the other one.
#[cfg(unix)]
fn deaf(workspace: &Workspace, arguments: &str, redirected: &str) -> (i32, String) {
    let script = format!("\"$0\" {arguments} {redirected}");
    let program = env!("CARGO_BIN_EXE_cong");
    let output = std::process::Command::new("bash")
        .args(["-c", &script, program])
        .current_dir(workspace.path())
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_reader_who_goes_away_changes_nothing() {
    const GONE: &str = "| true; exit ${PIPESTATUS[0]}";
    // The pipe is closed before the program begins.
    const CLOSED: &str = "> >(exec true); code=$?; exit $code";
    for arguments in ["build --at 2024-01-15 --why", "build --at 2024-01-15 --json"] {
        for redirected in [GONE, CLOSED, ">&-", "2>&-", ">&- 2>&-", "2>/dev/full", &format!("2>/dev/full {GONE}")] {
            let workspace = Workspace::with(&Site::new());
            assert_eq!(deaf(&workspace, arguments, redirected).0, 0, "{arguments} {redirected}");
            assert!(workspace.exists("public/.cong-manifest.json"), "{arguments} {redirected}: the output is finished");
            assert!(workspace.exists(".cong/cache"), "{arguments} {redirected}: the cache is saved");
        }
    }
    let workspace = Workspace::with(&broken());
    assert_eq!(deaf(&workspace, "build --json --at 2024-01-15", GONE).0, 1, "the code is that of the build");
    for arguments in [
        "kinds",
        "kinds article",
        "verify --at 2024-01-15 --json",
        "--help",
        "help build",
        "new page Trang",
        "check content",
    ] {
        let (code, said) = deaf(&workspace, arguments, GONE);
        assert!(code < 2 && !said.contains("panicked"), "{arguments}: {code} {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_kept_is_told_and_the_build_is_done_all_the_same() {
    for arguments in
        ["build --at 2024-01-15", "build --at 2024-01-15 --json", "kinds", "kinds article", "--help", "check content"]
    {
        let workspace = Workspace::with(&Site::new());
        let (code, said) = deaf(&workspace, arguments, "> /dev/full");
        assert_eq!(code, 2, "{arguments}: {said}");
        assert!(
            said.contains("stdout: ổ đĩa đã đầy · the disk is full") && !said.contains("panicked"),
            "{arguments}: {said}"
        );
        if arguments.starts_with("build") {
            assert!(workspace.exists("public/.cong-manifest.json") && workspace.exists(".cong/cache"), "{arguments}");
        }
        assert_eq!(deaf(&workspace, arguments, "> /dev/full 2> /dev/full").0, 2, "{arguments}");
    }
}

#[cfg(unix)]
#[test]
fn a_preview_goes_on_when_nobody_reads_what_it_says() {
    let workspace = Workspace::with(&Site::new());
    for redirected in ["> /dev/full 2>/dev/full", "> >(exec true) 2>&-"] {
        let (code, said) =
            deaf(&workspace, "serve --port 0", &format!("{redirected} & p=$!; sleep 1; kill -9 $p; wait $p"));
        assert_eq!(code, 137, "it was still there to be killed: {said}");
    }
    assert!(!workspace.exists(".cong") && !workspace.exists("public"), "a preview leaves nothing");
}

#[test]
fn an_edit_of_where_the_portal_is_published_renders_no_page_again() {
    let site = Site::new().article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "Lời.");
    let workspace = Workspace::with(&site);
    let build = || {
        let run = workspace.cong(&["build", "--why", "--json"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let told: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        told["why"].as_array().unwrap().len()
    };
    assert!(build() > 5);
    let config = workspace.read("site.toml");
    let target = "[publish.thu]\ntarget = \"file:/srv/cong\"\n";
    for text in [format!("{config}{target}"), format!("{config}{target}keep = 3\n"), config] {
        std::fs::write(workspace.join("site.toml"), &text).unwrap();
        assert_eq!(build(), 0, "{text}");
    }
}
