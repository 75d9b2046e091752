//! Finds in a film the place where it was taken, piece by piece, so that a film is never held whole.
//!
//! Only boxes that describe the film are looked into: elsewhere any bytes may stand. Films are published as they are.

use memchr::memmem;

/// Boxes of a place: QuickTime's `©xyz`, 3GPP's `loci`, tracks of action cameras and drones.
const BOXES: &[&[u8]] = &[b"\xa9xyz", b"loci", b"gpmd", b"camm", b"djmd", b"dbgi", b"rtmd"];
/// Apple's key; what XMP and the notes of drones call it.
const KEYS: &[&[u8]] = &[b"location.ISO6709", b"GPSLatitude", b"GPS Latitude"];
const LONGEST: usize = 16;
/// Outermost boxes that describe the film.
const ABOUT: &[&[u8]] = &[b"moov", b"uuid", b"meta", b"udta"];

/// Takes a file in pieces.
#[derive(Default)]
pub struct PlaceFinder {
    /// Bytes of the current box that are still to come.
    left: u64,
    inside: bool,
    /// The beginning of a header, or the end of the last piece of `moov`.
    held: Vec<u8>,
    found: bool,
}

impl PlaceFinder {
    pub fn take(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() && !self.found {
            if self.left == 0 {
                piece = self.header(piece);
                continue;
            }
            let (data, rest) = piece.split_at(usize::try_from(self.left).unwrap_or(usize::MAX).min(piece.len()));
            self.left -= data.len() as u64;
            piece = rest;
            if self.inside {
                self.held.extend(data);
                self.found = says_place(&self.held);
                self.held.drain(..self.held.len().saturating_sub(LONGEST));
            }
            if self.left == 0 {
                self.held.clear();
            }
        }
    }

    pub fn has_found(&self) -> bool {
        self.found
    }

    /// Reads on in a box's size and name; gives back what follows.
    fn header<'a>(&mut self, piece: &'a [u8]) -> &'a [u8] {
        let size = |held: &[u8]| match held {
            [0, 0, 0, 1, ..] => 16,
            _ => 8,
        };
        let mut rest = piece;
        while self.held.len() < size(&self.held) {
            let Some((first, after)) = rest.split_first() else { return rest };
            self.held.push(*first);
            rest = after;
        }
        let header = self.held.len() as u64;
        let short = u64::from(u32::from_be_bytes([self.held[0], self.held[1], self.held[2], self.held[3]]));
        self.left = match (short, self.held.get(8..16)) {
            // The last box goes on to the end of the file.
            (0, _) => u64::MAX,
            (_, Some(long)) => long.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)).saturating_sub(header),
            _ => short.saturating_sub(header),
        };
        self.inside = ABOUT.contains(&&self.held[4..8]);
        self.held.clear();
        rest
    }
}

/// Before a box's name stands its size, which begins with zeros; four bytes of a table of numbers may look like a name.
fn says_place(data: &[u8]) -> bool {
    let is_box = |at: usize| at.checked_sub(4).is_some_and(|size| data[size..].starts_with(&[0, 0]));
    BOXES.iter().any(|name| memmem::find_iter(data, name).any(is_box))
        || KEYS.iter().any(|key| memmem::find(data, key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32 + 8).to_be_bytes()[..], name, data].concat()
    }

    fn has_place(film: &[u8], pieces: usize) -> bool {
        let mut finder = PlaceFinder::default();
        film.chunks(pieces).for_each(|piece| finder.take(piece));
        finder.has_found()
    }

    #[test]
    fn a_place_is_found_however_the_file_comes_in_pieces() {
        let place = boxed(b"moov", &boxed(b"udta", &boxed(b"\xa9xyz", b"\0\x12\x15\xc7+11.53+106.89/")));
        let film = [boxed(b"ftyp", b"isom"), boxed(b"mdat", &[7; 300]), place].concat();
        for pieces in [1, 3, 7, 64, film.len()] {
            assert!(has_place(&film, pieces), "in pieces of {pieces}");
        }
        let note = boxed(b"uuid", b"<rdf:Description exif:GPSLatitude=\"11,32.1N\"/>");
        let drone = boxed(b"moov", &boxed(b"trak", &boxed(b"djmd", b"1234")));
        for film in [note, drone] {
            assert!(has_place(&[boxed(b"ftyp", b"isom"), film].concat(), 5));
        }
    }

    #[test]
    fn sound_and_pictures_are_not_taken_for_a_place() {
        let film =
            [boxed(b"ftyp", b"isom"), boxed(b"mdat", b"\xa9xyz loci"), boxed(b"moov", b"stco 1234loci")].concat();
        assert!(!has_place(&film, 5));
    }
}
