//! Builds whole portals through the public interface and looks at what comes out; tests/README.md says where a test goes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and looks at the disk itself"
)]

#[path = "portal/command.rs"]
mod command;
#[path = "portal/previewed.rs"]
mod previewed;
#[path = "portal/reference.rs"]
mod reference;
#[path = "portal/site_builder.rs"]
mod site_builder;

#[path = "portal/addresses.rs"]
mod addresses;
#[path = "portal/advertising.rs"]
mod advertising;
#[path = "portal/announced.rs"]
mod announced;
#[path = "portal/answers.rs"]
mod answers;
#[path = "portal/attachments.rs"]
mod attachments;
#[path = "portal/bad_data.rs"]
mod bad_data;
#[path = "portal/base_path.rs"]
mod base_path;
#[path = "portal/behind_nginx.rs"]
mod behind_nginx;
#[path = "portal/book.rs"]
mod book;
#[path = "portal/bounds.rs"]
mod bounds;
#[path = "portal/budget_matrix.rs"]
mod budget_matrix;
#[path = "portal/calendar.rs"]
mod calendar;
#[path = "portal/charts.rs"]
mod charts;
#[path = "portal/circles.rs"]
mod circles;
#[path = "portal/cli.rs"]
mod cli;
#[path = "portal/collisions.rs"]
mod collisions;
#[path = "portal/colour_profiles.rs"]
mod colour_profiles;
#[path = "portal/columns.rs"]
mod columns;
#[path = "portal/comments.rs"]
mod comments;
#[path = "portal/commonmark.rs"]
mod commonmark;
#[path = "portal/components.rs"]
mod components;
#[path = "portal/content.rs"]
mod content;
#[path = "portal/corrections.rs"]
mod corrections;
#[path = "portal/crash.rs"]
mod crash;
#[path = "portal/datasets.rs"]
mod datasets;
#[path = "portal/dead_links.rs"]
mod dead_links;
#[path = "portal/docs.rs"]
mod docs;
#[path = "portal/docs_outputs.rs"]
mod docs_outputs;
#[path = "portal/drawings.rs"]
mod drawings;
#[path = "portal/drawings_seen.rs"]
mod drawings_seen;
#[path = "portal/embargo.rs"]
mod embargo;
#[path = "portal/examine.rs"]
mod examine;
#[path = "portal/failing.rs"]
mod failing;
#[path = "portal/feeds.rs"]
mod feeds;
#[path = "portal/findings.rs"]
mod findings;
#[path = "portal/forgery.rs"]
mod forgery;
#[path = "portal/forms.rs"]
mod forms;
#[path = "portal/front_matter.rs"]
mod front_matter;
#[path = "portal/fuzz.rs"]
mod fuzz;
#[path = "portal/gate.rs"]
mod gate;
#[path = "portal/guests.rs"]
mod guests;
#[path = "portal/heading_ids.rs"]
mod heading_ids;
#[path = "portal/home.rs"]
mod home;
#[path = "portal/hostile.rs"]
mod hostile;
#[path = "portal/languages.rs"]
mod languages;
#[path = "portal/law.rs"]
mod law;
#[path = "portal/law_during.rs"]
mod law_during;
#[path = "portal/layers.rs"]
mod layers;
#[path = "portal/ledger.rs"]
mod ledger;
#[path = "portal/leftover.rs"]
mod leftover;
#[path = "portal/locks.rs"]
mod locks;
#[path = "portal/lookup_lists.rs"]
mod lookup_lists;
#[path = "portal/lookup_reader.rs"]
mod lookup_reader;
#[path = "portal/lookups.rs"]
mod lookups;
#[path = "portal/maps.rs"]
mod maps;
#[path = "portal/markdown.rs"]
mod markdown;
#[path = "portal/masked.rs"]
mod masked;
#[path = "portal/meant.rs"]
mod meant;
#[path = "portal/merging.rs"]
mod merging;
#[path = "portal/minify.rs"]
mod minify;
#[path = "portal/mistakes.rs"]
mod mistakes;
#[path = "portal/mistakes_elsewhere.rs"]
mod mistakes_elsewhere;
#[path = "portal/model.rs"]
mod model;
#[path = "portal/moving.rs"]
mod moving;
#[path = "portal/names.rs"]
mod names;
#[path = "portal/old_addresses.rs"]
mod old_addresses;
#[path = "portal/one_mistake.rs"]
mod one_mistake;
#[path = "portal/open_data.rs"]
mod open_data;
#[path = "portal/output.rs"]
mod output;
#[path = "portal/own_kinds.rs"]
mod own_kinds;
#[path = "portal/photographs.rs"]
mod photographs;
#[path = "portal/picture_kinds.rs"]
mod picture_kinds;
#[path = "portal/pictures.rs"]
mod pictures;
#[path = "portal/pictures_kept.rs"]
mod pictures_kept;
#[path = "portal/pictures_mangled.rs"]
mod pictures_mangled;
#[path = "portal/plan.rs"]
mod plan;
#[path = "portal/polls.rs"]
mod polls;
#[path = "portal/positions.rs"]
mod positions;
#[path = "portal/privacy.rs"]
mod privacy;
#[path = "portal/public_figures.rs"]
mod public_figures;
#[path = "portal/public_history.rs"]
mod public_history;
#[path = "portal/registers.rs"]
mod registers;
#[path = "portal/report.rs"]
mod report;
#[path = "portal/report_docs.rs"]
mod report_docs;
#[path = "portal/report_golden.rs"]
mod report_golden;
#[path = "portal/robustness.rs"]
mod robustness;
#[path = "portal/root_files.rs"]
mod root_files;
#[path = "portal/rows.rs"]
mod rows;
#[path = "portal/sample.rs"]
mod sample;
#[path = "portal/scaffolds.rs"]
mod scaffolds;
#[path = "portal/scans.rs"]
mod scans;
#[path = "portal/schemas.rs"]
mod schemas;
#[path = "portal/search_answers.rs"]
mod search_answers;
#[path = "portal/search_format.rs"]
mod search_format;
#[path = "portal/security.rs"]
mod security;
#[path = "portal/serve.rs"]
mod serve;
#[path = "portal/serve_hidden_pages.rs"]
mod serve_hidden_pages;
#[path = "portal/serve_network.rs"]
mod serve_network;
#[path = "portal/serve_rows.rs"]
mod serve_rows;
#[path = "portal/serve_watch.rs"]
mod serve_watch;
#[path = "portal/share_pictures.rs"]
mod share_pictures;
#[path = "portal/sheets.rs"]
mod sheets;
#[path = "portal/slips.rs"]
mod slips;
#[path = "portal/split_tables.rs"]
mod split_tables;
#[path = "portal/states.rs"]
mod states;
#[path = "portal/tables.rs"]
mod tables;
#[path = "portal/telephones.rs"]
mod telephones;
#[path = "portal/theme.rs"]
mod theme;
#[path = "portal/traced.rs"]
mod traced;
#[path = "portal/unreadable.rs"]
mod unreadable;
#[path = "portal/urgent.rs"]
mod urgent;
#[path = "portal/visibility.rs"]
mod visibility;
#[path = "portal/visits.rs"]
mod visits;
#[path = "portal/weeks.rs"]
mod weeks;
#[path = "portal/without_output.rs"]
mod without_output;
#[path = "portal/workbooks.rs"]
mod workbooks;
#[path = "portal/workflow.rs"]
mod workflow;
#[path = "portal/workspaces.rs"]
mod workspaces;
#[path = "portal/write.rs"]
mod write;
