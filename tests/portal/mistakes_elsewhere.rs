//! Holds what is said to a mistake on the command line and in `site.toml`: one line of table a mistake, in words that an editor
//! knows, with what to type.

use crate::command::Workspace;
use crate::site_builder::{Site, article};

#[test]
fn a_mistake_on_the_command_line_is_told_in_vietnamese_with_what_to_type() {
    let table: &[(&[&str], &str)] = &[
        (&["bild"], "không có lệnh “bild”. Có phải ý bạn là: cong build?"),
        (
            &["dựng"],
            "không có lệnh “dựng”. Các lệnh: build, check, serve, audit, report, verify, new, init, publish, releases, rollback, ledger, move, merge, visits, answers, kinds, rule, help",
        ),
        (&["build", "--sttrict"], "lệnh cong build không có tùy chọn --sttrict. Có phải ý bạn là --strict?"),
        (&["build", "--sttrict=1"], "lệnh cong build không có tùy chọn --sttrict. Có phải ý bạn là --strict?"),
        (&["build", "-x"], "lệnh cong build không có tùy chọn -x. Xem: cong build --help"),
        (&["--foo"], "lệnh cong không có tùy chọn --foo. Xem: cong --help"),
        (&["build", "tin"], "thừa “tin”. Tên có dấu cách thì đặt trong ngoặc kép: \"…\". Xem: cong build --help"),
        (&["build", "--at"], "sau --at phải có một thời điểm, ví dụ --at \"2024-01-15 08:00\""),
        (&["build", "--lang", "fr"], "--lang không nhận fr. Cần vi hoặc en"),
        (&["build", "--lang", "vi", "--lang", "vi"], "tùy chọn --lang viết hai lần. Giữ một."),
        (&["build", "--wait", "lâu"], "--wait không nhận lâu. Cần số giây, ví dụ --wait 60"),
        (&["serve", "--port", "99999"], "--port không nhận 99999. Cần một số từ 0 đến 65535, ví dụ --port 8081"),
        (&["serve", "--host", "may"], "--host không nhận may. Cần một địa chỉ IP, ví dụ --host 0.0.0.0"),
        (
            &["serve", "--allow-host", "a b"],
            "--allow-host không nhận a b. Cần tên một máy, ví dụ --allow-host may-ban-tin.local",
        ),
        (&["verify", "--sample", "0"], "--sample không nhận 0. Cần một số từ 1 đến 100, ví dụ --sample 10"),
        (&["new"], "thiếu loại nội dung và tiêu đề. Viết: cong new article \"Tiêu đề\". Các loại: cong kinds"),
        (&["new", "article"], "thiếu tiêu đề. Viết: cong new article \"Tiêu đề\""),
        (&["new", "document"], "thiếu tiêu đề. Viết: cong new document \"Tiêu đề\""),
        (&["init"], "thiếu tên thư mục mới. Viết: cong init cong-moi"),
        (
            &["rollback"],
            "thiếu tên nơi xuất bản, như trong [publish.TÊN] của site.toml. Viết: cong rollback chinh-thuc",
        ),
        (&["publish", "thu", "--prefix"], "sau --prefix phải có một tên, ví dụ --prefix pr-12"),
        (&["kinds", "article", "--home"], "[LOẠI] không dùng cùng --home. Giữ một."),
        (&["--lang", "en", "bild"], "there is no command “bild”. Did you mean: cong build?"),
        (&["new", "article", "--lang=en"], "the title is missing. Write: cong new article \"Title\""),
    ];
    let workspace = Workspace::with(&Site::new());
    let mut wrong = Vec::new();
    for (arguments, wanted) in table {
        let run = workspace.cong(arguments);
        if (run.code, run.err.trim_end(), &*run.out) != (2, *wanted, "") {
            wrong.push(format!("{arguments:?}: {} {}{}", run.code, run.err, run.out));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_system_refuses_is_told_in_vietnamese() {
    let workspace = Workspace::with(&Site::new());
    std::fs::write(workspace.join("tep"), "x").unwrap();
    for (arguments, wanted) in [
        (&["build", "--output", "tep/ra"][..], "không phải thư mục"),
        (&["init", "tep/moi"], "không phải thư mục"),
        (&["-C", "tep", "build"], "không phải thư mục"),
        (&["-C", "khong-co", "new", "article", "A"], "không tìm thấy khong-co/site.toml."),
    ] {
        let run = workspace.cong(arguments);
        assert!(run.code == 2 && run.err.contains(wanted), "{arguments:?}: {} {}", run.code, run.err);
        assert!(!run.err.contains("os error"), "{}", run.err);
    }
}

#[test]
fn the_language_of_a_mistake_is_that_of_the_portal() {
    let workspace =
        Workspace::with(&Site::new().config("languages = [\"vi\", \"en\"]", "languages = [\"en\", \"vi\"]"));
    assert!(workspace.cong(&["bild"]).err.starts_with("there is no command"));
    let elsewhere = Workspace::empty();
    assert!(elsewhere.cong(&["bild"]).err.starts_with("không có lệnh"));
    let folder = workspace.path().to_str().unwrap();
    assert!(elsewhere.cong(&["-C", folder, "bild"]).err.starts_with("there is no command"));
}

#[test]
fn help_has_no_word_in_one_language_alone() {
    let workspace = Workspace::empty();
    for arguments in [&["--help"][..], &["build", "--help"], &["new", "-h"], &["help", "serve"], &["help"]] {
        let run = workspace.cong(arguments);
        assert_eq!((run.code, &*run.err), (0, ""), "{arguments:?}");
        assert!(run.out.contains("Cách dùng · Usage: cong") && run.out.contains("Tùy chọn · Options"), "{}", run.out);
        for alone in
            ["Print help", "Print version", "[default:", "possible values", "\nOptions:", "\nCommands:", "\nArguments:"]
        {
            assert!(!run.out.contains(alone), "{arguments:?}: {alone}\n{}", run.out);
        }
    }
    assert!(workspace.cong(&["help", "serve"]).out.contains("--port"));
}

#[test]
fn a_wrong_theme_is_one_mistake() {
    let site = Site::new().config("theme = \"portal\"", "theme = \"porta\"");
    let built = site.at("2024-01-15").build();
    let said: Vec<String> = built
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} {:?} {} {}",
                finding.message.code,
                finding.span.map(|span| span.line),
                finding.text("vi"),
                finding.hint("vi")
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "C13 Some(2) không có giao diện “porta”: thư mục themes/porta không có mẫu nào Sửa theme trong site.toml. Có phải ý bạn là “portal”?"
        ]
    );
}

#[test]
fn a_menu_that_leads_nowhere_is_told_at_its_line_with_the_path_to_type() {
    let site = Site::new().config(
        "[[agencies]]",
        "[menus]\nphu = [\n{ title = \"A\", page = \"tin-tuc/_index.md\", children = [\n{ page = \"tin-tuc/index.md\" }\n] },\n]\n[[agencies]]",
    );
    let built = site.at("2024-01-15").build();
    let finding = built.finding("C05");
    assert_eq!(finding.excerpt.as_deref(), Some("{ page = \"tin-tuc/index.md\" }"));
    assert!(finding.hint("vi").ends_with("Có phải ý bạn là tin-tuc/_index.md?"), "{}", finding.hint("vi"));
}

#[test]
fn an_unknown_kind_in_a_list_is_told() {
    let site = Site::new().config("twins = [\"article\"]", "twins = [\"article\", \"documnet\"]");
    let built = site.at("2024-01-15").build();
    let finding = built.finding("C02");
    assert_eq!(
        (finding.text("vi"), finding.hint("vi")),
        (
            "khóa “mục thứ 2 của outputs.twins” có giá trị không hợp lệ: documnet".to_owned(),
            "Có phải ý bạn là “document”?".to_owned()
        )
    );
}

/// What is said of an article with this body and further front matter: code, what is wrong, what to type.
fn said_of(more: &str, body: &str) -> Vec<String> {
    let site = Site::new()
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", more, body)
        .article("content/tin-tuc/2023/khac.md", "Khác", "2024-01-10", "attachments: [{ file: Anh.SVG }]\n", "")
        .file("content/tin-tuc/2023/Anh.SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\"/>")
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: article\n---\n")
        .article("content/thong-bao/moi.md", "Mới", "2024-01-10", "", "");
    let built = site.build();
    let of_page = built.findings.iter().filter(|finding| finding.file.contains("bai.md"));
    of_page.map(|finding| format!("{} {} | {}", finding.message.code, finding.text("vi"), finding.hint("vi"))).collect()
}

#[test]
fn a_link_that_leads_nowhere_is_told_with_what_to_type() {
    for (body, wanted) in [
        (
            "![Ảnh](https://bao.vn/a/anh-1.jpg)",
            "M02 liên kết có dạng không được phép: https://bao.vn/a/anh-1.jpg | Tải ảnh về, đặt cạnh bài, viết ![mô tả](anh-1.jpg). Video ngoài chỉ nhận địa chỉ YouTube.",
        ),
        (
            "![Ảnh](2023/anh.svg)",
            "M03 liên kết tới content/tin-tuc/2023/anh.svg, tệp này không có | Có 2023/Anh.SVG, khác chữ hoa, chữ thường: viết đúng như tên tệp.",
        ),
        (
            "[Khác](2023/Khac.md)",
            "M03 liên kết tới content/tin-tuc/2023/Khac.md, tệp này không có | Có 2023/khac.md, khác chữ hoa, chữ thường: viết đúng như tên tệp.",
        ),
        (
            "[Mới](moi.md)",
            "M03 liên kết tới content/tin-tuc/moi.md, tệp này không có | Tệp cùng tên có ở content/thong-bao/moi.md. Viết: ../thong-bao/moi.md. Nếu trang đã chuyển chỗ, thêm vào content/thong-bao/moi.md dòng: aliases: [/tin-tuc/moi/]",
        ),
        (
            "[t](tinh.gov.vn)",
            "M03 liên kết tới content/tin-tuc/tinh.gov.vn, tệp này không có | Viết https://tinh.gov.vn",
        ),
        (
            "[t](an@tinh.gov.vn)",
            "M03 liên kết tới content/tin-tuc/an@tinh.gov.vn, tệp này không có | Viết mailto:an@tinh.gov.vn",
        ),
        (
            "[t](https//tinh.vn)",
            "M03 liên kết tới content/tin-tuc/https/tinh.vn, tệp này không có | Viết https://tinh.vn",
        ),
        ("[t](https//tinh.vn/a)", "M03 liên kết tới https//tinh.vn/a, tệp này không có | Viết https://tinh.vn/a"),
        (
            "[t](moi.html)",
            "M03 liên kết tới content/tin-tuc/moi.html, tệp này không có | Liên kết tới tệp nguồn của trang: moi.md",
        ),
        (
            "[rỗng]()",
            "M02 liên kết có dạng không được phép: liên kết chưa có địa chỉ | Viết địa chỉ trong ngoặc tròn: [tên](https://…) hoặc [tên](../thu-muc/bai.md). Không cần liên kết thì chỉ viết tên.",
        ),
        (
            "[t](http://localhost:8080/a/)",
            "M02 liên kết có dạng không được phép: http://localhost:8080/a/ | Địa chỉ này chỉ mở được trên máy của bạn. Dẫn tới tệp .md của trang, ví dụ ../thu-muc/bai.md",
        ),
        ("[t](#muc-1)", "M04 trang content/tin-tuc/bai.md không có mục “#muc-1” | Trang này chưa có mục nào."),
        ("![](anh)", "M03 liên kết tới anh, tệp này không có | Liên kết tới tệp .md của trang, ví dụ anh.md"),
        ("Chữ <b>đậm</b>.", "M01 có mã HTML trong bài: <b> | Viết **chữ đậm**."),
        (
            "<a href=\"https://a.vn/\">A</a>",
            "M01 có mã HTML trong bài: <a href=\"https://a.vn/\"> | Viết [chữ](https://a.vn/).",
        ),
        ("m<sup>2</sup>", "M01 có mã HTML trong bài: <sup> | Gõ thẳng chữ số nhỏ: m², m³, CO₂."),
        ("Chữ <img src=\"a.jpg\">.", "M01 có mã HTML trong bài: <img src=\"a.jpg\"> | Viết ![ảnh cho thấy gì](a.jpg)."),
        (
            "[Gọi](tel:)",
            "M02 liên kết có dạng không được phép: tel: | Viết số điện thoại sau tel:, ví dụ tel:0271.1022",
        ),
        (
            "[Thư](mailto:)",
            "M02 liên kết có dạng không được phép: mailto: | Viết địa chỉ thư sau mailto:, ví dụ mailto:bbt@ten-mien.gov.vn",
        ),
        (
            "[số 5](van-ban:5/QĐ-UBND)",
            "M06 không có văn bản số 5/QĐ-UBND trên cổng | Chưa có văn bản nào trên cổng: kiểm tra số, hoặc viết số không có liên kết.",
        ),
        (
            "[1022](lien-he:tong-dai)",
            "M05 không có đầu mối liên hệ “tong-dai” | Chưa có đầu mối nào trên cổng. Tạo một đầu mối: cong new contact \"Tên\"",
        ),
    ] {
        assert_eq!(said_of("", body), [wanted], "{body}");
    }
    let attached = said_of("attachments: [{ file: 2023/ANH.svg }]\n", "");
    assert!(
        attached.iter().any(|said| said.ends_with("Có 2023/Anh.SVG, khác chữ hoa, chữ thường: viết đúng như tên tệp.")),
        "{attached:?}"
    );
}

#[test]
fn an_archive_that_is_not_published_is_one_mistake() {
    let built = Site::new()
        .article("content/tin-tuc/bai/index.md", "Bài", "2024-01-10", "", "[Tải](ho-so.rar)")
        .file("content/tin-tuc/bai/ho-so.rar", "x")
        .build();
    assert_eq!(built.codes(), ["M13"]);
}

#[test]
fn a_table_with_a_row_too_long_is_one_mistake_at_its_line() {
    let table = "---\ntitle: Bảng\nsummary: Bảng.\ndate: 2024-01-02\nperiod: 2023\nunit: lượt\ntable: b.csv\nmethod: Đếm.\n---\n";
    let built = Site::new()
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/t/index.md", table)
        .file("content/thong-ke/t/b.csv", "Xã,Tỷ lệ\nA,3,5\n")
        .build();
    assert_eq!(built.codes(), ["D03"]);
    let finding = built.finding("D03");
    assert_eq!(finding.text("vi"), "dòng 2 của bảng có 3 ô, dòng đầu có 2 ô");
    assert!(finding.hint("vi").contains("\"3,5\""), "{}", finding.hint("vi"));
}

#[test]
fn a_file_that_nobody_uses_is_told_with_what_it_may_have_been() {
    for (name, wanted) in [
        ("Bài mới.docx", "Nếu đây là một bài thì chép nội dung vào một tệp .md"),
        ("so-lieu.csv", "Đưa tệp vào attachments hoặc liên kết tới nó, hoặc xóa tệp."),
    ] {
        let built = Site::new().file(&format!("content/tin-tuc/{name}"), "x").build();
        assert!(built.finding("S10").hint("vi").starts_with(wanted), "{name}: {}", built.finding("S10").hint("vi"));
    }
}

#[test]
fn a_section_that_is_missing_is_offered_a_kind_that_there_is() {
    let built = Site::new()
        .file("content/a/b/_index.md", "---\ntitle: B\nkind: article\n---\n")
        .without("content/_index.en.md")
        .build();
    let said: Vec<(String, String)> = built
        .findings
        .iter()
        .filter(|finding| finding.message.code == "S11")
        .map(|finding| (finding.text("vi"), finding.hint("vi")))
        .collect();
    assert_eq!(
        said,
        [
            (
                "thư mục content/a không có _index.md, trang được xếp vào chuyên mục cấp trên".to_owned(),
                "Tạo tệp _index.md trong thư mục đó, gồm các dòng: --- | title: Tên chuyên mục | kind: article | ---"
                    .to_owned()
            ),
            (
                "thư mục content không có _index.en.md, trang được xếp vào chuyên mục cấp trên".to_owned(),
                "Tạo tệp _index.en.md trong thư mục đó, gồm các dòng: --- | title: Tên chuyên mục | ---".to_owned()
            )
        ]
    );
}

#[test]
fn a_mistake_in_a_template_is_told_once_with_how_many_pages_it_costs() {
    let site = (1..=5)
        .fold(Site::new(), |site, n| site.article(&format!("content/tin-tuc/{n}.md"), "Tin", "2024-01-10", "", ""));
    let built = site.clone().file("themes/portal/templates/item-article.html", "\n{{ page.titel }}").build();
    let failed = built.finding("T02");
    assert_eq!(built.codes(), ["T02"]);
    assert_eq!(
        (&*failed.file, failed.span.map(|span| span.line), failed.text("vi")),
        (
            "themes/portal/templates/item-article.html",
            Some(2),
            "mẫu giao diện lỗi khi dựng trang content/tin-tuc/1.md và 4 trang khác: không có “titel” ở đây".to_owned()
        )
    );
    let bare = site.config("theme = \"portal\"", "theme = \"rieng\"");
    let built = bare
        .file("themes/rieng/templates/404.html", "x")
        .file("themes/rieng/i18n/vi.toml", "a = \"a\"")
        .file("themes/rieng/i18n/en.toml", "a = \"a\"")
        .build();
    let missing: Vec<String> = built
        .findings
        .iter()
        .filter(|finding| finding.message.code == "T03")
        .map(|finding| finding.text("vi"))
        .collect();
    assert!(missing.iter().any(|said| said.contains("item.html") && said.contains("và 4 trang khác")), "{missing:#?}");
    let mut once = missing.clone();
    once.dedup_by_key(|said| said.split(',').next().unwrap().to_owned());
    assert_eq!(once.len(), missing.len(), "{missing:#?}");
}

#[test]
fn a_file_under_a_wrong_name_is_told_the_name_that_it_needs() {
    let page = article("Bài", "2024-01-10", "", "Nội dung.\n");
    for (path, code, hint) in [
        ("content/tin-tuc/bai.txt", "S24", "đổi tên tệp thành bai.md"),
        ("content/tin-tuc/bai", "S24", "đổi tên tệp thành bai.md"),
        ("content/tin-tuc/a/_Index.md", "S08", "Đổi tên thành _index.md"),
        ("content/tin-tuc/2025/3/bai.md", "S11", "đổi tên thư mục 3 thành 03"),
    ] {
        let built = Site::new().file(path, &page).build();
        assert_eq!(built.codes(), [code], "{path}");
        assert!(built.finding(code).hint("vi").contains(hint), "{path}: {}", built.finding(code).hint("vi"));
    }
    let robots = Site::new().file("content/_root/robots.txt", "User-agent: *\n").build();
    assert!(robots.finding("P12").text("vi").ends_with("cổng tự tạo tệp này"), "{}", robots.finding("P12").text("vi"));
}

#[test]
fn front_matter_between_wrong_lines_is_told_the_line_to_mend() {
    let body = "title: T\nsummary: S\ndate: 2024-01-10\nauthor: A\n";
    for (text, code, hint) in [
        (format!("---\n{body}----\nNội dung.\n"), "F02", "Dòng 6 là “----”: viết đúng ba dấu gạch nối"),
        (format!("---\n{body}—\nNội dung.\n"), "F02", "Dòng 6 là “—”: viết đúng ba dấu gạch nối"),
        (format!("\n\n---\n{body}---\nNội dung.\n"), "F01", "xóa 2 dòng trống đầu tệp"),
        (format!("–––\n{body}---\nNội dung.\n"), "F01", "Dòng 1 là “–––”: viết đúng ba dấu gạch nối"),
        (format!("---\n{body}Nội dung.\n"), "F02", "Thêm một dòng chỉ có ---"),
    ] {
        let built = Site::new().file("content/tin-tuc/bai.md", &text).build();
        assert_eq!(built.codes(), [code], "{text}");
        assert!(built.finding(code).hint("vi").contains(hint), "{text}: {}", built.finding(code).hint("vi"));
    }
}

#[test]
fn a_check_says_which_pages_are_withheld_and_which_path_was_meant() {
    let site = Site::new()
        .article("content/tin-tuc/hong.md", "Hỏng", "2024-01-10", "weight: x\n", "")
        .article("content/tin-tuc/nhap.md", "Nháp", "2024-01-10", "draft: true\n", "Chữ.\n")
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "", "Chữ.\n");
    let workspace = Workspace::with(&site);
    let check = |path: &str| workspace.cong(&["check", "--lang", "vi", path]);
    assert_eq!(check("content/tin-tuc/hong.md").out.trim_end(), "1 lỗi, 0 cảnh báo.");
    let folder = check("content/tin-tuc").out;
    assert!(folder.trim_end().ends_with("Chưa hoặc không còn công khai: content/tin-tuc/nhap.md."), "{folder}");
    for (typed, meant) in [
        ("tin-tuc/bai.md", "content/tin-tuc/bai.md"),
        ("content/tin-tuc/bai", "content/tin-tuc/bai.md"),
        ("tin-tuc", "content/tin-tuc"),
        ("content/tin-tuc/bia.md", "content/tin-tuc/bai.md"),
    ] {
        let run = check(typed);
        let wanted = format!("Có phải ý bạn là: cong check {meant}?");
        assert!(run.code == 2 && run.err.contains(&wanted), "{typed}: {}", run.err);
    }
}
