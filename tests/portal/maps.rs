//! What pages show of maps: the drawing, its legend and table, where places lead, files to download, and what a mistake costs.

use crate::site_builder::{Built, Site, attributes, texts, traces};

const FOLDER: &str = "content/gioi-thieu/ban-do";
const PAGE: &str = "gioi-thieu/ban-do/index.html";
const SCHEMA: &str = "title: { vi: Bản đồ xã, en: Communes }
map:
  description: { vi: Hai xã., en: Two communes. }
  code: ma
  label: { vi: ten, en: name }
  link: trang
  table: dan.csv
  join: Mã
  value: Dân
  steps: 2
  unit: { vi: người, en: people }
  source: { vi: Sở, en: Department }
  year: 2023
";
const TABLE: &str = "Mã,Dân\n01,1200\n02,3400\n";

fn geojson(second: &str) -> String {
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[
{{\"type\":\"Feature\",\"properties\":{{\"ma\":\"01\",\"ten\":\"Xã Một\",\"name\":\"Commune One\",\"trang\":\"../xa-mot.md\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[106,11],[106.5,11],[106.5,11.5],[106,11.5],[106,11]]]}}}},
{{\"type\":\"Feature\",\"properties\":{{\"ma\":\"{second}\",\"ten\":\"Xã Hai\",\"name\":\"Commune Two\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[106.5,11],[107,11],[107,11.5],[106.5,11.5],[106.5,11]]]}}}}]}}"
    )
}

fn site() -> Site {
    let page = |title: &str, text: &str| format!("---\ntitle: {title}\n---\n{text}\n");
    Site::new()
        .page("xa-mot", "Xã Một.\n")
        .file("content/gioi-thieu/_index.en.md", "---\ntitle: About\nkind: page\nslug: about\n---\n")
        .file("content/gioi-thieu/xa-mot.en.md", "---\ntitle: Commune One\n---\nOne.\n")
        .file(
            &format!("{FOLDER}/index.md"),
            &page("Bản đồ", "![Bản đồ hai xã](xa.geojson \"Dân số\")\n\n[Số liệu](dan.csv)"),
        )
        .file(
            &format!("{FOLDER}/index.en.md"),
            &page("Map", "![Map of two communes](xa.geojson)\n\n[Figures](dan.csv)"),
        )
        .file(&format!("{FOLDER}/xa.geojson"), &geojson("02"))
        .file(&format!("{FOLDER}/xa.schema.yaml"), SCHEMA)
        .file(&format!("{FOLDER}/dan.csv"), TABLE)
}

#[test]
fn one_file_may_be_drawn_twice_on_a_page_and_no_id_stands_there_twice() {
    let text = "---\ntitle: Bản đồ\n---\n![Bản đồ hai xã](xa.geojson \"Dân số\")\n\n![Cũng hai xã](xa.geojson)\n\n[Số liệu](dan.csv)\n";
    let built = with("index.md", text);
    assert_eq!(built.problems(), Vec::<String>::new());
    let html = built.html(PAGE);
    assert_eq!(attributes(&html, "figure.map svg.map-svg", "aria-label"), ["Bản đồ hai xã", "Cũng hai xã"]);
    let ids = attributes(&html, "[id]", "id");
    let once: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    for (attribute, sign) in
        [("href", "#"), ("aria-labelledby", ""), ("aria-describedby", ""), ("aria-controls", ""), ("for", "")]
    {
        for value in attributes(&html, &format!("figure.map [{attribute}]"), attribute) {
            let Some(names) = value.strip_prefix(sign).filter(|_| !value.starts_with('/')) else { continue };
            assert!(names.split(' ').all(|name| once.contains(&name.to_owned())), "{attribute}={value}");
        }
    }
    assert_eq!(texts(&html, "svg.map-svg .map-areas title").len(), 4);
    assert!(with("index.md", text).outputs == built.outputs, "the same inputs are the same bytes");
}

fn with(path: &str, text: &str) -> Built {
    site().file(&format!("{FOLDER}/{path}"), text).build()
}

#[test]
fn a_map_is_drawn_with_its_legend_its_table_and_its_files() {
    let built = site().build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let html = built.html(PAGE);
    assert_eq!(attributes(&html, "figure.map svg.map-svg", "aria-label"), ["Bản đồ hai xã"]);
    assert_eq!(texts(&html, "figure.map > figcaption"), ["Dân số"]);
    assert_eq!(texts(&html, "svg.map-svg .map-areas title"), ["Xã Một: 1.200 người", "Xã Hai: 3.400 người"]);
    assert_eq!(texts(&html, ".map-legend li"), ["1.200 (1)", "3.400 (1)"]);
    assert_eq!(texts(&html, ".map-legend-head"), ["Dân, người"]);
    assert_eq!(
        texts(&html, ".map-table th, .map-table td"),
        ["Tên", "Mã", "Dân (người)", "Xã Một", "01", "1.200", "Xã Hai", "02", "3.400"]
    );
    let files = attributes(&html, ".map-files a", "href");
    assert_eq!(files, ["/gioi-thieu/ban-do/xa.svg", "/gioi-thieu/ban-do/xa.geojson", "/gioi-thieu/ban-do/dan.csv"]);
    assert!(files.iter().all(|file| built.has(&file[1..])));
    assert_eq!(built.outputs["gioi-thieu/ban-do/xa.geojson"], geojson("02").into_bytes());
    let notes = texts(&html, ".map-notes").concat();
    assert!(notes.contains("Nguồn: Sở") && notes.contains("2023") && notes.contains("so với tệp gốc"), "{notes}");
    assert!(!attributes(&html, "link[rel=stylesheet]", "href").iter().all(|href| !href.contains("/map.")));
    assert!(!built.text("gioi-thieu/xa-mot/index.html").contains("/assets/map."), "other pages load nothing for maps");
}

#[test]
fn a_map_speaks_the_language_of_its_page_and_leads_to_pages_in_it() {
    let built = site().build();
    let (vi, en) = (built.html(PAGE), built.html("en/about/ban-do/index.html"));
    assert_eq!(attributes(&vi, "svg.map-svg a", "href"), ["/gioi-thieu/xa-mot/"]);
    assert_eq!(attributes(&vi, ".map-table a", "href"), ["/gioi-thieu/xa-mot/"]);
    assert_eq!(attributes(&en, "svg.map-svg a", "href"), ["/en/about/xa-mot/"]);
    assert_eq!(attributes(&en, "svg.map-svg a", "aria-label"), ["Commune One: 1,200 people"]);
    assert_eq!(texts(&en, "figure.map > figcaption"), ["Communes"]);
    let english = built.text("gioi-thieu/ban-do/xa.en.svg");
    assert!(english.contains("Communes") && !english.contains("Xã"), "{english}");
}

#[test]
fn a_picture_of_a_map_stands_alone() {
    let built = site().build();
    let svg = built.text("gioi-thieu/ban-do/xa.svg");
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.contains("<style>"), "{svg}");
    for says in ["Bản đồ xã", "Hai xã.", "Nguồn: Sở", "3.400"] {
        assert!(svg.contains(says), "{says}");
    }
    for never in ["<a ", "<script", "href", "NaN"] {
        assert!(!svg.contains(never), "{never}");
    }
}

#[test]
fn a_place_leads_to_no_page_that_readers_do_not_see() {
    let built = site().file("content/gioi-thieu/xa-mot.md", "---\ntitle: Xã Một\ndraft: true\n---\n").build();
    assert_eq!(attributes(&built.html(PAGE), "svg.map-svg a", "href"), Vec::<String>::new());
    let built = site().without("content/gioi-thieu/xa-mot.md").without("content/gioi-thieu/xa-mot.en.md").build();
    assert!(built.finding("D71").text("en").contains("content/gioi-thieu/xa-mot.md"), "{:?}", built.problems());
}

#[test]
fn machines_are_given_the_table_and_no_drawing() {
    let article = |body: &str| site().article("content/tin-tuc/ban-do/index.md", "Bản đồ", "2024-01-10", "", body);
    let built = article("![Bản đồ](xa.geojson)\n\n[Số liệu](dan.csv)\n")
        .file("content/tin-tuc/ban-do/xa.geojson", &geojson("02").replace("../xa-mot.md", "../../gioi-thieu/xa-mot.md"))
        .file("content/tin-tuc/ban-do/xa.schema.yaml", SCHEMA)
        .file("content/tin-tuc/ban-do/dan.csv", TABLE)
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let html = built.json("tin-tuc/ban-do/index.json")["content_html"].as_str().unwrap().to_owned();
    assert!(html.contains("<table>") && html.contains("1.200") && !html.contains("<svg"), "{html}");
}

#[test]
fn a_map_that_cannot_be_drawn_keeps_its_page_and_names_the_file() {
    for (path, text, code, says) in [
        ("xa.geojson", "{", "D61", "breaks off"),
        ("xa.schema.yaml", "map:\n  label: [a\n", "D21", ""),
        ("xa.schema.yaml", "map:\n  lable: ten\n", "D22", "“lable”"),
        ("xa.schema.yaml", "map:\n  label: tne\n", "D67", "“tne”"),
        ("xa.schema.yaml", &SCHEMA.replace("dan.csv", "dna.csv"), "D69", "no such table"),
        ("xa.schema.yaml", &SCHEMA.replace("value: Dân", "value: Dna"), "D69", "no column “Dna”"),
        ("dan.csv", "Mã,Dân\n01,a\n02,b\n", "D69", "holds no figures"),
        ("dan.csv", "Mã,Dân\n01,1\n01,2\n", "D69", "two rows"),
        ("dan.csv", "Mã,Dân\n01\n", "D03", "1 cells"),
        ("index.md", "---\ntitle: Bản đồ\n---\n![Bản đồ](xa.geojson)\n", "", ""),
    ] {
        let built = with(path, text);
        if code.is_empty() {
            // The English page links to the table still.
            assert!(built.has(PAGE));
            continue;
        }
        assert!(!built.has(PAGE), "{path}: {text}");
        let found = built.findings.iter().find(|finding| finding.message.code == code);
        assert!(
            found.is_some_and(|finding| finding.text("en").contains(says)),
            "{code} {says}: {:?}",
            built.problems()
        );
        assert!(built.quarantined.iter().any(|page| page.source.contains("ban-do/index.md")));
    }
    let built = site().without(&format!("{FOLDER}/xa.schema.yaml")).build();
    assert!(built.finding("D60").text("en").contains("xa.schema.yaml") && !built.has(PAGE));
}

#[test]
fn codes_without_a_partner_are_told_on_either_side() {
    let told = |built: &Built| {
        let of = built.findings.iter().filter(|finding| finding.message.code == "D68");
        let mut told: Vec<String> =
            of.map(|finding| format!("{} → {}", finding.text("en"), finding.hint("en"))).collect();
        told.sort();
        told
    };
    let told_of = told(&with("xa.geojson", &geojson("2")));
    assert_eq!(told_of.len(), 2, "{told_of:?}");
    assert!(
        told_of[0].contains("feature 2 “Xã Hai”") && told_of[0].contains("no row with the code “2”"),
        "{told_of:?}"
    );
    assert!(told_of[0].contains("The other side has “02”"), "zeros were lost: {told_of:?}");
    assert!(told_of[1].contains("no feature with the code “02”"), "{told_of:?}");
    let html = with("xa.geojson", &geojson("2")).html(PAGE);
    assert!(texts(&html, ".map-legend li").contains(&"Chưa có số liệu (1)".to_owned()));
}

#[test]
fn figures_that_no_reader_can_look_at_are_on_no_map() {
    let page = |text: &str| format!("---\ntitle: Bản đồ\n---\n{text}\n");
    let built = site()
        .file(&format!("{FOLDER}/index.md"), &page("![Bản đồ](xa.geojson)"))
        .file(&format!("{FOLDER}/index.en.md"), &page("![Map](xa.geojson)"))
        .build();
    assert!(built.finding("D69").hint("en").contains("link to dan.csv"), "{:?}", built.problems());
    assert!(!built.has(PAGE) && traces(&built, "3.400").is_empty());
}

#[test]
fn a_map_of_a_page_that_waits_is_nowhere() {
    let late = "---\ntitle: Bản đồ\npublish_at: 2024-02-01\n---\n![Bản đồ](xa.geojson)\n\n[Số liệu](dan.csv)\n";
    let built = site().file(&format!("{FOLDER}/index.md"), late).without(&format!("{FOLDER}/index.en.md")).build();
    for word in ["xã hai", "3400", "3.400"] {
        assert_eq!(traces(&built, word), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn a_file_of_50_megabytes_is_refused_before_it_is_read() {
    let built = with("xa.geojson", &" ".repeat((50 << 20) + 1));
    assert!(built.finding("D61").text("en").contains("the limit is 52 MB"), "{}", built.finding("D61").text("en"));
}

#[test]
fn the_names_of_places_are_searched() {
    let with_word = |name: &str| {
        let text = geojson("02").replace("Xã Hai", name);
        let built = with("xa.geojson", &text);
        built
            .outputs
            .iter()
            .filter(|(path, _)| path.contains("assets/search/"))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect::<Vec<_>>()
    };
    assert_ne!(with_word("Xã Hai"), with_word("Xã Bạch Mã"));
}
