//! Holds that only columns that surely hold amounts are written as amounts, and that a declaration may be written plainly.

use crate::command::Workspace;
use crate::site_builder::{Built, Site, place, texts};

const PAGE: &str = "thong-ke/thu-chi/index.html";
const CSV: &str = "content/thong-ke/thu-chi/b.csv";
const DECIMAL: &str = "decimal: \",\"";

/// A statistics page with this line of front matter, whose table is this file.
fn site(line: &str, csv: &str) -> Site {
    let page = format!(
        "---\ntitle: Thu chi\nsummary: Bảng.\ndate: 2024-01-02\nperiod: Năm 2023\nunit: đồng\ntable: b.csv\nmethod: Cộng sổ.\n{line}\n---\n"
    );
    Site::new()
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/thu-chi/index.md", &page)
        .file(CSV, csv)
}

fn built(line: &str, csv: &str) -> Built {
    site(line, csv).build()
}

fn cells(built: &Built) -> Vec<String> {
    texts(&built.html(PAGE), "main .table tbody th, main .table tbody td")
}

#[test]
fn a_column_whose_name_says_code_number_or_year_is_never_grouped() {
    for (name, cell) in [
        ("Mã số thuế", "3800123456"),
        ("MÃ ĐƠN VỊ", "25195"),
        ("Ma xa", "25195"),
        ("MST", "3800123456"),
        ("Số QĐ", "2461"),
        ("Số quyết định phê duyệt", "2461"),
        ("Số văn bản", "2461"),
        ("Số hiệu", "2461"),
        ("Số, ký hiệu", "2461"),
        ("Số tài khoản", "3511010543"),
        ("Tài khoản thụ hưởng (tại Kho bạc)", "3511010543"),
        ("Số điện thoại", "2713879000"),
        ("ĐT di động", "912345678"),
        ("SĐT", "912345678"),
        ("Số CCCD/CMND", "285123456"),
        ("STT", "1024"),
        ("Năm", "1899"),
        ("Năm sinh", "1899"),
        ("Year", "1899"),
        ("Phone number", "2713879000"),
        ("Tax code", "3800123456"),
        ("Account no.", "3511010543"),
        ("ID", "25195"),
    ] {
        let built = built(DECIMAL, &format!("Đơn vị;{name};Thu\nX;{cell};1234\n"));
        assert_eq!(cells(&built), ["X", cell, "1.234"], "{name}");
        assert_eq!(built.problems(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_column_whose_name_says_amount_is_grouped_whatever_else_it_names() {
    for name in [
        "Thu",
        "Năm 2023",
        "Năm trước",
        "Số tiền nộp vào tài khoản (đồng)",
        "Số lượng giấy phép",
        "Tổng số văn bản",
        "Số dư tài khoản",
        "Số thông tin",
        "Số vụ ma túy",
        "Số hồ sơ tiếp nhận",
        "Điện năng (kWh)",
        "Amount",
    ] {
        let built = built(DECIMAL, &format!("Đơn vị;{name};Khác\nX;3456;1\n"));
        assert_eq!(cells(&built), ["X", "3.456", "1"], "{name}");
    }
}

#[test]
fn long_digits_of_one_length_without_marks_are_codes_unless_they_are_round() {
    let column = |first: &str, second: &str| {
        let built = built(DECIMAL, &format!("Đơn vị;Thông tin;Khác\nX;{first};1\nY;{second};1\n"));
        [cells(&built)[1].clone(), cells(&built)[4].clone()]
    };
    assert_eq!(column("3800123456", "3800123457"), ["3800123456", "3800123457"]);
    assert_eq!(column("150000000", "230000000"), ["150.000.000", "230.000.000"]);
    assert_eq!(column("73943269", "166586883"), ["73.943.269", "166.586.883"], "of different lengths");
    assert_eq!(column("3.800.123.456", "3800123457"), ["3.800.123.456", "3.800.123.457"], "somebody grouped them");
}

#[test]
fn codes_are_not_drawn_as_figures_either() {
    for declared in ["", DECIMAL] {
        let built = built(declared, "Đơn vị;Mã số thuế\nX;3800123456\nY;3800123999\n");
        assert!(!built.text(PAGE).contains("<rect") && texts(&built.html(PAGE), "main td.figure-cell").is_empty());
    }
}

#[test]
fn a_table_whose_first_line_is_not_the_names_of_its_columns_is_a_finding_and_shown_as_written() {
    for (csv, line, what) in [
        (
            "BÁO CÁO THU CHI;;\n;;\nChỉ tiêu;2022;2023\nThu;1.234,5;2\nTổng;1;3\n",
            1,
            "it has one cell with text, as a title has",
        ),
        ("Chỉ tiêu;;Chi\nThu;2022;2023\n", 1, "column 2 has no name"),
        (";Năm trước;Năm nay\nThu;2022;2023\n", 1, "column 1 has no name"),
        ("Chỉ tiêu;Kỳ trước;Kỳ này\n;2022;2023\nThu;1234;5678\n", 2, "line 2 names columns too"),
        ("Chỉ tiêu;Kỳ trước;Kỳ này\nNăm;2022;2023\nThu;1234;5678\n", 2, "line 2 names columns too"),
        ("Sở Tài chính;Biểu 1;Đồng\nChỉ tiêu;2022;2023\nThu;1234;5678\n", 2, "line 2 names columns too"),
        ("sep=;\nBÁO CÁO;;\nChỉ tiêu;2022;2023\n", 2, "it has one cell with text, as a title has"),
    ] {
        let built = built(DECIMAL, csv);
        let finding = built.finding("D08");
        assert_eq!(place(finding), format!("{CSV}:{line}:1"), "{csv}");
        assert_eq!(finding.text("en"), format!("the first line of the table is not the names of its columns: {what}"));
        assert!(finding.hint("vi").starts_with("Dòng đầu phải là tên cột: xóa dòng tiêu đề"), "{csv}");
        assert_eq!(built.codes(), ["D08"], "one finding is enough");
        let written: Vec<&str> =
            csv.trim_start_matches("sep=;\n").lines().skip(1).flat_map(|line| line.split(';')).collect();
        assert_eq!(cells(&built), written, "{csv}");
    }
    let years = built(DECIMAL, "Dự án;Bắt đầu;Kết thúc\nA;2022;2023\nB;2020;2024\n");
    assert_eq!(years.problems(), Vec::<String>::new(), "columns of years");
    let amounts = built(DECIMAL, "Khoản;Thu;Chi\nA;2022;1950\nB;1500;1600\n");
    assert_eq!(cells(&amounts)[..3], ["A", "2.022", "1.950"], "amounts that look like years");
}

#[test]
fn a_decimal_mark_may_be_named_by_its_word() {
    for (written, shown) in [
        ("\",\"", "3.456"),
        ("phẩy", "3.456"),
        ("dấu phẩy", "3.456"),
        ("Comma", "3.456"),
        ("dau phay", "3.456"),
        (".", "3.456"),
        ("chấm", "3.456"),
        ("point", "3.456"),
    ] {
        let built = built(&format!("decimal: {written}"), "Đơn vị;Thu;Chi\nX;3456;1,5\n");
        let comma = !matches!(written, "." | "chấm" | "point");
        assert_eq!((cells(&built)[1].as_str(), built.codes().is_empty()), (shown, comma), "{written}");
    }
    assert_eq!(
        built("decimal: hai chấm", "A;B\nX;1\n").finding("F14").hint("vi"),
        "Các giá trị dùng được: \",\", \".\""
    );
    assert_eq!(built("decimal: \";\"", "A;B\nX;1\n").finding("F14").hint("en"), "What can stand here: \",\", \".\"");
}

#[test]
fn a_value_that_begins_with_a_sign_of_yaml_is_told_how_to_be_written() {
    for (line, vi) in [
        ("decimal: ,", "Viết: decimal: \",\""),
        ("decimal:  ,  # phẩy", "Viết: decimal: \",\""),
        ("source: @so-y-te", "Viết: source: \"@so-y-te\""),
        ("source: %5", "Viết: source: \"%5\""),
        ("source: `a`", "Viết: source: \"`a`\""),
    ] {
        let built = built(line, "A;B\nX;1\n");
        let finding = built.finding("F03");
        assert_eq!((finding.span.unwrap().line, finding.hint("vi")), (9, vi.to_owned()), "{line}");
    }
}

#[test]
fn signs_that_are_values_are_shown_in_quotation_marks_wherever_they_are_listed() {
    let workspace = Workspace::with(&site(DECIMAL, "A;B\nX;1\n"));
    assert!(workspace.cong(&["kinds", "statistics"]).out.contains("[\",\", \".\"]"));
    assert_eq!(workspace.cong(&["new", "statistics", "Mẫu"]).code, 0);
    assert!(workspace.read("content/thong-ke/mau/index.md").contains("# \",\" (dấu phẩy"));
}
