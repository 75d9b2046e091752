//! Words as a text spells them: turns one into two numbers, and keeps what is known of the usual ones at hand.

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

/// A direct-mapped cache of words: each entry holds the last word whose hash maps there. Its size is a power of two. It
/// fits into the first caches of the processor, which a table of all words of a portal does not.
pub struct DirectMapped<T, const COUNT: usize>(Box<[(Spelling, T)]>);

impl<T: Default + Clone, const COUNT: usize> Default for DirectMapped<T, COUNT> {
    fn default() -> Self {
        DirectMapped(vec![<(Spelling, T)>::default(); COUNT].into())
    }
}

impl<T, const COUNT: usize> DirectMapped<T, COUNT> {
    /// The word that was met last at the place of this one, and what is known of it.
    #[inline(always)]
    pub fn at(&mut self, (start, end): Spelling) -> &mut (Spelling, T) {
        let mixed = (start ^ end.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        &mut self.0[(mixed >> 40) as usize % COUNT]
    }
}
