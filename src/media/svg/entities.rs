//! Turns the short texts that a document type declares (`<!ENTITY ns_svg "http://www.w3.org/2000/svg">`) into what
//! stands for them in a drawing: Illustrator names its namespaces and styles so.
//!
//! Only plain texts count. One that loads a file, holds another or holds marks stays unknown, and what uses it is left
//! out. What a replacement gives is judged afterwards like anything that stands in the drawing itself.

use std::cell::Cell;
use std::collections::HashMap;

/// Illustrator declares ten namespaces and some dozens of styles.
const MOST: usize = 200;
/// In bytes.
const LONGEST: usize = 1000;
/// All replacements together may be this many times as long as the drawing.
const GROWTH: usize = 4;

#[derive(Default)]
pub struct Entities {
    /// The first declaration of a name counts; none when it is not taken.
    known: HashMap<String, Option<String>>,
    /// How many bytes may still be put in.
    left: Cell<usize>,
}

impl Entities {
    /// Takes in what stands after `<!DOCTYPE`; whether there is more in its brackets than plain texts.
    pub fn read(&mut self, declared: &str, source: usize) -> bool {
        self.left.set(source.saturating_mul(GROWTH));
        let Some((_, inside)) = before(declared, '[') else { return false };
        let (mut rest, mut has_more) = (inside, false);
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
            } else if rest.is_empty() || rest.starts_with(']') {
                return has_more;
            } else if rest.starts_with('%') {
                // Readers differ in what they make of the declarations that follow.
                return true;
            } else {
                let (declaration, after) = before(rest, '>').unwrap_or((rest, ""));
                has_more |= !self.declare(declaration);
                rest = after;
            }
        }
    }

    /// `<!ENTITY name "text"`; whether it is taken.
    fn declare(&mut self, declaration: &str) -> bool {
        let Some(rest) = declaration.strip_prefix("<!ENTITY").filter(|rest| rest.starts_with(char::is_whitespace))
        else {
            return false;
        };
        let Some((name, value)) = rest.trim().split_once(char::is_whitespace) else { return false };
        if self.known.contains_key(name) {
            return true;
        }
        let value = text(value.trim_start());
        let is_name = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':'));
        if !is_name || self.known.len() == MOST {
            return false;
        }
        self.known.insert(name.to_owned(), value.map(str::to_owned));
        value.is_some()
    }

    /// What stands for a name, as long as there is room for it.
    pub fn resolve(&self, name: &str) -> Option<&str> {
        let value = self.known.get(name)?.as_deref()?;
        self.left.set(self.left.get().checked_sub(value.len())?);
        Some(value)
    }
}

/// What a quoted value says, if that is plain text and nothing follows it.
fn text(quoted: &str) -> Option<&str> {
    let quote = quoted.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let value = quoted[1..].strip_suffix(quote)?;
    (value.len() <= LONGEST && !value.contains([quote, '&', '<', '%'])).then_some(value)
}

/// What stands before and after a mark, not counting marks inside quotes.
fn before(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut at = 0;
    loop {
        let found = at + text[at..].find([mark, '"', '\''])?;
        let quote = text[found..].chars().next()?;
        if quote == mark {
            return Some((&text[..found], &text[found + 1..]));
        }
        at = found + 1 + text[found + 1..].find(quote)? + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_known_by_their_names_and_the_first_counts() {
        let mut known = Entities::default();
        let plain = "svg PUBLIC '-//[W3C' \"x\" [ <!-- <!ENTITY c \"x\"> --> <!ENTITY a \"b>'\"><!ENTITY\n\tns_a 'c' >\n<!ENTITY a 'd'>]";
        assert!(!known.read(plain, 100));
        assert_eq!(known.resolve("a"), Some("b>'"));
        assert_eq!(known.resolve("ns_a"), Some("c"));
        assert_eq!(known.resolve("c"), None);
    }

    #[test]
    fn what_loads_or_holds_something_is_not_known() {
        let long = format!("<!ENTITY a '{}'>", "x".repeat(LONGEST + 1));
        for hostile in [
            "<!ENTITY a SYSTEM '//h.example'>",
            "<!ENTITY a PUBLIC 'x' '//h.example'>",
            "<!ENTITY a '&b;'>",
            "<!ENTITY a '&#60;script>'>",
            "<!ENTITY a '<script>'>",
            "<!ENTITY % p 'x'>",
            "%p; <!ENTITY a 'x'>",
            "<!ENTITY a '%p;'>",
            "<!ENTITY a 'x' NDATA y>",
            "<!ENTITY a '&b;'><!ENTITY a 'x'>",
            "<!ENTITY a 'x",
            "<!ATTLIST a a CDATA 'x'>",
            &long,
        ] {
            let mut known = Entities::default();
            assert!(known.read(&format!("svg [{hostile}]"), 10_000), "{hostile}");
            assert_eq!(known.resolve("a"), None, "{hostile}");
        }
    }

    #[test]
    fn replacements_have_an_end() {
        let mut known = Entities::default();
        known.read(&format!("svg [<!ENTITY a '{}'>]", "x".repeat(100)), 100);
        let filled = (0..1000).filter(|_| known.resolve("a").is_some()).count();
        assert_eq!(filled, GROWTH);
        let many: String = (0..MOST + 1).map(|n| format!("<!ENTITY a{n} 'x'>")).collect();
        assert!(known.read(&format!("svg [{many}]"), 100_000));
        assert_eq!(known.resolve("a150"), Some("x"));
        assert_eq!(known.resolve("a200"), None);
    }
}
