//! `cong check FILE…`: says what is wrong with a few files, as a build would, and writes nothing.
//!
//! Everything is read, since what a link leads to and whose address a page takes lies in other files; but of files that the last
//! build has read only the changed ones are parsed, and only the pages asked for are rendered.

use std::path::{Component, Path, PathBuf};

use serde_json::json;

use super::check_external::{self, Outside};
use super::check_fix::{self, Fixing};
use super::findings::{Extent, Telling};
use super::portal::{Portal, no_portal, open_portal};
use super::store::Store;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, findings, say, words};
use crate::cache::Cache;
use crate::diag::{self, Finding, Severity};
use crate::files::Files;
use crate::lint;
use crate::load::discover::CONTENT;
use crate::model::Site;
use crate::path::SourcePath;
use crate::pipeline::{self, Options, SITE, Silent};
use crate::render::Renderer;

#[derive(clap::Args)]
pub struct Arguments {
    /// Tệp hoặc thư mục dưới content/, hoặc site.toml · Files or folders below content/, or site.toml
    #[arg(value_name = "TỆP", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    fixing: Fixing,
    #[command(flatten)]
    extent: Extent,
    #[command(flatten)]
    outside: Outside,
}

/// Who asks about so few files is told everything.
const FEW: usize = 20;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let Portal { files, language, at, .. } = &portal;
    let at = *at;
    let asked = match asked(&arguments.files, &**files, common) {
        Ok(asked) => asked,
        Err(path) => {
            let message = words(
                language,
                "không có tệp hoặc thư mục {path} trong content của cổng.",
                "there is no file or folder {path} in the portal's content.",
            );
            let near = meant(&path, &**files).map(|near| {
                words(language, " Có phải ý bạn là: cong check {near}?", " Did you mean: cong check {near}?")
                    .replace("{near}", &near)
            });
            let message = message.replace("{path}", &path.display().to_string()) + &near.unwrap_or_default();
            if common.json {
                say(&json!({ "error": message }).to_string());
            }
            complain(&message);
            return COULD_NOT_RUN;
        }
    };
    let cache = Store::to_read(&common.folder, files).load(language, common);
    let look = |show_all| look(files, Options { at, show_all, preview: true, foreign: false }, &cache, &asked);
    let cache = Store::to_read(&common.folder, &files).load(&language, common);
    let options = Options { at, show_all: true, preview: true, foreign: false };
    let (only, is_on) = (Some(&*asked), &lint::is_on_by_default);
    let wanted = check_fix::Asked { files: &files, is_staged: false, only, options, cache: &cache, is_on };
    match check_fix::run(arguments.fixing, &wanted, &language, common) {
        Ok(None) => {}
        Ok(Some(code)) => return code,
        Err(text) => {
            complain(&text);
            return COULD_NOT_RUN;
        }
    }
    let look = |show_all| look(&files, Options { at, show_all, preview: true, foreign: false }, &cache, &asked);
    // What readers see comes first: then links to what they do not see are told. A draft is looked at as a draft.
    let looked = match look(false) {
        Ok(looked) if looked.seen.len() < pages(&asked).count() => look(true).map(|again| again.beside(looked)),
        other => other,
    };
    match looked {
        Ok(mut looked) => {
            if let Some(site) = looked.site.as_ref().filter(|_| arguments.outside.is_wanted()) {
                let is_asked = |finding: &Finding| asked.iter().any(|path| path.as_str() == &*finding.file);
                let found = check_external::ask(site, arguments.outside, &portal, common, is_asked);
                looked.findings.extend(found);
                diag::sort(&mut looked.findings);
            }
            let extent = Extent { all: arguments.extent.all || asked.len() <= FEW };
            report(&looked, Telling { files: &**files, language, common, extent })
        }
        Err(error) => no_portal(&error, &common.folder, language),
    }
}

struct Looked {
    /// `None` when nothing can be built.
    site: Option<std::sync::Arc<Site>>,
    findings: Vec<Finding>,
    /// Those asked for that the portal has.
    seen: Vec<SourcePath>,
    /// Those that are sound and that their dates, a draft or what stands above them withholds.
    withheld: Vec<SourcePath>,
    pages: Vec<String>,
}

impl Looked {
    /// With drafts; `public`: without.
    fn beside(self, public: Looked) -> Looked {
        let withheld = self.seen.iter().filter(|path| public.seen.binary_search(path).is_err()).cloned().collect();
        if self.seen.len() == public.seen.len() { public } else { Looked { withheld, ..self } }
    }
}

/// Of what was asked for, the pages.
fn pages(asked: &[SourcePath]) -> impl Iterator<Item = &SourcePath> {
    asked.iter().filter(|path| path.as_str().ends_with(".md"))
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
        return Ok(Looked { site: None, findings: found, seen: Vec::new(), withheld: Vec::new(), pages: Vec::new() });
    };
    let is_asked = |file: &str| asked.iter().any(|path| path.as_str() == file);
    found.retain(|finding| is_asked(&finding.file) || finding.related.iter().any(|file| is_asked(file)));
    let (made, failed) = rendered(&renderer, asked);
    found.extend(failed);
    let between = lint::portal(&renderer.site, &renderer.plan, &lint::is_on_by_default);
    found.extend(between.into_iter().filter(|finding| is_asked(&finding.file)));
    let linted = pipeline::lint_texts(&renderer.site, &**files, Some(asked), &lint::is_on_by_default);
    found.extend(linted.into_iter().map(|found| found.finding));
    diag::sort(&mut found);
    let seen = pages(asked).filter(|path| renderer.site.by_source(path).is_some()).cloned().collect();
    Ok(Looked { site: Some(renderer.site.clone()), seen, withheld: Vec::new(), pages: made, findings: found })
}

/// The addresses of the pages that are made of these files, and what goes wrong when they are.
fn rendered(renderer: &Renderer, asked: &[SourcePath]) -> (Vec<String>, Vec<Finding>) {
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

fn report(looked: &Looked, telling: Telling) -> u8 {
    let Telling { language, common, .. } = telling;
    findings::show(&looked.findings, telling);
    let count = |severity| looked.findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if common.json {
        let all: Vec<_> = looked.findings.iter().map(|finding| findings::to_json(finding, language)).collect();
        let report = json!({ "errors": errors, "warnings": warnings, "findings": all, "pages": looked.pages, "public": looked.withheld.is_empty() });
        say(&report.to_string());
    } else if !common.quiet {
        let what = words(language, "{errors} lỗi, {warnings} cảnh báo.", "{errors} errors, {warnings} warnings.");
        let mut line = what.replace("{errors}", &errors.to_string()).replace("{warnings}", &warnings.to_string());
        if !looked.withheld.is_empty() {
            line.push_str(words(language, " Chưa hoặc không còn công khai", " Not public now"));
            line.push_str(&of_several(looked, language));
        }
        say(&line);
    }
    if errors > 0 { FINDINGS } else { CLEAN }
}

/// Which pages are withheld, where more were asked for.
fn of_several(looked: &Looked, language: &str) -> String {
    const MOST: usize = 10;
    if looked.seen.len() == 1 {
        return ".".to_owned();
    }
    let names: Vec<&str> = looked.withheld.iter().take(MOST).map(SourcePath::as_str).collect();
    let more = match looked.withheld.len() - names.len() {
        0 => String::new(),
        more => words(language, ", và {more} trang khác", ", and {more} more").replace("{more}", &more.to_string()),
    };
    format!(": {}{more}.", names.join(", "))
}

/// The path that was meant by one that is none: without `content/`, without `.md`, with a slip.
fn meant(path: &Path, files: &dyn Files) -> Option<String> {
    let typed = plain(path);
    let typed = typed.strip_prefix("content/").unwrap_or(&typed);
    let entries: Vec<SourcePath> =
        files.list(CONTENT).unwrap_or_default().into_iter().map(|entry| entry.path).collect();
    let is_there = |name: &String| {
        let below = format!("{name}/");
        entries.iter().any(|entry| entry.as_str() == name || entry.as_str().starts_with(&below))
    };
    let own = [format!("{CONTENT}/{typed}"), format!("{CONTENT}/{typed}.md")].into_iter().find(is_there);
    let near = || {
        let name = format!("{CONTENT}/{typed}");
        let slips = entries.iter().map(SourcePath::as_str).filter(|entry| entry.len().abs_diff(name.len()) <= 5);
        diag::nearest(&name, slips).map(str::to_owned)
    };
    own.or_else(near)
}

/// The files asked for, sorted; of a folder all in it. Paths are those of the portal, else of where the command is run.
fn asked(paths: &[PathBuf], files: &dyn Files, common: &Common) -> Result<Vec<SourcePath>, PathBuf> {
    let below = files.list(CONTENT).unwrap_or_default().into_iter().map(|entry| entry.path);
    let entries: Vec<SourcePath> = below.chain([SourcePath::new(SITE)]).collect();
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
