//! Links that work today and will not serve readers well.

use cong::lint;

use crate::site_builder::Site;

/// What is said between pages: code, file and line, words.
fn told(site: &Site) -> Vec<(&'static str, String, String)> {
    let renderer = site.build().renderer.unwrap();
    let found = lint::portal(&renderer.site, &renderer.plan, &|_| true, None);
    let place = |finding: &cong::diag::Finding| {
        let line = finding.span.map(|span| format!(":{}", span.line)).unwrap_or_default();
        format!("{}{line}", finding.file)
    };
    found.iter().map(|finding| (finding.message.code, place(finding), finding.hint("vi"))).collect()
}

fn codes(site: &Site, code: &str) -> Vec<String> {
    told(site).into_iter().filter(|(own, ..)| *own == code).map(|(_, place, _)| place).collect()
}

/// A portal whose only menu entry leads to the news.
fn portal() -> Site {
    Site::new().config("[owner]", "[menus]\nmain = [{ page = \"tin-tuc/_index.md\" }]\n\n[owner]")
}

#[test]
fn a_link_to_an_earlier_address_is_told_where_the_page_is_now() {
    let site =
        portal().article("content/tin-tuc/moi.md", "Tin mới", "2024-01-10", "aliases: [/tin-cu/]\n", "").article(
            "content/tin-tuc/a.md",
            "Bài",
            "2024-01-10",
            "",
            "Xem [tin](/tin-cu/#muc), [tin](/tin-cu), [tin](moi.md).\n",
        );
    let found: Vec<_> = told(&site).into_iter().filter(|(code, ..)| *code == "L01").collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].1, "content/tin-tuc/a.md:7");
    assert!(found[0].2.ends_with(": moi.md"), "the path as it is typed in that page: {}", found[0].2);
}

#[test]
fn a_menu_that_leads_to_an_earlier_address_is_told() {
    let menu = "[menus]\nmain = [{ url = \"/tin-cu/\", title = \"Cũ\" }]\n\n[owner]";
    let site = Site::new().config("[owner]", menu).article(
        "content/tin-tuc/moi.md",
        "Tin mới",
        "2024-01-10",
        "aliases: [/tin-cu/]\n",
        "",
    );
    let found: Vec<_> = told(&site).into_iter().filter(|(code, ..)| *code == "L02").collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].1.starts_with("site.toml:") && found[0].2.contains("/tin-tuc/moi/"), "{found:?}");
}

#[test]
fn a_page_that_no_way_leads_to_is_told_once_for_its_section() {
    let lost = "---\ntitle: Khuất\nkind: page\n---\n";
    let item = "---\ntitle: Trang\n---\nChữ.\n";
    let site = portal()
        .file("content/khuat/_index.md", lost)
        .file("content/khuat/a.md", item)
        .file("content/thay/_index.md", &lost.replace("Khuất", "Thấy"))
        .file("content/thay/b.md", item)
        .article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", "Xem [trang](../thay/b.md).\n");
    assert_eq!(codes(&site, "L03"), ["content/khuat/_index.md"], "what is linked to leads to what is around it");
}

#[test]
fn every_page_of_a_portal_without_menus_and_every_translation_is_reached() {
    let site = Site::new()
        .file("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\nkind: page\n---\n")
        .file("content/gioi-thieu/a.md", "---\ntitle: Trang\n---\nChữ.\n")
        .file("content/gioi-thieu/a.en.md", "---\ntitle: Page\n---\nText.\n");
    assert_eq!(codes(&site, "L03"), Vec::<String>::new());
}

#[test]
fn a_link_without_encryption_is_noted() {
    let body = "Xem [trang](http://so.vn/a) và [trang](https://so.vn/b), [cổng](http://tinh.example/tin-tuc/).\n";
    let site = portal().article(
        "content/tin-tuc/a.md",
        "Bài",
        "2024-01-10",
        "source: {name: Báo, url: http://bao.vn}\n",
        body,
    );
    assert_eq!(
        codes(&site, "L04"),
        ["content/tin-tuc/a.md:8", "content/tin-tuc/a.md:6"],
        "the portal's own address has a rule of its own"
    );
}

#[test]
fn a_host_one_letter_from_one_that_is_linked_to_often_is_told() {
    let often: String = (0..12).map(|number| format!("[dịch vụ](https://dichvucong.gov.vn/{number})\n")).collect();
    let body = format!(
        "{often}\n[dịch vụ](https://dichvucong.gov.vm/)\n[cổng](https://tinh.exampla/)\n[khác](https://chinhphu.vn/)\n"
    );
    let site = portal().article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", &body);
    let found: Vec<_> = told(&site).into_iter().filter(|(code, ..)| *code == "L05").collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].2.contains("dichvucong.gov.vn") && found[1].2.contains("tinh.example"), "{found:?}");
}
