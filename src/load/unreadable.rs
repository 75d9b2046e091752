//! Says that a file of the portal cannot be read, in the words of the machine.

use crate::diag::phrases::machine;
use crate::diag::{Finding, catalog};
use crate::path::SourcePath;

/// The finding for a file that cannot be read; `fatal` for what needs it.
pub fn unreadable(path: &SourcePath, error: &std::io::Error) -> Finding {
    Finding::new(&catalog::UNREADABLE, path.as_str()).with_words("detail", machine(error)).fatal()
}
