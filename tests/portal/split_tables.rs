//! Holds that a long table is split into a page for each place: complete without scripts, with its table to download, made again where its
//! rows have changed and nowhere else.

use crate::law::{Portal, build, nothing};
use crate::site_builder::{Site, texts};

const CSV: &str = "content/gia-dat/bang-gia.csv";
const SCHEMA: &str = "content/gia-dat/bang-gia.schema.yaml";
const SECTION: &str = "---\ntitle: Bảng giá đất\nkind: statistics\nsort: title\n---\n";
const TABLE: &str = "Huyện;Xã;Đường;Vị trí 1
Hớn Quản;Tân Khai;QL 13;6.000,5
Hớn Quản;Tân Khai;Đường A;2.500
Hớn Quản;An Khương;Đường B;900
Bù Đốp;Thanh Hòa;ĐT 759;1.200
";
const OF_TABLE: &str = "decimalChar: \",\"
groupChar: \".\"
fields:
  - name: Huyện
  - name: Xã
    title: { vi: Xã, en: Commune }
  - name: Đường
    title: { vi: Đường, en: Street }
  - name: Vị trí 1
    title: { vi: Vị trí 1, en: Position 1 }
    type: number
    unit: { vi: nghìn đồng/m², en: thousand VND/m² }
    constraints: { minimum: 1 }
split:
  by: [Huyện, Xã]
  most: 2
  kind: statistics
  fields:
    title: \"Giá đất {place}\"
    summary: \"{rows} đoạn đường.\"
    date: 2024-01-02
    period: 2024
    unit: nghìn đồng/m²
    method: Theo quyết định của tỉnh.
  en:
    title: \"Land prices, {place}\"
    summary: \"{rows} streets.\"
    unit: thousand VND/m²
    method: By the decision of the province.
";

fn site(csv: &str, schema: &str) -> Site {
    Site::new()
        .file("content/gia-dat/_index.md", SECTION)
        .file(
            "content/gia-dat/_index.en.md",
            "---\ntitle: Land prices\nslug: land-prices\nkind: statistics\nsort: title\n---\n",
        )
        .file(CSV, csv)
        .file(SCHEMA, schema)
}

#[test]
fn each_place_is_a_page_with_its_rows_and_one_of_too_many_is_divided() {
    let built = site(TABLE, OF_TABLE).build();
    assert_eq!(built.problems(), [""; 0]);
    let pages: Vec<&str> = built
        .outputs
        .keys()
        .map(String::as_str)
        .filter(|path| path.starts_with("gia-dat/") && path.ends_with("/index.html"))
        .collect();
    assert_eq!(
        pages,
        [
            "gia-dat/an-khuong-hon-quan/index.html",
            "gia-dat/bu-dop/index.html",
            "gia-dat/index.html",
            "gia-dat/tan-khai-hon-quan/index.html"
        ]
    );
    let page = built.html("gia-dat/tan-khai-hon-quan/index.html");
    assert_eq!(texts(&page, "h1"), ["Giá đất Tân Khai, Hớn Quản"]);
    assert_eq!(texts(&page, "thead th"), ["Đường", "Vị trí 1"], "what the rows have in common is not said in each");
    assert_eq!(texts(&page, "tbody td"), ["6.000,5", "2.500"]);
    assert!(
        texts(&page, "caption")[0].contains("Giá đất Tân Khai, Hớn Quản")
            && texts(&page, "caption")[0].contains("nghìn đồng/m²")
    );
    let district = built.html("gia-dat/bu-dop/index.html");
    assert_eq!(texts(&district, "thead th"), ["Xã", "Đường", "Vị trí 1"]);
    assert!(texts(&district, "nav[aria-label] li").iter().any(|crumb| crumb == "Bảng giá đất"));
    let english = built.html("en/land-prices/tan-khai-hon-quan/index.html");
    assert_eq!(texts(&english, "thead th"), ["Street", "Position 1"]);
    assert_eq!(texts(&english, "tbody td"), ["6,000.5", "2,500"]);
}

#[test]
fn the_entry_page_lists_the_places_with_their_number_of_rows() {
    let built = site(TABLE, OF_TABLE).build();
    let entry = built.text("gia-dat/index.html");
    for shown in ["href=\"/gia-dat/bu-dop/\"", "1 đoạn đường.", "2 đoạn đường."] {
        assert!(entry.contains(shown), "{shown}");
    }
    assert!(built.text("en/land-prices/index.html").contains("2 streets."));
}

#[test]
fn the_rows_of_a_page_can_be_downloaded_with_what_their_columns_hold() {
    let built = site(TABLE, OF_TABLE).build();
    assert_eq!(built.text("gia-dat/tan-khai-hon-quan.csv"), "Đường,Vị trí 1\nQL 13,\"6.000,5\"\nĐường A,2.500\n");
    let package = built.json("gia-dat/tan-khai-hon-quan/datapackage.json");
    let resource = &package["resources"][0];
    assert_eq!(resource["schema"]["fields"][1]["name"], "Vị trí 1");
    assert!(!built.outputs.keys().any(|path| path.contains("schema.yaml")));
}

#[test]
fn a_mistake_in_a_cell_is_told_of_the_whole_table_and_keeps_its_place_alone() {
    let built = site(&TABLE.replace("1.200", "một nghìn"), OF_TABLE).build();
    let told = built.told();
    let found = told.iter().find(|line| line.starts_with("D25"));
    assert!(
        found.is_some_and(|line| line.starts_with(&format!("D25 {CSV}:5:1 line 5, column “Vị trí 1”"))),
        "{told:#?}"
    );
    assert!(!built.has("gia-dat/bu-dop/index.html") && built.has("gia-dat/tan-khai-hon-quan/index.html"));
}

#[test]
fn a_row_without_a_place_and_places_with_one_name_are_told() {
    let built = site(&TABLE.replace("Bù Đốp;", ";"), OF_TABLE).build();
    let lines = built.told();
    assert!(
        lines.iter().any(|line| line.starts_with(&format!("D77 {CSV}:5:1")) && line.contains("“Huyện”")),
        "{lines:#?}"
    );
    let built = site(&format!("{TABLE}bu dop;X;Y;5\n"), OF_TABLE).build();
    let lines = built.told();
    assert!(
        lines.iter().any(|line| line.starts_with(&format!("D78 {CSV}:6:1")) && line.contains("line 5")),
        "{lines:#?}"
    );
    assert!(!built.has("gia-dat/bu-dop/index.html"), "nobody can say which of two spellings is right");
}

#[test]
fn a_place_that_is_called_as_a_file_takes_nothing_from_it() {
    let table = "content/gia-dat/bu-dop.csv";
    let built = site("", OF_TABLE)
        .without(CSV)
        .without(SCHEMA)
        .file(table, TABLE)
        .file("content/gia-dat/bu-dop.schema.yaml", OF_TABLE)
        .build();
    let lines = built.told();
    assert!(lines.iter().any(|line| line.starts_with(&format!("D78 {table}:5:1"))), "{lines:#?}");
    assert!(!built.has("gia-dat/bu-dop/index.html") && built.has("gia-dat/tan-khai-hon-quan/index.html"));
}

#[test]
fn what_does_not_go_with_a_split_is_told_of_the_schema() {
    for (old, new, code, says) in [
        ("  kind: statistics", "  kind: contact", "D76", "show no table"),
        ("{place}", "{plce}", "D23", "Huyện"),
        ("  most: 2", "  most: 0", "D21", "20000"),
        ("  by: [Huyện, Xã]\n", "", "D21", "“by”"),
        ("split:", "sums:\n  - row: Tổng\nsplit:", "D21", "do not go together"),
    ] {
        let built = site(TABLE, &OF_TABLE.replacen(old, new, 1)).build();
        let told = built.told();
        assert!(
            told.iter().any(|line| line.starts_with(&format!("{code} {SCHEMA}")) && line.contains(says)),
            "{new}: {told:#?}"
        );
    }
}

fn portal(csv: &str) -> Portal {
    let mut portal = Portal::new();
    portal.files.put("content/gia-dat/_index.md", SECTION);
    portal.files.put(CSV, csv);
    portal.files.put(SCHEMA, OF_TABLE.split("  en:").next().unwrap());
    portal
}

/// The files that are not what they were when the first table becomes the second.
fn written(before: &str, after: &str) -> Vec<String> {
    let first = build(&portal(before), nothing(), Default::default());
    let portal = portal(after);
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    let clean = build(&portal, nothing(), Default::default());
    assert!(second.outputs == clean.outputs && second.findings == clean.findings);
    second.written
}

#[test]
fn a_price_changes_its_page_and_a_new_row_the_entry_page_too() {
    let of_place = |files: &[String]| files.iter().any(|file| file == "gia-dat/bu-dop/index.html");
    let of_others = |files: &[String]| files.iter().any(|file| file.contains("tan-khai") || file.contains("an-khuong"));
    let files = written(TABLE, &TABLE.replace("1.200", "1.300"));
    assert!(of_place(&files) && !of_others(&files), "{files:?}");
    assert!(files.contains(&"gia-dat/bu-dop.csv".to_owned()));
    assert!(!files.contains(&"gia-dat/index.html".to_owned()), "it shows no price: {files:?}");
    let files = written(TABLE, &format!("{TABLE}Bù Đốp;Thanh Hòa;Đường C;700\n"));
    assert!(of_place(&files) && !of_others(&files), "{files:?}");
    assert!(files.contains(&"gia-dat/index.html".to_owned()), "it shows the number of rows: {files:?}");
}
