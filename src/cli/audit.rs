//! `cong audit`: holds the public portal against what it owes, and prints what is met, old or missing; writes nothing but the page that
//! is asked for.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::audit_table::{Table, table};
use super::audit_view::{View, about, to_json};
use super::findings::{self, Extent, Telling};
use super::portal::{Portal, no_portal, open_portal};
use super::store::Store;
use super::workspace::{Which, output_of};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, audit_page, audit_translations, complain, say, words};
use crate::audit::profiles::Profiles;
use crate::audit::report::Report;
use crate::audit::{self, Audited, Unknown, Wanted};
use crate::diag::{self, Finding, Severity, did_you_mean};
use crate::pipeline::{self, Options, Silent};
use crate::render::Renderer;

#[derive(clap::Args)]
pub struct Arguments {
    /// Hồ sơ nghĩa vụ, ví dụ nd42-2022, papi; nhiều lần được (mặc định: quy định đang có hiệu lực) · Profiles of obligations
    #[arg(long = "profile", value_name = "HỒ SƠ")]
    profiles: Vec<String>,
    /// Chỉ những mục phục vụ một chỉ số, ví dụ papi · Only what serves an index
    #[arg(long, value_name = "CHỈ SỐ", conflicts_with = "profiles")]
    index: Option<String>,
    /// Thời điểm đối soát · The moment of the audit
    #[arg(long, value_name = "THỜI ĐIỂM")]
    pub at: Option<String>,
    /// Ghi báo cáo thành một trang để in, lưu · Write the report as a page to print
    #[arg(long, value_name = "TỆP")]
    pub page: Option<PathBuf>,
    /// Thư mục kết quả, để ghi mã gốc của bản dựng vào trang · Output folder whose root hash the page shows
    #[arg(short, long, value_name = "THƯ MỤC", default_value = "public")]
    output: PathBuf,
    /// In từng bản dịch, và bản gốc có đổi không · List translations, and whether their originals have changed
    #[arg(long)]
    translations: bool,
    /// Ghi vào bản dịch rằng nó khớp bản gốc lúc này · Note in a translation that it is as its original is now
    #[arg(long, value_name = "TỆP")]
    accept_translation: Vec<PathBuf>,
    #[command(flatten)]
    extent: Extent,
    #[command(flatten)]
    pub which: Which,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, arguments.at.as_deref()) else { return COULD_NOT_RUN };
    let Portal { files, language, at, .. } = &portal;
    let cache = Store::to_read(&common.folder, files).load(language, common);
    let options = Options { at: *at, show_all: false, preview: true, foreign: false };
    let prepared = match pipeline::prepare(&pipeline::Input { files, options, cache: &cache, progress: &Silent }) {
        Ok(prepared) => prepared,
        Err(error) => return no_portal(&error, &common.folder, language),
    };
    let Some(renderer) = prepared.renderer else {
        let text = words(
            language,
            "Cổng có lỗi, chưa dựng được nên chưa đối soát được. Chạy cong build để xem.",
            "The portal has errors and cannot be built, so it cannot be audited. Run cong build to see them.",
        );
        return fail(text, common, FINDINGS);
    };
    if !arguments.accept_translation.is_empty() {
        return audit_translations::accept(&renderer, &arguments.accept_translation, &portal, common);
    }
    if arguments.translations {
        return audit_translations::list(&renderer, &portal, common);
    }
    Asked { arguments, common, portal: &portal, renderer: &renderer, built: &prepared.findings }.answer()
}

/// Says why there is no report.
fn fail(text: &str, common: &Common, code: u8) -> u8 {
    if common.json {
        say(&json!({ "error": text }).to_string());
    }
    complain(text);
    code
}

struct Asked<'a> {
    arguments: &'a Arguments,
    common: &'a Common,
    portal: &'a Portal,
    renderer: &'a Renderer,
    /// What a build would tell.
    built: &'a [Finding],
}

impl Asked<'_> {
    fn answer(&self) -> u8 {
        let Asked { arguments, common, portal, renderer, built } = self;
        let Portal { files, language, at, .. } = portal;
        let mut found = Vec::new();
        let profiles = Profiles::read(&**files, &renderer.site.kinds, &mut found);
        let wanted = match &arguments.index {
            Some(index) => Wanted::Index(index.clone()),
            None => Wanted::Profiles(arguments.profiles.clone()),
        };
        let audited =
            Audited { site: &renderer.site, theme: &renderer.theme, files: &*renderer.files, findings: built, at: *at };
        let report = audit::audit(audited, &profiles, &wanted, &mut found);
        diag::sort(&mut found);
        findings::show(&found, Telling { files: &**files, language, common, extent: arguments.extent });
        match report {
            Ok(report) => self.show(&report, &found),
            Err(unknown) => fail(&sentence(&unknown, &profiles, language), common, COULD_NOT_RUN),
        }
    }

    fn show(&self, report: &Report, found: &[Finding]) -> u8 {
        let Asked { arguments, common, portal, renderer, built } = self;
        let language = &portal.language;
        let output = output_of(&arguments.output, common);
        let release = audit_page::release(&common.folder.join(output));
        let all_pages = arguments.index.is_some();
        let view = View { report, site: &renderer.site, language, all_pages };
        let mut json = to_json(&view);
        json["release"] = release.unwrap_or(Value::Null);
        json["findings"] = found.iter().map(|finding| findings::to_json(finding, language)).collect();
        if common.one_of.is_some() {
            json["portal"] = about(&renderer.site);
        }
        if let Some(page) = arguments.page.as_ref().filter(|_| !arguments.which.workspace)
            && let Err(code) = audit_page::write(&view, &json, renderer, page, common)
        {
            return code;
        }
        if common.json {
            say(&serde_json::to_string_pretty(&json).unwrap_or_default());
        } else if !common.quiet {
            say(table(&Table { view, all: arguments.extent.all }).trim_end());
            say_of_errors(built, language);
        }
        let is_wrong = found.iter().any(|finding| finding.severity() == Severity::Error);
        if report.lacks_something() || is_wrong { FINDINGS } else { CLEAN }
    }
}

/// What a build would tell beside it: a page with a mistake is not public, so it counts as missing here.
fn say_of_errors(built: &[Finding], language: &str) {
    let errors = built.iter().filter(|finding| finding.severity() == Severity::Error).count();
    if errors > 0 {
        let text = words(
            language,
            "Cổng còn {count} lỗi; trang có lỗi chưa công khai nên được tính là thiếu. Xem: cong build",
            "The portal has {count} errors; pages with errors are not public and count as missing. See: cong build",
        );
        complain(&text.replace("{count}", &errors.to_string()));
    }
}

fn sentence(unknown: &Unknown, profiles: &Profiles, language: &str) -> String {
    let near = |typed: &str, known: &[&str]| {
        let (vi, en) = did_you_mean(typed, known);
        words(language, &vi, &en).to_owned()
    };
    let names: Vec<&str> = profiles.names().collect();
    match unknown {
        Unknown::Profile(name) => {
            let text = words(language, "không có hồ sơ nghĩa vụ", "there is no profile");
            format!("{text} {name}. {}", near(name, &names))
        }
        Unknown::Index(name) => {
            let text = words(language, "không nghĩa vụ nào phục vụ chỉ số", "no obligation serves the index");
            format!("{text} {name}. {}", near(name, &profiles.indexes()))
        }
        Unknown::NoLaw => {
            let text = words(
                language,
                "không hồ sơ nào có hiệu lực vào ngày đó. Chọn bằng --profile:",
                "no profile is in force on that day. Choose one with --profile:",
            );
            format!("{text} {}", names.join(", "))
        }
    }
}
