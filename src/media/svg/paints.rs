//! Turns attributes, styles and rules of style sheets into what elements are painted with: patterns, masks, filters, marks.

use std::collections::HashMap;

/// Something that is drawn for an element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paint {
    /// The name of what is drawn.
    pub target: String,
    /// It is drawn for each element inside, too.
    pub inherited: bool,
}

/// Of a style sheet: by what an element must have at least. Whoever has more may be meant or not, and counts.
#[derive(Default)]
pub struct Rules {
    by_class: HashMap<String, Vec<Paint>>,
    by_id: HashMap<String, Vec<Paint>>,
    by_name: HashMap<String, Vec<Paint>>,
    of_all: Vec<Paint>,
}

impl Paint {
    /// All that the value of a property names: `url(#a)`.
    pub fn of(property: &str, value: &str) -> Vec<Paint> {
        if !value.contains('(') {
            return Vec::new();
        }
        let property = property.trim().to_ascii_lowercase();
        // Properties that a style names itself stand wherever `var` asks for them.
        let inherited =
            property == "fill" || property == "stroke" || property.starts_with("marker") || property.starts_with("--");
        let lower = value.to_ascii_lowercase();
        let named = lower.match_indices("url(").filter_map(|(at, mark)| value[at + mark.len()..].split(')').next());
        let targets = named.filter_map(|name| name.trim().trim_matches(['"', '\'']).strip_prefix('#'));
        targets.map(|target| Paint { target: target.to_owned(), inherited }).collect()
    }

    /// All that declarations name.
    pub fn of_style(text: &str) -> Vec<Paint> {
        if !text.contains('(') {
            return Vec::new();
        }
        let parts = text.split(';').filter_map(|part| part.split_once(':'));
        parts.flat_map(|(property, value)| Paint::of(property, value)).collect()
    }
}

impl Rules {
    pub fn add(&mut self, selectors: &str, declarations: &str) {
        let paints = Paint::of_style(declarations);
        if paints.is_empty() {
            return;
        }
        // Which commas are those of a list is not clear then; nor is what an element must have.
        if selectors.contains(['(', '[', '|']) {
            self.of_all.extend(paints);
            return;
        }
        for selector in selectors.split(',') {
            let last = selector.split([' ', '\t', '\r', '\n', '\u{c}', '>', '+', '~']).rfind(|part| !part.is_empty());
            let last = last.unwrap_or_default().split(':').next().unwrap_or_default();
            let at = last.find(['.', '#']).unwrap_or(last.len());
            let (name, marks) = last.split_at(at);
            let list = match marks.split_at_checked(1) {
                Some((mark, rest)) => {
                    let first = rest.split(['.', '#']).next().unwrap_or_default().to_owned();
                    let list = if mark == "." { &mut self.by_class } else { &mut self.by_id };
                    list.entry(first).or_default()
                }
                None if name.is_empty() || name == "*" => &mut self.of_all,
                None => self.by_name.entry(name.to_owned()).or_default(),
            };
            list.extend(paints.iter().cloned());
        }
    }

    /// What an element may be painted with.
    pub fn of<'r>(&'r self, name: &str, id: &str, class: &'r str) -> impl Iterator<Item = &'r Paint> {
        let classes = if self.by_class.is_empty() { "" } else { class };
        let by_class = classes.split_whitespace().filter_map(|class| self.by_class.get(class)).flatten();
        let others = [self.by_id.get(id), self.by_name.get(name)].into_iter().flatten().flatten();
        by_class.chain(others).chain(&self.of_all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_counts_for_each_element_that_may_be_meant() {
        let mut rules = Rules::default();
        for (selectors, target) in [
            (".a", "1"),
            ("g > rect.b:hover", "2"),
            ("#c", "3"),
            ("path, line", "4"),
            ("*", "5"),
            ("g :is(.x)", "6"),
            ("text[x]", "7"),
        ] {
            rules.add(selectors, &format!("stroke:red;fill:url(#{target})"));
        }
        rules.add("circle", "fill:red");
        let of = |name: &str, id: &str, class: &str| {
            let mut found: Vec<String> = rules.of(name, id, class).map(|paint| paint.target.clone()).collect();
            found.sort();
            found.concat()
        };
        assert_eq!(of("circle", "", ""), "567");
        assert_eq!(of("rect", "", "x a"), "1567");
        assert_eq!(of("rect", "c", "b"), "23567");
        assert_eq!(of("line", "", ""), "4567");
    }

    #[test]
    fn what_is_inherited_is_known_by_its_property() {
        let of = |style: &str| {
            Paint::of_style(style).into_iter().map(|paint| (paint.target, paint.inherited)).collect::<Vec<_>>()
        };
        assert_eq!(
            of("fill: url( '#a' ); FILTER:URL(#b);--c:url(#c) url(#d)"),
            [("a".to_owned(), true), ("b".to_owned(), false), ("c".to_owned(), true), ("d".to_owned(), true)]
        );
    }
}
