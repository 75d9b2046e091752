//! Writes a report as DOCX (ECMA-376) in the layout of an administrative text: A4, margins 20, 20, 30 and 15 mm, Times New Roman, country and
//! motto, number, place and date, kind and subject, recipients and signature (NĐ 30/2020, annex I). Pages but the first are numbered at their top.

use std::io;

use super::docx_parts::{CONTENT_TYPES, DOCUMENT_RELATIONS, HEADER, RELATIONS, STYLES};
use super::paper::{Block, Frame, Paper, Table};
use super::zip::archive;
use crate::text::control::is_control;
use crate::text::html::escape;

/// Width of the text in twentieths of a point: A4 without its margins.
const WIDTH: usize = 9_355;
/// Of the left part of the head, under which the number stands.
const LEFT: usize = 3_900;
/// 10 mm.
const INDENT: usize = 567;

pub fn docx(paper: &Paper, language: &str) -> io::Result<Vec<u8>> {
    let title = paper.full_title();
    let core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>",
        xml(&title),
        xml(language)
    );
    let styles = STYLES.replace("{language}", super::word(language, "vi-VN", "en-GB"));
    archive(&[
        ("[Content_Types].xml", CONTENT_TYPES.into()),
        ("_rels/.rels", RELATIONS.into()),
        ("docProps/core.xml", core.into_bytes()),
        ("word/document.xml", document(paper, language).into_bytes()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.into()),
        ("word/styles.xml", styles.into_bytes()),
        ("word/header1.xml", HEADER.into()),
    ])
}

fn document(paper: &Paper, language: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>\n",
    );
    match &paper.frame {
        Some(frame) => head(frame, &mut out),
        None => paragraph("Kind", &paper.title, &mut out),
    }
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => {
                let text = format!("{} {}", heading.number, heading.text);
                paragraph(&format!("Heading{}", heading.level), text.trim(), &mut out);
            }
            Block::Paragraph(own) => paragraph("Body", &own.text, &mut out),
            Block::Table(table) => of_table(table, language, &mut out),
        }
    }
    if let Some(frame) = &paper.frame {
        foot(frame, &mut out);
    }
    out.push_str(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
<w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
<w:titlePg/></w:sectPr>\n</w:body></w:document>",
    );
    out
}

/// Text as it may stand in XML 1.0.
fn xml(text: &str) -> String {
    escape(&text.replace(|letter: char| is_control(letter), " "))
}

fn paragraph(style: &str, text: &str, out: &mut String) {
    out.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>\n",
        xml(text)
    ));
}

/// A short line in the middle, below what stands above it.
fn rule(width: usize, of: usize, out: &mut String) {
    let side = of.saturating_sub(width) / 2;
    out.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Rule\"/><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>\
<w:ind w:left=\"{side}\" w:right=\"{side}\"/></w:pPr></w:p>\n"
    ));
}

/// Two columns without lines.
fn columns(left: &str, right: &str, width: usize, out: &mut String) {
    let cell = |width: usize, inside: &str| {
        format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>\n{inside}</w:tc>")
    };
    out.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
<w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
<w:tblGrid><w:gridCol w:w=\"{width}\"/><w:gridCol w:w=\"{}\"/></w:tblGrid><w:tr>{}{}</w:tr></w:tbl>\n",
        WIDTH - width,
        cell(width, left),
        cell(WIDTH - width, right)
    ));
}

fn head(frame: &Frame, out: &mut String) {
    let (mut left, mut right) = (String::new(), String::new());
    if !frame.parent.is_empty() {
        paragraph("Parent", &frame.parent, &mut left);
    }
    paragraph("Issuer", &frame.issuer, &mut left);
    rule(LEFT / 3, LEFT, &mut left);
    paragraph("Parent", &frame.number, &mut left);
    if !frame.country.is_empty() {
        paragraph("Country", &frame.country, &mut right);
        paragraph("Motto", &frame.motto, &mut right);
        rule(2_900, WIDTH - LEFT, &mut right);
    }
    paragraph("PlaceAndDate", &frame.place_and_date, &mut right);
    columns(&left, &right, LEFT, out);
    paragraph("Kind", &frame.kind, out);
    paragraph("About", &frame.about, out);
    rule(WIDTH / 4, WIDTH, out);
    if !frame.to.is_empty() {
        paragraph("To", &frame.to, out);
    }
    frame.bases.iter().for_each(|basis| paragraph("Basis", basis, out));
}

fn foot(frame: &Frame, out: &mut String) {
    let (mut left, mut right) = (String::new(), String::new());
    paragraph("CopiesTitle", &frame.recipients_title, &mut left);
    frame.recipients.iter().for_each(|own| paragraph("Copies", &format!("- {own}"), &mut left));
    paragraph("Issuer", &frame.signer_title, &mut right);
    (0..4).for_each(|_| paragraph("Issuer", "", &mut right));
    paragraph("Issuer", &frame.signer, &mut right);
    columns(&left, &right, WIDTH / 2, out);
    // Behind a table a text has to have a paragraph.
    paragraph("Rule", "", out);
}

fn of_table(table: &Table, language: &str, out: &mut String) {
    paragraph("Caption", &table.caption, out);
    let widths = widths(table, language);
    out.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    ));
    widths.iter().for_each(|width| out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>")));
    out.push_str("</w:tblGrid>\n");
    let mut row = |cells: Vec<(String, &str)>, is_head: bool| {
        let repeated =
            if is_head { "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" } else { "<w:trPr><w:cantSplit/></w:trPr>" };
        out.push_str(&format!("<w:tr>{repeated}"));
        for ((text, style), width) in cells.iter().zip(&widths) {
            out.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"));
            paragraph(style, text, out);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>\n");
    };
    row(table.columns.iter().map(|column| (column.label.clone(), "CellHead")).collect(), true);
    for cells in &table.rows {
        let styled = cells.iter().zip(&table.columns);
        let styled =
            styled.map(|(cell, own)| (cell.shown(language), if own.is_number { "CellNumber" } else { "Cell" }));
        row(styled.collect(), false);
    }
    out.push_str("</w:tbl>\n");
    paragraph("Rule", "", out);
}

/// Each column as wide as its longest text asks for, within bounds, all together as wide as the page.
fn widths(table: &Table, language: &str) -> Vec<usize> {
    const LEAST: usize = 8;
    const MOST: usize = 44;
    let length = |at: usize, label: &str| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.shown(language).chars().count());
        cells.chain([label.chars().count()]).max().unwrap_or(LEAST).clamp(LEAST, MOST)
    };
    let lengths: Vec<usize> = table.columns.iter().enumerate().map(|(at, own)| length(at, &own.label)).collect();
    let all: usize = lengths.iter().sum::<usize>().max(1);
    lengths.iter().map(|length| (WIDTH * length / all).max(INDENT)).collect()
}
