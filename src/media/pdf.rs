//! Finds in a PDF who is said to have written it, piece by piece, so that a long scan is never held whole.
//!
//! Looked for are the entries of its information dictionary and of XMP where they stand as they are (ISO 32000-1, 14.3). What is
//! compressed or encrypted is passed over: a PDF is published as it is, and this is a hint.

use memchr::memmem;

const AUTHOR: &[u8] = b"/Author";
const CREATOR: &[u8] = b"<dc:creator";
const ITEM: &[u8] = b"<rdf:li";
/// Bytes behind a mark that are looked at.
const WINDOW: usize = 1200;
/// Marks that are looked behind in a piece.
const MOST: usize = 50;
/// Letters of a name.
const LONGEST: usize = 80;

/// Takes a file in pieces.
#[derive(Default)]
pub struct AuthorFinder {
    held: Vec<u8>,
    author: Option<String>,
}

impl AuthorFinder {
    pub fn take(&mut self, piece: &[u8]) {
        if self.author.is_some() {
            return;
        }
        self.held.extend_from_slice(piece);
        // A mark near the end is looked at when what follows is there.
        let whole = self.held.len().saturating_sub(WINDOW);
        self.author = self.look(whole);
        self.held.drain(..whole);
    }

    /// Whoever it is said to be, if anybody.
    pub fn finish(mut self) -> Option<String> {
        if self.author.is_none() {
            self.author = self.look(self.held.len());
        }
        self.author
    }

    /// Looks behind the marks that begin before `end`.
    fn look(&self, end: usize) -> Option<String> {
        let behind = |mark: &'static [u8]| {
            let found = memmem::find_iter(&self.held, mark).take_while(move |at| *at < end).take(MOST);
            found.map(move |at| &self.held[at + mark.len()..self.held.len().min(at + mark.len() + WINDOW)])
        };
        behind(AUTHOR).find_map(entry).or_else(|| behind(CREATOR).find_map(element))
    }
}

/// `(text)` or `<hex>`.
fn entry(rest: &[u8]) -> Option<String> {
    let rest = rest.trim_ascii_start();
    let bytes = match rest.split_first()? {
        (b'(', rest) => literal(rest)?,
        (b'<', rest) if !rest.starts_with(b"<") => hexadecimal(rest)?,
        _ => return None,
    };
    name(&match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            String::from_utf16(&units).ok()?
        }
        // PDF 2.0 also has UTF-8; what else there may be above ASCII is not worth a table.
        None => String::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).to_vec()).ok()?,
    })
}

/// Up to the bracket that closes it (ISO 32000-1, 7.3.4.2).
fn literal(rest: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut depth, mut bytes) = (Vec::new(), 0, rest.iter().copied().peekable());
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next()? {
                digit @ b'0'..=b'7' => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        let Some(digit) = bytes.next_if(|next| matches!(next, b'0'..=b'7')) else { break };
                        value = value * 8 + u32::from(digit - b'0');
                    }
                    out.push((value & 0xff) as u8);
                }
                b'n' => out.push(b'\n'),
                b'r' => out.push(b'\r'),
                b't' => out.push(b'\t'),
                b'b' => out.push(8),
                b'f' => out.push(12),
                b'\n' => {}
                other => out.push(other),
            },
            b')' if depth == 0 => return Some(out),
            b')' => {
                depth -= 1;
                out.push(byte);
            }
            b'(' => {
                depth += 1;
                out.push(byte);
            }
            _ => out.push(byte),
        }
    }
    None
}

fn hexadecimal(rest: &[u8]) -> Option<Vec<u8>> {
    let end = memchr::memchr(b'>', rest)?;
    let digits: Vec<u8> = rest[..end].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    digits.chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect()
}

/// The first item of a list in XMP.
fn element(rest: &[u8]) -> Option<String> {
    let item = memmem::find(rest, ITEM)?;
    let text = &rest[item + ITEM.len()..];
    let begin = memchr::memchr(b'>', text)? + 1;
    let end = memchr::memchr(b'<', text.get(begin..)?)?;
    name(std::str::from_utf8(&text[begin..begin + end]).ok()?)
}

/// What could be a name, short enough to be shown; an encrypted one is none.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = text.chars().all(|letter| !letter.is_control()) && text.chars().any(char::is_alphabetic);
    is_plain.then(|| text.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it is found whole, and in pieces of every size.
    fn author(bytes: &[u8]) -> Option<String> {
        let find = |size: usize| {
            let mut finder = AuthorFinder::default();
            bytes.chunks(size).for_each(|piece| finder.take(piece));
            finder.finish()
        };
        let whole = find(bytes.len().max(1));
        for size in [1, 7, 64, 1000] {
            assert_eq!(find(size), whole, "in pieces of {size}");
        }
        whole
    }

    #[test]
    fn the_name_is_read_in_each_way_that_programs_write_it() {
        for (text, name) in [
            (&b"%PDF-1.4\n<< /Title (a) /Author (Nguyen Van A) >>"[..], "Nguyen Van A"),
            (b"<</Author(A \\(B\\) \\103)>>", "A (B) C"),
            (b"<</Author (\xfe\xff\x00N\x00g\x1e\xbf)>>", "Ng\u{1ebf}"),
            (b"<</Author <FEFF004E0067>>>", "Ng"),
            (b"<dc:creator>\n<rdf:Seq><rdf:li>Tr\xe1\xba\xa7n B</rdf:li></rdf:Seq></dc:creator>", "Trần B"),
        ] {
            assert_eq!(author(text).as_deref(), Some(name), "{}", String::from_utf8_lossy(text));
        }
        let far = [&[b' '; 5000][..], b"/Author (A B)", &[b'x'; 5000]].concat();
        assert_eq!(author(&far).as_deref(), Some("A B"));
    }

    #[test]
    fn what_names_nobody_is_passed_over() {
        for text in [
            &b"<</Author () /Author ( )>>"[..],
            b"<</Author 5 0 R>>",
            b"<</Author (\x01\x02\xff\xfa)>>",
            b"<</Author (A",
            b"<</Author <<>>",
            b"<dc:creator><rdf:Seq><rdf:li></rdf:li>",
            b"",
        ] {
            assert_eq!(author(text), None, "{}", String::from_utf8_lossy(text));
        }
        assert_eq!(author(b"/Author () /Author (A B)").as_deref(), Some("A B"));
    }
}
