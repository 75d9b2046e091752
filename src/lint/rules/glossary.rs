//! Finds abbreviations and brands whose capitals are not their own: `Papi`, `Par index`, `Youtube`, `đèn Led`. The list here is short; `[glossary]` in
//! `site.toml` has those of the portal.

use std::sync::LazyLock;

use crate::diag::catalog;
use crate::lint::phrases::{Between, Phrases};
use crate::lint::words::{Class, Words};
use crate::lint::{Hits, Text};

const USUAL: &[&str] = &[
    "PAPI",
    "SIPAS",
    "PCI",
    "DTI",
    "PAR Index",
    "YouTube",
    "Facebook",
    "TikTok",
    "LinkedIn",
    "WhatsApp",
    "SimilarWeb",
    "VNeID",
    "VietGAP",
    "GlobalGAP",
    "LED",
    "OCOP",
    "ASEAN",
    "UNESCO",
    "UNICEF",
    "GDP",
    "FDI",
    "WTO",
    "iPhone",
    "iPad",
    "PayPal",
    "VnExpress",
];

/// Before these it is part of another name or word: an `Asean Cup` that is the Asian one, a `facebook cơ`.
const OTHERS: &[(&str, &str)] = &[("ASEAN", "cup"), ("Facebook", "cơ"), ("Facebook", "er")];

static KNOWN: LazyLock<Phrases<&'static str>> =
    LazyLock::new(|| Phrases::new(Between::Space, USUAL.iter().map(|term| (*term, *term))));

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    let words = text.words();
    let own = &text.settings.glossary_terms;
    for (index, _) in words.all() {
        let known = own.at(words, index).map(|(last, term)| (last, term.as_str()));
        let Some((last, term)) = known.or_else(|| KNOWN.at(words, index).map(|(last, term)| (last, *term))) else {
            continue;
        };
        let range = words.span(index, last);
        let now = text.written(&range);
        let is_other = OTHERS.iter().any(|(own, next)| *own == term && *next == words.after(last));
        if now != term && !is_other && !is_shouted(words, index, last) && !is_address(words, index, last) {
            hits.reword(&catalog::GLOSSARY_CASE, range, now, term);
        }
    }
}

/// In capitals throughout, as a headline may be.
fn is_shouted(words: &Words, first: usize, last: usize) -> bool {
    (first..=last).all(|index| words.get(index).is_some_and(|word| word.class == Class::Upper))
}

/// `facebook.com`, `#tiktok`
fn is_address(words: &Words, first: usize, last: usize) -> bool {
    let (before, after) = (words.beside(first).0, words.beside(last).1);
    let goes_on = after == b'.'
        && words.get(last + 1).is_some_and(|next| words.between(last + 1) == "." && next.class == Class::Lower);
    matches!(before, b'.' | b'/' | b'@' | b'#' | b'_' | b'-') || matches!(after, b'/' | b'@' | b'_' | b'-') || goes_on
}

#[cfg(test)]
mod tests {
    use crate::lint::Settings;
    use crate::lint::tests::{found, found_in};

    #[test]
    fn terms_are_written_as_they_are_named() {
        let fixes = |body: &str| {
            found("vi", body).into_iter().filter(|hit| hit.0 == "V54").filter_map(|hit| hit.2).collect::<Vec<_>>()
        };
        assert_eq!(
            fixes("(Papi), (Sipas), (Par index), kênh Youtube, đèn Led"),
            ["PAPI", "SIPAS", "PAR Index", "YouTube", "LED"]
        );
        for body in [
            "vòng loại Asean Cup, các facebook cơ",
            "PAPI, PAR Index, YOUTUBE",
            "trang facebook.com/a, #tiktok",
            "`youtube`",
        ] {
            assert_eq!(fixes(body), [] as [&str; 0], "{body}");
        }
    }

    #[test]
    fn terms_of_the_portal_are_asked_for_too() {
        let settings = Settings::named(&[], &[], &["TTĐT", "Zalo OA"]);
        let found = found_in(&settings, "Cổng ttđt trên Zalo oa\n");
        let fixes: Vec<_> = found.into_iter().filter_map(|hit| hit.2).collect();
        assert_eq!(fixes, ["TTĐT", "Zalo OA"]);
    }
}
