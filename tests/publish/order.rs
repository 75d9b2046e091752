//! Who may publish: one at a time, nobody older, nobody in a place of others or in one that cannot keep publishers apart.

use cong::publish::{Insist, ReleaseRecord, Trouble};
use jiff::SignedDuration;

use crate::world::{Files, World, by, portal};

fn one() -> Files {
    portal(&[("index.html", "một")])
}

fn two() -> Files {
    portal(&[("index.html", "hai"), ("tin/a/index.html", "a")])
}

fn built(at: &str) -> ReleaseRecord {
    ReleaseRecord { built_at: at.to_owned(), ..ReleaseRecord::default() }
}

#[test]
fn of_two_publishers_one_waits_and_both_are_online_in_turn() {
    for _ in 0..20 {
        let world = World::new().watched();
        // However busy the machine is.
        world.renewed_every(std::time::Duration::from_millis(5));
        let publish = |token: &'static str, files: Files| {
            let world = world.clone();
            std::thread::spawn(move || by(token).publish(&world, &files).map(|report| report.release.number))
        };
        let (left, right) = (publish("left", one()), publish("right", two()));
        let mut numbers = [left.join().unwrap().unwrap(), right.join().unwrap().unwrap()];
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2]);
        let last = if world.state().token == "left" { one() } else { two() };
        world.assert_serves(&last);
    }
}

#[test]
fn a_lock_is_waited_for_and_taken_over_when_it_has_expired() {
    let world = World::new();
    by("first").publish(&world, &one()).unwrap();
    // Somebody took the lock and was killed.
    world.kill_at(5, false);
    by("killed").publish(&world, &two()).unwrap_err();
    world.kill_at(0, false);
    let mut impatient = by("impatient");
    impatient.terms.patience = std::time::Duration::ZERO;
    let locked = impatient.publish(&world, &two()).unwrap_err();
    assert!(matches!(&locked, Trouble::Locked { owner, .. } if owner == "test killed"), "{locked:?}");
    by("patient").publish(&world, &two()).unwrap();
    world.assert_serves(&two());
}

#[test]
fn an_older_build_does_not_take_the_place_of_a_newer_one_unless_somebody_insists() {
    let world = World::new();
    let newer = crate::world::By { record: built("2024-03-02T00:00:00Z"), ..by("newer") };
    let mut older = crate::world::By { record: built("2024-03-01T00:00:00Z"), ..by("older") };
    newer.publish(&world, &two()).unwrap();
    assert!(matches!(older.publish(&world, &one()), Err(Trouble::Newer { .. })));
    world.assert_serves(&two());
    older.insist = Insist { older: true, ..Insist::default() };
    older.publish(&world, &one()).unwrap();
    world.assert_serves(&one());
}

#[test]
fn after_a_rollback_the_same_build_does_not_come_back_by_itself() {
    let world = World::new();
    let record = |commit: &str| ReleaseRecord { commit: commit.to_owned(), ..built("2024-03-01T00:00:00Z") };
    crate::world::By { record: record("a"), ..by("1") }.publish(&world, &one()).unwrap();
    crate::world::By { record: record("b"), ..by("2") }.publish(&world, &two()).unwrap();
    by("3").back(&world, None, false).unwrap();
    let timer = crate::world::By {
        record: ReleaseRecord { built_at: "2024-03-09T00:00:00Z".to_owned(), ..record("b") },
        ..by("4")
    };
    assert_eq!(timer.publish(&world, &two()).unwrap_err(), Trouble::RolledBack { to: 1, left: 2 });
    world.assert_serves(&one());
}

#[test]
fn a_store_that_passes_over_conditions_is_refused_before_anything_is_sent() {
    let world = World::new().deaf();
    assert_eq!(by("first").publish(&world, &one()).unwrap_err(), Trouble::NoConditions);
    assert!(world.public().is_empty());
}

#[test]
fn files_of_others_are_refused_unless_the_place_is_adopted_and_stay_then() {
    let world = World::new();
    world.put("index.html", "của người khác");
    world.put("cu.html", "của người khác");
    let refused = by("first").publish(&world, &one()).unwrap_err();
    assert_eq!(refused, Trouble::Foreign { count: 2, example: "cu.html".to_owned() });
    let mut adopting = by("adopting");
    adopting.insist = Insist { adopt: true, ..Insist::default() };
    adopting.publish(&world, &one()).unwrap();
    assert_eq!(world.public()["index.html"].0, "một");
    assert_eq!(world.public()["cu.html"].0, "của người khác");
}

#[test]
fn what_somebody_did_by_hand_is_named_and_put_right_only_when_asked() {
    let world = World::new();
    by("first").publish(&world, &two()).unwrap();
    world.put("tin/a/index.html", "b");
    world.put("la.html", "lạ");
    world.remove("index.html");
    let checked = by("look").with(&world, |job| cong::publish::check::check(job.remote, &world.state()).unwrap());
    assert_eq!(
        (checked.missing, checked.changed, checked.foreign),
        (vec!["index.html".to_owned()], vec!["tin/a/index.html".to_owned()], vec!["la.html".to_owned()],)
    );
    let usual = by("usual").publish(&world, &two()).unwrap();
    assert!(usual.plan.changes.is_empty());
    assert_eq!(world.public()["tin/a/index.html"].0, "b");
    let mut mending = by("mending");
    mending.insist = Insist { mend: true, ..Insist::default() };
    mending.publish(&world, &two()).unwrap();
    world.assert_serves(&two());
}

#[test]
fn a_file_that_is_named_after_its_contents_is_purged_from_no_cache() {
    let world = World::new();
    let with = |css: &str| portal(&[("index.html", css), (css, "css")]);
    by("first").publish(&world, &with("assets/a.1.css")).unwrap();
    by("second").publish(&world, &with("assets/a.2.css")).unwrap();
    assert_eq!(world.purged(), ["index.html", "index.html"]);
}

#[test]
fn rows_that_are_taken_down_are_purged_though_they_are_named_after_their_contents() {
    let world = World::new();
    let row = "assets/lookup/ab/000-x.bin";
    by("first").publish(&world, &portal(&[("index.html", "một"), (row, "x")])).unwrap();
    world.purged();
    by("second").publish(&world, &portal(&[("index.html", "hai")])).unwrap();
    assert_eq!(world.purged(), [row, "index.html"]);
}

#[test]
fn a_purge_that_failed_is_remembered_and_tried_again() {
    let world = World::new();
    by("first").publish(&world, &one()).unwrap();
    world.purged();
    world.purge_fails(true);
    let report = by("second").publish(&world, &two()).unwrap();
    assert_eq!(report.unpurged, ["index.html", "tin/a/index.html"]);
    assert_eq!(by("third").publish(&world, &two()).unwrap().unpurged.len(), 2);
    world.purge_fails(false);
    assert!(by("fourth").publish(&world, &two()).unwrap().unpurged.is_empty());
    assert_eq!(world.purged(), ["index.html", "tin/a/index.html"]);
    assert!(world.state().unpurged.is_empty());
}

#[test]
fn nothing_to_do_takes_two_requests_and_one_article_few() {
    let world = World::new();
    let mut files = two();
    by("first").publish(&world, &files).unwrap();
    world.kill_at(0, false);
    by("again").publish(&world, &files).unwrap();
    assert_eq!(world.requests(), 2, "state and intent");
    // A page, its data, two lists: with what is kept of each.
    for path in ["index.html", "tin/a/index.html", "tin/a/index.json", "feed.json"] {
        files.insert(path.to_owned(), "cũ".to_owned());
    }
    by("second").publish(&world, &files).unwrap();
    for path in ["index.html", "tin/a/index.html", "tin/a/index.json", "feed.json"] {
        files.insert(path.to_owned(), "mới".to_owned());
    }
    world.wait(SignedDuration::from_hours(1));
    world.kill_at(0, false);
    by("third").publish(&world, &files).unwrap();
    assert!(world.requests() <= 18, "{}", world.requests());
}
