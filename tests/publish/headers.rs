//! Which headers a published file is sent with, and what of them a store keeps.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cong::publish::inventory::{self, Carrier, Portal};
use cong::publish::{Inventory, Turn};
use cong::write::Manifest;
use cong::write::manifest::{Owned, Quarantined};

use crate::site_builder::{Built, Site};

fn built() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| {
        Site::new()
            .article(
                "content/tin-tuc/bai/index.md",
                "Bài",
                "2024-01-10",
                "",
                "[Mẫu](mau.docx) [Số liệu](so-lieu.csv)\n",
            )
            .article("content/tin-tuc/bai/index.en.md", "Item", "2024-01-10", "", "Text\n")
            .file("content/tin-tuc/bai/mau.docx", "mẫu")
            .file("content/tin-tuc/bai/so-lieu.csv", "năm,số\n2023,1\n")
            .build()
    });
    &BUILT
}

fn inventory(carrier: Carrier) -> Inventory {
    let built = built();
    let owned = |bytes: &Vec<u8>| Owned::new(&cong::files::hash(bytes), bytes.len() as u64);
    let files = built.outputs.iter().map(|(path, bytes)| (path.clone(), owned(bytes)));
    let quarantined = ["/tin-tuc/b%C3%A3o/", "/"].map(|url| Quarantined { source: String::new(), url: url.to_owned() });
    let manifest = Manifest { files: files.collect(), quarantined: quarantined.into(), ..Manifest::default() };
    let policy = &built.renderer.as_ref().unwrap().policy;
    inventory::from_output(&manifest, &Portal { policy, base: "", languages: &["vi", "en"], carrier })
}

fn headers(inventory: &Inventory, end: &str) -> BTreeMap<String, String> {
    let (_, item) = inventory.items.iter().find(|(path, _)| path.ends_with(end)).unwrap_or_else(|| panic!("no {end}"));
    item.headers.0.iter().cloned().collect()
}

#[test]
fn a_store_keeps_type_language_lifetime_and_disposition() {
    let inventory = inventory(Carrier::Store);
    let told = |end: &str| {
        headers(&inventory, end).into_iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()
    };
    let asked = "Cache-Control: public, max-age=0, must-revalidate";
    let vietnamese = [asked, "Content-Language: vi", "Content-Type: text/html; charset=utf-8"];
    assert_eq!(told("tin-tuc/bai/index.html"), vietnamese);
    assert_eq!(told("en/news/bai/index.html")[1], "Content-Language: en");
    assert_eq!(told("so-lieu.csv"), [asked, "Content-Type: text/csv; charset=utf-8"]);
    let office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let download =
        [asked, "Content-Disposition: attachment; filename=\"mau.docx\"", &format!("Content-Type: {office}")];
    assert_eq!(told("mau.docx"), download);
    assert!(!inventory.items.contains_key("_headers"), "a store would hand it out");
}

#[test]
fn only_what_is_named_after_its_contents_is_kept_for_ever() {
    let inventory = inventory(Carrier::Store);
    let mut hashed = 0;
    for (path, item) in &inventory.items {
        let is_immutable = item.headers.get("cache-control").unwrap().contains("immutable");
        assert_eq!(item.hashed, is_immutable, "{path}");
        assert!(!is_immutable || item.turn == Turn::Asset && path.starts_with("assets/"), "{path}");
        hashed += usize::from(is_immutable);
    }
    assert!(hashed > 3, "styles, scripts and the search index");
}

#[test]
fn a_host_sends_the_headers_of_the_policy_too() {
    let host = inventory(Carrier::Host);
    let page = headers(&host, "tin-tuc/bai/index.html");
    let policy = &built().renderer.as_ref().unwrap().policy;
    for (name, value) in policy.headers("/tin-tuc/bai/index.html") {
        assert_eq!(page[name], value);
    }
    assert_eq!(page["Content-Type"], "text/html; charset=utf-8");
    assert!(host.items.contains_key("_headers"));
}

#[test]
fn a_page_that_could_not_be_built_is_known_by_its_file() {
    assert_eq!(inventory(Carrier::Store).quarantined, ["tin-tuc/bão/index.html", "index.html"]);
}
