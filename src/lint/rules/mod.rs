//! The rules, one small file each; the table names them in the order of their codes.

mod addresses;
mod betting_words;
mod blanks;
mod broken_lines;
mod citizens;
mod consistent_signs;
mod descriptions;
mod doubled_signs;
mod doubled_spaces;
mod end_of_story;
mod garbled;
mod headings;
mod hidden_text;
mod in_words;
mod link_words;
mod odd_letters;
mod pairs;
mod secrets;
mod spaces;
mod tables;

use super::{Hits, Look, Rule, Text};
use crate::diag::{Message, catalog};

pub static RULES: &[Rule] = &[
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
    Rule { tells: &[&catalog::QUOTE_ALONE, &catalog::BRACKET_ALONE], look: Look::Text(pairs::look) },
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
    (&catalog::DOTS_MIXED, consistent_signs::dots),
    (&catalog::QUOTES_MIXED, consistent_signs::quotes),
];

/// What is told only where the portal asks for it.
pub static OFF: &[&Message] = &[];
