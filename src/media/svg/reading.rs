//! Small questions of reading XML: what a reference stands for, which letters there are, how large a drawing is.

use quick_xml::Reader;
use quick_xml::events::Event;

/// What `&…;` stands for; `None` when only a document type could say.
pub fn character(reference: &quick_xml::events::BytesRef) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => Some(letter),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(reference).and_then(|text| text.chars().next()),
        Err(_) => None,
    }
}

/// Whether a letter may stand in XML (1.0, production 2).
pub fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// `<?xml version="1.0" encoding="UTF-8" standalone="no"?>`, the last two or one of them left out.
pub fn is_plain_declaration(text: &str) -> bool {
    let lower = text.to_ascii_lowercase().replace('\'', "\"");
    let Some(inside) = lower.strip_prefix("<?xml").and_then(|rest| rest.strip_suffix("?>")) else { return false };
    let mut parts = inside.split_whitespace();
    parts.next() == Some("version=\"1.0\"")
        && parts.all(|part| matches!(part, "encoding=\"utf-8\"" | "standalone=\"no\"" | "standalone=\"yes\""))
}

/// `width` and `height` of the first element, else the last two numbers of its `viewBox` (SVG 2, §8.2).
pub fn dimensions(text: &str) -> Option<(u32, u32)> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => {
                let attribute = |name: &str| Some(element.try_get_attribute(name).ok()??.value.into_owned());
                let pixels = |text: String| text.trim_end_matches("px").trim().parse::<f64>().ok();
                let sides = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
                    (Some(width), Some(height)) => Some((width, height)),
                    _ => attribute("viewBox").and_then(|text| {
                        let numbers: Vec<f64> = text.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
                        (numbers.len() == 4).then(|| (numbers[2], numbers[3]))
                    }),
                };
                return sides
                    .filter(|(width, height)| *width >= 1.0 && *height >= 1.0 && *width < 1e6 && *height < 1e6)
                    .map(|(width, height)| (width.round() as u32, height.round() as u32));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}
