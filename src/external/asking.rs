//! Asks for addresses: turns each into an answer.

use futures_util::stream::{self, StreamExt};
use reqwest::{Method, Url};

use super::answer::{Answer, Why};
use super::bounds::Bounds;
use super::hosts::Hosts;
use crate::http::{Ask, Client};

/// `urls` without what is behind `#`, each once. `done` is called after each.
pub fn ask(client: &Client, urls: &[String], bounds: Bounds, done: impl Fn()) -> Vec<(String, Answer)> {
    let mut by_host: Vec<Vec<&String>> = Vec::new();
    let mut sorted: Vec<(&str, &String)> = urls.iter().map(|url| (crate::http::host(url), url)).collect();
    sorted.sort();
    for group in sorted.chunk_by(|a, b| a.0 == b.0) {
        by_host.push(group.iter().map(|(_, url)| *url).collect());
    }
    let hosts = Hosts::new(bounds);
    let one_host = async |urls: Vec<&String>| {
        let mut answers = Vec::with_capacity(urls.len());
        for url in urls {
            let answer = one(client, &hosts, url, bounds).await;
            done();
            answers.push((url.clone(), answer));
        }
        answers
    };
    client.run(async {
        let answers: Vec<Vec<_>> = stream::iter(by_host).map(one_host).buffer_unordered(bounds.hosts).collect().await;
        answers.into_iter().flatten().collect()
    })
}

/// Follows redirects. Those for good tell where the page is now; the others are the business of that host.
async fn one(client: &Client, hosts: &Hosts, url: &str, bounds: Bounds) -> Answer {
    let unknown = |why| Answer::Unknown { why };
    let Ok(mut at) = Url::parse(url) else { return unknown(Why::Silent) };
    let mut moved = false;
    for _ in 0..=bounds.steps {
        if let Err(why) = hosts.turn(client, &at).await {
            return unknown(why);
        }
        let (status, location) = match look(client, &at).await {
            Ok(seen) => seen,
            Err(answer) => return answer,
        };
        match (status, location.and_then(|location| at.join(&location).ok())) {
            (200..=299 | 304, _) if moved => return Answer::Moved { to: at.to_string() },
            (200..=299 | 304, _) => return Answer::Good,
            (404 | 410, _) => return Answer::Gone { status },
            (300..=399, Some(next)) if matches!(next.scheme(), "http" | "https") => {
                moved = matches!(status, 301 | 308);
                // What leads on for now only, as to a form to log in, is not where the page is.
                if !moved {
                    return Answer::Good;
                }
                at = next;
            }
            _ => return unknown(Why::Refused),
        }
    }
    unknown(Why::Silent)
}

/// The status of an address, and where it leads on to. First without its body; some hosts do not know how.
async fn look(client: &Client, url: &Url) -> Result<(u16, Option<String>), Answer> {
    let read = async |response: reqwest::Response| {
        let location = response.headers().get("location").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok((response.status().as_u16(), location))
    };
    let mut seen = Err(Answer::Unknown { why: Why::Silent });
    for method in [Method::HEAD, Method::GET] {
        let headers = vec![("Accept".to_owned(), "*/*".to_owned())];
        let ask = Ask { method, url: url.to_string(), headers, body: None };
        seen = client.exchange(&ask, read, || ()).await.map_err(|failure| of_failure(&failure.0));
        if matches!(seen, Ok((200..=399, _)) | Err(Answer::NoHost | Answer::Certificate)) {
            break;
        }
    }
    seen
}

/// What is behind a request that came to nothing.
fn of_failure(said: &str) -> Answer {
    let said = said.to_lowercase();
    if said.contains("dns error") || said.contains("failed to lookup") {
        Answer::NoHost
    } else if said.contains("certificate") {
        Answer::Certificate
    } else {
        Answer::Unknown { why: Why::Silent }
    }
}
