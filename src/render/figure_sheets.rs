//! Turns what a portal has counted of its own work into tables with names in a language: one for each question that a reader may have, with
//! what of it is drawn.

use super::portal::Portal;
use crate::chart::{Category, Chart, Kind, Series};
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::localized::Localized;
use crate::model::{ListKey, PageId};
use crate::path::UrlPath;
use crate::tables::figure_words::FigureWords;
use crate::tables::languages::{self, words};
use crate::tally::figures::{Counts, Questions, Tally};
use crate::text::decimal::Decimal;
use crate::time::month_name;

/// Rows and series that a chart of many has room for.
const DRAWN: usize = 8;
const STACKED: usize = 5;
/// Two years of months.
const MONTHS: usize = 24;

/// A table of figures.
pub struct Sheet {
    pub id: &'static str,
    pub title: String,
    pub note: Option<&'static str>,
    /// Above the names of rows.
    pub head: &'static str,
    /// Id and name.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<Row>,
    drawn: Option<Drawn>,
}

pub struct Row {
    pub id: String,
    pub name: String,
    pub url: Option<UrlPath>,
    pub values: Vec<Option<Decimal>>,
}

/// What of a table is drawn: its first columns, and the rows with most in the last of these.
struct Drawn {
    kind: Kind,
    columns: usize,
    rows: usize,
}

impl Sheet {
    pub fn chart(&self, code: &str) -> Option<Chart> {
        let Drawn { kind, columns, rows } = self.drawn.as_ref()?;
        let mut shown: Vec<&Row> = self.rows.iter().collect();
        let size = |row: &Row| row.values.get(columns - 1).cloned().flatten().and_then(|value| value.scaled(1));
        if shown.len() > *rows {
            shown.sort_by_key(|row| std::cmp::Reverse(size(row)));
            shown.truncate(*rows);
        }
        let categories =
            shown.iter().map(|row| Category { name: row.name.clone(), position: None, is_marked: false }).collect();
        let series = self.columns.iter().take(*columns).enumerate().map(|(at, (_, name))| Series {
            name: name.clone(),
            is_marked: false,
            values: shown.iter().map(|row| row.values.get(at).cloned().flatten()).collect(),
        });
        let series = series.collect();
        Some(Chart { kind: *kind, language: code.to_owned(), unit: String::new(), categories, series })
    }

    /// Whether it has more rows than its chart.
    pub fn is_cut(&self) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| self.rows.len() > drawn.rows)
    }
}

/// Who names things: the portal, in a language.
struct Names<'a> {
    portal: Portal<'a>,
    language: Language,
    code: &'a str,
    words: &'static FigureWords,
    tally: &'a Tally,
}

/// Those that have something to say.
pub fn sheets(portal: Portal, language: Language, tally: &Tally) -> Vec<Sheet> {
    let code = portal.site.language(language);
    let names = Names { portal, language, code, words: words(code).figures, tally };
    let all = [
        names.by_month(),
        names.by_month_and_kind(),
        names.by_kind(),
        names.by_section(),
        names.by_agency(),
        names.by_language(),
        names.questions(),
        names.states("consultations", "consultation", &tally.consultations),
        names.states("documents", "document", &tally.documents),
        names.views_by_year(),
        names.views_by_month(),
    ];
    all.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect()
}

impl Names<'_> {
    fn years(&self) -> Vec<(String, String)> {
        let year = self.tally.year;
        [year - 1, year].map(|year| (year.to_string(), format!("{} {year}", self.words.year))).to_vec()
    }

    /// The two years, and all.
    fn periods(&self) -> Vec<(String, String)> {
        let mut columns = self.years();
        columns.push(("all".to_owned(), self.words.all_years.to_owned()));
        columns
    }

    /// `Tháng 01`, `January`
    fn month(&self, month: usize) -> String {
        let name = month_name(self.tally.year, i8::try_from(month + 1).unwrap_or(1), self.code);
        let end = name.len() - self.tally.year.to_string().len();
        name[..end].trim_end_matches(['/', ' ']).to_owned()
    }

    /// Months of the newest year of which something is known.
    fn months(&self) -> usize {
        self.tally.newest.map_or(0, |day| usize::try_from(day.month()).unwrap_or_default())
    }

    fn by_month(&self) -> Sheet {
        let row = |month: usize| {
            let [before, now] = self.tally.months[month];
            let now = (month < self.months()).then_some(now);
            row(format!("{:02}", month + 1), self.month(month), None, vec![some(before), now.map(whole)])
        };
        let rows = if self.tally.items[2] > 0 { (0..12).map(row).collect() } else { Vec::new() };
        Sheet {
            drawn: Some(Drawn { kind: Kind::Line, columns: 2, rows: 12 }),
            ..self.sheet("by_month", self.words.by_month, self.words.month, self.years(), rows)
        }
    }

    /// Of the year: the kinds of which there is most, and all others together.
    fn by_month_and_kind(&self) -> Sheet {
        let of = |name: &str| self.tally.kinds_by_month.get(name);
        let mut kinds: Vec<(&str, i64, &[i64; 12])> = self
            .tally
            .kinds
            .iter()
            .filter_map(|(name, counts)| Some((name.as_str(), counts[1], of(name)?)))
            .filter(|(_, count, _)| *count > 0)
            .collect();
        kinds.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
        let rest = kinds.split_off(kinds.len().min(STACKED));
        let mut columns: Vec<(String, String)> =
            kinds.iter().map(|(name, ..)| ((*name).to_owned(), self.kind(name))).collect();
        if !rest.is_empty() {
            columns.push(("other".to_owned(), self.words.other.to_owned()));
        }
        let row = |month: usize| {
            let mut values: Vec<Option<Decimal>> = kinds.iter().map(|(.., months)| some(months[month])).collect();
            if !rest.is_empty() {
                values.push(some(rest.iter().map(|(.., months)| months[month]).sum()));
            }
            row(format!("{:02}", month + 1), self.month(month), None, values)
        };
        let rows = if columns.is_empty() { Vec::new() } else { (0..self.months()).map(row).collect() };
        let count = columns.len();
        let sheet = self.sheet("by_month_and_kind", "", self.words.month, columns, rows);
        let title = format!("{} {}", self.words.by_month_and_kind, self.tally.year);
        Sheet { title, drawn: Some(Drawn { kind: Kind::Stacked, columns: count, rows: 12 }), ..sheet }
    }

    fn by_kind(&self) -> Sheet {
        let rows = self.tally.kinds.iter().map(|(name, counts)| counted(name, self.kind(name), None, counts));
        self.compared("by_kind", self.words.by_kind, self.words.kind, rows.collect())
    }

    fn by_section(&self) -> Sheet {
        let site = self.portal.site;
        let page = |folder: &str| -> Option<PageId> {
            [self.language, 0].into_iter().find_map(|language| site.section_at(folder, language))
        };
        let named = |(folder, counts): &(String, Counts)| {
            let section = page(folder)?;
            let url = self.portal.page(section).cloned();
            Some(counted(folder, site.page(section).document.title.to_string(), url, counts))
        };
        let rows = self.tally.sections.iter().filter_map(named).collect();
        self.compared("by_section", self.words.by_section, words(self.code).section, rows)
    }

    fn by_agency(&self) -> Sheet {
        let agencies = self.portal.site.config.terms(Taxonomy::Agency);
        let named = |(id, counts): &(String, Counts)| {
            let at = agencies.iter().position(|agency| agency.id == *id)?;
            let key = ListKey::Term(Taxonomy::Agency, u16::try_from(at).ok()?, self.language);
            Some(counted(id, agencies[at].name.get(self.code).to_owned(), self.portal.list(&key).cloned(), counts))
        };
        let rows = self.tally.agencies.iter().filter_map(named).collect();
        let sheet = self.compared("by_agency", self.words.by_agency, words(self.code).agency, rows);
        Sheet { note: Some(self.words.several), ..sheet }
    }

    fn by_language(&self) -> Sheet {
        let site = self.portal.site;
        let named = |(language, counts): &(Language, Counts)| {
            let code = site.language(*language);
            counted(code, languages::name(code).to_owned(), None, counts)
        };
        let mut columns = self.periods();
        columns.rotate_right(1);
        let rows = self.tally.languages.iter().map(named).map(|mut row| {
            row.values.rotate_right(1);
            row
        });
        let rows: Vec<Row> = rows.collect();
        let rows = if rows.len() > 1 { rows } else { Vec::new() };
        Sheet {
            drawn: Some(Drawn { kind: Kind::Share, columns: 1, rows: DRAWN }),
            ..self.sheet("by_language", self.words.by_language, self.words.language, columns, rows)
        }
    }

    fn questions(&self) -> Sheet {
        let w = self.words;
        let both = |of: &dyn Fn(&Questions) -> Option<Decimal>| self.tally.questions.iter().map(of).collect();
        let rows = vec![
            row("received".to_owned(), w.received.to_owned(), None, both(&|own| some(own.received))),
            row("answered".to_owned(), w.answered.to_owned(), None, both(&|own| some(own.answered))),
            row("in_time".to_owned(), w.in_time.to_owned(), None, both(&|own| some(own.in_time))),
            row("working_days".to_owned(), w.average.to_owned(), None, both(&|own| own.average().map(tenths))),
        ];
        let is_any = self.tally.questions.iter().any(|own| *own != Questions::default());
        let rows = if is_any { rows } else { Vec::new() };
        self.sheet("questions", w.questions, w.measure, self.years(), rows)
    }

    fn states(&self, id: &'static str, kind: &str, states: &[(String, i64)]) -> Sheet {
        let w = self.words;
        let (title, column) = match id {
            "documents" => (w.documents, w.documents_count),
            _ => (w.consultations, w.drafts_count),
        };
        let schema = self.portal.site.kinds.schema(kind);
        let label = |state: &str| -> Option<&Localized> {
            schema?.states.iter().find(|own| own.id == state).map(|own| &own.label)
        };
        // States that read alike are one to a reader.
        let mut rows: Vec<(String, String, i64)> = Vec::new();
        for (state, count) in states {
            let name = label(state).map_or(state.as_str(), |label| label.get(self.code));
            match rows.iter_mut().find(|(_, known, _)| known == name) {
                Some((.., sum)) => *sum += count,
                None => rows.push((state.clone(), name.to_owned(), *count)),
            }
        }
        let rows = rows.into_iter().map(|(state, name, count)| row(state, name, None, vec![some(count)])).collect();
        let columns = vec![("count".to_owned(), column.to_owned())];
        Sheet {
            drawn: Some(Drawn { kind: Kind::Bar, columns: 1, rows: DRAWN }),
            ..self.sheet(id, title, w.state, columns, rows)
        }
    }

    fn views_by_year(&self) -> Sheet {
        let years = self.portal.site.beside.views_by_year.iter();
        let rows = years.map(|(year, views)| row(year.to_string(), year.to_string(), None, vec![views_of(*views)]));
        self.views("views_by_year", self.words.visits_by_year, self.words.year, rows.collect())
    }

    fn views_by_month(&self) -> Sheet {
        let months = self.portal.site.beside.views_by_month.iter();
        let name = |month: &str| {
            let (year, number) = month.split_once('-')?;
            Some(month_name(year.parse().ok()?, number.parse().ok()?, self.code))
        };
        let rows = months.map(|(month, views)| {
            row(month.clone(), name(month).unwrap_or_else(|| month.clone()), None, vec![views_of(*views)])
        });
        self.views("views_by_month", self.words.visits_by_month, self.words.month, rows.collect())
    }

    fn views(&self, id: &'static str, title: &str, head: &'static str, rows: Vec<Row>) -> Sheet {
        let columns = vec![("views".to_owned(), self.words.visits.to_owned())];
        let drawn = Some(Drawn { kind: Kind::Bar, columns: 1, rows: MONTHS });
        Sheet { note: Some(self.words.visits_rule), drawn, ..self.sheet(id, title, head, columns, rows) }
    }

    /// The two years beside each other.
    fn compared(&self, id: &'static str, title: &str, head: &'static str, rows: Vec<Row>) -> Sheet {
        let drawn = Some(Drawn { kind: Kind::Grouped, columns: 2, rows: DRAWN });
        Sheet { drawn, ..self.sheet(id, title, head, self.periods(), rows) }
    }

    fn sheet(
        &self,
        id: &'static str,
        title: &str,
        head: &'static str,
        columns: Vec<(String, String)>,
        rows: Vec<Row>,
    ) -> Sheet {
        Sheet { id, title: title.to_owned(), note: None, head, columns, rows, drawn: None }
    }

    fn kind(&self, name: &str) -> String {
        let kind = self.portal.site.kinds.schema(name);
        kind.map_or_else(|| name.to_owned(), |kind| kind.plural.get(self.code).to_owned())
    }
}

fn row(id: String, name: String, url: Option<UrlPath>, values: Vec<Option<Decimal>>) -> Row {
    Row { id, name, url, values }
}

fn counted(id: &str, name: String, url: Option<UrlPath>, counts: &Counts) -> Row {
    row(id.to_owned(), name, url, counts.map(some).to_vec())
}

fn whole(count: i64) -> Decimal {
    Decimal::from(i128::from(count))
}

fn some(count: i64) -> Option<Decimal> {
    Some(whole(count))
}

fn views_of(views: u64) -> Option<Decimal> {
    Some(Decimal::from(i128::from(views)))
}

/// `65` is `6.5`.
pub fn tenths(count: i64) -> Decimal {
    Decimal::parse(&format!("{}.{}", count / 10, count % 10)).unwrap_or_else(|| whole(count / 10))
}
