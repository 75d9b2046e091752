//! A portal held in memory for preview: turns an address into a reply, and a change of files into the open pages it
//! touches. Knows nothing of the network.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::SCRIPT_URL;
use super::state::{Changed, State};
use crate::cache::Cache;
use crate::diag::{Diagnostic, Severity};
use crate::files::Files;
use crate::load::links::decode;
use crate::model::gate::{Gate, Verdict};
use crate::model::{Page, Site};
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::pipeline::Options;
use crate::plan::{Job, Planned};
use crate::policy::Policy;
use crate::render::{Content, Renderer};
use crate::search;
use crate::tables;
use crate::text::html::escape;

pub struct Preview {
    files: Arc<dyn Files>,
    /// Reads the clock, for each new state.
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Drafts, embargoed and expired items are shown, with a bar.
    show_all: bool,
    /// Of messages.
    language: String,
    state: RwLock<State>,
}

/// What a change of files means for the pages that are open.
pub struct Change {
    /// By the address that a browser shows.
    pub touched: BTreeMap<String, How>,
    /// All errors now, as JSON.
    pub findings: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    Reload,
    /// Only style sheets: they are swapped without losing the place.
    Style,
}

pub struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub location: Option<String>,
    /// Those of the published portal, apart from what `headers` says.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Preview {
    pub fn new(
        files: Arc<dyn Files>,
        language: String,
        show_all: bool,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Preview {
        Preview { files, now: Box::new(now), show_all, language, state: RwLock::default() }
    }

    fn options(&self) -> Options {
        Options { at: (self.now)(), show_all: self.show_all, preview: true }
    }

    /// Reads the portal for the first time.
    pub fn start(&self, cache: &Cache) -> io::Result<()> {
        let first = State::first(&self.files, self.options(), cache)?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = first;
        Ok(())
    }

    /// Takes in what has changed and says which of the open pages would look different. A portal that cannot be
    /// planned (broken configuration or template) keeps its last good state and shows the errors.
    pub fn reload(&self, changed: Changed, open: &[String]) -> Change {
        let touched = if self.take_texts(changed.as_ref()) || self.read_again(changed) {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            open.iter().filter_map(|url| Some((url.clone(), state.touches(url)?))).collect()
        } else {
            BTreeMap::new()
        };
        Change { touched, findings: self.findings_json() }
    }

    /// Whether an open page shows something else than it would now. Asked when a page begins to listen: what changed
    /// between its reply and that moment would otherwise be missed.
    pub fn is_behind(&self, url: &str) -> bool {
        self.state.read().unwrap_or_else(PoisonError::into_inner).is_behind(url)
    }

    /// Whether the change was of running text alone, and is taken in.
    fn take_texts(&self, changed: Option<&BTreeSet<SourcePath>>) -> bool {
        let texts = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            changed.and_then(|changed| state.texts(&*self.files, (self.now)(), changed))
        };
        let Some(texts) = texts else { return false };
        self.state.write().unwrap_or_else(PoisonError::into_inner).take_texts(texts);
        true
    }

    /// Reads and plans again; requests are answered from the old state meanwhile. Whether pages may look different.
    fn read_again(&self, changed: Changed) -> bool {
        /// Folders that go while they are walked cannot be read; a moment later they are gone.
        const TRIES: u32 = 20;
        const PAUSE: Duration = Duration::from_millis(50);
        let read = || {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            state.next(&self.files, self.options(), changed.clone())
        };
        let mut read_once = read();
        for _ in 1..TRIES {
            if read_once.is_ok() {
                break;
            }
            std::thread::sleep(PAUSE);
            read_once = read();
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let Ok(mut next) = read_once else {
            state.wait(changed);
            return false;
        };
        next.take_traces(&state);
        let same = match (&state.renderer, &next.renderer) {
            (Some(last), Some(now)) => Arc::ptr_eq(last, now),
            _ => false,
        };
        *state = next;
        !same
    }

    pub fn findings_json(&self) -> String {
        findings_json(&self.state.read().unwrap_or_else(PoisonError::into_inner).findings, &self.language)
    }

    pub fn findings(&self) -> Vec<Diagnostic> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).findings.clone()
    }

    /// How many addresses the portal has.
    pub fn len(&self) -> usize {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.renderer.as_ref().map_or(0, |renderer| renderer.plan.outputs.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answer to a request; `path` as the browser sent it.
    pub fn reply(&self, path: &str) -> Reply {
        let mut reply = self.content(path);
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(renderer) = &state.renderer {
            // What is not what was asked for is a page.
            let path = if reply.status < 400 { decode(path).into_owned() } else { "/".to_owned() };
            reply.headers = headers(&renderer.policy, &path);
        }
        reply
    }

    fn content(&self, path: &str) -> Reply {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let Some(renderer) = state.renderer.clone() else { return self.nothing_yet(&state.findings) };
        let path = decode(path).into_owned();
        state.note_served(&path);
        let url = if path.starts_with('/') { UrlPath::new(path.as_str()) } else { UrlPath::new("/") };
        let output = url.output();
        if !output.is_confined() {
            return self.not_found(&renderer, &path);
        }
        if let Some((output, planned)) = renderer.plan.outputs.get_key_value(&output) {
            return self.render(&state, &renderer, output, planned);
        }
        if let Some(bytes) = url.as_str().starts_with(search::FOLDER).then(|| renderer.hashed.bytes(&url)).flatten() {
            let content_type = tables::media_type(output.as_str());
            return Reply { status: 200, content_type, location: None, headers: Vec::new(), body: bytes.to_vec() };
        }
        let folder = UrlPath::new(format!("{}/", path.trim_end_matches('/')));
        if renderer.plan.outputs.contains_key(&folder.output()) {
            return Reply {
                status: 308,
                content_type: "text/plain",
                location: Some(folder.to_string()),
                headers: Vec::new(),
                body: Vec::new(),
            };
        }
        self.not_found(&renderer, &path)
    }

    fn render(&self, state: &State, renderer: &Renderer, output: &OutPath, planned: &Planned) -> Reply {
        if let Job::Redirect(to) = &planned.job {
            return Reply {
                status: 302,
                content_type: "text/plain",
                location: Some(to.to_string()),
                headers: Vec::new(),
                body: Vec::new(),
            };
        }
        let content_type = tables::media_type(output.as_str());
        let artifact = match renderer.render(planned) {
            Ok(artifact) => artifact,
            Err(finding) => return self.broken(&[*finding]),
        };
        let mut body = match artifact.content {
            Content::Bytes(bytes) => bytes,
            Content::Shared(bytes) => bytes.to_vec(),
            Content::File(source) => self.files.read(source.as_str()).unwrap_or_default(),
        };
        if let Some(trace) = artifact.trace {
            state.note(output, trace);
            body.extend_from_slice(self.bar(renderer, planned).as_bytes());
            body.extend_from_slice(script().as_bytes());
        }
        Reply { status: 200, content_type, location: None, headers: Vec::new(), body }
    }

    /// A line on pages that a reader of the published portal does not see.
    fn bar(&self, renderer: &Renderer, planned: &Planned) -> String {
        let Job::Item(page) = &planned.job else { return String::new() };
        let site = &renderer.site;
        let Some((_, bar)) = said_of(site, site.page(*page)) else { return String::new() };
        format!("<div id=\"cong-bar\" role=\"status\">{}</div>", bar.get(&self.language))
    }

    /// The addresses that a reader of the published portal does not see, by the badge that links to them get, as JSON.
    pub fn withheld_json(&self) -> String {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let mut by_badge: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for site in state.renderer.iter().map(|renderer| &renderer.site) {
            for page in &site.pages {
                if let Some((badge, _)) = said_of(site, page) {
                    by_badge.entry(badge.get(&self.language)).or_default().push(page.url.as_str());
                }
            }
        }
        json!(by_badge).to_string()
    }

    /// The portal's own 404 page, in the language of the address.
    fn not_found(&self, renderer: &Renderer, path: &str) -> Reply {
        let site = &renderer.site;
        let language =
            site.languages().filter(|language| path.starts_with(site.home_url(*language).as_str())).max().unwrap_or(0);
        let planned = renderer.plan.outputs.get(&site.home_url(language).file("404.html").output());
        let page = planned.and_then(|planned| renderer.render(planned).ok());
        let mut body = match page.map(|artifact| artifact.content) {
            Some(Content::Bytes(bytes)) => bytes,
            _ => b"<!doctype html><title>404</title><h1>404</h1>".to_vec(),
        };
        body.extend_from_slice(script().as_bytes());
        Reply { status: 404, content_type: "text/html", location: None, headers: Vec::new(), body }
    }

    fn nothing_yet(&self, findings: &[Diagnostic]) -> Reply {
        self.broken(findings)
    }

    /// A page that stands in for one that cannot be rendered; the script shows the same messages above it.
    fn broken(&self, findings: &[Diagnostic]) -> Reply {
        let rows = findings.iter().filter(|finding| finding.severity() == Severity::Error).map(|finding| {
            let place = finding.span.map_or_else(
                || finding.file.to_string(),
                |span| format!("{}:{}:{}", finding.file, span.line, span.column),
            );
            format!(
                "<li><code>{}</code> {} {}</li>",
                escape(&place),
                escape(&finding.text(&self.language)),
                escape(&finding.hint(&self.language))
            )
        });
        let body = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>cong</title><ul>{}</ul>{}",
            rows.collect::<String>(),
            script()
        );
        Reply { status: 500, content_type: "text/html", location: None, headers: Vec::new(), body: body.into_bytes() }
    }
}

/// In Vietnamese and English.
struct Words(&'static str, &'static str);

impl Words {
    fn get(&self, language: &str) -> &'static str {
        if language == "vi" { self.0 } else { self.1 }
    }
}

/// What the preview says of a page that readers do not see: on links to it, and above it.
fn said_of(site: &Site, page: &Page) -> Option<(Words, Words)> {
    let gate = Gate { at: site.at, show_all: false };
    let (badge, bar) = match gate.check(&page.document, site.kind(page)) {
        Verdict::Public => return None,
        Verdict::Draft => (
            Words("Bản nháp", "Draft"),
            Words("Bản nháp: người đọc chưa thấy trang này.", "Draft: readers do not see this page."),
        ),
        Verdict::NotYet(_) => (
            Words("Hẹn giờ đăng", "Scheduled"),
            Words("Hẹn giờ đăng: người đọc chưa thấy trang này.", "Scheduled: readers do not see this page yet."),
        ),
        Verdict::Expired(_) => (
            Words("Đã gỡ", "Taken down"),
            Words("Đã gỡ: người đọc không còn thấy trang này.", "Taken down: readers no longer see this page."),
        ),
        Verdict::SourceWithheld => (
            Words("Chưa công khai", "Withheld"),
            Words(
                "Bản gốc chưa công khai: người đọc chưa thấy trang này.",
                "The page that it translates is withheld: readers do not see this page.",
            ),
        ),
        Verdict::SectionWithheld => (
            Words("Chưa công khai", "Withheld"),
            Words(
                "Chuyên mục chưa công khai: người đọc chưa thấy trang này.",
                "Its section is withheld: readers do not see this page.",
            ),
        ),
    };
    Some((badge, bar))
}

/// The headers of the published portal without what would hurt a preview: its address may not be https, and what it
/// shows changes all the time. The type is told by the reply.
fn headers(policy: &Policy, path: &str) -> Vec<(&'static str, String)> {
    const LEFT_OUT: [&str; 3] = ["Strict-Transport-Security", "Cache-Control", "Content-Type"];
    let sent = policy.headers(path).into_iter().filter(|(name, _)| !LEFT_OUT.contains(name));
    sent.map(|(name, value)| (name, value.replace("; upgrade-insecure-requests", ""))).collect()
}

fn script() -> String {
    format!("<script src=\"{SCRIPT_URL}\" defer></script>")
}

/// The errors of a state, for the overlay.
fn findings_json(findings: &[Diagnostic], language: &str) -> String {
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).map(|finding| {
        json!({
            "code": finding.message.code,
            "file": &*finding.file,
            "line": finding.span.map(|span| span.line),
            "column": finding.span.map(|span| span.column),
            "excerpt": finding.excerpt.as_deref(),
            "message": finding.text(language),
            "hint": finding.hint(language),
        })
    });
    json!(errors.collect::<Vec<_>>()).to_string()
}
