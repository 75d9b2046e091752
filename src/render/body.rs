//! Turns HTML with holes into a page's body: links, pictures and videos as they are now.
//!
//! It knows the document's references as values and nothing of the site, so a body can show nothing that is not in them.

use super::chart;
use super::view::{Pictured, Reference, Shape};
use crate::load::document::Picture;
use crate::load::holes::{self, Hole};
use crate::map;
use crate::text::address::decode;
use crate::text::html::escape;

/// When pictures are loaded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loading {
    /// When their reader comes near them.
    Late,
    /// The first at once, since nothing like it stands above the text.
    FirstAtOnce,
}

/// `pictures`: the pictures that the HTML's holes count. `references`: those of the document, by their numbers.
pub fn fill(html: &str, pictures: &[Picture], references: &[Reference], loading: Loading) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let href = |index: u32| references.get(index as usize).and_then(|reference| reference.href.as_deref());
    let mut at_once = loading == Loading::FirstAtOnce;
    // Where the tag and the text of the last link begin.
    let mut opened = (0, 0);
    holes::fill(html, &mut out, |hole, out| match hole {
        Hole::LinkStart(index) => {
            if let Some(href) = href(index) {
                let tag = out.len();
                out.push_str("<a href=\"");
                out.push_str(&escape(href));
                out.push_str("\">");
                opened = (tag, out.len());
            }
        }
        Hole::LinkEnd(index) => {
            if let Some(href) = href(index) {
                let (tag, text) = opened;
                if is_its_text(href, &out[text..]) {
                    out.insert_str(tag + "<a".len(), " class=\"url\"");
                }
                out.push_str("</a>");
            }
        }
        Hole::InlinePicture(index) => {
            if let Some((picture, reference)) = shown(pictures, references, index) {
                inline(picture, reference, &mut at_once, out);
            }
        }
        Hole::Figure(index) => {
            if let Some((picture, Reference { shape: Shape::Map(shown), .. })) = shown(pictures, references, index) {
                out.push_str(&map::html(shown, index as usize + 1, &picture.alt, picture.caption.as_deref()));
            } else if let Some((picture, reference)) = shown(pictures, references, index) {
                figure(picture, reference, &mut at_once, out);
            }
        }
    });
    out
}

fn shown<'a>(pictures: &'a [Picture], references: &'a [Reference], index: u32) -> Option<(&'a Picture, &'a Reference)> {
    let picture = pictures.get(index as usize)?;
    Some((picture, references.get(picture.target as usize)?))
}

/// Whether a link elsewhere shows its own address, so that nobody who prints it needs to be told that again.
fn is_its_text(href: &str, text: &str) -> bool {
    let is_shown = |address: &str| text.trim_end_matches('/') == escape(address).trim_end_matches('/');
    let Some((_, bare)) = href.split_once("://").filter(|_| href.starts_with("http")) else { return false };
    is_shown(href) || is_shown(bare) || (href.contains('%') && is_shown(&decode(href)))
}

fn inline(picture: &Picture, Reference { href, shape }: &Reference, at_once: &mut bool, out: &mut String) {
    let Some(href) = href else { return };
    match shape {
        Shape::Picture(pictured) => image(picture, href, pictured, at_once, out),
        Shape::Chart(charted) => chart::inline(charted, picture, out),
        // A video cannot stand inside a line: its name links to it.
        _ => out.push_str(&format!("<a href=\"{}\">{}</a>", escape(href), escape(&picture.alt))),
    }
}

fn figure(picture: &Picture, Reference { href, shape }: &Reference, at_once: &mut bool, out: &mut String) {
    match (shape, href) {
        (Shape::Picture(pictured), href) => {
            out.push_str("<figure>");
            if let Some(href) = href {
                image(picture, href, pictured, at_once, out);
            }
        }
        (Shape::Film, Some(href)) => out.push_str(&format!(
            "<figure class=\"video\"><video controls preload=\"none\" src=\"{}\" aria-label=\"{}\"></video>",
            escape(href),
            escape(&picture.alt)
        )),
        // The player is loaded by the theme's script after a click; without it the link opens the video's page.
        (Shape::Player(embed), Some(address)) => out.push_str(&format!(
            "<figure class=\"video\" data-embed=\"{}\"><a class=\"video-link\" href=\"{}\">{}</a>",
            escape(embed),
            escape(address),
            escape(&picture.alt)
        )),
        (Shape::Chart(charted), _) => return chart::figure(charted, picture, out),
        _ => return,
    }
    if let Some(caption) = &picture.caption {
        out.push_str(&format!("<figcaption>{}</figcaption>", escape(caption)));
    }
    out.push_str("</figure>\n");
}

fn image(picture: &Picture, href: &str, pictured: &Pictured, at_once: &mut bool, out: &mut String) {
    let Pictured { size, srcset, webp, sizes } = pictured;
    let put = |out: &mut String, list: &str| {
        if !list.is_empty() {
            out.push_str(&format!(" srcset=\"{}\" sizes=\"{}\"", escape(list), escape(sizes)));
        }
    };
    if !webp.is_empty() {
        out.push_str("<picture><source type=\"image/webp\"");
        put(out, webp);
        out.push('>');
    }
    out.push_str(&format!("<img src=\"{}\"", escape(href)));
    put(out, srcset);
    out.push_str(&format!(" alt=\"{}\"", escape(&picture.alt)));
    if let Some((width, height)) = size {
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    let lazily = if std::mem::take(at_once) { "" } else { " loading=\"lazy\"" };
    out.push_str(&format!("{lazily} decoding=\"async\">"));
    if !webp.is_empty() {
        out.push_str("</picture>");
    }
}
