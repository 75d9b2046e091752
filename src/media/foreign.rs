//! Recognises files that editors take for pictures of the web and browsers do not show, by their name or by how they begin, and
//! says what they are and what to do with them.

use memchr::memmem;

use crate::tables;

/// A sort of file that cannot stand where a picture is wanted. Words in Vietnamese and in English.
#[derive(PartialEq, Eq, Debug)]
pub struct Foreign {
    /// Extensions in small letters, the usual first.
    extensions: &'static [&'static str],
    what: (&'static str, &'static str),
    /// `{stem}` is the file's name without its extension.
    next: (&'static str, &'static str),
}

macro_rules! foreign {
    ($($name:ident = $extensions:expr, $vi:literal => $next_vi:literal, $en:literal => $next_en:literal;)*) => {
        $(static $name: Foreign = Foreign { extensions: &$extensions, what: ($vi, $en), next: ($next_vi, $next_en) };)*
        static ALL: &[&Foreign] = &[$(&$name),*];
    };
}

foreign! {
    HEIC = ["heic", "heif", "hif", "heics"],
        "điện thoại iPhone lưu ảnh HEIC, trình duyệt không hiện được" => "Mở ảnh, lưu thành JPEG rồi đặt lại với tên {stem}.jpg. Để iPhone tự chụp JPEG: Cài đặt > Camera > Định dạng > Tương thích nhất.",
        "iPhones save pictures as HEIC, which browsers do not show" => "Open it, save it as JPEG and put it here as {stem}.jpg. To let the iPhone take JPEG: Settings > Camera > Formats > Most Compatible.";
    TIFF = ["tif", "tiff"],
        "máy quét và máy ảnh lưu ảnh TIFF hoặc ảnh thô (RAW), trình duyệt không hiện được" => "Lưu ảnh chụp thành JPEG ({stem}.jpg), bản quét có chữ thành PNG ({stem}.png).",
        "scanners and cameras save pictures as TIFF or RAW, which browsers do not show" => "Save a photograph as JPEG ({stem}.jpg), a scan of writing as PNG ({stem}.png).";
    RAW = ["raw", "dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "pef", "srw"],
        "đây là ảnh thô (RAW) của máy ảnh, trình duyệt không hiện được" => "Mở bằng phần mềm của máy ảnh rồi xuất ra JPEG, đặt tên {stem}.jpg.",
        "this is a RAW picture of a camera, which browsers do not show" => "Open it in the camera's program and export it as JPEG, named {stem}.jpg.";
    BMP = ["bmp", "dib"],
        "ảnh BMP rất nặng và không phải trình duyệt nào cũng hiện" => "Lưu thành PNG ({stem}.png) hoặc JPEG ({stem}.jpg).",
        "BMP pictures are very large, and not every browser shows them" => "Save it as PNG ({stem}.png) or JPEG ({stem}.jpg).";
    AVIF_SEQUENCE = ["avifs"],
        "đây là ảnh động AVIF, nhiều trình duyệt không hiện được" => "Lưu thành WebP động ({stem}.webp) hoặc video MP4 ({stem}.mp4).",
        "this is a moving AVIF picture, which many browsers do not show" => "Save it as moving WebP ({stem}.webp) or as an MP4 film ({stem}.mp4).";
    NEW = ["jxl", "jp2", "j2k", "jpx", "jxr", "wdp"],
        "ảnh JPEG XL hoặc JPEG 2000, trình duyệt không hiện được" => "Lưu thành JPEG thường, đặt tên {stem}.jpg.",
        "a JPEG XL or JPEG 2000 picture, which browsers do not show" => "Save it as ordinary JPEG, named {stem}.jpg.";
    DESIGN = ["psd", "psb", "ai", "eps", "cdr", "indd", "xcf", "sketch", "fig", "svgz"],
        "đây là tệp của phần mềm thiết kế, trình duyệt không hiện được" => "Mở bằng phần mềm đó rồi xuất ra JPEG, PNG hoặc SVG.",
        "this is a file of a design program, which browsers do not show" => "Open it in that program and export it as JPEG, PNG or SVG.";
    JFIF = ["jfif", "jpe", "pjpeg", "pjp"],
        "đây là ảnh JPEG mang đuôi tên khác" => "Đổi tên thành {stem}.jpg.",
        "this is a JPEG picture under another ending" => "Rename it to {stem}.jpg.";
    PDF = ["pdf"],
        "PDF không phải ảnh" => "Viết liên kết [tên văn bản](tep.pdf) hoặc đưa tệp vào attachments. Muốn hiện một trang trong bài thì xuất trang đó ra PNG ({stem}.png).",
        "a PDF is no picture" => "Write a link, [name of the document](file.pdf), or list it under attachments. To show one of its pages, export that as PNG ({stem}.png).";
    OFFICE = ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "rtf", "zip", "rar", "7z"],
        "đây là tệp văn phòng hoặc tệp nén, không phải ảnh" => "Viết liên kết [tên tệp](tep.docx) hoặc đưa tệp vào attachments. Muốn lấy ảnh trong đó thì mở ra rồi lưu ảnh thành JPEG hoặc PNG.",
        "this is a file of an office program or an archive, no picture" => "Write a link, [name of the file](file.docx), or list it under attachments. To show a picture from it, open it and save that as JPEG or PNG.";
    FILM = ["mp4", "webm"],
        "đây là video, chỗ này cần một tệp ảnh" => "Đặt video trong bài: một dòng ![mô tả]({stem}.mp4). Làm ảnh đại diện thì chụp một khung hình, lưu thành {stem}.jpg.",
        "this is a film, and a picture is wanted here" => "Put the film into the text, on a line of its own: ![what it shows]({stem}.mp4). As the page's picture save one frame of it as {stem}.jpg.";
    OTHER_FILM = ["mov", "qt", "avi", "mkv", "wmv", "flv", "3gp", "m4v", "mpg", "mpeg", "mts"],
        "video ở dạng này không phải trình duyệt nào cũng phát được" => "Xuất lại thành MP4 (H.264), đặt tên {stem}.mp4.",
        "not every browser plays films of this sort" => "Export it as MP4 (H.264), named {stem}.mp4.";
    SOUND = ["mp3", "m4a", "wav", "wma", "ogg", "aac", "flac"],
        "đây là tệp âm thanh, không phải ảnh" => "Viết liên kết [tên bản ghi](ban-ghi.mp3).",
        "this is a sound file, no picture" => "Write a link: [name of the recording](recording.mp3).";
    PAGE = ["html", "htm", "mht", "mhtml", "xml", "txt", "csv", "json"],
        "đây là trang web hoặc tệp chữ, không phải ảnh" => "Mở trang có ảnh đó, bấm chuột phải vào chính ảnh, chọn lưu ảnh, rồi đặt tệp JPEG hoặc PNG vào đây.",
        "this is a web page or a text, no picture" => "Open the page with the picture, click the picture itself with the right button, save it, and put that JPEG or PNG here.";
    UNKNOWN = [],
        "trình duyệt không hiện được loại tệp này như ảnh" => "Lưu thành JPEG ({stem}.jpg), PNG ({stem}.png) hoặc WebP.",
        "browsers do not show files of this type as pictures" => "Save it as JPEG ({stem}.jpg), PNG ({stem}.png) or WebP.";
    // A picture that is one, under the name of another sort.
    JPEG_INSIDE = ["jpg", "jpeg"], "bên trong là ảnh JPEG" => "Đổi tên thành {stem}.jpg.", "inside it is a JPEG" => "Rename it to {stem}.jpg.";
    PNG_INSIDE = ["png"], "bên trong là ảnh PNG" => "Đổi tên thành {stem}.png.", "inside it is a PNG" => "Rename it to {stem}.png.";
    GIF_INSIDE = ["gif"], "bên trong là ảnh GIF" => "Đổi tên thành {stem}.gif.", "inside it is a GIF" => "Rename it to {stem}.gif.";
    WEBP_INSIDE = ["webp"], "bên trong là ảnh WebP" => "Đổi tên thành {stem}.webp.", "inside it is a WebP" => "Rename it to {stem}.webp.";
    SVG_INSIDE = ["svg"], "bên trong là hình vẽ SVG" => "Đổi tên thành {stem}.svg.", "inside it is an SVG drawing" => "Rename it to {stem}.svg.";
}

/// How files begin.
static BEGINNINGS: &[(&[u8], &Foreign)] = &[
    (b"\xff\xd8\xff", &JPEG_INSIDE),
    (b"\x89PNG", &PNG_INSIDE),
    (b"GIF8", &GIF_INSIDE),
    (b"II*\0", &TIFF),
    (b"MM\0*", &TIFF),
    (b"IIRO", &RAW),
    (b"FUJIFILMCCD-RAW", &RAW),
    (b"BM", &BMP),
    (b"8BPS", &DESIGN),
    (b"%!PS", &DESIGN),
    (b"\xff\x0a", &NEW),
    (b"\0\0\0\x0cJXL ", &NEW),
    (b"\0\0\0\x0cjP  ", &NEW),
    (b"%PDF", &PDF),
    (b"PK\x03\x04", &OFFICE),
    (b"\xd0\xcf\x11\xe0", &OFFICE),
    (b"Rar!", &OFFICE),
    (b"{\\rtf", &OFFICE),
    (b"\x1a\x45\xdf\xa3", &FILM),
    (b"ID3", &SOUND),
];

/// First brands of files that consist of boxes (ISO/IEC 14496-12), in small letters.
static BRANDS: &[(&[u8], &Foreign)] = &[
    (b"hei", &HEIC),
    (b"hev", &HEIC),
    (b"mif1", &HEIC),
    (b"msf1", &HEIC),
    (b"avis", &AVIF_SEQUENCE),
    (b"crx", &RAW),
    (b"qt", &OTHER_FILM),
    (b"3gp", &OTHER_FILM),
    (b"iso", &FILM),
    (b"mp4", &FILM),
    (b"avc1", &FILM),
    (b"m4v", &FILM),
    (b"dash", &FILM),
    (b"m4a", &SOUND),
];

impl Foreign {
    /// Whether files of this name are of this sort.
    pub fn is_named(&self, name: &str) -> bool {
        self.extensions.contains(&tables::extension(name).as_str())
    }

    pub fn what(&self) -> (String, String) {
        (self.what.0.to_owned(), self.what.1.to_owned())
    }

    /// What to do with the file of this name.
    pub fn next(&self, name: &str) -> (String, String) {
        let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        (self.next.0.replace("{stem}", stem), self.next.1.replace("{stem}", stem))
    }
}

/// What a file is by its name, where a picture is wanted and it is none.
pub fn by_name(name: &str) -> &'static Foreign {
    ALL.iter().find(|sort| sort.is_named(name)).copied().unwrap_or(&UNKNOWN)
}

/// Whether a name says that this is a picture or film of a sort that browsers do not show.
pub fn is_known(name: &str) -> bool {
    let known = [&HEIC, &TIFF, &RAW, &BMP, &AVIF_SEQUENCE, &NEW, &DESIGN, &JFIF, &OTHER_FILM];
    known.contains(&by_name(name))
}

/// What a file is by how it begins.
pub fn by_bytes(bytes: &[u8]) -> Option<&'static Foreign> {
    if let Some((head, rest)) = bytes.split_at_checked(8)
        && &head[4..] == b"ftyp"
    {
        let brand = rest.get(..4)?.to_ascii_lowercase();
        return BRANDS.iter().find(|(known, _)| brand.starts_with(known)).map(|(_, sort)| *sort);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(&b"WEBP"[..]) {
        return Some(&WEBP_INSIDE);
    }
    let known = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, sort)| *sort);
    known.or_else(|| {
        let start = bytes[..bytes.len().min(1000)].to_ascii_lowercase();
        let has = |mark: &[u8]| memmem::find(&start, mark).is_some();
        match () {
            () if has(b"<html") || has(b"<!doctype html") => Some(&PAGE),
            () if has(b"<svg") => Some(&SVG_INSIDE),
            () => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sort_is_known_by_its_name_and_no_name_by_two() {
        assert_eq!(*by_name("content/tin/Ảnh 1.HEIC"), HEIC);
        assert_eq!(*by_name("a.nef"), RAW);
        assert_eq!((by_name("a.xyz"), by_name("a")), (&UNKNOWN, &UNKNOWN));
        let mut all: Vec<&str> = ALL.iter().flat_map(|sort| sort.extensions).copied().collect();
        all.sort_unstable();
        assert!(all.is_sorted_by(|a, b| a < b), "twice: {all:?}");
    }

    #[test]
    fn a_sort_is_known_by_how_a_file_begins_whatever_it_is_called() {
        for (bytes, sort) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0mif1"[..], &HEIC),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", &HEIC),
            (b"\0\0\0\x1cftypavis\0\0\0\0", &AVIF_SEQUENCE),
            (b"\0\0\0\x18ftypcrx \0\0\0\0", &RAW),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", &FILM),
            (b"\0\0\0\x14ftypqt  \0\0\0\0", &OTHER_FILM),
            (b"II*\0\x08\0\0\0", &TIFF),
            (b"BM\x36\0\0\0", &BMP),
            (b"8BPS\0\x01", &DESIGN),
            (b"%PDF-1.7", &PDF),
            (b"PK\x03\x04\x14\0", &OFFICE),
            (b"\n<!DOCTYPE HTML><html>", &PAGE),
            (b"<?xml version=\"1.0\"?><svg/>", &SVG_INSIDE),
        ] {
            assert_eq!(by_bytes(bytes), Some(sort), "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(by_bytes(b""), None);
        assert_eq!(by_bytes(b"\0\0\0\x18ftyp"), None);
    }

    #[test]
    fn what_to_do_names_the_file_as_it_will_be_called() {
        assert!(HEIC.next("content/tin/IMG_0012.HEIC").0.contains(" IMG_0012.jpg."));
    }
}
