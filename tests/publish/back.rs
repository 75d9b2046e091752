//! Going back: what an earlier release had, byte for byte, without sending anything and without what was withdrawn since.

use std::collections::BTreeMap;

use cong::publish::Trouble;
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::world::{Files, World, by, portal};

fn release(number: usize) -> Files {
    let mut files = portal(&[("assets/a.css", "a"), ("feed.json", "[]")]);
    files.insert("index.html".to_owned(), format!("bản {number}\nneeds assets/{number}.css"));
    files.insert(format!("assets/{number}.css"), format!("css {number}"));
    files.insert("tin/a/index.html".to_owned(), format!("a {}", number / 2));
    files.insert(format!("tin/{number}/index.html"), format!("bài {number}"));
    files
}

#[test]
fn any_kept_release_comes_back_in_bytes_and_headers_and_nothing_is_sent() {
    for to in 1..=4 {
        let world = World::new();
        let mut online = BTreeMap::new();
        for number in 1..=5 {
            by(&format!("p{number}")).publish(&world, &release(number)).unwrap();
            online.insert(number, world.public());
        }
        world.kill_at(0, false);
        let report = by("back").back(&world, Some(to), true).unwrap();
        assert_eq!((report.release.number, report.release.back_to), (6, Some(to)));
        assert_eq!(world.sent(), 0);
        let hashed = |path: &str| path.starts_with("assets/");
        let mut public = world.public();
        public.retain(|path, _| !hashed(path) || online[&(to as usize)].contains_key(path));
        assert_eq!(public, online[&(to as usize)]);
        // And forward again, to the newest.
        by("forth").back(&world, Some(5), true).unwrap();
        world.assert_serves(&release(5));
    }
}

#[test]
fn without_a_number_it_is_the_release_before() {
    let world = World::new();
    by("1").publish(&world, &release(1)).unwrap();
    by("2").publish(&world, &release(2)).unwrap();
    by("3").back(&world, None, true).unwrap();
    world.assert_serves(&release(1));
}

#[test]
fn only_so_many_releases_are_kept_and_the_others_are_forgotten() {
    let world = World::new();
    for number in 1..=9 {
        let mut by = by(&format!("p{number}"));
        by.terms.keep = 3;
        by.publish(&world, &release(number)).unwrap();
        world.wait(SignedDuration::from_hours(25));
    }
    let state = world.state();
    assert_eq!(state.earlier.iter().map(|release| release.number).collect::<Vec<_>>(), [6, 7, 8]);
    let refused = by("back").back(&world, Some(2), true).unwrap_err();
    assert_eq!(refused, Trouble::NoRelease { wanted: 2, kept: vec![9, 8, 7, 6] });
    assert!(state.kept.values().all(|replaced| *replaced > 5), "{:?}", state.kept);
    let css = |number: usize| world.public().contains_key(&format!("assets/{number}.css"));
    assert!(!css(1) && !css(5) && css(7) && css(9), "hashed files go with their releases");
    by("back").back(&world, Some(6), true).unwrap();
    world.assert_serves(&release(6));
}

#[test]
fn what_was_withdrawn_does_not_come_back_and_no_list_points_at_it() {
    let world = World::new();
    let link =
        |path: &str| format!("<a href=\"https://tinh.gov.vn/tin/{path}/\">{path}</a> <a href=/tin/{path}/>{path}</a>");
    let page = |text: &str, lists: &[&str]| {
        let lists: String = lists.iter().map(|path| link(path)).collect();
        (text.to_owned(), lists)
    };
    let files = |pages: &[&str], text: &str| {
        let (text, list) = page(text, pages);
        let mut files: Files =
            pages.iter().map(|path| (format!("tin/{path}/index.html"), format!("{text} {path}"))).collect();
        for path in pages {
            files.insert(format!("tin/{path}/tep.pdf"), format!("tệp {path}"));
        }
        files.insert("index.html".to_owned(), format!("{text} {list}"));
        files.insert("tin/index.html".to_owned(), text);
        files
    };
    by("1").publish(&world, &files(&["a", "mat"], "một")).unwrap();
    by("2").publish(&world, &files(&["a", "moi"], "hai")).unwrap();
    let report = by("3").back(&world, Some(1), false).unwrap();
    assert_eq!(report.withheld, ["tin/mat/index.html", "tin/mat/tep.pdf"]);
    assert_eq!(report.as_today, ["index.html"]);
    let public = world.public();
    assert!(!public.contains_key("tin/mat/index.html") && !public.contains_key("tin/mat/tep.pdf"));
    assert_eq!(public["tin/a/index.html"].0, "một a", "pages are those of then");
    assert_eq!(public["tin/index.html"].0, "một", "and lists that name nothing that was withdrawn");
    // The home page is today's, and so is what it names.
    assert!(public["index.html"].0.starts_with("hai") && public.contains_key("tin/moi/index.html"));

    by("4").back(&world, Some(1), true).unwrap();
    world.assert_serves(&files(&["a", "mat"], "một"));
}

#[derive(Clone, Debug)]
enum Step {
    Publish(Vec<(u8, u8)>),
    Back(u64),
    Kill(usize, bool),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let publish = prop::collection::vec((0..6u8, 0..4u8), 1..6).prop_map(Step::Publish);
    let kill = (1..30usize, any::<bool>()).prop_map(|(nth, is_lost)| Step::Kill(nth, is_lost));
    prop::collection::vec(
        prop_oneof![4 => publish, 2 => (1..8u64).prop_map(Step::Back), 3 => kill, 1 => (0..40i64).prop_map(Step::Wait)],
        1..14,
    )
}

/// Pages that need a hashed file each, and a home page that needs them all.
fn of(pages: &[(u8, u8)]) -> Files {
    let mut files = Files::new();
    for (page, version) in pages {
        files.insert(format!("assets/{version}.css"), format!("css {version}"));
        files.insert(format!("tin/{page}/index.html"), format!("{page} {version}\nneeds assets/{version}.css"));
    }
    let home = files.keys().filter(|path| path.starts_with("tin/")).map(|path| format!("needs {path}\n")).collect();
    files.insert("index.html".to_owned(), home);
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_sequence_of_publications_kills_and_rollbacks_the_last_one_is_online(steps in steps()) {
        let world = World::new().watched();
        let mut releases: BTreeMap<u64, Files> = BTreeMap::new();
        let mut is_armed = false;
        for (at, step) in steps.iter().enumerate() {
            let mut by = by(&format!("step {at}"));
            by.terms.keep = 3;
            // Whoever was killed left its lock.
            world.wait(SignedDuration::from_mins(11));
            match step {
                Step::Publish(pages) => {
                    by.insist.older = true;
                    match by.publish(&world, &of(pages)) {
                        Ok(report) => {
                            releases.insert(report.release.number, of(pages));
                            world.assert_serves(&of(pages));
                        }
                        Err(trouble) => prop_assert!(is_armed, "{trouble:?}"),
                    }
                }
                Step::Back(to) => match by.back(&world, Some(*to), true) {
                    Ok(report) => {
                        let files = releases[to].clone();
                        world.assert_serves(&files);
                        releases.insert(report.release.number, files);
                    }
                    Err(Trouble::NoRelease { .. }) => {}
                    Err(trouble) => prop_assert!(is_armed, "{trouble:?}"),
                },
                Step::Kill(nth, is_lost) => {
                    world.kill_at(*nth, *is_lost);
                    is_armed = true;
                    continue;
                }
                Step::Wait(hours) => world.wait(SignedDuration::from_hours(*hours)),
            }
            // A publisher that was killed may have come to its end but for the answer.
            if releases.len() < world.state_number() as usize {
                world.kill_at(0, false);
                let number = world.state_number();
                let files = match step {
                    Step::Publish(pages) => of(pages),
                    Step::Back(to) => releases[to].clone(),
                    _ => unreachable!(),
                };
                world.assert_serves(&files);
                releases.insert(number, files);
            }
            world.kill_at(0, false);
            is_armed = false;
            world.assert_nothing_dangled();
        }
    }
}
