//! A build that has the cache and no output folder, as in CI: pages come out of the cache, and only what is right does.

use std::collections::BTreeMap;
use std::sync::Arc;

use cong::cache::{BlobStore, PAGES};
use proptest::prelude::*;

use crate::command::Workspace;
use crate::law::{ARTICLES, Build, Edit, MemoryStore, Portal, build, nothing};
use crate::site_builder::{Site, article, cases};

/// Some fifty articles, so that there are several packs of pages.
fn portal() -> Portal {
    let mut portal = Portal::new();
    for n in 0..60 {
        let text = article(&format!("Tin {n}"), "2024-01-03", "", &format!("Chữ số {n}.\n"));
        portal.files.put(&format!("content/tin-tuc/2023/12/tin-{n}.md"), text);
    }
    portal
}

fn packs(store: &MemoryStore) -> BTreeMap<String, Vec<u8>> {
    store.names(PAGES).into_iter().map(|name| (name.clone(), store.read(&name).unwrap())).collect()
}

fn first() -> (Portal, Build) {
    let portal = portal();
    let first = build(&portal, nothing(), BTreeMap::new());
    assert!(packs(&first.store).len() > 2);
    (portal, first)
}

#[test]
fn a_build_that_finds_the_cache_alone_renders_nothing() {
    let (portal, first) = first();
    let before = packs(&first.store);
    let second = build(&portal, first.known(&portal), BTreeMap::new());
    assert_eq!(second.rendered, Vec::<String>::new());
    assert!(second.outputs == first.outputs && packs(&second.store) == before);
}

#[test]
fn an_edit_renders_without_an_output_what_it_renders_with_one() {
    let (mut portal, first) = first();
    Edit::Body(1, 1).make(&mut portal);
    let before = packs(&first.store);
    let second = build(&portal, first.known(&portal), BTreeMap::new());
    assert_eq!(second.rendered, ["/tim-kiem/", "/tin-tuc/2024/01/b/"]);
    let clean = build(&portal, nothing(), BTreeMap::new());
    assert!(second.outputs == clean.outputs);
    // Two pages have changed, so two packs at most.
    let after = packs(&second.store);
    assert!(after == packs(&clean.store), "the cache knows no more than that of a clean build");
    assert!((1..=2).contains(&after.iter().filter(|(name, bytes)| before.get(*name) != Some(*bytes)).count()));
}

#[test]
fn pages_that_are_no_longer_leave_the_cache() {
    let (mut portal, first) = first();
    for n in 0..55 {
        portal.files.remove(&format!("content/tin-tuc/2023/12/tin-{n}.md"));
    }
    let known = first.known(&portal);
    let second = build(&portal, known, first.outputs);
    let clean = build(&portal, nothing(), BTreeMap::new());
    assert_eq!(packs(&second.store).keys().collect::<Vec<_>>(), packs(&clean.store).keys().collect::<Vec<_>>());
    assert!(packs(&second.store) == packs(&clean.store));
}

#[test]
fn packs_of_another_build_are_not_used() {
    let (portal, first) = first();
    let mut other = portal.clone();
    Edit::Template(7).make(&mut other);
    let second = build(&other, nothing(), BTreeMap::new());
    for (name, bytes) in packs(&second.store) {
        first.store.0.lock().unwrap().insert(name, bytes);
    }
    let third = build(&portal, first.known(&portal), BTreeMap::new());
    assert!(third.outputs == first.outputs && third.rendered.len() > 60);
    let fourth = build(&portal, third.known(&portal), BTreeMap::new());
    assert_eq!(fourth.rendered, Vec::<String>::new(), "the build before has mended it");
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn what_is_damaged_or_missing_is_rendered_and_mended(
        harm in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let (portal, first) = first();
        let names: Vec<String> = packs(&first.store).into_keys().collect();
        for (pack, at, bits) in &harm {
            let mut files = first.store.0.lock().unwrap();
            let name = &names[pack.index(names.len())];
            match (bits % 3, files.get_mut(name)) {
                (0, _) => drop(files.remove(name)),
                (1, Some(bytes)) => bytes.truncate(at.index(bytes.len().max(1))),
                (_, Some(bytes)) if !bytes.is_empty() => { let at = at.index(bytes.len()); bytes[at] ^= bits | 1 }
                _ => {}
            }
        }
        let second = build(&portal, first.known(&portal), BTreeMap::new());
        prop_assert!(second.outputs == first.outputs);
        let third = build(&portal, second.known(&portal), BTreeMap::new());
        prop_assert!(third.outputs == first.outputs);
        prop_assert_eq!(third.rendered, Vec::<String>::new());
    }
}

#[test]
fn a_page_that_fails_is_not_in_the_cache_either() {
    let (mut portal, first) = first();
    portal.replace(ARTICLES[1], "summary:", "sumary:");
    let second = build(&portal, first.known(&portal), BTreeMap::new());
    assert!(second.outputs == build(&portal, nothing(), BTreeMap::new()).outputs);
    portal.replace(ARTICLES[1], "sumary:", "summary:");
    let third = build(&portal, second.known(&portal), BTreeMap::new());
    assert!(third.outputs == first.outputs);
    assert!(Arc::ptr_eq(&second.store, &third.store));
}

#[test]
fn the_program_keeps_pages_for_ci() {
    let site = (0..40).fold(Site::new(), |site, n| {
        site.article(&format!("content/tin-tuc/tin-{n}.md"), &format!("Tin {n}"), "2024-01-05", "", "Chữ.\n")
    });
    let workspace = Workspace::with(&site);
    let build = || workspace.cong(&["build", "--at", "2024-01-15 12:00", "--why", "--json"]);
    assert_eq!(build().code, 0);
    let index = workspace.read("public/index.html");
    std::fs::remove_dir_all(workspace.join("public")).unwrap();
    let unfinished = workspace.join(".cong/pages/killed.cong-tmp");
    std::fs::write(&unfinished, "half").unwrap();
    let run: serde_json::Value = serde_json::from_str(&build().out).unwrap();
    assert_eq!(run["why"], serde_json::json!([]), "{run}");
    assert_eq!(workspace.read("public/index.html"), index);
    assert_eq!(workspace.cong(&["verify", "-q", "--at", "2024-01-15 12:00"]).code, 0);
    std::fs::write(workspace.join("content/tin-tuc/tin-1.md"), article("Khác", "2024-01-05", "", "Chữ.\n")).unwrap();
    build();
    assert!(!unfinished.exists(), "what a killed build left goes");
}
