//! The rules, one small file each; the table names them in the order of their codes.

mod abbreviations;
mod agency_names;
mod blanks_left_open;
mod confused;
mod confused_pairs;
mod dates;
mod days_and_feasts;
mod decimals;
mod document_numbers;
mod doubled_spaces;
mod lookalike_hosts;
mod old_addresses;
mod orphans;
mod other_number;
mod unsafe_links;
mod doubled_words;
mod end_signs;
mod glossary;
mod i_and_y;
mod legal_parts;
mod mixed_case;
mod place_names;
mod sentence_starts;
mod state_nouns;
mod syllables;
mod telephone_shapes;
mod tone_marks;
mod units;

use super::{Look, Rule};
use crate::diag::{Message, catalog};

pub static RULES: &[Rule] = &[
    Rule { tells: &[&catalog::LINK_OLD, &catalog::CONFIG_OLD], look: Look::Portal(old_addresses::look) },
    Rule { tells: &[&catalog::ORPHAN], look: Look::Portal(orphans::look) },
    Rule { tells: &[&catalog::LINK_UNENCRYPTED], look: Look::Portal(unsafe_links::look) },
    Rule { tells: &[&catalog::LINK_LOOKALIKE], look: Look::Portal(lookalike_hosts::look) },
    Rule { tells: &[&catalog::LINK_OTHER_NUMBER], look: Look::Text(other_number::look) },
    Rule { tells: &[&catalog::DOUBLED_SPACES], look: Look::Text(doubled_spaces::look) },
    Rule {
        tells: &[
            &catalog::NUMBER_SPACED,
            &catalog::NUMBER_LOWER,
            &catalog::NUMBER_PADDED,
            &catalog::NUMBER_YEARLESS,
            &catalog::NUMBER_TYPE,
        ],
        look: Look::Text(document_numbers::look),
    },
    Rule { tells: &[&catalog::NUMBER_OPEN, &catalog::DATE_OPEN], look: Look::Text(blanks_left_open::look) },
    Rule {
        tells: &[&catalog::DATE_IMPOSSIBLE, &catalog::DATE_PADDING, &catalog::DATE_LONG],
        look: Look::Text(dates::look),
    },
    Rule {
        tells: &[&catalog::DECIMAL_POINT, &catalog::COMMA_GROUPS, &catalog::GROUPS_MIXED],
        look: Look::Text(decimals::look),
    },
    Rule {
        tells: &[&catalog::LEADING_ZERO, &catalog::PERCENT_SPACED, &catalog::UNIT_GLUED, &catalog::CURRENCY],
        look: Look::Text(units::look),
    },
    Rule { tells: &[&catalog::TELEPHONE_SHAPES], look: Look::Text(telephone_shapes::look) },
    Rule { tells: &[&catalog::AGENCY_CASE], look: Look::Text(agency_names::look) },
    Rule { tells: &[&catalog::PLACE_SORT, &catalog::PLACE_CASE], look: Look::Text(place_names::look) },
    Rule { tells: &[&catalog::LEGAL_PART_CASE], look: Look::Text(legal_parts::look) },
    Rule { tells: &[&catalog::DAY_CASE], look: Look::Text(days_and_feasts::look) },
    Rule { tells: &[&catalog::STATE_NOUN], look: Look::Text(state_nouns::look) },
    Rule { tells: &[&catalog::GLOSSARY_CASE], look: Look::Text(glossary::look) },
    Rule { tells: &[&catalog::ABBREVIATION], look: Look::Text(abbreviations::look) },
    Rule { tells: &[&catalog::MIXED_CASE, &catalog::WORDS_JOINED], look: Look::Text(mixed_case::look) },
    Rule { tells: &[&catalog::TONE_MIXED, &catalog::TONE_STYLE], look: Look::Text(tone_marks::look) },
    Rule { tells: &[&catalog::I_AND_Y], look: Look::Text(i_and_y::look) },
    Rule { tells: &[&catalog::SYLLABLE, &catalog::WORDS_JOINED], look: Look::Text(syllables::look) },
    Rule { tells: &[&catalog::CONFUSED], look: Look::Text(confused::look) },
    Rule { tells: &[&catalog::DOUBLED_WORD], look: Look::Text(doubled_words::look) },
    Rule { tells: &[&catalog::SENTENCE_START], look: Look::Text(sentence_starts::look) },
    Rule { tells: &[&catalog::END_SIGN], look: Look::Text(end_signs::look) },
];

/// What is told only where the portal asks for it.
pub static OFF: &[&Message] = &[&catalog::STATE_NOUN, &catalog::ABBREVIATION];
