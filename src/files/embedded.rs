//! What the binary carries: turns the folders below into read-only files, so that `cong` works without a checkout.

use include_dir::{Dir, DirEntry, include_dir};

static THEME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/portal");
static KINDS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/load/kinds");
static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

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

/// The portal that `cong init` writes.
pub fn starter() -> Vec<(&'static str, &'static [u8])> {
    files(&STARTER)
}

fn files(dir: &'static Dir<'static>) -> Vec<(&'static str, &'static [u8])> {
    fn walk(dir: &'static Dir<'static>, found: &mut Vec<(&'static str, &'static [u8])>) {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => walk(dir, found),
                DirEntry::File(file) => found.extend(file.path().to_str().map(|path| (path, file.contents()))),
            }
        }
    }
    let mut found = Vec::new();
    walk(dir, &mut found);
    found.sort_unstable();
    found
}
