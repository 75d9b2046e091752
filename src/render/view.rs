//! Turns what a document points at into what a page can show of it: an address, the size of a picture, a player.
//!
//! A body is filled with these values and sees nothing of the site, and the same values are in the page's fingerprint.

use std::cell::OnceCell;

use serde::Serialize;

use super::chart::{self, Charted};
use super::portal::Portal;
use crate::load::document::{Document, Target};
use crate::load::schema;
use crate::load::variants::Variants;
use crate::map::{Feature, Shown};
use crate::model::resolve::Destination;
use crate::model::{PageId, PageView, PublishedFile};
use crate::path::SourcePath;
use crate::plan::DataJob;
use crate::tables;
use crate::text::address::video_embed;

/// A document as somebody sees it.
pub struct View<'a> {
    pub portal: Portal<'a>,
    pub page: PageView<'a>,
    /// The page's own, or a later one of which only the running text is another.
    pub document: &'a Document,
    /// Feeds and JSON, not people: they are told of no page that asks to be passed over.
    by_machines: bool,
    references: OnceCell<Vec<Reference>>,
}

/// What a body can show of one thing that its document points at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reference {
    /// Where it leads; `None` where that has no public address, so that its text stands alone.
    pub href: Option<String>,
    pub shape: Shape,
}

/// As what it stands where it is no link.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Shape {
    Link,
    /// A picture of the portal.
    Picture(Pictured),
    /// A map of the portal.
    Map(Box<Shown>),
    /// A film of the portal.
    Film,
    /// A film elsewhere: the address of its player.
    Player(String),
    /// A chart of a table of the portal.
    Chart(Box<Charted>),
}

/// A picture of the portal, as a body shows it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Pictured {
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// Smaller versions of it, as in `Variants`.
    pub srcset: String,
    pub webp: String,
    /// How wide it is shown; empty where there is but one version.
    pub sizes: String,
}

impl<'a> View<'a> {
    pub fn of_readers(portal: Portal<'a>, page: PageView<'a>, document: &'a Document) -> View<'a> {
        View { portal, page, document, by_machines: false, references: OnceCell::new() }
    }

    pub fn of_machines(portal: Portal<'a>, page: PageView<'a>, document: &'a Document) -> View<'a> {
        View { by_machines: true, ..View::of_readers(portal, page, document) }
    }

    /// Where a reference leads. What is only shown on other pages is nowhere to be led to.
    pub fn destination(&self, target: &'a Target) -> Destination<'a> {
        match self.portal.site.resolve(target, self.document.language) {
            Destination::Page { page, .. } if !self.is_led_to(page) => Destination::Withheld,
            found => found,
        }
    }

    /// Everything that the document points at, by its number.
    pub fn references(&self) -> &[Reference] {
        self.references.get_or_init(|| {
            let refs = self.document.refs.iter().enumerate();
            refs.map(|(number, of)| self.reference(number as u32, &of.target)).collect()
        })
    }

    pub fn into_references(self) -> Vec<Reference> {
        self.references();
        self.references.into_inner().unwrap_or_default()
    }

    /// The smaller versions of a picture. Machines are given the original.
    pub fn variants<'f>(&self, file: &'f PublishedFile) -> Option<&'f Variants> {
        (file.variants.has_any() && !self.by_machines).then_some(&file.variants)
    }

    fn pictured(&self, file: &PublishedFile) -> Pictured {
        let size = file.facts.dimensions;
        match self.variants(file) {
            Some(Variants { srcset, webp, .. }) if !srcset.is_empty() || !webp.is_empty() => {
                let sizes = self.portal.site.config.pictures.sizes.clone();
                Pictured { size, srcset: srcset.clone(), webp: webp.clone(), sizes }
            }
            _ => Pictured { size, ..Pictured::default() },
        }
    }

    /// A map, with where its features lead for this reader.
    fn map(&self, source: &SourcePath, file: &PublishedFile) -> Option<Shown> {
        let Portal { site, plan } = self.portal;
        let map = site.map(source.as_str())?;
        let href = |feature: &Feature| match site.resolve(feature.link.as_ref()?, self.document.language) {
            Destination::Page { page, .. } if self.is_led_to(page) => Some(site.page(page).url.to_string()),
            Destination::Address(address) => Some(address.into_owned()),
            _ => None,
        };
        let drawing = plan.overview(DataJob::MapDrawing(source.clone(), self.document.language));
        let table = map.table.as_ref().and_then(|table| site.file(table.as_str()));
        Some(Shown {
            map: map.clone(),
            language: site.language(self.document.language).to_owned(),
            links: map.features.iter().map(href).collect(),
            file: (file.url.to_string(), file.facts.size),
            drawing: drawing.map(ToString::to_string),
            table: table.map(|table| table.url.to_string()),
            is_drawn: !self.by_machines,
        })
    }

    /// Whether a page has a place of its own, and one that this reader may be told of.
    fn is_led_to(&self, page: PageId) -> bool {
        let Portal { site, plan } = self.portal;
        plan.page(page).is_some() && !(self.by_machines && site.page(page).is_unindexed())
    }

    fn reference(&self, number: u32, target: &'a Target) -> Reference {
        let is_picture = || self.document.body.pictures.iter().any(|picture| picture.target == number);
        let destination = self.destination(target);
        let shape = match (target, &destination) {
            (Target::File(source), _) if tables::is_image(source.as_str()) => Shape::Picture(match &destination {
                Destination::File(file) => self.pictured(file),
                _ => Pictured::default(),
            }),
            // A link to the file shows nothing of the map.
            (Target::File(source), Destination::File(file)) if schema::is_map(source.as_str()) => {
                let map = is_picture().then(|| self.map(source, file)).flatten();
                map.map_or(Shape::Link, |map| Shape::Map(Box::new(map)))
            }
            (Target::File(_), _) => Shape::Film,
            (Target::Chart { table, name }, Destination::File(_)) => {
                let page = self.by_machines.then_some(&self.page.url);
                let charted = chart::of(self.portal, (table, name), self.document.language, page);
                charted.map_or(Shape::Link, |charted| Shape::Chart(Box::new(charted)))
            }
            (Target::External(address), _) => video_embed(address).map_or(Shape::Link, Shape::Player),
            _ => Shape::Link,
        };
        let href = match destination {
            Destination::Page { page, anchor } => {
                let url = &self.portal.site.page(page).url;
                Some(anchor.map_or_else(|| url.to_string(), |anchor| format!("{url}#{anchor}")))
            }
            Destination::File(file) => Some(file.url.to_string()),
            Destination::Address(address) => Some(address.into_owned()),
            Destination::Anchor(anchor) => Some(format!("#{anchor}")),
            Destination::Withheld | Destination::Missing => None,
        };
        Reference { href, shape }
    }
}
