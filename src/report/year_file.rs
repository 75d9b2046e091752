//! Turns `content/_report/2023.toml` into the figures and texts of a year that no page of the portal holds, each with who says so and as
//! of when. What cannot be used is told at its line and left out; nothing of the folder is published.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::known::KNOWN;
use crate::diag::{Finding, Message, catalog, did_you_mean};
use crate::files::{Files, REPORT_FILES};
use crate::load::localized::Localized;
use crate::load::toml_text::{self, Placed};

/// A figure as the file gives it.
#[derive(Clone, Default, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub value: i64,
    /// At least so much.
    #[serde(default)]
    pub over: bool,
    /// Who says so: a document, a system, a report.
    #[serde(default)]
    pub source: String,
    /// As of which day or month: `2023-12-28`, `2023-11`.
    #[serde(default)]
    pub date: String,
}

/// What is to be reached in the year.
#[derive(Clone, Default, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Items of this portal.
    pub items: i64,
    /// Items of each portal that belongs to it.
    #[serde(default)]
    pub component_items: Option<i64>,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub date: String,
}

/// A portal that belongs to this one and is kept elsewhere, as it reports itself.
#[derive(Clone, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Component {
    pub id: String,
    pub name: Localized,
    /// In place of `component_items`.
    #[serde(default)]
    pub items: Option<i64>,
    /// Items of each month, January first.
    #[serde(default)]
    pub months: Vec<i64>,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub date: String,
}

impl Component {
    fn has_sound_months(&self) -> bool {
        const MONTHS: usize = 12;
        self.months.len() <= MONTHS && self.months.iter().all(|count| *count >= 0)
    }
}

/// Agencies that are named for their work.
#[derive(Clone, Default, Deserialize, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Named {
    pub agencies: Vec<String>,
    pub source: String,
}

/// What stands above and below the text (NĐ 30/2020, annex I).
#[derive(Clone, Default, Deserialize, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Paperwork {
    /// The agency above, and who issues the report.
    pub parent: String,
    pub issuer: String,
    /// `/BC-STTTT`; its number may come in front.
    pub number: String,
    pub place: String,
    pub date: String,
    pub to: String,
    /// Legal bases, one a paragraph.
    pub bases: Vec<String>,
    pub recipients: Vec<String>,
    pub signer_title: String,
    pub signer: String,
}

#[derive(Default, Deserialize, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct YearFile {
    /// The last day that the figures are of, where it is not the last of the year.
    pub to: Option<String>,
    pub figures: BTreeMap<String, Given>,
    pub topics: BTreeMap<String, Given>,
    pub kinds: BTreeMap<String, Given>,
    pub plan: Option<Goal>,
    #[serde(rename = "component")]
    pub components: Vec<Component>,
    pub contributors: Named,
    /// Paragraphs of the editors, by the part of the report.
    pub text: BTreeMap<String, Vec<String>>,
    pub document: Paperwork,
}

/// Parts of the report to which the editors may write.
pub const PARTS: [&str; 9] =
    ["opening", "management", "security", "information", "access", "results", "weaknesses", "next", "closing"];

#[derive(Default, Debug)]
pub struct YearData {
    pub file: String,
    pub read: YearFile,
    placed: Placed,
    is_there: bool,
}

pub fn path(year: i16) -> String {
    format!("{REPORT_FILES}/{year}.toml")
}

/// The last day that the figures of a year are of, where its file says so. What is wrong with the file is told with the report.
pub fn last_day(files: &dyn Files, year: i16) -> Option<Date> {
    let bytes = files.read(&path(year)).ok()?;
    let (read, _) = toml_text::read::<YearFile>(&String::from_utf8_lossy(&bytes)).ok()?;
    read.to?.parse().ok().filter(|day: &Date| day.year() == year)
}

/// Ids that the tables of a file may name, beside those that the program knows.
pub struct Ids<'a> {
    pub topics: &'a [&'a str],
    pub kinds: &'a [&'a str],
    pub agencies: &'a [&'a str],
}

impl YearData {
    /// What is not there has nothing in it.
    pub fn read(files: &dyn Files, year: i16, ids: &Ids, findings: &mut Vec<Finding>) -> YearData {
        let file = path(year);
        let Ok(bytes) = files.read(&file) else { return YearData { file, ..YearData::default() } };
        let text = String::from_utf8_lossy(&bytes);
        match toml_text::read::<YearFile>(&text) {
            Ok((read, placed)) => {
                let mut data = YearData { file, read, placed, is_there: true };
                data.check(ids, findings);
                data
            }
            Err(error) => {
                findings.push(error.finding(&catalog::REPORT_FILE, &file, &text));
                YearData { file, ..YearData::default() }
            }
        }
    }

    /// The line of a figure; none where there is no such file.
    pub fn line(&self, way: &str) -> Option<u32> {
        self.is_there.then(|| self.placed.span(self.placed.key(way)).line)
    }

    pub fn finding(&self, message: &'static Message, way: &str) -> Finding {
        self.placed.finding(message, &self.file, self.placed.value(way))
    }

    pub fn text(&self, part: &str) -> &[String] {
        self.read.text.get(part).map_or(&[], Vec::as_slice)
    }

    /// Takes out what cannot be used, and tells it.
    fn check(&mut self, ids: &Ids, findings: &mut Vec<Finding>) {
        let mut wrong: Vec<(String, String, (String, String))> = Vec::new();
        let known: Vec<&str> = KNOWN.iter().map(|known| known.id).collect();
        for (table, given, candidates) in [
            ("figures", &self.read.figures, &known[..]),
            ("topics", &self.read.topics, ids.topics),
            ("kinds", &self.read.kinds, ids.kinds),
        ] {
            let unknown = given.keys().filter(|id| !candidates.contains(&id.as_str()));
            wrong.extend(unknown.map(|id| (format!("{table}.{id}"), id.clone(), did_you_mean(id, candidates))));
            for (id, given) in given.iter().filter(|(_, given)| given.value < 0) {
                wrong.push((format!("{table}.{id}.value"), given.value.to_string(), not_negative()));
            }
        }
        let parts = self.read.text.keys().filter(|part| !PARTS.contains(&part.as_str()));
        wrong.extend(parts.map(|part| (format!("text.{part}"), part.clone(), did_you_mean(part, &PARTS))));
        let named = self.read.contributors.agencies.iter().enumerate();
        wrong.extend(
            named
                .filter(|(_, id)| !ids.agencies.contains(&id.as_str()))
                .map(|(at, id)| (format!("contributors.agencies.{at}"), id.clone(), did_you_mean(id, ids.agencies))),
        );
        let plan = self.read.plan.iter().filter(|plan| plan.items <= 0);
        wrong.extend(plan.map(|plan| ("plan.items".to_owned(), plan.items.to_string(), positive())));
        wrong.extend(self.wrong_dates());
        wrong.extend(self.wrong_months());
        for (way, value, next) in wrong {
            let finding = self.placed.finding(&catalog::REPORT_VALUE, &self.file, self.placed.value(&way));
            findings.push(finding.with("key", &way).with("value", value).with_words("next", next));
        }
        findings.extend(self.without_source());
        let sound = |given: &Given| given.value >= 0 && !given.source.trim().is_empty() && is_date(&given.date);
        let YearFile { figures, topics, kinds, contributors, components, plan, .. } = &mut self.read;
        figures.retain(|id, given| sound(given) && known.contains(&id.as_str()));
        topics.retain(|id, given| sound(given) && ids.topics.contains(&id.as_str()));
        kinds.retain(|id, given| sound(given) && ids.kinds.contains(&id.as_str()));
        contributors.agencies.retain(|id| ids.agencies.contains(&id.as_str()));
        components.retain(|own| (!own.source.trim().is_empty() || own.months.is_empty()) && own.has_sound_months());
        plan.take_if(|plan| plan.items <= 0 || plan.source.trim().is_empty() || !is_date(&plan.date));
    }

    /// Every figure with the way to it.
    fn given(&self) -> impl Iterator<Item = (String, &str, &str)> {
        let YearFile { figures, topics, kinds, plan, components, .. } = &self.read;
        let tables = [("figures", figures), ("topics", topics), ("kinds", kinds)];
        let all = tables.into_iter().flat_map(|(table, given)| {
            given.iter().map(move |(id, own)| (format!("{table}.{id}"), own.source.as_str(), own.date.as_str()))
        });
        let plan = plan.iter().map(|own| ("plan".to_owned(), own.source.as_str(), own.date.as_str()));
        let reported = components.iter().enumerate().filter(|(_, own)| !own.months.is_empty());
        all.chain(plan)
            .chain(reported.map(|(at, own)| (format!("component.{at}"), own.source.as_str(), own.date.as_str())))
    }

    fn without_source(&self) -> Vec<Finding> {
        let lacking = self.given().filter(|(_, source, date)| source.trim().is_empty() || date.is_empty());
        lacking
            .map(|(way, source, _)| {
                let key = if source.trim().is_empty() { "source" } else { "date" };
                self.placed
                    .finding(&catalog::REPORT_SOURCE, &self.file, self.placed.key(&way))
                    .with("figure", &way)
                    .with("key", key)
            })
            .collect()
    }

    fn wrong_dates(&self) -> Vec<(String, String, (String, String))> {
        let of_figures = self.given().map(|(way, _, date)| (format!("{way}.date"), date.to_owned()));
        let own = [("to", self.read.to.as_deref()), ("document.date", Some(self.read.document.date.as_str()))];
        let own = own.into_iter().filter_map(|(way, date)| Some((way.to_owned(), date?.to_owned())));
        let form = || ("Viết 2023-12-28, hoặc 2023-11 cho cả tháng.", "Write 2023-12-28, or 2023-11 for a month.");
        of_figures
            .chain(own)
            .filter(|(_, date)| !date.is_empty() && !is_date(date))
            .map(|(way, date)| (way, date, (form().0.to_owned(), form().1.to_owned())))
            .collect()
    }

    fn wrong_months(&self) -> Vec<(String, String, (String, String))> {
        let wrong = self.read.components.iter().enumerate().filter(|(_, own)| !own.has_sound_months());
        let next = || {
            let vi = "Mỗi tháng một số không âm, từ tháng 1, nhiều nhất 12 số.";
            let en = "A number of zero or more for each month from January on, twelve at most.";
            (vi.to_owned(), en.to_owned())
        };
        wrong.map(|(at, own)| (format!("component.{at}.months"), format!("{:?}", own.months), next())).collect()
    }
}

fn positive() -> (String, String) {
    ("Ghi số lớn hơn 0.".to_owned(), "Write more than zero.".to_owned())
}

fn not_negative() -> (String, String) {
    ("Ghi số từ 0 trở lên.".to_owned(), "Write zero or more.".to_owned())
}

/// A day or a month.
fn is_date(text: &str) -> bool {
    let day: Result<Date, _> = if text.len() == 7 { format!("{text}-01").parse() } else { text.parse() };
    day.is_ok() && matches!(text.len(), 7 | 10)
}
