//! Turns a page that cannot be used into what is still known of it: its name, and when it was to be public.

use crate::load::discover::Source;
use crate::load::document::Document;
use crate::load::kinds::Kinds;
use crate::load::said::Said;
use crate::load::window::Window;

/// A Markdown file that cannot be used.
#[derive(Clone)]
pub struct Broken {
    pub source: Source,
    /// What it says of when it is public.
    pub said: Said,
}

impl Broken {
    pub fn of(document: &Document, kinds: &Kinds) -> Broken {
        let kind = kinds.get(document.kind);
        let window = Window::of(document, kind);
        let said = if kind.listed { Said::Window(window) } else { Said::Shown(window) };
        Broken { source: Source::of(document), said }
    }
}
