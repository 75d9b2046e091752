//! Turns `s3://bucket/prefix`, `gs://…` or `az://…` and the environment into a store. Credentials come from the environment or the
//! provider's own chain, and from nowhere else.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use super::Store;
use super::errors::{self, Doing};
use super::patient::Patient;
use crate::http;
use crate::publish::http::Variables;
use crate::publish::trouble::Trouble;

/// As `site.toml` says it.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub target: &'a str,
    pub endpoint: Option<&'a str>,
    pub region: Option<&'a str>,
    /// Of the environment.
    pub variables: Variables<'a>,
}

/// What is read of the environment for stores that speak S3. With none of `AWS_FOUND` only Amazon's own machines have credentials.
const AWS_FOUND: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];
const AWS: &[&str] = &[
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
    "AWS_DISABLE_BULK_DELETE",
    "AWS_UNSIGNED_PAYLOAD",
    "AWS_CHECKSUM_ALGORITHM",
    "AWS_SERVER_SIDE_ENCRYPTION",
    "AWS_SSE_KMS_KEY_ID",
];

const GOOGLE: &[&str] = &[
    "GOOGLE_SERVICE_ACCOUNT",
    "GOOGLE_SERVICE_ACCOUNT_PATH",
    "GOOGLE_SERVICE_ACCOUNT_KEY",
    "GOOGLE_APPLICATION_CREDENTIALS",
];

const AZURE: &[&str] = &[
    "AZURE_STORAGE_ACCOUNT_NAME",
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_STORAGE_TOKEN",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_TENANT_ID",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_AUTHORITY_HOST",
    "AZURE_MSI_ENDPOINT",
];

impl Place<'_> {
    /// Those that are set, as the builder of a store knows them.
    fn set<K: FromStr>(&self, names: &[&str]) -> Vec<(K, String)> {
        let value = |name: &&str| (self.variables)(name).filter(|value| !value.is_empty());
        let found = |name: &&str| Some((name.to_ascii_lowercase().parse().ok()?, value(name)?));
        names.iter().filter_map(found).collect()
    }
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
    http::prepare();
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
    let mut builder = AmazonS3Builder::new().with_bucket_name(bucket);
    let found = place.set::<AmazonS3ConfigKey>(AWS_FOUND);
    let is_elsewhere = place.endpoint.is_some() || (place.variables)("AWS_ENDPOINT_URL").is_some();
    if found.is_empty() && is_elsewhere {
        return Err(Trouble::NoCredentials { detail: String::new() });
    }
    for (key, value) in found.into_iter().chain(place.set(AWS)) {
        builder = builder.with_config(key, value);
    }
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
    let mut builder = GoogleCloudStorageBuilder::new().with_bucket_name(bucket);
    for (key, value) in place.set(GOOGLE) {
        builder = builder.with_config(key, value);
    }
    if let Some(endpoint) = place.endpoint {
        builder = builder.with_base_url(endpoint);
    }
    let builder = builder.with_client_options(client(place)).with_retry(retry()).with_http_connector(Patient);
    let built = builder.build().map_err(|error| errors::trouble(error, Doing::Read))?;
    let credentials = built.credentials().clone();
    with_credentials(built, prefix, name, async move { credentials.get_credential().await.map(|_| ()) })
}

fn azure(place: &Place, container: &str, prefix: &str, name: String) -> Result<Store, Trouble> {
    let mut builder = MicrosoftAzureBuilder::new().with_container_name(container);
    for (key, value) in place.set(AZURE) {
        builder = builder.with_config(key, value);
    }
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

#[cfg(test)]
mod tests {
    use object_store::azure::AzureConfigKey;
    use object_store::gcp::GoogleConfigKey;

    use super::*;

    fn place<'a>(target: &'a str, variables: Variables<'a>) -> Place<'a> {
        Place { target, endpoint: Some("http://127.0.0.1:9"), region: None, variables }
    }

    #[test]
    fn every_variable_is_one_that_its_store_knows() {
        let all = |_: &str| Some("x".to_owned());
        let place = place("s3://a", &all);
        assert_eq!(place.set::<AmazonS3ConfigKey>(AWS_FOUND).len(), AWS_FOUND.len());
        assert_eq!(place.set::<AmazonS3ConfigKey>(AWS).len(), AWS.len());
        assert_eq!(place.set::<GoogleConfigKey>(GOOGLE).len(), GOOGLE.len());
        assert_eq!(place.set::<AzureConfigKey>(AZURE).len(), AZURE.len());
    }

    #[test]
    fn without_credentials_that_is_said_at_once() {
        let none = |_: &str| None;
        let opened = open(&place("s3://a", &none)).map(|_| ());
        assert_eq!(opened, Err(Trouble::NoCredentials { detail: String::new() }));
        let half = |name: &str| (name == "AWS_ACCESS_KEY_ID").then(|| "x".to_owned());
        assert!(matches!(open(&place("s3://a", &half)), Err(Trouble::NoCredentials { .. })));
        assert!(matches!(open(&place("s3://", &half)), Err(Trouble::NoTarget { .. })));
    }
}
