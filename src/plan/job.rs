//! What makes one output file, by kind: a page goes through a template, a document of data is written by code, a file
//! is copied. Each kind is an enum of its own, so whoever makes one has an arm for every case and none to spare.

use serde::Serialize;

use crate::load::config::FeedFormat;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::security::HeaderFormat;
use crate::model::{ListId, PageId};
use crate::path::{SourcePath, UrlPath};

/// What makes one output file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum Job {
    Page(PageJob),
    Data(DataJob),
    /// A copy of a file of the portal.
    File(SourcePath),
    /// An asset of the theme, by name.
    Asset(String),
    /// A file that is named after its contents and was made before the plan.
    Prebuilt,
}

/// A page that a template makes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum PageJob {
    Item(PageId),
    /// A page of a list; page 0 is the one at the list's address.
    List {
        list: ListId,
        page: usize,
    },
    /// Rows of the table in which a page looks them up, where they may be listed.
    Rows {
        page: PageId,
        part: RowsPart,
    },
    /// All terms of a taxonomy.
    Taxonomy {
        taxonomy: Taxonomy,
        language: Language,
    },
    ArchiveIndex(Language),
    Tree(Language),
    Search(Language),
    /// The catalogue of open data.
    OpenData(Language),
    /// What the portal tells of its own work.
    Figures(Language),
    NotFound(Language),
    /// Where an endpoint sends the reader once a form has arrived.
    Thanks(Language),
}

/// Which of the pages that list the rows of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum RowsPart {
    /// All ranges of keys, or all groups of them.
    Index,
    Group(usize),
    Range(usize),
}

/// A document that machines read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum DataJob {
    /// RSS or Atom.
    Feed {
        list: ListId,
        format: FeedFormat,
    },
    /// A page of a list as JSON Feed.
    ListJson {
        list: ListId,
        page: usize,
    },
    /// A whole list as a CSV.
    ListCsv(ListId),
    /// An item as JSON.
    Twin(PageId),
    /// What an item's tables hold, for programs (Frictionless Data).
    DataPackage(PageId),
    /// A chart of a table as a picture that can be kept.
    ChartPicture {
        table: SourcePath,
        chart: String,
        language: Language,
    },
    /// The catalogue of open data, for other catalogues (W3C DCAT).
    DataCatalog,
    /// What the portal tells of its own work, for programs and as a table.
    FiguresJson(Language),
    FiguresCsv(Language),
    /// The table of a workbook as a CSV.
    TableCsv(SourcePath),
    /// A map as a picture, in a language.
    MapDrawing(SourcePath, Language),
    /// What social networks show of a page that has no picture of its own.
    SharePicture(PageId),
    /// An item as an iCalendar file.
    Calendar(PageId),
    /// An entry of an item that people come to, by its place among the entries, as an iCalendar file of its own.
    Appointment(PageId, usize),
    /// What a section's items have before them, as a calendar to subscribe to.
    SectionCalendar(PageId),
    /// A part of the sitemap: these entries of the plan.
    Sitemap {
        from: usize,
        to: usize,
    },
    SitemapIndex {
        parts: usize,
    },
    Robots,
    /// Name, colours and sign of the portal, for those who keep it on the screen of a telephone.
    Manifest,
    /// Whom to tell of a hole in the portal.
    SecurityTxt,
    /// A key that search engines ask for, when they are told what has changed (IndexNow).
    IndexKey(String),
    /// A page that leads on from an earlier address.
    Redirect(UrlPath),
    RedirectRules,
    /// Earlier addresses, for nginx.
    OldQueryMap,
    /// Those at which no page can stand, for the page for what is not found.
    OldQueryTable,
    /// Which headers a host should send.
    Headers(HeaderFormat),
}

impl From<PageJob> for Job {
    fn from(job: PageJob) -> Job {
        Job::Page(job)
    }
}

impl From<DataJob> for Job {
    fn from(job: DataJob) -> Job {
        Job::Data(job)
    }
}
