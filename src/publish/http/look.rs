//! Asks for one address and holds the reply against what it must be.

use std::io::Read;

use reqwest::{Method, Response};

use super::decode::{Body, Decoder};
use crate::http::{Ask, Client};
use crate::publish::{Headers, Item, Source};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Seen {
    /// Another status than 200; where it leads to, if it leads on.
    Status {
        status: u16,
        location: Option<String>,
    },
    /// Other bytes; how many there are and should be.
    Bytes {
        size: u64,
        wanted: u64,
    },
    /// A body that is damaged, longer than the file, or compressed in a way that no reader asked for.
    Body {
        detail: String,
    },
    Header {
        name: String,
        value: Option<String>,
        wanted: String,
    },
    /// It leads on to another address than it should.
    Leads {
        location: String,
        wanted: String,
    },
    /// It was withdrawn and is there: the status should be 404 or 410.
    Withdrawn {
        status: u16,
    },
    /// It is private and is not refused.
    Private {
        status: u16,
    },
    /// No reply.
    Nothing {
        detail: String,
    },
}

/// What an address must answer.
#[derive(Clone, Copy)]
pub(super) enum Want<'a> {
    File(&'a Item),
    Nothing,
    Refusal,
}

pub(super) struct Expected<'a> {
    pub path: &'a str,
    pub address: String,
    pub want: Want<'a>,
}

pub(super) enum Looked {
    Right,
    Wrong(Vec<Seen>),
    NoTime,
}

/// What a reply was.
struct Got {
    status: u16,
    headers: reqwest::header::HeaderMap,
    /// `Err`: why there is none.
    body: Result<Body, String>,
}

impl Got {
    fn header(&self, name: &str) -> Option<String> {
        let all = self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

pub(super) async fn at(client: &Client, source: &dyn Source, expected: &Expected<'_>) -> Looked {
    let size = match expected.want {
        Want::File(item) => item.size,
        Want::Nothing | Want::Refusal => 0,
    };
    let got = match get(client, &expected.address, size).await {
        Ok(got) => got,
        Err(detail) => return Looked::Wrong(vec![Seen::Nothing { detail }]),
    };
    let status = got.status;
    let wrong = match expected.want {
        Want::File(item) => compare(item, &got, source, expected),
        Want::Nothing if matches!(status, 404 | 410) => Vec::new(),
        Want::Nothing => vec![Seen::Withdrawn { status }],
        Want::Refusal if (400..500).contains(&status) => Vec::new(),
        Want::Refusal => vec![Seen::Private { status }],
    };
    if wrong.is_empty() { Looked::Right } else { Looked::Wrong(wrong) }
}

/// As a browser asks for it.
async fn get(client: &Client, address: &str, size: u64) -> Result<Got, String> {
    let headers = vec![("Accept-Encoding".to_owned(), "gzip, br".to_owned())];
    let ask = Ask { method: Method::GET, url: address.to_owned(), headers, body: None };
    let read = async |response: Response| {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // Of an error page and of a page that leads on, nothing is wanted.
        if status != 200 {
            return Ok(Got { status, headers, body: Err(String::new()) });
        }
        let encoding =
            headers.get("content-encoding").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let encoding = encoding.unwrap_or_default();
        let body = match Decoder::new(&encoding, size) {
            Some(decoder) => decoded(response, decoder).await?,
            None => Err(format!("Content-Encoding: {encoding}")),
        };
        Ok(Got { status, headers, body })
    };
    client.exchange(&ask, read, || ()).await.map_err(|failure| failure.0)
}

/// The outer error is one of the connection, the inner one of what came over it.
async fn decoded(mut response: Response, mut decoder: Decoder) -> Result<Result<Body, String>, reqwest::Error> {
    while let Some(chunk) = response.chunk().await? {
        if let Err(error) = decoder.take(&chunk) {
            return Ok(Err(error.to_string()));
        }
    }
    Ok(decoder.finish().map_err(|error| error.to_string()))
}

fn compare(item: &Item, got: &Got, source: &dyn Source, expected: &Expected) -> Vec<Seen> {
    let location = got.header("location");
    if let (300..400, Some(location)) = (got.status, &location) {
        return match leads_to(source, expected.path) {
            Some(wanted) if matches!(got.status, 301 | 302 | 307 | 308) => {
                let is_same = place(&expected.address, location) == place(&expected.address, &wanted);
                if is_same { Vec::new() } else { vec![Seen::Leads { location: location.clone(), wanted }] }
            }
            _ => vec![Seen::Status { status: got.status, location: Some(location.clone()) }],
        };
    }
    if got.status != 200 {
        return vec![Seen::Status { status: got.status, location }];
    }
    let mut wrong = match &got.body {
        Ok(body) if body.digest == item.digest => Vec::new(),
        Ok(body) => vec![Seen::Bytes { size: body.size, wanted: item.size }],
        Err(detail) => vec![Seen::Body { detail: detail.clone() }],
    };
    wrong.extend(headers(&item.headers, got));
    wrong
}

fn headers(wanted: &Headers, got: &Got) -> Vec<Seen> {
    let differs = |(name, wanted): &(String, String)| {
        let value = got.header(name);
        let is_same = value.as_ref().is_some_and(|value| plain(value) == plain(wanted));
        (!is_same).then(|| Seen::Header { name: name.clone(), value, wanted: wanted.clone() })
    };
    wanted.0.iter().filter_map(differs).collect()
}

/// Hosts write `utf-8` or `UTF-8`, with a space before it or without.
fn plain(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Where a page leads on that `render` made for hosts without redirects.
fn leads_to(source: &dyn Source, path: &str) -> Option<String> {
    let mut page = Vec::new();
    source.open(path).ok()?.take(1 << 14).read_to_end(&mut page).ok()?;
    let page = std::str::from_utf8(&page).ok()?;
    let (_, rest) = page.split_once("http-equiv=\"refresh\" content=\"0; url=")?;
    Some(rest.split_once('"')?.0.replace("&amp;", "&"))
}

/// Path and query of an address that is written as it stands in a page: the host may have names that we do not know.
fn place(page: &str, address: &str) -> Option<String> {
    let url = reqwest::Url::parse(page).ok()?.join(address).ok()?;
    Some(format!("{}?{}", url.path(), url.query().unwrap_or_default()))
}
