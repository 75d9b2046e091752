//! `cong publish`, `releases` and `rollback` as they are typed: what they do to a target, what they say to editors, operators and
//! programs, and how they end.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::desk_of_editors::Desk;
use crate::server::Server;
use crate::site_builder::{Site, article};

/// A portal with two articles and a document.
fn portal() -> Site {
    let document = "---\ntitle: Quyết định phê duyệt\nnumber: 12/QĐ-UBND\nissued: 2024-01-05\neffective: 2024-01-06\ntype: quyet-dinh\nagency: so-tttt\nissuer: UBND tỉnh\nsigner: Nguyễn Văn A\nsigner_title: Chủ tịch\nsummary: Phê duyệt.\nattachments:\n  - file: 12.txt\n    title: Toàn văn\n---\nToàn văn.\n";
    Site::new()
        .article(
            "content/tin-tuc/bao.md",
            "Bão số 3",
            "2024-01-10",
            "",
            "Người dân sơ tán trước 18 giờ ngày mai.\n\nMang theo giấy tờ.\n",
        )
        .article("content/tin-tuc/le.md", "Lễ hội", "2024-01-11", "", "Khai mạc buổi sáng.\n")
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/12/index.md", document)
        .file("content/van-ban/12/12.txt", "Toàn văn quyết định.\n")
}

fn edited(desk: &Desk) {
    let text = article(
        "Bão số 3 đổi hướng",
        "2024-01-10",
        "",
        "Người dân sơ tán trước 12 giờ ngày mai.\n\nMang theo giấy tờ.\n",
    );
    desk.write("content/tin-tuc/bao.md", &text);
    desk.remove("content/van-ban/12");
}

#[test]
fn what_is_published_is_the_output_and_the_second_time_there_is_nothing_to_do() {
    let desk = Desk::new(portal());
    let first = desk.publish(&[]);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    assert!(first.out.starts_with("Đã xuất bản: "), "{}", first.out);
    let manifest: Value = serde_json::from_str(&desk.portal.read("public/.cong-manifest.json")).unwrap();
    let files = manifest["files"].as_object().unwrap();
    assert!(files.len() > 20);
    for path in files.keys() {
        assert_eq!(desk.online_bytes(path), std::fs::read(desk.portal.join(&format!("public/{path}"))).ok(), "{path}");
    }
    let again = desk.publish(&[]);
    assert_eq!((again.code, &*again.out), (0, "Không có gì đổi. Trên mạng là bản 1.\n"), "{}", again.err);
    let told = desk.json(&["publish", "thu"]);
    assert_eq!((&told["outcome"], &told["release"]), (&"nothing".into(), &1.into()), "{told}");
}

#[test]
fn what_was_compressed_for_a_page_as_it_was_is_not_kept_for_ever() {
    let desk = Desk::new(portal());
    let text = desk.portal.read("site.toml");
    desk.write("site.toml", &format!("{text}compress = [\"gzip\"]\n"));
    let kept = || -> BTreeSet<PathBuf> {
        let files = walkdir::WalkDir::new(desk.portal.join(".cong/compressed")).into_iter().map(Result::unwrap);
        files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
    };
    desk.published();
    let first = kept();
    edited(&desk);
    desk.published();
    let second = kept();
    assert!(first.intersection(&second).count() > 0, "what is online as before");
    assert!(first.difference(&second).count() > 0, "what is online no more");
    assert!(second.difference(&first).count() > 0, "what is new");
}

#[test]
fn a_dry_run_says_in_words_what_each_page_changes_and_changes_nothing() {
    let desk = Desk::new(portal());
    desk.published();
    edited(&desk);
    let before = desk.everything_online();
    let run = desk.publish(&["--dry-run", "--show"]);
    assert_eq!((run.code, &*run.err), (0, ""));
    let said = desk.plain(&run.out);
    for wanted in [
        "Tin, bài – đổi (2)\n  “Bão số 3” → “Bão số 3 đổi hướng” https://tinh.example/tin-tuc/bao/\n      − … dân sơ tán trước 18 giờ ngày mai.\n      + … dân sơ tán trước 12 giờ ngày mai.\n",
        "Văn bản – gỡ xuống (1)\n  “Quyết định phê duyệt” https://tinh.example/van-ban/12/\n",
        "Sẽ xuất bản: 2 tin, bài đổi, 1 văn bản gỡ xuống.",
    ] {
        assert!(said.contains(wanted), "{wanted}\n---\n{said}");
    }
    let english = desk.publish(&["--dry-run", "--show", "--lang", "en"]).out;
    for wanted in [
        "Article – changed (2)\n",
        "taken down (1)\n",
        "To be published: 2 pages changed (Article 2), 1 page taken down (Document 1)",
    ] {
        assert!(english.contains(wanted), "{wanted}\n---\n{english}");
    }
    assert!(said.lines().count() <= 40, "a screen: {said}");
    assert_eq!(desk.everything_online(), before);
    let told = desk.json(&["publish", "thu", "--dry-run"]);
    assert_eq!((&told["outcome"], &told["pages"]["deleted"]), (&"planned".into(), &1.into()), "{told}");
    assert_eq!(told["counts"]["requests"], 0, "a folder is asked for nothing: {told}");
}

#[test]
fn going_back_brings_the_pages_back_but_not_what_was_withdrawn() {
    let desk = Desk::new(portal());
    desk.published();
    let (page, list) = (desk.online("tin-tuc/bao/index.html"), desk.online("van-ban/index.html"));
    edited(&desk);
    desk.published();
    assert_eq!(desk.online("van-ban/12/index.html"), None);
    let listed = desk.run(&["releases", "thu"]);
    assert_eq!(listed.out.lines().count(), 2, "{}", listed.out);
    assert!(listed.out.starts_with("*    2  "), "{}", listed.out);
    let preview = desk.run(&["rollback", "thu", "--dry-run"]);
    assert!(preview.code == 0 && preview.out.contains("cong rollback thu 1"), "{}{}", preview.out, preview.err);
    let run = desk.run(&["rollback", "thu"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.starts_with("Đã quay về bản 1; trên mạng nay là bản 3: "), "{}", run.out);
    assert!(run.err.contains("Không đưa lại "), "{}", run.err);
    assert_eq!(desk.online("tin-tuc/bao/index.html"), page);
    assert_eq!(desk.online("van-ban/12/index.html"), None);
    assert_ne!(desk.online("van-ban/index.html"), list, "the list does not lead to what was withdrawn");
    let again = desk.publish(&[]);
    assert!(again.code == 2 && again.err.contains("chủ động quay về bản 1"), "{}{}", again.out, again.err);
    let insisted = desk.run(&["rollback", "thu", "1", "--include-withdrawn"]);
    assert_eq!(insisted.code, 0, "{}", insisted.err);
    assert!(desk.online("van-ban/12/index.html").is_some());
    assert_eq!(desk.online("van-ban/index.html"), list);
}

#[test]
fn a_saved_plan_is_what_is_published_and_a_stale_one_is_refused() {
    let desk = Desk::new(portal());
    desk.published();
    edited(&desk);
    let plan = desk.place.path().join("plan.json");
    let plan = plan.to_str().unwrap();
    assert_eq!(desk.publish(&["--dry-run", "--save", plan]).code, 0);
    let saved: Value = serde_json::from_str(&std::fs::read_to_string(plan).unwrap()).unwrap();
    assert!(saved["changes"]["van-ban/12/index.html"].is_object(), "{saved}");
    let done = desk.publish(&["--plan", plan]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(desk.online("van-ban/12/index.html"), None);
    let stale = desk.publish(&["--plan", plan]);
    assert_eq!(stale.code, 2);
    assert!(
        stale.err.contains("bản kế hoạch đã lưu được lập trên bản phát hành 1, nay trên mạng là bản 2"),
        "{}",
        stale.err
    );
}

#[test]
fn a_target_that_is_not_there_is_told_with_what_to_type() {
    let desk = Desk::new(portal());
    let near = desk.run(&["publish", "thư"]);
    assert_eq!((near.code, near.err.trim_end()), (2, "site.toml không có nơi xuất bản “thư”. Có phải ý bạn là thu?"));
    let none = Desk::without_target(portal()).run(&["releases", "thu"]);
    assert!(
        none.code == 2 && none.err.starts_with("site.toml chưa có nơi xuất bản nào. Thêm hai dòng: [publish.thu]"),
        "{}",
        none.err
    );
    desk.write("site.toml", &desk.portal.read("site.toml").replace("/web\"", "/khong-co/web\""));
    let lost = desk.publish(&[]);
    assert!(lost.code == 2 && lost.err.contains("Kiểm tra target trong [publish.thu]"), "{}", lost.err);
    let told = desk.json(&["publish", "thu"]);
    assert_eq!((&told["outcome"], &told["error"]["code"]), (&"failed".into(), &"no_target".into()), "{told}");
    let inside = format!("file:{}/public-moi", desk.portal.path().display());
    let site = desk.portal.read("site.toml");
    let target = site.lines().find(|line| line.starts_with("target")).unwrap();
    desk.write("site.toml", &site.replace(target, &format!("target = \"{inside}\"")));
    assert!(desk.publish(&[]).err.contains("nằm trong chính thư mục của cổng"));
}

#[test]
fn a_place_with_files_of_others_is_left_alone_until_somebody_says_so() {
    let desk = Desk::new(portal());
    std::fs::create_dir(desk.place.path().join("web")).unwrap();
    std::fs::write(desk.place.path().join("web/khac.html"), "của người khác").unwrap();
    let refused = desk.publish(&[]);
    assert!(
        refused.code == 2 && refused.err.contains("--adopt") && refused.err.contains("khac.html"),
        "{}",
        refused.err
    );
    assert!(desk.online("index.html").is_none());
    assert_eq!(desk.publish(&["--adopt"]).code, 0);
    assert!(desk.online("index.html").is_some());
}

#[test]
fn what_somebody_changed_by_hand_is_named_and_put_right_only_when_asked() {
    let desk = Desk::new(portal());
    desk.published();
    assert_eq!(desk.publish(&["--check"]).code, 0);
    desk.overwrite_online("tin-tuc/le/index.html", "sửa tay");
    desk.overwrite_online("la.html", "thêm tay");
    let checked = desk.publish(&["--check"]);
    assert_eq!(checked.code, 1);
    for line in ["bị sửa: tin-tuc/le/index.html\n", "tệp lạ: la.html\n", "cong publish thu --mend"] {
        assert!(checked.err.contains(line), "{line}\n{}", checked.err);
    }
    desk.published();
    assert_eq!(desk.online("tin-tuc/le/index.html").as_deref(), Some("sửa tay"), "nobody asked");
    assert_eq!(desk.publish(&["--mend"]).code, 0, "it was asked for");
    assert!(desk.online("tin-tuc/le/index.html").unwrap().contains("Khai mạc"));
    assert_eq!(desk.online("la.html"), None);
    assert_eq!(desk.publish(&["--check"]).code, 0);
}

#[test]
fn an_output_that_must_not_be_published_is_refused() {
    let desk = Desk::new(portal());
    assert_eq!(desk.run(&["build", "--drafts"]).code, 0);
    let refused = desk.publish(&["--no-build"]);
    assert!(refused.code == 2 && refused.err.contains("--drafts"), "{}", refused.err);
    assert!(desk.online("index.html").is_none());
    assert_eq!(desk.run(&["build"]).code, 0);
    assert_eq!(desk.publish(&["--no-build"]).code, 0);
    let verified = desk.json(&["verify"]);
    assert_eq!(desk.json(&["releases", "thu"])[0]["root"], verified["root"]);
}

#[test]
fn a_preview_lives_apart_is_closed_to_search_engines_and_goes_without_a_trace() {
    let desk = Desk::new(portal());
    std::fs::create_dir(desk.place.path().join("web")).unwrap();
    let made = desk.publish(&["--prefix", "pr-12"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    let page = |path: &str| std::fs::read_to_string(desk.place.path().join("web/pr-12/current").join(path)).ok();
    let home = page("index.html").unwrap();
    assert!(home.contains("noindex") && home.contains("href=\"/pr-12/"), "{home}");
    assert!(page("_headers").unwrap().contains("X-Robots-Tag: noindex"));
    let refused = desk.publish(&["--no-build"]);
    assert_eq!(refused.code, 2, "a preview is no portal: {}", refused.err);
    let gone = desk.publish(&["--prefix", "pr-12", "--remove"]);
    assert!(gone.code == 0 && gone.out.starts_with("Đã xóa bản xem trước"), "{}{}", gone.out, gone.err);
    assert!(!desk.place.path().join("web/pr-12").exists() && desk.place.path().join("web").exists());
    assert!(desk.publish(&["--prefix", "pr-12", "--remove"]).out.starts_with("Không có bản xem trước"));
    assert_eq!(desk.publish(&["--prefix", "../x"]).code, 2);
}

#[test]
fn an_output_that_is_published_as_it_is_has_the_moment_at_which_it_was_built() {
    let desk = Desk::new(portal());
    assert_eq!(desk.run(&["build"]).code, 0);
    let manifest = std::fs::File::options().write(true).open(desk.portal.join("public/.cong-manifest.json")).unwrap();
    let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_706_774_400);
    manifest.set_modified(moment).unwrap();
    let run = desk.publish(&["--no-build"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(desk.json(&["releases", "thu"])[0]["built_at"], "2024-02-01T08:00:00Z");
    desk.write("content/tin-tuc/bao.md", &article("Bão số 3", "2024-01-10", "", "Bão tan.\n"));
    desk.published();
    // Somebody has the output of before still lying about.
    desk.write("content/tin-tuc/bao.md", &article("Bão số 3", "2024-01-10", "", "Bão lên.\n"));
    assert_eq!(desk.run(&["build"]).code, 0);
    let manifest = std::fs::File::options().write(true).open(desk.portal.join("public/.cong-manifest.json")).unwrap();
    manifest.set_modified(moment).unwrap();
    let older = desk.publish(&["--no-build"]);
    assert!(older.code == 2 && older.err.contains("mới hơn"), "{}{}", older.out, older.err);
}

#[test]
fn what_readers_get_otherwise_than_it_was_published_is_a_failure_with_its_address() {
    let (desk, server) = (Desk::new(portal()), Server::content());
    let run = desk.publish(&["--probe", &server.url]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains(&format!("{}/.cong/lock", server.url)), "{}", run.err);
    assert!(desk.online("tin-tuc/bao/index.html").is_some(), "it is online all the same");
}
