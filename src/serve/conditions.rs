//! Applies the conditions of a request to a whole reply: it is sent whole, in part, or as not modified.
//!
//! Videos in Safari and the search page read parts of files (RFC 9110, sections 13 and 14). Pages are always sent whole.

use std::ops::Range;

use super::payload::Payload;
use super::preview::Reply;

/// The conditional and range headers of a request.
#[derive(Clone, Default, Debug)]
pub struct RequestConditions {
    /// `If-None-Match`: the copy that the browser has.
    pub if_none_match: String,
    /// `Range`, of a GET.
    pub range: String,
    /// `If-Range`: the copy that the range is to be a part of.
    pub if_range: String,
}

/// What a `Range` header means for a file.
#[derive(PartialEq, Eq, Debug)]
enum ByteRange {
    /// All of it: there is no such header, or it is none that is answered with one part.
    Whole,
    Part(Range<u64>),
    /// A part that the file does not have.
    Unsatisfiable,
}

impl RequestConditions {
    pub fn apply(&self, mut reply: Reply) -> Reply {
        let etag = format!("\"{}\"", &reply.body.mark().to_hex()[..32]);
        let is_new = self.if_none_match != etag;
        let is_current = self.if_range.is_empty() || self.if_range == etag;
        reply.headers.push(("ETag", etag));
        if reply.status != 200 {
            return reply;
        }
        if !is_new {
            return Reply { status: 304, body: Payload::empty(), ..reply };
        }
        if reply.content_type == "text/html" {
            return reply;
        }
        reply.headers.push(("Accept-Ranges", "bytes".to_owned()));
        let length = reply.body.len();
        match if is_current { byte_range(&self.range, length) } else { ByteRange::Whole } {
            ByteRange::Whole => reply,
            ByteRange::Part(part) => {
                reply.headers.push(("Content-Range", format!("bytes {}-{}/{length}", part.start, part.end - 1)));
                Reply { status: 206, body: reply.body.part(part), ..reply }
            }
            ByteRange::Unsatisfiable => {
                reply.headers.push(("Content-Range", format!("bytes */{length}")));
                Reply { status: 416, body: Payload::empty(), ..reply }
            }
        }
    }
}

/// `bytes=a-b`, `bytes=a-` or `bytes=-n`. A part is never empty.
fn byte_range(range: &str, length: u64) -> ByteRange {
    let Some((first, last)) = ends(range) else { return ByteRange::Whole };
    match (first, last) {
        (Some(first), Some(last)) if last < first => ByteRange::Whole,
        (Some(first), _) if first >= length => ByteRange::Unsatisfiable,
        (Some(first), last) => ByteRange::Part(first..last.map_or(length, |last| last.saturating_add(1).min(length))),
        (None, Some(0)) => ByteRange::Unsatisfiable,
        (None, Some(count)) if length > 0 => ByteRange::Part(length.saturating_sub(count)..length),
        (None, _) => ByteRange::Whole,
    }
}

/// The two numbers of a range, either of which may be missing.
fn ends(range: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, part) = range.split_once('=')?;
    let (first, last) = part.trim().split_once('-')?;
    unit.eq_ignore_ascii_case("bytes").then_some(())?;
    Some((end(first)?, end(last)?))
}

/// `None` if it is no number. One larger than any file stands for the largest.
fn end(text: &str) -> Option<Option<u64>> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (!text.is_empty()).then(|| text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_counts_from_the_front_or_from_the_end_and_stops_where_the_file_does() {
        let parts = [
            ("bytes=0-0", 0..1),
            ("bytes=2-5", 2..6),
            ("bytes=2-", 2..10),
            ("bytes=2-99", 2..10),
            ("bytes=-3", 7..10),
            ("bytes=-99", 0..10),
            ("Bytes= 2-5 ", 2..6),
            ("bytes=2-99999999999999999999999999", 2..10),
        ];
        for (range, part) in parts {
            assert_eq!(byte_range(range, 10), ByteRange::Part(part), "{range:?}");
        }
    }

    #[test]
    fn a_part_that_the_file_does_not_have_is_refused() {
        for range in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999999-"] {
            assert_eq!(byte_range(range, 10), ByteRange::Unsatisfiable, "{range:?}");
        }
        assert_eq!(byte_range("bytes=0-0", 0), ByteRange::Unsatisfiable);
    }

    #[test]
    fn what_is_not_one_range_of_bytes_is_answered_with_all_of_the_file() {
        let odd = ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=+1-2", "bytes=1--2", "lines=1-2"];
        for range in odd.into_iter().chain(["bytes=0-1,4-5", "bytes=0-1, -2", "bytes=1 - 2"]) {
            assert_eq!(byte_range(range, 10), ByteRange::Whole, "{range:?}");
        }
        assert_eq!(byte_range("bytes=-5", 0), ByteRange::Whole);
    }
}
