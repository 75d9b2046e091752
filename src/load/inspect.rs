//! Turns a file that a public page uses into facts of the copy that is published: its size, SHA-256 and, for pictures,
//! width and height; and into what an editor should know of it.
//!
//! Pictures are published without what they tell beside what they show (`media`), so their copy may differ from their
//! source. Everything else is copied as it is, and read in pieces however long it is.

use std::io::{self, Read};

use parking_lot::{Mutex, MutexGuard};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diag::{Finding, Span, catalog};
use crate::files::{self, Files, Hash, Stamp};
use crate::load::links;
use crate::load::root_files;
use crate::load::slips::conflict;
use crate::media::raster::{self, Raster};
use crate::media::svg::SvgError;
use crate::media::svg::alternatives::HTML;
use crate::media::{self, AuthorFinder, Cleaned, Extra, PageCounter, PlaceFinder, Refusal, foreign};
use crate::path::SourcePath;
use crate::tables;
use crate::text::number::file_size;

/// More pixels than a page or a poster on paper needs; and bytes that a telephone loads for minutes.
const HUGE_PIXELS: u64 = 25_000_000;
const HUGE_BYTES: u64 = 10 << 20;

/// What pages, lists and machines are told of a file: always of its published copy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileFacts {
    /// In bytes.
    pub size: u64,
    /// Lower-case hex; what a citizen can check a download with.
    pub sha256: String,
    /// For the cache and for knowing whether the copy is up to date.
    pub hash: Hash,
    /// As it is shown, in CSS pixels; only for pictures whose size can be read.
    pub dimensions: Option<(u32, u32)>,
    pub copy: Copy,
    /// How many pages a PDF has, where it says so openly.
    pub pages: Option<u32>,
    /// How it is stored, for a photograph.
    pub raster: Option<Raster>,
    /// What an editor should know.
    pub findings: Vec<Finding>,
    /// Of the source, from before it was read.
    pub stamp: Option<Stamp>,
}

/// How the published copy comes of its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Copy {
    AsIs,
    /// By `media::clean`, which gives the same bytes each time.
    Cleaned,
}

/// Reads a file once. The inner error says why it cannot be published.
pub fn inspect(files: &dyn Files, path: &SourcePath) -> io::Result<Result<FileFacts, Box<Finding>>> {
    // Before it is read: what is written meanwhile has another one.
    let stamp = files.stamp(path.as_str());
    Ok(read(files, path)?.map(|facts| FileFacts { stamp, ..facts }))
}

fn read(files: &dyn Files, path: &SourcePath) -> io::Result<Result<FileFacts, Box<Finding>>> {
    let name = path.as_str();
    if root_files::at_root(path).is_some() {
        return stream(files, path);
    }
    if !tables::is_publishable(name) {
        let finding = if foreign::is_known(name) {
            let finding = Finding::new(&catalog::PICTURE_KIND, name).with("target", path.file_name());
            links::explained(finding, name)
        } else {
            Finding::new(&catalog::FILE_TYPE, name).with("extension", tables::extension(name))
        };
        return Ok(Err(Box::new(finding)));
    }
    if !tables::is_image(name) {
        return stream(files, path);
    }
    Ok(match hold(files, name)? {
        Ok((bytes, _)) if bytes.is_empty() => Err(Box::new(empty(name))),
        Ok((bytes, _alone)) => match media::clean(name, &bytes) {
            Ok(cleaned) => Ok(picture(name, &bytes, cleaned)),
            Err(refusal) => Err(Box::new(match foreign::by_bytes(&bytes) {
                // One that is damaged is what its name says.
                Some(sort) if !sort.is_named(name) => {
                    let (next_vi, next_en) = sort.next(name);
                    not_published(name, sort.what(), (&next_vi, &next_en))
                }
                _ => refused(name, refusal),
            })),
        },
        Err(size) => Err(Box::new(too_large(name, size))),
    })
}

/// A picture and, where it is large, what keeps other large ones out of memory; or the size of one that is too large.
type Held = Result<(Vec<u8>, Option<MutexGuard<'static, ()>>), u64>;

/// Reads a picture: of large ones one at a time, however many cores there are.
fn hold(files: &dyn Files, name: &str) -> io::Result<Held> {
    const LARGE: usize = 4 << 20;
    static ALONE: Mutex<()> = Mutex::new(());
    if let Ok(bytes) = files.read_within(name, LARGE)? {
        return Ok(Ok((bytes, None)));
    }
    let alone = ALONE.lock();
    Ok(files.read_within(name, media::largest(name))?.map(|bytes| (bytes, Some(alone))))
}

/// The published copy of a cleaned file; `None` when the source is no longer what was inspected.
pub fn cleaned(files: &dyn Files, path: &SourcePath, facts: &FileFacts) -> io::Result<Option<Vec<u8>>> {
    let name = path.as_str();
    let Ok((bytes, _alone)) = hold(files, name)? else { return Ok(None) };
    let cleaned = media::clean(path.as_str(), &bytes).ok().map(|cleaned| cleaned.bytes.unwrap_or(bytes));
    Ok(cleaned.filter(|bytes| files::hash(bytes) == facts.hash))
}

/// The bytes of a picture, as they are in the portal; `None` when it is too large to be published.
pub fn source(files: &dyn Files, path: &SourcePath) -> io::Result<Option<Vec<u8>>> {
    Ok(hold(files, path.as_str())?.ok().map(|(bytes, _alone)| bytes))
}

fn picture(name: &str, source: &[u8], cleaned: Cleaned) -> FileFacts {
    let published = cleaned.bytes.as_deref().unwrap_or(source);
    let mut findings = Vec::new();
    if let Some((_, line, _)) = cleaned.dropped.parts.first() {
        let finding = Finding::new(&catalog::SVG_PARTS, name).at(Span::new(*line, 1, 1));
        findings.push(finding.with_words("found", parts(&cleaned.dropped)));
    }
    if !cleaned.extras.is_empty() {
        let list = |words: fn(&Extra) -> &'static str| cleaned.extras.iter().map(words).collect::<Vec<_>>().join(", ");
        let words = (list(|extra| extra.words().0), list(|extra| extra.words().1));
        findings.push(Finding::new(&catalog::PICTURE_TELLS, name).with_words("found", words));
    }
    if let Some((inside, named, right)) = raster::misnamed(name, source) {
        let finding = Finding::new(&catalog::PICTURE_MISNAMED, name).with("inside", inside).with("name", named);
        findings.push(finding.with("right", right));
    }
    let size = published.len() as u64;
    let is_drawing = tables::extension(name) == "svg";
    if let Some((width, height)) = cleaned.dimensions.filter(|_| !is_drawing)
        && (u64::from(width) * u64::from(height) > HUGE_PIXELS || size > HUGE_BYTES)
    {
        let finding = Finding::new(&catalog::PICTURE_HUGE, name).with("pixels", format!("{width} × {height}"));
        findings.push(finding.with_words("size", (file_size(size, "vi"), file_size(size, "en"))));
    }
    FileFacts {
        size,
        sha256: hex(&Sha256::digest(published)),
        hash: files::hash(published),
        dimensions: cleaned.dimensions,
        copy: if cleaned.bytes.is_some() { Copy::Cleaned } else { Copy::AsIs },
        pages: None,
        raster: cleaned.raster,
        findings,
        stamp: None,
    }
}

/// `<script> (dòng 3), onload (dòng 5, 12 lần)`
fn parts(dropped: &media::svg::Dropped) -> (String, String) {
    let list = |line: &str, times: &str, more: &str, html: &str| {
        let part = |(name, first, count): &(String, usize, usize)| {
            let name = if name == HTML { format!("{name}, {html}") } else { name.clone() };
            match count {
                1 => format!("{name} ({line} {first})"),
                _ => format!("{name} ({line} {first}, {count} {times})"),
            }
        };
        let mut list: Vec<String> = dropped.parts.iter().map(part).collect();
        if dropped.more > 0 {
            list.push(format!("{more} {}", dropped.more));
        }
        list.join(", ")
    };
    (
        list("dòng", "lần", "và phần khác:", "chữ trong đó không còn hiện ra"),
        list("line", "times", "and others:", "its words are no longer shown"),
    )
}

fn refused(name: &str, refusal: Refusal) -> Finding {
    const PLAIN: (&str, &str) = (
        "Mở bằng phần mềm vẽ rồi lưu lại dạng “SVG thuần” (Plain SVG), mã UTF-8, hoặc xuất ra PNG.",
        "Open it in a drawing program and save it as plain SVG in UTF-8, or export it as PNG.",
    );
    const PICTURE: (&str, &str) = (
        "Mở ảnh bằng phần mềm xem ảnh rồi lưu lại dạng JPEG, PNG hoặc WebP.",
        "Open it in a picture program and save it as JPEG, PNG or WebP.",
    );
    let (vi, en, next) = match refusal {
        Refusal::NotAPicture => (
            "bên trong không phải ảnh JPEG, PNG, WebP, GIF hay AVIF mà trình duyệt mở được".to_owned(),
            "inside it is no JPEG, PNG, WebP, GIF or AVIF that browsers show".to_owned(),
            PICTURE,
        ),
        Refusal::Avif => (
            "ảnh AVIF này có kèm thông tin của máy hoặc phần mềm, cổng không tách ra được".to_owned(),
            "this AVIF carries notes of a camera or program that cannot be taken out".to_owned(),
            PICTURE,
        ),
        Refusal::Svg(SvgError::Encoding) => {
            ("chữ bên trong không phải UTF-8".to_owned(), "its text is not UTF-8".to_owned(), PLAIN)
        }
        Refusal::Svg(SvgError::Syntax(line)) => {
            (format!("sai cú pháp XML ở dòng {line}"), format!("it is not valid XML (line {line})"), PLAIN)
        }
        Refusal::Svg(SvgError::NoSvg) => {
            ("bên trong không phải hình vẽ SVG".to_owned(), "inside it is no SVG drawing".to_owned(), PLAIN)
        }
        Refusal::Svg(SvgError::Copies) => (
            "các phần dùng lại nhau (<use>) quá nhiều lần, trình duyệt không vẽ nổi".to_owned(),
            "its parts copy each other (<use>) more often than a browser can draw".to_owned(),
            PLAIN,
        ),
        Refusal::Svg(SvgError::Deep(line)) => (
            format!("các phần lồng nhau quá sâu ở dòng {line}"),
            format!("its parts are nested too deeply (line {line})"),
            PLAIN,
        ),
    };
    not_published(name, (vi, en), next)
}

/// Most often what a copy that was broken off leaves behind.
fn empty(name: &str) -> Finding {
    let next = (
        "Chép lại tệp gốc (JPEG, PNG, WebP hoặc SVG) vào chỗ này; lần chép trước có thể đã bị ngắt.",
        "Copy the original (JPEG, PNG, WebP or SVG) here again; the last copy may have been broken off.",
    );
    not_published(name, ("tệp trống (0 byte)".to_owned(), "the file is empty (0 bytes)".to_owned()), next)
}

fn too_large(name: &str, size: u64) -> Finding {
    let words = |size: u64| (file_size(size, "vi"), file_size(size, "en"));
    let (found, limit) = (words(size), words(media::largest(name) as u64));
    let detail =
        (format!("nặng {}, giới hạn là {}", found.0, limit.0), format!("it has {}, the limit is {}", found.1, limit.1));
    let next =
        ("Thu nhỏ ảnh còn cạnh dài khoảng 2000 điểm ảnh.", "Make it smaller: about 2000 pixels on the longer side.");
    not_published(name, detail, next)
}

fn not_published(name: &str, detail: (String, String), (vi, en): (&str, &str)) -> Finding {
    Finding::new(&catalog::PICTURE_REFUSED, name)
        .with_words("detail", detail)
        .with_words("next", (vi.to_owned(), en.to_owned()))
}

/// A file that is published as it is.
fn stream(files: &dyn Files, path: &SourcePath) -> io::Result<Result<FileFacts, Box<Finding>>> {
    let is_text = tables::media_type(path.as_str()).starts_with("text/");
    let is_pdf = tables::extension(path.as_str()) == "pdf";
    let is_film = matches!(tables::extension(path.as_str()).as_str(), "mp4" | "m4a");
    let mut reader = files.open(path.as_str())?;
    let (mut sha256, mut blake3) = (Sha256::new(), blake3::Hasher::new());
    let (mut size, mut place, mut author) = (0, PlaceFinder::default(), AuthorFinder::default());
    let (mut marks, mut pages) = (conflict::Finder::default(), PageCounter::default());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let piece = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => &buffer[..count],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sha256.update(piece);
        blake3.update(piece);
        size += piece.len() as u64;
        if is_film {
            place.take(piece);
        }
        if is_pdf {
            author.take(piece);
            pages.take(piece);
        }
        if is_text {
            marks.take(piece);
        }
    }
    if let Some(finding) = marks.finding(path.as_str()) {
        return Ok(Err(Box::new(finding)));
    }
    let place = place.has_found().then(|| Finding::new(&catalog::VIDEO_PLACE, path.as_str()));
    let author = author.finish().map(|name| Finding::new(&catalog::PDF_AUTHOR, path.as_str()).with("name", name));
    Ok(Ok(FileFacts {
        size,
        sha256: hex(&sha256.finalize()),
        hash: blake3.finalize(),
        dimensions: None,
        copy: Copy::AsIs,
        pages: pages.finish(),
        raster: None,
        findings: place.into_iter().chain(author).collect(),
        stamp: None,
    }))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn the_checksum_is_the_one_of_sha256sum() {
        let mut files = Memory::new();
        files.put("a.txt", "abc");
        let facts = inspect(&files, &SourcePath::new("a.txt")).unwrap().unwrap();
        // FIPS 180-2, appendix B.1
        assert_eq!(facts.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(facts.size, 3);
    }

    #[test]
    fn an_svg_has_the_size_it_declares() {
        let size = |text: &str| {
            let mut files = Memory::new();
            files.put("a.svg", text);
            inspect(&files, &SourcePath::new("a.svg")).unwrap().unwrap().dimensions
        };
        assert_eq!(size("<?xml version=\"1.0\"?><svg width=\"640px\" height=\"360\"/>"), Some((640, 360)));
        assert_eq!(size("<svg viewBox=\"0 0 120 80\"></svg>"), Some((120, 80)));
        assert_eq!(size("<svg width=\"100%\"/>"), None);
    }
}
