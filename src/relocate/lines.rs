//! Turns a stream of bytes into lines in bounded memory: of a line that is absurdly long only the beginning is kept.

use std::io::{self, BufRead};

/// In bytes; browsers and servers take addresses of 8 kB.
const LONGEST: usize = 64 << 10;

/// Calls `each` with every line, without its end. What is no Unicode is replaced.
pub fn each(mut from: impl BufRead, mut each: impl FnMut(&str)) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        let buffer = match from.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            break;
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        line.extend_from_slice(&part[..part.len().min(LONGEST - line.len().min(LONGEST))]);
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            each(String::from_utf8_lossy(&line).trim());
            line.clear();
        }
    }
    if !line.is_empty() {
        each(String::from_utf8_lossy(&line).trim());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whole_whatever_the_buffer_and_cut_where_they_are_absurd() {
        let text = format!("a\r\n\n{}\nđ", "x".repeat(LONGEST * 2));
        let mut found = Vec::new();
        each(io::BufReader::with_capacity(7, text.as_bytes()), |line| found.push(line.to_owned())).unwrap();
        assert_eq!((found.len(), &*found[0], &*found[1], found[2].len(), &*found[3]), (4, "a", "", LONGEST, "đ"));
    }
}
