//! Turns the configuration, the theme and the policy of pages into the table of headers: which go with which addresses.

use super::Directives;
use crate::load::config::Config;
use crate::load::theme::Theme;
use crate::tables;

/// Addresses that a rule is about, with the path that the portal lives at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Match {
    All,
    /// With a dot: `.svg`.
    Extension(&'static str),
    /// With slashes at both ends.
    Folder(String),
    File(String),
}

impl Match {
    pub fn matches(&self, path: &str) -> bool {
        match self {
            Match::All => true,
            Match::Extension(extension) => {
                let at = path.len().checked_sub(extension.len());
                at.and_then(|at| path.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(extension))
            }
            Match::Folder(folder) => path.starts_with(folder.as_str()),
            Match::File(file) => path == file,
        }
    }
}

/// Headers for some addresses.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Why, in Vietnamese and English; a comment in the files for hosts.
    pub about: (&'static str, &'static str),
    pub on: Vec<Match>,
    pub set: Vec<(&'static str, String)>,
}

/// Folders whose files are named after their contents.
const HASHED_FOLDERS: &[&str] = &["/assets/lookup/", "/assets/pictures/", "/assets/search/"];

/// What no page of a portal asks of a browser; with this no script and no frame can (Permissions Policy, W3C).
const REFUSED: &[&str] = &[
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
];

/// Text formats whose letters a browser could guess wrong; the others say it themselves or are HTML, CSS and scripts.
const TEXTS: &[&str] = &[".csv", ".geojson", ".ics", ".json", ".txt", ".vtt", ".xml"];

/// What programs of others read: open data, feeds, sitemaps.
const OPEN_DATA: &[&str] = &[".csv", ".geojson", ".ics", ".json", ".xml"];

/// A drawing that is opened alone may look as it likes, but runs nothing and loads nothing.
const DRAWING: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox";

pub fn rules(config: &Config, theme: &Theme, pages: &Directives, indexed: bool) -> Vec<Rule> {
    let base = config.base.path();
    let extensions = |extensions: &[&'static str]| extensions.iter().map(|end| Match::Extension(end)).collect();
    let mut rules = vec![
        Rule {
            about: ("mọi trang và tệp", "every page and file"),
            on: vec![Match::All],
            set: everywhere(config, pages, indexed),
        },
        Rule {
            about: ("ảnh SVG mở riêng: không chạy mã, không tải gì", "an SVG opened alone runs and loads nothing"),
            on: vec![Match::Extension(".svg")],
            set: vec![("Content-Security-Policy", DRAWING.to_owned())],
        },
        Rule {
            about: ("dữ liệu mở: trang web khác được đọc", "open data: pages of others may read it"),
            on: extensions(OPEN_DATA),
            set: vec![("Access-Control-Allow-Origin", "*".to_owned())],
        },
    ];
    rules.extend(TEXTS.iter().map(|extension| Rule {
        about: ("loại tệp và bảng mã", "type and character set"),
        on: vec![Match::Extension(extension)],
        set: vec![("Content-Type", tables::content_type(extension))],
    }));
    // The others stand under their own names, below `assets` or at the root.
    let is_hashed = |name: &str, output: &str| output.starts_with("assets/") && output != format!("assets/{name}");
    let hashed = theme.assets.iter().filter(|(name, asset)| is_hashed(name, &asset.output));
    let files = hashed.map(|(_, asset)| Match::File(format!("{base}/{}", asset.output)));
    rules.push(Rule {
        about: (
            "tên tệp đổi khi nội dung đổi, nên được giữ một năm",
            "named after their contents, so they can be kept for a year",
        ),
        on: files.chain(HASHED_FOLDERS.iter().map(|folder| Match::Folder(format!("{base}{folder}")))).collect(),
        set: vec![("Cache-Control", "public, max-age=31536000, immutable".to_owned())],
    });
    rules
}

fn everywhere(config: &Config, pages: &Directives, indexed: bool) -> Vec<(&'static str, String)> {
    let refused: Vec<String> = REFUSED.iter().map(|feature| format!("{feature}=()")).collect();
    let mut set = vec![
        // A copy may be kept, but is asked about before it is shown: a correction is seen at once.
        ("Cache-Control", "public, max-age=0, must-revalidate".to_owned()),
        ("Content-Security-Policy", pages.to_string()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        // All of it is public and the same for everyone, and newspapers may show the portal's pictures.
        ("Cross-Origin-Resource-Policy", "cross-origin".to_owned()),
        ("Permissions-Policy", refused.join(", ")),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
    ];
    if !indexed {
        set.push(("X-Robots-Tag", "noindex".to_owned()));
    }
    if config.base_url.starts_with("https://") {
        // Not for subdomains: they belong to departments and districts, which may not all have TLS.
        set.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    set
}
