//! Turns planned addresses into sitemaps, robots.txt and redirects.

use super::old_queries;
use super::portal::Portal;
use super::xml::Xml;
use crate::model::Site;
use crate::path::UrlPath;
use crate::text::html::escape;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

pub fn part(portal: Portal, (from, to): (usize, usize)) -> Vec<u8> {
    let site = portal.site;
    let mut xml = Xml::document();
    xml.open("urlset", &[NAMESPACE, ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")]);
    for entry in &portal.plan.sitemap[from..to] {
        xml.open("url", &[]);
        xml.text("loc", &portal.absolute(&entry.url));
        if let Some(page) = entry.page {
            let changed = site.page(page).updated.or(site.page(page).date);
            if let Some(moment) = changed {
                xml.text("lastmod", &moment.iso());
            }
            let translations = portal.translations(page);
            let translations: Vec<_> = translations.filter(|(other, ..)| !site.page(*other).is_unindexed()).collect();
            if translations.len() > 1 {
                for (_, language, url) in translations {
                    let link =
                        [("rel", "alternate"), ("hreflang", site.language(language)), ("href", &portal.absolute(url))];
                    xml.empty("xhtml:link", &link);
                }
            }
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

pub fn index(site: &Site, parts: usize) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("sitemapindex", &[NAMESPACE]);
    for part in 1..=parts {
        xml.open("sitemap", &[]);
        xml.text("loc", &format!("{}/sitemap-{part}.xml", site.config.base_url));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

pub fn robots(site: &Site) -> Vec<u8> {
    if site.mark.is_some() {
        return b"User-agent: *\nDisallow: /\n".to_vec();
    }
    format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", site.config.base_url).into_bytes()
}

/// A page that leads on at once, for hosts that know no redirect rules.
pub fn redirect(site: &Site, to: &UrlPath) -> Vec<u8> {
    let target = escape(&site.config.base.absolute(to));
    let local = escape(to.as_str());
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{target}</title>\
         <link rel=\"canonical\" href=\"{target}\"><meta name=\"robots\" content=\"noindex\">\
         <meta http-equiv=\"refresh\" content=\"0; url={local}\"></head>\
         <body><p><a href=\"{local}\">{target}</a></p></body></html>\n",
        site.config.default_language()
    )
    .into_bytes()
}

/// `from to 301`, one a line, as static hosts read it. The first that fits holds: a path stands for itself with any
/// parameters, so addresses that have some come before. Where a page that leads on stands at an address, Netlify gives
/// readers that page, unless the rule says `301!`. Cloudflare knows no such rule, passes it over, and takes the next.
pub fn redirect_rules(Portal { site, plan }: Portal) -> Vec<u8> {
    let mut out = String::new();
    old_queries::rules(&site.config.base, &plan.old_queries, &mut out);
    for (from, to) in &plan.redirects {
        for status in ["301!", "301"] {
            out.extend([from.as_str(), " ", to.as_str(), " ", status, "\n"]);
        }
    }
    out.into_bytes()
}
