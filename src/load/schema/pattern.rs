//! Texts of a schema with names of columns in braces, `Giá đất {Huyện}`: turns one into its parts, and the parts with the cells of a row
//! into the text of that row.

use std::fmt::Write;

/// A text with gaps that a row fills.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, PartialEq, Debug)]
enum Part {
    Words(String),
    /// The number of a field.
    Column(usize),
    /// `{rows}`: how many rows a page is made of.
    Rows,
    /// `{place}`: what its rows have in common, the narrowest first.
    Place,
}

/// What fills the gaps.
pub trait Fill {
    /// What a field says; `None` where that is nothing.
    fn cell(&self, field: usize) -> Option<&str>;
    fn rows(&self) -> usize;
    fn place(&self) -> &str;
}

impl Pattern {
    /// Reads a text; `Err` names what stands in braces and is no column. `{{` is a brace.
    pub fn read(text: &str, field: impl Fn(&str) -> Option<usize>, of_groups: bool) -> Result<Pattern, String> {
        let (mut parts, mut words, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find('{') {
            words.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                words.push('{');
                rest = after;
                continue;
            }
            let Some((name, after)) = rest.split_once('}') else {
                words.push('{');
                break;
            };
            let part = match (field(name), name, of_groups) {
                (Some(field), ..) => Part::Column(field),
                (None, "rows", true) => Part::Rows,
                (None, "place", true) => Part::Place,
                _ => return Err(name.to_owned()),
            };
            if !words.is_empty() {
                parts.push(Part::Words(std::mem::take(&mut words)));
            }
            parts.push(part);
            rest = after;
        }
        words.push_str(rest);
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        Ok(Pattern(parts))
    }

    /// The text with its gaps filled; `None` where it has gaps and nothing fills any of them.
    pub fn text(&self, row: &dyn Fill) -> Option<String> {
        let (mut text, mut gaps, mut filled) = (String::new(), 0, 0);
        for part in &self.0 {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Column(field) => {
                    gaps += 1;
                    if let Some(cell) = row.cell(*field) {
                        filled += 1;
                        text.push_str(cell);
                    }
                }
                Part::Rows => drop(write!(text, "{}", row.rows())),
                Part::Place => text.push_str(row.place()),
            }
        }
        (gaps == 0 || filled > 0).then_some(text)
    }

    /// The numbers of the fields that it names.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter_map(|part| match part {
            Part::Column(field) => Some(*field),
            _ => None,
        })
    }

    /// The field that it is and nothing else.
    pub fn only_column(&self) -> Option<usize> {
        match self.0[..] {
            [Part::Column(field)] => Some(field),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row([Option<&'static str>; 2]);

    impl Fill for Row {
        fn cell(&self, field: usize) -> Option<&str> {
            self.0[field]
        }
        fn rows(&self) -> usize {
            7
        }
        fn place(&self) -> &str {
            "Hớn Quản"
        }
    }

    fn read(text: &str) -> Result<Pattern, String> {
        Pattern::read(text, |name| ["a", "b c"].iter().position(|known| *known == name), true)
    }

    #[test]
    fn a_row_fills_the_gaps_and_a_text_without_any_of_them_is_none() {
        let text = |pattern: &str, row| read(pattern).unwrap().text(&Row(row));
        assert_eq!(text("Xã {a}, {b c}", [Some("X"), Some("Y")]).as_deref(), Some("Xã X, Y"));
        assert_eq!(text("Xã {a}, {b c}", [None, Some("Y")]).as_deref(), Some("Xã , Y"));
        assert_eq!(text("Xã {a}, {b c}", [None, None]), None);
        assert_eq!(text("Cố định", [None, None]).as_deref(), Some("Cố định"));
        assert_eq!(text("{{a}} {place}: {rows}", [None, None]).as_deref(), Some("{a}} Hớn Quản: 7"));
        assert_eq!(read("{a").unwrap().text(&Row([None, None])).as_deref(), Some("{a"));
    }

    #[test]
    fn what_is_no_column_is_named() {
        assert_eq!(read("Xã {A}"), Err("A".to_owned()));
        assert_eq!(read("{b c}").unwrap().only_column(), Some(1));
        assert_eq!(read("{b c}.").unwrap().only_column(), None);
    }
}
