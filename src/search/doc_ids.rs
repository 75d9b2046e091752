//! Turns the addresses of items into document ids, which stay when other items come, go or change.
//!
//! Years stand in order, undated items first; within a year an item stands where the hash of its address puts it, with
//! room between. A new item moves at most its nearest neighbours, so an edit rewrites only the files it touches.

use super::terms::hash;

/// The document id of each item.
pub struct DocIds {
    /// By item, in the order in which they were given.
    pub of: Vec<u32>,
    /// Year (0: undated) and how many ids it has, in order.
    pub years: Vec<(i16, u32)>,
    pub count: u32,
}

/// `items`: year (0: undated) and address; addresses are unique. A year has a multiple of `unit` ids.
pub fn doc_ids(items: &[(i16, &str)], unit: u32) -> DocIds {
    let mut order: Vec<(i16, u32, usize)> =
        items.iter().enumerate().map(|(item, (year, address))| (*year, hash(address), item)).collect();
    order.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| items[a.2].1.cmp(items[b.2].1)));
    let mut doc_ids = DocIds { of: vec![0; items.len()], years: Vec::new(), count: 0 };
    for year in order.chunk_by(|a, b| a.0 == b.0) {
        let capacity = capacity(year.len() as u32, unit);
        for ((_, _, item), position) in year.iter().zip(positions(year, capacity)) {
            doc_ids.of[*item] = doc_ids.count + position;
        }
        doc_ids.years.push((year[0].0, capacity));
        doc_ids.count += capacity;
    }
    doc_ids
}

/// Room for a quarter more, in steps of about an eighth: 1 to 8 units, then 10, 12, 14, 16, 20 …
fn capacity(count: u32, unit: u32) -> u32 {
    let needed = (count * 5).div_ceil(4 * unit);
    let mut units = 1u32;
    while units < needed {
        units += if units < 8 { 1 } else { 1 << (units.ilog2() - 2) };
    }
    units * unit
}

/// As near as possible to where the hashes point, in their order, each id once.
fn positions(sorted: &[(i16, u32, usize)], capacity: u32) -> Vec<u32> {
    let mut free = 0;
    let mut positions: Vec<u32> = sorted
        .iter()
        .map(|(_, hash, _)| {
            let position = free.max(((u64::from(*hash) * u64::from(capacity)) >> 32) as u32);
            free = position + 1;
            position
        })
        .collect();
    for (position, top) in positions.iter_mut().rev().zip((0..capacity).rev()) {
        if *position <= top {
            break;
        }
        *position = top;
    }
    positions
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_item_has_a_document_id_of_its_own_in_its_year(years in proptest::collection::vec(0i16..4, 0..300)) {
            let addresses: Vec<String> = (0..years.len()).map(|item| format!("/a/{item}/")).collect();
            let items: Vec<(i16, &str)> = years.iter().zip(&addresses).map(|(year, address)| (*year, address.as_str())).collect();
            let doc_ids = doc_ids(&items, 64);
            prop_assert_eq!(doc_ids.of.iter().collect::<BTreeSet<_>>().len(), items.len());
            let mut base = 0;
            for (year, capacity) in &doc_ids.years {
                for (doc_id, item) in doc_ids.of.iter().zip(&items) {
                    prop_assert_eq!((base..base + capacity).contains(doc_id), item.0 == *year);
                }
                base += capacity;
            }
        }

        #[test]
        fn a_new_item_moves_few_others(count in 10usize..400) {
            let addresses: Vec<String> = (0..=count).map(|item| format!("/a/{item}/")).collect();
            let items: Vec<(i16, &str)> = addresses.iter().map(|address| (2024, address.as_str())).collect();
            let (before, after) = (doc_ids(&items[..count], 64), doc_ids(&items, 64));
            let moved = before.of.iter().zip(&after.of).filter(|(before, after)| before != after).count();
            prop_assert!(before.count != after.count || moved * 4 <= count + 40, "{moved} of {count} moved");
        }
    }
}
