//! What a store keeps to go back to: lost, changed by hand, or left by whoever was killed.

use std::collections::BTreeSet;

use cong::publish::{Remote, Trouble};

use crate::world::{Files, World, by, portal};

fn release(number: usize) -> Files {
    let mut files = portal(&[("assets/a.css", "a")]);
    for page in ["a", "b", "c"] {
        files.insert(format!("tin/{page}/index.html"), format!("{page} {number}"));
    }
    files
}

/// Two releases, the second online.
fn two() -> World {
    let world = World::new();
    by("1").publish(&world, &release(1)).unwrap();
    by("2").publish(&world, &release(2)).unwrap();
    world
}

fn refused_and_unchanged(world: &World, path: &str) {
    let before = world.public();
    let refused = by("back").back(world, Some(1), true).unwrap_err();
    assert_eq!(refused, Trouble::Lost { path: path.to_owned() });
    assert_eq!((world.public(), world.state_number()), (before, 2));
    world.kill_at(0, false);
    assert!(by("again").publish(world, &release(2)).unwrap().plan.changes.is_empty());
    assert_eq!(world.requests(), 2, "nothing was begun");
}

#[test]
fn a_copy_that_somebody_took_away_stops_a_rollback_before_its_first_change() {
    let world = two();
    let kept = world.state().kept.into_keys().find(|key| world.private(&format!("kept/{key}")).unwrap() == "c 1");
    world.remove(&format!(".cong/kept/{}", kept.unwrap()));
    refused_and_unchanged(&world, "tin/c/index.html");
}

#[test]
fn bytes_that_somebody_put_by_hand_do_not_come_back_as_those_of_a_release() {
    for by_hand in ["sửa tay", "b 9"] {
        let world = World::new();
        by("1").publish(&world, &release(1)).unwrap();
        world.put("tin/b/index.html", by_hand);
        by("2").publish(&world, &release(2)).unwrap();
        world.assert_serves(&release(2));
        refused_and_unchanged(&world, "tin/b/index.html");
    }
}

#[test]
fn what_killed_publishers_left_is_taken_away_and_what_releases_need_stays() {
    let world = World::new();
    let publish = |number: usize| {
        let mut by = by(&format!("p{number}"));
        by.terms.keep = 3;
        by.publish(&world, &release(number)).unwrap();
    };
    (1..10).for_each(publish);
    let left = ["kept/cu", "releases/99", "releases/1", "conditions-cu"];
    let young = ["kept/moi", "conditions-moi"];
    left.iter().chain(&young).for_each(|name| world.put(&format!(".cong/{name}"), "x"));
    let needed: Vec<String> = world.state().kept.into_keys().map(|key| format!("kept/{key}")).collect();
    left.iter().for_each(|name| world.age(name));
    needed.iter().for_each(|name| world.age(name));
    publish(10);
    let there = |name: &&&str| world.has_private(name);
    assert_eq!(left.iter().filter(there).count(), 0);
    assert_eq!(young.iter().filter(there).count(), 2, "somebody may be at work");
    let oldest = world.state().oldest();
    by("back").back(&world, Some(oldest), true).unwrap();
    world.assert_serves(&release(oldest as usize));
}

#[test]
fn what_nobody_can_go_back_to_is_deleted_and_all_else_is_kept() {
    let world = World::new();
    let mut ever = BTreeSet::new();
    for number in 1..=7 {
        let mut by = by(&format!("p{number}"));
        by.terms.keep = 2;
        by.publish(&world, &release(number)).unwrap();
        ever.extend(world.state().kept.into_keys());
    }
    let state = world.state();
    let there = |key: &&String| world.has_private(&format!("kept/{key}"));
    let kept: BTreeSet<&String> = ever.iter().filter(there).collect();
    assert!(ever.len() > kept.len() && kept.iter().all(|key| state.kept.contains_key(*key)), "{kept:?}");
    assert_eq!(kept.len(), state.kept.len());
    assert!(!world.has_private("releases/3") && world.has_private("releases/7"));
}

#[test]
fn bytes_are_given_for_those_of_a_release_only_if_they_are() {
    let world = two();
    let file = world.state().files["tin/a/index.html"].clone();
    assert_eq!(world.remote().fetch("tin/a/index.html", &file), Ok(Some(b"a 2".to_vec())));
    world.put("tin/a/index.html", "sửa tay");
    assert_eq!(world.remote().fetch("tin/a/index.html", &file), Ok(None));
}
