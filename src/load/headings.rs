//! Turns the name of a column into what its digits are: amounts, codes, or nobody can say.
//!
//! `3800123456` below “Mã số thuế” is no number, though it is made of digits. What is shown as written is never false, so
//! in doubt a name says codes; “Số tiền nộp vào tài khoản” begins with what it counts, and is an amount.

use serde::{Deserialize, Serialize};

use crate::text::fold::{fold, nfc};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Holds {
    Amounts,
    Codes,
    #[default]
    Unknown,
}

/// What is counted or measured: a name that begins with one of these holds amounts, whatever else it speaks of.
const AMOUNTS: &[&str] = &[
    "số tiền",
    "số lượng",
    "số lượt",
    "số dư",
    "số dân",
    "số thuê bao",
    "thuê bao",
    "số người",
    "số hộ",
    "số vụ",
    "tổng số",
    "tổng cộng",
    "tổng tiền",
    "tổng thu",
    "tổng chi",
    "tổng giá trị",
    "tổng mức",
    "kinh phí",
    "dự toán",
    "quyết toán",
    "giá trị",
    "dân số",
    "diện tích",
    "doanh thu",
    "lượt",
    "tỷ lệ",
    "tỉ lệ",
    "điện năng",
    "amount",
    "total",
    "number of",
    "count of",
    "budget",
];

/// Words that make a name one of codes, numbers of papers, telephones or accounts, wherever they stand in it.
const CODES: &[&str] = &[
    "mã",
    "mst",
    "code",
    "codes",
    "id",
    "no",
    "stt",
    "số thứ tự",
    "số tt",
    "serial",
    "số seri",
    "seri",
    "số hiệu",
    "ký hiệu",
    "kí hiệu",
    "số kh",
    "số qđ",
    "số quyết định",
    "số văn bản",
    "số vb",
    "số công văn",
    "số cv",
    "số nghị quyết",
    "số nq",
    "số nghị định",
    "số thông tư",
    "số thông báo",
    "số tb",
    "số tờ trình",
    "số gp",
    "số gcn",
    "số giấy chứng nhận",
    "số hợp đồng",
    "số hđ",
    "số hóa đơn",
    "số hoá đơn",
    "số chứng từ",
    "số biên lai",
    "số biên bản",
    "số phiếu thu",
    "số phiếu chi",
    "số vào sổ",
    "đkkd",
    "tài khoản",
    "stk",
    "số tk",
    "account",
    "accounts",
    "iban",
    "điện thoại",
    "số đt",
    "đt",
    "sđt",
    "di động",
    "đường dây nóng",
    "hotline",
    "tổng đài",
    "phone",
    "telephone",
    "tel",
    "mobile",
    "fax",
    "zalo",
    "cccd",
    "cmnd",
    "cmt",
    "căn cước",
    "chứng minh nhân dân",
    "định danh",
    "hộ chiếu",
    "passport",
    "bhxh số",
    "số bhxh",
    "số bhyt",
    "số sổ",
    "số thẻ",
    "biển số",
    "tờ bản đồ",
    "số thửa",
    "thửa số",
    "tờ số",
    "số tờ",
    "số nhà",
    "mã vạch",
    "barcode",
    "zip",
    "postcode",
    "bưu chính",
    "isbn",
    "kinh độ",
    "vĩ độ",
    "tọa độ",
    "toạ độ",
    "năm sinh",
    "năm thành lập",
    "năm ban hành",
    "năm xây dựng",
    "năm sản xuất",
    "năm hoàn thành",
    "năm khởi công",
    "year of",
];

/// Names that say so only when nothing else stands in them.
const WHOLE: &[&str] = &[
    "ma",
    "tt",
    "tk",
    "lô",
    "ngày",
    "date",
    "sdt",
    "số lô",
    "thửa",
    "tờ",
    "số hồ sơ",
    "hồ sơ số",
    "số giấy phép",
    "giấy phép số",
    "số đăng ký",
    "số phiếu",
    "số máy",
    "quyết định số",
    "văn bản số",
    "năm",
    "niên độ",
    "năm học",
    "năm ngân sách",
    "từ năm",
    "đến năm",
    "year",
    "years",
    "fiscal year",
    "tháng",
    "quý",
    "month",
    "key",
    "ref",
    "reference",
    "index",
    "số nghị quyết",
    "document number",
    "decision number",
    "file number",
    "permit number",
    "tax number",
];

/// No name that is longer is looked at any further, in bytes.
const LONGEST: usize = 300;

/// `name` as it stands in the file, in any case and with or without marks.
pub fn holds(name: &str) -> Holds {
    let end = (0..=name.len().min(LONGEST)).rev().find(|at| name.is_char_boundary(*at)).unwrap_or_default();
    let name = Words::of(&nfc(&name[..end]).to_lowercase());
    if AMOUNTS.iter().any(|phrase| name.begin_with(phrase)) {
        Holds::Amounts
    } else if WHOLE.iter().any(|phrase| name.are(phrase)) || CODES.iter().any(|phrase| name.contain(phrase)) {
        Holds::Codes
    } else {
        Holds::Unknown
    }
}

/// The words of a name, each with a space on either side. A name of several words without any mark is compared without
/// (`Ma xa`); any other is taken at its word: “ma túy” is not “mã”, and “Nam” beside “Nữ” is not “năm”.
struct Words {
    text: String,
    is_bare: bool,
}

impl Words {
    fn of(name: &str) -> Self {
        let words = name.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let text = words.fold(" ".to_owned(), |text, word| text + word + " ");
        Self { is_bare: text.is_ascii() && text.trim().contains(' '), text }
    }

    fn phrase(&self, phrase: &str) -> String {
        if self.is_bare { format!(" {} ", fold(phrase)) } else { format!(" {phrase} ") }
    }

    fn begin_with(&self, phrase: &str) -> bool {
        self.text.starts_with(&self.phrase(phrase))
    }

    fn contain(&self, phrase: &str) -> bool {
        self.text.contains(&self.phrase(phrase))
    }

    fn are(&self, phrase: &str) -> bool {
        self.text == self.phrase(phrase)
    }
}
