//! Finds what a misspelt name could have meant, at a cost that does not grow with the number of names.

use std::cmp::Ordering;
use std::sync::OnceLock;

use crate::text::fold::fold;

/// Names longer than this have no slip in them that could be told, in bytes.
const LONGEST: usize = 200;

/// The candidate nearest to what was typed, if it is near enough to be a slip.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > LONGEST {
        return None;
    }
    let typed_folded = fold(typed);
    let length = typed_folded.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            // A name of one character has no slip in it: it would be another name altogether.
            let characters = candidate.chars().take(LONGEST + 1).count();
            let most = (characters / 3).max(1).min(characters.saturating_sub(1));
            // Folding takes marks off and may take two characters for one; far more than `most` is out of reach.
            let far = candidate.len() > LONGEST || candidate.chars().count().abs_diff(length) > most * 2 + 8;
            let distance = || strsim::osa_distance(&typed_folded, &fold(candidate));
            if far { None } else { Some((distance(), candidate)).filter(|(distance, _)| *distance <= most) }
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Names in order, so that those near a misspelt one are found without looking at all: a slip late in a name leaves
/// it near its neighbours by the alphabet, an early one near its neighbours by the alphabet read backwards.
pub struct Names<'a> {
    sorted: Vec<&'a str>,
    backwards: OnceLock<Vec<&'a str>>,
}

/// So many names on either side of where a misspelt one would stand are looked at.
const NEIGHBOURS: usize = 30;

impl<'a> Names<'a> {
    pub fn new(names: impl Iterator<Item = &'a str>) -> Self {
        let mut sorted: Vec<&str> = names.collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self { sorted, backwards: OnceLock::new() }
    }

    /// All names, in order.
    pub fn all(&self) -> &[&'a str] {
        &self.sorted
    }

    /// Those that can be near to what was typed, in order.
    pub fn near(&self, typed: &str) -> Vec<&'a str> {
        if self.sorted.len() <= 4 * NEIGHBOURS {
            return self.sorted.clone();
        }
        let backwards = self.backwards.get_or_init(|| {
            let mut names = self.sorted.clone();
            names.sort_unstable_by(|a, b| compare_backwards(a, b));
            names
        });
        let by_start = around(&self.sorted, self.sorted.partition_point(|name| *name < typed));
        let at = backwards.partition_point(|name| compare_backwards(name, typed) == Ordering::Less);
        let mut near = [by_start, around(backwards, at)].concat();
        near.sort_unstable();
        near.dedup();
        near
    }
}

fn around<'n, 'a>(names: &'n [&'a str], at: usize) -> &'n [&'a str] {
    &names[at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS).min(names.len())]
}

fn compare_backwards(left: &str, right: &str) -> Ordering {
    left.bytes().rev().cmp(right.bytes().rev())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_neighbour_and_a_stranger_does_not() {
        assert_eq!(nearest("titel", ["title", "summary"]), Some("title"));
        assert_eq!(nearest("tieu-de", ["title", "summary"]), None);
        assert_eq!(nearest(";", [",", "."]), None);
        assert_eq!(nearest("so-tttt", ["so-tttt ", "so-y-te"]), Some("so-tttt "));
        assert_eq!(nearest("Sở Y tê", ["so y te"]), Some("so y te"));
    }

    #[test]
    fn a_slip_is_found_among_many_names_wherever_it_is() {
        let all: Vec<String> = (0..5000).map(|n| format!("content/tin-tuc/bai-so-{n:04}/index.md")).collect();
        let names = Names::new(all.iter().map(String::as_str));
        for typed in [
            "cotent/tin-tuc/bai-so-2500/index.md",
            "content/tin-tuc/bai-so-2500/idnex.md",
            "content/tin-tuc/bai-os-2500/index.md",
        ] {
            assert_eq!(nearest(typed, names.near(typed)), Some("content/tin-tuc/bai-so-2500/index.md"), "{typed}");
            assert!(names.near(typed).len() <= 4 * NEIGHBOURS);
        }
    }

    #[test]
    fn a_name_that_is_absurdly_long_is_near_to_nothing() {
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(nearest("a", [long.as_str()]), None);
    }
}
