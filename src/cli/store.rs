//! Where the cache of one portal lives: turns the files of `.cong` into what a build knows already, and back.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::locks::Visitor;
use super::portal::Portal;
use super::{COULD_NOT_RUN, Common, complain, words};
use crate::cache::{self, Cache, Left, Shelf};
use crate::files::{EntryKind, Files, Hash};
use crate::load::theme::ids_of_files;
use crate::pipeline::SITE;
use crate::write::lock::{Lock, NotTaken, Use};
use crate::write::{clear_unfinished, save_file};

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
    /// For a command that reads the cache and leaves nothing: each file of it is whole at any moment.
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

    /// What the last build left; nothing, with one line, when it cannot be used.
    pub fn load(&self, files: &Arc<dyn Files>, language: &str, common: &Common) -> Cache {
        let found = files.read(cache::FILE).ok().map(|bytes| Cache::parse(&bytes, &self.key));
        if matches!(found, Some(None)) && !common.quiet && !common.json {
            let message = words(
                language,
                "Bộ nhớ đệm .cong không dùng được lần này (cấu hình hoặc phiên bản đã đổi): dựng lại tất cả.",
                "The cache in .cong cannot be used this time (configuration or version changed): building everything.",
            );
            complain(message);
        }
        found.flatten().unwrap_or_default().with_shelf(self.shelf(Some(files.clone()), language))
    }

    /// For a build that is to know nothing of the last one.
    pub fn nothing(&self, language: &str) -> Cache {
        Cache::default().with_shelf(self.shelf(None, language))
    }

    fn shelf(&self, earlier: Option<Arc<dyn Files>>, language: &str) -> Arc<Early> {
        Arc::new(Early { store: self.clone(), earlier, language: language.to_owned() })
    }

    /// Leaves what the next build can use. A build that cannot is still a good build, so a failure is only told.
    pub fn save(&self, left: Left, language: &str) {
        self.write(cache::FILE, |to| left.write(&self.key, to), language);
    }

    /// Nothing is left of a build during which the settings changed: it would be found under the settings of before.
    fn write(&self, path: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>, language: &str) {
        if !self.may_write || settings(&*self.files) != self.settings {
            return;
        }
        if let Err(error) = save_file(&self.folder, path, write) {
            complain(&format!(
                "{}: {error}",
                words(language, "Không ghi được bộ nhớ đệm", "The cache cannot be written")
            ));
        }
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
            clear_unfinished(&folder);
            Ok(Some(lock))
        }
        Err(NotTaken::Busy(_)) => Err(COULD_NOT_RUN),
        Err(NotTaken::Impossible(error)) => {
            let message = words(
                &portal.language,
                "Không khóa được bộ nhớ đệm ({error}): lần này không ghi vào đó.",
                "The cache cannot be locked ({error}): nothing is written to it this time.",
            );
            complain(&message.replace("{error}", &format!("{}: {error}", folder.display())));
            Ok(None)
        }
    }
}

/// The files that a build leaves while it is at work.
struct Early {
    store: Store,
    /// Where those of the last build are read; `None`: they are not.
    earlier: Option<Arc<dyn Files>>,
    language: String,
}

impl Shelf for Early {
    fn read(&self, file: &str) -> Option<Vec<u8>> {
        cache::unseal(self.earlier.as_ref()?.read(file).ok()?, &self.store.key)
    }

    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
        self.store.write(file, |to| cache::seal(to, &self.store.key, contents), &self.language);
    }
}

/// Everything of a portal that decides how its sources are read.
fn settings(files: &dyn Files) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&files.read(SITE).unwrap_or_default());
    let kinds = files.list("kinds").unwrap_or_default();
    for entry in kinds.into_iter().filter(|entry| entry.kind != EntryKind::Special) {
        hasher.update(entry.path.as_str().as_bytes());
        hasher.update(&files.read(entry.path.as_str()).unwrap_or_default());
    }
    hasher.update(ids_of_files(files).as_bytes());
    hasher.finalize()
}

/// The bytes of this program: another build of `cong` may render otherwise.
#[expect(clippy::disallowed_methods, reason = "the program is no file of the portal")]
fn this_program() -> Hash {
    let mut hasher = blake3::Hasher::new();
    // Where the program cannot be read, all builds of it share one key: its version.
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    if let Ok(program) = std::env::current_exe().and_then(std::fs::read) {
        hasher.update_rayon(&program);
    }
    hasher.finalize()
}
