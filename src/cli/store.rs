//! The cache of one portal on disk: turns the files of `.cong` into the state of the last build, and back.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use rayon::prelude::*;

use super::locks::Visitor;
use super::portal::Portal;
use super::{COULD_NOT_RUN, Common, complain, reason, words};
use crate::cache::{self, BlobContents, BlobStore, Cache};
use crate::files::{EntryKind, Files, Hash, hash};
use crate::load::above;
use crate::load::publish;
use crate::load::theme::ids_of_files;
use crate::pipeline::SITE;
use crate::write::lock::{Lock, NotTaken, Use};
use crate::write::{clear_all_unfinished, remove_file, save_file};

/// The folder of the cache, in the portal.
const FOLDER: &str = ".cong";

#[derive(Clone)]
pub struct Store {
    folder: PathBuf,
    files: Arc<dyn Files>,
    /// Of `site.toml`, the portal's own kinds and the ids of its theme, as they were when the build began.
    settings: Hash,
    /// Whether this command holds the lock of the cache: another build may be writing the same files.
    may_write: bool,
    /// Of everything that decides how a source is read: this program and the `settings`.
    key: Hash,
}

impl Store {
    /// For a command that reads the cache and writes nothing: each file of it is whole at any moment.
    pub fn to_read(folder: &Path, files: &Arc<dyn Files>) -> Store {
        let settings = settings(&**files);
        let mut hasher = blake3::Hasher::new();
        hasher.update(this_program().as_bytes());
        hasher.update(settings.as_bytes());
        let (folder, files, key) = (folder.to_owned(), files.clone(), hasher.finalize());
        Store { folder, files, settings, may_write: false, key }
    }

    /// For a build, which writes as well while it holds the lock.
    pub fn with_lock(self, lock: Option<&Lock>) -> Store {
        Store { may_write: lock.is_some(), ..self }
    }

    /// The state of the last build; empty, with one line, when it cannot be used.
    pub fn load(&self, language: &str, common: &Common) -> Cache {
        let cache = Cache::open(self.blob_store(true, language));
        if cache.is_empty() && self.files.open(cache::FILE).is_ok() && !common.quiet && !common.json {
            let message = words(
                language,
                "Bộ nhớ đệm .cong không dùng được lần này (cấu hình hoặc phiên bản đã đổi): dựng lại tất cả.",
                "The cache in .cong cannot be used this time (configuration or version changed): building everything.",
            );
            complain(message);
        }
        cache
    }

    /// For a build that ignores the last one.
    pub fn nothing(&self, language: &str) -> Cache {
        Cache::open(self.blob_store(false, language))
    }

    /// Lets a command that builds nothing leave something for the next one, unless another is at work.
    pub fn leave(&self, visitor: &Visitor, language: &str, persist: &dyn Fn(&dyn BlobStore)) {
        if let Some(lock) = visitor.try_take(&self.folder.join(FOLDER)) {
            let store = self.clone().with_lock(Some(&lock));
            persist(&*store.blob_store(false, language));
        }
    }

    fn blob_store(&self, earlier: bool, language: &str) -> Arc<CacheFolder> {
        let (store, language) = (self.clone(), language.to_owned());
        Arc::new(CacheFolder { store, earlier, own: Mutex::default(), language })
    }

    /// Nothing is written of a build during which the settings changed: it would have the key of the settings of
    /// before. That is asked anew for each file but those that are held against a hash, of which there are hundreds. A build
    /// that cannot write its cache is still a good build, so a failure is only printed. Whether it was written.
    fn write(&self, path: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>, language: &str) -> bool {
        let is_as_before = || cache::is_held_against_a_hash(path) || self.is_as_before();
        self.may_write && is_as_before() && self.save(path, write, language)
    }

    fn key_of(&self, file: &str) -> Hash {
        if cache::is_of_any_settings(file) { hash(b"any") } else { self.key }
    }

    fn is_as_before(&self) -> bool {
        settings(&*self.files) == self.settings
    }

    fn save(&self, path: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>, language: &str) -> bool {
        let saved = save_file(&self.folder, path, write);
        if let Err(error) = &saved {
            complain(&format!(
                "{}: {}",
                words(language, "Không ghi được bộ nhớ đệm", "The cache cannot be written"),
                reason(error, language)
            ));
        }
        saved.is_ok()
    }
}

/// Waits until no other build of the portal is at work. A cache that cannot be locked is read and left as it is, which is said
/// once: a build without it is only slower.
pub fn lock_cache(visitor: &Visitor, folder: &Path, portal: &Portal) -> Result<Option<Lock>, u8> {
    // Where there is no portal, no folder is made.
    if portal.files.read(SITE).is_err() {
        return Ok(None);
    }
    let folder = folder.join(FOLDER);
    match visitor.take(&folder, Use::Change) {
        Ok(lock) => {
            clear_all_unfinished(&folder);
            Ok(Some(lock))
        }
        Err(NotTaken::Busy(_)) => Err(COULD_NOT_RUN),
        Err(NotTaken::Impossible(error)) => {
            let message = words(
                &portal.language,
                "Không khóa được bộ nhớ đệm ({error}): lần này không ghi vào đó.",
                "The cache cannot be locked ({error}): nothing is written to it this time.",
            );
            complain(
                &message.replace("{error}", &format!("{}: {}", folder.display(), reason(&error, &portal.language))),
            );
            Ok(None)
        }
    }
}

/// The files of the cache, for one build.
struct CacheFolder {
    store: Store,
    /// Whether those of the last build are read.
    earlier: bool,
    /// Those that this build has written.
    own: Mutex<BTreeSet<String>>,
    language: String,
}

impl BlobStore for CacheFolder {
    fn read(&self, file: &str) -> Option<Vec<u8>> {
        let own = || self.own.lock().contains(file);
        let bytes = (self.earlier || own()).then(|| self.store.files.read(file).ok()).flatten()?;
        cache::unseal(bytes, &self.store.key_of(file))
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = self.store.files.list(folder).unwrap_or_default();
        entries.into_iter().map(|entry| entry.path.to_string()).collect()
    }

    fn remove(&self, file: &str) {
        if self.store.may_write {
            remove_file(&self.store.folder, file);
        }
    }

    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
        if self.store.write(file, |to| cache::seal(to, &self.store.key_of(file), contents), &self.language) {
            self.own.lock().insert(file.to_owned());
        }
    }

    fn write_all(&self, files: &[(String, &BlobContents)]) {
        let store = &self.store;
        if !store.may_write || !store.is_as_before() {
            return;
        }
        let save = |(file, contents): &(String, &BlobContents)| {
            store.save(file, |to| cache::seal(to, &store.key_of(file), contents), &self.language).then(|| file.clone())
        };
        let saved: Vec<Option<String>> = files.par_iter().map(save).collect();
        self.own.lock().extend(saved.into_iter().flatten());
    }
}

/// Everything of a portal that decides how its sources are read. Where it is published does not.
fn settings(files: &dyn Files) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&publish::taken_out(files.read(SITE).unwrap_or_default()));
    if let Some(above) = files.settings_above() {
        let text = files.read(above).unwrap_or_default();
        hasher.update(above::shared_part(&String::from_utf8_lossy(&text)).as_bytes());
    }
    let kinds = files.list("kinds").unwrap_or_default();
    for entry in kinds.into_iter().filter(|entry| entry.kind != EntryKind::Special) {
        hasher.update(entry.path.as_str().as_bytes());
        hasher.update(&files.read(entry.path.as_str()).unwrap_or_default());
    }
    hasher.update(ids_of_files(files).as_bytes());
    hasher.finalize()
}

/// The bytes of this program: another build of `cong` may render otherwise. Read once, however many portals are built.
fn this_program() -> Hash {
    static PROGRAM: OnceLock<Hash> = OnceLock::new();
    *PROGRAM.get_or_init(hash_of_this_program)
}

#[expect(clippy::disallowed_methods, reason = "the program is no file of the portal")]
fn hash_of_this_program() -> Hash {
    let mut hasher = blake3::Hasher::new();
    // Where the program cannot be read, all builds of it share one key: its version.
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    // In pieces: each build begins with it, and memory that was never used costs as much as hashing what is put there.
    let program = std::env::current_exe().and_then(std::fs::File::open);
    if let Ok(program) = program
        && hasher.update_reader(program).is_err()
    {
        // Nothing that another build might also have read.
        hasher.update(b"unread");
    }
    hasher.finalize()
}
