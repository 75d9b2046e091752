//! Finds keys of services and passwords, wherever they stand in a file, also in code and in comments.

use crate::diag::catalog;
use crate::lint::{Hits, Text};

/// How a key begins, how many letters of its alphabet follow at least, whose it is.
const KEYS: &[(&str, usize, &str)] = &[
    ("AKIA", 16, "Amazon Web Services"),
    ("ASIA", 16, "Amazon Web Services"),
    ("ghp_", 36, "GitHub"),
    ("gho_", 36, "GitHub"),
    ("ghs_", 36, "GitHub"),
    ("github_pat_", 22, "GitHub"),
    ("glpat-", 20, "GitLab"),
    ("xoxb-", 20, "Slack"),
    ("xoxp-", 20, "Slack"),
    ("AIza", 35, "Google"),
    ("sk_live_", 20, "Stripe"),
    ("SG.", 40, "SendGrid"),
];

/// Words behind which a password stands.
const NAMES: &[&str] = &["mật khẩu", "mat khau", "password", "passwd", "pwd"];

pub fn look(text: &Text, hits: &mut Hits) {
    keys(text, hits);
    private_keys(text, hits);
    passwords(text, hits);
}

fn keys(text: &Text, hits: &mut Hits) {
    for (begin, least, owner) in KEYS {
        for at in memchr::memmem::find_iter(text.source.as_bytes(), begin.as_bytes()) {
            let is_apart = !text.source[..at].ends_with(|letter: char| letter.is_ascii_alphanumeric());
            let rest = &text.source.as_bytes()[at + begin.len()..];
            let is_amazon = owner.starts_with("Amazon");
            let is_in = |byte: &&u8| match is_amazon {
                true => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
                false => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
            };
            let length = rest.iter().take_while(is_in).count();
            let is_random = rest[..length].iter().any(u8::is_ascii_digit);
            if is_apart && length >= *least && (!is_amazon || length == *least) && is_random {
                let shown = format!("{begin}…");
                hits.tell(&catalog::SECRET, at..at + begin.len() + length).with("what", *owner).with("shown", shown);
            }
        }
    }
}

fn private_keys(text: &Text, hits: &mut Hits) {
    for at in memchr::memmem::find_iter(text.source.as_bytes(), b"-----BEGIN ") {
        let line = text.source[at..].lines().next().unwrap_or_default();
        if line.contains("PRIVATE KEY-----") {
            hits.tell(&catalog::SECRET, at..at + line.len()).with("what", "SSH, TLS, PGP").with("shown", "PRIVATE KEY");
        }
    }
}

/// A word, a sign, and what nobody writes but a program or who was told to: letters and digits in one.
fn passwords(text: &Text, hits: &mut Hits) {
    const SHORTEST: usize = 6;
    for piece in &text.pieces {
        let prose = text.prose(piece);
        if !prose.bytes().any(|byte| matches!(byte, b':' | b'=')) {
            continue;
        }
        for at in memchr::memchr2_iter(b':', b'=', prose.as_bytes()) {
            let before = prose[..at].trim_end().to_lowercase();
            // As it is written: one with an @ looks like an address.
            let value = text.written(&piece.range)[at + 1..].trim_start();
            let from = prose.len() - value.len();
            let value = value.split(char::is_whitespace).next().unwrap_or_default();
            let value = value.trim_end_matches(['.', ',', ';', ')', '”', '"']);
            let is_made_up = value.chars().any(|letter| letter.is_ascii_digit())
                && value.chars().any(|letter| letter.is_ascii_alphabetic())
                && value.len() >= SHORTEST
                && value.is_ascii()
                && !value.contains(['/', '[', '`', '<']);
            if is_made_up && NAMES.iter().any(|name| before.ends_with(name)) {
                let from = piece.range.start + from;
                hits.tell(&catalog::PASSWORD, from..from + value.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::found;

    #[test]
    fn keys_are_told_also_in_code() {
        let key = format!("ghp_{}", "a1".repeat(18));
        for body in [
            format!("`{key}`\n"),
            format!("khóa AKIA{}\n", "ABCD1234".repeat(2)),
            "```\n-----BEGIN RSA PRIVATE KEY-----\n```\n".to_owned(),
        ] {
            assert_eq!(found("vi", &body)[0].0, "R07", "{body}");
        }
    }

    #[test]
    fn passwords_are_told_and_advice_about_them_is_not() {
        assert_eq!(found("vi", "Tài khoản: admin, mật khẩu: Tinh@2024.\n"), [("R08", "Tinh@2024".to_owned(), None)]);
        for body in [
            "Mật khẩu: tối thiểu 8 ký tự",
            "Mật khẩu: ********",
            "password: [trang đổi mật khẩu](a.md)",
            "AKIAN là tên, SG.HN",
        ] {
            let told = found("vi", &format!("{body}\n")).into_iter().filter(|hit| hit.0.starts_with('R'));
            assert_eq!(told.collect::<Vec<_>>(), [], "{body}");
        }
    }
}
