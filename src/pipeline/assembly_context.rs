//! What a site is assembled with beside its documents: the portal's settings, its files and what the last build knew.

use std::sync::Arc;

use crate::cache::Cache;
use crate::files::Files;
use crate::load::config::Config;
use crate::load::discover::Discovered;
use crate::load::history::History;
use crate::load::kinds::Kinds;
use crate::load::ledger::Ledger;
use crate::load::public_figures::Beside;
use crate::load::rows::Rows;
use crate::load::theme::Theme;
use crate::load::visits::MostRead;
use crate::model::gate::Gate;
use crate::model::{Guests, Mark};

/// What assembling needs beside the documents.
pub struct AssemblyContext<'a> {
    pub files: Arc<dyn Files>,
    /// What of them was made from rows of tables.
    pub rows: Arc<Rows>,
    /// Items of other portals among its pages.
    pub guests: Arc<Guests>,
    pub cache: &'a Cache,
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    pub theme: Arc<Theme>,
    pub discovered: Discovered,
    /// Every address that was published before, where the portal keeps that.
    pub ledger: Arc<Ledger>,
    pub gate: Gate,
    pub mark: Option<Mark>,
    pub most_read: Arc<MostRead>,
    pub beside: Arc<Beside>,
    /// When files were changed, where readers are told.
    pub history: Arc<History>,
}
