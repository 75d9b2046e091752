//! Looks after a target: says what somebody changed there by hand (`--check`), and takes away a preview that nobody needs any more.

use std::io::{self, Read};
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;

use super::place::Place;
use super::portal::now;
use super::publisher::{Machine, publisher};
use super::{CLEAN, Common, FINDINGS, complain, say, words};
use crate::publish::check;
use crate::publish::release::{Job, Purger, Terms};
use crate::publish::releases;
use crate::publish::target::Target;
use crate::publish::{self, Insist, Inventory, Kin, ReleaseRecord, Remote, Source, State, Trouble, Wanted};

/// Files that are named one by one.
const SHOWN: usize = 10;

pub fn check(place: &Place, remote: &dyn Remote, common: &Common) -> Result<u8, Trouble> {
    let target = Target::read(remote)?;
    let state = State { files: target.online.clone(), ..State::default() };
    let found = check::check(remote, &state)?;
    let code = if found.is_fine() { CLEAN } else { FINDINGS };
    if common.json {
        let rows = json!({
            "target": place.name,
            "release": target.state.release.number,
            "files": state.files.len(),
            "missing": found.missing,
            "changed": found.changed,
            "foreign": found.foreign,
        });
        say(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        return Ok(code);
    }
    let language = &place.language;
    for (paths, vi, en) in [
        (&found.missing, "thiếu", "missing"),
        (&found.changed, "bị sửa", "changed"),
        (&found.foreign, "tệp lạ", "foreign"),
    ] {
        paths.iter().take(SHOWN).for_each(|path| complain(&format!("{}: {path}", words(language, vi, en))));
        if paths.len() > SHOWN {
            complain(&format!("{}: … +{}", words(language, vi, en), paths.len() - SHOWN));
        }
    }
    if !found.is_fine() {
        let text = words(
            language,
            "Ai đó đã sửa trực tiếp trên {target}. Muốn đưa về đúng bản đã xuất bản: cong publish {name} --mend (tệp lạ bị xóa). Việc cần giữ thì làm trong content rồi xuất bản.",
            "Somebody changed {target} by hand. To put it right: cong publish {name} --mend (foreign files are deleted). What is to stay belongs in content.",
        );
        complain(&text.replace("{target}", &remote.name()).replace("{name}", &place.name));
    } else if !common.quiet {
        let text =
            words(language, "Đã soát {count} tệp: đúng như bản {number}.", "{count} files are as in release {number}.");
        let text = text.replace("{count}", &state.files.len().to_string());
        say(&text.replace("{number}", &target.state.release.number.to_string()));
    }
    Ok(code)
}

struct Nothing;

impl Source for Nothing {
    fn open(&self, _: &str) -> io::Result<Box<dyn Read + '_>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

impl Purger for Nothing {
    fn purge(&self, _: &[String]) -> Vec<String> {
        Vec::new()
    }
}

/// All of a preview, with what publishers remember of it.
pub fn remove(place: &Place, remote: &dyn Remote, patience: Duration, common: &Common) -> Result<u8, Trouble> {
    let language = &place.language;
    let before = Target::read(remote)?;
    let is_there = !before.is_new();
    if is_there {
        let (publisher, machine) = (publisher(), Machine::new(common, language));
        let terms = Terms { keep: 0, grace: SignedDuration::ZERO, patience };
        let (clock, progress, purger) = (&machine, &machine, &Nothing);
        let job = Job { remote, publisher: &publisher, clock, purger, progress, terms: &terms };
        let record = ReleaseRecord { built_at: now().to_string(), ..ReleaseRecord::default() };
        let insist = Insist { older: true, ..Insist::default() };
        let inventory = Inventory::default();
        let (source, kin) = (&Nothing, &|_: &str| Kin::Apart);
        let wanted =
            Wanted { inventory: &inventory, source, record: &record, next_change: None, kin, saved: None, insist };
        // What pages load is let go only by the publication after the one that stopped asking for it.
        publish::publish(&job, &wanted)?;
        publish::publish(&job, &wanted)?;
        let state = Target::read(remote)?.state;
        let kept: Vec<String> = state.kept.keys().cloned().collect();
        remote.forget(state.release.number, &kept)?;
        let numbers = releases::list(&before.state).map(|release| release.number).chain(1..=state.release.number);
        for number in numbers {
            remote.remove(&format!("releases/{number}"))?;
        }
        for name in ["intent", "state", "lock"] {
            remote.remove(name)?;
        }
        remote.leave()?;
    }
    if common.json {
        say(&json!({ "target": place.name, "outcome": "removed", "was_there": is_there }).to_string());
    } else if !common.quiet {
        let text = match is_there {
            true => words(language, "Đã xóa bản xem trước {target}.", "The preview {target} is removed."),
            false => words(language, "Không có bản xem trước {target}.", "There is no preview {target}."),
        };
        say(&text.replace("{target}", &remote.name()));
    }
    Ok(CLEAN)
}
