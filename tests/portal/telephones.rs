//! Telephone numbers: which can be dialled, whose they are, and that a number changes in one place.

use crate::site_builder::{Built, Site, attributes, place, texts};

/// A portal with a hotline and one unit whose number is `phone`.
fn portal(phone: &str) -> Site {
    Site::new()
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi đáp\n---\n")
        .file("content/co-cau/_index.md", "---\ntitle: Cơ cấu\nkind: organisation\n---\n")
        .file("content/co-cau/so.md", &unit(phone))
}

fn unit(phone: &str) -> String {
    format!("---\ntitle: Sở Y tế\nfunctions: Y tế.\naddress: Đường A\nphone: {phone}\nemail: a@b.gov.vn\n---\n")
}

const PAGE: &str = "co-cau/so/index.html";

fn links(built: &Built, path: &str) -> Vec<String> {
    let mut links = attributes(&built.html(path), "main a[href^=tel]", "href");
    links.dedup();
    links
}

#[test]
fn a_number_is_dialled_in_full_and_printed_as_written() {
    for (written, dialled) in [
        ("02713.879.193", "tel:+842713879193"),
        ("\"+84 271 3879 193\"", "tel:+842713879193"),
        ("(0271) 3879 193", "tel:+842713879193"),
        ("1022", "tel:1022"),
        ("113", "tel:113"),
        ("0271.1022", "tel:02711022"),
        ("1900 1234", "tel:19001234"),
        ("0912345678", "tel:+84912345678"),
        ("02713.879.193 máy lẻ 12", "tel:+842713879193;ext=12"),
    ] {
        let built = portal(written).build();
        assert_eq!(built.problems(), Vec::<String>::new(), "{written}");
        assert_eq!(links(&built, PAGE), [dialled], "{written}");
        let shown = texts(&built.html(PAGE), "main a[href^=tel]");
        assert!(shown.iter().all(|text| text == written.trim_matches('"')), "{written}: {shown:?}");
    }
}

#[test]
fn what_cannot_be_dialled_is_an_error_at_its_place_with_the_cause() {
    for (written, cause) in [
        ("02713.879.l93", "chữ “l”"),
        ("02713.879.193 - 02713.879.194", "hai số"),
        ("02713.879.193/02713.879.194", "hai số"),
        ("02713.879.193; 0912345678", "hai số"),
        ("02713.879.193 hoặc 1022", "hai số"),
        ("02713.879.19", "thiếu chữ số"),
        ("02713.879.1933", "thừa chữ số"),
        ("3879.193", "thiếu mã vùng"),
        ("1022 (Zalo)", "chữ ngoài số"),
    ] {
        let built = portal(written).build();
        let finding = built.finding("F51");
        assert!(finding.text("vi").contains(cause) && finding.fatal, "{written}: {}", finding.text("vi"));
        assert_eq!(place(finding), "content/co-cau/so.md:5:8", "{written}");
        assert!(!built.has(PAGE), "{written}");
    }
}

#[test]
fn a_number_of_before_2017_is_told_the_one_of_today() {
    let built = portal("0651 3879 193").build();
    let finding = built.finding("F52");
    assert!(finding.hint("vi").contains("02713879193"), "{}", finding.hint("vi"));
    assert_eq!(links(&built, PAGE), ["tel:+842713879193"]);
}

#[test]
fn a_field_takes_the_number_of_a_contact_wherever_it_is_shown() {
    let built = portal("lien-he:tong-dai").config("twins = [\"article\"]", "twins = [\"organisation\"]").build();
    assert_eq!(built.problems(), Vec::<String>::new());
    assert_eq!(links(&built, PAGE), ["tel:02711022"]);
    assert_eq!(links(&built, "co-cau/index.html"), ["tel:02711022"]);
    let twin = &built.json("co-cau/so/index.json")["_cong"]["fields"]["phone"];
    assert_eq!(twin, &serde_json::json!({ "text": "0271.1022", "tel": "tel:02711022" }));
    assert!(built.text(PAGE).contains("\"telephone\":\"02711022\""), "for search engines, too");
}

#[test]
fn contacts_may_take_the_number_of_another_and_translations_that_of_their_original() {
    let site = portal("lien-he:mot-cua")
        .file("content/lien-he/mot-cua.md", "---\ntitle: Một cửa\nnumber: lien-he:tong-dai\npurpose: Hồ sơ\n---\n")
        .file("content/lien-he/tong-dai.en.md", "---\ntitle: Centre\nnumber: lien-he:tong-dai\npurpose: Advice\n---\n");
    let built = site.build();
    assert_eq!(built.codes().iter().filter(|code| **code != "S11").collect::<Vec<_>>(), Vec::<&&str>::new());
    for page in [PAGE, "lien-he/mot-cua/index.html", "en/lien-he/tong-dai/index.html"] {
        assert_eq!(links(&built, page), ["tel:02711022"], "{page}");
    }
}

#[test]
fn a_contact_that_is_none_is_told_and_no_number_is_shown() {
    let missing = portal("lien-he:tong-dia").build();
    assert!(missing.finding("M05").hint("en").contains("tong-dai"));
    assert_eq!(links(&missing, PAGE), Vec::<String>::new());
    let draft = "---\ntitle: Tổng đài\nnumber: 0271.9999\npurpose: Hỏi đáp\ndraft: true\n---\n";
    let withheld =
        portal("lien-he:tong-dai").file("content/lien-he/tong-dai.md", &draft.replace("0271.9999", "0271.1999"));
    let withheld = withheld.build();
    assert_eq!(withheld.codes(), ["F51"], "{:?}", withheld.problems());
    assert_eq!(place(withheld.finding("F51")), "content/co-cau/so.md:5:8");
    assert!(withheld.finding("F51").text("vi").contains("đầu mối tong-dai chưa công khai"));
    assert_eq!(crate::site_builder::traces(&withheld, "0271.1999"), Vec::<String>::new());
    let circle = |name: &str, other: &str| {
        (
            format!("content/lien-he/{name}.md"),
            format!("---\ntitle: {name}\nnumber: lien-he:{other}\npurpose: Hỏi\n---\n"),
        )
    };
    let (one, other) = (circle("mot", "hai"), circle("hai", "mot"));
    let built = portal("1022").file(&one.0, &one.1).file(&other.0, &other.1).build();
    assert_eq!(built.codes().iter().filter(|code| **code == "F51").count(), 2, "{:?}", built.problems());
}

/// A contact that passes on to the hotline, and a hotline that is not public.
fn silent(phone: &str) -> Site {
    let draft = "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi đáp\ndraft: true\n---\n";
    let passing = "---\ntitle: Một cửa\nnumber: lien-he:tong-dai\npurpose: Hồ sơ\n---\n";
    portal(phone).file("content/lien-he/tong-dai.md", draft).file("content/lien-he/mot-cua.md", passing)
}

#[test]
fn a_contact_that_passes_on_to_one_that_is_not_public_is_told_so_and_is_no_circle() {
    let built = silent("lien-he:mot-cua").build();
    assert_eq!(built.codes(), ["F51", "F51"], "the unit and the contact: {:?}", built.problems());
    for finding in &built.findings {
        assert!(finding.text("vi").contains("đầu mối tong-dai chưa công khai"), "{}", finding.text("vi"));
    }
    let built = silent("1022").config("phone = \"0271.1022\"", "phone = \"lien-he:tong-dia\"").build();
    let hint = built.finding("C27").hint("en");
    assert!(!hint.contains("mot-cua") && !hint.contains("tong-dai"), "no number comes from either: {hint}");
}

#[test]
fn a_field_that_need_not_be_is_left_out_with_a_warning_until_there_is_a_number() {
    let more = |site: Site| {
        let unit = unit("1022").replace("email:", "fax: lien-he:tong-dai\nemail:");
        site.file("content/co-cau/so.md", &unit).build()
    };
    let built = more(silent("1022").file(
        "content/lien-he/mot-cua.md",
        "---\ntitle: Một cửa\nnumber: 0271.1999\npurpose: Hồ sơ\nother_numbers: [lien-he:tong-dai, 0271.1888]\n---\n",
    ));
    assert_eq!(built.codes(), ["F54", "F54"], "{:?}", built.problems());
    assert!(!texts(&built.html(PAGE), "main dt").contains(&"Fax".to_owned()));
    assert_eq!(links(&built, "lien-he/mot-cua/index.html"), ["tel:02711999", "tel:02711888"]);
    assert!(texts(&more(portal("1022")).html(PAGE), "main dt").contains(&"Fax".to_owned()));
}

#[test]
fn no_empty_link_is_published_where_no_number_comes() {
    let built = silent("1022").config("phone = \"0271.1022\"", "phone = \"lien-he:tong-dai\"").build();
    assert!(built.codes().contains(&"C27"), "{:?}", built.problems());
    // A style sheet speaks of links that begin so.
    for (path, bytes) in built.outputs.iter().filter(|(path, _)| !path.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("tel:\"") && !text.contains("\"telephone\":\"\""), "{path}");
    }
    assert_eq!(texts(&built.html("index.html"), "footer a.phone"), [""; 0]);
    assert!(!texts(&built.html("index.html"), "footer dt").contains(&"Điện thoại".to_owned()));
}

#[test]
fn a_contact_that_is_named_otherwise_is_told_how_to_write_it() {
    for written in [
        "Lien-he:tong-dai.md",
        "lien-he:tong-dai.md",
        "LIEN-HE:tong-dai",
        "\"liên hệ: tong-dai\"",
        "lien-he:lien-he/tong-dai.md",
    ] {
        let built = portal(written).build();
        let finding = built.finding("F51");
        assert!(finding.hint("vi").ends_with("phone: lien-he:tong-dai"), "{written}: {}", finding.hint("vi"));
    }
    assert_eq!(portal("\"lien-he: tong-dai\"").build().problems(), Vec::<String>::new());
}

#[test]
fn the_number_of_the_portal_itself_is_checked_and_may_be_that_of_a_contact() {
    let with = |phone: &str| portal("1022").config("phone = \"0271.1022\"", &format!("phone = \"{phone}\"")).build();
    let built = with("lien-he:tong-dai");
    assert_eq!(built.problems(), Vec::<String>::new());
    for page in ["index.html", "en/index.html"] {
        assert_eq!(attributes(&built.html(page), "footer a.phone", "href"), ["tel:02711022"]);
        assert_eq!(texts(&built.html(page), "footer a.phone"), ["0271.1022"]);
    }
    assert!(with("lien-he:tong-dia").finding("C27").hint("en").contains("tong-dai"));
    let wrong = with("02713.879.l93");
    assert_eq!(place(wrong.finding("C25")), "site.toml:12:9");
    assert!(with("0651 3879 193").finding("C26").hint("en").contains("02713879193"));
}

#[test]
fn a_link_that_dials_is_held_to_the_same_rules() {
    let page = |target: &str| portal("1022").page("thu", &format!("[Gọi]({target})")).build();
    for (target, dialled) in
        [("tel:0271.1022", "tel:02711022"), ("tel:+84-271-1022", "tel:02711022"), ("TEL:0271%201022", "tel:02711022")]
    {
        assert_eq!(links(&page(target), "gioi-thieu/thu/index.html"), [dialled], "{target}");
    }
    for target in ["tel:02713.879.l93", "tel:3879193", "tel:02713.879.193/02713.879.194"] {
        assert_eq!(place(page(target).finding("M53")), "content/gioi-thieu/thu.md:4:1", "{target}");
    }
}

#[test]
fn a_number_that_no_contact_has_is_told() {
    let consultation = |phone: &str| {
        let text = format!(
            "---\ntitle: Dự thảo\nsummary: Dự thảo.\ndrafter: Sở Y tế\nsubject: policy\nopens: 2024-01-10\ncloses: 2024-02-10\ncomment_email: a@b.gov.vn\ncomment_address: Đường A\ncomment_phone: {phone}\nattachments:\n- file: du-thao.pdf\n  title: Dự thảo\n---\n"
        );
        portal("0912345678")
            .file("content/gop-y/_index.md", "---\ntitle: Góp ý\nkind: consultation\n---\n")
            .file("content/gop-y/a/index.md", &text)
            .file("content/gop-y/a/du-thao.pdf", "%PDF-1.4")
            .build()
    };
    let told = |built: &Built| built.findings.iter().filter(|finding| finding.message.code == "F53").count();
    let built = consultation("02713.879.193");
    assert!(built.finding("F53").text("vi").contains("02713.879.193"));
    assert_eq!(built.finding("F53").file.as_ref(), "content/gop-y/a/index.md");
    for phone in ["0271.1022", "lien-he:tong-dai", "+84 912 345 678"] {
        assert_eq!(told(&consultation(phone)), 0, "a contact or a unit has it: {phone}");
    }
    let link = |target: &str| portal("1022").page("thu", &format!("[Gọi]({target}) 0271.3879.555")).build();
    assert_eq!(place(link("tel:02713.879.193").finding("F53")), "content/gioi-thieu/thu.md:4:1");
    for target in ["tel:0271.1022", "tel:113", "tel:19001234"] {
        assert_eq!(told(&link(target)), 0, "{target}");
    }
    let none = Site::new().page("thu", "[Gọi](tel:02713.879.193)").build();
    assert_eq!(told(&none), 0, "where there are no contacts nobody can have it");
}
