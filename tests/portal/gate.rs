//! Holds the gate: what a reader may not see yet, or no longer, leaves no byte anywhere in the output.

use std::sync::LazyLock;

use cong::model::gate::Verdict;

use crate::site_builder::{Built, Site, moment, place, traces};

/// An item in a bundle, recognisable everywhere by its own words: title, slug, name of its file, word of its body.
struct Item {
    /// The word in all its names: `title`, `slug`, file and body each carry it in another form.
    word: &'static str,
    folder: &'static str,
    gate: &'static str,
}

const ITEMS: &[Item] = &[
    Item { word: "zzdraft", folder: "content/tin-tuc", gate: "draft: true\n" },
    Item { word: "zzlater", folder: "content/tin-tuc", gate: "publish_at: 2024-02-01 08:00\n" },
    Item { word: "zzgone", folder: "content/tin-tuc", gate: "expires: 2024-01-10\n" },
    Item { word: "zzbelow", folder: "content/kin/nhom", gate: "" },
];

impl Item {
    fn add(&self, site: Site) -> Site {
        let Item { word, folder, gate } = self;
        let more = format!(
            "{gate}topics: [de-an-06]\nagency: so-y-te\nattachments:\n  - file: tep-{word}.txt\n    title: Tên tệp {word}\n"
        );
        let body = format!("Thân bài {word}.\n\n## Mục {word}\n\n[tệp](tep-{word}.txt)\n");
        site.article(&format!("{folder}/slug-{word}/index.md"), &format!("Tiêu đề {word}"), "2024-01-05", &more, &body)
            .file(&format!("{folder}/slug-{word}/tep-{word}.txt"), &format!("Trong tệp {word}."))
    }

    fn page(&self) -> String {
        format!("{}/slug-{}/", self.folder.strip_prefix("content/").unwrap(), self.word)
    }
}

/// All withheld items, and a public page that points at each of them in every way it can.
fn portal() -> Site {
    let targets = ITEMS.iter().map(|item| format!("../{}index.md", item.page()));
    let related: String = targets.clone().map(|target| format!("  - {target}\n")).collect();
    let links: String = targets
        .map(|target| format!("[chỗ này]({target}) [tệp kia]({})\n\n", target.replace("index.md", "tep.txt")))
        .collect();
    let links = ITEMS.iter().fold(links, |links, item| {
        links.replace(&format!("{}tep.txt", item.page()), &format!("{}tep-{}.txt", item.page(), item.word))
    });
    let site = Site::new()
        .file(
            "content/kin/_index.md",
            "---\ntitle: Mục zzsection\nkind: article\npublish_at: 2024-03-01\n---\nGiới thiệu zzsection.\n",
        )
        .file("content/kin/nhom/_index.md", "---\ntitle: Nhóm zzgroup\nkind: article\n---\n")
        .article(
            "content/tin-tuc/cong-khai.md",
            "Tin công khai",
            "2024-01-06",
            &format!("topics: [chuyen-doi-so]\nrelated:\n{related}"),
            &links,
        );
    ITEMS.iter().fold(site, |site, item| item.add(site))
}

fn january() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| portal().at("2024-01-15").build());
    &BUILT
}

#[test]
fn nothing_of_a_withheld_item_is_in_any_output() {
    assert!(january().outputs.len() > 20 && january().has("tin-tuc/cong-khai/index.html"));
    for word in ITEMS.iter().map(|item| item.word).chain(["zzsection", "zzgroup"]) {
        assert_eq!(traces(january(), word), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn a_term_that_only_withheld_items_name_is_not_mentioned() {
    for word in ["de-an-06", "đề án 06", "so-y-te"] {
        assert_eq!(traces(january(), word), Vec::<String>::new(), "{word}");
    }
    assert!(january().has("chuyen-de/chuyen-doi-so/index.html"), "a term of a public item has its page");
}

#[test]
fn each_withheld_item_is_known_with_its_reason() {
    let site = &january().renderer.as_ref().unwrap().site;
    let reasons: Vec<(&str, Verdict)> =
        site.withheld().iter().map(|item| (item.source.as_str(), item.reason)).collect();
    let wanted = [
        ("content/kin/_index.md", Verdict::NotYet(moment("2024-03-01"))),
        ("content/kin/nhom/_index.md", Verdict::SectionWithheld),
        ("content/kin/nhom/slug-zzbelow/index.md", Verdict::SectionWithheld),
        ("content/tin-tuc/slug-zzdraft/index.md", Verdict::Draft),
        ("content/tin-tuc/slug-zzgone/index.md", Verdict::Expired(moment("2024-01-10"))),
        ("content/tin-tuc/slug-zzlater/index.md", Verdict::NotYet(moment("2024-02-01 08:00"))),
    ];
    assert_eq!(reasons, wanted);
}

#[test]
fn links_to_withheld_items_are_warnings_and_no_errors() {
    let codes = january().codes();
    let known = |code: &&str| ["M09", "F25"].contains(code);
    assert!(codes.contains(&"M09") && codes.iter().all(known), "{:#?}", january().problems());
}

#[test]
fn an_item_appears_with_its_file_at_its_minute_and_not_before() {
    let before = portal().at("2024-02-01 07:59").build();
    assert_eq!(traces(&before, "zzlater"), Vec::<String>::new());
    let after = portal().at("2024-02-01 08:00").build();
    assert!(after.text("tin-tuc/slug-zzlater/index.html").contains("Thân bài zzlater"));
    assert_eq!(after.text("tin-tuc/slug-zzlater/tep-zzlater.txt"), "Trong tệp zzlater.");
    for list in [
        "tin-tuc/index.html",
        "tin-tuc/rss.xml",
        "rss.xml",
        "feed.json",
        "sitemap-1.xml",
        "chuyen-de/de-an-06/index.html",
        // It was published in February, whatever it says of January.
        "luu-tru/2024/02/index.html",
    ] {
        assert!(after.text(list).contains("zzlater"), "{list}");
    }
    assert!(!after.text("luu-tru/2024/01/index.html").contains("zzlater"));
    assert!(
        after.text("tin-tuc/cong-khai/index.html").contains("href=\"/tin-tuc/slug-zzlater/\">chỗ này</a>"),
        "the link opens by itself"
    );
    assert_eq!(traces(&after, "zzdraft"), Vec::<String>::new());
}

#[test]
fn an_item_is_taken_down_at_its_minute() {
    assert!(!traces(&portal().at("2024-01-09 23:59").build(), "zzgone").is_empty());
    assert_eq!(traces(&portal().at("2024-01-10 00:00").build(), "zzgone"), Vec::<String>::new());
}

#[test]
fn an_item_dated_in_the_future_waits_for_its_date() {
    let site = Site::new().article("content/tin-tuc/mai.md", "Tin ngày mai", "2024-01-16 07:00", "", "");
    assert_eq!(traces(&site.clone().at("2024-01-16 06:59").build(), "tin ngày mai"), Vec::<String>::new());
    assert!(site.at("2024-01-16 07:00").build().has("tin-tuc/mai/index.html"));
}

#[test]
fn a_section_opens_with_everything_below_it() {
    let march = portal().at("2024-03-01").build();
    assert!(march.text("kin/index.html").contains("Giới thiệu zzsection"));
    assert!(march.has("kin/nhom/slug-zzbelow/index.html") && march.has("kin/nhom/slug-zzbelow/tep-zzbelow.txt"));
}

#[test]
fn a_preview_shows_everything() {
    let preview = portal().at("2024-01-15").show_all().build();
    for item in ITEMS {
        assert!(preview.has(&format!("{}index.html", item.page())), "{}", item.word);
    }
}

#[test]
fn the_next_change_is_the_first_moment_at_which_the_output_differs() {
    let next = |at: &str| {
        portal()
            .at(at)
            .build()
            .renderer
            .unwrap()
            .site
            .next_change()
            .cloned()
            .map(|(at, source)| (at, source.to_string()))
    };
    let change = |at: &str, source: &str| Some((moment(at), source.to_owned()));
    assert_eq!(next("2024-01-09"), change("2024-01-10", "content/tin-tuc/slug-zzgone/index.md"));
    assert_eq!(next("2024-01-10"), change("2024-02-01 08:00", "content/tin-tuc/slug-zzlater/index.md"));
    assert_eq!(next("2024-02-01 08:00"), change("2024-03-01", "content/kin/_index.md"));
    assert_eq!(next("2024-03-01"), None, "a draft never appears by itself");
}

#[test]
fn a_hidden_translation_hides_only_itself() {
    let built = Site::new()
        .article("content/tin-tuc/a.md", "Tin", "2024-01-05", "", "")
        .article("content/tin-tuc/a.en.md", "Zzenglish", "2024-01-05", "draft: true\n", "")
        .build();
    assert!(built.has("tin-tuc/a/index.html"));
    assert_eq!(traces(&built, "zzenglish"), Vec::<String>::new());
    assert!(!built.text("tin-tuc/a/index.html").contains("hreflang=\"en\" href=\"https://tinh.example/en/news/a/\""));
}

/// A page in both languages with these lines, in a section with these lines.
fn bilingual(section: [&str; 2], vietnamese: &str, english: &str) -> Site {
    let index = |title: &str, more: &str| format!("---\ntitle: {title}\nkind: article\n{more}---\n");
    Site::new()
        .file("content/m/_index.md", &index("Mục", section[0]))
        .file("content/m/_index.en.md", &index("Section", section[1]))
        .article("content/m/a.md", "Zzgoc", "2024-01-05", vietnamese, "")
        .article("content/m/a.en.md", "Zzdich", "2024-01-05", english, "")
}

fn sees(site: &Site, at: &str) -> [bool; 2] {
    let built = site.clone().at(at).build();
    [!traces(&built, "zzgoc").is_empty(), !traces(&built, "zzdich").is_empty()]
}

#[test]
fn a_translation_is_public_only_while_its_source_is() {
    let later = bilingual(["", ""], "publish_at: 2024-02-01\n", "");
    assert_eq!((sees(&later, "2024-01-31"), sees(&later, "2024-02-01")), ([false, false], [true, true]));
    let gone = bilingual(["", ""], "expires: 2024-02-01\n", "");
    assert_eq!((sees(&gone, "2024-01-31"), sees(&gone, "2024-02-01")), ([true, true], [false, false]));
    assert_eq!(sees(&bilingual(["", ""], "draft: true\n", ""), "2024-03-01"), [false, false]);
    assert_eq!(
        sees(&bilingual(["", ""], "", "publish_at: 2024-02-01\n"), "2024-01-31"),
        [true, false],
        "it may be stricter"
    );
    let alone = Site::new().article("content/tin-tuc/b.en.md", "Zzdich", "2024-01-05", "", "");
    assert_eq!(sees(&alone, "2024-01-15"), [false, true], "and stand alone");
}

#[test]
fn a_withheld_section_withholds_what_is_below_it_in_every_language() {
    let site = bilingual(["publish_at: 2024-02-01\n", ""], "", "");
    assert_eq!((sees(&site, "2024-01-31"), sees(&site, "2024-02-01")), ([false, false], [true, true]));
    let english = bilingual(["", "draft: true\n"], "", "");
    assert_eq!(sees(&english, "2024-01-31"), [true, false]);
    let next = site.at("2024-01-15").build().renderer.unwrap().site.next_change().cloned().unwrap();
    assert_eq!(next.0, moment("2024-02-01"));
}

#[test]
fn a_translation_that_says_it_is_public_when_its_source_is_not_is_an_error_with_both_lines() {
    for (vietnamese, english, key, other, state) in [
        ("draft: true\n", "draft: false\n", "draft", "draft", "còn là bản nháp"),
        ("publish_at: 2024-02-01\n", "publish_at: 2024-01-31\n", "publish_at", "publish_at", "chưa đăng"),
        ("expires: 2024-02-01\n", "expires: 2024-02-02\n", "expires", "expires", "đã gỡ"),
        ("", "publish_at: 2024-01-04\n", "publish_at", "date", "chưa đăng"),
    ] {
        let built = bilingual(["", ""], vietnamese, english).at("2024-01-03").build();
        let finding = built.finding("F24");
        let line = if other == "date" { 4 } else { 6 };
        let column = key.len() + 3;
        assert_eq!(place(finding), format!("content/m/a.en.md:6:{column}"), "{english}");
        let text =
            format!("theo “{key}”, bản dịch vẫn công khai khi bản gốc content/m/a.md:{line} {state} (“{other}”)");
        assert_eq!(finding.text("vi"), text);
    }
    for (vietnamese, english) in
        [("publish_at: 2024-02-01\n", "publish_at: 2024-02-02\n"), ("draft: true\n", "publish_at: 2024-01-31\n")]
    {
        assert!(!bilingual(["", ""], vietnamese, english).build().codes().contains(&"F24"), "{english}");
    }
}

#[test]
fn a_translation_that_was_public_alone_in_the_past_is_told_no_more() {
    for (vietnamese, english) in
        [("publish_at: 2024-02-01\n", "publish_at: 2024-01-31\n"), ("expires: 2024-02-01\n", "expires: 2024-02-02\n")]
    {
        let told = |at: &str| bilingual(["", ""], vietnamese, english).at(at).build().codes().contains(&"F24");
        assert!(told("2024-01-30"), "{english}");
        assert!(!told("2024-02-04"), "{english}");
    }
    let gone = bilingual(["", ""], "expires: 2024-02-01\n", "expires: 2024-02-10\n");
    assert!(gone.at("2024-02-05").build().codes().contains(&"F24"), "it would be public now");
}

#[test]
fn a_withheld_section_says_how_many_pages_it_withholds() {
    let finding = january().finding("F25");
    assert_eq!(&*finding.file, "content/kin/_index.md");
    assert_eq!(finding.text("en"), "this section is not public, and so are not 2 pages below it");
    assert_eq!(finding.text("vi"), "chuyên mục này không công khai, nên 2 trang bên dưới cũng không công khai");
}

#[test]
fn a_home_page_cannot_be_withheld() {
    for (path, gate) in [
        ("content/_index.md", "draft: true\n"),
        ("content/_index.en.md", "expires: 2024-01-10\n"),
        ("content/_index.en.md", "publish_at: 2024-02-01\n"),
    ] {
        let built = Site::new().file(path, &format!("---\ntitle: Nhà\n{gate}---\n")).build();
        let column = gate.find(' ').unwrap() + 2;
        assert_eq!(place(built.finding("F23")), format!("{path}:3:{column}"));
        assert!(!built.codes().contains(&"F25"), "it is told once");
        assert!(built.renderer.is_none(), "the folder stays as it is");
    }
    let later = Site::new().file("content/_index.md", "---\ntitle: Nhà\nexpires: 2025-01-10\n---\n").build();
    assert!(later.codes().contains(&"F23") && later.has("index.html"), "told before it happens");
}

#[test]
fn a_broken_section_that_may_be_withheld_shows_nothing_below_it() {
    for front in
        ["title: Mục\nkind: article\nsai: 1\ndraft: true\n", "title: Mục: một\nkind: article\npublish_at: mai\n"]
    {
        let site = bilingual(["", ""], "", "").file("content/m/_index.md", &format!("---\n{front}---\n"));
        assert_eq!(sees(&site, "2024-01-15"), [false, false], "{front}");
    }
    let site = bilingual(["", ""], "", "").file("content/m/_index.md", "---\ntitle: Mục\nkind: article\nsai: 1\n---\n");
    assert_eq!(sees(&site, "2024-01-15"), [true, true], "one that is surely public costs itself alone");
}

#[test]
fn only_a_broken_page_that_would_surely_be_public_is_named() {
    let named = |more: &str| {
        let built = Site::new().article("content/tin-tuc/zzten.md", "Tin: sai", "2024-01-05", more, "").build();
        assert!(!built.codes().is_empty(), "{more}");
        built.quarantined.len()
    };
    assert_eq!(named(""), 1);
    for more in [
        "draft: true\n",
        "publish_at: 2024-02-01\n",
        "expires: 2024-01-06\n",
        "drafft: true\n",
        "status: nháp\n",
        "draft: true\n\tx\n",
    ] {
        assert_eq!(named(more), 0, "{more}");
    }
    let incomplete = Site::new()
        .article(
            "content/tin-tuc/a.md",
            "A",
            "2024-01-05",
            "publish_at: 2024-02-01\nimage: khong-co.png\nimage_alt: A\n",
            "",
        )
        .build();
    assert!(incomplete.renderer.unwrap().site.quarantined().is_empty());
    let bare = Site::new().file("content/tin-tuc/a.md", "Chỉ có chữ.\n").build();
    assert!(bare.renderer.unwrap().site.quarantined().is_empty());
}

#[test]
fn files_belong_to_the_bundle_or_the_section_around_them() {
    let built = Site::new()
        .article("content/tin-tuc/nhap/index.md", "Nháp", "2024-01-05", "draft: true\n", "")
        .article("content/tin-tuc/hai/index.md", "Hai", "2024-01-05", "", "[tệp](chung.txt)")
        .article("content/tin-tuc/hai/index.en.md", "Two", "2024-01-05", "draft: true\n", "[file](rieng.pdf) [both](chung.txt)")
        .file("content/kin/_index.md", "---\ntitle: Kín\nkind: article\nexpires: 2024-01-10\n---\n")
        .file("content/tin-tuc/nhap/tep/sau/mat.pdf", "%PDF")
        .file("content/tin-tuc/nhap/tep/mat.pdf.txt", "chữ zzbeside")
        .file("content/tin-tuc/nhap/tep/mat.pdf", "%PDF")
        .file("content/tin-tuc/hai/rieng.pdf", "%PDF")
        .file("content/tin-tuc/hai/rieng.pdf.txt", "chữ zzbeside")
        .file("content/tin-tuc/hai/chung.txt", "chung")
        .file("content/kin/2024/mat.pdf", "%PDF")
        .article("content/tin-tuc/mo.md", "Mở", "2024-01-05", "", "[1](nhap/tep/mat.pdf) [2](nhap/tep/sau/mat.pdf) [3](hai/rieng.pdf) [4](../kin/2024/mat.pdf) [5](hai/chung.txt)\n")
        .build();
    let published: Vec<&String> =
        built.outputs.keys().filter(|path| path.ends_with(".pdf") || path.ends_with("g.txt")).collect();
    assert_eq!(published, ["tin-tuc/hai/chung.txt"]);
    assert_eq!(traces(&built, "zzbeside"), Vec::<String>::new());
    assert_eq!(built.codes(), ["M09"; 4], "{:?}", built.problems());
}

#[test]
fn the_picture_of_a_banner_is_not_online_before_its_day() {
    let banner =
        "---\ntitle: Zzbanner\nimage: anh.svg\nimage_alt: Hình\nstarts: 2024-02-01\nends: 2024-02-10\nslot: top\n---\n";
    let site = Site::new()
        .file("content/banner/_index.md", "---\ntitle: Banner\nkind: banner\n---\n")
        .file("content/banner/tet/index.md", banner)
        .file("content/banner/tet/anh.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"/>");
    assert!(!site.clone().at("2024-01-31").build().has("banner/tet/anh.svg"));
    assert!(site.at("2024-02-01").build().has("banner/tet/anh.svg"));
}

#[test]
fn a_page_whose_table_cannot_be_read_is_listed_nowhere() {
    let page = "---\ntitle: Zzbang\nsummary: Bảng.\ndate: 2024-01-02\nperiod: 2023\nunit: lượt\ntable: bang.csv\nmethod: Đếm.\n---\n";
    let built = Site::new()
        .file("content/so-lieu/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n")
        .file("content/so-lieu/mot/index.md", page)
        .file("content/so-lieu/mot/bang.csv", "Năm,Lượt\n2022\n2023,1,2\n")
        .build();
    assert_eq!(&*built.finding("D03").file, "content/so-lieu/mot/bang.csv");
    assert_eq!(traces(&built, "zzbang"), Vec::<String>::new());
    let quarantined = built.renderer.as_ref().unwrap().site.quarantined();
    assert_eq!(quarantined[0].1.as_str(), "/so-lieu/mot/", "it is named, so that what is online can be kept");
}
