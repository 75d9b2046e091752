//! Writes a report as one HTML file that stands alone and prints on A4 with the margins of NĐ 30/2020; it loads nothing.

use super::paper::{Block, Frame, Paper, Table};
use crate::text::html::escape;

const STYLE: &str = "@page{size:A4;margin:20mm 15mm 20mm 30mm}\
body{font:14pt/1.35 'Times New Roman',Times,serif;max-width:165mm;margin:0 auto;padding:4mm;color:#000;background:#fff}\
p{margin:0 0 6pt;text-align:justify;text-indent:10mm;overflow-wrap:anywhere}\
h1,h2,h3,h4{font-size:14pt;margin:10pt 0 6pt}\
h1,.about,.to{text-align:center;text-indent:0}.about{font-weight:bold}\
h2{text-indent:10mm}h3{text-indent:10mm}h4{text-indent:10mm;font-style:italic}\
header,footer{display:flex;flex-wrap:wrap;gap:4mm 2mm;justify-content:space-between}\
header>div{flex:1 1 auto;text-align:center;font-size:12pt}header p,footer p{text-indent:0;text-align:inherit;margin:0}\
.strong{font-weight:bold}.rule{display:inline-block;border-bottom:1px solid #000}.date{font-style:italic}.basis{font-style:italic}\
footer>div{flex:1 1 60mm}footer .sign{text-align:center;font-weight:bold}\
footer ul{font-size:11pt;margin:0;padding:0;list-style:none}.copies{font:italic bold 12pt 'Times New Roman',Times,serif}\
.signer{margin-top:26mm!important}\
.scroll{overflow-x:auto;margin:0 0 8pt}table{border-collapse:collapse;width:100%;font-size:12pt}\
caption{text-align:left;font-weight:bold;padding:4pt 0}th,td{border:1px solid #444;padding:2pt 5pt;text-align:left;vertical-align:top}\
.n{text-align:right;font-variant-numeric:tabular-nums}\
@media screen and (max-width:40em){p{text-align:left}body{font-size:12.5pt}}";

pub fn html(paper: &Paper, language: &str) -> String {
    let title = paper.full_title();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
<title>{}</title>\n<style>{STYLE}</style></head>\n<body>\n",
        escape(language),
        escape(&title)
    );
    match &paper.frame {
        Some(frame) => head(frame, &mut out),
        None => out.push_str(&format!("<main>\n<h1>{}</h1>\n", escape(&paper.title))),
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => {
                let level = heading.level + 1;
                let text = format!("{} {}", heading.number, heading.text);
                out.push_str(&format!("<h{level} id=\"{}\">{}</h{level}>\n", heading.id, escape(text.trim())));
            }
            Block::Paragraph(paragraph) => line("", &paragraph.text, &mut out),
            Block::Table(table) => of_table(table, language, &mut out),
        }
    }
    out.push_str("</main>\n");
    if let Some(frame) = &paper.frame {
        foot(frame, &mut out);
    }
    out.push_str("</body></html>\n");
    out
}

/// A paragraph; nothing where there is no text.
fn line(class: &str, text: &str, out: &mut String) {
    if !text.is_empty() {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        out.push_str(&format!("<p{class}>{}</p>\n", escape(text)));
    }
}

fn head(frame: &Frame, out: &mut String) {
    out.push_str("<header><div>\n");
    line("", &frame.parent, out);
    line("strong rule", &frame.issuer, out);
    line("", &frame.number, out);
    out.push_str("</div><div>\n");
    line("strong", &frame.country, out);
    line("strong rule", &frame.motto, out);
    line("date", &frame.place_and_date, out);
    out.push_str(&format!("</div></header>\n<main>\n<h1>{}</h1>\n", escape(&frame.kind)));
    line("about", &frame.about, out);
    line("to", &frame.to, out);
    frame.bases.iter().for_each(|basis| line("basis", basis, out));
}

fn foot(frame: &Frame, out: &mut String) {
    out.push_str("<footer><div>\n");
    if !frame.recipients.is_empty() {
        line("copies", &frame.recipients_title, out);
        out.push_str("<ul>\n");
        frame.recipients.iter().for_each(|own| out.push_str(&format!("<li>- {}</li>\n", escape(own))));
        out.push_str("</ul>\n");
    }
    out.push_str("</div><div class=\"sign\">\n");
    line("", &frame.signer_title, out);
    line("signer", &frame.signer, out);
    out.push_str("</div></footer>\n");
}

fn of_table(table: &Table, language: &str, out: &mut String) {
    out.push_str(&format!("<div class=\"scroll\"><table><caption>{}</caption>\n<thead><tr>", escape(&table.caption)));
    let class = |is_number: bool| if is_number { " class=\"n\"" } else { "" };
    for column in &table.columns {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(column.is_number), escape(&column.label)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (cell, column) in row.iter().zip(&table.columns) {
            out.push_str(&format!("<td{}>{}</td>", class(column.is_number), escape(&cell.shown(language))));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}
