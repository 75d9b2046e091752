//! Holds what must not be published or found: private fields, what tells who asks, pages that ask to be passed over, and
//! labels that nobody translated.

use crate::site_builder::{Built, Site, attributes, place, texts, traces};

/// A question with these further lines, and this answer.
fn question(more: &str, answer: &str) -> Built {
    let text = format!(
        "---\ntitle: Hỏi đường\nquestion: |\n  Tôi hỏi\n  đường nào?\nreceived: 2024-01-05\nanswered: 2024-01-08\nagency: so-y-te\n{more}---\n{answer}\n"
    );
    Site::new()
        .config("twins = [\"article\"]", "twins = [\"article\", \"question\"]")
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
        .file("content/hoi-dap/hoi.md", &text)
        .build()
}

#[test]
fn private_fields_are_in_no_output() {
    let plain = question("", "Đi thẳng.");
    let private = question(
        "asker_phone: 0912 345 678\nasker_email: zzai@thu.example\nasker_address: Số 1 đường Zzbi\nasker_id: \"070088012345\"\n",
        "Đi thẳng.",
    );
    assert_eq!(private.problems(), Vec::<String>::new());
    assert!(private.has("hoi-dap/hoi/index.json"));
    assert_eq!(private.outputs, plain.outputs, "not a byte differs");
}

#[test]
fn a_private_field_is_checked_like_any_other() {
    let built = question("asker_phone: không có\n", "Đi thẳng.");
    assert_eq!(place(built.finding("F51")), "content/hoi-dap/hoi.md:9:14");
    assert!(!built.has("hoi-dap/hoi/index.html"));
}

#[test]
fn a_kind_cannot_be_ordered_or_found_by_a_private_field() {
    let kind = |head: &str| {
        format!(
            "schema_org = \"WebPage\"\nfolder = \"x\"\nlabel = \"X\"\nplural = \"X\"\n{head}\nfields = [ {{ name = \"secret\", type = \"date\", private = true, label = \"S\", help = \"S\" }} ]\n"
        )
    };
    for head in [
        "sort = \"secret\"",
        "sort = \"date\"\ndate_field = \"secret\"",
        "sort = \"date\"\nstates = [ { id = \"a\", label = \"A\", when = [\"has:secret\"] } ]",
    ] {
        let built = Site::new().file("kinds/x.toml", &kind(head)).build();
        assert_eq!(&*built.finding("C04").file, "kinds/x.toml", "{head}");
    }
    assert_eq!(Site::new().file("kinds/x.toml", &kind("sort = \"date\"")).build().problems(), Vec::<String>::new());
}

#[test]
fn what_tells_who_asks_is_found_where_it_stands() {
    let built = question("asker: Ông A, 0912.345.678\n", "Gọi 0271.1022.");
    let finding = built.finding("F26");
    assert_eq!(place(finding), "content/hoi-dap/hoi.md:9:15");
    assert_eq!(finding.text("en"), "“asker” has a citizen's telephone number: 0912.345.678");
    assert!(finding.hint("en").contains("asker_phone"), "{}", finding.hint("en"));
    let text = "---\ntitle: Hỏi\nquestion: |\n  Tôi tên A,\n  thư về a@thu.example giúp.\nreceived: 2024-01-05\nagency: so-y-te\n---\n";
    let site = Site::new().file("content/hoi-dap/_index.md", "---\ntitle: Hỏi\nkind: question\n---\n");
    assert_eq!(place(site.file("content/hoi-dap/a.md", text).build().finding("F26")), "content/hoi-dap/a.md:5:10");
}

#[test]
fn a_number_of_an_identity_card_is_an_error_in_question_and_answer() {
    let built = question("", "Bà B, căn cước 070 088 012 345, gọi 0912 345 678.");
    assert_eq!(place(built.finding("F27")), "content/hoi-dap/hoi.md:10:16");
    assert!(!built.codes().contains(&"F26"), "an authority answers with its own numbers");
    assert_eq!(traces(&built, "070 088"), Vec::<String>::new(), "the page waits until it is gone");
    let old = question("", "Bà B, CMND số 285 123 456.");
    assert_eq!(place(old.finding("F27")), "content/hoi-dap/hoi.md:10:15");
}

#[test]
fn what_stands_beside_a_question_is_a_citizens_too() {
    let built = question("attachments:\n  - file: don.pdf\n    title: Đơn của ông C 0912 345 678\n", "Đi thẳng.");
    assert!(built.codes().contains(&"F26"), "{:?}", built.codes());
}

/// A section, a page in it and an article, each of which asks machines to pass it over.
fn unindexed() -> &'static Built {
    static BUILT: std::sync::LazyLock<Built> = std::sync::LazyLock::new(|| {
        Site::new()
            .article("content/tin-tuc/zzkin.md", "Tin Zzkin", "2024-01-05", "noindex: true\n", "Thân zzkin.")
            .article("content/tin-tuc/mo.md", "Tin mở", "2024-01-04", "", "")
            .file("content/ho-ngheo/_index.md", "---\ntitle: Mục Zzmuc\nkind: page\nnoindex: true\n---\n")
            .file("content/ho-ngheo/zzds.md", "---\ntitle: Danh sách Zzds\nnoindex: true\n---\n")
            .file("content/ho-ngheo/con/_index.md", "---\ntitle: Mục con\nkind: page\n---\n")
            .build()
    });
    &BUILT
}

#[test]
fn a_page_that_asks_to_be_passed_over_stands_where_readers_go_and_nowhere_else() {
    let built = unindexed();
    assert!(built.text("tin-tuc/zzkin/index.html").contains("<meta name=\"robots\" content=\"noindex\">"));
    assert_eq!(
        traces(built, "zzkin"),
        [
            "index.html",
            "luu-tru/2024/01/index.html",
            "luu-tru/2024/index.html",
            "tin-tuc/index.html",
            "tin-tuc/mo/index.html",
            "tin-tuc/zzkin/index.html"
        ],
        "lists for readers and the page beside it; no feed, no JSON, no sitemap, no search"
    );
    assert_eq!(traces(built, "zzds"), ["ho-ngheo/index.html", "ho-ngheo/zzds/index.html"]);
}

#[test]
fn machines_are_told_of_no_page_that_asks_to_be_passed_over() {
    let site = Site::new()
        .config("twins = [\"article\"]", "twins = [\"article\", \"document\", \"organisation\", \"page\"]\nfeeds = [\"rss\", \"atom\", \"json\"]")
        .file("content/zzmuc/_index.md", "---\ntitle: Mục Zzmuc\nkind: article\nnoindex: true\n---\n")
        .file("content/zzmuc/_index.en.md", "---\ntitle: Section Zzmuc\nkind: article\n---\n")
        .article("content/zzmuc/trong.md", "Tin trong mục", "2024-01-06", "slug: trong\n", "")
        .article("content/tin-tuc/zzkin.md", "Tin Zzkin", "2024-01-05", "noindex: true\n", "")
        .article("content/tin-tuc/zzkin.en.md", "Open", "2024-01-05", "slug: open\n", "")
        .article("content/tin-tuc/mo.md", "Tin mở", "2024-01-04", "related: [zzkin.md]\n", "Xem [bài kia](zzkin.md).")
        .file("content/su-kien/_index.md", "---\ntitle: Sự kiện\nkind: event\n---\n")
        .file("content/su-kien/zzhop.md", "---\ntitle: Họp Zzhop\nsummary: Họp.\nstarts: 2024-02-01 08:00\nends: 2024-02-01 10:00\nplace: Hội trường\nnoindex: true\n---\n")
        .file("content/su-kien/le.md", "---\ntitle: Lễ\nsummary: Lễ.\nstarts: 2024-02-02 08:00\nends: 2024-02-02 10:00\nplace: Quảng trường\n---\n");
    let built = site.build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let told: Vec<&String> = built.outputs.keys().filter(|path| !path.ends_with(".html")).collect();
    let own = ["su-kien/zzhop/zzhop.ics"];
    for path in told.into_iter().filter(|path| !own.contains(&path.as_str())) {
        let text = String::from_utf8_lossy(&built.outputs[path]).replace("zzmuc/trong", "");
        for word in ["zzkin", "Zzkin", "zzhop", "Zzhop", "Mục Zzmuc"] {
            assert!(!text.contains(word), "{path} names {word}");
        }
    }
    for path in ["zzmuc/rss.xml", "zzmuc/atom.xml", "zzmuc/feed.json"] {
        assert!(!built.has(path), "{path}");
    }
    let page = built.html("zzmuc/index.html");
    assert!(attributes(&page, "link[type*=xml], link[type*=json]", "href").iter().all(|url| !url.contains("zzmuc")));
    assert!(texts(&built.html("tin-tuc/mo/index.html"), "main").concat().contains("Tin Zzkin"), "readers are told");
    let twin = built.json("tin-tuc/mo/index.json");
    assert!(twin["content_html"].as_str().unwrap().contains("Xem bài kia."));
    let ld = texts(&built.html("zzmuc/trong/index.html"), "script[type='application/ld+json']").concat();
    assert!(!ld.contains("Mục Zzmuc") && ld.contains("\"position\":2") && !ld.contains("\"position\":3"), "{ld}");
}

#[test]
fn the_site_tree_passes_over_a_section_and_goes_on_below_it() {
    let tree = unindexed().text("so-do-cong/index.html");
    assert!(!tree.contains("Zzmuc") && tree.contains("Mục con"));
    assert!(unindexed().text("sitemap-1.xml").contains("/ho-ngheo/con/"));
}

#[test]
fn a_page_that_asks_to_be_passed_over_is_not_searched() {
    let index = |built: &Built| {
        built
            .outputs
            .iter()
            .filter(|(path, _)| path.starts_with("assets/search/vi"))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect::<Vec<_>>()
    };
    let site = Site::new().article("content/tin-tuc/mo.md", "Tin mở", "2024-01-04", "", "");
    let with = site.clone().article("content/tin-tuc/kin.md", "Tin kín", "2024-01-05", "noindex: true\n", "");
    assert!(!index(&site.build()).is_empty());
    assert_eq!(index(&site.build()), index(&with.build()));
}

#[test]
fn a_value_that_nobody_translated_is_found() {
    let english = |more: &str| {
        Site::new()
            .file("content/tin-tuc/a.en.md", &format!("---\n{more}date: 2024-01-05\nauthor: Board\n---\nText.\n"))
    };
    let titled = english("title: Thông báo tuyển sinh\nsummary: News.\n").build();
    assert_eq!(place(titled.finding("M17")), "content/tin-tuc/a.en.md:2:8");
    let named =
        english("title: Mr Nguyễn Văn Ánh visits Đồng Xoài\nsummary: The festival in Bù Đăng, Bình Phước.\n").build();
    assert_eq!(named.problems(), Vec::<String>::new(), "names may stay");
    let picture = english("title: A\nsummary: B.\n")
        .file(
            "content/tin-tuc/b.en.md",
            "---\ntitle: B\nsummary: B.\ndate: 2024-01-05\nauthor: Board\n---\n![Người dân đến hỏi](a.svg)\n",
        )
        .file("content/tin-tuc/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
    assert_eq!(&*picture.build().finding("M15").file, "content/tin-tuc/b.en.md");
}

#[test]
fn a_copy_of_the_vietnamese_value_is_found_even_where_it_could_be_a_name() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "Festival Trà nhé", "2024-01-05", "", "")
        .file(
            "content/tin-tuc/a.en.md",
            "---\ntitle: Festival Trà nhé\nsummary: Tea.\ndate: 2024-01-05\nauthor: Board\n---\n",
        )
        .build();
    assert_eq!(place(built.finding("M17")), "content/tin-tuc/a.en.md:2:8");
}

#[test]
fn a_label_of_the_portal_that_nobody_translated_is_found_with_its_line() {
    let built = Site::new()
        .config("unit = { vi = \"Ban Biên tập\", en = \"Editorial Board\" }", "unit = \"Ban Biên tập\"")
        .build();
    let own = Site::new()
        .config(
            "title = { vi = \"Cổng thử\", en = \"Test portal\" }",
            "title = { vi = \"Cổng thử\", en = \"Cổng thử\" }",
        )
        .config("name = { vi = \"Đề án 06\", en = \"Project 06\" }", "name = { vi = \"Đề án 06\", en = \"Đề án 06\" }")
        .build();
    let places: Vec<String> = own.findings.iter().filter(|finding| finding.message.code == "M18").map(place).collect();
    let line = crate::site_builder::SITE_TOML.lines().position(|line| line.contains("Đề án 06")).unwrap() + 1;
    assert_eq!(
        places,
        ["site.toml:4:33".to_owned(), format!("site.toml:{line}:32")],
        "the English value is pointed at"
    );
    let finding = built.finding("M18");
    assert_eq!(
        (place(finding), finding.text("en")),
        ("site.toml:9:8".to_owned(), "“owner.unit” for the language en is still Vietnamese: Ban Biên tập".to_owned())
    );
}
