//! Publications that last: a claim that is renewed or lost meanwhile, a file that goes in parts; and a place that folds names.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use cong::publish::store::Store;
use cong::publish::{
    Insist, Inventory, Job, Kin, Ledger, Plan, Progress, Publisher, ReleaseRecord, Remote, Report, Source, State,
    Survey, Tag, Trouble, Wanted,
};
use jiff::{SignedDuration, Timestamp};

use crate::world::{Files, Portal, World, by, inventory, portal};

/// An output of which one file takes its time.
struct Slow<'a> {
    files: Portal,
    path: &'a str,
    meanwhile: &'a (dyn Fn() + Sync),
}

impl Source for Slow<'_> {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        if path == self.path {
            (self.meanwhile)();
        }
        self.files.open(path)
    }
}

fn publish(world: &World, remote: &dyn Remote, files: &Inventory, source: &dyn Source) -> Result<Report, Trouble> {
    let (record, kin) = (&ReleaseRecord::default(), &|_: &str| Kin::Apart);
    let insist = Insist::default();
    let wanted = Wanted { inventory: files, source, record, next_change: None, kin, saved: None, insist };
    let publisher = Publisher { owner: "test slow".to_owned(), token: "slow".to_owned() };
    let terms = by("slow").terms;
    let job = Job { remote, publisher: &publisher, clock: world, purger: world, progress: world, terms: &terms };
    cong::publish::publish(&job, &wanted)
}

/// Until when the claim holds that is there.
fn until(world: &World) -> Timestamp {
    let claim: serde_json::Value = serde_json::from_str(&world.private("lock").unwrap()).unwrap();
    claim["until"].as_str().unwrap().parse().unwrap()
}

fn files() -> Files {
    portal(&[("assets/a.css", "a"), ("tin/a/index.html", "bài"), ("index.html", "một")])
}

#[test]
fn whoever_breaks_off_in_the_middle_does_not_renew_the_claim_for_ever() {
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let world = World::new();
        let source = Slow { files: Portal(files()), path: "assets/a.css", meanwhile: &|| panic!("in the middle") };
        let ended = catch_unwind(AssertUnwindSafe(|| publish(&world, &world.remote(), &inventory(&files()), &source)));
        said.send(ended.is_err())
    });
    assert_eq!(heard.recv_timeout(Duration::from_secs(30)), Ok(true), "it ends");
}

#[test]
fn whoever_publishes_for_long_keeps_the_claim_and_nobody_else_gets_it() {
    let world = World::new();
    world.renewed_every(Duration::from_millis(5));
    let meanwhile = || {
        for _ in 0..4 {
            let before = until(&world);
            world.wait(SignedDuration::from_mins(9));
            let begun = Instant::now();
            while until(&world) <= before {
                assert!(begun.elapsed() < Duration::from_secs(10), "the claim is not renewed");
                std::thread::sleep(Duration::from_millis(2));
            }
            let mut other = by("other");
            other.terms.patience = Duration::ZERO;
            let refused = std::thread::scope(|scope| scope.spawn(|| other.publish(&world, &files())).join().unwrap());
            assert!(matches!(&refused, Err(Trouble::Locked { owner, .. }) if owner == "test slow"), "{refused:?}");
        }
    };
    let source = Slow { files: Portal(files()), path: "assets/a.css", meanwhile: &meanwhile };
    publish(&world, &world.remote(), &inventory(&files()), &source).unwrap();
    world.assert_serves(&files());
    assert_eq!(world.state().token, "slow");
    by("other").publish(&world, &portal(&[("index.html", "hai")])).unwrap();
}

#[test]
fn whoever_slept_beyond_the_claim_sends_no_page_over_what_another_published() {
    let world = World::new();
    let others = portal(&[("index.html", "của người khác"), ("tin/a/index.html", "mới hơn")]);
    let meanwhile = || {
        world.wait(SignedDuration::from_mins(11));
        std::thread::scope(|scope| scope.spawn(|| by("other").publish(&world, &others)).join().unwrap()).unwrap();
    };
    let source = Slow { files: Portal(files()), path: "assets/a.css", meanwhile: &meanwhile };
    let lost = publish(&world, &world.remote(), &inventory(&files()), &source).unwrap_err();
    assert_eq!(lost, Trouble::Taken { name: "lock".to_owned() });
    world.assert_serves(&others);
    assert_eq!(world.state().token, "other");
}

#[test]
fn a_large_file_that_is_cut_off_is_there_as_before_or_whole_and_is_sent_again() {
    let film = |letter: &str, size: usize| portal(&[("index.html", "trang"), ("tin/phim.mp4", &letter.repeat(size))]);
    let (before, after) = (film("a", 9 << 20), film("b", (17 << 20) + 5));
    let (mut nth, mut parts) = (1, 0);
    loop {
        let world = World::new();
        by("first").publish(&world, &before).unwrap();
        world.kill_at(nth, nth % 2 == 0);
        let killed = by("killed").publish(&world, &after);
        let requests = world.requests();
        world.kill_at(0, false);
        let film = &world.public()["tin/phim.mp4"].0;
        assert!(*film == before["tin/phim.mp4"] || *film == after["tin/phim.mp4"], "killed at {nth}");
        parts += usize::from(killed.is_err() && *film == before["tin/phim.mp4"]);
        if requests < nth {
            killed.unwrap();
            break;
        }
        world.wait(SignedDuration::from_mins(11));
        by("again").publish(&world, &after).unwrap();
        world.assert_serves(&after);
        nth += 1;
    }
    assert!(nth > 15 && parts > 10, "{nth} requests, {parts} before the last part");
}

#[test]
fn a_large_file_that_changed_since_it_was_planned_is_not_put_online() {
    let world = World::new();
    let film = |letter: &str| portal(&[("index.html", "trang"), ("tin/phim.mp4", &letter.repeat(9 << 20))]);
    by("first").publish(&world, &film("a")).unwrap();
    let refused = publish(&world, &world.remote(), &inventory(&film("b")), &Portal(film("c"))).unwrap_err();
    assert!(matches!(&refused, Trouble::Output { path, .. } if path == "tin/phim.mp4"), "{refused:?}");
    world.assert_serves(&film("a"));
}

/// A store that takes `A.pdf` and `a.pdf` for one.
struct Folding(Store);

impl Ledger for Folding {
    fn get(&self, name: &str) -> Result<Option<(Vec<u8>, Tag)>, Trouble> {
        self.0.get(name)
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<Tag, Trouble> {
        self.0.create(name, bytes)
    }

    fn replace(&self, name: &str, bytes: &[u8], known: &Tag) -> Result<Tag, Trouble> {
        self.0.replace(name, bytes, known)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.0.put(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.0.remove(name)
    }
}

impl Remote for Folding {
    fn name(&self) -> String {
        self.0.name()
    }

    fn strangers(&self) -> Result<Vec<String>, Trouble> {
        self.0.strangers()
    }

    fn apply(
        &self,
        plan: &Plan,
        state: &State,
        number: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<BTreeMap<String, String>, Trouble> {
        self.0.apply(plan, state, number, source, progress)
    }

    fn fetch(&self, path: &str, online: &cong::publish::Online) -> Result<Option<Vec<u8>>, Trouble> {
        self.0.fetch(path, online)
    }

    fn survey(&self) -> Result<BTreeMap<String, Survey>, Trouble> {
        self.0.survey()
    }

    fn forget(&self, release: u64, keys: &[String]) -> Result<(), Trouble> {
        self.0.forget(release, keys)
    }

    fn folds_case(&self) -> bool {
        true
    }
}

#[test]
fn two_names_that_a_place_takes_for_one_are_refused_before_anything_is_sent() {
    let world = World::new();
    let folding = Folding(world.remote());
    let two = portal(&[("index.html", "một"), ("tin/Ban-Do.pdf", "x"), ("tin/ban-do.pdf", "y")]);
    let refused = publish(&world, &folding, &inventory(&two), &Portal(two.clone())).unwrap_err();
    let (one, other) = ("tin/Ban-Do.pdf".to_owned(), "tin/ban-do.pdf".to_owned());
    assert_eq!(refused, Trouble::Case { one, other });
    assert!(world.public().is_empty() && world.private("state").is_none());
    by("elsewhere").publish(&world, &two).unwrap();
    let other = World::new();
    publish(&other, &Folding(other.remote()), &inventory(&files()), &Portal(files())).unwrap();
}
