//! Holds that a table with a schema is what that says: cells, keys, sums, units, and a finding with its line for whatever is not so.

use crate::site_builder::{Built, Site, place, texts};

const PAGE: &str = "thong-ke/gia-dat/index.html";
const CSV: &str = "content/thong-ke/gia-dat/b.csv";
const SCHEMA: &str = "content/thong-ke/gia-dat/b.schema.yaml";

const TABLE: &str =
    "Tên đường;Giá;Số lô;Ngày\nPhú Riềng Đỏ;1.250,5;4;01/02/2024\nHùng Vương;900;-;15/12/2023\nTổng cộng;2.150,5;4;\n";
const OF_TABLE: &str = "title: { vi: Giá đất ở, en: Prices of housing land }
decimalChar: \",\"
groupChar: \".\"
missingValues: [\"-\"]
primaryKey: Tên đường
fields:
  - name: Tên đường
    title: { vi: Đường, en: Street }
  - name: Giá
    title: { vi: Giá, en: Price }
    type: number
    unit: { vi: nghìn đồng/m², en: thousand VND/m² }
    constraints: { required: true, minimum: 1 }
  - name: Số lô
    type: integer
  - name: Ngày
    type: date
sums:
  - row: Tổng cộng
";

fn site(more: &str, csv: &str, schema: &str) -> Site {
    let page = |language: &str| {
        let words = if language == "vi" {
            ("Bảng giá", "Bảng.", "Năm 2023", "Cộng sổ.")
        } else {
            ("Prices", "Table.", "2023", "Sums.")
        };
        format!(
            "---\ntitle: {}\nsummary: {}\ndate: 2024-01-02\nperiod: {}\nunit: \"%\"\ntable: b.csv\nmethod: {}\n{more}---\n",
            words.0, words.1, words.2, words.3
        )
    };
    Site::new()
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/_index.en.md", "---\ntitle: Statistics\nkind: statistics\n---\n")
        .file("content/thong-ke/gia-dat/index.md", &page("vi"))
        .file("content/thong-ke/gia-dat/index.en.md", &page("en"))
        .file(CSV, csv)
        .file(SCHEMA, schema)
}

fn built(csv: &str, schema: &str) -> Built {
    site("", csv, schema).build()
}

/// What is told of a table or its schema: code, place, text, next step.
fn told(csv: &str, schema: &str) -> Vec<String> {
    let built = built(csv, schema);
    let of = |finding: &&cong::diag::Finding| finding.message.code.starts_with('D');
    let line = |finding: &cong::diag::Finding| {
        format!("{} {} {} | {}", finding.message.code, place(finding), finding.text("en"), finding.hint("en"))
    };
    built.findings.iter().filter(of).map(line).collect()
}

#[track_caller]
fn tells(csv: &str, schema: &str, code: &str, at: &str, words: &[&str]) {
    let told = told(csv, schema);
    let found = told.iter().find(|line| line.starts_with(&format!("{code} {at} ")));
    assert!(found.is_some_and(|line| words.iter().all(|word| line.contains(word))), "{code} {at} {words:?}: {told:#?}");
}

#[test]
fn headings_units_numbers_and_days_are_those_of_the_pages_language() {
    let built = built(TABLE, OF_TABLE);
    assert_eq!(built.problems(), Vec::<String>::new());
    let row = |page: &str, css: &str| texts(&built.html(page), css);
    assert_eq!(row(PAGE, "main .table thead th"), ["Đường", "Giá (nghìn đồng/m²)", "Số lô", "Ngày"]);
    assert_eq!(row(PAGE, "main .table tbody tr:first-child > *"), ["Phú Riềng Đỏ", "1.250,5", "4", "01/02/2024"]);
    let english = "en/thong-ke/gia-dat/index.html";
    assert_eq!(row(english, "main .table thead th"), ["Street", "Price (thousand VND/m²)", "Số lô", "Ngày"]);
    assert_eq!(
        row(english, "main .table tbody tr:first-child > *"),
        ["Phú Riềng Đỏ", "1,250.5", "4", "1 February 2024"]
    );
    assert_eq!(row(english, "main caption"), ["Prices of housing land"]);
}

#[test]
fn a_unit_that_all_figures_share_stands_once_in_the_caption() {
    let schema =
        OF_TABLE.replace("type: integer", "type: integer\n    unit: { vi: nghìn đồng/m², en: thousand VND/m² }");
    let built = built(TABLE, &schema);
    assert_eq!(texts(&built.html(PAGE), "main caption"), ["Giá đất ở Đơn vị tính: nghìn đồng/m²"]);
    assert_eq!(texts(&built.html(PAGE), "main .table thead th"), ["Đường", "Giá", "Số lô", "Ngày"]);
}

#[test]
fn a_missing_value_is_a_dash_with_words_for_those_who_listen() {
    let html = built(TABLE, OF_TABLE).html(PAGE);
    assert_eq!(texts(&html, "main .table tbody tr:nth-child(2) td:nth-child(3)"), ["–không có số liệu"]);
    assert_eq!(texts(&html, "main .table td span[aria-hidden=true]"), ["–", "–"]);
}

#[test]
fn sums_are_marked_and_a_wrong_one_is_told_with_what_it_should_be() {
    let html = built(TABLE, OF_TABLE).html(PAGE);
    assert_eq!(texts(&html, "main .table tr.sum th"), ["Tổng cộng"]);
    let wrong = TABLE.replace("Tổng cộng;2.150,5", "Tổng cộng;2.150");
    tells(&wrong, OF_TABLE, "D28", &format!("{CSV}:4:1"), &["says 2,150", "“Giá”", "come to 2,150.5"]);
    assert!(built(&wrong, OF_TABLE).has(PAGE), "a sum that is wrong in the source is published and told");
    let some = OF_TABLE.replace("  - row: Tổng cộng", "  - row: Tổng cộng\n    of: [Hùng Vương, Trần Phú]");
    tells(TABLE, &some, "D28", &format!("{SCHEMA}:20:22"), &["no row “Trần Phú”"]);
    tells(TABLE, &some, "D28", &format!("{CSV}:4:1"), &["come to 900"]);
}

/// What is wrong with the table, and what is told.
#[test]
fn each_cell_is_held_against_its_column() {
    let cell = |from: &str, to: &str| TABLE.replacen(from, to, 1);
    for (csv, code, line, words) in [
        (cell("1.250,5", "1,250.5"), "D25", 2, &["“Giá”", "“1,250.5”", "decimal comma"][..]),
        (cell(";4;", ";4,5;"), "D25", 2, &["“Số lô”", "whole number"]),
        (cell("01/02/2024", "31/02/2024"), "D25", 2, &["a date"]),
        (cell("900", ""), "D26", 3, &["“Giá”", "empty", "required"]),
        (cell("900", "-"), "D26", 3, &["empty"]),
        (cell("900", "0"), "D26", 3, &["less than 1"]),
        (cell("Hùng Vương", "Phú Riềng Đỏ"), "D27", 3, &["stands in row 2 already", "primaryKey: Tên đường"]),
    ] {
        tells(&csv, OF_TABLE, code, &format!("{CSV}:{line}:1"), words);
        assert!(!built(&csv, OF_TABLE).has(PAGE), "{csv}");
    }
    let with = |more: &str| OF_TABLE.replace("  - name: Giá\n", &format!("{more}  - name: Giá\n"));
    let at = format!("{CSV}:3:1");
    tells(
        TABLE,
        &with("    constraints: { enum: [Phú Riềng Đỏ, Hùng Vươn, Tổng cộng] }\n"),
        "D26",
        &at,
        &["enum", "“Hùng Vươn”"],
    );
    tells(TABLE, &with("    constraints: { pattern: '[PT].*' }\n"), "D26", &at, &["does not fit the pattern"]);
    let twice = cell("900", "1.250,5");
    tells(&twice, &OF_TABLE.replace("minimum: 1", "unique: true"), "D26", &at, &["stands in row 2 already", "unique"]);
}

#[test]
fn columns_and_fields_have_to_be_the_same() {
    let fewer = OF_TABLE.replace("  - name: Số lô\n    type: integer\n", "");
    tells(TABLE, &fewer, "D24", &format!("{CSV}:1:1"), &["does not list the column “Số lô”", "- name:"]);
    let other = OF_TABLE.replace("- name: Số lô", "- name: Số lo");
    tells(TABLE, &other, "D24", &format!("{SCHEMA}:14:11"), &["has no column “Số lo”", "Did you mean “Số lô”"]);
    let more = OF_TABLE.replace("sums:", "  - name: Ghi chú\nsums:");
    tells(TABLE, &more, "D24", &format!("{SCHEMA}:18:11"), &["has no column “Ghi chú”"]);
    tells(&TABLE.replace("Số lô", "Giá"), OF_TABLE, "D24", &format!("{CSV}:1:1"), &["two columns are called “Giá”"]);
}

#[test]
fn rows_above_the_names_are_passed_over_where_the_schema_says_so() {
    let csv = format!("BẢNG GIÁ ĐẤT\nNăm 2024, 2025\n{TABLE}");
    let schema = format!("headerRows: 3\n{OF_TABLE}");
    assert_eq!(told(&csv, &schema), Vec::<String>::new());
    tells(&csv.replace("1.250,5", "x"), &schema, "D25", &format!("{CSV}:4:1"), &["“x”"]);
}

#[test]
fn a_mistake_in_a_schema_takes_out_its_page_and_names_the_line() {
    let wrong = OF_TABLE.replace("type: integer", "type: intger");
    tells(TABLE, &wrong, "D21", &format!("{SCHEMA}:15:11"), &["“integer”"]);
    assert!(!built(TABLE, &wrong).has(PAGE));
}

#[test]
fn two_declarations_of_the_decimal_mark_have_to_agree() {
    let built = site("decimal: \".\"\n", TABLE, OF_TABLE).build();
    let told: Vec<String> = built.findings.iter().filter(|it| it.message.code == "D34").map(place).collect();
    assert_eq!(told, ["content/thong-ke/gia-dat/index.en.md:9:10", "content/thong-ke/gia-dat/index.md:9:10"]);
    assert_eq!(site("decimal: \",\"\n", TABLE, OF_TABLE).build().problems(), Vec::<String>::new());
}

#[test]
fn a_schema_is_never_published_and_one_that_nothing_uses_is_told() {
    let whole = built(TABLE, OF_TABLE);
    assert!(!whole.outputs.keys().any(|path| path.contains("schema")), "{:?}", whole.outputs.keys());
    let idle = site("", TABLE, OF_TABLE)
        .file("content/thong-ke/gia-dat/bc.schema.yaml", OF_TABLE)
        .file("content/tin-tuc/gia.schema.yaml", OF_TABLE)
        .build();
    let told: Vec<String> =
        idle.findings.iter().map(|it| format!("{} {} {}", it.message.code, it.file, it.hint("en"))).collect();
    assert!(told[0].contains("rename the schema b.schema.yaml"), "{told:?}");
    assert!(told[1].contains("gia.csv, gia.xlsx or gia.ods"), "{told:?}");
    assert!(told.len() == 2 && told.iter().all(|line| line.starts_with("D20 ")), "{told:?}");
    // A table that is only handed out is none that is shown.
    let linked = Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-02", "", "Xem [bảng giá](gia.csv).\n")
        .file("content/tin-tuc/gia.csv", TABLE)
        .file("content/tin-tuc/gia.schema.yaml", OF_TABLE)
        .build();
    assert!(linked.finding("D20").hint("en").contains("table: gia.csv"));
}

#[test]
fn a_schema_of_a_page_that_is_not_public_stays_unknown() {
    let built = site("draft: true\n", TABLE, OF_TABLE).build();
    assert!(!built.has(PAGE) && built.problems().is_empty(), "{:?}", built.problems());
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_told_and_the_file_stays_as_it_is() {
    let csv = "Tên;Giá\n=HYPERLINK(\"http://x\");1\n-5;2\n";
    let built = site("", csv, "").without(SCHEMA).build();
    let finding = built.finding("D33");
    assert_eq!((place(finding), finding.text("en").contains("=HYPERLINK")), (format!("{CSV}:2:1"), true));
    assert_eq!(built.text("thong-ke/gia-dat/b.csv"), csv);
}

#[test]
fn a_data_package_says_where_the_table_is_and_what_its_columns_hold() {
    let built = built(TABLE, OF_TABLE);
    let package = built.json("thong-ke/gia-dat/datapackage.json");
    let table = &package["resources"][0];
    assert_eq!((&table["path"], &table["dialect"]["delimiter"]), (&"b.csv".into(), &";".into()));
    assert_eq!(table["bytes"], TABLE.len());
    let fields = &table["schema"]["fields"];
    assert_eq!((&fields[1]["name"], &fields[1]["type"]), (&"Giá".into(), &"number".into()));
    assert_eq!((&fields[1]["decimalChar"], &fields[1]["groupChar"]), (&",".into(), &".".into()));
    assert_eq!(fields[1]["constraints"], serde_json::json!({ "required": true, "minimum": 1 }));
    assert_eq!(fields[3]["format"], "%d/%m/%Y");
    assert_eq!(table["schema"]["missingValues"], serde_json::json!(["", "-"]));
    assert_eq!(table["schema"]["primaryKey"], serde_json::json!(["Tên đường"]));
    let english = built.json("en/thong-ke/gia-dat/datapackage.json");
    assert_eq!(english["resources"][0]["schema"]["fields"][1]["title"], "Price");
    // A file that stands with the other language is named by its whole address.
    assert_eq!(english["resources"][0]["path"], "https://tinh.example/thong-ke/gia-dat/b.csv");
    assert!(!site("", "A,B\nx,1\n", "").without(SCHEMA).build().has("thong-ke/gia-dat/datapackage.json"));
}
