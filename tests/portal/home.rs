//! The home page shows the blocks that `site.toml` names, in its order, and says what is wrong with a table of them.

use cong::diag::Span;

use crate::site_builder::{Built, Site, attributes, texts};

/// A portal in two languages with news, a notice and topics. `blocks`: the tables of the home page.
fn site(blocks: &str) -> Site {
    let section = |title: &str, kind: &str| format!("---\ntitle: {title}\nkind: {kind}\n---\n");
    let notice = "---\ntitle: Cúp nước\ndate: 2024-01-12\ntype: khac\nagency: so-tttt\n---\nNgừng cấp nước.\n";
    Site::new()
        .config("[outputs]", &format!("{blocks}\n[outputs]"))
        .file("content/thong-bao/_index.md", &section("Thông báo", "notice"))
        .file("content/thong-bao/2024/cup-nuoc.md", notice)
        .file("content/tin-tuc/_index.en.md", "---\ntitle: News\nkind: article\nslug: news\n---\n")
        .article("content/tin-tuc/2024/mua.md", "Mưa", "2024-01-10", "", "Lời.\n")
        .article("content/tin-tuc/2024/nang.md", "Nắng", "2024-01-11", "", "Lời.\n")
}

fn block(name: &str, more: &str) -> String {
    format!("[[home]]\nblock = \"{name}\"\n{more}\n")
}

/// Which blocks a home page shows, by the ids of their headings.
fn shown(built: &Built, page: &str) -> Vec<String> {
    attributes(&built.html(page), "main h2", "id")
}

fn headings(built: &Built, page: &str) -> String {
    texts(&built.html(page), "main h2").concat()
}

#[test]
fn blocks_stand_in_the_order_of_the_configuration_and_no_others() {
    let usual = |first: &str, second: &str| site(&format!("{}{}", block(first, ""), block(second, ""))).build();
    assert_eq!(shown(&usual("notices", "leads"), "index.html"), ["notices", "leads"]);
    assert_eq!(shown(&usual("leads", "notices"), "index.html"), ["leads", "notices"]);
}

#[test]
fn without_a_table_the_usual_blocks_stand_there() {
    let built = site("").build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let shown = shown(&built, "index.html");
    assert!(["leads", "notices"].iter().all(|id| shown.contains(&(*id).to_owned())), "{shown:?}");
    // Nothing of this kind is in the portal, so there is no empty box.
    assert!(!shown.iter().any(|id| id == "videos" || id == "events"), "{shown:?}");
}

#[test]
fn a_block_of_a_section_has_its_title_and_so_many_items() {
    let table = block("section", "section = \"tin-tuc\"\ntitle = { vi = \"Mới nhất\" }\ncount = 1");
    let html = site(&table).build().html("index.html").html();
    assert!(html.contains("Mới nhất"), "{html}");
    assert!(html.contains("Nắng") && !html.contains("Mưa"), "one item, the newest: {html}");
}

#[test]
fn a_block_that_has_nothing_in_a_language_is_not_on_that_home_page() {
    let built = site(&block("notices", "")).file("content/_index.en.md", "---\ntitle: Portal\n---\n").build();
    assert_eq!(headings(&built, "index.html"), "Thông báo");
    assert_eq!(headings(&built, "en/index.html"), "");
}

#[test]
fn an_unknown_block_is_named_with_its_line_and_what_may_be_meant() {
    let built = site(&block("leeds", "")).build();
    let finding = built.findings.iter().find(|finding| finding.message.code == "C02").unwrap();
    assert_eq!((&*finding.file, finding.span.map(|span: Span| span.length)), ("site.toml", Some(7)));
    assert!(finding.hint("vi").contains("leads"), "{}", finding.hint("vi"));
}

#[test]
fn a_section_that_does_not_exist_is_named() {
    let built = site(&block("section", "section = \"tin-tut\"")).build();
    let finding = built.findings.iter().find(|finding| finding.message.code == "C08").unwrap();
    assert_eq!(&*finding.file, "site.toml");
    assert!(finding.hint("vi").contains("tin-tuc"), "{}", finding.hint("vi"));
}

#[test]
fn figures_count_what_the_portal_has_and_how_long_answers_take() {
    let question = |received: &str, answered: &str| {
        format!(
            "---\ntitle: Hỏi\nquestion: Hỏi gì\nreceived: {received}\nanswered: {answered}\nagency: [so-tttt]\n---\nĐáp.\n"
        )
    };
    let built = site(&block("figures", ""))
        .article("content/tin-tuc/2023/cu.md", "Cũ", "2023-12-31", "", "Lời.\n")
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi - Đáp\nkind: question\n---\n")
        .file("content/hoi-dap/mot.md", &question("2024-01-01", "2024-01-05"))
        .file("content/hoi-dap/hai.md", &question("2024-01-01", "2024-01-09"))
        .build();
    let figures = texts(&built.html("index.html"), ".home-figures li");
    assert!(
        figures.iter().any(|figure| figure.starts_with("2 tin, bài năm 2024")),
        "of the newest year alone: {figures:?}"
    );
    assert!(figures.iter().any(|figure| figure == "2 câu hỏi đã trả lời trung bình 6 ngày"), "{figures:?}");
    assert!(figures.iter().any(|figure| figure == "0 dự thảo đang lấy ý kiến"), "{figures:?}");
    assert!(!figures.iter().any(|figure| figure.contains("văn bản")), "what there is none of is left out: {figures:?}");
}

#[test]
fn no_story_stands_on_the_home_page_twice() {
    let section = block("section", "section = \"tin-tuc\"");
    let built = site(&format!("{}{}{section}", block("leads", "count = 1"), block("news", "count = 1")))
        .article("content/tin-tuc/2024/gio.md", "Gió", "2024-01-12", "", "Lời.\n")
        .build();
    let stories = attributes(&built.html("index.html"), "main .card-title a, main .line a", "href");
    assert_eq!(stories, ["/tin-tuc/2024/gio/", "/tin-tuc/2024/nang/", "/tin-tuc/2024/mua/"]);
}
