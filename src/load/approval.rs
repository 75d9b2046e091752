//! Turns `workflow` in the front matter of a page into what keeps it from readers: that it is a draft, that it is being edited,
//! or that nobody who may has approved it.
//!
//! Names and days in it are for the editors: nothing of them is in any output.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_yaml::Value as Yaml;

use super::kinds::Kind;
use super::said::Said;
use super::source::Role;
use super::stage::{Approval, Stage};
use super::value::{FieldIndex, Value};
use super::window::Window;
use super::workflow::{Standing, Workflow};
use super::yaml::Front;
use crate::diag::{Finding, Message, Span, catalog, did_you_mean};
use crate::path::SourcePath;
use crate::time::Moment;

/// The key.
pub const WORKFLOW: &str = "workflow";

/// A page whose front matter is looked at once its values are known.
pub struct Page<'a> {
    pub file: &'a SourcePath,
    pub kind: &'a Kind,
    pub role: Role,
    pub values: &'a [(FieldIndex, Value)],
    pub front: &'a Front<'a>,
}

/// The keys of the group that are looked at.
struct Says<'a> {
    state: Option<&'a str>,
    approved_by: Option<&'a str>,
    approved_on: Option<&'a str>,
    edited_on: Option<&'a str>,
}

pub fn read(page: &Page, workflow: &Workflow, zone: &TimeZone, findings: &mut Vec<Finding>) -> Approval {
    let asked = page.role != Role::Section && workflow.asks(page.file.as_str(), &page.kind.name, page.day());
    let group = page.front.mapping.get(WORKFLOW).and_then(Yaml::as_mapping);
    let Some(group) = group else {
        if asked {
            let finding = Finding::new(&catalog::WORKFLOW_MISSING, page.file.as_str());
            findings.push(finding.at(Span::new(1, 1, 3)));
        }
        return Approval { asked, stage: asked.then_some(Stage::Unapproved), from: None };
    };
    let text = |key: &str| group.get(key).and_then(Yaml::as_str).map(str::trim).filter(|text| !text.is_empty());
    let says = Says {
        state: text("state").and_then(|state| page.state(state)),
        approved_by: text("approved_by"),
        approved_on: text("approved_on"),
        edited_on: text("edited_on"),
    };
    let stage = match says.state {
        Some("nhap") => Some(Stage::Draft),
        Some("bien-tap") => Some(Stage::Editing),
        // A page that nobody asks for is what it says.
        Some("duyet") if !asked => None,
        Some("duyet") => page.fault(&says, workflow).map(|finding| {
            findings.push(finding);
            Stage::Unapproved
        }),
        _ => Some(Stage::Unapproved),
    };
    let approved_on = says.approved_on.filter(|_| asked && stage.is_none());
    let from = approved_on.and_then(|day| Moment::parse(day, zone).ok());
    Approval { asked, stage, from }
}

impl Page<'_> {
    pub fn value(&self, name: &str) -> Option<&Value> {
        let index = self.kind.index_of(name)?;
        self.values.iter().find(|(field, _)| *field == index).map(|(_, value)| value)
    }

    /// The day of the item: when it was published, else the date of its subject.
    fn day(&self) -> Option<Date> {
        let moment = |name: &str| self.value(name)?.as_moment();
        let moment = moment("date").or_else(|| moment(self.kind.date_field.as_deref()?));
        moment.map(|moment| moment.civil.date())
    }

    /// The id of a state, which editors may write in words.
    fn state(&self, written: &str) -> Option<&str> {
        let group = self.kind.field(self.kind.index_of(WORKFLOW)?);
        let field = group.fields.iter().find(|field| field.name == "state")?;
        field.options.iter().find(|option| option.is_written(written)).map(|option| option.id.as_str())
    }

    /// Why what is said to be approved does not count as such.
    fn fault(&self, says: &Says, workflow: &Workflow) -> Option<Finding> {
        let place = self.front.named(WORKFLOW);
        let told = |message: &'static Message, key: &str| {
            let span = place.named(key).map_or_else(|| self.front.key(place), |own| self.front.value(own));
            Finding::new(message, self.file.as_str()).at(span).with("key", key)
        };
        let (Some(name), Some(day)) = (says.approved_by, says.approved_on) else {
            let key = if says.approved_by.is_none() { "approved_by" } else { "approved_on" };
            return Some(told(&catalog::WORKFLOW_INCOMPLETE, key));
        };
        let names = || workflow.names(self.file.as_str());
        match workflow.standing(name, self.file.as_str()) {
            Standing::May => {}
            Standing::Unknown => {
                let finding = told(&catalog::WORKFLOW_APPROVER, "approved_by").with("name", name);
                return Some(finding.with_words("near", did_you_mean(name, &names())));
            }
            Standing::Elsewhere => {
                let finding = told(&catalog::WORKFLOW_SECTION, "approved_by").with("name", name);
                return Some(finding.with("names", names().join(", ")));
            }
        }
        let updated = || Some(self.value("updated")?.as_moment()?.civil.date().to_string());
        let changed = [("edited_on", says.edited_on.map(str::to_owned)), ("updated", updated())];
        let read = |text: &str| text.parse::<Date>().ok();
        let later =
            |(key, text): (&'static str, Option<String>)| Some((key, text.filter(|text| read(text) > read(day))?));
        let (later, text) = changed.into_iter().find_map(later)?;
        Some(told(&catalog::WORKFLOW_ORDER, "approved_on").with("day", day).with("later", later).with("text", text))
    }
}

/// The same of a file that cannot be used, as far as its lines tell: what is not plainly approved is closed.
pub fn of_broken(said: Said, bytes: &[u8], zone: &TimeZone, asks: impl Fn(Option<Date>) -> bool) -> Said {
    let window = match said {
        Said::Window(window) | Said::Shown(window) => window,
        Said::Nothing if asks(None) => return Said::Unclear,
        Said::Nothing | Said::Unclear => return said,
    };
    let text = String::from_utf8_lossy(bytes);
    let (own, _) = split(&text);
    let asked = asks(window.opens.map(|opens| opens.civil.date()));
    if own.is_empty() && !asked {
        return said;
    }
    let approved = Window { opens: Moment::parse(&signature(&own)[2], zone).ok(), ..Window::default() };
    match said {
        Said::Window(window) if is_approved(&own) && asked => Said::Window(window.meet(approved)),
        Said::Shown(window) if is_approved(&own) && asked => Said::Shown(window.meet(approved)),
        _ if is_approved(&own) => said,
        _ => Said::Unclear,
    }
}

/// Whether lines of `workflow` plainly say that somebody has approved the page; whether he may is not looked at.
pub fn is_approved(own: &str) -> bool {
    let [state, by, on] = signature(own);
    matches!(&*state, "duyet" | "Duyệt" | "duyệt" | "đã duyệt" | "Approved") && !by.is_empty() && !on.is_empty()
}

/// What an approval says, however its lines are written: another text is another approval.
pub fn signature(own: &str) -> [String; 3] {
    ["state:", "approved_by:", "approved_on:"].map(|key| value(own, key).unwrap_or_default())
}

fn value(own: &str, key: &str) -> Option<String> {
    let line = own.split(['\n', ',', '{', '}']).map(str::trim).find_map(|part| part.strip_prefix(key));
    line.map(|rest| rest.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned())
}

/// The lines of `workflow` of a page, and the page without them.
pub fn split(text: &str) -> (String, String) {
    let (mut own, mut rest) = (String::new(), String::new());
    let (mut fences, mut inside) = (0, false);
    for line in text.lines() {
        if line.trim_end() == "---" {
            fences += 1;
        }
        let is_outer = !line.starts_with([' ', '\t']) && !line.is_empty();
        if fences == 1 && is_outer {
            inside = line.strip_prefix(WORKFLOW).is_some_and(|rest| rest.trim_start().starts_with(':'));
        }
        let to = if fences == 1 && inside { &mut own } else { &mut rest };
        to.push_str(line.trim_end());
        to.push('\n');
    }
    (own, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\ntitle: A\nworkflow:\n  state: duyet  # xong\n  approved_by: \"Trần Thị Lan\"\n  approved_on: 2024-01-05\ndate: 2024-01-05\n---\nworkflow:\n  state: nhap\n";

    #[test]
    fn the_lines_of_an_approval_are_told_from_the_page() {
        let (own, rest) = split(PAGE);
        assert!(own.starts_with("workflow:\n") && own.ends_with("approved_on: 2024-01-05\n"), "{own}");
        assert_eq!(rest, "---\ntitle: A\ndate: 2024-01-05\n---\nworkflow:\n  state: nhap\n");
        assert!(is_approved(&own));
        assert!(is_approved("workflow: {state: duyet, approved_by: Lan, approved_on: 2024-01-05}\n"));
        assert!(!is_approved("workflow:\n  state: bien-tap\n  approved_by: Lan\n  approved_on: 2024-01-05\n"));
        assert!(!is_approved("workflow:\n  state: duyet\n  approved_by:\n  approved_on: 2024-01-05\n"));
    }
}
