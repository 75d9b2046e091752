//! Photographs are shown in smaller versions: as wide as pages show them, turned, without what they tell, and made once.

use std::collections::BTreeSet;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use scraper::Html;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

use crate::colour_profiles::{self, WIDE};
use crate::site_builder::{Built, Site, attributes, selector};

const FOLDER: &str = "content/tin-tuc/a";
pub const PAGE: &str = "tin-tuc/a/index.html";

/// Three bytes a pixel: blue on the left, red on the right, darker to the bottom, with grain.
fn pixels(width: usize, height: usize, seed: u32) -> Vec<u8> {
    let mut grain = seed.wrapping_mul(2_654_435_761) | 1;
    let mut noise = || {
        grain ^= grain << 13;
        grain ^= grain >> 17;
        grain ^= grain << 5;
        (grain % 24) as usize
    };
    let pixel = |at: usize| {
        let (x, y) = (at % width, at / width);
        let light = 200 - 120 * y / height;
        [(light * x / width) + 20, light / 3 + 20, light - light * x / width + 20]
    };
    (0..width * height).flat_map(pixel).map(|shade| (shade + noise()).min(255) as u8).collect()
}

fn encoded(pixels: &[u8], (width, height): (usize, usize), colours: ColorType, segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    for (number, segment) in segments {
        encoder.add_app_segment(*number, segment.clone()).unwrap();
    }
    encoder.encode(pixels, width as u16, height as u16, colours).unwrap();
    bytes
}

/// A JPEG as a camera makes it; `orientation` as EXIF counts it, with the name of its owner.
pub fn photograph(width: usize, height: usize, seed: u32, orientation: u16) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend(orientation.to_be_bytes());
    exif.extend(b"\0\0\x01\x3b\0\x02\0\0\0\x0a\0\0\0\x26\0\0\0\0NGUOICHUP\0");
    encoded(&pixels(width, height, seed), (width, height), ColorType::Rgb, &[(1, exif)])
}

fn png(width: usize, height: usize, colours: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(colours);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

/// A drawing of a few plain colours.
pub fn drawing(width: usize, height: usize) -> Vec<u8> {
    let pixel =
        |at: usize| if (at % width / 40 + at / width / 40).is_multiple_of(2) { [200, 30, 30] } else { [255, 255, 255] };
    png(width, height, png::ColorType::Rgb, &(0..width * height).flat_map(pixel).collect::<Vec<u8>>())
}

/// A WebP of the same pixels as a photograph, or one without loss.
pub fn webp(width: u32, height: u32, is_lossy: bool) -> Vec<u8> {
    let pixels = pixels(width as usize, height as usize, 1);
    webp::Encoder::from_rgb(&pixels, width, height).encode_simple(!is_lossy, 90.0).unwrap().to_vec()
}

#[test]
fn a_webp_is_made_smaller_as_a_webp() {
    for is_lossy in [true, false] {
        let built = shown("anh.webp", &webp(1100, 700, is_lossy)).build();
        assert_eq!(widths(&built, ".prose img"), [320, 640, 960, 1100], "{:?}", built.problems());
        assert_eq!((offered(&built, ".prose source").len(), versions(&built).len()), (0, 3));
    }
}

/// An article whose text shows the picture.
pub fn shown(name: &str, bytes: &[u8]) -> Site {
    Site::new()
        .article(&format!("{FOLDER}/index.md"), "Bài", "2024-01-10", "", &format!("![Cánh đồng]({name})\n"))
        .bytes(&format!("{FOLDER}/{name}"), bytes)
}

/// An article whose head shows it.
fn heading(name: &str, bytes: &[u8]) -> Site {
    let more = format!("image: {name}\nimage_alt: Cánh đồng\n");
    Site::new()
        .article(&format!("{FOLDER}/index.md"), "Bài", "2024-01-10", &more, "")
        .bytes(&format!("{FOLDER}/{name}"), bytes)
}

/// Address and width of each version in a `srcset`.
pub fn offered(built: &Built, css: &str) -> Vec<(String, u32)> {
    offered_on(&built.html(PAGE), css)
}

pub fn offered_on(html: &Html, css: &str) -> Vec<(String, u32)> {
    let Some(list) = attributes(html, css, "srcset").into_iter().next() else { return Vec::new() };
    let one = |entry: &str| {
        let (url, width) = entry.split_once(' ').unwrap();
        (url.trim_start_matches('/').to_owned(), width.strip_suffix('w').unwrap().parse().unwrap())
    };
    list.split(", ").map(one).collect()
}

pub fn widths(built: &Built, css: &str) -> Vec<u32> {
    offered(built, css).into_iter().map(|(_, width)| width).collect()
}

fn size(bytes: &[u8]) -> (usize, usize) {
    let size = imagesize::blob_size(bytes).unwrap();
    (size.width, size.height)
}

pub fn versions(built: &Built) -> Vec<&str> {
    built.outputs.keys().map(String::as_str).filter(|path| path.starts_with("assets/pictures/")).collect()
}

/// Red, green and blue at a place of a JPEG, in tenths of its width and height.
fn colour(jpeg: &[u8], x: usize, y: usize) -> [i32; 3] {
    let (width, height) = size(jpeg);
    let all = JpegDecoder::new(ZCursor::new(jpeg)).decode().unwrap();
    let at = 3 * (width * (height * y / 10) + width * x / 10);
    [0, 1, 2].map(|index| i32::from(all[at + index]))
}

#[test]
fn a_photograph_is_offered_in_widths_below_its_own_and_each_is_there() {
    let built = shown("anh.jpg", &photograph(1100, 700, 1, 1)).build();
    assert_eq!(widths(&built, ".prose img"), [320, 640, 960, 1100], "the original is the largest");
    assert_eq!(widths(&built, ".prose source"), [320, 640, 960, 1100]);
    let (images, sources) = (offered(&built, ".prose img"), offered(&built, ".prose source"));
    for (path, width) in images.iter().chain(&sources) {
        let bytes = &built.outputs[path];
        let expected = (*width as usize, (700 * *width as usize + 550) / 1100);
        assert_eq!(size(bytes), expected, "{path}");
        assert_eq!(path.ends_with(".webp"), bytes.starts_with(b"RIFF"), "{path}");
    }
    let html = built.html(PAGE);
    assert_eq!(attributes(&html, ".prose source", "type"), ["image/webp"]);
    assert_eq!(attributes(&html, ".prose img", "src"), ["/tin-tuc/a/anh.jpg"], "who knows no srcset has the original");
    assert_eq!(attributes(&html, ".prose img", "width"), ["1100"]);
    assert!(attributes(&html, ".prose img", "sizes")[0].contains("52rem"));
    let linked: BTreeSet<&str> = images.iter().chain(&sources).map(|(path, _)| path.as_str()).collect();
    assert!(versions(&built).iter().all(|path| linked.contains(path)), "nothing is made that no page names");
}

#[test]
fn a_webp_is_offered_where_it_is_smaller() {
    let built = shown("anh.jpg", &photograph(1100, 700, 1, 1)).build();
    let weight = |css: &str| -> usize {
        let below = offered(&built, css).into_iter().filter(|(_, width)| *width < 1100);
        below.map(|(path, _)| built.outputs[&path].len()).sum()
    };
    assert!(weight(".prose source") < weight(".prose img"));
    // Nothing but grain, from a very bad copy: whatever is made of it weighs more than it does.
    let mut bad = Vec::new();
    Encoder::new(&mut bad, 1).encode(&pixels(400, 300, 9), 400, 300, ColorType::Rgb).unwrap();
    let built = shown("anh.jpg", &bad).build();
    for path in versions(&built) {
        assert!(built.outputs[path].len() < bad.len(), "{path}");
    }
}

#[test]
fn where_the_original_is_lighter_than_its_widest_version_it_is_offered_in_its_place() {
    // Grain in a poor copy: encoded well, it weighs more than it did.
    let mut poor = Vec::new();
    Encoder::new(&mut poor, 25).encode(&pixels(1500, 300, 9), 1500, 300, ColorType::Rgb).unwrap();
    let built = shown("anh.jpg", &poor).build();
    let (last, width) = offered(&built, ".prose img").pop().unwrap();
    assert_eq!((last.as_str(), width), ("tin-tuc/a/anh.jpg", 1500), "{:?}", widths(&built, ".prose img"));
}

#[test]
fn no_version_is_larger_than_its_original_and_a_small_picture_has_none() {
    let built = shown("anh.jpg", &photograph(320, 200, 1, 1)).build();
    assert_eq!((versions(&built), offered(&built, ".prose img")), (Vec::new(), Vec::new()));
    let built = shown("anh.jpg", &photograph(321, 1, 1, 1)).build();
    assert!(widths(&built, ".prose img").iter().all(|width| [320, 321].contains(width)));
}

#[test]
fn a_version_is_turned_and_tells_nothing_and_the_original_stays() {
    let built = shown("anh.jpg", &photograph(800, 600, 1, 6)).build();
    let (path, width) = offered(&built, ".prose img")[0].clone();
    assert_eq!((width, size(&built.outputs[&path])), (320, (320, 427)), "it stands upright");
    // Turned to the right: what was left is above, what was below is left.
    let (above, below) = (colour(&built.outputs[&path], 5, 1), colour(&built.outputs[&path], 5, 8));
    assert!(above[2] > above[0] + 40 && below[0] > below[2] + 40, "blue above, red below: {above:?} {below:?}");
    let (left, right) = (colour(&built.outputs[&path], 1, 5), colour(&built.outputs[&path], 8, 5));
    assert!(right.iter().sum::<i32>() > left.iter().sum::<i32>() + 100, "dark on the left: {left:?} {right:?}");
    for path in versions(&built) {
        let bytes = &built.outputs[path];
        for mark in [&b"Exif"[..], b"NGUOICHUP", b"EXIF", b"http:"] {
            assert!(memchr::memmem::find(bytes, mark).is_none(), "{path}");
        }
    }
    assert_eq!(attributes(&built.html(PAGE), ".prose img", "height"), ["800"]);
    assert_eq!(size(&built.outputs["tin-tuc/a/anh.jpg"]), (800, 600));
}

#[test]
fn colours_of_a_wide_profile_stay_what_they_are() {
    let profile = [b"ICC_PROFILE\0\x01\x01".as_slice(), &colour_profiles::of("NGUOID", WIDE)].concat();
    let original = encoded(&pixels(700, 400, 1), (700, 400), ColorType::Rgb, &[(2, profile)]);
    let built = shown("anh.jpg", &original).build();
    assert!(versions(&built).len() > 2, "{:?}", built.problems());
    for path in versions(&built) {
        let mark: &[u8] = if path.ends_with(".webp") { b"ICCP" } else { b"ICC_PROFILE" };
        assert!(memchr::memmem::find(&built.outputs[path], mark).is_some(), "{path} has no profile");
        assert!(memchr::memmem::find(&built.outputs[path], b"rXYZ").is_some(), "{path}");
        assert!(memchr::memmem::find(&built.outputs[path], b"NGUOID").is_none(), "{path}");
    }
    let webp = built.outputs.iter().find(|(path, _)| path.ends_with("640.webp")).unwrap().1;
    assert_eq!(size(webp), (640, 366));
    assert_eq!(u32::from_le_bytes([webp[4], webp[5], webp[6], webp[7]]) as usize + 8, webp.len());
    image_webp::WebPDecoder::new(std::io::Cursor::new(webp)).unwrap();
}

#[test]
fn a_drawing_keeps_each_of_its_pixels_and_a_photograph_that_was_saved_as_png_does_not() {
    let built = shown("hinh.png", &drawing(900, 600)).build();
    assert_eq!(widths(&built, ".prose source"), [320, 640, 900]);
    assert_eq!(offered(&built, ".prose img"), Vec::new(), "older browsers are given the drawing itself");
    for path in versions(&built) {
        assert!(memchr::memmem::find(&built.outputs[path][..40], b"VP8L").is_some(), "{path} is not without loss");
    }
    let mut grain = pixels(900, 600, 3);
    grain.iter_mut().enumerate().for_each(|(at, shade)| *shade ^= (at * at % 61) as u8);
    let built = shown("anh.png", &png(900, 600, png::ColorType::Rgb, &grain)).build();
    assert_eq!(widths(&built, ".prose img"), [320, 640, 900]);
    assert!(offered(&built, ".prose img").iter().all(|(path, _)| path.ends_with(".jpg")));
}

#[test]
fn what_can_be_seen_through_stays_so() {
    let rgba: Vec<u8> = pixels(700, 400, 1).chunks(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], rgb[0]]).collect();
    let built = shown("anh.png", &png(700, 400, png::ColorType::Rgba, &rgba)).build();
    assert_eq!((widths(&built, ".prose source"), offered(&built, ".prose img").len()), (vec![320, 640, 700], 0));
    for path in versions(&built) {
        let decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&built.outputs[path])).unwrap();
        assert!(decoder.has_alpha(), "{path}");
    }
}

#[test]
fn cards_and_heads_offer_them_too_each_as_wide_as_it_is_shown() {
    let built = heading("anh.jpg", &photograph(1100, 700, 1, 1)).build();
    let html = built.html("tin-tuc/index.html");
    assert_eq!(attributes(&html, ".entry-picture", "sizes"), ["(min-width: 40rem) 11rem, 6.5rem"]);
    assert!(attributes(&html, ".entry source", "srcset")[0].contains("/320.webp 320w"));
    let html = built.html(PAGE);
    assert_eq!(
        attributes(&html, ".figure img", "loading"),
        Vec::<String>::new(),
        "what stands on top is not waited for"
    );
    assert!(attributes(&html, ".figure img", "srcset")[0].contains("/960.jpg 960w"));
}

#[test]
fn the_first_picture_of_a_text_loads_at_once_where_nothing_stands_above_it() {
    let text = "![Một](anh.jpg)\n\n![Hai](anh.jpg)\n";
    let page = |more: &str| {
        let article = format!("{FOLDER}/index.md");
        let photograph = photograph(400, 300, 1, 1);
        let built = Site::new()
            .article(&article, "Bài", "2024-01-10", more, text)
            .bytes(&format!("{FOLDER}/anh.jpg"), &photograph)
            .build();
        let html = built.html(PAGE);
        html.select(&selector(".prose img")).map(|image| image.attr("loading").is_some()).collect::<Vec<bool>>()
    };
    assert_eq!(page(""), [false, true]);
    assert_eq!(page("image: anh.jpg\nimage_alt: Ba\n"), [true, true]);
}

#[test]
fn social_networks_are_given_the_middle_of_the_picture_or_that_of_the_portal() {
    let graph = |built: &Built, page: &str, name: &str| {
        attributes(&built.html(page), &format!("meta[property='og:image{name}']"), "content")
    };
    let built = heading("anh.jpg", &photograph(1600, 1600, 1, 1)).build();
    let url = &graph(&built, PAGE, "")[0];
    let picture = &built.outputs[url.strip_prefix("https://tinh.example/").unwrap()];
    assert_eq!(
        (size(picture), graph(&built, PAGE, ":width"), graph(&built, PAGE, ":height")),
        ((1200, 630), vec!["1200".to_owned()], vec!["630".to_owned()])
    );
    assert_eq!(graph(&built, PAGE, ":alt"), ["Cánh đồng"]);
    // A fourth of the height is cut off above and below, nothing at the sides.
    let (top, left) = (colour(picture, 5, 0), colour(picture, 0, 5));
    assert!(top.iter().sum::<i32>() < 370 && left[2] > 3 * left[0], "{top:?} {left:?}");
    let portal = ["https://tinh.example/assets/social.png"];
    assert_eq!(graph(&built, "index.html", ""), portal);
    assert!(built.has("assets/social.png"));
    // Too small to be shown large, and a drawing, which networks do not show.
    let small = heading("anh.jpg", &photograph(599, 599, 1, 1)).build();
    assert_eq!(graph(&small, PAGE, ""), ["https://tinh.example/tin-tuc/a/anh.jpg"]);
    let svg = heading("hinh.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"900\"/>").build();
    assert_eq!(graph(&svg, PAGE, ""), portal);
    let turned = heading("anh.jpg", &photograph(700, 1400, 1, 8)).build();
    let url = &graph(&turned, PAGE, "")[0];
    assert_eq!(size(&turned.outputs[url.strip_prefix("https://tinh.example/").unwrap()]), (1200, 630));
}

#[test]
fn machines_are_given_the_original() {
    let built = heading("anh.jpg", &photograph(700, 400, 1, 1)).build();
    assert!(built.outputs["tin-tuc/a/index.json"].len() > 100);
    for (path, bytes) in built.outputs.iter().filter(|(path, _)| path.ends_with(".json") || path.ends_with(".xml")) {
        assert!(memchr::memmem::find(bytes, b"assets/pictures").is_none(), "{path}");
    }
}

#[test]
fn a_picture_of_which_nothing_smaller_can_be_made_is_told_with_what_to_do_and_is_published_as_it_was() {
    let whole = photograph(700, 400, 1, 1);
    let cmyk: Vec<u8> = vec![90; 700 * 400 * 4];
    let mut bomb = drawing(8, 8);
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let mut torn = png(700, 400, png::ColorType::Rgb, &pixels(700, 400, 1));
    let middle = torn.len() / 2;
    torn[middle..middle + 64].fill(0x55);
    let cases: [(&str, Vec<u8>, &str); 4] = [
        ("anh.jpg", whole[..whole.len() / 2].to_vec(), "breaks off"),
        ("anh.jpg", encoded(&cmyk, (700, 400), ColorType::Cmyk, &[]), "colours of print"),
        ("anh.png", bomb, "100 million"),
        ("anh.png", torn, "damaged"),
    ];
    for (name, bytes, said) in cases {
        let built = shown(name, &bytes).build();
        let finding = built.finding("H11");
        assert!(finding.text("en").contains(said), "{}", finding.text("en"));
        assert!(!finding.hint("vi").is_empty() && !finding.hint("vi").contains('{'));
        assert_eq!(&*finding.file, format!("{FOLDER}/{name}").as_str());
        assert_eq!((versions(&built).len(), offered(&built, ".prose img").len()), (0, 0), "{said}");
        assert!(built.has(&format!("tin-tuc/a/{name}")), "{said}: what was published still is");
    }
}

#[test]
fn a_picture_under_the_name_of_another_format_is_told_and_shown() {
    let built = shown("anh.png", &photograph(700, 400, 1, 1)).build();
    assert!(built.finding("H12").hint("en").contains("anh.jpg"));
    assert_eq!(widths(&built, ".prose source"), [320, 640, 700]);
}

#[test]
fn what_moves_is_left_as_it_is() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 400, 300);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    (0..2).for_each(|shade| writer.write_image_data(&vec![shade * 90; 400 * 300]).unwrap());
    writer.finish().unwrap();
    let built = shown("anh.png", &bytes).build();
    assert_eq!((versions(&built), built.problems()), (Vec::new(), Vec::<String>::new()));
    let gif = b"GIF89a\x90\x01\x2c\x01\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let built = shown("anh.gif", gif).build();
    assert_eq!((versions(&built), built.problems()), (Vec::new(), Vec::<String>::new()));
}

#[test]
fn sixteen_bits_of_a_colour_become_eight() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 400, 300);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Sixteen);
    let deep: Vec<u8> = pixels(400, 300, 1).iter().flat_map(|shade| [*shade, shade.wrapping_mul(37)]).collect();
    encoder.write_header().unwrap().write_image_data(&deep).unwrap();
    assert_eq!(widths(&shown("anh.png", &bytes).build(), ".prose img"), [320, 400]);
}
