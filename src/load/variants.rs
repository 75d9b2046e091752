//! The smaller versions of a picture, as pages name them and as a build knows them from its cache.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::base::Base;
use crate::files::Hash;
use crate::media::raster::Lack;
use crate::media::smaller::{Place, Role, Version};
use crate::path::UrlPath;

/// Where they stand, below the portal. Each original has a folder there, named after its bytes and the recipe, so what stands
/// under a name never changes.
pub const FOLDER: &str = "/assets/pictures/";

/// What a version is, without its bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Known {
    pub place: Place,
    pub width: u32,
    pub height: u32,
    pub name: String,
    pub hash: Hash,
    /// In bytes.
    pub size: u64,
}

/// What is known of an original and a role; why there is nothing, where its pixels cannot be read.
pub type Outcome = Result<Vec<Known>, Lack>;

/// Which original by which recipe in which role: the name of the folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Key(pub String);

/// What pages show of them.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Variants {
    /// For `img`, which names the original as well; empty where there is none.
    pub srcset: String,
    /// WebP, for a `source` before it.
    pub webp: String,
    pub social: Option<Social>,
    /// The same as `srcset` and `webp`, of a picture that people read.
    pub wide: String,
    pub wide_webp: String,
    /// Pages of a PDF that is read, from the first.
    pub drawn: Vec<DrawnPage>,
    /// All that is to be published, by address.
    pub files: Vec<(UrlPath, Key, Hash, u64)>,
}

/// A page of a PDF as pages show it, or why nobody sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DrawnPage {
    /// From 1, as editors name it.
    pub page: i64,
    pub shown: Result<DrawnVersions, Lack>,
}

/// As `wide` and `wide_webp` of a picture, with the largest of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DrawnVersions {
    pub wide: String,
    pub wide_webp: String,
    pub url: UrlPath,
    pub width: u32,
    pub height: u32,
    pub size: u64,
}

/// An original that is one of the widths that pages offer.
pub struct Offered<'a> {
    pub url: &'a UrlPath,
    pub width: u32,
    /// Beside which versions it is one.
    pub places: &'a [Place],
}

/// What social networks show of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Social {
    pub url: UrlPath,
    pub width: u32,
    pub height: u32,
}

impl Key {
    /// `original`: the hash of what is published of it.
    pub fn of(original: &Hash, recipe: &str, role: Role) -> Key {
        let mut hasher = blake3::Hasher::new();
        hasher.update(original.as_bytes());
        hasher.update(&[role as u8]);
        hasher.update(recipe.as_bytes());
        Key(hasher.finalize().to_hex()[..20].to_owned())
    }
}

impl Key {
    /// A page of a PDF by a recipe that names the page.
    pub fn of_page(pdf: &Hash, recipe: &str) -> Key {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"page");
        hasher.update(pdf.as_bytes());
        hasher.update(recipe.as_bytes());
        Key(hasher.finalize().to_hex()[..20].to_owned())
    }
}

impl Known {
    pub fn of(version: &Version) -> Known {
        let Version { place, width, height, name, bytes } = version;
        let (hash, size) = (crate::files::hash(bytes), bytes.len() as u64);
        Known { place: *place, width: *width, height: *height, name: name.clone(), hash, size }
    }
}

impl Variants {
    /// `own`: the original, where it is one of the widths that are offered.
    pub fn add(&mut self, base: &Base, key: &Key, known: &[Known], own: &Offered) {
        let put = |list: &mut String, url: &UrlPath, width: u32| {
            let comma = if list.is_empty() { "" } else { ", " };
            // A text takes whatever is written to it.
            let _ = write!(list, "{comma}{url} {width}w");
        };
        for Known { place, width, height, name, hash, size } in known {
            let url = base.url(&format!("{FOLDER}{}/{name}", key.0));
            match place {
                Place::Image => put(&mut self.srcset, &url, *width),
                Place::Source => put(&mut self.webp, &url, *width),
                Place::Wide => put(&mut self.wide, &url, *width),
                Place::WideSource => put(&mut self.wide_webp, &url, *width),
                Place::Social => self.social = Some(Social { url: url.clone(), width: *width, height: *height }),
            }
            self.files.push((url, key.clone(), *hash, *size));
        }
        let has = |place: Place| known.iter().any(|known| known.place == place);
        for (place, list) in [(Place::Image, &mut self.srcset), (Place::Wide, &mut self.wide)] {
            if own.places.contains(&place) && has(place) {
                put(list, own.url, own.width);
            }
        }
    }

    /// A page of the file itself, which is a PDF.
    pub fn add_page(&mut self, base: &Base, page: i64, (key, outcome): (&Key, &Outcome)) {
        let shown = outcome.as_ref().map_err(|lack| *lack).and_then(|known| {
            let mut own = Variants::default();
            let offered = Offered { url: &base.url("/"), width: 0, places: &[] };
            own.add(base, key, known, &offered);
            // Whoever knows no WebP is given the JPEG, where there is one.
            let of =
                |place: Place| known.iter().filter(move |known| known.place == place).max_by_key(|known| known.width);
            let largest = of(Place::Wide).or_else(|| of(Place::WideSource)).ok_or(Lack::Damaged)?;
            self.files.append(&mut own.files);
            let url = base.url(&format!("{FOLDER}{}/{}", key.0, largest.name));
            let Known { width, height, size, .. } = *largest;
            Ok(DrawnVersions { wide: own.wide, wide_webp: own.wide_webp, url, width, height, size })
        });
        self.drawn.push(DrawnPage { page, shown });
    }

    /// Whether pages show one of several versions.
    pub fn has_any(&self) -> bool {
        [&self.srcset, &self.webp, &self.wide, &self.wide_webp].iter().any(|list| !list.is_empty())
            || self.drawn.iter().any(|page| page.shown.is_ok())
    }
}
