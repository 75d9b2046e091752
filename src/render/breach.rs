//! Turns what a page may not hold under the portal's policy into a finding that says what to do instead.

use crate::diag::{Diagnostic, catalog};
use crate::path::SourcePath;
use crate::plan::Planned;
use crate::policy::{Breach, Fault};
use crate::text::origin::origin_of;

/// About the editor's file where there is one, else the theme's templates. The page cannot be published.
pub fn finding(fault: &Fault, planned: &Planned, theme_folder: &str) -> Diagnostic {
    let message = match fault.breach {
        Breach::Inline => &catalog::INLINE_CODE,
        Breach::Forbidden => &catalog::FORBIDDEN_ELEMENT,
        Breach::Host(_) => &catalog::OTHER_HOST,
    };
    let templates = format!("{theme_folder}/templates");
    let file = planned.source.as_ref().map_or(templates.as_str(), SourcePath::as_str);
    let finding =
        Diagnostic::new(message, file).with("page", planned.url.as_str()).with("found", fault.found.as_str()).fatal();
    match fault.breach {
        Breach::Inline => finding.related(templates),
        Breach::Forbidden => finding.with("address", fault.address.as_str()).related(templates),
        Breach::Host(directive) => {
            let origin = origin_of(&fault.address).unwrap_or_else(|| "https://…".to_owned());
            let exception = format!("{} = [\"{origin}\"]", directive.replace('-', "_"));
            finding.with("address", fault.address.as_str()).with("exception", exception)
        }
    }
}
