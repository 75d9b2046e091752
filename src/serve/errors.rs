//! Turns the findings of a state into what the preview's pages show of errors: a box above a page, and a page in the place of
//! one that cannot be rendered. Who sees only what readers see is told how many there are and not where: that may be a draft.

use serde_json::{Value, json};

use crate::diag::{Finding, Severity};
use crate::files::Files;
use crate::pipeline::add_excerpts;
use crate::pipeline::digest::{Digest, FIRST};
use crate::text::html::escape;

/// The errors of a state: of each kind the first few, with their lines.
#[derive(Default)]
pub struct Errors {
    count: usize,
    shown: Vec<Finding>,
    /// Of kinds that are not shown whole.
    more: Vec<More>,
}

struct More {
    code: &'static str,
    count: usize,
    /// Both in Vietnamese and in English.
    text: [String; 2],
    folders: [String; 2],
}

/// Who is told.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Of messages.
    pub language: &'a str,
    /// Drafts are shown.
    pub sees_all: bool,
}

impl Errors {
    pub fn of(findings: &[Finding], files: &dyn Files) -> Errors {
        let errors = || findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let Digest { shown, cut } = Digest::of(errors());
        let mut shown: Vec<Finding> = shown.into_iter().cloned().collect();
        add_excerpts(&mut shown, files);
        let more = cut.into_iter().map(|cut| More {
            code: cut.title.message.code,
            count: cut.count - FIRST,
            text: ["vi", "en"].map(|language| cut.text(language)),
            folders: ["vi", "en"].map(|language| cut.folders.text(language)),
        });
        Errors { count: errors().count(), shown, more: more.collect() }
    }

    /// For the script of the pages: a list, empty where there is no error.
    pub fn to_json(&self, reader: Reader) -> String {
        if !reader.sees_all && self.count > 0 {
            return json!([row(("", ""), None, (&self.number(reader.language), ""))]).to_string();
        }
        let language = reader.language;
        let shown = self.shown.iter().map(|finding| {
            let (text, hint) = (finding.text(language), finding.hint(language));
            let mut row = row((finding.message.code, &finding.file), finding.excerpt.as_deref(), (&text, &hint));
            row["line"] = finding.span.map(|span| span.line).into();
            row["column"] = finding.span.map(|span| span.column).into();
            row
        });
        let more = self.more.iter().map(|more| {
            let [text, folders] = [&more.text, &more.folders].map(|[vi, en]| if language == "vi" { vi } else { en });
            let mut row = row((more.code, folders), None, (text, "cong check content --all"));
            row["more"] = more.count.into();
            row
        });
        Value::from_iter(shown.chain(more)).to_string()
    }

    /// The items of a list, in HTML.
    pub fn to_html(&self, reader: Reader) -> String {
        if !reader.sees_all {
            return format!("<li>{}</li>", self.number(reader.language));
        }
        let language = reader.language;
        let item = |place: &str, text: &str, hint: &str| {
            format!("<li><code>{}</code> {} {}</li>", escape(place), escape(text), escape(hint))
        };
        let shown = self.shown.iter().map(|finding| {
            let place = finding.span.map_or_else(
                || finding.file.to_string(),
                |span| format!("{}:{}:{}", finding.file, span.line, span.column),
            );
            item(&place, &finding.text(language), &finding.hint(language))
        });
        let more = self.more.iter().map(|more| {
            let [text, folders] = [&more.text, &more.folders].map(|[vi, en]| if language == "vi" { vi } else { en });
            item(folders, text, "")
        });
        shown.chain(more).collect()
    }

    fn number(&self, language: &str) -> String {
        let errors = self.count;
        if language == "vi" {
            format!("Cổng có {errors} lỗi; xem trong cửa sổ đang chạy cong serve.")
        } else {
            format!("The portal has {errors} errors; the window that runs cong serve shows them.")
        }
    }
}

fn row((code, file): (&str, &str), excerpt: Option<&str>, (message, hint): (&str, &str)) -> Value {
    json!({ "code": code, "file": file, "line": null, "column": null, "excerpt": excerpt, "message": message, "hint": hint })
}
