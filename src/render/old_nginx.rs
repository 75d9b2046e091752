//! Turns earlier addresses into maps for nginx, which then answers 301 also where a page that leads on stands.
//!
//! nginx finds an entry by its hash, so sixteen thousand cost a request no more than one. Entries are compared without regard to
//! the case of ASCII letters alone, so others are written in the ways in which they are sent. No earlier address differs from
//! the address of a page by case alone (P02), so readers are led away from none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::old_queries::{STRICT, WAYS, Way, encoded};
use crate::load::base::Base;
use crate::load::old_address::Parameter;
use crate::path::{UrlPath, decode};
use crate::plan::{OldQuery, Plan};

const OPENING: &str = "\
# Địa chỉ cũ (/tin-cu/, /index.php?id=5, /bai.aspx) và trang thay cho nó, do cong tạo cho nginx từ aliases; đừng sửa tay.
# Thêm vào khối http { … }, trước mọi map khác:
#     include /duong/dan/public/_redirects.nginx.conf;
# và vào khối server { … } của cổng (cổng ở dưới một đường dẫn: các khối location của nó), sau dòng include của _headers.nginx.conf:
#     if ($cong_old) { return 301 $cong_old; }
# nginx báo \"directive is duplicate\": có map đứng trước, hoặc khối http đã có map_hash_…: giữ số lớn hơn, xóa dòng kia.
# Sau mỗi lần dựng có đổi tệp này: nginx -t && nginx -s reload
#
# Earlier addresses and the pages that took their place, made by cong for nginx. Include it in http { … }, before every other
# map, and add the line with $cong_old to the server block (of a portal below a path: to its locations), below the include of
# _headers.nginx.conf. Where nginx says \"directive is duplicate\", a map stands before, or map_hash_… stands in http already: keep
# the larger number, delete the other line.
";

#[derive(Default)]
struct Maps {
    /// Names of parameters that have no variable in nginx, and whether their value is asked for or only that they are there.
    names: BTreeMap<(String, bool), usize>,
    /// Those with most parameters come first. Of each, what is asked and its entries.
    maps: BTreeMap<(usize, String), BTreeMap<String, String>>,
}

pub fn map(base: &Base, plan: &Plan) -> Vec<u8> {
    let queries = plan.old_queries.by_path().flat_map(|(_, all)| all).map(|old| (old, old.to.to_string()));
    let pages = plan.redirects.iter().map(|(from, to)| (from, to.to_string()));
    map_to(base, OPENING, &pages.collect::<Vec<_>>(), &queries.collect::<Vec<_>>())
}

/// The same of addresses that lead wherever is said beside them. `base`: of the portal whose addresses they are.
pub fn map_to(base: &Base, opening: &str, pages: &[(&UrlPath, String)], queries: &[(&OldQuery, String)]) -> Vec<u8> {
    let mut maps = Maps::default();
    for (old, to) in queries {
        maps.add(base, old, to);
    }
    let with_parameters: BTreeSet<String> = queries.iter().map(|(old, _)| old.from.path.to_lowercase()).collect();
    for (from, to) in pages {
        maps.add_page(base, (from, to), &with_parameters);
    }
    maps.written(opening)
}

impl Maps {
    fn add(&mut self, base: &Base, old: &OldQuery, to: &str) {
        let mut parameters = old.from.parameters.clone();
        let names: BTreeSet<String> = parameters.iter().map(|(name, _)| name.to_lowercase()).collect();
        // Of a name that stands there twice, nginx finds the first: then the parameters have to be those that were written.
        let by_name = names.len() == parameters.len();
        let asked = if by_name {
            parameters.sort_by_key(|(name, _)| name.to_lowercase());
            parameters.iter().map(|parameter| self.asked(parameter)).collect::<Vec<_>>().join("&")
        } else {
            "$args".to_owned()
        };
        let path = decode(base.url(&old.from.path).as_str()).into_owned();
        let paths = cases(&path);
        let queries = forms(|case, way| {
            let part = |(name, value): &Parameter| match value.as_deref() {
                _ if by_name && !has_value(value.as_deref()) => format!("{}=1", label(name)),
                Some(value) if by_name => format!("{}={}", label(name), encoded(&case(value), way)),
                Some(value) => format!("{}={}", encoded(&case(name), way), encoded(&case(value), way)),
                None => encoded(&case(name), way),
            };
            parameters.iter().map(part).collect::<Vec<_>>().join("&")
        });
        let map = self.maps.entry((usize::MAX - parameters.len(), asked)).or_default();
        for key in paths.iter().flat_map(|path| queries.iter().map(move |query| format!("{path}?{query}"))) {
            map.entry(key.to_ascii_lowercase()).or_insert_with(|| to.to_owned());
        }
    }

    /// The page at an earlier address is served under three: those of its folder with and without the slash, and that of the file.
    /// Where parameters were asked for behind the slash, nginx adds it first, so that the narrowest still holds.
    fn add_page(&mut self, base: &Base, (from, to): (&UrlPath, &str), with_parameters: &BTreeSet<String>) {
        let output = format!("/{}", from.output());
        let file = decode(base.url(&output).as_str()).into_owned();
        let mut ways = Vec::new();
        if let Some(folder) = file.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
            ways.push(folder.to_owned());
            if !with_parameters.contains(&output.trim_end_matches("index.html").to_lowercase()) {
                ways.push(folder.trim_end_matches('/').to_owned());
            }
        }
        ways.push(file);
        let map = self.maps.entry((usize::MAX, String::new())).or_default();
        for way in ways {
            map.entry(format!("{way}?").to_ascii_lowercase()).or_insert_with(|| to.to_owned());
        }
    }

    /// The part of what is asked that holds a parameter. `$arg_NAME` finds one at any place, if its name can stand there.
    fn asked(&mut self, (name, value): &Parameter) -> String {
        let has_value = has_value(value.as_deref());
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let label = label(name);
        if is_plain && has_value {
            return format!("{label}=$arg_{label}");
        }
        let next = self.names.len();
        let index = self.names.entry((name.to_lowercase(), has_value)).or_insert(next);
        format!("{label}=$cong_arg_{index}")
    }

    fn written(&self, opening: &str) -> Vec<u8> {
        let longest = self.maps.values().flat_map(BTreeMap::keys).map(String::len).max().unwrap_or(0);
        let most = self.maps.values().map(BTreeMap::len).max().unwrap_or(0);
        let mut out = opening.to_owned();
        // Two entries have to fit into a bucket with their pointers, so that nginx finds a good table at once.
        let _ = writeln!(out, "\nmap_hash_bucket_size {};", ((longest + 32) * 2).next_power_of_two());
        let _ = writeln!(out, "map_hash_max_size {};", (most * 2).next_power_of_two().max(2048));
        for ((name, has_value), index) in &self.names {
            let (end, found) = if *has_value { ("=([^&]*)", "$1") } else { ("=?(?:&|$)", "1") };
            let names: Vec<String> =
                forms(|case, way| encoded(&case(name), way)).iter().map(|it| literal(it)).collect();
            let pattern = format!("~*(?:^|&)(?:{}){end}", names.join("|"));
            let _ =
                writeln!(out, "\nmap $args $cong_arg_{index} {{\n    default \"\";\n    \"{pattern}\" {found};\n}}");
        }
        for (index, ((_, asked), entries)) in self.maps.iter().enumerate() {
            let _ = writeln!(out, "\nmap \"$uri?{asked}\" $cong_old_{index} {{\n    default \"\";");
            for (key, to) in entries {
                let _ = writeln!(out, "    \"{}\" \"{to}\";", key.replace('\\', "\\\\").replace('"', "\\\""));
            }
            out.push_str("}\n");
        }
        // The first that answers. Maps that ask the next one by their default would be too deep for nginx from a hundred on.
        let all: Vec<String> = (0..self.maps.len()).map(|index| format!("$cong_old_{index}")).collect();
        let _ = writeln!(out, "\nmap \"{}\" $cong_old {{\n    default \"\";", all.join("|"));
        out.push_str("    \"~^\\|*([^|]+)\" $1;\n}\n");
        out.into_bytes()
    }
}

/// `?a=` says no more than `?a`: that the parameter is there.
fn has_value(value: Option<&str>) -> bool {
    value.is_some_and(|value| !value.is_empty())
}

/// How a name is called in what is asked and in the entries.
fn label(name: &str) -> String {
    encoded(&name.to_lowercase(), &STRICT).to_ascii_lowercase()
}

/// As it was written, in small letters and in capitals.
fn cases(text: &str) -> BTreeSet<String> {
    CASES.iter().map(|case| case(text).to_ascii_lowercase()).collect()
}

const CASES: [fn(&str) -> String; 3] = [str::to_owned, |text| text.to_lowercase(), |text| text.to_uppercase()];

/// All ways in which programs write something.
fn forms(write: impl Fn(fn(&str) -> String, &Way) -> String) -> BTreeSet<String> {
    let ways = CASES.iter().flat_map(|case| WAYS.iter().map(|way| write(*case, way)));
    ways.map(|form| form.to_ascii_lowercase()).collect()
}

/// A pattern for a text. Neither nginx nor the pattern gives `\x2d` a meaning of its own.
fn literal(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'%') => out.push(char::from(byte)),
            byte => drop(write!(out, "\\x{byte:02x}")),
        }
    }
    out
}
