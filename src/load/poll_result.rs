//! Turns the result of a poll that is not one of its answers, each once and counted from nought, into findings.

use super::cures::Words;
use super::document::Value;
use super::front_matter::Reader;
use super::kinds::{Field, FieldIndex};
use crate::diag::{Finding, MOST_OF_EACH, catalog};

/// Rows of `results` in a kind that has them beside `answers`.
pub(super) fn findings(reader: &Reader, values: &[(FieldIndex, Value)]) -> Vec<Finding> {
    let find = |name: &str| {
        let index = reader.kind.index_of(name)?;
        values.iter().find(|(field, _)| *field == index).map(|(_, value)| (reader.kind.field(index), value))
    };
    let (Some((_, Value::List(answers))), Some((field, Value::List(rows)))) = (find("answers"), find("results")) else {
        return Vec::new();
    };
    let answers: Vec<&str> = answers.iter().filter_map(Value::as_text).collect();
    let place = reader.front.named("results");
    // Where some of it could not be read, that is told, and the others do not stand where they are counted.
    if place.inside.len() != rows.len() {
        return Vec::new();
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some((answer, votes)) = parts(field, row) else { continue };
        if let Some((what, next)) = wrong(answer, votes, &answers, &seen) {
            let finding = reader.finding(&catalog::POLL_RESULT, reader.front.value(place.inside(at)));
            found.push(finding.with("value", answer).with_words("what", what).with_words("next", next));
        }
        seen.push(answer);
    }
    found.truncate(MOST_OF_EACH);
    found
}

fn parts<'v>(field: &Field, row: &'v Value) -> Option<(&'v str, i64)> {
    let Value::Group(values) = row else { return None };
    let find = |name: &str| {
        let index = field.fields.iter().position(|field| field.name == name)?;
        values.iter().find(|(own, _)| usize::from(*own) == index).map(|(_, value)| value)
    };
    match (find("answer")?, find("votes")?) {
        (answer, Value::Integer(votes)) => Some((answer.as_text()?, *votes)),
        _ => None,
    }
}

/// What is wrong, and what to do.
fn wrong(answer: &str, votes: i64, answers: &[&str], seen: &[&str]) -> Option<(Words, Words)> {
    let own = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
    if !answers.contains(&answer) {
        let names = answers.join("; ");
        let next =
            (format!("Chép đúng một phương án của answers: {names}."), format!("Write it as under answers: {names}."));
        return Some((own("không có trong answers", "is not among answers"), next));
    }
    if seen.contains(&answer) {
        let next = own("Gộp lại: mỗi phương án một dòng.", "Put them together: one line for each answer.");
        return Some((own("được ghi hai lần", "stands there twice"), next));
    }
    let next = own("Ghi số lượt chọn từ 0 trở lên.", "Write how often it was chosen, 0 or more.");
    (votes < 0).then(|| {
        let what = (format!("có số lượt chọn âm ({votes})"), format!("has a negative number of votes ({votes})"));
        (what, next)
    })
}
