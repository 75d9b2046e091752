//! Static tables: turns a code or a file extension into what the web and readers call it.

pub mod chart_words;
pub mod figure_words;
pub mod iso_639;
pub mod languages;
pub mod maps;

/// Media types by lower-case extension (IANA registry).
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("atom", "application/atom+xml"),
    ("avif", "image/avif"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("geojson", "application/geo+json"),
    ("gif", "image/gif"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("m4a", "audio/mp4"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

/// The lower-case extension of a file name, or `""`.
pub fn extension(name: &str) -> String {
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

pub fn media_type(name: &str) -> &'static str {
    let extension = extension(name);
    MEDIA_TYPES
        .binary_search_by(|row| row.0.cmp(extension.as_str()))
        .map_or("application/octet-stream", |index| MEDIA_TYPES[index].1)
}

/// Extension and type of everything a portal publishes.
pub fn media_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    MEDIA_TYPES.iter().copied()
}

/// Whether a media type is text, which is UTF-8 in all outputs.
pub fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/") || media_type.ends_with("json") || media_type.ends_with("xml")
}

/// The value of `Content-Type`.
pub fn content_type(name: &str) -> String {
    with_charset(media_type(name))
}

pub fn with_charset(media_type: &str) -> String {
    if is_text(media_type) { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}

/// Types that run in the reader's browser on the portal's own domain, or that the server may give a meaning.
const NOT_PUBLISHED: &[&str] = &["css", "htm", "html", "js", "xml", "atom"];

/// Whether a file of content may be published at all: a known type that only shows, plays or downloads.
pub fn is_publishable(name: &str) -> bool {
    let extension = extension(name);
    media_type(name) != "application/octet-stream" && !NOT_PUBLISHED.contains(&extension.as_str())
}

pub fn is_image(name: &str) -> bool {
    media_type(name).starts_with("image/")
}

pub fn is_video(name: &str) -> bool {
    media_type(name).starts_with("video/")
}

/// URL schemes a link may use; everything else (javascript:, data:, file:) is refused.
pub const LINK_SCHEMES: &[&str] = &["https", "http", "mailto", "tel"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_sorted_so_that_the_search_finds_them() {
        assert!(MEDIA_TYPES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(media_type("Quyết định.PDF"), "application/pdf");
        assert_eq!(media_type("a/b.csv"), "text/csv");
        assert_eq!(media_type("Makefile"), "application/octet-stream");
    }
}
