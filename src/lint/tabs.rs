//! Turns tabs in a front matter, where YAML allows none, into spaces, if it can be read then and nothing else was meant.

use std::ops::Range;

use super::hits::applied;
use crate::load::fences;
use crate::load::kinds::Kind;
use crate::load::yaml::find_tab;
use crate::path::SourcePath;

/// Ranges of the source and what stands there instead; none where there is no tab, or it is not clear how deep a line should stand.
pub fn mends(file: &SourcePath, source: &str, kind: Option<&Kind>) -> Vec<(Range<usize>, String)> {
    let name = kind.map_or("", |kind| &kind.name);
    let Some(parts) = fences::split(file, source, name, &mut Vec::new()) else { return Vec::new() };
    if find_tab(parts.yaml).is_none() {
        return Vec::new();
    }
    let from = parts.yaml.as_ptr() as usize - source.as_ptr() as usize;
    let (mut mends, mut at, mut spaced) = (Vec::new(), from, false);
    for line in parts.yaml.split_inclusive('\n') {
        let lead = line.len() - line.trim_start_matches(['\t', ' ']).len();
        let tabs = line[..lead].bytes().filter(|byte| *byte == b'\t').count();
        spaced |= tabs < lead;
        if tabs > 0 {
            mends.push((at..at + lead, "  ".repeat(tabs)));
        }
        let behind_key =
            line[lead..].find(":\t").filter(|_| !line[lead..].starts_with('"')).map(|colon| lead + colon + 1);
        if let Some(tab) = behind_key.filter(|tab| line.find(':') == Some(tab - 1)) {
            let length = line[tab..].len() - line[tab..].trim_start_matches(['\t', ' ']).len();
            mends.push((at + tab..at + tab + length, " ".to_owned()));
        }
        at += line.len();
    }
    let is_indented = mends.iter().any(|(range, _)| source[..range.start].ends_with('\n'));
    let mended = applied(source, &mends);
    let readable = fences::split(file, &mended, name, &mut Vec::new())
        .is_some_and(|parts| fences::front(file, parts.yaml, &mut Vec::new()).is_some());
    if readable && !(is_indented && spaced) { mends } else { Vec::new() }
}
