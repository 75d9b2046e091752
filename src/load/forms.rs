//! Turns the `[forms]` table of `site.toml` into the portal's forms: where each is posted to and on which page it stands.
//!
//! Nothing receives a form on a static portal. A form exists only where the operator names an endpoint for it.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::text::origin::origin_of;

/// The forms that a portal may have, in the order of their documentation.
pub const NAMES: [&str; 5] = ["feedback", "comment", "question", "rating", "poll"];

/// What can be wrong with the table: the key, its value, where it stands, and what is wanted in Vietnamese and English.
pub struct EndpointError<'a> {
    pub key: String,
    pub value: &'a str,
    pub at: Range<usize>,
    pub wanted: (&'static str, &'static str),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Forms {
    /// Of all forms that have none of their own; an `https` address.
    endpoint: Option<Spanned<String>>,
    /// The page, below `content/`, that says what becomes of personal data.
    pub policy: Option<Spanned<String>>,
    feedback: Form,
    /// Stands on every consultation while it is open.
    comment: OfKind,
    question: Form,
    rating: Form,
    /// Stands on every poll while it is open.
    poll: OfKind,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Form {
    endpoint: Option<Spanned<String>>,
    /// Below `content/`, in the default language; the form also stands on its translations.
    page: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OfKind {
    endpoint: Option<Spanned<String>>,
}

impl Forms {
    fn own_endpoint(&self, name: &str) -> Option<&Spanned<String>> {
        match name {
            "feedback" => self.feedback.endpoint.as_ref(),
            "comment" => self.comment.endpoint.as_ref(),
            "question" => self.question.endpoint.as_ref(),
            "poll" => self.poll.endpoint.as_ref(),
            _ => self.rating.endpoint.as_ref(),
        }
    }

    /// Where the form is posted to, if it is.
    pub fn endpoint(&self, name: &str) -> Option<&str> {
        self.own_endpoint(name).or(self.endpoint.as_ref()).map(|address| address.get_ref().as_str())
    }

    /// The page that the form stands on.
    pub fn page(&self, name: &str) -> Option<&Spanned<String>> {
        match name {
            "feedback" => self.feedback.page.as_ref(),
            "question" => self.question.page.as_ref(),
            "rating" => self.rating.page.as_ref(),
            _ => None,
        }
    }

    pub fn any(&self) -> bool {
        NAMES.iter().any(|name| self.endpoint(name).is_some())
    }

    /// Key, path and place of every page that the table names.
    pub fn pages(&self) -> impl Iterator<Item = (String, &Spanned<String>)> {
        let policy = self.policy.iter().map(|path| ("policy".to_owned(), path));
        policy.chain(NAMES.iter().filter_map(|name| Some((format!("{name}.page"), self.page(name)?))))
    }

    /// `https://host:port` of every endpoint, each once, for a policy that says where forms may be posted to.
    pub fn origins(&self) -> Vec<String> {
        let mut origins: Vec<String> = NAMES.iter().filter_map(|name| origin_of(self.endpoint(name)?)).collect();
        origins.sort();
        origins.dedup();
        origins
    }

    /// Endpoints that are no address to post to.
    pub fn errors(&self) -> Vec<EndpointError<'_>> {
        let own = NAMES.iter().filter_map(|name| Some((format!("{name}.endpoint"), self.own_endpoint(name)?)));
        let all = self.endpoint.iter().map(|endpoint| ("endpoint".to_owned(), endpoint)).chain(own);
        let wrong = all.filter(|(_, address)| !is_endpoint(address.get_ref()));
        wrong
            .map(|(key, address)| EndpointError {
                key: format!("forms.{key}"),
                value: address.get_ref(),
                at: address.span(),
                wanted: (
                    "Viết địa chỉ nhận biểu mẫu, bắt đầu bằng https://, ví dụ https://bieu-mau.tinh.gov.vn/gui. Chưa có nơi nhận thì xóa dòng này, cổng chỉ hiện thư điện tử và điện thoại.",
                    "Write the address that receives the form, beginning with https://, such as https://forms.example.gov.vn/send. If there is none yet, delete the line: the portal then shows e-mail and telephone only.",
                ),
            })
            .collect()
    }
}

/// Whether a form can be posted to an address.
fn is_endpoint(address: &str) -> bool {
    let printable = |letter: char| letter.is_ascii_graphic() && !matches!(letter, '"' | '\'' | '<' | '>' | '\\' | '#');
    origin_of(address).is_some() && address.chars().all(printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Forms {
        toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn one_endpoint_serves_all_forms_and_a_form_may_have_its_own() {
        let forms = forms("endpoint = \"https://a.vn/gui\"\nrating = { endpoint = \"https://b.vn:8443/r?x=1\" }\n");
        assert_eq!(forms.endpoint("comment"), Some("https://a.vn/gui"));
        assert_eq!(forms.endpoint("rating"), Some("https://b.vn:8443/r?x=1"));
        assert_eq!(forms.origins(), ["https://a.vn", "https://b.vn:8443"]);
    }

    #[test]
    fn without_an_endpoint_there_is_no_form_and_no_origin() {
        let forms = forms("policy = \"a.md\"\nfeedback = { page = \"b.md\" }\n");
        assert!(!forms.any());
        assert_eq!(forms.origins(), Vec::<String>::new());
        assert_eq!(forms.pages().map(|(key, _)| key).collect::<Vec<_>>(), ["policy", "feedback.page"]);
    }

    #[test]
    fn only_an_https_address_with_a_host_is_an_endpoint() {
        for sound in ["https://a.vn", "HTTPS://A.vn/x", "https://a.vn:8443/gui?mau=1"] {
            assert!(is_endpoint(sound), "{sound}");
        }
        for wrong in [
            "http://a.vn/gui",
            "/gui",
            "",
            "https://",
            "https:///gui",
            "https://a.vn/có dấu",
            "https://ai@a.vn/",
            "https://a.vn:cong/",
            "https://a.vn:0/",
            "https://bieu-mau/gui",
            "https://a.vn/gui#muc",
            "https://a.vn/\"><script>",
            "https://a.vn; script-src *",
            "mailto:a@b.vn",
            "hộp thư",
        ] {
            assert!(!is_endpoint(wrong), "{wrong}");
            let table = Forms { endpoint: Some(Spanned::new(0..1, wrong.to_owned())), ..Forms::default() };
            assert_eq!(table.errors().len(), 1, "{wrong}");
        }
    }
}
