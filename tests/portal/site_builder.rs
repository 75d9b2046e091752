//! Builds a tiny portal from texts in memory, so that a test shows everything its result depends on.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use cong::cache::Cache;
use cong::diag::{Finding, Severity};
use cong::files::{self, Disk, Files, Hash, Memory};
use cong::path::OutPath;
use cong::pipeline::{self, Input, Options, Order, Silent};
use cong::render::Renderer;
use cong::time::Moment;
use cong::write::lock::{Holder, Use};
use cong::write::manifest::Quarantined;
use cong::write::{Lock, Outcome, Output, Put, Release, Sink, Target, WriteError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use scraper::{Html, Selector};

/// A portal with two languages, two agencies, two topics and a field; the theme is the embedded one.
pub const SITE_TOML: &str = r#"base_url = "https://tinh.example"
theme = "portal"
languages = ["vi", "en"]
title = { vi = "Cổng thử", en = "Test portal" }
description = { vi = "Cổng để thử.", en = "A portal for tests." }

[owner]
name = { vi = "Ủy ban nhân dân tỉnh", en = "People's Committee" }
unit = { vi = "Ban Biên tập", en = "Editorial Board" }
responsible = { vi = "Trưởng Ban Biên tập", en = "Head of the Board" }
address = { vi = "Số 1 đường Trần Phú", en = "1 Trần Phú Street" }
phone = "0271.1022"
email = "bbt@tinh.example"

[outputs]
per_page = 20
minify = false
twins = ["article"]

[[agencies]]
id = "so-tttt"
name = { vi = "Sở Thông tin và Truyền thông", en = "Department of Information" }
[[agencies]]
id = "so-y-te"
name = { vi = "Sở Y tế", en = "Department of Health" }

[[topics]]
id = "chuyen-doi-so"
name = { vi = "Chuyển đổi số", en = "Digital transformation" }
[[topics]]
id = "de-an-06"
name = { vi = "Đề án 06", en = "Project 06" }

[[fields]]
id = "y-te"
name = { vi = "Y tế", en = "Health" }
"#;

/// What a build starts from.
#[derive(Clone)]
pub struct Site {
    files: Memory,
    at: String,
    show_all: bool,
}

impl Site {
    /// Two home pages and a news section in both languages, built for noon of 15 January 2024.
    pub fn new() -> Self {
        let site = Self { files: Memory::new(), at: "2024-01-15 12:00".to_owned(), show_all: false };
        site.file("site.toml", SITE_TOML)
            .file("content/_index.md", "---\ntitle: Trang chủ\n---\n")
            .file("content/_index.en.md", "---\ntitle: Home\n---\n")
            .file("content/tin-tuc/_index.md", "---\ntitle: Tin tức\nkind: article\n---\n")
            .file("content/tin-tuc/_index.en.md", "---\ntitle: News\nkind: article\nslug: news\n---\n")
    }

    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    pub fn bytes(mut self, path: &str, bytes: &[u8]) -> Self {
        self.files.put(path, bytes);
        self
    }

    /// An article; `more` is further lines of front matter, each ending with a line break.
    pub fn article(self, path: &str, title: &str, date: &str, more: &str, body: &str) -> Self {
        let text = article(title, date, more, body);
        let english = || text.replace("Sapô của bài.", "A summary.").replace("Ban Biên tập", "Editorial Board");
        self.file(path, &if path.ends_with(".en.md") { english() } else { text.clone() })
    }

    /// An ordinary page below `content/gioi-thieu`, for a body to be looked at.
    pub fn page(self, name: &str, body: &str) -> Self {
        let section = "---\ntitle: Giới thiệu\nkind: page\n---\n";
        self.file("content/gioi-thieu/_index.md", section)
            .file(&format!("content/gioi-thieu/{name}.md"), &format!("---\ntitle: Trang thử\n---\n{body}"))
    }

    /// The portal without a file that it has.
    pub fn without(mut self, path: &str) -> Self {
        self.files.remove(path);
        self
    }

    /// Replaces a part of `site.toml`; the part must be there.
    pub fn config(self, old: &str, new: &str) -> Self {
        let text = String::from_utf8(self.files.read("site.toml").unwrap()).unwrap();
        assert!(text.contains(old), "site.toml has no {old}");
        self.file("site.toml", &text.replacen(old, new, 1))
    }

    pub fn at(mut self, moment: &str) -> Self {
        moment.clone_into(&mut self.at);
        self
    }

    pub fn show_all(mut self) -> Self {
        self.show_all = true;
        self
    }

    /// Writes all files below a folder, for the command line to build.
    pub fn save_to(&self, folder: &Path) {
        for entry in self.files.list("").unwrap() {
            let target = folder.join(entry.path.as_str());
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::write(target, self.files.read(entry.path.as_str()).unwrap()).unwrap();
        }
    }

    /// The files, for a test that hands them on in its own way.
    pub fn files(self) -> Memory {
        self.files
    }

    pub fn build(&self) -> Built {
        build(Arc::new(self.files.clone()), &self.at, self.show_all)
    }
}

/// The text of an article whose required fields are all there; a body that does not matter may be left empty.
pub fn article(title: &str, date: &str, more: &str, body: &str) -> String {
    let body = if body.is_empty() { "Nội dung.\n" } else { body };
    format!("---\ntitle: {title}\nsummary: Sapô của bài.\ndate: {date}\nauthor: Ban Biên tập\n{more}---\n{body}")
}

/// Builds any portal; `at` is Vietnamese time.
pub fn build(files: Arc<dyn Files>, at: &str, show_all: bool) -> Built {
    let mut outputs = Outputs::default();
    let built = build_to(&files, at, show_all, &mut outputs);
    let pipeline::Built { findings, renderer, quarantined, .. } = built;
    Built { outputs: outputs.finished().1, findings, renderer, quarantined }
}

/// Builds any portal, without a cache, wherever it is to go.
pub fn build_to<T: Target<Error: Debug>>(
    files: &Arc<dyn Files>,
    at: &str,
    show_all: bool,
    target: &mut T,
) -> pipeline::Built {
    let options = Options { at: moment(at), show_all, foreign: false, preview: false };
    let input = Input { files, options, cache: &Cache::default(), progress: &Silent };
    pipeline::build(&input, &Order::default(), target).unwrap()
}

/// An output folder on the disk, as a build takes it.
pub fn output(root: &Path) -> Output<impl FnMut() -> Result<Lock, WriteError> + Sync> {
    let root = root.to_owned();
    Output::new(move || Ok(Lock::take(&root, Use::Change, &Holder::default()).unwrap()), None)
}

pub fn moment(text: &str) -> Timestamp {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    Moment::parse(text, &zone).unwrap().starts
}

/// An output folder in memory.
#[derive(Default)]
pub struct Outputs {
    /// What the last build left.
    first: BTreeMap<String, Vec<u8>>,
    /// The same, or what the last round of this one left.
    before: BTreeMap<String, Vec<u8>>,
    now: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Outputs {
    pub fn over(before: BTreeMap<String, Vec<u8>>) -> Outputs {
        Outputs { first: before.clone(), before, now: Mutex::default() }
    }

    /// The paths of what has changed, and everything.
    pub fn finished(self) -> (Vec<String>, BTreeMap<String, Vec<u8>>) {
        let now = self.now.into_inner().unwrap();
        let written = now.iter().filter(|(path, bytes)| self.first.get(*path) != Some(*bytes));
        (written.map(|(path, _)| path.clone()).collect(), now)
    }
}

impl Sink for Outputs {
    fn keep(&self, path: &OutPath, hash: &Hash) -> bool {
        let Some(bytes) = self.before.get(path.as_str()).filter(|bytes| files::hash(bytes) == *hash) else {
            return false;
        };
        self.now.lock().unwrap().insert(path.to_string(), bytes.clone());
        true
    }

    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        let bytes = match put {
            Put::Bytes { bytes, .. } => bytes.to_vec(),
            Put::Copy { files, source, hash, .. } => {
                let changed = || WriteError::Changed((*source).clone());
                let mut bytes = Vec::new();
                files.open(source.as_str()).map_err(|_| changed())?.read_to_end(&mut bytes).unwrap();
                if files::hash(&bytes) != *hash {
                    return Err(changed());
                }
                bytes
            }
        };
        self.now.lock().unwrap().insert(path.to_string(), bytes);
        // Nothing is let go, so the same renderer can be asked again.
        Ok(Outcome::Kept)
    }
}

impl Target for Outputs {
    type Error = WriteError;

    fn begin(&mut self, _: &mut dyn Iterator<Item = &OutPath>) -> Result<(), WriteError> {
        let round = std::mem::take(self.now.get_mut().unwrap());
        self.before.extend(round);
        Ok(())
    }

    fn get(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.now.lock().unwrap().get(path.as_str()).cloned()
    }

    fn finish(&mut self, _: Release) -> Result<usize, WriteError> {
        Ok(0)
    }
}

/// What came out of a build.
pub struct Built {
    /// By path in the output folder.
    pub outputs: BTreeMap<String, Vec<u8>>,
    pub findings: Vec<Finding>,
    pub renderer: Option<Renderer>,
    pub quarantined: Vec<Quarantined>,
}

impl Built {
    pub fn has(&self, path: &str) -> bool {
        self.outputs.contains_key(path)
    }

    pub fn text(&self, path: &str) -> &str {
        let bytes = self
            .outputs
            .get(path)
            .unwrap_or_else(|| panic!("there is no output {path}; findings: {:#?}", self.report()));
        std::str::from_utf8(bytes).unwrap()
    }

    pub fn html(&self, path: &str) -> Html {
        Html::parse_document(self.text(path))
    }

    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(self.text(path)).unwrap()
    }

    /// The inner HTML of the text of a page, without the frame around it.
    pub fn prose(&self, path: &str) -> String {
        let html = self.html(path);
        html.select(&selector("main .prose")).next().unwrap_or_else(|| panic!("{path} has no text")).inner_html()
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.findings.iter().map(|finding| finding.message.code).collect()
    }

    /// Errors and warnings; notes are left out.
    pub fn problems(&self) -> Vec<String> {
        let problems = self.findings.iter().filter(|finding| finding.severity() > Severity::Info);
        problems.map(|finding| format!("{} {}: {}", finding.message.code, place(finding), finding.text("en"))).collect()
    }

    /// Everything that is told: code, place, what is wrong and what to do.
    pub fn told(&self) -> Vec<String> {
        let line = |finding: &Finding| {
            format!("{} {} {} | {}", finding.message.code, place(finding), finding.text("en"), finding.hint("en"))
        };
        self.findings.iter().map(line).collect()
    }

    /// The one finding with this code.
    pub fn finding(&self, code: &str) -> &Finding {
        let found: Vec<&Finding> = self.findings.iter().filter(|finding| finding.message.code == code).collect();
        assert_eq!(found.len(), 1, "one {code} is wanted: {:#?}", self.report());
        found[0]
    }

    fn report(&self) -> Vec<String> {
        self.findings
            .iter()
            .map(|finding| format!("{} {} {}", finding.message.code, place(finding), finding.text("en")))
            .collect()
    }
}

/// Where a word in small letters stands in the output: in the path or in the bytes of a file.
pub fn traces(built: &Built, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(word);
    let outputs = built.outputs.iter().filter(|(path, bytes)| path.contains(word) || holds(bytes));
    outputs.map(|(path, _)| path.clone()).collect()
}

/// `file:line:column`, or the file alone.
pub fn place(finding: &Finding) -> String {
    finding
        .span
        .map_or_else(|| finding.file.to_string(), |span| format!("{}:{}:{}", finding.file, span.line, span.column))
}

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// An attribute of every element that fits, in order.
pub fn attributes(html: &Html, css: &str, name: &str) -> Vec<String> {
    html.select(&selector(css)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}

/// The text of every element that fits, in order, with single spaces.
pub fn texts(html: &Html, css: &str) -> Vec<String> {
    let text = |element: scraper::ElementRef| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    html.select(&selector(css)).map(text).collect()
}

/// The files of `tests/sample` with the theme: a whole portal that no editor works on.
pub fn repository() -> Memory {
    let (sample, themes) = (Disk::new(SAMPLE), Disk::new(env!("CARGO_MANIFEST_DIR")));
    let mut files = Memory::new();
    files.put("site.toml", sample.read("site.toml").unwrap());
    for (disk, folder) in [(&sample, "content"), (&themes, "themes")] {
        for entry in disk.list(folder).unwrap() {
            files.put(entry.path.as_str(), disk.read(entry.path.as_str()).unwrap());
        }
    }
    files
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample");

/// That portal, built once for all tests that look at it.
pub fn repository_built() -> &'static Built {
    static BUILT: LazyLock<Built> = LazyLock::new(|| build(Arc::new(repository()), "2024-01-20", false));
    &BUILT
}

/// So many cases of a property in a usual run; the nightly run multiplies them by `CONG_CASES`.
pub fn cases(usual: u32) -> proptest::test_runner::Config {
    let times = std::env::var("CONG_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    proptest::test_runner::Config {
        failure_persistence: None,
        ..proptest::test_runner::Config::with_cases(usual.saturating_mul(times))
    }
}
