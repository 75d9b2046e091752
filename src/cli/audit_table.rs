//! Turns the report of an audit into a table for a terminal of eighty columns.

use super::audit_view::View;
use super::words;
use crate::audit::report::{Entry, Listing, Matrix, Row, State};
use crate::time::short_date;

/// A report, and how much of it is shown.
pub struct Table<'a> {
    pub view: View<'a>,
    /// Every entry of every list.
    pub all: bool,
}

const WIDTH: usize = 80;
/// The first column.
const STATE: usize = 8;
const DATE: usize = 11;
/// Entries of a list that are shown where not all are asked for.
const SHOWN: usize = 8;

pub fn table(table: &Table) -> String {
    let view = &table.view;
    let day = short_date(view.report.day, view.language);
    let names: Vec<&str> = view.report.profiles.iter().map(|(_, name)| name.get(view.language)).collect();
    let mut out = format!("{} {day}", view.pair(("Đối soát ngày", "Audit of")));
    if !names.is_empty() {
        out.push_str(&format!(": {}", names.join("; ")));
    }
    out.push_str("\n\n");
    for row in &view.report.rows {
        out.push_str(&of_row(row, table));
    }
    out.push_str(&counts(view));
    for listing in &view.report.listings {
        out.push_str(&of_listing(listing, table));
    }
    for matrix in &view.report.matrices {
        out.push_str(&of_matrix(matrix, view));
    }
    out
}

fn of_row(row: &Row, table: &Table) -> String {
    let view = &table.view;
    let state = match row.state {
        State::NotApplicable => view.pair(("–", "–")),
        state => view.pair(state.words()),
    };
    let last = row.last.map(|day| day_of(day, view)).unwrap_or_default();
    let lines = wrapped(row.title.get(view.language), WIDTH - STATE - DATE - 1);
    let first = format!("{}{} {last:>DATE$}", padded(state, STATE), padded(&lines[0], WIDTH - STATE - DATE - 1));
    let mut out = format!("{}\n", first.trim_end());
    lines[1..].iter().for_each(|line| out.push_str(&format!("{}{line}\n", " ".repeat(STATE))));
    let certainty = view.certainty(row);
    let parts = [row.article.as_str(), certainty, view.word(&row.owner)];
    let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    indent(&about.join(" · "), STATE, &mut out);
    for shortfall in &row.shortfalls {
        indent(&format!("– {}", view.word(&shortfall.what)), STATE, &mut out);
        let next = view.word(&shortfall.next);
        if !next.is_empty() {
            indent(&format!("→ {next}"), STATE, &mut out);
        }
    }
    if view.all_pages {
        view.addresses(row).into_iter().for_each(|address| indent(address, STATE + 2, &mut out));
    }
    out
}

/// How many rows are in which state.
fn counts(view: &View) -> String {
    let of = |advice: bool| {
        let states = State::ALL.iter().filter_map(|state| match view.report.count(*state, advice) {
            0 => None,
            count => Some(format!("{count} {}", view.pair(state.words()))),
        });
        states.collect::<Vec<_>>().join(", ")
    };
    let (duties, advice) = (of(false), of(true));
    let mut out = format!("\n{}: {duties}.", view.pair(("Nghĩa vụ", "Duties")));
    if !advice.is_empty() {
        out.push_str(&format!(" {}: {advice}.", view.pair(("Khuyến nghị", "Advice"))));
    }
    out + "\n"
}

/// A list: what is late, or all of it.
fn of_listing(listing: &Listing, table: &Table) -> String {
    let view = &table.view;
    let late: Vec<&Entry> = listing.entries.iter().filter(|entry| entry.late || table.all).collect();
    if late.is_empty() {
        return String::new();
    }
    let count = listing.entries.iter().filter(|entry| entry.late).count();
    let mut out = format!("\n{} ({count})\n", view.pair(listing.title));
    let most = if table.all { usize::MAX } else { SHOWN };
    for entry in late.iter().take(most) {
        let days = entry.days.map(|days| days.to_string()).unwrap_or_default();
        let date = entry.date.map(|day| day_of(day, view)).unwrap_or_default();
        let head = if listing.id == "agencies" { view.word(&entry.owner).to_owned() } else { entry.title.clone() };
        let lines = wrapped(&head, WIDTH - STATE - DATE - 1);
        let first = padded(&lines[0], WIDTH - STATE - DATE - 1);
        let first = format!("{days:>width$}  {first} {date:>DATE$}", width = STATE - 2);
        out.push_str(&format!("{}\n", first.trim_end()));
        lines[1..].iter().for_each(|line| out.push_str(&format!("{}{line}\n", " ".repeat(STATE))));
        let owner = if listing.id == "agencies" { entry.title.as_str() } else { view.word(&entry.owner) };
        let parts = [owner, view.word(&entry.what), entry.file.as_str()];
        let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        indent(&about.join(" · "), STATE, &mut out);
    }
    if late.len() > most {
        let more = view
            .pair(("và {more} mục khác; in đủ: cong audit --all", "and {more} more; all of them: cong audit --all"));
        indent(&more.replace("{more}", &(late.len() - most).to_string()), STATE, &mut out);
    }
    out
}

fn of_matrix(matrix: &Matrix, view: &View) -> String {
    const CELL: usize = 6;
    /// The last of them, so that there is room for names.
    const YEARS: usize = 8;
    let from = matrix.years.len().saturating_sub(YEARS);
    let width = WIDTH - CELL * (matrix.years.len() - from);
    let years: String = matrix.years[from..].iter().map(|year| format!("{year:>CELL$}")).collect();
    let mut out = String::from("\n");
    wrapped(matrix.title.get(view.language), WIDTH).iter().for_each(|line| out.push_str(&format!("{line}\n")));
    out.push_str(&format!("{}{years}\n", " ".repeat(width)));
    for (name, cells) in &matrix.units {
        let cells: String = cells[from..]
            .iter()
            .map(|count| match count {
                0 => format!("{:>CELL$}", "–"),
                count => format!("{count:>CELL$}"),
            })
            .collect();
        let lines = wrapped(name, width - 1);
        out.push_str(&format!("{}{cells}\n", padded(&lines[0], width)));
        lines[1..].iter().for_each(|line| out.push_str(&format!("{line}\n")));
    }
    out
}

/// `15/01/2024`; in English as machines write it, since the names of months are too long for a column.
fn day_of(day: jiff::civil::Date, view: &View) -> String {
    words(view.language, &short_date(day, "vi"), &day.to_string()).to_owned()
}

fn padded(text: &str, width: usize) -> String {
    let length = text.chars().count();
    format!("{text}{}", " ".repeat(width.saturating_sub(length)))
}

fn indent(text: &str, by: usize, out: &mut String) {
    for (index, line) in wrapped(text, WIDTH - by - 2).iter().enumerate() {
        let more = if index == 0 { 0 } else { 2 };
        out.push_str(&format!("{}{line}\n", " ".repeat(by + more)));
    }
}

/// Lines of at most so many characters, broken between words; a word that is longer stands alone. At least one line.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split(' ') {
        let own = word.chars().count();
        if length > 0 && length + 1 + own > width {
            lines.push(String::new());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += own;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_none_is_lost() {
        assert_eq!(wrapped("một hai ba bốn", 7), ["một hai", "ba bốn"]);
        assert_eq!(wrapped("https://dai.example/x ngắn", 8), ["https://dai.example/x", "ngắn"]);
        assert_eq!(wrapped("", 8), [""]);
    }
}
