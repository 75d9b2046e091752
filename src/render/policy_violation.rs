//! Turns what a page may not hold under the portal's policy into a finding that says what to do instead.

use crate::diag::{Finding, catalog};
use crate::path::SourcePath;
use crate::policy::{PolicyViolation, ViolationKind};
use crate::text::origin::origin_of;

/// About the editor's file where there is one, else the theme's templates. The page cannot be published.
pub fn finding(
    violation: &PolicyViolation,
    (page, source): (&str, Option<&SourcePath>),
    theme_folder: &str,
) -> Finding {
    let message = match violation.kind {
        ViolationKind::Inline => &catalog::INLINE_CODE,
        ViolationKind::Forbidden => &catalog::FORBIDDEN_ELEMENT,
        ViolationKind::Host(_) => &catalog::OTHER_HOST,
    };
    let templates = format!("{theme_folder}/templates");
    let file = source.map_or(templates.as_str(), SourcePath::as_str);
    let finding = Finding::new(message, file).with("page", page).with("found", violation.found.as_str()).fatal();
    match violation.kind {
        ViolationKind::Inline => finding.related(templates),
        ViolationKind::Forbidden => finding.with("address", violation.address.as_str()).related(templates),
        ViolationKind::Host(directive) => {
            let origin = origin_of(&violation.address).unwrap_or_else(|| "https://…".to_owned());
            let exception = format!("{} = [\"{origin}\"]", directive.replace('-', "_"));
            finding.with("address", violation.address.as_str()).with("exception", exception)
        }
    }
}
