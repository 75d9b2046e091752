//! Turns an example into lines for people: what stands in a file, as far as it matters.

use super::Content;
use crate::text::control::visible;

/// So much of a text that is long because something is repeated.
const MOST: usize = 240;

impl Content {
    /// What of the file makes the difference: of one that the example portal has, the lines that stand in it instead.
    pub fn shown(&self, language: &str) -> String {
        let words = |vi: &str, en: &str| if language == "vi" { vi.to_owned() } else { en.to_owned() };
        let text = match self {
            Content::Text(text) | Content::Added { add: text } => text.clone(),
            Content::Replaced { replace, with } if with.is_empty() => {
                words("(không có dòng này) ", "(without this line) ") + replace
            }
            Content::Replaced { with, .. } => with.clone(),
            Content::Repeated { before, repeat, times: 0 | 1, after } => format!("{before}{repeat}{after}"),
            Content::Repeated { before, repeat, times, after } => {
                let often = words("… ({times} lần)", "… ({times} times)").replace("{times}", &times.to_string());
                format!("{before}{}{often}{after}", repeat.trim_end_matches('\n'))
            }
            Content::Bytes { .. } => words("(tệp không phải chữ)", "(a file that is no text)"),
            Content::Gone { .. } => words("(không có tệp này)", "(there is no such file)"),
        };
        // An end of a line as Windows writes it would command a terminal.
        let text = visible(&text.replace("\r\n", "⏎\n")).trim_matches('\n').to_owned();
        let text = if text.is_empty() { words("(tệp trống)", "(an empty file)") } else { text };
        text.lines().map(short).collect::<Vec<_>>().join("\n")
    }
}

fn short(line: &str) -> String {
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_file_that_there_is_the_lines_are_shown_that_make_the_difference() {
        let replaced = |with: &str| Content::Replaced { replace: "author: A\n".to_owned(), with: with.to_owned() };
        assert_eq!(replaced("autor: A\n").shown("vi"), "autor: A");
        assert_eq!(replaced("").shown("en"), "(without this line) author: A");
        let long =
            |times| Content::Repeated { before: "a".to_owned(), repeat: "b".to_owned(), times, after: "c".to_owned() };
        assert_eq!((long(1).shown("en"), long(9).shown("en")), ("abc".to_owned(), "ab… (9 times)c".to_owned()));
    }

    #[test]
    fn what_would_command_a_terminal_is_made_visible() {
        assert_eq!(Content::Text("a\r\nb\u{1b}[31m".to_owned()).shown("vi"), "a⏎\nb\u{fffd}[31m");
    }
}
