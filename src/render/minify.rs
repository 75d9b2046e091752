//! Takes out of a template what carries no meaning in the pages it makes: white space, comments, quotes.
//!
//! Templates are minified once, when they are read. What contributors write reaches a page only afterwards, as values
//! that Tera escapes, so no text of theirs is ever parsed as HTML here, and no mark stands for a part of a page.
//!
//! `minify-html` reads HTML, not templates. So each template tag becomes a token of private letters before and itself
//! again afterwards; a tag with template tags between its angle brackets keeps all its attributes as they are written,
//! quotes included. A template whose tags would not come out in the same order stays as it is.
//!
//! It is an old version: the last one without minifiers for scripts and styles, which later ones bring in a hundred
//! libraries for what pages do not have. What it did wrong is kept from it: it sees no `&`, no `<` that begins no tag,
//! and none of the attributes that say something without a value.

use std::ops::Range;

use super::template_tags::{self, Sort};

/// Around a token's number, from Unicode's private use area: nobody writes them.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';
/// In place of `&`: what is escaped comes out as it is written.
const AMPERSAND: char = '\u{e002}';

/// In place of a template tag while HTML is looked for; a control character, so no template has it.
const FILLER: u8 = 0x1a;

/// `minify-html` calls itself for each level.
const DEEPEST: usize = 200;

/// Elements in which nothing but their own end is a tag; `minify-html` takes `</titles>` for the end of a title.
const RAW_ENDS: &[&str] = &["</script", "</style", "</textarea", "</title"];

/// White space beside these is not shown, so it can go also where a template tag stands on its other side.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements without an end; a slash before the angle bracket says nothing there.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The template with fewer bytes, or `None` where that cannot be done safely.
pub fn template(text: &str) -> Option<String> {
    if text.contains([OPEN, CLOSE, AMPERSAND, char::from(FILLER)]) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let goes_on = |(at, end): (usize, &str)| lower[at + end.len()..].starts_with(|next| !ends_name(next));
    if RAW_ENDS.iter().any(|end| lower.match_indices(end).any(goes_on)) {
        return None;
    }
    let skeleton = Skeleton::of(text)?;
    let before = shape(&skeleton.html)?;
    let small = minified(&skeleton.html)?;
    // What a comment stood between (`{<!-- -->{`) must not become a tag of a template.
    let begins_tag = ["{{", "{%", "{#"].iter().any(|tag| small.contains(tag)) || small.contains(&format!("{{{OPEN}"));
    (!begins_tag && shape(&small)? == before).then(|| skeleton.restore(&small))
}

/// A part of a page may come to stand among words, so the white space between its own outermost elements counts.
fn minified(html: &str) -> Option<String> {
    const AROUND: (&str, &str) = ("<b>", "</b>");
    let is_part = !html.contains("<html");
    let whole = if is_part { format!("{}{html}{}", AROUND.0, AROUND.1) } else { html.to_owned() };
    let whole = whole.replace('&', AMPERSAND.encode_utf8(&mut [0; 4]));
    let small = String::from_utf8(minify_html::minify(whole.as_bytes(), &options())).ok()?.replace(AMPERSAND, "&");
    if is_part { small.strip_prefix(AROUND.0)?.strip_suffix(AROUND.1).map(str::to_owned) } else { Some(small) }
}

fn options() -> minify_html::Cfg {
    let mut options = minify_html::Cfg::spec_compliant();
    options.keep_html_and_head_opening_tags = true;
    // A template may be the beginning of what another one goes on with.
    options.keep_closing_tags = true;
    options
}

/// A template as HTML with tokens, and what each token stands for.
struct Skeleton<'a> {
    html: String,
    kept: Vec<(Kept, &'a str)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// Puts nothing into the page itself.
    Control,
    /// Puts text or elements into the page.
    Output,
    /// The attributes of a tag; the space before the token goes with it.
    Attributes,
}

impl<'a> Skeleton<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let tags = template_tags::find(text)?;
        let mut masked = text.as_bytes().to_vec();
        for (range, _) in &tags {
            masked[range.clone()].fill(FILLER);
        }
        let mut skeleton = Self { html: String::with_capacity(text.len()), kept: Vec::new() };
        let mut tags = tags.into_iter().peekable();
        let mut at = 0;
        while at < masked.len() {
            if let Some((range, sort)) = tags.next_if(|(range, _)| range.start == at) {
                let kept = if sort == Sort::Control { Kept::Control } else { Kept::Output };
                skeleton.push(kept, &text[range.clone()]);
                at = range.end;
            } else if masked[at] == b'<' {
                let end = skeleton.html_tag(text, &masked, at)?;
                while tags.next_if(|(range, _)| range.start < end).is_some() {}
                at = end;
            } else {
                let length = masked[at..].iter().position(|byte| matches!(*byte, b'<' | FILLER));
                let end = length.map_or(masked.len(), |length| at + length);
                skeleton.html.push_str(&text[at..end]);
                at = end;
            }
        }
        Some(skeleton)
    }

    fn push(&mut self, kept: Kept, text: &'a str) {
        if kept == Kept::Attributes {
            self.html.push(' ');
        }
        self.html.push_str(&format!("{OPEN}{}{CLOSE}", self.kept.len()));
        self.kept.push((kept, text));
    }

    /// Takes in the tag, comment or bare `<` at `at` and gives back where it ends; `None` for what is too strange.
    fn html_tag(&mut self, text: &'a str, masked: &[u8], at: usize) -> Option<usize> {
        let rest = &masked[at..];
        let is_dynamic = |range: Range<usize>| masked[range].contains(&FILLER);
        if rest.starts_with(b"<!--") {
            let end = at + memchr::memmem::find(rest, b"-->")? + 3;
            self.html.push_str(if is_dynamic(at..end) {
                return None;
            } else {
                &text[at..end]
            });
            return Some(end);
        }
        let name = at + if rest.get(1) == Some(&b'/') { 2 } else { 1 };
        if !masked.get(name).is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, b'!' | &FILLER)) {
            // Such an end or instruction hides what follows it, up to a bracket.
            if matches!(rest.get(1), Some(b'/' | b'?')) {
                return None;
            }
            self.html.push_str("&lt;");
            return Some(at + 1);
        }
        let end = at + tag_length(rest)?;
        let stop = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | &FILLER);
        let name_end = name + masked[name..end].iter().position(stop)?;
        // It ends a name sooner than a browser does.
        if !text[name..name_end]
            .trim_start_matches('!')
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        {
            return None;
        }
        if !is_dynamic(at..end) && !says_something_empty(&text[name_end..end]) {
            self.html.push_str(&text[at..end]);
        } else if masked[name_end] == FILLER && name_end == name {
            // The template names the element: `<{{ heading }}>`.
            self.push(Kept::Output, &text[at..end]);
        } else {
            let inside = if masked[end - 2] == b'/' { end - 2 } else { end - 1 };
            self.html.push_str(&text[at..name_end]);
            self.push(Kept::Attributes, &text[name_end..inside]);
            self.html.push_str(&text[inside..end]);
        }
        // What stands in a script or style is not HTML, and pages have none.
        let raw = ["script", "style"].iter().any(|raw| text[at + 1..name_end].eq_ignore_ascii_case(raw));
        (!raw || masked[end..].starts_with(b"</")).then_some(end)
    }

    /// Puts everything that was kept in the place of its token.
    fn restore(&self, small: &str) -> String {
        let mut out = String::with_capacity(small.len() * 2);
        let mut rest = small;
        let mut beside_block = false;
        while let Some(start) = rest.find(OPEN) {
            let (before, after) = rest.split_at(start);
            let Some((token, tail)) = after[OPEN.len_utf8()..].split_once(CLOSE) else {
                break;
            };
            let Some((kept, text)) = token.parse::<usize>().ok().and_then(|number| self.kept.get(number)) else {
                break;
            };
            let before = if beside_block { trim_after(before) } else { before };
            out.push_str(match kept {
                Kept::Attributes => before.strip_suffix(' ').unwrap_or(before),
                Kept::Control if ends_with_block(before.trim_end()) => before.trim_end(),
                _ => before,
            });
            out.push_str(text);
            beside_block = *kept == Kept::Control;
            rest = tail;
        }
        out.push_str(if beside_block { trim_after(rest) } else { rest });
        out
    }
}

/// Without the white space at the beginning where a block follows it.
fn trim_after(html: &str) -> &str {
    let trimmed = html.trim_start();
    let name = trimmed.strip_prefix('<').map(|tag| tag_name(tag.strip_prefix('/').unwrap_or(tag)));
    if name.is_some_and(is_block) { trimmed } else { html }
}

fn ends_with_block(html: &str) -> bool {
    let tag = html.strip_suffix('>').and_then(|html| html.rfind('<').map(|start| &html[start + 1..]));
    tag.is_some_and(|tag| is_block(tag_name(tag.strip_prefix('/').unwrap_or(tag))))
}

fn tag_name(tag: &str) -> &str {
    tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default()
}

fn ends_name(letter: char) -> bool {
    letter.is_ascii_whitespace() || matches!(letter, '/' | '>')
}

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether there is an attribute that means something without a value, where an empty one of another name may go.
fn says_something_empty(attributes: &str) -> bool {
    let attributes = attributes.to_ascii_lowercase();
    let is_empty = |(at, name): (usize, &str)| {
        let value = attributes[at + name.len()..].trim_start().strip_prefix('=').unwrap_or_default().trim_start();
        match value.chars().next().filter(|first| matches!(first, '"' | '\'')) {
            Some(quote) => value[1..].split(quote).next().is_none_or(|value| value.trim().is_empty()),
            None => value.is_empty() || value.starts_with('>'),
        }
    };
    ["crossorigin", "href"].iter().any(|name| attributes.match_indices(name).any(is_empty))
}

/// How many bytes the tag at the beginning has, `>` included.
fn tag_length(html: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The tags and tokens of a skeleton in order; `None` where elements are nested too deep or a tag does not end.
fn shape(html: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let (mut depth, mut deepest) = (0usize, 0);
    let mut rest = html;
    while let Some(at) = rest.find(['<', OPEN]) {
        rest = &rest[at..];
        let length = if rest.starts_with(OPEN) {
            let length = rest.find(CLOSE)?;
            found.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("<!--") {
            rest.find("-->")?
        } else if rest[1..].starts_with(|first: char| first.is_ascii_alphabetic() || first == '/') {
            let (sign, tag) = if rest[1..].starts_with('/') { ("/", &rest[2..]) } else { ("", &rest[1..]) };
            let name = tag_name(tag).to_ascii_lowercase();
            let is_void = VOID.contains(&name.as_str());
            let end = tag_length(rest.as_bytes())?;
            let ends_itself = rest[..end].ends_with("/>") && !is_void;
            match sign {
                "/" => depth = depth.saturating_sub(1),
                _ => depth += usize::from(!is_void && !ends_itself),
            }
            deepest = deepest.max(depth);
            found.push(format!("{sign}{name}{}", if ends_itself { "/" } else { "" }));
            // A token may stand for the attributes; it is part of the shape.
            1
        } else {
            1
        };
        rest = &rest[length..];
    }
    (deepest <= DEEPEST).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_comments_go_and_template_tags_stay_as_they_are_written() {
        let text = "<!-- note -->\n<ul  class=\"cards\">\n  {% for a in b %}\n  <li>\n    {{ a.title | upper }}  x\n  </li>\n  {% endfor %}\n</ul>\n";
        assert_eq!(
            template(text).unwrap(),
            " <ul class=cards>{% for a in b %}<li>{{ a.title | upper }} x</li>{% endfor %}</ul> "
        );
    }

    #[test]
    fn what_is_escaped_stays_as_it_is_written() {
        for text in
            ["<p>&#123;% x %&#125;</p>", "<p>&#123;{{ a }}</p>", "<p>&lt; a &amp;lt; &copy;</p>", "<p>&amplt; x</p>"]
        {
            assert_eq!(template(text).unwrap(), text);
        }
        assert_eq!(template("<p title=\"&quot;a&quot;\">b</p>").unwrap(), "<p title=&quot;a&quot;>b</p>");
        assert_eq!(template("<p>a < {{ b }}</p>").unwrap(), "<p>a &lt; {{ b }}</p>");
    }

    #[test]
    fn what_a_comment_parts_never_becomes_a_tag_of_a_template() {
        for text in ["<p>{<!-- a -->{ b }}</p>", "<p>{<!-- a -->% b %}</p>", "<p>{<!-- a -->{{ b }}</p>"] {
            assert_eq!(template(text), None, "{text}");
        }
    }

    #[test]
    fn an_attribute_that_says_something_without_a_value_stays() {
        let links = ["<a href=\"\">a</a>", "<a href>a</a>", "<a class=\"b\" href = ' '>a</a>", "<a href=>a</a>"];
        let fonts = ["<link as=\"font\" crossorigin>", "<link crossorigin=\"\" as=\"font\">"];
        for text in links.into_iter().chain(fonts) {
            assert_eq!(template(text).unwrap(), text);
        }
        let module = "<script type=\"module\" src=\"/a.js\"></script>";
        assert_eq!(template(module).unwrap(), "<script src=/a.js type=module></script>");
        assert_eq!(template("<a class=\"\" href=\"/b\">a</a>").unwrap(), "<a href=/b>a</a>");
    }

    #[test]
    fn a_value_in_a_tag_keeps_its_quotes() {
        let text = "<a   class=\"b\" href=\"{{ asset(path=\"x.svg\") }}\"{% if a > b %} hidden{% endif %}>x</a>";
        assert_eq!(template(text).unwrap(), text);
        let drawing = "<svg><rect x=\"{{ 1 }}\" height=\"8\"/></svg>";
        assert_eq!(template(drawing).unwrap(), drawing.replace("/></svg>", " /></svg>"));
    }

    #[test]
    fn words_stay_apart() {
        assert_eq!(template("<p><b>a</b> {{ b }} <i>c</i></p>").unwrap(), "<p><b>a</b> {{ b }} <i>c</i></p>");
        assert_eq!(template("<p>a {% if b %} c{% endif %}</p>").unwrap(), "<p>a {% if b %} c{% endif %}</p>");
        // Whoever uses this part may put it between words.
        assert_eq!(template("<a href=x>a</a> <i>c</i>").unwrap(), "<a href=x>a</a> <i>c</i>");
    }

    #[test]
    fn an_element_that_the_template_names_is_left_alone() {
        let text = "<{{ heading }} class=\"a\">{{ title }}</{{ heading }}>";
        assert_eq!(template(text).unwrap(), text);
    }

    #[test]
    fn a_template_that_minifying_would_change_stays_as_it_is() {
        // A drawing's element outside its drawing; scripts; a comment around template tags; depth; a tag without end.
        let known =
            ["<rect x=\"1\"/>", "<script>let a  = 1;</script>", "<!-- {{ a }} -->", &"<div>".repeat(1000), "<a b='"];
        // What hides the text after it; ends that are none; a name that is read in two ways.
        let strange = ["a </ b> c > d", "<?a b ?> c", "<title>a</titles>", "<textarea>a</TEXTAREA-b>", "<a_b>c</a_b>"];
        for text in known.into_iter().chain(strange) {
            assert!(template(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_captured_or_raw_is_not_touched() {
        for text in ["{% set a %}  x  <b>  {% endset %}", "{% raw %}  {{ x }}  {% endraw %}"] {
            assert_eq!(template(text).unwrap(), text);
        }
    }
}
