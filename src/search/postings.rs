//! Turns the words of all items into files of postings: for each term the items that have it, how much it tells there,
//! and what follows it.
//!
//! A posting is the distance to the item before it, then a byte: four bits of weight, four of signature. Terms are kept
//! without marks, with one list for each way to mark them. Common terms share their files by hash and rare ones by their
//! first letters, so a word half typed is in one file. The long lists of common terms hold only where they tell much;
//! the rest lies in further files that most searches never need.

use std::sync::Arc;

use rayon::prelude::*;

use super::invert::{Lists, Posting};
use super::lexicon::{Lexicon, TermId};
use super::terms::hash;
use super::words::{Prominence, Words, write};

/// How many files there are, and how large they may be, for a number of items.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Files of common terms, of rare syllables and of all other words.
    pub common: u32,
    pub rare: u32,
    pub other: u32,
    /// Files of the second tier: the lighter postings of common terms; 0: there is none.
    pub second_tier: u32,
    /// Document ids of a file of stored fields.
    pub block: u32,
    /// Bytes, uncompressed, that a search fetches of postings at first.
    pub budget: u32,
}

const fn row(common: u32, rare: u32, other: u32, second_tier: u32, block: u32, budget: u32) -> Scale {
    Scale { common, rare, other, second_tier, block, budget }
}

/// Up to so many items. Measured so that a search stays within 60 kB (120 kB for ten times as many) over the wire.
pub const SCALES: [(usize, Scale); 5] = [
    (512, row(16, 16, 16, 0, 16, 44_000)),
    (4096, row(128, 64, 32, 0, 32, 44_000)),
    (32_768, row(116, 24, 58, 10, 64, 44_000)),
    (196_608, row(600, 120, 530, 120, 96, 80_000)),
    (usize::MAX, row(900, 900, 900, 500, 192, 80_000)),
];

/// A weight, of 16, from which a posting of a common term is in the first tier.
const TELLING: u8 = 12;
pub fn scale(items: usize) -> Scale {
    SCALES.iter().find(|(most, _)| items <= *most).map_or(SCALES[4].1, |(_, scale)| *scale)
}

/// Files of postings, and what the client must know of them.
pub struct Postings {
    /// By number; `None` where no term fell.
    pub files: Vec<Option<Vec<u8>>>,
    pub second_tier: Vec<Option<Vec<u8>>>,
    /// Bytes of the longest table of `second_tier`.
    pub head: usize,
    /// Common terms, by how often they stand: `lowest` times a power of two.
    pub classes: Vec<Vec<Arc<str>>>,
    pub lowest: u32,
}

/// All terms with the same letters.
struct Group<'t> {
    /// Without marks.
    term: &'t str,
    /// Items that have one of them.
    items: u32,
    /// In the order of how they are marked.
    terms: Vec<TermId>,
}

/// Which postings of a term are in the first tier, which every search reads, and which in the second.
#[derive(Clone, Copy)]
enum Division {
    None,
    /// Of a common term: those that tell.
    Common,
    /// Of a very common term: those in numbers and titles.
    Wide,
}

/// `items`: words and document id, sorted by id. `average`: words of a usual body.
pub fn postings(items: Vec<(Words, u32)>, lexicon: &Lexicon, average: f32, scale: &Scale) -> Postings {
    let (marked, folded) = (lexicon.marked(), lexicon.folded());
    let lists = Lists::new(&items, average, &folded);
    let lowest = ((1u32 << items.len().max(1).ilog2()) / 128).max(8);
    drop(items);
    let groups = groups(&lists, &marked, &folded);
    let shape = Shape { scale, lowest };
    let mut classes: Vec<Vec<Arc<str>>> = Vec::new();
    let mut divided: Vec<Vec<&Group>> = (0..scale.second_tier).map(|_| Vec::new()).collect();
    let mut whole: Vec<&Group> = Vec::new();
    for group in &groups {
        if shape.is_common(group) {
            let class = (group.items / lowest).ilog2() as usize;
            classes.resize(classes.len().max(class + 1), Vec::new());
            classes[class].push(group.term.into());
        }
        if shape.division(group).has_second_tier() {
            divided[(hash(group.term) % scale.second_tier) as usize].push(group);
        } else {
            whole.push(group);
        }
    }
    let encoder = Encoder { lists: &lists, marked: &marked, shape: &shape };
    // The second tier is most of all, so it becomes files at once.
    let made: Vec<(Vec<Option<Piece>>, SecondTierFile)> = divided
        .par_iter()
        .map(|groups| {
            let (first_tier, second_tier): (Vec<_>, Vec<_>) = groups.iter().map(|group| encoder.encode(group)).unzip();
            (first_tier, second_tier_file(&second_tier.into_iter().flatten().collect::<Vec<_>>()))
        })
        .collect();
    let (mut first_tier, second_tier): (Vec<Vec<_>>, Vec<_>) = made.into_iter().unzip();
    first_tier.push(whole.par_iter().map(|group| encoder.encode(group).0).collect());
    drop(lists);
    let mut pieces: Vec<Vec<Piece>> = (0..scale.common + scale.rare + scale.other).map(|_| Vec::new()).collect();
    for piece in first_tier.into_iter().flatten().flatten() {
        pieces[piece.file as usize].push(piece);
    }
    let join = |mut pieces: Vec<Piece>| {
        pieces.sort_unstable_by_key(|piece| piece.term);
        (!pieces.is_empty()).then(|| file(&pieces))
    };
    let files = pieces.into_par_iter().map(join).collect();
    let (second_tier, heads): (Vec<_>, Vec<usize>) = second_tier.into_iter().unzip();
    Postings { files, second_tier, head: heads.into_iter().max().unwrap_or(0), classes, lowest }
}

/// All terms that an item has, by their letters, in order.
fn groups<'t>(lists: &Lists, marked: &'t [Box<str>], folded: &[TermId]) -> Vec<Group<'t>> {
    let mut terms: Vec<(&str, &str, TermId)> = (0..folded.len())
        .filter(|term| lists.count(*term as TermId) > 0)
        .map(|term| (&*marked[folded[term] as usize], &*marked[term], term as TermId))
        .collect();
    terms.par_sort_unstable();
    let group = |same: &[(&'t str, &str, TermId)]| Group {
        term: same[0].0,
        items: lists.items(folded[same[0].2 as usize]),
        terms: same.iter().map(|(_, _, term)| *term).collect(),
    };
    terms.chunk_by(|a, b| a.0 == b.0).map(group).collect()
}

/// What decides where the postings of a term lie.
struct Shape<'a> {
    scale: &'a Scale,
    /// Items that have a term from which on it is a common one.
    lowest: u32,
}

impl Shape<'_> {
    fn is_common(&self, group: &Group) -> bool {
        group.items >= self.lowest && !group.term.contains(['-', '/'])
    }

    fn division(&self, group: &Group) -> Division {
        match group.items / self.lowest {
            _ if self.scale.second_tier == 0 || !self.is_common(group) => Division::None,
            0..8 => Division::Common,
            _ => Division::Wide,
        }
    }
}

/// Which file a term lies in: common terms and syllables by hash, all other words by their first letters.
pub fn file_of(scale: &Scale, term: &str, is_common: bool) -> u32 {
    let Scale { common, rare, other, .. } = *scale;
    if is_common {
        hash(term) % common
    } else if is_syllable(term) {
        common + hash(term) % rare
    } else {
        common + rare + hash(&first_letters(term)) % other
    }
}

impl Division {
    fn is_first_tier(self, posting: &Posting) -> bool {
        match self {
            Division::None => true,
            Division::Common => posting.prominence > Prominence::Low || posting.code >> 4 >= TELLING,
            Division::Wide => posting.prominence == Prominence::High,
        }
    }

    fn has_second_tier(self) -> bool {
        !matches!(self, Division::None)
    }
}

/// Whether a word looks like a Vietnamese syllable without marks.
pub fn is_syllable(term: &str) -> bool {
    const STARTS: [&str; 27] = [
        "ngh", "ng", "nh", "ch", "gh", "kh", "ph", "th", "tr", "qu", "gi", "b", "c", "d", "g", "h", "k", "l", "m", "n",
        "p", "r", "s", "t", "v", "x", "",
    ];
    const ENDS: [&str; 9] = ["", "ch", "n", "nh", "ng", "c", "m", "p", "t"];
    STARTS.iter().filter_map(|start| term.strip_prefix(start)).any(|rest| {
        let vowels = rest.bytes().take_while(|letter| b"aeiouy".contains(letter)).count();
        (1..=vowels.min(3)).any(|count| ENDS.contains(&&rest[count..]))
    })
}

/// One term of a file, encoded.
struct Piece<'t> {
    term: &'t str,
    /// The number of the file that every search reads.
    file: u32,
    bytes: Vec<u8>,
}

/// The postings of one way to mark a term.
#[derive(Default)]
struct Encoded {
    bytes: Vec<u8>,
    count: u32,
    /// The id after that of the last posting.
    next: u32,
}

impl Encoded {
    fn push(&mut self, posting: &Posting) {
        write(&mut self.bytes, posting.doc_id - self.next);
        self.bytes.push(posting.code);
        self.next = posting.doc_id + 1;
        self.count += 1;
    }
}

struct Encoder<'d, 't> {
    lists: &'d Lists,
    marked: &'t [Box<str>],
    shape: &'d Shape<'d>,
}

impl<'t> Encoder<'_, 't> {
    /// The first and the second tier of a group; none when no posting belongs there.
    fn encode(&self, group: &Group<'t>) -> (Option<Piece<'t>>, Option<Piece<'t>>) {
        let division = self.shape.division(group);
        let (mut first_tier, mut second_tier) = (Vec::with_capacity(group.terms.len()), Vec::new());
        for term in &group.terms {
            let (mut shown, mut hidden) = (Encoded::default(), Encoded::default());
            self.lists.each(*term, |posting| {
                if division.is_first_tier(&posting) {
                    shown.push(&posting);
                } else {
                    hidden.push(&posting);
                }
            });
            for (list, all) in [(shown, &mut first_tier), (hidden, &mut second_tier)] {
                if list.count > 0 {
                    all.push((&*self.marked[*term as usize], list));
                }
            }
        }
        (self.piece(group, &first_tier), self.piece(group, &second_tier))
    }

    fn piece(&self, group: &Group<'t>, lists: &[(&str, Encoded)]) -> Option<Piece<'t>> {
        let size = lists.iter().map(|(term, list)| term.len() + list.bytes.len() + 8).sum::<usize>();
        let mut bytes = Vec::with_capacity(16 + size);
        match lists {
            [] => return None,
            // One way to mark it, which is none, and every item is here.
            [(term, list)] if *term == group.term && list.count == group.items => {
                write(&mut bytes, group.items * 2);
                bytes.extend_from_slice(&list.bytes);
            }
            lists => {
                write(&mut bytes, group.items * 2 + 1);
                write(&mut bytes, lists.len() as u32);
                for (term, list) in lists {
                    text(&mut bytes, if *term == group.term { "" } else { term });
                    write(&mut bytes, list.count);
                    write(&mut bytes, list.bytes.len() as u32);
                    bytes.extend_from_slice(&list.bytes);
                }
            }
        }
        Some(Piece {
            term: group.term,
            file: file_of(self.shape.scale, group.term, self.shape.is_common(group)),
            bytes,
        })
    }
}

/// The first three UTF-16 units, as the client cuts them.
fn first_letters(term: &str) -> String {
    String::from_utf16_lossy(&term.encode_utf16().take(3).collect::<Vec<_>>())
}

/// Terms in order, each without the letters that it shares with the one before.
fn file(pieces: &[Piece]) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, pieces.len() as u32);
    let mut last: &str = "";
    for piece in pieces {
        // Counted as the client counts letters.
        let (mut kept, mut shared) = (0, 0);
        for (own, before) in piece.term.chars().zip(last.chars()) {
            if own != before || kept + own.len_utf16() > 15 {
                break;
            }
            kept += own.len_utf16();
            shared += own.len_utf8();
        }
        let rest = &piece.term[shared..];
        out.push((kept * 16 + rest.len().min(15)) as u8);
        if rest.len() >= 15 {
            write(&mut out, rest.len() as u32 - 15);
        }
        out.extend_from_slice(rest.as_bytes());
        out.extend_from_slice(&piece.bytes);
        last = piece.term;
    }
    out
}

/// A file of bodies, and the bytes of its table.
type SecondTierFile = (Option<Vec<u8>>, usize);

/// A table of terms and sizes, then each term as a file of its own, so that a part of the file can be asked for; and the
/// bytes of the table.
fn second_tier_file(pieces: &[Piece]) -> SecondTierFile {
    if pieces.is_empty() {
        return (None, 0);
    }
    let lists: Vec<(&str, Vec<u8>)> =
        pieces.iter().map(|piece| (piece.term, file(std::slice::from_ref(piece)))).collect();
    let mut out = Vec::new();
    write(&mut out, lists.len() as u32);
    for (term, list) in &lists {
        text(&mut out, term);
        write(&mut out, list.len() as u32);
    }
    let head = out.len();
    out.reserve_exact(lists.iter().map(|(_, list)| list.len()).sum());
    lists.iter().for_each(|(_, list)| out.extend_from_slice(list));
    (Some(out), head)
}

fn text(out: &mut Vec<u8>, text: &str) {
    write(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}
