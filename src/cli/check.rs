//! `cong check`: says what is wrong with the portal, or with a few files of it, and writes nothing but what it keeps for the next check.
//!
//! Everything is read, since what a link leads to and whose address a page takes lies in other files; but of files that the last
//! build has read only the changed ones are parsed, and only pages that it would make again are rendered.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::check_files::{asked, meant};
use super::check_report::report;
use super::findings::{Extent, Telling};
use super::locks::Visitor;
use super::portal::{Portal, no_portal, open_portal};
use super::progress::Bar;
use super::store::Store;
use super::{COULD_NOT_RUN, Common, complain, say, words};
use crate::lint;
use crate::pipeline::{self, KeptLint, Options, Progress, Question, Silent};

#[derive(clap::Args)]
pub struct Arguments {
    /// Tệp hoặc thư mục dưới content/, hoặc site.toml; không có thì soát cả cổng · Files or folders below content/, or site.toml; none for the whole portal
    #[arg(value_name = "TỆP")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    extent: Extent,
}

/// Who asks about so few files is told everything.
const FEW: usize = 20;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let Portal { files, language, at, .. } = &portal;
    let only = match (!arguments.files.is_empty()).then(|| asked(&arguments.files, &**files, common)).transpose() {
        Ok(only) => only,
        Err(path) => return no_such_file(&path, &portal, common),
    };
    let store = Store::to_read(&common.folder, files);
    let cache = store.load(language, common);
    let is_on = lint::is_on_by_default;
    let kept = KeptLint::open(cache.blob_store(), &is_on);
    let options = Options { at: *at, show_all: false, preview: true, foreign: false };
    let progress: Box<dyn Progress> =
        if common.quiet || common.json { Box::new(Silent) } else { Box::new(Bar::new(language)) };
    let input = pipeline::Input { files, options, cache: &cache, progress: &*progress };
    let checked = pipeline::check(&input, Question { only: only.as_deref(), is_on: &is_on }, kept);
    drop(progress);
    let checked = match checked {
        Ok(checked) => checked,
        Err(error) => return no_portal(&error, &common.folder, language),
    };
    if let Some(kept) = checked.kept.as_ref().filter(|kept| kept.is_new()) {
        let visitor = Visitor::new(common, &portal, 0);
        store.leave(&visitor, language, &|store| kept.persist(store));
    }
    let extent = Extent { all: arguments.extent.all || only.is_some_and(|only| only.len() <= FEW) };
    report(&checked, Telling { files: &**files, language, common, extent })
}

fn no_such_file(path: &Path, portal: &Portal, common: &Common) -> u8 {
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
    let message = message.replace("{path}", &path.display().to_string()) + &near.unwrap_or_default();
    if common.json {
        say(&json!({ "error": message }).to_string());
    }
    complain(&message);
    COULD_NOT_RUN
}
