//! Pictures that are published cleaned, as they are sent: made once for all who read one at the same time, and no more of them at
//! once than memory is to hold.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use axum::body::Bytes;
use parking_lot::Mutex;

use crate::files::Hash;

/// Of all pictures that are being sent, in bytes.
const MOST: u64 = 256 << 20;

/// Those that somebody is reading.
#[derive(Default)]
pub struct Pictures {
    known: Mutex<BTreeMap<Hashed, Weak<Held>>>,
    held: Arc<AtomicU64>,
}

type Hashed = [u8; 32];

struct Held {
    bytes: Vec<u8>,
    all: Arc<AtomicU64>,
}

#[derive(PartialEq, Eq, Debug)]
pub enum Lack {
    /// Too many others are being sent.
    Room,
    /// It could not be made.
    Picture,
}

impl Pictures {
    /// The picture of this hash; `make` is asked where nobody reads it yet. One is made at a time, so that making them takes
    /// no more memory either.
    pub fn get(&self, hash: &Hash, size: u64, make: impl FnOnce() -> Option<Vec<u8>>) -> Result<Bytes, Lack> {
        let mut known = self.known.lock();
        if let Some(held) = known.get(hash.as_bytes()).and_then(Weak::upgrade) {
            return Ok(Bytes::from_owner(Owner(held)));
        }
        known.retain(|_, held| held.strong_count() > 0);
        if self.held.load(Ordering::Relaxed) + size > MOST {
            return Err(Lack::Room);
        }
        let bytes = make().ok_or(Lack::Picture)?;
        self.held.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let held = Arc::new(Held { bytes, all: self.held.clone() });
        known.insert(*hash.as_bytes(), Arc::downgrade(&held));
        Ok(Bytes::from_owner(Owner(held)))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes.len() as u64, Ordering::Relaxed);
    }
}

struct Owner(Arc<Held>);

impl AsRef<[u8]> for Owner {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::hash;

    #[test]
    fn a_picture_is_made_once_for_all_who_read_it_at_the_same_time() {
        let pictures = Pictures::default();
        let get = |make: fn() -> Option<Vec<u8>>| pictures.get(&hash(b"a"), 1, make);
        let first = get(|| Some(b"a".to_vec())).unwrap();
        let second = get(|| panic!("somebody reads it")).unwrap();
        assert_eq!((&*first, &*second), (&b"a"[..], &b"a"[..]));
        drop((first, second));
        assert_eq!(get(|| None), Err(Lack::Picture), "nobody reads it any more");
    }

    #[test]
    fn no_more_are_held_than_memory_is_to_hold_and_one_that_is_read_makes_room() {
        let pictures = Pictures::default();
        let get = |name: &[u8]| pictures.get(&hash(name), MOST / 2, || Some(vec![0; (MOST / 2) as usize]));
        let first = get(b"a").unwrap();
        let _second = get(b"b").unwrap();
        assert_eq!(get(b"c"), Err(Lack::Room));
        assert!(get(b"a").is_ok(), "who reads the same takes no more");
        drop(first);
        assert!(get(b"c").is_ok());
    }
}
