//! Holds that what is not public closes everything that goes with it, however files are named: translations, pages below a
//! section, pages below a page. And that one page never takes another's place or the whole portal with it.

use crate::site_builder::{Site, article, place, traces};

const DRAFT: &str = "draft: true\n";

fn page(title: &str, more: &str) -> String {
    article(title, "2024-01-05", more, "Chữ.\n")
}

#[test]
fn a_translation_is_closed_with_its_source_however_the_two_are_spelt() {
    for (source, translation) in [
        ("zzkin/index.md", "zzkin.en.md"),
        ("zzkin.md", "zzkin/index.en.md"),
        ("zzkin.md", "ZzKin.en.md"),
        ("zzki\u{301}n.md", "zzk\u{ed}n.en.md"),
    ] {
        let built = Site::new()
            .file(&format!("content/tin-tuc/{source}"), &page("Kín", DRAFT))
            .file(&format!("content/tin-tuc/{translation}"), &page("Zzclosed", ""))
            .build();
        assert_eq!(traces(&built, "zzclosed"), Vec::<String>::new(), "{source} and {translation}");
    }
}

#[test]
fn what_goes_with_a_file_that_cannot_be_read_stays_closed() {
    let empty = Site::new()
        .file("content/tin-tuc/trong.md", "")
        .file("content/tin-tuc/trong.en.md", &page("Zzclosed", ""))
        .file("content/kin/_index.md", "")
        .file("content/kin/a.md", "---\ntitle: Zzclosed\nkind: page\n---\n")
        .build();
    assert_eq!(traces(&empty, "zzclosed"), Vec::<String>::new());
    for section in ["_Index.md", "_index.markdown", "_index.MD", "_index.fr.md"] {
        let text = "---\ntitle: Kín\nkind: page\ndraft: true\n---\n";
        let built = Site::new()
            .file(&format!("content/kin/{section}"), text)
            .file("content/kin/a.md", "---\ntitle: Zzclosed\nkind: page\n---\n")
            .build();
        assert_eq!(traces(&built, "zzclosed"), Vec::<String>::new(), "{section}");
        assert!(!built.findings.is_empty(), "{section}");
    }
    let both = Site::new()
        .file("content/mo/_index.md", "---\ntitle: Mở\nkind: page\n---\n")
        .file("content/mo/_index.fr.md", "---\ntitle: Ouvert\n---\n")
        .file("content/mo/a.md", "---\ntitle: Trang mở\n---\n")
        .build();
    assert!(both.has("mo/a/index.html"), "the file that can be read decides");
}

#[test]
fn what_stands_below_a_page_goes_with_it() {
    let site = |more: &str| {
        Site::new()
            .file("content/tin-tuc/giai-the/index.md", &page("Giải thể", more))
            .file("content/tin-tuc/giai-the/phu.md", &page("Zzclosed", ""))
            .file("content/tin-tuc/giai-the/phu.en.md", &page("Zzclosed", ""))
            .build()
    };
    assert_eq!(traces(&site(DRAFT), "zzclosed"), Vec::<String>::new());
    assert!(!traces(&site(""), "zzclosed").is_empty());
}

#[test]
fn the_picture_of_a_banner_goes_after_its_last_day() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let site = Site::new()
        .file("content/banner/_index.md", "---\ntitle: Banner\nkind: banner\n---\n")
        .file(
            "content/banner/tet.md",
            "---\ntitle: Tết\nimage: zztet.svg\nimage_alt: Tết\nslot: side\nstarts: 2024-01-10\nends: 2024-01-16\n---\n",
        )
        .file("content/banner/zztet.svg", svg);
    let at = |moment: &str| site.clone().at(moment).build();
    assert_eq!(at("2024-01-10 00:00").problems(), Vec::<String>::new());
    let seen = ["2024-01-09 23:59", "2024-01-10 00:00", "2024-01-16 23:59", "2024-01-17 00:00"]
        .map(|moment| at(moment).has("banner/zztet.svg"));
    assert_eq!(seen, [false, true, true, false]);
}

#[test]
fn a_link_by_name_leads_to_neither_of_two_that_have_the_name() {
    let contact = |number: &str| format!("---\ntitle: Tổng đài\nkind: contact\nnumber: {number}\npurpose: Hỏi\n---\n");
    let built = Site::new()
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", &contact("0271.1022"))
        .file("content/gia/tong-dai.md", &contact("0999.666.666"))
        .article("content/tin-tuc/a.md", "Bài", "2024-01-05", "", "Gọi [1022](lien-he:tong-dai).\n")
        .build();
    assert_eq!(place(built.finding("F28")), "content/lien-he/tong-dai.md:1:1");
    assert!(!built.text("tin-tuc/a/index.html").contains("tong-dai"), "{}", built.text("tin-tuc/a/index.html"));
    let document = |title: &str| {
        format!(
            "---\ntitle: {title}\nsummary: T.\nnumber: 12/QĐ-UBND\ntype: quyet-dinh\nissued: 2024-01-02\nissuer: UBND\nsigner: A\nsigner_title: CT\neffective: 2024-01-02\nattachments:\n  - file: t.pdf\n---\n"
        )
    };
    let built = Site::new()
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/t.pdf", "%PDF-1.4")
        .file("content/van-ban/00-gia.md", &document("Giả"))
        .file("content/van-ban/12.md", &document("Thật"))
        .article("content/tin-tuc/a.md", "Bài", "2024-01-05", "", "Theo [QĐ 12](van-ban:12/QĐ-UBND).\n")
        .build();
    assert!(built.codes().contains(&"F22"), "{:?}", built.problems());
    let text = built.prose("tin-tuc/a/index.html");
    assert!(!text.contains("href"), "{text}");
}

#[test]
fn a_date_behind_all_calendars_costs_its_page_alone() {
    for day in ["9999-12-31", "9999-12-31 23:59", "9991-01-01", "9999-12-31T23:59:59Z", "0000-01-01"] {
        let event =
            format!("---\ntitle: Lễ\nsummary: L.\nstarts: 2024-01-20\nends: {day}\nplace: A\norganiser: B\n---\n");
        let built = Site::new()
            .file("content/su-kien/_index.md", "---\ntitle: Sự kiện\nkind: event\n---\n")
            .file("content/su-kien/le.md", &event)
            .build();
        assert!(built.has("index.html") && built.has("su-kien/index.html"), "{day}: {:?}", built.problems());
        assert!(!built.has("su-kien/le/index.html"), "{day}");
    }
}

#[test]
fn a_portal_without_a_home_page_is_an_error() {
    let built = Site::new().without("content/_index.md").build();
    assert_eq!(&*built.finding("S23").file, "content");
}

#[test]
fn a_chart_of_units_without_end_is_drawn_as_far_as_anybody_reads() {
    let site = Site::new().file("content/co-cau/_index.md", "---\ntitle: Cơ cấu\nkind: organisation\n---\n");
    let site = (0..60).fold(site, |site, n| {
        let parent = format!("parent: u{}.md\n", n + 1);
        let parent = if n < 59 { parent.as_str() } else { "" };
        site.file(
            &format!("content/co-cau/u{n}.md"),
            &format!("---\ntitle: Đơn vị {n}\nsummary: S.\n{parent}functions: Việc.\n---\n"),
        )
    });
    let built = site.build();
    assert!(built.has("co-cau/index.html"), "{:?}", built.problems());
}
