//! Finds dates that no calendar has, dates written in several ways in one text, and in documents the long form without its zeros.

use crate::diag::catalog;
use crate::lint::figures::{Figure, Sort};
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text, verbatim};

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    impossible(text, hits);
    let mut padded = Hits::default();
    padding(text, &mut padded);
    hits.tell_once(padded);
    long_form(text, hits);
}

fn impossible(text: &Text, hits: &mut Hits) {
    for figure in text.figures() {
        if let Sort::Date(day, month, year) = figure.sort
            && !exists(day, month, year)
        {
            // Of `25-30/2` the last day.
            let written = text.written(&figure.range);
            let begin = if written.contains('/') { written.rfind('-').map_or(0, |at| at + 1) } else { 0 };
            let range = figure.range.start + begin..figure.range.end;
            hits.tell(&catalog::DATE_IMPOSSIBLE, range.clone()).with("now", text.written(&range));
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

    /// A date of the text that shows how this one is written, or what the decree says of it.
    fn shown(self, text: &Text, dates: &[Parts], date: &Parts) -> (String, String) {
        let (day, month) = self.written(date.day, date.month);
        let tells = |other: &&Parts| {
            self.fits(other)
                && (date.text[0] == day || other.day < 10)
                && (date.text[1] == month
                    || other.month < 10 && (self != Style::Decree || (other.month < 3) == (date.month < 3)))
        };
        match dates.iter().find(tells).or_else(|| dates.iter().find(|other| self != Style::Decree && self.fits(other)))
        {
            Some(other) => {
                let other = text.written(&other.figure.range);
                (format!("nơi khác là “{other}”"), format!("elsewhere “{other}”"))
            }
            None => (
                "NĐ 30/2020 viết số 0 trước ngày dưới 10 và tháng 1, 2".to_owned(),
                "NĐ 30/2020 has a 0 before days below 10 and the months 1 and 2".to_owned(),
            ),
        }
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

/// All dates that are written otherwise than most. Of two ways that are as usual, that of the decree is the text's.
pub fn padding(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let dates: Vec<Parts> = text.figures().iter().filter_map(|figure| parts(text, figure)).collect();
    let styles = [Style::Bare, Style::Padded, Style::Decree];
    let count = |style: &Style| dates.iter().filter(|date| style.fits(date)).count();
    let Some(usual) = styles.iter().max_by_key(|style| count(style)) else { return };
    if count(usual) == dates.len() || !dates.iter().any(|date| usual.fits(date) && (date.day < 10 || date.month < 10)) {
        return;
    }
    let is_own = !verbatim::prints_a_document(text);
    let others = dates.iter().filter(|date| is_own && !usual.fits(date));
    for date in others.filter(|date| !verbatim::is_quoted(text, date.figure.range.start)) {
        let (day, month) = usual.written(date.day, date.month);
        let range = date.figure.range.clone();
        let written = text.written(&range);
        let rest = written.splitn(3, '/').nth(2).map(|year| format!("/{year}")).unwrap_or_default();
        let wanted = format!("{day}/{month}{rest}");
        let hit = hits.tell(&catalog::DATE_PADDING, range.clone()).with("now", written).with("wanted", &*wanted);
        hit.with_words("other", usual.shown(text, &dates, date));
        if !text.has_signs(&range) {
            hit.fix(wanted);
        }
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
    fn days_and_amounts_with_a_hyphen_between_them_are_no_date() {
        for body in ["hai ngày 23-24 tháng 1", "mưa trong ngày 24-25", "đêm 23-27 độ", "từ ngày 10-23 tháng Giêng"]
        {
            assert_eq!(found("vi", body), [], "{body}");
        }
        assert_eq!(found("vi", "từ ngày 25-30/2 họp\n"), [("V37", "30/2".to_owned(), None)]);
        assert_eq!(found("vi", "họp ngày 31-4\n"), [("V37", "31-4".to_owned(), None)]);
    }

    #[test]
    fn a_date_is_told_once_beside_one_that_shows_the_difference() {
        let told = |body: &str| {
            let source = format!("---\ntitle: Tin\n---\n{body}\n");
            crate::lint::tests::with("vi", &source, |text| {
                let found = text.found(crate::lint::text(text, &|_| true));
                found.into_iter().map(|found| found.finding.text("vi")).collect::<Vec<_>>()
            })
        };
        let body = "ngày 15/9/2014, 08/01/2010, 05/8/2014, 6/2/2017 và 7/2/2017";
        assert_eq!(
            told(body),
            ["ngày viết khác cách các ngày kia: “6/2/2017”, nơi khác là “08/01/2010” (và 1 chỗ nữa)"]
        );
        let body = "ngày 31/5/2017, 8/01/2016";
        assert!(told(body)[0].contains("NĐ 30/2020"), "{:?}", told(body));
    }

    #[test]
    fn of_two_ways_as_usual_that_of_the_decree_is_taken() {
        let body = "ngày 4/6/2017, 05/12/2017\n";
        assert_eq!(found("vi", body), [("V38", "4/6/2017".to_owned(), Some("04/6/2017".to_owned()))]);
    }

    #[test]
    fn dates_that_are_quoted_or_of_a_document_in_full_stay() {
        let dates = "24/6/2022, 31/7/2020";
        for body in [
            format!("ngày {dates}; giấy ghi “trước ngày 24/06/2022” rồi\n"),
            format!("Toàn văn thư như sau:\n\nngày {dates}, 24/06/2022\n"),
        ] {
            assert_eq!(found("vi", &body), [], "{body}");
        }
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
