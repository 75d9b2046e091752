//! Writes a report for whoever reads it in a terminal: headings with a line below, tables with columns that stand straight and cells that
//! go on in the next line where the screen ends. What is saved or handed on is Markdown (`markdown.rs`).

use super::paper::{Block, Frame, Paper, Table};

/// Between two columns.
const GAP: usize = 2;
/// A column that holds words is never narrower, whatever the screen.
const NARROWEST: usize = 12;

/// `width`: columns of the screen.
pub fn terminal(paper: &Paper, language: &str, width: usize) -> String {
    let mut out = String::new();
    match &paper.frame {
        Some(frame) => head(frame, width, &mut out),
        None => headed(&paper.title, '=', width, &mut out),
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => {
                let text = format!("{} {}", heading.number, heading.text);
                headed(text.trim(), '-', width, &mut out);
            }
            Block::Paragraph(paragraph) => said(&paragraph.text, width, &mut out),
            Block::Table(table) => of_table(table, language, width, &mut out),
        }
    }
    if let Some(frame) = &paper.frame {
        foot(frame, width, &mut out);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn head(frame: &Frame, width: usize, out: &mut String) {
    for line in [&frame.parent, &frame.issuer, &frame.number, &frame.country, &frame.motto, &frame.place_and_date] {
        said(line, width, out);
    }
    headed(&frame.kind, '=', width, out);
    said(&frame.about, width, out);
    for line in [&frame.to].into_iter().chain(&frame.bases) {
        said(line, width, out);
    }
}

fn foot(frame: &Frame, width: usize, out: &mut String) {
    if !frame.recipients.is_empty() {
        said(&frame.recipients_title, width, out);
        frame.recipients.iter().for_each(|line| said(&format!("- {line}"), width, out));
    }
    for line in [&frame.signer_title, &frame.signer] {
        said(line, width, out);
    }
}

fn headed(text: &str, rule: char, width: usize, out: &mut String) {
    let lines = wrapped(text, width);
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    lines.iter().for_each(|line| out.push_str(&format!("{line}\n")));
    out.push_str(&format!("{}\n\n", rule.to_string().repeat(longest)));
}

fn said(text: &str, width: usize, out: &mut String) {
    if text.trim().is_empty() {
        return;
    }
    wrapped(text, width).iter().for_each(|line| out.push_str(&format!("{line}\n")));
    out.push('\n');
}

fn of_table(table: &Table, language: &str, width: usize, out: &mut String) {
    wrapped(&table.caption, width).iter().for_each(|line| out.push_str(&format!("{line}\n")));
    let labels: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
    let rows = table.rows.iter().map(|cells| cells.iter().map(|cell| cell.shown(language)).collect());
    let rows: Vec<Vec<String>> = rows.collect();
    let widths = widths(table, &labels, &rows, width);
    row(table, &labels, &widths, out);
    let rule = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join(&" ".repeat(GAP));
    out.push_str(&format!("{rule}\n"));
    rows.iter().for_each(|cells| row(table, cells, &widths, out));
    out.push('\n');
}

/// As much as each column needs; where that is more than the screen has, the widest of words give way first.
fn widths(table: &Table, labels: &[String], rows: &[Vec<String>], screen: usize) -> Vec<usize> {
    let longest = |at: usize| {
        let cells = rows.iter().filter_map(|cells| cells.get(at)).chain(labels.get(at));
        cells.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..labels.len()).map(longest).collect();
    let room = screen.saturating_sub(GAP * labels.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let is_words = |at: &usize| !table.columns[*at].is_number && widths[*at] > NARROWEST;
        let Some(widest) = (0..widths.len()).filter(is_words).max_by_key(|at| widths[*at]) else { break };
        widths[widest] -= 1;
    }
    widths
}

fn row(table: &Table, cells: &[String], widths: &[usize], out: &mut String) {
    let lines: Vec<Vec<String>> = cells.iter().zip(widths).map(|(text, width)| wrapped(text, *width)).collect();
    for at in 0..lines.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = String::new();
        for (index, width) in widths.iter().enumerate() {
            let text = lines.get(index).and_then(|cell| cell.get(at)).map_or("", String::as_str);
            let blank = " ".repeat(width.saturating_sub(text.chars().count()));
            let is_number = table.columns.get(index).is_some_and(|column| column.is_number);
            let cell = if is_number { format!("{blank}{text}") } else { format!("{text}{blank}") };
            line.push_str(&format!("{cell}{}", " ".repeat(GAP)));
        }
        out.push_str(&format!("{}\n", line.trim_end()));
    }
}

/// Lines of at most so many letters, broken between words; a longer word stands on a line of its own, so that it can be copied.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::paper::{Cell, Column};
    use super::*;

    #[test]
    fn columns_stand_straight_and_long_cells_go_on_below() {
        let mut paper = Paper::new("x", "Báo cáo");
        paper.say("Một đoạn.");
        let columns = vec![Column::new("a", "Cơ quan"), Column::number("b", "Tin, bài")];
        let rows = vec![
            vec![Cell::text("Sở Y tế"), Cell::Count(1_200)],
            vec![Cell::text("Trung tâm Công nghệ thông tin"), Cell::Count(7)],
        ];
        paper.table(Table::new("t", "Bảng", columns, rows));
        let expected = "Báo cáo\n=======\n\nMột đoạn.\n\nBảng\n\
            Cơ quan             Tin, bài\n\
            ------------------  --------\n\
            Sở Y tế                1.200\n\
            Trung tâm Công             7\n\
            nghệ thông tin\n";
        assert_eq!(terminal(&paper, "vi", 28), expected);
    }

    #[test]
    fn nothing_is_lost_on_a_narrow_screen() {
        let columns = vec![Column::new("a", "A"), Column::number("b", "B")];
        let mut paper = Paper::new("x", "X");
        paper.table(Table::new(
            "t",
            "T",
            columns,
            vec![vec![Cell::text("https://tinh.example/mot/hai/ba"), Cell::Count(5)]],
        ));
        let text = terminal(&paper, "vi", 1);
        assert!(text.contains("https://tinh.example/mot/hai/ba  5\n"), "{text}");
    }
}
