//! A portal held in memory for preview: turns an address into a reply, and a change of files into the open pages it
//! touches. Knows nothing of the network.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use parking_lot::{Mutex, RwLock};
use serde_json::json;

use super::SCRIPT_URL;
use super::errors::{Errors, Reader};
use super::page_findings;
use super::payload::Payload;
use super::pictures::{Lack, Pictures};
use super::state::{Changed, Refresh, State};
use super::switch::Switch;
use crate::cache::Cache;
use crate::diag::Finding;
use crate::files::{self, Files};
use crate::load::inspect::{Copy, FileFacts};
use crate::model::ListKey;
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::pipeline::Options;
use crate::plan::{DataJob, Job, PageJob, Planned};
use crate::policy::Policy;
use crate::render::{Artifact, Content, Renderer};
use crate::search;
use crate::tables;
use crate::text::address::decode;

pub struct Preview {
    files: Arc<dyn Files>,
    /// Reads the clock, for each new state.
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Drafts, embargoed and expired items are shown, with a bar.
    show_all: bool,
    /// Of messages.
    language: String,
    state: RwLock<State>,
    /// Held while a next state is made of the last one: files and the clock both ask for it.
    turn: Mutex<()>,
    pictures: Pictures,
    /// The portals that are previewed beside this one.
    switch: Switch,
}

/// What a change of files means for the pages that are open.
pub struct Update {
    /// By the address that a browser shows.
    pub touched: BTreeMap<String, Refresh>,
    pub now: Now,
}

/// A state as a page that listens needs to know it.
pub struct Now {
    /// Another number, other pages.
    pub generation: u64,
    /// The errors that pages show, as JSON.
    pub findings: String,
}

pub struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub location: Option<String>,
    /// Those of the published portal, apart from what `headers` says.
    pub headers: Vec<(&'static str, String)>,
    pub body: Payload,
}

impl Preview {
    pub fn new(
        files: Arc<dyn Files>,
        language: String,
        show_all: bool,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Preview {
        Preview {
            files,
            now: Box::new(now),
            show_all,
            language,
            state: RwLock::default(),
            turn: Mutex::default(),
            pictures: Pictures::default(),
            switch: Switch::default(),
        }
    }

    /// The same with a list of the portals that are previewed beside it.
    pub fn beside(self, switch: Switch) -> Preview {
        Preview { switch, ..self }
    }

    fn options(&self) -> Options {
        Options { at: (self.now)(), show_all: self.show_all, foreign: false, preview: true }
    }

    /// Reads the portal for the first time.
    pub fn start(&self, cache: &Cache) -> io::Result<()> {
        let first = State::first(&self.files, self.options(), cache)?;
        *self.state.write() = first;
        Ok(())
    }

    /// Takes in what has changed and says which of the open pages would look different. A portal that cannot be
    /// planned (broken configuration or template) keeps its last good state and shows the errors.
    pub fn reload(&self, changed: Changed, open: &[String]) -> Update {
        let _turn = self.turn.lock();
        let touched = if self.apply_bodies(changed.as_ref()) || self.read_again(changed) {
            let state = self.state.read();
            open.iter().filter_map(|url| Some((url.clone(), state.touches(url)?))).collect()
        } else {
            BTreeMap::new()
        };
        Update { touched, now: self.now() }
    }

    /// The moment at which the portal changes by itself, if that has come.
    pub fn due(&self) -> Option<Timestamp> {
        let state = self.state.read();
        let next = state.renderer.as_ref()?.site.next_change()?.0;
        (next <= (self.now)()).then_some(next)
    }

    /// Whether any of these files has a part in the portal. A log that grows in one of its folders has none.
    pub fn is_affected(&self, changed: &Changed) -> bool {
        let state = self.state.read();
        changed.as_ref().is_none_or(|paths| paths.iter().any(|path| state.is_affected(&*self.files, path)))
    }

    pub fn now(&self) -> Now {
        let state = self.state.read();
        Now { generation: state.generation, findings: state.errors.to_json(self.reader()) }
    }

    fn reader(&self) -> Reader<'_> {
        Reader { language: &self.language, sees_all: self.show_all }
    }

    /// Of messages.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether the change was of running text alone, and is taken in.
    fn apply_bodies(&self, changed: Option<&BTreeSet<SourcePath>>) -> bool {
        let bodies = {
            let state = self.state.read();
            changed.and_then(|changed| state.bodies(&*self.files, (self.now)(), changed))
        };
        let Some(bodies) = bodies else { return false };
        self.state.write().apply_bodies(bodies);
        true
    }

    /// Reads and plans again; requests are answered from the old state meanwhile. Whether pages may look different.
    fn read_again(&self, changed: Changed) -> bool {
        /// Folders that go while they are walked cannot be read; a moment later they are gone.
        const TRIES: u32 = 20;
        const PAUSE: Duration = Duration::from_millis(50);
        let read = || {
            let state = self.state.read();
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
        let mut state = self.state.write();
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

    pub fn findings(&self) -> Vec<Finding> {
        self.state.read().findings.clone()
    }

    /// How many addresses the portal has.
    pub fn len(&self) -> usize {
        let state = self.state.read();
        state.renderer.as_ref().map_or(0, |renderer| renderer.plan.outputs.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answer to a request; path and query as the browser sent them.
    pub fn reply(&self, address: &str) -> Reply {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut reply = self.content(path, query);
        let state = self.state.read();
        // What is not what was asked for is a page.
        let path = if reply.status < 400 { decode(path).into_owned() } else { "/".to_owned() };
        reply.headers = state.renderer.as_ref().map_or_else(
            || vec![("Content-Security-Policy", NOTHING_YET.to_owned())],
            |renderer| headers(&renderer.policy, &path),
        );
        reply
    }

    fn content(&self, path: &str, query: &str) -> Reply {
        let state = self.state.read();
        let Some(renderer) = state.renderer.clone() else { return self.broken(&state.errors) };
        let path = decode(path).into_owned();
        let base = &renderer.site.config.base;
        let Some(local) = base.asked(&path) else {
            // A portal that lives below a path is looked for at the root of the preview.
            let is_root = path == "/" || path == base.path();
            return if is_root { elsewhere(302, &base.url("/")) } else { self.not_found(&renderer, &path) };
        };
        if let Some(to) = renderer.plan.old_queries.find(local, query) {
            return elsewhere(302, to);
        }
        let url = base.url(local);
        let output = url.output();
        if !output.is_confined() {
            return self.not_found(&renderer, &path);
        }
        if let Some((output, planned)) = renderer.plan.outputs.get_key_value(&output) {
            return self.render(&state, &renderer, output, planned);
        }
        if let Some(bytes) = url.local().starts_with(search::FOLDER).then(|| renderer.prebuilt.bytes(&url)).flatten() {
            let content_type = tables::media_type(output.as_str());
            return whole(content_type, shared(bytes));
        }
        let folder = base.url(&format!("{}/", local.trim_end_matches('/')));
        if renderer.plan.outputs.contains_key(&folder.output()) {
            return elsewhere(308, &folder);
        }
        self.not_found(&renderer, &path)
    }

    fn render(&self, state: &State, renderer: &Renderer, output: &OutPath, planned: &Planned) -> Reply {
        if let Job::Data(DataJob::Redirect(to)) = &planned.job {
            return elsewhere(302, to);
        }
        if let Job::File(source) = &planned.job
            && let Some(file) = renderer.site.file(source.as_str()).filter(|file| file.facts.copy == Copy::Cleaned)
        {
            return self.picture(renderer, planned, &file.facts);
        }
        let content_type = tables::media_type(output.as_str());
        let artifact = match renderer.render(planned) {
            Ok(artifact) => artifact,
            Err(finding) => return self.broken(&Errors::of(&[*finding], &*self.files)),
        };
        let mut body = match artifact.content {
            Content::Bytes(bytes) => bytes,
            Content::Shared(bytes) => return whole(content_type, shared(bytes)),
            Content::File(source) => {
                // What is masked of a table is so in these files alone.
                let file = renderer.files.lend(source.as_str()).map(Payload::file);
                return whole(content_type, file.unwrap_or_else(|_| Payload::empty()));
            }
        };
        if let (Job::Page(_), Some(trace)) = (&planned.job, artifact.trace) {
            state.note(output, trace);
            body.extend_from_slice(self.bar(state, renderer, planned).as_bytes());
            body.extend_from_slice(self.switch.to_html(&self.language).as_bytes());
            add_script(&mut body);
        }
        whole(content_type, body.into())
    }

    /// A picture without what is not published of it.
    fn picture(&self, renderer: &Renderer, planned: &Planned, facts: &FileFacts) -> Reply {
        let mut fault = None;
        let made = self.pictures.get(&facts.hash, facts.size, || match renderer.render(planned) {
            Ok(Artifact { content: Content::Bytes(bytes), .. }) => Some(bytes),
            Ok(_) => None,
            Err(finding) => {
                fault = Some(*finding);
                None
            }
        });
        match made {
            Ok(bytes) => whole(tables::media_type(planned.url.as_str()), Payload::Bytes(bytes)),
            Err(Lack::Room) => Reply { status: 503, ..whole("text/plain", Payload::empty()) },
            Err(Lack::Picture) => self.broken(&Errors::of(fault.as_slice(), &*self.files)),
        }
    }

    /// A line on pages that a reader of the published portal does not see.
    fn bar(&self, state: &State, renderer: &Renderer, planned: &Planned) -> String {
        let page = match &planned.job {
            Job::Page(PageJob::Item(page) | PageJob::Rows { page, .. }) => Some(*page),
            Job::Page(PageJob::List { list, .. }) => match renderer.site.list(*list).key {
                ListKey::Section(page) | ListKey::Facet(page, ..) => Some(page),
                _ => None,
            },
            _ => None,
        };
        let bar = page.and_then(|page| state.hidden_pages.bar(page));
        bar.map_or_else(String::new, |words| {
            format!("<div id=\"cong-bar\" role=\"status\">{}</div>", words.get(&self.language))
        })
    }

    /// The addresses that a reader of the published portal does not see, by the badge that links to them get, as JSON.
    pub fn withheld_json(&self) -> String {
        let state = self.state.read();
        let mut by_badge: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for site in state.renderer.iter().map(|renderer| &renderer.site) {
            for id in site.ids() {
                if let Some(badge) = state.hidden_pages.badge(id) {
                    by_badge.entry(badge.get(&self.language)).or_default().push(site.page(id).inner().url.as_str());
                }
            }
        }
        json!(by_badge).to_string()
    }

    /// What a check finds in the page at an address, as JSON.
    pub fn findings_json(&self, address: &str) -> String {
        page_findings::to_json(&self.state.read(), &*self.files, address, self.reader())
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
        add_script(&mut body);
        Reply { status: 404, ..whole("text/html", body.into()) }
    }

    /// A page that stands in for one that cannot be rendered; the script shows the same messages above it.
    fn broken(&self, errors: &Errors) -> Reply {
        let rows = errors.to_html(self.reader());
        let mut body =
            format!("<!doctype html><meta charset=\"utf-8\"><title>cong</title><ul>{rows}</ul>").into_bytes();
        add_script(&mut body);
        Reply { status: 500, ..whole("text/html", body.into()) }
    }
}

fn whole(content_type: &'static str, body: Payload) -> Reply {
    Reply { status: 200, content_type, location: None, headers: Vec::new(), body }
}

fn elsewhere(status: u16, to: &UrlPath) -> Reply {
    let location = Some(to.to_string());
    Reply { status, content_type: "text/plain", location, headers: Vec::new(), body: Payload::empty() }
}

/// Sent without a copy for each reader.
fn shared(bytes: Arc<Vec<u8>>) -> Payload {
    struct Owner(Arc<Vec<u8>>);
    impl AsRef<[u8]> for Owner {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    Payload::Bytes(Bytes::from_owner(Owner(bytes)))
}

/// What a page of findings may load, as long as there is no portal whose policy would say it.
const NOTHING_YET: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The headers of the published portal without what would hurt a preview: its address may not be https, what it shows
/// changes all the time, and it is for no other site (the server says so with each reply). The type is told by the reply.
fn headers(policy: &Policy, path: &str) -> Vec<(&'static str, String)> {
    const LEFT_OUT: [&str; 5] = [
        "Access-Control-Allow-Origin",
        "Cache-Control",
        "Content-Type",
        "Cross-Origin-Resource-Policy",
        "Strict-Transport-Security",
    ];
    let sent = policy.headers(path).into_iter().filter(|(name, _)| !LEFT_OUT.contains(name));
    let own = |(name, value): (&'static str, &str)| {
        let mut value = value.replace("; upgrade-insecure-requests", "");
        if name == "Content-Security-Policy" && value.contains("script-src") {
            // The script of the preview listens in a worker; no page of the portal has one.
            value.push_str("; worker-src 'self'");
        }
        (name, value)
    };
    sent.map(own).collect()
}

/// The script of a page, with a name for the copy that the browser is given: by it the script sees later whether the
/// page has become another.
fn add_script(body: &mut Vec<u8>) {
    let copy = files::hash(body).to_hex();
    let script = format!("<script src=\"{SCRIPT_URL}\" data-copy=\"{}\" defer></script>", &copy[..16]);
    body.extend_from_slice(script.as_bytes());
}
