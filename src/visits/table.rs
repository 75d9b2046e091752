//! Reads the table that another counter gives: a day, an address and a number of views in each line, under names that are known.

use jiff::civil::Date;

use crate::load::visits::{MOST_VIEWS, is_day};

/// Where its columns are.
pub struct Table {
    day: usize,
    address: usize,
    views: usize,
    separator: u8,
}

const DAYS: [&str; 4] = ["day", "date", "ngày", "ngay"];
const ADDRESSES: [&str; 7] = ["address", "path", "url", "page", "địa chỉ", "dia_chi", "trang"];
const VIEWS: [&str; 6] = ["views", "visits", "pageviews", "lượt", "luot", "lượt xem"];

impl Table {
    /// `None` where the first line is not that of a table.
    pub fn of(head: &[u8]) -> Option<Table> {
        let head = std::str::from_utf8(head).ok()?.trim_start_matches('\u{feff}').to_lowercase();
        let separator = [b',', b';', b'\t'].into_iter().find(|sign| head.as_bytes().contains(sign))?;
        let names: Vec<&str> = head.split(char::from(separator)).map(|name| name.trim().trim_matches('"')).collect();
        let find = |known: &[&str]| names.iter().position(|name| known.contains(name));
        Some(Table { day: find(&DAYS)?, address: find(&ADDRESSES)?, views: find(&VIEWS)?, separator })
    }

    /// Day, address, views. A whole address is taken by its path.
    pub fn row<'a>(&self, line: &'a [u8]) -> Option<(Date, &'a [u8], u64)> {
        let cells: Vec<&[u8]> = line.split(|byte| *byte == self.separator).map(plain).collect();
        let text = |at: usize| std::str::from_utf8(cells.get(at)?).ok();
        let day = text(self.day)?.get(..10)?.parse().ok().filter(|day| is_day(*day))?;
        let views = text(self.views)?.replace(['.', ','], "").parse().ok().filter(|views| *views <= MOST_VIEWS)?;
        let address = *cells.get(self.address)?;
        let at = memchr::memmem::find(address, b"://").and_then(|at| {
            let slash = memchr::memchr(b'/', &address[at + 3..])?;
            Some(at + 3 + slash)
        });
        Some((day, &address[at.unwrap_or(0)..], views))
    }
}

fn plain(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    cell.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(cell)
}
