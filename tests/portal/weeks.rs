//! Weekly schedules of leaders, on their own pages and on the home page, and galleries of pictures.

use cong::diag::Severity;

use crate::calendar::lines as calendar;
use crate::pictures::photograph;
use crate::site_builder::{Built, Site, attributes, selector, texts};

const WEEK: &str = "lich/tuan-3/index.html";

fn site() -> Site {
    let person =
        |name: &str| format!("---\ntitle: {name}\nposition: Chức vụ\nsummary: Ai.\nduties: Việc.\n---\nLời.\n");
    let entries = "entries:\n  - { day: 2024-01-17, time: Sáng, what: Họp tháng, leader: ../lanh-dao/a.md, place: Phòng A }\n  \
        - { day: 2024-01-15, time: 08 giờ 00, what: Tiếp dân, leader: ../lanh-dao/a.md, reception: true }\n  \
        - { day: 2024-01-15, time: 14 giờ 00, what: Đi huyện, leader: ../lanh-dao/b.md, with: Sở Y tế }\n";
    let week = |title: &str, from: &str, to: &str| {
        format!("---\ntitle: {title}\nsummary: Việc.\nstarts: {from}\nends: {to}\n{entries}---\nGọi trước.\n")
    };
    Site::new()
        .config("twins = [\"article\"]", "twins = [\"article\", \"schedule\"]")
        .config("[outputs]", "[[home]]\nblock = \"schedule\"\n[[home]]\nblock = \"galleries\"\n\n[outputs]")
        .file("content/lanh-dao/_index.md", "---\ntitle: Lãnh đạo\nkind: person\n---\n")
        .file("content/lanh-dao/a.md", &person("Bà A"))
        .file("content/lanh-dao/b.md", &person("Ông B"))
        .file("content/lich/_index.md", "---\ntitle: Lịch\nkind: schedule\nsort: starts\n---\n")
        .file("content/lich/tuan-3.md", &week("Tuần 3", "2024-01-15", "2024-01-21"))
        .file("content/lich/tuan-2.md", &week("Tuần 2", "2024-01-08", "2024-01-14"))
        .file("content/anh/_index.md", "---\ntitle: Ảnh\nkind: gallery\n---\n")
        .file(
            "content/anh/bo/index.md",
            "---\ntitle: Bộ ảnh\nsummary: Đồi.\ndate: 2024-01-10\nimage: 1.jpg\nimage_alt: Đồi\n---\n![Đồi](1.jpg \"Đồi. Ảnh: A\")\n\n![Sông](2.jpg \"Sông. Ảnh: B\")\n",
        )
        .bytes("content/anh/bo/1.jpg", &photograph(40, 30, 1, 1))
        .bytes("content/anh/bo/2.jpg", &photograph(40, 30, 2, 1))
}

fn built() -> Built {
    let built = site().build();
    let errors = built.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    assert_eq!(errors.map(|finding| finding.message.code).collect::<Vec<_>>(), Vec::<&str>::new());
    built
}

#[test]
fn a_week_stands_day_by_day_in_the_order_of_days_and_of_the_file() {
    let html = built().html(WEEK);
    assert_eq!(attributes(&html, ".day", "data-day"), ["2024-01-15", "2024-01-17"]);
    let first = texts(&html, ".day:first-child li .appointment-time");
    assert_eq!(first, ["08 giờ 00", "14 giờ 00"]);
    assert!(texts(&html, ".day h2")[0].contains("Thứ Hai"), "{:?}", texts(&html, ".day h2"));
    assert_eq!(attributes(&html, ".day:first-child li a:not([download])", "href"), ["/lanh-dao/a/", "/lanh-dao/b/"]);
    assert_eq!(html.select(&selector(".day .state-open")).count(), 1, "one reception");
}

#[test]
fn a_leader_has_what_they_chair_in_weeks_that_are_not_over_and_receptions_apart() {
    let built = built();
    let html = built.html("lanh-dao/a/index.html");
    let of = |id: &str| texts(&html, &format!("section[aria-labelledby={id}] li > div > p:first-child"));
    assert_eq!((of("work").len(), of("receptions").len()), (1, 1), "those of the week before are not there");
    assert!(of("work")[0].contains("Họp tháng") && of("receptions")[0].contains("Tiếp dân"));
    let other = texts(&built.html("lanh-dao/b/index.html"), ".week li > div > p:first-child").concat();
    assert!(other.contains("Đi huyện") && !other.contains("Tiếp dân"), "{other}");
}

#[test]
fn the_home_page_has_the_week_that_is_not_over_and_a_twin_says_all_of_it() {
    let built = built();
    let home = built.html("index.html");
    assert_eq!(texts(&home, ".block .card-title")[0], "Tuần 3");
    assert_eq!(attributes(&home, ".today-only li", "data-day").len(), 3);
    let twin = built.json("lich/tuan-3/index.json");
    assert_eq!(twin["_cong"]["fields"]["entries"][1]["what"], "Tiếp dân");
    let over = site().at("2024-02-20 12:00").build();
    assert_eq!(attributes(&over.html("index.html"), ".today-only li", "data-day"), Vec::<String>::new());
}

#[test]
fn a_gallery_has_figures_with_captions_and_lists_say_how_many() {
    let built = built();
    let html = built.html("anh/bo/index.html");
    assert_eq!(texts(&html, ".prose figure figcaption"), ["Đồi. Ảnh: A", "Sông. Ảnh: B"]);
    assert_eq!(html.select(&selector(".item-gallery img")).count(), 2, "the cover is one of them and not shown twice");
    for page in ["anh/index.html", "index.html"] {
        assert_eq!(texts(&built.html(page), ".tile-count"), ["2 ảnh"], "{page}");
    }
}

/// The values of one property, in their order.
fn values(lines: &[String], property: &str) -> Vec<String> {
    let of = |line: &String| Some(line.strip_prefix(property)?.to_owned());
    lines.iter().filter_map(of).collect()
}

#[test]
fn a_week_is_a_calendar_of_what_takes_place_in_it() {
    let lines = calendar(&built(), "lich/tuan-3/tuan-3.ics");
    assert_eq!(values(&lines, "SUMMARY;LANGUAGE=vi:"), ["Sáng: Họp tháng", "Tiếp dân", "Đi huyện"]);
    assert_eq!(values(&lines, "DTSTART;VALUE=DATE:"), ["20240117"], "a part of a day has no hour");
    assert_eq!(values(&lines, "DTSTART;TZID=Asia/Ho_Chi_Minh:"), ["20240115T080000", "20240115T140000"]);
    assert_eq!(values(&lines, "LOCATION;LANGUAGE=vi:"), ["Phòng A"]);
    let week = "UID:https://tinh.example/lich/tuan-3/#";
    assert_eq!(values(&lines, week), ["2024-01-17-sang", "2024-01-15-08-gio-00", "2024-01-15-14-gio-00"]);
}

#[test]
fn a_reception_has_a_file_of_its_own_on_the_page_of_the_week_and_of_the_leader() {
    let built = built();
    let file = "lich/tuan-3/2024-01-15-08-gio-00.ics";
    assert_eq!(values(&calendar(&built, file), "SUMMARY;LANGUAGE=vi:"), ["Tiếp dân"]);
    for page in [WEEK, "lanh-dao/a/index.html"] {
        let links = attributes(&built.html(page), ".week a[download]", "href");
        assert_eq!(links, [format!("/{file}")], "{page}");
    }
    assert!(!built.has("lich/tuan-3/2024-01-15-14-gio-00.ics"), "others are in the calendar of the week alone");
    assert!(attributes(&built.html("lanh-dao/b/index.html"), ".week a[download]", "href").is_empty());
}

#[test]
fn a_section_of_weeks_can_be_subscribed_to_and_lets_go_of_what_is_over() {
    let built = built();
    let lines = calendar(&built, "lich/calendar.ics");
    assert_eq!(values(&lines, "UID:").len(), 3, "the week before is over");
    assert!(built.text("lich/index.html").contains("webcal://tinh.example/lich/calendar.ics"));
}

#[test]
fn two_entries_of_an_hour_have_two_names() {
    let again = "entries:\n  - { day: 2024-01-15, time: Sáng, what: Một, reception: true }\n  \
        - { day: 2024-01-15, time: Sáng, what: Hai, reception: true }\n";
    let week = format!("---\ntitle: T\nsummary: V.\nstarts: 2024-01-15\nends: 2024-01-21\n{again}---\n");
    let built = site().file("content/lich/tuan-3.md", &week).build();
    for (name, what) in [("2024-01-15-sang", "Sáng: Một"), ("2024-01-15-sang-2", "Sáng: Hai")] {
        let lines = calendar(&built, &format!("lich/tuan-3/{name}.ics"));
        assert_eq!(values(&lines, "SUMMARY;LANGUAGE=vi:"), [what]);
    }
}

#[test]
fn a_kind_whose_entries_have_no_day_is_told() {
    let kind = cong::load::embedded::kinds().into_iter().find(|(name, _)| name.contains("schedule")).unwrap();
    let text = String::from_utf8(kind.1.to_vec()).unwrap().replace("name = \"day\"", "name = \"ngay\"");
    let built = site().file("kinds/schedule.toml", &text).build();
    let found = built.findings.iter().find(|finding| finding.text("vi").contains("nhóm “entries” thiếu day"));
    assert!(found.is_some_and(|finding| finding.hint("vi").contains("Khai hai khóa")), "{:?}", built.problems());
}
