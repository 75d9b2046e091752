//! The output folder as what is published: turns a path into its bytes, which are held against the digest as they are sent.

use std::io::{self, Read};

use super::content::Digest;
use super::remote::Source;
use super::trouble::Trouble;
use crate::files::Files;

/// `files`: the output folder.
pub struct Built<'a>(pub &'a dyn Files);

impl Built<'_> {
    pub fn new(files: &dyn Files) -> Built<'_> {
        Built(files)
    }
}

impl Source for Built<'_> {
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>> {
        self.0.open(path)
    }
}

/// All of a file, if it is still the one that was planned.
pub fn whole(source: &dyn Source, path: &str, digest: &Digest) -> Result<Vec<u8>, Trouble> {
    let trouble = |detail: String| Trouble::Output { path: path.to_owned(), detail };
    let mut bytes = Vec::new();
    let read = source.open(path).and_then(|mut reader| reader.read_to_end(&mut bytes));
    read.map_err(|error| trouble(error.to_string()))?;
    if Digest::of(&bytes) == *digest { Ok(bytes) } else { Err(trouble("changed".to_owned())) }
}
