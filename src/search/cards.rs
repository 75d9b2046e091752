//! Turns items into what a list of results shows: lines of text, a few items a file; and into columns of numbers by
//! which all items can be counted and narrowed.

use super::facets::{Choice, Codes, Facets};
use super::terms::title_slug;

/// Slots of a file of columns.
const ROWS: usize = 8192;
/// Numbers of a row, two bytes each.
const COLUMNS: usize = 8;
/// Letters of a snippet.
const SNIPPET: usize = 88;

pub struct Card<'a> {
    pub slot: u32,
    pub title: &'a str,
    pub url: &'a str,
    /// The lead, else the beginning of the body.
    pub text: &'a str,
    /// `2024-01-15`, empty when undated.
    pub date: String,
    /// Day of the year, from 1; 0 when undated.
    pub day: u16,
    pub number: &'a str,
    pub codes: Codes,
}

/// `cards` sorted by slot; `block`: slots of a file.
pub fn files(cards: &[Card], facets: &Facets, slots: u32, block: u32) -> Vec<Option<Vec<u8>>> {
    let mut files: Vec<Option<Vec<u8>>> = vec![None; slots.div_ceil(block) as usize];
    for card in cards {
        let file = files[(card.slot / block) as usize].get_or_insert_default();
        let Codes { kind, section, agency, document_type, state, .. } = card.codes;
        let codes = format!("{kind},{section},{agency},{document_type},{state}");
        let fields = [
            (card.slot % block).to_string(),
            clean(card.title),
            address(card, facets.section.get(usize::from(section).wrapping_sub(1))),
            snippet(card.text),
            card.date.clone(),
            clean(card.number),
            codes,
        ];
        file.extend_from_slice(fields.join("\t").as_bytes());
        file.push(b'\n');
    }
    files
}

/// Each number of all items of a file together, since such columns compress well.
pub fn columns(cards: &[Card], slots: u32) -> Vec<Vec<u8>> {
    let rows = |file: usize| (slots as usize - file * ROWS).min(ROWS);
    let mut files: Vec<Vec<u8>> =
        (0..(slots as usize).div_ceil(ROWS)).map(|file| vec![0; rows(file) * COLUMNS * 2]).collect();
    for card in cards {
        let (file, row) = (card.slot as usize / ROWS, card.slot as usize % ROWS);
        let Codes { kind, section, agency, document_type, state, topics } = card.codes;
        let numbers: [u16; COLUMNS] = [kind, section, agency, document_type, state, topics[0], topics[1], card.day];
        for (column, number) in numbers.into_iter().enumerate() {
            let at = (column * rows(file) + row) * 2;
            files[file][at..at + 2].copy_from_slice(&number.to_le_bytes());
        }
    }
    files
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Nothing when it is the section's address and the title's slug; `~` stands for the section's address.
fn address(card: &Card, section: Option<&Choice>) -> String {
    let base = section.and_then(|section| section.url.as_deref());
    match base.and_then(|base| card.url.strip_prefix(base)) {
        Some(rest) if rest.strip_suffix('/') == Some(title_slug(card.title).as_str()) && rest.len() > 1 => {
            String::new()
        }
        Some(rest) => format!("~{rest}"),
        None => card.url.to_owned(),
    }
}

/// The beginning, cut between words.
fn snippet(text: &str) -> String {
    let text = clean(text);
    let Some((end, _)) = text.char_indices().nth(SNIPPET) else { return text };
    let cut = &text[..end];
    let cut = cut.rfind(' ').filter(|at| cut[..*at].chars().count() > SNIPPET / 2).map_or(cut, |at| &cut[..at]);
    format!("{}…", cut.trim_end_matches([' ', ',', ';', ':', '.', '-', '–']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_ends_between_words() {
        let text = "Ủy ban nhân dân tỉnh mời người dân, doanh nghiệp góp ý dự thảo quy hoạch phân khu đô thị phía Nam, hạn cuối 30/11.";
        let snippet = snippet(text);
        assert!(snippet.ends_with('…') && text.starts_with(snippet.trim_end_matches('…')), "{snippet}");
        assert!(snippet.chars().count() <= SNIPPET + 1);
        assert_eq!(super::snippet("Ngắn."), "Ngắn.");
    }

    #[test]
    fn an_address_is_as_short_as_its_section_and_title_allow() {
        let section = Choice { id: "tin-tuc".into(), label: "Tin tức".into(), url: Some("/tin-tuc/".into()) };
        let card = |url, title| Card {
            slot: 0,
            title,
            url,
            text: "",
            date: String::new(),
            day: 0,
            number: "",
            codes: Codes::default(),
        };
        assert_eq!(address(&card("/tin-tuc/mua-lon/", "Mưa lớn"), Some(&section)), "");
        assert_eq!(address(&card("/tin-tuc/2024/mua/", "Mưa lớn"), Some(&section)), "~2024/mua/");
        assert_eq!(address(&card("/lien-he/", "Liên hệ"), Some(&section)), "/lien-he/");
    }
}
