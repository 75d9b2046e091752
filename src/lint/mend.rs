//! Turns a page into the same page with what is mechanical mended: what rules offer, and what a build only speaks of. It is mended
//! until nothing changes, and read again each time: where anything but the words that were meant is different then, it stays.

use std::ops::Range;

use super::hits::{Hit, Hits, applied};
use super::rules::MENDS;
use super::settings::Settings;
use super::text::Text;
use super::{IsOn, shape, tabs};
use crate::diag::{Message, catalog};
use crate::load::kinds::Kind;
use crate::load::source_text;
use crate::load::stored::Stored;
use crate::path::SourcePath;

/// What is known of a page.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    pub file: &'a SourcePath,
    /// None of a page that cannot be read.
    pub kind: Option<&'a Kind>,
    pub language: &'a str,
    /// What the portal has chosen.
    pub settings: &'a Settings,
}

/// A page that was mended.
pub struct Mended {
    pub text: String,
    /// What, and at how many places.
    pub done: Vec<(&'static Message, usize)>,
    /// What could be mended by its rule, and not here.
    pub refused: Vec<&'static Message>,
}

/// A change of a source.
struct Edit {
    range: Range<usize>,
    replacement: String,
    message: &'static Message,
}

/// Texts are mended until nothing changes; rules that undo each other end here.
const MOST_ROUNDS: usize = 8;

/// `stored`: the whole file as it is. `None` where there is nothing to do.
pub fn mend(page: Page, stored: &str, is_on: IsOn) -> Option<Mended> {
    let mut mended = Mended { text: stored.to_owned(), done: Vec::new(), refused: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        mended.refused.clear();
        let edits = round(page, &mended.text, is_on, &mut mended.refused);
        if edits.is_empty() {
            break;
        }
        for edit in &edits {
            match mended.done.iter_mut().find(|(message, _)| std::ptr::eq(*message, edit.message)) {
                Some((_, count)) => *count += 1,
                None => mended.done.push((edit.message, 1)),
            }
        }
        let edits: Vec<_> = edits.into_iter().map(|edit| (edit.range, edit.replacement)).collect();
        mended.text = applied(&mended.text, &edits);
    }
    mended.done.sort_by_key(|(message, _)| message.code);
    mended.refused.sort_by_key(|message| message.code);
    mended.refused.dedup();
    (mended.text != stored || !mended.refused.is_empty()).then_some(mended)
}

/// Changes of the stored file that can be made at once, in order.
fn round(page: Page, stored: &str, is_on: IsOn, refused: &mut Vec<&'static Message>) -> Vec<Edit> {
    let Some(read) = source_text::clean(page.file.as_str(), stored.as_bytes(), &mut Vec::new()) else {
        return Vec::new();
    };
    let Some(places) = Stored::new(stored, &read) else { return Vec::new() };
    let of_read = edits(page, &read, is_on, refused);
    let of_read = of_read.into_iter().filter_map(|edit| Some(Edit { range: places.range(&edit.range)?, ..edit }));
    let odd = places.odds.iter().filter(|odd| is_on(odd.message)).map(|odd| Edit {
        range: odd.stored.clone(),
        replacement: read[odd.read.clone()].to_owned(),
        message: odd.message,
    });
    // What a rule changes is written as it is read.
    let mut all: Vec<Edit> = of_read.collect();
    let rules = all.len();
    for edit in odd {
        let is_inside = |rule: &Edit| rule.range.start < edit.range.end && edit.range.start < rule.range.end;
        if !all[..rules].iter().any(is_inside) {
            all.push(edit);
        }
    }
    first_of_each_place(all)
}

/// Changes of the text as it is read.
fn edits(page: Page, read: &str, is_on: IsOn, refused: &mut Vec<&'static Message>) -> Vec<Edit> {
    if is_on(&catalog::YAML_TAB) {
        let tabs = tabs::mends(page.file, read, page.kind);
        if !tabs.is_empty() {
            let edit = |(range, replacement)| Edit { range, replacement, message: &catalog::YAML_TAB };
            return tabs.into_iter().map(edit).collect();
        }
    }
    let Some(text) = page.kind.and_then(|kind| Text::read(page.file, kind, page.language, read)) else {
        return Vec::new();
    };
    let text = text.of_portal(page.settings);
    let mut mends = Hits::default();
    for (_, look) in MENDS.iter().filter(|(message, _)| is_on(message)) {
        look(&text, &mut mends);
    }
    let hits = mends.into_sorted().into_iter().chain(super::text(&text, is_on));
    let edit = |hit: Hit| Some(Edit { range: hit.range, replacement: hit.fix?, message: hit.message });
    sound(page, &text, first_of_each_place(hits.filter_map(edit).collect()), refused)
}

/// Of changes that touch each other the first.
fn first_of_each_place(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = None;
    edits.retain(|edit| {
        let is_free = end.is_none_or(|end| edit.range.start > end || edit.range.start == end && !edit.range.is_empty());
        if is_free {
            end = Some(edit.range.end);
        }
        is_free
    });
    edits
}

/// The changes that leave all as it was but the words that they mean, as they are spelled where they stand.
fn sound(page: Page, text: &Text, edits: Vec<Edit>, refused: &mut Vec<&'static Message>) -> Vec<Edit> {
    let spell = |edits: Vec<Edit>| {
        let of = |edit: Edit| {
            let (range, replacement) = spelled(text, &(edit.range, edit.replacement));
            Edit { range, replacement, message: edit.message }
        };
        edits.into_iter().map(of).collect()
    };
    if edits.is_empty() || is_sound(page, text, &edits.iter().collect::<Vec<_>>()) {
        return spell(edits);
    }
    let mut kept: Vec<Edit> = Vec::new();
    for edit in edits {
        let tried: Vec<&Edit> = kept.iter().chain([&edit]).collect();
        if is_sound(page, text, &tried) {
            kept.push(edit);
        } else {
            refused.push(edit.message);
        }
    }
    spell(kept)
}

/// Inside quotation marks of YAML their own are spelled otherwise: `\"` and `''`.
fn spelled(text: &Text, (range, replacement): &(Range<usize>, String)) -> (Range<usize>, String) {
    let (mut range, mut replacement) = (range.clone(), replacement.clone());
    let is_own = |field: &&super::Field| {
        let place = field.spelled.source();
        place.start <= range.start && range.end <= place.end
    };
    let Some(field) = text.fields.iter().find(is_own) else { return (range, replacement) };
    let bytes = text.source.as_bytes();
    match field.spelled.source().start.checked_sub(1).map(|mark| bytes[mark]) {
        // The first letter may itself be spelled with a backslash.
        Some(b'"' | b'\\') => {
            let is_escaped =
                |at: usize| at > 0 && field.spelled.back(&(at - 1..at)).is_none() && bytes[at - 1] == b'\\';
            if is_escaped(range.start) && !range.is_empty() {
                range.start -= 1;
            }
            replacement = replacement.replace('\\', "\\\\").replace('"', "\\\"");
        }
        Some(b'\'') => {
            if text.source[range.clone()].ends_with('\'') && bytes.get(range.end) == Some(&b'\'') {
                range.end += 1;
            }
            replacement = replacement.replace('\'', "''");
        }
        _ => {}
    }
    (range, replacement)
}

fn is_sound(page: Page, text: &Text, edits: &[&Edit]) -> bool {
    let pairs: Vec<_> = edits.iter().map(|edit| (edit.range.clone(), edit.replacement.clone())).collect();
    let written: Vec<_> = pairs.iter().map(|pair| spelled(text, pair)).collect();
    let source = applied(text.source, &written);
    let Some(new) = page.kind.and_then(|kind| Text::read(page.file, kind, page.language, &source)) else {
        return false;
    };
    let Some(meant) = meant(text, &pairs) else { return false };
    let is_of_one_shape = |(old, new): (&super::Field, &super::Field)| {
        !old.is_markdown || old.value == new.value || shape::of(&old.value) == shape::of(&new.value)
    };
    new.front == meant
        && text.fields.len() == new.fields.len()
        && text.fields.iter().zip(&new.fields).all(is_of_one_shape)
        && shape::of(&text.source[text.body..]) == shape::of(&source[new.body..])
}

/// The front matter with the changed values; none where a change is not of one value.
fn meant(text: &Text, edits: &[(Range<usize>, String)]) -> Option<serde_yaml::Mapping> {
    let mut front = serde_yaml::Value::Mapping(text.front.clone());
    let of_front: Vec<_> = edits.iter().filter(|(range, _)| range.start < text.body).collect();
    let mut known = 0;
    for field in &text.fields {
        let place = field.spelled.source();
        let own = of_front.iter().filter(|(range, _)| place.start <= range.start && range.end <= place.end);
        let own: Option<Vec<_>> = own.map(|(range, new)| Some((field.spelled.back(range)?, new.clone()))).collect();
        let own = own?;
        if own.is_empty() {
            continue;
        }
        known += own.len();
        let mut value = &mut front;
        for number in &field.way {
            value = match value {
                serde_yaml::Value::Sequence(items) => items.get_mut(*number)?,
                serde_yaml::Value::Mapping(entries) => entries.values_mut().nth(*number)?,
                _ => return None,
            };
        }
        *value = serde_yaml::Value::String(applied(&field.value, &own));
    }
    match front {
        serde_yaml::Value::Mapping(front) if known == of_front.len() => Some(front),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::files::Memory;
    use crate::lint::settings::USUAL;
    use crate::load::kinds::Kinds;

    fn mended_by(stored: &str, is_on: IsOn) -> Option<Mended> {
        static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::load(&Memory::new(), &mut Vec::new()));
        let file = SourcePath::new("content/tin-tuc/a.md");
        mend(Page { file: &file, kind: KINDS.schema("article"), language: "vi", settings: &USUAL }, stored, is_on)
    }

    /// The text with everything mended that can be.
    fn mended(stored: &str) -> String {
        mended_by(stored, &|_| true).map_or(stored.to_owned(), |mended| mended.text)
    }

    /// What rules of typing change, and nothing of how a file is stored.
    fn is_of_typing(message: &'static Message) -> bool {
        matches!(message.code, "V09" | "V10" | "V11" | "V12" | "V13" | "V14" | "V16" | "V17" | "V24")
    }

    #[test]
    fn what_is_mechanical_is_mended() {
        let stored = "---\ntitle: Sở  Y tế , tỉnh\n---\nĐã  họp,rồi .\n";
        assert_eq!(mended(stored), "---\ntitle: Sở Y tế, tỉnh\n---\nĐã họp, rồi.\n");
        let done = mended_by(stored, &|_| true).unwrap().done;
        let done: Vec<_> = done.iter().map(|(message, count)| (message.code, *count)).collect();
        assert_eq!(done, [("V10", 2), ("V11", 2), ("V12", 1)]);
    }

    #[test]
    fn how_a_file_is_stored_is_mended() {
        let stored = "\u{feff}---\r\ntitle: Vie\u{323}\u{302}t Nam\r\n---\r\nBình\u{0} Phước\r\n";
        assert_eq!(mended(stored), "---\ntitle: Việt Nam\n---\nBình Phước\n");
        let text = mended_by(stored, &|message| message.code == "S05").unwrap().text;
        assert_eq!(text, stored.replace("e\u{323}\u{302}", "ệ"), "what is not asked for stays");
    }

    #[test]
    fn tabs_of_a_front_matter_are_spaces_where_it_is_clear_how_many() {
        assert_eq!(mended("---\ntitle:\tA\nsource:\n\tname: B\n---\n"), "---\ntitle: A\nsource:\n  name: B\n---\n");
        let unclear = "---\ntitle: A\nsource:\n  name: B\n\turl: /a/\n---\n";
        assert_eq!(mended(unclear), unclear);
    }

    #[test]
    fn letters_of_an_old_table_are_read_again() {
        let stored = "---\ntitle: CÃ´ng bá»‘\n---\nCéng hoµ **x· héi** chñ nghÜa ViÖt Nam\n";
        assert_eq!(mended(stored), "---\ntitle: Công bố\n---\nCộng hoà **xã hội** chủ nghĩa Việt Nam\n");
    }

    #[test]
    fn values_keep_their_quotation_marks_and_what_they_mean() {
        for (value, meant) in [
            ("\"Nói \\\"một\\\" , “hai”, “ba”, “bốn”\"", "\"Nói “một”, “hai”, “ba”, “bốn”\""),
            ("\"\\\"Nói\\\" “một”, “hai”\"", "\"“Nói” “một”, “hai”\""),
            ("'Nói ''x'' , rồi'", "'Nói ''x'', rồi'"),
            ("Nói \"một\", \"hai\" , “ba”", "Nói “một”, “hai”, “ba”"),
        ] {
            let page = |value: &str| format!("---\ntitle: {value}\n---\n");
            assert_eq!(mended(&page(value)), page(meant));
        }
    }

    #[test]
    fn what_would_change_its_meaning_is_left_and_told() {
        let stored = "---\ntitle: A\n---\nMột\n\u{f02d}\u{200b} hai\n";
        let of_bullets = mended_by("---\ntitle: “a”, “b”, \"c\n---\n", &|message| message.code == "V18");
        assert!(of_bullets.is_some_and(|mended| !mended.done.is_empty()), "a plain value may hold any of them");
        assert_eq!(mended(stored), "---\ntitle: A\n---\nMột\n– hai\n");
        let quoted = "---\ntitle: \u{200b}\"a\" b\n---\n";
        let mended = mended_by(quoted, &|_| true).unwrap();
        assert_eq!(
            (mended.text.as_str(), mended.refused[0].code),
            (quoted, "V06"),
            "it would begin a value in quotation marks"
        );
    }

    #[test]
    fn code_addresses_and_keys_are_never_touched() {
        let stored = "---\ntitle: A\nslug: a\n---\n`a  ,b` [x](b.md) <https://a.vn/x,y> https://a.vn/a..b\n\n```\na  ,b\n```\n\n    a  , b\n";
        assert_eq!(mended(stored), stored);
    }

    fn regex(pattern: &str) -> impl Strategy<Value = String> + use<> {
        proptest::string::string_regex(pattern).unwrap()
    }

    fn page() -> impl Strategy<Value = String> {
        let words = "(Sở|Y tế|xã|phường|\\*\\*|`a  b`|\\[c\\]\\(d\\.md\\)| |  | ,|,| \\.|\\.\\.|\\.\\.\\.|…|,,|;|:|\\(|\\( |\\)|\"|“|”|\u{a0}|\t|\u{200b}|Ð|\u{fb01}|e\u{323}\u{302}|\u{f0b7}|\r\n|\n|\n\n|\n- |\n\\| a \\| b \\|\n|\\./\\.|1)";
        (regex(&format!("{words}{{0,12}}")), regex(&format!("{words}{{0,30}}")), 0..4).prop_map(
            |(title, body, style)| {
                let title = title.replace(['\n', '\r'], " ").replace("| a | b |", "");
                let title = match style {
                    0 => title.replace(['\\', '"'], ""),
                    1 => format!("\"{}\"", title.replace('"', "\\\"")),
                    2 => format!("'{title}'"),
                    _ => format!("|\n  {title}"),
                };
                format!("---\ntitle: {title}\n---\n{body}")
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_mended_is_mended_for_good(stored in page()) {
            let once = mended(&stored);
            prop_assert_eq!(mended(&once), once);
        }

        #[test]
        fn every_byte_that_no_rule_names_stays(stored in page()) {
            let mended = mended_by(&stored, &is_of_typing).map_or(stored.clone(), |mended| mended.text);
            let others = |text: &str| text.replace([' ', '\t', '\u{a0}', '.', ',', ';'], "");
            prop_assert_eq!(others(&mended), others(&stored));
        }

        #[test]
        fn a_file_is_mended_alike_however_it_is_stored(stored in page()) {
            let read = |stored: &str| source_text::clean("a.md", stored.as_bytes(), &mut Vec::new()).unwrap().into_owned();
            let by = |text: &str| mended_by(text, &is_of_typing).map_or(text.to_owned(), |mended| mended.text);
            prop_assert_eq!(read(&by(&stored)), by(&read(&stored)));
        }
    }
}
