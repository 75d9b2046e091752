//! Turns what `ssh`, `rsync` and the programs on the other side say into `Trouble`. All are asked to speak English.

use crate::publish::trouble::Trouble;

enum Meaning {
    Denied(&'static str),
    NoTarget,
    Full,
    Network,
    NoProgram(&'static str),
    TooLarge,
}

/// The first row that is found counts.
const SAID: &[(&str, Meaning)] = &[
    ("Host key verification failed", Meaning::Denied("connect")),
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", Meaning::Denied("connect")),
    ("Permission denied (", Meaning::Denied("connect")),
    ("Too many authentication failures", Meaning::Denied("connect")),
    ("Could not resolve hostname", Meaning::NoTarget),
    ("No space left on device", Meaning::Full),
    ("Disk quota exceeded", Meaning::Full),
    ("File too large", Meaning::TooLarge),
    ("rsync: command not found", Meaning::NoProgram("rsync")),
    ("rsync: not found", Meaning::NoProgram("rsync")),
    ("rsync: No such file", Meaning::NoProgram("rsync")),
    ("Permission denied", Meaning::Denied("write")),
    ("Operation not permitted", Meaning::Denied("write")),
    ("Read-only file system", Meaning::Denied("write")),
    ("Connection refused", Meaning::Network),
    ("Connection timed out", Meaning::Network),
    ("Operation timed out", Meaning::Network),
    ("No route to host", Meaning::Network),
    ("Network is unreachable", Meaning::Network),
    ("Connection closed", Meaning::Network),
    ("Connection reset", Meaning::Network),
    ("Broken pipe", Meaning::Network),
    ("connection unexpectedly closed", Meaning::Network),
    ("Timeout, server", Meaning::Network),
    ("io timeout", Meaning::Network),
    ("kex_exchange_identification", Meaning::Network),
    ("No such file or directory", Meaning::NoTarget),
];

/// Of what somebody else's machine says, as much as a person reads.
const LONGEST: usize = 600;

pub fn trouble(said: &str) -> Trouble {
    let detail = shown(said);
    match SAID.iter().find(|(words, _)| said.contains(words)).map(|(_, meaning)| meaning) {
        Some(Meaning::Denied(what)) => Trouble::Denied { what, detail },
        Some(Meaning::NoTarget) => Trouble::NoTarget { detail },
        Some(Meaning::Full) => Trouble::Full { detail },
        Some(Meaning::Network) => Trouble::Network { detail },
        Some(Meaning::NoProgram(name)) => Trouble::NoProgram { name },
        Some(Meaning::TooLarge) => Trouble::TooLarge { path: detail, size: 0 },
        None if detail.is_empty() => Trouble::Network { detail: "the connection was closed".to_owned() },
        None => Trouble::Other { detail },
    }
}

/// In one line, without what a terminal obeys.
fn shown(said: &str) -> String {
    let lines: Vec<&str> =
        said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('@')).collect();
    lines.join(" · ").chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(said: &str) -> String {
        match trouble(said) {
            Trouble::Denied { what, .. } => format!("denied {what}"),
            Trouble::NoTarget { .. } => "no target".to_owned(),
            Trouble::Full { .. } => "full".to_owned(),
            Trouble::Network { .. } => "network".to_owned(),
            Trouble::NoProgram { name } => format!("no {name}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_programs_say_is_understood() {
        for (said, meant) in [
            (
                "No ED25519 host key is known for [127.0.0.1]:22 and you have requested strict checking.\nHost key verification failed.",
                "denied connect",
            ),
            ("web@host: Permission denied (publickey,password).", "denied connect"),
            ("ssh: Could not resolve hostname khong-co: Name or service not known", "no target"),
            ("ssh: connect to host 127.0.0.1 port 9: Connection refused", "network"),
            ("ssh: connect to host 10.0.0.1 port 22: Connection timed out", "network"),
            (
                "rsync: [receiver] write failed on \"/srv/x\": No space left on device (28)\nrsync error: error in file IO (code 11)",
                "full",
            ),
            ("sh: 1: rsync: not found\nrsync: connection unexpectedly closed (0 bytes received so far)", "no rsync"),
            ("bash: line 1: rsync: command not found", "no rsync"),
            ("mkdir: cannot create directory '/srv/portal': Permission denied", "denied write"),
            ("mkdir: cannot create directory '/srv/x/portal': No such file or directory", "no target"),
            ("client_loop: send disconnect: Broken pipe", "network"),
            ("", "network"),
        ] {
            assert_eq!(kind(said), meant, "{said}");
        }
    }

    #[test]
    fn what_is_shown_is_one_line_that_no_terminal_obeys() {
        assert_eq!(trouble("a\u{1b}[31m\n\n b\r\n"), Trouble::Other { detail: "a[31m · b".to_owned() });
    }
}
