//! Turns blocks that are not what their author meant into findings: code that never ends, headings made by a line of dashes,
//! rows with more cells than the table has columns, addresses of links that no link uses.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag};

use super::words::{both, short};
use super::{Found, Part};
use crate::diag::catalog;

/// `[name]: address`
struct Definition {
    label: String,
    range: Range<usize>,
    is_used: bool,
}

/// A line that reads like a definition.
struct Candidate {
    label: String,
    at: usize,
    /// It stands in a paragraph, a table or code.
    is_text: bool,
}

pub struct Blocks<'a> {
    text: &'a str,
    columns: usize,
    definitions: Vec<Definition>,
    candidates: Vec<Candidate>,
    /// The first candidate behind the blocks seen so far.
    candidate: usize,
}

impl<'a> Blocks<'a> {
    pub fn new(text: &'a str, definitions: Vec<(String, Range<usize>)>) -> Self {
        let candidates = if definitions.is_empty() { Vec::new() } else { candidates(text) };
        let definitions = definitions.into_iter();
        let mut definitions: Vec<Definition> =
            definitions.map(|(label, range)| Definition { label: normal(&label), range, is_used: false }).collect();
        definitions.sort_by(|a, b| a.label.cmp(&b.label));
        Blocks { text, columns: 0, definitions, candidates, candidate: 0 }
    }

    /// Notes which definition an event uses.
    pub fn note(&mut self, event: &Event) {
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event
            && matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
            && let Ok(at) = self.definitions.binary_search_by(|definition| definition.label.as_str().cmp(&normal(id)))
        {
            self.definitions[at].is_used = true;
        }
    }

    pub fn pass(&mut self, event: &Event, range: &Range<usize>, ready: &mut VecDeque<Part>) {
        let Event::Start(tag) = event else { return };
        if matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Table(_) | Tag::HtmlBlock) {
            self.cover(range);
        }
        let found = match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(info, range),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented(range),
            Tag::Heading { .. } => self.heading(range),
            Tag::Table(columns) => {
                self.columns = columns.len();
                None
            }
            Tag::TableRow => self.row(range),
            _ => None,
        };
        ready.extend(found.map(Part::Found));
    }

    fn written(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn cover(&mut self, range: &Range<usize>) {
        while let Some(candidate) = self.candidates.get_mut(self.candidate).filter(|next| next.at < range.end) {
            candidate.is_text = candidate.at >= range.start;
            self.candidate += 1;
        }
    }

    fn fence(&self, info: &str, range: &Range<usize>) -> Option<Found> {
        let written = self.written(range).trim();
        let sign = written.chars().next()?;
        let count = written.chars().take_while(|letter| *letter == sign).count();
        let last = written.lines().skip(1).last().unwrap_or_default();
        let last = last.trim_matches(|letter: char| letter.is_whitespace() || letter == '>');
        let opening = range.start..range.start + self.written(range).lines().next().map_or(0, str::len);
        if last.chars().count() < count || !last.chars().all(|letter| letter == sign) {
            let marks: String = std::iter::repeat_n(sign, count).collect();
            let next = (
                format!("Thêm một dòng {marks} ở cuối phần mã, không thụt vào; không định viết mã thì xóa dòng này."),
                format!(
                    "Add a line {marks} where the code ends, without indentation; if no code was meant, delete this line."
                ),
            );
            let what = both((
                "phần mã mở ở đây không có dòng đóng, nên mọi chữ phía sau thành mã",
                "the code that begins here has no closing line, so everything behind it is code",
            ));
            return Some(Found::new(&catalog::CODE_OPEN, opening).with_words("what", what).with_words("next", next));
        }
        // What stands behind the signs names a language and is not shown.
        (!info.is_ascii() || info.split_whitespace().count() > 3).then(|| {
            let what = (
                format!("chữ cùng dòng với dấu mở mã không hiện trên trang: {}", short(info)),
                format!("words on the line that begins code are not shown: {}", short(info)),
            );
            let next = both(("Đưa chữ này xuống dòng dưới.", "Move them to the next line."));
            Found::new(&catalog::CODE_OPEN, opening).with_words("what", what).with_words("next", next)
        })
    }

    /// A fence that stands too far to the right is a line of code.
    fn indented(&self, range: &Range<usize>) -> Option<Found> {
        let written = self.written(range).trim_start();
        if !written.starts_with("```") && !written.starts_with("~~~") {
            return None;
        }
        let at = range.end - written.len().min(range.len());
        let what = both((
            "dòng mở mã thụt vào quá ba dấu cách nên hiện như chữ",
            "the line that begins code has more than three spaces before it and is shown as it is",
        ));
        let next = both((
            "Xóa các dấu cách ở đầu dòng này và dòng đóng.",
            "Delete the spaces at the beginning of this line and of the closing one.",
        ));
        Some(Found::new(&catalog::CODE_OPEN, at..at + 3).with_words("what", what).with_words("next", next))
    }

    /// A heading made by the line of signs below it, where its text is none.
    fn heading(&self, range: &Range<usize>) -> Option<Found> {
        const LONGEST: usize = 100;
        let written = self.written(range).trim_end();
        if written.trim_matches(['#', ' ', '\t']).is_empty() {
            let next = both((
                "Viết chữ sau các dấu #, hoặc xóa dòng này.",
                "Write words behind the # signs, or delete the line.",
            ));
            let found = Found::new(&catalog::HEADING_LEFTOVER, range.clone()).with("text", written);
            return Some(
                found
                    .with_words("what", both(("mục này không có chữ", "this heading has no words")))
                    .with_words("next", next),
            );
        }
        if written.trim_start().starts_with(['#', '|']) {
            return None;
        }
        let (text, line) = written.rsplit_once('\n')?;
        let text = text.trim();
        let sign = line.trim_matches([' ', '>']).chars().next()?;
        if sign == '-' && text.contains(" | ") && !text.contains('\n') {
            let row = format!("|{}", "---|".repeat((text.matches('|').count() + 1).min(20)));
            let next = (
                format!("Dòng gạch phải có đủ số cột: {row}; không phải bảng thì viết ## trước chữ và xóa dòng gạch."),
                format!(
                    "The line of dashes needs as many columns: {row}; if it is no table, write ## before the text and delete the dashes."
                ),
            );
            return Some(
                Found::new(&catalog::TABLE_LEFTOVER, range.clone()).with("text", short(text)).with_words("next", next),
            );
        }
        let is_sentence =
            text.ends_with(['.', ',', ';', ':', '…']) || text.contains('\n') || text.chars().nth(LONGEST).is_some();
        if !is_sentence {
            return None;
        }
        let marks = if sign == '=' { "===" } else { "---" };
        let what = (
            format!("đoạn này thành mục vì ngay dưới có dòng {marks}"),
            format!("this paragraph became a heading because of the line {marks} directly below it"),
        );
        let next = (
            format!(
                "Muốn một đường kẻ thì để dòng trống phía trên {marks}; muốn một mục thì viết ## trước chữ và xóa dòng {marks}."
            ),
            format!(
                "For a rule leave an empty line above {marks}; for a heading write ## before the text and delete {marks}."
            ),
        );
        let found = Found::new(&catalog::HEADING_LEFTOVER, range.clone()).with_words("what", what);
        Some(found.with("text", short(text)).with_words("next", next))
    }

    /// A row of a table, cut at its bars as GFM cuts it.
    fn row(&self, range: &Range<usize>) -> Option<Found> {
        let row = self.written(range).trim();
        let inner = row.strip_prefix('|').unwrap_or(row);
        let bytes = inner.as_bytes();
        let bar = |at: &usize| bytes[*at] == b'|' && (*at == 0 || bytes[*at - 1] != b'\\');
        let mut bars = (0..bytes.len()).filter(bar);
        if self.columns > 1 && !row.contains('|') {
            let next = both(("Để một dòng trống sau bảng.", "Leave an empty line behind the table."));
            let found = Found::new(&catalog::TABLE_LEFTOVER, range.clone()).with("text", short(row));
            return Some(found.with_words("next", next));
        }
        let surplus = bars.nth(self.columns.checked_sub(1)?)? + 1;
        let lost = inner[surplus..].trim_matches(['|', ' ', '\t']);
        if lost.is_empty() {
            return None;
        }
        let cells = self.columns + 1 + bars.filter(|at| *at + 1 < bytes.len()).count();
        let found = Found::new(&catalog::TABLE_SURPLUS, range.clone()).with("cells", cells.to_string());
        Some(found.with("columns", self.columns.to_string()).with("text", short(lost)).fatal())
    }

    /// Tells, once, of definitions without a link; `false`: there is nothing more.
    pub fn at_end(&mut self, ready: &mut VecDeque<Part>) -> bool {
        let definitions = std::mem::take(&mut self.definitions);
        for candidate in std::mem::take(&mut self.candidates).iter().filter(|candidate| !candidate.is_text) {
            let Ok(at) = definitions.binary_search_by(|own| own.label.cmp(&candidate.label)) else { continue };
            if !definitions[at].range.contains(&candidate.at) {
                let line = self.text[candidate.at..].lines().next().unwrap_or_default();
                let what = both((
                    "địa chỉ này bị bỏ qua vì tên đã có ở một dòng trên",
                    "this address is ignored because the name is defined above",
                ));
                let next = both(("Đặt tên khác, hoặc xóa dòng này.", "Choose another name, or delete the line."));
                ready.push_back(definition(candidate.at..candidate.at + line.len(), line, what, next));
            }
        }
        let mut unused: Vec<&Definition> = definitions.iter().filter(|definition| !definition.is_used).collect();
        unused.sort_by_key(|definition| definition.range.start);
        for unused in unused {
            let line = self.written(&unused.range);
            // `[//]: # (note)` is how a note is written where comments are not known.
            if matches!(unused.label.as_str(), "//" | "comment") {
                ready.push_back(Part::Found(
                    Found::new(&catalog::COMMENT, unused.range.clone()).with("text", short(line)),
                ));
                continue;
            }
            let what = both((
                "dòng này không hiện trên trang: không liên kết nào dùng tên này",
                "this line is not on the page: no link uses the name",
            ));
            let next = both((
                "Viết [chữ][tên] ở chỗ cần liên kết. Muốn in cả dòng ra thì viết \\ trước dấu [.",
                "Write [text][name] where the link belongs. To print the line as it is, write \\ before the [.",
            ));
            ready.push_back(definition(unused.range.clone(), line, what, next));
        }
        !ready.is_empty()
    }
}

fn definition<'a>(range: Range<usize>, line: &str, what: (String, String), next: (String, String)) -> Part<'a> {
    let found = Found::new(&catalog::REFERENCE, range).with_words("what", what);
    Part::Found(found.with("text", short(line)).with_words("next", next))
}

fn candidates(text: &str) -> Vec<Candidate> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>']);
        let label =
            inner.strip_prefix('[').filter(|rest| !rest.starts_with('^')).and_then(|rest| rest.split_once("]:"));
        if let Some((label, _)) = label {
            found.push(Candidate { label: normal(label), at: at + line.len() - inner.len(), is_text: false });
        }
        at += line.len();
    }
    found
}

/// Labels are the same whatever their case and spaces.
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
