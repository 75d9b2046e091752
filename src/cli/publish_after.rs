//! What is done around a publication over HTTP: caches are told what to forget, the portal is looked at as readers see it, and others
//! are told of news; each with its words.

use super::place::Place;
use super::publish_report::After;
use super::{complain, words};
use crate::http::{Client, Patience};
use crate::load::publish::PublishTarget;
use crate::publish::http::{CachePurger, Limits, News, Notifier, Probe, ProbeFault, Seen, SetupFault, Warning, Whom};
use crate::publish::reading;
use crate::publish::release::Purger;
use crate::publish::{Inventory, Plan, ReleaseRecord, Source};

/// Everybody who is spoken to over HTTP.
pub struct Others<'a> {
    client: &'a Client,
    purger: Option<CachePurger<'a>>,
    notifier: Notifier<'a>,
}

/// What was published.
#[derive(Clone, Copy)]
pub struct Released<'a> {
    pub inventory: &'a Inventory,
    pub plan: &'a Plan,
    pub release: &'a ReleaseRecord,
    pub source: &'a dyn Source,
    /// Paths that were withdrawn before.
    pub gone: &'a [String],
}

pub fn client(language: &str) -> Option<Client> {
    let client = Client::new(Patience::default());
    if let Err(error) = &client {
        let text = words(language, "không mở được kết nối HTTP:", "no HTTP connection can be opened:");
        complain(&format!("{text} {error}"));
    }
    client.ok()
}

impl<'a> Others<'a> {
    /// `None` after saying what is wrong with how they are described in `site.toml`. Made before anything is sent.
    pub fn new(client: &'a Client, place: &'a Place) -> Option<Others<'a>> {
        let PublishTarget { purge, .. } = &place.target;
        let variable = |name: &str| std::env::var(name).ok();
        let purger = purge.as_ref().map(|purge| CachePurger::new(client, &place.url, purge, &variable)).transpose();
        let made = purger.and_then(|purger| Ok((purger, Notifier::new(client, &place.target, &variable)?)));
        match made {
            Ok((purger, notifier)) => Some(Others { client, purger, notifier }),
            Err(fault) => {
                complain(&setup(&fault, place));
                None
            }
        }
    }

    pub fn has_cache(&self) -> bool {
        self.purger.is_some()
    }

    /// Who has not heard of it.
    pub fn tell(&self, released: Released, place: &Place) -> Vec<String> {
        let page = |path: &str| {
            let mut bytes = Vec::new();
            released.source.open(path).ok()?.read_to_end(&mut bytes).ok()?;
            Some(reading::read(&bytes))
        };
        let news = News { url: &place.url, release: released.release, plan: released.plan, page: &page };
        self.notifier.tell(&news).iter().map(|warning| untold(warning, &place.language)).collect()
    }

    /// Looks at what was published through the public address.
    pub fn probe(&self, url: &str, released: Released, language: &str, after: &mut After) {
        let Released { inventory, plan, release, source, gone } = released;
        let limits = Limits::default();
        let probe = Probe { client: self.client, url, inventory, plan, gone, source, seed: release.number, limits };
        let report = probe.run();
        after.looked_at = Some(report.looked_at);
        after.faults = report.faults.iter().map(|fault| seen(fault, language)).collect();
        if report.unseen > 0 {
            let text = words(
                language,
                "{count} địa chỉ chưa xem lại kịp.",
                "{count} addresses were not looked at for want of time.",
            );
            after.warnings.push(text.replace("{count}", &report.unseen.to_string()));
        }
    }
}

impl Purger for Others<'_> {
    fn purge(&self, paths: &[String]) -> Vec<String> {
        self.purger.as_ref().map_or_else(Vec::new, |purger| purger.purge(paths))
    }
}

fn setup(fault: &SetupFault, place: &Place) -> String {
    let (vi, en) = match fault {
        SetupFault::NoVariable { .. } => (
            "[publish.{target}] dùng ${value}, mà không có biến môi trường này. Đặt biến đó (trên GitHub: Settings → Secrets) rồi chạy lại. Chưa gửi gì.",
            "[publish.{target}] uses ${value}, and there is no such environment variable. Set it (on GitHub: Settings → Secrets) and run again. Nothing was sent.",
        ),
        SetupFault::NoAddress => (
            "[publish.{target}.purge] không nói địa chỉ nào cần xóa: thêm {url}, {path} hoặc {urls} vào url hay body. Chưa gửi gì.",
            "[publish.{target}.purge] does not say what to forget: put {url}, {path} or {urls} into url or body. Nothing was sent.",
        ),
        SetupFault::Method { .. } => (
            "[publish.{target}.purge] có method không dùng được: {value}. Viết method = \"PURGE\" hoặc \"POST\". Chưa gửi gì.",
            "[publish.{target}.purge] has a method that is none: {value}. Write method = \"PURGE\" or \"POST\". Nothing was sent.",
        ),
        SetupFault::Header { .. } => (
            "[publish.{target}.purge] có header không dùng được: {value}. Sửa tên hoặc giá trị của nó. Chưa gửi gì.",
            "[publish.{target}.purge] has a header that cannot be sent: {value}. Mend its name or value. Nothing was sent.",
        ),
        SetupFault::Url => (
            "[publish.{target}.purge] có url không bắt đầu bằng https:// hay http://. Sửa lại. Chưa gửi gì.",
            "[publish.{target}.purge] has a url that begins neither with https:// nor http://. Mend it. Nothing was sent.",
        ),
        SetupFault::NoProgram => (
            "[publish.{target}.purge] có command trống. Viết tên chương trình, ví dụ command = [\"/usr/local/bin/xoa-cache\"]. Chưa gửi gì.",
            "[publish.{target}.purge] has an empty command. Name a program, such as command = [\"/usr/local/bin/purge\"]. Nothing was sent.",
        ),
    };
    let value = match fault {
        SetupFault::NoVariable { name } | SetupFault::Header { name } => name,
        SetupFault::Method { written } => written,
        SetupFault::NoAddress | SetupFault::Url | SetupFault::NoProgram => "",
    };
    words(&place.language, vi, en).replace("{target}", &place.name).replace("{value}", value)
}

/// Who has not heard of a release, which stands all the same.
fn untold(warning: &Warning, language: &str) -> String {
    let whom = match warning.whom {
        Whom::IndexNow => "IndexNow",
        Whom::WebSub => "WebSub",
        Whom::Webhook => "webhook",
    };
    let text = words(
        language,
        "Đã xuất bản, nhưng chưa báo được cho {whom} {host}: {detail}",
        "Published, but {whom} {host} could not be told: {detail}",
    );
    text.replace("{whom}", whom).replace("{host}", &warning.host).replace("{detail}", &warning.detail)
}

/// What was seen at an address that is not as published.
fn seen(fault: &ProbeFault, language: &str) -> String {
    let none = || words(language, "không có", "none").to_owned();
    let (vi, en, values) = match &fault.seen {
        Seen::Status { status, location } => match location {
            Some(location) => {
                ("trả về {a}, dẫn sang {b}", "answers {a} and leads to {b}", [status.to_string(), location.clone()])
            }
            None => ("trả về {a}", "answers {a}", [status.to_string(), String::new()]),
        },
        Seen::Bytes { size, wanted } => (
            "nội dung khác bản vừa xuất bản ({a} byte, đúng ra là {b})",
            "has other bytes than were published ({a}, not {b})",
            [size.to_string(), wanted.to_string()],
        ),
        Seen::Body { detail } => ("nội dung hỏng: {a}", "has a damaged body: {a}", [detail.clone(), String::new()]),
        Seen::Header { name, value, wanted } => {
            let value = format!("{name}: {}", value.clone().unwrap_or_else(none));
            ("header là {a}, đúng ra là {b}", "has the header {a}, not {b}", [value, wanted.clone()])
        }
        Seen::Leads { location, wanted } => {
            ("dẫn sang {a}, đúng ra là {b}", "leads to {a}, not to {b}", [location.clone(), wanted.clone()])
        }
        Seen::Withdrawn { status } => (
            "đã gỡ mà vẫn trả về {a}. Xóa khỏi bộ nhớ đệm, kiểm tra máy chủ",
            "was withdrawn and still answers {a}. Purge it and check the server",
            [status.to_string(), String::new()],
        ),
        Seen::Private { status } => (
            "là tệp riêng của cong mà ai cũng đọc được ({a}). Chặn ở máy chủ: xem docs/publishing.md",
            "is a private file of cong that anybody can read ({a}). Refuse it at the server: see docs/publishing.md",
            [status.to_string(), String::new()],
        ),
        Seen::Nothing { detail } => ("không trả lời: {a}", "does not answer: {a}", [detail.clone(), String::new()]),
    };
    let [a, b] = values;
    format!("{} {}.", fault.address, words(language, vi, en).replace("{a}", &a).replace("{b}", &b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_that_should_not_be_is_told_with_its_address() {
        let fault = |seen| ProbeFault { path: "a/index.html".to_owned(), address: "https://a.vn/a/".to_owned(), seen };
        assert_eq!(
            seen(&fault(Seen::Withdrawn { status: 200 }), "vi"),
            "https://a.vn/a/ đã gỡ mà vẫn trả về 200. Xóa khỏi bộ nhớ đệm, kiểm tra máy chủ."
        );
        assert_eq!(
            seen(
                &fault(Seen::Header { name: "Cache-Control".to_owned(), value: None, wanted: "no-cache".to_owned() }),
                "en"
            ),
            "https://a.vn/a/ has the header Cache-Control: none, not no-cache."
        );
    }
}
