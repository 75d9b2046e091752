//! Holds what dates make of an item at a moment: open or closed, in force or replaced, in which month; and telephone links.

use crate::site_builder::{Built, Site, attributes, texts};

fn consultation(more: &str) -> Site {
    let text = |title: &str| {
        format!(
            "---\ntitle: {title}\nsubject: policy\ndrafter: Sở Y tế\nopens: 2024-02-01\ncloses: 2024-02-29\ncomment_email: a@tinh.example\nattachments:\n  - file: du-thao.txt\n{more}---\n"
        )
    };
    Site::new()
        .file("content/gop-y/_index.md", "---\ntitle: Góp ý\nkind: consultation\n---\n")
        .file("content/gop-y/_index.en.md", "---\ntitle: Consultations\nkind: consultation\nslug: consultations\n---\n")
        .file("content/gop-y/du-thao/index.md", &text("Dự thảo"))
        .file("content/gop-y/du-thao/index.en.md", &text("Draft"))
        .file("content/gop-y/du-thao/du-thao.txt", "Điều 1.")
        .file("content/gop-y/du-thao/tiep-thu.txt", "Tiếp thu.")
}

/// The label of an item's state as its page, its card in the list and its data show it.
fn label(built: &Built, source: &str) -> String {
    let site = &built.renderer.as_ref().unwrap().site;
    let page = site
        .all_pages()
        .find(|page| page.document.source.as_str() == source)
        .unwrap_or_else(|| panic!("{source} is not public: {:?}", built.problems()));
    let label = page.state().unwrap().label.get(page.language()).to_owned();
    let shown = built.text(page.url.output().as_str());
    assert!(shown.contains(&label), "{source} does not show its state {label}");
    label
}

#[test]
fn a_consultation_is_open_until_the_end_of_its_last_day() {
    let source = "content/gop-y/du-thao/index.md";
    let at = |moment: &str| label(&consultation("").at(moment).build(), source);
    assert_eq!(at("2024-01-31 23:59"), "Chưa bắt đầu");
    assert_eq!(at("2024-02-01 00:00"), "Đang lấy ý kiến");
    assert_eq!(at("2024-02-29 23:59"), "Đang lấy ý kiến");
    assert_eq!(at("2024-03-01"), "Hết hạn");
}

#[test]
fn a_state_is_named_in_the_language_of_the_page() {
    assert_eq!(label(&consultation("").at("2024-03-01").build(), "content/gop-y/du-thao/index.en.md"), "Closed");
}

#[test]
fn a_published_result_wins_over_the_dates() {
    let built = consultation("result: tiep-thu.txt\n").at("2024-02-10").build();
    assert_eq!(label(&built, "content/gop-y/du-thao/index.md"), "Đã có kết quả");
    assert!(
        built.text("gop-y/du-thao/index.html").contains("/gop-y/du-thao/tiep-thu.txt"),
        "the report can be downloaded"
    );
}

#[test]
fn the_output_changes_by_itself_when_a_consultation_closes() {
    let built = consultation("").at("2024-02-10").build();
    let (at, source) = built.renderer.unwrap().site.next_change().cloned().unwrap();
    assert_eq!((at, source.as_str()), (crate::site_builder::moment("2024-03-01"), "content/gop-y/du-thao/index.en.md"));
}

/// Documents by number, with further lines of front matter.
fn documents(rows: &[(&str, &str)]) -> Site {
    let site = Site::new()
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/tep.txt", "Điều 1.");
    rows.iter().fold(site, |site, (number, more)| {
        let effective = if more.contains("effective:") { "" } else { "effective: 2023-02-01\n" };
        let text = format!(
            "---\ntitle: Văn bản {number}\nnumber: {number}/QĐ-UBND\nsummary: Trích yếu.\ntype: quyet-dinh\nissuer: UBND tỉnh\nissued: 2023-01-20\nsigner: Nguyễn Văn A\nsigner_title: Chủ tịch\nattachments:\n  - file: tep.txt\n{effective}{more}---\n"
        );
        site.file(&format!("content/van-ban/so-{number}.md"), &text)
    })
}

#[test]
fn a_document_goes_through_its_states() {
    let site = documents(&[
        ("1", ""),
        ("2", "effective: 2024-02-01\n"),
        ("3", "expires_on: 2023-12-31\n"),
        ("4", ""),
        ("5", "replaces: [4/QĐ-UBND]\n"),
        ("6", ""),
        ("7", "amends: [6/QĐ-UBND]\n"),
        ("8", ""),
        ("9", "effective: 2024-02-01\nreplaces: [8/QĐ-UBND]\n"),
    ]);
    let built = site.clone().at("2024-01-15").build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let state = |number: &str| label(&built, &format!("content/van-ban/so-{number}.md"));
    assert_eq!(state("1"), "Còn hiệu lực");
    assert_eq!(state("2"), "Chưa có hiệu lực");
    assert_eq!(state("3"), "Hết hiệu lực toàn bộ");
    assert_eq!(state("4"), "Hết hiệu lực toàn bộ");
    assert_eq!(state("6"), "Hết hiệu lực một phần");
    assert_eq!(state("8"), "Còn hiệu lực", "what replaces it does not apply yet");
    let later = site.at("2024-02-01").build();
    assert_eq!(label(&later, "content/van-ban/so-8.md"), "Hết hiệu lực toàn bộ");
    assert_eq!(label(&later, "content/van-ban/so-2.md"), "Còn hiệu lực");
}

#[test]
fn a_replaced_document_and_its_successor_lead_to_each_other() {
    let built = documents(&[("4", ""), ("5", "replaces: [4/QĐ-UBND]\n")]).build();
    assert!(
        attributes(&built.html("van-ban/so-4/index.html"), "main a", "href").contains(&"/van-ban/so-5/".to_owned())
    );
    assert!(
        attributes(&built.html("van-ban/so-5/index.html"), "main a", "href").contains(&"/van-ban/so-4/".to_owned())
    );
}

#[test]
fn a_document_that_is_not_in_force_says_so_before_all_else() {
    let site = documents(&[
        ("1", ""),
        ("2", "effective: 2024-02-01\n"),
        ("3", "expires_on: 2023-12-31\n"),
        ("4", ""),
        ("5", "replaces: [4/QĐ-UBND]\n"),
        ("6", ""),
        ("7", "amends: [6/QĐ-UBND]\n"),
    ]);
    let built = site.at("2024-01-15").build();
    let told = |number: &str| texts(&built.html(&format!("van-ban/so-{number}/index.html")), ".force").join(" ");
    for (number, wanted) in [
        ("1", ""),
        ("2", "Văn bản này chưa có hiệu lực. Có hiệu lực từ ngày 01/02/2024."),
        ("3", "Văn bản này không còn hiệu lực sau ngày 31/12/2023."),
        ("4", "Văn bản này không còn hiệu lực. Thay bằng: 5/QĐ-UBND (có hiệu lực từ ngày 01/02/2023)"),
        ("5", ""),
        ("6", "Văn bản này đã được sửa đổi, bổ sung. Xem cùng: 7/QĐ-UBND (có hiệu lực từ ngày 01/02/2023)"),
    ] {
        let told = told(number).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(told, wanted, "{number}");
    }
    let page = built.text("van-ban/so-4/index.html");
    assert!(page.find("class=\"force").unwrap() < page.find("<dl class=\"facts").unwrap());
}

#[test]
fn a_document_is_in_force_through_its_last_day() {
    let site = documents(&[("3", "expires_on: 2023-12-31\n")]);
    assert_eq!(label(&site.clone().at("2023-12-31 23:59").build(), "content/van-ban/so-3.md"), "Còn hiệu lực");
    assert_eq!(label(&site.at("2024-01-01 00:00").build(), "content/van-ban/so-3.md"), "Hết hiệu lực toàn bộ");
}

#[test]
fn an_item_belongs_to_the_month_of_vietnamese_time() {
    let built = Site::new()
        .article("content/tin-tuc/cuoi-nam.md", "Tin cuối năm", "2023-12-28 23:59", "", "")
        .article("content/tin-tuc/giao-thua.md", "Tin giao thừa", "2023-12-31T17:30:00Z", "", "")
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let december = built.text("luu-tru/2023/12/index.html");
    assert!(december.contains("Tin cuối năm") && !december.contains("Tin giao thừa"));
    assert!(
        built.text("luu-tru/2024/01/index.html").contains("Tin giao thừa"),
        "half past midnight in Hanoi is next year"
    );
    assert!(built.text("tin-tuc/rss.xml").contains("<pubDate>Thu, 28 Dec 2023 23:59:00 +0700</pubDate>"));
}

#[test]
fn hotlines_can_be_dialled_and_look_as_they_were_written() {
    let rows = [
        ("0844.689.393", "tel:+84844689393"),
        ("02713.879.193", "tel:+842713879193"),
        ("02713.888.891", "tel:+842713888891"),
        ("02713.870.047", "tel:+842713870047"),
        ("0271.1022", "tel:02711022"),
    ];
    let site = Site::new().file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n");
    let site = rows.iter().enumerate().fold(site, |site, (index, (number, _))| {
        site.file(
            &format!("content/lien-he/so-{index}.md"),
            &format!("---\ntitle: Đầu mối {index}\nnumber: {number}\npurpose: Hỗ trợ\n---\n"),
        )
    });
    let built = site.build();
    assert_eq!(built.problems(), Vec::<String>::new());
    for (index, (number, dialled)) in rows.iter().enumerate() {
        let page = built.html(&format!("lien-he/so-{index}/index.html"));
        let link = format!("main a[href='{dialled}']");
        assert!(
            texts(&page, &link).contains(&(*number).to_owned()),
            "{number}: {:?}",
            attributes(&page, "main a", "href")
        );
    }
}

#[test]
fn no_date_of_publication_lies_in_the_future_and_none_leads_the_feeds() {
    let event = |date: &str| {
        format!(
            "---\ntitle: Hội sách\nsummary: Sách.\nstarts: 2024-03-01 08:00\nends: 2024-03-02\nplace: Đây\n{date}---\n"
        )
    };
    let build = |date: &str| {
        consultation("")
            .file("content/su-kien/_index.md", "---\ntitle: Sự kiện\nkind: event\n---\n")
            .file("content/su-kien/hoi-sach.md", &event(date))
            .article("content/tin-tuc/moi.md", "Tin mới", "2024-01-14", "updated: 2024-03-01\n", "")
            .at("2024-01-15")
            .build()
    };
    let built = build("");
    let feed = built.text("rss.xml");
    assert!(feed.contains("<lastBuildDate>Sun, 14 Jan 2024"), "{feed}");
    assert!(feed.find("Tin mới") < feed.find("Hội sách") && feed.find("Tin mới") < feed.find("Dự thảo"), "{feed}");
    for path in ["rss.xml", "feed.json", "su-kien/rss.xml", "sitemap-1.xml", "luu-tru/index.html", "gop-y/feed.json"] {
        let text = built.text(path);
        let told = ["\"date_published\":\"2024-0", "\"date_modified\":\"2024-0", "<lastmod>2024-0", "/luu-tru/2024/0"];
        for mark in told {
            assert!(text.split(mark).skip(1).all(|rest| rest.starts_with('1')), "{path}: {mark}");
        }
        assert!(!text.contains("Mar 2024") && !text.contains("Feb 2024"), "{path}");
    }
    let page = built.html("su-kien/hoi-sach/index.html");
    assert_eq!(attributes(&page, "meta[name='DC.date']", "content"), Vec::<String>::new());
    assert!(built.text("su-kien/hoi-sach/hoi-sach.ics").contains("DTSTAMP:19700101T000000Z"));
    let dated = build("date: 2024-01-10\n");
    assert_eq!(
        attributes(&dated.html("su-kien/hoi-sach/index.html"), "meta[name='DC.date']", "content"),
        ["2024-01-10"]
    );
}

#[test]
fn a_scheduled_item_is_dated_by_the_moment_at_which_it_appeared() {
    let built = Site::new()
        .article("content/tin-tuc/hen.md", "Hẹn", "2023-11-05", "publish_at: 2024-01-12 08:00\n", "")
        .article("content/tin-tuc/cu.md", "Cũ", "2024-01-11", "", "")
        .build();
    assert!(built.text("rss.xml").contains("<pubDate>Fri, 12 Jan 2024 08:00:00 +0700</pubDate>"));
    assert_eq!(
        texts(&built.html("tin-tuc/index.html"), "main h2 a, main h3 a").first().map(String::as_str),
        Some("Hẹn")
    );
    assert!(built.has("luu-tru/2024/01/index.html") && !built.has("luu-tru/2023/11/index.html"));
}

#[test]
fn no_output_dates_a_scheduled_item_by_another_day() {
    let file = "content/van-ban/2024/a.pdf";
    let document = "---\ntitle: Quyết định\nsummary: Về việc hẹn.\nnumber: 12/QĐ-UBND\ntype: quyet-dinh\nissuer: UBND\n\
                    issued: 2024-01-03\neffective: 2024-01-03\nsigner: A\nsigner_title: B\n\
                    publish_at: 2024-01-12 08:00\nattachments:\n  - file: a.pdf\n---\n";
    let built = Site::new()
        .article("content/tin-tuc/hen.md", "Hẹn", "2023-11-05 07:09", "publish_at: 2024-01-12 08:00\n", "Thân bài.\n")
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/van-ban/2024/qd.md", document)
        .bytes(file, b"%PDF-1.4\n")
        .build();
    assert_eq!(built.problems(), Vec::<String>::new());
    let told = |path: &&String| {
        let text = String::from_utf8_lossy(&built.outputs[*path]);
        ["2023-11-05", "05/11/2023", "05 Nov 2023", "07:09", "2023/11"].iter().any(|day| text.contains(day))
    };
    let wrong: Vec<&String> = built.outputs.keys().filter(told).collect();
    assert!(wrong.is_empty() && !built.has("luu-tru/2023/index.html"), "{wrong:?}");
    let twin = built.json("tin-tuc/hen/index.json");
    assert_eq!(twin["date_published"], "2024-01-12T08:00:00+07:00");
    assert_eq!(twin["_cong"]["fields"]["date"], "2024-01-12T08:00:00+07:00");
    // A document too appears in feeds when it is published, and in its register by the day on which it was issued.
    let feed = built.json("van-ban/feed.json");
    assert_eq!(feed["items"][0]["date_published"], "2024-01-12T08:00:00+07:00");
    assert_eq!(feed["items"][0]["_cong"]["fields"]["issued"], "2024-01-03");
}
