//! What a kind of the portal's own may say as the built-in ones do: which links name its items.

use crate::site_builder::{Site, attributes};

/// A kind with more lines of its file.
fn kind(folder: &str, more: &str) -> String {
    format!(
        "schema_org = \"Thing\"\nfolder = \"{folder}\"\nsort = \"title\"\ndated = false\nlabel = \"Quầy\"\nplural = \"Quầy\"\n{more}\
        fields = [ {{ name = \"number\", type = \"text\", label = \"Số\", help = \"Số.\" }} ]\n"
    )
}

fn linked(more: &str) -> Site {
    Site::new()
        .file("kinds/desk.toml", &kind("quay", more))
        .file("content/quay/_index.md", "---\ntitle: Quầy\nkind: desk\n---\n")
        .file("content/quay/mot-cua.md", "---\ntitle: Một cửa\nnumber: 7/Q\n---\n")
        .page("goi", "[Gọi](lien-he:mot-cua), [xem](<van-ban:7/q>).\n")
}

#[test]
fn links_name_the_items_of_every_kind_that_says_so() {
    for (linked_by, leads) in [("lien-he", [true, false]), ("van-ban", [false, true])] {
        let built = linked(&format!("linked_by = \"{linked_by}\"\n")).build();
        let wrong = if leads[0] { "[xem]" } else { "[Gọi]" };
        assert_eq!(built.problems().len(), 1, "{wrong} alone leads nowhere: {:?}", built.problems());
        let links = attributes(&built.html("gioi-thieu/goi/index.html"), "main a", "href");
        assert_eq!(links.iter().filter(|link| *link == "/quay/mot-cua/").count(), 1, "{links:?}");
    }
    assert_eq!(linked("").build().problems().len(), 2);
}
