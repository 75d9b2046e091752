//! The slips that editors make in YAML, as a table: how each shows in a line, and the line as it must stand.
//!
//! A mend looks at one line and those beside it and knows nothing of the parser; `yaml_faults` tries which one helps.

/// A line as it must stand, and where the mistake is in it, in bytes.
pub type Mended = (String, usize);

/// Lines of a front matter and which of them is looked at.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub lines: &'a [&'a str],
    pub index: usize,
}

pub struct Mend {
    pub try_on: fn(At) -> Option<Mended>,
    /// What is wrong, in Vietnamese and English.
    pub what: Words,
    /// What to do, where the line alone does not show it.
    pub next: Option<Words>,
    /// It shows in the line alone, so it is told even if another mistake follows.
    pub certain: bool,
    /// The value has a colon, which has a message of its own.
    pub colon: bool,
}

type Words = (&'static str, &'static str);

const fn mend(try_on: fn(At) -> Option<Mended>, what: Words) -> Mend {
    Mend { try_on, what, next: None, certain: false, colon: false }
}

const fn certain(try_on: fn(At) -> Option<Mended>, what: Words) -> Mend {
    Mend { certain: true, ..mend(try_on, what) }
}

const fn spread(try_on: fn(At) -> Option<Mended>, what: Words) -> Mend {
    Mend { next: Some(WHOLE), ..mend(try_on, what) }
}

/// For values of several lines.
pub const WHOLE: Words = (
    "Đặt cả giá trị, đến hết dòng cuối của nó, trong dấu ngoặc kép.",
    "Put the whole value, to the end of its last line, in quotation marks.",
);

/// In the order in which they are tried.
pub const MENDS: [Mend; 21] = [
    certain(
        hidden,
        ("có dấu cách cứng hoặc ký tự vô hình, thường do chép từ Word", "a hard space or an invisible character"),
    ),
    certain(wide_colon, ("dấu “：” không phải dấu hai chấm “:”", "“：” is not the colon “:”")),
    certain(tight_colon, ("thiếu dấu cách sau dấu hai chấm", "a space is missing after the colon")),
    certain(tight_dash, ("thiếu dấu cách sau dấu gạch đầu dòng", "a space is missing after the hyphen")),
    certain(equals, ("sau khóa phải là dấu hai chấm, không phải dấu =", "a key is followed by a colon, not by =")),
    mend(comma_behind, ("thừa dấu phẩy sau dấu ngoặc kép", "a needless comma after the quotation mark")),
    mend(quotes_inside, ("trong ngoặc kép có ngoặc kép", "quotation marks inside quotation marks")),
    mend(behind_quotes, ("có chữ sau dấu ngoặc kép đóng", "text follows the closing quotation mark")),
    certain(open_quote, ("thiếu dấu ngoặc kép đóng ở cuối", "the closing quotation mark is missing")),
    certain(open_single, ("thiếu dấu nháy đơn đóng ở cuối", "the closing single quotation mark is missing")),
    mend(open_quote_below, ("thiếu dấu ngoặc kép đóng ở cuối", "the closing quotation mark is missing")),
    mend(backslash, ("có dấu \\ trong ngoặc kép", "a \\ inside quotation marks")),
    mend(hash_in_brackets, ("dấu # cắt danh sách trong ngoặc vuông", "a # cuts the list in brackets")),
    mend(open_bracket, ("thiếu dấu ngoặc đóng ở cuối", "the closing bracket is missing")),
    mend(sign_first, ("giá trị bắt đầu bằng dấu mà YAML giữ riêng", "the value begins with a sign that YAML keeps")),
    mend(
        dedented,
        ("dòng này thụt vào không thẳng với dòng cùng cấp", "this line is not indented like those it belongs to"),
    ),
    Mend { colon: true, ..mend(colon_inside, ("", "")) },
    Mend { colon: true, ..spread(colon_further_on, ("", "")) },
    mend(continued, ("phần tiếp của dòng trên phải thụt vào", "what goes on from the line above has to be indented")),
    spread(cut, ("dấu # cắt giá trị", "a # cuts the value")),
    mend(no_colon, ("thiếu dấu hai chấm sau khóa", "a colon is missing after the key")),
];

/// A line in its parts: spaces and dashes, key, value. What is not there is empty.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Parts<'a> {
    lead: &'a str,
    key: &'a str,
    value: &'a str,
}

fn parts(line: &str) -> Parts<'_> {
    let mut at = line.len() - line.trim_start().len();
    while line[at..].starts_with("- ") {
        at += 2 + line[at + 2..].len() - line[at + 2..].trim_start().len();
    }
    let (lead, rest) = line.split_at(at);
    let ended = || rest.trim_end().strip_suffix(':').map(|key| (key, ""));
    let (key, value) = rest.split_once(": ").or_else(ended).unwrap_or(("", rest));
    let is_key = !key.starts_with(['"', '\'', '[', '{', '#']) || key.len() > 1 && key.ends_with(&key[..1]);
    let (key, value) = if is_key { (key, value) } else { ("", rest) };
    // A comment as it is meant has two spaces before it.
    let value = if value.starts_with(['"', '\'']) { value } else { value.split("  #").next().unwrap_or_default() };
    Parts { lead, key, value: value.trim() }
}

impl Parts<'_> {
    fn with(&self, value: &str) -> String {
        let Parts { lead, key, .. } = self;
        if key.is_empty() { format!("{lead}{value}") } else { format!("{lead}{key}: {value}") }
    }

    /// Where the value begins in a line.
    fn at(&self, line: &str) -> usize {
        line.rfind(self.value).unwrap_or(0)
    }
}

impl<'a> At<'a> {
    fn line(self) -> &'a str {
        self.lines[self.index]
    }

    fn parts(self) -> Parts<'a> {
        parts(self.line())
    }

    /// The last line before it that says something.
    fn before(self) -> Option<&'a str> {
        self.lines[..self.index].iter().rev().find(|line| !line.trim().is_empty()).copied()
    }
}

/// The value of a line, with the comment behind it.
pub fn value_of(line: &str) -> &str {
    parts(line).value
}

/// A text in quotation marks, as YAML takes it.
pub fn in_quotes(text: &str) -> String {
    if text.contains('"') && !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A name of a key that stands at the start of a text: letters, digits, `_` and `-`, with the rest.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-'))?;
    (end > 0 && text.starts_with(char::is_alphabetic)).then(|| text.split_at(end))
}

/// White space that is no space, and characters that nobody sees.
pub fn is_hidden(letter: char) -> bool {
    letter != ' ' && letter.is_whitespace() && letter != '\t'
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn hidden(at: At) -> Option<Mended> {
    let line = at.line();
    let skip = |from: usize, also: &[char]| {
        from + line[from..].len()
            - line[from..]
                .trim_start_matches(|letter| letter == ' ' || is_hidden(letter) || also.contains(&letter))
                .len()
    };
    // Before the key, in it or just behind its colon or dash; inside a text a hard space is harmless.
    let lead = skip(0, &['-']);
    let is_key = |letter: char| letter.is_alphanumeric() || letter == '_' || is_hidden(letter);
    let colon = line[lead..].find(':').map(|at| lead + at).filter(|colon| line[lead..*colon].chars().all(is_key));
    let structure = colon.map_or(lead, |colon| skip(colon + 1, &[]));
    let wrong = line[..structure].find(is_hidden)?;
    Some((without_hidden(&line[..structure]) + &line[structure..], wrong))
}

/// A text with plain spaces only, and only what can be seen.
pub fn without_hidden(text: &str) -> String {
    let space = |letter: char| if is_hidden(letter) { ' ' } else { letter };
    text.chars().filter(|letter| !is_hidden(*letter) || letter.is_whitespace()).map(space).collect()
}

fn wide_colon(at: At) -> Option<Mended> {
    let line = at.line();
    let (key, value) = line.split_once('：')?;
    word(&format!("{} ", key.trim_start_matches([' ', '-']))).filter(|(_, rest)| rest.trim().is_empty())?;
    Some((format!("{key}: {}", value.trim()), key.len()))
}

fn tight_colon(at: At) -> Option<Mended> {
    let lead = at.parts().lead;
    let (key, rest) = word(&at.line()[lead.len()..])?;
    let tight = rest.strip_prefix(':').filter(|tight| !tight.is_empty() && !tight.starts_with([' ', '/']))?;
    Some((format!("{lead}{key}: {tight}"), lead.len() + key.len()))
}

fn tight_dash(at: At) -> Option<Mended> {
    let line = at.line();
    let indent = line.len() - line.trim_start().len();
    let item = line[indent..].strip_prefix(['-', '–', '•'])?;
    (!item.is_empty() && !item.starts_with(['-', ' '])).then(|| (format!("{}- {item}", &line[..indent]), indent))
}

fn equals(at: At) -> Option<Mended> {
    let (key, rest) = word(at.line())?;
    let value = rest.trim_start().strip_prefix('=')?;
    Some((format!("{key}: {}", value.trim()), key.len()))
}

fn comma_behind(at: At) -> Option<Mended> {
    let line = at.line().trim_end();
    let without = line.strip_suffix(',')?.trim_end();
    without.ends_with(['"', '\'']).then(|| (without.to_owned(), line.len() - 1))
}

/// The text with its straight quotation marks turned into “ and ”.
fn curled(text: &str) -> String {
    let mut before = ' ';
    let turn = |letter: char| {
        let opens = before.is_whitespace() || matches!(before, '(' | '[' | '“');
        before = letter;
        match letter {
            '"' if opens => '“',
            '"' => '”',
            other => other,
        }
    };
    text.replace("\\\"", "\"").chars().map(turn).collect()
}

/// Quotation marks that no backslash stands before, by byte.
fn marks(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    text.match_indices('"').map(|(at, _)| at).filter(|at| *at == 0 || bytes[at - 1] != b'\\').collect()
}

fn quotes_inside(at: At) -> Option<Mended> {
    let parts = at.parts();
    let value = parts.value;
    let from = parts.at(at.line());
    if let Some(inner) = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        let lone = inner.find('\'')?;
        let mended = if closes(inner, lone) { in_quotes(value) } else { in_quotes(inner) };
        return Some((parts.with(&mended), from + 1 + lone));
    }
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let marks = marks(inner);
    let first = *marks.first()?;
    let in_pairs = marks.len().is_multiple_of(2);
    if closes(inner, first) && in_pairs {
        return Some((parts.with(&format!("\"{}\"", curled(value))), from));
    }
    let inner = if in_pairs { curled(inner) } else { inner.replace('"', "\\\"") };
    Some((parts.with(&format!("\"{inner}\"")), from + 1 + first))
}

/// Whether a quotation mark closes what stands before it: `"A" tại "B"` is a text with marks and none around it.
fn closes(text: &str, mark: usize) -> bool {
    !text[..mark].ends_with(' ') && text[mark + 1..].chars().next().is_none_or(|next| !next.is_alphanumeric())
}

fn behind_quotes(at: At) -> Option<Mended> {
    let parts = at.parts();
    let value = parts.value;
    let single = value.starts_with('\'').then(|| value[1..].find('\'').map(|close| close + 1));
    let marks = marks(value);
    let close = single.unwrap_or_else(|| marks.get(1).filter(|_| marks[0] == 0).copied())?;
    let behind = value[close + 1..].trim();
    if behind.is_empty() || behind.starts_with('#') || parts.key.is_empty() && behind.starts_with(':') {
        return None;
    }
    let text = if single.is_some() { in_quotes(value) } else { format!("\"{}\"", curled(value)) };
    Some((parts.with(&text), parts.at(at.line()) + close + 1))
}

fn open_quote(at: At) -> Option<Mended> {
    unclosed(at, '"')
}

fn open_single(at: At) -> Option<Mended> {
    unclosed(at, '\'')
}

fn unclosed(at: At, quote: char) -> Option<Mended> {
    let parts = at.parts();
    let value = parts.value;
    value.strip_prefix(quote)?;
    let count = if quote == '"' { marks(value).len() } else { value.matches(quote).count() };
    // On the next line the text may go on, where that is indented.
    let next = at.lines.get(at.index + 1).copied().unwrap_or_default();
    if count != 1 || next.starts_with([' ', '\t']) && !next.trim_start().starts_with('-') && parts.lead.is_empty() {
        return None;
    }
    let line = at.line().trim_end();
    // A curly mark that nothing opens was meant to close the text.
    let curly = |open: char, close: &[char]| line.strip_suffix(close).filter(|_| !value.contains(open));
    let text = curly('“', &['”', '“']).or_else(|| curly('‘', &['’'])).unwrap_or(line);
    Some((format!("{text}{quote}"), parts.at(at.line())))
}

/// A text with a `\\`, in the quotation marks in which that means nothing.
pub fn backslash(at: At) -> Option<Mended> {
    let parts = at.parts();
    let inner = parts.value.strip_prefix('"')?.strip_suffix('"')?;
    let first = inner.find('\\')?;
    let plain = !inner.contains(['\'', '"']);
    let mended = if plain { format!("'{inner}'") } else { format!("\"{}\"", inner.replace('\\', "\\\\")) };
    Some((parts.with(&mended), parts.at(at.line()) + 1 + first))
}

fn hash_in_brackets(at: At) -> Option<Mended> {
    let parts = at.parts();
    let hash = parts.value.find(" #")?;
    let inner = parts.value.strip_prefix('[')?;
    let inner = inner.strip_suffix(']').unwrap_or(inner);
    let item = |item: &str| {
        let item = item.trim();
        if item.contains('#') && !item.starts_with('"') { in_quotes(item) } else { item.to_owned() }
    };
    let items: Vec<String> = inner.split(',').map(item).collect();
    Some((parts.with(&format!("[{}]", items.join(", "))), parts.at(at.line()) + hash + 1))
}

fn open_bracket(at: At) -> Option<Mended> {
    let parts = at.parts();
    let (open, close) = [('[', ']'), ('{', '}')].into_iter().find(|(open, _)| parts.value.starts_with(*open))?;
    let missing = parts.value.matches(open).count().checked_sub(parts.value.matches(close).count())?;
    let quote = if marks(parts.value).len() % 2 == 1 { "\"" } else { "" };
    let mended = format!("{}{quote}{}", parts.value.trim_end_matches(','), close.to_string().repeat(missing));
    (missing > 0).then(|| (parts.with(&mended), parts.at(at.line())))
}

/// The last line of a text in quotation marks that never close.
fn open_quote_below(at: At) -> Option<Mended> {
    let line = at.line();
    let next = at.lines.get(at.index + 1).copied().unwrap_or_default();
    let above = at.lines[..at.index].iter().rev().find(|line| !line.starts_with(' '))?;
    let value = parts(above).value;
    let opened = line.starts_with(' ') && !next.starts_with(' ') && value.starts_with('"') && marks(value).len() == 1;
    opened.then(|| (format!("{}\"", line.trim_end()), line.trim_end().len().saturating_sub(1)))
}

/// Signs that mean something to YAML at the start of a value.
const SIGNS: [char; 16] = [',', '@', '`', '%', ']', '}', '[', '{', '|', '>', '!', '&', '*', '?', '-', ':'];

fn sign_first(at: At) -> Option<Mended> {
    let parts = at.parts();
    let whole = !parts.value.ends_with([']', '}']) || parts.value.starts_with([']', '}']);
    let alone = parts.value.len() == 1 && parts.value.starts_with(['[', '{', '|', '>', '!', '&', '*', '?', '-', ':']);
    let first = parts.value.starts_with(SIGNS) && !alone && whole;
    let has_place = !parts.key.is_empty() || !parts.lead.is_empty() || parts.value.starts_with(['@', '`', '%']);
    (first && has_place).then(|| (parts.with(&in_quotes(parts.value)), parts.at(at.line())))
}

/// The line at the indentation of one before or after it.
fn dedented(at: At) -> Option<Mended> {
    let line = at.line();
    let (text, before) = (line.trim_start(), at.before());
    let own = line.len() - text.len();
    word(text)
        .filter(|(key, rest)| key.is_ascii() && rest.starts_with(": ") || *rest == ":")
        .or_else(|| text.strip_prefix("- ").map(|item| ("-", item)))?;
    let Some(before) = before else { return (own > 0).then(|| (text.to_owned(), 0)) };
    let indent = before.len() - before.trim_start().len();
    let inner = parts(before).lead.chars().count();
    let wanted = if inner > indent && !text.starts_with('-') && own > 0 { inner } else { indent };
    (wanted != own).then(|| (format!("{}{text}", " ".repeat(wanted)), 0))
}

fn colon_inside(at: At) -> Option<Mended> {
    let parts = at.parts();
    let is_item = !parts.lead.trim().is_empty()
        && !word(&format!("{} ", parts.key)).is_some_and(|(key, rest)| key.is_ascii() && rest == " ");
    let (from, text) = if is_item {
        (parts.lead.len(), at.line()[parts.lead.len()..].trim())
    } else {
        (parts.at(at.line()), parts.value)
    };
    if text.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
    // “ ” around a value are meant as the quotation marks of YAML.
    let bare = text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')).filter(|bare| !bare.contains(['“', '”']));
    let quoted = in_quotes(bare.unwrap_or(text));
    let mended = if is_item { format!("{}{quoted}", parts.lead) } else { parts.with(&quoted) };
    Some((mended, from + colon))
}

fn continued(at: At) -> Option<Mended> {
    let line = at.line();
    let before = parts(at.before()?);
    let goes_on = !before.value.is_empty() && !line.starts_with([' ', '-', '#']) && !line.contains(": ");
    goes_on.then(|| (format!("  {line}"), 0))
}

/// A `#` in a text of several lines: what follows stands in a comment, and the next line has nothing to go on from.
fn cut(at: At) -> Option<Mended> {
    let parts = at.parts();
    let hash = parts.value.find(" #").filter(|_| !parts.value.starts_with(['"', '\'', '#']))?;
    at.lines.get(at.index + 1).filter(|next| next.starts_with(' '))?;
    Some((at.line().replacen(" #", " ", 1), parts.at(at.line()) + hash + 1))
}

/// A colon on a later line of a text.
fn colon_further_on(at: At) -> Option<Mended> {
    let (line, before) = (at.line(), at.before()?);
    let colon = line.find(": ").filter(|_| line.starts_with(' ') && !parts(before).value.is_empty())?;
    Some((line.replace(": ", " "), colon))
}

/// Keys that every editor writes.
const KEYS: [&str; 16] = [
    "title",
    "summary",
    "date",
    "author",
    "kind",
    "draft",
    "updated",
    "publish_at",
    "expires",
    "slug",
    "agency",
    "topics",
    "fields",
    "image",
    "image_alt",
    "weight",
];

fn no_colon(at: At) -> Option<Mended> {
    let (key, rest) = word(at.line())?;
    (KEYS.contains(&key) && rest.starts_with(' ') && !rest.contains(": "))
        .then(|| (format!("{key}: {}", rest.trim()), key.len()))
}
