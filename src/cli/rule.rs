//! `cong rule [CODE|NAME]`: says what a finding is for, with an example of it done wrong and right; without a code lists all.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::portal::now;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, say, words, workspace};
use crate::diag::rules::{self, Content, Example, GROUPS, Rule};
use crate::load::config::Config;
use crate::pipeline;

#[derive(clap::Args)]
pub struct Arguments {
    /// Mã hoặc tên, ví dụ F09 hay unknown-key · Code or name, such as F09 or unknown-key
    #[arg(value_name = "MÃ")]
    rule: Option<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let config = pipeline::config(&*workspace::files_of(&common.folder, now()), &mut Vec::new()).ok().flatten();
    let language = common.language(config.as_ref().map(Config::default_language));
    let Some(typed) = &arguments.rule else {
        say(&if common.json {
            Value::from_iter(rules::all().iter().map(|rule| to_json(rule, &language))).to_string()
        } else {
            list(&language)
        });
        return CLEAN;
    };
    let Some(rule) = rules::named(typed) else {
        complain(&unknown(typed, &language));
        return COULD_NOT_RUN;
    };
    say(&if common.json { to_json(rule, &language).to_string() } else { describe(rule, &language) });
    CLEAN
}

fn unknown(typed: &str, language: &str) -> String {
    let what = words(language, "không có quy tắc “{typed}”.", "there is no rule “{typed}”.").replace("{typed}", typed);
    let next = match rules::near(typed) {
        Some(near) => words(language, "Có phải ý bạn là: cong rule {near}?", "Did you mean: cong rule {near}?")
            .replace("{near}", near),
        None => words(language, "Xem tất cả: cong rule", "See them all: cong rule").to_owned(),
    };
    format!("{what} {next}")
}

/// A line for each rule, below the name of its group.
fn list(language: &str) -> String {
    let widest = rules::all().iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut lines = Vec::new();
    for group in GROUPS {
        lines.push(format!("{} · {}", group.letter, group.name.in_language(language)));
        for rule in rules::all().iter().filter(|rule| rule.message.code.starts_with(group.letter)) {
            let level = rule.message.severity.word(language);
            let name = &rule.name;
            lines.push(format!("  {} {level:8} {name:widest$} {}", rule.message.code, rule.finds(language)));
        }
        lines.push(String::new());
    }
    lines.push(words(language, "Xem một quy tắc: cong rule MÃ", "One of them: cong rule CODE").to_owned());
    lines.join("\n")
}

fn describe(rule: &Rule, language: &str) -> String {
    let level = rule.message.severity.word(language);
    let group = rule.group().map_or("", |group| group.name.in_language(language));
    let mut lines = vec![
        format!("{} {} ({level}, {group})", rule.message.code, rule.name),
        rule.finds(language).into_owned(),
        String::new(),
        format!("{} {}", words(language, "Vì sao:", "Why:"), rule.why.in_language(language)),
    ];
    if let Some(source) = &rule.source {
        lines.push(format!("{} {source}", words(language, "Nguồn:", "Source:")));
    }
    lines.push(
        match rule.fixes {
            true => {
                words(language, "Tự sửa được: có, bằng cong check --fix", "Mended by itself: yes, by cong check --fix")
            }
            false => words(language, "Tự sửa được: không", "Mended by itself: no"),
        }
        .to_owned(),
    );
    lines.push(String::new());
    match &rule.example {
        Example::Shown { bad, good } => {
            lines.push(words(language, "Sai:", "Wrong:").to_owned());
            lines.extend(files(bad, language));
            lines.push(String::new());
            lines.push(words(language, "Đúng:", "Right:").to_owned());
            lines.extend(files(good, language));
        }
        Example::None(why) => {
            let head = words(language, "Không có ví dụ:", "There is no example:");
            lines.push(format!("{head} {}", why.in_language(language)));
        }
    }
    lines.join("\n")
}

/// Each file with its lines further in.
fn files(files: &BTreeMap<String, Content>, language: &str) -> Vec<String> {
    let lines = |(path, content): (&String, &Content)| {
        let text = content.shown(language);
        let text: Vec<String> = text.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
        std::iter::once(format!("  {path}")).chain(text).collect::<Vec<_>>()
    };
    files.iter().flat_map(lines).collect()
}

fn to_json(rule: &Rule, language: &str) -> Value {
    let shown = |files: &BTreeMap<String, Content>| {
        Value::from_iter(files.iter().map(|(path, content)| json!({ "file": path, "text": content.shown(language) })))
    };
    let (bad, good) = match &rule.example {
        Example::Shown { bad, good } => (shown(bad), shown(good)),
        Example::None(_) => (json!([]), json!([])),
    };
    json!({
        "code": rule.message.code,
        "name": rule.name,
        "severity": super::findings::severity(rule.message.severity),
        "group": rule.group().map(|group| group.name.in_language(language)),
        "finds": rule.finds(language),
        "why": rule.why.in_language(language),
        "source": rule.source,
        "fixes": rule.fixes,
        "bad": bad,
        "good": good,
    })
}
