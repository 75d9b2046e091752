//! Reads `share/` of a theme: turns its `share.toml`, a ground and fonts into the design of the pictures that social networks show of pages
//! without one of their own. A theme without this folder has none, and its pages show `assets/social.png`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::toml_text::{self, Placed};
use crate::diag::phrases::Words as Phrases;
use crate::diag::{Finding, catalog};
use crate::files::{self, Hash};
use crate::media::share::{Design, Font, Ground, HEIGHT, MOST_COLORS, MOST_TEXTS, SHOWN, Show, TextBox, WIDTH};

pub use crate::media::share::Words;

/// The folder in a theme.
pub const FOLDER: &str = "share/";
/// Of the pictures, in pixels.
pub const SIZE: (u32, u32) = (WIDTH, HEIGHT);
const FILE: &str = "share.toml";

/// The design of a theme, and what it is made of.
pub struct ShareDesign {
    pub design: Design,
    /// Of all its files.
    pub hash: Hash,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    background: String,
    text: Vec<TextEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextEntry {
    show: String,
    font: String,
    /// Left, top, width, height.
    r#box: [u32; 4],
    sizes: Vec<u32>,
    color: String,
    #[serde(default)]
    middle: bool,
}

/// What is wrong with a key.
struct Wrong {
    key: String,
    value: String,
    expected: Phrases,
}

/// `parts`: the files of the folder, by name in it.
pub fn read(folder: &str, parts: &BTreeMap<String, Vec<u8>>, findings: &mut Vec<Finding>) -> Option<ShareDesign> {
    let text = String::from_utf8_lossy(parts.get(FILE)?).into_owned();
    let file = format!("{folder}/{FOLDER}{FILE}");
    let (said, placed): (File, Placed) = match toml_text::read(&text) {
        Ok(read) => read,
        Err(error) => {
            findings.push(error.finding(&catalog::CONFIG_SYNTAX, &file, &text));
            return None;
        }
    };
    match design(said, parts) {
        Ok(design) => {
            let mut all = blake3::Hasher::new();
            for (name, bytes) in parts {
                all.update(name.as_bytes());
                all.update(files::hash(bytes).as_bytes());
            }
            Some(ShareDesign { design, hash: all.finalize() })
        }
        Err(Wrong { key, value, expected }) => {
            let finding = placed.finding(&catalog::CONFIG_VALUE, &file, placed.value(&key));
            findings.push(finding.with("key", key).with("value", value).with_words("expected", expected));
            None
        }
    }
}

fn design(said: File, parts: &BTreeMap<String, Vec<u8>>) -> Result<Design, Wrong> {
    let wrong = |key: &str, value: &str, vi: String, en: String| Wrong {
        key: key.to_owned(),
        value: value.to_owned(),
        expected: (vi, en),
    };
    let ground = parts.get(&said.background).and_then(|bytes| Ground::read(bytes)).ok_or_else(|| {
        wrong(
            "background",
            &said.background,
            format!("Ghi tên một tệp PNG {WIDTH} × {HEIGHT} điểm ảnh, nhiều nhất {MOST_COLORS} màu, nằm cạnh share.toml."),
            format!("Name a PNG of {WIDTH} × {HEIGHT} pixels with {MOST_COLORS} colours at most that stands beside share.toml."),
        )
    })?;
    if said.text.len() > MOST_TEXTS {
        let count = said.text.len().to_string();
        let (vi, en) =
            (format!("Bớt lại còn {MOST_TEXTS} ô chữ."), format!("Leave {MOST_TEXTS} boxes of text at most."));
        return Err(wrong("text", &count, vi, en));
    }
    let text = |(at, entry): (usize, TextEntry)| {
        let place = place(&entry, &format!("text.{at}"))?;
        let font = parts.get(&entry.font).and_then(|bytes| Font::new(bytes.clone())).ok_or_else(|| {
            wrong(
                &format!("text.{at}.font"),
                &entry.font,
                "Ghi tên một tệp phông chữ TTF hoặc OTF có đủ chữ tiếng Việt, nằm cạnh share.toml.".to_owned(),
                "Name a font (TTF or OTF) with the letters of Vietnamese that stands beside share.toml.".to_owned(),
            )
        })?;
        Ok((place, font))
    };
    let texts: Result<Vec<_>, Wrong> = said.text.into_iter().enumerate().map(text).collect();
    Ok(Design::new(ground, texts?))
}

/// A box inside the picture, with sizes that letters can have.
fn place(entry: &TextEntry, way: &str) -> Result<TextBox, Wrong> {
    let wrong = |key: &str, value: String, vi: String, en: String| Wrong {
        key: format!("{way}.{key}"),
        value,
        expected: (vi, en),
    };
    let known = SHOWN.iter().find(|(name, _)| *name == entry.show).map(|(_, show)| *show);
    let show: Show = known.ok_or_else(|| {
        let names = SHOWN.map(|(name, _)| name).join(", ");
        wrong("show", entry.show.clone(), format!("Viết một trong: {names}."), format!("Write one of: {names}."))
    })?;
    let [left, top, width, height] = entry.r#box;
    let inside = |from: u32, long: u32, most: u32| long > 0 && from.checked_add(long).is_some_and(|end| end <= most);
    if !inside(left, width, WIDTH) || !inside(top, height, HEIGHT) {
        return Err(wrong(
            "box",
            format!("{:?}", entry.r#box),
            format!("Viết [trái, trên, rộng, cao] nằm trọn trong {WIDTH} × {HEIGHT} điểm ảnh."),
            format!("Write [left, top, width, height] inside {WIDTH} × {HEIGHT} pixels."),
        ));
    }
    let falls = entry.sizes.windows(2).all(|pair| pair[0] > pair[1]);
    if entry.sizes.is_empty()
        || entry.sizes.len() > 8
        || !falls
        || entry.sizes.iter().any(|size| !(8..=300).contains(size))
    {
        return Err(wrong(
            "sizes",
            format!("{:?}", entry.sizes),
            "Viết từ 1 đến 8 cỡ chữ từ 8 đến 300, lớn trước nhỏ sau: sizes = [66, 50].".to_owned(),
            "Write 1 to 8 sizes of 8 to 300, the largest first: sizes = [66, 50].".to_owned(),
        ));
    }
    let color = color(&entry.color).ok_or_else(|| {
        let (vi, en) = ("Viết màu như #17212b.", "Write a colour like #17212b.");
        wrong("color", entry.color.clone(), vi.to_owned(), en.to_owned())
    })?;
    Ok(TextBox { show, left, top, width, height, sizes: entry.sizes.clone(), color, middle: entry.middle })
}

/// `#17212b`.
fn color(text: &str) -> Option<[u8; 3]> {
    let digits =
        text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    Some([(value >> 16) as u8, (value >> 8) as u8, value as u8])
}
