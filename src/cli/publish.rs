//! `cong publish`: builds the portal and brings what has changed to where citizens read it, or says what would change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::git::Git;
use super::locks::{PATIENCE, Visitor};
use super::making::Way;
use super::output::open_output;
use super::place::Place;
use super::portal::{Portal, open_portal};
use super::publish_after::{self, Others, Released};
use super::publish_output::{Order, Output};
use super::publish_pages::{Counted, Pages};
use super::publish_report::{After, Outcome, Report};
use super::publish_show::Show;
use super::publisher::{Machine, publisher};
use super::workspace::Which;
use super::{CLEAN, COULD_NOT_RUN, Common, FINDINGS, complain, reason, say, upkeep, words};
use crate::files::{Disk, Files};
use crate::load::kinds::Kinds;
use crate::load::theme;
use crate::policy::Policy;
use crate::publish::inventory::{self, Inventory};
use crate::publish::plan::Plan;
use crate::publish::release::{Job, Terms};
use crate::publish::saved::Saved;
use crate::publish::source::Built;
use crate::publish::target::Target;
use crate::publish::{self, Insist, ReleaseRecord, Remote, State, Trouble, Wanted, addresses};
use crate::write::save_file;

#[derive(clap::Args)]
pub struct Arguments {
    /// Tên nơi xuất bản, như trong [publish.TÊN] của site.toml · The target's name in site.toml
    #[arg(value_name = "TÊN")]
    pub name: String,
    /// Chỉ xem sẽ đổi gì, không gửi gì · Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Lưu kế hoạch vào tệp, cùng --dry-run · Save the plan, with --dry-run
    #[arg(long, value_name = "TỆP", requires = "dry_run")]
    save: Option<PathBuf>,
    /// Áp dụng đúng kế hoạch đã lưu · Apply a saved plan and nothing else
    #[arg(long, value_name = "TỆP", conflicts_with = "dry_run")]
    plan: Option<PathBuf>,
    /// Nói từng trang đổi những gì, bằng lời · Say in words what each page changes
    #[arg(long)]
    show: bool,
    /// Soát tệp trên mạng: ai đó đã sửa, thêm hay xóa gì · Look for what somebody changed there by hand
    #[arg(long, conflicts_with_all = ["dry_run", "plan", "show", "prefix", "if_due"])]
    check: bool,
    /// Sửa lại những gì bị đổi bằng tay · Put right what was changed by hand
    #[arg(long)]
    mend: bool,
    /// Nhận một nơi đã có tệp của người khác · Take over a place that has files of others
    #[arg(long)]
    adopt: bool,
    /// Cho phép bản cũ hơn thay bản đang trên mạng · Let an older release replace a newer one
    #[arg(long)]
    older: bool,
    /// Xem lại qua địa chỉ công khai sau khi xuất bản · Look at it through the public address afterwards
    #[arg(long, value_name = "ĐỊA CHỈ", num_args = 0..=1, default_missing_value = "")]
    probe: Option<String>,
    /// Không dựng lại, xuất bản thư mục kết quả đang có · Publish the output folder as it is
    #[arg(long)]
    no_build: bool,
    /// Chỉ xuất bản khi có commit mới hoặc đã đến giờ nội dung tự đổi · Only if there is a new commit or the moment has come
    #[arg(long)]
    if_due: bool,
    /// Bản xem trước ở một thư mục con riêng, không cho máy tìm kiếm · A preview in a folder of its own, not for search engines
    #[arg(long, value_name = "TÊN")]
    prefix: Option<String>,
    /// Xóa bản xem trước này · Remove this preview
    #[arg(long, requires = "prefix")]
    remove: bool,
    /// Thư mục kết quả, tính từ thư mục của cổng · Output folder, relative to the portal
    #[arg(short, long, value_name = "THƯ MỤC", default_value = "public")]
    output: PathBuf,
    #[command(flatten)]
    pub which: Which,
    /// Dựng như thể đang ở thời điểm này · Build as of this moment
    #[arg(long, value_name = "THỜI ĐIỂM")]
    at: Option<String>,
    /// Chờ tối đa từng này giây nếu người khác đang dựng hoặc xuất bản · Wait this long for others, in seconds
    #[arg(long, value_name = "GIÂY", default_value_t = PATIENCE)]
    wait: u64,
}

/// Why there is no more to do.
enum Stop {
    Trouble(Trouble),
    /// It has been said.
    Said(u8),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Stop::Trouble(trouble)
    }
}

impl From<u8> for Stop {
    fn from(code: u8) -> Self {
        Stop::Said(code)
    }
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(mut portal) = open_portal(common, arguments.at.as_deref()) else { return COULD_NOT_RUN };
    let place = match Place::find(common, &mut portal, &arguments.name, arguments.prefix.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let done = place.remote().map_err(Stop::Trouble).and_then(|remote| {
        let task = Task { arguments, common, portal: &portal, place: &place, remote: &*remote };
        if arguments.check && !arguments.mend {
            Ok(upkeep::check(&place, &*remote, common)?)
        } else if arguments.remove {
            Ok(upkeep::remove(&place, &*remote, task.terms().patience, common)?)
        } else {
            task.run()
        }
    });
    match done {
        Ok(code) => code,
        Err(Stop::Said(code)) => code,
        Err(Stop::Trouble(trouble)) => place.fail(&trouble, common),
    }
}

struct Task<'a> {
    arguments: &'a Arguments,
    common: &'a Common,
    portal: &'a Portal,
    place: &'a Place,
    remote: &'a dyn Remote,
}

impl Task<'_> {
    fn run(&self) -> Result<u8, Stop> {
        let Task { arguments, place, portal, .. } = *self;
        let git = Git::open(&self.common.folder);
        if arguments.if_due && !self.is_due(git.as_ref())? {
            return Ok(CLEAN);
        }
        let client = publish_after::client(&place.language).ok_or(COULD_NOT_RUN)?;
        let others = Others::new(&client, place).ok_or(COULD_NOT_RUN)?;
        let output = self.output(git.as_ref())?;
        let carried = self.inventory(&output);
        let record = self.record(&output, git.as_ref());
        let saved = arguments.plan.as_deref().map(|path| self.saved(path)).transpose()?;
        let folder = Disk::new(&output.folder);
        let source = Built::new(&folder);
        let kin = |online: &str| git.as_ref().map_or(publish::Kin::Apart, |git| git.kin(&record.commit, online));
        let insist = Insist { older: arguments.older, adopt: arguments.adopt, mend: arguments.mend };
        let next_change = output.manifest.next_change.as_deref();
        let inventory = &carried;
        let saved = saved.as_ref();
        let wanted = Wanted { inventory, source: &source, record: &record, next_change, kin: &kin, saved, insist };
        let (publisher, terms, machine) = (publisher(), self.terms(), Machine::new(self.common, &place.language));
        let (clock, progress) = (&machine, &machine);
        let job = Job { remote: self.remote, publisher: &publisher, clock, purger: &others, progress, terms: &terms };
        let kinds = Kinds::load(&*portal.files, &mut Vec::new());
        let pages = Pages {
            source: &source,
            remote: self.remote,
            kinds: &kinds,
            language: &place.language,
            fetched: Default::default(),
        };
        let run = Run { task: self, job, wanted, pages, others: &others, output: &output };
        if arguments.dry_run { run.preview() } else { run.publish() }
    }

    fn terms(&self) -> Terms {
        let target = &self.place.target;
        Terms {
            keep: target.keep,
            grace: SignedDuration::from_hours(i64::try_from(target.grace).unwrap_or(i64::MAX / 3600)),
            patience: Duration::from_secs(self.arguments.wait),
        }
    }

    /// Whether there is a new commit, the moment has come at which the output changes by itself, or something was left to do.
    fn is_due(&self, git: Option<&Git>) -> Result<bool, Stop> {
        let target = Target::read(self.remote)?;
        let State { release, next_change, unpurged, .. } = &target.state;
        let commit = git.and_then(Git::head).unwrap_or_default();
        let head = &commit.id;
        let moment = next_change.as_ref().and_then(|moment| moment.parse::<Timestamp>().ok());
        // What somebody left on purpose is not what is waited for.
        let was_left = target.state.left.as_ref().is_some_and(|left| left.commit == *head);
        let is_new =
            release.number == 0 || head.is_empty() || commit.is_dirty() || *head != release.commit && !was_left;
        let has_come = moment.is_some_and(|moment| moment <= self.portal.at);
        let is_due = is_new || has_come || target.unfinished.is_some() || !unpurged.is_empty();
        if !is_due && self.common.json {
            say(&serde_json::json!({ "target": self.place.name, "outcome": "not_due", "release": release.number, "next_change": next_change }).to_string());
        } else if !is_due && !self.common.quiet {
            let text = words(
                &self.place.language,
                "Chưa đến lúc: bản {number} trên mạng là commit này, và chưa có gì tự đổi.",
                "Not due: release {number} online is of this commit, and nothing changes by itself yet.",
            );
            say(&text.replace("{number}", &release.number.to_string()));
        }
        Ok(is_due)
    }

    fn output(&self, git: Option<&Git>) -> Result<Output, Stop> {
        let Task { arguments, common, portal, place, remote } = *self;
        let folder = open_output(&arguments.output, common, &portal.language).ok_or(COULD_NOT_RUN)?;
        let visitor = Visitor::new(common, portal, arguments.wait);
        let preview = arguments.prefix.is_some();
        let way = Way { at_moment: arguments.at.is_some(), preview, ..Way::default() };
        let base = place.config.base.path().to_owned();
        let online = || {
            let state = Target::read(remote).ok()?.state;
            let url = |path: &String| Some(format!("{base}/{}", path.strip_suffix("index.html")?));
            let pages: BTreeSet<String> = state.files.keys().filter_map(url).collect();
            Some((state.release.commit, pages))
        };
        let no_build = arguments.no_build;
        let order = Order { common, portal, visitor: &visitor, folder, way, no_build, git, online: &online };
        Ok(order.take()?)
    }

    fn inventory(&self, output: &Output) -> Inventory {
        let config = &self.place.config;
        let theme = theme::load(&*self.portal.files, &config.theme, &config.languages, &mut Vec::new());
        let policy = Policy::new(config, &theme, self.arguments.prefix.is_none());
        let languages: Vec<&str> = config.languages.iter().map(String::as_str).collect();
        let (base, carrier) = (config.base.path(), self.place.carrier());
        inventory::from_output(
            &output.manifest,
            &inventory::Portal { policy: &policy, base, languages: &languages, carrier },
        )
    }

    fn record(&self, output: &Output, git: Option<&Git>) -> ReleaseRecord {
        let head = git.and_then(Git::head).unwrap_or_default();
        let moment = output.made_at.unwrap_or(self.portal.at);
        let at = output.manifest.made.at.clone().unwrap_or_else(|| moment.to_string());
        let root = output.manifest.root().to_hex().to_string();
        ReleaseRecord {
            built_at: at,
            commit: head.id,
            author: head.author,
            committed_at: head.at,
            root,
            ..Default::default()
        }
    }

    fn saved(&self, path: &Path) -> Result<Saved, Stop> {
        let bytes = Disk::new(".").read(&path.to_string_lossy()).map_err(|error| {
            let text = words(&self.place.language, "không đọc được kế hoạch", "the plan cannot be read:");
            complain(&format!("{text} {}: {}", path.display(), reason(&error, &self.place.language)));
            COULD_NOT_RUN
        })?;
        Saved::parse(&bytes).map_err(|_| {
            let text = words(
                &self.place.language,
                "{path} không phải kế hoạch của cong, hoặc do phiên bản khác lưu. Lập lại: cong publish {name} --dry-run --save TỆP. Chưa thay đổi gì.",
                "{path} is no plan of cong, or was saved by another version. Make it anew: cong publish {name} --dry-run --save FILE. Nothing was changed.",
            );
            let text = text.replace("{path}", &path.display().to_string());
            complain(&text.replace("{name}", &self.place.name));
            Stop::Said(COULD_NOT_RUN)
        })
    }
}

/// A publication with all that it is made of.
struct Run<'a> {
    task: &'a Task<'a>,
    job: Job<'a>,
    wanted: Wanted<'a>,
    pages: Pages<'a>,
    others: &'a Others<'a>,
    output: &'a Output,
}

impl Run<'_> {
    fn preview(&self) -> Result<u8, Stop> {
        let Task { arguments, remote, place, .. } = *self.task;
        let (target, plan) = publish::preview(&self.job, &self.wanted)?;
        if let Some(path) = &arguments.save {
            let saved = Saved::new(&remote.name(), &target.state, &plan).to_bytes();
            save_file(Path::new("."), &path.to_string_lossy(), |to| to.write_all(&saved)).map_err(|error| {
                let text = words(&place.language, "không ghi được kế hoạch", "the plan cannot be written:");
                complain(&format!("{text} {}: {}", path.display(), reason(&error, &place.language)));
                COULD_NOT_RUN
            })?;
        }
        let counted = self.pages.count(&plan);
        self.show(&plan);
        let requests = remote.requests(&plan, &target.state);
        let outcome = if plan.changes.is_empty() { Outcome::Nothing } else { Outcome::Planned };
        let release = &target.state.release;
        self.report(&plan, &counted, (release, requests, outcome), &target.state.unpurged, &After::default());
        Ok(if self.output.has_errors { FINDINGS } else { CLEAN })
    }

    fn publish(&self) -> Result<u8, Stop> {
        let Task { arguments, remote, place, .. } = *self.task;
        if arguments.show {
            self.show(&publish::preview(&self.job, &self.wanted)?.1);
        }
        let done = publish::publish(&self.job, &self.wanted)?;
        let counted = self.pages.count(&done.plan);
        let mut after = After::default();
        // Of what was withdrawn long ago some is looked for as well.
        let gone = if arguments.probe.is_some() { Target::read(remote)?.state.gone } else { Default::default() };
        let gone: Vec<String> = gone.into_keys().collect();
        let Wanted { inventory, source, .. } = self.wanted;
        let released = Released { inventory, plan: &done.plan, release: &done.release, source, gone: &gone };
        if !done.plan.changes.is_empty() {
            place.compressor().forget_others(&inventory.items.values().map(|item| item.digest).collect());
            after.warnings = self.others.tell(released, place);
        }
        if let Some(url) = &arguments.probe {
            let url = if url.is_empty() { &place.url } else { url };
            self.others.probe(url.trim_end_matches('/'), released, &place.language, &mut after);
        }
        let outcome = match (done.plan.changes.is_empty(), done.resumed) {
            (true, _) => Outcome::Nothing,
            (false, true) => Outcome::Resumed,
            (false, false) => Outcome::Published,
        };
        let requests = remote.requests(&done.plan, &State::default());
        self.report(&done.plan, &counted, (&done.release, requests, outcome), &done.unpurged, &after);
        let is_fine = !self.output.has_errors && done.unpurged.is_empty() && after.faults.is_empty();
        Ok(if is_fine { CLEAN } else { FINDINGS })
    }

    fn show(&self, plan: &Plan) {
        let Task { arguments, common, remote, place, .. } = *self.task;
        if arguments.show && !common.json {
            Show { pages: &self.pages, remote, plan, url: &place.url }.run();
        }
    }

    fn report(
        &self,
        plan: &Plan,
        counted: &Counted,
        (release, requests, outcome): (&ReleaseRecord, u64, Outcome),
        unpurged: &[String],
        after: &After,
    ) {
        let Task { common, place, remote, .. } = *self.task;
        let changed = plan.changes.iter().filter(|change| change.before.is_some()).map(|change| change.path.as_str());
        let purges = if self.others.has_cache() { addresses::of_all(&place.url, changed).len() } else { 0 };
        Report {
            place,
            remote: &remote.name(),
            plan,
            counted,
            purges,
            requests,
            release,
            outcome,
            older: &self.output.older,
            unpurged,
            next_change: self.wanted.next_change,
            has_errors: self.output.has_errors,
            after,
        }
        .show(common);
    }
}
