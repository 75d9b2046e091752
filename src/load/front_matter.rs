//! Turns the YAML between the fences into values typed by the kind's schema, with a finding for every mistake.

use std::sync::Arc;

use serde_yaml::Value as Yaml;

use super::acceptances::ACCEPT;
use super::cures::{self, Given, Words};
use super::cuts;
use super::document::{Ref, Target, Value};
use super::escapes;
use super::ids::Ids;
use super::indents;
use super::keys::{self, Meant};
use super::kinds::{Field, FieldIndex, FieldType, Kind, Taxonomy};
use super::link_words::is_on_this_machine;
use super::markdown::{self, Links};
use super::names;
use super::placed::Place;
use super::places::Origin;
use super::privacy;
use super::schema;
use super::value::Position;
use super::yaml::Front;
use crate::diag::{Finding, Span, catalog, is_enough};
use crate::load::config::Config;
use crate::load::links;
use crate::media::foreign;
use crate::path::{SourcePath, encode_address};
use crate::tables;
use crate::text::decimal::Decimal;
use crate::text::emails::is_email;
use crate::text::vietnamese;
use crate::time::{DateError, Moment};

/// Reads the front matter of one file.
pub struct Reader<'a> {
    pub file: &'a SourcePath,
    pub language: &'a str,
    pub kind: &'a Kind,
    pub config: &'a Config,
    pub front: &'a Front<'a>,
    pub findings: &'a mut Vec<Finding>,
    pub refs: &'a mut Vec<Ref>,
    /// Whether it is the home page of a language.
    pub is_home: bool,
    /// Those of the page so far.
    pub ids: &'a mut Ids,
    /// Of the values so far; see `positions`.
    pub positions: Vec<Position>,
}

impl Reader<'_> {
    /// All values of the mapping, sorted by field. Mistakes make the page unbuildable, except where the value is only left out.
    pub fn read(&mut self) -> Vec<(FieldIndex, Value)> {
        let (front, kind) = (self.front, self.kind);
        let values = self.group(&front.root, &kind.fields, &front.mapping);
        for index in kind.personal.iter().flatten() {
            let name = kind.field(*index).name.as_str();
            let texts = front.mapping.get(name).map(|yaml| privacy::texts(yaml, front.named(name))).unwrap_or_default();
            self.findings.extend(texts.iter().flat_map(|text| privacy::of_field(self.file, kind, name, text, front)));
        }
        self.check_whole(&values);
        self.findings.extend(cuts::findings(self.file, front, kind));
        values
    }

    fn group(&mut self, place: &Place, fields: &[Field], mapping: &serde_yaml::Mapping) -> Vec<(FieldIndex, Value)> {
        let mut values = Vec::with_capacity(mapping.len());
        let (mut meant, begin) = (Vec::new(), self.positions.len());
        for (number, (key, yaml)) in mapping.iter().enumerate() {
            let key = key.as_str().map_or_else(|| scalar_text(key), str::to_owned);
            let at = place.inside(number);
            let Some(index) = fields.iter().position(|field| field.name == key) else {
                if !is_enough(self.findings, &catalog::UNKNOWN_KEY) {
                    meant.extend(self.unknown_key(&key, fields, at));
                }
                continue;
            };
            let field = &fields[index];
            if field.private {
                if field.name == ACCEPT {
                    continue;
                }
                self.unpublished(at, field, yaml);
                continue;
            }
            let from = self.positions.len() - begin;
            if let Some(value) = self.field(at, field, yaml) {
                values.push((index as FieldIndex, value, from..self.positions.len() - begin));
            }
        }
        // A key that was meant is there, under another name.
        let is_there =
            |field: &Field| mapping.contains_key(field.name.as_str()) || meant.contains(&field.name.as_str());
        for field in fields.iter().filter(|field| field.required && !is_there(field)) {
            let is_outermost = std::ptr::eq(place, &self.front.root);
            let span = if is_outermost { Span::new(1, 1, 3) } else { self.front.key(place) };
            let finding = self.finding(&catalog::MISSING_FIELD, span).with("key", &field.name);
            let words = |text: &super::localized::Localized| (text.get("vi").to_owned(), text.get("en").to_owned());
            self.findings.push(finding.with_words("label", words(&field.label)).with_words("help", words(&field.help)));
        }
        values.sort_by_key(|(index, ..)| *index);
        let own = self.positions.split_off(begin);
        self.positions.extend(values.iter().flat_map(|(.., range)| &own[range.clone()]));
        values.into_iter().map(|(index, value, _)| (index, value)).collect()
    }

    /// Says what was meant by a key, and gives the field if it can be told.
    ///
    /// It makes the page unbuildable, since it may be meant to keep the page from readers; but a home page is always public. Where
    /// the portal's own kind cannot be read, its keys are unknown too: that is told of the kind.
    fn unknown_key<'f>(&mut self, key: &str, fields: &'f [Field], place: &Place) -> Option<&'f str> {
        let span = self.front.key(place);
        let is_behind = self.front.value(place).line == span.line && self.front.value(place) != span;
        let value = if is_behind { self.front.line_at(place).1.trim_end() } else { "" };
        let Meant { field, next } = keys::meant(key, value, fields);
        if self.kind.stands_in && field.is_none() {
            return None;
        }
        let finding = Finding { fatal: !self.is_home, ..self.finding(&catalog::UNKNOWN_KEY, span) };
        let finding = finding.with("key", key);
        let finding = finding.with("kind", self.kind.name.trim_start_matches('_'));
        self.findings.push(finding.with_words("near", next));
        field
    }

    /// A value that is only for those who keep the portal: it is checked, and nothing of it goes any further.
    fn unpublished(&mut self, place: &Place, field: &Field, yaml: &Yaml) {
        let (known, positions, ids) = (self.refs.len(), self.positions.len(), self.ids.clone());
        self.field(place, field, yaml);
        self.refs.truncate(known);
        self.positions.truncate(positions);
        *self.ids = ids;
    }

    fn field(&mut self, place: &Place, field: &Field, yaml: &Yaml) -> Option<Value> {
        if matches!(yaml, Yaml::Null) {
            if field.required {
                self.report_empty(field, self.front.key(place));
            }
            return None;
        }
        match (field.many, yaml) {
            (true, Yaml::Sequence(items)) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    values.extend(self.single(place.inside(index), field, item));
                }
                if values.is_empty() && field.required && items.is_empty() {
                    self.report_empty(field, self.front.key(place));
                }
                (!values.is_empty()).then_some(Value::List(values))
            }
            (true, single) => self.single(place, field, single).map(|value| Value::List(vec![value])),
            (false, single) => self.single(place, field, single),
        }
    }

    fn single(&mut self, place: &Place, field: &Field, yaml: &Yaml) -> Option<Value> {
        if let (FieldType::Group, Yaml::Mapping(mapping)) = (field.kind, yaml) {
            return Some(Value::Group(self.group(place, &field.fields, mapping)));
        }
        let span = self.front.value(place);
        let value = self.leaf(place, field, yaml, span)?;
        if !matches!(value, Value::Ref(_)) {
            self.positions.push(span.into());
        }
        Some(value)
    }

    /// A value that holds no others.
    fn leaf(&mut self, place: &Place, field: &Field, yaml: &Yaml, span: Span) -> Option<Value> {
        match (field.kind, yaml) {
            (FieldType::Bool, Yaml::Bool(flag)) => return Some(Value::Bool(*flag)),
            (FieldType::Integer, Yaml::Number(number)) if number.as_i64().is_some() => {
                return number.as_i64().map(Value::Integer);
            }
            (FieldType::Number, Yaml::Number(_)) => {
                let text = self.written(place, yaml);
                let number = Decimal::parse(text.trim_start_matches('+')).map(Value::Number);
                return number.or_else(|| self.wrong_form(field, &text, span));
            }
            (FieldType::Year, Yaml::Number(number))
                if number.as_i64().is_some_and(|year| (1000..=9999).contains(&year)) =>
            {
                return number.as_i64().map(Value::Integer);
            }
            (FieldType::Bool | FieldType::Integer | FieldType::Number | FieldType::Year | FieldType::Group, _) => {
                return self.wrong_type(place, field, yaml, span);
            }
            _ => {}
        }
        // A number or a flag where text is wanted is taken as it was written: `0271.1022` is not 271.1022.
        let text = match yaml {
            Yaml::String(text) => text.trim().to_owned(),
            Yaml::Number(_) | Yaml::Bool(_) => self.written(place, yaml),
            _ => return self.wrong_type(place, field, yaml, span),
        };
        if text.is_empty() {
            self.report_empty(field, span);
            return None;
        }
        self.scalar(field, &text, place, span)
    }

    /// A number or flag as it was written.
    fn written(&self, place: &Place, yaml: &Yaml) -> String {
        self.front.scalar(place, yaml).map_or_else(|| scalar_text(yaml), str::to_owned)
    }

    fn scalar(&mut self, field: &Field, text: &str, place: &Place, span: Span) -> Option<Value> {
        let plain = || Some(Value::Text(Arc::from(text)));
        match field.kind {
            FieldType::Date | FieldType::Datetime => self.moment(field, text, span),
            FieldType::Choice => self.choice(field, text, span),
            FieldType::Markdown => Some(Value::Html(self.markdown(text, place, span))),
            FieldType::Agency => self.term(Taxonomy::Agency, text, span),
            FieldType::Topic => self.term(Taxonomy::Topic, text, span),
            FieldType::Field => self.term(Taxonomy::Field, text, span),
            FieldType::Page => self.page(field, text, span),
            // Where two documents have one number, the file says which of them is meant.
            FieldType::DocumentRef if text.ends_with(".md") => self.page(field, text, span),
            FieldType::DocumentRef => self.reference(Target::Document(Arc::from(text)), span),
            FieldType::File | FieldType::Image | FieldType::Data | FieldType::Lookup => self.file(field, text, span),
            FieldType::Media if is_web_address(text) => {
                let target = match self.config.base.own(text) {
                    Some(local) => Target::Address(Arc::from(&*encode_address(&local))),
                    None => Target::External(Arc::from(&*encode_address(text))),
                };
                self.reference(target, span)
            }
            FieldType::Media => self.file(field, text, span),
            FieldType::Url if is_web_address(text) || text.starts_with('/') => plain(),
            FieldType::Email if is_email(text) => plain(),
            FieldType::Phone => self.telephone(&field.name, text, span),
            FieldType::Text => {
                let line = self.front.line_at(place).1;
                self.findings.extend(escapes::finding(self.file, &field.name, (text, line), span));
                self.look_for_vietnamese(field, text, span);
                plain()
            }
            FieldType::DocumentNumber => plain(),
            _ => self.wrong_form(field, text, span),
        }
    }

    /// It is read aloud by the rules of the page's language (WCAG 2.2 SC 3.1.1).
    fn look_for_vietnamese(&mut self, field: &Field, text: &str, span: Span) {
        if self.language != "vi"
            && !field.private
            && let Some(found) = vietnamese::label(text)
        {
            let finding = Finding::new(&catalog::VIETNAMESE_FIELD, self.file.as_str()).at(span);
            self.findings.push(finding.with("key", &field.name).with("text", found));
        }
    }

    fn moment(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let (what, error) = match Moment::parse(text, &self.config.zone()) {
            Ok(moment) if field.kind == FieldType::Datetime || moment.whole_day => return Some(Value::Moment(moment)),
            Ok(moment) => {
                let day_only = ("khóa này chỉ nhận ngày, không có giờ", "this key takes a day without a time");
                (day_only, DateError::Form(Some(moment.civil.date().to_string())))
            }
            Err(error @ DateError::TimeForm(_)) => (("giờ phải viết giờ:phút", "a time is written hour:minute"), error),
            Err(error) => (("ngày phải viết năm-tháng-ngày", "a date is written year-month-day"), error),
        };
        let message = if error.is_impossible() { &catalog::IMPOSSIBLE_DATE } else { &catalog::DATE_FORM };
        let finding = self.finding(message, span).with("value", text).with("key", &field.name);
        self.findings.push(finding.with_words("what", (what.0.into(), what.1.into())).with_words("next", error.next()));
        None
    }

    fn choice(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let at = field.options.iter().position(|option| option.is_written(text));
        if at.is_none() && !is_enough(self.findings, &catalog::UNKNOWN_CHOICE) {
            let known = field.options.iter().map(|option| [&*option.id, &*option.vi, &*option.en]);
            let finding = self.finding(&catalog::UNKNOWN_CHOICE, span).with("value", text).with("key", &field.name);
            self.findings.push(finding.with_words("near", cures::of_term(text, known)));
        }
        at.map(|index| Value::Choice(index as u16))
    }

    fn term(&mut self, taxonomy: Taxonomy, text: &str, span: Span) -> Option<Value> {
        let terms = self.config.terms(taxonomy);
        // An editor may write the id or the full name.
        if let Some(term) = terms
            .iter()
            .find(|term| term.id == text)
            .or_else(|| terms.iter().find(|term| term.name.get(self.language) == text))
        {
            return Some(Value::Text(Arc::from(term.id.as_str())));
        }
        if is_enough(self.findings, &catalog::UNKNOWN_TERM) {
            return None;
        }
        let known = terms.iter().map(|term| [&*term.id, term.name.get("vi"), term.name.get("en")]);
        let finding = self.finding(&catalog::UNKNOWN_TERM, span).with("value", text).with("table", taxonomy.table());
        self.findings.push(finding.with_words("near", cures::of_term(text, known)));
        None
    }

    fn page(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        match self.file.join(text).filter(|path| names::page_stem(path.as_str()).is_some()) {
            Some(source) => self.reference(Target::Page { source, anchor: None }, span),
            None => self.wrong_form(field, text, span),
        }
    }

    fn file(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let Some(path) = self.file.join(text).filter(|_| !text.contains("://") && !is_on_this_machine(text)) else {
            return self.wrong_form(field, text, span);
        };
        let fits = match field.kind {
            FieldType::Image => tables::is_image(path.as_str()),
            FieldType::Data => schema::is_table(path.as_str()),
            FieldType::Lookup => tables::extension(path.as_str()) == "csv",
            FieldType::Media => tables::is_video(path.as_str()),
            _ => true,
        };
        match field.kind {
            FieldType::Lookup if fits => self.reference(Target::Rows(path), span),
            _ if fits => self.reference(Target::File(path), span),
            FieldType::Image => self.wrong_picture(text, span),
            FieldType::Media if foreign::is_known(text) => self.wrong_picture(text, span),
            _ => self.wrong_form(field, text, span),
        }
    }

    pub(super) fn reference(&mut self, target: Target, span: Span) -> Option<Value> {
        self.refs.push(Ref { target, span });
        Some(Value::Ref((self.refs.len() - 1) as u32))
    }

    fn markdown(&mut self, text: &str, place: &Place, span: Span) -> Arc<str> {
        let plain = indents::plain(text);
        let written = if plain.is_none() { self.front.verbatim(place, text) } else { None };
        let origin = written.map_or(Origin::Fixed(span), |(line, shifts)| Origin::Shifted(line, shifts));
        self.findings.extend(plain.iter().flat_map(|plain| plain.findings(self.file, |_, _, _| span)));
        let text = plain.as_ref().map_or(text, |plain| &plain.text);
        let mut links =
            Links { base: &self.config.base, file: self.file, refs: self.refs, findings: self.findings, ids: self.ids };
        Arc::from(markdown::fragment(text, self.language, origin, &mut links))
    }

    fn report_empty(&mut self, field: &Field, span: Span) {
        let (vi, en) = (field.help.get("vi"), field.help.get("en"));
        let next = if field.required {
            (format!("Khóa này bắt buộc: {vi}"), format!("It is required: {en}"))
        } else {
            (format!("Điền giá trị ({vi}) hoặc xóa dòng này."), format!("Give it a value ({en}) or delete the line."))
        };
        let finding = self.finding(&catalog::EMPTY_VALUE, span).with("key", &field.name);
        self.findings.push(finding.with_words("next", next));
    }

    fn wrong_type(&mut self, place: &Place, field: &Field, yaml: &Yaml, span: Span) -> Option<Value> {
        if yaml.as_str().is_some_and(|text| text.trim().is_empty()) {
            self.report_empty(field, span);
            return None;
        }
        let found = match yaml {
            Yaml::Null => ("ô trống", "empty"),
            Yaml::Bool(_) => ("true hoặc false", "true or false"),
            Yaml::Number(_) => ("một số", "a number"),
            Yaml::String(_) => ("chữ", "text"),
            Yaml::Sequence(_) => ("một danh sách", "a list"),
            Yaml::Tagged(_) => ("giá trị bắt đầu bằng !", "a value that begins with !"),
            Yaml::Mapping(_) => ("một nhóm khóa", "a group of keys"),
        };
        let (line, raw) = self.front.line_at(place);
        let cure = cures::of_value(&Given { field, yaml, raw, line });
        self.report_type(field, (found.0.to_owned(), found.1.to_owned()), cure, span)
    }

    /// A file of a sort that browsers do not show or play.
    fn wrong_picture(&mut self, text: &str, span: Span) -> Option<Value> {
        if !is_enough(self.findings, &catalog::PICTURE_KIND) {
            let finding = self.finding(&catalog::PICTURE_KIND, span).with("target", text);
            self.findings.push(links::explained(finding, text));
        }
        None
    }

    pub(super) fn wrong_form(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        self.report_type(field, (format!("“{text}”"), format!("“{text}”")), cures::of_text(field, text), span)
    }

    fn report_type(&mut self, field: &Field, found: Words, cure: Words, span: Span) -> Option<Value> {
        if is_enough(self.findings, &catalog::WRONG_TYPE) {
            return None;
        }
        let (vi, en) = cures::expected(field.kind);
        let finding = self.finding(&catalog::WRONG_TYPE, span).with("key", &field.name).with_words("found", found);
        self.findings.push(finding.with_words("expected", (vi.to_owned(), en.to_owned())).with_words("help", cure));
        None
    }

    pub(super) fn finding(&self, message: &'static crate::diag::Message, span: Span) -> Finding {
        Finding::new(message, self.file.as_str()).at(span).fatal()
    }
}

fn scalar_text(yaml: &Yaml) -> String {
    match yaml {
        Yaml::String(text) => text.clone(),
        Yaml::Bool(flag) => flag.to_string(),
        Yaml::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains([' ', '"', '<', '>', '\\']))
}
