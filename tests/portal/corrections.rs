//! Holds row 50: a correction is linked both ways, and what it corrects shows where, when and what, on its page, in feeds and for machines.

use crate::site_builder::{Built, Site, article};

const RIGHT: &str =
    "correction_of: a.md\ncorrection_part: Đoạn đầu\ncorrection_was: 212 banner\ncorrection_now: 221 banner\n";

/// An article, and another that corrects it.
fn portal(front: &str) -> Site {
    let correction = article("Đính chính bài A", "2024-01-12", front, "").replace("Sapô của bài.", "Số đúng là 221.");
    Site::new()
        .article("content/tin-tuc/a.md", "Bài A", "2024-01-05", "", "")
        .file("content/tin-tuc/dc.md", &correction)
}

fn text_of(built: &Built, page: &str) -> String {
    let html = built.html(page);
    let main = html.select(&crate::site_builder::selector("main")).next().unwrap();
    main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn row_50_a_correction_and_what_it_corrects_lead_to_each_other() {
    let built = portal(RIGHT).build();
    assert!(built.text("tin-tuc/a/index.html").contains("href=\"/tin-tuc/dc/\""));
    assert!(built.text("tin-tuc/dc/index.html").contains("href=\"/tin-tuc/a/\""));
    let text = text_of(&built, "tin-tuc/a/index.html");
    for part in ["Đính chính", "12/01/2024", "Đoạn đầu", "212 banner", "221 banner", "Đính chính bài A"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = text_of(&built, "tin-tuc/dc/index.html");
    assert!(text.contains("Đính chính cho bài: Bài A") && text.contains("212 banner"), "{text}");
}

#[test]
fn feeds_tell_what_was_corrected_and_when() {
    let built = portal(RIGHT).build();
    let atom = built.text("tin-tuc/atom.xml");
    let entry = atom.split("<entry>").find(|entry| entry.contains("<title>Bài A</title>")).unwrap();
    assert!(entry.contains("<updated>2024-01-12T00:00:00+07:00</updated>"), "{entry}");
    assert!(entry.contains("<summary>Đính chính 12/01/2024: Số đúng là 221. Sapô của bài.</summary>"), "{entry}");
    assert!(built.text("tin-tuc/rss.xml").contains("Đính chính 12/01/2024: Số đúng là 221. Sapô của bài."));
    let json = built.json("tin-tuc/feed.json");
    let item = json["items"].as_array().unwrap().iter().find(|item| item["title"] == "Bài A").unwrap();
    assert_eq!(item["date_modified"], "2024-01-12T00:00:00+07:00");
    assert_eq!(item["content_text"], "Đính chính 12/01/2024: Số đúng là 221. Sapô của bài.");
}

#[test]
fn machines_are_told_by_a_correction_comment() {
    let built = portal(RIGHT).build();
    let html = built.html("tin-tuc/a/index.html");
    let selector = crate::site_builder::selector("script[type='application/ld+json']");
    let scripts = html.select(&selector);
    let all: Vec<serde_json::Value> =
        scripts.map(|script| serde_json::from_str(&script.inner_html()).unwrap()).collect();
    let all = serde_json::to_string(&all).unwrap();
    assert!(all.contains("\"@type\":\"CorrectionComment\",\"text\":\"Số đúng là 221.\""), "{all}");
    assert!(all.contains("\"url\":\"https://tinh.example/tin-tuc/dc/\""), "{all}");
}

#[test]
fn a_correction_that_is_withheld_leaves_no_byte_in_what_it_corrects() {
    let without = Site::new().article("content/tin-tuc/a.md", "Bài A", "2024-01-05", "", "").build();
    let withheld = portal(&format!("draft: true\n{RIGHT}")).build();
    assert_eq!(without.text("tin-tuc/a/index.html"), withheld.text("tin-tuc/a/index.html"));
    assert_eq!(without.text("tin-tuc/feed.json"), withheld.text("tin-tuc/feed.json"));
}

#[test]
fn a_notice_may_correct_any_page() {
    let notice = "---\ntitle: Đính chính số điện thoại\ndate: 2024-01-12\ntype: dinh-chinh\nagency: so-y-te\ncorrection_of: ../tin-tuc/a.md\n---\nSố đúng là 1022.\n";
    let built = portal("draft: true\n")
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n")
        .file("content/thong-bao/dc.md", notice)
        .build();
    assert!(built.text("tin-tuc/a/index.html").contains("href=\"/thong-bao/dc/\""));
    assert!(text_of(&built, "thong-bao/dc/index.html").contains("Đính chính cho bài: Bài A"));
}

#[test]
fn row_10_a_consultation_shows_how_many_wrote_and_what_was_adopted() {
    let text = "---\ntitle: Dự thảo A\nsubject: policy\ndrafter: Sở Y tế\nopens: 2023-11-01\ncloses: 2023-12-01\nattachments:\n  - file: a.txt\ncomment_email: a@tinh.example\ncomments_received: 14\ncomments_adopted: 9\nadopted: |\n  Đã sửa **điều 5** theo góp ý.\n---\nNội dung.\n";
    let built = Site::new()
        .file("content/gop-y/_index.md", "---\ntitle: Góp ý\nkind: consultation\n---\n")
        .file("content/gop-y/a.md", text)
        .file("content/gop-y/a.txt", "Dự thảo.")
        .build();
    assert!(
        built.text("gop-y/a/index.html").contains("Đã sửa <strong>điều 5</strong> theo góp ý."),
        "{:?}",
        built.told()
    );
    let text = text_of(&built, "gop-y/a/index.html");
    assert!(text.contains("Số ý kiến đã nhận 14") && text.contains("Số ý kiến được tiếp thu 9"), "{text}");
}
