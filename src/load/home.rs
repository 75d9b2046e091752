//! Turns the `[[home]]` tables of `site.toml` into the blocks of the home page, in the order in which they are read.
//!
//! Without a table the home page has the blocks of `DEFAULT`.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diag::did_you_mean;
use crate::load::localized::Localized;

/// What a block takes its items from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// One section, which must be named.
    Section,
    /// All items of its kind, whose folder's page heads the block, or those of a section that is named.
    Kind(&'static str),
    /// The menu of its name in `[menus]`.
    Menu,
    /// Banners of one slot.
    Slot,
    Itself,
}

/// A block that an editor can name, in the order of the documentation.
#[derive(Debug)]
pub struct Known {
    pub name: &'static str,
    column: Column,
    count: usize,
    pub from: From,
}

const fn known(name: &'static str, column: Column, count: usize, from: From) -> Known {
    Known { name, column, count, from }
}

/// What readers open most, as the newest summary of visits says. On no home page unless it is asked for.
pub const MOST_READ: &str = "most_read";

const KNOWN: [Known; 22] = [
    known("tasks", Column::Wide, 0, From::Menu),
    known("figures", Column::Wide, 0, From::Itself),
    known("leads", Column::Wide, 4, From::Itself),
    known("news", Column::Main, 5, From::Kind("article")),
    known("section", Column::Main, 5, From::Section),
    known(MOST_READ, Column::Side, 5, From::Itself),
    known("notices", Column::Side, 6, From::Kind("notice")),
    known("hotlines", Column::Wide, 4, From::Kind("contact")),
    known("documents", Column::Half, 5, From::Kind("document")),
    known("consultations", Column::Half, 4, From::Kind("consultation")),
    known("questions", Column::Half, 3, From::Kind("question")),
    known("events", Column::Half, 3, From::Kind("event")),
    known("schedule", Column::Half, 1, From::Kind("schedule")),
    known("polls", Column::Half, 1, From::Kind("poll")),
    known("videos", Column::Wide, 4, From::Kind("video")),
    known("infographics", Column::Wide, 4, From::Kind("infographic")),
    known("galleries", Column::Wide, 4, From::Kind("gallery")),
    known("topics", Column::Wide, 0, From::Itself),
    known("services", Column::Side, 0, From::Menu),
    known("links", Column::Wide, 0, From::Menu),
    known("banners", Column::Wide, 0, From::Slot),
    known("welcome", Column::Wide, 0, From::Itself),
];

/// Under these names blocks stand on the home page.
pub fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|known| known.name)
}

const SLOTS: [&str; 3] = ["top", "side", "bottom"];

/// The home page of a portal that arranges nothing: block, column, and its section or slot.
const DEFAULT: [(&str, Column, &str); 22] = [
    ("tasks", Column::Wide, ""),
    ("hotlines", Column::Wide, ""),
    ("figures", Column::Wide, ""),
    ("leads", Column::Wide, ""),
    ("banners", Column::Wide, "top"),
    ("news", Column::Main, ""),
    ("notices", Column::Side, ""),
    ("services", Column::Side, ""),
    ("banners", Column::Side, "side"),
    ("documents", Column::Half, ""),
    ("consultations", Column::Half, ""),
    ("questions", Column::Half, ""),
    ("events", Column::Half, ""),
    ("schedule", Column::Half, ""),
    ("polls", Column::Half, ""),
    ("videos", Column::Wide, ""),
    ("infographics", Column::Wide, ""),
    ("galleries", Column::Wide, ""),
    ("topics", Column::Wide, ""),
    ("welcome", Column::Wide, ""),
    ("links", Column::Wide, ""),
    ("banners", Column::Wide, "bottom"),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    Wide,
    Half,
    Main,
    Side,
}

/// Each column by the name that editors and the template use.
pub const COLUMNS: [(&str, Column); 4] =
    [("wide", Column::Wide), ("half", Column::Half), ("main", Column::Main), ("side", Column::Side)];

impl Column {
    pub fn name(self) -> &'static str {
        COLUMNS.iter().find(|(_, column)| *column == self).map_or("wide", |(name, _)| name)
    }
}

/// A table as an editor writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    block: Spanned<String>,
    column: Option<Spanned<String>>,
    pub title: Option<Localized>,
    count: Option<Spanned<usize>>,
    /// A folder below `content/`.
    pub section: Option<Spanned<String>>,
    slot: Option<Spanned<String>>,
}

/// A block of the home page.
#[derive(Debug)]
pub struct Block<'a> {
    pub known: &'static Known,
    pub column: Column,
    pub title: Option<&'a Localized>,
    pub count: usize,
    pub section: Option<&'a str>,
    pub slot: Option<&'a str>,
}

/// What can be wrong with a table, and where.
pub enum BlockError<'a> {
    /// What is wanted instead, in Vietnamese and English.
    Value { key: &'static str, value: String, at: Range<usize>, wanted: (String, String) },
    /// The block needs this key, or this menu.
    Missing { key: String, at: Range<usize> },
    /// The block does nothing with this key.
    Unused { key: &'static str, block: &'a str, at: Range<usize> },
}

fn find(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name == name)
}

/// The blocks in order. Tables with a fault are left out; a portal that has one is not built.
pub fn blocks(entries: &[Entry]) -> Vec<Block<'_>> {
    if entries.is_empty() {
        return DEFAULT.iter().filter_map(|(name, column, of)| default_block(name, *column, of)).collect();
    }
    entries.iter().filter_map(Entry::block).collect()
}

/// The default as tables of `site.toml`, for whoever wants to change one of them: naming one block means naming all. Those that
/// need a menu or a section that there is not show nothing; as tables they would be mistakes, so they are comments.
pub fn default_tables(has_menu: impl Fn(&str) -> bool, has_section: impl Fn(&str) -> bool) -> String {
    let tables = DEFAULT.iter().filter_map(|(name, column, of)| {
        let known = find(name)?;
        let mut table = vec!["[[home]]".to_owned(), format!("block = \"{name}\"")];
        if *column != known.column {
            table.push(format!("column = \"{}\"", column.name()));
        }
        match known.from {
            From::Section => table.push(format!("section = \"{of}\"")),
            From::Slot => table.push(format!("slot = \"{of}\"")),
            _ => {}
        }
        let is_there = match known.from {
            From::Section => has_section(of),
            From::Menu => has_menu(name),
            _ => true,
        };
        let mark = if is_there { "" } else { "# " };
        Some(table.into_iter().map(|line| format!("{mark}{line}\n")).collect::<String>())
    });
    tables.collect()
}

fn default_block(name: &str, column: Column, of: &'static str) -> Option<Block<'static>> {
    let known = find(name)?;
    let section = (known.from == From::Section).then_some(of);
    let slot = (known.from == From::Slot).then_some(of);
    Some(Block { known, column, title: None, count: known.count, section, slot })
}

impl Entry {
    /// Whether it asks for a block of this name.
    pub fn is(&self, name: &str) -> bool {
        self.block.get_ref() == name
    }

    fn block(&self) -> Option<Block<'_>> {
        let known = find(self.block.get_ref())?;
        let named = self.column.as_ref().and_then(|name| COLUMNS.iter().find(|(known, _)| known == name.get_ref()));
        let column = named.map_or(known.column, |(_, column)| *column);
        let usual = if column == Column::Side { "side" } else { "top" };
        Some(Block {
            known,
            column,
            title: self.title.as_ref(),
            count: self.count.as_ref().map_or(known.count, |count| *count.get_ref()),
            section: self.section.as_ref().map(|section| section.get_ref().as_str()),
            slot: (known.from == From::Slot).then(|| self.slot.as_ref().map_or(usual, |slot| slot.get_ref().as_str())),
        })
    }

    /// `has_menu`: whether `[menus]` has one of this name.
    pub fn errors(&self, has_menu: impl Fn(&str) -> bool) -> Vec<BlockError<'_>> {
        let Some(known) = find(self.block.get_ref()) else {
            return vec![one_of("home.block", &self.block, KNOWN.iter().map(|known| known.name))];
        };
        let columns = || COLUMNS.iter().map(|(name, _)| *name);
        let column = self.column.as_ref().filter(|column| columns().all(|name| name != column.get_ref()));
        let slot = self.slot.as_ref().filter(|slot| !SLOTS.contains(&slot.get_ref().as_str()));
        let mut errors: Vec<BlockError<'_>> =
            column.map(|column| one_of("home.column", column, columns())).into_iter().collect();
        errors.extend(slot.map(|slot| one_of("home.slot", slot, SLOTS.into_iter())));
        if let Some(count) = self.count.as_ref().filter(|count| !(1..=50).contains(count.get_ref())) {
            let wanted = ("Viết một số từ 1 đến 50.".to_owned(), "Write a number from 1 to 50.".to_owned());
            errors.push(BlockError::Value {
                key: "home.count",
                value: count.get_ref().to_string(),
                at: count.span(),
                wanted,
            });
        }
        errors.extend(self.needs(known, has_menu));
        errors.extend(self.unused(known));
        errors
    }

    fn needs(&self, known: &Known, has_menu: impl Fn(&str) -> bool) -> Option<BlockError<'_>> {
        let key = match known.from {
            From::Section if self.section.is_none() => "home.section".to_owned(),
            From::Menu if !has_menu(known.name) => format!("menus.{}", known.name),
            _ => return None,
        };
        Some(BlockError::Missing { key, at: self.block.span() })
    }

    fn unused(&self, known: &Known) -> impl Iterator<Item = BlockError<'_>> {
        let of_section = matches!(known.from, From::Section | From::Kind(_));
        let unused = [
            ("section", self.section.as_ref().filter(|_| !of_section).map(Spanned::span)),
            ("slot", self.slot.as_ref().filter(|_| known.from != From::Slot).map(Spanned::span)),
            ("count", self.count.as_ref().filter(|_| known.count == 0).map(Spanned::span)),
        ];
        let block = self.block.get_ref();
        unused.into_iter().filter_map(move |(key, at)| Some(BlockError::Unused { key, block, at: at? }))
    }
}

/// The value is none of these: the nearest of them, and all.
fn one_of<'a>(key: &'static str, value: &Spanned<String>, names: impl Iterator<Item = &'a str>) -> BlockError<'static> {
    let names: Vec<&str> = names.collect();
    let typed = value.get_ref();
    let (mut vi, mut en) = did_you_mean(typed, &names);
    if crate::diag::nearest(typed, names.iter().copied()).is_some() {
        let all = names.join(", ");
        vi.push_str(&format!(" Các giá trị dùng được: {all}"));
        en.push_str(&format!(" What can stand here: {all}"));
    }
    BlockError::Value { key, value: typed.clone(), at: value.span(), wanted: (vi, en) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> Entry {
        toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The key of each fault.
    fn errors(text: &str) -> Vec<String> {
        let menu = |name: &str| name == "tasks";
        let key = |error: BlockError<'_>| match error {
            BlockError::Value { key, .. } => key.to_owned(),
            BlockError::Missing { key, .. } => format!("no {key}"),
            BlockError::Unused { key, block, .. } => format!("{block} with {key}"),
        };
        entry(text).errors(menu).into_iter().map(key).collect()
    }

    #[test]
    fn the_default_names_blocks_that_exist() {
        assert_eq!(blocks(&[]).len(), DEFAULT.len());
    }

    #[test]
    fn the_default_as_tables_gives_the_same_blocks() {
        #[derive(Deserialize)]
        struct Site {
            home: Vec<Entry>,
        }
        let site: Site = toml::from_str(&default_tables(|_| true, |_| true)).unwrap();
        let seen = |blocks: &[Block]| format!("{blocks:?}");
        assert_eq!(seen(&blocks(&site.home)), seen(&blocks(&[])));
        assert_eq!(site.home.len(), DEFAULT.len());
        let without = default_tables(|_| false, |_| false);
        assert!(without.contains("# [[home]]\n# block = \"tasks\"\n[[home]]\nblock = \"hotlines\"\n"), "{without}");
    }

    #[test]
    fn a_block_has_the_column_count_and_slot_of_its_kind_unless_it_says_otherwise() {
        let entries = [entry("block = \"notices\""), entry("block = \"notices\"\ncolumn = \"half\"\ncount = 2")];
        let seen: Vec<_> = blocks(&entries).iter().map(|block| (block.column, block.count)).collect();
        assert_eq!(seen, [(Column::Side, 6), (Column::Half, 2)]);
        let entries = [entry("block = \"banners\""), entry("block = \"banners\"\ncolumn = \"side\"")];
        let slots: Vec<_> = blocks(&entries).iter().map(|block| block.slot).collect();
        assert_eq!(slots, [Some("top"), Some("side")]);
    }

    #[test]
    fn every_mistake_of_a_table_is_found() {
        assert_eq!(errors("block = \"tasks\""), Vec::<String>::new());
        assert_eq!(errors("block = \"tin\""), ["home.block"]);
        assert_eq!(errors("block = \"section\"\ncolumn = \"left\""), ["home.column", "no home.section"]);
        assert_eq!(errors("block = \"links\""), ["no menus.links"]);
        assert_eq!(errors("block = \"news\"\ncount = 0\nslot = \"up\""), ["home.slot", "home.count", "news with slot"]);
        assert_eq!(
            errors("block = \"topics\"\ncount = 3\nsection = \"a\""),
            ["topics with section", "topics with count"]
        );
    }
}
