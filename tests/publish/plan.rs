//! What is planned: what is sent, in which order, what goes and what stays.

use std::collections::BTreeMap;

use cong::publish::plan::{self, Kind, Upkeep};
use cong::publish::saved::Saved;
use cong::publish::state::Superseded;
use cong::publish::{Digest, Headers, Inventory, Item, Online, Plan, State, Trouble, Turn};
use jiff::{SignedDuration, Timestamp};

const NOW: &str = "2024-03-01T08:00:00Z";

fn item(bytes: &str, turn: Turn) -> Item {
    let headers = Headers([("Content-Type".to_owned(), "text/html".to_owned())].into());
    Item { digest: Digest::of(bytes.as_bytes()), size: bytes.len() as u64, headers, turn, hashed: false }
}

/// Assets whose name has a dot before its hash never change.
fn inventory(files: &[(&str, &str)]) -> Inventory {
    let turn = |path: &str| match path {
        "index.html" => Turn::List,
        _ if path.ends_with(".html") => Turn::Page,
        _ => Turn::Asset,
    };
    let entry = |(path, bytes): &(&str, &str)| {
        ((*path).to_owned(), Item { hashed: path.starts_with("assets/"), ..item(bytes, turn(path)) })
    };
    Inventory { items: files.iter().map(entry).collect(), quarantined: Vec::new() }
}

/// As if release 1 had put all of it.
fn online(inventory: &Inventory) -> State {
    let files = inventory.items.iter().map(|(path, item)| (path.clone(), Online::new(item, String::new(), 1)));
    let mut state = State { files: files.collect(), ..State::default() };
    state.release.number = 1;
    state
}

fn upkeep(number: u64) -> Upkeep {
    Upkeep { number, now: NOW.parse().unwrap(), keep: 2, grace: SignedDuration::from_hours(24) }
}

fn planned(wanted: &Inventory, state: &State, number: u64) -> Plan {
    plan::plan(wanted, state, &state.files, &upkeep(number))
}

fn told(plan: &Plan) -> Vec<(Kind, &str)> {
    plan.changes.iter().map(|change| (change.kind(), change.path.as_str())).collect()
}

#[test]
fn assets_come_before_pages_pages_before_lists_and_deletions_last() {
    let before = inventory(&[("a/index.html", "a"), ("old/index.html", "o"), ("index.html", "a old")]);
    let after = inventory(&[
        ("a/index.html", "a2"),
        ("assets/x.1.css", "x"),
        ("index.html", "a b"),
        ("b/index.html", "b"),
        ("b/z.pdf", "z"),
    ]);
    let plan = planned(&after, &online(&before), 2);
    assert_eq!(
        told(&plan),
        [
            (Kind::Added, "assets/x.1.css"),
            (Kind::Added, "b/z.pdf"),
            (Kind::Changed, "a/index.html"),
            (Kind::Added, "b/index.html"),
            (Kind::Changed, "index.html"),
            (Kind::Deleted, "old/index.html"),
        ]
    );
    assert_eq!(plan.steps().map(<[_]>::len).collect::<Vec<_>>(), [2, 2, 1, 1]);
    let counts = plan.counts();
    assert_eq!((counts.added, counts.changed, counts.headers, counts.deleted, counts.bytes), (3, 2, 0, 1, 8));
    assert_eq!(plan.gone, BTreeMap::from([("old/index.html".to_owned(), 2)]));
}

#[test]
fn a_header_alone_is_a_change_and_the_same_is_none() {
    let before = inventory(&[("a/index.html", "a"), ("b/index.html", "b")]);
    let mut after = before.clone();
    after.items.get_mut("a/index.html").unwrap().headers = Headers::default();
    assert_eq!(told(&planned(&after, &online(&before), 2)), [(Kind::Headers, "a/index.html")]);
    assert_eq!(told(&planned(&before, &online(&before), 2)), []);
}

#[test]
fn a_hashed_file_stays_for_some_releases_and_some_hours() {
    let before = inventory(&[("a/index.html", "a"), ("assets/x.1.css", "x")]);
    let after = inventory(&[("a/index.html", "a2")]);
    let first = planned(&after, &online(&before), 2);
    assert_eq!(told(&first), [(Kind::Changed, "a/index.html")]);
    let since = Superseded { release: 2, at: NOW.to_owned() };
    assert_eq!(first.superseded, BTreeMap::from([("assets/x.1.css".to_owned(), since.clone())]));

    let later = |number: u64, hours: i64, wanted: &Inventory| {
        let at: Timestamp = NOW.parse().unwrap();
        let mut state = online(&before);
        state.superseded = BTreeMap::from([("assets/x.1.css".to_owned(), since.clone())]);
        let upkeep = Upkeep { now: at + SignedDuration::from_hours(hours), ..upkeep(number) };
        plan::plan(wanted, &state, &state.files, &upkeep)
    };
    let deletes = |plan: &Plan| told(plan).contains(&(Kind::Deleted, "assets/x.1.css"));
    assert!(!deletes(&later(3, 48, &after)), "too few releases");
    assert!(!deletes(&later(4, 23, &after)), "too few hours");
    assert!(deletes(&later(4, 24, &after)));
    assert!(later(4, 24, &after).superseded.is_empty());
    // It is asked for again: it is no longer on its way out, and nothing is sent.
    let again = later(4, 48, &before);
    assert_eq!((told(&again), again.superseded.is_empty()), (vec![], true));
    // Nothing else has changed: that it is over makes no release.
    let unchanged = inventory(&[("a/index.html", "a")]);
    assert_eq!(told(&later(4, 48, &unchanged)), []);
}

#[test]
fn rows_that_are_looked_up_go_at_once_unless_a_page_that_is_held_may_ask_for_them() {
    let row = "assets/lookup/ab/000-x.bin";
    let before = inventory(&[("a/index.html", "a"), (row, "x")]);
    let mut after = inventory(&[("index.html", "home")]);
    let plan = planned(&after, &online(&before), 2);
    assert!(told(&plan).contains(&(Kind::Deleted, row)) && plan.superseded.is_empty());
    // Nor are they brought back with a release of before.
    assert!(plan.gone.contains_key(row));
    after.quarantined = vec!["a/index.html".to_owned()];
    assert_eq!(told(&planned(&after, &online(&before), 2)), [(Kind::Added, "index.html")]);
}

#[test]
fn what_could_not_be_built_stays_online_with_its_files_and_not_with_other_pages() {
    let before = inventory(&[
        ("bao/index.html", "storm"),
        ("bao/map.png", "m"),
        ("bao/more/index.html", "other page"),
        ("bao/more/m.pdf", "m"),
        ("assets/x.1.css", "x"),
        ("bad/index.html", "b"),
    ]);
    let mut after = inventory(&[("index.html", "home")]);
    after.quarantined = vec!["bao/index.html".to_owned(), "never-online/index.html".to_owned()];
    let plan = planned(&after, &online(&before), 9);
    assert_eq!(
        told(&plan),
        [
            (Kind::Added, "index.html"),
            (Kind::Deleted, "bad/index.html"),
            (Kind::Deleted, "bao/more/index.html"),
            (Kind::Deleted, "bao/more/m.pdf"),
        ]
    );
    assert_eq!(plan.stays, ["bao/index.html", "bao/map.png"]);
    // As long as it stays its assets do, however old they are.
    let mut state = online(&before);
    state.superseded = BTreeMap::from([(
        "assets/x.1.css".to_owned(),
        Superseded { release: 2, at: "2020-01-01T00:00:00Z".to_owned() },
    )]);
    assert!(!told(&planned(&after, &state, 9)).contains(&(Kind::Deleted, "assets/x.1.css")));
}

#[test]
fn what_comes_back_is_no_longer_gone() {
    let mut state = online(&inventory(&[]));
    state.gone = BTreeMap::from([("a/index.html".to_owned(), 1), ("b/index.html".to_owned(), 1)]);
    let plan = planned(&inventory(&[("a/index.html", "a")]), &state, 2);
    assert_eq!(plan.gone, BTreeMap::from([("b/index.html".to_owned(), 1)]));
}

#[test]
fn a_saved_plan_is_held_against_what_would_be_done_now() {
    let (before, after) = (inventory(&[("a/index.html", "a")]), inventory(&[("a/index.html", "a2")]));
    let state = online(&before);
    let now = |target: &str, state: &State, wanted: &Inventory| Saved::new(target, state, &planned(wanted, state, 2));
    let saved = Saved::parse(&now("s3://x", &state, &after).to_bytes()).unwrap();
    assert_eq!(saved.hold(&now("s3://x", &state, &after)), Ok(()));
    let mut moved = state.clone();
    moved.release.number = 2;
    assert_eq!(saved.hold(&now("s3://x", &moved, &after)), Err(Trouble::Stale { planned: 1, online: 2 }));
    let somebody_else = State { token: "other".to_owned(), ..state.clone() };
    assert_eq!(saved.hold(&now("s3://x", &somebody_else, &after)), Err(Trouble::Stale { planned: 1, online: 1 }));
    assert!(matches!(saved.hold(&now("s3://y", &state, &after)), Err(Trouble::Stale { .. })));
    let rebuilt = now("s3://x", &state, &inventory(&[("a/index.html", "a3")]));
    assert!(matches!(saved.hold(&rebuilt), Err(Trouble::Output { path, .. }) if path == "a/index.html"));
}
