//! Turns a page that is in the catalogue of open data into what is said of it: to readers, and to search engines as a Dataset of
//! schema.org.

use serde_json::{Map, Value as Json, json};
use tera::Value;

use super::portal::Portal;
use super::value::MapBuilder;
use crate::load::document::Target;
use crate::load::kinds::{FieldType, Taxonomy};
use crate::load::open_data::{License, license};
use crate::model::data_set::DataSet;
use crate::model::{ListKey, PageId, PageView};
use crate::path::{SourcePath, UrlPath};
use crate::plan::{DataJob, PageJob};
use crate::tables;
use crate::time::Moment;

pub struct Facts<'a> {
    pub portal: Portal<'a>,
    pub page: PageView<'a>,
    pub set: DataSet<'a>,
    pub license: Option<License<'a>>,
    pub owner: Owner<'a>,
    /// When it was changed, else published.
    pub changed: Option<Moment>,
    pub files: Vec<DataFile<'a>>,
}

/// Who keeps the data: an agency, else the owner of the portal.
pub struct Owner<'a> {
    pub id: Option<&'a str>,
    pub name: &'a str,
    /// Where all that is of the agency stands.
    pub url: Option<&'a UrlPath>,
}

/// A file to take along.
pub struct DataFile<'a> {
    pub url: &'a UrlPath,
    pub name: String,
    pub size: u64,
    /// Of a file that is published as it is.
    pub sha256: Option<&'a str>,
}

impl DataFile<'_> {
    /// `CSV`
    pub fn format(&self) -> String {
        tables::extension(&self.name).to_uppercase()
    }

    pub fn media_type(&self) -> &'static str {
        tables::media_type(&self.name)
    }
}

impl<'a> Facts<'a> {
    /// `None` for a page that is not in the catalogue.
    pub fn of(portal: Portal<'a>, id: PageId) -> Option<Facts<'a>> {
        portal.plan.data_sets.binary_search(&id).ok()?;
        let page = portal.site.page(id);
        let set = page.data_set()?;
        let said = set.license.or(portal.site.config.open_data.license.as_deref());
        Some(Facts {
            portal,
            page,
            set,
            license: said.and_then(license),
            owner: owner(portal, page, &set),
            changed: page.updated.or(page.date),
            files: files(portal, page),
        })
    }

    /// The address of the licence; of the portal's own conditions where they stand.
    pub fn license_url(&self) -> Option<String> {
        let license = self.license.as_ref()?;
        let base = &self.portal.site.config.base;
        Some(match license.url.starts_with('/') {
            true => self.portal.absolute(&base.url(license.url)),
            false => license.url.to_owned(),
        })
    }

    /// What templates see as `page.dataset`.
    pub fn value(&self) -> Value {
        let (site, plan) = (self.portal.site, self.portal.plan);
        let language = self.page.language();
        let license = self.license.as_ref().map(|license| {
            let url = site.config.base.href(license.url);
            MapBuilder::new().maybe("name", license.name.as_deref()).set("url", &*url).build()
        });
        let files = self.files.iter().map(|file| {
            MapBuilder::new()
                .set("url", file.url.as_str())
                .set("name", file.name.as_str())
                .set("format", file.format())
                .set("size", file.size)
                .build()
        });
        let day = |moment: Option<Moment>| moment.map(|moment| moment.iso());
        let owner = MapBuilder::new().set("name", self.owner.name).maybe("url", self.owner.url.map(UrlPath::as_str));
        MapBuilder::new()
            .set("title", &*self.page.document.title)
            .set("url", self.page.url.as_str())
            .maybe("summary", self.page.text("summary"))
            .maybe("license", license)
            .maybe("frequency", self.set.frequency.map(|frequency| frequency.label(language)))
            .maybe("from", day(self.set.from))
            .maybe("to", day(self.set.to))
            .set("owner", owner.build())
            .maybe("changed", day(self.changed))
            .maybe("overdue", day(self.page.overdue))
            .set("files", files.collect::<Vec<_>>())
            .maybe("package_url", plan.overview(DataJob::DataPackage(self.page.id)).map(UrlPath::as_str))
            .maybe("catalogue_url", plan.overview(PageJob::OpenData(self.page.document.language)).map(UrlPath::as_str))
            .build()
    }

    /// Properties of a schema.org Dataset.
    pub fn schema_org(&self) -> Map<String, Json> {
        let mut map = Map::new();
        let mut put = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        };
        put("license", self.license_url().map(Json::from));
        put("dateModified", self.changed.map(|changed| json!(changed.iso())));
        put("temporalCoverage", self.period().map(Json::from));
        let name = self.owner.name;
        put("creator", Some(json!({ "@type": "GovernmentOrganization", "name": name })));
        put("isAccessibleForFree", Some(json!(true)));
        let catalogue = self.portal.plan.overview(PageJob::OpenData(self.page.document.language));
        let words = self.portal.words(self.page.document.language);
        put(
            "includedInDataCatalog",
            catalogue.map(
                |url| json!({ "@type": "DataCatalog", "name": words.open_data, "url": self.portal.absolute(url) }),
            ),
        );
        let files = self.files.iter().map(|file| {
            json!({
                "@type": "DataDownload",
                "name": file.name,
                "contentUrl": self.portal.absolute(file.url),
                "encodingFormat": file.media_type(),
                "contentSize": file.size.to_string(),
            })
        });
        put("distribution", Some(Json::from(files.collect::<Vec<_>>())));
        map
    }

    /// `2022-01-01/2023-12-31`, as ISO 8601 has intervals; open where one end is not said.
    pub fn period(&self) -> Option<String> {
        let day = |moment: Option<Moment>| moment.map_or_else(|| "..".to_owned(), |moment| moment.iso());
        (self.set.from.is_some() || self.set.to.is_some())
            .then(|| format!("{}/{}", day(self.set.from), day(self.set.to)))
    }
}

fn owner<'a>(portal: Portal<'a>, page: PageView<'a>, set: &DataSet<'a>) -> Owner<'a> {
    let config = &portal.site.config;
    let code = page.language();
    let agencies = config.terms(Taxonomy::Agency);
    let id = set.owner.or_else(|| page.texts("agency").first().copied());
    match id.and_then(|id| agencies.iter().position(|term| term.id == id)) {
        Some(index) => {
            let key = ListKey::Term(Taxonomy::Agency, index as u16, page.document.language);
            Owner { id: Some(&agencies[index].id), name: agencies[index].name.get(code), url: portal.list(&key) }
        }
        None => Owner { id: None, name: config.owner.name.get(code), url: None },
    }
}

/// The tables of a page as they are and as CSV, then what else is attached to it; each file once.
fn files<'a>(portal: Portal<'a>, page: PageView<'a>) -> Vec<DataFile<'a>> {
    let (site, document, kind) = (portal.site, page.document(), page.kind());
    let mut files: Vec<DataFile> = Vec::new();
    let mut add = |file: DataFile<'a>| {
        if !files.iter().any(|known| known.url == file.url) {
            files.push(file);
        }
    };
    let tables = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Data);
    let attached = page.get("attachments");
    for index in tables.map(|(_, value)| value).chain(attached).flat_map(|value| value.refs()) {
        let Target::File(source) = &document.target(index).target else { continue };
        let Some(file) = site.file(source.as_str()) else { continue };
        let (name, facts) = (source.file_name().to_owned(), &file.facts);
        add(DataFile { url: &file.url, name, size: facts.size, sha256: Some(&facts.sha256) });
        if let Some((url, size)) = csv(portal, source) {
            let name = url.as_str().rsplit('/').next().unwrap_or_default().to_owned();
            add(DataFile { url, name, size, sha256: None });
        }
    }
    files
}

/// The table of a workbook as a CSV.
fn csv<'a>(portal: Portal<'a>, source: &SourcePath) -> Option<(&'a UrlPath, u64)> {
    let (_, size) = portal.site.dataset(source.as_str())?.csv()?;
    portal.plan.overview(DataJob::TableCsv(source.clone())).map(|url| (url, size))
}
