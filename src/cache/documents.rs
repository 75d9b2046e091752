//! Turns loaded documents into cache entries, which the next build reads instead of parsing sources, and back.

use std::io::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diag::Finding;
use crate::files::{self, Hash, Stamp};
use crate::load::document::Document;
use crate::load::kinds::KindId;
use crate::load::page::Loaded;
use crate::load::said::Said;
use crate::path::SourcePath;

use super::encode;

/// A document as it was loaded, encoded; decoded only when its source is unchanged and it is needed.
#[derive(Clone, Serialize, Deserialize)]
pub struct CachedDocument {
    pub(super) hash: Hash,
    /// Of the source, from before it was read.
    pub(super) stamp: Option<Stamp>,
    /// What the section said its items are.
    pub(super) section_kind: Option<KindId>,
    /// The document or none, and what is known of when that was meant to be public.
    #[serde(with = "files::bytes")]
    bytes: Arc<[u8]>,
    /// Of loading it; empty when there were none.
    #[serde(with = "files::bytes")]
    findings: Box<[u8]>,
}

/// A document decoded from its cache entry, which need not be parsed.
pub struct CacheHit {
    /// `None` for a file that could not be used.
    pub document: Option<Arc<Document>>,
    pub said: Option<Said>,
    pub findings: Vec<Finding>,
    pub cached: CachedDocument,
}

impl CachedDocument {
    /// Encodes what loading gave; `hash` is that of the source's bytes.
    pub fn new(loaded: &Loaded, hash: Hash, stamp: Option<Stamp>, section_kind: Option<KindId>) -> CachedDocument {
        let bytes = postcard::to_stdvec(&(&loaded.document, loaded.said)).unwrap_or_default();
        let findings = match &loaded.findings[..] {
            [] => Vec::new(),
            findings => postcard::to_stdvec(findings).unwrap_or_default(),
        };
        CachedDocument { hash, stamp, section_kind, bytes: bytes.into(), findings: findings.into() }
    }

    pub(super) fn restore(&self) -> Option<CacheHit> {
        let (document, said): (Option<Document>, Option<Said>) = postcard::from_bytes(&self.bytes).ok()?;
        Some(CacheHit { document: document.map(Arc::new), said, findings: self.findings()?, cached: self.clone() })
    }

    /// Of the source's bytes.
    pub fn hash(&self) -> &Hash {
        &self.hash
    }

    pub(super) fn findings(&self) -> Option<Vec<Finding>> {
        if self.findings.is_empty() { Some(Vec::new()) } else { postcard::from_bytes(&self.findings).ok() }
    }

    /// Whether these are copies of one document.
    pub(super) fn is(&self, other: &CachedDocument) -> bool {
        Arc::ptr_eq(&self.bytes, &other.bytes) && self.stamp == other.stamp
    }
}

impl CacheHit {
    /// The same with what its file is known by now.
    pub fn stamped(mut self, stamp: Option<Stamp>) -> CacheHit {
        self.cached.stamp = stamp;
        self
    }
}

/// All documents, from the bytes of `DOCUMENTS`.
pub fn read(bytes: &[u8]) -> Option<FxHashMap<SourcePath, CachedDocument>> {
    let documents: Vec<(SourcePath, CachedDocument)> = postcard::from_bytes(bytes).ok()?;
    Some(documents.into_iter().collect())
}

/// `documents` sorted by path: the same documents are the same bytes.
pub fn write(documents: &[(SourcePath, CachedDocument)], to: &mut dyn Write) -> io::Result<()> {
    encode(&documents, to)
}
