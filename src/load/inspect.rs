//! Turns a file that a public page uses into facts: size, SHA-256 and, for pictures, width and height.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use crate::files::{Files, Hash};
use crate::path::SourcePath;
use crate::tables;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFacts {
    /// In bytes.
    pub size: u64,
    /// Lower-case hex; what a citizen can check a download with.
    pub sha256: String,
    /// For the cache and for knowing whether the copy is up to date.
    pub hash: Hash,
    /// In CSS pixels; only for pictures whose size can be read.
    pub dimensions: Option<(u32, u32)>,
    /// What in an SVG would run or load from elsewhere when a reader opens the file itself.
    pub active: Option<String>,
}

/// Reads a file once, in pieces.
pub fn inspect(files: &dyn Files, path: &SourcePath) -> io::Result<FileFacts> {
    /// Picture headers are read from the first bytes only.
    const HEAD: usize = 1 << 22;
    let mut reader = files.open(path.as_str())?;
    let (mut sha256, mut blake3) = (Sha256::new(), blake3::Hasher::new());
    let (mut head, mut size) = (Vec::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = reader.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        let piece = &buffer[..count];
        sha256.update(piece);
        blake3.update(piece);
        size += count as u64;
        if head.len() < HEAD && tables::is_image(path.as_str()) {
            head.extend_from_slice(piece);
        }
    }
    let sha256 = sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(FileFacts {
        size,
        sha256,
        hash: blake3.finalize(),
        dimensions: dimensions(path.as_str(), &head),
        active: active(path.as_str(), &head),
    })
}

/// Width and height of a picture, from its first bytes.
pub fn dimensions(name: &str, head: &[u8]) -> Option<(u32, u32)> {
    if tables::extension(name) == "svg" {
        return svg_dimensions(head);
    }
    if !tables::is_image(name) {
        return None;
    }
    let size = imagesize::blob_size(head).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
        .filter(|(width, height)| *width > 0 && *height > 0)
}

/// The first script, event handler, embedded HTML or outside reference of an SVG.
fn active(name: &str, text: &[u8]) -> Option<String> {
    if tables::extension(name) != "svg" {
        return None;
    }
    let mut reader = quick_xml::Reader::from_reader(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element)) => {
                let tag = element.local_name().into_inner().to_lowercase();
                if matches!(tag.as_str(), "script" | "foreignobject" | "iframe" | "object" | "embed" | "handler") {
                    return Some(format!("<{tag}>"));
                }
                for attribute in element.attributes() {
                    let Ok(attribute) = attribute else { return Some("?".to_owned()) };
                    let key = attribute.key.local_name().into_inner().to_lowercase();
                    let value = attribute.value.to_lowercase().replace(char::is_whitespace, "");
                    let outside = key == "href" && !(value.starts_with('#') || value.starts_with("data:image/"));
                    if key.starts_with("on")
                        || outside && tag != "a"
                        || value.contains("javascript:")
                        || value.contains("url(http")
                    {
                        return Some(key);
                    }
                }
            }
            Ok(quick_xml::events::Event::DocType(_)) => return Some("<!DOCTYPE>".to_owned()),
            Ok(quick_xml::events::Event::Eof) => return None,
            Ok(_) => {}
            // A file that is no XML is drawn by no browser, and is not looked into further.
            Err(_) => return Some("?".to_owned()),
        }
    }
}

/// `width` and `height` of the root element, else the last two numbers of its `viewBox` (SVG 2, §8.2).
fn svg_dimensions(head: &[u8]) -> Option<(u32, u32)> {
    let mut reader = quick_xml::Reader::from_reader(head);
    loop {
        match reader.read_event().ok()? {
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                let attribute = |name: &str| {
                    let found = element.try_get_attribute(name).ok()??;
                    Some(found.value.into_owned())
                };
                let pixels = |text: String| text.trim_end_matches("px").trim().parse::<f64>().ok();
                let sides = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
                    (Some(width), Some(height)) => Some((width, height)),
                    _ => attribute("viewBox").and_then(|text| {
                        let numbers: Vec<f64> = text.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
                        (numbers.len() == 4).then(|| (numbers[2], numbers[3]))
                    }),
                };
                return sides
                    .filter(|(width, height)| *width >= 1.0 && *height >= 1.0 && *width < 1e6 && *height < 1e6)
                    .map(|(width, height)| (width.round() as u32, height.round() as u32));
            }
            quick_xml::events::Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn the_checksum_is_the_one_of_sha256sum() {
        let mut files = Memory::new();
        files.put("a.txt", "abc");
        let facts = inspect(&files, &SourcePath::new("a.txt")).unwrap();
        // FIPS 180-2, appendix B.1
        assert_eq!(facts.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(facts.size, 3);
    }

    #[test]
    fn an_svg_has_the_size_it_declares() {
        assert_eq!(
            dimensions("a.svg", b"<?xml version=\"1.0\"?><svg width=\"640px\" height=\"360\"/>"),
            Some((640, 360))
        );
        assert_eq!(dimensions("a.svg", b"<svg viewBox=\"0 0 120 80\"></svg>"), Some((120, 80)));
        assert_eq!(dimensions("a.svg", b"<svg width=\"100%\"/>"), None);
        assert_eq!(dimensions("a.png", b"not a picture"), None);
    }
}
