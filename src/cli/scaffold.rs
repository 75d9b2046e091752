//! Turns a kind and a title into the text of a new file: every field explained, the required ones to be filled in, the others
//! ready to be uncommented. Filled in and uncommented as it says, the file is valid.

use super::words;
use crate::diag::quoted;
use crate::load::acceptances::ACCEPT;
use crate::load::approval::WORKFLOW;
use crate::load::kinds::{Field, FieldType, Kind};
use crate::text::control::is_control;
use crate::time::Moment;

pub struct Scaffold<'a> {
    pub kind: &'a Kind,
    pub title: &'a str,
    /// Of the explanations.
    pub language: &'a str,
    pub today: &'a Moment,
    /// The section's own kind is this one, so the file need not say it.
    pub section_has_kind: bool,
    /// Somebody has to approve it before readers see it.
    pub is_asked: bool,
}

impl Scaffold<'_> {
    /// The whole file.
    pub fn text(&self) -> String {
        let (kind, language) = (self.kind, self.language);
        let mut text = format!("---\ntitle: {}\n", yaml(self.title));
        if !self.section_has_kind {
            text.push_str(&format!("kind: {}\n", kind.name));
        }
        let fields =
            || kind.fields.iter().filter(|field| !matches!(&*field.name, "title" | "kind" | ACCEPT | WORKFLOW));
        for field in fields().filter(|field| self.is_needed(field)) {
            text.push_str(&format!("# {}: {}\n", field.label.get(language), field.help.get(language)));
            for line in self.lines(field, true) {
                text.push_str(&format!("{line}\n"));
            }
        }
        if self.is_asked {
            text.push_str(words(
                language,
                "# Duyệt: nhap, bien-tap; người duyệt ghi duyet, approved_by và approved_on.\n",
                "# Approval: nhap, bien-tap; who approves it writes duyet, approved_by and approved_on.\n",
            ));
            text.push_str("workflow:\n  state: nhap\n");
        }
        text.push_str(words(
            language,
            "\n# Không bắt buộc: bỏ dấu # ở đầu dòng để dùng.\n",
            "\n# Optional: remove the # to use one.\n",
        ));
        for field in fields().filter(|field| !self.is_needed(field)) {
            let explained = format!("  # {}: {}", field.label.get(language), field.help.get(language));
            for (index, line) in self.lines(field, false).into_iter().enumerate() {
                text.push_str(&format!("#{line}{}\n", if index == 0 { explained.as_str() } else { "" }));
            }
        }
        text.push_str(words(
            language,
            "# Viết nội dung dưới dòng --- tiếp theo; các mục bắt đầu bằng ##.\n---\n",
            "# Write the text below the next --- line; headings begin with ##.\n---\n",
        ));
        text
    }

    /// A picture needs its description, so where one is required, so is the other.
    fn is_needed(&self, field: &Field) -> bool {
        let has_picture = || self.kind.fields.iter().any(|field| field.name == "image" && field.required);
        field.required || (field.name == "image_alt" && has_picture())
    }

    /// The field as it is written. `required`: without a value, so that one is asked for.
    fn lines(&self, field: &Field, required: bool) -> Vec<String> {
        let name = &field.name;
        let value = match field.kind {
            FieldType::Group => return self.group(field),
            FieldType::Markdown => return vec![format!("{name}: |"), "  ".to_owned()],
            FieldType::Choice => return vec![format!("{name}: \"\"  # {}", self.options(field))],
            FieldType::Datetime if name == "date" => self.today.civil.strftime("%Y-%m-%d %H:%M").to_string(),
            FieldType::Year => self.today.year().to_string(),
            // Between quotation marks a number would be text.
            FieldType::Integer | FieldType::Number | FieldType::Bool if required => return vec![format!("{name}:")],
            FieldType::Integer => "1".to_owned(),
            FieldType::Number => "0.5".to_owned(),
            FieldType::Bool => "true".to_owned(),
            _ if field.many => "[]".to_owned(),
            _ => "\"\"".to_owned(),
        };
        vec![format!("{name}: {value}")]
    }

    /// What a group needs first; the rest of it to be uncommented.
    fn group(&self, field: &Field) -> Vec<String> {
        let mut inner: Vec<&Field> = field.fields.iter().collect();
        inner.sort_by_key(|inner| !inner.required);
        let mut lines = vec![format!("{}:", field.name)];
        for (index, inner) in inner.into_iter().enumerate() {
            let lead = match (field.many, index) {
                (true, 0) => "  - ",
                (true, _) => "    ",
                (false, _) => "  ",
            };
            let mark = if inner.required || index == 0 { "" } else { "#" };
            lines.extend(self.lines(inner, inner.required).into_iter().map(|line| format!("{lead}{mark}{line}")));
        }
        lines
    }

    fn options(&self, field: &Field) -> String {
        let options =
            field.options.iter().map(|option| format!("{} ({})", quoted(&option.id), option.label(self.language)));
        options.collect::<Vec<_>>().join(", ")
    }
}

/// A text as YAML, on one line.
pub fn yaml(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if is_control(letter) { ' ' } else { letter }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_json::to_string(&plain).unwrap_or_default()
}
