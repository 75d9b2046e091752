//! Finds pictures and films whose information stands nowhere in words: a text version or transcript that says nothing, a film in the
//! middle of a text. That a page of such a kind has no text at all is a finding of every build (TT 32/2017, WCAG 1.1.1, 1.2.1).

use crate::diag::catalog;
use crate::lint::{Hits, Text};
use crate::text::fold::fold;

const FIELDS: &[&str] = &["text_version", "transcript"];

/// So few words tell nobody what is in a picture or film.
const FEWEST: usize = 5;

/// Words with which an editor puts it off, folded.
const PUT_OFF: &[&str] = &[
    "xem hinh",
    "xem anh",
    "xem video",
    "nhu hinh",
    "theo doi video",
    "trong hinh",
    "xem infographic",
    "see the picture",
    "see the video",
];

/// Words that announce what is said in a film, folded.
const SAID: &[&str] = &["loi thoai", "phu de", "loi binh", "noi dung video", "transcript", "captions", "subtitles"];

pub fn look(text: &Text, hits: &mut Hits) {
    for field in text.fields.iter().filter(|field| field.way.len() == 1 && FIELDS.contains(&&*field.name)) {
        let plain = fold(&field.value);
        let words = plain.split_whitespace().count();
        let is_title = text.field("title").is_some_and(|title| fold(&title.value) == plain.trim());
        let is_put_off = words < FEWEST * 2 && PUT_OFF.iter().any(|put_off| plain.starts_with(put_off));
        if words < FEWEST || is_title || is_put_off {
            hits.tell(&catalog::TEXT_VERSION_EMPTY, field.spelled.source()).with("key", &field.name);
        }
    }
    let mut films = text.images.iter().filter(|image| is_film(&image.target)).peekable();
    if films.peek().is_some() {
        let body = fold(&text.source[text.body..]);
        if !SAID.iter().any(|said| body.contains(said)) {
            for film in films {
                hits.tell(&catalog::FILM_UNSAID, film.range.clone());
            }
        }
    }
}

fn is_film(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_tube = ["youtube.com/watch", "youtu.be/", "youtube.com/embed"].iter().any(|host| target.contains(host));
    path.ends_with(".mp4") || path.ends_with(".webm") || is_tube
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;
    use crate::lint::tests::found;
    use crate::load::kinds::Kinds;
    use crate::path::SourcePath;

    fn of_kind(kind: &str, front: &str) -> Vec<&'static str> {
        let kinds = Kinds::load(&Memory::new(), &mut Vec::new());
        let file = SourcePath::new("content/a.md");
        let source = format!("---\ntitle: Năm điểm mới\n{front}\n---\n");
        let text = Text::read(&file, kinds.schema(kind).unwrap(), "vi", &source).unwrap();
        let mut hits = Hits::default();
        look(&text, &mut hits);
        hits.into_sorted().iter().map(|hit| hit.message.code).collect()
    }

    #[test]
    fn a_text_version_says_what_the_picture_says() {
        for value in ["Xem hình.", "Năm điểm mới", "Đang cập nhật"] {
            assert_eq!(of_kind("infographic", &format!("text_version: {value}")), ["A10"], "{value}");
        }
        assert_eq!(of_kind("video", "transcript: Xem video để biết chi tiết"), ["A10"]);
        let long = "text_version: Từ năm 2024 mức đóng là 5%, trẻ em được miễn.";
        assert_eq!(of_kind("infographic", long), [] as [&str; 0]);
    }

    #[test]
    fn a_film_in_a_text_is_followed_by_what_is_said() {
        assert_eq!(found("vi", "![Lễ khánh thành cầu](cau.mp4)\n")[0].0, "A11");
        assert_eq!(found("vi", "![Lễ khánh thành cầu](cau.mp4)\n\nLời thoại: Chào các bạn.\n"), []);
        assert_eq!(found("vi", "![Cây cầu mới nhìn từ trên cao](cau.png)\n"), []);
    }
}
