//! Translations that know the text they were made of: turns a page into a hash of what is translated of it, and finds the
//! translations whose original has another by now.
//!
//! A translation may carry `translates: HASH` in its front matter. The hash is over the texts of the original's fields and its body, with runs of
//! white space as one space: dates, weights and files may change without anything to translate.

use super::context::{Context, FIRST};
use super::report::{Entry, both};
use crate::diag::phrases::Words;
use crate::files::Files;
use crate::load::document::Document;
use crate::load::document::Value;
use crate::load::fences;
use crate::load::kinds::{FieldType, Kind};
use crate::load::source_text;
use crate::model::{PageView, Site};

/// The key of front matter.
pub const KEY: &str = "translates";

/// Fields that are texts and say where a page stands and what it is, not what it says.
const NOT_TRANSLATED: [&str; 6] = ["kind", "slug", "aliases", "sort", "report_topics", KEY];

pub fn next() -> Words {
    both(
        "Sửa bản dịch theo bản gốc, rồi: cong audit --accept-translation TỆP.",
        "Bring the translation up to date, then: cong audit --accept-translation FILE.",
    )
}

/// The hash of the text of a page as it is now; `None` where its file cannot be read.
pub fn hash(files: &dyn Files, document: &Document, kind: &Kind) -> Option<String> {
    let bytes = files.read(document.source.as_str()).ok()?;
    let text = source_text::clean(document.source.as_str(), &bytes, &mut Vec::new())?;
    let body = fences::split(&document.source, &text, &kind.name, &mut Vec::new())?.body;
    let mut hasher = blake3::Hasher::new();
    for (index, value) in &document.values {
        let field = kind.field(*index);
        let is_text = matches!(field.kind, FieldType::Text | FieldType::Markdown | FieldType::Group);
        if is_text && !NOT_TRANSLATED.contains(&field.name.as_str()) {
            hasher.update(field.name.as_bytes());
            add(&mut hasher, value);
        }
    }
    words(&mut hasher, body);
    Some(hasher.finalize().to_hex()[..16].to_owned())
}

fn add(hasher: &mut blake3::Hasher, value: &Value) {
    match value {
        Value::Text(text) | Value::Html(text) => words(hasher, text),
        Value::List(values) => values.iter().for_each(|value| add(hasher, value)),
        Value::Group(values) => values.iter().for_each(|(_, value)| add(hasher, value)),
        _ => {}
    }
}

/// Its words, each behind a sign that no text has.
fn words(hasher: &mut blake3::Hasher, text: &str) {
    for word in text.split_whitespace() {
        hasher.update(&[0]);
        hasher.update(word.as_bytes());
    }
    hasher.update(&[1]);
}

/// What a translation should carry now: the hash of its original in the portal's first language.
pub fn hash_of_original(files: &dyn Files, site: &Site, translation: &PageView) -> Option<String> {
    if translation.document().language == FIRST {
        return None;
    }
    let ids = site.translations(translation.id);
    let original = ids.iter().map(|id| site.page(*id)).find(|page| page.document().language == FIRST)?;
    hash(files, original.document(), original.kind())
}

/// Translations that say of what they were made, with `late` where that is no more what the original says. Of others nothing is known.
pub fn drift(context: &Context) -> Vec<Entry> {
    let all = context.site.all_pages().filter(|page| page.document().language != FIRST);
    let entry = |page: PageView| {
        let kept = page.text(KEY)?;
        let now = hash_of_original(context.files, context.site, &page)?;
        let late = kept != now;
        let what = match late {
            true => both("bản gốc đã đổi sau khi dịch", "the original has changed since"),
            false => both("khớp bản gốc", "as the original"),
        };
        Some(Entry { late, what, date: context.last(&page), ..context.entry(&page) })
    };
    all.filter_map(entry).collect()
}
