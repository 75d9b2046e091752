//! At which level rules are told, as `[check]` of `site.toml` sets it, and what is accepted in a page.

use insta::assert_snapshot;

use crate::desk::{Desk, lines};
use crate::site_builder::Site;

const DOUBLED: &str = "Sở  Y tế.\n";

fn site(check: &str) -> Site {
    Site::new()
        .config("[outputs]", &format!("{check}\n[outputs]"))
        .article("content/tin-tuc/2024/b.md", "B", "2024-01-10", "", &format!("{DOUBLED}\n[c](khong-co.md)\n"))
        .article("content/tin-tuc/a.md", "A", "2024-01-10", "", DOUBLED)
}

/// Code and level of each finding, of b.md and then of a.md.
fn levels(check: &str) -> Vec<String> {
    let report = Desk::of(&site(check)).report(&[]);
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| format!("{} {}", word(finding, "code"), word(finding, "severity"))).collect()
}

#[test]
fn a_rule_is_told_at_the_level_that_the_portal_sets_and_the_deepest_folder_decides() {
    assert_eq!(levels(""), ["V10 warning", "M03 error", "V10 warning"]);
    assert_eq!(
        levels("[check.rules]\nV10 = \"error\"\nM03 = \"note\""),
        ["V10 error", "M03 info", "V10 error"],
        "the build's own rules too"
    );
    assert_eq!(levels("[check.rules]\nV10 = \"off\""), ["M03 error"]);
    assert_eq!(levels("[check.rules]\ndoubled-spaces = \"off\""), ["M03 error"], "by its name");
    let whole = "[check.rules]\nV10 = \"off\"\n";
    let section = |folder: &str, level: &str| {
        format!("[[check.section]]\nfolder = \"{folder}\"\nrules = {{ V10 = \"{level}\" }}\n")
    };
    let news = section("tin-tuc", "note");
    assert_eq!(levels(&format!("{whole}{news}")), ["V10 info", "M03 error", "V10 info"]);
    let both = format!("{whole}{}{news}", section("/content/tin-tuc/2024/", "error"));
    assert_eq!(levels(&both), ["V10 error", "M03 error", "V10 info"]);
    let away = section("tin-tuc/2024", "off");
    assert_eq!(levels(&away), ["M03 error", "V10 warning"]);
}

#[test]
fn a_build_tells_and_ends_as_a_check_does() {
    let told = |desk: &Desk, command: &str| {
        let run = desk.cong(&[command, "--json"]);
        (run.code, lines(&serde_json::from_str(&run.out).unwrap()))
    };
    let desk = Desk::of(&site(""));
    assert_eq!((told(&desk, "build").0, told(&desk, "check").0), (1, 1));
    let desk = Desk::of(&site("[check.rules]\nM03 = \"warning\"\nV10 = \"off\""));
    assert_eq!(told(&desk, "build"), (0, vec!["M03 content/tin-tuc/2024/b.md:9".to_owned()]));
    assert_eq!(told(&desk, "check"), told(&desk, "build"));
    assert_eq!(desk.cong(&["build", "--strict"]).code, 0, "it is no error any more");
}

#[test]
fn settings_of_rules_make_no_page_again_and_change_no_byte() {
    let desk = Desk::of(&site(""));
    let files = |desk: &Desk| {
        let run = desk.cong(&["build", "--at", "2024-01-15", "--json", "--why"]);
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        (report["files"]["written"].as_u64().unwrap(), report["why"].clone())
    };
    files(&desk);
    let (settled, _) = files(&desk);
    let text = desk.workspace.read("site.toml");
    desk.write("site.toml", &text.replace("\n[outputs]", "[check.rules]\nM03 = \"note\"\n[outputs]"));
    let (written, why) = files(&desk);
    assert_eq!((settled, written), (0, 0), "{why}");
    assert!(desk.workspace.exists(".cong/cache"));
}

#[test]
fn what_is_wrong_with_the_settings_is_told_and_stops_nothing() {
    let wrong = "[check.rules]\nV1O = \"note\"\nF09 = \"off\"\nM03 = \"nhe\"\n[[check.section]]\nfolder = \"tin-tcu\"\nrules = { V10 = \"off\" }";
    let desk = Desk::of(&site(wrong));
    let text = |language: &str| {
        let run = desk.cong(&["check", "site.toml", "--lang", language]);
        assert_eq!(run.code, 0);
        run.err
    };
    assert_snapshot!(text("vi"), @r#"
    cảnh báo[K01]: [check] đặt mức cho “V1O”, không có quy tắc nào tên như vậy
      --> site.toml:16:7
       |
    16 | V1O = "note"
       |       ^^^^^^
       |
       = cách sửa: Có phải ý bạn là “V10”?

    cảnh báo[K03]: không hạ được mức của F09: mắc lỗi này thì trang không dựng được
      --> site.toml:17:7
       |
    17 | F09 = "off"
       |       ^^^^^
       |
       = cách sửa: Xóa dòng này khỏi site.toml và sửa các chỗ mắc lỗi.

    cảnh báo[K02]: [check] đặt mức “nhe” cho M03, không có mức này
      --> site.toml:18:7
       |
    18 | M03 = "nhe"
       |       ^^^^^
       |
       = cách sửa: Các giá trị dùng được: off, note, warning, error

    cảnh báo[K04]: [[check.section]] nói về thư mục “tin-tcu”, trong content không có thư mục này
      --> site.toml:20:10
       |
    20 | folder = "tin-tcu"
       |          ^^^^^^^^^
       |
       = cách sửa: Có phải ý bạn là “tin-tuc”?
    "#);
    assert_snapshot!(text("en"), @r#"
    warning[K01]: [check] sets a level for “V1O”, and there is no such rule
      --> site.toml:16:7
       |
    16 | V1O = "note"
       |       ^^^^^^
       |
       = help: Did you mean “V10”?

    warning[K03]: the level of F09 cannot be lowered: a page with this error cannot be built
      --> site.toml:17:7
       |
    17 | F09 = "off"
       |       ^^^^^
       |
       = help: Delete the line from site.toml, and mend what the rule finds.

    warning[K02]: [check] sets the level “nhe” for M03, and there is no such level
      --> site.toml:18:7
       |
    18 | M03 = "nhe"
       |       ^^^^^
       |
       = help: What can stand here: off, note, warning, error

    warning[K04]: [[check.section]] is about the folder “tin-tcu”, and there is none in content
      --> site.toml:20:10
       |
    20 | folder = "tin-tcu"
       |          ^^^^^^^^^
       |
       = help: Did you mean “tin-tuc”?
    "#);
    assert_eq!(levels(wrong)[..3], ["V10 warning", "M03 error", "V10 warning"]);
    assert_eq!(desk.cong(&["build"]).code, 1);
    assert!(desk.workspace.exists("public/index.html"));
    let unknown = Desk::of(&site("[check]\nruels = 1"));
    assert!(unknown.told(&[])[0].starts_with("C01 site.toml"), "a key that is none is one as anywhere");
}

fn accepting(accept: &str) -> Desk {
    let text = format!("{DOUBLED}\n[c](khong-co.md)\n");
    Desk::of(&Site::new().article("content/tin-tuc/a.md", "A", "2024-01-10", &format!("{accept}\n"), &text))
}

#[test]
fn what_a_page_accepts_with_a_reason_is_not_told_of_it() {
    let desk = accepting("accept: [{ rule: V10, reason: Trích nguyên văn }]");
    assert_eq!(desk.told(&[]), ["M03 content/tin-tuc/a.md:10"]);
    assert_eq!(desk.told(&["content/tin-tuc/a.md"]), ["M03 content/tin-tuc/a.md:10"]);
    let both = accepting("accept:\n- rule: V10\n  reason: Trích nguyên văn\n- { rule: M03, reason: Trang sắp có }");
    assert!(both.told(&[]).is_empty());
    assert_eq!(both.cong(&["build"]).code, 0);
    for file in walkdir::WalkDir::new(both.workspace.join("public")).into_iter().map(Result::unwrap) {
        let bytes = if file.file_type().is_file() { std::fs::read(file.path()).unwrap() } else { Vec::new() };
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Trích nguyên văn") && !text.contains("sắp có"), "{}", file.path().display());
    }
}

#[test]
fn an_acceptance_that_is_none_is_told() {
    let desk = accepting(
        "accept:\n- { rule: V10 }\n- { rule: V1O, reason: Vì thế }\n- { rule: F09, reason: Vì thế }\n- V10\n- { rule: M07, reason: Vì thế }\n- { rule: M03, reason: \" \" }",
    );
    let text = |language: &str| desk.cong(&["check", "--lang", language, "content/tin-tuc/a.md"]).err;
    assert_snapshot!(text("vi"), @r#"
    cảnh báo[K06]: accept V10 không nói vì sao
     --> content/tin-tuc/a.md:7:3
      |
    7 | - { rule: V10 }
      |   ^^^^^^^^^^^^^
      |
      = cách sửa: Thêm reason: "vì sao để nguyên" bên cạnh rule.

    cảnh báo[K07]: accept “V1O”: không có quy tắc nào tên như vậy
     --> content/tin-tuc/a.md:8:11
      |
    8 | - { rule: V1O, reason: Vì thế }
      |           ^^^
      |
      = cách sửa: Có phải ý bạn là “V10”?

    cảnh báo[K08]: không chấp nhận được F09: mắc lỗi này thì trang không dựng được
     --> content/tin-tuc/a.md:9:11
      |
    9 | - { rule: F09, reason: Vì thế }
      |           ^^^
      |
      = cách sửa: Xóa mục này khỏi accept và sửa lỗi.

    cảnh báo[K05]: accept viết chưa đúng, nên chưa chấp nhận gì
      --> content/tin-tuc/a.md:10:3
       |
    10 | - V10
       |   ^^^
       |
       = cách sửa: Viết: accept: [{ rule: V10, reason: "vì sao để nguyên" }]

    cảnh báo[K09]: accept M07: trang này không còn chỗ nào như vậy
      --> content/tin-tuc/a.md:11:3
       |
    11 | - { rule: M07, reason: Vì thế }
       |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = cách sửa: Xóa mục này khỏi accept.

    cảnh báo[K06]: accept M03 không nói vì sao
      --> content/tin-tuc/a.md:12:24
       |
    12 | - { rule: M03, reason: " " }
       |                        ^^^
       |
       = cách sửa: Thêm reason: "vì sao để nguyên" bên cạnh rule.

    cảnh báo[V10]: hai dấu cách trở lên liền nhau
      --> content/tin-tuc/a.md:14:3
       |
    14 | Sở  Y tế.
       |   ^^
       |
       = cách sửa: Giữ lại một dấu cách; cong check --fix sửa giúp.

    lỗi[M03]: liên kết tới content/tin-tuc/khong-co.md, tệp này không có
      --> content/tin-tuc/a.md:16:1
       |
    16 | [c](khong-co.md)
       | ^^^^^^^^^^^^^^^^
       |
       = cách sửa: Kiểm tra tên tệp và thư mục, đường dẫn tính từ thư mục của trang này.
    "#);
    assert_snapshot!(text("en"), @r#"
    warning[K06]: accept V10 does not say why
     --> content/tin-tuc/a.md:7:3
      |
    7 | - { rule: V10 }
      |   ^^^^^^^^^^^^^
      |
      = help: Add reason: "why it stays" beside rule.

    warning[K07]: accept “V1O”: there is no such rule
     --> content/tin-tuc/a.md:8:11
      |
    8 | - { rule: V1O, reason: Vì thế }
      |           ^^^
      |
      = help: Did you mean “V10”?

    warning[K08]: F09 cannot be accepted: a page with this error cannot be built
     --> content/tin-tuc/a.md:9:11
      |
    9 | - { rule: F09, reason: Vì thế }
      |           ^^^
      |
      = help: Delete it from accept, and mend the error.

    warning[K05]: accept is not written as it should be, so nothing is accepted
      --> content/tin-tuc/a.md:10:3
       |
    10 | - V10
       |   ^^^
       |
       = help: Write: accept: [{ rule: V10, reason: "why it stays" }]

    warning[K09]: accept M07: the page has nothing of that kind any more
      --> content/tin-tuc/a.md:11:3
       |
    11 | - { rule: M07, reason: Vì thế }
       |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: Delete it from accept.

    warning[K06]: accept M03 does not say why
      --> content/tin-tuc/a.md:12:24
       |
    12 | - { rule: M03, reason: " " }
       |                        ^^^
       |
       = help: Add reason: "why it stays" beside rule.

    warning[V10]: two spaces or more in a row
      --> content/tin-tuc/a.md:14:3
       |
    14 | Sở  Y tế.
       |   ^^
       |
       = help: Keep one; cong check --fix does it.

    error[M03]: the link points to content/tin-tuc/khong-co.md, which does not exist
      --> content/tin-tuc/a.md:16:1
       |
    16 | [c](khong-co.md)
       | ^^^^^^^^^^^^^^^^
       |
       = help: Check the names of file and folder; the path starts from this page's folder.
    "#);
    assert_eq!(accepting("accept: V10").told(&[])[0], "K05 content/tin-tuc/a.md:6");
    let built: serde_json::Value = serde_json::from_str(&desk.cong(&["build", "--json"]).out).unwrap();
    assert!(!lines(&built).iter().any(|line| line.starts_with("K09")), "a build does not ask all rules");
}

#[test]
fn what_stops_a_page_is_told_whatever_it_accepts() {
    let desk = accepting("accept: [{ rule: F09, reason: Vì thế }]\nkhong-co: a");
    assert!(desk.told(&[]).contains(&"F09 content/tin-tuc/a.md:7".to_owned()));
}
