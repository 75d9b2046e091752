//! Finds links whose words do not say where they lead: `tại đây`, `xem thêm`, an address. Who hears a page has all its links read in a
//! row, without what stands around them (WCAG 2.4.4).

use crate::diag::catalog;
use crate::lint::{Hits, Text};
use crate::text::fold::fold;

/// Folded.
const VAGUE: &[&str] = &[
    "tai day",
    "o day",
    "day",
    "xem them",
    "xem tai day",
    "xem chi tiet",
    "chi tiet",
    "chi tiet tai day",
    "xem o day",
    "doc them",
    "xem",
    "bam vao day",
    "nhan vao day",
    "click vao day",
    "click",
    "tai ve",
    "tai xuong",
    "tai ve tai day",
    "download",
    "link",
    "lien ket",
    "duong link",
    "duong dan",
    "file",
    "tep",
    "tap tin",
    "file dinh kem",
    "here",
    "click here",
    "read more",
    "more",
    "see more",
    "this link",
    "details",
    "this",
    "this page",
    "xem tiep",
    "tai file",
    "tai file tai day",
    "tai tep",
    "xem file",
    "link nay",
    "duong dan nay",
];

pub fn look(text: &Text, hits: &mut Hits) {
    for link in text.links.iter().filter(|link| text.source[link.range.start..].starts_with('[')) {
        let words = text.written(&link.words);
        let plain = fold(words.trim_matches(|letter: char| !letter.is_alphanumeric()));
        if VAGUE.contains(&&*plain) {
            hits.tell(&catalog::LINK_VAGUE, link.words.clone()).with("text", words.trim());
        } else if is_address(words.trim()) {
            hits.tell(&catalog::LINK_ADDRESS, link.words.clone()).with("text", words.trim());
        }
    }
}

/// A long one; the name of a host may well be what readers look for.
fn is_address(words: &str) -> bool {
    let rest =
        words.strip_prefix("https://").or_else(|| words.strip_prefix("http://")).or_else(|| words.strip_prefix("www."));
    rest.is_some_and(|rest| rest.trim_end_matches('/').contains('/') && !words.contains(' '))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn codes(body: &str) -> Vec<(&'static str, String)> {
        found("vi", body).into_iter().map(|(code, at, _)| (code, at)).collect()
    }

    #[test]
    fn words_that_do_not_say_where_a_link_leads_are_told() {
        assert_eq!(
            codes("Xem [tại đây](a.md), [**Xem thêm**…](b.md).\n"),
            [("A07", "tại đây".to_owned()), ("A07", "Xem thêm**…".to_owned())]
        );
        let address = "https://a.example/b/c.pdf";
        assert_eq!(codes(&format!("[{address}]({address})\n")), [("A08", address.to_owned())]);
    }

    #[test]
    fn words_that_say_it_are_right() {
        for body in [
            "[Quyết định về giá đất](a.md)",
            "[xem thêm về giá đất](a.md)",
            "[https://a.example](https://a.example)",
            "<https://a.example/b/c>",
            "[![Bản đồ tỉnh](a.png)](b.md)",
        ] {
            assert_eq!(codes(&format!("{body}\n")), [], "{body}");
        }
    }
}
