//! Turns a text of `site.toml` with `{url}` and `$NAME` into a request's text. It is read once, so nothing that is put in is
//! read again, and what came from the environment is taken out of every message.

use percent_encoding::utf8_percent_encode;

use super::fault::SetupFault;
use crate::http::host;
use crate::path::UNRESERVED;

/// What the environment says of a name.
pub type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Slot {
    /// A whole address.
    Url,
    /// It without scheme and host, from the first slash.
    Path,
    /// Its host, with a port where it has one.
    Host,
    /// All addresses of a request as a JSON array.
    Urls,
    /// The same of paths.
    Paths,
    /// The same of addresses without their scheme, as Cloudflare wants prefixes.
    Bare,
}

const SLOTS: [(&str, Slot); 6] = [
    ("{url}", Slot::Url),
    ("{path}", Slot::Path),
    ("{host}", Slot::Host),
    ("{urls}", Slot::Urls),
    ("{paths}", Slot::Paths),
    ("{bare}", Slot::Bare),
];

enum Part {
    Text(String),
    Slot(Slot),
}

pub struct Template {
    parts: Vec<Part>,
    /// Name and value of what was taken from the environment.
    secrets: Vec<(String, String)>,
}

impl Template {
    /// `$NAME` (capitals, digits, `_`) is taken from the environment; `$$` is a dollar sign, as is one that no name follows.
    pub fn read(text: &str, variables: Variables) -> Result<Template, SetupFault> {
        let mut template = Template { parts: Vec::new(), secrets: Vec::new() };
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '$']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some((mark, slot)) = SLOTS.iter().find(|(mark, _)| from.starts_with(mark)) {
                template.parts.extend([Part::Text(std::mem::take(&mut plain)), Part::Slot(*slot)]);
                rest = &from[mark.len()..];
                continue;
            }
            let name = from.strip_prefix('$').map_or("", name);
            if name.is_empty() {
                plain.push_str(&from[..1]);
                rest = from.strip_prefix("$$").unwrap_or(&from[1..]);
                continue;
            }
            let value = variables(name).filter(|value| !value.is_empty());
            let value = value.ok_or_else(|| SetupFault::NoVariable { name: name.to_owned() })?;
            // What a file ends with is no part of a key, and no header could hold it.
            let value = value.trim().to_owned();
            plain.push_str(&value);
            template.secrets.push((name.to_owned(), value));
            rest = &from[1 + name.len()..];
        }
        plain.push_str(rest);
        template.parts.push(Part::Text(plain));
        Ok(template)
    }

    /// Whether it says which addresses are meant.
    pub fn names_addresses(&self) -> bool {
        self.slots().any(|slot| slot != Slot::Host)
    }

    /// Whether it can hold no more than one address.
    pub fn is_for_one(&self) -> bool {
        self.slots().any(|slot| matches!(slot, Slot::Url | Slot::Path))
    }

    /// Whether it holds many.
    pub fn is_for_many(&self) -> bool {
        self.slots().any(|slot| matches!(slot, Slot::Urls | Slot::Paths | Slot::Bare))
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        self.parts.iter().filter_map(|part| match part {
            Part::Slot(slot) => Some(*slot),
            Part::Text(_) => None,
        })
    }

    /// The text for these addresses, which have one host.
    pub fn fill(&self, addresses: &[String]) -> String {
        self.written(addresses, false)
    }

    /// The same as an address of its own: behind a question mark, what is put in is encoded as a value.
    pub fn fill_address(&self, addresses: &[String]) -> String {
        self.written(addresses, true)
    }

    fn written(&self, addresses: &[String], is_address: bool) -> String {
        let first = addresses.first().map_or("", String::as_str);
        let mut out = String::new();
        for part in &self.parts {
            let value = match part {
                Part::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                Part::Slot(Slot::Url) => first.to_owned(),
                Part::Slot(Slot::Path) => path(first).to_owned(),
                Part::Slot(Slot::Host) => host(first).to_owned(),
                Part::Slot(Slot::Urls) => array(addresses.iter().map(String::as_str)),
                Part::Slot(Slot::Paths) => array(addresses.iter().map(|address| path(address))),
                Part::Slot(Slot::Bare) => array(addresses.iter().map(|address| bare(address))),
            };
            match is_address && out.contains('?') {
                true => out.extend(utf8_percent_encode(&value, UNRESERVED)),
                false => out.push_str(&value),
            }
        }
        out
    }

    /// What must stand in no message.
    pub fn secrets(&self) -> &[(String, String)] {
        &self.secrets
    }
}

/// Puts the name in place of each secret.
pub fn without_secrets<'a>(text: &str, secrets: impl Iterator<Item = &'a (String, String)>) -> String {
    secrets.fold(text.to_owned(), |text, (name, value)| {
        let encoded = utf8_percent_encode(value, UNRESERVED).to_string();
        text.replace(value, &format!("${name}")).replace(&encoded, &format!("${name}"))
    })
}

/// The name of a variable that a text begins with, or nothing.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) { "" } else { &text[..end] }
}

fn bare(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

fn path(address: &str) -> &str {
    let bare = bare(address);
    bare.find('/').map_or("/", |at| &bare[at..])
}

fn array<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    serde_json::to_string(&texts.collect::<Vec<_>>()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str) -> Option<String> {
        match name {
            "CONG_TOKEN" => Some("bí-mật-{url}-$CONG_ZONE\n".to_owned()),
            "CONG_ZONE" => Some("z1".to_owned()),
            _ => None,
        }
    }

    fn template(text: &str) -> Template {
        Template::read(text, &environment).unwrap()
    }

    fn addresses() -> Vec<String> {
        ["https://tinh.vn:8443/a/?b", "https://tinh.vn:8443/c"].map(str::to_owned).to_vec()
    }

    #[test]
    fn slots_hold_one_address_or_all_of_a_request() {
        for (text, filled) in [
            ("{url}", "https://tinh.vn:8443/a/?b"),
            ("http://127.0.0.1:6081{path}*", "http://127.0.0.1:6081/a/?b*"),
            ("x/{host}{path}", "x/tinh.vn:8443/a/?b"),
            (r#"{"files":{urls}}"#, r#"{"files":["https://tinh.vn:8443/a/?b","https://tinh.vn:8443/c"]}"#),
            (r#"{"p":{paths}}"#, r#"{"p":["/a/?b","/c"]}"#),
            (r#"{"p":{bare}}"#, r#"{"p":["tinh.vn:8443/a/?b","tinh.vn:8443/c"]}"#),
            ("{địa chỉ} {", "{địa chỉ} {"),
        ] {
            assert_eq!(template(text).fill(&addresses()), filled);
        }
    }

    #[test]
    fn an_address_in_a_query_is_encoded() {
        let bunny = template("https://api.bunny.net/purge?url={url}");
        assert_eq!(
            bunny.fill_address(&addresses()),
            "https://api.bunny.net/purge?url=https%3A%2F%2Ftinh.vn%3A8443%2Fa%2F%3Fb"
        );
        assert_eq!(template("http://a{path}").fill_address(&addresses()), "http://a/a/?b");
    }

    #[test]
    fn a_variable_is_put_in_once_and_what_is_in_it_is_not_read() {
        let made = template("Bearer $CONG_TOKEN, $$5 $ $5 $CONG_ZONE.");
        assert_eq!(made.fill(&addresses()), "Bearer bí-mật-{url}-$CONG_ZONE, $5 $ $5 z1.");
        assert!(!made.is_for_one());
    }

    #[test]
    fn a_missing_variable_is_told_by_its_name() {
        let missing = Template::read("Bearer $CONG_KHAC", &environment).map(|_| ());
        assert_eq!(missing, Err(SetupFault::NoVariable { name: "CONG_KHAC".to_owned() }));
        let empty = Template::read("$A", &|_| Some(String::new())).map(|_| ());
        assert_eq!(empty, Err(SetupFault::NoVariable { name: "A".to_owned() }));
    }

    #[test]
    fn a_secret_goes_out_of_what_others_say() {
        let made = template("$CONG_ZONE");
        assert_eq!(without_secrets("no zone z1 here", made.secrets().iter()), "no zone $CONG_ZONE here");
    }
}
