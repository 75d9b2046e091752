//! Turns prefixes into the few namespaces that matter here (Namespaces in XML 1.0).

use super::tables;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const W3C: &str = "http://www.w3.org/";
/// Prefixes that may be declared at one time; the search for one must stay short.
const MOST: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    Svg,
    Xlink,
    Xml,
    /// Without a prefix, and no namespace declared for that.
    None,
    /// One in which a program keeps notes of its own.
    Programs,
    /// One that a browser may know, or a prefix that is not declared.
    Other,
    /// The attribute declares a prefix.
    Declaration,
}

/// Prefixes that are declared where the reader stands.
#[derive(Default)]
pub struct Names {
    declared: Vec<(String, Space)>,
    /// How many there were before each open element.
    before: Vec<usize>,
}

impl Names {
    /// Takes in what an element declares; whether there is room for it. `close` is due afterwards.
    pub fn open(&mut self, attributes: &[(String, String)]) -> bool {
        self.before.push(self.declared.len());
        for (key, value) in attributes {
            let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                self.declared.push((prefix.to_owned(), space(value)));
            }
            if self.declared.len() > MOST {
                return false;
            }
        }
        true
    }

    pub fn close(&mut self) {
        self.declared.truncate(self.before.pop().unwrap_or(0));
    }

    pub fn element<'n>(&self, name: &'n str) -> (Space, &'n str) {
        match name.split_once(':') {
            Some((prefix, local)) => (self.find(prefix).unwrap_or(Space::Other), local),
            None => (self.find("").unwrap_or(Space::None), name),
        }
    }

    /// An attribute without a prefix is in no namespace, whatever is declared for elements.
    pub fn attribute(&self, key: &str) -> Space {
        match key.split_once(':') {
            None if key == "xmlns" => Space::Declaration,
            None => Space::None,
            Some(("xmlns", _)) => Space::Declaration,
            Some(("xml", _)) => Space::Xml,
            Some((prefix, _)) => self.find(prefix).unwrap_or(Space::Other),
        }
    }

    /// Whether a declaration is one that is written anyway: those of the first element.
    pub fn is_expected(&self, key: &str, value: &str) -> bool {
        self.before.len() == 1 && matches!((key, value), ("xmlns", SVG) | ("xmlns:xlink", XLINK))
    }

    fn find(&self, prefix: &str) -> Option<Space> {
        self.declared.iter().rev().find(|(known, _)| known == prefix).map(|(_, space)| *space)
    }
}

fn space(name: &str) -> Space {
    match name {
        SVG => Space::Svg,
        XLINK => Space::Xlink,
        "" => Space::None,
        // Browsers know those of the W3C, as HTML; in all others programs speak to themselves.
        name if name.starts_with(W3C) && !tables::OF_PROGRAMS.contains(&name) => Space::Other,
        _ => Space::Programs,
    }
}
