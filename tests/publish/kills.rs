//! A publisher that is killed at any request leaves every page with what it needs, and the next one sends the rest.

use jiff::SignedDuration;

use crate::world::{Files, World, by, portal};

fn before() -> Files {
    portal(&[
        ("assets/a.1.css", "css 1"),
        ("tin/bai/index.html", "bài cũ\nneeds assets/a.1.css\nneeds tin/bai/anh.png"),
        ("tin/bai/anh.png", "ảnh"),
        ("tin/go/index.html", "sẽ gỡ\nneeds assets/a.1.css\nneeds tin/go/a.pdf"),
        ("tin/go/a.pdf", "tệp"),
        ("index.html", "bài, sẽ gỡ\nneeds assets/a.1.css\nneeds tin/bai/index.html\nneeds tin/go/index.html"),
    ])
}

fn after() -> Files {
    portal(&[
        ("assets/a.2.css", "css 2"),
        ("tin/bai/index.html", "bài mới\nneeds assets/a.2.css\nneeds tin/bai/anh-2.png"),
        ("tin/bai/anh-2.png", "ảnh 2"),
        ("tin/them/index.html", "thêm\nneeds assets/a.2.css"),
        ("index.html", "bài, thêm\nneeds assets/a.2.css\nneeds tin/bai/index.html\nneeds tin/them/index.html"),
    ])
}

/// From `before` to `after`, killed at each request in turn; then `last` is published.
fn killed_everywhere(is_lost: bool, last: &Files) {
    let mut nth = 1;
    loop {
        let world = World::new();
        by("first").publish(&world, &before()).unwrap();
        let world = world.watched();
        world.kill_at(nth, is_lost);
        let killed = by("killed").publish(&world, &after());
        let (is_dead, done) = (world.requests() >= nth, world.sent());
        world.kill_at(0, false);
        if !is_dead {
            killed.unwrap();
            break;
        }
        world.wait(SignedDuration::from_mins(11));
        let again = by("again").publish(&world, last).unwrap();
        world.assert_serves(last);
        world.assert_nothing_dangled();
        if last == &after() {
            let sent = done + world.sent();
            assert_eq!(sent, after().len(), "killed at {nth}: each is sent once");
        }
        // Whatever happened: what was online before can be gone back to, byte for byte.
        if again.release.number == 2 {
            by("back").back(&world, Some(1), true).unwrap();
            world.assert_serves(&before());
        }
        nth += 1;
    }
    assert!(nth > 20, "only {nth} requests were tried");
}

#[test]
fn killed_before_any_request_is_done_the_next_publisher_sends_the_rest() {
    killed_everywhere(false, &after());
}

#[test]
fn killed_before_any_answer_comes_the_next_publisher_sends_the_rest() {
    killed_everywhere(true, &after());
}

#[test]
fn after_a_kill_something_else_may_be_published() {
    let mut other = before();
    other.insert("tin/khac/index.html".to_owned(), "khác\nneeds assets/a.1.css".to_owned());
    killed_everywhere(false, &other);
    killed_everywhere(true, &before());
}

#[test]
fn a_first_publication_that_was_killed_is_no_strangers_work() {
    let mut nth = 1;
    loop {
        let world = World::new().watched();
        world.kill_at(nth, nth % 2 == 0);
        let killed = by("killed").publish(&world, &before());
        if world.requests() < nth {
            killed.unwrap();
            break;
        }
        world.kill_at(0, false);
        world.wait(SignedDuration::from_mins(11));
        by("again").publish(&world, &after()).unwrap();
        world.assert_serves(&after());
        world.assert_nothing_dangled();
        nth += 1;
    }
    assert!(nth > 15);
}

#[test]
fn a_rollback_that_was_killed_is_brought_to_its_end() {
    let mut nth = 1;
    loop {
        let world = World::new();
        by("one").publish(&world, &before()).unwrap();
        by("two").publish(&world, &after()).unwrap();
        let world = world.watched();
        world.kill_at(nth, nth % 2 == 0);
        let killed = by("killed").back(&world, Some(1), true);
        if world.requests() < nth {
            killed.unwrap();
            break;
        }
        world.kill_at(0, false);
        world.wait(SignedDuration::from_mins(11));
        if world.state().release.number == 2 {
            by("again").back(&world, Some(1), true).unwrap();
        }
        world.assert_serves(&before());
        world.assert_nothing_dangled();
        assert_eq!(world.sent(), 0, "a rollback sends nothing, killed at {nth}");
        nth += 1;
    }
    assert!(nth > 15);
}

#[test]
fn what_a_killed_publisher_changed_is_purged_by_the_next() {
    let world = World::new();
    by("first").publish(&world, &before()).unwrap();
    world.purged();
    // The first request at which all is sent and the state is not saved.
    for nth in 1.. {
        world.kill_at(nth, true);
        by("killed").publish(&world, &after()).unwrap_err();
        world.kill_at(0, false);
        world.wait(SignedDuration::from_mins(11));
        if world.public()["index.html"].0.contains("thêm") {
            break;
        }
    }
    assert_eq!(world.state().release.number, 1);
    world.purged();
    world.kill_at(0, false);
    world.wait(SignedDuration::from_mins(11));
    by("again").publish(&world, &after()).unwrap();
    let purged = world.purged();
    for path in ["index.html", "tin/bai/index.html", "tin/go/index.html", "tin/go/a.pdf", "tin/them/index.html"] {
        assert!(purged.contains(&path.to_owned()), "{path} of {purged:?}");
    }
}
