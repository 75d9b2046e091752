//! Holds Markdown against the examples of the CommonMark specification 0.31.2 (`tests/commonmark`): every example comes out as
//! the specification has it, but for those that a rule of this generator forbids or mends, each with its reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use cong::load::document::Target;
use cong::load::holes::{self, Hole};
use cong::load::ids::Ids;
use cong::load::markdown::{self, Links};
use cong::path::SourcePath;
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    example: usize,
    section: String,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("../commonmark/spec.json")).unwrap()
}

/// Why an example comes out otherwise, and which: the reason, then first and last number.
const DIFFERENT: &[(&str, &[(usize, usize)])] = &[
    (
        "HTML is printed as text, comments are left out",
        &[
            (21, 21),
            (31, 31),
            (148, 191),
            (201, 201),
            (308, 309),
            (344, 344),
            (475, 477),
            (491, 491),
            (494, 494),
            (524, 524),
            (536, 536),
            (613, 617),
            (623, 623),
            (625, 631),
            (642, 643),
        ],
    ),
    (
        "an address without a scheme or a slash names a file of the portal",
        &[(194, 195), (203, 204), (484, 484), (492, 492), (495, 496), (498, 500), (503, 504), (522, 522)],
    ),
    ("a link without an address is refused", &[(200, 200), (485, 487), (567, 567)]),
    ("an address with a backslash is refused", &[(202, 202), (502, 502)]),
    (
        "a picture is a file of the portal and has a description",
        &[(517, 517), (520, 520), (531, 531), (572, 589), (591, 591)],
    ),
    ("schemes of links are few", &[(596, 596), (598, 599), (601, 601)]),
    ("the name of a host has a code of its own, IDNA, and is not percent-encoded", &[(346, 346)]),
    ("emphasis that is plainly meant is made, see `leftover/emphasis.rs`", &[(379, 380), (391, 391)]),
    ("asterisks with letters or digits on both sides multiply, see `leftover/unmeant.rs`", &[(356, 356), (429, 429)]),
    ("a bare address is a link, as in GFM 6.9", &[(602, 602), (608, 608), (611, 612)]),
];

/// The HTML of a body; its links lead where they say.
fn html(text: &str) -> String {
    let (mut refs, mut findings, mut ids) = (Vec::new(), Vec::new(), Ids::new(&Arc::default()));
    let file = SourcePath::new("content/a.md");
    let base = cong::load::base::Base::default();
    let mut links = Links { base: &base, file: &file, refs: &mut refs, findings: &mut findings, ids: &mut ids };
    let body = markdown::body(text, "vi", 1, &mut links);
    let mut out = String::new();
    holes::fill(body.html.as_deref().unwrap_or_default(), &mut out, |hole, out| match hole {
        Hole::LinkStart(index) => {
            let address = match &refs[index as usize].target {
                Target::External(address) | Target::Address(address) => address.to_string(),
                Target::Anchor(anchor) => format!("#{anchor}"),
                other => format!("{other:?}"),
            };
            out.push_str(&format!("<a href=\"{}\">", cong::text::html::escape(&address)));
        }
        Hole::LinkEnd(_) => out.push_str("</a>"),
        _ => out.push_str("(picture)"),
    });
    out
}

/// Without what is written otherwise and means the same: lines between blocks, ids of headings, the title of a link (which no
/// telephone and no keyboard shows).
fn normal(html: &str) -> String {
    let mut out = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>").replace("&quot;", "\"");
    for attribute in [" id=\"", " title=\""] {
        while let Some(at) = out.find(attribute) {
            let end = out[at + attribute.len()..].find("\">").map_or(out.len(), |end| at + attribute.len() + end + 1);
            out.replace_range(at..end, "");
        }
    }
    out.replace("</h2>\n", "</h2>").replace(">\n<", "><").trim().to_owned()
}

#[test]
fn examples_of_the_specification_come_out_as_it_says() {
    let all = DIFFERENT.iter().flat_map(|(reason, spans)| spans.iter().map(move |span| (*reason, *span)));
    let different: BTreeMap<usize, &str> =
        all.flat_map(|(reason, (first, last))| (first..=last).map(move |number| (number, reason))).collect();
    let mut wrong = Vec::new();
    for Example { example, section, markdown, html: wanted } in examples() {
        let is_same = normal(&html(&markdown)) == normal(&wanted);
        match different.get(&example) {
            None if !is_same => {
                wrong.push(format!("{example} ({section}):\n{markdown}---\n{wanted}---\n{}", html(&markdown)))
            }
            Some(reason) if is_same => wrong.push(format!("{example} ({section}) is no exception: {reason}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} of 652:\n{}", wrong.len(), wrong.join("\n"));
}
