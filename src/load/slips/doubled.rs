//! Turns text that was pasted twice into findings: a second front matter in the body, and lines that follow themselves.

use rustc_hash::FxHashMap;

use super::Page;
use crate::diag::{Finding, Span, catalog};

/// Shorter lines repeat themselves in honest text (`Hồ sơ gồm:`), in bytes.
const LONG_LINE: usize = 60;
/// What must be there twice before anybody speaks of it, in bytes.
const LONG_TEXT: usize = 240;
/// Places that are looked at: a text without an end of repetitions is not held against itself for ever.
const MOST_PLACES: usize = 50;

pub fn of_page(page: &Page, findings: &mut Vec<Finding>) {
    let (body, first_line) = (page.parts.body, page.parts.body_line);
    if let Some(line) = front_matter(body) {
        // Markdown makes headings of it.
        findings.retain(|finding| finding.message != &catalog::HEADING_LEFTOVER);
        let finding = Finding::new(&catalog::FRONT_MATTER_TWICE, page.file());
        findings.push(finding.at(Span::new(first_line + line, 1, 3)).fatal());
    } else if let Some((first, again, count)) = repeated(body) {
        let finding = Finding::new(&catalog::TEXT_TWICE, page.file()).at(Span::new(first_line + again, 1, 1));
        findings.push(finding.with("first", (first_line + first).to_string()).with("count", count.to_string()));
    }
}

/// The line of the body that opens a second front matter: `---`, then keys with a title among them, then `---`.
fn front_matter(body: &str) -> Option<usize> {
    let mut open = None;
    let mut has_title = false;
    for (number, line) in body.lines().enumerate() {
        let line = line.trim_end();
        match (line, open) {
            ("---", Some(start)) if has_title => return Some(start),
            ("---", _) => (open, has_title) = (Some(number), false),
            (_, Some(_)) if line.starts_with("title:") => has_title = true,
            // Keys, their lists and remarks; anything else is text.
            (_, Some(_)) if is_yaml(line) => {}
            _ => open = None,
        }
    }
    None
}

fn is_yaml(line: &str) -> bool {
    let key = line.split_once(':').map_or("", |(key, _)| key);
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_key || line.is_empty() || line.starts_with([' ', '#', '-'])
}

/// Lines that stand there twice, one time right behind the other: the line where they begin, where they begin again, and
/// how many they are. Empty lines do not count, for they get lost where two texts are joined.
fn repeated(body: &str) -> Option<(usize, usize, usize)> {
    if body.len() < 2 * LONG_LINE {
        return None;
    }
    let lines: Vec<(usize, &str)> = body
        .lines()
        .enumerate()
        .map(|(number, line)| (number, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let whole = lines.len() / 2;
    // Rows of tables may be alike, and so may headings.
    let is_text = |line: &str| !line.starts_with(['|', '#']);
    let size = |lines: &[(usize, &str)]| {
        lines.iter().filter(|(_, line)| is_text(line)).map(|(_, line)| line.len()).sum::<usize>()
    };
    let is_twice = |at: usize, count: usize| {
        lines.len() >= at + 2 * count
            && lines[at..at + count].iter().zip(&lines[at + count..]).all(|(one, other)| one.1 == other.1)
    };
    let found = |at: usize, count: usize| Some((lines[at].0, lines[at + count].0, count));
    if whole > 0 && lines.len() == 2 * whole && size(&lines[..whole]) >= LONG_LINE && is_twice(0, whole) {
        return found(0, whole);
    }
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut places = 0;
    for (at, (_, line)) in lines.iter().enumerate() {
        if line.len() < LONG_LINE || !is_text(line) {
            continue;
        }
        let Some(earlier) = known.insert(line, at) else { continue };
        places += 1;
        if places > MOST_PLACES {
            return None;
        }
        // Short lines, such as a heading, may stand before the first long one.
        let count = at - earlier;
        let same = |one: &usize, other: &usize| lines[*one].1 == lines[*other].1;
        let before = (0..earlier).rev().zip((0..at).rev()).take_while(|(one, other)| same(one, other)).count();
        let after = (earlier..at).zip(at..lines.len()).take_while(|(one, other)| same(one, other)).count();
        let start = earlier - before.min(count);
        if before.min(count) + after >= count && size(&lines[start..start + count]) >= LONG_TEXT {
            return found(start, count);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str =
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và các huyện, thị xã, thành phố khẩn trương thực hiện.";
    const MORE: &str =
        "Văn phòng theo dõi, đôn đốc việc thực hiện và báo cáo Chủ tịch trước ngày ba mươi hằng tháng, không để chậm.";

    #[test]
    fn a_body_that_is_there_twice_is_found() {
        let text = format!("{LONG}\n\n## Mục\n\nNgắn.\n\n{MORE}\n");
        assert_eq!(repeated(&format!("{text}\n{text}")), Some((0, 8, 4)));
        assert_eq!(repeated(&format!("{text}{text}Thêm một câu sau.\n")), Some((0, 7, 4)), "edited afterwards");
        assert_eq!(repeated(&format!("## Mở đầu\n\nLời mở.\n\n{text}{text}")), Some((4, 11, 4)));
        assert_eq!(
            repeated(&format!("## Mục\n\n{LONG}\n\n{MORE}\n\n## Mục\n\n{LONG}\n\n{MORE}\n\nHết.\n")),
            Some((0, 6, 3))
        );
    }

    #[test]
    fn honest_repetitions_are_not() {
        for text in [
            format!("{LONG}\n\nThứ nhất.\n\n{LONG}\n\nThứ hai.\n"),
            "Hồ sơ gồm:\n\nĐơn.\n\nHồ sơ gồm:\n\nĐơn.\n".to_owned(),
            format!("| {LONG} |\n| {LONG} |\n| {LONG} |\n| {LONG} |\n"),
            format!("{LONG}\n\n{MORE}\n"),
        ] {
            assert_eq!(repeated(&text), None, "{text}");
        }
    }

    #[test]
    fn repetitions_without_end_take_no_time() {
        let text = format!("{LONG}\n").repeat(20_000);
        assert!(repeated(&text).is_some());
        let text: String = (0..20_000).map(|number| format!("{LONG} {}\n{MORE} {number}\n", number % 100)).collect();
        assert_eq!(repeated(&text), None);
    }

    #[test]
    fn a_second_front_matter_is_found_and_a_rule_is_not() {
        assert_eq!(front_matter("Chữ.\n\n---\ntitle: Tin\ndate: 2024-01-15\ntags:\n  - a\n---\nChữ.\n"), Some(2));
        assert_eq!(front_matter("---\ntitle: Tin\n---\n"), Some(0));
        assert_eq!(front_matter("---\n---\ntitle: Tin\n---\n"), Some(1));
        for text in [
            "Một\n\n---\n\nHai\n\n---\n\nBa",
            "---\nChữ: thường\ntitle: x\n---\n",
            "title: x\n---\n",
            "---\ntitle: x\n",
        ] {
            assert_eq!(front_matter(text), None, "{text}");
        }
    }
}
