//! Turns earlier addresses with parameters into what tells of them: lines for Netlify, a map for nginx, and a table that the
//! page for what is not found looks them up in, where a host has no rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::load::base::Base;
use crate::load::old_address::Parameter;
use crate::path::decode;
use crate::plan::{OldQueries, OldQuery};

const OPENING: &str = "\
# Địa chỉ cũ có tham số (/index.php?id=5) và trang thay cho nó, do cong tạo cho nginx từ aliases của các trang; đừng sửa tay.
# Thêm vào khối http { … }:
#     include /duong/dan/public/_redirects.nginx.conf;
# và vào khối server { … } của cổng:
#     if ($cong_old) { return 301 $cong_old; }
# Nếu khối http đã có map_hash_max_size hoặc map_hash_bucket_size, giữ số lớn hơn và xóa dòng kia.
# Sau mỗi lần dựng có đổi tệp này: nginx -t && nginx -s reload
#
# Earlier addresses with parameters and the pages that took their place, made by cong for nginx. Include it in http { … } and add
# the line with $cong_old to the server block, as shown above. If map_hash_max_size or map_hash_bucket_size stands in http already,
# keep the larger number there and take out the other line.
";

/// `/index.php id=5 nv=news /tin-tuc/a/ 301`; the first that fits holds, so those with most parameters come first.
pub fn rules(base: &Base, queries: &OldQueries, out: &mut String) {
    for (_, of_path) in queries.by_path() {
        for old in of_path {
            let _ = write!(out, "{}", base.url(&old.from.path));
            for (name, value) in &old.from.parameters {
                let _ =
                    write!(out, " {}={}", encoded(name, strict), encoded(value.as_deref().unwrap_or_default(), strict));
            }
            let _ = writeln!(out, " {} 301", old.to);
        }
    }
}

/// By path in small letters: parameters and where they lead, the best first.
pub fn table(base: &Base, queries: &OldQueries) -> Vec<u8> {
    let query = |old: &OldQuery| {
        let parameter = |(name, value): &Parameter| {
            format!("{}={}", encoded(name, strict), encoded(value.as_deref().unwrap_or_default(), strict))
        };
        old.folded().iter().map(parameter).collect::<Vec<_>>().join("&")
    };
    let row = |old: &OldQuery| json!([query(old), old.to.as_str()]);
    let rows = queries
        .by_path()
        .map(|(path, all)| (format!("{}{path}", base.path()), all.iter().map(row).collect::<Vec<_>>().into()));
    let mut bytes = serde_json::to_vec(&rows.collect::<Map<String, Value>>()).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What an nginx map is asked for, and its entries. nginx compares the entries without regard to case, and `$arg_NAME` finds a
/// parameter at any place; where a name cannot stand in a variable, the parameters have to be those that were written.
pub fn nginx(base: &Base, queries: &OldQueries) -> Vec<u8> {
    let mut maps: BTreeMap<(usize, String), BTreeMap<String, String>> = BTreeMap::new();
    for old in queries.by_path().flat_map(|(_, all)| all) {
        let path = decode(base.url(&old.from.path).as_str()).into_owned();
        let (asked, parameters) = if has_variables(old.folded()) {
            let parts: Vec<String> = old.folded().iter().map(|(name, _)| format!("{name}=$arg_{name}")).collect();
            (parts.join("&"), old.folded())
        } else {
            ("$args".to_owned(), old.from.parameters.as_slice())
        };
        // Those with most parameters are asked first.
        let map = maps.entry((usize::MAX - old.folded().len(), asked)).or_default();
        for way in [browser_plus, browser, strict_plus, strict] {
            let parts = parameters.iter().map(|(name, value)| match value {
                Some(value) => format!("{}={}", encoded(name, way), encoded(value, way)),
                None => encoded(name, way),
            });
            let key = format!("{path}?{}", parts.collect::<Vec<_>>().join("&")).to_lowercase();
            map.entry(key).or_insert_with(|| old.to.to_string());
        }
    }
    written(&maps)
}

fn written(maps: &BTreeMap<(usize, String), BTreeMap<String, String>>) -> Vec<u8> {
    let longest = maps.values().flat_map(BTreeMap::keys).map(String::len).max().unwrap_or(0);
    let most = maps.values().map(BTreeMap::len).max().unwrap_or(0);
    let mut out = OPENING.to_owned();
    // Two entries have to fit into a bucket with their pointers, so that nginx finds a good table at once.
    let _ = writeln!(out, "\nmap_hash_bucket_size {};", ((longest + 32) * 2).next_power_of_two());
    let _ = writeln!(out, "map_hash_max_size {};", (most * 2).next_power_of_two().max(2048));
    for (index, ((_, asked), entries)) in maps.iter().enumerate() {
        let name = |index: usize| if index == 0 { "$cong_old".to_owned() } else { format!("$cong_old_{index}") };
        let next = if index + 1 < maps.len() { name(index + 1) } else { "\"\"".to_owned() };
        let _ = writeln!(out, "\nmap \"$uri?{asked}\" {} {{\n    default {next};", name(index));
        for (key, to) in entries {
            let _ = writeln!(out, "    \"{}\" \"{to}\";", key.replace('\\', "\\\\").replace('"', "\\\""));
        }
        out.push_str("}\n");
    }
    out.into_bytes()
}

/// Whether each parameter has a variable of its own in nginx.
fn has_variables(parameters: &[Parameter]) -> bool {
    let names: BTreeSet<&String> = parameters.iter().map(|(name, _)| name).collect();
    let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    names.len() == parameters.len() && parameters.iter().all(|(name, value)| plain(name) && value.is_some())
}

/// Encoded as some program sends it. The second value is what a space becomes.
fn encoded(text: &str, way: fn() -> (&'static [u8], &'static str)) -> String {
    let (plain, space) = way();
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push_str(space),
            byte if byte.is_ascii_alphanumeric() || plain.contains(&byte) => out.push(char::from(byte)),
            byte => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

/// All that has a meaning in addresses is encoded.
fn strict() -> (&'static [u8], &'static str) {
    (b"-._~", "%20")
}

/// As a form is sent.
fn strict_plus() -> (&'static [u8], &'static str) {
    (b"-._~", "+")
}

/// As a browser sends what somebody wrote into a link.
fn browser() -> (&'static [u8], &'static str) {
    (b"-._~!$'()*,/:;?@[]^`{|}\\", "%20")
}

/// The same, of somebody who wrote spaces as forms do.
fn browser_plus() -> (&'static [u8], &'static str) {
    (browser().0, "+")
}
