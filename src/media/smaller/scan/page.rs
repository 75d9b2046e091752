//! Finds a page of a PDF: its frame, how it is turned, and what draws it (ISO 32000-1, 7.7.3).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::super::raster::Lack;
use super::object::{Dict, Object};
use super::store::Store;

/// Pages and floors of their tree.
const MOST_NODES: usize = 100_000;
/// What draws a page, in bytes. What is longer is a drawing and no scan.
const MOST_CONTENT: usize = 16 << 20;
const MOST_PARTS: usize = 2000;

pub struct Page {
    pub resources: Dict,
    pub content: Vec<u8>,
    /// Left, bottom, right, top.
    pub frame: [f64; 4],
    /// Quarters of a turn, clockwise.
    pub turn: u8,
}

/// What pages have from the floors above them.
#[derive(Clone, Default)]
struct Inherited {
    resources: Option<Rc<Object>>,
    frame: Option<[f64; 4]>,
    turn: f64,
}

/// `number`: from 1.
pub fn find(store: &Store, number: u32) -> Result<Page, Lack> {
    let root = store.root.as_ref().and_then(|root| store.dict(root)).ok_or(Lack::Damaged)?;
    let pages = root.get(&b"Pages"[..]).ok_or(Lack::Damaged)?;
    let mut open = vec![(pages.clone(), Inherited::default())];
    let (mut seen, mut count) = (BTreeSet::new(), 0);
    while let Some((node, above)) = open.pop() {
        if let Object::Ref(own) = node
            && (!seen.insert(own) || seen.len() > MOST_NODES)
        {
            continue;
        }
        let Some(dict) = store.dict(&node) else { continue };
        let own = inherit(store, &dict, above);
        match store.of(&dict, b"Kids") {
            Some(Object::List(kids)) => open.extend(kids.into_iter().rev().map(|kid| (kid, own.clone()))),
            _ => {
                count += 1;
                if count == number {
                    return page(store, &dict, own);
                }
            }
        }
    }
    Err(if count == 0 { Lack::Damaged } else { Lack::NoPage })
}

fn inherit(store: &Store, dict: &Dict, above: Inherited) -> Inherited {
    // The part that is seen, else the whole sheet.
    let frame = frame(store, dict, b"CropBox").or_else(|| frame(store, dict, b"MediaBox"));
    Inherited {
        resources: dict.get(&b"Resources"[..]).cloned().map(Rc::new).or(above.resources),
        frame: frame.or(above.frame),
        turn: store.number(dict, b"Rotate").unwrap_or(above.turn),
    }
}

fn frame(store: &Store, dict: &Dict, key: &[u8]) -> Option<[f64; 4]> {
    let Object::List(sides) = store.of(dict, key)? else { return None };
    let sides: Vec<f64> = sides.iter().filter_map(|side| store.value(side)?.number()).collect();
    let [a, b, c, d] = *sides.first_chunk::<4>()?;
    let frame = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (frame[2] - frame[0] > 1.0 && frame[3] - frame[1] > 1.0).then_some(frame)
}

fn page(store: &Store, dict: &Dict, own: Inherited) -> Result<Page, Lack> {
    let parts = match dict.get(&b"Contents"[..]) {
        Some(Object::Ref(number)) if store.stream(*number).is_some() => vec![Object::Ref(*number)],
        Some(other) => match store.value(other) {
            Some(Object::List(parts)) => parts,
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    let mut content = Vec::new();
    for part in parts.into_iter().take(MOST_PARTS) {
        let Object::Ref(number) = part else { continue };
        let Some(stream) = store.stream(number) else { continue };
        let left = MOST_CONTENT.saturating_sub(content.len());
        let Some((bytes, None)) = store.unfiltered(&stream.dict, stream.data, left) else { return Err(Lack::Drawing) };
        content.extend_from_slice(&bytes);
        content.push(b'\n');
    }
    let resources = own.resources.and_then(|resources| store.dict(&resources)).unwrap_or_default();
    // Where nothing says how large a page is, it is one of American letters in most programs.
    let frame = own.frame.unwrap_or([0.0, 0.0, 612.0, 792.0]);
    let turn = (own.turn / 90.0).rem_euclid(4.0) as u8;
    Ok(Page { resources, content, frame, turn })
}
