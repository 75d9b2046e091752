//! A note between editors never reaches a reader: comments are left out wherever they stand, and a page on which nobody can
//! say where a note ends is not built.

use crate::site_builder::{Built, Site, article, place, traces};

fn body(text: &str) -> Built {
    Site::new().page("thu", text).build()
}

const PAGE: &str = "gioi-thieu/thu/index.html";

#[test]
fn comments_are_left_out_wherever_they_stand() {
    let cases = [
        ("Trước <!-- bimat --> sau.", "<p>Trước  sau.</p>"),
        ("Trước.\n\n<!-- bimat -->\n\nSau.", "<p>Trước.</p>\n<p>Sau.</p>"),
        ("Trước.\n\n<!--\nbimat\n\nbimat\n-->\n\nSau.", "<p>Trước.</p>\n<p>Sau.</p>"),
        ("Trước\n<!-- bimat -->\nsau.", "<p>Trước</p>\n<p>sau.</p>"),
        ("<!-- bimat --> **Sau.**", "<p><strong>Sau.</strong></p>"),
        ("<!-- bimat --> Một <!-- bimat --> hai.", "<p>Một</p>\n<p>hai.</p>"),
        ("- <!-- bimat -->\n- a <!-- bimat -->", "<ul>\n<li></li>\n<li>a </li>\n</ul>"),
        ("> <!-- bimat\n> bimat -->\n> Sau.", "<blockquote>\n<p>Sau.</p>\n</blockquote>"),
        ("## Mục <!-- bimat -->\n\nChữ.", "<h2 id=\"muc\">Mục </h2>\n<p>Chữ.</p>"),
        ("*a <!-- bi\nmat --> b*", "<p><em>a  b</em></p>"),
        ("[//]: # (bimat)\n\nSau.", "<p>Sau.</p>"),
    ];
    for (text, wanted) in cases {
        let built = body(text);
        assert_eq!(built.prose(PAGE).trim(), wanted, "{text}");
        assert!(built.codes().contains(&"M33"), "{text}: it is said");
        assert_eq!(built.problems(), [""; 0], "{text}: nothing is wrong");
        assert_eq!(traces(&built, "bimat"), [""; 0], "{text}");
    }
    let table = body("| a |\n|---|\n| 1 <!-- bimat --> |\n");
    assert!(table.prose(PAGE).contains("<td>1 </td>") && traces(&table, "bimat").is_empty());
}

#[test]
fn a_page_whose_comment_has_no_clear_end_is_not_built() {
    for text in [
        "Trước <!-- bimat",
        "Trước <!-- bimat\n\nbimat -->\n\nSau.",
        "<!-- bimat\n\nbimat",
        "> <!-- bimat\n\nbimat -->",
        "<!-- a <!-- b --> bimat -->",
        "<!--\na\n<!-- b -->\nbimat\n-->",
        "x <!-- a --> bimat -->",
        "<!- bimat ->",
        "<!–– bimat ––>",
        "<! -- bimat -->",
        "## Mục <!-- bimat",
        "- a <!-- bimat",
        "| a |\n|---|\n| <!-- bimat |\n",
        "<div>\n<!-- bimat\n\n-->\n</div>",
        "{{/* bimat */}}",
        "{# bimat #}",
        "{% comment %} bimat {% endcomment %}",
        "%% bimat %%",
        "{>> bimat <<}",
    ] {
        let built = body(text);
        assert!(built.codes().contains(&"M34"), "{text}: {:?}", built.problems());
        assert!(!built.has(PAGE) && traces(&built, "bimat").is_empty(), "{text}");
    }
}

#[test]
fn arrows_and_examples_of_comments_are_no_comments() {
    for text in
        ["Tỉnh --> xã", "<!-- a -->\n\nTỉnh --> xã", "`<!-- a`", "```\n<!-- a\n```", "\\<!-- a", "Tăng 5%% và 6%%"]
    {
        let built = body(text);
        assert_eq!(built.problems(), [""; 0], "{text}");
        assert!(built.has(PAGE), "{text}");
    }
}

#[test]
fn a_comment_in_front_matter_is_an_error_at_its_line() {
    let text = article("Tin <!-- bimat -->", "2024-01-10", "", "Nội dung.\n");
    let built = Site::new().file("content/tin-tuc/a.md", &text).build();
    assert_eq!(place(built.finding("M34")), "content/tin-tuc/a.md:2:8");
    assert_eq!(traces(&built, "bimat"), [""; 0]);
}
