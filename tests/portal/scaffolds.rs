//! Holds that what `cong new` and `cong init` make is valid once its required fields are filled in, for every kind and language,
//! and that one file can be looked at by itself.

use serde_json::Value;

use crate::command::Workspace;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A new portal in a folder `p`.
fn portal() -> Workspace {
    let workspace = Workspace::empty();
    assert_eq!(workspace.cong(&["init", "p"]).code, 0);
    workspace
}

fn cong(workspace: &Workspace, arguments: &[&str]) -> crate::command::Run {
    workspace.cong(&[&["-C", "p"], arguments].concat())
}

/// Errors, warnings and findings of a build.
fn findings(workspace: &Workspace) -> Vec<String> {
    let report = json(&cong(workspace, &["build", "--json"]).out);
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| format!("{} {}:{} {}", finding["code"], finding["file"], finding["line"], finding["message"]))
        .collect()
}

/// The file that `cong new` says it made.
fn made(workspace: &Workspace, arguments: &[&str]) -> String {
    let run = cong(workspace, &[&["new"], arguments].concat());
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    let first = run.out.lines().next().unwrap();
    first.split_whitespace().nth_back(0).unwrap().to_owned()
}

/// A value of a field's type, as it is written after the colon, and the file it needs.
fn sample(field: &Value, language: &str) -> (&'static str, Option<(&'static str, &'static [u8])>) {
    const PICTURE: &[u8] =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"9\" height=\"9\"/></svg>";
    let many = field["many"] == true;
    match field["type"].as_str().unwrap() {
        "text" if language == "vi" => ("\"Một câu ngắn\"", None),
        "text" => ("\"A short sentence\"", None),
        "markdown" if language == "vi" => ("|\n  Nội dung ngắn.", None),
        "markdown" => ("|\n  A short text.", None),
        "bool" => ("true", None),
        "integer" => ("7", None),
        "number" => ("7.5", None),
        "date" => ("2024-01-10", None),
        "datetime" => ("2024-01-10 08:00", None),
        "year" => ("2024", None),
        "url" => ("https://vi-du.gov.vn/a", None),
        "email" => ("\"gop-y@cong.example\"", None),
        "phone" => ("\"0271.3879.100\"", None),
        "image" => ("\"hinh.svg\"", Some(("hinh.svg", PICTURE))),
        "file" => ("\"tep.txt\"", Some(("tep.txt", b"x\n"))),
        "data" => ("\"bang.csv\"", Some(("bang.csv", "Tên;Số\na;1\n".as_bytes()))),
        "lookup" => ("\"tra.csv\"", Some(("tra.csv", b"so,ten\n1,a\n"))),
        "media" => ("https://www.youtube.com/watch?v=abcdefghijk", None),
        "agency" if many => ("[ubnd]", None),
        "agency" => ("ubnd", None),
        "document_number" => ("\"1/QĐ-UBND\"", None),
        other => panic!("no sample of {other}"),
    }
}

/// Fills in what is required, as an editor does: a line `key: ""` gets its value.
fn fill(workspace: &Workspace, file: &str, kind: &Value, language: &str) {
    let path = workspace.join("p").join(file);
    let mut text = std::fs::read_to_string(&path).unwrap();
    for field in kind["fields"].as_array().unwrap() {
        let name = field["name"].as_str().unwrap();
        let inner = field["fields"].as_array().unwrap().iter().filter(|inner| inner["required"] == true);
        let alone = std::iter::once(field).filter(|_| field["fields"].as_array().unwrap().is_empty());
        for field in alone.chain(inner) {
            let key = field["name"].as_str().unwrap();
            let (value, file) = match field["options"].as_array().unwrap().first() {
                Some(option) => (Box::leak(option.to_string().into_boxed_str()) as &str, None),
                None if name == "title" || field["type"] == "text" || field["required"] == true => {
                    sample(field, language)
                }
                None => continue,
            };
            let is_it = |line: &&str| {
                let line = line.trim_start_matches([' ', '-']);
                line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')).is_some_and(|rest| {
                    let rest = rest.split("  #").next().unwrap().trim();
                    matches!(rest, "" | "\"\"" | "[]" | "|")
                })
            };
            let Some(line) = text.lines().find(is_it) else { continue };
            let start = line.split(':').next().unwrap();
            text = text.replacen(line, &format!("{start}: {value}"), 1);
            if let Some((name, bytes)) = file {
                std::fs::write(path.with_file_name(name), bytes).unwrap();
                let schema = "primaryKey: so\nlookup:\nfields: [{ name: so }, { name: ten }]\n";
                if field["type"] == "lookup" {
                    std::fs::write(path.with_file_name("tra.schema.yaml"), schema).unwrap();
                }
            }
        }
    }
    // The text of a question is its answer, and goes with the day of it.
    let is_question = kind["name"] == "question";
    text.push_str(if is_question {
        ""
    } else if language == "vi" {
        "\nNội dung của bài.\n"
    } else {
        "\nThe text of the item.\n"
    });
    std::fs::write(path, text).unwrap();
}

#[test]
fn every_kind_is_valid_in_both_languages_once_its_required_fields_are_filled() {
    for (language, title) in [("vi", "Mẫu thử"), ("en", "A sample")] {
        let workspace = portal();
        let kinds = json(&cong(&workspace, &["kinds", "--json"]).out);
        for kind in kinds.as_array().unwrap() {
            let name = kind["name"].as_str().unwrap();
            let file = made(&workspace, &[name, title, "--lang", language]);
            assert_eq!(file.ends_with(".en.md"), language == "en", "{file}");
            fill(&workspace, &file, kind, language);
        }
        assert_eq!(findings(&workspace), Vec::<String>::new(), "{language}");
    }
}

#[test]
fn what_is_optional_is_valid_once_it_is_uncommented_and_filled() {
    let workspace = portal();
    let file = made(&workspace, &["article", "Bài"]);
    let path = workspace.join("p").join(&file);
    let text = std::fs::read_to_string(&path)
        .unwrap()
        .replace("summary: \"\"", "summary: Sapô")
        .replace("author: \"\"", "author: BBT");
    for (from, to) in [
        ("#weight: 1", "weight: 1"),
        ("#draft: true", "draft: true"),
        ("#featured: true", "featured: true"),
        (
            "#attachments:  # Tệp đính kèm: Danh sách tệp cho tải về.\n#  - file: \"\"\n",
            "attachments:  # x\n  - file: \"a.txt\"\n",
        ),
    ] {
        assert!(text.contains(from), "{from}\n{text}");
        std::fs::write(path.with_file_name("a.txt"), "a").unwrap();
        std::fs::write(&path, format!("{}\nBài.\n", text.replacen(from, to, 1))).unwrap();
        let report = json(&cong(&workspace, &["check", &file, "--json"]).out);
        assert_eq!(
            (&report["errors"], &report["warnings"]),
            (&0.into(), &0.into()),
            "{from}: {:#}",
            report["findings"]
        );
    }
}

#[test]
fn names_are_made_of_titles_and_what_cannot_be_is_told_with_what_to_type() {
    let workspace = portal();
    let long = "Về việc phê duyệt kế hoạch triển khai chương trình ".repeat(6);
    for kind in ["article", "document", "notice"] {
        let file = made(&workspace, &[kind, &long]);
        let name = file.trim_end_matches("/index.md").trim_end_matches(".md").rsplit('/').next().unwrap();
        assert!(name.len() <= 200 && name.len() > 180, "{name}");
        assert!(long.to_lowercase().contains("phê duyệt") && !name.ends_with('-'), "{name}");
        let words: Vec<&str> = name.split('-').collect();
        assert!(
            ["ve", "viec", "phe", "duyet", "ke", "hoach", "trien", "khai", "chuong", "trinh"]
                .contains(words.last().unwrap()),
            "{name}"
        );
    }
    assert!(
        made(&workspace, &["article", "Khai trương", "điểm", "hỗ trợ"]).ends_with("/khai-truong-diem-ho-tro.md"),
        "quotes forgotten"
    );
    assert!(made(&workspace, &["article", "🎉", "--name", "chuc-mung"]).ends_with("/chuc-mung.md"));
    std::fs::create_dir_all(workspace.join("p/content/tin-tuc/2020/01")).unwrap();
    std::fs::write(workspace.join("p/content/tin-tuc/2020/01/Tin cũ.md"), "---\ntitle: Tin cũ\n---\n").unwrap();
    for (arguments, wanted) in [
        (&["article", "!!!"][..], "không lấy tên tệp theo tiêu đề này được. Thêm tên tệp: --name bai-moi"),
        (&["article", "😀 ♥"], "không lấy tên tệp theo tiêu đề này được. Thêm tên tệp: --name bai-moi"),
        (&["page", "Index"], "không lấy tên tệp theo tiêu đề này được. Thêm tên tệp: --name bai-moi"),
        (&["article", " "], "tiêu đề còn trống. Viết: cong new article \"Tiêu đề\""),
        (
            &["page", "x", "--name", "Hai từ"],
            "--name không nhận \"Hai từ\". Chữ thường không dấu, số và gạch nối: --name hai-tu",
        ),
        (
            &["article", "Khai trương điểm hỗ trợ", "--name", "chuc-mung"],
            "đã có content/tin-tuc/YEAR/chuc-mung.md, tệp này không bị ghi đè. Sửa tệp đó, hoặc đặt tên khác: --name chuc-mung-2",
        ),
        (
            &["article", "Tin cũ"],
            "đã có content/tin-tuc/2020/01/Tin cũ.md, tệp này không bị ghi đè. Sửa tệp đó, hoặc đặt tên khác: --name tin-cu-2",
        ),
    ] {
        let run = cong(&workspace, &[&["new"], arguments].concat());
        let said = run.err.trim().split('/').map(str::to_owned).collect::<Vec<_>>();
        let said = match said.iter().position(|part| part.starts_with("20") && part != "2020") {
            Some(at) => [&said[..at], &["YEAR".to_owned()], &said[at + 2..]].concat().join("/"),
            None => said.join("/"),
        };
        assert_eq!((run.code, said.as_str()), (2, wanted), "{arguments:?}");
    }
}

#[test]
fn a_section_that_is_missing_is_made_with_its_name() {
    let workspace = portal();
    let run = cong(&workspace, &["new", "person", "Ông A"]);
    let files: Vec<&str> = run.out.lines().filter_map(|line| line.strip_prefix("Đã tạo ")).collect();
    assert_eq!(files.len(), 3, "{}", run.out);
    assert_eq!(
        workspace.read("p/content/co-cau-to-chuc/_index.md"),
        "---\ntitle: \"Cơ cấu tổ chức\"\nkind: organisation\n---\n"
    );
    assert_eq!(
        workspace.read("p/content/co-cau-to-chuc/lanh-dao/_index.md"),
        "---\ntitle: \"Lãnh đạo, đầu mối liên hệ\"\nkind: person\n---\n"
    );
    assert_eq!(cong(&workspace, &["new", "person", "Bà B"]).out.lines().count(), 2, "now it is there");
}

#[test]
fn who_is_not_in_the_portal_is_told_where_it_is() {
    let workspace = portal();
    std::fs::create_dir_all(workspace.join("p/content/tin-tuc/2024")).unwrap();
    for command in [&["new", "article", "B"][..], &["build"], &["check", "b.md"], &["verify"]] {
        let run = workspace.cong(&[&["-C", "p/content/tin-tuc"], command].concat());
        assert_eq!(
            (run.code, run.err.trim()),
            (
                2,
                "không có p/content/tin-tuc/site.toml. Cổng nằm ở thư mục phía trên: thêm -C p/content/tin-tuc/../.. vào lệnh."
            ),
            "{command:?}"
        );
        let run = workspace.cong(command);
        assert!(run.code == 2 && run.err.starts_with("không tìm thấy ./site.toml."), "{command:?}: {}", run.err);
    }
}

#[test]
fn one_file_is_looked_at_by_itself_and_nothing_is_written() {
    let workspace = portal();
    let good = "---\ntitle: Tin\nsummary: S\nauthor: A\ndate: 2024-01-01\n---\nXem [bài](bai-dau-tien.md).\n";
    let write = |name: &str, text: &str| std::fs::write(workspace.join("p/content/tin-tuc").join(name), text).unwrap();
    write("tot.md", good);
    write("hong.md", &good.replace("author: A", "auhtor: A"));
    write("lien-ket.md", &good.replace("bai-dau-tien.md", "hong-mat.md"));
    write("nhap.md", &good.replace("author: A", "author: A\ndraft: true"));
    let check = |arguments: &[&str]| {
        let run = cong(&workspace, &[&["check"], arguments].concat());
        (run.code, run.out.trim().to_owned(), run.err)
    };
    let (code, out, err) = check(&["content/tin-tuc/tot.md"]);
    assert_eq!((code, &*out, &*err), (0, "0 lỗi, 0 cảnh báo.", ""));
    let (code, _, err) = check(&["content/tin-tuc/hong.md"]);
    assert!(code == 1 && err.contains("lỗi[F09]") && !err.contains("lien-ket.md"), "{err}");
    let (code, _, err) = check(&["content/tin-tuc/lien-ket.md", "content/tin-tuc/tot.md"]);
    assert!(code == 1 && err.contains("lỗi[M03]") && !err.contains("hong.md:"), "{err}");
    let (code, out, _) = check(&["content/tin-tuc/nhap.md"]);
    assert_eq!((code, &*out), (0, "0 lỗi, 0 cảnh báo. Chưa hoặc không còn công khai."));
    write(
        "nhap-hong.md",
        &good.replace("author: A", "author: A\ndraft: true").replace("bai-dau-tien.md", "hong-mat.md"),
    );
    let (code, _, err) = check(&["content/tin-tuc/nhap-hong.md"]);
    assert!(code == 1 && err.contains("lỗi[M03]"), "a draft is looked at as a draft: {err}");
    std::fs::remove_file(workspace.join("p/content/tin-tuc/nhap-hong.md")).unwrap();
    let (code, out, _) = check(&["content/tin-tuc"]);
    assert_eq!((code, out.starts_with("2 lỗi")), (1, true), "a folder is all in it: {out}");
    let (code, _, err) = check(&["content/khong-co.md"]);
    assert_eq!((code, err.trim()), (2, "không có tệp hoặc thư mục content/khong-co.md trong content của cổng."));
    let run = workspace.cong(&["-C", "p", "check", "p/content/tin-tuc/tot.md"]);
    assert_eq!(run.code, 0, "a path as seen from here: {}", run.err);
    assert!(!workspace.exists("p/public") && !workspace.exists("p/.cong"), "nothing is written");
}

#[test]
fn a_check_that_cannot_be_made_says_so_to_programs_too_and_site_toml_can_be_checked() {
    let workspace = portal();
    let run = cong(&workspace, &["check", "content/khong-co.md", "--json"]);
    assert_eq!(run.code, 2);
    assert!(json(&run.out)["error"].as_str().unwrap().contains("content/khong-co.md"), "{}", run.out);
    assert_eq!(cong(&workspace, &["check", "site.toml"]).code, 0);
    let text = workspace.read("p/site.toml");
    let wrong = text.replacen("[menus]\n", "[menus]\nkhac = [ { page = \"khong-co.md\" } ]\n", 1);
    assert_ne!(text, wrong);
    std::fs::write(workspace.join("p/site.toml"), wrong).unwrap();
    std::fs::write(workspace.join("p/content/hong.md"), "---\ntitel: A\n---\n").unwrap();
    let run = cong(&workspace, &["check", "site.toml", "--json"]);
    let codes: Vec<_> =
        json(&run.out)["findings"].as_array().unwrap().iter().map(|finding| finding["code"].clone()).collect();
    assert_eq!((run.code, codes), (1, vec!["C05".into()]), "{}", run.out);
}

#[test]
fn a_template_that_fails_on_the_page_is_told_of_its_file() {
    let workspace = portal();
    std::fs::create_dir_all(workspace.join("p/themes/portal/templates")).unwrap();
    std::fs::write(workspace.join("p/themes/portal/templates/item-article.html"), "{{ page.khong_co.gi }}").unwrap();
    let run = cong(&workspace, &["check", "content/tin-tuc/bai-dau-tien.md"]);
    assert!(run.code == 1 && run.err.contains("lỗi[T02]"), "{}", run.err);
    assert_eq!(cong(&workspace, &["check", "content/_index.md"]).code, 0, "another template is sound");
}

#[test]
fn the_usual_blocks_of_the_home_page_can_be_copied() {
    let workspace = portal();
    let home = || workspace.read("p/public/index.html").split_whitespace().collect::<Vec<_>>().join(" ");
    cong(&workspace, &["build"]);
    let before = home();
    let tables = cong(&workspace, &["kinds", "--home"]).out;
    assert!(tables.contains("[[home]]\nblock = \"news\"\n"), "{tables}");
    let site = format!("{}\n{tables}", workspace.read("p/site.toml"));
    std::fs::write(workspace.join("p/site.toml"), site).unwrap();
    assert_eq!(findings(&workspace), Vec::<String>::new());
    assert_eq!(home(), before, "copied, they are what was there");
}
