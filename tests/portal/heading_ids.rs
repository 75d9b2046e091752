//! No id stands twice on a page: headings give way to the theme, to footnotes and to each other, in all texts of the page.

use std::collections::BTreeSet;

use cong::files::Files;

use crate::command::Workspace;
use crate::serve::{body, changed, preview, recording_files};
use crate::site_builder::{Built, Site, article, attributes, repository, repository_built};

const BASE: &str = "themes/portal/templates/base.html";

fn ids(built: &Built, path: &str) -> Vec<String> {
    attributes(&built.html(path), "[id]", "id")
}

fn assert_unique(ids: &[String], page: &str) {
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{page}: {ids:?}");
}

#[test]
fn a_heading_never_takes_an_id_of_the_theme() {
    let headings = "## Main\n\n## Menu\n\n## Top\n\n## Toc\n\n## Q\n\n## Tools\n\n## State open\n\n## Fn 1\n\n## Fnref 1 2\n\nMột[^1].\n\n[^1]: Hai.\n";
    let built = Site::new().page("thu", headings).build();
    let all = ids(&built, "gioi-thieu/thu/index.html");
    assert_unique(&all, "thu");
    for id in ["muc-main", "muc-menu", "muc-state-open", "muc-fn-1", "muc-fnref-1-2", "fn-1"] {
        assert!(all.iter().any(|own| own == id), "{id}: {all:?}");
    }
}

#[test]
fn a_link_to_such_a_heading_is_told_its_new_name() {
    let built = Site::new().page("thu", "## Menu\n\n[x](#menu)\n").build();
    assert_eq!(built.finding("M04").hint("en"), "What can stand here: muc-menu");
}

#[test]
fn texts_of_fields_share_the_ids_of_their_page() {
    let built = Site::new()
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
        .file(
            "content/hoi-dap/a.md",
            "---\ntitle: Hỏi\nagency: so-y-te\nreceived: 2024-01-02\nanswered: 2024-01-03\nquestion: |\n  ## Nội dung\n\n  Một[^1].\n\n  [^1]: Hai.\n---\n## Nội dung\n\nBa[^1].\n\n[^1]: Bốn.\n",
        )
        .build();
    let all = ids(&built, "hoi-dap/a/index.html");
    assert_unique(&all, "a");
    for id in ["noi-dung", "noi-dung-2", "fn-1", "fn2-1", "fnref-1", "fnref2-1"] {
        assert!(all.iter().any(|own| own == id), "{id}: {all:?} {:?}", built.problems());
    }
}

#[test]
fn no_id_stands_twice_on_any_page_of_the_sample() {
    let built = repository_built();
    for path in built.outputs.keys().filter(|path| path.ends_with(".html")) {
        assert_unique(&ids(built, path), path);
    }
}

/// The theme's page with one more id.
fn base_with_id() -> String {
    let base = String::from_utf8(repository().read(BASE).unwrap()).unwrap();
    base.replacen("<body", "<body id=\"ke-hoach\"", 1)
}

#[test]
fn an_id_that_the_theme_begins_to_use_renames_headings_in_an_incremental_build_too() {
    let workspace = Workspace::with(&Site::new().page("thu", "## Kế hoạch\n"));
    let page = "public/gioi-thieu/thu/index.html";
    workspace.cong(&["build"]);
    assert!(workspace.read(page).contains("<h2 id=\"ke-hoach\">") || workspace.read(page).contains("<h2 id=ke-hoach>"));
    std::fs::create_dir_all(workspace.join("themes/portal/templates")).unwrap();
    std::fs::write(workspace.join(BASE), base_with_id()).unwrap();
    workspace.cong(&["build"]);
    assert!(workspace.read(page).contains("muc-ke-hoach"), "{}", workspace.read(page));
    assert_eq!(workspace.cong(&["verify"]).code, 0);
}

#[test]
fn the_preview_renames_headings_when_the_theme_takes_an_id() {
    let workspace = recording_files();
    workspace.put("content/tin-tuc/a.md", article("A", "2024-01-10", "", "## Kế hoạch\n"));
    let preview = preview(&workspace, false);
    assert!(body(&preview, "/tin-tuc/a/").contains("<h2 id=\"ke-hoach\">"));
    workspace.put(BASE, base_with_id());
    preview.reload(changed(&[BASE]), &[]);
    assert!(body(&preview, "/tin-tuc/a/").contains("<h2 id=\"muc-ke-hoach\">"));
}
