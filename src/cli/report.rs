//! `cong report …`: counts what the portal has published in a period, and prints the yearly report or one of those that feed it; writes nothing
//! but the file that is asked for and the queue of what is to be shared.

use jiff::Timestamp;
use jiff::civil::Date;

use super::findings::{self, Telling};
use super::output::may_write;
use super::portal::{Portal, no_portal, open_portal};
use super::report_asked::Arguments;
use super::store::Store;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, report_form, report_made, words};
use crate::audit::profiles::Profiles;
use crate::audit::{self, Audited, Wanted};
use crate::diag::{self, Finding, Severity};
use crate::pipeline::{self, Options, Prepared, Silent};
use crate::report::Reported;
use crate::report::year_file;
use crate::tally::period::Period;
use crate::time::Moment;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let misplaced = [
        ("--explain", arguments.explain.is_some(), "year"),
        ("--late", arguments.late, "qa"),
        ("--queue", arguments.queue, "shares"),
    ];
    if let Some((flag, _, what)) = misplaced.into_iter().find(|(_, is_set, what)| *is_set && arguments.what != *what) {
        let text = words(&portal.language, "{flag} chỉ dùng với", "{flag} goes with");
        complain(&format!("{} cong report {what}", text.replace("{flag}", flag)));
        return COULD_NOT_RUN;
    }
    let Some(period) = period(arguments, &portal) else { return COULD_NOT_RUN };
    if !arguments.out.as_ref().is_none_or(|out| may_write(out, None, common, &portal.language)) {
        return COULD_NOT_RUN;
    }
    let mut found = Vec::new();
    match look(&period, &portal, common) {
        Ok(sites) => answer(&sites, period, (arguments, common, &portal), &mut found),
        Err(code) => code,
    }
}

/// The site with what is withheld, and as readers see it.
struct Sites {
    all: Prepared,
    public: Prepared,
    at: Timestamp,
}

/// The portal at the end of the period, which may lie in the past.
fn look(period: &Period, portal: &Portal, common: &Common) -> Result<Sites, u8> {
    let Portal { files, language, .. } = portal;
    let at = period.last_moment().min(portal.at);
    let cache = Store::to_read(&common.folder, files).load(language, common);
    let prepare = |show_all| {
        let options = Options { at, show_all, preview: true, foreign: false };
        pipeline::prepare(&pipeline::Input { files, options, cache: &cache, progress: &Silent })
            .map_err(|error| no_portal(&error, &common.folder, language))
    };
    Ok(Sites { all: prepare(true)?, public: prepare(false)?, at })
}

type Asked<'a> = (&'a Arguments, &'a Common, &'a Portal);

fn answer(sites: &Sites, period: Period, asked: Asked, found: &mut Vec<Finding>) -> u8 {
    let (arguments, common, portal) = asked;
    let Portal { files, language, zone, .. } = portal;
    let (Some(all), Some(public)) = (&sites.all.renderer, &sites.public.renderer) else {
        complain(words(
            language,
            "Cổng có lỗi, chưa dựng được nên chưa lập được báo cáo. Chạy cong build để xem.",
            "The portal has errors and cannot be built, so there is no report. Run cong build to see them.",
        ));
        return FINDINGS;
    };
    let profiles = Profiles::read(&**files, &public.site.kinds, found);
    let at = sites.at;
    let audited = Audited {
        site: &public.site,
        theme: &public.theme,
        files: &*public.files,
        findings: &sites.public.findings,
        at,
    };
    // Without a law of the day nothing is owed; everything else can be reported.
    let held = audit::audit(audited, &profiles, &Wanted::Profiles(Vec::new()), found);
    let held = held.unwrap_or_else(|_| audit::report::Report {
        day: period.to,
        profiles: Vec::new(),
        rows: Vec::new(),
        listings: Vec::new(),
        matrices: Vec::new(),
    });
    let reported = Reported {
        all: &all.site,
        site: &public.site,
        audit: &held,
        files: &*public.files,
        at,
        period,
        zone: zone.clone(),
        language,
    };
    let made = report_made::make(&reported, arguments, found);
    diag::sort(found);
    findings::show(found, Telling { files: &**files, language, common, extent: arguments.extent });
    let code = match made {
        Ok(made) => report_form::write(&made, &reported, (arguments, common), found),
        Err(code) => code,
    };
    let is_wrong = found.iter().any(|finding| finding.severity() == Severity::Error);
    if code == CLEAN && is_wrong { FINDINGS } else { code }
}

/// The period asked for; `None` after saying what is wrong with it.
fn period(arguments: &Arguments, portal: &Portal) -> Option<Period> {
    let today = Moment::from_timestamp(portal.at, &portal.zone).date();
    let is_month = arguments.what == "month";
    let usual = if is_month { format!("{:04}-{:02}", today.year(), today.month()) } else { today.year().to_string() };
    let typed = arguments.period.as_deref().unwrap_or(&usual);
    let wanted = if is_month { 7 } else { typed.len() };
    let Some(whole) = Period::parse(typed, &portal.zone).filter(|_| typed.len() == wanted) else {
        let next = if is_month { "cong report month 2023-11" } else { "cong report year 2023" };
        return wrong(typed, next, &portal.language);
    };
    if arguments.what == "year" && typed.len() != 4 {
        return wrong(typed, "cong report year 2023", &portal.language);
    }
    let day = |text: &Option<String>, usual: Date| match text {
        None => Some(usual),
        Some(text) => text.parse().ok().or_else(|| wrong(text, "--from 2023-01-01 --to 2023-12-28", &portal.language)),
    };
    // What has not come yet cannot be counted: a year that is not over ends today.
    let last = if whole.from <= today { whole.to.min(today) } else { whole.to };
    let said = (arguments.what == "year").then(|| year_file::last_day(&*portal.files, whole.year())).flatten();
    let last = said.unwrap_or(last);
    let (from, to) = (day(&arguments.from, whole.from)?, day(&arguments.to, last)?);
    Period::new(from, to, &portal.zone)
        .or_else(|| wrong(&format!("{from} – {to}"), "--from 2023-01-01 --to 2023-12-28", &portal.language))
}

fn wrong<T>(typed: &str, next: &str, language: &str) -> Option<T> {
    let text = words(language, "không phải một kỳ báo cáo: {typed}. Viết:", "not a period: {typed}. Write:");
    complain(&format!("{} {next}", text.replace("{typed}", typed)));
    None
}
