//! Holds registers to what a reader narrows them by: plain pages by type, agency, field, year and state, right at the
//! build's moment, and a form for browsers with scripts.

use crate::site_builder::{Built, Site, attributes, texts};

fn document(number: &str, kind: &str, issued: &str, more: &str) -> String {
    format!(
        "---\ntitle: Văn bản số {number}\nnumber: {number}\nsummary: Về việc {number}.\ntype: {kind}\nissuer: Sở Y tế\nissued: {issued}\neffective: {issued}\nsigner: N.V.A.\nsigner_title: Giám đốc\nattachments:\n  - file: ban.pdf\n{more}---\n"
    )
}

fn site() -> Site {
    Site::new()
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/ban.pdf", "%PDF-1.4")
        .file(
            "content/van-ban/mot.md",
            &document("01/QĐ-SYT", "quyet-dinh", "2023-05-01", "agency: [so-y-te]\nfields: [y-te]\n"),
        )
        .file("content/van-ban/hai.md", &document("02/QĐ-SYT", "quyet-dinh", "2024-01-02", "expires_on: 2024-01-20\n"))
        .file("content/van-ban/ba.md", &document("03/KH-SYT", "ke-hoach", "2024-01-03", "replaces: [01/QĐ-SYT]\n"))
}

/// The numbers in the table of a page.
fn rows(built: &Built, page: &str) -> Vec<String> {
    texts(&built.html(page), "table.register tbody th")
}

#[test]
fn a_register_is_narrowed_by_plain_pages_in_its_own_table() {
    let built = site().build();
    assert_eq!(rows(&built, "van-ban/loai-van-ban/quyet-dinh/index.html"), ["02/QĐ-SYT", "01/QĐ-SYT"]);
    assert_eq!(rows(&built, "van-ban/nam/2023/index.html"), ["01/QĐ-SYT"]);
    assert_eq!(rows(&built, "van-ban/co-quan/so-y-te/index.html"), ["01/QĐ-SYT"]);
    assert_eq!(rows(&built, "van-ban/linh-vuc/y-te/index.html"), ["01/QĐ-SYT"]);
    assert!(!built.has("van-ban/loai-van-ban/luat/index.html"), "a value that no item has gets no page");
}

#[test]
fn a_state_that_changes_by_date_moves_its_item_to_the_other_list() {
    let in_force = "van-ban/tinh-trang/con-hieu-luc/index.html";
    let ended = "van-ban/tinh-trang/het-hieu-luc-toan-bo/index.html";
    let before = site().at("2024-01-20").build();
    assert_eq!(
        (rows(&before, in_force), rows(&before, ended)),
        (vec!["03/KH-SYT".into(), "02/QĐ-SYT".into()], vec!["01/QĐ-SYT".into()])
    );
    // “Expired” and “replaced” are one thing to a Vietnamese reader, and so one list.
    let after = site().at("2024-01-21").build();
    assert_eq!(
        (rows(&after, in_force), rows(&after, ended)),
        (vec!["03/KH-SYT".into()], vec!["02/QĐ-SYT".into(), "01/QĐ-SYT".into()])
    );
}

#[test]
fn the_register_links_every_value_with_how_many_it_has() {
    let built = site().build();
    let links = texts(&built.html("van-ban/index.html"), ".narrow-groups li");
    for expected in
        ["Quyết định (2)", "Kế hoạch (1)", "2024 (2)", "2023 (1)", "Sở Y tế (1)", "Hết hiệu lực toàn bộ (1)"]
    {
        assert!(links.contains(&expected.to_owned()), "{expected} is not among {links:?}");
    }
}

#[test]
fn the_page_of_a_value_changes_only_with_its_own_items() {
    let page = "van-ban/nam/2023/index.html";
    let more = site().file("content/van-ban/bon.md", &document("04/KH-SYT", "ke-hoach", "2024-01-04", ""));
    assert_eq!(site().build().text(page), more.build().text(page));
}

#[test]
fn the_form_asks_the_search_by_the_names_it_knows_and_is_hidden_without_scripts() {
    let html = site().build().html("van-ban/loai-van-ban/quyet-dinh/index.html");
    assert_eq!(attributes(&html, "form.narrow-form[hidden]", "action"), ["/tim-kiem/"]);
    assert_eq!(attributes(&html, ".narrow-form [name]", "name"), ["kind", "q", "type", "agency", "year", "state"]);
    assert_eq!(attributes(&html, ".narrow-form option[selected]", "value"), ["quyet-dinh"]);
    let states = attributes(&html, "#narrow-state option", "value");
    assert!(states.contains(&"document-expired,document-replaced".to_owned()), "{states:?}");
}

#[test]
fn a_section_inside_a_register_of_its_kind_has_no_register_of_its_own() {
    let site = site().file("content/van-ban/cu/_index.md", "---\ntitle: Văn bản cũ\nkind: document\n---\n").file(
        "content/van-ban/cu/nam.md",
        &document("05/QĐ-SYT", "quyet-dinh", "2020-01-04", "").replace("ban.pdf", "../ban.pdf"),
    );
    let built = site.build();
    assert_eq!(rows(&built, "van-ban/nam/2020/index.html"), ["05/QĐ-SYT"]);
    assert!(!built.has("van-ban/cu/nam/2020/index.html"));
}

#[test]
fn agencies_and_fields_have_feeds_that_are_named_after_them() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "Tin", "2024-01-10", "agency: [so-y-te]\ntopics: [de-an-06]\n", "Bài.")
        .build();
    let title = |feed: &str| first_title(built.text(feed));
    assert_eq!(title("co-quan/so-y-te/rss.xml"), "Cơ quan: Sở Y tế – Cổng thử");
    assert_eq!(title("chuyen-de/de-an-06/atom.xml"), "Chuyên đề: Đề án 06 – Cổng thử");
    assert_eq!(title("tin-tuc/rss.xml"), "Tin tức – Cổng thử");
    assert_eq!(built.json("luu-tru/2024/feed.json")["title"], "Lưu trữ: 2024 – Cổng thử");
    let head = attributes(&built.html("co-quan/so-y-te/index.html"), "link[rel=alternate]", "href");
    assert!(head.contains(&"/co-quan/so-y-te/rss.xml".to_owned()), "{head:?}");
}

#[test]
fn each_type_in_a_register_has_feeds_and_its_page_offers_them() {
    let built = site().build();
    let page = "van-ban/loai-van-ban/quyet-dinh";
    assert_eq!(first_title(built.text(&format!("{page}/rss.xml"))), "Văn bản: Quyết định – Cổng thử");
    let offered = attributes(&built.html(&format!("{page}/index.html")), ".feeds a", "href");
    assert!(offered.contains(&format!("/{page}/rss.xml")), "{offered:?}");
    assert!(!built.has("van-ban/nam/2023/rss.xml"), "nobody waits for news of a year that is over");
}

#[test]
fn pages_of_a_register_have_numbers_that_stay_and_the_newest_has_none() {
    let many = |count: usize| {
        let start = Site::new().config("per_page = 20", "per_page = 2");
        (0..count).fold(start, |site, at| {
            site.article(&format!("content/tin-tuc/tin-{at:02}.md"), "Tin", &format!("2024-01-{:02}", at + 1), "", "")
        })
    };
    let numbers =
        |built: &Built, page: &str| texts(&built.html(page), ".pager li [aria-current], .pager li a .hidden").len();
    let (built, more) = (many(12).build(), many(13).build());
    let here = |built: &Built, page: &str| texts(&built.html(page), ".pager [aria-current]");
    assert_eq!(here(&built, "tin-tuc/trang/2/index.html"), ["2"]);
    assert_eq!(here(&built, "tin-tuc/index.html"), Vec::<String>::new());
    assert_eq!(numbers(&built, "tin-tuc/trang/3/index.html"), 5, "two on each side");
    for old in ["tin-tuc/trang/1/index.html", "tin-tuc/trang/2/index.html"] {
        assert_eq!(built.text(old), more.text(old), "a new item changes no old page");
    }
}

/// The first title of a feed, which is its own.
fn first_title(xml: &str) -> &str {
    xml.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap()
}

/// A kind of the portal's own, with a register.
fn dishes(columns: &str) -> Site {
    let kind = format!(
        "schema_org = \"Thing\"\nfolder = \"mon\"\nsort = \"title\"\ndated = false\nlabel = \"Món\"\nplural = \"Món\"\ncolumns = [{columns}]\n\
        fields = [ {{ name = \"code\", type = \"text\", unique = true, label = \"Mã\", help = \"Mã.\" }}, {{ name = \"cook\", type = \"text\", private = true, label = \"Bếp\", help = \"Bếp.\" }},\n\
        {{ name = \"since\", type = \"date\", label = \"Từ\", help = \"Từ.\" }}, {{ name = \"notes\", type = \"markdown\", label = \"Ghi\", help = \"Ghi.\" }}, {{ name = \"names\", type = \"text\", many = true, label = \"Tên\", help = \"Tên.\" }},\n\
        {{ name = \"taste\", type = \"choice\", label = \"Vị\", help = \"Vị.\", options = [ {{ id = \"chua\", vi = \"Chua\", en = \"Sour\" }} ] }} ]\n"
    );
    Site::new()
        .file("kinds/dish.toml", &kind)
        .file("content/mon/_index.md", "---\ntitle: Món\nkind: dish\n---\n")
        .file(
            "content/mon/canh.md",
            "---\ntitle: Canh <chua>\ncode: M-1\nsince: 2024-01-02\ntaste: chua\nagency: [so-y-te]\n---\n",
        )
        .file("content/mon/che.md", "---\ntitle: Chè\n---\n")
}

#[test]
fn a_kind_says_how_its_register_stands_as_a_table() {
    let columns = "{ show = \"code\" }, { show = \"title\", head = true, minor = \"agency\", label = { vi = \"Tên món\", en = \"Dish\" } },\n\
        { show = \"since\", minor = \"taste\" }, { show = \"taste\", badge = true }";
    let columns = columns.replace('\n', " ");
    let html = dishes(&columns).build().html("mon/index.html");
    assert_eq!(texts(&html, "table.register-dish thead th"), ["Mã", "Tên món", "Từ", "Vị"]);
    let first = "table.register-dish tbody tr:first-child";
    assert_eq!(texts(&html, &format!("{first} > *")), ["M-1", "Canh <chua>Sở Y tế", "02/01/2024 Chua", "Chua"]);
    assert_eq!(attributes(&html, &format!("{first} > *"), "data-label"), ["Mã", "Tên món", "Từ", "Vị"]);
    assert_eq!(attributes(&html, &format!("{first} th a"), "href"), ["/mon/canh/", "/co-quan/so-y-te/"]);
    assert_eq!(texts(&html, &format!("{first} td .state-chua")), ["Chua"]);
    assert_eq!(texts(&html, &format!("{first} td.nowrap")), ["M-1", "02/01/2024 Chua"]);
    // What an item does not say leaves its cell empty, so that narrow screens can leave it out.
    assert_eq!(texts(&html, "tbody tr:last-child > *"), ["", "Chè", "", ""]);
}

#[test]
fn a_column_that_cannot_be_shown_is_told_at_its_line() {
    let head = "{ show = \"title\", head = true }";
    for (columns, wanted) in [
        ("{ show = \"title\" }".to_owned(), "columns has 0 columns with head"),
        (format!("{head}, {head}"), "columns has 2 columns with head"),
        (format!("{head}, {{ show = \"koce\" }}"), "there is no field “koce”"),
        (format!("{head}, {{ show = \"cook\" }}"), "the field “cook” is private"),
        (format!("{head}, {{ show = \"notes\" }}"), "the field “notes” has another type"),
        (format!("{head}, {{ show = \"names\" }}"), "the field “names” has many values"),
        (format!("{head}, {{ show = \"code\", badge = true }}"), "badge is for type choice alone"),
        (format!("{head}, {{ show = \"code\", minor = \"cook\" }}"), "the field “cook” is private"),
    ] {
        let built = dishes(&columns).build();
        let finding = built.finding("C04");
        assert!(finding.text("en").contains(wanted), "{columns}: {}", finding.text("en"));
        assert_eq!(finding.span.map(|span| span.line), Some(7), "{columns}");
    }
}
