//! Holds that a scanned plan is seen on its page in widths that can be read, that its files say what they are before they are loaded,
//! and that an editor is told of a sheet nobody sees.

use cong::diag::Severity;

use crate::pictures::{offered_on, photograph, versions};
use crate::site_builder::{Built, Site, attributes, texts};

const FOLDER: &str = "content/quy-hoach";
const PAGE: &str = "quy-hoach/dat/index.html";

/// One page, as a scanner writes it.
const PDF: &str = "%PDF-1.4\n1 0 obj\n<</Type/Pages/Count 1/Kids[2 0 R]>>\nendobj\n2 0 obj\n<</Type /Page/Parent 1 0 R>>\nendobj\n%%EOF\n";

fn plan(sheets: &str) -> Site {
    let facts = "title: Quy hoạch đất\nsummary: Tờ bản đồ.\ntype: quy-hoach\ndate: 2024-01-02\nagency: [so-y-te]\nstatus: running\n";
    Site::new()
        .file(&format!("{FOLDER}/_index.md"), "---\ntitle: Quy hoạch\nkind: plan\n---\n")
        .file(&format!("{FOLDER}/dat/index.md"), &format!("---\n{facts}sheets:\n{sheets}---\nChữ.\n"))
}

fn widths(built: &Built, css: &str) -> Vec<u32> {
    offered_on(&built.html(PAGE), css).into_iter().map(|(_, width)| width).collect()
}

fn files(built: &Built) -> Vec<String> {
    texts(&built.html(PAGE), ".sheet-files li")
}

const SHEET: &str = "  - title: Tờ số 1\n    image: to-1.jpg\n    image_alt: Hồ ở phía tây\n    file: to-1.pdf\n";

fn scanned(width: usize, height: usize) -> Site {
    let site = plan(SHEET).bytes(&format!("{FOLDER}/dat/to-1.jpg"), &photograph(width, height, 1, 1));
    site.file(&format!("{FOLDER}/dat/to-1.pdf"), PDF)
}

#[test]
fn a_sheet_is_offered_in_steps_up_to_its_own_width_and_each_is_there() {
    let built = scanned(2000, 300).build();
    assert_eq!(built.codes(), ["S16"], "the photograph of these tests names its owner");
    assert_eq!(widths(&built, ".sheet img"), [640, 1280, 1920, 2000], "the original is the widest");
    let html = built.html(PAGE);
    for (attribute, value) in [("alt", "Hồ ở phía tây"), ("width", "2000"), ("height", "300"), ("loading", "lazy")]
    {
        assert_eq!(attributes(&html, ".sheet img", attribute), [value]);
    }
    for list in attributes(&html, ".sheet img, .sheet source", "srcset") {
        for url in list.split(", ").map(|entry| entry.split(' ').next().unwrap()) {
            assert!(built.has(url.trim_start_matches('/')), "{url}");
        }
    }
    assert!(!versions(&built).iter().any(|path| path.contains("/320.")), "no width that only small pictures have");
}

#[test]
fn a_wide_sheet_stops_where_letters_can_be_read_and_the_original_is_a_link() {
    let built = scanned(5000, 40).build();
    assert_eq!(widths(&built, ".sheet img"), [640, 1280, 1920, 2880, 4320]);
    assert_eq!(attributes(&built.html(PAGE), ".sheet-files a", "href")[0], "/quy-hoach/dat/to-1.jpg");
}

#[test]
fn its_files_say_type_size_and_pages_before_they_are_loaded() {
    let built = scanned(2000, 300).build();
    let size = built.outputs["quy-hoach/dat/to-1.jpg"].len() / 1000;
    let found = files(&built);
    assert!(
        found[0].starts_with("Mở ảnh lớn nhất JPEG, ") && found[0].ends_with("kB, 2.000 × 300 điểm ảnh"),
        "{found:?}"
    );
    assert!(found[0].contains(&size.to_string()) || found[0].contains(&(size + 1).to_string()), "{size} {found:?}");
    assert_eq!(found[1], format!("Tải bản vẽ PDF, {} byte, 1 trang", PDF.len()));
    assert_eq!(attributes(&built.html(PAGE), "script[src*=sheet]", "src").len(), 1);
}

#[test]
fn a_large_scan_is_no_mistake_of_a_sheet_and_is_one_elsewhere() {
    // 25.2 million pixels.
    let grey = |site: Site| {
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 20);
        encoder.encode(&vec![200; 8400 * 3000], 8400, 3000, jpeg_encoder::ColorType::Luma).unwrap();
        site.bytes(&format!("{FOLDER}/dat/to-1.jpg"), &bytes).file(&format!("{FOLDER}/dat/to-1.pdf"), PDF).build()
    };
    assert_eq!(grey(plan(SHEET)).codes(), Vec::<&str>::new());
    let shown = plan("  - title: Tờ số 1\n    file: to-1.pdf\nimage: to-1.jpg\nimage_alt: Tờ bản đồ\n");
    assert_eq!(grey(shown).codes(), ["H13", "S17"]);
}

#[test]
fn a_pdf_without_a_picture_is_a_link_with_its_size_and_a_note() {
    let built = plan("  - title: Tờ số 1\n    file: to-1.pdf\n").file(&format!("{FOLDER}/dat/to-1.pdf"), PDF).build();
    let html = built.html(PAGE);
    assert_eq!(texts(&html, ".sheet-none"), ["Bản vẽ này chưa có hình xem trước."]);
    assert_eq!(attributes(&html, ".sheet img", "src").len(), 0);
    assert_eq!(files(&built), [format!("Tải bản vẽ PDF, {} byte, 1 trang", PDF.len())]);
    let finding = built.finding("H13");
    assert_eq!(finding.severity(), Severity::Info);
    assert_eq!(
        (&*finding.file, finding.span.map(|span| span.line)),
        (format!("{FOLDER}/dat/index.md").as_str(), Some(10))
    );
    assert!(
        finding.text("vi").contains("Tờ số 1") && finding.hint("en").contains("image: to-1.jpg"),
        "{}",
        finding.hint("en")
    );
}

#[test]
fn a_sheet_of_nothing_is_an_error_and_a_picture_under_file_is_told_where_it_belongs() {
    let built = plan("  - title: Tờ số 1\n").build();
    assert_eq!(built.finding("H14").severity(), Severity::Error);
    let built = plan("  - title: Tờ số 1\n    file: to-1.jpg\n")
        .bytes(&format!("{FOLDER}/dat/to-1.jpg"), &photograph(700, 400, 1, 1))
        .build();
    assert!(built.finding("H13").hint("vi").contains("image: to-1.jpg"));
}

#[test]
fn a_picture_of_which_no_version_can_be_made_is_not_loaded_unasked_where_it_is_large() {
    let grain = (0..1400 * 1000 * 4_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<u8>>();
    let mut print = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut print, 100);
    encoder.encode(&grain, 1400, 1000, jpeg_encoder::ColorType::Cmyk).unwrap();
    assert!(print.len() > 5_000_000);
    let built =
        plan("  - title: Tờ số 1\n    image: to-1.jpg\n").bytes(&format!("{FOLDER}/dat/to-1.jpg"), &print).build();
    assert!(built.codes().contains(&"H11"), "{:?}", built.problems());
    let html = built.html(PAGE);
    assert_eq!((attributes(&html, ".sheet img", "src").len(), texts(&html, ".sheet-none").len()), (0, 1));
    assert_eq!(files(&built).len(), 1);
}
