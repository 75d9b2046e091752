//! Turns pages and the portal into findings that an editor wants before the public sees them: rules that `cong check` asks beside
//! what every build says. They may take longer than a build has time for, and none of them stops a page.
//!
//! A rule is one entry of `RULES` and one small file in `rules`. A finding too few is better than one that teaches editors to
//! read over findings: what a rule is for, with an example of either side, stands with its message in `diag`.

mod costs;
mod hits;
mod piece;
mod prose;
mod rules;
mod text;

use crate::diag::{Finding, Message};
use crate::model::Site;
use crate::plan::Plan;

pub use costs::Costs;
pub use hits::{Fix, Found, Hit, Hits};
pub use piece::{Image, Link, OPAQUE, Piece, Role, SIGN};
pub use rules::{OFF, RULES};
pub use text::Text;

/// What looks for one thing, or for a few that are found together.
pub struct Rule {
    /// All that it may say.
    pub tells: &'static [&'static Message],
    pub look: Look,
}

pub enum Look {
    /// At one page.
    Text(fn(&Text, &mut Hits)),
    /// At all of them and what lies between them.
    Portal(fn(&Site, &Plan, &mut Vec<Finding>)),
}

/// Which messages are wanted.
pub type IsOn<'a> = &'a (dyn Fn(&'static Message) -> bool + Sync);

/// What is told unless the portal says otherwise.
pub fn is_on_by_default(message: &'static Message) -> bool {
    !OFF.iter().any(|off| std::ptr::eq(*off, message))
}

/// What is found in one page, in the order of its text.
pub fn text(text: &Text, is_on: IsOn) -> Vec<Hit> {
    timed_text(text, is_on, None)
}

/// The same; `costs`: how long each rule takes is added to them.
pub fn timed_text(text: &Text, is_on: IsOn, costs: Option<&Costs>) -> Vec<Hit> {
    let mut hits = Hits::default();
    for (number, rule) in RULES.iter().enumerate().filter(|(_, rule)| rule.tells.iter().any(|message| is_on(message))) {
        if let Look::Text(look) = rule.look {
            costs::timed(costs, number, || look(text, &mut hits));
        }
    }
    let mut found = hits.into_sorted();
    found.retain(|hit| is_on(hit.message));
    found
}

/// What is found between pages.
pub fn portal(site: &Site, plan: &Plan, is_on: IsOn, costs: Option<&Costs>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, rule) in RULES.iter().enumerate().filter(|(_, rule)| rule.tells.iter().any(|message| is_on(message))) {
        if let Look::Portal(look) = rule.look {
            costs::timed(costs, number, || look(site, plan, &mut findings));
        }
    }
    findings.retain(|finding| is_on(finding.message));
    findings
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::files::Memory;
    use crate::load::kinds::Kinds;
    use crate::path::SourcePath;

    /// What is done with the text of an article of the language.
    pub fn with<R>(language: &str, source: &str, look: impl FnOnce(&Text) -> R) -> R {
        static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::load(&Memory::new(), &mut Vec::new()));
        let file = SourcePath::new("content/tin-tuc/a.md");
        look(&Text::read(&file, KINDS.schema("article").unwrap(), language, source).unwrap())
    }

    /// What is found in a body of the language: code, what was written there, and what may stand there instead.
    pub fn found(language: &str, body: &str) -> Vec<(&'static str, String, Option<String>)> {
        let all = |_: &'static Message| true;
        with(language, &format!("---\ntitle: Tin\n---\n{body}"), |text| {
            let hits = super::text(text, &all).into_iter();
            hits.map(|hit| (hit.message.code, text.written(&hit.range).to_owned(), hit.fix)).collect()
        })
    }

    fn pieces(source: &str) -> Vec<(Role, String)> {
        let shown = |prose: &str| prose.replace('\0', "·").replace('\x1a', "#");
        with("vi", source, |text| text.pieces.iter().map(|piece| (piece.role, shown(text.prose(piece)))).collect())
    }

    #[test]
    fn prose_stands_where_it_stood_and_everything_else_is_blanked_out() {
        let source = "---\ntitle: \"Tin  mới\"\nsummary: Dẫn\nauthor: Ban\n---\n\
            ## Mục **một**\n\nĐoạn `mã` và [sở](a.md), xem https://a.vn/b.\nDòng\\* hai\n\n- Ý một\n\n| A | B |\n|---|---|\n| 1 | `x` |\n\n\
            > Lời\n\n![Ảnh](a.png)\n\n```\nmã\n```\n";
        let wanted = [
            (Role::Title, "Tin  mới"),
            (Role::Field, "Dẫn"),
            (Role::Field, "Ban"),
            (Role::Heading(2), "Mục ··một"),
            (Role::Paragraph, "Đoạn ##### và ·sở#######, xem ##############.\nDòng·* hai"),
            (Role::Item, "Ý một"),
            (Role::HeaderCell, "A"),
            (Role::HeaderCell, "B"),
            (Role::Cell, "1"),
            (Role::Quote, "Lời"),
        ];
        let found = pieces(source);
        let found: Vec<(Role, &str)> = found.iter().map(|(role, prose)| (*role, prose.as_str())).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn links_and_pictures_know_their_words() {
        let source = "---\ntitle: A\n---\nXem [Sở **Y tế**](a.md) và <https://b.vn>, ![Ảnh chụp](c.png)\n";
        let (links, images) = with("vi", source, |text| {
            let links = text.links.iter().map(|link| (text.written(&link.words).to_owned(), link.target.clone()));
            let images = text.images.iter().map(|image| (text.written(&image.alt).to_owned(), image.target.clone()));
            (links.collect::<Vec<_>>(), images.collect::<Vec<_>>())
        });
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(links, [pair("Sở **Y tế", "a.md"), pair("https://b.vn", "https://b.vn")]);
        assert_eq!(images, [pair("Ảnh chụp", "c.png")]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_mask_of_its_own_letters(body in "([ -~\n]|[ạđẾ“”@]|\\[a\\]\\(b\\)|https://|\\*\\*|`|<span lang=\"en\">|</span>|&amp;|\\| ){0,60}") {
            let source = format!("---\ntitle: A\n---\n{body}");
            with("vi", &source, |text| {
                for piece in &text.pieces {
                    let prose = text.prose(piece);
                    prop_assert_eq!(prose.len(), piece.range.len());
                    for (own, written) in prose.bytes().zip(source[piece.range.clone()].bytes()) {
                        prop_assert!(own == written || matches!(own, SIGN | OPAQUE | b'\n'));
                    }
                }
                Ok(())
            })?;
        }
    }
}
