//! Holds what looks like Markdown and is none: it is told with its place and with what to type, and ordinary text is not.

use crate::site_builder::{Built, Site, place};

/// What is said of a page that has headings alone, as some texts here.
const UNFINISHED: [&str; 1] = ["M44"];

fn body(text: &str) -> Built {
    Site::new().page("thu", text).build()
}

/// Code, line and column, and the next step, of what is told of a text; it begins on line 4.
fn told(text: &str) -> Vec<String> {
    let built = body(text);
    let about = built
        .findings
        .iter()
        .filter(|finding| finding.message.code.starts_with('M') && !UNFINISHED.contains(&finding.message.code));
    let place = |finding| place(finding).trim_start_matches("content/gioi-thieu/thu.md:").to_owned();
    about.map(|finding| format!("{} {} {}", finding.message.code, place(finding), finding.hint("en"))).collect()
}

/// Each text with the beginning of the one finding about it.
fn assert_told(cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        let told = told(text);
        assert!(told.len() == 1 && told[0].contains(wanted), "{text}\n{wanted}\n{told:#?}");
    }
}

fn assert_silent(texts: &[&str]) {
    for text in texts {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn a_link_that_is_none_is_told_with_the_link_that_was_meant() {
    assert_told(&[
        (
            "Xem [Tải báo cáo](Bao cao 2024.pdf).",
            "M24 4:5 Put an address with spaces or brackets between < and >: [Tải báo cáo](<Bao cao 2024.pdf>)",
        ),
        ("[a](Bao cao.pdf \"Tên\")", "[a](<Bao cao.pdf> \"Tên\")"),
        ("[a](Bao cao (1.pdf)", "[a](<Bao cao (1.pdf>)"),
        (
            "![Ảnh lễ](Le hoi.jpg)",
            "M24 4:1 Put an address with spaces or brackets between < and >: ![Ảnh lễ](<Le hoi.jpg>)",
        ),
        ("[Gọi](tel:+84 271 1022)", "Write the number without spaces: [Gọi](tel:+842711022)"),
        ("[Thư](mailto:a@b.example?subject=Góp ý)", "[Thư](<mailto:a@b.example?subject=Góp ý>)"),
        ("[**Tải**](Bao cao.pdf)", "[**Tải**](<Bao cao.pdf>)"),
        ("[chữ] (https://a.example)", "M24 4:1 Delete the space between ] and (: [chữ](https://a.example)"),
        ("![ảnh] (anh.jpg)", "Delete the space between ] and (: ![ảnh](anh.jpg)"),
        (
            "(chữ)[../trang.md]",
            "M24 4:1 The text in square brackets comes first, the address in round ones second: [chữ](../trang.md)",
        ),
        ("[chữ](../trang.md", "Add ) behind the address, all on one line: [chữ](../trang.md)"),
        ("[chữ](a.pdf “tên”)", "Put the title behind the address in straight quotation marks"),
        ("[một [hai](https://a.example) ba](https://b.example)", "The text of a link cannot hold another link"),
        ("Một\n> [chữ](Bao cao.pdf)", "M24 5:3"),
        ("| a |\n|---|\n| [chữ](Bao cao.pdf) |", "M24 6:3"),
    ]);
    assert_silent(&[
        "[...] (xem trang 5), [sic] (nguyên văn), [1](trang 5), [1][2], a[i](x y), [10] (2023)",
        "`[chữ](Bao cao.pdf)` và \\[chữ](Bao cao.pdf)",
        "```\n[chữ](Bao cao.pdf)\n```",
    ]);
}

#[test]
fn references_and_notes_without_a_partner_are_told() {
    assert_told(&[
        ("[chữ][ten]", "M25 4:1 Write [chữ](address), or add a line of its own: [ten]: address"),
        ("[chữ][]", "M25 4:1 Write [chữ](address), or add a line of its own: [chữ]: address"),
        ("Một.\n\n[Lưu ý]: abc", "M25 6:1 Write [text][name] where the link belongs"),
        ("[a]\n\n[a]: https://a.example\n[A]: https://b.example", "M25 7:1 Choose another name, or delete the line"),
        ("Một\n[a]: a.pdf", "M25 5:1 Leave an empty line above"),
        ("Văn bản[^2].", "M26 4:8 Write [^1] in the sentence, and at the end"),
        ("Văn bản^[chú thích].", "M26 4:8 Write [^1] in the sentence, and at the end"),
        ("Văn bản.\n\n[^a]: Chú thích.", "M26 6:1 Write its mark"),
    ]);
    assert_silent(&["[a] và [b][a]\n\n[a]: https://a.example", "Một[^1].\n\n[^1]: Hai."]);
}

#[test]
fn a_table_that_is_none_is_told_with_the_line_that_it_needs() {
    assert_told(&[
        ("| Tên | Số |\n| A | 1 |", "M27 4:1 Add a line directly below the first row: |---|---|"),
        (
            "| Tên | Số |\n|---|\n| A | 1 |",
            "M27 4:1 The line of dashes directly below the first row needs as many columns, made of hyphens: |---|---|",
        ),
        ("| Tên | Số |\n|—|—|\n| A | 1 |", "|---|---|"),
        ("Tên | Số\n---\nA | 1", "M27 4:1 The line of dashes needs as many columns: |---|---|"),
        ("| Tên | Số |\n|---|---|\n\n| A | 1 |", "M27 7:1 Delete the empty line between the rows of the table"),
        ("| Tên | Số |\n|---|---|\n| A | 1 |\nNguồn: Sở", "M27 7:1 Leave an empty line behind the table"),
        ("> | Tên | Số |\n> | A | 1 |", "M27 4:3"),
        (
            "Tên\tSố\nA\t1",
            "M27 4:1 A small table: put | between the cells and add this line below the first: |---|---|",
        ),
        ("STT;Họ tên;Số tiền\n1;A;5\n2;B;6", "below the first: |---|---|---|"),
        ("Mở:\nTên|Số|Ghi\nA|1|x", "M27 5:1 A small table"),
        ("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+", "M27"),
    ]);
    assert_silent(&[
        "Một | hai",
        "Gồm một;hai;ba",
        "Một; hai; ba\nbốn; năm; sáu\nbảy; tám; chín",
        "Sở A\tSở B",
        "Trang chủ | Tin tức\nVăn bản | Liên hệ",
        "Giá trị |x| và |y|",
        "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | |",
    ]);
}

#[test]
fn a_row_whose_cells_would_be_lost_keeps_its_page_from_being_built() {
    for row in ["| một | hai | MẤT |", "| `x|y` | MẤT |", "một | hai | MẤT"] {
        let built = body(&format!("| A | B |\n|---|---|\n{row}\n"));
        let finding = built.finding("M28");
        assert_eq!(place(finding), "content/gioi-thieu/thu.md:6:1", "{row}");
        assert!(finding.text("en").ends_with("so text is lost: MẤT"), "{}", finding.text("en"));
        assert!(!built.has("gioi-thieu/thu/index.html"), "{row}");
    }
    assert_eq!(
        body("| A | B |\n|---|---|\n| 1 | 2 | 3 | 4 |\n").finding("M28").text("vi"),
        "dòng này của bảng có 4 ô, dòng đầu có 2 ô, nên mất chữ: 3 | 4"
    );
    assert_silent(&["| A | B |\n|---|---|\n| `x\\|y` | hai |"]);
}

#[test]
fn a_sign_without_its_partner_is_told() {
    assert_told(&[
        ("Một **Điều 1. Phạm vi", "M29 4:5 Write **bold text**"),
        ("Điều 1.** Phạm vi", "M29 4:8 Write **bold text**"),
        ("** Điều 1. ** Phạm vi", "M29 4:1 Write **bold text**"),
        ("** Lưu ý **", "M29 4:1 Write **bold text**"),
        ("*Điều 1**", "M29 4:9 Write **bold text**"),
        ("**Điều 1*", "M29 4:1 Write **bold text**"),
        ("_Điều 1._Phạm vi", "M29 4:1 Write **bold text**"),
        ("__Điều 1.__Phạm vi", "M29 4:1 Write **bold text**"),
        ("Gõ `lệnh rồi nhấn", "M31 4:4 Add ` where the code ends"),
    ]);
}

#[test]
fn headings_and_items_without_a_space_are_told() {
    assert_told(&[
        ("##Mục một", "M30 4:1 Write a space behind the # signs, six of them at the most: ## Mục một"),
        ("##\u{a0}Mục một", "## Mục một"),
        ("Một\n  ###1. Hai", "M30 5:3 Write a space behind the # signs, six of them at the most: ### 1. Hai"),
        ("####### Mục", "###### Mục"),
        ("#Mục tiêu của chương trình", "## Mục tiêu của chương trình"),
        ("Câu thứ nhất.\n---", "M30 4:1 For a rule leave an empty line above ---"),
        ("Câu một\ncâu hai\n---", "M30 4:1"),
        ("-Một\n-Hai", "M35 4:1 Write an ordinary space behind the sign: - Một"),
        ("1.Một\n2.Hai", "M35 4:1 Write an ordinary space behind the sign: 1. Một"),
        ("Gồm:\n-\u{a0}Một\n-\u{a0}Hai", "M35 5:1 Write an ordinary space behind the sign: - Một"),
        ("* Một\n*Hai", "M35 5:1 Write an ordinary space behind the sign: * Hai"),
        ("####", "M30 4:1 Write words behind the # signs"),
        ("- Một\n-Hai", "M35 5:1 Write an ordinary space behind the sign: - Hai"),
        ("- [ ]Đã nộp", "M35 4:3 Write an ordinary space behind the sign: - [ ] Đã nộp"),
    ]);
    assert_silent(&[
        "#BinhPhuoc #ChuyenDoiSo",
        "#chuyển_đổi_số",
        "#1, #2",
        "Số #12 và ##",
        "-Một mình",
        "-5 độ\n-7 độ",
        "1.000 đồng\n2.000 đồng",
        "Mục ngắn\n---",
        "- [ ] Chờ\n- [x] Xong",
        "[ ] Có [ ] Không",
        "Một.\n\n---\n\nHai.",
    ]);
}

#[test]
fn code_that_is_not_what_its_author_meant_is_told() {
    assert_told(&[
        ("```\nmã\n\n## Mục sau", "M31 4:1 Add a line ``` where the code ends"),
        ("````\nmã\n```", "M31 4:1 Add a line ```` where the code ends"),
        ("> ~~~\n> mã\n\nSau.", "M31 4:3 Add a line ~~~"),
        ("    ```\n    mã\n    ```", "M31 4:5 Delete the spaces"),
        ("``` Nội dung mất\nmã\n```", "M31 4:1 Move them to the next line"),
    ]);
    assert_silent(&["```toml\na = 1\n```", "> ```\n> a\n> ```", "- a\n\n  ```\n  b\n  ```", "~~~\n```\n~~~"]);
}

#[test]
fn signs_of_other_programs_are_told() {
    for text in [
        "{{< figure src=\"a.jpg\" >}}",
        "{{% notice %}}",
        "{{ page.title }}",
        "{% include a.html %}",
        "Mục {#muc-mot}",
        "Đoạn {.rong}",
        "{: .rong}",
        "`a`{width=50%}",
        "[[Trang khác]]",
        "[TOC]",
        "[gallery ids=\"1,2\"]",
        "Ảnh[/caption]",
        ":::note",
        "!!! note",
        "!!! note \"Chú ý\"",
        "==đánh dấu==",
        "++chèn++",
        "m^2^",
        "CO~2~",
        "Xong :white_check_mark:",
        "$x^2 + y$",
        "$$a = b$$",
        "\\(x_1\\)",
        "\\[a^2\\]",
        "> [!LƯU Ý]\n> Một",
        "> [!NOTE] Một",
        "<https://a.example/b c>",
    ] {
        let told = told(text);
        assert!(told.len() == 1 && told[0].starts_with("M32 4:"), "{text}: {told:#?}");
    }
    assert_told(&[("## Mục {#muc-mot}", "M32 4:8 Delete what is in { }")]);
    assert_silent(&[
        "Giá $100, từ $5 - $10, US$5 và 5$",
        "{x}, {1; 2; 3}, {a, b}",
        "[...], (1), #1, [sic], [x]",
        "Họp lúc 10:30:45, tỷ lệ 1:2:3",
        "Ghi chú: một:hai:ba",
        "C++ và C++, a == b == c, a++ + ++b",
        "2^10 và 2^20",
        "!!! Chú ý",
        "??? Vì sao",
        "\\(không bắt buộc\\) và \\[sic\\]",
        "100%, 50%%",
        "A < B và C > D",
        "`{{ x }}` và `$x^2$`",
    ]);
}

#[test]
fn a_page_says_each_kind_of_mistake_twenty_times_at_most() {
    let built = body(&"##Mục [a](b c.pdf) {{ x }}\n\n".repeat(100));
    for code in ["M24", "M30", "M32"] {
        assert_eq!(built.codes().iter().filter(|own| **own == code).count(), 20, "{code}");
    }
}
