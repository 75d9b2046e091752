//! Turns a key that a kind does not have into the key that was meant: its Vietnamese name, a slip, what other
//! programs call it.

use super::kinds::Field;
use super::yaml_faults::write;
use super::yaml_mends::{is_hidden, without_hidden};
use crate::diag::nearest;
use crate::text::fold::fold;

pub struct Meant<'f> {
    /// The field that was meant, where it can be told.
    pub field: Option<&'f str>,
    /// What to do, in Vietnamese and English.
    pub next: (String, String),
}

/// What editors and other programs call a field beside its name and label, folded.
const ALSO: [(&str, &str); 33] = [
    ("tieu de bai", "title"),
    ("ten", "title"),
    ("headline", "title"),
    ("tom tat", "summary"),
    ("mo ta", "summary"),
    ("sapo", "summary"),
    ("description", "summary"),
    ("excerpt", "summary"),
    ("ngay", "date"),
    ("ngay dang", "date"),
    ("published", "date"),
    ("lastmod", "updated"),
    ("last modified", "updated"),
    ("cap nhat", "updated"),
    ("nguoi viet", "author"),
    ("authors", "author"),
    ("anh", "image"),
    ("hinh anh", "image"),
    ("thumbnail", "image"),
    ("cover", "image"),
    ("nhap", "draft"),
    ("hen gio", "publish_at"),
    ("publishdate", "publish_at"),
    ("expirydate", "expires"),
    ("het han", "expires"),
    ("tags", "topics"),
    ("categories", "topics"),
    ("chu de", "topics"),
    ("don vi", "agency"),
    ("permalink", "slug"),
    ("dinh kem", "attachments"),
    ("files", "attachments"),
    ("type", "kind"),
];

/// `value`: as it stands behind the key; empty where it stands below.
pub fn meant<'f>(key: &str, value: &str, fields: &'f [Field]) -> Meant<'f> {
    let clean = without_hidden(key);
    let clean = clean.trim().trim_start_matches(['-', '–', '•']).trim();
    let named = |name: &str| fields.iter().find(|field| field.name == name);
    if key.contains(is_hidden) {
        let next = (
            format!("Có dấu cách cứng hoặc ký tự vô hình, thường do chép từ Word: xóa dòng này rồi gõ lại {clean}: …"),
            format!(
                "It has a hard space or an invisible character, as from Word: delete the line and type {clean}: … again."
            ),
        );
        return Meant { field: named(clean).map(|field| &*field.name), next };
    }
    if clean != key {
        let next = (
            format!("Thiếu dấu cách sau dấu gạch đầu dòng. Viết: - {clean}: …"),
            format!("A space is missing after the hyphen. Write: - {clean}: …"),
        );
        return Meant { field: named(clean).map(|field| &*field.name), next };
    }
    let folded = fold(key).replace(['_', '-'], " ");
    let is_label = |field: &&Field| ["vi", "en"].iter().any(|language| fold(field.label.get(language)) == folded);
    let also = || ALSO.iter().find(|(word, _)| *word == folded).and_then(|(_, name)| named(name));
    if let Some(field) = fields.iter().find(is_label).or_else(also) {
        return found(field, value);
    }
    if let Some(field) = nearest(key, fields.iter().map(|field| field.name.as_str())).and_then(named) {
        return found(field, value);
    }
    let labels: Vec<String> = fields.iter().map(|field| fold(field.label.get("vi"))).collect();
    if let Some(near) = nearest(&folded, labels.iter().map(String::as_str)).filter(|near| near.len() > 4)
        && let Some(at) = labels.iter().position(|label| label == near)
    {
        return found(&fields[at], value);
    }
    let list = |language: &str| {
        let one = |field: &Field| format!("{} ({})", field.name, field.label.get(language));
        fields.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let next = (format!("Các khóa dùng được: {}", list("vi")), format!("What can stand here: {}", list("en")));
    Meant { field: None, next }
}

fn found<'f>(field: &'f Field, value: &str) -> Meant<'f> {
    let name = &field.name;
    let (vi, en) = write(&format!("{name}: {}", if value.is_empty() { "…" } else { value }));
    let next = (
        format!("Có phải ý bạn là “{name}” ({})? {vi}", field.label.get("vi")),
        format!("Did you mean “{name}” ({})? {en}", field.label.get("en")),
    );
    Meant { field: Some(name), next }
}
