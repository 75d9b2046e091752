//! Turns the data sets of a language into the page that lists them.

use serde_json::json;
use tera::Value;

use super::context::PageContext;
use super::data_set::Facts;
use super::overviews::overview;
use super::portal::Portal;
use crate::load::document::Language;
use crate::path::UrlPath;
use crate::plan::{DataJob, PageJob};
use crate::text::collate::Collator;

/// `datasets` in the order of their titles, `count`, `overdue` (how many are), and `dcat_url` for programs.
pub fn catalogue(portal: Portal, language: Language) -> PageContext {
    let (site, plan) = (portal.site, portal.plan);
    let title = portal.words(language).open_data;
    let of_language = plan.data_sets.iter().filter(|id| site.page(**id).document.language == language);
    let mut sets: Vec<Facts> = of_language.filter_map(|id| Facts::of(portal, *id)).collect();
    let order = Collator::new(site.language(language));
    sets.sort_by(|a, b| order.compare(&a.page.document.title, &b.page.document.title));
    let overdue = sets.iter().filter(|set| set.page.overdue.is_some()).count();
    let values: Vec<Value> = sets.iter().map(Facts::value).collect();
    let dcat = plan.overview(DataJob::DataCatalog).map(UrlPath::as_str);
    let mut context = overview(portal, "open_data", title, (language, &PageJob::OpenData), |context| {
        context.set("count", values.len()).set("overdue", overdue).set("datasets", values).maybe("dcat_url", dcat)
    });
    let named = sets.iter().map(
        |set| json!({ "@type": "Dataset", "name": &*set.page.document.title, "url": portal.absolute(&set.page.url) }),
    );
    context.head.json_ld = vec![json!({
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": title,
        "url": portal.absolute(&context.head.url),
        "inLanguage": site.language(language),
        "publisher": { "@type": "GovernmentOrganization", "name": site.config.owner.name.get(site.language(language)) },
        "dataset": named.collect::<Vec<_>>(),
    })];
    context
}
