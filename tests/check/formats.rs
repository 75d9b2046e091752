//! The forms for programs: one line each, SARIF held against its schema, GitHub's commands and summary, GitLab's report.

use insta::assert_snapshot;
use serde_json::Value;

use crate::desk::Desk;
use crate::schema::mistakes;
use crate::site_builder::Site;

const DOUBLED: &str = "Sở  Y tế.\n";

fn site() -> Site {
    Site::new()
        .article("content/tin-tuc/bão số 3.md", "A", "2024-01-10", "", &format!("{DOUBLED}\n[c](khong-co.md)\n"))
        .article("content/tin-tuc/b.md", "B", "2024-01-10", "", DOUBLED)
}

/// Of a portal in a folder of a repository.
fn below() -> Desk {
    let desk = Desk::of(&Site::new());
    site().save_to(&desk.workspace.join("cổng một"));
    desk.git(&["init", "-q"]);
    desk
}

fn run(desk: &Desk, format: &str) -> (i32, String) {
    let run = desk.cong(&["-C", "cổng một", "check", "--format", format]);
    (run.code, run.out)
}

#[test]
fn short_is_a_line_for_each_with_its_file_as_seen_from_here() {
    let (code, out) = run(&below(), "short");
    assert_eq!(code, 1);
    assert_snapshot!(out, @r"
    cổng một/content/tin-tuc/b.md:7:3: warning[V10] hai dấu cách trở lên liền nhau
    cổng một/content/tin-tuc/bão số 3.md:7:3: warning[V10] hai dấu cách trở lên liền nhau
    cổng một/content/tin-tuc/bão số 3.md:9:1: error[M03] liên kết tới content/tin-tuc/khong-co.md, tệp này không có
    ");
}

#[test]
fn sarif_is_as_its_schema_says_and_names_files_as_the_repository_does() {
    let desk = below();
    let (code, out) = run(&desk, "sarif");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    let wrong = mistakes(&report);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mut damaged = report.clone();
    damaged["runs"][0]["results"][0]["level"] = "severe".into();
    damaged["runs"][0]["tool"]["driver"]["rules"][0]["id"] = 7.into();
    damaged["runs"][0]["resluts"] = 1.into();
    damaged["version"] = Value::Null;
    assert_eq!(mistakes(&damaged).len(), 4, "the schema is asked: {:?}", mistakes(&damaged));
    let results = report["runs"][0]["results"].as_array().unwrap();
    let place = |result: &Value| result["locations"][0]["physicalLocation"].clone();
    let uris: Vec<Value> = results.iter().map(|result| place(result)["artifactLocation"]["uri"].clone()).collect();
    assert_eq!(uris[1], "c%E1%BB%95ng%20m%E1%BB%99t/content/tin-tuc/b%C3%A3o%20s%E1%BB%91%203.md");
    assert_eq!(place(&results[0])["region"]["startColumn"], 3);
    assert_eq!(place(&results[0])["region"]["endColumn"], 5);
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        assert_eq!(rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"], result["ruleId"]);
    }
    let marks = |report: &Value| -> Vec<Value> {
        let results = report["runs"][0]["results"].as_array().unwrap().iter();
        results.map(|result| result["partialFingerprints"]["primaryLocationLineHash"].clone()).collect()
    };
    let text =
        desk.workspace.read("cổng một/content/tin-tuc/b.md").replace(DOUBLED, &format!("Dòng mới.\n\n{DOUBLED}"));
    desk.write("cổng một/content/tin-tuc/b.md", &text);
    let moved: Value = serde_json::from_str(&run(&desk, "sarif").1).unwrap();
    assert_eq!(place(&moved["runs"][0]["results"][0])["region"]["startLine"], 9);
    assert_eq!(marks(&moved), marks(&report), "what has moved is the same");
    let mut once = marks(&report);
    once.dedup();
    assert_eq!(once.len(), results.len());
}

#[test]
fn gitlab_is_told_each_with_a_mark_of_its_own() {
    let report: Value = serde_json::from_str(&run(&below(), "gitlab").1).unwrap();
    let report = report.as_array().unwrap();
    assert_eq!(report.len(), 3);
    assert_eq!(report[0]["location"]["path"], "cổng một/content/tin-tuc/b.md");
    assert_eq!(report[0]["location"]["lines"]["begin"], 7);
    let severities: Vec<&Value> = report.iter().map(|issue| &issue["severity"]).collect();
    assert_eq!(severities, ["minor", "minor", "major"]);
    let keys: Vec<&String> = report[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["description", "check_name", "fingerprint", "severity", "location"]);
}

/// What is printed for GitHub, and the summary of the job.
fn github(desk: &Desk) -> (String, String) {
    let summary = desk.workspace.join("summary.md");
    std::fs::write(&summary, "Trước đó.\n").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cong"))
        .args(["check", "--format", "github"])
        .current_dir(desk.workspace.path())
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), std::fs::read_to_string(summary).unwrap())
}

#[test]
fn github_is_shown_ten_at_most_of_each_kind_the_first_and_the_rest_in_a_table() {
    let many: String = (0..12).map(|number| format!("Số {number}  hai.\n\n")).collect();
    let site = Site::new().article("content/tin-tuc/a.md", "A", "2024-01-10", "", &many).article(
        "content/tin-tuc/c, d.md",
        "C",
        "2024-01-10",
        "",
        "[100%](x|y<b>.md)\n",
    );
    let (out, summary) = github(&Desk::of(&site));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 10, "{out}");
    assert_snapshot!(lines[..2].join("\n"), @r"
    ::warning file=content/tin-tuc/a.md,line=7,col=5,endColumn=7,title=V10::hai dấu cách trở lên liền nhau%0AGiữ lại một dấu cách; cong check --fix sửa giúp.%0A(Có 12 chỗ như vậy.)
    ::warning file=content/tin-tuc/a.md,line=9,col=5,endColumn=7,title=V10::hai dấu cách trở lên liền nhau%0AGiữ lại một dấu cách; cong check --fix sửa giúp.%0A(Có 12 chỗ như vậy.)
    ");
    assert!(summary.starts_with("Trước đó.\n"), "what stood there stays");
    assert_snapshot!(summary, @r"
    Trước đó.
    ### cong check: 3 chỗ nữa

    | Mức | Quy tắc | Chỗ | Nội dung |
    | --- | --- | --- | --- |
    | warning | V10 | content/tin-tuc/a.md:25 | hai dấu cách trở lên liền nhau |
    | warning | V10 | content/tin-tuc/a.md:27 | hai dấu cách trở lên liền nhau |
    | warning | V10 | content/tin-tuc/a.md:29 | hai dấu cách trở lên liền nhau |
    ");
    let (out, summary) = github(&Desk::of(&Site::new()));
    assert_eq!((&*out, &*summary), ("", "Trước đó.\n"));
}
