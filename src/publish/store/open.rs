//! Turns `s3://bucket/prefix`, `gs://…` or `az://…` and the environment into a store. Credentials come from the environment or the
//! provider's own chain, and from nowhere else.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use super::Store;
use super::errors::{self, Doing};
use super::patient::Patient;
use crate::publish::trouble::Trouble;

/// As `site.toml` says it.
#[derive(Clone, Copy, Default, Debug)]
pub struct Place<'a> {
    pub target: &'a str,
    pub endpoint: Option<&'a str>,
    pub region: Option<&'a str>,
}

const SCHEMES: &[&str] = &["s3://", "gs://", "az://"];

/// Outside of a provider's machines its chain ends with an address that never answers.
const CREDENTIALS_WITHIN: Duration = Duration::from_secs(6);

pub fn is_store(target: &str) -> bool {
    SCHEMES.iter().any(|scheme| target.starts_with(scheme))
}

pub fn open(place: &Place) -> Result<Store, Trouble> {
    let no_target = || Trouble::NoTarget { detail: place.target.to_owned() };
    let (scheme, rest) = place.target.split_once("://").ok_or_else(no_target)?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(no_target());
    }
    // Another part of the program may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let name = match place.endpoint {
        Some(endpoint) => format!("{} ({endpoint})", place.target),
        None => place.target.to_owned(),
    };
    match scheme {
        "s3" => s3(place, bucket, prefix, name),
        "gs" => google(place, bucket, prefix, name),
        "az" => azure(place, bucket, prefix, name),
        _ => Err(no_target()),
    }
}

fn client(place: &Place) -> ClientOptions {
    let is_local = |endpoint: &str| {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|local| endpoint.starts_with(local))
    };
    ClientOptions::new()
        .with_timeout(Duration::from_secs(120))
        .with_connect_timeout(Duration::from_secs(10))
        .with_allow_http(place.endpoint.is_some_and(is_local))
}

fn retry() -> RetryConfig {
    let backoff =
        BackoffConfig { init_backoff: Duration::from_millis(200), max_backoff: Duration::from_secs(10), base: 2. };
    RetryConfig { backoff, max_retries: 6, retry_timeout: Duration::from_secs(150) }
}

fn s3(place: &Place, bucket: &str, prefix: &str, name: String) -> Result<Store, Trouble> {
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
    if let Some(endpoint) = place.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    if let Some(region) = place.region {
        builder = builder.with_region(region);
    }
    let builder = builder.with_client_options(client(place)).with_retry(retry()).with_http_connector(Patient);
    let built = builder.build().map_err(|error| errors::trouble(error, Doing::Read))?;
    let credentials = built.credentials().clone();
    with_credentials(built, prefix, name, async move { credentials.get_credential().await.map(|_| ()) })
}

fn google(place: &Place, bucket: &str, prefix: &str, name: String) -> Result<Store, Trouble> {
    let mut builder = GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket);
    if let Some(endpoint) = place.endpoint {
        builder = builder.with_base_url(endpoint);
    }
    let builder = builder.with_client_options(client(place)).with_retry(retry()).with_http_connector(Patient);
    let built = builder.build().map_err(|error| errors::trouble(error, Doing::Read))?;
    let credentials = built.credentials().clone();
    with_credentials(built, prefix, name, async move { credentials.get_credential().await.map(|_| ()) })
}

fn azure(place: &Place, container: &str, prefix: &str, name: String) -> Result<Store, Trouble> {
    let mut builder = MicrosoftAzureBuilder::from_env().with_container_name(container);
    if let Some(endpoint) = place.endpoint {
        builder = builder.with_endpoint(endpoint.to_owned());
    }
    let builder = builder.with_client_options(client(place)).with_retry(retry()).with_http_connector(Patient);
    let built = builder.build().map_err(|error| errors::trouble(error, Doing::Read))?;
    let credentials = built.credentials().clone();
    with_credentials(built, prefix, name, async move { credentials.get_credential().await.map(|_| ()) })
}

/// Says soon when there are none, and not after minutes of asking.
fn with_credentials(
    built: impl ObjectStore,
    prefix: &str,
    name: String,
    credentials: impl Future<Output = object_store::Result<()>>,
) -> Result<Store, Trouble> {
    let store = Store::new(Arc::new(built), prefix, name)?;
    let found = store.runtime.block_on(async { tokio::time::timeout(CREDENTIALS_WITHIN, credentials).await });
    match found {
        Ok(Ok(())) => Ok(store),
        Ok(Err(error)) => match errors::trouble(error, Doing::Read) {
            Trouble::Denied { detail, .. } | Trouble::Network { detail } | Trouble::Other { detail } => {
                Err(Trouble::NoCredentials { detail })
            }
            trouble => Err(trouble),
        },
        Err(_) => Err(Trouble::NoCredentials { detail: String::new() }),
    }
}
