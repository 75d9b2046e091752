//! Finds the objects of a PDF by their numbers.
//!
//! The table at the end of a file that says where they stand is not read: scans arrive with wrong ones, and what stands in the file can be
//! seen by going through it once (as ISO 32000-1, C.2 has readers do with a damaged file). Later objects take the place of earlier ones of
//! the same number, as an edit writes them. What is compressed is inflated in pieces and within bounds, so a bomb costs no memory.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::object::{Dict, Object, Reader, is_space};

/// Objects of a file.
const MOST_OBJECTS: usize = 1_000_000;
/// What may be built of one object.
const BUDGET: usize = 1_000_000;
/// Bytes of objects that are compressed together, of all such streams.
const MOST_PACKED: usize = 64 << 20;
/// An object that is only the number of another one.
const MOST_STEPS: usize = 8;
/// How often the whole file may be gone through, in objects that overlap or are asked for again and again; and bytes beside that.
const MOST_TIMES: usize = 8;
const WORK: usize = 64 << 20;

pub struct Store<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    /// The contents of streams that hold objects.
    packed: Vec<Vec<u8>>,
    /// Bytes that may still be looked at: a file that is made to be slow costs no more than that.
    work: Cell<usize>,
    /// What leads to the pages.
    pub root: Option<Object>,
    pub is_locked: bool,
}

#[derive(Clone, Copy)]
enum Place {
    /// Where it begins, and from where to where the bytes of its stream stand.
    Open(usize, Option<(usize, usize)>),
    /// In which of the packed streams, and where there.
    Packed(usize, usize),
}

/// A dictionary with bytes.
pub struct Stream<'a> {
    pub dict: Dict,
    pub data: &'a [u8],
}

/// A filter by its name, with what it is told.
pub type Filter = (Vec<u8>, Dict);

impl<'a> Store<'a> {
    pub fn new(bytes: &'a [u8]) -> Store<'a> {
        let work = Cell::new(MOST_TIMES.saturating_mul(bytes.len()).saturating_add(WORK));
        let (places, packed) = (BTreeMap::new(), Vec::new());
        let mut store = Store { bytes, places, packed, work, root: None, is_locked: false };
        store.index();
        store
    }

    /// `None` where there has been enough of it.
    fn works(&self, bytes: usize) -> Option<()> {
        let left = self.work.get().checked_sub(bytes + 1);
        self.work.set(left.unwrap_or(0));
        left.map(drop)
    }

    /// Goes through the file once.
    fn index(&mut self) {
        let bytes = self.bytes;
        let (mut at, mut between, mut left) = (0, 0, MOST_PACKED);
        while let Some(found) = memmem::find(&bytes[at..], b"obj").filter(|_| self.places.len() < MOST_OBJECTS) {
            let begin = at + found + 3;
            at = begin;
            let Some(number) = number_before(&bytes[..begin - 3]) else { continue };
            self.trailers(between, begin);
            let mut reader = Reader::new(bytes, begin, BUDGET);
            let object = reader.next();
            if self.works(reader.at - begin).is_none() {
                break;
            }
            let data = match object {
                Some(Object::Dict(dict)) => {
                    let end = reader.at;
                    let is_stream = reader.next() == Some(Object::Word(b"stream".to_vec()));
                    let data = is_stream.then(|| self.data(reader.at, &dict));
                    at = data.map_or(end, |(_, end)| end);
                    let name = dict.get(&b"Type"[..]).and_then(Object::name);
                    match (name, data) {
                        // Where the end of the file says nothing.
                        (Some(b"Catalog"), None) => self.root = self.root.take().or(Some(Object::Ref(number))),
                        (Some(b"ObjStm"), Some((from, to))) => self.unpack(&dict, &bytes[from..to], &mut left),
                        (Some(b"XRef"), Some(_)) => self.ends_with(&dict),
                        _ => {}
                    }
                    data
                }
                _ => None,
            };
            between = at;
            self.places.insert(number, Place::Open(begin, data));
        }
        self.trailers(between, bytes.len());
    }

    /// From where to where the bytes of a stream stand. Its length is believed where the stream ends there.
    fn data(&self, word: usize, dict: &Dict) -> (usize, usize) {
        let from = match &self.bytes[word..] {
            [b'\r', b'\n', ..] => word + 2,
            [b'\n' | b'\r', ..] => word + 1,
            _ => word,
        };
        let says = dict.get(&b"Length"[..]).and_then(Object::number).filter(|length| (0.0..1e10).contains(length));
        if let Some(length) = says {
            let to = from.saturating_add(length as usize);
            let after = self.bytes.get(to..).unwrap_or_default();
            let space = after.iter().take_while(|byte| is_space(**byte)).count().min(4);
            if after[space..].starts_with(b"endstream") {
                return (from, to);
            }
        }
        let rest = &self.bytes[from..];
        (from, from + memmem::find(rest, b"endstream").unwrap_or(rest.len()))
    }

    /// What the ends of the file say, between two of its objects.
    fn trailers(&mut self, from: usize, to: usize) {
        let part = &self.bytes[from.min(to)..to];
        for found in memmem::find_iter(part, b"trailer") {
            let mut reader = Reader::new(self.bytes, from + found + 7, BUDGET);
            if let Some(Object::Dict(dict)) = reader.next() {
                self.ends_with(&dict);
            }
        }
    }

    fn ends_with(&mut self, dict: &Dict) {
        self.is_locked |= dict.get(&b"Encrypt"[..]).is_some_and(|lock| *lock != Object::Null);
        if let Some(root) = dict.get(&b"Root"[..]) {
            self.root = Some(root.clone());
        }
    }

    /// Objects that are compressed together (ISO 32000-1, 7.5.7).
    fn unpack(&mut self, dict: &Dict, data: &[u8], left: &mut usize) {
        let number = |key: &[u8]| dict.get(key).and_then(Object::number).map(|number| number as usize);
        let (Some(count), Some(first)) = (number(b"N"), number(b"First")) else { return };
        let Some((text, None)) = self.unfiltered(dict, data, *left) else { return };
        let text = text.into_owned();
        *left -= text.len().min(*left);
        let mut reader = Reader::new(&text, 0, 2 * count.min(MOST_OBJECTS));
        while let (Some(Object::Number(own)), Some(Object::Number(at))) = (reader.next(), reader.next()) {
            if self.places.len() < MOST_OBJECTS {
                self.places.insert(own as u32, Place::Packed(self.packed.len(), first.saturating_add(at as usize)));
            }
        }
        self.packed.push(text);
    }

    fn read(&self, number: u32) -> Option<(Object, Option<&'a [u8]>)> {
        match *self.places.get(&number)? {
            Place::Open(at, data) => {
                Some((self.read_at(self.bytes, at)?, data.map(|(from, to)| &self.bytes[from..to])))
            }
            Place::Packed(stream, at) => Some((self.read_at(&self.packed[stream], at)?, None)),
        }
    }

    fn read_at(&self, text: &[u8], at: usize) -> Option<Object> {
        let at = at.min(text.len());
        let mut reader = Reader::new(text, at, BUDGET);
        let object = reader.next();
        self.works(reader.at - at)?;
        object
    }

    pub fn get(&self, number: u32) -> Option<Object> {
        Some(self.read(number)?.0)
    }

    /// What a value is, however many objects are between.
    pub fn value(&self, object: &Object) -> Option<Object> {
        let mut object = Cow::Borrowed(object);
        for _ in 0..MOST_STEPS {
            match *object {
                Object::Ref(number) => object = Cow::Owned(self.get(number)?),
                _ => return Some(object.into_owned()),
            }
        }
        None
    }

    pub fn dict(&self, object: &Object) -> Option<Dict> {
        if let Object::Dict(dict) = self.value(object)? { Some(dict) } else { None }
    }

    pub fn of(&self, dict: &Dict, key: &[u8]) -> Option<Object> {
        self.value(dict.get(key)?).filter(|value| *value != Object::Null)
    }

    pub fn number(&self, dict: &Dict, key: &[u8]) -> Option<f64> {
        self.of(dict, key)?.number()
    }

    pub fn stream(&self, number: u32) -> Option<Stream<'a>> {
        match self.read(number)? {
            (Object::Dict(dict), Some(data)) => Some(Stream { dict, data }),
            _ => None,
        }
    }

    /// The filters of a stream, in the order in which they are undone.
    pub fn filters(&self, dict: &Dict) -> Option<Vec<Filter>> {
        let either = |long: &[u8], short: &[u8]| self.of(dict, long).or_else(|| self.of(dict, short));
        let list = |value: Option<Object>| match value {
            None => Vec::new(),
            Some(Object::List(list)) => list,
            Some(one) => vec![one],
        };
        let (names, told) = (list(either(b"Filter", b"F")), list(either(b"DecodeParms", b"DP")));
        let filter = |(at, name): (usize, &Object)| {
            let Object::Name(name) = self.value(name)? else { return None };
            Some((name, told.get(at).and_then(|told| self.dict(told)).unwrap_or_default()))
        };
        names.iter().enumerate().map(filter).collect()
    }

    /// The bytes of a stream without the filters that any stream may have, no more than `most` of them; and the filter that only pictures
    /// have, where that is the last. `None` for filters that nobody uses any more.
    pub fn unfiltered<'d>(&self, dict: &Dict, data: &'d [u8], most: usize) -> Option<(Cow<'d, [u8]>, Option<Filter>)> {
        self.works(data.len())?;
        let mut bytes = Cow::Borrowed(data);
        let filters = self.filters(dict)?;
        let last = filters.len().checked_sub(1);
        for (at, (name, told)) in filters.into_iter().enumerate() {
            match &*name {
                b"FlateDecode" | b"Fl" => {
                    // Its rows are put together again where the size of a picture is known.
                    let inflated = inflate(&bytes, most)?;
                    if told.contains_key(&b"Predictor"[..]) && last == Some(at) {
                        return Some((Cow::Owned(inflated), Some((name, told))));
                    }
                    bytes = Cow::Owned(inflated);
                }
                b"ASCII85Decode" | b"A85" => bytes = Cow::Owned(ascii85(&bytes)),
                b"ASCIIHexDecode" | b"AHx" => {
                    let text = [b"<", &*bytes].concat();
                    let Some(Object::Text(read)) = Reader::new(&text, 0, 1).next() else { return None };
                    bytes = Cow::Owned(read);
                }
                _ if last == Some(at) => return Some((bytes, Some((name, told)))),
                _ => return None,
            }
        }
        Some((bytes, None))
    }
}

/// What could be inflated of it; `None` where that is more than `most` bytes.
fn inflate(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut reader = ZlibDecoder::new(data).take(most as u64 + 1);
    // One that is cut is good as far as it goes.
    let _ = reader.read_to_end(&mut out);
    (out.len() <= most).then_some(out)
}

/// Five letters for four bytes (ISO 32000-1, 7.4.3).
fn ascii85(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4 + 4);
    let mut group = Vec::with_capacity(5);
    let put = |group: &[u8], out: &mut Vec<u8>| {
        let letters = group.iter().copied().chain(std::iter::repeat(84)).take(5);
        let value = letters.fold(0_u32, |value, letter| value.wrapping_mul(85).wrapping_add(u32::from(letter)));
        out.extend_from_slice(&value.to_be_bytes()[..group.len() - 1]);
    };
    for byte in text {
        match byte {
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    put(&group, &mut out);
                    group.clear();
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if group.len() > 1 {
        put(&group, &mut out);
    }
    out
}

/// The number in `12 0 ` before `obj`.
fn number_before(before: &[u8]) -> Option<u32> {
    let before = &before[before.len().saturating_sub(32)..];
    let word = |text: &'_ [u8]| -> Option<(usize, usize)> {
        let end = text.iter().rposition(|byte| !is_space(*byte))? + 1;
        let from = text[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
        (from < end).then_some((from, end))
    };
    let (from, _) = word(before)?;
    // There is a space between the two.
    let (start, end) = word(&before[..from]).filter(|(_, end)| *end < from)?;
    std::str::from_utf8(&before[start..end]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_letters_are_four_bytes() {
        // The beginning of the quotation by which the encoding is usually shown.
        assert_eq!(ascii85(b"9jqo^BlbD-BleB1DJ+*+F(f,q~>"), b"Man is distinguished");
        assert_eq!(ascii85(b"z!!~>"), [0, 0, 0, 0, 0]);
    }

    #[test]
    fn the_number_of_an_object_stands_before_the_word() {
        assert_eq!(number_before(b"endobj\n12 0 "), Some(12));
        assert_eq!(number_before(b"7 0"), Some(7));
        assert_eq!([&b"end"[..], b"12 ", b"a b ", b"", b"99999999999 0 "].map(number_before), [None; 5]);
    }

    #[test]
    fn a_later_object_takes_the_place_of_an_earlier_one() {
        let store = Store::new(b"1 0 obj 5 endobj 1 0 obj 6 endobj trailer <</Root 1 0 R>>");
        assert_eq!((store.get(1), store.root), (Some(Object::Number(6.0)), Some(Object::Ref(1))));
    }

    #[test]
    fn objects_inside_of_streams_are_none() {
        let store = Store::new(b"1 0 obj <</Length 17>> stream\n2 0 obj 5 endobj \nendstream endobj 3 0 obj 7 endobj");
        assert_eq!((store.get(2), store.get(3)), (None, Some(Object::Number(7.0))));
    }
}
