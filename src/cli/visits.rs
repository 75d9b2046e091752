//! `cong visits count FILE…`: counts visits from logs and writes a summary for each month, to be committed beside the content;
//! `cong visits show` prints what the summaries say. Nothing is sent anywhere, and no address of a visitor is kept.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::output::may_write;
use super::portal::{Portal, open_portal};
use super::visits_show;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, reason, say, words};
use crate::diag::Finding;
use crate::files::{Disk, Files, VISIT_FILES};
use crate::load::visits::{self, HEAD, Row};
use crate::pipeline;
use crate::text::number;
use crate::visits::{Counter, Place};
use crate::write::place::is_inside;
use crate::write::save_file;

#[derive(clap::Args)]
pub struct Arguments {
    /// count: đếm; show: xem số đã đếm · count from logs, or show what was counted
    #[arg(value_name = "VIỆC", value_enum)]
    action: Action,
    /// Nhật ký nginx hoặc Apache (cả .gz), bảng CSV, hoặc - cho đầu vào chuẩn · Logs (.gz too), a CSV table, or - for standard input
    #[arg(value_name = "TỆP")]
    files: Vec<PathBuf>,
    /// Tệp kết quả, khi nhật ký nằm trong một tháng · The summary, where the logs are of one month
    #[arg(long, value_name = "TỆP")]
    out: Option<String>,
    /// Thay bảng đã có của tháng ấy · Replace the summary that there is of the month
    #[arg(long)]
    replace: bool,
    /// Bỏ trang có ít lượt xem hơn số này trong tháng · Leave out pages with fewer views in a month
    #[arg(long, value_name = "SỐ", default_value = "1")]
    least: u64,
    /// Năm cần xem · The year to show
    #[arg(long, value_name = "NĂM")]
    year: Option<i16>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Action {
    Count,
    Show,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    if !arguments.out.as_ref().is_none_or(|out| is_good(out, &portal, common)) {
        return COULD_NOT_RUN;
    }
    let done = match arguments.action {
        Action::Count => count(arguments, &portal, common),
        Action::Show => visits_show::show(&portal, arguments.year, common),
    };
    match done {
        Ok(text) => {
            say(text.trim_end());
            CLEAN
        }
        Err(message) => {
            complain(&message);
            COULD_NOT_RUN
        }
    }
}

/// Whether a summary may stand there: in the portal, and in the place of no source.
fn is_good(out: &str, portal: &Portal, common: &Common) -> bool {
    let file = common.folder.join(out);
    if !is_inside(&common.folder, &file) {
        let text = words(
            &portal.language,
            "--out {file} ra ngoài thư mục của cổng. Ghi vào content/_visits/, ví dụ: --out content/_visits/2023-11.csv",
            "--out {file} leaves the folder of the portal. Write to content/_visits/, such as --out content/_visits/2023-11.csv",
        );
        complain(&text.replace("{file}", out));
        return false;
    }
    may_write(&file, Some(VISIT_FILES), common, &portal.language)
}

fn count(arguments: &Arguments, portal: &Portal, common: &Common) -> Result<String, String> {
    let language = &*portal.language;
    let own = |vi, en| words(language, vi, en).to_owned();
    let config = pipeline::config(&*portal.files, &mut Vec::<Finding>::new()).ok().flatten();
    let config = config.ok_or_else(|| {
        own("site.toml có lỗi: chạy cong check site.toml.", "site.toml has a mistake: run cong check site.toml.")
    })?;
    if arguments.files.is_empty() {
        return Err(own(
            "chưa nêu tệp nhật ký: cong visits count /var/log/nginx/access.log*",
            "no log is named: cong visits count /var/log/nginx/access.log*",
        ));
    }
    let place = Place { base: config.base.path().to_owned(), languages: config.languages.clone(), zone: config.zone() };
    let mut counter = Counter::new(place);
    for path in &arguments.files {
        let read = read(path, &mut counter);
        read.map_err(|error| {
            format!("{} {}: {}", own("không đọc được", "cannot read"), path.display(), reason(&error, language))
        })?;
    }
    let months = counter.months(arguments.least);
    let mut report = written(&months, arguments, portal, common)?;
    let left = counter.left;
    let lines = [
        (own("Lượt xem trang", "Views of pages"), counter.counted),
        (own("Bỏ qua: chương trình tự động", "Left out: programs"), left.robots),
        (own("Bỏ qua: tệp, nguồn tin", "Left out: files and feeds"), left.files),
        (own("Bỏ qua: không phải GET hoặc không trả về trang", "Left out: not GET, or no page in reply"), left.refused),
        (own("Dòng không đọc được", "Lines that could not be read"), left.unread),
    ];
    for (name, value) in lines {
        report.push_str(&format!("{name}: {}\n", number::count(value, language)));
    }
    Ok(report)
}

/// A log is read in pieces, however long it is.
fn read(path: &Path, counter: &mut Counter) -> std::io::Result<()> {
    if path == Path::new("-") {
        return counter.read(std::io::stdin().lock());
    }
    let (folder, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
    let disk = Disk::new(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let file = disk.open(&name.to_string_lossy())?;
    let mut file = BufReader::with_capacity(1 << 18, file);
    // What is packed says so in its first two bytes, whatever it is called.
    let is_packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let from: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    counter.read(BufReader::with_capacity(1 << 18, from))
}

/// Writes the summaries; the report says where.
fn written(
    months: &BTreeMap<String, Vec<Row>>,
    arguments: &Arguments,
    portal: &Portal,
    common: &Common,
) -> Result<String, String> {
    let own = |vi, en| words(&portal.language, vi, en).to_owned();
    if arguments.out.is_some() && months.len() > 1 {
        let names: Vec<&str> = months.keys().map(String::as_str).collect();
        let text = own(
            "nhật ký có nhiều tháng ({months}): bỏ --out, mỗi tháng sẽ có một tệp.",
            "the logs are of several months ({months}): without --out each gets a file of its own.",
        );
        return Err(text.replace("{months}", &names.join(", ")));
    }
    let target = |month: &String| arguments.out.clone().unwrap_or_else(|| format!("{VISIT_FILES}/{month}.csv"));
    let taken = |month: &&String| portal.files.read(&target(month)).is_ok();
    if let Some(month) = months.keys().find(taken).filter(|_| !arguments.replace) {
        let text = own(
            "{file} đã có. Đếm lại cả tháng từ đủ nhật ký thì thêm --replace; số cũ và mới không được cộng vào nhau.",
            "{file} is there already. Add --replace to count the whole month again from all its logs; old and new are never added up.",
        );
        return Err(text.replace("{file}", &target(month)));
    }
    let mut report = String::new();
    for (month, rows) in months {
        let text: String = std::iter::once(format!("{HEAD}\n")).chain(rows.iter().map(visits::line)).collect();
        let file = target(month);
        let saved = save_file(&common.folder, &file, |to| to.write_all(text.as_bytes()));
        saved.map_err(|error| {
            format!("{} {file}: {}", own("không ghi được", "cannot write"), reason(&error, &portal.language))
        })?;
        report.push_str(&format!("{} {file}\n", own("Đã ghi", "Written:")));
    }
    Ok(report)
}
