//! Turns changes in the portal's folders into calls, one for each burst of changes.
//!
//! Whole folders are watched, so that atomic saves, renames and checkouts are seen like plain writes. Where the
//! system's limit of watches is reached, the folders are looked through every second instead.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// A burst is over when nothing has changed for this long.
const QUIET: Duration = Duration::from_millis(8);
/// A burst that does not end (a checkout of thousands of files) is cut after this many quiet times.
const LONGEST: u32 = 60;

/// Why the system could not watch, so that the folders are looked through instead.
#[derive(Debug)]
pub struct WatchError(pub String);

/// Keeps the watch alive.
pub struct Guard(#[expect(dead_code, reason = "held until the server ends")] Option<Box<dyn Watcher + Send>>);

/// Calls `changed` after each burst of changes below `content`, `themes`, `kinds`, or in `site.toml`.
pub fn watch(root: &Path, changed: impl Fn() + Send + 'static) -> (Guard, Option<WatchError>) {
    let (sender, receiver) = channel();
    let handler = {
        let sender = sender.clone();
        move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| {
                !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| matters(path))
            }) {
                let _ = sender.send(());
            }
        }
    };
    std::thread::spawn(move || run(&receiver, changed));
    let native = RecommendedWatcher::new(handler.clone(), Config::default())
        .and_then(|mut watcher| add(&mut watcher, root).map(|()| watcher));
    match native {
        Ok(watcher) => (Guard(Some(Box::new(watcher))), None),
        Err(error) => {
            let config = Config::default().with_poll_interval(Duration::from_secs(1)).with_compare_contents(true);
            let polling =
                PollWatcher::new(handler, config).and_then(|mut watcher| add(&mut watcher, root).map(|()| watcher));
            let guard = Guard(polling.ok().map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>));
            (guard, Some(WatchError(error.to_string())))
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

fn run(receiver: &Receiver<()>, changed: impl Fn()) {
    while receiver.recv().is_ok() {
        for _ in 0..LONGEST {
            match receiver.recv_timeout(QUIET) {
                Ok(()) => while receiver.try_recv().is_ok() {},
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        changed();
    }
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
