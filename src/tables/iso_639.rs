//! Codes of languages: turns two or three letters into whether a language goes by them in ISO 639.
//!
//! Of three letters there are some eight thousand, for languages such as Stiêng (`sti`): they are taken as they are, but for
//! those of languages that have two.

/// ISO 639-1, all of them.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt \
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl \
    sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo \
    za zh zu";

/// Three letters of languages that have two, by which they go (RFC 5646 section 2.2.1).
const LONG: &str =
    "ara chi deu eng fra fre ger hin ind ita jpn khm kor lao may mya msa nld por rus spa tgl tha vie zho";

/// Whether a language may go by this code; `code` in small letters.
pub fn is_known(code: &str) -> bool {
    match code.len() {
        2 => TWO_LETTERS.split(' ').any(|known| known == code),
        3 if code.bytes().all(|byte| byte.is_ascii_lowercase()) => LONG.split(' ').all(|long| long != code),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_if_some_language_goes_by_it() {
        assert!(["vi", "en", "km", "lo", "zh", "sti"].iter().all(|code| is_known(code)));
        assert!(["vn", "jp", "cn", "xx", "vie", "zho", "STI", "v", ""].iter().all(|code| !is_known(code)));
        assert_eq!(TWO_LETTERS.split(' ').count(), 183);
    }
}
