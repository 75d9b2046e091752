//! Every page has a picture for social networks: where it has no photograph, one is drawn from its title, section and portal.

use std::collections::{BTreeMap, BTreeSet};

use cong::files::Files;
use cong::load::share::{self, Words};

use crate::law::{Edit, Portal, build, nothing};
use crate::site_builder::{Built, Site, attributes, traces};

fn portal() -> Site {
    Site::new()
        .config("title =", "pictures = { share = true }\ntitle =")
        .article("content/tin-tuc/a.md", "Khánh thành nhà máy nước Đồng Xoài", "2024-01-10", "", "")
        .article("content/tin-tuc/a.en.md", "A water works opens", "2024-01-10", "", "")
}

/// The address that a page names.
fn named(built: &Built, page: &str) -> String {
    attributes(&built.html(page), "meta[property='og:image']", "content").concat()
}

/// Width, height and pixels, three bytes each.
fn decoded(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    pixels.truncate(frame.buffer_size());
    (frame.width, frame.height, pixels)
}

/// How many pixels of two pictures differ in the rows between two.
fn differing(one: &[u8], other: &[u8], rows: std::ops::Range<usize>) -> usize {
    let (one, other) = (decoded(one).2, decoded(other).2);
    let bytes = rows.start * 1200 * 3..rows.end * 1200 * 3;
    one[bytes.clone()].chunks(3).zip(other[bytes].chunks(3)).filter(|(one, other)| one != other).count()
}

#[test]
fn a_page_without_a_photograph_names_one_that_is_drawn() {
    let built = portal().build();
    for page in ["tin-tuc/a/", "en/news/a/", "tin-tuc/", "", "en/"] {
        assert_eq!(named(&built, &format!("{page}index.html")), format!("https://tinh.example/{page}og.png"));
        let (width, height, _) = decoded(&built.outputs[&format!("{page}og.png")]);
        assert_eq!((width, height), (1200, 630));
    }
    let html = built.html("tin-tuc/a/index.html");
    let said = |name: &str| attributes(&html, &format!("meta[property='og:image{name}']"), "content");
    assert_eq!((said(":width"), said(":height")), (vec!["1200".to_owned()], vec!["630".to_owned()]));
    assert_eq!(said(":alt"), ["Khánh thành nhà máy nước Đồng Xoài"]);
    assert_eq!(built.problems(), Vec::<String>::new());
}

#[test]
fn it_shows_the_words_of_its_page() {
    let built = portal().build();
    let (one, other) = (&built.outputs["tin-tuc/a/og.png"], &built.outputs["en/news/a/og.png"]);
    // Where the design has the name of the portal, the section and the title; not where it has the host.
    for rows in [36..120, 204..248, 256..524] {
        assert!(differing(one, other, rows.clone()) > 300, "{rows:?}");
    }
    assert_eq!(differing(one, other, 544..630), 0);
    let white = [255; 3];
    let title = decoded(one).2[256 * 3600..524 * 3600].chunks(3).filter(|pixel| *pixel != white).count();
    assert!((10_000..120_000).contains(&title), "letters cover {title} pixels");
}

/// Bytes for each page of a portal: half of what they were with eight bits a pixel.
#[test]
fn a_picture_of_few_colours_is_small_and_one_of_many_keeps_them() {
    let stored = |bytes: &[u8]| {
        let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        (reader.info().bit_depth, reader.info().palette.as_ref().unwrap().len() / 3)
    };
    let few = portal().build().outputs["tin-tuc/a/og.png"].clone();
    assert_eq!(stored(&few), (png::BitDepth::Four, 16));
    assert!(few.len() < 25_000, "{}", few.len());

    // A ground of 150 colours, in lines at its lower edge where no text stands.
    let mut pixels = vec![0; 1200 * 630];
    pixels[600 * 1200..].iter_mut().enumerate().for_each(|(at, pixel)| *pixel = (at / 8 % 150) as u8);
    let mut ground = Vec::new();
    let mut encoder = png::Encoder::new(&mut ground, 1200, 630);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette((0..150).flat_map(|grey| [255 - grey; 3]).collect::<Vec<u8>>());
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    let many =
        portal().bytes("themes/portal/share/background.png", &ground).build().outputs["tin-tuc/a/og.png"].clone();
    assert_eq!(stored(&many).0, png::BitDepth::Eight);
    assert_eq!(differing(&many, &ground, 600..630), 0);
    assert!(differing(&many, &ground, 256..524) > 10_000);
}

#[test]
fn who_has_a_photograph_or_is_passed_over_has_none() {
    let photograph = crate::pictures::photograph(1600, 1600, 1, 1);
    let site = portal()
        .article("content/tin-tuc/b/index.md", "Có ảnh", "2024-01-10", "image: b.jpg\nimage_alt: Đồng\n", "")
        .bytes("content/tin-tuc/b/b.jpg", &photograph)
        .article("content/tin-tuc/c.md", "Không cho tìm", "2024-01-10", "noindex: true\n", "")
        .article("content/tin-tuc/d.md", "Tỉnh kết nghĩa 郴州", "2024-01-10", "", "")
        .article("content/tin-tuc/e.md", "Bản nháp kín", "2024-01-10", "draft: true\n", "");
    let built = site.build();
    let drawn: BTreeSet<&str> =
        built.outputs.keys().map(String::as_str).filter(|path| path.ends_with("og.png")).collect();
    assert_eq!(
        drawn,
        ["og.png", "en/og.png", "tin-tuc/og.png", "en/news/og.png", "tin-tuc/a/og.png", "en/news/a/og.png"].into()
    );
    assert!(named(&built, "tin-tuc/b/index.html").ends_with("/social.jpg"));
    // The font has no such letters, and a title with gaps is worse than none.
    assert_eq!(named(&built, "tin-tuc/d/index.html"), "https://tinh.example/assets/social.png");
    assert_eq!(traces(&built, "nháp"), Vec::<String>::new());
}

#[test]
fn none_is_drawn_unless_the_portal_asks_for_it_and_the_theme_says_how() {
    let drawn = |site: Site| site.build().outputs.keys().any(|path| path.ends_with("og.png"));
    assert!(!drawn(Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", "")));
    let plain = "<!doctype html><html lang=vi><title>x</title>{{ head | safe }}";
    let own = ["page.html", "list.html", "404.html"].map(|name| format!("themes/rieng/templates/{name}"));
    let site =
        own.iter().fold(portal().config("title =", "theme = \"rieng\"\ntitle ="), |site, path| site.file(path, plain));
    assert!(!drawn(site));
}

#[test]
fn an_edit_draws_again_what_shows_it_and_no_other() {
    let mut portal = Portal::new();
    let text = String::from_utf8(portal.files.read("site.toml").unwrap()).unwrap();
    portal.files.put("site.toml", format!("pictures = {{ share = true }}\n{text}").as_bytes());
    let first = build(&portal, nothing(), BTreeMap::new());
    let drawn = |data: &[String]| data.iter().filter(|url| url.ends_with("/og.png")).cloned().collect::<Vec<_>>();
    assert!(drawn(&first.data).len() > 10, "{:?}", first.data);
    Edit::Title(1, 1).make(&mut portal);
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    assert_eq!(drawn(&second.data), ["/tin-tuc/2024/01/b/og.png"]);
    Edit::Body(1, 1).make(&mut portal);
    let third = build(&portal, second.known(&portal), second.outputs.clone());
    assert_eq!(drawn(&third.data), Vec::<String>::new());
    let design = include_str!("../../themes/portal/share/share.toml").replace("#17212b", "#000000");
    portal.files.put("themes/portal/share/share.toml", design.as_bytes());
    let fourth = build(&portal, third.known(&portal), third.outputs.clone());
    assert_eq!(drawn(&fourth.data).len(), drawn(&first.data).len());
    assert!(fourth.outputs == build(&portal, nothing(), BTreeMap::new()).outputs);
}

#[test]
fn what_is_wrong_with_a_design_is_told_where_it_stands() {
    let design = include_str!("../../themes/portal/share/share.toml");
    let line = |text: &str| 1 + design.lines().position(|line| line.contains(text)).unwrap() as u32;
    for (old, new, said) in [
        ("\"background.png\"", "\"nen.png\"", "background"),
        ("show = \"site\"", "show = \"sapo\"", "text.0.show"),
        ("[184, 36, 952, 84]", "[184, 36, 1100, 84]", "text.0.box"),
        ("sizes = [31]", "sizes = []", "text.1.sizes"),
        ("\"#a6121b\"", "\"đỏ\"", "text.1.color"),
        ("\"medium.ttf\"", "\"background.png\"", "text.3.font"),
    ] {
        let built = portal().file("themes/portal/share/share.toml", &design.replacen(old, new, 1)).build();
        let finding = built.finding("C02");
        assert!(finding.text("vi").contains(said), "{}", finding.text("vi"));
        assert_eq!(
            (&*finding.file, finding.span.unwrap().line),
            ("themes/portal/share/share.toml", line(old)),
            "{said}"
        );
        assert!(finding.hint("vi").len() > 10);
    }
}

#[test]
fn a_long_title_is_set_smaller_and_at_last_cut() {
    let mut theme = cong::load::theme::load(&crate::site_builder::repository(), "portal", &[], &mut Vec::new());
    theme.read_share(&mut Vec::new());
    let design = &theme.share.unwrap().design;
    let drawn = |title: &str| {
        let words = Words { site: "Cổng", section: "", title, host: "a.vn" };
        decoded(&design.draw(&words).unwrap()).2
    };
    let ink = |pixels: &[u8], rows: std::ops::Range<usize>, columns: std::ops::Range<usize>| {
        let rows = rows.flat_map(|row| columns.clone().map(move |column| (row * 1200 + column) * 3));
        rows.filter(|at| pixels[*at..*at + 3] != [255; 3]).count()
    };
    let long = "Phê duyệt quy hoạch sử dụng đất ".repeat(40);
    let wide = "W".repeat(300);
    for title in [long.as_str(), wide.as_str(), "Ng", ""] {
        let pixels = drawn(title);
        assert_eq!(ink(&pixels, 170..600, 1140..1200), 0, "{title:.20}: nothing stands out of the box on the right");
        assert_eq!(ink(&pixels, 526..543, 0..1200), 0, "{title:.20}: nothing stands out of it below");
    }
    assert_eq!(drawn(&long), drawn(&format!("{long}và nữa")), "what does not fit is left out");
    assert_eq!(share::SIZE, (1200, 630));
}
