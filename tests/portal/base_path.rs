//! Holds that a portal that lives below a path is the same portal: each address has the path in front, and nothing else differs.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cong::cache::Cache;
use cong::files::Files;
use cong::serve::Preview;
use scraper::Html;
use serde_json::Value;

use crate::command::Workspace;
use crate::site_builder::{Built, Site, attributes, build, moment, place, repository};

const HOST: &str = "https://x.example";
const PATH: &str = "/nhanh/a";

/// The portal in this repository as if it lived at another address.
fn sample(base_url: &str) -> Built {
    let mut files = repository();
    let text = String::from_utf8(files.read("site.toml").unwrap()).unwrap();
    let old = text.lines().find(|line| line.starts_with("base_url")).unwrap();
    files.put("site.toml", text.replace(old, &format!("base_url = \"{base_url}\"")).into_bytes());
    build(Arc::new(files), "2024-01-20", false)
}

fn below() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| sample(&format!("{HOST}{PATH}")));
    &BUILT
}

/// Addresses of this host that do not have the path in front.
fn outside(text: &str) -> bool {
    let on_host = ["https://x.example", "http://x.example", "webcal://x.example", "//x.example"];
    let path = match on_host.iter().find_map(|host| text.strip_prefix(host)) {
        Some(path) => path,
        None if text.starts_with('/') && !text.starts_with("//") => text,
        None => return false,
    };
    !path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(map) => map.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// Every value of an output in which an address may stand.
fn values(path: &str, text: &str) -> Vec<String> {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => {
            let html = Html::parse_document(text);
            let all = html.root_element().descendants().filter_map(|node| node.value().as_element());
            let mut found: Vec<String> =
                all.flat_map(|element| element.attrs().map(|(_, value)| value.to_owned())).collect();
            let lists: Vec<String> =
                found.iter().flat_map(|value| value.split([',', ' ', '='])).map(str::to_owned).collect();
            found.extend(lists);
            let data = html.root_element().descendants().filter_map(|node| node.value().as_text());
            found.extend(data.filter_map(|text| serde_json::from_str::<Value>(text).ok()).flat_map(|data| {
                let mut all = Vec::new();
                strings(&data, &mut all);
                all.into_iter().map(str::to_owned).collect::<Vec<_>>()
            }));
            found
        }
        "json" => {
            let value: Value = serde_json::from_str(text).unwrap();
            let mut found = Vec::new();
            strings(&value, &mut found);
            found
                .into_iter()
                .flat_map(|text| {
                    let html = Html::parse_fragment(text);
                    let inner =
                        attributes(&html, "[href]", "href").into_iter().chain(attributes(&html, "[src]", "src"));
                    inner.chain([text.to_owned()]).collect::<Vec<_>>()
                })
                .collect()
        }
        "css" => text.split("url(").skip(1).map(|rest| rest.trim_matches(['"', '\'']).to_owned()).collect(),
        "xml" => {
            let parts = text.split('<').flat_map(|part| part.split(['>', '"', ' ']).skip(1));
            parts.filter(|part| *part != "/").map(str::to_owned).collect()
        }
        "ics" => text.replace("\r\n ", "").split_whitespace().map(str::to_owned).collect(),
        // robots.txt allows `/`.
        _ => text.split_whitespace().filter(|word| *word != "/").map(str::to_owned).collect(),
    }
}

#[test]
fn no_address_of_a_portal_below_a_path_lacks_the_path() {
    let built = below();
    assert_eq!(built.problems(), [""; 0]);
    let mut seen = 0;
    for (path, bytes) in &built.outputs {
        // Cards of the search keep addresses in letters of their own.
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let is_own =
            !path.ends_with(".svg") && !path.ends_with(".js") && !path.ends_with(".csv") && !path.contains("/k");
        if !is_own || path.ends_with(".nginx.conf") || path.ends_with(".vtt") {
            continue;
        }
        for value in values(path, text) {
            // `about` of a document number, a media type, a clock: what begins with a slash and is no address.
            assert!(!outside(value.trim_start_matches("SOURCE:").trim_start_matches("URL:")), "{path}: {value}");
            seen += usize::from(value.contains(PATH));
        }
    }
    assert!(seen > 10_000, "{seen}");
}

fn name_of_assets(file: &str) -> Option<&str> {
    file.strip_suffix("index.html").filter(|folder| folder.starts_with("assets/"))
}

/// Addresses of the portal, at the host and path where it lives, behind which there is no file of the output.
pub fn dangling(built: &Built, host: &str, at: &str) -> Vec<String> {
    let is_there = |address: &str| {
        let address = address.split(['?', '#']).next().unwrap();
        let local = address.strip_prefix(host).unwrap_or(address).strip_prefix(at)?;
        let name = cong::text::address::decode(local.strip_prefix('/')?).into_owned();
        let file = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name };
        // Scripts are told of folders in which their files stand.
        let is_folder =
            name_of_assets(&file).is_some_and(|folder| built.outputs.keys().any(|path| path.starts_with(folder)));
        Some(is_folder || built.outputs.contains_key(&file))
    };
    let mut lost = Vec::new();
    for (path, bytes) in &built.outputs {
        let is_read = [".html", ".xml", ".json", ".ics"].iter().any(|end| path.ends_with(end));
        // The search has the addresses of sections that no page is made of.
        let is_read = is_read && !path.starts_with("assets/search/");
        let Some(text) = is_read.then(|| std::str::from_utf8(bytes).ok()).flatten() else { continue };
        for value in values(path, text) {
            let value = value.trim_start_matches("SOURCE:").trim_start_matches("URL:").trim_end_matches(['"', '\'']);
            // An id of JSON-LD and a pattern of addresses name no file.
            let is_address = !value.contains([' ', ',', '{', '<']) && !value.contains("/#");
            if is_address && is_there(value) == Some(false) {
                lost.push(format!("{path}: {value}"));
            }
        }
    }
    lost.sort();
    lost.dedup();
    lost
}

#[test]
fn every_address_of_a_portal_below_a_path_leads_to_one_of_its_files() {
    assert_eq!(dangling(below(), HOST, PATH), [""; 0]);
}

/// Files of rows that are looked up.
const ROWS: &str = "assets/lookup/";

/// The name of a file of the search without its hash, so that both builds have the same. Rows that are looked up have names and
/// contents that follow from the portal's address.
fn name(path: &str) -> String {
    if path.starts_with(ROWS) {
        return ROWS.to_owned();
    }
    match path.strip_prefix("assets/search/") {
        Some(rest) => format!("assets/search/{}", rest.split('.').next().unwrap()),
        None => path.to_owned(),
    }
}

#[test]
fn a_portal_below_a_path_differs_in_the_path_alone() {
    let (below, plain) = (below(), sample(HOST));
    let hashes = regex_lite(&below.outputs).into_iter().chain(regex_lite(&plain.outputs)).collect::<Vec<_>>();
    let leveled = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).replace("\r\n ", "").replace(PATH, "");
        hashes.iter().fold(text, |text, hash| text.replace(hash.as_str(), "HASH"))
    };
    let by_name = |built: &Built| -> BTreeMap<String, Vec<u8>> {
        built.outputs.iter().map(|(path, bytes)| (name(path), bytes.clone())).collect()
    };
    let rows = |built: &Built| built.outputs.keys().filter(|path| path.starts_with(ROWS)).count();
    assert!(rows(below) > 0 && rows(below) == rows(&plain));
    let (below, plain) = (by_name(below), by_name(&plain));
    let only = |one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        one.keys().filter(|path| !other.contains_key(*path)).cloned().collect()
    };
    assert_eq!(
        [only(&below, &plain), only(&plain, &below)],
        [[""; 0]; 2],
        "the files are the same, and stand at the root of the output folder"
    );
    for (path, bytes) in &below {
        // Its head says where to include it, which differs; the rules are looked at in `hosts_are_told_…`.
        // Pictures for social networks show where the portal stands.
        if path == "_headers.nginx.conf"
            || path == ROWS
            || path.ends_with("og.png")
            || leveled(bytes).contains("lookup-form")
        {
            continue;
        }
        assert!(leveled(bytes) == leveled(&plain[path]), "{path} differs in more than the path");
    }
}

/// Names of the entry files of the search, which are made of their contents.
fn regex_lite(outputs: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let entries = outputs.keys().filter_map(|path| path.strip_prefix("assets/search/")?.strip_suffix(".json"));
    entries.filter(|name| !name.contains('/')).filter_map(|name| name.split('.').nth(1)).map(str::to_owned).collect()
}

fn small(base_url: &str) -> Site {
    Site::new()
        .config("base_url = \"https://tinh.example\"", &format!("base_url = \"{base_url}\""))
        .article(
            "content/tin-tuc/a.md",
            "Bài a",
            "2024-01-10",
            "aliases: [/cu/a/]\n",
            "Xem [b](/tin-tuc/b/#muc), [tệp](b.pdf), [cùng máy](https://tinh.example/khac/).",
        )
        .article(
            "content/tin-tuc/b.md",
            "Bài b",
            "2024-01-11",
            "",
            "## Mục\n\nXem [a](https://tinh.example/so-y-te/tin-tuc/a/), [a](/so-y-te/tin-tuc/a/).",
        )
        .bytes("content/tin-tuc/b.pdf", b"%PDF-1.4")
}

#[test]
fn links_of_editors_are_counted_from_the_root_of_the_portal() {
    let built = small("https://tinh.example/so-y-te/").build();
    assert_eq!(built.problems(), [""; 0]);
    let links = |path: &str| attributes(&built.html(path), "main .prose a", "href");
    let own = ["/so-y-te/tin-tuc/b/#muc", "/so-y-te/tin-tuc/b.pdf", "https://tinh.example/khac/"];
    assert_eq!(links("tin-tuc/a/index.html"), own, "what stands beside the portal on its host is elsewhere");
    assert_eq!(links("tin-tuc/b/index.html"), ["/so-y-te/tin-tuc/a/", "/so-y-te/tin-tuc/a/"], "the path stands once");
    assert_eq!(
        built.text("_redirects"),
        "/so-y-te/cu/a/ /so-y-te/tin-tuc/a/ 301!\n/so-y-te/cu/a/ /so-y-te/tin-tuc/a/ 301\n"
    );
    assert!(built.text("cu/a/index.html").contains("url=/so-y-te/tin-tuc/a/\""));
    assert!(built.text("robots.txt").ends_with("Sitemap: https://tinh.example/so-y-te/sitemap.xml\n"));
}

#[test]
fn hosts_are_told_of_the_path() {
    let built = small("https://tinh.example:8443/so-y-te").build();
    let netlify = built.text("_headers");
    let paths: Vec<&str> = netlify.lines().filter(|line| line.starts_with('/')).collect();
    assert!(paths.len() > 10 && paths.iter().all(|path| path.starts_with("/so-y-te/")), "{paths:?}");
    let nginx = built.text("_headers.nginx.conf");
    assert!(nginx.contains("location /so-y-te/ { alias "), "{nginx}");
    assert!(nginx.contains("set $cong_missing /so-y-te/404.html;\n"), "{nginx}");
    assert!(nginx.contains("if ($uri ~ \"^/so-y-te/en/\") { set $cong_missing /so-y-te/en/404.html; }"), "{nginx}");
    assert!(nginx.contains("location = /so-y-te { return 301 /so-y-te/; }"), "{nginx}");
    assert!(nginx.contains("if ($uri ~ \"^/so-y-te/(_headers|_redirects|"), "{nginx}");
    let assets = nginx.lines().filter(|line| line.contains("/assets/")).collect::<Vec<_>>();
    assert!(!assets.is_empty() && assets.iter().all(|line| !line.contains("^/assets/")), "{assets:?}");
    assert!(built.text("atom.xml").contains("href=\"https://tinh.example:8443/so-y-te/atom.xml\" rel=\"self\""));
}

#[test]
fn a_base_url_that_cannot_be_served_is_refused_at_its_line() {
    for (bad, words) in [
        ("http://tinh.example", "HTTPS"),
        ("https://tinh.example/Sở Y tế", "chữ thường không dấu"),
        ("https://tinh.example/So-Y-Te", "chữ thường không dấu"),
        ("https://tinh.example/a/../b", "chữ thường không dấu"),
        ("https://tinh.example/?a=1", "Bỏ từ dấu ?"),
        ("https://u:p@tinh.example", "@"),
        ("tinh.example", "https://tinh.gov.vn"),
    ] {
        let built = small(bad).build();
        let finding = built.finding("C02");
        assert_eq!(place(finding), "site.toml:1:12", "{bad}");
        assert!(finding.hint("vi").contains(words), "{bad}: {}", finding.hint("vi"));
        assert!(built.outputs.is_empty());
    }
    assert!(!small("http://localhost:8080/a").build().outputs.is_empty());
}

#[test]
fn the_preview_serves_a_portal_below_its_path_and_leads_there() {
    let files: Arc<dyn Files> = Arc::new(small("https://tinh.example/so-y-te").files());
    let preview = Preview::new(files, "vi".to_owned(), false, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    let ask = |path: &str| {
        let reply = preview.reply(path);
        (reply.status, reply.location)
    };
    let to = |status: u16, location: &str| (status, Some(location.to_owned()));
    assert_eq!(ask("/"), to(302, "/so-y-te/"));
    assert_eq!(ask("/so-y-te"), to(302, "/so-y-te/"));
    assert_eq!(ask("/so-y-te/tin-tuc/a"), to(308, "/so-y-te/tin-tuc/a/"));
    assert_eq!(ask("/so-y-te/cu/a/"), to(302, "/so-y-te/tin-tuc/a/"));
    for (path, status) in [("/so-y-te/", 200), ("/so-y-te/rss.xml", 200), ("/tin-tuc/a/", 404), ("/so-y-te-2/", 404)] {
        assert_eq!(ask(path), (status, None), "{path}");
    }
    let html = scraper::Html::parse_document(
        &String::from_utf8(preview.reply("/so-y-te/tim-kiem/").body.read().unwrap()).unwrap(),
    );
    for asset in
        attributes(&html, "link[rel=stylesheet]", "href").iter().chain(&attributes(&html, "script[src]", "src"))
    {
        assert!(asset.starts_with("/_cong/") || ask(asset) == (200, None), "{asset}");
    }
    let entry = attributes(&html, "[data-entry]", "data-entry");
    assert!(entry.len() == 1 && ask(&entry[0]) == (200, None), "{entry:?}");
}

#[test]
fn a_build_in_a_folder_and_verify_agree_on_a_portal_below_a_path() {
    let workspace = Workspace::with(&small("https://tinh.example/so-y-te"));
    for arguments in [&["build", "--at", "2024-01-15"][..], &["verify", "--at", "2024-01-15"]] {
        let run = workspace.cong(arguments);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }
    assert!(
        workspace.exists("public/tin-tuc/a/index.html") && !workspace.exists("public/so-y-te"),
        "the folder is the path"
    );
}
