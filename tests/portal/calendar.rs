//! Holds what takes place at a time to its calendar files: right in every program, and rid of what is over.

use crate::site_builder::{Built, Site};

const KIND: &str = "---\ntitle: Sự kiện\nkind: event\n---\n";

fn portal() -> Site {
    let event = |title: &str, dates: &str| {
        format!(
            "---\ntitle: {title}\nsummary: Mời mọi người, vào cửa tự do.\n{dates}\nplace: Hội trường; tầng 2\n---\nNội dung.\n"
        )
    };
    Site::new()
        .file("content/su-kien/_index.md", KIND)
        .file(
            "content/su-kien/hop.md",
            &event("Họp", "starts: 2024-07-10 08:00\nends: 2024-07-10 11:30\nupdated: 2024-01-05 09:00"),
        )
        .file("content/su-kien/le-hoi.md", &event("Lễ hội", "starts: 2024-05-01\nends: 2024-05-03"))
        .file("content/su-kien/huy.md", &event("Hội sách", "starts: 2024-06-01\nends: 2024-06-02\ncancelled: Do bão"))
        .file("content/su-kien/da-qua.md", &event("Đã qua", "starts: 2024-01-10\nends: 2024-01-14"))
}

pub fn lines(built: &Built, file: &str) -> Vec<String> {
    let text = built.text(file);
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{file}: lines end with CRLF");
    text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_meeting_has_its_hours_in_the_time_zone_of_the_portal() {
    let lines = lines(&portal().at("2024-01-15").build(), "su-kien/hop/hop.ics");
    let expected = [
        "UID:https://tinh.example/su-kien/hop/",
        "DTSTAMP:20240105T020000Z",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20240710T080000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20240710T113000",
        "TZOFFSETTO:+0700",
        "SUMMARY;LANGUAGE=vi:Họp",
        "LOCATION;LANGUAGE=vi:Hội trường\\; tầng 2",
        "STATUS:CONFIRMED",
    ];
    for line in expected {
        assert!(lines.iter().any(|own| own == line), "{line} is not in {lines:#?}");
    }
}

#[test]
fn a_festival_of_three_days_ends_before_the_fourth() {
    // RFC 5545 §3.6.1: a date as DTEND is not part of the event.
    let lines = lines(&portal().at("2024-01-15").build(), "su-kien/le-hoi/le-hoi.ics");
    assert!(lines.contains(&"DTSTART;VALUE=DATE:20240501".to_owned()));
    assert!(lines.contains(&"DTEND;VALUE=DATE:20240504".to_owned()));
}

#[test]
fn the_calendar_of_a_section_holds_what_is_not_over_the_next_one_first() {
    let titles = |at: &str| {
        let lines = lines(&portal().at(at).build(), "su-kien/calendar.ics");
        let titles = lines.iter().filter_map(|line| line.strip_prefix("SUMMARY;LANGUAGE=vi:"));
        titles.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(titles("2024-01-14 23:59"), ["Đã qua", "Lễ hội", "Hội sách", "Họp"]);
    assert_eq!(titles("2024-01-15"), ["Lễ hội", "Hội sách", "Họp"]);
    assert_eq!(titles("2024-07-10 11:30"), Vec::<String>::new());
}

#[test]
fn what_is_cancelled_says_so_to_people_and_to_programs() {
    let built = portal().at("2024-01-15").build();
    assert!(lines(&built, "su-kien/huy/huy.ics").contains(&"STATUS:CANCELLED".to_owned()));
    let page = built.text("su-kien/huy/index.html");
    assert!(page.contains("Đã hủy") && page.contains("Do bão") && page.contains("https://schema.org/EventCancelled"));
}

#[test]
fn a_page_offers_its_calendar_and_a_section_the_address_to_subscribe_to() {
    let built = portal().at("2024-01-15").build();
    assert!(built.text("su-kien/hop/index.html").contains("href=\"/su-kien/hop/hop.ics\""));
    assert!(built.text("su-kien/index.html").contains("href=\"webcal://tinh.example/su-kien/calendar.ics\""));
}
