//! `cong kinds [KIND]`: shows the kinds of content, or the fields of one; with `--json` all of them for programs; with `--home`
//! the blocks that a home page has by itself.

use serde_json::{Value, json};

use super::portal::now;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, say, words, workspace};
use crate::diag::{did_you_mean, quoted};
use crate::load::config::Config;
use crate::load::discover::CONTENT;
use crate::load::home;
use crate::load::kinds::{Field, FieldType, Kind, Kinds};
use crate::pipeline;

#[derive(clap::Args)]
pub struct Arguments {
    /// Tên loại, ví dụ article · Name of a kind, such as article
    #[arg(value_name = "LOẠI")]
    kind: Option<String>,
    /// In các khối có sẵn của trang chủ, để chép vào site.toml · Print the usual blocks of the home page, for site.toml
    #[arg(long, conflicts_with = "kind")]
    home: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let files = &*workspace::files_of(&common.folder, now());
    let config = pipeline::config(files, &mut Vec::new()).ok().flatten();
    let language = common.language(config.as_ref().map(Config::default_language));
    let kinds = Kinds::load(files, &mut Vec::new());
    if arguments.home {
        let has_menu = |name: &str| config.as_ref().is_some_and(|config| config.menus.contains_key(name));
        let has_section = |folder: &str| files.read(&format!("{CONTENT}/{folder}/_index.md")).is_ok();
        say(home::default_tables(has_menu, has_section).trim_end());
        return CLEAN;
    }
    let names: Vec<&str> = kinds.names().collect();
    let Some(name) = &arguments.kind else {
        if common.json {
            let all = kinds.all().iter().filter(|kind| !kind.name.starts_with('_'));
            say(&Value::from_iter(all.map(|kind| to_json(kind, &language))).to_string());
            return CLEAN;
        }
        for name in names {
            let label = kinds.schema(name).map_or("", |kind| kind.label.get(&language));
            say(&format!("{name:14} {label}"));
        }
        return CLEAN;
    };
    match kinds.schema(name).filter(|kind| !kind.name.starts_with('_')) {
        Some(kind) => {
            say(&if common.json { to_json(kind, &language).to_string() } else { describe(kind, &language) });
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

fn to_json(kind: &Kind, language: &str) -> Value {
    json!({
        "name": kind.name,
        "label": kind.label.get(language),
        "folder": kind.folder,
        "listed": kind.listed,
        "fields": fields_to_json(&kind.fields, language),
    })
}

fn fields_to_json(fields: &[Field], language: &str) -> Vec<Value> {
    let row = |field: &Field| {
        json!({
            "name": field.name,
            "type": field.kind,
            "label": field.label.get(language),
            "help": field.help.get(language),
            "required": field.required,
            "many": field.many,
            "role": field.role.is_some(),
            "options": field.options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>(),
            "fields": fields_to_json(&field.fields, language),
        })
    };
    fields.iter().map(row).collect()
}

fn describe(kind: &Kind, language: &str) -> String {
    let mut lines = vec![format!("{} ({})", kind.label.get(language), kind.name)];
    for field in &kind.fields {
        let star = if field.required { "*" } else { " " };
        let mut line = format!("{star} {:18} {}: {}", field.name, field.label.get(language), field.help.get(language));
        if field.kind == FieldType::Choice {
            let options: Vec<String> = field.options.iter().map(|option| quoted(&option.id)).collect();
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
