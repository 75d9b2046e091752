//! The rules, one small file each; the table names them in the order of their codes.

mod abbreviations;
mod addresses;
mod agency_names;
mod betting_words;
mod blanks;
mod blanks_left_open;
mod broken_lines;
mod citizens;
mod confused;
mod confused_pairs;
mod consistent_signs;
mod dates;
mod days_and_feasts;
mod decimals;
mod descriptions;
mod document_numbers;
mod doubled_signs;
mod doubled_spaces;
mod doubled_words;
mod end_of_story;
mod garbled;
mod glossary;
mod headings;
mod hidden_text;
mod i_and_y;
mod in_words;
mod legal_parts;
mod link_words;
mod lookalike_hosts;
mod mixed_case;
mod odd_letters;
mod old_addresses;
mod orphans;
mod other_hosts;
mod other_number;
mod pairs;
mod place_names;
mod quotation_marks;
mod secrets;
mod sentence_starts;
mod spaces;
mod state_nouns;
mod syllables;
mod tables;
mod telephone_shapes;
mod tone_marks;
mod units;
mod unknown_hosts;
mod unsafe_links;

use super::{Hits, Look, Rule, Text};
use crate::diag::{Message, catalog};

pub static RULES: &[Rule] = &[
    Rule { tells: &[&catalog::LINK_OLD, &catalog::CONFIG_OLD], look: Look::Portal(old_addresses::look) },
    Rule { tells: &[&catalog::ORPHAN], look: Look::Portal(orphans::look) },
    Rule {
        tells: &[&catalog::LINK_UNENCRYPTED, &catalog::LINK_LOOKALIKE, &catalog::LINK_HOST],
        look: Look::Portal(other_hosts::look),
    },
    Rule { tells: &[&catalog::LINK_OTHER_NUMBER], look: Look::Text(other_number::look) },
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
    Rule {
        tells: &[
            &catalog::MARK_LEFT,
            &catalog::WRONG_D,
            &catalog::LOOKALIKE,
            &catalog::LIGATURE,
            &catalog::FULL_WIDTH,
            &catalog::INVISIBLE,
            &catalog::PRIVATE_SIGN,
        ],
        look: Look::Text(odd_letters::look),
    },
    Rule {
        tells: &[&catalog::UNBROKEN_SPACES, &catalog::TRAILING_BLANK, &catalog::TAB],
        look: Look::Text(blanks::look),
    },
    Rule { tells: &[&catalog::DOUBLED_SPACES], look: Look::Text(doubled_spaces::look) },
    Rule {
        tells: &[&catalog::SPACE_BEFORE, &catalog::SPACE_MISSING, &catalog::SPACE_MISSING_STOP, &catalog::SPACE_BEHIND],
        look: Look::Text(spaces::look),
    },
    Rule { tells: &[&catalog::DOUBLED_SIGN], look: Look::Text(doubled_signs::look) },
    Rule { tells: &[&catalog::DOTS_MIXED, &catalog::QUOTES_MIXED], look: Look::Text(consistent_signs::look) },
    Rule { tells: &[&catalog::QUOTE_ALONE], look: Look::Text(quotation_marks::look) },
    Rule { tells: &[&catalog::BRACKET_ALONE], look: Look::Text(pairs::look) },
    Rule { tells: &[&catalog::PARAGRAPH_BROKEN, &catalog::WORD_BROKEN], look: Look::Text(broken_lines::look) },
    Rule { tells: &[&catalog::END_OF_DOCUMENT], look: Look::Text(end_of_story::look) },
    Rule {
        tells: &[&catalog::ALT_FILE_NAME, &catalog::ALT_EMPTY_WORDS, &catalog::ALT_REPEATS, &catalog::TEXT_PICTURE],
        look: Look::Text(descriptions::look),
    },
    Rule {
        tells: &[&catalog::HEADING_JUMP, &catalog::HEADING_LONG, &catalog::BOLD_HEADING],
        look: Look::Text(headings::look),
    },
    Rule { tells: &[&catalog::LINK_VAGUE, &catalog::LINK_ADDRESS], look: Look::Text(link_words::look) },
    Rule { tells: &[&catalog::TABLE_HEADLESS], look: Look::Text(tables::look) },
    Rule { tells: &[&catalog::TEXT_VERSION_EMPTY, &catalog::FILM_UNSAID], look: Look::Text(in_words::look) },
    Rule { tells: &[&catalog::ASKER_BORN, &catalog::POOR_LIST], look: Look::Text(citizens::look) },
    Rule { tells: &[&catalog::BETTING_WORDS], look: Look::Text(betting_words::look) },
    Rule { tells: &[&catalog::SHORT_LINK, &catalog::BETTING_LINK], look: Look::Text(addresses::look) },
    Rule { tells: &[&catalog::HIDDEN_TEXT], look: Look::Text(hidden_text::look) },
    Rule { tells: &[&catalog::SECRET, &catalog::PASSWORD], look: Look::Text(secrets::look) },
];

/// Tells all places that can be mended.
pub type Mend = fn(&Text, &mut Hits);

/// What is mended at more places than are told, each with what is told of it.
pub static MENDS: &[(&Message, Mend)] = &[
    (&catalog::GARBLED, garbled::look),
    (&catalog::DOUBLED_SIGN, doubled_signs::marks),
    (&catalog::DOTS_MIXED, consistent_signs::dots),
    (&catalog::QUOTES_MIXED, consistent_signs::quotes),
    (&catalog::DATE_PADDING, dates::padding),
    (&catalog::UNIT_GLUED, units::glued),
];

/// What is told only where the portal asks for it.
pub static OFF: &[&Message] = &[&catalog::STATE_NOUN, &catalog::ABBREVIATION];
