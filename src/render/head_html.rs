//! Turns the metadata of a page into the elements of its `<head>`.
//!
//! It knows the metadata and the frame as values and nothing of the site, and both are fingerprinted whole, so a head can
//! show nothing of which a build does not see that it has changed.

use serde::Serialize;
use serde_json::{Value, json};

use super::head::{Head, HeadPicture};
use crate::path::UrlPath;
use crate::tables;
use crate::text::html::escape;

/// What the heads of all pages of a language have in common.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Frame {
    /// `https://tinh.gov.vn`, without the path that the portal lives at.
    pub origin: String,
    /// The portal's title in the language.
    pub site_name: String,
    /// The codes of all languages, in the order of the configuration.
    pub languages: Vec<String>,
    /// The build is not for readers.
    pub unindexed: bool,
    /// What social networks show of a page without a picture of its own.
    pub social: Option<UrlPath>,
}

impl Frame {
    fn absolute(&self, url: &UrlPath) -> String {
        format!("{}{url}", self.origin)
    }

    fn code(&self, head: &Head) -> &str {
        self.language(head.language)
    }

    fn language(&self, language: crate::load::document::Language) -> &str {
        self.languages.get(usize::from(language)).map_or("", String::as_str)
    }
}

/// The elements, without `<title>`, which belongs to the template.
pub fn html(frame: &Frame, head: &Head, body: &str) -> String {
    let mut out = String::with_capacity(3000);
    let canonical = frame.absolute(&head.url);
    let mut push = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
    push(&["<meta name=\"description\" content=\"", &escape(&head.description), "\">"]);
    if head.noindex || frame.unindexed {
        push(&["<meta name=\"robots\" content=\"noindex\">"]);
    }
    push(&["<link rel=\"canonical\" href=\"", &escape(&canonical), "\">"]);
    if head.alternates.len() > 1 {
        for (language, url) in &head.alternates {
            push(&[
                "<link rel=\"alternate\" hreflang=\"",
                frame.language(*language),
                "\" href=\"",
                &escape(&frame.absolute(url)),
                "\">",
            ]);
        }
        // The default language answers readers of all others.
        let (_, default) = head.alternates.iter().find(|(language, _)| *language == 0).unwrap_or(&head.alternates[0]);
        push(&["<link rel=\"alternate\" hreflang=\"x-default\" href=\"", &escape(&frame.absolute(default)), "\">"]);
    }
    for feed in &head.feeds {
        push(&[
            "<link rel=\"alternate\" type=\"",
            feed.media_type,
            "\" title=\"",
            &escape(&feed.title),
            "\" href=\"",
            &escape(feed.url.as_str()),
            "\">",
        ]);
    }
    let graph = [
        ("og:title", head.title.as_str()),
        ("og:description", &head.description),
        ("og:type", head.og_type),
        ("og:url", &canonical),
        ("og:site_name", &frame.site_name),
        ("og:locale", tables::languages::locale(frame.code(head))),
    ];
    for (property, content) in graph {
        push(&["<meta property=\"", property, "\" content=\"", &escape(content), "\">"]);
    }
    let own = head.image.as_ref().map(|HeadPicture { url, alt, size }| (url, alt, *size));
    if let Some((url, alt, size)) = own.or(frame.social.as_ref().map(|url| (url, &frame.site_name, None))) {
        push(&["<meta property=\"og:image\" content=\"", &escape(&frame.absolute(url)), "\">"]);
        if let Some((width, height)) = size {
            push(&["<meta property=\"og:image:width\" content=\"", &width.to_string(), "\">"]);
            push(&["<meta property=\"og:image:height\" content=\"", &height.to_string(), "\">"]);
        }
        push(&["<meta property=\"og:image:alt\" content=\"", &escape(alt), "\">"]);
        push(&["<meta name=\"twitter:card\" content=\"summary_large_image\">"]);
    }
    push(&["<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">"]);
    for (element, value) in head.dublin_core.iter().filter(|(_, value)| !value.is_empty()) {
        push(&["<meta name=\"DC.", element, "\" content=\"", &escape(value), "\">"]);
    }
    let answered = head.has_answer.then(|| with_answer(&head.json_ld, body));
    for data in answered.as_ref().unwrap_or(&head.json_ld) {
        // `<` could end the element early; JSON has another way to write it.
        push(&["<script type=\"application/ld+json\">", &data.to_string().replace('<', "\\u003c"), "</script>"]);
    }
    out
}

/// The data of an item with the body as the accepted answer.
fn with_answer(data: &[Value], body: &str) -> Vec<Value> {
    let mut data = data.to_vec();
    if let Some(question) =
        data.first_mut().and_then(|thing| thing.pointer_mut("/mainEntity/0")).and_then(Value::as_object_mut)
    {
        question.insert("acceptedAnswer".to_owned(), json!({ "@type": "Answer", "text": without_drawings(body) }));
    }
    data
}

/// A text without the drawings of charts and maps, which no machine reads in an answer; what they are called and their tables stay.
fn without_drawings(body: &str) -> String {
    const END: &str = "</svg>";
    let (mut text, mut rest) = (String::new(), body);
    while let Some(start) = rest.find("<svg") {
        let Some(end) = rest[start..].find(END) else { break };
        text.push_str(&rest[..start]);
        rest = &rest[start + end + END.len()..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_for_machines_has_the_words_around_a_drawing_and_not_the_drawing() {
        let body = "<p>Trước.</p><figure><svg viewBox=\"0 0 1 1\"><text>1</text></svg><figcaption>Dân số</figcaption></figure>";
        assert_eq!(without_drawings(body), "<p>Trước.</p><figure><figcaption>Dân số</figcaption></figure>");
        assert_eq!(without_drawings("a <svg b"), "a <svg b");
        let data = json!({ "mainEntity": [{ "@type": "Question" }] });
        let answered = with_answer(&[data], body);
        assert!(!answered[0].pointer("/mainEntity/0/acceptedAnswer/text").unwrap().as_str().unwrap().contains("svg"));
    }
}
