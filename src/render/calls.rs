//! Turns the call of a template function into a query.

use tera::{Error, Kwargs, TeraResult};

use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::path::SourcePath;
use crate::text::decimal::Mark;
use crate::trace::{DataQuery, PagesQuery, Query};

/// The template functions, in the order of their documentation.
pub const FUNCTIONS: [&str; 12] = [
    "pages",
    "count",
    "page",
    "menu",
    "sections",
    "terms",
    "urgent",
    "neighbours",
    "data",
    "image",
    "asset",
    "integrity",
];

/// What a call asks. `language` of the page that asks, `codes` of the portal's languages, `page` the page itself.
pub fn read(
    function: &str,
    kwargs: &Kwargs,
    language: Language,
    codes: &[String],
    page: Option<SourcePath>,
) -> TeraResult<Query> {
    let text = |name: &str| kwargs.must_get::<&str>(name).map(str::to_owned);
    Ok(match function {
        "pages" | "count" => {
            let query: PagesQuery = kwargs.deserialize()?;
            let is_count = function == "count";
            if !is_count && (query.from.is_some() || query.to.is_some()) {
                return Err(Error::message("pages(from=, to=)?"));
            }
            let language = match query.lang.as_deref().filter(|code| !code.is_empty()) {
                Some(code) => codes
                    .iter()
                    .position(|known| known == code)
                    .ok_or_else(|| Error::message(format!("lang=\"{code}\"?")))?
                    as Language,
                None => language,
            };
            let query = Box::new(query);
            if is_count { Query::Count(query, language) } else { Query::Pages(query, language) }
        }
        "page" => Query::Page(text("path")?, language),
        "menu" => Query::Menu(text("name")?, language),
        "sections" => Query::Sections(kwargs.get::<&str>("parent")?.unwrap_or("").to_owned(), language),
        "terms" => {
            let name = text("taxonomy")?;
            let taxonomy = Taxonomy::ALL.into_iter().find(|taxonomy| taxonomy.id() == name);
            Query::Terms(taxonomy.ok_or_else(|| Error::message(format!("terms(taxonomy=\"{name}\")?")))?, language)
        }
        "urgent" => Query::Urgent(language),
        "neighbours" => Query::Neighbours(page),
        "data" => {
            let decimal = kwargs.get::<&str>("decimal")?.and_then(Mark::of);
            let codes = kwargs.get::<Vec<String>>("codes")?.unwrap_or_default();
            Query::Data(Box::new(DataQuery { file: text("file")?, decimal, codes }), language)
        }
        "image" => Query::Image(text("path")?),
        "integrity" => Query::Integrity(text("path")?),
        _ => Query::Asset(text("path")?),
    })
}
