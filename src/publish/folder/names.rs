//! Names in a folder that is published to, as a publisher here and one behind SSH both know them.
//!
//! ```text
//! PATH/current            → releases/000012, replaced by one rename; what the web server gets
//! PATH/releases/000012/     a whole release; what did not change is the same file as in the one before
//! PATH/releases/….part      one that is being made, or whose maker was killed
//! PATH/.cong/               the ledger, outside of every release
//! ```

use std::collections::BTreeMap;
use std::fmt;

pub const CURRENT: &str = "current";
pub const RELEASES: &str = "releases";
/// The end of the name of a release that is being made.
pub const PART: &str = ".part";
/// The end of the name of one that is being taken away.
pub const OLD: &str = ".old";

/// In a release: an empty file for each page that was withdrawn, under the page's own path. A server that finds one answers
/// 410; so it need not be told when a page goes. Names that begin with `.cong` are given to nobody.
pub const GONE: &str = ".cong-gone";

/// The folder of a release. A second attempt has a folder of its own, since the first may be online: its publisher
/// was killed before it could say so.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Name {
    pub number: u64,
    /// Counts from 1.
    pub attempt: u64,
}

impl Name {
    /// `000012`, `000012-2`
    pub fn parse(name: &str) -> Option<Name> {
        let (number, attempt) = match name.split_once('-') {
            Some((number, attempt)) => (number, attempt.parse().ok().filter(|attempt| *attempt > 1)?),
            None => (name, 1),
        };
        let digits = number.len() >= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = Name { number: number.parse().ok()?, attempt };
        (digits && parsed.to_string() == name).then_some(parsed)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attempt {
            1 => write!(f, "{:06}", self.number),
            attempt => write!(f, "{:06}-{attempt}", self.number),
        }
    }
}

/// What stands below `releases/`, sorted out.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Standing {
    /// What `current` leads to.
    pub current: Option<Name>,
    pub all: Vec<Name>,
    /// Names of what a killed publisher left half made or half taken away.
    pub halves: Vec<String>,
}

impl Standing {
    pub fn new<'a>(link: Option<&str>, names: impl Iterator<Item = &'a str>) -> Standing {
        let mut standing = Standing::default();
        let target = link.map(|link| link.trim_end_matches('/'));
        standing.current = target.and_then(|link| link.strip_prefix("releases/")).and_then(Name::parse);
        for name in names {
            match Name::parse(name) {
                Some(name) => standing.all.push(name),
                None if name.ends_with(PART) || name.ends_with(OLD) => standing.halves.push(name.to_owned()),
                None => {}
            }
        }
        standing.all.sort_unstable();
        standing
    }

    /// The folder of each release up to `online`, the last one whose publisher came to its end.
    pub fn kept(&self, online: u64) -> BTreeMap<u64, Name> {
        // In order, so that the last attempt is the one that stays.
        self.all.iter().filter(|name| name.number <= online).map(|name| (name.number, *name)).collect()
    }

    /// What the next release begins with: the one that is online according to the state, else what readers get.
    pub fn base(&self, online: u64) -> Option<Name> {
        self.kept(online).remove(&online).or(self.current)
    }

    /// What can go at any time: nobody gets it and nobody could ask for it.
    pub fn leftovers(&self, online: u64) -> Vec<Name> {
        let kept = self.kept(online);
        let is_left = |name: &&Name| Some(**name) != self.current && kept.get(&name.number) != Some(*name);
        self.all.iter().filter(is_left).copied().collect()
    }

    /// What goes when releases up to `last` are forgotten.
    pub fn forgotten(&self, last: u64, online: u64) -> Vec<Name> {
        let stays = |name: &Name| Some(*name) == self.current || name.number >= online;
        self.all.iter().filter(|name| name.number <= last && !stays(name)).copied().collect()
    }

    /// The name for a release that is now made.
    pub fn next(&self, number: u64) -> Name {
        let last = self.all.iter().filter(|name| name.number == number).map(|name| name.attempt).max();
        Name { number, attempt: last.unwrap_or(0) + 1 }
    }

    /// Where the bytes stand that a release put and that a later one may have replaced: in the first one that is kept
    /// since.
    pub fn holder(&self, put: u64, online: u64) -> Option<Name> {
        self.kept(online).range(put..).next().map(|(_, name)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(current: &str, names: &[&str]) -> Standing {
        Standing::new(Some(current), names.iter().copied())
    }

    #[test]
    fn a_folder_is_a_release_by_its_name_alone() {
        let read = |name| Name::parse(name).map(|name| (name.number, name.attempt));
        assert_eq!(read("000012"), Some((12, 1)));
        assert_eq!(read("1234567-3"), Some((1_234_567, 3)));
        for other in ["12", "000012-1", "000012-", "000012.part", "0000012", "00001x", "-000012", "shared"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn what_a_killed_publisher_put_online_stays_until_another_is_online() {
        // 13 was put online and its publisher killed before the state said so: 12 is what the state knows.
        let killed = standing("releases/000013", &["000011", "000012", "000013", "000014.part"]);
        assert_eq!(killed.base(12).map(|name| name.to_string()).as_deref(), Some("000012"));
        assert_eq!(killed.leftovers(12), []);
        assert_eq!(killed.next(13).to_string(), "000013-2");
        let mended = standing("releases/000013-2", &["000012", "000013", "000013-2"]);
        assert_eq!(mended.leftovers(13), [Name { number: 13, attempt: 1 }]);
    }

    #[test]
    fn what_is_online_is_never_forgotten() {
        let back = standing("releases/000003/", &["000001", "000002", "000003", "000004"]);
        assert_eq!(back.forgotten(4, 4).iter().map(|name| name.number).collect::<Vec<_>>(), [1, 2]);
    }
}
