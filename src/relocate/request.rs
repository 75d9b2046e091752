//! Turns a line of a server's log in the format *combined* (nginx, Apache) into what was asked for, how it was answered and by whom
//! it was asked.

/// A line of a log.
#[derive(PartialEq, Eq, Debug)]
pub struct Request<'a> {
    pub method: &'a str,
    /// As it was sent: percent-encoded, with what stands behind `?`.
    pub target: &'a str,
    pub status: u16,
    agent: &'a str,
}

/// What programs that follow links or look for holes call themselves. Whoever hides it is not told from a reader; but a page
/// that no reader opened is rarely missed, and one that exists is found by `cong ledger record`.
const ROBOTS: [&str; 19] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scan",
    "curl",
    "wget",
    "python",
    "java/",
    "go-http",
    "okhttp",
    "libwww",
    "httpclient",
    "headless",
    "monitor",
    "preview",
    "feedfetcher",
    "facebookexternalhit",
    "zalo",
];

impl<'a> Request<'a> {
    /// `None` for a line of another format.
    pub fn parse(line: &'a str) -> Option<Request<'a>> {
        let mut parts = line.split('"');
        let before = parts.next()?;
        if !before.contains('[') {
            return None;
        }
        let mut request = parts.next()?.split(' ');
        let (method, target) = (request.next()?, request.next()?);
        let status = parts.next()?.split_whitespace().next()?.parse().ok()?;
        let (_, _, agent) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        Some(Request { method, target, status, agent })
    }

    /// Whether a reader got something there: it was read and answered, or led on for good.
    pub fn is_answered(&self) -> bool {
        matches!(self.method, "GET" | "HEAD") && matches!(self.status, 200 | 301)
    }

    pub fn is_of_robot(&self) -> bool {
        let agent = self.agent.to_ascii_lowercase();
        agent.len() < 2 || ROBOTS.iter().any(|robot| agent.contains(robot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"203.0.113.7 - - [15/Jan/2024:08:00:00 +0700] "GET /tin-tuc/a/?x=1 HTTP/1.1" 200 512 "-" "Mozilla/5.0 (Windows)""#;

    #[test]
    fn a_line_says_what_was_asked_for_and_how_it_was_answered() {
        let request = Request::parse(LINE).unwrap();
        assert_eq!((request.target, request.status), ("/tin-tuc/a/?x=1", 200));
        assert!(request.is_answered() && !request.is_of_robot());
        for (old, new) in [("GET", "POST"), (" 200 ", " 404 "), (" 200 ", " 302 "), (" 200 ", " 500 ")] {
            assert!(!Request::parse(&LINE.replace(old, new)).unwrap().is_answered(), "{new}");
        }
        assert!(Request::parse(&LINE.replace(" 200 ", " 301 ")).unwrap().is_answered());
        for other in ["/tin-tuc/a/", "", "\"\"", "https://tinh.example/a/"] {
            assert_eq!(Request::parse(other), None, "{other}");
        }
    }

    #[test]
    fn robots_are_known_by_what_they_call_themselves_or_that_they_say_nothing() {
        for agent in ["Googlebot/2.1", "python-requests/2.31", "-", "", "Zalo/1.0 (link preview)"] {
            assert!(Request::parse(&LINE.replace("Mozilla/5.0 (Windows)", agent)).unwrap().is_of_robot(), "{agent}");
        }
    }
}
