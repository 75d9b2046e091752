//! Holds that a data table is published as its file says it: every digit, every column, or a finding with the line.

use std::fmt::Write as _;

use crate::site_builder::{Built, Site, place, texts};

const PAGE: &str = "thong-ke/thu-chi/index.html";
const CSV: &str = "content/thong-ke/thu-chi/b.csv";

/// A statistics page whose table is this file; `more` is further front matter.
fn site(more: &str, csv: &[u8]) -> Site {
    let page = format!(
        "---\ntitle: Thu chi\nsummary: Bảng.\ndate: 2024-01-02\nperiod: Năm 2023\nunit: đồng\ntable: b.csv\nmethod: Cộng sổ.\n{more}---\n"
    );
    Site::new()
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/thu-chi/index.md", &page)
        .bytes(CSV, csv)
}

fn built(more: &str, csv: &str) -> Built {
    site(more, csv.as_bytes()).build()
}

/// The cells of the page's table, row by row, without the names of the columns.
fn cells(built: &Built) -> Vec<String> {
    texts(&built.html(PAGE), "main .table tbody th, main .table tbody td")
}

fn figures(built: &Built) -> Vec<String> {
    texts(&built.html(PAGE), "main .table td.figure-cell")
}

#[test]
fn a_number_without_a_declared_writing_is_shown_as_written() {
    let written = [
        "350.000",
        "1.250",
        "-2.000",
        "1,5",
        "1.024.225",
        "12345678901234567890",
        "0.1234567890123",
        "1e3",
        "007",
        "1\u{a0}000",
        "12%",
        "+5",
        ".5",
        "1_000",
        "2023",
    ];
    for number in written {
        let built = built("", &format!("Khoản;Số;Ghi chú\nA;{number};x\n"));
        let html = built.text(PAGE);
        assert!(html.contains(&format!("<td>{number}</td>")) || html.contains(&format!(">{number}</td>")), "{number}");
    }
}

#[test]
fn a_column_that_can_be_read_in_two_ways_is_a_finding_with_the_mend_and_never_drawn() {
    let built = built("", "Khoản;Số\nA;350.000\nB;1.250\n");
    let finding = built.finding("D05");
    assert_eq!(place(finding), format!("{CSV}:2:1"));
    assert_eq!(
        (finding.text("vi"), finding.hint("vi")),
        (
            "cột “Số”, dòng 2: không rõ “350.000” là số nào, dấu thập phân là chấm hay phẩy".to_owned(),
            "Cột này hiện đúng như đã viết, chưa được canh và vẽ như số. Thêm vào content/thong-ke/thu-chi/index.md dòng decimal: \",\" nếu số viết như 1.234,5 hoặc decimal: \".\" nếu viết như 1,234.5. Nếu cột là mã số, thêm vào trang: codes: [\"Số\"]".to_owned()
        )
    );
    assert!(figures(&built).is_empty() && !built.text(PAGE).contains("<rect"));
    let codes = self::built("codes: [Số]\n", "Khoản;Số\nA;350.000\nB;1.250\n");
    assert_eq!(codes.problems(), Vec::<String>::new());
    assert_eq!(cells(&codes), ["A", "350.000", "B", "1.250"]);
}

#[test]
fn a_declared_decimal_mark_says_what_the_numbers_are() {
    let csv = "Khoản;Số\nA;350.000\nB;-1.250\n";
    let comma = built("decimal: \",\"\n", csv);
    assert_eq!(comma.problems(), Vec::<String>::new());
    assert_eq!(figures(&comma), ["350.000", "-1.250"], "three hundred and fifty thousand");
    let point = built("decimal: \".\"\n", csv);
    assert_eq!(figures(&point), ["350,000", "-1,250"], "three hundred and fifty, to three places");
    let large = built("decimal: \".\"\n", "Khoản,Số\nA,12345678901234567890\nB,0.1234567890123\n");
    assert_eq!(figures(&large), ["12.345.678.901.234.567.890", "0,1234567890123"]);
}

#[test]
fn codes_and_years_are_not_grouped_where_amounts_are() {
    let csv = "Xã;Mã;Năm;Thu\nTân Phú;25195;2023;25195\n";
    let built = built("decimal: \",\"\ncodes: [Mã]\n", csv);
    assert_eq!(cells(&built), ["Tân Phú", "25195", "2023", "25.195"]);
    let misspelt = self::built("decimal: \",\"\ncodes: [Ma]\n", csv);
    assert_eq!(misspelt.finding("D05").hint("en"), "Did you mean “Mã”?");
}

#[test]
fn a_cell_that_contradicts_the_declared_mark_is_named() {
    let built = built("decimal: \",\"\n", "Khoản;Số\nA;350.000\nB;1.5\n");
    let finding = built.finding("D05");
    assert_eq!(
        (place(finding), finding.text("en")),
        (
            format!("{CSV}:3:1"),
            "column “Số”, line 3: “1.5” is no number written with the page's decimal: \",\"".to_owned()
        )
    );
    assert_eq!(cells(&built), ["A", "350.000", "B", "1.5"]);
}

#[test]
fn a_name_of_any_length_is_told_in_a_line() {
    let long = "x".repeat(400_000);
    let built = built(&format!("codes: [\"{}\"]\n", "y".repeat(50_000)), &format!("Khoản;{long}\nA;350.000\n"));
    let findings: Vec<usize> =
        built.findings.iter().map(|finding| finding.text("vi").len() + finding.hint("vi").len()).collect();
    assert!(findings.len() == 2 && findings.iter().all(|length| *length < 1_000), "{findings:?}");
}

#[test]
fn bars_are_drawn_from_exact_shares() {
    let built = built("decimal: \",\"\n", "Khoản;Số\nA;0,1\nB;0,3\n");
    let html = built.text(PAGE);
    assert!(html.contains("<rect width=\"33.33\"") && html.contains("<rect width=\"100\""), "{html}");
    let negative = self::built("", "Khoản;Số\nA;5\nB;-3\n");
    assert!(!negative.text(PAGE).contains("<rect"), "a bar has no length below zero");
}

#[test]
fn every_usual_separator_is_recognised_and_sep_is_an_instruction() {
    for csv in [
        "A,B\n1,x\n",
        "A;B\n1;x\n",
        "A\tB\n1\tx\n",
        "A|B\n1|x\n",
        "sep=;\nA;B\n1;x\n",
        "\u{feff}\"sep=^\"\r\nA^B\r\n1^x\r\n",
        "A;B, C\n1;x\n",
        "\"A;B\",C\n1,x\n",
    ] {
        let built = built("", csv);
        assert_eq!(built.problems(), Vec::<String>::new(), "{csv:?}");
        assert_eq!(cells(&built), ["1", "x"], "{csv:?}");
    }
}

#[test]
fn a_separator_is_never_guessed() {
    for (csv, why) in [
        ("Xã;Thu, chi\nA;1,5\nB;2,7\n", "the first line has several signs that could separate columns"),
        ("Khoản\nA\nB\n", "the table has only one column"),
        ("Bảng thu chi\nXã;Thu\nA;1\n", "the table has only one column"),
        ("sep=\nA;B\n", "the line sep= must have one sign"),
    ] {
        let built = built("", csv);
        assert_eq!(
            built.finding("D04").text("en"),
            format!("the table cannot be read: it is not clear what separates its columns: {why}")
        );
        assert!(!built.has(PAGE), "{csv:?}");
    }
    for csv in ["", "\u{feff}", "sep=;\n"] {
        let finding = built("", csv).finding("D04").clone();
        assert_eq!(finding.text("vi"), "bảng không đọc được: tệp trống", "{csv:?}");
        assert!(finding.hint("vi").starts_with("Lưu lại bảng từ Excel"), "{csv:?}");
    }
    assert_eq!(built("", "sep=,\nKhoản\nA\n").problems(), Vec::<String>::new(), "who says so may have one column");
}

#[test]
fn a_row_with_other_cells_than_the_first_is_told_in_the_words_of_an_editor() {
    let built = built("", "Khoản,Số\nA,3,5\n");
    let finding = built.finding("D03");
    assert_eq!(place(finding), format!("{CSV}:2:1"));
    assert_eq!(finding.excerpt.as_deref(), Some("A,3,5"));
    insta::assert_snapshot!(finding.text("vi"), @"dòng 2 của bảng có 3 ô, dòng đầu có 2 ô");
    insta::assert_snapshot!(finding.hint("vi"), @r#"Dấu ngăn cột ở tệp này là “,”. Ô có dấu đó bên trong thì đặt trong ngoặc kép, ví dụ "3,5"; ô trống vẫn cần dấu ngăn. Trang dùng bảng này chưa được dựng."#);
    assert_eq!(built.codes(), ["D03"], "the theme is not to blame");
    assert!(!built.has(PAGE) && built.has("thong-ke/index.html"));
    let quarantined = built.renderer.as_ref().unwrap().site.quarantined();
    assert_eq!(quarantined[0].1.as_str(), "/thong-ke/thu-chi/", "what is online there is kept");
}

#[test]
fn quotation_marks_that_do_not_close_are_found_where_they_open() {
    let built = built("", "Khoản,Số\n\"A,1\nB,2\n");
    assert_eq!(place(built.finding("D01")), format!("{CSV}:2:1"));
    assert!(!built.has(PAGE));
}

#[test]
fn unicode_text_of_excel_is_read_and_other_encodings_are_told_with_their_line() {
    let utf16 = |text: &str, swap: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for swap in [false, true] {
        let built = site("", &utf16("Khoản\tSố\r\nLương\t5\r\n", swap)).build();
        assert_eq!((built.problems(), cells(&built)), (Vec::new(), vec!["Lương".to_owned(), "5".to_owned()]));
    }
    let cut = &utf16("A\tB\nLương\t5\n", false)[..25];
    for bytes in [&b"A;B\nL\xedng;5\n"[..], cut] {
        let built = site("", bytes).build();
        let finding = built.finding("D02");
        assert_eq!(
            (finding.span.unwrap().line, finding.text("vi")),
            (2, "bảng số liệu có chữ không phải Unicode ở dòng 2".to_owned())
        );
        assert!(!built.has(PAGE));
    }
    assert_eq!(site("", b"A;B\n\0;5\n").build().finding("D36").span.unwrap().line, 2);
}

#[test]
fn control_characters_do_not_reach_the_page() {
    let built = built("", "Khoản;Số\nA\u{1}B;5\n");
    assert_eq!((built.finding("S06").span.unwrap().line, cells(&built)), (2, vec!["AB".to_owned(), "5".to_owned()]));
}

#[test]
fn a_table_too_long_for_a_page_is_cut_with_a_notice_and_offered_whole() {
    let mut csv = "Xã;Thu;Chi\n".to_owned();
    for row in 0..30_000 {
        writeln!(csv, "{row};1;2").unwrap();
    }
    let built = built("", &csv);
    let finding = built.finding("D06");
    assert_eq!(finding.text("en"), "the table has 30,000 rows, 3 columns; the page shows the first 6,665 rows");
    assert_eq!(cells(&built).len(), 6665 * 3);
    assert!(built.text(PAGE).contains("Số dòng hiện trên trang: 6.665/30.000."), "the reader is told too");
    assert_eq!(built.outputs["thong-ke/thu-chi/b.csv"], csv.into_bytes());
    assert!(built.text(PAGE).len() < 2_000_000);
}

#[test]
fn a_mistake_beyond_what_the_page_shows_is_still_a_mistake() {
    let built = built("", &format!("A;B\n{}x\n", "1;2\n".repeat(20_000)));
    assert_eq!(built.finding("D03").text("en"), "line 20002 of the table has 1 cells, the first line has 2");
}

#[test]
fn megabytes_of_anything_are_read_to_their_end() {
    const SIZE: usize = 2_000_000;
    for (name, bytes) in [
        ("one cell", b"x".repeat(SIZE)),
        ("columns", b"x;".repeat(SIZE / 2)),
        ("empty lines", b"\n".repeat(SIZE)),
        ("quotes", b"\"".repeat(SIZE)),
        ("NUL", vec![0; SIZE]),
        ("rows", [&b"a;b\n"[..], &b"1;2\n".repeat(SIZE / 4)].concat()),
        ("one long cell", [&b"a;b\n1;"[..], &b"9".repeat(SIZE)].concat()),
        ("carriage returns", b"\r".repeat(SIZE)),
        ("separators", b",;|\t\n".repeat(SIZE / 5)),
    ] {
        let built = site("", &bytes).build();
        let codes: Vec<&str> = built.codes().into_iter().filter(|code| code.starts_with('D')).collect();
        assert_eq!(codes.len(), 1, "{name}: {codes:?}");
        assert!(built.has("thong-ke/index.html"), "{name}");
    }
}

#[test]
fn numbers_of_front_matter_keep_their_digits() {
    let page = |value: &str| {
        Site::new()
            .config("twins = [\"article\"]", "twins = [\"plan\"]")
            .file("content/ke-hoach/_index.md", "---\ntitle: Kế hoạch\nkind: plan\n---\n")
            .file(
                "content/ke-hoach/a.md",
                &format!("---\ntitle: A\ntype: du-an\nsummary: B\ndate: 2024-01-02\nagency: [so-y-te]\nstatus: running\n{value}\n---\n"),
            )
            .build()
    };
    for (written, shown, json) in [
        ("12345678901234567890", "12.345.678.901.234.567.890", "\"12345678901234567890\""),
        ("0.1", "0,1", "0.1"),
        ("-1250.50", "-1.250,50", "-1250.5"),
        ("0.12345678901234567890", "0,12345678901234567890", "\"0.12345678901234567890\""),
        ("95", "95", "95"),
    ] {
        let built = page(&format!("disbursed: {written}"));
        assert!(texts(&built.html("ke-hoach/a/index.html"), "dl.facts dd").contains(&shown.to_owned()), "{written}");
        assert!(built.text("ke-hoach/a/index.json").contains(&format!("\"disbursed\":{json}")), "{written}");
    }
    for refused in ["1e3", "0x10", ".inf"] {
        assert_eq!(page(&format!("disbursed: {refused}")).finding("F10").span.unwrap().line, 8, "{refused}");
    }
    let flow = page("procurement: [{ name: A, price: 1250.50 }, { name: B, price: 007.10 }]");
    let html = flow.html("ke-hoach/a/index.html");
    assert!(texts(&html, "main td").contains(&"1250.50".to_owned()), "{:?}", texts(&html, "main td"));
}

#[test]
fn numbers_of_the_configuration_keep_their_digits() {
    let built = Site::new()
        .config("[outputs]", "[extra]\nrate = 1.10\nlarge = 0.12345678901234567890\nplain = 0.5\n\n[outputs]")
        .file(
            "themes/portal/templates/404.html",
            "{% extends \"base.html\" %}{% block content %}<h1>{{ site.extra.rate }} {{ site.extra.large }} {{ site.extra.plain | number }}</h1>{% endblock content %}",
        )
        .build();
    assert_eq!(texts(&built.html("404.html"), "h1"), ["1.10 0.12345678901234567890 0,5"]);
}

#[test]
fn years_are_not_drawn_as_bars() {
    let years = built("", "Xã;Năm đạt chuẩn\nA;2015\nB;2023\n");
    assert!(!years.text(PAGE).contains("<rect"));
    let unnamed = built("", "Xã;Đạt\nA;2015\nB;2023\n");
    assert!(!unnamed.text(PAGE).contains("<rect"), "whatever their column is called");
    assert!(built("", "Xã;Hộ\nA;215\nB;2023\n").text(PAGE).contains("<rect"));
}

#[test]
fn a_matrix_of_places_and_years_is_whole_up_to_the_bound_of_a_table_and_says_what_is_beyond() {
    let matrix = |places: usize, years: std::ops::Range<usize>| {
        let mut site = Site::new().file("content/ngan-sach/_index.md", "---\ntitle: Ngân sách\nkind: budget\n---\n");
        let item = |place: usize, year: usize| {
            format!(
                "---\ntitle: Dự toán {place} {year}\nsummary: Bảng.\ndate: 2024-01-02\nlevel: xa\nunit_name: Xã {place:04}\nyear: {year}\ntype: du-toan\nunit: đồng\n---\n"
            )
        };
        for place in 0..places {
            site =
                site.file(&format!("content/ngan-sach/x{place}.md"), &item(place, years.start + place % years.len()));
        }
        let built = site.build();
        assert_eq!(built.problems(), Vec::<String>::new());
        let html = built.html("ngan-sach/index.html");
        let rows = texts(&html, "main .matrix tbody tr").len();
        (
            rows,
            texts(&html, "main .matrix thead th").len() - 1,
            built.text("ngan-sach/index.html").contains("năm gần nhất"),
        )
    };
    assert_eq!(matrix(110, 2001..2024), (110, 23, false), "2,530 cells");
    assert_eq!(matrix(1100, 2001..2024), (1100, 18, true), "25,300 cells: the newest years that fit are shown");
}
