//! Holds which files a portal consists of: lists and their pages, terms, archive, feeds, sitemap, redirects, and what collides.

use std::sync::LazyLock;

use cong::diag::Finding;
use quick_xml::events::Event;

use crate::site_builder::{Built, Site, attributes, texts};

const BASE: &str = "https://tinh.example";

/// Eight dated articles, of which one has a translation, one an earlier address and one asks not to be indexed.
fn portal() -> Site {
    let site = Site::new().config("per_page = 20", "per_page = 3\nfeed_items = 5");
    let site = (1..=8).fold(site, |site, n| {
        let more = match n {
            1 => "topics: [chuyen-doi-so]\nagency: so-tttt\nfields: [y-te]\n",
            2 => "topics: [chuyen-doi-so]\naliases: [/tin-cu/2/, /bai.html]\n",
            3 => "noindex: true\n",
            _ => "",
        };
        site.article(
            &format!("content/tin-tuc/bai-{n}.md"),
            &format!("Bài số {n} & bạn"),
            &format!("2023-{:02}-10", n + 4),
            more,
            "Nội dung.",
        )
    });
    site.article("content/tin-tuc/bai-1.en.md", "Item one", "2023-05-10", "topics: [chuyen-doi-so]\n", "Text.")
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi\n---\n")
        .config("[[agencies]]", "[menus]\nmain = [{ page = \"tin-tuc/_index.md\" }, { page = \"lien-he/_index.md\" }, { url = \"https://dichvucong.gov.vn/\", title = { vi = \"Dịch vụ công\", en = \"Services\" } }]\n\n[[agencies]]")
}

fn built() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| portal().build());
    &BUILT
}

/// Parses XML to its end; gives the texts of all elements of this name.
fn elements(xml: &str, wanted: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut depth, mut ended) = (0_u32, false);
    while !ended {
        match reader.read_event().unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => ended = true,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is not closed");
    let (opening, closing) = (format!("<{wanted}"), format!("</{wanted}>"));
    let parts = xml.split(&opening).skip(1).filter(|part| part.starts_with(['>', ' ']));
    parts.filter_map(|part| Some(part.split_once('>')?.1.split_once(&closing)?.0.to_owned())).collect()
}

fn news(n: u32) -> String {
    format!("{BASE}/tin-tuc/bai-{n}/")
}

#[test]
fn the_portal_of_these_tests_is_sound() {
    assert_eq!(built().problems(), Vec::<String>::new());
}

#[test]
fn a_list_is_cut_from_the_oldest_so_that_old_pages_never_change() {
    assert_eq!(
        texts(&built().html("tin-tuc/trang/1/index.html"), "main .list h2, main .list h3"),
        ["Bài số 3 & bạn", "Bài số 2 & bạn", "Bài số 1 & bạn"]
    );
    assert_eq!(texts(&built().html("tin-tuc/index.html"), "main .list h2, main .list h3").len(), 5);
    assert!(!built().has("tin-tuc/trang/2/index.html"));
    let more = portal().article("content/tin-tuc/bai-9.md", "Bài số 9", "2024-01-10", "", "").build();
    assert!(more.has("tin-tuc/trang/2/index.html"));
    assert_eq!(
        titles_in_json(&more, "tin-tuc/trang/1/feed.json"),
        titles_in_json(built(), "tin-tuc/trang/1/feed.json")
    );
}

fn titles_in_json(built: &Built, path: &str) -> Vec<String> {
    built.json(path)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn each_page_of_a_list_leads_to_the_others() {
    assert!(
        attributes(&built().html("tin-tuc/index.html"), "main a", "href").contains(&"/tin-tuc/trang/1/".to_owned())
    );
    assert!(
        attributes(&built().html("tin-tuc/trang/1/index.html"), "main a", "href").contains(&"/tin-tuc/".to_owned())
    );
}

#[test]
fn terms_have_an_overview_and_a_list_in_each_language_that_uses_them() {
    for path in [
        "chuyen-de/index.html",
        "chuyen-de/chuyen-doi-so/index.html",
        "co-quan/so-tttt/index.html",
        "linh-vuc/y-te/index.html",
        "en/topics/chuyen-doi-so/index.html",
    ] {
        assert!(built().has(path), "{path}");
    }
    for path in ["chuyen-de/de-an-06/index.html", "co-quan/so-y-te/index.html", "en/agencies/index.html"] {
        assert!(!built().has(path), "{path} would be empty");
    }
    assert_eq!(titles_in_json(built(), "chuyen-de/chuyen-doi-so/feed.json"), ["Bài số 2 & bạn", "Bài số 1 & bạn"]);
    assert!(built().has("chuyen-de/chuyen-doi-so/rss.xml"), "a topic can be subscribed to");
}

#[test]
fn the_archive_goes_by_year_and_month() {
    let years = attributes(&built().html("luu-tru/index.html"), "main a", "href");
    assert!(
        years.contains(&"/luu-tru/2023/".to_owned()) && years.contains(&"/luu-tru/2023/05/".to_owned()),
        "{years:?}"
    );
    assert!(built().text("luu-tru/2023/05/index.html").contains("Bài số 1"));
    assert!(built().text("en/archive/2023/05/index.html").contains("Item one"));
    assert!(!built().has("luu-tru/2023/04/index.html"));
}

#[test]
fn translations_name_each_other_and_themselves() {
    let wanted = [("vi", news(1)), ("en", format!("{BASE}/en/news/bai-1/")), ("x-default", news(1))];
    for page in ["tin-tuc/bai-1/index.html", "en/news/bai-1/index.html"] {
        let html = built().html(page);
        let pairs: Vec<(String, String)> = attributes(&html, "link[hreflang]", "hreflang")
            .into_iter()
            .zip(attributes(&html, "link[hreflang]", "href"))
            .collect();
        assert_eq!(pairs, wanted.clone().map(|(language, url)| (language.to_owned(), url)), "{page}");
    }
    assert_eq!(attributes(&built().html("en/news/bai-1/index.html"), "html", "lang"), ["en"]);
    assert!(
        attributes(&built().html("tin-tuc/bai-2/index.html"), "link[hreflang]", "href").is_empty(),
        "no translation, no alternate"
    );
}

#[test]
fn every_page_names_its_own_address() {
    assert_eq!(
        attributes(&built().html("tin-tuc/trang/1/index.html"), "link[rel=canonical]", "href"),
        [format!("{BASE}/tin-tuc/trang/1/")]
    );
    assert_eq!(attributes(&built().html("tin-tuc/bai-4/index.html"), "link[rel=canonical]", "href"), [news(4)]);
}

#[test]
fn rss_and_atom_show_the_newest_with_permalinks_as_identifiers() {
    let newest: Vec<String> = (4..=8).rev().map(news).collect();
    let rss = built().text("tin-tuc/rss.xml");
    assert_eq!((elements(rss, "guid"), elements(rss, "link")[1..].to_vec()), (newest.clone(), newest.clone()));
    assert_eq!(elements(rss, "title")[1], "Bài số 8 &amp; bạn");
    assert_eq!(elements(rss, "lastBuildDate"), ["Sun, 10 Dec 2023 00:00:00 +0700"], "no clock is in a feed");
    let atom = built().text("tin-tuc/atom.xml");
    assert_eq!(elements(atom, "id")[1..], newest);
    assert_eq!(elements(atom, "updated")[0], "2023-12-10T00:00:00+07:00");
}

#[test]
fn identifiers_of_a_feed_do_not_change_when_a_title_does() {
    let renamed =
        portal().article("content/tin-tuc/bai-8.md", "Tên khác", "2023-12-10", "", "").at("2024-06-01").build();
    for (feed, element) in [("rss.xml", "guid"), ("tin-tuc/atom.xml", "id")] {
        assert_eq!(elements(renamed.text(feed), element), elements(built().text(feed), element), "{feed}");
    }
}

#[test]
fn json_feed_carries_the_fields_of_the_kind_and_leads_to_older_pages() {
    let feed = built().json("tin-tuc/feed.json");
    assert_eq!(
        (&feed["version"], &feed["next_url"]),
        (&"https://jsonfeed.org/version/1.1".into(), &format!("{BASE}/tin-tuc/trang/1/feed.json").into())
    );
    assert_eq!(feed["items"][0]["id"], news(8));
    assert_eq!(feed["items"][0]["_cong"]["kind"], "article");
    assert!(built().json("tin-tuc/trang/1/feed.json").get("next_url").is_none(), "the oldest page is the last");
}

#[test]
fn the_sitemap_lists_pages_once_with_their_languages() {
    assert_eq!(elements(built().text("sitemap.xml"), "loc"), [format!("{BASE}/sitemap-1.xml")]);
    let sitemap = built().text("sitemap-1.xml");
    let mut addresses = elements(sitemap, "loc");
    assert!(
        addresses.contains(&news(1))
            && addresses.contains(&format!("{BASE}/en/news/bai-1/"))
            && addresses.contains(&format!("{BASE}/"))
    );
    for absent in [news(3), format!("{BASE}/tin-cu/2/"), format!("{BASE}/404.html"), format!("{BASE}/tin-tuc/trang/1/")]
    {
        assert!(!addresses.contains(&absent), "{absent}");
    }
    assert!(sitemap.contains(&format!("hreflang=\"en\" href=\"{BASE}/en/news/bai-1/\"")));
    let count = addresses.len();
    addresses.dedup();
    assert_eq!(addresses.len(), count);
    assert_eq!(attributes(&built().html("tin-tuc/bai-3/index.html"), "meta[name=robots]", "content"), ["noindex"]);
}

#[test]
fn the_search_page_can_be_found_under_one_address_whatever_is_searched() {
    let page = built().html("tim-kiem/index.html");
    assert_eq!(attributes(&page, "meta[name=robots]", "content"), Vec::<String>::new());
    assert_eq!(attributes(&page, "link[rel=canonical]", "href"), ["https://tinh.example/tim-kiem/"]);
}

#[test]
fn robots_may_read_everything_and_learn_of_the_sitemap() {
    assert_eq!(built().text("robots.txt"), format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemap.xml\n"));
}

#[test]
fn an_earlier_address_leads_on() {
    assert_eq!(
        built().text("_redirects"),
        "/bai.html /tin-tuc/bai-2/ 301!\n/bai.html /tin-tuc/bai-2/ 301\n/tin-cu/2/ /tin-tuc/bai-2/ 301!\n/tin-cu/2/ /tin-tuc/bai-2/ 301\n"
    );
    for old in ["tin-cu/2/index.html", "bai.html"] {
        assert_eq!(
            attributes(&built().html(old), "meta[http-equiv=refresh]", "content"),
            ["0; url=/tin-tuc/bai-2/"],
            "{old}"
        );
    }
}

#[test]
fn each_language_has_its_page_for_lost_readers() {
    assert_eq!(attributes(&built().html("404.html"), "html", "lang"), ["vi"]);
    assert_eq!(texts(&built().html("en/404.html"), "main h1"), ["Page not found"]);
}

#[test]
fn kinds_that_ask_for_it_have_a_twin_for_machines() {
    let twin = built().json("tin-tuc/bai-1/index.json");
    assert_eq!((&twin["url"], &twin["title"]), (&news(1).into(), &"Bài số 1 & bạn".into()));
    assert_eq!(
        (&twin["content_html"], &twin["translations"][0]["language"]),
        (&"<p>Nội dung.</p>\n".into(), &"en".into())
    );
    assert!(!built().has("lien-he/tong-dai/index.json"), "contacts are not among the twins of this portal");
}

#[test]
fn menus_follow_the_language_and_leave_out_what_has_no_translation() {
    let menu = |page: &str| texts(&built().html(page), "header nav a");
    assert!(
        ["Tin tức", "Liên hệ", "Dịch vụ công"].iter().all(|title| menu("index.html").contains(&(*title).to_owned())),
        "{:?}",
        menu("index.html")
    );
    let english = menu("en/index.html");
    assert!(
        english.contains(&"News".to_owned())
            && english.contains(&"Services".to_owned())
            && !english.contains(&"Tin tức".to_owned()),
        "{english:?}"
    );
}

#[test]
fn a_menu_that_leads_nowhere_is_an_error() {
    let built = Site::new()
        .config("[[agencies]]", "[menus]\nmain = [{ page = \"tin-tuk/_index.md\" }]\n\n[[agencies]]")
        .build();
    assert_eq!(
        built.finding("C05").text("en"),
        "menu “main” points to content/tin-tuk/_index.md, which does not exist"
    );
}

/// Both sources of a collision.
fn both(finding: &Finding) -> [&str; 2] {
    [&*finding.file, &*finding.related[0]]
}

#[test]
fn two_sources_of_one_address_are_both_named() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-01", "", "")
        .article("content/tin-tuc/b.md", "B", "2024-01-01", "slug: a\n", "")
        .build();
    let finding = built.finding("P01");
    assert_eq!(both(finding), ["content/tin-tuc/b.md", "content/tin-tuc/a.md"]);
    assert_eq!(finding.text("en"), "two sources make the same address /tin-tuc/a/: this file and content/tin-tuc/a.md");
    assert!(!built.has("tin-tuc/a/index.html"), "nobody knows which of the two it was");
}

#[test]
fn addresses_that_differ_by_case_or_unicode_form_collide() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-01", "", "")
        .article("content/tin-tuc/b.md", "B", "2024-01-01", "aliases: [/Tin-Tuc/A/]\n", "")
        .build();
    let finding = built.finding("P02");
    assert_eq!(both(finding), ["content/tin-tuc/b.md", "content/tin-tuc/a.md"]);
    assert!(
        finding.text("vi").contains("/Tin-Tuc/A/") && finding.text("vi").contains("/tin-tuc/a/"),
        "{}",
        finding.text("vi")
    );
}

#[test]
fn an_alias_does_not_take_the_address_of_a_page() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-01", "", "")
        .article("content/tin-tuc/b.md", "B", "2024-01-01", "aliases: [/tin-tuc/a]\n", "")
        .build();
    assert_eq!(both(built.finding("P03")), ["content/tin-tuc/b.md", "content/tin-tuc/a.md"]);
    assert!(built.text("tin-tuc/a/index.html").contains("<h1>A</h1>") && !built.has("_redirects"));
}
