//! Holds that nothing is published at the address of something else: pages, files, earlier addresses, the portal's own.

use proptest::prelude::*;

use crate::site_builder::{Built, Site, attributes, texts};

/// Sources and addresses of the pages that were taken out.
fn taken(built: &Built) -> Vec<(&str, &str)> {
    let site = &built.renderer.as_ref().unwrap().site;
    site.quarantined().iter().map(|(source, url)| (source.as_str(), url.as_str())).collect()
}

fn news(names: &[&str]) -> Site {
    names.iter().fold(Site::new(), |site, name| {
        site.article(&format!("content/tin-tuc/{name}.md"), &format!("Bài {name}"), "2024-01-01", "", "Chữ.")
    })
}

#[test]
fn of_two_pages_with_one_address_neither_is_built() {
    let built = news(&["case", "CASE", "khac"]).build();
    let finding = built.finding("P01");
    assert_eq!((&*finding.file, &*finding.related[0]), ("content/tin-tuc/case.md", "content/tin-tuc/CASE.md"));
    assert!(!built.has("tin-tuc/case/index.html") && built.has("tin-tuc/khac/index.html"));
    assert_eq!(
        taken(&built),
        [("content/tin-tuc/CASE.md", "/tin-tuc/case/"), ("content/tin-tuc/case.md", "/tin-tuc/case/")],
        "whoever publishes keeps what is online"
    );
    for (path, bytes) in &built.outputs {
        assert!(!String::from_utf8_lossy(bytes).contains("Bài case"), "{path} speaks of a page that is not there");
    }
}

#[test]
fn links_to_such_pages_show_their_text_alone() {
    let built = news(&["case", "CASE"])
        .article("content/tin-tuc/b.md", "B", "2024-01-01", "", "Xem [bài kia](case.md) và [nữa](CASE.md).")
        .build();
    assert_eq!(built.prose("tin-tuc/b/index.html").trim(), "<p>Xem bài kia và nữa.</p>");
    assert_eq!(built.codes().iter().filter(|code| **code == "M09").count(), 2);
}

#[test]
fn every_way_to_one_address_is_found() {
    let section = "---\ntitle: Mục\nkind: article\n---\n";
    let page = "---\ntitle: Trang\nkind: page\n---\n";
    for (what, site) in [
        ("a page beside a section", Site::new().file("content/tin-tuc.md", page)),
        ("a file and a bundle", news(&["x", "x/index"])),
        ("two names with one slug", news(&["Hội nghị", "hội-nghị"])),
        ("two sections", Site::new().file("content/Tin tức/_index.md", section)),
        ("a folder of the other language", news(&[]).file("content/en/news/_index.md", section)),
        (
            "a translation",
            news(&["x"]).article("content/tin-tuc/x.en.md", "X", "2024-01-01", "", "").article(
                "content/tin-tuc/y.en.md",
                "Y",
                "2024-01-01",
                "slug: x\n",
                "",
            ),
        ),
    ] {
        let built = site.build();
        assert_eq!(built.codes().iter().filter(|code| **code == "P01").count(), 1, "{what}: {:?}", built.problems());
        assert_eq!(taken(&built).len(), 2, "{what}");
        let address = taken(&built)[0].1.trim_start_matches('/').to_owned();
        assert!(!built.has(&format!("{address}index.html")), "{what}");
        assert!(built.has("index.html"), "{what}");
    }
}

#[test]
fn three_pages_with_one_address_are_all_named() {
    let built = news(&["a", "A", "á"]).build();
    assert_eq!((taken(&built).len(), built.codes().iter().filter(|code| **code == "P01").count()), (3, 2));
}

#[test]
fn a_page_does_not_take_the_place_of_what_the_portal_makes() {
    for path in ["content/tim-kiem.md", "content/en.md", "content/luu-tru.md", "content/tin-tuc/trang/1.md"] {
        let articles: Vec<String> = (0..25).map(|n| format!("bai-{n}")).collect();
        let built = news(&articles.iter().map(String::as_str).collect::<Vec<_>>())
            .config("per_page = 20", "per_page = 3")
            .file(path, "---\ntitle: Trang giả\nkind: page\n---\n")
            .build();
        assert_eq!(&*built.finding("P05").file, path);
        let url = taken(&built)[0].1;
        assert_eq!(taken(&built).len(), 1, "{path}");
        let text = built.finding("P05").text("vi");
        assert_eq!(text.matches(url).count(), 1, "{text}");
        let page = built.text(&format!("{}index.html", url.trim_start_matches('/')));
        assert!(!page.contains("Trang giả"), "{path}");
    }
}

#[test]
fn the_address_of_a_page_that_cannot_be_read_is_kept_free() {
    let broken = "---\ntitle: [\n---\n";
    let built = Site::new()
        .file("content/tin-tuc/a.md", broken)
        .article("content/tin-tuc/b.md", "B", "2024-01-01", "slug: a\n", "")
        .article("content/tin-tuc/c.md", "C", "2024-01-01", "aliases: [/tin-tuc/a/]\n", "")
        .build();
    assert!(!built.has("tin-tuc/a/index.html"));
    assert!(built.codes().contains(&"P01") && built.codes().contains(&"P03"), "{:?}", built.problems());
}

#[test]
fn an_earlier_address_that_two_pages_claim_leads_nowhere() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "A", "2024-01-01", "aliases: [/cu/, /a-cu/]\n", "")
        .article("content/tin-tuc/b.md", "B", "2024-01-01", "aliases: [/cu/]\n", "")
        .build();
    let finding = built.finding("P07");
    assert_eq!((&*finding.file, &*finding.related[0]), ("content/tin-tuc/b.md", "content/tin-tuc/a.md"));
    assert!(!built.has("cu/index.html"));
    assert_eq!(built.text("_redirects"), "/a-cu/ /tin-tuc/a/ 301!\n/a-cu/ /tin-tuc/a/ 301\n");
    assert!(built.has("tin-tuc/a/index.html") && built.has("tin-tuc/b/index.html"));
}

#[test]
fn a_name_of_which_no_address_can_be_made_costs_its_page_alone() {
    let long = format!("content/tin-tuc/{}.md", "각".repeat(80));
    let text = "---\ntitle: Lạ\nkind: page\n---\n";
    let nameless = ["content/index.md", "content/….md", "content/…/a.md", "content/tin-tuc/…/index.md"];
    for (path, code) in nameless.map(|path| (path, "S08")).into_iter().chain([(long.as_str(), "S22")]) {
        let built = Site::new().file(path, text).build();
        assert_eq!(&*built.finding(code).file, path);
        assert!(built.has("index.html") && built.has("tin-tuc/index.html"), "{path}");
        assert!(built.outputs.keys().all(|output| cong::path::OutPath::new(output.as_str()).is_confined()), "{path}");
    }
}

/// An article with these attachments, each holding its own name.
fn with_files(names: &[&str]) -> Site {
    let lines: String = names.iter().map(|name| format!("  - file: \"{name}\"\n")).collect();
    let site =
        Site::new().article("content/tin-tuc/g/index.md", "G", "2024-01-01", &format!("attachments:\n{lines}"), "");
    names.iter().fold(site, |site, name| site.file(&format!("content/tin-tuc/g/{name}"), name))
}

/// The address of each attachment, by name.
fn addresses(built: &Built) -> Vec<String> {
    attributes(&built.html("tin-tuc/g/index.html"), ".attachments a[download]", "href")
}

#[test]
fn each_attachment_is_downloaded_under_its_own_address() {
    for names in [
        &["Bảng.txt", "Bằng.txt", "bang.txt"][..],
        &["Phụ lục 1.txt", "Phụ lục (1).txt"],
        &["don.txt", "don.TXT", "Don.txt"],
        &["feed.json", "index.json", "g.ics"],
    ] {
        let built = with_files(names).config("twins = [\"article\"]", "twins = [\"article\"]").build();
        // That some disks keep one of them only is another matter.
        let problems: Vec<String> =
            built.problems().into_iter().filter(|problem| !problem.starts_with("S30")).collect();
        assert_eq!(problems, Vec::<String>::new(), "{names:?}");
        let (addresses, sums) = (addresses(&built), texts(&built.html("tin-tuc/g/index.html"), ".checksum code"));
        assert_eq!(addresses.len(), names.len());
        for ((name, address), sum) in names.iter().zip(&addresses).zip(&sums) {
            assert_eq!(built.text(address.trim_start_matches('/')), *name, "{address}");
            let digest = <sha2::Sha256 as sha2::Digest>::digest(name.as_bytes());
            assert_eq!(*sum, digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), "{name}");
        }
    }
}

#[test]
fn a_new_file_changes_the_address_of_no_other() {
    let alone = with_files(&["Bảng.txt"]).build();
    let joined = with_files(&["Bảng.txt", "Bằng.txt", "bang.txt", "BẢNG.TXT"]).build();
    assert_eq!(addresses(&alone)[0], addresses(&joined)[0]);
    assert_eq!(addresses(&joined)[2], "/tin-tuc/g/bang.txt", "a name that is an address already is kept");
    assert!(addresses(&joined)[0].starts_with("/tin-tuc/g/bang-"), "{:?}", addresses(&joined));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_files_are_called_each_link_leads_to_its_own(
        stems in prop::collection::btree_set("[aAáÁảb1() .-]{1,4}", 1..8),
        extension in prop_oneof![Just("txt"), Just("TXT"), Just("json")],
    ) {
        let names: Vec<String> = stems.iter().map(|stem| format!("{stem}.{extension}")).filter(|name| !name.starts_with('.')).collect();
        // A value has no spaces around it, so no front matter can name a file that has.
        let is_named = |name: &&str| !name.contains("..") && name.trim() == *name;
        let names: Vec<&str> = names.iter().map(String::as_str).filter(is_named).collect();
        let built = with_files(&names).build();
        if built.has("tin-tuc/g/index.html") {
            for (name, address) in names.iter().zip(addresses(&built)) {
                prop_assert_eq!(built.text(address.trim_start_matches('/')), *name);
            }
        } else {
            prop_assert!(!built.problems().is_empty());
        }
    }
}

#[test]
fn a_file_with_spaces_around_its_name_is_no_other_file() {
    for name in [" a.txt", "a.txt ", "\u{a0}a.txt", " phu luc/a.txt", "phu luc /a.txt"] {
        let path = format!("content/tin-tuc/g/{name}");
        let built = with_files(&["a.txt"]).file(&path, "khác").build();
        assert_eq!(&*built.finding("S08").file, path);
        assert_eq!(built.text("tin-tuc/g/a.txt"), "a.txt", "{name:?}");
        assert!(!built.outputs.values().any(|bytes| &**bytes == "khác".as_bytes()), "{name:?}");
    }
}

#[test]
fn files_of_two_folders_with_one_address_are_told_apart() {
    let section = "---\ntitle: Tin\nkind: article\nslug: tin-tuc\n---\n";
    let site = Site::new()
        .file("content/tin/_index.md", section)
        .article("content/tin/x.md", "X", "2024-01-01", "attachments: [{ file: a.txt }]\n", "")
        .article("content/tin-tuc/y.md", "Y", "2024-01-01", "attachments: [{ file: a.txt }]\n", "")
        .file("content/tin/a.txt", "của tin")
        .file("content/tin-tuc/a.txt", "của tin tức");
    let built = site.build();
    let download =
        |page: &str| attributes(&built.html(page), "a[download]", "href")[0].trim_start_matches('/').to_owned();
    assert_eq!(built.text(&download("tin-tuc/x/index.html")), "của tin");
    assert_eq!(built.text(&download("tin-tuc/y/index.html")), "của tin tức");
}
