//! Takes the bytes out of a page that carry no meaning: white space, quotes and end tags that HTML does not need.
//!
//! `minify-html` costs more than all other rendering. So blocks that repeat on many pages (header, footer,
//! navigation, a section's latest items) are minified once and looked up afterwards by their exact bytes, and what
//! is compact as it is made (`page.head`, `page.body`) is put in after minifying.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::context::Parts;
use crate::policy::Fault;

/// Elements that stand alone: what is in them is minified the same wherever they stand.
const BLOCKS: [&str; 5] = ["header", "footer", "nav", "section", "aside"];

/// Shorter blocks cost less to minify than to look up.
const SHORTEST: usize = 200;

/// At most this many bytes of minified blocks are remembered.
const MOST: usize = 16 << 20;

#[derive(Default)]
pub struct Minifier {
    blocks: RwLock<Blocks>,
}

#[derive(Default)]
struct Blocks {
    minified: HashMap<blake3::Hash, Block>,
    bytes: usize,
}

/// A block, and what is wrong with it.
#[derive(Clone)]
struct Block {
    html: Arc<[u8]>,
    fault: Option<Fault>,
}

/// Looks for what a page may not hold.
type Look<'a> = &'a dyn Fn(&[u8]) -> Option<Fault>;

impl Minifier {
    /// The minified page with its parts in place, and what `look` found in what its template made; each block is looked
    /// at once.
    pub fn page(&self, html: &[u8], parts: &Parts, look: Look) -> (Vec<u8>, Option<Fault>) {
        let mut fault = None;
        let mut frame = Vec::with_capacity(html.len());
        let mut pieces = parts.pieces();
        let mut from = 0;
        for (start, end) in blocks(html) {
            let mark = format!("<cong-{0}></cong-{0}>", pieces.len());
            frame.extend_from_slice(&html[from..start]);
            frame.extend_from_slice(mark.as_bytes());
            let block = self.block(&html[start..end], look);
            fault = fault.or(block.fault);
            pieces.push((mark, block.html));
            from = end;
        }
        frame.extend_from_slice(&html[from..]);
        let fault = fault.or_else(|| look(&frame));
        (put_in(&minify(&frame), &pieces), fault)
    }

    fn block(&self, html: &[u8], look: Look) -> Block {
        let key = blake3::hash(html);
        if let Some(known) = self.blocks.read().unwrap_or_else(PoisonError::into_inner).minified.get(&key) {
            return known.clone();
        }
        let block = Block { html: minify(html).into(), fault: look(html) };
        let mut blocks = self.blocks.write().unwrap_or_else(PoisonError::into_inner);
        let length = block.html.len();
        if blocks.bytes + length <= MOST && blocks.minified.insert(key, block.clone()).is_none() {
            blocks.bytes += length;
        }
        block
    }
}

fn minify(html: &[u8]) -> Vec<u8> {
    let mut options = minify_html::Cfg::new();
    options.keep_html_and_head_opening_tags = true;
    options.minify_doctype = false;
    minify_html::minify(html, &options)
}

/// Where the outermost blocks that are long enough begin and end. Templates escape `<` in everything they print,
/// so a tag in these bytes is a tag.
fn blocks(html: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', &html[from..]).map(|at| from + at) {
        from = at + 1;
        let Some(name) = BLOCKS.iter().find(|name| is_tag(&html[at + 1..], name)) else { continue };
        if let Some(end) = end_of(html, at, name).filter(|end| end - at >= SHORTEST) {
            found.push((at, end));
            from = end;
        }
    }
    found
}

fn is_tag(html: &[u8], name: &str) -> bool {
    html.starts_with(name.as_bytes())
        && html.get(name.len()).is_some_and(|next| matches!(next, b'>' | b' ' | b'\n' | b'\t'))
}

/// The byte after the end tag that closes the block beginning at `start`.
fn end_of(html: &[u8], start: usize, name: &str) -> Option<usize> {
    let (mut depth, mut from) = (0usize, start);
    loop {
        let at = from + memchr::memchr(b'<', &html[from..])?;
        from = at + 1;
        if is_tag(&html[at + 1..], name) {
            depth += 1;
        } else if html[at + 1..].first() == Some(&b'/') && is_tag(&html[at + 2..], name) {
            depth -= 1;
            if depth == 0 {
                return Some(at + 3 + name.len());
            }
        }
    }
}

/// Puts each piece where its mark stands. Marks are elements that HTML does not know, so minifying keeps both them
/// and what stands around them.
pub fn put_in(frame: &[u8], pieces: &[(String, Arc<[u8]>)]) -> Vec<u8> {
    let mut page = Vec::with_capacity(frame.len() + pieces.iter().map(|(_, piece)| piece.len()).sum::<usize>());
    let mut from = 0;
    for at in memchr::memmem::find_iter(frame, b"<cong-") {
        if let Some((mark, piece)) = pieces.iter().find(|(mark, _)| frame[at..].starts_with(mark.as_bytes())) {
            page.extend_from_slice(&frame[from..at]);
            // A block may hold a mark itself, when a template puts `page.body` inside a section.
            let nested = memchr::memmem::find(piece, b"<cong-").is_some();
            if nested {
                page.extend_from_slice(&put_in(piece, pieces))
            } else {
                page.extend_from_slice(piece)
            }
            from = at + mark.len();
        }
    }
    page.extend_from_slice(&frame[from..]);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> String {
        let parts = Parts { head: "<meta name=\"a\">".to_owned(), body: "<p>x</p>\n<p>y</p>".to_owned() };
        String::from_utf8(Minifier::default().page(html.as_bytes(), &parts, &|_| None).0).unwrap()
    }

    #[test]
    fn parts_stand_where_the_template_puts_them() {
        let html = page(
            "<!doctype html>\n<html lang=\"vi\"><head> <cong-head></cong-head> </head>\n<body> <main> <h1>  A </h1> <cong-body></cong-body> </main></body></html>",
        );
        assert!(html.contains("<meta name=\"a\">") && html.contains("<h1>A</h1>"), "{html}");
        assert!(html.contains("<p>x</p>\n<p>y</p>") && !html.contains("cong-"), "{html}");
    }

    #[test]
    fn a_block_is_found_with_the_blocks_inside_it() {
        let long = "x".repeat(SHORTEST);
        let html = format!("<p><section class=\"a\"><section>{long}</section> </section><footer>short</footer>");
        let found = blocks(html.as_bytes());
        assert_eq!(found.len(), 1);
        assert_eq!(&html[found[0].0..found[0].0 + 10], "<section c");
        assert!(html[..found[0].1].ends_with(" </section>"));
        assert!(blocks(b"<header>never closed").is_empty());
    }

    #[test]
    fn a_body_inside_a_repeated_block_is_still_its_own_pages_body() {
        let long = "x".repeat(SHORTEST);
        let html = page(&format!("<body><section><p>{long}</p><cong-body></cong-body></section></body>"));
        assert!(html.contains("<p>x</p>"), "{html}");
    }
}
