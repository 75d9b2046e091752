//! Rows of obligations: what makes one met, old or missing. Names begin with the row of the table of acceptance that they hold.

use cong::audit::Wanted;
use cong::audit::report::State;

use crate::audit_desk::{audit, codes, one, sample, told, with_obligation};
use crate::site_builder::Site;

const DAY: &str = "2024-01-15";

fn law() -> Wanted {
    Wanted::Profiles(Vec::new())
}

#[test]
fn row_02_without_the_section_of_research_exactly_its_row_is_missing() {
    let mut files = sample();
    let gone: Vec<String> = cong::files::Files::list(&files, "content/cong-khai/de-tai-khoa-hoc")
        .unwrap()
        .into_iter()
        .map(|entry| entry.path.to_string())
        .collect();
    assert!(gone.len() >= 4, "{gone:?}");
    for path in &gone {
        files.remove(path);
    }
    let told = told(files, DAY, &law()).unwrap();
    assert_eq!(told.ids(State::Missing), ["de-tai-khoa-hoc"]);
    assert!(told.report.lacks_something());
    let row = told.row("de-tai-khoa-hoc");
    assert_eq!((row.article.contains("Điều 4 khoản 1"), row.pages.len()), (true, 0));
    assert_eq!(row.owner.0, "Sở Khoa học và Công nghệ", "the portal says who owes it even where there is nothing");
    assert!(row.shortfalls[0].next.0.contains("cong new science"), "{}", row.shortfalls[0].next.0);
}

#[test]
fn row_04_the_sample_portal_meets_all_that_it_owes() {
    let told = told(sample(), DAY, &law()).unwrap();
    let wanting: Vec<_> = told
        .report
        .rows
        .iter()
        .filter(|row| row.state != State::Met)
        .map(|row| (&row.id, row.shortfalls.iter().map(|it| &it.what.0).collect::<Vec<_>>()))
        .collect();
    assert!(wanting.is_empty(), "{wanting:#?}");
    assert_eq!(codes(&told), Vec::<&str>::new());
    for id in [
        "chien-luoc-quy-hoach",
        "ke-hoach-cong-tac",
        "dau-tu-cong",
        "mua-sam-cong",
        "bao-cao-tai-chinh",
        "de-tai-khoa-hoc",
    ] {
        assert!(told.row(id).last.is_some() && !told.row(id).pages.is_empty(), "{id}");
    }
    for id in ["tep-ke-hoach", "tep-de-tai"] {
        assert!(told.row(id).advice, "no decree asks for a file beside each plan: {id}");
    }
}

#[test]
fn row_03_a_section_without_an_item_for_so_many_days_is_old_with_its_date_and_its_owner() {
    let site = Site::new()
        .article("content/tin-tuc/bai.md", "Bài", "2023-12-01", "", "Lời.")
        .config("[[agencies]]", "[audit.sections]\ntin-tuc = { days = 30, owner = \"so-y-te\" }\n\n[[agencies]]");
    let old = |day: &str| {
        let told = audit(site.clone(), day, &["tinnhiemmang"]);
        let entry = told.entries("sections").iter().find(|entry| entry.file == "content/tin-tuc/_index.md").unwrap();
        (entry.late, entry.days, entry.date.unwrap().to_string(), entry.owner.0.clone())
    };
    let owner = || "Sở Y tế".to_owned();
    assert_eq!(old("2023-12-31"), (false, Some(30), "2023-12-01".to_owned(), owner()));
    assert_eq!(old("2024-01-01"), (true, Some(31), "2023-12-01".to_owned(), owner()));
}

#[test]
fn row_32_each_agency_is_listed_with_the_section_and_the_age_of_its_last_item() {
    let site = Site::new()
        .article("content/tin-tuc/moi.md", "Mới", "2024-01-10", "agency: [so-tttt]\n", "Lời.")
        .article("content/tin-tuc/cu.md", "Cũ", "2023-10-01", "agency: [so-y-te]\n", "Lời.")
        .article("content/tin-tuc/cu-hon.md", "Cũ hơn", "2023-01-01", "agency: [so-y-te]\n", "Lời.")
        .config("[[agencies]]", "[audit]\ndays = 90\n\n[[agencies]]");
    let told = audit(site.clone(), DAY, &["tinnhiemmang"]);
    let rows: Vec<_> = told
        .entries("agencies")
        .iter()
        .map(|entry| (entry.owner.0.as_str(), entry.days, entry.late, entry.title.as_str(), entry.what.0.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("Sở Y tế", Some(106), true, "Cũ", "Tin tức; hạn 90 ngày"),
            ("Sở Thông tin và Truyền thông", Some(5), false, "Mới", "Tin tức; hạn 90 ngày"),
        ]
    );
    let unwatched = site.config("[audit]\n", "[audit]\nagencies = { so-y-te = 0 }\n");
    assert_eq!(audit(unwatched, DAY, &["tinnhiemmang"]).entries("agencies").len(), 1);
}

#[test]
fn only_what_is_public_counts() {
    let obligation = "where = { section = \"tin-tuc\" }\nproofs = [{ items = 1 }]";
    let site = |more: &str| Site::new().article("content/tin-tuc/bai.md", "Bài", "2024-01-10", more, "Lời.");
    assert_eq!(one(site(""), DAY, obligation).0, State::Met);
    for hidden in ["draft: true\n", "publish_at: 2024-01-16\n", "expires: 2024-01-12\n"] {
        assert_eq!(one(site(hidden), DAY, obligation), (State::Missing, "chưa có mục nào".to_owned()), "{hidden}");
    }
}

#[test]
fn a_field_that_an_item_does_not_set_is_named_with_the_file() {
    let obligation =
        "where = { section = \"tin-tuc\" }\nproofs = [{ fields = [\"agency\", \"image|attachments\", \"text\"] }]";
    let site = Site::new().article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "agency: [so-y-te]\n", "Lời.");
    let (state, what) = one(site, DAY, obligation);
    assert_eq!(
        (state, what.as_str()),
        (State::Missing, "thiếu Ảnh đại diện hoặc Tệp đính kèm: content/tin-tuc/bai.md")
    );
}

#[test]
fn what_is_too_old_is_old_and_not_missing() {
    let site = Site::new().article("content/tin-tuc/bai.md", "Bài", "2023-12-01", "", "Lời.");
    let obligation = "where = { section = \"tin-tuc\" }\nproofs = [{ items = 1 }, { newest = 30 }]";
    let told = audit(with_obligation(site, obligation), DAY, &["thu"]);
    let row = told.row("mot");
    assert_eq!((row.state, row.last.unwrap().to_string().as_str()), (State::Stale, "2023-12-01"));
    assert_eq!(row.shortfalls[0].what.0, "mới nhất ngày 01/12/2023, đã 45 ngày (hạn 30 ngày)");
    assert!(!told.report.lacks_something(), "what is old makes no exit code");
}

#[test]
fn a_year_without_an_item_is_named() {
    let plan = |year: &str| {
        format!(
            "---\ntitle: Kế hoạch {year}\nsummary: Mục tiêu.\ntype: ke-hoach\ndate: 2023-01-10\nagency: [so-y-te]\nstatus: done\nperiod: \"{year}\"\n---\nLời.\n"
        )
    };
    let site = Site::new()
        .file("content/ke-hoach/_index.md", "---\ntitle: Kế hoạch\nkind: plan\n---\n")
        .file("content/ke-hoach/a.md", &plan("2021 - 2022"));
    let obligation = "where = { kind = \"plan\", with = { type = [\"ke-hoach\"] } }\nproofs = [{ yearly = 3 }]";
    assert_eq!(one(site.clone(), DAY, obligation), (State::Missing, "chưa có của năm 2023".to_owned()));
    assert_eq!(one(site.file("content/ke-hoach/b.md", &plan("2023")), DAY, obligation).0, State::Met);
}

#[test]
fn what_nobody_has_verified_is_advice_and_makes_no_exit_code() {
    let obligation = "evidence = \"memory\"\nwhere = { section = \"khong-co\" }\nproofs = [{ items = 1 }]";
    let told = audit(with_obligation(Site::new(), obligation), DAY, &["thu"]);
    assert_eq!((told.row("mot").state, told.row("mot").advice), (State::Missing, true));
    assert!(!told.report.lacks_something());
}

#[test]
fn the_portal_says_where_a_thing_stands_who_owes_it_and_what_does_not_concern_it() {
    let obligation = "where = { kind = \"science\" }\nproofs = [{ items = 1 }]";
    let site = Site::new().article("content/tin-tuc/bai.md", "Bài", "2023-12-01", "", "Lời.");
    let own =
        |table: &str| site.clone().config("[[agencies]]", &format!("[audit.obligations.mot]\n{table}\n\n[[agencies]]"));
    let row = |table: &str| {
        let told = audit(with_obligation(own(table), obligation), DAY, &["thu"]);
        assert_eq!(codes(&told), Vec::<&str>::new(), "{table}");
        let row = told.row("mot");
        (row.state, row.owner.0.clone(), row.pages.len())
    };
    let board = || "Ban Biên tập".to_owned();
    assert_eq!(row("owner = \"so-y-te\""), (State::Missing, "Sở Y tế".to_owned(), 0));
    assert_eq!(row("kind = \"article\""), (State::Met, board(), 1));
    assert_eq!(row("kind = \"article\"\nsection = \"tin-tuc/\""), (State::Met, board(), 1));
    assert_eq!(row("page = \"tin-tuc/bai.md\""), (State::Met, board(), 1));
    assert_eq!(row("kind = \"article\"\nnewest = 30"), (State::Stale, board(), 1));
    assert_eq!(row("not_applicable = \"tỉnh không có đề tài\""), (State::NotApplicable, board(), 0));
}
