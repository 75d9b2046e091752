//! Earlier addresses with parameters: which are taken, where they lead, and what servers and pages are told of them.

use std::sync::Arc;

use cong::cache::Cache;
use cong::load::base::Base;
use cong::pipeline::Own;
use cong::serve::Preview;
use cong::write::Recognise;
use serde_json::json;

use crate::site_builder::{Site, attributes, moment, place};

pub fn item(aliases: &str) -> Site {
    Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-10", &format!("aliases: [{aliases}]\n"), "Chữ.")
}

/// Two pages that took over addresses of several systems.
pub fn portal() -> Site {
    item("'/index.php?nv=news&op=x&id=5', '/Default.aspx?tabid=1', '/news.html?id=7#x', '/tim?q=tức+mới&u=a/b', '/vb?so[]=1', '/z.php?ten-bai=Đà+Nẵng&tên=b', '/co.php?in', '/Bai-5.aspx', '/đọc.html?id=1'")
        .article(
            "content/tin-tuc/b.md",
            "Bài b",
            "2024-01-11",
            "aliases: ['/index.php?id=5', '/?p=9', '/cu/b/', '/index.php']\n",
            "[a](/index.php?id=5&nv=news&op=x) [b](https://tinh.example/DEFAULT.ASPX?TABID=1)",
        )
}

/// Addresses as browsers send them, and where they lead.
pub const ASKED: [(&str, &str); 28] = [
    ("/index.php?nv=news&op=x&id=5", "a"),
    ("/index.php?id=5&op=x&nv=news", "a"),
    ("/index.php?fbclid=1&ID=5&nv=News&op=X", "a"),
    ("/index.php?id=5", "b"),
    ("/index.php?id=5&nv=other", "b"),
    ("/default.aspx?TabId=1", "a"),
    ("/news.html?id=7", "a"),
    ("/tim?q=t%E1%BB%A9c+m%E1%BB%9Bi&u=a/b", "a"),
    ("/tim?u=a%2Fb&q=t%e1%bb%a9c%20m%e1%bb%9bi", "a"),
    ("/vb?so[]=1", "a"),
    ("/?p=9", "b"),
    ("/Default.aspx?tabid=2", ""),
    ("/news.html?id=70", ""),
    ("/vb?fbclid=1&SO%5b%5d=1", "a"),
    ("/vb?so[]=10", ""),
    ("/vb?xso[]=1", ""),
    ("/z.php?ten-bai=%C4%90%C3%A0%20N%E1%BA%B5ng&t%C3%AAn=b&fbclid=x", "a"),
    ("/Z.php?t%c3%aan=B&Ten-Bai=%c4%91%c3%a0+n%e1%ba%b5ng", "a"),
    ("/z.php?ten-bai=%C4%90%C3%80+N%E1%BA%B4NG&tên=b", "a"),
    ("/z.php?ten-bai=%C4%90%C3%A0+N%E1%BA%B5ng", ""),
    ("/co.php?in&fbclid=1", "a"),
    ("/co.php?x=1&IN=", "a"),
    ("/co.php?inn", ""),
    ("/co.php", ""),
    ("/bai-5.aspx", "a"),
    ("/BAI-5.ASPX?fbclid=1", "a"),
    ("/%C4%91%E1%BB%8Dc.html?id=1", "a"),
    ("/%C4%90%E1%BB%8CC.html?ID=1", "a"),
];

#[test]
fn an_old_address_is_refused_with_its_form_if_it_is_none() {
    let built = item("index.php?id=5, '/a*?id=5'").build();
    assert_eq!(built.codes(), ["F19", "F19"]);
    assert!(built.findings[0].hint("en").contains("/index.php?id=5"));
}

#[test]
fn the_preview_leads_on_whatever_the_order_and_case_of_parameters() {
    let preview = Preview::new(Arc::new(portal().files()), "vi".to_owned(), false, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    for (asked, leads) in ASKED {
        let reply = preview.reply(asked);
        let location = (!leads.is_empty()).then(|| format!("/tin-tuc/{leads}/"));
        assert_eq!(reply.location, location, "{asked}");
        assert_eq!(reply.status, if leads.is_empty() { 404 } else { 302 }, "{asked}");
    }
    assert_eq!(preview.reply("/tin-tuc/a/?fbclid=1").status, 200);
}

#[test]
fn links_to_old_addresses_are_known_to_lead_somewhere() {
    assert_eq!(portal().build().problems(), [""; 0]);
    let lost =
        portal().article("content/tin-tuc/c.md", "Bài c", "2024-01-11", "", "[x](/Default.aspx?tabid=2)").build();
    assert_eq!(lost.codes(), ["M12"]);
}

#[test]
fn servers_are_told_with_the_narrowest_rule_first() {
    let built = portal().build();
    let rules: Vec<&str> = built.text("_redirects").lines().collect();
    assert_eq!(
        rules,
        [
            "/ p=9 /tin-tuc/b/ 301!",
            "/Bai-5.aspx /tin-tuc/a/ 301",
            "/co.php in= /tin-tuc/a/ 301!",
            "/Default.aspx tabid=1 /tin-tuc/a/ 301!",
            "/index.php nv=news op=x id=5 /tin-tuc/a/ 301!",
            "/index.php id=5 /tin-tuc/b/ 301!",
            "/index.php /tin-tuc/b/ 301",
            "/news.html id=7 /tin-tuc/a/ 301!",
            "/tim q=t%E1%BB%A9c%20m%E1%BB%9Bi u=a%2Fb /tin-tuc/a/ 301!",
            "/vb so%5B%5D=1 /tin-tuc/a/ 301!",
            "/z.php ten-bai=%C4%90%C3%A0%20N%E1%BA%B5ng t%C3%AAn=b /tin-tuc/a/ 301!",
            "/%C4%91%E1%BB%8Dc.html id=1 /tin-tuc/a/ 301!",
            "/cu/b/ /tin-tuc/b/ 301!",
            "/cu/b/ /tin-tuc/b/ 301",
        ]
    );
    let netlify_only = portal().config("[outputs]\n", "[outputs]\nheaders = [\"netlify\"]\n").build();
    assert!(!netlify_only.has("_redirects.nginx.conf") && netlify_only.has("_redirects"));
}

#[test]
fn rules_of_a_build_are_known_by_where_they_lead() {
    let files = portal().files();
    let base = Base::parse("https://tinh.example").unwrap();
    let own = Own::new(&base, &files);
    let is_made = |path: &str| path == "tin-tuc/a/index.html";
    let is_own = |rules: &str| own.is_about("_redirects", rules.as_bytes(), &is_made);
    assert!(is_own("/bai.aspx /tin-tuc/a/ 301\n/x.php id=5 /tin-tuc/a/ 301\n"));
    assert!(is_own("/x.php id=5 /tin-tuc/a/ 301!\n/tin-tuc/a/ /khac/ 301!\n/tin-tuc/a/ /khac/ 301\n"));
    for foreign in [
        "/cu/ /tin-tuc/a/ 301!\n",
        "/tin-tuc/a/ /khac/ 302\n",
        "/tin-tuc/a/ /khac/ 301!!\n",
        "/bai.aspx /khac/ 301\n",
        "/cu/ /tin-tuc/a/ 301\n",
        "/bai.aspx https://khac.example/ 301\n",
        "",
    ] {
        assert!(!is_own(foreign), "{foreign}");
    }
}

#[test]
fn the_map_for_nginx_asks_for_each_set_of_parameters_by_name() {
    let built = portal().build();
    let map = built.text("_redirects.nginx.conf");
    let rules: Vec<&str> = map.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert_eq!(rules[..2], ["map_hash_bucket_size 256;", "map_hash_max_size 2048;"]);
    let first = rules.iter().position(|line| line.ends_with(" $cong_old_0 {")).unwrap();
    assert_eq!(
        rules[first..first + 4],
        [
            "map \"$uri?id=$arg_id&nv=$arg_nv&op=$arg_op\" $cong_old_0 {",
            "    default \"\";",
            "    \"/index.php?id=5&nv=news&op=x\" \"/tin-tuc/a/\";",
            "}"
        ]
    );
    assert!(map.contains("    \"/tim?q=t%e1%bb%a9c+m%e1%bb%9bi&u=a%2fb\" \"/tin-tuc/a/\";"), "{map}");
    assert!(map.contains("    \"/tim?q=t%e1%bb%a9c%20m%e1%bb%9bi&u=a/b\" \"/tin-tuc/a/\";"), "{map}");
    assert!(map.contains("    \"/bai-5.aspx?\" \"/tin-tuc/a/\";"), "{map}");
    assert!(map.contains("    \"~*(?:^|&)(?:so%5b%5d|so\\x5b\\x5d)=([^&]*)\" $1;"), "{map}");
    assert!(map.contains("map \"$uri?\" $cong_old_"), "{map}");
    for way in ["/cu/b", "/cu/b/", "/cu/b/index.html"] {
        assert!(map.contains(&format!("    \"{way}?\" \"/tin-tuc/b/\";")), "{way}: {map}");
    }
    let last = rules.len() - 4;
    assert!(rules[last].starts_with("map \"$cong_old_0|$cong_old_1|"), "the first that answers: {}", rules[last]);
}

#[test]
fn an_address_that_has_one_parameter_twice_is_asked_for_as_it_was_written() {
    let map = item("'/vb?so[]=1&so[]=2'").build().text("_redirects.nginx.conf").to_owned();
    assert!(map.contains("map \"$uri?$args\" $cong_old") && map.contains("\"/vb?so[]=1&so[]=2\""), "{map}");
}

#[test]
fn the_map_for_nginx_is_there_before_the_first_address_and_after_the_last() {
    let map = Site::new().build().text("_redirects.nginx.conf").to_owned();
    let rules: Vec<&str> = map.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let sizes = ["map_hash_bucket_size 64;", "map_hash_max_size 2048;"];
    assert_eq!(
        rules,
        [sizes[0], sizes[1], "map \"\" $cong_old {", "    default \"\";", "    \"~^\\|*([^|]+)\" $1;", "}"]
    );
}

#[test]
fn a_file_stands_only_at_an_address_that_hosts_take_for_a_page() {
    let built = item("/bai-5.aspx, /bao.php, /tin/so-1.2, /a.htm, /b.HTML, /c, /d.php/").build();
    assert_eq!(built.problems(), [""; 0]);
    for page in ["a.htm", "b.HTML", "c/index.html", "d.php/index.html"] {
        assert!(built.text(page).contains("url=/tin-tuc/a/\""), "{page}");
    }
    for address in ["bai-5.aspx", "bao.php", "tin/so-1.2"] {
        assert!(!built.has(address), "{address} would be downloaded");
        assert!(built.text("_redirects").contains(&format!("/{address} /tin-tuc/a/ 301\n")));
        assert_eq!(built.json("assets/old-addresses.json")[format!("/{address}")], json!([["", "/tin-tuc/a/"]]));
    }
    assert!(built.text("_headers.nginx.conf").contains("text/html htm;"), "its table replaces that of nginx");
}

#[test]
fn an_old_address_takes_no_page_of_the_portal_over() {
    for (alias, code) in [
        ("/tim-kiem/?q=5", "P15"),
        ("/Tim-Kiem?q=5", "P15"),
        ("/tin-tuc/?id=5", "P15"),
        ("/tin-tuc/b/?id=5", "P15"),
        ("/rss.xml?id=5", "P15"),
        ("/rss.xml", "P03"),
        ("/RSS.xml", "P02"),
    ] {
        let built = item(&format!("'{alias}'"))
            .article("content/tin-tuc/b.md", "Bài b", "2024-01-11", "aliases: [/cu/b/]\n", "Chữ.")
            .build();
        assert_eq!(built.codes(), [code], "{alias}");
        assert_eq!(place(built.finding(code)), "content/tin-tuc/a.md:6:11", "{alias}");
        assert_eq!(built.text("_redirects"), "/cu/b/ /tin-tuc/b/ 301!\n/cu/b/ /tin-tuc/b/ 301\n", "{alias}");
    }
    let built = item("'/?p=5', '/en/?p=6', '/index.html?p=7', '/cu/?p=5', /cu/").build();
    assert_eq!(built.problems(), [""; 0], "no home page takes parameters, and earlier addresses are no pages");
}

#[test]
fn the_page_for_what_is_not_found_looks_them_up() {
    let built = portal().build();
    let page = built.html("404.html");
    assert_eq!(attributes(&page, "script[data-moved]", "data-moved"), ["/assets/old-addresses.json"]);
    let table = built.json("assets/old-addresses.json");
    assert_eq!(
        table["/index.php"],
        json!([["id=5&nv=news&op=x", "/tin-tuc/a/"], ["id=5", "/tin-tuc/b/"], ["", "/tin-tuc/b/"]])
    );
    assert_eq!(table["/default.aspx"], json!([["tabid=1", "/tin-tuc/a/"]]));
    let without = Site::new().build();
    assert!(attributes(&without.html("404.html"), "script[data-moved]", "data-moved").is_empty());
    assert!(!without.has("assets/old-addresses.json"));
    let below = portal().config("https://tinh.example", "https://tinh.example/so").build();
    assert_eq!(below.json("assets/old-addresses.json")["/so/vb"], json!([["so%5B%5D=1", "/so/tin-tuc/a/"]]));
    assert!(below.text("_redirects").starts_with("/so/ p=9 /so/tin-tuc/b/ 301!\n"));
}

#[test]
fn two_pages_that_claim_one_address_get_no_redirect_from_it() {
    let built = item("'/a.php?x=1&y=2'")
        .article("content/tin-tuc/b.md", "Bài b", "2024-01-11", "aliases: ['/A.php?y=2&x=1', '/b.php?x=1']\n", "Chữ.")
        .build();
    let finding = built.finding("P07");
    assert_eq!(place(finding), "content/tin-tuc/b.md:6:11");
    assert!(finding.text("vi").contains("/a.php?x=1&y=2") || finding.text("vi").contains("/A.php?y=2&x=1"));
    assert_eq!(built.text("_redirects"), "/b.php x=1 /tin-tuc/b/ 301!\n");
}

#[test]
fn an_old_address_of_a_page_that_is_not_public_stands_nowhere() {
    let site = Site::new().article(
        "content/tin-tuc/a.md",
        "Bài",
        "2024-01-10",
        "draft: true\naliases: ['/kin.php?id=5']\n",
        "Chữ.",
    );
    let built = site.build();
    assert!(!built.outputs.values().any(|bytes| String::from_utf8_lossy(bytes).contains("kin.php")));
    assert!(!built.has("_redirects"));
}

#[test]
fn what_feeds_know_a_page_by_is_no_address_with_parameters() {
    assert_eq!(portal().build().json("feed.json")["items"][1]["id"], "https://tinh.example/tin-tuc/a/");
}

#[test]
fn no_server_leads_away_from_a_page_whatever_is_claimed() {
    let built = item("/cu/, /Tin-Tuc/A/, /tin-tuc/a/, /tin-tuc/, /TIN-TUC/B/, /chung/, '/cu/?p=5'")
        .article("content/tin-tuc/b.md", "Bài b", "2024-01-11", "aliases: [/chung/, /Cu/]\n", "Chữ.")
        .build();
    let pages = ["tin-tuc/", "tin-tuc/a/", "tin-tuc/b/", "chung/"];
    for rules in ["_redirects", "_redirects.nginx.conf"] {
        let text = built.text(rules).to_lowercase();
        let of = |page: &str| [format!("\n/{page} "), format!("\"/{page}?\"")];
        let led: Vec<&&str> = pages.iter().filter(|page| of(page).iter().any(|rule| text.contains(rule))).collect();
        assert_eq!(led, [&""; 0], "{rules}: {text}");
        assert!(text.contains("/cu/"), "{rules}: {text}");
    }
}
