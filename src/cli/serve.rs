//! `cong serve`: shows the portal in a browser while it is edited.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::findings::{Extent, Telling};
use super::portal::{Portal, no_portal, now, open_portal};
use super::store::Store;
use super::workspace::Which;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, findings, reason, say, words, workspace};
use crate::diag::Severity;
use crate::pipeline;
use crate::serve::{self, Name, Neighbour, OriginCheck, Preview, Reach, Switch};

#[derive(clap::Args)]
pub struct Arguments {
    /// Cổng mạng · Port
    #[arg(short, long, default_value_t = 8080)]
    port: u16,
    /// Địa chỉ lắng nghe; mặc định chỉ máy này xem được · Address to listen on; only this machine by default
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Tên khác của máy này mà trình duyệt được gọi tới; lặp lại được · Another name by which browsers may call this machine; may be repeated
    #[arg(long, value_name = "TÊN")]
    allow_host: Vec<Name>,
    /// Chỉ hiện những gì người đọc thấy, không hiện bản nháp và bài hẹn giờ · Show only what readers see
    #[arg(long)]
    public: bool,
    /// Xem như thể đang ở thời điểm này · Show the portal as of this moment
    #[arg(long, value_name = "THỜI ĐIỂM")]
    at: Option<String>,
    #[command(flatten)]
    extent: Extent,
    #[command(flatten)]
    which: Which,
}

/// One portal, or several of a workspace, each on a port of its own: the main one on that which is asked for, the others on those after it.
pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    if !arguments.which.workspace && arguments.which.portal.is_empty() {
        return one(arguments, common, Switch { portals: Vec::new(), here: 0 });
    }
    let all = match workspace::asked(&arguments.which, common) {
        Ok(all) => all,
        Err(code) => return code,
    };
    let ports = (arguments.port..=u16::MAX).take(all.len());
    let host = if arguments.host.is_unspecified() { LOCAL } else { arguments.host };
    let neighbour = |(common, port): (&Common, u16)| {
        let config = pipeline::config(&*workspace::files_of(&common.folder, now()), &mut Vec::new()).ok().flatten();
        let path = config.map_or_else(String::new, |config| config.base.path().to_owned());
        let name = common.portal_name();
        Neighbour { name, url: format!("http://{}{path}/", SocketAddr::new(host, port)) }
    };
    let portals: Vec<Neighbour> = all.iter().zip(ports).map(neighbour).collect();
    let codes = std::thread::scope(|scope| {
        let begun: Vec<_> = all
            .iter()
            .enumerate()
            .map(|(here, common)| {
                let switch = Switch { portals: portals.clone(), here };
                scope.spawn(move || one(arguments, common, switch))
            })
            .collect();
        begun.into_iter().map(|serving| serving.join().unwrap_or(COULD_NOT_RUN)).max()
    });
    codes.unwrap_or(CLEAN)
}

fn one(arguments: &Arguments, common: &Common, switch: Switch) -> u8 {
    // With port 0 the system chooses one for each.
    let after = if arguments.port == 0 { 0 } else { u16::try_from(switch.here).unwrap_or(u16::MAX) };
    let port = arguments.port.saturating_add(after);
    let Some(Portal { files, language, at, .. }) = open_portal(common, arguments.at.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let fixed = arguments.at.is_some().then_some(at);
    let preview = Preview::new(files.clone(), language.clone(), !arguments.public, move || fixed.unwrap_or_else(now));
    let preview = Arc::new(preview.beside(switch));
    let cache = Store::to_read(&common.folder, &files).load(&language, common);
    let above = workspace::above(&common.folder);
    let shared = above.map(|above| serve::Watch::shared(&above.folder));
    let watches = serve::Watches { own: serve::Watch::begin(&common.folder), shared };
    if let Err(error) = preview.start(&cache) {
        return no_portal(&error, &common.folder, &language);
    }
    let extent = arguments.extent;
    findings::show(&preview.findings(), Telling { files: &*files, language: &language, common, extent });
    let address = SocketAddr::new(arguments.host, port);
    let origin_check = OriginCheck::new(arguments.host, arguments.allow_host.clone());
    let (own, quiet) = (language.clone(), common.clone());
    let change = move |preview: &Preview| {
        let found = preview.findings();
        findings::show(&found, Telling { files: &*files, language: &own, common: &quiet, extent });
        let errors = found.iter().filter(|finding| finding.severity() == Severity::Error).count();
        if !quiet.quiet {
            say(&format!("{}: {errors} {}", words(&own, "Đã đọc lại", "Read again"), words(&own, "lỗi", "errors")));
        }
    };
    let (own, reach, addresses, public) = (language.clone(), origin_check.reach(), preview.len(), arguments.public);
    let start = move |address: SocketAddr| {
        let address = SocketAddr::new(if reach == Reach::EveryAddress { LOCAL } else { address.ip() }, address.port());
        say(&format!(
            "{}: http://{address}/  ({addresses} {}). Ctrl-C {}.",
            words(&own, "Xem trước", "Preview"),
            words(&own, "địa chỉ", "addresses"),
            words(&own, "để dừng", "to stop")
        ));
        if let Some(warning) = opened_to(reach, public, address, &own) {
            complain(&warning);
        }
    };
    let own = language.clone();
    let trouble = move |error: &serve::WatchError| complain(&not_watched(error, &own));
    let callbacks = serve::Callbacks { start: Box::new(start), change: Box::new(change), trouble: Box::new(trouble) };
    match serve::serve(preview, watches, address, origin_check, callbacks) {
        Ok(()) => CLEAN,
        Err(error) => {
            let hint = if error.kind() == ErrorKind::AddrInUse {
                words(
                    &language,
                    "Cổng mạng đang được dùng, chọn cổng khác bằng --port.",
                    "The port is in use; choose another with --port.",
                )
            } else {
                ""
            };
            complain(&format!("{address}: {}. {hint}", reason(&error, &language)));
            COULD_NOT_RUN
        }
    }
}

/// Where a browser on this machine finds a preview that listens everywhere.
const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// What is open to whom, if it is more than this machine.
fn opened_to(reach: Reach, public: bool, address: SocketAddr, language: &str) -> Option<String> {
    let (at, port) = (address.ip(), address.port());
    let whom = match reach {
        Reach::ThisMachine => return None,
        Reach::OneAddress => words(
            language,
            "mọi máy trong mạng tới được {at}, cổng {port}, đều xem được bản xem trước; không có mật khẩu.",
            "every machine of the network that reaches {at}, port {port}, can read the preview; there is no password.",
        ),
        Reach::EveryAddress => words(
            language,
            "mọi máy tới được máy này qua bất kỳ mạng nào, cổng {port}, đều xem được bản xem trước; không có mật khẩu.",
            "every machine that reaches this one by any network, port {port}, can read the preview; there is no password.",
        ),
    };
    let what = if public {
        words(language, "Chỉ có những gì người đọc thấy.", "It has only what readers see.")
    } else {
        words(
            language,
            "Trong đó có bản nháp, bài hẹn giờ và bài đã gỡ. Thêm --public để chỉ hiện những gì người đọc thấy, hoặc bỏ --host để chỉ máy này xem được.",
            "It has drafts, scheduled items and those taken down. Add --public to show only what readers see, or leave --host out so that only this machine can read it.",
        )
    };
    let whom = whom.replace("{at}", &at.to_string()).replace("{port}", &port.to_string());
    Some(format!("{}: {whom} {what}", words(language, "Chú ý", "Mind")))
}

fn not_watched(error: &serve::WatchError, language: &str) -> String {
    let now = if error.looked_through {
        words(
            language,
            "Hệ thống không theo dõi được hết các thư mục, nên từ giờ tệp được kiểm tra mỗi giây.",
            "The system cannot watch all folders, so from now on files are checked every second.",
        )
    } else {
        words(
            language,
            "Hệ thống không theo dõi được các thư mục, nên bản xem trước không thấy thay đổi cho tới khi chạy lại.",
            "The system cannot watch the folders, so the preview sees no change until it is run again.",
        )
    };
    let next = words(
        language,
        "Trên Linux có thể tăng giới hạn rồi chạy lại: sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024",
        "On Linux the limits can be raised before it is run again: sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024",
    );
    format!("{now} {next}\n{}", error.detail)
}
