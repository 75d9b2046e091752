//! Finds out when a file that cannot be used was meant to be public: turns its bytes into a window, or into doubt.
//!
//! The file may be broken anywhere, so lines are looked at and not YAML. Where a line could mean that the page is not
//! public and cannot be read with certainty, the answer is doubt: what nobody was to see yet must not be named because
//! of a slip of the pen.

use jiff::tz::TimeZone;

use super::fences;
use super::kinds::{DateRole, Kind, KindId, Kinds};
use super::window::Window;
use crate::diag::nearest;
use crate::text::fold::fold;
use crate::time::Moment;

#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Said {
    Window(Window),
    /// The same of something that has no page of its own, such as a banner.
    Shown(Window),
    /// There is no front matter.
    Nothing,
    /// It may say that readers must not see the page.
    Unclear,
}

/// What other programs, and editors in a hurry, call a page that is not public.
const FOREIGN: [&str; 12] =
    ["draft", "publish", "status", "state", "hidden", "private", "visib", "embargo", "expir", "unlist", "nhap", "an"];
/// As values of a key that nobody knows.
const WITHHELD: [&str; 5] = ["draft", "private", "hidden", "pending", "nhap"];

/// `section_kind`: the kind of items in the source's section.
pub fn said(bytes: &[u8], section_kind: Option<KindId>, kinds: &Kinds, zone: &TimeZone) -> Said {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(fences::LARGEST)]);
    let text = text.replace('\r', "\n");
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let fenced = lines.next().is_some_and(|line| line.trim_end() == "---");
    if !fenced {
        let gate = |line: &str| pair(line).is_some_and(|(key, _)| FOREIGN.iter().any(|word| fold(key).contains(word)));
        return if text.lines().any(gate) { Said::Unclear } else { Said::Nothing };
    }
    let lines: Vec<&str> = lines.take_while(|line| line.trim_end() != "---").collect();
    let named = lines.iter().find_map(|line| pair(line).filter(|(key, _)| *key == "kind"));
    let kind = named.and_then(|(_, name)| kinds.find(plain(name))).or(section_kind).map(|id| kinds.get(id));
    let keys = Keys::of(kind);
    match keys.window(&lines, kinds, zone) {
        None => Said::Unclear,
        Some(window) if kind.is_some_and(|kind| !kind.listed) => Said::Shown(window),
        Some(window) => Said::Window(window),
    }
}

/// The names of the fields that the gate reads.
struct Keys<'a> {
    publish: &'a str,
    withdraw: &'a str,
    /// Where an item has no page of its own: from when it is shown.
    shown: Option<&'a str>,
    kind: Option<&'a Kind>,
}

impl<'a> Keys<'a> {
    fn of(kind: Option<&'a Kind>) -> Self {
        let name = |role| kind.and_then(|kind| Some(&*kind.field(kind.by_role(role)?).name));
        Keys {
            publish: name(DateRole::Publish).unwrap_or("publish_at"),
            withdraw: name(DateRole::Withdraw).unwrap_or("expires"),
            shown: name(DateRole::Opens).filter(|_| kind.is_some_and(|kind| !kind.listed)),
            kind,
        }
    }

    /// `None` where there is doubt.
    fn window(&self, lines: &[&str], kinds: &Kinds, zone: &TimeZone) -> Option<Window> {
        let gate = ["draft", self.publish, self.withdraw, "date", self.shown.unwrap_or("date")];
        let mut found: [Option<&str>; 5] = [None; 5];
        for line in lines {
            let text = line.trim_start();
            let is_inside = text.len() < line.len() || text.is_empty() || text.starts_with(['#', '-']);
            let Some((key, value)) = pair(text) else {
                // A line in another form could hold any key.
                if is_inside && !holds_gate(text) {
                    continue;
                }
                return None;
            };
            match gate.iter().position(|name| *name == key) {
                Some(at) if !is_inside && found[at].is_none() => found[at] = Some(plain(value)),
                // Twice, or not where a key of the page stands.
                Some(at) if !is_inside || at < 3 => return None,
                Some(_) => {}
                None if is_inside => {}
                None => {
                    let known = match self.kind {
                        Some(kind) => kind.index_of(key).is_some(),
                        None => kinds.all().iter().any(|kind| kind.index_of(key).is_some()),
                    };
                    if !known && is_doubtful(key, value, &gate) {
                        return None;
                    }
                }
            }
        }
        let [draft, publish, withdraw, date, shown] = found;
        // `None` where there is doubt, else the moment if there is one.
        let moment = |text: Option<&str>| match text {
            Some(text) => Moment::parse(text, zone).ok().map(Some),
            None => Some(None),
        };
        let draft = match draft {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return None,
        };
        let (publish, closes, date, shown) = (moment(publish)?, moment(withdraw)?, moment(date)?, moment(shown)?);
        Some(Window { draft, opens: publish.or(date).max(shown), closes, stage: None })
    }
}

/// A key that may stand for one of the gate's, or whose value says that the page is not public.
fn is_doubtful(key: &str, value: &str, gate: &[&str]) -> bool {
    let (key, value) = (fold(key), fold(value));
    let foreign = |word: &str| if word.len() > 2 { key.contains(word) } else { key == word };
    let near = nearest(&key, gate[..4].iter().copied()).is_some();
    // A day, or a yes or no, under a name that nobody knows: perhaps when the page opens, or whether.
    let has_year = value.len() < 40 && value.split(|letter: char| !letter.is_ascii_digit()).any(|part| part.len() == 4);
    let is_switch = ["true", "false", "yes", "no", "on", "off", "co", "khong"].contains(&plain(&value));
    let strange = !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    near || strange
        || has_year
        || is_switch
        || FOREIGN.iter().any(|word| foreign(word))
        || WITHHELD.iter().any(|word| value.contains(word))
}

/// Whether a line that is no pair speaks of the gate.
fn holds_gate(line: &str) -> bool {
    let line = fold(line);
    ["draft:", "publish_at", "expires:"].iter().any(|word| line.contains(word)) && !line.starts_with('#')
}

/// `key: value`, without a comment.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && !key.starts_with(['"', '\'', '{', '[', '?', '!', '&', '*', '%', '#', '-', ' ']);
    (is_key && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (key.trim_end(), value.trim()))
}

/// A value without quotes and comment.
fn plain(value: &str) -> &str {
    let value = value.split_once(" #").map_or(value, |(value, _)| value).trim();
    let quoted = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    fn of(front: &str) -> Said {
        let kinds = Kinds::load(&Memory::new(), &mut Vec::new());
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        said(front.as_bytes(), kinds.find("article"), &kinds, &zone)
    }

    fn front(lines: &str) -> Said {
        of(&format!("---\ntitle: Bài: mới\n{lines}---\nThân bài, draft: true.\n"))
    }

    fn opens(said: Said) -> Option<String> {
        let Said::Window(window) = said else { panic!("{said:?}") };
        window.opens.map(|moment| moment.iso())
    }

    #[test]
    fn plain_lines_are_read_however_broken_the_rest_is() {
        assert_eq!(opens(front("sumary: a\ndate: 2024-01-05\n")).as_deref(), Some("2024-01-05"));
        assert_eq!(opens(front("date: 2024-01-05\npublish_at: '2024-02-01'  # hẹn\n")).as_deref(), Some("2024-02-01"));
        let Said::Window(window) = front("draft: true\n") else { panic!() };
        assert!(window.draft);
        assert_eq!(opens(front("author: A\nattachments:\n  - file: a.pdf\n    date: hôm qua\n")), None);
    }

    #[test]
    fn what_may_withhold_the_page_and_cannot_be_read_is_doubt() {
        for lines in [
            "draft: yes\n",
            "draft:\n",
            "drafft: true\n",
            "Draft: true\n",
            "daft: true\n",
            "\"draft\": true\n",
            "{draft: true}\n",
            "? draft\n: true\n",
            "draft: false\ndraft: true\n",
            "publish_at: 2024-13-01\n",
            "publishat: 2030-01-01\n",
            "publishDate: 2030-01-01\n",
            "expires: mai\n",
            "date: 5/1/2024\n",
            "status: draft\n",
            "tình trạng: bản nháp\n",
            "visibility: private\n",
            "Date: 2030-01-01\n",
            "ngay_dang: 2030-01-01\n",
            "release: 01/02/2030\n",
            "cong_khai: không\n",
            "live: false\n",
            "  draft: true\n",
            " publish_at: 2030-01-01\n",
        ] {
            assert_eq!(front(lines), Said::Unclear, "{lines}");
        }
        assert_eq!(of("title: A\ndraft: true\n\nKhông có hàng rào.\n"), Said::Unclear);
    }

    #[test]
    fn a_file_without_front_matter_says_nothing() {
        assert_eq!(of("Chỉ có chữ.\n"), Said::Nothing);
    }

    #[test]
    fn a_broken_banner_is_shown_from_its_day() {
        let Said::Shown(window) = front("kind: banner\nstarts: 2024-03-01\n") else { panic!() };
        assert_eq!(window.opens.unwrap().iso(), "2024-03-01");
    }
}
