//! Finds the words of betting and gaming sites. One may stand in a report about a crime; several different ones are an advertisement,
//! which is how a page of an authority shows that somebody else writes in it.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

/// Words of advertisements, not those in which police and courts speak of gambling.
const WORDS: &[&str] = &[
    "nhà cái uy tín",
    "top nhà cái",
    "casino trực tuyến",
    "casino online",
    "sòng bạc trực tuyến",
    "nổ hũ",
    "bắn cá đổi thưởng",
    "game bài đổi thưởng",
    "cổng game",
    "tài xỉu online",
    "xóc đĩa online",
    "lô đề online",
    "ghi lô đề",
    "cá cược thể thao",
    "cá cược bóng đá",
    "kèo nhà cái",
    "tỷ lệ kèo",
    "soi kèo",
    "soi cầu",
    "bạch thủ lô",
    "đá gà trực tiếp",
    "baccarat",
    "slot game",
    "quay hũ",
    "jackpot",
    "link vào",
    "nạp đầu",
    "hoàn trả",
    "nạp rút",
    "khuyến mãi thành viên mới",
    "đăng ký nhận",
    "tặng 88k",
    "tặng code",
    "giftcode",
    "trực tiếp bóng đá xoilac",
    "xoilac",
    "kubet",
    "188bet",
    "fb88",
    "w88",
    "sunwin",
    "go88",
    "hitclub",
    "789club",
    "rikvip",
    "jun88",
    "hi88",
    "new88",
    "shbet",
    "okvip",
    "fun88",
    "789bet",
    "bong88",
    "sbobet",
];

/// So many different ones are no accident.
const MANY: usize = 3;

pub fn look(text: &Text, hits: &mut Hits) {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for piece in &text.pieces {
        let prose = text.prose(piece).to_lowercase();
        for word in WORDS {
            let is_known = found.iter().any(|(_, known)| known == word);
            if !is_known && memchr::memmem::find(prose.as_bytes(), word.as_bytes()).is_some() {
                found.push((piece.range.start, word));
            }
        }
    }
    if let (true, Some((at, _))) = (found.len() >= MANY, found.first()) {
        let words: Vec<&str> = found.iter().map(|(_, word)| *word).take(5).collect();
        let length = text.source[*at..].chars().next().map_or(0, char::len_utf8);
        hits.tell(&catalog::BETTING_WORDS, *at..*at + length).with("words", words.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn an_advertisement_of_betting_is_told() {
        let body = "Nhà cái uy tín số 1, casino online, nổ hũ, khuyến mãi thành viên mới.\n";
        assert_eq!(found("vi", body)[0].0, "R03");
    }

    #[test]
    fn a_report_about_a_crime_is_none() {
        let body = "Công an triệt phá đường dây đánh bạc, cá độ bóng đá, lô đề, tài xỉu qua các nhà cái trên mạng, bắt 5 người.\n";
        assert_eq!(found("vi", body), []);
    }
}
