//! Turns the photographs that public pages show into their smaller versions, or into what the cache knows of them.
//!
//! They are made before the plan, so that pages name only what there is. Later, whoever writes a version takes its bytes from memory,
//! from the cache, or has them made once more.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use rayon::prelude::*;

use super::assembly_context::AssemblyContext;
use super::drawn_pages;
use super::facts::InspectedFiles;
use super::held_pictures::{HeldPictures, bytes_of};
use super::{Progress, Stage};
use crate::cache::{self, BlobStore, PictureBytes};
use crate::diag::phrases::Words;
use crate::diag::{Finding, catalog};
use crate::files::{self, Files, Hash};
use crate::load::document::{Document, Target};
use crate::load::inspect::FileFacts;
use crate::load::kinds::FieldType;
use crate::load::smaller::{self, Lack, Place, Raster, Recipe, Role};
use crate::load::variants::{DrawnPage, Key, Known, Outcome};
use crate::model::select_public::PublicSelection;
use crate::model::{Site, Versions};
use crate::path::{SourcePath, UrlPath};
use crate::plan::{MakerFiles, Names};

/// How far one goes for versions that nobody has made yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Making {
    /// Pages show the originals.
    Nothing,
    /// Pages show what the last build has made.
    Known,
    All,
}

/// Pictures whose versions are at hand once one of them was asked for: those that stand beside it are asked for next.
const MOST_LAST: usize = 4;

/// A picture that pages show.
struct Shown<'a> {
    path: &'a SourcePath,
    facts: &'a FileFacts,
    raster: Raster,
    /// People read what is drawn on it.
    is_read: bool,
    keys: Vec<(Role, Key)>,
}

impl Shown<'_> {
    fn make(&self, files: &dyn Files, recipe: &Recipe, roles: &[Role]) -> Option<Made> {
        smaller::make(files, self.path, (self.facts, self.raster), recipe, roles).ok()?
    }
}

type Made = Result<Vec<Vec<smaller::Version>>, Lack>;

/// The versions of each picture that a page shows; `findings`: what an editor should know of one.
pub fn make(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &mut InspectedFiles,
    (making, progress): (Making, &dyn Progress),
    findings: &mut Vec<Finding>,
) -> BTreeMap<SourcePath, Versions> {
    let Some(recipe) = context.config.pictures.recipe().filter(|_| making != Making::Nothing) else {
        return BTreeMap::new();
    };
    let drawn = drawn_pages::make(context, selection, inspected, &recipe, (making == Making::All, progress));
    let InspectedFiles { facts, versions, told_pictures, held, .. } = inspected;
    let all: Vec<Shown> = shown(context, selection, facts)
        .into_iter()
        .filter_map(|(path, roles)| {
            let facts = facts.get(path)?;
            let (raster, size) = (facts.raster.filter(|raster| !raster.is_moving)?, facts.dimensions?);
            let is_read = roles.contains(&Role::Wide);
            let roles = roles.into_iter().filter(|role| raster.lack.is_none() && recipe.serves(*role, size));
            let keys = roles.map(|role| (role, Key::of(&facts.hash, &recipe.text(role), role))).collect();
            Some(Shown { path, facts, raster, is_read, keys })
        })
        .collect();
    for key in all.iter().flat_map(|shown| &shown.keys).map(|(_, key)| key) {
        if let (false, Some(outcome)) = (versions.contains_key(key), context.cache.picture(key)) {
            versions.insert(key.clone(), outcome.clone());
        }
    }
    if making == Making::All {
        let is_new = |shown: &&Shown| shown.keys.iter().any(|(_, key)| !versions.contains_key(key));
        let new: Vec<&Shown> = all.iter().filter(is_new).collect();
        if !new.is_empty() {
            progress.stage(Stage::Pictures, new.len());
        }
        let made: Vec<_> = new.par_iter().flat_map_iter(|shown| one(context, shown, &recipe, held, progress)).collect();
        versions.extend(made);
    }
    let wanted = |shown: &Shown| Some((shown.path.clone(), of(shown, versions, &recipe)?));
    // What is to be read is rightly large, and loaded in steps.
    let is_read = |file: &str| all.iter().any(|shown| shown.is_read && shown.path.as_str() == file);
    findings.retain(|finding| finding.message != &catalog::PICTURE_HUGE || !is_read(&finding.file));
    let found = all.iter().filter_map(wanted).chain(drawn).collect();
    for shown in &all {
        let failed = shown.keys.iter().find_map(|(_, key)| versions.get(key)?.as_ref().err().copied());
        if let Some(lack) = shown.raster.lack.or(failed).filter(|_| told_pictures.insert(shown.path.clone())) {
            findings.extend(whole(shown.path, lack, shown.is_read));
        }
    }
    found
}

fn of(shown: &Shown, versions: &BTreeMap<Key, Outcome>, recipe: &Recipe) -> Option<Versions> {
    let known = |(_, key): &(Role, Key)| Some((key.clone(), versions.get(key)?.clone().ok()?));
    let keys: Vec<(Key, Vec<Known>)> = shown.keys.iter().filter_map(known).collect();
    let width = shown.facts.dimensions.map_or(0, |(width, _)| width);
    let all = || keys.iter().flat_map(|(_, known)| known);
    let is_offered = |(role, place): &(Role, Place)| {
        let widest = all().filter(|known| known.place == *place).map(|known| known.width).max().unwrap_or(0);
        smaller::offers_original(recipe.of(*role), shown.raster, width, widest)
    };
    let places = [(Role::Shown, Place::Image), (Role::Wide, Place::Wide)];
    let offered = places.into_iter().filter(is_offered).map(|(_, place)| place).collect();
    (!keys.is_empty()).then_some(Versions { keys, width, offered, drawn: Vec::new() })
}

/// Makes the versions of one picture, all roles at once, and gives them into the cache.
fn one(
    context: &AssemblyContext,
    shown: &Shown,
    recipe: &Recipe,
    held: &HeldPictures,
    progress: &dyn Progress,
) -> Vec<(Key, Outcome)> {
    let roles: Vec<Role> = shown.keys.iter().map(|(role, _)| *role).collect();
    let made = shown.make(&*context.files, recipe, &roles);
    progress.tick();
    let keys = shown.keys.iter().map(|(_, key)| key);
    match made {
        // It changed while it was read: the next build looks again.
        None => Vec::new(),
        Some(Err(lack)) => keys.map(|key| (key.clone(), Err(lack))).collect(),
        Some(Ok(made)) => {
            let keep = |(key, versions): (&Key, Vec<smaller::Version>)| {
                if let Some(store) = context.cache.blob_store() {
                    cache::write_picture(&**store, key, &versions);
                }
                let known = versions.iter().map(Known::of).collect();
                let size = versions.iter().map(|version| version.bytes.len()).sum();
                held.put(key, || bytes_of(versions), size);
                (key.clone(), Ok(known))
            };
            keys.zip(made).map(keep).collect()
        }
    }
}

/// The pictures that pages show, with what for.
fn shown<'a>(
    context: &AssemblyContext,
    selection: &'a PublicSelection,
    facts: &BTreeMap<SourcePath, FileFacts>,
) -> BTreeMap<&'a SourcePath, BTreeSet<Role>> {
    let is_photograph = |path: &SourcePath| facts.get(path).is_some_and(|facts| facts.raster.is_some());
    let mut shown: BTreeMap<&SourcePath, BTreeSet<Role>> = BTreeMap::new();
    for document in &selection.documents {
        let photograph = |index: u32| match &document.target(index).target {
            Target::File(path) if is_photograph(path) => Some(path),
            _ => None,
        };
        if (0..document.refs.len() as u32).all(|index| photograph(index).is_none()) {
            continue;
        }
        for (index, role) in pictures(context, document) {
            if let Some(path) = photograph(index) {
                shown.entry(path).or_default().insert(role);
            }
        }
    }
    shown
}

/// The references of a document that are shown as pictures.
fn pictures(context: &AssemblyContext, document: &Document) -> Vec<(u32, Role)> {
    let mut found: Vec<(u32, Role)> =
        document.body.pictures.iter().map(|picture| (picture.target, Role::Shown)).collect();
    let kind = context.kinds.get(document.kind);
    for leaf in document.leaves(kind).into_iter().filter(|leaf| leaf.field.kind == FieldType::Image) {
        for index in leaf.value.refs() {
            found.push((index, if leaf.field.wide { Role::Wide } else { Role::Shown }));
            found.extend((leaf.field.name == "image" && !leaf.is_in_group).then_some((index, Role::Social)));
        }
    }
    found
}

/// The versions of a site's pictures as files to be published.
pub fn files(
    site: &Site,
    files: &Arc<dyn Files>,
    store: Option<&Arc<dyn BlobStore>>,
    held: &Arc<HeldPictures>,
) -> Option<MakerFiles> {
    let recipe = site.config.pictures.recipe()?;
    let mut names = Names::default();
    let (mut places, mut pages) = (BTreeMap::new(), BTreeMap::new());
    for (source, file) in site.files() {
        for (url, key, hash, size) in &file.variants.files {
            names.files.insert(url.clone(), (*hash, *size));
            places.insert(url.clone(), (source.clone(), key.clone(), *hash));
        }
        for DrawnPage { page, .. } in &file.variants.drawn {
            pages.insert(drawn_pages::key(&file.facts, *page, &recipe), *page);
        }
    }
    if places.is_empty() {
        return None;
    }
    let facts: BTreeMap<SourcePath, FileFacts> = places
        .values()
        .filter_map(|(source, ..)| Some((source.clone(), site.file(source.as_str())?.facts.clone())))
        .collect();
    let (files, store, held) = (files.clone(), store.cloned(), held.clone());
    let shelf = Shelf { files, store, held, recipe, places, pages, facts, last: Mutex::default() };
    Some(MakerFiles::each(names, move |url| shelf.bytes(url)))
}

/// Where the bytes of versions are.
struct Shelf {
    files: Arc<dyn Files>,
    store: Option<Arc<dyn BlobStore>>,
    held: Arc<HeldPictures>,
    recipe: Recipe,
    places: BTreeMap<UrlPath, (SourcePath, Key, Hash)>,
    /// Of which pages of PDFs some are versions.
    pages: BTreeMap<Key, i64>,
    facts: BTreeMap<SourcePath, FileFacts>,
    last: Mutex<VecDeque<(Key, Arc<PictureBytes>)>>,
}

impl Shelf {
    fn bytes(&self, url: &UrlPath) -> Option<Arc<Vec<u8>>> {
        let (source, key, hash) = self.places.get(url)?;
        let name = url.as_str().rsplit('/').next()?;
        // A cache may come from anywhere.
        let find = |all: &PictureBytes| {
            let found = all.iter().find(|(own, bytes)| own == name && files::hash(bytes) == *hash);
            found.map(|(_, bytes)| Arc::new(bytes.clone()))
        };
        if let Some(bytes) = self.held.get(key).or_else(|| self.last(key)).and_then(|all| find(&all)) {
            return Some(bytes);
        }
        let kept = self.store.as_ref().and_then(|store| cache::read_picture(&**store, key));
        let all = Arc::new(kept.filter(|all| find(all).is_some()).or_else(|| self.again(source, key))?);
        let mut last = self.last.lock();
        last.push_back((key.clone(), all.clone()));
        if last.len() > MOST_LAST {
            last.pop_front();
        }
        find(&all)
    }

    fn last(&self, key: &Key) -> Option<Arc<PictureBytes>> {
        self.last.lock().iter().find(|(own, _)| own == key).map(|(_, all)| all.clone())
    }

    fn again(&self, source: &SourcePath, key: &Key) -> Option<PictureBytes> {
        let facts = self.facts.get(source)?;
        if let Some(page) = self.pages.get(key) {
            let page = u32::try_from(*page).ok()?;
            let made = smaller::draw(&*self.files, source, facts, page, &self.recipe).ok()??;
            return Some(bytes_of(made.ok()?));
        }
        let is_key = |role: &Role| Key::of(&facts.hash, &self.recipe.text(*role), *role) == *key;
        let role = [Role::Shown, Role::Social, Role::Wide].into_iter().find(is_key)?;
        let shown = Shown { path: source, facts, raster: facts.raster?, is_read: false, keys: Vec::new() };
        let made = shown.make(&*self.files, &self.recipe, &[role])?.ok()?;
        Some(made.into_iter().flat_map(bytes_of).collect())
    }
}

/// A picture of which no smaller versions can be made.
fn whole(path: &SourcePath, lack: Lack, is_read: bool) -> Option<Finding> {
    let words = |vi: &str, en: &str| -> Words { (vi.to_owned(), en.to_owned()) };
    let (detail, next) = match lack {
        Lack::Cut => (
            words("tệp bị cắt cụt, thiếu phần cuối ảnh", "the file breaks off before the picture ends"),
            words(
                "Chép lại tệp gốc vào chỗ này; lần chép hoặc tải trước có thể đã bị ngắt.",
                "Copy the original here again; the last copy or download may have been broken off.",
            ),
        ),
        Lack::Damaged => (
            words("điểm ảnh bên trong hỏng, không đọc được", "its pixels are damaged and cannot be read"),
            words(
                "Mở ảnh bằng phần mềm xem ảnh: nếu còn đẹp thì lưu lại dạng JPEG hoặc PNG, nếu không thì chép lại tệp gốc.",
                "Open it in a picture program: if it looks right, save it as JPEG or PNG; if not, copy the original here again.",
            ),
        ),
        Lack::Print => (
            words("ảnh dùng màu in (CMYK)", "it has the colours of print (CMYK)"),
            words(
                "Mở ảnh, chuyển sang hệ màu RGB (sRGB) rồi lưu lại dạng JPEG.",
                "Open it, convert it to RGB (sRGB) and save it as JPEG.",
            ),
        ),
        // These are of PDFs, and told with the sheet that names them.
        Lack::Drawing | Lack::Coded | Lack::Locked | Lack::NoPage | Lack::Heavy => return None,
        Lack::Pixels if is_read => (
            words("ảnh có hơn 100 triệu điểm ảnh", "it has more than 100 million pixels"),
            words(
                "Quét lại ở 200 dpi, hoặc thu nhỏ còn cạnh dài khoảng 9000 điểm ảnh rồi lưu đè lên tệp này; bản lớn hơn thì ghi ở file. Đến khi sửa, trang chỉ có liên kết tải về.",
                "Scan it again at 200 dpi, or make it smaller, about 9000 pixels on the longer side, and save it over this file; a larger one can stand under file. Until then the page only has a link to it.",
            ),
        ),
        Lack::Pixels => (
            words("ảnh có hơn 100 triệu điểm ảnh", "it has more than 100 million pixels"),
            words(
                "Thu nhỏ ảnh còn cạnh dài khoảng 2000 điểm ảnh rồi lưu đè lên tệp này.",
                "Make it smaller, about 2000 pixels on the longer side, and save it over this file.",
            ),
        ),
    };
    Some(Finding::new(&catalog::PICTURE_WHOLE, path.as_str()).with_words("detail", detail).with_words("next", next))
}
