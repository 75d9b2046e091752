//! Turns the YAML between the fences into values typed by the kind's schema, with a finding for every mistake.

use std::sync::Arc;

use serde_yaml::Value as Yaml;

use super::document::{Ref, Target, Value};
use super::ids::Ids;
use super::kinds::{DateRole, Field, FieldIndex, FieldType, Kind, Taxonomy};
use super::markdown::{self, Links};
use super::privacy;
use super::yaml::{Step, YamlText};
use crate::diag::{Diagnostic, Span, catalog, did_you_mean, is_enough};
use crate::load::config::Config;
use crate::path::SourcePath;
use crate::tables;
use crate::text::decimal::Decimal;
use crate::text::slug::slug;
use crate::text::vietnamese;
use crate::time::{DateError, Moment};

/// The longest segment of an address that every server and disk takes, in bytes.
const LONGEST_SEGMENT: usize = 200;

/// The longest old address, in bytes: what servers and search engines of the time took.
const LONGEST_ALIAS: usize = 1000;

/// Reads the front matter of one file.
pub struct Reader<'a> {
    pub file: &'a SourcePath,
    pub language: &'a str,
    pub kind: &'a Kind,
    pub config: &'a Config,
    pub findings: &'a mut Vec<Diagnostic>,
    pub refs: &'a mut Vec<Ref>,
    /// Those of the page so far.
    pub ids: &'a mut Ids,
}

impl Reader<'_> {
    /// All values of the mapping, sorted by field. Mistakes make the page unbuildable, except where the value is only left out.
    pub fn read(&mut self, yaml: &str, mapping: &serde_yaml::Mapping) -> Vec<(FieldIndex, Value)> {
        let place = YamlText::new(yaml, 2);
        let kind = self.kind;
        let values = self.group(&place, &kind.fields, mapping, &[]);
        for index in kind.personal.iter().flatten() {
            let name = kind.field(*index).name.as_str();
            let from = place.value_span(&[Step::Key(name)]).line;
            let texts = mapping.get(name).map(privacy::texts).unwrap_or_default();
            self.findings
                .extend(texts.iter().flat_map(|text| privacy::of_field(self.file, kind, name, text, (yaml, from))));
        }
        self.check_whole(&place, &values);
        values
    }

    fn group(
        &mut self,
        place: &YamlText,
        fields: &[Field],
        mapping: &serde_yaml::Mapping,
        path: &[Step],
    ) -> Vec<(FieldIndex, Value)> {
        let mut values = Vec::with_capacity(mapping.len());
        for (key, yaml) in mapping {
            let key = key.as_str().map_or_else(|| scalar_text(key), str::to_owned);
            let step = [path, &[Step::Key(&key)]].concat();
            let Some(index) = fields.iter().position(|field| field.name == key) else {
                if is_enough(self.findings, &catalog::UNKNOWN_KEY) {
                    continue;
                }
                let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                let finding = self.finding(&catalog::UNKNOWN_KEY, place.key_span(&step)).with("key", &key);
                self.findings.push(
                    finding
                        .with("kind", self.kind.name.trim_start_matches('_'))
                        .with_words("near", did_you_mean(&key, &known)),
                );
                continue;
            };
            let field = &fields[index];
            if field.private {
                self.unpublished(place, field, yaml, &step);
                continue;
            }
            if let Some(value) = self.field(place, field, yaml, &step) {
                values.push((index as FieldIndex, value));
            }
        }
        for field in fields.iter().filter(|field| field.required && !mapping.contains_key(field.name.as_str())) {
            let span = if path.is_empty() { Span::new(1, 1, 3) } else { place.key_span(path) };
            let finding = self.finding(&catalog::MISSING_FIELD, span).with("key", &field.name);
            let words = |text: &super::config::Localized| (text.get("vi").to_owned(), text.get("en").to_owned());
            self.findings.push(finding.with_words("label", words(&field.label)).with_words("help", words(&field.help)));
        }
        values.sort_by_key(|(index, _)| *index);
        values
    }

    /// A value that is only for those who keep the portal: it is checked, and nothing of it goes any further.
    fn unpublished(&mut self, place: &YamlText, field: &Field, yaml: &Yaml, path: &[Step]) {
        let (known, ids) = (self.refs.len(), self.ids.clone());
        self.field(place, field, yaml, path);
        self.refs.truncate(known);
        *self.ids = ids;
    }

    fn field(&mut self, place: &YamlText, field: &Field, yaml: &Yaml, path: &[Step]) -> Option<Value> {
        if matches!(yaml, Yaml::Null) {
            if field.required {
                self.report_empty(field, place.key_span(path));
            }
            return None;
        }
        match (field.many, yaml) {
            (true, Yaml::Sequence(items)) => {
                let mut values = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let step = [path, &[Step::Item(index)]].concat();
                    values.extend(self.single(place, field, item, &step));
                }
                if values.is_empty() && field.required && items.is_empty() {
                    self.report_empty(field, place.key_span(path));
                }
                (!values.is_empty()).then_some(Value::List(values))
            }
            (true, single) => self.single(place, field, single, path).map(|value| Value::List(vec![value])),
            (false, single) => self.single(place, field, single, path),
        }
    }

    fn single(&mut self, place: &YamlText, field: &Field, yaml: &Yaml, path: &[Step]) -> Option<Value> {
        let span = place.value_span(path);
        if field.kind == FieldType::Group {
            let Yaml::Mapping(mapping) = yaml else { return self.wrong_type(field, yaml, span) };
            return Some(Value::Group(self.group(place, &field.fields, mapping, path)));
        }
        match (field.kind, yaml) {
            (FieldType::Bool, Yaml::Bool(flag)) => return Some(Value::Bool(*flag)),
            (FieldType::Integer, Yaml::Number(number)) if number.as_i64().is_some() => {
                return number.as_i64().map(Value::Integer);
            }
            (FieldType::Number, Yaml::Number(_)) => {
                let Some(text) = place.written(path) else { return self.wrong_type(field, yaml, span) };
                let number = Decimal::parse(text.trim_start_matches('+')).map(Value::Number);
                return number.or_else(|| self.wrong_form(field, text, span));
            }
            (FieldType::Year, Yaml::Number(number))
                if number.as_i64().is_some_and(|year| (1000..=9999).contains(&year)) =>
            {
                return number.as_i64().map(Value::Integer);
            }
            (FieldType::Bool | FieldType::Integer | FieldType::Number | FieldType::Year, _) => {
                return self.wrong_type(field, yaml, span);
            }
            _ => {}
        }
        // A number or a flag where text is wanted is taken as it was written: `0271.1022` is not 271.1022.
        let text = match yaml {
            Yaml::String(text) => text.trim().to_owned(),
            Yaml::Number(_) | Yaml::Bool(_) => place.written(path).map_or_else(|| scalar_text(yaml), str::to_owned),
            _ => return self.wrong_type(field, yaml, span),
        };
        if text.is_empty() {
            self.report_empty(field, span);
            return None;
        }
        self.scalar(field, &text, span)
    }

    fn scalar(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let plain = || Some(Value::Text(Arc::from(text)));
        match field.kind {
            FieldType::Date | FieldType::Datetime => self.moment(field, text, span),
            FieldType::Choice => self.choice(field, text, span),
            FieldType::Markdown => Some(Value::Html(self.markdown(text, span))),
            FieldType::Agency => self.term(Taxonomy::Agency, text, span),
            FieldType::Topic => self.term(Taxonomy::Topic, text, span),
            FieldType::Field => self.term(Taxonomy::Field, text, span),
            FieldType::Page => self.page(field, text, span),
            FieldType::DocumentRef => self.reference(Target::Document(Arc::from(text)), span),
            FieldType::File | FieldType::Image | FieldType::Data => self.file(field, text, span),
            FieldType::Media if is_web_address(text) => self.reference(Target::External(Arc::from(text)), span),
            FieldType::Media => self.file(field, text, span),
            FieldType::Url if is_web_address(text) || text.starts_with('/') => plain(),
            FieldType::Email if is_email(text) => plain(),
            FieldType::Phone if text.chars().filter(char::is_ascii_digit).count() >= 3 => plain(),
            FieldType::Text => {
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
            let finding = Diagnostic::new(&catalog::VIETNAMESE_FIELD, self.file.as_str()).at(span);
            self.findings.push(finding.with("key", &field.name).with("text", found));
        }
    }

    fn moment(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let error = match Moment::parse(text, &self.config.zone()) {
            Ok(moment) if field.kind == FieldType::Datetime || moment.whole_day => return Some(Value::Moment(moment)),
            Ok(moment) => DateError::Form(Some(moment.civil.date().to_string())),
            Err(error) => error,
        };
        let finding = match error {
            DateError::Impossible => self.finding(&catalog::IMPOSSIBLE_DATE, span),
            DateError::Form(example) => self
                .finding(&catalog::DATE_FORM, span)
                .with("example", example.unwrap_or_else(|| "2024-01-15".to_owned())),
        };
        self.findings.push(finding.with("value", text).with("key", &field.name));
        None
    }

    fn choice(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let at = field.options.iter().position(|option| option.is_written(text));
        if at.is_none() && !is_enough(self.findings, &catalog::UNKNOWN_CHOICE) {
            let known: Vec<&str> = field.options.iter().map(|option| option.id.as_str()).collect();
            let finding = self.finding(&catalog::UNKNOWN_CHOICE, span).with("value", text).with("key", &field.name);
            self.findings.push(finding.with_words("near", did_you_mean(text, &known)));
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
        let known: Vec<&str> = terms.iter().map(|term| term.id.as_str()).collect();
        let finding = self.finding(&catalog::UNKNOWN_TERM, span).with("value", text).with("table", taxonomy.table());
        self.findings.push(finding.with_words("near", did_you_mean(text, &known)));
        None
    }

    fn page(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        match self.file.join(text).filter(|path| path.as_str().ends_with(".md")) {
            Some(source) => self.reference(Target::Page { source, anchor: None }, span),
            None => self.wrong_form(field, text, span),
        }
    }

    fn file(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        let Some(path) = self.file.join(text).filter(|_| !text.contains("://")) else {
            return self.wrong_form(field, text, span);
        };
        let fits = match field.kind {
            FieldType::Image => tables::is_image(path.as_str()),
            FieldType::Data => tables::extension(path.as_str()) == "csv",
            FieldType::Media => tables::is_video(path.as_str()),
            _ => true,
        };
        if fits { self.reference(Target::File(path), span) } else { self.wrong_form(field, text, span) }
    }

    fn reference(&mut self, target: Target, span: Span) -> Option<Value> {
        self.refs.push(Ref { target, span });
        Some(Value::Ref((self.refs.len() - 1) as u32))
    }

    fn markdown(&mut self, text: &str, span: Span) -> Arc<str> {
        let mut links = Links { file: self.file, refs: self.refs, findings: self.findings, ids: self.ids };
        Arc::from(markdown::fragment(text, self.language, span, &mut links))
    }

    /// Rules that need more than one value.
    fn check_whole(&mut self, place: &YamlText, values: &[(FieldIndex, Value)]) {
        let find = |name: &str| {
            let index = self.kind.index_of(name)?;
            values.iter().find(|(field, _)| *field == index).map(|(_, value)| value)
        };
        let mut found = Vec::new();
        if find("image").is_some() && find("image_alt").is_none() {
            found.push(self.finding(&catalog::IMAGE_ALT_MISSING, place.key_span(&[Step::Key("image")])));
        }
        if let Some(text) = find("slug").and_then(Value::as_text)
            && (slug(text) != text || text.len() > LONGEST_SEGMENT)
        {
            let example = slug(text);
            let finding = self.finding(&catalog::BAD_SLUG, place.value_span(&[Step::Key("slug")])).with("value", text);
            found.push(finding.with("example", if example.is_empty() { "ten-bai".to_owned() } else { example }));
        }
        if let Some(Value::List(aliases)) = find("aliases") {
            for (index, alias) in aliases.iter().enumerate() {
                let text = alias.as_text().unwrap_or_default();
                if !is_alias(text) {
                    let span = place.value_span(&[Step::Key("aliases"), Step::Item(index)]);
                    found.push(self.finding(&catalog::BAD_ALIAS, span).with("value", text));
                }
            }
        }
        for (first, last) in [
            (DateRole::Opens, DateRole::Closes),
            (DateRole::Effective, DateRole::Expires),
            (DateRole::Publish, DateRole::Withdraw),
        ] {
            let (Some(first), Some(last)) = (self.kind.by_role(first), self.kind.by_role(last)) else { continue };
            let (first, last) = (&self.kind.field(first).name, &self.kind.field(last).name);
            if let (Some(Value::Moment(start)), Some(Value::Moment(end))) = (find(first), find(last))
                && end.ends() < start.starts
            {
                let finding = self.finding(&catalog::DATES_REVERSED, place.value_span(&[Step::Key(last)]));
                found.push(finding.with("first", first.as_str()).with("last", last.as_str()));
            }
        }
        if let Some(Value::Integer(..=0)) = find("per_page") {
            let field = &self.kind.fields[usize::from(self.kind.index_of("per_page").unwrap_or(0))];
            self.wrong_form(field, "0", place.value_span(&[Step::Key("per_page")]));
        }
        self.findings.append(&mut found);
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

    fn wrong_type(&mut self, field: &Field, yaml: &Yaml, span: Span) -> Option<Value> {
        let found = match yaml {
            Yaml::Null => ("ô trống", "empty"),
            Yaml::Bool(_) => ("true hoặc false", "true or false"),
            Yaml::Number(_) => ("một số", "a number"),
            Yaml::String(_) => ("chữ", "text"),
            Yaml::Sequence(_) => ("một danh sách", "a list"),
            _ => ("một nhóm khóa", "a group of keys"),
        };
        self.report_type(field, (found.0.to_owned(), found.1.to_owned()), span)
    }

    fn wrong_form(&mut self, field: &Field, text: &str, span: Span) -> Option<Value> {
        self.report_type(field, (format!("“{text}”"), format!("“{text}”")), span)
    }

    fn report_type(&mut self, field: &Field, found: (String, String), span: Span) -> Option<Value> {
        if is_enough(self.findings, &catalog::WRONG_TYPE) {
            return None;
        }
        let (vi, en) = expected(field.kind);
        let finding = self.finding(&catalog::WRONG_TYPE, span).with("key", &field.name).with_words("found", found);
        let help = (field.help.get("vi").to_owned(), field.help.get("en").to_owned());
        self.findings.push(finding.with_words("expected", (vi.to_owned(), en.to_owned())).with_words("help", help));
        None
    }

    fn finding(&self, message: &'static crate::diag::Message, span: Span) -> Diagnostic {
        Diagnostic::new(message, self.file.as_str()).at(span).fatal()
    }
}

/// What a field wants, in words.
fn expected(kind: FieldType) -> (&'static str, &'static str) {
    match kind {
        FieldType::Bool => ("true hoặc false", "true or false"),
        FieldType::Integer => ("một số nguyên", "a whole number"),
        FieldType::Number => ("một số", "a number"),
        FieldType::Year => ("một năm có bốn chữ số", "a year of four digits"),
        FieldType::Date => ("một ngày", "a day"),
        FieldType::Datetime => ("một ngày, có thể kèm giờ", "a day, with or without a time"),
        FieldType::Url => ("một địa chỉ https://", "an https:// address"),
        FieldType::Email => ("một địa chỉ thư điện tử", "an email address"),
        FieldType::Phone => ("một số điện thoại", "a telephone number"),
        FieldType::Page => ("đường dẫn tới một tệp .md", "the path of a .md file"),
        FieldType::File => ("tên một tệp trong thư mục của trang", "the name of a file in the page's folder"),
        FieldType::Image => ("tên một tệp ảnh", "the name of a picture file"),
        FieldType::Data => ("tên một tệp .csv", "the name of a .csv file"),
        FieldType::Media => {
            ("tệp video .mp4, .webm hoặc địa chỉ https://", "an .mp4 or .webm file, or an https:// address")
        }
        FieldType::Group => ("một nhóm khóa", "a group of keys"),
        _ => ("chữ", "text"),
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

fn is_email(text: &str) -> bool {
    let plain = !text.contains([' ', '<', '>', '"', ',', ';']);
    plain
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
        })
}

/// An alias: an absolute path of plain segments. What a server or the portal itself gives a meaning to (`_redirects`,
/// `.well-known`, wildcards, white space) is refused: an alias becomes a line of the redirect rules.
fn is_alias(text: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '~');
    let segment = |part: &str| {
        !part.is_empty()
            && part.len() <= LONGEST_SEGMENT
            && !part.starts_with(['.', '_'])
            && part.chars().all(plain)
            && !part.ends_with(".cong-tmp")
    };
    let Some(path) = text.strip_prefix('/').filter(|path| path.len() <= LONGEST_ALIAS) else { return false };
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').all(segment)
}
