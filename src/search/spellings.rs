//! Words as a text spells them: turns one into two numbers, and keeps those that a document has said already at hand.

/// A word of at most 16 bytes, as two numbers.
pub type Spelling = (u64, u64);

/// The word at `start`; `None`: it is longer.
#[inline(always)]
pub fn spelling(text: &str, start: usize, length: usize) -> Option<Spelling> {
    if length > 16 {
        return None;
    }
    let rest = &text.as_bytes()[start..];
    let letters = match rest.first_chunk::<16>() {
        // Reading what follows too and taking it away is faster than copying so many bytes.
        Some(letters) => u128::from_le_bytes(*letters) & (u128::MAX >> (128 - 8 * length)),
        None => {
            let mut letters = [0; 16];
            letters[..length].copy_from_slice(&rest[..length]);
            u128::from_le_bytes(letters)
        }
    };
    Some((letters as u64, (letters >> 64) as u64))
}

/// Where a document met a word.
#[derive(Clone, Copy, Default)]
pub struct Met {
    pub spelling: Spelling,
    pub document: u32,
    pub entry: u32,
}

/// Places for words of one document, a power of two. Two words of three are a repetition, and a table that stays in the
/// nearest memory tells where it was; a table of all words of a portal makes the processor wait.
const RECENT: usize = 1024;

pub struct Recent(Box<[Met; RECENT]>);

impl Default for Recent {
    fn default() -> Self {
        Recent(Box::new([Met::default(); RECENT]))
    }
}

impl Recent {
    /// The last word met at the place of this one.
    #[inline(always)]
    pub fn at(&mut self, (start, end): Spelling) -> &mut Met {
        let mixed = (start ^ end.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        &mut self.0[(mixed >> 48) as usize % RECENT]
    }
}
