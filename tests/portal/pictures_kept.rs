//! Smaller versions of photographs are made once, kept while a page uses them, and made as the portal says.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cong::cache::{BlobStore, Cache};
use cong::files::Files;
use cong::pipeline::{self, Input, Options, Order, Progress, Stage};

use crate::law::MemoryStore;
use crate::pictures::{PAGE, offered, photograph, shown, versions, widths};
use crate::site_builder::{Built, Outputs, Site, attributes, moment};

/// Counts the pictures that builds make versions of.
#[derive(Default)]
struct Counted(AtomicUsize);

impl Progress for Counted {
    fn stage(&self, stage: Stage, total: usize) {
        if stage == Stage::Pictures {
            self.0.fetch_add(total, Ordering::Relaxed);
        }
    }
}

/// Builds over a store; how many pictures were made, and the outputs.
pub fn built_over(site: &Site, store: &Arc<MemoryStore>) -> (usize, BTreeMap<String, Vec<u8>>) {
    let files: Arc<dyn Files> = Arc::new(site.clone().files());
    let options = Options { at: moment("2024-01-15 12:00"), show_all: false, foreign: false, preview: false };
    let cache = Cache::open(store.clone());
    let counted = Counted::default();
    let mut outputs = Outputs::default();
    let input = Input { files: &files, options, cache: &cache, progress: &counted };
    pipeline::build(&input, &Order::default(), &mut outputs).unwrap().persist(cache);
    (counted.0.into_inner(), outputs.finished().1)
}

fn kept(store: &MemoryStore) -> Vec<String> {
    let mut kept = store.names(".cong/pictures");
    kept.retain(|name| !name.ends_with("/index"));
    kept
}

#[test]
fn a_second_build_makes_nothing_and_a_build_without_output_neither() {
    let store = Arc::default();
    let site = shown("anh.jpg", &photograph(700, 400, 1, 1));
    let (made, outputs) = built_over(&site, &store);
    assert_eq!(made, 1);
    let (again, same) = built_over(&site, &store);
    assert_eq!((again, same == outputs), (0, true));
    // A blob that somebody has spoilt is made once more.
    let name = kept(&store).remove(0);
    store.write(&name, &|to| to.write_all(b"spoilt"));
    assert!(built_over(&site, &store).1 == outputs);
}

#[test]
fn what_no_page_uses_any_more_is_not_kept() {
    let store = Arc::default();
    built_over(&shown("anh.jpg", &photograph(700, 400, 1, 1)), &store);
    let first = kept(&store);
    let (made, _) = built_over(&shown("anh.jpg", &photograph(700, 400, 2, 1)), &store);
    let second = kept(&store);
    assert_eq!((made, first.len(), second.len()), (1, 1, 1));
    assert_ne!(first, second);
    built_over(&Site::new(), &store);
    assert_eq!(kept(&store), Vec::<String>::new());
}

#[test]
fn the_same_picture_in_two_places_is_made_once() {
    let bytes = photograph(700, 400, 1, 1);
    let site =
        shown("anh.jpg", &bytes).article("content/tin-tuc/b/index.md", "Bài", "2024-01-11", "", "![Đồng](x.jpg)\n");
    let built = site.bytes("content/tin-tuc/b/x.jpg", &bytes).build();
    assert_eq!(versions(&built).len(), 5, "two widths in two formats, and its own as WebP");
}

#[test]
fn the_portal_chooses_widths_formats_and_whether_there_are_any() {
    let with = |table: &str| {
        let table = format!("[pictures]\n{table}\n\n[outputs]");
        shown("anh.jpg", &photograph(1100, 700, 1, 1)).config("[outputs]", &table).build()
    };
    let built = with("widths = [200, 800]\nformats = [\"jpeg\"]\nsizes = \"50vw\"");
    assert_eq!((widths(&built, ".prose img"), offered(&built, ".prose source").len()), (vec![200, 800], 0));
    assert_eq!(attributes(&built.html(PAGE), ".prose img", "sizes"), ["50vw"]);
    let built = with("formats = [\"webp\"]");
    assert_eq!((widths(&built, ".prose source"), offered(&built, ".prose img").len()), (vec![320, 640, 960, 1100], 0));
    let weight = |built: &Built| -> usize { versions(built).iter().map(|path| built.outputs[*path].len()).sum() };
    assert!(weight(&with("quality = 40")) < weight(&with("quality = 90")));
    assert_eq!(versions(&with("enabled = false")), Vec::<&str>::new());
    for (wrong, key) in [
        ("widths = [640, 320]", "pictures.widths"),
        ("widths = []", "pictures.widths"),
        ("widths = [20]", "pictures.widths"),
        ("quality = 0", "pictures.quality"),
        ("formats = [\"avif\"]", "pictures.formats"),
        ("sizes = \"\"", "pictures.sizes"),
    ] {
        let built = with(wrong);
        let finding = built.finding("C02");
        assert!(finding.text("en").contains(key) && finding.span.is_some(), "{wrong}: {}", finding.text("en"));
    }
}

#[test]
fn the_libraries_whose_bytes_stand_in_pages_are_those_of_the_recipe() {
    let lock: toml::Table = include_str!("../../Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    for (name, version) in cong::media::smaller::CODECS.iter().chain(cong::media::smaller::scan::CODECS) {
        let own = packages.iter().find(|package| package["name"].as_str() == Some(name)).unwrap();
        assert_eq!(
            own["version"].as_str(),
            Some(*version),
            "{name}: say so in CODECS, so that versions are made again"
        );
    }
}

#[test]
fn a_preview_shows_originals_and_waits_for_nothing() {
    let files: Arc<dyn Files> = Arc::new(shown("anh.jpg", &photograph(700, 400, 1, 1)).files());
    let options = Options { at: moment("2024-01-15 12:00"), show_all: true, foreign: false, preview: true };
    let counted = Counted::default();
    let input = Input { files: &files, options, cache: &Cache::default(), progress: &counted };
    let renderer = pipeline::prepare(&input).unwrap().renderer.unwrap();
    assert!(renderer.site.files().all(|(_, file)| file.variants.files.is_empty()));
    assert_eq!(counted.0.into_inner(), 0);
}
