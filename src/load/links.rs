//! Turns what stands in the brackets of a Markdown link into a target: a page, a file, a contact, a document, an address.

use super::document::Target;
use super::names;
use super::schema;
use crate::diag::{Finding, Message, catalog};
use crate::load::base::Base;
use crate::media::foreign;
use crate::path::{SourcePath, encode_address};
use crate::tables;
use crate::text::address::{decode, video_embed};
use crate::text::telephone;

/// Where a link leads, or the message that says why it may not. What names the portal's own host is an address on it.
pub fn target(base: &Base, file: &SourcePath, destination: &str) -> Result<Target, &'static Message> {
    let destination = destination.trim();
    if let Some(own) = base.own(destination) {
        return Ok(Target::Address(encode_address(&own).into()));
    }
    if let Some(anchor) = destination.strip_prefix('#') {
        return Ok(Target::Anchor(decode(anchor).into()));
    }
    if let Some((scheme, rest)) = scheme(destination) {
        return match scheme.to_ascii_lowercase().as_str() {
            "lien-he" => Ok(Target::Contact(decode(rest).into())),
            "van-ban" => Ok(Target::Document(decode(rest).into())),
            known if !tables::LINK_SCHEMES.contains(&known) || !leads_somewhere(known, rest) => {
                Err(&catalog::LINK_SCHEME)
            }
            "tel" => match telephone::read(&decode(rest)) {
                Ok(read) => Ok(Target::External(format!("tel:{}", read.dial).into())),
                Err(_) => Err(&catalog::LINK_PHONE),
            },
            _ if is_local(destination) => Err(&catalog::LINK_SCHEME),
            _ => Ok(Target::External(encode_address(destination).into())),
        };
    }
    if destination.starts_with("//") || destination.starts_with("www.") || destination.contains('\\') {
        return Err(&catalog::LINK_SCHEME);
    }
    if destination.starts_with('/') {
        return Ok(Target::Address(encode_address(destination).into()));
    }
    let (path, anchor) = destination.split_once('#').map_or((destination, None), |(path, anchor)| (path, Some(anchor)));
    let source = file.join(&decode(path)).ok_or(&catalog::LINK_FILE)?;
    if names::page_stem(path).is_some() {
        return Ok(Target::Page { source, anchor: anchor.map(|anchor| decode(anchor).into()) });
    }
    if tables::extension(path).is_empty() {
        return Err(&catalog::LINK_FILE);
    }
    Ok(Target::File(source))
}

/// Whether an address leads to the machine on which it is opened: `http://localhost:8080/tin-tuc/`.
pub fn is_local(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    name.eq_ignore_ascii_case("localhost")
        || name.starts_with("127.0.0.")
        || name == "0.0.0.0"
        || host.starts_with("[::1]")
}

/// Whether anything stands behind the scheme: a number, an address for e-mail, a host.
fn leads_somewhere(scheme: &str, rest: &str) -> bool {
    match scheme {
        "tel" => rest.chars().filter(char::is_ascii_digit).count() >= 3,
        // Without an address a letter may have a subject.
        "mailto" => rest.contains('@') || rest.starts_with('?'),
        // `https:ten-mien.vn` is a path to browsers.
        _ => rest.strip_prefix("//").is_some_and(|host| !host.trim_start_matches('/').is_empty()),
    }
}

/// Whether a file of the portal is shown where a picture may stand.
fn is_shown(name: &str) -> bool {
    tables::is_image(name) || tables::is_video(name) || schema::is_map(name)
}

/// What a picture may show: a picture, film or map of the portal, a chart of a table, or a video elsewhere that is loaded only on a click.
pub fn picture_target(base: &Base, file: &SourcePath, destination: &str) -> Result<Target, &'static Message> {
    match target(base, file, destination)? {
        Target::File(path) if is_shown(path.as_str()) => Ok(Target::File(path)),
        Target::File(table) if schema::is_table(table.as_str()) => {
            let name = destination.split_once('#').map_or("", |(_, name)| name.trim());
            Ok(Target::Chart { table, name: decode(name).into() })
        }
        Target::File(_) => Err(&catalog::PICTURE_KIND),
        Target::External(address) if video_embed(&address).is_some() => Ok(Target::External(address)),
        _ => Err(&catalog::LINK_SCHEME),
    }
}

/// Adds what to do next where that depends on what was meant. `target`: as written.
pub fn explained(finding: Finding, target: &str) -> Finding {
    if finding.message == &catalog::PICTURE_KIND {
        let sort = foreign::by_name(target);
        return finding.with_words("what", sort.what()).with_words("next", sort.next(target));
    }
    finding
}

fn scheme(destination: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = destination.split_once(':')?;
    let valid = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'));
    valid.then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_news(destination: &str) -> Result<Target, &'static str> {
        let base = Base::parse("https://tinh.gov.vn").unwrap();
        target(&base, &SourcePath::new("content/tin-tuc/a.md"), destination).map_err(|message| message.code)
    }

    #[test]
    fn plain_links_carry_the_special_meanings() {
        let page = |source: &str, anchor: Option<&str>| {
            Ok(Target::Page { source: SourcePath::new(source), anchor: anchor.map(Into::into) })
        };
        assert_eq!(from_news("../van-ban/so-1/index.md#muc-2"), page("content/van-ban/so-1/index.md", Some("muc-2")));
        assert_eq!(from_news("lien-he:tong-dai-1022"), Ok(Target::Contact("tong-dai-1022".into())));
        assert_eq!(from_news("van-ban:2461/Q%C4%90-UBND"), Ok(Target::Document("2461/QĐ-UBND".into())));
        assert_eq!(from_news("b.pdf"), Ok(Target::File(SourcePath::new("content/tin-tuc/b.pdf"))));
        assert_eq!(from_news("/tim-kiem/"), Ok(Target::Address("/tim-kiem/".into())));
        assert_eq!(from_news("https://chinhphu.vn"), Ok(Target::External("https://chinhphu.vn".into())));
    }

    #[test]
    fn dangerous_and_unclear_links_are_refused() {
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.example",
            "vbscript:x",
            "\\\\evil",
        ] {
            assert_eq!(from_news(bad), Err("M02"), "{bad}");
        }
        assert_eq!(from_news("../../../etc/passwd.md"), Err("M03"));
        assert_eq!(from_news("mot-trang-khac"), Err("M03"));
    }
}
