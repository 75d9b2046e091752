//! Writes what a recipe takes from the output into a folder: each file with the bytes that the plan speaks of, its compressed siblings, the
//! marks of withdrawn pages. The folder is a new release, or what is sent to a server.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::disk::{Disk, trouble};
use super::recipe::Recipe;
use crate::publish::compress::{self, Compressor};
use crate::publish::content::Digest;
use crate::publish::inventory::Item;
use crate::publish::remote::{Applied, Progress, Source};
use crate::publish::trouble::Trouble;

pub struct Filling<'a> {
    pub disk: &'a Disk,
    pub folder: &'a Path,
    /// The date of every file of this release, later than those of all before: a server tells versions of a file by
    /// its date and its size.
    pub date: SystemTime,
    pub compressor: &'a Compressor,
    pub source: &'a dyn Source,
    pub progress: &'a dyn Progress,
}

impl Filling<'_> {
    pub fn fill(&self, recipe: &Recipe) -> Result<Applied, Trouble> {
        let paths = recipe.put.iter().map(|(path, _)| path.as_str());
        make_folders(self.disk, self.folder, paths.chain(recipe.marks.iter().map(String::as_str)))?;
        let put = |(path, item): &(String, Item)| {
            if self.progress.is_over() {
                return Err(Trouble::Taken { name: "lock".to_owned() });
            }
            let etag = self.put(recipe, path, item)?;
            self.progress.sent(path, item.size);
            Ok((path.clone(), etag))
        };
        let applied: Result<Applied, Trouble> = recipe.put.par_iter().map(put).collect();
        for mark in &recipe.marks {
            self.write(mark, &[])?;
        }
        applied
    }

    /// Returns what its copies are known by.
    fn put(&self, recipe: &Recipe, path: &str, item: &Item) -> Result<String, Trouble> {
        let output = |error: io::Error| Trouble::Output { path: path.to_owned(), detail: error.to_string() };
        let mut source = self.source.open(path).map_err(output)?;
        let mut sum = Sum::default();
        if item.size > compress::LARGEST {
            self.stream(path, &mut sum, &mut *source, item)?;
            return Ok(sum.etag());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(item.size).unwrap_or(0));
        source.take(compress::LARGEST + 1).read_to_end(&mut bytes).map_err(output)?;
        sum.add(&bytes);
        sum.is_of(path, item)?;
        self.write(path, &bytes)?;
        for (encoding, sibling) in self.compressor.siblings(path, &item.digest, &bytes).map_err(output)? {
            let name = encoding.sibling(path);
            if !recipe.paths.contains(&name) {
                self.write(&name, &sibling)?;
            }
        }
        Ok(sum.etag())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let target = self.folder.join(path);
        let written = self.disk.create(&target, |file| {
            file.write_all(bytes)?;
            file.set_modified(self.date)
        });
        written.map_err(|error| at(&target, bytes.len() as u64, &error))
    }

    fn stream(&self, path: &str, sum: &mut Sum, source: &mut dyn Read, item: &Item) -> Result<(), Trouble> {
        let target = self.folder.join(path);
        let copy = |file: &mut File| {
            let mut buffer = vec![0; 1 << 18];
            loop {
                match source.read(&mut buffer)? {
                    0 => break,
                    read => {
                        sum.add(&buffer[..read]);
                        file.write_all(&buffer[..read])?;
                    }
                }
            }
            file.set_modified(self.date)
        };
        self.disk.create(&target, copy).map_err(|error| at(&target, item.size, &error))?;
        sum.is_of(path, item)
    }
}

fn at(path: &Path, size: u64, error: &io::Error) -> Trouble {
    match trouble("write", path, error) {
        Trouble::TooLarge { path, .. } => Trouble::TooLarge { path, size },
        other => other,
    }
}

/// Makes the folders of these files below a folder, each once.
pub fn make_folders<'a>(disk: &Disk, root: &Path, paths: impl Iterator<Item = &'a str>) -> Result<(), Trouble> {
    let folders: BTreeSet<&str> = paths.flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    for folder in folders {
        let path = root.join(folder);
        disk.make_folder(&path, 0o755).map_err(|error| trouble("write", &path, &error))?;
    }
    Ok(())
}

/// What bytes are known by: the digest of the manifest, and the sum that every server can work out.
#[derive(Default)]
pub struct Sum {
    digest: blake3::Hasher,
    sha: Sha256,
}

impl Sum {
    pub fn add(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.sha.update(bytes);
    }

    /// Of a file on the disk.
    pub fn read(mut file: impl Read) -> io::Result<Sum> {
        let (mut sum, mut buffer) = (Sum::default(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(sum),
                read => sum.add(&buffer[..read]),
            }
        }
    }

    pub fn digest(&self) -> Digest {
        Digest::from(&self.digest.finalize())
    }

    /// The first half of the SHA-256, in hex.
    pub fn etag(&self) -> String {
        self.sha.clone().finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    fn is_of(&self, path: &str, item: &Item) -> Result<(), Trouble> {
        if self.digest() == item.digest {
            return Ok(());
        }
        Err(Trouble::Output { path: path.to_owned(), detail: "not the bytes that the build wrote".to_owned() })
    }
}
