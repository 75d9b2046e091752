//! Turns a photograph into smaller versions of it: as wide as pages ask for, and one in the shape that social networks show.
//!
//! What comes out is a function of the bytes and the recipe, on any machine. Nothing of the original but its pixels and its colour
//! profile goes into a version, and none is larger than the original, in pixels or in bytes.

mod decode;
mod encode;
pub mod pixels;
pub mod scan;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::Photograph;
use super::raster::{Format, Lack, Raster};
use encode::Coding;
use pixels::{Crop, Pixels};

/// The libraries whose bytes stand in pages, with their versions: those of another version are another recipe. A test holds them
/// against `Cargo.lock`.
pub const CODECS: &[(&str, &str)] = &[
    ("fast_image_resize", "6.1.0"),
    ("image-webp", "0.2.4"),
    ("jpeg-encoder", "0.7.1"),
    ("libwebp-sys", "0.9.6"),
    ("png", "0.18.1"),
    ("webp", "0.3.1"),
    ("zune-jpeg", "0.5.15"),
];
/// Counts up when the same libraries are used in another way.
const VERSION: u32 = 1;

/// What social networks show above a link, in pixels.
pub const SOCIAL: (u32, u32) = (1200, 630);
/// The widths of a picture that people read, such as a scanned plan: from a telephone to letters on a large sheet.
pub const WIDE: [u32; 5] = [640, 1280, 1920, 2880, 4320];
/// Networks show a smaller one as a thumbnail, so the portal's own picture serves better.
const SOCIAL_LEAST: u32 = 600;
/// A WebP cannot be larger, in pixels.
const WEBP_SIDE: u32 = 16_383;

/// Which versions are made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recipe {
    /// In pixels, from the smallest.
    pub widths: Vec<u32>,
    /// 1 to 100.
    pub quality: u8,
    pub jpeg: bool,
    pub webp: bool,
}

/// What a page does with a picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Role {
    /// Shows it.
    Shown,
    /// Is shown by it in social networks.
    Social,
    /// Lets people go near to it and read what is drawn.
    Wide,
}

/// One version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    pub place: Place,
    pub width: u32,
    pub height: u32,
    /// Its name in the folder of its original.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where pages name it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Place {
    /// In `img`, beside or in place of the original.
    Image,
    /// In a `source` before it, for browsers that know WebP.
    Source,
    Social,
    /// As `Image` and `Source`, of a picture that people read.
    Wide,
    WideSource,
}

impl Role {
    /// As what its versions stand beside or in place of the original, and before it.
    fn places(self) -> (Place, Place) {
        if self == Role::Wide { (Place::Wide, Place::WideSource) } else { (Place::Image, Place::Source) }
    }
}

impl Recipe {
    /// All that decides about the versions beside the bytes of the original.
    pub fn text(&self, role: Role) -> String {
        let Recipe { quality, jpeg, webp, .. } = self;
        let widths = self.of(role);
        format!("{VERSION} {CODECS:?} {widths:?} {quality} {jpeg} {webp}")
    }

    /// The widths of a role, from the smallest.
    pub fn of(&self, role: Role) -> &[u32] {
        if role == Role::Wide { &WIDE } else { &self.widths }
    }

    /// The same of a page of a PDF.
    pub fn text_of_page(&self, page: i64) -> String {
        format!("{} {:?} {page}", self.text(Role::Wide), scan::CODECS)
    }

    /// Whether there can be versions for a role of a picture of this size.
    pub fn serves(&self, role: Role, (width, height): (u32, u32)) -> bool {
        match role {
            Role::Shown | Role::Wide => self.of(role).first().is_some_and(|least| *least < width),
            Role::Social => social_size(width, height).is_some(),
        }
    }
}

/// Whether the original is one of the widths that `img` offers: it is of the format of its versions, and no wider than pages need, or
/// lighter than what would be as wide as that. `widths` that are wanted, `widest` of the versions.
pub fn offers_original(widths: &[u32], raster: Raster, width: u32, widest: u32) -> bool {
    raster.format != Format::Png && widths.last().is_some_and(|most| width <= *most || widest < *most)
}

/// The versions of a photograph for each role. `bytes` are those of the source; `None` when what is published of them is no longer
/// what is expected.
pub fn make(
    bytes: &[u8],
    raster: Raster,
    recipe: &Recipe,
    roles: &[Role],
    is_expected: &dyn Fn(&[u8]) -> bool,
) -> Option<Result<Vec<Vec<Version>>, Lack>> {
    let photograph = super::photograph("", bytes).ok().filter(|photograph| is_expected(&photograph.bytes))?;
    // What a library makes of a mangled picture costs that picture alone.
    let made = catch_unwind(AssertUnwindSafe(|| {
        let original = Original::read(&photograph, raster)?;
        Some(roles.iter().map(|role| original.versions(*role, recipe)).collect())
    }));
    Some(made.ok().flatten().ok_or(Lack::Damaged))
}

/// The versions of a page of a PDF that was scanned. `page`: from 1.
pub fn make_page(bytes: &[u8], page: u32, recipe: &Recipe) -> Result<Vec<Version>, Lack> {
    let made = catch_unwind(AssertUnwindSafe(|| {
        let scan = scan::draw(bytes, page)?;
        let scan::Scan { pixels, orientation } = scan;
        // No browser shows the page itself, so what is made of it need not be lighter.
        let (format, size) = (Format::Png, usize::MAX);
        let original = Original { pixels, format, orientation, size, is_lossless: false, is_shown: false };
        let versions = original.versions(Role::Wide, recipe);
        if versions.is_empty() { Err(Lack::Damaged) } else { Ok(versions) }
    }));
    made.unwrap_or(Err(Lack::Damaged))
}

/// A decoded photograph, as it is stored.
struct Original {
    pixels: Pixels,
    format: Format,
    orientation: u16,
    /// In bytes, as it is published.
    size: usize,
    is_lossless: bool,
    /// Browsers can show the original as well.
    is_shown: bool,
}

impl Original {
    fn read(photograph: &Photograph, raster: Raster) -> Option<Original> {
        let bytes = &photograph.bytes;
        let pixels = decode::decode(bytes, raster.format)?;
        let count = pixels.width as usize * pixels.height as usize;
        let is_lossless = match raster.format {
            Format::Jpeg => false,
            // Drawings and pictures of screens are smaller than that, photographs are larger.
            Format::Png => bytes.len() < count,
            Format::Webp => memchr::memmem::find(&bytes[..bytes.len().min(1 << 16)], b"VP8L").is_some(),
        };
        let (orientation, size) = (photograph.orientation, bytes.len());
        Some(Original { pixels, format: raster.format, orientation, size, is_lossless, is_shown: true })
    }

    /// Width and height as they are shown.
    fn shown(&self) -> (u32, u32) {
        pixels::turned_size(self.orientation, (self.pixels.width, self.pixels.height))
    }

    fn versions(&self, role: Role, recipe: &Recipe) -> Vec<Version> {
        match role {
            Role::Shown | Role::Wide => self.of_widths(recipe, role),
            Role::Social => self.social(recipe).into_iter().collect(),
        }
    }

    fn of_widths(&self, recipe: &Recipe, role: Role) -> Vec<Version> {
        let (width, height) = self.shown();
        let (in_image, in_source) = role.places();
        let most = recipe.of(role).last().copied().unwrap_or_default();
        let mut widths: Vec<u32> = recipe.of(role).iter().copied().filter(|wanted| *wanted < width).collect();
        if widths.is_empty() && self.is_shown {
            return Vec::new();
        }
        // A version of another format serves those who need all pixels, too.
        let with_own = width <= most && self.format != Format::Webp;
        widths.extend(with_own.then_some(width));
        let sized: Vec<Pixels> = self.sized(&widths, (width, height));
        // The same number means more in a WebP: 72 looks like a JPEG of 80.
        let lossy = Coding::Webp { quality: Some(recipe.quality - recipe.quality / 10) };
        let webp = if self.is_lossless { Coding::Webp { quality: None } } else { lossy };
        let can_webp =
            recipe.webp && sized.iter().all(|of| of.height <= WEBP_SIDE && !(of.is_gray && of.profile.is_some()));
        let webp = can_webp.then_some(webp);
        let jpeg = recipe.jpeg.then_some(Coding::Jpeg { quality: recipe.quality });
        let (image, source) = match self.format {
            Format::Jpeg => (jpeg, webp),
            Format::Png if self.is_lossless || !self.pixels.is_opaque => (None, webp),
            Format::Png => (jpeg, webp),
            Format::Webp => (webp, None),
        };
        // The own width of a JPEG is the original itself.
        let of_image = sized.iter().filter(|of| self.format != Format::Jpeg || of.width < width);
        let encode = |of: &Pixels, coding: Option<Coding>, place| Self::encode(of, coding?, place);
        let mut image: Vec<Version> = of_image.filter_map(|of| encode(of, image, in_image)).collect();
        let mut source: Vec<Version> = sized.iter().filter_map(|of| encode(of, source, in_source)).collect();
        image.retain(|version| version.bytes.len() < self.size);
        let both = |version: &&Version| image.iter().any(|other| other.width == version.width);
        let weight = |all: &[Version]| -> usize { all.iter().filter(both).map(|version| version.bytes.len()).sum() };
        // Browsers take all that they load from a source that they understand, so it must be better as a whole.
        let is_smaller = source.iter().all(|version| version.bytes.len() < self.size)
            && (image.is_empty() || weight(&source) < weight(&image));
        if !is_smaller {
            source.clear();
        }
        [image, source].concat()
    }

    /// As they are shown, in these widths.
    fn sized(&self, widths: &[u32], (width, height): (u32, u32)) -> Vec<Pixels> {
        let mut made: Vec<Pixels> = Vec::new();
        for wanted in widths.iter().rev() {
            let tall = (u64::from(height) * u64::from(*wanted) + u64::from(width) / 2) / u64::from(width);
            let size = (*wanted, u32::try_from(tall).unwrap_or(u32::MAX).max(1));
            // One that is twice as wide or wider is as good as the original, and sooner read.
            let larger = made.iter().rev().find(|other| other.width >= 2 * wanted);
            let next = match larger {
                Some(larger) => larger.resized(size, None),
                None => {
                    let stored = pixels::turned_size(self.orientation, size);
                    self.pixels.resized(stored, None).map(|pixels| pixels.turned(self.orientation))
                }
            };
            made.extend(next);
        }
        made.reverse();
        made
    }

    /// The middle of the picture, in the shape of `SOCIAL` and no larger than it.
    fn social(&self, recipe: &Recipe) -> Option<Version> {
        let (width, height) = self.shown();
        let (crop, size) = social_size(width, height)?;
        let (crop, size) = match self.orientation {
            5..=8 => (Crop { width: crop.height, height: crop.width }, (size.1, size.0)),
            _ => (crop, size),
        };
        let pixels = self.pixels.resized(size, Some(crop))?.turned(self.orientation).on_white();
        Self::encode(&pixels, Coding::Jpeg { quality: recipe.quality }, Place::Social)
    }

    fn encode(of: &Pixels, coding: Coding, place: Place) -> Option<Version> {
        let Pixels { width, height, .. } = *of;
        let name = match (place, coding) {
            (Place::Social, _) => "social.jpg".to_owned(),
            (_, Coding::Jpeg { .. }) => format!("{width}.jpg"),
            (_, Coding::Webp { .. }) => format!("{width}.webp"),
        };
        Some(Version { place, width, height, name, bytes: encode::encode(of, coding)? })
    }
}

/// Which part of a picture is shown as `SOCIAL`, and how large it becomes.
fn social_size(width: u32, height: u32) -> Option<(Crop, (u32, u32))> {
    let (wide, tall) = (f64::from(SOCIAL.0), f64::from(SOCIAL.1));
    let scale = (f64::from(width) / wide).min(f64::from(height) / tall);
    let crop = Crop { width: wide * scale, height: tall * scale };
    let shrink = scale.min(1.0);
    let size = ((wide * shrink).round() as u32, (tall * shrink).round() as u32);
    (size.0 >= SOCIAL_LEAST).then_some((crop, size))
}
