//! Turns a YAML text into values.
//!
//! A few nested aliases of YAML can stand for gigabytes, so what comes out is counted: never more, and never deeper,
//! than a text of this length can say without them. What is refused by its looks is found before; see `yaml_scan`.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_yaml::Value as Yaml;

/// How deep lists and groups of keys may stand inside each other. No kind asks for more than three.
pub const DEEPEST: usize = 30;

/// Why a text gives no value.
pub enum Refused {
    Depth(serde_yaml::Error),
    /// Only aliases make a text say more than it is long.
    Alias,
    Syntax(serde_yaml::Error),
}

/// The value of a text.
pub fn read(text: &str) -> Result<Yaml, Refused> {
    // Each value takes at least a byte, and no escape stands for more than three of them.
    let limits = Limits { left: Cell::new(text.len() * 4 + 64), too_deep: Cell::new(false) };
    let seed = Values { limits: &limits, depth: 0 };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| match limits.left.get() {
        0 => Refused::Alias,
        _ if limits.too_deep.get() => Refused::Depth(error),
        _ => Refused::Syntax(error),
    })
}

struct Limits {
    /// How much the text may still say.
    left: Cell<usize>,
    too_deep: Cell<bool>,
}

#[derive(Clone, Copy)]
struct Values<'l> {
    limits: &'l Limits,
    depth: usize,
}

impl Values<'_> {
    fn take<E: Error>(self, much: usize) -> Result<(), E> {
        let left = self.limits.left.get().saturating_sub(much);
        self.limits.left.set(left);
        if left == 0 { Err(E::custom("too much")) } else { Ok(()) }
    }

    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth == DEEPEST {
            self.limits.too_deep.set(true);
            return Err(E::custom("too deep"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Values<'_> {
    type Value = Yaml;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Yaml, D::Error> {
        self.take(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = Yaml;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Yaml, E> {
        Ok(Yaml::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Yaml, E> {
        Ok(Yaml::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Yaml, E> {
        Ok(Yaml::Number(number.into()))
    }

    /// More digits than fit: a number all the same, and where text is wanted it is taken as written.
    fn visit_u128<E: Error>(self, number: u128) -> Result<Yaml, E> {
        Ok(Yaml::Number((number as f64).into()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Yaml, E> {
        Ok(Yaml::Number((number as f64).into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Yaml, E> {
        Ok(Yaml::Number(number.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Yaml, E> {
        self.take(text.len())?;
        Ok(Yaml::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Yaml, A::Error> {
        let inside = self.inside()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inside)? {
            list.push(item);
        }
        Ok(Yaml::Sequence(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Yaml, A::Error> {
        let inside = self.inside()?;
        let mut mapping = serde_yaml::Mapping::new();
        while let Some(key) = entries.next_key_seed(inside)? {
            if mapping.contains_key(&key) {
                return Err(A::Error::custom("duplicate key"));
            }
            let value = entries.next_value_seed(inside)?;
            mapping.insert(key, value);
        }
        Ok(Yaml::Mapping(mapping))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Yaml, A::Error> {
        let inside = self.inside()?;
        let (tag, contents) = tagged.variant::<String>()?;
        if tag.is_empty() {
            return Err(A::Error::custom("empty tag"));
        }
        let value = contents.newtype_variant_seed(inside)?;
        Ok(Yaml::Tagged(Box::new(serde_yaml::value::TaggedValue { tag: serde_yaml::value::Tag::new(tag), value })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_yaml_says() {
        let text = "a: [1, 1.5, true, ~, x, -3, 99999999999999999999]\nb:\n  - c: \"d\"\n  - !t e\nf:\n";
        let value = read(text).ok().unwrap();
        assert_eq!(value, serde_yaml::from_str::<Yaml>(&text.replace("99999999999999999999", "1e20")).unwrap());
    }

    #[test]
    fn aliases_that_say_more_than_the_text_are_refused_wherever_they_stand() {
        let long = "a,".repeat(2000);
        for text in [
            format!("x: !t &a [{long}]\ny: !t [{}]\n", "*a,".repeat(2000)),
            format!("x: !t &a \"{long}\"\ny: !t [{}]\n", "*a,".repeat(2000)),
            format!("? &a [{long}]\n: [{}]\n", "*a,".repeat(2000)),
            format!("x: &a [{long}]\ny: {{<<: {{b: [{}]}}}}\n", "*a,".repeat(2000)),
        ] {
            assert!(matches!(read(&text), Err(Refused::Alias)), "{:.30}", text);
        }
    }

    #[test]
    fn depth_is_bounded_in_every_style() {
        let deep = DEEPEST + 1;
        for text in [
            "[".repeat(deep) + &"]".repeat(deep),
            "- ".repeat(deep) + "a",
            "? ".repeat(deep) + "a",
            format!("!t {}a", "- ".repeat(deep)),
        ] {
            assert!(read(&text).is_err(), "{text}");
        }
        assert!(read(&("- ".repeat(DEEPEST) + "a")).is_ok());
    }
}
