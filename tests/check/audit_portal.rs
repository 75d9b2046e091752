//! Rows about the portal as a whole: English, trust, documents that are referred to, downtime and corrections.

use cong::audit::Wanted;
use cong::audit::report::State;

use crate::audit_desk::{audit, one, sample, told};
use crate::site_builder::Site;

const DAY: &str = "2024-01-15";

#[test]
fn row_25_the_english_minimum_is_functions_structure_and_contacts() {
    let state = |gone: &[&str]| {
        let mut files = sample();
        let all: Vec<String> = cong::files::Files::list(&files, "content/co-cau-to-chuc")
            .unwrap()
            .into_iter()
            .map(|entry| entry.path.to_string())
            .collect();
        let is_gone = |path: &&String| path.ends_with(".en.md") && gone.iter().any(|folder| path.starts_with(folder));
        let removed: Vec<&String> = all.iter().filter(is_gone).collect();
        for path in removed {
            files.remove(path);
        }
        let told = told(files, DAY, &Wanted::Profiles(vec!["en-minimum".to_owned()])).unwrap();
        told.ids(State::Missing).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(state(&[]), Vec::<String>::new());
    assert_eq!(state(&["content/co-cau-to-chuc/lanh-dao/"]), ["en-dau-moi"]);
    assert_eq!(state(&["content/co-cau-to-chuc/"]), ["en-chuc-nang", "en-co-cau", "en-dau-moi"]);
}

#[test]
fn row_25_a_portal_in_vietnamese_alone_lacks_its_english_pages() {
    let site = Site::new()
        .without("content/_index.en.md")
        .without("content/tin-tuc/_index.en.md")
        .config("languages = [\"vi\", \"en\"]", "languages = [\"vi\"]");
    assert_eq!(audit(site, DAY, &["en-minimum"]).row("en-trang-chu").state, State::Missing);
    assert_eq!(audit(Site::new(), DAY, &["en-minimum"]).row("en-trang-chu").state, State::Met);
}

const POLICY: &str = "---\ntitle: Chính sách bảo vệ dữ liệu cá nhân\n---\n## Thu thập\n\nA.\n\n## Lưu trữ, sử dụng\n\nA.\n\n## Bảo vệ\n\nA.\n\n## Khi có sự cố\n\nA.\n";

/// A portal that has all that a static build can prove of the basic level.
fn trusted() -> Site {
    Site::new()
        .file("content/chinh-sach/_index.md", "---\ntitle: Chính sách\nkind: page\n---\n")
        .file("content/chinh-sach/du-lieu.md", POLICY)
        .config("[[agencies]]", "[menus]\nfooter = [{ page = \"chinh-sach/du-lieu.md\" }]\n\n[[agencies]]")
}

fn missing(site: Site) -> Vec<String> {
    audit(site, DAY, &["tinnhiemmang"]).ids(State::Missing).into_iter().map(str::to_owned).collect()
}

#[test]
fn row_28_a_portal_with_policy_https_and_no_strange_script_passes() {
    assert_eq!(missing(trusted()), Vec::<String>::new());
}

#[test]
fn row_28_a_missing_policy_page_and_one_that_no_footer_leads_to_fail() {
    assert_eq!(missing(Site::new()), ["chinh-sach-du-lieu"]);
    assert_eq!(missing(trusted().config("du-lieu.md\" }]", "_index.md\" }]")), ["chinh-sach-du-lieu"]);
    let half = POLICY.replace("## Khi có sự cố", "## Khác");
    let told = audit(trusted().file("content/chinh-sach/du-lieu.md", &half), DAY, &["tinnhiemmang"]);
    assert_eq!(
        told.row("noi-dung-chinh-sach").shortfalls[0].what.0,
        "content/chinh-sach/du-lieu.md thiếu mục có chữ “phát sinh/sự cố/khiếu nại”"
    );
}

#[test]
fn row_28_mixed_content_fails() {
    let http = trusted().config("https://tinh.example", "http://localhost:8000");
    assert_eq!(missing(http), ["tls"]);
    let template = "{% extends \"base.html\" %}{% block content %}<img src=\"http://a.example/b.png\" alt=\"\">{% endblock content %}";
    assert_eq!(missing(trusted().file("themes/portal/templates/thanks.html", template)), ["noi-dung-hon-hop"]);
    let link = template.replace("<img src=\"http://a.example/b.png\" alt=\"\">", "<a href=\"http://a.example/\">a</a>");
    assert_eq!(missing(trusted().file("themes/portal/templates/thanks.html", &link)), Vec::<String>::new());
}

#[test]
fn row_28_a_script_of_a_host_that_is_not_known_fails() {
    let allow = |site: Site, more: &str| {
        site.config(
            "[[agencies]]",
            &format!("[security]\nscript_src = [\"https://dem.example.vn\"]\n{more}\n[[agencies]]"),
        )
    };
    assert_eq!(missing(allow(trusted(), "")), ["ma-doc"]);
    assert_eq!(
        missing(allow(trusted(), "\n[audit]\nscript_hosts = [\"https://dem.example.vn\"]\n")),
        Vec::<String>::new()
    );
    let template = "{% extends \"base.html\" %}{% block content %}<script src=https://la.example/a.js></script>{% endblock content %}";
    assert_eq!(missing(trusted().file("themes/portal/templates/thanks.html", template)), ["ma-doc"]);
    let emc = trusted().config("[[agencies]]", "[security]\nemc = { site_id = 7 }\n\n[[agencies]]");
    assert_eq!(missing(emc), Vec::<String>::new(), "the ministry's own is known");
}

#[test]
fn row_28_a_portal_without_forms_gathers_nothing_and_needs_no_consent() {
    let obligation = "proofs = [{ makes = \"consent\" }]";
    assert_eq!(one(trusted(), DAY, obligation).0, State::Met, "without a form nothing is gathered");
}

#[test]
fn row_44_the_regulation_of_the_portal_stands_in_the_footer_and_tells_of_advertising() {
    let own = || Wanted::Profiles(vec!["quy-che".to_owned()]);
    assert_eq!(told(sample(), DAY, &own()).unwrap().ids(State::Met), ["quy-che", "van-ban-quy-che"]);
    let mut files = sample();
    let page = "content/chinh-sach/quy-che-hoat-dong.md";
    let text = String::from_utf8(cong::files::Files::read(&files, page).unwrap()).unwrap();
    files.put(page, text.replace("Mục 5. Quảng cáo", "Mục 5. Khác"));
    assert_eq!(told(files, DAY, &own()).unwrap().ids(State::Missing), ["quy-che"]);
}

#[test]
fn row_45_a_reference_to_a_document_that_is_not_here_is_listed() {
    let site = |number: &str| {
        Site::new()
            .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "Lời.")
            .article("content/tin-tuc/dan.md", "Dẫn", "2024-01-10", "", &format!("Theo [văn bản](van-ban:{number})."))
            .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
            .file("content/van-ban/a/a.txt", "Toàn văn.")
            .file(
                "content/van-ban/a/index.md",
                "---\ntitle: Quyết định\nnumber: 2461/QĐ-UBND\nsummary: S.\ntype: quyet-dinh\nissuer: UBND\nissued: 2019-11-19\neffective: 2019-11-19\nsigner: A\nsigner_title: B\nattachments:\n  - file: a.txt\n---\nLời.\n",
            )
    };
    let listed = |number: &str| {
        let told = audit(site(number), DAY, &["nd42-2022"]);
        (
            told.row("van-ban-dan-chieu").state,
            told.late("documents").into_iter().map(|(file, _)| file.to_owned()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(listed("2461/QĐ-UBND"), (State::Met, vec![]));
    assert_eq!(listed("9999/QĐ-UBND"), (State::Stale, vec!["content/tin-tuc/dan.md:7".to_owned()]));
}

fn notice(lines: &str) -> Site {
    Site::new()
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-02", "", "Lời.")
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n")
        .file("content/thong-bao/a.md", &format!("---\ntitle: Thông báo\nagency: [so-tttt]\n{lines}---\nLời.\n"))
}

#[test]
fn row_50_downtime_is_told_seven_working_days_before() {
    let late = |starts: &str| {
        let lines = format!("date: 2024-01-02\ntype: gian-doan\nstarts: {starts} 08:00\nends: {starts} 12:00\n");
        let told = audit(notice(&lines), "2024-03-01", &["nd42-2022"]);
        (
            told.row("tam-ngung").state,
            told.late("notices").into_iter().map(|(_, what)| what.to_owned()).collect::<Vec<_>>(),
        )
    };
    // Tuesday the 2nd: seven working days later is Thursday the 11th.
    assert_eq!(late("2024-01-11"), (State::Met, vec![]));
    assert_eq!(late("2024-01-10"), (State::Stale, vec!["đăng trước 6 ngày làm việc".to_owned()]));
}

#[test]
fn row_50_a_correction_leads_to_what_it_corrects_and_that_leads_back() {
    let correction = |more: &str| notice(&format!("date: 2024-01-03\ntype: dinh-chinh\n{more}"));
    let linked = correction("related: [../tin-tuc/bai.md]\n");
    let built = linked.build();
    assert!(built.text("thong-bao/a/index.html").contains("href=\"/tin-tuc/bai/\""));
    assert!(built.text("tin-tuc/bai/index.html").contains("href=\"/thong-bao/a/\""));
    let loose = |site: Site| audit(site, DAY, &["nd42-2022"]).late("corrections").len();
    assert_eq!((loose(linked), loose(correction(""))), (0, 1));
}
