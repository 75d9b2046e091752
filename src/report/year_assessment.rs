//! The assessment of a year and the plan of the next: what was reached, which agencies contributed, what is lacking as the audit sees it.

use super::figure::Figure;
use super::year_writer::Writer;
use super::{word, year_tables};

/// So many of a list are named; `--explain` has them all.
const NAMED: usize = 8;

pub fn write(writer: &mut Writer) {
    let heading = writer.word("Đánh giá kết quả hoạt động", "Assessment");
    writer.paper.heading("assessment", 2, "5.", heading);
    let heading = writer.word("Kết quả đạt được", "What was reached");
    writer.paper.heading("reached", 3, "5.1.", heading);
    writer.join(&[
        (
            "- Số lượng thông tin cập nhật đạt {plan_share} kế hoạch năm,",
            "- The items come to {plan_share} of the year's plan,",
        ),
        ("số thông tin {items_growth} so với năm trước;", "items are {items_growth} from the year before;"),
        ("lượt truy cập {visits_growth}.", "visits are {visits_growth}."),
    ]);
    contributors(writer);
    writer.written("results");
    let heading = writer.word("Tồn tại, hạn chế", "What is lacking");
    writer.paper.heading("lacking", 3, "5.2.", heading);
    writer.written("weaknesses");
    weaknesses(writer);
}

fn contributors(writer: &mut Writer) {
    let data = writer.sources.data;
    let site = writer.sources.reported.site;
    let named = data.read.contributors.agencies.iter().filter_map(|id| {
        let term = site.config.agencies.iter().find(|agency| agency.id == *id)?;
        Some(term.name.get(writer.language()))
    });
    let named: Vec<&str> = named.collect();
    if !named.is_empty() {
        let text = writer.word(
            "- Các cơ quan, đơn vị, địa phương cộng tác thường xuyên, tích cực, tiêu biểu là: {list}.",
            "- Agencies that contributed regularly, above all: {list}.",
        );
        writer.paper.say(text.replace("{list}", &named.join(", ")));
    }
    year_tables::agencies(writer);
}

/// What the audit found at the end of the period, with names.
fn weaknesses(writer: &mut Writer) {
    let rows = [
        ("late.agencies", ("cơ quan, đơn vị lâu chưa có thông tin mới", "agencies have had nothing new for long")),
        ("late.sections", ("chuyên mục quá hạn cập nhật", "sections are out of date")),
        ("questions_late", ("câu hỏi của công dân quá hạn chưa trả lời", "questions of citizens are overdue")),
        (
            "late.consultations",
            (
                "đợt lấy ý kiến đã đóng chưa có báo cáo tiếp thu",
                "consultations closed without a report on the comments",
            ),
        ),
        ("late.duties", ("nghĩa vụ công khai còn thiếu", "duties of publication are not met")),
        (
            "late.contacts",
            ("đầu mối liên hệ quá hạn kiểm tra số điện thoại", "contacts whose numbers were not checked in time"),
        ),
        ("late.numbers", ("số điện thoại không có trong danh bạ của Cổng", "telephone numbers that no contact has")),
    ];
    let mut said = false;
    for (id, (vi, en)) in rows {
        let Some(figure) = writer.figures.get(id) else { continue };
        let language = writer.language();
        let text = format!("- {} {}: {}.", figure.shown(language), word(language, vi, en), names(figure, language));
        writer.paper.paragraph(super::paper::Paragraph { text, figures: vec![id.to_owned()] });
        said = true;
    }
    if !said && writer.sources.data.text("weaknesses").is_empty() {
        let text = writer.word("- Chưa phát hiện tồn tại, hạn chế.", "- Nothing was found lacking.");
        writer.paper.say(text);
    }
}

fn names(figure: &Figure, language: &str) -> String {
    let name = |what: &str| match what.split_once(' ') {
        // A date in front is for whoever asks what is counted.
        Some((day, rest)) if day.parse::<jiff::civil::Date>().is_ok() => rest.to_owned(),
        _ => what.to_owned(),
    };
    let mut names: Vec<String> = figure.traces.iter().map(|trace| name(&trace.what)).collect();
    names.dedup();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let mut text = names.join("; ");
    if more > 0 {
        let words = word(language, " và {more} mục khác", " and {more} more");
        text.push_str(&words.replace("{more}", &more.to_string()));
    }
    text
}

/// Targets, then what the editors plan, numbered.
pub fn next(writer: &mut Writer) {
    let year = writer.sources.reported.period.year() + 1;
    let mut at = 0;
    let mut number = || {
        at += 1;
        at
    };
    if writer.figures.get("next_plan").is_some() {
        let number = number();
        writer.join(&[
            (
                &format!(
                    "{number}. Về chỉ tiêu thông tin tuyên truyền năm {year}: Cổng cập nhật {{next_plan}} thông tin"
                ),
                &format!("{number}. Target of {year}: the portal publishes {{next_plan}} items"),
            ),
            (
                "và mỗi cổng, trang thông tin điện tử thành phần {next_component_plan} thông tin.",
                "and each component portal {next_component_plan}.",
            ),
        ]);
    }
    for text in writer.sources.data.text("next") {
        writer.paper.say(format!("{}. {}", number(), text.trim()));
    }
}
