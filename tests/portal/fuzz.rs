//! Throws damaged files at whole builds: real files of every sort with random edits. Nothing panics, everything else is built,
//! and what is published can be read by whoever parses it.

use std::sync::LazyLock;

use cong::files::Files;
use proptest::prelude::*;
use scraper::Html;

use crate::site_builder::{Built, Site, article, cases, repository};

/// A sort of file that a contributor brings, where it stands, and what it looks like undamaged.
struct Target {
    path: &'static str,
    /// The article beside it that shows it; `None` where the file is a page itself.
    shown_by: Option<&'static str>,
    seed: Vec<u8>,
    /// What is likely to matter to its reader.
    words: &'static [&'static str],
}

const MARKDOWN: &[&str] = &[
    "---\n",
    "title: ",
    "\"",
    "'",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "](",
    "![",
    "#",
    ">",
    "|",
    "---|---",
    "```",
    "~~~",
    "*",
    "**",
    "_",
    "`",
    "<span lang=\"vi\">",
    "</span>",
    "<!--",
    "-->",
    "&#1;",
    "&#x202e;",
    "\\x01",
    "\\",
    ":",
    "&a ",
    "*a",
    "!!binary ",
    "? ",
    "\t",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "[^1]",
    "[^1]: ",
    "> [!NOTE]\n",
    "van-ban:1/QĐ",
    "lien-he:x",
    "../",
    "javascript:",
    "\u{1}a0\u{2}",
    "2024-01-15",
    "publish_at: ",
    "draft: true\n",
    "aliases: [/a/]\n",
    "noindex: true\n",
    "1e400",
    "0x",
    "- [x] ",
    "$",
    "\0",
];
const TABLE: &[&str] = &[
    ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r\n", "sep=;\n", "350.000", "1,5", "-", "%", "\0", "\u{feff}", " ",
    "\u{a0}",
];
const DRAWING: &[&str] = &[
    "<script>",
    "</script>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\">",
    "</svg>",
    "<g>",
    "</g>",
    "<style>",
    "</style>",
    " onload=\"f()\"",
    " href=\"javascript:f()\"",
    "<use href=\"#a\"/>",
    " id=\"a\"",
    " xmlns:x=\"http://www.w3.org/1999/xhtml\"",
    "<x:script>",
    "<!DOCTYPE svg [",
    "<!ENTITY a \"b\">",
    "]>",
    "&a;",
    "&#106;",
    "<![CDATA[",
    "]]>",
    "<?xml-stylesheet href=\"a.css\"?>",
    "url(",
    ")",
    "@import",
    "\\",
    "\0",
    "/>",
    "'",
];

fn targets() -> &'static [Target] {
    static ALL: LazyLock<Vec<Target>> = LazyLock::new(|| {
        let files = repository();
        let first = |ending: &str| {
            let all = files.list("content").unwrap();
            let named = all.iter().find(|entry| entry.path.as_str().ends_with(ending));
            files.read(named.unwrap_or_else(|| panic!("no {ending}")).path.as_str()).unwrap()
        };
        let page = article("Bài “thử”", "2024-01-05", "topics: [de-an-06]\nimage: a.png\nimage_alt: Ảnh\n", BODY);
        let statistics = "---\ntitle: Bảng\nsummary: B.\ndate: 2024-01-05\nperiod: Năm\nunit: lượt\ntable: b.csv\nmethod: Đếm.\n---\n";
        let beside = "![hình](b.svg)\n\n[tệp](b.csv)\n";
        vec![
            Target { path: "content/tin-tuc/a.md", shown_by: None, seed: page.into_bytes(), words: MARKDOWN },
            Target { path: "content/so-lieu/b/index.md", shown_by: None, seed: statistics.into(), words: MARKDOWN },
            Target { path: "content/so-lieu/b/b.csv", shown_by: Some(statistics), seed: first(".csv"), words: TABLE },
            Target { path: "content/so-lieu/b/b.svg", shown_by: Some(beside), seed: first(".svg"), words: DRAWING },
            Target {
                path: "content/so-lieu/b/b.png",
                shown_by: Some("![a](b.png)\n"),
                seed: PNG.to_vec(),
                words: &["IHDR", "tEXt", "eXIf", "\0"],
            },
            Target {
                path: "content/so-lieu/b/b.jpg",
                shown_by: Some("![a](b.jpg)\n"),
                seed: JPEG.to_vec(),
                words: &["Exif\0\0", "\0", "ICC_PROFILE"],
            },
            Target {
                path: "site.toml",
                shown_by: None,
                seed: crate::site_builder::SITE_TOML.into(),
                words: &["\"", "'''", "[[", "]]", "{", "}", "=", ".", "\\u0001", "\n", "#"],
            },
        ]
    });
    &ALL
}

const BODY: &str = "Đoạn một có **đậm**, *nghiêng*, `mã` và [liên kết](../_index.md#a).\n\n## Mục\n\n- một\n  - hai\n\n| A | B |\n|---|--:|\n| 1 | 2,5 |\n\n\
    > [!WARNING]\n> Bão.\n\n![ảnh](a.png \"Chú thích\")\n\nChú thích[^1].\n\n[^1]: Ghi chú.\n\n```rust\nlet a = 1;\n```\n";

/// What happens to a file on its way.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    Cut(usize, usize),
    Twice(usize, usize),
    Put(usize, usize),
    Many(usize, usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<u16>().prop_map(usize::from);
    prop_oneof![
        2 => (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        2 => (at.clone(), 1usize..60).prop_map(|(at, length)| Damage::Cut(at, length)),
        1 => (at.clone(), 1usize..200).prop_map(|(at, length)| Damage::Twice(at, length)),
        5 => (at.clone(), any::<u16>().prop_map(usize::from)).prop_map(|(at, word)| Damage::Put(at, word)),
        1 => (at, any::<u16>().prop_map(usize::from), 2usize..400).prop_map(|(at, word, times)| Damage::Many(at, word, times)),
    ]
}

fn damaged(target: &Target, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = target.seed.clone();
    for damage in damages {
        let length = bytes.len().max(1);
        let place = |at: &usize| at % length;
        let word = |word: &usize| target.words[word % target.words.len()].as_bytes();
        match damage {
            Damage::Flip(at, byte) => bytes.iter_mut().skip(place(at)).take(1).for_each(|old| *old ^= byte),
            Damage::Cut(at, many) => drop(bytes.drain(place(at).min(bytes.len())..(place(at) + many).min(bytes.len()))),
            Damage::Twice(at, many) => {
                let part = bytes[place(at).min(bytes.len())..(place(at) + many).min(bytes.len())].to_vec();
                bytes.extend(part);
            }
            Damage::Put(at, which) => drop(bytes.splice(place(at)..place(at), word(which).iter().copied())),
            Damage::Many(at, which, times) => drop(bytes.splice(place(at)..place(at), word(which).repeat(*times))),
        }
    }
    bytes
}

fn built(target: &Target, bytes: &[u8]) -> Built {
    let mut site = Site::new()
        .article("content/tin-tuc/khac.md", "Bài khác", "2024-01-04", "", "Chữ.\n")
        .file("content/so-lieu/_index.md", "---\ntitle: Số liệu\nkind: statistics\n---\n")
        .bytes("content/tin-tuc/a.png", PNG)
        .file("content/so-lieu/b/b.csv", "Năm;Lượt\n2023;1\n")
        .config("minify = false", "minify = true");
    if let Some(text) = target.shown_by {
        let page = if text.starts_with("---") { text.to_owned() } else { article("Bài", "2024-01-05", "", text) };
        let page = page.replace("title: Bài\n", "title: Bài\nkind: article\n");
        site = site.file("content/so-lieu/b/index.md", &page);
    }
    site.bytes(target.path, bytes).build()
}

/// A picture of 32 by 16 points with a note.
const JPEG: &[u8] =
    b"\xff\xd8\xff\xfe\0\x06note\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0a\xff\xd9";

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// Why an output cannot be read by whoever parses it.
fn fault(built: &Built, path: &str, bytes: &[u8]) -> Option<String> {
    let is_forbidden = |letter: &char| {
        let invisible = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
        invisible || letter.is_control() && !matches!(letter, '\n' | '\t' | '\r')
    };
    let forbidden = |text: &str| text.chars().find(is_forbidden);
    let is_text = matches!(path.rsplit('.').next(), Some("html" | "xml"));
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return is_text.then(|| error.to_string()),
    };
    let policy = &built.renderer.as_ref()?.policy;
    match path.rsplit('.').next()? {
        "html" => {
            let is_page = !text.contains("http-equiv=\"refresh\"");
            let nothing = Html::parse_document(text).root_element().text().next().is_none();
            forbidden(text).map(|letter| format!("{letter:?}")).or_else(|| {
                policy
                    .examine(bytes)
                    .filter(|_| is_page)
                    .map(|fault| fault.found)
                    .or_else(|| nothing.then(|| "empty".to_owned()))
            })
        }
        "xml" => {
            let mut reader = quick_xml::Reader::from_str(text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => {
                        return forbidden(text).map(|letter| format!("{letter:?}"));
                    }
                    Ok(_) => {}
                    Err(error) => return Some(error.to_string()),
                }
            }
        }
        "json" => serde_json::from_slice::<serde_json::Value>(bytes).err().map(|error| error.to_string()),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_damaged_file_costs_at_most_its_own_pages(
        which in 0usize..7,
        damages in proptest::collection::vec(damage(), 1..8)
    ) {
        let target = &targets()[which];
        let bytes = damaged(target, &damages);
        let built = built(target, &bytes);
        for (path, bytes) in &built.outputs {
            prop_assert_eq!(fault(&built, path, bytes), None, "{} in {}", path, String::from_utf8_lossy(bytes));
        }
        // Settings may be so wrong that nothing is built; everything else leaves the rest alone.
        let other = built.outputs.contains_key("tin-tuc/khac/index.html");
        prop_assert!(other || target.path == "site.toml", "{:?}", built.codes());
    }
}
