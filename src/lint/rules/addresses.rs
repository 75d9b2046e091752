//! Finds addresses that a portal should not lead to: short ones that hide where they go, and those of betting, which intruders put into
//! pages of authorities.

use std::ops::Range;

use crate::diag::catalog;
use crate::lint::{Hits, Text};

/// Services that give out short addresses.
const SHORT: &[&str] = &[
    "bit.ly",
    "tinyurl.com",
    "t.co",
    "goo.gl",
    "cutt.ly",
    "s.id",
    "rb.gy",
    "is.gd",
    "v.gd",
    "ow.ly",
    "shorturl.at",
    "shorten.asia",
    "tiny.cc",
    "bom.so",
    "by.com.vn",
    "linktr.ee",
    "lnkd.in",
    "buff.ly",
    "adf.ly",
    "ouo.io",
    "link1s.com",
    "t.ly",
    "urlz.fr",
    "short.gy",
    "me2.do",
    "surl.li",
    "clck.ru",
    "byvn.net",
    "dub.sh",
    "dub.co",
    "qrco.de",
    "me-qr.com",
];

/// What names of hosts of betting are made of. Lotteries of the state are none.
const BETTING: &[&str] = &[
    "casino",
    "nhacai",
    "taixiu",
    "nohu",
    "keonhacai",
    "keobongda",
    "soikeo",
    "soicau",
    "lodeonline",
    "danhde",
    "cacuoc",
    "cadobongda",
    "bancadoithuong",
    "gamebai",
    "xocdia",
    "baccarat",
    "slotgame",
    "bong88",
    "bongdalu",
    "188bet",
    "fb88",
    "w88",
    "m88",
    "kubet",
    "ku888",
    "789bet",
    "789club",
    "sunwin",
    "go88",
    "b52club",
    "rikvip",
    "hitclub",
    "iwinclub",
    "zowin",
    "jun88",
    "hi88",
    "new88",
    "shbet",
    "f8bet",
    "okvip",
    "bk8",
    "fun88",
    "dafabet",
    "12bet",
    "sbobet",
    "vn88",
    "vn138",
    "loto188",
    "betvisa",
    "bet88",
    "8xbet",
    "mb66",
    "ee88",
    "oxbet",
    "thabet",
    "mu88",
    "k8vn",
    "win55",
    "uk88",
    "i9bet",
    "qh88",
    "nbet",
    "five88",
    "net88",
    "debet",
    "typhu88",
    "vwin",
    "v9bet",
    "cmd368",
    "onbet",
    "hb88",
    "ae888",
    "dagatructiep",
    "xoilac",
    "cakhia",
    "vebotv",
    "90phut",
];

/// So short a name is only meant as a whole part of a host.
const LONG_ENOUGH: usize = 6;

pub fn look(text: &Text, hits: &mut Hits) {
    for at in memchr::memmem::find_iter(text.source.as_bytes(), b"://") {
        let Some(host) = host(text.source, at + 3) else { continue };
        let name = text.written(&host).to_ascii_lowercase();
        let name = name.strip_prefix("www.").unwrap_or(&name);
        let is_map = name == "goo.gl" && text.source[host.end..].starts_with("/maps");
        if SHORT.contains(&name) && !is_map {
            hits.tell(&catalog::SHORT_LINK, host.clone()).with("host", name);
        }
        let is_state = name.ends_with(".gov.vn") || name.ends_with(".edu.vn");
        if !is_state && is_betting(name) {
            hits.tell(&catalog::BETTING_LINK, host).with("host", name);
        }
    }
}

fn host(source: &str, from: usize) -> Option<Range<usize>> {
    let is_in = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-');
    let length = source[from..].find(|letter| !is_in(letter)).unwrap_or(source.len() - from);
    let host = source[from..from + length].trim_end_matches(['.', '-']);
    host.contains('.').then_some(from..from + host.len())
}

fn is_betting(host: &str) -> bool {
    host.split(['.', '-']).any(|part| {
        BETTING
            .iter()
            .any(|name| part == *name || name.len() >= LONG_ENOUGH && part.contains(name) || is_numbered(part, name))
    })
}

/// `w88`, `w88vn`, `w881`
fn is_numbered(part: &str, name: &str) -> bool {
    name.ends_with(|letter: char| letter.is_ascii_digit())
        && part
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest == "vn" || rest.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn codes(body: &str) -> Vec<(&'static str, String)> {
        found("vi", body).into_iter().map(|(code, at, _)| (code, at)).collect()
    }

    #[test]
    fn short_addresses_and_those_of_betting_are_told_wherever_they_stand() {
        assert_eq!(codes("Xem [bản đồ](https://bit.ly/3abc).\n"), [("R04", "bit.ly".to_owned())]);
        assert_eq!(codes("https://www.nhacai-uytin.example/vao\n"), [("R05", "www.nhacai-uytin.example".to_owned())]);
        assert_eq!(codes("`http://w88vn.example`\n"), [("R05", "w88vn.example".to_owned())]);
    }

    #[test]
    fn other_addresses_are_nobodys_business() {
        for body in [
            "https://binhphuoc.gov.vn/w88 https://xosobinhphuoc.com.vn https://youtu.be/a https://forms.gle/b https://goo.gl/maps/a",
            "https://bancanbiet.example https://tobanca.gov.vn https://goo88.example https://a.b/nhacai",
        ] {
            assert_eq!(codes(&format!("{body}\n")), [], "{body}");
        }
    }
}
