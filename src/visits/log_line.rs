//! Turns a line of a log in the form `combined` of nginx and Apache into what is counted of it. The address of who asked is passed over.

/// `IP - USER [05/Nov/2023:13:55:36 +0700] "GET /a/ HTTP/1.1" 200 2326 "REFERER" "AGENT"`
pub struct LogLine<'a> {
    /// `05/Nov/2023:13:55:36 +0700`
    pub time: &'a [u8],
    pub method: &'a [u8],
    /// With its query.
    pub target: &'a [u8],
    pub status: &'a [u8],
    pub agent: &'a [u8],
}

/// `None` where the line has another form.
pub fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let (_, rest) = after(line, b'[')?;
    let (time, rest) = after(rest, b']')?;
    let (_, rest) = after(rest, b'"')?;
    let (request, rest) = quoted(rest)?;
    let mut words = request.split(|byte| *byte == b' ');
    let (method, target) = (words.next()?, words.next()?);
    let rest = rest.strip_prefix(b" ")?;
    let (status, rest) = after(rest, b' ')?;
    let (_, rest) = after(rest, b'"')?;
    let (_, rest) = quoted(rest)?;
    let (_, rest) = after(rest, b'"')?;
    let agent = quoted(rest)?.0;
    Some(LogLine { time, method, target, status, agent })
}

fn after(text: &[u8], sign: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(sign, text)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Up to the closing quotation mark; Apache writes one inside as `\"`, nginx as `\x22`.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr_iter(b'"', text).find(|at| {
        let marks = text[..*at].iter().rev().take_while(|byte| **byte == b'\\').count();
        marks % 2 == 0
    })?;
    Some((&text[..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart_also_where_it_is_hostile() {
        let line = br#"203.0.113.9 - - [05/Nov/2023:13:55:36 +0700] "GET /a/?x=[1] HTTP/1.1" 200 23 "https://a/\"b" "Moz \"x\" [y]""#;
        let parsed = parse(line).unwrap();
        assert_eq!((parsed.method, parsed.target, parsed.status), (&b"GET"[..], &b"/a/?x=[1]"[..], &b"200"[..]));
        assert_eq!(parsed.time, b"05/Nov/2023:13:55:36 +0700");
        assert_eq!(parsed.agent, br#"Moz \"x\" [y]"#);
        for line in
            [&b""[..], b"x", b"[", b"1.2.3.4 - - [05/Nov/2023:13:55:36 +0700] \"GET", b"a [b] \"c\" 200 1 \"\" \"\""]
        {
            assert!(parse(line).is_none(), "{}", String::from_utf8_lossy(line));
        }
    }
}
