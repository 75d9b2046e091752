//! Sends HTTP requests, again where it may help, and says in one line what failed. Nothing of a request's headers or address is in
//! that line but the host, since keys may stand in both.

use std::future::Future;
use std::io;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Method, Response};
use tokio::runtime::{Builder, Runtime};

use super::retry::{self, Patience};
use super::{host, prepare};

/// How much of a reply is read where we only want to know how it went.
const ENOUGH: usize = 4 << 10;

/// A request.
pub struct Ask {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Ask {
    pub fn post(url: &str, kind: &str, body: String) -> Ask {
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        Ask { method: Method::POST, url: url.to_owned(), headers, body: Some(body) }
    }
}

/// How a request went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    pub status: u16,
    /// The beginning of what was said, as text.
    pub said: String,
}

impl Reply {
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// `403 {"error":…}`, in one line.
    pub fn in_words(&self) -> String {
        let said: String = self.said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        format!("{} {said}", self.status).trim_end().to_owned()
    }
}

/// There was no whole reply; what was seen, without address and headers of the request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure(pub String);

pub struct Client {
    runtime: Runtime,
    http: reqwest::Client,
    patience: Patience,
}

impl Client {
    /// Proxies are those of the environment (`HTTPS_PROXY`, `NO_PROXY`). A redirect is a reply like others: followed, it would hide
    /// that an address is wrong.
    pub fn new(patience: Patience) -> io::Result<Client> {
        prepare();
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(patience.connect)
            .read_timeout(patience.silence)
            .user_agent(concat!("cong/", env!("CARGO_PKG_VERSION")))
            .build();
        let http = http.map_err(|error| io::Error::other(in_words(error)))?;
        Ok(Client { runtime, http, patience })
    }

    /// Waits for what is done with this client.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Sends a request until it is answered, and says how it went.
    pub async fn send(&self, ask: &Ask, sent: impl Fn()) -> Result<Reply, Failure> {
        let read = async |mut response: Response| {
            let status = response.status().as_u16();
            let mut said = Vec::new();
            while let Some(chunk) = response.chunk().await? {
                said.extend_from_slice(&chunk);
                if said.len() > ENOUGH {
                    break;
                }
            }
            said.truncate(ENOUGH);
            Ok(Reply { status, said: String::from_utf8_lossy(&said).into_owned() })
        };
        self.exchange(ask, read, sent).await
    }

    /// The same with what a reader makes of the reply. A reply that passes (429, 503) is asked for again and given to the reader
    /// only when patience is over; a connection that dies in the middle of a body counts as none. `sent` is called for each try.
    pub async fn exchange<T>(
        &self,
        ask: &Ask,
        read: impl AsyncFn(Response) -> Result<T, reqwest::Error>,
        sent: impl Fn(),
    ) -> Result<T, Failure> {
        let mut tried = 0;
        loop {
            tried += 1;
            sent();
            let response = match self.request(ask)?.send().await {
                Ok(response) => response,
                Err(error) if error.is_builder() => return Err(failure(ask, error)),
                Err(error) => {
                    self.wait(tried, None).await.ok_or_else(|| failure(ask, error))?;
                    continue;
                }
            };
            if retry::is_passing(response.status().as_u16()) {
                let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
                let asked = retry::asked(header("retry-after"), header("date"));
                if self.wait(tried, asked).await.is_some() {
                    continue;
                }
            }
            match read(response).await {
                Ok(read) => return Ok(read),
                Err(error) => self.wait(tried, None).await.ok_or_else(|| failure(ask, error))?,
            }
        }
    }

    fn request(&self, ask: &Ask) -> Result<reqwest::RequestBuilder, Failure> {
        let url = reqwest::Url::parse(&ask.url).map_err(|error| Failure(format!("{}: {error}", host(&ask.url))))?;
        let mut request = self.http.request(ask.method.clone(), url);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        Ok(match &ask.body {
            Some(body) => request.body(body.clone()),
            None => request,
        })
    }

    /// `None` when it has been tried often enough.
    async fn wait(&self, tried: u32, asked: Option<Duration>) -> Option<()> {
        let pause = self.patience.pause_after(tried, asked)?;
        tokio::time::sleep(pause).await;
        Some(())
    }
}

fn failure(ask: &Ask, error: reqwest::Error) -> Failure {
    let host = reqwest::Url::parse(&ask.url).ok();
    let host = host.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
    Failure(format!("{host}: {}", in_words(error)))
}

/// The error and what lies behind it. The address goes: a key may stand in it.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut behind = std::error::Error::source(&error);
    while let Some(cause) = behind {
        words = format!("{words}: {cause}");
        behind = cause.source();
    }
    words
}
