//! Which report `cong report` makes: turns its name into the text, with its figures where it has some.

use super::report_asked::Arguments;
use super::{CLEAN, COULD_NOT_RUN, FINDINGS, complain, words};
use crate::diag::{Finding, did_you_mean};
use crate::report::figure::Figures;
use crate::report::paper::Paper;
use crate::report::shares::{self, Queue};
use crate::report::{Reported, contributors, month, questions, targets, translations, year};

pub struct Made {
    pub paper: Paper,
    pub figures: Figures,
    /// The figure that is to be explained.
    pub explained: Option<String>,
    /// The queue as it is to be written, and how many rows are new.
    pub queue: Option<(String, usize)>,
    pub code: u8,
}

impl Made {
    fn of(paper: Paper) -> Made {
        Made { paper, figures: Figures::default(), explained: None, queue: None, code: CLEAN }
    }
}

/// `Err`: the exit code, after saying why.
pub fn make(reported: &Reported, arguments: &Arguments, found: &mut Vec<Finding>) -> Result<Made, u8> {
    Ok(match arguments.what.as_str() {
        "month" => Made::of(month::paper(reported, found)),
        "targets" => Made::of(targets::paper(reported, &year::data(reported, [reported.period.year()], found).1[0])),
        "contributors" => Made::of(contributors::paper(reported)),
        "translations" => Made::of(translations::paper(reported)),
        "qa" => {
            let (paper, waiting) = questions::paper(reported, arguments.late);
            let code = if arguments.late && waiting > 0 { FINDINGS } else { CLEAN };
            Made { code, ..Made::of(paper) }
        }
        "shares" => {
            let queue = Queue::read(reported.files, reported.site, found);
            if arguments.queue && queue.is_unread {
                let text = words(
                    reported.language,
                    "{file} có chỗ không đọc được nên không được ghi lại, để không mất dòng nào. Sửa tệp (lưu bằng “CSV UTF-8”, ô cách nhau bằng dấu phẩy; xem lỗi nêu trên), rồi chạy lại cong report shares --queue.",
                    "{file} cannot be read in full and is left as it is, so that no row is lost. Mend it (save it as “CSV UTF-8”, with commas between cells; see the findings above), then run cong report shares --queue again.",
                );
                complain(&text.replace("{file}", &shares::path()));
                return Err(COULD_NOT_RUN);
            }
            let filled = arguments.queue.then(|| shares::filled(reported, &queue));
            Made { queue: filled, ..Made::of(shares::paper(reported, &queue)) }
        }
        _ => {
            let year = year::yearly(reported, found);
            let explained = match &arguments.explain {
                None => None,
                Some(id) => Some(known(id, &year.figures, reported.language)?),
            };
            Made { figures: year.figures, explained, ..Made::of(year.paper) }
        }
    })
}

fn known(id: &str, figures: &Figures, language: &str) -> Result<String, u8> {
    if figures.get(id).is_some() {
        return Ok(id.to_owned());
    }
    let names: Vec<&str> = figures.0.iter().map(|figure| figure.id.as_str()).collect();
    let (vi, en) = did_you_mean(id, &names);
    let text = words(language, "báo cáo không có số liệu", "the report has no figure");
    complain(&format!("{text} “{id}”. {}", words(language, &vi, &en)));
    Err(COULD_NOT_RUN)
}
