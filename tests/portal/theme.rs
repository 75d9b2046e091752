//! Holds the theme in one shape: where a component stands, what it takes of the page around it, and that pages ask only for what is theirs.

use crate::reference::root;
use crate::site_builder::{Site, texts};

/// The text inside `{{ }}` and `{% %}`, without words in quotation marks.
fn code(template: &str) -> String {
    let parts = template.split("{{ ").flat_map(|part| part.split("{%")).skip(1);
    let end = |part: &str| ["%}", " }}"].iter().filter_map(|end| part.find(end)).min().unwrap_or(part.len());
    let tags = parts.map(|part| part[..end(part)].to_owned());
    tags.map(|tag| tag.split('"').step_by(2).collect::<Vec<_>>().join(" \"\" ")).collect::<Vec<_>>().join("\n")
}

/// Components of the theme: file, name, parameters and text.
fn components() -> Vec<(String, String, String, String)> {
    let folder = root().join("themes/portal/templates/components");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let file = entry.file_name().into_string().unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        for part in text.split("{% component ").skip(1) {
            let (name, rest) = part.split_once('(').unwrap();
            let (parameters, rest) = rest.split_once(") ").unwrap();
            let body = rest.split("endcomponent").next().unwrap();
            found.push((file.clone(), name.to_owned(), parameters.to_owned(), body.to_owned()));
        }
    }
    assert!(found.len() > 60, "{}", found.len());
    found
}

#[test]
fn a_component_stands_in_the_file_of_its_namespace() {
    let elsewhere: Vec<_> = components()
        .into_iter()
        .filter(|(file, name, ..)| file.strip_suffix(".html") != name.split('.').next())
        .map(|(file, name, ..)| format!("{name} stands in {file}"))
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

#[test]
fn a_component_takes_of_the_page_only_what_it_reads() {
    let mut unread = Vec::new();
    for (file, name, parameters, body) in components() {
        let read = code(&body);
        let words: Vec<&str> = read.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '?'))).collect();
        let is_read = |wanted: &str| words.iter().any(|word| word.split(['.', '?']).next() == Some(wanted));
        let taken = parameters.split(", ").filter_map(|parameter| parameter.strip_prefix('@'));
        unread.extend(
            taken.filter(|taken| !is_read(taken)).map(|taken| format!("{file}: {name} does not read @{taken}")),
        );
    }
    assert!(unread.is_empty(), "{unread:#?}");
}

fn unit(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\naddress: Số 1\nphone: 0271.3879123\nemail: a@tinh.example\n{more}---\n")
}

#[test]
fn a_unit_shows_all_units_and_people_that_belong_to_it_however_many_there_are() {
    const MANY: usize = 501;
    let site = Site::new()
        .file("content/bo-may/_index.md", "---\ntitle: Bộ máy\nkind: organisation\n---\n")
        .file("content/bo-may/tinh.md", &unit("Tỉnh", ""))
        .file("content/bo-may/khac.md", &unit("Khác", ""))
        .file("content/nguoi/_index.md", "---\ntitle: Người\nkind: person\n---\n")
        .file("content/nguoi/an.md", "---\ntitle: An\nposition: Chủ tịch\nunit: ../bo-may/tinh.md\n---\n")
        .file("content/nguoi/binh.md", "---\ntitle: Bình\nposition: Giám đốc\nunit: ../bo-may/khac.md\n---\n");
    let below = |site: Site, number: usize| {
        site.file(&format!("content/bo-may/xa-{number:03}.md"), &unit(&format!("Xã {number}"), "parent: tinh.md\n"))
    };
    let built = (1..=MANY).fold(site, below).build();
    let html = built.html("bo-may/tinh/index.html");
    let units = texts(&html, "section[aria-labelledby=units] li");
    assert_eq!((units.len(), units.last().map(String::as_str)), (MANY, Some("Xã 501")));
    assert_eq!(texts(&html, "section[aria-labelledby=people] h3"), ["An"]);
    assert_eq!(texts(&html, ".relations h2"), Vec::<String>::new(), "nobody is shown twice");
    let inside = built.html("bo-may/xa-001/index.html");
    assert_eq!(texts(&inside, ".facts dt").iter().filter(|name| *name == "Trực thuộc").count(), 1);
    assert_eq!(texts(&inside, ".relations h2"), Vec::<String>::new(), "nor is the unit around it");
    let other = built.html("bo-may/khac/index.html");
    assert_eq!(texts(&other, "section[aria-labelledby=units] li"), Vec::<String>::new());
    assert_eq!(texts(&other, "section[aria-labelledby=people] h3"), ["Bình"]);
}
