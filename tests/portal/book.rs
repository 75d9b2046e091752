//! Makes workbooks from the XML of their sheets, for tests that look at what becomes of them.

/// A ZIP file of these parts, stored as they are.
pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let at = bytes.len() as u32;
        let size = (text.len() as u32).to_le_bytes();
        let mut about = vec![20, 0, 0, 8, 0, 0, 0, 0, 0, 0];
        about.extend(crc(text.as_bytes()).to_le_bytes());
        about.extend(size);
        about.extend(size);
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&about);
        bytes.extend(name.as_bytes());
        bytes.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (begins, length) = (bytes.len() as u32, directory.len() as u32);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([parts.len() as u8, 0, parts.len() as u8, 0]);
    bytes.extend(length.to_le_bytes());
    bytes.extend(begins.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

/// Styles 0 to 3: a number, a day, a share in per cent, a day with its time.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<sst><si><t>Phú Riềng Đỏ</t></si><si><r><t>Hùng </t></r><r><t>Vương &amp; con</t></r><rPh><t>bỏ</t></rPh></si></sst>"#;

/// An XLSX of sheets: name, further attributes, and what stands in `<worksheet>`.
pub fn xlsx(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let (mut names, mut relations) = (String::new(), String::new());
    let mut parts = vec![("[Content_Types].xml".to_owned(), "<Types/>".to_owned())];
    for (number, (name, more, sheet)) in sheets.iter().enumerate() {
        names += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" {more} r:id=\"r{number}\"/>");
        relations += &format!("<Relationship Id=\"r{number}\" Target=\"worksheets/sheet{number}.xml\"/>");
        let text = format!("<?xml version=\"1.0\"?><worksheet xmlns=\"http://x\">{sheet}</worksheet>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), text));
    }
    parts.push(("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{names}</sheets></workbook>")));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")));
    parts.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    parts.push(("xl/sharedStrings.xml".to_owned(), STRINGS.to_owned()));
    zip(&parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// An ODS whose `<office:spreadsheet>` holds this.
pub fn ods(content: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

/// Rows of texts and numbers as the `<sheetData>` of an XLSX, from the first row on.
pub fn rows(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| match text.parse::<f64>() {
        Ok(_) => format!("<c><v>{text}</v></c>"),
        Err(_) if text.starts_with('<') => (*text).to_owned(),
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let row = |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    format!("<sheetData>{}</sheetData>", rows.iter().map(row).collect::<String>())
}

/// Rows of texts and numbers as a sheet of an ODS; what begins with `=` is a formula of which the result is not in the file.
pub fn ods_sheet(name: &str, rows: &[&[&str]]) -> String {
    let cell = |text: &&str| match (text.strip_prefix('='), text.parse::<f64>()) {
        (Some(formula), _) => format!("<table:table-cell table:formula=\"of:={formula}\"/>"),
        // What begins with a nought is a code and no number.
        (None, Ok(_)) if !text.starts_with('0') => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{text}\"><text:p>{text}</text:p></table:table-cell>"
        ),
        (None, _) => {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        }
    };
    let row =
        |cells: &&[&str]| format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>());
    format!("<table:table table:name=\"{name}\">{}</table:table>", rows.iter().map(row).collect::<String>())
}
