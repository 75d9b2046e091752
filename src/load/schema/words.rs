//! What is said of a schema and of cells that do not fit it: what each type of cell is called, and what it looks like.

use super::CellType;

/// Vietnamese and English.
pub type Words = (String, String);

pub fn both(vi: impl Into<String>, en: impl Into<String>) -> Words {
    (vi.into(), en.into())
}

/// `số, ví dụ 1.234,5`
pub fn of_type(kind: CellType, mark: &str) -> Words {
    let (vi, en) = match (kind, mark) {
        (CellType::String, _) => ("chữ", "text"),
        (CellType::Integer, ",") => ("số nguyên, ví dụ 1234 hoặc 1.234", "a whole number, such as 1234 or 1.234"),
        (CellType::Integer, _) => ("số nguyên, ví dụ 1234 hoặc 1,234", "a whole number, such as 1234 or 1,234"),
        (CellType::Number, ",") => {
            ("số viết với dấu phẩy thập phân, ví dụ 1234,5", "a number with a decimal comma, such as 1234,5")
        }
        (CellType::Number, _) => {
            ("số viết với dấu chấm thập phân, ví dụ 1234.5", "a number with a decimal point, such as 1234.5")
        }
        (CellType::Date, _) => ("ngày, ví dụ 31/12/2024 hoặc 2024-12-31", "a date, such as 31/12/2024 or 2024-12-31"),
        (CellType::Year, _) => ("năm bốn chữ số, ví dụ 2024", "a year of four digits, such as 2024"),
        (CellType::Boolean, _) => ("có hoặc không (true, false)", "true or false (có, không)"),
    };
    both(vi, en)
}

/// As much of a name or a cell as a message shows.
pub fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let cut = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    cut.map_or_else(|| text.to_owned(), |at| format!("{}…", &text[..at]))
}
