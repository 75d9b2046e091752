//! Contacts and posts: numbers that nobody has tried, posts that are vacant or held twice.

use cong::audit::report::State;

use crate::audit_desk::{audit, one};
use crate::site_builder::Site;

const DAY: &str = "2024-07-01";
const POSTS: &str = "where = { kind = \"person\" }\nproofs = [\"posts\"]";

fn contact(more: &str) -> Site {
    Site::new().file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n").file(
        "content/lien-he/y-te.md",
        &format!("---\ntitle: Y tế\nnumber: \"02713.879.193\"\npurpose: Hỏi.\n{more}---\n"),
    )
}

#[test]
fn row_16_a_contact_that_nobody_tried_for_180_days_is_listed() {
    let late = |more: &str| {
        let told = audit(contact(more), DAY, &["tinnhiemmang"]);
        told.late("contacts").into_iter().map(|(_, what)| what.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(late("verified_on: 2024-01-03\n"), Vec::<String>::new(), "180 days ago");
    assert_eq!(late("verified_on: 2024-01-02\n"), ["quá 180 ngày"]);
    assert_eq!(late(""), ["chưa ghi ngày kiểm tra"]);
    let own = contact("verified_on: 2024-06-01\n").config("[[agencies]]", "[audit]\ncontact_days = 20\n\n[[agencies]]");
    assert_eq!(audit(own, DAY, &["tinnhiemmang"]).late("contacts").len(), 1);
}

#[test]
fn row_16_a_number_in_a_text_that_no_contact_has_is_listed_with_its_line() {
    let told = |text: &str| {
        let site = contact("verified_on: 2024-06-01\n").article(
            "content/tin-tuc/bai.md",
            "Bài",
            "2024-01-10",
            "",
            &format!("Câu một.\n\n{text}\n"),
        );
        let told = audit(site, DAY, &["nd42-2022"]);
        let numbers = told.late("numbers").into_iter().map(|(file, what)| format!("{file} {what}")).collect::<Vec<_>>();
        (told.row("so-dien-thoai").state, numbers)
    };
    let nobodys = |text: &str| (State::Stale, vec![format!("content/tin-tuc/bai.md:9 {text}")]);
    assert_eq!(told("Gọi 02713.999.999 để hỏi."), nobodys("không của đầu mối nào: 02713.999.999"));
    assert_eq!(
        told("Gọi 0271 3999 999 hoặc 0912.345.678."),
        nobodys("không của đầu mối nào: 0271 3999 999, 0912.345.678")
    );
    for known in [
        "Gọi 02713.879.193.",
        "Gọi (0271) 3 879 193.",
        "Gọi 0271.1022, 113, 1900 1234.",
        "Ngày 15/01/2024, 16.533 tin.",
    ] {
        assert_eq!(told(known), (State::Met, vec![]), "{known}");
    }
    let (state, linked) = told("[Gọi](tel:02713999999)");
    assert_eq!((state, linked.len()), (State::Stale, 1), "what a build tells is told once: {linked:?}");
}

/// Two units, and people: the name of the file, title, position, unit.
fn offices(people: &[(&str, &str, &str, &str)]) -> Site {
    let unit = |title: &str| {
        format!(
            "---\ntitle: {title}\naddress: Đường 1\nphone: \"0271.1022\"\nemail: a@tinh.gov.vn\nverified_on: 2024-06-01\n---\n"
        )
    };
    let site = Site::new()
        .file("content/bo-may/_index.md", "---\ntitle: Bộ máy\nkind: organisation\n---\n")
        .file("content/bo-may/so-a.md", &unit("Sở A"))
        .file("content/bo-may/so-b.md", &unit("Sở B"))
        .file("content/bo-may/nguoi/_index.md", "---\ntitle: Người\nkind: person\n---\n");
    people.iter().fold(site, |site, (file, title, position, unit)| {
        let text = format!("---\ntitle: {title}\nposition: {position}\nunit: ../{unit}.md\n---\n");
        site.file(&format!("content/bo-may/nguoi/{file}.md"), &text)
    })
}

/// What is told of posts: file and words, those first that somebody has to mend.
fn posts(people: &[(&str, &str, &str, &str)]) -> Vec<(String, String, bool)> {
    let told = audit(offices(people), DAY, &["nd42-2022"]);
    let entries = told.entries("posts").iter();
    entries.map(|entry| (entry.file.replace("content/bo-may/", ""), entry.what.0.clone(), entry.late)).collect()
}

fn said(file: &str, what: &str, late: bool) -> (String, String, bool) {
    (file.to_owned(), what.to_owned(), late)
}

#[test]
fn row_33_units_with_one_head_each_and_any_number_of_deputies_are_sound() {
    let people = [
        ("a", "Lê A", "Giám đốc Sở A", "so-a"),
        ("b", "Lê B", "Phó Giám đốc Sở A", "so-a"),
        ("c", "Lê C", "Phó Giám đốc Sở A", "so-a"),
        ("d", "Lê D", "Giám đốc Sở B", "so-b"),
    ];
    assert_eq!(posts(&people), []);
    assert_eq!(one(offices(&people), DAY, POSTS).0, State::Met);
}

#[test]
fn row_33_a_post_that_two_hold_is_reported() {
    let people = [
        ("a", "Lê A", "Giám đốc Sở A", "so-a"),
        ("b", "Lê B", "Giám đốc  sở a", "so-a"),
        ("d", "Lê D", "Giám đốc Sở B", "so-b"),
    ];
    let twice = "hai người cùng một vị trí đứng đầu: xem thêm content/bo-may/nguoi/b.md";
    assert_eq!(posts(&people[..1]).len(), 1, "Sở B is without a head");
    assert_eq!(posts(&people), [said("nguoi/a.md", twice, true)]);
    assert_eq!(one(offices(&people), DAY, POSTS).0, State::Stale);
}

#[test]
fn row_33_a_person_in_two_units_is_reported() {
    let people = [("a", "Lê A", "Giám đốc", "so-a"), ("b", "Lê A", "Giám đốc", "so-b")];
    assert_eq!(
        posts(&people),
        [said("nguoi/a.md", "một người ở hai đơn vị: xem thêm content/bo-may/nguoi/b.md", true)]
    );
}

#[test]
fn row_33_a_vacant_post_and_a_unit_without_a_head_are_reported() {
    let people = [("a", "Đang khuyết", "Giám đốc Sở A", "so-a"), ("b", "Lê B", "Phó Giám đốc Sở A", "so-a")];
    assert_eq!(
        posts(&people),
        [
            said("nguoi/a.md", "vị trí đang khuyết", true),
            said("so-a.md", "chưa có người đứng đầu", true),
            said("so-b.md", "chưa có người đứng đầu", false),
        ],
        "of a unit of which nobody is told it is only noted"
    );
}
