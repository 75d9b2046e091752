//! Turns a sitemap, a server's log or a list into addresses of this portal that were published: in the one form in which the ledger
//! has them, each once. Large logs are read line by line; what is kept is the addresses.
//!
//! Left out are other hosts and what is outside of the portal's path; what was not answered with 200 or 301; robots; what stands behind
//! `?`, unless the portal knows earlier addresses of that path with parameters, of which these are kept; and what is no page or file
//! of an editor (hidden names, styles and scripts, files for machines).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader};

use flate2::bufread::MultiGzDecoder;
use percent_encoding::utf8_percent_encode;

use super::{lines, sitemap};
use crate::files::Files;
use crate::load::base::Base;
use crate::load::old_address::OldAddress;
use crate::path::{UNRESERVED, UrlPath};
use crate::visits::is_robot;
use crate::visits::log_line::{self, LogLine};

/// More are none that a portal has published.
const MOST: usize = 3_000_000;
/// Sitemaps that stand in each other are one level deep; so many parts may be named.
const MOST_PARTS: usize = 1000;
const EXTENSIONS_OF_THEMES: [&str; 7] = [".css", ".js", ".woff2", ".woff", ".map", ".mjs", ".ttf"];
const OF_MACHINES: [&str; 6] =
    ["/robots.txt", "/favicon.ico", "/manifest.json", "/sitemap.xml", "/404.html", "/apple-touch-icon.png"];

/// What was found in a file.
#[derive(Default, Debug)]
pub struct Gathered {
    /// From the root of the portal.
    pub addresses: BTreeSet<String>,
    pub sort: Sort,
    /// How many were read: lines, or addresses of sitemaps.
    pub read: u64,
    pub left_out: LeftOut,
    /// Sitemaps that an index names and that do not lie beside it.
    pub missing: Vec<String>,
    /// There were too many, and what came after is not read.
    pub is_full: bool,
}

/// What a file was taken for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Sort {
    Sitemap,
    Log,
    #[default]
    List,
}

/// How many were left out, and why.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Of another host, or outside of the portal's path.
    pub elsewhere: u64,
    /// Not answered with 200 or 301.
    pub unanswered: u64,
    pub robots: u64,
    /// No page and no file of an editor.
    pub others: u64,
}

/// What is known of the portal.
pub struct Wanted<'a> {
    pub base: &'a Base,
    /// Paths that had parameters, in small letters, with the names of those.
    pub parameters: BTreeMap<String, BTreeSet<String>>,
}

/// `name`: of the file in `files`, beside which parts of a sitemap are looked for.
pub fn gather(files: &dyn Files, name: &str, wanted: &Wanted) -> io::Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut stream = open(files, name)?;
    if first(&mut stream)? == Some(b'<') {
        gathered.sort = Sort::Sitemap;
        let found = sitemap::read(stream)?;
        gathered.take_all(found.addresses, wanted);
        for part in found.parts.iter().take(MOST_PARTS) {
            let name = part.rsplit('/').next().unwrap_or(part);
            // They may have been fetched packed, or packed since.
            let opened = [name.to_owned(), format!("{name}.gz"), name.trim_end_matches(".gz").to_owned()];
            match opened.iter().find_map(|name| open(files, name).ok()) {
                Some(stream) => gathered.take_all(sitemap::read(stream)?.addresses, wanted),
                None => gathered.missing.push(name.to_owned()),
            }
        }
        return Ok(gathered);
    }
    lines::each(stream, |line| gathered.line(line, wanted))?;
    Ok(gathered)
}

/// Unpacked, where it is packed.
fn open<'a>(files: &'a dyn Files, name: &str) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut stream = BufReader::with_capacity(1 << 16, files.open(name)?);
    let is_packed = stream.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_packed {
        Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(stream)))
    } else {
        Box::new(stream)
    })
}

/// The first byte that is no white space and no mark of Unicode, which is not read.
fn first(stream: &mut dyn BufRead) -> io::Result<Option<u8>> {
    loop {
        let buffer = stream.fill_buf()?;
        let blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf);
        match buffer.iter().position(|byte| !blank(byte)) {
            Some(at) => return Ok(Some(buffer[at])),
            None if buffer.is_empty() => return Ok(None),
            None => {
                let length = buffer.len();
                stream.consume(length);
            }
        }
    }
}

impl Gathered {
    fn take_all(&mut self, addresses: Vec<String>, wanted: &Wanted) {
        for address in addresses {
            self.read += 1;
            self.take(&address, wanted);
        }
    }

    fn line(&mut self, line: &str, wanted: &Wanted) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        self.read += 1;
        let Some(LogLine { method, target, status, agent, .. }) = log_line::parse(line.as_bytes()) else {
            self.take(line.split_whitespace().next().unwrap_or(line), wanted);
            return;
        };
        self.sort = Sort::Log;
        // A reader got something there: it was read and answered, or led on for good.
        let is_answered = matches!(method, b"GET" | b"HEAD") && matches!(status, b"200" | b"301");
        match () {
            () if !is_answered => self.left_out.unanswered += 1,
            () if is_robot(agent) => self.left_out.robots += 1,
            () => self.take(&String::from_utf8_lossy(target), wanted),
        }
    }

    /// An address, whole or from the root of its host.
    fn take(&mut self, address: &str, wanted: &Wanted) {
        let base = wanted.base;
        let is_of_host = address.starts_with('/') && !address.starts_with("//");
        let local = if is_of_host { base.asked(address).map(str::to_owned) } else { base.own(address).map(Into::into) };
        match local.map(|local| plain(base, &local, &wanted.parameters)) {
            None => self.left_out.elsewhere += 1,
            Some(None) => self.left_out.others += 1,
            Some(Some(address)) if self.addresses.len() < MOST => drop(self.addresses.insert(address)),
            Some(Some(address)) => self.is_full |= !self.addresses.contains(&address),
        }
    }
}

/// In the form in which the portal writes its own; `None` for what nobody keeps.
fn plain(base: &Base, local: &str, parameters: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let local = local.split('#').next().unwrap_or(local);
    let (path, query) = local.split_once('?').unwrap_or((local, ""));
    let is_home = path == "/" || path == "/index.html";
    let known = parameters.get(&crate::path::decode(path).to_lowercase()).filter(|_| !query.is_empty());
    let old = match known {
        Some(_) => OldAddress::parse(base, local)?,
        None if is_home => return Some("/".to_owned()),
        None => OldAddress::parse(base, path)?,
    };
    let mut path = old.path;
    if let Some(folder) = path.strip_suffix("/index.html") {
        path = format!("{folder}/");
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    if !name.is_empty() && !name.contains('.') {
        path.push('/');
    }
    let low = path.to_lowercase();
    let is_of_theme = path.starts_with("/assets/") || EXTENSIONS_OF_THEMES.iter().any(|end| low.ends_with(end));
    if is_of_theme || OF_MACHINES.contains(&path.as_str()) || low.starts_with("/sitemap-") {
        return None;
    }
    let mut address = UrlPath::new(&path).as_str().to_owned();
    let names = known.into_iter().flatten().collect::<BTreeSet<_>>();
    let kept = old.parameters.iter().filter(|(name, _)| names.contains(&name.to_lowercase()));
    let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
    let kept: Vec<String> = kept
        .map(|(name, value)| match value {
            Some(value) => format!("{}={}", encode(name), encode(value)),
            None => encode(name),
        })
        .collect();
    if !kept.is_empty() {
        address = format!("{}?{}", address.trim_end_matches('/'), kept.join("&"));
    }
    Some(address)
}

/// Reads all of a stream, for tests and small files.
#[cfg(test)]
fn gathered(text: &str, base: &str, parameters: &[(&str, &str)]) -> Gathered {
    let mut files = crate::files::Memory::new();
    files.put("x", text.as_bytes());
    let base = Base::parse(base).unwrap_or_default();
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, name) in parameters {
        all.entry((*path).to_owned()).or_default().insert((*name).to_owned());
    }
    gather(&files, "x", &Wanted { base: &base, parameters: all }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<String> {
        gathered(text, "https://tinh.example", &[("/index.php", "id")]).addresses.into_iter().collect()
    }

    #[test]
    fn an_address_has_one_form_however_it_was_written() {
        for (written, kept) in [
            ("https://WWW.tinh.example/tin-tuc/a/#x", "/tin-tuc/a/"),
            ("/tin-tuc/a", "/tin-tuc/a/"),
            ("/tin-tuc/a/index.html", "/tin-tuc/a/"),
            ("/tin-tuc/a/?fbclid=1", "/tin-tuc/a/"),
            ("/tin-tức/", "/tin-t%E1%BB%A9c/"),
            ("/index.php?id=5&fbclid=1", "/index.php?id=5"),
            ("/van-ban/a.pdf", "/van-ban/a.pdf"),
            ("https://tinh.example", "/"),
        ] {
            assert_eq!(addresses(written), [kept], "{written}");
        }
    }

    const LINE: &str = r#"203.0.113.7 - - [15/Jan/2024:08:00:00 +0700] "GET /tin-tuc/a/?x=1 HTTP/1.1" 200 512 "-" "Mozilla/5.0 (Windows)""#;

    /// What becomes of a line of a log: its address, lines that were not answered, lines of robots.
    fn of_line(line: &str) -> (Vec<String>, u64, u64) {
        let Gathered { addresses, left_out, .. } = gathered(line, "https://tinh.example", &[]);
        (addresses.into_iter().collect(), left_out.unanswered, left_out.robots)
    }

    #[test]
    fn a_line_of_a_log_counts_if_a_reader_got_something_there() {
        let taken = || (vec!["/tin-tuc/a/".to_owned()], 0, 0);
        assert_eq!(of_line(LINE), taken());
        assert_eq!(of_line(&LINE.replace(" 200 ", " 301 ")), taken());
        for (old, new) in [("GET", "POST"), (" 200 ", " 404 "), (" 200 ", " 302 "), (" 200 ", " 500 ")] {
            assert_eq!(of_line(&LINE.replace(old, new)), (Vec::new(), 1, 0), "{new}");
        }
        let of_agent = |agent: &str| of_line(&LINE.replace("Mozilla/5.0 (Windows)", agent));
        for agent in ["Googlebot/2.1", "python-requests/2.31", "-", "", "Zalo/1.0 (link preview)"] {
            assert_eq!(of_agent(agent), (Vec::new(), 0, 1), "{agent}");
        }
        // Whoever reads in Zalo is a person.
        assert_eq!(
            of_agent("Mozilla/5.0 (Linux; Android 13) Chrome/118.0 Mobile Safari/537.36 Zalo android/12100"),
            taken()
        );
        for other in ["/tin-tuc/a/", "https://tinh.example/tin-tuc/a/"] {
            assert_eq!(of_line(other), taken(), "{other}");
        }
    }

    #[test]
    fn what_nobody_keeps_is_left_out() {
        for written in [
            "https://khac.example/a/",
            "/.env",
            "/assets/a.css",
            "/robots.txt",
            "/a//b",
            "/../x",
            "/_headers",
            "/sitemap-1.xml",
        ] {
            assert!(addresses(written).is_empty(), "{written}");
        }
    }

    #[test]
    fn a_portal_below_a_path_takes_only_what_is_there() {
        let found =
            gathered("/so-y-te/a/\n/a/\nhttps://tinh.example/so-y-te/b/\n", "https://tinh.example/so-y-te", &[]);
        assert_eq!(
            (Vec::from_iter(found.addresses), found.left_out.elsewhere),
            (vec!["/a/".to_owned(), "/b/".to_owned()], 1)
        );
    }
}
