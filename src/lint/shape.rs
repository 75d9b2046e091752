//! Turns Markdown into what it is made of beside its words: its blocks, emphasis, links, pictures, code. Two texts of one shape differ
//! only in words.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::load::markdown;

pub fn of(text: &str) -> Vec<String> {
    let mut in_code = false;
    let mut shape = Vec::new();
    for event in Parser::new_ext(text, markdown::options()) {
        match event {
            Event::Text(_) if !in_code => {}
            Event::Start(Tag::Link { dest_url, .. }) => shape.push(format!("link {dest_url}")),
            Event::Start(Tag::Image { dest_url, .. }) => shape.push(format!("picture {dest_url}")),
            event => {
                match event {
                    Event::Start(Tag::CodeBlock(_)) => in_code = true,
                    Event::End(TagEnd::CodeBlock) => in_code = false,
                    _ => {}
                }
                shape.push(format!("{event:?}"));
            }
        }
    }
    shape
}
