//! Turns a page of a PDF that a scanner has written into pixels: the one picture that fills it.
//!
//! Nothing else of PDF is drawn. A whole renderer would be another ten megabytes of program that no bound of time holds, and its numbers
//! differ by processor, while a scan is what people cannot otherwise see before they have loaded it. Bytes that stand behind a password
//! are not opened, even by an empty one.

mod coded;
mod content;
mod layout;
mod object;
mod page;
mod samples;
mod store;

use super::super::raster::Lack;
use super::pixels::Pixels;
use store::Store;

/// The libraries whose pixels stand in pages, with their versions, beside those of all pictures.
pub const CODECS: &[(&str, &str)] = &[("hayro-ccitt", "0.5.0"), ("hayro-jbig2", "0.4.0"), ("hayro-jpeg2000", "0.5.0")];

/// A page as it was scanned.
pub struct Scan {
    pub pixels: Pixels,
    /// How it must be turned to be seen as on the page.
    pub orientation: u16,
}

/// `number` of the page: from 1.
pub fn draw(bytes: &[u8], number: u32) -> Result<Scan, Lack> {
    let store = Store::new(bytes);
    if store.is_locked {
        return Err(Lack::Locked);
    }
    let page = page::find(&store, number)?;
    let cover = content::cover(&store, &page)?;
    let pixels = samples::read(&store, cover.picture)?;
    Ok(Scan { pixels, orientation: cover.orientation })
}
