//! Turns words that were read by the wrong table of characters into what they mean. A build says that they are there (M37), so
//! here is only their mend.

use crate::diag::catalog;
use crate::lint::{Hits, OPAQUE, SIGN, Text};
use crate::text::garbled::{self, Table};

pub fn look(text: &Text, hits: &mut Hits) {
    if !garbled::is_suspicious(text.source) {
        return;
    }
    for piece in &text.pieces {
        let prose = text.prose(piece);
        for line in prose.split('\n') {
            let Some(found) = garbled::find(line).filter(|found| found.table != Table::Lost) else { continue };
            let from = piece.range.start + (found.text.as_ptr() as usize - prose.as_ptr() as usize);
            let is_plain = !found.text.bytes().any(|byte| matches!(byte, SIGN | OPAQUE));
            if is_plain {
                hits.tell(&catalog::GARBLED, from..from + found.text.len()).fix(found.meant);
                continue;
            }
            // Between signs of Markdown word by word.
            let is_between = |letter: char| letter.is_whitespace() || matches!(letter, '\0' | '\x1a');
            let own: Vec<&str> = found.text.split(is_between).collect();
            let meant: Vec<&str> = found.meant.split(is_between).collect();
            if own.len() != meant.len() {
                continue;
            }
            for (own, meant) in own.into_iter().zip(meant).filter(|(own, meant)| own != meant) {
                let at = piece.range.start + (own.as_ptr() as usize - prose.as_ptr() as usize);
                hits.tell(&catalog::GARBLED, at..at + own.len()).fix(meant);
            }
        }
    }
}
