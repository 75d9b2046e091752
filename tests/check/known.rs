//! The list of what was there when checks began: only what is new is told.

use insta::assert_snapshot;

use crate::desk::Desk;
use crate::site_builder::{Site, article};

const LIST: &str = "cong-baseline.txt";
const A: &str = "content/tin-tuc/a.md";

fn text(body: &str) -> String {
    article("Bài", "2024-01-10", "", body)
}

fn desk() -> Desk {
    let body = "Sở  Y tế.\n\nSở  Y tế.\n\n[c](khong-co.md)\n";
    let desk = Desk::of(&Site::new().file(A, &text(body)).file("content/tin-tuc/b.md", &text("Ban  Dân tộc.\n")));
    let run = desk.cong(&["check", "--baseline", "write"]);
    assert_eq!((run.code, &*run.err), (0, ""), "{}", run.out);
    desk
}

#[test]
fn what_was_there_is_known_and_only_what_is_new_is_told_and_fails() {
    let desk = desk();
    let run = desk.cong(&["check"]);
    assert_eq!((run.code, run.out.trim()), (0, "0 lỗi, 0 cảnh báo. 4 chỗ đã biết không nêu lại."));
    assert_eq!(desk.report(&[])["known"], 4);
    assert_eq!(desk.cong(&["check", "--baseline", "none"]).code, 1);
    desk.write("content/tin-tuc/c.md", &text("[d](mat.md)\n"));
    assert_eq!(desk.told(&[]), ["M03 content/tin-tuc/c.md:7"]);
    assert_eq!(desk.cong(&["check"]).code, 1);
    assert_eq!(desk.cong(&["check", A]).code, 0, "of one file too");
    assert_eq!(desk.cong(&["build"]).code, 1, "a build tells all of it");
}

#[test]
fn the_list_is_read_by_people_and_merged_by_lines() {
    let list = desk().workspace.read(LIST);
    assert_snapshot!(list, @r"
    # Các chỗ đã có khi bắt đầu soát, cong check không nêu nữa. Lập lại bằng: cong check --baseline write
    # What was there when checks began; cong check does not tell it again. Made by: cong check --baseline write
    # tệp · file <TAB> quy tắc · rule <TAB> số chỗ · count <TAB> dấu · mark <TAB> dòng · line
    content/tin-tuc/a.md	M03	1	61646027af5d548c	[c](khong-co.md)
    content/tin-tuc/a.md	V10	2	210fa467f94fcd5d	Sở Y tế.
    content/tin-tuc/b.md	V10	1	3593a1305f2c3809	Ban Dân tộc.
    ");
    let lines: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.is_sorted());
}

#[test]
fn a_line_that_has_moved_is_known_and_one_more_of_its_kind_is_not() {
    let desk = desk();
    let body = "Mở đầu.\n\n[c](khong-co.md)\n\nSở  Y tế.\n\nSở  Y tế.\n";
    desk.write(A, &text(body));
    assert!(desk.told(&[]).is_empty());
    desk.write(A, &text(&format!("{body}\nSở  Y tế.\n")));
    assert_eq!(desk.told(&[]), ["V10 content/tin-tuc/a.md:15"]);
    desk.write(A, &text(&body.replace("Sở  Y tế.", "Sở  Xây dựng.")));
    assert_eq!(desk.told(&[]).len(), 2, "another line is another finding");
}

#[test]
fn a_file_that_has_moved_takes_what_is_known_with_it() {
    let desk = desk();
    let moved = "content/tin-tuc/2024/moi.md";
    desk.write(moved, &desk.workspace.read(A));
    let copies = desk.told(&[]);
    assert_eq!(copies.len(), 3, "a copy is new: {copies:?}");
    desk.remove(A);
    let told = desk.told(&[]);
    assert_eq!(told, ["M03 content/tin-tuc/2024/moi.md:11"], "its link leads to another file now: {told:?}");
}

#[test]
fn what_was_mended_is_no_longer_needed_and_leaves_the_list_when_it_is_written_again() {
    let desk = desk();
    desk.write("content/tin-tuc/b.md", &text("Ban Dân tộc.\n"));
    desk.write(A, &text("Sở  Y tế.\n"));
    let run = desk.cong(&["check"]);
    assert_eq!(
        run.out.trim(),
        "0 lỗi, 0 cảnh báo. 1 chỗ đã biết không nêu lại. 3 mục trong danh sách đã biết không còn cần: chạy cong check --baseline write."
    );
    assert_eq!(desk.report(&[A])["outdated"], 2, "of the files asked about");
    desk.cong(&["check", "--baseline", "write"]);
    assert_eq!(desk.workspace.read(LIST).lines().filter(|line| !line.starts_with('#')).count(), 1);
    assert_eq!(desk.report(&[])["outdated"], 0);
}

#[test]
fn a_list_that_is_broken_is_told_and_hides_nothing() {
    let desk = desk();
    let list = desk.workspace.read(LIST);
    let good = list.lines().last().unwrap();
    let wrong = format!(
        "<<<<<<< HEAD\n{good}\n{A}\tV10\t99999999999999999999\t0123456789abcdef\n../../etc\tX99\t1\t0123456789abcdef\n\u{0}\n"
    );
    desk.write(LIST, &wrong);
    let told = desk.told(&[]);
    let of_list: Vec<&String> = told.iter().filter(|line| line.contains(LIST)).collect();
    assert_eq!(
        of_list,
        ["K11 cong-baseline.txt:1", "K11 cong-baseline.txt:3", "K11 cong-baseline.txt:4", "K11 cong-baseline.txt:5"]
    );
    let line = |run: &str, code: &str| run.lines().find(|line| line.contains(code)).unwrap().to_owned();
    let said = |language: &str, code: &str| line(&desk.cong(&["check", "--lang", language]).err, code);
    assert_eq!(
        said("vi", "[K11]"),
        "cảnh báo[K11]: dòng này của danh sách các chỗ đã biết không đúng dạng, nên bỏ qua"
    );
    assert_eq!(
        said("en", "[K11]"),
        "warning[K11]: this line of the list of known places is not of its form and is left out"
    );
    std::fs::write(desk.workspace.join(LIST), b"\xff\xfe\x00").unwrap();
    assert_eq!(said("vi", "[K10]"), "lỗi[K10]: không đọc được danh sách các chỗ đã biết: không phải chữ UTF-8");
    assert_eq!(said("en", "[K10]"), "error[K10]: the list of known places cannot be read: it is no UTF-8 text");
    let told = desk.told(&[]);
    assert_eq!(told[0], "K10 cong-baseline.txt");
    assert_eq!(told.len(), 5);
    let run = desk.cong(&["check", "--baseline", "khong-co.txt"]);
    assert!(run.code == 2 && run.err.contains("khong-co.txt"), "{}", run.err);
    let run = desk.cong(&["check", "--baseline", "write", A]);
    assert_eq!(run.code, 2);
}
