//! Turns styles into those declarations that only say how a drawing looks (CSS Syntax 3): known properties, known
//! functions, no address but a part of the drawing itself, no escapes.

use std::borrow::Cow;

use super::tables;

/// What is left of a style, and what was not.
#[derive(Default, Debug)]
pub struct Kept {
    pub text: String,
    /// Something was left out, or a comment.
    pub changed: bool,
    /// What was left out and might load something or change the look of the drawing much.
    pub dropped: Vec<String>,
    /// Of a style sheet: selectors and declarations of the rules that name parts of the drawing.
    pub painted: Vec<(String, String)>,
}

/// Conditions that may stand in each other.
const CONDITIONS: usize = 4;

/// Whether a value names nothing but colours, numbers, words and parts of the drawing.
pub fn is_harmless(value: &str) -> bool {
    let mut rest = value;
    while let Some(letter) = rest.chars().next() {
        match letter {
            '\\' | '@' | '{' | '}' | '<' => return false,
            '/' if rest.starts_with("/*") => return false,
            // Where a browser reads quotation marks otherwise, what stands between them must not be a rule either.
            '"' | '\'' => match quoted(rest) {
                Some(after) if !rest[..rest.len() - after.len()].contains(['{', '}', '@', ';', '(', ')']) => {
                    rest = after
                }
                _ => return false,
            },
            letter if is_name(letter) => {
                let end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                rest = after;
                let Some(inside) = after.strip_prefix('(') else { continue };
                let name = name.trim_start_matches(|letter: char| letter == '-' || letter.is_ascii_digit());
                if name.eq_ignore_ascii_case("url") {
                    match own_part(inside) {
                        Some(after) => rest = after,
                        None => return false,
                    }
                } else if !tables::is_function(&name.to_ascii_lowercase()) {
                    return false;
                }
            }
            letter => rest = &rest[letter.len_utf8()..],
        }
    }
    true
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_') || !letter.is_ascii()
}

/// What follows a string; `None` when it does not end or has an escape.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next()?;
    let inside = &text[1..];
    let end = inside.find([quote, '\\', '\n', '\r', '\u{c}'])?;
    inside[end..].strip_prefix(quote)
}

/// What follows `#name)`, quoted or not.
fn own_part(inside: &str) -> Option<&str> {
    let (address, after) = inside.split_once(')')?;
    let address = address.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
    let bare = match address.as_bytes() {
        [first @ (b'"' | b'\''), .., last] if first == last => &address[1..address.len() - 1],
        _ => address,
    };
    let name = bare.strip_prefix('#')?;
    (!name.is_empty() && name.chars().all(|letter| is_name(letter) || matches!(letter, '.' | ':'))).then_some(after)
}

/// The declarations that may stay.
pub fn declarations(text: &str) -> Kept {
    let mut kept = Kept::default();
    let text = without_comments(text, &mut kept.changed);
    for part in parts(&text, ';') {
        if part.trim().is_empty() {
            continue;
        }
        let (name, value) = part.split_once(':').unwrap_or((part, ""));
        let (name, value) = (name.trim(), value.trim());
        let lower = name.to_ascii_lowercase();
        let is_own = is_own_property(name);
        let (is_known, is_harmless) = (is_own || tables::is_property(&lower), is_harmless(value));
        if is_known && is_harmless {
            if !kept.text.is_empty() {
                kept.text.push(';');
            }
            kept.text.extend([if is_own { name } else { &lower }, ":", value]);
        } else {
            kept.changed = true;
            let is_active =
                !tables::is_unseen_property(&lower) && looks_active(name, if is_harmless { "" } else { value });
            if is_known || is_active {
                kept.dropped.push(format!("{}: {}", shorten(name), shorten(value)));
            }
        }
    }
    kept
}

/// Whether it is one that the style names itself, `--colour`, for `var()`.
fn is_own_property(name: &str) -> bool {
    name.len() > 2 && name.starts_with("--") && name.chars().all(is_name)
}

/// The rules of a style sheet that may stay.
pub fn sheet(text: &str) -> Kept {
    let mut kept = Kept::default();
    let text = without_comments(text, &mut kept.changed);
    rules(&text, 0, &mut kept);
    kept
}

/// `depth`: in how many conditions they stand.
fn rules(text: &str, depth: usize, kept: &mut Kept) {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        for mark in ["<!--", "-->"] {
            if let Some(after) = rest.strip_prefix(mark) {
                (rest, kept.changed) = (after, true);
            }
        }
        if rest.is_empty() {
            return;
        }
        let end = find(rest, &['{', ';']).unwrap_or(rest.len());
        let prelude = rest[..end].trim();
        let is_statement = rest[end..].starts_with(';');
        if is_statement || rest[end..].is_empty() {
            kept.drop(prelude);
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        let (body, nested, after) = block(&rest[end + 1..]);
        rest = after;
        if is_condition(prelude) && depth < CONDITIONS {
            let before = kept.text.len();
            kept.text.extend([prelude, "{\n"]);
            let begin = kept.text.len();
            rules(body, depth + 1, kept);
            match kept.text.len() == begin {
                true => kept.text.truncate(before),
                false => kept.text.push_str("}\n"),
            }
            continue;
        }
        if prelude.starts_with('@') || nested || !is_selector(prelude) {
            if prelude.eq_ignore_ascii_case("@font-face") && !loads(body) {
                kept.changed = true;
            } else {
                kept.drop(prelude);
            }
            continue;
        }
        let inside = declarations(body);
        kept.changed |= inside.changed;
        kept.dropped.extend(inside.dropped);
        if !inside.text.is_empty() {
            kept.text.extend([prelude, "{", &inside.text, "}\n"]);
            if inside.text.contains('(') {
                kept.painted.push((prelude.to_owned(), inside.text));
            }
        }
    }
}

impl Kept {
    fn drop(&mut self, prelude: &str) {
        self.changed = true;
        let lower = prelude.to_ascii_lowercase();
        let is_unseen = tables::UNSEEN_RULES.iter().any(|rule| match lower.strip_prefix(rule) {
            Some(after) => !after.starts_with([',', '-']) && !after.contains(','),
            None => false,
        });
        if !prelude.is_empty() && !is_unseen {
            self.dropped.push(shorten(prelude));
        }
    }
}

/// Whether rules stand behind a question that only the screen or the browser answers, and that loads nothing: `@media print`,
/// `@media (prefers-color-scheme: dark)`, `@supports (fill: red)`. No function may stand in it.
fn is_condition(prelude: &str) -> bool {
    let lower = prelude.to_ascii_lowercase();
    let Some(asked) = ["@media", "@supports"].iter().find_map(|rule| lower.strip_prefix(rule)) else { return false };
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " \t\r\n():,.-/>=%".contains(letter);
    let mut before = ' ';
    let has_function = asked.chars().any(|letter| {
        let is_call = letter == '(' && !" \t\r\n(,".contains(before);
        before = letter;
        is_call
    });
    let depths = asked.chars().try_fold(0_usize, |depth, letter| match letter {
        '(' => Some(depth + 1),
        ')' => depth.checked_sub(1),
        _ => Some(depth),
    });
    asked.starts_with([' ', '\t', '\r', '\n', '(']) && asked.chars().all(is_plain) && !has_function && depths == Some(0)
}

/// Whether a typeface comes from elsewhere than the drawing and the reader's computer.
fn loads(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find("url(") {
        match own_part(&rest[at + 4..]) {
            Some(after) => rest = after,
            None => return true,
        }
    }
    lower.contains(['\\', '@']) || lower.contains("src(")
}

/// What names elements by kind, class, identity, place and attribute.
fn is_selector(text: &str) -> bool {
    let is_plain = |letter: char| is_name(letter) || " \t\r\n.#*,>+~:()[]=^$|\"'".contains(letter);
    // A quotation mark belongs to an attribute's value; elsewhere, as in `url(#')`, browsers may read it otherwise.
    let mut inside = false;
    let mut marks = text.chars().filter(|letter| matches!(letter, '[' | ']' | '"' | '\''));
    let is_balanced = marks.all(|letter| match letter {
        '[' | ']' => {
            inside = letter == '[';
            true
        }
        _ => inside,
    });
    let calls = text.to_ascii_lowercase();
    !text.is_empty() && text.chars().all(is_plain) && is_balanced && !calls.contains("url(") && !calls.contains("src(")
}

/// What stands between braces, whether there are braces in it, and what follows.
fn block(text: &str) -> (&str, bool, &str) {
    let (mut depth, mut nested, mut at) = (1, false, 0);
    while let Some(found) = find(&text[at..], &['{', '}']) {
        let brace = at + found;
        at = brace + 1;
        if text[brace..].starts_with('{') {
            (depth, nested) = (depth + 1, true);
        } else {
            depth -= 1;
        }
        if depth == 0 {
            return (&text[..brace], nested, &text[at..]);
        }
    }
    // It ends with the style.
    (text, nested, "")
}

/// The first of these marks outside of strings; a string that does not end goes on to the end of the text.
fn find(text: &str, marks: &[char]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + text[at..].find(|letter| matches!(letter, '"' | '\'') || marks.contains(&letter))?;
        if !text[found..].starts_with(['"', '\'']) {
            return Some(found);
        }
        at = text.len() - quoted(&text[found..])?.len();
    }
}

fn parts(text: &str, between: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = find(text, &[between]);
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

fn without_comments<'a>(text: &'a str, changed: &mut bool) -> Cow<'a, str> {
    if !text.contains("/*") {
        return Cow::Borrowed(text);
    }
    *changed = true;
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, inside)) = rest.split_once("/*") {
        out.extend([before, " "]);
        rest = inside.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether what was left out could load, run or show something; programs also leave notes of their own in styles.
pub fn looks_active(name: &str, value: &str) -> bool {
    const MARKS: &[&str] = &["url(", "script:", "data:", "//", "expression(", "import", "\\", "image("];
    let bare: String = value
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .collect::<String>()
        .to_lowercase();
    let name = name.to_ascii_lowercase();
    name.starts_with("on") || name.starts_with("behavior") || MARKS.iter().any(|mark| bare.contains(mark))
}

/// A name or value as a finding shows it.
pub fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    if line.chars().count() > LONGEST { short + "…" } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_only_say_how_something_looks_are_harmless() {
        for value in [
            "#f3c04b",
            "rgb(1, 2, 3)",
            "url(#a)",
            "url( '#Verlauf-1.b' ) no-repeat",
            "'Segoe UI', \"Noto Sans\", serif",
            "translate(1 2) rotate(-3.5)",
            "5,3",
            "M 0 0",
            "normal !important",
            "calc(1px + (2px * 3))",
            "var(--a, #e00)",
            "color-mix(in srgb, red 40%, var(--b))",
            "light-dark(#000, rgb(0 0 0 / 50%))",
            "clamp(1px, 2em, max(3px, 1vw))",
            "đỏ",
        ] {
            assert!(is_harmless(value), "{value}");
        }
    }

    #[test]
    fn values_that_load_or_hide_something_are_not() {
        for value in [
            "url(//a.example/x)",
            "url(http://a.example/x)",
            "URL( \"http://a.example#a\" )",
            "url(#a",
            "url()",
            "url(#)",
            "u\\72l(//a.example)",
            "\\75 rl(#a)",
            "url(\\#a)",
            "image-set('//a.example' 1x)",
            "image(//a.example)",
            "src('//a.example')",
            "expression(f())",
            "var(--a, url(//a.example))",
            "color-mix(in srgb, url(//a.example), red)",
            "light-dark(attr(a), expression(f()))",
            "env(a)",
            "attr(href)",
            "red;}@import 'x'",
            "@import",
            "url(#a) url(//a.example)",
            "-url(//a.example)",
            "1url(//a.example)",
            "'a\\'b'",
            "'{}svg{background:url(//a.example)}'",
            "'a;b'",
            "'a",
            "/**/url(#a)",
            "url(#a'b)",
            "url('#a)",
            "cross-fade(url(#a), url(//b))",
            "element(#a)",
            "<!--",
            "paint(a)",
        ] {
            assert!(!is_harmless(value), "{value}");
        }
    }

    #[test]
    fn class_rules_of_drawing_programs_stay() {
        let text = ".st0{fill:#FFFFFF;} .st1, g > .cls-2:hover{clip-path:url(#SVGID_2_);enable-background:new}";
        let kept = sheet(text);
        assert_eq!(kept.text, ".st0{fill:#FFFFFF}\n.st1, g > .cls-2:hover{clip-path:url(#SVGID_2_)}\n");
        assert!(kept.changed && kept.dropped.is_empty(), "{:?}", kept.dropped);
        assert!(!sheet("*{stroke-linejoin: round; stroke-linecap: butt}").changed);
    }

    #[test]
    fn rules_that_load_something_go_and_the_others_stay() {
        let kept = sheet(
            "@import '//a.example/x.css'; @font-face{font-family:a;src:url(//a.example/f)} rect{fill:url(//a.example#b);stroke:red} @media print{g{fill:red;behavior:url(x)}} @media print and (x: url(//a.example)){g{fill:red}} @keyframes a{to{fill:red}} a{b{fill:red}} x\\y{fill:red} text{fill:blue",
        );
        assert_eq!(kept.text, "rect{stroke:red}\n@media print{\ng{fill:red}\n}\ntext{fill:blue}\n");
        assert_eq!(
            kept.dropped,
            [
                "@import '//a.example/x.css'",
                "@font-face",
                "fill: url(//a.example#b)",
                "behavior: url(x)",
                "@media print and (x: url(//a.example))",
                "@keyframes a",
                "a",
                "x\\y"
            ]
        );
    }

    #[test]
    fn no_style_however_broken_stops_the_reader() {
        for text in [
            "@media print{",
            "@media print{a{",
            "@media{",
            "@media print{@media print{@media print{@media print{@media print{a{fill:red}",
            "{",
            "}",
            "{{{",
            "}}}a{fill:red}",
            "\"",
            "a{'",
            "/*",
            "a{fill:'",
            ";;;",
            "<!--",
            "@",
            "a{/*}",
            "*/",
        ] {
            let kept = sheet(text);
            assert!(!kept.text.replace("@media print", "").contains(['\\', '@', '<']), "{text}: {}", kept.text);
            declarations(text);
        }
    }
}
