//! Counts how many elements a browser draws when `use` copies groups that copy groups, or shapes are filled with patterns of
//! shapes that are filled with patterns: a few lines can ask for billions.

use std::collections::HashMap;

/// Far more than any map or chart draws.
const MOST: u64 = 1_000_000;
/// Copies of copies of copies: programs write two or three.
const DEEPEST: usize = 64;

#[derive(Default)]
pub struct Copies {
    count: usize,
    /// For each open element, where it stands in `named`.
    open: Vec<Option<usize>>,
    named: Vec<Named>,
    /// Number of an element and the name of what is drawn for it.
    uses: Vec<(usize, String)>,
}

/// An element that can be copied: the numbers of the elements in it, itself included.
struct Named {
    id: String,
    from: usize,
    to: usize,
}

impl Copies {
    pub fn start(&mut self, element: &str, attributes: &[(&'static str, String)]) {
        let value = |key: &str| attributes.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str());
        let target = value("href").or(value("xlink:href")).and_then(|address| address.strip_prefix('#'));
        if let Some(target) = target.filter(|_| element == "use") {
            self.uses.push((self.count, target.to_owned()));
        }
        for (_, value) in attributes {
            self.uses.extend(painted_with(value).into_iter().map(|target| (self.count, target.to_owned())));
        }
        self.open.push(value("id").map(|id| {
            self.named.push(Named { id: id.to_owned(), from: self.count, to: usize::MAX });
            self.named.len() - 1
        }));
        self.count += 1;
    }

    pub fn end(&mut self) {
        if let Some(named) = self.open.pop().flatten() {
            self.named[named].to = self.count;
        }
    }

    pub fn are_too_many(&self) -> bool {
        let mut first = HashMap::new();
        for (index, named) in self.named.iter().enumerate() {
            first.entry(named.id.as_str()).or_insert(index);
        }
        let mut known = vec![None; self.named.len()];
        let mut counting = Counting { copies: self, first, known: &mut known };
        counting.in_range(0, self.count, 0) > MOST
    }
}

/// The patterns, masks, filters and paths that a value names: `url(#a)`.
fn painted_with(value: &str) -> Vec<&str> {
    if !value.contains('(') {
        return Vec::new();
    }
    let lower = value.to_ascii_lowercase();
    let named = lower.match_indices("url(").filter_map(|(at, mark)| value[at + mark.len()..].split(')').next());
    named.filter_map(|name| name.trim_matches([' ', '"', '\'']).strip_prefix('#')).collect()
}

struct Counting<'a> {
    copies: &'a Copies,
    first: HashMap<&'a str, usize>,
    /// Elements drawn for a named one; while it is being counted none, as browsers ignore a circle.
    known: &'a mut [Option<u64>],
}

impl Counting<'_> {
    fn in_range(&mut self, from: usize, to: usize, depth: usize) -> u64 {
        if depth > DEEPEST {
            return MOST + 1;
        }
        let uses = &self.copies.uses;
        let begin = uses.partition_point(|(number, _)| *number < from);
        let end = uses.partition_point(|(number, _)| *number < to);
        let mut sum = (to - from) as u64;
        for (_, target) in &uses[begin..end] {
            if sum > MOST {
                break;
            }
            sum += self.of(target, depth);
        }
        sum
    }

    fn of(&mut self, target: &str, depth: usize) -> u64 {
        let Some(index) = self.first.get(target).copied() else { return 0 };
        if let Some(known) = self.known[index] {
            return known;
        }
        self.known[index] = Some(0);
        let Named { from, to, .. } = self.copies.named[index];
        let sum = self.in_range(from, to.min(self.copies.count), depth + 1);
        self.known[index] = Some(sum);
        sum
    }
}
