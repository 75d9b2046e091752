//! Says what stands in place of a link, once files have other paths and pages other addresses. Whatever leads where it led stays as it
//! was written.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::base::Base;
use crate::load::document::Target;
use crate::load::links;
use crate::load::taxonomy::Taxonomy;
use crate::model::number_key;
use crate::path::{SourcePath, decode, encode_address};

/// What is where from now on.
#[derive(Default)]
pub struct Targets {
    pub base: Base,
    /// Files that move, by their paths of before.
    pub files: BTreeMap<SourcePath, SourcePath>,
    /// Every file there was.
    pub known: BTreeSet<SourcePath>,
    /// Addresses that change, decoded, from the root of the portal.
    pub addresses: BTreeMap<String, String>,
    /// Contacts that links name, whose names change.
    pub contacts: BTreeMap<String, String>,
    /// Where the portal lives from now on, if that is another place. Then `addresses` has all that it published.
    pub home: Option<Base>,
    /// Other hosts that are called otherwise from now on: host and host.
    pub hosts: BTreeMap<String, String>,
    /// Agencies, topics and fields that have another id from now on.
    pub terms: BTreeMap<(Taxonomy, String), String>,
    /// Documents whose number alone does not say any more which is meant: their files of before, by the key of the number.
    pub documents: BTreeMap<String, SourcePath>,
}

impl Targets {
    /// Where a file is from now on.
    pub fn now<'a>(&'a self, file: &'a SourcePath) -> &'a SourcePath {
        self.files.get(file).unwrap_or(file)
    }

    /// What stands in place of a destination in a text, in a file whose path of before is given; `None` where it stays.
    pub fn link(&self, file: &SourcePath, written: &str) -> Option<String> {
        match links::target(&self.base, file, written).ok()? {
            Target::Page { source, .. } | Target::File(source) => {
                let (path, rest) = written.split_at(written.find('#').unwrap_or(written.len()));
                let new = self.path(file, &source, &decode(path))?;
                let is_plain = !path.contains('%') && !new.contains([' ', '(', ')', '<', '>']);
                let new = if is_plain { new } else { encode_address(&new).replace('(', "%28").replace(')', "%29") };
                Some(format!("{new}{rest}"))
            }
            Target::Address(_) => self.address(written),
            Target::Contact(name) => self.contacts.get(&*name).map(|new| format!("lien-he:{new}")),
            Target::Document(number) => self.document(file, &number),
            Target::External(_) => self.on_other_host(written),
            _ => None,
        }
    }

    /// The way to the file of a document whose number is that of another one too.
    fn document(&self, file: &SourcePath, number: &str) -> Option<String> {
        let document = self.documents.get(&number_key(number))?;
        Some(self.now(document).relative_to(self.now(file)))
    }

    /// An address on a host that is called otherwise from now on.
    fn on_other_host(&self, written: &str) -> Option<String> {
        let (scheme, rest) = written.split_once("://")?;
        let (host, path) = rest.split_at(rest.find(['/', '?', '#', ':']).unwrap_or(rest.len()));
        let low = host.to_lowercase();
        let new = self.hosts.get(&low).or_else(|| self.hosts.get(low.strip_prefix("www.")?))?;
        Some(format!("{scheme}://{new}{path}"))
    }

    /// The same of a value of front matter: a path as it is, an address, a link.
    pub fn value(&self, file: &SourcePath, written: &str) -> Option<String> {
        match file.join(written).filter(|source| self.known.contains(source)) {
            Some(source) => self.path(file, &source, written),
            None => self.document(file, written).or_else(|| self.link(file, written)),
        }
    }

    /// The same of an address of the portal, with or without its host.
    pub fn address(&self, written: &str) -> Option<String> {
        let Some(local) = self.base.local(written) else { return self.on_other_host(written) };
        let new = self.local_now(&local)?;
        let Some(home) = &self.home else {
            // What is in front of it stays: the host, the path that the portal lives at.
            return written.strip_suffix(&*local).map(|front| format!("{front}{new}"));
        };
        let is_of_host = written.starts_with('/') && !written.starts_with("//");
        let host = if is_of_host { "" } else { home.origin() };
        let new = format!("{host}{}", home.public(&new));
        (new != written).then_some(new)
    }

    /// Where a path on the portal leads from now on.
    fn local_now(&self, local: &str) -> Option<String> {
        let (path, _) = local.split_at(local.find(['?', '#']).unwrap_or(local.len()));
        let asked = decode(path);
        // `/a/index.html` is `/a/` to a server.
        let (asked, index) = match asked.strip_suffix("index.html") {
            Some(folder) if folder.ends_with('/') => (folder, "index.html"),
            _ => (&*asked, ""),
        };
        let folder = format!("{asked}/");
        let new = self.addresses.get(asked).or_else(|| self.addresses.get(&folder))?;
        let encoded = if path.contains('%') { encode_address(new) } else { new.clone() };
        let new = match index {
            _ if path.ends_with('/') => encoded,
            "" => encoded.trim_end_matches('/').to_owned(),
            index if encoded.ends_with('/') => encoded + index,
            _ => encoded,
        };
        Some(format!("{new}{}", &local[path.len()..]))
    }

    fn path(&self, file: &SourcePath, source: &SourcePath, written: &str) -> Option<String> {
        if !self.known.contains(source) {
            return None;
        }
        let (file, source) = (self.now(file), self.now(source));
        (file.join(written).as_ref() != Some(source)).then(|| source.relative_to(file))
    }

    /// Where a reference leads from now on.
    pub fn target(&self, target: &Target) -> Target {
        match target {
            Target::Page { source, anchor } => {
                Target::Page { source: self.now(source).clone(), anchor: anchor.clone() }
            }
            Target::File(source) => Target::File(self.now(source).clone()),
            Target::Rows(source) => Target::Rows(self.now(source).clone()),
            Target::Chart { table, name } => Target::Chart { table: self.now(table).clone(), name: name.clone() },
            Target::Address(local) => match self.local_now(local) {
                Some(new) => Target::Address(encode_address(&new).into()),
                None => target.clone(),
            },
            Target::Contact(name) => {
                Target::Contact(self.contacts.get(&**name).map_or_else(|| name.clone(), |new| new.as_str().into()))
            }
            Target::Document(number) => match self.documents.get(&number_key(number)) {
                Some(document) => Target::Page { source: self.now(document).clone(), anchor: None },
                None => target.clone(),
            },
            Target::External(address) => match self.on_other_host(address) {
                Some(new) => Target::External(new.into()),
                None => target.clone(),
            },
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> Targets {
        let path = SourcePath::new;
        let moved = [("content/a/x.md", "content/b/c/x.md"), ("content/a/x.pdf", "content/b/c/x.pdf")];
        Targets {
            base: Base::parse("https://tinh.example").unwrap(),
            files: moved.into_iter().map(|(old, new)| (path(old), path(new))).collect(),
            known: ["content/a/x.md", "content/a/x.pdf", "content/a/y.md", "content/d.md"].map(path).into(),
            addresses: [("/a/x/".to_owned(), "/b/c/x/".to_owned())].into(),
            ..Targets::default()
        }
    }

    #[test]
    fn what_leads_where_it_led_stays_and_all_else_is_written_anew() {
        for (file, written, new) in [
            ("content/d.md", "a/x.md#muc", Some("b/c/x.md#muc")),
            ("content/d.md", "a/y.md", None),
            ("content/a/x.md", "x.pdf", None),
            ("content/a/x.md", "y.md", Some("../../a/y.md")),
            ("content/a/x.md", "../d.md", Some("../../d.md")),
            ("content/a/x.md", "khong-co.md", None),
            ("content/a/y.md", "/a/x/?p=1#m", Some("/b/c/x/?p=1#m")),
            ("content/a/y.md", "https://WWW.tinh.example/a/x", Some("https://WWW.tinh.example/b/c/x")),
            ("content/a/y.md", "/a/x/index.html#m", Some("/b/c/x/index.html#m")),
            ("content/a/y.md", "https://tinh.example/a/x/index.html", Some("https://tinh.example/b/c/x/index.html")),
            ("content/a/y.md", "/a/y/index.html", None),
            ("content/a/y.md", "https://khac.example/a/x/", None),
            ("content/a/y.md", "mailto:a@b.vn", None),
        ] {
            assert_eq!(targets().link(&SourcePath::new(file), written).as_deref(), new, "{file} {written}");
        }
    }
}
