//! `cong build --why`: turns the reasons for rendering pages into sentences, and with `--json` into a part of the report.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{say, words};
use crate::path::UrlPath;
use crate::render::Renderer;
use crate::trace::{Query, Reason};

/// All rendered pages grouped by reason, or one page in full.
pub fn show(reasons: &[(UrlPath, Vec<Reason>)], url: &str, renderer: &Renderer, language: &str) {
    if url.is_empty() {
        return overview(reasons, language);
    }
    if !serves(renderer, url) {
        say(&format!(
            "{url}: {}",
            words(language, "không có trang nào ở địa chỉ này", "there is no page at this address")
        ));
        return;
    }
    match of_page(reasons, url) {
        Some((known, reasons)) => {
            for reason in reasons {
                say(&format!("{known}: {}", sentence(reason, language)));
            }
        }
        None => say(&format!(
            "{url}: {}",
            words(language, "không có gì thay đổi, trang được giữ nguyên", "nothing changed, the page was kept")
        )),
    }
}

/// A row for each rendered page, or one for the page asked for: without reasons if it was kept, none if there is no such page.
pub fn to_json(reasons: &[(UrlPath, Vec<Reason>)], url: &str, renderer: &Renderer, language: &str) -> Value {
    let row = |url: &str, reasons: &[Reason]| {
        let sentences: Vec<String> = reasons.iter().map(|reason| sentence(reason, language)).collect();
        json!({ "url": url, "reasons": sentences })
    };
    if url.is_empty() {
        return reasons.iter().map(|(url, reasons)| row(url.as_str(), reasons)).collect();
    }
    let rendered = of_page(reasons, url).map(|(known, reasons)| row(known.as_str(), reasons));
    rendered.or_else(|| serves(renderer, url).then(|| row(url, &[]))).into_iter().collect()
}

/// An address may be given as it stands in the browser or as it is in the portal.
fn serves(renderer: &Renderer, url: &str) -> bool {
    renderer.plan.serves(renderer.site.config.base.asked(url).unwrap_or(url))
}

fn of_page<'a>(reasons: &'a [(UrlPath, Vec<Reason>)], url: &str) -> Option<&'a (UrlPath, Vec<Reason>)> {
    let is_asked = |known: &str| known.trim_end_matches('/') == url.trim_end_matches('/');
    reasons.iter().find(|(known, _)| is_asked(known.as_str()) || is_asked(known.local()))
}

fn overview(reasons: &[(UrlPath, Vec<Reason>)], language: &str) {
    const SHOWN: usize = 5;
    let mut groups: BTreeMap<&Vec<Reason>, Vec<&UrlPath>> = BTreeMap::new();
    for (url, reasons) in reasons {
        groups.entry(reasons).or_default().push(url);
    }
    for (reasons, urls) in groups {
        let sentences: Vec<String> = reasons.iter().map(|reason| sentence(reason, language)).collect();
        let mut shown: Vec<&str> = urls.iter().take(SHOWN).map(|url| url.as_str()).collect();
        let more = format!("+{}", urls.len().saturating_sub(SHOWN));
        if urls.len() > SHOWN {
            shown.push(&more);
        }
        say(&format!("{}: {}", sentences.join("; "), shown.join(" ")));
    }
    if reasons.is_empty() {
        say(words(language, "Không trang nào phải dựng lại.", "No page had to be rendered."));
    }
}

fn sentence(reason: &Reason, language: &str) -> String {
    let plain = match reason {
        Reason::New => ("trang mới, chưa dựng lần nào", "a new page"),
        Reason::Output => ("tệp kết quả thiếu hoặc đã bị sửa", "the output file is missing or was changed"),
        Reason::Document => ("nội dung tệp nguồn đã đổi", "its source was changed"),
        Reason::Templates => ("mẫu giao diện của trang đã đổi", "its templates were changed"),
        Reason::Constants => ("nhãn hoặc cấu hình đã đổi", "labels or configuration were changed"),
        Reason::Shown => (
            "thông tin lấy từ trang khác đã đổi (tiêu đề, địa chỉ, danh sách)",
            "what it shows of other pages was changed (titles, addresses, lists)",
        ),
        Reason::Answer(query) => {
            return format!("{} {}", words(language, "kết quả đã đổi:", "the answer changed:"), call(query));
        }
    };
    words(language, plain.0, plain.1).to_owned()
}

/// The query as a template writes it.
fn call(query: &Query) -> String {
    let name = if matches!(query, Query::Count(..)) { "count" } else { "pages" };
    match query {
        Query::Pages(query, _) | Query::Count(query, _) => {
            let texts = [
                ("section", &query.section),
                ("kind", &query.kind),
                ("topic", &query.topic),
                ("agency", &query.agency),
                ("field", &query.field),
                ("state", &query.state),
                ("sort", &query.sort),
                ("from", &query.from),
                ("to", &query.to),
            ];
            let mut arguments: Vec<String> =
                texts.iter().filter_map(|(name, value)| Some(format!("{name}=\"{}\"", value.as_ref()?))).collect();
            arguments.extend(query.year.map(|year| format!("year={year}")));
            arguments.extend(query.featured.map(|featured| format!("featured={featured}")));
            arguments.extend(query.limit.map(|limit| format!("limit={limit}")));
            format!("{name}({})", arguments.join(", "))
        }
        Query::Page(path, _) => format!("page(path=\"{path}\")"),
        Query::Menu(name, _) => format!("menu(name=\"{name}\")"),
        Query::Sections(parent, _) => format!("sections(parent=\"{parent}\")"),
        Query::Terms(taxonomy, _) => format!("terms(taxonomy=\"{}\")", taxonomy.id()),
        Query::Urgent(_) => "urgent()".to_owned(),
        Query::Neighbours(_) => "neighbours()".to_owned(),
        Query::Data(query, _) => {
            let decimal = query.decimal.map(|mark| format!(", decimal=\"{}\"", mark.as_str())).unwrap_or_default();
            let codes = if query.codes.is_empty() { String::new() } else { format!(", codes={:?}", query.codes) };
            format!("data(file=\"{}\"{decimal}{codes})", query.file)
        }
        Query::Image(path) => format!("image(path=\"{path}\")"),
        Query::Integrity(path) => format!("integrity(path=\"{path}\")"),
        Query::Asset(path) => format!("asset(path=\"{path}\")"),
    }
}
