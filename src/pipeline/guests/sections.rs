//! Finds what kind the items of a section are, of a portal that is not loaded.

use crate::files::Files;
use crate::load::discover::CONTENT;
use crate::load::fences;
use crate::load::kinds::Kinds;
use crate::load::source_text;
use crate::path::SourcePath;

/// The kind that the section in a folder below `content/` names, else the one whose usual folder it is; `None` where there is no section.
pub fn kind_of(files: &dyn Files, folder: &str, languages: &[String], kinds: &Kinds) -> Option<String> {
    let in_folder = |name: &str| SourcePath::new([CONTENT, folder, name].join("/").replace("//", "/"));
    let names = languages.iter().skip(1).map(|code| format!("_index.{code}.md"));
    let mut is_there = false;
    for name in ["_index.md".to_owned()].into_iter().chain(names) {
        let path = in_folder(&name);
        let Ok(bytes) = files.read(path.as_str()) else { continue };
        is_there = true;
        if let Some(kind) = named(&path, &bytes) {
            return Some(kind);
        }
    }
    let usual = |name: &&str| kinds.schema(name).is_some_and(|kind| kind.folder == folder);
    let usual = kinds.names().find(usual).unwrap_or("page");
    is_there.then(|| usual.to_owned())
}

fn named(path: &SourcePath, bytes: &[u8]) -> Option<String> {
    let mut untold = Vec::new();
    let text = source_text::clean(path.as_str(), bytes, &mut untold)?;
    let parts = fences::split(path, &text, "", &mut untold)?;
    let front = fences::front(path, parts.yaml, &mut untold)?;
    front.mapping.get("kind")?.as_str().map(str::to_owned)
}
