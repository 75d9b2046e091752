//! Every output is traced: an edit makes again the documents of data that it concerns, and files that nobody has written
//! are not even read.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cong::files::{Disk, Entry, Files, Stamp};
use jiff::{SignedDuration, Timestamp};

use crate::law::{ARTICLES, Build, Edit, MemoryStore, Portal, build, build_from, nothing};

fn after(edit: &Edit) -> (Build, Build) {
    let mut portal = Portal::new();
    Edit::Register(4).make(&mut portal);
    let first = build(&portal, nothing(), BTreeMap::new());
    edit.make(&mut portal);
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    let clean = build(&portal, nothing(), BTreeMap::new());
    assert!(second.outputs == clean.outputs, "{edit:?}");
    (first, second)
}

#[test]
fn the_first_build_makes_data_of_every_sort() {
    let (first, _) = after(&Edit::Nothing);
    for name in ["index.json", "feed.json", "rss.xml", "atom.xml", ".ics", "sitemap-1.xml", "robots.txt", "_headers"] {
        assert!(first.data.iter().any(|url| url.ends_with(name)), "{name} in {:?}", first.data);
    }
}

#[test]
fn with_nothing_changed_nothing_is_made() {
    let (_, second) = after(&Edit::Nothing);
    assert_eq!((second.data, second.rendered, second.written), (Vec::new(), Vec::new(), Vec::new()));
}

#[test]
fn a_moment_at_which_nothing_happens_makes_nothing() {
    let mut portal = Portal::new();
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.at = "2024-01-15 18:00".to_owned();
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    assert_eq!((second.data, second.rendered), (Vec::new(), Vec::new()));
}

#[test]
fn a_body_makes_its_own_json_and_no_other_data() {
    let (_, second) = after(&Edit::Body(1, 1));
    assert_eq!(second.data, ["/tin-tuc/2024/01/b/index.json"]);
}

#[test]
fn a_title_makes_the_data_that_shows_it() {
    let (first, second) = after(&Edit::Title(1, 1));
    for path in ["/tin-tuc/2024/01/b/index.json", "/tin-tuc/feed.json", "/tin-tuc/rss.xml", "/rss.xml"] {
        assert!(second.data.iter().any(|url| url == path), "{path} in {:?}", second.data);
    }
    // Not the twins of other articles, nor what is of another section.
    for path in ["/tin-tuc/chuyen-doi-so/c/index.json", "/su-kien/calendar.ics", "/robots.txt"] {
        assert!(first.data.iter().any(|url| url == path), "{path} in {:?}", first.data);
        assert!(!second.data.iter().any(|url| url == path), "{path} in {:?}", second.data);
    }
    // Twelve articles, terms and months: far fewer pages than there are.
    assert!(second.rendered.len() * 2 < first.rendered.len(), "{:?}", second.rendered);
}

#[test]
fn an_event_that_is_over_leaves_its_calendar_without_an_edit() {
    let mut portal = Portal::new();
    Edit::Register(20).make(&mut portal);
    let first = build(&portal, nothing(), BTreeMap::new());
    assert!(String::from_utf8_lossy(&first.outputs["su-kien/calendar.ics"]).contains("BEGIN:VEVENT"));
    portal.at = "2024-02-15 12:00".to_owned();
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    assert!(!String::from_utf8_lossy(&second.outputs["su-kien/calendar.ics"]).contains("BEGIN:VEVENT"));
    assert!(second.outputs == build(&portal, nothing(), BTreeMap::new()).outputs);
}

#[test]
fn an_address_that_begins_to_lead_somewhere_is_noticed_by_who_names_it() {
    let mut portal = Portal::new();
    portal.replace(ARTICLES[0], "\n---\n", "\n---\nTheo [quyết định](van-ban:12/2024/QĐ-UBND).\n\n");
    portal.files.put("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n");
    portal.files.put("content/van-ban/ban.pdf", "%PDF-1.4");
    let document = |number: &str| {
        format!(
            "---\ntitle: Quyết định\nsummary: Về việc thử.\nnumber: {number}\nissued: 2024-01-03\neffective: 2024-01-04\ntype: quyet-dinh\nissuer: UBND tỉnh\nsigner: Nguyễn Văn A\nsigner_title: Chủ tịch\nattachments: [{{ file: ban.pdf }}]\n---\nToàn văn.\n"
        )
    };
    portal.files.put("content/van-ban/qd.md", document("7/2024/QĐ-UBND"));
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.files.put("content/van-ban/qd.md", document("12/2024/QĐ-UBND"));
    let second = build(&portal, first.known(&portal), first.outputs.clone());
    assert!(second.outputs == build(&portal, nothing(), BTreeMap::new()).outputs);
    assert!(second.rendered.iter().any(|url| url == "/tin-tuc/2024/01/a/"), "{:?}", second.rendered);
}

fn is_as_clean(portal: &Portal, incremental: &Build) {
    let clean = build(portal, nothing(), BTreeMap::new());
    let differs = clean.outputs.iter().filter(|(path, bytes)| incremental.outputs.get(*path) != Some(*bytes));
    assert_eq!(differs.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn a_section_in_another_folder_at_its_old_address_is_another_to_the_search() {
    let mut portal = Portal::new();
    portal.files.put("content/hoi-dap/_index.md", "---\ntitle: Hỏi - Đáp\nkind: question\nslug: hoi\n---\n");
    Edit::Register(4).make(&mut portal);
    let first = build(&portal, nothing(), BTreeMap::new());
    for name in ["_index.md", "hoi.md"] {
        let bytes = portal.files.remove(&format!("content/hoi-dap/{name}")).unwrap();
        portal.files.put(&format!("content/hoi-va-dap/{name}"), bytes);
    }
    is_as_clean(&portal, &build(&portal, first.known(&portal), first.outputs.clone()));
}

#[test]
fn words_that_were_read_for_another_kind_are_read_again() {
    let mut portal = Portal::new();
    for (kind, of) in [("ka", "document_number"), ("kb", "text")] {
        let fields = format!(
            "[{{ name = \"so\", type = \"{of}\", label = {{ vi = \"Số\", en = \"No\" }}, help = {{ vi = \"x.\", en = \"x.\" }} }}]"
        );
        let rest = "schema_org = \"WebPage\"\nfolder = \"thu\"\nsort = \"title\"\ndated = false\n";
        let label = "label = { vi = \"Loại\", en = \"Kind\" }\nplural = { vi = \"Loại\", en = \"Kind\" }\n";
        portal.files.put(&format!("kinds/{kind}.toml"), format!("{rest}{label}fields = {fields}\n"));
    }
    portal.files.put("content/thu/_index.md", "---\ntitle: Mục thử\nkind: ka\n---\n");
    portal.files.put("content/thu/x.md", "---\ntitle: Giấy thử\nso: 77/QĐ-THU\n---\nThân bài.\n");
    let first = build(&portal, nothing(), BTreeMap::new());
    portal.replace("content/thu/_index.md", "kind: ka", "kind: kb");
    // Nothing is built, and the documents are kept all the same.
    portal.replace("content/_index.md", "title: Trang chủ", "title: Trang chủ\ndraft: true");
    let refused = build(&portal, first.known(&portal), first.outputs.clone());
    assert!(refused.outputs == first.outputs);
    portal.replace("content/_index.md", "\ndraft: true", "");
    is_as_clean(&portal, &build(&portal, refused.known(&portal), refused.outputs.clone()));
}

#[test]
fn a_template_that_keeps_all_from_being_minified_changes_every_page() {
    let mut portal = Portal::new();
    portal.replace("site.toml", "minify = false", "minify = true");
    let first = build(&portal, nothing(), BTreeMap::new());
    let text = "{% extends \"base.html\" %}{% block main %}<p>&#123;% khong %&#125;</p>{% endblock %}";
    portal.files.put("themes/portal/templates/item-event.html", text);
    Edit::Register(20).make(&mut portal);
    is_as_clean(&portal, &build(&portal, first.known(&portal), first.outputs.clone()));
}

/// A folder whose reads are counted.
struct Counted {
    disk: Disk,
    read: Mutex<Vec<String>>,
}

impl Counted {
    /// As a build would see the folder that long from now.
    fn later(folder: &Path, seconds: i64) -> Arc<Counted> {
        let now: Timestamp = fs::metadata(folder).unwrap().modified().unwrap().try_into().unwrap();
        let disk = Disk::new(folder).with_stamps(now + SignedDuration::from_secs(seconds));
        Arc::new(Counted { disk, read: Mutex::default() })
    }

    /// Of content, sorted.
    fn read(&self) -> Vec<String> {
        let mut read = std::mem::take(&mut *self.read.lock().unwrap());
        read.retain(|path| path.starts_with("content/"));
        read.sort();
        read.dedup();
        read
    }

    fn note(&self, path: &str) {
        self.read.lock().unwrap().push(path.to_owned());
    }
}

impl Files for Counted {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.disk.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.note(path);
        self.disk.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.note(path);
        self.disk.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.note(path);
        self.disk.open(path)
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        self.disk.stamp(path)
    }
}

struct OnDisk {
    folder: tempfile::TempDir,
    portal: Portal,
    store: Arc<MemoryStore>,
    outputs: BTreeMap<String, Vec<u8>>,
}

impl OnDisk {
    fn new() -> OnDisk {
        let (folder, mut portal) = (tempfile::tempdir().unwrap(), Portal::new());
        Edit::Picture(1).make(&mut portal);
        for entry in portal.files.list("").unwrap() {
            let path = folder.path().join(entry.path.as_str());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, portal.files.read(entry.path.as_str()).unwrap()).unwrap();
        }
        OnDisk { folder, portal, store: nothing(), outputs: BTreeMap::new() }
    }

    /// Builds as if so many seconds had gone by, and says what was read of content.
    fn build(&mut self, seconds: i64) -> (Build, Vec<String>) {
        let files = Counted::later(self.folder.path(), seconds);
        let build = build_from(files.clone(), &self.portal, self.store.clone(), std::mem::take(&mut self.outputs));
        self.outputs = build.outputs.clone();
        let read = files.read();
        (build, read)
    }
}

#[test]
fn files_that_nobody_has_written_are_not_read_again() {
    let mut portal = OnDisk::new();
    let (_, read) = portal.build(60);
    assert!(read.iter().any(|path| path == ARTICLES[0]) && read.iter().any(|path| path.ends_with("hinh.svg")));
    let (again, read) = portal.build(90);
    assert!(again.written.is_empty() && again.rendered.is_empty());
    // Not even the rows of the table. What its schema says, a few lines, is read each time, and so would be a ledger of addresses.
    let is_asked = |path: &&String| path.ends_with(".schema.yaml") || *path == "content/_addresses.txt";
    let read: Vec<&String> = read.iter().filter(|path| !is_asked(path)).collect();
    assert_eq!(read, [""; 0]);
}

#[test]
fn what_was_written_just_before_a_build_is_read_by_the_next_one() {
    let mut portal = OnDisk::new();
    portal.build(0);
    let (_, read) = portal.build(60);
    assert!(read.iter().any(|path| path == ARTICLES[0]), "{read:?}");
    let (_, read) = portal.build(90);
    assert!(!read.iter().any(|path| path == ARTICLES[0]), "{read:?}");
}

#[test]
fn an_edit_of_the_same_length_with_the_old_date_is_seen() {
    let mut portal = OnDisk::new();
    portal.build(60);
    let path = portal.folder.path().join(ARTICLES[1]);
    let (before, date) = (fs::read_to_string(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, before.replace("Nội dung.", "Nội dunG.")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(date).unwrap();
    let (build, _) = portal.build(90);
    let page = String::from_utf8_lossy(&build.outputs["tin-tuc/2024/01/b/index.html"]).into_owned();
    assert!(page.contains("Nội dunG."));
}

#[test]
fn a_picture_that_was_replaced_is_published_anew() {
    let mut portal = OnDisk::new();
    portal.build(60);
    std::thread::sleep(Duration::from_millis(20));
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"7\" height=\"9\"></svg>";
    fs::write(portal.folder.path().join("content/tin-tuc/2024/01/hinh.svg"), drawing).unwrap();
    let (build, _) = portal.build(90);
    assert!(build.outputs.values().any(|bytes| bytes == drawing.as_bytes()));
}
