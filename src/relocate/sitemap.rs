//! Turns a sitemap, or an index of them, into addresses (sitemaps.org). Addresses of pictures and videos are not read.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// What a sitemap names.
#[derive(Default, PartialEq, Eq, Debug)]
pub struct Sitemap {
    /// Pages.
    pub addresses: Vec<String>,
    /// Other sitemaps.
    pub parts: Vec<String>,
}

pub fn read(from: impl BufRead) -> io::Result<Sitemap> {
    let damaged = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    let mut reader = Reader::from_reader(from);
    let (mut found, mut buffer) = (Sitemap::default(), Vec::new());
    let (mut is_part, mut text) = (false, None::<String>);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(start) => match start.name().into_inner() {
                "sitemap" => is_part = true,
                "url" => is_part = false,
                "loc" => text = Some(String::new()),
                _ => {}
            },
            Event::Text(more) => text.iter_mut().for_each(|text| text.push_str(&more.xml10_content())),
            Event::CData(more) => text.iter_mut().for_each(|text| text.push_str(&more.xml10_content())),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => resolve_predefined_entity(&reference).unwrap_or_default().to_owned(),
                };
                text.iter_mut().for_each(|text| text.push_str(&letter));
            }
            Event::End(end) if end.name().into_inner() == "loc" => {
                let all = if is_part { &mut found.parts } else { &mut found.addresses };
                all.extend(text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_names_pages_and_an_index_names_sitemaps() {
        let pages = "<urlset><url><loc>\nhttps://a.vn/x?b=1&amp;c=2</loc><image:image><image:loc>https://a.vn/y.png</image:loc></image:image></url></urlset>";
        assert_eq!(read(pages.as_bytes()).unwrap().addresses, ["https://a.vn/x?b=1&c=2"]);
        let index = "<sitemapindex><sitemap><loc>https://a.vn/sitemap-1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(read(index.as_bytes()).unwrap().parts, ["https://a.vn/sitemap-1.xml"]);
        assert!(read("<urlset><url><loc>x</url>".as_bytes()).is_err());
    }
}
