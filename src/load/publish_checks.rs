//! Finds what `[publish.NAME]` tables say that no publishing could follow: targets that are none, settings that contradict each
//! other or say too little. Each is told at its own line, with what to type.
//!
//! Whether a target can be reached is found out when it is published to.

use super::publish::{IndexNow, PublishTarget, Purge, Scheme, Targets, parts};
use super::publish_places::{both, bucket_fault, host_fault, no_scheme, same};
use super::toml_text::Placed;
use crate::diag::phrases::Words;
use crate::diag::{Finding, Message, catalog, did_you_mean, quoted};

pub fn check(file: &str, targets: &Targets, placed: &Placed, findings: &mut Vec<Finding>) {
    for (name, target) in &targets.0 {
        let mut check = Check { file, way: format!("publish.{name}"), target, placed, findings };
        check.name(name);
        check.all();
    }
}

struct Check<'a> {
    file: &'a str,
    way: String,
    target: &'a PublishTarget,
    placed: &'a Placed,
    findings: &'a mut Vec<Finding>,
}

/// Names for an address, and for many, in the texts of a purge.
const ONE: [&str; 3] = ["{url}", "{path}", "{host}"];
const MANY: [&str; 3] = ["{urls}", "{paths}", "{bare}"];

impl Check<'_> {
    fn all(&mut self) {
        let scheme = self.place();
        self.settings(scheme);
        if let Some(purge) = &self.target.purge {
            self.purge(purge);
        }
        if let Some(indexnow) = &self.target.indexnow {
            self.indexnow(indexnow);
        }
        for (index, hub) in self.target.websub.iter().enumerate() {
            self.address(&format!("websub.{index}"), hub);
        }
    }

    fn at(&self, message: &'static Message, key: &str) -> Finding {
        let way = if key.is_empty() { self.way.clone() } else { format!("{}.{key}", self.way) };
        self.placed.finding(message, self.file, self.placed.value(&way))
    }

    /// A value that cannot be used, with what to type instead.
    fn wrong(&mut self, key: &str, value: &str, expected: Words) {
        let finding = self.at(&catalog::CONFIG_VALUE, key).with("key", format!("{}.{key}", self.way));
        self.findings.push(finding.with("value", value).with_words("expected", expected));
    }

    fn no_target(&mut self, what: (&str, &str), next: Words) {
        let finding = self.at(&catalog::PUBLISH_TARGET, "target").with("value", &self.target.target);
        let finding = finding.with_words("what", (what.0.to_owned(), what.1.to_owned()));
        self.findings.push(finding.with_words("next", next));
    }

    /// It is typed as a word of a command.
    fn name(&mut self, name: &str) {
        let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.starts_with('-') || !name.bytes().all(sound) {
            let finding = self.placed.finding(&catalog::CONFIG_VALUE, self.file, self.placed.key(&self.way));
            let expected = (
                "Tên nơi xuất bản chỉ gồm chữ thường không dấu, số và dấu gạch nối: [publish.chinh-thuc].".to_owned(),
                "The name of a target has lower-case letters, digits and hyphens: [publish.production].".to_owned(),
            );
            let finding = finding.with("key", &self.way).with("value", quoted(name));
            self.findings.push(finding.with_words("expected", expected));
        }
    }

    /// The scheme, where there is one, after saying what is wrong with what follows it.
    fn place(&mut self) -> Option<Scheme> {
        let target = self.target.target.as_str();
        let Some((scheme, rest)) = parts(target) else {
            let (what, next) = no_scheme(target);
            self.no_target(what, next);
            return None;
        };
        let fault = match scheme {
            Scheme::Folder => return self.folder(rest).then_some(scheme),
            Scheme::Ssh => host_fault(rest),
            _ => bucket_fault(scheme, rest),
        };
        if let Some((what, next)) = fault {
            self.no_target(what, next);
        }
        Some(scheme)
    }

    fn folder(&mut self, path: &str) -> bool {
        if path.trim_matches('/').is_empty() {
            let next = same("target = \"file:/srv/cong\"");
            self.no_target(("chưa có thư mục", "there is no folder"), next);
            return false;
        }
        let mut depth = 0_i32;
        let mut leaves = path.starts_with('/');
        for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
            depth += if part == ".." { -1 } else { 1 };
            leaves |= depth < 0;
        }
        if !leaves {
            let finding = self.at(&catalog::PUBLISH_INSIDE, "target").with("value", path);
            self.findings.push(finding);
        }
        leaves
    }

    fn settings(&mut self, scheme: Option<Scheme>) {
        let target = self.target;
        let is_store = scheme.is_some_and(Scheme::is_store);
        for (key, value) in [("endpoint", &target.endpoint), ("region", &target.region)] {
            if let Some(value) = value
                && scheme.is_some_and(|scheme| !scheme.is_store())
            {
                self.wrong(
                    key,
                    value,
                    unused("chỉ dùng với s3://, gs://, az://", "is for s3://, gs:// and az:// alone"),
                );
            } else if let (Some(value), "endpoint") = (value, key) {
                self.address(key, value);
            }
        }
        if let Some(url) = &target.url {
            self.address("url", url);
        }
        if let Some(webhook) = target.webhook.as_ref().filter(|webhook| !webhook.starts_with('$')) {
            self.address("webhook", webhook);
        }
        if target.keep == 0 {
            let next = both(
                "Viết keep = 10: số bản phát hành còn quay lại được, ít nhất là 1.",
                "Write keep = 10: how many releases can be gone back to, 1 at least.",
            );
            self.wrong("keep", "0", next);
        }
        for (index, word) in target.compress.iter().enumerate() {
            let key = format!("compress.{index}");
            if !matches!(word.as_str(), "gzip" | "br") {
                let word_for = match word.to_ascii_lowercase().as_str() {
                    "brotli" => "br",
                    "gz" => "gzip",
                    other => other,
                }
                .to_owned();
                self.wrong(&key, &quoted(word), did_you_mean(&word_for, &["gzip", "br"]));
            } else if is_store {
                self.wrong(
                    &key,
                    word,
                    unused(
                        "chỉ dùng với file: và ssh://; kho đối tượng để CDN nén",
                        "is for file: and ssh:// alone; in front of a store the CDN compresses",
                    ),
                );
            }
        }
    }

    fn purge(&mut self, purge: &Purge) {
        let too_little = |what: (&str, &str)| Some((what.0.to_owned(), what.1.to_owned()));
        let names_what = |text: &str| ONE.iter().chain(&MANY).any(|name| text.contains(name));
        let texts = || purge.url.iter().chain(&purge.body).chain(purge.headers.values());
        let many = texts().any(|text| MANY.iter().any(|name| text.contains(name)));
        let no_numbers = |value: Option<usize>| value == Some(0);
        let fault = match (&purge.url, &purge.command) {
            (None, None) if purge.method.is_none() => too_little((
                "chưa nói xóa bằng cách nào: cần method, url hoặc command",
                "it does not say how: it wants method, url or command",
            )),
            (Some(_), Some(_)) => {
                too_little(("có cả url lẫn command: giữ một", "it has both url and command: keep one"))
            }
            (None, Some(command)) if command.first().is_none_or(String::is_empty) => {
                too_little(("command chưa có tên chương trình", "command names no program"))
            }
            (Some(url), None)
                if !url.starts_with("http://") && !url.starts_with("https://") && !url.starts_with(['{', '$']) =>
            {
                too_little((
                    "url phải bắt đầu bằng https://, http:// hoặc {url}",
                    "url must begin with https://, http:// or {url}",
                ))
            }
            (Some(_), None) if !texts().any(|text| names_what(text)) => too_little((
                "không chỗ nào nói địa chỉ cần xóa: thêm {url}, {path} hoặc {urls} vào url, headers hay body",
                "nothing says which address: put {url}, {path} or {urls} into url, headers or body",
            )),
            (Some(_), None) if purge.batch.is_some_and(|batch| batch > 1) && !many => too_little((
                "batch lớn hơn 1 cần {urls}, danh sách địa chỉ",
                "a batch of more than 1 wants {urls}, the list of addresses",
            )),
            _ if no_numbers(purge.batch) || purge.rate == Some(0) => {
                too_little(("batch và rate ít nhất là 1", "batch and rate are 1 at least"))
            }
            _ if purge.most.is_some() && purge.prefix.is_none() && purge.all.is_none() => too_little((
                "có most mà không có prefix hay all, nên nhiều địa chỉ hơn thế thì không biết xóa thế nào",
                "there is most and neither prefix nor all, so it does not say what to do with more",
            )),
            _ => None,
        };
        if let Some(what) = fault {
            let finding = self.placed.finding(
                &catalog::PUBLISH_PURGE,
                self.file,
                self.placed.key(&format!("{}.purge", self.way)),
            );
            self.findings.push(finding.with_words("what", what).with("address", "{url}"));
        }
    }

    /// The key is 8 to 128 letters, digits and hyphens (indexnow.org/documentation).
    fn indexnow(&mut self, indexnow: &IndexNow) {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !(8..=128).contains(&indexnow.key.len()) || !indexnow.key.bytes().all(sound) {
            let next = both(
                "Khóa IndexNow gồm 8 đến 128 chữ cái, chữ số, dấu gạch nối; ai cũng đọc được, không phải mật khẩu.",
                "A key of IndexNow is 8 to 128 letters, digits and hyphens; everybody may read it, it is no password.",
            );
            self.wrong("indexnow.key", &quoted(&indexnow.key), next);
        }
        if indexnow.host.is_empty() || indexnow.host.contains(['/', ' ', '@']) {
            let next = same("host = \"api.indexnow.org\"");
            self.wrong("indexnow.host", &quoted(&indexnow.host), next);
        }
    }

    fn address(&mut self, key: &str, value: &str) {
        let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        let sound = |rest: &str| !rest.is_empty() && !rest.starts_with(['/', '.', '-', ':', '?', '#']);
        if rest.is_none_or(|rest| !sound(rest)) || value.contains(char::is_whitespace) {
            let host = value.trim().split("//").last().unwrap_or_default();
            let host = if host.is_empty() || host.contains([' ', '"']) { "…" } else { host };
            let name = key.split('.').next().unwrap_or(key);
            let line = match name {
                "websub" => format!("websub = [\"https://{host}\"]"),
                _ => format!("{name} = \"https://{host}\""),
            };
            self.wrong(key, &quoted(value), same(&line));
        }
    }
}

fn unused(vi: &str, en: &str) -> Words {
    (format!("Xóa dòng này: khóa {vi}."), format!("Delete the line: the key {en}."))
}

#[cfg(test)]
mod tests {
    use crate::diag::Finding;

    const HEAD: &str = "title = \"Cổng\"\nbase_url = \"https://a.vn\"\n[owner]\nname = \"UBND\"\nresponsible = \"Trưởng ban\"\naddress = \"a\"\nphone = \"1022\"\nemail = \"a@b.vn\"\n";

    fn found(text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        crate::load::site_file::read("site.toml", &format!("{HEAD}{text}"), &mut findings);
        findings
    }

    /// Code and line in the added text, what is wrong, what to do.
    fn said(text: &str) -> Vec<String> {
        let say = |finding: &Finding| {
            let line = finding.span.map_or(0, |span| span.line) - 8;
            format!("{} {line} {} {}", finding.message.code, finding.text("vi"), finding.hint("vi"))
        };
        found(text).iter().map(say).collect()
    }

    #[test]
    fn a_target_that_is_none_is_told_at_its_line_with_the_one_to_type() {
        let kind = "không có loại nơi xuất bản này";
        let table = [
            ("s4://kho/a", format!("{kind} Viết target = \"s3://kho/a\"")),
            ("S3://kho", format!("{kind} Viết target = \"s3://kho\"")),
            ("sftp://web@may/srv", format!("{kind} Viết target = \"ssh://web@may/srv\"")),
            ("https://s3.tinh.vn/kho", format!("{kind} Kho tương thích S3 thì viết")),
            ("/srv/cong", "chưa nói là loại nơi nào Viết target = \"file:/srv/cong\"".to_owned()),
            ("web@may:/srv/cong", "chưa nói là loại nơi nào Viết target = \"ssh://web@may/srv/cong\"".to_owned()),
            ("s3:///a", "chưa có tên kho (bucket) Viết target = \"s3://ten-kho/thu-muc\"".to_owned()),
            ("s3://Kho_Lớn", "tên kho (bucket) gồm 3 đến 63 chữ thường".to_owned()),
            ("gs://kho/../a", "thư mục trong kho không dùng được".to_owned()),
            ("ssh://web@may", "chưa có thư mục trên máy đó Viết target = \"ssh://web@may/srv/cong\"".to_owned()),
            ("ssh://web@may/", "chưa có thư mục trên máy đó".to_owned()),
            ("ssh://-oProxyCommand=x/srv", "không có tên máy".to_owned()),
            ("file:", "chưa có thư mục Viết target = \"file:/srv/cong\"".to_owned()),
        ];
        for (target, wanted) in table {
            let said = said(&format!("[publish.thu]\ntarget = \"{target}\"\n"));
            let wanted = format!("C71 2 nơi xuất bản “{target}” không dùng được: {wanted}");
            assert!(said.len() == 1 && said[0].starts_with(&wanted), "{target}\n{said:#?}");
        }
    }

    #[test]
    fn a_folder_inside_the_portal_is_no_target() {
        let said = |path: &str| said(&format!("[publish.thu]\ntarget = \"file:{path}\"\n"));
        for inside in ["public-moi", "./a/../b", "a/../b"] {
            let said = said(inside);
            assert!(said.len() == 1 && said[0].starts_with("C72 2"), "{inside}\n{said:#?}");
        }
        for outside in ["/srv/cong", "../cong", "a/../../cong"] {
            assert_eq!(said(outside), Vec::<String>::new(), "{outside}");
        }
    }

    #[test]
    fn a_setting_that_no_target_could_follow_is_told_at_its_line() {
        let table: &[(&str, &str)] = &[
            ("keep = 0", "C02 3 khóa “publish.thu.keep” có giá trị không hợp lệ: 0 Viết keep = 10"),
            (
                "compress = [\"gzip\", \"brotli\"]",
                "C02 3 khóa “publish.thu.compress.1” có giá trị không hợp lệ: brotli Có phải ý bạn là “br”?",
            ),
            (
                "endpoint = \"https://s3.tinh.vn\"",
                "C02 3 khóa “publish.thu.endpoint” có giá trị không hợp lệ: https://s3.tinh.vn Xóa dòng này",
            ),
            (
                "url = \"tinh.gov.vn\"",
                "C02 3 khóa “publish.thu.url” có giá trị không hợp lệ: tinh.gov.vn Viết url = \"https://tinh.gov.vn\"",
            ),
            (
                "websub = [\"hub.vn\"]",
                "C02 3 khóa “publish.thu.websub.0” có giá trị không hợp lệ: hub.vn Viết websub = [\"https://hub.vn\"]",
            ),
            (
                "indexnow = { host = \"api.indexnow.org\", key = \"ngắn\" }",
                "C02 3 khóa “publish.thu.indexnow.key” có giá trị không hợp lệ: ngắn Khóa IndexNow gồm",
            ),
            ("keeps = 1", "C01 3 không đọc được tệp cấu hình: không có khóa “keeps” ở đây Có phải ý bạn là “keep”?"),
            (
                "purge = {}",
                "C73 3 [publish.….purge] chưa đủ: chưa nói xóa bằng cách nào: cần method, url hoặc command Sửa bảng này; ví dụ cho Varnish: method = \"PURGE\", url = \"{url}\".",
            ),
            (
                "purge = { url = \"https://cdn.vn/xoa\" }",
                "C73 3 [publish.….purge] chưa đủ: không chỗ nào nói địa chỉ cần xóa",
            ),
            (
                "purge = { url = \"https://cdn.vn/xoa\", body = \"{url}\", batch = 30 }",
                "C73 3 [publish.….purge] chưa đủ: batch lớn hơn 1 cần {urls}",
            ),
            (
                "purge = { url = \"{url}\", command = [\"a\"] }",
                "C73 3 [publish.….purge] chưa đủ: có cả url lẫn command",
            ),
            ("purge = { command = [] }", "C73 3 [publish.….purge] chưa đủ: command chưa có tên chương trình"),
            (
                "purge = { url = \"{url}\", most = 100 }",
                "C73 3 [publish.….purge] chưa đủ: có most mà không có prefix hay all",
            ),
        ];
        for (line, wanted) in table {
            let said = said(&format!("[publish.thu]\ntarget = \"file:/srv/cong\"\n{line}\n"));
            assert!(said.len() == 1 && said[0].starts_with(wanted), "{line}\n{said:#?}");
        }
        let store = said("[publish.thu]\ntarget = \"s3://kho\"\ncompress = [\"br\"]\n");
        assert!(store[0].contains("CDN nén"), "{store:#?}");
        let nameless = said("[publish]\ntarget = \"s3://kho\"\n");
        assert!(nameless[0].starts_with("C74 2 khóa “target” đứng ngay trong [publish]"), "{nameless:#?}");
        assert!(said("[publish.\"Chính thức\"]\ntarget = \"s3://kho\"\n")[0].starts_with("C02 1"));
    }

    #[test]
    fn good_targets_are_left_alone() {
        let store = "[publish.chinh-thuc]\ntarget = \"s3://cong-tinh/web\"\nendpoint = \"http://127.0.0.1:8333\"\nregion = \"vn-1\"\nkeep = 3\nwebhook = \"$CONG_WEBHOOK\"\nwebsub = [\"https://hub.vn/\"]\n[publish.chinh-thuc.purge]\nmethod = \"POST\"\nurl = \"https://api.cdn.vn/purge\"\nbody = '{\"files\": {urls}}'\nbatch = 30\nheaders = { Authorization = \"Bearer $CONG_CDN_TOKEN\" }\n";
        let server = "[publish.du-phong]\ntarget = \"ssh://web@may:2222/srv/cong\"\ncompress = [\"gzip\", \"br\"]\npurge = { method = \"PURGE\" }\n";
        assert_eq!(said(&format!("{store}{server}")), Vec::<String>::new());
    }

    #[test]
    fn a_credential_is_an_error_that_names_the_variables_and_never_shows_it() {
        let found =
            found("[publish.thu]\ntarget = \"s3://kho\"\nsecret_access_key = \"wJalrXUtnFEMI0K7MDENG\" # của Lan\n");
        let [finding] = &found[..] else { panic!("{found:#?}") };
        assert_eq!((finding.message.code, finding.span.unwrap().line), ("C70", 11));
        assert_eq!(
            finding.hint("vi"),
            "Xóa khỏi site.toml; đặt trong biến môi trường: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Ai đọc được kho mã đều đọc được nó, và git giữ cả bản cũ: đổi khóa hoặc mật khẩu này ngay."
        );
        assert_eq!(finding.excerpt.as_deref(), Some("secret_access_key = \"*********************\" * *** ***"));
        let in_header = said(
            "[publish.thu]\ntarget = \"s3://kho\"\npurge = { url = \"{url}\", headers = { Authorization = \"Bearer abc\" } }\n",
        );
        assert!(in_header.len() == 1 && in_header[0].contains("viết $CONG_PURGE_TOKEN vào chỗ này"), "{in_header:#?}");
        for line in
            ["target = \"ssh://web:mat-khau@may/srv\"", "target = \"gs://kho\"\nregion = \"AKIAIOSFODNN7EXAMPLE\""]
        {
            let said = said(&format!("[publish.thu]\n{line}\n"));
            assert!(said.len() == 1 && said[0].starts_with("C70") && !said[0].contains("mat-khau"), "{said:#?}");
        }
    }
}
