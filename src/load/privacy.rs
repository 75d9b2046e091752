//! Turns what tells who a citizen is, where a kind publishes a citizen's words, into findings.

use serde_yaml::Value as Yaml;

use super::kinds::Kind;
use super::placed::Place;
use super::yaml::Front;
use crate::diag::{Finding, Span, catalog};
use crate::path::SourcePath;
use crate::text::personal::{self, Personal};

/// All texts inside a value, each with its place.
pub fn texts<'p>(yaml: &Yaml, place: &'p Place) -> Vec<(String, &'p Place)> {
    let inside = |(index, yaml): (usize, &Yaml)| texts(yaml, place.inside(index));
    match yaml {
        Yaml::String(text) => vec![(text.clone(), place)],
        Yaml::Number(number) => vec![(number.to_string(), place)],
        Yaml::Sequence(items) => items.iter().enumerate().flat_map(inside).collect(),
        Yaml::Mapping(entries) => entries.values().enumerate().flat_map(inside).collect(),
        _ => Vec::new(),
    }
}

/// Of one text of a field.
pub fn of_field(
    file: &SourcePath,
    kind: &Kind,
    name: &str,
    (text, place): &(String, &Place),
    front: &Front,
) -> Vec<Finding> {
    let own: Vec<&str> =
        kind.fields[kind.common..].iter().filter(|field| field.private).map(|field| &*field.name).collect();
    let finding = |(what, value): (Personal, &str)| {
        let span = front.part(place, value).map_or_else(|| front.value(place), |range| front.span(&range));
        let finding = Finding::new(message(what), file.as_str());
        // Nobody's number goes online while somebody looks for the line.
        let finding = if what == Personal::Identity { finding.fatal() } else { finding };
        finding
            .at(span)
            .with("key", name)
            .with("value", value)
            .with_words("what", words(what))
            .with("private", own.join(", "))
    };
    personal::find(text).into_iter().map(finding).collect()
}

/// Whether a finding is about a number that an editor has taken from the answer into the summary: it is the authority's own.
pub fn is_authoritys(finding: &Finding, answer: &str) -> bool {
    let argument =
        |name: &str| finding.arguments.iter().find(|argument| argument.name == name).map(|it| it.vi.as_str());
    finding.message == &catalog::PERSONAL_CONTACT
        && argument("key") == Some("summary")
        && argument("value").is_some_and(|value| answer.contains(value))
}

/// In the body an authority answers, with its own numbers: only a number of an identity card is surely a citizen's.
pub fn of_body(file: &SourcePath, body: &str, first_line: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, line) in body.lines().enumerate() {
        for (_, value) in personal::find(line).into_iter().filter(|(what, _)| *what == Personal::Identity) {
            let at = line.find(value).unwrap_or(0);
            let finding = Finding::new(&catalog::CITIZEN_ID, file.as_str());
            let finding = finding.at(span(index + first_line, line, at, value)).with("value", value).fatal();
            found.push(finding.with_words("key", ("nội dung".to_owned(), "the text".to_owned())));
        }
    }
    found
}

fn span(line_number: usize, line: &str, at: usize, value: &str) -> Span {
    Span::new(line_number, line[..at].chars().count() + 1, value.chars().count())
}

fn message(what: Personal) -> &'static crate::diag::Message {
    if what == Personal::Identity { &catalog::CITIZEN_ID } else { &catalog::PERSONAL_CONTACT }
}

fn words(what: Personal) -> (String, String) {
    let (vi, en) = match what {
        Personal::Phone => ("số điện thoại", "telephone number"),
        Personal::Email => ("địa chỉ thư điện tử", "email address"),
        Personal::Identity => ("số căn cước", "identity number"),
    };
    (vi.to_owned(), en.to_owned())
}
