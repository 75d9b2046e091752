//! `cong check --fix` and `--diff`: mends what is mechanical in the pages asked for, or shows what would be mended.

use std::io::IsTerminal;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::diff::unified;
use super::store::Store;
use super::{CLEAN, Common, complain, reason, say, words};
use crate::cache::Cache;
use crate::files::Files;
use crate::path::SourcePath;
use crate::pipeline::{self, Input, Mended, Mending, Options, Silent};
use crate::write;

#[derive(clap::Args, Clone, Copy)]
pub struct Fixing {
    /// Sửa giúp những lỗi chỉ cần sửa máy móc, rồi soát lại · Mend what is mechanical, then look again
    #[arg(long, conflicts_with = "diff")]
    pub fix: bool,
    /// In ra những gì --fix sẽ sửa, không ghi gì · Show what --fix would change, writing nothing
    #[arg(long)]
    pub diff: bool,
}

/// What is to be mended.
pub struct Asked<'a> {
    pub files: &'a Arc<dyn Files>,
    /// The files are those of the next commit, and not those that lie in the folder.
    pub is_staged: bool,
    /// None for the whole portal.
    pub only: Option<&'a [SourcePath]>,
    pub at: Timestamp,
}

/// What comes before the look at the portal: `Some` where nothing comes after it. `Err`: what to say where nothing was mended.
pub fn run(fixing: Fixing, asked: &Asked, language: &str, common: &Common) -> Result<Option<u8>, String> {
    if !fixing.fix && !fixing.diff {
        return Ok(None);
    }
    if asked.is_staged {
        let text = words(
            language,
            "--staged soát bản sắp commit, còn --fix sửa tệp trong thư mục, hai bản có thể khác nhau: chạy cong check --fix, xem lại, git add, rồi cong check --staged.",
            "--staged looks at what the next commit holds, --fix changes the files in the folder, and both may differ: run cong check --fix, look at it, git add, then cong check --staged.",
        );
        return Err(text.to_owned());
    }
    let cache = Store::to_read(&common.folder, asked.files).load(language, common);
    let mending = mending(asked, &cache).map_err(|error| no_portal_text(&error, language))?;
    if fixing.diff {
        show(&mending, language, common);
        return Ok(Some(CLEAN));
    }
    write(&mending.pages, language, common);
    Ok(None)
}

fn no_portal_text(error: &std::io::Error, language: &str) -> String {
    words(language, "không đọc được cổng: {why}.", "the portal cannot be read: {why}.")
        .replace("{why}", &reason(error, language))
}

/// What can be mended. A draft is mended as well.
fn mending(asked: &Asked, cache: &Cache) -> std::io::Result<Mending> {
    let options = Options { at: asked.at, show_all: true, preview: true, foreign: false };
    pipeline::mend(&Input { files: asked.files, options, cache, progress: &Silent }, asked.only)
}

/// Shows what would change, as a diff.
fn show(Mending { pages: mended, is_known }: &Mending, language: &str, common: &Common) {
    let diffs = mended.iter().map(|page| {
        let before = String::from_utf8_lossy(&page.before);
        unified(page.file.as_str(), &before, &page.mended.text)
    });
    let lines: Vec<String> = diffs.flatten().collect();
    if common.json {
        let files: Vec<Value> = mended.iter().map(told).collect();
        say(&json!({ "diff": lines.iter().map(|line| line.clone() + "\n").collect::<String>(), "files": files })
            .to_string());
        return;
    }
    let is_coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for line in lines {
        say(&if is_coloured { coloured(&line) } else { line });
    }
    mended.iter().for_each(|page| refused(page, language));
    let nothing = match is_known {
        true => words(language, "Không có gì để --fix sửa.", "There is nothing that --fix would change."),
        false => words(
            language,
            "--fix chưa đọc được cổng nên chưa biết sửa gì trong bài: sửa trước những lỗi mà cong check nêu.",
            "--fix cannot read the portal and so knows nothing of its texts: first mend what cong check tells.",
        ),
    };
    if mended.iter().all(is_as_before) && !common.quiet {
        complain(nothing);
    }
}

/// Writes what was mended and says so.
fn write(mended: &[Mended], language: &str, common: &Common) {
    for page in mended {
        refused(page, language);
        if is_as_before(page) {
            continue;
        }
        let file = page.file.as_str();
        let written = write::change_file(&common.folder, file, &page.before, page.mended.text.as_bytes());
        let line = match written {
            Ok(true) if common.quiet || common.json => continue,
            Ok(true) => words(language, "Đã sửa {file}: {what}.", "Mended {file}: {what}."),
            Ok(false) => words(
                language,
                "Chưa sửa {file}: tệp vừa đổi trong khi sửa. Chạy lại khi không còn ai sửa tệp.",
                "{file} is not mended: it changed meanwhile. Run again when nobody edits it.",
            ),
            Err(_) => words(language, "Chưa sửa {file}: {why}.", "{file} is not mended: {why}."),
        };
        let why = written.err().map(|error| reason(&error, language)).unwrap_or_default();
        let line = line.replace("{file}", file).replace("{what}", &what(page)).replace("{why}", &why);
        complain(&line);
    }
}

fn is_as_before(page: &Mended) -> bool {
    page.before == page.mended.text.as_bytes()
}

/// `V10 × 2, S05`
fn what(page: &Mended) -> String {
    let done = page.mended.done.iter().map(|(message, count)| match count {
        1 => message.code.to_owned(),
        count => format!("{} × {count}", message.code),
    });
    done.collect::<Vec<_>>().join(", ")
}

fn refused(page: &Mended, language: &str) {
    if page.mended.refused.is_empty() {
        return;
    }
    let codes: Vec<&str> = page.mended.refused.iter().map(|message| message.code).collect();
    let line = words(
        language,
        "{file}: có chỗ của {codes} không sửa giúp được, vì sửa thì phần khai báo, liên kết, bảng hoặc tiêu đề đổi nghĩa. Sửa bằng tay.",
        "{file}: some places of {codes} are left as they are, since front matter, links, tables or headings would change their meaning. Mend them by hand.",
    );
    complain(&line.replace("{file}", page.file.as_str()).replace("{codes}", &codes.join(", ")));
}

fn told(page: &Mended) -> Value {
    let done = page.mended.done.iter().map(|(message, count)| (message.code.to_owned(), json!(count)));
    let refused: Vec<&str> = page.mended.refused.iter().map(|message| message.code).collect();
    json!({ "file": page.file.as_str(), "mended": Value::Object(done.collect()), "refused": refused })
}

pub fn coloured(line: &str) -> String {
    let colour = match line.as_bytes() {
        [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => "1",
        [b'-', ..] => "31",
        [b'+', ..] => "32",
        [b'@', ..] => "36",
        _ => return line.to_owned(),
    };
    format!("\u{1b}[{colour}m{line}\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn what_is_staged_is_not_mended() {
        let files: Arc<dyn Files> = Arc::new(Memory::new());
        let asked = Asked { files: &files, is_staged: true, only: None, at: Timestamp::UNIX_EPOCH };
        let common = Common { folder: ".".into(), lang: None, quiet: false, json: false, one_of: None, help: None };
        let refused = run(Fixing { fix: true, diff: false }, &asked, "vi", &common).unwrap_err();
        assert!(refused.contains("git add"), "{refused}");
        assert_eq!(run(Fixing { fix: false, diff: false }, &asked, "vi", &common), Ok(None));
    }
}
