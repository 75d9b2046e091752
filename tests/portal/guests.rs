//! Holds what portals of a workspace show of each other: an item has one address and one moment for all, nothing is shown where its portal
//! does not say so, and a build again is a build from nothing.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use cong::files::{Entry, Files, Memory};
use serde_json::Value;

use crate::law::{self, nothing};
use crate::pictures::photograph;
use crate::site_builder::{Built, SITE_TOML, Site, article, attributes, build, place, texts};
use crate::workspaces::{LIST, member};

/// What the main portal says of whom it takes from.
const TAKES: &str = "\n[[guests]]\nfrom = [\"so-y-te\"]\nsection = \"thong-bao\"\n\n[[guests]]\nfrom = [\"so-y-te\"]\nsection = \"tin-tuc\"\n";

fn settings(name: &str, base_url: &str) -> String {
    format!(
        "base_url = \"{base_url}\"\ntitle = {{ vi = \"Cổng {name}\", en = \"Portal {name}\" }}\n\n[owner]\nname = {{ vi = \"Cơ quan\", en = \"Agency\" }}\nresponsible = {{ vi = \"Giám đốc\", en = \"Director\" }}\naddress = \"Q. 2\"\nphone = \"1022\"\nemail = \"a@tinh.example\"\n"
    )
}

fn notice(title: &str, date: &str, more: &str) -> String {
    format!(
        "---\ntitle: {title}\nsummary: Tóm tắt của {title}.\ndate: {date}\ntype: khac\nagency: [so-y-te]\n{more}---\nNội dung riêng.\n"
    )
}

fn warning(title: &str, more: &str) -> String {
    notice(title, "2024-01-14", &format!("valid_until: 2024-01-16\n{more}")).replace("type: khac", "type: khan-cap")
}

const SECTION: &str = "---\ntitle: Thông báo\nkind: notice\n---\n";

/// The main portal and two more, each with a section of notices; the main one takes from one of them.
fn workspace() -> Site {
    let main = Site::new()
        .file("content/thong-bao/_index.md", SECTION)
        .file("content/thong-bao/_index.en.md", &SECTION.replace("Thông báo", "Notices"))
        .config("[outputs]", "[outputs]\narchive = false\n");
    let text = String::from_utf8(main.clone().files().read("site.toml").unwrap()).unwrap();
    let portals = [("so-y-te", "https://tinh.example/so-y-te"), ("dong-phu", "https://dong-phu.example")];
    portals.iter().fold(main.file("site.toml", &(text + LIST + TAKES)), |site, (name, base_url)| {
        let file = |path: &str| format!("content/_portals/{name}/{path}");
        site.file(&file("site.toml"), &settings(name, base_url))
            .file(&file("content/_index.md"), "---\ntitle: Trang chủ\n---\n")
            .file(&file("content/_index.en.md"), "---\ntitle: Home\n---\n")
            .file(&file("content/tin-tuc/_index.md"), "---\ntitle: Tin tức\nkind: article\n---\n")
            .file(&file("content/thong-bao/_index.md"), SECTION)
    })
}

const NOTICE: &str = "content/_portals/so-y-te/content/thong-bao/tiem.md";
const ADDRESS: &str = "https://tinh.example/so-y-te/thong-bao/tiem/";

fn offered(more: &str) -> Site {
    workspace().file(NOTICE, &notice("Lịch tiêm chủng", "2024-01-12", &format!("show_in: [chinh]\n{more}")))
}

/// The main portal with an item of another one.
pub fn shown() -> Built {
    built(&offered(""), "chinh")
}

/// A portal by its name, as the program sees its files.
fn files(site: &Site, name: &str) -> Arc<dyn Files> {
    match name {
        "chinh" => Arc::new(MainFiles(site.clone().files())),
        _ => member(site.clone(), name),
    }
}

/// As the disk does it, the main portal lists no file of another.
struct MainFiles(Memory);

impl Files for MainFiles {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = self.0.list(folder)?;
        let is_asked = folder.starts_with("content/_portals");
        entries.retain(|entry| is_asked || !entry.path.is_below("content/_portals"));
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.0.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.0.open(path)
    }

    fn folders(&self, folder: &str) -> io::Result<Vec<String>> {
        self.0.folders(folder)
    }
}

const NOON: &str = "2024-01-15 12:00";

fn built(site: &Site, name: &str) -> Built {
    build(files(site, name), NOON, false)
}

fn links(built: &Built, page: &str) -> Vec<String> {
    attributes(&built.html(page), "main .card-title a, main .line > a", "href")
}

#[test]
fn an_item_stands_in_the_lists_of_another_portal_and_leads_to_its_one_address() {
    let main = built(&offered(""), "chinh");
    assert_eq!(main.problems(), [""; 0]);
    for page in ["thong-bao/index.html", "index.html"] {
        assert_eq!(links(&main, page), [ADDRESS], "{page}");
        assert_eq!(texts(&main.html(page), "main .of-portal"), ["của Cổng so-y-te"], "{page}");
    }
    assert!(main.text("thong-bao/index.html").contains("Tóm tắt của Lịch tiêm chủng."));
    let own = built(&offered(""), "so-y-te");
    assert_eq!(own.problems(), [""; 0]);
    assert!(own.has("thong-bao/tiem/index.html"), "that is where it leads");
}

#[test]
fn feeds_carry_it_with_its_own_address_and_whose_it_is() {
    let main = built(&offered(""), "chinh");
    for feed in ["thong-bao/rss.xml", "thong-bao/atom.xml", "rss.xml"] {
        assert!(main.text(feed).contains(ADDRESS), "{feed}");
        assert!(!main.text(feed).contains("https://tinh.examplehttps"), "{feed}");
    }
    let feed = main.json("thong-bao/feed.json");
    assert_eq!((&feed["items"][0]["url"], &feed["items"][0]["id"]), (&Value::from(ADDRESS), &Value::from(ADDRESS)));
    assert_eq!(feed["items"][0]["_cong"]["portal"]["name"], "so-y-te");
    assert_eq!(feed["items"][0]["_cong"]["portal"]["url"], "https://tinh.example/so-y-te/");
}

#[test]
fn it_has_no_page_no_json_no_entry_in_the_sitemap_or_the_search_and_no_text_there() {
    let twins = offered("").config("twins = [\"article\"]", "twins = [\"article\", \"notice\"]");
    let (main, none) = (built(&twins, "chinh"), built(&twins.clone().without(NOTICE), "chinh"));
    let more: Vec<&String> =
        main.outputs.keys().filter(|path| !none.has(path) && !path.starts_with("search/")).collect();
    let lists = ["co-quan/", "thong-bao/", "rss.xml", "atom.xml", "feed.json", "en/"];
    assert!(more.iter().all(|path| lists.iter().any(|list| path.starts_with(list))), "{more:?}");
    assert!(more.iter().all(|path| !path.contains("tiem") && !path.contains("_cong")), "{more:?}");
    assert!(!main.text("sitemap-1.xml").contains("tiem"));
    for (path, bytes) in &main.outputs {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Nội dung riêng"), "{path}");
        assert!(!path.starts_with("search/") || !text.contains("Lịch tiêm chủng"), "{path}");
    }
}

#[test]
fn nothing_is_shown_where_its_portal_does_not_take_it_and_who_wrote_it_is_told() {
    let closed = offered("").config(TAKES, "");
    let main = built(&closed, "chinh");
    assert!(main.outputs == built(&workspace().config(TAKES, ""), "chinh").outputs, "not one byte of it");
    let own = built(&closed, "so-y-te");
    let told = own.finding("N11");
    assert_eq!(place(told), "content/thong-bao/tiem.md:7:11");
    assert!(
        told.hint("vi").contains("site.toml") && told.hint("vi").contains("from = [\"so-y-te\"]"),
        "{}",
        told.hint("vi")
    );
    // One that does take it, and is not asked, shows nothing either.
    let unasked = workspace().file(NOTICE, &notice("Lịch tiêm chủng", "2024-01-12", ""));
    assert_eq!(links(&built(&unasked, "chinh"), "thong-bao/index.html"), [""; 0]);
}

/// What keeps an item from readers, and the moments around it.
const WINDOWS: [&str; 9] = [
    "",
    "publish_at: 2024-01-15 10:00\n",
    "publish_at: 2024-01-15 14:00\n",
    "expires: 2024-01-15 10:00\n",
    "expires: 2024-01-15 14:00\n",
    "draft: true\n",
    "noindex: true\n",
    "workflow: { state: bien-tap }\n",
    "workflow: { state: duyet, approved_by: Lan, approved_on: 2024-01-12 }\n",
];

#[test]
fn it_is_shown_when_and_as_long_as_its_own_portal_shows_it() {
    let section = |more: &str| SECTION.replace("kind: notice\n", &format!("kind: notice\n{more}"));
    let sections = ["", "draft: true\n", "publish_at: 2024-01-15 13:00\n", "expires: 2024-01-15 13:00\n"];
    for (more, section) in
        WINDOWS.iter().map(|more| (*more, section(""))).chain(sections.map(|more| ("", section(more))))
    {
        let site = offered(more).file("content/_portals/so-y-te/content/thong-bao/_index.md", &section);
        for at in ["2024-01-11 08:00", "2024-01-15 09:00", "2024-01-15 12:00", "2024-01-15 15:00"] {
            let own = build(files(&site, "so-y-te"), at, false);
            let main = build(files(&site, "chinh"), at, false);
            let shown = main.text("thong-bao/index.html").contains(ADDRESS);
            assert_eq!(shown, own.has("thong-bao/tiem/index.html"), "{more}{section} at {at}");
            let feed =
                main.outputs.get("thong-bao/rss.xml").map(|bytes| String::from_utf8_lossy(bytes).contains(ADDRESS));
            assert_eq!(feed.unwrap_or_default(), shown && !more.contains("noindex"), "{more} at {at}");
        }
    }
    // Whether it has to be approved there or here, it is its own portal that asks.
    let asks = "[workflow]\nsections = [\"thong-bao\"]\n[[workflow.approvers]]\nname = \"Lan\"\nemail = \"lan@tinh.example\"\n\n[outputs]";
    assert_eq!(links(&built(&offered("").config("[outputs]", asks), "chinh"), "thong-bao/index.html"), [ADDRESS]);
    // Who has to approve it is said by the settings of its own portal.
    let asks = settings("so-y-te", "https://tinh.example/so-y-te")
        + "[workflow]\nsections = [\"thong-bao\"]\n[[workflow.approvers]]\nname = \"Lan\"\nemail = \"lan@tinh.example\"\n";
    let site = offered("").file("content/_portals/so-y-te/site.toml", &asks);
    assert!(!built(&site, "so-y-te").has("thong-bao/tiem/index.html"));
    assert_eq!(links(&built(&site, "chinh"), "thong-bao/index.html"), [""; 0]);
}

#[test]
fn when_it_will_change_by_itself_is_told_of_its_own_file() {
    let site = offered("publish_at: 2024-01-15 14:00\n");
    let main = built(&site, "chinh");
    let (_, file) = main.renderer.as_ref().unwrap().site.next_change().unwrap();
    assert_eq!(file.as_str(), NOTICE);
    assert!(main.outputs == built(&site.clone().without(NOTICE), "chinh").outputs, "until then nothing hints at it");
}

#[test]
fn its_picture_lies_where_it_is_shown_and_a_translation_stands_in_the_list_of_its_language() {
    let folder = "content/_portals/so-y-te/content/thong-bao/tiem";
    let more = "show_in: chinh\nimage: anh.jpg\nimage_alt: Trạm y tế\n";
    let site = workspace()
        .file("content/_portals/so-y-te/content/thong-bao/_index.en.md", &SECTION.replace("Thông báo", "Notices"))
        .file(&format!("{folder}/index.md"), &notice("Lịch tiêm", "2024-01-12", more))
        .file(&format!("{folder}/index.en.md"), &notice("Vaccination", "2024-01-12", "slug: vaccination\n"))
        .bytes(&format!("{folder}/anh.jpg"), &photograph(640, 400, 1, 1));
    let main = built(&site, "chinh");
    assert_eq!(main.problems(), [""; 0]);
    assert_eq!(links(&main, "thong-bao/index.html"), [ADDRESS]);
    assert_eq!(links(&main, "en/thong-bao/index.html"), ["https://tinh.example/so-y-te/en/thong-bao/vaccination/"]);
    let feed = main.text("thong-bao/rss.xml");
    let url = feed.split("enclosure url=\"https://tinh.example/").nth(1).unwrap().split('"').next().unwrap();
    assert!(main.has(url), "{url}");
}

#[test]
fn what_is_urgent_in_the_main_portal_stands_above_every_page_of_all_until_its_end() {
    let site = workspace().file("content/thong-bao/bao.md", &warning("Bão gần bờ", "show_in: all\n"));
    for name in ["chinh", "so-y-te", "dong-phu"] {
        let at = |moment: &str| {
            let built = build(files(&site, name), moment, false);
            assert_eq!(built.problems(), [""; 0], "{name}");
            let bar = |path: &str| attributes(&built.html(path), ".urgent a", "href");
            (bar("index.html"), bar("tin-tuc/index.html"), built)
        };
        let address = if name == "chinh" { "/thong-bao/bao/" } else { "https://tinh.example/thong-bao/bao/" };
        let (home, list, built) = at("2024-01-16 23:00");
        assert_eq!((home, list), (vec![address.to_owned()], vec![address.to_owned()]), "{name}");
        let listed = built.text("thong-bao/index.html").matches(address).count();
        assert_eq!(listed > 1, name == "chinh", "the bar is no list: {name}");
        let (home, list, _) = at("2024-01-17 00:00");
        assert_eq!((home, list), (vec![], vec![]), "it ends everywhere at once: {name}");
    }
}

#[test]
fn no_other_portal_puts_a_warning_above_the_pages_of_one_that_does_not_say_so() {
    let file = "content/_portals/so-y-te/content/thong-bao/dich.md";
    let site = workspace().file(file, &warning("Dịch bệnh", "show_in: all\nfeatured: true\n"));
    let bar = |built: &Built| texts(&built.html("index.html"), ".urgent a");
    let main = built(&site, "chinh");
    assert_eq!((bar(&main), links(&main, "thong-bao/index.html").len()), (vec![], 1), "it stands in the list alone");
    let open = site.config("section = \"thong-bao\"\n", "section = \"thong-bao\"\nurgent = true\n");
    assert_eq!(bar(&built(&open, "chinh")), ["Dịch bệnh"]);
    assert_eq!(bar(&built(&open, "dong-phu")), [""; 0]);
}

#[test]
fn a_lead_story_of_another_portal_is_one_here_only_where_that_is_said() {
    let file = "content/_portals/so-y-te/content/tin-tuc/tin.md";
    let story = article("Khám bệnh", "2024-01-14", "featured: true\nshow_in: chinh\n", "Một.");
    let site = workspace().file(file, &story).article(
        "content/tin-tuc/a.md",
        "Tin tỉnh",
        "2024-01-10",
        "featured: true\n",
        "A.",
    );
    let leads = |site: &Site| texts(&built(site, "chinh").html("index.html"), ".leads .card-title, .lead .card-title");
    assert_eq!(leads(&site), ["Tin tỉnh"]);
    let unchosen = site.clone().article("content/tin-tuc/a.md", "Tin tỉnh", "2024-01-10", "", "A.");
    assert_eq!(leads(&unchosen), ["Tin tỉnh"], "nor because it is the newest");
    let figures = texts(&built(&unchosen, "chinh").html("index.html"), ".home-figures strong");
    assert_eq!(figures.first().map(String::as_str), Some("1"), "and it is counted where it is published");
    let open = site.config("section = \"tin-tuc\"\n", "section = \"tin-tuc\"\nfeatured = true\n");
    assert!(leads(&open).contains(&"Khám bệnh".to_owned()), "{:?}", leads(&open));
}

#[test]
fn a_contact_of_the_main_portal_may_be_named_in_all_and_one_of_the_portal_itself_goes_before() {
    let contact = |number: &str, more: &str| {
        format!("---\ntitle: Tổng đài\nnumber: \"{number}\"\npurpose: Hỏi thủ tục\n{more}---\n")
    };
    let contacts = "---\ntitle: Liên hệ\nkind: contact\n---\n";
    let page = article("Tin", "2024-01-12", "", "Gọi [tổng đài](lien-he:tong-dai).");
    let site = workspace()
        .file("content/lien-he/_index.md", contacts)
        .file("content/lien-he/tong-dai.md", &contact("0271.3879.193", "show_in: all\n"))
        .file("content/_portals/so-y-te/content/tin-tuc/tin.md", &page)
        .file(
            "content/_portals/so-y-te/site.toml",
            &settings("so-y-te", "https://tinh.example/so-y-te").replace("\"1022\"", "\"lien-he:tong-dai\""),
        );
    let own = built(&site, "so-y-te");
    assert_eq!(own.problems(), [""; 0]);
    assert!(own.text("index.html").contains("0271.3879.193"), "the number of the portal itself");
    assert!(own.text("tin-tuc/tin/index.html").contains("0271.3879.193"));
    assert!(!own.outputs.keys().any(|path| path.contains("tong-dai")), "it has its page there");
    // One of its own is another.
    let site = site
        .file("content/_portals/so-y-te/content/lien-he/_index.md", contacts)
        .file("content/_portals/so-y-te/content/lien-he/tong-dai.md", &contact("0271.3870.000", ""));
    let own = built(&site, "so-y-te");
    assert_eq!(own.problems(), [""; 0]);
    assert!(own.text("index.html").contains("0271.3870.000") && !own.text("index.html").contains("0271.3879.193"));
    // One that is not shared is nobody's.
    let closed = site
        .file("content/lien-he/tong-dai.md", &contact("0271.3879.193", ""))
        .without("content/_portals/so-y-te/content/lien-he/tong-dai.md");
    let codes = built(&closed, "so-y-te").codes();
    assert!(codes.contains(&"C27") && codes.contains(&"M05"), "{codes:?}");
}

#[test]
fn contacts_that_are_taken_stand_among_those_of_the_portal_and_on_its_home_page() {
    let contacts = "---\ntitle: Liên hệ\nkind: contact\n---\n";
    let site = workspace()
        .file("content/lien-he/_index.md", contacts)
        .file(
            "content/lien-he/tong-dai.md",
            "---\ntitle: Tổng đài\nnumber: \"0271.3879.193\"\npurpose: Hỏi\nshow_in: dong-phu\n---\n",
        )
        .file("content/_portals/dong-phu/content/lien-he/_index.md", contacts)
        .file(
            "content/_portals/dong-phu/site.toml",
            &(settings("dong-phu", "https://dong-phu.example")
                + "[[guests]]\nfrom = [\"chinh\"]\nsection = \"lien-he\"\n"),
        );
    let own = built(&site, "dong-phu");
    assert_eq!(own.problems(), [""; 0]);
    let address = "https://tinh.example/lien-he/tong-dai/";
    assert_eq!(attributes(&own.html("lien-he/index.html"), "main .contact a[href^=http]", "href"), [address]);
    assert!(own.text("index.html").contains("0271.3879.193") && own.text("index.html").contains(address), "a hotline");
}

#[test]
fn each_mistake_is_told_at_its_place() {
    let cases: [(&str, &str, Site, &str); 7] = [
        (
            "so-y-te",
            "N09 content/thong-bao/tiem.md:7:11",
            offered("").file(NOTICE, &notice("A", "2024-01-12", "show_in: [chinhs]\n")),
            "chinh",
        ),
        (
            "so-y-te",
            "N10 content/thong-bao/tiem.md:7:10",
            offered("").file(NOTICE, &notice("A", "2024-01-12", "show_in: so-y-te\n")),
            "so-y-te",
        ),
        (
            "so-y-te",
            "N11 content/thong-bao/tiem.md:7:10",
            offered("").file(NOTICE, &notice("A", "2024-01-12", "show_in: dong-phu\n")),
            "content/_portals/dong-phu/site.toml",
        ),
        ("chinh", "N13 site.toml:", workspace().config("[\"so-y-te\"]", "[\"so-yte\"]"), "so-y-te"),
        (
            "chinh",
            "N14 site.toml:",
            workspace().config("section = \"thong-bao\"", "section = \"thongbao\""),
            "_index.md",
        ),
        (
            "chinh",
            "N15 site.toml",
            offered("").file("content/_portals/so-y-te/site.toml", "base_url = 1\n"),
            "cong check --portal so-y-te",
        ),
        (
            "chinh",
            "N16 site.toml",
            offered("agency: [so-la]\n")
                .file(
                    "content/_portals/so-y-te/site.toml",
                    &(settings("so-y-te", "https://tinh.example/so-y-te")
                        + "[[agencies]]\nid = \"so-la\"\nname = \"Sở lạ\"\n"),
                )
                .file(NOTICE, &notice("A", "2024-01-12", "show_in: chinh\n").replace("[so-y-te]", "[so-la]")),
            "Sửa ở tệp đó",
        ),
    ];
    for (name, wanted, site, next) in cases {
        let built = built(&site, name);
        let code = &wanted[..3];
        let told = built.finding(code);
        assert!(format!("{code} {}", place(told)).starts_with(wanted), "{code} {}", place(told));
        assert!(told.hint("vi").contains(next), "{code}: {}", told.hint("vi"));
    }
    let alone = Site::new().article("content/tin-tuc/a.md", "A", "2024-01-12", "show_in: [chinh]\n", "A.");
    assert_eq!(place(alone.build().finding("N08")), "content/tin-tuc/a.md:6:11");
    let text = SITE_TOML.to_owned() + TAKES;
    assert!(place(Site::new().file("site.toml", &text).build().finding("N12")).starts_with("site.toml:"));
}

#[test]
fn a_portal_that_cannot_be_read_takes_nothing_else_with_it() {
    let broken = offered("").file("content/_portals/so-y-te/site.toml", "base_url = 1\n");
    let main = built(&broken, "chinh");
    assert_eq!(main.codes(), ["N15"]);
    assert!(main.has("thong-bao/index.html") && main.has("index.html"));
    // A page with a mistake is its portal's affair.
    let page = offered("").file(NOTICE, &notice("A", "2024-01-32", "show_in: chinh\n"));
    let main = built(&page, "chinh");
    assert_eq!((main.problems(), links(&main, "thong-bao/index.html")), (vec![], vec![]));
}

#[test]
fn an_urgent_notice_that_speaks_no_language_of_a_portal_is_told_there() {
    let english = settings("dong-phu", "https://dong-phu.example")
        .replace("title = { vi = \"Cổng dong-phu\", en", "title = { en");
    let english = english.replacen("title =", "languages = [\"en\"]\ntitle =", 1);
    let site = workspace()
        .file("content/_portals/dong-phu/site.toml", &english)
        .without("content/_portals/dong-phu/content/_index.en.md")
        .file("content/thong-bao/bao.md", &warning("Bão gần bờ", "show_in: all\n"));
    assert!(built(&site, "dong-phu").finding("N17").hint("vi").contains("bao.en.md"));
    let english = warning("Storm", "").replace("valid_until: 2024-01-16\n", "");
    let translated = site.file("content/thong-bao/bao.en.md", &english);
    let own = built(&translated, "dong-phu");
    assert!(!own.codes().contains(&"N17"), "{:?}", own.problems());
    assert_eq!(attributes(&own.html("index.html"), ".urgent a", "href"), ["https://tinh.example/en/thong-bao/bao/"]);
}

/// Edits in the portal of an item, and around it: what is written where, or taken away.
fn edits() -> Vec<(&'static str, Option<String>)> {
    let shown = |title: &str, date: &str, more: &str| Some(notice(title, date, &format!("show_in: chinh\n{more}")));
    let section = "content/_portals/so-y-te/content/thong-bao/_index.md";
    vec![
        (NOTICE, shown("Lịch tiêm", "2024-01-12", "")),
        (NOTICE, shown("Lịch tiêm mới", "2024-01-12", "")),
        (NOTICE, shown("Lịch tiêm mới", "2024-01-13", "")),
        (NOTICE, shown("Lịch tiêm mới", "2024-01-13", "slug: lich-moi\n")),
        (
            NOTICE,
            shown("Lịch tiêm mới", "2024-01-13", "topics: [de-an-06]\n")
                .map(|text| text.replace("Nội dung riêng", "Khác")),
        ),
        (section, Some(SECTION.replace("kind: notice\n", "kind: notice\nslug: tin-moi\n"))),
        ("content/thong-bao/cua-tinh.md", Some(notice("Của tỉnh", "2024-01-11", ""))),
        (NOTICE, shown("Lịch tiêm mới", "2024-01-13", "publish_at: 2024-01-20\n")),
        (NOTICE, shown("Lịch tiêm mới", "2024-01-13", "")),
        ("content/_portals/so-y-te/site.toml", Some(settings("y-te-moi", "https://yte.example"))),
        ("site.toml", None),
        (NOTICE, None),
    ]
}

#[test]
fn a_build_after_an_edit_in_the_other_portal_is_a_build_from_nothing() {
    let mut site = offered("");
    let mut store = nothing();
    let mut outputs = BTreeMap::new();
    for (number, (path, text)) in edits().into_iter().enumerate() {
        let rule = TAKES.replace("section = \"tin-tuc\"", "section = \"tin-tuc\"\nof = \"tin-tuc\"");
        site = match text {
            Some(text) => site.file(path, &text),
            None if path == "site.toml" => site.config(TAKES, &rule),
            None => site.without(path),
        };
        if path == "site.toml" {
            store = nothing();
        }
        let portal = law::Portal { files: site.clone().files(), at: NOON.to_owned() };
        let from = |store, before| law::build_from(files(&site, "chinh"), &portal, store, before);
        let (clean, again) = (from(nothing(), BTreeMap::new()), from(store, outputs));
        let all = clean.outputs.keys().chain(again.outputs.keys());
        let differing: Vec<&String> = all.filter(|path| clean.outputs.get(*path) != again.outputs.get(*path)).collect();
        assert!(differing.is_empty(), "after edit {number} of {path}: {differing:?}");
        assert_eq!(again.findings, clean.findings, "after edit {number} of {path}");
        (store, outputs) = (again.store, again.outputs);
    }
}
