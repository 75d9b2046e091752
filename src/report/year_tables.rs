//! Tables of the yearly report: items by kind and by topic, agencies by their items.

use super::contributors;
use super::figure::How;
use super::paper::{Cell, Column, Table};
use super::year_writer::Writer;
use crate::text::number::count;

/// Kinds add up to the total: each item has one.
pub fn kinds(writer: &mut Writer) {
    let language = writer.language();
    let own: Vec<_> = writer.figures.of("kind.").collect();
    let sum = writer.figures.sum("kind.");
    let mut rows: Vec<Vec<Cell>> =
        own.iter().map(|figure| vec![Cell::text(figure.label(language)), Cell::Count(figure.value)]).collect();
    if rows.is_empty() {
        return;
    }
    rows.push(vec![Cell::text(writer.word("Cộng", "Total")), Cell::Count(sum)]);
    let is_counted = own.iter().all(|figure| figure.how == How::Counted);
    let caption = match is_counted {
        true => writer.word("Theo loại, đếm trên Cổng", "By kind, counted on the portal"),
        false => writer.word("Theo loại", "By kind"),
    };
    let columns = vec![
        Column::new("kind", writer.word("Loại", "Kind")),
        Column::number("items", writer.word("Số thông tin", "Items")),
    ];
    writer.paper.table(Table::new("kinds", caption, columns, rows));
    let total = writer.figures.get("items").filter(|total| total.value != sum && is_counted);
    if let Some(total) = total {
        let text = writer.word(
            "Tổng số {total} lấy theo {source}; nội dung đang có trên Cổng đếm được {sum}.",
            "The total of {total} is by {source}; what stands on the portal comes to {sum}.",
        );
        let text = text.replace("{total}", &count(total.value, language)).replace("{source}", &total.source);
        writer.paper.say(text.replace("{sum}", &count(sum, language)));
    }
}

/// Topics in a sentence, and what their sum is.
pub fn topics(writer: &mut Writer) {
    let language = writer.language();
    let own: Vec<_> = writer.figures.of("topic.").collect();
    if own.is_empty() {
        return;
    }
    let named: Vec<String> =
        own.iter().map(|figure| format!("{} {}", figure.shown(language), inside(figure.label(language)))).collect();
    let ids: Vec<String> = own.iter().map(|figure| figure.id.clone()).collect();
    let lead = writer.word("Đáng chú ý có: {list}.", "Among them are: {list}.");
    let text = lead.replace("{list}", &named.join("; "));
    writer.paper.paragraph(super::paper::Paragraph { text, figures: ids });
    let sum = writer.figures.sum("topic.");
    let text = writer.word(
        "Nhóm báo cáo không phải là chuyên mục: một thông tin có thể thuộc nhiều nhóm hoặc không thuộc nhóm nào, nên tổng các nhóm ({sum}) không bằng tổng số thông tin.",
        "A topic of the report is no section: an item may belong to several or to none, so the topics together ({sum}) are not the number of items.",
    );
    writer.paper.say(text.replace("{sum}", &count(sum, language)));
}

/// A name inside a sentence: its first letter small, unless it is an abbreviation.
fn inside(name: &str) -> String {
    let mut letters = name.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

pub fn agencies(writer: &mut Writer) {
    const SHOWN: usize = 20;
    let language = writer.language();
    let reported = writer.sources.reported;
    let mut table = contributors::table(reported.all, writer.sources.shelf.within(&reported.period), language);
    table.rows.truncate(SHOWN);
    writer.paper.table(table);
}
