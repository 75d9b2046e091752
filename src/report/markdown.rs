//! Writes a report as Markdown, to be read in a terminal or put into a page. Paragraphs that begin with a dash or a number are the items of
//! a list that they look like.

use super::paper::{Block, Frame, Paper, Table};

pub fn markdown(paper: &Paper, language: &str) -> String {
    let mut out = String::new();
    match &paper.frame {
        Some(frame) => head(frame, &mut out),
        None => out.push_str(&format!("# {}\n\n", paper.title)),
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => {
                let number = if heading.number.is_empty() { String::new() } else { format!("{} ", heading.number) };
                out.push_str(&format!(
                    "{} {number}{}\n\n",
                    "#".repeat(usize::from(heading.level) + 1),
                    plain(&heading.text)
                ));
            }
            Block::Paragraph(paragraph) => out.push_str(&format!("{}\n\n", plain(&paragraph.text))),
            Block::Table(table) => of_table(table, language, &mut out),
        }
    }
    if let Some(frame) = &paper.frame {
        foot(frame, &mut out);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn head(frame: &Frame, out: &mut String) {
    let lines = [&frame.parent, &frame.issuer, &frame.number, &frame.country, &frame.motto, &frame.place_and_date];
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        out.push_str(&format!("{}\n\n", plain(line)));
    }
    out.push_str(&format!("# {}\n\n{}\n\n", plain(&frame.kind), plain(&frame.about)));
    for line in [&frame.to].into_iter().chain(&frame.bases).filter(|line| !line.is_empty()) {
        out.push_str(&format!("{}\n\n", plain(line)));
    }
}

fn foot(frame: &Frame, out: &mut String) {
    if !frame.recipients.is_empty() {
        out.push_str(&format!("{}\n\n", frame.recipients_title));
        frame.recipients.iter().for_each(|line| out.push_str(&format!("- {}\n", plain(line))));
        out.push('\n');
    }
    for line in [&frame.signer_title, &frame.signer].into_iter().filter(|line| !line.is_empty()) {
        out.push_str(&format!("{}\n\n", plain(line)));
    }
}

fn of_table(table: &Table, language: &str, out: &mut String) {
    out.push_str(&format!("{}\n\n", plain(&table.caption)));
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.columns.iter().map(|column| cell(&column.label)).collect()));
    let rule = table.columns.iter().map(|column| if column.is_number { "---:" } else { "---" }.to_owned());
    out.push_str(&row(rule.collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(|own| cell(&own.shown(language))).collect()));
    }
    out.push('\n');
}

/// One line, without what Markdown would read as a sign of its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // One that stands alone is none, and a path is to be copied as it is.
    let has_pair = text.matches('_').count() > 1;
    let has_link = text.contains("](") || text.contains("][");
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let is_sign = match letter {
            '_' => has_pair,
            '[' | ']' => has_link,
            _ => matches!(letter, '*' | '`' | '<' | '\\' | '#' | '~'),
        };
        if is_sign {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::super::paper::{Cell, Column};
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_a_sign_of_markdown() {
        let mut paper = Paper::new("x", "Báo cáo");
        paper.say("1. *Một* `hai` <b>");
        paper.say("- ba");
        let columns = vec![Column::new("a", "A"), Column::number("b", "B")];
        paper.table(Table::new("t", "Bảng", columns, vec![vec![Cell::text("x|y"), Cell::Count(1_200)]]));
        let expected = "# Báo cáo\n\n1. \\*Một\\* \\`hai\\` \\<b>\n\n- ba\n\nBảng\n\n| A | B |\n| --- | ---: |\n| x\\|y | 1.200 |\n";
        assert_eq!(markdown(&paper, "vi"), expected);
    }
}
