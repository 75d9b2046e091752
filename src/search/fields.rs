//! The fields of a document with what a word counts in each, and the numbers of their packed words: what single words and pairs
//! share.

/// A field of a document, from the heaviest to the lightest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    Number,
    Title,
    Headings,
    Lead,
    Agency,
    Body,
    Attachment,
}

/// Weight, how much a long text counts less (0 to 1), and the usual length in words; 0: the portal's average.
const FIELDS: [(f32, f32, f32); 7] = [
    (8.0, 0.0, 1.0),
    (5.0, 0.3, 13.0),
    (2.0, 0.5, 20.0),
    (2.0, 0.5, 36.0),
    (1.0, 0.0, 8.0),
    (1.0, 0.75, 0.0),
    (0.5, 0.75, 0.0),
];

/// How much one word of a text of this length counts.
pub fn each(field: Field, length: f32, average: f32) -> f32 {
    let (weight, long, usual) = FIELDS[field as usize];
    let usual = if usual == 0.0 { average } else { usual };
    weight / (1.0 - long + long * length / usual)
}

/// Seven bits a byte, the lowest first.
pub fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub fn read(bytes: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 127).checked_shl(shift)?;
        if *first < 128 {
            return Some(number);
        }
        shift += 7;
    }
}
