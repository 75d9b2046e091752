//! Turns the forms of the configuration into what templates see as `site.forms`.

use tera::{Map, Value};

use super::card;
use super::portal::Portal;
use super::value::MapBuilder;
use crate::load::discover::CONTENT;
use crate::load::document::Language;
use crate::load::forms::NAMES;
use crate::path::SourcePath;
use crate::plan::PageJob;

/// Each form by name: `action` where it is posted to, `page` the link to the page it stands on; none where there is none.
/// Beside them `policy`, a link, and `next`, the absolute address of the page that says thank you, if there is one.
pub fn value(portal: Portal, language: Language) -> Value {
    let site = portal.site;
    let forms = &site.config.forms;
    let page = |path: &str| page(portal, language, path);
    let mut map = Map::new();
    for name in NAMES {
        let form = MapBuilder::new()
            .maybe("action", forms.endpoint(name))
            .maybe("page", forms.page(name).and_then(|path| page(path.get_ref())));
        map.insert(name.into(), form.build());
    }
    let policy = forms.policy.as_ref().and_then(|path| page(path.get_ref()));
    map.insert("policy".into(), policy.unwrap_or_else(Value::none));
    let next = portal.plan.overview(PageJob::Thanks(language)).map(|url| portal.absolute(url));
    map.insert("next".into(), next.map_or_else(Value::none, Value::from));
    Value::from(map)
}

/// A link to a page that `site.toml` names, in a language that has it.
pub fn page(portal: Portal, language: Language, path: &str) -> Option<Value> {
    let site = portal.site;
    let page = site.by_source(&SourcePath::new(format!("{CONTENT}/{path}")))?;
    let page = site.in_language(page, language).filter(|page| portal.page(*page).is_some())?;
    Some(card::link(portal, page))
}
