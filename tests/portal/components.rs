//! Holds lists below marked headings to what editors mean by them: steps, items that open, figures, contacts, downloads.

use crate::site_builder::{Built, Site, attributes, texts};

const THU: &str = "gioi-thieu/thu/index.html";

fn prose(text: &str) -> String {
    Site::new().page("thu", text).build().prose(THU)
}

#[test]
fn the_list_below_a_marked_heading_becomes_a_component_and_the_mark_goes() {
    for (mark, class) in
        [("{từng bước}", "step-list"), ("{ Con số }", "key-figures"), ("{downloads}", "download-cards")]
    {
        let html = prose(&format!("## Nộp hồ sơ {mark}\n\nCần biết:\n\n1. Một\n2. Hai\n\nXong.\n\n1. Ba\n"));
        assert!(html.contains(">Nộp hồ sơ</h2>"), "{html}");
        assert_eq!(html.matches(&format!("<ol class=\"{class}\">")).count(), 1, "the next list alone: {html}");
        assert_eq!((html.matches("<li>").count(), html.matches("<ol>").count()), (3, 1), "{html}");
    }
}

#[test]
fn items_that_open_are_pressed_at_their_first_line() {
    let html = prose(
        "## Hay hỏi {mở từng mục}\n\n- Mất **bao lâu**?\n\n  Năm ngày.\n\n  - a\n  - b\n\n- Ở đâu?\n\n  Một cửa.\n",
    );
    let summaries: Vec<&str> =
        html.split("<summary>").skip(1).filter_map(|rest| rest.split("</summary>").next()).collect();
    assert_eq!(summaries, ["Mất <strong>bao lâu</strong>?", "Ở đâu?"], "{html}");
    assert_eq!(html.matches("<li><details>").count(), 2, "a list inside an item is a list: {html}");
    assert!(html.contains("<p>Năm ngày.</p>") && html.contains("<li>a</li>"), "{html}");
}

#[test]
fn a_short_item_that_opens_is_pressed_at_its_line_too() {
    let html = prose("## Hay hỏi {mở từng mục}\n\n- Mất [bao lâu](thu.md)\n  Năm ngày.\n- Ở đâu\n");
    let compact: String = html.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        compact.contains("bao lâu</a></summary>") && compact.contains("<summary>Ở đâu</summary></details></li>"),
        "{html}"
    );
}

#[test]
fn what_is_no_mark_stays_in_the_heading_and_its_list_a_list() {
    for heading in ["Tập hợp {1, 2}", "Nộp {từng bước} hồ sơ", "{từng bước}"] {
        let html = prose(&format!("## {heading}\n\n- Một\n"));
        assert!(html.contains(heading) && html.contains("<ul>"), "{html}");
    }
    // A heading between the mark and the list ends what was wanted.
    assert!(prose("## Các bước {từng bước}\n\n## Khác\n\n- Một\n").contains("<ul>"));
}

#[test]
fn the_mark_is_in_no_contents_and_no_search() {
    let text = "## Nộp hồ sơ {từng bước}\n\n1. Một\n\n## Hai\n\nA.\n\n## Ba\n\nB.\n";
    let built: Built = Site::new().page("thu", text).build();
    assert_eq!(texts(&built.html(THU), ".toc a"), ["Nộp hồ sơ", "Hai", "Ba"]);
    assert!(!built.text(THU).contains("từng bước"));
}

#[test]
fn a_line_that_names_the_table_below_it_is_its_caption() {
    let body = "## Thu chi\n\nBảng: Thu **ngân sách** năm 2023\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n\
        Bảng 2. Chi ngân sách\n\n| c | d |\n|---|---|\n| 3 | 4 |\n\n> Table: Revenue\n>\n> | e |\n> |---|\n> | 5 |\n";
    let html = Site::new().page("thu", body).build().html(THU);
    let captions = ["Thu ngân sách năm 2023", "Bảng 2. Chi ngân sách", "Revenue"];
    assert_eq!(texts(&html, ".prose .table > table > caption:first-child"), captions);
    assert_eq!(texts(&html, ".prose caption strong"), ["ngân sách"]);
    assert_eq!(
        attributes(&html, ".prose .table", "aria-label"),
        captions,
        "readers who jump from table to table hear it too"
    );
    assert_eq!(texts(&html, ".prose p"), Vec::<String>::new(), "nothing is said twice");
    assert_eq!(texts(&html, ".prose td"), ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_line_that_only_speaks_of_a_table_stays_where_it_is() {
    let table = "| a |\n|---|\n| 1 |\n";
    for (body, left) in [
        (format!("Bảng dưới đây là bảng mẫu: xem.\n\n{table}"), "Bảng dưới đây là bảng mẫu: xem."),
        (format!("Bảng: Thu\n\nMột đoạn.\n\n{table}"), "Bảng: Thu|Một đoạn."),
        (format!("{table}\nBảng: Thu\n"), "Bảng: Thu"),
        (format!("- Bảng: Thu\n\n{table}"), ""),
        (format!("Bảng: Thu\nvà chi\n\n{table}"), "Bảng: Thu và chi"),
    ] {
        let html = Site::new().page("thu", &body).build().html(THU);
        assert_eq!(texts(&html, ".prose caption"), Vec::<String>::new(), "{body}");
        assert_eq!(texts(&html, ".prose > p").join("|"), left, "{body}");
    }
}
