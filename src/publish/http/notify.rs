//! Tells others what a release changed, once it is online: search engines (IndexNow), hubs that feed readers listen to (WebSub),
//! and a webhook. Nobody has to listen: what fails is a warning, and the release stands.

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::fault::SetupFault;
use super::template::{Template, Variables, without_secrets};
use crate::http::{Ask, Client, Failure, Reply, host};
use crate::load::publish::{IndexNow, PublishTarget};
use crate::path::UNRESERVED;
use crate::publish::addresses::address;
use crate::publish::reading::Reading;
use crate::publish::{Change, Plan, ReleaseRecord, Turn};
use percent_encoding::utf8_percent_encode;

/// Requests at once.
const AT_ONCE: usize = 4;
/// Addresses in one request (indexnow.org/documentation).
const INDEXNOW: usize = 10_000;
/// Pages in the summary.
const PAGES: usize = 200;

/// What there is to tell.
pub struct News<'a> {
    /// Where readers find the portal, with the path that it lives at.
    pub url: &'a str,
    pub release: &'a ReleaseRecord,
    /// What was applied.
    pub plan: &'a Plan,
    /// The page at a path of the output folder; none where there is none any more.
    pub page: &'a dyn Fn(&str) -> Option<Reading>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whom {
    IndexNow,
    WebSub,
    Webhook,
}

/// Somebody has not heard of a release.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Warning {
    pub whom: Whom,
    pub host: String,
    /// What was seen, without credentials.
    pub detail: String,
}

/// Whom a target's `site.toml` names.
pub struct Notifier<'a> {
    client: &'a Client,
    target: &'a PublishTarget,
    webhook: Option<Template>,
}

impl<'a> Notifier<'a> {
    /// Made before anything is published, so that a missing variable is told in time.
    pub fn new(client: &'a Client, target: &'a PublishTarget, variables: Variables) -> Result<Self, SetupFault> {
        let webhook = target.webhook.as_ref().map(|webhook| Template::read(webhook, variables)).transpose()?;
        Ok(Self { client, target, webhook })
    }

    /// Who could not be told, sorted.
    pub fn tell(&self, news: &News) -> Vec<Warning> {
        let asks = self.asks(news);
        let secrets = self.webhook.as_ref().map_or(&[][..], Template::secrets);
        let one = async |(whom, ask): &(Whom, Ask)| match self.client.send(ask, || ()).await {
            Ok(reply) if reply.is_good() => None,
            seen => Some(warning(*whom, ask, seen, secrets)),
        };
        let warnings = stream::iter(&asks).map(one).buffer_unordered(AT_ONCE).filter_map(async |warning| warning);
        let mut warnings: Vec<Warning> = self.client.run(warnings.collect());
        warnings.sort();
        warnings.dedup();
        warnings
    }

    fn asks(&self, news: &News) -> Vec<(Whom, Ask)> {
        let engine = self.target.indexnow.as_ref().filter(|indexnow| indexnow.has_sound_key());
        // Nobody reads them where nobody is told of them.
        let pages = if engine.is_some() || self.webhook.is_some() { pages(news) } else { Vec::new() };
        let mut asks: Vec<(Whom, Ask)> = Vec::new();
        let to_engine = engine.into_iter().flat_map(|engine| to_engine(engine, news, &pages));
        asks.extend(to_engine.map(|ask| (Whom::IndexNow, ask)));
        asks.extend(self.target.websub.iter().flat_map(|hub| to_hub(hub, news)).map(|ask| (Whom::WebSub, ask)));
        let summary =
            |webhook: &Template| Ask::post(&webhook.fill(&[]), "application/json", summary(news, &pages).to_string());
        asks.extend(self.webhook.as_ref().map(|webhook| (Whom::Webhook, summary(webhook))));
        asks
    }
}

fn warning(whom: Whom, ask: &Ask, seen: Result<Reply, Failure>, secrets: &[(String, String)]) -> Warning {
    let detail = seen.map_or_else(|failure| failure.0, |reply| reply.in_words());
    // The address of a webhook is often a secret as a whole, so what repeats it is not shown.
    let path = reqwest::Url::parse(&ask.url).map(|url| url.path().to_owned()).unwrap_or_default();
    let detail = if path.len() > 1 { detail.replace(&path, "…") } else { detail };
    let name = without_secrets(host(&ask.url), secrets.iter());
    Warning { whom, host: name, detail: without_secrets(&detail, secrets.iter()) }
}

/// A page whose bytes changed, and its title.
type Changed<'a> = (&'a Change, Option<String>);

/// Pages whose bytes changed, but for those that ask not to be shown. Who is sent to a page that has gone sees that it has.
fn pages<'a>(news: &'a News) -> Vec<Changed<'a>> {
    let is_page = |change: &&Change| {
        let name = change.path.rsplit('/').next().unwrap_or_default();
        name.ends_with(".html") && name != "404.html" && is_news(change)
    };
    let page = |change: &'a Change| match (news.page)(&change.path) {
        Some(page) if page.is_hidden => None,
        page => Some((change, page.map(|page| page.title).filter(|title| !title.is_empty()))),
    };
    news.plan.changes.iter().filter(is_page).filter_map(page).collect()
}

fn is_news(change: &Change) -> bool {
    change.before.as_ref().map(|before| before.digest) != change.after.as_ref().map(|after| after.digest)
}

fn to_engine(indexnow: &IndexNow, news: &News, pages: &[Changed]) -> Vec<Ask> {
    let urls: Vec<String> = pages.iter().map(|(change, _)| address(news.url, &change.path)).collect();
    let engine = match indexnow.host.contains("://") {
        true => indexnow.host.trim_end_matches('/').to_owned(),
        false => format!("https://{}", indexnow.host),
    };
    let ask = |urls: &[String]| {
        let body = json!({
            "host": host(news.url),
            "key": indexnow.key,
            "keyLocation": address(news.url, &format!("{}.txt", indexnow.key)),
            "urlList": urls,
        });
        Ask::post(&format!("{engine}/indexnow"), "application/json; charset=utf-8", body.to_string())
    };
    urls.chunks(INDEXNOW).map(ask).collect()
}

/// WebSub leaves to hubs how a publisher pings; all take the form of PubSubHubbub (§7.1), one feed in a request.
fn to_hub(hub: &str, news: &News) -> impl Iterator<Item = Ask> {
    let is_feed = |change: &&Change| {
        let name = change.path.rsplit('/').next().unwrap_or_default();
        // `trang/2/feed.json` is a page of a list, to which nobody subscribes.
        let folder = change.path.rsplit('/').nth(1).unwrap_or_default();
        let is_further = !folder.is_empty() && folder.bytes().all(|byte| byte.is_ascii_digit());
        let is_named = matches!(name, "rss.xml" | "atom.xml") || (name == "feed.json" && !is_further);
        is_named && change.after.is_some() && is_news(change)
    };
    news.plan.changes.iter().filter(is_feed).map(move |change| {
        let feed = address(news.url, &change.path);
        let body = format!("hub.mode=publish&hub.url={}", utf8_percent_encode(&feed, UNRESERVED));
        Ask::post(hub, "application/x-www-form-urlencoded", body)
    })
}

fn summary(news: &News, pages: &[Changed]) -> Value {
    let ReleaseRecord { number, published_at, built_at, commit, author, committed_at, .. } = news.release;
    let ReleaseRecord { added, changed, deleted, files, root, back_to, .. } = news.release;
    let of_items = |(change, _): &&Changed| change.after.as_ref().is_none_or(|after| after.turn == Turn::Page);
    let all: Vec<&Changed> = pages.iter().filter(of_items).collect();
    let page = |(change, title): &&Changed| {
        let what = match (&change.before, &change.after) {
            (None, _) => "added",
            (_, None) => "deleted",
            _ => "changed",
        };
        json!({ "title": title, "url": address(news.url, &change.path), "change": what })
    };
    let shown: Vec<Value> = all.iter().take(PAGES).map(page).collect();
    json!({
        "url": news.url,
        "release": number,
        "published_at": published_at,
        "built_at": built_at,
        "commit": commit,
        "author": author,
        "committed_at": committed_at,
        "files": { "added": added, "changed": changed, "deleted": deleted, "all": files },
        "root": root,
        "back_to": back_to,
        "pages": shown,
        "more_pages": all.len() - shown.len(),
    })
}
