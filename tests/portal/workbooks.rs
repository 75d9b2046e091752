//! Holds that a sheet of a workbook is published like a table of text, and that what has no place in a table is told by its cell.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::book::{ods, rows, xlsx, zip};
use crate::law::{Portal, build, nothing};
use crate::site_builder::{Built, Site, attributes, cases, texts};

const PAGE: &str = "thong-ke/gia-dat/index.html";
const ENGLISH: &str = "en/thong-ke/gia-dat/index.html";

fn site(name: &str, book: &[u8]) -> Site {
    let page = |words: [&str; 4]| {
        format!(
            "---\ntitle: {}\nsummary: {}\ndate: 2024-01-02\nperiod: {}\nunit: \"%\"\ntable: {name}\nmethod: {}\n---\n",
            words[0], words[1], words[2], words[3]
        )
    };
    Site::new()
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/_index.en.md", "---\ntitle: Statistics\nkind: statistics\n---\n")
        .file("content/thong-ke/gia-dat/index.md", &page(["Bảng giá", "Bảng.", "Năm 2023", "Cộng sổ."]))
        .file("content/thong-ke/gia-dat/index.en.md", &page(["Prices", "Table.", "2023", "Sums."]))
        .bytes(&format!("content/thong-ke/gia-dat/{name}"), book)
}

fn of_sheet(sheet: &str) -> Built {
    site("b.xlsx", &xlsx(&[("Bảng 1", "", sheet)])).build()
}

fn cells(built: &Built, page: &str) -> Vec<String> {
    texts(&built.html(page), "main .table tbody th, main .table tbody td")
}

/// What is told of the workbook.
fn told(built: &Built) -> Vec<String> {
    let of = built.findings.iter().filter(|it| it.message.code.starts_with('D'));
    of.map(|it| format!("{} {} | {}", it.message.code, it.text("en"), it.hint("en"))).collect()
}

#[track_caller]
fn tells(built: &Built, code: &str, words: &[&str]) {
    let told = told(built);
    let found = told.iter().any(|line| line.starts_with(code) && words.iter().all(|word| line.contains(word)));
    assert!(found, "{code} {words:?}: {told:#?}");
}

#[test]
fn values_are_shown_as_the_pages_language_has_them() {
    let built = of_sheet(&rows(&[
        &["Đường", "Giá", "Ngày", "Tỷ lệ", "Còn", "Năm", "Lúc"],
        &[
            "<c t=\"s\"><v>0</v></c>",
            "1250.5",
            "<c s=\"1\"><v>45292</v></c>",
            "<c s=\"2\"><v>0.125</v></c>",
            "<c t=\"b\"><v>1</v></c>",
            "2024",
            "<c s=\"3\"><v>45292.354166666664</v></c>",
        ],
        &[
            "<c t=\"s\"><v>1</v></c>",
            "<c><f>0.1+0.2</f><v>0.30000000000000004</v></c>",
            "<c s=\"1\"><v>45293</v></c>",
            "<c s=\"2\"><v>1</v></c>",
            "<c t=\"b\"><v>0</v></c>",
            "2023",
            "<c/>",
        ],
    ]));
    assert_eq!(built.problems(), Vec::<String>::new());
    let vietnamese = [
        "Phú Riềng Đỏ",
        "1.250,5",
        "01/01/2024",
        "12,5%",
        "Có",
        "2024",
        "08:30, 01/01/2024",
        "Hùng Vương & con",
        "0,3",
        "02/01/2024",
        "100%",
        "Không",
        "2023",
        "",
    ];
    assert_eq!(cells(&built, PAGE), vietnamese);
    assert_eq!(cells(&built, ENGLISH)[..4], ["Phú Riềng Đỏ", "1,250.5", "1 January 2024", "12.5%"]);
}

#[test]
fn a_schema_says_which_sheet_and_which_row_names_the_columns() {
    let table =
        rows(&[&["BẢNG GIÁ ĐẤT NĂM 2024"], &["Đường", "Giá"], &["Hùng Vương", "1250.5"], &["Tổng cộng", "1250.5"]]);
    let book = xlsx(&[("Bìa", "", &rows(&[&["Chữ"]])), ("Giá", "", &table)]);
    let schema = "sheet: Giá\nheaderRows: 2\nfields:\n  - name: Đường\n    title: { vi: Đường, en: Street }\n  - name: Giá\n    type: number\n    unit: nghìn đồng\nsums:\n  - row: Tổng cộng\n";
    let with = |schema: &str| site("b.xlsx", &book).file("content/thong-ke/gia-dat/b.schema.yaml", schema).build();
    let built = with(schema);
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(texts(&built.html(ENGLISH), "main .table thead th"), ["Street", "Giá"]);
    assert_eq!(cells(&built, PAGE), ["Hùng Vương", "1.250,5", "Tổng cộng", "1.250,5"]);
    assert_eq!(texts(&built.html(PAGE), "main tr.sum th"), ["Tổng cộng"]);
    tells(&with(&schema.replace("sheet: Giá", "sheet: Gía")), "D32", &["no sheet “Gía”", "Did you mean “Giá”"]);
    tells(
        &with(&schema.split("sums:").next().unwrap().replace("type: number", "type: date")),
        "D25",
        &["sheet “Giá”, cell B3", "“1250.5” is not a date"],
    );
    tells(&with(&schema.replace("headerRows: 2", "headerRows: 5")), "D29", &["the sheet is empty"]);
}

#[test]
fn a_number_that_is_stored_as_text_is_read_only_where_it_has_one_reading() {
    let book = |cell: &str| {
        xlsx(&[("A", "", &rows(&[&["Đường", "Giá"], &["Hùng Vương", &format!("<c t=\"str\"><v>{cell}</v></c>")]]))])
    };
    let schema = "decimalChar: \",\"\nfields:\n  - name: Đường\n  - name: Giá\n    type: number\n";
    let with = |cell: &str| site("b.xlsx", &book(cell)).file("content/thong-ke/gia-dat/b.schema.yaml", schema).build();
    assert_eq!(cells(&with("1250"), PAGE), ["Hùng Vương", "1.250"]);
    tells(&with("1.250"), "D25", &["cell B2", "“1.250”", "the cell holds text"]);
}

#[test]
fn what_has_no_place_in_a_table_is_told_by_its_cell() {
    let head: &[&str] = &["Đường", "Giá"];
    let of = |more: &[&[&str]], behind: &str| {
        let all: Vec<&[&str]> = std::iter::once(head).chain(more.iter().copied()).collect();
        of_sheet(&format!("{}{behind}", rows(&all)))
    };
    let right: &[&str] = &["A", "1"];
    for (built, words) in [
        (of(&[&["A", "<c t=\"e\"><v>#REF!</v></c>"]], ""), &["sheet “Bảng 1”, cell B2", "#REF!"][..]),
        (of(&[&["A", "<c><f>1+1</f></c>"]], ""), &["cell B2", "result of this formula is not in the file"]),
        (of(&[right, right], "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"), &["cell A2:A3", "merged"]),
        (of(&[&["A", "1", "ghi chú"]], ""), &["cell C2", "outside of the columns"]),
        (of_sheet(&rows(&[&["BẢNG GIÁ"], head, right])), &["cell A1", "as a title has", "headerRows"]),
        (of_sheet(&rows(&[&["Đường", "<c/>", "Giá"], right])), &["cell B1", "names no column"]),
    ] {
        tells(&built, "D30", words);
        assert!(!built.has(PAGE), "{words:?}");
    }
    // Above the table a title may span columns.
    let schema = "headerRows: 2\nfields: [{ name: Đường }, { name: Giá }]\n";
    let titled = format!("{}<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>", rows(&[&["BẢNG GIÁ"], head, right]));
    let titled = site("b.xlsx", &xlsx(&[("A", "", &titled)])).file("content/thong-ke/gia-dat/b.schema.yaml", schema);
    assert_eq!(titled.build().problems(), Vec::<String>::new());
}

#[test]
fn what_is_hidden_is_published_and_told() {
    let sheet = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c t=\"str\"><v>A</v></c><c t=\"str\"><v>B</v></c></row><row r=\"4\" hidden=\"1\"><c><v>1</v></c><c><v>2</v></c></row></sheetData>";
    let built = site("b.xlsx", &xlsx(&[("Nháp", "state=\"hidden\"", &rows(&[&["X"]])), ("Bảng", "", sheet)])).build();
    for words in [&["hidden sheets: Nháp"][..], &["sheet “Bảng”", "hidden columns: B"], &["hidden rows: 4"]] {
        tells(&built, "D31", words);
    }
    assert_eq!(cells(&built, PAGE), ["1", "2"], "the first sheet that is seen");
}

#[test]
fn a_file_that_is_no_sound_workbook_is_told_and_costs_no_memory() {
    let sound = xlsx(&[("A", "", &rows(&[&["Đường", "Giá"], &["A", "1"]]))]);
    let large = format!("<sheetData><row r=\"1\"><c t=\"str\"><v>{}</v></c></row></sheetData>", "x".repeat(300_000));
    // A part that says it holds half a gigabyte, and one that holds more than it says.
    let says = |size: u32| {
        let mut book = sound.clone();
        let name = b"xl/worksheets/sheet0.xml";
        let at = book.windows(name.len()).rposition(|part| part == name).unwrap() - 46;
        book[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        book
    };
    for (book, words) in [
        (b"\xd0\xcf\x11\xe0 old".to_vec(), "password"),
        (b"Khong phai bang tinh".to_vec(), "no workbook"),
        (Vec::new(), "no workbook"),
        (zip(&[("a.txt", "x")]), "no workbook"),
        (sound[..sound.len() - 30].to_vec(), "damaged"),
        (says(u32::MAX), "too large"),
        (says(5), "damaged"),
        (xlsx(&[("A", "", &large)]), "too large"),
        (xlsx(&[("A", "", "<sheetData><row><c>")]), "damaged"),
        (xlsx(&[("A", "", "<sheetData/>")]), "the sheet is empty"),
    ] {
        let built = site("b.xlsx", &book).build();
        tells(&built, "D29", &[words]);
        assert!(!built.has(PAGE), "{words}");
    }
}

#[test]
fn a_million_places_in_a_sheet_of_two_rows_cost_nothing() {
    let far = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>A</v></c></row><row r=\"1048576\"><c r=\"A1048576\"><v>7</v></c></row></sheetData>";
    assert_eq!(cells(&of_sheet(far), PAGE), ["7"]);
    let rows = |value: &str| {
        format!(
            "<table:table table:name=\"A\"><table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"900\"><text:p>x</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell {value} table:number-columns-repeated=\"900\"/></table:table-row></table:table>"
        )
    };
    tells(&site("b.ods", &ods(&rows("office:value-type=\"float\" office:value=\"1\""))).build(), "D29", &["too large"]);
    assert!(site("b.ods", &ods(&rows(""))).build().has(PAGE), "empty places are none");
}

#[test]
fn numbers_that_no_sheet_has_are_no_danger() {
    let row = "<sheetData><row r=\"4294967295\"><c t=\"str\"><v>A</v></c></row><row><c><v>1</v></c></row></sheetData>";
    assert_eq!(cells(&of_sheet(row), PAGE), ["1"]);
    let cell = "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"4294967295\" table:number-columns-spanned=\"4294967295\"><text:p>A</text:p></table:table-cell>";
    let sheet = format!("<table:table table:name=\"A\"><table:table-row>{cell}</table:table-row></table:table>");
    tells(&site("b.ods", &ods(&sheet)).build(), "D30", &["merged"]);
}

#[test]
fn an_ods_is_read_like_an_xlsx() {
    let sheet = "<table:table table:name=\"Bảng\"><table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>
<table:table-header-rows><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Đường</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>Giá</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>Ngày</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>Hùng<text:s/>Vương</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"1250.5\"><text:p>1.250,50</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2024-01-02\"/></table:table-row>
<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><text:p>X</text:p></table:table-cell><table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/></table:table-row>
<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>";
    let built = site("b.ods", &ods(sheet)).build();
    assert_eq!(cells(&built, PAGE), ["Hùng Vương", "1.250,5", "02/01/2024", "X", "50%", "", "X", "50%", ""]);
    tells(&built, "D31", &["sheet “Bảng”", "hidden columns: C"]);
    let merged = sheet.replacen(
        "<table:table-cell office:value-type=\"float\"",
        "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"float\"",
        1,
    );
    tells(&site("b.ods", &ods(&merged)).build(), "D30", &["cell B2:B3", "merged"]);
    let locked = zip(&[("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>"), ("content.xml", "x")]);
    tells(&site("b.ods", &locked).build(), "D29", &["password"]);
}

#[test]
fn a_workbook_is_offered_as_it_is_and_as_a_csv_that_runs_nothing() {
    let book = xlsx(&[(
        "A",
        "",
        &rows(&[
            &["Đường", "Giá"],
            &["Hùng, \"Vương\"", "1250.5"],
            &["=HYPERLINK(A1)", "-5"],
            &["Ngày", "<c s=\"1\"><v>45292</v></c>"],
        ]),
    )]);
    let built = site("b.xlsx", &book).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(built.outputs["thong-ke/gia-dat/b.xlsx"], book);
    let csv = "Đường,Giá\r\n\"Hùng, \"\"Vương\"\"\",1250.5\r\n'=HYPERLINK(A1),-5\r\nNgày,2024-01-01\r\n";
    assert_eq!(built.text("thong-ke/gia-dat/b.csv"), csv);
    let html = built.html(PAGE);
    assert_eq!(attributes(&html, "main .download a", "href"), ["/thong-ke/gia-dat/b.xlsx", "/thong-ke/gia-dat/b.csv"]);
    assert_eq!(texts(&html, "main .download .minor")[1], format!("CSV, {} byte", csv.len()));
    // Another file may have the name.
    let taken = site("b.xlsx", &book)
        .article(
            "content/thong-ke/gia-dat/../../tin-tuc/a.md",
            "A",
            "2024-01-02",
            "",
            "[b](../thong-ke/gia-dat/b.csv)\n",
        )
        .file("content/thong-ke/gia-dat/b.csv", "A,B\n1,2\n")
        .build();
    assert!(taken.has(PAGE), "{:?}", taken.problems());
}

#[test]
fn an_edit_of_a_workbook_changes_what_is_made_of_it_and_nothing_else() {
    let book = |price: &str| xlsx(&[("A", "", &rows(&[&["Năm", "Lượt"], &["2023", price]]))]);
    let mut portal = Portal::new();
    portal.files.remove("content/so-lieu/truy-cap/bang.csv");
    portal.replace("content/so-lieu/truy-cap/index.md", "table: bang.csv", "table: bang.xlsx");
    portal.files.put("content/so-lieu/truy-cap/bang.xlsx", book("7"));
    let first = build(&portal, nothing(), BTreeMap::new());
    assert!(String::from_utf8_lossy(&first.outputs["so-lieu/truy-cap/bang.csv"]).contains("2023,7"));
    let again = build(&portal, first.known(&portal), first.outputs.clone());
    assert!(again.rendered.is_empty() && again.outputs == first.outputs, "{:?}", again.rendered);
    portal.files.put("content/so-lieu/truy-cap/bang.xlsx", book("8"));
    let second = build(&portal, first.known(&portal), first.outputs);
    // Lists say how large the file is.
    assert_eq!(second.rendered, ["/luu-tru/2024/01/", "/luu-tru/2024/", "/so-lieu/", "/so-lieu/truy-cap/"]);
    assert_eq!(second.outputs, build(&portal, nothing(), BTreeMap::new()).outputs);
}

proptest! {
    #![proptest_config(cases(24))]
    #[test]
    fn a_workbook_with_any_bytes_changed_is_a_table_or_a_finding(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        is_ods in any::<bool>(),
    ) {
        let sheet = "<table:table table:name=\"A\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>A</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";
        let (name, mut book) = if is_ods { ("b.ods", ods(sheet)) } else { ("b.xlsx", xlsx(&[("A", "", &rows(&[&["A", "B"], &["x", "1"]]))])) };
        for (at, byte) in changes {
            let at = at.index(book.len());
            book[at] = byte;
        }
        if is_cut {
            book.truncate(cut.index(book.len()));
        }
        let built = site(name, &book).build();
        prop_assert!(built.has(PAGE) || told(&built).iter().any(|line| line.starts_with('D')), "{:?}", built.problems());
    }
}
