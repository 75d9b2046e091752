//! What a target of `[publish]` adds to the portal itself: feeds that name a hub, and the key that search engines ask for.

use crate::command::Workspace;
use crate::site_builder::{Site, attributes};

const HUB: &str = "https://hub.example/";
const KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

fn site() -> Site {
    let site = Site::new().config("https://tinh.example", "https://tinh.example/so-y-te");
    site.article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "Lời.")
}

fn target(more: &str) -> String {
    format!("[publish.chinh-thuc]\ntarget = \"file:/srv/cong\"\n{more}\n[outputs]")
}

fn both() -> String {
    target(&format!("websub = [\"{HUB}\"]\nindexnow = {{ host = \"api.indexnow.org\", key = \"{KEY}\" }}"))
}

#[test]
fn feeds_name_the_hubs_that_are_told_of_them() {
    let built = site().config("[outputs]", &both()).build();
    for (path, element) in [("tin-tuc/rss.xml", "atom\\:link"), ("tin-tuc/atom.xml", "link")] {
        let feed = built.html(path);
        let hubs = attributes(&feed, &format!("{element}[rel=hub]"), "href");
        assert_eq!(hubs, [HUB], "{path}");
    }
    let hubs = serde_json::json!([{ "type": "WebSub", "url": HUB }]);
    assert_eq!(built.json("tin-tuc/feed.json")["hubs"], hubs);
}

#[test]
fn the_key_for_search_engines_is_a_file_at_the_root() {
    let built = site().config("[outputs]", &both()).build();
    assert_eq!(built.text(&format!("{KEY}.txt")), KEY);
    assert!(built.problems().is_empty(), "{:?}", built.problems());
}

#[test]
fn without_them_every_byte_stays() {
    let plain = site().build();
    let targeted = site().config("[outputs]", &target("")).build();
    assert_eq!(plain.outputs, targeted.outputs);
    assert!(!plain.text("tin-tuc/rss.xml").contains("hub"));
}

#[test]
fn a_hub_or_a_key_that_comes_or_goes_changes_what_shows_it() {
    let workspace = Workspace::with(&site());
    for more in [target(""), both(), target("websub = [\"https://khac.example/\"]"), target("")] {
        site().config("[outputs]", &more).save_to(workspace.path());
        assert_eq!(workspace.cong(&["build"]).code, 0);
        assert_eq!(workspace.cong(&["verify"]).code, 0, "{more}");
        assert_eq!(workspace.exists(&format!("public/{KEY}.txt")), more.contains(KEY));
    }
}
