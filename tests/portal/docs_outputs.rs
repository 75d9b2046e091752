//! The reference names every file that a build may make and every field of what machines read; README and the pages of `docs/` lead to
//! each other, and tests/README names every file of tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cong::plan::{Job, PageJob, Planned};
use walkdir::WalkDir;

use crate::docs::ways_of;
use crate::pictures::photograph;
use crate::reference::{assert_true_to, read, reference, root, rows};
use crate::site_builder::{Built, Site, repository_built};

/// A portal with what the sample portal has none of: forms, redirects, old addresses with parameters, files for the root, a look-up.
fn portal() -> Built {
    let forms = "[pictures]\nshare = true\n[forms]\nendpoint = \"https://nhan.tinh.example/gui\"\npolicy = \"du-lieu.md\"\n\
         [publish.a]\ntarget = \"file:/srv/a\"\nwebsub = [\"https://hub.example/\"]\n\
         indexnow = { host = \"api.indexnow.org\", key = \"0f1e2d3c\" }\n[figures]\npublic = true\n[outputs]";
    let english = |site: Site, name: &str| {
        site.article(&format!("content/tin-tuc/{name}.en.md"), name, "2024-01-10", "", "Text.")
    };
    let site = Site::new().config("[outputs]", forms).config("per_page = 20", "per_page = 1\nfeed_text = \"full\"");
    ["one", "two", "three"]
        .into_iter()
        .fold(site, english)
        .article("content/tin-tuc/anh/index.md", "Ảnh", "2024-01-02", "image: anh.jpg\nimage_alt: Đồng\n", "")
        .bytes("content/tin-tuc/anh/anh.jpg", &photograph(640, 400, 1, 1))
        .file("content/du-lieu.md", "---\ntitle: Dữ liệu cá nhân\nkind: page\n---\nLời.\n")
        .file(
            "content/_root/.well-known/security.txt",
            "Contact: mailto:a@tinh.example\nExpires: 2024-12-01T00:00:00Z\n",
        )
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "aliases: [/cu/, /cu.html, '/cu.php?id=1']\n", "Lời.")
        .file("content/tra.md", "---\ntitle: Tra cứu\nkind: lookup\nsummary: Nhập số.\ntable: tra.csv\n---\n")
        .file("content/tra.csv", "so,ten\n1,a\n")
        .file("content/tra.schema.yaml", "primaryKey: so\nlookup:\nfields: [{ name: so }, { name: ten }]\n")
        .file("content/ma.md", "---\ntitle: Mã trường\nkind: lookup\nsummary: Nhập mã.\ntable: ma.csv\n---\n")
        .file("content/ma.en.md", "---\ntitle: Schools\nkind: lookup\nsummary: Type a code.\ntable: ma.csv\n---\n")
        .file("content/ma.csv", &(1..20_000).fold("so,xa\n".to_owned(), |rows, number| rows + &format!("{number},a\n")))
        .file(
            "content/ma.schema.yaml",
            "primaryKey: so\nlookup: { list: true }\nfields: [{ name: so }, { name: xa }]\n",
        )
        .build()
}

/// What a path of the reference stands for: `…/` any folders or none, `N` a number, `ID` one part, `HASH` letters of a hash; `FILE`
/// any file that a page of content or the theme brings with it; `ALIAS` an earlier address.
fn fits(pattern: &str, path: &str, planned: &Planned, is_alias: bool) -> bool {
    let is_file = planned.source.as_ref().is_some_and(|source| !source.as_str().ends_with(".md"));
    match pattern {
        "ALIAS" => return is_alias,
        _ if is_alias => return false,
        // Whatever the portal makes itself has a row of its own.
        "…/index.html" if planned.source.is_none() || is_of_rows(planned) => return false,
        _ => {}
    }
    let is_part = |wanted: &str, part: &str| match wanted {
        "N" => part.bytes().all(|byte| byte.is_ascii_digit()),
        "ID" => true,
        "FILE" => is_file,
        _ => fits_name(wanted, part),
    };
    let (wanted, parts): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let (wanted, parts) = match wanted.split_first() {
        Some((&"…", rest)) if rest.len() <= parts.len() => (rest, &parts[parts.len() - rest.len()..]),
        _ => (&*wanted, &*parts),
    };
    wanted.len() == parts.len() && wanted.iter().zip(parts).all(|(wanted, part)| is_part(wanted, part))
}

/// A page of rows that are looked up is of the look-up's own source.
fn is_of_rows(planned: &Planned) -> bool {
    matches!(planned.job, Job::Page(PageJob::Rows { .. }))
}

/// `sitemap-N.xml`, `LANG.HASH.json`
fn fits_name(wanted: &str, name: &str) -> bool {
    let Some(at) = ["HASH", "LANG", "NAME", "N."].iter().filter_map(|mark| Some((wanted.find(mark)?, *mark))).min()
    else {
        return wanted == name;
    };
    let ((start, mark), is_number) = (at, at.1 == "N.");
    let mark = if is_number { "N" } else { mark };
    let Some(rest) = name.strip_prefix(&wanted[..start]) else { return false };
    let wanted = &wanted[start + mark.len()..];
    (1..=rest.len()).filter(|end| rest.is_char_boundary(*end)).any(|end| {
        let part = &rest[..end];
        let sound = match mark {
            "N" => part.bytes().all(|byte| byte.is_ascii_digit()),
            "LANG" => part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_lowercase()),
            "HASH" => {
                part.len() >= 4 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"~_-".contains(&byte))
            }
            _ => !part.contains('.'),
        };
        sound && fits_name(wanted, &rest[end..])
    })
}

#[test]
fn every_output_is_in_the_reference_and_every_output_that_it_names_is_made() {
    const PAGE: &str = "docs/outputs.md";
    let table = reference(PAGE, "Files that a build makes");
    let patterns: Vec<&String> = table.rows.iter().flat_map(|row| &row.names).collect();
    let (mut met, mut mends) = (BTreeSet::new(), Vec::new());
    let own = portal();
    for built in [repository_built(), &own] {
        let plan = &built.renderer.as_ref().unwrap().plan;
        let aliases: BTreeSet<String> = plan.redirects.iter().map(|(from, _)| from.output().to_string()).collect();
        for (path, planned) in &plan.outputs {
            let is_alias = aliases.contains(path.as_str());
            match patterns.iter().find(|pattern| fits(pattern, path.as_str(), planned, is_alias)) {
                Some(pattern) => drop(met.insert(*pattern)),
                None => mends.push(format!("{PAGE}: add the row\n    | `{path}` | … |")),
            }
        }
    }
    mends.extend(
        patterns
            .iter()
            .filter(|name| !met.contains(*name))
            .map(|name| format!("{PAGE}: delete `{name}`, no build makes it")),
    );
    assert_true_to(&mends);
}

fn outputs(ending: &str) -> Vec<&'static str> {
    let outputs = repository_built().outputs.iter().filter(|(path, _)| path.ends_with(ending));
    outputs.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap()).collect()
}

#[test]
fn every_field_of_the_json_of_lists_and_items_is_in_the_reference() {
    const PAGE: &str = "docs/feeds.md";
    let urgent = "---\ntitle: Lũ\nsummary: Nước lên.\ndate: 2024-01-15\ntype: khan-cap\nagency: [so-y-te]\nvalid_until: 2024-01-16\n---\nLời.\n";
    let more = Site::new()
        .config("per_page = 20", "per_page = 1\nfeed_text = \"full\"")
        .config("[outputs]", "[publish.a]\ntarget = \"file:/srv/a\"\nwebsub = [\"https://hub.example/\"]\n[outputs]")
        .article("content/tin-tuc/a.md", "A", "2024-01-10", "updated: 2024-01-11\n", "Lời.")
        .article("content/tin-tuc/b.md", "B", "2024-01-11", "", "Lời.")
        .article("content/tin-tuc/c.md", "C", "2024-01-12", "", "Lời.")
        .config("twins = [\"article\"]", "twins = [\"article\", \"notice\"]")
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n")
        .file("content/thong-bao/lu.md", urgent)
        .build();
    let shown = crate::guests::shown();
    fn all<'b>(built: &'b Built, ending: &str) -> Vec<&'b str> {
        built.outputs.keys().filter(|path| path.ends_with(ending)).map(|path| built.text(path)).collect()
    }
    let mut mends = Vec::new();
    for (heading, name, open) in
        [("Lists", "feed.json", &["items[]._cong.fields"][..]), ("Items", "index.json", &["_cong.fields", "image"])]
    {
        let ways = ways_of(
            outputs(&format!("/{name}"))
                .into_iter()
                .chain(all(&more, &format!("/{name}")))
                .chain(all(&shown, &format!("/{name}"))),
            open,
        );
        mends.extend(reference(PAGE, heading).mends(&ways));
    }
    assert_true_to(&mends);
}

#[test]
fn every_property_of_a_calendar_is_in_the_reference() {
    let mut names = BTreeSet::new();
    for text in outputs(".ics") {
        let lines = text.lines().filter(|line| !line.starts_with(' '));
        names.extend(lines.map(|line| line.split([':', ';']).next().unwrap().to_owned()));
    }
    for frame in ["BEGIN", "END"] {
        assert!(names.remove(frame));
    }
    assert_true_to(&reference("docs/feeds.md", "Calendars").mends(&rows(names)));
}

#[test]
fn every_field_of_the_manifest_is_in_the_reference() {
    let manifest = r#"{"version":2,"made":{"drafts":true,"at":"x","foreign":true},"quarantined":[{"source":"a","url":"b"}],"next_change":"x","files":{"a":{"hash":"x","size":1}}}"#;
    let read: cong::write::Manifest = serde_json::from_str(manifest).unwrap();
    let written = String::from_utf8(read.to_bytes()).unwrap();
    let ways = ways_of([&*written], &[]).into_keys().map(|way| way.replace("files.a.", "files.PATH."));
    assert_true_to(&reference("docs/outputs.md", "The manifest").mends(&rows(ways)));
}

/// Pages that readers of the project begin with, and the reference.
fn pages() -> Vec<String> {
    let files = |folder: &str| {
        let files = std::fs::read_dir(root().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        files.filter(|name| name.ends_with(".md")).map(|name| format!("{prefix}{name}")).collect::<Vec<_>>()
    };
    let mut pages: Vec<String> = ["", "docs", "docs/rules", "tests"].iter().flat_map(|folder| files(folder)).collect();
    pages.sort();
    pages
}

/// Where the links of a page lead, in order.
fn links(text: &str) -> Vec<&str> {
    // What begins with four signs holds three.
    let mut opened = 0;
    let prose = text.lines().filter(|line| {
        let signs = line.len() - line.trim_start_matches('`').len();
        match (signs >= 3, opened) {
            (true, 0) => opened = signs,
            (true, _) if signs >= opened => opened = 0,
            _ => {}
        }
        opened == 0
    });
    // What editors type stands there as code.
    let plain = prose.flat_map(|line| line.split('`').step_by(2));
    plain.flat_map(|part| part.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())).collect()
}

/// The id of a heading, as GitHub makes it.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let id = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    headings.map(id).collect()
}

#[test]
fn no_link_of_a_page_leads_nowhere_and_readme_leads_to_every_page() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = read(&page);
        for link in links(&text).into_iter().filter(|link| !link.contains(':')) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file =
                if file.is_empty() { root().join(&page) } else { root().join(&page).parent().unwrap().join(file) };
            if !file.exists() {
                wrong.push(format!("{page}: there is no {link}"));
            } else if !anchor.is_empty()
                && !anchors(&std::fs::read_to_string(&file).unwrap()).iter().any(|id| id == anchor)
            {
                wrong.push(format!("{page}: there is no heading for {link}"));
            }
        }
    }
    let readme = read("README.md");
    let known = links(&readme);
    let table = read("docs/findings.md");
    let groups: Vec<String> = links(&table).into_iter().map(|link| format!("docs/{link}")).collect();
    let is_known = |page: &String| {
        if page.starts_with("docs/rules/") {
            groups.iter().any(|link| link.starts_with(page.as_str()))
        } else {
            !page.starts_with("docs/") || known.contains(&page.as_str())
        }
    };
    let unknown = pages().into_iter().filter(|page| !is_known(page));
    wrong.extend(unknown.map(|page| format!("README.md, or docs/findings.md: add a link to {page}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn readme_is_short_and_begins_with_two_commands_and_a_picture() {
    let readme = read("README.md");
    assert!(
        readme.lines().count() <= 120,
        "README.md has {} lines; move what is looked up into docs/",
        readme.lines().count()
    );
    let at = |text: &str| readme.find(text).unwrap_or_else(|| panic!("README.md lacks {text}"));
    assert!(
        at("cargo run --release -- build ") < at("tests/run ") && at("tests/run ") < at("## "),
        "the quick starts come first"
    );
    let picture =
        links(&readme).into_iter().find(|link| Path::new(link).extension().is_some_and(|end| end != "md")).unwrap();
    assert!(std::fs::metadata(root().join(picture)).unwrap().len() <= 150_000, "{picture} has more than 150 kB");
}

#[test]
fn tests_readme_names_every_file_of_tests() {
    let readme = read("tests/README.md");
    let files = |folder: &str, ending: &str| {
        let below = WalkDir::new(root().join("tests").join(folder)).max_depth(1).into_iter().map(Result::unwrap);
        let names = below.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(ending)).collect::<Vec<_>>()
    };
    let rust = files("portal", ".rs").into_iter().map(|name| format!("portal/{name}"));
    let named: BTreeMap<String, bool> = rust
        .chain(files("browser", ".mjs"))
        .map(|name| (name.clone(), readme.contains(&format!("`{name}`"))))
        .collect();
    let missing: Vec<&String> = named.iter().filter(|(_, is_named)| !**is_named).map(|(name, _)| name).collect();
    assert!(missing.is_empty(), "tests/README.md: add a row for each of {missing:?}");
    let folders = ["portal/", ""].iter().flat_map(|way| readme.split(&format!("`{way}")).skip(1).collect::<Vec<_>>());
    let named =
        folders.filter_map(|rest| rest.split('`').next()).filter(|name| !name.contains('/') && !name.contains(' '));
    let gone = named.filter(|name| {
        (name.ends_with(".rs")
            && !root().join("tests/portal").join(name).exists()
            && !root().join("tests").join(name).exists())
            || (name.ends_with(".mjs") && !root().join("tests/browser").join(name).exists())
    });
    let gone: Vec<&str> = gone.collect();
    assert!(gone.is_empty(), "tests/README.md: delete {gone:?}, there are none");
}
