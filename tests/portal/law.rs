//! The one law: after any sequence of edits, an incremental build leaves exactly the bytes of a clean build.
//!
//! A small portal is edited at random; after each edit it is built with the cache and output of the build before,
//! and once more from nothing. Both must be equal, findings included. The tests below it hold the other half: a
//! build renders what its edit explains, and no more.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use cong::cache::{BlobStore, Cache, is_of_any_settings};
use cong::files::{self, Files, Hash, Memory};
use cong::load::embedded;
use cong::pipeline::{self, Input, Options, Order, Silent};
use cong::write::manifest::Quarantined;
use proptest::prelude::*;

use crate::pictures::photograph;
use crate::site_builder::{Outputs, SITE_TOML, article, cases, moment};

/// What one build did.
pub struct Build {
    pub outputs: BTreeMap<String, Vec<u8>>,
    pub findings: Vec<String>,
    /// Addresses of the pages that were rendered.
    pub rendered: Vec<String>,
    /// Addresses of the documents of data that were made.
    pub data: Vec<String>,
    /// Paths of outputs that are not what they were.
    pub written: Vec<String>,
    pub quarantined: Vec<Quarantined>,
    /// What it left; as it was before where it left nothing.
    pub store: Arc<MemoryStore>,
    key: Hash,
}

/// A store in memory.
#[derive(Default)]
pub struct MemoryStore(pub Mutex<BTreeMap<String, Vec<u8>>>);

impl BlobStore for MemoryStore {
    fn read(&self, file: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(file).cloned()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.0.lock().unwrap().keys().filter(|file| file.starts_with(folder)).cloned().collect()
    }

    fn remove(&self, file: &str) {
        self.0.lock().unwrap().remove(file);
    }

    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
        let mut bytes = Vec::new();
        contents(&mut bytes).unwrap();
        self.0.lock().unwrap().insert(file.to_owned(), bytes);
    }
}

impl Build {
    /// What the next build finds; nothing when the configuration has changed since.
    pub fn known(&self, portal: &Portal) -> Arc<MemoryStore> {
        if key(&portal.files) == self.key {
            return self.store.clone();
        }
        // What is right whatever the configuration says is still believed.
        let store = nothing();
        let all = self.store.0.lock().unwrap();
        let kept = all.iter().filter(|(file, _)| is_of_any_settings(file));
        store.0.lock().unwrap().extend(kept.map(|(file, bytes)| (file.clone(), bytes.clone())));
        drop(all);
        store
    }
}

/// A build after an edit, over what the last one left, held against one from nothing.
pub fn after(portal: &Portal, last: Build, edit: &str) -> Build {
    let known = last.known(portal);
    let next = build(portal, known, last.outputs);
    let clean = build(portal, nothing(), BTreeMap::new());
    let all = clean.outputs.keys().chain(next.outputs.keys());
    let differing: Vec<&String> = all.filter(|path| clean.outputs.get(*path) != next.outputs.get(*path)).collect();
    assert!(differing.is_empty(), "after {edit}: {differing:?}");
    next
}

/// What the first build finds.
pub fn nothing() -> Arc<MemoryStore> {
    Arc::default()
}

pub fn key(files: &Memory) -> Hash {
    files::hash(&files.read("site.toml").unwrap())
}

pub fn build(portal: &Portal, store: Arc<MemoryStore>, before: BTreeMap<String, Vec<u8>>) -> Build {
    build_from(Arc::new(portal.files.clone()), portal, store, before)
}

/// `shared`: the portal's files, as they are while it is built.
pub fn build_from(
    shared: Arc<dyn Files>,
    portal: &Portal,
    store: Arc<MemoryStore>,
    before: BTreeMap<String, Vec<u8>>,
) -> Build {
    let options = Options { at: moment(&portal.at), show_all: false, foreign: false, preview: false };
    let cache = Cache::open(store.clone());
    let input = Input { files: &shared, options, cache: &cache, progress: &Silent };
    let mut target = Outputs::over(before.clone());
    let built = pipeline::build(&input, &Order::default(), &mut target).unwrap();
    let (written, outputs) = target.finished();
    let findings = built.findings.iter();
    let build = Build {
        outputs: if built.renderer.is_some() { outputs } else { before },
        findings: findings
            .map(|finding| format!("{} {:?} {}", finding.file, finding.span, finding.text("en")))
            .collect(),
        rendered: built.reasons.iter().map(|(url, _)| url.to_string()).collect(),
        data: built.data_made.iter().map(ToString::to_string).collect(),
        written,
        quarantined: built.quarantined.clone(),
        store,
        key: key(&portal.files),
    };
    built.persist(cache);
    build
}

#[derive(Clone)]
pub struct Portal {
    pub files: Memory,
    pub at: String,
}

pub const ARTICLES: [&str; 4] = [
    "content/tin-tuc/2024/01/a.md",
    "content/tin-tuc/2024/01/b.md",
    "content/tin-tuc/chuyen-doi-so/c.md",
    "content/tin-tuc/chuyen-doi-so/d/index.md",
];

impl Portal {
    pub fn new() -> Self {
        let mut files = Memory::new();
        let menu = "\n[menus]\nmain = [ { page = \"tin-tuc/_index.md\" }, { page = \"lien-he/_index.md\" } ]\n";
        files.put("site.toml", SITE_TOML.replacen("\n[[agencies]]", &format!("{menu}\n[[agencies]]"), 1));
        files.put("content/_index.md", "---\ntitle: Trang chủ\n---\nChào.\n");
        files.put("content/_index.en.md", "---\ntitle: Home\n---\n");
        for (folder, title, kind) in [
            ("tin-tuc", "Tin tức", "article"),
            ("tin-tuc/chuyen-doi-so", "Chuyển đổi số", "article"),
            ("lien-he", "Liên hệ", "contact"),
            ("co-cau", "Cơ cấu", "organisation"),
            ("so-lieu", "Số liệu", "statistics"),
            ("hoi-dap", "Hỏi - Đáp", "question"),
            ("su-kien", "Sự kiện", "event"),
        ] {
            files.put(&format!("content/{folder}/_index.md"), format!("---\ntitle: {title}\nkind: {kind}\n---\n"));
        }
        files.put("content/tin-tuc/_index.en.md", "---\ntitle: News\nkind: article\nslug: news\n---\n");
        files.put("content/lien-he/tong-dai.md", "---\ntitle: Tổng đài\nnumber: 0271.1022\npurpose: Hỏi đáp\n---\n");
        let unit = "---\ntitle: Sở\nfunctions: Y tế.\naddress: Đây\nphone: lien-he:tong-dai\nemail: a@b.gov.vn\n---\n";
        files.put("content/co-cau/so.md", unit);
        let table = "---\ntitle: Lượt truy cập\nsummary: Bảng.\ndate: 2024-01-02\nperiod: 2023\nunit: lượt\ntable: bang.csv\nmethod: Đếm.\n---\n";
        files.put("content/so-lieu/truy-cap/index.md", table);
        files.put("content/so-lieu/truy-cap/bang.csv", "Năm,Lượt\n2022,73943269\n2023,166586883\n");
        for (index, path) in ARTICLES.iter().enumerate() {
            let link = if index == 0 {
                "Gọi [tổng đài](lien-he:tong-dai), xem [bài khác](b.md).\n\n## Mục một\n"
            } else {
                "Nội dung.\n"
            };
            let more = "agency: so-y-te\ntopics: [chuyen-doi-so]\n";
            files.put(path, article(&format!("Bài {index}"), &format!("2024-01-{:02}", 5 + index), more, link));
        }
        Self { files, at: "2024-01-15 12:00".to_owned() }
    }

    fn text(&self, path: &str) -> Option<String> {
        self.files.read(path).ok().map(|bytes| String::from_utf8(bytes).unwrap())
    }

    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        if let Some(text) = self.text(path) {
            self.files.put(path, text.replacen(old, new, 1));
        }
    }

    /// Changes a file of the theme, laid over the embedded one.
    fn theme(&mut self, path: &str, change: impl Fn(&str) -> String) {
        let own = format!("themes/portal/{path}");
        let embedded = embedded::theme()
            .into_iter()
            .find(|(name, _)| *name == path)
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
        let text = self.text(&own).or(embedded).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{path} has no such part");
        self.files.put(&own, changed);
    }
}

/// An edit as an editor, a designer or the calendar makes it; numbers choose the article or the value.
#[derive(Clone, Debug)]
pub enum Edit {
    Body(usize, u8),
    Title(usize, u8),
    Date(usize, u8),
    Slug(usize, u8),
    Draft(usize),
    /// A day on which it appears, and one on which its translation goes.
    Gate(usize, u8),
    Break(usize),
    Move(usize),
    Delete(usize),
    Restore(usize),
    Alias(usize),
    /// An earlier address with parameters, which another page may claim too.
    OldQuery(usize, u8),
    Translate(usize),
    SectionTitle(u8),
    Contact(u8),
    /// A question with another agency, year and state, and an event that ends on another day.
    Register(u8),
    Template(u8),
    Component(u8),
    Label(u8),
    Menu,
    Table(u8),
    /// A table in which rows are looked up: another mark, another number of rows, a mistake; its page waits for its moment or not.
    Rows(u8),
    /// Tables whose rows are pages, that are split by place, and of which some is masked: other cells, other rows, mistakes.
    Made(u8),
    /// The page of the table says how its numbers are written.
    Declare(u8),
    /// The page of the table is a data set of another rhythm and licence; lists are there as CSV or not.
    OpenData(u8),
    /// The table has a schema, one that is mistaken or does not fit, or none any more.
    Schema(u8),
    /// An article with a chart, whose figures, kind or name change, or which its table does not have.
    Chart(u8),
    /// A map whose shapes, classes, figures or page change, or are mistaken.
    Map(u8),
    /// Another page wants the address of the first article, or no longer does.
    Rival(bool),
    /// A drawing whose script is left out, and a photograph with another place.
    Picture(u8),
    /// A photograph that is shown smaller, whose bytes or widths change.
    Photograph(u8),
    /// A file for the root of the portal, and one that wants an address of the portal's own.
    Root(u8),
    /// The portal lives below a path, or no longer does.
    Base(u8),
    /// A warning that stands on every page for some days, or a plain notice.
    Urgent(u8),
    /// The English home page goes, comes back, or cannot be read: much is there only where a language has one.
    Home(u8),
    Owner(u8),
    Endpoint(u8),
    At(u8),
    /// The output folder is gone, as in CI.
    Lost,
    Nothing,
}

impl Edit {
    pub fn make(&self, portal: &mut Portal) {
        match self {
            Edit::Body(which, n) => portal.replace(ARTICLES[*which], "\n---\n", &format!("\n---\nCâu thêm {n}.\n\n")),
            Edit::Title(which, n) => portal.replace(ARTICLES[*which], "title: ", &format!("title: Mới {n} ")),
            Edit::Date(which, day) => {
                portal.replace(ARTICLES[*which], "date: 2024-01-", &format!("date: 2024-0{}-", 1 + day % 2))
            }
            Edit::Slug(which, n) => portal.replace(ARTICLES[*which], "\nauthor", &format!("\nslug: bai-{n}\nauthor")),
            Edit::Draft(which) => portal.replace(ARTICLES[*which], "\nauthor", "\ndraft: true\nauthor"),
            Edit::Gate(which, n) => {
                let day = 1 + n % 28;
                portal.replace(ARTICLES[*which], "\nauthor", &format!("\npublish_at: 2024-01-{day:02}\nauthor"));
                let english = ARTICLES[*which].replace(".md", ".en.md");
                portal.replace(&english, "\nauthor", &format!("\nexpires: 2024-02-{day:02}\nauthor"));
            }
            Edit::Break(which) => portal.replace(ARTICLES[*which], "summary:", "sumary:"),
            Edit::Move(which) => {
                if let Some(bytes) = portal.files.remove(ARTICLES[*which]) {
                    portal.files.put("content/tin-tuc/2024/02/doi-cho.md", bytes);
                }
            }
            Edit::Delete(which) => drop(portal.files.remove(ARTICLES[*which])),
            Edit::Restore(which) => {
                portal.files.put(ARTICLES[*which], Portal::new().files.read(ARTICLES[*which]).unwrap())
            }
            Edit::Alias(which) => portal.replace(ARTICLES[*which], "\nauthor", "\naliases: [/cu/]\nauthor"),
            Edit::OldQuery(which, n) => {
                let alias = format!("\naliases: [/bai.php?id={}]\nauthor", n % 3);
                portal.replace(ARTICLES[*which], "\nauthor", &alias)
            }
            Edit::Translate(which) => portal
                .files
                .put(&ARTICLES[*which].replace(".md", ".en.md"), article("In English", "2024-01-09", "", "Text.\n")),
            Edit::SectionTitle(n) => {
                portal.replace("content/tin-tuc/_index.md", "title: ", &format!("title: Mục {n} "))
            }
            Edit::Contact(n) => portal.files.put(
                "content/lien-he/tong-dai.md",
                format!("---\ntitle: Tổng đài {n}\nnumber: 0271.3879.{n:03}\npurpose: Hỏi\nslug: so-{n}\n---\n"),
            ),
            Edit::Register(n) => {
                let agency = if n % 2 == 0 { "so-y-te" } else { "so-tttt" };
                let answered = if n % 3 == 0 { "answered: 2024-01-05\n" } else { "" };
                let year = 2022 + u32::from(n % 2);
                portal.files.put(
                    "content/hoi-dap/hoi.md",
                    format!("---\ntitle: Hỏi\nquestion: Hỏi gì?\nreceived: {year}-12-01\nagency: [{agency}]\n{answered}---\nĐáp.\n"),
                );
                let ends = 1 + n % 28;
                portal.files.put(
                    "content/su-kien/hop.md",
                    format!(
                        "---\ntitle: Họp\nsummary: Họp.\nstarts: 2024-01-01\nends: 2024-01-{ends:02}\nplace: Đây\n---\n"
                    ),
                );
            }
            Edit::Template(n) => portal
                .theme("templates/base.html", |text| text.replacen("</main>", &format!("<p>Bản {n}</p></main>"), 1)),
            Edit::Component(n) => {
                portal.theme("templates/404.html", |text| text.replacen("<h1", &format!("<p>{n}</p><h1"), 1))
            }
            Edit::Label(n) => portal.theme("i18n/vi.toml", |text| text.replacen(" = \"", &format!(" = \"{n} "), 1)),
            Edit::Menu => portal.replace("site.toml", "{ page = \"tin-tuc/_index.md\" }, ", ""),
            Edit::Table(n) => {
                let row = if n % 5 == 0 { format!("2023,{n},5") } else { format!("2023;{n}.125") };
                portal.files.put("content/so-lieu/truy-cap/bang.csv", format!("Năm{}Lượt\n{row}\n", &row[4..5]));
            }
            Edit::Rows(n) => {
                let gate = if n % 4 == 0 { "publish_at: 2024-01-20\n" } else { "" };
                let page = format!("---\ntitle: Điểm\nsummary: Nhập số.\n{gate}table: diem.csv\n---\n");
                portal.files.put("content/tra-cuu/_index.md", "---\ntitle: Tra cứu\nkind: lookup\n---\n");
                portal.files.put("content/tra-cuu/diem/index.md", page);
                let schema = format!(
                    "primaryKey: sbd\nlookup:\nfields: [{{ name: sbd }}, {{ name: t, title: Môn {} }}]\n",
                    n % 3
                );
                portal.files.put("content/tra-cuu/diem/diem.schema.yaml", schema);
                let count = if n % 5 == 0 { 3_000 } else { 300 };
                let row =
                    |number: u32| format!("{number:08},{}\n", if number == 7 { u32::from(*n) } else { number % 11 });
                let twice = if n % 7 == 0 { "00000003,1\n" } else { "" };
                let rows: String = (1..=count).map(row).collect();
                portal.files.put("content/tra-cuu/diem/diem.csv", format!("sbd,t\n{rows}{twice}"));
            }
            Edit::Made(n) => made_of_rows(&mut portal.files, *n),
            Edit::Declare(n) => {
                let mark = if n % 2 == 0 { "\",\"" } else { "\".\"" };
                portal.replace("content/so-lieu/truy-cap/index.md", "\nunit:", &format!("\ndecimal: {mark}\nunit:"));
            }
            Edit::OpenData(n) => {
                let rhythm = ["weekly", "monthly", "annual"][usize::from(n % 3)];
                let license = if n % 2 == 0 { "license: cc0-1.0, " } else { "" };
                let group = format!("\ndataset: {{ {license}frequency: {rhythm} }}\nunit:");
                portal.replace("content/so-lieu/truy-cap/index.md", "\nunit:", &group);
                let lists = ["minify = false\n", "minify = false\nlist_csv = true\n"];
                portal.replace("site.toml", lists[1], lists[0]);
                portal.replace("site.toml", lists[0], lists[usize::from(n % 4 == 0)]);
            }
            Edit::Schema(n) => {
                let schema = format!(
                    "decimalChar: \".\"\nfields:\n  - name: Năm\n    title: Năm {n}\n  - name: Lượt\n    type: {}\n    unit: lượt {n}\n",
                    ["number", "integer", "numbr"][usize::from(n % 3)]
                );
                match n % 5 {
                    0 => drop(portal.files.remove("content/so-lieu/truy-cap/bang.schema.yaml")),
                    _ => portal.files.put("content/so-lieu/truy-cap/bang.schema.yaml", schema),
                }
            }
            Edit::Chart(n) => {
                let name = ["", "#b", "#c"][usize::from(n % 3)];
                let page = article("Biểu đồ", "2024-01-06", "", &format!("![Số hộ](ho.csv{name})\n"));
                let kind = ["bar", "share", "line"][usize::from(n / 3 % 3)];
                let chart = format!("{{ type: {kind}, category: Huyện, values: Số, title: Hộ {} }}", n % 2);
                let schema = format!(
                    "fields: [{{ name: Huyện }}, {{ name: Số, type: integer }}]\nchart: {chart}\ncharts: {{ b: {chart} }}\n"
                );
                portal.files.put("content/tin-tuc/2024/01/bieu-do.md", page);
                portal.files.put("content/tin-tuc/2024/01/ho.schema.yaml", schema);
                portal
                    .files
                    .put("content/tin-tuc/2024/01/ho.csv", format!("Huyện,Số\nA,{n}\nB,{}\n", 5 - i32::from(n % 7)));
            }
            Edit::Map(n) => {
                let (folder, step) = ("content/so-lieu/ban-do", u32::from(n % 4));
                let page = "---\ntitle: Bản đồ\nsummary: Bảng.\ndate: 2024-01-02\nperiod: 2023\nunit: người\ntable: dan.csv\nmethod: Đếm.\n---\n![Bản đồ](xa.geojson)\n";
                portal.files.put(&format!("{folder}/index.md"), page);
                portal.files.put(&format!("{folder}/dan.csv"), format!("Mã,Dân\n01,{}\n02,7\n", n % 3));
                let link = if n % 5 == 0 { "../truy-cap/index.md" } else { "/tin-tuc/" };
                let area = |code: &str, west: u32, link: &str| {
                    let east = west + 1;
                    format!(
                        "{{\"type\":\"Feature\",\"properties\":{{\"ma\":\"{code}\",\"trang\":\"{link}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},11],[{east},11],[{east},12.{step}],[{west},11]]]}}}}"
                    )
                };
                let areas = [area("01", 105, link), area("02", 106, "")].join(",");
                let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{areas}]}}");
                portal.files.put(&format!("{folder}/xa.geojson"), if n % 7 == 0 { &text[1..] } else { &text });
                let schema = format!(
                    "title: Bản đồ {}\nmap:\n  label: ma\n  code: ma\n  link: trang\n  table: dan.csv\n  join: Mã\n  value: Dân\n",
                    n % 2
                );
                portal.files.put(&format!("{folder}/xa.schema.yaml"), schema);
            }
            Edit::Rival(there) => {
                let path = "content/tin-tuc/2024/01/A.md";
                match there {
                    true => {
                        portal.files.put(path, article("Kẻ lạ", "2024-01-07", "topics: [chuyen-doi-so]\n", "Chữ.\n"))
                    }
                    false => drop(portal.files.remove(path)),
                }
            }
            Edit::Picture(n) => {
                let drawing = format!(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"9\"><script>{n}</script></svg>",
                    n % 3 + 1
                );
                portal.files.put("content/tin-tuc/2024/01/hinh.svg", drawing);
                let place = format!("GPS {n}");
                let comment = [&b"\xff\xd8\xff\xfe\0"[..], &[place.len() as u8 + 2], place.as_bytes()].concat();
                let picture = b"\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0a\xff\xd9";
                portal.files.put("content/tin-tuc/2024/01/anh.jpg", [&comment[..], picture].concat());
                portal.replace(ARTICLES[0], "\n---\n", "\n---\n![hình](hinh.svg) ![ảnh](anh.jpg)\n\n");
            }
            Edit::Photograph(n) => {
                let photograph = photograph(340 + usize::from(n % 2), 20, u32::from(n % 3), 1 + u16::from(n % 8));
                portal.files.put("content/tin-tuc/2024/01/canh.jpg", photograph);
                let image = "\nimage: canh.jpg\nimage_alt: Cảnh\nauthor";
                portal.replace(ARTICLES[usize::from(n % 2)], "\nauthor", image);
                let widths = ["[pictures]\nwidths = [100]\n\n[outputs]", "[outputs]"];
                let (old, new) = if n % 5 == 0 { (1, 0) } else { (0, 1) };
                portal.replace("site.toml", widths[old], widths[new]);
            }
            Edit::Root(n) => {
                let name = ["content/_root/.well-known/a", "content/_root/robots.txt", "content/_root/b.html"];
                match n % 4 {
                    0 => name.iter().for_each(|name| drop(portal.files.remove(name))),
                    other => portal.files.put(name[usize::from(other) - 1], format!("{n}")),
                }
            }
            Edit::Base(n) => {
                let text = portal.text("site.toml").unwrap_or_default();
                let path = ["", "/a", "/a/b"][usize::from(n % 3)];
                let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
                portal.files.put("site.toml", format!("base_url = \"https://tinh.example{path}\"\n{rest}"));
            }
            Edit::Urgent(n) => {
                let kind = if n % 3 == 0 { "khac" } else { "khan-cap" };
                let text = format!(
                    "---\ntitle: Bão {n}\ndate: 2024-01-10\nkind: notice\ntype: {kind}\nagency: so-y-te\nends: 2024-01-{:02} 12:00\n---\n",
                    12 + n % 8
                );
                portal.files.put("content/tin-tuc/bao.md", text);
                let english =
                    "---\ntitle: Storm\ndate: 2024-01-10\nkind: notice\ntype: khan-cap\nagency: so-y-te\n---\n";
                match n % 2 {
                    0 => portal.files.put("content/tin-tuc/bao.en.md", english),
                    _ => drop(portal.files.remove("content/tin-tuc/bao.en.md")),
                }
            }
            Edit::Home(n) => match n % 3 {
                0 => drop(portal.files.remove("content/_index.en.md")),
                1 => portal.files.put("content/_index.en.md", "---\ntitle:\n---\n"),
                _ => portal.files.put("content/_index.en.md", "---\ntitle: Home\n---\n"),
            },
            Edit::Owner(n) => portal.replace("site.toml", "email = \"", &format!("email = \"{n}")),
            Edit::Endpoint(n) => {
                let forms = format!(
                    "[forms]\nendpoint = \"https://f.example/{n}\"\npolicy = \"lien-he/_index.md\"\nfeedback = {{ page = \"lien-he/_index.md\" }}\n\n[outputs]"
                );
                let text = portal.text("site.toml").unwrap_or_default();
                let rest = text.split_once("[forms]").map_or(text.clone(), |(before, after)| {
                    format!("{before}{}", after.find("[outputs]").map_or("", |at| &after[at..]))
                });
                portal.files.put("site.toml", rest.replacen("[outputs]", &forms, 1));
            }
            Edit::At(day) => portal.at = format!("2024-0{}-{:02} 08:00", 1 + day % 2, 1 + day % 28),
            Edit::Lost | Edit::Nothing => {}
        }
    }
}

/// A table of each sort from which something is made.
fn made_of_rows(files: &mut Memory, n: u8) {
    let pages = "fields: [{ name: Xã }, { name: Số }, { name: Nháp, type: boolean }]\npages:\n  kind: contact\n  name: 'xa {Xã}'\n  fields: { title: 'Xã {Xã}', number: '{Số}', purpose: Hỏi, draft: '{Nháp}' }\n  en: { title: 'Commune {Xã}' }\n";
    let rows = |count: u8| {
        (0..count)
            .map(|row| format!("A{row},0271.{:04},{}\n", (n % 7) * 10 + row, if row == n % 5 { "có" } else { "" }))
    };
    let twice = if n.is_multiple_of(6) { "a0,0271.1022,\n" } else { "" };
    let csv = format!("Xã,Số,Nháp\n{}{twice}", rows(2 + n % 4).collect::<String>());
    files.put("content/lien-he/xa.csv", csv);
    files.put(
        "content/lien-he/xa.schema.yaml",
        if n.is_multiple_of(9) { pages.replace("kind: contact", "kind: contat") } else { pages.to_owned() },
    );
    let split = "fields: [{ name: Huyện }, { name: Đường }, { name: Giá, type: number }]\nsplit:\n  by: Huyện\n  kind: statistics\n  fields: { title: 'Giá {place}', summary: '{rows} dòng', date: 2024-01-03, period: 2024, unit: đồng, method: Đếm }\n";
    let prices = (0..2 + n % 3).map(|row| {
        format!("H{},Đ{row},{}\n", row % 2, if n.is_multiple_of(8) { "x".to_owned() } else { n.to_string() })
    });
    files.put("content/so-lieu/gia.csv", format!("Huyện,Đường,Giá\n{}", prices.collect::<String>()));
    files.put("content/so-lieu/gia.schema.yaml", split);
    let expires = if n.is_multiple_of(4) { "" } else { "expires: 2024-02-10\n" };
    let page = format!(
        "---\ntitle: Hộ\nsummary: Bảng.\ndate: 2024-01-02\n{expires}noindex: true\nperiod: 2023\nunit: hộ\ntable: ho.csv\nmethod: Đếm.\n---\n"
    );
    files.put("content/so-lieu/ho/index.md", page);
    files.put("content/so-lieu/ho/ho.csv", format!("Họ tên,Ấp\nTrần Văn A{n},Ấp {}\n", n % 3));
    files.put("content/so-lieu/ho/ho.schema.yaml", "fields: [{ name: Họ tên, mask: name }, { name: Ấp }]\n");
}

pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let which = || 0..ARTICLES.len();
    let edit = prop_oneof![
        3 => (which(), any::<u8>()).prop_map(|(a, n)| Edit::Body(a, n)),
        2 => (which(), any::<u8>()).prop_map(|(a, n)| Edit::Title(a, n)),
        1 => (which(), any::<u8>()).prop_map(|(a, n)| Edit::Date(a, n)),
        1 => (which(), any::<u8>()).prop_map(|(a, n)| Edit::Slug(a, n)),
        1 => which().prop_map(Edit::Draft),
        1 => (which(), any::<u8>()).prop_map(|(a, n)| Edit::Gate(a, n)),
        1 => which().prop_map(Edit::Break),
        1 => which().prop_map(Edit::Move),
        1 => which().prop_map(Edit::Delete),
        2 => which().prop_map(Edit::Restore),
        1 => which().prop_map(Edit::Alias),
        1 => (which(), any::<u8>()).prop_map(|(a, n)| Edit::OldQuery(a, n)),
        1 => which().prop_map(Edit::Translate),
        1 => any::<u8>().prop_map(Edit::SectionTitle),
        1 => any::<u8>().prop_map(Edit::Contact),
        2 => any::<u8>().prop_map(Edit::Register),
        1 => any::<u8>().prop_map(Edit::Template),
        1 => any::<u8>().prop_map(Edit::Component),
        1 => any::<u8>().prop_map(Edit::Label),
        1 => Just(Edit::Menu),
        1 => any::<u8>().prop_map(Edit::Table),
        1 => any::<u8>().prop_map(Edit::Schema),
        2 => any::<u8>().prop_map(Edit::Chart),
        2 => any::<u8>().prop_map(Edit::OpenData),
        2 => any::<u8>().prop_map(Edit::Rows),
        2 => any::<u8>().prop_map(Edit::Made),
        1 => any::<u8>().prop_map(Edit::Declare),
        2 => any::<u8>().prop_map(Edit::Map),
        1 => any::<bool>().prop_map(Edit::Rival),
        2 => any::<u8>().prop_map(Edit::Picture),
        2 => any::<u8>().prop_map(Edit::Photograph),
        1 => any::<u8>().prop_map(Edit::Root),
        1 => any::<u8>().prop_map(Edit::Base),
        2 => any::<u8>().prop_map(Edit::Urgent),
        2 => any::<u8>().prop_map(Edit::Home),
        1 => any::<u8>().prop_map(Edit::Owner),
        1 => any::<u8>().prop_map(Edit::Endpoint),
        2 => any::<u8>().prop_map(Edit::At),
        2 => Just(Edit::Lost),
        1 => Just(Edit::Nothing),
    ];
    prop::collection::vec(edit, 1..6)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn an_incremental_build_leaves_the_bytes_of_a_clean_build(edits in edits()) {
        let mut portal = Portal::new();
        let mut last = build(&portal, nothing(), BTreeMap::new());
        for edit in edits {
            edit.make(&mut portal);
            let known = last.known(&portal);
            let before = if matches!(edit, Edit::Lost) { BTreeMap::new() } else { last.outputs };
            let incremental = build(&portal, known, before);
            let clean = build(&portal, nothing(), BTreeMap::new());
            let differs: Vec<&String> = clean.outputs.keys().chain(incremental.outputs.keys()).filter(|path| clean.outputs.get(*path) != incremental.outputs.get(*path)).collect();
            prop_assert!(differs.is_empty(), "after {edit:?}: {differs:?}");
            prop_assert_eq!(&clean.findings, &incremental.findings, "after {:?}", edit);
            last = incremental;
        }
    }
}

/// The addresses of the pages that are rendered after one edit of a portal that was just built.
fn rendered_after(edit: &Edit) -> Vec<String> {
    let mut portal = Portal::new();
    let first = build(&portal, nothing(), BTreeMap::new());
    edit.make(&mut portal);
    let known = first.known(&portal);
    build(&portal, known, first.outputs).rendered
}

#[test]
fn nothing_changed_renders_nothing() {
    assert_eq!(rendered_after(&Edit::Nothing), Vec::<String>::new());
}

#[test]
fn a_body_edit_renders_its_own_page_and_nothing_else() {
    // The search page names the index, in which the new words are.
    assert_eq!(rendered_after(&Edit::Body(1, 1)), ["/tim-kiem/", "/tin-tuc/2024/01/b/"]);
}

#[test]
fn a_title_edit_renders_the_page_and_the_pages_that_show_the_title() {
    let rendered = rendered_after(&Edit::Title(1, 1));
    for shows in
        ["/tin-tuc/2024/01/b/", "/tin-tuc/", "/", "/luu-tru/2024/01/", "/co-quan/so-y-te/", "/chuyen-de/chuyen-doi-so/"]
    {
        assert!(rendered.contains(&shows.to_owned()), "{shows} shows the title: {rendered:?}");
    }
    for other in ["/lien-he/", "/lien-he/tong-dai/", "/en/", "/so-do-cong/", "/404.html", "/so-lieu/truy-cap/"] {
        assert!(!rendered.contains(&other.to_owned()), "{other} does not show it: {rendered:?}");
    }
}

#[test]
fn a_table_edit_renders_the_page_that_shows_the_table() {
    let rendered = rendered_after(&Edit::Table(7));
    assert!(rendered.contains(&"/so-lieu/truy-cap/".to_owned()), "{rendered:?}");
    assert!(!rendered.contains(&"/tin-tuc/2024/01/a/".to_owned()), "{rendered:?}");
}

#[test]
fn an_edit_of_a_schema_renders_the_page_that_shows_its_table_and_no_other() {
    let mut portal = Portal::new();
    Edit::Schema(1).make(&mut portal);
    let first = build(&portal, nothing(), BTreeMap::new());
    assert!(String::from_utf8_lossy(&first.outputs["so-lieu/truy-cap/index.html"]).contains("lượt 1"));
    Edit::Schema(4).make(&mut portal);
    let second = build(&portal, first.known(&portal), first.outputs);
    assert_eq!(second.rendered, ["/so-lieu/truy-cap/"]);
    assert!(String::from_utf8_lossy(&second.outputs["so-lieu/truy-cap/index.html"]).contains("lượt 4"));
    assert_eq!(second.outputs, build(&portal, nothing(), BTreeMap::new()).outputs);
}

#[test]
fn an_edited_figure_changes_the_map_that_shows_it_and_no_other_page() {
    let mut portal = Portal::new();
    Edit::Map(1).make(&mut portal);
    let first = build(&portal, nothing(), BTreeMap::new());
    let page = "so-lieu/ban-do/index.html";
    assert!(String::from_utf8_lossy(&first.outputs[page]).contains("<title>01: 1</title>"));
    portal.files.put("content/so-lieu/ban-do/dan.csv", "Mã,Dân\n01,5\n02,7\n");
    let second = build(&portal, first.known(&portal), first.outputs);
    // Lists look at what the item says of its file, and show nothing of that.
    let pages: Vec<&String> = second.written.iter().filter(|path| path.ends_with(".html")).collect();
    assert_eq!(pages, [page]);
    assert!(second.written.contains(&"so-lieu/ban-do/xa.svg".to_owned()), "{:?}", second.written);
    assert!(String::from_utf8_lossy(&second.outputs[page]).contains("<title>01: 5</title>"));
    assert_eq!(second.outputs, build(&portal, nothing(), BTreeMap::new()).outputs);
    portal.replace("content/so-lieu/ban-do/xa.schema.yaml", "title: Bản đồ", "title: Tên");
    let third = build(&portal, second.known(&portal), second.outputs);
    // The search page names the index, in which the title of the map is.
    assert_eq!(third.rendered, ["/so-lieu/ban-do/", "/tim-kiem/"]);
    assert_eq!(third.outputs, build(&portal, nothing(), BTreeMap::new()).outputs);
}

#[test]
fn a_new_endpoint_changes_the_pages_that_have_its_form() {
    let mut portal = Portal::new();
    Edit::Endpoint(1).make(&mut portal);
    let first = build(&portal, nothing(), BTreeMap::new());
    Edit::Endpoint(2).make(&mut portal);
    assert!(!Arc::ptr_eq(&first.known(&portal), &first.store), "another site.toml reads everything again");
    let second = build(&portal, nothing(), first.outputs);
    for page in ["lien-he/index.html", "tin-tuc/2024/01/a/index.html"] {
        let html = String::from_utf8_lossy(&second.outputs[page]);
        assert!(html.contains("https://f.example/2") && !html.contains("https://f.example/1"), "{page}");
    }
}

#[test]
fn a_template_edit_renders_the_pages_of_that_template() {
    assert_eq!(rendered_after(&Edit::Component(1)), ["/404.html", "/en/404.html"]);
}

#[test]
fn a_date_that_passes_renders_what_it_changes() {
    let mut portal = Portal::new();
    portal.files.put("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n");
    let notice =
        "---\ntitle: Tuyển sinh\ndate: 2024-01-10\ntype: tuyen-sinh\nagency: so-y-te\nvalid_until: 2024-01-15\n---\n";
    portal.files.put("content/thong-bao/tuyen-sinh.md", notice);
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.at = "2024-01-16 00:00".to_owned();
    let known = first.known(&portal);
    let second = build(&portal, known, first.outputs);
    assert!(second.rendered.contains(&"/thong-bao/tuyen-sinh/".to_owned()), "{:?}", second.rendered);
    assert!(!second.rendered.contains(&"/tin-tuc/2024/01/a/".to_owned()), "{:?}", second.rendered);
}

#[test]
fn a_warm_build_parses_nothing_and_still_tells_every_finding() {
    let mut portal = Portal::new();
    portal.replace(ARTICLES[0], "\n---\n", "\n---\n<b>đậm</b>\n");
    let first = build(&portal, nothing(), BTreeMap::new());
    let known = first.known(&portal);
    let second = build(&portal, known, first.outputs);
    assert!(first.findings.iter().any(|finding| finding.contains("HTML")), "{:?}", first.findings);
    assert_eq!(first.findings, second.findings);
    assert_eq!(second.rendered, Vec::<String>::new());
}

#[test]
fn an_urgent_notice_comes_to_all_pages_and_goes_from_all_at_its_end() {
    let mut portal = Portal::new();
    let first = build(&portal, nothing(), BTreeMap::new());
    Edit::Urgent(7).make(&mut portal);
    let told = build(&portal, first.known(&portal), first.outputs);
    let pages: Vec<&String> = told.outputs.keys().filter(|path| path.ends_with(".html")).collect();
    let without = |build: &Build| -> Vec<String> {
        let pages = build.outputs.iter().filter(|(path, _)| path.ends_with(".html"));
        let silent = pages.filter(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("class=\"urgent\""));
        silent.map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(without(&told), Vec::<String>::new());
    let rendered = told.rendered.len();
    assert!(rendered >= pages.len(), "{rendered} of {} pages", pages.len());
    // It ends at noon of that day.
    portal.at = "2024-01-19 11:59".to_owned();
    let before = build(&portal, told.known(&portal), told.outputs);
    assert_eq!(without(&before), Vec::<String>::new());
    portal.at = "2024-01-19 12:00".to_owned();
    let over = build(&portal, before.known(&portal), before.outputs);
    assert_eq!(without(&over).len(), over.outputs.keys().filter(|path| path.ends_with(".html")).count());
}

#[test]
fn a_number_changes_on_the_pages_that_take_it_from_its_contact() {
    let rendered = rendered_after(&Edit::Contact(1));
    for page in ["/co-cau/", "/co-cau/so/", "/lien-he/tong-dai/"] {
        assert!(rendered.iter().any(|url| url == page) || page.contains("tong-dai"), "{page}: {rendered:?}");
    }
    assert!(!rendered.iter().any(|url| url == "/tin-tuc/2024/01/b/"), "{rendered:?}");
}
