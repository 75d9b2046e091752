//! The yearly report of the sample portal holds the figures and the order of headings of the report that the province handed in for 2023
//! (rows 18, 21, 22, 23, 24, 26, 27 and 46 of what the portal must do). What is expected was copied from that report by hand.

use std::io::Read;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::command::Workspace;

const ASKED: [&str; 4] = ["report", "year", "2023", "--to"];

/// The sample portal, as it stands in the repository.
fn cong(more: &[&str]) -> (i32, Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cong"))
        .args(["-C", env!("CARGO_MANIFEST_DIR")])
        .args(ASKED)
        .arg("2023-12-28")
        .args(more)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

fn text(more: &[&str]) -> String {
    String::from_utf8(cong(more).1).unwrap()
}

static MARKDOWN: LazyLock<String> = LazyLock::new(|| text(&[]));
static JSON: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&text(&["--format", "json"])).unwrap());

fn figure(id: &str) -> &'static Value {
    let figures = JSON["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["id"] == id).unwrap_or_else(|| panic!("no figure {id}"))
}

/// The texts stand one behind the other.
fn assert_in_order(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for (at, part) in wanted.iter().enumerate() {
        let found = rest.find(part).unwrap_or_else(|| panic!("{part} is not behind {:?}", &wanted[..at]));
        rest = &rest[found + part.len()..];
    }
}

#[test]
fn row_46_the_headings_stand_in_the_order_of_the_report_of_2023() {
    let headings: Vec<String> = MARKDOWN
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim().to_owned())
        .collect();
    assert_eq!(
        headings,
        [
            "BÁO CÁO",
            "I. KẾT QUẢ HOẠT ĐỘNG NĂM 2023",
            "1. Công tác quản trị, tổ chức",
            "2. Công tác an toàn thông tin",
            "3. Công tác thông tin tuyên truyền",
            "4. Lượt truy cập, tiếp cận",
            "5. Đánh giá kết quả hoạt động",
            "5.1. Kết quả đạt được",
            "5.2. Tồn tại, hạn chế",
            "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024",
        ]
    );
}

#[test]
fn row_46_the_figures_stand_in_the_order_of_the_report_of_2023() {
    assert_in_order(
        &MARKDOWN,
        &[
            "/BC-STTTT",
            "Kính gửi: Ủy ban nhân dân tỉnh",
            "2461/QĐ-UBND",
            "1764/QĐ-BBT",
            "42/2022/NĐ-CP",
            "268/BC-STTTT",
            "649 lượt",
            "26 lượt",
            "300 thông báo",
            "28 tỉnh",
            "07 dự án",
            "288 lượt",
            "trên 500 cán bộ",
            "18 lượt",
            "14 cơ quan",
            "11 báo cáo",
            "221 banner",
            "tính đến tháng 11/2023",
            "10 cơ quan",
            "100%",
            "28/12/2023",
            "16.533 thông tin",
            "trên 1.200",
            "trên 550",
            "trên 1.400",
            "150 ",
            "trên 820",
            "trên 200",
            "1.425",
            "trên 300",
            "15.316",
            "16.000",
            "trên 8.193",
            "166.586.883",
            "tăng 125,3%",
            "73.943.269",
            "SimilarWeb",
            "11/2023",
            "thứ 20",
            "06 phút 05 giây",
            "tăng 125,3%",
            "Đài Phát thanh - Truyền hình và Báo",
            "Cục Thuế",
            "Chơn Thành",
            "Phước Long",
            "16.500",
            "3.000",
            "Nơi nhận:",
            "GIÁM ĐỐC",
        ],
    );
    // Public telephone numbers come from the contacts of the portal.
    for number in ["0271.1022", "0844.689.393", "02713.879.193", "02713.888.891", "02713.870.047"] {
        assert!(MARKDOWN.contains(number), "{number}");
    }
}

#[test]
fn row_18_the_channels_of_interaction_add_up() {
    assert!(MARKDOWN.contains("26 + 300 + 28 + 07 + 288 = 649"));
    assert_eq!(figure("interactions")["value"], 649);
    let parts =
        ["drafts", "notices", "provinces", "assessments", "calls"].map(|id| figure(id)["value"].as_i64().unwrap());
    assert_eq!(parts, [26, 300, 28, 7, 288]);
}

#[test]
fn row_21_growth_and_the_share_of_the_plan_are_computed() {
    assert!(MARKDOWN.contains("tăng 7,9%") && MARKDOWN.contains("đạt 103,3%"), "{}", *MARKDOWN);
    assert_eq!((&figure("items_growth")["value"], &figure("plan_share")["value"]), (&79.into(), &1033.into()));
    assert_eq!(figure("items_growth")["formula"], "16.533 : 15.316 - 1 = +7,9%");
}

#[test]
fn row_23_topics_need_not_add_up_and_the_text_says_so() {
    // 1.200 + 550 + 1.400 + 150 + 820 + 200 + 1.425 + 300
    assert!(MARKDOWN.contains("tổng các nhóm (6.045) không bằng tổng số thông tin"));
}

#[test]
fn row_26_visits_grow_by_125_3_percent() {
    assert_eq!(figure("visits_growth")["formula"], "166.586.883 : 73.943.269 - 1 = +125,3%");
}

#[test]
fn row_27_what_others_measure_has_its_source_and_month() {
    assert!(MARKDOWN.contains("Theo SimilarWeb, tháng 11/2023: Cổng xếp thứ 20"));
    assert_eq!((&figure("rank")["source"], &figure("rank")["date"]), (&"SimilarWeb".into(), &"2023-11".into()));
}

#[test]
fn the_sample_has_nothing_wrong_in_its_files_of_figures() {
    let (code, _, told) = cong(&[]);
    assert!(code == 0 && !told.contains("K4"), "{told}");
}

#[test]
fn every_figure_can_be_traced_to_what_it_counts() {
    for own in JSON["figures"].as_array().unwrap() {
        assert!(!own["traces"].as_array().unwrap().is_empty(), "{own}");
        assert!(own["how"] != "given" || (own["source"] != "" && own["date"] != ""), "{own}");
    }
    let explained = text(&["--explain", "items"]);
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/_report/2023.toml")).unwrap();
    let line = file.lines().position(|line| line == "[figures.items]").unwrap() + 1;
    assert!(
        explained.contains("16.533") && explained.contains(&format!("content/_report/2023.toml:{line}")),
        "{explained}"
    );
    assert!(text(&["--explain", "kind.article"]).contains("content/tin-tuc/"));
}

#[test]
fn all_forms_have_the_same_figures() {
    let html = text(&["--format", "html"]);
    let csv = text(&["--format", "csv"]);
    for shown in ["16.533", "166.586.883", "tăng 125,3%", "06 phút 05 giây", "trên 8.193"] {
        assert!(html.contains(shown) && csv.contains(shown), "{shown}");
    }
    assert!(csv.contains("items_growth,So với năm trước,7.9,\"tăng 7,9%\",computed"), "{csv}");
}

/// A part of a ZIP archive, found by the names that stand before their contents.
fn part(archive: &[u8], name: &str) -> String {
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let short = |from: usize| usize::from(u16::from_le_bytes([archive[at + from], archive[at + from + 1]]));
        let size = u32::from_le_bytes(archive[at + 18..at + 22].try_into().unwrap()) as usize;
        let (own, data) = (short(26), at + 30 + short(26) + short(28));
        if &archive[at + 30..at + 30 + own] == name.as_bytes() {
            let mut text = String::new();
            flate2::read::DeflateDecoder::new(&archive[data..data + size]).read_to_string(&mut text).unwrap();
            return text;
        }
        at = data + size;
    }
    panic!("no {name}");
}

#[test]
fn row_46_the_docx_is_laid_out_as_an_administrative_text() {
    let workspace = Workspace::empty();
    let out = workspace.join("bao-cao.docx");
    assert_eq!(cong(&["--format", "docx", "--out", out.to_str().unwrap()]).0, 0);
    let archive = std::fs::read(&out).unwrap();
    let (document, styles) = (part(&archive, "word/document.xml"), part(&archive, "word/styles.xml"));
    // NĐ 30/2020, annex I: A4; 20, 20, 30 and 15 mm in twentieths of a point; Times New Roman, 14 pt.
    assert!(document.contains("w:w=\"11906\" w:h=\"16838\""));
    assert!(document.contains("w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\""));
    assert!(styles.contains("w:ascii=\"Times New Roman\"") && styles.contains("<w:sz w:val=\"28\"/>"));
    assert_in_order(
        &document,
        &[
            "UBND TỈNH BÌNH PHƯỚC",
            "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
            "/BC-STTTT",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Bình Phước, ngày",
            "BÁO CÁO",
            "Kết quả hoạt động",
            "Kính gửi:",
            "Căn cứ",
            "I. KẾT QUẢ",
            "16.533",
            "II. PHƯƠNG HƯỚNG",
            "Nơi nhận:",
            "Lưu: VT.",
            "GIÁM ĐỐC",
        ],
    );
    for name in ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/header1.xml"] {
        let text = part(&archive, name);
        assert_eq!(text.matches('<').count(), text.matches('>').count(), "{name}");
    }
    let again = workspace.join("lan-hai.docx");
    cong(&["--format", "docx", "--out", again.to_str().unwrap()]);
    assert_eq!(archive, std::fs::read(again).unwrap(), "the same bytes each time");
}
