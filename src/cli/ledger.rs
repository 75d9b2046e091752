//! `cong ledger [record|import FILE]`: shows the ledger of addresses, adds what the portal publishes now, or what a sitemap, a server's
//! log or a list says was published.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::findings::{self, Extent, Telling};
use super::portal::{Portal, no_portal, open_portal};
use super::store::Store;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, words};
use crate::diag::Finding;
use crate::files::Disk;
use crate::load::ledger::{Fate, LEDGER};
use crate::pipeline::{self, Addresses, Input, Options, Silent};
use crate::relocate::gather::{Gathered, Sort, Wanted, gather};
use crate::text::number;
use crate::write::{change_file, place_new_file};

/// Addresses named one by one.
const SHOWN: usize = 20;

#[derive(clap::Args)]
pub struct Arguments {
    /// record: thêm địa chỉ cổng đang đăng; import: đọc địa chỉ từ TỆP; bỏ trống: xem · What to do; nothing: show
    #[arg(value_name = "record|import", value_parser = ["record", "import"])]
    action: Option<String>,
    /// Sitemap (.xml), nhật ký máy chủ (nginx, .gz) hoặc danh sách địa chỉ · A sitemap, a server's log or a list
    #[arg(value_name = "TỆP", required_if_eq("action", "import"))]
    file: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let language = portal.language.as_str();
    let addresses = match read(&portal, common) {
        Ok(Some(addresses)) => addresses,
        Ok(None) => {
            complain(words(
                language,
                "Cổng có lỗi, chưa biết đăng những địa chỉ nào. Chạy cong check để xem.",
                "The portal has errors, so what it publishes is not known. Run cong check to see them.",
            ));
            return FINDINGS;
        }
        Err(error) => return no_portal(&error, &common.folder, language),
    };
    let told = Told { language, common };
    if !addresses.unread.is_empty() {
        let extent = Extent { all: true };
        findings::show(&addresses.unread, Telling { files: &*portal.files, language, common, extent });
        if arguments.action.is_some() {
            complain(&unread(&addresses.unread, language));
            return FINDINGS;
        }
    }
    match (arguments.action.as_deref(), &arguments.file) {
        (Some("import"), Some(file)) => import(addresses, file, told),
        (Some(_), _) => record(addresses, told),
        (None, _) => show(&addresses, told),
    }
}

/// Why nothing is written into a ledger of which a line would be lost.
pub fn unread(findings: &[Finding], language: &str) -> String {
    let place = |finding: &Finding| match finding.span {
        Some(span) => format!("{LEDGER}:{}", span.line),
        None => LEDGER.to_owned(),
    };
    let text = words(
        language,
        "Chưa ghi gì, vì có chỗ của sổ địa chỉ chưa đọc được và sẽ mất nếu ghi lại. Sửa {places} rồi chạy lại.",
        "Nothing is written, since the ledger has what cannot be read and would be lost. Mend {places}, then run again.",
    );
    let places: Vec<String> = findings.iter().take(SHOWN).map(place).collect();
    text.replace("{places}", &places.join(", "))
}

#[derive(Clone, Copy)]
struct Told<'a> {
    language: &'a str,
    common: &'a Common,
}

impl Told<'_> {
    fn say(&self, vi: &str, en: &str, values: &[(&str, String)]) {
        if self.common.json || self.common.quiet {
            return;
        }
        let mut line = words(self.language, vi, en).to_owned();
        for (name, value) in values {
            line = line.replace(&format!("{{{name}}}"), value);
        }
        say(&line);
    }

    fn count(&self, count: usize) -> String {
        number::count(count as u64, self.language)
    }
}

/// What the portal publishes; `None` where that is not known.
pub fn read(portal: &Portal, common: &Common) -> std::io::Result<Option<Addresses>> {
    let cache = Store::to_read(&common.folder, &portal.files).load(&portal.language, common);
    // What readers do not see never enters the ledger.
    let options = Options { at: portal.at, show_all: false, foreign: false, preview: true };
    pipeline::addresses(&Input { files: &portal.files, options, cache: &cache, progress: &Silent })
}

fn record(mut addresses: Addresses, told: Told) -> u8 {
    let published = addresses.published();
    let all = published.len();
    let new = addresses.ledger.add(published);
    if let Err(code) = save(&addresses, told) {
        return code;
    }
    if told.common.json {
        say(&json!({ "published": all, "new": new, "kept": all - new, "file": LEDGER }).to_string());
    }
    told.say(
        "Cổng đang đăng {all} địa chỉ: {new} địa chỉ mới đã ghi vào {file}, {kept} đã có.",
        "The portal publishes {all} addresses: {new} new ones are in {file} now, {kept} were there.",
        &[
            ("all", told.count(all)),
            ("new", told.count(new)),
            ("kept", told.count(all - new)),
            ("file", LEDGER.to_owned()),
        ],
    );
    CLEAN
}

fn import(mut addresses: Addresses, file: &Path, told: Told) -> u8 {
    let Told { language, common } = told;
    let path = common.folder.join(file);
    let (folder, name) = (path.parent().unwrap_or(Path::new(".")), path.file_name().unwrap_or_default());
    let wanted = Wanted { base: addresses.base(), parameters: addresses.parameters() };
    let gathered = match gather(&Disk::new(folder), &name.to_string_lossy(), &wanted) {
        Ok(gathered) => gathered,
        Err(error) => {
            complain(&format!("{}: {}", path.display(), reason(&error, language)));
            return COULD_NOT_RUN;
        }
    };
    let all = gathered.addresses.len();
    let lost: Vec<String> =
        gathered.addresses.iter().filter(|address| !is_accounted(&addresses, address)).cloned().collect();
    let new = addresses.ledger.add(gathered.addresses.iter().cloned());
    if let Err(code) = save(&addresses, told) {
        return code;
    }
    if common.json {
        let left_out = &gathered.left_out;
        let left_out = json!({ "elsewhere": left_out.elsewhere, "unanswered": left_out.unanswered, "robots": left_out.robots, "others": left_out.others });
        say(&json!({ "read": gathered.read, "addresses": all, "new": new, "kept": all - new, "broken": lost, "left_out": left_out, "missing": gathered.missing }).to_string());
    }
    told_of(&gathered, (all, new, lost.len()), told);
    named(&lost, told);
    if !gathered.missing.is_empty() {
        let text = words(
            language,
            "Chưa đọc được các phần của sitemap, tải chúng về cạnh tệp này rồi chạy lại: {names}",
            "Parts of the sitemap do not lie beside it. Fetch them and run again: {names}",
        );
        complain(&text.replace("{names}", &gathered.missing.join(", ")));
    }
    if lost.is_empty() && gathered.missing.is_empty() { CLEAN } else { FINDINGS }
}

/// Whether it answers, or a line says what became of it.
fn is_accounted(addresses: &Addresses, address: &str) -> bool {
    let is_gone = || matches!(addresses.ledger.find(address).map(|entry| &entry.fate), Some(Fate::Gone(..)));
    addresses.answers(address) || is_gone()
}

fn told_of(gathered: &Gathered, (all, new, lost): (usize, usize, usize), told: Told) {
    let (vi, en) = match gathered.sort {
        Sort::Sitemap => ("sitemap", "a sitemap"),
        Sort::Log => ("nhật ký máy chủ", "a server's log"),
        Sort::List => ("danh sách", "a list"),
    };
    let out = &gathered.left_out;
    let count = |count: u64| number::count(count, told.language);
    told.say(
        "Đọc {read} dòng ({sort}): {all} địa chỉ của cổng, trong đó {new} mới, {kept} đã có; {lost} không còn trên cổng.",
        "Read {read} lines ({sort}): {all} addresses of the portal, of which {new} are new and {kept} were known; {lost} do not answer.",
        &[
            ("read", count(gathered.read)),
            ("sort", words(told.language, vi, en).to_owned()),
            ("all", told.count(all)),
            ("new", told.count(new)),
            ("kept", told.count(all - new)),
            ("lost", told.count(lost)),
        ],
    );
    told.say(
        "Bỏ qua: {elsewhere} của nơi khác, {unanswered} không trả lời 200 hoặc 301, {robots} của robot, {others} không phải trang hay tệp.",
        "Left out: {elsewhere} of elsewhere, {unanswered} not answered with 200 or 301, {robots} of robots, {others} no page or file.",
        &[
            ("elsewhere", count(out.elsewhere)),
            ("unanswered", count(out.unanswered)),
            ("robots", count(out.robots)),
            ("others", count(out.others)),
        ],
    );
    if gathered.is_full {
        complain(words(
            told.language,
            "Tệp có quá nhiều địa chỉ khác nhau, phần sau chưa đọc. Lọc bớt rồi chạy lại.",
            "The file has too many addresses, and what came last is not read. Take some out and run again.",
        ));
    }
}

fn show(addresses: &Addresses, told: Told) -> u8 {
    let Told { language, common } = told;
    let published = addresses.published();
    let entries = addresses.ledger.entries();
    let moved = entries.iter().filter(|entry| matches!(entry.fate, Fate::Moved(_))).count();
    let gone = entries.iter().filter(|entry| matches!(entry.fate, Fate::Gone(..))).count();
    let unknown: Vec<String> =
        published.into_iter().filter(|address| addresses.ledger.find(address).is_none()).collect();
    let broken: Vec<String> = addresses.broken().iter().map(|entry| entry.address.to_string()).collect();
    if common.json {
        say(&json!({ "is_kept": addresses.before.is_some(), "addresses": entries.len(), "moved": moved, "gone": gone, "unrecorded": unknown.len(), "broken": broken }).to_string());
    } else if addresses.before.is_none() {
        told.say(
            "Cổng chưa có sổ địa chỉ. Tạo {file} từ {count} địa chỉ đang đăng: cong ledger record",
            "The portal has no ledger of addresses. Make {file} of the {count} that it publishes: cong ledger record",
            &[("file", LEDGER.to_owned()), ("count", told.count(unknown.len()))],
        );
    } else {
        told.say(
            "{file}: {all} địa chỉ, {moved} đã chuyển, {gone} đã gỡ; {unknown} địa chỉ đang đăng chưa ghi (cong ledger record); {broken} cần sửa.",
            "{file}: {all} addresses, {moved} have moved, {gone} are gone; {unknown} that are published are not in it (cong ledger record); {broken} to mend.",
            &[
                ("file", LEDGER.to_owned()),
                ("all", told.count(entries.len())),
                ("moved", told.count(moved)),
                ("gone", told.count(gone)),
                ("unknown", told.count(unknown.len())),
                ("broken", told.count(broken.len())),
            ],
        );
        named(&broken, told);
        if !broken.is_empty() {
            let text =
                words(language, "Cách sửa từng dòng: cong check {file}", "What to do with each: cong check {file}");
            complain(&text.replace("{file}", LEDGER));
        }
    }
    if broken.is_empty() && addresses.unread.is_empty() { CLEAN } else { FINDINGS }
}

fn named(addresses: &[String], told: Told) {
    if told.common.json {
        return;
    }
    addresses.iter().take(SHOWN).for_each(|address| complain(&format!("  {address}")));
    if addresses.len() > SHOWN {
        let text = words(told.language, "  và {count} địa chỉ khác", "  and {count} more");
        complain(&text.replace("{count}", &told.count(addresses.len() - SHOWN)));
    }
}

/// Writes the ledger where it is not as it was.
fn save(addresses: &Addresses, told: Told) -> Result<(), u8> {
    let (folder, text) = (&told.common.folder, addresses.ledger.text());
    let written = match &addresses.before {
        Some(before) if before == text.as_bytes() => Ok(true),
        Some(before) => change_file(folder, LEDGER, before, text.as_bytes()),
        None => place_new_file(folder, LEDGER.as_ref(), text.as_bytes()).map(|()| true),
    };
    let why = match written {
        Ok(true) => return Ok(()),
        Ok(false) => words(told.language, "tệp vừa đổi, hãy chạy lại", "it changed meanwhile, run again").to_owned(),
        Err(error) => reason(&error, told.language),
    };
    complain(&format!("{LEDGER}: {why}"));
    Err(COULD_NOT_RUN)
}
