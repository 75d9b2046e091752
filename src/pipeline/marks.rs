//! What a finding is known by in another run: its rule, what it is about and the text of its line. Its line's number is no part of
//! it, so a finding that has moved is the same.

use std::collections::HashMap;

use crate::diag::Finding;
use crate::files;

/// Numbers findings that are the same but for their place.
#[derive(Default)]
pub struct Marks(HashMap<String, usize>);

impl Marks {
    /// Of a finding in its file, which no other finding of the run has. Lines must have been added to it.
    pub fn of(&mut self, finding: &Finding) -> String {
        let whole = files::hash(format!("{}\0{}", finding.file, mark(finding)).as_bytes()).to_hex()[..32].to_owned();
        let number = self.0.entry(whole.clone()).or_default();
        *number += 1;
        format!("{whole}:{number}")
    }
}

/// Arguments that say where something else stands.
const OF_PLACES: [&str; 2] = ["line", "byte"];

/// `content/a.md:5` → `content/a.md`
fn without_line(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((before, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => text,
    }
}

/// Of a finding wherever it stands.
pub fn mark(finding: &Finding) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(b"\0");
    };
    add(finding.message.code);
    for argument in finding.arguments.iter().filter(|argument| !OF_PLACES.contains(&&*argument.name)) {
        add(&argument.name);
        add(without_line(&argument.vi));
    }
    add(finding.excerpt.as_deref().unwrap_or_default().trim());
    hasher.finalize().to_hex()[..16].to_owned()
}
