//! Turns what a check found into words, or into JSON, and an exit code.

use std::time::Duration;

use serde_json::json;

use super::check_format::{self, Format};
use super::check_told::Report;
use super::findings::{self, Telling};
use super::git::Git;
use super::progress::stage_name;
use super::{CLEAN, FINDINGS, complain, say, words};
use crate::diag::Severity;
use crate::lint::Costs;
use crate::path::SourcePath;
use crate::pipeline::{Checked, Stage};
use crate::text::number;

/// What is told, and how.
pub struct Outcome<'a> {
    pub checked: &'a Checked,
    pub format: Format,
    /// How many findings the list of known places holds, and how many of its lines nothing needs, where there is a list.
    pub list: Option<(usize, usize)>,
    /// It is about a part of the portal that git knows, so pages that readers do not see are not its subject.
    pub is_ranged: bool,
    /// It is about all files, so these pages are counted, not named.
    pub is_whole: bool,
}

pub fn report(outcome: &Outcome, telling: Telling) -> u8 {
    let Outcome { checked, format, list, .. } = *outcome;
    let Telling { files, language, common, .. } = telling;
    let count = |severity| checked.findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match format {
        Format::Json => {
            let all: Vec<_> = checked.findings.iter().map(|finding| findings::to_json(finding, language)).collect();
            let (known, outdated) = list.unwrap_or_default();
            let report = json!({
                "errors": errors, "warnings": warnings, "findings": all, "pages": checked.pages,
                "public": checked.withheld.is_empty(), "known": known, "outdated": outdated,
            });
            say(&report.to_string());
        }
        Format::Human => {
            findings::show(&checked.findings, telling);
            if !common.quiet {
                say(&summary(outcome, (errors, warnings, count(Severity::Info)), language));
            }
        }
        format => {
            let prefix = match format {
                Format::Short if common.folder.as_os_str() == "." => String::new(),
                Format::Short => format!("{}/", common.folder.display().to_string().trim_end_matches('/')),
                _ => Git::around(&common.folder).map(|git| git.prefix()).unwrap_or_default(),
            };
            check_format::print(&Report::new(&checked.findings, files, language, prefix), format);
            if !common.quiet {
                complain(&summary(outcome, (errors, warnings, count(Severity::Info)), language));
            }
        }
    }
    if errors > 0 { FINDINGS } else { CLEAN }
}

/// How many there are, what is known, and what readers do not see.
fn summary(outcome: &Outcome, (errors, warnings, notes): (usize, usize, usize), language: &str) -> String {
    let Outcome { checked, list, is_ranged, is_whole, .. } = *outcome;
    let count = |value: usize| number::count(value as u64, language);
    let mut line = words(language, "{errors} lỗi, {warnings} cảnh báo", "{errors} errors, {warnings} warnings")
        .replace("{errors}", &count(errors))
        .replace("{warnings}", &count(warnings));
    if notes > 0 {
        line.push_str(&words(language, ", {notes} lưu ý", ", {notes} notes").replace("{notes}", &count(notes)));
    }
    line.push('.');
    if !checked.withheld.is_empty() && is_whole && !is_ranged {
        let text = words(
            language,
            " Đã soát cả {count} trang chưa hoặc không còn công khai.",
            " {count} pages that are not public now were looked at too.",
        );
        line.push_str(&text.replace("{count}", &count(checked.withheld.len())));
    } else if !checked.withheld.is_empty() && !is_ranged {
        line.push_str(words(language, " Chưa hoặc không còn công khai", " Not public now"));
        line.push_str(&of_several(checked, language));
    }
    let (known, outdated) = list.unwrap_or_default();
    if known > 0 {
        let text = words(language, " {count} chỗ đã biết không nêu lại.", " {count} known places are not told again.");
        line.push_str(&text.replace("{count}", &count(known)));
    }
    if outdated > 0 && !is_ranged {
        let text = words(
            language,
            " {count} mục trong danh sách đã biết không còn cần: chạy cong check --baseline write.",
            " {count} lines of the list of known places are not needed any more: run cong check --baseline write.",
        );
        line.push_str(&text.replace("{count}", &count(outdated)));
    }
    line
}

/// How long each stage and each rule took.
pub fn show_costs(costs: &Costs, times: &[(Stage, Duration)], language: &str) {
    let milliseconds = |time: Duration| format!("{:>9.1} ms", time.as_secs_f64() * 1000.0);
    for (stage, time) in times {
        complain(&format!("{}  {}", milliseconds(*time), stage_name(*stage, language)));
    }
    complain(words(language, "Từng quy tắc, cộng trên mọi nhân:", "Each rule, summed over all cores:"));
    for (codes, time) in costs.dearest_first() {
        complain(&format!("{}  {}", milliseconds(time), codes.join(" ")));
    }
}

/// Which pages are withheld, where more were asked for.
fn of_several(checked: &Checked, language: &str) -> String {
    const MOST: usize = 10;
    if checked.seen.len() == 1 {
        return ".".to_owned();
    }
    let names: Vec<&str> = checked.withheld.iter().take(MOST).map(SourcePath::as_str).collect();
    let more = match checked.withheld.len() - names.len() {
        0 => String::new(),
        more => words(language, ", và {more} trang khác", ", and {more} more").replace("{more}", &more.to_string()),
    };
    format!(": {}{more}.", names.join(", "))
}
