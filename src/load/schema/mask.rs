//! How much of a citizen's cells is published: turns a name into its beginning letters, a number into its last digits, a column into none.

use super::{CellType, Constraints, Schema, SchemaField};
use crate::text::fold::fold;

/// What a column of telephones is; those of offices are nobody's own.
pub const PHONE: (&str, &str) = ("số điện thoại", "a telephone number");

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mask {
    /// `Nguyễn Văn An` → `Nguyễn V. A.`
    Name,
    /// `070123456789` → `…789`; a short one disappears.
    Last3,
    /// Nothing: the column is not there.
    Drop,
}

impl Mask {
    /// In the order in which they are offered.
    pub const ALL: [(&str, Mask); 3] = [("name", Mask::Name), ("last3", Mask::Last3), ("drop", Mask::Drop)];

    /// What is published of a cell.
    pub fn of(self, cell: &str) -> String {
        match self {
            Mask::Name => initials(cell),
            Mask::Last3 => last_digits(cell),
            Mask::Drop => String::new(),
        }
    }
}

/// The family name stays, which in Vietnam says little of who somebody is; of all else the first letters.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let Some(first) = words.next() else { return String::new() };
    let rest: Vec<String> =
        words.filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric())).map(initial).collect();
    // A single word would be the whole name.
    if rest.is_empty() {
        return first.chars().next().map_or_else(String::new, initial);
    }
    let first: String = first.chars().filter(|letter| letter.is_alphabetic()).collect();
    format!("{first} {}", rest.join(" "))
}

fn initial(letter: char) -> String {
    format!("{}.", letter.to_uppercase())
}

/// So few of a number that nobody can call it, and of one that has less than twice as many none.
fn last_digits(number: &str) -> String {
    const KEPT: usize = 3;
    let digits: Vec<char> = number.chars().filter(|sign| sign.is_alphanumeric()).collect();
    match digits.len() {
        length if length >= 3 * KEPT => format!("…{}", digits[length - KEPT..].iter().collect::<String>()),
        0 => String::new(),
        _ => "…".to_owned(),
    }
}

impl SchemaField {
    /// What the column says of a citizen, going by its name: in Vietnamese and English.
    pub fn tells_who(&self) -> Option<(&'static str, &'static str)> {
        const NAMES: [(&str, (&str, &str)); 7] = [
            ("ho ten", ("họ tên", "the name of a person")),
            ("ho va ten", ("họ tên", "the name of a person")),
            ("chu ho", ("họ tên", "the name of a person")),
            ("ngay sinh", ("ngày sinh", "a date of birth")),
            ("dien thoai", PHONE),
            ("cccd", ("số căn cước", "an identity number")),
            ("can cuoc", ("số căn cước", "an identity number")),
        ];
        let name = fold(&self.name);
        NAMES.iter().find(|(known, _)| name.contains(known)).map(|(_, what)| *what)
    }
}

impl Schema {
    pub fn has_masks(&self) -> bool {
        self.fields.iter().any(|field| field.mask.is_some())
    }

    /// The schema of the same table with its masks applied: columns that are not published are not in it, and those of which little is
    /// left hold text of any form.
    pub fn masked(mut self) -> Schema {
        if !self.has_masks() {
            return self;
        }
        let is_left: Vec<bool> = self.fields.iter().map(|field| field.mask != Some(Mask::Drop)).collect();
        let moved = |field: &usize| is_left[*field].then(|| is_left[..*field].iter().filter(|is| **is).count());
        let is_masked: Vec<bool> = self.fields.iter().map(|field| field.mask.is_some()).collect();
        if self.primary_key.iter().any(|field| is_masked[*field]) {
            self.primary_key.clear();
        }
        self.primary_key = self.primary_key.iter().filter_map(moved).collect();
        for sum in &mut self.sums {
            sum.columns.retain(|field| !is_masked[*field]);
            sum.columns = sum.columns.iter().filter_map(moved).collect();
            sum.by = sum.by.as_ref().and_then(moved);
        }
        self.lookup = Default::default();
        self.pages = None;
        self.fields.retain(|field| field.mask != Some(Mask::Drop));
        for field in self.fields.iter_mut().filter(|field| field.mask.is_some()) {
            (field.cells, field.constraints) = (CellType::String, Constraints::default());
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_the_family_name_and_first_letters_are_left() {
        for (name, left) in [
            ("Nguyễn Văn An", "Nguyễn V. A."),
            ("  Trần   thị Bé Năm ", "Trần T. B. N."),
            ("Điểu K’Lơi", "Điểu K."),
            ("Hoa", "H."),
            ("", ""),
            ("Lê 0912345678", "Lê 0."),
        ] {
            assert_eq!(Mask::Name.of(name), left, "{name}");
        }
    }

    #[test]
    fn of_a_number_three_digits_are_left_and_of_a_short_one_none() {
        for (number, left) in
            [("070123456789", "…789"), ("0912 345 678", "…678"), ("1234", "…"), ("12345678", "…"), ("", "")]
        {
            assert_eq!(Mask::Last3.of(number), left, "{number}");
        }
        assert_eq!(Mask::Drop.of("070123456789"), "");
    }
}
