//! Holds that a mistake in front matter is told at the line where it was made, with what to type: a table of mistakes.
//!
//! A new mistake is one more row.

use cong::diag::Finding;

use crate::command::Workspace;
use crate::site_builder::{Built, Site, article};

/// What an editor typed between the fences, then what is told: code, line and column in the file, what is wrong, and
/// what to type. The last two are parts of the Vietnamese message.
struct Row(&'static str, &'static str, &'static str, &'static str, &'static str);

/// The front matter of an article that is all right from `title` on, which is line 2.
const REST: &str = "date: 2024-01-10\nauthor: Ban Biên tập\n";

/// Slips of YAML itself.
#[rustfmt::skip] // a row is a line
const YAML: [Row; 54] = [
    Row("title: 'Tóm tắt”\nsummary: S\n", "F03", "2:8", "thiếu dấu nháy đơn đóng", "Viết: title: 'Tóm tắt'"),
    Row("title: \"Tóm tắt”\nsummary: S\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Tóm tắt\""),
    Row("title: T\nsummary: S\nattachments:\n  - file: a.pdf\n  title: Bảng\n", "F03", "6:1", "không thẳng", "Dòng này thụt vào 4 dấu cách:     title: Bảng"),
    Row("title: \"Đường dẫn C:\\thumuc\\new\"\nsummary: S\n", "F03", "2:8", "thành dấu tab hoặc dấu xuống dòng", "Viết: title: 'Đường dẫn C:\\thumuc\\new'"),
    Row("title: T\n\tsummary: S\n", "F05", "3:1", "có dấu tab", "Xóa dấu tab, viết sát lề: summary: S"),
    Row("title: T\nsummary: S\nsource:\n\tname: Báo\n", "F05", "5:1", "có dấu tab", "Thay dấu tab bằng hai dấu cách:   name: Báo"),
    Row("title:\tT\nsummary: S\n", "F05", "2:7", "có dấu tab", "Thay dấu tab bằng một dấu cách: title: T"),
    Row("title: \"Khai trương điểm\nsummary: \"S\"\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Khai trương điểm\""),
    Row("title: \"Khai trương\nsummary: S\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Khai trương\""),
    Row("title: 'Khai trương\nsummary: S\n", "F03", "2:8", "thiếu dấu nháy đơn đóng", "Viết: title: 'Khai trương'"),
    Row("title: \"Một\nsummary: \"Hai: ba\n", "F03", "2:8", "thiếu dấu ngoặc kép đóng", "Viết: title: \"Một\""),
    Row("title: \"Khai trương \"Điểm\" tại xã\"\nsummary: S\n", "F03", "2:21", "trong ngoặc kép có ngoặc kép", "Viết: title: \"Khai trương “Điểm” tại xã\""),
    Row("title: \"Màn 24\" mới\"\nsummary: S\n", "F03", "2:15", "trong ngoặc kép có ngoặc kép", "Viết: title: \"Màn 24\\\" mới\""),
    Row("title: \"Sạch\" và \"Đẹp\"\nsummary: S\n", "F03", "2:8", "trong ngoặc kép có ngoặc kép", "Viết: title: \"“Sạch” và “Đẹp”\""),
    Row("title: \"Sạch\" và đẹp\nsummary: S\n", "F03", "2:14", "có chữ sau dấu ngoặc kép đóng", "Viết: title: \"“Sạch” và đẹp\""),
    Row("title: 'Gạo sạch' lên ngôi\nsummary: S\n", "F03", "2:18", "có chữ sau dấu ngoặc kép đóng", "Viết: title: \"'Gạo sạch' lên ngôi\""),
    Row("title: \"Gạo sạch\": lên ngôi\nsummary: S\n", "F03", "2:18", "có chữ sau dấu ngoặc kép đóng", "Viết: title: \"“Gạo sạch”: lên ngôi\""),
    Row("title: 'Gạo' và 'nước'\nsummary: S\n", "F03", "2:12", "trong ngoặc kép có ngoặc kép", "Viết: title: \"'Gạo' và 'nước'\""),
    Row("title: T\nsummary: \"Một dòng\n  hai dòng\n", "F03", "4:10", "thiếu dấu ngoặc kép đóng", "Viết: hai dòng\""),
    Row("title: T\nsummary: S\naliases: [\"/a/\", \"/b/\n", "F03", "4:10", "thiếu dấu ngoặc đóng", "Viết: aliases: [\"/a/\", \"/b/\"]"),
    Row("title: T\nsummary: S\nsource:\n  name: Báo\n  name: Hai\n", "F06", "6:3", "khóa “name” xuất hiện hai lần", "dòng đầu ở dòng 5"),
    Row("title: T\nsummary: S\nattachments:\n- file: a.pdf\n- file:b.pdf\n", "F10", "6:3", "cần một nhóm khóa", "Thiếu dấu cách sau dấu hai chấm. Viết: - file: b.pdf"),
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
    Row("title: T\nsummary: Một câu\nrồi câu nữa\n", "F03", "4:1", "phần tiếp của dòng trên phải thụt vào", "Dòng này thụt vào 2 dấu cách:   rồi câu nữa"),
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
    Row("title: T\n  summary: S\n", "F03", "3:1", "không thẳng", "Xóa khoảng trắng đầu dòng: summary: S"),
    Row(" title: T\nsummary: S\n", "F03", "2:1", "không thẳng", "Xóa khoảng trắng đầu dòng: title: T"),
    Row("title: T\nsummary: S\ntopics:\n  - de-an-06\n - chuyen-doi-so\n", "F03", "6:1", "không thẳng", "Dòng này thụt vào 2 dấu cách:   - chuyen-doi-so"),
    Row("title: T\nsummary: S\nsource:\n  name: Báo\n   url: https://bao.vn/\n", "F03", "6:1", "không thẳng", "Dòng này thụt vào 2 dấu cách:   url: https://bao.vn/"),
    Row("title: T\nsummary: S\nĐây là bài viết, không phải khai báo.\nHai: ba\n", "F03", "4:1", "phần tiếp của dòng trên", "Dòng này thụt vào 2 dấu cách:   Đây là bài"),
];

/// Values that their fields cannot take, or that are not what was typed.
#[rustfmt::skip] // a row is a line
const VALUES: [Row; 48] = [
    Row("title: T\nsummary: S\naliases: /a.php?id=1, /b c.aspx\n", "F19", "4:10", "không hợp lệ", "Viết: aliases: [\"/a.php?id=1\", \"/b c.aspx\"]"),
    Row("title: T\nsummary: S\nimage_credit: [BBT, Sở Nội vụ]\n", "F10", "4:15", "một danh sách", "Viết: image_credit: BBT, Sở Nội vụ"),
    Row("title: T\nsummary: S\nimage_credit:\n  - BBT\n  - Sở\n", "F10", "4:1", "một danh sách", "Viết: image_credit: BBT, Sở"),
    Row("title: T\nsummary: S\nattachments: bang.pdf, phu-luc.pdf\n", "F10", "4:14", "một nhóm khóa", "- file: bang.pdf | - file: phu-luc.pdf"),
    Row("title: T\nsummary: S\nattachments: C:\\Users\\An\\qd17.pdf\n", "F10", "4:14", "một nhóm khóa", "chỉ có trên máy của bạn. Chép tệp vào thư mục của bài, rồi ghi - file: qd17.pdf"),
    Row("title: T\nsummary: S\nimage: D:\\anh.jpg\nimage_alt: A\n", "F10", "4:8", "tên một tệp ảnh", "chỉ có trên máy của bạn. Chép tệp vào thư mục của bài, rồi ghi anh.jpg"),
    Row("title: T\nsummary: S\nsource: https://bao.vn/a\n", "F10", "4:9", "một nhóm khóa", "name: … | url: https://bao.vn/a"),
    Row("title: T\nsummary: S\nrelated:\n  - /tin-tuc/bai/\n", "F10", "5:5", "tệp .md", "không ghi địa chỉ trên cổng: ../tin-tuc/bai.md"),
    Row("title: T\nsummary: S\ndraft: yes\n", "F10", "4:8", "cần true hoặc false", "Viết: draft: true"),
    Row("title: T\nsummary: S\ndraft: Không\n", "F10", "4:8", "cần true hoặc false", "Viết: draft: false"),
    Row("title: T\nsummary: S\nfeatured: \"true\"\n", "F10", "4:11", "cần true hoặc false", "Viết: featured: true"),
    Row("title: T\nsummary: S\nfeatured: “true”\n", "F10", "4:11", "cần true hoặc false", "Viết: featured: true"),
    Row("title: T\nsummary: S\nfeatured: 1\n", "F10", "4:11", "cần true hoặc false", "Viết: featured: true"),
    Row("title: T\nsummary: S\nfeatured: ít\n", "F10", "4:11", "cần true hoặc false", "đưa lên khối tin nổi bật"),
    Row("title: T\nsummary: S\nweight: \"10\"\n", "F10", "4:9", "một số nguyên", "Viết 10, bỏ dấu ngoặc kép."),
    Row("title: T\nsummary: S\nweight: 1.000\n", "F10", "4:9", "một số nguyên", "Chỉ viết số: 1000"),
    Row("title: T\nsummary: S\nweight: 10 mục\n", "F10", "4:9", "một số nguyên", "Chỉ viết số: 10"),
    Row("title: T\nsummary: S\nweight: 10,5\n", "F10", "4:9", "một số nguyên", "không có phần lẻ"),
    Row("title: T\nsummary: S\nweight: \"\"\n", "F17", "4:9", "“weight” để trống", "hoặc xóa dòng này"),
    Row("title: [Khẩn]\nsummary: S\n", "F10", "2:8", "một danh sách", "Viết: title: \"[Khẩn]\""),
    Row("title: {Khẩn}\nsummary: S\n", "F10", "2:8", "một nhóm khóa", "Viết: title: \"{Khẩn}\""),
    Row("title: !Ban Biên tập\nsummary: S\n", "F10", "2:8", "giá trị bắt đầu bằng !", "Viết: title: \"!Ban Biên tập\""),
    Row("title: T\nsummary: S\nreport_topics:\n  - Điều 1: phạm vi\n", "F10", "5:5", "một nhóm khóa", "Viết: - \"Điều 1: phạm vi\""),
    Row("title: T\nsummary: S\nreport_topics: [a, ~]\n", "F10", "4:20", "ô trống", "xóa mục trống"),
    Row("title: T\nsummary: S\nimage: [anh.jpg]\n", "F10", "4:8", "một danh sách", "Viết: image: anh.jpg"),
    Row("title: T\nsummary: S\nimage: https://a.vn/anh.jpg\n", "F10", "4:8", "tên một tệp ảnh", "Tải tệp về"),
    Row("title: T\nsummary: S\nsource: Báo Nhân Dân\n", "F10", "4:9", "một nhóm khóa", "name: Báo Nhân Dân"),
    Row("title: T\nsummary: S\nattachments: a.pdf\n", "F10", "4:14", "một nhóm khóa", "- file: a.pdf"),
    Row("title: T\nsummary: S\nrelated: ../gioi-thieu/ban\n", "F10", "4:10", "tệp .md", "Viết: related: ../gioi-thieu/ban.md"),
    Row("title: T\nsummary: S\nsource: {name: Báo, url: bao.vn}\n", "F10", "4:26", "https://", "Viết: url: https://bao.vn"),
    Row("title: T\nsummary: S\nagency: so-tttt, so-y-te\n", "F16", "4:9", "[[agencies]]", "Viết: [so-tttt, so-y-te]"),
    Row("title: T\nsummary: S\nagency: Sở y tế, Sở Thông tin và Truyền thông\n", "F16", "4:9", "[[agencies]]", "Viết: [so-y-te, so-tttt]"),
    Row("title: T\nsummary: S\nagency: SỞ Y TẾ\n", "F16", "4:9", "[[agencies]]", "Viết: so-y-te"),
    Row("title: T\nsummary: S\ntopics:\n  -de-an-06\n", "F16", "5:3", "[[topics]]", "Thiếu dấu cách sau dấu gạch đầu dòng. Viết: - de-an-06"),
    Row("tiêu đề: T\nsummary: S\n", "F09", "2:1", "không có khóa “tiêu đề”", "Có phải ý bạn là “title” (Tiêu đề)? Viết: title: T"),
    Row("title: T\nTóm tắt: S\n", "F09", "3:1", "không có khóa “Tóm tắt”", "Có phải ý bạn là “summary” (Sapô)? Viết: summary: S"),
    Row("title: T\nsummary: S\nhen_gio_dang: 2024-01-10\n", "F09", "4:1", "hen_gio_dang", "Có phải ý bạn là “publish_at” (Hẹn giờ đăng)? Viết: publish_at: 2024-01-10"),
    Row("titel: T\nsummary: S\n", "F09", "2:1", "titel", "Có phải ý bạn là “title” (Tiêu đề)? Viết: title: T"),
    Row("title: T\nsummary: S\ntags: [a]\n", "F09", "4:1", "tags", "Có phải ý bạn là “topics” (Chuyên đề)? Viết: topics: [a]"),
    Row("title: T\nsummary: S\n\u{200b}weight: 5\n", "F09", "4:1", "weight", "ký tự vô hình"),
    Row("title: T\nsummary: S\nattachments:\n\u{a0}\u{a0}- file: a.pdf\n", "F09", "5:1", "file", "chép từ Word"),
    Row("title: Nghị quyết #42 về đất đai\nsummary: S\n", "F32", "2:19", "YAML coi “#42 về đất đai” là ghi chú", "Viết: title: \"Nghị quyết #42 về đất đai\""),
    Row("title: T\nsummary: \"Nghị quyết\" #42\n", "F32", "3:23", "cắt giá trị của “summary”", "Viết: summary: \"Nghị quyết #42\""),
    Row("title: T\nsummary: S\nimage_credit: #5\n", "F32", "4:15", "“image_credit”", "Viết: image_credit: \"#5\""),
    Row("title: T\nsummary: S\nreport_topics:\n  - Số #3\n", "F32", "5:8", "“report_topics”", "Viết: - \"Số #3\""),
    Row("title: T\nsummary: S\nsource:\n  name: Báo #1\n", "F32", "5:13", "“name”", "Viết: name: \"Báo #1\""),
    Row("title: T\nsummary: Một câu\n  ở số #3\n", "F32", "4:8", "“summary”", "Đặt cả giá trị, đến hết dòng cuối của nó, trong dấu ngoặc kép"),
    Row("title: T\nsummary: S\nexpires: 2024-01-10\n", "F21", "4:10", "“expires” đứng trước “date”", "Trang sẽ không hiện lúc nào"),
];

/// Dates, each typed as `publish_at`: code, column, what is told and what to type.
#[rustfmt::skip] // a row is a line
const DATES: [(&str, &str, &str, &str); 14] = [
    ("32/12/2026", "F12", "32/12/2026", "Tháng 12/2026 có 31 ngày."),
    ("30/11/2026 08:00", "F13", "ngày phải viết năm-tháng-ngày", "Viết lại: 2026-11-30 08:00"),
    ("2026-11-30 8h", "F13", "giờ phải viết giờ:phút", "Viết lại: 2026-11-30 08:00"),
    ("2026-11-30 8h30", "F13", "giờ phải viết giờ:phút", "Viết lại: 2026-11-30 08:30"),
    ("\"08:00 30/11/2026\"", "F13", "ngày phải viết năm-tháng-ngày", "Viết lại: 2026-11-30 08:00"),
    ("20/11/26", "F13", "ngày phải viết năm-tháng-ngày", "Viết lại: 2026-11-20"),
    ("ngày 20 tháng 11 năm 2026", "F13", "ngày phải viết năm-tháng-ngày", "Viết lại: 2026-11-20"),
    ("11/30/2026", "F13", "ngày phải viết năm-tháng-ngày", "Viết lại: 2026-11-30"),
    ("20261130", "F13", "ở đây là 20261130", "Viết lại: 2026-11-30"),
    ("ngày mai", "F13", "ngày phải viết năm-tháng-ngày", "năm đủ bốn chữ số"),
    ("30/11", "F13", "ngày phải viết năm-tháng-ngày", "Thiếu năm"),
    ("31/02/2026", "F12", "31/02/2026", "Tháng 2/2026 có 28 ngày."),
    ("2026-13-01", "F12", "2026-13-01", "Không có tháng 13. Nếu ngày và tháng bị đổi chỗ thì viết lại: 2026-01-13"),
    ("2026-11-30 24:00", "F12", "24:00", "Viết lại: 2026-12-01 00:00"),
];

/// What looks like a mistake and is none.
const SOUND: [&str; 7] = [
    "title: \"Ổ C:\\\\thumuc\"\nsummary: \"Một câu.\"\naliases: [\"/a.php?x=1,2\", /c/]\n",
    "title: Bài C# và F#\nsummary: S\nimage_credit: A  # người chụp\n",
    "title: \"Nghị quyết #42\" # ghi chú\nsummary: |\n  Dòng #1\n  # dòng hai\n",
    "# ghi chú\ntitle : Dấu cách trước hai chấm\nsummary: Xem https://a.vn/#muc và 10:30\n",
    "title: “Sống xanh”\nsummary: 'Ea H''leo' # tên huyện\ntopics: [de-an-06] # một\n",
    "title: T\nsummary: S\n# tags: [a]\nupdated: 2024-01-10\npublish_at: 2024-01-09 # hẹn\n",
    "\"title\": \"T\"\nsummary:\n  S\nreport_topics:\n- a\n- \"b: c d\"\n",
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
        let found: Vec<&Finding> = built.findings.iter().filter(|finding| *finding.file == *file(index)).collect();
        let told = |finding: &&Finding| {
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

#[test]
fn a_value_that_does_not_fit_is_told_with_the_value_that_does() {
    hold(&VALUES);
}

#[test]
fn a_date_is_told_as_it_was_meant_and_never_as_a_sample() {
    let typed: Vec<String> =
        DATES.iter().map(|(date, ..)| format!("title: T\nsummary: S\npublish_at: {date}\n")).collect();
    let rows: Vec<Row> = DATES
        .iter()
        .zip(&typed)
        .map(|((_, code, text, next), typed)| Row(typed.clone().leak(), code, "4:13", text, next))
        .collect();
    hold(&rows);
}

#[test]
fn what_only_looks_like_a_mistake_is_passed_over() {
    let rows: Vec<Row> = SOUND.iter().map(|typed| Row(typed, "", "", "", "")).collect();
    let built = portal(&rows);
    assert_eq!(built.problems(), Vec::<String>::new());
}

#[test]
fn items_of_a_folder_without_a_section_are_told_once_that_it_has_none() {
    let item = |name: &str| (format!("content/du-lich/{name}.md"), article("Thác", "2024-01-10", "", "Nước.\n"));
    let with = |site: Site, (path, text): (String, String)| site.file(&path, &text);
    let site = ["2024/01/a", "2024/02/b", "c/index"].map(item).into_iter().fold(Site::new(), with);
    let built = site.build();
    let finding = built.finding("F34");
    assert_eq!(built.codes(), ["F34"]);
    assert_eq!((&*finding.file, finding.related.len()), ("content/du-lich/2024/01/a.md", 2));
    assert_eq!(
        finding.text("vi"),
        "thư mục content/du-lich chưa có _index.md, nên bài này và 2 bài khác ở đó bị coi là loại page, loại này không có khóa author"
    );
    assert!(
        finding.hint("vi").contains("Tạo content/du-lich/_index.md") && finding.hint("vi").contains("kind: article")
    );

    let index = |text: &str| site.clone().file("content/du-lich/_index.md", text).build();
    let unnamed = index("---\ntitle: Du lịch\n---\n");
    assert_eq!(unnamed.finding("F34").hint("vi"), "Thêm dòng kind: article vào content/du-lich/_index.md.");
    assert_eq!(index("---\ntitle: Du lịch\nkind: article\n---\n").problems(), Vec::<String>::new());
    let page = index("---\ntitle: Du lịch\nkind: page\n---\n");
    assert_eq!(page.codes(), ["F09", "F09", "F09"], "where a section is of pages, the key is the mistake");
    // A slip in a key is a slip, whatever else the folder lacks.
    let slip = Site::new().file("content/du-lich/a.md", "---\ntitle: A\nsumary: S\n---\n").build();
    assert!(slip.finding("F09").hint("vi").contains("summary"));
}

#[test]
fn a_link_to_a_page_that_moved_is_told_the_path_to_type_and_the_redirect_to_add() {
    let section = |title: &str| format!("---\ntitle: {title}\nkind: article\n---\n");
    let built = Site::new()
        .file("content/tin-tuc/thong-bao/_index.md", &section("Thông báo"))
        .article("content/tin-tuc/thong-bao/nghi.md", "Nghỉ", "2024-01-10", "", "Nghỉ.\n")
        .page("a", "[một](../thong-bao/_index.md)\n\n[hai](../tin-tuc/2023/nghi.md)\n\n[ba](bb.md)\n")
        .page("b", "Chữ.\n")
        .build();
    let hints: Vec<String> = built
        .findings
        .iter()
        .filter(|finding| finding.message.code == "M03")
        .map(|finding| finding.hint("vi"))
        .collect();
    let moved = |file: &str, old: &str| {
        format!(
            "Tệp cùng tên có ở content/{file}. Viết: ../{file}. Nếu trang đã chuyển chỗ, thêm vào content/{file} dòng: aliases: [{old}]"
        )
    };
    assert_eq!(
        hints,
        [
            moved("tin-tuc/thong-bao/_index.md", "/thong-bao/"),
            moved("tin-tuc/thong-bao/nghi.md", "/tin-tuc/2023/nghi/"),
            "Có phải ý bạn là b.md?".to_owned(),
        ]
    );
}

#[test]
fn a_mistake_far_to_the_right_is_shown_with_its_column_and_what_stands_around_it() {
    let body = format!("{}[xem](khong-co.md) và còn nữa.\n", "Đoạn văn dài về thủ tục. ".repeat(20));
    let workspace = Workspace::with(&Site::new().page("a", &body));
    let run = workspace.cong(&["build", "--at", "2024-01-15", "--quiet", "--lang", "vi"]);
    insta::assert_snapshot!(run.err, @r"
    lỗi[M03]: liên kết tới content/gioi-thieu/khong-co.md, tệp này không có
     --> content/gioi-thieu/a.md:4:501
      |
    4 | ...                   thủ tục. Đoạn văn dài về thủ tục. Đoạn văn dài về thủ tục. [xem](khong-co.md) và còn nữa.
      |                                                                                  ^^^^^^^^^^^^^^^^^^
      |
      = cách sửa: Kiểm tra tên tệp và thư mục, đường dẫn tính từ thư mục của trang này.
    ");
}

#[test]
fn a_moment_of_the_command_line_is_told_as_it_was_meant() {
    let workspace = Workspace::with(&Site::new());
    for (typed, told) in [("30/11/2026 8h", "Viết lại: 2026-11-30 08:00"), ("hôm nay", "năm đủ bốn chữ số")]
    {
        let run = workspace.cong(&["build", "--lang", "vi", "--at", typed]);
        assert!(run.code == 2 && run.err.contains(typed) && run.err.contains(told), "{}", run.err);
    }
}
