//! Turns a plan, and what came of it, into a few lines for an editor, a few more for an operator, and JSON for programs.

use serde_json::{Value, json};

use super::place::Place;
use super::publish_pages::{Counted, Sort};
use super::publish_show::name;
use super::{Common, complain, say, words};
use crate::publish::plan::Kind as What;
use crate::publish::{Plan, ReleaseRecord};
use crate::text::number::{count, file_size};
use crate::time::{Moment, date_time};
use crate::write::manifest::Quarantined;

/// Paths that are named one by one.
const SHOWN: usize = 5;

/// What is told of a publication.
pub struct Report<'a> {
    pub place: &'a Place,
    pub remote: &'a str,
    pub plan: &'a Plan,
    pub counted: &'a Counted,
    pub purges: usize,
    pub requests: u64,
    /// Of what is online: afterwards, or still.
    pub release: &'a ReleaseRecord,
    pub outcome: Outcome,
    /// Built from an older version, since the newest cannot be built.
    pub older: &'a [Quarantined],
    pub unpurged: &'a [String],
    pub next_change: Option<&'a str>,
    pub has_errors: bool,
    /// Said after publishing: what was not seen as it should be, who was not told.
    pub after: &'a After,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Planned,
    Published,
    Nothing,
    /// A publisher that was killed had begun it.
    Resumed,
}

/// What was seen and told afterwards, in words and for programs.
#[derive(Default)]
pub struct After {
    pub faults: Vec<String>,
    pub looked_at: Option<usize>,
    pub warnings: Vec<String>,
}

impl Report<'_> {
    pub fn show(&self, common: &Common) {
        if common.json {
            say(&serde_json::to_string_pretty(&self.json()).unwrap_or_default());
        } else if !common.quiet {
            self.lines().iter().for_each(|line| say(line));
        }
        if !common.json {
            self.complaints().iter().for_each(|line| complain(line));
        }
    }

    fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        words(&self.place.language, vi, en)
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.for_editors()];
        lines.extend(self.for_operators());
        if let Some(looked_at) = self.after.looked_at.filter(|_| self.after.faults.is_empty()) {
            let text = self.say(
                "Đã xem lại qua địa chỉ công khai: {count} địa chỉ, đều đúng.",
                "Looked at through the public address: {count} addresses, all as published.",
            );
            lines.push(text.replace("{count}", &self.count(looked_at as u64)));
        }
        if let Some(moment) = self.moment(self.next_change) {
            let text = self.say(
                "Nội dung tự đổi lần tới lúc {moment}: xuất bản lại lúc đó (hẹn giờ: cong publish {name} --if-due).",
                "The output changes by itself next at {moment}: publish again then (on a timer: cong publish {name} --if-due).",
            );
            lines.push(text.replace("{moment}", &moment).replace("{name}", &self.place.name));
        }
        lines
    }

    fn count(&self, value: u64) -> String {
        count(value, &self.place.language)
    }

    /// “4 trang đổi (Tin, bài 3; Video 1), 1 văn bản gỡ xuống”
    fn for_editors(&self) -> String {
        let language = &self.place.language;
        let mut parts = Vec::new();
        for (what, kinds) in &self.counted.pages {
            let number = self.counted.of(*what);
            let page = self.say("trang", if number == 1 { "page" } else { "pages" });
            // Vietnamese has no plural, so a kind can stand for its pages.
            let kind = kinds.keys().next().filter(|kind| kinds.len() == 1 && !kind.is_empty());
            if let Some(kind) = kind.filter(|_| self.say("{kind}", "").contains("{kind}")) {
                parts.push(format!("{} {} {}", self.count(number as u64), kind.to_lowercase(), name(*what, language)));
                continue;
            }
            let named: Vec<String> = kinds
                .iter()
                .filter(|(kind, _)| !kind.is_empty())
                .map(|(kind, number)| format!("{kind} {number}"))
                .collect();
            let of = if named.is_empty() { String::new() } else { format!(" ({})", named.join("; ")) };
            parts.push(format!("{} {page} {}{of}", self.count(number as u64), name(*what, language)));
        }
        let others = [
            (Sort::List, "danh sách, nguồn tin", "lists and feeds"),
            (Sort::File, "tệp", "files"),
            (Sort::Redirect, "địa chỉ cũ", "old addresses"),
        ];
        let others = others.iter().filter_map(|(sort, vi, en)| {
            let number = *self.counted.sorts.get(sort)?;
            Some(format!("{} {}", self.count(number as u64), self.say(vi, en)))
        });
        let others: Vec<String> = others.collect();
        let what = match (parts.is_empty(), others.is_empty(), self.plan.changes.is_empty()) {
            (_, _, true) => self.say("Không có gì đổi.", "Nothing has changed.").to_owned(),
            (false, true, _) => format!("{}.", parts.join(", ")),
            (false, false, _) => {
                format!("{}. {}: {}.", parts.join(", "), self.say("Đổi theo", "Changed with them"), others.join(", "))
            }
            (true, false, _) => {
                format!("{}: {}.", self.say("Không trang nào đổi. Đổi", "No page has changed, but"), others.join(", "))
            }
            (true, true, _) => self.say("Không trang nào đổi.", "No page has changed.").to_owned(),
        };
        let lead = match self.outcome {
            Outcome::Planned => self.say("Sẽ xuất bản", "To be published"),
            Outcome::Published => self.say("Đã xuất bản", "Published"),
            Outcome::Resumed => self.say("Đã làm nốt lần xuất bản bị ngắt", "What was cut off is published"),
            Outcome::Nothing => return format!("{} {}", what, self.online()),
        };
        format!("{lead}: {what}")
    }

    fn online(&self) -> String {
        let text = self.say("Trên mạng là bản {number}.", "Release {number} is online.");
        text.replace("{number}", &self.release.number.to_string())
    }

    fn for_operators(&self) -> Vec<String> {
        if self.plan.changes.is_empty() {
            return Vec::new();
        }
        let counts = self.plan.counts();
        let text = self.say(
            "Bản {number} → {remote}: thêm {added}, đổi {changed}, chỉ đổi header {headers}, xóa {deleted}, địa chỉ cũ {redirects}; gửi {bytes}, khoảng {requests} yêu cầu; xóa {purges} địa chỉ khỏi bộ nhớ đệm.",
            "Release {number} → {remote}: {added} added, {changed} changed, {headers} headers only, {deleted} deleted, {redirects} redirects; {bytes} to send in about {requests} requests; {purges} addresses to purge.",
        );
        let number = if self.outcome == Outcome::Planned { self.plan.against + 1 } else { self.release.number };
        let mut text = text.replace("{number}", &number.to_string()).replace("{remote}", self.remote);
        for (name, value) in [
            ("{added}", counts.added),
            ("{changed}", counts.changed),
            ("{headers}", counts.headers),
            ("{deleted}", counts.deleted),
            ("{redirects}", self.counted.redirects as u64),
            ("{requests}", self.requests),
            ("{purges}", self.purges as u64),
        ] {
            text = text.replace(name, &self.count(value));
        }
        vec![text.replace("{bytes}", &file_size(counts.bytes, &self.place.language))]
    }

    /// What needs somebody.
    fn complaints(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for page in self.older {
            let text = self.say(
                "{url}: bản mới của {source} chưa dựng được, nên trên mạng là bản trước. Sửa lỗi ở trên rồi xuất bản lại.",
                "{url}: the new {source} cannot be built, so an older version is online. Mend the errors above and publish again.",
            );
            lines.push(text.replace("{url}", &page.url).replace("{source}", &page.source));
        }
        let pages = || self.plan.stays.iter().filter(|path| path.ends_with(".html"));
        for path in pages().take(SHOWN) {
            let text = self.say(
                "{path}: trang chưa dựng được, nên giữ nguyên bản đang trên mạng; các danh sách mới không dẫn tới trang này.",
                "{path}: the page cannot be built, so what is online stays; new lists do not lead to it.",
            );
            lines.push(text.replace("{path}", path));
        }
        if pages().count() > SHOWN {
            lines.push(format!("… +{}", pages().count() - SHOWN));
        }
        if !self.unpurged.is_empty() && self.outcome != Outcome::Planned {
            let text = self.say(
                "Chưa xóa được {count} địa chỉ khỏi bộ nhớ đệm (ví dụ {example}): người đọc có thể còn thấy bản cũ. Kiểm tra [publish.{name}.purge], rồi chạy lại cong publish {name}: những địa chỉ này được xóa lại.",
                "{count} addresses could not be purged (such as {example}): readers may still see old versions. Check [publish.{name}.purge] and run cong publish {name} again: they are purged once more.",
            );
            let example = self.unpurged.first().map_or("", String::as_str);
            let text = text.replace("{count}", &self.count(self.unpurged.len() as u64)).replace("{example}", example);
            lines.push(text.replace("{name}", &self.place.name));
        }
        lines.extend(self.after.faults.iter().take(SHOWN * 4).cloned());
        if self.after.faults.len() > SHOWN * 4 {
            lines.push(format!("… +{}", self.after.faults.len() - SHOWN * 4));
        }
        lines.extend(self.after.warnings.iter().cloned());
        lines
    }

    fn moment(&self, text: Option<&str>) -> Option<String> {
        let moment = text?.parse().ok()?;
        Some(date_time(&Moment::from_timestamp(moment, &self.place.config.zone()), &self.place.language))
    }

    fn json(&self) -> Value {
        let counts = self.plan.counts();
        let pages = |what| self.counted.of(what);
        let changes = self.plan.changes.iter().map(|change| {
            let what = match change.kind() {
                What::Added => "add",
                What::Changed => "change",
                What::Headers => "headers",
                What::Deleted => "delete",
            };
            json!({ "path": change.path, "what": what, "bytes": change.after.as_ref().map(|item| item.size) })
        });
        json!({
            "target": self.place.name,
            "remote": self.remote,
            "outcome": match self.outcome {
                Outcome::Planned => "planned",
                Outcome::Published => "published",
                Outcome::Resumed => "resumed",
                Outcome::Nothing => "nothing",
            },
            "release": self.release.number,
            "against": self.plan.against,
            "pages": { "added": pages(What::Added), "changed": pages(What::Changed), "deleted": pages(What::Deleted) },
            "counts": {
                "added": counts.added,
                "changed": counts.changed,
                "headers": counts.headers,
                "deleted": counts.deleted,
                "redirects": self.counted.redirects,
                "purges": self.purges,
                "bytes": counts.bytes,
                "requests": self.requests,
            },
            "changes": changes.collect::<Vec<_>>(),
            "older": self.older,
            "stays": self.plan.stays,
            "unpurged": self.unpurged,
            "next_change": self.next_change,
            "errors": self.has_errors,
            "probe": self.after.looked_at.map(|looked_at| json!({ "looked_at": looked_at, "faults": self.after.faults })),
            "warnings": self.after.warnings,
        })
    }
}
