//! Turns what a check found into words, or into JSON, and an exit code.

use serde_json::json;

use super::findings::{self, Telling};
use super::{CLEAN, FINDINGS, say, words};
use crate::diag::Severity;
use crate::path::SourcePath;
use crate::pipeline::Checked;

pub fn report(checked: &Checked, telling: Telling) -> u8 {
    let Telling { language, common, .. } = telling;
    findings::show(&checked.findings, telling);
    let count = |severity| checked.findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if common.json {
        let all: Vec<_> = checked.findings.iter().map(|finding| findings::to_json(finding, language)).collect();
        let report = json!({ "errors": errors, "warnings": warnings, "findings": all, "pages": checked.pages, "public": checked.withheld.is_empty() });
        say(&report.to_string());
    } else if !common.quiet {
        let what = words(language, "{errors} lỗi, {warnings} cảnh báo.", "{errors} errors, {warnings} warnings.");
        let mut line = what.replace("{errors}", &errors.to_string()).replace("{warnings}", &warnings.to_string());
        if !checked.withheld.is_empty() {
            line.push_str(words(language, " Chưa hoặc không còn công khai", " Not public now"));
            line.push_str(&of_several(checked, language));
        }
        say(&line);
    }
    if errors > 0 { FINDINGS } else { CLEAN }
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
