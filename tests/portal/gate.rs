//! Holds the gate: what a reader may not see yet, or no longer, leaves no byte anywhere in the output.

use std::sync::LazyLock;

use cong::model::gate::Verdict;

use crate::site_builder::{Built, Site, moment};

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

/// Where a word stands in the output: in the path or in the bytes of a file.
fn traces(built: &Built, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(word);
    built
        .outputs
        .iter()
        .filter(|(path, bytes)| path.contains(word) || holds(bytes))
        .map(|(path, _)| path.clone())
        .collect()
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
    let reasons: Vec<(&str, Verdict)> = site.withheld.iter().map(|item| (item.source.as_str(), item.reason)).collect();
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
        portal().at(at).build().renderer.unwrap().site.next_change.clone().map(|(at, source)| (at, source.to_string()))
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
