//! Makes a whole release beside the one that is online, and puts it in its place by one rename.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::disk::{Disk, trouble};
use super::filling::{Filling, Sum, make_folders};
use super::layout;
use super::ledger;
use super::names::{CURRENT, Name, OLD, PART, RELEASES, Standing};
use super::recipe::Recipe;
use crate::publish::PRIVATE;
use crate::publish::compress::Compressor;
use crate::publish::remote::{Applied, Progress, Source};
use crate::publish::state::Online;
use crate::publish::trouble::Trouble;

pub struct Making<'a> {
    pub root: &'a Path,
    pub disk: &'a Disk,
    pub compressor: &'a Compressor,
    pub source: &'a dyn Source,
    pub progress: &'a dyn Progress,
    /// The release that the state speaks of.
    pub online: u64,
    /// The one that is made.
    pub number: u64,
}

impl Making<'_> {
    pub fn make(&self, recipe: &Recipe) -> Result<Applied, Trouble> {
        let releases = self.root.join(RELEASES);
        self.folder(self.root)?;
        self.folder(&releases)?;
        clear(self.root, self.disk, &layout::standing(self.root)?, self.online)?;
        let standing = layout::standing(self.root)?;
        let part = releases.join(format!("{:06}.{}{PART}", self.number, ledger::unique()));
        self.folder(&part)?;
        let made = self.fill(&part, &standing, recipe).and_then(|applied| {
            self.put_online(&part, standing.next(self.number))?;
            Ok(applied)
        });
        if made.is_err() {
            // On a full disk it is in the way.
            let _ = self.disk.remove_tree(&part);
        }
        made
    }

    fn fill(&self, part: &Path, standing: &Standing, recipe: &Recipe) -> Result<Applied, Trouble> {
        let base = standing.base(self.online).map(|name| self.root.join(RELEASES).join(name.to_string()));
        let date = date(part, base.as_deref()).map_err(|error| trouble("read", part, &error))?;
        if let Some(base) = &base {
            self.link_all(base, part, &recipe.without)?;
        }
        self.restore(part, standing, recipe)?;
        let Making { disk, compressor, source, progress, .. } = *self;
        let applied = Filling { disk, folder: part, date, compressor, source, progress }.fill(recipe)?;
        let settled = disk.set_date(part, date).and_then(|()| disk.settle(part));
        settled.map_err(|error| trouble("write", part, &error))?;
        Ok(applied)
    }

    /// Everything of a release but some, as the same files.
    fn link_all(&self, from: &Path, to: &Path, without: &BTreeSet<String>) -> Result<(), Trouble> {
        let files: Vec<String> = layout::files(from)?.into_iter().map(|(path, _)| path).collect();
        let files: Vec<&String> = files.iter().filter(|path| !without.contains(*path)).collect();
        make_folders(self.disk, to, files.iter().map(|path| path.as_str()))?;
        let link = |path: &&String| {
            self.disk.link(&from.join(path), &to.join(path)).map_err(|error| trouble("write", &to.join(path), &error))
        };
        files.par_iter().try_for_each(link)
    }

    /// What an older release had, from its folder.
    fn restore(&self, part: &Path, standing: &Standing, recipe: &Recipe) -> Result<(), Trouble> {
        make_folders(self.disk, part, recipe.restore.iter().map(|(path, _)| path.as_str()))?;
        recipe.restore.par_iter().try_for_each(|(path, online)| {
            let kept = || standing.kept(self.online).into_keys().collect();
            let Some(from) = find(self.root, standing, self.online, path, online)? else {
                return Err(Trouble::NoRelease { wanted: online.release, kept: kept() });
            };
            let link = |from: &Path, name: &str| {
                let to = part.join(name);
                self.disk.link(from, &to).map_err(|error| trouble("write", &to, &error))
            };
            link(&from, path)?;
            for sibling in recipe.siblings(path) {
                let from = from.with_file_name(sibling.rsplit('/').next().unwrap_or_default());
                if from.is_file() {
                    link(&from, &sibling)?;
                }
            }
            Ok(())
        })
    }

    /// Up to the rename of the link readers get the old release, and from then on the new one.
    fn put_online(&self, part: &Path, name: Name) -> Result<(), Trouble> {
        let releases = self.root.join(RELEASES);
        let (whole, link) = (releases.join(name.to_string()), self.root.join(CURRENT));
        let staged = self.root.join(format!("{CURRENT}.{}", ledger::unique()));
        let at = |error: io::Error| trouble("write", &link, &error);
        self.disk.rename(part, &whole).map_err(at)?;
        self.disk.settle_names(&releases);
        if self.progress.is_over() {
            let _ = self.disk.remove_tree(&whole);
            return Err(Trouble::Taken { name: "lock".to_owned() });
        }
        self.disk.symlink(&format!("{RELEASES}/{name}"), &staged).map_err(at)?;
        if let Err(error) = self.disk.rename(&staged, &link) {
            let _ = self.disk.remove(&staged);
            return Err(at(error));
        }
        self.disk.settle_names(self.root);
        Ok(())
    }

    fn folder(&self, path: &Path) -> Result<(), Trouble> {
        self.disk.make_folder(path, 0o755).map(drop).map_err(|error| trouble("write", path, &error))
    }
}

/// The file that has what was online, found by its release and held against its digest.
pub fn find(
    root: &Path,
    standing: &Standing,
    last: u64,
    path: &str,
    online: &Online,
) -> Result<Option<PathBuf>, Trouble> {
    let Some(name) = standing.holder(online.release, last).or(standing.current) else { return Ok(None) };
    let file = root.join(RELEASES).join(name.to_string()).join(path);
    match fs::File::open(&file).and_then(Sum::read) {
        Ok(sum) if sum.digest() == online.digest => Ok(Some(file)),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(trouble("read", &file, &error)),
    }
}

/// Takes away what killed publishers left.
fn clear(root: &Path, disk: &Disk, standing: &Standing, online: u64) -> Result<(), Trouble> {
    for half in &standing.halves {
        let path = root.join(RELEASES).join(half);
        disk.remove_tree(&path).map_err(|error| trouble("delete", &path, &error))?;
    }
    for name in standing.leftovers(online) {
        take_away(root, disk, name)?;
    }
    let links = layout::entries(root)?.into_iter().map(|entry| entry.path());
    let is_link = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.strip_prefix(CURRENT).is_some_and(|rest| rest.len() == 17 && rest.starts_with('.'))
    };
    for link in links.filter(is_link) {
        disk.remove(&link).map_err(|error| trouble("delete", &link, &error))?;
    }
    // One that is being written now is young.
    const YOUNG: Duration = Duration::from_secs(3600);
    let now = fs::metadata(root.join(RELEASES)).and_then(|meta| meta.modified());
    for entry in layout::entries(&root.join(PRIVATE))? {
        let date = entry.metadata().and_then(|meta| meta.modified());
        let is_old = matches!((&now, date), (Ok(now), Ok(date)) if date + YOUNG < *now);
        if is_old && entry.file_name().to_string_lossy().starts_with(ledger::UNFINISHED) {
            disk.remove(&entry.path()).map_err(|error| trouble("delete", &entry.path(), &error))?;
        }
    }
    Ok(())
}

/// Under another name first, so that half of a release is never taken for one.
pub fn take_away(root: &Path, disk: &Disk, name: Name) -> Result<(), Trouble> {
    let folder = root.join(RELEASES).join(name.to_string());
    let old = root.join(RELEASES).join(format!("{name}.{}{OLD}", ledger::unique()));
    let gone = disk.rename(&folder, &old).and_then(|()| disk.remove_tree(&old));
    gone.map_err(|error| trouble("delete", &folder, &error))
}

/// All that a publisher made there, and the folder itself where nobody put anything else.
pub fn leave(root: &Path, disk: &Disk) -> Result<(), Trouble> {
    let standing = layout::standing(root)?;
    let link = root.join(CURRENT);
    if standing.current.is_some() {
        disk.remove(&link).map_err(|error| trouble("delete", &link, &error))?;
    }
    for own in [root.join(RELEASES), root.join(PRIVATE)] {
        disk.remove_tree(&own).map_err(|error| trouble("delete", &own, &error))?;
    }
    let _ = fs::remove_dir(root);
    Ok(())
}

/// In whole seconds, as servers tell it: now, and later than the release before.
fn date(part: &Path, base: Option<&Path>) -> io::Result<SystemTime> {
    let second = |path: &Path| -> io::Result<u64> {
        let date = fs::metadata(path)?.modified()?;
        Ok(date.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs())
    };
    let after = base.map(second).transpose()?.map_or(0, |before| before + 1);
    Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(second(part)?.max(after)))
}
