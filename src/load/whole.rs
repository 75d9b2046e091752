//! Turns values of one front matter that do not go together, or that a rule beyond their type forbids, into findings.

use super::cures;
use super::date_order::{self, Reversed};
use super::document::Value;
use super::front_matter::Reader;
use super::kinds::FieldIndex;
use super::old_address::OldAddress;
use super::poll_result;
use super::urgent;
use crate::diag::{Finding, Severity, catalog};
use crate::text::slug::slug;

/// The longest segment of an address that every server and disk takes, in bytes.
const LONGEST_SEGMENT: usize = 200;

impl Reader<'_> {
    /// Rules that need more than one value.
    pub(super) fn check_whole(&mut self, values: &[(FieldIndex, Value)]) {
        let front = self.front;
        let find = |name: &str| {
            let index = self.kind.index_of(name)?;
            values.iter().find(|(field, _)| *field == index).map(|(_, value)| value)
        };
        let mut found = Vec::new();
        if find("image").is_some() && find("image_alt").is_none() {
            found.push(self.finding(&catalog::IMAGE_ALT_MISSING, front.value(front.named("image"))));
        }
        if let Some(text) = find("slug").and_then(Value::as_text)
            && (slug(text) != text || text.len() > LONGEST_SEGMENT)
        {
            let example = slug(text);
            let finding = self.finding(&catalog::BAD_SLUG, front.value(front.named("slug"))).with("value", text);
            found.push(finding.with("example", if example.is_empty() { "ten-bai".to_owned() } else { example }));
        }
        if let Some(Value::List(aliases)) = find("aliases") {
            for (index, alias) in aliases.iter().enumerate() {
                let text = alias.as_text().unwrap_or_default();
                if cures::is_list(text) || OldAddress::parse(&self.config.base, text).is_none() {
                    let span = front.value(front.named("aliases").inside(index));
                    let finding = self.finding(&catalog::BAD_ALIAS, span).with("value", text);
                    found.push(finding.with_words("next", cures::of_alias(text)));
                }
            }
        }
        for Reversed { message, first, last, next } in date_order::findings(self.kind, values) {
            let finding = Finding::new(message, self.file.as_str()).at(front.value(front.named(last)));
            let finding = finding.with("first", first).with("last", last);
            let finding = finding.with_words("next", (next.0.to_owned(), next.1.to_owned()));
            found.push(if finding.severity() == Severity::Error { finding.fatal() } else { finding });
        }
        found
            .extend(urgent::endless(self, values).map(|finding| finding.at(front.value(front.named("title"))).fatal()));
        found.extend(poll_result::findings(self, values));
        if let Some(Value::Integer(..=0)) = find("per_page") {
            let field = &self.kind.fields[usize::from(self.kind.index_of("per_page").unwrap_or(0))];
            self.wrong_form(field, "0", front.value(front.named("per_page")));
        }
        self.findings.append(&mut found);
    }
}
