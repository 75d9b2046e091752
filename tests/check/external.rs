//! Asking other hosts: politely, never twice in a day, never in our own network, and never to decide anything.

use std::time::Duration;

use cong::external::{Answer, Bounds, Why, ask};
use cong::http::Client;

use crate::server::{Asked, Server, client, nobody, reply};

/// What is answered for one path of the server.
fn answer(client: &Client, server: &Server, path: &str) -> Answer {
    let url = format!("{}{path}", server.url);
    let bounds = Bounds { with_private: true, rate: 1000, ..Bounds::default() };
    ask(client, &[url], bounds, || ()).remove(0).1
}

/// A host whose pages answer as their name says.
fn host(asked: &Asked, _: usize) -> Vec<u8> {
    let to = |status, to: &str| reply(status, &[("Location", to)], b"");
    match (asked.path.as_str(), asked.method.as_str()) {
        ("/robots.txt", _) => reply(200, &[], b"User-agent: *\nDisallow: /rieng\n"),
        ("/a" | "/moi" | "/bieu-mau", _) | ("/chi-get", "GET") => reply(200, &[], b""),
        ("/chi-get", _) => reply(405, &[], b""),
        ("/cu", _) => to(301, "/giua"),
        ("/giua", _) => to(308, "/moi"),
        ("/dang-nhap", _) => to(302, "/bieu-mau"),
        ("/vong", _) => to(301, "/vong"),
        ("/mat-khau", _) => reply(403, &[], b""),
        ("/het", _) => reply(410, &[], b""),
        _ => reply(404, &[], b""),
    }
}

#[test]
fn each_kind_of_answer_is_told_apart() {
    let server = Server::new(host);
    let client = client();
    let moved = Answer::Moved { to: format!("{}/moi", server.url) };
    let unknown = |why| Answer::Unknown { why };
    for (path, wanted) in [
        ("/a", Answer::Good),
        ("/chi-get", Answer::Good),
        ("/dang-nhap", Answer::Good),
        ("/cu", moved),
        ("/het", Answer::Gone { status: 410 }),
        ("/khong-co", Answer::Gone { status: 404 }),
        ("/mat-khau", unknown(Why::Refused)),
        ("/vong", unknown(Why::Silent)),
        ("/rieng/a", unknown(Why::Robots)),
    ] {
        assert_eq!(answer(&client, &server, path), wanted, "{path}");
    }
    assert!(!server.lines().iter().any(|line| line.contains("/rieng")), "robots are not wanted there");
}

#[test]
fn a_host_is_asked_once_in_a_second_and_first_for_its_rules() {
    let server = Server::new(host);
    let urls: Vec<String> = ["/a", "/moi"].iter().map(|path| format!("{}{path}", server.url)).collect();
    ask(&client(), &urls, Bounds { with_private: true, ..Bounds::default() }, || ());
    let asked = server.asked();
    let lines: Vec<String> = asked.iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    assert_eq!(lines, ["GET /robots.txt", "HEAD /a", "HEAD /moi"], "no page is loaded");
    for two in asked.windows(2) {
        assert!(two[1].at - two[0].at > Duration::from_millis(900));
    }
    let agent = &asked[1].headers["user-agent"];
    assert!(agent.starts_with("cong/"), "who asks says so: {agent}");
}

#[test]
fn a_host_whose_rules_cannot_be_had_is_left_alone() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => reply(503, &[], b""),
        _ => reply(200, &[], b""),
    });
    assert_eq!(answer(&client(), &server, "/a"), Answer::Unknown { why: Why::Robots });
    assert!(server.lines().iter().all(|line| line.ends_with("/robots.txt")));
}

#[test]
fn our_own_network_is_not_asked() {
    let server = Server::content();
    let url = format!("{}/quan-tri", server.url);
    let answers = ask(&client(), &[url], Bounds::default(), || ());
    assert_eq!(answers[0].1, Answer::Unknown { why: Why::Private });
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[test]
fn what_leads_to_no_page_of_the_web_is_not_followed() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => reply(404, &[], b""),
        _ => reply(301, &[("Location", "file:///etc/passwd")], b""),
    });
    assert_eq!(answer(&client(), &server, "/a"), Answer::Unknown { why: Why::Refused });
}

#[test]
fn a_host_that_is_not_there_is_told_from_one_that_is_silent() {
    let client = client();
    let bounds = Bounds { with_private: true, ..Bounds::default() };
    let urls = [nobody(), "http://khong-co.invalid/".to_owned()];
    let mut answers = ask(&client, &urls, bounds, || ());
    answers.sort_by_key(|(url, _)| url.contains("invalid"));
    assert_eq!(answers[0].1, Answer::Unknown { why: Why::Silent });
    assert_eq!(answers[1].1, Answer::NoHost);
}

#[cfg(target_os = "linux")]
#[test]
fn a_check_notes_what_is_gone_keeps_the_answer_and_passes_all_the_same() {
    use crate::command::Workspace;
    use crate::site_builder::Site;

    let server = Server::at("127.7.7.7:0", host);
    let body = format!("Xem [trang]({0}/het#muc), [trang]({0}/a).\n", server.url);
    let site = Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-10", "", &body);
    let workspace = Workspace::with(&site);
    let run = |more: &[&str]| workspace.cong(&[&["check", "content/tin-tuc/a.md"], more].concat());
    let first = run(&["--external-private"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("[L10]") && first.err.contains("410"), "{}", first.err);
    assert!(first.err.contains("2 địa chỉ, hỏi 2, không rõ 0"), "{}", first.err);
    let asked = server.lines().len();
    let second = run(&["--external-private"]);
    assert!(
        second.err.contains("[L10]") && server.lines().len() == asked,
        "what was answered today is not asked again"
    );
    assert!(!run(&[]).err.contains("[L10]"), "nobody is asked unless that is wanted");
    assert_eq!(server.lines().len(), asked);
    let set = |level: &str| {
        let settings = format!("{}\n[check.rules]\nL10 = \"{level}\"\n", workspace.read("site.toml"));
        std::fs::write(workspace.join("site.toml"), settings).unwrap();
    };
    let before = workspace.read("site.toml");
    set("error");
    let raised = run(&["--external-private"]);
    assert!(raised.code == 0 && raised.err.contains("[L10]"), "what others do stops nobody, whatever is set");
    std::fs::write(workspace.join("site.toml"), &before).unwrap();
    set("off");
    assert!(!run(&["--external-private"]).err.contains("[L10]"), "a portal that does not want it is not told");
    std::fs::write(workspace.join("site.toml"), &before).unwrap();
    let accepting = "accept:\n  - rule: L10\n    reason: Trang cũ, giữ để tra cứu\n";
    Site::new().article("content/tin-tuc/a.md", "Bài", "2024-01-10", accepting, &body).save_to(workspace.path());
    for more in [&["--external-private"][..], &[]] {
        let accepted = run(more);
        assert!(!accepted.err.contains("L10"), "accepted, and not said to be needless: {}", accepted.err);
    }
}
