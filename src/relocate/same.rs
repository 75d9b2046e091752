//! Says which address of a portal after a move took the place of which one before: what is made of the same files in the same way.

use std::collections::{BTreeMap, HashMap};

use super::targets::Targets;
use crate::model::{ListId, ListKey, PageId, Site};
use crate::path::SourcePath;
use crate::pipeline::Addresses;
use crate::plan::{DataJob, Job, PageJob, Planned};

/// An address that is not there any more.
pub struct Left<'a> {
    pub planned: &'a Planned,
    /// What took its place; `None` where nothing did.
    pub now: Option<&'a Planned>,
    /// The page whose own address it was, by its path of before.
    pub page: Option<SourcePath>,
}

/// What `before` publishes and `after` has not at the same address, in the order of the addresses.
pub fn left<'a>(before: &'a Addresses, after: &'a Addresses, targets: &Targets) -> Vec<Left<'a>> {
    let nothing = Targets::default();
    let mut by_name = HashMap::new();
    for planned in after.plan.outputs.values() {
        by_name.extend(name(&after.site, &nothing, &planned.job).map(|name| (name, planned)));
    }
    let gone = before.plan.outputs.iter().filter(|(output, planned)| {
        !after.plan.outputs.contains_key(*output) && !matches!(planned.job, Job::Data(DataJob::Redirect(_)))
    });
    let left = gone.filter_map(|(_, planned)| {
        let name = name(&before.site, targets, &planned.job)?;
        let page = own_page(&before.site, &planned.job).map(|id| source(&before.site, id));
        Some(Left { planned, now: by_name.get(&name).copied(), page })
    });
    left.collect()
}

/// Addresses of pages and files that are others from now on, decoded.
pub fn changed(left: &[Left]) -> BTreeMap<String, String> {
    let decoded = |planned: &Planned| crate::path::decode(planned.url.local()).into_owned();
    left.iter().filter_map(|left| Some((decoded(left.planned), decoded(left.now?)))).collect()
}

fn own_page(site: &Site, job: &Job) -> Option<PageId> {
    match job {
        Job::Page(PageJob::Item(page)) => Some(*page),
        Job::Page(PageJob::List { list, page: 0 }) => match site.list(*list).key {
            ListKey::Section(page) => Some(page),
            _ => None,
        },
        _ => None,
    }
}

fn source(site: &Site, id: PageId) -> SourcePath {
    site.page(id).document().source.clone()
}

/// What something is made of and how, with the paths that its files have from now on; `None` of what has one address for good.
fn name(site: &Site, targets: &Targets, job: &Job) -> Option<String> {
    let page = |id: &PageId| targets.now(&source(site, *id)).to_string();
    let file = |path: &SourcePath| targets.now(path).to_string();
    let list = |id: &ListId| match site.list(*id).key {
        ListKey::Section(section) => page(&section),
        ListKey::Facet(section, facet, value) => format!("{} {facet} {value}", page(&section)),
        key => format!("{key:?}"),
    };
    Some(match job {
        Job::Page(PageJob::Item(id)) => format!("item {}", page(id)),
        Job::Page(PageJob::List { list: id, page }) => format!("list {page} {}", list(id)),
        Job::Data(DataJob::Feed { list: id, format }) => format!("feed {format:?} {}", list(id)),
        Job::Data(DataJob::ListJson { list: id, page }) => format!("json {page} {}", list(id)),
        Job::Data(DataJob::ListCsv(id)) => format!("csv {}", list(id)),
        Job::Data(DataJob::Twin(id)) => format!("twin {}", page(id)),
        Job::Data(DataJob::DataPackage(id)) => format!("package {}", page(id)),
        Job::Data(DataJob::Calendar(id)) => format!("calendar {}", page(id)),
        Job::Data(DataJob::SectionCalendar(id)) => format!("calendar of {}", page(id)),
        Job::Data(DataJob::ChartPicture { table, chart, language }) => {
            format!("chart {chart} {language} {}", file(table))
        }
        Job::Data(DataJob::TableCsv(table)) => format!("table {}", file(table)),
        Job::Data(DataJob::MapDrawing(map, language)) => format!("map {language} {}", file(map)),
        Job::File(path) => format!("file {}", file(path)),
        _ => return None,
    })
}
