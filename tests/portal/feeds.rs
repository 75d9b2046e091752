//! Feeds that a person can look at, and texts in full where a portal wants them.

use std::collections::BTreeMap;

use crate::law::{Build, Edit, Portal, build, nothing};
use crate::pictures::photograph;
use crate::site_builder::{Built, Site};

const NEWS: [&str; 3] = ["tin-tuc/rss.xml", "tin-tuc/atom.xml", "tin-tuc/feed.json"];

/// One article with what a text may have, and a form, a frame and a script that its editor tried to put into it.
fn site(feeds: &str) -> Site {
    let body = "Xem [bài khác](khac.md) & [mục dưới](#muc-duoi).\n\n![Cánh đồng](anh.jpg \"Mùa gặt\")\n\n## Mục dưới\n\n\
        - [x] xong\n- [ ] chưa\n\n<script>alert(1)</script>\n\n<form action=\"gui\"><input name=\"a\"></form>\n";
    Site::new()
        .config("[outputs]\n", &format!("[outputs]\n{feeds}"))
        .article("content/tin-tuc/bai/index.md", "Bài", "2024-01-10", "", body)
        .bytes("content/tin-tuc/bai/anh.jpg", &photograph(40, 30, 1, 1))
        .article("content/tin-tuc/bai/khac.md", "Bài khác", "2024-01-09", "", "Lời khác.\n")
}

/// The text that a feed carries of the article, whichever way it is written there.
fn text(built: &Built, feed: &str) -> String {
    let unescaped =
        |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let whole = built.text(feed);
    let within = |open: &str, close: &str| {
        let from = whole.find(open).unwrap_or_else(|| panic!("{feed} has no {open}: {whole}")) + open.len();
        unescaped(&whole[from..][..whole[from..].find(close).unwrap()])
    };
    match feed {
        "tin-tuc/rss.xml" => within("<content:encoded>", "</content:encoded>"),
        "tin-tuc/atom.xml" => within("<content type=\"html\">", "</content>"),
        _ => built.json(feed)["items"][0]["content_html"].as_str().unwrap().to_owned(),
    }
}

#[test]
fn a_browser_is_told_how_to_show_a_feed_and_its_style_sheet_is_there() {
    let built = site("").build();
    for feed in &NEWS[..2] {
        let (_, style) = built.text(feed).split_once("<?xml-stylesheet type=\"text/css\" href=\"/").unwrap();
        let (style, rest) = style.split_once("\"?>").unwrap();
        assert!(built.has(style), "{feed} names {style}");
        assert!(rest.starts_with("<rss ") || rest.starts_with("<feed "), "it stands before the first element");
        assert!(built.text(style).find("Đây là một nguồn tin") < built.text(style).find("This is a feed"));
        assert!(!built.text(feed).contains("xsl"));
    }
    let headers = built.text("_headers");
    assert!(headers.contains("application/xml; charset=utf-8"), "as rss+xml some browsers show plain text");
}

#[test]
fn feeds_carry_summaries_unless_the_portal_wants_more() {
    for built in [site("").build(), site("feed_text = \"summary\"\n").build()] {
        for feed in NEWS {
            let whole = built.text(feed);
            assert!(whole.contains("Sapô của bài.") && !whole.contains("Mục dưới"), "{feed}");
            assert!(
                !["content:encoded", "<content", "content_html", "purl.org/rss/1.0"]
                    .iter()
                    .any(|word| whole.contains(word))
            );
        }
    }
}

#[test]
fn texts_in_full_have_absolute_addresses_and_nothing_that_runs_or_sends() {
    let built = site("feed_text = \"full\"\n").build();
    for feed in NEWS {
        let text = text(&built, feed);
        for part in [
            "<a href=\"https://tinh.example/tin-tuc/bai/khac/\">bài khác</a> &amp; ",
            "<a href=\"https://tinh.example/tin-tuc/bai/#muc-duoi\">",
            "<figcaption>Mùa gặt</figcaption>",
            "☑</span> xong",
            "☐</span> chưa",
        ] {
            assert!(text.contains(part), "{feed} has no {part}: {text}");
        }
        let (_, picture) = text.split_once("<img src=\"").unwrap();
        assert!(picture.starts_with("https://tinh.example/tin-tuc/bai/anh.jpg\""), "{feed}: {picture}");
        for tag in ["<script", "<form", "<input", "<iframe", " id=", " class=", "srcset", "=\"/"] {
            assert!(!text.contains(tag), "{feed} has {tag}: {text}");
        }
    }
    assert!(built.text("tin-tuc/rss.xml").contains("xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""));
    // An archive is for whoever wants all items, each of which has a document of its own.
    let archive = built.text("luu-tru/2024/feed.json");
    assert!(archive.contains("Sapô của bài.") && !archive.contains("content_html"));
}

#[test]
fn a_text_beyond_the_bound_stands_with_its_summary_alone() {
    let long = "Một đoạn dài. ".repeat(6000);
    let built =
        site("feed_text = \"full\"\n").article("content/tin-tuc/dai.md", "Dài", "2024-01-12", "", &long).build();
    let items = built.json("tin-tuc/feed.json")["items"].clone();
    assert_eq!((items[0]["title"].as_str(), &items[0]["content_html"]), (Some("Dài"), &serde_json::Value::Null));
    assert!(items[1]["content_html"].is_string());
    assert!(built.text("tin-tuc/rss.xml").len() < 100_000);
}

fn after(edit: &Edit) -> Build {
    let mut portal = Portal::new();
    let config = String::from_utf8(portal.files.remove("site.toml").unwrap()).unwrap();
    portal.files.put("site.toml", config.replacen("[outputs]\n", "[outputs]\nfeed_text = \"full\"\n", 1));
    let first = build(&portal, nothing(), BTreeMap::new());
    edit.make(&mut portal);
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    let clean = build(&portal, nothing(), BTreeMap::new());
    let differs = clean.outputs.iter().filter(|(path, bytes)| second.outputs.get(*path) != Some(*bytes));
    assert_eq!(differs.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new(), "{edit:?}");
    second
}

#[test]
fn an_edit_of_a_text_makes_the_feeds_that_hold_it_and_no_others() {
    let made = after(&Edit::Body(1, 1)).data;
    for feed in ["/rss.xml", "/atom.xml", "/tin-tuc/rss.xml", "/tin-tuc/feed.json"] {
        assert!(made.iter().any(|url| url == feed), "{feed} in {made:?}");
    }
    for feed in ["/tin-tuc/chuyen-doi-so/rss.xml", "/su-kien/rss.xml", "/hoi-dap/feed.json", "/en/rss.xml"] {
        assert!(!made.iter().any(|url| url == feed), "{feed} in {made:?}");
    }
}

#[test]
fn with_texts_in_full_an_incremental_build_is_a_clean_one() {
    for edit in [Edit::Title(1, 1), Edit::Slug(1, 1), Edit::Delete(2), Edit::Contact(1), Edit::Chart(2), Edit::Map(1)] {
        after(&edit);
    }
}
