//! Waits as long as a store asks for: turns a reply of 429 or 503 with `Retry-After` into the same reply, after that time.
//!
//! `object_store` tries again by itself, but does not look at this header.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpRequest, HttpResponse, HttpService, ReqwestConnector,
};

/// A store that asks for more is taken for one that is out of order.
const LONGEST: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub struct Patient;

#[derive(Debug)]
struct Waiting(HttpClient);

impl HttpConnector for Patient {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(Waiting(client)))
    }
}

impl HttpService for Waiting {
    fn call<'s, 'a>(
        &'s self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            let response = self.0.execute(request).await?;
            if matches!(response.status().as_u16(), 429 | 503) {
                let asked = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
                if let Some(seconds) = asked.and_then(|seconds| seconds.trim().parse().ok()) {
                    tokio::time::sleep(Duration::from_secs(seconds).min(LONGEST)).await;
                }
            }
            Ok(response)
        })
    }
}
