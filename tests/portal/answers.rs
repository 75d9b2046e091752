//! Holds row 34: answers that agencies gave elsewhere come in as drafts, and nothing that tells who asked is in them.

use crate::command::Workspace;
use crate::site_builder::Site;

const TABLE: &str = "Câu hỏi,Cơ quan,Ngày tiếp nhận,Ngày trả lời,Trả lời,Họ tên,Điện thoại,Email,Lĩnh vực\n\
\"Tôi là Nguyễn Văn An, số 0912 345 678, hỏi: khám bảo hiểm ở đâu?\",Sở Y tế,05/01/2024,10/01/2024,\"Ông Nguyễn Văn An khám ở trạm y tế xã.\n\nGọi 1022 khi cần, ông đã để lại số 0912.345.678.\",Nguyễn Văn An,0912345678,an@x.vn,Y tế\n\
Hỏi gì đó,Sở Không Có,05/01/2024,10/01/2024,Trả lời,,,,\n";

fn portal() -> Workspace {
    let site = Site::new()
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi - Đáp\nkind: question\n---\n")
        .file("content/_answers/so-y-te.csv", TABLE);
    Workspace::with(&site)
}

#[test]
fn row_34_an_answer_comes_in_as_a_draft_without_personal_data() {
    let workspace = portal();
    let run = workspace.cong(&["answers", "import"]);
    assert!(run.out.contains("1 bản nháp mới, 0 câu đã có, 1 dòng chưa đưa vào được"), "{}", run.out);
    assert!(run.err.contains("dòng 5") && run.err.contains("Sở Không Có"), "{}", run.err);
    let file = run.out.lines().find_map(|line| line.strip_prefix("Bản nháp: ")).unwrap().to_owned();
    let page = std::fs::read_to_string(workspace.join(&file)).unwrap();
    for part in [
        "draft: true",
        "received: 2024-01-05",
        "answered: 2024-01-10",
        "agency: [so-y-te]",
        "fields: [y-te]",
        "asker: \"N.V.A.\"",
        "Gọi 1022 khi cần, ông đã để lại số ….",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for secret in ["Nguyễn Văn An", "0912", "an@x.vn"] {
        assert!(!page.contains(secret), "{secret}: {page}");
    }
    let again = workspace.cong(&["answers", "import"]).out;
    assert!(again.contains("0 bản nháp mới, 1 câu đã có"), "{again}");
    workspace.cong(&["build", "--at", "2024-01-15 12:00"]);
    let published = walkdir::WalkDir::new(workspace.join("public")).into_iter().map(|entry| entry.unwrap().into_path());
    let published: Vec<_> = published.filter(|path| path.to_string_lossy().contains("2024-01-05")).collect();
    assert!(published.is_empty(), "{published:?}");
    std::fs::write(workspace.join(&file), page.replace("draft: true\n", "")).unwrap();
    let check = workspace.cong(&["check", &file]);
    assert_eq!(check.code, 0, "{} {}", check.out, check.err);
}

#[test]
fn two_questions_of_a_day_with_one_title_are_two_drafts() {
    let workspace = portal();
    let head = "Tiêu đề,Câu hỏi,Cơ quan,Ngày tiếp nhận,Ngày trả lời,Trả lời\n";
    let row = |question: &str| format!("Xin hỏi,{question},Sở Y tế,05/01/2024,10/01/2024,Trả lời.\n");
    let (first, second) = (row("Khám ở đâu?"), row("Tiêm ở đâu?"));
    let import = |rows: &str| {
        std::fs::write(workspace.join("x.csv"), format!("{head}{rows}")).unwrap();
        workspace.cong(&["answers", "import", workspace.join("x.csv").to_str().unwrap()]).out
    };
    let said = import(&format!("{first}{second}{first}"));
    assert!(said.contains("2 bản nháp mới, 1 câu đã có"), "{said}");
    assert!(workspace.read("content/hoi-dap/2024-01-05-xin-hoi.md").contains("Khám ở đâu?"));
    let file = "content/hoi-dap/2024-01-05-xin-hoi-2.md";
    let page = workspace.read(file);
    assert!(page.contains("Tiêm ở đâu?"));
    // What editors have changed is not taken in again.
    std::fs::write(workspace.join(file), page.replace("Tiêm ở đâu?", "Tiêm chủng ở đâu?")).unwrap();
    let said = import(&second);
    assert!(said.contains("0 bản nháp mới, 1 câu đã có"), "{said}");
    // Nor what was made without a mark.
    std::fs::write(
        workspace.join(file),
        page.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect::<String>(),
    )
    .unwrap();
    let said = import(&second);
    assert!(said.contains("0 bản nháp mới, 1 câu đã có"), "{said}");
}

#[test]
fn a_table_without_a_column_says_which() {
    let workspace = portal();
    std::fs::write(workspace.join("x.csv"), "Câu hỏi,Cơ quan\na,b\n").unwrap();
    let file = workspace.join("x.csv");
    let run = workspace.cong(&["answers", "import", file.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("ngày tiếp nhận"), "{}", run.err);
}
