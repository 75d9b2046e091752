//! Turns paragraphs that are indented as a typewriter or Word does into paragraphs of Markdown, which takes four spaces or a
//! tab for code, and says so. What looks like code, or is laid out with spaces, stays as it is.
//!
//! Lines keep their numbers; what is cut off before a line is added again to the columns of what is found in it.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::document::Body;
use super::markdown::{self, Links};
use super::steps;
use crate::diag::{Finding, Span, catalog};
use crate::path::SourcePath;
use crate::text::fold::fold;
use crate::text::syllable::is_syllable;

/// A text whose indented prose is prose.
#[derive(Default)]
pub struct Plain {
    pub text: String,
    /// Line, counted from 0, and characters that were cut off before it.
    cut: Vec<(usize, usize)>,
    /// The first line of each block, with its first words.
    found: Vec<(usize, usize, String)>,
}

/// The body of a page, as `markdown::body` makes it.
pub fn body(text: &str, language: &str, first_line: usize, links: &mut Links) -> Body {
    let Some(plain) = plain(text) else { return markdown::body(text, language, first_line, links) };
    let known = (links.refs.len(), links.findings.len());
    let body = markdown::body(&plain.text, language, first_line, links);
    let refs = links.refs[known.0..].iter_mut().map(|found| &mut found.span);
    let findings = links.findings[known.1..].iter_mut().filter_map(|finding| finding.span.as_mut());
    for span in refs.chain(findings) {
        let line = (span.line as usize).wrapping_sub(first_line);
        if let Ok(at) = plain.cut.binary_search_by_key(&line, |(line, _)| *line) {
            span.column += plain.cut[at].1 as u32;
        }
    }
    links
        .findings
        .extend(plain.findings(links.file, |line, column, length| Span::new(first_line + line, column, length)));
    body
}

impl Plain {
    /// `place`: where a line, a column and a length of the text stand.
    pub fn findings(&self, file: &SourcePath, place: impl Fn(usize, usize, usize) -> Span) -> Vec<Finding> {
        let finding = |(line, column, text): &(usize, usize, String)| {
            let finding = Finding::new(&catalog::INDENTED, file.as_str());
            finding.at(place(*line, *column, text.chars().count())).with("text", text)
        };
        self.found.iter().map(finding).collect()
    }
}

/// A change of the text: what to leave out, and what to put there.
type Edit = (std::ops::Range<usize>, &'static str);

/// `None` where nothing is to be done, which is soon known of most texts.
pub fn plain(text: &str) -> Option<Plain> {
    if !text.contains("    ") && !text.contains('\t') {
        return None;
    }
    let mut making = Making { text, edits: Vec::new(), plain: Plain::default(), counted: (0, 0) };
    let mut block: Option<Vec<usize>> = None;
    let mut inside = 0_usize;
    for (event, range) in Parser::new_ext(text, markdown::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => block = Some(Vec::new()),
            Event::Text(_) if block.is_some() => block.get_or_insert_default().push(range.start),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(block) = block.take() {
                    making.block(&block);
                }
            }
            Event::Start(Tag::Item | Tag::FootnoteDefinition(_)) => inside += 1,
            Event::End(TagEnd::Item | TagEnd::FootnoteDefinition) => inside = inside.saturating_sub(1),
            // The first line of the next paragraph, to whoever indents first lines.
            Event::SoftBreak if inside == 0 => {
                let (before, after) = (&text[..range.start], &text[range.end..]);
                if is_indented(after) && steps::ends_part(last_line(before)) {
                    making.edits.push((range.start..range.start, "  "));
                }
            }
            _ => {}
        }
    }
    making.finish()
}

fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

struct Making<'a> {
    text: &'a str,
    edits: Vec<Edit>,
    plain: Plain,
    /// A place, and the line breaks before it.
    counted: (usize, usize),
}

impl Making<'_> {
    /// `starts`: where the text of each line begins, behind the four columns that made it code.
    fn block(&mut self, starts: &[usize]) {
        let text = self.text;
        let line = |start: usize| text[start..].split('\n').next().unwrap_or_default().trim();
        let written: Vec<(usize, &str)> =
            starts.iter().map(|start| (*start, line(*start))).filter(|(_, line)| !line.is_empty()).collect();
        let lines: Vec<&str> = written.iter().map(|(_, line)| *line).collect();
        if lines.is_empty() || !is_prose(&lines) {
            return;
        }
        for (index, (start, line)) in written.iter().enumerate() {
            let before = last_line(&text[..*start]);
            // As much as made it code: what is left is the indent of a list around it.
            let spaces = before.bytes().rev().take_while(|byte| *byte == b' ').take(4).count();
            let kept = before.strip_suffix('\t').unwrap_or(&before[..before.len() - spaces]);
            let begin = start - before.len();
            let end = start + text[*start..].len() - text[*start..].trim_start_matches([' ', '\t']).len();
            let cut = begin + kept.len()..end;
            let number = self.number(*start);
            self.plain.cut.push((number, text[cut.clone()].chars().count()));
            if index == 0 {
                self.plain.found.push((number, text[begin..end].chars().count() + 1, first_words(line)));
            } else {
                self.part(begin, lines[index - 1]);
            }
            self.edits.push((cut, ""));
        }
    }

    /// A paragraph on each line, without an empty line between them. `begin`: of a line; `before`: the one before it.
    fn part(&mut self, begin: usize, before: &str) {
        let end = begin.saturating_sub(1);
        if last_line(&self.text[..end]).trim() == before && steps::ends_part(before) {
            let end_of_text = self.text[..end].trim_end_matches(' ').len();
            self.edits.push((end_of_text..end, "  "));
        }
    }

    /// The line of a place, counted from 0; places come in order.
    fn number(&mut self, at: usize) -> usize {
        let (from, breaks) = self.counted;
        let between = self.text.as_bytes().get(from..at).unwrap_or_default();
        let breaks = breaks + memchr::memchr_iter(b'\n', between).count();
        self.counted = (at, breaks);
        breaks
    }

    fn finish(mut self) -> Option<Plain> {
        if self.edits.is_empty() {
            return None;
        }
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut out, mut kept) = (String::with_capacity(self.text.len() + 2 * self.edits.len()), 0);
        for (range, new) in &self.edits {
            out.push_str(self.text.get(kept..range.start).unwrap_or_default());
            out.push_str(new);
            kept = kept.max(range.end);
        }
        out.push_str(self.text.get(kept..).unwrap_or_default());
        self.plain.text = out;
        Some(self.plain)
    }
}

fn first_words(line: &str) -> String {
    const MOST: usize = 60;
    let end = line.char_indices().nth(MOST).map_or(line.len(), |(at, _)| at);
    line[..end].trim_end().to_owned()
}

/// Whether lines are sentences: Vietnamese by its syllables, English by its small words. Signs of program code, and three
/// spaces inside a line, speak for what must be kept as it is.
fn is_prose(lines: &[&str]) -> bool {
    let is_kept = |line: &&str| line.contains(['{', '}', '=', '`', '$', '\\', '<', '\t']) || line.contains("   ");
    if lines.iter().any(is_kept) {
        return false;
    }
    if lines.iter().all(|line| is_value(line)) {
        return true;
    }
    let words = || {
        lines.iter().flat_map(|line| line.split(|letter: char| !letter.is_alphabetic())).filter(|word| !word.is_empty())
    };
    let (mut all, mut syllables, mut marked, mut small) = (0, 0, 0, 0);
    for word in words() {
        all += 1;
        let is_vietnamese = is_syllable(word);
        syllables += usize::from(is_vietnamese);
        marked += usize::from(is_vietnamese && !word.is_ascii());
        small +=
            usize::from(matches!(&*fold(word), "the" | "of" | "and" | "to" | "in" | "is" | "are" | "for" | "a" | "by"));
    }
    let is_sentence = |line: &&str| line.starts_with(char::is_uppercase) || line.len() > 60;
    (all >= 3 && marked >= 2 && syllables * 5 >= all * 3)
        || (all >= 6 && small >= 2 && small * 10 >= all && lines.iter().any(is_sentence))
}

/// An hour, a date or an amount, or a name of a word or two with the marks of Vietnamese.
fn is_value(line: &str) -> bool {
    let is_number = line.starts_with(|first: char| first.is_ascii_digit())
        && line.chars().all(|sign| {
            sign.is_ascii_digit() || matches!(sign, ' ' | '.' | ',' | ':' | '/' | '-' | '–' | 'h' | 'g' | 'đ' | '%')
        });
    let mut words = line.trim_end_matches(['.', ',', ';', ':']).split(' ');
    let is_name = line.starts_with(char::is_uppercase)
        && !line.is_ascii()
        && words.clone().count() <= 3
        && words.all(|word| word.chars().all(char::is_alphabetic) && is_syllable(word));
    is_number || is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Option<String> {
        plain(text).map(|plain| plain.text)
    }

    #[test]
    fn indented_prose_is_a_paragraph() {
        for (text, wanted) in [
            ("    Thực hiện kế hoạch của tỉnh.\n", "Thực hiện kế hoạch của tỉnh.\n"),
            ("\tThực hiện kế hoạch của tỉnh,\nSở báo cáo.\n", "Thực hiện kế hoạch của tỉnh,\nSở báo cáo.\n"),
            ("Mở.\n\n        CỘNG HÒA XÃ HỘI\n\nHết.\n", "Mở.\n\nCỘNG HÒA XÃ HỘI\n\nHết.\n"),
            ("    Đoạn một của bài.\n    Đoạn hai của bài.\n", "Đoạn một của bài.  \nĐoạn hai của bài.\n"),
            ("Đoạn một.\n    Đoạn hai.\n", "Đoạn một.  \n    Đoạn hai.\n"),
            ("- Mục một\n\n        Đoạn sau của mục một\n", "- Mục một\n\n  Đoạn sau của mục một\n"),
            ("Giờ:\n\n    7h00\n", "Giờ:\n\n7h00\n"),
            ("Nơi:\n\n    Hội trường\n", "Nơi:\n\nHội trường\n"),
            (
                "    The office is open to the public in the morning.\n",
                "The office is open to the public in the morning.\n",
            ),
        ] {
            assert_eq!(made(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn code_and_what_is_laid_out_with_spaces_stay() {
        for text in [
            "    cong build --at 2024-01-15\n",
            "    # Tạo tệp mới của bài viết\n    cong new article \"Tin\"\n    let tên = 5;\n",
            "    TM. ỦY BAN NHÂN DÂN          CHỦ TỊCH\n",
            "```\n    Đoạn văn trong khung mã lệnh\n```\n",
            "- Mục một dài.\n    Dòng sau của mục một.\n",
            "Đoạn một của\n    bài viết\n",
            "1. Mục\n\n    Đoạn sau của mục.\n",
            "| a    | b |\n|---|---|\n| Một    | hai ba |\n",
        ] {
            assert_eq!(made(text), None, "{text}");
        }
    }

    #[test]
    fn many_blocks_take_no_time() {
        let text = "    Đoạn văn của bài.\n\nChữ.\n\n".repeat(20_000);
        assert_eq!(plain(&text).map(|plain| plain.found.len()), Some(20_000));
        let text = format!("{}{}", "    Đoạn văn của bài.\n".repeat(20_000), "\t".repeat(20_000));
        assert_eq!(plain(&text).map(|plain| plain.cut.len()), Some(20_000));
    }
}
