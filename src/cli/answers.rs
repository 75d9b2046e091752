//! `cong answers import [FILE…]`: takes answers that agencies gave elsewhere into questions and answers, each as a draft that waits for the
//! editors. Without a file, all tables in `content/_answers/` are taken.
//!
//! What tells who asked is left out before anything is written; nothing of the drop folder is ever published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::answers_page::{Answer, Columns, Written};
use super::portal::{Portal, open_portal};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, words};
use crate::files::{ANSWER_FILES, Disk, Files};
use crate::load::config::Config;
use crate::load::kinds::Kinds;
use crate::load::separated::Records;
use crate::load::source_text;
use crate::pipeline;
use crate::write::place_new_file;

#[derive(clap::Args)]
pub struct Arguments {
    /// import: đưa vào thành bản nháp · take in as drafts
    #[arg(value_name = "VIỆC", value_enum)]
    action: Action,
    /// Bảng CSV của cơ quan; không nêu thì lấy mọi bảng trong content/_answers/ · CSV of an agency; none for all in content/_answers/
    #[arg(value_name = "TỆP")]
    files: Vec<PathBuf>,
    /// Chuyên mục nhận câu hỏi, thư mục dưới content/ · The section that takes them, a folder below content/
    #[arg(long, value_name = "THƯ MỤC", default_value = "hoi-dap")]
    section: String,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Action {
    Import,
}

/// Larger tables are no list of questions.
const LARGEST: usize = 20 << 20;

/// What becomes of the rows of tables.
#[derive(Default)]
struct Done {
    made: Vec<String>,
    /// What stands in them.
    pages: BTreeMap<String, String>,
    /// Those that are there already.
    there: usize,
    wrong: Vec<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Action::Import = arguments.action;
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let language = &*portal.language;
    match import(arguments, &portal, common) {
        Ok(done) => {
            for file in &done.made {
                say(&format!("{} {file}", words(language, "Bản nháp:", "Draft:")));
            }
            let text = words(
                language,
                "{made} bản nháp mới, {there} câu đã có, {wrong} dòng chưa đưa vào được. Đọc lại từng bản rồi bỏ draft: true để đăng.",
                "{made} new drafts, {there} there already, {wrong} rows that could not be taken in. Read each again, then take out draft: true to publish it.",
            );
            let counts = [("{made}", done.made.len()), ("{there}", done.there), ("{wrong}", done.wrong.len())];
            say(&counts.iter().fold(text.to_owned(), |text, (name, count)| text.replace(name, &count.to_string())));
            done.wrong.iter().for_each(|line| complain(line));
            if done.wrong.is_empty() { CLEAN } else { FINDINGS }
        }
        Err(message) => {
            complain(&message);
            COULD_NOT_RUN
        }
    }
}

fn import(arguments: &Arguments, portal: &Portal, common: &Common) -> Result<Done, String> {
    let language = &*portal.language;
    let own = |vi, en| words(language, vi, en).to_owned();
    let config = pipeline::config(&*portal.files, &mut Vec::new()).ok().flatten();
    let config = config.ok_or_else(|| {
        own("site.toml có lỗi: chạy cong check site.toml.", "site.toml has a mistake: run cong check site.toml.")
    })?;
    let mut done = Done::default();
    for (name, bytes) in tables(arguments, portal)? {
        let text = source_text::clean(&name, &bytes, &mut Vec::new()).ok_or_else(|| {
            format!(
                "{name}: {}",
                own(
                    "không phải UTF-8. Trong Excel chọn “CSV UTF-8” khi lưu.",
                    "is not UTF-8. In Excel save it as “CSV UTF-8”."
                )
            )
        })?;
        take(&name, &text, (arguments, portal, common), &config, &mut done)?;
    }
    Ok(done)
}

fn tables(arguments: &Arguments, portal: &Portal) -> Result<Vec<(String, Vec<u8>)>, String> {
    let language = &*portal.language;
    let fail = |name: &str, error: &std::io::Error| {
        format!("{} {name}: {}", words(language, "không đọc được", "cannot read"), reason(error, language))
    };
    if arguments.files.is_empty() {
        let all = portal.files.list(ANSWER_FILES).unwrap_or_default().into_iter().map(|entry| entry.path);
        let names: Vec<String> = all.map(|path| path.to_string()).filter(|path| path.ends_with(".csv")).collect();
        if names.is_empty() {
            return Err(words(
                language,
                "content/_answers chưa có bảng nào. Đặt tệp CSV vào đó, hoặc: cong answers import TỆP",
                "content/_answers has no table yet. Put a CSV there, or: cong answers import FILE",
            )
            .to_owned());
        }
        let read = |name: String| Ok((name.clone(), portal.files.read(&name).map_err(|error| fail(&name, &error))?));
        return names.into_iter().map(read).collect();
    }
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match Disk::new(folder).read_within(&file, LARGEST) {
            Ok(Ok(bytes)) => Ok((name, bytes)),
            Ok(Err(_)) => Err(format!("{name}: {}", words(language, "tệp quá lớn", "the file is too large"))),
            Err(error) => Err(fail(&name, &error)),
        }
    };
    arguments.files.iter().map(read).collect()
}

/// The file that an answer goes into; `None` where its question is there already. Others may have the same day and title.
fn free_name(answer: &Answer, section: &str, portal: &Portal, made: &BTreeMap<String, String>) -> Option<String> {
    let mut number = 1;
    loop {
        let file = answer.file(section, number);
        let page = match (made.get(&file), portal.files.read(&file)) {
            (Some(page), _) => page.clone(),
            (None, Ok(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            (None, Err(_)) => return Some(file),
        };
        if answer.is_in(&page) {
            return None;
        }
        number += 1;
    }
}

/// Rows of one table; a row that cannot be taken in is told by its line.
fn take(
    name: &str,
    text: &str,
    (arguments, portal, common): (&Arguments, &Portal, &Common),
    config: &Config,
    done: &mut Done,
) -> Result<(), String> {
    let language = &*portal.language;
    let kinds = Kinds::load(&*portal.files, &mut Vec::new());
    let separator =
        if text.lines().next().is_some_and(|head| head.contains(';') && !head.contains(',')) { b';' } else { b',' };
    let (mut records, mut cells, mut columns) = (Records::new(text, separator, 1), Vec::new(), None);
    while let Some(record) = records.next(&mut cells, 40) {
        let Ok(record) = record else {
            let text = words(
                language,
                "bảng đọc được tới dòng này: một dấu ngoặc kép chưa đóng",
                "the table can be read up to here: a quotation mark is not closed",
            );
            done.wrong.push(format!("{name}: {text}"));
            break;
        };
        let row: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
        let Some(columns) = &columns else {
            columns = Some(Columns::of(&row).map_err(|missing| {
                let text = words(
                    language,
                    "thiếu cột “{missing}”. Dòng đầu cần: câu hỏi, cơ quan, ngày tiếp nhận, ngày trả lời, trả lời.",
                    "the column “{missing}” is missing. The first line needs: question, agency, received, answered, answer.",
                );
                format!("{name}: {}", text.replace("{missing}", missing))
            })?);
            continue;
        };
        let answer = match Answer::of(&row, columns, config) {
            Ok(answer) => answer,
            Err((vi, en)) => {
                let line = words(language, "dòng", "line");
                done.wrong.push(format!("{name}, {line} {}: {}", record.line, words(language, &vi, &en)));
                continue;
            }
        };
        let Some(file) = free_name(&answer, &arguments.section, portal, &done.pages) else {
            done.there += 1;
            continue;
        };
        let is_asked = kinds.find("question").is_some() && config.workflow.asks(&file, "question", None);
        let page = Written { answer: &answer, is_asked }.text();
        place_new_file(&common.folder, Path::new(&file), page.as_bytes())
            .map_err(|error| format!("{file}: {}", reason(&error, language)))?;
        done.pages.insert(file.clone(), page);
        done.made.push(file);
    }
    Ok(())
}
