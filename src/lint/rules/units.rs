//! Finds habits of writing amounts: `05%`, `25 %`, `5km`, `VNĐ`.

use crate::diag::catalog;
use crate::lint::figures::{Figure, Sort};
use crate::lint::words::{Class, Gap};
use crate::lint::{Hits, Text};

/// Units that stand behind a space. Those that are also something else behind a number (`g`, `l`, `h`) are none here.
const UNITS: &[&str] = &["km", "m", "cm", "mm", "kg", "ha", "tấn", "lít"];
/// What a number with a leading zero behind it names.
const NAMING: &[&str] = &[
    "ngày",
    "tháng",
    "mùng",
    "số",
    "đề",
    "án",
    "lộ",
    "ql",
    "tổ",
    "ấp",
    "thôn",
    "lớp",
    "nhà",
    "phòng",
    "kỳ",
    "đợt",
    "lần",
    "mẫu",
    "biểu",
    "lục",
    "tuyến",
    "khu",
    "phố",
    "phường",
    "quận",
    "điểm",
    "đến",
    "từ",
    "sang",
    "lúc",
    "hồi",
    "khoảng",
    "đội",
    "trạm",
    "quyết",
    "nghị",
    "thị",
    "tư",
    "định",
    "luận",
    "brt",
    "danh",
    "đầu",
    "tới",
    "buýt",
    "viên",
    "thứ",
    "lô",
    "đoạn",
    "gói",
    "mã",
    "ban",
    "nhóm",
    "cụm",
    "vùng",
    "zone",
    "group",
];
const TIMES: &[&str] = &["giờ", "phút", "giây", "h", "tháng", "ngày", "độ"];

pub fn look(text: &Text, hits: &mut Hits) {
    if !text.is_vietnamese() {
        return;
    }
    for figure in text.figures().iter().filter(|figure| figure.sort == Sort::Number) {
        leading_zero(text, figure, hits);
        percent(text, figure, hits);
        unit(text, figure, hits);
    }
    let words = text.words();
    for (index, word) in words.all().filter(|(index, _)| words.lower(*index) == "vnđ") {
        let before = words.before(index);
        let is_amount = before.ends_with(|letter: char| letter.is_ascii_digit())
            || ["triệu", "tỷ", "tỉ", "nghìn", "ngàn"].contains(&before);
        let wanted = if is_amount { "đồng" } else { "VND" };
        hits.tell(&catalog::CURRENCY, word.range()).with("now", text.written(&word.range())).fix(wanted);
    }
}

fn leading_zero(text: &Text, figure: &Figure, hits: &mut Hits) {
    let words = text.words();
    let written = words.part(figure.range.clone());
    let is_padded = written.len() == 2 && written.starts_with('0') && written != "00";
    let next = words.get(figure.last + 1);
    let counts = next.is_some_and(|next| next.class == Class::Lower && next.gap == Gap::Space)
        && !TIMES.contains(&words.after(figure.last));
    let is_amount = words.beside(figure.last).1 == b'%' || counts;
    // `Schalke 04`, `Tòa 05`: part of a name.
    let is_named = figure.first.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| {
        matches!(before.class, Class::Capital | Class::Upper | Class::Mixed) && !words.before(figure.first).is_empty()
    });
    if is_padded && is_amount && !is_named && !NAMING.contains(&words.before(figure.first)) {
        let wanted = written.trim_start_matches('0');
        hits.tell(&catalog::LEADING_ZERO, figure.range.clone()).with("now", written).with("wanted", wanted);
    }
}

fn percent(text: &Text, figure: &Figure, hits: &mut Hits) {
    let end = figure.range.end;
    let spaces =
        text.words().part(end..text.source.len().min(end + 3)).bytes().take_while(|byte| *byte == b' ').count();
    if spaces > 0 && text.words().part(end + spaces..end + spaces + 1) == "%" {
        let range = figure.range.start..end + spaces + 1;
        let wanted = format!("{}%", text.written(&figure.range));
        hits.reword(&catalog::PERCENT_SPACED, range.clone(), text.written(&range), wanted);
    }
}

fn unit(text: &Text, figure: &Figure, hits: &mut Hits) {
    let words = text.words();
    let at = figure.last + 1;
    if !words.get(at).is_some_and(|unit| unit.gap == Gap::None && unit.class == Class::Lower)
        || !UNITS.contains(&words.lower(at))
    {
        return;
    }
    let power = words.get(at + 1).filter(|next| next.gap == Gap::None);
    let is_power = power.is_some()
        && matches!(words.lower(at), "m" | "km" | "cm" | "mm")
        && matches!(words.lower(at + 1), "2" | "3");
    let last = if is_power { at + 1 } else { at };
    let ends = words.get(last + 1).is_none_or(|next| next.gap != Gap::None);
    // `100m-200m` and `5m/s` end here too; `1m70` does not.
    if (power.is_none() || is_power) && ends {
        let range = words.span(figure.first, last);
        let (number, unit) = (text.written(&figure.range), text.written(&words.span(at, last)));
        let wanted = format!("{number} {unit}");
        hits.reword(&catalog::UNIT_GLUED, range.clone(), text.written(&range), wanted);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    fn one(code: &'static str, text: &str, fix: Option<&str>) -> Vec<(&'static str, String, Option<String>)> {
        vec![(code, text.to_owned(), fix.map(str::to_owned))]
    }

    #[test]
    fn habits_of_writing_amounts_are_found() {
        assert_eq!(found("vi", "hoàn thành vượt 05% kế hoạch"), one("V43", "05", None));
        assert_eq!(found("vi", "đối với 07 dự án"), one("V43", "07", None));
        assert_eq!(found("vi", "đạt 41 % phiếu"), one("V44", "41 %", Some("41%")));
        assert_eq!(
            found("vi", "cách 5km, rộng 20m2"),
            [one("V45", "5km", Some("5 km")), one("V45", "20m2", Some("20 m2"))].concat()
        );
        assert_eq!(found("vi", "giá 500.000 VNĐ"), one("V46", "VNĐ", Some("đồng")));
    }

    #[test]
    fn numbers_that_name_and_units_that_are_none_stay() {
        for body in [
            "ngày 05 tháng 01",
            "Đề án 06 được",
            "lúc 06 phút 05 giây",
            "số 07 đường",
            "cao 1m70",
            "mạng 4G, khổ A4",
            "đạt 5%",
            "22 m",
        ] {
            assert_eq!(found("vi", body), [], "{body}");
        }
    }
}
