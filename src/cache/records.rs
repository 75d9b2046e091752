//! Turns what is known of an output into what stands in the cache file, where what many name stands once, and back.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Record;
use crate::files::Hash;
use crate::load::document::Language;
use crate::model::reads::Reads;
use crate::path::OutPath;
use crate::trace::{Answered, Fingerprint, Inputs, Query, Trace};

#[derive(Serialize, Deserialize)]
pub struct CachedRecord {
    pub path: OutPath,
    document: Option<Hash>,
    /// Templates, constants, shown.
    prints: [Fingerprint; 3],
    template: Option<u32>,
    language: Language,
    answers: Vec<u32>,
    reads: Reads,
    output: Hash,
    size: u64,
}

/// What many records name: each thing once, numbered in the order in which they are first met.
#[derive(Default)]
pub struct Tables {
    pub answers: Vec<Arc<Answered>>,
    numbers: HashMap<(Arc<Query>, Fingerprint), u32>,
    /// Most records share one copy of an answer, so most are known by their place in memory.
    places: FxHashMap<*const Answered, u32>,
    pub templates: Vec<Arc<str>>,
}

impl Tables {
    fn answer(&mut self, answered: &Arc<Answered>) -> u32 {
        *self.places.entry(Arc::as_ptr(answered)).or_insert_with(|| {
            *self.numbers.entry((answered.query.clone(), answered.shown)).or_insert_with(|| {
                self.answers.push(answered.clone());
                (self.answers.len() - 1) as u32
            })
        })
    }

    /// There are a few dozen at most.
    fn template(&mut self, name: &Arc<str>) -> u32 {
        let known = self.templates.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.templates.push(name.clone());
            self.templates.len() - 1
        }) as u32
    }
}

impl CachedRecord {
    pub fn new(path: &OutPath, record: &Record, tables: &mut Tables) -> CachedRecord {
        let Trace { inputs, template, language, queries, reads } = &record.trace;
        CachedRecord {
            path: path.clone(),
            document: inputs.document,
            prints: [inputs.templates, inputs.constants, inputs.shown],
            template: template.as_ref().map(|name| tables.template(name)),
            language: *language,
            answers: queries.iter().map(|answered| tables.answer(answered)).collect(),
            reads: reads.clone(),
            output: record.output,
            size: record.size,
        }
    }

    pub fn restore(self, answers: &[Arc<Answered>], templates: &[Arc<str>]) -> Option<Record> {
        let queries = self.answers.iter().map(|index| answers.get(*index as usize).cloned());
        let [templates_print, constants, shown] = self.prints;
        let inputs = Inputs { document: self.document, templates: templates_print, constants, shown };
        let template = self.template.map(|index| templates.get(index as usize).cloned().ok_or(())).transpose().ok()?;
        let queries = queries.collect::<Option<_>>()?;
        let trace = Trace { inputs, template, language: self.language, queries, reads: self.reads };
        Some(Record { trace, output: self.output, size: self.size })
    }
}
