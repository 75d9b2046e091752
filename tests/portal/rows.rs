//! Holds that rows of a table become pages as files do: same validation with row and column, same collisions, same gate, and that an edit
//! of a row touches what shows it.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::book::{ods, ods_sheet, xlsx};
use crate::law::{Build, Portal, build, nothing};
use crate::site_builder::{Built, Site, texts, traces};

const CSV: &str = "content/xa/lien-he-xa.csv";
const SCHEMA: &str = "content/xa/lien-he-xa.schema.yaml";
const TABLE: &str = "Mã,Xã,Xã (en),Điện thoại,Số khác,Việc,Kiểm tra,Hẹn,Nháp,Ghi chú
01,An Khương,An Khuong,0271.3668.001,0271.3668.002;0271.3668.003,Hộ tịch,02/01/2024,,,\"Trực **cả** thứ bảy.\"
02,Phú Riềng,,0271.3668.004,,Đất đai,2024-01-03,,,
";
const OF_TABLE: &str = "missingValues: [\"-\"]
fields:
  - name: Mã
  - name: Xã
    constraints: { required: true }
  - name: Xã (en)
  - name: Điện thoại
  - name: Số khác
  - name: Việc
  - name: Kiểm tra
    type: date
  - name: Hẹn
  - name: Nháp
    type: boolean
  - name: Ghi chú
pages:
  kind: contact
  name: \"ubnd-xa-{Xã}\"
  fields:
    title: \"UBND xã {Xã}\"
    number: \"{Điện thoại}\"
    other_numbers: \"{Số khác}\"
    purpose: \"{Việc}\"
    hours: \"Giờ hành chính: sáng, chiều\"
    verified_on: \"{Kiểm tra}\"
    publish_at: \"{Hẹn}\"
    draft: \"{Nháp}\"
    weight: 7
  body: \"{Ghi chú}\"
  en:
    title: \"People's Committee of {Xã (en)}\"
    slug: \"commune-{Xã (en)}\"
    purpose: Civil status
    hours: Office hours
";

fn site(csv: &str, schema: &str) -> Site {
    Site::new()
        .file("content/xa/_index.md", "---\ntitle: Liên hệ xã\nkind: contact\n---\n")
        .file("content/xa/_index.en.md", "---\ntitle: Communes\nslug: communes\nkind: contact\n---\n")
        .file(CSV, csv)
        .file(SCHEMA, schema)
}

fn built(csv: &str) -> Built {
    site(csv, OF_TABLE).build()
}

#[track_caller]
fn tells(built: &Built, code: &str, at: &str, words: &[&str]) {
    let told = built.told();
    let found = told
        .iter()
        .find(|line| line.starts_with(&format!("{code} {at} ")) && words.iter().all(|word| line.contains(word)));
    assert!(found.is_some(), "{code} {at} {words:?}: {told:#?}");
}

fn row(number: usize) -> String {
    format!("{number:02},Xã số {number},,0271.3668.{number:03},,Hộ tịch,02/01/2024,,,\n")
}

#[test]
fn each_row_is_a_page_of_its_kind_in_the_languages_that_it_has() {
    let built = built(TABLE);
    assert_eq!(built.problems(), [""; 0]);
    let page = built.html("xa/ubnd-xa-an-khuong/index.html");
    assert_eq!(texts(&page, "h1"), ["UBND xã An Khương"]);
    let text = built.text("xa/ubnd-xa-an-khuong/index.html");
    for shown in ["tel:+842713668001", "tel:+842713668003", "Giờ hành chính: sáng, chiều", "02/01/2024"] {
        assert!(text.contains(shown), "{shown}");
    }
    assert_eq!(built.prose("xa/ubnd-xa-an-khuong/index.html").trim(), "<p>Trực <strong>cả</strong> thứ bảy.</p>");
    let english = built.html("en/communes/commune-an-khuong/index.html");
    assert_eq!(texts(&english, "h1"), ["People's Committee of An Khuong"]);
    let all = texts(&built.html("en/communes/index.html"), "main h2, main h3");
    assert!(
        !all.iter().any(|title| title.contains("Phú Riềng")),
        "a row without a translation has no page there: {all:?}"
    );
    let list = built.text("xa/index.html");
    assert!(list.contains("UBND xã An Khương") && list.contains("UBND xã Phú Riềng"));
    assert!(!built.outputs.keys().any(|path| path.contains("lien-he-xa")), "the table itself is not published");
}

#[test]
fn another_page_links_to_the_page_of_a_row_by_its_name() {
    let built = site(TABLE, OF_TABLE).page("goi", "Gọi [xã](../xa/ubnd-xa-an-khuong.md).\n").build();
    assert_eq!(built.problems(), [""; 0]);
    assert!(built.text("gioi-thieu/goi/index.html").contains("href=\"/xa/ubnd-xa-an-khuong/\""));
}

#[test]
fn what_the_front_matter_would_be_told_is_told_of_row_and_column() {
    let wrong = TABLE.replace("02/01/2024", "2024-02-30").replace("0271.3668.004", "không có");
    let typeless = OF_TABLE.replace("    type: date\n", "");
    let built = site(&wrong, &typeless).build();
    tells(&built, "F12", &format!("{CSV}:2:1"), &["line 2, column “Kiểm tra”"]);
    tells(&built, "F51", &format!("{CSV}:3:1"), &["line 3, column “Điện thoại”"]);
    assert!(!built.has("xa/ubnd-xa-phu-rieng/index.html") && !built.has("xa/ubnd-xa-an-khuong/index.html"));
    let vietnamese = built.findings.iter().find(|finding| finding.message.code == "F51").unwrap().text("vi");
    assert!(vietnamese.starts_with("dòng 3, cột “Điện thoại”: "), "{vietnamese}");
    let days = built.codes().iter().filter(|code| **code == "F12").count();
    assert_eq!(days, 1, "a cell that stands in two languages is told once");
    let empty = TABLE.replace("0271.3668.004", "");
    tells(&self::built(&empty), "F11", &format!("{CSV}:3:1"), &["line 3, column “Điện thoại”", "number"]);
}

#[test]
fn a_cell_that_is_not_what_the_schema_says_keeps_its_row_alone() {
    let built = built(&TABLE.replace("02/01/2024", "hôm qua"));
    tells(&built, "D25", &format!("{CSV}:2:1"), &["line 2, column “Kiểm tra”", "hôm qua"]);
    tells(&built, "D79", CSV, &["1 of 2 rows"]);
    assert!(built.has("xa/ubnd-xa-phu-rieng/index.html") && !built.has("xa/ubnd-xa-an-khuong/index.html"));
    let missing = self::built(&TABLE.replace("Phú Riềng", ""));
    tells(&missing, "D26", &format!("{CSV}:3:1"), &["line 3, column “Xã”", "empty"]);
}

#[test]
fn a_row_that_names_no_page_is_told() {
    let optional = OF_TABLE.replace("    constraints: { required: true }\n", "").replace("ubnd-xa-{Xã}", "{Xã}");
    let built = site(&TABLE.replace("Phú Riềng", "-"), &optional).build();
    tells(&built, "D77", &format!("{CSV}:3:1"), &["line 3", "no name"]);
    let built = site(&TABLE.replace("Phú Riềng", "Index"), &optional).build();
    tells(&built, "D77", &format!("{CSV}:3:1"), &["“index”"]);
    assert!(built.has("xa/an-khuong/index.html") && !built.has("xa/index/index.html"));
}

#[test]
fn of_two_rows_with_one_name_neither_is_published_and_both_are_named() {
    let built = built(&format!("{TABLE}{}", row(9).replace("Xã số 9", "phú  riềng")));
    tells(
        &built,
        "D78",
        &format!("{CSV}:4:1"),
        &["line 4", "ubnd-xa-phu-rieng.md", "line 3 of content/xa/lien-he-xa.csv"],
    );
    assert!(!built.has("xa/ubnd-xa-phu-rieng/index.html") && built.has("xa/ubnd-xa-an-khuong/index.html"));
}

#[test]
fn a_row_does_not_take_the_place_of_a_file_nor_the_address_of_a_page() {
    let other = "---\ntitle: Của biên tập viên\nnumber: 0271.1022\npurpose: Hỏi\n---\n";
    let built = site(TABLE, OF_TABLE).file("content/xa/ubnd-xa-phu-rieng.md", other).build();
    tells(&built, "D78", &format!("{CSV}:3:1"), &["content/xa/ubnd-xa-phu-rieng.md"]);
    assert!(built.text("xa/ubnd-xa-phu-rieng/index.html").contains("Của biên tập viên"));
    let slug = other.replace("---\ntitle", "---\nslug: ubnd-xa-phu-rieng\ntitle");
    let built = site(TABLE, OF_TABLE).file("content/xa/khac.md", &slug).build();
    let told = built.told();
    let both = told.iter().find(|line| line.starts_with("P01"));
    assert!(both.is_some_and(|line| line.contains("khac.md")), "{told:#?}");
    let finding = built.findings.iter().find(|finding| finding.message.code == "P01").unwrap();
    let files: BTreeSet<&str> = finding.related.iter().map(|file| &**file).chain([&*finding.file]).collect();
    assert!(files.contains(CSV), "the table is named, not a file that nobody has: {files:?}");
    assert!(!built.has("xa/ubnd-xa-phu-rieng/index.html"));
}

#[test]
fn no_byte_of_a_row_is_there_before_its_moment_after_it_or_while_it_is_a_draft() {
    let hidden =
        |cells: &str| TABLE.replace("2024-01-03,,,", &format!("2024-01-03,{cells},")).replace("Phú Riềng", "Kín Đáo");
    for (cells, at) in [("2024-01-16,", "2024-01-15 12:00"), (",có", "2024-01-15 12:00")] {
        let built = site(&hidden(cells), OF_TABLE).at(at).build();
        assert_eq!(built.problems(), [""; 0]);
        assert_eq!(traces(&built, "kín đáo"), [""; 0], "{cells}");
        assert!(built.has("xa/ubnd-xa-an-khuong/index.html"));
    }
    let later = site(&hidden("2024-01-16,"), OF_TABLE).at("2024-01-16 00:00").build();
    assert!(later.has("xa/ubnd-xa-kin-dao/index.html"));
    let expires = OF_TABLE.replace("publish_at:", "expires:");
    let gone = site(&hidden("2024-01-10,"), &expires).build();
    assert_eq!(traces(&gone, "kín đáo"), [""; 0]);
}

#[test]
fn nobody_can_have_the_table_itself() {
    let built = site(TABLE, OF_TABLE).page("tai", "[Tải](../xa/lien-he-xa.csv)\n").build();
    tells(&built, "D80", "content/gioi-thieu/tai.md:4:1", &["lien-he-xa.csv", "Each row of this table is a page"]);
    assert!(!built.outputs.keys().any(|path| path.contains("lien-he-xa")));
}

#[test]
fn a_table_of_rows_is_of_use_though_no_page_names_it() {
    assert!(!built(TABLE).codes().iter().any(|code| ["S20", "D20"].contains(code)));
}

/// What a schema says of pages that is wrong, and what is told of it.
const MISTAKES: [(&str, &str, &str, u32, &str); 9] = [
    ("kind: contact", "kind: contat", "D76", 17, "“contact”"),
    ("    number: \"{Điện thoại}\"\n", "", "D76", 16, "needs the key “number”"),
    ("    weight: 7", "    wieght: 7", "D76", 28, "“weight”"),
    ("{Việc}", "{Viec}", "D23", 23, "“Việc”"),
    ("ubnd-xa-{Xã}", "{Huyện}", "D23", 18, "Mã"),
    ("  kind: contact\n", "", "D21", 16, "“kind”"),
    ("  name: \"ubnd-xa-{Xã}\"\n", "", "D21", 16, "“name”"),
    ("  body:", "  boddy:", "D22", 29, "“body”"),
    ("  - name: Mã\n", "", "D24", 1, "Mã"),
];

#[test]
fn a_mistake_in_the_rules_is_told_once_and_no_row_is_a_page() {
    for (old, new, code, line, says) in MISTAKES {
        assert!(OF_TABLE.contains(old), "{old}");
        let built = site(TABLE, &OF_TABLE.replacen(old, new, 1)).build();
        let told = built.told();
        let found: Vec<&String> = told.iter().filter(|told| told.starts_with(code) && told.contains(says)).collect();
        assert_eq!(found.len(), 1, "{new}: {told:#?}");
        let file = if code == "D24" { CSV } else { SCHEMA };
        assert!(found[0].contains(&format!("{file}:{line}:")), "{}", found[0]);
        assert!(!built.outputs.keys().any(|path| path.starts_with("xa/ubnd")), "{new}");
    }
}

#[test]
fn a_row_of_another_length_is_told_and_the_others_are_pages() {
    let built = built(&format!("{TABLE}03,Xã ba,0271\n{}", row(4)));
    tells(&built, "D77", &format!("{CSV}:4:1"), &["line 4", "3 cells", "10"]);
    assert!(built.has("xa/ubnd-xa-xa-so-4/index.html") && built.has("xa/ubnd-xa-an-khuong/index.html"));
}

#[test]
fn a_table_that_cannot_be_read_is_told_and_gives_no_page() {
    let open = format!("{}\n\"1,2\n", TABLE.lines().next().unwrap());
    for (bytes, code) in [(&b"M\xe3,X\xe3\n"[..], "D02"), (b"", "D04"), (open.as_bytes(), "D01")] {
        let built = site("", OF_TABLE).bytes(CSV, bytes).build();
        assert!(built.told().iter().any(|line| line.starts_with(code)), "{code}: {:#?}", built.told());
        assert!(!built.outputs.keys().any(|path| path.starts_with("xa/ubnd")));
    }
}

fn sheet(rows: &[&[&str]]) -> String {
    let mut text = String::from("<sheetData>");
    for (number, cells) in rows.iter().enumerate() {
        write!(text, "<row r=\"{}\">", number + 1).unwrap();
        for (column, cell) in cells.iter().enumerate() {
            let name = format!("{}{}", char::from(b'A' + column as u8), number + 1);
            match cell.strip_prefix('=') {
                Some(formula) => write!(text, "<c r=\"{name}\"><f>{formula}</f></c>").unwrap(),
                None => write!(text, "<c r=\"{name}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>").unwrap(),
            }
        }
        text += "</row>";
    }
    text + "</sheetData>"
}

const OF_BOOK: &str = "sheet: Xã
fields: [{ name: Tên }, { name: Số }]
pages:
  kind: contact
  name: \"{Tên}\"
  fields: { title: \"{Tên}\", number: \"{Số}\", purpose: Hỏi đáp }
";

#[test]
fn rows_of_a_sheet_are_pages_and_their_mistakes_are_told_by_cell() {
    let rows: [&[&str]; 4] = [&["Tên", "Số"], &["Một", "0271.1022"], &["Hai", "số sai"], &["Ba", "=A1"]];
    let book = xlsx(&[("Khác", "", "<sheetData/>"), ("Xã", "", &sheet(&rows))]);
    let built = site("", "").without(CSV).file(SCHEMA, OF_BOOK).bytes("content/xa/lien-he-xa.xlsx", &book).build();
    assert_eq!(texts(&built.html("xa/mot/index.html"), "h1"), ["Một"]);
    let file = "content/xa/lien-he-xa.xlsx";
    tells(&built, "F51", file, &["sheet “Xã”, cell B3, column “Số”"]);
    tells(&built, "D30", file, &["sheet “Xã”, cell B4", "formula"]);
    assert!(!built.has("xa/hai/index.html") && !built.has("xa/ba/index.html"));
}

#[test]
fn rows_of_an_ods_are_the_pages_that_rows_of_an_xlsx_are() {
    let rows: [&[&str]; 4] = [&["Tên", "Số"], &["Một", "0271.1022"], &["Hai", "số sai"], &["Ba", "=[.A1]"]];
    let book = ods(&[ods_sheet("Khác", &[]), ods_sheet("Xã", &rows)].concat());
    let file = "content/xa/lien-he-xa.ods";
    let of = |file: &str, book: &[u8]| site("", "").without(CSV).file(SCHEMA, OF_BOOK).bytes(file, book).build();
    let built = of(file, &book);
    assert_eq!(texts(&built.html("xa/mot/index.html"), "h1"), ["Một"]);
    tells(&built, "F51", file, &["sheet “Xã”, cell B3, column “Số”"]);
    tells(&built, "D30", file, &["sheet “Xã”, cell B4", "formula"]);
    assert!(!built.has("xa/hai/index.html") && !built.has("xa/ba/index.html"));
    let good: [&[&str]; 2] = [&["Tên", "Số"], &["Một", "0271.1022"]];
    let from_xlsx = of("content/xa/lien-he-xa.xlsx", &xlsx(&[("Xã", "", &sheet(&good))]));
    let from_ods = of(file, &ods(&ods_sheet("Xã", &good)));
    assert_eq!(from_ods.text("xa/mot/index.html"), from_xlsx.text("xa/mot/index.html"));
}

/// The law's portal with a table of contacts.
fn portal(csv: &str) -> Portal {
    let mut portal = Portal::new();
    portal.files.put("content/xa/_index.md", "---\ntitle: Liên hệ xã\nkind: contact\n---\n");
    portal.files.put(CSV, csv);
    portal.files.put(SCHEMA, OF_TABLE.split("  en:").next().unwrap());
    portal
}

/// What is rendered when the first table becomes the second.
fn rendered(before: &str, after: &str) -> Build {
    let first = build(&portal(before), nothing(), Default::default());
    let portal = portal(after);
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    let clean = build(&portal, nothing(), Default::default());
    assert!(second.outputs == clean.outputs, "an incremental build leaves the bytes of a clean one");
    assert_eq!(second.findings, clean.findings);
    second
}

#[test]
fn an_edit_of_a_row_renders_its_page_and_the_lists_that_show_it() {
    let table: String = std::iter::once(TABLE.to_owned()).chain((3..30).map(row)).collect();
    let edited = table.replace("0271.3668.007", "0271.3668.999");
    let build = rendered(&table, &edited);
    // The list of contacts shows numbers, and the search page names the index, which finds them.
    assert_eq!(build.rendered, ["/tim-kiem/", "/xa/trang/2/", "/xa/ubnd-xa-xa-so-7/"]);
    let body = table.replace("**cả** thứ bảy", "**cả** chủ nhật");
    assert_eq!(rendered(&table, &body).rendered, ["/tim-kiem/", "/xa/ubnd-xa-an-khuong/"]);
    let gone = table.replace(&row(7), "");
    let build = rendered(&table, &gone);
    assert!(!build.outputs.contains_key("xa/ubnd-xa-xa-so-7/index.html"));
    assert!(build.outputs.contains_key("xa/ubnd-xa-xa-so-8/index.html"));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let rows: Vec<String> = (3..30).map(row).collect();
    let table = |rows: &mut dyn Iterator<Item = &String>| {
        let header = TABLE.lines().next().unwrap();
        rows.fold(format!("{header}\n"), |table, row| table + row)
    };
    let build = rendered(&table(&mut rows.iter()), &table(&mut rows.iter().rev()));
    assert_eq!((build.rendered, build.written), (Vec::new(), Vec::<String>::new()));
}

#[test]
fn twenty_thousand_rows_are_read_in_one_pass_and_each_is_a_page() {
    let mut table = format!("{}\n", TABLE.lines().next().unwrap());
    (1..=20_000).for_each(|number| table += &row(number).replace(&format!("0271.3668.{number:03}"), "0271.1022"));
    let files = site(&table, OF_TABLE).files();
    let files: std::sync::Arc<dyn cong::files::Files> = std::sync::Arc::new(files);
    let (mut findings, languages) = (Vec::new(), ["vi".to_owned(), "en".to_owned()]);
    let kinds = cong::load::kinds::Kinds::load(&*files, &mut findings);
    let entries = files.list("content").unwrap();
    let setting = cong::load::rows::Setting { languages: &languages, kinds: &kinds };
    let mut rows = cong::load::rows::Rows::make(&*files, &entries, setting, &mut findings);
    assert!(findings.is_empty(), "{:?}", findings.iter().map(|finding| finding.text("en")).collect::<Vec<_>>());
    let all = rows.entries(entries);
    assert_eq!(all.iter().filter(|entry| entry.path.as_str().starts_with("content/xa/ubnd")).count(), 20_000);
    let page = rows.over(&files).read("content/xa/ubnd-xa-xa-so-20000.md").unwrap();
    assert!(String::from_utf8(page).unwrap().contains("title: 'UBND xã Xã số 20000'\n"));
}
