//! The public page of figures: off unless it is asked for, what counts, in all its forms, at which address, and the law over all that it
//! rests on.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::command::Workspace;
use crate::law::{self, Portal};
use crate::site_builder::{Built, SITE_TOML, Site, article};

const QUESTION: &str = "---\ntitle: Hỏi về thuế\nquestion: Thuế nào?\nreceived: 2024-01-02\nanswered: 2024-01-05\nagency: so-y-te\n---\nTrả lời.\n";

fn portal() -> Site {
    Site::new()
        .file("site.toml", &format!("{SITE_TOML}\n[figures]\npublic = true\n"))
        .article("content/tin-tuc/a.md", "Bài cũ", "2023-11-03", "", "")
        .article("content/tin-tuc/b.md", "Bài một", "2024-01-05", "agency: so-y-te\n", "")
        .article("content/tin-tuc/c.md", "Bài hai", "2024-01-10", "", "")
        .article("content/tin-tuc/c.en.md", "Item two", "2024-01-10", "", "")
        .article("content/tin-tuc/rat-cu.md", "Bài rất cũ", "2019-05-01", "", "")
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
        .file("content/hoi-dap/thue.md", QUESTION)
        .file(
            "content/hoi-dap/cho.md",
            "---\ntitle: Hỏi về đất\nquestion: Đất nào?\nreceived: 2024-01-12\nagency: so-y-te\n---\n",
        )
}

fn figures(built: &Built) -> Value {
    built.json("so-lieu/figures.json")
}

/// The figures of a row of a table.
fn row(figures: &Value, table: &str, row: &str) -> Vec<Option<f64>> {
    let tables = figures["tables"].as_array().unwrap();
    let table = tables.iter().find(|own| own["id"] == table).unwrap_or_else(|| panic!("no table {table}"));
    let found = table["rows"].as_array().unwrap().iter().find(|own| own["id"] == row);
    found.map_or_else(Vec::new, |row| row["values"].as_array().unwrap().iter().map(Value::as_f64).collect())
}

fn numbers(values: &[i32]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(f64::from(*value))).collect()
}

#[test]
fn a_portal_that_does_not_ask_has_no_figures() {
    let built = portal().config("public = true", "public = false").build();
    assert!(
        !built.has("so-lieu/index.html") && !built.has("so-lieu/figures.json") && !built.has("so-lieu/figures.csv")
    );
    assert!(!built.text("index.html").contains("/so-lieu/"));
}

#[test]
fn items_are_counted_by_month_kind_section_agency_and_language() {
    let figures = figures(&portal().build());
    assert_eq!((&figures["year"], &figures["newest"]), (&Value::from(2024), &Value::from("2024-01-12")));
    // The year before, the year; of the months that are still to come nothing is known.
    assert_eq!(row(&figures, "by_month", "11"), [Some(1.0), None]);
    assert_eq!(row(&figures, "by_month", "01"), numbers(&[0, 5]));
    // With all years.
    assert_eq!(row(&figures, "by_kind", "article"), numbers(&[1, 3, 5]));
    assert_eq!(row(&figures, "by_kind", "question"), numbers(&[0, 2, 2]));
    assert_eq!(row(&figures, "by_section", "tin-tuc"), numbers(&[1, 3, 5]));
    assert_eq!(row(&figures, "by_agency", "so-y-te"), numbers(&[0, 3, 3]));
    // All years first, since they are what is drawn.
    assert_eq!(row(&figures, "by_language", "en"), numbers(&[1, 0, 1]));
}

#[test]
fn an_answer_is_measured_in_working_days_by_the_portals_holidays() {
    // Tuesday to Friday.
    assert_eq!(row(&figures(&portal().build()), "questions", "working_days"), [None, Some(3.0)]);
    let holidays = portal().file("content/_audit/holidays.toml", "[2024]\noff = [\"2024-01-03\"]\n");
    let figures = figures(&holidays.build());
    assert_eq!(row(&figures, "questions", "working_days"), [None, Some(2.0)]);
    assert_eq!(row(&figures, "questions", "received"), numbers(&[0, 2]));
    assert_eq!(row(&figures, "questions", "answered"), numbers(&[0, 1]));
}

#[test]
fn what_readers_cannot_see_is_in_no_figure() {
    let with = portal()
        .article("content/tin-tuc/nhap.md", "Nháp", "2024-01-06", "draft: true\n", "")
        .article("content/tin-tuc/mai.md", "Mai", "2024-02-06", "", "")
        .article("content/tin-tuc/het.md", "Hết", "2024-01-06", "expires: 2024-01-08\n", "");
    let (with, without) = (with.build(), portal().build());
    for file in ["so-lieu/index.html", "so-lieu/figures.json", "so-lieu/figures.csv", "en/figures/index.html"] {
        assert_eq!(with.text(file), without.text(file), "{file}");
    }
}

#[test]
fn the_page_the_csv_and_the_json_say_the_same() {
    let built = portal().build();
    let page = built.text("so-lieu/index.html");
    for part in [
        "<h1>Cổng qua các con số</h1>",
        "<time datetime=\"2024-01-12\">12/01/2024</time>",
        "<strong>7</strong> thông tin đang có trên Cổng",
        "<strong>5</strong> thông tin đăng năm 2024",
        "<strong>1</strong> thông tin bằng tiếng nước ngoài <span class=\"minor\">(14,3%)</span>",
        "<strong>1</strong> câu hỏi đã trả lời năm 2024 <span class=\"minor\">(trung bình 3,0 ngày làm việc)</span>",
        "<th scope=\"row\"><a href=\"/tin-tuc/\">Tin tức</a></th><td class=\"figure-cell\">1</td><td class=\"figure-cell\">3</td>",
        "<a href=\"/so-lieu/figures.csv\" download>",
        "role=\"img\" aria-label=\"Theo loại thông tin. Biểu đồ cột theo nhóm.",
        "assets/chart.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(
        built.text("index.html").contains("<a href=\"/so-lieu/\">Cổng qua các con số</a>"),
        "the footer leads there"
    );
    assert!(built.text("sitemap-1.xml").contains("https://tinh.example/so-lieu/"));
    let csv = built.text("so-lieu/figures.csv");
    assert!(csv.starts_with("Bảng,Dòng,Cột,Giá trị\r\n"), "{csv}");
    assert!(csv.contains("Theo chuyên mục,Tin tức,Năm 2024,3\r\n"), "{csv}");
    let english = built.text("en/figures/index.html");
    for part in ["<h1>The portal in figures</h1>", "<strong>7</strong> items on the portal now", "href=\"/en/news/\""] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    assert_eq!(built.problems(), [""; 0]);
}

#[test]
fn visits_are_there_where_a_summary_is_and_nowhere_else() {
    assert!(!portal().build().text("so-lieu/figures.json").contains("views_by"));
    let summary = "period,language,section,address,views\n2022,,,,73943269\n2023-11-05,vi,tin-tuc,,12\n2023-11-06,vi,tin-tuc,,30\n";
    let figures = figures(&portal().file("content/_visits/2023-11.csv", summary).build());
    assert_eq!(row(&figures, "views_by_year", "2022"), numbers(&[73_943_269]));
    assert_eq!(row(&figures, "views_by_year", "2023"), numbers(&[42]));
    assert_eq!(row(&figures, "views_by_month", "2023-11"), numbers(&[42]));
}

#[test]
fn the_address_is_what_the_settings_say() {
    let address = |text: &str| portal().config("public = true", &format!("public = true\naddress = {text}")).build();
    let built = address("{ vi = \"con-so\", en = \"numbers\" }");
    assert!(built.has("con-so/figures.csv") && built.has("en/numbers/index.html") && !built.has("so-lieu/index.html"));
    let wrong = address("\"Số liệu/a\"");
    assert!(wrong.finding("C02").text("en").contains("figures.address"));
    // A section that stands there is told.
    let taken = portal().file("content/so-lieu/_index.md", "---\ntitle: Số liệu\n---\n").build();
    assert!(taken.problems().iter().any(|problem| problem.contains("so-lieu")), "{:?}", taken.problems());
}

#[test]
fn figures_are_those_of_the_report_of_the_board() {
    let workspace = Workspace::with(&portal());
    let run = workspace.cong(&["--json", "build", "--at", "2024-01-15 12:00"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let figures: Value = serde_json::from_str(&workspace.read("public/so-lieu/figures.json")).unwrap();
    let report = workspace.cong(&["report", "month", "2024-01", "--format", "json"]);
    let report: Value = serde_json::from_str(&report.out).unwrap_or_else(|error| panic!("{error} {}", report.out));
    let text = report.to_string();
    // All, in this month, the one before, and that of the year before.
    assert!(text.contains("\"Tổng số\""), "{text}");
    let rows = report["tables"][0]["rows"].as_array().unwrap_or_else(|| panic!("{text}"));
    assert_eq!(rows[0]["items"], Value::from(5), "{text}");
    assert_eq!(row(&figures, "by_month", "01")[1], Some(5.0));
    assert_eq!(
        row(&figures, "by_kind", "article")[1],
        rows.iter().find(|row| row["name"] == "Tin tức").and_then(|row| row["items"].as_f64())
    );
}

#[test]
fn whatever_the_figures_rest_on_makes_them_again_and_nothing_else_does() {
    let mut portal = Portal::new();
    portal.replace("site.toml", "\n[[agencies]]", "\n[figures]\npublic = true\naddress = \"con-so\"\n\n[[agencies]]");
    portal.files.put("content/hoi-dap/thue.md", QUESTION);
    let mut last = law::build(&portal, law::nothing(), BTreeMap::new());
    let edits: [(&str, &str, String); 7] = [
        ("another item", "content/tin-tuc/2024/01/moi.md", article("Mới", "2024-01-12", "", "")),
        ("another year", "content/tin-tuc/2024/01/moi.md", article("Mới", "2023-01-12", "", "")),
        ("another agency", "content/tin-tuc/2024/01/moi.md", article("Mới", "2023-01-12", "agency: so-tttt\n", "")),
        ("an answer", "content/hoi-dap/thue.md", QUESTION.replace("answered: 2024-01-05", "answered: 2024-01-09")),
        ("a day off", "content/_audit/holidays.toml", "[2024]\noff = [\"2024-01-03\"]\n".to_owned()),
        ("visits", "content/_visits/2023-11.csv", "2023-11-05,vi,tin-tuc,,12\n".to_owned()),
        (
            "the name of a section",
            "content/hoi-dap/_index.md",
            "---\ntitle: Hỏi và đáp\nkind: question\n---\n".to_owned(),
        ),
    ];
    for (what, path, text) in edits {
        portal.files.put(path, text);
        let before = last.outputs.clone();
        last = law::after(&portal, last, what);
        for file in ["con-so/index.html", "con-so/figures.json", "con-so/figures.csv"] {
            assert_ne!(before.get(file), last.outputs.get(file), "{what} does not show in {file}");
        }
    }
    portal.replace(law::ARTICLES[0], "Nội dung", "Nội dung khác");
    portal.replace(law::ARTICLES[1], "Nội dung", "Nội dung khác");
    let known = last.known(&portal);
    let next = law::build(&portal, known, last.outputs);
    assert!(!next.rendered.iter().any(|url| url.contains("con-so")), "{:?}", next.rendered);
}
