//! Holds row 26: visits are counted from logs without robots and without any address of a reader, and the block of what is read most shows the
//! summary and nothing that is withheld.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::command::Workspace;
use crate::site_builder::{SITE_TOML, Site};

const PERSON: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/119.0 Safari/537.36";

fn line(time: &str, request: &str, status: u16, agent: &str) -> String {
    format!("203.0.113.77 - - [{time}] \"{request}\" {status} 512 \"-\" \"{agent}\"\n")
}

fn get(time: &str, path: &str) -> String {
    line(time, &format!("GET {path} HTTP/1.1"), 200, PERSON)
}

/// A portal with two articles, one of them a draft, and the block.
fn portal() -> Site {
    Site::new()
        .file("site.toml", &format!("{SITE_TOML}\n[[home]]\nblock = \"most_read\"\n"))
        .article("content/tin-tuc/a.md", "Bài zza", "2023-11-01", "", "")
        .article("content/tin-tuc/b.md", "Bài zzb", "2023-11-02", "", "")
        .article("content/tin-tuc/c.md", "Bài zzc", "2023-11-02", "draft: true\n", "")
}

fn count(workspace: &Workspace, arguments: &[&str]) -> String {
    let run = workspace.cong(&[&["visits", "count"], arguments].concat());
    run.out + &run.err
}

#[test]
fn row_26_people_who_open_pages_are_counted_and_nobody_is_named() {
    let workspace = Workspace::with(&portal());
    let day = "05/Nov/2023:08:00:00 +0700";
    let log = [
        get(day, "/tin-tuc/a/"),
        get(day, "/tin-tuc/a/?utm=x"),
        get(day, "/tin-tuc/a/index.html"),
        line(day, "GET /tin-tuc/a/ HTTP/1.1", 304, PERSON),
        get(day, "/en/news/x/"),
        // Before midnight in Greenwich, the next day here.
        get("04/Nov/2023:20:00:00 +0000", "/tin-tuc/b/"),
        get(day, "/theme/portal.css"),
        get(day, "/tin-tuc/feed.xml"),
        line(day, "POST /tin-tuc/a/ HTTP/1.1", 200, PERSON),
        line(day, "GET /tin-tuc/a/ HTTP/1.1", 404, PERSON),
        line(day, "GET /tin-tuc/a/ HTTP/1.1", 200, "Mozilla/5.0 (compatible; Googlebot/2.1)"),
        line(day, "GET /tin-tuc/a/ HTTP/1.1", 200, "-"),
        "no line of a log\n".to_owned(),
    ]
    .concat();
    std::fs::write(workspace.join("access.log"), &log).unwrap();
    let log = workspace.join("access.log");
    let said = count(&workspace, &[log.to_str().unwrap()]);
    let summary = std::fs::read_to_string(workspace.join("content/_visits/2023-11.csv")).unwrap();
    assert_eq!(
        summary,
        "period,language,section,address,views\n\
         2023-11-05,en,news,,1\n\
         2023-11-05,vi,tin-tuc,,5\n\
         2023-11,vi,tin-tuc,/tin-tuc/a/,4\n\
         2023-11,en,news,/en/news/x/,1\n\
         2023-11,vi,tin-tuc,/tin-tuc/b/,1\n"
    );
    assert!(!summary.contains("203.0.113"));
    for (name, number) in
        [("Lượt xem trang", 6), ("chương trình tự động", 2), ("tệp, nguồn tin", 2), ("không phải GET", 2)]
    {
        assert!(
            said.lines().any(|line| line.contains(name) && line.ends_with(&format!(": {number}"))),
            "{name}: {said}"
        );
    }
}

#[test]
fn packed_logs_and_tables_are_read_and_a_month_is_never_added_to() {
    let workspace = Workspace::with(&portal());
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(get("30/Nov/2023:08:00:00 +0700", "/tin-tuc/a/").as_bytes()).unwrap();
    std::fs::write(workspace.join("a.gz"), packed.finish().unwrap()).unwrap();
    std::fs::write(workspace.join("b.csv"), "Ngày,Địa chỉ,Lượt\n2023-12-01,https://tinh.example/tin-tuc/b/,1.200\n")
        .unwrap();
    let (packed, table) = (workspace.join("a.gz"), workspace.join("b.csv"));
    let files = [packed.to_str().unwrap(), table.to_str().unwrap()];
    count(&workspace, &files);
    let of = |month: &str| std::fs::read_to_string(workspace.join(&format!("content/_visits/{month}.csv"))).unwrap();
    assert!(of("2023-11").ends_with("2023-11,vi,tin-tuc,/tin-tuc/a/,1\n"));
    assert!(of("2023-12").ends_with("2023-12,vi,tin-tuc,/tin-tuc/b/,1200\n"));
    let said = count(&workspace, &files[..1]);
    assert!(said.contains("--replace"), "{said}");
    assert_eq!(of("2023-11").lines().count(), 3);
}

#[test]
fn numbers_that_no_portal_has_are_lines_that_cannot_be_read() {
    let workspace = Workspace::with(&portal());
    let huge = "2023-12-01,/tin-tuc/a/,18446744073709551615\n";
    let table = format!("day,path,views\n{huge}{huge}2023-12-01,/tin-tuc/a/,7\n");
    std::fs::write(workspace.join("b.csv"), table).unwrap();
    let said = count(&workspace, &[workspace.join("b.csv").to_str().unwrap()]);
    assert!(said.contains("Dòng không đọc được: 2"), "{said}");
    assert!(workspace.read("content/_visits/2023-12.csv").ends_with("/tin-tuc/a/,7\n"));
}

#[test]
fn a_summary_is_not_written_in_the_place_of_a_source() {
    let workspace = Workspace::with(&portal());
    std::fs::write(workspace.join("a.log"), get("30/Nov/2023:08:00:00 +0700", "/tin-tuc/a/")).unwrap();
    let log = workspace.join("a.log");
    let before = workspace.read("site.toml");
    for out in
        ["site.toml", "content/tin-tuc/a.md", "content/_visits/../tin-tuc/x.csv", "content/_visits/x.md", "../x.csv"]
    {
        let run = workspace.cong(&["visits", "count", log.to_str().unwrap(), "--replace", "--out", out]);
        assert!(run.code == 2 && run.err.contains("--out"), "{out}: {}", run.err);
    }
    assert_eq!(workspace.read("site.toml"), before);
    assert!(!workspace.exists("content/_visits/x.md") && !workspace.exists("../x.csv"));
    count(&workspace, &[log.to_str().unwrap(), "--out", "content/_visits/thang-11.csv"]);
    assert!(workspace.read("content/_visits/thang-11.csv").ends_with("/tin-tuc/a/,1\n"));
}

#[test]
fn days_that_no_clock_has_are_left_out() {
    let workspace = Workspace::with(&portal());
    let times = [
        "05/Nov/2023:-1:00:00 +0700",
        "05/Nov/0000:08:00:00 +0700",
        "05/Nov/-001:08:00:00 +0700",
        "05/Nov/1970:08:00:00 +0700",
        "31/Feb/2023:08:00:00 +0700",
        "05/Nov/9999:08:00:00 +0700",
    ];
    let log: String = times.iter().map(|time| get(time, "/tin-tuc/a/")).collect();
    std::fs::write(workspace.join("a.log"), log + &get("05/Nov/2023:08:00:00 +0700", "/=cmd/")).unwrap();
    let said = count(&workspace, &[workspace.join("a.log").to_str().unwrap()]);
    assert!(said.contains("Dòng không đọc được: 6"), "{said}");
    let files: Vec<_> = std::fs::read_dir(workspace.join("content/_visits")).unwrap().collect();
    assert_eq!(files.len(), 1);
    let summary = workspace.read("content/_visits/2023-11.csv");
    assert!(summary.ends_with("\n2023-11-05,vi,'=cmd,,1\n2023-11,vi,'=cmd,/=cmd/,1\n"), "{summary}");
    assert!(workspace.cong(&["visits", "show"]).out.contains("vi/=cmd: 1"));
}

#[test]
fn row_26_growth_against_the_year_before_is_that_of_the_report() {
    let years = "period,language,section,address,views\n2022,,,,73943269\n2023,,,,166586883\n";
    let workspace = Workspace::with(&portal().file("content/_visits/nam.csv", years));
    let said = workspace.cong(&["visits", "show"]).out;
    assert!(said.contains("2023: 166.586.883  +125,3 %"), "{said}");
    let said = workspace.cong(&["visits", "show", "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(json["years"][1]["views"], 166_586_883);
}

const SUMMARY: &str = "2023-10,vi,tin-tuc,/tin-tuc/a/,900\n2023-11,vi,tin-tuc,/tin-tuc/c/,99\n2023-11,vi,tin-tuc,/tin-tuc/b/,5\n2023-11,vi,tin-tuc,/tin-tuc/a/,3\n2023-11,vi,tin-tuc,/tin-tuc/gone/,70\n";

#[test]
fn what_is_read_most_stands_in_its_order_and_what_is_withheld_does_not() {
    let built = portal().file("content/_visits/2023-11.csv", SUMMARY).build();
    let home = built.text("index.html");
    let main = &home[home.find("<main").unwrap()..];
    assert!(main.contains("Đọc nhiều"));
    assert!(main.find("Bài zzb").unwrap() < main.find("Bài zza").unwrap());
    assert!(!home.contains("zzc") && !built.outputs.keys().any(|path| path.contains("_visits")));
}

#[test]
fn without_the_block_a_summary_changes_nothing() {
    let plain = || portal().file("site.toml", SITE_TOML);
    assert_eq!(plain().build().outputs, plain().file("content/_visits/2023-11.csv", SUMMARY).build().outputs);
}

#[test]
fn a_new_summary_changes_an_incremental_build_as_a_clean_one() {
    let workspace = Workspace::with(&portal().file("content/_visits/2023-11.csv", SUMMARY));
    workspace.cong(&["build"]);
    std::fs::write(workspace.join("content/_visits/2023-11.csv"), SUMMARY.replace(",3\n", ",33\n")).unwrap();
    workspace.cong(&["build"]);
    let home = std::fs::read_to_string(workspace.join("public/index.html")).unwrap();
    assert!(home.find("Bài zza").unwrap() < home.find("Bài zzb").unwrap());
    let verified = workspace.cong(&["verify"]);
    assert_eq!(verified.code, 0, "{} {}", verified.out, verified.err);
}
