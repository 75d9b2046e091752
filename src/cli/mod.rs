//! The command line: turns arguments into one command, and its outcome into words and an exit code.
//!
//! One file a command. This is the only place that prints and the only one that reads the clock.

mod answers;
mod answers_page;
mod audit;
mod audit_page;
mod audit_table;
mod audit_translations;
mod audit_view;
mod audit_workspace;
mod build;
mod check;
mod check_approval;
mod check_external;
mod check_files;
mod check_fix;
mod check_format;
mod check_github;
mod check_gitlab;
mod check_hook;
mod check_known;
mod check_range;
mod check_report;
mod check_sarif;
mod check_told;
mod diff;
mod findings;
mod git;
mod git_authors;
mod git_changes;
mod history;
mod history_parts;
mod history_walk;
mod init;
mod init_component;
mod kinds;
mod ledger;
mod locks;
mod making;
mod merge;
mod merge_report;
mod mistakes;
mod moving;
mod new;
mod output;
mod place;
mod portal;
mod print;
mod progress;
mod publish;
mod publish_after;
mod publish_apart;
mod publish_output;
mod publish_pages;
mod publish_report;
mod publish_show;
mod publish_words;
mod publisher;
mod releases;
mod report;
mod report_asked;
mod report_form;
mod report_made;
mod rollback;
mod rule;
mod scaffold;
mod serve;
mod store;
mod summary;
mod upkeep;
mod verify;
mod visits;
mod visits_show;
mod why;
mod workspace;
mod workspace_run;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::diag::phrases::machine;
use print::{complain, say};

/// Exit codes: clean, findings of level error, could not run or could not say what came of it.
const CLEAN: u8 = 0;
const FINDINGS: u8 = 1;
const COULD_NOT_RUN: u8 = 2;

const DEFAULT: &str = "mặc định · default:";

/// In both languages: which one is wanted is not known before the arguments are.
const HELP: &str = "{about}\n\nCách dùng · Usage: {usage}\n\n{all-args}";

#[derive(Parser)]
#[command(
    name = "cong",
    version,
    about = "Dựng cổng thông tin điện tử từ Markdown · Builds a government portal from Markdown",
    subcommand_help_heading = "Lệnh · Commands",
    subcommand_value_name = "LỆNH",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
    /// Phiên bản · Version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(clap::Args, Clone)]
struct Common {
    /// Thư mục của cổng, nơi có site.toml · The portal's folder, the one with site.toml
    #[arg(short = 'C', long = "dir", value_name = "THƯ MỤC", default_value = ".", global = true)]
    folder: PathBuf,
    /// Ngôn ngữ của thông báo: vi hoặc en (mặc định theo site.toml) · Language of messages
    #[arg(long, value_name = "vi|en", value_parser = ["vi", "en"], global = true)]
    lang: Option<String>,
    /// Chỉ in lỗi · Print errors only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// In kết quả dạng JSON · Print the outcome as JSON
    #[arg(long, global = true)]
    json: bool,
    /// Of a workspace, where the command is for several of its portals or one by name.
    #[arg(skip)]
    one_of: Option<workspace::OneOf>,
    /// Lời giúp này · This help
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Subcommand)]
enum Command {
    /// Dựng cả cổng vào thư mục public · Build the whole portal
    Build(build::Arguments),
    /// Soát cả cổng hoặc vài tệp, không dựng gì · Look for mistakes in the portal or a few files, building nothing
    Check(check::Arguments),
    /// Xem trước trong trình duyệt, tự tải lại khi tệp đổi · Preview in a browser while editing
    Serve(serve::Arguments),
    /// Đối soát cổng với nghĩa vụ công khai: đạt, thiếu, cũ · Hold the portal against what it owes
    Audit(audit::Arguments),
    /// Báo cáo hoạt động của cổng: năm, tháng, chỉ tiêu, hỏi đáp, cộng tác, bản dịch, chia sẻ · Reports on the portal
    Report(report_asked::Arguments),
    /// Dựng lại và so từng byte với thư mục kết quả · Render again and compare with the output
    Verify(verify::Arguments),
    /// Tạo tệp mẫu cho một bài mới · Make a file for a new item
    New(new::Arguments),
    /// Tạo một cổng mới · Make a new portal
    Init(init::Arguments),
    /// Xuất bản cổng lên nơi người dân đọc · Bring the portal to where citizens read it
    Publish(publish::Arguments),
    /// Xem các bản đã xuất bản · List what was published
    Releases(releases::Arguments),
    /// Quay về một bản đã xuất bản · Go back to an earlier release
    Rollback(rollback::Arguments),
    /// Sổ mọi địa chỉ đã đăng: xem, ghi thêm, nhập từ sitemap hoặc nhật ký · The ledger of published addresses
    Ledger(ledger::Arguments),
    /// Chuyển một bài hoặc chuyên mục, sửa liên kết, giữ địa chỉ cũ · Move an item or section and keep its addresses
    Move(moving::Arguments),
    /// Nhập một cổng khác vào cổng này sau khi sáp nhập, giữ mọi địa chỉ cũ · Take another portal into this one
    Merge(merge::Arguments),
    /// Đếm lượt xem từ nhật ký máy chủ, xem số đã đếm · Count visits from server logs, show what was counted
    Visits(visits::Arguments),
    /// Đưa câu trả lời của các cơ quan vào Hỏi - Đáp, dạng bản nháp · Take answers of agencies in, as drafts of questions
    Answers(answers::Arguments),
    /// Xem các loại nội dung và các khóa của chúng · Show the kinds of content and their fields
    Kinds(kinds::Arguments),
    /// Xem một lỗi được báo nghĩa là gì, vì sao, sửa thế nào · Explain a finding by its code
    Rule(rule::Arguments),
    /// Lời giúp về một lệnh · What a command does
    Help {
        #[arg(value_name = "LỆNH")]
        command: Option<String>,
    },
}

/// The commands, with the words that `clap` adds to their help in both languages.
fn cli() -> clap::Command {
    let say = |argument: clap::Arg| {
        let heading = if argument.is_positional() { "Tham số · Arguments" } else { "Tùy chọn · Options" };
        let usual: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let usual = if usual.is_empty() { String::new() } else { format!(" [{} {}]", DEFAULT, usual.join(" ")) };
        let help = argument.get_help().map(|help| format!("{help}{usual}")).unwrap_or_default();
        let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
        let argument = argument.help_heading(heading).help(help);
        if takes_value { argument.hide_default_value(true).hide_possible_values(true) } else { argument }
    };
    let cli = Arguments::command().help_template(HELP).mut_args(say);
    cli.mut_subcommands(|command| command.help_template(HELP).mut_args(say))
}

/// The help of a command, else of all.
fn help(command: Option<&str>) -> u8 {
    let mut cli = cli();
    cli.build();
    let own = command.and_then(|name| cli.find_subcommand_mut(name)).map(clap::Command::render_help);
    say(own.unwrap_or_else(|| cli.render_help()).to_string().trim_end());
    CLEAN
}

pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let parsed = cli().try_get_matches_from(&typed).and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { COULD_NOT_RUN } else { CLEAN };
            match mistakes::words_of(&error, &typed) {
                Some(message) => complain(&message),
                None => print::note(error.print()),
            }
            return ExitCode::from(if print::is_all_said() { code } else { COULD_NOT_RUN });
        }
    };
    let code = match &arguments.command {
        Command::Build(own) => of_portals(&own.which, &arguments.common, &|common| build::run(own, common)),
        Command::Check(own) => of_portals(&own.which, &arguments.common, &|common| check::run(own, common)),
        Command::Serve(own) => serve::run(own, &arguments.common),
        Command::Audit(own) if own.which.workspace => audit_workspace::run(own, &arguments.common),
        Command::Report(own) => report::run(own, &arguments.common),
        Command::Audit(own) => of_portals(&own.which, &arguments.common, &|common| audit::run(own, common)),
        Command::Verify(own) => of_portals(&own.which, &arguments.common, &|common| verify::run(own, common)),
        Command::New(own) => new::run(own, &arguments.common),
        Command::Init(own) => init::run(own, &arguments.common),
        Command::Publish(own) => match publish_apart::hold(own, &arguments.common) {
            Ok(()) => of_portals(&own.which, &arguments.common, &|common| publish::run(own, common)),
            Err(code) => code,
        },
        Command::Releases(own) => releases::run(own, &arguments.common),
        Command::Rollback(own) => rollback::run(own, &arguments.common),
        Command::Ledger(own) => ledger::run(own, &arguments.common),
        Command::Move(own) => moving::run(own, &arguments.common),
        Command::Merge(own) => merge::run(own, &arguments.common),
        Command::Visits(own) => visits::run(own, &arguments.common),
        Command::Answers(own) => answers::run(own, &arguments.common),
        Command::Kinds(own) => kinds::run(own, &arguments.common),
        Command::Rule(own) => rule::run(own, &arguments.common),
        Command::Help { command } => help(command.as_deref()),
    };
    ExitCode::from(if print::is_all_said() { code } else { COULD_NOT_RUN })
}

/// Runs a command on the portals that are asked for.
fn of_portals(which: &workspace::Which, common: &Common, command: &(dyn Fn(&Common) -> u8 + Sync)) -> u8 {
    workspace_run::run(which, common, command)
}

impl Common {
    /// Which portal of a workspace is meant; empty where none was asked for by name.
    fn portal_name(&self) -> String {
        self.one_of.as_ref().map_or_else(String::new, |one| one.name.clone())
    }

    /// Whether nobody looks at how far a command is.
    fn is_unwatched(&self) -> bool {
        self.quiet || self.json || self.one_of.is_some()
    }

    /// The language of messages: as asked, else the portal's default where it is known, else Vietnamese.
    fn language(&self, site: Option<&str>) -> String {
        let language = self.lang.as_deref().or(site).unwrap_or("vi");
        if language == "vi" { "vi".to_owned() } else { "en".to_owned() }
    }
}

/// Chooses the words of the language.
fn words<'a>(language: &str, vi: &'a str, en: &'a str) -> &'a str {
    if language == "vi" { vi } else { en }
}

/// Why the system did not do what was asked of it.
fn reason(error: &std::io::Error, language: &str) -> String {
    let (vi, en) = machine(error);
    words(language, &vi, &en).to_owned()
}
