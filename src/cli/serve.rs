//! `cong serve`: shows the portal in a browser while it is edited.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use super::portal::{Portal, no_portal, now, open_portal};
use super::store::Store;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, findings, say, words};
use crate::diag::Severity;
use crate::serve::{self, Preview};

#[derive(clap::Args)]
pub struct Arguments {
    /// Cổng mạng · Port
    #[arg(short, long, default_value_t = 8080)]
    port: u16,
    /// Địa chỉ lắng nghe; mặc định chỉ máy này xem được · Address to listen on; only this machine by default
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Chỉ hiện những gì người đọc thấy, không hiện bản nháp và bài hẹn giờ · Show only what readers see
    #[arg(long)]
    public: bool,
    /// Xem như thể đang ở thời điểm này · Show the portal as of this moment
    #[arg(long, value_name = "THỜI ĐIỂM")]
    at: Option<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(Portal { files, language, at, .. }) = open_portal(common, arguments.at.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let fixed = arguments.at.is_some().then_some(at);
    let preview =
        Arc::new(Preview::new(files.clone(), language.clone(), !arguments.public, move || fixed.unwrap_or_else(now)));
    let cache = Store::to_read(&common.folder, &files).load(&files, &language, common);
    let watch = serve::Watch::begin(&common.folder);
    if let Err(error) = preview.start(&cache) {
        return no_portal(&error, &common.folder, &language);
    }
    findings::show(&preview.findings(), &language, common);
    let address = SocketAddr::new(arguments.host, arguments.port);
    let (own, quiet) = (language.clone(), common.clone());
    let on_change = move |preview: &Preview| {
        let found = preview.findings();
        findings::show(&found, &own, &quiet);
        let errors = found.iter().filter(|finding| finding.severity() == Severity::Error).count();
        if !quiet.quiet {
            say(&format!("{}: {errors} {}", words(&own, "Đã đọc lại", "Read again"), words(&own, "lỗi", "errors")));
        }
    };
    let on_start = |address: SocketAddr, trouble: Option<serve::WatchError>| {
        if let Some(serve::WatchError(error)) = trouble {
            complain(words(
                &language,
                "Hệ thống không theo dõi được hết các thư mục, nên tệp được kiểm tra mỗi giây. Trên Linux có thể tăng giới hạn: sysctl fs.inotify.max_user_watches=524288",
                "The system cannot watch all folders, so files are checked every second. On Linux the limit can be raised: sysctl fs.inotify.max_user_watches=524288",
            ));
            complain(&error);
        }
        say(&format!(
            "{}: http://{address}/  ({} {}). Ctrl-C {}.",
            words(&language, "Xem trước", "Preview"),
            preview.len(),
            words(&language, "địa chỉ", "addresses"),
            words(&language, "để dừng", "to stop")
        ));
    };
    match serve::serve(preview.clone(), watch, address, on_start, Box::new(on_change)) {
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
            complain(&format!("{address}: {error}. {hint}"));
            COULD_NOT_RUN
        }
    }
}
