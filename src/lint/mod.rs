//! Turns pages and the portal into findings that an editor wants before the public sees them: rules that `cong check` asks beside
//! what every build says. They may take longer than a build has time for, and none of them stops a page.
//!
//! A rule is one entry of `RULES` and one small file in `rules`. A finding too few is better than one that teaches editors to
//! read over findings: what a rule is for, with an example of either side, stands with its message in `diag`.

pub mod addresses;
mod around;
mod costs;
mod fields;
mod figures;
mod hits;
pub mod mend;
mod phrases;
mod piece;
mod prose;
mod quotation;
mod rules;
mod settings;
mod shape;
mod spelled;
mod tabs;
mod text;
mod verbatim;
mod words;

use crate::diag::{Finding, Message, catalog};
use crate::model::Site;
use crate::plan::Plan;

pub use costs::Costs;
pub use fields::Field;
pub use hits::{Fix, Found, Hit, Hits};
pub use piece::{Heading, Image, Link, OPAQUE, Piece, Role, SIGN, Table};
pub use rules::{OFF, RULES};
pub use settings::{Settings, Tone};
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
    // Words in place of words would lose what stands between them: `bổ **xung**`.
    for hit in found.iter_mut().filter(|hit| catalog::LANGUAGE.contains(&hit.message) && text.has_signs(&hit.range)) {
        hit.fix = None;
    }
    for hit in found.iter_mut().filter(|hit| hit.message.hint_vi.contains("{mend}") && !hit.has("mend")) {
        let is_mended = hit.fix.is_some();
        hit.with_words("mend", if is_mended { MENDED } else { ("", "") });
    }
    found
}

/// Where it is so: a hint promises no more than `--fix` does.
const MENDED: (&str, &str) = ("cong check --fix sửa giúp.", "cong check --fix does it.");

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
mod golden;
#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::files::Memory;
    use crate::load::kinds::Kinds;
    use crate::path::SourcePath;

    static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::load(&Memory::new(), &mut Vec::new()));

    /// What is done with the text of an article of the language.
    pub fn with<R>(language: &str, source: &str, look: impl FnOnce(&Text) -> R) -> R {
        let file = SourcePath::new("content/tin-tuc/a.md");
        look(&Text::read(&file, KINDS.schema("article").unwrap(), language, source).unwrap())
    }

    /// What is found in a body of the language: code, what was written there, and what may stand there instead.
    pub fn found(language: &str, body: &str) -> Vec<(&'static str, String, Option<String>)> {
        with(language, &format!("---\ntitle: Tin\n---\n{body}"), all_of)
    }

    /// What to do about what is found in a Vietnamese body.
    pub fn hints(body: &str) -> Vec<String> {
        with("vi", &format!("---\ntitle: Tin\n---\n{body}"), |text| {
            let found = text.found(super::text(text, &|_| true));
            found.into_iter().map(|found| found.finding.hint("vi")).collect()
        })
    }

    /// The same in Vietnamese on a portal that has chosen something.
    pub fn found_in(settings: &Settings, body: &str) -> Vec<(&'static str, String, Option<String>)> {
        with("vi", &format!("---\ntitle: Tin\n---\n{body}"), |text| {
            let source = text.source.to_owned();
            let text = Text::read(text.file, text.kind, "vi", &source).unwrap().of_portal(settings);
            all_of(&text)
        })
    }

    /// The same in Vietnamese of a page of another kind.
    pub fn found_as(kind: &str, body: &str) -> Vec<(&'static str, String, Option<String>)> {
        let source = format!("---\ntitle: Tin\n---\n{body}");
        all_of(&Text::read(&SourcePath::new("content/a.md"), KINDS.schema(kind).unwrap(), "vi", &source).unwrap())
    }

    fn all_of(text: &Text) -> Vec<(&'static str, String, Option<String>)> {
        let all = |_: &'static Message| true;
        let hits = super::text(text, &all).into_iter();
        hits.map(|hit| (hit.message.code, text.written(&hit.range).to_owned(), hit.fix)).collect()
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
            (Role::Alt, "Ảnh"),
        ];
        let found = pieces(source);
        let found: Vec<(Role, &str)> = found.iter().map(|(role, prose)| (*role, prose.as_str())).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn words_with_signs_between_them_have_no_mend() {
        assert_eq!(found("vi", "bổ **xung** vốn\n"), [("V60", "bổ **xung".to_owned(), None)]);
        assert_eq!(found("vi", "**bổ xung** vốn\n"), [("V60", "bổ xung".to_owned(), Some("bổ sung".to_owned()))]);
    }

    #[test]
    fn a_mend_is_promised_only_where_there_is_one() {
        let hints = |body: &str| {
            with("vi", &format!("---\ntitle: Tin\n---\n{body}\n"), |text| {
                let found = text.found(super::text(text, &|_| true));
                found.iter().map(|found| found.finding.hint("vi")).collect::<Vec<_>>()
            })
        };
        assert_eq!(hints("lớp bổ xung vốn"), ["Viết bổ sung. cong check --fix sửa giúp."]);
        assert_eq!(hints("lớp bổ **xung** vốn"), ["Viết bổ sung."]);
    }

    #[test]
    fn what_is_struck_out_is_no_prose() {
        let found = pieces("---\ntitle: A\n---\n~~Papi~~ nay là PAPI\n");
        assert!(found[1].1.ends_with(" nay là PAPI") && !found[1].1.contains("Papi"));
    }

    #[test]
    fn values_of_the_front_matter_are_prose_in_every_style() {
        let source = "---\ntitle: 'Tin ''A'''\nsummary: một\n  hai\nslug: tin-a\nimage_alt: Ảnh\nattachments:\n- file: a.pdf\n  \
            title: \"Bản \\\"A\\\"\"\nsource: {name: Báo, url: /a/}\n---\n";
        let wanted = [
            (Role::Title, "Tin '·A'"),
            (Role::Field, "một\n··hai"),
            (Role::Alt, "Ảnh"),
            (Role::Field, "Bản ·\"A·\""),
            (Role::Field, "Báo"),
        ];
        let found = pieces(source);
        let found: Vec<(Role, &str)> = found.iter().map(|(role, prose)| (*role, prose.as_str())).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn markdown_of_the_front_matter_is_read_as_such() {
        let source = "---\ntitle: Hỏi\nquestion: |\n  Đoạn **một**\n  `mã`\n\n  - Ý [sở](a.md)\nreceived: 2024-01-01\n---\nĐáp\n";
        let file = SourcePath::new("content/hoi-dap/a.md");
        let kinds = Kinds::load(&Memory::new(), &mut Vec::new());
        let text = Text::read(&file, kinds.schema("question").unwrap(), "vi", source).unwrap();
        let shown = |prose: &str| prose.replace('\0', "·").replace('\x1a', "#");
        let pieces: Vec<_> = text.pieces.iter().map(|piece| (piece.role, shown(text.prose(piece)))).collect();
        let wanted = [
            (Role::Title, "Hỏi"),
            (Role::Paragraph, "Đoạn ··một··\n··#####"),
            (Role::Item, "Ý ·sở#######"),
            (Role::Paragraph, "Đáp"),
        ];
        assert_eq!(pieces, wanted.map(|(role, prose)| (role, prose.to_owned())));
        assert_eq!(text.written(&text.links[0].words), "sở");
    }

    #[test]
    fn headings_tables_and_captions_have_their_places() {
        let source = "---\ntitle: A\n---\n## Mục\n\n#### `mã`\n\n| | |\n|---|---|\n| 1 | 2 |\n\n| Năm | |\n|---|---|\n| 1 | 2 |\n\n\
            Chữ ![Ảnh](a.png \"Lời dưới ảnh\") sau\n";
        with("vi", source, |text| {
            let headings: Vec<_> = text.headings.iter().map(|it| (it.level, text.written(&it.range).trim())).collect();
            assert_eq!(headings, [(2, "## Mục"), (4, "#### `mã`")]);
            let tables: Vec<_> = text.tables.iter().map(|it| (it.is_headed, text.written(&it.head).trim())).collect();
            assert_eq!(tables, [(false, "| | |"), (true, "| Năm | |")]);
            assert_eq!(text.written(&text.images[0].caption), "Lời dưới ảnh");
            let last: Vec<_> = text.pieces.iter().rev().take(4).map(|piece| text.written(&piece.range)).collect();
            assert_eq!(last, [" sau", "Lời dưới ảnh", "Ảnh", "Chữ "]);
        });
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
