//! Turns a YAML text into its tokens, each with its place, and into what is refused by its looks before it is parsed: anchors,
//! aliases, brackets by the hundred.
//!
//! The one walk over a front matter. It goes from token to token as a parser does, so that `&` and `*` in quotation marks, comments and running text are
//! passed over, and those behind a tag or on the fifth line of a list in brackets are not. What a hostile text hides
//! from it is caught by the bounds of `yaml_values`.

use super::yaml_values::DEEPEST;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// `&name` or `*name`.
    Alias,
    /// Brackets inside brackets, or dashes behind dashes.
    Depth,
}

/// A comment behind a value, on its line. Lines are counted from 0, columns from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// The line of the key or dash that the value belongs to.
    pub owner: usize,
    pub line: usize,
    pub column: usize,
    pub value: Before,
}

/// What stands before a comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Before {
    Plain,
    Quoted,
    /// The key alone.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A scalar without quotation marks, on one line or several.
    Plain,
    Quoted,
    /// A text below `|` or `>`.
    Block,
    /// `!name` before a value.
    Tag,
    Dash,
    Question,
    /// Behind a key.
    Colon,
    /// `[` or `{`.
    Open,
    Close,
    Comma,
}

/// A token and where it stands, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    pub kind: Kind,
    pub from: usize,
    pub to: usize,
}

/// What the walk has found.
#[derive(Default)]
pub struct Scanned {
    pub tokens: Vec<Token>,
    /// Those with exactly one space before them: the others are meant as such.
    pub comments: Vec<Comment>,
    /// The first, with its line (from 0) and column (from 1). The walk ends there.
    pub trouble: Option<(Trouble, usize, usize)>,
}

pub fn scan(yaml: &str) -> Scanned {
    let mut scan = Scan::new(yaml);
    let trouble = scan.run();
    let line = |at: usize| memchr::memchr_iter(b'\n', &yaml.as_bytes()[..at]).count();
    let trouble = trouble.map(|trouble| {
        let column = yaml.get(scan.line_start..scan.at).map_or(0, |before| before.chars().count()) + 1;
        (trouble, line(scan.at), column)
    });
    let comment = |(owner, hash, value): (usize, usize, Before)| {
        let column = yaml[..hash].rsplit('\n').next().map_or(0, |before| before.chars().count()) + 1;
        Comment { owner: line(owner), line: line(hash), column, value }
    };
    Scanned { tokens: scan.tokens, comments: scan.comments.into_iter().map(comment).collect(), trouble }
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    line_start: usize,
    /// The column of the key or dash that the next value belongs to; what goes on with the value stands further right.
    parent: isize,
    /// Open `[` and `{`.
    brackets: usize,
    /// Dashes and question marks so far on this line.
    marks: usize,
    /// Where the last key or dash stands.
    owner: usize,
    /// Where the last scalar ends, and whether it is in quotation marks.
    last: (usize, bool),
    /// Owner, place and what stands before.
    comments: Vec<(usize, usize, Before)>,
    tokens: Vec<Token>,
}

impl<'a> Scan<'a> {
    fn new(yaml: &'a str) -> Self {
        Scan {
            text: yaml.as_bytes(),
            at: 0,
            line_start: 0,
            parent: -1,
            brackets: 0,
            marks: 0,
            owner: 0,
            last: (usize::MAX, false),
            comments: Vec::new(),
            tokens: Vec::with_capacity(64),
        }
    }

    fn run(&mut self) -> Option<Trouble> {
        loop {
            self.skip_space();
            let first = self.peek(0)?;
            let lone = self.is_space(1);
            match first {
                b'&' | b'*' if !lone => return Some(Trouble::Alias),
                b'[' | b'{' => {
                    self.brackets += 1;
                    self.mark(Kind::Open);
                    if self.brackets > DEEPEST {
                        return Some(Trouble::Depth);
                    }
                }
                b']' | b'}' => {
                    self.brackets = self.brackets.saturating_sub(1);
                    self.mark(Kind::Close);
                }
                b',' if self.brackets > 0 => self.mark(Kind::Comma),
                b':' if lone || self.brackets > 0 => self.mark(Kind::Colon),
                b'-' | b'?' if lone && self.brackets == 0 => {
                    self.parent = self.column();
                    self.owner = self.at;
                    self.marks += 1;
                    self.mark(if first == b'-' { Kind::Dash } else { Kind::Question });
                    if self.marks > DEEPEST {
                        return Some(Trouble::Depth);
                    }
                }
                b'!' => self.scalar(Kind::Tag, Self::skip_tag),
                b'"' | b'\'' => self.scalar(Kind::Quoted, |scan| scan.skip_quoted(first)),
                b'|' | b'>' if self.brackets == 0 => self.scalar(Kind::Block, Self::skip_block),
                _ => self.scalar(Kind::Plain, Self::skip_plain),
            }
        }
    }

    /// A token of one byte.
    fn mark(&mut self, kind: Kind) {
        self.tokens.push(Token { kind, from: self.at, to: self.at + 1 });
        self.at += 1;
    }

    /// A scalar, without the white space behind it.
    fn scalar(&mut self, kind: Kind, skip: impl FnOnce(&mut Self)) {
        let from = self.at;
        skip(self);
        let to = from + self.text[from..self.at].trim_ascii_end().len();
        self.tokens.push(Token { kind, from, to });
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn is_space(&self, ahead: usize) -> bool {
        self.peek(ahead).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n'))
    }

    fn column(&self) -> isize {
        (self.at - self.line_start) as isize
    }

    fn new_line(&mut self) {
        self.at += 1;
        self.line_start = self.at;
        self.marks = 0;
    }

    /// White space, line breaks and comments.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => self.new_line(),
                b' ' | b'\t' => self.at += 1,
                b'#' if self.at == self.line_start || matches!(self.text[self.at - 1], b' ' | b'\t') => {
                    self.note_comment();
                    self.skip_line();
                }
                _ => return,
            }
        }
    }

    fn note_comment(&mut self) {
        const MOST: usize = 100;
        let before = &self.text[self.line_start..self.at];
        let (spaces, end) = (before.iter().rev().take_while(|byte| **byte == b' ').count(), self.last.0);
        if spaces != 1 || self.brackets > 0 || self.comments.len() == MOST {
            return;
        }
        let value = match before.iter().rev().nth(1) {
            _ if end == self.at - 1 => {
                if self.last.1 {
                    Before::Quoted
                } else {
                    Before::Plain
                }
            }
            Some(b':' | b'-') => Before::Nothing,
            _ => return,
        };
        self.comments.push((self.owner, self.at, value));
    }

    fn skip_line(&mut self) {
        self.at += memchr::memchr(b'\n', &self.text[self.at..]).unwrap_or(self.text.len() - self.at);
    }

    fn skip_tag(&mut self) {
        let ends = |byte: u8| self.brackets > 0 && matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let rest = &self.text[self.at..];
        let length = rest.iter().take_while(|byte| !matches!(byte, b' ' | b'\t' | b'\n') && !ends(**byte)).count();
        self.at += length;
    }

    fn skip_quoted(&mut self, quote: u8) {
        let begin = self.column();
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => {
                    self.new_line();
                    continue;
                }
                b'\\' if quote == b'"' && self.peek(1) != Some(b'\n') => self.at += 1,
                _ if byte == quote && quote == b'\'' && self.peek(1) == Some(quote) => self.at += 1,
                _ if byte == quote => {
                    self.at = (self.at + 1).min(self.text.len());
                    self.last = (self.at, true);
                    self.note_key(begin);
                    return;
                }
                _ => {}
            }
            self.at = (self.at + 1).min(self.text.len());
        }
    }

    /// A scalar that began at this column of its line and is followed by a colon is a key.
    fn note_key(&mut self, begin: isize) {
        let spaces = self.text[self.at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if self.brackets == 0 && self.peek(spaces) == Some(b':') && self.is_space(spaces + 1) {
            self.parent = begin;
            self.owner = self.line_start;
        }
    }

    /// A text below `|` or `>`: all lines further right than the key or dash that it belongs to.
    fn skip_block(&mut self) {
        self.skip_line();
        while self.peek(0).is_some() {
            let line = &self.text[self.at + 1..];
            let indent = line.iter().take_while(|byte| **byte == b' ').count();
            let blank = line.get(indent).is_none_or(|byte| *byte == b'\n');
            if !blank && indent as isize <= self.parent.max(-1) {
                return;
            }
            self.new_line();
            self.skip_line();
        }
    }

    /// A scalar without quotation marks, with the lines on which it goes on.
    fn skip_plain(&mut self) {
        let begin = self.column();
        self.at += 1;
        loop {
            let Some(byte) = self.peek(0) else { return };
            match byte {
                b':' if self.is_space(1) => return self.note_key(begin),
                b'#' if matches!(self.text[self.at - 1], b' ' | b'\t') => {
                    let blank = self.text[..self.at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t'));
                    self.last = (self.at - blank.count(), false);
                    return;
                }
                b',' | b'[' | b']' | b'{' | b'}' if self.brackets > 0 => return,
                b':' if self.brackets > 0 && matches!(self.peek(1), Some(b',' | b'[' | b']' | b'{' | b'}')) => return,
                b'\n' => {
                    let rest = &self.text[self.at..];
                    let space = rest.iter().take_while(|byte| matches!(byte, b'\n' | b' ' | b'\t')).count();
                    let start = rest[..space].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                    let goes_on = self.brackets > 0 || (space - start) as isize > self.parent;
                    if !goes_on || rest.get(space).is_none_or(|byte| *byte == b'#') {
                        return;
                    }
                    self.line_start = self.at + start;
                    self.marks = 0;
                    self.at += space;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_and_aliases_are_found_whatever_stands_before() {
        for (text, place) in [
            ("title: Bình\na: &x [1]\n", (1, 4)),
            ("tags: [a, *x]\n", (0, 11)),
            ("- *x\n", (0, 3)),
            ("x: !t &a [1]\n", (0, 7)),
            ("x: !t\n  # ghi chú\n  &a 1\n", (2, 3)),
            ("x: \"a # b\" # c\ny: *x\n", (1, 4)),
            ("x: [a,\n  'b, c',\n  *x]\n", (2, 3)),
            ("x: {a: *x}\n", (0, 8)),
            ("? &a b\n: c\n", (0, 3)),
            ("*a : b\n", (0, 1)),
            ("- a: |\n    *b\n  c: *d\n", (2, 6)),
            ("<<: *x\n", (0, 5)),
            ("[&a]: 1\n", (0, 2)),
            ("tiêu đề: &x 1\n", (0, 10)),
        ] {
            assert_eq!(scan(text).trouble, Some((Trouble::Alias, place.0, place.1)), "{text}");
        }
    }

    #[test]
    fn plain_text_is_passed_over() {
        for text in [
            "title: R&D và A & B * C\nbody: |\n  *nghiêng* &x\n\n  *lại*\n",
            "title: \"*a*\"\nb: '&c ''*d'\n",
            "# *a\ntitle: b # &c\n",
            "summary: một câu dài\n  *nhấn* và &c\ntitle: a\n",
            "tags: [a b *c, d&e]\n",
            "body: >-\n\n  *a*\ntitle: b\n",
            "- |\n *a\n",
            "url: https://a.vn/?a=1&b=2\n",
            "\u{1f600}: a\n",
        ] {
            assert_eq!(scan(text).trouble, None, "{text}");
        }
    }

    #[test]
    fn comments_close_behind_a_value_are_found_and_others_are_not() {
        let of = |text: &str| {
            let found =
                scan(text).comments.into_iter().map(|found| (found.owner, found.line, found.column, found.value));
            found.collect::<Vec<_>>()
        };
        assert_eq!(of("a: Nghị quyết #42\n"), [(0, 0, 15, Before::Plain)]);
        assert_eq!(of("a: x\nb: \"c\" #d\n"), [(1, 1, 8, Before::Quoted)]);
        assert_eq!(of("a: #b\n- #c\n"), [(0, 0, 4, Before::Nothing), (1, 1, 3, Before::Nothing)]);
        assert_eq!(of("a:\n- b: c\n- d #e\nf:\n  g\n  h #i\n"), [(2, 2, 5, Before::Plain), (3, 5, 5, Before::Plain)]);
        for text in [
            "a: b  # c\n",
            "a: \"b #c\"\n",
            "# a #b\nc: d#e\n",
            "a: |\n  b #c\nd: 'e #f'\n",
            " # a\nb: c\n",
            "a: \"b\n  c #d\"\n",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn brackets_and_dashes_by_the_hundred_are_found() {
        let trouble = |text: &str| scan(text).trouble.map(|(trouble, ..)| trouble);
        assert_eq!(trouble(&"[".repeat(DEEPEST + 1)), Some(Trouble::Depth));
        assert_eq!(trouble(&"- ".repeat(DEEPEST + 1)), Some(Trouble::Depth));
        assert_eq!(trouble(&"- a\n".repeat(1000)), None);
        assert_eq!(trouble(&"[a],\n".repeat(1000)), None);
    }
}
