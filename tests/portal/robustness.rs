//! Holds that no text an editor, a converter or a broken disk can produce stops the program: it is read or it is reported.

use std::sync::{Arc, LazyLock};

use cong::files::Memory;
use cong::load::config::Config;
use cong::load::discover::Source;
use cong::load::document::Role;
use cong::load::kinds::Kinds;
use cong::load::page::{self, Loaded, Options};
use cong::load::site_file;
use cong::path::SourcePath;
use proptest::prelude::*;

use crate::site_builder::{SITE_TOML, Site, article, cases, selector};

/// A file that uses every kind of value, and most of Markdown.
const VALID: &str = "---\ntitle: \"Bài: thử\"\nsummary: Sapô của bài.\ndate: 2024-01-10 08:30\nauthor: Ban Biên tập\nagency: [so-tttt, so-y-te]\ntopics:\n  - de-an-06\naliases: [/cu/]\nsource:\n  name: Báo\n  url: https://bao.example/\nattachments:\n  - file: a.txt\n    title: Tệp\n---\n## Mục một\n\nĐoạn **đậm** có [liên kết](../a.md#b), [số](van-ban:1/QĐ) và chú thích[^1].\n\n![hình](a.svg \"Chú\")\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> [!NOTE]\n> Ghi.\n\n- [x] xong\n\n[^1]: Chú thích.\n";

/// Pieces that parsers stumble over, in front matter and in bodies.
const PIECES: &[&str] = &[
    "---",
    "\n",
    "\n",
    "\r\n",
    "\t",
    " ",
    "  ",
    ":",
    ": ",
    "- ",
    "#",
    "## ",
    "title",
    "title: ",
    "date: ",
    "kind: document\n",
    "draft: true\n",
    "attachments:\n",
    "  - file: ",
    "source:\n",
    "\"",
    "'",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "|",
    ">",
    "> [!NOTE]\n",
    "&a ",
    "*a",
    "&#1;",
    "&#x2;",
    "\u{1}",
    "\u{2}",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "e\u{301}",
    "Việt",
    "😀",
    "ក",
    "![",
    "](",
    "[^1]",
    "[^1]: ",
    "<script>",
    "<!--",
    "-->",
    "`",
    "```",
    "~~",
    "lien-he:",
    "van-ban:",
    "../",
    "%",
    "%C4",
    "%zz",
    "//",
    "\\",
    "2024-02-30",
    "9999-12-31",
    "0271.1022",
    "1e999",
    "!!binary ",
    "? ",
    "<<: ",
    "%YAML 9.9\n",
];

struct Workspace {
    config: Config,
    kinds: Kinds,
}

/// Loads bytes as an article, a document, or whatever the `kind`-th kind is.
pub fn load(bytes: Vec<u8>, kind: usize) -> Loaded {
    static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
        let mut findings = Vec::new();
        let workspace = Workspace {
            config: site_file::read("site.toml", SITE_TOML, &mut findings).unwrap(),
            kinds: Kinds::load(&Memory::new(), &mut findings),
        };
        assert!(findings.is_empty());
        workspace
    });
    let names: Vec<&str> = WORKSPACE.kinds.names().collect();
    let source = Source {
        path: SourcePath::new("content/tin-tuc/a.md"),
        language: 0,
        role: Role::Item,
        group: Arc::from("content/tin-tuc/a.md"),
        home: Arc::from("content/tin-tuc"),
        stem: Arc::from("a"),
    };
    page::load(
        &source,
        &bytes,
        WORKSPACE.kinds.find(names[kind % names.len()]),
        &Options { config: &WORKSPACE.config, kinds: &WORKSPACE.kinds, is_guest: false, theme: &Arc::default() },
    )
}

/// A page that is refused says why; a page that is taken has no fatal finding; every finding stands inside the file.
fn check(text: &[u8], kind: usize) -> Result<(), TestCaseError> {
    let loaded = load(text.to_vec(), kind);
    let fatal = loaded.findings.iter().any(|finding| finding.fatal);
    prop_assert_eq!(loaded.document.is_some(), !fatal);
    let lines = String::from_utf8_lossy(text).split(['\n', '\r']).count() as u32 + 1;
    for finding in &loaded.findings {
        prop_assert!(
            finding.span.is_none_or(|span| span.line >= 1 && span.line <= lines),
            "{:?} of {lines} lines",
            finding.span
        );
        prop_assert!(!finding.text("vi").is_empty() && !finding.hint("en").is_empty());
    }
    Ok(())
}

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// Cuts, doubles and inserts at random places of a text, on bytes, so that letters may break too.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, &'static str)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, prop::sample::select(PIECES)), 1..8)
}

fn edited(edits: &[(prop::sample::Index, usize, &str)]) -> Vec<u8> {
    let mut bytes = VALID.as_bytes().to_vec();
    for (at, cut, piece) in edits {
        let from = at.index(bytes.len() + 1);
        let to = (from + cut).min(bytes.len());
        bytes.splice(from..to, piece.bytes());
    }
    bytes
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_text_at_all_is_read_or_reported(text in any::<String>(), kind in 0..99_usize) {
        check(text.as_bytes(), kind)?;
    }

    #[test]
    fn any_bytes_at_all_are_read_or_reported(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0..99_usize) {
        check(&bytes, kind)?;
        check(&[b"---\ntitle: a\n---\n", bytes.as_slice()].concat(), kind)?;
    }

    #[test]
    fn awkward_front_matter_and_bodies_are_read_or_reported(yaml in pieces(), body in pieces(), kind in 0..99_usize) {
        check(format!("---\n{yaml}\n---\n{body}").as_bytes(), kind)?;
        check(article("Tin", "2024-01-10", "", &body).as_bytes(), kind)?;
    }

    #[test]
    fn a_valid_file_damaged_anywhere_is_read_or_reported(edits in edits(), kind in 0..99_usize) {
        check(&edited(&edits), kind)?;
    }

    #[test]
    fn no_body_can_bring_a_script_or_an_open_hole_onto_its_page(body in pieces()) {
        let built = Site::new().article("content/tin-tuc/a.md", "Tin", "2024-01-10", "", &body).build();
        // A note between editors without a clear end keeps its page from being built.
        if built.codes().contains(&"M34") {
            prop_assert!(!built.has("tin-tuc/a/index.html"));
            return Ok(());
        }
        let html = built.html("tin-tuc/a/index.html");
        let holes = built.text("tin-tuc/a/index.html").matches(['\u{1}', '\u{2}']).count();
        prop_assert_eq!(holes, 0);
        let count = |css: &str| html.select(&selector(css)).count();
        // The frame around the text is whole: a text that closed it early would put the footer elsewhere.
        prop_assert_eq!((count("main script"), count("body > footer")), (0, 1));
    }
}

#[test]
fn a_comment_in_vietnamese_below_a_group_is_passed_over() {
    let text = "---\ntitle: Tin\nattachments:\n    - file: [1]\n# ộộ ghi chú\nsummary: S\n---\n";
    let findings = load(text.as_bytes().to_vec(), 0).findings;
    assert!(findings.iter().any(|finding| finding.span.is_some_and(|span| span.line == 4)), "{findings:?}");
}

#[test]
fn the_file_that_is_damaged_is_sound_to_begin_with() {
    let names = load(Vec::new(), 0);
    assert!(names.document.is_none() && !names.findings.is_empty(), "an empty file is reported");
    let loaded = load(VALID.as_bytes().to_vec(), 0);
    assert!(loaded.document.is_some(), "{:?}", loaded.findings);
}
