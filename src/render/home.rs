//! Turns the blocks of the home page into what its template sees as `page.home`: regions, from top to bottom.

use std::collections::BTreeMap;

use tera::Value;

use super::value::MapBuilder;
use crate::load::home::{Block, COLUMNS, Column, From, blocks};
use crate::load::localized::Localized;
use crate::model::Site;

/// `regions`: each with its `layout` (`wide`, `half` or `columns`) and its blocks: `wide`, `half`, or `main` beside
/// `side`. `leads`, `news`: how many items the blocks of top stories and of the latest news show, so that others can leave them out.
pub fn value(site: &Site, code: &str) -> Value {
    let blocks = blocks(&site.config.home);
    let count = |name: &str| blocks.iter().find(|block| block.known.name == name).map_or(0, |block| block.count);
    let (leads, news) = (count("leads"), count("news"));
    let mut ids = BTreeMap::new();
    let regions = blocks.chunk_by(|left, right| layout(left.column) == layout(right.column)).map(|region| {
        let mut columns: BTreeMap<&'static str, Vec<Value>> =
            COLUMNS.into_iter().map(|(name, _)| (name, Vec::new())).collect();
        for block in region {
            let shown = block_value(block, (site, code), &mut ids);
            columns.entry(block.column.name()).or_default().push(shown);
        }
        let layout = region.first().map_or("wide", |block| layout(block.column));
        let start = MapBuilder::new().set("layout", layout);
        columns.into_iter().fold(start, |region, (name, blocks)| region.set(name, blocks)).build()
    });
    MapBuilder::new()
        .set("regions", regions.collect::<Vec<_>>())
        .set("leads", leads as u64)
        .set("news", news as u64)
        .build()
}

/// Blocks that follow each other stand in one region if their layout is the same.
fn layout(column: Column) -> &'static str {
    match column {
        Column::Wide => "wide",
        Column::Half => "half",
        Column::Main | Column::Side => "columns",
    }
}

/// `section` is the folder that items are taken from, none for all of the kind; `page` the path of the page that heads
/// the block; `title` what an editor calls it in this language, none for the page's own title.
fn block_value(block: &Block, (site, code): (&Site, &str), ids: &mut BTreeMap<&'static str, usize>) -> Value {
    let usual = match block.known.from {
        From::Kind(kind) => site.kinds.schema(kind).map(|kind| kind.folder.as_str()),
        _ => None,
    };
    let page = block.section.or(usual).map(|folder| format!("{folder}/_index.md"));
    let title = block.title.filter(|title: &&Localized| title.has(code)).map(|title| title.get(code));
    MapBuilder::new()
        .set("name", block.known.name)
        .set("id", id(block, ids))
        .set("count", block.count as u64)
        .maybe("title", title)
        .maybe("section", block.section)
        .maybe("page", page)
        .maybe("slot", block.slot)
        .build()
}

/// An `id` that no other block of the page has: `news`, `news-2`.
fn id(block: &Block, ids: &mut BTreeMap<&'static str, usize>) -> String {
    let name = block.known.name;
    let times = ids.entry(name).or_default();
    *times += 1;
    if *times == 1 { name.to_owned() } else { format!("{name}-{times}") }
}
