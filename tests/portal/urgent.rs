//! Urgent notices: one word makes one, it stands on every page of every language until its end, and then on none.

use cong::cache::Cache;
use cong::pipeline::{self, Input, Options, Silent};
use std::sync::Arc;

use crate::site_builder::{Built, Site, attributes, moment, selector, texts};

/// A notice; `more` are further lines.
fn notice(title: &str, date: &str, more: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\ntype: khan-cap\nagency: so-y-te\n{more}---\nỞ trong nhà.\n")
}

const UNTIL: &str = "valid_until: 2024-01-16\n";

/// A portal with a list of two pages, terms, an archive, forms and both languages.
fn portal() -> Site {
    let site = Site::new()
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n")
        .file("content/thong-bao/_index.en.md", "---\ntitle: Notices\nkind: notice\nslug: notices\n---\n")
        .article("content/tin-tuc/a.en.md", "In English", "2024-01-10", "", "");
    (0..45).fold(site, |site, n| {
        let more = "topics: [de-an-06]\nfeatured: true\nagency: so-y-te\n";
        site.article(&format!("content/tin-tuc/bai-{n}.md"), &format!("Bài {n}"), "2024-01-10", more, "")
    })
}

/// What stands in the bar of a page.
fn bar(built: &Built, path: &str) -> Vec<String> {
    texts(&built.html(path), ".urgent li")
}

fn pages(built: &Built) -> Vec<&String> {
    built.outputs.keys().filter(|path| path.ends_with(".html")).collect()
}

#[test]
fn one_word_and_a_last_day_put_a_notice_on_every_page_of_every_language() {
    let built = portal().file("content/thong-bao/bao.md", &notice("Bão gần bờ", "2024-01-14", UNTIL)).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    for path in pages(&built) {
        let html = built.html(path);
        let first = html.select(&selector("body > *")).nth(1).unwrap();
        assert_eq!(first.attr("class"), Some("urgent"), "right behind the skip link: {path}");
        assert_eq!(attributes(&html, ".urgent a", "href"), ["/thong-bao/bao/"], "{path}");
        let foreign = path.starts_with("en/");
        assert_eq!(attributes(&html, ".urgent a", "lang"), if foreign { vec!["vi"] } else { vec![] }, "{path}");
    }
    for path in ["404.html", "en/404.html", "tim-kiem/index.html", "tin-tuc/trang/1/index.html", "en/news/index.html"] {
        assert!(built.has(path), "{path} is among them");
    }
    assert_eq!(bar(&built, "index.html"), ["Khẩn cấp Bão gần bờ đến hết ngày 16/01/2024"]);
    assert_eq!(
        bar(&built, "en/index.html"),
        ["Urgent Bão gần bờ (not yet in English) until the end of 16 January 2024"]
    );
    assert_eq!(attributes(&built.html("index.html"), ".urgent li", "data-ends"), ["2024-01-17T00:00:00+07:00"]);
}

#[test]
fn a_translation_stands_on_the_pages_of_its_language_and_ends_with_its_original() {
    let built = portal()
        .file("content/thong-bao/bao.md", &notice("Bão gần bờ", "2024-01-14", "expires: 2024-01-16 18:00\n"))
        .file(
            "content/thong-bao/bao.en.md",
            &notice("Storm near the coast", "2024-01-14", "").replace("Ở trong nhà.", "Stay inside."),
        )
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(bar(&built, "index.html"), ["Khẩn cấp Bão gần bờ đến 18:00, 16/01/2024"]);
    assert_eq!(bar(&built, "en/index.html"), ["Urgent Storm near the coast until 18:00, 16 January 2024"]);
    assert_eq!(attributes(&built.html("en/index.html"), ".urgent a", "href"), ["/en/notices/bao/"]);
}

#[test]
fn without_an_end_it_is_an_error_that_names_what_to_add() {
    let built = portal().file("content/thong-bao/bao.md", &notice("Bão", "2024-01-14", "")).build();
    let told = built.finding("F50");
    assert!(
        told.hint("vi").contains("valid_until:") && told.hint("vi").contains("ends, expires"),
        "{}",
        told.hint("vi")
    );
    assert_eq!(bar(&built, "index.html"), Vec::<String>::new());
    let english = portal().file("content/thong-bao/bao.en.md", &notice("Storm", "2024-01-14", "")).build();
    assert_eq!(english.finding("F50").file.as_ref(), "content/thong-bao/bao.en.md");
    assert_eq!(bar(&english, "en/index.html"), Vec::<String>::new());
    let plain = notice("Tuyển sinh", "2024-01-14", "").replace("khan-cap", "tuyen-sinh");
    assert_eq!(portal().file("content/thong-bao/bao.md", &plain).build().problems(), Vec::<String>::new());
}

#[test]
fn several_stand_together_with_the_newest_first() {
    let site =
        ["2024-01-12", "2024-01-14", "2024-01-11", "2024-01-13", "2024-01-10"].iter().fold(portal(), |site, date| {
            site.file(&format!("content/thong-bao/bao-{date}.md"), &notice(&format!("Tin {date}"), date, UNTIL))
        });
    let built = site.build();
    let shown = texts(&built.html("en/index.html"), ".urgent a");
    assert_eq!(shown, ["Tin 2024-01-14", "Tin 2024-01-13", "Tin 2024-01-12", "Tin 2024-01-11", "Tin 2024-01-10"]);
    for (page, more) in [("index.html", "và 3 thông báo khẩn cấp khác"), ("en/index.html", "and 3 more urgent notices")]
    {
        let html = built.html(page);
        assert_eq!(texts(&html, ".urgent > ul a"), ["Tin 2024-01-14", "Tin 2024-01-13"], "{page}");
        assert_eq!(texts(&html, ".urgent > details:not([open]) > summary"), [more]);
        assert_eq!(texts(&html, ".urgent details a").len(), 3, "{page}");
    }
}

#[test]
fn two_stand_in_full_and_a_third_is_counted() {
    let with = |count: usize| {
        let add = |site: Site, n: usize| {
            site.file(&format!("content/thong-bao/bao-{n}.md"), &notice("Bão", "2024-01-14", UNTIL))
        };
        (0..count).fold(portal(), add).build()
    };
    assert_eq!(texts(&with(2).html("index.html"), ".urgent summary"), [""; 0]);
    let three = with(3);
    assert_eq!(texts(&three.html("index.html"), ".urgent summary"), ["và 1 thông báo khẩn cấp khác"]);
    assert_eq!(texts(&three.html("en/index.html"), ".urgent summary"), ["and 1 more urgent notice"]);
}

#[test]
fn one_that_is_over_before_it_appears_is_an_error() {
    for (more, last) in [
        ("valid_until: 2024-01-13\n", "valid_until"),
        ("ends: 2024-01-13 18:00\n", "ends"),
        ("valid_until: 2024-01-20\nends: 2024-01-13 18:00\n", "ends"),
        ("publish_at: 2024-01-15 18:00\nends: 2024-01-15 12:00\n", "ends"),
        ("expires: 2024-01-13 18:00\n", "expires"),
    ] {
        let built = portal().file("content/thong-bao/bao.md", &notice("Bão", "2024-01-14", more)).build();
        assert_eq!(built.codes(), ["F21"], "{more}: {:?}", built.problems());
        let told = built.finding("F21");
        assert!(told.text("vi").contains(&format!("“{last}” đứng trước")), "{more}: {}", told.text("vi"));
        assert!(told.hint("vi").contains("kiểm tra lại hai ngày"), "{more}");
        assert_eq!(told.hint("en").contains("never stand on any page"), last != "expires", "{more}");
        assert!(told.fatal && bar(&built, "index.html").is_empty(), "{more}");
    }
    for more in ["valid_until: 2024-01-14\n", "ends: 2024-01-14 18:00\n"] {
        let built = portal().file("content/thong-bao/bao.md", &notice("Bão", "2024-01-14", more)).build();
        assert_eq!(built.codes(), [""; 0], "it ends on the day it appears: {more}");
    }
}

#[test]
fn an_hour_at_the_last_day_is_told_where_it_belongs() {
    let told = |more: &str| {
        let built = portal().file("content/thong-bao/bao.md", &notice("Bão", "2024-01-14", more)).build();
        assert_eq!(built.codes(), ["F13"], "{more}: {:?}", built.problems());
        built.finding("F13").hint("vi")
    };
    assert_eq!(told("valid_until: 2024-01-16 15:00\n"), "Giờ ghi ở khóa ends. Viết: ends: 2024-01-16 15:00");
    assert!(!told("valid_until: 16/01/2024\n").contains("ends"), "a day of the wrong form stays where it is");
}

#[test]
fn it_goes_at_its_end_and_the_build_says_when_that_is() {
    for (end, last, over) in [
        ("valid_until: 2024-01-16\n", "2024-01-16 23:59", "2024-01-17 00:00"),
        ("ends: 2024-01-16 18:00\n", "2024-01-16 17:59", "2024-01-16 18:00"),
        ("expires: 2024-01-16 18:00\n", "2024-01-16 17:59", "2024-01-16 18:00"),
        ("valid_until: 2024-01-18\nends: 2024-01-16 18:00\n", "2024-01-16 17:59", "2024-01-16 18:00"),
    ] {
        let site = portal().file("content/thong-bao/bao.md", &notice("Bão", "2024-01-14", end));
        assert_eq!(bar(&site.clone().at(last).build(), "index.html").len(), 1, "{end} {last}");
        assert_eq!(bar(&site.clone().at(over).build(), "index.html").len(), 0, "{end} {over}");
        let files: Arc<dyn cong::files::Files> = Arc::new(site.files());
        let options = Options { at: moment("2024-01-15"), show_all: false, preview: false, foreign: false };
        let input = Input { files: &files, options, cache: &Cache::default(), progress: &Silent };
        let prepared = pipeline::prepare(&input).unwrap();
        let next = prepared.renderer.unwrap().site.next_change().cloned().unwrap();
        assert_eq!((next.0, next.1.as_str()), (moment(over), "content/thong-bao/bao.md"), "{end}");
    }
}

#[test]
fn what_is_not_public_warns_nobody() {
    for more in ["draft: true\n", "publish_at: 2024-01-15 18:00\n", "expires: 2024-01-14 18:00\n"] {
        let built =
            portal().file("content/thong-bao/bao.md", &notice("Zzstorm", "2024-01-14", &format!("{UNTIL}{more}")));
        assert_eq!(crate::site_builder::traces(&built.build(), "zzstorm"), Vec::<String>::new(), "{more}");
    }
}

#[test]
fn feeds_and_json_mark_it() {
    let site = portal().file("content/thong-bao/bao.md", &notice("Bão", "2024-01-14", UNTIL));
    let built = site.clone().build();
    assert!(built.text("thong-bao/rss.xml").contains("<category>Khẩn cấp</category>"));
    assert!(built.text("thong-bao/atom.xml").contains("<category term=\"Khẩn cấp\"/>"));
    let item = &built.json("thong-bao/feed.json")["items"][0];
    assert_eq!(item["_cong"]["urgent_until"], "2024-01-17T00:00:00+07:00");
    assert_eq!(item["tags"], serde_json::json!(["Khẩn cấp"]));
    let over = site.at("2024-01-17").build();
    assert_eq!(over.json("thong-bao/feed.json")["items"][0]["_cong"].get("urgent_until"), None);
}
