//! Counts how many elements a browser draws when `use` copies groups that copy groups, or shapes are filled with patterns of
//! shapes that are filled with patterns: a few lines can ask for billions.
//!
//! What is painted is named by attributes and by rules of style sheets, and much of it is inherited: by what stands inside an
//! element, and by what is copied there. The count is never lower than what is drawn, and may be higher.

use std::collections::HashMap;

use super::paints::{Paint, Rules};

/// Far more than any map or chart draws.
pub const MOST: u64 = 1_000_000;
/// Copies of copies of copies: programs write two or three.
const DEEPEST: usize = 64;
/// These are worked out once, however much is painted with them.
const CHEAP: &[&str] = &["linearGradient", "radialGradient"];

#[derive(Default)]
pub struct Copies {
    elements: Vec<Element>,
    /// Numbers of the elements that are open.
    open: Vec<usize>,
    named: Vec<Named>,
    /// Number of a `use` and what it copies.
    copies: Vec<(usize, String)>,
    /// Number of an element and what it is painted with.
    paints: Vec<(usize, Paint)>,
    rules: Rules,
}

struct Element {
    name: &'static str,
    class: Box<str>,
    id: Box<str>,
    /// Behind its last descendant.
    end: usize,
}

/// An element that can be copied.
struct Named {
    id: String,
    number: usize,
}

impl Copies {
    pub fn start(&mut self, element: &'static str, attributes: &[(&'static str, String)]) {
        let number = self.elements.len();
        let value = |key: &str| attributes.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str());
        let target = value("href").or(value("xlink:href")).and_then(|address| address.strip_prefix('#'));
        if let Some(target) = target.filter(|_| element == "use") {
            self.copies.push((number, target.to_owned()));
        }
        for (name, value) in attributes {
            let paints = if *name == "style" { Paint::of_style(value) } else { Paint::of(name, value) };
            self.paints.extend(paints.into_iter().map(|paint| (number, paint)));
        }
        if let Some(id) = value("id") {
            self.named.push(Named { id: id.to_owned(), number });
        }
        let text = |key: &str| Box::from(value(key).unwrap_or_default());
        self.elements.push(Element { name: element, class: text("class"), id: text("id"), end: usize::MAX });
        self.open.push(number);
    }

    pub fn end(&mut self) {
        let end = self.elements.len();
        if let Some(number) = self.open.pop() {
            self.elements[number].end = end;
        }
    }

    /// Takes in a rule of a style sheet.
    pub fn rule(&mut self, selectors: &str, declarations: &str) {
        self.rules.add(selectors, declarations);
    }

    /// More elements than are drawn even once.
    pub fn are_endless(&self) -> bool {
        self.elements.len() as u64 > MOST
    }

    pub fn are_too_many(&mut self) -> bool {
        for (number, element) in self.elements.iter().enumerate() {
            let found = self.rules.of(element.name, &element.id, &element.class);
            self.paints.extend(found.map(|paint| (number, paint.clone())));
            if self.paints.len() as u64 > MOST {
                return true;
            }
        }
        self.paints.sort_by_key(|(number, _)| *number);
        let mut first = HashMap::new();
        for (index, named) in self.named.iter().enumerate() {
            first.entry(named.id.as_str()).or_insert(index);
        }
        let known = vec![[None; 2]; self.named.len()];
        let mut counting = Counting { copies: self, first, known };
        counting.in_range(0, self.elements.len(), What::Drawn, 0) > MOST
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Elements with those that are copied.
    Copied,
    /// These, with all that they are painted with.
    Drawn,
}

struct Counting<'a> {
    copies: &'a Copies,
    first: HashMap<&'a str, usize>,
    /// For a named element, by `What`; while it is being counted none, as browsers ignore a circle.
    known: Vec<[Option<u64>; 2]>,
}

impl Counting<'_> {
    fn in_range(&mut self, from: usize, to: usize, what: What, depth: usize) -> u64 {
        if depth > DEEPEST {
            return MOST + 1;
        }
        let mut sum = (to - from) as u64;
        let copies = self.copies;
        for (_, target) in within(&copies.copies, from, to) {
            if sum > MOST {
                return sum;
            }
            sum += self.of(target, what, depth);
        }
        if what == What::Copied {
            return sum;
        }
        for (number, paint) in within(&copies.paints, from, to) {
            if sum > MOST {
                return sum;
            }
            let once = self.of(&paint.target, What::Drawn, depth);
            let times = match once {
                0 => 0,
                _ if paint.inherited => self.in_range(*number, self.end(*number), What::Copied, depth + 1),
                _ => 1,
            };
            sum = sum.saturating_add(once.saturating_mul(times));
        }
        sum
    }

    fn of(&mut self, target: &str, what: What, depth: usize) -> u64 {
        let Some(index) = self.first.get(target).copied() else { return 0 };
        if let Some(known) = self.known[index][what as usize] {
            return known;
        }
        self.known[index][what as usize] = Some(0);
        let number = self.copies.named[index].number;
        let is_cheap = CHEAP.contains(&self.copies.elements[number].name);
        let sum = if is_cheap { 0 } else { self.in_range(number, self.end(number), what, depth + 1) };
        self.known[index][what as usize] = Some(sum);
        sum
    }

    fn end(&self, number: usize) -> usize {
        self.copies.elements[number].end.min(self.copies.elements.len())
    }
}

/// Those of a list, sorted by number, whose numbers lie in a range.
fn within<T>(all: &[(usize, T)], from: usize, to: usize) -> &[(usize, T)] {
    let begin = all.partition_point(|(number, _)| *number < from);
    let end = all.partition_point(|(number, _)| *number < to);
    &all[begin..end]
}
