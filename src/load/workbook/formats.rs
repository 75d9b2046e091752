//! Turns the styles of an XLSX into what the numbers of each are: amounts, shares in per cent, or days.

use std::collections::HashMap;

use super::Trouble;
use super::xml::{Next, Xml};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    #[default]
    Number,
    Share,
    Day,
    /// A time of day, or a span of time.
    Time,
}

/// By the number of a cell's style.
#[derive(Default)]
pub struct Formats(Vec<Format>);

impl Formats {
    pub fn read(styles: &str) -> Result<Formats, Trouble> {
        let (mut xml, mut codes, mut formats, mut in_cells) =
            (Xml::new(styles.as_bytes()), HashMap::new(), Vec::new(), false);
        loop {
            match xml.next()? {
                Next::Open(element) if element.name() == "numFmt" => {
                    if let Some(id) = element.number("numFmtId") {
                        codes.insert(id, of_code(&element.get("formatCode").unwrap_or_default()));
                    }
                }
                Next::Open(element) if element.name() == "cellXfs" => in_cells = !element.is_empty,
                Next::Open(element) if element.name() == "xf" && in_cells => {
                    let id = element.number("numFmtId").unwrap_or(0);
                    formats.push(codes.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                Next::Close(closed) if closed.is("cellXfs") => in_cells = false,
                Next::End => return Ok(Formats(formats)),
                _ => {}
            }
        }
    }

    pub fn of(&self, style: Option<u32>) -> Format {
        style.and_then(|style| self.0.get(style as usize)).copied().unwrap_or_default()
    }
}

/// ECMA-376 18.8.30.
fn built_in(id: u32) -> Format {
    match id {
        9 | 10 => Format::Share,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Format::Day,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Format::Time,
        _ => Format::Number,
    }
}

/// By the letters of a code, without what is quoted, escaped or in brackets.
fn of_code(code: &str) -> Format {
    let first = code.split(';').next().unwrap_or_default();
    let (mut plain, mut quoted, mut bracket, mut skip) = (String::new(), false, false, false);
    for sign in first.chars() {
        match sign {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => skip = true,
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            _ => plain.push(sign.to_ascii_lowercase()),
        }
    }
    let has = |letters: &[char]| plain.contains(letters);
    match () {
        () if plain.contains("general") => Format::Number,
        () if has(&['d', 'y']) => Format::Day,
        () if has(&['h', 's']) => Format::Time,
        () if has(&['m']) => Format::Day,
        () if has(&['%']) => Format::Share,
        () => Format::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_what_a_number_is() {
        for (code, format) in [
            ("dd/mm/yyyy", Format::Day),
            ("[$-42A]dd mmmm yyyy", Format::Day),
            ("mmm-yy", Format::Day),
            ("hh:mm", Format::Time),
            ("[h]:mm:ss", Format::Time),
            ("0.0%", Format::Share),
            ("#,##0", Format::Number),
            ("#,##0 \"đồng\"", Format::Number),
            ("#,##0\\ \"ngày\"", Format::Number),
            ("_-* #,##0.00_-;-* #,##0.00_-", Format::Number),
            ("[Red]#,##0", Format::Number),
            ("General", Format::Number),
            ("", Format::Number),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }
}
