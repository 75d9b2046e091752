//! The preview of pages that were made from rows: an edit of the table is seen, and nothing masked is shown.

use crate::serve::{RecordingFiles, body, changed, preview, recording_files};

const CSV: &str = "content/xa/xa.csv";
const LIST: &str = "content/xa/ho/ho.csv";

fn files() -> RecordingFiles {
    let files = recording_files();
    files.put("content/xa/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n");
    files.put(CSV, "Xã,Số\nA,0271.1001\nB,0271.1002\n");
    files.put(
        "content/xa/xa.schema.yaml",
        "fields: [{ name: Xã }, { name: Số }]\npages:\n  kind: contact\n  name: '{Xã}'\n  fields: { title: 'Xã {Xã}', number: '{Số}', purpose: Hỏi }\n",
    );
    files.put(LIST, "Họ tên,Ấp\nTrần Văn Kín,Ấp 1\nLê Thị Đáo,Ấp 2\n");
    files.put("content/xa/ho/ho.schema.yaml", "fields: [{ name: Họ tên, mask: name }, { name: Ấp }]\n");
    files.put(
        "content/xa/ho/index.md",
        "---\ntitle: Hộ\nkind: statistics\nsummary: Bảng.\ndate: 2024-01-02\nexpires: 2024-02-10\nnoindex: true\nperiod: 2023\nunit: hộ\ntable: ho.csv\nmethod: Đếm.\n---\n",
    );
    files
}

#[test]
fn an_edit_of_a_row_touches_its_page_and_a_row_or_a_table_that_goes_takes_its_page_along() {
    let files = files();
    let preview = preview(&files, true);
    let open: Vec<String> = ["/xa/a/", "/xa/b/", "/tin-tuc/a/"].map(str::to_owned).to_vec();
    open.iter().for_each(|url| assert_eq!(preview.reply(url).status, 200, "{url}"));
    files.put(CSV, "Xã,Số\nA,0271.1009\nB,0271.1002\n");
    let change = preview.reload(changed(&[CSV]), &open);
    assert_eq!(change.touched.keys().collect::<Vec<_>>(), ["/xa/a/"]);
    assert!(body(&preview, "/xa/a/").contains("0271.1009"));
    files.put(CSV, "Xã,Số\nB,không số\n");
    let change = preview.reload(changed(&[CSV]), &open);
    assert!(change.now.findings.contains("cột “Số”") && change.now.findings.contains(CSV), "{}", change.now.findings);
    assert_eq!((preview.reply("/xa/a/").status, preview.reply("/xa/b/").status), (404, 404));
    files.put(CSV, "Xã,Số\nB,0271.1002\n");
    preview.reload(changed(&[CSV]), &open);
    assert_eq!(preview.reply("/xa/b/").status, 200);
    files.remove(CSV);
    preview.reload(changed(&[CSV]), &open);
    assert_eq!(preview.reply("/xa/b/").status, 404);
}

#[test]
fn the_preview_gives_a_masked_table_masked_before_an_edit_and_after_it() {
    let files = files();
    let preview = preview(&files, false);
    let holds = |name: &str| {
        let text = body(&preview, "/xa/ho/") + &body(&preview, "/xa/ho/ho.csv");
        assert!(text.contains(name) && !text.contains("Kín") && !text.contains("Đáo"), "{text}");
    };
    holds("Lê T. Đ.");
    files.put(LIST, "Họ tên,Ấp\nTrần Văn Kín,Ấp 1\nHồ Thị Đáo,Ấp 2\n");
    preview.reload(changed(&[LIST]), &[]);
    holds("Hồ T. Đ.");
}
