//! Proofs about the portal as a whole: what stands on every page, where menus lead, what the program makes of itself.

use super::asked::{Asked, first};
use super::context::Context;
use super::obligation::Function;
use super::report::{Shortfall, State, both};
use crate::diag::phrases::Words;
use crate::load::config::MenuItem;
use crate::load::discover::CONTENT;
use crate::load::document::Target;
use crate::model::PageView;

/// What a portal of the state has beside Vietnamese (NĐ 42/2022 Đ7).
const ENGLISH: &str = "en";
/// The menu that themes put on every page.
const FOOTER: &str = "footer";

fn missing(what: Words, next: Words) -> Option<Shortfall> {
    Some(Shortfall { state: State::Missing, what, next })
}

/// Every entry of some menus.
fn entries<'m>(items: &'m [MenuItem], found: &mut Vec<&'m MenuItem>) {
    for item in items {
        found.push(item);
        entries(&item.children, found);
    }
}

pub fn footer(asked: &Asked) -> Option<Shortfall> {
    let config = &asked.context.site.config;
    let mut menu = Vec::new();
    entries(config.menus.get(FOOTER).map_or(&[][..], Vec::as_slice), &mut menu);
    let is_there = |page: &PageView| {
        let below = page.document().group.strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/');
        let own =
            |path: &str| path == below || path.strip_suffix(".md") == Some(below.strip_suffix(".md").unwrap_or(below));
        menu.iter().any(|item| item.page.as_deref().is_some_and(own) || item.url.as_deref() == Some(page.url.as_str()))
    };
    if asked.pages.iter().any(is_there) {
        return None;
    }
    let file = asked.pages.first().map_or_else(String::new, |page| page.document().source.to_string());
    missing(
        both(format!("chân trang không dẫn tới {file}"), format!("the footer does not lead to {file}")),
        both("Thêm trang vào footer của [menus] trong site.toml.", "Add the page to footer of [menus] in site.toml."),
    )
}

/// `https://a.b.gov.vn/x` is of `gov.vn`.
fn is_of(address: &str, host: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let own = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    own.strip_suffix(host).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

pub fn links(asked: &Asked, hosts: &[String]) -> Option<Shortfall> {
    let mut menu = Vec::new();
    asked.context.site.config.menus.values().for_each(|items| entries(items, &mut menu));
    let leads = |address: &str| hosts.iter().any(|host| is_of(address, host));
    let in_menus = menu.iter().filter_map(|item| item.url.as_deref()).any(leads);
    let in_page = |page: &PageView| {
        page.document().refs.iter().any(|reference| matches!(&reference.target, Target::External(to) if leads(to)))
    };
    if in_menus || asked.pages.iter().any(in_page) {
        return None;
    }
    let hosts = hosts.join(", ");
    missing(
        both(format!("không có liên kết tới {hosts}"), format!("nothing leads to {hosts}")),
        both(
            "Thêm liên kết vào trang đó hoặc vào [menus] của site.toml.",
            "Add a link to that page, or to [menus] of site.toml.",
        ),
    )
}

pub fn https(context: &Context) -> Option<Shortfall> {
    let base = &context.site.config.base_url;
    if base.starts_with("https://") {
        return None;
    }
    missing(
        both(format!("base_url là {base}"), format!("base_url is {base}")),
        both(
            "Cài chứng thư TLS rồi viết base_url = \"https://…\".",
            "Install a certificate and write base_url = \"https://…\".",
        ),
    )
}

pub fn makes(context: &Context, function: Function) -> Option<Shortfall> {
    let config = &context.site.config;
    let outputs = &config.outputs;
    let has_forms = config.forms.any();
    let (is_made, vi, en) = match function {
        Function::Search => (outputs.search, "search = true ở [outputs]", "search = true in [outputs]"),
        Function::Archive => (outputs.archive, "archive = true ở [outputs]", "archive = true in [outputs]"),
        Function::SiteTree => (outputs.site_tree, "site_tree = true ở [outputs]", "site_tree = true in [outputs]"),
        Function::Data => {
            let is_made = outputs.list_json || !outputs.twins.is_empty();
            (is_made, "list_json = true hoặc twins = […] ở [outputs]", "list_json = true or twins = […] in [outputs]")
        }
        Function::Headers => (!outputs.headers.is_empty(), "headers ở [outputs]", "headers in [outputs]"),
        Function::Channels => (!config.channels.is_empty(), "[[channels]]", "[[channels]]"),
        Function::Feedback => (
            has_forms || !config.owner.email.is_empty(),
            "endpoint ở [forms], hoặc owner.email",
            "endpoint in [forms], or owner.email",
        ),
        Function::Consent => (!has_forms || config.forms.policy.is_some(), "policy ở [forms]", "policy in [forms]"),
        Function::English => {
            let has = context
                .site
                .languages()
                .any(|language| context.site.language(language) == ENGLISH && context.site.speaks(language));
            (has, "\"en\" ở languages và content/_index.en.md", "\"en\" in languages and content/_index.en.md")
        }
    };
    if is_made {
        return None;
    }
    missing(
        both("chức năng này đang tắt hoặc chưa khai báo", "this is switched off or not declared"),
        both(format!("Trong site.toml ghi {vi}."), format!("In site.toml write {en}.")),
    )
}

/// Mistakes that a build tells: they are told there with their lines, here how many there are.
pub fn findings(context: &Context, codes: &[String]) -> Option<Shortfall> {
    let own = context.findings.iter().filter(|finding| codes.iter().any(|code| code == finding.message.code));
    let files: Vec<&str> = own.map(|finding| &*finding.file).collect();
    let count = files.len();
    let codes = codes.join(", ");
    (count > 0).then(|| Shortfall {
        state: State::Stale,
        what: both(
            format!("{count} chỗ ({codes}): {}", first(&files, "vi")),
            format!("{count} places ({codes}): {}", first(&files, "en")),
        ),
        next: both("cong build chỉ từng dòng và cách sửa.", "cong build tells each line and how to mend it."),
    })
}
