//! The data of an audit: which profile holds when, what a portal may bring of its own, and mistakes in it.

use cong::audit::report::State;
use cong::audit::{Unknown, Wanted};

use crate::audit_desk::{audit, codes, told, with_obligation};
use crate::site_builder::Site;

fn profiles(day: &str) -> Result<Vec<String>, Unknown> {
    let told = told(Site::new().files(), day, &Wanted::Profiles(Vec::new()))?;
    Ok(told.report.profiles.iter().map(|(id, _)| id.clone()).collect())
}

#[test]
fn the_profile_that_is_asked_is_the_law_of_the_day() {
    assert_eq!(profiles("2022-08-14"), Err(Unknown::NoLaw));
    assert_eq!(profiles("2022-08-15").unwrap(), ["nd42-2022"]);
    assert_eq!(profiles("2026-06-30").unwrap(), ["nd42-2022"]);
    assert_eq!(profiles("2026-07-01").unwrap(), ["nd224-2026"]);
}

#[test]
fn the_portal_names_its_own_profiles_and_the_command_line_goes_before() {
    let site = Site::new().config("[[agencies]]", "[audit]\nprofiles = [\"papi\", \"tinnhiemmang\"]\n\n[[agencies]]");
    let names = |asked: &[&str]| {
        let told = audit(site.clone(), "2024-01-15", asked);
        told.report.profiles.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&[]), names(&["nd42-2022"])),
        (vec!["papi".to_owned(), "tinnhiemmang".to_owned()], vec!["nd42-2022".to_owned()])
    );
    let unknown = told(site.files(), "2024-01-15", &Wanted::Profiles(vec!["nd-42".to_owned()]));
    assert_eq!(unknown.err(), Some(Unknown::Profile("nd-42".to_owned())));
}

#[test]
fn a_file_of_the_portal_takes_the_place_of_the_programs_own() {
    let own = "name = \"PAPI của tỉnh\"\n\n[[obligation]]\nid = \"tin\"\ntitle = \"Tin\"\narticle = \"-\"\nsource = \"-\"\nevidence = \"verified\"\nwhere = { section = \"tin-tuc\" }\nproofs = [{ items = 1 }]\n";
    let told = audit(Site::new().file("content/_audit/papi.toml", own), "2024-01-15", &["papi"]);
    assert_eq!(told.ids(State::Missing), ["tin"]);
    assert_eq!(told.report.profiles[0].1.get("vi"), "PAPI của tỉnh");
}

#[test]
fn an_obligation_counts_from_its_first_day_to_its_last() {
    let dated = "effective_from = \"2024-01-10\"\neffective_to = \"2024-01-20\"\nproofs = [{ items = 1 }]";
    let rows = |day: &str| audit(with_obligation(Site::new(), dated), day, &["thu"]).report.rows.len();
    assert_eq!(["2024-01-09", "2024-01-10", "2024-01-20", "2024-01-21"].map(rows), [0, 1, 1, 0]);
}

#[test]
fn a_profile_has_those_that_it_includes_and_its_own_obligation_goes_before() {
    let told = audit(Site::new(), "2024-01-15", &["nd42-2022"]);
    let of = |id: &str| told.row(id).profile.as_str();
    assert_eq!(
        [of("van-ban"), of("thong-ke"), of("dau-moi-thong-tin"), of("en-dau-moi")],
        ["nd42-2022", "nd42-2022", "tctt-2016", "en-minimum"]
    );
    let mut ids: Vec<&str> = told.report.rows.iter().map(|row| row.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "no obligation counts twice");
}

/// A file or a part of `site.toml`, and what is told of it: the code, its line and the next step in Vietnamese.
#[rustfmt::skip] // a row is a line
const MISTAKES: &[(&str, &str, &str, u32, &str)] = &[
    ("content/_audit/thu.toml", "name = \"Thử\"\n[[obligation]]\nid = 1\n", "K20", 3, ""),
    ("content/_audit/thu.toml", "name = \"Thử\"\nobligations = 1\n", "K20", 2, "obligation"),
    ("content/_audit/thu.toml", "name = \"Thử\"\neffective_from = \"1/7/2026\"\n", "K20", 2, ""),
    ("content/_audit/thu.toml", "name = \"Thử\"\n[[obligation]]\nid = \"a\"\ntitle = \"A\"\narticle = \"-\"\nsource = \"-\"\nevidence = \"verified\"\nproofs = [{ item = 1 }]\n", "K20", 8, "items"),
    ("content/_audit/thu.toml", "name = \"Thử\"\n[[obligation]]\nid = \"a\"\ntitle = \"A\"\narticle = \"-\"\nsource = \"-\"\nevidence = \"verified\"\nwhere = { kind = \"articel\" }\nproofs = [{ items = 1 }]\n", "K21", 8, "article"),
    ("content/_audit/thu.toml", "name = \"Thử\"\n[[obligation]]\nid = \"a\"\ntitle = \"A\"\narticle = \"-\"\nsource = \"-\"\nevidence = \"verified\"\nwhere = { kind = \"question\", has = [\"answerd\"] }\nproofs = [{ items = 1 }]\n", "K21", 8, "answered"),
    ("content/_audit/thu.toml", "name = \"Thử\"\nincludes = [\"papy\"]\n", "K27", 0, "papi"),
    ("content/_audit/holidays.toml", "[2024]\noff = [\"30/4/2024\"]\n", "K21", 2, "2024-01-01"),
    ("content/_audit/holidays.toml", "[2024]\nnghi = []\n", "K20", 2, "off"),
    ("content/_audit/units.toml", "[[communes]]\nid = \"a\"\n", "K20", 1, "name"),
    ("site.toml", "[audit]\nprofiles = [\"papy\"]\n", "K21", 2, "papi"),
    ("site.toml", "[audit.agencies]\nso-yte = 30\n", "K21", 2, "so-y-te"),
    ("site.toml", "[audit.sections]\ntin-tuc = { owner = \"so-yte\" }\n", "K21", 2, "so-y-te"),
    ("site.toml", "[audit.obligations.de-tai]\nowner = \"so-y-te\"\n", "K23", 1, "de-tai-khoa-hoc"),
    ("site.toml", "[audit.obligations.de-tai-khoa-hoc]\nsection = \"khong-co\"\n", "K24", 2, "content/"),
    ("site.toml", "[audit.obligations.de-tai-khoa-hoc]\npage = \"tin-tuc/khong-co.md\"\n", "K24", 2, "content/"),
];

#[test]
fn a_mistake_is_told_at_its_line_with_what_to_type() {
    let wrong = MISTAKES.iter().filter_map(|(file, text, code, line, next)| {
        let (site, before) = match *file {
            "site.toml" => {
                let before = crate::site_builder::SITE_TOML.lines().count() as u32;
                (Site::new().file(file, &format!("{}{text}", crate::site_builder::SITE_TOML)), before)
            }
            _ => (Site::new().file(file, text), 0),
        };
        let told = audit(site, "2024-01-15", &["tinnhiemmang"]);
        let all: Vec<_> = told
            .findings
            .iter()
            .map(|it| {
                (
                    it.message.code,
                    it.file.to_string(),
                    it.span.map_or(0, |span| span.line),
                    it.text("vi"),
                    it.hint("vi"),
                )
            })
            .collect();
        let is_told = all.iter().any(|(own, of, at, what, hint)| {
            own == code
                && of == file
                && (*line == 0 || *at == line + before)
                && (what.contains(next) || hint.contains(next))
        });
        (!is_told || codes(&told).len() != 1).then(|| format!("{code} {file}: {text}\n{all:#?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), MISTAKES.len(), wrong.join("\n"));
}

#[test]
fn an_obligation_that_stands_twice_is_told_and_the_first_counts() {
    let twice = "evidence = \"verified\"\nproofs = [{ items = 1 }]\n\n[[obligation]]\nid = \"mot\"\ntitle = \"Hai\"\narticle = \"-\"\nsource = \"-\"\nevidence = \"verified\"\nproofs = [\"https\"]";
    let told = audit(with_obligation(Site::new(), twice), "2024-01-15", &["thu"]);
    assert_eq!((codes(&told), told.report.rows.len(), told.row("mot").state), (vec!["K22"], 1, State::Missing));
}

#[test]
fn the_profiles_of_the_program_have_no_mistake_and_say_where_each_thing_was_read() {
    for profile in ["nd42-2022", "nd224-2026", "tctt-2016", "papi", "tinnhiemmang", "en-minimum"] {
        let told = audit(Site::new(), "2024-01-15", &[profile]);
        assert_eq!(codes(&told).into_iter().filter(|code| *code != "K26").count(), 0, "{profile}");
        assert!(!told.report.rows.is_empty(), "{profile}");
        for row in &told.report.rows {
            assert!(!row.article.is_empty() && !row.source.is_empty(), "{}", row.id);
            assert!(row.title.has("vi") && row.title.has("en"), "{}", row.id);
        }
    }
}

#[test]
fn nothing_of_what_the_audit_rests_on_is_published_or_told_of() {
    let site = Site::new().file("content/_audit/units.toml", "[[communes]]\nid = \"xa-mot\"\nname = \"Xã Một\"\n");
    let built = site.build();
    assert!(built.findings.iter().all(|finding| !finding.file.contains("_audit")), "{:?}", built.findings);
    assert!(
        built
            .outputs
            .iter()
            .all(|(path, bytes)| { !path.contains("_audit") && !String::from_utf8_lossy(bytes).contains("xa-mot") })
    );
}
