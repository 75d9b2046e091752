//! A form exists where an operator names an endpoint for it, says what it collects, and ends with its term.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cong::diag::Span;

use crate::reference::reference;
use crate::site_builder::{Built, Site, attributes, selector, texts};

const ENDPOINT: &str = "https://bieu-mau.tinh.example/gui";
const FORMS: &str = "[forms]\npolicy = \"gioi-thieu/du-lieu.md\"\nfeedback = { page = \"phan-hoi/_index.md\" }\n\
    question = { page = \"hoi-dap/_index.md\" }\nrating = { page = \"phan-hoi/danh-gia.md\" }\n";
const DRAFT: &str = "gop-y/quy-che/index.html";
const PAGES: [(&str, &str); 7] = [
    ("feedback", "phan-hoi/index.html"),
    ("feedback", "en/feedback/index.html"),
    ("question", "hoi-dap/index.html"),
    ("rating", "phan-hoi/danh-gia/index.html"),
    ("comment", DRAFT),
    ("poll", "tham-do/chon/index.html"),
    ("useful", "tin-tuc/2024/bai/index.html"),
];

/// A portal with a page for every form; a consultation and a poll are open until the end of 20 January. `forms`: more of the table.
fn site(forms: &str) -> Site {
    let draft = "---\ntitle: Quy chế\nsummary: Dự thảo.\ndate: 2024-01-05\nsubject: policy\ndrafter: Sở\nopens: 2024-01-05\ncloses: 2024-01-20\n\
        comment_email: so@tinh.example\nattachments:\n  - file: du-thao.txt\n---\nToàn văn.\n";
    let section = |title: &str, kind: &str, more: &str| format!("---\ntitle: {title}\nkind: {kind}\n{more}---\n");
    Site::new()
        .config("[outputs]", &format!("{FORMS}{forms}\n[outputs]"))
        .file("content/gioi-thieu/_index.md", &section("Giới thiệu", "page", ""))
        .file("content/gioi-thieu/du-lieu.md", "---\ntitle: Chính sách dữ liệu\n---\nNói rõ.\n")
        .file("content/phan-hoi/_index.md", &section("Phản hồi", "page", ""))
        .file("content/phan-hoi/_index.en.md", &section("Feedback", "page", "slug: feedback\n"))
        .file("content/phan-hoi/danh-gia.md", "---\ntitle: Đánh giá\n---\nBốn mặt.\n")
        .file("content/hoi-dap/_index.md", &section("Hỏi đáp", "question", ""))
        .file("content/gop-y/_index.md", &section("Góp ý", "consultation", ""))
        .file("content/gop-y/quy-che/index.md", draft)
        .file("content/gop-y/quy-che/du-thao.txt", "Điều 1.\n")
        .file("content/tham-do/_index.md", &section("Thăm dò", "poll", ""))
        .file("content/tham-do/chon.md", "---\ntitle: Chọn gì?\nsummary: Để biết.\nopens: 2024-01-05\ncloses: 2024-01-20\nanswers: [Một, Hai]\n---\n")
        .article("content/tin-tuc/2024/bai.md", "Bài", "2024-01-10", "", "Lời.\n")
}

fn with_endpoint() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| site(&format!("endpoint = \"{ENDPOINT}\"\n")).build());
    &BUILT
}

fn posted(built: &Built, page: &str) -> Vec<String> {
    attributes(&built.html(page), "form[method=post]", "action")
}

#[test]
fn without_an_endpoint_no_page_has_a_form_and_the_other_ways_stand_there() {
    let built = site("").build();
    assert_eq!(built.problems(), Vec::<String>::new());
    for path in built.outputs.keys().filter(|path| path.ends_with(".html")) {
        assert_eq!(posted(&built, path), Vec::<String>::new(), "{path}");
    }
    let feedback = built.html("phan-hoi/index.html");
    let letter = attributes(&feedback, "#form a.email", "href").concat();
    assert_eq!(letter, "mailto:bbt@tinh.example?subject=G%E1%BB%ADi%20ph%E1%BA%A3n%20h%E1%BB%93i");
    assert_eq!(attributes(&feedback, "#form a.phone", "href"), ["tel:02711022"]);
    assert_eq!(attributes(&feedback, "a[href='#form']", "href"), Vec::<String>::new());
    assert!(!built.has("da-gui/index.html"), "nobody is thanked for nothing");
}

#[test]
fn with_one_endpoint_every_form_is_posted_to_it() {
    assert_eq!(with_endpoint().problems(), Vec::<String>::new());
    for (form, path) in PAGES {
        let html = with_endpoint().html(path);
        let own = format!("form[action='{ENDPOINT}'] input[name=form][value={form}]");
        assert_eq!(html.select(&selector(&own)).count(), 1, "{path} has the form {form}");
    }
    for path in ["index.html", "404.html", "da-gui/index.html", "tim-kiem/index.html"] {
        assert_eq!(posted(with_endpoint(), path), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn a_form_may_have_an_endpoint_of_its_own() {
    let forms = "comment = { endpoint = \"https://du-thao.tinh.example/gui\" }\n";
    let built = site(forms).build();
    assert_eq!(posted(&built, DRAFT), ["https://du-thao.tinh.example/gui"]);
    assert_eq!(posted(&built, "phan-hoi/index.html"), Vec::<String>::new());
    let config = &built.renderer.as_ref().unwrap().site.config;
    assert_eq!(config.form_origins(), ["https://du-thao.tinh.example"]);
}

#[test]
fn every_field_that_a_reader_sees_has_a_label_and_a_hint_that_exists() {
    for (form, path) in PAGES {
        let html = with_endpoint().html(path);
        let ids: BTreeSet<String> = attributes(&html, "[id]", "id").into_iter().collect();
        let labelled: BTreeSet<String> = attributes(&html, "label[for]", "for").into_iter().collect();
        for id in attributes(&html, ".field input, .field textarea", "id") {
            assert!(labelled.contains(&id), "{path}: {id} has no label");
        }
        for hint in attributes(&html, "form [aria-describedby]", "aria-describedby") {
            assert!(ids.contains(&hint), "{path}: there is no hint {hint}");
        }
        let required = html.select(&selector(".form [required]")).count();
        assert!(form == "useful" || required > 1, "{path} requires {required} fields");
        let limited = html.select(&selector(".field :is(input, textarea):not([maxlength])")).count();
        assert_eq!(limited, 0, "{path} has fields without a limit");
    }
}

#[test]
fn every_form_tells_the_receiver_what_it_is_about_and_where_to_send_the_reader() {
    for (form, path) in PAGES {
        let html = with_endpoint().html(path);
        let form = format!("form:has([name=form][value={form}])");
        let hidden =
            |name: &str| attributes(&html, &format!("{form} input[type=hidden][name={name}]"), "value").concat();
        let address = format!("https://tinh.example/{}", path.trim_end_matches("index.html"));
        assert_eq!((hidden("page"), hidden("version")), (address, "1".to_owned()), "{path}");
        let next =
            if path.starts_with("en/") { "https://tinh.example/en/sent/" } else { "https://tinh.example/da-gui/" };
        assert_eq!(hidden("next"), next, "{path}");
        let trap = attributes(&html, &format!("{form} [aria-hidden=true] input[name=reference]"), "tabindex");
        assert_eq!(trap, ["-1"], "{path} has a field for robots that no keyboard reaches");
    }
    let draft = with_endpoint().html(DRAFT);
    assert_eq!(attributes(&draft, "input[name=draft]", "value"), ["/gop-y/quy-che/"]);
    assert!(with_endpoint().has("da-gui/index.html") && with_endpoint().has("en/sent/index.html"));
    assert_eq!(attributes(&with_endpoint().html("da-gui/index.html"), "meta[name=robots]", "content"), ["noindex"]);
}

#[test]
fn personal_data_are_asked_for_with_consent_and_the_policy() {
    for (form, path) in PAGES.into_iter().filter(|(form, _)| *form != "useful") {
        let html = with_endpoint().html(path);
        let boxes = html.select(&selector("input[name=consent][type=checkbox][required]")).count();
        assert_eq!(boxes, usize::from(!["rating", "poll"].contains(&form)), "{path}");
        // The policy has no English page here.
        let policy = if path.starts_with("en/") { &[][..] } else { &["/gioi-thieu/du-lieu/"][..] };
        assert_eq!(attributes(&html, ".consent a", "href"), policy, "{path}");
    }
}

#[test]
fn who_rates_is_not_asked_who_they_are() {
    let rating = with_endpoint().html("phan-hoi/danh-gia/index.html");
    let seen: BTreeSet<String> =
        attributes(&rating, ".form :is(input:not([type=hidden]), textarea)", "name").into_iter().collect();
    let expected = ["content", "interface", "message", "quality", "reference", "support"];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn a_consultation_takes_comments_only_while_it_is_open() {
    let site = site(&format!("endpoint = \"{ENDPOINT}\"\n"));
    for (at, open) in [("2024-01-04 12:00", false), ("2024-01-20 23:59", true), ("2024-01-21 00:00", false)] {
        let built = site.clone().at(at).build();
        if !built.has(DRAFT) {
            assert!(!open, "{at}");
            continue;
        }
        let html = built.html(DRAFT);
        assert_eq!(html.select(&selector("input[name=draft]")).count(), usize::from(open), "{at}");
        assert_eq!(texts(&html, "a[href='#form']").len(), usize::from(open), "{at}");
    }
    // A browser closes an old copy of the page by itself.
    let html = with_endpoint().html(DRAFT);
    for (part, day) in [(".form-section", "data-ends"), (".callout:has(a[href='#form'])", "data-until")] {
        let ends = attributes(&html, part, day);
        assert!(ends.len() == 1 && ends[0].starts_with("2024-01-20"), "{part}: {ends:?}");
    }
}

#[test]
fn an_endpoint_in_capitals_is_the_same_host() {
    let built = site("endpoint = \"HTTPS://Gui.Tinh.Example/Nhan\"\n").build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(built.renderer.as_ref().unwrap().site.config.form_origins(), ["https://gui.tinh.example"]);
}

#[test]
fn an_endpoint_that_is_no_https_address_is_an_error_at_its_line() {
    let built = site("rating.endpoint = \"http://tinh.example/gui\"\n");
    let built = built.config("rating = { page = \"phan-hoi/danh-gia.md\" }\n", "").build();
    let finding = built.finding("C02");
    let line = 1 + crate::site_builder::SITE_TOML.lines().take_while(|line| *line != "[outputs]").count() + 4;
    assert_eq!(finding.span, Some(Span::new(line, 19, 25)));
    assert_eq!(finding.text("vi"), "khóa “forms.rating.endpoint” có giá trị không hợp lệ: http://tinh.example/gui");
    assert!(finding.hint("vi").contains("https://"), "{}", finding.hint("vi"));
    assert!(built.outputs.is_empty());
}

#[test]
fn a_form_without_a_privacy_policy_is_an_error() {
    let site = site(&format!("endpoint = \"{ENDPOINT}\"\n")).config("policy = \"gioi-thieu/du-lieu.md\"\n", "");
    let finding = site.build().findings.into_iter().find(|finding| finding.message.code == "C03").unwrap();
    assert_eq!(finding.text("en"), "the required key “forms.policy” is missing");
}

#[test]
fn a_page_of_a_form_that_does_not_exist_is_an_error_at_its_line() {
    let built = site("").config("phan-hoi/danh-gia.md", "phan-hoi/danh-ga.md").build();
    let finding = built.finding("C08");
    assert_eq!(finding.text("vi"), "khóa “forms.rating.page” trỏ tới content/phan-hoi/danh-ga.md, tệp này không có");
    assert!(finding.hint("vi").ends_with("Có phải ý bạn là phan-hoi/danh-gia.md?"), "{}", finding.hint("vi"));
    assert!(finding.excerpt.as_deref().is_some_and(|line| line.starts_with("rating = ")));
}

/// The fields of a row of the reference: all, and those in bold, which are required. Values stand in parentheses.
fn documented(row: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let fields = row.split(" | ").nth(1).unwrap();
    let plain: String = fields.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect();
    let bold = plain.split("**`").skip(1).map(|rest| rest.split('`').next().unwrap().to_owned());
    (plain.split('`').skip(1).step_by(2).map(str::to_owned).collect(), bold.collect())
}

#[test]
fn every_field_that_is_sent_is_in_the_reference() {
    const PAGE: &str = "docs/forms.md";
    let table = reference(PAGE, "What is sent");
    let of =
        |form: &str| table.rows.iter().find(|row| row.names == [form]).unwrap_or_else(|| panic!("{PAGE}: add {form}"));
    let (always, _) = documented(&of("every form").text);
    assert_eq!(table.rows.len(), 1 + PAGES.iter().map(|(form, _)| form).collect::<BTreeSet<_>>().len(), "{PAGE}");
    for (form, path) in PAGES {
        let html = with_endpoint().html(path);
        let names = |more: &str| -> BTreeSet<String> {
            let form = format!("form:has([name=form][value={form}]) [name]{more}");
            attributes(&html, &form, "name").into_iter().collect()
        };
        let (own, required) = documented(&of(form).text);
        let sent: BTreeSet<String> = names("").difference(&always).cloned().collect();
        assert_eq!(sent, own, "{PAGE}: write these fields into the row of `{form}`");
        assert!(always.is_subset(&names("")), "{PAGE}: `{form}` sends {:?}", names(""));
        // What the page itself fills in, and buttons that are the answer, are always sent.
        let given: BTreeSet<String> = names("[type=hidden]").union(&names(":is(button)")).cloned().collect();
        let asked: BTreeSet<String> = required.difference(&given).cloned().collect();
        assert_eq!(asked, names("[required]"), "{PAGE}: make these fields of `{form}` bold");
    }
}
