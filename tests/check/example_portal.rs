//! The portal that examples of rules are laid over: small, sound, with one page of every kind and the theme that is handed out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cong::audit::profiles::Profiles;
use cong::audit::report::Report;
use cong::audit::{Audited, Wanted, audit};
use cong::cache::{BlobStore, Cache};
use cong::diag::Finding;
use cong::diag::rules::Content;
use cong::files::{Files, Memory, REPORT_FILES};
use cong::lint::{self, Settings, Text};
use cong::load::{embedded, source_text};
use cong::pipeline::{self, Input, Options, Order, Silent};
use cong::render::Renderer;
use cong::report::{Reported, year};
use cong::tally::period::Period;

use crate::site_builder::{Outputs, moment};

/// When examples are built.
pub const AT: &str = "2024-01-15 12:00";

/// As little as a portal needs, so that an example may say what it needs in a line. No list of its own for feeds, years and
/// topics: no rule is about what is not asked for, and each page more is built hundreds of times.
const SITE_TOML: &str = r#"base_url = "https://tinh.example"
theme = "portal"
languages = ["vi", "en"]
title = { vi = "Cổng thử", en = "Test portal" }
description = { vi = "Cổng để thử.", en = "A portal for tests." }

[owner]
name = { vi = "Ủy ban nhân dân tỉnh", en = "People's Committee" }
unit = { vi = "Ban Biên tập", en = "Editorial Board" }
responsible = { vi = "Trưởng Ban Biên tập", en = "Head of the Board" }
address = { vi = "Số 1 đường Trần Phú", en = "1 Trần Phú Street" }
phone = "lien-he:tong-dai"
email = "bbt@tinh.example"

[outputs]
feeds = []
archive = false
site_tree = false
list_json = false
minify = false

[menus]
main = [
  { page = "gioi-thieu/_index.md" },
  { page = "tin-tuc/_index.md" },
  { page = "van-ban/_index.md" },
  { page = "gop-y/_index.md" },
  { page = "hoi-dap/_index.md" },
  { page = "thong-bao/_index.md" },
  { page = "lien-he/_index.md" },
  { page = "co-cau/_index.md" },
  { page = "lanh-dao/_index.md" },
  { page = "lich/_index.md" },
  { page = "ke-hoach/_index.md" },
  { page = "de-tai/_index.md" },
  { page = "thong-ke/_index.md" },
  { page = "ngan-sach/_index.md" },
  { page = "video/_index.md" },
  { page = "infographic/_index.md" },
  { page = "tra-cuu/_index.md" },
  { page = "tham-do/_index.md" },
  { page = "lich-tuan/_index.md" },
  { page = "thu-vien/_index.md" },
]

[audit]
profiles = ["thu"]

[[agencies]]
id = "so-y-te"
name = { vi = "Sở Y tế", en = "Department of Health" }

[[topics]]
id = "chuyen-doi-so"
name = { vi = "Chuyển đổi số", en = "Digital transformation" }

[[fields]]
id = "y-te"
name = { vi = "Y tế", en = "Health" }
"#;

const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4" viewBox="0 0 8 4"><rect width="8" height="4" fill="#0a5"/></svg>"##;

/// Folder, title and kind of each section.
const SECTIONS: [(&str, &str, &str); 21] = [
    ("gioi-thieu", "Giới thiệu", "page"),
    ("tin-tuc", "Tin tức", "article"),
    ("van-ban", "Văn bản", "document"),
    ("gop-y", "Góp ý dự thảo", "consultation"),
    ("hoi-dap", "Hỏi - Đáp", "question"),
    ("thong-bao", "Thông báo", "notice"),
    ("lien-he", "Đường dây nóng", "contact"),
    ("co-cau", "Cơ cấu tổ chức", "organisation"),
    ("lanh-dao", "Lãnh đạo", "person"),
    ("lich", "Sự kiện", "event"),
    ("ke-hoach", "Kế hoạch", "plan"),
    ("de-tai", "Đề tài khoa học", "science"),
    ("thong-ke", "Thống kê", "statistics"),
    ("ngan-sach", "Ngân sách", "budget"),
    ("banner", "Banner", "banner"),
    ("video", "Video", "video"),
    ("infographic", "Infographic", "infographic"),
    ("tra-cuu", "Tra cứu", "lookup"),
    ("tham-do", "Thăm dò ý kiến", "poll"),
    ("lich-tuan", "Lịch công tác tuần", "schedule"),
    ("thu-vien", "Thư viện ảnh", "gallery"),
];

/// Front matter and text of everything else.
const PAGES: [(&str, &str, &str); 26] = [
    ("_index.md", "title: Trang chủ\n", ""),
    ("_index.en.md", "title: Home\n", ""),
    ("gioi-thieu/_index.en.md", "title: About\nkind: page\nslug: about\n", ""),
    ("tin-tuc/_index.en.md", "title: News\nkind: article\nslug: news\n", ""),
    ("gioi-thieu/ban-do/index.md", "title: Bản đồ xã\n", "![Bản đồ hai xã](xa.geojson)\n\n[Số liệu](dan.csv)\n"),
    ("gioi-thieu/lich-su.md", "title: Lịch sử\n", "Tỉnh nằm ở miền Đông Nam Bộ.\n"),
    (
        "tin-tuc/khai-giang.md",
        "title: Khai giảng năm học mới\nsummary: Học sinh toàn tỉnh dự lễ.\ndate: 2024-01-10\nauthor: Ban Biên tập\n",
        "Sáng nay các trường khai giảng.\n",
    ),
    (
        "van-ban/qd-12/index.md",
        "title: Quyết định số 12/QĐ-UBND\nnumber: 12/QĐ-UBND\nsummary: Ban hành quy chế tiếp công dân.\ntype: quyet-dinh\nissuer: Ủy ban nhân dân tỉnh\nissued: 2024-01-10\neffective: 2024-01-12\nsigner: Trần Văn A\nsigner_title: Chủ tịch\nattachments:\n  - file: qd-12.pdf\n",
        "",
    ),
    (
        "gop-y/quy-che.md",
        "title: Dự thảo quy chế\nsubject: policy\ndrafter: Sở Y tế\nopens: 2024-01-10\ncloses: 2024-02-10\nattachments:\n  - file: ../van-ban/qd-12/qd-12.pdf\ncomment_email: gopy@tinh.example\n",
        "Mời góp ý.\n",
    ),
    (
        "hoi-dap/tiem-chung.md",
        "title: Tiêm chủng ở đâu?\nquestion: Con tôi tiêm chủng ở đâu?\nreceived: 2024-01-10\nanswered: 2024-01-11\nagency: [so-y-te]\n",
        "Anh, chị đưa cháu tới trạm y tế xã.\n",
    ),
    (
        "thong-bao/tuyen-sinh.md",
        "title: Tuyển sinh lớp nghề\ndate: 2024-01-10\ntype: tuyen-sinh\nagency: [so-y-te]\n",
        "Nhận hồ sơ đến hết tháng.\n",
    ),
    ("lien-he/tong-dai.md", "title: Tổng đài 1022\nnumber: '1022'\npurpose: Hỏi thủ tục hành chính.\n", ""),
    (
        "co-cau/so-y-te.md",
        "title: Sở Y tế\nfunctions: Quản lý nhà nước về y tế.\naddress: Số 2 đường Trần Phú\nphone: lien-he:tong-dai\nemail: soyte@tinh.example\n",
        "",
    ),
    ("lanh-dao/giam-doc.md", "title: Trần Thị B\nposition: Giám đốc Sở Y tế\nunit: ../co-cau/so-y-te.md\n", ""),
    (
        "lich/ngay-hoi.md",
        "title: Ngày hội đọc sách\nsummary: Mở cửa cho mọi người.\nstarts: 2024-02-20 08:00\nends: 2024-02-20 11:00\nplace: Thư viện tỉnh\n",
        "",
    ),
    (
        "ke-hoach/truong-hoc.md",
        "title: Xây bốn phòng học\nsummary: Bốn phòng học mầm non.\ntype: dau-tu-cong\ndate: 2024-01-10\nagency: [so-y-te]\nstatus: running\n",
        "Dự án bắt đầu năm 2024.\n",
    ),
    (
        "de-tai/giong-dieu.md",
        "title: Giống điều chịu hạn\ncode: DT-2024-01\ndate: 2024-01-10\nlevel: tinh\narea: Nông nghiệp\nhost: Trung tâm Khuyến nông\nperiod: 01/2024 - 12/2024\nstatus: running\n",
        "Chọn ba giống để trồng thử.\n",
    ),
    (
        "thong-ke/luot-hoi/index.md",
        "title: Lượt hỏi theo năm\nsummary: Số lượt hỏi tăng.\ndate: 2024-01-10\nperiod: Năm 2022, năm 2023\nunit: lượt\ntable: luot-hoi.csv\nmethod: Đếm theo sổ trực.\n",
        "",
    ),
    (
        "ngan-sach/du-toan/index.md",
        "title: Dự toán ngân sách năm 2024\ndate: 2024-01-10\nlevel: tinh\nunit_name: Tỉnh\nyear: 2024\ntype: du-toan\nunit: tỷ đồng\ntable: thu.csv\n",
        "",
    ),
    (
        "banner/tong-dai/index.md",
        "title: Tổng đài 1022\nimage: hinh.svg\nimage_alt: Gọi 1022 để hỏi thủ tục\nstarts: 2024-01-01\nends: 2024-12-31\nslot: side\n",
        "",
    ),
    (
        "video/goi-1022/index.md",
        "title: Gọi 1022\ndate: 2024-01-10\nvideo: https://www.youtube.com/watch?v=BPportal001\nimage: hinh.svg\nimage_alt: Một chiếc điện thoại\ntranscript: Gọi 1022 để hỏi thủ tục.\n",
        "",
    ),
    (
        "infographic/luot-hoi/index.md",
        "title: Lượt hỏi năm 2023\ndate: 2024-01-10\nimage: hinh.svg\nimage_alt: Một cột cao dần\ntext_version: Số lượt hỏi tăng từ 20 lên 30.\n",
        "",
    ),
    ("tra-cuu/diem-thi/index.md", "title: Điểm thi\nsummary: Nhập số báo danh.\ntable: diem.csv\n", ""),
    (
        "tham-do/noi-doc.md",
        "title: Bạn đọc tin ở đâu?\nsummary: Để chọn nơi đăng thông báo.\nopens: 2024-01-02\ncloses: 2024-01-05\nanswers: [Cổng, Đài]\nresults:\n  - { answer: Cổng, votes: 20 }\n  - { answer: Đài, votes: 10 }\n",
        "",
    ),
    (
        "lich-tuan/tuan-3.md",
        "title: Lịch công tác tuần 3\nsummary: Tiếp công dân ngày 15/01.\nstarts: 2024-01-15\nends: 2024-01-21\nentries:\n  - day: 2024-01-15\n    time: Sáng\n    what: Tiếp công dân\n",
        "",
    ),
    (
        "thu-vien/khai-giang/index.md",
        "title: Ảnh khai giảng\nsummary: Học sinh dự lễ.\ndate: 2024-01-10\nimage: hinh.svg\nimage_alt: Một lá cờ\n",
        "![Lá cờ](hinh.svg)\n",
    ),
];

/// An obligation that the portal meets.
const PROFILE: &str = r#"name = { vi = "Thử", en = "Trial" }

[[obligation]]
id = "tin-tuc"
title = { vi = "Tin tức", en = "News" }
article = "quy chế của cổng"
source = "quy chế của cổng"
evidence = "verified"
where = { section = "tin-tuc" }
proofs = [{ items = 1 }]
"#;

/// Files that pages have beside them.
const FILES: [(&str, &str); 12] = [
    ("thu-vien/khai-giang/hinh.svg", DRAWING),
    ("gioi-thieu/ban-do/xa.geojson", COMMUNES),
    ("gioi-thieu/ban-do/xa.schema.yaml", MAP),
    ("gioi-thieu/ban-do/dan.csv", "ma,dan\n01,1200\n02,3400\n"),
    ("van-ban/qd-12/qd-12.pdf", "%PDF-1.4\n%%EOF\n"),
    ("thong-ke/luot-hoi/luot-hoi.csv", "Năm;Lượt\nNăm 2022;20\nNăm 2023;30\n"),
    ("ngan-sach/du-toan/thu.csv", "Khoản;Số tiền\nThuế;20\nPhí;30\n"),
    ("banner/tong-dai/hinh.svg", DRAWING),
    ("video/goi-1022/hinh.svg", DRAWING),
    ("infographic/luot-hoi/hinh.svg", DRAWING),
    ("tra-cuu/diem-thi/diem.csv", "sbd,toan\n43000001,8.4\n43000002,5\n"),
    ("tra-cuu/diem-thi/diem.schema.yaml", MARKS),
];

/// What the columns of the table of marks are.
const MARKS: &str = "primaryKey: sbd
lookup:
  example: '43012345'
fields:
  - name: sbd
    title: Số báo danh
  - name: toan
    title: Toán
    type: number
    constraints: { maximum: 10 }
";

/// Two communes of a map.
const COMMUNES: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"ma": "01", "ten": "Xã Một", "loai": "A", "dt": "12.5", "trang": "/lien-he/"}, "geometry": {"type": "Polygon", "coordinates": [[[106, 11], [106.5, 11], [106.5, 11.5], [106, 11.5], [106, 11]]]}},
{"type": "Feature", "properties": {"ma": "02", "ten": "Xã Hai", "loai": "B", "dt": "8"}, "geometry": {"type": "Polygon", "coordinates": [[[106.5, 11], [107, 11], [107, 11.5], [106.5, 11.5], [106.5, 11]]]}}
]}
"#;
const MAP: &str = "title: Bản đồ xã
map:
  label: ten
  code: ma
  area: dt
  link: trang
  table: dan.csv
  join: ma
  value: dan
";

/// The files of the portal.
pub fn files() -> Memory {
    let mut files = Memory::new();
    files.put("site.toml", SITE_TOML);
    files.put("content/_audit/thu.toml", PROFILE);
    for (folder, title, kind) in SECTIONS {
        files.put(&format!("content/{folder}/_index.md"), format!("---\ntitle: {title}\nkind: {kind}\n---\n"));
    }
    for (path, front_matter, body) in PAGES {
        files.put(&format!("content/{path}"), format!("---\n{front_matter}---\n{body}"));
    }
    for (path, text) in FILES {
        files.put(&format!("content/{path}"), text);
    }
    files
}

/// The portal with these files laid over it.
pub fn with<'a>(changes: impl IntoIterator<Item = (&'a String, &'a Content)>) -> Memory {
    let mut files = files();
    for (path, content) in changes {
        let before = || {
            let own = files.read(path).ok().or_else(|| embedded_file(path));
            String::from_utf8(own.unwrap_or_else(|| panic!("the example portal has no {path}"))).unwrap()
        };
        let bytes = match content {
            Content::Text(text) => text.clone().into_bytes(),
            Content::Bytes { base64 } => STANDARD.decode(base64.replace(['\n', ' '], "")).unwrap(),
            Content::Added { add } => (before() + add).into_bytes(),
            Content::Replaced { replace, with } => {
                let before = before();
                assert!(before.contains(replace), "{path} has no {replace}");
                before.replacen(replace, with, 1).into_bytes()
            }
            Content::Repeated { before, repeat, times, after } => {
                format!("{before}{}{after}", repeat.repeat(*times)).into_bytes()
            }
            Content::Gone { .. } => {
                files.remove(path);
                continue;
            }
        };
        files.put(path, bytes);
    }
    files
}

/// What the program carries for a portal that has no such file of its own.
fn embedded_file(path: &str) -> Option<Vec<u8>> {
    let of = |files: Vec<(&'static str, &'static [u8])>, name: &str| {
        files.into_iter().find(|(path, _)| *path == name).map(|(_, bytes)| bytes.to_vec())
    };
    let of_theme = path.strip_prefix("themes/portal/").and_then(|name| of(embedded::theme(), name));
    of_theme.or_else(|| of(embedded::kinds(), path.strip_prefix("kinds/")?))
}

/// Everything that is told of a portal. Whoever adds findings of another sort asks for them here too.
pub fn findings_of(files: Memory) -> Vec<Finding> {
    let pipeline::Built { mut findings, renderer, .. } = build(files.clone(), Base::known());
    if let Some(renderer) = renderer {
        findings.extend(lint::portal(&renderer.site, &renderer.plan, &|_| true, None));
        let settings = Settings::of(&renderer.site.config);
        for page in renderer.site.all_pages() {
            let file = &page.document().source;
            // The page of a row stands in no file.
            let bytes = renderer.files.read(file.as_str()).unwrap();
            let Some(source) = source_text::clean(file.as_str(), &bytes, &mut Vec::new()) else { continue };
            let Some(text) = Text::read(file, page.kind(), page.language(), &source) else { continue };
            let text = text.of_portal(&settings);
            findings.extend(text.found(lint::text(&text, &|_| true)).into_iter().map(|found| found.finding));
        }
        let profiles = Profiles::read(&files, &renderer.site.kinds, &mut findings);
        let audited =
            Audited { site: &renderer.site, theme: &renderer.theme, files: &files, findings: &[], at: moment(AT) };
        let audit = audit(audited, &profiles, &Wanted::Profiles(Vec::new()), &mut findings).ok();
        findings.extend(audit.into_iter().flat_map(|audit| told_of_reports(&renderer, &audit, &files)));
    }
    findings
}

/// What the yearly report tells, of the years that there are files of.
fn told_of_reports(renderer: &Renderer, audit: &Report, files: &Memory) -> Vec<Finding> {
    let named = files.list(REPORT_FILES).unwrap();
    let mut years: Vec<&str> = named.iter().filter_map(|entry| entry.path.file_name().strip_suffix(".toml")).collect();
    years.retain(|name| name.parse::<i16>().is_ok());
    if years.is_empty() && !named.is_empty() {
        years.push("2024");
    }
    let (site, zone, mut findings) = (&renderer.site, renderer.site.config.zone(), Vec::new());
    for year in years {
        let period = Period::parse(year, &zone).unwrap();
        let (at, zone, language) = (moment(AT), zone.clone(), "vi");
        year::yearly(&Reported { all: site, site, audit, files, at, period, zone, language }, &mut findings);
    }
    findings
}

/// What a build keeps for the next.
#[derive(Default)]
struct Known(Mutex<BTreeMap<String, Vec<u8>>>);

impl BlobStore for Known {
    fn read(&self, file: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(file).cloned()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.0.lock().unwrap().keys().filter(|file| file.starts_with(folder)).cloned().collect()
    }

    fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
        let mut bytes = Vec::new();
        contents(&mut bytes).unwrap();
        self.0.lock().unwrap().insert(file.to_owned(), bytes);
    }
}

/// What the next build may know of the example portal as it is: hundreds are built that differ from it by a page.
struct Base {
    store: Arc<Known>,
    outputs: BTreeMap<String, Vec<u8>>,
}

impl Base {
    fn known() -> &'static Base {
        static BASE: LazyLock<Base> = LazyLock::new(|| {
            let nothing = Base { store: Arc::default(), outputs: BTreeMap::new() };
            let (store, mut outputs) = (nothing.store.clone(), Outputs::default());
            let cache = Cache::open(store.clone());
            build_to(files(), &cache, &mut outputs).persist(cache);
            Base { store, outputs: outputs.finished().1 }
        });
        &BASE
    }
}

/// Builds the base. Whoever asks for findings in many threads calls this first, outside of them: a build shares its work among the
/// same threads, and those that wait for the base could not do it.
pub fn ready() {
    Base::known();
}

fn build(files: Memory, base: &Base) -> pipeline::Built {
    // As on the disk, what is known belongs to a configuration.
    let is_same = files.read("site.toml").is_ok_and(|text| text == SITE_TOML.as_bytes());
    let (cache, before) = if is_same {
        (Cache::open(base.store.clone()), base.outputs.clone())
    } else {
        (Cache::default(), BTreeMap::new())
    };
    build_to(files, &cache, &mut Outputs::over(before))
}

fn build_to(files: Memory, cache: &Cache, target: &mut Outputs) -> pipeline::Built {
    let options = Options { at: moment(AT), show_all: false, foreign: false, preview: false };
    let files: Arc<dyn Files> = Arc::new(files);
    pipeline::build(&Input { files: &files, options, cache, progress: &Silent }, &Order::default(), target).unwrap()
}

#[test]
fn the_example_portal_is_sound_and_has_a_page_of_every_kind() {
    let built = build_to(files(), &Cache::default(), &mut Outputs::default());
    assert_eq!(built.findings.len(), 0, "{:#?}", built.findings);
    let found = findings_of(files());
    assert_eq!(found.len(), 0, "{found:#?}");
    let site = &built.renderer.as_ref().unwrap().site;
    let mut kinds: Vec<&str> = site.all_pages().map(|page| page.kind().name.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let all = cong::load::kinds::Kinds::load(&Memory::new(), &mut Vec::new());
    let missing: Vec<&str> = all.names().filter(|name| !kinds.contains(name)).collect();
    assert_eq!(missing, [] as [&str; 0]);
}
