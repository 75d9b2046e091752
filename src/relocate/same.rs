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
        let name = names(&after.site, &nothing, &planned.job).into_iter().next();
        by_name.extend(name.map(|name| (name, planned)));
    }
    let gone = before.plan.outputs.iter().filter(|(output, planned)| {
        !after.plan.outputs.contains_key(*output) && !matches!(planned.job, Job::Data(DataJob::Redirect(_)))
    });
    let left = gone.filter_map(|(_, planned)| {
        let names = names(&before.site, targets, &planned.job);
        if names.is_empty() {
            return None;
        }
        let page = own_page(&before.site, &planned.job).map(|id| source(&before.site, id));
        Some(Left { planned, now: names.iter().find_map(|name| by_name.get(name).copied()), page })
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

/// What something is made of and how, with the paths that its files have from now on, and behind that what readers are given where
/// it is not there any more: a list that has become shorter, the section of a list of few. Nothing for what has one address for good.
pub fn names(site: &Site, targets: &Targets, job: &Job) -> Vec<String> {
    let page = |id: &PageId| targets.now(&source(site, *id)).to_string();
    let file = |path: &SourcePath| targets.now(path).to_string();
    let list = |id: &ListId| match site.list(*id).key {
        ListKey::Section(section) => page(&section),
        ListKey::Facet(section, facet, value) => format!("{} {facet} {value}", page(&section)),
        // By its id: another portal has its terms in another order.
        ListKey::Term(taxonomy, index, language) => {
            let id = site.config.terms(taxonomy).get(usize::from(index)).map_or("", |term| term.id.as_str());
            let id = targets.terms.get(&(taxonomy, id.to_owned())).map_or(id, String::as_str);
            format!("term {} {id} {language}", taxonomy.id())
        }
        key => format!("{key:?}"),
    };
    let around = |id: &ListId| match site.list(*id).key {
        ListKey::Section(section) | ListKey::Facet(section, ..) => Some(format!("list 0 {}", page(&section))),
        _ => None,
    };
    let of_list = |name: String, id: &ListId| {
        let first = format!("list 0 {}", list(id));
        [Some(name), Some(first), around(id)].into_iter().flatten().collect()
    };
    match job {
        Job::Page(PageJob::Item(id)) => vec![format!("item {}", page(id))],
        Job::Page(PageJob::List { list: id, page }) => of_list(format!("list {page} {}", list(id)), id),
        Job::Data(DataJob::Feed { list: id, format }) => of_list(format!("feed {format:?} {}", list(id)), id),
        Job::Data(DataJob::ListJson { list: id, page }) => of_list(format!("json {page} {}", list(id)), id),
        Job::Data(DataJob::ListCsv(id)) => of_list(format!("csv {}", list(id)), id),
        Job::Data(DataJob::Twin(id)) => vec![format!("twin {}", page(id)), format!("item {}", page(id))],
        Job::Data(DataJob::DataPackage(id)) => vec![format!("package {}", page(id)), format!("item {}", page(id))],
        Job::Data(DataJob::Calendar(id)) => vec![format!("calendar {}", page(id)), format!("item {}", page(id))],
        Job::Data(DataJob::Appointment(id, index)) => {
            vec![format!("appointment {index} {}", page(id)), format!("item {}", page(id))]
        }
        Job::Data(DataJob::SectionCalendar(id)) => {
            vec![format!("calendar of {}", page(id)), format!("list 0 {}", page(id))]
        }
        Job::Data(DataJob::ChartPicture { table, chart, language }) => {
            vec![format!("chart {chart} {language} {}", file(table))]
        }
        Job::Data(DataJob::TableCsv(table)) => vec![format!("table {}", file(table))],
        Job::Data(DataJob::MapDrawing(map, language)) => vec![format!("map {language} {}", file(map))],
        Job::File(path) => vec![format!("file {}", file(path))],
        _ => Vec::new(),
    }
}
