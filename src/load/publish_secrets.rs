//! Finds what must be told of the `[publish]` tables of `site.toml` before they are read: credentials (keys that are named like one,
//! values that look like one), and keys of a target without a name.
//!
//! A repository is read by many and keeps what was once committed, so a credential is an error, and its value is shown nowhere.

use std::ops::Range;
use std::sync::Arc;

use toml::{Table, Value};

use super::publish::{Scheme, parts};
use super::toml_text::{self, Placed};
use crate::diag::{Finding, catalog};

/// Parts of the names of keys that hold a credential, with `_` for `-`.
const NAMES: [&str; 15] = [
    "access_key",
    "account_key",
    "api_key",
    "apikey",
    "credential",
    "keyfile",
    "mat_khau",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "sas_",
    "secret",
    "service_account",
    "token",
];

/// Texts that stand in credentials and nowhere else.
const MARKS: [&str; 10] = [
    "-----BEGIN",
    "AccountKey=",
    "SharedAccessSignature",
    "github_pat_",
    "ghp_",
    "glpat-",
    "hooks.slack.com/services/",
    "\"private_key\"",
    "ya29.",
    "&sig=",
];

/// Whether there are any; each is a finding.
pub fn are_there(file: &str, text: &str, findings: &mut Vec<Finding>) -> bool {
    if !text.contains("publish") {
        return false;
    }
    let Ok((table, placed)) = toml_text::read::<Table>(text) else { return false };
    let before = findings.len();
    if let Some(Value::Table(targets)) = table.get("publish") {
        for (name, target) in targets {
            if !target.is_table() && !is_secret(name, target.as_str().unwrap_or("0")) {
                let range = placed.key(&format!("publish.{name}"));
                findings.push(placed.finding(&catalog::PUBLISH_NAME, file, range).with("key", name));
                continue;
            }
            let at = target.get("target").and_then(Value::as_str).unwrap_or_default();
            let variables = parts(at).map_or(&[][..], |(scheme, _)| scheme.variables());
            Search { file, placed: &placed, text, variables, findings }.look(target, &format!("publish.{name}"), name);
        }
    }
    findings.len() > before
}

struct Search<'a> {
    file: &'a str,
    placed: &'a Placed,
    text: &'a str,
    variables: &'static [&'static str],
    findings: &'a mut Vec<Finding>,
}

impl Search<'_> {
    fn look(&mut self, value: &Value, way: &str, key: &str) {
        match value {
            Value::Table(table) => {
                for (key, value) in table {
                    self.look(value, &format!("{way}.{key}"), key);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.look(item, &format!("{way}.{index}"), key);
                }
            }
            _ => {
                let said = value.as_str().unwrap_or("0");
                if is_secret(key, said) {
                    self.tell(way, key);
                }
            }
        }
    }

    fn tell(&mut self, way: &str, key: &str) {
        let range = self.placed.key(way).clone();
        let mut finding = self.placed.finding(&catalog::PUBLISH_SECRET, self.file, &range).with("key", key);
        finding.excerpt = Some(masked(self.text, &range));
        finding.excerpt_shift = 0;
        let (vi, en) = if way.contains(".purge.") {
            let name = "$CONG_PURGE_TOKEN";
            (
                format!("viết {name} vào chỗ này và đặt biến môi trường {}", &name[1..]),
                format!("write {name} in its place and set the environment variable {}", &name[1..]),
            )
        } else if self.variables.is_empty() {
            let all = [Scheme::S3, Scheme::Google, Scheme::Azure].map(|scheme| scheme.variables().join(", "));
            let all = all.join("; ");
            (
                format!("đặt thông tin đăng nhập trong biến môi trường ({all}; ssh dùng ssh-agent)"),
                format!("put credentials into environment variables ({all}; ssh has its agent)"),
            )
        } else {
            let names = self.variables.join(", ");
            (format!("đặt trong biến môi trường: {names}"), format!("put it into the environment variables {names}"))
        };
        self.findings.push(finding.with_words("instead", (vi, en)));
    }
}

/// Its line with everything but the key made unreadable; columns stay.
fn masked(text: &str, key: &Range<usize>) -> Arc<str> {
    let from = text[..key.start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[from..].lines().next().unwrap_or_default();
    let key = key.start - from..key.end - from;
    let hide = |(at, letter): (usize, char)| match letter {
        _ if key.contains(&at) => letter,
        '=' | '"' | '\'' | '[' | ']' | '{' | '}' | ',' => letter,
        _ if letter.is_whitespace() => letter,
        _ => '*',
    };
    line.char_indices().map(hide).collect::<String>().into()
}

fn is_secret(key: &str, value: &str) -> bool {
    let key = key.to_ascii_lowercase().replace('-', "_");
    // What is read from the environment is the way that it should be.
    let is_named = !has_variable(value) && !value.is_empty();
    let named = is_named && (NAMES.iter().any(|name| key.contains(name)) || key == "authorization" || key == "cookie");
    named || looks_secret(value)
}

/// `$NAME`
fn has_variable(value: &str) -> bool {
    value.match_indices('$').any(|(at, _)| value[at + 1..].starts_with(|letter: char| letter.is_ascii_uppercase()))
}

/// Keys of Amazon, Google and Azure, tokens of others, and addresses with a password.
fn looks_secret(value: &str) -> bool {
    if MARKS.iter().any(|mark| value.contains(mark)) || has_password(value) {
        return true;
    }
    let in_key = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '_' | '-' | '=');
    value.split(|letter| !in_key(letter)).any(is_key)
}

/// `https://name:password@host`
fn has_password(value: &str) -> bool {
    let rest = value.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let user = host.rsplit_once('@').map_or("", |(user, _)| user);
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !has_variable(password))
}

fn is_key(word: &str) -> bool {
    let all = |test: fn(&u8) -> bool| word.bytes().all(|byte| test(&byte));
    let any = |test: fn(&u8) -> bool| word.bytes().any(|byte| test(&byte));
    let mixed = any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase) && any(u8::is_ascii_digit);
    match word.len() {
        20 => ["AKIA", "ASIA"].iter().any(|mark| word.starts_with(mark)) && all(u8::is_ascii_alphanumeric),
        39 => word.starts_with("AIza"),
        // A folder is no key, however long: its parts have letters of one sort.
        40 => mixed && !word.starts_with('/') && word.matches('/').count() < 4,
        88 => mixed && word.ends_with("=="),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_tokens_are_told_from_names_and_addresses() {
        for (key, value) in [
            ("access_key", "a"),
            ("secret-access-key", "a"),
            ("X-Api-Token", "abc"),
            ("Authorization", "Bearer abc"),
            ("password", "1"),
            ("region", "AKIAIOSFODNN7EXAMPLE"),
            ("region", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            ("key", "AIzaSyA-1234567890abcdefghijklmnopqrstu"),
            ("url", "https://cdn.example/?sv=2022&sig=a"),
            ("endpoint", "https://ten:mat@s3.tinh.vn"),
            ("body", "ghp_0123456789"),
        ] {
            assert!(is_secret(key, value), "{key} = {value}");
        }
        for (key, value) in [
            ("Authorization", "Bearer $CONG_CDN_TOKEN"),
            ("X-Api-Token", "$CONG_TOKEN"),
            ("target", "s3://cong-thong-tin-dien-tu-tinh-binh-phuoc-2024/a"),
            ("target", "ssh://web@may-chu.tinh.gov.vn/srv/cong"),
            ("url", "https://api.cloudflare.com/client/v4/zones/0123456789abcdef0123456789abcdef/purge_cache"),
            ("key", "0123456789abcdef0123456789abcdef"),
            ("method", "PURGE"),
        ] {
            assert!(!is_secret(key, value), "{key} = {value}");
        }
    }
}
