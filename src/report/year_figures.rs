//! All figures of a year: turns what the portal has, the files of this year, the one before and the one after, and what the audit found,
//! into one table. Sums are looked at here, and what nobody knows is told.

use super::counting::{both, chosen, counted, settled};
use super::figure::{Figure, Figures, How, Trace, Unit, growth, padded, percent, share};
use super::known::{CHANNELS, KNOWN, known_as};
use super::shares::{self, Queue};
use super::topics::Topics;
use super::year_file::{Given, YearData};
use super::{Reported, Shelf, word};
use crate::audit::report::{Entry, Listing, State};
use crate::diag::{Finding, catalog};
use crate::model::PageView;
use crate::text::number::count;
use crate::time::Moment;

/// What the figures of a year are made of.
pub struct Sources<'a> {
    pub reported: &'a Reported<'a>,
    pub shelf: &'a Shelf<'a>,
    pub topics: &'a Topics,
    pub data: &'a YearData,
    pub before: &'a YearData,
    pub next: &'a YearData,
    pub queue: &'a Queue,
}

const ENGLISH: &str = "en";

pub fn figures(sources: &Sources, findings: &mut Vec<Finding>) -> Figures {
    let mut figures = Figures::default();
    sources.items(&mut figures);
    sources.kinds_and_topics(&mut figures, findings);
    sources.interactions(&mut figures, findings);
    sources.work(&mut figures);
    sources.visits(&mut figures);
    sources.weaknesses(&mut figures);
    sources.plan_of_next(&mut figures);
    findings.extend(sources.missing(&figures));
    figures
}

impl<'a> Sources<'a> {
    fn items_of(&self) -> impl Iterator<Item = (PageView<'a>, Moment)> + '_ {
        self.shelf.within(&self.reported.period)
    }

    /// Items of a kind in the portal's first language: a translation is no second consultation.
    fn first_of(&self, kind: &'static str) -> impl Iterator<Item = (PageView<'a>, Moment)> + '_ {
        self.items_of().filter(move |(page, _)| page.kind().name == kind && page.document().language == 0)
    }

    /// A figure that the program knows, as it was counted, else as the file gives it.
    fn add(&self, id: &str, own: Option<Figure>, figures: &mut Figures) {
        let Some(known) = known_as(id) else { return };
        let blank = Figure::new(id, both(known.vi, known.en), known.unit, 0);
        let own = own.map(|own| Figure { label: blank.label.clone(), id: id.to_owned(), ..own });
        let given = self.data.read.figures.get(id);
        if let Some(figure) = settled(own, given, blank, self.data, &format!("figures.{id}")) {
            figures.add(figure);
        }
    }

    fn items(&self, figures: &mut Figures) {
        let none = || both("", "");
        self.add("items", Some(counted("items", none(), self.items_of())), figures);
        let english = self.items_of().filter(|(page, _)| page.language() == ENGLISH);
        self.add("english", Some(counted("english", none(), english)), figures);
        let year = self.reported.period.year();
        let label = both(format!("Thông tin đã đăng năm {}", year - 1), format!("Items published in {}", year - 1));
        let before = self.reported.period.year_before(&self.reported.zone);
        let own = before.map(|period| counted("items_before", label.clone(), self.shelf.within(&period)));
        self.add_before("items", own, label, figures);
        if let Some(plan) = &self.data.read.plan {
            let label = both(format!("Kế hoạch năm {year}"), format!("Plan of {year}"));
            figures.add(self.planned("plan", label, plan.items, self.data));
            let label = both("So với kế hoạch năm", "Against the plan of the year");
            self.part(("items", "plan"), Figure::new("plan_share", label, Unit::Share, 0), figures);
        }
        self.more(("items", "items_before"), "items_growth", figures);
        self.add("year_estimate", None, figures);
    }

    /// The same of the year before, by its own file.
    fn add_before(&self, id: &str, own: Option<Figure>, label: (String, String), figures: &mut Figures) {
        let blank = Figure::new(format!("{id}_before"), label, Unit::Count, 0);
        let given = self.before.read.figures.get(id);
        figures.0.extend(settled(own, given, blank, self.before, &format!("figures.{id}")));
    }

    fn planned(&self, id: &str, label: (String, String), value: i64, data: &YearData) -> Figure {
        let plan = data.read.plan.clone().unwrap_or_default();
        let trace = Trace { file: data.file.clone(), line: data.line("plan"), what: plan.source.clone() };
        let figure = Figure::new(id, label, Unit::Count, value);
        Figure { how: How::Given, source: plan.source, date: plan.date, traces: vec![trace], ..figure }
    }

    /// What part one figure is of another.
    fn part(&self, (of, whole): (&str, &str), figure: Figure, figures: &mut Figures) {
        let (Some(a), Some(b)) = (figures.value(of), figures.value(whole)) else { return };
        let Some(value) = share(a, b) else { return };
        let formula =
            |language| format!("{} : {} = {}", count(a, language), count(b, language), percent(value, language));
        figures.add_computed(Figure { value, ..figure }, &[of, whole], both(formula("vi"), formula("en")));
    }

    /// How much more a figure is than that of the year before.
    fn more(&self, (now, before): (&str, &str), id: &str, figures: &mut Figures) {
        let (Some(a), Some(b)) = (figures.value(now), figures.value(before)) else { return };
        let Some(value) = growth(a, b) else { return };
        let formula = |language| {
            let sign = if value < 0 { "" } else { "+" };
            format!("{} : {} - 1 = {sign}{}", count(a, language), count(b, language), percent(value, language))
        };
        let label = both("So với năm trước", "Against the year before");
        let figure = Figure::new(id, label, Unit::Growth, value);
        figures.add_computed(figure, &[now, before], both(formula("vi"), formula("en")));
    }

    fn kinds_and_topics(&self, figures: &mut Figures, findings: &mut Vec<Finding>) {
        for kind in self.reported.all.kinds.all().iter().filter(|kind| kind.dated && !kind.name.starts_with('_')) {
            let (id, label) = (format!("kind.{}", kind.name), both(kind.plural.get("vi"), kind.plural.get("en")));
            let items = self.items_of().filter(|(page, _)| page.kind().name == kind.name);
            let own = counted(id.clone(), label.clone(), items);
            let given = self.data.read.kinds.get(&kind.name);
            let blank = Figure::new(id, label, Unit::Count, 0);
            figures.0.extend(settled(Some(own), given, blank, self.data, &format!("kinds.{}", kind.name)));
        }
        for topic in &self.topics.0 {
            let (id, label) = (format!("topic.{}", topic.id), both(topic.name.get("vi"), topic.name.get("en")));
            let own = counted(id.clone(), label.clone(), self.items_of().filter(|(page, _)| topic.has(page)));
            let given = self.data.read.topics.get(&topic.id);
            let blank = Figure::new(id, label, Unit::Count, 0);
            figures.0.extend(settled(Some(own), given, blank, self.data, &format!("topics.{}", topic.id)));
        }
        findings.extend(self.items_of().filter_map(|(page, _)| self.topics.unknown(&page)));
        // Kinds of which some are given and some counted are of two sources: only a whole list has a sum.
        let is_given = figures.of("kind.").all(|figure| figure.how == How::Given);
        let is_list = is_given && !self.data.read.kinds.is_empty();
        if let Some(total) = self.data.read.figures.get("items").filter(|_| is_list) {
            findings.extend(self.wrong_sum("items", total, figures.sum("kind."), "kinds"));
        }
    }

    fn interactions(&self, figures: &mut Figures, findings: &mut Vec<Finding>) {
        let none = || both("", "");
        let consultations = |wanted: bool| {
            self.first_of("consultation").filter(move |(page, _)| (chosen(page, "subject") == Some("eia")) == wanted)
        };
        self.add("drafts", Some(counted("", none(), consultations(false))), figures);
        self.add("notices", Some(counted("", none(), self.first_of("notice"))), figures);
        self.add("provinces", None, figures);
        self.add("assessments", Some(counted("", none(), consultations(true))), figures);
        self.add("calls", None, figures);
        let parts: Vec<i64> = CHANNELS.iter().filter_map(|id| figures.value(id)).collect();
        let Some(known) = known_as("interactions").filter(|_| !parts.is_empty()) else { return };
        let sum = parts.iter().fold(0_i64, |sum, part| sum.saturating_add(*part));
        let formula = |language| {
            let parts: Vec<String> = parts.iter().map(|part| padded(*part, language)).collect();
            format!("{} = {}", parts.join(" + "), padded(sum, language))
        };
        if let Some(total) = self.data.read.figures.get("interactions") {
            findings.extend(self.wrong_sum("interactions", total, sum, &CHANNELS.join(" + ")));
        }
        let figure = Figure::new("interactions", both(known.vi, known.en), Unit::Count, sum);
        figures.add_computed(figure, &CHANNELS, both(formula("vi"), formula("en")));
        self.questions(figures);
    }

    fn wrong_sum(&self, id: &str, total: &Given, sum: i64, parts: &str) -> Option<Finding> {
        let finding = self.data.finding(&catalog::REPORT_SUM, &format!("figures.{id}.value"));
        let finding = finding.with("figure", id).with("parts", parts).with("sum", sum.to_string());
        (total.value != sum && !total.over).then(|| finding.with("value", total.value.to_string()))
    }

    fn questions(&self, figures: &mut Figures) {
        let period = &self.reported.period;
        let on = |field: &'static str| {
            let own =
                self.shelf.all().filter(|(page, _)| page.kind().name == "question" && page.document().language == 0);
            own.filter_map(move |(page, _)| Some((page, page.moment(field)?))).filter(|(_, day)| period.holds(day))
        };
        self.add("questions_received", Some(counted("", both("", ""), on("received"))), figures);
        self.add("questions_answered", Some(counted("", both("", ""), on("answered"))), figures);
        self.add(
            "questions_late",
            self.listed("questions").map(|listing| late("", listing, self.reported.language)),
            figures,
        );
    }

    fn work(&self, figures: &mut Figures) {
        let none = || both("", "");
        self.add("banners", Some(counted("", none(), self.first_of("banner"))), figures);
        for id in ["trained", "helpers", "helped", "special_reports", "websites", "trusted", "meetings", "pictures"] {
            self.add(id, None, figures);
        }
        let traces: Vec<Trace> = self
            .queue
            .shared(&self.reported.period)
            .map(|own| Trace {
                file: shares::path(),
                line: Some(own.line),
                what: format!("{}: {}", own.channel, own.file),
            })
            .collect();
        let shared = Figure::new("", none(), Unit::Count, i64::try_from(traces.len()).unwrap_or(i64::MAX));
        self.add("shares", Some(Figure { traces, ..shared }), figures);
    }

    fn visits(&self, figures: &mut Figures) {
        for id in ["visits", "rank", "visit_seconds"] {
            self.add(id, None, figures);
        }
        let year = self.reported.period.year() - 1;
        let label = both(format!("Lượt truy cập năm {year}"), format!("Visits in {year}"));
        self.add_before("visits", None, label, figures);
        self.more(("visits", "visits_before"), "visits_growth", figures);
    }

    fn listed(&self, id: &str) -> Option<&Listing> {
        self.reported.audit.listings.iter().find(|listing| listing.id == id)
    }

    fn weaknesses(&self, figures: &mut Figures) {
        for id in ["sections", "agencies", "contacts", "numbers", "consultations"] {
            figures.0.extend(
                self.listed(id)
                    .map(|own| late(&format!("late.{id}"), own, self.reported.language))
                    .filter(|own| own.value > 0),
            );
        }
        let rows = self.reported.audit.rows.iter().filter(|row| !row.advice && row.state == State::Missing);
        let language = self.reported.language;
        let traces: Vec<Trace> = rows
            .map(|row| Trace {
                file: row.id.clone(),
                line: None,
                what: format!("{} ({})", row.title.get(language), row.article),
            })
            .collect();
        let value = i64::try_from(traces.len()).unwrap_or(i64::MAX);
        let label = both("Nghĩa vụ công khai còn thiếu", "Duties not met");
        figures
            .0
            .extend((value > 0).then(|| Figure { traces, ..Figure::new("late.duties", label, Unit::Count, value) }));
    }

    fn plan_of_next(&self, figures: &mut Figures) {
        let Some(plan) = &self.next.read.plan else { return };
        let year = self.reported.period.year() + 1;
        let label = both(format!("Kế hoạch năm {year}"), format!("Plan of {year}"));
        figures.add(self.planned("next_plan", label, plan.items, self.next));
        if let Some(items) = plan.component_items {
            let label = both(
                format!("Kế hoạch năm {year} của mỗi cổng thành phần"),
                format!("Plan of {year} of each component portal"),
            );
            figures.add(self.planned("next_component_plan", label, items, self.next));
        }
    }

    fn missing(&self, figures: &Figures) -> Vec<Finding> {
        let wanted = KNOWN.iter().filter(|known| known.wanted && figures.get(known.id).is_none());
        let finding = |known: &super::known::Known| {
            let finding = Finding::new(&catalog::REPORT_MISSING, &self.data.file);
            let label = (known.vi.to_owned(), known.en.to_owned());
            finding.with("id", known.id).with_words("figure", label)
        };
        wanted.map(finding).collect()
    }
}

/// How many entries of a list of the audit are late.
fn late(id: &str, listing: &Listing, language: &str) -> Figure {
    let own = listing.entries.iter().filter(|entry| entry.late);
    // Of an agency the entry is about the last that it published.
    let name = |entry: &Entry| match listing.id {
        "agencies" => word(language, &entry.owner.0, &entry.owner.1).to_owned(),
        _ => entry.title.clone(),
    };
    let what = |entry: &Entry| entry.date.map_or_else(|| name(entry), |day| format!("{day} {}", name(entry)));
    let traces: Vec<Trace> =
        own.map(|entry| Trace { file: entry.file.clone(), line: None, what: what(entry) }).collect();
    let value = i64::try_from(traces.len()).unwrap_or(i64::MAX);
    Figure { traces, ..Figure::new(id, both(listing.title.0, listing.title.1), Unit::Count, value) }
}
