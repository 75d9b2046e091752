//! Turns a table of phrases into one look-up for each word of a text.

use rustc_hash::FxHashMap;

use super::words::{Gap, Words};

/// What may stand between the words of a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Between {
    Space,
    /// A comma and a hyphen too: `Văn hóa, Thể thao và Du lịch`.
    Marks,
}

/// Phrases by their first word, in lower case.
pub struct Phrases<T> {
    between: Between,
    by_first: FxHashMap<Box<str>, Vec<Phrase<T>>>,
}

struct Phrase<T> {
    rest: Vec<Box<str>>,
    value: T,
}

impl<T> Phrases<T> {
    /// `rows`: a phrase as it is written, and what it stands for.
    pub fn new<P: AsRef<str>>(between: Between, rows: impl IntoIterator<Item = (P, T)>) -> Phrases<T> {
        let mut by_first: FxHashMap<Box<str>, Vec<Phrase<T>>> = FxHashMap::default();
        for (phrase, value) in rows {
            let lower = phrase.as_ref().to_lowercase();
            let mut words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
            if let Some(first) = words.next() {
                let rest = words.map(Box::from).collect();
                by_first.entry(first.into()).or_default().push(Phrase { rest, value });
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        Phrases { between, by_first }
    }

    /// The longest phrase that begins with this word, and its last word.
    pub fn at(&self, words: &Words, first: usize) -> Option<(usize, &T)> {
        let phrases = self.by_first.get(words.lower(first))?;
        let found = phrases.iter().find(|phrase| {
            phrase.rest.iter().enumerate().all(|(at, word)| {
                let index = first + 1 + at;
                words.lower(index) == &**word && self.joins(words, index)
            })
        })?;
        Some((first + found.rest.len(), &found.value))
    }

    fn joins(&self, words: &Words, index: usize) -> bool {
        match words.get(index).map(|word| word.gap) {
            Some(Gap::Space) => true,
            Some(Gap::Mark) if self.between == Between::Marks => {
                words.between(index).chars().all(|letter| matches!(letter, ' ' | ',' | '-' | '–' | '\0'))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::with;

    #[test]
    fn the_longest_phrase_is_found_across_the_marks_that_may_stand_in_it() {
        let phrases =
            Phrases::new(Between::Marks, [("Thể thao và Du lịch", 1), ("thể thao", 2), ("Lao động - Thương binh", 3)]);
        let found = |body: &str| {
            with("vi", &format!("---\ntitle: A\n---\n{body}\n"), |text| {
                let words = text.words();
                (0..words.len()).filter_map(|at| phrases.at(words, at).map(|(_, value)| *value)).collect::<Vec<_>>()
            })
        };
        assert_eq!(found("Thể thao và Du lịch. Thể thao, du lịch"), [1, 2]);
        assert_eq!(found("lao động - thương binh; lao động. Thương binh"), [3]);
    }
}
