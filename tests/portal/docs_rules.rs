//! The pages about findings are made of the catalogue and the rules: a table of all codes, and a page for each group.

use std::collections::BTreeMap;

use cong::diag::rules::{self, Content, Example, Group, Rule};
use cong::diag::{Severity, catalog};

use crate::reference::{assert_made, assert_made_page, cell};

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "lỗi · error",
        Severity::Warning => "cảnh báo · warning",
        Severity::Info => "lưu ý · note",
    }
}

/// `docs/rules/f.md` as seen from `docs/`.
fn page_of(letter: char) -> String {
    format!("rules/{}.md", letter.to_lowercase())
}

#[test]
fn every_finding_is_in_the_reference() {
    let mut messages = catalog::ALL.to_vec();
    messages.sort_by_key(|message| message.code);
    let mut page = "| Mã · Code | Mức · Level | Nội dung | What it says |\n| --- | --- | --- | --- |\n".to_owned();
    for message in messages {
        let (code, level) = (message.code, level(message.severity));
        let link = format!("[`{code}`]({}#{})", page_of(code.chars().next().unwrap()), code.to_lowercase());
        page.push_str(&format!("| {link} | {level} | {} | {} |\n", cell(message.vi), cell(message.en)));
    }
    assert_made("docs/findings.md", &page);
}

/// The files of an example, each with what makes the difference. Four signs around, since three may be what it is about.
fn example(head: &str, files: &BTreeMap<String, Content>, page: &mut String) {
    for (path, content) in files {
        // The ends of lines are not kept by every editor.
        let text: Vec<String> = content.shown("vi").lines().map(|line| line.trim_end().to_owned()).collect();
        page.push_str(&format!("{head} `{path}`\n\n````text\n{}\n````\n\n", text.join("\n")));
    }
}

fn entry(rule: &Rule, page: &mut String) {
    let (code, name, level) = (rule.message.code, &rule.name, level(rule.message.severity));
    page.push_str(&format!("## {code}\n\n`{name}` · {level}"));
    page.push_str(if rule.fixes { " · `cong check --fix`\n\n" } else { "\n\n" });
    let (vi, en) = (rule.finds("vi"), rule.finds("en"));
    page.push_str(&format!(
        "**{}**: {}\n\n**{}**: {}\n\n",
        cell(&vi),
        cell(&rule.why.vi),
        cell(&en),
        cell(&rule.why.en)
    ));
    if let Some(source) = &rule.source {
        page.push_str(&format!("Nguồn · Source: {}\n\n", cell(source)));
    }
    match &rule.example {
        Example::Shown { bad, good } => {
            example("Sai · Wrong:", bad, page);
            example("Đúng · Right:", good, page);
        }
        Example::None(why) => {
            page.push_str(&format!("Không có ví dụ: {} No example: {}\n\n", cell(&why.vi), cell(&why.en)))
        }
    }
}

fn head(group: &Group) -> String {
    let Group { letter, name, .. } = group;
    format!(
        "# {letter}: {}\n\nTừng quy tắc của nhóm {letter} ({}): tìm gì, vì sao, ví dụ sai và đúng. Mọi mã: [findings.md](../findings.md). \
         Trên dòng lệnh: `cong rule MÃ`.\n\nThe rules of group {letter}: what each finds, why, an example done wrong and right. \
         All codes: [findings.md](../findings.md).\nOn the command line: `cong rule CODE --lang en`.\n",
        name.en, name.vi
    )
}

#[test]
fn every_rule_is_on_the_page_of_its_group_with_its_reason_and_example() {
    for group in rules::GROUPS {
        let mut page = String::new();
        rules::all()
            .iter()
            .filter(|rule| rule.message.code.starts_with(group.letter))
            .for_each(|rule| entry(rule, &mut page));
        assert_made_page(&format!("docs/{}", page_of(group.letter)), &head(group), &page);
    }
}
