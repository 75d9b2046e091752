//! Holds that of a PDF that was scanned the page itself is seen and read, turned and in the colours in which a reader of PDF shows it; that
//! of any other an editor is told why not; and that no file, whatever stands in it, costs more than its own preview.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cong::media::raster::Lack;
use cong::media::smaller::{Recipe, Version, make_page, scan};
use jpeg_encoder::{ColorType, Encoder};
use proptest::prelude::*;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

use crate::law::MemoryStore;
use crate::pictures::offered_on;
use crate::pictures_kept::built_over;
use crate::site_builder::{Built, Site, attributes, cases, texts};

const FOLDER: &str = "content/quy-hoach";
const PAGE: &str = "quy-hoach/dat/index.html";
const RED: [u8; 3] = [200, 0, 0];
const WHITE: [u8; 3] = [255, 255, 255];

/// Objects of a PDF, by their numbers from 1, of which the first leads to the pages.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (index, object) in objects.iter().enumerate() {
        writeln!(bytes, "{} 0 obj", index + 1).unwrap();
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer\n<</Root 1 0 R>>\n%%EOF\n");
    bytes
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{dict}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A page of 400 × 200 points; `picture`: its dictionary and bytes.
struct Page<'a> {
    content: &'a str,
    more: &'a str,
    picture: (&'a str, &'a [u8]),
    objects: &'a [Vec<u8>],
}

const WHOLE: &str = "q 400 0 0 200 0 0 cm /Im Do Q";

impl Page<'_> {
    fn pdf(&self) -> Vec<u8> {
        let page =
            format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</Im 5 0 R>>>>{}>>", self.more);
        let first = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 400 200]>>".to_vec(),
            page.into_bytes(),
            stream("", self.content.as_bytes()),
            stream(&format!("/Subtype/Image{}", self.picture.0), self.picture.1),
        ];
        pdf(&[&first, self.objects].concat())
    }
}

fn page<'a>(content: &'a str, more: &'a str, picture: (&'a str, &'a [u8])) -> Page<'a> {
    Page { content, more, picture, objects: &[] }
}

/// White, with a red upper left quarter.
fn samples(width: usize, height: usize) -> Vec<u8> {
    let pixel = |at: usize| if at % width < width / 2 && at / width < height / 2 { RED } else { WHITE };
    (0..width * height).flat_map(pixel).collect()
}

const JPEG_DICT: &str = "/Width 800/Height 400/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode";

static JPEG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 90).encode(&samples(800, 400), 800, 400, ColorType::Rgb).unwrap();
    bytes
});

fn scanned(content: &str, more: &str) -> Vec<u8> {
    page(content, more, (JPEG_DICT, &JPEG)).pdf()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn recipe() -> Recipe {
    Recipe { widths: vec![320], quality: 90, jpeg: true, webp: true }
}

fn made(bytes: &[u8], number: u32) -> Result<Vec<Version>, Lack> {
    make_page(bytes, number, &recipe())
}

/// The colours in the middle of its quarters, from the upper left one clockwise, and its size.
fn quarters(version: &Version) -> ([[u8; 3]; 4], (u32, u32)) {
    let mut decoder = JpegDecoder::new(ZCursor::new(&version.bytes));
    let pixels = decoder.decode().unwrap();
    let (width, height) = (version.width as usize, version.height as usize);
    let channels = pixels.len() / width / height;
    let at = |x: usize, y: usize| {
        let at = channels * (y * height / 4 * width + x * width / 4);
        [pixels[at], pixels[at + channels / 2], pixels[at + channels - 1]]
    };
    ([at(1, 1), at(3, 1), at(3, 3), at(1, 3)], (version.width, version.height))
}

fn widest(bytes: &[u8]) -> Version {
    let versions = made(bytes, 1).unwrap();
    versions.into_iter().rfind(|version| version.name.ends_with(".jpg")).unwrap()
}

fn is_near(own: [u8; 3], wanted: [u8; 3]) -> bool {
    own.iter().zip(wanted).all(|(own, wanted)| own.abs_diff(wanted) < 12)
}

/// Which quarter is red, where the others are white.
fn red(bytes: &[u8]) -> (usize, (u32, u32)) {
    let (colours, size) = quarters(&widest(bytes));
    let found = colours.iter().position(|own| is_near(*own, RED));
    assert_eq!(colours.iter().filter(|own| is_near(**own, WHITE)).count(), 3, "{colours:?}");
    (found.unwrap(), size)
}

fn plan(sheets: &str) -> Site {
    let facts = "title: Quy hoạch đất\nsummary: Tờ bản đồ.\ntype: quy-hoach\ndate: 2024-01-02\nagency: [so-y-te]\nstatus: running\n";
    Site::new()
        .file(&format!("{FOLDER}/_index.md"), "---\ntitle: Quy hoạch\nkind: plan\n---\n")
        .file(&format!("{FOLDER}/dat/index.md"), &format!("---\n{facts}sheets:\n{sheets}---\nChữ.\n"))
}

fn with(more: &str, bytes: &[u8]) -> Site {
    plan(&format!("  - title: Tờ số 1\n    file: to-1.pdf\n{more}")).bytes(&format!("{FOLDER}/dat/to-1.pdf"), bytes)
}

/// The words of the note on a sheet nobody sees, in Vietnamese, with what to do.
fn told(built: &Built) -> String {
    let finding = built.finding("H13");
    format!("{} {}", finding.text("vi"), finding.hint("vi"))
}

#[test]
fn a_scanned_page_is_seen_on_its_page_in_steps_beside_the_file() {
    let built = with("", &scanned(WHOLE, "")).build();
    assert_eq!(built.codes(), Vec::<&str>::new(), "{:?}", built.problems());
    let html = built.html(PAGE);
    let offered = offered_on(&html, ".sheet img");
    assert_eq!(offered.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [640, 800]);
    for (path, _) in &offered {
        assert!(built.has(path), "{path}");
    }
    assert_eq!(attributes(&html, ".sheet img", "src"), [format!("/{}", offered[1].0)]);
    let size = |name| attributes(&html, ".sheet img", name).remove(0);
    assert_eq!((size("width"), size("height"), size("alt")), ("800".into(), "400".into(), "Tờ số 1".into()));
    let files = texts(&html, ".sheet-files li");
    assert!(files[0].starts_with("Mở ảnh lớn nhất JPEG, ") && files[0].ends_with("800 × 400 điểm ảnh"), "{files:?}");
    assert!(files[1].starts_with("Tải bản vẽ PDF, "), "{files:?}");
    let machines = built.outputs.iter().filter(|(path, _)| path.ends_with(".json") || path.ends_with(".xml"));
    for (path, bytes) in machines {
        assert!(!String::from_utf8_lossy(bytes).contains("assets/pictures"), "machines are given the file: {path}");
    }
}

#[test]
fn a_page_is_turned_as_readers_of_pdf_turn_it() {
    // Quarters from the upper left one clockwise.
    for (turn, quarter, size) in [
        ("", 0, (800, 400)),
        ("/Rotate 90", 1, (400, 800)),
        ("/Rotate 180", 2, (800, 400)),
        ("/Rotate -90", 3, (400, 800)),
    ] {
        assert_eq!(red(&scanned(WHOLE, turn)), (quarter, size), "{turn}");
    }
    assert_eq!(red(&scanned("400 0 0 -200 0 200 cm /Im Do", "")).0, 3, "its first row is the lowest");
    assert_eq!(red(&scanned("q -400 0 0 200 400 0 cm /Im Do Q", "")).0, 1, "its first column is the right one");
    let tall = scanned("0 400 -200 0 200 0 cm /Im Do", "/MediaBox[0 0 200 400]");
    assert_eq!(red(&tall), (3, (400, 800)), "it was put in sideways");
}

#[test]
fn pictures_are_read_however_scanners_store_them() {
    let (rgb, size) = (samples(800, 400), "/Width 800/Height 400");
    let flate = deflated(&rgb);
    let plain = format!("{size}/ColorSpace/DeviceRGB/BitsPerComponent 8");
    assert_eq!(red(&page(WHOLE, "", (&plain, &rgb)).pdf()).0, 0);
    assert_eq!(red(&page(WHOLE, "", (&format!("{plain}/Filter/FlateDecode"), &flate)).pdf()).0, 0);
    // Each row as what differs from the row above.
    let mut rows = Vec::new();
    for (number, row) in rgb.chunks(2400).enumerate() {
        rows.push(2);
        let above = if number == 0 { &[0; 2400] } else { &rgb[2400 * (number - 1)..2400 * number] };
        rows.extend(row.iter().zip(above).map(|(own, above)| own.wrapping_sub(*above)));
    }
    let told = format!("{plain}/Filter[/FlateDecode]/DecodeParms[<</Predictor 15/Colors 3/Columns 800>>]");
    assert_eq!(red(&page(WHOLE, "", (&told, &deflated(&rows))).pdf()).0, 0);
    // One bit a pixel, of two colours with names.
    let bits: Vec<u8> = rgb.chunks(24).map(|eight| if eight[1] == 0 { 0xff } else { 0 }).collect();
    let named = format!("{size}/ColorSpace[/Indexed/DeviceRGB 1<FFFFFF C80000>]/BitsPerComponent 1");
    assert_eq!(red(&page(WHOLE, "", (&named, &bits)).pdf()).0, 0);
    // In text, with a colour space that is an object of its own.
    let hex: String = rgb.iter().map(|byte| format!("{byte:02X}")).collect::<String>() + ">";
    let told = format!("{size}/ColorSpace 6 0 R/BitsPerComponent 8/Filter/ASCIIHexDecode");
    let objects = [b"[/ICCBased 7 0 R]".to_vec(), stream("/N 3", b"")];
    assert_eq!(red(&Page { objects: &objects, ..page(WHOLE, "", (&told, hex.as_bytes())) }.pdf()).0, 0);
    // Shades the other way round.
    let shades: Vec<u8> = rgb.chunks(3).map(|pixel| 255 - pixel[1]).collect();
    let told = format!("{size}/ColorSpace/DeviceGray/BitsPerComponent 8/Decode[1 0]");
    let (colours, _) = quarters(&widest(&page(WHOLE, "", (&told, &shades)).pdf()));
    assert!(is_near(colours[0], [0; 3]) && is_near(colours[2], WHITE), "{colours:?}");
}

/// Written by libtiff of a picture of 16 × 6 with eight black pixels: the first three of the first row, the fourth and fifth of the
/// second, the ninth of the fourth, the last two of the last. What is black there is white in fax.
const FAX: &str = "MAgIz45FHxwoAIAI";
/// Written by OpenJPEG without loss: 16 × 8, white, with a red upper left quarter.
const JPX: &str = "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAACAAAABAAAwcHAAAAAAAPY29scgEAAAAAABAAAAF+anAyY/9P/1EALwAAAAAAEAAAAAgAAAAAAAAAAAAAABAAAAAIAAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAAMEBAAB/1wADUBASEhQSEhQSEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS40/5AACgAAAAAA/QAB/5PPtAwCGbPPtAwJaRHPtAwJaRHB84KPtA4HzggFkwROtwK/x9oHfmCR+AGABYV/BEMZPwMAj8faB35gkfgBgAWFfwRDGT8DAI/D6gWH1BED5wgOUwq5/A5YpXDdo55/DoAReM/AGn4BMPtBgA5R1xMcXwZY/hHboRNX2w6ABTYVD8/AGn4BMPtBgA5R1xMcXwZY/hHboRNX2w6ABTYVD8HzhIPnDwHyAyFTgpgMdpeQlit/IEeDz8AefgFQfUBgIEMswxHTfyBAST1/ha9k/38gR1/PwB5+AVB9QGAgQyzDEdN/IEBJPX+Fr2T/fyBHX//Z";

/// Black and white of a page, a row a text.
fn drawn(bytes: &[u8]) -> Vec<String> {
    let shown = scan::draw(bytes, 1).unwrap_or_else(|lack| panic!("{lack:?}"));
    let sign = |pixel: &[u8]| if pixel[0] < 128 { '#' } else { '.' };
    let rows = shown.pixels.rgba.chunks(4 * shown.pixels.width as usize);
    rows.map(|row| row.chunks(4).map(sign).collect()).collect()
}

const ROWS: [&str; 6] = [
    "###.............",
    "...##...........",
    "................",
    "........#.......",
    "................",
    "..............##",
];

#[test]
fn a_fax_is_black_on_white() {
    let fax = STANDARD.decode(FAX).unwrap();
    let told = "/Width 16/Height 6/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms";
    let black = format!("{told}<</K -1/Columns 16/Rows 6/BlackIs1 true>>");
    assert_eq!(drawn(&page(WHOLE, "", (&black, &fax)).pdf()), ROWS);
    let white = format!("{told}<</K -1/Columns 16/Rows 6>>/Decode[1 0]");
    assert_eq!(drawn(&page(WHOLE, "", (&white, &fax)).pdf()), ROWS);
}

#[test]
fn a_jbig2_of_the_same_rows_is_the_same() {
    // ITU-T T.88, 7.2 to 7.4: the page, and one region of it that is coded as a fax is (MMR), here of inverted rows.
    let segment = |kind: u8, data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&[0, 0, 0, 0, kind, 0, 1][..], &length, data].concat()
    };
    let size = [16_u32, 6].map(u32::to_be_bytes).concat();
    let page_of = segment(48, &[&size[..], &[0; 8], &[0, 0, 0]].concat());
    let region = segment(38, &[&size[..], &[0; 8], &[0], &[1], &STANDARD.decode(FAX).unwrap()].concat());
    let told = "/Width 16/Height 6/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode/Decode[1 0]";
    assert_eq!(drawn(&page(WHOLE, "", (told, &[page_of, region].concat())).pdf()), ROWS);
}

#[test]
fn a_jpeg_2000_has_the_colours_that_it_says() {
    let bytes = page(WHOLE, "", ("/Width 16/Height 8/Filter/JPXDecode", &STANDARD.decode(JPX).unwrap())).pdf();
    let shown = scan::draw(&bytes, 1).unwrap_or_else(|lack| panic!("{lack:?}")).pixels;
    assert_eq!(
        shown.rgba,
        samples(16, 8).chunks(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect::<Vec<u8>>()
    );
}

#[test]
fn what_a_search_reads_and_nobody_sees_is_no_drawing_and_a_stamp_is_left_out() {
    let text = "quy hoạch ".repeat(100);
    assert_eq!(red(&scanned(&format!("{WHOLE} BT 3 Tr ({text}) Tj ET"), "")).0, 0);
    assert_eq!(red(&scanned(&format!("BT ({text}) Tj ET 0 0 400 200 re f {WHOLE}"), "")).0, 0, "it lies below");
    assert_eq!(red(&scanned(&format!("{WHOLE} BT (12) Tj ET 0 0 9 9 re S"), "")).0, 0);
    let lack = |content: &str, more: &str| made(&scanned(content, more), 1).err();
    assert_eq!(lack(&format!("{WHOLE} BT ({text}) Tj ET"), ""), Some(Lack::Drawing));
    assert_eq!(lack(&format!("{WHOLE} {}", "0 0 m 9 9 l S ".repeat(99)), ""), Some(Lack::Drawing));
    assert_eq!(lack("q 200 0 0 100 0 0 cm /Im Do Q", ""), Some(Lack::Drawing), "a picture in a page");
    assert_eq!(lack(WHOLE, "/CropBox[100 50 300 150]"), Some(Lack::Drawing), "what is cut off is not shown");
    assert_eq!(lack(&format!("{WHOLE} {WHOLE}"), ""), None, "the same twice");
}

#[test]
fn a_picture_may_stand_in_a_part_and_objects_in_a_stream() {
    let form = stream("/Subtype/Form/Matrix[400 0 0 200 0 0]/Resources<</XObject<</Pic 5 0 R>>>>", b"/Pic Do");
    let content = stream("", b"q /Im Do Q");
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</Im 6 0 R>>>>>>";
    let pages = "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 400 200]>>";
    let (catalog, picture) = ("<</Type/Catalog/Pages 2 0 R>>", stream(&format!("/Subtype/Image{JPEG_DICT}"), &JPEG));
    let head = format!("1 0 2 {} 3 {} ", catalog.len() + 1, catalog.len() + pages.len() + 2);
    let packed = stream(
        &format!("/Type/ObjStm/N 3/First {}/Filter/FlateDecode", head.len()),
        &deflated(format!("{head}{catalog} {pages} {page}").as_bytes()),
    );
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (number, object) in [(4, content), (5, picture), (6, form), (7, packed)] {
        bytes.extend([format!("{number} 0 obj\n").as_bytes(), &object, b"\nendobj\n"].concat());
    }
    bytes.extend(["8 0 obj\n".as_bytes(), &stream("/Type/XRef/Root 1 0 R/W[1 2 1]", b""), b"\nendobj\n"].concat());
    assert_eq!(red(&bytes).0, 0);
}

/// Two pages of which the second is turned.
fn two() -> Vec<u8> {
    let page = |turn: &str| format!("<</Type/Page/Parent 2 0 R/Contents 5 0 R{turn}>>").into_bytes();
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/MediaBox[0 0 400 200]/Resources<</XObject<</Im 6 0 R>>>>>>".to_vec(),
        page(""),
        page("/Rotate 180"),
        stream("", WHOLE.as_bytes()),
        stream(&format!("/Subtype/Image{JPEG_DICT}"), &JPEG),
    ])
}

#[test]
fn each_sheet_may_show_another_page_of_one_file() {
    let sheets = "  - title: Tờ số 1\n    file: to-1.pdf\n  - title: Tờ số 2\n    file: to-1.pdf\n    page: 2\n";
    let built = plan(sheets).bytes(&format!("{FOLDER}/dat/to-1.pdf"), &two()).build();
    assert_eq!(built.codes(), Vec::<&str>::new(), "{:?}", built.problems());
    let shown = attributes(&built.html(PAGE), ".sheet img", "src");
    assert_eq!(shown.len(), 2);
    let colours = |url: &str| {
        let bytes = built.outputs[url.trim_start_matches('/')].clone();
        let version =
            Version { place: cong::media::smaller::Place::Wide, width: 800, height: 400, name: String::new(), bytes };
        quarters(&version).0
    };
    assert!(is_near(colours(&shown[0])[0], RED) && is_near(colours(&shown[1])[2], RED));
    let built = with("    page: 3\n", &two()).build();
    assert!(told(&built).contains("không có trang 3") && told(&built).contains("Sửa số ở page"), "{}", told(&built));
    assert!(told(&with("    page: -1\n", &two()).build()).contains("không có trang -1"));
}

#[test]
fn an_editor_is_told_why_a_page_is_not_seen_and_what_to_do() {
    let whole = scanned(WHOLE, "");
    let locked = [&whole[..], b"9 0 obj <</Filter/Standard>> endobj trailer <</Root 1 0 R/Encrypt 9 0 R>>"].concat();
    let print = page(WHOLE, "", ("/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceCMYK", &[0; 256])).pdf();
    let large = page(WHOLE, "", ("/Width 20000/Height 20000/BitsPerComponent 8/ColorSpace/DeviceGray", b"")).pdf();
    let coded =
        page(WHOLE, "", ("/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/LZWDecode", b"")).pdf();
    for (bytes, words) in [
        (scanned("0 0 m 400 200 l S", ""), "không phải là một ảnh quét"),
        (locked, "có mật khẩu"),
        (whole[..2000].to_vec(), "hỏng hoặc chép chưa trọn"),
        (print, "CMYK"),
        (large, "hơn 100 triệu điểm ảnh"),
        (coded, "cổng không đọc"),
        (b"%PDF-1.4\n%%EOF\n".to_vec(), "hỏng"),
    ] {
        let built = with("", &bytes).build();
        assert_eq!(built.codes(), ["H13"], "{words}");
        assert!(told(&built).contains(words) && told(&built).contains("image: to-1.jpg"), "{words}: {}", told(&built));
        assert_eq!(texts(&built.html(PAGE), ".sheet-none").len(), 1, "{words}");
    }
}

#[test]
fn a_portal_without_smaller_pictures_draws_no_pdf() {
    let built = with("", &scanned(WHOLE, "")).config("[outputs]", "[pictures]\nenabled = false\n\n[outputs]").build();
    assert_eq!(built.codes(), ["H13"]);
}

#[test]
fn a_page_is_drawn_once_and_an_edit_leaves_what_a_new_build_makes() {
    let store: Arc<MemoryStore> = Arc::default();
    let (first, second) = (with("", &two()), with("    page: 2\n", &two()));
    assert_eq!(built_over(&first, &store).0, 1);
    let (again, outputs) = built_over(&first, &store);
    assert_eq!((again, outputs == built_over(&first, &Arc::default()).1), (0, true));
    let (made, outputs) = built_over(&second, &store);
    assert_eq!((made, outputs == built_over(&second, &Arc::default()).1), (1, true));
    // What cannot be drawn is known as well.
    let broken = with("", b"%PDF-1.4\n%%EOF\n");
    assert_eq!([built_over(&broken, &store).0, built_over(&broken, &store).0], [1, 0]);
}

#[test]
fn no_bomb_is_unpacked() {
    let bomb = deflated(&vec![0; 80 << 20]);
    let dict = "/Width 800/Height 400/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode";
    assert_eq!(made(&page(WHOLE, "", (dict, &bomb)).pdf(), 1).err(), Some(Lack::Coded));
    let packed = [stream("/Type/ObjStm/N 9/First 9/Filter/FlateDecode", &bomb)];
    assert!(
        made(&Page { objects: &packed, ..page(WHOLE, "", (JPEG_DICT, &JPEG)) }.pdf(), 1).is_ok(),
        "it is not needed"
    );
    let twice = deflated(&bomb);
    let dict = "/Width 800/Height 400/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter[/FlateDecode/FlateDecode]";
    assert_eq!(made(&page(WHOLE, "", (dict, &twice)).pdf(), 1).err(), Some(Lack::Coded));
}

#[test]
fn circles_end() {
    let pages = |pages: &str, form: &[u8]| {
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            pages.as_bytes().to_vec(),
            b"<</Type/Page/Contents 4 0 R/Resources<</XObject<</Im 4 0 R>>>>>>".to_vec(),
            stream("/Subtype/Form", form),
        ])
    };
    assert_eq!(made(&pages("<</Kids[2 0 R 2 0 R]>>", b""), 1).err(), Some(Lack::Damaged));
    assert_eq!(made(&pages("2 0 R", b""), 1).err(), Some(Lack::Damaged));
    assert_eq!(made(&pages("<</Kids[3 0 R]>>", "/Im Do ".repeat(50).as_bytes()), 1).err(), Some(Lack::Drawing));
}

static KINDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let fax = "/Width 16/Height 6/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 16>>";
    let jpx = STANDARD.decode(JPX).unwrap();
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 90).encode(&samples(80, 40), 80, 40, ColorType::Rgb).unwrap();
    let small = JPEG_DICT.replace("800", "80").replace("400", "40");
    vec![
        page(WHOLE, "/Rotate 90", (&small, &jpeg)).pdf(),
        page(WHOLE, "", (fax, &STANDARD.decode(FAX).unwrap())).pdf(),
        page(WHOLE, "", ("/Width 16/Height 8/Filter/JPXDecode", &jpx)).pdf(),
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Kids[3 0 R]/MediaBox[0 0 400 200]/Resources<</XObject<</Im 5 0 R>>>>>>".to_vec(),
            b"<</Contents 4 0 R>>".to_vec(),
            stream("/Filter/FlateDecode", &deflated(WHOLE.as_bytes())),
            stream(
                "/Subtype/Image/Width 80/Height 40/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode",
                &deflated(&samples(80, 40)),
            ),
        ]),
    ]
});

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn mangled_bytes_cost_their_own_preview_alone(
        which in 0_usize..4,
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        end in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut bytes = KINDS[which].clone();
        for (place, byte) in &places {
            let at = place.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        for version in made(&bytes, 1).unwrap_or_default() {
            let size = imagesize::blob_size(&version.bytes).unwrap();
            prop_assert_eq!((size.width, size.height), (version.width as usize, version.height as usize));
        }
    }
}
