//! Turns what was asked to move and where to into the files that move: an item with its translations and what is its own beside it, or
//! a folder with all that is in it. Says why something cannot move.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::nearest;
use crate::files::{AUDIT_FILES, ROOT_FILES};
use crate::load::discover::CONTENT;
use crate::load::document::Document;
use crate::load::ledger::LEDGER;
use crate::load::names::page_stem;
use crate::load::schema;
use crate::path::SourcePath;

/// Why nothing moves, in Vietnamese and English.
pub type Refusal = (String, String);

/// What moves.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// Files, by their paths of before.
    pub files: BTreeMap<SourcePath, SourcePath>,
    /// A whole folder, below `content/`.
    pub folder: Option<(String, String)>,
}

/// `known`: all files below `content/`.
pub fn asked(
    (from, to): (&str, &str),
    known: &BTreeSet<SourcePath>,
    documents: &[&Document],
) -> Result<Asked, Refusal> {
    let (old, new) = (inside(from)?, inside(to)?);
    let is_folder = |path: &str| known.iter().any(|file| file.is_below(path));
    // A page that is a folder goes with its folder, and so does a section.
    let old = match old.rsplit_once('/') {
        Some((folder, name)) if known.contains(old.as_str()) && is_index(name) && folder != CONTENT => {
            if let Some(first) = original(folder, name).filter(|first| known.contains(first.as_str())) {
                return Err(translation(&old, &first));
            }
            folder.to_owned()
        }
        _ => old,
    };
    let is_into = to.ends_with('/') || is_folder(&new);
    let name = old.rsplit('/').next().unwrap_or(&old);
    let new = if is_into { format!("{new}/{name}") } else { new };
    if old == new {
        return Err(words("{old} đã ở đó rồi.", "{old} is there already.", &[&old]));
    }
    let moved = if known.contains(old.as_str()) {
        Asked { files: item(&old, &new, known, documents)?, folder: None }
    } else if is_folder(&old) {
        if format!("{new}/").starts_with(&format!("{old}/")) {
            return Err(words("Không chuyển được {old} vào chính nó.", "{old} cannot move into itself.", &[&old]));
        }
        let new = match new.rsplit_once('/') {
            Some((folder, name)) if is_index(name) => folder.to_owned(),
            // A page that is a folder was asked to be called so.
            Some((folder, name)) => format!("{folder}/{}", page_stem(name).unwrap_or(name)),
            None => new,
        };
        let below = known.iter().filter(|file| file.is_below(&old));
        let to = |file: &SourcePath| SourcePath::new(format!("{new}{}", &file.as_str()[old.len()..]));
        let files = below.map(|file| (file.clone(), to(file))).collect();
        let bare = |path: &str| path[CONTENT.len() + 1..].to_owned();
        Asked { files, folder: Some((bare(&old), bare(&new))) }
    } else {
        return Err(unknown(&old, known));
    };
    is_free(&moved, known)?;
    Ok(moved)
}

fn is_index(name: &str) -> bool {
    page_stem(name).is_some_and(|stem| matches!(stem.split('.').next(), Some("_index" | "index")))
}

/// The page that one of this name in a folder is a translation of.
fn original(folder: &str, name: &str) -> Option<String> {
    let (stem, _) = page_stem(name)?.split_once('.')?;
    Some(format!("{folder}/{stem}.md"))
}

fn translation(old: &str, first: &str) -> Refusal {
    words(
        "{old} là bản dịch: chuyển trang gốc {near}, các bản dịch đi cùng.",
        "{old} is a translation: move {near}, and its translations go with it.",
        &[old, first],
    )
}

/// A path below `content/`, written with it or without.
fn inside(written: &str) -> Result<String, Refusal> {
    let plain = written.trim_start_matches("./").trim_end_matches('/').replace('\\', "/");
    let path = if plain.starts_with(&format!("{CONTENT}/")) { plain } else { format!("{CONTENT}/{plain}") };
    let is_own =
        [ROOT_FILES, AUDIT_FILES, LEDGER].iter().any(|own| path == *own || path.starts_with(&format!("{own}/")));
    let is_good = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if is_own || !is_good || written.starts_with('/') {
        return Err(words(
            "{old} không phải là một bài hay chuyên mục trong content/. Viết đường dẫn tệp, ví dụ tin-tuc/a.md.",
            "{old} is no item or section below content/. Write the path of a file, such as tin-tuc/a.md.",
            &[written],
        ));
    }
    Ok(path)
}

/// An item: its translations, and what stands in its folder and is used by it alone.
fn item(
    old: &str,
    new: &str,
    known: &BTreeSet<SourcePath>,
    documents: &[&Document],
) -> Result<BTreeMap<SourcePath, SourcePath>, Refusal> {
    let source = SourcePath::new(old);
    let Some(group) =
        documents.iter().find(|document| document.source == source).map(|document| document.group.clone())
    else {
        // A page that cannot be read has unknown ties; any other file moves with what stands beside it.
        if page_stem(source.file_name()).is_some() {
            return Err(words(
                "{old} có lỗi nên chưa đọc được: sửa trước những lỗi mà cong check nêu.",
                "{old} cannot be read: first mend what cong check tells.",
                &[old],
            ));
        }
        let new = SourcePath::new(new);
        let beside = beside(&source, known).into_iter().map(|file| (renamed(&file, &source, &new), file));
        return Ok(beside.map(|(new, old)| (old, new)).chain([(source.clone(), new.clone())]).collect());
    };
    if old != &*group {
        return Err(translation(old, &group));
    }
    let name = new.rsplit('/').next().unwrap_or(new);
    if page_stem(name).is_none() && name.contains('.') {
        return Err(words(
            "{old} không phải tên của một bài: tên bài tận cùng bằng .md, ví dụ {near}.",
            "{old} is no name of a page: those end with .md, such as {near}.",
            &[new, &format!("{}.md", new.rsplit_once('.').map_or(new, |(stem, _)| stem))],
        ));
    }
    let new = if page_stem(new).is_some() { new.to_owned() } else { format!("{new}.md") };
    let stem = |path: &str| path.strip_suffix(".md").unwrap_or(path).to_owned();
    let (old_stem, new_stem) = (stem(&group), stem(&new));
    let own: Vec<&&Document> = documents.iter().filter(|document| document.group == group).collect();
    let mut files: BTreeMap<SourcePath, SourcePath> = BTreeMap::new();
    for document in &own {
        let rest = document.source.as_str().strip_prefix(&old_stem).unwrap_or(".md");
        files.insert(document.source.clone(), SourcePath::new(format!("{new_stem}{rest}")));
    }
    let used = |documents: &[&&Document]| -> BTreeSet<SourcePath> {
        let targets = documents.iter().flat_map(|document| &document.refs);
        targets.filter_map(|reference| file_of(&reference.target)).cloned().collect()
    };
    let others: Vec<&&Document> = documents.iter().filter(|document| document.group != group).collect();
    let theirs = used(&others);
    let folder = SourcePath::new(new.as_str());
    for file in used(&own) {
        if file.folder() != source.folder() || theirs.contains(&file) || !known.contains(&file) {
            continue;
        }
        for file in beside(&file, known).into_iter().chain([file.clone()]) {
            let to = SourcePath::new(format!("{}/{}", folder.folder(), file.file_name()));
            files.insert(file, to);
        }
    }
    files.retain(|old, new| old != new);
    Ok(files)
}

fn file_of(target: &crate::load::document::Target) -> Option<&SourcePath> {
    match target {
        crate::load::document::Target::Rows(path) => Some(path),
        other => other.file(),
    }
}

/// The schema of a table and the text of a document.
fn beside(file: &SourcePath, known: &BTreeSet<SourcePath>) -> Vec<SourcePath> {
    let stem = file.as_str().rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let all = [format!("{stem}{}", schema::ENDING), format!("{file}.txt")];
    all.into_iter().map(SourcePath::new).filter(|path| known.contains(path) && path != file).collect()
}

/// Where what stands beside a file goes when the file gets another name.
fn renamed(beside: &SourcePath, old: &SourcePath, new: &SourcePath) -> SourcePath {
    let stem = |path: &SourcePath| path.as_str().rsplit_once('.').map_or(path.to_string(), |(stem, _)| stem.to_owned());
    let rest = beside.as_str().strip_prefix(old.as_str()).map(|rest| format!("{new}{rest}"));
    SourcePath::new(rest.unwrap_or_else(|| format!("{}{}", stem(new), &beside.as_str()[stem(old).len()..])))
}

/// Nothing stands where something goes, however large its letters.
fn is_free(moved: &Asked, known: &BTreeSet<SourcePath>) -> Result<(), Refusal> {
    let low: BTreeMap<String, &SourcePath> = known.iter().map(|file| (file.as_str().to_lowercase(), file)).collect();
    let taken = moved.files.values().find_map(|new| {
        let other = low.get(&new.as_str().to_lowercase()).copied()?;
        (!moved.files.contains_key(other)).then_some(other)
    });
    let in_way = moved
        .files
        .values()
        .find_map(|new| new.ancestors().find_map(|folder| low.get(&folder.to_lowercase()).copied()));
    match taken.or(in_way) {
        Some(other) => Err(words(
            "{old} đã có. Chọn tên khác, hoặc chuyển tệp đó đi trước.",
            "{old} is there already. Choose another name, or move that first.",
            &[other.as_str()],
        )),
        None => Ok(()),
    }
}

fn unknown(path: &str, known: &BTreeSet<SourcePath>) -> Refusal {
    let folders: BTreeSet<&str> = known.iter().flat_map(SourcePath::ancestors).collect();
    let all = known.iter().map(SourcePath::as_str).chain(folders);
    match nearest(path, all) {
        Some(near) => {
            words("Không có {old}. Có phải ý bạn là {near}?", "There is no {old}. Did you mean {near}?", &[path, near])
        }
        None => words("Không có {old}.", "There is no {old}.", &[path]),
    }
}

fn words(vi: &str, en: &str, values: &[&str]) -> Refusal {
    let fill = |text: &str| {
        let names = ["{old}", "{near}"];
        names.iter().zip(values).fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    };
    (fill(vi), fill(en))
}
