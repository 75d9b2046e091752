//! Photographs are published as they look and without what they tell beside that; files are published as pages say.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cong::diag::{Finding, Severity};
use cong::files::{self, Entry, Files, Memory};
use cong::write::Nowhere;
use sha2::{Digest, Sha256};

use crate::colour_profiles::{self, WIDE};
use crate::site_builder::{Built, SITE_TOML, Site, article, attributes, build_to, output};

const PAGE: &str = "content/tin-tuc/a/index.md";

/// A JPEG of so many pixels; `segments` stand before its frame.
fn jpeg(width: u16, height: u16, segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for (marker, segment) in segments {
        bytes.extend([0xff, *marker]);
        bytes.extend((segment.len() as u16 + 2).to_be_bytes());
        bytes.extend(segment);
    }
    bytes.extend(frame(width, height));
    bytes
}

/// What stands after the segments: frame, scan, end.
fn frame(width: u16, height: u16) -> Vec<u8> {
    let [[a, b], [c, d]] = [height.to_be_bytes(), width.to_be_bytes()];
    let frame = [0xff, 0xc0, 0, 11, 8, a, b, c, d, 1, 1, 0x11, 0];
    let scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0pixels \xff\0 \xff\xd0 more\xff\xd9";
    [&frame[..], scan].concat()
}

/// EXIF with a turn, a maker, an author and a directory for the place.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x04\0".to_vec();
    let turn = u32::from(orientation);
    for (tag, kind, count, value) in
        [(0x010f_u16, 2_u16, 8_u32, 62), (0x0112, 3, 1, turn), (0x013b, 2, 8, 70), (0x8825, 4, 1, 78)]
    {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(count.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.extend(b"\0\0\0\0MAYANHX\0NGUOIA\0\0\0\0");
    tiff
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes()[..], name, data, &[1, 2, 3, 4]].concat()
}

fn png(width: u32, height: u32, extra: &[Vec<u8>]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let mut bytes = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header)].concat();
    bytes.extend(extra.concat());
    bytes.extend([chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")].concat());
    bytes
}

fn riff(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let pad = if data.len() % 2 == 1 { &[0][..] } else { &[] };
    [&name[..], &(data.len() as u32).to_le_bytes(), data, pad].concat()
}

/// An article that shows a picture in its text, at its head and to download.
fn shown(name: &str, picture: &[u8]) -> Built {
    let more = format!("image: {name}\nimage_alt: Ảnh chụp\nattachments:\n  - file: {name}\n    title: Ảnh\n");
    Site::new()
        .bytes(&format!("content/tin-tuc/a/{name}"), picture)
        .file(PAGE, &article("Bài", "2024-01-05", &more, &format!("![ảnh]({name})\n")))
        .build()
}

fn published<'a>(built: &'a Built, name: &str) -> &'a [u8] {
    &built.outputs[&format!("tin-tuc/a/{name}")]
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_picture_that_browsers_turn_has_the_size_in_which_they_show_it() {
    for orientation in 1..=8 {
        let turned = if orientation < 5 { ("400", "200") } else { ("200", "400") };
        let block = [b"Exif\0\0", &exif(orientation)[..]].concat();
        for (name, picture) in [
            ("a.jpg", jpeg(400, 200, &[(0xe1, block)])),
            ("a.png", png(400, 200, &[chunk(b"eXIf", &exif(orientation))])),
        ] {
            let built = shown(name, &picture);
            let html = built.html("tin-tuc/a/index.html");
            let sizes = |side| attributes(&html, "main img", side);
            assert_eq!(sizes("width"), [turned.0, turned.0], "{name} turned {orientation}");
            assert_eq!(sizes("height"), [turned.1, turned.1], "{name} turned {orientation}");
            let image = &built.json("tin-tuc/a/index.json")["image"];
            assert_eq!((image["width"].to_string().as_str(), image["height"].to_string().as_str()), turned);
        }
    }
}

#[test]
fn a_jpeg_keeps_its_pixels_colours_and_turn_and_nothing_else() {
    let profile = [&b"ICC_PROFILE\0\x01\x01"[..], &colour_profiles::of("NGUOID", WIDE)].concat();
    let jfif = b"JFIF\0\x01\x01\0\0\x48\0\x48\x01\x01PQR".to_vec();
    let segments = [
        (0xe0, jfif),
        (0xe1, [b"Exif\0\0", &exif(6)[..]].concat()),
        (0xe1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='11,32N' dc:creator='NGUOIB'/>".to_vec()),
        (0xe2, profile.clone()),
        (0xe2, b"MPF\0second picture".to_vec()),
        (0xed, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x50\0\x06NGUOIC".to_vec()),
        (0xee, b"Adobe\0\x64\0\0\0\0\x01SECRET".to_vec()),
        (0xef, b"SERIAL 123".to_vec()),
        (0xfe, b"so nha 12".to_vec()),
    ];
    let source = [jpeg(400, 200, &segments), jpeg(10, 10, &[(0xfe, b"uncropped".to_vec())])].concat();
    let built = shown("a.jpg", &source);
    let copy = published(&built, "a.jpg");
    for secret in ["MAYANHX", "NGUOI", "GPS", "PQR", "MPF", "8BIM", "SECRET", "SERIAL", "so nha", "uncropped"] {
        assert!(!holds(copy, secret.as_bytes()), "{secret} is in the published copy");
    }
    assert!(copy.ends_with(&frame(400, 200)), "the pixels are those of the source");
    assert!(holds(copy, &profile[..18]) && holds(copy, &colour_profiles::colour(WIDE[0])));
    assert!(holds(copy, b"Adobe\0\x64\0\0\0\0\x01") && holds(copy, b"JFIF\0"));
    let finding = built.finding("S16");
    assert_eq!(
        finding.text("en"),
        "the picture tells more than it shows (where it was taken, names of people, the camera, a hidden small copy of it, comments, notes of the program that made it, data after its end); the published copy does not"
    );
    assert!(finding.text("vi").contains("nơi chụp, tên người"), "{}", finding.text("vi"));
    let attachment = &built.json("tin-tuc/a/index.json")["attachments"][0];
    let sum: String = Sha256::digest(copy).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((attachment["sha256"].as_str(), attachment["size"].as_u64()), (Some(&*sum), Some(copy.len() as u64)));
}

#[test]
fn a_picture_that_tells_nothing_is_published_byte_for_byte() {
    let frame_of_webp = riff(b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x10\0\x08\0");
    let webp = [b"RIFF", &(frame_of_webp.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &frame_of_webp].concat();
    let gif = b"GIF89a\x10\0\x08\0\0\0\0\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x10\0\x08\0\0\x02\x01\x44\0\x3b";
    let sources: [(&str, Vec<u8>); 4] = [
        ("a.jpg", jpeg(16, 8, &[(0xdb, b"tables".to_vec())])),
        ("a.png", png(16, 8, &[chunk(b"pHYs", b"\0\0\0\x01\0\0\0\x01\x01"), chunk(b"iCCP", b"ICC\0\0x")])),
        ("a.webp", webp),
        ("a.gif", gif.to_vec()),
    ];
    for (name, source) in sources {
        let built = shown(name, &source);
        assert_eq!(published(&built, name), source, "{name}");
        assert_eq!(built.findings.len(), 0, "{name}: {:?}", built.codes());
        assert_eq!(attributes(&built.html("tin-tuc/a/index.html"), "main img", "width"), ["16", "16"], "{name}");
    }
}

#[test]
fn every_kind_of_photograph_is_published_without_what_it_tells() {
    let gps = exif(1);
    let webp = {
        let chunks = [
            riff(b"VP8X", b"\x0c\0\0\0\x0f\0\0\x07\0\0"),
            riff(b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x10\0\x08\0"),
            riff(b"EXIF", &gps),
            riff(b"XMP ", b"<x dc:creator='NGUOIB'/>"),
        ];
        [b"RIFF", &(chunks.concat().len() as u32 + 4).to_le_bytes()[..], b"WEBP", &chunks.concat(), b"NGUOID"].concat()
    };
    let gif = b"GIF89a\x10\0\x08\0\0\0\0\x21\xfe\x06NGUOIC\0\x21\xff\x0bXMP DataXMP\x06NGUOIB\0\x2c\0\0\0\0\x10\0\x08\0\0\x02\x01\x44\0\x3bNGUOID";
    let texts = [
        chunk(b"eXIf", &gps),
        chunk(b"tEXt", b"Author\0NGUOIB"),
        chunk(b"zTXt", b"x NGUOIC"),
        chunk(b"tIME", b"NGUOIE"),
        chunk(b"prVW", b"NGUOIF"),
    ];
    let png = [png(16, 8, &texts), chunk(b"IDAT", b"NGUOID")].concat();
    for (name, source) in [("a.webp", webp), ("a.gif", gif.to_vec()), ("a.png", png.clone()), ("b.jpg", png)] {
        let built = shown(name, &source);
        let copy = published(&built, name);
        for secret in ["NGUOI", "MAYANHX"] {
            assert!(!holds(copy, secret.as_bytes()), "{secret} is in {name}");
        }
        let told = if name == "b.jpg" { &["H12", "S16"][..] } else { &["S16"] };
        assert_eq!(built.codes(), told, "{name}");
        assert_eq!(attributes(&built.html("tin-tuc/a/index.html"), "main img", "width"), ["16", "16"], "{name}");
    }
}

#[test]
fn what_cannot_be_read_as_a_picture_is_not_published() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10metaGPS here".to_vec();
    let avif =
        [&b"\0\0\0\x18ftypavif\0\0\0\0mif1avif\0\0\0\x1cmeta\0\0\0\0"[..], b"infe....Exif....\0\0\0\x08mdat"].concat();
    for (name, source) in [
        ("a.jpg", heic),
        ("a.avif", avif),
        ("a.png", b"<html><img src='a.jpg'></html>".to_vec()),
        ("a.gif", Vec::new()),
        ("a.jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0MM".to_vec()),
        ("a.ico", b"\0\0\x01\0\x01\0".to_vec()),
    ] {
        let built = shown(name, &source);
        assert!(!built.has(&format!("tin-tuc/a/{name}")), "{name} was published");
        let finding = built.finding("H07");
        assert_eq!(&*finding.file, format!("content/tin-tuc/a/{name}"));
        assert!(finding.hint("vi").contains("JPEG") && finding.hint("en").contains("JPEG"), "{}", finding.hint("vi"));
        assert!(built.has("tin-tuc/a/index.html"), "its page is built");
        assert_eq!(built.codes(), ["H07"], "nothing is told of its page");
    }
}

#[test]
fn an_empty_file_is_called_empty() {
    for name in ["a.jpg", "a.svg"] {
        let built = shown(name, b"");
        assert_eq!(built.codes(), ["H07"], "{name}");
        assert!(built.finding("H07").text("vi").ends_with("tệp trống (0 byte)"), "{}", built.finding("H07").text("vi"));
        assert!(built.finding("H07").text("en").ends_with("the file is empty (0 bytes)"));
    }
}

#[test]
fn a_huge_picture_is_told_with_its_size() {
    let built = shown("a.jpg", &jpeg(9000, 6000, &[]));
    let text = built.finding("S17").text("en");
    assert!(text.starts_with("the picture is very large: 9000 × 6000 pixels"), "{text}");
    assert!(!shown("a.jpg", &jpeg(6000, 4000, &[])).codes().contains(&"S17"), "a camera's usual picture is not huge");
}

#[test]
fn a_video_that_says_where_it_was_taken_is_told() {
    let place = b"\0\0\0\x24moov\0\0\0\x1cudta\0\0\0\x14\xa9xyz\0\x08\x15\xc7+11+106/";
    let film = [b"\0\0\0\x0cftypisom", &place[..]].concat();
    let built = Site::new()
        .bytes("content/tin-tuc/a/a.mp4", &film)
        .file(PAGE, &article("Bài", "2024-01-05", "", "[phim](a.mp4)\n"))
        .build();
    assert_eq!((built.codes(), published(&built, "a.mp4")), (vec!["H08"], &film[..]));
}

/// Files of which one has other bytes from its second opening on.
struct Restless {
    files: Memory,
    path: &'static str,
    later: Option<Vec<u8>>,
    opened: AtomicUsize,
}

impl Restless {
    fn now(&self, path: &str) -> io::Result<Option<&[u8]>> {
        if path != self.path || self.opened.fetch_add(1, Ordering::Relaxed) == 0 {
            return Ok(None);
        }
        self.later.as_deref().map(Some).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Files for Restless {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.now(path)?.map_or_else(|| self.files.read(path), |bytes| Ok(bytes.to_vec()))
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.now(path)?.map_or_else(|| self.files.read_within(path, most), |bytes| Ok(Ok(bytes.to_vec())))
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.now(path)?.map_or_else(|| self.files.open(path), |bytes| Ok(Box::new(bytes)))
    }
}

/// Builds into a real folder while a file changes after it was inspected.
fn built_restlessly(path: &'static str, first: &[u8], later: Option<Vec<u8>>, root: &std::path::Path) -> Vec<Finding> {
    let name = path.rsplit('/').next().unwrap();
    let mut files = Memory::new();
    files.put("site.toml", SITE_TOML);
    files.put("content/_index.md", "---\ntitle: Trang chủ\n---\n");
    files.put("content/tin-tuc/_index.md", "---\ntitle: Tin tức\nkind: article\n---\n");
    files.put("content/tin-tuc/a.md", article("Bài", "2024-01-05", "", &format!("[tệp]({name})\n")));
    if name.ends_with(".csv") {
        files.put("content/so-lieu/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n");
        let page = format!(
            "---\ntitle: Bảng\nsummary: Bảng.\ndate: 2024-01-05\nperiod: Năm\nunit: lượt\ntable: {name}\nmethod: Đếm.\n---\n"
        );
        files.put("content/so-lieu/bang/index.md", page);
    }
    files.put(path, first);
    let files: Arc<dyn Files> = Arc::new(Restless { files, path, later, opened: AtomicUsize::new(0) });
    let built = build_to(&files, "2024-01-15 12:00", false, &mut output(root));
    built
        .findings
        .into_iter()
        .filter(|finding| finding.severity() == Severity::Error && &*finding.file == path)
        .collect()
}

#[test]
fn a_file_that_changes_during_the_build_is_not_published() {
    let told = |n: u8| jpeg(16, 8, &[(0xfe, vec![n; 9])]);
    for (path, first, later) in [
        ("content/tin-tuc/b.pdf", b"what was read".to_vec(), Some(b"something else".to_vec())),
        ("content/tin-tuc/b.pdf", b"what was read".to_vec(), None),
        ("content/tin-tuc/b.jpg", told(1), Some(jpeg(32, 8, &[]))),
        ("content/tin-tuc/b.jpg", told(1), Some(b"half a pic".to_vec())),
        ("content/tin-tuc/b.jpg", told(1), None),
    ] {
        let root = tempfile::tempdir().unwrap();
        let findings = built_restlessly(path, &first, later, root.path());
        let told: Vec<_> = findings.iter().map(|finding| (finding.message.code, &*finding.file)).collect();
        assert_eq!(told, [("S21", path)]);
        let out = root.path().join(path.strip_prefix("content/").unwrap());
        assert!(!out.exists() && root.path().join("index.html").exists());
        assert!(!root.path().join("tin-tuc/a/index.html").exists(), "nor is the page that leads to it");
        let manifest = std::fs::read_to_string(root.path().join(".cong-manifest.json")).unwrap();
        assert!(manifest.contains(&format!("\"source\":\"{path}\"")), "it is named as missing: {manifest}");
        assert!(
            std::fs::read_dir(root.path().join("tin-tuc"))
                .unwrap()
                .all(|entry| { !entry.unwrap().file_name().to_string_lossy().ends_with(".cong-tmp") })
        );
    }
    // What changes in a way that nobody is told of, changes nothing.
    let root = tempfile::tempdir().unwrap();
    assert!(built_restlessly("content/tin-tuc/b.jpg", &told(1), Some(told(2)), root.path()).is_empty());
    assert_eq!(files::hash(&std::fs::read(root.path().join("tin-tuc/b.jpg")).unwrap()), files::hash(&jpeg(16, 8, &[])));
}

#[test]
fn a_table_that_changes_during_the_build_is_not_shown() {
    let root = tempfile::tempdir().unwrap();
    let (first, later) = (b"Nam,Luot\n2023,1\n", b"Nam,Luot\n2023,2\n".to_vec());
    let findings = built_restlessly("content/so-lieu/bang/b.csv", first, Some(later), root.path());
    let mut told: Vec<_> = findings.iter().map(|finding| finding.message.code).collect();
    told.sort_unstable();
    assert_eq!(told, ["S21"], "{findings:?}");
    assert!(!root.path().join("so-lieu/bang/index.html").exists());
}

#[test]
fn a_file_that_cannot_be_read_stops_nothing_else() {
    let mut files = Memory::new();
    files.put("site.toml", SITE_TOML);
    files.put("content/_index.md", "---\ntitle: Trang chủ\n---\n[b](b.pdf)\n");
    files.put("content/mot.md", "---\ntitle: Một\n---\n[a](a.pdf)\n");
    files.put("content/a.pdf", "a");
    files.put("content/b.pdf", "b");
    let files: Arc<dyn Files> =
        Arc::new(Restless { files, path: "content/a.pdf", later: None, opened: AtomicUsize::new(1) });
    let prepared = build_to(&files, "2024-01-15 12:00", false, &mut Nowhere);
    assert!(prepared.findings.iter().any(|finding| finding.message.code == "S12" && &*finding.file == "content/a.pdf"));
    let outputs: Vec<String> = prepared.renderer.unwrap().plan.outputs.keys().map(ToString::to_string).collect();
    assert!(outputs.contains(&"b.pdf".to_owned()) && !outputs.contains(&"a.pdf".to_owned()), "{outputs:?}");
}
