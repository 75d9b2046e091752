//! Checks of tables whose rows are pages: findings stand in the table, `--fix` leaves it alone, `--since` asks about it.

use crate::desk::Desk;
use crate::site_builder::Site;

const CSV: &str = "content/xa/xa.csv";
const TABLE: &str = "Xã,Số,Ghi chú\nA,0271.1001,Sở  Y tế.\nB,số sai,Hai  dấu cách.\n";

fn desk() -> Desk {
    Desk::of(
        &Site::new()
            .file("content/xa/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
            .file(CSV, TABLE)
            .file(
                "content/xa/xa.schema.yaml",
                "fields: [{ name: Xã }, { name: Số }, { name: Ghi chú }]\npages:\n  kind: contact\n  name: '{Xã}'\n  fields: { title: 'Xã {Xã}', number: '{Số}', purpose: Hỏi }\n  body: '{Ghi chú}'\n",
            ),
    )
}

#[test]
fn who_asks_about_a_table_is_told_of_its_rows() {
    let desk = desk();
    let wanted = ["V10 content/xa/xa.csv:2", "F51 content/xa/xa.csv:3", "V10 content/xa/xa.csv:3"];
    let mut told = desk.told(&[CSV]);
    told.sort_by_key(|line| (line.ends_with(":3"), line.clone()));
    assert_eq!(told, wanted);
    let run = desk.cong(&["check", CSV, "--all"]);
    let said = run.out.clone() + &run.err;
    assert!(said.contains("dòng 2, cột “Ghi chú”: ") && said.contains("dòng 3, cột “Số”: "), "{said}");
    assert!(said.contains("A,0271.1001,Sở  Y tế."), "the line of the table is shown: {said}");
}

#[test]
fn nothing_is_mended_in_what_stands_on_no_disk() {
    let desk = desk();
    desk.cong(&["check", "--fix"]);
    assert_eq!(std::fs::read_to_string(desk.workspace.join(CSV)).unwrap(), TABLE);
    assert!(!desk.workspace.exists("content/xa/a.md"));
}

#[test]
fn what_is_asked_since_a_commit_is_told_of_a_table_that_has_changed() {
    let desk = desk();
    desk.git(&["init", "-q"]);
    let first = desk.commit();
    assert_eq!(desk.told(&["--since", &first]), [""; 0]);
    desk.write(CSV, &TABLE.replace("số sai", "0271.1002"));
    let told = desk.told(&["--since", &first]);
    assert_eq!(told, ["V10 content/xa/xa.csv:2", "V10 content/xa/xa.csv:3"]);
}
