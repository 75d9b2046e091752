//! `cong new KIND "Tiêu đề"`: makes a file in the right folder, with every field explained.

use std::path::{Path, PathBuf};

use super::{CLEAN, COULD_NOT_RUN, Common, complain, say, words};
use crate::diag::{did_you_mean, quoted};
use crate::files::{Disk, Files};
use crate::load::config::Config;
use crate::load::discover::CONTENT;
use crate::load::kinds::{Field, FieldType, Kind, Kinds};
use crate::pipeline::SITE;
use crate::text::slug::slug;
use crate::time::Moment;
use crate::write::place_new_file;

#[derive(clap::Args)]
pub struct Arguments {
    /// Loại nội dung, xem bằng: cong kinds · Kind of content; see: cong kinds
    kind: String,
    /// Tiêu đề · Title
    title: String,
    /// Chuyên mục, thư mục dưới content/ · Section, a folder below content/
    #[arg(long, value_name = "THƯ MỤC")]
    section: Option<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let files = Disk::new(&common.folder);
    let config =
        files.read(SITE).ok().and_then(|bytes| Config::parse(SITE, &String::from_utf8_lossy(&bytes), &mut Vec::new()));
    let language = common.language(config.as_ref().map(Config::default_language));
    let Some(config) = config else {
        complain(words(
            &language,
            "không đọc được site.toml ở thư mục này. Chạy cong build để xem lỗi, hoặc dùng -C THƯ_MỤC.",
            "site.toml in this folder cannot be read. Run cong build to see why, or use -C DIR.",
        ));
        return COULD_NOT_RUN;
    };
    let kinds = Kinds::load(&files, &mut Vec::new());
    let Some(kind) = kinds.schema(&arguments.kind).filter(|kind| !kind.name.starts_with('_')) else {
        let (vi, en) = did_you_mean(&arguments.kind, &kinds.names().collect::<Vec<_>>());
        complain(&format!(
            "{} “{}”. {}",
            words(&language, "không có loại nội dung", "there is no kind"),
            arguments.kind,
            words(&language, &vi, &en)
        ));
        return COULD_NOT_RUN;
    };
    let stem = slug(&arguments.title);
    if stem.is_empty() {
        complain(words(&language, "tiêu đề cần có chữ hoặc số", "the title needs letters or digits"));
        return COULD_NOT_RUN;
    }
    if let Some(section) = &arguments.section
        && files.read(&format!("{CONTENT}/{}/_index.md", section.trim_matches('/'))).is_err()
    {
        complain(&format!(
            "{} {CONTENT}/{section}/_index.md. {}",
            words(&language, "không có chuyên mục", "there is no section"),
            words(&language, "Các chuyên mục:", "Sections:")
        ));
        sections(&files).iter().for_each(|known| complain(&format!("  {known}")));
        return COULD_NOT_RUN;
    }
    let today = now(&config);
    let path = path(kind, &stem, arguments.section.as_deref(), &files, &today);
    let text = scaffold(kind, &arguments.title, &language, &today, path.section_has_kind);
    match place_new_file(&common.folder, &path.file, text.as_bytes()) {
        Ok(()) => {
            say(&format!("{} {}", words(&language, "Đã tạo", "Made"), path.file.display()));
            say(words(
                &language,
                "Mở tệp, điền các khóa bắt buộc, viết nội dung dưới dòng --- thứ hai, rồi chạy: cong build",
                "Open it, fill in the required keys, write below the second --- line, then run: cong build",
            ));
            CLEAN
        }
        Err(error) => {
            let message = if error.kind() == std::io::ErrorKind::AlreadyExists {
                words(&language, "tệp đã có, không ghi đè:", "the file exists and is not overwritten:").to_owned()
            } else {
                format!("{error}:")
            };
            complain(&format!("{message} {}", path.file.display()));
            COULD_NOT_RUN
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "`cli` is where the clock is read")]
fn now(config: &Config) -> Moment {
    Moment::from_timestamp(jiff::Timestamp::now(), &config.zone())
}

struct NewPath {
    file: PathBuf,
    /// The section's own kind is this one, so the file need not say it.
    section_has_kind: bool,
}

/// News go to year and month folders; kinds with files of their own become bundles.
fn path(kind: &Kind, stem: &str, section: Option<&str>, files: &dyn Files, today: &Moment) -> NewPath {
    let folder = section.map_or_else(|| find_section(kind, files), |section| section.trim_matches('/').to_owned());
    let has_files = kind.fields.iter().any(|field| {
        field.required && matches!(field.kind, FieldType::Image | FieldType::Data | FieldType::Group | FieldType::Media)
    });
    let base = Path::new(CONTENT).join(&folder);
    let file = match (kind.name.as_str(), has_files) {
        ("article", _) => {
            base.join(format!("{:04}", today.year())).join(format!("{:02}", today.month())).join(format!("{stem}.md"))
        }
        (_, true) => base.join(stem).join("index.md"),
        (_, false) => base.join(format!("{stem}.md")),
    };
    let section_has_kind = section_kind(&folder, files).is_some_and(|name| name == kind.name);
    NewPath { file, section_has_kind }
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

/// Required fields first, each with its help; the rest as comments, ready to be uncommented.
fn scaffold(kind: &Kind, title: &str, language: &str, today: &Moment, section_has_kind: bool) -> String {
    let quoted = serde_json::to_string(title).unwrap_or_else(|_| format!("\"{title}\""));
    let mut text = format!("---\ntitle: {quoted}\n");
    if !section_has_kind {
        text.push_str(&format!("kind: {}\n", kind.name));
    }
    for field in kind.fields.iter().filter(|field| field.required && field.name != "title") {
        text.push_str(&format!(
            "# {}: {}\n{}\n",
            field.label.get(language),
            field.help.get(language),
            line(field, today, language)
        ));
    }
    text.push_str(words(
        language,
        "\n# Không bắt buộc: bỏ dấu # ở đầu dòng để dùng.\n",
        "\n# Optional: remove the # to use one.\n",
    ));
    for field in kind.fields.iter().filter(|field| !field.required && field.name != "kind") {
        let example = line(field, today, language).replace('\n', "\n#");
        text.push_str(&format!("#{example}  # {}: {}\n", field.label.get(language), field.help.get(language)));
    }
    text.push_str(words(
        language,
        "# Viết nội dung dưới dòng --- tiếp theo; các mục bắt đầu bằng ##.
---
",
        "# Write the text below the next --- line; headings begin with ##.
---
",
    ));
    text
}

fn line(field: &Field, today: &Moment, language: &str) -> String {
    let name = &field.name;
    let value = match field.kind {
        // A date of state has no usual value: left empty, it is asked for.
        FieldType::Date => "\"\"".to_owned(),
        FieldType::Datetime if field.name != "date" => "\"\"".to_owned(),
        FieldType::Datetime => today.civil.strftime("%Y-%m-%d %H:%M").to_string(),
        FieldType::Year => today.year().to_string(),
        FieldType::Bool => "false".to_owned(),
        FieldType::Choice => {
            let options: Vec<String> = field
                .options
                .iter()
                .map(|option| format!("{} ({})", quoted(&option.id), option.label(language)))
                .collect();
            return format!("{name}: \"\"  # {}", options.join(", "));
        }
        FieldType::Group => {
            let inner: Vec<String> = field.fields.iter().map(|inner| format!("{}: \"\"", inner.name)).collect();
            return if field.many {
                format!("{name}:\n  - {}", inner.join("\n    "))
            } else {
                format!("{name}:\n  {}", inner.join("\n  "))
            };
        }
        FieldType::Markdown => return format!("{name}: |\n  "),
        _ if field.many => "[]".to_owned(),
        _ => "\"\"".to_owned(),
    };
    format!("{name}: {value}")
}
