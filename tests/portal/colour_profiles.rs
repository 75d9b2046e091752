//! Colour profiles of photographs: what colours are drawn by stays, what names people, devices and programs goes.

use cong::media::{self, Extra};

/// A profile of these tags, in a header that names a device, with a date and a checksum.
fn profile(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[4..8].copy_from_slice(b"MAYX");
    header[16..20].copy_from_slice(b"RGB ");
    header[24..36].fill(7);
    header[36..40].copy_from_slice(b"acsp");
    header[48..52].copy_from_slice(b"HANG");
    header[84..100].fill(9);
    let mut list = (tags.len() as u32).to_be_bytes().to_vec();
    let (mut data, start) = (Vec::new(), 128 + 4 + 12 * tags.len());
    for (name, bytes) in tags {
        list.extend(*name);
        list.extend(((start + data.len()) as u32).to_be_bytes());
        list.extend((bytes.len() as u32).to_be_bytes());
        data.extend(bytes);
    }
    [header, list, data].concat()
}

fn described(text: &str) -> Vec<u8> {
    let count = (text.len() as u32 + 1).to_be_bytes();
    [&b"desc\0\0\0\0"[..], &count, text.as_bytes(), &[0; 80]].concat()
}

pub fn colour(values: [f64; 3]) -> Vec<u8> {
    let fixed = |value: f64| ((value * 65536.0) as u32).to_be_bytes();
    [&b"XYZ \0\0\0\0"[..], &values.map(fixed).concat()].concat()
}

const SRGB: [[f64; 3]; 3] = [[0.4361, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]];
pub const WIDE: [[f64; 3]; 3] = [[0.5151, 0.2412, -0.0], [0.2919, 0.6922, 0.0419], [0.1572, 0.0666, 0.7841]];

pub fn of(name: &str, primaries: [[f64; 3]; 3]) -> Vec<u8> {
    let [red, green, blue] = primaries.map(colour);
    profile(&[
        (b"desc", described(name)),
        (b"cprt", b"text\0\0\0\0(c) Nguyen Van A\0\0\0".to_vec()),
        (b"rXYZ", red),
        (b"gXYZ", green),
        (b"bXYZ", blue),
        (b"rTRC", b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0".to_vec()),
        (b"dmnd", described("Hang May X")),
        (b"meta", b"dict\0\0\0\0serial 12345\0\0\0\0".to_vec()),
    ])
}

/// A JPEG whose profile stands in so many parts, the last first.
fn jpeg(profile: &[u8], parts: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    let size = profile.len().div_ceil(parts).max(1);
    let cut: Vec<&[u8]> = profile.chunks(size).collect();
    for (index, part) in cut.iter().enumerate().rev() {
        bytes.extend([0xff, 0xe2]);
        bytes.extend((part.len() as u16 + 16).to_be_bytes());
        bytes.extend(b"ICC_PROFILE\0");
        bytes.extend([index as u8 + 1, cut.len() as u8]);
        bytes.extend(*part);
    }
    bytes.extend(b"\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0pixels\xff\xd9");
    bytes
}

fn webp(profile: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let fill = vec![0; data.len() % 2];
        [&name[..], &(data.len() as u32).to_le_bytes(), data, &fill].concat()
    };
    let body = [
        chunk(b"VP8X", &[0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        chunk(b"ICCP", profile),
        chunk(b"VP8L", b"\x2f\0\0\0\0\0"),
    ];
    let body = [b"WEBP".to_vec(), body.concat()].concat();
    [&b"RIFF"[..], &(body.len() as u32).to_le_bytes(), &body].concat()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[test]
fn a_profile_keeps_its_colours_and_names_nobody() {
    let profile = of("Man hinh cua A", WIDE);
    for (name, source) in [("a.jpg", jpeg(&profile, 1)), ("a.jpg", jpeg(&profile, 3)), ("a.webp", webp(&profile))] {
        let cleaned = media::clean(name, &source).unwrap();
        assert!(cleaned.extras.contains(&Extra::Device), "{name}");
        let copy = cleaned.bytes.unwrap();
        assert_eq!(copy.len(), source.len(), "it stays where it was");
        for word in [
            &b"Man hinh"[..],
            b"Nguyen Van A",
            b"Hang May X",
            b"12345",
            b"MAYX",
            b"HANG",
            b"\x07\x07\x07",
            b"\x09\x09\x09",
            b"dmnd",
            b"meta",
        ] {
            assert!(!holds(&copy, word), "{} is in {name}", String::from_utf8_lossy(word));
        }
        if !holds(&source, b"ICC_PROFILE\0\x03") {
            for part in WIDE.map(colour) {
                assert!(holds(&copy, &part), "its colours are gone from {name}");
            }
        }
        assert!(holds(&copy, b"desc\0\0\0\0\0\0\0\x01\0"), "what a profile must have is there and empty");
        assert!(media::clean(name, &copy).unwrap().bytes.is_none(), "what is clean stays");
    }
}

#[test]
fn the_profile_that_every_picture_has_by_itself_is_left_out_without_a_word() {
    let standard = of("sRGB IEC61966-2.1", SRGB);
    for (name, source, mark) in
        [("a.jpg", jpeg(&standard, 2), &b"ICC_PROFILE"[..]), ("a.webp", webp(&standard), b"ICCP")]
    {
        let cleaned = media::clean(name, &source).unwrap();
        assert!(cleaned.extras.is_empty());
        let copy = cleaned.bytes.unwrap();
        assert!(!holds(&copy, mark) && media::clean(name, &copy).unwrap().bytes.is_none());
        assert!(name == "a.jpg" || copy[20] & 0x20 == 0, "nor is it announced");
    }
    let pretended = jpeg(&of("sRGB of my screen", WIDE), 1);
    assert!(
        holds(&media::clean("a.jpg", &pretended).unwrap().bytes.unwrap(), b"ICC_PROFILE"),
        "its colours are others"
    );
}

#[test]
fn a_png_names_no_profile() {
    // A chunk's checksum is that of its name and data; here any will do.
    let chunk =
        |name: &[u8; 4], data: &[u8]| [&(data.len() as u32).to_be_bytes()[..], name, data, &[1, 2, 3, 4]].concat();
    let png = |profile: &[u8]| {
        let parts = [
            chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
            chunk(b"iCCP", profile),
            chunk(b"IDAT", b"x"),
            chunk(b"IEND", b""),
        ];
        [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat()
    };
    let copy = media::clean("a.png", &png(b"Man hinh cua A\0\0compressed")).unwrap().bytes.unwrap();
    assert!(!holds(&copy, b"Man hinh") && holds(&copy, b"iCCPICC\0\0compressed"));
    assert!(media::clean("a.png", &copy).unwrap().bytes.is_none());
    let standard = media::clean("a.png", &png(b"sRGB IEC61966-2.1\0\0compressed")).unwrap().bytes.unwrap();
    assert!(!holds(&standard, b"iCCP"));
}

#[test]
fn a_profile_that_contradicts_itself_is_left_out() {
    let whole = of("A", WIDE);
    let mut far = whole.clone();
    far[136..140].fill(0xff);
    let mut many = whole.clone();
    many[128..132].fill(0xff);
    for broken in [&whole[..100], &whole[..200], &far, &many, b"", b"acsp"] {
        let copy = media::clean("a.jpg", &jpeg(broken, 1)).unwrap();
        assert!(!holds(&copy.bytes.unwrap_or_default(), b"ICC_PROFILE"));
    }
}

#[test]
fn words_that_lie_in_the_data_of_a_colour_stay_unread() {
    // The copyright points at the same place as the curve: emptying it would change the colours.
    let mut shared = of("A", WIDE);
    let place =
        |bytes: &[u8], tag: &[u8; 4]| (0..8).map(|at| 132 + 12 * at).find(|at| bytes[*at..*at + 4] == tag[..]).unwrap();
    let (words, curve) = (place(&shared, b"cprt"), place(&shared, b"rTRC"));
    shared.copy_within(curve + 4..curve + 12, words + 4);
    let copy = media::clean("a.jpg", &jpeg(&shared, 1)).unwrap().bytes.unwrap();
    assert!(holds(&copy, b"curv\0\0\0\0\0\0\0\x01\x02\x33") && !holds(&copy, b"cprt"));
}
