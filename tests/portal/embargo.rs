//! Holds the gate over random portals: items of every kind in two languages, with random gates, built at random moments.
//!
//! What is withheld leaves no trace: the output is, byte for byte, that of the same portal without those files. What is
//! public or not is worked out here once more, from the rules alone.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::law;
use crate::site_builder::{Built, SITE_TOML, cases, moment};
use cong::files::Memory;
use cong::write::manifest::Quarantined;

const SECTIONS: [(&str, &str); 9] = [
    ("tin", "article"),
    ("su-kien", "event"),
    ("gop-y", "consultation"),
    ("hoi", "question"),
    ("van-ban", "document"),
    ("banner", "banner"),
    ("so-lieu", "statistics"),
    ("lien-he", "contact"),
    ("trang", "page"),
];
const LANGUAGES: [&str; 2] = ["", ".en"];

/// What one file says of its publication; days of January 2024.
#[derive(Clone, Debug, Default)]
struct Gate {
    draft: bool,
    publish: Option<u8>,
    expires: Option<u8>,
}

/// One item in two languages.
#[derive(Clone, Debug)]
struct Item {
    section: usize,
    date: u8,
    gates: [Gate; 2],
    /// No English version.
    alone: bool,
    /// A mistake in the front matter.
    broken: [bool; 2],
    noindex: bool,
    /// In a folder of its own.
    bundle: bool,
}

#[derive(Clone, Debug)]
struct Random {
    items: Vec<Item>,
    /// Of sections, by language.
    sections: [[Gate; 2]; 9],
}

fn gate() -> impl Strategy<Value = Gate> {
    let day = || prop::option::weighted(0.25, 8u8..22);
    (prop::bool::weighted(0.15), day(), day()).prop_map(|(draft, publish, expires)| Gate { draft, publish, expires })
}

/// Sections are mostly open.
fn rare_gate() -> impl Strategy<Value = Gate> {
    prop_oneof![7 => Just(Gate::default()), 1 => gate()]
}

fn portals() -> impl Strategy<Value = Random> {
    let flag = |weight| prop::bool::weighted(weight);
    let item = (0..SECTIONS.len(), 1u8..22, [gate(), gate()], flag(0.2), [flag(0.1), flag(0.1)], flag(0.1), flag(0.6));
    let item = item.prop_map(|(section, date, gates, alone, broken, noindex, bundle)| Item {
        section,
        date,
        gates,
        alone,
        broken,
        noindex,
        bundle,
    });
    let sections = prop::array::uniform9([rare_gate(), rare_gate()]);
    (prop::collection::vec(item, 4..12), sections).prop_map(|(items, sections)| Random { items, sections })
}

impl Gate {
    fn lines(&self) -> String {
        let day =
            |key: &str, day: Option<u8>| day.map_or(String::new(), |day| format!("{key}: 2024-01-{day:02} 08:00\n"));
        let draft = if self.draft { "draft: true\n" } else { "" };
        format!("{draft}{}{}", day("publish_at", self.publish), day("expires", self.expires))
    }

    /// `date`: for what has one.
    fn is_open(&self, date: Option<u8>, at: Timestamp) -> bool {
        let on = |day: u8, time: &str| moment(&format!("2024-01-{day:02} {time}"));
        let opens = self.publish.map(|day| on(day, "08:00")).or(date.map(|day| on(day, "00:00")));
        !self.draft && opens.is_none_or(|opens| opens <= at) && self.expires.is_none_or(|day| on(day, "08:00") > at)
    }

    /// A translation must not say that it is public when its source is not; the order of its own days must be right.
    fn is_sensible(&self) -> bool {
        !matches!((self.publish, self.expires), (Some(publish), Some(expires)) if expires <= publish)
    }
}

impl Item {
    fn kind(&self) -> &'static str {
        SECTIONS[self.section].1
    }

    fn path(&self, number: usize, language: usize) -> String {
        let (folder, suffix) = (SECTIONS[self.section].0, LANGUAGES[language]);
        let name = Self::word(number, 2);
        if self.bundle {
            format!("content/{folder}/{name}/index{suffix}.md")
        } else {
            format!("content/{folder}/{name}{suffix}.md")
        }
    }

    fn file(&self, number: usize, language: usize) -> String {
        let name = format!("tep-{}.txt", Self::word(number, language));
        format!("{}/{name}", self.path(number, 0).rsplit_once('/').unwrap().0)
    }

    /// Letters that nothing else has: by language, and of the name that both share.
    fn word(number: usize, language: usize) -> String {
        format!("zq{}{}", ["v", "e", "n"][language], "abcdefghijklmnop".chars().nth(number).unwrap()).repeat(2)
    }

    /// The word in every field of the kind.
    fn text(&self, number: usize, language: usize, others: &[String]) -> String {
        let word = Self::word(number, language);
        let date = format!("2024-01-{:02}", self.date);
        let file = format!("tep-{word}.txt");
        let own = match self.kind() {
            "event" => format!(
                "starts: 2024-01-{:02} 09:00\nends: 2024-01-28\nplace: Nơi {word}\norganiser: Sở {word}\n",
                self.date + 5
            ),
            "consultation" => format!(
                "subject: legal\ndrafter: Sở {word}\nopens: 2024-01-{:02}\ncloses: 2024-01-27\ncomment_email: {word}@a.example\n",
                self.date + 4
            ),
            "question" => format!("question: Hỏi {word}?\nreceived: {date}\nasker: Ông {word}\nagency: so-y-te\n"),
            "document" => format!(
                "number: {number}/{word}\ntype: quyet-dinh\nissuer: Sở {word}\nissued: {date}\neffective: {date}\nsigner: Ông {word}\nsigner_title: Chủ tịch\nfields: [y-te]\n"
            ),
            "banner" => format!(
                "starts: 2024-01-{:02}\nends: 2024-01-29\nslot: top\nimage: anh.svg\nimage_alt: Hình {word}\n",
                self.date
            ),
            "statistics" => {
                format!("date: {date}\nperiod: Kỳ {word}\nunit: người\ntable: bang.csv\nmethod: Đếm {word}\n")
            }
            "contact" => format!("number: 0271.1022\npurpose: Gọi {word}\n"),
            "page" => String::new(),
            _ => format!("date: {date}\nauthor: Người {word}\ntopics: [de-an-06]\n"),
        };
        let related: String = others.iter().map(|other| format!("  - {other}\n")).collect();
        let related = if related.is_empty() { String::new() } else { format!("related:\n{related}") };
        let noindex = if self.noindex { "noindex: true\n" } else { "" };
        let broken = if self.broken[language] { format!("sumary: Sai {word}\n") } else { String::new() };
        let links: String = others.iter().map(|other| format!("[chỗ khác]({other})\n\n")).collect();
        format!(
            "---\ntitle: Đề {word}\nsummary: Sapô {word}\n{own}{}{noindex}{broken}{related}slug: {word}\naliases: [/cu-{word}/]\nattachments:\n  - file: {file}\n    title: Tên {word}\n---\nThân {word}.\n\n## Mục {word}\n\n{links}",
            self.gates[language].lines(),
        )
    }
}

impl Random {
    fn is_sensible(&self) -> bool {
        let gates = self.items.iter().flat_map(|item| &item.gates).chain(self.sections.iter().flatten());
        gates.into_iter().all(Gate::is_sensible)
    }

    fn files(&self) -> Memory {
        let mut files = Memory::new();
        files.put("site.toml", SITE_TOML);
        files.put("content/_index.md", "---\ntitle: Trang chủ\n---\n");
        files.put("content/_index.en.md", "---\ntitle: Home\n---\n");
        for (index, (folder, kind)) in SECTIONS.iter().enumerate() {
            for (language, suffix) in LANGUAGES.iter().enumerate() {
                let gate = self.sections[index][language].lines();
                let text = format!("---\ntitle: Mục {kind}\nkind: {kind}\n{gate}---\n");
                files.put(&format!("content/{folder}/_index{suffix}.md"), text);
            }
            files.put(&format!("content/{folder}/anh.svg"), SVG);
            files.put(&format!("content/{folder}/bang.csv"), "Xã,Số\nA,1\n");
        }
        for (number, item) in self.items.iter().enumerate() {
            let others: Vec<String> = (0..self.items.len())
                .filter(|other| other % 3 == number % 3 && *other != number)
                .map(|other| format!("/{}", self.items[other].path(other, 0)))
                .collect();
            let folder = item.path(number, 0).rsplit_once('/').unwrap().0.to_owned();
            let up = "../".repeat(folder.matches('/').count() + 1);
            let others: Vec<String> = others.iter().map(|other| format!("{up}{}", &other[1..])).collect();
            for language in 0..2 {
                if language == 0 || !item.alone {
                    files.put(&item.path(number, language), item.text(number, language, &others));
                    files.put(&item.file(number, language), format!("Tệp {}", Item::word(number, language)));
                }
            }
            files.put(&format!("{folder}/anh.svg"), SVG);
            files.put(&format!("{folder}/bang.csv"), "Xã,Số\nA,1\n");
        }
        files
    }

    /// By the rules: its own gate, that of the page it translates, those of the sections in both languages.
    fn is_open(&self, number: usize, language: usize, at: Timestamp) -> bool {
        let item = &self.items[number];
        let dated = !matches!(item.kind(), "event" | "consultation" | "question" | "document" | "contact" | "page");
        let own = |language: usize| item.gates[language].is_open(dated.then_some(item.date), at);
        let shown = item.kind() != "banner" || moment(&format!("2024-01-{:02}", item.date)) <= at;
        let section = |language: usize| self.sections[item.section][language].is_open(None, at);
        shown && own(language) && own(0) && section(language) && section(0)
    }
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"></svg>";

/// Outputs as text, in small letters; of the search index, whose files are packed, only that they are the same is looked at.
fn shown(outputs: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&String, String)> {
    outputs.iter().map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).to_lowercase()))
}

fn build(files: &Memory, at: &str) -> (Built, Vec<Quarantined>) {
    let built = crate::site_builder::build(std::sync::Arc::new(files.clone()), at, false);
    let quarantined = built.quarantined.clone();
    (built, quarantined)
}

/// Dates that outputs tell as those of publication or change.
fn told(text: &str) -> Vec<Timestamp> {
    const MARKS: [(&str, char); 9] = [
        ("<pubDate>", '<'),
        ("<lastBuildDate>", '<'),
        ("<published>", '<'),
        ("<updated>", '<'),
        ("<lastmod>", '<'),
        ("\"DC.date\" content=\"", '"'),
        ("\"date_published\":\"", '"'),
        ("\"date_modified\":\"", '"'),
        ("\"datePublished\":\"", '"'),
    ];
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let read = |date: &str| {
        let mail = jiff::fmt::rfc2822::parse(date).map(|zoned| zoned.timestamp()).ok();
        mail.or_else(|| cong::time::Moment::parse(date, &zone).ok().map(|moment| moment.starts))
            .unwrap_or_else(|| panic!("{date}"))
    };
    MARKS
        .iter()
        .flat_map(|(mark, end)| text.split(mark).skip(1).map(move |rest| rest.split(*end).next().unwrap()))
        .map(read)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 60, ..cases(8) })]

    #[test]
    fn what_is_withheld_leaves_the_output_as_if_it_did_not_exist(portal in portals().prop_filter("days in order", Random::is_sensible), days in prop::array::uniform2(6u8..24)) {
        let files = portal.files();
        for day in days {
            let at = format!("2024-01-{day:02} 07:59");
            let now = moment(&at);
            let (built, quarantined) = build(&files, &at);
            let mut without = files.clone();
            for (number, item) in portal.items.iter().enumerate() {
                let mut open = false;
                for language in (0..2).filter(|language| *language == 0 || !item.alone) {
                    let (is_open, word) = (portal.is_open(number, language, now), Item::word(number, language));
                    let is_shown = is_open && !item.broken[language];
                    open |= is_shown;
                    let traces: Vec<&String> = shown(&built.outputs).filter(|(path, text)| path.contains(&word) || text.contains(&word)).map(|(path, _)| path).collect();
                    prop_assert_eq!(!traces.is_empty(), is_shown, "{} in {:?} on {}: {:?}", item.path(number, language), traces, at, built.problems().iter().filter(|problem| problem.contains(&Item::word(number, 2))).collect::<Vec<_>>());
                    let named = quarantined.iter().any(|page| page.source == item.path(number, language));
                    prop_assert_eq!(named, is_open && item.broken[language] && item.kind() != "banner", "the manifest names {}", item.path(number, language));
                    if !is_shown {
                        without.remove(&item.path(number, language));
                        without.remove(&item.file(number, language));
                    }
                }
                let name = Item::word(number, 2);
                let traces: Vec<&String> = shown(&built.outputs).filter(|(path, text)| path.contains(&name) || text.contains(&name)).map(|(path, _)| path).collect();
                prop_assert!(open || traces.is_empty(), "the name of {}: {traces:?}", item.path(number, 0));
                if item.bundle && !open {
                    let folder = item.path(number, 0).rsplit_once('/').unwrap().0.to_owned();
                    for file in ["anh.svg", "bang.csv"] {
                        without.remove(&format!("{folder}/{file}"));
                    }
                }
            }
            for (index, (folder, _)) in SECTIONS.iter().enumerate() {
                for (language, suffix) in LANGUAGES.iter().enumerate() {
                    if !portal.sections[index][language].is_open(None, now) || !portal.sections[index][0].is_open(None, now) {
                        without.remove(&format!("content/{folder}/_index{suffix}.md"));
                    }
                }
            }
            let alone = build(&without, &at).0;
            let differs: Vec<&String> = built.outputs.keys().chain(alone.outputs.keys()).filter(|path| built.outputs.get(*path) != alone.outputs.get(*path)).collect();
            prop_assert!(differs.is_empty(), "{differs:?} on {at}");
            for (path, bytes) in built.outputs.iter().filter(|(path, _)| path.ends_with("xml") || path.ends_with("html") || path.ends_with("json")) {
                let late = told(&String::from_utf8_lossy(bytes)).into_iter().find(|date| *date > now);
                prop_assert_eq!(late, None, "{} tells a day to come on {}", path, at);
            }
        }
    }

    #[test]
    fn as_time_goes_on_a_build_with_cache_leaves_the_bytes_of_a_clean_one(portal in portals(), days in prop::array::uniform3(6u8..24)) {
        let mut portal = law::Portal { files: portal.files(), at: "2024-01-05 08:00".to_owned() };
        let mut last = law::build(&portal, law::nothing(), BTreeMap::new());
        for day in days {
            portal.at = format!("2024-01-{day:02} 08:00");
            let known = last.known(&portal);
            let incremental = law::build(&portal, known, last.outputs);
            let clean = law::build(&portal, law::nothing(), BTreeMap::new());
            let differs: Vec<&String> = clean.outputs.keys().chain(incremental.outputs.keys()).filter(|path| clean.outputs.get(*path) != incremental.outputs.get(*path)).collect();
            prop_assert!(differs.is_empty(), "{}: {differs:?}", portal.at);
            prop_assert_eq!(&clean.findings, &incremental.findings);
            last = incremental;
        }
    }
}
