//! Finds HTML that hides text from readers and not from search engines: with it an advertisement lies in a page for months unseen. Here
//! HTML is printed as text, so what is found came with a text from elsewhere.

use pulldown_cmark::{Event, Parser};

use crate::diag::catalog;
use crate::lint::{Hits, Text};
use crate::load::markdown;

const HIDES: &[&str] =
    &["display:none", "visibility:hidden", "font-size:0", "text-indent:-", "left:-9999", "opacity:0"];

pub fn look(text: &Text, hits: &mut Hits) {
    let body = &text.source[text.body..];
    // Hardly any page has it, so only such a page is read once more.
    if memchr::memmem::find(body.as_bytes(), b"style").is_none() {
        return;
    }
    for (event, range) in Parser::new_ext(body, markdown::options()).into_offset_iter() {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        let plain: String = html.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
        let found = HIDES.iter().find(|style| {
            // `opacity:0.5` shows, and so does `font-size:0.9em`.
            plain.find(**style).is_some_and(|at| !plain[at + style.len()..].starts_with('.') || style.ends_with('-'))
        });
        if let Some(style) = found.filter(|_| plain.contains("style=")) {
            hits.tell(&catalog::HIDDEN_TEXT, text.body + range.start..text.body + range.end).with("style", *style);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn text_that_is_hidden_is_told() {
        for body in ["<div style=\"display: none\">\nxem\n</div>\n", "Chữ <span style='font-size:0'>xem</span>\n"] {
            assert_eq!(found("vi", body)[0].0, "R06", "{body}");
        }
    }

    #[test]
    fn what_shows_and_what_is_code_is_no_hidden_text() {
        for body in
            ["<p style=\"font-size:0.9em; opacity:0.5\">\n", "`<i style=\"display:none\">`\n", "style display:none\n"]
        {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
