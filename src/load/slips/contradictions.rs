//! Turns values of one page that cannot be true together into findings: dates in an order that the kind forbids, an answer
//! without its day or a day without its answer, a page that refers to itself.

use super::Page;
use crate::diag::{Finding, Span, catalog};
use crate::load::date_order::CHECK;
use crate::load::document::{Ref, Role, Target, Value};
use crate::load::kinds::{FieldIndex, FieldType, Order, TextRule};
use crate::text::fold::fold;
use crate::time::Moment;

pub fn of_page(page: &Page, findings: &mut Vec<Finding>) {
    for found in page.kind.order.iter().filter_map(|order| reversed(page, order)) {
        // A day before two others is one mistake.
        if !findings.iter().any(|told| is_same(told, &found)) {
            findings.push(found);
        }
    }
    if page.document.role != Role::Section {
        findings.extend(answer(page));
    }
    findings.extend(page.document.values.iter().filter_map(|(index, value)| itself(page, *index, value)));
}

/// Whether two contradictions are about the same day.
fn is_same(told: &Finding, found: &Finding) -> bool {
    let last = |finding: &Finding| {
        let last = finding.arguments.iter().find(|argument| argument.name == "last");
        last.map(|argument| argument.vi.clone())
    };
    told.message == found.message && told.file == found.file && last(told) == last(found)
}

fn reversed(page: &Page, order: &Order) -> Option<Finding> {
    let moment = |index| page.document.value(index).and_then(Value::as_moment);
    let (first, last): (Moment, Moment) = (moment(order.first)?, moment(order.last)?);
    if !last.is_over_before(&first) {
        return None;
    }
    let name = |index| page.kind.field(index).name.as_str();
    let message = if order.usual { &catalog::DATES_UNUSUAL } else { &catalog::DATES_REVERSED };
    let finding = Finding::new(message, page.file()).at(page.document.place(order.last));
    let finding = finding.with("first", name(order.first)).with("last", name(order.last));
    let next = (CHECK.0.to_owned(), CHECK.1.to_owned());
    let finding = if order.usual { finding } else { finding.with_words("next", next) };
    Some(if order.usual { finding } else { finding.fatal() })
}

/// The text of the page is the answer: it and the field that says when it was given stand or fall together.
fn answer(page: &Page) -> Option<Finding> {
    let Some(TextRule::With(index)) = page.kind.text else { return None };
    let (is_set, has_text) = (page.document.value(index).is_some(), page.body().has_text);
    let name = page.kind.field(index).name.as_str();
    let has_file = page.document.get(page.kind, "attachments").is_some();
    let (message, span) = match (is_set, has_text) {
        (true, false) if !has_file => (&catalog::ANSWER_MISSING, page.document.place(index)),
        (false, true) if !says_when(page.parts.body) => {
            (&catalog::ANSWER_UNDATED, Span::new(page.parts.body_line, 1, 1))
        }
        _ => return None,
    };
    Some(Finding::new(message, page.file()).at(span).with("key", name))
}

/// Whether a text only says how far a question has come, as many do until the answer is there.
fn says_when(body: &str) -> bool {
    const ON_ITS_WAY: [&str; 9] = [
        "chuyen",
        "tiep nhan",
        "phan loai",
        "cau tra loi se",
        "dang xu ly",
        "dang xem xet",
        "passed on",
        "forwarded",
        "received",
    ];
    const ANSWERED: [&str; 5] =
        ["tra loi nhu sau", "xin tra loi", "y kien nhu sau", "xin thong tin", "answers as follows"];
    let first = fold(body.trim_start().split("\n\n").next().unwrap_or_default());
    let has = |words: &[&str]| words.iter().any(|word| first.contains(word));
    has(&ON_ITS_WAY) && !has(&ANSWERED)
}

/// A relation that leads back to the page.
fn itself(page: &Page, index: FieldIndex, value: &Value) -> Option<Finding> {
    let field = page.kind.field(index);
    if !matches!(field.kind, FieldType::DocumentRef | FieldType::Page) {
        return None;
    }
    let numbers = || page.kind.fields.iter().enumerate().filter(|(_, field)| field.kind == FieldType::DocumentNumber);
    let is_own = |number: &str| {
        numbers().any(|(own, _)| page.document.value(own as FieldIndex).and_then(Value::as_text) == Some(number))
    };
    let leads_back = |reference: &Ref| match &reference.target {
        Target::Document(number) => is_own(number),
        Target::Page { source, .. } => *source == page.document.source,
        _ => false,
    };
    let found = value.refs().into_iter().map(|at| page.document.target(at)).find(|target| leads_back(target))?;
    Some(Finding::new(&catalog::REFERS_TO_ITSELF, page.file()).at(found.span).with("key", field.name.as_str()))
}
