//! The words of one document in few bytes: for each term its fields, how often, and what follows it.
//!
//! This is all that the index needs of a document's text, so an unchanged document is never read again for it. It
//! depends on the document alone; what depends on the whole portal (the average length) comes in when the index is
//! made.

use super::fields::{Field, each, read, write};
use super::lexicon::TermId;
use super::pairs::PairReader;

/// Terms and how often each stands where.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// Words of the body.
    pub length: u32,
    attachment: u32,
    /// Entries in the order of their numbers; see `Words::each`.
    #[serde(with = "crate::files::bytes")]
    packed: Box<[u8]>,
    /// See `MetPairs::pack`.
    #[serde(with = "crate::files::bytes")]
    pairs: Box<[u8]>,
}

/// The heaviest field that a term is in, as a tier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Prominence {
    /// Body, attachment, or agency: by which results are better narrowed than found.
    Low,
    /// Lead or heading.
    Middle,
    /// Number or title.
    High,
}

impl Prominence {
    /// By number; there is no fourth.
    pub const ALL: [Prominence; 4] = [Prominence::Low, Prominence::Middle, Prominence::High, Prominence::High];
}

/// One term of a document.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Occurrence {
    pub term: TermId,
    /// Of the term that follows where it first stands; 0 for none.
    pub signature: u8,
    /// All its weight.
    pub weight: f32,
    /// Of the heaviest field that it is in.
    pub prominence: Prominence,
}

/// What a document says of one term, before it is packed.
pub struct Counted {
    pub signature: u8,
    pub prominence: Prominence,
    /// Weight of all fields but body and attachments, whose weight depends on the whole portal.
    pub prominent: f32,
    pub body: u32,
    pub attachment: u32,
}

/// Prominent weights are kept in steps of this part of one, up to 256; more tells nothing.
const STEPS: f32 = 256.0;

impl Words {
    /// `terms` in the order of their numbers; lengths in words.
    pub fn pack<'a>(length: u32, attachment: u32, terms: impl Iterator<Item = (TermId, &'a Counted)>) -> Words {
        let mut packed = Vec::with_capacity(terms.size_hint().0 * 4);
        let mut last = 0;
        for (id, term) in terms {
            let (prominent, attachment) = (term.prominent > 0.0, term.attachment > 0);
            let flags = (term.prominence as u32) << 2 | u32::from(prominent) << 1 | u32::from(attachment);
            write(&mut packed, (id - last) << 4 | flags);
            last = id;
            // Most words stand in a body a few times: count and signature share one byte.
            let count = term.body.min(15);
            packed.push((count as u8) << 4 | term.signature);
            if count == 15 {
                write(&mut packed, term.body - 15);
            }
            if prominent {
                packed.extend_from_slice(&((term.prominent * STEPS) as u16).to_le_bytes());
            }
            if attachment {
                write(&mut packed, term.attachment);
            }
        }
        Words { length, attachment, packed: packed.into(), pairs: Box::default() }
    }

    pub fn with_pairs(self, pairs: Box<[u8]>) -> Words {
        Words { pairs, ..self }
    }

    /// The pairs of neighbouring words. `average`: words of a usual body.
    pub fn pairs(&self, average: f32) -> PairReader<'_> {
        PairReader::new(&self.pairs, (self.length, self.attachment), average)
    }

    /// `average`: words of a usual body.
    pub fn each(&self, average: f32, mut visit: impl FnMut(Occurrence)) {
        let body = each(Field::Body, self.length as f32, average);
        let attached = each(Field::Attachment, self.attachment as f32, average);
        let (mut bytes, mut term) = (&*self.packed, 0);
        while let Some(head) = read(&mut bytes) {
            let Some((shared, rest)) = bytes.split_first() else { return };
            bytes = rest;
            term = (head >> 4).wrapping_add(term);
            let mut count = u32::from(shared >> 4);
            if count == 15 {
                count = read(&mut bytes).unwrap_or(0).saturating_add(count);
            }
            let mut weight = count as f32 * body;
            let prominence = Prominence::ALL[(head >> 2 & 3) as usize];
            if head & 2 != 0
                && let Some((number, rest)) = bytes.split_first_chunk::<2>()
            {
                weight += f32::from(u16::from_le_bytes(*number)) / STEPS;
                bytes = rest;
            }
            if head & 1 != 0 {
                weight += read(&mut bytes).unwrap_or(0) as f32 * attached;
            }
            visit(Occurrence { term, signature: shared & 15, weight, prominence });
        }
    }
}
