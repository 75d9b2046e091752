//! Writes the rules as the `_headers` file that Netlify and Cloudflare Pages read and do not serve.
//!
//! Where two rules set a header, Netlify takes the later one and Cloudflare joins both with a comma, unless the later rule
//! takes the header off first with `! Name`; Netlify passes over such a line. Cloudflare reads 100 rules and 2000 characters
//! a line: the portal has about twenty rules, and a test holds that the longest line is far shorter.

use std::fmt::Write;

use super::rules::{Match, Rule};

const OPENING: &str = "\
# Tiêu đề HTTP của cổng, do cong tạo cho Netlify và Cloudflare Pages; đừng sửa tay, sửa [security] trong site.toml.
# HTTP headers of the portal, made by cong for Netlify and Cloudflare Pages; change [security] in site.toml, not this file.
";

pub fn file(rules: &[Rule], base: &str) -> String {
    let mut out = OPENING.to_owned();
    let patterns = rules.iter().flat_map(|rule| &rule.on);
    for (index, pattern) in patterns.clone().enumerate() {
        // Cloudflare reads one block for a path, so all rules about it stand in it.
        if patterns.clone().take(index).any(|earlier| earlier == pattern) {
            continue;
        }
        let about: Vec<&Rule> = rules.iter().filter(|rule| rule.on.contains(pattern)).collect();
        out.push('\n');
        for rule in &about {
            let _ = writeln!(out, "# {} · {}", rule.about.0, rule.about.1);
        }
        let _ = writeln!(out, "{}", path(pattern, base));
        for (name, value) in about.iter().flat_map(|rule| &rule.set) {
            if *pattern != Match::All && is_set_elsewhere(rules, pattern, name) {
                let _ = writeln!(out, "  ! {name}");
            }
            let _ = writeln!(out, "  {name}: {value}");
        }
    }
    out
}

/// Whether another rule sets the header for some of the same addresses. A file has one extension.
fn is_set_elsewhere(rules: &[Rule], pattern: &Match, name: &str) -> bool {
    let shares = |other: &Match| match (pattern, other) {
        (Match::Extension(_), Match::Extension(_)) | (Match::File(_), Match::File(_)) => false,
        _ => pattern != other,
    };
    rules.iter().any(|rule| rule.on.iter().any(shares) && rule.set.iter().any(|(known, _)| *known == name))
}

fn path(pattern: &Match, base: &str) -> String {
    match pattern {
        Match::All => format!("{base}/*"),
        Match::Extension(extension) => format!("{base}/*{extension}"),
        Match::Folder(folder) => format!("{folder}*"),
        Match::File(file) => file.clone(),
    }
}
