//! Open data: which tables are in the catalogue, what it says of them to readers and to programs, when they are overdue, and lists as CSV.

use serde_json::Value;

use crate::law::{self, Edit, Portal};
use crate::site_builder::{Built, Site, moment};

/// A portal with one page of statistics; `dataset`: the group of its front matter.
fn portal(dataset: &str) -> Site {
    Site::new()
        .config("[[agencies]]", "[open_data]\nlicense = \"cc-by-4.0\"\n\n[[agencies]]")
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/_index.en.md", "---\ntitle: Statistics\nkind: statistics\nslug: statistics\n---\n")
        .file("content/thong-ke/dan-so/index.md", &page("Dân số theo huyện", "2024-01-02", dataset))
        .file("content/thong-ke/dan-so/dan-so.csv", "Huyện,Người\nA,10\nB,20\n")
}

fn page(title: &str, date: &str, dataset: &str) -> String {
    format!(
        "---\ntitle: {title}\nsummary: Số người của từng huyện.\ndate: {date}\nagency: so-y-te\ntopics: [chuyen-doi-so]\n\
         period: Năm 2023\nunit: người\ntable: dan-so.csv\nmethod: Đếm.\n{dataset}---\n"
    )
}

const ANNUAL: &str = "dataset: { frequency: annual, from: 2023-01-01, to: 2023-12-31 }\n";

fn dcat(built: &Built) -> Value {
    serde_json::from_str(built.text("du-lieu-mo/catalog.jsonld")).unwrap()
}

fn codes(built: &Built) -> Vec<&str> {
    built.findings.iter().map(|finding| finding.message.code).filter(|code| code.starts_with("D9")).collect()
}

#[test]
fn a_portal_without_data_sets_has_no_catalogue() {
    let built = portal("").build();
    assert!(!built.has("du-lieu-mo/index.html") && !built.has("du-lieu-mo/catalog.jsonld"));
    assert!(!built.text("index.html").contains("Dữ liệu mở"));
}

#[test]
fn the_catalogue_says_whose_a_table_is_how_old_and_how_it_may_be_used() {
    let built = portal(ANNUAL).build();
    let page = built.text("du-lieu-mo/index.html");
    for part in [
        "<a href=\"/thong-ke/dan-so/\">Dân số theo huyện</a>",
        "<a href=\"/co-quan/so-y-te/\">Sở Y tế</a>",
        "Hằng năm",
        "href=\"https://creativecommons.org/licenses/by/4.0/\" rel=\"license\">CC BY 4.0</a>",
        "<a href=\"/thong-ke/dan-so/dan-so.csv\" download>dan-so.csv</a>",
        "<time datetime=\"2023-12-31\">31/12/2023</time>",
        "href=\"/du-lieu-mo/catalog.jsonld\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(built.text("index.html").contains("<a href=\"/du-lieu-mo/\">Dữ liệu mở</a>"), "the footer leads there");
    assert!(built.text("sitemap-1.xml").contains("https://tinh.example/du-lieu-mo/"));
    let own = built.text("thong-ke/dan-so/index.html");
    assert!(own.contains("<a href=\"/du-lieu-mo/\">Tất cả dữ liệu mở của Cổng</a>"), "{own}");
    assert_eq!(codes(&built), [""; 0]);
}

#[test]
fn dcat_has_for_each_data_set_what_a_catalogue_of_catalogues_asks_for() {
    let catalogue = dcat(&portal(ANNUAL).build());
    assert_eq!(catalogue["@type"], "dcat:Catalog");
    assert_eq!(catalogue["@context"]["dcat"], "http://www.w3.org/ns/dcat#");
    let set = &catalogue["dcat:dataset"][0];
    assert_eq!(set["@id"], "https://tinh.example/thong-ke/dan-so/#dataset");
    assert_eq!(set["dct:title"][0]["@value"], "Dân số theo huyện");
    assert_eq!(set["dct:title"][0]["@language"], "vi");
    assert_eq!(set["dct:publisher"]["foaf:name"][0]["@value"], "Sở Y tế");
    assert_eq!(set["dct:license"]["@id"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(
        set["dct:accrualPeriodicity"]["@id"],
        "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
    );
    assert_eq!(set["dct:temporal"]["dcat:startDate"]["@value"], "2023-01-01");
    assert_eq!(set["dct:temporal"]["dcat:endDate"]["@type"], "xsd:date");
    assert_eq!(set["dct:modified"]["@value"], "2024-01-02");
    assert_eq!(set["dcat:keyword"][0]["@value"], "Chuyển đổi số");
    let file = &set["dcat:distribution"][0];
    assert_eq!(file["@type"], "dcat:Distribution");
    assert_eq!(file["dcat:downloadURL"]["@id"], "https://tinh.example/thong-ke/dan-so/dan-so.csv");
    assert_eq!(file["dcat:mediaType"]["@id"], "https://www.iana.org/assignments/media-types/text/csv");
    assert_eq!(file["dcat:byteSize"]["@value"], "Huyện,Người\nA,10\nB,20\n".len().to_string());
    assert_eq!(file["dct:license"]["@id"], "https://creativecommons.org/licenses/by/4.0/");
}

#[test]
fn a_page_and_its_translation_are_one_data_set_in_two_languages() {
    let english = page("Population by district", "2024-01-02", ANNUAL).replace("Số người của từng huyện.", "People.");
    let english = english.replace("người", "people").replace("Năm 2023", "2023").replace("Đếm.", "Counted.");
    let built = portal(ANNUAL).file("content/thong-ke/dan-so/index.en.md", &english).build();
    let catalogue = dcat(&built);
    assert_eq!(catalogue["dcat:dataset"].as_array().unwrap().len(), 1);
    let set = &catalogue["dcat:dataset"][0];
    assert_eq!(set["dct:title"][1]["@value"], "Population by district");
    assert_eq!(set["dct:publisher"]["foaf:name"][1]["@value"], "Department of Health");
    assert_eq!(set["dcat:landingPage"][1]["@id"], "https://tinh.example/en/statistics/dan-so/");
    assert_eq!(set["dcat:distribution"].as_array().unwrap().len(), 1, "the file is in both languages");
    let page = built.text("en/open-data/index.html");
    assert!(page.contains("Population by district") && page.contains("hreflang=\"vi\""), "{page}");
}

#[test]
fn search_engines_are_told_licence_period_and_files_of_a_data_set() {
    let built = portal(ANNUAL).build();
    let page = built.text("thong-ke/dan-so/index.html");
    for part in [
        "\"@type\":\"Dataset\"",
        "\"license\":\"https://creativecommons.org/licenses/by/4.0/\"",
        "\"temporalCoverage\":\"2023-01-01/2023-12-31\"",
        "\"contentUrl\":\"https://tinh.example/thong-ke/dan-so/dan-so.csv\"",
        "\"encodingFormat\":\"text/csv\"",
        "\"includedInDataCatalog\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(built.text("du-lieu-mo/index.html").contains("\"@type\":\"DataCatalog\""));
}

#[test]
fn a_data_set_whose_rhythm_has_passed_is_told_to_editors_and_to_readers() {
    let monthly = "dataset: { frequency: monthly }\n";
    let fresh = portal(monthly).at("2024-02-01 23:59").build();
    assert_eq!(codes(&fresh), [""; 0]);
    let next = fresh.renderer.as_ref().unwrap().site.next_change().unwrap();
    assert_eq!(next.0, moment("2024-02-02 00:00"));
    let built = portal(monthly).at("2024-02-02 00:00").build();
    assert_eq!(codes(&built), ["D93"]);
    for page in ["thong-ke/dan-so/index.html", "du-lieu-mo/index.html"] {
        let text = built.text(page);
        assert!(
            text.contains("Quá hạn cập nhật từ ngày <time datetime=\"2024-02-02\">02/02/2024</time>"),
            "{page}\n{text}"
        );
    }
    let renewed = page("Dân số theo huyện", "2024-01-02", monthly).replace("period:", "updated: 2024-02-01\nperiod:");
    let renewed = portal("").file("content/thong-ke/dan-so/index.md", &renewed).at("2024-02-02 00:00").build();
    assert_eq!(codes(&renewed), [""; 0]);
}

#[test]
fn figures_that_are_promised_for_no_day_are_never_overdue() {
    for frequency in ["irregular", "never"] {
        let built = portal(&format!("dataset: {{ frequency: {frequency} }}\n")).at("2034-01-01 00:00").build();
        assert_eq!(codes(&built), [""; 0], "{frequency}");
    }
}

#[test]
fn what_a_catalogue_needs_and_a_page_does_not_say_is_told() {
    for (dataset, wanted) in [
        ("dataset: {}\n", "D92"),
        ("dataset: { license: tự do, frequency: annual }\n", "D91"),
        ("dataset: { frequency: annual, from: 2023-12-31, to: 2023-01-01 }\n", "D94"),
    ] {
        assert_eq!(codes(&portal(dataset).build()), [wanted], "{dataset}");
    }
    let without = portal(ANNUAL).config("license = \"cc-by-4.0\"\n", "").build();
    assert_eq!(codes(&without), ["D90"]);
    assert!(without.text("du-lieu-mo/index.html").contains("chưa ghi giấy phép"));
    let budget = "---\ntitle: Dự toán\ndate: 2024-01-02\nlevel: tinh\nyear: 2024\ntype: du-toan\nunit: đồng\ndataset: { frequency: annual }\n---\n";
    let budgets = portal(ANNUAL)
        .file("content/ngan-sach/_index.md", "---\ntitle: Ngân sách\nkind: budget\n---\n")
        .file("content/ngan-sach/du-toan.md", budget);
    assert_eq!(codes(&budgets.build()), ["D95"]);
}

#[test]
fn what_machines_may_not_have_is_not_in_the_catalogue() {
    let hidden = page("Dân số theo huyện", "2024-01-02", ANNUAL).replace("period:", "noindex: true\nperiod:");
    let built = portal("").file("content/thong-ke/dan-so/index.md", &hidden).build();
    assert!(!built.has("du-lieu-mo/index.html"));
    assert_eq!(codes(&built), [""; 0]);
}

#[test]
fn a_list_is_a_csv_with_the_fields_of_its_kind() {
    let site = portal(ANNUAL).config("minify = false", "minify = false\nlist_csv = true");
    let second =
        page("\"=HYPERLINK(\\\"x\\\"), huyện\"", "2024-01-03", "").replace("period: Năm 2023", "period: Quý, IV");
    let built = site
        .file("content/thong-ke/khac/index.md", &second)
        .file("content/thong-ke/khac/dan-so.csv", "A,B\n1,2\n")
        .build();
    let csv = built.text("thong-ke/danh-sach.csv");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "Tiêu đề,Địa chỉ,Tóm tắt,Ngày đăng,Ngày cập nhật,Cơ quan,Chuyên đề,Lĩnh vực,Kỳ số liệu,Đơn vị tính"
    );
    assert_eq!(
        lines[1],
        "\"'=HYPERLINK(\"\"x\"\"), huyện\",https://tinh.example/thong-ke/khac/,Số người của từng huyện.,2024-01-03,,Sở Y tế,Chuyển đổi số,,\"Quý, IV\",người",
        "a cell that a spreadsheet would run is made such as it shows"
    );
    assert!(lines[2].starts_with("Dân số theo huyện,https://tinh.example/thong-ke/dan-so/,"));
    assert_eq!((lines.len(), lines[3]), (4, ""));
    let topic = built.text("chuyen-de/chuyen-doi-so/danh-sach.csv");
    assert!(topic.starts_with("Tiêu đề,Địa chỉ,Loại,Tóm tắt,Ngày đăng"), "{topic}");
    assert!(topic.contains(",Thống kê,"), "{topic}");
    assert!(built.text("thong-ke/index.html").contains("href=\"/thong-ke/danh-sach.csv\""));
    assert!(!built.has("danh-sach.csv"), "the whole portal is no list");
    assert!(!portal(ANNUAL).build().has("thong-ke/danh-sach.csv"), "only where site.toml asks for it");
}

#[test]
fn a_day_on_which_data_fall_due_renders_their_page_and_the_catalogue() {
    let mut portal = Portal::new();
    Edit::OpenData(1).make(&mut portal);
    portal.at = "2024-02-01 12:00".to_owned();
    let first = law::build(&portal, law::nothing(), Default::default());
    portal.at = "2024-02-02 12:00".to_owned();
    let second = law::build(&portal, first.known(&portal), first.outputs.clone());
    assert_eq!(second.rendered, ["/du-lieu-mo/", "/so-lieu/truy-cap/"]);
    assert_eq!(second.outputs, law::build(&portal, law::nothing(), Default::default()).outputs);
}

#[test]
fn an_edit_of_a_table_makes_the_catalogue_anew_and_no_list() {
    let mut portal = Portal::new();
    Edit::OpenData(0).make(&mut portal);
    let first = law::build(&portal, law::nothing(), Default::default());
    assert!(first.outputs.contains_key("so-lieu/danh-sach.csv"), "{:?}", first.findings);
    Edit::Table(7).make(&mut portal);
    let second = law::build(&portal, first.known(&portal), first.outputs.clone());
    assert!(second.written.contains(&"du-lieu-mo/catalog.jsonld".to_owned()), "{:?}", second.written);
    assert!(!second.written.iter().any(|path| path.ends_with("danh-sach.csv")), "{:?}", second.written);
    assert_eq!(second.outputs, law::build(&portal, law::nothing(), Default::default()).outputs);
}
