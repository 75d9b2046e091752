//! Turns a rule into what SARIF says of it in `tool.driver.rules[]` (`reportingDescriptor`, SARIF 2.1.0, §3.49).

use serde_json::{Value, json};

use super::Rule;

/// `unknown-key` → `UnknownKey`
pub fn pascal_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    name.split('-').map(capital).collect()
}

/// What a program that shows findings may say of the rule. There is no `helpUri`: where this portal's documents are is not known.
pub fn descriptor(rule: &Rule, language: &str) -> Value {
    let (finds, why) = (rule.finds(language), rule.why.in_language(language));
    let group = rule.group().map_or("", |group| &group.name.en);
    json!({
        "id": rule.message.code,
        "name": pascal_case(&rule.name),
        "shortDescription": { "text": finds },
        "fullDescription": { "text": why },
        "help": { "text": help(rule, language), "markdown": markdown(rule, language) },
        "defaultConfiguration": { "level": rule.message.severity.word("en") },
        "properties": { "tags": [group] },
    })
}

fn help(rule: &Rule, language: &str) -> String {
    let mut text = rule.why.in_language(language).to_owned();
    if let Some(source) = &rule.source {
        text.push_str(if language == "vi" { " Nguồn: " } else { " Source: " });
        text.push_str(source);
        text.push('.');
    }
    text.push_str(if language == "vi" { " Xem thêm: cong rule " } else { " More: cong rule " });
    text.push_str(rule.message.code);
    text
}

fn markdown(rule: &Rule, language: &str) -> String {
    let mut text = rule.why.in_language(language).to_owned();
    if let Some(source) = &rule.source {
        text.push_str(if language == "vi" { "\n\n*Nguồn:* " } else { "\n\n*Source:* " });
        text.push_str(source);
    }
    text.push_str(&format!("\n\n`cong rule {}`", rule.message.code));
    text
}
