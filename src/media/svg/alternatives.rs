//! Says of HTML inside a drawing (`foreignObject`) whether leaving it out changes what is seen: in a `switch` with
//! another alternative that one is drawn, and what asks for a program's own extension no browser draws.

use super::Cleaner;

/// How a finding names it.
pub const HTML: &str = "<foreignObject>";
/// Children of a `switch` that are no alternative.
const NO_ALTERNATIVE: &[&str] = &["defs", "desc", "style", "title"];

/// A `switch` that is open.
#[derive(Default)]
pub struct Switch {
    /// Elements that were open when it began, itself included.
    depth: usize,
    has_alternative: bool,
    /// Lines of HTML in it.
    html: Vec<usize>,
}

impl Cleaner<'_> {
    /// Leaves HTML out; what is told of it waits for the end of a `switch` around it.
    pub(super) fn leave_out_html(&mut self, attributes: &[(String, String)], at: usize) {
        let asks = |(key, value): &(String, String)| {
            key == "requiredExtensions" && !value.trim().is_empty() && !value.contains("http://www.w3.org/")
        };
        let depth = self.open.len();
        if attributes.iter().any(asks) {
            self.pass_over();
            return;
        }
        let line = self.line_of(at);
        match self.switches.last_mut().filter(|switch| switch.depth == depth) {
            Some(switch) => switch.html.push(line),
            None => self.drop_in_line(HTML.to_owned(), line),
        }
    }

    /// Notes an element that is written, before it counts as open.
    pub(super) fn note_alternative(&mut self, name: &str) {
        let depth = self.open.len();
        if let Some(switch) = self.switches.last_mut().filter(|switch| switch.depth == depth) {
            switch.has_alternative |= !NO_ALTERNATIVE.contains(&name);
        }
        if name == "switch" {
            self.switches.push(Switch { depth: depth + 1, ..Switch::default() });
        }
    }

    /// Notes the end of an element that was written and is still open.
    pub(super) fn end_alternatives(&mut self) {
        let depth = self.open.len();
        let Some(switch) = self.switches.pop_if(|switch| switch.depth == depth) else { return };
        for line in switch.html {
            if switch.has_alternative {
                self.pass_over();
            } else {
                self.drop_in_line(HTML.to_owned(), line);
            }
        }
    }
}
