//! Turns a CSV file into a table: the first row names the columns, numbers are told from text.

/// A cell as a template sees it.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    Empty,
    Number(f64),
    Text(String),
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// Reads a UTF-8 CSV with commas or semicolons; the error says line and cause.
pub fn table(bytes: &[u8]) -> Result<Table, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("UTF-8, byte {}", error.valid_up_to() + 1))?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(|error| error.to_string())?.iter().map(cell).collect());
    }
    Ok(Table { columns, rows })
}

/// A plain decimal number is a number; codes with a leading zero, dates and phone numbers stay text.
fn cell(text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.starts_with(|first: char| first.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(number) if plain && !code => Cell::Number(number),
        _ => Cell::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_codes() {
        let table = table("Mã;Xã;Số tiền\n001;Tân Phú;1250.5\n002;;-3\n".as_bytes()).unwrap();
        assert_eq!(table.columns, ["Mã", "Xã", "Số tiền"]);
        assert_eq!(table.rows[0], [Cell::Text("001".into()), Cell::Text("Tân Phú".into()), Cell::Number(1250.5)]);
        assert_eq!(table.rows[1], [Cell::Text("002".into()), Cell::Empty, Cell::Number(-3.0)]);
    }

    #[test]
    fn a_row_with_a_missing_cell_is_an_error_with_its_line() {
        let error = table(b"a,b\n1,2\n3\n").unwrap_err();
        assert!(error.contains("line: 3"), "{error}");
    }
}
