//! Pictures of sorts that browsers do not show: each way to put one on a page says what it is and what to type.

use crate::site_builder::{Built, Site, place};

const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

fn page(body: &str) -> Site {
    Site::new().page("bai", body)
}

fn article(image: &str) -> Site {
    Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-05", &format!("image: {image}\nimage_alt: Ảnh.\n"), "")
}

/// What is said, and what to do next, of the only problem.
fn said(built: &Built, code: &str, language: &str) -> String {
    let finding = built.finding(code);
    format!("{} | {}", finding.text(language), finding.hint(language))
}

#[test]
fn a_picture_in_the_text_that_browsers_do_not_show_says_what_to_save_it_as() {
    for (name, what, next) in [
        ("IMG_12.HEIC", "điện thoại iPhone lưu ảnh HEIC, trình duyệt không hiện được", "IMG_12.jpg"),
        ("anh.heif", "HEIC", "anh.jpg"),
        ("quet.tif", "TIFF", "quet.png"),
        ("anh.BMP", "BMP", "anh.png"),
        ("may.CR2", "RAW", "may.jpg"),
        ("bia.psd", "thiết kế", "PNG"),
        ("quyet-dinh.pdf", "PDF không phải ảnh", "[tên văn bản](tep.pdf)"),
        ("bai.docx", "văn phòng", "JPEG hoặc PNG"),
        ("phim.mov", "video", "phim.mp4"),
        ("anh.jfif", "JPEG", "anh.jpg"),
        ("ghi-am.mp3", "âm thanh", "[tên bản ghi]"),
        ("anh.xyz", "không hiện được", "anh.jpg"),
    ] {
        let built = page(&format!("Chữ.\n\n![Mô tả]({name})\n")).build();
        let text = said(&built, "H09", "vi");
        assert!(text.starts_with(name) && text.contains(what) && text.contains(next), "{text}");
        assert_eq!(place(built.finding("H09")), "content/gioi-thieu/bai.md:6:1");
        assert!(!built.codes().contains(&"M02"), "one finding is enough");
    }
}

#[test]
fn a_picture_of_the_front_matter_says_the_same_also_for_a_film() {
    for (name, what, next) in [
        ("anh.heic", "HEIC", "anh.jpg"),
        ("a.pdf", "PDF", "PNG"),
        ("phim.mp4", "video", "phim.jpg"),
        ("a.tiff", "TIFF", "a.jpg"),
    ] {
        let built = article(name).build();
        let text = said(&built, "H09", "vi");
        assert!(text.contains(what) && text.contains(next), "{text}");
        assert_eq!(place(built.finding("H09")), "content/tin-tuc/a.md:6:8");
        assert!(!built.codes().contains(&"F10"));
    }
    assert_eq!(
        said(&article("anh.heic").build(), "H09", "en"),
        "anh.heic: iPhones save pictures as HEIC, which browsers do not show | Open it, save it as JPEG and put it here as anh.jpg. To let the iPhone take JPEG: Settings > Camera > Formats > Most Compatible."
    );
}

#[test]
fn an_attachment_or_a_link_of_such_a_sort_says_it_too() {
    let body = "[Ảnh gốc](anh.heic)";
    let built = page(body).bytes("content/gioi-thieu/anh.heic", HEIC).build();
    assert!(said(&built, "H09", "vi").contains("anh.jpg"));
    assert!(!built.has("gioi-thieu/anh.heic"));
    let other = page("[Nén](anh.rar)").file("content/gioi-thieu/anh.rar", "Rar!").build();
    assert_eq!(other.finding("M13").message.code, "M13", "what is no picture is told as before");
}

#[test]
fn a_file_is_known_by_what_is_in_it_whatever_it_is_called() {
    for (name, bytes, what, next) in [
        ("anh.jpg", HEIC, "HEIC", "anh.jpg"),
        ("anh.avif", b"\0\0\0\x1cftypavis\0\0\0\0avifavis", "ảnh động AVIF", "anh.webp"),
        ("anh.png", b"II*\0\x08\0\0\0", "TIFF", "anh.png"),
        ("anh.jpg", b"BM6\0\0\0\0\0\0\0", "BMP", "anh.jpg"),
        ("anh.jpg", b"%PDF-1.7\n%", "PDF", "PNG"),
        ("anh.png", b"<!DOCTYPE html>\n<html><body>404</body></html>", "trang web", "chuột phải"),
        ("anh.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "hình vẽ SVG", "anh.svg"),
        ("anh.svg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "ảnh PNG", "anh.png"),
    ] {
        let built = page(&format!("![Mô tả]({name})")).bytes(&format!("content/gioi-thieu/{name}"), bytes).build();
        let text = said(&built, "H07", "vi");
        assert!(text.contains(what) && text.contains(next), "{text}");
        assert_eq!(&*built.finding("H07").file, format!("content/gioi-thieu/{name}"));
        assert!(!built.codes().contains(&"M10"), "{:?}", built.codes());
    }
}

#[test]
fn a_picture_that_browsers_show_is_published_under_the_name_of_another_such_sort() {
    let built = page("![Mô tả](anh.jpg)").bytes("content/gioi-thieu/anh.jpg", PNG).build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(built.outputs["gioi-thieu/anh.jpg"], PNG);
    assert!(built.prose("gioi-thieu/bai/index.html").contains("width=\"1\""), "its size is read from what it is");
}
