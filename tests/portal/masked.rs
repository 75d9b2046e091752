//! Holds that a list of citizens is published masked, for a time, and that no byte of what is masked is anywhere in the output.

use crate::book::xlsx;
use crate::site_builder::{Built, Site, texts, traces};

const CSV: &str = "content/ho-ngheo/2024/danh-sach.csv";
const SCHEMA: &str = "content/ho-ngheo/2024/danh-sach.schema.yaml";
const PAGE: &str = "ho-ngheo/2024/index.html";
const TABLE: &str = "STT,Họ tên chủ hộ,Căn cước,Điện thoại riêng,Ấp,Loại
1,Nguyễn Văn Kín,070190123457,0912345678,Ấp 1,Hộ nghèo
2,Trần Thị Đáo Mật,070190123458,,Ấp 2,Hộ cận nghèo
";
const OF_TABLE: &str = "fields:
  - name: STT
    type: integer
  - name: Họ tên chủ hộ
    title: Chủ hộ
    mask: name
  - name: Căn cước
    mask: last3
    constraints: { required: true, unique: true, pattern: '[0-9]{12}' }
  - name: Điện thoại riêng
    mask: drop
  - name: Ấp
  - name: Loại
    constraints: { enum: [Hộ nghèo, Hộ cận nghèo] }
";
const FRONT: &str = "title: Danh sách hộ nghèo\nsummary: Danh sách.\ndate: 2024-01-02\nexpires: 2024-03-01\nnoindex: true\nperiod: 2024\nunit: hộ\ntable: danh-sach.csv\nmethod: Rà soát.\n";

fn site(front: &str, csv: &str, schema: &str) -> Site {
    Site::new()
        .file("content/ho-ngheo/_index.md", "---\ntitle: Hộ nghèo\nkind: statistics\n---\n")
        .file("content/ho-ngheo/2024/index.md", &format!("---\n{front}---\n"))
        .file(CSV, csv)
        .file(SCHEMA, schema)
}

const SECRETS: [&str; 6] = ["kín", "đáo mật", "070190123457", "190123458", "0912345678", "điện thoại riêng"];

#[track_caller]
fn holds_no_secret(built: &Built) {
    for secret in SECRETS {
        assert_eq!(traces(built, secret), [""; 0], "{secret}");
    }
}

#[test]
fn a_list_is_shown_and_downloaded_as_it_is_masked() {
    let built = site(FRONT, TABLE, OF_TABLE).build();
    assert_eq!(built.problems(), [""; 0]);
    let page = built.html(PAGE);
    assert_eq!(texts(&page, "thead th"), ["STT", "Chủ hộ", "Căn cước", "Ấp", "Loại"]);
    assert_eq!(texts(&page, "tbody td")[..4], ["Nguyễn V. K.", "…457", "Ấp 1", "Hộ nghèo"]);
    assert_eq!(
        built.text("ho-ngheo/2024/danh-sach.csv"),
        "STT,Họ tên chủ hộ,Căn cước,Ấp,Loại\n1,Nguyễn V. K.,…457,Ấp 1,Hộ nghèo\n2,Trần T. Đ. M.,…458,Ấp 2,Hộ cận nghèo\n"
    );
    holds_no_secret(&built);
}

#[test]
fn beyond_its_page_the_list_is_in_no_feed_search_or_sitemap() {
    let built = site(FRONT, TABLE, OF_TABLE).build();
    let holds: Vec<String> = traces(&built, "nguyễn v. k.");
    assert_eq!(holds, ["ho-ngheo/2024/danh-sach.csv", PAGE]);
    assert!(built.text(PAGE).contains("noindex"));
    assert!(!built.text("sitemap-1.xml").contains("ho-ngheo/2024/"));
    let gone = site(FRONT, TABLE, OF_TABLE).at("2024-03-01 00:00").build();
    assert!(!gone.has(PAGE) && !gone.has("ho-ngheo/2024/danh-sach.csv"));
}

#[test]
fn a_page_without_day_end_or_noindex_is_not_built() {
    for (line, says) in
        [("date: 2024-01-02\n", "date"), ("expires: 2024-03-01\n", "expires"), ("noindex: true\n", "noindex")]
    {
        let front = FRONT.replace(line, "");
        let built = site(&front, TABLE, OF_TABLE).build();
        let told = built.told();
        // A day is asked for by the kind too.
        let is_told =
            told.iter().any(|told| told.starts_with("D82 content/ho-ngheo/2024/index.md:") && told.contains(says));
        assert!(is_told || (says == "date" && told.iter().any(|told| told.starts_with("F11"))), "{told:#?}");
        assert!(!built.has(PAGE), "{line}");
        holds_no_secret(&built);
    }
}

#[test]
fn a_column_that_tells_who_somebody_is_keeps_the_list_from_readers() {
    for (old, new, at, says) in [
        ("    mask: name\n", "", "content/ho-ngheo/2024/danh-sach.csv ", "column “Họ tên chủ hộ”"),
        ("    mask: drop\n", "", "content/ho-ngheo/2024/danh-sach.csv ", "column “Điện thoại riêng”"),
    ] {
        let built = site(FRONT, TABLE, &OF_TABLE.replace(old, new)).build();
        let told = built.told();
        assert!(told.iter().any(|line| line.starts_with(&format!("D81 {at}")) && line.contains(says)), "{told:#?}");
        assert!(!built.has(PAGE));
        holds_no_secret(&built);
    }
    for cell in ["0912 345 678", "an@thu.example", "070190123459", "03/02/1961"] {
        let built = site(FRONT, &TABLE.replace("Ấp 2", cell), OF_TABLE).build();
        let told = built.told();
        assert!(
            told.iter().any(|line| line.starts_with(&format!("D81 {CSV}:3:1 line 3, column “Ấp”"))),
            "{cell}: {told:#?}"
        );
        assert!(!built.has(PAGE), "{cell}");
    }
}

#[test]
fn a_masked_cell_is_held_to_its_schema_without_being_said() {
    let built = site(FRONT, &TABLE.replace("070190123458", "07019012345"), OF_TABLE).build();
    let told = built.told();
    let found = told.iter().find(|line| line.starts_with(&format!("D77 {CSV}:3:1")));
    assert!(found.is_some_and(|line| line.contains("Căn cước") && !line.contains("07019012345")), "{told:#?}");
    assert!(!built.has(PAGE));
}

#[test]
fn a_slip_in_the_schema_publishes_nothing_of_the_list() {
    let linked =
        |schema: &str| site(FRONT, TABLE, schema).page("tai", "[Tải](../ho-ngheo/2024/danh-sach.csv)\n").build();
    for slip in ["mask: nam", "maks: name", "mask:\n\tname"] {
        let built = linked(&OF_TABLE.replace("mask: name", slip));
        assert!(!built.has("ho-ngheo/2024/danh-sach.csv"), "{slip}");
        holds_no_secret(&built);
    }
}

#[test]
fn a_link_from_anywhere_gives_the_masked_copy() {
    let built = site(FRONT, TABLE, OF_TABLE).page("tai", "[Tải](../ho-ngheo/2024/danh-sach.csv)\n").build();
    holds_no_secret(&built);
    assert!(built.text("ho-ngheo/2024/danh-sach.csv").contains("Nguyễn V. K."));
}

#[test]
fn a_table_whose_place_wants_the_name_of_the_list_does_not_uncover_it() {
    let split = "fields: [{ name: Huyện }, { name: A }, { name: B }]\nsplit:\n  by: Huyện\n  kind: statistics\n  name: danh sach\n  fields: { title: '{place}', summary: A, date: 2024-01-03, period: 2024, unit: đồng, method: Đếm }\n";
    let built = site(FRONT, TABLE, OF_TABLE)
        .file("content/ho-ngheo/2024/gia.csv", "Huyện,A,B\nX,1,2\n")
        .file("content/ho-ngheo/2024/gia.schema.yaml", split)
        .page("tai", "[Tải](../ho-ngheo/2024/danh-sach.csv)\n")
        .build();
    assert!(built.told().iter().any(|line| line.starts_with("D78")), "{:#?}", built.told());
    holds_no_secret(&built);
}

#[test]
fn of_a_workbook_a_masked_csv_is_published_and_never_the_workbook() {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: &str| format!("<row>{}</row>", cells.split(',').map(cell).collect::<String>());
    let sheet = format!("<sheetData>{}</sheetData>", TABLE.lines().map(row).collect::<String>());
    let book = xlsx(&[("Danh sách", "", &sheet)]);
    let file = CSV.replace(".csv", ".xlsx");
    let text = OF_TABLE.replace("    type: integer\n", "");
    let built = site(FRONT, "", &text).without(CSV).bytes(&file, &book).build();
    assert_eq!(built.problems(), [""; 0]);
    assert!(built.has("ho-ngheo/2024/danh-sach.csv") && !built.has("ho-ngheo/2024/danh-sach.xlsx"));
    holds_no_secret(&built);
    let named = FRONT.replace("danh-sach.csv", "danh-sach.xlsx");
    let built = site(&named, "", &text).without(CSV).bytes(&file, &book).build();
    let told = built.told();
    assert!(told.iter().any(|line| line.starts_with("D80") && line.contains("ending .csv")), "{told:#?}");
    assert!(!built.has(PAGE) && !built.has("ho-ngheo/2024/danh-sach.xlsx"));
}
