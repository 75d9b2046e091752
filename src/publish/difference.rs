//! Turns two readings of a page into what has changed for its readers: title, words taken away and put in, files.

use std::collections::BTreeMap;

use super::reading::Reading;

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Before and after, where it is another.
    pub title: Option<(String, String)>,
    /// Places that read otherwise, in order: what was taken away, what was put in; one of them may be empty.
    pub words: Vec<(String, String)>,
    /// The same lines in another order.
    pub is_moved: bool,
    pub files_added: Vec<String>,
    pub files_removed: Vec<String>,
    /// Header, menus, footer, scripts or styles are others.
    pub is_framed_anew: bool,
}

impl Difference {
    /// Whether the main part of the page is what it was.
    pub fn is_of_frame_alone(&self) -> bool {
        self.title.is_none()
            && self.words.is_empty()
            && !self.is_moved
            && self.files_added.is_empty()
            && self.files_removed.is_empty()
    }
}

/// Letters of an excerpt.
const LONGEST: usize = 140;

/// Words of an excerpt before and behind what has changed.
const AROUND: usize = 4;

pub fn between(before: &Reading, after: &Reading) -> Difference {
    let title = (before.title != after.title).then(|| (before.title.clone(), after.title.clone()));
    let (gone, new) = (missing(&before.lines, &after.lines), missing(&after.lines, &before.lines));
    let longest = gone.len().max(new.len());
    let at = |lines: &[&str], index: usize| lines.get(index).copied().unwrap_or_default().to_owned();
    let words: Vec<_> = (0..longest).map(|index| excerpts(&at(&gone, index), &at(&new, index))).collect();
    let only = |one: &Reading, other: &Reading| one.files.difference(&other.files).cloned().collect();
    Difference {
        title,
        is_moved: words.is_empty() && before.lines != after.lines,
        words,
        files_added: only(after, before),
        files_removed: only(before, after),
        is_framed_anew: before.frame != after.frame,
    }
}

/// Lines that the other has not, or not as often.
fn missing<'a>(lines: &'a [String], other: &[String]) -> Vec<&'a str> {
    let mut there: BTreeMap<&str, usize> = BTreeMap::new();
    for line in other {
        *there.entry(line).or_default() += 1;
    }
    let is_missing = |line: &&str| match there.get_mut(*line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    lines.iter().map(String::as_str).filter(is_missing).collect()
}

/// Two lines without what both have at their ends, but for a few words.
fn excerpts(before: &str, after: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let start = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    // Lines that have nothing in common are told whole.
    let (start, end) = if before.is_empty() || after.is_empty() { (0, 0) } else { (start, end) };
    let from = start.saturating_sub(AROUND);
    let cut = |words: &[&str]| {
        let to = (words.len() - end + AROUND).min(words.len());
        let mut text = String::from(if from > 0 { "… " } else { "" });
        text.push_str(&words[from..to].join(" "));
        text.push_str(if to < words.len() { " …" } else { "" });
        shorten(&text)
    };
    (cut(&old), cut(&new))
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, lines: &[&str]) -> Reading {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        Reading { title: title.to_owned(), lines, ..Reading::default() }
    }

    #[test]
    fn a_change_is_told_with_the_words_around_it() {
        let before = page(
            "Hạn nộp",
            &["Đầu", "Hồ sơ phải được nộp tại bộ phận một cửa trước ngày 15/1 để kịp xét trong quý này", "Cuối"],
        );
        let after = page(
            "Hạn nộp mới",
            &[
                "Đầu",
                "Hồ sơ phải được nộp tại bộ phận một cửa trước ngày 20/1 để kịp xét trong quý này",
                "Cuối",
                "Thêm",
            ],
        );
        let found = between(&before, &after);
        assert_eq!(found.title, Some(("Hạn nộp".to_owned(), "Hạn nộp mới".to_owned())));
        assert_eq!(
            found.words,
            [
                (
                    "… một cửa trước ngày 15/1 để kịp xét trong …".to_owned(),
                    "… một cửa trước ngày 20/1 để kịp xét trong …".to_owned()
                ),
                (String::new(), "Thêm".to_owned()),
            ]
        );
        assert!(!found.is_moved && !found.is_framed_anew && !found.is_of_frame_alone());
    }

    #[test]
    fn words_that_are_repeated_are_not_counted_away() {
        let found = between(&page("a", &["x x x"]), &page("a", &["x x"]));
        assert_eq!(found.words, [("x x x".to_owned(), "x x".to_owned())]);
        let found = between(&page("a", &["x", "x"]), &page("a", &["x"]));
        assert_eq!(found.words, [("x".to_owned(), String::new())]);
    }

    #[test]
    fn lines_that_only_changed_places_and_frames_are_told_apart() {
        assert!(between(&page("a", &["x", "y"]), &page("a", &["y", "x"])).is_moved);
        let mut framed = page("a", &["x"]);
        framed.frame.push("Chân trang mới".to_owned());
        let found = between(&page("a", &["x"]), &framed);
        assert!(found.is_framed_anew && found.is_of_frame_alone());
    }

    #[test]
    fn a_long_paragraph_is_cut() {
        let long = "chữ ".repeat(500);
        let found = between(&page("a", &[]), &page("a", &[long.trim()]));
        assert!(found.words[0].1.chars().count() <= LONGEST + 1 && found.words[0].1.ends_with('…'));
    }
}
