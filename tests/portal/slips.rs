//! Holds that mistakes which leave a file well formed do not pass in silence: two versions in one file, text by the wrong
//! table of characters, text that is there twice, numbers of identity cards, pages that nobody finished, values that
//! contradict each other. Each has its counterpart that somebody may have meant, of which nothing is said.

use cong::diag::Severity;

use crate::site_builder::{Built, SITE_TOML, Site, place, traces};

const DAY: &str = "2024-01-10";

/// An article with this body; `more` are lines of its front matter.
fn article(more: &str, body: &str) -> Built {
    Site::new().article("content/tin-tuc/tin.md", "Tin", DAY, more, body).build()
}

/// What is found, as `code:line`. That a page which is not built uses no file is another matter.
fn found(built: &Built) -> Vec<String> {
    let line = |finding: &cong::diag::Finding| finding.span.map_or(0, |span| span.line);
    built
        .findings
        .iter()
        .filter(|finding| finding.message.code != "S10")
        .map(|finding| format!("{}:{}", finding.message.code, line(finding)))
        .collect()
}

const CONFLICT: &str = "<<<<<<< HEAD\nMột bản zzmot.\n=======\nBản kia zzhai.\n>>>>>>> tin-moi\n";

#[test]
fn a_page_with_two_versions_is_not_published_and_the_line_is_named() {
    let built = article("", &format!("Mở.\n\n{CONFLICT}"));
    assert_eq!(found(&built), ["M36:9"]);
    assert!(built.finding("M36").text("vi").contains("<<<<<<< HEAD"));
    assert_eq!(traces(&built, "zzmot"), Vec::<String>::new());
    assert_eq!(found(&article("<<<<<<< HEAD\nslug: a\n=======\nslug: b\n>>>>>>> x\n", "Chữ.")), ["M36:6"]);
    assert_eq!(found(&article("", "Còn sót.\n\n>>>>>>> 3f2a1bc (Sửa tin)\n")), ["M36:9"]);
    assert_eq!(article("", "Tiêu đề phụ\n-------\n\n> > trích\n").problems(), Vec::<String>::new());
}

#[test]
fn two_versions_in_configuration_kinds_and_labels_are_named_before_what_they_break() {
    let all = |path: &str, text: &str| Site::new().file(path, text).build();
    for path in ["site.toml", "kinds/page.toml", "themes/portal/i18n/vi.toml", "themes/portal/templates/item.html"] {
        let built = all(path, &format!("{CONFLICT}{SITE_TOML}"));
        assert_eq!(place(built.finding("M36")), format!("{path}:1:1"));
        assert_eq!(built.outputs.len(), 0, "nothing is published with half a {path}");
    }
}

#[test]
fn two_versions_in_a_table_or_an_attached_text_keep_their_page_back() {
    let table = "---\ntitle: Số liệu\nsummary: S.\ndate: 2024-01-10\nperiod: Năm 2023\nunit: lượt\ntable: so.csv\nmethod: M.\n---\n";
    let built = Site::new()
        .file("content/so/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n")
        .file("content/so/mot/index.md", table)
        .file("content/so/mot/so.csv", &format!("Tên,Số\n{CONFLICT}"))
        .build();
    assert_eq!(place(built.finding("M36")), "content/so/mot/so.csv:2:1");
    assert!(!built.has("so/mot/index.html"));
    let built = Site::new()
        .file("content/tin-tuc/ghi.txt", &format!("Ghi\n{CONFLICT}"))
        .article("content/tin-tuc/tin.md", "Tin", DAY, "attachments:\n  - file: ghi.txt\n", "Chữ.")
        .build();
    assert_eq!(place(built.finding("M36")), "content/tin-tuc/ghi.txt:2:1");
    assert_eq!(traces(&built, "zzmot"), Vec::<String>::new());
}

#[test]
fn garbled_text_is_shown_as_it_was_meant_wherever_it_stands() {
    let built = article("", "Mở.\n\nCéng hoµ x· héi chñ nghÜa ViÖt Nam\n\n§éc lËp, tù do, h¹nh phóc\n");
    assert_eq!(found(&built), ["M37:9"], "one finding for all lines");
    let finding = built.finding("M37");
    assert_eq!(finding.severity(), Severity::Warning);
    assert!(finding.hint("vi").contains("Cộng hoà xã hội chủ nghĩa Việt Nam"), "{}", finding.hint("vi"));
    assert!(finding.hint("vi").contains("UniKey") && finding.hint("vi").contains("TCVN3"), "{}", finding.hint("vi"));
    assert!(finding.text("vi").contains("và 1 dòng khác"), "{}", finding.text("vi"));
    let title = Site::new().article("content/tin-tuc/tin.md", "Coäng hoøa xaõ hoäi", DAY, "", "Chữ.").build();
    assert_eq!(found(&title), ["M37:2"]);
    let summary = article("image_credit: Thá»§ tÆ°á»›ng\n", "Chữ.");
    assert_eq!(
        (found(&summary), summary.finding("M37").hint("en").contains("Thủ tướng")),
        (vec!["M37:6".to_owned()], true)
    );
    assert_eq!(found(&article("", "Th? tu?ng Ch?nh ph? d? h?p.")), ["M38:7"]);
    let config = Site::new().config("Cổng để thử.", "Cæng th«ng tin ®iÖn tö").build();
    assert_eq!(place(config.finding("M37")).split(':').next(), Some("site.toml"));
}

#[test]
fn garbled_cells_of_a_table_are_found() {
    let table = "---\ntitle: Số liệu\nsummary: S.\ndate: 2024-01-10\nperiod: Năm 2023\nunit: lượt\ntable: so.csv\nmethod: M.\n---\n";
    let site = Site::new()
        .file("content/so/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n")
        .file("content/so/mot/index.md", table);
    let built = site.clone().file("content/so/mot/so.csv", "Tên,Số\nHuyện,1\nHuyÖn §ång Phó,2\n").build();
    assert_eq!(place(built.finding("M37")), "content/so/mot/so.csv:3:1");
    let built = site.file("content/so/mot/so.csv", "Họ tên,Số CCCD\nÔng A,070088012345\n").build();
    assert_eq!(place(built.finding("F27")), "content/so/mot/so.csv:2:7");
    assert!(!built.has("so/mot/index.html"));
}

#[test]
fn a_file_that_was_pasted_twice_is_told() {
    let paragraph = "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và các huyện, thị xã khẩn trương thực hiện.\n\n";
    let body = format!("{paragraph}Mục hai.\n\n");
    let built = article("", &format!("{body}{body}"));
    assert_eq!(found(&built), ["M41:11"]);
    assert!(built.finding("M41").text("vi").contains("đoạn từ dòng 7"));
    let built = article("", &format!("{body}---\ntitle: Tin\nsummary: zzhai\n---\n{body}"));
    assert_eq!(found(&built), ["M40:11"]);
    assert!(!built.has("tin-tuc/tin/index.html"));
    assert_eq!(article("", &format!("{paragraph}---\n\n{paragraph}Kết.\n")).problems(), Vec::<String>::new());
}

#[test]
fn the_number_of_an_identity_card_is_found_in_any_text_that_is_published() {
    for (more, body, line) in [
        ("", "Ông A (CCCD số 070088012345) trúng đấu giá.", 7),
        ("image_caption: Bà B, căn cước 070 188 012 345\n", "Chữ.", 6),
        ("", "| Tên | CCCD |\n|---|---|\n| Ông A | 070088012345 |\n", 9),
        ("", "Bà B, CMND số 285 123 456.", 7),
    ] {
        let built = article(more, body);
        assert_eq!(found(&built), [format!("F27:{line}")], "{more}{body}");
        assert!(!built.has("tin-tuc/tin/index.html"));
    }
    assert_eq!(found(&article("", "Người trúng đấu giá: 070088012345.")), ["F40:7"]);
    for body in [
        "Số tài khoản 070088012345.",
        "Mã 999988012345, 166586883 lượt.",
        "Trúng 08-20-25-27-30-33.",
        "CMT8, 285123456.",
    ] {
        assert_eq!(article("", body).problems(), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn a_page_that_nobody_finished_is_told_and_a_draft_is_not() {
    for (body, expected) in [
        ("\n", "M43:6"),
        ("## Mục một\n\n## Mục hai\n", "M44:7"),
        ("Đang cập nhật...\n", "M42:7"),
        ("## Mục\n\n**TODO**\n", "M42:9"),
        ("Một đoạn.\n\nLorem ipsum dolor sit amet.\n\nBa.\n", "M42:9"),
    ] {
        assert_eq!(found(&article("", body)), [expected], "{body}");
        assert_eq!(found(&article("draft: true\n", body)), Vec::<String>::new(), "{body}");
    }
    assert_eq!(found(&Site::new().article("content/tin-tuc/tin.md", "Tiêu đề", DAY, "", "Chữ.").build()), ["M42:2"]);
    let file = Site::new()
        .file("content/tin-tuc/a.pdf", "%PDF-1.4")
        .article("content/tin-tuc/tin.md", "Tin", DAY, "attachments:\n  - file: a.pdf\n", "\n")
        .build();
    assert_eq!(file.problems(), Vec::<String>::new());
    assert_eq!(article("", "Đang cập nhật dữ liệu đất đai toàn tỉnh.\n").problems(), Vec::<String>::new());
}

/// An item of a kind in a section of its own.
fn item(kind: &str, front_matter: &str, body: &str) -> Built {
    Site::new()
        .file("content/muc/_index.md", &format!("---\ntitle: Mục\nkind: {kind}\n---\n"))
        .file("content/muc/mot.pdf", "%PDF-1.4")
        .file("content/muc/mot.md", &format!("---\n{front_matter}---\n{body}"))
        .build()
}

#[test]
fn a_question_and_its_answer_stand_or_fall_together() {
    let question = |more: &str, body: &str| {
        let text = format!("title: Hỏi đường\nquestion: Đường nào?\nreceived: 2024-01-05\nagency: so-y-te\n{more}");
        found(&item("question", &text, body))
    };
    assert_eq!(question("answered: 2024-01-08\n", ""), ["F41:6"]);
    assert_eq!(question("", "Anh đi thẳng rồi rẽ trái.\n"), ["F42:7"]);
    assert_eq!(question("", "Sở đã tiếp nhận câu hỏi và trả lời như sau: đi thẳng.\n"), ["F42:7"]);
    assert_eq!(question("answered: 2024-01-04\n", "Đi thẳng.\n"), ["F21:6"]);
    assert_eq!(question("forwarded: 2024-01-09\nanswered: 2024-01-08\n", "Đi thẳng.\n"), ["F21:7"]);
    for (more, body) in [
        ("answered: 2024-01-08\n", "Đi thẳng.\n"),
        ("answered: 2024-01-08\nattachments:\n  - file: mot.pdf\n", ""),
        ("", ""),
        ("forwarded: 2024-01-06\n", "Câu hỏi đã chuyển Sở Y tế ngày 06/01/2024.\n"),
        ("", "Câu hỏi được tiếp nhận và đang phân loại.\n"),
    ] {
        assert!(!question(more, body).iter().any(|found| found.starts_with('F')), "{more}{body}");
    }
}

#[test]
fn the_summary_of_a_question_tells_nobody_either() {
    let question = |summary: &str, body: &str| {
        let text = format!(
            "title: Hỏi\nsummary: {summary}\nquestion: Q?\nreceived: 2024-01-05\nanswered: 2024-01-08\nagency: so-y-te\n"
        );
        let all = found(&item("question", &text, body));
        all.into_iter().filter(|found| found.starts_with('F')).collect::<Vec<_>>()
    };
    assert_eq!(question("Ông A, 0912·345·678, hỏi đường", "Đi thẳng."), ["F26:3"]);
    assert_eq!(question("Bà B, an[at]gmail.com", "Đi thẳng."), ["F26:3"]);
    assert_eq!(question("Gọi 02713.879.193", "Gọi 02713.879.193."), Vec::<String>::new(), "the authority's own number");
}

#[test]
fn dates_in_the_wrong_order_are_told_by_the_kind() {
    let consultation = |opens: &str, closes: &str| {
        let text = format!(
            "title: Góp ý\nsubject: legal\ndrafter: Sở\nopens: {opens}\ncloses: {closes}\nattachments:\n  - file: mot.pdf\ncomment_email: a@b.gov.vn\n"
        );
        found(&item("consultation", &text, "Mời góp ý."))
    };
    assert_eq!(consultation("2024-01-20", "2024-01-10"), ["F21:6"]);
    assert_eq!(consultation("2024-01-20", "2024-01-19"), ["F21:6"], "the day before");
    assert_eq!(consultation("2024-01-20", "2024-01-20"), Vec::<String>::new());
    let document = |more: &str| {
        let text = format!(
            "title: Q\nnumber: 1/QĐ\nsummary: V\ntype: quyet-dinh\nissuer: U\nissued: 2024-01-10\n{more}signer: A\nsigner_title: B\nattachments:\n  - file: mot.pdf\n"
        );
        item("document", &text, "")
    };
    assert_eq!(found(&document("effective: 2024-02-01\nexpires_on: 2023-12-31\n")), ["F21:9"]);
    let back = document("effective: 2024-01-01\n");
    assert_eq!((found(&back), back.problems()), (vec!["F43:8".to_owned()], Vec::new()), "possible, so a note");
    assert_eq!(found(&document("effective: 2024-01-10\n")), Vec::<String>::new());
    assert_eq!(found(&document("effective: 2024-01-10\nreplaces: 1/QĐ\n")), ["F44:9"]);
    let notice = |more: &str| {
        found(&item("notice", &format!("title: T\ndate: {DAY}\ntype: khac\nagency: so-y-te\n{more}"), "Chữ."))
    };
    assert_eq!(notice("starts: 2024-02-02 08:00\nends: 2024-02-02 07:00\n"), ["F21:7"]);
    assert_eq!(notice("valid_until: 2024-01-09\n"), ["F43:6"]);
}

#[test]
fn a_kind_of_the_portal_has_its_own_order_of_dates() {
    let kind = |rows: &str| {
        format!(
            "schema_org = \"WebPage\"\nfolder = \"muc\"\nsort = \"date\"\nlabel = \"X\"\nplural = \"X\"\n{rows}\nfields = [ {{ name = \"a\", type = \"date\", label = \"A\", help = \"A\" }}, {{ name = \"b\", type = \"date\", label = \"B\", help = \"B\" }} ]\n"
        )
    };
    let build = |rows: &str| {
        Site::new()
            .file("kinds/x.toml", &kind(rows))
            .file("content/muc/_index.md", "---\ntitle: Mục\nkind: x\n---\n")
            .file("content/muc/mot.md", "---\ntitle: T\nb: 2024-01-01\na: 2024-01-02\n---\nChữ.\n")
            .build()
    };
    assert_eq!(found(&build("order = [[\"a\", \"b\"]]")), ["F21:3"]);
    assert_eq!(found(&build("order = [[\"b\", \"a\"]]")), Vec::<String>::new());
    for wrong in ["order = [[\"a\", \"title\"]]", "text = \"with:c\"", "text = \"maybe\""] {
        assert!(build(wrong).codes().contains(&"C04"), "{wrong}");
    }
}

#[test]
fn indented_prose_is_shown_as_prose_and_said() {
    let built = article("", "Mở.\n\n    Thực hiện kế hoạch của tỉnh, xem [trang này](khong-co.md).\n\nHết.\n");
    assert!(!built.prose("tin-tuc/tin/index.html").contains("<pre"));
    assert_eq!(place(built.finding("M39")), "content/tin-tuc/tin.md:9:5");
    assert_eq!(place(built.finding("M03")), "content/tin-tuc/tin.md:9:38", "the column of the file");
    let code = article("", "Mở.\n\n    cong build --at 2024-01-15\n");
    assert!(code.prose("tin-tuc/tin/index.html").contains("<pre"));
    assert_eq!(code.problems(), Vec::<String>::new());
}

#[test]
fn lines_of_an_enumeration_are_lines_for_readers() {
    let built = article("", "Hồ sơ gồm:\na) Đơn;\nb) Bản sao;\n• Ảnh\n\nTheo điểm\na) khoản 1.\n");
    let prose = built.prose("tin-tuc/tin/index.html");
    assert_eq!(prose.matches("<br>").count(), 3, "{prose}");
    assert_eq!(built.problems(), Vec::<String>::new());
}
