//! Turns a front matter without one of its two `---` lines, or with a tab in it, into the line to mend and what to type.

type Words = (String, String);

/// A line that was meant as `---`: other dashes, or another number of them.
fn is_meant(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '―' | '−' | '─'))
}

/// Behind how many lines nobody looks for a fence.
const MOST: usize = 60;

pub fn unopened(text: &str, kind: &str) -> Words {
    let first = text.lines().take(MOST).enumerate().find(|(_, line)| !line.trim().is_empty());
    match first {
        Some((0, line)) if is_meant(line) => (
            format!("Dòng 1 là “{}”: viết đúng ba dấu gạch nối, sát lề: ---", line.trim_end()),
            format!("Line 1 is “{}”: write three hyphens, with nothing before them: ---", line.trim_end()),
        ),
        Some((count, line)) if count > 0 && is_meant(line) => (
            format!("Phía trên dòng --- không được có gì: xóa {count} dòng trống đầu tệp."),
            format!("Nothing stands above the --- line: delete the empty lines at the top ({count})."),
        ),
        _ => (
            format!(
                "Dòng đầu tiên phải là --- rồi đến title: và một dòng --- nữa. Có thể tạo tệp mẫu bằng: cong new {kind} \"Tiêu đề\""
            ),
            format!(
                "The first line must be ---, then title: and another --- line. A sample file comes from: cong new {kind} \"Title\""
            ),
        ),
    }
}

pub fn unclosed(text: &str) -> Words {
    let found = text.lines().take(MOST).enumerate().skip(1).find(|(_, line)| is_meant(line));
    match found {
        Some((index, line)) => (
            format!("Dòng {} là “{}”: viết đúng ba dấu gạch nối, sát lề: ---", index + 1, line.trim_end()),
            format!("Line {} is “{}”: write three hyphens, with nothing before them: ---", index + 1, line.trim_end()),
        ),
        None => (
            "Thêm một dòng chỉ có --- sau khóa cuối cùng.".to_owned(),
            "Add a line with only --- after the last key.".to_owned(),
        ),
    }
}

/// `line`: from 0. A tab before a key that belongs to none above is in the way; elsewhere it stands for spaces.
pub fn tab(yaml: &str, line: usize) -> Words {
    let text = yaml.lines().nth(line).unwrap_or_default();
    let above = yaml.lines().take(line).filter(|line| !line.trim().is_empty()).last().unwrap_or_default();
    let is_nested =
        above.trim_end().ends_with(':') || above.starts_with([' ', '\t', '-']) || text.trim().starts_with('-');
    let shown: String = text.trim().replace('\t', " ").chars().take(80).collect();
    let (vi, en) = match text.starts_with([' ', '\t']) {
        true if is_nested => ("Thay dấu tab bằng hai dấu cách:   ", "Write two spaces for the tab:   "),
        true => ("Xóa dấu tab, viết sát lề: ", "Delete the tab: "),
        false => ("Thay dấu tab bằng một dấu cách: ", "Write a space for the tab: "),
    };
    (format!("{vi}{shown}"), format!("{en}{shown}"))
}
