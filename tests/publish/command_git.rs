//! What is published from a repository: pages that cannot be built stay as they were, with their lists; older commits and moments
//! that have not come change nothing.

use crate::desk_of_editors::Desk;
use crate::site_builder::{Site, article};

const PAGE: &str = "tin-tuc/bao/index.html";

/// A notice with a picture of its own.
fn portal() -> Site {
    Site::new()
        .article("content/tin-tuc/bao/index.md", "Bão số 3", "2024-01-10", "", "Sơ tán trước 18 giờ.\n\n![Bản đồ](ban-do.svg)\n")
        .file("content/tin-tuc/bao/ban-do.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>Bản đồ</title><path d=\"M0 0h1\"/></svg>")
        .article("content/tin-tuc/le.md", "Lễ hội", "2024-01-11", "", "Khai mạc.\n")
}

/// A page that cannot be read any more, and beside it a warning that cannot wait.
fn broken_beside_a_warning(desk: &Desk) {
    desk.write("content/tin-tuc/bao/index.md", "---\ntitle: [hỏng\n---\nChữ mới.\n");
    desk.remove("content/tin-tuc/bao/ban-do.svg");
    desk.write("content/tin-tuc/lu.md", &article("Cảnh báo lũ", "2024-01-12", "", "Lũ lên nhanh.\n"));
}

#[test]
fn a_page_that_broke_stays_online_with_its_lists_and_files_while_a_warning_goes_online() {
    let desk = Desk::new(portal());
    desk.commit();
    desk.published();
    let before = desk.online(PAGE).unwrap();
    broken_beside_a_warning(&desk);
    desk.commit();
    let run = desk.publish(&[]);
    assert_eq!(run.code, 1, "somebody has to mend it: {}{}", run.out, run.err);
    assert!(run.err.contains("/tin-tuc/bao/: bản mới của content/tin-tuc/bao/index.md chưa dựng được"), "{}", run.err);
    assert!(desk.online("tin-tuc/lu/index.html").unwrap().contains("Lũ lên nhanh"));
    let page = desk.online(PAGE).unwrap();
    assert!(
        before.contains("Sơ tán trước 18 giờ") && page.contains("Sơ tán trước 18 giờ") && !page.contains("Chữ mới")
    );
    for list in ["tin-tuc/index.html", "tin-tuc/feed.json", "sitemap-1.xml"] {
        let text = desk.online(list).unwrap_or_else(|| panic!("{list}"));
        assert!(text.contains("/tin-tuc/bao/") && text.contains("/tin-tuc/lu/"), "{list}: {text}");
    }
    assert!(desk.online("tin-tuc/bao/ban-do.svg").is_some());

    // It stays broken, and the commit that is online has it broken too.
    desk.write("content/tin-tuc/le.md", &article("Lễ hội dời ngày", "2024-01-11", "", "Khai mạc sau bão.\n"));
    desk.commit();
    assert_eq!(desk.publish(&[]).code, 1);
    assert!(desk.online("tin-tuc/index.html").unwrap().contains("/tin-tuc/bao/"));
    assert!(desk.online(PAGE).unwrap().contains("Sơ tán trước 18 giờ"));
    let told = desk.json(&["publish", "thu"]);
    assert_eq!(told["older"][0]["source"], "content/tin-tuc/bao/index.md", "{told}");

    desk.write("content/tin-tuc/bao/index.md", &article("Bão tan", "2024-01-10", "", "Người dân trở về.\n"));
    desk.commit();
    desk.published();
    assert!(desk.online(PAGE).unwrap().contains("trở về"));
}

#[test]
fn without_git_what_is_online_stays_byte_for_byte() {
    let desk = Desk::new(portal());
    desk.published();
    let before = desk.online(PAGE).unwrap();
    let picture = desk.online("tin-tuc/bao/ban-do.svg");
    broken_beside_a_warning(&desk);
    let run = desk.publish(&[]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.err.contains("tin-tuc/bao/index.html: trang chưa dựng được, nên giữ nguyên bản đang trên mạng"),
        "{}",
        run.err
    );
    assert_eq!((desk.online(PAGE).unwrap(), desk.online("tin-tuc/bao/ban-do.svg")), (before, picture));
    assert!(desk.online("tin-tuc/lu/index.html").is_some());
}

#[test]
fn a_page_that_was_withdrawn_with_a_slip_of_the_pen_does_not_come_back() {
    let desk = Desk::new(portal());
    desk.commit();
    desk.published();
    desk.write("content/tin-tuc/bao/index.md", "---\ntitle: [hỏng\ndraft: true\n---\nChữ.\n");
    desk.commit();
    desk.publish(&[]);
    assert_eq!(desk.online(PAGE), None);
}

#[test]
fn an_older_commit_never_takes_the_place_of_a_newer_one_unless_it_is_said() {
    let desk = Desk::new(portal());
    desk.commit();
    desk.write("content/tin-tuc/le.md", &article("Lễ hội", "2024-01-11", "", "Dời sang tháng sau.\n"));
    desk.commit();
    desk.published();
    let told = desk.json(&["releases", "thu"]);
    assert_eq!((&told[0]["author"], told[0]["commit"].as_str().unwrap().len()), (&"Lan".into(), 40), "{told}");
    desk.git(&["checkout", "-q", "HEAD~1"]);
    let refused = desk.publish(&[]);
    assert!(refused.code == 2 && refused.err.contains("mới hơn bản này"), "{}{}", refused.out, refused.err);
    assert!(desk.online("tin-tuc/le/index.html").unwrap().contains("Dời sang"));
    assert_eq!(desk.publish(&["--older"]).code, 0);
    assert!(!desk.online("tin-tuc/le/index.html").unwrap().contains("Dời sang"));
}

#[test]
fn on_a_timer_nothing_is_done_until_there_is_a_commit_or_the_moment_has_come() {
    let later = article("Hẹn giờ", "2024-01-12", "publish_at: 2999-01-01 08:00\n", "Sau này.\n");
    let desk = Desk::new(portal().file("content/tin-tuc/hen.md", &later));
    desk.commit();
    let first = desk.publish(&["--if-due"]);
    assert!(
        first.code == 0 && first.out.contains("Nội dung tự đổi lần tới lúc 08:00, 01/01/2999"),
        "{}{}",
        first.out,
        first.err
    );
    std::fs::remove_dir_all(desk.portal.join("public")).unwrap();
    let idle = desk.publish(&["--if-due"]);
    assert!(idle.code == 0 && idle.out.starts_with("Chưa đến lúc: bản 1 trên mạng"), "{}{}", idle.out, idle.err);
    assert!(!desk.portal.exists("public"), "nothing was built");
    assert_eq!(desk.json(&["publish", "thu", "--if-due"])["outcome"], "not_due");
    desk.write("content/tin-tuc/hen.md", &later.replace("2999", "2025"));
    desk.commit();
    assert!(desk.publish(&["--if-due"]).out.starts_with("Đã xuất bản"));
    assert!(desk.online("tin-tuc/hen/index.html").is_some());
}

#[test]
fn on_a_timer_what_somebody_left_on_purpose_is_not_put_back_and_is_no_failure() {
    let desk = Desk::new(portal());
    desk.commit();
    desk.published();
    desk.write("content/tin-tuc/le.md", &article("Lễ hội", "2024-01-11", "", "Dời sang tháng sau.\n"));
    desk.commit();
    desk.published();
    assert_eq!(desk.run(&["rollback", "thu"]).code, 0);
    let timer = desk.publish(&["--if-due"]);
    assert!(timer.code == 0 && timer.out.starts_with("Chưa đến lúc"), "{}{}", timer.out, timer.err);
    assert!(!desk.online("tin-tuc/le/index.html").unwrap().contains("Dời sang"));
}

const OFFICES: &str = "content/xa/xa.csv";
const OFFICES_SCHEMA: &str = "content/xa/xa.schema.yaml";
const TWO: &str = "Mã,Xã,Điện thoại\n01,An Khương,0271.3668.001\n02,Phú Riềng,0271.3668.004\n";

/// A section whose pages are made from the rows of a table.
fn portal_of_rows() -> Site {
    portal()
        .file("content/xa/_index.md", "---\ntitle: Liên hệ xã\nkind: contact\n---\n")
        .file(OFFICES, TWO)
        .file(
            OFFICES_SCHEMA,
            "fields:\n  - name: Mã\n  - name: Xã\n  - name: Điện thoại\npages:\n  kind: contact\n  name: \"xa-{Mã}\"\n  fields:\n    \
             title: \"UBND xã {Xã}\"\n    number: \"{Điện thoại}\"\n    purpose: Hộ tịch\n    verified_on: 2024-01-02\n",
        )
}

/// What breaks a table as a whole: the table itself, and what says how pages are made of it.
const BREAKS: [(&str, &str); 2] = [
    (OFFICES, "Mã,Xã,Điện thoại\n01,\"An Khương,0271.3668.001\n"),
    (OFFICES_SCHEMA, "fields:\n  - name: Mã\npages: [hỏng\n"),
];

#[test]
fn pages_of_a_table_that_cannot_be_read_stay_online_with_their_lists_while_a_warning_goes_online() {
    for (path, broken) in BREAKS {
        let desk = Desk::new(portal_of_rows());
        desk.commit();
        desk.published();
        desk.write(path, broken);
        desk.write("content/tin-tuc/lu.md", &article("Cảnh báo lũ", "2024-01-12", "", "Lũ lên nhanh.\n"));
        desk.commit();
        let run = desk.publish(&[]);
        assert_eq!(run.code, 1, "somebody has to mend it: {}{}", run.out, run.err);
        assert!(run.err.contains(&format!("/xa/: bản mới của {OFFICES} chưa dựng được")), "{}", run.err);
        for page in ["xa/xa-01/index.html", "xa/xa-02/index.html", "tin-tuc/lu/index.html"] {
            assert!(desk.online(page).is_some(), "{path}: {page}");
        }
        assert!(desk.online("xa/index.html").unwrap().contains("/xa/xa-02/"), "{path}");

        // Once it is mended, a row that is gone is gone.
        desk.write(OFFICES, &TWO.replace("02,Phú Riềng,0271.3668.004\n", ""));
        desk.git(&["checkout", "HEAD~1", "--", OFFICES_SCHEMA]);
        desk.commit();
        desk.published();
        assert!(desk.online("xa/xa-01/index.html").is_some() && desk.online("xa/xa-02/index.html").is_none(), "{path}");
    }
}

#[test]
fn without_git_pages_of_a_table_that_cannot_be_read_stay_byte_for_byte() {
    for (path, broken) in BREAKS {
        let desk = Desk::new(portal_of_rows());
        desk.published();
        let before = desk.online("xa/xa-02/index.html");
        assert!(before.is_some());
        desk.write(path, broken);
        desk.remove("content/tin-tuc/le.md");
        assert_eq!(desk.publish(&[]).code, 1);
        assert_eq!(desk.online("xa/xa-02/index.html"), before, "{path}");
        assert_eq!(desk.online("tin-tuc/le/index.html"), None, "what is withdrawn elsewhere is withdrawn");
        // Also where somebody builds first and publishes what stands there.
        desk.run(&["build"]);
        desk.publish(&["--no-build"]);
        assert_eq!(desk.online("xa/xa-02/index.html"), before, "{path}");
    }
}
