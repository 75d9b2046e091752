//! Holds that a mistake in front matter is told at the line where it was made, with what to type: a table of mistakes.
//!
//! A new mistake is one more row.

use cong::diag::Diagnostic;

use crate::site_builder::{Built, Site};

/// What an editor typed between the fences, then what is told: code, line and column in the file, what is wrong, and
/// what to type. The last two are parts of the Vietnamese message.
struct Row(&'static str, &'static str, &'static str, &'static str, &'static str);

/// The front matter of an article that is all right from `title` on, which is line 2.
const REST: &str = "date: 2024-01-10\nauthor: Ban Biên tập\n";

/// Slips of YAML itself.
const YAML: [Row; 40] = [
    Row("title: \"Khai trương điểm\nsummary: \"S\"\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Khai trương điểm\""),
    Row("title: \"Khai trương\nsummary: S\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Khai trương\""),
    Row("title: 'Khai trương\nsummary: S\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: 'Khai trương'"),
    Row("title: \"Một\nsummary: \"Hai: ba\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Một\""),
    Row("title: \"Khai trương \"Điểm\" tại xã\"\nsummary: S\n", "F03", "2:21", "trong ngoặc kép có ngoặc kép", "Viết: title: \"Khai trương “Điểm” tại xã\""),
    Row("title: \"Màn 24\" mới\"\nsummary: S\n", "F03", "2:15", "trong ngoặc kép có ngoặc kép", "Viết: title: \"Màn 24\\\" mới\""),
    Row("title: \"Sạch\" và \"Đẹp\"\nsummary: S\n", "F03", "2:8", "trong ngoặc kép có ngoặc kép", "Viết: title: \"“Sạch” và “Đẹp”\""),
    Row("title: \"Sạch\" và đẹp\nsummary: S\n", "F03", "2:14", "có chữ sau dấu ngoặc kép đóng", "Viết: title: \"“Sạch” và đẹp\""),
    Row("title: 'Ea H'leo'\nsummary: S\n", "F03", "2:13", "trong ngoặc kép có ngoặc kép", "Viết: title: \"Ea H'leo\""),
    Row("title: \"Ổ C:\\Xuân\"\nsummary: S\n", "F03", "2:13", "có dấu \\ trong ngoặc kép", "Viết: title: 'Ổ C:\\Xuân'"),
    Row("title: \"A\",\nsummary: S\n", "F03", "2:11", "thừa dấu phẩy", "Viết: title: \"A\""),
    Row("title:\"Không cách\"\nsummary: \"S\"\n", "F03", "2:6", "thiếu dấu cách sau dấu hai chấm", "Viết: title: \"Không cách\""),
    Row("title:Không cách\nsummary: S\n", "F03", "2:6", "thiếu dấu cách sau dấu hai chấm", "Viết: title: Không cách"),
    Row("title: T\nsummary: S\ndraft:true\n", "F03", "4:6", "thiếu dấu cách sau dấu hai chấm", "Viết: draft: true"),
    Row("title:\u{a0}Từ Word\nsummary: S\n", "F03", "2:7", "dấu cách cứng hoặc ký tự vô hình", "Viết: title: Từ Word"),
    Row("title\u{ff1a}Bộ gõ\nsummary: S\n", "F03", "2:6", "không phải dấu hai chấm", "Viết: title: Bộ gõ"),
    Row("title = \"Kiểu TOML\"\nsummary: S\n", "F03", "2:6", "không phải dấu =", "Viết: title: \"Kiểu TOML\""),
    Row("title Quên\nsummary: S\n", "F03", "2:6", "thiếu dấu hai chấm sau khóa", "Viết: title: Quên"),
    Row("title: Thông báo: nghỉ Tết\nsummary: S\n", "F04", "2:17", "giá trị có dấu hai chấm", "Viết: title: \"Thông báo: nghỉ Tết\""),
    Row("title: Nói “A”: \"B\"\nsummary: S\n", "F04", "2:15", "giá trị có dấu hai chấm", "Viết: title: 'Nói “A”: \"B\"'"),
    Row("title: “Thông báo: nghỉ”\nsummary: S\n", "F04", "2:18", "giá trị có dấu hai chấm", "Viết: title: \"Thông báo: nghỉ\""),
    Row("title: T\nsummary: Một câu dài\n  rồi nói: tiếp\n", "F04", "4:10", "giá trị có dấu hai chấm", "đến hết dòng cuối"),
    Row("title: T\nsummary: Một câu\nrồi câu nữa\n", "F03", "4:1", "phần tiếp của dòng trên phải thụt vào", "Viết: rồi câu nữa"),
    Row("title: T\nsummary: Nhà số #3\n  phố Huế\n", "F03", "3:17", "dấu # cắt giá trị", "đến hết dòng cuối"),
    Row("title: @tinh xin chào\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"@tinh xin chào\""),
    Row("title: `ma`\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"`ma`\""),
    Row("title: % tăng trưởng\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"% tăng trưởng\""),
    Row("title: - gạch\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"- gạch\""),
    Row("title: | một dòng\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"| một dòng\""),
    Row("title: > 100 ca\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"> 100 ca\""),
    Row("title: [Khẩn] Nghỉ học\nsummary: S\n", "F03", "2:8", "bắt đầu bằng dấu", "Viết: title: \"[Khẩn] Nghỉ học\""),
    Row("title: *Nghỉ học*\nsummary: S\n", "F07", "2:8", "&", "Viết: title: \"*Nghỉ học*\""),
    Row("title: &Nghỉ\nsummary: S\n", "F07", "2:8", "&", "Viết: title: \"&Nghỉ\""),
    Row("title: T\nsummary: S\ntopics: [de-an-06\n", "F03", "4:9", "thiếu dấu ngoặc đóng", "Viết: topics: [de-an-06]"),
    Row("title: T\nsummary: S\nreport_topics: [số #3, số 4]\n", "F03", "4:20", "dấu # cắt danh sách", "Viết: report_topics: [\"số #3\", số 4]"),
    Row("title: T\n  summary: S\n", "F03", "3:1", "không thẳng", "Viết: summary: S"),
    Row(" title: T\nsummary: S\n", "F03", "2:1", "không thẳng", "Viết: title: T"),
    Row("title: T\nsummary: S\ntopics:\n  - de-an-06\n - chuyen-doi-so\n", "F03", "6:1", "không thẳng", "Viết: - chuyen-doi-so"),
    Row("title: T\nsummary: S\nsource:\n  name: Báo\n   url: https://bao.vn/\n", "F03", "6:1", "không thẳng", "Viết: url: https://bao.vn/"),
    Row("title: T\nsummary: S\nĐây là bài viết, không phải khai báo.\nHai: ba\n", "F03", "4:1", "phần tiếp của dòng trên", "Viết: Đây là bài"),
];

fn file(index: usize) -> String {
    format!("content/tin-tuc/bai-{index:02}.md")
}

/// One portal with a file for each row.
fn portal(rows: &[Row]) -> Built {
    let with = |site: Site, (index, row): (usize, &Row)| {
        site.file(&file(index), &format!("---\n{}{REST}---\nNội dung.\n", row.0))
    };
    rows.iter().enumerate().fold(Site::new(), with).build()
}

/// Each row has one finding, where it says and with what it says. All that differ are shown at once.
fn hold(rows: &[Row]) {
    let built = portal(rows);
    let mut wrong = Vec::new();
    for (index, Row(typed, code, place, text, next)) in rows.iter().enumerate() {
        let found: Vec<&Diagnostic> = built.findings.iter().filter(|finding| *finding.file == *file(index)).collect();
        let told = |finding: &&Diagnostic| {
            let span = finding.span.unwrap_or_default();
            let place_is = format!("{}:{}", span.line, span.column);
            let (vi, hint) = (finding.text("vi"), finding.hint("vi"));
            let holds = finding.message.code == *code && place_is == *place && vi.contains(text) && hint.contains(next);
            (holds, format!("{} {place_is} {vi} | {hint}", finding.message.code))
        };
        let told: Vec<(bool, String)> = found.iter().map(told).collect();
        if told.len() != 1 || !told[0].0 {
            let told: Vec<&str> = told.iter().map(|(_, told)| told.as_str()).collect();
            wrong.push(format!("{typed}wanted: {code} {place} {text} | {next}\ntold:   {}\n", told.join("\n        ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn a_slip_of_yaml_is_told_on_its_line_with_the_line_as_it_must_stand() {
    hold(&YAML);
}
