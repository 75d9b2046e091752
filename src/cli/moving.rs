//! `cong move OLD NEW`: moves an item or a section with its translations and files, mends links to it, and lets its addresses of before
//! lead on; with `--diff` shows what would change.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::check_fix::coloured;
use super::diff::unified;
use super::findings::{self, Extent, Telling};
use super::ledger::unread;
use super::locks::{PATIENCE, Visitor};
use super::portal::{Portal, open_portal};
use super::store::{Store, lock_cache};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, words};
use crate::cache::Cache;
use crate::files::{Disk, Files};
use crate::load::ledger::LEDGER;
use crate::pipeline::{self, Input, Options, Silent};
use crate::relocate::moving::{Moved, Trouble, moved};
use crate::relocate::steps::{Steps, Stopped, Work};
use crate::text::fold::nfc;

#[derive(clap::Args)]
pub struct Arguments {
    /// Bài hoặc thư mục trong content/ · An item or a folder below content/
    #[arg(value_name = "CŨ", display_order = 0)]
    old: String,
    /// Tên mới, hoặc thư mục sẽ chứa nó (tận cùng bằng /) · Its new path, or the folder to put it into (with / at the end)
    #[arg(value_name = "MỚI")]
    new: String,
    /// In ra những gì sẽ đổi, không ghi gì · Show what would change, writing nothing
    #[arg(long)]
    diff: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let language = portal.language.as_str();
    let Arguments { old, new, diff } = arguments;
    // What a shell completes may be in another form than what is read.
    let (old, new) = (&*nfc(old), &*nfc(new));
    // Nobody builds or moves meanwhile.
    let visitor = Visitor::new(common, &portal, PATIENCE);
    let _lock = match lock_cache(&visitor, &common.folder, &portal) {
        Ok(lock) => lock,
        Err(code) => return code,
    };
    let disk = Disk::new(&common.folder);
    if let Some(code) = left_over(&disk, (old, new), *diff, (common, language)) {
        return code;
    }
    let cache = Store::to_read(&common.folder, &portal.files).load(language, common);
    let moved = match plan(&portal, (old, new), &cache) {
        Ok(moved) => moved,
        Err(trouble) => return told(trouble, &portal, common),
    };
    if *diff {
        show(&moved, &portal, common);
        return CLEAN;
    }
    let work = Work { changes: &moved.changes, copies: &[], other: None };
    let done = Steps::begin(&common.folder, (old, new), work).and_then(|steps| steps.finish(&common.folder, &disk));
    match done {
        Ok(()) => {
            report(&moved, &portal, common);
            CLEAN
        }
        Err(stopped) => stopped_words(&stopped, common, language),
    }
}

fn plan(portal: &Portal, paths: (&str, &str), cache: &Cache) -> Result<Moved, Trouble> {
    let options = Options { at: portal.at, show_all: false, foreign: false, preview: true };
    let look = |files: &Arc<dyn Files>| pipeline::addresses(&Input { files, options, cache, progress: &Silent });
    moved(&portal.files, paths, &look)
}

/// Finishes what was stopped before, if anything was; who only looks finishes nothing. `asked`: what is to be moved or taken in now.
pub fn left_over(disk: &Disk, asked: (&str, &str), diff: bool, (common, language): (&Common, &str)) -> Option<u8> {
    let steps = Steps::unfinished(disk)?;
    Some(if diff { unfinished(&steps, language) } else { resume(&steps, asked, disk, common, language) })
}

fn unfinished(steps: &Steps, language: &str) -> u8 {
    let text = match steps.other {
        Some(_) => words(
            language,
            "việc nhập {from} ({to}) còn dở: chạy lại lệnh đó, không có --diff.",
            "taking in {from} ({to}) is unfinished: run that command again, without --diff.",
        ),
        None => words(
            language,
            "việc chuyển {from} sang {to} còn dở: chạy lại lệnh đó, không có --diff.",
            "the move of {from} to {to} is unfinished: run that command again, without --diff.",
        ),
    };
    complain(&text.replace("{from}", &steps.from).replace("{to}", &steps.to));
    COULD_NOT_RUN
}

fn resume(steps: &Steps, asked: (&str, &str), disk: &Disk, common: &Common, language: &str) -> u8 {
    if let Err(stopped) = steps.finish(&common.folder, disk) {
        return stopped_words(&stopped, common, language);
    }
    let text = words(
        language,
        if steps.other.is_some() {
            "Đã nhập xong {from} ({to}), việc còn dở từ lần trước; báo cáo ở merged/{to}/report.md."
        } else {
            "Đã chuyển xong {from} sang {to}, việc còn dở từ lần trước."
        },
        if steps.other.is_some() {
            "Finished taking in {from} ({to}), which was stopped before; the report is merged/{to}/report.md."
        } else {
            "Finished moving {from} to {to}, which was stopped before."
        },
    );
    complain(&text.replace("{from}", &steps.from).replace("{to}", &steps.to));
    if (steps.from.as_str(), steps.to.as_str()) == asked {
        return CLEAN;
    }
    complain(words(language, "Chạy lại lệnh vừa gõ.", "Run the command again."));
    COULD_NOT_RUN
}

pub fn stopped_words(stopped: &Stopped, common: &Common, language: &str) -> u8 {
    let text = match stopped {
        Stopped::Changed(path) => words(
            language,
            "{path} vừa bị sửa nên chưa làm tiếp. Bản đầy đủ giữ ở .cong/move; trả tệp về như cũ rồi chạy lại lệnh này, hoặc xóa .cong/move để bỏ việc đang dở.",
            "{path} was changed meanwhile, so the work stops here. All of it is kept in .cong/move: put the file back as it was and run this again, or delete .cong/move to give it up.",
        )
        .replace("{path}", path),
        Stopped::GivenUp(path) => words(
            language,
            "{path} vừa bị sửa nên chưa làm gì, và việc ấy đã được bỏ. Chạy lại lệnh này để làm với tệp như nay.",
            "{path} was changed meanwhile, so nothing is done and the work is given up. Run this again with what is there now.",
        )
        .replace("{path}", path),
        Stopped::Io(path, error) => words(
            language,
            "{path}: {why}. Chưa mất gì: chạy lại lệnh này để làm nốt.",
            "{path}: {why}. Nothing is lost: run this again to finish.",
        )
        .replace("{path}", &common.folder.join(path).display().to_string())
        .replace("{why}", &reason(error, language)),
    };
    complain(&text);
    COULD_NOT_RUN
}

fn told(trouble: Trouble, portal: &Portal, common: &Common) -> u8 {
    let language = portal.language.as_str();
    match trouble {
        Trouble::Refused((vi, en)) => {
            complain(words(language, &vi, &en));
            COULD_NOT_RUN
        }
        Trouble::Io(error) => {
            complain(&reason(&error, language));
            COULD_NOT_RUN
        }
        Trouble::Ledger(found) => {
            let extent = Extent { all: true };
            findings::show(&found, Telling { files: &*portal.files, language, common, extent });
            complain(&unread(&found, language));
            FINDINGS
        }
        Trouble::Lost(addresses) => {
            complain(words(
                language,
                "Chưa chuyển gì, vì các địa chỉ này sẽ mất:",
                "Nothing is moved, since these addresses would be lost:",
            ));
            addresses.iter().take(20).for_each(|address| complain(&format!("  {address}")));
            FINDINGS
        }
        Trouble::Errors(found) if found.is_empty() => {
            complain(words(
                language,
                "Cổng có lỗi, chưa dựng được: sửa trước những lỗi mà cong check nêu. Chưa chuyển gì.",
                "The portal cannot be built: first mend what cong check tells. Nothing is moved.",
            ));
            FINDINGS
        }
        Trouble::Errors(found) => {
            let extent = Extent { all: true };
            findings::show(&found, Telling { files: &*portal.files, language, common, extent });
            complain(words(
                language,
                "Chưa chuyển gì, vì chuyển xong cổng sẽ có các lỗi trên.",
                "Nothing is moved, since the portal would then have these errors.",
            ));
            FINDINGS
        }
    }
}

/// The moves, then the changes as a diff.
fn show(moved: &Moved, portal: &Portal, common: &Common) {
    let language = portal.language.as_str();
    let mut lines = Vec::new();
    for change in &moved.changes {
        if change.old != change.new {
            lines.push(format!("rename {} => {}", change.old, change.new));
        }
        if let Some(after) = &change.after {
            let before = change.before.as_deref().unwrap_or_default();
            lines.extend(unified(
                change.new.as_str(),
                &String::from_utf8_lossy(before),
                &String::from_utf8_lossy(after),
            ));
        }
    }
    if common.json {
        say(&json!({ "diff": lines.join("\n"), "files": files(moved), "redirects": moved.redirects }).to_string());
        return;
    }
    let is_coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    lines.iter().for_each(|line| say(&if is_coloured { coloured(line) } else { line.clone() }));
    rest(moved, portal, common, language);
}

fn files(moved: &Moved) -> serde_json::Value {
    let file = |change: &crate::relocate::moving::Change| json!({ "from": change.old.as_str(), "to": change.new.as_str(), "changed": change.after.is_some() });
    moved.changes.iter().map(file).collect()
}

fn report(moved: &Moved, portal: &Portal, common: &Common) {
    let language = portal.language.as_str();
    if common.json {
        say(&json!({ "files": files(moved), "redirects": moved.redirects }).to_string());
        return;
    }
    let (gone, stay): (Vec<_>, Vec<_>) = moved.changes.iter().partition(|change| change.old != change.new);
    let mended = stay.iter().filter(|change| change.new.as_str() != LEDGER).count();
    let text = words(
        language,
        "Đã chuyển {files} tệp, sửa liên kết trong {mended} tệp khác; {redirects} địa chỉ cũ nay dẫn tới chỗ mới.",
        "Moved {files} files and mended links in {mended} others; {redirects} addresses of before lead on.",
    );
    if !common.quiet {
        say(&text
            .replace("{files}", &gone.len().to_string())
            .replace("{mended}", &mended.to_string())
            .replace("{redirects}", &moved.redirects.to_string()));
    }
    rest(moved, portal, common, language);
}

/// What an editor should look at.
fn rest(moved: &Moved, portal: &Portal, common: &Common, language: &str) {
    for file in &moved.unmended {
        let text = words(
            language,
            "{file}: có liên kết chưa sửa giúp được, hãy xem lại.",
            "{file}: a link could not be mended, look at it.",
        );
        complain(&text.replace("{file}", file.as_str()));
    }
    if !moved.notes.is_empty() && !common.quiet {
        let files: &dyn Files = &*portal.files;
        findings::show(&moved.notes, Telling { files, language, common, extent: Extent { all: true } });
    }
    for theme in themes(&common.folder, moved) {
        let text = words(
            language,
            "{file}: mẫu giao diện có nhắc thư mục đã chuyển, hãy xem lại.",
            "{file}: a template names the folder that moved, look at it.",
        );
        complain(&text.replace("{file}", &theme));
    }
}

/// Templates of the portal's own that name a folder which moves: only their authors know what they mean.
fn themes(folder: &Path, moved: &Moved) -> Vec<String> {
    let disk = Disk::new(folder);
    let sections = moved.changes.iter().filter(|change| change.old != change.new).filter_map(|change| {
        let folder = change.old.as_str().strip_suffix("/_index.md")?;
        folder.strip_prefix("content/").map(|folder| format!("\"{folder}\""))
    });
    let sections: Vec<String> = sections.collect();
    if sections.is_empty() {
        return Vec::new();
    }
    let files = disk.list("themes").unwrap_or_default().into_iter().map(|entry| entry.path.to_string());
    let names = |path: &String| {
        let text = disk.read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        sections.iter().any(|section| text.contains(section.as_str()))
    };
    files.filter(|path| path.ends_with(".html")).filter(names).collect()
}
