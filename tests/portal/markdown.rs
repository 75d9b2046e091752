//! Holds what a Markdown body becomes: links that know their page, pictures with a size, and nothing an editor did not mean.

use crate::site_builder::{Built, Site, article, attributes, place, texts};

const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360"><rect width="640" height="360"/></svg>"#;

/// A portal with one of everything a link can lead to; `thu` is the page that tests write.
fn portal() -> Site {
    let document = "---\ntitle: Quyết định 2461\nnumber: 2461/QĐ-UBND\nsummary: Về cổng.\ntype: quyet-dinh\nissuer: UBND tỉnh\nissued: 2023-11-19\neffective: 2023-11-19\nsigner: Nguyễn Văn A\nsigner_title: Chủ tịch\nattachments:\n  - file: toan-van.txt\n---\n";
    Site::new()
        .file("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\nkind: page\n---\n")
        .file("content/gioi-thieu/_index.en.md", "---\ntitle: About\nkind: page\nslug: about\n---\n")
        .file("content/gioi-thieu/dich.md", "---\ntitle: Đích\n---\n## Mục 2. Đối tượng\n\nMọi người.\n")
        .file("content/gioi-thieu/dich.en.md", "---\ntitle: Target\nslug: target\n---\n## Who it is for\n\nAll.\n")
        .file("content/gioi-thieu/nhap.md", "---\ntitle: Bản nháp\ndraft: true\n---\n")
        .file("content/gioi-thieu/bang.csv", "a,b\n1,2\n")
        .file("content/gioi-thieu/anh.svg", PICTURE)
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi đáp\n---\n")
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/qd-2461/index.md", document)
        .file("content/van-ban/qd-2461/toan-van.txt", "Điều 1.")
}

fn body(text: &str) -> Built {
    portal().page("thu", text).build()
}

const THU: &str = "gioi-thieu/thu/index.html";

/// The addresses of all links in the text of the page.
fn links(built: &Built) -> Vec<String> {
    attributes(&built.html(THU), "main .prose a", "href")
}

#[test]
fn each_kind_of_link_leads_where_its_target_is() {
    let built = body(
        "## Mục một\n\n[a](dich.md) [b](dich.md#muc-2-doi-tuong) [c](#muc-mot) [d](lien-he:tong-dai) [đ](van-ban:2461/QĐ-UBND) \
         [e](bang.csv) [g](https://dichvucong.gov.vn/) [h](/tin-tuc/) [i](../tin-tuc/_index.md) <bbt@tinh.example> [k](tel:1022)\n",
    );
    let wanted = [
        "/gioi-thieu/dich/",
        "/gioi-thieu/dich/#muc-2-doi-tuong",
        "#muc-mot",
        "/lien-he/tong-dai/",
        "/van-ban/qd-2461/",
        "/gioi-thieu/bang.csv",
        "https://dichvucong.gov.vn/",
        "/tin-tuc/",
        "/tin-tuc/",
        "mailto:bbt@tinh.example",
        "tel:1022",
    ];
    assert_eq!(links(&built), wanted);
    let about_page: Vec<String> = built.problems().into_iter().filter(|problem| problem.contains("thu.md")).collect();
    assert!(about_page.is_empty(), "{about_page:?}");
    assert_eq!(built.text("gioi-thieu/bang.csv"), "a,b\n1,2\n", "a linked file is published as it is");
}

#[test]
fn a_document_number_is_found_whatever_its_spaces_and_case() {
    assert_eq!(
        links(&body("[x](van-ban:2461/qđ-ubnd) [y](<van-ban:2461 / QĐ-UBND>)\n")),
        ["/van-ban/qd-2461/", "/van-ban/qd-2461/"]
    );
}

#[test]
fn a_link_to_a_missing_file_names_the_file_and_offers_another() {
    let built = body("Một [x](dihc.md).\n");
    let finding = built.finding("M03");
    assert_eq!(crate::site_builder::place(finding), "content/gioi-thieu/thu.md:4:5");
    assert_eq!(finding.hint("en"), "Did you mean dich.md?");
    assert!(links(&built).is_empty(), "a broken link is printed as text");
}

#[test]
fn a_missing_heading_is_reported_with_the_nearest_heading() {
    let built = body("[x](dich.md#muc-2-doi-tuog)\n");
    assert_eq!(built.finding("M04").hint("vi"), "Có phải ý bạn là “muc-2-doi-tuong”?");
    let own = body("## Mục một\n\n[x](#muc-hai)\n");
    assert_eq!(own.finding("M04").text("en"), "the page content/gioi-thieu/thu.md has no heading “#muc-hai”");
}

#[test]
fn unknown_contacts_and_documents_are_errors() {
    let built = body("[x](lien-he:tong-dia)\n\n[y](van-ban:1/QĐ-X)\n\n[z](/khong-co/)\n");
    assert_eq!(built.finding("M05").hint("en"), "Did you mean “tong-dai”?");
    assert_eq!(built.finding("M06").text("vi"), "không có văn bản số 1/QĐ-X trên cổng");
    assert_eq!(built.finding("M12").text("en"), "there is no page at the address /khong-co/");
}

#[test]
fn a_link_follows_the_language_of_the_page_it_stands_on() {
    let english = "---\ntitle: Test\n---\n[a](dich.md) [b](dich.en.md) [c](thu.md) [d](dich.md#muc-2-doi-tuong)\n";
    let built =
        portal().page("thu", "[a](dich.md) [b](dich.en.md)\n").file("content/gioi-thieu/thu.en.md", english).build();
    assert_eq!(links(&built), ["/gioi-thieu/dich/", "/gioi-thieu/dich/"]);
    let english = attributes(&built.html("en/about/thu/index.html"), "main .prose a", "href");
    let wanted = ["/en/about/target/", "/en/about/target/", "/en/about/thu/", "/gioi-thieu/dich/#muc-2-doi-tuong"];
    assert_eq!(english, wanted, "a heading that only the Vietnamese page has keeps the link there");
}

#[test]
fn a_link_to_a_withheld_page_prints_its_text_alone() {
    let built = body("Xem [bản thảo](nhap.md) nhé.\n");
    assert!(built.prose(THU).contains("<p>Xem bản thảo nhé.</p>"), "{}", built.prose(THU));
    assert_eq!(
        built.finding("M09").text("en"),
        "the link points to content/gioi-thieu/nhap.md, which is not public now"
    );
}

#[test]
fn a_picture_alone_becomes_a_figure_with_size_and_caption() {
    let built = body("![Một hình chữ nhật](anh.svg \"Hình 1 & 2\")\n");
    let html = built.html(THU);
    let image = |name: &str| attributes(&html, "main .prose figure img", name);
    assert_eq!((image("src"), image("alt")), (vec!["/gioi-thieu/anh.svg".into()], vec!["Một hình chữ nhật".into()]));
    assert_eq!(
        (image("width"), image("height"), image("loading")),
        (vec!["640".into()], vec!["360".into()], vec![]),
        "the first picture of a page is on its first screen"
    );
    let two = body("![Một](anh.svg)\n\n![Hai](anh.svg)\n").html(THU);
    assert_eq!(attributes(&two, "main .prose img", "loading"), ["lazy"], "the second is not");
    assert_eq!(texts(&html, "main .prose figure figcaption"), ["Hình 1 & 2"]);
}

#[test]
fn a_picture_inside_a_line_stays_in_its_line() {
    let prose = body("Trước ![hình](anh.svg) sau.\n").prose(THU);
    assert!(prose.contains("<p>Trước <img") && prose.contains("> sau.</p>") && !prose.contains("<figure"), "{prose}");
}

#[test]
fn a_picture_without_a_description_or_a_size_is_an_error() {
    let built = portal()
        .file("content/gioi-thieu/hong.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\"/>")
        .page("thu", "![](anh.svg)\n\n![hỏng](hong.svg)\n")
        .build();
    assert_eq!(built.finding("M07").span.unwrap().line, 4);
    assert_eq!(built.finding("M10").text("en"), "the size of the picture content/gioi-thieu/hong.svg cannot be read");
}

#[test]
fn a_video_asks_nothing_of_another_host_until_it_is_clicked() {
    let built = body("![Phóng sự](https://www.youtube.com/watch?v=BPportal001)\n");
    let html = built.html(THU);
    assert_eq!(
        attributes(&html, "main .prose figure.video", "data-embed"),
        ["https://www.youtube-nocookie.com/embed/BPportal001"]
    );
    assert_eq!(
        links(&built),
        ["https://www.youtube.com/watch?v=BPportal001"],
        "without a script the link opens the video's page"
    );
    let loaded = ["img", "script", "iframe", "video", "audio", "source", "embed", "object"]
        .iter()
        .flat_map(|tag| attributes(&html, tag, "src"));
    let loaded: Vec<String> = loaded
        .chain(attributes(
            &html,
            "link[rel=stylesheet], link[rel=icon], link[rel=preconnect], link[rel=preload]",
            "href",
        ))
        .collect();
    assert!(!loaded.is_empty() && loaded.iter().all(|address| address.starts_with('/')), "{loaded:?}");
}

#[test]
fn raw_html_is_printed_as_text_and_reported() {
    let built = body("Chữ <b onclick=\"x()\">đậm</b>.\n\n<script>alert(1)</script>\n\n<!-- ghi chú riêng -->\n");
    let prose = built.prose(THU);
    assert!(prose.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && prose.contains("&lt;b onclick="), "{prose}");
    assert!(attributes(&built.html(THU), "main .prose [onclick]", "onclick").is_empty());
    assert!(!prose.contains("ghi chú riêng"), "a comment is for editors only");
    let lines: Vec<u32> = built
        .findings
        .iter()
        .filter(|finding| finding.message.code == "M01")
        .map(|finding| finding.span.unwrap().line)
        .collect();
    assert_eq!(lines, [4, 6], "of a pair of tags the first is told");
}

#[test]
fn only_schemes_of_the_list_become_links() {
    let refused = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//evil.example/x",
        "\\\\evil\\x",
    ];
    for target in refused {
        let built = body(&format!("[x](<{target}>)\n"));
        assert_eq!(built.codes(), ["S10", "S10", "M02"].as_slice(), "{target}: {:?}", built.problems());
        assert!(links(&built).is_empty(), "{target}");
    }
    let entity = body("[x](java&#115;cript:alert&#40;1&#41;)\n");
    assert!(links(&entity).is_empty() && entity.codes().contains(&"M02"), "an entity does not hide the scheme");
}

#[test]
fn footnotes_are_numbered_by_their_first_use_and_lead_back() {
    let built = body("Một[^b], hai[^a], lại một[^b].\n\n[^a]: Chú thích a.\n[^b]: Chú thích b.\n");
    let html = built.html(THU);
    assert_eq!(texts(&html, "main .prose sup"), ["1", "2", "1"]);
    assert_eq!(attributes(&html, "main .prose .footnotes li", "id"), ["fn-1", "fn-2"]);
    assert_eq!(texts(&html, "main .prose .footnotes li")[0], "Chú thích b. ↩");
    assert_eq!(attributes(&html, "main .prose sup a", "id"), ["fnref-1", "fnref-2", "fnref-1-2"], "no id stands twice");
}

#[test]
fn task_lists_show_what_is_done() {
    let prose = body("- [x] Đã nộp\n- [ ] Chờ ký\n").prose(THU);
    assert!(prose.contains("☑</span> Đã nộp") && prose.contains("☐</span> Chờ ký"), "{prose}");
}

#[test]
fn alerts_carry_a_title_in_the_language_of_the_page() {
    let built = portal()
        .page("thu", "> [!WARNING]\n> Hạn chót.\n")
        .file("content/gioi-thieu/thu.en.md", "---\ntitle: T\n---\n> [!WARNING]\n> Deadline.\n")
        .build();
    assert_eq!(texts(&built.html(THU), "main .alert-warning .alert-title"), ["Lưu ý"]);
    assert_eq!(texts(&built.html("en/about/thu/index.html"), "main .alert-warning .alert-title"), ["Warning"]);
}

#[test]
fn headings_get_folded_ids_and_repeated_ones_a_number() {
    let built = body("# Đầu đề\n\n## Đối tượng\n\n## Đối tượng\n\n### Điều 1. *Phạm vi*\n");
    let html = built.html(THU);
    assert_eq!(
        attributes(&html, "main .prose :is(h1, h2, h3)", "id"),
        ["dau-de", "doi-tuong", "doi-tuong-2", "dieu-1-pham-vi"]
    );
    assert_eq!(built.finding("M08").span.unwrap().line, 4, "a second first-level heading is reported");
    assert_eq!(texts(&html, "h1").len(), 1, "the title is the only first-level heading");
}

#[test]
fn tables_can_be_scrolled_by_keyboard() {
    let html = body("## Số liệu\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n").html(THU);
    assert_eq!(attributes(&html, "main .prose .table[tabindex='0'] ", "aria-label"), ["Số liệu"]);
    assert_eq!(texts(&html, "main .prose td"), ["1", "2"]);
}

#[test]
fn an_entity_cannot_forge_a_hole() {
    let built = body(
        "[thật](dich.md) &#1;a0&#2; &#x1;f0&#x2; `&#1;z0&#2;`\n\n![hình&#1;i0&#2;](anh.svg \"chú&#1;f0&#2;\")\n\n## Mục &#1;a0&#2;\n",
    );
    let html = built.text(THU);
    assert!(!html.contains(['\u{1}', '\u{2}']), "no mark of a hole is left");
    assert_eq!(links(&built), ["/gioi-thieu/dich/"]);
    assert_eq!(attributes(&built.html(THU), "main .prose img", "alt"), ["hìnhi0"]);
}

#[test]
fn words_of_another_language_can_be_marked_and_other_html_cannot() {
    let html = |body: &str| Site::new().page("a", body).build().prose("gioi-thieu/a/index.html");
    assert!(
        html("Gọi là <span lang=\"en\">open *data*</span>.")
            .contains("Gọi là <span lang=\"en\">open <em>data</em></span>.")
    );
    for refused in [
        "<span lang=\"en\" onclick=\"x()\">a</span>",
        "<span class=\"b\">a</span>",
        "<span lang=\"en&quot;&gt;\">a</span>",
        "a</span>",
    ] {
        let out = html(refused);
        assert!(!out.contains("<span") && !out.contains("</span>"), "{refused} became {out}");
    }
}

#[test]
fn a_span_that_is_left_open_ends_with_its_element() {
    let built = Site::new().page("a", "*Một <span lang=\"en\">two* ba\n\nBốn").build();
    assert!(built.prose("gioi-thieu/a/index.html").contains("<em>Một <span lang=\"en\">two</span></em> ba"));
    assert_eq!(place(built.finding("M16")), "content/gioi-thieu/a.md:4:1");
}

#[test]
fn a_vietnamese_sentence_in_an_english_page_is_reported_unless_it_is_marked() {
    let page = |body: &str| Site::new().file("content/tin-tuc/a.en.md", &article("A", "2024-01-10", "", body));
    let built = page("In Bình Phước province.\n\nThe motto: của dân, do dân, vì dân.\n").build();
    assert_eq!(place(built.finding("M15")), "content/tin-tuc/a.en.md:9:1");
    let marked = page("The motto: <span lang=\"vi\">của dân, do dân, vì dân</span>.\n").build();
    assert!(!marked.codes().contains(&"M15"), "{:?}", marked.problems());
}

#[test]
fn a_link_that_shows_its_own_address_is_told_from_others_so_that_paper_does_not_say_it_twice() {
    for (written, is_url) in [
        ("https://noi-khac.example/a", true),
        ("<https://noi-khac.example/>", true),
        ("www.noi-khac.example", true),
        ("[noi-khac.example](https://noi-khac.example)", true),
        ("<https://noi-khac.example/Điều>", true),
        ("https://noi-khac.example/?a=1&b=2", true),
        ("[Cổng](https://noi-khac.example)", false),
        ("[noi-khac.example](https://noi-khac.example/a)", false),
        ("a@noi-khac.example", false),
        ("https://noi-khac.example/a, [Cổng](https://noi-khac.example/a)", true),
    ] {
        let built = Site::new().page("thu", written).build();
        let html = built.html("gioi-thieu/thu/index.html");
        assert_eq!(attributes(&html, ".prose a.url", "href").len(), usize::from(is_url), "{written}");
    }
}
