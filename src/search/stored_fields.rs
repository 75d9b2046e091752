//! Turns items into the stored fields that a list of results shows: records of text, a few dozen a file, of which a
//! search reads only those it shows; and into columns of numbers by which all items can be counted and narrowed.

use super::facets::{Choice, Codes, Facets};
use super::terms::title_slug;

/// Document ids of a file of columns.
const ROWS: usize = 8192;
/// Numbers of a row, two bytes each.
const COLUMNS: usize = 8;
/// Letters of a snippet.
const SNIPPET: usize = 300;

pub struct StoredFields<'a> {
    pub doc_id: u32,
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

/// The stored fields of a range of document ids.
pub struct Block {
    /// Bytes of each record, a multiple of `STEP`.
    pub record: usize,
    pub bytes: Vec<u8>,
}

/// Records are so many bytes or a multiple of it, so that one letter tells their size.
const STEP: usize = 16;

/// `items` sorted by document id; `block`: ids of a file; `None` for a file without items. All records of a file have
/// one size, filled up with zeros, so that the client can ask for one of them by its id alone.
pub fn files(items: &[StoredFields], facets: &Facets, doc_ids: u32, block: u32) -> Vec<Option<Block>> {
    let mut files: Vec<Option<Block>> = (0..doc_ids.div_ceil(block)).map(|_| None).collect();
    for items in items.chunk_by(|a, b| a.doc_id / block == b.doc_id / block) {
        let records: Vec<String> = items.iter().map(|item| record(item, facets)).collect();
        let size = records.iter().map(String::len).max().unwrap_or(0).next_multiple_of(STEP);
        let mut bytes = Vec::with_capacity(block as usize * size);
        for (item, record) in items.iter().zip(records) {
            bytes.resize((item.doc_id % block) as usize * size, 0);
            bytes.extend_from_slice(record.as_bytes());
        }
        bytes.resize(bytes.len().next_multiple_of(size), 0);
        files[(items[0].doc_id / block) as usize] = Some(Block { record: size, bytes });
    }
    files
}

/// Six letters for numbers, then title, address, number and snippet, one a line.
fn record(item: &StoredFields, facets: &Facets) -> String {
    let codes = item.codes.shown().into_iter().chain([item.day]).map(|code| letter(u32::from(code)));
    let section = facets.section.get(usize::from(item.codes.section).wrapping_sub(1));
    let lines = [&clean(item.title), &address(item, section), &clean(item.number), &snippet(item.text)];
    codes.chain(lines.map(String::as_str).join("\n").chars()).collect()
}

/// The letter for the size of a record; `0` where there is no file.
pub fn size_letter(block: Option<&Block>) -> char {
    letter(block.map_or(0, |block| block.record / STEP) as u32)
}

/// A number as one letter.
pub fn letter(number: u32) -> char {
    char::from_u32(if number < 64 { 48 + number } else { 0x100 + number }).unwrap_or('0')
}

/// What the columns say of an item.
pub struct Row {
    pub doc_id: u32,
    pub codes: Codes,
    /// Day of the year, from 1; 0 when undated.
    pub day: u16,
}

/// Each number of all items of a file together, since such columns compress well.
pub fn columns(items: impl Iterator<Item = Row>, doc_ids: u32) -> Vec<Vec<u8>> {
    let rows = |file: usize| (doc_ids as usize - file * ROWS).min(ROWS);
    let mut files: Vec<Vec<u8>> =
        (0..(doc_ids as usize).div_ceil(ROWS)).map(|file| vec![0; rows(file) * COLUMNS * 2]).collect();
    for Row { doc_id, codes, day } in items {
        let (file, row) = (doc_id as usize / ROWS, doc_id as usize % ROWS);
        let Codes { kind, section, agency, document_type, state, topics } = codes;
        let numbers: [u16; COLUMNS] = [kind, section, agency, document_type, state, topics[0], topics[1], day];
        for (column, number) in numbers.into_iter().enumerate() {
            let at = (column * rows(file) + row) * 2;
            files[file][at..at + 2].copy_from_slice(&number.to_le_bytes());
        }
    }
    files
}

/// One line, and no zero: records are filled up with them.
fn clean(text: &str) -> String {
    let gaps = |letter: char| letter.is_whitespace() || letter.is_control();
    text.split(gaps).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An address in the fewest letters: `~` stands for the section's, `^` for the section's with year and month, `*` for
/// the title's slug, `#` and a number for its first letters; nothing for `^*/`.
fn address(item: &StoredFields, section: Option<&Choice>) -> String {
    let base = section.and_then(|section| section.url.as_deref());
    let (mark, rest) = match base.and_then(|base| item.url.strip_prefix(base)) {
        Some(rest) => {
            let month = item.date.get(..7).map(|month| format!("{}/", month.replace('-', "/")));
            match month.and_then(|month| rest.strip_prefix(month.as_str())) {
                Some(rest) => ("^", rest),
                None => ("~", rest),
            }
        }
        None => {
            let start = item.url.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
            item.url.split_at(start)
        }
    };
    let slug = title_slug(item.title);
    let shared = slug.bytes().zip(rest.bytes()).take(200).take_while(|(a, b)| a == b).count();
    let short = if shared > 0 && shared == slug.len() {
        format!("{mark}*{}", &rest[shared..])
    } else if shared >= 8 {
        format!("{mark}#{}{}", letter(shared as u32), &rest[shared..])
    } else {
        format!("{mark}{rest}")
    };
    if short == "^*/" { String::new() } else { short }
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
        let text = "Ủy ban nhân dân tỉnh mời người dân góp ý dự thảo quy hoạch phía Nam. ".repeat(9);
        let snippet = snippet(&text);
        assert!(snippet.ends_with('…') && text.starts_with(snippet.trim_end_matches('…')), "{snippet}");
        assert!(snippet.chars().count() <= SNIPPET + 1);
        assert_eq!(super::snippet("Ngắn."), "Ngắn.");
    }

    #[test]
    fn an_address_is_as_short_as_its_section_and_title_allow() {
        let section = Choice { id: "tin-tuc".into(), label: "Tin tức".into(), url: Some("/tin-tuc/".into()) };
        let item = |url, title| StoredFields {
            doc_id: 0,
            title,
            url,
            text: "",
            date: "2024-01-15".into(),
            day: 0,
            number: "",
            codes: Codes::default(),
        };
        let address = |url, title| super::address(&item(url, title), Some(&section));
        assert_eq!(address("/tin-tuc/2024/01/mua-lon/", "Mưa lớn"), "");
        assert_eq!(address("/tin-tuc/mua-lon/", "Mưa lớn"), "~*/");
        assert_eq!(address("/tin-tuc/mua/", "Mưa lớn"), "~mua/");
        assert_eq!(
            address("/tin-tuc/mua-lon-dien-rong-o/", "Mưa lớn diện rộng ở Lộc Ninh"),
            "~#C/".replace('C', &super::letter(19).to_string())
        );
        assert_eq!(address("/lien-he/", "Liên hệ"), "/*/");
    }
}
