//! What a portal had when it began to be checked: reads and writes the list of it, `cong-baseline.txt` beside `site.toml`.

use std::io::{ErrorKind, Write};
use std::path::Path;

use super::{COULD_NOT_RUN, Common, complain, reason, say, words};
use crate::diag::{self, Finding};
use crate::files::Files;
use crate::path::SourcePath;
use crate::pipeline::{self, Baseline, Known};
use crate::write::save_file;

/// The list that is read where none is named.
pub const LIST: &str = "cong-baseline.txt";

/// Which list was asked for.
pub enum List {
    /// What is there now becomes the list.
    Write,
    /// The usual one, where there is one.
    Usual,
    None,
    Named(String),
}

impl List {
    pub fn named(argument: Option<&str>) -> List {
        match argument {
            None => List::Usual,
            Some("write") => List::Write,
            Some("none") => List::None,
            Some(name) => List::Named(name.to_owned()),
        }
    }

    /// `Err`: what to say where a list that was named cannot be read.
    fn read(&self, files: &dyn Files, language: &str, found: &mut Vec<Finding>) -> Result<Option<Baseline>, String> {
        let name = match self {
            List::Write | List::None => return Ok(None),
            List::Usual => LIST,
            List::Named(name) => name,
        };
        match files.read(name) {
            Ok(bytes) => Ok(Some(Baseline::read(name, &bytes, found))),
            Err(error) if error.kind() == ErrorKind::NotFound && matches!(self, List::Usual) => Ok(None),
            Err(error) => Err(format!(
                "{} {name}: {}",
                words(language, "không đọc được danh sách các chỗ đã biết", "the list of known places cannot be read:"),
                reason(&error, language)
            )),
        }
    }

    /// What of the findings is new. `only`: files asked about.
    pub fn compare(
        &self,
        mut findings: Vec<Finding>,
        only: Option<&[SourcePath]>,
        (files, language): (&dyn Files, &str),
    ) -> Result<(Known, bool), String> {
        let mut about_list = Vec::new();
        let Some(list) = self.read(files, language, &mut about_list)? else {
            return Ok((Known { new: findings, ..Known::default() }, false));
        };
        let named = list.files();
        // Lines are read of those alone of which something is known, and of those that something may have moved to.
        let is_there = |file: &str| files.open(file).is_ok();
        let has_moved = named.iter().any(|file| !is_there(file));
        let (mut maybe, new): (Vec<Finding>, Vec<Finding>) =
            findings.drain(..).partition(|finding| has_moved || named.contains(&*finding.file));
        pipeline::add_excerpts(&mut maybe, files);
        let is_asked = |file: &str| only.is_none_or(|only| only.iter().any(|known| known.as_str() == file));
        let mut known = list.compare(maybe, &is_there, &is_asked);
        known.new.extend(new);
        known.new.append(&mut about_list);
        diag::sort(&mut known.new);
        Ok((known, true))
    }
}

/// Makes what is there now the list.
pub fn write(findings: &[Finding], files: &dyn Files, (common, language): (&Common, &str)) -> u8 {
    let mut findings = findings.to_vec();
    pipeline::add_excerpts(&mut findings, files);
    let text = Baseline::text(&findings);
    match save_file(&common.folder, LIST, |to: &mut dyn Write| to.write_all(text.as_bytes())) {
        Ok(()) => {
            let text = words(
                language,
                "Đã ghi {count} chỗ vào {file}. Đưa tệp này vào git; từ nay cong check chỉ nêu chỗ mới.",
                "Wrote {count} places to {file}. Commit it; from now on cong check tells only what is new.",
            );
            let file = Path::new(&common.folder).join(LIST);
            say(&text.replace("{count}", &findings.len().to_string()).replace("{file}", &file.display().to_string()));
            super::CLEAN
        }
        Err(error) => {
            complain(&format!("{LIST}: {}", reason(&error, language)));
            COULD_NOT_RUN
        }
    }
}
