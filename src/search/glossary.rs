//! Abbreviations and what they stand for: turns `Ủy ban nhân dân` in a text into the further term `ubnd`, so that
//! either finds both.

use rustc_hash::FxHashMap;

use super::lexicon::{Lexicon, Term, TermId};
use super::terms;

/// What every administration writes short; `[glossary]` in `site.toml` adds to it.
pub const COMMON: &[(&str, &str)] = &[
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("BHXH", "Bảo hiểm xã hội"),
    ("BHYT", "Bảo hiểm y tế"),
    ("CCCD", "Căn cước công dân"),
    ("THPT", "Trung học phổ thông"),
    ("THCS", "Trung học cơ sở"),
    ("GPMB", "Giải phóng mặt bằng"),
    ("PCCC", "Phòng cháy chữa cháy"),
    ("CNTT", "Công nghệ thông tin"),
    ("CĐS", "Chuyển đổi số"),
    ("TTHC", "Thủ tục hành chính"),
    ("GTVT", "Giao thông vận tải"),
    ("TNMT", "Tài nguyên và Môi trường"),
    ("KHCN", "Khoa học và Công nghệ"),
    ("GDĐT", "Giáo dục và Đào tạo"),
    ("QSDĐ", "Quyền sử dụng đất"),
    ("ĐTM", "Đánh giá tác động môi trường"),
    ("CCHC", "Cải cách hành chính"),
    ("TTĐT", "Thông tin điện tử"),
    ("ATGT", "An toàn giao thông"),
    ("TNGT", "Tai nạn giao thông"),
    ("VSATTP", "Vệ sinh an toàn thực phẩm"),
    ("QPPL", "Quy phạm pháp luật"),
    ("DVC", "Dịch vụ công"),
    ("NTM", "Nông thôn mới"),
    ("OCOP", "Mỗi xã một sản phẩm"),
    ("SĐT", "Số điện thoại"),
    ("TTTT", "Thông tin và Truyền thông"),
    ("STTTT", "Sở Thông tin và Truyền thông"),
    ("SDĐ", "Sử dụng đất"),
    ("KHSDĐ", "Kế hoạch sử dụng đất"),
    ("QHSDĐ", "Quy hoạch sử dụng đất"),
    ("NSNN", "Ngân sách nhà nước"),
    ("BHTN", "Bảo hiểm thất nghiệp"),
    ("GPLX", "Giấy phép lái xe"),
    ("CMND", "Chứng minh nhân dân"),
    ("KTXH", "Kinh tế xã hội"),
    ("KHĐT", "Kế hoạch và Đầu tư"),
    ("LĐTBXH", "Lao động Thương binh và Xã hội"),
    ("NNPTNT", "Nông nghiệp và Phát triển nông thôn"),
];

/// Kinds of legal documents and their usual signs, without marks: a query `nghị định 42` asks for `42/nd`.
pub const TYPES: &[(&str, &str)] = &[
    ("nghi dinh", "nd"),
    ("quyet dinh", "qd"),
    ("thong tu", "tt"),
    ("nghi quyet", "nq"),
    ("chi thi", "ct"),
    ("cong van", "cv"),
    ("ke hoach", "kh"),
    ("thong bao", "tb"),
    ("bao cao", "bc"),
    ("huong dan", "hd"),
    ("to trinh", "ttr"),
    ("chuong trinh", "ctr"),
    ("cong dien", "cd"),
];

/// A phrase, and the term that stands for it.
struct Phrase {
    short: Term,
    words: Vec<TermId>,
}

/// Phrases by their first word, all without marks.
#[derive(Default)]
pub struct Glossary {
    phrases: FxHashMap<TermId, Vec<Phrase>>,
}

impl Glossary {
    pub fn new<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>, lexicon: &Lexicon) -> Glossary {
        let mut glossary = Glossary::default();
        for (short, long) in rows {
            let mut words = Vec::new();
            terms::each_word(long, |word, _| words.push(lexicon.term(&terms::fold(word)).id));
            if let [first, _, ..] = words[..] {
                let short = lexicon.term(&terms::fold(short));
                glossary.phrases.entry(first).or_default().push(Phrase { short, words });
            }
        }
        glossary
    }

    /// Whether some phrase begins with this word.
    pub fn begins(&self, folded: TermId) -> bool {
        self.phrases.contains_key(&folded)
    }

    /// The longest phrase at the start of these words: how many it has, and its short form.
    pub fn phrase(&self, word: impl Fn(usize) -> Option<TermId>) -> Option<(usize, Term)> {
        let candidates = self.phrases.get(&word(0)?)?;
        let fits = |phrase: &&Phrase| phrase.words.iter().enumerate().all(|(at, own)| word(at) == Some(*own));
        let mut best: Option<&Phrase> = None;
        for phrase in candidates.iter().filter(fits) {
            if best.is_none_or(|best| phrase.words.len() > best.words.len()) {
                best = Some(phrase);
            }
        }
        best.map(|phrase| (phrase.words.len(), phrase.short))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found_with_and_without_marks() {
        let lexicon = Lexicon::default();
        let glossary = Glossary::new([("UBND", "Ủy ban nhân dân"), ("UBNDT", "Ủy ban nhân dân tỉnh")], &lexicon);
        let find = |text: &str| {
            let words: Vec<TermId> = text.split(' ').map(|word| lexicon.term(&terms::fold(word)).id).collect();
            let found = glossary.phrase(|at| words.get(at).copied());
            found.map(|(count, short)| (count, lexicon.marked()[short.id as usize].to_string()))
        };
        assert_eq!(find("Ủy ban nhân dân xã"), Some((4, "ubnd".to_owned())));
        assert_eq!(find("uỷ ban nhan dan tinh"), Some((5, "ubndt".to_owned())));
        assert_eq!(find("ủy ban"), None);
    }
}
