//! Writes the report of an audit as a page in the portal's own theme, to be printed or kept.

use std::path::Path;

use serde_json::{Value, json};

use super::audit_view::View;
use super::findings::{self, Extent, Telling};
use super::{COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, words};
use crate::files::{Disk, Files};
use crate::render::Renderer;
use crate::render::beside::Beside;
use crate::time::short_date;
use crate::write::manifest::{self, Manifest};
use crate::write::save_file;

/// What was built last: the root hash over all its files, as `cong verify` and `cong releases` give it.
pub fn release(output: &Path) -> Option<Value> {
    let bytes = Disk::new(output).read(manifest::NAME).ok()?;
    let manifest = Manifest::parse(&bytes).filter(|manifest| manifest.version == manifest::VERSION)?;
    Some(json!({ "root": manifest.root().to_hex().as_str(), "files": manifest.files.len() }))
}

/// `Err`: the exit code, after saying why there is no page.
pub fn write(view: &View, json: &Value, renderer: &Renderer, page: &Path, common: &Common) -> Result<(), u8> {
    let mut values = json.clone();
    add_shares(&mut values);
    let title = ("Đối soát cổng ngày {day}", "Audit of the portal, {day}");
    keep(Kept { name: "audit", title, values: &values, spoken: view.language }, renderer, page, common)
}

/// The table of all portals of a workspace.
pub fn write_portals(json: &Value, renderer: &Renderer, page: &Path, common: &Common) -> Result<(), u8> {
    let title = ("Đối soát các cổng ngày {day}", "Audit of all portals, {day}");
    let spoken = common.language(Some(renderer.site.config.default_language()));
    keep(Kept { name: "portals", title, values: json, spoken: &spoken }, renderer, page, common)
}

/// A page to be written.
struct Kept<'a> {
    /// Of its template.
    name: &'static str,
    title: (&'static str, &'static str),
    values: &'a Value,
    spoken: &'a str,
}

fn keep(kept: Kept, renderer: &Renderer, page: &Path, common: &Common) -> Result<(), u8> {
    let (site, spoken) = (&renderer.site, kept.spoken);
    let language = site.languages().find(|language| site.language(*language) == spoken).unwrap_or_default();
    let code = site.language(language);
    let day = kept.values["day"].as_str().and_then(|day| day.parse().ok()).map(|day| short_date(day, code));
    let title = words(code, kept.title.0, kept.title.1).replace("{day}", &day.unwrap_or_default());
    let beside = Beside { name: kept.name, title: &title, language, values: kept.values };
    let html = renderer.page_beside(&beside).map_err(|finding| {
        let telling = Telling { files: &*renderer.files, language: spoken, common, extent: Extent { all: true } };
        findings::show(&[*finding], telling);
        FINDINGS
    })?;
    let (folder, name) = (page.parent().unwrap_or(Path::new("")), page.file_name());
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    save_file(folder, &name, |to| to.write_all(&html)).map_err(|error| {
        let text = words(spoken, "không ghi được", "cannot be written:");
        complain(&format!("{text} {}: {}", page.display(), reason(&error, spoken)));
        COULD_NOT_RUN
    })?;
    if !common.json && !common.quiet {
        let text = words(spoken, "Đã ghi trang báo cáo:", "The page was written:");
        say(&format!("{text} {}\n", page.display()));
    }
    Ok(())
}

/// How long the bar of each entry is, in percent of the longest of its list; and where the part of each state begins in its bar.
fn add_shares(values: &mut Value) {
    for listing in values["listings"].as_array_mut().into_iter().flatten() {
        let entries = listing["entries"].as_array_mut().map_or(&mut [][..], Vec::as_mut_slice);
        let longest = entries.iter().filter_map(|entry| entry["days"].as_i64()).max().unwrap_or_default();
        for entry in entries {
            let share = |days: i64| (days.max(0) * 100).checked_div(longest).unwrap_or_default();
            entry["share"] = json!(entry["days"].as_i64().map(share));
        }
    }
    let mut bars = serde_json::Map::new();
    for (group, counts) in values["counts"].as_object().into_iter().flatten() {
        let mut all = 0;
        let parts = counts.as_object().into_iter().flatten().filter_map(|(state, count)| {
            let count = count.as_i64().filter(|count| *count > 0)?;
            let part = json!({ "state": state, "count": count, "from": all });
            all += count;
            Some(part)
        });
        let parts: Vec<Value> = parts.collect();
        bars.insert(group.clone(), json!({ "all": all, "parts": parts }));
    }
    values["bars"] = Value::Object(bars);
}
