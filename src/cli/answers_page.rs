//! Turns a row of an agency's table into a draft of a question with its answer. Columns that tell who asked are read only to take what
//! they hold out of the texts.

use super::scaffold::yaml;
use crate::load::config::Config;
use crate::text::fold::fold;
use crate::text::slug::slug;

/// Where the columns are; each is known by several names, without marks and in any case.
pub struct Columns {
    question: usize,
    agency: usize,
    received: usize,
    answered: usize,
    answer: usize,
    title: Option<usize>,
    asker: Option<usize>,
    forwarded: Option<usize>,
    field: Option<usize>,
    /// Telephone, e-mail address, address, identity number.
    personal: Vec<usize>,
}

const QUESTION: [&str; 4] = ["question", "cau hoi", "noi dung hoi", "noi dung cau hoi"];
const AGENCY: [&str; 4] = ["agency", "co quan", "don vi", "co quan tra loi"];
const RECEIVED: [&str; 4] = ["received", "ngay tiep nhan", "ngay nhan", "ngay hoi"];
const ANSWERED: [&str; 2] = ["answered", "ngay tra loi"];
const ANSWER: [&str; 4] = ["answer", "tra loi", "noi dung tra loi", "cau tra loi"];
const TITLE: [&str; 3] = ["title", "tieu de", "trich yeu"];
const ASKER: [&str; 4] = ["asker", "nguoi hoi", "ho ten", "ho va ten"];
const FORWARDED: [&str; 2] = ["forwarded", "ngay chuyen"];
const FIELD: [&str; 2] = ["field", "linh vuc"];
const PERSONAL: [&str; 13] = [
    "phone",
    "dien thoai",
    "so dien thoai",
    "sdt",
    "email",
    "thu dien tu",
    "address",
    "dia chi",
    "id",
    "cccd",
    "cmnd",
    "can cuoc",
    "so can cuoc",
];

impl Columns {
    /// `Err`: the name of a column that there must be.
    pub fn of(head: &[String]) -> Result<Columns, &'static str> {
        let names: Vec<String> = head.iter().map(|name| fold(name.trim())).collect();
        let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let need = |known: &[&str], name| find(known).ok_or(name);
        let is_personal = |(_, name): &(usize, &String)| PERSONAL.contains(&name.as_str());
        Ok(Columns {
            question: need(&QUESTION, "câu hỏi")?,
            agency: need(&AGENCY, "cơ quan")?,
            received: need(&RECEIVED, "ngày tiếp nhận")?,
            answered: need(&ANSWERED, "ngày trả lời")?,
            answer: need(&ANSWER, "trả lời")?,
            title: find(&TITLE),
            asker: find(&ASKER),
            forwarded: find(&FORWARDED),
            field: find(&FIELD),
            personal: names.iter().enumerate().filter(is_personal).map(|(at, _)| at).collect(),
        })
    }
}

/// A question that was answered, without what tells who asked.
pub struct Answer {
    title: String,
    question: String,
    answer: String,
    /// Initials, or nothing.
    asker: Option<String>,
    agency: String,
    field: Option<String>,
    received: String,
    forwarded: Option<String>,
    answered: String,
}

type Wrong = (String, String);

impl Answer {
    pub fn of(row: &[String], columns: &Columns, config: &Config) -> Result<Answer, Wrong> {
        let cell = |at: usize| row.get(at).map(String::as_str).unwrap_or_default().trim();
        let maybe = |at: Option<usize>| at.map(cell).filter(|text| !text.is_empty());
        let wrong = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
        let (question, answer) = (cell(columns.question), cell(columns.answer));
        if question.is_empty() || answer.is_empty() {
            return Err(wrong("thiếu câu hỏi hoặc câu trả lời", "the question or the answer is missing"));
        }
        let day = |at: usize| {
            read_day(cell(at)).ok_or_else(|| {
                let text = cell(at);
                (
                    format!("“{text}” không phải ngày; viết 2024-01-31 hoặc 31/01/2024"),
                    format!("“{text}” is no day; write 2024-01-31"),
                )
            })
        };
        let (received, answered) = (day(columns.received)?, day(columns.answered)?);
        if answered < received {
            return Err(wrong("ngày trả lời trước ngày tiếp nhận", "it was answered before it was received"));
        }
        let agency = term(&config.agencies, cell(columns.agency)).ok_or_else(|| {
            let text = cell(columns.agency);
            (
                format!("không có cơ quan “{text}” trong [[agencies]] của site.toml"),
                format!("site.toml has no agency “{text}” in [[agencies]]"),
            )
        })?;
        let name = maybe(columns.asker);
        let own: Vec<&str> =
            columns.personal.iter().map(|at| cell(*at)).chain(name).filter(|text| text.len() > 4).collect();
        let clean = |text: &str| {
            let text = own.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "…"));
            own.iter()
                .flat_map(|secret| secret.split([',', ';', '/']))
                .fold(text, |text, own| without_number(&text, own))
        };
        let question = masked(&clean(question));
        let title = maybe(columns.title).map_or_else(|| first_words(&question), |title| masked(&clean(title)));
        Ok(Answer {
            title,
            question,
            answer: clean(answer),
            asker: name.map(initials),
            agency,
            field: maybe(columns.field).and_then(|field| term(&config.fields, field)),
            forwarded: maybe(columns.forwarded).and_then(read_day).filter(|day| *day >= received && *day <= answered),
            received,
            answered,
        })
    }

    /// Of the questions of a day with one title, the first has a name without a number.
    pub fn file(&self, section: &str, number: usize) -> String {
        let section = section.trim_matches('/');
        let name: String = slug(&self.title).chars().take(60).collect();
        let number = if number > 1 { format!("-{number}") } else { String::new() };
        format!("content/{section}/{}-{}{number}.md", self.received, name.trim_matches('-'))
    }

    /// Whether a page is of this question, also after the editors changed its words: nothing is taken in twice.
    pub fn is_in(&self, page: &str) -> bool {
        let mark = self.mark();
        page.lines().any(|line| line == mark) || asked(page).is_some_and(|text| text == one_line(&self.question))
    }

    /// A comment in the page that tells its question from others, without saying anything of it.
    fn mark(&self) -> String {
        let hash = blake3::hash(one_line(&self.question).as_bytes()).to_hex();
        format!("# cong answers import: {}", &hash[..16])
    }
}

/// The question in a page that was made here, where it still stands as it was written.
fn asked(page: &str) -> Option<String> {
    let lines = page.lines().skip_while(|line| line.trim_end() != "question: |").skip(1);
    let text: Vec<&str> = lines.take_while(|line| line.trim().is_empty() || line.starts_with(' ')).collect();
    Some(one_line(&text.join(" "))).filter(|text| !text.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page of an answer.
pub struct Written<'a> {
    pub answer: &'a Answer,
    pub is_asked: bool,
}

impl Written<'_> {
    pub fn text(&self) -> String {
        let Answer { title, question, answer, asker, agency, field, received, forwarded, answered } = self.answer;
        let line = |key: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{key}: {}\n", yaml(value))).unwrap_or_default()
        };
        let day = |key: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{key}: {value}\n")).unwrap_or_default()
        };
        let indented: String = question.lines().map(|line| format!("  {}\n", line.trim())).collect();
        let (asker, field) =
            (line("asker", asker), field.as_ref().map(|field| format!("fields: [{field}]\n")).unwrap_or_default());
        let workflow = if self.is_asked { "workflow:\n  state: nhap\n" } else { "" };
        let (forwarded, mark) = (day("forwarded", forwarded), self.answer.mark());
        let body: Vec<String> = answer.lines().map(|line| line.trim().to_owned()).collect();
        format!(
            "---\n{mark}\ntitle: {}\nkind: question\ndraft: true\n{workflow}question: |\n{indented}{asker}received: {received}\n{forwarded}answered: {answered}\nagency: [{agency}]\n{field}---\n{}\n",
            yaml(title),
            body.join("\n").trim(),
        )
    }
}

/// An id, or a name or short name in any case.
fn term(terms: &[crate::load::config::Term], text: &str) -> Option<String> {
    let wanted = fold(text);
    let is_it = |term: &&crate::load::config::Term| {
        term.id == text
            || [&term.name, &term.short].iter().any(|name| fold(name.get("vi")) == wanted && !wanted.is_empty())
    };
    terms.iter().find(is_it).map(|term| term.id.clone())
}

/// `2024-01-31`, `31/01/2024`, `31-1-2024` → `2024-01-31`
fn read_day(text: &str) -> Option<String> {
    let parts: Vec<i16> = text.split(['/', '-', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first > 31 { (first, last) } else { (last, first) };
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year > 1900).then(|| date.to_string())
}

/// `Nguyễn Văn An` → `N.V.A.`
fn initials(name: &str) -> String {
    if fold(name) == "cong dan" {
        return name.to_owned();
    }
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    letters.flat_map(char::to_uppercase).map(|letter| format!("{letter}.")).collect()
}

/// Without e-mail addresses and long numbers: telephones, identity cards, accounts.
fn masked(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let words: Vec<String> =
            line.split(' ').map(|word| if word.contains('@') { "…".to_owned() } else { word.to_owned() }).collect();
        numbers_masked(&words.join(" "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Without a number that is known to be somebody's, however its digits are grouped, and with +84 for the first 0.
fn without_number(text: &str, number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 8 || number.chars().any(char::is_alphabetic) {
        return text.to_owned();
    }
    let own = match (digits.strip_prefix('0'), digits.strip_prefix("84")) {
        (Some(own), _) => own,
        (None, Some(own)) if number.trim().starts_with('+') || digits.len() == 11 => own,
        _ => &digits,
    };
    let forms = [digits.clone(), format!("0{own}"), format!("84{own}"), format!("840{own}")];
    let (mut out, mut before, mut at) = (String::new(), None, 0);
    while let Some(letter) = text[at..].chars().next() {
        let is_start = !before.is_some_and(|before: char| before.is_ascii_digit());
        let length = if is_start { forms.iter().find_map(|form| number_length(&text[at..], form)) } else { None };
        out.push(if length.is_some() { '…' } else { letter });
        before = Some(letter);
        at += length.unwrap_or(letter.len_utf8());
    }
    out
}

/// How long the digits are at the beginning of a text, with what stands among them.
fn number_length(text: &str, digits: &str) -> Option<usize> {
    let mut wanted = digits.chars().peekable();
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        if wanted.peek().is_none() {
            break;
        } else if wanted.peek() == Some(&letter) {
            wanted.next();
            end = at + 1;
        } else {
            let may_stand = if at == 0 { "+(" } else { " \u{a0}.-()" };
            if !may_stand.contains(letter) {
                return None;
            }
        }
    }
    let is_whole = wanted.peek().is_none() && !text[end..].starts_with(|letter: char| letter.is_ascii_digit());
    is_whole.then_some(end)
}

/// Nine digits and more, also with points, hyphens or spaces among them.
fn numbers_masked(line: &str) -> String {
    let (mut out, mut run, mut digits) = (String::new(), String::new(), 0);
    let end = |out: &mut String, run: &mut String, digits: &mut usize| {
        let kept = run.trim_end_matches([' ', '.', '-']).len();
        if *digits >= 9 && !is_amount(&run[..kept]) {
            out.push('…');
            out.push_str(&run[kept..]);
        } else {
            out.push_str(run);
        }
        run.clear();
        *digits = 0;
    };
    for letter in line.chars() {
        if letter.is_ascii_digit() || (letter == '+' && run.is_empty()) {
            digits += usize::from(letter.is_ascii_digit());
            run.push(letter);
        } else if matches!(letter, ' ' | '.' | '-') && !run.is_empty() && !run.ends_with([' ', '.', '-']) {
            run.push(letter);
        } else {
            end(&mut out, &mut run, &mut digits);
            out.push(letter);
        }
    }
    end(&mut out, &mut run, &mut digits);
    out
}

/// `150.000.000`: no telephone and no number of a person begins otherwise than with 0 or + and is written so.
fn is_amount(run: &str) -> bool {
    let mut groups = run.split('.');
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with(['0', '+']);
    is_first
        && run.contains('.')
        && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

fn first_words(question: &str) -> String {
    let words: Vec<&str> = question.split_whitespace().take(14).collect();
    words.join(" ").trim_end_matches(['.', ',', ';', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_who_asked_is_taken_out() {
        assert_eq!(masked("Gọi 0912 345 678 hoặc a.b@x.vn, số 079.123.456.789."), "Gọi … hoặc … số ….");
        assert_eq!(masked("Năm 2023 và 2024, khoản 150.000.000 đồng"), "Năm 2023 và 2024, khoản 150.000.000 đồng");
        assert_eq!(initials("nguyễn Văn An"), "N.V.A.");
    }

    #[test]
    fn a_known_number_is_taken_out_however_it_is_written() {
        for (text, number) in [
            ("Gọi 0912345678 nhé", "0912 345 678"),
            ("Gọi 0912.345.678 nhé", "0912345678"),
            ("Gọi (+84) 912-345-678 nhé", "0912345678"),
            ("Gọi 0912 345 678 nhé", "+84 912345678"),
        ] {
            assert_eq!(without_number(text, number).replace('(', ""), "Gọi … nhé", "{text} {number}");
        }
        for (text, number) in
            [("Gọi 10912345678", "0912345678"), ("Gọi 09123456789", "0912345678"), ("Số 12", "12 Lê Lợi")]
        {
            assert_eq!(without_number(text, number), text);
        }
    }

    #[test]
    fn days_are_read_as_agencies_write_them() {
        assert_eq!(read_day("31/01/2024").as_deref(), Some("2024-01-31"));
        assert_eq!(read_day("2024-1-31").as_deref(), Some("2024-01-31"));
        assert_eq!(read_day("31/02/2024"), None);
        assert_eq!(read_day("tháng 1"), None);
    }
}
