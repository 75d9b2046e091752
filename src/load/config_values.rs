//! Finds the values of `site.toml` that TOML can read and the portal cannot use: ids, addresses, telephone numbers, menu entries.
//!
//! Each is told by the way to its key (`agencies.3.id`), with what to type instead.

use jiff::civil::Date;

use super::config::{Channel, Config, MenuItem, Term};
use super::localized::Localized;
use super::names;
use crate::diag::phrases::Words;
use crate::diag::{did_you_mean, quoted};
use crate::tables::{LINK_SCHEMES, iso_639};
use crate::text::emails::is_email;
use crate::text::slug::slug;

pub enum ValueError {
    /// The value of the key cannot be used; what to do instead.
    Value { path: String, value: String, wanted: Words },
    /// The same of a text, in the language with this code.
    Text { path: String, code: String, value: String, wanted: Words },
    /// One of these keys is needed where the path leads.
    Missing { path: String, key: &'static str },
    /// The id stands in the table already.
    Twice { path: String, first: String, id: String, table: &'static str },
}

/// The way to a key in words: `agencies.0.id` is the `id` of the first `[[agencies]]`.
pub fn named(path: &str) -> Words {
    let (mut vi, mut en, mut way) = (String::new(), String::new(), String::new());
    for part in path.split('.') {
        let Ok(index) = part.parse::<usize>() else {
            way = if way.is_empty() { part.to_owned() } else { format!("{way}.{part}") };
            continue;
        };
        let number = index + 1;
        let is_table = ["agencies", "topics", "fields", "channels"].contains(&&*way);
        let (own_vi, own_en) = match is_table {
            true => (format!("[[{way}]] thứ {number}"), format!("[[{way}]] number {number}")),
            false => (format!("mục thứ {number} của {way}"), format!("entry {number} of {way}")),
        };
        (vi, en) =
            if vi.is_empty() { (own_vi, own_en) } else { (format!("{own_vi}, {vi}"), format!("{own_en}, {en}")) };
        way.clear();
    }
    match (vi.is_empty(), way.is_empty()) {
        (true, _) => (path.to_owned(), path.to_owned()),
        (false, true) => (vi, en),
        (false, false) => (format!("{way} của {vi}"), format!("{way} of {en}")),
    }
}

/// Those that can be told without the kinds of the portal.
pub fn errors(config: &Config) -> Vec<ValueError> {
    let mut found = languages(config);
    found.extend(empty("title", &config.title));
    found.extend(owner(config));
    found.extend(config.channels.iter().enumerate().filter_map(|(index, channel)| self::channel(index, channel)));
    for (name, items) in &config.menus {
        menu(&format!("menus.{name}"), items, &mut found);
    }
    for (table, terms) in [("agencies", &config.agencies), ("topics", &config.topics), ("fields", &config.fields)] {
        ids(table, terms, &mut found);
        found.extend(
            terms.iter().enumerate().filter_map(|(index, term)| empty(&format!("{table}.{index}.name"), &term.name)),
        );
        let address =
            |(index, term): (usize, &Term)| wrong_address(format!("{table}.{index}.url"), term.url.as_deref()?);
        found.extend(terms.iter().enumerate().filter_map(address));
        found.extend(terms.iter().enumerate().filter_map(|(index, term)| wrong_end(&format!("{table}.{index}"), term)));
        found.extend(
            terms
                .iter()
                .enumerate()
                .filter_map(|(index, _)| wrong_successor(&format!("{table}.{index}"), index, terms)),
        );
    }
    found
}

/// The last day of a term that is no more.
fn wrong_end(path: &str, term: &Term) -> Option<ValueError> {
    let until = term.until.as_deref().filter(|until| until.parse::<Date>().is_err())?;
    Some(ValueError::Value {
        path: format!("{path}.until"),
        value: until.to_owned(),
        wanted: (
            "Viết ngày cuối cùng, năm-tháng-ngày: until = \"2025-06-30\"".to_owned(),
            "Write the last day, year-month-day: until = \"2025-06-30\"".to_owned(),
        ),
    })
}

/// What took the place of a term is another one of its list.
fn wrong_successor(path: &str, index: usize, terms: &[Term]) -> Option<ValueError> {
    let successor = terms.get(index)?.successor.as_deref()?;
    let others: Vec<&str> =
        terms.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, term)| term.id.as_str()).collect();
    (!others.contains(&successor)).then(|| ValueError::Value {
        path: format!("{path}.successor"),
        value: successor.to_owned(),
        wanted: did_you_mean(successor, &others),
    })
}

/// Kinds that `site.toml` names and the portal does not have.
pub fn unknown_kinds(config: &Config, kinds: &[&str]) -> Vec<ValueError> {
    let unknown = config.outputs.twins.iter().enumerate().filter(|(_, name)| !kinds.contains(&name.as_str()));
    unknown
        .map(|(index, name)| ValueError::Value {
            path: format!("outputs.twins.{index}"),
            value: name.clone(),
            wanted: did_you_mean(name, kinds),
        })
        .collect()
}

fn owner(config: &Config) -> Vec<ValueError> {
    let (owner, language) = (&config.owner, config.default_language());
    let rows = [
        ("name", owner.name.key(language), owner.name.get(language), "…"),
        ("responsible", owner.responsible.key(language), owner.responsible.get(language), "…"),
        ("address", owner.address.key(language), owner.address.get(language), "…"),
        ("phone", "", owner.phone.as_str(), "0271.1022"),
        ("email", "", owner.email.as_str(), "bbt@ten-mien.gov.vn"),
    ];
    let is_sound = |key: &str, value: &str| match key {
        "phone" => value.contains(|digit: char| digit.is_ascii_digit()) || value.starts_with("lien-he:"),
        "email" => is_email(value),
        _ => !value.trim().is_empty(),
    };
    let wrong = rows.into_iter().filter(|(key, _, value, _)| !is_sound(key, value));
    wrong
        .map(|(key, code, value, sample)| ValueError::Text {
            path: format!("owner.{key}"),
            code: code.to_owned(),
            value: quoted(value),
            wanted: (
                format!("Viết {key} = \"{sample}\". Đầu và chân mọi trang hiện giá trị này."),
                format!("Write {key} = \"{sample}\". Every page shows it."),
            ),
        })
        .collect()
}

fn channel(index: usize, channel: &Channel) -> Option<ValueError> {
    let name = empty(&format!("channels.{index}.name"), &Localized::from(channel.name.as_str()));
    name.or_else(|| wrong_address(format!("channels.{index}.url"), &channel.url))
}

/// A text for readers without a letter in it, in some language.
fn empty(path: &str, text: &Localized) -> Option<ValueError> {
    let (code, text) = text.all().find(|(_, text)| text.trim().is_empty())?;
    let key = if code.is_empty() { path.rsplit('.').next().unwrap_or(path) } else { code };
    let wanted = (format!("Viết {key} = \"…\""), format!("Write {key} = \"…\""));
    Some(ValueError::Text { path: path.to_owned(), code: code.to_owned(), value: quoted(text), wanted })
}

/// Browsers and screen readers know languages by the shortest code of ISO 639 (BCP 47).
fn languages(config: &Config) -> Vec<ValueError> {
    let wrong = config.languages.iter().enumerate().filter_map(|(index, code)| {
        let wanted = match names::meant_code(code) {
            Some(code) => (format!("Có phải ý bạn là “{code}”?"), format!("Did you mean “{code}”?")),
            None if iso_639::is_known(code) => return None,
            None => (
                "Viết mã ISO 639 của ngôn ngữ, ví dụ vi, en, km, zh.".to_owned(),
                "Write the ISO 639 code of a language, such as vi, en, km, zh.".to_owned(),
            ),
        };
        Some(ValueError::Value { path: format!("languages.{index}"), value: code.clone(), wanted })
    });
    wrong.collect()
}

/// An entry leads to a page, or to an address and says its title; one that only holds others needs a page too.
fn menu(path: &str, items: &[MenuItem], found: &mut Vec<ValueError>) {
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}.{index}");
        match (&item.page, &item.url) {
            (None, None) => found.push(ValueError::Missing { path: path.clone(), key: "page" }),
            (None, Some(_)) if item.title.is_none() => {
                found.push(ValueError::Missing { path: path.clone(), key: "title" });
            }
            (None, Some(url)) => found.extend(wrong_address(format!("{path}.url"), url)),
            (Some(_), _) => {}
        }
        found.extend(item.title.as_ref().and_then(|title| empty(&format!("{path}.title"), title)));
        menu(&format!("{path}.children"), &item.children, found);
    }
}

fn wrong_address(path: String, address: &str) -> Option<ValueError> {
    let has_scheme = address.split_once(':').is_some_and(|(scheme, rest)| {
        LINK_SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) && !rest.trim_matches('/').is_empty()
    });
    let is_own = address.starts_with('/') && !address.starts_with("//");
    if (has_scheme || is_own) && !address.contains(char::is_whitespace) {
        return None;
    }
    let host = address.trim().trim_start_matches('/');
    let sample = if host.is_empty() || host.contains([' ', ':']) { "https://…" } else { &format!("https://{host}") };
    let wanted = (format!("Viết url = \"{sample}\""), format!("Write url = \"{sample}\""));
    Some(ValueError::Value { path, value: quoted(address), wanted })
}

/// An id stands in addresses, so it is written as they are; and no two are the same.
fn ids(table: &'static str, terms: &[Term], found: &mut Vec<ValueError>) {
    let mut seen = std::collections::BTreeMap::new();
    for (index, term) in terms.iter().enumerate() {
        let path = format!("{table}.{index}.id");
        let own = slug(&term.id);
        if own != term.id || own.is_empty() {
            let own = if own.is_empty() { slug(term.name.get("vi")) } else { own };
            let own = if own.is_empty() { "ma-viet-khong-dau".to_owned() } else { own };
            let wanted = (
                format!("Viết id = \"{own}\": chữ thường không dấu, số và dấu gạch nối."),
                format!("Write id = \"{own}\": lower-case letters, digits and hyphens."),
            );
            found.push(ValueError::Value { path: path.clone(), value: quoted(&term.id), wanted });
        }
        if let Some(first) = seen.insert(&term.id, path.clone()) {
            found.push(ValueError::Twice { path, first, id: term.id.clone(), table });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::site_file;

    const HEAD: &str = "title = \"Cổng\"\nbase_url = \"https://a.vn\"\n[owner]\nname = \"UBND\"\nresponsible = \"Trưởng ban\"\naddress = \"a\"\nphone = \"1022\"\nemail = \"a@b.vn\"\n";

    /// What is said of this text: code and line, then what is wrong and what to do.
    fn said(text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        site_file::read("site.toml", text, &mut findings);
        let say = |finding: &crate::diag::Finding| {
            let line = finding.span.map_or(0, |span| span.line);
            format!("{} {line} {} {}", finding.message.code, finding.text("vi"), finding.hint("vi"))
        };
        findings.iter().map(say).collect()
    }

    #[test]
    fn every_value_that_cannot_be_used_is_told_at_its_own_line_with_what_to_type() {
        let table: &[(&str, &str)] = &[
            (
                "[[agencies]]\nid = \"ubnd\"\nname = \"U\"\n[[agencies]]\nid = \"Sở Y tế\"\nname = \"S\"\n",
                "C02 13 khóa “id của [[agencies]] thứ 2” có giá trị không hợp lệ: Sở Y tế Viết id = \"so-y-te\": chữ thường không dấu, số và dấu gạch nối.",
            ),
            (
                "[[topics]]\nid = \"\"\nname = \"Chuyển đổi số\"\n",
                "C02 10 khóa “id của [[topics]] thứ 1” có giá trị không hợp lệ: \"\" Viết id = \"chuyen-doi-so\": chữ thường không dấu, số và dấu gạch nối.",
            ),
            (
                "[[fields]]\nid = \"a-b\"\nname = \"A\"\n[[fields]]\nid = \"c\"\nname = \"C\"\n[[fields]]\nid = \"a-b\"\nname = \"B\"\n",
                "C07 16 mã “a-b” khai báo hai lần trong [[fields]] Mỗi mã chỉ dùng một lần: đổi hoặc xóa một mục (mục kia ở dòng 10).",
            ),
            (
                "[[channels]]\nname = \"a\"\nnetwork = \"Facebook\"\nurl = \"facebook.com/a\"\n",
                "C02 12 khóa “url của [[channels]] thứ 1” có giá trị không hợp lệ: facebook.com/a Viết url = \"https://facebook.com/a\"",
            ),
            (
                "[menus]\nmain = [\n{ page = \"a.md\" },\n{ title = \"Nhóm\", children = [\n{ url = \"/a/\" }\n] },\n]\n",
                "C03 12 thiếu khóa bắt buộc “page” Thêm khóa này vào site.toml.",
            ),
            (
                "[[agencies]]\nid = \"a\"\nname = \"\"\n",
                "C02 11 khóa “name của [[agencies]] thứ 1” có giá trị không hợp lệ: \"\" Viết name = \"…\"",
            ),
            (
                "[[topics]]\nid = \"a\"\nname = { vi = \"A\", en = \" \" }\n",
                "C02 11 khóa “name của [[topics]] thứ 1” có giá trị không hợp lệ: \" \" Viết en = \"…\"",
            ),
            (
                "[[channels]]\nname = \"\"\nnetwork = \"Zalo\"\nurl = \"https://zalo.me/1\"\n",
                "C02 10 khóa “name của [[channels]] thứ 1” có giá trị không hợp lệ: \"\" Viết name = \"…\"",
            ),
            (
                "[menus]\nmain = [\n{ url = \"/a/\", title = \"\" },\n]\n",
                "C02 11 khóa “title của mục thứ 1 của menus.main” có giá trị không hợp lệ: \"\" Viết title = \"…\"",
            ),
        ];
        for (text, wanted) in table {
            assert!(
                said(&format!("{HEAD}{text}")).iter().any(|said| said == wanted),
                "{text}\n{:#?}",
                said(&format!("{HEAD}{text}"))
            );
        }
        for (from, to, wanted) in [
            (
                "phone = \"1022\"",
                "phone = \"\"",
                "C02 7 khóa “owner.phone” có giá trị không hợp lệ: \"\" Viết phone = \"0271.1022\".",
            ),
            (
                "phone = \"1022\"",
                "phone = \"chưa có\"",
                "C02 7 khóa “owner.phone” có giá trị không hợp lệ: chưa có Viết phone",
            ),
            (
                "email = \"a@b.vn\"",
                "email = \"bbt\"",
                "C02 8 khóa “owner.email” có giá trị không hợp lệ: bbt Viết email",
            ),
            (
                "title = \"Cổng\"",
                "title = \" \"",
                "C02 1 khóa “title” có giá trị không hợp lệ: \" \" Viết title = \"…\"",
            ),
            (
                "title = \"Cổng\"",
                "title = { vi = \"Cổng\", en = \"\" }",
                "C02 1 khóa “title” có giá trị không hợp lệ: \"\" Viết en = \"…\"",
            ),
            (
                "title = \"Cổng\"",
                "title = \"Cổng\"\nlanguages = [\"vi\", \"vn\"]",
                "C02 2 khóa “mục thứ 2 của languages” có giá trị không hợp lệ: vn Có phải ý bạn là “vi”?",
            ),
            (
                "title = \"Cổng\"",
                "title = \"Cổng\"\nlanguages = [\"vi\", \"eng\"]",
                "C02 2 khóa “mục thứ 2 của languages” có giá trị không hợp lệ: eng Có phải ý bạn là “en”?",
            ),
            (
                "title = \"Cổng\"",
                "title = \"Cổng\"\nlanguages = [\"vi\", \"qx\"]",
                "C02 2 khóa “mục thứ 2 của languages” có giá trị không hợp lệ: qx Viết mã ISO 639",
            ),
            ("name = \"UBND\"", "name = \" \"", "C02 4 khóa “owner.name” có giá trị không hợp lệ: \" \" Viết name"),
        ] {
            let said = said(&HEAD.replace(from, to));
            assert!(said.len() == 1 && said[0].starts_with(wanted), "{to}\n{said:#?}");
        }
    }

    #[test]
    fn codes_of_languages_that_people_speak_are_left_alone() {
        let text = HEAD.replace("[owner]", "languages = [\"vi\", \"en\", \"km\", \"zh\", \"sti\"]\n[owner]");
        assert_eq!(said(&text), Vec::<String>::new());
    }

    #[test]
    fn good_values_are_left_alone() {
        let text = "[[agencies]]\nid = \"so-y-te-2\"\nname = \"S\"\nurl = \"https://a.vn\"\n[[channels]]\nname = \"a\"\nnetwork = \"Zalo\"\nurl = \"https://zalo.me/1\"\n[menus]\nmain = [{ url = \"/a/\", title = \"A\" }, { url = \"tel:1022\", title = \"B\" }]\n";
        assert_eq!(said(&format!("{HEAD}{text}")), Vec::<String>::new());
    }

    #[test]
    fn a_kind_that_is_none_is_told_with_the_nearest() {
        let config = site_file::read(
            "site.toml",
            &HEAD.replace("[owner]", "outputs.twins = [\"document\", \"artcle\"]\n[owner]"),
            &mut Vec::new(),
        );
        let errors = unknown_kinds(&config.unwrap(), &["article", "document"]);
        let [ValueError::Value { path, wanted, .. }] = &errors[..] else { panic!("{}", errors.len()) };
        assert_eq!((&**path, &*wanted.0), ("outputs.twins.1", "Có phải ý bạn là “article”?"));
    }
}
