//! Holds each finding about a key or a value to its place: in a row `§` stands before the line and column that must be pointed
//! at. Text and hint of the messages are held by `mistakes` and `mistakes_elsewhere`.

use cong::diag::Finding;

use crate::site_builder::{Built, SITE_TOML, Site, article};

/// A code, the file that it is about, and what stands in it.
struct Row(&'static str, &'static str, &'static str);

const SIGN: char = '§';

/// The text without the sign, and where it stood.
fn marked(text: &str) -> (String, (u32, u32)) {
    let (before, after) = text.split_once(SIGN).unwrap_or_else(|| panic!("no {SIGN} in {text}"));
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (format!("{before}{after}"), (line as u32, column as u32))
}

/// Every row that is not told at its place, with what is told of its file.
fn hold(rows: &[Row], build: impl Fn(Site, &str, String) -> Built) {
    let wrong = rows.iter().filter_map(|Row(code, file, text)| {
        let text = if *file == "site.toml" && !text.starts_with("base_url") {
            format!("{SITE_TOML}{text}")
        } else {
            (*text).to_owned()
        };
        let (typed, wanted) = marked(&text);
        let built = build(Site::new(), file, typed);
        let place = |finding: &Finding| finding.span.map_or((0, 0), |span| (span.line, span.column));
        let own = |finding: &&Finding| *finding.file == **file && finding.message.code == *code;
        let found: Vec<_> = built.findings.iter().filter(own).map(place).collect();
        let all: Vec<_> = built
            .findings
            .iter()
            .map(|finding| (finding.message.code, &finding.file, place(finding), finding.text("vi")))
            .collect();
        (found != [wanted]).then(|| {
            format!("{code} {file} is wanted at {wanted:?}, told: {all:?}\n{}", text.trim_start_matches(SITE_TOML))
        })
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

const PAGE: &str = "content/tin-tuc/bai.md";

/// Told while a page is read.
#[rustfmt::skip] // a row is a line
const FRONT_MATTER: &[Row] = &[
    Row("F06", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\n\"§title\": U\n---\nChữ.\n"),
    Row("F06", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nattachments:\n  - file: a.pdf\n    title: A\n  - file: b.pdf\n    title: B\n    §file: c.pdf\n---\nChữ.\n"),
    Row("F06", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nsource: {name: Báo, url: https://a.vn, §name: Hai}\n---\nChữ.\n"),
    Row("F07", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nsource:\n  name: §&a Báo\n---\nChữ.\n"),
    Row("F07", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\ntopics: [de-an-06, §*a]\n---\nChữ.\n"),
    Row("F09", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nsource: {name: Báo, §urk: https://a.vn}\n---\nChữ.\n"),
    Row("F09", PAGE, "---\ntitle: T\nsummary: |\n  titel: trong bài\ndate: 2024-01-10\nauthor: A\n'§titel': U\n---\nChữ.\n"),
    Row("F09", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nattachments:\n- title: A\n  file: a.pdf\n- file: a.pdf\n  title: B\n  §sieze: 1\n---\nChữ.\n"),
    Row("F10", PAGE, "---\n? title\n: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nweight:\n  §cao\n---\nChữ.\n"),
    Row("F10", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nreport_topics: [a, \"b, c\", §[d]]\n---\nChữ.\n"),
    Row("F10", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nsource:\n  name: url\n  url: §url\n---\nChữ.\n"),
    Row("F10", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: §!A\n---\nChữ.\n"),
    Row("F10", PAGE, "---\n{title: T, summary: S, date: 2024-01-10, author: A,\n  draft: §co}\n---\nChữ.\n"),
    Row("F10", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nfeatured: true\nattachments:\n  - title: \"khác: file\"\n    file: §https://a.vn/a.pdf\n---\nChữ.\n"),
    Row("F11", PAGE, "§---\ntitle: T\nsummary: S\nauthor: A\n---\nChữ.\n"),
    Row("F11", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nattachments:\n  - file: a.pdf\n  - §title: B\n---\nChữ.\n"),
    Row("F11", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\n§source:\n  url: https://a.vn\n---\nChữ.\n"),
    Row("F12", PAGE, "---\ntitle: \"2024-02-30\"\nsummary: S\ndate: §2024-02-30\nauthor: A\n---\nChữ.\n"),
    Row("F13", PAGE, "---\ntitle: T\nsummary: S\ndate:   §'10/1/2024 8:00'\nauthor: A\n---\nChữ.\n"),
    Row("F14", "content/thong-bao/a.md", "---\ntitle: khac-1\ndate: 2024-01-10\ntype: §khac-1\nagency: so-y-te\n---\nChữ.\n"),
    Row("F15", PAGE, "---\ntitle: T\nsummary: kind\nkind: §artcle\n---\nChữ.\n"),
    Row("F16", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\ntopics: [de-an-06,\n  chuyen-doi-so, §de-an-6]\n---\nChữ.\n"),
    Row("F16", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nagency:\n- so-y-te\n# - so-x\n- §so-x # sở\n---\nChữ.\n"),
    Row("F17", PAGE, "---\ntitle: T\nsummary: §\"\"\ndate: 2024-01-10\nauthor: A\n---\nChữ.\n"),
    Row("F17", PAGE, "---\ntitle: T\n§summary:\ndate: 2024-01-10\nauthor: A\n---\nChữ.\n"),
    Row("F18", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nimage: §anh.png\n---\nChữ.\n"),
    Row("F19", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\naliases:\n  - /cu/\n  - §cu không\n---\nChữ.\n"),
    Row("F20", PAGE, "---\ntitle: T\nsummary: Tin Mới\ndate: 2024-01-10\nauthor: A\nslug: §Tin Mới\n---\nChữ.\n"),
    Row("F21", PAGE, "---\ntitle: T\nsummary: S\nexpires: §2024-01-09\ndate: 2024-01-10\nauthor: A\n---\nChữ.\n"),
    Row("F26", "content/hoi-dap/a.md", "---\ntitle: T\nquestion: |\n  Tôi hỏi.\n\n  Gọi tôi số §0912.345.678 nhé.\nreceived: 2024-01-10\nagency: [so-y-te]\n---\n"),
    Row("F26", "content/hoi-dap/a.md", "---\ntitle: T\nasker: §nva@thu.vn\nquestion: Hỏi\nasker_email: nva@thu.vn\nreceived: 2024-01-10\nagency: [so-y-te]\n---\n"),
    Row("F32", PAGE, "---\ntitle: Nghị quyết §#42\nsummary: S\ndate: 2024-01-10\nauthor: A\n---\nChữ.\n"),
    Row("F33", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nupdated: §2024-01-09\n---\nChữ.\n"),
    Row("F41", "content/hoi-dap/a.md", "---\ntitle: answered\nquestion: Hỏi\nreceived: 2024-01-10\nanswered: §2024-01-11\nagency: [so-y-te]\n---\n"),
    Row("F43", "content/thong-bao/a.md", "---\ntitle: T\nvalid_until: §2024-01-09\ndate: 2024-01-10\ntype: khac\nagency: so-y-te\n---\nChữ.\n"),
    Row("F44", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nrelated: [b.md, §bai.md]\n---\nChữ.\n"),
    Row("F50", "content/thong-bao/a.md", "---\ntype: khan-cap\ntitle: §T\ndate: 2024-01-10\nagency: so-y-te\n---\nChữ.\n"),
    Row("F51", "content/lien-he/a.md", "---\ntitle: T\nnumber: '1022'\nother_numbers: ['1022', §02713]\npurpose: P\n---\n"),
    Row("F52", "content/lien-he/a.md", "---\ntitle: T\nnumber: §0651.3879193\npurpose: P\n---\n"),
    Row("H09", PAGE, "---\ntitle: anh.tiff\nsummary: S\ndate: 2024-01-10\nauthor: A\nimage_alt: A\nimage: §anh.tiff\n---\nChữ.\n"),
    Row("M17", "content/tin-tuc/bai.en.md", "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor:\n  §Ủy ban nhân dân tỉnh\n---\nText.\n"),
    Row("M34", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nreport_topics: [a, §<!-- b -->]\n---\nChữ.\n"),
    Row("M42", PAGE, "---\ntitle: §Đang cập nhật\nsummary: S\ndate: 2024-01-10\nauthor: A\n---\nChữ.\n"),
    Row("S06", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nreport_topics:\n  - a\n  - §\"b\\u0001\"\n---\nChữ.\n"),
    Row("M02", "content/hoi-dap/a.md", "---\ntitle: T\nquestion: |-\n\n    Một.\n\n    Hai §[ba](javascript:x).\nreceived: 2024-01-10\nagency: [so-y-te]\n---\n"),
    Row("M02", "content/hoi-dap/a.md", "---\ntitle: T\nquestion: §>\n  Một\n  [ba](javascript:x).\nreceived: 2024-01-10\nagency: [so-y-te]\n---\n"),
    Row("M02", "content/hoi-dap/a.md", "---\ntitle: T\nquestion: \"Một: §[ba](javascript:x)\"\nreceived: 2024-01-10\nagency: [so-y-te]\n---\n"),
];

/// Told of a page when others are known, or the plan is.
#[rustfmt::skip]
const LATER: &[Row] = &[
    Row("F22", "content/van-ban/b.md", "---\ntitle: 1/QĐ-UBND\nsummary: 1/QĐ-UBND\nnumber: §1/QĐ-UBND\ntype: luat\nissuer: A\nissued: 2024-01-10\neffective: 2024-01-10\nsigner: B\nsigner_title: C\nattachments: [{file: a.pdf}]\n---\n"),
    Row("F23", "content/_index.md", "---\ntitle: Trang chủ\n# draft: true\n\"draft\": §true\n---\n"),
    Row("F24", "content/tin-tuc/an.en.md", "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\ndraft: §false\n---\nText.\n"),
    Row("F50", "content/thong-bao/a.en.md", "---\ntype: khan-cap\ntitle: §Tea\ndate: 2024-01-10\nagency: so-y-te\n---\nText.\n"),
    Row("F53", "content/gop-y/a.md", "---\ntitle: 02713.879.193\nopens: 2024-01-10\ncloses: 2024-02-10\nsubject: legal\ndrafter: A\ncomment_email: a@b.vn\nattachments: [{file: ../van-ban/a.pdf}]\ncomment_phone: §02713.879.193\n---\nChữ.\n"),
    Row("F54", "content/co-quan/so.md", "---\ntitle: lien-he:an\naddress: A\nphone: '1022'\nfax: §lien-he:an\nemail: a@b.vn\n---\n"),
    Row("M03", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nattachments:\n  - file: a.pdf\n  - {title: khong.pdf, file: §khong.pdf}\n---\nChữ.\n"),
    Row("M05", "content/co-quan/so.md", "---\ntitle: T\naddress: A\nphone: §'lien-he:khong'\nemail: a@b.vn\n---\n"),
    Row("M12", "content/co-quan/so.md", "---\ntitle: T\naddress: A\nphone: '1022'\nemail: a@b.vn\nwebsite:\n  §https://tinh.example/khong/\n---\n"),
    Row("M12", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\nsource:\n  url: §/khong/\n  name: /khong/\n---\nChữ.\n"),
    Row("M17", "content/tin-tuc/goc.en.md", "---\nsummary: Tea.\ndate: 2024-01-10\ntitle: §Festival Trà nhé\nauthor: A\n---\nText.\n"),
    Row("P01", "content/tin-tuc/sau-goc.md", "---\ntitle: goc\nsummary: S\ndate: 2024-01-10\nauthor: A\nslug: §goc\n---\nChữ.\n"),
    Row("P03", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\naliases:\n  - /cu/a/\n  - §/tin-tuc/goc/\n  - /cu/b/\n---\nChữ.\n"),
    Row("P05", "content/tim-kiem.md", "§---\ntitle: T\n---\nChữ.\n"),
    Row("P05", "content/tim.md", "---\ntitle: T\n'slug': §'tim-kiem'\n---\nChữ.\n"),
    Row("P07", "content/tin-tuc/sau.md", "---\ntitle: /cu/chung/\nsummary: S\ndate: 2024-01-10\nauthor: A\naliases: [/cu/khac/, §/cu/chung]\n---\nChữ.\n"),
    Row("P15", PAGE, "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\naliases: ['/a.php?x=1', §'/tin-tuc/goc/?id=5']\n---\nChữ.\n"),
];

/// Told of `site.toml`; what stands here comes behind that of `Site::new`.
#[rustfmt::skip]
const CONFIGURATION: &[Row] = &[
    Row("C01", "site.toml", "[[channels]]\nname = \"a\"\nnetwork = \"b\"\nurl = \"/a\"\n[[channels]]\nname = \"a\"\n§ulr = \"/b\"\n"),
    Row("C01", "site.toml", "[menus]\nmain = [{ page = \"tin-tuc/_index.md\", §titel = \"A\" }]\n"),
    Row("C02", "site.toml", "[[agencies]]\nname = \"so\"\n\"id\" = §\"Sở\"\n"),
    Row("C02", "site.toml", "[[channels]]\nname = \"a.vn\"\nnetwork = \"b\"\nurl = §\"a.vn\"\n"),
    Row("C02", "site.toml", "[menus]\n\"a.b\" = [\n  { title = \"x\", url = \"/x/\", children = [\n    { title = \"x\", url = §\"x y\" } ] } ]\nc = []\n"),
    Row("C02", "site.toml", "[[home]]\nblock = \"news\"\n[[home]]\nblock = \"news\"\ncount = §0\n"),
    Row("C02", "site.toml", "[forms]\npolicy = \"tin-tuc/_index.md\"\nrating = { endpoint = §\"http://a.vn\" }\n"),
    Row("C03", "site.toml", "[[menus.main]]\npage = \"tin-tuc/_index.md\"\n§[[menus.main]]\ntitle = \"A\"\n"),
    Row("C03", "site.toml", "[[home]]\nblock = §\"section\"\n"),
    Row("C03", "site.toml", "[§forms]\nendpoint = \"https://a.vn/\"\n"),
    Row("C05", "site.toml", "[[menus.main]]\npage = \"tin-tuc/_index.md\"\n[[menus.main]]\ntitle = \"khong.md\"\npage = §'khong.md'\n"),
    Row("C07", "site.toml", "[[topics]]\nname = \"de-an-06\"\nid = §\"de-an-06\"\n[[fields]]\nid = \"de-an-06\"\nname = \"A\"\n"),
    Row("C08", "site.toml", "[[home]]\nblock = \"section\"\nsection = §\"khong\"\n"),
    Row("C08", "site.toml", "[forms]\nrating.page = §\"khong.md\"\n"),
    Row("C09", "site.toml", "[[home]]\nblock = \"banners\"\nslot = \"top\"\n[[home]]\nblock = \"leads\"\nslot = §\"top\"\n"),
    Row("C12", "site.toml", "[extra]\na = [\"b\", §\"\\u0001\"]\n"),
    Row("C20", "site.toml", "[[channels]]\nname = \"https://tinh.example/khong/\"\nnetwork = \"b\"\nurl = §\"https://tinh.example/khong/\"\n"),
    Row("C20", "site.toml", "[[menus.main]]\ntitle = \"A\"\nurl = \"/tin-tuc/\"\nchildren = [\n  { title = \"A\", url = \"/tin-tuc/\" },\n  { title = \"/khong/\", url = §\"/khong/\" },\n]\n"),
    Row("H01", "site.toml", "[security]\nimg_src = [\"https://a.vn\", §\"http://a.vn\"]\n"),
    Row("H02", "site.toml", "[security.emc]\nsite_id = §0\n"),
    Row("M18", "site.toml", "[[topics]]\nid = \"tra\"\nname = { vi = \"Chè sạch\", \"en\" = §\"Chè sạch\" }\n"),
    Row("M18", "site.toml", "[[fields]]\nid = \"tra\"\nname.vi = \"Chè sạch\"\nname.en = §\"Chè sạch\"\n"),
    Row("M18", "site.toml", "[[home]]\nblock = \"news\"\ntitle = §\"Tin mới nhất\"\n"),
    Row("M18", "site.toml", "[[menus.main]]\npage = \"tin-tuc/_index.md\"\ntitle = { vi = \"Chợ\", en = \"Market\" }\n[[menus.main]]\npage = \"tin-tuc/_index.md\"\ntitle = { en = §\"Chợ đầu mối\" }\n"),
];

/// `old` of the configuration of `Site::new` becomes `new`.
#[rustfmt::skip]
const REPLACED: &[(&str, &str, &str)] = &[
    ("C02", "base_url = \"https://tinh.example\"", "base_url = §\"tinh.example\""),
    ("C02", "theme = \"portal\"", "theme = \"portal\"\ntimezone =  §\"Hà Nội\""),
    ("C02", "languages = [\"vi\", \"en\"]", "languages = [\"vi\", §\"english\"]"),
    ("C02", "per_page = 20", "per_page = §0"),
    ("C02", "[\"article\"]", "[\"article\", §\"artcle\"]"),
    ("C02", "phone = \"0271.1022\"", "phone = §\"chưa có\""),
    ("C02", "vi = \"Ủy ban nhân dân tỉnh\",", "vi = §\" \","),
    ("C13", "theme = \"portal\"", "theme = §\"porta\""),
    ("C25", "phone = \"0271.1022\"", "phone = §'''02713'''"),
    ("C26", "phone = \"0271.1022\"", "phone = §\"0651.3879193\""),
    ("C27", "phone = \"0271.1022\"", "phone = §\"lien-he:khong\""),
    ("M18", "title = { vi = \"Cổng thử\", en = \"Test portal\" }", "title = { vi = \"Cổng thử\", en = §\"Cổng thử\" }"),
    ("M18", "unit = { vi = \"Ban Biên tập\", en = \"Editorial Board\" }", "unit = §\"Ban Biên tập\""),
];

const KIND: &str = "kinds/thu.toml";

/// Told of the files of kinds and of labels.
#[rustfmt::skip]
const OTHER_FILES: &[Row] = &[
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\nfacets = [\"year\", §\"title\"]\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = §\"khong\"\nlabel = \"khong\"\nplural = \"A\"\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\ndate_field = §\"khong\"\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\norder = [[\"date\", \"updated\"], [\"date\",\n  §\"title\"]]\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\npersonal = [\"title\", §\"khong\"]\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\ntext = §\"khong\"\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\ncalendar = { starts = \"date\", ends = §\"title\" }\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\n[[states]]\nid = \"a\"\nwhen = []\nlabel = \"A\"\n[[states]]\nid = \"b\"\nlabel = \"B\"\nwhen = [\"has:date\", §\"hsa:date\"]\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\n[[fields]]\nname = \"a\"\ntype = \"text\"\nlabel = \"A\"\nhelp = \"A\"\n§[[fields]]\nname = \"b\"\ntype = \"choice\"\nlabel = \"B\"\nhelp = \"B\"\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\n[[fields]]\nname = \"a\"\ntype = \"text\"\nlabel = \"A\"\nhelp = \"A\"\nprivate = true\nunique = false\n[[fields]]\nname = \"title\"\ntype = \"text\"\nlabel = \"B\"\nhelp = \"B\"\nprivate = §true\n"),
    Row("C04", KIND, "schema_org = \"A\"\nfolder = \"a\"\nsort = \"title\"\nlabel = \"A\"\nplural = \"A\"\n[[fields]]\nname = \"a\"\ntype = §\"txt\"\nlabel = \"A\"\nhelp = \"A\"\n"),
    Row("C06", "themes/portal/i18n/en.toml", "[a]\nb = \"c\"\n[§d]\ne = \"f\"\n"),
];

/// What the rows of pages need beside them.
fn around(site: Site, file: &str, text: String) -> Built {
    let section = |kind: &str| format!("---\ntitle: T\nkind: {kind}\n---\n");
    let original = |more: &str| article("Festival Trà nhé", "2024-01-10", more, "Chữ.\n");
    site.file("content/thong-bao/_index.md", &section("notice"))
        .file("content/thong-bao/_index.en.md", &section("notice"))
        .file("content/hoi-dap/_index.md", &section("question"))
        .file("content/lien-he/_index.md", &section("contact"))
        .file("content/lien-he/mot.md", "---\ntitle: T\nnumber: '1022'\npurpose: P\n---\n")
        .file("content/lien-he/an.md", "---\ntitle: T\nnumber: '1022'\npurpose: P\ndraft: true\n---\n")
        .file("content/co-quan/_index.md", &section("organisation"))
        .file("content/gop-y/_index.md", &section("consultation"))
        .file("content/van-ban/_index.md", &section("document"))
        .file("content/van-ban/a.pdf", "%PDF-1.4")
        .file("content/van-ban/a.md", "---\ntitle: T\nsummary: S\nnumber: 1/QĐ-UBND\ntype: luat\nissuer: A\nissued: 2024-01-10\neffective: 2024-01-10\nsigner: B\nsigner_title: C\nattachments: [{file: a.pdf}]\n---\n")
        .file("content/tin-tuc/a.pdf", "%PDF-1.4")
        .file("content/tin-tuc/goc.md", &original("aliases: [/cu/chung/]\n"))
        .file("content/tin-tuc/an.md", &original("draft: true\n"))
        .file(file, &text)
        .build()
}

#[test]
fn a_finding_about_front_matter_points_at_the_value_that_it_is_about() {
    hold(FRONT_MATTER, around);
}

#[test]
fn a_finding_that_comes_after_loading_points_at_the_value_that_it_is_about() {
    hold(LATER, around);
}

#[test]
fn a_finding_about_configuration_points_at_the_value_that_it_is_about() {
    hold(CONFIGURATION, |site, file, text| site.file(file, &text).build());
    for (code, old, new) in REPLACED {
        let (text, wanted) = marked(&SITE_TOML.replacen(old, new, 1));
        let built = Site::new()
            .file("site.toml", &text)
            .file("content/lien-he/_index.md", "---\ntitle: T\nkind: contact\n---\n")
            .build();
        let places =
            built.findings.iter().filter(|finding| finding.message.code == *code && &*finding.file == "site.toml");
        let places: Vec<_> = places.map(|finding| finding.span.map(|span| (span.line, span.column))).collect();
        assert_eq!(places, [Some(wanted)], "{code} {new}\n{:#?}", built.problems());
    }
}

#[test]
fn a_finding_about_a_kind_or_a_label_points_at_the_value_that_it_is_about() {
    let labels = "[a]\nb = \"c\"\n[d]\ne = \"f\"\ng = \"h\"\n";
    hold(OTHER_FILES, |site, file, text| site.file("themes/portal/i18n/vi.toml", labels).file(file, &text).build());
}
