//! Turns changes in the portal's folders into calls, one for each burst of changes.
//!
//! Whole folders are watched, so that atomic saves, renames and checkouts are seen like plain writes. Where the
//! system's limit of watches is reached, the folders are looked through every second instead.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::state::Changed;
use crate::path::SourcePath;

/// A burst is over when nothing has changed for this long.
const QUIET: Duration = Duration::from_millis(8);
/// The same when the last thing seen was that a file is finished: its program closed it or put it in place.
const FINISHED: Duration = Duration::from_millis(1);
/// After a burst of many files: when all is thought to be written.
const SETTLED: Duration = Duration::from_millis(250);
/// Files that an editor's program may touch for one save.
const FEW: usize = 3;
/// A burst that does not end (a checkout of thousands of files) is cut after this many quiet times.
const LONGEST: u32 = 60;

/// Why the system could not watch, so that the folders are looked through instead.
#[derive(Debug)]
pub struct WatchError(pub String);

/// What the system saw.
enum Seen {
    /// `finished`: nobody is writing it any more.
    Path { path: PathBuf, finished: bool, folder: bool },
    /// Too much at once: anything may have changed.
    Anything,
}

/// A portal's folders being watched, from the moment this is made.
pub struct Watch {
    root: PathBuf,
    /// Keeps the watch alive.
    _watcher: Option<Box<dyn Watcher + Send>>,
    receiver: Receiver<Seen>,
    pub trouble: Option<WatchError>,
}

impl Watch {
    /// Watches `content`, `themes`, `kinds` and `site.toml` below `root`.
    pub fn begin(root: &Path) -> Watch {
        let (sender, receiver) = channel();
        let native = RecommendedWatcher::new(teller(sender.clone()), Config::default())
            .and_then(|mut watcher| add(&mut watcher, root).map(|()| watcher));
        let (watcher, trouble) = match native {
            Ok(watcher) => (Some(Box::new(watcher) as Box<dyn Watcher + Send>), None),
            Err(error) => {
                let config = Config::default().with_poll_interval(Duration::from_secs(1)).with_compare_contents(true);
                let polling = PollWatcher::new(teller(sender), config)
                    .and_then(|mut watcher| add(&mut watcher, root).map(|()| watcher));
                let watcher = polling.ok().map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
                (watcher, Some(WatchError(error.to_string())))
            }
        };
        Watch { root: root.to_owned(), _watcher: watcher, receiver, trouble }
    }

    /// Calls `changed` after each burst of changes, as long as the watch lives.
    ///
    /// A burst of many files is looked at once more when all is quiet: the system says nothing of what is written into
    /// a new folder before it can watch that folder.
    pub fn run(self, changed: impl Fn(Changed)) {
        let mut unsettled: Option<Burst> = None;
        loop {
            let first = match &unsettled {
                None => self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => self.receiver.recv_timeout(SETTLED),
            };
            let first = match first {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => {
                    unsettled.take().into_iter().for_each(|burst| changed(burst.into_changed()));
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let mut burst = unsettled.take().unwrap_or_default();
            let mut quiet = burst.add(first, &self.root);
            for _ in 0..LONGEST {
                match self.receiver.recv_timeout(quiet) {
                    Ok(seen) => quiet = burst.add(seen, &self.root),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                while let Ok(seen) = self.receiver.try_recv() {
                    quiet = burst.add(seen, &self.root);
                }
            }
            if burst.paths.len() > FEW || burst.has_folder {
                unsettled = Some(burst.clone());
            }
            changed(burst.into_changed());
        }
    }
}

/// Changes that came together.
#[derive(Clone, Default)]
struct Burst {
    paths: BTreeSet<SourcePath>,
    has_folder: bool,
    anything: bool,
}

impl Burst {
    /// How long to wait for more.
    fn add(&mut self, seen: Seen, root: &Path) -> Duration {
        let Seen::Path { path, finished, folder } = seen else {
            self.anything = true;
            return QUIET;
        };
        self.has_folder |= folder;
        match path.strip_prefix(root).ok().and_then(Path::to_str) {
            Some(path) => self.paths.insert(SourcePath::new(path.replace(std::path::MAIN_SEPARATOR, "/"))),
            None => std::mem::replace(&mut self.anything, true),
        };
        if finished { FINISHED } else { QUIET }
    }

    fn into_changed(self) -> Changed {
        (!self.anything).then_some(self.paths)
    }
}

/// Sends on what matters of the system's events.
fn teller(sender: Sender<Seen>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    move |event| {
        let Ok(event) = event else {
            let _ = sender.send(Seen::Anything);
            return;
        };
        let finished = matches!(
            event.kind,
            EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Modify(ModifyKind::Name(_))
        );
        let folder = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder)
                | EventKind::Remove(RemoveKind::Folder)
                | EventKind::Modify(ModifyKind::Name(_))
        ) && event.paths.iter().any(|path| path.extension().is_none());
        if event.need_rescan() {
            let _ = sender.send(Seen::Anything);
        }
        if finished || !matches!(event.kind, EventKind::Access(_)) {
            for path in event.paths.into_iter().filter(|path| matters(path)) {
                // When nobody listens any more, the server is ending.
                let _ = sender.send(Seen::Path { path, finished, folder });
            }
        }
    }
}

fn add(watcher: &mut impl Watcher, root: &Path) -> notify::Result<()> {
    // The root itself, for `site.toml` and for folders that appear later; its other folders are not looked into.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    let folders: Vec<PathBuf> =
        ["content", "themes", "kinds"].iter().map(|name| root.join(name)).filter(|folder| folder.is_dir()).collect();
    folders.iter().try_for_each(|folder| watcher.watch(folder, RecursiveMode::Recursive))
}

/// What an editor's program leaves while it saves, and what a build writes, is no change.
fn matters(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let passing = name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.ends_with(".cong-tmp")
        || name.starts_with('.');
    !passing && !matches!(name.as_str(), "public" | "target" | "4913")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_while_saving_is_no_change() {
        for passing in ["a.md~", ".a.md.swp", "4913", ".git", "index.html.cong-tmp", "public"] {
            assert!(!matters(Path::new("/portal/content").join(passing).as_path()), "{passing}");
        }
        assert!(matters(Path::new("/portal/content/tin-tuc/a.md")));
        assert!(matters(Path::new("/portal/site.toml")));
    }
}
