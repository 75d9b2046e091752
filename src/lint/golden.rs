//! A report with the slips that reports have: each is told, and nothing else. A test reads as what an editor is told of such a text.

use super::tests::found;

/// In the words of nobody but this test.
const REPORT: &str = "\
Số: /BC-TTVH

Bình Phước, ngày tháng 01 năm 2024

Kính gửi: Ủy ban Nhân dân tỉnh

Thực hiện Nghị định số 42/2022/NĐ-CP ngày 24/06/2022 và Kế hoạch số 15/KH-UBND ngày 31/7/2023, Trung tâm đã họp ngày 13/9/2023 với
Văn phòng Ủy ban Nhân dân tỉnh.

Thư viện phục vụ 16.533 lượt bạn đọc, tăng gần 08% so với năm trước; tổng lượt truy cập 1.266.583, tăng 125,3%. Trung tâm mở 07 lớp
đọc sách, tổ chức 02 cuộc họp và đạt vượt 05% kế hoạch. Buổi giới thiệu sách phát trên kênh Youtube và màn hình Led.

Bạn đọc gọi 0271.1022, 02713.800.100, 02713.800.200 hoặc 0844.600.300.

Các chỉ số (Papi), (Sipas), (Par index) và HÀi lòng của bạn đọc đều tăng; bạn đọc hài lòng với việc phối hợp giữa
hai thư viện.

- Trung tâm trả lời câu hỏi của bạn đọc và chuyển sáng kiến của cán bộ tới Hội đồng Sáng

kiến cấp tỉnh.

Trên đây là báo cáo của Trung tâm./.
";

#[test]
fn a_report_is_told_of_its_slips_and_of_nothing_else() {
    let told: Vec<String> = found("vi", REPORT)
        .into_iter()
        // What is off until a portal asks for it.
        .filter(|(code, ..)| {
            (*code >= "V30" || ["V21", "V23"].contains(code)) && !super::OFF.iter().any(|off| off.code == *code)
        })
        .map(|(code, text, fix)| format!("{code} {text}{}", fix.map(|fix| format!(" → {fix}")).unwrap_or_default()))
        .collect();
    let wanted = [
        "V35 Số: /BC",
        "V36 ngày tháng 01 năm 2024",
        "V48 Ủy ban Nhân dân → Ủy ban nhân dân",
        "V38 24/06/2022 → 24/6/2022",
        "V48 Ủy ban Nhân dân → Ủy ban nhân dân",
        "V43 08",
        "V43 07",
        "V43 02",
        "V43 05",
        "V54 Youtube → YouTube",
        "V54 Led → LED",
        "V47 0271.1022",
        "V54 Papi → PAPI",
        "V54 Sipas → SIPAS",
        "V54 Par index → PAR Index",
        "V56 HÀi → Hài",
        "V21 kiến",
        "V23 ./. → .",
    ];
    assert_eq!(told, wanted);
}
