//! Turns values that are no part of the portal into a page in its theme: a report that whoever asked for it keeps as a file.
//!
//! It goes through a template, labels and policy like every page, and then stands by itself (`standalone`). It has no trace and no place
//! in the plan, since no build makes it.

use tera::Value;

use super::context::{self, PageContext};
use super::head::Head;
use super::{Renderer, card, policy_violation, standalone};
use crate::diag::Finding;
use crate::load::document::Language;

/// A page beside the portal.
pub struct Beside<'a> {
    /// The template is `NAME.html`, and the page is of this type; what it shows is `page.NAME`.
    pub name: &'static str,
    pub title: &'a str,
    pub language: Language,
    pub values: &'a serde_json::Value,
}

impl Renderer {
    pub fn page_beside(&self, beside: &Beside) -> Result<Vec<u8>, Box<Finding>> {
        let portal = self.portal();
        let Beside { name, title, language, values } = *beside;
        let home = portal.site.home_url(language);
        let mut head = Head::of_overview(portal, title, home, language);
        head.noindex = true;
        let page = context::start(portal, name, None, &head)
            .set("breadcrumbs", card::home_link(portal, language))
            .set(name, Value::from_serializable(values));
        let template = format!("{name}.html");
        let context = PageContext::new(vec![template.clone()], None, page, head);
        let page = context.whole_page(self)?;
        let folder = &self.theme.folder;
        let html =
            self.engine.render(&context, page).map_err(|error| Box::new(error.into_diagnostic(folder, &template)))?;
        match self.policy.examine(&html) {
            Some(violation) => Err(Box::new(policy_violation::finding(&violation, (&template, None), folder))),
            None => Ok(standalone::page(&String::from_utf8_lossy(&html), &self.theme, &self.site.config.base)),
        }
    }
}
