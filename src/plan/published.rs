//! Says of a plan which of its addresses readers keep: pages, files, feeds and calendars. Once they are published, they are to
//! answer for good.
//!
//! Pages of lists behind the first are not among them, since a list grows and shrinks; nor is what stands beside a page for programs
//! and goes where the page goes, nor what has its hash in its name.

use super::{DataJob, Job, PageJob, Plan};
use crate::load::root_files;

/// From the root of the portal, sorted.
pub fn published(plan: &Plan) -> Vec<String> {
    let kept = plan.outputs.values().filter(|planned| is_kept(&planned.job));
    let mut all: Vec<String> = kept.map(|planned| planned.url.local().to_owned()).collect();
    all.sort_unstable();
    all
}

fn is_kept(job: &Job) -> bool {
    match job {
        Job::Page(page) => match page {
            PageJob::List { page, .. } => *page == 0,
            // Ranges of rows come and go with the rows.
            PageJob::NotFound(_) | PageJob::Thanks(_) | PageJob::Rows { .. } => false,
            PageJob::Item(_)
            | PageJob::Taxonomy { .. }
            | PageJob::ArchiveIndex(_)
            | PageJob::Tree(_)
            | PageJob::Search(_)
            | PageJob::OpenData(_)
            | PageJob::Figures(_) => true,
        },
        Job::Data(data) => matches!(
            data,
            DataJob::Feed { .. }
                | DataJob::ListCsv(_)
                | DataJob::DataCatalog
                | DataJob::FiguresJson(_)
                | DataJob::FiguresCsv(_)
                | DataJob::TableCsv(_)
                | DataJob::Calendar(_)
                | DataJob::SectionCalendar(_)
        ),
        Job::File(source) => root_files::at_root(source).is_none(),
        Job::Asset(_) | Job::Prebuilt => false,
    }
}
