//! Turns the bytes of one Markdown file into a document.

use std::io;
use std::sync::Arc;

use super::acceptances;
use super::advertised;
use super::approval;
use super::config::Config;
use super::decoded;
use super::discover::{CONTENT, Source};
use super::document::{Body, Document, Ref, Role, Value};
use super::fences;
use super::front_matter::Reader;
use super::homeless;
use super::ids::{Ids, ThemeIds};
use super::indents;
use super::kinds::{FieldIndex, FieldType, Kind, KindId, Kinds};
use super::leftover;
use super::markdown::Links;
use super::privacy;
use super::said::{Said, said};
use super::show_in;
use super::slips::{self, conflict};
use super::source_text;
use super::stage::Approval;
use super::yaml::Front;
use crate::diag::{Finding, MOST_OF_EACH, Span, catalog, did_you_mean};
use crate::files::{self, Files};
use crate::path::SourcePath;
use crate::text::number::file_size;

/// Characters. Every page below a section and every list says its title again.
pub const LONGEST_TITLE: usize = 1000;

/// Everything a document depends on beside its bytes.
pub struct Options<'a> {
    pub config: &'a Config,
    pub kinds: &'a Kinds,
    pub theme: &'a Arc<ThemeIds>,
    /// It stands for an item of another portal, of which not all that its kind asks for is known here.
    pub is_guest: bool,
}

/// A document, or `None` with findings that say why the page cannot be built.
pub struct Loaded {
    pub document: Option<Document>,
    /// Of a page that cannot be built: when it was meant to be public.
    pub said: Option<Said>,
    pub findings: Vec<Finding>,
}

/// What front matter sets, sorted by field.
type Values = Vec<(FieldIndex, Value)>;

/// `section_kind`: the kind of items in the source's section, used where the file names none.
pub fn load(source: &Source, bytes: &[u8], section_kind: Option<KindId>, options: &Options) -> Loaded {
    let mut findings = Vec::new();
    let document = read(source, bytes, section_kind, options, &mut findings);
    if options.is_guest {
        findings.retain(|finding| finding.message != &catalog::MISSING_FIELD);
    }
    let usable = !findings.iter().any(|finding| finding.fatal);
    keep_first_of_each(&mut findings);
    let document = document.filter(|_| usable);
    let unusable = document.is_none();
    let said = unusable.then(|| closed(source, bytes, section_kind, options));
    Loaded { document, said, findings }
}

/// When a page that cannot be built was meant to be public.
fn closed(source: &Source, bytes: &[u8], section_kind: Option<KindId>, options: &Options) -> Said {
    let said = said(bytes, section_kind, options.kinds, &options.config.zone());
    let kind = section_kind.map_or("page", |kind| options.kinds.get(kind).name.as_str());
    let file = source.path.as_str();
    approval::of_broken(said, bytes, &options.config.zone(), |day| {
        source.role != Role::Section && options.config.workflow.asks(file, kind, day)
    })
}

/// A page that makes one mistake a thousand times is told so a few times.
fn keep_first_of_each(findings: &mut Vec<Finding>) {
    let mut seen: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    findings.retain(|finding| {
        let count = seen.entry(finding.message.code).or_insert(0);
        *count += 1;
        *count <= MOST_OF_EACH
    });
}

fn read(
    source: &Source,
    bytes: &[u8],
    section_kind: Option<KindId>,
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let file = source.path.as_str();
    let hash = files::hash(bytes);
    let text = source_text::clean(file, bytes, findings)?;
    if conflict::is_unmerged(file, &text, findings) {
        return None;
    }
    let hint = section_kind.map_or("article", |kind| options.kinds.get(kind).name.as_str());
    let parts = fences::split(&source.path, &text, hint, findings)?;
    let mut front = fences::front(&source.path, parts.yaml, findings)?;
    decoded::front_matter(&mut front, &source.path, findings);
    let kind = kind_of(source, &front, section_kind, options, findings)?;
    let language = options.config.languages[usize::from(source.language)].as_str();
    let (mut refs, mut ids) = (Vec::new(), Ids::new(options.theme));
    let mut links = Links { base: &options.config.base, file: &source.path, refs: &mut refs, findings, ids: &mut ids };
    let body = indents::body(parts.body, language, parts.body_line, &mut links);
    let schema = options.kinds.get(kind);
    if schema.personal.is_some() {
        findings.extend(privacy::of_body(&source.path, parts.body, parts.body_line));
    }
    findings.extend(comments(source, &front, schema));
    let mut reader = Reader {
        file: &source.path,
        language,
        kind: schema,
        config: options.config,
        front: &front,
        findings,
        refs: &mut refs,
        is_home: source.role == Role::Section && &*source.home == CONTENT,
        ids: &mut ids,
        positions: Vec::new(),
    };
    let values = reader.read();
    let positions = reader.positions.into_boxed_slice();
    if source.role != Role::Section && front.mapping.get("kind").is_none() {
        homeless::mark(findings);
    }
    findings.retain(|finding| !privacy::is_authoritys(finding, parts.body));
    let title = title_of(schema, &values)?;
    let own = approval::Page { file: &source.path, kind: schema, role: source.role, values: &values, front: &front };
    // An item of another portal was approved there.
    let approval = match options.is_guest {
        true => Approval::default(),
        false => approval::read(&own, &options.config.workflow, &options.config.zone(), findings),
    };
    advertised::check(&own, &options.config.advertising, &options.config.base, findings);
    let facts = facts(source, (kind, approval), &values, &refs, &body);
    let document = Document {
        source: source.path.clone(),
        group: source.group.clone(),
        home: source.home.clone(),
        stem: source.stem.clone(),
        hash,
        facts,
        language: source.language,
        kind,
        role: source.role,
        title,
        values,
        positions,
        refs,
        body,
        show_in: show_in::read(&front).into(),
        accepts: acceptances::read(&source.path, &front, findings).into(),
        approval,
    };
    if document.title.chars().count() > LONGEST_TITLE {
        let span = document.place_of(schema, "title");
        let finding = Finding::new(&catalog::TITLE_LONG, file).at(span);
        findings.push(finding.with("limit", LONGEST_TITLE.to_string()).fatal());
    }
    let of_page = slips::Page { document: &document, kind: schema, text: &text, parts: &parts, front: &front };
    slips::of_page(&of_page, findings);
    Some(document)
}

/// A comment of HTML is for editors. YAML has its own, behind `#`; in a value that is no Markdown it would be printed.
fn comments(source: &Source, front: &Front, kind: &Kind) -> Vec<Finding> {
    if !front.text().contains("<!") {
        return Vec::new();
    }
    let is_markdown =
        |name: &str| kind.fields.iter().any(|field| field.name == name && field.kind == FieldType::Markdown);
    let keys = front.mapping.iter().enumerate();
    let keys = keys.filter(|(_, (key, _))| key.as_str().is_some_and(|key| !is_markdown(key)));
    let found = keys.filter_map(|(index, (_, value))| {
        let mut texts = privacy::texts(value, front.root.inside(index)).into_iter();
        let (text, place) = texts.find(|(text, _)| leftover::begins_comment(text))?;
        let finding = Finding::new(&catalog::COMMENT_OPEN, source.path.as_str()).with("text", leftover::short(&text));
        Some(finding.at(front.value(place)).fatal())
    });
    found.collect()
}

/// A body edit that leaves headings and links alone leaves the facts alone, so no other page has to look again.
fn facts(source: &Source, kind: (KindId, Approval), values: &Values, refs: &[Ref], body: &Body) -> files::Hash {
    let targets: Vec<_> = refs.iter().map(|reference| &reference.target).collect();
    let text = (&body.headings, &body.pictures, body.has_text);
    let shown = (&source.path, source.language, kind, source.role, values, targets, text);
    files::hash(&postcard::to_stdvec(&shown).unwrap_or_default())
}

fn title_of(kind: &Kind, values: &Values) -> Option<Arc<str>> {
    let title = kind.index_of("title")?;
    values.iter().find(|(index, _)| *index == title)?.1.as_text().map(Arc::from)
}

/// The finding for a file that is refused by its size, before it is read.
pub fn too_large(file: &SourcePath, size: u64, limit: u64) -> Finding {
    let words = |bytes: u64| (file_size(bytes, "vi"), file_size(bytes, "en"));
    let finding = Finding::new(&catalog::TOO_LARGE, file.as_str()).with_words("size", words(size));
    finding.with_words("limit", words(limit)).fatal()
}

/// The body of a page again, for rendering, when it was dropped after loading; `None` when its file is no longer the one
/// that was loaded.
pub fn body_again(
    document: &Document,
    files: &dyn Files,
    config: &Config,
    theme: &Arc<ThemeIds>,
) -> io::Result<Option<Body>> {
    let bytes = match files.read_within(document.source.as_str(), source_text::LARGEST_PAGE as usize) {
        Ok(Ok(bytes)) if files::hash(&bytes) == document.hash => bytes,
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => return Ok(None),
    };
    let (mut findings, mut refs, mut ids) = (Vec::new(), Vec::new(), Ids::new(theme));
    let mut again = || {
        let text = source_text::clean(document.source.as_str(), &bytes, &mut findings)?;
        let parts = fences::split(&document.source, &text, "", &mut findings)?;
        let language = config.languages[usize::from(document.language)].as_str();
        let mut links = Links {
            base: &config.base,
            file: &document.source,
            refs: &mut refs,
            findings: &mut findings,
            ids: &mut ids,
        };
        Some(indents::body(parts.body, language, parts.body_line, &mut links))
    };
    Ok(Some(again().unwrap_or_default()))
}

/// The finding for a file that is no longer what it was when this build loaded it.
pub fn changed(file: &SourcePath) -> Finding {
    Finding::new(&catalog::SOURCE_CHANGED, file.as_str()).fatal()
}

fn kind_of(
    source: &Source,
    front: &Front,
    section_kind: Option<KindId>,
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Option<KindId> {
    let named = front.mapping.get("kind").and_then(serde_yaml::Value::as_str);
    let known = named.filter(|name| !name.starts_with('_')).and_then(|name| options.kinds.find(name));
    if let (Some(name), None) = (named, known) {
        let names: Vec<&str> = options.kinds.names().collect();
        let span = front.value(front.named("kind"));
        let finding = Finding::new(&catalog::UNKNOWN_KIND, source.path.as_str()).at(span).with("value", name);
        findings.push(finding.with_words("near", did_you_mean(name, &names)).fatal());
        return None;
    }
    if source.role == Role::Section {
        return options.kinds.find("_section");
    }
    let kind = known.or(section_kind).or_else(|| options.kinds.find("page"));
    if kind.is_none() {
        findings.push(
            Finding::new(&catalog::UNKNOWN_KIND, source.path.as_str())
                .at(Span::new(1, 1, 3))
                .with("value", "page")
                .with_words("near", did_you_mean("", &[]))
                .fatal(),
        );
    }
    kind
}
