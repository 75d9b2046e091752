//! `cong report …` on small portals: what counts in a period, whose figures count, what is told of wrong data, and the reports that feed
//! the yearly one (rows 9, 20, 22, 23, 24, 30 and 31 of what the portal must do).

use serde_json::Value;

use crate::command::{Run, Workspace};
use crate::site_builder::Site;

const DATA: &str = "content/_report/2023.toml";

fn json(site: &Site, arguments: &[&str]) -> Value {
    let run = Workspace::with(site).cong(&[&["report"], arguments, &["--format", "json"]].concat());
    serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err))
}

fn value(report: &Value, id: &str) -> Option<i64> {
    report["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == id)?["value"].as_i64()
}

/// Codes with the lines at which they stand.
fn told(report: &Value, file: &str) -> Vec<(String, u64)> {
    let findings =
        report["findings"].as_array().unwrap().iter().filter(|own| own["file"] == file && own["code"] != "K44");
    findings.map(|own| (own["code"].as_str().unwrap().to_owned(), own["line"].as_u64().unwrap_or_default())).collect()
}

fn rows<'r>(report: &'r Value, table: &str) -> &'r Vec<Value> {
    let tables = report["tables"].as_array().unwrap();
    tables.iter().find(|own| own["id"] == table).unwrap_or_else(|| panic!("no table {table}: {report}"))["rows"]
        .as_array()
        .unwrap()
}

fn news() -> Site {
    Site::new()
        .article(
            "content/tin-tuc/a.md",
            "A",
            "2023-12-28 23:59",
            "agency: [so-y-te]\nreport_topics: [viec-lam, y-te]\n",
            "Lời.",
        )
        .article("content/tin-tuc/b.md", "B", "2023-12-29 00:00", "", "Lời.")
        .article("content/tin-tuc/c.md", "C", "2023-02-01", "agency: [so-y-te, so-tttt]\n", "Lời.")
        .article("content/tin-tuc/d.md", "D", "2022-12-31 23:59", "", "Lời.")
}

#[test]
fn row_24_the_period_ends_with_its_last_day_in_the_time_of_vietnam() {
    assert_eq!(value(&json(&news(), &["year", "2023", "--to", "2023-12-28"]), "items"), Some(2));
    assert_eq!(value(&json(&news(), &["year", "2023"]), "items"), Some(3));
    assert_eq!(value(&json(&news(), &["year", "2023", "--from", "2023-02-02"]), "items"), Some(2));
    let closed = news().file(DATA, "to = \"2023-12-28\"\n");
    assert_eq!(
        value(&json(&closed, &["year", "2023"]), "items"),
        Some(2),
        "the file says when the figures were closed"
    );
}

#[test]
fn what_has_expired_since_counts_and_drafts_and_what_is_to_come_do_not() {
    let site = news()
        .article("content/tin-tuc/e.md", "E", "2023-03-01", "expires: 2023-06-01\n", "Lời.")
        .article("content/tin-tuc/f.md", "F", "2023-03-01", "draft: true\n", "Lời.")
        .article("content/tin-tuc/g.md", "G", "2023-03-01", "publish_at: 2024-02-01\n", "Lời.")
        .article("content/tin-tuc/h.md", "H", "2022-03-01", "publish_at: 2023-05-01\n", "Lời.");
    let report = json(&site, &["year", "2023"]);
    assert_eq!(
        value(&report, "items"),
        Some(5),
        "three of before, what has expired, and what came later than its date"
    );
    let items = report["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == "items").unwrap();
    let files: Vec<&str> =
        items["traces"].as_array().unwrap().iter().map(|own| own["file"].as_str().unwrap()).collect();
    assert!(files.contains(&"content/tin-tuc/e.md") && files.contains(&"content/tin-tuc/h.md"), "{files:?}");
}

#[test]
fn row_22_items_by_kind_add_up_to_the_total_in_all_languages() {
    let site = news()
        .article("content/tin-tuc/a.en.md", "A in English", "2023-12-01", "", "Text.")
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n")
        .file("content/thong-bao/t.md", "---\ntitle: T\ndate: 2023-05-01\ntype: khac\nagency: [so-y-te]\n---\nLời.\n");
    let report = json(&site, &["year", "2023"]);
    let kinds =
        report["figures"].as_array().unwrap().iter().filter(|own| own["id"].as_str().unwrap().starts_with("kind."));
    let sum: i64 = kinds.map(|own| own["value"].as_i64().unwrap()).sum();
    assert_eq!((value(&report, "items"), value(&report, "english"), sum), (Some(5), Some(1), 5));
    let table = rows(&report, "kinds");
    assert_eq!(table.last().unwrap()["items"], 5, "{table:?}");
}

const TOPICS: &str = "[[topic]]\nid = \"viec-lam\"\nname = \"Thông tin việc làm\"\n[[topic]]\nid = \"y-te\"\nname = \"Thông tin y tế\"\nsections = [\"tin-tuc\"]\n";

#[test]
fn row_23_an_item_counts_for_each_of_its_topics() {
    let report = json(&news().file("content/_report/topics.toml", TOPICS), &["year", "2023"]);
    assert_eq!((value(&report, "topic.viec-lam"), value(&report, "topic.y-te")), (Some(1), Some(3)));
    let text =
        Workspace::with(&news().file("content/_report/topics.toml", TOPICS)).cong(&["report", "year", "2023"]).out;
    assert!(text.contains("tổng các nhóm (4) không bằng tổng số thông tin"), "{text}");
}

#[test]
fn a_figure_of_the_file_counts_before_the_pages_if_it_names_its_source() {
    let figure = |more: &str| news().file(DATA, &format!("[figures.items]\nvalue = 16533\n{more}"));
    let given = json(&figure("source = \"Báo cáo\"\ndate = \"2023-12-28\"\n"), &["year", "2023"]);
    let items = given["figures"].as_array().unwrap().iter().find(|own| own["id"] == "items").unwrap();
    assert_eq!((&items["value"], &items["counted"], &items["how"]), (&16_533.into(), &3.into(), &"given".into()));
    let explained = Workspace::with(&figure("source = \"Báo cáo\"\ndate = \"2023-12-28\"\n"))
        .cong(&["report", "year", "2023", "--explain", "items"])
        .out;
    assert!(
        explained.contains("đếm được 3") && explained.contains("content/_report/2023.toml:1: Báo cáo"),
        "{explained}"
    );
    let nobody = json(&figure("date = \"2023-12-28\"\n"), &["year", "2023"]);
    assert_eq!((value(&nobody, "items"), told(&nobody, DATA)), (Some(3), vec![("K42".into(), 1)]));
}

#[test]
fn wrong_data_is_told_at_its_line_and_left_out() {
    let sound = "source = \"S\"\ndate = \"2023-12\"\n";
    for (text, expected) in [
        (format!("[figures.item]\nvalue = 1\n{sound}"), vec![("K41", 1)]),
        (format!("[figures.items]\nvalue = -1\n{sound}"), vec![("K41", 2)]),
        ("[figures.items]\nvalue = 1\nsource = \"S\"\ndate = \"28/12/2023\"\n".to_owned(), vec![("K41", 4)]),
        ("to = \"2023-13-32\"\n".to_owned(), vec![("K41", 1)]),
        (format!("[plan]\nitems = 0\n{sound}"), vec![("K41", 2)]),
        (format!("[[component]]\nid = \"a\"\nname = \"A\"\nmonths = [1, -1]\n{sound}"), vec![("K41", 4)]),
        (
            format!("[kinds.article]\nvalue = {}\n{sound}[figures.items]\nvalue = 5\n{sound}", i64::MAX),
            vec![("K43", 6)],
        ),
        ("[contributors]\nagencies = [\"so-y-te\", \"so-y-tee\"]\n".to_owned(), vec![("K41", 2)]),
        ("[text]\nmanagment = [\"x\"]\n".to_owned(), vec![("K41", 2)]),
        ("[figures.items]\nvalue = \"nhiều\"\n".to_owned(), vec![("K40", 2)]),
        (format!("[topics.x]\nvalue = 1\n{sound}"), vec![("K41", 1)]),
        (
            format!(
                "[figures.interactions]\nvalue = 650\n{sound}[figures.calls]\nvalue = 288\n{sound}[figures.drafts]\nvalue = 26\n{sound}"
            ),
            vec![("K43", 2)],
        ),
    ] {
        let run = Workspace::with(&news().file(DATA, &text)).cong(&["report", "year", "2023", "--json"]);
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let expected: Vec<(String, u64)> = expected.into_iter().map(|(code, line)| (code.to_owned(), line)).collect();
        assert_eq!((told(&report, DATA), run.code), (expected, 1), "{text}");
        assert_ne!(value(&report, "items"), Some(-1), "{text}");
    }
}

#[test]
fn topics_that_there_are_none_of_are_told_in_the_page_and_in_their_file() {
    let wrong = TOPICS.replace("sections = [\"tin-tuc\"]", "sections = [\"tin-tuk\"]\nkinds = [\"articel\"]");
    let report = json(&news().file("content/_report/topics.toml", &wrong), &["year", "2023"]);
    assert_eq!(told(&report, "content/_report/topics.toml"), [("K41".into(), 7), ("K41".into(), 8)]);
    let site = news().file("content/_report/topics.toml", &TOPICS.replace("y-te", "yte"));
    assert_eq!(told(&json(&site, &["year", "2023"]), "content/tin-tuc/a.md"), [("K45".into(), 7)]);
}

#[test]
fn a_figure_that_nobody_knows_is_told_and_its_sentence_left_out() {
    let run = Workspace::with(&news()).cong(&["report", "year", "2023", "--all"]);
    assert!(run.err.contains("K44") && run.err.contains("[figures.visits]"), "{}", run.err);
    assert!(!run.out.contains("lượt truy cập,") && !run.out.contains('{'), "{}", run.out);
    assert_eq!(run.code, 0);
}

#[test]
fn nothing_of_the_folder_is_published() {
    let site = news().file(DATA, "[figures.items]\nvalue = 1\n").file("content/_report/topics.toml", TOPICS);
    let (with, without) = (site.build(), news().build());
    let paths = |built: &crate::site_builder::Built| built.outputs.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(paths(&with), paths(&without));
    assert_eq!(with.findings.len(), without.findings.len());
}

fn question(received: &str, more: &str) -> String {
    format!("---\ntitle: Câu hỏi về thuế\nquestion: Hỏi gì?\nagency: [so-y-te]\nreceived: {received}\n{more}---\n")
}

fn asked(received: &str) -> Site {
    Site::new()
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi - Đáp\nkind: question\n---\n")
        .file("content/hoi-dap/cho.md", &question(received, ""))
        .file("content/hoi-dap/xong.md", &(question("2024-01-02", "answered: 2024-01-05\n") + "Trả lời.\n"))
}

#[test]
fn row_9_questions_that_wait_more_than_fifteen_working_days_are_late() {
    // From Monday 8 January 2024: 15 working days later it is Monday 29 January.
    let qa =
        |site: &Site, to: &str| -> Run { Workspace::with(site).cong(&["report", "qa", "2024", "--to", to, "--late"]) };
    assert_eq!(qa(&asked("2024-01-08"), "2024-01-29").code, 0);
    let late = qa(&asked("2024-01-08"), "2024-01-30");
    assert!(late.code == 1 && late.out.contains("content/hoi-dap/cho.md"), "{}{}", late.out, late.err);
    assert!(!late.out.contains("xong.md"));
    let holiday = asked("2024-01-08").file("content/_audit/holidays.toml", "[2024]\noff = [\"2024-01-10\"]\n");
    assert_eq!(qa(&holiday, "2024-01-30").code, 0, "a day off does not count");
    let report = json(&asked("2024-01-08"), &["qa", "2024", "--to", "2024-01-30"]);
    let row = &rows(&report, "agencies")[0];
    assert_eq!((&row["questions"], &row["answered"], &row["late"]), (&2.into(), &1.into(), &1.into()));
}

#[test]
fn row_30_targets_say_how_far_each_portal_is_and_who_falls_behind() {
    let plan = "[plan]\nitems = 12\ncomponent_items = 3660\nsource = \"KH\"\ndate = \"2023-12-28\"\n\
[[component]]\nid = \"a\"\nname = \"Sở A\"\nmonths = [310, 300]\nsource = \"A\"\ndate = \"2024-02\"\n\
[[component]]\nid = \"b\"\nname = \"Sở B\"\nmonths = [200, 300]\nsource = \"B\"\ndate = \"2024-02\"\n";
    let site = Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-10", "", "Lời.")
        .article("content/tin-tuc/b.md", "B", "2024-02-10", "", "Lời.")
        .file("content/_report/2024.toml", plan);
    let report = json(&site, &["targets", "2024", "--to", "2024-02-29"]);
    let progress: Vec<(i64, Option<i64>, Option<i64>)> = rows(&report, "progress")
        .iter()
        .map(|row| (row["done"].as_i64().unwrap(), row["pace"].as_i64(), row["behind"].as_i64()))
        .collect();
    // 60 of 366 days: 12 → 1, 3,660 → 600.
    assert_eq!(progress, [(2, Some(1), None), (610, Some(600), None), (500, Some(600), Some(100))]);
    let months = &rows(&report, "months")[0];
    assert_eq!((&months["m01"], &months["m02"]), (&1.into(), &1.into()));
    let text = Workspace::with(&site).cong(&["report", "targets", "2024", "--to", "2024-02-29"]).out;
    assert!(text.contains("Chậm tiến độ") && text.contains("Sở B (100)") && text.contains("16,7%"), "{text}");
    let none = Workspace::with(&Site::new()).cong(&["report", "targets", "2024"]).out;
    assert!(none.contains("content/_report/2024.toml: [plan]"), "{none}");
}

#[test]
fn row_31_agencies_stand_by_their_items_with_the_day_of_the_last() {
    let report = json(&news(), &["contributors", "2023"]);
    let table: Vec<_> = rows(&report, "agencies")
        .iter()
        .map(|row| (row["agency"].as_str().unwrap(), row["items"].as_i64().unwrap(), row["last"].as_str().unwrap()))
        .collect();
    assert_eq!(table, [("Sở Y tế", 2, "2023-12-28"), ("Sở Thông tin và Truyền thông", 1, "2023-02-01")]);
    // An agency that there is none of is no contributor but an error of its page.
    let unknown = news().article("content/tin-tuc/x.md", "X", "2023-05-01", "agency: [so-xxx]\n", "Lời.").build();
    assert!(unknown.findings.iter().any(|finding| finding.severity() == cong::diag::Severity::Error));
}

#[test]
fn row_20_what_no_channel_has_yet_is_queued_and_the_queue_keeps_what_was_shared() {
    let site = news().config(
        "[[agencies]]",
        "[[channels]]\nname = \"Cổng\"\nnetwork = \"Zalo\"\nurl = \"https://zalo.me/cong\"\n\
[[channels]]\nname = \"Phim\"\nnetwork = \"YouTube\"\nurl = \"https://youtube.com/@cong\"\n[[agencies]]",
    );
    let workspace = Workspace::with(&site);
    let queue = || workspace.read("content/_report/share.csv");
    assert_eq!(workspace.cong(&["report", "shares", "2023", "--queue"]).code, 0);
    assert_eq!(queue().lines().count(), 4, "three for Zalo, none of which is a film for YouTube: {}", queue());
    assert!(queue().contains("content/tin-tuc/c.md,C,https://tinh.example/tin-tuc/c/,Zalo,\n"), "{}", queue());
    let done = queue().replace("/c/,Zalo,", "/c/,Zalo,2023-02-02");
    std::fs::write(workspace.join("content/_report/share.csv"), &done).unwrap();
    let run = workspace.cong(&["report", "shares", "2023", "--queue", "--json"]);
    assert_eq!(queue(), done, "nothing is added twice, nothing is lost");
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&rows(&report, "channels")[0]["open"], rows(&report, "items").len()), (&2.into(), 2));
    let year: Value = serde_json::from_str(&workspace.cong(&["report", "year", "2023", "--json"]).out).unwrap();
    assert_eq!(value(&year, "shares"), Some(1));
    std::fs::write(workspace.join("content/_report/share.csv"), done.replace("Zalo,2023", "Zola,2023")).unwrap();
    assert!(workspace.cong(&["report", "shares", "2023"]).err.contains("K46"));
}

#[test]
fn a_queue_that_cannot_be_read_is_never_written_anew() {
    let channel = "[[channels]]\nname = \"Cổng\"\nnetwork = \"Zalo\"\nurl = \"https://zalo.me/cong\"\n[[agencies]]";
    let workspace = Workspace::with(&news().config("[[agencies]]", channel));
    let head = b"file,title,url,channel,shared\n";
    let queues: [&[u8]; 4] = [
        b"content/tin-tuc/a.md,Ti\xeang,https://tinh.example/a/,Zalo,2023-02-02\n",
        b"content/tin-tuc/a.md;A;https://tinh.example/a/;Zalo;2023-02-02\n",
        b"content/tin-tuc/a.md,\"A,https://tinh.example/a/,Zalo,2023-02-02\n",
        b"content/tin-tuc/a.md,A,https://tinh.example/a/,Zalo,02/02/2023\n",
    ];
    std::fs::create_dir_all(workspace.join("content/_report")).unwrap();
    for queue in queues {
        let queue = [head, queue].concat();
        std::fs::write(workspace.join("content/_report/share.csv"), &queue).unwrap();
        let run = workspace.cong(&["report", "shares", "2023", "--queue"]);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("share.csv") && run.err.contains("CSV UTF-8"), "{}", run.err);
        assert_eq!(std::fs::read(workspace.join("content/_report/share.csv")).unwrap(), queue);
    }
}

#[test]
fn a_report_is_not_written_in_the_place_of_a_source() {
    let workspace = Workspace::with(&news());
    let before = workspace.read("site.toml");
    for out in ["site.toml", "content/tin-tuc/a.md", "content/_report/share.csv", "x/../themes/a.html", "kinds/a.toml"]
    {
        let run = workspace.cong(&["report", "year", "2023", "--out", out]);
        assert!(run.code == 2 && run.err.contains("--out") && run.err.contains(out), "{out}: {}", run.err);
    }
    assert_eq!(workspace.read("site.toml"), before);
    assert!(!workspace.exists("themes/a.html") && !workspace.exists("content/_report/share.csv"));
    assert_eq!(workspace.cong(&["report", "year", "2023", "--out", "bao-cao.md"]).code, 0);
    assert!(workspace.read("bao-cao.md").contains("2023"));
}

#[test]
fn translations_say_what_each_section_lacks() {
    let site = news().article("content/tin-tuc/a.en.md", "A in English", "2023-12-28", "", "Text.");
    let report = json(&site, &["translations", "2023"]);
    let section = &rows(&report, "sections")[0];
    assert_eq!((&section["originals"], &section["translated"]), (&3.into(), &1.into()));
    assert_eq!(rows(&report, "missing").len(), 2);
}

#[test]
fn a_month_stands_beside_the_month_before_and_the_same_of_the_year_before() {
    let report = json(&news(), &["month", "2023-12"]);
    let all = &rows(&report, "kinds")[0];
    assert_eq!((&all["items"], &all["before"], &all["year_before"]), (&2.into(), &0.into(), &1.into()));
    assert_eq!(all["year_growth"], "100");
}

#[test]
fn arguments_that_make_no_report_are_explained() {
    let workspace = Workspace::with(&news());
    for arguments in [
        &["report", "yaer", "2023"][..],
        &["report", "year", "23"],
        &["report", "month", "2023"],
        &["report", "year", "2023", "--to", "28/12/2023"],
        &["report", "year", "2023", "--from", "2023-12-01", "--to", "2023-11-01"],
        &["report", "year", "2023", "--explain", "itemss"],
        &["report", "year", "2023", "--format", "docx"],
        &["report", "year", "2023", "--late"],
        &["report"],
    ] {
        let run = workspace.cong(arguments);
        assert!(run.code == 2 && !run.err.is_empty(), "{arguments:?}: {} {}", run.code, run.err);
    }
    assert!(workspace.cong(&["report", "year", "2023", "--explain", "itemss"]).err.contains("items"));
}

#[test]
fn the_report_is_there_in_english_and_without_a_mark_left_open() {
    let workspace = Workspace::with(&news());
    for (what, form) in [
        ("year", "html"),
        ("year", "csv"),
        ("targets", "markdown"),
        ("qa", "csv"),
        ("contributors", "html"),
        ("translations", "csv"),
        ("shares", "markdown"),
    ] {
        let run = workspace.cong(&["report", what, "2023", "--lang", "en", "--format", form]);
        assert!(run.code == 0 && !run.out.contains("{items"), "{what} {form}: {}{}", run.out, run.err);
    }
    let text = workspace.cong(&["report", "year", "2023", "--lang", "en"]).out;
    assert!(text.contains("I. RESULTS OF 2023") && text.contains("5.2. What is lacking"), "{text}");
}
