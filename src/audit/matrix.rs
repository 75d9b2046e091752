//! Units × years: turns the list of a portal's communes or districts, and the pages that each owes, into a table with its blanks.

use std::collections::HashMap;

use super::asked::{Asked, first};
use super::context::Context;
use super::obligation::{Obligation, Proof, UnitsProof};
use super::report::{Matrix, Shortfall, State, both};
use super::units::{Unit, years};
use crate::load::document::Value;
use crate::model::PageView;
use crate::text::fold::fold;

pub fn shortfall(asked: &Asked, proof: &UnitsProof) -> Option<Shortfall> {
    let Some(matrix) = of(asked.context, asked.obligation, asked.pages) else {
        let list = &proof.list;
        return Some(Shortfall {
            state: State::Missing,
            what: both(
                format!("cổng chưa có danh sách đơn vị “{list}”"),
                format!("the portal has no list of units “{list}”"),
            ),
            next: both(
                format!("Ghi từng đơn vị vào content/_audit/units.toml, mỗi đơn vị một [[{list}]]."),
                format!("Write each unit into content/_audit/units.toml, as [[{list}]]."),
            ),
        });
    };
    let units = asked.context.units.list(&proof.list).unwrap_or_default();
    let blanks: Vec<String> = matrix
        .units
        .iter()
        .zip(units)
        .flat_map(|((name, cells), unit)| {
            let years = matrix.years.iter().zip(cells).filter(|(year, count)| **count == 0 && unit.owes(**year));
            years.map(move |(year, _)| format!("{name} {year}"))
        })
        .collect();
    let names: Vec<&str> = blanks.iter().map(String::as_str).collect();
    let count = blanks.len();
    (count > 0).then(|| Shortfall {
        state: State::Missing,
        what: both(
            format!("{count} ô còn trống: {}", first(&names, "vi")),
            format!("{count} blanks: {}", first(&names, "en")),
        ),
        next: both(
            format!("Đăng phần còn thiếu, ghi đúng tên đơn vị ở {} và năm ở {}.", proof.unit, proof.year),
            format!("Publish what is missing, with the unit's name in {} and the year in {}.", proof.unit, proof.year),
        ),
    })
}

/// `None` where the obligation has no such proof, or the portal no such list.
pub fn of(context: &Context, obligation: &Obligation, pages: &[PageView]) -> Option<Matrix> {
    let proof = obligation.proofs.iter().find_map(|proof| match proof {
        Proof::Units(proof) => Some(proof),
        _ => None,
    })?;
    let units = context.units.list(&proof.list)?;
    let mut index: HashMap<String, usize> = HashMap::new();
    for (at, unit) in units.iter().enumerate() {
        for key in unit.keys() {
            index.entry(key).or_insert(at);
        }
    }
    let columns: Vec<i16> = context.whole_years(proof.years).collect();
    let mut rows: Vec<(String, Vec<usize>)> =
        units.iter().map(|Unit { name, .. }| (name.clone(), vec![0; columns.len()])).collect();
    for page in pages {
        let about = years_of(page, &proof.year);
        for unit in named(page, &proof.unit).iter().filter_map(|name| index.get(name)) {
            for (at, _) in columns.iter().enumerate().filter(|(_, year)| about.contains(year)) {
                rows[*unit].1[at] += 1;
            }
        }
    }
    Some(Matrix { obligation: obligation.id.clone(), title: obligation.title.clone(), years: columns, units: rows })
}

/// As units are compared; what stands in brackets is a remark.
fn named(page: &PageView, field: &str) -> Vec<String> {
    let plain = |text: &str| fold(text.split('(').next().unwrap_or(text).trim());
    page.texts(field).into_iter().map(plain).collect()
}

fn years_of(page: &PageView, field: &str) -> Vec<i16> {
    match page.get(field) {
        Some(Value::Integer(year)) => i16::try_from(*year).into_iter().collect(),
        Some(Value::Moment(moment)) => vec![moment.year()],
        Some(Value::Text(text)) => years(text),
        _ => Vec::new(),
    }
}
