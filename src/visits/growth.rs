//! Says by how much one sum is above another: whole numbers alone, rounded once.

/// `+125,3 %` from 73 943 269 to 166 586 883; `None` where there was nothing before.
pub fn growth(before: u64, now: u64, language: &str) -> Option<String> {
    if before == 0 {
        return None;
    }
    let (before, now) = (i128::from(before), i128::from(now));
    let thousandths = (now - before) * 1000;
    // Half a tenth goes away from nought.
    let tenths = (thousandths.abs() * 2 + before) / (before * 2);
    let sign = if thousandths < 0 && tenths > 0 { "-" } else { "+" };
    let (whole, part) = (tenths / 10, tenths % 10);
    Some(if language == "vi" { format!("{sign}{whole},{part} %") } else { format!("{sign}{whole}.{part}%") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_26_growth_of_visits_is_that_of_the_report() {
        assert_eq!(growth(73_943_269, 166_586_883, "vi").as_deref(), Some("+125,3 %"));
        assert_eq!(growth(73_943_269, 166_586_883, "en").as_deref(), Some("+125.3%"));
        assert_eq!(growth(200, 150, "vi").as_deref(), Some("-25,0 %"));
        assert_eq!(growth(100_000, 99_999, "vi").as_deref(), Some("+0,0 %"));
        assert_eq!(growth(0, 5, "vi"), None);
        assert_eq!(growth(1, u64::MAX, "vi").map(|text| text.len() > 10), Some(true));
    }
}
