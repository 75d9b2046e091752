//! What the binary carries for loading: turns the folders below into files, so that `cong` works without a checkout.

use include_dir::{Dir, include_dir};

use crate::files::bundle::files;

static THEME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/portal");
static KINDS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/load/kinds");

/// The name under which the embedded theme is used.
pub const THEME_NAME: &str = "portal";

/// The files of the theme `portal`, path relative to the theme's folder, sorted.
pub fn theme() -> Vec<(&'static str, &'static [u8])> {
    files(&THEME)
}

/// The built-in kinds: file name and TOML text, sorted.
pub fn kinds() -> Vec<(&'static str, &'static [u8])> {
    files(&KINDS)
}
