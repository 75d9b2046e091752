//! The preview server: turns requests into pages rendered when they are asked for, and edits into reloads.
//!
//! It plans like a build, so start-up and reload cost what one page costs. The reload script is added to the reply,
//! never to an artifact. Only addresses of the plan are answered; no path of a request ever reaches the disk.

mod asked;
mod preview;
mod state;
mod watch;

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::tables;

pub use asked::Asked;
pub use preview::{Change, How, Preview, Reply};
pub use state::Changed;
pub use watch::{Watch, WatchError};

/// The script that listens for changes, and where it is found.
const SCRIPT: &str = include_str!("preview.js");
pub const SCRIPT_URL: &str = "/_cong/preview.js";
const EVENTS_URL: &str = "/_cong/events";
const WITHHELD_URL: &str = "/_cong/withheld";

/// Told after each change, with the findings of the new state.
pub type OnChange = Box<dyn Fn(&Preview) + Send + Sync>;

struct Server {
    preview: Arc<Preview>,
    /// Addresses of the pages that are open in a browser, by connection.
    open: Mutex<HashMap<u64, String>>,
    next: AtomicU64,
    changes: broadcast::Sender<Arc<Change>>,
    /// Only this machine may look, so a request must name it: a page elsewhere whose name leads here must not read drafts.
    only_local: bool,
}

/// Serves until Ctrl-C. `watch`: of the portal's folder, begun before the preview read it.
pub fn serve(
    preview: Arc<Preview>,
    mut watch: Watch,
    address: SocketAddr,
    on_start: impl FnOnce(SocketAddr, Option<WatchError>),
    on_change: OnChange,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (changes, _) = broadcast::channel(64);
    let server = Arc::new(Server {
        preview,
        open: Mutex::default(),
        next: AtomicU64::new(0),
        changes,
        only_local: address.ip().is_loopback(),
    });
    let listener = runtime.block_on(tokio::net::TcpListener::bind(address))?;
    let watched = server.clone();
    on_start(listener.local_addr()?, watch.trouble.take());
    std::thread::spawn(move || watch.run(|changed| watched.reload(changed, &on_change)));
    let router = Router::new()
        .route(SCRIPT_URL, get(script))
        .route(EVENTS_URL, get(events))
        .route(WITHHELD_URL, get(withheld))
        .fallback(page)
        .with_state(server);
    runtime.block_on(async {
        tokio::select! {
            result = async { axum::serve(listener, router).await } => result,
            // Open event streams never end by themselves, so the server does not wait for them.
            result = tokio::signal::ctrl_c() => result,
        }
    })?;
    runtime.shutdown_background();
    Ok(())
}

impl Server {
    fn may_ask(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = host
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(host, |(name, _)| name);
        !self.only_local || matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    }

    fn reload(&self, changed: Changed, on_change: &OnChange) {
        let open: Vec<String> = self.open.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        let change = self.preview.reload(changed, &open);
        on_change(&self.preview);
        // Nobody listening is no mistake.
        let _ = self.changes.send(Arc::new(change));
    }
}

async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], SCRIPT)
}

async fn page(State(server): State<Arc<Server>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !server.may_ask(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let asked = Asked {
        known: said(header::IF_NONE_MATCH),
        range: if method == Method::GET { said(header::RANGE) } else { String::new() },
        range_of: said(header::IF_RANGE),
    };
    let path = uri.path().to_owned();
    let reply = tokio::task::spawn_blocking(move || asked.of(server.preview.reply(&path))).await;
    let Ok(reply) = reply else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let has_type = reply.status != 304;
    let content_type = has_type.then(|| (header::CONTENT_TYPE.as_str(), tables::with_charset(reply.content_type)));
    let location = reply.location.map(|location| (header::LOCATION.as_str(), location));
    let sent = reply.headers.into_iter().chain(content_type).chain(location);
    let response =
        sent.fold(Response::builder().status(reply.status), |response, (name, value)| response.header(name, value));
    response.body(Body::from(reply.body)).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Which links get a badge.
async fn withheld(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    if !server.may_ask(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let told = tokio::task::spawn_blocking(move || server.preview.withheld_json()).await;
    let type_and_cache = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    told.map_or_else(
        |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |told| (type_and_cache, told).into_response(),
    )
}

/// One open page listening for changes that touch it. `?page=` is its address.
async fn events(
    State(server): State<Arc<Server>>,
    Query(query): Query<HashMap<String, String>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let page = query.get("page").cloned().unwrap_or_default();
    let number = server.next.fetch_add(1, Ordering::Relaxed);
    server.open.lock().unwrap_or_else(PoisonError::into_inner).insert(number, page.clone());
    let receiver = server.changes.subscribe();
    let guard = Listener { server: server.clone(), number };
    let first = Event::default().event("findings").data(server.preview.findings_json());
    let behind = server.preview.is_behind(&page).then(|| Event::default().event("reload").data("now"));
    let later = BroadcastStream::new(receiver).filter_map(move |change| {
        let _keep = &guard;
        // A listener that was too slow reloads, to be sure. Browsers ignore events without data.
        let (how, findings) = change.map_or((Some(How::Reload), None), |change| {
            (change.touched.get(&page).copied(), Some(change.findings.clone()))
        });
        match how {
            Some(How::Reload) => Some(Event::default().event("reload").data("now")),
            Some(How::Style) => Some(Event::default().event("style").data("now")),
            None => findings.map(|findings| Event::default().event("findings").data(findings)),
        }
    });
    let now = tokio_stream::iter([Some(first), behind].into_iter().flatten());
    Sse::new(now.chain(later).map(Ok)).keep_alive(KeepAlive::default())
}

/// Forgets an open page when its connection ends.
struct Listener {
    server: Arc<Server>,
    number: u64,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.server.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}
