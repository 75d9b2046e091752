//! Turns what a merger comes to into its report: Markdown for people, in which each line that somebody must decide has a box to tick,
//! and JSON for programs.

use std::path::Path;

use serde_json::{Value, json};

use super::words;
use crate::relocate::merging::{Decision, Merged, SORTS, Sort};
use crate::text::number;

/// What it is told of, and in which language.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub language: &'a str,
    pub other: &'a Path,
    pub name: &'a str,
}

/// Of one sort; the rest is counted. All are in the JSON.
const MOST: usize = 2000;

pub fn markdown(merged: &Merged, told: &Told) -> String {
    let language = told.language;
    let title = words(language, "# Nhập cổng {name}", "# Taking in the portal {name}").replace("{name}", told.name);
    let mut out = format!("{title}\n\n{}\n", summary(merged, told));
    let terms = merged.added.iter().map(|entry| format!("- `[[{}]]` {}\n", entry.taxonomy.table(), entry.id));
    let terms: String = terms.collect();
    if !terms.is_empty() {
        let head = words(language, "## Mục mới trong site.toml", "## New entries of site.toml");
        out.push_str(&format!("\n{head}\n\n{terms}"));
    }
    out.push_str(&next(merged, told));
    if merged.decisions.is_empty() {
        let nothing =
            words(language, "Không có việc nào chờ người quyết định.", "There is nothing that a person must decide.");
        out.push_str(&format!("\n{nothing}\n"));
    }
    for (sort, vi, en) in SORTS {
        let all: Vec<&Decision> = merged.decisions.iter().filter(|decision| decision.sort == sort).collect();
        if all.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {} ({})\n\n", words(language, vi, en), number::count(all.len() as u64, language)));
        for decision in all.iter().take(MOST) {
            let what = words(language, &decision.what.0, &decision.what.1);
            out.push_str(&format!("- [ ] `{}` – {what}\n", place(decision, told)));
        }
        if all.len() > MOST {
            let more = words(
                language,
                "- … và {count} dòng nữa: cong merge --json",
                "- … and {count} more: cong merge --json",
            );
            out.push_str(&format!(
                "{}\n",
                more.replace("{count}", &number::count((all.len() - MOST) as u64, language))
            ));
        }
    }
    out
}

/// File and line; those of the other portal with its folder.
fn place(decision: &Decision, told: &Told) -> String {
    let file = match decision.is_theirs {
        true => told.other.join(&decision.file).display().to_string(),
        false => decision.file.clone(),
    };
    if decision.line == 0 { file } else { format!("{file}:{}", decision.line) }
}

pub fn summary(merged: &Merged, told: &Told) -> String {
    let text = words(
        told.language,
        "Đưa sang {pages} trang và {files} tệp khác, thêm {terms} mục vào site.toml. {redirects} địa chỉ cũ dẫn tới chỗ mới ngay trên cổng này; {rules} địa chỉ dẫn từ tên miền cũ. {decisions} việc cần người quyết định.",
        "{pages} pages and {files} other files come, site.toml gets {terms} entries. {redirects} addresses of before lead on here, {rules} from the old host. There are {decisions} things that a person must decide.",
    );
    let count = |count: usize| number::count(count as u64, told.language);
    text.replace("{pages}", &count(merged.pages))
        .replace("{files}", &count(merged.files))
        .replace("{terms}", &count(merged.added.len()))
        .replace("{redirects}", &count(merged.redirects))
        .replace("{rules}", &count(merged.rules))
        .replace("{decisions}", &count(merged.decisions.len()))
}

/// What is to be done with the files for the old host.
fn next(merged: &Merged, told: &Told) -> String {
    if merged.rules == 0 {
        return String::new();
    }
    let text = words(
        told.language,
        "\n## Tên miền cũ\n\nMáy chủ của tên miền cũ dùng `merged/{name}/nginx.conf` (nginx, cách dùng ghi ở đầu tệp) hoặc `merged/{name}/_redirects` (Netlify, Cloudflare Pages). Giữ tên miền cũ lâu nhất có thể.\n",
        "\n## The old host\n\nThe server of the old host takes `merged/{name}/nginx.conf` (nginx, its head says how) or `merged/{name}/_redirects` (Netlify, Cloudflare Pages). Keep the old host as long as you can.\n",
    );
    text.replace("{name}", told.name)
}

pub fn json(merged: &Merged, told: &Told, diff: Option<&str>) -> Value {
    let decision = |decision: &Decision| {
        json!({
            "sort": name(decision.sort),
            "portal": if decision.is_theirs { "other" } else { "own" },
            "file": decision.file,
            "line": (decision.line > 0).then_some(decision.line),
            "message": words(told.language, &decision.what.0, &decision.what.1),
        })
    };
    let copied = merged
        .copies
        .iter()
        .map(|copy| json!({ "from": copy.from.as_str(), "to": copy.to.as_str(), "changed": false }));
    let written = merged
        .changes
        .iter()
        .map(|change| json!({ "from": change.old.as_str(), "to": change.new.as_str(), "changed": true }));
    let mut value = json!({
        "pages": merged.pages,
        "other_files": merged.files,
        "redirects": merged.redirects,
        "rules": merged.rules,
        "terms": merged.added.iter().map(|entry| json!({ "table": entry.taxonomy.table(), "id": entry.id })).collect::<Vec<_>>(),
        "files": copied.chain(written).collect::<Vec<_>>(),
        "decisions": merged.decisions.iter().map(decision).collect::<Vec<_>>(),
    });
    if let Some(diff) = diff {
        value["diff"] = diff.into();
    }
    value
}

fn name(sort: Sort) -> &'static str {
    match sort {
        Sort::Agencies => "agencies",
        Sort::Terms => "terms",
        Sort::Units => "units",
        Sort::Divided => "divided",
        Sort::Numbers => "numbers",
        Sort::Places => "places",
        Sort::Addresses => "addresses",
        Sort::Held => "held",
        Sort::Changed => "changed",
        Sort::Settings => "settings",
        Sort::Telephones => "telephones",
        Sort::Texts => "texts",
        Sort::Open => "open",
        Sort::People => "people",
        Sort::Links => "links",
    }
}
