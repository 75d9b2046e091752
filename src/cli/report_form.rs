//! In which form a report is handed in: writes it to standard output or to a file.

use std::io::IsTerminal;
use std::path::Path;

use serde_json::Value;

use super::report_asked::Arguments;
use super::report_made::Made;
use super::{COULD_NOT_RUN, Common, complain, findings, reason, say, words};
use crate::diag::Finding;
use crate::report::{Reported, csv, docx, html, markdown, shares, terminal, view};
use crate::write::save_file;

pub fn write(made: &Made, reported: &Reported, (arguments, common): (&Arguments, &Common), found: &[Finding]) -> u8 {
    let language = reported.language;
    if let Some((text, added)) = &made.queue {
        let path = shares::path();
        if let Err(code) = save(&common.folder, Path::new(&path), text.as_bytes(), language) {
            return code;
        }
        if !common.json && !common.quiet {
            let said = words(language, "đã thêm {added} dòng vào {path}", "{added} rows were added to {path}");
            complain(&said.replace("{added}", &added.to_string()).replace("{path}", &path));
        }
    }
    let is_json = common.json || arguments.format == "json";
    if let Some(figure) = made.explained.as_ref().and_then(|id| made.figures.get(id)) {
        let value = view::of_figure(figure, language);
        let text = if is_json { pretty(&value) } else { view::explain(figure, language) };
        return hand_out(text.into_bytes(), made.code, (arguments, common), language);
    }
    let bytes = match arguments.format.as_str() {
        _ if is_json => {
            let mut value = view::to_json(&made.paper, &made.figures, &reported.period, language);
            value["findings"] = found.iter().map(|finding| findings::to_json(finding, language)).collect();
            Ok(pretty(&value).into_bytes())
        }
        "html" => Ok(html::html(&made.paper, language).into_bytes()),
        "csv" if made.figures.0.is_empty() => Ok(csv::of_tables(&made.paper).into_bytes()),
        "csv" => Ok(csv::of_figures(&made.figures.0, language).into_bytes()),
        "docx" if arguments.out.is_none() => {
            complain(words(
                language,
                "docx là tệp nhị phân: thêm --out bao-cao.docx",
                "docx is no text: add --out report.docx",
            ));
            return COULD_NOT_RUN;
        }
        "docx" => docx::docx(&made.paper, language),
        _ => Ok(match screen().filter(|_| arguments.out.is_none()) {
            Some(width) => terminal::terminal(&made.paper, language, width).into_bytes(),
            None => markdown::markdown(&made.paper, language).into_bytes(),
        }),
    };
    match bytes {
        Ok(bytes) => hand_out(bytes, made.code, (arguments, common), language),
        Err(error) => {
            complain(&reason(&error, language));
            COULD_NOT_RUN
        }
    }
}

/// How wide the terminal is that reads along; `None` where a file or another program does.
fn screen() -> Option<usize> {
    /// Columns where nobody says how many there are.
    const USUAL: usize = 100;
    let said = || std::env::var("COLUMNS").ok()?.parse().ok();
    std::io::stdout().is_terminal().then(|| said().unwrap_or(USUAL))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn hand_out(bytes: Vec<u8>, code: u8, (arguments, common): (&Arguments, &Common), language: &str) -> u8 {
    let Some(out) = &arguments.out else {
        say(String::from_utf8_lossy(&bytes).trim_end());
        return code;
    };
    let (folder, name) = (out.parent().unwrap_or(Path::new("")), out.file_name().unwrap_or_default());
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if let Err(failed) = save(folder, Path::new(name), &bytes, language) {
        return failed;
    }
    if !common.json && !common.quiet {
        say(&format!("{} {}", words(language, "Đã ghi báo cáo:", "The report was written:"), out.display()));
    }
    code
}

/// `Err`: the exit code, after saying why the file is not there.
fn save(folder: &Path, path: &Path, bytes: &[u8], language: &str) -> Result<(), u8> {
    save_file(folder, &path.to_string_lossy(), |to| to.write_all(bytes)).map_err(|error| {
        let text = words(language, "không ghi được", "cannot be written:");
        complain(&format!("{text} {}: {}", path.display(), reason(&error, language)));
        COULD_NOT_RUN
    })
}
