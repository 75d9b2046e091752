//! Addresses: links that name the own host, one encoding for all, and what feeds know a page by when it moves.

use cong::diag::Severity;

use crate::site_builder::{Built, Site, attributes, place};

fn news(body: &str) -> Site {
    Site::new()
        .article("content/tin-tuc/a.md", "Bài a", "2024-01-10", "", body)
        .article("content/tin-tuc/b.md", "Bài b", "2024-01-11", "aliases: [/cu/b/]\n", "Chữ.")
        .article("content/tin-tuc/nhap.md", "Nháp", "2024-01-11", "draft: true\n", "Chữ.")
}

fn links(built: &Built, path: &str) -> Vec<String> {
    attributes(&built.html(path), "main .prose a", "href")
}

#[test]
fn a_link_that_names_the_own_host_is_a_link_within_the_portal() {
    for own in [
        "https://tinh.example",
        "http://tinh.example",
        "HTTPS://Tinh.Example",
        "//tinh.example",
        "https://www.tinh.example",
        "https://tinh.example:443",
        "tinh.example",
    ] {
        let built = news(&format!("Xem [b]({own}/tin-tuc/b/?in=1#dau) và [cũ]({own}/cu/b/).")).build();
        assert_eq!(built.problems(), [""; 0], "{own}");
        assert_eq!(links(&built, "tin-tuc/a/index.html"), ["/tin-tuc/b/?in=1#dau", "/cu/b/"], "{own}");
        for lost in ["khong-co", "nhap"] {
            let built = news(&format!("Xem [b]({own}/tin-tuc/{lost}/).")).build();
            let finding = built.finding("M12");
            assert_eq!(finding.text("en"), format!("there is no page at the address /tin-tuc/{lost}/"), "{own}");
            assert_eq!(place(finding), "content/tin-tuc/a.md:7:5");
        }
    }
}

#[test]
fn other_hosts_and_other_ports_are_elsewhere() {
    let body = "[a](https://soyte.tinh.example/x/) [b](https://tinh.example:8443/x/) [c](https://tinh.example.vn/x/)";
    let built = news(body).build();
    assert_eq!(built.problems(), [""; 0]);
    let all = ["https://soyte.tinh.example/x/", "https://tinh.example:8443/x/", "https://tinh.example.vn/x/"];
    assert_eq!(links(&built, "tin-tuc/a/index.html"), all);
}

#[test]
fn fields_and_menus_that_name_the_own_host_are_held_to_it_too() {
    let organisation = |website: &str| {
        news("Chữ.").file("content/co-quan/_index.md", "---\ntitle: Cơ quan\nkind: organisation\n---\n").file(
            "content/co-quan/so.md",
            &format!(
                "---\ntitle: Sở\naddress: Số 1\nphone: 0271.1022\nemail: so@tinh.example\nwebsite: {website}\n---\n"
            ),
        )
    };
    let good = organisation("https://tinh.example/tin-tuc/b/").build();
    assert_eq!(good.problems(), [""; 0]);
    assert!(attributes(&good.html("co-quan/so/index.html"), "main a", "href").contains(&"/tin-tuc/b/".to_owned()));
    let lost = organisation("https://tinh.example/khong-co/").build();
    assert_eq!(place(lost.finding("M12")), "content/co-quan/so.md:6:10");

    let menu = |url: &str| {
        let menu = format!("[menus]\nmain = [{{ url = \"{url}\", title = \"Mục\" }}]\n\n[[agencies]]");
        news("Chữ.").config("[[agencies]]", &menu).build()
    };
    let good = menu("http://www.tinh.example/tin-tuc/");
    assert_eq!(good.problems(), [""; 0]);
    assert!(attributes(&good.html("index.html"), "nav a", "href").contains(&"/tin-tuc/".to_owned()));
    for lost in ["https://tinh.example/khong-co/", "/khong-co/"] {
        let built = menu(lost);
        let finding = built.finding("C20");
        assert_eq!((finding.severity(), place(finding)), (Severity::Warning, "site.toml:21:17".to_owned()), "{lost}");
    }
}

#[test]
fn a_film_that_names_the_own_host_is_looked_for_on_the_portal() {
    let film = |address: &str| {
        let fields = format!("video: {address}\nimage: a.svg\nimage_alt: Ảnh\ntranscript: Lời.\n");
        Site::new()
            .file("content/phim/_index.md", "---\ntitle: Phim\nkind: video\n---\n")
            .file("content/phim/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
            .file("content/phim/a.md", &format!("---\ntitle: A\nsummary: S.\ndate: 2024-01-10\n{fields}---\n"))
            .build()
            .problems()
    };
    assert_eq!(film("https://tinh.example/tin-tuc/"), [""; 0]);
    let lost = film("https://tinh.example/khong.mp4");
    assert!(lost.len() == 1 && lost[0].starts_with("M12 content/phim/a.md:5:8"), "{lost:?}");
}

#[test]
fn an_address_is_percent_encoded_once_wherever_it_stands() {
    let site = Site::new()
        .article(
            "content/tin-tuc/日本.md",
            "日本",
            "2024-01-10",
            "aliases: [/tin-tức/cũ/]\n",
            "[a](<https://a.vn/một hai?x=\"1\"&y=2>) [b](https://a.vn/m%E1%BB%99t%20hai?y=1&amp;z=2) [c](<bảng 1.pdf>)",
        )
        .bytes("content/tin-tuc/bảng 1.pdf", b"%PDF-1.4");
    let built = site.build();
    assert_eq!(built.problems(), [""; 0]);
    let page = "tin-tuc/日本/index.html";
    let address = "https://tinh.example/tin-tuc/%E6%97%A5%E6%9C%AC/";
    assert_eq!(
        links(&built, page)[..2],
        ["https://a.vn/m%E1%BB%99t%20hai?x=%221%22&y=2", "https://a.vn/m%E1%BB%99t%20hai?y=1&z=2"]
    );
    assert_eq!(attributes(&built.html(page), "link[rel=canonical]", "href"), [address]);
    for list in ["sitemap-1.xml", "rss.xml", "atom.xml", "feed.json", "tin-tuc/rss.xml"] {
        assert!(built.text(list).contains(address), "{list}");
    }
    assert!(attributes(&built.html("tin-tuc/index.html"), "main a", "href").contains(&address[20..].to_owned()));
    let rule = "/tin-t%E1%BB%A9c/c%C5%A9/ /tin-tuc/%E6%97%A5%E6%9C%AC/ 301";
    assert_eq!(built.text("_redirects"), format!("{rule}!\n{rule}\n"));
    let map = built.text("_redirects.nginx.conf");
    assert!(
        map.contains("\"/tin-tức/cũ/?\" \"/tin-tuc/%E6%97%A5%E6%9C%AC/\";"),
        "nginx decodes what it is asked for: {map}"
    );
    assert!(built.has("tin-tức/cũ/index.html"), "a host decodes what it is asked for");
    let is_encoded = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    for (path, bytes) in built.outputs.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for value in attributes(&html, "[href]", "href").into_iter().chain(attributes(&html, "[src]", "src")) {
            assert!(is_encoded(&value) && !value.contains("%25"), "{path}: {value}");
        }
    }
}

#[test]
fn a_description_of_an_rss_feed_is_html_and_a_summary_elsewhere_is_text() {
    let text = "Dùng thẻ <script> và <em> khi x<y & z, viết &lt;b&gt;";
    let site = Site::new().article("content/tin-tuc/a.md", "Bài <b> & bạn", "2024-01-10", "", "Chữ.");
    let site = site.file(
        "content/tin-tuc/a.md",
        &format!("---\ntitle: Bài\nsummary: '{text}'\ndate: 2024-01-10\nauthor: Ban\n---\nChữ."),
    );
    let built = site.config("vi = \"Cổng để thử.\"", "vi = \"Cổng <thử> & hơn.\"").build();
    let once = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    assert!(built.text("rss.xml").contains(&format!("<description>{}</description>", once(&once(text)))));
    assert!(
        built.text("rss.xml").contains(&format!("<description>{}</description>", once(&once("Cổng <thử> & hơn."))))
    );
    assert!(built.text("atom.xml").contains(&format!("<summary>{}</summary>", once(text))));
    assert_eq!(built.json("feed.json")["items"][0]["content_text"], text);
    assert_eq!(built.json("feed.json")["items"][0]["summary"], text);
}

/// What feeds and calendars know the one article and the one event by.
fn identities(name: &str, more: &str) -> Vec<String> {
    let event = |more: &str| {
        format!(
            "---\ntitle: Họp\nsummary: Họp.\nstarts: 2024-02-01 08:00\nends: 2024-02-01 10:00\nplace: Hội trường\norganiser: Ủy ban\n{more}---\n"
        )
    };
    let built = Site::new()
        .article(&format!("content/tin-tuc/{name}.md"), "Bài", "2024-01-10", more, "Chữ.")
        .file("content/su-kien/_index.md", "---\ntitle: Sự kiện\nkind: event\n---\n")
        .file(&format!("content/su-kien/{name}.md"), &event(&more.replace("tin-tuc", "su-kien")))
        .build();
    let between = |path: &str, open: &str, close: &str| {
        let text = built.text(path).replace("\r\n ", "");
        let (_, rest) = text.split_once(open).unwrap_or_else(|| panic!("{path} has no {open}: {text}"));
        rest.split_once(close).unwrap().0.to_owned()
    };
    let entry = between("tin-tuc/atom.xml", "<entry>", "</entry>");
    vec![
        between("tin-tuc/rss.xml", "<guid ", "</guid>"),
        entry.split_once("<id>").unwrap().1.split_once("</id>").unwrap().0.to_owned(),
        built.json("tin-tuc/feed.json")["items"][0]["id"].as_str().unwrap().to_owned(),
        between("su-kien/calendar.ics", "UID:", "\r\n"),
        between(&format!("su-kien/{name}/{name}.ics"), "UID:", "\r\n"),
    ]
}

fn known_as(news: &str, event: &str, is_link: bool) -> Vec<String> {
    let (news, event) = (format!("https://tinh.example{news}"), format!("https://tinh.example{event}"));
    vec![format!("isPermaLink=\"{is_link}\">{news}"), news.clone(), news, event.clone(), event]
}

#[test]
fn what_feeds_and_calendars_know_a_page_by_stays_when_it_moves_once_and_again() {
    let first = known_as("/tin-tuc/a/", "/su-kien/a/", false);
    assert_eq!(identities("a", ""), known_as("/tin-tuc/a/", "/su-kien/a/", true));
    assert_eq!(identities("b", "aliases: [/tin-tuc/a/]\n"), first);
    assert_eq!(identities("c", "aliases: [/tin-tuc/a/, /tin-tuc/b/]\n"), first);
    assert_eq!(identities("c", "aliases: [/tin-tuc/a]\n"), first, "with or without the slash");
}

#[test]
fn an_address_of_another_system_is_no_address_that_readers_know_a_page_by() {
    let old = "aliases: [/bai-5.aspx, /tin-tuc/a/, /khac/]\n";
    assert_eq!(identities("b", old), known_as("/tin-tuc/a/", "/su-kien/a/", false));
    assert_eq!(identities("b", "aliases: /bai-5.aspx\n"), known_as("/tin-tuc/b/", "/su-kien/b/", true));
}

#[test]
fn two_pages_are_never_known_by_one_address() {
    let site = Site::new()
        .article("content/tin-tuc/a.md", "Mới", "2024-01-11", "", "Chữ.")
        .article("content/tin-tuc/b.md", "Cũ", "2024-01-10", "aliases: /tin-tuc/a/\n", "Chữ.")
        .article("content/tin-tuc/b.en.md", "Old", "2024-01-10", "aliases: /en/news/a/\n", "Text.");
    let built = site.build();
    let ids = |path: &str| -> Vec<String> {
        let feed = built.json(path);
        feed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()[20..].to_owned()).collect()
    };
    assert_eq!(ids("tin-tuc/feed.json"), ["/tin-tuc/a/", "/tin-tuc/b/"], "the alias is another page's address");
    assert_eq!(ids("en/news/feed.json"), ["/en/news/a/"], "a translation has its own addresses");
}

#[test]
fn the_feed_of_a_section_that_moved_is_still_the_same_feed() {
    let built =
        news("Chữ.").file("content/tin-tuc/_index.md", "---\ntitle: Tin\nkind: article\naliases: [/tin/]\n---\n");
    assert!(built.build().text("tin-tuc/atom.xml").contains("<id>https://tinh.example/tin/</id>"));
}
