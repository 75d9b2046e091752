//! Turns the files below `content/_root/` into files at the root of the portal, copied as they are: proofs of ownership,
//! `.well-known/security.txt`, `CNAME`, `favicon.ico`. Says which may not stand there, and which stand at a place where
//! other programs look for them.
//!
//! What a server or the portal itself gives a meaning to is refused, and so is what surely was not meant for readers:
//! pages in Markdown, whose drafts no gate would hold here, and keys.

use std::io::Read;

use jiff::Timestamp;

use crate::diag::{Finding, Message, Span, catalog};
use crate::files::{Entry, EntryKind, Files, ROOT_FILES};
use crate::load::source::CONTENT;
use crate::path::SourcePath;

type Words = (&'static str, &'static str);

/// The path at the root of the portal: `content/_root/.well-known/a` gives `.well-known/a`.
pub fn at_root(path: &SourcePath) -> Option<&str> {
    path.as_str().strip_prefix(ROOT_FILES)?.strip_prefix('/')
}

/// A file to be copied; nothing for what programs leave behind. `entry` stands below the folder.
pub fn take(entry: &Entry) -> Result<Option<SourcePath>, Box<Finding>> {
    let Some(path) = at_root(&entry.path).filter(|_| entry.kind == EntryKind::File) else { return Ok(None) };
    if path.split('/').any(is_left_behind) {
        return Ok(None);
    }
    match refusal(path) {
        Some((what, next)) => Err(Box::new(refused(&entry.path, what, next))),
        None => Ok(Some(entry.path.clone())),
    }
}

fn is_left_behind(name: &str) -> bool {
    matches!(name, ".DS_Store" | ".git" | ".gitignore" | ".gitattributes" | ".gitkeep" | "Thumbs.db" | "desktop.ini")
        || name.starts_with("._")
        || ["~", ".swp", ".swx"].iter().any(|end| name.ends_with(end))
}

const OWN: Words = ("cổng tự tạo tệp này", "the portal makes this file itself");
const OWN_NEXT: Words = (
    "Xóa tệp. Tiêu đề HTTP sửa ở [security] trong site.toml, chuyển hướng ở aliases của trang, tệp của giao diện ở themes/.",
    "Delete it. Headers are set by [security] in site.toml, redirects by aliases of pages, assets by the theme.",
);
const PAGE: Words = (
    "trang viết bằng Markdown không đặt ở đây, vì tệp ở đây được đăng nguyên vẹn, kể cả bản nháp",
    "a page in Markdown does not belong here: files here are published as they are, drafts included",
);
const PAGE_NEXT: Words = ("Chuyển tệp vào một chuyên mục trong content/.", "Move it to a section in content/.");
const SETTINGS: Words =
    ("tệp này ra lệnh cho máy chủ, không phải để đăng", "this file tells a server what to do, and is not published");
const SETTINGS_NEXT: Words = (
    "Đưa tệp ra khỏi content/; người vận hành đặt nó ở máy chủ.",
    "Take it out of content/; the operator puts it on the server.",
);
const SECRET: Words = ("tệp loại này thường chứa mật khẩu hoặc khóa bí mật", "such a file holds passwords or keys");
const SECRET_NEXT: Words = ("Đưa tệp ra khỏi content/.", "Take it out of content/.");

/// Why a file may not be copied, and what to do.
fn refusal(path: &str) -> Option<(Words, Words)> {
    let folded = path.to_lowercase();
    let (first, name) = (folded.split('/').next()?, folded.rsplit('/').next()?);
    let has_end = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if first == "assets"
        || first.starts_with(".cong-")
        || first.starts_with("_headers")
        || first.starts_with("_redirects")
    {
        return Some((OWN, OWN_NEXT));
    }
    if has_end(&[".cong-tmp"]) {
        return Some((OWN, OWN_NEXT));
    }
    // Drafts, also under the names that programs give to what they save beside a page.
    if crate::load::names::page_stem(name).is_some() || name.contains(".md.") || has_end(&[".mdx", ".md~"]) {
        return Some((PAGE, PAGE_NEXT));
    }
    let in_folder = |wanted: &str| folded.split('/').any(|part| part == wanted);
    if name.starts_with(".env")
        || name.starts_with("id_")
        || matches!(name, ".htpasswd" | ".npmrc" | ".pypirc" | ".netrc" | ".pgpass" | "credentials.json")
        || in_folder(".ssh")
        || in_folder(".aws")
        || in_folder(".git")
        || has_end(&[".pem", ".key", ".p12", ".pfx", ".sql", ".sqlite", ".kdbx"])
    {
        return Some((SECRET, SECRET_NEXT));
    }
    if matches!(name, "_worker.js" | "_routes.json" | ".htaccess" | "web.config" | ".user.ini") || first == "functions"
    {
        return Some((SETTINGS, SETTINGS_NEXT));
    }
    None
}

fn with_words(finding: Finding, what: Words, next: Words) -> Finding {
    let words = |(vi, en): Words| (vi.to_owned(), en.to_owned());
    finding.with_words("what", words(what)).with_words("next", words(next))
}

fn refused(path: &SourcePath, what: Words, next: Words) -> Finding {
    with_words(Finding::new(&catalog::ROOT_FILE, path.as_str()), what, next)
}

/// The finding for a file that was put where other programs look for it; `None` for what may be an attachment.
pub fn misplaced(path: &SourcePath) -> Option<Finding> {
    let below = path.as_str().strip_prefix(CONTENT)?.strip_prefix('/')?;
    let name = path.file_name();
    let ends = |start: &str, end: &str| name.starts_with(start) && name.ends_with(end);
    let known = [
        "ads.txt",
        "app-ads.txt",
        "apple-app-site-association",
        "assetlinks.json",
        "BingSiteAuth.xml",
        "CNAME",
        "favicon.ico",
        "humans.txt",
        "robots.txt",
        "security.txt",
        ".nojekyll",
    ];
    let is_proof = ends("google", ".html") || ends("zalo_verifier", ".html") || ends("yandex_", ".html");
    let target = match below.strip_prefix(".well-known/") {
        Some(_) => below,
        None if name == "security.txt" || name == "assetlinks.json" => {
            return Some(belongs(path, &format!(".well-known/{name}")));
        }
        None if is_proof || known.contains(&name) => name,
        None => return None,
    };
    Some(belongs(path, target))
}

/// Files in a folder that other generators copy, beside `content`.
pub fn in_folders_of_others(files: &dyn Files) -> Vec<Finding> {
    let found = |folder: &str| files.list(folder).ok().and_then(|all| all.into_iter().next());
    let of = |folder: &&str| {
        let first = found(folder)?.path;
        Some(belongs(&first, first.as_str().strip_prefix(*folder)?.trim_start_matches('/')))
    };
    ["static", "_root"].iter().filter_map(of).collect()
}

fn belongs(path: &SourcePath, target: &str) -> Finding {
    let finding = Finding::new(&catalog::ROOT_FILE_ELSEWHERE, path.as_str());
    finding.with("target", format!("{ROOT_FILES}/{target}")).with("url", format!("/{target}"))
}

/// Looks into `security.txt`: without a way to reach somebody, or when its day is over, nobody may trust it (RFC 9116).
pub fn security(files: &dyn Files, roots: &[SourcePath], at: Timestamp) -> Vec<Finding> {
    let is_one = |path: &&SourcePath| matches!(at_root(path), Some(".well-known/security.txt" | "security.txt"));
    let look = |path: &SourcePath| {
        let mut text = Vec::new();
        files.open(path.as_str()).ok()?.take(LARGEST).read_to_end(&mut text).ok()?;
        let (what, next, line) = fault(&String::from_utf8_lossy(&text), at)?;
        let finding = Finding::new(SECURITY, path.as_str()).at(Span::new(line, 1, 1));
        Some(with_words(finding, what, next))
    };
    roots.iter().filter(is_one).filter_map(look).collect()
}

/// The same of the file that `[security.report]` in `site.toml` makes.
pub fn security_of(text: &str, at: Timestamp) -> Option<Finding> {
    let (what, next, _) = fault(text, at)?;
    Some(with_words(Finding::new(SECURITY, "site.toml"), what, next))
}

const SECURITY: &Message = &catalog::SECURITY_TXT;
const LARGEST: u64 = 64 << 10;

fn fault(text: &str, at: Timestamp) -> Option<(Words, Words, usize)> {
    const CONTACT: Words = (
        "Thêm dòng Contact: mailto:an-toan@ten-mien.gov.vn, hoặc Contact: https://…, hoặc Contact: tel:+84…",
        "Add a line Contact: mailto:security@example.gov.vn, or Contact: https://…, or Contact: tel:+84…",
    );
    const EXPIRES: Words = (
        "Viết một dòng Expires: với ngày giờ chưa qua, ví dụ Expires: 2030-12-31T00:00:00Z",
        "Write one line Expires: with a moment to come, such as Expires: 2030-12-31T00:00:00Z",
    );
    let lines = || text.trim_start_matches('\u{feff}').lines().enumerate();
    let values = |name: &'static str| {
        lines().filter_map(move |(index, line)| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| (index + 1, value.trim()))
        })
    };
    let Some((line, contact)) = values("Contact").next() else {
        return Some((("thiếu dòng Contact", "the line Contact is missing"), CONTACT, 1));
    };
    if !["mailto:", "https://", "tel:"].iter().any(|scheme| contact.to_ascii_lowercase().starts_with(scheme)) {
        return Some((
            (
                "Contact phải là một địa chỉ mailto:, https:// hoặc tel:",
                "Contact must be a mailto:, https:// or tel: address",
            ),
            CONTACT,
            line,
        ));
    }
    let mut expires = values("Expires");
    let Some((line, moment)) = expires.next() else {
        return Some((("thiếu dòng Expires", "the line Expires is missing"), EXPIRES, 1));
    };
    if let Some((line, _)) = expires.next() {
        return Some((("có hai dòng Expires", "there are two lines Expires"), EXPIRES, line));
    }
    match moment.parse::<Timestamp>() {
        Err(_) => {
            Some((("ngày giờ ở dòng Expires không đọc được", "the moment after Expires cannot be read"), EXPIRES, line))
        }
        Ok(moment) if moment <= at => Some((
            ("dòng Expires đã qua hạn, tệp này không còn hiệu lực", "Expires is over, so the file holds no more"),
            EXPIRES,
            line,
        )),
        Ok(_) => None,
    }
}
