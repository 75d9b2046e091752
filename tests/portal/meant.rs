//! Holds what Markdown does not say and every author means: bold text before a letter, bare addresses, footnotes that stay.

use crate::site_builder::{Built, Site, attributes, texts};

const PAGE: &str = "gioi-thieu/thu/index.html";

fn body(text: &str) -> Built {
    Site::new().page("thu", text).build()
}

fn prose(text: &str) -> String {
    body(text).prose(PAGE).trim().to_owned()
}

fn findings(text: &str) -> Vec<&'static str> {
    body(text).codes().into_iter().filter(|code| code.starts_with('M')).collect()
}

#[test]
fn bold_text_may_end_before_a_letter() {
    let cases = [
        ("**Điều 1.**Phạm vi", "<p><strong>Điều 1.</strong>Phạm vi</p>"),
        ("**Điều 1. **Phạm vi", "<p><strong>Điều 1. </strong>Phạm vi</p>"),
        ("** Điều 1** quy định", "<p><strong> Điều 1</strong> quy định</p>"),
        ("**“trích dẫn”**là", "<p><strong>“trích dẫn”</strong>là</p>"),
        ("là**“trích dẫn”**là", "<p>là<strong>“trích dẫn”</strong>là</p>"),
        (
            "**Điều 1.**Phạm vi, **Điều 2.**Đối tượng",
            "<p><strong>Điều 1.</strong>Phạm vi, <strong>Điều 2.</strong>Đối tượng</p>",
        ),
        ("**Điều 1.**Phạm vi **của** luật", "<p><strong>Điều 1.</strong>Phạm vi <strong>của</strong> luật</p>"),
        ("**Điều 1.\nPhạm vi.**Chữ", "<p><strong>Điều 1.\nPhạm vi.</strong>Chữ</p>"),
        ("**Khoản *1*.**Chữ", "<p><strong>Khoản <em>1</em>.</strong>Chữ</p>"),
        ("**`a`.**b", "<p><strong><code>a</code>.</strong>b</p>"),
        ("***Điều 1.***Phạm vi", "<p><strong><em>Điều 1.</em></strong>Phạm vi</p>"),
        ("*“nghiêng”*là", "<p><em>“nghiêng”</em>là</p>"),
        ("~~Bãi bỏ.~~Thay", "<p><del>Bãi bỏ.</del>Thay</p>"),
    ];
    for (text, wanted) in cases {
        assert_eq!(prose(text), wanted, "{text}");
        assert_eq!(findings(text), [""; 0], "{text}");
    }
    let everywhere =
        prose("## **Điều 1.**Phạm vi\n\n- **a)**Một\n\n| **b)**Hai |\n|---|\n\n[^1]: **c)**Ba\n\nBốn[^1]\n");
    for wanted in [
        "id=\"dieu-1-pham-vi\"><strong>Điều 1.</strong>Phạm vi",
        "<li><strong>a)</strong>Một",
        "<th><strong>b)</strong>Hai",
        "<strong>c)</strong>Ba",
    ] {
        assert!(everywhere.contains(wanted), "{wanted}: {everywhere}");
    }
}

#[test]
fn asterisks_that_are_signs_of_their_own_stay_what_they_are() {
    for text in [
        "5 * 3 * 2 = 30",
        "2 ** 3 ** 4",
        "Tổng số (*) gồm A và B (*)",
        "Tăng (**) và giảm (**)",
        "1.234** và 5.678**.",
        "** Số liệu sơ bộ, ** số liệu chính thức",
        "\\*\\*Điều 1.\\*\\*Phạm vi",
        "`**Điều 1.**Phạm vi`",
        "Ông N.V.A****, số ****1234",
        "Khoảng ~500 tỷ~ đồng, 5~10 và 10~15",
        "ten_bien, _ten_bien và https://a.example/b",
        "Họ tên: ______ Ngày sinh: ____",
    ] {
        let shown = prose(text);
        assert!(!["<em>", "<strong>", "<del>"].iter().any(|tag| shown.contains(tag)), "{text} became {shown}");
        assert_eq!(findings(text), [""; 0], "{text}");
    }
    assert_eq!(prose("Tổng số (*) gồm A và B (*)"), "<p>Tổng số (*) gồm A và B (*)</p>");
    assert_eq!(prose("Khoảng ~500 tỷ~ đồng"), "<p>Khoảng ~500 tỷ~ đồng</p>");
}

#[test]
fn products_blanks_and_marks_are_what_they_are() {
    for text in [
        "2,34*1.490.000*1,25",
        "5.000đ*10kg*2 lần",
        "(1)*(2)=(3), mã A*B*C",
        "2*(3+4)*5 và 10%*5*2",
        "a*b và c*d",
        "ngày __/__/2025",
        "____/QĐ-UBND; ngày __ tháng __ năm 20__",
        "_____/_____/______",
        "từ 01/__/2025 đến 02/__/2025",
        "(__) Có (__) Không",
        "Khác: ___(ghi rõ)___",
        "[*] bắt buộc; (*) tùy chọn",
        "(*) bắt buộc, họ tên*",
        "*101# hoặc *098*2#",
        "**) ghi chú hai; 5* và 6*",
        "Từ ~~5 đến ~~10",
    ] {
        assert_eq!(prose(text), format!("<p>{text}</p>"));
        assert_eq!(findings(text), [""; 0], "{text}");
    }
    for (text, wanted) in [
        ("*chữ* và _chữ_", "<em>chữ</em> và <em>chữ</em>"),
        ("_(chữ)_, __2025__", "<em>(chữ)</em>, <strong>2025</strong>"),
        ("*(chữ)* và x*2*", "<em>(chữ)</em> và x<em>2</em>"),
        ("Theo **“Luật”**này và chữ**“đậm”**chữ.", "Theo <strong>“Luật”</strong>này và chữ<strong>“đậm”</strong>chữ."),
        ("Theo “Luật”**này**“kia”", "Theo “Luật”<strong>này</strong>“kia”"),
    ] {
        assert_eq!(prose(text), format!("<p>{wanted}</p>"));
    }
}

#[test]
fn the_number_that_is_written_is_the_number_that_is_shown() {
    let values = |text: &str| attributes(&body(text).html(PAGE), "main .prose li", "value");
    assert_eq!(values("5. Sửa khoản 5.\n\n8. Sửa khoản 8.\n"), ["8"]);
    assert_eq!(values("1. Một\n3. Ba\n   1. Con\n   2. Con\n4. Bốn\n7. Bảy\n"), ["3", "7"]);
    assert_eq!(values("> 2. Hai\n> 5. Năm\n"), ["5"]);
    for text in ["1. a\n2. b\n3. c\n", "1. a\n1. b\n1. c\n", "- a\n- b\n"] {
        assert_eq!(values(text), [""; 0], "{text}");
    }
}

/// Text and address of the links that a text becomes.
fn links(text: &str) -> Vec<(String, String)> {
    let html = body(text).html(PAGE);
    texts(&html, "main .prose a").into_iter().zip(attributes(&html, "main .prose a", "href")).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(text, address)| ((*text).to_owned(), (*address).to_owned())).collect()
}

#[test]
fn bare_addresses_are_links() {
    let cases: [(&str, &[(&str, &str)]); 12] = [
        (
            "Nộp tại https://dichvucong.example/nop, www.khac.example hoặc bbt@tinh.example.",
            &[
                ("https://dichvucong.example/nop", "https://dichvucong.example/nop"),
                ("www.khac.example", "http://www.khac.example"),
                ("bbt@tinh.example", "mailto:bbt@tinh.example"),
            ],
        ),
        ("(xem https://a.example/b_(c))", &[("https://a.example/b_(c)", "https://a.example/b_(c)")]),
        ("Website:https://a.example/?x=1&y=2#z!", &[("https://a.example/?x=1&y=2#z", "https://a.example/?x=1&y=2#z")]),
        (
            "“https://a.example”, “www.b.example”…",
            &[("https://a.example", "https://a.example"), ("www.b.example", "http://www.b.example")],
        ),
        ("Trang www.a.exampleđể biết", &[("www.a.example", "http://www.a.example")]),
        ("Gửi bbt@tinh.exampleđể hỏi", &[("bbt@tinh.example", "mailto:bbt@tinh.example")]),
        (
            "https://a.example/tin/bài-viết",
            &[("https://a.example/tin/bài-viết", "https://a.example/tin/b%C3%A0i-vi%E1%BA%BFt")],
        ),
        ("https://a.example?x=1&amp;y=2", &[("https://a.example?x=1&y=2", "https://a.example?x=1&y=2")]),
        ("https://a.example/b\\_c", &[("https://a.example/b_c", "https://a.example/b_c")]),
        ("**https://a.example**", &[("https://a.example", "https://a.example")]),
        ("mailto:bbt@tinh.example", &[("mailto:bbt@tinh.example", "mailto:bbt@tinh.example")]),
        (
            "[xem https://a.example tại đây](https://b.example)",
            &[("xem https://a.example tại đây", "https://b.example")],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(links(text), pairs(wanted), "{text}");
        assert_eq!(findings(text), [""; 0], "{text}");
    }
}

#[test]
fn what_is_no_address_stays_text() {
    for text in [
        "`https://a.example`",
        "```\nhttps://a.example\n```",
        "\\https://a",
        "https://localhost, https://., http:// và https://a_b.c_d",
        "Điện thoại 0271.3879.193, 1022",
        "a@b, @tinh",
        "www., www.a",
        "Thủ tướng:www",
    ] {
        assert_eq!(links(text), [], "{text}");
    }
}

#[test]
fn no_note_is_lost() {
    let built = body(
        "Một[^B], hai[^c].\n\n[^a]: Chú thích a.\n[^b]: Chú thích b.\n[^b]: Chú thích b nữa.\n[^c]: Chú thích c.\n",
    );
    let html = built.html(PAGE);
    assert_eq!(
        texts(&html, "main .prose .footnotes li"),
        ["Chú thích b. ↩", "Chú thích c. ↩", "Chú thích a.", "Chú thích b nữa."]
    );
    assert_eq!(attributes(&html, "main .prose .footnotes li", "value"), ["1", "2", "3", "4"]);
    assert_eq!(attributes(&html, "main .prose sup a", "href"), ["#fn-1", "#fn-2"], "whatever the case of a name");
    let told: Vec<String> = built.problems();
    assert_eq!(
        told,
        [
            "M26 content/gioi-thieu/thu.md:6:1: nothing in the text leads to this note: [^a]: Chú thích a.",
            "M26 content/gioi-thieu/thu.md:8:1: another note has this name already: [^b]: Chú thích b nữa.",
        ]
    );
}

#[test]
fn a_line_may_be_broken_in_a_cell() {
    let text = "| Giờ |\n|---|\n| Sáng<br>Chiều<BR />Tối |\n";
    assert!(prose(text).contains("<td>Sáng<br>\nChiều<br>\nTối</td>"), "{}", prose(text));
    assert_eq!(findings(text), [""; 0]);
}
