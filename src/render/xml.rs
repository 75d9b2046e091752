//! A small writer over `quick-xml`: turns nested calls into escaped XML bytes. What XML 1.0 (§2.2) does not allow is left out,
//! wherever it comes from: one such character makes a whole feed unreadable.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};

pub struct Xml(Writer<Vec<u8>>);

/// Writing to memory cannot fail, so results are not passed on.
impl Xml {
    pub fn document() -> Self {
        let mut xml = Self(Writer::new(Vec::with_capacity(1 << 14)));
        let _ = xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml
    }

    /// Before the first element: with which style sheet of the portal a browser shows the document. `address` has no quotes.
    pub fn style_sheet(&mut self, address: &str) {
        let instruction = format!("xml-stylesheet type=\"text/css\" href=\"{address}\"");
        let _ = self.0.write_event(Event::PI(BytesPI::new(instruction)));
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = self.0.write_event(Event::Start(start(name, attributes)));
    }

    pub fn close(&mut self, name: &str) {
        let _ = self.0.write_event(Event::End(BytesEnd::new(name)));
    }

    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = self.0.write_event(Event::Empty(start(name, attributes)));
    }

    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        let _ = self.0.write_event(Event::Text(BytesText::new(&legal(text))));
        self.close(name);
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, &*legal(value)));
    }
    element
}

fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_illegal) { Cow::Owned(text.replace(is_illegal, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_makes_a_document_ill_formed() {
        let mut xml = Xml::document();
        xml.open("a", &[("b", "\u{1}\"<\u{ffff}")]);
        xml.text("c", "x\0\u{b}&y\n");
        xml.close("a");
        let text = String::from_utf8(xml.finish()).unwrap();
        assert!(text.ends_with("<a b=\"&quot;&lt;\"><c>x&amp;y\n</c></a>"), "{text}");
    }
}
