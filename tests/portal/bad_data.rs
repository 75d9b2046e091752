//! Tables as they really arrive: old code pages, other files under the name of a CSV, pasted headings, sheets that never end. Each is
//! told by file, line or sheet, with what to do.

use crate::book::{ods, rows, xlsx};
use crate::site_builder::{Built, Site, texts};

fn site(name: &str, bytes: &[u8]) -> Site {
    let page = format!(
        "---\ntitle: Bảng\nsummary: Bảng.\ndate: 2024-01-02\nperiod: Năm 2023\nunit: người\ntable: {name}\nmethod: Đếm.\n---\n"
    );
    Site::new()
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/bang/index.md", &page)
        .bytes(&format!("content/thong-ke/bang/{name}"), bytes)
}

fn of_csv(bytes: &[u8]) -> Built {
    site("bang.csv", bytes).build()
}

#[track_caller]
fn tells(built: &Built, code: &str, words: &[&str]) {
    let finding = built.finding(code);
    let (vi, en) = (
        format!("{} {}", finding.text("vi"), finding.hint("vi")),
        format!("{} {}", finding.text("en"), finding.hint("en")),
    );
    for word in words {
        assert!(vi.contains(word) || en.contains(word), "{word}: {vi} | {en}");
    }
}

fn cells(built: &Built) -> Vec<String> {
    texts(&built.html("thong-ke/bang/index.html"), "main .table tbody th, main .table tbody td")
}

#[test]
fn old_code_pages_are_told_by_name_with_what_a_line_means() {
    // “Huyện,Người / Đồng Phú,1” by the tables of Windows-1258, TCVN3 and VNI.
    let cp1258 = b"Huy\xea\xf2n,Ng\xfd\xf5\xcci\n\xd0\xf4\xccng Ph\xfa,1\n";
    let tcvn3 = b"Huy\xd6n,Ng\xad\xeai\n\xa7\xe5ng Ph\xf3,1\n";
    let vni = b"Huye\xe4n,Ng\xf6\xf4\xf8i\n\xd1o\xe0ng Phu\xf9,1\n";
    for (bytes, name) in [(&cp1258[..], "CP1258"), (tcvn3, "TCVN3"), (vni, "VNI")] {
        let built = of_csv(bytes);
        tells(&built, "D35", &[name, "Huyện", "CSV UTF-8"]);
        assert!(!built.has("thong-ke/bang/index.html"), "{name}");
    }
    tells(&of_csv(b"Commune,Number\n\xc9vreux,5\n"), "D02", &["CSV UTF-8"]);
}

#[test]
fn a_file_that_is_no_text_is_told_as_what_it_is() {
    let utf16: Vec<u8> = "Huyện,Người\nA,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, words) in [
        (&b"PK\x03\x04\x14\0\x06\0"[..], "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".xls"),
        (b"%PDF-1.4\n", "PDF"),
        (b"\n<HTML><table><tr><td>A</td></tr></table>", "trang web"),
        (b"Huyen,Nguoi\nA\0,1\n", "NUL"),
        (&utf16, "UTF-16"),
    ] {
        tells(&of_csv(bytes), "D36", &[words]);
    }
}

#[test]
fn what_vietnamese_excel_and_old_programs_save_is_read() {
    let table = "Huyện,Người\nA,1\nB,2\n";
    let utf16: Vec<u8> = table.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("semicolons", table.replace(',', ";").into_bytes()),
        ("tabs", table.replace(',', "\t").into_bytes()),
        ("a mark of UTF-8", format!("\u{feff}{table}").into_bytes()),
        ("carriage returns alone", table.replace('\n', "\r").into_bytes()),
        ("UTF-16 with its mark", [&b"\xff\xfe"[..], &utf16].concat()),
    ] {
        let built = of_csv(&bytes);
        assert_eq!(built.problems(), [""; 0], "{name}");
        assert_eq!(cells(&built), ["A", "1", "B", "2"], "{name}");
    }
}

#[test]
fn names_that_stand_in_the_middle_of_a_table_are_told_with_their_line() {
    tells(&of_csv("Huyện,Người\nA,1\nHuyện,Người\nB,2\n".as_bytes()), "D37", &["dòng 3", "Xóa dòng này"]);
    let sheet = rows(&[&["Huyện", "Người"], &["A", "1"], &["Huyện", "Người"]]);
    tells(&site("bang.xlsx", &xlsx(&[("Bảng 1", "", &sheet)])).build(), "D37", &["“Bảng 1”, dòng 3"]);
}

#[test]
fn a_table_without_rows_is_told() {
    tells(&of_csv("Huyện,Người\n".as_bytes()), "D38", &[]);
    let sheet = rows(&[&["Huyện", "Người"]]);
    tells(&site("bang.xlsx", &xlsx(&[("Bảng 1", "", &sheet)])).build(), "D38", &[]);
}

#[test]
fn two_decimal_marks_in_a_column_are_told_with_both_lines() {
    let built = of_csv("Huyện,Giá\nA,\"1.234,5\"\nB,\"1,234.5\"\n".as_bytes());
    tells(&built, "D05", &["dòng 2", "1.234,5", "dòng 3", "1,234.5"]);
}

#[test]
fn a_quotation_mark_that_never_closes_is_told_where_it_opens() {
    tells(&of_csv("Huyện,Giá\nA,1\n\"B,2\nC,3\n".as_bytes()), "D01", &["dòng 3"]);
}

#[test]
fn a_workbook_without_a_sheet_is_told_and_its_page_is_not_lost_in_silence() {
    tells(&site("bang.xlsx", &xlsx(&[])).build(), "D29", &["không có trang tính nào"]);
    tells(&site("bang.ods", &ods("")).build(), "D29", &["không có trang tính nào"]);
}

#[test]
fn a_sheet_that_repeats_a_cell_to_its_end_costs_no_more_than_it_shows() {
    let cell = |text: &str, more: &str| {
        format!("<table:table-cell office:value-type=\"string\"{more}><text:p>{text}</text:p></table:table-cell>")
    };
    let to_the_end = " table:number-columns-repeated=\"16384\"";
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let names = row(&[cell("Tên", ""), cell("Giá", "")]);
    let full = format!("{names}{}", row(&[cell("A", ""), cell("x", to_the_end)]));
    let sheet = |rows: &str| ods(&format!("<table:table table:name=\"B\">{rows}</table:table>"));
    let built = site("bang.ods", &sheet(&full)).build();
    let told = built.findings.iter().filter(|finding| finding.message.code == "D30").count();
    assert_eq!(told, 1, "it is one cell, however often it stands there");
    let empty = format!("<table:table-cell{to_the_end}/>");
    let built = site("bang.ods", &sheet(&format!("{names}{}", row(&[cell("A", ""), cell("1", ""), empty])))).build();
    assert_eq!(built.problems(), [""; 0]);
    assert_eq!(cells(&built), ["A", "1"]);
}
