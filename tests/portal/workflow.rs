//! Holds row 44 of the work of editors: what nobody has approved leaves no byte in the output, and every wrong approval is told with what
//! to do.

use cong::load::stage::Stage;
use cong::model::gate::Verdict;

use crate::site_builder::{Built, SITE_TOML, Site, article, traces};

const WORKFLOW: &str = r#"
[workflow]
sections = ["tin-tuc"]
since = "2023-01-01"
[[workflow.approvers]]
name = "Trần Thị Lan"
email = "lan@tinh.example"
[[workflow.approvers]]
name = "Lê Văn Bình"
email = "binh@tinh.example"
sections = ["thong-bao"]
"#;

const APPROVED: &str =
    "workflow:\n  state: duyet\n  edited_on: 2024-01-09\n  approved_by: Trần Thị Lan\n  approved_on: 2024-01-10\n";

fn portal() -> Site {
    Site::new().file("site.toml", &format!("{SITE_TOML}{WORKFLOW}"))
}

/// A portal with one article that can be known anywhere by its word.
fn with(front: &str) -> Site {
    portal().article("content/tin-tuc/zzbai.md", "Tiêu đề zzbai", "2024-01-05", front, "Thân bài zzbai.\n")
}

fn codes(built: &Built) -> Vec<&'static str> {
    built.findings.iter().filter(|finding| finding.file.ends_with("zzbai.md")).map(|it| it.message.code).collect()
}

#[test]
fn row_44_what_nobody_has_approved_leaves_no_byte_in_the_output() {
    for (front, stage, told) in [
        ("", Stage::Unapproved, &["F55"][..]),
        ("workflow: { state: nhap }\n", Stage::Draft, &[]),
        ("workflow: { state: đang biên tập, edited_by: Bình }\n", Stage::Editing, &[]),
        ("workflow: { state: duyet }\n", Stage::Unapproved, &["F56"]),
        ("workflow: { state: duyet, approved_by: Trần Thị Lan }\n", Stage::Unapproved, &["F56"]),
        ("workflow: { state: duyet, approved_by: Trần Lan, approved_on: 2024-01-10 }\n", Stage::Unapproved, &["F57"]),
        (
            "workflow: { state: duyet, approved_by: Lê Văn Bình, approved_on: 2024-01-10 }\n",
            Stage::Unapproved,
            &["F58"],
        ),
        (
            "updated: 2024-01-11\nworkflow: { state: duyet, approved_by: Trần Thị Lan, approved_on: 2024-01-10 }\n",
            Stage::Unapproved,
            &["F59"],
        ),
        (
            "workflow: { state: duyet, edited_on: 2024-01-11, approved_by: Trần Thị Lan, approved_on: 2024-01-10 }\n",
            Stage::Unapproved,
            &["F59"],
        ),
    ] {
        let built = with(front).build();
        assert_eq!(codes(&built), told, "{front}");
        assert_eq!(built.renderer.as_ref().unwrap().site.withheld()[0].reason, Verdict::Unapproved(stage), "{front}");
        assert_eq!(traces(&built, "zzbai"), Vec::<String>::new(), "{front}");
    }
}

#[test]
fn row_44_what_is_approved_is_public_and_names_nobody() {
    let built = with(APPROVED).build();
    assert_eq!(codes(&built), Vec::<&str>::new());
    assert!(built.has("tin-tuc/zzbai/index.html"));
    assert_eq!(traces(&built, "trần thị lan"), Vec::<String>::new());
    assert_eq!(traces(&built, "workflow"), Vec::<String>::new());
}

#[test]
fn an_approval_of_a_day_to_come_counts_from_that_day_on() {
    let front = APPROVED.replace("approved_on: 2024-01-10", "approved_on: 2024-01-16");
    let before = with(&front).at("2024-01-15 23:59").build();
    assert_eq!(codes(&before), Vec::<&str>::new());
    assert!(matches!(before.renderer.as_ref().unwrap().site.withheld()[0].reason, Verdict::NotYet(_)));
    assert_eq!(traces(&before, "zzbai"), Vec::<String>::new());
    assert!(with(&front).at("2024-01-16 00:00").build().has("tin-tuc/zzbai/index.html"));
    // A file that cannot be used is named only once readers would have seen it.
    let broken = |at: &str| with(&front.replace("workflow:", "khoa_la: 1\nworkflow:")).at(at).build();
    let named = |built: &Built| built.quarantined.iter().any(|page| format!("{page:?}").contains("zzbai"));
    assert!(!named(&broken("2024-01-15 23:59")) && named(&broken("2024-01-16 00:00")));
}

#[test]
fn the_preview_shows_what_is_not_approved() {
    let built = with("workflow: { state: bien-tap }\n").show_all().build();
    assert!(built.has("tin-tuc/zzbai/index.html"));
    assert!(built.renderer.unwrap().site.verdicts().contains(&Verdict::Unapproved(Stage::Editing)));
}

#[test]
fn items_of_before_and_other_sections_need_no_approval() {
    let site = portal()
        .article("content/tin-tuc/cu.md", "Tin cũ", "2022-12-31", "", "")
        .file("content/khac/_index.md", "---\ntitle: Khác\nkind: article\n---\n")
        .article("content/khac/b.md", "Tin khác", "2024-01-05", "", "");
    let built = site.build();
    assert!(built.has("tin-tuc/cu/index.html") && built.has("khac/b/index.html"));
}

#[test]
fn a_translation_needs_an_approval_of_its_own() {
    let english = |front: &str| with(APPROVED).article("content/tin-tuc/zzbai.en.md", "Title", "2024-01-05", front, "");
    assert!(!english("").build().has("en/news/zzbai/index.html"));
    assert!(english(APPROVED).build().has("en/news/zzbai/index.html"));
    let withheld = english(APPROVED).article("content/tin-tuc/zzbai.md", "A", "2024-01-05", "", "").build();
    assert!(!withheld.has("en/news/zzbai/index.html"), "what it translates is not approved");
}

#[test]
fn without_the_table_a_page_is_what_it_says() {
    let site = |front: &str| Site::new().article("content/tin-tuc/a.md", "A", "2024-01-05", front, "");
    assert!(!site("workflow: { state: nhap }\n").build().has("tin-tuc/a/index.html"));
    let plain = site("").build();
    assert_eq!(plain.outputs, site("workflow: { state: duyet }\n").build().outputs, "not one byte is other");
}

#[test]
fn a_broken_page_is_named_only_if_it_is_plainly_approved() {
    let broken = |front: &str| {
        let text = article("Tiêu đề zzbai", "2024-01-05", &format!("{front}sumary: B\n"), "");
        portal().file("content/tin-tuc/zzbai.md", &text).build()
    };
    let named = |built: &Built| built.quarantined.iter().any(|it| it.source.as_str().contains("zzbai"));
    assert!(named(&broken(APPROVED)));
    for front in ["", "workflow: { state: bien-tap }\n", "workflow:\n  state: duyet\n"] {
        assert!(!named(&broken(front)), "{front}");
    }
}

#[test]
fn wrong_settings_are_told_at_their_place() {
    let told = |text: &str| {
        let built = Site::new().file("site.toml", &format!("{SITE_TOML}{text}")).article(
            "content/tin-tuc/a.md",
            "A",
            "2024-01-05",
            "",
            "",
        );
        built.build().told().join("\n")
    };
    let lan = "[[workflow.approvers]]\nname = \"Lan\"\nemail = \"lan@tinh.example\"\n";
    assert!(told("[workflow]\nsections = [\"tin-tuc\"]\n").contains("C02 site.toml"), "nobody approves");
    assert!(told(&format!("[workflow]\nsince = \"1/7/2024\"\n{lan}")).contains("C02 site.toml"));
    assert!(told(&lan.replace("lan@", "lan ")).contains("C02 site.toml"));
    assert!(told(&format!("[workflow]\nkinds = [\"artikle\"]\n{lan}")).contains("article"));
    assert!(told(&format!("[workflow]\nsections = [\"tin-tucc\"]\n{lan}")).contains("tin-tuc"));
}
