//! Turns the pages that say what their tables are as open data into a catalogue: a page for each language, and one file for
//! other catalogues.

use super::{Builder, DataJob, PageJob};
use crate::load::document::{Language, Target};
use crate::load::kinds::FieldType;
use crate::model::{PageId, PageView, Site};

/// The name of the file beside the first language's page.
const CATALOGUE: &str = "catalog.jsonld";

pub fn collect(site: &Site, builder: &mut Builder) {
    if site.kinds.all().iter().all(|kind| kind.data_set.is_none()) {
        return;
    }
    let is_one = |id: &PageId| builder.plan.page(*id).is_some() && is_data_set(site, site.page(*id));
    let sets: Vec<PageId> = site.ids().filter(is_one).collect();
    let has = |language: &Language| sets.iter().any(|id| site.page(*id).document.language == *language);
    let languages: Vec<Language> = site.languages().filter(|language| site.speaks(*language)).filter(has).collect();
    for language in &languages {
        builder.add(site.open_data_url(*language), PageJob::OpenData(*language), None);
    }
    if let Some(first) = languages.first() {
        builder.add(site.open_data_url(*first).file(CATALOGUE), DataJob::DataCatalog, None);
        builder.plan.data_sets = sets;
    }
}

/// Whether a page is in the catalogue: it says so, machines may have it, and there is a table to take along.
fn is_data_set(site: &Site, page: PageView) -> bool {
    if page.kind().data_set.is_none() || page.data_set().is_none() || page.is_passed_over() {
        return false;
    }
    let (document, kind) = (page.document(), page.kind());
    let tables = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Data);
    tables.flat_map(|(_, value)| value.refs()).any(|index| match &document.target(index).target {
        Target::File(source) => site.file(source.as_str()).is_some(),
        _ => false,
    })
}
