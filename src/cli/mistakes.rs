//! Turns arguments that make no command into what is wrong with them and what to type, in the language of messages.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::portal::now;
use super::{words, workspace};
use crate::diag::{nearest, quoted};
use crate::load::config::Config;
use crate::pipeline;

/// What is wrong with the arguments; `None` where help or version was asked for, or nothing at all.
pub fn words_of(error: &clap::Error, typed: &[OsString]) -> Option<String> {
    let typed: Vec<String> = typed.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let asked = Asked::new(&typed);
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let (vi, en) = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::MissingSubcommand => return None,
        ErrorKind::InvalidSubcommand => asked.no_command(&get(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => asked.unknown(&argument),
        ErrorKind::MissingRequiredArgument => asked.missing(&argument),
        ErrorKind::InvalidValue if value.is_empty() => asked.no_value(&argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            asked.wrong_value(&argument, &value, &get(ContextKind::ValidValue))
        }
        ErrorKind::ArgumentConflict if !error.to_string().contains("multiple times") => {
            let other = get(ContextKind::PriorArg);
            (
                format!("{} không dùng cùng {}. Giữ một.", option(&argument), option(&other)),
                format!("{} does not go with {}. Keep one.", option(&argument), option(&other)),
            )
        }
        ErrorKind::ArgumentConflict => (
            format!("tùy chọn {} viết hai lần. Giữ một.", option(&argument)),
            format!("the option {} is given twice. Keep one.", option(&argument)),
        ),
        _ => {
            let said = error.render().to_string();
            let detail = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let (vi, en) = asked.see_help();
            (format!("tham số không dùng được (chi tiết kỹ thuật: {detail}). {vi}"), format!("{detail}. {en}"))
        }
    };
    Some(words(&asked.language, &vi, &en).to_owned())
}

/// What could be made out of the arguments.
struct Asked<'a> {
    language: String,
    command: Option<&'a str>,
    /// What stands after the command and is no option.
    rest: Vec<&'a str>,
    cli: Command,
}

/// Vietnamese and English.
type Both = (&'static str, &'static str);

/// Arguments as `clap` names them, what they are, and a command in which they stand.
const NEEDED: [(&str, Both, Both); 6] = [
    (
        "<LOẠI>",
        ("loại nội dung và tiêu đề", "the kind of content and the title"),
        ("cong new article \"Tiêu đề\". Các loại: cong kinds", "cong new article \"Title\". The kinds: cong kinds"),
    ),
    ("<TIÊU ĐỀ>...", ("tiêu đề", "the title"), ("cong new {kind} \"Tiêu đề\"", "cong new {kind} \"Title\"")),
    (
        "<BÁO CÁO>",
        ("tên báo cáo", "which report"),
        (
            "cong report year 2023. Các báo cáo: year, month, targets, qa, contributors, translations, shares",
            "cong report year 2023. Reports: year, month, targets, qa, contributors, translations, shares",
        ),
    ),
    (
        "<THƯ MỤC MỚI>",
        ("tên thư mục mới", "the name of the new folder"),
        ("cong init cong-moi", "cong init new-portal"),
    ),
    (
        "<TÊN>",
        (
            "tên nơi xuất bản, như trong [publish.TÊN] của site.toml",
            "the name of a target, as in [publish.NAME] of site.toml",
        ),
        ("cong {command} chinh-thuc", "cong {command} production"),
    ),
    (
        "<TỆP>...",
        ("tên tệp hoặc thư mục", "the name of a file or folder"),
        ("cong check content", "cong check content"),
    ),
];

/// What an option takes.
const VALUES: [(&str, Both); 18] = [
    ("--port", ("một số từ 0 đến 65535, ví dụ --port 8081", "a number from 0 to 65535, such as --port 8081")),
    ("--host", ("một địa chỉ IP, ví dụ --host 0.0.0.0", "an IP address, such as --host 0.0.0.0")),
    (
        "--allow-host",
        ("tên một máy, ví dụ --allow-host may-ban-tin.local", "the name of a machine, such as --allow-host desk.local"),
    ),
    ("--sample", ("một số từ 1 đến 100, ví dụ --sample 10", "a number from 1 to 100, such as --sample 10")),
    ("--wait", ("số giây, ví dụ --wait 60", "seconds, such as --wait 60")),
    ("--save", ("một tệp, ví dụ --save ke-hoach.json", "a file, such as --save plan.json")),
    ("--plan", ("tệp kế hoạch đã lưu, ví dụ --plan ke-hoach.json", "a saved plan, such as --plan plan.json")),
    ("--prefix", ("một tên, ví dụ --prefix pr-12", "a name, such as --prefix pr-12")),
    ("--from", ("một ngày, ví dụ --from 2023-01-01", "a day, such as --from 2023-01-01")),
    ("--to", ("một ngày, ví dụ --to 2023-12-28", "a day, such as --to 2023-12-28")),
    ("--out", ("một tệp, ví dụ --out bao-cao.docx", "a file, such as --out report.docx")),
    ("--explain", ("tên một số liệu, ví dụ --explain items", "the name of a figure, such as --explain items")),
    ("--lang", ("vi hoặc en", "vi or en")),
    ("--at", ("một thời điểm, ví dụ --at \"2024-01-15 08:00\"", "a moment, such as --at \"2024-01-15 08:00\"")),
    ("--output", ("một thư mục, ví dụ --output public", "a folder, such as --output public")),
    ("--dir", ("thư mục của cổng, ví dụ -C cong-moi", "the portal's folder, such as -C portal")),
    (
        "--section",
        ("một thư mục dưới content, ví dụ --section tin-tuc", "a folder below content, such as --section news"),
    ),
    ("--name", ("tên tệp, ví dụ --name bai-moi", "the name of the file, such as --name new-item")),
];

impl<'a> Asked<'a> {
    fn new(typed: &'a [String]) -> Self {
        let cli = super::cli();
        let names: Vec<&str> = cli.get_subcommands().map(Command::get_name).collect();
        let at = typed.iter().position(|word| names.contains(&word.as_str()));
        let command = at.map(|at| typed[at].as_str());
        let after = at.map_or(&[][..], |at| &typed[at + 1..]);
        let rest = after.iter().map(String::as_str).take_while(|word| !word.starts_with('-')).collect();
        Asked { language: language(typed), command, rest, cli }
    }

    fn no_command(&self, name: &str) -> (String, String) {
        let names: Vec<&str> = self.cli.get_subcommands().map(Command::get_name).collect();
        let (vi, en) = match nearest(name, names.iter().copied()) {
            Some(near) => (format!("Có phải ý bạn là: cong {near}?"), format!("Did you mean: cong {near}?")),
            None => {
                let all = names.join(", ");
                (format!("Các lệnh: {all}"), format!("Commands: {all}"))
            }
        };
        (format!("không có lệnh “{name}”. {vi}"), format!("there is no command “{name}”. {en}"))
    }

    /// An option that there is not, or a word that has no place.
    fn unknown(&self, argument: &str) -> (String, String) {
        let (see_vi, see_en) = self.see_help();
        if !argument.starts_with('-') {
            return (
                format!("thừa “{argument}”. Tên có dấu cách thì đặt trong ngoặc kép: \"…\". {see_vi}"),
                format!(
                    "“{argument}” has no place here. A name with spaces stands in quotation marks: \"…\". {see_en}"
                ),
            );
        }
        let own = self.command.and_then(|name| self.cli.find_subcommand(name)).into_iter();
        let all = own.chain([&self.cli]).flat_map(Command::get_arguments);
        let known: Vec<String> = all.filter_map(|known| known.get_long().map(|long| format!("--{long}"))).collect();
        let typed = argument.split('=').next().unwrap_or(argument);
        let (vi, en) = match nearest(typed, known.iter().map(String::as_str)) {
            Some(near) => (format!("Có phải ý bạn là {near}?"), format!("Did you mean {near}?")),
            None => (see_vi, see_en),
        };
        let of = self.command.map_or_else(|| "cong".to_owned(), |command| format!("cong {command}"));
        (format!("lệnh {of} không có tùy chọn {typed}. {vi}"), format!("{of} has no option {typed}. {en}"))
    }

    fn missing(&self, arguments: &str) -> (String, String) {
        let kind = self.rest.first().copied().unwrap_or("article");
        let first = arguments.split(", ").next().unwrap_or_default();
        let filled =
            |sample: &str| sample.replace("{kind}", kind).replace("{command}", self.command.unwrap_or("publish"));
        match NEEDED.iter().find(|(name, _, _)| *name == first) {
            Some((_, what, sample)) => (
                format!("thiếu {}. Viết: {}", what.0, filled(sample.0)),
                format!("{} is missing. Write: {}", what.1, filled(sample.1)),
            ),
            None => {
                let (vi, en) = self.see_help();
                (format!("thiếu {arguments}. {vi}"), format!("{arguments} is missing. {en}"))
            }
        }
    }

    fn no_value(&self, argument: &str) -> (String, String) {
        let (name, (vi, en)) = (option(argument), takes(argument));
        (format!("sau {name} phải có {vi}"), format!("after {name} there must be {en}"))
    }

    fn wrong_value(&self, argument: &str, value: &str, valid: &str) -> (String, String) {
        let (name, (mut vi, mut en)) = (option(argument), takes(argument));
        if !valid.is_empty() {
            (vi, en) = (valid.replace(", ", " hoặc "), valid.replace(", ", " or "));
        }
        let value = quoted(value);
        (format!("{name} không nhận {value}. Cần {vi}"), format!("{name} does not take {value}. It wants {en}"))
    }

    fn see_help(&self) -> (String, String) {
        let of = self.command.map_or_else(String::new, |command| format!(" {command}"));
        (format!("Xem: cong{of} --help"), format!("See: cong{of} --help"))
    }
}

/// `--wait <GIÂY>` → `--wait`, `--why[=<ĐỊA CHỈ>]` → `--why`; what has no name but its place stays.
fn option(argument: &str) -> &str {
    if argument.starts_with(['<', '[']) {
        return argument;
    }
    argument.split([' ', '=']).next().unwrap_or(argument).trim_end_matches('[')
}

fn takes(argument: &str) -> (String, String) {
    let found = VALUES.iter().find(|(name, _)| *name == option(argument));
    let (vi, en) = found.map_or(("một giá trị", "a value"), |(_, words)| *words);
    (vi.to_owned(), en.to_owned())
}

/// As the command would have chosen it: what is asked for, else the portal's own, else Vietnamese.
fn language(typed: &[String]) -> String {
    let value_of = |names: [&str; 2]| {
        let found = typed.iter().enumerate().find_map(|(at, word)| {
            if names.contains(&word.as_str()) {
                return typed.get(at + 1).cloned();
            }
            names.iter().find_map(|name| word.strip_prefix(&format!("{name}=")).map(str::to_owned))
        });
        found.filter(|value| !value.is_empty())
    };
    if let Some(asked) = value_of(["--lang", "--lang"]).filter(|asked| matches!(asked.as_str(), "vi" | "en")) {
        return asked;
    }
    let folder = value_of(["-C", "--dir"]).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let config = pipeline::config(&*workspace::files_of(&folder, now()), &mut Vec::new()).ok().flatten();
    let own = config.as_ref().map_or("vi", Config::default_language);
    if own == "vi" { "vi".to_owned() } else { "en".to_owned() }
}
