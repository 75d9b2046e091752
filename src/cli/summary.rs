//! Turns what a build did into a short report: pages by kind and language, files, findings, what is withheld, time.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::findings::Telling;
use super::progress::stage_name;
use super::{complain, findings, output, say, words};
use crate::diag::Severity;
use crate::load::stage::Stage;
use crate::model::Site;
use crate::model::gate::Verdict;
use crate::pipeline::{Built, Folders};
use crate::text::number::{self, file_size};
use crate::time::{Moment, date_time};
use crate::write::release::Refusal;

pub struct Summary<'a> {
    pub telling: Telling<'a>,
    pub built: &'a Built,
    pub elapsed: Duration,
    pub output: &'a Path,
    /// With `--why`, for the JSON: the reasons for rendering pages.
    pub why: Option<Value>,
    /// Why the output must not be published.
    pub refusals: Vec<Refusal>,
}

/// Of pages that readers do not see so many of one sort are named.
const MOST_ROWS: usize = 5;

/// A page that readers do not see.
struct Row<'a> {
    /// Why, as far as others share it.
    sort: String,
    line: String,
    file: &'a str,
}

impl Summary<'_> {
    pub fn show(&self) {
        let Telling { common, language, .. } = self.telling;
        let site = self.built.renderer.as_ref().map(|renderer| &*renderer.site);
        if common.json {
            say(&serde_json::to_string_pretty(&self.json(site)).unwrap_or_default());
        } else if !common.quiet {
            if let Some(site) = site {
                say(&self.text(site));
            }
            complain(&self.verdict(site.is_some()));
            self.refusals.iter().for_each(|refusal| complain(&output::sentence(refusal, language)));
        }
    }

    fn count(&self, severity: Severity) -> usize {
        self.built.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        words(self.telling.language, vi, en)
    }

    fn text(&self, site: &Site) -> String {
        let language = self.telling.language;
        let count = |value: usize| number::count(value as u64, language);
        let mut lines = vec![self.table(site)];
        if self.built.wrote_nothing {
            lines.push(
                self.say(
                    "Có lỗi và dùng --strict: không ghi gì.",
                    "There are errors and --strict is on: nothing was written.",
                )
                .to_owned(),
            );
        } else {
            let (built, folder) = (self.built, self.output.display());
            lines.push(format!(
                "{}: {} {}, {} {}, {} {} ({}) → {folder}",
                self.say("Tệp", "Files"),
                count(built.written),
                self.say("ghi mới", "written"),
                count(built.kept),
                self.say("giữ nguyên", "kept"),
                count(built.deleted),
                self.say("xóa", "deleted"),
                file_size(built.bytes, language)
            ));
        }
        lines.extend(self.withheld_lines(site));
        let not_built = self.built.quarantined.iter().map(|page| Row {
            sort: String::new(),
            line: format!("{} ({})", page.url, page.source),
            file: if page.source.is_empty() { &page.url } else { &page.source },
        });
        lines.extend(self.rows(self.say("Chưa dựng được", "Not built"), not_built));
        let times = self
            .built
            .times
            .iter()
            .filter(|(_, time)| time.as_millis() > 0)
            .map(|(stage, time)| format!("{} {} ms", stage_name(*stage, language), time.as_millis()));
        lines.push(format!(
            "{}: {} ms ({})",
            self.say("Thời gian", "Time"),
            self.elapsed.as_millis(),
            times.collect::<Vec<_>>().join(", ")
        ));
        lines.join("\n")
    }

    /// Pages by kind, a column for each language.
    fn table(&self, site: &Site) -> String {
        let (counts, language) = (counts(site), self.telling.language);
        let width = counts.keys().map(|kind| label(site, kind, language).chars().count()).max().unwrap_or(0).max(8);
        let mut lines = vec![format!(
            "{:width$} {}",
            "",
            site.config.languages.iter().map(|code| format!("{code:>7}")).collect::<String>()
        )];
        for (kind, by_language) in &counts {
            let cells: String =
                by_language.iter().map(|count| format!("{:>7}", number::count(*count as u64, language))).collect();
            lines.push(format!("{:width$} {cells}", label(site, kind, language)));
        }
        let totals: Vec<usize> =
            (0..site.config.languages.len()).map(|index| counts.values().map(|row| row[index]).sum()).collect();
        let cells: String =
            totals.iter().map(|count| format!("{:>7}", number::count(*count as u64, language))).collect();
        lines.push(format!("{:width$} {cells}", self.say("Cộng", "Total")));
        lines.join("\n")
    }

    fn withheld_lines(&self, site: &Site) -> Vec<String> {
        let zone = site.config.zone();
        let when = |at| date_time(&Moment::from_timestamp(at, &zone), self.telling.language);
        let withheld = site.withheld().iter().filter_map(|item| {
            let (sort, at) = match item.reason {
                Verdict::Draft => (self.say("bản nháp", "draft"), None),
                Verdict::Unapproved(Stage::Draft) => (self.say("bản nháp", "draft"), None),
                Verdict::Unapproved(Stage::Editing) => (self.say("đang biên tập", "in editing"), None),
                Verdict::Unapproved(Stage::Unapproved) => (self.say("chưa duyệt", "not approved"), None),
                Verdict::NotYet(at) => (self.say("hẹn đăng lúc", "appears at"), Some(at)),
                Verdict::Expired(at) => (self.say("đã gỡ lúc", "taken down at"), Some(at)),
                Verdict::SourceWithheld => (self.say("bản gốc không công khai", "its source is withheld"), None),
                Verdict::SectionWithheld => (self.say("chuyên mục không công khai", "its section is withheld"), None),
                Verdict::Public => return None,
            };
            let why = at.map_or_else(|| sort.to_owned(), |at| format!("{sort} {}", when(at)));
            let sort = if at.is_some() { format!("{sort} …") } else { sort.to_owned() };
            Some(Row { sort, line: format!("{} ({why})", item.source), file: item.source.as_str() })
        });
        let mut lines = self.rows(self.say("Không công khai", "Withheld"), withheld);
        if let Some((at, source)) = site.next_change() {
            lines.push(format!(
                "{}: {} ({source})",
                self.say("Lần thay đổi theo lịch kế tiếp", "Next scheduled change"),
                when(*at)
            ));
        }
        lines
    }

    /// A line for each, but of thousands of one sort the first few, and where the others lie.
    fn rows<'r>(&self, head: &str, rows: impl Iterator<Item = Row<'r>>) -> Vec<String> {
        let most = if self.telling.extent.all { usize::MAX } else { MOST_ROWS };
        let (mut lines, mut by_sort) = (Vec::new(), BTreeMap::<String, Vec<&str>>::new());
        for Row { sort, line, file } in rows {
            let files = by_sort.entry(sort).or_default();
            files.push(file);
            if files.len() <= most {
                lines.push(format!("{head}: {line}"));
            }
        }
        for (sort, files) in by_sort.iter().filter(|(_, files)| files.len() > most) {
            let (language, others) = (self.telling.language, &files[most..]);
            let (count, folders) = (number::count(others.len() as u64, language), Folders::of(others.iter().copied()));
            let sort = if sort.is_empty() { String::new() } else { format!(" ({sort})") };
            let more =
                self.say("và {count} trang nữa{sort}, --all in đủ", "and {count} more pages{sort}, --all shows them");
            let more = more.replace("{count}", &count).replace("{sort}", &sort);
            lines.push(format!("{head}: {more}: {}", folders.text(language)));
        }
        lines
    }

    fn verdict(&self, built: bool) -> String {
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let found = format!("{errors} {}, {warnings} {}", self.say("lỗi", "errors"), self.say("cảnh báo", "warnings"));
        match (built, errors) {
            (false, _) => format!("{found}. {}", self.say("Chưa dựng được gì.", "Nothing was built.")),
            (true, 0) => format!("{found}."),
            (true, _) => format!(
                "{found}. {}",
                self.say(
                    "Sửa lỗi rồi dựng lại trước khi xuất bản.",
                    "Mend the errors and build again before publishing."
                )
            ),
        }
    }

    fn json(&self, site: Option<&Site>) -> Value {
        let (built, time) = (self.built, |moment: jiff::Timestamp| moment.to_string());
        let pages = site.map(|site| {
            let rows = counts(site).into_iter().map(|(kind, row)| {
                let by_language: BTreeMap<&str, usize> =
                    site.config.languages.iter().map(String::as_str).zip(row).collect();
                (kind, by_language)
            });
            rows.collect::<BTreeMap<_, _>>()
        });
        let withheld = site.map_or(&[][..], Site::withheld).iter().map(|item| {
            let (reason, at) = match item.reason {
                Verdict::NotYet(at) => ("not_yet", Some(time(at))),
                Verdict::Expired(at) => ("expired", Some(time(at))),
                Verdict::SourceWithheld => ("source", None),
                Verdict::SectionWithheld => ("section", None),
                Verdict::Unapproved(_) => ("unapproved", None),
                Verdict::Draft | Verdict::Public => ("draft", None),
            };
            json!({ "source": item.source.as_str(), "reason": reason, "at": at })
        });
        json!({
            "pages": pages,
            "files": { "written": built.written, "kept": built.kept, "deleted": built.deleted, "bytes": built.bytes },
            "output": site.map(|_| self.output.display().to_string()),
            "wrote_nothing": built.wrote_nothing || site.is_none(),
            "why": self.why,
            "not_publishable": self.refusals.iter().map(output::code).collect::<Vec<_>>(),
            "withheld": withheld.collect::<Vec<_>>(),
            "quarantined": built.quarantined,
            "next_change": site.and_then(Site::next_change).map(|(at, source)| json!({ "at": time(*at), "source": source.as_str() })),
            "findings": built.findings.iter().map(|finding| findings::to_json(finding, self.telling.language)).collect::<Vec<_>>(),
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "milliseconds": built.times.iter().map(|(stage, time)| (stage_name(*stage, "en"), time.as_millis() as u64)).collect::<BTreeMap<_, _>>(),
        })
    }
}

/// Public pages by kind name and language.
fn counts(site: &Site) -> BTreeMap<String, Vec<usize>> {
    let mut counts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for page in site.all_pages().filter(|page| !page.is_guest()) {
        let kind = if page.is_section() { "_section" } else { &page.kind().name };
        let row = counts.entry(kind.to_owned()).or_insert_with(|| vec![0; site.config.languages.len()]);
        row[usize::from(page.document.language)] += 1;
    }
    counts
}

fn label<'a>(site: &'a Site, kind: &str, language: &str) -> &'a str {
    site.kinds.schema(kind).map_or("", |kind| kind.label.get(language))
}
