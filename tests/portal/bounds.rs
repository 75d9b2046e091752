//! No page costs more than its length, however it is written: depth, size and time are bounded, each with a message.
//!
//! How time grows is measured by `benches/hostile.py`. Here each shape is so long, and what it may take is so much,
//! that only work that grows with the square of a page fails.

use std::time::{Duration, Instant};

use cong::write::Manifest;
use rayon::prelude::*;

use crate::robustness::load;
use crate::site_builder::{Built, SITE_TOML, Site, article, place};

const PAGE: &str = "content/tin-tuc/a.md";

/// What one page may take in an unoptimised program on a busy machine; what is quadratic took minutes.
const MOST: Duration = Duration::from_secs(40);
/// Bytes of a long page.
const LONG: usize = 500_000;

fn body(text: &str) -> String {
    article("Bài", "2024-01-05", "", text)
}

/// A text repeated to the length of a long page.
fn much(text: &str) -> String {
    text.repeat(LONG / text.len())
}

/// Lines with their number, to the length of a long page.
fn lines(line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() > LONG {
            break;
        }
        text.push_str(&line(number));
    }
    text
}

/// Bodies, and what is said of each.
fn bodies() -> Vec<(&'static str, String, &'static [&'static str])> {
    vec![
        ("html in one line", much("<b>"), &["M01"]),
        ("comments that do not close", much("<!--"), &["M34"]),
        ("instructions that do not close", format!("a{}", much("<?")), &[]),
        ("cdata that does not close", format!("a{}", much("<![CDATA[")), &[]),
        ("spans of a language", much("a <span lang=\"vi\">"), &["M22"]),
        ("spans in emphasis", much("*a <span lang=\"vi\">b* c "), &["M16"]),
        ("links in one line", much("[a](https://b/) "), &[]),
        ("links of a scheme that is not allowed", much("[a](java:b) "), &["M02"]),
        ("links without text", much("[](https://b) "), &["M11"]),
        ("links that are not file names", much("[a](b) "), &["M03"]),
        ("autolinks", much("<https://a/> "), &[]),
        ("pictures in one line", much("![a](b.png) "), &[]),
        ("pictures without description", much("![](b.png) "), &["M07"]),
        ("pictures in pictures", format!("{}a{}", "![".repeat(100_000), "](b.png)".repeat(40_000)), &[]),
        ("references", format!("{}\n\n[a]: https://b/{}\n", "[a] ".repeat(60_000), "c".repeat(200_000)), &[]),
        ("definitions", lines(|at| format!("[{at}]: /b{at}\n")), &["M25"]),
        ("brackets", much("["), &[]),
        ("links that do not close", much("[a](b"), &["M24"]),
        ("brackets that close", format!("{}a{}", "[".repeat(LONG / 2), "]".repeat(LONG / 2)), &["M32"]),
        ("links that begin", much("[a]("), &["M24"]),
        ("links that begin in angles", much("[a](<"), &["M24"]),
        ("titles that do not close", much("[a](b \""), &["M24"]),
        ("links with spaces", much("[a](b c.pdf) "), &["M24"]),
        ("links the wrong way round", much("(a)[b.pdf] "), &["M24"]),
        ("references without a definition", much("[a][b] "), &["M25"]),
        ("bold text before letters", much("**a.**b "), &[]),
        ("bold text that begins", format!("{}a", much("(**a ")), &[]),
        ("addresses in one line", much("www.a.vn "), &[]),
        ("addresses in brackets", format!("https://a.vn/{}", much(")")), &[]),
        ("names of hosts", much("www."), &[]),
        ("at signs", much("a@"), &[]),
        ("addresses for mail", much("a@b.vn "), &[]),
        ("braces", much("{{"), &[]),
        ("braces with names", much("{{ a }} "), &["M32"]),
        ("colons", much(":"), &["M32"]),
        ("dollars", much("$a "), &[]),
        ("percent signs", much("%%"), &[]),
        ("equals signs", format!("a{}", much("==a ")), &[]),
        ("exclamation marks", much("!!! "), &[]),
        ("angles", much("< "), &[]),
        ("hashes without a space", much("##a\n"), &["M30"]),
        ("items without a space", much("-A\n"), &["M35", "M41"]),
        ("rows without dashes", much("|a|\n"), &["M27"]),
        ("bars", much("|"), &["M27"]),
        ("rows with too many cells", format!("|a|b|\n|-|-|\n{}", much("|c|d|e|\n")), &["M28"]),
        ("carets", much("a^b"), &["M32"]),
        ("notes without a mark", lines(|at| format!("[^{at}]: a\n\n")), &["M26"]),
        ("arrows behind a comment", format!("<!-- a -->\n\n{}", much("--> b ")), &["M33"]),
        ("backticks", much("`a "), &[]),
        ("backticks of every length", (1..1000).map(|n| "`".repeat(n) + " ").collect(), &[]),
        ("emphasis", much("*a "), &[]),
        ("emphasis of two marks", much("*a _b "), &[]),
        ("strikes", much("~~a "), &[]),
        ("entities", much("&lt; "), &[]),
        ("headings", much("## a\n\n") + "a", &[]),
        ("headings of the first level", much("# a\n\n") + "a", &["M08"]),
        ("footnotes", lines(|at| format!("[^{at}]\n\n[^{at}]: a\n\n")), &[]),
        ("one footnote", format!("{}\n\n[^1]: a\n", much("[^1] ")), &[]),
        (
            "columns",
            format!("{}|\n{}|\n{}", "|a".repeat(30_000), "|-".repeat(30_000), "|b|\n".repeat(30_000)),
            &["M23"],
        ),
        (
            "tables below a long heading",
            format!("## {}\n\n{}", "a".repeat(LONG / 2), "|a|\n|-|\n\n".repeat(30_000)),
            &[],
        ),
    ]
}

fn codes(findings: &[cong::diag::Finding]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.message.code).collect();
    codes.dedup();
    codes
}

#[test]
fn no_body_takes_more_time_than_its_length_explains() {
    let wrong = |(name, text, expected): &(&'static str, String, &'static [&'static str])| {
        let begun = Instant::now();
        let loaded = load(body(text).into_bytes(), 0);
        let taken = begun.elapsed();
        let (count, codes) = (loaded.findings.len(), codes(&loaded.findings));
        let size = loaded.document.and_then(|document| document.body.html).map_or(0, |html| html.len());
        let right = codes == *expected && count <= 20 && taken < MOST && size < 40 * LONG;
        (!right).then(|| format!("{name}: {taken:?}, {count} findings {codes:?}, {size} bytes"))
    };
    assert_eq!(bodies().par_iter().filter_map(wrong).collect::<Vec<_>>(), Vec::<String>::new());
}

/// Front matter as long as it may be, and what is said of it.
fn fronts() -> Vec<(&'static str, String, &'static [&'static str])> {
    let fill = |text: &str| text.repeat(50_000 / text.len());
    vec![
        ("an alias behind a tag", format!("x: !t &a [{}]\ny: !t [{}]\n", fill("a,"), "*a,".repeat(3000)), &["F07"]),
        ("an alias in lines of brackets", format!("x:\n  - \"&\"\n  - [a,\n\n *b]\n{}", fill("# *\n")), &["F07"]),
        ("square brackets", format!("topics: {}\n", fill("[")), &["F29"]),
        ("braces", format!("topics: {}\n", fill("{a:")), &["F29"]),
        ("dashes", format!("topics:\n  {}a\n", fill("- ")), &["F29"]),
        (
            "dashes line by line",
            format!("topics:\n{}", (0..300).map(|n| " ".repeat(n) + "-\n").collect::<String>()),
            &["F29"],
        ),
        ("question marks", format!("{}a\n", fill("? ")), &["F29"]),
        ("terms", format!("agency:\n{}", fill("- so-y-te\n")), &[]),
        ("terms in brackets", format!("agency: [{}]\n", fill("so-y-te,")), &[]),
        ("unknown terms", format!("agency: [{}]\n", (0..8000).map(|n| format!("b{n},")).collect::<String>()), &["F16"]),
        ("unknown keys", (0..5000).map(|n| format!("k{n}: 1\n")).collect(), &["F09"]),
        (
            "unknown keys in braces",
            format!("source: {{{}}}\n", (0..4000).map(|n| format!("k{n}: 1, ")).collect::<String>()),
            &["F09", "F11"],
        ),
        ("one key often", fill("a: 1\n"), &["F06"]),
        ("attachments", format!("attachments:\n{}", fill("  - file: a.txt\n    title: A\n")), &[]),
        ("numbers for texts", format!("aliases: [{}]\n", fill("1.50,")), &["F19"]),
        ("an alias of many folders", format!("aliases: [{}/]\n", fill("/a")), &["F19"]),
    ]
}

#[test]
fn no_front_matter_takes_more_time_or_memory_than_its_length_explains() {
    let wrong = |(name, text, expected): &(&'static str, String, &'static [&'static str])| {
        let begun = Instant::now();
        let loaded = load(article("Bài", "2024-01-05", text, "Chữ.\n").into_bytes(), 0);
        let taken = begun.elapsed();
        let (count, codes) = (loaded.findings.len(), codes(&loaded.findings));
        let right = codes == *expected && count <= 40 && taken < MOST / 4;
        (!right).then(|| format!("{name}: {taken:?}, {count} findings {codes:?}"))
    };
    assert_eq!(fronts().par_iter().filter_map(wrong).collect::<Vec<_>>(), Vec::<String>::new());
    let long = load(article("Bài", "2024-01-05", &"# a\n".repeat(20_000), "Chữ.\n").into_bytes(), 0);
    assert_eq!(codes(&long.findings), ["F31"]);
    let title = load(article(&"Dài ".repeat(300), "2024-01-05", "", "Chữ.\n").into_bytes(), 0);
    assert_eq!(codes(&title.findings), ["F30"], "every page below a section says its title again");
}

/// Markdown nested by thousands, and the line on which it is first too deep.
fn nested() -> Vec<(&'static str, String, u32)> {
    let deep = 3000;
    vec![
        ("lists", format!("{}a", "- ".repeat(deep)), 1),
        ("lists line by line", (0..150).map(|n| "  ".repeat(n) + "- a\n").collect(), 51),
        ("numbered lists", format!("{}a", "1. ".repeat(deep)), 1),
        ("quotes", format!("Chữ.\n\n{}a", ">".repeat(deep)), 3),
        ("lists of quotes", format!("{}a", "- > ".repeat(deep)), 1),
        ("emphasis", format!("Chữ.\n{}{}", "*a ".repeat(deep), "b*".repeat(deep)), 2),
        ("strong emphasis", format!("{}a{}", "**b ".repeat(deep), "**".repeat(deep)), 1),
        ("spans", format!("Chữ.\n\na {}", "<span lang=\"en\">".repeat(deep)), 3),
        ("a table in lists", format!("{}| a |\n{}| - |\n", "- ".repeat(deep), "  ".repeat(deep)), 1),
    ]
}

/// The one finding of a file, with its line.
fn only(built: &Built, file: &str) -> (&'static str, Option<u32>) {
    let found: Vec<_> = built.findings.iter().filter(|finding| &*finding.file == file).collect();
    let lines: Vec<_> = found.iter().map(|finding| (finding.message.code, place(finding))).collect();
    assert!(found.len() <= 1, "{lines:?}");
    found.first().map_or(("", None), |found| (found.message.code, found.span.map(|span| span.line)))
}

#[test]
fn a_body_nested_by_thousands_is_one_finding_and_everything_else_is_built() {
    for (name, text, line) in nested() {
        let built = Site::new()
            .config("minify = false", "minify = true")
            .file(PAGE, &body(&text))
            .article("content/tin-tuc/b.md", "Khác", "2024-01-06", "", "Chữ.\n")
            .build();
        // Front matter of six lines stands before the body.
        assert_eq!(only(&built, PAGE), ("M22", Some(6 + line)), "{name}");
        assert!(!built.has("tin-tuc/a/index.html") && built.has("tin-tuc/b/index.html"), "{name}");
    }
}

#[test]
fn a_field_nested_by_thousands_is_one_finding_and_everything_else_is_built() {
    for (name, text, _) in nested() {
        let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
        let page =
            format!("---\ntitle: Hỏi\nreceived: 2024-01-05\nagency: so-y-te\nquestion: |\n{indented}---\nĐáp.\n");
        let built = Site::new()
            .config("minify = false", "minify = true")
            .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
            .file("content/hoi-dap/a.md", &page)
            .build();
        assert_eq!(only(&built, "content/hoi-dap/a.md").0, "M22", "{name}");
        assert!(built.has("hoi-dap/index.html"), "{name}");
    }
}

#[test]
fn what_is_as_deep_as_it_may_be_is_built() {
    // A list and its item are two elements; so is a quote with its paragraph at the end.
    for text in [format!("{}a", "- ".repeat(50)), format!("{}a", ">".repeat(99))] {
        let built = Site::new().config("minify = false", "minify = true").file(PAGE, &body(&text)).build();
        assert_eq!(built.problems(), Vec::<String>::new());
        assert!(built.has("tin-tuc/a/index.html"));
    }
}

#[test]
fn a_footnote_in_a_footnote_costs_no_text() {
    let built = Site::new().page("a", "Chữ[^1] và[^2].\n\n[^1]: Một.\n\n    [^2]: Hai.\n\nCuối.\n").build();
    let prose = built.prose("gioi-thieu/a/index.html");
    for part in ["Chữ", "Cuối.", "Một.", "Hai."] {
        assert!(prose.contains(part), "{part} is missing: {prose}");
    }
}

#[test]
fn folders_in_folders_by_hundreds_are_one_finding() {
    let (mut site, mut folder) = (Site::new(), "content/sau".to_owned());
    for _ in 0..400 {
        site = site.file(&format!("{folder}/_index.md"), "---\ntitle: Sâu\nkind: article\n---\n");
        folder.push_str("/a");
    }
    let built = site.build();
    let deep = built.finding("S20");
    assert_eq!(deep.file.matches('/').count(), 13, "{}", deep.file);
    assert_eq!(
        built.outputs.keys().filter(|path| path.starts_with("sau/") && path.ends_with("index.html")).count(),
        12
    );
}

#[test]
fn a_name_that_grows_when_it_is_folded_costs_its_page_and_not_the_build() {
    let long = "Ⱥ".repeat(120);
    let built = Site::new()
        .article(&format!("content/tin-tuc/{long}.md"), "Dài", "2024-01-05", "", "Chữ.\n")
        .article("content/tin-tuc/!!!/b.md", "Không chữ", "2024-01-05", "", "Chữ.\n")
        .article("content/tin-tuc/İĞÜŞ Ỗỗ.md", "Có dấu", "2024-01-06", "", "Chữ.\n")
        .build();
    assert!(built.finding("S22").file.ends_with(&format!("{long}.md")));
    assert_eq!(&*built.finding("S08").file, "content/tin-tuc/!!!/b.md");
    assert!(built.has("tin-tuc/igus-oo/index.html"));
}

#[test]
fn line_ends_that_only_yaml_knows_begin_no_key() {
    for end in ['\u{85}', '\u{2028}', '\u{2029}'] {
        let built = Site::new().file(PAGE, &body("Chữ.\n").replace("Sapô", &format!("Sapô{end}draft: true #"))).build();
        assert_eq!(built.codes(), ["S06", "F04"], "U+{:04X}", u32::from(end));
        let built = Site::new().file(PAGE, &body("Chữ.\n").replace("Sapô của", &format!("Sapô{end}của"))).build();
        assert_eq!(only(&built, PAGE), ("S06", Some(3)));
        assert!(built.has("tin-tuc/a/index.html"));
    }
}

#[test]
fn a_place_is_on_the_line_that_an_editor_counts() {
    let page = "\u{feff}---\rtitle: Bài\r\nsummary: S\ndate: 2024-01-05\rauthor: A\nsai: 1\r---\rChữ.\n";
    let site = Site::new().file(PAGE, page);
    let mut unknown = [site.build().finding("F09").clone()];
    cong::pipeline::add_excerpts(&mut unknown, &site.files());
    assert_eq!((unknown[0].span.map(|span| span.line), unknown[0].excerpt.as_deref()), (Some(6), Some("sai: 1")));
}

#[test]
fn numbers_stand_as_they_were_written_in_every_style() {
    let contact = |number: &str| {
        let built = Site::new()
            .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
            .file("content/lien-he/a.md", &format!("---\ntitle: Tổng đài\npurpose: Hỏi\nnumber: {number}\n---\n"))
            .build();
        built.text("lien-he/a/index.html").contains(">0271.1022<")
    };
    for style in [
        "0271.1022",
        "\n  0271.1022",
        "0271.1022 # 1",
        "\"0271.1022\"",
        "'0271.1022'",
        "\n  # 9\n  0271.1022",
        "!!float 0271.1022",
    ] {
        assert!(contact(style), "{style:?}");
    }
}

#[test]
fn settings_nested_by_thousands_are_refused() {
    for deep in [
        "x = ".to_owned() + &"[".repeat(100_000),
        "x = ".to_owned() + &"{a=".repeat(50_000),
        "a.".repeat(50_000) + "a = 1",
    ] {
        let text = format!("{SITE_TOML}\n[extra]\n{deep}\n");
        for file in ["site.toml", "kinds/la.toml", "themes/portal/i18n/vi.toml"] {
            let built = Site::new().file(file, &text).build();
            let found = built
                .findings
                .iter()
                .filter(|finding| &*finding.file == file && !["C06", "C60", "C62"].contains(&finding.message.code))
                .count();
            assert_eq!(found, 1, "{file}: {:?}", built.problems());
        }
    }
    // Each bracket and each row of dots is within its bound; together they are thousands.
    let dots = "a.".repeat(78) + "a = { ";
    let text = format!("{SITE_TOML}\n[extra]\n{}b = 1 {}\n", dots.repeat(75), "}".repeat(75));
    Site::new().file("site.toml", &text).build();
}

#[test]
fn many_broken_links_on_many_pages_are_told_in_time() {
    let mut site = Site::new();
    for page in 0..400 {
        let links: String =
            (0..60).map(|link| format!("[a](thieu-{page}-{link}.md) [b](dich.md#q{page}{link})\n")).collect();
        site = site.article(&format!("content/tin-tuc/bai-{page}.md"), "Bài", "2024-01-05", "", &links);
    }
    let headings: String = (0..4000).map(|at| format!("## Mục {at}\n\n")).collect();
    let site = site.article("content/tin-tuc/dich.md", "Đích", "2024-01-05", "", &headings);
    let begun = Instant::now();
    let built = site.build();
    assert!(begun.elapsed() < 2 * MOST, "{:?}", begun.elapsed());
    assert_eq!(built.findings.iter().filter(|finding| finding.message.code == "M03").count(), 400 * 20);
    assert_eq!(built.findings.iter().filter(|finding| finding.message.code == "M04").count(), 400 * 20);
}

#[test]
fn a_manifest_of_brackets_is_no_manifest() {
    for deep in
        ["[".repeat(100_000), "{\"version\":".repeat(50_000), format!("{{\"version\":1,\"x\":{}", "[".repeat(100_000))]
    {
        assert!(Manifest::parse(deep.as_bytes()).is_none());
    }
}

#[test]
fn who_names_a_term_a_thousand_times_stands_in_its_list_once() {
    let built = Site::new()
        .file(PAGE, &article("Bài", "2024-01-05", "agency: [so-y-te, so-y-te, so-y-te]\n", "Chữ.\n"))
        .build();
    let cards = built.text("co-quan/so-y-te/index.html").matches("href=\"/tin-tuc/a/\"").count();
    let once = Site::new().file(PAGE, &article("Bài", "2024-01-05", "agency: so-y-te\n", "Chữ.\n")).build();
    assert_eq!(cards, once.text("co-quan/so-y-te/index.html").matches("href=\"/tin-tuc/a/\"").count());
}
