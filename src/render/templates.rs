//! Turns the theme's templates into a fingerprint of each with everything it draws on: the templates it extends or
//! includes and those that define the components it calls.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use crate::trace::Fingerprint;

/// By template name.
pub fn fingerprints(templates: &BTreeMap<String, String>) -> BTreeMap<String, Fingerprint> {
    let components = components(templates);
    let direct: BTreeMap<&str, BTreeSet<&str>> =
        templates.iter().map(|(name, text)| (name.as_str(), uses(text, templates, &components))).collect();
    templates.keys().map(|name| (name.clone(), fingerprint(name, templates, &direct))).collect()
}

fn fingerprint(
    name: &str,
    templates: &BTreeMap<String, String>,
    direct: &BTreeMap<&str, BTreeSet<&str>>,
) -> Fingerprint {
    let mut all = BTreeSet::from([name]);
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        let used = direct.get(next).into_iter().flatten().copied();
        open.extend(used.filter(|used| all.insert(used)));
    }
    let mut hasher = blake3::Hasher::new();
    for used in all {
        hasher.update(used.as_bytes());
        hasher.update(&[0]);
        hasher.update(templates.get(used).map_or(&[][..], |text| text.as_bytes()));
        hasher.update(&[0]);
    }
    Fingerprint::finish(&hasher)
}

/// Which template defines each component: `{% component name(…) %}`, however much white space and however many dashes.
fn components(templates: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    let defined = templates.iter().flat_map(|(file, text)| {
        let tags = text.split("{%").skip(1).filter_map(|tag| {
            let tag = tag.strip_prefix('-').unwrap_or(tag).trim_start().strip_prefix("component")?;
            let name = tag.trim_start().split(|letter: char| !is_of_name(letter)).next()?;
            Some(name).filter(|name| tag.starts_with(char::is_whitespace) && !name.is_empty())
        });
        tags.map(move |name| (name, file.as_str()))
    });
    defined.collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_')
}

/// The templates that a text names. Anything that looks like a use counts: too much is only slower, too little is wrong.
fn uses<'a>(
    text: &'a str,
    templates: &'a BTreeMap<String, String>,
    components: &BTreeMap<&'a str, &'a str>,
) -> BTreeSet<&'a str> {
    // In whatever quotes, and whatever of it is escaped there.
    let plain = |text: &str| text.replace('\\', "");
    let here = plain(text);
    let is_here = |name: &str| memmem::find(here.as_bytes(), plain(name).as_bytes()).is_some();
    let named = templates.keys().map(String::as_str).filter(|name| is_here(name));
    let called = text.split('<').skip(1).filter_map(|rest| {
        let rest = rest.trim_start_matches(|letter: char| letter == '/' || letter.is_whitespace());
        components.get(rest.split(|letter: char| !is_of_name(letter)).next()?).copied()
    });
    named.chain(called).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(changed: &str) -> BTreeMap<String, Fingerprint> {
        let texts = [
            ("base.html", "<html>{% block main %}{% endblock %}</html>"),
            ("item.html", "{% extends \"base.html\" %}{% block main %}{{ <ui.card item={page} /> }}{% endblock %}"),
            ("404.html", "{% extends \"base.html\" %}"),
            ("ui.html", "{% component ui.card(item) %}{{ item.title }}{% endcomponent ui.card %}"),
        ];
        let text = |name: &str, text: &str| if name == changed { format!("{text} ") } else { text.to_owned() };
        fingerprints(&texts.into_iter().map(|(name, body)| (name.to_owned(), text(name, body))).collect())
    }

    #[test]
    fn a_template_changes_with_what_it_draws_on_and_with_nothing_else() {
        let before = theme("");
        let changed = |file: &str| -> Vec<String> {
            let after = theme(file);
            before.iter().filter(|(name, print)| after[*name] != **print).map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(changed("base.html"), ["404.html", "base.html", "item.html"]);
        assert_eq!(changed("ui.html"), ["item.html", "ui.html"]);
        assert_eq!(changed("404.html"), ["404.html"]);
    }

    #[test]
    fn a_use_is_seen_however_it_is_written() {
        let changes = |item: &str, part: &str| {
            let of = |more: &str| {
                let texts = [("item.html", item.to_owned()), ("ph\"an.html", format!("{part}{more}"))];
                fingerprints(&texts.map(|(name, text)| (name.to_owned(), text)).into_iter().collect())
            };
            of("")["item.html"] != of("<p>")["item.html"]
        };
        for include in ["{% include `ph\"an.html` %}", "{% include 'ph\"an.html' %}", "{% include \"ph\\\"an.html\" %}"]
        {
            assert!(changes(include, ""), "{include}");
        }
        for component in
            ["{% component a.b() %}", "{%- component a.b() -%}", "{%  component\n a.b() %}", "{%component a.b() %}"]
        {
            for call in ["{{ <a.b /> }}", "{{ < a.b /> }}", "{% <a.b> %}{% </a.b> %}"] {
                assert!(changes(call, component), "{component} {call}");
            }
        }
        assert!(!changes("{{ <a.c /> }}", "{% component a.b() %}"));
    }
}
