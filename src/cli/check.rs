//! `cong check`: says what is wrong with the portal, or with a few files of it, and writes nothing but what it keeps for the next check.
//!
//! Everything is read, since what a link leads to and whose address a page takes lies in other files; but of files that the last
//! build has read only the changed ones are parsed, and only pages that it would make again are rendered.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::check_approval;
use super::check_external::{self, Outside};
use super::check_files::{asked, meant};
use super::check_fix::{self, Fixing};
use super::check_format::Format;
use super::check_hook;
use super::check_known::{self, List};
use super::check_range::{self, Range};
use super::check_report::{self, Outcome, report};
use super::findings::{Extent, Telling};
use super::locks::Visitor;
use super::portal::{Portal, no_portal, open_portal};
use super::progress::Bar;
use super::store::Store;
use super::workspace::{Tally, Which, note};
use super::{COULD_NOT_RUN, Common, complain, say, words};
use crate::diag::{self, Finding};
use crate::files::Files;
use crate::lint::Costs;
use crate::pipeline::{self, Checked, Options, Progress, Question, Silent};

#[derive(clap::Args)]
pub struct Arguments {
    /// Tệp hoặc thư mục dưới content/, hoặc site.toml; không có thì soát cả cổng · Files or folders below content/, or site.toml; none for the whole portal
    #[arg(value_name = "TỆP")]
    files: Vec<PathBuf>,
    /// In ra dạng nào: human, short, json, sarif, github, gitlab · The form of the report
    #[arg(long, value_name = "DẠNG", value_enum, default_value_t)]
    format: Format,
    /// Chỉ nêu chỗ ở các tệp đã đổi so với bản git này · Only what is in files changed since this git commit
    #[arg(long, value_name = "BẢN GIT", conflicts_with = "files")]
    since: Option<String>,
    /// Soát đúng những gì sắp vào bản git tới (git add) · Look at what the next git commit is made of
    #[arg(long, conflicts_with_all = ["files", "since"])]
    staged: bool,
    /// Danh sách các chỗ đã biết, không nêu nữa: write để lập, none để bỏ qua, hoặc tên tệp · The list of known places: write it, none, or a file
    #[arg(long, value_name = "write|none|TỆP")]
    baseline: Option<String>,
    /// Đặt hook để git commit soát trước những gì sắp ghi · Let git commit check first what it is about to record
    #[arg(long)]
    install_hook: bool,
    /// In thời gian của từng quy tắc · Say how long each rule takes
    #[arg(long)]
    time: bool,
    #[command(flatten)]
    fixing: Fixing,
    #[command(flatten)]
    extent: Extent,
    #[command(flatten)]
    outside: Outside,
    #[command(flatten)]
    pub which: Which,
}

/// Who asks about so few files is told everything.
const FEW: usize = 20;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let format = if common.json { Format::Json } else { arguments.format };
    let common = &Common { json: format == Format::Json, ..common.clone() };
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    if arguments.which.is_many() && (matches!(format, Format::Sarif | Format::Gitlab) || !arguments.files.is_empty()) {
        let text = words(
            &portal.language,
            "tệp và dạng sarif, gitlab là của một cổng: dùng --portal TÊN với một tên, hoặc bỏ chúng.",
            "files, and the forms sarif and gitlab, are of one portal: use --portal NAME with one name, or leave them out.",
        );
        complain(text);
        return COULD_NOT_RUN;
    }
    if arguments.install_hook {
        return check_hook::install(common, &portal.language);
    }
    match check(arguments, &portal, (common, format)) {
        Ok(code) => code,
        Err(message) => {
            if common.json {
                say(&json!({ "error": message }).to_string());
            }
            complain(&message);
            COULD_NOT_RUN
        }
    }
}

/// `Err`: what to say where nothing could be checked.
fn check(arguments: &Arguments, portal: &Portal, (common, format): (&Common, Format)) -> Result<u8, String> {
    let language = &*portal.language;
    let list = List::named(arguments.baseline.as_deref());
    if matches!(list, List::Write) && (arguments.staged || arguments.since.is_some() || !arguments.files.is_empty()) {
        let text = words(
            language,
            "danh sách các chỗ đã biết là của cả cổng: chạy cong check --baseline write, không kèm tệp nào.",
            "the list of known places is of the whole portal: run cong check --baseline write, without files.",
        );
        return Err(text.to_owned());
    }
    let (range, files) = match (&arguments.since, arguments.staged) {
        (Some(commit), _) => (check_range::since(commit, portal, common)?, portal.files.clone()),
        (None, true) => check_range::staged(portal, common)?,
        (None, false) => (Range::default(), portal.files.clone()),
    };
    let only = (!arguments.files.is_empty()).then(|| asked(&arguments.files, &*files, common)).transpose();
    let only = only.map_err(|path| no_such_file(&path, portal))?;
    let wanted = check_fix::Asked { files: &files, is_staged: arguments.staged, only: only.as_deref(), at: portal.at };
    if let Some(code) = check_fix::run(arguments.fixing, &wanted, language, common)? {
        return Ok(code);
    }
    let costs = arguments.time.then(Costs::default);
    let question = Question { only: only.as_deref(), costs: costs.as_ref() };
    let Some(mut checked) = look(portal, common, (&files, arguments.staged), question) else {
        return Ok(COULD_NOT_RUN);
    };
    if let Some(site) = checked.site.as_ref().filter(|_| arguments.outside.is_wanted()) {
        let is_asked = |finding: &Finding| question.asks(&finding.file);
        let found = check_external::ask(site, arguments.outside, portal, common, is_asked);
        // Set to be an error it would still be the fault of somebody else, so it stays a note.
        checked.findings.extend(found.into_iter().filter(|found| checked.told.tells(found.message, &found.file)));
        diag::sort(&mut checked.findings);
    }
    if range.is_some() {
        checked.findings.extend(check_approval::findings(&checked, &range, &*files, common));
        diag::sort(&mut checked.findings);
    }
    if matches!(list, List::Write) {
        return Ok(check_known::write(&checked.findings, &*files, (common, language)));
    }
    let found = std::mem::take(&mut checked.findings);
    let (known, has_list) = list.compare(found, only.as_deref(), (&*files, language))?;
    checked.findings = known.new.into_iter().filter(|finding| range.holds(finding)).collect();
    let extent = Extent { all: arguments.extent.all || only.as_ref().is_some_and(|only| only.len() <= FEW) };
    note(Tally::of_findings(&checked.findings));
    let telling = Telling { files: &*files, language, common, extent };
    let list = has_list.then_some((known.known, known.outdated));
    let (is_ranged, is_whole) = (range.is_some(), only.is_none());
    let code = report(&Outcome { checked: &checked, format, list, is_ranged, is_whole }, telling);
    if let Some(costs) = &costs {
        check_report::show_costs(costs, &checked.times, language);
    }
    Ok(code)
}

/// `files`: of the portal, and whether they are those of the next commit. `None` after saying that there is no portal.
fn look(
    portal: &Portal,
    common: &Common,
    (files, is_staged): (&Arc<dyn Files>, bool),
    question: Question,
) -> Option<Checked> {
    let language = &*portal.language;
    let store = Store::to_read(&common.folder, files);
    let cache = store.load(language, common);
    let options = Options { at: portal.at, show_all: false, preview: true, foreign: false };
    let progress: Box<dyn Progress> =
        if common.is_unwatched() { Box::new(Silent) } else { Box::new(Bar::new(language)) };
    let input = pipeline::Input { files, options, cache: &cache, progress: &*progress };
    let checked = pipeline::check(&input, question);
    drop(progress);
    let checked = checked.map_err(|error| no_portal(&error, &common.folder, language)).ok()?;
    // What the next commit holds is no file that lies there.
    let is_kept = question.costs.is_none() && !is_staged;
    if let Some(kept) = checked.kept.as_ref().filter(|kept| is_kept && kept.is_new()) {
        let visitor = Visitor::new(common, portal, 0);
        store.leave(&visitor, language, &|store| kept.persist(store));
    }
    Some(checked)
}

fn no_such_file(path: &Path, portal: &Portal) -> String {
    let Portal { files, language, .. } = portal;
    let message = words(
        language,
        "không có tệp hoặc thư mục {path} trong content của cổng.",
        "there is no file or folder {path} in the portal's content.",
    );
    let near = meant(path, &**files).map(|near| {
        words(language, " Có phải ý bạn là: cong check {near}?", " Did you mean: cong check {near}?")
            .replace("{near}", &near)
    });
    message.replace("{path}", &path.display().to_string()) + &near.unwrap_or_default()
}
