//! Parts of a body in another language: the one piece of HTML that an editor may write, `<span lang="vi">…</span>`.
//!
//! A span ends at the latest with the element in which it began, so that what is written stays well-formed.

/// The longest language tag that is accepted (BCP 47: `zh-Hant-TW`).
const MAX_LANGUAGE: usize = 12;

/// The spans that are open, each with how deep in elements it began.
#[derive(Default)]
pub struct Spans {
    depth: usize,
    open: Vec<usize>,
}

pub const END: &str = "</span>";

impl Spans {
    pub fn start_element(&mut self) {
        self.depth += 1;
    }

    /// How many spans have to end before the element does.
    pub fn end_element(&mut self) -> usize {
        let inside = self.open.iter().rev().take_while(|depth| **depth >= self.depth).count();
        self.open.truncate(self.open.len() - inside);
        self.depth = self.depth.saturating_sub(1);
        inside
    }

    /// How many elements and spans are open.
    pub fn depth(&self) -> usize {
        self.depth + self.open.len()
    }

    /// The tag as it may be written; `None` for all other HTML.
    pub fn tag(&mut self, html: &str) -> Option<String> {
        if html == END {
            let own = self.open.pop_if(|depth| *depth == self.depth);
            return own.map(|_| END.to_owned());
        }
        let value = html.strip_prefix("<span lang=")?.strip_suffix('>')?;
        let code = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let code = code.or_else(|| value.strip_prefix('\'')?.strip_suffix('\''))?;
        let plain = (2..=MAX_LANGUAGE).contains(&code.len())
            && code.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain.then(|| {
            self.open.push(self.depth);
            format!("<span lang=\"{code}\">")
        })
    }

    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}
