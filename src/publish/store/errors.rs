//! Turns what a store answers into a `Trouble`, without what could be a credential.

use object_store::Error;

use crate::publish::trouble::Trouble;

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    Read,
    Write,
    List,
    Delete,
}

impl Doing {
    fn name(self) -> &'static str {
        match self {
            Doing::Read => "read",
            Doing::Write => "write",
            Doing::List => "list",
            Doing::Delete => "delete",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    NoCredentials,
    Denied,
    NoTarget,
    Clock,
    Full,
    Busy,
    Network,
    NoConditions,
}

/// Codes and words of S3, Google's and Azure's stores, and of the libraries between; the first that is found decides.
const SIGNS: &[(&str, Sort)] = &[
    ("RequestTimeTooSkewed", Sort::Clock),
    ("NoSuchBucket", Sort::NoTarget),
    ("InvalidBucketName", Sort::NoTarget),
    ("ContainerNotFound", Sort::NoTarget),
    ("The specified bucket does not exist", Sort::NoTarget),
    ("PermanentRedirect", Sort::NoTarget),
    ("redirect without LOCATION", Sort::NoTarget),
    ("AuthorizationHeaderMalformed", Sort::NoTarget),
    ("XMinioStorageFull", Sort::Full),
    ("QuotaExceeded", Sort::Full),
    ("InsufficientStorage", Sort::Full),
    ("507 ", Sort::Full),
    ("no space left", Sort::Full),
    ("No space left", Sort::Full),
    ("SlowDown", Sort::Busy),
    ("TooManyRequests", Sort::Busy),
    ("429 ", Sort::Busy),
    ("503 ", Sort::Busy),
    ("ServerBusy", Sort::Busy),
    ("501 Not Implemented", Sort::NoConditions),
    ("AccessDenied", Sort::Denied),
    ("InvalidAccessKeyId", Sort::Denied),
    ("SignatureDoesNotMatch", Sort::Denied),
    ("ExpiredToken", Sort::Denied),
    ("403 Forbidden", Sort::Denied),
    ("401 Unauthorized", Sort::Denied),
    ("MissingAccessKeyId", Sort::NoCredentials),
    ("MissingSecretAccessKey", Sort::NoCredentials),
    ("Missing AccessKeyId", Sort::NoCredentials),
    ("Missing SecretAccessKey", Sort::NoCredentials),
    ("169.254.", Sort::NoCredentials),
    ("metadata.google", Sort::NoCredentials),
    ("dns error", Sort::NoTarget),
    ("HTTP error", Sort::Network),
    ("error sending request", Sort::Network),
    ("connection", Sort::Network),
    ("timed out", Sort::Network),
];

pub fn trouble(error: Error, doing: Doing) -> Trouble {
    let text = whole(&error);
    let detail = detail(&text);
    let what = doing.name();
    let sign = SIGNS.iter().find(|(sign, _)| text.contains(sign)).map(|(_, sort)| *sort);
    match (&error, sign) {
        (_, Some(Sort::Clock)) => Trouble::Clock { detail },
        (Error::AlreadyExists { path, .. } | Error::Precondition { path, .. }, _) => {
            Trouble::Taken { name: path.clone() }
        }
        (Error::NotImplemented { .. }, _) | (_, Some(Sort::NoConditions)) => Trouble::NoConditions,
        (_, Some(Sort::NoTarget)) => Trouble::NoTarget { detail },
        (_, Some(Sort::Full)) => Trouble::Full { detail },
        (Error::PermissionDenied { .. } | Error::Unauthenticated { .. }, _) | (_, Some(Sort::Denied)) => {
            Trouble::Denied { what, detail }
        }
        (_, Some(Sort::Busy)) => Trouble::Busy { detail },
        (_, Some(Sort::NoCredentials)) => Trouble::NoCredentials { detail },
        (_, Some(Sort::Network)) => Trouble::Network { detail },
        _ => Trouble::Other { detail },
    }
}

/// `None` for what is not there.
pub fn absent<T>(error: Error, doing: Doing) -> Result<Option<T>, Trouble> {
    match (&error, trouble_of_absent(&error)) {
        (Error::NotFound { .. }, true) => Ok(None),
        _ => Err(trouble(error, doing)),
    }
}

/// Whether it is the object that is missing, and not the whole bucket.
fn trouble_of_absent(error: &Error) -> bool {
    let text = whole(error);
    SIGNS.iter().filter(|(_, sort)| *sort == Sort::NoTarget).all(|(sign, _)| !text.contains(sign))
}

/// With what lies below: libraries wrap each other, and some repeat what they wrap.
fn whole(error: &Error) -> String {
    let mut text = error.to_string();
    let mut below: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = below {
        let cause = error.to_string();
        if !text.contains(&cause) {
            text.push_str(" | ");
            text.push_str(&cause);
        }
        below = error.source();
    }
    text
}

/// Code and message of the answer; else the beginning of the text, without what stands behind `?` in addresses.
fn detail(text: &str) -> String {
    let element = |name: &str| {
        let inner = text.split_once(&format!("<{name}>"))?.1.split_once("</")?.0;
        Some(inner.to_owned())
    };
    match (element("Code"), element("Message")) {
        (Some(code), Some(message)) if !message.is_empty() => format!("{code}: {message}"),
        (Some(code), _) => code,
        _ => {
            let words = text.split(' ').map(|word| word.split_once('?').map_or(word, |(address, _)| address));
            words.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
        }
    }
}

const LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Error {
        Error::Generic { store: "S3", source: body.to_owned().into() }
    }

    #[test]
    fn what_a_store_answers_is_told_by_its_code() {
        let xml =
            |code: &str| answer(&format!("403 Forbidden: <Error><Code>{code}</Code><Message>m</Message></Error>"));
        let detail = |code: &str| format!("{code}: m");
        let skewed = trouble(xml("RequestTimeTooSkewed"), Doing::Write);
        assert_eq!(skewed, Trouble::Clock { detail: detail("RequestTimeTooSkewed") });
        let denied = trouble(xml("AccessDenied"), Doing::Delete);
        assert_eq!(denied, Trouble::Denied { what: "delete", detail: detail("AccessDenied") });
        let bucket = trouble(xml("NoSuchBucket"), Doing::List);
        assert_eq!(bucket, Trouble::NoTarget { detail: detail("NoSuchBucket") });
        assert!(matches!(trouble(xml("XMinioStorageFull"), Doing::Write), Trouble::Full { .. }));
        assert!(matches!(trouble(answer("status code: 503 Service Unavailable: "), Doing::Read), Trouble::Busy { .. }));
        assert!(matches!(trouble(answer("HTTP error: error sending request"), Doing::Read), Trouble::Network { .. }));
    }

    #[test]
    fn a_bucket_that_is_not_there_is_no_absent_object() {
        let not_found = |body: &str| Error::NotFound { path: "a".to_owned(), source: body.to_owned().into() };
        assert_eq!(absent::<()>(not_found("<Code>NoSuchKey</Code>"), Doing::Read), Ok(None));
        let bucket = absent::<()>(not_found("<Code>NoSuchBucket</Code>"), Doing::Read);
        assert_eq!(bucket, Err(Trouble::NoTarget { detail: "NoSuchBucket".to_owned() }));
    }

    #[test]
    fn an_address_is_told_without_what_signs_it() {
        let text = "GET https://x.blob.core.windows.net/c/a?sv=1&sig=SECRET in 1s failed";
        assert_eq!(detail(text), "GET https://x.blob.core.windows.net/c/a in 1s failed");
    }
}
