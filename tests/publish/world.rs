//! A store in memory that counts requests, stops at one of them and looks at what readers get after each; and small portals to publish.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::Future;
use std::io::{self, Cursor, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use cong::publish::store::Store;
use cong::publish::{
    Clock, Digest, Headers, Insist, Inventory, Item, Job, Kin, Progress, Publisher, Purger, ReleaseRecord, Remote,
    Report, Source, State, Terms, Trouble, Turn, Wanted,
};
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use jiff::{SignedDuration, Timestamp};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    Attribute, CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use parking_lot::Mutex;

use crate::world_parts::Parts;

/// What stands in a portal: path and text. A text names what it needs, one path a line behind `needs `.
pub type Files = BTreeMap<String, String>;

pub fn portal(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

pub struct Portal(pub Files);

impl Source for Portal {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(text.as_bytes())))
    }
}

pub fn inventory(files: &Files) -> Inventory {
    let item = |(path, text): (&String, &String)| {
        let (turn, kind) = match path.as_str() {
            "index.html" | "feed.json" | "tin/index.html" | "tim-kiem/index.html" => {
                (Turn::List, "text/html; charset=utf-8")
            }
            path if path.ends_with(".html") => (Turn::Page, "text/html; charset=utf-8"),
            path if path.ends_with(".css") => (Turn::Asset, "text/css; charset=utf-8"),
            _ => (Turn::Asset, "application/octet-stream"),
        };
        let hashed = path.starts_with("assets/");
        let cache = if hashed { "public, max-age=31536000, immutable" } else { "public, max-age=0, must-revalidate" };
        let headers = [("Cache-Control", cache), ("Content-Type", kind)];
        let headers = Headers(headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        let digest = Digest::of(text.as_bytes());
        (path.clone(), Item { digest, size: text.len() as u64, headers, turn, hashed })
    };
    Inventory { items: files.iter().map(item).collect(), quarantined: Vec::new() }
}

/// Shared by all publishers: the store itself, and what happens to their requests.
#[derive(Clone, Default)]
pub struct World(Arc<Inner>);

#[derive(Default)]
struct Inner {
    store: InMemory,
    requests: AtomicUsize,
    sent: AtomicUsize,
    /// From this request on nothing gets through; 0 never.
    dies: AtomicUsize,
    /// The request at which it dies is done all the same: only the answer is lost.
    is_lost: AtomicBool,
    /// Conditions are passed over.
    is_deaf: AtomicBool,
    /// Looks at the store after each change.
    watches: AtomicBool,
    dangling: Mutex<Vec<String>>,
    now: AtomicI64,
    purged: Mutex<Vec<String>>,
    purge_fails: AtomicBool,
    /// Milliseconds after which a claim is renewed; 0 for as usual.
    renewal: AtomicU64,
    /// Private objects that look two days old.
    aged: Mutex<BTreeSet<String>>,
}

impl World {
    pub fn new() -> World {
        let world = World::default();
        world.0.now.store("2024-03-01T08:00:00Z".parse::<Timestamp>().unwrap().as_second(), Ordering::SeqCst);
        world
    }

    pub fn deaf(self) -> World {
        self.0.is_deaf.store(true, Ordering::SeqCst);
        self
    }

    pub fn purge_fails(&self, fails: bool) {
        self.0.purge_fails.store(fails, Ordering::SeqCst);
    }

    pub fn watched(self) -> World {
        self.0.watches.store(true, Ordering::SeqCst);
        self
    }

    /// Kills whoever publishes at the `nth` request from now on; 0 for nobody.
    pub fn kill_at(&self, nth: usize, is_lost: bool) {
        self.0.requests.store(0, Ordering::SeqCst);
        self.0.sent.store(0, Ordering::SeqCst);
        self.0.is_lost.store(is_lost, Ordering::SeqCst);
        self.0.dies.store(nth, Ordering::SeqCst);
    }

    /// Since `kill_at`.
    pub fn requests(&self) -> usize {
        self.0.requests.load(Ordering::SeqCst)
    }

    /// How many objects of readers were sent with their bytes.
    pub fn sent(&self) -> usize {
        self.0.sent.load(Ordering::SeqCst)
    }

    pub fn wait(&self, time: SignedDuration) {
        self.0.now.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub fn purged(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.purged.lock())
    }

    pub fn remote(&self) -> Store {
        Store::new(Arc::new(self.clone()), "cong-tinh", "memory".to_owned()).unwrap()
    }

    /// Somebody puts an object with their own hands.
    pub fn put(&self, path: &str, text: &str) {
        let path = Path::from(format!("cong-tinh/{path}"));
        self.0.store.put(&path, text.to_owned().into()).now_or_never().unwrap().unwrap();
    }

    pub fn remove(&self, path: &str) {
        let path = Path::from(format!("cong-tinh/{path}"));
        self.0.store.delete(&path).now_or_never().unwrap().unwrap();
    }

    /// What readers get: text and headers, by path.
    pub fn public(&self) -> BTreeMap<String, (String, BTreeMap<String, String>)> {
        let all: Vec<ObjectMeta> = self.0.store.list(None).try_collect().now_or_never().unwrap().unwrap();
        let paths = all.into_iter().map(|meta| meta.location);
        let public = paths.filter(|path| !path.as_ref().starts_with("cong-tinh/.cong/"));
        public.map(|path| (path.as_ref()["cong-tinh/".len()..].to_owned(), self.object(&path))).collect()
    }

    fn object(&self, path: &Path) -> (String, BTreeMap<String, String>) {
        let found = self.0.store.get(path).now_or_never().unwrap().unwrap();
        let headers = found.attributes.iter().filter_map(|(name, value)| {
            let name = match name {
                Attribute::CacheControl => "Cache-Control",
                Attribute::ContentType => "Content-Type",
                _ => return None,
            };
            Some((name.to_owned(), value.as_ref().to_owned()))
        });
        let headers = headers.collect();
        let bytes = found.bytes().now_or_never().unwrap().unwrap();
        (String::from_utf8(bytes.to_vec()).unwrap(), headers)
    }

    /// Exactly what was wanted, but for hashed files of before.
    pub fn assert_serves(&self, files: &Files) {
        let wanted = inventory(files);
        let public = self.public();
        for (path, item) in &wanted.items {
            let (text, headers) = public.get(path).unwrap_or_else(|| panic!("{path} is missing"));
            assert_eq!(text, &files[path], "{path}");
            let sent: BTreeMap<String, String> = item.headers.0.iter().cloned().collect();
            assert_eq!(headers, &sent, "{path}");
        }
        let more: Vec<&String> =
            public.keys().filter(|path| !wanted.items.contains_key(*path) && !path.starts_with("assets/")).collect();
        assert!(more.is_empty(), "{more:?}");
    }

    pub fn assert_nothing_dangled(&self) {
        assert_eq!(*self.0.dangling.lock(), Vec::<String>::new());
    }

    pub fn state(&self) -> State {
        let path = Path::from("cong-tinh/.cong/state");
        let found = self.0.store.get(&path).now_or_never().unwrap().unwrap();
        State::decode(&found.bytes().now_or_never().unwrap().unwrap()).unwrap()
    }

    /// The number of the release that is online.
    pub fn state_number(&self) -> u64 {
        let found = self.0.store.get(&Path::from("cong-tinh/.cong/state")).now_or_never().unwrap();
        found.map_or(0, |_| self.state().release.number)
    }

    pub fn renewed_every(&self, time: Duration) {
        self.0.renewal.store(time.as_millis() as u64, Ordering::SeqCst);
    }

    /// A private file as it is; also while a publisher waits for a request.
    pub fn private(&self, name: &str) -> Option<String> {
        self.has_private(name).then(|| self.object(&Path::from(format!("cong-tinh/.cong/{name}"))).0)
    }

    pub fn has_private(&self, name: &str) -> bool {
        self.0.store.head(&Path::from(format!("cong-tinh/.cong/{name}"))).now_or_never().unwrap().is_ok()
    }

    pub fn age(&self, name: &str) {
        self.0.aged.lock().insert(format!("cong-tinh/.cong/{name}"));
    }

    pub fn admit(&self) -> Result<()> {
        let (nth, dies) = (self.0.requests.fetch_add(1, Ordering::SeqCst) + 1, self.0.dies.load(Ordering::SeqCst));
        let is_dead = dies > 0 && (nth > dies || nth == dies && !self.0.is_lost.load(Ordering::SeqCst));
        if is_dead { Err(killed()) } else { Ok(()) }
    }

    pub fn answer<T>(&self, answer: Result<T>) -> Result<T> {
        if self.0.watches.load(Ordering::SeqCst) {
            let public = self.public();
            for (page, (text, _)) in &public {
                let needs = text.lines().filter_map(|line| line.strip_prefix("needs "));
                let missing = needs.filter(|path| !public.contains_key(*path));
                self.0.dangling.lock().extend(missing.map(|path| format!("{page} without {path}")));
            }
        }
        let (nth, dies) = (self.0.requests.load(Ordering::SeqCst), self.0.dies.load(Ordering::SeqCst));
        if dies > 0 && nth >= dies { Err(killed()) } else { answer }
    }
}

fn killed() -> Error {
    Error::Generic { store: "memory", source: "killed".into() }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

impl ObjectStore for World {
    fn put_opts<'s, 'p, 'a>(
        &'s self,
        location: &'p Path,
        payload: PutPayload,
        mut opts: PutOptions,
    ) -> Answer<'a, PutResult>
    where
        's: 'a,
        'p: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            self.admit()?;
            if self.0.is_deaf.load(Ordering::SeqCst) {
                opts.mode = PutMode::Overwrite;
            }
            if !location.as_ref().contains("/.cong/") {
                self.0.sent.fetch_add(1, Ordering::SeqCst);
            }
            self.answer(self.0.store.put_opts(location, payload, opts).await)
        })
    }

    fn put_multipart_opts<'s, 'p, 'a>(
        &'s self,
        location: &'p Path,
        opts: PutMultipartOptions,
    ) -> Answer<'a, Box<dyn MultipartUpload>>
    where
        's: 'a,
        'p: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            self.admit()?;
            let upload = self.0.store.put_multipart_opts(location, opts).await?;
            Ok(Box::new(Parts { world: self.clone(), upload }) as Box<dyn MultipartUpload>)
        })
    }

    fn get_opts<'s, 'p, 'a>(&'s self, location: &'p Path, options: GetOptions) -> Answer<'a, GetResult>
    where
        's: 'a,
        'p: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            self.admit()?;
            self.answer(self.0.store.get_opts(location, options).await)
        })
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        // One request for many, as S3 has it, and a kill in the midst of it.
        let world = self.clone();
        let admitted = world.admit();
        let each = locations.then(move |location| {
            let (world, is_dead) = (world.clone(), admitted.is_err());
            async move {
                if is_dead {
                    return Err(killed());
                }
                let location = location?;
                world.0.store.delete(&location).await?;
                world.answer(Ok(location))
            }
        });
        each.boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        match self.admit() {
            Ok(()) => {
                let aged = self.0.aged.lock().clone();
                let dated = self.0.store.list(prefix).map_ok(move |mut meta| {
                    if aged.contains(meta.location.as_ref()) {
                        meta.last_modified -= Duration::from_secs(48 * 3600);
                    }
                    meta
                });
                dated.boxed()
            }
            Err(error) => futures_util::stream::once(std::future::ready(Err(error))).boxed(),
        }
    }

    fn list_with_delimiter<'s, 'p, 'a>(&'s self, prefix: Option<&'p Path>) -> Answer<'a, ListResult>
    where
        's: 'a,
        'p: 'a,
        Self: 'a,
    {
        self.0.store.list_with_delimiter(prefix)
    }

    fn copy_opts<'s, 'f, 't, 'a>(&'s self, from: &'f Path, to: &'t Path, options: CopyOptions) -> Answer<'a, ()>
    where
        's: 'a,
        'f: 'a,
        't: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            self.admit()?;
            self.answer(self.0.store.copy_opts(from, to, options).await)
        })
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.now.load(Ordering::SeqCst)).unwrap()
    }

    fn sleep(&self, time: Duration) {
        self.0.now.fetch_add(time.as_secs() as i64, Ordering::SeqCst);
        // Not so fast that a lock expires under somebody who is at work.
        std::thread::sleep(Duration::from_millis(20));
    }

    fn renewal(&self) -> Duration {
        let told = self.0.renewal.load(Ordering::SeqCst);
        Duration::from_millis(if told == 0 { 120_000 } else { told })
    }
}

impl Purger for World {
    fn purge(&self, paths: &[String]) -> Vec<String> {
        if self.0.purge_fails.load(Ordering::SeqCst) {
            return paths.to_vec();
        }
        self.0.purged.lock().extend(paths.iter().cloned());
        Vec::new()
    }
}

impl Progress for World {}

/// How something is published in a test.
#[derive(Clone)]
pub struct By {
    pub token: String,
    pub terms: Terms,
    pub record: ReleaseRecord,
    pub insist: Insist,
}

/// A publisher of its own each time, of a commit that is later than all before.
pub fn by(token: &str) -> By {
    let terms = Terms { keep: 10, grace: SignedDuration::from_hours(24), patience: Duration::from_secs(3600) };
    By { token: token.to_owned(), terms, record: ReleaseRecord::default(), insist: Insist::default() }
}

impl By {
    pub fn publish(&self, world: &World, files: &Files) -> Result<Report, Trouble> {
        self.with(world, |job| {
            let inventory = inventory(files);
            let kin = |_: &str| Kin::Apart;
            let source = Portal(files.clone());
            let wanted = Wanted {
                inventory: &inventory,
                source: &source,
                record: &self.record,
                next_change: None,
                kin: &kin,
                saved: None,
                insist: self.insist,
            };
            cong::publish::publish(job, &wanted)
        })
    }

    pub fn with<T>(&self, world: &World, work: impl FnOnce(&Job) -> T) -> T {
        let remote = world.remote();
        let publisher = Publisher { owner: format!("test {}", self.token), token: self.token.clone() };
        let remote: &dyn Remote = &remote;
        work(&Job { remote, publisher: &publisher, clock: world, purger: world, progress: world, terms: &self.terms })
    }

    pub fn back(&self, world: &World, number: Option<u64>, include_withdrawn: bool) -> Result<Report, Trouble> {
        let back = cong::publish::Back { number, include_withdrawn, url: "https://tinh.gov.vn" };
        self.with(world, |job| cong::publish::rollback(job, &back))
    }
}
