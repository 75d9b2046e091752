//! Turns a `robots.txt` into whether we may ask for a path (RFC 9309).
//!
//! The one small library for it never ends on some files, so this is our own.

use percent_encoding::percent_decode_str;

/// The name by which rules address this program.
pub const AGENT: &str = "cong";

/// More of a file is not read, in bytes (RFC 9309 §2.5: at least 500 KiB).
pub const LARGEST: usize = 512 << 10;

/// What one host asks of us.
pub struct Robots {
    rules: Vec<Rule>,
}

struct Rule {
    allows: bool,
    /// With `*` for anything, and `$` at the end.
    pattern: Vec<u8>,
}

impl Robots {
    /// Everything may be asked for.
    pub fn open() -> Robots {
        Robots { rules: Vec::new() }
    }

    /// Nothing may be: the file is there and cannot be had (RFC 9309 §2.3.1.4).
    pub fn closed() -> Robots {
        Robots { rules: vec![Rule { allows: false, pattern: b"/".to_vec() }] }
    }

    /// The groups that name us, else those for everybody.
    pub fn parse(text: &str) -> Robots {
        let (mut own, mut common) = (Vec::new(), Vec::new());
        let (mut names_us, mut names_all, mut in_names, mut is_named) = (false, false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !in_names {
                        (names_us, names_all, in_names) = (false, false, true);
                    }
                    let token = value.split(['/', ' ']).next().unwrap_or_default();
                    names_us |= token.eq_ignore_ascii_case(AGENT);
                    names_all |= token == "*";
                    is_named |= names_us;
                }
                "allow" | "disallow" => {
                    in_names = false;
                    let rule = || Rule { allows: key == "allow", pattern: plain(value) };
                    // An empty rule says nothing.
                    if names_us && !value.is_empty() {
                        own.push(rule());
                    }
                    if names_all && !value.is_empty() {
                        common.push(rule());
                    }
                }
                _ => {}
            }
        }
        Robots { rules: if is_named { own } else { common } }
    }

    /// `path`: with what follows `?`. The longest rule that fits decides; of two that are as long, the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        let path = plain(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// Without percent signs, so that both sides are spelled alike.
fn plain(path: &str) -> Vec<u8> {
    percent_decode_str(path).collect()
}

/// Whether a path begins as a pattern says. Each `*` takes as little as it can, which is enough, since what follows the
/// pattern does not matter; behind a `$` nothing may follow, so the last part is looked for at the end.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = pattern.strip_suffix(b"$").map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split(|byte| *byte == b'*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&[u8]> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !to_end || rest.is_empty() };
    for part in between {
        let Some(at) = memchr::memmem::find(rest, part) else { return false };
        rest = &rest[at + part.len()..];
    }
    if to_end { rest.ends_with(last) } else { memchr::memmem::find(rest, last).is_some() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_rule_decides_and_allows_where_two_are_as_long() {
        let robots = Robots::parse("User-Agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /c\nAllow: /c\nDisallow:\n");
        for (path, allowed) in [("/", true), ("/a", false), ("/ab", false), ("/a/b/c", true), ("/c", true)] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
    }

    #[test]
    fn a_group_that_names_us_stands_in_for_the_common_one() {
        let text = "user-agent: *\ndisallow: /\n\nUser-agent: bot\nUser-agent: Cong/1.0\nDisallow: /rieng # riêng\n";
        let robots = Robots::parse(text);
        assert!(robots.allows("/a") && !robots.allows("/rieng/b"));
        assert!(!Robots::parse("User-agent: congress\nDisallow: /\nUser-agent: *\nDisallow: /x\n").allows("/x"));
        assert!(Robots::parse("User-agent: cong\n\nUser-agent: *\nAllow: /\n").allows("/x"));
    }

    #[test]
    fn stars_ends_and_percent_signs_are_understood() {
        for (pattern, path, fits) in [
            ("/*.pdf$", "/a/b.pdf", true),
            ("/*.pdf$", "/a/b.pdf?x", false),
            ("/a*c", "/abbc/d", true),
            ("/a*c$", "/acc", true),
            ("/%E1%BA%A1", "/ạ/b", true),
            ("/tìm", "/t%C3%ACm?q=1", true),
            ("*", "", true),
            ("/a$", "/a/", false),
        ] {
            let robots = Robots::parse(&format!("User-agent: *\nDisallow: {pattern}\n"));
            assert_eq!(!robots.allows(path), fits, "{pattern} {path}");
        }
    }

    proptest! {
        #[test]
        fn any_file_ends_with_an_answer(text in "(User-agent: (cong|\\*)\n|(Dis)?[Aa]llow: ?|[/a*$%ạ:#\n\u{feff}\0]){0,40}", path in "[/a%ạ?]{0,10}") {
            Robots::parse(&text).allows(&path);
        }
    }
}
