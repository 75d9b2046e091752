//! What cannot be rendered: the page is absent, no other output knows of it, and a later build finds its way back.

use std::collections::BTreeMap;
use std::sync::Arc;

use cong::cache::Cache;
use cong::files::Files;
use cong::load::embedded;
use cong::pipeline::{self, Input, Options, Order, Silent};
use cong::write::Nowhere;

use crate::command::Workspace;
use crate::law::{ARTICLES, Build, Portal, build, nothing};
use crate::site_builder::{Built, Outputs, Site, attributes, build_to, moment, output, traces};

const NEWS: &str = "content/tin-tuc/2024/01/zzhong.md";

/// A template of the theme with something before its `<main`, or wherever that stands.
fn template(name: &str, mark: &str, more: &str) -> (String, String) {
    let path = format!("templates/{name}");
    let theme = embedded::theme();
    let (_, bytes) = theme.iter().find(|(known, _)| *known == path).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(mark));
    (format!("themes/portal/{path}"), text.replacen(mark, &format!("{more}{mark}"), 1))
}

/// `what` stands on every page whose title says so.
fn broken_where(title: &str, what: &str) -> (String, String) {
    template("base.html", "<main", &format!("{{% if \"{title}\" in page.title %}}{what}{{% endif %}}"))
}

const UNKNOWN: &str = "{{ page.khong.co }}";
const INLINE: &str = "<p style=\"color:red\">x</p>";

/// Three articles, of which the second has all that others may show of it.
fn portal(what: &str) -> Site {
    let (path, text) = broken_where("Hỏng", what);
    let more = "aliases: [/zzcu/]\ntopics: [chuyen-doi-so]\nagency: so-y-te\nfeatured: true\nimage: zzanh.png\nimage_alt: Ảnh\n";
    Site::new()
        .file(&path, &text)
        .article("content/tin-tuc/2024/01/mot.md", "Một", "2024-01-05", "", "Xem [bài kia](zzhong.md).\n")
        .article(NEWS, "Hỏng zzten", "2024-01-06", more, "Chữ zzchu.\n")
        .bytes("content/tin-tuc/2024/01/zzanh.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\x0aIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xaeB\x60\x82")
        .article("content/tin-tuc/2024/01/ba.md", "Ba", "2024-01-07", &format!("related: [{}]\n", "zzhong.md"), "Chữ.\n")
}

fn errors(built: &Built) -> Vec<&str> {
    built.codes().into_iter().filter(|code| code.starts_with(['T', 'H', 'S'])).collect()
}

#[test]
fn a_page_that_fails_when_it_is_rendered_stands_nowhere() {
    assert!(!traces(&portal("").build(), "zz").is_empty(), "it would stand in many places");
    for (what, code) in [(UNKNOWN, "T02"), (INLINE, "H03"), ("<img src=\"https://a.example/x.png\">", "H04")] {
        let built = portal(what).build();
        // Whole words: the name of an asset may have any two letters.
        for word in ["zzhong", "zzten", "zzchu", "zzcu", "zzanh"] {
            assert_eq!(traces(&built, word), Vec::<String>::new(), "{code}");
        }
        built.finding(code);
        let missing: Vec<_> = built.quarantined.iter().map(|page| (&*page.source, &*page.url)).collect();
        assert_eq!(missing, [(NEWS, "/tin-tuc/2024/01/zzhong/")]);
        // The link to it is said, as to any page that readers do not see.
        assert!(built.problems().iter().any(|found| found.contains("content/tin-tuc/2024/01/mot.md")));
    }
}

#[test]
fn every_page_of_the_output_is_there_that_another_names() {
    let built = portal(UNKNOWN).build();
    for path in built.outputs.keys().filter(|path| path.ends_with(".html")) {
        for href in attributes(&built.html(path), "a[href^='/']", "href") {
            let target = href.split(['?', '#']).next().unwrap().trim_start_matches('/');
            let file = if target.is_empty() || target.ends_with('/') {
                format!("{target}index.html")
            } else {
                target.to_owned()
            };
            assert!(built.has(&file), "{path} leads to {href}");
        }
    }
}

#[test]
fn a_section_that_fails_goes_alone() {
    let (path, text) = broken_where("Mục hỏng", UNKNOWN);
    let built = Site::new()
        .file(&path, &text)
        .article("content/tin-tuc/b.md", "B", "2024-01-05", "", "Chữ.\n")
        .file("content/muc/_index.md", "---\ntitle: Mục hỏng\nkind: article\n---\n")
        .article("content/muc/a.md", "A", "2024-01-05", "", "Chữ.\n")
        .build();
    assert!(built.has("muc/a/index.html") && !built.has("muc/index.html") && !built.has("muc/rss.xml"));
    assert_eq!(errors(&built), ["T02"]);
    assert!(!built.text("muc/a/index.html").contains("href=\"/muc/\""));
}

#[test]
fn a_page_that_fails_because_another_is_missing_goes_too() {
    // An article that needs its neighbour.
    let needs = "{% set all = pages(kind=\"article\") %}{% if page.title == \"Cần\" and not all | length > 1 %}{{ page.khong.co }}{% endif %}";
    let hurt = format!("{{% if page.title == \"Hỏng\" %}}{UNKNOWN}{{% endif %}}{needs}");
    let (path, text) = template("base.html", "<main", &hurt);
    let site = Site::new()
        .file(&path, &text)
        .article("content/tin-tuc/can.md", "Cần", "2024-01-05", "", "Chữ.\n")
        .article("content/tin-tuc/hong.md", "Hỏng", "2024-01-06", "", "Chữ.\n");
    let built = site.build();
    let missing: Vec<_> = built.quarantined.iter().map(|page| &*page.source).collect();
    assert_eq!(missing, ["content/tin-tuc/can.md", "content/tin-tuc/hong.md"]);
    assert_eq!(errors(&built), ["T02", "T02"]);
}

#[test]
fn where_every_page_fails_the_theme_is_named_and_nothing_is_taken_out() {
    let (path, text) = template("base.html", "<main", UNKNOWN);
    let site = (10..40).fold(Site::new().file(&path, &text), |site, n| {
        site.article(&format!("content/tin-tuc/bai-{n}.md"), &format!("Bài {n}"), "2024-01-05", "", "Chữ.\n")
    });
    let built = site.build();
    assert_eq!(errors(&built), ["T02"], "one mistake is told once");
    assert!(built.quarantined.len() > 30, "and every page is named: {:?}", built.quarantined.len());
    assert!(built.text("tin-tuc/rss.xml").contains("Bài 39"));
}

#[test]
fn with_strict_the_same_is_said_and_nothing_written() {
    let files: Arc<dyn Files> = Arc::new(portal(UNKNOWN).files());
    let options = Options { at: moment("2024-01-15 12:00"), show_all: false, foreign: false, preview: false };
    let input = Input { files: &files, options, cache: &Cache::default(), progress: &Silent };
    let mut outputs = Outputs::default();
    let order = Order { strict: true, ..Order::default() };
    let built = pipeline::build(&input, &order, &mut outputs).unwrap();
    assert!(built.wrote_nothing && outputs.finished().1.is_empty());
    let said = |built: &[cong::diag::Finding]| built.iter().map(|found| found.text("en")).collect::<Vec<_>>();
    assert_eq!(said(&built.findings), said(&portal(UNKNOWN).build().findings));
}

#[test]
fn the_folder_holds_what_a_build_without_the_page_makes() {
    let folder = tempfile::tempdir().unwrap();
    let files: Arc<dyn Files> = Arc::new(portal(UNKNOWN).files());
    let built = build_to(&files, "2024-01-15 12:00", false, &mut output(folder.path()));
    let outputs = portal(UNKNOWN).build().outputs;
    let found: BTreeMap<String, Vec<u8>> = walkdir::WalkDir::new(folder.path())
        .into_iter()
        .filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_file()))
        .map(|entry| {
            let path = entry.path().strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
            (path, std::fs::read(entry.path()).unwrap())
        })
        .filter(|(path, _)| !path.starts_with(".cong-"))
        .collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), outputs.keys().collect::<Vec<_>>());
    assert_eq!(found, outputs);
    assert_eq!((built.written, built.kept, built.deleted), (outputs.len(), 0, 0));
    let again = build_to(&files, "2024-01-15 12:00", false, &mut output(folder.path()));
    assert_eq!(again.deleted, 0, "what only the first round needed is nothing that was published");
}

#[test]
fn build_and_verify_agree_about_a_page_that_fails() {
    let workspace = Workspace::with(&portal(UNKNOWN));
    for again in ["", "--strict"] {
        let arguments: Vec<&str> =
            ["build", "--at", "2024-01-15 12:00", again].into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(workspace.cong(&arguments).code, 1);
    }
    for sample in ["100", "10"] {
        let run = workspace.cong(&["verify", "--at", "2024-01-15 12:00", "--sample", sample, "--lang", "en"]);
        assert!(run.code == 0 && run.out.contains("0 differences"), "{} {}", run.out, run.err);
    }
}

#[test]
fn what_a_broken_page_would_change_later_is_the_next_change() {
    let next =
        |site: &Site| site.build().renderer.unwrap().site.next_change().cloned().map(|(_, source)| source.to_string());
    let broken = Site::new().article("content/tin-tuc/a.md", "A", "2024-01-05", "publish_at: 2024-02-01\nsai: 1\n", "");
    assert_eq!(next(&broken).as_deref(), Some("content/tin-tuc/a.md"));
    let failing = |more: &str| {
        let (path, text) = broken_where("Hỏng", UNKNOWN);
        next(&Site::new().file(&path, &text).article("content/tin-tuc/a.md", "Hỏng", "2024-01-05", more, ""))
    };
    assert_eq!(failing("expires: 2024-02-01\n").as_deref(), Some("content/tin-tuc/a.md"));
    assert_eq!(failing(""), None);
    let doubtful =
        Site::new().article("content/tin-tuc/a.md", "A", "2024-01-05", "publish_at: 2024-02-01\nstatus: ẩn\n", "");
    assert_eq!(next(&doubtful), None, "nothing is known of it");
}

#[test]
fn one_file_is_told_of_its_aliases_twenty_times() {
    let taken = (0..50).map(|number| format!("/tin-tuc/b{number}/")).collect::<Vec<_>>().join(", ");
    let site = Site::new().article("content/tin-tuc/a.md", "A", "2024-01-05", &format!("aliases: [{taken}]\n"), "");
    let others = (0..50).map(|number| format!("content/tin-tuc/b{number}.md"));
    let built = others.fold(site, |site, path| site.article(&path, "B", "2024-01-05", "", "")).build();
    assert_eq!(built.codes().iter().filter(|code| **code == "P03").count(), 20);
}

/// A portal of the law in which articles fail by their titles.
fn law_portal() -> Portal {
    let mut portal = Portal::new();
    let (path, text) = broken_where("Hỏng", UNKNOWN);
    portal.files.put(&path, text);
    portal
}

fn is_as_clean(build: &Build, portal: &Portal) {
    let clean = crate::law::build(portal, nothing(), BTreeMap::new());
    assert_eq!(build.outputs.keys().collect::<Vec<_>>(), clean.outputs.keys().collect::<Vec<_>>());
    for (path, bytes) in &clean.outputs {
        assert_eq!(build.outputs.get(path), Some(bytes), "{path}");
    }
    assert_eq!((&build.findings, &build.quarantined), (&clean.findings, &clean.quarantined));
}

#[test]
fn a_page_that_begins_to_fail_and_stops_again_leaves_the_bytes_of_a_clean_build() {
    let mut portal = law_portal();
    let first = build(&portal, nothing(), BTreeMap::new());
    let known = first.known(&portal);
    portal.replace(ARTICLES[1], "title: ", "title: Hỏng ");
    let second = build(&portal, known, first.outputs);
    is_as_clean(&second, &portal);
    // Nothing changes: nothing is made, and no reader sees anything come and go.
    let (outputs, known) = (second.outputs.clone(), second.known(&portal));
    let third = build(&portal, known, second.outputs);
    is_as_clean(&third, &portal);
    assert_eq!((&third.rendered, &third.written), (&Vec::new(), &Vec::new()));
    assert_eq!(outputs, third.outputs);
    // A second one fails too, while another is edited.
    portal.replace(ARTICLES[2], "title: ", "title: Hỏng ");
    portal.replace(ARTICLES[0], "\n---\n", "\n---\nThêm.\n");
    let known = third.known(&portal);
    let fourth = build(&portal, known, third.outputs);
    is_as_clean(&fourth, &portal);
    for article in [ARTICLES[1], ARTICLES[2]] {
        portal.replace(article, "title: Hỏng ", "title: ");
    }
    let known = fourth.known(&portal);
    let fifth = build(&portal, known, fourth.outputs);
    is_as_clean(&fifth, &portal);
    assert_eq!(fifth.quarantined, []);
}

#[test]
fn a_template_that_is_mended_brings_its_pages_back() {
    let mut portal = law_portal();
    portal.replace(ARTICLES[1], "title: ", "title: Hỏng ");
    let first = build(&portal, nothing(), BTreeMap::new());
    let (path, _) = broken_where("Hỏng", UNKNOWN);
    portal.replace(&path, UNKNOWN, "Lành");
    let known = first.known(&portal);
    let second = build(&portal, known, first.outputs);
    is_as_clean(&second, &portal);
    assert!(second.outputs.contains_key("tin-tuc/2024/01/b/index.html"));
}

#[test]
fn a_rehearsal_goes_nowhere() {
    let files: Arc<dyn Files> = Arc::new(portal("").files());
    let built = build_to(&files, "2024-01-15 12:00", false, &mut Nowhere);
    assert_eq!((built.written, built.deleted), (0, 0));
}

/// Each article fails when it has no newer neighbour: the newest, then the next, and so on.
#[test]
fn a_long_row_of_failures_ends_the_same_with_and_without_what_was_known() {
    let needs = "{% set all = pages(kind=\"article\") %}{% if all | length > 0 and all[0].title == page.title %}{{ page.khong.co }}{% endif %}";
    let (path, text) = template("base.html", "<main", needs);
    let site = (10..30).fold(Site::new().file(&path, &text), |site, n| {
        site.article(
            &format!("content/tin-tuc/bai-{n}.md"),
            &format!("Bài {n}"),
            &format!("2024-01-{:02}", n - 9),
            "",
            "Chữ.\n",
        )
    });
    let mut portal = Portal::new();
    portal.files = site.files();
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.replace("content/tin-tuc/bai-10.md", "\n---\n", "\n---\nThêm.\n");
    let again = build(&portal, first.known(&portal), first.outputs.clone());
    let clean = build(&portal, nothing(), BTreeMap::new());
    assert!(clean.findings.iter().any(|finding| finding.contains("the template fails")), "{:?}", clean.findings);
    is_as_clean(&again, &portal);
}

#[test]
fn a_home_page_that_fails_takes_nothing_with_it() {
    let (path, text) = template("home.html", "{% endblock content %}", UNKNOWN);
    let built = portal("").file(&path, &text).build();
    assert!(!built.has("index.html") && built.has("rss.xml") && built.has("tin-tuc/2024/01/mot/index.html"));
    assert_eq!(errors(&built), ["T02"]);
}
