//! Holds that the words of pages stand in one table: no other file asks whether a language is Vietnamese or English.

use crate::layers::sources;

/// Files that go by a language's code, each with the reason. The table may only shrink.
const ASKING: &[(&str, &str)] = &[
    ("check/charts.rs", "Vietnamese in a chart of another language"),
    ("check/untranslated.rs", "Vietnamese in a text of another language"),
    ("cli/init_component.rs", "what it writes is in two languages"),
    ("cli/mistakes.rs", "messages are in two languages"),
    ("cli/mod.rs", "messages are in two languages"),
    ("cli/workspace_run.rs", "numbers have two styles"),
    ("diag/mod.rs", "messages are in two languages"),
    ("diag/rules.rs", "rules are explained in two languages"),
    ("diag/rules/sarif.rs", "rules are explained in two languages"),
    ("diag/rules/show.rs", "rules are explained in two languages"),
    ("lint/text.rs", "rules of Vietnamese"),
    ("load/front_matter.rs", "Vietnamese in a text of another language"),
    ("load/kinds.rs", "an option of a choice has two labels"),
    ("load/markdown.rs", "Vietnamese in a text of another language"),
    ("pipeline/digest.rs", "messages are in two languages"),
    ("pipeline/folders.rs", "messages are in two languages"),
    ("render/engine.rs", "dates and numbers have two styles"),
    ("render/queries.rs", "dates and numbers have two styles"),
    ("report/mod.rs", "reports are in two languages"),
    ("search/language_files.rs", "abbreviations are Vietnamese"),
    ("search/terms.rs", "English words have stems"),
    ("serve/errors.rs", "messages are in two languages"),
    ("serve/hidden_pages.rs", "messages are in two languages"),
    ("serve/mod.rs", "messages are in two languages"),
    ("serve/switch.rs", "messages are in two languages"),
    ("text/collate.rs", "two orders of letters"),
    ("text/decimal.rs", "dates and numbers have two styles"),
    ("time.rs", "dates and numbers have two styles"),
    ("visits/growth.rs", "dates and numbers have two styles"),
];

/// Whether a line compares with a code of a language or matches one.
fn asks(line: &str) -> bool {
    let line = line.split("//").next().unwrap_or_default();
    ["\"vi\"", "\"en\""].iter().any(|code| {
        line.match_indices(code).any(|(at, _)| {
            let (before, after) = (&line[..at], line[at + code.len()..].trim_start_matches([')', ' ']));
            let before = before.trim_end_matches("Some(").trim_end();
            before.ends_with("==") || before.ends_with("!=") || after.starts_with("=>")
        })
    })
}

#[test]
fn words_of_pages_are_asked_of_the_table_and_not_chosen_by_a_code() {
    let asking = |text: &str| text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().any(asks);
    let found: Vec<String> = sources().into_iter().filter(|(_, text)| asking(text)).map(|(file, _)| file).collect();
    let known: Vec<&str> = ASKING.iter().map(|(file, _)| *file).collect();
    assert_eq!(found, known, "words of pages belong into src/tables/languages.rs; what goes, goes from ASKING too");
}

#[test]
fn a_choice_by_code_is_seen_in_either_form() {
    for line in [
        "if code == \"vi\" { a } else { b }",
        "language != \"en\"",
        "code == Some(\"vi\")",
        "    \"en\" => Style::English,",
        "(Facet::Year, \"vi\") => \"Năm\",",
    ] {
        assert!(asks(line), "{line}");
    }
    for line in ["count(3, \"vi\")", "(\"eng\", \"en\"),", "// code == \"vi\"", "text.get(\"vi\").to_owned()"] {
        assert!(!asks(line), "{line}");
    }
}
