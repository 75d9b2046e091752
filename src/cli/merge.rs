//! `cong merge FOLDER --table FILE`: takes another portal into this one, with a table of what became what; with `--diff` shows what would
//! change, and always says what a person must decide.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check_fix::coloured;
use super::diff::unified;
use super::findings::{self, Extent, Telling};
use super::ledger::unread;
use super::locks::{PATIENCE, Visitor};
use super::merge_report::{self, Told};
use super::moving;
use super::output::may_write;
use super::portal::{Portal, open_portal};
use super::store::{Store, lock_cache};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, words, workspace};
use crate::diag::Finding;
use crate::files::{Disk, Files};
use crate::path::SourcePath;
use crate::pipeline::{self, Input, Options, SITE, Silent};
use crate::relocate::merging::table::Table;
use crate::relocate::merging::{Asked, FOLDER, Merged, Trouble, merged};
use crate::relocate::moving::Change;
use crate::relocate::steps::{Steps, Work};
use crate::text::fold::nfc;
use crate::text::slug::slug;
use crate::write::place::is_inside;
use crate::write::save_file;

#[derive(clap::Args)]
pub struct Arguments {
    /// Thư mục của cổng được nhập vào; không gì trong đó bị sửa · The folder of the portal that is taken in, which stays as it is
    #[arg(value_name = "CỔNG KIA", display_order = 0)]
    other: PathBuf,
    /// Bảng đổi tên (.csv, .toml): cơ quan, địa bàn, chuyên đề, chuyên mục, tên miền · What became what
    #[arg(long, value_name = "TỆP")]
    table: Option<PathBuf>,
    /// Đưa vào thư mục này của content/, hoặc vào cổng thành phần này · The folder below content/, or the portal of the workspace
    #[arg(long, value_name = "THƯ MỤC")]
    into: Option<String>,
    /// Tên ngắn của cổng kia, làm đuôi cho tên trùng (mặc định: tên thư mục) · Its short name, for names that are taken
    #[arg(long, value_name = "TÊN")]
    name: Option<String>,
    /// In ra những gì sẽ đổi, không ghi gì · Show what would change, writing nothing
    #[arg(long)]
    diff: bool,
    /// Ghi bản báo cáo (Markdown) vào tệp này · Write the report to this file
    #[arg(long, value_name = "TỆP")]
    report: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    // A portal of the workspace may be what takes the other one in.
    let member = arguments.into.as_ref().map(|into| common.folder.join(into));
    let member = member.filter(|folder| Disk::new(folder).read(SITE).is_ok());
    let folder = member.clone().unwrap_or_else(|| common.folder.clone());
    let common = &Common { folder, ..common.clone() };
    let into = arguments.into.as_deref().filter(|_| member.is_none());
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let language = portal.language.as_str();
    let typed = match typed(arguments, into, common, language) {
        Ok(typed) => typed,
        Err(text) => {
            complain(&text);
            return COULD_NOT_RUN;
        }
    };
    if !arguments.report.as_ref().is_none_or(|file| may_write(file, None, common, language)) {
        return COULD_NOT_RUN;
    }
    let visitor = Visitor::new(common, &portal, PATIENCE);
    let _lock = match lock_cache(&visitor, &common.folder, &portal) {
        Ok(lock) => lock,
        Err(code) => return code,
    };
    let disk = Disk::new(&common.folder);
    if let Some(code) = moving::left_over(&disk, (&typed.from, &typed.name), arguments.diff, (common, language)) {
        return code;
    }
    let table = match table(arguments, common, language) {
        Ok(table) => table,
        Err(code) => return code,
    };
    let asked = Asked { table: &table, into: typed.into.as_deref(), name: &typed.name };
    let merged = match plan(&portal, &arguments.other, &asked, common) {
        Ok(merged) => merged,
        Err(trouble) => return told(trouble, arguments, &portal, common),
    };
    let told = Told { language, other: &arguments.other, name: &typed.name };
    let report = merge_report::markdown(&merged, &told);
    if let Some(file) = &arguments.report
        && let Err(code) = save(file, &report, language)
    {
        return code;
    }
    if arguments.diff {
        show(&merged, &report, &told, common);
        return CLEAN;
    }
    carry_out(merged, &report, (&typed, arguments), (common, &disk, &told))
}

/// What was typed, understood.
struct Typed {
    from: String,
    into: Option<String>,
    name: String,
}

fn typed(arguments: &Arguments, into: Option<&str>, common: &Common, language: &str) -> Result<Typed, String> {
    let other = &arguments.other;
    let shown = other.display().to_string();
    let fill = |vi: &str, en: &str, value: &str| words(language, vi, en).replace("{a}", value);
    if Disk::new(other).read(SITE).is_err() {
        return Err(fill(
            "{a} không có site.toml: viết thư mục của cổng được nhập vào.",
            "{a} has no site.toml: write the folder of the portal that is taken in.",
            &shown,
        ));
    }
    let is_member = workspace::above(other)
        .is_some_and(|above| is_inside(&above.folder, &common.folder) && is_inside(&common.folder, &above.folder));
    let (is_in, is_around) = (is_inside(&common.folder, other), is_inside(other, &common.folder));
    if is_around || (is_in && !is_member) {
        return Err(fill(
            "{a} và cổng này nằm trong nhau: chép cổng kia ra một thư mục riêng ở ngoài rồi chạy lại.",
            "{a} and this portal stand in each other: copy the other one to a folder outside and run again.",
            &shown,
        ));
    }
    let into = match into.map(|into| nfc(into.trim_matches('/').trim_start_matches("content/")).into_owned()) {
        Some(into) if into.split('/').all(|part| !part.is_empty() && slug(part) == part) => Some(into),
        Some(into) => {
            return Err(fill(
                "“{a}” không phải một thư mục của content/: chỉ dùng chữ thường không dấu, số, gạch nối, ví dụ binh-phuoc.",
                "“{a}” is no folder below content/: write small letters without marks, digits and hyphens, such as binh-phuoc.",
                &into,
            ));
        }
        None => None,
    };
    let from = std::path::absolute(other).unwrap_or_else(|_| other.clone());
    let folder = from.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let name = arguments.name.clone().unwrap_or_else(|| slug(&folder.unwrap_or_default()));
    if name.is_empty() || slug(&name) != name {
        return Err(fill(
            "Tên ngắn “{a}” không dùng được: thêm --name binh-phuoc (chữ thường không dấu, số, gạch nối).",
            "The short name “{a}” cannot be used: add --name binh-phuoc (small letters without marks, digits, hyphens).",
            &name,
        ));
    }
    Ok(Typed { from: from.display().to_string(), into, name })
}

/// `Err`: the exit code, after saying what is wrong with it.
fn table(arguments: &Arguments, common: &Common, language: &str) -> Result<Table, u8> {
    let Some(file) = &arguments.table else { return Ok(Table::default()) };
    let (folder, name) = (file.parent().unwrap_or(Path::new("")), file.file_name().unwrap_or_default());
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let name = name.to_string_lossy();
    let disk = Disk::new(folder);
    let bytes = disk.read(&name).map_err(|error| {
        complain(&format!("{}: {}", file.display(), reason(&error, language)));
        COULD_NOT_RUN
    })?;
    Table::read(&name, &bytes).map_err(|found| {
        tell(&found, &disk, common, language);
        FINDINGS
    })
}

fn tell(found: &[Finding], files: &dyn Files, common: &Common, language: &str) {
    findings::show(found, Telling { files, language, common, extent: Extent { all: true } });
}

fn plan(portal: &Portal, other: &Path, asked: &Asked, common: &Common) -> Result<Merged, Trouble> {
    let options = Options { at: portal.at, show_all: false, foreign: false, preview: true };
    let theirs = workspace::files_of(other, portal.at);
    let cache = Store::to_read(&common.folder, &portal.files).load(&portal.language, common);
    let quiet = Common { quiet: true, ..common.clone() };
    let their_cache = Store::to_read(other, &theirs).load(&portal.language, &quiet);
    let look =
        |files: &Arc<dyn Files>| pipeline::addresses(&Input { files, options, cache: &cache, progress: &Silent });
    let look_there =
        |files: &Arc<dyn Files>| pipeline::addresses(&Input { files, options, cache: &their_cache, progress: &Silent });
    merged((&portal.files, &theirs), (&look, &look_there), asked)
}

fn told(trouble: Trouble, arguments: &Arguments, portal: &Portal, common: &Common) -> u8 {
    let language = portal.language.as_str();
    let theirs = Disk::new(&arguments.other);
    let nothing = |vi: &str, en: &str| complain(words(language, vi, en));
    match trouble {
        Trouble::Refused((vi, en)) => {
            complain(words(language, &vi, &en));
            return COULD_NOT_RUN;
        }
        Trouble::Io(error) => {
            complain(&reason(&error, language));
            return COULD_NOT_RUN;
        }
        Trouble::Table(found) => {
            let folder = arguments.table.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
            tell(&found, &Disk::new(folder), common, language);
            nothing(
                "Chưa nhập gì: sửa các dòng trên của bảng rồi chạy lại.",
                "Nothing is taken in: mend these lines of the table and run again.",
            );
        }
        Trouble::Ledger(found, is_theirs) => {
            let files: &dyn Files = if is_theirs { &theirs } else { &*portal.files };
            tell(&found, files, common, language);
            complain(&unread(&found, language));
        }
        Trouble::Lost(addresses, is_theirs) => {
            let text = match is_theirs {
                false => words(
                    language,
                    "Chưa nhập gì, vì các địa chỉ này của cổng này sẽ mất:",
                    "Nothing is taken in, since these addresses of this portal would be lost:",
                ),
                true => words(
                    language,
                    "Chưa nhập gì, vì các địa chỉ này của cổng kia sẽ mất:",
                    "Nothing is taken in, since these addresses of the other portal would be lost:",
                ),
            };
            complain(text);
            addresses.iter().take(20).for_each(|address| complain(&format!("  {address}")));
        }
        Trouble::Errors(found) => {
            tell(&found, &*portal.files, common, language);
            match found.is_empty() {
                true => nothing(
                    "Cổng này có lỗi, chưa dựng được: sửa trước những lỗi mà cong check nêu. Chưa nhập gì.",
                    "This portal cannot be built: first mend what cong check tells. Nothing is taken in.",
                ),
                false => nothing(
                    "Chưa nhập gì, vì nhập xong cổng sẽ có các lỗi trên.",
                    "Nothing is taken in, since the portal would then have these errors.",
                ),
            }
        }
        Trouble::Theirs(found) => {
            tell(&found, &theirs, common, language);
            let text = words(
                language,
                "Cổng được nhập vào còn lỗi: sửa trước ở đó (cong -C {a} check). Chưa nhập gì.",
                "The portal that is taken in has errors: first mend them there (cong -C {a} check). Nothing is taken in.",
            );
            complain(&text.replace("{a}", &arguments.other.display().to_string()));
        }
    }
    FINDINGS
}

fn carry_out(
    mut merged: Merged,
    report: &str,
    (typed, arguments): (&Typed, &Arguments),
    (common, disk, told): (&Common, &Disk, &Told),
) -> u8 {
    let language = told.language;
    if merged.changes.is_empty() && merged.copies.is_empty() {
        match common.json {
            true => say(&merge_report::json(&merged, told, None).to_string()),
            false if !common.quiet => {
                say(words(language, "Không có gì mới để nhập.", "There is nothing new to take in."))
            }
            false => {}
        }
        return CLEAN;
    }
    // Who finishes a merger that was stopped has the report all the same.
    let path = SourcePath::new(format!("{FOLDER}/{}/report.md", typed.name));
    let before = disk.read(path.as_str()).ok();
    if before.as_deref() != Some(report.as_bytes()) {
        let after = Some(report.as_bytes().to_vec());
        merged.changes.push(Change { old: path.clone(), new: path, before, after });
    }
    let other = std::path::absolute(&arguments.other).unwrap_or_else(|_| arguments.other.clone());
    let work = Work { changes: &merged.changes, copies: &merged.copies, other: Some(&other) };
    let done = Steps::begin(&common.folder, (&typed.from, &typed.name), work)
        .and_then(|steps| steps.finish(&common.folder, disk));
    match done {
        Ok(()) if common.json => say(&merge_report::json(&merged, told, None).to_string()),
        Ok(()) if common.quiet => {}
        Ok(()) if arguments.report.is_some() => say(&merge_report::summary(&merged, told)),
        Ok(()) => say(report.trim_end()),
        Err(stopped) => return moving::stopped_words(&stopped, common, language),
    }
    CLEAN
}

fn save(file: &Path, report: &str, language: &str) -> Result<(), u8> {
    let (folder, name) = (file.parent().unwrap_or(Path::new("")), file.file_name().unwrap_or_default());
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    save_file(folder, &name.to_string_lossy(), |to| to.write_all(report.as_bytes())).map_err(|error| {
        complain(&format!("{}: {}", file.display(), reason(&error, language)));
        COULD_NOT_RUN
    })
}

/// What would be copied, the changes as a diff, and the report.
fn show(merged: &Merged, report: &str, told: &Told, common: &Common) {
    let mut lines: Vec<String> = merged
        .copies
        .iter()
        .map(|copy| format!("copy {}/{} => {}", told.other.display(), copy.from, copy.to))
        .collect();
    let theirs = Disk::new(told.other);
    for change in &merged.changes {
        let Some(after) = &change.after else { continue };
        let is_theirs = change.old != change.new;
        let there = || theirs.read(change.old.as_str()).ok();
        let before = if change.before.is_none() && (is_theirs || !change.new.as_str().starts_with(FOLDER)) {
            there()
        } else {
            change.before.clone()
        };
        if change.before.is_none() {
            lines.push(format!("new {}", change.new));
        }
        if change.new.as_str().starts_with(FOLDER) {
            continue;
        }
        let before = String::from_utf8_lossy(&before.unwrap_or_default()).into_owned();
        lines.extend(unified(change.new.as_str(), &before, &String::from_utf8_lossy(after)));
    }
    if common.json {
        say(&merge_report::json(merged, told, Some(&lines.join("\n"))).to_string());
        return;
    }
    let is_coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    lines.iter().for_each(|line| say(&if is_coloured { coloured(line) } else { line.clone() }));
    if !common.quiet {
        say(&format!("\n{}", report.trim_end()));
    }
}
