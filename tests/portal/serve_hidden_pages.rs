//! What readers do not see, in the preview: every such page says so itself, and every link to it has a badge, at any moment
//! the portal is looked at.

use serde_json::{Value, json};
use std::sync::Arc;

use cong::cache::Cache;
use cong::serve::Preview;

use crate::serve::{RecordingFiles, body, changed, preview, recording_files};
use crate::site_builder::{article, moment};

/// Addresses by badge.
fn told(preview: &Preview) -> Value {
    serde_json::from_str(&preview.withheld_json()).unwrap()
}

fn has_bar(preview: &Preview, url: &str) -> bool {
    body(preview, url).contains("id=\"cong-bar\"")
}

/// Everything of a portal as of a moment.
fn preview_at(recording_files: &RecordingFiles, at: &'static str) -> Preview {
    let preview = Preview::new(Arc::new(recording_files.clone()), "vi".to_owned(), true, move || moment(at));
    preview.start(&Cache::default()).unwrap();
    preview
}

#[test]
fn a_draft_is_shown_with_a_bar_and_not_at_all_as_readers_see_the_portal() {
    assert!(body(&preview(&recording_files(), true), "/tin-tuc/nhap/").contains("id=\"cong-bar\""));
    assert!(!body(&preview(&recording_files(), true), "/tin-tuc/a/").contains("id=\"cong-bar\""));
    assert_eq!(preview(&recording_files(), false).reply("/tin-tuc/nhap/").status, 404);
}

#[test]
fn what_readers_do_not_see_is_told_with_the_badge_that_links_to_it_get() {
    let recording_files = recording_files();
    recording_files
        .put("content/tin-tuc/mai.md", article("Mai", "2024-01-10", "publish_at: 2024-02-01 08:00\n", "Chữ.\n"));
    recording_files.put("content/tin-tuc/qua.md", article("Qua", "2024-01-10", "expires: 2024-01-12\n", "Chữ.\n"));
    let all = preview(&recording_files, true);
    assert_eq!(
        told(&all),
        json!({
            "Bản nháp": ["/tin-tuc/nhap/"],
            "Hẹn giờ đăng": ["/tin-tuc/mai/"],
            "Đã gỡ": ["/tin-tuc/qua/"],
        })
    );
    recording_files.put("content/tin-tuc/nhap.md", article("Bài nháp", "2024-01-10", "", "Xong.\n"));
    all.reload(changed(&["content/tin-tuc/nhap.md"]), &[]);
    assert_eq!(told(&all).get("Bản nháp"), None, "it was published");
    assert_eq!(told(&preview(&recording_files, false)), json!({}), "as readers see the portal");
    assert!(body(&all, "/tin-tuc/").contains("/tin-tuc/mai/"));
    assert!(!body(&all, "/tin-tuc/").contains("Hẹn giờ đăng"), "the page is the one that will be published");
}

/// A section with an item, a section below it and an item in that; `state` is in the front matter of the first.
fn sections(state: &str) -> RecordingFiles {
    let recording_files = recording_files();
    recording_files.put("content/ke/_index.md", format!("---\ntitle: Kế hoạch\nkind: article\n{state}---\n"));
    recording_files.put("content/ke/b.md", article("Bài trong kế hoạch", "2024-01-10", "", "Chữ.\n"));
    recording_files.put("content/ke/duoi/_index.md", "---\ntitle: Mục dưới\nkind: article\n---\n");
    recording_files.put("content/ke/duoi/c.md", article("Bài mục dưới", "2024-01-10", "", "Chữ.\n"));
    recording_files.put("content/ke/duoi/nhap.md", article("Nháp mục dưới", "2024-01-10", "draft: true\n", "Chữ.\n"));
    recording_files
}

#[test]
fn what_stands_in_a_withheld_section_has_bar_and_badge_like_the_section() {
    for (state, badge) in [
        ("draft: true\n", "Bản nháp"),
        ("publish_at: 2024-02-01 08:00\n", "Hẹn giờ đăng"),
        ("expires: 2024-01-12\n", "Đã gỡ"),
    ] {
        let preview = preview(&sections(state), true);
        let below = ["/ke/b/", "/ke/duoi/", "/ke/duoi/c/"];
        for url in below.into_iter().chain(["/ke/", "/ke/duoi/nhap/"]) {
            assert!(has_bar(&preview, url), "{state} {url}");
        }
        assert!(
            !has_bar(&preview, "/tin-tuc/a/") && !has_bar(&preview, "/tin-tuc/") && !has_bar(&preview, "/"),
            "{state}"
        );
        let told = told(&preview);
        assert_eq!(told["Chưa công khai"], json!(below), "{state}");
        let drafts = |url: &str| told[badge].as_array().unwrap().contains(&json!(url));
        assert!(drafts("/ke/"), "{state} {told}");
        assert!(told["Bản nháp"].as_array().unwrap().contains(&json!("/ke/duoi/nhap/")), "its own state comes first");
    }
    assert_eq!(told(&preview(&sections(""), true)), json!({"Bản nháp": ["/ke/duoi/nhap/", "/tin-tuc/nhap/"]}));
}

#[test]
fn a_section_that_is_opened_frees_what_stands_in_it() {
    let recording_files = sections("draft: true\n");
    let preview = preview(&recording_files, true);
    assert!(has_bar(&preview, "/ke/duoi/c/"));
    recording_files.put("content/ke/_index.md", "---\ntitle: Kế hoạch\nkind: article\n---\n");
    preview.reload(changed(&["content/ke/_index.md"]), &[]);
    assert!(!has_bar(&preview, "/ke/duoi/c/") && !has_bar(&preview, "/ke/") && has_bar(&preview, "/ke/duoi/nhap/"));
}

#[test]
fn looked_at_long_ago_what_had_not_appeared_has_bar_and_badge() {
    let long_ago = preview_at(&sections("draft: true\n"), "2001-01-01 00:00");
    assert!(
        ["/tin-tuc/a/", "/tin-tuc/nhap/", "/ke/", "/ke/b/", "/ke/duoi/c/"].iter().all(|url| has_bar(&long_ago, url))
    );
    let told = told(&long_ago);
    assert_eq!(told["Hẹn giờ đăng"], json!(["/ke/b/", "/ke/duoi/c/", "/tin-tuc/a/"]), "by their own date: {told}");
    assert_eq!(told["Chưa công khai"], json!(["/ke/duoi/"]));
    assert!(!has_bar(&long_ago, "/tin-tuc/"), "a section has no date");
}
