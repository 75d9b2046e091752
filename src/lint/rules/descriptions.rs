//! Finds descriptions of pictures that describe nothing: the name of a file, "hình ảnh", the caption once more, the name of a document
//! whose text is in the picture. That there is none is a finding of every build.

use std::ops::Range;

use crate::diag::{Message, catalog};
use crate::lint::{Hits, Text};
use crate::text::fold::fold;

/// Descriptions that say no more than that there is a picture, folded.
const EMPTY: &[&str] = &[
    "anh",
    "hinh",
    "hinh anh",
    "anh minh hoa",
    "hinh minh hoa",
    "minh hoa",
    "anh dai dien",
    "anh bia",
    "image",
    "photo",
    "picture",
    "img",
    "anh chup",
    "anh 1",
    "anh 2",
    "hinh 1",
    "hinh 2",
    "untitled",
    "khong co mo ta",
    "logo",
    "banner",
    "icon",
    "thumbnail",
    "anh bai viet",
];

const ENDINGS: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".heic", ".pdf"];

/// How the name of a document begins, folded; behind it a number.
const DOCUMENTS: &[&str] = &[
    "cong van so",
    "quyet dinh so",
    "thong bao so",
    "cong dien so",
    "ke hoach so",
    "van ban so",
    "giay moi so",
    "to trinh so",
];

pub fn look(text: &Text, hits: &mut Hits) {
    let caption = text.field("image_caption").map(|field| fold(&field.value));
    let title = text.field("title").map(|field| fold(&field.value));
    for field in text.fields.iter().filter(|field| field.name == "image_alt") {
        of(&field.value, field.spelled.source(), &[caption.as_deref(), title.as_deref()], hits);
    }
    for image in &text.images {
        let alt = text.written(&image.alt);
        let caption = fold(text.written(&image.caption));
        of(alt, image.alt.clone(), &[Some(&caption)], hits);
    }
}

fn of(alt: &str, range: Range<usize>, others: &[Option<&str>], hits: &mut Hits) {
    let plain = fold(alt.trim_matches(|letter: char| !letter.is_alphanumeric()));
    if plain.is_empty() {
        return;
    }
    let message: Option<&'static Message> = if is_file_name(alt.trim()) {
        Some(&catalog::ALT_FILE_NAME)
    } else if EMPTY.contains(&&*plain) {
        Some(&catalog::ALT_EMPTY_WORDS)
    } else if others.iter().flatten().any(|other| fold(alt.trim()) == *other.trim()) {
        Some(&catalog::ALT_REPEATS)
    } else if DOCUMENTS.iter().any(|name| {
        plain.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(|next: char| next.is_ascii_digit()))
    }) {
        Some(&catalog::TEXT_PICTURE)
    } else {
        None
    };
    if let Some(message) = message {
        hits.tell(message, range).with("alt", alt.trim());
    }
}

/// `IMG_1234.jpg`, `IMG_1234`, `image001`, `z5012345678901_a1b2`, `20240115_083000`
fn is_file_name(alt: &str) -> bool {
    let lower = alt.to_lowercase();
    if ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
        return true;
    }
    let is_one = !alt.contains(char::is_whitespace) && alt.is_ascii();
    let digits = alt.bytes().filter(u8::is_ascii_digit).count();
    let begins = ["img", "dsc", "image", "photo", "anh", "hinh", "screenshot", "pic", "z", "fb_", "scan", "video"];
    let is_camera = begins.iter().any(|begin| {
        lower.strip_prefix(begin).is_some_and(|rest| {
            rest.trim_start_matches(['_', '-', '(']).starts_with(|next: char| next.is_ascii_digit())
        })
    });
    is_one
        && (is_camera && digits >= 2
            || digits >= 6 && digits * 2 > alt.len()
            || alt.contains('_') && digits > 0
            || alt.matches('-').count() >= 3)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn codes(alt: &str) -> Vec<&'static str> {
        found("vi", &format!("![{alt}](a.png \"Lễ khai giảng\")\n")).into_iter().map(|(code, ..)| code).collect()
    }

    #[test]
    fn what_describes_nothing_is_told() {
        for alt in ["IMG_1234.jpg", "image001", "z5012345678901_a1b2c3", "20240115_083000", "le-khai-giang-nam-hoc-moi"]
        {
            assert_eq!(codes(alt), ["A01"], "{alt}");
        }
        for alt in ["Hình ảnh", "ảnh minh họa.", "Logo"] {
            assert_eq!(codes(alt), ["A02"], "{alt}");
        }
        assert_eq!(codes("Lễ khai giảng"), ["A03"]);
        assert_eq!(codes("Công văn số 12/UBND-VX"), ["A13"]);
    }

    #[test]
    fn a_sentence_about_the_picture_is_right() {
        for alt in
            ["Học sinh xếp hàng trong sân trường", "Bản đồ 11 huyện", "Đại biểu ký công văn số hóa", "UBND", "COVID-19"]
        {
            assert_eq!(codes(alt), [] as [&str; 0], "{alt}");
        }
    }
}
