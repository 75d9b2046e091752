//! Turns the figures of a chart into whole numbers of the last digit that any of them has, so that they can be compared and added
//! without losing one.

use super::Chart;
use crate::text::decimal::Decimal;

/// Figures beyond this have more digits than a drawing has room for, or than can be multiplied by a width without running over.
const LARGEST: i128 = 1_000_000_000_000_000_000;

pub struct Amounts {
    /// How many digits of each stand behind the mark.
    places: usize,
    /// By series, by category.
    pub values: Vec<Vec<Option<i128>>>,
}

impl Amounts {
    /// `None` where some figure is too long.
    pub fn of(chart: &Chart) -> Option<Amounts> {
        let known = || chart.series.iter().flat_map(|series| series.values.iter().flatten());
        let places = known().map(Decimal::places).max().unwrap_or(0);
        let amount = |value: &Option<Decimal>| match value {
            Some(value) => value.scaled(places).filter(|size| size.abs() <= LARGEST).map(Some),
            None => Some(None),
        };
        let values = chart.series.iter().map(|series| series.values.iter().map(amount).collect::<Option<Vec<_>>>());
        Some(Amounts { places, values: values.collect::<Option<Vec<_>>>()? })
    }

    /// All that are known.
    pub fn all(&self) -> impl Iterator<Item = i128> {
        self.values.iter().flatten().filter_map(|value| *value)
    }

    /// Those of a category, by series.
    pub fn of_category(&self, at: usize) -> Vec<Option<i128>> {
        self.values.iter().map(|values| values.get(at).copied().flatten()).collect()
    }

    /// One in this scale as a number, without zeros at its end.
    pub fn decimal(&self, units: i128) -> Decimal {
        decimal(units, self.places)
    }

    /// One that is as many whole ones.
    pub fn of_whole(&self, whole: i128) -> Option<i128> {
        whole.checked_mul(10_i128.checked_pow(u32::try_from(self.places).ok()?)?)
    }
}

/// `12` and 1 are `1.2`.
pub fn decimal(units: i128, places: usize) -> Decimal {
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let fraction = fraction.trim_end_matches('0');
    let sign = if units < 0 { "-" } else { "" };
    let dot = if fraction.is_empty() { "" } else { "." };
    Decimal::parse(&format!("{sign}{whole}{dot}{fraction}")).unwrap_or_else(|| Decimal::from(units))
}

/// A part in tenths of a per cent of the whole, which is above zero; halves upwards.
pub fn per_mille(part: i128, whole: i128) -> i128 {
    (part * 2_000 + whole) / (2 * whole)
}
