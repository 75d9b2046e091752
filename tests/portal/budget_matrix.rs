//! Holds that the table of places by year shows gaps, amounts and sums, and that a sum that is none is told with both figures.

use crate::site_builder::{Built, Site, place, texts};

const CSV: &str = "content/ngan-sach/xa.csv";
const TABLE: &str = "Đơn vị,Mã,Cấp,Năm,Chi
Xã A,a,xa,2022,\"1.000,5\"
Xã B,b,xa,2022,2.000
Xã A,a,xa,2023,1.500
Tổng cộng,tong,tinh,2022,\"3.000,5\"
Tổng cộng,tong,tinh,2023,1.500
";
const OF_TABLE: &str = "decimalChar: \",\"
groupChar: \".\"
fields:
  - { name: Đơn vị }
  - { name: Mã }
  - { name: Cấp }
  - { name: Năm, type: year }
  - { name: Chi, type: number }
sums:
  - { row: Tổng cộng, by: Năm, columns: Chi }
pages:
  kind: budget
  name: \"{Năm}-{Mã}\"
  fields:
    title: \"Quyết toán {Năm}, {Đơn vị}\"
    date: 2024-01-02
    level: \"{Cấp}\"
    unit_name: \"{Đơn vị}\"
    year: \"{Năm}\"
    type: quyet-toan
    unit: triệu đồng
    amount: \"{Chi}\"
";

fn built(csv: &str, places: &str) -> Built {
    let section = format!("---\ntitle: Ngân sách\nkind: budget\n{places}---\n");
    Site::new()
        .file("content/ngan-sach/_index.md", &section)
        .file(CSV, csv)
        .file("content/ngan-sach/xa.schema.yaml", OF_TABLE)
        .build()
}

fn rows(built: &Built) -> Vec<String> {
    let cells = texts(&built.html("ngan-sach/index.html"), "main .matrix tbody :is(th, td)");
    cells.chunks(3).map(|row| row.join(" ")).collect()
}

#[test]
fn each_cell_leads_to_what_was_published_and_gaps_say_so() {
    let built = built(TABLE, "places: [Xã A, Xã B, Xã C]\n");
    assert_eq!(built.problems(), [""; 0]);
    assert_eq!(
        rows(&built),
        [
            "Xã A 1.500 Quyết toán 1.000,5 Quyết toán",
            "Xã B chưa công bố 2.000 Quyết toán",
            "Xã C chưa công bố chưa công bố",
            "Tổng cộng 1.500 Quyết toán 3.000,5 Quyết toán",
        ],
        "the newest year first, a place without a page has a row, what is no commune comes last"
    );
    assert!(built.text("ngan-sach/index.html").contains("<a href=\"/ngan-sach/2022-a/\">1.000,5</a>"));
    assert!(texts(&built.html("ngan-sach/index.html"), "main .matrix caption")[0].contains("triệu đồng"));
}

#[test]
fn without_a_list_of_places_those_are_shown_that_have_a_page() {
    assert_eq!(rows(&built(TABLE, "")).len(), 3);
}

#[test]
fn the_sum_of_a_year_is_held_against_the_rows_of_that_year() {
    let built = built(&TABLE.replace("tinh,2022,\"3.000,5\"", "tinh,2022,\"3.100,5\""), "");
    let finding = built.finding("D28");
    assert_eq!(place(finding), format!("{CSV}:5:1"));
    let text = finding.text("vi");
    assert!(text.contains("“Tổng cộng, 2022” ghi 3.100,5") && text.contains("3.000,5"), "{text}");
    assert!(built.has("ngan-sach/2022-tong/index.html"), "a wrong sum is a warning");
}
