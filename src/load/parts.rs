//! Turns a list `search.js.parts` of a theme, and the files that it names, into one asset `search.js`.
//!
//! Parts are modules of JavaScript that import from each other by lines of their own, so that a test can load each by
//! itself. In the joined file all stand in one scope: these lines go, and so do lines that are nothing but a remark, since readers load
//! the file (a quarter of the search is remarks). Nothing else of a part is looked at or changed: it does not rename or follow imports.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Finding, Span, catalog};
use crate::load::slips::conflict;

/// What the name of a list ends with, behind the name of the asset.
pub const LIST: &str = ".js.parts";

/// `files`: of the theme in `folder`, by path. Parts and lists go, joined assets come. A file that has the name of a joined
/// asset stays: that is how a portal replaces it as a whole.
pub fn join(files: &mut BTreeMap<String, Vec<u8>>, folder: &str, findings: &mut Vec<Finding>) {
    let lists: Vec<String> =
        files.keys().filter(|path| path.starts_with("assets/") && path.ends_with(LIST)).cloned().collect();
    let (mut used, mut joined) = (BTreeSet::new(), Vec::new());
    for list in lists {
        let text = String::from_utf8_lossy(&files.remove(&list).unwrap_or_default()).into_owned();
        let asset = list.trim_end_matches(".parts").to_owned();
        let is_replaced = files.contains_key(&asset);
        let found = parts(&list, &text);
        let names: Vec<&str> = found.iter().map(|(_, path)| path.rsplit('/').next().unwrap_or(path)).collect();
        let (mut whole, mut is_whole) = (String::new(), true);
        for (line, path) in &found {
            used.insert(path.clone());
            let Some(bytes) = files.get(path) else {
                if !is_replaced {
                    findings.push(missing(folder, &list, *line, path));
                }
                is_whole = false;
                continue;
            };
            let part = String::from_utf8_lossy(bytes);
            is_whole &= is_replaced || !conflict::is_unmerged(&format!("{folder}/{path}"), &part, findings);
            let is_kept = |line: &&str| !is_import(line, &names) && !is_remark(line);
            part.lines().filter(is_kept).for_each(|line| whole.extend([line, "\n"]));
        }
        if is_whole && !is_replaced {
            joined.push((asset, whole.into_bytes()));
        }
    }
    files.retain(|path, _| !used.contains(path));
    files.extend(joined);
}

/// The paths that a list names, with their lines: one a line, relative to the list's folder; `#` begins a remark.
fn parts(list: &str, text: &str) -> Vec<(u32, String)> {
    let folder = &list[..=list.rfind('/').unwrap_or(0)];
    let lines = (1..).zip(text.lines()).map(|(line, name)| (line, name.trim()));
    let named = lines.filter(|(_, name)| !name.is_empty() && !name.starts_with('#'));
    named.map(|(line, name)| (line, format!("{folder}{name}"))).collect()
}

/// `import { fold, hash } from "./text.js";` where `text.js` is a part too.
fn is_import(line: &str, parts: &[&str]) -> bool {
    let from = line.strip_prefix("import {").and_then(|rest| rest.rsplit_once("} from \"./")).map(|(_, name)| name);
    from.and_then(|name| name.trim_end().strip_suffix("\";")).is_some_and(|name| parts.contains(&name))
}

/// A line that begins so; `//!` is for those that must stay, as a licence.
fn is_remark(line: &str) -> bool {
    line.trim_start().strip_prefix("//").is_some_and(|rest| !rest.starts_with('!'))
}

fn missing(folder: &str, list: &str, line: u32, path: &str) -> Finding {
    let asset = list.rsplit('/').next().unwrap_or(list).trim_end_matches(".parts");
    Finding::new(&catalog::NOT_A_FILE, format!("{folder}/{list}"))
        .at(Span::new(line as usize, 1, 1))
        .with_words("what", (format!("{asset} thiếu một phần, {path}"), format!("{asset} lacks a part, {path}")))
        .with_words(
            "next",
            (
                format!("Viết lại tên tệp ở dòng này, hoặc thêm tệp {folder}/{path}."),
                format!("Correct the name on this line, or add the file {folder}/{path}."),
            ),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(files: &[(&str, &str)]) -> (Vec<(String, String)>, Vec<String>) {
        let mut theme: BTreeMap<String, Vec<u8>> =
            files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let mut findings = Vec::new();
        join(&mut theme, "themes/x", &mut findings);
        let texts = theme.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect();
        let place = |finding: &Finding| {
            let line = finding.span.map_or(0, |span| span.line);
            format!("{}:{line} {}", finding.file, finding.message.code)
        };
        (texts, findings.iter().map(place).collect())
    }

    #[test]
    fn parts_become_one_asset_in_the_order_of_their_list() {
        let (files, findings) = joined(&[
            ("assets/js/a.js.parts", "# in order\nparts/two.js\n\nparts/one.js\n"),
            ("assets/js/parts/one.js", "import { two } from \"./two.js\";\nimport x from \"./x.js\";\nlet one = two"),
            (
                "assets/js/parts/two.js",
                "//! MIT\n// Two.\nexport const two = 2; // two\n  // import { a } from \"./one.js\";\n",
            ),
            ("assets/js/parts/x.js", "export default 1;\n"),
        ]);
        let text = "//! MIT\nexport const two = 2; // two\nimport x from \"./x.js\";\nlet one = two\n";
        let pair = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        assert_eq!(files, [pair("assets/js/a.js", text), pair("assets/js/parts/x.js", "export default 1;\n")]);
        assert!(findings.is_empty());
    }

    #[test]
    fn a_file_of_the_assets_name_takes_its_place() {
        let (files, findings) =
            joined(&[("assets/a.js", "own"), ("assets/a.js.parts", "b.js\nc.js\n"), ("assets/b.js", "b")]);
        assert_eq!(files, [("assets/a.js".to_owned(), "own".to_owned())]);
        assert!(findings.is_empty());
    }

    #[test]
    fn a_part_that_is_missing_or_unmerged_is_told_and_no_half_is_published() {
        let unmerged = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n";
        let list = ("assets/a.js.parts", "c.js\nb.js\n");
        for (b, told) in [(None, "themes/x/assets/a.js.parts:2 S15"), (Some(unmerged), "themes/x/assets/b.js:1 M36")] {
            let parts = b.map(|text| ("assets/b.js", text));
            let files: Vec<_> = [list, ("assets/c.js", "c")].into_iter().chain(parts).collect();
            assert_eq!(joined(&files), (vec![], vec![told.to_owned()]));
        }
    }
}
