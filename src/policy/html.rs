//! Turns the HTML of a page into its tags as a browser reads them (HTML Standard, §13.2.5), or says where it is not sure.
//!
//! It reads no further than the policy needs: names, attributes, and where text ends that is no markup. What browsers
//! could read in two ways (markup inside `<title>`, `<textarea>` or `<iframe>`, a comment inside `<noscript>`, code inside
//! a drawing) is given back as unclear instead of being guessed.

use memchr::{memchr, memmem};

use super::entities;

/// An opening tag.
pub struct Tag<'a> {
    pub name: &'a [u8],
    /// In order; the first of a name is the one that counts.
    pub attributes: Vec<Attribute<'a>>,
}

pub struct Attribute<'a> {
    pub name: &'a [u8],
    /// As it is written, with entities.
    pub raw: &'a [u8],
}

pub enum Found<'a> {
    Tag(Tag<'a>),
    /// Something that not every browser reads the same way, in the element of this name.
    Unclear(&'a [u8]),
}

/// Elements whose content is text for one parser and could be markup for another.
const TEXT_ONLY: &[&[u8]] = &[b"title", b"textarea", b"iframe"];

/// Reads tags one after another.
pub struct Tags<'a> {
    html: &'a [u8],
    at: usize,
    in_noscript: bool,
    foreign: Foreign,
}

/// Drawings and formulas: inside, a script is read as markup.
#[derive(Default)]
struct Foreign {
    /// How many of each root have begun and not ended.
    open: [usize; 2],
    /// HTML stood inside one, so that an end tag may not have ended it.
    unsure: bool,
}

impl Foreign {
    const ROOTS: [&[u8]; 2] = [b"svg", b"math"];
    /// Elements of drawings and formulas in which HTML begins again.
    const HTML: &[&[u8]] =
        &[b"desc", b"title", b"foreignobject", b"mi", b"mo", b"mn", b"ms", b"mtext", b"annotation-xml"];

    fn begin(&mut self, name: &[u8]) {
        let html_again = || Self::HTML.iter().any(|known| name.eq_ignore_ascii_case(known));
        self.unsure |= self.may_be_inside() && html_again();
        for (root, open) in Self::ROOTS.iter().zip(&mut self.open) {
            *open += usize::from(name.eq_ignore_ascii_case(root));
        }
    }

    fn end(&mut self, name: &[u8]) {
        for (root, open) in Self::ROOTS.iter().zip(&mut self.open) {
            *open = open.saturating_sub(usize::from(name.eq_ignore_ascii_case(root)));
        }
    }

    fn may_be_inside(&self) -> bool {
        self.unsure || self.open.iter().any(|open| *open > 0)
    }
}

impl<'a> Tags<'a> {
    pub fn new(html: &'a [u8]) -> Self {
        Self { html, at: 0, in_noscript: false, foreign: Foreign::default() }
    }

    fn rest(&self) -> &'a [u8] {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Passes over a comment, declaration or end tag; what is unclear in it.
    fn pass_over(&mut self) -> Option<Found<'a>> {
        let rest = self.rest();
        if rest.starts_with(b"!--") {
            // `<!-->` and `<!--->` are whole comments, and `--!>` ends one, but not at once.
            let usual = memmem::find(&rest[1..], b"-->").map(|at| at + 4);
            let bang = rest.get(3..).and_then(|text| memmem::find(text, b"--!>")).map(|at| at + 7);
            self.at += usual.into_iter().chain(bang).min().unwrap_or(rest.len());
            return self.in_noscript.then_some(Found::Unclear(b"noscript"));
        }
        let is_end = rest.first() == Some(&b'/');
        if is_end && rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            let name = name_of(&rest[1..]);
            self.in_noscript &= !name.eq_ignore_ascii_case(b"noscript");
            self.foreign.end(name);
            self.at += 1 + name.len();
            let unclear = self.attributes().is_none();
            return unclear.then_some(Found::Unclear(name));
        }
        if matches!(rest.first(), Some(b'!' | b'?' | b'/')) {
            // `<!doctype>`; everything else is a comment up to the first bracket, or character data inside a drawing.
            if rest.starts_with(b"![CDATA[") {
                return Some(Found::Unclear(b"![CDATA["));
            }
            self.at += memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
        }
        None
    }

    /// The attributes of the tag that `at` stands in, and `at` behind it; `None` where a name is no name.
    fn attributes(&mut self) -> Option<Vec<Attribute<'a>>> {
        let mut found = Vec::new();
        while let Some((attribute, end)) = next(self.html, self.at) {
            self.at = end;
            let odd = |byte: &u8| matches!(byte, b'"' | b'\'' | b'<' | 0);
            if attribute.name.iter().any(odd) || self.in_noscript && attribute.raw.contains(&b'<') {
                return None;
            }
            found.push(attribute);
        }
        self.at += memchr(b'>', self.rest()).map_or(self.rest().len(), |end| end + 1);
        Some(found)
    }

    /// Passes over the content of an element that holds no elements; whether that is clear.
    fn text_content(&mut self, name: &[u8]) -> bool {
        let rest = self.rest();
        let is_script = name.eq_ignore_ascii_case(b"script");
        if !is_script && !TEXT_ONLY.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return true;
        }
        let end = end_tag(rest, name).unwrap_or(rest.len());
        self.at += end;
        let text = &rest[..end];
        if is_script {
            // Behind `<!--` a script may hold `</script>`; inside a drawing its content is markup.
            let strict = self.foreign.may_be_inside() || self.in_noscript;
            return if strict { memchr(b'<', text).is_none() } else { memmem::find(text, b"<!--").is_none() };
        }
        memchr(b'<', text).is_none()
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Found<'a>> {
        loop {
            self.at += memchr(b'<', self.rest())? + 1;
            let rest = self.rest();
            if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
                match self.pass_over() {
                    Some(unclear) => return Some(unclear),
                    None => continue,
                }
            }
            let name = name_of(rest);
            self.at += name.len();
            let Some(attributes) = self.attributes() else { return Some(Found::Unclear(name)) };
            self.foreign.begin(name);
            self.in_noscript |= name.eq_ignore_ascii_case(b"noscript");
            if !self.text_content(name) {
                return Some(Found::Unclear(name));
            }
            return Some(Found::Tag(Tag { name, attributes }));
        }
    }
}

impl Tag<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value of the attribute, without entities.
    pub fn value(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name.as_bytes()));
        found.map(Attribute::value)
    }
}

impl Attribute<'_> {
    pub fn value(&self) -> String {
        entities::decode(&String::from_utf8_lossy(self.raw)).into_owned()
    }
}

/// The name at the beginning of a tag.
fn name_of(tag: &[u8]) -> &[u8] {
    let length = tag.iter().position(|byte| is_space(*byte) || matches!(byte, b'>' | b'/'));
    &tag[..length.unwrap_or(tag.len())]
}

/// Where the end tag of this name begins.
fn end_tag(html: &[u8], name: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memmem::find(&html[from..], b"</")?;
        let tag = &html[at + 2..];
        let ends = tag.get(name.len()).is_some_and(|byte| is_space(*byte) || matches!(byte, b'>' | b'/'));
        if ends && tag[..name.len()].eq_ignore_ascii_case(name) {
            return Some(at);
        }
        from = at + 2;
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The next attribute of a tag and where it ends; `None` behind the last one.
fn next(tag: &[u8], from: usize) -> Option<(Attribute<'_>, usize)> {
    let start = from + tag.get(from..)?.iter().position(|byte| !is_space(*byte) && *byte != b'/')?;
    if tag[start] == b'>' {
        return None;
    }
    // `=` in the first place belongs to the name.
    let stop = |byte: &u8| is_space(*byte) || matches!(byte, b'=' | b'>' | b'/');
    let end = tag[start + 1..].iter().position(stop).map_or(tag.len(), |length| start + 1 + length);
    let name = &tag[start..end];
    let after = end + tag[end..].iter().position(|byte| !is_space(*byte)).unwrap_or(tag.len() - end);
    if tag.get(after) != Some(&b'=') {
        return Some((Attribute { name, raw: b"" }, end));
    }
    let value = after + 1 + tag[after + 1..].iter().position(|byte| !is_space(*byte)).unwrap_or(tag.len() - after - 1);
    let (raw, end) = match tag.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            let length = memchr(*quote, &tag[value + 1..]).unwrap_or(tag.len() - value - 1);
            (&tag[value + 1..value + 1 + length], (value + length + 2).min(tag.len()))
        }
        _ => {
            let stop = |byte: &u8| is_space(*byte) || *byte == b'>';
            let length = tag[value..].iter().position(stop).unwrap_or(tag.len() - value);
            (&tag[value..value + length], value + length)
        }
    };
    Some((Attribute { name, raw }, end))
}
