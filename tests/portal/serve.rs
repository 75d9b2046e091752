//! The preview: every address of the plan is answered, nothing else is, and an edit touches the open pages that show it.

use std::sync::{Arc, Mutex};

use cong::cache::Cache;
use cong::files::{Entry, Files, Memory};
use cong::path::SourcePath;
use cong::serve::{Changed, Preview, Refresh, Reply, RequestConditions};

use crate::site_builder::{SITE_TOML, article, moment};

/// Files that an editor changes while the preview runs, and which of them were read.
#[derive(Clone, Default)]
pub struct RecordingFiles(Arc<Mutex<Memory>>, Arc<Mutex<Vec<String>>>);

impl RecordingFiles {
    pub fn put(&self, path: &str, text: impl Into<Vec<u8>>) {
        self.0.lock().unwrap().put(path, text);
    }

    pub fn remove(&self, path: &str) {
        self.0.lock().unwrap().remove(path);
    }

    /// The files read since this was last asked.
    pub fn reads(&self) -> Vec<String> {
        std::mem::take(&mut *self.1.lock().unwrap())
    }
}

/// What a watch run says of a burst.
pub fn changed(paths: &[&str]) -> Changed {
    Some(paths.iter().map(|path| SourcePath::new(*path)).collect())
}

impl Files for RecordingFiles {
    fn list(&self, folder: &str) -> std::io::Result<Vec<Entry>> {
        self.0.lock().unwrap().list(folder)
    }

    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.1.lock().unwrap().push(path.to_owned());
        self.0.lock().unwrap().read(path)
    }

    fn read_within(&self, path: &str, most: usize) -> std::io::Result<Result<Vec<u8>, u64>> {
        self.1.lock().unwrap().push(path.to_owned());
        self.0.lock().unwrap().read_within(path, most)
    }

    fn open(&self, path: &str) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        Ok(Box::new(std::io::Cursor::new(self.read(path)?)))
    }
}

const A: &str = "content/tin-tuc/a.md";

pub fn recording_files() -> RecordingFiles {
    let recording_files = RecordingFiles::default();
    recording_files.put("site.toml", SITE_TOML);
    recording_files.put("content/_index.md", "---\ntitle: Trang chủ\n---\n");
    recording_files.put("content/_index.en.md", "---\ntitle: Home\n---\n");
    recording_files.put("content/tin-tuc/_index.md", "---\ntitle: Tin tức\nkind: article\n---\n");
    recording_files.put("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\n---\n");
    recording_files.put(A, article("Bài một", "2024-01-10", "aliases: [/cu/]\n", "Nội dung một.\n"));
    recording_files.put("content/tin-tuc/nhap.md", article("Bài nháp", "2024-01-10", "draft: true\n", "Chưa xong.\n"));
    recording_files
}

pub fn preview(recording_files: &RecordingFiles, show_all: bool) -> Preview {
    let preview =
        Preview::new(Arc::new(recording_files.clone()), "vi".to_owned(), show_all, || moment("2024-01-15 12:00"));
    preview.start(&Cache::default()).unwrap();
    preview
}

pub fn body(preview: &Preview, url: &str) -> String {
    String::from_utf8(preview.reply(url).body.read().unwrap()).unwrap()
}

#[test]
fn a_page_is_rendered_when_it_is_asked_for_and_carries_the_reload_script() {
    let preview = preview(&recording_files(), false);
    let reply = preview.reply("/tin-tuc/a/");
    assert_eq!((reply.status, reply.content_type), (200, "text/html"));
    let html = String::from_utf8(reply.body.read().unwrap()).unwrap();
    assert!(html.contains("Nội dung một.") && html.contains("/_cong/preview.js"));
    assert!(!body(&preview, "/rss.xml").contains("_cong"), "only pages carry the script");
}

#[test]
fn an_address_without_its_slash_or_an_old_one_leads_on() {
    let preview = preview(&recording_files(), false);
    assert_eq!(
        (preview.reply("/tin-tuc/a").status, preview.reply("/tin-tuc/a").location.as_deref()),
        (308, Some("/tin-tuc/a/"))
    );
    assert_eq!((preview.reply("/cu/").status, preview.reply("/cu/").location.as_deref()), (302, Some("/tin-tuc/a/")));
}

#[test]
fn no_address_reaches_a_file_outside_the_plan() {
    let preview = preview(&recording_files(), false);
    for url in [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/content/tin-tuc/a.md",
        "/site.toml",
        "//etc/passwd",
        "/a\\..\\b",
        "/%00",
        "/%",
    ] {
        let reply = preview.reply(url);
        assert_eq!(reply.status, 404, "{url:?}");
        assert!(!String::from_utf8_lossy(&reply.body.read().unwrap()).contains("base_url"), "{url:?}");
    }
}

#[test]
fn a_missing_page_is_answered_in_the_language_of_its_address() {
    let preview = preview(&recording_files(), false);
    assert!(body(&preview, "/khong-co/").contains("lang=\"vi\"") || body(&preview, "/khong-co/").contains("lang=vi"));
    assert!(
        body(&preview, "/en/nothing/").contains("lang=\"en\"") || body(&preview, "/en/nothing/").contains("lang=en")
    );
}

/// A portal with a video at `/tin-tuc/phim.mp4` whose bytes are the digits, and what is answered about it.
fn video(conditions: &RequestConditions) -> Reply {
    let recording_files = recording_files();
    recording_files.put("content/tin-tuc/phim.mp4", "0123456789");
    recording_files.put(A, article("Bài một", "2024-01-10", "attachments:\n  - file: phim.mp4\n", "Chữ.\n"));
    conditions.apply(preview(&recording_files, false).reply("/tin-tuc/phim.mp4"))
}

fn range(text: &str) -> RequestConditions {
    RequestConditions { range: text.to_owned(), ..RequestConditions::default() }
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

#[test]
fn a_part_of_a_file_is_sent_to_who_asks_for_it() {
    type Row = (&'static str, u16, &'static str, Option<&'static str>);
    let rows: [Row; 6] = [
        ("", 200, "0123456789", None),
        ("bytes=0-1", 206, "01", Some("bytes 0-1/10")),
        ("bytes=7-", 206, "789", Some("bytes 7-9/10")),
        ("bytes=-2", 206, "89", Some("bytes 8-9/10")),
        ("bytes=10-", 416, "", Some("bytes */10")),
        ("bytes=0-1,4-5", 200, "0123456789", None),
    ];
    for (conditions, status, body, part) in rows {
        let reply = video(&range(conditions));
        assert_eq!(reply.status, status, "{conditions:?}");
        assert_eq!(header(&reply, "Content-Range"), part, "{conditions:?}");
        assert_eq!(header(&reply, "Accept-Ranges"), Some("bytes"), "{conditions:?}");
        assert_eq!(reply.content_type, "video/mp4");
        assert_eq!(reply.body.read().unwrap(), body.as_bytes(), "{conditions:?}");
    }
}

#[test]
fn a_part_is_of_the_copy_that_the_browser_has_or_all_is_sent() {
    let etag = header(&video(&RequestConditions::default()), "ETag").unwrap().to_owned();
    let of = |copy: &str| video(&RequestConditions { if_range: copy.to_owned(), ..range("bytes=0-1") }).status;
    assert_eq!((of(&etag), of("\"khac\""), of("Mon, 15 Jan 2024 05:00:00 GMT")), (206, 200, 200));
    let known = video(&RequestConditions { if_none_match: etag.clone(), ..range("bytes=0-1") });
    assert_eq!((known.status, known.body.len()), (304, 0), "nothing is new, so no part is either");
    assert_eq!(header(&video(&range("bytes=0-1")), "ETag"), Some(etag.as_str()), "the tag is of the whole file");
}

#[test]
fn a_page_is_always_sent_whole() {
    let preview = preview(&recording_files(), false);
    for url in ["/tin-tuc/a/", "/khong-co/"] {
        let (part, whole) = (range("bytes=0-1").apply(preview.reply(url)), preview.reply(url));
        assert_eq!(part.status, whole.status, "{url}");
        assert_eq!(part.body.read().unwrap(), whole.body.read().unwrap(), "{url}");
    }
}

#[test]
fn an_edit_touches_only_the_open_pages_that_show_it() {
    let recording_files = recording_files();
    let preview = preview(&recording_files, false);
    let open: Vec<String> = ["/tin-tuc/a/", "/tin-tuc/", "/gioi-thieu/"].map(str::to_owned).to_vec();
    for url in &open {
        preview.reply(url);
    }
    recording_files.put(A, article("Bài một", "2024-01-10", "aliases: [/cu/]\n", "Nội dung hai.\n"));
    let change = preview.reload(None, &open);
    assert_eq!(change.touched.into_iter().collect::<Vec<_>>(), [("/tin-tuc/a/".to_owned(), Refresh::Reload)]);
    preview.reply("/tin-tuc/a/");
    recording_files.put(A, article("Tên mới", "2024-01-10", "", "Nội dung hai.\n"));
    let change = preview.reload(None, &open);
    let touched: Vec<&str> = change.touched.keys().map(String::as_str).collect();
    assert_eq!(touched, ["/tin-tuc/", "/tin-tuc/a/"]);
}

#[test]
fn a_style_sheet_is_swapped_without_a_reload() {
    let recording_files = recording_files();
    let preview = preview(&recording_files, false);
    let open = vec!["/gioi-thieu/".to_owned()];
    preview.reply(&open[0]);
    recording_files.put("themes/portal/assets/portal.css", "body { color: #1c2430 }");
    assert_eq!(preview.reload(None, &open).touched.get("/gioi-thieu/"), Some(&Refresh::Style));
}

#[test]
fn who_sees_only_what_readers_see_is_not_told_of_drafts() {
    let recording_files = recording_files();
    recording_files
        .put("content/tin-tuc/zzkin.md", article("Zzkin", "2024-01-10", "draft: true\ntitel: zzkhoa\n", "Zzloi.\n"));
    let (public, own) = (preview(&recording_files, false), preview(&recording_files, true));
    assert!(own.now().findings.contains("zzkin.md"));
    let told = public.now().findings;
    assert!(!told.contains("zz") && told.contains("Cổng có 1 lỗi"), "{told}");
    recording_files.put("site.toml", "title = 1\nzzkhoa = 2\n");
    let broken = preview(&recording_files, false);
    assert!(!body(&broken, "/").contains("zz") && broken.reply("/").status == 500);
}

#[test]
fn an_error_is_told_and_goes_when_it_is_mended() {
    let recording_files = recording_files();
    let preview = preview(&recording_files, true);
    recording_files.put(A, article("Bài một", "2024-01-10", "titel: x\n", "Nội dung.\n"));
    let change = preview.reload(None, &[]);
    assert!(change.now.findings.contains("F09") && change.now.findings.contains(A), "{}", change.now.findings);
    recording_files.put("themes/portal/templates/base.html", "{% if %}");
    assert!(preview.reload(None, &[]).now.findings.contains("T01"));
    assert_eq!(preview.reply("/gioi-thieu/").status, 200, "a broken template keeps the last good pages");
    recording_files.put(A, article("Bài một", "2024-01-10", "", "Nội dung.\n"));
    recording_files.put(
        "themes/portal/templates/base.html",
        "<!doctype html><html lang=\"{{ lang }}\"><title>{{ page.title }}</title>{% block main %}{% endblock %}</html>",
    );
    let mended = preview.reload(None, &[]);
    assert!(!mended.now.findings.contains("F09"), "{}", mended.now.findings);
}

#[test]
fn an_edit_of_running_text_reads_that_file_alone() {
    let recording_files = recording_files();
    let preview = preview(&recording_files, false);
    let open = ["/tin-tuc/a/".to_owned(), "/tin-tuc/".to_owned()];
    open.iter().for_each(|url| drop(preview.reply(url)));
    recording_files.reads();
    recording_files.put(A, article("Bài một", "2024-01-10", "aliases: [/cu/]\n", "Nội dung hai.\n"));
    let change = preview.reload(changed(&[A, "content/tin-tuc/.a.md.tmp"]), &open);
    assert_eq!(change.touched.keys().collect::<Vec<_>>(), ["/tin-tuc/a/"]);
    assert!(body(&preview, "/tin-tuc/a/").contains("Nội dung hai."));
    let read: std::collections::BTreeSet<String> = recording_files.reads().into_iter().collect();
    assert_eq!(read.into_iter().collect::<Vec<_>>(), ["content/tin-tuc/.a.md.tmp", A], "the first is seen to be gone");
}

/// The name of the copy that a page was given.
fn copy(preview: &Preview, url: &str) -> String {
    let body = body(preview, url);
    body.split_once("preview.js\" data-copy=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0.to_owned()
}

#[test]
fn a_page_that_became_another_is_another_copy_and_what_did_not_change_is_the_same() {
    let recording_files = recording_files();
    let preview = preview(&recording_files, false);
    let copies = || ["/tin-tuc/a/", "/gioi-thieu/", "/khong-co/"].map(|url| copy(&preview, url));
    let before = copies();
    assert_eq!(copies(), before, "asked for again");
    recording_files.put(A, article("Bài một", "2024-01-10", "", "Chữ mới.\n"));
    preview.reload(changed(&[A]), &[]);
    let after = copies();
    assert_ne!(after[0], before[0]);
    assert_eq!(after[1..], before[1..], "other pages and those that are missing");
}

/// The law of the preview: however it got there, it shows what one started now would show.
#[test]
fn after_any_edits_the_preview_shows_what_a_fresh_one_shows() {
    type Edit = (&'static str, fn(&RecordingFiles), &'static [&'static str]);
    const B: &str = "content/tin-tuc/b.md";
    const BASE: &str = "themes/portal/templates/base.html";
    let edits: [Edit; 17] = [
        ("text", |recording_files| recording_files.put(A, article("Bài một", "2024-01-10", "", "Chữ mới.\n")), &[A]),
        (
            "text of a section",
            |recording_files| {
                recording_files.put("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\n---\n\nMới.\n")
            },
            &["content/gioi-thieu/_index.md"],
        ),
        (
            "text again",
            |recording_files| recording_files.put(A, article("Bài một", "2024-01-10", "", "Chữ mới hơn.\n")),
            &[A],
        ),
        (
            "title",
            |recording_files| recording_files.put(A, article("Tên mới", "2024-01-10", "", "Chữ mới hơn.\n")),
            &[A],
        ),
        (
            "text after a title",
            |recording_files| recording_files.put(A, article("Tên mới", "2024-01-10", "", "Lại mới.\n")),
            &[A],
        ),
        (
            "new page and its link",
            |recording_files| {
                recording_files.put(B, article("Bài hai", "2024-01-11", "", "Xem [bài một](a.md).\n"));
            },
            &[B],
        ),
        (
            "a link that breaks",
            |recording_files| recording_files.put(B, article("Bài hai", "2024-01-11", "", "Xem [bài ba](c.md).\n")),
            &[B],
        ),
        (
            "text beside a finding",
            |recording_files| {
                recording_files.put(B, article("Bài hai", "2024-01-11", "", "Dòng mới.\n\nXem [bài ba](c.md).\n"))
            },
            &[B],
        ),
        ("a broken front matter", |recording_files| recording_files.put(B, "---\ntitle: [\n---\n"), &[B]),
        ("a broken template", |recording_files| recording_files.put(BASE, "{% if %}"), &[BASE]),
        (
            "an edit while it is broken",
            |recording_files| recording_files.put(A, article("Tên khác", "2024-01-09", "", "Chữ khác.\n")),
            &[A],
        ),
        (
            "mended",
            |recording_files| {
                recording_files.put(BASE, "<!doctype html><html lang=\"{{ lang }}\"><title>{{ page.title }}</title>{% block main %}{% endblock %}</html>");
                recording_files.put(B, article("Bài hai", "2024-01-11", "", "Hết lỗi.\n"));
            },
            &[BASE, B],
        ),
        (
            "a draft comes out",
            |recording_files| {
                recording_files.put("content/tin-tuc/nhap.md", article("Bài nháp", "2024-01-10", "", "Xong.\n"))
            },
            &["content/tin-tuc/nhap.md"],
        ),
        (
            "a folder put in another's place",
            |recording_files| {
                recording_files.put(A, article("Thay cả", "2024-01-08", "", "Thay.\n"));
                recording_files.put(B, article("Bài hai", "2024-01-11", "", "Thay.\n"));
            },
            &["content/tin-tuc"],
        ),
        ("deleted", |recording_files| recording_files.remove(B), &[B]),
        (
            "the configuration",
            |recording_files| recording_files.put("site.toml", SITE_TOML.replace("per_page", "per_page ")),
            &["site.toml"],
        ),
        (
            "a folder gone",
            |recording_files| {
                recording_files.remove(A);
                recording_files.remove("content/tin-tuc/nhap.md");
                recording_files.remove("content/tin-tuc/_index.md");
            },
            &["content/tin-tuc"],
        ),
    ];
    let recording_files = recording_files();
    let watched = preview(&recording_files, false);
    let urls =
        ["/", "/tin-tuc/", "/tin-tuc/a/", "/tin-tuc/b/", "/tin-tuc/nhap/", "/gioi-thieu/", "/rss.xml", "/sitemap.xml"];
    for (name, edit, paths) in edits {
        edit(&recording_files);
        let change = watched.reload(changed(paths), &[]);
        let fresh = preview(&recording_files, false);
        assert_eq!(change.now.findings, fresh.now().findings, "{name}");
        // A fresh preview of a broken template has no pages; the watched one keeps its last good ones.
        if !fresh.is_empty() {
            for url in urls {
                assert_eq!(
                    (watched.reply(url).status, body(&watched, url)),
                    (fresh.reply(url).status, body(&fresh, url)),
                    "{name} {url}"
                );
            }
        }
    }
}
