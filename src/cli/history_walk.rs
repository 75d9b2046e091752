//! Turns what `git log --raw -z` says, the newest commit first, into the versions of each file under the name that it has now.

use std::collections::{BTreeMap, HashMap};

use crate::text::fold::nfc;

/// A file as a commit left it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// When it was committed, in seconds since 1970.
    pub moment: i64,
    pub blob: String,
}

/// What a name stands for in the commits that are still to be read.
#[derive(Clone, Copy)]
enum Named {
    /// A file of now, by its number.
    File(usize),
    /// One that is gone, or that another has taken the place of.
    Gone,
}

#[derive(Default)]
pub struct Walk {
    names: HashMap<String, Named>,
    /// With their versions, the newest first.
    files: Vec<(String, Vec<Version>)>,
}

/// One file in a commit: `:100644 100644 OLD NEW R087`, then one name or two.
struct Entry<'a> {
    blob: &'a str,
    status: u8,
    from: Option<String>,
    name: String,
}

impl Walk {
    /// Versions from the oldest on, by name.
    pub fn of(log: &[u8]) -> BTreeMap<String, Vec<Version>> {
        let mut walk = Walk::default();
        for commit in log.split(|byte| *byte == 1).filter(|commit| !commit.is_empty()) {
            walk.commit(commit);
        }
        let files = walk.files.into_iter().map(|(name, mut versions)| {
            versions.reverse();
            (name, versions)
        });
        files.collect()
    }

    fn commit(&mut self, text: &[u8]) {
        let mut words = text.split(|byte| *byte == 0).map(|word| word.trim_ascii_start());
        let moment = words.next().and_then(|word| std::str::from_utf8(word).ok()?.trim().parse().ok());
        let Some(moment) = moment else { return };
        let entries: Vec<Entry> = std::iter::from_fn(|| entry(&mut words)).collect();
        // Names as they are after the commit, and only then as they were before it.
        for entry in &entries {
            self.note(entry, moment);
        }
        let mut moved = Vec::new();
        for Entry { status, from, name, .. } in entries {
            let now = self.names.get(&name).copied();
            match (status, from) {
                (b'R', Some(from)) => {
                    self.names.insert(name, Named::Gone);
                    moved.push((from, now.unwrap_or(Named::Gone)));
                }
                (b'A' | b'C', _) => drop(self.names.insert(name, Named::Gone)),
                _ => {}
            }
        }
        self.names.extend(moved);
    }

    fn note(&mut self, entry: &Entry, moment: i64) {
        let Entry { blob, status, name, .. } = entry;
        if *status == b'D' {
            self.names.entry(name.clone()).or_insert(Named::Gone);
            return;
        }
        let next = self.files.len();
        let named = *self.names.entry(name.clone()).or_insert(Named::File(next));
        let Named::File(index) = named else { return };
        if index == next {
            self.files.push((name.clone(), Vec::new()));
        }
        let versions = &mut self.files[index].1;
        let version = Version { moment, blob: (*blob).to_owned() };
        // A file that only moved is what it was: the commit before says when that came.
        match versions.last_mut() {
            Some(later) if later.blob == version.blob => later.moment = moment,
            _ => versions.push(version),
        }
    }
}

fn entry<'a>(words: &mut impl Iterator<Item = &'a [u8]>) -> Option<Entry<'a>> {
    loop {
        let about = words.next()?;
        let Some(about) = about.strip_prefix(b":") else { continue };
        let about = std::str::from_utf8(about).ok()?;
        let mut parts = about.split(' ').skip(3);
        let (blob, status) = (parts.next()?, *parts.next()?.as_bytes().first()?);
        let mut name = || words.next().map(|name| nfc(&String::from_utf8_lossy(name)).into_owned());
        let first = name()?;
        let (from, name) = match status {
            b'R' | b'C' => (Some(first), name()?),
            _ => (None, first),
        };
        return Some(Entry { blob, status, from, name });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(commits: &[(i64, &[&str])]) -> BTreeMap<String, Vec<(i64, String)>> {
        let commit = |(moment, entries): &(i64, &[&str])| {
            let entries: String = entries.iter().map(|entry| entry.replace(' ', "\0") + "\0").collect();
            format!("\u{1}{moment}\0\n{entries}")
        };
        let text: String = commits.iter().map(commit).collect();
        // `M BLOB NAME` stands for what git says in full.
        let text = text.split('\0').map(|word| match word.trim_start().split_once('=') {
            Some((status, blob)) => format!(":100644 100644 0 {blob} {status}"),
            None => word.to_owned(),
        });
        let all = Walk::of(text.collect::<Vec<_>>().join("\0").as_bytes());
        let plain = |versions: Vec<Version>| versions.into_iter().map(|own| (own.moment, own.blob)).collect();
        all.into_iter().map(|(name, versions)| (name, plain(versions))).collect()
    }

    fn versions(of: &[(i64, &str)]) -> Vec<(i64, String)> {
        of.iter().map(|(moment, blob)| (*moment, (*blob).to_owned())).collect()
    }

    #[test]
    fn a_file_is_followed_through_its_names() {
        let found =
            log(&[(4, &["M=d c.md"]), (3, &["R100=b b.md c.md"]), (2, &["R080=b a.md b.md"]), (1, &["A=a a.md"])]);
        assert_eq!(found, BTreeMap::from([("c.md".to_owned(), versions(&[(1, "a"), (2, "b"), (4, "d")]))]));
    }

    #[test]
    fn a_name_that_stood_for_another_file_brings_nothing_of_it() {
        let found = log(&[
            (5, &["A=n a.md"]),
            (4, &["D=0 a.md"]),
            (3, &["M=x a.md"]),
            (2, &["D=0 weg.md"]),
            (1, &["A=o a.md", "A=w weg.md"]),
        ]);
        assert_eq!(found, BTreeMap::from([("a.md".to_owned(), versions(&[(5, "n")]))]));
    }

    #[test]
    fn two_files_may_change_places_in_one_commit() {
        let found = log(&[(2, &["R100=x a.md b.md", "R100=y b.md a.md"]), (1, &["A=x a.md", "A=y b.md"])]);
        let both = [("a.md".to_owned(), versions(&[(1, "y")])), ("b.md".to_owned(), versions(&[(1, "x")]))];
        assert_eq!(found, BTreeMap::from(both));
        let found = log(&[(2, &["R100=x a.md b.md", "A=n a.md"]), (1, &["A=x a.md"])]);
        let both = [("a.md".to_owned(), versions(&[(2, "n")])), ("b.md".to_owned(), versions(&[(1, "x")]))];
        assert_eq!(found, BTreeMap::from(both));
    }
}
