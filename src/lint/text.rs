//! Turns one source into a text that rules read: its prose in pieces, with everything else blanked out, byte for byte at the same
//! places. So a rule sees plain text, and every place that it names is one of the source.

use std::ops::Range;

use super::hits::{self, Found, Hit};
use super::prose;
use crate::load::fences;
use crate::load::kinds::{FieldType, Kind};
use crate::path::SourcePath;

/// In place of each byte of a sign of Markdown, which words go through: `**Điều** 1`.
pub const SIGN: u8 = b'\0';
/// In place of each byte of what is no prose: code, addresses, HTML, text in another language.
pub const OPAQUE: u8 = b'\x1a';

/// One source.
pub struct Text<'a> {
    pub file: &'a SourcePath,
    /// `vi`, `en`, …
    pub language: &'a str,
    pub kind: &'a Kind,
    /// The whole file as it is read: in NFC, with line feeds, without control characters.
    pub source: &'a str,
    /// Where the body begins in it.
    pub body: usize,
    /// The prose, in the order in which it stands.
    pub pieces: Vec<Piece>,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
    /// As long as the source.
    mask: String,
}

/// A run of prose: a paragraph, a heading, a cell, a value of the front matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub role: Role,
    /// In bytes of the source.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Title,
    /// Another field of the front matter.
    Field,
    Heading(u8),
    Paragraph,
    Item,
    Quote,
    Note,
    HeaderCell,
    Cell,
}

/// A link of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// From the bracket that opens it to the one that closes it.
    pub range: Range<usize>,
    /// What readers press; empty for an address that stands by itself.
    pub words: Range<usize>,
    pub target: String,
}

/// A picture or a film of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    pub range: Range<usize>,
    pub alt: Range<usize>,
    pub target: String,
}

impl<'a> Text<'a> {
    /// `source`: as `source_text` cleans it. `None` where it is no page.
    pub fn read(file: &'a SourcePath, kind: &'a Kind, language: &'a str, source: &'a str) -> Option<Text<'a>> {
        let mut unheard = Vec::new();
        let parts = fences::split(file, source, &kind.name, &mut unheard)?;
        let body = source.len() - parts.body.len();
        let mut mask = vec![SIGN; source.len()];
        let mut pieces = Vec::new();
        if let Some(front) = fences::front(file, parts.yaml, &mut unheard) {
            let from = parts.yaml.as_ptr() as usize - source.as_ptr() as usize;
            for (key, value) in &front.mapping {
                let (Some(key), Some(value)) = (key.as_str(), value.as_str()) else { continue };
                let field = kind.index_of(key).map(|index| kind.field(index));
                let role = match field {
                    _ if key == "title" => Role::Title,
                    Some(field) if field.kind == FieldType::Text && !field.private => Role::Field,
                    _ => continue,
                };
                let Some(part) = front.part(front.named(key), value).filter(|_| !value.is_empty()) else { continue };
                let range = from + part.start..from + part.end;
                mask[range.clone()].copy_from_slice(value.as_bytes());
                pieces.push(Piece { role, range });
            }
        }
        pieces.sort_by_key(|piece| piece.range.start);
        let mut prose = prose::Prose::new(parts.body, body, &mut mask);
        prose.read();
        let prose::Read { pieces: of_body, links, images } = prose.finish();
        pieces.extend(of_body);
        let mask = String::from_utf8(mask).unwrap_or_default();
        Some(Text { file, language, kind, source, body, pieces, links, images, mask })
    }

    /// The prose of a piece, as long as its range: `SIGN` and `OPAQUE` in place of what is none.
    pub fn prose(&self, piece: &Piece) -> &str {
        self.mask.get(piece.range.clone()).unwrap_or_default()
    }

    /// What the author wrote at a place.
    pub fn written(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    pub fn is_vietnamese(&self) -> bool {
        self.language == "vi"
    }

    /// Hits of this text with their lines and columns.
    pub fn found(&self, hits: Vec<Hit>) -> Vec<Found> {
        hits::found(self, hits)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::diag::Message;
    use crate::files::Memory;
    use crate::lint;
    use crate::load::kinds::Kinds;

    /// What is done with the text of an article of the language.
    pub fn with<R>(language: &str, source: &str, look: impl FnOnce(&Text) -> R) -> R {
        static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::load(&Memory::new(), &mut Vec::new()));
        let file = SourcePath::new("content/tin-tuc/a.md");
        look(&Text::read(&file, KINDS.schema("article").unwrap(), language, source).unwrap())
    }

    /// What is found in a body of the language: code, what was written there, and what may stand there instead.
    pub fn found(language: &str, body: &str) -> Vec<(&'static str, String, Option<String>)> {
        let all = |_: &'static Message| true;
        with(language, &format!("---\ntitle: Tin\n---\n{body}"), |text| {
            let hits = lint::text(text, &all).into_iter();
            hits.map(|hit| (hit.message.code, text.written(&hit.range).to_owned(), hit.fix)).collect()
        })
    }

    fn pieces(source: &str) -> Vec<(Role, String)> {
        let shown = |prose: &str| prose.replace('\0', "·").replace('\x1a', "#");
        with("vi", source, |text| text.pieces.iter().map(|piece| (piece.role, shown(text.prose(piece)))).collect())
    }

    #[test]
    fn prose_stands_where_it_stood_and_everything_else_is_blanked_out() {
        let source = "---\ntitle: \"Tin  mới\"\nsummary: Dẫn\nauthor: Ban\n---\n\
            ## Mục **một**\n\nĐoạn `mã` và [sở](a.md), xem https://a.vn/b.\nDòng\\* hai\n\n- Ý một\n\n| A | B |\n|---|---|\n| 1 | `x` |\n\n\
            > Lời\n\n![Ảnh](a.png)\n\n```\nmã\n```\n";
        let wanted = [
            (Role::Title, "Tin  mới"),
            (Role::Field, "Dẫn"),
            (Role::Field, "Ban"),
            (Role::Heading(2), "Mục ··một"),
            (Role::Paragraph, "Đoạn ##### và ·sở#######, xem ##############.\nDòng·* hai"),
            (Role::Item, "Ý một"),
            (Role::HeaderCell, "A"),
            (Role::HeaderCell, "B"),
            (Role::Cell, "1"),
            (Role::Quote, "Lời"),
        ];
        let found = pieces(source);
        let found: Vec<(Role, &str)> = found.iter().map(|(role, prose)| (*role, prose.as_str())).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn links_and_pictures_know_their_words() {
        let source = "---\ntitle: A\n---\nXem [Sở **Y tế**](a.md) và <https://b.vn>, ![Ảnh chụp](c.png)\n";
        let (links, images) = with("vi", source, |text| {
            let links = text.links.iter().map(|link| (text.written(&link.words).to_owned(), link.target.clone()));
            let images = text.images.iter().map(|image| (text.written(&image.alt).to_owned(), image.target.clone()));
            (links.collect::<Vec<_>>(), images.collect::<Vec<_>>())
        });
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(links, [pair("Sở **Y tế", "a.md"), pair("https://b.vn", "https://b.vn")]);
        assert_eq!(images, [pair("Ảnh chụp", "c.png")]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_mask_of_its_own_letters(body in "([ -~\n]|[ạđẾ“”@]|\\[a\\]\\(b\\)|https://|\\*\\*|`|<span lang=\"en\">|</span>|&amp;|\\| ){0,60}") {
            let source = format!("---\ntitle: A\n---\n{body}");
            with("vi", &source, |text| {
                for piece in &text.pieces {
                    let prose = text.prose(piece);
                    prop_assert_eq!(prose.len(), piece.range.len());
                    for (own, written) in prose.bytes().zip(source[piece.range.clone()].bytes()) {
                        prop_assert!(own == written || matches!(own, SIGN | OPAQUE | b'\n'));
                    }
                }
                Ok(())
            })?;
        }
    }
}
