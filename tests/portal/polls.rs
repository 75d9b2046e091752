//! Polls: a form only where somebody receives it and while the poll is open, text in its place, results as a table.

use crate::site_builder::{Built, Site, attributes, selector, texts};

const ENDPOINT: &str = "https://tham-do.tinh.example/gui";
const PAGE: &str = "tham-do/chon/index.html";

/// A poll that is open until the end of 20 January. `forms`: of its receiver; `more`: of its front matter.
fn site(forms: &str, more: &str) -> Site {
    let table = format!("[forms]\npolicy = \"tham-do/du-lieu.md\"\n{forms}\n[outputs]");
    let poll = |title: &str, more: &str| {
        format!(
            "---\ntitle: {title}\nsummary: De.\nopens: 2024-01-05\ncloses: 2024-01-20\nanswers: [\"Mot, hai\", Ba]\n{more}---\n"
        )
    };
    Site::new()
        .config("[outputs]", &table)
        .file("content/tham-do/_index.md", "---\ntitle: Thăm dò\nkind: poll\n---\n")
        .file("content/tham-do/_index.en.md", "---\ntitle: Polls\nkind: poll\nslug: polls\n---\n")
        .file("content/tham-do/du-lieu.md", "---\ntitle: Chính sách\nkind: page\n---\nNói rõ.\n")
        .file("content/tham-do/chon.md", &poll("Chọn gì?", more))
        .file("content/tham-do/chon.en.md", &poll("Which one?", more))
}

fn received(more: &str) -> Site {
    site(&format!("poll = {{ endpoint = \"{ENDPOINT}\" }}\n"), more)
}

fn forms(built: &Built, page: &str) -> Vec<String> {
    attributes(&built.html(page), "form[method=post]", "action")
}

#[test]
fn an_open_poll_with_a_receiver_is_a_form_that_asks_for_no_name() {
    let built = received("").build();
    assert_eq!(built.problems(), Vec::<String>::new());
    for page in [PAGE, "en/polls/chon/index.html"] {
        let html = built.html(page);
        assert_eq!(forms(&built, page), [ENDPOINT], "{page}");
        assert_eq!(attributes(&html, "form input[name=answer]", "value"), ["Mot, hai", "Ba"]);
        assert_eq!(attributes(&html, "form input[name=answer]", "type"), ["radio", "radio"]);
        assert_eq!(attributes(&html, "form input[name=form]", "value"), ["poll"]);
        assert_eq!(html.select(&selector("form :is([name=name], [name=email], [name=consent])")).count(), 0);
        assert_eq!(html.select(&selector("form fieldset legend")).count(), 1);
        // In print, and once its day has passed, the answers stand there as text.
        assert_eq!(attributes(&html, ".poll-answers[hidden]", "data-since"), ["2024-01-20"]);
        assert_eq!(attributes(&html, ".form-section", "data-ends"), ["2024-01-20"]);
    }
    assert!(built.text("_headers").contains("form-action 'self' https://tham-do.tinh.example"));
    assert!(built.has("da-gui/index.html"), "the reader is thanked");
}

#[test]
fn several_answers_can_be_chosen_where_the_poll_says_so() {
    let built = received("several: true\n").build();
    let html = built.html(PAGE);
    assert_eq!(attributes(&html, "form input[name=answer]", "type"), ["checkbox", "checkbox"]);
    assert_eq!(html.select(&selector("form input[name=answer][required]")).count(), 0);
}

#[test]
fn without_a_receiver_or_outside_its_days_a_poll_is_text() {
    let without = site("", "").build();
    assert_eq!(texts(&without.html(PAGE), ".poll-answers:not([hidden]) li"), ["Mot, hai", "Ba"]);
    assert_eq!(without.problems(), Vec::<String>::new());
    for (built, state) in [
        (without, "Đang thăm dò"),
        (received("").at("2024-01-04 12:00").build(), "Chưa bắt đầu"),
        (received("").at("2024-01-21 00:00").build(), "Đã kết thúc"),
    ] {
        // A poll of a day to come is not public before it.
        if !built.has(PAGE) {
            continue;
        }
        assert_eq!(forms(&built, PAGE), Vec::<String>::new(), "{state}");
        assert_eq!(texts(&built.html(PAGE), ".page-head .state"), [state]);
        assert!(texts(&built.html(PAGE), ".poll time").len() == 2, "its days");
    }
}

#[test]
fn results_stand_as_a_table_in_place_of_the_form() {
    let results = "results:\n  - { answer: \"Mot, hai\", votes: 1234 }\n  - { answer: Ba, votes: 0 }\n";
    let built = received(results).build();
    let html = built.html(PAGE);
    assert_eq!(forms(&built, PAGE), Vec::<String>::new());
    assert_eq!(texts(&html, ".poll-result tbody td"), ["1.234", "0"]);
    assert_eq!(attributes(&html, ".poll-result meter", "value"), ["1234", "0"]);
    assert_eq!(texts(&built.html("en/polls/chon/index.html"), ".poll-result tbody td"), ["1,234", "0"]);
}

#[test]
fn a_result_that_cannot_be_is_told_with_its_line() {
    for (results, line, word) in [
        ("results:\n  - { answer: Ba, votes: 4 }\n  - { answer: Bốn, votes: 5 }\n", 9, "Bốn"),
        ("results:\n  - { answer: Ba, votes: 4 }\n  - { answer: Ba, votes: 5 }\n", 9, "twice"),
        ("results:\n  - { answer: Ba, votes: -5 }\n", 8, "-5"),
    ] {
        let built = received(results).build();
        let start = format!("F69 content/tham-do/chon.md:{line}:");
        let told = built.told();
        assert!(told.iter().any(|told| told.starts_with(&start) && told.contains(word)), "{told:#?}");
    }
}

#[test]
fn the_home_page_has_open_polls_alone_and_leads_to_the_form_where_there_is_one() {
    let home = |site: Site| {
        texts(
            &site.config("[outputs]", "[[home]]\nblock = \"polls\"\n\n[outputs]").build().html("index.html"),
            "main .block a",
        )
    };
    let shown = home(received(""));
    assert!(shown.iter().any(|link| link == "Chọn gì?") && shown.iter().any(|link| link == "Cho ý kiến"), "{shown:?}");
    assert!(!home(site("", "")).iter().any(|link| link == "Cho ý kiến"));
    assert_eq!(home(received("").at("2024-01-21 00:00")), Vec::<String>::new());
}
