//! Tries drawings put together of parts, and any bytes: what is cleaned is clean, and nothing stops the reader.

use super::*;
use proptest::prelude::*;

/// Parts of drawings and of what is no drawing.
const PARTS: &[&str] = &[
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">",
    "</svg>",
    "<g>",
    "</g>",
    "<g/>",
    "<a href=\"javascript:f()\">",
    "</a>",
    "<rect fill=\"url(//a.example)\" onload='f()'/>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "@import 'x';",
    ".a{fill:red}",
    "@media print{",
    "@supports (fill: red) {",
    "}",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml-stylesheet href='x'?>",
    "<!DOCTYPE svg [<!ENTITY a \"b\">]>",
    "&a;",
    "<switch>",
    "</switch>",
    "<foreignObject/>",
    "--c:url(#a) var(--c)",
    "&lt;",
    "&#106;",
    "\u{1}",
    "<text>",
    "</text>",
    "chữ",
    "<x:script xmlns:x=\"",
    "http://www.w3.org/1999/xhtml\"/>",
    "\"",
    "'",
    ">",
    "<",
    "/",
    "=",
    " xlink:href=\"#b\"",
    "<use ",
    "/>",
    "<animate attributeName=\"href\"/>",
    " style=\"fill:url(#a);behavior:url(x)\"",
    "<image href=\"data:image/png;base64,AAAA\"/>",
    "\u{feff}",
    "<?xml version='1.0' encoding='UTF-7'?>",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_cleaned_drawing_is_clean(parts in prop::collection::vec(prop::sample::select(PARTS), 0..30), whole in any::<bool>()) {
        let text = if whole { format!("{}{}</svg>", PARTS[0], parts.concat()) } else { parts.concat() };
        if let Ok(cleaned) = clean(text.as_bytes()) {
            let published = cleaned.bytes.unwrap_or(text.into_bytes());
            let again = clean(&published).unwrap();
            prop_assert!(again.bytes.is_none() && again.dropped.parts.is_empty(), "{}", String::from_utf8_lossy(&published));
        }
    }

    #[test]
    fn any_bytes_are_cleaned_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = clean(&bytes);
        let _ = clean(&[b"<svg xmlns=\"http://www.w3.org/2000/svg\">", &bytes[..], b"</svg>"].concat());
    }
}
