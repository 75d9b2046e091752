//! Finds addresses for e-mail, also those that are spelled so that programs shall not find them: `an[at]gmail.com`.

use std::ops::Range;

/// Services where people, and not authorities, have their addresses: behind these a spelled sign is surely one.
const SERVICES: [&str; 9] =
    ["gmail.", "yahoo.", "outlook.", "hotmail.", "icloud.", "live.", "ymail.", "proton.", "protonmail."];

/// How the sign is spelled, and whether that is sure by itself.
const SIGNS: [(&str, bool); 10] = [
    ("(at)", true),
    ("[at]", true),
    ("{at}", true),
    ("(@)", true),
    ("[@]", true),
    ("(a)", false),
    ("[a]", false),
    ("(a còng)", true),
    ("a còng ", false),
    ("at ", false),
];

const DOTS: [&str; 7] = ["[dot]", "(dot)", "[.]", "(.)", "(chấm)", " dot ", " chấm "];

/// Whether a text is an address and nothing more.
pub fn is_email(text: &str) -> bool {
    let plain = !text.contains([' ', '<', '>', '"', ',', ';']);
    plain
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
        })
}

/// An address around its sign, `letter` or spelled, that begins here.
pub fn find(text: &str, at: usize, letter: char) -> Option<Range<usize>> {
    match letter {
        '@' | '＠' => around(text, at, letter.len_utf8()).map(|(range, _)| range),
        '(' | '[' | '{' | 'a' | 'A' => spelled(text, at),
        _ => None,
    }
}

fn spelled(text: &str, at: usize) -> Option<Range<usize>> {
    let (sign, is_sure) = SIGNS.into_iter().find(|(sign, _)| starts(&text[at..], sign))?;
    if sign.starts_with('a') && !text[..at].ends_with(' ') {
        return None;
    }
    let (range, host) = around(text, at, sign.len())?;
    (is_sure || SERVICES.iter().any(|service| host.starts_with(service))).then_some(range)
}

fn starts(text: &str, sign: &str) -> bool {
    text.get(..sign.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(sign))
}

/// Where the address begins and ends, and its host.
fn around(text: &str, at: usize, sign: usize) -> Option<(Range<usize>, String)> {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-');
    let before = text[..at].trim_end_matches(' ');
    let start = before.trim_end_matches(in_name).len();
    let after = text[at + sign..].trim_start_matches(' ');
    let from = text.len() - after.len();
    let (mut host, mut length, mut end) = (String::new(), 0, 0);
    while let Some(letter) = after[length..].chars().next() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') {
            host.push(letter.to_ascii_lowercase());
            length += 1;
            end = if letter.is_ascii_alphanumeric() { length } else { end };
        } else if let Some(dot) = DOTS.iter().find(|dot| starts(&after[length..], dot)) {
            host.push('.');
            length += dot.len();
        } else {
            break;
        }
    }
    let host = host.trim_end_matches(['.', '-']);
    let known =
        host.rsplit_once('.').is_some_and(|(_, last)| last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic()));
    let authority = host.ends_with("gov.vn");
    (start < before.len() && known && !authority).then(|| (start..from + end, host.to_owned()))
}
