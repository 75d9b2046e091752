//! `cong rollback`: goes back to an earlier release. Builds nothing and sends nothing: a target has what it needs.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;

use super::locks::PATIENCE;
use super::place::Place;
use super::portal::open_portal;
use super::publish_after::{self, Others};
use super::publisher::{Machine, publisher};
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, releases as listed, say, words};
use crate::publish::release::{Job, Report, Terms};
use crate::publish::releases::{self, Replaced};
use crate::publish::target::Target;
use crate::publish::{Back, Remote, Trouble, rollback};

#[derive(clap::Args)]
pub struct Arguments {
    /// Tên nơi xuất bản, như trong [publish.TÊN] của site.toml · The target's name in site.toml
    #[arg(value_name = "TÊN")]
    name: String,
    /// Số của bản phát hành, xem cong releases; không ghi thì là bản ngay trước · Number of the release, else the one before
    #[arg(value_name = "SỐ")]
    number: Option<u64>,
    /// Đưa lại cả những trang đã gỡ hoặc hết hạn từ đó đến nay · Bring back what was withdrawn since, too
    #[arg(long)]
    include_withdrawn: bool,
    /// Chỉ nói sẽ đổi bao nhiêu · Only say how much would change
    #[arg(long)]
    dry_run: bool,
    /// Chờ tối đa từng này giây nếu người khác đang xuất bản · Wait this long for another publisher, in seconds
    #[arg(long, value_name = "GIÂY", default_value_t = PATIENCE)]
    wait: u64,
}

/// Paths that are named one by one.
const SHOWN: usize = 5;

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(mut portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let place = match Place::find(common, &mut portal, &arguments.name, None) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let done = place.remote().and_then(|remote| match arguments.dry_run {
        true => preview(arguments, common, &place, &*remote),
        false => go(arguments, common, &place, &*remote),
    });
    done.unwrap_or_else(|trouble| place.fail(&trouble, common))
}

fn preview(arguments: &Arguments, common: &Common, place: &Place, remote: &dyn Remote) -> Result<u8, Trouble> {
    let state = Target::read(remote)?.state;
    let before = state.earlier.last().map_or(0, |release| release.number);
    let number = arguments.number.unwrap_or(before);
    let files = releases::files_of(remote, &state, number)?;
    let changed = Replaced::new(&files, &state.files).0.len();
    if common.json {
        say(&json!({ "target": place.name, "outcome": "planned", "to": number, "files": changed }).to_string());
        return Ok(CLEAN);
    }
    if let Some(release) = releases::list(&state).find(|release| release.number == number) {
        say(&listed::line(release, &state, place));
    }
    let text = words(
        &place.language,
        "Quay về bản {number} sẽ đổi nhiều nhất {count} tệp. Trang đã gỡ từ đó đến nay không được đưa lại. Làm thật: cong rollback {name} {number}",
        "Going back to release {number} changes {count} files at most. What was withdrawn since does not come back. Do it: cong rollback {name} {number}",
    );
    let text = text.replace("{number}", &number.to_string()).replace("{count}", &changed.to_string());
    say(&text.replace("{name}", &place.name));
    Ok(CLEAN)
}

fn go(arguments: &Arguments, common: &Common, place: &Place, remote: &dyn Remote) -> Result<u8, Trouble> {
    let Some(client) = publish_after::client(&place.language) else { return Ok(COULD_NOT_RUN) };
    let Some(others) = Others::new(&client, place) else { return Ok(COULD_NOT_RUN) };
    let (publisher, machine) = (publisher(), Machine::new(common, &place.language));
    let grace = SignedDuration::from_hours(i64::try_from(place.target.grace).unwrap_or(i64::MAX / 3600));
    let terms = Terms { keep: place.target.keep, grace, patience: Duration::from_secs(arguments.wait) };
    let (clock, progress, purger) = (&machine, &machine, &others);
    let job = Job { remote, publisher: &publisher, clock, purger, progress, terms: &terms };
    let back = Back { number: arguments.number, include_withdrawn: arguments.include_withdrawn, url: &place.url };
    let report = rollback(&job, &back)?;
    show(&report, common, place);
    Ok(if report.unpurged.is_empty() { CLEAN } else { FINDINGS })
}

fn show(report: &Report, common: &Common, place: &Place) {
    let release = &report.release;
    let counts = report.plan.counts();
    let to = release.back_to.unwrap_or(release.number);
    if common.json {
        let told = json!({
            "target": place.name,
            "outcome": "rolled_back",
            "to": to,
            "release": release.number,
            "counts": { "added": counts.added, "changed": counts.changed, "headers": counts.headers, "deleted": counts.deleted },
            "withheld": report.withheld,
            "as_today": report.as_today,
            "unpurged": report.unpurged,
        });
        say(&serde_json::to_string_pretty(&told).unwrap_or_default());
        return;
    }
    let language = &place.language;
    if !common.quiet {
        let text = words(
            language,
            "Đã quay về bản {to}; trên mạng nay là bản {number}: thêm {added}, đổi {changed}, gỡ {deleted} tệp.",
            "Gone back to release {to}; release {number} is online now: {added} files added, {changed} changed, {deleted} taken down.",
        );
        let text = text.replace("{to}", &to.to_string()).replace("{number}", &release.number.to_string());
        let text = text.replace("{added}", &counts.added.to_string());
        let text = text.replace("{changed}", &(counts.changed + counts.headers).to_string());
        say(&text.replace("{deleted}", &counts.deleted.to_string()));
        say(words(
            language,
            "Bản bị bỏ không tự lên lại: sửa nội dung, commit rồi xuất bản.",
            "What was left does not come back by itself: mend the content, commit and publish.",
        ));
    }
    let pages = || report.withheld.iter().filter(|path| path.ends_with(".html"));
    if pages().next().is_some() {
        let text = words(
            language,
            "Không đưa lại {count} trang đã gỡ hoặc hết hạn từ đó đến nay ({some}). Cần đưa lại thì thêm --include-withdrawn.",
            "{count} pages that were withdrawn or have expired since do not come back ({some}). To bring them back add --include-withdrawn.",
        );
        let some: Vec<&str> = pages().take(SHOWN).map(String::as_str).collect();
        let more = if pages().nth(SHOWN).is_some() { ", …" } else { "" };
        let text = text.replace("{count}", &pages().count().to_string());
        complain(&text.replace("{some}", &format!("{}{more}", some.join(", "))));
    }
    if !report.as_today.is_empty() {
        let text = words(
            language,
            "{count} danh sách giữ như hôm nay, vì bản cũ dẫn tới những trang đó.",
            "{count} lists stay as they are today, since the earlier ones lead to those pages.",
        );
        complain(&text.replace("{count}", &report.as_today.len().to_string()));
    }
    if !report.unpurged.is_empty() {
        let text = words(
            language,
            "Chưa xóa được {count} địa chỉ khỏi bộ nhớ đệm: người đọc có thể còn thấy bản vừa bỏ. Kiểm tra [publish.{name}.purge] rồi chạy cong publish {name} --no-build.",
            "{count} addresses could not be purged: readers may still see what was left. Check [publish.{name}.purge] and run cong publish {name} --no-build.",
        );
        complain(&text.replace("{count}", &report.unpurged.len().to_string()).replace("{name}", &place.name));
    }
}
