//! Turns the categories of a chart into parts of a whole: each a bar on one that is the whole, with its share in per cent.

use super::amounts::{Amounts, per_mille};
use super::bars::{Frame, Paint, Row, lay};
use super::drawing::Drawing;
use super::{Chart, bars};
use crate::text::decimal::Decimal;

const THICK: i64 = 200;

pub fn draw(chart: &Chart, amounts: &Amounts, width: i64) -> Drawing {
    let whole = whole(chart, amounts, amounts.all().sum());
    let has_marked = chart.categories.iter().any(|category| category.is_marked);
    let row = |(at, category): (usize, &super::Category)| {
        let amount = amounts.values[0][at];
        Row {
            heading: None,
            label: category.name.clone(),
            amount,
            figure: figure(chart, (0, at), amount, whole),
            paint: if has_marked && !category.is_marked { Paint::Muted } else { Paint::Series(0) },
            is_marked: category.is_marked,
        }
    };
    let rows: Vec<Row> = chart.categories.iter().enumerate().map(row).collect();
    lay(&rows, &Frame { width, thick: THICK, whole: Some(whole) })
}

/// What the parts are parts of: all together, and a hundred where they are in per cent.
pub fn whole(chart: &Chart, amounts: &Amounts, sum: i128) -> i128 {
    let hundred = if is_per_cent(chart) { amounts.of_whole(100) } else { None };
    hundred.unwrap_or(sum).max(sum).max(1)
}

pub fn is_per_cent(chart: &Chart) -> bool {
    chart.unit.trim() == "%"
}

/// A share in per cent, and of what it is the share; a share of per cent is that itself.
pub fn figure(chart: &Chart, (series, category): (usize, usize), amount: Option<i128>, whole: i128) -> String {
    let own = bars::figure(chart, series, category);
    match amount {
        None => own,
        Some(_) if is_per_cent(chart) => format!("{own}%"),
        Some(amount) => {
            format!("{}% ({own})", per_cent(per_mille(amount, whole)).shown(&chart.language))
        }
    }
}

/// `462` is `46.2`, and `40` is `4.0`: shares beside each other are equally exact.
fn per_cent(tenths: i128) -> Decimal {
    Decimal::parse(&format!("{}.{}", tenths / 10, tenths % 10)).unwrap_or_else(|| Decimal::from(tenths / 10))
}
