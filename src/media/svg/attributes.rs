//! Turns the attributes of an element into those that may be published, each with the rule by which it is judged.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesStart;

use super::names::Space;
use super::reading::is_allowed;
use super::tables::{self, Rule};
use super::{Cleaner, SvgError, css};

/// No program writes more attributes on one element.
const MOST: usize = 1000;

pub struct Attribute {
    pub name: &'static str,
    pub rule: Rule,
    pub value: String,
}

impl Cleaner<'_> {
    /// The attributes of an element, with values as a browser reads them; takes in the prefixes that they declare.
    pub(super) fn read_attributes(
        &mut self,
        element: &BytesStart,
        at: usize,
    ) -> Result<Vec<(String, String)>, SvgError> {
        let mut found = Vec::new();
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| SvgError::Syntax(self.line_of(at)))?;
            if found.len() == MOST {
                return Err(SvgError::Syntax(self.line_of(at)));
            }
            let text = |name: &str| resolve_predefined_entity(name).or_else(|| self.entities.resolve(name));
            let Ok(value) = attribute.normalized_value_with(XmlVersion::Implicit1_0, 1, text) else {
                self.drop(format!("{}=\"&…;\"", css::shorten(attribute.key.into_inner())), at);
                continue;
            };
            let is_plain = !value.contains(|letter| !is_allowed(letter));
            self.changed |= attribute.value.contains('<') || !is_plain;
            let value = if is_plain {
                value.into_owned()
            } else {
                value.chars().filter(|letter| is_allowed(*letter)).collect()
            };
            found.push((attribute.key.into_inner().to_owned(), value));
        }
        if !self.names.open(&found) {
            return Err(SvgError::Deep(self.line_of(at)));
        }
        Ok(found)
    }

    /// Those that may stay, each with its rule.
    pub(super) fn judge(&mut self, found: Vec<(String, String)>, at: usize) -> Result<Vec<Attribute>, SvgError> {
        let mut kept: Vec<Attribute> = Vec::with_capacity(found.len());
        for (key, value) in found {
            let Some((name, rule)) = self.attribute(&key, &value, at) else { continue };
            if kept.iter().any(|known| known.name == name) {
                return Err(SvgError::Syntax(self.line_of(at)));
            }
            kept.push(Attribute { name, rule, value });
        }
        Ok(kept)
    }

    /// What an attribute is written as, if it may stay.
    fn attribute(&mut self, key: &str, value: &str, at: usize) -> Option<(&'static str, Rule)> {
        let space = self.names.attribute(key);
        let local = key.split_once(':').map_or(key, |(_, local)| local);
        let known = match space {
            Space::Declaration => {
                self.changed |= !self.names.is_expected(key, value);
                return None;
            }
            Space::None => tables::ATTRIBUTES.binary_search_by(|(name, _)| (*name).cmp(local)).ok(),
            Space::Xlink if local == "href" => {
                self.changed |= key != "xlink:href";
                return Some(("xlink:href", Rule::Address));
            }
            Space::Xml if matches!(local, "space" | "lang") => {
                return Some((if local == "space" { "xml:space" } else { "xml:lang" }, Rule::Free));
            }
            _ => None,
        };
        let known = known.map(|index| tables::ATTRIBUTES[index]);
        let harmless = match known {
            Some((_, Rule::Value)) => css::is_harmless(value),
            Some((_, Rule::Moves)) => matches!(tables::attribute(value), Some(Rule::Value | Rule::Free)),
            Some(_) => true,
            None => false,
        };
        if harmless {
            return known;
        }
        // Without a prefix it is one of browsers, with one that of a program; but an address can be missed.
        let may_matter = match space {
            Space::None => css::looks_active(local, value) && !tables::is_note(local),
            Space::Svg => local == "href" || css::looks_active(local, value),
            Space::Xml => local == "base",
            Space::Other => local == "href",
            _ => false,
        };
        if known.is_some() {
            self.drop(format!("{local}=\"{}\"", css::shorten(value)), at);
        } else if may_matter {
            self.drop(css::shorten(key), at);
        } else {
            self.pass_over();
        }
        None
    }
}
