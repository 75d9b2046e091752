//! Turns more addresses than a cache takes into folders that cover them, and as few others as it can.

use std::collections::{BTreeMap, BTreeSet};

/// What is to be forgotten: single addresses, and folders with all that is below them.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Cover {
    pub addresses: Vec<String>,
    /// Each ends with a slash.
    pub folders: Vec<String>,
}

/// At most `most` of both together; `None` where only all of the host would do. From the deepest folders upwards those with the most
/// addresses are taken first, so a changed home page stays one address, and an archive of last year is left alone.
pub fn cover(addresses: &[String], most: usize) -> Option<Cover> {
    // Whether it is a folder, by what it covers.
    let mut units: BTreeMap<&str, bool> = addresses.iter().map(|address| (address.as_str(), false)).collect();
    let deepest = units.keys().map(|unit| depth(unit)).max().unwrap_or(0);
    for level in (1..=deepest).rev() {
        if units.len() <= most {
            break;
        }
        let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for unit in units.keys() {
            if let Some(folder) = folder(unit, level) {
                groups.entry(folder).or_default().push(unit);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().filter(|(_, inside)| inside.len() > 1).collect();
        groups.sort_by_key(|(_, inside)| std::cmp::Reverse(inside.len()));
        for (folder, inside) in groups {
            if units.len() <= most {
                break;
            }
            for unit in inside {
                units.remove(unit);
            }
            units.insert(folder, true);
        }
    }
    if units.len() > most {
        return None;
    }
    let (folders, single): (Vec<_>, Vec<_>) = units.into_iter().partition(|(_, is_folder)| *is_folder);
    let owned = |units: Vec<(&str, bool)>| units.into_iter().map(|(unit, _)| unit.to_owned()).collect();
    Some(Cover { addresses: owned(single), folders: owned(folders) })
}

/// The deepest folder of each host that all of its addresses lie in.
pub fn roots(addresses: &[String]) -> BTreeSet<String> {
    let mut roots: BTreeMap<&str, &str> = BTreeMap::new();
    for address in addresses {
        let Some(host) = folder(address, 0) else { continue };
        let own = (0..).map_while(|level| folder(address, level)).last().unwrap_or(host);
        let root = roots.entry(host).or_insert(own);
        let both = (0..).map_while(|level| folder(root, level).filter(|folder| address.starts_with(folder))).last();
        *root = both.unwrap_or(host);
    }
    roots.into_values().map(str::to_owned).collect()
}

fn slashes(address: &str) -> impl Iterator<Item = usize> {
    let from = address.find("://").map_or(0, |at| at + 3);
    address[from..].match_indices('/').map(move |(at, _)| from + at)
}

/// How many folders an address lies in, the root not counted.
fn depth(address: &str) -> usize {
    slashes(address).count().saturating_sub(1)
}

/// The folder at this depth that an address lies in; `https://a.vn/` is at depth 0.
fn folder(address: &str, depth: usize) -> Option<&str> {
    slashes(address).nth(depth).map(|at| &address[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(paths: &[&str]) -> Vec<String> {
        paths.iter().map(|path| format!("https://a.vn{path}")).collect()
    }

    fn covered(paths: &[&str], most: usize) -> Option<(Vec<String>, Vec<String>)> {
        cover(&all(paths), most).map(|cover| (cover.addresses, cover.folders))
    }

    #[test]
    fn few_addresses_stay_as_they_are() {
        let paths = ["/", "/a/", "/a/b/"];
        assert_eq!(covered(&paths, 3), Some((all(&paths), vec![])));
    }

    #[test]
    fn the_fullest_of_the_deepest_folders_goes_first() {
        let paths =
            ["/", "/rss.xml", "/tin/", "/tin/2024/a/", "/tin/2024/b/", "/tin/2024/c/", "/van-ban/1/", "/van-ban/2/"];
        assert_eq!(
            covered(&paths, 6),
            Some((all(&["/", "/rss.xml", "/tin/", "/van-ban/1/", "/van-ban/2/"]), all(&["/tin/2024/"])))
        );
        assert_eq!(covered(&paths, 5).unwrap().1, all(&["/tin/"]), "the fullest on its level");
        assert_eq!(covered(&paths, 4), Some((all(&["/", "/rss.xml"]), all(&["/tin/", "/van-ban/"]))));
        assert_eq!(covered(&paths, 3), None);
    }

    #[test]
    fn a_page_with_its_files_is_one_folder() {
        let paths = ["/a/b/", "/a/b/index.json", "/a/c/", "/a/c/index.json"];
        assert_eq!(covered(&paths, 2), Some((vec![], all(&["/a/b/", "/a/c/"]))));
    }

    #[test]
    fn every_address_is_covered() {
        let paths: Vec<String> =
            (0..500).map(|n: usize| format!("https://a.vn/s{}/{}/bai-{n}/", n % 7, n % 31)).collect();
        for most in [1, 6, 7, 50, 200, 499] {
            let Some(cover) = cover(&paths, most) else {
                assert!(most < 7, "{most}");
                continue;
            };
            assert!(cover.addresses.len() + cover.folders.len() <= most);
            let is_covered = |path: &String| {
                cover.addresses.contains(path) || cover.folders.iter().any(|folder| path.starts_with(folder))
            };
            assert!(paths.iter().all(is_covered), "{most}");
        }
    }

    #[test]
    fn the_root_is_the_deepest_folder_above_everything() {
        let rooted = |paths: &[&str]| roots(&all(paths)).into_iter().collect::<Vec<_>>();
        assert_eq!(rooted(&["/a/", "/b/c"]), ["https://a.vn/"]);
        assert_eq!(rooted(&["/so-y-te/", "/so-y-te/a/b/", "/so-y-te/x.css"]), ["https://a.vn/so-y-te/"]);
        assert_eq!(rooted(&["/so-y-te/a", "/so-y-te-2/a"]), ["https://a.vn/"]);
    }
}
