//! Who writes the yearly report: puts figures into sentences of its language, and leaves out what a figure is not known of.

use super::figure::Figures;
use super::paper::{Paper, sentence};
use super::year_figures::Sources;
use super::{is_vietnamese, word};
use crate::time::month_name;

pub struct Writer<'a> {
    pub sources: &'a Sources<'a>,
    pub figures: &'a Figures,
    pub paper: Paper,
}

impl<'a> Writer<'a> {
    pub fn language(&self) -> &'a str {
        self.sources.reported.language
    }

    pub fn word(&self, vi: &'a str, en: &'a str) -> &'a str {
        word(self.language(), vi, en)
    }

    /// A paragraph with figures at its `{ids}`; nothing where one of them is not known.
    pub fn say(&mut self, vi: &str, en: &str) {
        self.join(&[(vi, en)]);
    }

    /// Sentences of which those stand that all figures are known of, as one paragraph.
    pub fn join(&mut self, sentences: &[(&str, &str)]) {
        let language = self.language();
        let known = sentences.iter().filter_map(|(vi, en)| sentence(word(language, vi, en), self.figures, language));
        let joined = known.reduce(|mut all, next| {
            all.text.push(' ');
            all.text.push_str(&next.text);
            all.figures.extend(next.figures);
            all
        });
        if let Some(mut paragraph) = joined {
            paragraph.text = whole(&paragraph.text);
            self.paper.paragraph(paragraph);
        }
    }

    /// What the editors wrote for a part.
    pub fn written(&mut self, part: &str) {
        self.sources.data.text(part).iter().for_each(|text| self.paper.say(text.trim()));
    }

    pub fn year(&self) -> i16 {
        self.sources.reported.period.year()
    }

    /// A sentence with the month its figure is of, where that is not the last of the report.
    pub fn dated(&mut self, id: &str, vi: &str, en: &str) {
        let Some(figure) = self.figures.get(id) else { return };
        let last = self.sources.reported.period.to.to_string();
        let (year, month) = (figure.date.get(..4), figure.date.get(5..7));
        let as_of = match (year.and_then(|it| it.parse().ok()), month.and_then(|it| it.parse().ok())) {
            (Some(year), Some(month)) if figure.date.get(..7) != last.get(..7) => {
                let name = month_name(year, month, self.language());
                self.word(" (tính đến {month})", " (up to {month})").replace("{month}", &lower(&name, self.language()))
            }
            _ => String::new(),
        };
        self.say(&format!("{vi}{as_of}."), &format!("{en}{as_of}."));
    }
}

/// What was left of a sentence begins and ends like one.
fn whole(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let rest = letters.as_str();
    match rest.strip_suffix([',', ';', ':']) {
        Some(rest) => format!("{first}{rest}."),
        None => format!("{first}{rest}"),
    }
}

/// `Tháng 11/2023` inside a sentence; names of months in English stay.
fn lower(name: &str, language: &str) -> String {
    if is_vietnamese(language) { name.to_lowercase() } else { name.to_owned() }
}
