//! Weekly schedules of leaders, on their own pages and on the home page, and galleries of pictures.

use cong::diag::Severity;

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
    assert_eq!(attributes(&html, ".day:first-child li a", "href"), ["/lanh-dao/a/", "/lanh-dao/b/"]);
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
