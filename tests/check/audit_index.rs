//! What the index PAPI looks at: poor households, budgets of communes, land-use plans and prices, answers to citizens.

use cong::audit::Wanted;
use cong::audit::report::{Matrix, State};
use cong::files::Memory;

use crate::audit_desk::{audit, codes, one, sample, told, with_obligation};
use crate::site_builder::{Site, build};

const DAY: &str = "2024-01-15";

fn poor(table: &str, more: &str) -> Site {
    Site::new()
        .file("content/cong-khai/_index.md", "---\ntitle: Công khai\n---\n")
        .file("content/cong-khai/ho-ngheo/_index.md", "---\ntitle: Hộ nghèo\n---\n")
        .file(
            "content/cong-khai/ho-ngheo/xa-a.md",
            &format!("---\ntitle: Danh sách xã A\n{more}attachments:\n  - file: xa-a.csv\n---\nLời.\n"),
        )
        .file("content/cong-khai/ho-ngheo/xa-a.csv", table)
}

#[test]
fn row_05_a_list_of_poor_households_holds_nothing_that_tells_who_somebody_is() {
    let state = |table: &str| audit(poor(table, "noindex: true\n"), DAY, &["papi"]).row("ho-ngheo").state;
    assert_eq!(state("STT,Chủ hộ,Loại\n1,Nguyễn Văn A,Nghèo\n"), State::Met);
    for personal in [
        "STT,Chủ hộ,Căn cước\n1,Nguyễn Văn A,070123456789\n",
        "STT,Chủ hộ,Ngày sinh\n1,Nguyễn Văn A,01/02/1980\n",
        "STT,Chủ hộ,Liên hệ\n1,Nguyễn Văn A,0912345678\n",
        "STT,Chủ hộ,Liên hệ\n1,Nguyễn Văn A,a@thu.example\n",
    ] {
        assert_eq!(state(personal), State::Missing, "{personal}");
    }
}

#[test]
fn row_05_its_page_is_for_no_search_engine() {
    let table = "STT,Chủ hộ,Loại\n1,Nguyễn Văn A,Nghèo\n";
    let state = |more: &str| audit(poor(table, more), DAY, &["papi"]).row("ho-ngheo-an").state;
    assert_eq!((state(""), state("noindex: true\n")), (State::Missing, State::Met));
    let built = poor(table, "noindex: true\n").build();
    assert!(!built.text("sitemap.xml").contains("xa-a"));
    assert!(built.text("cong-khai/ho-ngheo/xa-a/index.html").contains("noindex"));
}

fn budget(unit: &str, year: i16) -> (String, String) {
    let name = format!("content/ngan-sach/{}-{year}", unit.len());
    let text = format!(
        "---\ntitle: Ngân sách {unit} {year}\ndate: 2023-06-10\nagency: [so-tttt]\nlevel: xa\nunit_name: \"{unit}\"\nyear: {year}\ntype: quyet-toan\nform: 116/CK TC-NSNN\nunit: triệu đồng\n---\nLời.\n"
    );
    (format!("{name}.md"), text)
}

const BLANKS: &str = "where = { kind = \"budget\" }\nproofs = [{ units = { list = \"communes\", years = 2, unit = \"unit_name\", year = \"year\" } }]";

/// Two communes, of which the second came to be in 2023; `budgets`: of whom and of which year.
fn communes(budgets: &[(&str, i16)]) -> Site {
    let units = "[[communes]]\nid = \"xa-a\"\nname = \"Xã A\"\n\n[[communes]]\nid = \"phuong-b\"\nname = \"Phường B\"\nalso = [\"P. B\"]\nfrom = 2023\n";
    let site = Site::new()
        .file("content/_audit/units.toml", units)
        .file("content/ngan-sach/_index.md", "---\ntitle: Ngân sách\nkind: budget\n---\n");
    budgets.iter().fold(site, |site, (unit, year)| {
        let (path, text) = budget(unit, *year);
        site.file(&path, &text)
    })
}

fn cells(matrix: &Matrix) -> Vec<(&str, &[usize])> {
    matrix.units.iter().map(|(name, cells)| (name.as_str(), cells.as_slice())).collect()
}

#[test]
fn row_06_the_table_of_communes_and_years_shows_its_blanks() {
    let site = communes(&[("Xã A", 2022), ("xã a (minh họa)", 2023), ("P. B", 2021)]);
    let told = audit(with_obligation(site, BLANKS), DAY, &["thu"]);
    let matrix = &told.report.matrices[0];
    assert_eq!(matrix.years, [2022, 2023], "the year that is not over owes nothing yet");
    assert_eq!(cells(matrix), [("Xã A", &[1, 1][..]), ("Phường B", &[0, 0])]);
    let row = told.row("mot");
    assert_eq!((row.state, row.shortfalls[0].what.0.as_str()), (State::Missing, "1 ô còn trống: Phường B 2023"));
    assert_eq!(one(communes(&[("Xã A", 2022), ("Xã A ", 2023), ("Phường B", 2023)]), DAY, BLANKS).0, State::Met);
}

#[test]
fn row_06_without_a_list_of_communes_the_next_step_is_told() {
    let site = communes(&[("Xã A", 2022)]).without("content/_audit/units.toml");
    let told = audit(with_obligation(site, BLANKS), DAY, &["thu"]);
    assert_eq!((told.row("mot").state, codes(&told)), (State::Missing, vec!["K26"]));
    assert!(told.findings.iter().any(|finding| finding.hint("vi").contains("[[communes]]")));
}

#[test]
fn row_07_the_land_use_plan_of_a_unit_and_year_that_is_not_there_is_named() {
    let papi = told(sample(), DAY, &Wanted::Profiles(vec!["papi".to_owned()])).unwrap();
    let matrix = papi.report.matrices.iter().find(|matrix| matrix.obligation == "ke-hoach-su-dung-dat").unwrap();
    assert_eq!(
        cells(matrix),
        [("Đồng Phú", &[0, 0][..]), ("Bù Đăng", &[1, 1]), ("Hớn Quản", &[0, 0])],
        "a map of 2021 to 2025 is there for each of these years"
    );
    assert!(papi.row("ke-hoach-su-dung-dat").shortfalls[0].what.0.starts_with("4 ô còn trống: Đồng Phú 2022"));
}

#[test]
fn row_07_a_map_is_described_in_words() {
    let state = |files: Memory| {
        told(files, DAY, &Wanted::Profiles(vec!["papi".to_owned()])).unwrap().row("ban-do-su-dung-dat").state
    };
    assert_eq!(state(sample()), State::Met);
    let map = "content/cong-khai/su-dung-dat/ban-do-quy-hoach-5-nam-bu-dang/index.md";
    let mut files = sample();
    let text = String::from_utf8(cong::files::Files::read(&files, map).unwrap()).unwrap();
    let front = text.split("\n---\n").next().unwrap();
    files.put(map, format!("{front}\n---\n"));
    assert_eq!(state(files), State::Missing);
}

#[test]
fn row_08_land_prices_are_there_to_download() {
    let state =
        |files: Memory| told(files, DAY, &Wanted::Profiles(vec!["papi".to_owned()])).unwrap().row("bang-gia-dat").state;
    assert_eq!(state(sample()), State::Met);
    let page = "content/cong-khai/su-dung-dat/bang-gia-dat-minh-hoa/index.md";
    let mut files = sample();
    let text = String::from_utf8(cong::files::Files::read(&files, page).unwrap()).unwrap();
    let without = text.replace("attachments:\n  - file: bang-gia-mau.csv\n    title: \"Bảng giá đất mẫu (CSV)\"\n", "");
    assert_ne!(text, without);
    files.put(page, without.replace("](bang-gia-mau.csv", "](/"));
    assert_eq!(state(files), State::Missing);
}

fn question(received: &str, more: &str) -> Site {
    let text = format!("---\ntitle: Câu hỏi\nquestion: Hỏi gì?\nreceived: {received}\nagency: [so-y-te]\n{more}---\n");
    let text = if more.contains("answered") { format!("{text}Trả lời.\n") } else { text };
    Site::new()
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
        .file("content/hoi-dap/a.md", &text)
}

#[test]
fn row_09_a_question_is_late_behind_fifteen_working_days() {
    // Monday 1 January 2024; fifteen working days later is Monday the 22nd.
    let late = |site: Site, day: &str| {
        let told = audit(site, day, &["papi"]);
        (told.row("tra-loi-dung-han").state, told.entries("questions").first().and_then(|entry| entry.days))
    };
    let asked = || question("2024-01-01", "");
    assert_eq!(late(asked(), "2024-01-22"), (State::Met, Some(15)));
    assert_eq!(late(asked(), "2024-01-23"), (State::Stale, Some(16)));
    let holidays = |site: Site| site.file("content/_audit/holidays.toml", "[2024]\noff = [\"2024-01-08\"]\n");
    assert_eq!(late(holidays(asked()), "2024-01-23"), (State::Met, Some(15)), "a day off does not count");
    assert_eq!(late(question("2024-01-01", "answered: 2024-01-30\n"), "2024-02-15"), (State::Met, None));
}

#[test]
fn row_09_a_year_without_holidays_is_told_once_a_question_waits_in_it() {
    let codes = |site: Site| audit(site, DAY, &["papi"]).findings.iter().map(|it| it.message.code).collect::<Vec<_>>();
    let waits = question("2023-12-20", "");
    assert!(codes(waits.clone()).contains(&"K25"));
    assert!(
        !codes(waits.file("content/_audit/holidays.toml", "[2023]\noff = []\n[2024]\noff = []\n")).contains(&"K25")
    );
    assert!(!codes(question("2023-12-20", "answered: 2023-12-21\n")).contains(&"K25"));
}

#[test]
fn row_10_a_consultation_without_a_result_is_late_thirty_days_after_it_closed() {
    let site = |more: &str| {
        let text = format!(
            "---\ntitle: Dự thảo\nsubject: policy\ndrafter: Sở\nopens: 2024-02-01\nattachments:\n  - file: du-thao.txt\ncloses: 2024-02-29\ncomment_email: a@tinh.gov.vn\n{more}---\nLời.\n"
        );
        Site::new()
            .file("content/gop-y/_index.md", "---\ntitle: Góp ý\nkind: consultation\n---\n")
            .file("content/gop-y/a/index.md", &text)
            .file("content/gop-y/a/du-thao.txt", "Toàn văn.")
            .file("content/gop-y/a/tiep-thu.txt", "Báo cáo.")
    };
    let built = site("").at("2024-03-01 12:00").build();
    assert!(built.text("gop-y/a/index.html").contains("Hết hạn"));
    let late = |more: &str, day: &str| {
        let told = audit(site(more), day, &["nd42-2022"]);
        (told.row("gop-y-du-thao").state, told.late("consultations").len())
    };
    assert_eq!(late("", "2024-03-30"), (State::Met, 0));
    assert_eq!(late("", "2024-03-31"), (State::Stale, 1));
    assert_eq!(late("result: tiep-thu.txt\n", "2024-05-01"), (State::Met, 0));
}

#[test]
fn row_42_an_index_names_the_pages_that_serve_it() {
    let told = told(sample(), DAY, &Wanted::Index("papi".to_owned())).unwrap();
    assert!(told.report.rows.iter().all(|row| row.indexes.contains(&"papi".to_owned())));
    for id in ["ho-ngheo", "ngan-sach-xa", "ke-hoach-su-dung-dat", "bang-gia-dat", "giai-dap"] {
        assert!(!told.row(id).pages.is_empty(), "{id}");
    }
    let built = build(std::sync::Arc::new(sample()), "2024-01-15 12:00", false);
    let site = &built.renderer.unwrap().site;
    let urls: Vec<&str> = told.row("bang-gia-dat").pages.iter().map(|id| site.page(*id).inner().url.as_str()).collect();
    assert_eq!(urls, ["/cong-khai/su-dung-dat/bang-gia-dat-minh-hoa/"]);
}
