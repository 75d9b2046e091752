//! Says of the text of a target why it is none, with the one to type: an unknown scheme, a host without a folder, a bucket that no store
//! could have.

use super::publish::Scheme;
use crate::diag::phrases::Words;
use crate::diag::{did_you_mean, nearest};

/// What people call the schemes.
const ALSO: [(&str, &str); 8] = [
    ("sftp", "ssh"),
    ("scp", "ssh"),
    ("rsync", "ssh"),
    ("gcs", "gs"),
    ("google", "gs"),
    ("azure", "az"),
    ("abfs", "az"),
    ("aws", "s3"),
];

/// What is wrong in both languages, and what to type.
pub type Fault = ((&'static str, &'static str), Words);

pub fn both(vi: &str, en: &str) -> Words {
    (vi.to_owned(), en.to_owned())
}

/// The line to type.
pub fn same(line: &str) -> Words {
    (format!("Viết {line}"), format!("Write {line}"))
}

pub fn no_scheme(target: &str) -> Fault {
    let what = ("không có loại nơi xuất bản này", "there is no such kind of target");
    let names = Scheme::NAMES.map(|(name, _)| name);
    if let Some((scheme, rest)) = target.split_once("://") {
        if matches!(scheme, "http" | "https") {
            let next = both(
                "Kho tương thích S3 thì viết target = \"s3://ten-kho\" và endpoint = \"https://…\".",
                "For a store that speaks S3 write target = \"s3://bucket\" and endpoint = \"https://…\".",
            );
            return (what, next);
        }
        let known = ALSO.iter().find(|(also, _)| also.eq_ignore_ascii_case(scheme)).map(|(_, name)| *name);
        let known = known.or_else(|| names.into_iter().find(|name| name.eq_ignore_ascii_case(scheme)));
        let near = known.or_else(|| nearest(scheme, names));
        return (what, near.map_or_else(|| did_you_mean(scheme, &names), |name| same(&sample(name, rest))));
    }
    if let Some(near) = target.split_once(':').and_then(|(name, rest)| {
        let known = names.into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
        Some(sample(known, rest))
    }) {
        return (what, same(&near));
    }
    let what = ("chưa nói là loại nơi nào", "it does not say what kind of place it is");
    match target.split_once(':') {
        Some((host, path)) if host.contains('@') => {
            (what, same(&sample("ssh", &format!("{host}/{}", path.trim_start_matches('/')))))
        }
        _ if target.starts_with(['/', '.', '~']) => (what, same(&sample("file", target))),
        _ => (
            what,
            both(
                "Viết một trong: s3://kho/thu-muc, gs://…, az://…, file:/srv/cong, ssh://ten@may/srv/cong.",
                "Write one of s3://bucket/folder, gs://…, az://…, file:/srv/portal, ssh://user@host/srv/portal.",
            ),
        ),
    }
}

fn sample(scheme: &str, rest: &str) -> String {
    let rest = rest.trim_start_matches("//");
    if scheme == "file" { format!("target = \"file:{rest}\"") } else { format!("target = \"{scheme}://{rest}\"") }
}

/// Of `user@host:port/path`.
pub fn host_fault(rest: &str) -> Option<Fault> {
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    let next = |host: &str| same(&format!("target = \"ssh://{host}/srv/cong\""));
    // A word that begins with a hyphen is an option to `ssh`.
    if host.starts_with('-') || name.is_empty() || name.starts_with(['-', ':']) || host.contains(char::is_whitespace) {
        return Some((("không có tên máy", "there is no name of a machine"), next("ten@may-chu")));
    }
    if path.trim_matches('/').is_empty() {
        return Some((("chưa có thư mục trên máy đó", "there is no folder on that machine"), next(host)));
    }
    None
}

/// Of `bucket/prefix`. Names as the stores allow them: Amazon's rules; Google also takes `_`.
pub fn bucket_fault(scheme: Scheme, rest: &str) -> Option<Fault> {
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let name = Scheme::NAMES.iter().find(|(_, known)| *known == scheme).map_or("s3", |(name, _)| name);
    let next = same(&format!("target = \"{name}://ten-kho/thu-muc\""));
    if bucket.is_empty() {
        return Some((("chưa có tên kho (bucket)", "there is no name of a bucket"), next));
    }
    let inside = |byte: u8| {
        let dot = scheme != Scheme::Azure && byte == b'.';
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || byte == b'-'
            || dot
            || (scheme == Scheme::Google && byte == b'_')
    };
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let bytes = bucket.as_bytes();
    if !(3..=63).contains(&bytes.len())
        || !bucket.bytes().all(inside)
        || !ends(bytes.first().copied())
        || !ends(bytes.last().copied())
    {
        let what = (
            "tên kho (bucket) gồm 3 đến 63 chữ thường, số và dấu gạch nối",
            "a bucket's name is 3 to 63 lower-case letters, digits and hyphens",
        );
        return Some((what, next));
    }
    let odd =
        |part: &str| matches!(part, "" | "." | "..") || part.starts_with(".cong") || part.contains(['?', '#', '\\']);
    if !prefix.trim_end_matches('/').is_empty() && prefix.trim_end_matches('/').split('/').any(odd) {
        return Some((("thư mục trong kho không dùng được", "the folder in the bucket cannot be used"), next));
    }
    None
}
