//! Turns what a library says in English into an editor's words, by a table of phrases.
//!
//! A phrase that no table knows is kept as it is, marked as a technical detail: better than nothing, and rare.

/// Vietnamese and English.
pub type Words = (String, String);

/// `from` as the library says it, `*` for any text; then what is wrong and what to do next, in both languages. In these `{1}` is
/// what stood at the first `*`, and other names are what whoever asks can say of the place.
pub struct Phrase {
    from: &'static str,
    what: (&'static str, &'static str),
    next: (&'static str, &'static str),
}

pub const fn phrase(
    from: &'static str,
    what: (&'static str, &'static str),
    next: (&'static str, &'static str),
) -> Phrase {
    Phrase { from, what, next }
}

/// What is wrong, and what to do next.
#[derive(Debug, PartialEq, Eq)]
pub struct Translated {
    pub what: Words,
    pub next: Words,
}

/// The first phrase of the table that fits, with what stood at its stars.
pub fn find<'t, 's>(table: &'t [Phrase], said: &'s str) -> Option<(&'t Phrase, Vec<&'s str>)> {
    table.iter().find_map(|phrase| Some((phrase, stars(phrase.from, said)?)))
}

impl Phrase {
    /// `named`: the values of names, beside the stars.
    pub fn fill(&self, stars: &[&str], named: &[(&str, Words)]) -> Translated {
        let both = |(vi, en): (&str, &str)| {
            let (mut vi, mut en) = (vi.to_owned(), en.to_owned());
            for (index, star) in stars.iter().enumerate() {
                let name = format!("{{{}}}", index + 1);
                (vi, en) = (vi.replace(&name, star), en.replace(&name, star));
            }
            for (name, (in_vi, in_en)) in named {
                let name = format!("{{{name}}}");
                (vi, en) = (vi.replace(&name, in_vi), en.replace(&name, in_en));
            }
            (vi, en)
        };
        Translated { what: both(self.what), next: both(self.next) }
    }
}

/// What stands at the stars of a pattern, if the text is of its form.
fn stars<'s>(pattern: &str, text: &'s str) -> Option<Vec<&'s str>> {
    let mut parts = pattern.split('*');
    let mut rest = text.strip_prefix(parts.next()?)?;
    let (mut found, mut parts) = (Vec::new(), parts.peekable());
    while let Some(part) = parts.next() {
        let at = if parts.peek().is_none() { rest.strip_suffix(part)?.len() } else { rest.find(part)? };
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(found)
}

/// What the system says of a file or a disk.
pub fn machine(error: &std::io::Error) -> Words {
    use std::io::ErrorKind;
    let (vi, en) = match error.kind() {
        ErrorKind::PermissionDenied => ("không có quyền", "permission denied"),
        ErrorKind::NotFound => ("không tìm thấy", "not found"),
        ErrorKind::AlreadyExists => ("đã có, không ghi đè", "it exists and is not overwritten"),
        ErrorKind::StorageFull => ("ổ đĩa đã đầy", "the disk is full"),
        ErrorKind::QuotaExceeded => ("đã hết dung lượng được cấp", "the disk quota is used up"),
        ErrorKind::ReadOnlyFilesystem => ("ổ đĩa chỉ cho đọc", "the disk is read-only"),
        ErrorKind::NotADirectory => {
            ("đường dẫn đi qua một tệp, không phải thư mục", "a part of the path is a file, not a folder")
        }
        ErrorKind::IsADirectory => ("đó là một thư mục", "it is a folder"),
        ErrorKind::InvalidFilename => (
            "tên tệp quá dài hoặc có ký tự không dùng được",
            "the name is too long or has characters that cannot be used",
        ),
        ErrorKind::AddrInUse => ("cổng mạng đang được dùng", "the port is in use"),
        ErrorKind::AddrNotAvailable => ("máy này không có địa chỉ đó", "this machine does not have that address"),
        _ => return (format!("lỗi của hệ thống ({error})"), error.to_string()),
    };
    (vi.to_owned(), en.to_owned())
}

/// The names in a text such as `` `a`, `b` or `c` ``.
pub fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text_and_the_rest_must_be_there() {
        assert_eq!(stars("unknown field `*`, *", "unknown field `a`, expected `b`"), Some(vec!["a", "expected `b`"]));
        assert_eq!(stars("missing field `*`", "missing field `na`me`"), Some(vec!["na`me"]));
        assert_eq!(stars("duplicate key", "duplicate key"), Some(vec![]));
        assert_eq!(stars("duplicate key", "duplicate keys"), None);
        assert_eq!(stars("a*", "b"), None);
        assert_eq!(names("expected one of `a`, `b` or `c`"), ["a", "b", "c"]);
    }
}
