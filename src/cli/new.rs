//! `cong new KIND "Tiêu đề"`: makes a file in the right folder, with every field explained, and the section around it where there
//! is none.

use std::path::Path;

use super::findings::{Extent, Telling};
use super::portal::no_portal;
use super::scaffold::{Scaffold, yaml};
use super::{CLEAN, COULD_NOT_RUN, Common, complain, findings, reason, say, words, workspace};
use crate::diag::did_you_mean;
use crate::files::Files;
use crate::load::config::Config;
use crate::load::discover::{CONTENT, is_date_folder};
use crate::load::kinds::{FieldType, Kind, Kinds};
use crate::load::names;
use crate::load::page::LONGEST_TITLE;
use crate::load::workflow::Workflow;
use crate::pipeline;
use crate::text::slug::slug;
use crate::time::Moment;
use crate::write::place_new_file;

#[derive(clap::Args)]
pub struct Arguments {
    /// Loại nội dung, xem bằng: cong kinds · Kind of content; see: cong kinds
    #[arg(value_name = "LOẠI")]
    kind: String,
    /// Tiêu đề · Title
    #[arg(value_name = "TIÊU ĐỀ", required = true)]
    title: Vec<String>,
    /// Chuyên mục, thư mục dưới content/ · Section, a folder below content/
    #[arg(long, value_name = "THƯ MỤC")]
    section: Option<String>,
    /// Tên tệp, khi không lấy theo tiêu đề · Name of the file, if it is not to be made of the title
    #[arg(long, value_name = "TÊN")]
    name: Option<String>,
}

/// Bytes of a name made of a title: with its ending it stays below what file systems and addresses bear.
const LONGEST_NAME: usize = 200;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let files = &*workspace::files_of(&common.folder, super::portal::now());
    let mut mistakes = Vec::new();
    let config = match pipeline::config(files, &mut mistakes) {
        Ok(Some(config)) => config,
        Ok(None) => {
            let (language, extent) = (common.language(None), Extent { all: true });
            findings::show(&mistakes, Telling { files, language: &language, common, extent });
            return COULD_NOT_RUN;
        }
        Err(error) => return no_portal(&error, &common.folder, &common.language(None)),
    };
    let language = common.language(Some(config.default_language()));
    let kinds = Kinds::load(files, &mut Vec::new());
    let today = now(&config);
    // Who asks for another language of the portal writes in it.
    let own = common.lang.as_ref().and_then(|asked| config.languages.iter().skip(1).find(|known| *known == asked));
    let suffix = own.map_or_else(String::new, |own| format!(".{own}"));
    let new =
        New { arguments, files, kinds: &kinds, language: &language, suffix, today: &today, workflow: &config.workflow };
    match new.plan().and_then(|planned| planned.into_iter().map(|file| place(common, file, &language)).collect()) {
        Ok::<Vec<String>, String>(made) => {
            made.iter().for_each(|line| say(line));
            say(words(
                &language,
                "Mở tệp, điền các khóa bắt buộc, viết nội dung dưới dòng --- thứ hai, rồi xem còn thiếu gì: cong check TỆP",
                "Open it, fill in the required keys, write below the second --- line, then see what it lacks: cong check FILE",
            ));
            CLEAN
        }
        Err(message) => {
            complain(&message);
            COULD_NOT_RUN
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "`cli` is where the clock is read")]
fn now(config: &Config) -> Moment {
    Moment::from_timestamp(jiff::Timestamp::now(), &config.zone())
}

/// A file to be made, and what to say of it.
struct Planned {
    file: String,
    text: String,
    note: &'static str,
}

fn place(common: &Common, planned: Planned, language: &str) -> Result<String, String> {
    let Planned { file, text, note } = planned;
    match place_new_file(&common.folder, Path::new(&file), text.as_bytes()) {
        Ok(()) => Ok(format!("{} {file}{note}", words(language, "Đã tạo", "Made"))),
        Err(error) => {
            let what = words(language, "không tạo được", "cannot make");
            Err(format!("{what} {file}: {}", reason(&error, language)))
        }
    }
}

/// What `cong new` was asked for.
struct New<'a> {
    arguments: &'a Arguments,
    files: &'a dyn Files,
    kinds: &'a Kinds,
    language: &'a str,
    /// `.en` for an item in a language that is not the portal's first.
    suffix: String,
    today: &'a Moment,
    workflow: &'a Workflow,
}

impl New<'_> {
    /// The item, then the sections that it needs; or why it cannot be made.
    fn plan(&self) -> Result<Vec<Planned>, String> {
        let kind = self.kind()?;
        let title = self.title()?;
        let folder = match &self.arguments.section {
            Some(section) => self.section(section)?,
            None => find_section(kind, self.files),
        };
        let stem = self.stem(&title, &folder)?;
        let section_has_kind = match section_kind(&folder, self.files) {
            Some(name) => name == kind.name,
            // The section is made with this kind.
            None => self.arguments.section.is_none() && folder == kind.folder,
        };
        let (language, today) = (self.language, self.today);
        let file = self.file(kind, &folder, &stem);
        let is_asked = self.workflow.asks(&file, &kind.name, None);
        let text = Scaffold { kind, title: &title, language, today, section_has_kind, is_asked }.text();
        let item = Planned { file, text, note: "" };
        Ok(std::iter::once(item).chain(self.sections_to_make(kind, &folder)).collect())
    }

    fn words(&self, vi: &str, en: &str) -> String {
        words(self.language, vi, en).to_owned()
    }

    fn kind(&self) -> Result<&Kind, String> {
        let name = &self.arguments.kind;
        self.kinds.schema(name).filter(|kind| !kind.name.starts_with('_')).ok_or_else(|| {
            let (vi, en) = did_you_mean(name, &self.kinds.names().collect::<Vec<_>>());
            self.words(&format!("không có loại nội dung “{name}”. {vi}"), &format!("there is no kind “{name}”. {en}"))
        })
    }

    fn title(&self) -> Result<String, String> {
        let title = self.arguments.title.join(" ");
        let length = title.chars().count();
        if title.trim().is_empty() {
            return Err(self.words(
                "tiêu đề còn trống. Viết: cong new article \"Tiêu đề\"",
                "the title is empty. Write: cong new article \"Title\"",
            ));
        }
        if length > LONGEST_TITLE {
            return Err(self.words(
                &format!("tiêu đề dài {length} ký tự, giới hạn là {LONGEST_TITLE}. Viết trong một câu."),
                &format!("the title has {length} characters, the limit is {LONGEST_TITLE}. Say it in one sentence."),
            ));
        }
        Ok(title)
    }

    /// A section that was asked for, as a folder below `content/`.
    fn section(&self, asked: &str) -> Result<String, String> {
        let folder = asked.trim_matches('/');
        let folder = folder.strip_prefix("content/").unwrap_or(folder);
        let exists = self.files.read(&format!("{CONTENT}/{folder}/_index.md")).is_ok();
        if exists && !folder.split('/').any(|part| part == "..") {
            return Ok(folder.to_owned());
        }
        let known = sections(self.files).join("\n  ");
        Err(self.words(
            &format!("không có chuyên mục {CONTENT}/{folder}/_index.md. Các chuyên mục:\n  {known}"),
            &format!("there is no section {CONTENT}/{folder}/_index.md. Sections:\n  {known}"),
        ))
    }

    /// What the file is called: as asked, else by the title.
    fn stem(&self, title: &str, folder: &str) -> Result<String, String> {
        let asked = self.arguments.name.as_deref();
        let own = slug(asked.map_or(title, |name| names::page_stem(name).unwrap_or(name)));
        if let Some(name) = self.arguments.name.as_ref().filter(|name| **name != own || own == "index") {
            let sample = if own.is_empty() || own == "index" { "bai-moi" } else { &own };
            return Err(self.words(
                &format!("--name không nhận \"{name}\". Chữ thường không dấu, số và gạch nối: --name {sample}"),
                &format!("--name does not take \"{name}\". Lower-case letters, digits and hyphens: --name {sample}"),
            ));
        }
        let stem = shortened(&own);
        if stem.is_empty() || stem == "index" {
            return Err(self.words(
                "không lấy tên tệp theo tiêu đề này được. Thêm tên tệp: --name bai-moi",
                "no file name can be made of this title. Add one: --name new-item",
            ));
        }
        let taken = self.names_in(folder);
        match taken.iter().find(|(name, _)| name == stem) {
            None => Ok(stem.to_owned()),
            Some((_, file)) => {
                let is_free = |name: &String| taken.iter().all(|(taken, _)| taken != name);
                let free = (2..).map(|number| format!("{stem}-{number}")).find(is_free).unwrap_or_default();
                Err(self.words(
                    &format!("đã có {file}, tệp này không bị ghi đè. Sửa tệp đó, hoặc đặt tên khác: --name {free}"),
                    &format!(
                        "there is {file}, which is not overwritten. Edit that file, or choose a name: --name {free}"
                    ),
                ))
            }
        }
    }

    /// The names that items of the section have in their addresses, with their files, in the language of the new one.
    fn names_in(&self, folder: &str) -> Vec<(String, String)> {
        let base = if folder.is_empty() { CONTENT.to_owned() } else { format!("{CONTENT}/{folder}") };
        let entries = self.files.list(&base).unwrap_or_default();
        let name = |path: &str| {
            let below = path.strip_prefix(&base)?.trim_start_matches('/').strip_suffix(".md")?;
            let below = match self.suffix.as_str() {
                "" => Some(below).filter(|below| !below.rsplit('/').next().is_some_and(|name| name.contains('.')))?,
                suffix => below.strip_suffix(suffix)?,
            };
            let mut parts = below.split('/').skip_while(|part| is_date_folder(part));
            match (parts.next()?, parts.next(), parts.next()) {
                (name, None, _) | (name, Some("index" | "_index"), None) => Some(slug(name)),
                _ => None,
            }
        };
        entries.iter().filter_map(|entry| Some((name(entry.path.as_str())?, entry.path.to_string()))).collect()
    }

    /// What there is much of goes to year and month folders; kinds with files of their own become bundles.
    fn file(&self, kind: &Kind, folder: &str, stem: &str) -> String {
        let base = if folder.is_empty() { CONTENT.to_owned() } else { format!("{CONTENT}/{folder}") };
        let own_files =
            [FieldType::Image, FieldType::Data, FieldType::Lookup, FieldType::Group, FieldType::Media, FieldType::File];
        let has_files = kind.fields.iter().any(|field| field.required && own_files.contains(&field.kind));
        let (year, month, suffix) = (self.today.year(), self.today.month(), &self.suffix);
        match (kind.month_folders, has_files) {
            (true, _) => format!("{base}/{year:04}/{month:02}/{stem}{suffix}.md"),
            (_, true) => format!("{base}/{stem}/index{suffix}.md"),
            (_, false) => format!("{base}/{stem}{suffix}.md"),
        }
    }

    /// An `_index.md` for each folder on the way that has none, in the first language and in that of the item.
    fn sections_to_make(&self, kind: &Kind, folder: &str) -> Vec<Planned> {
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let folders = (1..=parts.len()).map(|count| parts[..count].join("/"));
        let suffixes: Vec<&str> = if self.suffix.is_empty() { vec![""] } else { vec!["", &self.suffix] };
        let missing = folders.flat_map(|folder| suffixes.iter().map(move |suffix| (folder.clone(), *suffix)));
        let missing = missing.map(|(folder, suffix)| (format!("{CONTENT}/{folder}/_index{suffix}.md"), folder, suffix));
        let missing = missing.filter(|(file, _, _)| self.files.read(file).is_err());
        let note = words(
            self.language,
            ": chuyên mục mới. Sửa tiêu đề nếu cần, thêm vào [menus] của site.toml để hiện trên menu.",
            ": a new section. Change its title if need be; add it to [menus] in site.toml to show it in a menu.",
        );
        missing
            .map(|(file, of, suffix)| {
                let of_folder = || self.kinds.names().filter_map(|name| self.kinds.schema(name));
                let own = if of == folder { Some(kind) } else { of_folder().find(|kind| kind.folder == of) };
                let language = if suffix.is_empty() { "vi" } else { &suffix[1..] };
                let title = own.map_or(of.as_str(), |kind| kind.plural.get(language));
                let name = own.map_or("page", |kind| kind.name.as_str());
                Planned { file, text: format!("---\ntitle: {}\nkind: {name}\n---\n", yaml(title)), note }
            })
            .collect()
    }
}

/// Cut at a word, where there is one.
fn shortened(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let end = (0..=LONGEST_NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    let cut = name[..=end].rfind('-').filter(|cut| *cut > 0).unwrap_or(end);
    &name[..cut]
}

/// The kind's usual folder, else the first section whose items are of the kind.
fn find_section(kind: &Kind, files: &dyn Files) -> String {
    let exists = |folder: &str| files.read(&format!("{CONTENT}/{folder}/_index.md")).is_ok();
    if exists(&kind.folder) {
        return kind.folder.clone();
    }
    let mut of_kind =
        sections(files).into_iter().filter(|folder| section_kind(folder, files).is_some_and(|name| name == kind.name));
    of_kind.next().unwrap_or_else(|| kind.folder.clone())
}

/// Folders below `content/` that have an `_index.md`.
fn sections(files: &dyn Files) -> Vec<String> {
    let entries = files.list(CONTENT).unwrap_or_default();
    let indexes = entries.iter().filter(|entry| entry.path.file_name() == "_index.md");
    indexes
        .map(|entry| entry.path.folder().trim_start_matches(CONTENT).trim_matches('/').to_owned())
        .filter(|folder| !folder.is_empty())
        .collect()
}

fn section_kind(folder: &str, files: &dyn Files) -> Option<String> {
    let bytes = files.read(&format!("{CONTENT}/{folder}/_index.md")).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.lines()
        .find_map(|line| line.strip_prefix("kind:"))
        .map(|kind| kind.trim().trim_matches(['"', '\'']).to_owned())
}
