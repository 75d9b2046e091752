//! `cong rule`: what it says of a finding, in both languages and to programs, and of a code that is none.

use cong::diag::rules;

use crate::command::Workspace;

#[test]
fn a_rule_is_explained_with_its_reason_source_and_an_example_done_wrong_and_right() {
    let workspace = Workspace::empty();
    insta::assert_snapshot!(workspace.cong(&["rule", "M07"]).out, @r"
    M07 alt-missing (lỗi, bài viết và liên kết)
    ảnh … thiếu mô tả

    Vì sao: Người khiếm thị nghe máy đọc “hình ảnh” rồi im lặng. Nếu ảnh là một thông báo, họ không nhận được thông báo ấy.
    Nguồn: WCAG 2.1, 1.1.1; Thông tư 32/2017/TT-BTTTT, Điều 18 (đến 04/04/2024)
    Tự sửa được: không

    Sai:
      content/gioi-thieu/lich-su.md
        ![](../banner/tong-dai/hinh.svg)

    Đúng:
      content/gioi-thieu/lich-su.md
        ![Gọi 1022 để hỏi thủ tục](../banner/tong-dai/hinh.svg)
    ");
    insta::assert_snapshot!(workspace.cong(&["rule", "alt-missing", "--lang", "en"]).out, @r"
    M07 alt-missing (error, text and links)
    the picture … has no description

    Why: A blind reader hears “image” and then nothing. If the picture is a notice, that reader never gets it.
    Source: WCAG 2.1, 1.1.1; Thông tư 32/2017/TT-BTTTT, Điều 18 (đến 04/04/2024)
    Mended by itself: no

    Wrong:
      content/gioi-thieu/lich-su.md
        ![](../banner/tong-dai/hinh.svg)

    Right:
      content/gioi-thieu/lich-su.md
        ![Gọi 1022 để hỏi thủ tục](../banner/tong-dai/hinh.svg)
    ");
}

#[test]
fn without_a_code_every_rule_is_a_line_below_its_group() {
    let run = Workspace::empty().cong(&["rule", "--lang", "en"]);
    for group in rules::GROUPS {
        assert!(run.out.contains(&format!("{} · {}\n", group.letter, group.name.en)), "{}", group.letter);
    }
    for rule in rules::all() {
        let lines = run.out.lines().filter(|line| line.starts_with(&format!("  {} ", rule.message.code)));
        let lines: Vec<&str> = lines.collect();
        assert!(lines.len() == 1 && lines[0].ends_with(&*rule.finds("en")), "{lines:?}");
    }
}

#[test]
fn a_code_that_is_none_is_told_with_the_nearest() {
    let workspace = Workspace::empty();
    for (typed, language, told) in [
        ("unknwon-key", "vi", "không có quy tắc “unknwon-key”. Có phải ý bạn là: cong rule unknown-key?"),
        ("S18", "en", "there is no rule “S18”. Did you mean: cong rule S08?"),
        ("lạ lùng", "en", "there is no rule “lạ lùng”. See them all: cong rule"),
    ] {
        let run = workspace.cong(&["rule", typed, "--lang", language]);
        assert_eq!((run.code, run.err.trim_end(), &*run.out), (2, told, ""));
    }
}

#[test]
fn programs_get_the_same_as_json() {
    let run = Workspace::empty().cong(&["rule", "F09", "--json", "--lang", "en"]);
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let rule = rules::of("F09").unwrap();
    assert_eq!(
        (&said["name"], &said["severity"], &said["why"]),
        (&"unknown-key".into(), &"error".into(), &(&*rule.why.en).into())
    );
    assert_eq!(said["bad"][0]["text"], "author: Ban Biên tập\nnhap: true");
    let all: serde_json::Value = serde_json::from_str(&Workspace::empty().cong(&["rule", "--json"]).out).unwrap();
    assert_eq!(all.as_array().unwrap().len(), rules::all().len());
}
