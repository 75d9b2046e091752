//! Writes the rules as a file that nginx includes in a `server` block.
//!
//! `map` may not stand in a `server` block and a `location` would take requests away from the operator's own, so what
//! differs by address is a variable set by `if`, which is safe outside of locations (it only sets and returns). nginx runs
//! these lines again for `error_page`, so an error page has the headers of a page.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::rules::{Match, Rule};
use crate::tables;

const OPENING: &str = "\
# Tiêu đề HTTP của cổng, do cong tạo cho nginx; đừng sửa tay, sửa [security] trong site.toml.
{place}# nginx bỏ mọi add_header của server ở những location có add_header riêng: trong các location đó thêm lại dòng include này.
# Sau mỗi lần dựng có đổi tệp này: nginx -t && nginx -s reload
#
# HTTP headers of the portal, made by cong for nginx; change [security] in site.toml, not this file.
# Include it in the {block}, as shown above. nginx drops all add_header lines of
# the server in a location that has one of its own: repeat the include there. After a build that changed it, reload nginx.
";

/// After the page for what is not found: nginx goes through these lines in their order, and a `return` ends them.
const REFUSED: &str = "
# Tệp dành cho máy chủ, không cho người đọc · files for servers, not for readers
if ($uri ~ \"^{base}/(_headers|_redirects|\\.cong-)\") { return 404; }

# Loại tệp và bảng mã · types and character set
charset utf-8;
";

/// Where the file is to be included, in Vietnamese and English.
const SERVER: (&str, &str) = (
    "\
# Thêm vào khối server { … } có root là thư mục kết quả:
#     include /duong/dan/public/_headers.nginx.conf;
",
    "server { … } block whose root is the output folder",
);

/// A portal that shares its host has a block of its own there.
const LOCATION: (&str, &str) = (
    "\
# Cổng ở dưới {base}/; thêm vào khối location của nó, trong server { … }:
#     location = {base} { return 301 {base}/; }
#     location {base}/ { alias /duong/dan/public/; index index.html; include /duong/dan/public/_headers.nginx.conf; }
",
    "location of the output folder",
);

/// `others`: languages beside the first, each in a folder of its name.
pub fn file(rules: &[Rule], base: &str, others: &[String]) -> String {
    let (place, block) = if base.is_empty() { SERVER } else { LOCATION };
    let opening = OPENING.replace("{place}", &place.replace("{base}", base)).replace("{block}", block);
    let mut out = opening.replace("{base}", &literal(base));
    missing(&mut out, base, others);
    out.push_str(&REFUSED.replace("{base}", &literal(base)));
    types(&mut out);
    let names: BTreeSet<&str> = rules
        .iter()
        .flat_map(|rule| rule.set.iter().map(|(name, _)| *name))
        .filter(|name| *name != "Content-Type")
        .collect();
    let (same, varied): (BTreeSet<&str>, BTreeSet<&str>) = names.iter().partition(|name| is_same(rules, name));
    for name in &varied {
        // An empty header is not sent.
        let _ = write!(out, "\nset {} \"{}\";\n", variable(name), everywhere(rules, name).unwrap_or_default());
        for rule in rules.iter().filter(|rule| !rule.on.contains(&Match::All)) {
            for (_, value) in rule.set.iter().filter(|(known, _)| known == name) {
                let _ = writeln!(out, "# {} · {}", rule.about.0, rule.about.1);
                let _ =
                    writeln!(out, "if ($uri ~* \"{}\") {{ set {} \"{value}\"; }}", pattern(&rule.on), variable(name));
            }
        }
        let _ = writeln!(out, "add_header {name} {} always;", variable(name));
    }
    out.push_str("\n# Mọi trang và tệp · every page and file\n");
    for name in &same {
        let _ = writeln!(out, "add_header {name} \"{}\" always;", everywhere(rules, name).unwrap_or_default());
    }
    out
}

/// The page for what is not there, in the language of the address.
fn missing(out: &mut String, base: &str, others: &[String]) {
    out.push_str("\n# Trang báo không tìm thấy, theo ngôn ngữ của địa chỉ · the page for what is not found, in the language of the address\n");
    let _ = writeln!(out, "set $cong_missing {base}/404.html;");
    for code in others {
        let _ =
            writeln!(out, "if ($uri ~ \"^{}/{code}/\") {{ set $cong_missing {base}/{code}/404.html; }}", literal(base));
    }
    out.push_str("error_page 404 $cong_missing;\n");
}

/// nginx takes the type from the extension alone, so its table is that of the portal.
fn types(out: &mut String) {
    let texts: Vec<&str> = tables::media_types().map(|row| row.1).filter(|kind| tables::is_text(kind)).collect();
    let texts: BTreeSet<&str> = texts.into_iter().filter(|kind| *kind != "text/html").collect();
    let _ = writeln!(out, "charset_types {};", texts.into_iter().collect::<Vec<_>>().join(" "));
    out.push_str("types {\n");
    for (extension, kind) in tables::media_types() {
        let _ = writeln!(out, "    {kind} {extension};");
    }
    out.push_str("}\n");
}

/// Whether only the rule for all addresses sets it.
fn is_same(rules: &[Rule], name: &str) -> bool {
    rules.iter().all(|rule| rule.on.contains(&Match::All) || rule.set.iter().all(|(known, _)| *known != name))
}

fn everywhere<'a>(rules: &'a [Rule], name: &str) -> Option<&'a str> {
    let all = rules.iter().filter(|rule| rule.on.contains(&Match::All)).flat_map(|rule| &rule.set);
    all.filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()).next_back()
}

fn variable(name: &str) -> String {
    format!("$cong_{}", name.to_ascii_lowercase().replace('-', "_"))
}

/// A regular expression for any of the patterns.
fn pattern(patterns: &[Match]) -> String {
    let one = |pattern: &Match| match pattern {
        Match::All => "^".to_owned(),
        Match::Extension(extension) => format!("{}$", literal(extension)),
        Match::Folder(folder) => format!("^{}", literal(folder)),
        Match::File(file) => format!("^{}$", literal(file)),
    };
    patterns.iter().map(one).collect::<Vec<_>>().join("|")
}

/// Letters, digits and a few marks stand for themselves; everything else is matched as any one character, since names
/// of theme files are the operator's own and quoting in nginx has rules of its own.
fn literal(text: &str) -> String {
    let each = |c: char| match c {
        '.' => "\\.".to_owned(),
        c if c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_') => c.to_string(),
        _ => ".".repeat(c.len_utf8()),
    };
    text.chars().map(each).collect()
}
