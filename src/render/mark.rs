//! The bar on every page of a build that is not for readers: turns what the site shows into a line, and puts it on top.
//!
//! It is the generator's and not the theme's: a theme that knows nothing of it cannot leave it out.

use crate::load::document::Language;
use crate::model::{Mark, Site};
use crate::tables::languages::words;
use crate::time::{Moment, date_time};

/// What the pages of a language say; `None` where they are for readers.
pub fn text(site: &Site, language: Language) -> Option<String> {
    let Mark { drafts, moment } = site.mark?;
    let code = site.language(language);
    let words = words(code);
    let shows = drafts.then(|| words.with_drafts.to_owned());
    let moment = moment.map(|at| date_time(&Moment::from_timestamp(at, &site.config.zone()), code));
    let moment = moment.map(|at| format!("{} {at}", words.as_of));
    let parts: Vec<String> = shows.into_iter().chain(moment).collect();
    Some(format!("{}: {}.", words.preview, parts.join("; ")))
}

/// Puts the line behind the tag that opens the body.
pub fn put(html: &mut Vec<u8>, text: &str) {
    let bar = format!("<div id=\"cong-bar\" class=\"trial\" role=\"status\"><div class=\"wrap\">{text}</div></div>");
    let open = memchr::memmem::find(html, b"<body");
    let end = open.and_then(|at| Some(at + memchr::memchr(b'>', &html[at..])? + 1)).unwrap_or(html.len());
    html.splice(end..end, bar.into_bytes());
}
