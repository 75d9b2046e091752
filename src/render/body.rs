//! Turns HTML with holes into a page's body: links, pictures and videos as they are now.

use super::value::View;
use crate::load::document::{Picture, Target};
use crate::load::holes::{self, Hole};
use crate::load::links::{self, video_embed};
use crate::model::resolve::Destination;
use crate::tables;
use crate::text::html::escape;

/// `pictures`: the pictures that the HTML's holes count.
pub fn fill(view: View, html: &str, pictures: &[Picture]) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    // Where the tag and the text of the last link begin.
    let mut opened = (0, 0);
    holes::fill(html, &mut out, |hole, out| match hole {
        Hole::LinkStart(index) => {
            if let Some(href) = href(view, index) {
                let tag = out.len();
                out.push_str("<a href=\"");
                out.push_str(&escape(&href));
                out.push_str("\">");
                opened = (tag, out.len());
            }
        }
        Hole::LinkEnd(index) => {
            if let Some(href) = href(view, index) {
                let (tag, text) = opened;
                if is_its_text(&href, &out[text..]) {
                    out.insert_str(tag + "<a".len(), " class=\"url\"");
                }
                out.push_str("</a>");
            }
        }
        Hole::InlinePicture(index) => {
            if let Some(picture) = pictures.get(index as usize) {
                inline(view, picture, out);
            }
        }
        Hole::Figure(index) => {
            if let Some(picture) = pictures.get(index as usize) {
                figure(view, picture, out);
            }
        }
    });
    out
}

/// Whether a link elsewhere shows its own address, so that nobody who prints it needs to be told that again.
fn is_its_text(href: &str, text: &str) -> bool {
    let is_shown = |address: &str| text.trim_end_matches('/') == escape(address).trim_end_matches('/');
    let Some((_, bare)) = href.split_once("://").filter(|_| href.starts_with("http")) else { return false };
    is_shown(href) || is_shown(bare) || (href.contains('%') && is_shown(&links::decode(href)))
}

/// Where a link leads now; `None` prints its text alone.
fn href(view: View, index: u32) -> Option<String> {
    match view.destination(&view.document.target(index).target) {
        Destination::Page { page, anchor } => {
            let url = &view.site.page(page).inner().url;
            Some(anchor.map_or_else(|| url.to_string(), |anchor| format!("{url}#{anchor}")))
        }
        Destination::File(file) => Some(file.url.to_string()),
        Destination::Address(address) => Some(address.into_owned()),
        Destination::Anchor(anchor) => Some(format!("#{anchor}")),
        Destination::Withheld | Destination::Missing => None,
    }
}

fn inline(view: View, picture: &Picture, out: &mut String) {
    let target = &view.document.target(picture.target).target;
    match target {
        Target::File(source) if tables::is_image(source.as_str()) => image(view, picture, out),
        // A video cannot stand inside a line: its name links to it.
        _ => {
            if let Some(href) = href(view, picture.target) {
                out.push_str(&format!("<a href=\"{}\">{}</a>", escape(&href), escape(&picture.alt)));
            }
        }
    }
}

fn figure(view: View, picture: &Picture, out: &mut String) {
    let target = &view.document.target(picture.target).target;
    match target {
        Target::File(source) if tables::is_image(source.as_str()) => {
            out.push_str("<figure>");
            image(view, picture, out);
        }
        Target::File(_) => {
            let Some(href) = href(view, picture.target) else { return };
            out.push_str(&format!(
                "<figure class=\"video\"><video controls preload=\"none\" src=\"{}\" aria-label=\"{}\"></video>",
                escape(&href),
                escape(&picture.alt)
            ));
        }
        Target::External(address) => {
            let Some(embed) = video_embed(address) else { return };
            // The player is loaded by the theme's script after a click; without it the link opens the video's page.
            out.push_str(&format!(
                "<figure class=\"video\" data-embed=\"{}\"><a class=\"video-link\" href=\"{}\">{}</a>",
                escape(&embed),
                escape(address),
                escape(&picture.alt)
            ));
        }
        _ => return,
    }
    if let Some(caption) = &picture.caption {
        out.push_str(&format!("<figcaption>{}</figcaption>", escape(caption)));
    }
    out.push_str("</figure>\n");
}

fn image(view: View, picture: &Picture, out: &mut String) {
    if let Destination::File(file) = view.destination(&view.document.target(picture.target).target) {
        out.push_str(&format!("<img src=\"{}\" alt=\"{}\"", escape(file.url.as_str()), escape(&picture.alt)));
        if let Some((width, height)) = file.facts.dimensions {
            out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\">");
    }
}
