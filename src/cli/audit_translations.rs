//! `cong audit --translations` and `--accept-translation`: lists translations with what they were made of, and writes into one that it
//! is as its original is now.

use std::path::{Component, Path, PathBuf};

use serde_json::json;

use super::portal::Portal;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, reason, say, words};
use crate::audit::translations::{KEY, hash_of_original};
use crate::load::discover::CONTENT;
use crate::model::PageView;
use crate::path::SourcePath;
use crate::render::Renderer;
use crate::write::save_file;

pub fn list(renderer: &Renderer, portal: &Portal, common: &Common) -> u8 {
    let Portal { files, language, .. } = portal;
    let site = &renderer.site;
    let mut rows = Vec::new();
    for page in site.all_pages() {
        let Some(now) = hash_of_original(&**files, site, &page) else { continue };
        let kept = page.text(KEY);
        let (id, vi, en) = match kept {
            None => ("unknown", "chưa ghi bản gốc", "says of no original"),
            Some(kept) if kept == now => ("current", "khớp bản gốc", "as its original"),
            Some(_) => ("changed", "bản gốc đã đổi", "the original has changed"),
        };
        let file = page.document().source.as_str();
        if common.json {
            rows.push(json!({ "file": file, "state": id, "kept": kept, "now": now }));
        } else if !(common.quiet && id != "changed") {
            say(&format!("{file}: {}", words(language, vi, en)));
        }
    }
    if common.json {
        say(&serde_json::to_string_pretty(&rows).unwrap_or_default());
    }
    CLEAN
}

pub fn accept(renderer: &Renderer, asked: &[PathBuf], portal: &Portal, common: &Common) -> u8 {
    let Portal { files, language, .. } = portal;
    for path in asked {
        let source = SourcePath::new(plain(path));
        let page = renderer.site.by_source(&source).map(|id| renderer.site.page(id));
        let Some((page, hash)) = page.and_then(|page| Some((page, hash_of_original(&**files, &renderer.site, &page)?)))
        else {
            let text = words(
                language,
                "không phải một bản dịch đang công khai có bản gốc: {path}. Viết đường dẫn từ thư mục của cổng, ví dụ content/tin-tuc/bai.en.md.",
                "no public translation that has an original: {path}. Write its path from the portal's folder, such as content/tin-tuc/bai.en.md.",
            );
            complain(&text.replace("{path}", &path.display().to_string()));
            return COULD_NOT_RUN;
        };
        if let Err(error) = note(&page, &hash, portal, common) {
            let text = words(language, "không ghi được", "cannot be written:");
            complain(&format!("{text} {source}: {}", reason(&error, language)));
            return COULD_NOT_RUN;
        }
        if !common.quiet && !common.json {
            let text = words(language, "đã ghi khớp bản gốc", "noted as its original is now");
            say(&format!("{source}: {text} ({KEY}: {hash})"));
        }
    }
    CLEAN
}

fn note(page: &PageView, hash: &str, portal: &Portal, common: &Common) -> std::io::Result<()> {
    let source = page.document().source.as_str();
    let text = String::from_utf8(portal.files.read(source)?);
    let text = text.map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidData))?;
    let noted = with_key(&text, hash).ok_or(std::io::ErrorKind::InvalidData)?;
    if noted == text { Ok(()) } else { save_file(&common.folder, source, |to| to.write_all(noted.as_bytes())) }
}

/// The file with the key in its front matter: in the place of the one that it has, else as its last line. All else stays.
fn with_key(text: &str, hash: &str) -> Option<String> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---" || line.trim_end() == "\u{feff}---")?;
    let ending = &first[first.trim_end().len()..];
    let line = format!("{KEY}: \"{hash}\"{ending}");
    let mut at = first.len();
    for own in lines {
        if own.trim_end() == "---" {
            return Some(format!("{}{line}{}", &text[..at], &text[at..]));
        }
        if own.strip_prefix(KEY).is_some_and(|rest| rest.starts_with(':')) {
            return Some(format!("{}{line}{}", &text[..at], &text[at + own.len()..]));
        }
        at += own.len();
    }
    None
}

/// `./content/a.en.md` → `content/a.en.md`; without `content/`, what stands below it.
fn plain(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let path = parts.collect::<Vec<_>>().join("/");
    if path.starts_with(&format!("{CONTENT}/")) { path } else { format!("{CONTENT}/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_takes_the_place_of_the_one_that_is_there_and_nothing_else_changes() {
        let new = with_key("---\r\ntitle: A\r\n---\r\nText\r\n", "12").unwrap();
        assert_eq!(new, "---\r\ntitle: A\r\ntranslates: \"12\"\r\n---\r\nText\r\n");
        let old = with_key("---\ntranslates: \"11\"\ntitle: A\n---\ntranslates: x\n", "12").unwrap();
        assert_eq!(old, "---\ntranslates: \"12\"\ntitle: A\n---\ntranslates: x\n");
        assert_eq!(with_key(&old, "12").as_deref(), Some(old.as_str()));
        assert_eq!(with_key("title: A\n", "12"), None);
    }
}
