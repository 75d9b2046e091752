//! The reference in `docs/` names everything that there is, and nothing else: commands and flags, keys of `site.toml` and of front
//! matter, outputs, template functions and filters, findings, fields of JSON. What is wrong is told as the line to add or to delete.

use std::collections::{BTreeMap, BTreeSet};

use cong::files::Memory;
use cong::load::config::Config;
use cong::load::home;
use cong::load::kinds::{Field, FieldType, Kind, Kinds};
use cong::render::FUNCTIONS;
use cong::trace::PagesQuery;
use walkdir::WalkDir;

use crate::command::Workspace;
use crate::reference::{assert_made, assert_true_to, cell, reference, root, rows};
use crate::site_builder::{SITE_TOML, Site};

#[path = "docs_rules.rs"]
mod rules;

/// The flags of a command, as its own help has them: each with what it is by default, if anything.
fn flags(command: &str) -> BTreeMap<String, Option<String>> {
    let arguments: Vec<&str> = command.split(' ').skip(1).chain(["--help"]).collect();
    let help = Workspace::empty().cong(&arguments).out;
    let options = help.split("Tùy chọn · Options:").nth(1).unwrap();
    let mut flags: Vec<String> = Vec::new();
    for line in options.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match flags.last_mut() {
            Some(flag) if !line.starts_with('-') => *flag += &format!(" {line}"),
            _ => flags.push(line.to_owned()),
        }
    }
    let read = |flag: &String| {
        let name = flag.split([' ', ',']).find(|word| word.starts_with("--")).unwrap();
        let usual = flag.split_once("default: ").map(|(_, usual)| usual.trim_end_matches(']').to_owned());
        (name.to_owned(), usual)
    };
    flags.iter().map(read).collect()
}

/// The commands, as the help of the program has them.
fn commands() -> Vec<String> {
    let help = Workspace::empty().cong(&["--help"]).out;
    let commands = help.split("Lệnh · Commands:").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    let named = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    named.map(|line| format!("cong {}", line.split_whitespace().next().unwrap())).collect()
}

#[test]
fn every_command_and_flag_is_in_the_reference() {
    const PAGE: &str = "docs/commands.md";
    let commands = commands();
    assert!(commands.len() >= 8, "{commands:?}");
    let words = |name: &str| name.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let mut mends = Vec::new();
    let mut table = reference(PAGE, "Commands");
    table.rows.iter_mut().flat_map(|row| &mut row.names).for_each(|name| *name = words(name));
    mends.extend(table.mends(&rows(commands.iter().cloned())));
    let common = flags("cong");
    let sections = commands.iter().map(|command| (command.as_str(), command.as_str()));
    for (heading, command) in [("Flags of every command", "cong")].into_iter().chain(sections) {
        let own = |name: &String| command == "cong" || !common.contains_key(name);
        let flags: BTreeMap<_, _> = flags(command).into_iter().filter(|(name, _)| own(name)).collect();
        if flags.is_empty() {
            continue;
        }
        let mut table = reference(PAGE, heading);
        for row in &mut table.rows {
            row.names.retain(|name| name.starts_with("--"));
            row.names.iter_mut().for_each(|name| *name = name.split(' ').next().unwrap().to_owned());
            let missing = row.names.iter().filter_map(|name| flags.get(name)?.as_ref());
            let missing = missing.filter(|usual| !row.text.contains(&format!("`{usual}`")));
            mends
                .extend(missing.map(|usual| format!("{PAGE}: write that the default is `{usual}`:\n    {}", row.text)));
        }
        mends.extend(table.mends(&rows(flags.into_keys())));
    }
    assert_true_to(&mends);
}

/// The names in `expected one of …` of a message about a key that nobody knows; `None` where any key or none may stand.
fn expected(error: &str) -> Option<Vec<String>> {
    let (_, names) = error.strip_prefix("unknown field `zzz`, ")?.split_once("expected ")?;
    Some(names.split('`').skip(1).step_by(2).map(str::to_owned).collect())
}

/// Ways in which tables stand below a key, and how such a way is written.
const BELOW: [(&str, &str); 4] =
    [("{ @ }", "."), ("[{ @ }]", "[]."), ("{ a = { @ } }", ".NAME."), ("{ a = [{ @ }] }", ".NAME[].")];

/// All keys below the place that `@` marks in a text. Keys are asked of the reader itself: it names those that it knows.
fn keys_of_site(text: &str, way: &str, above: &[String], found: &mut Vec<String>) {
    let ask = |text: &str| expected(toml::from_str::<Config>(&text.replace('@', "zzz = 1")).unwrap_err().message());
    let keys = ask(text).unwrap_or_else(|| panic!("{way} is no table"));
    for key in &keys {
        let below = BELOW.iter().find_map(|(table, joint)| {
            let inner = text.replace('@', &format!("{key} = {table}"));
            // A menu has menus below it.
            ask(&inner).filter(|names| names != above && *names != keys).map(|_| (inner, format!("{way}{key}{joint}")))
        });
        match below {
            Some((inner, way)) => keys_of_site(&inner, &way, &keys, found),
            None => found.push(format!("{way}{key}")),
        }
    }
}

#[test]
fn every_key_of_site_toml_is_in_the_reference() {
    let mut keys = Vec::new();
    keys_of_site("@", "", &[], &mut keys);
    for known in [
        "base_url",
        "owner.phone",
        "menus.NAME[].children",
        "forms.feedback.page",
        "security.emc.site_id",
        "publish.NAME.purge.url",
    ] {
        assert!(keys.iter().any(|key| key == known), "{keys:?}");
    }
    assert_true_to(&reference("docs/site-toml.md", "").mends(&rows(keys)));
}

#[test]
fn every_block_of_the_home_page_is_in_the_reference() {
    let mends = reference("docs/home-page.md", "Blocks").mends(&rows(home::names().map(str::to_owned)));
    assert_true_to(&mends);
}

fn kinds() -> Kinds {
    let mut findings = Vec::new();
    let kinds = Kinds::load(&Memory::new(), &mut findings);
    assert!(findings.is_empty());
    kinds
}

#[test]
fn every_built_in_kind_is_in_the_reference() {
    assert_true_to(&reference("docs/kinds.md", "Built-in kinds").mends(&rows(kinds().names().map(str::to_owned))));
}

/// What the program offers in place of a key that it does not know, in a kind of a portal's own.
fn keys_of_a_kind(text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let mut files = Memory::new();
    files.put("kinds/x.toml", text);
    Kinds::load(&files, &mut findings);
    let hint = findings[0].hint("en");
    let keys = hint.strip_prefix("What can stand here: ").unwrap_or_else(|| panic!("{hint}"));
    keys.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_key_of_a_kind_and_of_its_fields_is_in_the_reference() {
    const PAGE: &str = "docs/kinds.md";
    let mut mends = reference(PAGE, "Keys of a kind").mends(&rows(keys_of_a_kind("zzz = 1")));
    mends.extend(reference(PAGE, "Keys of a column").mends(&rows(keys_of_a_kind("columns = [{ zzz = 1 }]"))));
    mends.extend(reference(PAGE, "Keys of a field").mends(&rows(keys_of_a_kind("fields = [{ zzz = 1 }]"))));
    assert_true_to(&mends);
}

#[test]
fn every_type_of_a_field_is_in_the_reference() {
    #[derive(serde::Deserialize)]
    struct Asked {
        #[serde(rename = "type")]
        _kind: FieldType,
    }
    let error = toml::from_str::<Asked>("type = \"zzz\"").map(|_| ()).unwrap_err().message().to_owned();
    let names = error.split('`').skip(3).step_by(2).map(str::to_owned);
    assert_true_to(&reference("docs/kinds.md", "Types of fields").mends(&rows(names)));
}

/// A row for a field and, in a group, one for each of its fields.
fn field_rows(field: &Field, above: &str, page: &mut String) {
    let name = format!("{above}{}", field.name);
    let kind = serde_json::to_value(field.kind).unwrap();
    let mut words = vec![kind.as_str().unwrap().to_owned()];
    let marks = [
        (field.many, "nhiều · list"),
        (field.required, "**bắt buộc · required**"),
        (field.private, "không đăng · private"),
    ];
    words.extend(marks.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.to_owned()));
    let both = |text: &cong::load::localized::Localized| match (cell(text.get("vi")), cell(text.get("en"))) {
        (vi, en) if vi == en => vi,
        (vi, en) => format!("{vi} · {en}"),
    };
    let choices: Vec<String> =
        field.options.iter().map(|choice| format!("`{}` {}", choice.id, cell(&choice.vi))).collect();
    let choices =
        if choices.is_empty() { String::new() } else { format!(" Chọn · One of: {}.", choices.join(", ")) };
    page.push_str(&format!(
        "| `{name}` | {} | {} | {}{choices} |\n",
        words.join(", "),
        both(&field.label),
        both(&field.help)
    ));
    field
        .fields
        .iter()
        .for_each(|inner| field_rows(inner, &format!("{name}{}.", if field.many { "[]" } else { "" }), page));
}

fn field_table(heading: &str, fields: &[&Field], page: &mut String) {
    page.push_str(&format!("## {heading}\n\n| Khóa · Key | Kiểu · Type | Tên · Name | Cách ghi · How to write it |\n| --- | --- | --- | --- |\n"));
    fields.iter().for_each(|field| field_rows(field, "", page));
    page.push('\n');
}

#[test]
fn every_key_of_front_matter_is_in_the_reference() {
    let kinds = kinds();
    let section = kinds.schema("_section").unwrap();
    let common = &section.fields[..section.common];
    let same = |field: &&Field| common.iter().any(|known| format!("{known:?}") == format!("{field:?}"));
    let own = |kind: &'static str| kinds.schema(kind).unwrap();
    let mut page = String::new();
    field_table("Mọi trang · Every page", &common.iter().collect::<Vec<_>>(), &mut page);
    let fields_of = |kind: &Kind| {
        kind.fields.iter().filter(|field| !same(field)).map(|field| field.name.clone()).collect::<Vec<_>>()
    };
    let mut table = |kind: &Kind, heading: &str| {
        let fields: Vec<&Field> = kind.fields.iter().filter(|field| !same(field)).collect();
        match fields.is_empty() {
            true => page.push_str(&format!("## {heading}\n\nChỉ có các khóa chung · Only the keys of every page.\n\n")),
            false => field_table(heading, &fields, &mut page),
        }
    };
    table(section, "Chuyên mục, `_index.md` · Section");
    for kind in kinds.all().iter().filter(|kind| !kind.name.starts_with('_')) {
        table(kind, &format!("`{}` · {} · {}", kind.name, cell(kind.label.get("vi")), cell(kind.label.get("en"))));
    }
    assert!(
        fields_of(own("document")).contains(&"number".to_owned())
            && !fields_of(own("document")).contains(&"draft".to_owned())
    );
    assert_made("docs/front-matter.md", &page);
}

#[test]
fn every_template_function_and_filter_is_in_the_reference() {
    const PAGE: &str = "docs/templates.md";
    let mut mends = reference(PAGE, "Functions").mends(&rows(FUNCTIONS.iter().map(|name| (*name).to_owned())));
    let sources = WalkDir::new(root().join("src/render")).into_iter().map(Result::unwrap);
    let sources = sources.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    let filters: Vec<String> = sources
        .flat_map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let named = text.split("register_filter(").skip(1).filter_map(|call| call.trim_start().strip_prefix('"'));
            named.filter_map(|name| Some(name.split_once('"')?.0.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    assert!(filters.len() >= 8, "{filters:?}");
    mends.extend(reference(PAGE, "Filters").mends(&rows(filters)));
    let arguments = expected(toml::from_str::<PagesQuery>("zzz = 1").unwrap_err().message()).unwrap();
    mends.extend(reference(PAGE, "Arguments of pages").mends(&rows(arguments)));
    assert_true_to(&mends);
}

/// The ways to all values of JSON: `findings[].code`. Names that stand for many are given as they are.
fn ways(value: &serde_json::Value, way: &str, open: &[&str], found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) if !map.is_empty() && !open.contains(&way) => {
            let joint = if way.is_empty() { "" } else { "." };
            map.iter().for_each(|(key, value)| ways(value, &format!("{way}{joint}{key}"), open, found));
        }
        serde_json::Value::Array(list) if list.iter().any(serde_json::Value::is_object) => {
            list.iter().for_each(|value| ways(value, &format!("{way}[]"), open, found));
        }
        _ => drop(found.insert(way.to_owned())),
    }
}

/// The same for several texts; what is empty in one and not in another counts as the latter.
pub fn ways_of<'a>(texts: impl IntoIterator<Item = &'a str>, open: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeSet::new();
    texts
        .into_iter()
        .for_each(|text| ways(&serde_json::from_str(text).unwrap_or_else(|_| panic!("{text}")), "", open, &mut found));
    let longer = |way: &String, joint: &str| found.iter().any(|other| other.starts_with(&format!("{way}{joint}")));
    rows(found.iter().filter(|way| !longer(way, "[]") && !longer(way, ".")).cloned())
}

#[test]
fn what_commands_say_as_json_is_in_the_reference() {
    const PAGE: &str = "docs/machine-output.md";
    let draft = "---\ntitle: Nháp\ndraft: true\n---\n";
    let later = "publish_at: 2999-01-01 08:00\n";
    let site = Site::new()
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "[a](khong-co.md)")
        .article("content/tin-tuc/hen.md", "Hẹn", "2024-01-10", later, "Lời.")
        .article("content/tin-tuc/mot.md", "Một", "2024-01-10", "slug: chung\n", "Lời.")
        .article("content/tin-tuc/hai.md", "Hai", "2024-01-10", "slug: chung\n", "Lời.")
        .file("content/tin-tuc/nhap.md", draft);
    let workspace = Workspace::with(&site);
    let before = workspace.cong(&["verify", "--json"]).out;
    let built = workspace.cong(&["build", "--json", "--why"]).out;
    std::fs::write(workspace.join("public/la.txt"), "x").unwrap();
    let run = |arguments: &[&str]| workspace.cong(arguments).out;
    let checked = run(&["check", "content", "--json"]);
    let unchecked = run(&["check", "khong-co", "--json"]);
    let verified = run(&["verify", "--json"]);
    let kinds = run(&["kinds", "--json"]);
    let explained = run(&["rule", "--json"]);
    std::fs::write(workspace.join("site.toml"), "x").unwrap();
    let broken = run(&["verify", "--json"]);
    let open = ["pages", "milliseconds"];
    let mends = [
        ("cong build --json", ways_of([&*built], &open)),
        ("cong check --json", ways_of([&*checked, &unchecked], &open)),
        ("cong verify --json", ways_of([&*before, &verified, &broken], &open)),
    ];
    let mut mends: Vec<String> =
        mends.iter().flat_map(|(heading, ways)| reference(PAGE, heading).mends(ways)).collect();
    let kinds: Vec<String> =
        serde_json::from_str::<Vec<serde_json::Value>>(&kinds).unwrap().iter().map(ToString::to_string).collect();
    // The fields of a group are the same once more.
    let own = ways_of(kinds.iter().map(String::as_str), &[]);
    let own = rows(
        own.keys()
            .map(|way| way.split_once("[].fields[]").map_or(way.clone(), |(above, _)| format!("{above}[].fields"))),
    );
    mends.extend(reference(PAGE, "cong kinds --json").mends(&own));
    let explained: Vec<serde_json::Value> = serde_json::from_str(&explained).unwrap();
    let explained: Vec<String> = explained.iter().map(ToString::to_string).collect();
    let own = ways_of(explained.iter().map(String::as_str), &[]);
    mends.extend(reference(PAGE, "cong rule --json").mends(&own));
    assert_true_to(&mends);
}

#[test]
fn what_publishing_says_as_json_is_in_the_reference() {
    const PAGE: &str = "docs/machine-output.md";
    let place = tempfile::tempdir().unwrap();
    let target =
        |name: &str, path: &str| format!("\n[publish.{name}]\ntarget = \"file:{}/{path}\"\n", place.path().display());
    let targets = format!("{SITE_TOML}{}{}", target("thu", "web"), target("mat", "khong-co/web"));
    let site =
        Site::new().file("site.toml", &targets).article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "Lời.");
    let workspace = Workspace::with(&site);
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=Lan", "-c", "user.email=lan@tinh.example"];
        let status = std::process::Command::new("git").current_dir(workspace.path()).args(who).args(arguments).status();
        assert!(status.unwrap().success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "content", "site.toml"]);
    git(&["commit", "-q", "-m", "x"]);
    let run = |arguments: &[&str]| workspace.cong(&[arguments, &["--json"]].concat()).out;
    let planned = run(&["publish", "thu", "--dry-run"]);
    let published = run(&["publish", "thu"]);
    let idle = run(&["publish", "thu", "--if-due"]);
    std::fs::write(workspace.join("content/tin-tuc/bai.md"), "---\ntitle: [\n---\n").unwrap();
    let broken = run(&["publish", "thu"]);
    std::fs::write(workspace.join("content/tin-tuc/_index.md"), "---\ntitle: Tin mới\nkind: article\n---\n").unwrap();
    let changed = run(&["publish", "thu"]);
    let failed = run(&["publish", "mat"]);
    let removed = run(&["publish", "thu", "--prefix", "pr-1", "--remove"]);
    let checked = run(&["publish", "thu", "--check"]);
    let listed = run(&["releases", "thu"]);
    let going = run(&["rollback", "thu", "--dry-run"]);
    let gone = run(&["rollback", "thu"]);
    let mut told = ways_of([&*planned, &published, &idle, &broken, &changed, &failed, &removed], &[]);
    // Only with `--probe`, for which a server is needed; else it is `null`.
    assert!(told.remove("probe").is_some());
    told.extend(rows(["probe.looked_at", "probe.faults"].map(str::to_owned)));
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let listed: Vec<String> = listed.iter().map(ToString::to_string).collect();
    let mut mends = reference(PAGE, "cong publish --json").mends(&told);
    mends.extend(reference(PAGE, "cong publish --check --json").mends(&ways_of([&*checked], &[])));
    mends.extend(reference(PAGE, "cong releases --json").mends(&ways_of(listed.iter().map(String::as_str), &[])));
    mends.extend(reference(PAGE, "cong rollback --json").mends(&ways_of([&*going, &gone], &[])));
    assert_true_to(&mends);
}
