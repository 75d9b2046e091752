//! Holds rows 37 and 44 of banners: none outside its days, and no advertisement without its label, at the top, or where the portal takes none.

use crate::site_builder::{Built, SITE_TOML, Site};

const RULES: &str = "[advertising]\nrules = \"gioi-thieu/quy-che.md\"\n";
const AD: &str = "slot: bottom\nadvertisement: true\nadvertiser: Hợp tác xã Xanh\ntarget: https://xanh.example/\n";

fn portal(settings: &str, front: &str) -> Site {
    let banner = format!(
        "---\ntitle: Chợ phiên zzcho\nimage: zzcho.svg\nimage_alt: Gian hàng nông sản\nstarts: 2024-01-10\nends: 2024-01-20\n{front}---\n"
    );
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"6\" height=\"2\" viewBox=\"0 0 6 2\"><rect width=\"6\" height=\"2\"/></svg>";
    Site::new()
        .file("site.toml", &format!("{SITE_TOML}{settings}"))
        .page("quy-che", "Quy chế.\n")
        .file("content/banner/_index.md", "---\ntitle: Banner\nkind: banner\n---\n")
        .file("content/banner/zzcho.md", &banner)
        .file("content/banner/zzcho.svg", svg)
}

fn codes(built: &Built) -> Vec<&'static str> {
    built.findings.iter().filter(|finding| finding.file.ends_with("zzcho.md")).map(|it| it.message.code).collect()
}

#[test]
fn row_44_an_advertisement_says_so_before_anything_else_and_its_link_earns_nothing() {
    let built = portal(RULES, AD).build();
    assert_eq!(codes(&built), Vec::<&str>::new());
    let home = built.text("index.html");
    let banner = &home[home.find("<p class=\"banner\">").unwrap()..];
    let (label, picture) = (banner.find(">Quảng cáo</a>").unwrap(), banner.find("zzcho.svg").unwrap());
    assert!(label < picture, "the label comes first");
    assert!(banner[..picture].contains("href=\"/gioi-thieu/quy-che/\""), "its label leads to the rules");
    assert!(banner[..picture].contains("Hợp tác xã Xanh"));
    assert!(banner[..picture].contains("rel=\"sponsored nofollow noopener\""));
}

#[test]
fn row_44_an_advertisement_without_a_label_fails() {
    for (settings, front, told) in [
        ("", AD, "F65"),
        (RULES, "slot: bottom\nadvertiser: Hợp tác xã Xanh\n", "F66"),
        (RULES, "slot: bottom\nadvertisement: false\nadvertiser: Hợp tác xã Xanh\n", "F66"),
        (RULES, "slot: top\nadvertisement: true\n", "F68"),
    ] {
        let built = portal(settings, front).build();
        assert_eq!(codes(&built), [told], "{front}");
        assert!(!built.text("index.html").contains("zzcho"), "{front}");
    }
}

#[test]
fn a_banner_that_leads_to_nobody_of_the_state_has_to_say_whether_it_is_one() {
    let told = |front: &str| codes(&portal("", &format!("slot: side\n{front}")).build());
    assert_eq!(told("target: https://xanh.example/\n"), ["F67"]);
    for host in ["a.gov.vn@shop.example/", "shop.example.:8443/", "shop.example?.gov.vn", "shop.example#.gov.vn"] {
        assert_eq!(told(&format!("target: \"https://{host}\"\n")), ["F67"], "{host}");
    }
    for fine in [
        "target: https://xanh.example/\nadvertisement: false\n",
        "target: https://dichvucong.gov.vn/x\n",
        "target: https://tinh.example/gioi-thieu/quy-che/\n",
        "target: /gioi-thieu/quy-che/\n",
        "",
    ] {
        assert_eq!(told(fine), Vec::<&str>::new(), "{fine}");
    }
}

#[test]
fn row_37_a_banner_outside_its_days_is_not_in_the_output() {
    let is_shown = |day: &str| {
        let built = portal(RULES, AD).at(day).build();
        built.outputs.values().any(|bytes| String::from_utf8_lossy(bytes).contains("zzcho"))
    };
    assert!(!is_shown("2024-01-09 23:59"));
    assert!(is_shown("2024-01-10 00:00") && is_shown("2024-01-20 23:59"));
    assert!(!is_shown("2024-01-21 00:00"));
}

#[test]
fn rules_that_do_not_exist_are_told() {
    let built = portal("[advertising]\nrules = \"gioi-thieu/quy-chee.md\"\n", "slot: side\n").build();
    assert_eq!(built.finding("C08").file.as_ref(), "site.toml");
}
