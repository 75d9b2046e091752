//! Holds that every mistake in front matter gets a message of its own, at the line and column where the editor made it.

use std::sync::LazyLock;

use cong::diag::{Finding, Severity};

use crate::command::Workspace;
use crate::site_builder::{Built, Site, article, place};

const DAY: &str = "2024-01-10";

/// One file a defect; each must be reported on its own, and none may hide another.
fn defects() -> Site {
    let news = |name: &str| format!("content/tin-tuc/{name}.md");
    let with = |more: &str| article("Tin", DAY, more, "Nội dung.\n");
    let laughs: String = (1..9).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(9))).collect();
    Site::new()
        .file(&news("khoa-la"), &with("sumry: thừa\n"))
        .file(&news("khoa-la-trong-nhom"), &with("source:\n  name: Báo\n  link: https://bao.example\n"))
        .file(&news("sai-kieu"), &with("draft: có\n"))
        .file(&news("thieu-khoa"), &format!("---\ntitle: Tin\nsummary: Sapô.\ndate: {DAY}\n---\nNội dung.\n"))
        .file(&news("de-trong"), &article("Tin", "", "", ""))
        .file(&news("ngay-khong-co"), &article("Tin", "2024-02-30", "", ""))
        .file(&news("ngay-viet-nguoc"), &article("Tin", "15/01/2024", "", ""))
        .file(&news("khong-co-khai-bao"), "# Tin\n\nNội dung.\n")
        .file(&news("chua-dong"), "---\ntitle: Tin\n\nNội dung.\n")
        .file(&news("bom"), &format!("\u{feff}{}", with("")))
        .file(&news("crlf"), &with("").replace('\n', "\r\n"))
        .file(&news("tab"), &with("draft:\ttrue\n"))
        .file(&news("khoa-hai-lan"), &with("title: Lần hai\n"))
        .file(&news("tieng-cuoi"), &with(&format!("a0: &a0 [ha]\n{laughs}")))
        .file(&news("qua-dai"), &article("Tin", DAY, "", &"Một đoạn dài. ".repeat(130_000)))
        .bytes(&news("tcvn3"), b"---\ntitle: Ti\xd5ng Vi\xd6t\n---\n")
        .file(&news("nfd"), &article("Tin Vie\u{323}\u{302}t", DAY, "", "Nội dung.\n"))
        .file(&news("hai-cham"), &article("Thông báo: nghỉ Tết", DAY, "", ""))
        .file(&news("loai-la"), &with("kind: artcle\n"))
        .file(&news("co-quan-la"), &with("agency:\n  - so-tttt\n  - so-ytee\n"))
        .file(&news("nguoc-ngay"), &with("publish_at: 2024-02-01\nexpires: 2024-01-02\n"))
        .file(&news("mot-loi-hai-cho"), &with("draft: có\ntopics: [de-an-6]\n"))
        .file(&news("dung"), &with(""))
}

fn built() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| defects().build());
    &BUILT
}

fn of_file(name: &str) -> Vec<&'static Finding> {
    built().findings.iter().filter(|finding| *finding.file == *format!("content/tin-tuc/{name}.md")).collect()
}

/// The one finding of a file; its page is not built when the finding is an error.
fn only(name: &str, code: &str, line_and_column: &str) -> &'static Finding {
    let found = of_file(name);
    let shown: Vec<String> =
        found.iter().map(|finding| format!("{} {}", finding.message.code, place(finding))).collect();
    assert_eq!(shown, [format!("{code} content/tin-tuc/{name}.md{line_and_column}")]);
    let refused = found[0].severity() == Severity::Error;
    assert_eq!(built().has(&format!("tin-tuc/{name}/index.html")), !refused, "whether {name} is built");
    found[0]
}

#[test]
fn an_unknown_key_is_shown_with_the_nearest_known_one() {
    assert_eq!(only("khoa-la", "F09", ":6:1").hint("en"), "Did you mean “summary” (Lead)? Write: summary: thừa");
}

#[test]
fn an_unknown_key_inside_a_group_is_found_where_it_stands() {
    assert_eq!(
        only("khoa-la-trong-nhom", "F09", ":8:3").hint("en"),
        "What can stand here: name (Source name), url (Source address)"
    );
}

#[test]
fn a_value_of_the_wrong_type_says_what_is_wanted_and_what_was_found() {
    assert_eq!(only("sai-kieu", "F10", ":6:8").text("vi"), "khóa “draft” cần true hoặc false, ở đây là chữ");
}

#[test]
fn a_missing_field_is_named_with_its_label() {
    assert_eq!(only("thieu-khoa", "F11", ":1:1").text("vi"), "thiếu khóa bắt buộc “author” (Tác giả)");
}

#[test]
fn a_required_key_without_a_value_is_not_taken_for_a_missing_key() {
    assert_eq!(only("de-trong", "F17", ":4:1").text("en"), "the key “date” is empty");
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    assert_eq!(only("ngay-khong-co", "F12", ":4:7").text("vi"), "ngày giờ không có thật: 2024-02-30");
}

#[test]
fn a_date_in_the_order_of_letters_is_shown_rewritten() {
    assert_eq!(only("ngay-viet-nguoc", "F13", ":4:7").hint("vi"), "Viết lại: 2024-01-15");
}

#[test]
fn a_file_without_fences_is_told_how_to_get_a_sample_of_its_own_kind() {
    assert!(only("khong-co-khai-bao", "F01", ":1:1").hint("vi").contains("cong new article"));
}

#[test]
fn an_open_fence_is_reported_at_the_fence() {
    only("chua-dong", "F02", ":1:1");
}

#[test]
fn a_byte_order_mark_is_a_warning_and_the_page_is_built() {
    assert_eq!(only("bom", "S02", ":1:1").severity(), Severity::Warning);
}

#[test]
fn windows_line_ends_are_a_note_and_the_page_is_built() {
    assert_eq!(only("crlf", "S03", ":1:1").severity(), Severity::Info);
}

#[test]
fn a_tab_is_found_where_it_stands() {
    only("tab", "F05", ":6:7");
}

#[test]
fn a_key_given_twice_names_the_first_line() {
    assert!(only("khoa-hai-lan", "F06", ":6:1").hint("en").contains("the first is on line 2"));
}

#[test]
fn a_billion_laughs_are_refused_before_they_are_expanded() {
    only("tieng-cuoi", "F07", ":6:5");
}

#[test]
fn a_file_of_more_than_a_megabyte_is_refused_by_its_size() {
    let finding = only("qua-dai", "S04", "");
    assert!(finding.text("vi").contains("giới hạn là 1 MB"), "{}", finding.text("vi"));
}

#[test]
fn a_file_in_an_old_code_page_is_refused_at_the_first_wrong_byte() {
    assert_eq!(only("tcvn3", "S01", ":2:10").text("en"), "the file is not UTF-8 (byte 14)");
}

#[test]
fn decomposed_letters_are_composed_and_reported() {
    assert_eq!(only("nfd", "S05", ":2:14").severity(), Severity::Warning);
    assert!(built().text("tin-tuc/nfd/index.html").contains("Tin Việt"));
}

#[test]
fn an_unquoted_colon_is_explained_as_such() {
    assert_eq!(only("hai-cham", "F04", ":2:17").hint("vi"), "Viết: title: \"Thông báo: nghỉ Tết\"");
}

#[test]
fn an_unknown_kind_is_shown_with_the_nearest() {
    assert_eq!(only("loai-la", "F15", ":6:7").hint("en"), "Did you mean “article”?");
}

#[test]
fn an_unknown_agency_in_a_list_is_found_on_its_own_line() {
    let finding = only("co-quan-la", "F16", ":8:5");
    assert_eq!(
        (finding.text("en"), finding.hint("en")),
        ("the id “so-ytee” is not in [[agencies]] of site.toml".into(), "Did you mean “so-y-te”?".into())
    );
}

#[test]
fn a_withdrawal_before_the_publication_is_a_slip() {
    assert!(only("nguoc-ngay", "F21", ":7:10").hint("vi").contains("không hiện lúc nào"));
}

#[test]
fn all_mistakes_of_one_file_are_shown_at_once() {
    let lines: Vec<u32> =
        of_file("mot-loi-hai-cho").iter().filter_map(|finding| finding.span).map(|span| span.line).collect();
    assert_eq!(lines, [6, 7]);
}

#[test]
fn all_findings_of_a_run_come_together_and_sorted() {
    let places: Vec<_> = built().findings.iter().map(|finding| (finding.file.clone(), finding.span)).collect();
    assert!(places.len() >= 22, "{places:?}");
    assert!(places.is_sorted(), "{places:?}");
    assert!(built().has("tin-tuc/dung/index.html"), "a sound page is built beside broken ones");
}

#[test]
fn a_telephone_number_is_kept_as_it_was_written() {
    let contact = "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi đáp\n---\n";
    let built = Site::new()
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", contact)
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.html("lien-he/tong-dai/index.html");
    assert!(crate::site_builder::texts(&page, "main a.phone").contains(&"0271.1022".to_owned()));
}

/// What the command line prints about one article.
fn printed(text: &str, language: &str) -> String {
    let workspace = Workspace::with(&Site::new().file("content/tin-tuc/tin.md", text));
    let run = workspace.cong(&["build", "--at", "2024-01-15", "--quiet", "--lang", language]);
    assert_eq!(run.code, 1);
    run.err
}

#[test]
fn an_unknown_key_reads_well_in_both_languages() {
    let text = article("Tin", DAY, "sumry: thừa\n", "");
    insta::assert_snapshot!(printed(&text, "vi"), @r"
    lỗi[F09]: không có khóa “sumry” ở loại article
     --> content/tin-tuc/tin.md:6:1
      |
    6 | sumry: thừa
      | ^^^^^
      |
      = cách sửa: Có phải ý bạn là “summary” (Sapô)? Viết: summary: thừa
    ");
    insta::assert_snapshot!(printed(&text, "en"), @r"
    error[F09]: there is no key “sumry” in the kind article
     --> content/tin-tuc/tin.md:6:1
      |
    6 | sumry: thừa
      | ^^^^^
      |
      = help: Did you mean “summary” (Lead)? Write: summary: thừa
    ");
}

#[test]
fn a_missing_field_reads_well_in_both_languages() {
    let text = format!("---\ntitle: Tin\nsummary: Sapô.\ndate: {DAY}\n---\n");
    insta::assert_snapshot!(printed(&text, "vi"), @r"
    lỗi[F11]: thiếu khóa bắt buộc “author” (Tác giả)
     --> content/tin-tuc/tin.md:1:1
      |
    1 | ---
      | ^^^
      |
      = cách sửa: Thêm dòng author: … Người viết hoặc đơn vị biên tập.
    ");
    insta::assert_snapshot!(printed(&text, "en"), @r"
    error[F11]: the required key “author” (Author) is missing
     --> content/tin-tuc/tin.md:1:1
      |
    1 | ---
      | ^^^
      |
      = help: Add a line author: … Writer or editing unit.
    ");
}

#[test]
fn a_reversed_date_reads_well_in_both_languages() {
    let text = article("Tin", "15/01/2024", "", "");
    insta::assert_snapshot!(printed(&text, "vi"), @r"
    lỗi[F13]: ngày phải viết năm-tháng-ngày, ở đây là 15/01/2024
     --> content/tin-tuc/tin.md:4:7
      |
    4 | date: 15/01/2024
      |       ^^^^^^^^^^
      |
      = cách sửa: Viết lại: 2024-01-15
    ");
    insta::assert_snapshot!(printed(&text, "en"), @r"
    error[F13]: a date is written year-month-day, this is 15/01/2024
     --> content/tin-tuc/tin.md:4:7
      |
    4 | date: 15/01/2024
      |       ^^^^^^^^^^
      |
      = help: Write: 2024-01-15
    ");
}

#[test]
fn an_unquoted_colon_reads_well_in_both_languages() {
    let text = article("Thông báo: nghỉ Tết", DAY, "", "");
    insta::assert_snapshot!(printed(&text, "vi"), @r#"
    lỗi[F04]: giá trị có dấu hai chấm nên bị hiểu nhầm thành khóa mới
     --> content/tin-tuc/tin.md:2:17
      |
    2 | title: Thông báo: nghỉ Tết
      |                 ^
      |
      = cách sửa: Viết: title: "Thông báo: nghỉ Tết"
    "#);
    insta::assert_snapshot!(printed(&text, "en"), @r#"
    error[F04]: the value contains a colon and is taken for a new key
     --> content/tin-tuc/tin.md:2:17
      |
    2 | title: Thông báo: nghỉ Tết
      |                 ^
      |
      = help: Write: title: "Thông báo: nghỉ Tết"
    "#);
}
