//! Says where each address of a portal that was taken in leads from now on: to what is made here of the same files in the same way,
//! else to what stands there at the same place of its section, else to the same path, else to what is around it.

use std::collections::{BTreeMap, HashMap};

use crate::model::ListKey;
use crate::pipeline::Addresses;
use crate::plan::{DataJob, Job, PageJob, Planned};
use crate::relocate::same::names;
use crate::relocate::targets::Targets;

/// From the root of each portal, as they stand in pages.
#[derive(Default)]
pub struct Homes {
    pub all: BTreeMap<String, String>,
    /// Pages and files of which nothing is left.
    pub lost: Vec<String>,
}

/// `targets`: which files and terms are which.
pub fn homes(theirs: &Addresses, here: &Addresses, targets: &Targets) -> Homes {
    let nothing = Targets::default();
    let mut by_name: HashMap<String, &Planned> = HashMap::new();
    for planned in here.plan.outputs.values() {
        let name = names(&here.site, &nothing, &planned.job).into_iter().next();
        by_name.extend(name.map(|name| (name, planned)));
    }
    let mut homes = Homes::default();
    let asked: Vec<&Planned> = theirs.plan.outputs.values().filter(|planned| is_asked(&planned.job)).collect();
    for planned in &asked {
        if is_of_facet(theirs, &planned.job) {
            continue;
        }
        let found = names(&theirs.site, targets, &planned.job).iter().find_map(|name| by_name.get(name).copied());
        if let Some(found) = found {
            homes.all.insert(planned.url.local().to_owned(), found.url.local().to_owned());
        }
    }
    for planned in asked {
        let local = planned.url.local();
        if homes.all.contains_key(local) {
            continue;
        }
        let is_of_files = matches!(planned.job, Job::Page(PageJob::Item(_)) | Job::File(_));
        match homes.near(local, here) {
            Some(home) if !is_of_files => drop(homes.all.insert(local.to_owned(), home)),
            // A file that its page does not show any more.
            Some(home) if matches!(planned.job, Job::File(_)) => drop(homes.all.insert(local.to_owned(), home)),
            _ => homes.lost.push(local.to_owned()),
        }
    }
    homes
}

/// Whether readers may have kept the address of it.
fn is_asked(job: &Job) -> bool {
    match job {
        Job::Page(page) => !matches!(page, PageJob::NotFound(_) | PageJob::Thanks(_)),
        Job::Data(data) => matches!(
            data,
            DataJob::Feed { .. }
                | DataJob::ListJson { .. }
                | DataJob::ListCsv(_)
                | DataJob::Twin(_)
                | DataJob::DataPackage(_)
                | DataJob::ChartPicture { .. }
                | DataJob::DataCatalog
                | DataJob::TableCsv(_)
                | DataJob::Calendar(_)
                | DataJob::SectionCalendar(_)
                | DataJob::MapDrawing(..)
        ),
        Job::File(source) => crate::load::root_files::at_root(source).is_none(),
        Job::Asset(_) | Job::Prebuilt => false,
    }
}

/// Values of a facet have numbers that are each portal's own.
fn is_of_facet(theirs: &Addresses, job: &Job) -> bool {
    let list = match job {
        Job::Page(PageJob::List { list, .. }) => list,
        Job::Data(DataJob::Feed { list, .. } | DataJob::ListJson { list, .. } | DataJob::ListCsv(list)) => list,
        _ => return false,
    };
    matches!(theirs.site.list(*list).key, ListKey::Facet(..))
}

impl Homes {
    /// By what is around an address.
    fn near(&self, local: &str, here: &Addresses) -> Option<String> {
        let around = |local: &str| {
            let mut folder = local.trim_end_matches('/').to_owned();
            std::iter::from_fn(move || {
                folder.truncate(folder.rfind('/')?);
                Some(format!("{folder}/"))
            })
            .collect::<Vec<_>>()
        };
        let known: Vec<(String, &String)> =
            around(local).into_iter().filter_map(|folder| Some((folder.clone(), self.all.get(&folder)?))).collect();
        let inside = known.iter().map(|(folder, home)| format!("{home}{}", &local[folder.len()..]));
        let there = inside.chain([local.to_owned()]).find_map(|path| standing(here, &path));
        there.or_else(|| known.first().map(|(_, home)| (*home).clone()))
    }

    /// Where an address leads, with or without the slash at its end.
    pub fn of(&self, local: &str) -> Option<&str> {
        let path = local.split(['?', '#']).next().unwrap_or(local);
        self.all.get(path).or_else(|| self.all.get(&format!("{path}/"))).map(String::as_str)
    }
}

/// What answers at an address without leading on, or what it leads on to.
pub fn standing(here: &Addresses, local: &str) -> Option<String> {
    let planned = here.plan.at(local)?;
    let url = match &planned.job {
        Job::Data(DataJob::Redirect(to)) => to,
        _ => &planned.url,
    };
    Some(url.local().to_owned())
}
