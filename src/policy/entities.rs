//! Turns the entities of an attribute's value into the letters they stand for (HTML Standard, §13.5), as far as an address
//! can be made of them.

use std::borrow::Cow;

/// Names of ASCII characters; some need no semicolon.
const NAMES: &[(&str, char)] = &[
    ("amp;", '&'),
    ("amp", '&'),
    ("AMP;", '&'),
    ("AMP", '&'),
    ("lt;", '<'),
    ("lt", '<'),
    ("LT;", '<'),
    ("LT", '<'),
    ("gt;", '>'),
    ("gt", '>'),
    ("GT;", '>'),
    ("GT", '>'),
    ("quot;", '"'),
    ("quot", '"'),
    ("QUOT;", '"'),
    ("QUOT", '"'),
    ("apos;", '\''),
    ("Tab;", '\t'),
    ("NewLine;", '\n'),
    ("colon;", ':'),
    ("semi;", ';'),
    ("sol;", '/'),
    ("bsol;", '\\'),
    ("period;", '.'),
    ("comma;", ','),
    ("quest;", '?'),
    ("num;", '#'),
    ("excl;", '!'),
    ("equals;", '='),
    ("plus;", '+'),
    ("ast;", '*'),
    ("midast;", '*'),
    ("percnt;", '%'),
    ("dollar;", '$'),
    ("commat;", '@'),
    ("lowbar;", '_'),
    ("lpar;", '('),
    ("rpar;", ')'),
    ("lsqb;", '['),
    ("lbrack;", '['),
    ("rsqb;", ']'),
    ("rbrack;", ']'),
    ("lcub;", '{'),
    ("lbrace;", '{'),
    ("rcub;", '}'),
    ("rbrace;", '}'),
    ("verbar;", '|'),
    ("vert;", '|'),
    ("VerticalLine;", '|'),
    ("grave;", '`'),
    ("DiacriticalGrave;", '`'),
    ("Hat;", '^'),
];

/// What is no entity stays as it is.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (letter, length) = entity(after).unwrap_or(('&', 0));
        out.push(letter);
        rest = &after[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The letter, and how many bytes behind `&` stand for it.
fn entity(text: &str) -> Option<(char, usize)> {
    let Some(number) = text.strip_prefix('#') else {
        let (name, letter) = NAMES.iter().find(|(name, _)| text.starts_with(name))?;
        // Without a semicolon it is none where a word or a parameter goes on: `?a=1&amp=2`.
        let next = text.as_bytes().get(name.len());
        let goes_on = !name.ends_with(';') && next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=');
        return (!goes_on).then_some((*letter, name.len()));
    };
    let (digits, radix, sign) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 2),
        None => (number, 10, 1),
    };
    let length = digits.find(|letter: char| !letter.is_digit(radix)).unwrap_or(digits.len());
    let (digits, after) = digits.split_at(length);
    let code = digits.trim_start_matches('0');
    let code = if code.is_empty() && !digits.is_empty() { Some(0) } else { u32::from_str_radix(code, radix).ok() };
    let letter = if digits.is_empty() { return None } else { code.and_then(char::from_u32) };
    Some((letter.unwrap_or('\u{fffd}'), sign + length + usize::from(after.starts_with(';'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read_as_in_an_attribute() {
        for (text, wanted) in [
            ("java&#115;cript&colon;x", "javascript:x"),
            ("&#x6A;&#X6a&#0000106;", "jjj"),
            ("/a?b=1&amp;c=2&d=3", "/a?b=1&c=2&d=3"),
            ("?a=1&amp=2&ltx", "?a=1&amp=2&ltx"),
            ("a&Tab;b&NewLine;&lt", "a\tb\n<"),
            ("&#;&#x;&#99999999999999999999;&unknown;", "&#;&#x;\u{fffd}&unknown;"),
        ] {
            assert_eq!(decode(text), wanted, "{text}");
        }
    }
}
