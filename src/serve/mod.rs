//! The preview server: turns requests into pages rendered when they are asked for, and edits into reloads.
//!
//! It plans like a build, so start-up and reload cost what one page costs. The reload script is added to the reply,
//! never to an artifact. Only addresses of the plan are answered; no path of a request ever reaches the disk.

mod conditions;
mod connections;
mod errors;
mod hidden_pages;
mod origin_check;
mod page_findings;
mod payload;
mod pictures;
mod preview;
mod state;
mod switch;
mod timeout_stream;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use parking_lot::Mutex;
use serde_json::json;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::tables;

pub use conditions::RequestConditions;
pub use origin_check::{Name, OriginCheck, Reach};
pub use payload::Payload;
pub use preview::{Now, Preview, Reply, Update};
pub use state::Changed;
pub use state::Refresh;
pub use switch::{Neighbour, Switch};
pub use watch::{Watch, WatchError};

use origin_check::Refusal;

/// The script that shows changes, and listens for those of all tabs where it runs as a shared worker.
const SCRIPT: &str = concat!(include_str!("stream.js"), include_str!("findings.js"), include_str!("preview.js"));
pub const SCRIPT_URL: &str = "/_cong/preview.js";
const EVENTS_URL: &str = "/_cong/events";
const WITHHELD_URL: &str = "/_cong/withheld";
const FINDINGS_URL: &str = "/_cong/findings";

/// What a stream may listen for: more pages than anybody has open, and addresses longer than any page has.
const MOST_PAGES: usize = 200;
const LONGEST_ADDRESS: usize = 2000;
/// Pages that are made at the same time; further requests wait.
const MOST_AT_ONCE: usize = 8;

/// Sent with every reply, whatever it is: nothing of a preview is for another site, or for later.
const SEALED: [(HeaderName, HeaderValue); 5] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// Called after each update, with the findings of the new state.
pub type OnChange = Box<dyn Fn(&Preview) + Send + Sync>;

/// Called while the preview runs.
pub struct Callbacks {
    pub start: Box<dyn FnOnce(SocketAddr)>,
    pub change: OnChange,
    pub trouble: Box<dyn Fn(&WatchError) + Send>,
}

struct Server {
    preview: Arc<Preview>,
    origin_check: OriginCheck,
    /// Addresses of the pages that are open in a browser, by stream.
    open: Mutex<BTreeMap<u64, Arc<BTreeSet<String>>>>,
    next: AtomicU64,
    changes: broadcast::Sender<Arc<Update>>,
}

/// What is watched, begun before the preview reads it.
pub struct Watches {
    pub own: Watch,
    /// Of the workspace that the portal is a part of.
    pub shared: Option<Watch>,
}

/// Serves until Ctrl-C.
pub fn serve(
    preview: Arc<Preview>,
    watches: Watches,
    address: SocketAddr,
    origin_check: OriginCheck,
    callbacks: Callbacks,
) -> io::Result<()> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).max_blocking_threads(MOST_AT_ONCE).enable_all().build()?;
    let (changes, _) = broadcast::channel(64);
    let server = Arc::new(Server { preview, origin_check, open: Mutex::default(), next: AtomicU64::new(0), changes });
    let listener = runtime.block_on(tokio::net::TcpListener::bind(address))?;
    let (watched, timed) = (server.clone(), server.clone());
    let change = Arc::new(callbacks.change);
    let timely = change.clone();
    (callbacks.start)(listener.local_addr()?);
    if let Some(shared) = watches.shared {
        let (watched, change) = (server.clone(), change.clone());
        // What keeps the system from watching is told by the other watch.
        std::thread::spawn(move || shared.run_shared(|changed| watched.reload(changed, &change), |_| {}));
    }
    let watch = watches.own;
    std::thread::spawn(move || watch.run(|changed| watched.reload(changed, &change), callbacks.trouble));
    std::thread::spawn(move || timed.follow_the_clock(&timely));
    let router = Router::new()
        .route(SCRIPT_URL, get(script))
        .route(EVENTS_URL, get(events))
        .route(WITHHELD_URL, get(withheld))
        .route(FINDINGS_URL, get(page_findings))
        .fallback(page)
        .layer(from_fn_with_state(server.clone(), guard))
        .with_state(server);
    runtime.block_on(async {
        tokio::select! {
            never = connections::serve(listener, router) => match never {},
            // Open event streams never end by themselves, so the server does not wait for them.
            result = tokio::signal::ctrl_c() => result,
        }
    })?;
    runtime.shutdown_background();
    Ok(())
}

impl Server {
    fn reload(&self, changed: Changed, on_change: &OnChange) {
        if self.preview.is_affected(&changed) {
            self.take_in(changed, on_change);
        }
    }

    /// Items appear and go at their moments, also when nobody touches a file.
    fn follow_the_clock(&self, on_change: &OnChange) {
        const TICK: Duration = Duration::from_secs(1);
        let mut done = None;
        loop {
            std::thread::sleep(TICK);
            let due = self.preview.due();
            // A portal that cannot be planned keeps its last state, and with it the moment.
            if due.is_some() && due != done {
                self.take_in(Some(BTreeSet::new()), on_change);
                done = due;
            }
        }
    }

    fn take_in(&self, changed: Changed, on_change: &OnChange) {
        let open: BTreeSet<String> = {
            let open = self.open.lock();
            open.values().flat_map(|pages| pages.iter().cloned()).collect()
        };
        let change = self.preview.reload(changed, &open.into_iter().collect::<Vec<_>>());
        on_change(&self.preview);
        // Nobody listening is no mistake.
        let _ = self.changes.send(Arc::new(change));
    }
}

/// Refuses requests of other sites, and seals every reply against them.
async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut reply = match server.origin_check.refusal(request.method(), request.uri(), request.headers()) {
        Some(refusal) => refused(refusal, server.preview.language()),
        None => next.run(request).await,
    };
    reply.headers_mut().remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    for (name, value) in SEALED {
        reply.headers_mut().insert(name, value);
    }
    reply
}

fn refused(refusal: Refusal, language: &str) -> Response {
    let (vi, en) = refusal.text();
    let mut reply = (refusal.status(), if language == "vi" { vi } else { en }).into_response();
    if refusal == Refusal::Method {
        reply.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    reply
}

async fn script() -> impl IntoResponse {
    // As a worker it has a policy of its own.
    let policy = "default-src 'none'; connect-src 'self'";
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)], SCRIPT)
}

async fn page(State(server): State<Arc<Server>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let conditions = RequestConditions {
        if_none_match: said(header::IF_NONE_MATCH),
        range: if method == Method::GET { said(header::RANGE) } else { String::new() },
        if_range: said(header::IF_RANGE),
    };
    let address = uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let reply = tokio::task::spawn_blocking(move || conditions.apply(server.preview.reply(&address))).await;
    let Ok(reply) = reply else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let has_type = reply.status != 304;
    let content_type = has_type.then(|| (header::CONTENT_TYPE.as_str(), tables::with_charset(reply.content_type)));
    let location = reply.location.map(|location| (header::LOCATION.as_str(), location));
    let headers = reply.headers.into_iter().chain(content_type).chain(location);
    let response =
        headers.fold(Response::builder().status(reply.status), |response, (name, value)| response.header(name, value));
    response.body(reply.body.into_body()).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Which links get a badge.
async fn withheld(State(server): State<Arc<Server>>) -> Response {
    json_of(move || server.preview.withheld_json()).await
}

/// What a check finds in the page that is open; `page=` is its address.
async fn page_findings(State(server): State<Arc<Server>>, Query(query): Query<Vec<(String, String)>>) -> Response {
    let page = query.into_iter().find(|(key, page)| key == "page" && page.len() <= LONGEST_ADDRESS);
    json_of(move || server.preview.findings_json(page.as_ref().map_or("", |(_, page)| page))).await
}

async fn json_of(make: impl FnOnce() -> String + Send + 'static) -> Response {
    tokio::task::spawn_blocking(make).await.map_or_else(
        |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |json| ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
    )
}

/// Open pages listening for changes that touch them; each `page=` is the address of one.
async fn events(
    State(server): State<Arc<Server>>,
    Query(query): Query<Vec<(String, String)>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let pages = query.into_iter().filter(|(key, page)| key == "page" && page.len() <= LONGEST_ADDRESS);
    let pages: Arc<BTreeSet<String>> = Arc::new(pages.map(|(_, page)| page).take(MOST_PAGES).collect());
    let number = server.next.fetch_add(1, Ordering::Relaxed);
    server.open.lock().insert(number, pages.clone());
    let receiver = server.changes.subscribe();
    let guard = Listener { server: server.clone(), number };
    let first = event(true, &server.preview.now(), &[], &[]);
    let later = BroadcastStream::new(receiver).map(move |change| {
        let preview = &guard.server.preview;
        // A listener that was too slow loads all again, to be sure.
        let Ok(change) = change else { return event(false, &preview.now(), &pages.iter().collect::<Vec<_>>(), &[]) };
        let to = |how| pages.iter().filter(|page| change.touched.get(*page) == Some(&how)).collect::<Vec<_>>();
        event(false, &change.now, &to(Refresh::Reload), &to(Refresh::Style))
    });
    Sse::new(tokio_stream::once(first).chain(later).map(Ok)).keep_alive(KeepAlive::default())
}

/// One message of a stream: the state, and which of the pages that listen are touched.
fn event(first: bool, now: &Now, reload: &[&String], style: &[&String]) -> Event {
    let (generation, findings) = (now.generation, &now.findings);
    let (reload, style) = (json!(reload), json!(style));
    Event::default().data(format!(
        "{{\"first\":{first},\"generation\":{generation},\"findings\":{findings},\"reload\":{reload},\"style\":{style}}}"
    ))
}

/// Removes open pages when their stream ends.
struct Listener {
    server: Arc<Server>,
    number: u64,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.server.open.lock().remove(&self.number);
    }
}
