//! Turns changes in the portal's folders into calls, one for each burst of changes.
//!
//! Whole folders are watched, so that atomic saves, renames and checkouts are seen like plain writes; a folder that is
//! made again is watched again. Where the system's limit of watches is reached, the folders are looked through every
//! second instead.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::state::Changed;
use crate::files::{ROOT_FILES, SHARED, is_shared};
use crate::path::SourcePath;
use crate::pipeline::SITE;
use crate::text::fold::nfc;

/// Beside `site.toml`, all that a portal is made of.
const FOLDERS: [&str; 3] = ["content", "themes", "kinds"];

/// Whether a file of the workspace has a part in its portals too.
fn has_part(path: &SourcePath) -> bool {
    path.as_str() == SITE || is_shared(path.as_str())
}

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
/// Between two looks, where the system does not watch.
const LOOK: Duration = Duration::from_secs(1);

/// Why the system could not watch.
#[derive(Debug)]
pub struct WatchError {
    pub detail: String,
    /// The folders are looked through instead; otherwise no change is seen at all.
    pub looked_through: bool,
}

/// What the system saw.
enum Seen {
    /// `finished`: nobody is writing it any more.
    Path { path: SourcePath, finished: bool, folder: bool, came_or_went: bool },
    /// Too much at once: anything may have changed.
    Anything,
    /// It will not watch any more folders.
    Limit(String),
}

/// A portal's folders being watched, from the moment this is made.
pub struct Watch {
    root: Root,
    watcher: Option<Box<dyn Watcher + Send>>,
    sender: Sender<Seen>,
    receiver: Receiver<Seen>,
    trouble: Option<WatchError>,
    folders: &'static [&'static str],
}

impl Watch {
    /// Watches `content`, `themes`, `kinds` and `site.toml` below `root`.
    pub fn begin(root: &Path) -> Watch {
        Watch::of(root, &FOLDERS)
    }

    /// Of a workspace, what its portals share.
    pub fn shared(root: &Path) -> Watch {
        Watch::of(root, &SHARED)
    }

    fn of(root: &Path, folders: &'static [&'static str]) -> Watch {
        let (sender, receiver) = channel();
        let mut watch = Watch { root: Root::new(root), watcher: None, sender, receiver, trouble: None, folders };
        let native = RecommendedWatcher::new(teller(watch.root.clone(), watch.sender.clone()), Config::default());
        let begun = native.and_then(|watcher| {
            let watcher = watch.watcher.insert(Box::new(watcher));
            add(watcher.as_mut(), &watch.root.given, folders)
        });
        if let Err(error) = begun {
            watch.look_through(error.to_string());
        }
        watch
    }

    /// From now on without the system's help.
    fn look_through(&mut self, detail: String) {
        let config = Config::default().with_poll_interval(LOOK).with_compare_contents(true);
        // The other one first, so that its watches are given back.
        self.watcher = None;
        let polling = PollWatcher::new(teller(self.root.clone(), self.sender.clone()), config)
            .and_then(|mut watcher| add(&mut watcher, &self.root.given, self.folders).map(|()| watcher));
        self.watcher = polling.ok().map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
        self.trouble = Some(WatchError { detail, looked_through: self.watcher.is_some() });
    }

    /// Watches the folders again that were made, put in place or taken away: the system watches what stood there before.
    fn watch_again(&mut self, folders: &BTreeSet<&'static str>) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in folders.iter().map(|name| self.root.given.join(name)) {
            // It may not have been watched.
            let _ = watcher.unwatch(&folder);
            if !folder.is_dir() {
                continue;
            }
            match watcher.watch(&folder, RecursiveMode::Recursive) {
                // When it goes while it is walked, the root says so.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound | ErrorKind::Io(_)) => {}
                Err(error) => return self.look_through(error.to_string()),
                Ok(()) => {}
            }
        }
    }

    /// The same as `run` for the portals of a workspace: only what they share is told.
    pub fn run_shared(self, changed: impl Fn(Changed), troubled: impl Fn(&WatchError)) {
        let shared = |all: Changed| match all {
            None => changed(None),
            Some(paths) => {
                let paths: BTreeSet<SourcePath> = paths.into_iter().filter(has_part).collect();
                if !paths.is_empty() {
                    changed(Some(paths));
                }
            }
        };
        self.run(shared, troubled);
    }

    /// Calls `changed` after each burst of changes, as long as the watch lives, and `troubled` when not all folders can
    /// be watched.
    ///
    /// A burst of many files is looked at once more when all is quiet: the system says nothing of what is written into
    /// a new folder before it can watch that folder.
    pub fn run(mut self, changed: impl Fn(Changed), troubled: impl Fn(&WatchError)) {
        let mut unsettled: Option<Burst> = None;
        loop {
            self.trouble.take().iter().for_each(&troubled);
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
            let mut quiet = burst.add(first);
            for _ in 0..LONGEST {
                match self.receiver.recv_timeout(quiet) {
                    Ok(seen) => quiet = burst.add(seen),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                while let Ok(seen) = self.receiver.try_recv() {
                    quiet = burst.add(seen);
                }
            }
            // Before anything is read, so that nothing is missed between the two.
            self.watch_again(&std::mem::take(&mut burst.again));
            if let Some(detail) = burst.limit.take() {
                self.look_through(detail);
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
    /// Those of `FOLDERS` that may be others than before.
    again: BTreeSet<&'static str>,
    limit: Option<String>,
}

impl Burst {
    /// How long to wait for more.
    fn add(&mut self, seen: Seen) -> Duration {
        match seen {
            Seen::Path { path, finished, folder, came_or_went } => {
                self.has_folder |= folder;
                self.again.extend(FOLDERS.iter().filter(|name| came_or_went && **name == path.as_str()));
                self.paths.insert(path);
                if finished { FINISHED } else { QUIET }
            }
            Seen::Anything => {
                self.anything = true;
                QUIET
            }
            Seen::Limit(detail) => {
                self.anything = true;
                self.limit = Some(detail);
                QUIET
            }
        }
    }

    fn into_changed(self) -> Changed {
        (!self.anything).then_some(self.paths)
    }
}

/// The portal's folder as it was named and as the system may name it, where links lead to it; both from the root of the
/// disk on, as the system tells its paths.
#[derive(Clone)]
struct Root {
    given: PathBuf,
    real: PathBuf,
}

impl Root {
    fn new(root: &Path) -> Root {
        let given = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        Root { real: given.canonicalize().unwrap_or_else(|_| given.clone()), given }
    }

    /// What a change at a path means; `None` if nothing.
    fn seen(&self, path: &Path, finished: bool, folder: bool, came_or_went: bool) -> Option<Seen> {
        let Ok(below) = path.strip_prefix(&self.given).or_else(|_| path.strip_prefix(&self.real)) else {
            return Some(Seen::Anything);
        };
        let lossy = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if !matters(&lossy) {
            return None;
        }
        // A name that is not Unicode cannot be told on; the reading finds it.
        let path = below.to_str().map(|_| SourcePath::new(&*nfc(&lossy)));
        Some(path.map_or(Seen::Anything, |path| Seen::Path { path, finished, folder, came_or_went }))
    }
}

/// Sends on what matters of the system's events.
fn teller(root: Root, sender: Sender<Seen>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    // When nobody listens any more, the server is ending.
    let tell = move |seen| drop(sender.send(seen));
    move |event| {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                return match error.kind {
                    ErrorKind::MaxFilesWatch => tell(Seen::Limit(error.to_string())),
                    // One that went meanwhile, which is told too, or one that nobody may read.
                    _ if !error.paths.is_empty() => {}
                    _ => tell(Seen::Anything),
                };
            }
        };
        let renamed = matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
        let closed = matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)));
        let of_folder =
            matches!(event.kind, EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder));
        let folder = (renamed || of_folder) && event.paths.iter().any(|path| path.extension().is_none());
        let came_or_went = renamed || matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_));
        if event.need_rescan() {
            tell(Seen::Anything);
        }
        if closed || !matches!(event.kind, EventKind::Access(_)) {
            let seen = |path: &PathBuf| root.seen(path, renamed || closed, folder, came_or_went);
            event.paths.iter().filter_map(seen).for_each(&tell);
        }
    }
}

fn add(watcher: &mut dyn Watcher, root: &Path, folders: &[&str]) -> notify::Result<()> {
    // The root itself, for `site.toml` and for folders that appear later; its other folders are not looked into.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    let mut folders = folders.iter().map(|name| root.join(name)).filter(|folder| folder.is_dir());
    folders.try_for_each(|folder| watcher.watch(&folder, RecursiveMode::Recursive))
}

/// Whether a portal can look different when this path below its root does. Of the root, only its own file and folders:
/// a log of the preview itself may lie there. What an editor's program leaves while it saves is no change, and hidden
/// files are not read.
fn matters(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    // Hidden files are copied to the root of the portal from one folder.
    let is_copied = |name: &str| path.starts_with(ROOT_FILES) && !name.starts_with(".git");
    let passing = |name: &str| {
        name.starts_with('.') && !is_copied(name)
            || name == "4913"
            || ["~", ".swp", ".swx", ".cong-tmp"].iter().any(|end| name.ends_with(end))
    };
    (path == SITE || FOLDERS.contains(&first)) && !path.split('/').any(passing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_while_saving_is_no_change() {
        for passing in ["a.md~", ".a.md.swp", "4913", ".git", ".git/index", ".obsidian/a.json", "index.html.cong-tmp"] {
            assert!(!matters(&format!("content/{passing}")), "{passing}");
            assert!(passing == ".obsidian/a.json" || !matters(&format!("content/_root/{passing}")), "{passing}");
        }
    }

    #[test]
    fn of_the_root_only_what_a_portal_is_made_of_matters() {
        for own in [
            "site.toml",
            "content",
            "themes",
            "kinds",
            "content/tin-tuc/a.md",
            "content/public",
            "kinds/a.toml",
            "content/_root/.well-known/security.txt",
            "content/_root/.nojekyll",
        ] {
            assert!(matters(own), "{own}");
        }
        for other in ["", "serve.log", "nohup.out", "README.md", "site.toml.new", "public/index.html", ".git/index"] {
            assert!(!matters(other), "{other}");
        }
        for other in ["node_modules/a/content/a.md", "xem-truoc/site.toml", "contents", ".cong/cache"] {
            assert!(!matters(other), "{other}");
        }
    }

    #[test]
    fn a_folder_reached_by_a_link_is_known_by_both_names() {
        let root = Root { given: "/home/an/portal".into(), real: "/srv/portal".into() };
        for path in ["/home/an/portal/content/a.md", "/srv/portal/content/a.md"] {
            let seen = root.seen(Path::new(path), true, false, false);
            assert!(matches!(seen, Some(Seen::Path { path, .. }) if path.as_str() == "content/a.md"), "{path}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a watch is of the disk")]
    fn where_the_system_watches_no_more_the_folders_are_looked_through() {
        const LONG: Duration = Duration::from_secs(20);
        let portal = tempfile::tempdir().unwrap();
        let content = portal.path().join("content");
        std::fs::create_dir(&content).unwrap();
        let watch = Watch::begin(portal.path());
        watch.sender.send(Seen::Limit("no more".to_owned())).unwrap();
        let ((change, changes), (trouble, troubles)) = (channel(), channel());
        std::thread::spawn(move || {
            watch.run(|changed| drop(change.send(changed)), |error| trouble.send(error.looked_through).unwrap());
        });
        assert_eq!(troubles.recv_timeout(LONG), Ok(true));
        let sees = |path: &str| {
            let end = std::time::Instant::now() + LONG;
            while std::time::Instant::now() < end {
                let changed = changes.recv_timeout(LONG).unwrap();
                if changed.is_some_and(|paths| paths.contains(&SourcePath::new(path))) {
                    return;
                }
            }
            panic!("it does not see {path}");
        };
        std::fs::write(content.join("a.md"), "a").unwrap();
        sees("content/a.md");
        // Until nothing more is seen of what was done before.
        let settle = || while changes.recv_timeout(LOOK * 3).is_ok() {};
        settle();
        std::fs::remove_dir_all(&content).unwrap();
        sees("content");
        settle();
        std::fs::create_dir(&content).unwrap();
        sees("content");
        settle();
        std::fs::write(content.join("b.md"), "b").unwrap();
        sees("content/b.md");
    }
}
