//! Holds that a text stays a text: whatever anybody writes into a field, a table, a file name, pages and feeds have the tree
//! that harmless letters in its place would give them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write;

use cong::files::Memory;
use cong::load::kinds::{Field, FieldType, Kind, Kinds};
use proptest::prelude::*;
use scraper::{ElementRef, Html};

use crate::site_builder::{Built, Site, cases, texts};

fn kinds() -> Kinds {
    Kinds::load(&Memory::new(), &mut Vec::new())
}

/// A double-quoted YAML scalar, as js-yaml and PyYAML write it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(out, "\\{letter}").unwrap(),
            ' '..='~' => out.push(letter),
            letter => write!(out, "\\U{:08x}", u32::from(letter)).unwrap(),
        }
    }
    out + "\""
}

/// A value of a field, in flow style; the next of `texts` stands wherever text is free.
fn value(field: &Field, texts: &Texts) -> Option<String> {
    let one = match field.kind {
        FieldType::Text | FieldType::Markdown => quoted(texts.next()),
        FieldType::Bool => return None,
        FieldType::Integer => "3".to_owned(),
        FieldType::Number => "2.5".to_owned(),
        FieldType::Date | FieldType::Datetime => "2024-01-10".to_owned(),
        FieldType::Year => "2024".to_owned(),
        FieldType::Url => "https://a.example/".to_owned(),
        FieldType::Email => "a@b.example".to_owned(),
        FieldType::Phone => "0271.1022".to_owned(),
        FieldType::Choice => quoted(&field.options[0].id),
        FieldType::File => "t.pdf".to_owned(),
        FieldType::Image => "a.png".to_owned(),
        FieldType::Data => "b.csv".to_owned(),
        FieldType::Lookup => "c.csv".to_owned(),
        FieldType::Media => "v.mp4".to_owned(),
        FieldType::Agency => "so-y-te".to_owned(),
        FieldType::Topic => "de-an-06".to_owned(),
        FieldType::Field => "y-te".to_owned(),
        FieldType::DocumentNumber => "12/QĐ-UBND".to_owned(),
        FieldType::Page | FieldType::DocumentRef => return None,
        FieldType::Group => {
            let rows =
                field.fields.iter().filter_map(|inner| Some(format!("{}: {}", inner.name, value(inner, texts)?)));
            format!("{{ {} }}", rows.collect::<Vec<_>>().join(", "))
        }
    };
    Some(if field.many { format!("[{one}]") } else { one })
}

/// What decides about a page, or its table, by its form and is not shown; results of a poll have to name one of its answers.
const NOT_SHOWN: &[&str] = &[
    "results",
    "slug",
    "aliases",
    "draft",
    "workflow",
    "publish_at",
    "expires",
    "withdraw_at",
    "noindex",
    "kind",
    "codes",
    "sort",
    "weight",
    "per_page",
];

/// Texts for one field after another, again and again.
struct Texts<'a> {
    texts: &'a [&'a str],
    next: Cell<usize>,
}

impl Texts<'_> {
    fn next(&self) -> &str {
        let at = self.next.get();
        self.next.set(at + 1);
        self.texts[at % self.texts.len()]
    }
}

/// An item of the kind with `texts` in its free fields, but for its place among others.
fn item(kind: &Kind, texts: &Texts, body: &str) -> String {
    let rows = kind.fields.iter().filter(|field| !NOT_SHOWN.contains(&field.name.as_str())).filter_map(|field| {
        let is_late = field.role.is_some() && field.name != "date" && !field.required;
        let value = value(field, texts).filter(|_| !is_late)?;
        Some(format!("{}: {value}\n", field.name))
    });
    format!("---\n{}---\n{body}", rows.collect::<String>())
}

/// A portal with one item of the kind; its fields, and its table, take the texts in turn, from the one at `first`.
fn portal(kind: &Kind, texts: &[&str], first: usize, body: &str) -> Built {
    let folder = format!("content/{}", kind.folder);
    let texts = Texts { texts, next: Cell::new(first) };
    // A table with a zero in it is refused as a whole.
    let cell = format!("\"{}\"", texts.next().replace('"', "\"\"").replace('\0', ""));
    Site::new()
        .file(&format!("{folder}/_index.md"), &format!("---\ntitle: Mục\nkind: {}\n---\n", kind.name))
        .file(&format!("{folder}/bai/index.md"), &item(kind, &texts, body))
        .file(&format!("{folder}/bai/t.pdf"), "%PDF-1.4")
        .file(&format!("{folder}/bai/b.csv"), &format!("Tên,{cell}\n{cell},12\n"))
        .file(&format!("{folder}/bai/c.schema.yaml"), "primaryKey: a\nfields: [{ name: a }, { name: b }]\n")
        .file(&format!("{folder}/bai/c.csv"), &format!("a,b\n1,{cell}\n"))
        .bytes(&format!("{folder}/bai/a.png"), PNG)
        .bytes(&format!("{folder}/bai/v.mp4"), b"\0\0\0\x18ftypmp42")
        .config("minify = false", "minify = true")
        .config("twins = [\"article\"]", &format!("twins = [\"{}\"]", kind.name))
        .build()
}

/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// Elements and the names of their attributes, without texts and values.
fn tree(html: &str) -> String {
    fn write(element: ElementRef, out: &mut String) {
        let value = element.value();
        let mut names: Vec<&str> = value.attrs().map(|(name, _)| name).collect();
        names.sort_unstable();
        out.push_str(&format!("<{} {}>", value.name(), names.join(" ")));
        element.children().filter_map(ElementRef::wrap).for_each(|child| write(child, out));
        out.push_str("</>\n");
    }
    let mut out = String::new();
    write(Html::parse_document(html).root_element(), &mut out);
    out
}

/// Elements and attributes of an XML document, or why it is none.
fn xml_tree(text: &str) -> Result<Vec<String>, String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().into_inner().to_owned();
                let keys: Result<Vec<_>, _> =
                    tag.attributes().map(|attribute| attribute.map(|found| format!("{:?}", found.key))).collect();
                found.push(format!("{name} {:?}", keys.map_err(|error| error.to_string())?));
            }
            Event::Text(text) if text.chars().any(|letter| letter.is_control() && !letter.is_whitespace()) => {
                return Err("a control character".to_owned());
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// What each output looks like to whoever parses it. Names of files that hold a hash of contents are left out.
fn trees(built: &Built) -> BTreeMap<String, String> {
    let shown = |path: &String, bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        match path.rsplit('.').next().unwrap() {
            "html" => Some(tree(&text)),
            "xml" => Some(format!("{:?}", xml_tree(&text))),
            "json" => Some(shape(&serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}")))),
            "ics" => Some(
                text.lines()
                    .filter_map(|line| line.split([':', ';']).next())
                    .filter(|name| !name.starts_with(' '))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
            _ => None,
        }
    };
    let outputs = built.outputs.iter().filter(|(path, _)| !path.starts_with("search/") && !path.starts_with("assets/"));
    outputs.filter_map(|(path, bytes)| Some((path.clone(), shown(path, bytes)?))).collect()
}

fn shape(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            map.iter().map(|(key, value)| format!("{key}:{}", shape(value))).collect::<Vec<_>>().join(",")
        }
        serde_json::Value::Array(items) => items.iter().map(shape).collect::<Vec<_>>().join(";"),
        _ => "_".to_owned(),
    }
}

/// Marks and markup of every language that a text passes through on its way to a page.
const PAYLOADS: &[&str] = &[
    "a<cong-2></cong-2><script>f()</script>b",
    "a<cong-head></cong-head><cong-body></cong-body>b",
    "a\u{1}a0\u{2}\u{1}f0\u{2}\u{1}i0\u{2}b",
    "a\u{e000}0\u{e001}b\u{1a}",
    "a\"><img src=x onerror=f()><p class=\"b",
    "a' onmouseover='f()' b",
    "a</title></textarea></script></style></noscript><script>f()</script>b",
    "a--><script>f()</script>]]>b",
    "a{{ 7 * 7 }}{% raw %}{# b #}",
    "a&lt;script&gt;&#60;script&#62;&amp;lt;b",
    "a\0b\u{7}c\u{b}d\u{1b}[2J\u{85}e\u{fffe}f\u{202e}g",
    "a\u{2028}b\u{2029}c",
    "javascript:f()",
    "a\\u003cscript\\u003e\\\"b",
    "aBEGIN:VEVENT\\nEND:VCALENDAR;b,c",
    "<meta http-equiv=refresh content=0;url=https://khac.vn/>",
];

#[test]
fn markup_in_any_field_of_any_kind_stays_text() {
    for kind in kinds().all().iter().filter(|kind| !kind.name.starts_with('_')) {
        let harmless = trees(&portal(kind, &["ab"], 0, "Thân bài.\n"));
        assert!(
            harmless.contains_key(&format!("{}/bai/index.html", kind.folder)) || !kind.listed,
            "{} is not built",
            kind.name
        );
        for first in (0..PAYLOADS.len()).step_by(5) {
            for (path, tree) in trees(&portal(kind, PAYLOADS, first, "Thân bài.\n")) {
                // Markdown has elements of its own; what a page may hold at most is tested below.
                if harmless.get(&path) != Some(&tree) && !has_markdown(kind) {
                    let harmless = harmless.get(&path).cloned().unwrap_or_default();
                    panic!("{} {:?} changes {path}:\n{harmless}\n---\n{tree}", kind.name, PAYLOADS[first]);
                }
                let forged = ["<script >", "onerror", "cong-"].iter().find(|forged| tree.contains(**forged));
                assert_eq!(forged, None, "{} {:?} {path}", kind.name, PAYLOADS[first]);
            }
        }
    }
}

fn has_markdown(kind: &Kind) -> bool {
    kind.fields.iter().any(|field| field.kind == FieldType::Markdown)
}

#[test]
fn markup_in_a_title_is_read_as_it_was_written() {
    let kinds = kinds();
    for payload in PAYLOADS {
        let built = portal(kinds.schema("article").unwrap(), &[payload], 0, "Thân bài.\n");
        let plain: String = payload
            .chars()
            .filter(|letter| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{202e}'))
            .collect();
        let wanted = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let page = built.html("tin-tuc/bai/index.html");
        assert_eq!(texts(&page, "h1"), [wanted], "{payload:?}");
    }
}

/// Pieces of which a text that pretends to be something else is made.
const PIECES: &[&str] = &[
    "a",
    " ",
    "<",
    ">",
    "\"",
    "'",
    "&",
    ";",
    "=",
    "/",
    "-",
    "!",
    "\\",
    "`",
    "{",
    "}",
    "%",
    "#",
    "\n",
    "\t",
    "\0",
    "\u{1}",
    "\u{2}",
    "a0",
    "f0",
    "cong-",
    "<cong-0>",
    "</cong-0>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "{{",
    "}}",
    "{%",
    "%}",
    "&#1;",
    "&lt;",
    "\u{e000}",
    "\u{e001}",
    "\u{1a}",
    "\u{fffe}",
    "\u{202e}",
    "javascript:",
    "onerror=",
];

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_text_in_any_field_of_an_article_leaves_the_tree_as_it_is(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 1..24)
    ) {
        let kinds = kinds();
        let article = kinds.schema("article").unwrap();
        let harmless = trees(&portal(article, &["ab"], 0, "Thân.\n"));
        let text = format!("a{}", pieces.concat());
        let built = portal(article, &[&text], 0, "Thân.\n");
        // What could be a comment is on no page, nor a path of Windows whose signs have become breaks of lines.
        if !["M34", "F03"].iter().any(|code| built.codes().contains(code)) {
            prop_assert_eq!(trees(&built), harmless, "{:?}", text);
        }
    }

    #[test]
    fn no_body_makes_more_than_markdown_has(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 1..40)
    ) {
        let kinds = kinds();
        let built = portal(kinds.schema("article").unwrap(), &["ab"], 0, &format!("{}\n", pieces.concat()));
        if built.codes().contains(&"M34") {
            return Ok(());
        }
        let page = tree(built.text("tin-tuc/bai/index.html"));
        for forbidden in ["onerror", "cong-", "<script >", "<iframe", "<style", "style>", "http-equiv"] {
            prop_assert!(!page.contains(forbidden), "{:?} makes {}", pieces.concat(), forbidden);
        }
        prop_assert!(!built.text("tin-tuc/bai/index.html").contains(['\u{1}', '\u{2}', '\0']), "{:?}", pieces.concat());
    }
}
