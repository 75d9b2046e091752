//! Names as editors and their programs write them: Unicode forms, endings, languages, copies, what disks take for one.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::command::Workspace;
use crate::site_builder::{Built, Site, article, attributes, traces};

/// As macOS keeps it.
fn nfd(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";

/// Everything that can be named, under names with marks; `form` says how the disk keeps them.
fn marked(form: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let page = |more: &str, body: &str| article("Bài", "2024-01-10", more, body);
    let linking = page(
        "image: ảnh.svg\nimage_alt: Một hình vẽ\nattachments:\n- file: quyết định.pdf\nrelated: ../bài-đích.md\n",
        "![Một hình vẽ](ảnh.svg) [tệp](quyết%20định.pdf) [bài](../bài-đích.md) [mục](../../văn-hóa/_index.md)\n",
    );
    [
        ("content/văn-hóa/_index.md", "---\ntitle: Văn hóa\nkind: article\n---\n".to_owned()),
        ("content/tin-tuc/gốc/index.md", linking),
        ("content/tin-tuc/gốc/ảnh.svg", SVG.to_owned()),
        ("content/tin-tuc/gốc/quyết định.pdf", "%PDF-1.4".to_owned()),
        ("content/tin-tuc/gốc/quyết định.pdf.TXT", "zzbesidepdf".to_owned()),
        ("content/tin-tuc/bài-đích.md", page("", "")),
        ("content/số-liệu/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n".to_owned()),
        (
            "content/số-liệu/dân-số.md",
            "---\ntitle: Dân số\nsummary: Bảng.\ndate: 2024-01-10\nperiod: 2023\nunit: người\nmethod: Đếm.\ntable: bảng.csv\n---\n".to_owned(),
        ),
        ("content/số-liệu/bảng.csv", "Huyện,Người\nĐồng Phú,12\n".to_owned()),
    ]
    .into_iter()
    .map(|(path, text)| (form(path), text))
    .collect()
}

fn portal(files: Vec<(String, String)>) -> Site {
    let menu = "[menus]\n\
        main = [{ page = \"văn-hóa/_index.md\" }]\n\
        footer = []\n\
        \n[[agencies]]";
    let site = Site::new().config("[[agencies]]", menu);
    files.into_iter().fold(site, |site, (path, text)| site.file(&path, &text))
}

#[test]
fn the_form_in_which_a_disk_keeps_names_makes_no_difference() {
    let composed = portal(marked(str::to_owned)).build();
    let decomposed = portal(marked(nfd)).build();
    assert_eq!(composed.problems(), Vec::<String>::new());
    assert_eq!(decomposed.problems(), Vec::<String>::new());
    assert!(decomposed.has("tin-tuc/bai-dich/index.html") && decomposed.has("van-hoa/index.html"));
    assert_eq!(attributes(&decomposed.html("index.html"), ".site-menu a", "href"), ["/", "/van-hoa/"]);
    assert!(decomposed.text("so-lieu/dan-so/index.html").contains("Đồng Phú"), "the table is shown");
    let differs = |path: &&String| composed.outputs.get(*path) != decomposed.outputs.get(*path);
    assert_eq!(composed.outputs.keys().filter(differs).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(composed.outputs.len(), decomposed.outputs.len());
}

#[test]
fn a_disk_is_asked_for_the_name_that_it_keeps() {
    let workspace = Workspace::with(&portal(Vec::new()));
    for (path, text) in marked(nfd) {
        std::fs::create_dir_all(workspace.join(&path).parent().unwrap()).unwrap();
        std::fs::write(workspace.join(&path), text).unwrap();
    }
    let build = || workspace.cong(&["build", "--at", "2024-01-15", "--strict"]);
    let run = build();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(workspace.exists("public/tin-tuc/bai-dich/index.html"));
    // With what the first build left, too.
    let target = workspace.join(&nfd("content/tin-tuc/bài-đích.md"));
    std::fs::write(target, article("Tên khác", "2024-01-10", "", "")).unwrap();
    let run = build();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(workspace.read("public/tin-tuc/bai-dich/index.html").contains("Tên khác"));
    assert_eq!(workspace.cong(&["verify", "--at", "2024-01-15"]).code, 0);
}

#[test]
fn two_files_that_differ_in_form_alone_are_told_and_neither_is_read() {
    let page = article("Zztwice", "2024-01-10", "", "");
    let built = Site::new()
        .file("content/tin-tuc/bài.md", &page)
        .file(&nfd("content/tin-tuc/bài.md"), &page)
        .file("content/tin-tuc/ảnh.svg", SVG)
        .file(&nfd("content/tin-tuc/ảnh.svg"), SVG)
        .build();
    let told: Vec<&str> =
        built.findings.iter().filter(|finding| finding.message.code == "S32").map(|finding| &*finding.file).collect();
    assert_eq!(told, ["content/tin-tuc/bài.md", "content/tin-tuc/ảnh.svg"]);
    assert_eq!(traces(&built, "zztwice"), Vec::<String>::new());
}

/// What becomes of one more file in the news.
fn news(name: &str, more: &str) -> Built {
    Site::new().file(&format!("content/tin-tuc/{name}"), &article("Zzpage", "2024-01-10", more, "")).build()
}

#[test]
fn a_page_may_end_in_any_ending_of_markdown() {
    for name in ["bai.MD", "bai.Md", "bai.markdown", "bai.MARKDOWN", "bai.mdown", "BAI.md"] {
        let built = news(name, "");
        assert_eq!((built.has("tin-tuc/bai/index.html"), built.problems()), (true, Vec::new()), "{name}");
        let draft = news(name, "draft: true\n");
        assert_eq!(traces(&draft, "zzpage"), Vec::<String>::new(), "a draft stays one: {name}");
    }
    let linked = |link: &str| {
        Site::new()
            .article("content/tin-tuc/BAI.MD", "Bài", "2024-01-10", "", "")
            .article("content/tin-tuc/khac.md", "Khác", "2024-01-10", "", &format!("[bài]({link})"))
            .build()
    };
    for link in ["BAI.MD", "BAI.md"] {
        assert_eq!(linked(link).problems(), Vec::<String>::new(), "{link}");
        assert!(linked(link).prose("tin-tuc/khac/index.html").contains("href=\"/tin-tuc/bai/\""), "{link}");
    }
}

#[test]
fn a_section_may_end_so_too() {
    let built = Site::new()
        .file("content/van-hoa/_index.MD", "---\ntitle: Văn hóa\nkind: article\ndraft: true\n---\n")
        .article("content/van-hoa/a.md", "Zzclosed", "2024-01-10", "", "")
        .build();
    assert_eq!(traces(&built, "zzclosed"), Vec::<String>::new());
    let built = Site::new()
        .config("[[agencies]]", "[[home]]\nblock = \"section\"\nsection = \"van-hoa\"\n\n[[agencies]]")
        .file("content/van-hoa/_index.MD", "---\ntitle: Văn hóa\nkind: article\n---\n")
        .article("content/van-hoa/a.md", "A", "2024-01-10", "", "")
        .build();
    assert!(!built.codes().contains(&"C08") && built.has("van-hoa/a/index.html"), "{:#?}", built.problems());
}

#[test]
fn one_page_under_two_endings_is_a_collision_that_names_both() {
    let page = article("Bài", "2024-01-10", "", "");
    for (one, other) in [("a.md", "A.MD"), ("a.md", "a.markdown"), ("a.en.md", "a.EN.md")] {
        let built = Site::new()
            .file(&format!("content/tin-tuc/{one}"), &page)
            .file(&format!("content/tin-tuc/{other}"), &page)
            .build();
        let told = built.problems().into_iter().find(|problem| problem.starts_with("P01")).unwrap_or_default();
        assert!(told.contains(one) && told.contains(other), "{one} and {other}: {:#?}", built.problems());
    }
}

#[test]
fn a_page_whose_name_went_wrong_is_told_its_right_one() {
    for name in ["bai.md.txt", "bai.mdx", "bai.md ", "bai.md.", "bai.md.bak", "bai.md~"] {
        let built = news(name, "");
        let told = built.finding("S24");
        assert!(told.hint("en").contains("bai.md"), "{name}: {}", told.hint("en"));
        assert_eq!(traces(&built, "zzpage"), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_programs_leave_behind_is_passed_over() {
    let site = Site::new().article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "");
    let names = [
        "Thumbs.db",
        "desktop.ini",
        "~$bai.docx",
        "bai.md~",
        "bai.md.bak",
        "bai.md.orig",
        ".DS_Store",
        "._bai.md",
        ".bai.md.swp",
    ];
    let site = names.iter().fold(site, |site, name| site.file(&format!("content/tin-tuc/{name}"), "x"));
    assert_eq!(site.build().problems(), Vec::<String>::new());
}

#[test]
fn a_language_is_known_in_capitals() {
    let built = Site::new()
        .article("content/tin-tuc/chu.md", "Chữ", "2024-01-10", "", "")
        .file(
            "content/tin-tuc/chu.EN.md",
            &article("Word", "2024-01-10", "", "").replace("Sapô của bài.", "A summary."),
        )
        .build();
    let html = built.html("en/news/chu/index.html");
    assert_eq!(attributes(&html, "html", "lang"), ["en"]);
    assert!(attributes(&html, "link[hreflang=vi]", "href")[0].ends_with("/tin-tuc/chu/"));
    assert!(!built.has("tin-tuc/chu-en/index.html"));
}

#[test]
fn a_translation_under_a_wrong_name_is_not_published_as_vietnamese() {
    for (name, right) in [
        ("chu.eng.md", "chu.en.md"),
        ("chu.en-US.md", "chu.en.md"),
        ("chu.en_GB.md", "chu.en.md"),
        ("chu.english.md", "chu.en.md"),
        ("chu_en.md", "chu.en.md"),
        ("chu-en.md", "chu.en.md"),
        ("chu (en).md", "chu.en.md"),
        ("chu-EN.MD", "chu.en.md"),
        ("_index_en.md", "_index.en.md"),
    ] {
        let built = Site::new()
            .article("content/tin-tuc/chu.md", "Chữ", "2024-01-10", "", "")
            .file(&format!("content/tin-tuc/{name}"), &article("Zzword", "2024-01-10", "", ""))
            .build();
        assert!(built.finding("S28").hint("vi").contains(right), "{name}");
        assert_eq!(traces(&built, "zzword"), Vec::<String>::new(), "{name}");
    }
    for name in ["chu.vn.md", "chu.vi-VN.md"] {
        assert!(news(name, "").finding("S28").hint("vi").contains(" chu.md."), "{name}");
    }
    assert_eq!(news("chu.jp.md", "").finding("S07").message.code, "S07", "a language that the portal lacks");
}

#[test]
fn other_dots_and_hyphens_in_a_name_are_no_language() {
    for (name, address) in [
        ("bai.v2.md", "bai-v2"),
        ("nghi-dinh-42.2022.md", "nghi-dinh-42-2022"),
        ("42.2022.ND-CP.md", "42-2022-nd-cp"),
        ("so-15.QD.md", "so-15-qd"),
        ("chim-en.md", "chim-en"),
        ("Bài 1 & 2 #3 100%'.md", "bai-1-2-3-100"),
        ("🎉 Lễ hội.md", "le-hoi"),
        ("bai (1).md", "bai-1"),
        ("con-nguoi.md", "con-nguoi"),
    ] {
        let built = news(name, "");
        assert_eq!(
            (built.problems(), built.has(&format!("tin-tuc/{address}/index.html"))),
            (Vec::new(), true),
            "{name}"
        );
    }
}

#[test]
fn a_copy_beside_its_original_is_told() {
    for name in ["bai (1).md", "Copy of bai.md", "bai - Copy.md", "bai - Bản sao.md"] {
        let site = Site::new().article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "");
        let built = site.article(&format!("content/tin-tuc/{name}"), "Bài", "2024-01-10", "", "").build();
        assert!(built.finding("S31").text("en").contains("content/tin-tuc/bai.md"), "{name}");
    }
}

#[test]
fn names_that_are_one_on_some_disks_are_told_once() {
    let page = article("Bài", "2024-01-10", "attachments:\n- file: Bang.PDF\n- file: bang.pdf\n", "");
    let files = Site::new()
        .file("content/tin-tuc/bai/index.md", &page)
        .file("content/tin-tuc/bai/Bang.PDF", "%PDF-1")
        .file("content/tin-tuc/bai/bang.pdf", "%PDF-2")
        .build();
    assert_eq!(files.finding("S30").file.as_ref(), "content/tin-tuc/bai/Bang.PDF");
    let page = |title| article(title, "2024-01-10", "", "");
    let folders = Site::new()
        .file("content/tin-tuc/nam/a.md", &page("A"))
        .file("content/tin-tuc/Nam/b.md", &page("B"))
        .file("content/tin-tuc/Nam/c.md", &page("C"))
        .build();
    assert_eq!(folders.finding("S30").file.as_ref(), "content/tin-tuc/Nam");
}

#[test]
fn names_that_windows_cannot_have_are_told() {
    for path in ["con.md", "aux/a.md", "bai /a.md", "hoi?.md", "a:b.md"] {
        let built = Site::new().article(&format!("content/tin-tuc/{path}"), "Bài", "2024-01-10", "", "").build();
        assert!(built.codes().contains(&"S29"), "{path}");
    }
}

#[test]
fn everything_that_an_ending_decides_is_decided_in_capitals_too() {
    let page = "image: HINH.SVG\nimage_alt: Hình\nattachments:\n- file: BANG.PDF\n";
    let body = "![Hình vẽ](HINH.SVG)\n";
    let unsafe_svg = SVG.replace("/>", "><script>zzruns</script></svg>");
    let built = Site::new()
        .article("content/tin-tuc/bai/index.md", "Bài", "2024-01-10", page, body)
        .file("content/tin-tuc/bai/HINH.SVG", &unsafe_svg)
        .file("content/tin-tuc/bai/BANG.PDF", "%PDF-1.4")
        .file("content/tin-tuc/bai/BANG.PDF.TXT", "zzbeside")
        .file("content/so-lieu/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n")
        .file(
            "content/so-lieu/dan-so.md",
            "---\ntitle: Dân số\nsummary: Bảng.\ndate: 2024-01-10\nperiod: 2023\nunit: người\nmethod: Đếm.\ntable: BANG.CSV\n---\n",
        )
        .file("content/so-lieu/BANG.CSV", "Huyện,Người\nĐồng Phú,12\n")
        .build();
    assert_eq!(built.codes().into_iter().filter(|code| *code != "H06").collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(built.text("so-lieu/dan-so/index.html").contains("Đồng Phú"));
    let published: Vec<&String> =
        built.outputs.keys().filter(|path| path.contains("hinh") || path.contains("bang")).collect();
    assert_eq!(published.len(), 3, "{published:?}");
    assert!(published.iter().all(|path| **path == path.to_lowercase()), "{published:?}");
    assert_eq!(traces(&built, "zzruns"), Vec::<String>::new(), "a drawing is cleaned");
}

#[test]
fn a_link_in_the_wrong_case_is_told_the_right_name() {
    let built = Site::new()
        .article(
            "content/tin-tuc/bai/index.md",
            "Bài",
            "2024-01-10",
            "",
            "![Hình](ANH CHUP.SVG)\n".replace("ANH CHUP", "ANH-CHUP").as_str(),
        )
        .file("content/tin-tuc/bai/anh-chup.svg", SVG)
        .build();
    assert!(built.finding("M03").hint("en").contains("There is anh-chup.svg, with other capitals"));
}
