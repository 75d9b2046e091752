//! Files that pages hand out: what is said of one that belongs to a page to come, of a PDF that names its author, and of a text
//! beside a file that cannot be searched.

use crate::site_builder::{Built, Site, place};

const BESIDE: &str = "content/van-ban/quyet-dinh.pdf";

/// A decision with its text beside it, and news that links to the text.
fn decision(gate: &str) -> Site {
    Site::new()
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: article\n---\n")
        .article(
            "content/van-ban/quyet-dinh.md",
            "Quyết định",
            "2024-01-05",
            &format!("{gate}attachments:\n  - file: quyet-dinh.pdf\n"),
            "",
        )
        .file(BESIDE, "%PDF-1.4")
}

fn news(site: Site) -> Built {
    site.article("content/tin-tuc/a.md", "Tin", "2024-01-05", "", "Xem [văn bản](../van-ban/quyet-dinh.pdf).").build()
}

#[test]
fn a_public_page_that_hands_out_the_text_of_a_page_to_come_is_told_so() {
    for gate in ["publish_at: 2024-02-01 08:00\n", "draft: true\n"] {
        let built = news(decision(gate));
        let finding = built.finding("S27");
        assert_eq!(place(finding), "content/tin-tuc/a.md:7:5");
        for part in [BESIDE, "content/van-ban/quyet-dinh.md"] {
            assert!(finding.text("vi").contains(part) && finding.text("en").contains(part), "{}", finding.text("vi"));
        }
        assert!(built.has("van-ban/quyet-dinh.pdf"), "whoever links to it publishes it knowingly");
    }
}

#[test]
fn a_file_that_no_public_page_names_stays_hidden_with_its_page() {
    let built = decision("publish_at: 2024-02-01 08:00\n").build();
    assert!(!built.has("van-ban/quyet-dinh.pdf") && !built.codes().contains(&"S27"));
}

#[test]
fn nothing_is_said_of_files_that_are_shared_as_usual() {
    let public = news(decision(""));
    let taken_down = news(decision("expires: 2024-01-10\n"));
    let second = decision("draft: true\n").article(
        "content/van-ban/khac.md",
        "Văn bản khác",
        "2024-01-05",
        "attachments:\n  - file: quyet-dinh.pdf\n",
        "",
    );
    let of_both = news(second);
    let translated = Site::new()
        .article("content/tin-tuc/b/index.md", "Tin", "2024-01-05", "attachments:\n  - file: b.pdf\n", "")
        .article(
            "content/tin-tuc/b/index.en.md",
            "News",
            "2024-01-05",
            "draft: true\nattachments:\n  - file: b.pdf\n",
            "",
        )
        .article("content/tin-tuc/a.md", "Tin", "2024-01-05", "", "[Văn bản](b/b.pdf)")
        .file("content/tin-tuc/b/b.pdf", "%PDF-1.4")
        .build();
    let elsewhere = Site::new()
        .article("content/tin-tuc/a.md", "Tin", "2024-01-05", "", "[Mẫu đơn](../mau/don.pdf)")
        .article(
            "content/tin-tuc/b.md",
            "Tin",
            "2024-01-05",
            "draft: true\nattachments:\n  - file: ../mau/don.pdf\n",
            "",
        )
        .file("content/mau/don.pdf", "%PDF-1.4")
        .build();
    for built in [public, taken_down, of_both, translated, elsewhere] {
        assert!(!built.codes().contains(&"S27"), "{:?}", built.problems());
    }
}

#[test]
fn a_pdf_that_names_its_author_is_published_as_it_is_and_noted() {
    let pdf =
        b"%PDF-1.4\n1 0 obj\n<</Title(Cong van)/Author(\xfe\xff\x00N\x00g\x00u\x00y\x1e\xc5\x00n\x00 \x00A)>>\nendobj";
    let built = news(decision("").bytes(BESIDE, pdf));
    let finding = built.finding("H10");
    assert_eq!((&*finding.file, finding.text("vi").contains("Nguyễn A")), (BESIDE, true));
    assert_eq!(built.outputs["van-ban/quyet-dinh.pdf"], pdf);
    assert_eq!(built.problems(), Vec::<String>::new(), "it is a note, no more");
    assert!(!news(decision("")).codes().contains(&"H10"));
}

#[test]
fn a_text_beside_a_file_that_cannot_be_searched_is_a_finding() {
    let sidecar = |bytes: &[u8]| news(decision("").bytes(&format!("{BESIDE}.txt"), bytes));
    assert_eq!(sidecar("Điều 1. Chữ của bản quét.".as_bytes()).problems(), Vec::<String>::new());
    let old = sidecar(b"\x10i\xd2u 1.");
    assert_eq!(&*old.finding("S01").file, format!("{BESIDE}.txt"));
    let wide = sidecar(b"\xff\xfe\x10\x01i\0");
    assert!(wide.finding("S01").text("vi").contains("byte thứ 1"));
    assert!(wide.has("van-ban/quyet-dinh.pdf"), "the file itself is published");
}
