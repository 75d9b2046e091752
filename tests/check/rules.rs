//! Holds that the rules agree with the catalogue: one of each, with everything that a reader wants of it.

use std::collections::BTreeSet;

use cong::diag::catalog;
use cong::diag::rules::{self, Both, Example, Rule};

fn texts(both: &Both) -> [&str; 2] {
    [&both.vi, &both.en]
}

#[test]
fn every_message_has_a_rule() {
    let messages = catalog::ALL.iter().map(|message| message.code);
    let missing: Vec<&str> = messages.filter(|code| rules::of(code).is_none()).collect();
    assert_eq!(missing, [] as [&str; 0], "a file of src/diag/rules lacks these, or cannot be read");
}

#[test]
fn a_rule_stands_in_the_file_of_its_group_under_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for rule in rules::all() {
        assert!(rule.group().is_some(), "{}", rule.message.code);
        let is_plain = rule.name.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        });
        assert!(is_plain, "{}: {}", rule.message.code, rule.name);
        assert!(names.insert(&rule.name), "{} is the name of two rules", rule.name);
    }
}

#[test]
fn a_rule_says_what_it_finds_and_why_in_whole_sentences() {
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    let sentence = |text: &str| text.ends_with('.') && letters(text) >= 25;
    let wrong = |rule: &&Rule| {
        let finds = ["vi", "en"].map(|language| rule.finds(language));
        finds.iter().any(|finds| letters(finds) < 12) || !texts(&rule.why).into_iter().all(sentence)
    };
    let wrong: Vec<&str> = rules::all().iter().filter(wrong).map(|rule| rule.message.code).collect();
    assert_eq!(wrong, [] as [&str; 0], "write finds, or a longer why");
}

#[test]
fn a_rule_without_an_example_says_why_there_is_none() {
    for rule in rules::all() {
        match &rule.example {
            Example::None(why) => {
                assert!(texts(why).into_iter().all(|text| text.ends_with('.')), "{}", rule.message.code)
            }
            Example::Shown { bad, good } => assert!(!bad.is_empty() && !good.is_empty(), "{}", rule.message.code),
        }
    }
}

#[test]
fn a_rule_is_found_by_code_and_by_name_and_a_slip_finds_the_nearest() {
    let code = |typed| rules::named(typed).map(|rule| rule.message.code);
    assert_eq!(
        (code("D01"), code("d01"), code(" table-unreadable "), code("TABLE_UNREADABLE")),
        (Some("D01"), Some("D01"), Some("D01"), Some("D01"))
    );
    assert_eq!((code("D99"), rules::near("table-unredable")), (None, Some("table-unreadable")));
}

#[test]
fn what_sarif_is_told_of_a_rule_has_its_form() {
    let rule = rules::of("D01").unwrap();
    let said = rules::sarif::descriptor(rule, "en");
    assert_eq!((&said["id"], &said["name"]), (&"D01".into(), &"TableUnreadable".into()));
    assert_eq!(said["defaultConfiguration"]["level"], "error");
    assert_eq!(said["properties"]["tags"], serde_json::json!(["data tables"]));
    let text = |way: &str| said.pointer(way).and_then(serde_json::Value::as_str).unwrap().to_owned();
    assert_eq!(text("/fullDescription/text"), rule.why.en);
    assert!(text("/shortDescription/text").ends_with('…') && text("/help/markdown").contains("`cong rule D01`"));
    assert_eq!(said.get("helpUri"), None);
}
