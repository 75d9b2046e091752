//! Holds that a picture of a table is the chart that its schema says: on the page with its figures, as a file, for machines, and that
//! whatever cannot be drawn is told with its line.

use std::collections::BTreeMap;

use cong::diag::{Finding, Severity};

use crate::book::{ods, ods_sheet, rows, xlsx};
use crate::law::{Portal, build, nothing};
use crate::site_builder::{Built, Site, article, attributes, place, texts};

const PAGE: &str = "tin-tuc/ho-ngheo/index.html";
const ENGLISH: &str = "en/news/ho-ngheo/index.html";
const CSV: &str = "content/tin-tuc/ho-ngheo/ho.csv";
const SCHEMA: &str = "content/tin-tuc/ho-ngheo/ho.schema.yaml";

const TABLE: &str = "Huyện,Số hộ,Tỷ lệ\nBù Đăng,1250,\"4,5\"\nLộc Ninh,900,\nPhú Riềng,3,\"0,1\"\nTổng cộng,2153,\n";
const FIELDS: &str = "decimalChar: \",\"
fields:
  - name: Huyện
    title: { vi: Huyện, en: District }
  - name: Số hộ
    title: { vi: Số hộ nghèo, en: Poor households }
    type: integer
    unit: { vi: hộ, en: households }
  - name: Tỷ lệ
    type: number
    unit: \"%\"
sums:
  - row: Tổng cộng
";
const CHART: &str = "chart:
  type: bar
  category: Huyện
  values: Số hộ
  order: descending
  title: { vi: Hộ nghèo theo huyện, en: Poor households by district }
  description: { vi: Bù Đăng nhiều nhất., en: Bù Đăng has most. }
  source: { vi: Sở Lao động, en: Department of Labour }
  period: { vi: Năm 2023, en: \"2023\" }
";

fn site(picture: &str, csv: &str, schema: &str) -> Site {
    let page = |alt: &str| article("Hộ nghèo", "2024-01-02", "", &format!("Mở đầu.\n\n![{alt}]({picture})\n"));
    Site::new()
        .article(
            "content/tin-tuc/ho-ngheo/index.md",
            "Hộ nghèo",
            "2024-01-02",
            "",
            &format!("Mở đầu.\n\n![Hộ nghèo ở ba huyện]({picture})\n"),
        )
        .file(
            "content/tin-tuc/ho-ngheo/index.en.md",
            &page("Poor households")
                .replace("Sapô của bài.", "A summary.")
                .replace("Hộ nghèo", "The poor")
                .replace("Ban Biên tập", "Board")
                .replace("Mở đầu", "To begin"),
        )
        .file(CSV, csv)
        .file(SCHEMA, schema)
}

fn built(schema: &str) -> Built {
    site("ho.csv", TABLE, schema).build()
}

fn whole() -> String {
    format!("{FIELDS}{CHART}")
}

/// Both languages of the page are told the same.
fn first<'b>(built: &'b Built, code: &str) -> &'b Finding {
    built.findings.iter().find(|finding| finding.message.code == code).unwrap()
}

#[test]
fn a_picture_of_a_table_is_its_chart_with_words_and_figures() {
    let built = built(&whole());
    assert_eq!(built.problems(), Vec::<String>::new());
    let html = built.html(PAGE);
    assert_eq!(texts(&html, "main figure.chart figcaption strong"), ["Hộ nghèo theo huyện"]);
    assert_eq!(texts(&html, "main figure.chart figcaption .minor"), ["Đơn vị tính: hộ · Năm 2023"]);
    let label = attributes(&html, "main .chart-drawing[role=img]", "aria-label");
    assert_eq!(label, ["Hộ nghèo ở ba huyện. Biểu đồ cột. Cao nhất: Bù Đăng 1.250 hộ. Thấp nhất: Phú Riềng 3 hộ."]);
    // The sum of all is no part of the chart.
    assert_eq!(texts(&html, "main .chart-narrow text"), ["Bù Đăng", "1.250", "Lộc Ninh", "900", "Phú Riềng", "3"]);
    assert_eq!(texts(&html, "main .chart-wide text").len(), 6);
    assert_eq!(texts(&html, "main figure.chart > p"), ["Bù Đăng nhiều nhất.", "Nguồn: Sở Lao động.", "Tải hình (SVG)"]);
    assert_eq!(texts(&html, "main figure.chart thead th"), ["Huyện", "Số hộ nghèo"]);
    assert_eq!(texts(&html, "main figure.chart tbody tr:first-child > *"), ["Bù Đăng", "1.250"]);
    assert_eq!(
        attributes(&html, "main figure.chart a", "href"),
        ["/tin-tuc/ho-ngheo/ho.csv", "/tin-tuc/ho-ngheo/ho.svg"]
    );
    assert!(built.has("tin-tuc/ho-ngheo/ho.csv"));
}

#[test]
fn the_words_of_a_chart_are_those_of_the_pages_language() {
    let html = built(&whole()).html(ENGLISH);
    assert_eq!(texts(&html, "main figure.chart figcaption strong"), ["Poor households by district"]);
    assert_eq!(texts(&html, "main figure.chart figcaption .minor"), ["Unit: households · 2023"]);
    assert_eq!(texts(&html, "main .chart-narrow text")[1], "1,250");
    assert_eq!(texts(&html, "main figure.chart thead th"), ["District", "Poor households"]);
}

#[test]
fn words_in_vietnamese_alone_are_told_where_an_english_page_shows_them() {
    let one = |schema: String| {
        let built = site("ho.csv", TABLE, &schema).build();
        let told = built.findings.iter().filter(|finding| finding.message.code == "D55");
        told.map(|finding| finding.text("en")).collect::<Vec<_>>()
    };
    assert_eq!(one(whole()), [""; 0]);
    let title = whole().replace("{ vi: Hộ nghèo theo huyện, en: Poor households by district }", "Hộ nghèo theo huyện");
    assert!(one(title)[0].ends_with("words in Vietnamese: “title”"));
    let column = whole().replace("    title: { vi: Số hộ nghèo, en: Poor households }\n", "");
    assert!(one(column)[0].ends_with("words in Vietnamese: “Số hộ”"), "a column without a title has its name");
    let both = whole()
        .replace("{ vi: Sở Lao động, en: Department of Labour }", "Sở Lao động")
        .replace("{ vi: Bù Đăng nhiều nhất., en: Bù Đăng has most. }", "Bù Đăng nhiều nhất.");
    assert!(one(both)[0].ends_with("“description”, “source”"));
}

#[test]
fn a_picture_to_keep_has_title_source_and_portal_in_it() {
    let built = built(&whole());
    let svg = built.text("tin-tuc/ho-ngheo/ho.svg");
    for words in [
        "Hộ nghèo theo huyện",
        "Đơn vị tính: hộ",
        "Năm 2023",
        "Nguồn: Sở Lao động",
        "Cổng thử – https://tinh.example/",
        "1.250",
    ] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    assert!(!svg.contains("class=") && !svg.contains("var("), "its colours are its own");
    assert!(built.text("tin-tuc/ho-ngheo/ho.en.svg").contains("Poor households by district"));
}

#[test]
fn charts_with_names_are_chosen_behind_the_file() {
    let named = CHART
        .replace("chart:\n", "charts:\n  theo-huyen:\n")
        .replace("\n  ", "\n    ")
        .replace("    theo-huyen", "  theo-huyen");
    let schema = format!("{FIELDS}{named}  ty-le: {{ type: bar, category: Huyện, values: Tỷ lệ, title: Tỷ lệ }}\n");
    let built = site("ho.csv#ty-le", TABLE, &schema).build();
    assert!(built.codes().iter().all(|code| *code == "D55"), "its words are Vietnamese alone: {:?}", built.problems());
    let html = built.html(PAGE);
    assert_eq!(texts(&html, "main figure.chart figcaption strong"), ["Tỷ lệ"]);
    assert_eq!(
        texts(&html, "main .chart-narrow text"),
        ["Bù Đăng", "4,5", "Lộc Ninh", "không có số liệu", "Phú Riềng", "0,1"]
    );
    assert!(built.has("tin-tuc/ho-ngheo/ho.ty-le.svg") && !built.has("tin-tuc/ho-ngheo/ho.theo-huyen.svg"));
    let told = site("ho.csv#ty-lệ", TABLE, &schema).build();
    let finding = first(&told, "D50");
    assert!(finding.hint("en").contains("“ty-le”"), "{}", finding.hint("en"));
    let told = site("ho.csv", TABLE, &schema).build();
    assert!(first(&told, "D50").hint("vi").contains("ho.csv#theo-huyen"));
}

#[test]
fn a_sheet_of_a_workbook_is_drawn_as_well() {
    let sheet = rows(&[
        &["Huyện", "Số hộ", "Tỷ lệ"],
        &["Bù Đăng", "1250", "4.5"],
        &["Lộc Ninh", "900", "2"],
        &["Tổng cộng", "2150", "6.5"],
    ]);
    let built = site("ho.xlsx", TABLE, &whole())
        .without(CSV)
        .bytes(&CSV.replace(".csv", ".xlsx"), &xlsx(&[("Bảng", "", &sheet)]))
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(texts(&built.html(PAGE), "main .chart-narrow text"), ["Bù Đăng", "1.250", "Lộc Ninh", "900"]);
    assert!(built.has("tin-tuc/ho-ngheo/ho.svg"));
}

#[test]
fn a_sheet_of_an_ods_is_drawn_as_that_of_an_xlsx_is() {
    const ROWS: &[&[&str]] = &[
        &["Huyện", "Số hộ", "Tỷ lệ"],
        &["Bù Đăng", "1250", "4.5"],
        &["Lộc Ninh", "900", "2"],
        &["Tổng cộng", "2150", "6.5"],
    ];
    let of = |ending: &str, book: &[u8]| {
        let site = site(&format!("ho.{ending}"), TABLE, &whole()).without(CSV);
        site.bytes(&CSV.replace("csv", ending), book).build()
    };
    let built = of("ods", &ods(&ods_sheet("Bảng", ROWS)));
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(texts(&built.html(PAGE), "main .chart-narrow text"), ["Bù Đăng", "1.250", "Lộc Ninh", "900"]);
    let other = of("xlsx", &xlsx(&[("Bảng", "", &rows(ROWS))]));
    assert!(built.outputs["tin-tuc/ho-ngheo/ho.svg"] == other.outputs["tin-tuc/ho-ngheo/ho.svg"]);
}

#[test]
fn a_link_to_a_table_stays_a_link_and_needs_no_chart() {
    let built = Site::new()
        .article("content/tin-tuc/ho-ngheo/index.md", "Hộ nghèo", "2024-01-02", "", "Xem [bảng](ho.csv).\n")
        .file(CSV, TABLE)
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(attributes(&built.html(PAGE), "main .prose a", "href"), ["/tin-tuc/ho-ngheo/ho.csv"]);
}

#[test]
fn a_table_without_a_chart_is_told_with_what_to_write() {
    let built = Site::new()
        .article("content/tin-tuc/ho-ngheo/index.md", "Hộ nghèo", "2024-01-02", "", "![Hộ nghèo](ho.csv)\n")
        .file(CSV, TABLE)
        .build();
    let finding = built.finding("D50");
    assert_eq!(place(finding), "content/tin-tuc/ho-ngheo/index.md:7:1");
    assert_eq!(finding.severity(), Severity::Error);
    insta::assert_snapshot!(finding.hint("en"), @r#"Make the file ho.schema.yaml beside the table with two lines: chart: { type: bar, category: "Huyện", values: "Số hộ", title: … } and fields: [{ name: "Huyện" }, { name: "Số hộ", type: number }, { name: "Tỷ lệ" }]. For a link leave out the !: [name](file). The page is not built."#);
    assert!(!built.has(PAGE));
    let with_schema = site("ho.csv", TABLE, FIELDS).build();
    let next = first(&with_schema, "D50").hint("vi");
    assert!(
        next.starts_with("Thêm vào ho.schema.yaml dòng chart: { type: bar, category: \"Huyện\", values: \"Số hộ\""),
        "{next}"
    );
}

#[test]
fn a_chart_inside_a_line_is_told_and_its_name_leads_to_the_figures() {
    let built = Site::new()
        .article("content/tin-tuc/ho-ngheo/index.md", "Hộ nghèo", "2024-01-02", "", "Xem ![hình](ho.csv) này.\n")
        .file(CSV, TABLE)
        .file(SCHEMA, &whole())
        .build();
    assert_eq!(place(built.finding("D54")), "content/tin-tuc/ho-ngheo/index.md:7:5");
    assert_eq!(built.prose(PAGE).trim(), "<p>Xem <a href=\"/tin-tuc/ho-ngheo/ho.csv\">hình</a> này.</p>");
}

/// What is changed of the schema's chart or the table, and what is told: code, line in the schema, words.
#[test]
fn what_cannot_be_drawn_is_told_with_its_line_and_what_to_do() {
    let chart = |from: &str, to: &str| {
        assert!(CHART.contains(from), "{from}");
        format!("{FIELDS}{}", CHART.replacen(from, to, 1))
    };
    let many: String = (0..500).map(|at| format!("Xã {at},{at},\n")).collect();
    let many = format!("Huyện,Số hộ,Tỷ lệ\n{many}Tổng cộng,124750,\n");
    let none = "Huyện,Số hộ,Tỷ lệ\nBù Đăng,,\nTổng cộng,,\n";
    let digits = format!("Huyện,Số hộ,Tỷ lệ\nBù Đăng,{},\nTổng cộng,,\n", "9".repeat(40));
    let twice = "Huyện,Số hộ,Tỷ lệ\nBù Đăng,1,\nBù Đăng,2,\nTổng cộng,3,\n";
    let below = TABLE.replace("Lộc Ninh,900", "Lộc Ninh,-900").replace("2153", "353");
    let over = TABLE.replace("\"4,5\"", "\"99,5\"").replace("900,", "900,30");
    let share = chart("type: bar", "type: share");
    for (csv, schema, code, line, words) in [
        (TABLE, chart("type: bar", "type: bars"), "D21", 15, "“bar”"),
        (TABLE, chart("  type: bar\n", ""), "D51", 14, "lacks the key “type”"),
        (TABLE, chart("  category: Huyện\n", ""), "D51", 14, "category: Huyện"),
        (TABLE, chart("  values: Số hộ\n", ""), "D51", 14, "values: Số hộ"),
        (TABLE, chart("values: Số hộ", "values: Số hô"), "D23", 17, "“Số hộ”"),
        (TABLE, chart("values: Số hộ", "values: Huyện"), "D51", 17, "holds no numbers"),
        (TABLE, chart("values: Số hộ", "valeus: Số hộ"), "D22", 17, "“values”"),
        (
            TABLE,
            chart("values: Số hộ", "values: [Số hộ, Tỷ lệ]").replace("type: bar", "type: grouped"),
            "D51",
            17,
            "different units",
        ),
        (TABLE, chart("values: Số hộ", "values: [Số hộ, Số hộ]"), "D51", 15, "one column of figures"),
        (TABLE, chart("type: bar", "type: grouped"), "D51", 17, "two columns of figures"),
        (TABLE, chart("type: bar", "type: line"), "D51", 18, "order of the table"),
        (
            TABLE,
            chart("  title: { vi: Hộ nghèo theo huyện, en: Poor households by district }\n", ""),
            "D51",
            14,
            "no title",
        ),
        (TABLE, chart("order: descending", "highlight: Lộc Nin"), "D52", 18, "“Lộc Ninh”"),
        (&many, whole(), "D52", 14, "more than 40"),
        (none, whole(), "D52", 14, "no figure"),
        (&digits, whole(), "D52", 14, "too many digits"),
        (twice, chart("type: bar", "type: line").replace("  order: descending\n", ""), "D52", 14, "two rows “Bù Đăng”"),
        (&below, share.clone(), "D53", 14, "“Lộc Ninh” is below zero"),
        (TABLE, share.replace("values: Số hộ", "values: Tỷ lệ"), "D53", 14, "“Lộc Ninh” has no figure"),
        (&over, share.replace("values: Số hộ", "values: Tỷ lệ"), "D53", 14, "129.6%, more than 100%"),
    ] {
        let built = site("ho.csv", csv, &schema).build();
        let told: Vec<String> = built
            .findings
            .iter()
            .filter(|finding| finding.message.code.starts_with('D'))
            .map(|finding| {
                format!("{} {} {} | {}", finding.message.code, place(finding), finding.text("en"), finding.hint("en"))
            })
            .collect();
        let is_told =
            told.iter().any(|one| one.starts_with(&format!("{code} {SCHEMA}:{line}:")) && one.contains(words));
        assert!(is_told, "{code} {line} {words}: {told:#?}");
        assert!(!built.has(PAGE), "{schema}");
    }
}

#[test]
fn text_among_figures_is_told_at_its_cell() {
    let built = site("ho.csv", &TABLE.replace("900", "chín trăm"), &whole()).build();
    assert_eq!(place(built.finding("D25")), format!("{CSV}:3:1"));
    assert!(!built.has(PAGE));
}

#[test]
fn rows_of_series_are_put_together_by_category() {
    let csv = "Năm,Nơi,Số\n2022,Thành thị,10\n2022,Nông thôn,20\n2023,Nông thôn,15\n";
    let schema = "fields: [{ name: Năm, type: year }, { name: Nơi }, { name: Số, type: integer }]
charts: { a: { type: line, category: Năm, series: Nơi, values: Số, title: Hộ }, b: { type: stacked, category: Năm, series: Nơi, values: Số, title: Hộ } }
";
    let built = site("ho.csv#a", csv, schema).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let html = built.html(PAGE);
    assert_eq!(texts(&html, "main figure.chart thead th"), ["Năm", "Thành thị", "Nông thôn"]);
    let rows = texts(&html, "main figure.chart tbody tr");
    assert_eq!(rows, ["20221020", "2023–không có số liệu15"]);
    let twice = site("ho.csv#b", &csv.replace("2023,", "2022,"), schema).build();
    assert!(first(&twice, "D52").text("en").contains("two rows “2022, Nông thôn”"));
}

#[test]
fn machines_are_given_the_picture_its_words_and_the_way_to_the_page() {
    let built = built(&whole());
    let json = built.json("tin-tuc/ho-ngheo/index.json");
    let html = json["content_html"].as_str().unwrap();
    assert!(!html.contains("<svg"), "{html}");
    for part in [
        "<img src=\"/tin-tuc/ho-ngheo/ho.svg\" alt=\"Hộ nghèo ở ba huyện. Biểu đồ cột.",
        "Hộ nghèo theo huyện (Đơn vị tính: hộ; Năm 2023).",
        "<a href=\"/tin-tuc/ho-ngheo/\">Xem trên cổng</a>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!built.text("rss.xml").contains("<svg") && !built.text("tin-tuc/feed.json").contains("<svg"));
}

#[test]
fn only_pages_with_charts_load_their_style_sheet() {
    let built = built(&whole());
    let sheets = |page: &str| attributes(&built.html(page), "head link[rel=stylesheet]", "href");
    let is_of_charts = |href: &String| href.starts_with("/assets/chart.");
    assert_eq!(sheets(PAGE).iter().filter(|href| is_of_charts(href)).count(), 1);
    assert_eq!(sheets("tin-tuc/index.html").iter().filter(|href| is_of_charts(href)).count(), 0);
}

#[test]
fn a_picture_gives_way_to_a_file_of_its_name() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
    let built = site("ho.csv", TABLE, &whole())
        .file("content/tin-tuc/ho-ngheo/ho.svg", svg)
        .file("content/tin-tuc/b.md", &article("B", "2024-01-03", "", "![Hình](ho-ngheo/ho.svg)\n"))
        .build();
    assert_eq!(built.text("tin-tuc/ho-ngheo/ho.svg"), svg);
    assert!(built.text("tin-tuc/ho-ngheo/ho.csv.svg").contains("Hộ nghèo theo huyện"));
}

#[test]
fn a_table_of_a_page_to_come_gives_no_byte_of_its_chart() {
    let built = site("ho.csv", TABLE, &whole());
    let page = |name: &str| article("Hộ nghèo", "2024-01-02", "draft: true\n", &format!("![{name}](ho.csv)\n"));
    let built = built
        .file("content/tin-tuc/ho-ngheo/index.md", &page("Hộ"))
        .file("content/tin-tuc/ho-ngheo/index.en.md", &page("The poor"))
        .build();
    assert_eq!(crate::site_builder::traces(&built, "1.250"), Vec::<String>::new());
    assert!(!built.outputs.keys().any(|path| path.contains("ho-ngheo")));
}

#[test]
fn an_edited_cell_changes_what_shows_it_and_nothing_else() {
    let mut portal = Portal::new();
    let folder = "content/tin-tuc/2024/01";
    portal.files.put(&format!("{folder}/hinh.md"), article("Hình", "2024-01-06", "", "![Hộ nghèo](ho.csv)\n"));
    portal.files.put(&format!("{folder}/khac.md"), article("Khác", "2024-01-06", "", "![Thu](thu.csv)\n"));
    for name in ["ho", "thu"] {
        portal.files.put(&format!("{folder}/{name}.csv"), TABLE);
        portal.files.put(&format!("{folder}/{name}.schema.yaml"), whole());
    }
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.files.put(&format!("{folder}/ho.csv"), TABLE.replace("900", "901").replace("2153", "2154"));
    let second = build(&portal, first.known(&portal), first.outputs);
    assert_eq!(second.rendered, ["/tin-tuc/2024/01/hinh/"]);
    let mut written = second.written.clone();
    written.sort();
    let outputs = ["hinh/index.html", "ho.csv", "ho.svg"].map(|name| format!("tin-tuc/2024/01/{name}"));
    assert_eq!(written, outputs);
    let clean = build(&portal, nothing(), BTreeMap::new());
    assert!(second.outputs == clean.outputs);
}
