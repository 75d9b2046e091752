//! `cong kinds [KIND]`: shows the kinds of content, or the fields of one.

use super::{CLEAN, COULD_NOT_RUN, Common, complain, say, words};
use crate::diag::did_you_mean;
use crate::files::Disk;
use crate::load::kinds::{FieldType, Kind, Kinds};

#[derive(clap::Args)]
pub struct Arguments {
    /// Tên loại, ví dụ article · Name of a kind, such as article
    kind: Option<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let language = common.language(None);
    let kinds = Kinds::load(&Disk::new(&common.folder), &mut Vec::new());
    let names: Vec<&str> = kinds.names().collect();
    let Some(name) = &arguments.kind else {
        for name in names {
            let label = kinds.schema(name).map_or("", |kind| kind.label.get(&language));
            say(&format!("{name:14} {label}"));
        }
        return CLEAN;
    };
    match kinds.schema(name).filter(|kind| !kind.name.starts_with('_')) {
        Some(kind) => {
            say(&describe(kind, &language));
            CLEAN
        }
        None => {
            let (vi, en) = did_you_mean(name, &names);
            complain(&format!(
                "{} “{name}”. {}",
                words(&language, "không có loại nội dung", "there is no kind"),
                words(&language, &vi, &en)
            ));
            COULD_NOT_RUN
        }
    }
}

fn describe(kind: &Kind, language: &str) -> String {
    let mut lines = vec![format!("{} ({})", kind.label.get(language), kind.name)];
    for field in &kind.fields {
        let star = if field.required { "*" } else { " " };
        let mut line = format!("{star} {:18} {}: {}", field.name, field.label.get(language), field.help.get(language));
        if field.kind == FieldType::Choice {
            let options: Vec<&str> = field.options.iter().map(|option| option.id.as_str()).collect();
            line.push_str(&format!(" [{}]", options.join(", ")));
        }
        if field.private {
            line.push_str(words(language, " (không đăng)", " (not published)"));
        }
        lines.push(line);
    }
    lines.push(words(language, "* bắt buộc", "* required").to_owned());
    lines.join("\n")
}
