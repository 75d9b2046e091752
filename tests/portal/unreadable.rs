//! Holds that what cannot be read costs the pages that need it, and nothing else.

use std::io::{self, Read};
use std::sync::Arc;

use cong::files::{Disk, Entry, EntryKind, Files, Memory};
use cong::path::SourcePath;

use crate::site_builder::{Built, Site, build, texts};

/// A portal in which some files and folders cannot be read.
struct Failing {
    files: Memory,
    /// Below these nothing can be read.
    closed: Vec<&'static str>,
    /// Pipes, sockets and devices, which never come to an end.
    special: Vec<&'static str>,
}

impl Failing {
    fn check(&self, path: &str) -> io::Result<()> {
        assert!(!self.special.contains(&path), "{path} would be read for ever");
        let fails = self
            .closed
            .iter()
            .any(|closed| path.strip_prefix(closed).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        if fails { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }
}

impl Files for Failing {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.check(folder)?;
        let is_file = |path: &str| self.files.read(path).is_ok();
        let mut entries = self.files.list(folder)?;
        entries.retain(|entry| {
            is_file(entry.path.as_str()) && !self.closed.iter().any(|closed| entry.path.is_below(closed))
        });
        let mut add = |paths: &[&'static str], kind| {
            let inside = paths.iter().filter(|path| path.starts_with(folder) && !is_file(path));
            entries.extend(inside.map(|path| Entry { path: SourcePath::new(*path), kind }));
        };
        add(&self.closed, EntryKind::Closed);
        add(&self.special, EntryKind::Special);
        entries.sort();
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.check(path)?;
        self.files.read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> io::Result<Result<Vec<u8>, u64>> {
        self.check(path)?;
        self.files.read_within(path, most)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.check(path)?;
        self.files.open(path)
    }
}

/// Two articles with an attachment each, a table, and a section of its own.
fn portal() -> Memory {
    let file = |name: &str| format!("attachments: [{{ file: {name} }}]\n");
    let table = "---\ntitle: Bảng\nsummary: Bảng.\ndate: 2024-01-02\nperiod: 2023\nunit: lượt\ntable: b.csv\nmethod: Đếm.\n---\n";
    let site = Site::new()
        .article("content/tin-tuc/a/index.md", "Bài A", "2024-01-01", &file("a.txt"), "")
        .file("content/tin-tuc/a/a.txt", "a")
        .article("content/tin-tuc/b/index.md", "Bài B", "2024-01-02", &file("b.txt"), "Xem [ảnh](../d/anh.txt).")
        .file("content/tin-tuc/b/b.txt", "b")
        .article("content/tin-tuc/c.md", "Bài C", "2024-01-03", "", "Xem [bài D](d/index.md).")
        .article("content/tin-tuc/d/index.md", "Bài D", "2024-01-04", &file("anh.txt"), "")
        .file("content/tin-tuc/d/anh.txt", "d")
        .file("content/thong-ke/_index.md", "---\ntitle: Thống kê\nkind: statistics\n---\n")
        .file("content/thong-ke/t/index.md", table)
        .file("content/thong-ke/t/b.csv", "A;B\n1;2\n");
    site.files()
}

fn built(closed: &[&'static str], special: &[&'static str]) -> Built {
    let files = Failing { files: portal(), closed: closed.to_vec(), special: special.to_vec() };
    build(Arc::new(files), "2024-01-15 12:00", false)
}

fn taken(built: &Built) -> Vec<&str> {
    built.renderer.as_ref().unwrap().site.quarantined().iter().map(|(source, _)| source.as_str()).collect()
}

#[test]
fn an_attachment_that_cannot_be_read_costs_the_pages_that_need_it() {
    let built = built(&["content/tin-tuc/d/anh.txt"], &[]);
    assert_eq!(&*built.finding("S12").file, "content/tin-tuc/d/anh.txt");
    assert_eq!(taken(&built), ["content/tin-tuc/b/index.md", "content/tin-tuc/d/index.md"]);
    assert!(built.has("tin-tuc/a/index.html") && built.has("tin-tuc/a/a.txt") && built.has("tin-tuc/c/index.html"));
    assert!(!built.has("tin-tuc/b/index.html") && !built.has("tin-tuc/b/b.txt"), "nobody public uses it");
    assert_eq!(texts(&built.html("tin-tuc/index.html"), "main .list h2, main .list h3"), ["Bài C", "Bài A"]);
}

#[test]
fn a_home_page_that_cannot_be_built_takes_nothing_with_it() {
    let mut files = portal();
    files.put("content/_index.md", "---\ntitle: Trang chủ\nimage: anh.png\nimage_alt: Ảnh\n---\n");
    files.put("content/anh.png", "x");
    let built =
        build(Arc::new(Failing { files, closed: vec!["content/anh.png"], special: Vec::new() }), "2024-01-15", false);
    assert_eq!(taken(&built), ["content/_index.md"]);
    for page in
        ["tim-kiem/index.html", "404.html", "luu-tru/index.html", "tin-tuc/index.html", "rss.xml", "en/index.html"]
    {
        assert!(built.has(page), "{page}");
    }
    assert!(!built.has("index.html"));
}

#[test]
fn a_table_that_cannot_be_read_costs_its_page() {
    let built = built(&["content/thong-ke/t/b.csv"], &[]);
    assert_eq!(
        (&*built.finding("S12").file, taken(&built)),
        ("content/thong-ke/t/b.csv", vec!["content/thong-ke/t/index.md"])
    );
}

#[test]
fn a_folder_that_cannot_be_read_is_kept_as_it_is_online() {
    let built = built(&["content/tin-tuc/d"], &[]);
    let finding = built.finding("S15");
    assert_eq!(
        (&*finding.file, finding.text("vi")),
        ("content/tin-tuc/d", "không xuất bản được: không đọc được thư mục này".to_owned())
    );
    let site = &built.renderer.as_ref().unwrap().site;
    let kept: Vec<&str> = site.quarantined().iter().map(|(_, url)| url.as_str()).collect();
    assert!(kept.contains(&"/tin-tuc/d/") && kept.contains(&"/en/news/d/"), "{kept:?}");
    assert_eq!(built.prose("tin-tuc/c/index.html").trim(), "<p>Xem bài D.</p>", "a link into it shows its text");
    assert!(built.has("tin-tuc/a/index.html"));
}

#[test]
fn pipes_sockets_and_devices_are_named_and_never_opened() {
    let built = built(
        &[],
        &["content/tin-tuc/ong.md", "content/tin-tuc/a/ong.txt", "kinds/ong.toml", "themes/portal/templates/404.html"],
    );
    let files: Vec<&str> =
        built.findings.iter().filter(|finding| finding.message.code == "S15").map(|finding| &*finding.file).collect();
    assert_eq!(files, ["content/tin-tuc/a/ong.txt", "content/tin-tuc/ong.md"]);
    assert!(built.has("tin-tuc/a/index.html"));
}

#[test]
fn where_content_theme_or_kinds_cannot_be_read_nothing_is_built() {
    for (closed, named) in [
        ("content", "content"),
        ("themes/portal", "themes/portal"),
        ("themes/portal/templates", "themes/portal/templates"),
        ("kinds", "kinds"),
    ] {
        let built = built(&[closed], &[]);
        assert_eq!(&*built.finding("S12").file, named);
        assert!(built.renderer.is_none() && built.outputs.is_empty(), "{closed}: the output folder is not touched");
    }
}

#[cfg(unix)]
#[test]
fn the_disk_tells_files_from_what_looks_like_them() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    std::fs::create_dir_all(content.join("a")).unwrap();
    std::fs::write(content.join("a/b.md"), "b").unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(content.join("a/o-cam")).unwrap();
    for (name, to) in [("treo", "khong-co"), ("vong", "vong"), ("thu-muc", ".."), ("may", "/dev/zero")] {
        std::os::unix::fs::symlink(to, content.join("a").join(name)).unwrap();
    }
    std::fs::write(content.join(std::ffi::OsStr::from_bytes(b"x\xff.md")), "x").unwrap();
    let entries = Disk::new(folder.path()).list("content").unwrap();
    let kinds: Vec<(&str, EntryKind)> = entries.iter().map(|entry| (entry.path.file_name(), entry.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("b.md", EntryKind::File),
            ("may", EntryKind::SymbolicLink),
            ("o-cam", EntryKind::Special),
            ("thu-muc", EntryKind::SymbolicLink),
            ("treo", EntryKind::SymbolicLink),
            ("vong", EntryKind::SymbolicLink),
            ("x\u{fffd}.md", EntryKind::BadName),
        ]
    );
}

#[test]
fn a_language_whose_home_page_is_broken_is_not_said_to_have_none() {
    let site = Site::new().file("content/_index.en.md", "---\ntitle: Home\nimage: not-there.png\n---\n");
    let built = site.article("content/tin-tuc/a.en.md", "News of today", "2024-01-15", "", "Text.").build();
    assert_eq!(built.codes(), ["F18"], "{:?}", built.problems());
}
