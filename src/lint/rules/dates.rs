//! Finds dates that no calendar has, dates written in several ways in one text, and in documents the long form without its zeros.

use crate::diag::catalog;
use crate::lint::figures::{Figure, Sort};
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text};

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    impossible(text, hits);
    padding(text, hits);
    long_form(text, hits);
}

fn impossible(text: &Text, hits: &mut Hits) {
    for figure in text.figures() {
        if let Sort::Date(day, month, year) = figure.sort
            && !exists(day, month, year)
        {
            hits.tell(&catalog::DATE_IMPOSSIBLE, figure.range.clone()).with("now", text.written(&figure.range));
        }
    }
    for (index, day, month, year) in long_dates(text.words()) {
        // Of a date written out any year is meant.
        if !exists(day, month, if year > 0 { 1600 + year % 400 } else { 0 }) {
            let range = text.words().span(index, index + 3);
            hits.tell(&catalog::DATE_IMPOSSIBLE, range.clone()).with("now", text.written(&range));
        }
    }
}

/// `year`: 0 where none is written.
fn exists(day: u32, month: u32, year: u32) -> bool {
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year == 0 || year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day) && (year == 0 || (1000..=2200).contains(&year))
}

/// `ngày 5 tháng 1 năm 2024`, by the word `ngày`.
fn long_dates(words: &Words) -> impl Iterator<Item = (usize, u32, u32, u32)> {
    let number = |at: usize| {
        let is_number = words.get(at).is_some_and(|word| word.class == Class::Digits && word.range().len() <= 4);
        is_number.then(|| words.lower(at).parse().ok()).flatten()
    };
    words.all().filter_map(move |(index, _)| {
        if words.lower(index) != "ngày" || words.before(index + 2).is_empty() || words.lower(index + 2) != "tháng" {
            return None;
        }
        let is_joined = words.before(index + 1) == "ngày" && words.before(index + 3) == "tháng";
        let year = if words.after(index + 3) == "năm" { number(index + 5).unwrap_or(0) } else { 0 };
        is_joined.then_some(())?;
        Some((index, number(index + 1)?, number(index + 3)?, year))
    })
}

/// How days and months under 10 are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `05/06/2022`
    Padded,
    /// `05/6/2022`: months but January and February without.
    Decree,
    /// `5/6/2022`
    Bare,
}

impl Style {
    fn written(self, day: u32, month: u32) -> (String, String) {
        let pad = |number: u32, padded: bool| if padded { format!("{number:02}") } else { number.to_string() };
        (pad(day, self != Style::Bare), pad(month, self == Style::Padded || self == Style::Decree && month < 3))
    }

    fn fits(self, parts: &Parts) -> bool {
        self.written(parts.day, parts.month) == (parts.text[0].to_owned(), parts.text[1].to_owned())
    }
}

struct Parts<'t> {
    figure: &'t Figure,
    day: u32,
    month: u32,
    text: [&'t str; 2],
}

fn padding(text: &Text, hits: &mut Hits) {
    let dates: Vec<Parts> = text.figures().iter().filter_map(|figure| parts(text, figure)).collect();
    let styles = [Style::Padded, Style::Decree, Style::Bare];
    let count = |style: &Style| dates.iter().filter(|date| style.fits(date)).count();
    let Some(usual) = styles.iter().rev().max_by_key(|style| count(style)) else { return };
    if count(usual) == dates.len() {
        return;
    }
    let Some(model) = dates.iter().find(|date| usual.fits(date) && (date.day < 10 || date.month < 10)) else { return };
    for date in dates.iter().filter(|date| !usual.fits(date)) {
        let (day, month) = usual.written(date.day, date.month);
        let written = text.written(&date.figure.range);
        let rest = written.splitn(3, '/').nth(2).map(|year| format!("/{year}")).unwrap_or_default();
        let wanted = format!("{day}/{month}{rest}");
        let hit = hits.tell(&catalog::DATE_PADDING, date.figure.range.clone());
        hit.with("now", written).with("wanted", &*wanted).with("other", text.written(&model.figure.range)).fix(wanted);
    }
}

fn parts<'t>(text: &Text<'t>, figure: &'t Figure) -> Option<Parts<'t>> {
    let Sort::Date(day, month, year) = figure.sort else { return None };
    let written = text.source.get(figure.range.clone())?;
    let mut parts = written.split('/');
    let (first, second) = (parts.next()?, parts.next()?);
    // Ranges, and dates with other signs between their parts, are left alone.
    let is_plain =
        year > 0 && exists(day, month, year) && first.len() <= 2 && second.len() <= 2 && !written.contains(['-', '.']);
    is_plain.then_some(Parts { figure, day, month, text: [first, second] })
}

fn long_form(text: &Text, hits: &mut Hits) {
    if text.kind.name != "document" {
        return;
    }
    let words = text.words();
    for (index, day, month, _) in long_dates(words) {
        let (wanted_day, wanted_month) = Style::Decree.written(day, month);
        let is_as_wanted = words.lower(index + 1) == wanted_day && words.lower(index + 3) == wanted_month;
        if !is_as_wanted && exists(day, month, 0) {
            let range = words.span(index + 1, index + 3);
            let wanted = format!("{wanted_day} tháng {wanted_month}");
            hits.reword(&catalog::DATE_LONG, range.clone(), text.written(&range), wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{found, found_as};

    #[test]
    fn a_day_that_no_month_has_is_found_and_a_leap_day_is_none() {
        let body = "ngày 31/4/2023, 29/02/2023, 15/13/2023 và ngày 31 tháng 6 năm 2024\n";
        let dates: Vec<String> = found("vi", body).into_iter().filter(|hit| hit.0 == "V37").map(|hit| hit.1).collect();
        assert_eq!(dates, ["31/4/2023", "29/02/2023", "15/13/2023", "ngày 31 tháng 6"]);
        assert_eq!(
            found(
                "vi",
                "ngày 29/02/2024; ngày 31/12; ngày 03/02/1930; 24/7; tỷ lệ 3/13; ngày 31 tháng 7 năm 1966; ngày 14 tháng 2 năm 270; nhà số 31/4/2023\n"
            ),
            []
        );
    }

    #[test]
    fn dates_of_one_text_are_written_in_one_way() {
        let mixed = found("vi", "từ 24/06/2022, 31/7/2020 đến 13/9/2023\n");
        assert_eq!(mixed, [("V38", "24/06/2022".to_owned(), Some("24/6/2022".to_owned()))]);
        for body in [
            "24/06/2022 và 31/07/2020\n",
            "24/6/2022 và 3/7/2020\n",
            "05/9/2022, 24/01/2022, 31/7/2020\n",
            "9/2/2022, 12/11/2022\n",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }

    #[test]
    fn a_long_date_is_that_of_the_decree_in_documents_alone() {
        let one = |text: &str, fix: &str| vec![("V39", text.to_owned(), Some(fix.to_owned()))];
        assert_eq!(found_as("document", "ngày 5 tháng 1 năm 2024\n"), one("5 tháng 1", "05 tháng 01"));
        assert_eq!(found_as("document", "ngày 15 tháng 03 năm 2024\n"), one("15 tháng 03", "15 tháng 3"));
        assert_eq!(found_as("document", "ngày 05 tháng 3 năm 2024\n"), []);
        assert_eq!(found("vi", "ngày 5 tháng 1 năm 2024\n"), []);
    }
}
