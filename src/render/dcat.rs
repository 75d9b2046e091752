//! Turns all data sets into one catalogue that other catalogues harvest: W3C DCAT 3 in JSON-LD, with the words that DCAT-AP 3 asks for.
//!
//! A page and its translations are one data set, whose texts are in all their languages.

use serde_json::{Map, Value, json};

use super::data_set::{DataFile, Facts};
use super::portal::Portal;
use crate::load::document::Language;
use crate::model::PageId;
use crate::plan::PageJob;
use crate::time::Moment;

/// The words of <https://www.w3.org/TR/vocab-dcat-3/>, and those that it takes from others.
const CONTEXT: [(&str, &str); 7] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Vocabularies of the EU Publications Office, as DCAT-AP 3 asks.
const FREQUENCY: &str = "http://publications.europa.eu/resource/authority/frequency/";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
/// Formats that the vocabulary of file types calls by their endings.
const FILE_TYPES: [&str; 10] = ["CSV", "XLSX", "ODS", "PDF", "JSON", "XML", "ZIP", "TXT", "DOCX", "ODT"];
/// Languages by their codes of two letters, as DCAT 3 recommends.
const LANGUAGE: &str = "http://id.loc.gov/vocabulary/iso639-1/";
const MEDIA_TYPE: &str = "https://www.iana.org/assignments/media-types/";

pub fn catalogue(portal: Portal) -> Vec<u8> {
    let sets: Vec<Vec<Facts>> = sets(portal);
    let pages: Vec<(Language, String)> = portal
        .site
        .languages()
        .filter_map(|language| Some((language, portal.plan.overview(PageJob::OpenData(language))?)))
        .map(|(language, url)| (language, portal.absolute(url)))
        .collect();
    let own = pages.first().map(|(_, url)| url.clone()).unwrap_or_default();
    let languages: Vec<Language> = pages.iter().map(|(language, _)| *language).collect();
    let site = portal.site;
    let in_each = |text: &dyn Fn(Language) -> String| texts(portal, languages.iter().map(|at| (*at, text(*at))));
    let title = |language: Language| {
        format!("{} - {}", portal.words(language).open_data, site.config.title.get(site.language(language)))
    };
    let about = |language: Language| site.config.description.get(site.language(language)).to_owned();
    let owner = |language: Language| site.config.owner.name.get(site.language(language)).to_owned();
    let mut map = Map::new();
    map.insert(
        "@context".to_owned(),
        Value::from(Map::from_iter(CONTEXT.map(|(name, url)| (name.to_owned(), json!(url))))),
    );
    map.insert("@id".to_owned(), json!(format!("{own}#catalog")));
    map.insert("@type".to_owned(), json!("dcat:Catalog"));
    map.insert("dct:title".to_owned(), in_each(&title));
    map.insert(
        "dct:description".to_owned(),
        in_each(&|language| match about(language) {
            about if about.is_empty() => title(language),
            about => about,
        }),
    );
    map.insert("dct:publisher".to_owned(), agent(portal, None, in_each(&owner)));
    map.insert("dct:language".to_owned(), Value::from_iter(languages.iter().map(|at| language_of(portal, *at))));
    map.insert("foaf:homepage".to_owned(), Value::from_iter(pages.iter().map(|(_, url)| json!({ "@id": url }))));
    if let Some(newest) = sets.iter().flatten().filter_map(|set| set.changed).max() {
        map.insert("dct:modified".to_owned(), date(&newest));
    }
    map.insert("dcat:dataset".to_owned(), Value::from_iter(sets.iter().map(|of| data_set(portal, of))));
    let mut bytes = serde_json::to_vec_pretty(&map).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Pages with their translations, each in the order of the languages.
fn sets(portal: Portal) -> Vec<Vec<Facts>> {
    let known = |id: &PageId| portal.plan.data_sets.binary_search(id).is_ok();
    let of_page = |id: &PageId| {
        let mut all: Vec<PageId> = portal.site.translations(*id).iter().copied().filter(known).collect();
        if all.is_empty() {
            all.push(*id);
        }
        // Told once, where its first language stands.
        (all[0] == *id).then(|| all.iter().filter_map(|id| Facts::of(portal, *id)).collect::<Vec<_>>())
    };
    portal.plan.data_sets.iter().filter_map(of_page).filter(|of| !of.is_empty()).collect()
}

/// A data set; its own facts are those of its first language.
fn data_set(portal: Portal, of: &[Facts]) -> Value {
    let Some(first) = of.first() else { return Value::Null };
    let page = |set: &Facts| portal.absolute(&set.page.url);
    let each = |text: &dyn Fn(&Facts) -> Option<String>| {
        texts(portal, of.iter().filter_map(|set| Some((set.page.document.language, text(set)?))))
    };
    let mut map = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(key.to_owned(), value);
        }
    };
    put("@id", Some(json!(format!("{}#dataset", page(first)))));
    put("@type", Some(json!("dcat:Dataset")));
    put("dct:identifier", Some(json!(page(first))));
    put("dct:title", Some(each(&|set| Some(set.page.document.title.to_string()))));
    let about = |set: &Facts| Some(set.page.text("summary").unwrap_or(&set.page.document.title).to_owned());
    put("dct:description", Some(each(&about)));
    put("dcat:landingPage", Some(Value::from_iter(of.iter().map(|set| json!({ "@id": page(set) })))));
    put("dct:language", Some(Value::from_iter(of.iter().map(|set| language_of(portal, set.page.document.language)))));
    let owner = |set: &Facts| Some(set.owner.name.to_owned());
    put("dct:publisher", Some(agent(portal, first.owner.id, each(&owner))));
    put("dcat:contactPoint", Some(contact(portal, first)));
    put("dct:issued", first.page.date.as_ref().map(date));
    put("dct:modified", first.changed.as_ref().map(date));
    put("dct:temporal", period(first));
    let rhythm = first.set.rhythm();
    put("dct:accrualPeriodicity", rhythm.map(|rhythm| json!({ "@id": format!("{FREQUENCY}{}", rhythm.code) })));
    put("dct:license", first.license_url().map(|url| json!({ "@id": url })));
    let keywords = keywords(portal, of);
    put("dcat:keyword", (!keywords.is_empty()).then(|| Value::from(keywords)));
    put("dcat:distribution", Some(Value::from(distributions(portal, of))));
    Value::from(map)
}

/// The files of all languages, each once.
fn distributions(portal: Portal, of: &[Facts]) -> Vec<Value> {
    let mut known: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for set in of {
        for file in &set.files {
            if !known.contains(&file.url.as_str()) {
                known.push(file.url.as_str());
                all.push(distribution(portal, set, file));
            }
        }
    }
    all
}

fn distribution(portal: Portal, set: &Facts, file: &DataFile) -> Value {
    let (url, format) = (portal.absolute(file.url), file.format());
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| drop(map.insert(key.to_owned(), value));
    put("@id", json!(format!("{url}#distribution")));
    put("@type", json!("dcat:Distribution"));
    put("dct:title", json!(file.name));
    put("dcat:accessURL", json!({ "@id": portal.absolute(&set.page.url) }));
    put("dcat:downloadURL", json!({ "@id": url }));
    put("dcat:mediaType", json!({ "@id": format!("{MEDIA_TYPE}{}", file.media_type()) }));
    if FILE_TYPES.contains(&&*format) {
        put("dct:format", json!({ "@id": format!("{FILE_TYPE}{format}") }));
    }
    put("dcat:byteSize", typed(file.size.to_string(), "nonNegativeInteger"));
    if let Some(sum) = file.sha256 {
        let algorithm = json!({ "@id": "spdx:checksumAlgorithm_sha256" });
        let value = typed(sum.to_owned(), "hexBinary");
        put(
            "spdx:checksum",
            json!({ "@type": "spdx:Checksum", "spdx:algorithm": algorithm, "spdx:checksumValue": value }),
        );
    }
    if let Some(license) = set.license_url() {
        put("dct:license", json!({ "@id": license }));
    }
    Value::from(map)
}

/// Names of topics and fields, in each language of the data set.
fn keywords(portal: Portal, of: &[Facts]) -> Vec<Value> {
    use crate::load::kinds::Taxonomy;
    let words = |set: &Facts| -> Vec<Value> {
        let code = set.page.language();
        let of_taxonomy = |taxonomy: Taxonomy| {
            let terms = portal.site.config.terms(taxonomy);
            let ids = set.page.texts(taxonomy.key()).into_iter();
            ids.filter_map(|id| terms.iter().find(|term| term.id == id)).map(|term| tagged(code, term.name.get(code)))
        };
        of_taxonomy(Taxonomy::Topic).chain(of_taxonomy(Taxonomy::Field)).collect()
    };
    of.iter().flat_map(words).collect()
}

/// An agency by its id, else the owner of the portal.
fn agent(portal: Portal, id: Option<&str>, name: Value) -> Value {
    let config = &portal.site.config;
    let origin = format!("{}/", config.base_url);
    let mut map = Map::new();
    map.insert(
        "@id".to_owned(),
        json!(format!("{origin}#{}", id.map_or("owner".to_owned(), |id| format!("agency-{id}")))),
    );
    map.insert("@type".to_owned(), json!(["foaf:Agent", "org:Organization"]));
    map.insert("foaf:name".to_owned(), name);
    if id.is_none() {
        map.insert("foaf:homepage".to_owned(), json!({ "@id": origin }));
        map.insert("foaf:mbox".to_owned(), json!({ "@id": format!("mailto:{}", config.owner.email) }));
    }
    Value::from(map)
}

/// Whom to ask: the portal, in the name of who keeps the data.
fn contact(portal: Portal, set: &Facts) -> Value {
    let email = format!("mailto:{}", portal.site.config.owner.email);
    json!({ "@type": "vcard:Organization", "vcard:fn": set.owner.name, "vcard:hasEmail": { "@id": email } })
}

fn period(set: &Facts) -> Option<Value> {
    let mut map = Map::new();
    map.insert("@type".to_owned(), json!("dct:PeriodOfTime"));
    for (key, day) in [("dcat:startDate", set.set.from), ("dcat:endDate", set.set.to)] {
        if let Some(day) = day {
            map.insert(key.to_owned(), date(&day));
        }
    }
    (map.len() > 1).then(|| Value::from(map))
}

fn language_of(portal: Portal, language: Language) -> Value {
    json!({ "@id": format!("{LANGUAGE}{}", portal.site.language(language)) })
}

fn texts(portal: Portal, texts: impl Iterator<Item = (Language, String)>) -> Value {
    Value::from_iter(texts.map(|(language, text)| tagged(portal.site.language(language), &text)))
}

fn tagged(code: &str, text: &str) -> Value {
    json!({ "@language": code, "@value": text })
}

fn typed(text: String, kind: &str) -> Value {
    json!({ "@type": format!("xsd:{kind}"), "@value": text })
}

fn date(moment: &Moment) -> Value {
    typed(moment.iso(), if moment.whole_day { "date" } else { "dateTime" })
}
