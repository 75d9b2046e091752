//! Holds portals of one workspace: what they share and what is their own, that each comes to the same bytes however it is built, and
//! that none of them is content of another.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cong::cache::Cache;
use cong::files::{Files, Member, Memory};
use cong::load::above::{KEYS, Whose};
use cong::load::config::Config;
use cong::path::SourcePath;
use cong::serve::{Neighbour, Preview, Switch};
use serde_json::Value;

use crate::base_path::dangling;
use crate::command::Workspace;
use crate::site_builder::{Site, attributes, build, moment, place};

pub const LIST: &str = "\n[workspace]\nportals = [\"content/_portals/*\"]\n";

/// As little as a member says of itself; the rest is that of the workspace.
fn settings(base_url: &str) -> String {
    format!(
        "base_url = \"{base_url}\"\ntitle = {{ vi = \"Cổng Sở Y tế\", en = \"Health Portal\" }}\n\n[owner]\nname = {{ vi = \"Sở Y tế\", en = \"Department of Health\" }}\nresponsible = {{ vi = \"Giám đốc\", en = \"Director\" }}\naddress = \"Q. 2\"\nphone = \"1022\"\nemail = \"y-te@tinh.example\"\n"
    )
}

fn with_list(site: Site) -> Site {
    site.config("[outputs]", "[workspace]\nportals = [\"content/_portals/*\"]\n\n[outputs]")
}

/// The main portal with one more at each address.
fn workspace(portals: &[(&str, &str)]) -> Site {
    let main = with_list(Site::new()).article(
        "content/tin-tuc/chinh.md",
        "Tin của tỉnh",
        "2024-01-10",
        "agency: so-y-te\n",
        "Một.",
    );
    portals.iter().fold(main, |site, (name, base_url)| {
        let file = |path: &str| format!("content/_portals/{name}/{path}");
        site.file(&file("site.toml"), &settings(base_url))
            .file(&file("content/_index.md"), "---\ntitle: Trang chủ\n---\n")
            .file(&file("content/_index.en.md"), "---\ntitle: Home\n---\n")
            .file(&file("content/tin-tuc/_index.md"), "---\ntitle: Tin tức\nkind: article\n---\n")
            .article(
                &file("content/tin-tuc/tiem.md"),
                "Lịch tiêm",
                "2024-01-11",
                "agency: so-y-te\n",
                "Xem [trang chủ](../_index.md).",
            )
    })
}

/// The files of a member, as the program sees them.
pub fn member(site: Site, name: &str) -> Arc<dyn Files> {
    let all = site.files();
    let folder = format!("content/_portals/{name}/");
    let mut own = Memory::new();
    for entry in all.list(folder.trim_end_matches('/')).unwrap() {
        let path = entry.path.as_str();
        own.put(&path[folder.len()..], all.read(path).unwrap());
    }
    Arc::new(Member::new(Arc::new(own), Arc::new(all), &format!("content/_portals/{name}")))
}

fn built(site: Site, name: &str) -> crate::site_builder::Built {
    build(member(site, name), "2024-01-15 12:00", false)
}

const SO_Y_TE: (&str, &str) = ("so-y-te", "https://tinh.example/so-y-te/");

#[test]
fn what_stands_in_a_portal_of_the_list_is_no_content_of_the_main_one() {
    let plain = Site::new()
        .article("content/tin-tuc/chinh.md", "Tin của tỉnh", "2024-01-10", "agency: so-y-te\n", "Một.")
        .build();
    let main = workspace(&[SO_Y_TE]).build();
    assert_eq!(main.problems(), [""; 0]);
    assert!(main.outputs == plain.outputs, "not one byte of it is another");
}

#[test]
fn a_portal_takes_agencies_languages_and_the_theme_from_the_workspace_and_keeps_what_names_it() {
    let own = workspace(&[SO_Y_TE]).file("themes/portal/i18n/vi.toml", "");
    // Labels of the workspace are those of its portals: an empty file lacks all keys.
    assert!(built(own, "so-y-te").problems().iter().any(|problem| problem.contains("C06")));
    let built = built(workspace(&[SO_Y_TE]), "so-y-te");
    assert_eq!(built.problems(), [""; 0]);
    let page = built.text("tin-tuc/tiem/index.html");
    assert!(page.contains("Cổng Sở Y tế") && !page.contains("Ủy ban nhân dân tỉnh"), "owner and title are its own");
    assert!(page.contains("href=\"/so-y-te/\"") && page.contains("lang=\"vi\""));
    assert!(built.outputs.contains_key("en/index.html"), "languages are those of the workspace");
    let config = &built.renderer.as_ref().unwrap().site.config;
    assert_eq!(config.agencies.iter().map(|agency| &*agency.id).collect::<Vec<_>>(), ["so-tttt", "so-y-te"]);
    assert!(!config.outputs.minify && config.menus.is_empty() && config.publish.0.is_empty());
    assert!(!built.outputs.contains_key("tin-tuc/chinh/index.html"), "no page of the main portal");
}

#[test]
fn every_key_of_the_settings_is_shared_or_of_each_portal() {
    let error = toml::from_str::<Config>("none-such = 1").unwrap_err().message().to_owned();
    let keys: Vec<&str> = error.split("expected").nth(1).unwrap().split('`').skip(1).step_by(2).collect();
    assert!(keys.len() > 20, "{error}");
    for key in keys {
        assert!(KEYS.iter().any(|(known, ..)| *known == key), "{key} is not in the table of load/above.rs");
    }
    assert!(KEYS.iter().all(|(_, whose, why)| (*whose == Whose::Parts) == why.is_empty()), "each says why");
}

#[test]
fn a_template_of_the_portal_wins_over_that_of_the_workspace() {
    let template =
        |text: &str| format!("{{% extends \"base.html\" %}}{{% block content %}}{text}{{% endblock content %}}");
    let site = workspace(&[SO_Y_TE, ("dong-phu", "https://dong-phu.tinh.example")])
        .file("themes/portal/templates/item-article.html", &template("MẪU CHUNG"))
        .file("content/_portals/so-y-te/themes/portal/templates/item-article.html", &template("MẪU RIÊNG"));
    for (name, wanted) in [("so-y-te", "MẪU RIÊNG"), ("dong-phu", "MẪU CHUNG")] {
        assert!(built(site.clone(), name).text("tin-tuc/tiem/index.html").contains(wanted), "{name}");
    }
}

#[test]
fn a_mistake_is_told_in_the_file_that_holds_the_key() {
    let wrong = workspace(&[SO_Y_TE]).config("per_page = 20", "per_page = 0");
    let finding = built(wrong, "so-y-te");
    assert_eq!(place(finding.finding("C02")), "../../../site.toml:19:12");
    let unknown = workspace(&[SO_Y_TE]).config("per_page = 20", "per_pages = 20");
    assert_eq!(place(built(unknown, "so-y-te").finding("C01")), "../../../site.toml:19:1");
    let own = settings("https://tinh.example/so-y-te") + "[outputs]\nper_page = 0\n";
    let own = workspace(&[SO_Y_TE]).file("content/_portals/so-y-te/site.toml", &own);
    assert_eq!(place(built(own, "so-y-te").finding("C02")), "site.toml:11:12");
}

#[test]
fn a_portal_of_a_workspace_has_no_workspace_of_its_own() {
    let own = settings("https://tinh.example/so-y-te") + LIST;
    let site = workspace(&[SO_Y_TE]).file("content/_portals/so-y-te/site.toml", &own);
    assert_eq!(place(built(site, "so-y-te").finding("N07")), "site.toml:11:2");
}

#[test]
fn two_portals_at_one_address_and_one_over_a_section_of_the_main_portal_are_errors() {
    let findings = |portals: &[(&str, &str)]| -> Vec<String> {
        let built = workspace(portals).build();
        let own = built.findings.iter().filter(|finding| finding.message.code.starts_with('N'));
        own.map(|finding| format!("{} {}", finding.message.code, place(finding))).collect()
    };
    let at = |code: &str, name: &str| format!("{code} content/_portals/{name}/site.toml:1:12");
    assert_eq!(findings(&[SO_Y_TE, ("dong-phu", "https://dong-phu.tinh.example")]), [""; 0]);
    assert_eq!(findings(&[("a", "https://www.tinh.example")]), [at("N05", "a")]);
    assert_eq!(findings(&[("a", "https://x.example/b"), ("b", "https://x.example/b/")]), [at("N05", "b")]);
    assert_eq!(findings(&[("a", "https://tinh.example/tin-tuc")]), [at("N06", "a")]);
    assert_eq!(findings(&[("a", "https://tinh.example/tin-tuc/y-te")]), [""; 0]);
    assert_eq!(findings(&[("chinh", "https://a.example")]), ["N04 content/_portals/chinh/site.toml:2:9"]);
}

#[test]
fn every_address_of_a_portal_two_folders_below_the_main_one_stands_below_it_and_leads_to_a_file() {
    let built = built(workspace(&[("so-y-te", "https://tinh.example/a/b/")]), "so-y-te");
    assert_eq!(built.problems(), [""; 0]);
    assert_eq!(dangling(&built, "https://tinh.example", "/a/b"), [""; 0]);
    let page = built.html("tin-tuc/tiem/index.html");
    for (selector, attribute) in [("[href]", "href"), ("[src]", "src"), ("[action]", "action")] {
        for address in attributes(&page, selector, attribute).iter().filter(|address| address.starts_with('/')) {
            assert!(address.starts_with("/a/b/"), "{selector}: {address}");
        }
    }
    for path in ["rss.xml", "sitemap.xml", "_headers", "robots.txt"] {
        let text = built.text(path);
        assert!(!text.contains("https://tinh.example/tin-tuc") && !text.contains("\n/tin-tuc"), "{path}: {text}");
    }
}

#[test]
fn a_preview_beside_others_leads_to_each_and_is_not_touched_by_what_they_write() {
    let neighbour = |name: &str, url: &str| Neighbour { name: name.to_owned(), url: url.to_owned() };
    let portals =
        vec![neighbour("chinh", "http://127.0.0.1:8080/"), neighbour("so-y-te", "http://127.0.0.1:8081/so-y-te/")];
    let preview = |files: Arc<dyn Files>, here: usize| {
        let preview = Preview::new(files, "vi".to_owned(), false, || moment("2024-01-15 12:00"));
        let preview = preview.beside(Switch { portals: portals.clone(), here });
        preview.start(&Cache::default()).unwrap();
        preview
    };
    let own = preview(member(workspace(&[SO_Y_TE]), "so-y-te"), 1);
    let page = String::from_utf8(own.reply("/so-y-te/tin-tuc/tiem/").body.read().unwrap()).unwrap();
    assert!(
        page.contains("<summary>Cổng: so-y-te</summary>") && page.contains("href=\"http://127.0.0.1:8080/\""),
        "{page}"
    );
    let main = preview(Arc::new(workspace(&[SO_Y_TE]).files()), 0);
    let is_affected = |path: &str| main.is_affected(&Some([SourcePath::new(path)].into()));
    assert!(!is_affected("content/_portals/so-y-te/content/tin-tuc/tiem.md"));
    assert!(is_affected("content/_portals/so-y-te/site.toml") && is_affected("content/tin-tuc/chinh.md"));
}

fn on_disk() -> Workspace {
    Workspace::with(&workspace(&[SO_Y_TE, ("dong-phu", "https://dong-phu.tinh.example")]))
}

/// Every file of an output folder but its manifest and lock, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(entry.path()).unwrap())
    };
    all.map(read).filter(|(name, _)| !name.starts_with(".cong")).collect()
}

const AT: [&str; 2] = ["--at", "2024-01-15"];

fn ran(workspace: &Workspace, arguments: &[&str]) -> String {
    let run = workspace.cong(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.out, run.err);
    run.out + &run.err
}

#[test]
fn a_portal_comes_to_the_same_bytes_with_all_the_others_by_name_and_from_its_own_folder() {
    let together = on_disk();
    let said = ran(&together, &["build", "--workspace", AT[0], AT[1]]);
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("chinh") || line.starts_with("so-y-te") || line.starts_with("dong-phu"))
        .collect();
    assert_eq!(lines.len(), 3, "a line for each portal: {said}");
    let alone = on_disk();
    ran(&alone, &["build", "--portal", "so-y-te", AT[0], AT[1]]);
    assert!(!alone.exists("public"), "the others are left alone");
    let inside = on_disk();
    ran(&inside, &["-C", "content/_portals/so-y-te", "build", AT[0], AT[1]]);
    let of = |workspace: &Workspace| files(&workspace.join("content/_portals/so-y-te/public"));
    assert!(of(&together).len() > 10 && of(&together) == of(&alone) && of(&alone) == of(&inside));
    ran(&together, &["verify", "--workspace", AT[0], AT[1]]);
    // Built again after an edit of what all share, each is as if it was built for the first time.
    let site = together.read("site.toml").replace("Sở Y tế", "Ngành Y tế");
    std::fs::write(together.join("site.toml"), site).unwrap();
    ran(&together, &["build", "--workspace", AT[0], AT[1]]);
    ran(&together, &["verify", "--workspace", AT[0], AT[1]]);
    let page = together.read("content/_portals/so-y-te/public/tin-tuc/tiem/index.html");
    assert!(page.contains("Ngành Y tế"), "the agency's name is that of the workspace");
}

#[test]
fn an_output_that_is_asked_for_has_a_folder_for_each_portal() {
    let workspace = on_disk();
    ran(&workspace, &["build", "--workspace", "-o", "ra", AT[0], AT[1]]);
    for name in ["chinh", "so-y-te", "dong-phu"] {
        assert!(workspace.exists(&format!("ra/{name}/tin-tuc/index.html")), "{name}");
    }
    assert!(!workspace.exists("public") && !workspace.exists("content/_portals/so-y-te/public"));
}

#[test]
fn mistakes_of_one_portal_stop_no_other_and_the_exit_code_is_the_worst() {
    let workspace = on_disk();
    std::fs::write(workspace.join("content/_portals/dong-phu/site.toml"), "base_url = 1\n").unwrap();
    let run = workspace.cong(&["build", "--workspace", "--json", AT[0], AT[1]]);
    assert_eq!(run.code, 1, "{}", run.err);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let rows: Vec<(&str, u64)> = told["portals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["portal"].as_str().unwrap(), row["code"].as_u64().unwrap()))
        .collect();
    assert_eq!(rows, [("chinh", 0), ("dong-phu", 1), ("so-y-te", 0)]);
    assert!(told["portals"][2]["result"]["files"]["written"].as_u64().unwrap() > 10);
    assert!(workspace.exists("content/_portals/so-y-te/public/index.html"));
    let run = workspace.cong(&["build", "--portal", "so-yte"]);
    assert!(run.code == 2 && run.err.contains("so-y-te"), "{}", run.err);
    let run = Workspace::with(&Site::new()).cong(&["build", "--workspace"]);
    assert!(run.code == 2 && run.err.contains("portals = [\"content/_portals/*\"]"), "{}", run.err);
}

/// Row 29 of what a provincial portal must do: a scaffolded portal passes the rows of the audit that are about its structure.
#[test]
fn row_29_a_portal_that_init_makes_is_clean_and_has_the_structure_that_the_audit_asks_for() {
    let workspace = on_disk();
    ran(&workspace, &["init", "--component", "Sở  Giao thông vận tải"]);
    let name = "so-giao-thong-van-tai";
    let checked = ran(&workspace, &["check", "--portal", name]);
    assert!(checked.contains("0 lỗi, 0 cảnh báo"), "{checked}");
    let run = workspace.cong(&["audit", "--portal", name, "--profile", "nd42-2022", "--at", "2024-01-15", "--json"]);
    let told: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let structure = [
        "tra-cuu-van-ban",
        "thu-tuc-hanh-chinh",
        "co-cau-to-chuc",
        "can-bo-dau-moi",
        "danh-muc-cong-khai",
        "dau-moi-thong-tin",
        "huong-dan-tiep-can",
        "lien-ket-cong",
        "luu-tru",
        "en-trang-chu",
        "en-chuc-nang",
        "en-co-cau",
        "en-dau-moi",
    ];
    for id in structure {
        let row = told["rows"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
        assert_eq!(row["state"], "met", "{id}: {}", row["shortfalls"]);
    }
    // A second one of the name is refused, and so is one over a section of the main portal.
    assert_eq!(workspace.cong(&["init", "--component", "Sở Giao thông vận tải"]).code, 2);
    let run = workspace.cong(&["init", "--component", "Tin tức"]);
    assert!(run.code == 2 && run.err.contains("content/tin-tuc/_index.md"), "{}", run.err);
    assert!(Workspace::with(&Site::new()).cong(&["init", "--component", "Sở Y tế"]).err.contains("[workspace]"));
}

/// Row 28: the certificate of trust and what it rests on, for each portal.
#[test]
fn row_28_the_board_sees_every_portal_beside_every_obligation() {
    let workspace = on_disk();
    let site = workspace.read("content/_portals/so-y-te/site.toml");
    std::fs::write(workspace.join("content/_portals/so-y-te/site.toml"), site + "\n[extra.trust_badge]\nurl = \"https://tinnhiemmang.vn/a\"\nimage = \"/huy-hieu.svg\"\nalt = \"Tín nhiệm mạng\"\n").unwrap();
    let arguments = ["audit", "--workspace", "--profile", "tinnhiemmang", "--at", "2024-01-15"];
    let run = workspace.cong(&[&arguments[..], &["--json"]].concat());
    let told: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let portals: Vec<_> = told["portals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (row["portal"].as_str().unwrap(), row["last"].as_str().unwrap(), row["trust_badge"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(
        portals,
        [("chinh", "2024-01-10", false), ("dong-phu", "2024-01-11", false), ("so-y-te", "2024-01-11", true)]
    );
    let states = |id: &str| {
        told["obligations"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap()["states"].clone()
    };
    assert_eq!(states("tls"), serde_json::json!(["met", "met", "met"]));
    assert_eq!(states("chinh-sach-du-lieu"), serde_json::json!(["missing", "missing", "missing"]));
    let run = workspace.cong(&[&arguments[..], &["--page", "bang.html"]].concat());
    assert!(run.out.contains("Chứng chỉ SSL/TLS") && run.out.contains("✓  ✓  ✓"), "{}", run.out);
    let page = workspace.read("bang.html");
    assert!(
        page.contains("https://tinh.example/so-y-te/") && page.contains("Chứng chỉ SSL/TLS"),
        "a page to be printed"
    );
}

#[test]
fn what_a_portal_does_not_owe_and_what_could_not_be_audited_have_signs_of_their_own() {
    let workspace = on_disk();
    let site = |name: &str| format!("content/_portals/{name}/site.toml");
    std::fs::write(workspace.join(&site("dong-phu")), "base_url = \"hỏng\n").unwrap();
    let text = workspace.read(&site("so-y-te")) + "\n[audit]\nprofiles = [\"tinnhiemmang\"]\n";
    std::fs::write(workspace.join(&site("so-y-te")), text).unwrap();
    let arguments = ["audit", "--workspace", "--at", "2024-01-15"];
    let run = workspace.cong(&[&arguments[..], &["--json"]].concat());
    let told: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let at = |name: &str| told["portals"].as_array().unwrap().iter().position(|row| row["portal"] == name).unwrap();
    let (broken, own) = (at("dong-phu"), at("so-y-te"));
    assert!(told["portals"][broken]["counts"].is_null() && told["portals"][own]["counts"].is_object());
    let lines = told["obligations"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["states"][broken].is_null()));
    let not_owed = lines.iter().filter(|line| line["states"][own] == "not_owed").count();
    assert!(not_owed > 0 && not_owed < lines.len(), "{not_owed} of {}", lines.len());
    workspace.cong(&[&arguments[..], &["--page", "bang.html"]].concat());
    let page = workspace.read("bang.html");
    let matrix = page.rsplit("audit-matrix").next().unwrap();
    assert!(matrix.matches("chưa đối soát được").count() >= lines.len(), "{matrix}");
    assert!(matrix.matches("không thuộc nghĩa vụ của cổng này").count() >= not_owed, "{matrix}");
    let summary = page.split("dong-phu").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(!summary.contains(">0<") && summary.matches(">?<").count() == 5, "{summary}");
}

#[test]
fn two_portals_that_publish_to_one_place_are_told_before_anything_is_sent() {
    let workspace = on_disk();
    let target = workspace.path().with_extension("ra");
    let name = target.file_name().unwrap().to_string_lossy().into_owned();
    // Places are made by whoever runs the machine.
    ["chinh", "y-te"].iter().for_each(|place| std::fs::create_dir_all(target.join(place)).unwrap());
    let add = |site: &str, target: &str| {
        let text = workspace.read(site) + &format!("\n[publish.that]\ntarget = \"{target}\"\n");
        std::fs::write(workspace.join(site), text).unwrap();
    };
    add("site.toml", &format!("file:../{name}/chinh"));
    add("content/_portals/so-y-te/site.toml", &format!("file:{}/y-te/", target.display()));
    add("content/_portals/dong-phu/site.toml", &format!("file:../../../../{name}/y-te"));
    for which in [&["--workspace"][..], &["--portal", "so-y-te"]] {
        let run = workspace.cong(&[&["publish", "that", "--at", "2024-01-15"], which].concat());
        assert_eq!(run.code, 2, "{which:?} {}{}", run.out, run.err);
        assert!(
            run.err.contains("so-y-te [publish.that]") && run.err.contains("dong-phu [publish.that]"),
            "{}",
            run.err
        );
        assert!(["chinh", "y-te"].iter().all(|place| std::fs::read_dir(target.join(place)).unwrap().count() == 0));
    }
    ran(&workspace, &["publish", "that", "--portal", "chinh"]);
    assert!(
        std::fs::read_dir(target.join("chinh")).unwrap().count() > 0,
        "a place of one portal alone is published to"
    );
    std::fs::remove_dir_all(&target).unwrap();
}

#[test]
fn no_portal_is_made_where_the_main_one_serves_or_under_a_name_that_no_folder_can_have() {
    let workspace = on_disk();
    for (name, said) in [("en", "/en/"), ("Assets", "/assets/"), ("Tin tức", "/tin-tuc/"), (&*"a".repeat(300), "300")]
    {
        let run = workspace.cong(&["init", "--component", name]);
        assert!(run.code == 2 && run.err.contains(said), "{name}: {}{}", run.out, run.err);
    }
}
