//! `cong check FILE…`: says what is wrong with a few files, as a build would, and writes nothing.
//!
//! Everything is read, since what a link leads to and whose address a page takes lies in other files; but of files that the last
//! build has read only the changed ones are parsed, and only the pages asked for are rendered.

use std::path::{Component, Path, PathBuf};

use serde_json::json;

use super::portal::{Portal, no_portal, open_portal};
use super::store::Store;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, findings, say, words};
use crate::cache::Cache;
use crate::diag::{self, Diagnostic, Severity};
use crate::files::Files;
use crate::load::discover::CONTENT;
use crate::path::SourcePath;
use crate::pipeline::{self, Options, Silent};
use crate::render::Renderer;

#[derive(clap::Args)]
pub struct Arguments {
    /// Tệp hoặc thư mục dưới content/ · Files or folders below content/
    #[arg(value_name = "TỆP", required = true)]
    files: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(Portal { files, language, at, .. }) = open_portal(common, None) else { return COULD_NOT_RUN };
    let asked = match asked(&arguments.files, &*files, common) {
        Ok(asked) => asked,
        Err(path) => {
            let message = words(
                &language,
                "không có tệp hoặc thư mục {path} trong content của cổng.",
                "there is no file or folder {path} in the portal's content.",
            );
            complain(&message.replace("{path}", &path.display().to_string()));
            return COULD_NOT_RUN;
        }
    };
    let cache = Store::to_read(&common.folder, &files).load(&language, common);
    let look = |show_all| look(&files, Options { at, show_all, preview: true, foreign: false }, &cache, &asked);
    // What readers see comes first: then links to what they do not see are told. A draft is looked at as a draft.
    let looked = match look(false) {
        Ok(looked) if looked.is_unseen => look(true).map(|again| Looked { is_unseen: true, ..again }),
        other => other,
    };
    match looked {
        Ok(looked) => report(&looked, &language, common),
        Err(error) => no_portal(&error, &common.folder, &language),
    }
}

struct Looked {
    findings: Vec<Diagnostic>,
    /// Some of what was asked for is sound and not public.
    is_unseen: bool,
    pages: Vec<String>,
}

fn look(
    files: &std::sync::Arc<dyn Files>,
    options: Options,
    cache: &Cache,
    asked: &[SourcePath],
) -> std::io::Result<Looked> {
    let prepared = pipeline::prepare(&pipeline::Input { files, options, cache, progress: &Silent })?;
    let mut found = prepared.findings;
    let Some(renderer) = prepared.renderer else {
        return Ok(Looked { findings: found, is_unseen: false, pages: Vec::new() });
    };
    let is_asked = |file: &str| asked.iter().any(|path| path.as_str() == file);
    found.retain(|finding| is_asked(&finding.file) || finding.related.iter().any(|file| is_asked(file)));
    let (pages, failed) = rendered(&renderer, asked);
    found.extend(failed);
    diag::sort(&mut found);
    let told = |path: &SourcePath| found.iter().any(|finding| *finding.file == *path.as_str() && finding.fatal);
    let unseen = |path: &&SourcePath| path.as_str().ends_with(".md") && renderer.site.by_source(path).is_none();
    let is_unseen = asked.iter().filter(unseen).any(|path| !told(path));
    Ok(Looked { is_unseen, pages, findings: found })
}

/// The addresses of the pages that are made of these files, and what goes wrong when they are.
fn rendered(renderer: &Renderer, asked: &[SourcePath]) -> (Vec<String>, Vec<Diagnostic>) {
    let own = renderer.plan.outputs.values().filter(|planned| {
        planned.source.as_ref().is_some_and(|source| asked.binary_search(source).is_ok())
            && planned.url.as_str().ends_with('/')
    });
    let (mut pages, mut failed) = (Vec::new(), Vec::new());
    for planned in own {
        match renderer.render(planned) {
            Ok(_) => pages.push(planned.url.to_string()),
            Err(finding) => failed.push(*finding),
        }
    }
    (pages, failed)
}

fn report(looked: &Looked, language: &str, common: &Common) -> u8 {
    findings::show(&looked.findings, language, common);
    let count = |severity| looked.findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if common.json {
        let all: Vec<_> = looked.findings.iter().map(|finding| findings::to_json(finding, language)).collect();
        let report = json!({ "errors": errors, "warnings": warnings, "findings": all, "pages": looked.pages, "public": !looked.is_unseen });
        say(&report.to_string());
    } else if !common.quiet {
        let what = words(language, "{errors} lỗi, {warnings} cảnh báo.", "{errors} errors, {warnings} warnings.");
        let mut line = what.replace("{errors}", &errors.to_string()).replace("{warnings}", &warnings.to_string());
        if looked.is_unseen {
            let unseen = words(language, " Chưa hoặc không còn công khai.", " Not public now.");
            line.push_str(unseen);
        }
        say(&line);
    }
    if errors > 0 { FINDINGS } else { CLEAN }
}

/// The files asked for, sorted; of a folder all in it. Paths are those of the portal, else of where the command is run.
fn asked(paths: &[PathBuf], files: &dyn Files, common: &Common) -> Result<Vec<SourcePath>, PathBuf> {
    let entries: Vec<SourcePath> =
        files.list(CONTENT).unwrap_or_default().into_iter().map(|entry| entry.path).collect();
    let mut asked = Vec::new();
    for path in paths {
        let named = [Some(plain(path)), below_portal(path, &common.folder)].into_iter().flatten();
        let found = named.into_iter().find_map(|name| {
            let is_it = |entry: &&SourcePath| {
                entry.as_str().strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let found: Vec<SourcePath> = entries.iter().filter(is_it).cloned().collect();
            (!found.is_empty()).then_some(found)
        });
        asked.extend(found.ok_or_else(|| path.clone())?);
    }
    asked.sort();
    asked.dedup();
    Ok(asked)
}

/// `./content/a/../b.md` → `content/b.md`
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

/// A path as seen from here, as the portal sees it.
fn below_portal(path: &Path, portal: &Path) -> Option<String> {
    let absolute = |path: &Path| std::path::absolute(path).ok().map(|path| plain(&path));
    let (path, portal) = (absolute(path)?, absolute(portal)?);
    path.strip_prefix(&portal).map(|below| below.trim_start_matches('/').to_owned())
}
