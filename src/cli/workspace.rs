//! The workspace that a folder belongs to: turns the folder of a command into the files of its portal, with what it takes from the
//! workspace above it, and `--workspace` and `--portal` into the portals that are meant.

use std::borrow::Cow;
use std::cell::Cell;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::{COULD_NOT_RUN, Common, complain, words};
use crate::diag::{Finding, Severity, did_you_mean};
use crate::files::{Disk, Files, Member};
use crate::load::workspace::Workspace;
use crate::pipeline::{Built, SITE};
use crate::workspace::{MAIN, portals};

#[derive(clap::Args, Clone)]
pub struct Which {
    /// Làm với mọi cổng: cổng chính và các cổng thành phần ghi ở [workspace] · Every portal of the workspace
    #[arg(long, conflicts_with = "portal")]
    pub workspace: bool,
    /// Chỉ cổng có tên này: tên thư mục, cổng chính là chinh; lặp lại được · Only the portal of this name; may be repeated
    #[arg(long, value_name = "TÊN")]
    pub portal: Vec<String>,
}

impl Which {
    /// Whether more than one portal is asked for.
    pub fn is_many(&self) -> bool {
        self.workspace || self.portal.len() > 1
    }
}

/// One portal of a workspace, as a command is run on it.
#[derive(Clone, Debug)]
pub struct OneOf {
    pub name: String,
    /// The folder of the main portal.
    pub workspace: PathBuf,
}

/// What a command came to on one portal, as far as it counts.
#[derive(Clone, Copy, Default, Debug)]
pub struct Tally {
    pub pages: Option<usize>,
    pub written: Option<usize>,
    pub errors: usize,
    pub warnings: usize,
}

thread_local! {
    static TALLY: Cell<Option<Tally>> = const { Cell::new(None) };
}

/// Notes what a command came to, for the table of all portals.
pub fn note(tally: Tally) {
    TALLY.set(Some(tally));
}

/// What the command that ran last on this thread noted.
pub fn noted() -> Option<Tally> {
    TALLY.take()
}

impl Tally {
    pub fn of_findings(findings: &[Finding]) -> Tally {
        let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
        Tally { errors: count(Severity::Error), warnings: count(Severity::Warning), ..Tally::default() }
    }

    pub fn of_build(built: &Built) -> Tally {
        let pages =
            built.renderer.as_ref().map(|renderer| renderer.site.all_pages().filter(|page| !page.is_guest()).count());
        Tally { pages, written: Some(built.written), ..Tally::of_findings(&built.findings) }
    }
}

/// The workspace above a portal's folder. Only a list that names the folder makes it one.
pub struct Above {
    pub folder: PathBuf,
    /// That of the portal, below it.
    below: String,
}

/// Folders above the one given that are looked at for a workspace.
const ABOVE: usize = 6;

pub fn above(folder: &Path) -> Option<Above> {
    let folder = plain(folder);
    (1..=ABOVE).find_map(|depth| {
        let up = folder.ancestors().nth(depth)?;
        let below = folder.strip_prefix(up).ok()?;
        let below = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let is_named = workspace_in(&Disk::new(up)).names(&below);
        is_named.then(|| Above { folder: up.to_owned(), below })
    })
}

/// What the settings of a folder say of a workspace; nothing where there are none.
fn workspace_in(files: &dyn Files) -> Workspace {
    let text = files.read(SITE).unwrap_or_default();
    Workspace::of_text(&String::from_utf8_lossy(&text))
}

/// The files of the portal in a folder: its own, and where a workspace names it those that it shares.
pub fn files_of(folder: &Path, now: Timestamp) -> Arc<dyn Files> {
    let disk = |folder: &Path| {
        let others = workspace_in(&Disk::new(folder)).folders();
        Arc::new(Disk::new(folder).with_stamps(now).without(others)) as Arc<dyn Files>
    };
    match above(folder).filter(|_| Disk::new(folder).read(SITE).is_ok()) {
        Some(above) => Arc::new(Member::new(disk(folder), disk(&above.folder), &above.below)),
        None => disk(folder),
    }
}

/// Without `.` and `..`, from the root.
fn plain(folder: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).components() {
        match part {
            Component::ParentDir => drop(found.pop()),
            Component::CurDir => {}
            part => found.push(part),
        }
    }
    found
}

/// Where the output of a portal goes: as asked, but of a workspace each portal has a folder of its own in the one asked for.
pub fn output_of<'a>(asked: &'a Path, common: &Common) -> Cow<'a, Path> {
    match &common.one_of {
        Some(one) if asked != Path::new(USUAL) => Cow::Owned(plain(&one.workspace.join(asked)).join(&one.name)),
        _ => Cow::Borrowed(asked),
    }
}

/// Where the output goes when nothing is asked: into the folder of each portal.
const USUAL: &str = "public";

/// The portals that are asked for, the main one first. `Err`: the exit code, after saying what is wrong.
pub fn asked(which: &Which, common: &Common) -> Result<Vec<Common>, u8> {
    let language = common.language(None);
    let folder = above(&common.folder).map_or_else(|| common.folder.clone(), |above| above.folder);
    let disk = Disk::new(&folder);
    let workspace = workspace_in(&disk);
    if !workspace.is_one() {
        complain(&no_workspace(&folder, &language));
        return Err(COULD_NOT_RUN);
    }
    let of = |name: &str, own: PathBuf| Common {
        folder: own,
        one_of: Some(OneOf { name: name.to_owned(), workspace: plain(&folder) }),
        ..common.clone()
    };
    let others = portals(&disk, &workspace).portals;
    let mut all = vec![of(MAIN, folder.clone())];
    all.extend(others.iter().map(|portal| of(&portal.name, folder.join(&portal.folder))));
    if which.workspace {
        return Ok(all);
    }
    let names: Vec<String> = all.iter().map(Common::portal_name).collect();
    let unknown = which.portal.iter().find(|asked| !names.contains(asked));
    if let Some(asked) = unknown {
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let (vi, en) = did_you_mean(asked, &known);
        let text = words(&language, "không có cổng nào tên “{name}”.", "there is no portal called “{name}”.");
        complain(&format!("{} {}", text.replace("{name}", asked), words(&language, &vi, &en)));
        return Err(COULD_NOT_RUN);
    }
    Ok(all.into_iter().filter(|common| which.portal.contains(&common.portal_name())).collect())
}

pub fn no_workspace(folder: &Path, language: &str) -> String {
    let text = words(
        language,
        "{path} chưa khai báo cổng thành phần. Thêm hai dòng vào cuối tệp:\n\n  [workspace]\n  portals = [\"content/_portals/*\"]\n\nrồi tạo cổng: cong init --component \"Sở Y tế\". Xem docs/workspace.md.",
        "{path} lists no component portals. Add two lines at its end:\n\n  [workspace]\n  portals = [\"content/_portals/*\"]\n\nthen make one: cong init --component \"Sở Y tế\". See docs/workspace.md.",
    );
    text.replace("{path}", &folder.join(SITE).display().to_string())
}
