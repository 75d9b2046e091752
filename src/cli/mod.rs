//! The command line: turns arguments into one command, and its outcome into words and an exit code.
//!
//! One file a command. This is the only place that prints and the only one that reads the clock.

mod build;
mod findings;
mod init;
mod kinds;
mod locks;
mod new;
mod output;
mod portal;
mod print;
mod progress;
mod serve;
mod store;
mod summary;
mod verify;
mod why;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use print::{complain, say};

/// Exit codes: clean, findings of level error, could not run or could not say what came of it.
const CLEAN: u8 = 0;
const FINDINGS: u8 = 1;
const COULD_NOT_RUN: u8 = 2;

#[derive(Parser)]
#[command(
    name = "cong",
    version,
    about = "Dựng cổng thông tin điện tử từ Markdown · Builds a government portal from Markdown"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
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
}

#[derive(Subcommand)]
enum Command {
    /// Dựng cả cổng vào thư mục public · Build the whole portal
    Build(build::Arguments),
    /// Xem trước trong trình duyệt, tự tải lại khi tệp đổi · Preview in a browser while editing
    Serve(serve::Arguments),
    /// Dựng lại và so từng byte với thư mục kết quả · Render again and compare with the output
    Verify(verify::Arguments),
    /// Tạo tệp mẫu cho một bài mới · Make a file for a new item
    New(new::Arguments),
    /// Tạo một cổng mới · Make a new portal
    Init(init::Arguments),
    /// Xem các loại nội dung và các khóa của chúng · Show the kinds of content and their fields
    Kinds(kinds::Arguments),
}

pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { COULD_NOT_RUN } else { CLEAN };
            print::note(error.print());
            return ExitCode::from(if print::is_all_said() { code } else { COULD_NOT_RUN });
        }
    };
    let code = match &arguments.command {
        Command::Build(own) => build::run(own, &arguments.common),
        Command::Serve(own) => serve::run(own, &arguments.common),
        Command::Verify(own) => verify::run(own, &arguments.common),
        Command::New(own) => new::run(own, &arguments.common),
        Command::Init(own) => init::run(own, &arguments.common),
        Command::Kinds(own) => kinds::run(own, &arguments.common),
    };
    ExitCode::from(if print::is_all_said() { code } else { COULD_NOT_RUN })
}

impl Common {
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
