//! Turns the templates of a theme into which tables they ask for: `data(file=…)` with the name of a file, with a field
//! of a page (`page.fields.table.path`), or with something that only rendering can tell.
//!
//! What is shown is read before anything is rendered. Anything that looks like a call counts: a table that nobody shows is
//! only read for nothing.

use std::collections::BTreeSet;

/// Which tables templates ask for, beside those of fields that hold tables.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct TableCalls {
    /// Source paths.
    pub files: BTreeSet<String>,
    /// Fields of any kind whose files are asked for.
    pub fields: BTreeSet<String>,
    /// Some call says nothing of this sort, so it may ask for any table.
    pub any: bool,
}

impl TableCalls {
    pub fn of<'t>(templates: impl Iterator<Item = &'t String>) -> TableCalls {
        let mut calls = TableCalls::default();
        templates.for_each(|text| calls.read(text));
        calls
    }

    fn read(&mut self, text: &str) {
        for (at, word) in text.match_indices("data") {
            let is_whole = !text[..at].ends_with(is_of_name);
            let behind = text[at + word.len()..].trim_start();
            if let Some(arguments) = behind.strip_prefix('(').filter(|_| is_whole) {
                match asked(arguments) {
                    Some(Asked::File(name)) => drop(self.files.insert(name.to_owned())),
                    Some(Asked::Field(name)) => drop(self.fields.insert(name.to_owned())),
                    None => self.any = true,
                }
            }
        }
    }
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_')
}

enum Asked<'t> {
    File(&'t str),
    Field(&'t str),
}

/// What stands behind `file=`; `None` where that has to be worked out.
fn asked(arguments: &str) -> Option<Asked<'_>> {
    // Other arguments may come first; if they hold brackets, it is not gone into.
    let arguments = &arguments[..arguments.find(['(', ')']).unwrap_or(arguments.len())];
    let named = arguments.match_indices("file").find_map(|(at, word)| {
        let value = arguments[at + word.len()..].trim_start().strip_prefix('=')?;
        (!arguments[..at].ends_with(is_of_name)).then(|| value.trim_start())
    })?;
    let is_end = |rest: &str| matches!(rest.trim_start().as_bytes().first(), None | Some(b','));
    if let Some(quote) = named.chars().next().filter(|first| matches!(first, '"' | '\'' | '`')) {
        let (name, rest) = named[1..].split_once(quote)?;
        return (is_end(rest) && !name.contains('\\')).then_some(Asked::File(name));
    }
    let (path, rest) = named.split_at(named.find(|letter: char| !is_of_name(letter)).unwrap_or(named.len()));
    let parts: Vec<&str> = path.split('.').collect();
    match parts[..] {
        [_, "fields", name, "path"] if is_end(rest) => Some(Asked::Field(name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(text: &str) -> (Vec<String>, Vec<String>, bool) {
        let TableCalls { files, fields, any } = TableCalls::of([text.to_owned()].iter());
        (files.into_iter().collect(), fields.into_iter().collect(), any)
    }

    #[test]
    fn a_file_that_is_named_is_known_however_it_is_written() {
        for text in [
            "{% set a = data(file=\"content/a.csv\") %}",
            "{{ data( file = 'content/a.csv' , decimal=\",\") }}",
            "{% for row in data(decimal=\",\", file=`content/a.csv`).rows %}",
        ] {
            assert_eq!(calls(text), (vec!["content/a.csv".to_owned()], Vec::new(), false), "{text}");
        }
    }

    #[test]
    fn a_field_of_a_page_is_known_by_its_name() {
        for text in
            ["{% set a = data(file=page.fields.table.path) %}", "{{ data(file=item.fields.table.path, codes=a) }}"]
        {
            assert_eq!(calls(text), (Vec::new(), vec!["table".to_owned()], false), "{text}");
        }
    }

    #[test]
    fn what_has_to_be_worked_out_may_be_any_table() {
        for text in [
            "{{ data(file=name) }}",
            "{{ data(file=\"content/\" ~ name) }}",
            "{{ data(file=page.fields.table.path | default(value=\"a.csv\")) }}",
            "{{ data(file=\"content/\\u0061.csv\") }}",
            "{{ data(decimal=mark(a=1), file=\"content/a.csv\") }}",
            "{{ data(other_file=\"content/a.csv\") }}",
        ] {
            assert_eq!(calls(text), (Vec::new(), Vec::new(), true), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_calls() {
        for text in ["metadata(file=a)", "page.data(file=a)", "{{ data }}", "<p data-a=\"(\">"] {
            assert_eq!(calls(text), (Vec::new(), Vec::new(), false), "{text}");
        }
    }
}
