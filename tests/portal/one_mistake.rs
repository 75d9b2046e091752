//! Holds that one mistake in a file that decides over many pages costs no register, no language and no home page, and that its
//! cause is told before what follows from it.

use cong::load::embedded;

use crate::site_builder::{Built, Site, texts};

const PAGE: &str = "lien-he/so-1/index.html";

fn embedded_text(files: Vec<(&'static str, &'static [u8])>, name: &str) -> String {
    let found = files.into_iter().find(|(path, _)| *path == name).unwrap();
    String::from_utf8(found.1.to_vec()).unwrap()
}

/// A register of contacts whose kind the portal overrides with a field of its own; `old` is replaced in its file.
fn register(old: &str, new: &str) -> Site {
    let kind = embedded_text(embedded::kinds(), "contact.toml");
    let own = "{ name = \"shelf\", type = \"text\", label = \"Kệ\", help = \"Kệ lưu trữ.\" },";
    let kind = kind.replacen("fields = [", &format!("fields = [\n  {own}"), 1);
    assert!(kind.contains(own) && kind.contains(old), "{old}");
    let contact = "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi đáp\nshelf: B2\n---\n";
    Site::new()
        .file("kinds/contact.toml", &kind.replacen(old, new, 1))
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/so-1.md", contact)
}

fn said(built: &Built) -> Vec<String> {
    built.findings.iter().map(|finding| format!("{} {}", finding.message.code, finding.file)).collect()
}

#[test]
fn a_mistake_in_an_overriding_kind_keeps_its_register_by_the_built_in_kind() {
    let sound = register("", "").build();
    assert!(sound.text(PAGE).contains("B2"), "{:?}", said(&sound));
    for (old, new) in [("sort = ", "sorted = "), ("type = \"text\"", "type = \"txet\""), ("fields = [", "fields = [[")]
    {
        let built = register(old, new).build();
        assert!(built.has(PAGE) && !built.text(PAGE).contains("B2"), "{new}: {:?}", said(&built));
        assert_eq!(texts(&built.html("lien-he/index.html"), "main h1"), ["Liên hệ"], "{new}");
        // The cause, and what is done meanwhile; nothing of the keys that only the portal's own file knows.
        assert_eq!(said(&built), ["C04 kinds/contact.toml", "C61 kinds/contact.toml"], "{new}");
    }
}

#[test]
fn what_follows_from_a_mistake_in_a_kind_is_told_behind_it_and_a_slip_is_still_one() {
    let built = register("sort = ", "sorted = ")
        .file("content/lien-he/so-2.md", "---\ntitle: Nháp\ndrafts: true\n---\n")
        .file("content/a.md", "---\ntitle: A\ntitel: B\n---\n")
        .build();
    assert_eq!(said(&built)[..2], ["C04 kinds/contact.toml", "C61 kinds/contact.toml"]);
    assert!(!built.has("lien-he/so-2/index.html"), "a key that is nearly a known one may be a draft's");
}

#[test]
fn a_kind_of_the_portals_own_that_cannot_be_read_leaves_the_folder_alone() {
    let built = Site::new()
        .file("kinds/desk.toml", "schema_org = \"Thing\"\nfolder = \"quay\n")
        .file("content/quay/_index.md", "---\ntitle: Quầy\nkind: desk\n---\n")
        .file("content/quay/mot.md", "---\ntitle: Một\nroom: 2\n---\n")
        .build();
    assert!(built.renderer.is_none(), "a build without it would take its pages away");
    assert_eq!(said(&built), ["C04 kinds/desk.toml", "C62 kinds/desk.toml"]);
}

fn labels(language: &str, change: impl Fn(String) -> String) -> Built {
    let text = embedded_text(embedded::theme(), &format!("i18n/{language}.toml"));
    let own = text.replacen(" = \"", " = \"~", 1);
    Site::new().file(&format!("themes/portal/i18n/{language}.toml"), &change(own)).build()
}

#[test]
fn a_mistake_in_the_labels_of_a_language_keeps_those_that_the_program_carries() {
    let plain = Site::new().build();
    for language in ["vi", "en"] {
        let built = labels(language, |text| format!("{text}\nlast = \"\n"));
        let file = format!("themes/portal/i18n/{language}.toml");
        assert_eq!(said(&built), [format!("C01 {file}"), format!("C60 {file}")], "{language}");
        for page in ["index.html", "en/index.html", "tin-tuc/index.html", "en/404.html"] {
            assert_eq!(built.text(page), plain.text(page), "{language}");
        }
    }
}

#[test]
fn a_theme_that_stands_alone_shows_the_labels_of_another_language_meanwhile() {
    let theme = |name: &str| format!("themes/rieng/{name}");
    let files = embedded::theme().into_iter();
    let site = files.fold(Site::new().config("theme = \"portal\"", "theme = \"rieng\""), |site, (path, bytes)| {
        site.bytes(&theme(path), bytes)
    });
    let plain = site.build();
    let built = site.file(&theme("i18n/en.toml"), "search = \n").build();
    assert_eq!(said(&built), ["C01 themes/rieng/i18n/en.toml", "C60 themes/rieng/i18n/en.toml"]);
    assert!(built.has("en/index.html"));
    assert_eq!(built.outputs.get("index.html"), plain.outputs.get("index.html"));
}

#[test]
fn a_label_that_is_no_text_is_told_with_its_line() {
    let built = labels("en", |text| format!("own_count = 3\nown_list = [\"a\"]\n{text}"));
    let told: Vec<_> = built.findings.iter().filter(|finding| finding.message.code == "C63").collect();
    let places: Vec<_> = told.iter().map(|finding| finding.span.unwrap().line).collect();
    assert_eq!(places, [1, 2], "{:?}", said(&built));
    assert!(told[0].text("en").contains("own_count"), "{}", told[0].text("en"));
}

#[test]
fn a_key_that_the_home_page_does_not_know_is_an_error_and_costs_no_home_page() {
    for file in ["content/_index.md", "content/_index.en.md"] {
        let built = Site::new().file(file, "---\ntitle: Home\nsumary: A\n---\n").build();
        let finding = built.finding("F09");
        assert_eq!((&*finding.file, finding.span.unwrap().line, finding.fatal), (file, 3, false));
        assert!(built.has("index.html") && built.has("en/index.html"), "{file}");
    }
    // Elsewhere such a key may be one that keeps a page from readers.
    let built = Site::new().file("content/tin-tuc/_index.md", "---\ntitle: Tin\ndrafts: true\n---\n").build();
    assert!(!built.has("tin-tuc/index.html"));
}

#[test]
fn files_beside_a_page_with_a_mistake_are_not_called_unused() {
    let site = |key: &str| {
        Site::new()
            .file("content/tin-tuc/2024/gia.csv", "a,b\n1,2\n")
            .file("content/tin-tuc/2024/anh/gia.csv", "a,b\n1,2\n")
            .file("content/tin-tuc/gia.csv", "a,b\n1,2\n")
            .article("content/tin-tuc/2024/a.md", "A", "2024-01-10", key, "[1](gia.csv) [2](anh/gia.csv)\n")
            .build()
    };
    assert_eq!(said(&site("")), ["S10 content/tin-tuc/gia.csv"]);
    assert_eq!(said(&site("sumary: A\n")), ["F09 content/tin-tuc/2024/a.md", "S10 content/tin-tuc/gia.csv"]);
}

#[test]
fn an_address_that_a_page_names_twice_is_told_once() {
    let site = |aliases: &str| {
        Site::new()
            .article("content/tin-tuc/a.md", "A", "2024-01-10", "", "")
            .article("content/tin-tuc/b.md", "B", "2024-01-10", &format!("aliases: [{aliases}]\n"), "")
            .build()
    };
    for aliases in ["/tin-tuc/a/, /tin-tuc/a/", "/tin-tuc/a/, /tin-tuc/a", "/tin-tuc/a/?id=1, /tin-tuc/a/?id=1"] {
        assert_eq!(said(&site(aliases)).len(), 1, "{aliases}: {:?}", said(&site(aliases)));
    }
    assert_eq!(said(&site("/cu/, /cu/")), Vec::<String>::new());
}
