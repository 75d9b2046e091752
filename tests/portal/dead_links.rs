//! No output of a portal leads to what the portal does not publish: whatever is switched off, missing, empty or broken,
//! every address in pages, feeds, JSON, calendars, sitemaps and redirects is one at which something stands.

use std::collections::BTreeSet;

use cong::load::embedded;
use cong::path::{UrlPath, decode};
use scraper::{Html, Selector};

use crate::site_builder::{Built, SITE_TOML, Site, attributes, texts};

const ORIGIN: &str = "https://tinh.example";

/// A portal that has something of everything: lists of several pages, a register, a calendar, terms, translations, twins,
/// forms, earlier addresses, and pages that are only shown on others.
fn portal() -> Site {
    let toml = SITE_TOML
        .replace("per_page = 20", "per_page = 2")
        .replace("twins = [\"article\"]", "twins = [\"article\", \"document\", \"event\", \"question\"]");
    let forms = format!(
        "{toml}\n[forms]\npolicy = \"gioi-thieu/chung.md\"\nfeedback = {{ page = \"gioi-thieu/chung.md\" }}\nendpoint = \"https://bieu-mau.example/gui\"\n"
    );
    let document = |number: u8, more: &str| {
        format!(
            "---\ntitle: Văn bản {number}\nnumber: 0{number}/QĐ-SYT\nsummary: Về việc {number}.\ntype: quyet-dinh\nissuer: Sở Y tế\nissued: 202{number}-05-01\neffective: 202{number}-05-01\nsigner: N.V.A.\nsigner_title: Giám đốc\nagency: [so-y-te]\nfields: [y-te]\nattachments:\n  - file: ban.pdf\n{more}---\nXem [bài](../tin-tuc/2024/01/b.md).\n"
        )
    };
    let event = "---\ntitle: Hội sách\nsummary: Mời.\nstarts: 2024-05-01\nends: 2024-05-03\nplace: Đây\n---\nChữ.\n";
    let question = "---\ntitle: Hỏi đường\nquestion: Đường nào?\nreceived: 2024-01-05\nanswered: 2024-01-08\nagency: so-y-te\n---\nĐi thẳng.\n";
    let banner = "---\ntitle: Tết\nimage: anh.svg\nimage_alt: Hình\nstarts: 2024-01-01\nends: 2024-02-10\nslot: top\naliases: [/tet-cu/]\n---\n";
    let mut site = Site::new()
        .file("site.toml", &forms)
        .file("content/tin-tuc/chuyen-doi-so/_index.md", "---\ntitle: Chuyển đổi số\nkind: article\n---\n")
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/_index.en.md", "---\ntitle: Documents\nkind: document\nslug: documents\n---\n")
        .file("content/van-ban/ban.pdf", "%PDF-1.4")
        .file("content/van-ban/hai.md", &document(2, "replaces: [01/QĐ-SYT]\n"))
        .file("content/van-ban/mot.md", &document(1, ""))
        .file("content/van-ban/ba.md", &document(3, ""))
        .file("content/su-kien/_index.md", "---\ntitle: Sự kiện\nkind: event\n---\n")
        .file("content/su-kien/hoi-sach.md", event)
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
        .file("content/hoi-dap/hoi.md", question)
        .file("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\nkind: page\n---\n")
        .file(
            "content/gioi-thieu/chung.md",
            "---\ntitle: Giới thiệu chung\n---\nXem [banner](../banner/tet/index.md).\n",
        )
        .file("content/banner/_index.md", "---\ntitle: Banner\nkind: banner\n---\n")
        .file("content/banner/tet/index.md", banner)
        .file(
            "content/banner/tet/anh.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"><path d=\"M0 0h2v1z\"/></svg>",
        )
        // A section of its own below one that has no page.
        .file("content/banner/chien-dich/_index.md", "---\ntitle: Chiến dịch\nkind: article\n---\n")
        .article("content/banner/chien-dich/mot.md", "Chiến dịch một", "2023-11-01", "", "");
    for (index, name) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        let more = "topics: [chuyen-doi-so]\nagency: so-y-te\n";
        let date = format!("2024-01-{:02}", 2 + index);
        site = site.article(&format!("content/tin-tuc/2024/01/{name}.md"), &format!("Bài {name}"), &date, more, "");
    }
    // What is said in English has no topic and no agency.
    site.article("content/tin-tuc/2024/01/a.en.md", "Article a", "2024-01-02", "", "").article(
        "content/tin-tuc/chuyen-doi-so/f.md",
        "Bài f",
        "2023-12-30",
        "aliases: [/cu/, /bai.php?id=1]\n",
        "",
    )
}

/// Addresses of the portal in a text of any form: absolute ones wherever they stand.
fn absolute(text: &str, found: &mut BTreeSet<String>) {
    for (at, _) in text.match_indices(&format!("{}/", ORIGIN.trim_start_matches("https:"))) {
        let rest = &text[at + ORIGIN.trim_start_matches("https:").len()..];
        let end = rest.find(|letter: char| letter.is_whitespace() || "\"'<>\\;".contains(letter)).unwrap_or(rest.len());
        found.insert(rest[..end].to_owned());
    }
}

fn of_page(text: &str, found: &mut BTreeSet<String>) {
    let html = Html::parse_document(text);
    for element in html.select(&Selector::parse("*").unwrap()) {
        for (name, value) in element.value().attrs() {
            if name == "srcset" {
                found.extend(value.split(',').filter_map(|part| Some(part.split_whitespace().next()?.to_owned())));
            } else if value.starts_with('/') || (value.is_empty() && ["href", "src", "action"].contains(&name)) {
                found.insert(value.to_owned());
            }
        }
    }
}

fn of_json(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) if text.starts_with('/') => drop(found.insert(text.clone())),
        serde_json::Value::String(text) if text.contains("href=\"") => of_page(text, found),
        serde_json::Value::Array(all) => all.iter().for_each(|value| of_json(value, found)),
        // Earlier addresses are told as such.
        serde_json::Value::Object(all) => {
            all.iter().filter(|(key, _)| *key != "aliases").for_each(|(_, value)| of_json(value, found));
        }
        _ => {}
    }
}

/// All addresses of the portal that one output names.
fn named(path: &str, bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Ok(text) = std::str::from_utf8(bytes) else { return found };
    // Long lines of a calendar are folded.
    absolute(&text.replace("\r\n ", ""), &mut found);
    match path.rsplit('.').next() {
        Some("html") => of_page(text, &mut found),
        // The old addresses in it are those that are no more.
        Some("json") if path.starts_with("assets/old-addresses") => {
            let table: serde_json::Value = serde_json::from_str(text).unwrap();
            of_json(&table, &mut found);
            found.remove("/bai.php");
        }
        Some("json") => of_json(&serde_json::from_str(text).unwrap(), &mut found),
        _ if path == "_redirects" => {
            found.extend(text.lines().filter_map(|line| Some(line.split(' ').nth_back(1)?.to_owned())));
        }
        _ => {}
    }
    found
}

/// `output → address` for each address at which nothing stands. A page that cannot be built now may still be online.
fn dead(built: &Built, base: &str) -> Vec<String> {
    let quarantined: BTreeSet<String> = built.quarantined.iter().map(|page| page.url.clone()).collect();
    let mut dead = Vec::new();
    let mut live = 0;
    // Scripts have no addresses of pages; in the search index a folder is a choice to narrow by.
    let is_named =
        |path: &str| !path.ends_with(".js") && !path.ends_with(".css") && !path.starts_with("assets/search/");
    for (path, bytes) in built.outputs.iter().filter(|(path, _)| is_named(path)) {
        for address in named(path, bytes) {
            let local = address.split(['?', '#']).next().unwrap();
            let stands = local.strip_prefix(base).filter(|local| local.starts_with('/')).is_some_and(|local| {
                let output = UrlPath::new(&*decode(local)).output();
                built.has(output.as_str()) || quarantined.contains(&address)
            });
            if stands {
                live += 1;
            } else {
                dead.push(format!("{path} → {address}"));
            }
        }
    }
    assert!(live > 20, "{live} addresses: they were not looked for");
    dead
}

#[test]
fn a_link_to_nothing_is_found_wherever_it_stands() {
    let template = "themes/portal/templates/thanks.html";
    let theme = embedded::theme();
    let (_, bytes) = theme.iter().find(|(path, _)| *path == "templates/thanks.html").unwrap();
    let planted = std::str::from_utf8(bytes).unwrap().replacen("<ul", "<a href=\"/khong-co/\">x</a><ul", 1);
    let built = portal().file(template, &planted).build();
    let found = dead(&built, "");
    assert!(found.iter().any(|link| link == "da-gui/index.html → /khong-co/"), "{found:?}");
    for (path, text) in [
        ("rss.xml", "<link>https://tinh.example/x/</link>"),
        ("feed.json", "{\"url\":\"https://tinh.example/x/\"}"),
        ("a/index.json", "{\"image\":{\"url\":\"/x/\"},\"content_html\":\"<a href=\\\"/y/\\\">\"}"),
        ("a/a.ics", "URL:https://tinh.exa\r\n mple/x/\r\n"),
        ("a/index.html", "<a href=webcal://tinh.example/x/>"),
    ] {
        assert!(named(path, text.as_bytes()).contains("/x/"), "{path}");
    }
    assert!(named("a/index.json", b"{\"content_html\":\"<a href=\\\"/y/\\\">\"}").contains("/y/"));
}

#[test]
fn nothing_leads_to_what_is_switched_off() {
    assert_eq!(dead(&portal().build(), ""), Vec::<String>::new(), "everything on");
    for off in [
        "archive = false",
        "taxonomies = false",
        "site_tree = false",
        "list_json = false",
        "search = false",
        "feeds = []",
        "feeds = [\"rss\"]",
        "feeds = [\"json\"]\nlist_json = false",
        "headers = []",
    ] {
        let built = portal().config("[outputs]\n", &format!("[outputs]\n{off}\n")).build();
        assert_eq!(dead(&built, ""), Vec::<String>::new(), "{off}");
    }
    let twins = portal().config("\"article\", \"document\", \"event\", \"question\"", "");
    assert_eq!(dead(&twins.build(), ""), Vec::<String>::new(), "no twins");
    let endpoint = portal().config("endpoint = \"https://bieu-mau.example/gui\"\n", "");
    assert_eq!(dead(&endpoint.build(), ""), Vec::<String>::new(), "no forms");
}

#[test]
fn nothing_leads_to_a_home_page_that_is_not_there() {
    let (vi, en) = ("content/_index.md", "content/_index.en.md");
    for (what, site) in [
        ("none", portal().without(vi).without(en)),
        ("no English one", portal().without(en)),
        ("no Vietnamese one", portal().without(vi)),
        ("below a path", portal().without(vi).without(en)),
    ] {
        let below = what == "below a path";
        let (site, base) = match below {
            true => (site.config(&format!("\"{ORIGIN}\""), &format!("\"{ORIGIN}/so-y-te\"")), "/so-y-te"),
            false => (site, ""),
        };
        assert_eq!(dead(&site.build(), base), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn nothing_leads_to_what_has_no_items_or_asks_to_be_passed_over() {
    let noindex = "---\ntitle: Tin tức\nkind: article\nnoindex: true\n---\n";
    let empty = ["a", "b", "c", "d", "e", "a.en"]
        .into_iter()
        .fold(portal(), |site, name| site.without(&format!("content/tin-tuc/2024/01/{name}.md")));
    let empty = empty.without("content/tin-tuc/chuyen-doi-so/f.md").without("content/banner/chien-dich/mot.md");
    for (what, site) in [
        ("passed over", portal().file("content/tin-tuc/_index.md", noindex)),
        ("an item passed over", portal().article("content/tin-tuc/g.md", "G", "2024-01-09", "noindex: true\n", "")),
        ("no article", empty),
        ("no section in English", portal().without("content/tin-tuc/_index.en.md")),
        ("nothing but home", Site::new()),
    ] {
        assert_eq!(dead(&site.build(), ""), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn nothing_leads_to_what_could_not_be_built() {
    let theme = embedded::theme();
    let (_, base) = theme.iter().find(|(path, _)| *path == "templates/base.html").unwrap();
    let broken = |title: &str| {
        let fail = format!("{{% if page.title == \"{title}\" %}}{{{{ page.khong.co }}}}{{% endif %}}<main");
        let text = std::str::from_utf8(base).unwrap().replacen("<main", &fail, 1);
        portal().file("themes/portal/templates/base.html", &text).build()
    };
    for title in ["Bài b", "Tin tức", "Văn bản", "Sự kiện", "Home", "Trang chủ"] {
        let built = broken(title);
        assert!(built.codes().contains(&"T02"), "{title}: {:?}", built.problems());
        assert_eq!(dead(&built, ""), Vec::<String>::new(), "{title}");
    }
}

#[test]
fn without_a_home_page_there_is_no_feed_of_the_whole_and_nobody_is_offered_one() {
    let built = portal().without("content/_index.md").without("content/_index.en.md").build();
    assert!(!built.has("rss.xml") && !built.has("feed.json") && built.has("tin-tuc/rss.xml"));
    let html = built.html("tin-tuc/2024/01/a/index.html");
    assert_eq!(attributes(&html, "link[type='application/rss+xml']", "href"), Vec::<String>::new());
    assert_eq!(attributes(&html, "a.brand", "href"), Vec::<String>::new());
    assert_eq!(texts(&html, "a.brand .brand-title"), ["Cổng thử"], "the name stays");
}

#[test]
fn a_language_without_a_home_page_begins_at_that_of_the_first() {
    let built = portal().without("content/_index.en.md").build();
    let html = built.html("en/news/2024/01/a/index.html");
    assert_eq!(attributes(&html, "a.brand", "href"), ["/"]);
    assert!(!built.has("en/rss.xml") && built.has("en/news/rss.xml"));
}
